//! Argo CD's Application and Argo Rollouts' Rollout.

use super::KindContext;
use super::deployment::{all_ready, old_pods, short};
use super::fields::{annotation, at, conditions, count, flag, list, number, shorten, text};
use super::generic::{lag, no_status};
use super::reason::Reason;
use crate::facts::verdict::{Judgement, Verdict};
use serde_json::Value;

/// Sources: Argo CD's Application API. Synced and Healthy, no operation failed or under way, no
/// comparison asked for and not done yet, and the deployed revision is the record's where one is known.
pub fn application(object: &Value, ctx: &KindContext) -> Judgement {
    let health = text(object, "/status/health/status");
    let sync = text(object, "/status/sync/status");
    let operation = text(object, "/status/operationState/phase");
    let seen = format!("{sync} {health}");
    let error = conditions(object)
        .into_iter()
        .find(|c| c.kind.ends_with("Error"));
    let judgement = if health.is_empty() && sync.is_empty() {
        no_status(ctx)
    } else if matches!(operation, "Failed" | "Error") {
        let said = shorten(text(object, "/status/operationState/message"));
        ctx.failed(
            Reason::OperationFailed,
            format!("동기화 작업 {operation}: {said}"),
            format!("sync operation {operation}: {said}"),
        )
    } else if health == "Degraded" {
        let said = shorten(text(object, "/status/health/message"));
        ctx.failed(
            Reason::Degraded,
            format!("Degraded {said}"),
            format!("Degraded {said}"),
        )
    } else if let Some(error) = error {
        let said = format!("{}: {}", error.kind, shorten(error.message));
        ctx.failed(Reason::OperationFailed, said.clone(), said)
    } else if let Some(what) = unfinished(object, operation) {
        ctx.pending(
            Reason::Progressing,
            format!("{sync}, {health}: {what} 진행 중"),
            format!("{sync}, {health}: {what} under way"),
        )
    } else if sync != "Synced" {
        ctx.pending(
            Reason::OutOfSync,
            format!("{sync}, {health}"),
            format!("{sync}, {health}"),
        )
    } else if health == "Suspended" {
        ctx.pending(
            Reason::Suspended,
            format!("{sync}, {health}"),
            format!("{sync}, {health}"),
        )
    } else if health != "Healthy" {
        ctx.pending(
            Reason::Progressing,
            format!("{sync}, {health}"),
            format!("{sync}, {health}"),
        )
    } else {
        revision(object, ctx)
    };
    judgement.with_seen(seen.trim())
}

/// What Argo CD has been told to do and has not done yet.
fn unfinished(object: &Value, operation: &str) -> Option<&'static str> {
    if at(object, "/operation").is_some() || matches!(operation, "Running" | "Terminating") {
        Some("sync")
    } else if annotation(object, "argocd.argoproj.io/refresh").is_some() {
        Some("refresh")
    } else {
        None
    }
}

/// A synced and healthy Application: is it the record's revision that is deployed?
fn revision(object: &Value, ctx: &KindContext) -> Judgement {
    let several = list(object, "/status/sync/revisions").iter();
    let several = several.filter_map(Value::as_str);
    let one = Some(text(object, "/status/sync/revision")).filter(|revision| !revision.is_empty());
    let deployed: Vec<&str> = one.into_iter().chain(several).collect();
    let shown = deployed
        .iter()
        .map(|r| short_id(r))
        .collect::<Vec<_>>()
        .join(", ");
    let synced = |reason| {
        ctx.passed(
            reason,
            format!("Synced, Healthy, 리비전 {shown}"),
            format!("Synced, Healthy, revision {shown}"),
        )
    };
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
        return ctx.pending(
            Reason::OtherRevision,
            format!("다른 리비전이 배포되어 있습니다: 기록 {wanted}, 배포 {shown}"),
            format!("another revision is deployed: the record's is {wanted}, deployed is {shown}"),
        );
    }
    ctx.manual(
        Reason::RevisionNotComparable,
        format!(
            "Synced, Healthy이지만 리비전 {shown}을(를) 기록의 {wanted}과(와) 비교할 수 없습니다"
        ),
        format!(
            "Synced, Healthy, but its revision {shown} can't be compared with the record's {wanted}"
        ),
    )
}

fn is_commit(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether two commit ids are one; either may be cut to at least seven digits.
fn same_commit(one: &str, other: &str) -> bool {
    let digits = one.len().min(other.len());
    let both = one.get(..digits).zip(other.get(..digits));
    digits >= 7 && both.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

fn short_id(revision: &str) -> &str {
    match is_commit(revision) {
        true => revision.get(..7).unwrap_or(revision),
        false => revision,
    }
}

/// Sources: Argo Rollouts' own `phase` (1.0 and later) and, below it and for older versions, the
/// counts of Argo CD's `argoproj.io/Rollout/health.lua`. The phase alone does not pass: the counts and
/// the workload that a `workloadRef` names must agree.
pub fn rollout(object: &Value, ctx: &KindContext) -> Judgement {
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
    if phase == "Degraded" || aborted.is_some() {
        let said = aborted.map_or(message, |c| c.said());
        return ctx.failed(
            Reason::Degraded,
            format!("Degraded: {said}"),
            format!("Degraded: {said}"),
        );
    }
    if phase == "Paused" || paused {
        return ctx.pending(
            Reason::Paused,
            format!("일시 중지되어 있습니다 {message}")
                .trim_end()
                .into(),
            format!("is paused {message}").trim_end().into(),
        );
    }
    if !matches!(phase, "" | "Healthy") {
        return ctx.pending(
            Reason::Progressing,
            format!("{phase} {message}").trim_end().into(),
            format!("{phase} {message}").trim_end().into(),
        );
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
        format!("컨트롤러가 아직 배포 완료로 보지 않습니다: {said}"),
        format!("the controller does not call the rollout finished yet: {said}"),
    ))
}

fn counts(object: &Value, ctx: &KindContext) -> Judgement {
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let updated = count(object, "/status/updatedReplicas");
    // Not every version writes it.
    let ready = number(object, "/status/readyReplicas");
    let available = count(object, "/status/availableReplicas");
    let replicas = count(object, "/status/replicas");
    let newest = text(object, "/status/currentPodHash");
    let stable = match text(object, "/status/stableRS") {
        "" => text(object, "/status/canary/stableRS"),
        stable => stable,
    };
    let blue_green = at(object, "/spec/strategy/blueGreen").is_some();
    if newest.is_empty() {
        no_status(ctx)
    } else if updated < wanted {
        short(Reason::LessUpdated, updated, wanted, ctx)
    } else if ready.is_some_and(|ready| ready < wanted) {
        short(Reason::LessReady, ready.unwrap_or(0), wanted, ctx)
    } else if available < wanted {
        short(Reason::LessAvailable, available, wanted, ctx)
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
    ctx.pending(
        Reason::RolloutUnfinished,
        format!("아직 새 버전으로 전환되지 않았습니다 ({what})"),
        format!("has not moved on to the new version yet ({what})"),
    )
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
