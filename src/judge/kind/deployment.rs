//! Deployment and ReplicaSet (and ReplicationController, which counts the same way).

use super::KindContext;
use super::generic::no_status;
use crate::facts::fields::{condition, count, flag, kind, number};
use crate::facts::verdict::{Judgement, Reason};
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
        return ctx.failed(
            Reason::ProgressDeadlineExceeded,
            told!(TheRolloutPassedItsDeadline, said),
        );
    }
    let wanted = number(object, "/spec/replicas").unwrap_or(1);
    let replicas = count(object, "/status/replicas");
    let updated = count(object, "/status/updatedReplicas");
    let terminating = count(object, "/status/terminatingReplicas");
    if replicas < wanted {
        return short(Reason::LessReplicas, replicas, wanted, ctx);
    }
    if updated < wanted {
        return short(Reason::LessUpdated, updated, wanted, ctx);
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
        ctx.pending(
            Reason::RolloutUnfinished,
            told!(RolloutNotCalledFinished, said),
        )
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
        let said = failure.said();
        return ctx.failed(Reason::ReplicaFailure, told!(PodsCantBeCreated, said));
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
    let ready = count(object, "/status/readyReplicas");
    let available = count(object, "/status/availableReplicas");
    if ready < wanted {
        Some(short(Reason::LessReady, ready, wanted, ctx))
    } else if available < wanted {
        Some(short(Reason::LessAvailable, available, wanted, ctx))
    } else {
        None
    }
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
