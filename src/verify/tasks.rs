//! The Kiro tasks that a record names, and which of them it says are done. Pure.

use super::{Context, Wanted};
use crate::both;
use crate::facts::outcome::{ItemOutcome, Note, RecordOutcome};
use crate::facts::verdict::Verdict;
use crate::record::marker::{self, Owner, Ticks};
use crate::record::tasks;
use crate::record::{Record, TaskMark};

/// What becomes of the tasks that a record names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// `SPEC:N` of those that are done now, each once.
    pub done: Vec<String>,
    /// What is to be said of others.
    pub notes: Vec<Note>,
}

/// More tasks are not ticked for one record: each has its file read.
pub(crate) const MOST: usize = 100;

/// The tasks that a judged record says are done. What a person ticked was not looked at, and so
/// ticks no task.
pub(crate) fn due(record: &Record, outcome: &RecordOutcome, context: &Context<'_>) -> Due {
    let (wanted, lang) = (context.wanted, context.lang);
    let mut due = Due::default();
    let everything = everything(outcome);
    for mark in &record.tasks {
        let task = named(&mark.task);
        let is_done = said(record, outcome, mark).unwrap_or(everything);
        if !is_done && fails(record, outcome, mark) {
            if !wanted.ticked.contains(&task) {
                continue;
            }
            let message = both!(
                "작업 {task}[은/는] 완료로 표시했지만 이 기록의 확인이 지금 실패합니다; 표시는 사람에게 맡깁니다",
                "task {task} was ticked, and what it hangs on fails now; the tick is left to a person"
            );
            due.notes
                .push(Note::new("TaskFails", None, message.of(lang)));
        } else if is_done || wanted.remember(&outcome.path, &task) {
            due.add(&task);
        }
    }
    match wanted.task.as_deref() {
        Some(task) if everything => due.add(&named(task)),
        Some(task) => {
            let message = both!(
                "모두 통과한 것은 아니어서 작업 {task}[을/를] 완료로 표시하지 않았습니다",
                "task {task} is not ticked, as not everything passed"
            );
            due.notes
                .push(Note::new("TaskNotTicked", None, message.of(lang)));
        }
        None => {}
    }
    due
}

impl Wanted {
    /// Whether an earlier run had something to do for a task of a record: what became of it is looked at.
    fn remember(&self, path: &str, task: &str) -> bool {
        self.ticked.contains(task) || self.owed.contains(&(path.to_owned(), task.to_owned()))
    }
}

impl Due {
    fn add(&mut self, task: &str) {
        if self.done.len() <= MOST && !self.done.iter().any(|known| known == task) {
            self.done.push(task.to_owned());
        }
    }
}

/// A reference as it is compared: without what a person's hand adds.
fn named(task: &str) -> String {
    match tasks::reference(task) {
        Ok((spec, number)) => format!("{spec}:{number}"),
        Err(_) => task.to_owned(),
    }
}

/// The tasks that a record names.
pub(crate) fn of(record: &Record) -> impl Iterator<Item = String> {
    record.tasks.iter().map(|mark| named(&mark.task))
}

/// The tasks that a closed record says are done: the whole of it is settled, and something of it was seen.
/// What hangs on an item goes by whether the tick is the tool's.
pub(crate) fn closed(record: &Record, path: &str, wanted: &Wanted) -> Due {
    let ticks = Ticks::of(&record.regions);
    let names = marker::names(&record.items);
    let seen = |at: usize| {
        names
            .get(at)
            .is_some_and(|name| ticks.owner(name) == Owner::Tool)
    };
    let any = (0..record.items.len()).any(seen);
    let mut due = Due::default();
    for mark in &record.tasks {
        let mut items = record.items.iter();
        let of_item = items.rposition(|item| item.span.contains(mark.span));
        let task = named(&mark.task);
        let is_done = of_item.map_or(any, seen) || wanted.remember(path, &task);
        if record.superseded.is_none() && is_done {
            due.add(&task);
        }
    }
    due
}

/// Whether what a comment stands in failed, or anything of the record if it stands in neither.
fn fails(record: &Record, outcome: &RecordOutcome, mark: &TaskMark) -> bool {
    let mut items = record.items.iter();
    let failed = |item: &ItemOutcome| item.judgement.verdict == Verdict::Failed;
    match items.rposition(|item| item.span.contains(mark.span)) {
        Some(at) => outcome.items.get(at).is_some_and(failed),
        None => outcome.items.iter().any(failed),
    }
}

/// Whether everything in a record passed, and something was looked at.
fn everything(outcome: &RecordOutcome) -> bool {
    let items = outcome.items.iter().map(|item| &item.judgement);
    let steps = outcome.steps.iter().map(|step| &step.judgement);
    let mut looked = false;
    let all = steps.chain(items).all(|judgement| {
        looked |= !judgement.is_settled();
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
    item.judgement.verdict == Verdict::Passed && !item.judgement.is_settled()
}
