//! A step's verdict: its expectations held against what its commands showed, in the order of rules of
//! `docs/verdicts.md`: blind, not understood, still moving, then the expectation itself.

use super::expectation::{ExtraWords, Force, ReadContext, Reading, read};
use super::kind::fields::{kind, name};
use super::kind::{KindContext, moving};
use super::needs::Wants;
use super::predicate::{Predicate, Reason, Say, evaluate, picked_names};
use super::scene::{Scene, View, World};
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Observation};
use crate::facts::table::Omitted;
use crate::facts::verdict::{Judgement, Verdict};
use crate::query::{Pipeline, Query};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// One command that was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The command.
    pub pipeline: &'a Pipeline,
    /// What it printed in the end.
    pub filtered: &'a Observation,
    /// What the query itself answered.
    pub raw: &'a Observation,
}

/// A step with everything that judging it needs.
#[derive(Debug)]
pub struct StepCase<'a> {
    /// The step's heading; a few phrases in it are an expectation by themselves.
    pub title: &'a str,
    /// The commands that were asked, in order.
    pub asked: Vec<Asked<'a>>,
    /// Commands of the step that were not asked, each with why, for people.
    pub unasked: Vec<String>,
    /// The step's claims, each with its reading.
    pub expectations: Vec<(String, Reading)>,
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
    /// One an expectation, in order; `None` for those that demand nothing.
    pub expectations: Vec<Option<Judgement>>,
}

/// What has to be asked beside a step's commands for its expectations (and its heading).
pub fn wants(title: &str, readings: &[&Reading]) -> Wants {
    let stated = readings.iter().filter_map(|reading| match reading {
        Reading::Understood(predicate) => Some(predicate.wants()),
        Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
    });
    let mut wants: Wants = stated.flatten().collect();
    if let Some(predicate) = heading(title) {
        wants.extend(predicate.wants());
    }
    wants
}

/// The expectation that a heading or an item's words state by themselves: log collection.
pub fn heading(title: &str) -> Option<Predicate> {
    let lower = title.to_lowercase();
    if !["수집", "collect", "ingest"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    if names_log_collection(&lower) {
        return Some(Predicate::LogsCollected);
    }
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force: Force::Demands,
        lang: Lang::of(title),
        extra: &extra,
    };
    match read(title, &ctx) {
        Reading::Understood(Predicate::LogsCollected) => Some(Predicate::LogsCollected),
        Reading::Understood(_) | Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => {
            None
        }
    }
}

/// English headings are noun phrases (`Log collection`, `Verify log collection`); as a whole they say
/// what the Korean `로그 수집 확인` says.
fn names_log_collection(lower: &str) -> bool {
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let verbs = ["verify", "check", "confirm", "validate"];
    let without_verb = match words.split_first() {
        Some((first, rest)) if verbs.contains(first) => rest,
        Some(_) | None => words.as_slice(),
    };
    let phrase = match without_verb.split_last() {
        Some((last, rest)) if verbs.contains(last) || *last == "verification" => rest,
        Some(_) | None => without_verb,
    };
    matches!(
        phrase,
        ["log" | "logs", "collection"] | ["collection", "of", "logs"]
    )
}

/// Judges a step.
pub fn judge(case: &StepCase) -> StepJudgement {
    let demands = |reading: &Reading| !matches!(reading, Reading::NotAnExpectation(_));
    if !case
        .expectations
        .iter()
        .any(|(_, reading)| demands(reading))
    {
        return StepJudgement {
            judgement: without_expectations(case),
            expectations: vec![None; case.expectations.len()],
        };
    }
    let columns: Vec<String> = case
        .expectations
        .iter()
        .flat_map(|(_, reading)| stated_columns(reading))
        .collect();
    let expectations: Vec<Option<Judgement>> = case
        .expectations
        .iter()
        .map(|(_, reading)| one(reading, &columns, case))
        .collect();
    let mut judged: Vec<Judgement> = expectations.iter().flatten().cloned().collect();
    judged.extend(not_asked(case));
    StepJudgement {
        judgement: roll_up(&judged, case.lang),
        expectations,
    }
}

/// A step whose commands ran with nothing to compare them with.
fn without_expectations(case: &StepCase) -> Judgement {
    let say = Say(case.lang);
    if let Some(predicate) = heading(case.title) {
        let judgement = understood(&predicate, &[], case);
        let judged: Vec<Judgement> = [judgement].into_iter().chain(not_asked(case)).collect();
        return roll_up(&judged, case.lang);
    }
    if case.asked.is_empty() {
        return not_asked(case).unwrap_or_else(|| {
            say.with(
                Verdict::Manual,
                Reason::NothingStated,
                "확인할 명령이 없습니다".into(),
                "there is no command to look with".into(),
            )
        });
    }
    if let Some(blind) = case.asked.iter().find_map(|asked| blind_of(asked)) {
        return unknown(blind, case.lang);
    }
    say.with(
        Verdict::Manual,
        Reason::NothingStated,
        "명령은 실행했지만 비교할 기대 결과가 없습니다".into(),
        "the command ran, and there is nothing to compare with".into(),
    )
}

/// A command that was not asked leaves the step to a person.
fn not_asked(case: &StepCase) -> Option<Judgement> {
    let first = case.unasked.first()?;
    Some(Judgement::new(
        Verdict::Manual,
        Reason::NotAsked.word(),
        first.clone(),
    ))
}

fn stated_columns(reading: &Reading) -> Vec<String> {
    match reading {
        Reading::Understood(predicate) => predicate.columns(),
        Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => Vec::new(),
    }
}

fn one(reading: &Reading, columns: &[String], case: &StepCase) -> Option<Judgement> {
    match reading {
        Reading::NotAnExpectation(_) => None,
        Reading::NotUnderstood { why, .. } => Some(Judgement::new(
            Verdict::Manual,
            Reason::NotUnderstood.word(),
            why.clone(),
        )),
        Reading::Understood(predicate) => Some(understood(predicate, columns, case)),
    }
}

fn blind_of<'a>(asked: &Asked<'a>) -> Option<&'a Blind> {
    match (asked.raw, asked.filtered) {
        (Observation::Blind(blind), _) | (_, Observation::Blind(blind)) => Some(blind),
        (Observation::Seen(_), Observation::Seen(_)) => None,
    }
}

fn unknown(blind: &Blind, lang: Lang) -> Judgement {
    Judgement::new(
        Verdict::Unknown,
        &blind.cause.reason(),
        blind.message.of(lang),
    )
}

/// Judges one predicate: rules 1 and 3 to 5.
fn understood(predicate: &Predicate, columns: &[String], case: &StepCase) -> Judgement {
    let say = Say(case.lang);
    if case.asked.is_empty() {
        return not_asked(case).unwrap_or_else(|| {
            say.manual(
                "확인할 명령이 없습니다".into(),
                "there is no command to look with".into(),
            )
        });
    }
    let relevant: Vec<&Asked> = case
        .asked
        .iter()
        .filter(|asked| concerns(predicate, &asked.pipeline.query))
        .collect();
    let relevant: Vec<&Asked> = if relevant.is_empty() {
        case.asked.iter().collect()
    } else {
        relevant
    };
    if let Some(blind) = relevant.iter().find_map(|asked| blind_of(asked)) {
        return unknown(blind, case.lang);
    }
    let views = relevant.iter().filter_map(|asked| {
        Some(View {
            pipeline: asked.pipeline,
            filtered: asked.filtered.seen()?,
            raw: asked.raw.seen()?,
        })
    });
    let scene = Scene {
        views: views.collect(),
        world: case.world,
        now: case.now,
        lang: case.lang,
        record_time: case.record_time,
        columns: columns.to_vec(),
    };
    if scene.omitted() != Omitted::default() && !predicate.needs_only_odd_pods() {
        // Rows were let go for the sake of other expectations: this one would miss them.
        return say.with(
            Verdict::Unknown,
            Reason::Truncated,
            "모든 행을 보지 않은 목록으로는 판정할 수 없습니다".into(),
            "not every row of the list was kept, and this needs them all".into(),
        );
    }
    settle(predicate, evaluate(predicate, &scene), &scene)
}

/// Which commands an expectation can speak of: log sentences of log commands, usage of `top`.
fn concerns(predicate: &Predicate, query: &Query) -> bool {
    use super::predicate::Metric;
    match predicate {
        Predicate::LogsCollected => true,
        Predicate::NoErrors { .. } | Predicate::LogsContain { .. } => {
            matches!(query, Query::Logs(_) | Query::Loki(_))
        }
        Predicate::Threshold {
            metric: Metric::Cpu | Metric::Memory,
            ..
        } => matches!(query, Query::Top(_)),
        Predicate::Http { .. } => matches!(query, Query::Http(_)),
        Predicate::Column { .. }
        | Predicate::Ratio { .. }
        | Predicate::Count { .. }
        | Predicate::Phase { .. }
        | Predicate::Coverage { .. }
        | Predicate::PreviouslyPending { .. }
        | Predicate::Threshold { .. }
        | Predicate::Exists { .. }
        | Predicate::Absent { .. }
        | Predicate::RelativeToNodes { .. } => !matches!(query, Query::Logs(_) | Query::Loki(_)),
        Predicate::NoOutput
        | Predicate::Literal { .. }
        | Predicate::Scalar { .. }
        | Predicate::EachLine { .. }
        | Predicate::JsonSubset(_)
        | Predicate::Version { .. }
        | Predicate::Stability { .. }
        | Predicate::SampleTable(_)
        | Predicate::Cel(_) => true,
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter().any(|part| concerns(part, query))
        }
        Predicate::Not(inner) | Predicate::Remarked(inner, _) => concerns(inner, query),
    }
}

/// Rules 3 and 4 over what the numbers say: something that moves makes it pending, something that
/// can't finish makes it failed. Where that could not be looked at, a pass is unknown.
fn settle(predicate: &Predicate, judged: Judgement, scene: &Scene) -> Judgement {
    if !predicate.is_of_state() || !matches!(judged.verdict, Verdict::Passed | Verdict::Failed) {
        return judged;
    }
    let objects = concerned(predicate, scene);
    let ctx = KindContext::new(scene.now, scene.lang);
    if let Some(mover) = moving(&objects, &ctx) {
        let denial = predicate.is_denial();
        let verdict = match (mover.verdict, judged.verdict) {
            (Verdict::Pending, _) => Verdict::Pending,
            // What can't finish fails what is demanded; a denial ("no Pending pods") is its own.
            (Verdict::Failed, _) if !denial => Verdict::Failed,
            (_, verdict) => verdict,
        };
        if verdict != judged.verdict || mover.verdict == Verdict::Pending {
            let message = format!("{}; {}", judged.message, mover.message);
            return Judgement::new(verdict, &mover.reason, message).with_seen(judged.seen);
        }
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
    let workloads = scene.workloads();
    let Some(names) = picked_names(predicate, scene) else {
        objects.extend(
            workloads
                .iter()
                .filter(|workload| !objects.iter().any(|own| std::ptr::eq(*own, **workload)))
                .collect::<Vec<_>>(),
        );
        return objects;
    };
    objects.retain(|object| names.iter().any(|picked| picked == name(object)));
    let pods: Vec<&'a Value> = objects
        .iter()
        .copied()
        .filter(|object| kind(object) == "Pod")
        .collect();
    let behind = workloads.into_iter().filter(|workload| {
        pods.iter()
            .any(|pod| super::coverage::selects(workload, pod))
    });
    let behind: Vec<&'a Value> = behind
        .filter(|workload| !objects.iter().any(|own| std::ptr::eq(*own, *workload)))
        .collect();
    objects.extend(behind);
    objects
}

/// A step passes when all its expectations passed; what is wrong is said first.
fn roll_up(judged: &[Judgement], lang: Lang) -> Judgement {
    let verdict = Verdict::all(judged.iter().map(|judgement| judgement.verdict));
    let passed = judged
        .iter()
        .filter(|judgement| judgement.verdict == Verdict::Passed)
        .count();
    let Some(first) = judged.iter().find(|judgement| judgement.verdict == verdict) else {
        return Judgement::new(verdict, Reason::NothingStated.word(), "");
    };
    if judged.len() == 1 {
        return first.clone();
    }
    let count = lang.pick(
        format!("{}개 중 {passed}개 통과", judged.len()),
        format!("{passed} of {} passed", judged.len()),
    );
    let message = match verdict {
        Verdict::Passed => count,
        Verdict::Failed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => {
            format!("{}; {count}", first.message)
        }
    };
    Judgement::new(verdict, &first.reason, message).with_seen(first.seen.clone())
}

#[cfg(test)]
mod tests;
