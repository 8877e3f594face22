//! A step's verdict: its expectations held against what its commands showed, in the order of rules of
//! `docs/verdicts.md`: blind, not understood, still moving, then the expectation itself.

use super::kind::{KindContext, moving, status};
use super::needs::Wants;
use super::predicate::{Predicate, Reading, Say, picked_names};
use super::scene::{Scene, World};
use crate::facts::fields::{kind, name};
use crate::facts::lang::Lang;
use crate::facts::ledger::Silence;
use crate::facts::observation::{Blind, Observation};
use crate::facts::table::Omitted;
use crate::facts::verdict::{self, Judgement, Reason, Verdict};
use crate::query::Pipeline;
use crate::told;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::ops::Range;

mod scope;

/// One command that was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its place among the step's commands.
    pub at: usize,
    /// The command.
    pub pipeline: &'a Pipeline,
    /// What it printed in the end.
    pub filtered: &'a Observation,
    /// What the query itself answered.
    pub raw: &'a Observation,
}

/// A command that was not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// Its place among the step's commands.
    pub at: usize,
    /// Why, for people.
    pub why: String,
}

/// The commands of which a claim speaks, as places among the step's commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Nothing says which: all of them.
    Step,
    /// These; perhaps none.
    Commands(Range<usize>),
}

impl About {
    /// Of all commands of a step, or of some in their order, those that are meant. `place` is where one
    /// stands among all.
    pub fn of<'a, T>(&self, some: &'a [T], place: impl Fn(&T) -> usize) -> &'a [T] {
        match self {
            About::Step => some,
            About::Commands(meant) => {
                let from = some.partition_point(|one| place(one) < meant.start);
                let to = some.partition_point(|one| place(one) < meant.end);
                &some[from..to.max(from)]
            }
        }
    }

    /// The same of all commands of a step.
    pub fn of_all<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        match self {
            About::Step => all,
            About::Commands(meant) => all.get(meant.clone()).unwrap_or_default(),
        }
    }
}

/// A claim as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// What it was understood as.
    pub reading: Reading,
    /// The commands of which it speaks.
    pub about: About,
    /// How sure it is that it is demanded.
    pub told: Told,
}

/// How sure it is that a claim is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// By its label, its words or its place.
    Demanded,
    /// Its label says that it must not be.
    Forbidden,
    /// It is an example of what is wrong: what is like it fails, and what is not is not right for that.
    Exemplified,
    /// It stands under a label that nobody knows.
    Offered,
}

/// A step with everything that judging it needs.
#[derive(Debug)]
pub struct StepCase<'a> {
    /// The commands that were asked, in order.
    pub asked: Vec<Asked<'a>>,
    /// Commands of the step that were not asked.
    pub unasked: Vec<Unasked>,
    /// The step's claims.
    pub expectations: Vec<Stated>,
    /// Companion answers.
    pub world: &'a World,
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The record's language.
    pub lang: Lang,
    /// When the record's deployment was made, if that is known.
    pub record_time: Option<DateTime<Utc>>,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepJudgement {
    /// The step's own.
    pub judgement: Judgement,
    /// One a claim, in order.
    pub entries: Vec<Entry>,
}

/// What came of one claim of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// It demands something, and was judged or left to a person.
    Judged(Judgement),
    /// It demands nothing.
    DemandsNothing(Silence),
}

/// What has to be asked beside a step's commands for its expectations.
pub fn wants(readings: &[&Reading]) -> Wants {
    let stated = readings.iter().filter_map(|reading| reading.understood());
    stated.flat_map(Predicate::wants).collect()
}

/// Judges a step.
pub fn judge(case: &StepCase) -> StepJudgement {
    let stated = case.expectations.iter();
    let understood = stated.clone().filter_map(|one| one.reading.understood());
    let columns: Vec<String> = understood.flat_map(Predicate::columns).collect();
    let entries: Vec<Entry> = stated.map(|one| judge_one(one, &columns, case)).collect();
    let judged = entries.iter().filter_map(|entry| match entry {
        Entry::Judged(judgement) => Some(judgement.clone()),
        Entry::DemandsNothing(_) => None,
    });
    let mut judged: Vec<Judgement> = judged.collect();
    let judgement = if judged.is_empty() {
        without_expectations(case)
    } else {
        judged.extend(not_asked(case, &About::Step));
        judged.extend(only_forbidden(case));
        judged.extend(unseen(case));
        roll_up(&judged, case.lang)
    };
    StepJudgement { judgement, entries }
}

/// Of a step of which nothing was understood, it is said all the same that nothing could be seen.
fn unseen(case: &StepCase) -> Option<Judgement> {
    let mut stated = case.expectations.iter();
    let understood = stated.any(|one| one.reading.understood().is_some());
    let blind = case
        .asked
        .iter()
        .find_map(blind_of)
        .filter(|_| !understood)?;
    Some(unknown(blind, case.lang))
}

/// Of a step that says only which states must not be, nobody knows which must.
fn only_forbidden(case: &StepCase) -> Option<Judgement> {
    let mut stated = case
        .expectations
        .iter()
        .filter_map(|one| match &one.reading {
            Reading::Understood(predicate) => {
                Some(one.told == Told::Forbidden && predicate.is_of_state())
            }
            Reading::NotUnderstood { .. } => Some(false),
            Reading::NotAnExpectation(_) => None,
        });
    stated
        .all(|forbids| forbids)
        .then(|| Say(case.lang).nothing_stated(told!(OnlyForbiddenWritten)))
}

/// A step whose commands ran with nothing to compare them with.
fn without_expectations(case: &StepCase) -> Judgement {
    let say = Say(case.lang);
    if case.asked.is_empty() {
        return not_asked(case, &About::Step)
            .unwrap_or_else(|| say.nothing_stated(told!(NoCommandToLook)));
    }
    if let Some(blind) = case.asked.iter().find_map(blind_of) {
        return unknown(blind, case.lang);
    }
    say.nothing_stated(told!(RanWithNothingToCompare))
}

/// A command that was not asked leaves the step to a person.
fn not_asked(case: &StepCase, about: &About) -> Option<Judgement> {
    let first = about.of(&case.unasked, |unasked| unasked.at).first()?;
    Some(Judgement::new(
        Verdict::Manual,
        Reason::NotAsked,
        first.why.clone(),
    ))
}

fn judge_one(stated: &Stated, columns: &[String], case: &StepCase) -> Entry {
    match &stated.reading {
        Reading::NotAnExpectation(why) => Entry::DemandsNothing(*why),
        Reading::NotUnderstood { why, .. } => Entry::Judged(Judgement::new(
            Verdict::Manual,
            Reason::NotUnderstood,
            why.of(case.lang),
        )),
        Reading::Understood(predicate) => {
            let judged = understood(predicate, &stated.about, columns, case);
            let wrong = matches!(judged.verdict, Verdict::Failed | Verdict::Pending);
            if stated.told == Told::Exemplified && !wrong {
                Entry::DemandsNothing(Silence::CounterExample)
            } else {
                Entry::Judged(offered(stated, judged, case))
            }
        }
    }
}

/// Beside what is surely demanded, what a label that nobody knows stands over must hold for a pass, but
/// fails nothing: it may as well tell what was, or what must not be.
fn offered(stated: &Stated, judged: Judgement, case: &StepCase) -> Judgement {
    let surely =
        |other: &Stated| other.told == Told::Demanded && other.reading.understood().is_some();
    if stated.told != Told::Offered
        || judged.verdict != Verdict::Failed
        || !case.expectations.iter().any(surely)
    {
        return judged;
    }
    let message = &judged.message;
    Say(case.lang).with(
        Verdict::Manual,
        Reason::NotUnderstood,
        told!(UnderUnknownLabel, message),
    )
}

fn blind_of<'a>(asked: &Asked<'a>) -> Option<&'a Blind> {
    match (asked.raw, asked.filtered) {
        (Observation::Blind(blind), _) | (_, Observation::Blind(blind)) => Some(blind),
        (Observation::Seen(_), Observation::Seen(_)) => None,
    }
}

fn unknown(blind: &Blind, lang: Lang) -> Judgement {
    let message = blind.message.of(lang);
    Judgement::new(Verdict::Unknown, blind.cause, message)
}

/// Judges one predicate on the commands of which its claim speaks: rules 1 and 3 to 5.
fn understood(
    predicate: &Predicate,
    about: &About,
    columns: &[String],
    case: &StepCase,
) -> Judgement {
    let asked: Vec<&Asked> = about.of(&case.asked, |asked| asked.at).iter().collect();
    if asked.is_empty() {
        return not_asked(case, about)
            .unwrap_or_else(|| Say(case.lang).manual(told!(NoCommandToLook)));
    }
    let relevant = scope::concerned(predicate, &asked);
    if let Some(blind) = relevant.iter().find_map(|asked| blind_of(asked)) {
        return unknown(blind, case.lang);
    }
    let scene = scope::scene(&relevant, columns, case);
    if scene.omitted() != Omitted::default() && !predicate.needs_only_odd_pods() {
        // Rows were let go for the sake of other expectations: this one would miss them.
        return Say(case.lang).truncated(told!(NotEveryRowKept));
    }
    let judged = scope::hold(predicate, &relevant, columns, case);
    settle(predicate, judged, &scene)
}

/// Rules 3 and 4 over what the numbers say: something that moves makes it pending, something that
/// can't finish makes it failed. Where that could not be looked at, a pass is unknown.
fn settle(predicate: &Predicate, judged: Judgement, scene: &Scene) -> Judgement {
    if !predicate.is_of_state() || !matches!(judged.verdict, Verdict::Passed | Verdict::Failed) {
        return judged;
    }
    let mut objects = concerned(predicate, scene);
    let ctx = KindContext::new(scene.now, scene.lang);
    // What can't finish fails what is demanded. It is a denial's own matter ("no Pending pods"), and must not hide
    // what still moves; but what failed by its kind's own rule is failed, whatever word is printed of it.
    if predicate.is_denial() {
        let own = scene.own_objects();
        let denied = |object: &Value| {
            predicate.denies_failure()
                && kind(object) != "Pod"
                && own.iter().any(|own| std::ptr::eq(*own, object))
        };
        objects.retain(|object| status(object, &ctx).verdict != Verdict::Failed || denied(object));
    }
    if let Some(mover) = moving(&objects, &ctx)
        && (mover.verdict == Verdict::Pending || judged.verdict == Verdict::Passed)
    {
        let message = format!("{}; {}", judged.message, mover.message);
        return Judgement::new(mover.verdict, mover.reason, message).with_seen(judged.seen);
    }
    match (judged.verdict, scene.world.blind().next()) {
        (Verdict::Passed, Some(blind)) => unknown(blind, scene.lang).with_seen(judged.seen),
        _ => judged,
    }
}

/// The objects that an expectation is about: all that its commands print and the workloads behind
/// them; with a named subject only what carries the name.
fn concerned<'a>(predicate: &Predicate, scene: &Scene<'a>) -> Vec<&'a Value> {
    let mut objects = scene.own_objects();
    let mut workloads = scene.workloads();
    if let Some(names) = picked_names(predicate, scene) {
        objects.retain(|object| names.iter().any(|picked| picked == name(object)));
        let behind = |workload: &Value, object: &&Value| {
            kind(object) == "Pod" && super::coverage::selects(workload, object)
        };
        workloads.retain(|workload| objects.iter().any(|object| behind(workload, object)));
    }
    workloads.retain(|workload| !objects.iter().any(|own| std::ptr::eq(*own, *workload)));
    objects.extend(workloads);
    objects
}

/// A step passes when all its expectations passed; what is wrong is said first.
fn roll_up(judged: &[Judgement], lang: Lang) -> Judgement {
    let Some(whole) = Judgement::roll_up(judged, verdict::Told::First) else {
        return Judgement::new(Verdict::Manual, Reason::NothingStated, "");
    };
    if judged.len() == 1 {
        return whole;
    }
    let passed = judged.iter().filter(|one| one.verdict == Verdict::Passed);
    let (passed, all) = (passed.count(), judged.len());
    let count = told!(SoManyPassed, all, passed).words(lang);
    let message = match whole.verdict {
        Verdict::Passed => count,
        Verdict::Failed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => {
            format!("{}; {count}", whole.message)
        }
    };
    Judgement { message, ..whole }
}

#[cfg(test)]
mod tests;
