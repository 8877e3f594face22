//! What checklist items without a step of their own stand for: the deployment, the Application, the
//! record's pods, their stability, their usage. Pure.

use super::arrival::{self, unknown};
use super::asking;
use super::case::Case;
use super::case::{ItemJudgement, together};
use super::workloads::{Workloads, workloads};
use crate::facts::deployment::{Deployment, DeploymentRef};
use crate::facts::lang::Lang;
use crate::facts::observation::{Cause, Observation};
use crate::facts::outcome::StepOutcome;
use crate::facts::verdict::{Judgement, Reason, Told, Verdict};
use crate::judge::kind::{self, KindContext};
use crate::judge::predicate::{Metric, Property, Statement};
use crate::judge::{deployment as deployment_rule, needs, stability};
use crate::language::Reading;
use crate::query::Query;
use crate::verify::understand::Understood;
use serde_json::Value;

/// The record's deployments, or why one of them could not be seen.
pub(super) fn deployments(case: &Case<'_>) -> Result<Vec<Deployment>, Judgement> {
    let all = arrival::deployments(case.understanding, case.answers, case.lang);
    all.into_iter().map(|(_, seen)| seen).collect()
}

/// The deployments that an item names, else all of the record's.
pub(super) fn deployment(case: &Case<'_>, item: &str) -> Judgement {
    let own = &case.understanding.record.mentions.deployments;
    let said: Vec<&DeploymentRef> = item
        .split(|c: char| !c.is_ascii_digit())
        .flat_map(|number| own.iter().filter(move |one| one.id.as_str() == number))
        .collect();
    let all = arrival::deployments(case.understanding, case.answers, case.lang);
    let meant = all
        .into_iter()
        .filter(|(one, _)| said.is_empty() || said.contains(one));
    match meant.map(|(_, one)| one).collect::<Result<Vec<_>, _>>() {
        Err(judgement) => judgement,
        Ok(all) => {
            let judged = deployment_rule::judge_all(&all, case.lang);
            let elsewhere = all
                .iter()
                .find_map(|one| arrival::other_environment(case.understanding, one, case.lang));
            match elsewhere {
                Some(why) if judged.verdict != Verdict::Manual => {
                    Reason::OtherEnvironment.judged(Verdict::Unknown, why)
                }
                Some(_) | None => judged,
            }
        }
    }
}

/// The record's Application: synced, healthy, and at the revision that the record deployed. `None`
/// if the record names none.
pub(super) fn argo(case: &Case<'_>) -> Option<Judgement> {
    let query = asking::argo(case.understanding)?;
    Some(match &*case.answers.of(&query).observation {
        Observation::Blind(blind) => unknown(blind, case.lang),
        Observation::Seen(seen) => match seen.every_object().next() {
            None => Reason::Cause(Cause::NotFound).judged(
                Verdict::Failed,
                case.lang
                    .pick("Application이 없습니다", "the Application does not exist"),
            ),
            Some(application) => {
                let context = context(case);
                // What contains the record's commit is at its revision, too.
                let commit = deployed_revision(case).filter(|_| !case.arrival.is_within_a_later());
                match commit {
                    Some(commit) => kind::status(application, &context.deploying(&commit)),
                    None => kind::status(application, &context),
                }
            }
        },
    })
}

pub(super) fn no_application(lang: Lang) -> Judgement {
    Reason::NoApplication.judged(
        Verdict::Manual,
        lang.pick(
            "기록에 Argo CD Application 이름이 없습니다",
            "the record names no Argo CD Application",
        ),
    )
}

/// The commit that the record deployed: its source's word, else the last one that the record names.
fn deployed_revision(case: &Case<'_>) -> Option<String> {
    let all = deployments(case).unwrap_or_default();
    let newest = all.iter().max_by_key(|one| one.age());
    let sha = newest.and_then(|one| one.sha.clone());
    sha.or_else(|| case.understanding.record.mentions.commits.last().cloned())
}

fn context<'a>(case: &Case<'_>) -> KindContext<'a> {
    KindContext::new(case.context.now, case.lang)
}

/// Objects of several queries, or the first reason why one could not be seen.
fn objects<'a>(case: &'a Case<'_>, queries: Vec<Query>) -> Result<Vec<&'a Value>, Judgement> {
    let mut all: Vec<&Value> = Vec::new();
    for query in queries {
        if let Some(blind) = case.elsewhere(&query, &[]) {
            return Err(unknown(&blind, case.lang));
        }
        match &*case.answers.of(&query).observation {
            Observation::Blind(blind) => return Err(unknown(blind, case.lang)),
            Observation::Seen(seen) if seen.cut.is_some() => {
                return Err(Judgement::new(
                    Verdict::Unknown,
                    Reason::Truncated,
                    case.lang.pick(
                        "목록이 중간에 끊겨 모두 보지 못했습니다",
                        "the list stopped at a limit, so not all of it was seen",
                    ),
                ));
            }
            Observation::Seen(seen) => all.extend(seen.every_object()),
        }
    }
    all.dedup_by(|a, b| {
        a.pointer("/metadata/uid").is_some()
            && a.pointer("/metadata/uid") == b.pointer("/metadata/uid")
    });
    Ok(all)
}

fn record_workloads(case: &Case<'_>) -> Result<Workloads, Judgement> {
    let found = workloads(case.understanding);
    found.map_err(|why| Reason::NoWorkloads.judged(Verdict::Manual, why.of(case.lang)))
}

/// Every live pod of the record's workloads, and at least one.
pub(super) fn pods(case: &Case<'_>) -> Judgement {
    let found = record_workloads(case).and_then(|workloads| objects(case, workloads.pods()));
    match found {
        Err(judgement) => judgement,
        Ok(pods) => all_ready(&pods, &context(case)),
    }
}

/// Every live pod ready, and at least one. Evicted and completed pods are not live.
fn all_ready(pods: &[&Value], context: &KindContext<'_>) -> Judgement {
    let lang = context.lang;
    let live: Vec<&Value> = pods
        .iter()
        .copied()
        .filter(|pod| kind::pod::is_live(pod))
        .collect();
    let judged = live.iter().map(|pod| {
        let judged = kind::status(pod, context);
        let message = format!("{}: {}", crate::facts::fields::name(pod), judged.message);
        Judgement { message, ..judged }
    });
    let judged: Vec<Judgement> = judged.collect();
    let ready = judged
        .iter()
        .filter(|one| one.verdict == Verdict::Passed)
        .count();
    let numbers = format!("{ready}/{}", live.len());
    let Some(whole) = Judgement::roll_up(&judged, Told::First) else {
        let message = lang.pick("살아 있는 Pod가 없습니다", "there is no live pod");
        return Reason::Cause(Cause::NotFound).judged(Verdict::Failed, message);
    };
    if whole.verdict == Verdict::Passed {
        let message = match lang {
            Lang::Ko => format!("Pod {numbers} Running, Ready"),
            Lang::En => format!("pods Running and ready {numbers}"),
        };
        return Reason::PodsReady
            .judged(whole.verdict, message)
            .with_seen(numbers);
    }
    let message = format!("Pod {numbers}: {}", whole.message);
    Judgement { message, ..whole }.with_seen(numbers)
}

/// Stability over `max` since the deployment succeeded, and when it can be judged.
pub(super) fn stable(case: &Case<'_>, max: chrono::TimeDelta) -> ItemJudgement {
    let deployments = match deployments(case) {
        Ok(all) => all,
        Err(judgement) => return (judgement, None),
    };
    // Of several, the one that succeeded last starts the watch.
    let unfinished = deployments.iter().find(|one| one.succeeded_at().is_none());
    let latest = deployments.iter().max_by_key(|one| one.succeeded_at());
    let Some(last) = unfinished.or(latest) else {
        return (deployment_rule::judge_all(&deployments, case.lang), None);
    };
    let Some(since) = last.succeeded_at() else {
        let judged = deployment_rule::judge(last, case.lang);
        let verdict = judged.verdict.and(Verdict::Pending);
        return (Judgement { verdict, ..judged }, None);
    };
    let due = since + max;
    let workloads = match record_workloads(case) {
        Ok(workloads) => workloads,
        Err(judgement) => return (judgement, Some(due)),
    };
    let pods = objects(case, workloads.pods());
    let controllers = objects(case, workloads.controllers());
    let judgement = match (pods, controllers) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(pods), Ok(controllers)) => {
            let in_scope = scoped(&workloads, &controllers);
            let zone = case.zone();
            stability::judge(&pods, &in_scope, since, max, zone, &context(case))
        }
    };
    (judgement, Some(due))
}

/// The controllers that the record's selectors pick, and those it names.
fn scoped<'a>(workloads: &Workloads, controllers: &[&'a Value]) -> Vec<&'a Value> {
    let mut all: Vec<&Value> = Vec::new();
    for selector in &workloads.selectors {
        all.extend(needs::in_scope(controllers, selector.as_deref()));
    }
    let name = |object: &Value| {
        object
            .pointer("/metadata/name")
            .and_then(Value::as_str)
            .map(String::from)
    };
    let named = |object: &&&Value| {
        let name = name(object);
        workloads
            .named
            .iter()
            .any(|(_, wanted)| Some(wanted) == name.as_ref())
    };
    all.extend(controllers.iter().filter(named));
    all.dedup_by(|a, b| std::ptr::eq(*a, *b));
    all
}

/// The plan's thresholds on CPU and memory.
pub(super) fn usage(case: &Case<'_>, steps: &[StepOutcome], wanted: &[Metric]) -> Judgement {
    let plan = case.understanding.record.plan.iter();
    let bounds = |understood: &Understood, metric: &Metric| {
        understood
            .claims
            .iter()
            .any(|claim| measures(&claim.reading, metric))
    };
    let (measured, judged): (Vec<&Understood>, Vec<Judgement>) = plan
        .zip(&case.understanding.steps)
        .filter(|(_, understood)| match wanted {
            [] => bounds(understood, &Metric::Cpu) || bounds(understood, &Metric::Memory),
            wanted => wanted.iter().any(|metric| bounds(understood, metric)),
        })
        .filter_map(|(step, understood)| {
            let outcome = steps.iter().find(|outcome| outcome.name == step.name)?;
            Some((understood, outcome.judgement.clone()))
        })
        .unzip();
    let bound = |metric: &Metric| measured.iter().any(|understood| bounds(understood, metric));
    if !measured.is_empty() && wanted.iter().all(bound) {
        together(&judged, case.lang)
    } else {
        Reason::NoThreshold.judged(
            Verdict::Manual,
            case.lang.pick(
                "계획에 CPU·메모리 기준이 없습니다",
                "the plan states no CPU or memory threshold",
            ),
        )
    }
}

fn measures(reading: &Reading, wanted: &Metric) -> bool {
    let of_metric = |said: &&Statement| match &said.property {
        Property::Measure { metric, .. } => metric == wanted,
        _ => false,
    };
    let said = reading.understood();
    said.is_some_and(|one| one.statements().iter().any(of_metric))
}
