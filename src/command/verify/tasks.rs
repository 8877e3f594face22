//! The Kiro tasks that a record stands for: ticked in their `tasks.md` once what they hang on has
//! passed. A comment in an item hangs on the item, one in a step on the step, any other one and
//! `--task` on everything in the record.

use super::judging::Judged;
use super::{Context, Options, Settled, Source, Write, shown};
use crate::both;
use crate::collect::kiro;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::outcome::{ItemOutcome, Note, RecordOutcome};
use crate::facts::verdict::Verdict;
use crate::josa;
use crate::judge::item::Reason;
use crate::record::closure::is_open;
use crate::record::edit::{self, Edit};
use crate::record::marker::{self, Owner, Ticks};
use crate::record::tasks::{self, State, TaskError, Ticking};
use crate::record::{self, Record, TaskMark};
use crate::store::{self, Reach};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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
pub fn due(record: &Record, outcome: &RecordOutcome, context: &Context<'_>) -> Due {
    let (options, lang) = (context.options, context.lang);
    let mut due = Due::default();
    let everything = everything(outcome);
    for mark in &record.tasks {
        let task = named(&mark.task);
        match said(record, outcome, mark).unwrap_or(everything) {
            true => due.add(&task),
            false if fails(record, outcome, mark) => {
                if !options.ticked.contains(&task) {
                    continue;
                }
                due.notes.push(Note {
                    kind: "TaskFails".into(),
                    at: None,
                    message: match lang {
                        Lang::Ko => josa!(
                            "작업 {task}[은/는] 완료로 표시했지만 이 기록의 확인이 지금 실패합니다; 표시는 사람에게 맡깁니다"
                        ),
                        Lang::En => format!(
                            "task {task} was ticked, and what it hangs on fails now; the tick is left to a person"
                        ),
                    },
                });
            }
            false if options.remember(&outcome.path, &task) => due.add(&task),
            false => {}
        }
    }
    match options.task.as_deref() {
        Some(task) if everything => due.add(&named(task)),
        Some(task) => due.notes.push(Note {
            kind: "TaskNotTicked".into(),
            at: None,
            message: match lang {
                Lang::Ko => {
                    josa!("모두 통과한 것은 아니어서 작업 {task}[을/를] 완료로 표시하지 않았습니다")
                }
                Lang::En => format!("task {task} is not ticked, as not everything passed"),
            },
        }),
        None => {}
    }
    due
}

impl Options {
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
pub fn of(record: &Record) -> impl Iterator<Item = String> {
    record.tasks.iter().map(|mark| named(&mark.task))
}

/// The tasks that a closed record says are done: the whole of it is settled, and something of it was seen.
/// What hangs on an item goes by whether the tick is the tool's.
pub fn closed(record: &Record, path: &str, options: &Options) -> Due {
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
        let is_done = of_item.map_or(any, seen) || options.remember(path, &task);
        if record.superseded.is_none() && is_done {
            due.add(&task);
        }
    }
    due
}

/// What the records of a workspace say of the tasks that they name.
#[derive(Debug, Default)]
pub struct Claims {
    /// Per task the records that name it and are not done.
    waiting: BTreeMap<String, Vec<String>>,
}

impl Claims {
    /// Of the records of a run, and of those beside them that name the same tasks.
    pub(super) fn of(
        judged: &[Result<(Source, Judged), Box<Settled>>],
        paths: &[PathBuf],
        context: &Context<'_>,
    ) -> Claims {
        let mut claims = Claims::default();
        let mut any = false;
        for one in judged {
            match one {
                Ok((source, judged)) => {
                    any |= !judged.due.done.is_empty();
                    let named = source.tasks.iter().cloned();
                    for task in named.filter(|task| !judged.due.done.contains(task)) {
                        claims.waits(task, &source.shown);
                    }
                }
                Err(settled) => {
                    any |= !settled.due.done.is_empty();
                    let path = &settled.outcome.path;
                    let waits = settled.waits.iter().cloned();
                    waits.for_each(|task| claims.waits(task, path));
                }
            }
        }
        let dir = context.root.join(".kiro/deployments");
        let reach = Reach::Within(context.root);
        let beside = match any {
            true => store::list(&dir, reach).unwrap_or_default(),
            false => Vec::new(),
        };
        let own: BTreeSet<String> = paths.iter().map(|path| shown(path, context.root)).collect();
        let is_beside = |path: &Path| !own.contains(&shown(path, context.root));
        for file in beside.into_iter().filter(|file| is_beside(&file.path)) {
            let Ok(text) = store::read_text(&file.path, reach) else {
                continue;
            };
            if !text.contains("task") {
                continue;
            }
            let (record, _) = record::parse_with(&text, &context.vocabulary.parse);
            if is_open(&record) || record.superseded.is_some() {
                let path = shown(&file.path, context.root);
                of(&record).for_each(|task| claims.waits(task, &path));
            }
        }
        claims
    }

    fn waits(&mut self, task: String, record: &str) {
        let waiting = self.waiting.entry(task).or_default();
        if !waiting.iter().any(|known| known == record) {
            waiting.push(record.to_owned());
        }
    }
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
    done: Vec<String>,
    owed: Vec<String>,
}

impl Ticked {
    /// Says it in the record's outcome, after what the record itself had to say.
    pub fn tell(self, outcome: &mut RecordOutcome) {
        outcome.diff.push_str(&self.diff);
        outcome.notes.extend(self.notes);
        outcome.written |= self.written;
        outcome.ticked.extend(self.done);
        outcome.owed.extend(self.owed);
    }
}

/// Ticks the tasks, or shows what ticking them would change. Nothing that goes wrong here takes the
/// record's own verdicts back.
pub fn tick(due: Due, claims: &Claims, context: &Context<'_>, write: Write) -> Ticked {
    let lang = context.lang;
    let root = context.root;
    let mut ticked = Ticked {
        notes: due.notes,
        ..Ticked::default()
    };
    let done = &due.done[..due.done.len().min(MOST)];
    if due.done.len() > MOST {
        let more = both!(
            "기록 하나에서 작업 {MOST}개까지만 완료로 표시합니다",
            "at most {MOST} tasks of one record are ticked"
        );
        ticked.notes.push(refused(more.of(lang).to_owned()));
    }
    let (waiting, done): (Vec<String>, Vec<String>) = done
        .iter()
        .cloned()
        .partition(|task| claims.waiting.contains_key(task));
    for task in waiting {
        let records = claims.waiting.get(&task).cloned().unwrap_or_default();
        let records = records.join(", ");
        let waits = both!(
            "작업 {task}[은/는] 다른 기록도 끝나야 완료입니다: {records}",
            "task {task} waits for another record that names it: {records}"
        );
        ticked.notes.push(Note {
            kind: "TaskWaits".into(),
            at: None,
            message: waits.of(lang).to_owned(),
        });
        ticked.owed.push(task);
    }
    ticked.owed.extend(done.iter().cloned());
    for (spec, numbers) in by_spec(&done, lang, &mut ticked.notes) {
        let path = match kiro::tasks_file(root, &spec) {
            Ok(path) => path,
            Err(error) => {
                ticked
                    .notes
                    .push(refused(error.words().of(lang).to_owned()));
                continue;
            }
        };
        let file = shown(&path, root);
        let reach = Reach::Within(root);
        let mut notes = Vec::new();
        let mut is_done = Vec::new();
        let before = &context.options.ticked;
        let mut make = |text: &str| -> Result<Vec<Edit>, Error> {
            (notes, is_done) = (Vec::new(), Vec::new());
            let mut wanted = Vec::new();
            let known = tasks::tasks(text);
            for number in &numbers {
                let task = format!("{spec}:{number}");
                let at = tasks::find(&known, number);
                let is_open = at.is_ok_and(|at| known[at].state != State::Done);
                match before.contains(&task) && is_open {
                    // Its tick was taken back by a person.
                    true => notes.push(left(&file, number, lang)),
                    false => wanted.push(number.clone()),
                }
            }
            let edits = edits(text, &file, &wanted, lang, &mut notes);
            let after = edit::apply(text, &edits).unwrap_or_default();
            let after = tasks::tasks(&after);
            for number in wanted {
                let at = tasks::find(&after, &number);
                if at.is_ok_and(|at| after[at].state == State::Done) {
                    is_done.push(format!("{spec}:{number}"));
                }
            }
            Ok(edits)
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
                if write == Write::Changes {
                    ticked.done.extend(is_done);
                }
            }
            Err(error) => ticked.notes.push(refused(error.line(lang))),
        }
    }
    // What a person took back is owed no more.
    let settled =
        |task: &String| ticked.done.contains(task) || context.options.ticked.contains(task);
    let owed = std::mem::take(&mut ticked.owed);
    ticked.owed = owed.into_iter().filter(|task| !settled(task)).collect();
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
    // A tick replaces as many bytes as it writes, so all places stay the same.
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

fn left(file: &str, number: &str, lang: Lang) -> Note {
    let words = both!(
        "{file}: 완료로 표시했던 작업 {number}[을/를] 사람이 되돌려서 그대로 둡니다",
        "{file}: task {number} was ticked, and a person took that back: it is left so"
    );
    Note {
        kind: "TaskLeft".into(),
        at: None,
        message: words.of(lang).to_owned(),
    }
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
            josa!(
                "`{text}`[은/는] 작업 이름이 아닙니다; SPEC:N 형식으로 적습니다 (예: `loki-alloy-deployment:4.1`)"
            )
        }
        (Lang::Ko, TaskError::NotFound(number)) => josa!("작업 {number}[이/가] 없습니다"),
        (Lang::Ko, TaskError::Ambiguous { number, count }) => {
            josa!("작업 {number}[이/가] {count}개 있습니다; 번호를 서로 다르게 적어야 합니다")
        }
        (Lang::Ko, TaskError::OpenParts { number, open }) => {
            format!(
                "작업 {number}의 하위 작업이 끝나지 않았습니다: {}",
                open.join(", ")
            )
        }
    }
}
