//! StatefulSet.

use super::KindContext;
use super::deployment::{all_ready, old_pods, short};
use super::generic::no_status;
use crate::facts::fields::{count, number, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

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
    if replicas < wanted {
        return short(Reason::LessReplicas, replicas, wanted, ctx);
    }
    if ready < wanted {
        return short(Reason::LessReady, ready, wanted, ctx);
    }
    // Absent in servers before 1.22, which do not know minReadySeconds for StatefulSets either.
    let available = number(object, "/status/availableReplicas").unwrap_or(ready);
    if available < wanted {
        return short(Reason::LessAvailable, available, wanted, ctx);
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
