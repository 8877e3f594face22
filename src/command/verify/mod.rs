//! `report verify`: understand the records, ask everything that they ask once, judge, and with
//! `--update` write the verdicts back. The judging itself is pure and is done again if the file
//! changed meanwhile.

pub mod run;
#[cfg(test)]
mod tests;
mod ticking;

use super::list;
use super::regions::{self, Drawing, Drawn};
use crate::collect::observe::Outside;
use crate::command::{fault, parallel};
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use crate::query::Query;
use crate::record::closure::is_open;
use crate::record::edit::{self, Edit};
use crate::record::marker::{self, Recheck};
use crate::record::{self, Record};
use crate::store::{self, Reach};
use crate::verify::understand::{Understanding, Vocabulary, understand, understood};
use crate::verify::{self, Answered, Answers, Judged, Wanted, tasks};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What `report verify` was asked to do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether the verdicts are written back.
    pub write: Write,
    /// What is judged.
    pub wanted: Wanted,
    /// What happens to closed records.
    pub closed: Closed,
    /// Where the records may be.
    pub named: Named,
    /// Records that wait only for a person and are not looked at while their text stays: path and
    /// fingerprint. `None` looks at all, however old.
    pub resting: Option<BTreeMap<String, String>>,
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

/// What happens to a record in which nothing is left to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Closed {
    /// It is skipped.
    #[default]
    Skipped,
    /// It is judged all the same: the user named it.
    Judged,
}

/// Who says which records are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Named {
    /// The workspace: they were found in its directory, into which anybody may have put them.
    #[default]
    ByWorkspace,
    /// The user.
    ByUser,
}

impl Named {
    /// How far the way to a record may lead.
    pub fn reach(self, root: &Path) -> Reach<'_> {
        match self {
            Named::ByWorkspace => Reach::Within(root),
            Named::ByUser => Reach::Anywhere,
        }
    }
}

/// What judging needs to know beside the record and the answers.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The clock by which was asked and is judged.
    pub now: DateTime<Utc>,
    /// The configured zone; `None` lets the record's language decide.
    pub zone: Option<Tz>,
    /// Language of what is said.
    pub lang: Lang,
    /// The language that somebody asked for; `None` lets the records decide, where all are in one.
    pub asked: Option<Lang>,
    /// The workspace root, for showing paths.
    pub root: &'a Path,
    /// What the configuration adds to the understanding.
    pub vocabulary: &'a Vocabulary,
    /// What to do.
    pub options: &'a Options,
    /// What the regions are written from; `None` leaves all but the results alone.
    pub drawing: Option<&'a Drawing<'a>>,
}

impl Context<'_> {
    /// The zone of a record.
    pub fn zone(&self, lang: Lang) -> Tz {
        self.judging().zone(lang)
    }

    /// What of it judging needs.
    fn judging(&self) -> crate::verify::Context<'_> {
        crate::verify::Context {
            now: self.now,
            zone: self.zone,
            lang: self.lang,
            vocabulary: self.vocabulary,
            wanted: &self.options.wanted,
        }
    }
}

/// A record that was read and understood.
struct Loaded {
    source: Source,
    understanding: Understanding,
    questions: Vec<Query>,
}

/// A record as it was read: what is left of it once it is judged.
struct Source {
    path: PathBuf,
    shown: String,
    text: String,
    /// The Kiro tasks that it names.
    tasks: Vec<String>,
}

/// Everything that was found out for all records.
struct Found<'a> {
    answers: Answers,
    drawn: Drawn<'a>,
}

/// Verifies records: everything that they ask is asked once, side by side.
pub async fn run(paths: &[PathBuf], context: &Context<'_>, outside: &Outside) -> RunOutcome {
    let Context {
        root,
        vocabulary,
        options,
        lang,
        ..
    } = *context;
    let reading = record::Options {
        closed: if skips_closed(options) {
            record::ClosedRecords::InBrief
        } else {
            record::ClosedRecords::Whole
        },
        ..vocabulary.parse.clone()
    };
    let mut loaded = parallel::each(paths.iter().collect(), |path| {
        let load = || load(path, root, vocabulary, &reading, options, lang);
        fault::caught(load)
            .unwrap_or_else(|fault| Err(failed(&shown(path, root), &fault, lang).into()))
    });
    let context = &Context {
        lang: spoken(&loaded, context),
        ..context.clone()
    };
    let found = look(loaded.iter_mut().flatten().collect(), context, outside).await;
    let judged: Vec<Result<(Source, Judged), Box<Settled>>> = parallel::each(loaded, |record| {
        let Loaded {
            source,
            understanding,
            ..
        } = record?;
        let judge = || judged(&source, &understanding, &found, context);
        match fault::caught(judge) {
            Ok(judged) => Ok((source, judged)),
            Err(fault) => Err(failed(&source.shown, &fault, context.lang).into()),
        }
    });
    // A task hangs on all records that name it.
    let claims = ticking::Claims::of(&judged, paths, context);
    let finish = |record| match record {
        Ok((source, judged)) => {
            let source: Source = source;
            let shown = source.shown.clone();
            fault::caught(|| finish(source, judged, context, &found, &claims))
                .unwrap_or_else(|fault| failed(&shown, &fault, context.lang))
        }
        Err(settled) => {
            let settled: Box<Settled> = settled;
            let Settled {
                mut outcome, due, ..
            } = *settled;
            let write = context.options.write;
            let ticked = ticking::tick(due, &claims, context, write);
            ticked.tell(&mut outcome);
            outcome
        }
    };
    // What is written is written one after the other.
    let records = match options.write {
        Write::Nothing => parallel::each(judged, finish),
        Write::Changes => judged.into_iter().map(finish).collect(),
    };
    RunOutcome {
        now: outside.written(context.now),
        lang: context.lang,
        records,
        news: None,
    }
}

/// Asks everything that the records ask.
async fn look<'a>(
    mut open: Vec<&mut Loaded>,
    context: &Context<'a>,
    outside: &Outside,
) -> Found<'a> {
    let mut answers = Answers::default();
    let (mut questions, mut beyond) = (Vec::new(), Vec::new());
    for record in &mut open {
        let mut own = std::mem::take(&mut record.questions);
        beyond.extend(verify::beyond(&mut own));
        questions.append(&mut own);
    }
    ask(&mut answers, outside, questions, context.now).await;
    answers.refuse(beyond);
    let compared = open.iter().flat_map(|l| {
        let compared = || verify::commits_to_compare(&l.understanding, &answers);
        // A fault here comes again, and is told, when the record is judged.
        fault::caught(compared).unwrap_or_default()
    });
    let compared = compared.collect();
    ask(&mut answers, outside, compared, context.now).await;
    let records = open.iter().map(|l| &l.understanding.record);
    let drawn = regions::draw(records, context.drawing).await;
    Found { answers, drawn }
}

/// The one language of a run: that of the records that are looked at or, if none is, of the others.
fn spoken(records: &[Result<Loaded, Box<Settled>>], context: &Context<'_>) -> Lang {
    let common = |own: Vec<Lang>| {
        let first = own.first().copied();
        first.filter(|first| own.iter().all(|lang| lang == first))
    };
    let open = records.iter().flatten();
    let open: Vec<Lang> = open.map(|one| one.understanding.record.lang).collect();
    let settled = records.iter().filter_map(|one| one.as_ref().err());
    let settled = settled.filter(|one| one.outcome.error.is_none());
    let own = if open.is_empty() {
        settled.map(|one| one.outcome.lang).collect()
    } else {
        open
    };
    context.asked.or(common(own)).unwrap_or(context.lang)
}

/// Asks what was not asked yet.
async fn ask(answers: &mut Answers, outside: &Outside, queries: Vec<Query>, now: DateTime<Utc>) {
    let queries = answers.unanswered(queries);
    let seen = outside.observe_at(&queries, now).await;
    for (query, answer) in queries.into_iter().zip(seen) {
        let answered = Answered {
            observation: Arc::new(answer.observation),
            asked: answer.asked,
            took: answer.took,
        };
        answers.insert(query, answered);
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

/// A record that is not judged, and why.
struct Settled {
    outcome: RecordOutcome,
    /// Its tasks that are not done with it, and those that are.
    waits: Vec<String>,
    due: tasks::Due,
}

impl From<RecordOutcome> for Box<Settled> {
    fn from(outcome: RecordOutcome) -> Box<Settled> {
        Box::new(Settled {
            outcome,
            waits: Vec::new(),
            due: tasks::Due::default(),
        })
    }
}

/// Reads a record and understands it. One that is closed and so skipped is settled at once: nothing of
/// it is kept but its tasks.
fn load(
    path: &Path,
    root: &Path,
    vocabulary: &Vocabulary,
    reading: &record::Options,
    options: &Options,
    lang: Lang,
) -> Result<Loaded, Box<Settled>> {
    let shown = shown(path, root);
    let text = store::read_text(path, options.named.reach(root))
        .map_err(|error| failed(&shown, &Error::from(error), lang))?;
    let (record, problems) = record::parse_with(&text, reading);
    if skips_closed(options) && !is_open(&record) {
        let due = if options.resting.is_some() {
            tasks::closed(&record, &shown, &options.wanted)
        } else {
            tasks::Due::default()
        };
        let outcome = RecordOutcome {
            closed: true,
            ..RecordOutcome::nothing(&shown, &record.title, record.lang)
        };
        // What was never seen is not done.
        let waits = record.superseded.iter().flat_map(|_| tasks::of(&record));
        return Err(Box::new(Settled {
            outcome,
            waits: waits.collect(),
            due,
        }));
    }
    let fingerprint = marker::fingerprint(&text);
    let resting = options.resting.as_ref().and_then(|all| all.get(&shown));
    if resting == Some(&fingerprint) {
        return Err(Box::new(Settled {
            outcome: RecordOutcome {
                resting: Some(fingerprint),
                ..RecordOutcome::nothing(&shown, &record.title, record.lang)
            },
            waits: tasks::of(&record).collect(),
            due: tasks::Due::default(),
        }));
    }
    #[cfg(test)]
    fault::provoked(&text, "reading");
    let understanding = understood(record, problems, vocabulary);
    Ok(Loaded {
        questions: verify::questions(std::iter::once(&understanding)),
        source: Source {
            path: path.to_path_buf(),
            shown,
            text,
            tasks: tasks::of(&understanding.record).collect(),
        },
        understanding,
    })
}

fn skips_closed(options: &Options) -> bool {
    options.closed == Closed::Skipped && options.wanted.recheck == Recheck::Own
}

/// Writes a judged record if asked to. If the file changed since it was read, it is
/// understood and judged again from the new text with the answers at hand.
fn finish(
    source: Source,
    judged: Judged,
    context: &Context<'_>,
    found: &Found<'_>,
    claims: &ticking::Claims,
) -> RecordOutcome {
    match context.options.write {
        Write::Nothing => with_diff(judged, &source, context, claims),
        Write::Changes => write(source, judged, context, found, claims),
    }
}

/// A record judged, with the edits of its regions.
fn judged(
    source: &Source,
    understanding: &Understanding,
    found: &Found<'_>,
    context: &Context<'_>,
) -> Judged {
    let Source { shown, text, .. } = source;
    #[cfg(test)]
    fault::provoked(text, "judging");
    let mut budget = understanding.budget.clone();
    let mut judged = budget.run(|| {
        verify::judge(
            shown,
            text,
            understanding,
            &found.answers,
            &context.judging(),
        )
    });
    let record = &understanding.record;
    let refreshed = found
        .drawn
        .refresh(shown, text, record, &judged.edits, &context.judging());
    judged.edits.extend(refreshed.edits);
    judged.outcome.notes.extend(refreshed.notes);
    if context.options.resting.is_some() && is_left_to_a_person(&judged.outcome, record, context) {
        // What the cluster is like today is no news of that deployment.
        return Judged {
            outcome: RecordOutcome {
                resting: Some(marker::fingerprint(text)),
                ..RecordOutcome::nothing(shown, &record.title, record.lang)
            },
            edits: Vec::new(),
            due: tasks::Due::default(),
        };
    }
    // Which side of a merge is meant, a person knows.
    if understanding
        .problems
        .iter()
        .any(|one| one.kind == record::CONFLICT)
    {
        judged.edits.clear();
        judged.due = tasks::Due::default();
        unmarked(&mut judged.outcome);
    }
    judged
}

/// How long a record is watched that waits only for a person: a regression within the week is its news.
const WATCHED: TimeDelta = TimeDelta::days(7);

/// Whether nothing is left in an old record that a machine could decide.
fn is_left_to_a_person(outcome: &RecordOutcome, record: &Record, context: &Context<'_>) -> bool {
    let Some(date) = list::date_of(&outcome.path, record) else {
        return false;
    };
    let today = context.now.with_timezone(&context.zone(record.lang));
    let waiting = record.items.iter().zip(&outcome.items);
    let mut waiting = waiting
        .filter(|(item, _)| item.standing().waits())
        .peekable();
    today.date_naive() - date > WATCHED
        && waiting.peek().is_some()
        && waiting.all(|(_, item)| item.judgement.verdict == Verdict::Manual)
}

/// The outcome of a record that is not written: its marks stay.
fn unmarked(outcome: &mut RecordOutcome) {
    for item in &mut outcome.items {
        item.new_marker.clone_from(&item.marker);
    }
}

fn with_diff(
    judged: Judged,
    source: &Source,
    context: &Context<'_>,
    claims: &ticking::Claims,
) -> RecordOutcome {
    let Source {
        path, shown, text, ..
    } = source;
    let mut outcome = judged.outcome;
    match store::edited(path, text, &judged.edits) {
        Ok(new) => outcome.diff = edit::diff(text, &new, shown),
        Err(error) => refused(&mut outcome, &error.into(), context.lang),
    }
    let ticked = ticking::tick(judged.due, claims, context, Write::Nothing);
    ticked.tell(&mut outcome);
    outcome
}

/// Writes the tasks that a record names, and then the record: a run that is ended between them leaves the
/// record open, so that the next one looks at it again and completes both. A record that was closed first
/// would not be looked at any more.
fn write(
    mut source: Source,
    judged: Judged,
    context: &Context<'_>,
    found: &Found<'_>,
    claims: &ticking::Claims,
) -> RecordOutcome {
    let reach = context.options.named.reach(context.root);
    let again = |source: &Source| {
        let understanding = understand(&source.text, context.vocabulary);
        self::judged(source, &understanding, found, context)
    };
    let Judged {
        mut outcome,
        mut edits,
        mut due,
    } = judged;
    // What went on while the sources were asked. What can't be read is told when it is to be written.
    if !edits.is_empty()
        && let Ok(now) = store::read_text(&source.path, reach)
        && now != source.text
    {
        source.text = now;
        Judged {
            outcome,
            edits,
            due,
        } = again(&source);
    }
    let tick = |due| ticking::tick(due, claims, context, Write::Changes);
    let ticked = tick(std::mem::take(&mut due));
    if !edits.is_empty() {
        let mut first = Some(edits);
        let path = source.path.clone();
        let written = store::update::<Error>(&path, reach, |now: &str| {
            if let (true, Some(edits)) = (now == source.text, first.take()) {
                return Ok(edits);
            }
            now.clone_into(&mut source.text);
            let again = again(&source);
            (outcome, due) = (again.outcome, again.due);
            Ok::<Vec<Edit>, Error>(again.edits)
        });
        match written {
            Ok(update) => {
                outcome.written = update.written();
                outcome.diff = edit::diff(&update.before, &update.after, &source.shown);
            }
            Err(error) => refused(&mut outcome, &error, context.lang),
        }
    }
    ticked.tell(&mut outcome);
    if outcome.error.is_none() {
        tick(due).tell(&mut outcome);
    }
    outcome
}

/// A record that was judged and could not be written.
fn refused(outcome: &mut RecordOutcome, error: &Error, lang: Lang) {
    outcome.error = Some(error.line(lang));
    unmarked(outcome);
}

/// An outcome that only says what went wrong.
fn failed(shown: &str, error: &Error, lang: Lang) -> RecordOutcome {
    RecordOutcome {
        error: Some(error.line(lang)),
        ..RecordOutcome::nothing(shown, "", lang)
    }
}

/// A path relative to the root, with forward slashes.
pub fn shown(path: &Path, root: &Path) -> String {
    let slashed = |path: &Path| path.display().to_string().replace('\\', "/");
    let is_plain = |path: &Path| path.components().all(|c| matches!(c, Component::Normal(_)));
    // As nearly all are found: no link needs to be followed.
    if let Ok(inside) = path.strip_prefix(root)
        && is_plain(inside)
        && !path.is_symlink()
    {
        return slashed(inside);
    }
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    slashed(absolute.strip_prefix(&root).unwrap_or(path))
}
