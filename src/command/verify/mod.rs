//! `report verify`: understand the records, ask everything that they ask once, judge, and with
//! `--update` write the verdicts back. The judging itself is pure and is done again if the file
//! changed meanwhile.

mod answers;
mod asking;
mod diagnosis;
mod edits;
mod items;
mod judging;
mod notes;
mod workloads;

pub use answers::Answers;
pub use judging::{Judged, judge};

use super::understand::{Understanding, Vocabulary, understand};
use crate::collect::observe::Outside;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use crate::record::edit::{self, Edit};
use crate::record::link::{Closure, closure};
use crate::record::results;
use crate::store;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::path::{Path, PathBuf};

/// What `report verify` was asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether the verdicts are written back.
    pub write: Write,
    /// Only the steps and items of these names; empty is all.
    pub only: Vec<String>,
    /// Whether ticks are judged again.
    pub recheck: Recheck,
    /// What happens to regions that were edited by hand.
    pub edited: results::Edited,
    /// What happens to closed records.
    pub closed: Closed,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            write: Write::Nothing,
            only: Vec::new(),
            recheck: Recheck::Own,
            edited: results::Edited::Keep,
            closed: Closed::Skipped,
        }
    }
}

/// Whether anything is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Write {
    /// Nothing; the diff is shown.
    #[default]
    Nothing,
    /// What changed.
    Changes,
}

/// Whether ticks are judged again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Recheck {
    /// Only the tool's own.
    #[default]
    Own,
    /// All but a person's.
    All,
}

/// What happens to a record in which nothing is left to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Closed {
    /// It is skipped.
    #[default]
    Skipped,
    /// It is judged all the same: the user named it.
    Judged,
}

/// What judging needs to know beside the record and the answers.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The configured zone; `None` lets the record's language decide.
    pub zone: Option<Tz>,
    /// The workspace root, for showing paths.
    pub root: &'a Path,
    /// What the configuration adds to the understanding.
    pub vocabulary: &'a Vocabulary,
    /// What to do.
    pub options: &'a Options,
}

impl Context<'_> {
    /// The zone of a record.
    pub fn zone(&self, lang: Lang) -> Tz {
        self.zone.unwrap_or(match lang {
            Lang::Ko => chrono_tz::Asia::Seoul,
            Lang::En => chrono_tz::UTC,
        })
    }
}

/// A record that was read and understood.
struct Loaded {
    path: PathBuf,
    shown: String,
    text: String,
    understanding: Understanding,
}

/// Verifies records: everything that they ask is asked once, side by side.
pub async fn run(paths: &[PathBuf], context: &Context<'_>, outside: &Outside) -> RunOutcome {
    let loaded: Vec<Result<Loaded, Box<RecordOutcome>>> =
        paths.iter().map(|path| load(path, context)).collect();
    let mut answers = Answers::default();
    let open: Vec<&Loaded> = loaded
        .iter()
        .flatten()
        .filter(|l| !skipped(l, context))
        .collect();
    let questions = asking::questions(open.iter().map(|l| &l.understanding));
    answers.ask(outside, questions, context.now).await;
    let records = loaded
        .into_iter()
        .map(|record| match record {
            Ok(record) => finish(record, context, &answers),
            Err(outcome) => *outcome,
        })
        .collect();
    RunOutcome {
        now: context.now,
        records,
    }
}

/// Whether `--wait` has a reason to look again: something is pending that can be settled by `until`,
/// and nothing failed. An item that is due later is not waited for.
pub fn worth_waiting(outcome: &RunOutcome, until: DateTime<Utc>) -> bool {
    let failed = outcome.verdicts().any(|verdict| verdict == Verdict::Failed);
    let pending = |judgement: &Judgement| judgement.verdict == Verdict::Pending;
    let moving = outcome.records.iter().any(|record| {
        let items = record
            .items
            .iter()
            .filter(|item| item.due.is_none_or(|due| due <= until));
        record.steps.iter().any(|step| pending(&step.judgement))
            || items.into_iter().any(|item| pending(&item.judgement))
    });
    moving && !failed
}

fn load(path: &Path, context: &Context<'_>) -> Result<Loaded, Box<RecordOutcome>> {
    let shown = shown(path, context.root);
    match store::read_text(path) {
        Ok(text) => {
            let understanding = understand(&text, context.vocabulary);
            Ok(Loaded {
                path: path.to_path_buf(),
                shown,
                text,
                understanding,
            })
        }
        Err(error) => Err(Box::new(failed(&shown, &Error::from(error)))),
    }
}

fn skipped(loaded: &Loaded, context: &Context<'_>) -> bool {
    let closed = closure(&loaded.understanding.record) == Closure::Closed;
    closed && context.options.closed == Closed::Skipped && context.options.recheck == Recheck::Own
}

/// Judges one record and writes it if asked to. If the file changed since it was read, it is
/// understood and judged again from the new text with the answers at hand.
fn finish(loaded: Loaded, context: &Context<'_>, answers: &Answers) -> RecordOutcome {
    if skipped(&loaded, context) {
        return RecordOutcome {
            closed: true,
            ..empty(&loaded.shown, &loaded.understanding)
        };
    }
    let judged = judge(
        &loaded.shown,
        &loaded.text,
        &loaded.understanding,
        answers,
        context,
    );
    match context.options.write {
        Write::Nothing => with_diff(judged, &loaded.shown, &loaded.text),
        Write::Changes => write(loaded, judged, context, answers),
    }
}

fn with_diff(judged: Judged, shown: &str, text: &str) -> RecordOutcome {
    let mut outcome = judged.outcome;
    match edit::apply(text, &judged.edits) {
        Ok(new) => outcome.diff = edit::diff(text, &new, shown),
        Err(error) => outcome.error = Some(error.to_string()),
    }
    outcome
}

fn write(
    loaded: Loaded,
    judged: Judged,
    context: &Context<'_>,
    answers: &Answers,
) -> RecordOutcome {
    let Loaded {
        path, shown, text, ..
    } = loaded;
    if judged.edits.is_empty() {
        return judged.outcome;
    }
    let mut latest = judged.outcome;
    let mut first = Some(judged.edits);
    let written = store::update::<Error>(&path, |now: &str| {
        if let (true, Some(edits)) = (now == text, first.take()) {
            return Ok(edits);
        }
        let understanding = understand(now, context.vocabulary);
        let Judged { outcome, edits } = judge(&shown, now, &understanding, answers, context);
        latest = outcome;
        Ok::<Vec<Edit>, Error>(edits)
    });
    match written {
        Ok(update) => {
            latest.written = update.written();
            latest.diff = edit::diff(&update.before, &update.after, &shown);
            latest
        }
        Err(error) => RecordOutcome {
            error: Some(told(&error)),
            ..latest
        },
    }
}

/// An outcome that only says what went wrong.
fn failed(shown: &str, error: &Error) -> RecordOutcome {
    RecordOutcome {
        path: shown.into(),
        title: String::new(),
        lang: Lang::En,
        closed: false,
        steps: Vec::new(),
        items: Vec::new(),
        notes: Vec::new(),
        diff: String::new(),
        written: false,
        error: Some(told(error)),
    }
}

/// An outcome of a record about which nothing was found out.
fn empty(shown: &str, understanding: &Understanding) -> RecordOutcome {
    RecordOutcome {
        path: shown.into(),
        title: understanding.record.title.clone(),
        lang: understanding.record.lang,
        closed: false,
        steps: Vec::new(),
        items: Vec::new(),
        notes: Vec::new(),
        diff: String::new(),
        written: false,
        error: None,
    }
}

/// An error with its causes and hints on one line.
fn told(error: &Error) -> String {
    let mut text = error.message.clone();
    for cause in &error.causes {
        text.push_str(&format!(": {cause}"));
    }
    for hint in &error.hints {
        text.push_str(&format!(" ({hint})"));
    }
    text
}

/// A path relative to the root, with forward slashes.
pub fn shown(path: &Path, root: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let inside = absolute.strip_prefix(&root).unwrap_or(path);
    inside.display().to_string().replace('\\', "/")
}
