//! What keeps pods: Deployment, ReplicaSet (and ReplicationController, which counts the same way), StatefulSet, and
//! DaemonSet, which is held against the nodes where they are known: `7/7` alone looks healthy.

use super::KindContext;
use super::generic::no_status;
use crate::facts::fields::{condition, count, flag, kind, number, text};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::coverage;
use crate::told;
use serde_json::Value;

/// Reasons of `Progressing` that say that the rollout is over.
const FINISHED: &[&str] = &[
    "NewReplicaSetAvailable",
    "NewReplicationControllerAvailable",
];

/// OpenShift's DeploymentConfig is judged as well: its status has the same counts and conditions.
///
/// Sources: kubectl `polymorphichelpers/rollout_status.go` (updated, old replicas, available), kstatus
/// `deploymentConditions` (ready, Available, `NewReplicaSetAvailable` when a deadline is set), Argo CD
/// `health_deployment.go` (paused is not healthy). Old pods that are still terminating
/// (`status.terminatingReplicas`, Kubernetes 1.33) count as old pods that are still there.
pub(crate) fn deployment(object: &Value, ctx: &KindContext) -> Judgement {
    if flag(object, "/spec/paused") {
        return ctx.pending(Reason::Paused, told!(SpecPaused));
    }
    let progressing = condition(object, "Progressing");
    if let Some(progress) = progressing.filter(|c| c.reason == "ProgressDeadlineExceeded") {
        let said = progress.said();
        let told = told!(TheRolloutPassedItsDeadline, said);
        return ctx.failed(Reason::ProgressDeadlineExceeded, told);
    }
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let replicas = count(object, "/status/replicas");
    let updated = count(object, "/status/updatedReplicas");
    let terminating = count(object, "/status/terminatingReplicas");
    let counts = [
        (Reason::LessReplicas, replicas),
        (Reason::LessUpdated, updated),
    ];
    if let Some(short) = shortfall(&counts, wanted, ctx) {
        return short;
    }
    let old = (replicas - updated.min(wanted)).max(0) + terminating;
    if old > 0 {
        return old_pods(old, ctx);
    }
    if let Some(shortfall) = readiness(object, wanted, ctx) {
        return shortfall;
    }
    if count(object, "/status/unavailableReplicas") > 0 {
        let unavailable = count(object, "/status/unavailableReplicas");
        return short(Reason::LessAvailable, wanted - unavailable, wanted, ctx);
    }
    unfinished(object, ctx).unwrap_or_else(|| all_ready(wanted, ctx))
}

/// What the Deployment's conditions hold against a finished rollout once all the counts agree.
fn unfinished(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let not_finished = |said: String| {
        let told = told!(RolloutNotCalledFinished, said);
        ctx.pending(Reason::RolloutUnfinished, told)
    };
    // The controller keeps `Progressing` only where a deadline is set; i32::MAX means none, and what is
    // left of the condition then is old. One that is there and says something else is believed.
    let deadline = number(object, "/spec/progressDeadlineSeconds");
    let unbounded = deadline == Some(i64::from(i32::MAX));
    let must_say = deadline.is_some() || kind(object) == "DeploymentConfig";
    let progressing = condition(object, "Progressing");
    let finished = match progressing {
        Some(progress) => progress.is_true() && FINISHED.contains(&progress.reason),
        None => !must_say,
    };
    if !unbounded && !finished {
        let said = progressing.map_or_else(|| "Progressing".into(), |c| c.said());
        return Some(not_finished(said));
    }
    let available = condition(object, "Available");
    if !available.is_some_and(|c| c.is_true()) {
        let said = available.map_or_else(|| "Available".into(), |c| c.said());
        return Some(not_finished(said));
    }
    let failure = condition(object, "ReplicaFailure").filter(|c| !c.is_false());
    failure.map(|c| not_finished(c.said()))
}

/// Sources: kstatus `replicasetConditions` (labelled, available, ready, extra pods) and Argo CD
/// `health_replicaset.go` (`ReplicaFailure` is degraded).
pub(crate) fn replica_set(object: &Value, ctx: &KindContext) -> Judgement {
    if let Some(failure) = condition(object, "ReplicaFailure").filter(|c| c.is_true()) {
        let told = told!(PodsCantBeCreated, said = failure.said());
        return ctx.failed(Reason::ReplicaFailure, told);
    }
    if number(object, "/status/replicas").is_none() {
        return no_status(ctx);
    }
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let replicas = count(object, "/status/replicas");
    let labelled = count(object, "/status/fullyLabeledReplicas");
    if replicas.min(labelled) < wanted {
        return short(Reason::LessReplicas, replicas.min(labelled), wanted, ctx);
    }
    if replicas > wanted {
        return old_pods(replicas - wanted, ctx);
    }
    readiness(object, wanted, ctx).unwrap_or_else(|| all_ready(wanted, ctx))
}

/// Ready and available replicas against the wanted ones.
fn readiness(object: &Value, wanted: i64, ctx: &KindContext) -> Option<Judgement> {
    let counts = [
        (Reason::LessReady, count(object, "/status/readyReplicas")),
        (
            Reason::LessAvailable,
            count(object, "/status/availableReplicas"),
        ),
    ];
    shortfall(&counts, wanted, ctx)
}

/// The first count that is below what is wanted.
pub(super) fn shortfall(
    counts: &[(Reason, i64)],
    wanted: i64,
    ctx: &KindContext,
) -> Option<Judgement> {
    let (reason, has) = counts.iter().find(|(_, has)| *has < wanted)?;
    Some(short(*reason, *has, wanted, ctx))
}

/// A count that is not there yet: `ready 9/10`.
pub(super) fn short(reason: Reason, has: i64, wanted: i64, ctx: &KindContext) -> Judgement {
    let which = match reason {
        Reason::LessUpdated => told!(UpdatedReplicas),
        Reason::LessReady => told!(ReadyReplicas),
        Reason::LessAvailable => told!(AvailableReplicas),
        _ => told!(AnyReplicas),
    };
    let judgement = ctx.pending(reason, told!(SoManyReplicas, which, has, wanted));
    judgement.with_seen(format!("{has}/{wanted}"))
}

/// Pods beyond the wanted ones.
pub(super) fn old_pods(old: i64, ctx: &KindContext) -> Judgement {
    ctx.pending(Reason::OldPods, told!(OldPodsLeft, old))
        .with_seen(old.to_string())
}

/// All of the wanted ones are there.
pub(super) fn all_ready(wanted: i64, ctx: &KindContext) -> Judgement {
    let seen = format!("{wanted}/{wanted}");
    match wanted {
        0 => ctx.passed(Reason::ScaledToZero, told!(ScaledToZero)),
        _ => ctx.passed(Reason::Ready, told!(ReadyOf, seen)),
    }
    .with_seen(seen)
}

/// Sources: kstatus `stsConditions`, kubectl `rollout_status.go`, Argo CD `health_statefulset.go`; and
/// stricter than each with `OnDelete` and a partition, which they call done: passed only when every
/// replica is on the update revision.
pub(crate) fn stateful_set(object: &Value, ctx: &KindContext) -> Judgement {
    if number(object, "/status/replicas").is_none() {
        return no_status(ctx);
    }
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let replicas = count(object, "/status/replicas");
    let ready = count(object, "/status/readyReplicas");
    // Absent in servers before 1.22, which do not know minReadySeconds for StatefulSets either.
    let available = number(object, "/status/availableReplicas").unwrap_or(ready);
    let counts = [
        (Reason::LessReplicas, replicas),
        (Reason::LessReady, ready),
        (Reason::LessAvailable, available),
    ];
    if let Some(short) = shortfall(&counts, wanted, ctx) {
        return short;
    }
    if replicas > wanted {
        return old_pods(replicas - wanted, ctx);
    }
    old_template(object, wanted, ctx).unwrap_or_else(|| all_ready(wanted, ctx))
}

/// Replicas that are not on the update revision, and what keeps them there.
fn old_template(object: &Value, wanted: i64, ctx: &KindContext) -> Option<Judgement> {
    let on_delete = text(object, "/spec/updateStrategy/type") == "OnDelete";
    let partition = count(object, "/spec/updateStrategy/rollingUpdate/partition");
    let current = text(object, "/status/currentRevision");
    let update = text(object, "/status/updateRevision");
    let one_revision = current == update;
    // The controller omits a zero, also where the two revisions are one.
    let updated =
        number(object, "/status/updatedReplicas").unwrap_or(if one_revision { wanted } else { 0 });
    let old = wanted - updated;
    let kept = |why: &str| {
        let judgement = ctx.pending(Reason::OldTemplate, told!(OldTemplate, old, why));
        judgement.with_seen(format!("{updated}/{wanted}"))
    };
    match (old > 0, on_delete, partition > 0) {
        (true, true, _) => Some(kept("OnDelete")),
        (true, false, true) => Some(kept(&format!("partition {partition}"))),
        (true, false, false) => Some(short(Reason::LessUpdated, updated, wanted, ctx)),
        // With OnDelete the controller never moves currentRevision on; updatedReplicas tells.
        (false, true, _) => None,
        (false, false, _) if !one_revision => Some(ctx.pending(
            Reason::RolloutUnfinished,
            told!(RevisionsDiffer, current, update),
        )),
        // Unless a partition keeps some back, the controller counts the updated ones as current at the end.
        (false, false, false) if count(object, "/status/currentReplicas") < wanted => {
            let current = count(object, "/status/currentReplicas");
            Some(short(Reason::LessUpdated, current, wanted, ctx))
        }
        (false, false, _) => None,
    }
}

/// Sources: kstatus `daemonsetConditions` (every shortfall, and an absent generation, is progress),
/// kubectl `rollout_status.go`; stricter than Helm 3 (which takes maxUnavailable off) and than Argo CD
/// (for which `OnDelete` is healthy). Where pods and nodes are known, the message tells which nodes
/// have no pod and why, and which pods are misscheduled.
pub(crate) fn daemon_set(object: &Value, ctx: &KindContext) -> Judgement {
    let judgement = daemon_counts(object, ctx);
    let Some(siblings) = ctx.siblings.filter(|s| !s.nodes.is_empty()) else {
        return judgement;
    };
    let alone = KindContext::new(ctx.now, ctx.lang);
    let coverage = coverage::coverage(&siblings.pods, &siblings.nodes, Some(object), None, &alone);
    let notes = coverage.notes(ctx.lang);
    // A pod that the status counts as ready and the pods themselves do not is not ready.
    let unready = coverage.has_unready_pods() && judgement.verdict == Verdict::Passed;
    let judgement = if unready {
        let (ready, desired) = (coverage.ready_nodes.len() as i64, desired(object));
        short(Reason::LessReady, ready, desired, ctx)
    } else {
        judgement
    };
    if notes.is_empty() {
        judgement
    } else {
        Judgement {
            message: format!("{}; {notes}", judgement.message),
            ..judgement
        }
    }
}

/// The rule on the status alone.
fn daemon_counts(object: &Value, ctx: &KindContext) -> Judgement {
    if number(object, "/metadata/generation").is_none()
        || number(object, "/status/desiredNumberScheduled").is_none()
    {
        return no_status(ctx);
    }
    let desired = desired(object);
    let current = count(object, "/status/currentNumberScheduled");
    let updated = count(object, "/status/updatedNumberScheduled");
    let ready = count(object, "/status/numberReady");
    let unavailable = count(object, "/status/numberUnavailable");
    let misscheduled = count(object, "/status/numberMisscheduled");
    if current < desired {
        return short(Reason::LessReplicas, current, desired, ctx);
    }
    if updated < desired {
        return on_old_template(object, updated, desired, ctx);
    }
    let available = count(object, "/status/numberAvailable").min(desired - unavailable);
    let counts = [
        (Reason::LessReady, ready),
        (Reason::LessAvailable, available),
    ];
    if let Some(short) = shortfall(&counts, desired, ctx) {
        return short;
    }
    // During a surge the pods of the old template are counted as current, too.
    if current > desired {
        return old_pods(current - desired, ctx);
    }
    if desired == 0 {
        return nothing_desired(ctx);
    }
    let seen = format!("{ready}/{desired}");
    let judgement = match misscheduled {
        0 => ctx.passed(Reason::Ready, told!(ReadyOf, seen)),
        _ => ctx.passed(Reason::Ready, told!(ReadyMisscheduled, seen, misscheduled)),
    };
    judgement.with_seen(seen)
}

/// Pods of the old template: on their way, or kept by `OnDelete`.
fn on_old_template(object: &Value, updated: i64, desired: i64, ctx: &KindContext) -> Judgement {
    if text(object, "/spec/updateStrategy/type") != "OnDelete" {
        return short(Reason::LessUpdated, updated, desired, ctx);
    }
    let old = desired - updated;
    ctx.pending(Reason::OldTemplate, told!(OldTemplateOnDelete, old))
        .with_seen(format!("{updated}/{desired}"))
}

/// Every engine calls this success; we leave it to a person, because an empty answer proves nothing.
pub(super) fn nothing_desired(ctx: &KindContext) -> Judgement {
    ctx.manual(Reason::NothingDesired, told!(NoNodeSelected))
        .with_seen("0/0")
}

fn desired(object: &Value) -> i64 {
    count(object, "/status/desiredNumberScheduled")
}
