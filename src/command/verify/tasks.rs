//! The Kiro tasks that a record stands for: ticked in their `tasks.md` once what they hang on has
//! passed. A comment in an item hangs on the item, one in a step on the step, any other one and
//! `--task` on everything in the record.

use super::{Write, shown};
use crate::both;
use crate::collect::kiro::{self, KiroError};
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::outcome::{ItemOutcome, Note, RecordOutcome};
use crate::facts::verdict::Verdict;
use crate::judge::item::Reason;
use crate::record::edit::{self, Edit};
use crate::record::tasks::{self, State, TaskError, Ticking};
use crate::record::{Record, TaskMark};
use crate::store::{self, Reach};
use std::path::Path;

/// What becomes of the tasks that a record names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// `SPEC:N` of those that are done now, each once.
    done: Vec<String>,
    /// What is to be said of others.
    notes: Vec<Note>,
}

/// More tasks are not ticked for one record: each has its file read.
const MOST: usize = 100;

/// The reason of an item that was not judged, as a person ticked it.
pub(super) const SETTLED: &str = Reason::Settled.word();

/// The tasks that a judged record says are done. What a person ticked was not looked at, and so
/// ticks no task.
pub fn due(record: &Record, outcome: &RecordOutcome, asked: Option<&str>) -> Due {
    let mut due = Due::default();
    let everything = everything(outcome);
    for mark in &record.tasks {
        if said(record, outcome, mark).unwrap_or(everything) {
            due.add(&mark.task);
        }
    }
    match asked {
        Some(task) if everything => due.add(task),
        Some(task) => due.notes.push(Note {
            kind: "TaskNotTicked".into(),
            at: None,
            message: match outcome.lang {
                Lang::Ko => format!(
                    "모두 통과한 것은 아니어서 작업 {task}을(를) 완료로 표시하지 않았습니다"
                ),
                Lang::En => format!("task {task} is not ticked, as not everything passed"),
            },
        }),
        None => {}
    }
    due
}

impl Due {
    fn add(&mut self, task: &str) {
        if self.done.len() <= MOST && !self.done.iter().any(|known| known == task) {
            self.done.push(task.to_owned());
        }
    }
}

/// Whether everything in a record passed, and something was looked at.
fn everything(outcome: &RecordOutcome) -> bool {
    let items = outcome.items.iter().map(|item| &item.judgement);
    let steps = outcome.steps.iter().map(|step| &step.judgement);
    let mut looked = false;
    let all = steps.chain(items).all(|judgement| {
        looked |= judgement.reason != SETTLED;
        judgement.verdict == Verdict::Passed
    });
    all && looked
}

/// Whether what a comment stands in passed; `None` if it stands in neither an item nor a step.
fn said(record: &Record, outcome: &RecordOutcome, mark: &TaskMark) -> Option<bool> {
    let item = record
        .items
        .iter()
        .rposition(|item| item.span.contains(mark.span));
    if let Some(at) = item {
        return Some(outcome.items.get(at).is_some_and(passed));
    }
    let step = record
        .plan
        .iter()
        .find(|step| step.span.contains(mark.span))?;
    let judged = outcome.steps.iter().find(|judged| judged.name == step.name);
    Some(judged.is_some_and(|judged| judged.judgement.verdict == Verdict::Passed))
}

fn passed(item: &ItemOutcome) -> bool {
    item.judgement.verdict == Verdict::Passed && item.judgement.reason != SETTLED
}

/// What came of ticking tasks.
#[derive(Debug, Default)]
pub struct Ticked {
    diff: String,
    notes: Vec<Note>,
    written: bool,
}

impl Ticked {
    /// Says it in the record's outcome, after what the record itself had to say.
    pub fn tell(self, outcome: &mut RecordOutcome) {
        outcome.diff.push_str(&self.diff);
        outcome.notes.extend(self.notes);
        outcome.written |= self.written;
    }
}

/// Ticks the tasks, or shows what ticking them would change. Nothing that goes wrong here takes the
/// record's own verdicts back.
pub fn tick(due: Due, root: &Path, write: Write, lang: Lang) -> Ticked {
    let mut ticked = Ticked {
        notes: due.notes,
        ..Ticked::default()
    };
    let done = &due.done[..due.done.len().min(MOST)];
    if due.done.len() > MOST {
        let more = both!(
            "기록 하나에서 작업 {MOST}개까지만 완료로 표시합니다",
            "of one record's tasks only {MOST} are ticked"
        );
        ticked.notes.push(refused(more.of(lang).to_owned()));
    }
    for (spec, numbers) in by_spec(done, lang, &mut ticked.notes) {
        let path = match kiro::tasks_file(root, &spec) {
            Ok(path) => path,
            Err(error) => {
                ticked.notes.push(refused(kiro_words(&error, lang)));
                continue;
            }
        };
        let file = shown(&path, root);
        let reach = Reach::Within(root);
        let mut notes = Vec::new();
        let mut make = |text: &str| -> Result<Vec<Edit>, Error> {
            notes.clear();
            Ok(edits(text, &file, &numbers, lang, &mut notes))
        };
        let written = match write {
            Write::Changes => store::update::<Error>(&path, reach, make),
            Write::Nothing => store::read_text(&path, reach)
                .map_err(Error::from)
                .and_then(|before| {
                    let edits = make(&before)?;
                    let after = store::edited(&path, &before, &edits)?;
                    Ok(store::Update { before, after })
                }),
        };
        match written {
            Ok(update) => {
                let diff = edit::diff(&update.before, &update.after, &file);
                ticked.diff.push_str(&diff);
                ticked.written |= write == Write::Changes && update.written();
                ticked.notes.extend(notes);
            }
            Err(error) => ticked.notes.push(refused(error.line(lang))),
        }
    }
    ticked
}

/// The numbers of each spec, in the order named.
fn by_spec(tasks: &[String], lang: Lang, notes: &mut Vec<Note>) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for task in tasks {
        match tasks::reference(task) {
            Err(error) => notes.push(refused(task_words(&error, lang))),
            Ok((spec, number)) => match all.iter_mut().find(|(known, _)| known == spec) {
                Some((_, numbers)) => numbers.push(number.to_owned()),
                None => all.push((spec.to_owned(), vec![number.to_owned()])),
            },
        }
    }
    all
}

/// The edits that tick several tasks of one file, each on top of those before.
fn edits(
    text: &str,
    file: &str,
    numbers: &[String],
    lang: Lang,
    notes: &mut Vec<Note>,
) -> Vec<Edit> {
    // A tick replaces one byte by one byte, so all places stay the same.
    let mut now = text.to_owned();
    let mut all = Vec::new();
    for number in numbers {
        match tasks::tick(&now, number) {
            Err(error) => {
                notes.push(refused(format!("{file}: {}", task_words(&error, lang))));
            }
            Ok(ticking) if ticking.edits.is_empty() => {}
            Ok(ticking) => {
                notes.push(done(&now, file, number, &ticking, lang));
                if let Ok(next) = edit::apply(&now, &ticking.edits) {
                    now = next;
                    all.extend(ticking.edits);
                }
            }
        }
    }
    all
}

fn refused(message: String) -> Note {
    Note {
        kind: "TaskNotTicked".into(),
        at: None,
        message,
    }
}

/// What was ticked: the task, those above it that it completes, and states that were no plain `[ ]`.
fn done(text: &str, file: &str, number: &str, ticking: &Ticking, lang: Lang) -> Note {
    let tasks = tasks::tasks(text);
    let name = |at: usize| {
        let task = &tasks[at];
        task.number.clone().unwrap_or_else(|| task.title.clone())
    };
    let above: Vec<String> = ticking
        .ticked
        .iter()
        .skip(1)
        .map(|(at, _)| name(*at))
        .collect();
    let marked: Vec<String> = ticking
        .ticked
        .iter()
        .filter_map(|(at, state)| match state {
            State::Open | State::Done => None,
            State::InProgress => Some(format!("{} `[-]`", name(*at))),
            State::Queued => Some(format!("{} `[~]`", name(*at))),
        })
        .collect();
    let mut message = match lang {
        Lang::Ko => format!("{file}: 작업 {number} 완료"),
        Lang::En => format!("{file}: task {number} is done"),
    };
    if !above.is_empty() {
        let above = above.join(", ");
        message.push_str(&lang.pick(
            format!("; 하위 작업이 모두 끝난 {above}도 완료"),
            format!("; and so is {above}, as all its parts are"),
        ));
    }
    if !marked.is_empty() {
        let marked = marked.join(", ");
        message.push_str(&lang.pick(
            format!(" (사람이 표시해 둔 상태: {marked})"),
            format!(" (a person had marked {marked})"),
        ));
    }
    Note {
        kind: "TaskTicked".into(),
        at: None,
        message,
    }
}

fn task_words(error: &TaskError, lang: Lang) -> String {
    match (lang, error) {
        (Lang::En, error) => error.to_string(),
        (Lang::Ko, TaskError::Reference(text)) => {
            format!(
                "`{text}`은(는) 작업 이름이 아닙니다; SPEC:N 형식으로 적습니다 (예: `loki-alloy-deployment:4.1`)"
            )
        }
        (Lang::Ko, TaskError::NotFound(number)) => format!("작업 {number}이(가) 없습니다"),
        (Lang::Ko, TaskError::Ambiguous { number, count }) => {
            format!("작업 {number}이(가) {count}개 있습니다; 번호를 서로 다르게 적어야 합니다")
        }
        (Lang::Ko, TaskError::OpenParts { number, open }) => {
            format!(
                "작업 {number}의 하위 작업이 끝나지 않았습니다: {}",
                open.join(", ")
            )
        }
    }
}

fn kiro_words(error: &KiroError, lang: Lang) -> String {
    match (lang, error) {
        (Lang::Ko, KiroError::NoSuchSpec { spec, known }) if known.is_empty() => {
            format!(".kiro/specs에 spec `{spec}`이(가) 없습니다")
        }
        (Lang::Ko, KiroError::NoSuchSpec { spec, known }) => {
            format!(
                ".kiro/specs에 spec `{spec}`이(가) 없습니다; 있는 것: {}",
                known.join(", ")
            )
        }
        (Lang::Ko, KiroError::SeveralSpecs { spec, places }) => {
            format!(
                "spec `{spec}`이(가) 여러 곳에 있습니다: {}",
                places.join(", ")
            )
        }
        (Lang::Ko, KiroError::Unreadable { path, why }) => {
            format!("{path}을(를) 읽을 수 없습니다: {}", why.ko)
        }
        (Lang::Ko | Lang::En, error) => error.to_string(),
    }
}
