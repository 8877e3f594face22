//! What a condition's type says by its name alone: which ones are bad when true, and which must be true
//! where they are there. One of either kind contradicts a `Ready` that is true.

use super::KindContext;
use crate::facts::fields::Condition;
use crate::facts::verdict::{Judgement, Reason};
use crate::told;

/// The first condition that says "not working" or "not settled", whatever the others say.
pub(crate) fn contradiction(conditions: &[Condition], ctx: &KindContext) -> Option<Judgement> {
    let contradicts = |c: &&Condition| {
        let bad = is_bad_when_true(c.kind) && c.is_true();
        bad || (is_needed(c.kind) && !c.is_true()) || gave_up(c)
    };
    let found = conditions.iter().find(contradicts)?;
    let message = format!("{}={} {}", found.kind, found.status, found.said());
    let message = message.trim_end().to_string();
    Some(
        if (found.is_true() && is_broken(found.kind)) || gave_up(found) {
            ctx.failed(Reason::Degraded, message)
        } else {
            ctx.pending(
                Reason::Contradicted,
                told!(AnotherConditionContradicts { message }),
            )
        },
    )
}

/// Whether a condition's reason says that a deadline passed, or that what is true ended badly.
fn gave_up(condition: &Condition) -> bool {
    let ended_badly = ["Failed", "Error"]
        .iter()
        .any(|end| condition.reason.ends_with(end));
    // External Secrets: ready, and the secret is gone.
    let deadline =
        condition.reason.ends_with("DeadlineExceeded") || condition.reason == "SecretDeleted";
    deadline || (condition.is_true() && ended_badly && !is_bad_when_true(condition.kind))
}

/// Condition types that say broken when they are true.
fn is_broken(kind: &str) -> bool {
    let ends = [
        "Degraded",
        "Failed",
        "Failing",
        "Failure",
        "Error",
        "Errors",
        "ErrorOccurred",
        "Invalid",
        "Denied",
        "ACK.Terminal",
    ];
    ends.iter().any(|end| kind.ends_with(end))
}

/// Condition types that say "not working" or "not settled" when they are true.
fn is_bad_when_true(kind: &str) -> bool {
    let names = [
        "Reconciling",
        "Stalled",
        "Issuing",
        "Drifted",
        "OutOfSync",
        "Fallback",
        "PartiallyReady",
        "Blocked",
        "VersionMismatch",
        "Dangling",
        "InvalidSpec",
        "ACK.Recoverable",
        "RollingUpdate",
        "RollingOut",
        "ScalingUp",
        "ScalingDown",
        "Remediating",
        "NoPodsMatched",
        "ConfigUnsupported",
        "NoMatchingNode",
        // karpenter, Flux.
        "DisruptionReason",
        "Drained",
        "Remediated",
        "MissingPeerConfigs",
    ];
    let ends = [
        "Progressing",
        "Unhealthy",
        "NotReady",
        "PausingOrPaused",
        "Unavailable",
        "Unknown",
        "Updating",
        "Upgrading",
        "Creating",
        "Deleting",
        "Terminating",
        "Scaling",
        "Disrupting",
        "Disrupted",
        "Migrating",
        "Restarting",
        "Installing",
        "Removing",
        "Paused",
        "Suspended",
        "Stopped",
        "Pending",
        "Rolling",
        "rolling",
        "Rebalancing",
        "HasErrors",
        "Missing",
        "Conflict",
        "Conflicted",
    ];
    is_broken(kind) || names.contains(&kind) || ends.iter().any(|end| kind.ends_with(end))
}

/// Condition types that must be true where they are there.
pub(crate) fn is_needed(kind: &str) -> bool {
    let names = [
        "Available",
        "Valid",
        "Accepted",
        "Reconciled",
        "Programmed",
        "ResolvedRefs",
        "Installed",
        "Deployed",
        "Established",
        "Registered",
        "Initialized",
        "Launched",
        "Released",
        "ArtifactInStorage",
        "Applied",
        "ContinuousArchiving",
        "ClusterAvailable",
        "Admitted",
        "Configured",
        "Adopted",
        "Advertised",
        "Enforced",
        // crossplane/upjet: how the provider's last call ended.
        "LastAsyncOperation",
        "ParametersGenerated",
    ];
    let negated = ["NotReady", "PartiallyReady", "Unhealthy", "NotAvailable"];
    let ends = [
        "Ready",
        "Healthy",
        "Succeeded",
        "Success",
        "Scheduled",
        "AllAvailable",
        "Synced",
        "Synchronized",
        "Compliant",
        "UpToDate",
        "-ready",
    ];
    let by_end = ends.iter().any(|end| kind.ends_with(end));
    names.contains(&kind) || (by_end && !negated.iter().any(|end| kind.ends_with(end)))
}
