//! The Kiro tasks that a record stands for: ticked in their `tasks.md` once what they hang on has
//! passed. A comment in an item hangs on the item, one in a step on the step, any other one and
//! `--task` on everything in the record.

use super::{Context, Settled, Source, Write, shown};
use crate::both;
use crate::collect::kiro;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::outcome::{Note, RecordOutcome};
use crate::josa;
use crate::record;
use crate::record::closure::is_open;
use crate::record::edit::{self, Edit};
use crate::record::tasks::{self, State, TaskError, Ticking};
use crate::store::{self, Reach};
use crate::verify::Judged;
use crate::verify::tasks::{Due, MOST, of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the records of a workspace say of the tasks that they name.
#[derive(Debug, Default)]
pub(super) struct Claims {
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
        let beside = if any {
            store::list(&dir, reach).unwrap_or_default()
        } else {
            Vec::new()
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

/// What came of ticking tasks.
#[derive(Debug, Default)]
pub(super) struct Ticked {
    diff: String,
    notes: Vec<Note>,
    written: bool,
    done: Vec<String>,
    owed: Vec<String>,
}

impl Ticked {
    /// Says it in the record's outcome, after what the record itself had to say.
    pub(super) fn tell(self, outcome: &mut RecordOutcome) {
        outcome.diff.push_str(&self.diff);
        outcome.notes.extend(self.notes);
        outcome.written |= self.written;
        outcome.ticked.extend(self.done);
        outcome.owed.extend(self.owed);
    }

    /// Ticks tasks of one spec.
    fn of_spec(&mut self, spec: &str, numbers: &[String], context: &Context<'_>, write: Write) {
        let (root, lang) = (context.root, context.lang);
        let path = match kiro::tasks_file(root, spec) {
            Ok(path) => path,
            Err(error) => {
                let told = refused(error.of(lang));
                return self.notes.push(told);
            }
        };
        let file = shown(&path, root);
        let reach = Reach::Within(root);
        let mut notes = Vec::new();
        let mut is_done = Vec::new();
        let before = &context.options.wanted.ticked;
        let mut make = |text: &str| -> Result<Vec<Edit>, Error> {
            (notes, is_done) = (Vec::new(), Vec::new());
            let mut wanted = Vec::new();
            let known = tasks::tasks(text);
            for number in numbers {
                let task = format!("{spec}:{number}");
                let at = tasks::find(&known, number);
                let is_open = at.is_ok_and(|at| known[at].state != State::Done);
                if before.contains(&task) && is_open {
                    // Its tick was taken back by a person.
                    notes.push(left(&file, number, lang));
                } else {
                    wanted.push(number.clone());
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
                self.diff.push_str(&diff);
                self.written |= write == Write::Changes && update.written();
                self.notes.extend(notes);
                if write == Write::Changes {
                    self.done.extend(is_done);
                }
            }
            Err(error) => self.notes.push(refused(&error.line(lang))),
        }
    }
}

/// Ticks the tasks, or shows what ticking them would change. Nothing that goes wrong here takes the
/// record's own verdicts back.
pub(super) fn tick(due: Due, claims: &Claims, context: &Context<'_>, write: Write) -> Ticked {
    let lang = context.lang;
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
        ticked.notes.push(refused(more.of(lang)));
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
        ticked.notes.push(note("TaskWaits", waits.of(lang)));
        ticked.owed.push(task);
    }
    ticked.owed.extend(done.iter().cloned());
    for (spec, numbers) in by_spec(&done, lang, &mut ticked.notes) {
        ticked.of_spec(&spec, &numbers, context, write);
    }
    // What a person took back is owed no more.
    let settled =
        |task: &String| ticked.done.contains(task) || context.options.wanted.ticked.contains(task);
    let owed = std::mem::take(&mut ticked.owed);
    ticked.owed = owed.into_iter().filter(|task| !settled(task)).collect();
    ticked
}

/// The numbers of each spec, in the order named.
fn by_spec(tasks: &[String], lang: Lang, notes: &mut Vec<Note>) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for task in tasks {
        match tasks::reference(task) {
            Err(error) => notes.push(refused(&task_words(&error, lang))),
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
                notes.push(refused(&format!("{file}: {}", task_words(&error, lang))));
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
    note("TaskLeft", words.of(lang))
}

fn refused(message: &str) -> Note {
    note("TaskNotTicked", message)
}

fn note(kind: &str, message: &str) -> Note {
    Note {
        kind: kind.into(),
        at: None,
        message: message.to_owned(),
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
    note("TaskTicked", &message)
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
