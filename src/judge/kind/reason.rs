//! The reasons of kind verdicts: a closed set of stable CamelCase words. What a controller itself
//! says (its own reasons) goes into the message, never into the reason.

use crate::facts::named::named;

named! {
    /// Why a kind rule came to its verdict. Listed in `docs/verdicts.md`.
    pub(crate) Reason:
    /// passed: everything that the rule asks for is there.
    Ready,
    /// passed: the object exists, and its kind has no state to wait for.
    Exists,
    /// passed: it is scaled to zero by its own spec, and nothing is left.
    ScaledToZero,
    /// passed: it ran to its end without a failure.
    Completed,
    /// pending: it is being deleted.
    Terminating,
    /// pending: no controller has written a status yet.
    NoStatus,
    /// pending: the controller has not seen the newest spec yet.
    GenerationLag,
    /// pending: it is paused.
    Paused,
    /// pending: it is suspended.
    Suspended,
    /// pending: fewer replicas exist than the spec asks for.
    LessReplicas,
    /// pending: some replicas are not on the newest template yet.
    LessUpdated,
    /// pending: some replicas are not ready.
    LessReady,
    /// pending: some replicas are ready, but not for long enough to be available.
    LessAvailable,
    /// pending: pods of the old template, or too many pods, are still there.
    OldPods,
    /// pending: `OnDelete` or a partition keeps pods on the old template.
    OldTemplate,
    /// pending: the counts agree, but the controller does not call the rollout finished yet.
    RolloutUnfinished,
    /// failed: the rollout's deadline passed.
    ProgressDeadlineExceeded,
    /// failed: pods can't be created.
    ReplicaFailure,
    /// manual: a DaemonSet that no node is selected for.
    NothingDesired,
    /// pending: the pod is not scheduled yet.
    Unscheduled,
    /// failed: the pod could not be scheduled for ten minutes.
    Unschedulable,
    /// pending: scheduling gates hold the pod back.
    SchedulingGated,
    /// pending: containers or init containers are being started.
    Starting,
    /// pending, failed after ten minutes: running, but not ready.
    NotReady,
    /// failed: a container crashes again and again.
    CrashLoopBackOff,
    /// failed: an image can't be pulled.
    ImagePullFailure,
    /// failed: a container can't be created or started.
    ContainerError,
    /// pending, failed after ten minutes: a container ended and is to be started again.
    ContainerTerminated,
    /// failed: the pod ended with a failure.
    PodFailed,
    /// failed: the pod was evicted; reported, and not counted as live.
    Evicted,
    /// failed: the pod's node does not answer any more.
    NodeLost,
    /// pending: it runs and is meant to end.
    Running,
    /// failed: the job failed.
    JobFailed,
    /// pending: the claim waits for its volume.
    Unbound,
    /// pending, failed if it can't be done: a resize of a claim or of a pod is under way.
    Resizing,
    /// failed: the volume is lost or failed.
    VolumeLost,
    /// pending: the load balancer has no address yet.
    NoAddress,
    /// failed: the autoscaler can't read metrics or scale its target.
    CannotScale,
    /// pending: the autoscaler has no metrics yet.
    NoMetrics,
    /// pending: fewer healthy pods than the disruption budget asks for.
    BudgetUnmet,
    /// failed: the node is not ready or under pressure.
    NodeNotReady,
    /// pending: the node is cordoned, so nothing new lands on it.
    Cordoned,
    /// failed: the API server refuses the definition.
    NotAccepted,
    /// pending: the API server does not serve it yet.
    NotServed,
    /// pending: the live state differs from the one in git.
    OutOfSync,
    /// pending: Argo CD still works on it or misses resources.
    Progressing,
    /// failed: Argo CD, a controller or an analysis calls it degraded.
    Degraded,
    /// failed: the sync, release or operation failed.
    OperationFailed,
    /// pending: another revision than the record's, or than the one asked for, is deployed.
    OtherRevision,
    /// manual: what is deployed is no commit, so it can't be held against the record's.
    RevisionNotComparable,
    /// pending: a condition says that it is not ready yet.
    ConditionNotMet,
    /// failed: a condition says that it can't get ready by itself.
    Stalled,
    /// pending: one condition says ready and another contradicts it.
    Contradicted,
    /// passed: a ready pod is on every node, and on as many as expected.
    Covered,
    /// failed: a node has no ready pod, or a pod is where it should not be.
    NotCovered,
    /// pending: pods are on their way to nodes without one.
    CoverageMoving,
    /// manual: nobody told us what this kind's conditions mean.
    UnlistedKind,
    /// manual: the object has no state that tells whether it works.
    NoConditions,
    /// manual: the object has no `kind` or `apiVersion`.
    NotAnObject,
    /// manual: a field is not of the type that the API writes there.
    Misshapen,
}
