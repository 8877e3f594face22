//! DaemonSet, held against the nodes where they are known: `7/7` alone looks healthy.

use super::KindContext;
use super::deployment::{old_pods, short};
use super::generic::no_status;
use crate::facts::fields::{count, number, text};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::coverage;
use crate::told;
use serde_json::Value;

/// Sources: kstatus `daemonsetConditions` (every shortfall, and an absent generation, is progress),
/// kubectl `rollout_status.go`; stricter than Helm 3 (which takes maxUnavailable off) and than Argo CD
/// (for which `OnDelete` is healthy). Where pods and nodes are known, the message tells which nodes
/// have no pod and why, and which pods are misscheduled.
pub(crate) fn daemon_set(object: &Value, ctx: &KindContext) -> Judgement {
    let judgement = counts(object, ctx);
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
fn counts(object: &Value, ctx: &KindContext) -> Judgement {
    if number(object, "/metadata/generation").is_none()
        || number(object, "/status/desiredNumberScheduled").is_none()
    {
        return no_status(ctx);
    }
    let desired = desired(object);
    let current = count(object, "/status/currentNumberScheduled");
    let updated = count(object, "/status/updatedNumberScheduled");
    let ready = count(object, "/status/numberReady");
    let available = count(object, "/status/numberAvailable");
    let unavailable = count(object, "/status/numberUnavailable");
    let misscheduled = count(object, "/status/numberMisscheduled");
    if current < desired {
        return short(Reason::LessReplicas, current, desired, ctx);
    }
    if updated < desired {
        return on_old_template(object, updated, desired, ctx);
    }
    if ready < desired {
        return short(Reason::LessReady, ready, desired, ctx);
    }
    if available.min(desired - unavailable) < desired {
        return short(
            Reason::LessAvailable,
            available.min(desired - unavailable),
            desired,
            ctx,
        );
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
