//! Argo CD's Application and Argo Rollouts' Rollout.

use super::KindContext;
use super::generic::{lag, no_status};
use super::workload::{all_ready, old_pods, shortfall};
use crate::facts::commit::{is_commit, same_commit};
use crate::facts::fields::{
    annotation, at, conditions, count, flag, list, number, shorten, text, time,
};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use serde_json::Value;

/// Sources: Argo CD's Application API and its controller. Synced and Healthy, no operation failed or under way, the
/// newest spec compared, no comparison asked for and not done yet, and the deployed revision is the record's where
/// one is known.
pub(crate) fn application(object: &Value, ctx: &KindContext) -> Judgement {
    let health = text(object, "/status/health/status");
    let sync = text(object, "/status/sync/status");
    let operation = text(object, "/status/operationState/phase");
    let seen = format!("{sync} {health}");
    let error = conditions(object)
        .into_iter()
        .find(|c| c.kind.ends_with("Error"));
    let judgement = if health.is_empty() && sync.is_empty() {
        no_status(ctx)
    } else if matches!(operation, "Failed" | "Error") && speaks_of_today(object) {
        let said = shorten(text(object, "/status/operationState/message"));
        let told = told!(SyncOperation, operation, said);
        ctx.failed(Reason::OperationFailed, told)
    } else if text(object, "/status/sourceHydrator/currentOperation/phase") == "Failed" {
        let said = shorten(text(
            object,
            "/status/sourceHydrator/currentOperation/message",
        ));
        ctx.failed(Reason::OperationFailed, told!(SourceHydrationFailed, said))
    } else if health == "Degraded" {
        let said = shorten(text(object, "/status/health/message"));
        ctx.failed(Reason::Degraded, format!("Degraded {said}"))
    } else if let Some(error) = error {
        let said = format!("{}: {}", error.kind, shorten(error.message));
        ctx.failed(Reason::OperationFailed, said)
    } else if let Some(what) = unfinished(object, operation) {
        ctx.pending(Reason::Progressing, told!(SyncUnderWay, sync, health, what))
    } else if !is_compared(object) {
        ctx.pending(Reason::GenerationLag, told!(SpecNotCompared, sync, health))
    } else if sync != "Synced" {
        ctx.pending(Reason::OutOfSync, format!("{sync}, {health}"))
    } else if health == "Suspended" {
        ctx.pending(Reason::Suspended, format!("{sync}, {health}"))
    } else if health != "Healthy" {
        ctx.pending(Reason::Progressing, format!("{sync}, {health}"))
    } else {
        revision(object, ctx)
    };
    judgement.with_seen(seen.trim())
}

/// What Argo CD has been told to do and has not done yet.
fn unfinished(object: &Value, operation: &str) -> Option<&'static str> {
    let asked = |name: &str| annotation(object, name).is_some();
    let hydrating = text(object, "/status/sourceHydrator/currentOperation/phase") == "Hydrating";
    if at(object, "/operation").is_some() || matches!(operation, "Running" | "Terminating") {
        Some("sync")
    } else if asked("argocd.argoproj.io/refresh") {
        Some("refresh")
    } else if hydrating || asked("argocd.argoproj.io/hydrate") {
        Some("hydrate")
    } else {
        None
    }
}

/// Whether the last operation speaks of what is deployed now. One that failed at another revision, before the last
/// successful one, is history: Argo CD keeps it until the next operation.
fn speaks_of_today(object: &Value) -> bool {
    let of = |place: &str| {
        let one = Some(text(object, &format!("{place}/revision"))).filter(|one| !one.is_empty());
        let several = list(object, &format!("{place}/revisions")).iter();
        let several = several.filter_map(Value::as_str);
        one.into_iter().chain(several).collect::<Vec<&str>>()
    };
    let (operated, synced) = (of("/status/operationState/syncResult"), of("/status/sync"));
    if operated.is_empty() || operated == synced {
        return true;
    }
    let finished = time(object, "/status/operationState/finishedAt");
    let history = list(object, "/status/history").iter();
    let deployed = history.filter_map(|entry| time(entry, "/deployedAt")).max();
    match (finished, deployed) {
        (Some(finished), Some(deployed)) => finished >= deployed,
        (None, _) | (_, None) => true,
    }
}

/// Whether the comparison is one with today's spec. An Application has no observed generation; the controller
/// copies what it compared into `status.sync.comparedTo`. A hydrator's sources are made by Argo CD itself.
fn is_compared(object: &Value) -> bool {
    if at(object, "/status/sync/comparedTo").is_none()
        || at(object, "/spec/sourceHydrator").is_some()
    {
        return true;
    }
    let compared = |what: &str| at(object, &format!("/status/sync/comparedTo/{what}"));
    let spec = |what: &str| at(object, &format!("/spec/{what}"));
    let sources =
        match spec("sources").filter(|all| all.as_array().is_some_and(|all| !all.is_empty())) {
            Some(sources) => Some(sources) == compared("sources"),
            None => spec("source") == compared("source"),
        };
    // The controller may add a server's address to a destination that names its cluster.
    let destination = spec("destination").and_then(Value::as_object);
    let kept = destination.into_iter().flatten().all(|(key, value)| {
        compared("destination").is_none_or(|compared| compared.get(key) == Some(value))
    });
    sources && kept
}

/// A synced and healthy Application: is it the record's revision that is deployed?
fn revision(object: &Value, ctx: &KindContext) -> Judgement {
    let several = list(object, "/status/sync/revisions").iter();
    let several = several.filter_map(Value::as_str);
    let one = Some(text(object, "/status/sync/revision")).filter(|revision| !revision.is_empty());
    // A hydrator deploys a branch that it made; the record's commit is the dry one that it was made from.
    let dry = Some(text(
        object,
        "/status/sourceHydrator/lastSuccessfulOperation/drySHA",
    ));
    let dry = dry.filter(|dry| !dry.is_empty());
    let deployed: Vec<&str> = match dry {
        Some(dry) => vec![dry],
        None => one.into_iter().chain(several).collect(),
    };
    let shown = deployed
        .iter()
        .map(|r| short_id(r))
        .collect::<Vec<_>>()
        .join(", ");
    let synced = |reason| ctx.passed(reason, told!(SyncedHealthyRevision, shown));
    let Some(wanted) = ctx.revision else {
        return synced(Reason::Ready);
    };
    if deployed
        .iter()
        .any(|deployed| same_commit(deployed, wanted))
    {
        return synced(Reason::Ready);
    }
    let wanted = short_id(wanted);
    if deployed.iter().any(|deployed| is_commit(deployed)) {
        let told = told!(AnotherRevisionIsDeployed, wanted, shown);
        return ctx.pending(Reason::OtherRevision, told);
    }
    let told = told!(RevisionCannotBeCompared, shown, wanted);
    ctx.manual(Reason::RevisionNotComparable, told)
}

fn short_id(revision: &str) -> &str {
    if is_commit(revision) {
        revision.get(..7).unwrap_or(revision)
    } else {
        revision
    }
}

/// Sources: Argo Rollouts' own `phase` (1.0 and later) and, below it and for older versions, the
/// counts of Argo CD's `argoproj.io/Rollout/health.lua`. The phase alone does not pass: the counts and
/// the workload that a `workloadRef` names must agree.
pub(crate) fn rollout(object: &Value, ctx: &KindContext) -> Judgement {
    if at(object, "/status").is_none() {
        return no_status(ctx);
    }
    if let Some(judgement) = workload_lag(object, ctx) {
        return judgement;
    }
    let message = shorten(text(object, "/status/message"));
    let aborted = conditions(object).into_iter().find(|c| {
        c.kind == "InvalidSpec" || matches!(c.reason, "RolloutAborted" | "ProgressDeadlineExceeded")
    });
    let phase = text(object, "/status/phase");
    let paused =
        flag(object, "/spec/paused") || !list(object, "/status/pauseConditions").is_empty();
    if phase == "Degraded" || aborted.is_some() || flag(object, "/status/abort") {
        let said = aborted.map_or(message, |c| c.said());
        return ctx.failed(Reason::Degraded, format!("Degraded: {said}"));
    }
    if phase == "Paused" || paused {
        return ctx.pending(Reason::Paused, told!(IsPaused, message));
    }
    if !matches!(phase, "" | "Healthy") {
        return ctx.pending(Reason::Progressing, format!("{phase} {message}"));
    }
    let judged = counts(object, ctx);
    match judged.verdict {
        Verdict::Passed => unmet(object, ctx).unwrap_or(judged),
        Verdict::Failed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => judged,
    }
}

/// A condition of the controller that holds against a rollout whose counts agree.
fn unmet(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let told = ["Available", "Healthy", "Completed"];
    let conditions = conditions(object).into_iter();
    let unmet = conditions
        .filter(|c| told.contains(&c.kind))
        .find(|c| !c.is_true())?;
    let said = format!("{}={} {}", unmet.kind, unmet.status, unmet.said());
    Some(ctx.pending(
        Reason::RolloutUnfinished,
        told!(RolloutNotCalledFinished, said),
    ))
}

fn counts(object: &Value, ctx: &KindContext) -> Judgement {
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let updated = count(object, "/status/updatedReplicas");
    // Not every version writes it.
    let ready = number(object, "/status/readyReplicas").unwrap_or(wanted);
    let available = count(object, "/status/availableReplicas");
    let replicas = count(object, "/status/replicas");
    let newest = text(object, "/status/currentPodHash");
    let stable = match text(object, "/status/stableRS") {
        "" => text(object, "/status/canary/stableRS"),
        stable => stable,
    };
    let counts = [
        (Reason::LessUpdated, updated),
        (Reason::LessReady, ready),
        (Reason::LessAvailable, available),
    ];
    let blue_green = at(object, "/spec/strategy/blueGreen").is_some();
    if newest.is_empty() {
        no_status(ctx)
    } else if let Some(short) = shortfall(&counts, wanted, ctx) {
        short
    } else if !blue_green && replicas > updated {
        old_pods(replicas - updated, ctx)
    } else if blue_green && text(object, "/status/blueGreen/activeSelector") != newest {
        unfinished_rollout("blueGreen", ctx)
    } else if stable != newest && !(blue_green && stable.is_empty()) {
        unfinished_rollout("stable ReplicaSet", ctx)
    } else {
        all_ready(wanted, ctx)
    }
}

fn unfinished_rollout(what: &str, ctx: &KindContext) -> Judgement {
    ctx.pending(Reason::RolloutUnfinished, told!(NotMovedOnYet, what))
}

/// Whether the Rollout has seen the newest template of the workload that it refers to.
fn workload_lag(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    at(object, "/spec/workloadRef")?;
    let wanted = annotation(object, "rollout.argoproj.io/workload-generation")?;
    let wanted: i64 = wanted.parse().ok()?;
    let seen = text(object, "/status/workloadObservedGeneration")
        .parse()
        .unwrap_or(0);
    (wanted != seen).then(|| lag(wanted, seen, ctx))
}
