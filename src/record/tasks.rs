//! Kiro's `tasks.md`: its checkboxes as a tree, and the edits that tick one. Changes what stands between
//! the brackets and nothing else: `[ ]*`, `[ ]\*`, columns and numbers stay.
//!
//! ```text
//! task   := indent bullet blanks "[" state "]" ["*" | "\*"] blanks ["**"] ["Task"] [number mark] title
//! bullet := "-" | "*" | "+" | N "." | N ")"
//! state  := " " | "x" | "-" (in progress) | "~" (queued)
//! number := N | N.M | N.M.K
//! mark   := "." | ":" | ")" | blank
//! ```
//!
//! The tree comes from the numbers, as a quarter of the sub-tasks stand at column 0; only tasks
//! without a number go by their indent. A heading with a number is above the tasks that follow it: where
//! each phase counts anew, `2.1` is the first task below `## Phase 2`.

use super::edit::Edit;
use super::markdown;
use crate::facts::span::Span;
use pulldown_cmark::{Event, Tag};
use std::collections::HashMap;
use thiserror::Error;

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// As written, without a final dot: `4`, `4.1`.
    pub number: Option<String>,
    /// Its number below the numbered heading over it, where it does not say that itself.
    pub under_heading: Option<String>,
    /// The rest of the line.
    pub title: String,
    /// What stands between the brackets.
    pub state: State,
    /// Its byte.
    pub state_span: Span,
    /// What ticking it replaces: the byte of a plain box; of one that is none to Markdown the whole, with
    /// the blanks that make it one.
    box_span: Span,
    /// Whether an asterisk after the box makes it optional.
    pub optional: bool,
    /// Index of the task that this one is a part of.
    pub parent: Option<usize>,
}

/// The state of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `[ ]`.
    Open,
    /// `[x]`, `[X]`.
    Done,
    /// `[-]`.
    InProgress,
    /// `[~]`.
    Queued,
}

/// What ticking a task changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticking {
    /// The edits; none if the task is done already.
    pub edits: Vec<Edit>,
    /// The tasks that become done, by index, with the state that each had: the task itself, then
    /// those above it whose last open part it was.
    pub ticked: Vec<(usize, State)>,
}

/// Why a task is not ticked. Nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TaskError {
    /// The reference is not `SPEC:N`.
    #[error("`{0}` does not name a task; write it as SPEC:N, like `loki-alloy-deployment:4.1`")]
    Reference(String),
    /// No task has the number.
    #[error("there is no task {0}")]
    NotFound(String),
    /// Several tasks have it.
    #[error("there are {count} tasks {number}; give each its own number")]
    Ambiguous {
        /// The number.
        number: String,
        /// How many.
        count: usize,
    },
    /// A part of it is not done.
    #[error("task {number} has parts that are not done: {}", open.join(", "))]
    OpenParts {
        /// The task's number.
        number: String,
        /// The numbers, or else the titles, of those parts.
        open: Vec<String>,
    },
}

/// Splits `SPEC:N` into the spec's name and the task's number.
pub fn reference(text: &str) -> Result<(&str, &str), TaskError> {
    let split = text
        .trim()
        .rsplit_once(':')
        .map(|(spec, n)| (spec.trim(), n.trim().trim_end_matches('.')));
    split
        .filter(|(spec, number)| !spec.is_empty() && is_number(number) && is_one_folder(spec))
        .ok_or_else(|| TaskError::Reference(text.to_owned()))
}

/// A spec is a folder below `specs`; nothing of a record may lead out of it.
fn is_one_folder(spec: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part != "." && part != "..";
    spec.split('/').all(is_name) && !spec.contains(['\\', '\0'])
}

/// Reads the tasks of a file in order. Boxes in code and comments are none.
pub fn tasks(text: &str) -> Vec<Task> {
    let hidden = hidden(text);
    let is_hidden = |at: usize| {
        let begun = hidden.partition_point(|span| span.start <= at);
        hidden[..begun].last().is_some_and(|span| at < span.end)
    };
    let mut tasks: Vec<Task> = Vec::new();
    let mut above = Above::default();
    let mut heading_number: Option<String> = None;
    let mut start = markdown::body_start(text);
    for line in text[start..].split_inclusive('\n') {
        let at = start;
        start += line.len();
        if is_hidden(at) {
            continue;
        }
        if let Some(heading) = line.trim_start().strip_prefix('#') {
            heading_number = numbered(heading.trim_start_matches('#')).0;
            // It takes the place of a task of its number, which is of another part.
            above.begin(heading_number.as_deref());
        }
        if let Some((mut task, indent)) = task(line, at) {
            if let (None, Some(n)) = (&task.number, listed(line)) {
                task.number = match above.outer(indent) {
                    None => Some(n.to_owned()),
                    Some(outer) => tasks.get(outer).and_then(|outer: &Task| {
                        outer.number.as_ref().map(|above| format!("{above}.{n}"))
                    }),
                };
            }
            let own = task.number.as_deref().filter(|own| !own.contains('.'));
            let pair = own.zip(heading_number.as_deref());
            task.under_heading = pair.map(|(own, above)| format!("{above}.{own}"));
            task.parent = above.put(tasks.len(), task.number.as_deref(), indent);
            tasks.push(task);
        }
    }
    tasks
}

/// The tasks so far of which the next may be a part.
#[derive(Default)]
struct Above {
    by_number: HashMap<String, usize>,
    /// Those with an indent, each less than the next one's.
    open: Vec<(usize, usize)>,
}

impl Above {
    /// The task under which one of an indent stands.
    fn outer(&self, indent: usize) -> Option<usize> {
        let mut open = self.open.iter().rev();
        open.find(|(_, other)| *other < indent).map(|(at, _)| *at)
    }

    /// A heading begins a part.
    fn begin(&mut self, number: Option<&str>) {
        self.open.clear();
        if let Some(number) = number {
            self.by_number.remove(number);
        }
    }

    /// Puts a task down and gives the one that it is a part of.
    fn put(&mut self, at: usize, number: Option<&str>, indent: usize) -> Option<usize> {
        while self.open.pop_if(|(_, other)| *other >= indent).is_some() {}
        let outer = self.open.last().map(|(at, _)| *at);
        self.open.push((at, indent));
        match number {
            Some(number) => {
                let parent = number.rsplit_once('.');
                let parent = parent.and_then(|(above, _)| self.by_number.get(above).copied());
                self.by_number.insert(number.to_owned(), at);
                parent
            }
            None => outer,
        }
    }
}

/// The bytes that are code or raw HTML.
fn hidden(text: &str) -> Vec<Span> {
    markdown::events(text)
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, span)| span)
        .collect()
}

/// The number of a list that counts: `1. [ ]`, `1) [ ]`.
fn listed(line: &str) -> Option<&str> {
    let body = line.trim_start();
    let digits = body.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && body[digits..].starts_with(['.', ')'])).then(|| &body[..digits])
}

/// Words that stand before a task's number.
const WORDS: [&str; 6] = ["Task", "Phase", "Step", "작업", "태스크", "단계"];

/// The number that words begin with, and whether a mark says that it is one; then the rest.
fn numbered(words: &str) -> (Option<String>, bool, &str) {
    let bare = words
        .trim_start()
        .trim_start_matches("**")
        .trim_start_matches("__");
    let named = WORDS.iter().find_map(|word| {
        let head = bare.get(..word.len())?;
        let is_word = head.eq_ignore_ascii_case(word);
        is_word
            .then(|| bare[word.len()..].strip_prefix(' '))
            .flatten()
    });
    let bare_number = named.unwrap_or(bare).trim_start();
    let first = bare_number.split_whitespace().next().unwrap_or_default();
    let number = first
        .trim_end_matches("**")
        .trim_end_matches(['.', ':', ')']);
    let number = number.trim_end_matches("**");
    if !is_number(number) {
        return (None, false, words.trim());
    }
    let rest = bare_number[first.len()..].trim_start();
    let is_marked = named.is_some() || first != number;
    (Some(number.to_owned()), is_marked, rest)
}

fn task(line: &str, at: usize) -> Option<(Task, usize)> {
    let body = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - body.len();
    let bullet = match listed(body) {
        Some(digits) => digits.len() + 1,
        None => body.strip_prefix(['-', '*', '+']).map(|_| 1)?,
    };
    let blanks = &body[bullet..];
    let inner = blanks.trim_start_matches([' ', '\t']);
    let gap = blanks.len() - inner.len();
    // Further in, it is code.
    let inner = inner.strip_prefix('[').filter(|_| (1..=4).contains(&gap))?;
    let state = match inner.chars().next()? {
        ' ' => State::Open,
        'x' | 'X' => State::Done,
        '-' => State::InProgress,
        '~' => State::Queued,
        _ => return None,
    };
    let rest = inner[1..].strip_prefix(']')?;
    let (optional, rest) = match rest.strip_prefix("\\*").or_else(|| rest.strip_prefix('*')) {
        // Two of them are no mark but bold words without a blank.
        Some(rest) if !rest.starts_with('*') => (true, rest),
        Some(_) | None => (false, rest),
    };
    let words = rest.strip_prefix([' ', '\t'])?.trim();
    let (number, is_marked, title) = numbered(words);
    // A bare number within a list may as well be a count: `3 replicas`.
    let counts = |number: &String| is_marked || number.contains('.') || indent == 0;
    let number = number.filter(counts);
    let open = at + indent + bullet + gap;
    let state_span = Span::new(open + 1, open + 2);
    let task = Task {
        title: if number.is_some() { title } else { words }.to_owned(),
        number,
        under_heading: None,
        state,
        state_span,
        box_span: match (state, optional) {
            // `[-] ` is text to Markdown and `[x] ` a box: the blanks go with it.
            (State::InProgress | State::Queued, false) => {
                let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                Span::new(open, open + "[-]".len() + blanks)
            }
            _ => state_span,
        },
        optional,
        parent: None,
    };
    Some((task, indent))
}

fn is_number(text: &str) -> bool {
    let is_part =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split('.').all(is_part) && text.split('.').count() <= 4
}

/// The one task of a number, by its index: as it is written, else below its numbered heading.
pub fn find(tasks: &[Task], number: &str) -> Result<usize, TaskError> {
    let number = number.trim_end_matches('.');
    let all = |of: &dyn Fn(&Task) -> Option<&str>| -> Vec<usize> {
        let is_it = |at: &usize| of(&tasks[*at]) == Some(number);
        (0..tasks.len()).filter(is_it).collect()
    };
    let mut found = all(&|task| task.number.as_deref());
    if found.is_empty() {
        found = all(&|task| task.under_heading.as_deref());
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(TaskError::NotFound(number.to_owned())),
        several => Err(TaskError::Ambiguous {
            number: number.to_owned(),
            count: several.len(),
        }),
    }
}

/// The edits that tick the task of a number, and those above it that have all their parts done then.
/// Optional parts count as well: whether they are to be left out is a person's decision.
pub fn tick(text: &str, number: &str) -> Result<Ticking, TaskError> {
    let tasks = tasks(text);
    let number = number.trim_end_matches('.');
    let target = find(&tasks, number)?;
    if tasks[target].state == State::Done {
        return Ok(Ticking::default());
    }
    let mut ticking = Ticking::default();
    let mut next = Some(target);
    while let Some(at) = next {
        let is_done = |part: usize| {
            tasks[part].state == State::Done || ticking.ticked.iter().any(|(done, _)| *done == part)
        };
        let open: Vec<usize> = (0..tasks.len())
            .filter(|&part| tasks[part].parent == Some(at) && !is_done(part))
            .collect();
        match (open.is_empty(), at == target) {
            (true, _) => {
                ticking.ticked.push((at, tasks[at].state));
                next = tasks[at]
                    .parent
                    .filter(|&up| tasks[up].state != State::Done);
            }
            (false, true) => {
                return Err(TaskError::OpenParts {
                    number: number.to_owned(),
                    open: open.into_iter().map(|part| name(&tasks[part])).collect(),
                });
            }
            (false, false) => next = None,
        }
    }
    let edit = |(at, _): &(usize, State)| {
        let span = tasks[*at].box_span;
        let done = if span == tasks[*at].state_span {
            "x".to_owned()
        } else {
            format!("[x]{}", &text[span.start + "[-]".len()..span.end])
        };
        Edit::replace(text, span, done)
    };
    ticking.edits = ticking.ticked.iter().map(edit).collect();
    Ok(ticking)
}

fn name(task: &Task) -> String {
    task.number.clone().unwrap_or_else(|| task.title.clone())
}

#[cfg(test)]
mod tests;
