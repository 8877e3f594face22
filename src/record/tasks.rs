//! Kiro's `tasks.md`: its checkboxes as a tree, and the edits that tick one. Changes the byte between
//! the brackets and nothing else: `[ ]*`, `[ ]\*`, columns and numbers stay.
//!
//! ```text
//! task   := indent "- [" state "]" ["*" | "\*"] " " [number ["."] " "] title
//! state  := " " | "x" | "-" (in progress) | "~" (queued)
//! number := N | N.M | N.M.K
//! ```
//!
//! The tree comes from the numbers, as a quarter of the sub-tasks stand at column 0; only tasks
//! without a number go by their indent.

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
    /// The rest of the line.
    pub title: String,
    /// What stands between the brackets.
    pub state: State,
    /// Its byte.
    pub state_span: Span,
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
        .map(|(spec, n)| (spec, n.trim_end_matches('.')));
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
    let mut start = markdown::body_start(text);
    for line in text[start..].split_inclusive('\n') {
        let at = start;
        start += line.len();
        if is_hidden(at) {
            continue;
        }
        if let Some((mut task, indent)) = task(line, at) {
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

fn task(line: &str, at: usize) -> Option<(Task, usize)> {
    let body = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - body.len();
    let inner = body.strip_prefix(['-', '*', '+'])?.strip_prefix(" [")?;
    let state = match inner.chars().next()? {
        ' ' => State::Open,
        'x' | 'X' => State::Done,
        '-' => State::InProgress,
        '~' => State::Queued,
        _ => return None,
    };
    let rest = inner[1..].strip_prefix(']')?;
    let (optional, rest) = match rest.strip_prefix("\\*").or_else(|| rest.strip_prefix('*')) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let words = rest.strip_prefix([' ', '\t'])?.trim();
    let first = words.split_whitespace().next().unwrap_or_default();
    let number = first.trim_end_matches('.');
    // A bare number within a list may as well be a count: `3 replicas`.
    let is_numbered = is_number(number) && (first != number || number.contains('.') || indent == 0);
    let state_start = at + indent + "- [".len();
    let task = Task {
        number: is_numbered.then(|| number.to_owned()),
        title: if is_numbered {
            words[first.len()..].trim_start()
        } else {
            words
        }
        .to_owned(),
        state,
        state_span: Span::new(state_start, state_start + 1),
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

/// The edits that tick the task of a number, and those above it that have all their parts done then.
/// Optional parts count as well: whether they are to be left out is a person's decision.
pub fn tick(text: &str, number: &str) -> Result<Ticking, TaskError> {
    let tasks = tasks(text);
    let number = number.trim_end_matches('.');
    let found: Vec<usize> = (0..tasks.len())
        .filter(|&at| tasks[at].number.as_deref() == Some(number))
        .collect();
    let &[target] = found.as_slice() else {
        return Err(match found.len() {
            0 => TaskError::NotFound(number.to_owned()),
            count => TaskError::Ambiguous {
                number: number.to_owned(),
                count,
            },
        });
    };
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
    let edit = |(at, _): &(usize, State)| Edit::replace(text, tasks[*at].state_span, "x");
    ticking.edits = ticking.ticked.iter().map(edit).collect();
    Ok(ticking)
}

fn name(task: &Task) -> String {
    task.number.clone().unwrap_or_else(|| task.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::edit::apply;

    const TASKS: &str = "# Implementation Plan\n\n- [x] 1. Set up\n- [ ] 2. 수집기 배포\n- [x] 2.1 Chart\n- [-] 2.2 Values\n  - detail\n  - _Requirements: 1.2_\n- [ ]* 2.3 Property test\n- [~] 3. Roll out\n  - [ ]\\* 3.1 First\n    - [ ] 3 replicas\n    - [x] check\n  - [x] 3.2 Second\n- [ ] 4\n\n```\n- [ ] 5. in code\n```\n<!--\n- [ ] 6. in a comment\n-->\n- [ ] 7. A\n- [ ] 7. B\n";

    #[test]
    fn the_tree_comes_from_the_numbers() {
        let tasks = tasks(TASKS);
        let view: Vec<(Option<&str>, Option<usize>, State, bool)> = tasks
            .iter()
            .map(|task| {
                (
                    task.number.as_deref(),
                    task.parent,
                    task.state,
                    task.optional,
                )
            })
            .collect();
        use State::*;
        assert_eq!(
            view,
            [
                (Some("1"), None, Done, false),
                (Some("2"), None, Open, false),
                (Some("2.1"), Some(1), Done, false),
                (Some("2.2"), Some(1), InProgress, false),
                (Some("2.3"), Some(1), Open, true),
                (Some("3"), None, Queued, false),
                (Some("3.1"), Some(5), Open, true),
                (None, Some(6), Open, false),
                (None, Some(6), Done, false),
                (Some("3.2"), Some(5), Done, false),
                (Some("4"), None, Open, false),
                (Some("7"), None, Open, false),
                (Some("7"), None, Open, false),
            ]
        );
        assert_eq!(
            (tasks[1].title.as_str(), tasks[7].title.as_str()),
            ("수집기 배포", "3 replicas")
        );
    }

    #[test]
    fn a_tick_changes_one_byte_and_those_above_only_when_all_is_done() {
        let check = |text: &str, number: &str, changes: &[(&str, &str)]| {
            for text in [
                text.to_owned(),
                text.replace('\n', "\r\n"),
                format!("\u{FEFF}{text}"),
            ] {
                let ticked = apply(&text, &tick(&text, number).unwrap().edits).unwrap();
                let expected = changes
                    .iter()
                    .fold(text.clone(), |text, (old, new)| text.replace(old, new));
                assert_eq!(ticked, expected);
                assert_eq!(
                    tick(&ticked, number),
                    Ok(Ticking::default()),
                    "a second time"
                );
            }
        };
        check(TASKS, "1", &[]);
        check(TASKS, "4.", &[("[ ] 4", "[x] 4")]);
        check(TASKS, "2.2", &[("[-] 2.2", "[x] 2.2")]);
        check(TASKS, "2.3", &[("[ ]* 2.3", "[x]* 2.3")]);
        let nearly = TASKS
            .replace("[-] 2.2", "[x] 2.2")
            .replace("[ ] 3 rep", "[X] 3 rep");
        check(
            &nearly,
            "2.3",
            &[("[ ]* 2.3", "[x]* 2.3"), ("[ ] 2.", "[x] 2.")],
        );
        check(
            &nearly,
            "3.1",
            &[("[ ]\\* 3.1", "[x]\\* 3.1"), ("[~] 3.", "[x] 3.")],
        );
    }

    #[test]
    fn what_was_in_progress_is_said() {
        let nearly = TASKS.replace("[ ]* 2.3", "[x]* 2.3");
        let ticking = tick(&nearly, "2.2").unwrap();
        assert_eq!(ticking.ticked, [(3, State::InProgress), (1, State::Open)]);
    }

    #[test]
    fn what_is_not_clear_is_refused() {
        let refused = |number: &str| tick(TASKS, number).unwrap_err();
        assert_eq!(refused("9"), TaskError::NotFound("9".into()));
        assert_eq!(refused("5"), TaskError::NotFound("5".into()));
        assert_eq!(refused("6"), TaskError::NotFound("6".into()));
        assert!(matches!(
            refused("7"),
            TaskError::Ambiguous { count: 2, .. }
        ));
        let open = refused("2");
        assert_eq!(
            open.to_string(),
            "task 2 has parts that are not done: 2.2, 2.3"
        );
        assert!(matches!(refused("3.1"), TaskError::OpenParts { .. }));
    }

    #[test]
    fn references_name_a_spec_and_a_number() {
        assert_eq!(reference("loki-alloy:4.1"), Ok(("loki-alloy", "4.1")));
        assert_eq!(reference("DONE/120_name:4."), Ok(("DONE/120_name", "4")));
        for text in [
            "",
            "4",
            "a:",
            ":4",
            "a:b",
            "../a:4",
            "/a:4",
            "a//b:1",
            "a/..:1",
            "a:1.2.3.4.5",
        ] {
            assert!(reference(text).is_err(), "{text}");
        }
    }
}
