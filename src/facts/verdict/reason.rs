//! Why something came to its verdict: one closed set of stable CamelCase words. What somebody else says (a controller's
//! own reasons) goes into the message, never into the reason.

use super::{Judgement, Verdict};
use crate::facts::named::named;
use crate::facts::observation::Cause;
use serde::{Deserialize, Serialize};

named! {
    /// Why a check came to its verdict. Listed in `docs/verdicts.md`: of objects by their kind, of expectations, of
    /// checklist items.
    #[derive(Serialize, Deserialize)]
    pub Reason:
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
    /// passed: it is as the record says.
    AsExpected,
    /// failed: it is not as the record says, and nothing moves.
    NotAsExpected,
    /// failed: nothing that the expectation speaks of was found.
    NoneFound,
    /// unknown: no printed table has such a column.
    NoSuchColumn,
    /// unknown: the output stopped at a limit, and what is missing may lie beyond it.
    Truncated,
    /// unknown: the nodes were not listed.
    NodesNotSeen,
    /// pending: metrics-server has no sample yet.
    NoSample,
    /// pending: no log line yet.
    NoLines,
    /// pending: still on its way.
    StillMoving,
    /// manual: what the step's commands print can't be held against the expectation.
    NotComparable,
    /// manual: the time since the deployment is meant, and nothing tells when that was.
    NotDated,
    /// manual: what the expectation is compared with is a secret, and masked.
    Masked,
    /// manual: the expectation was not understood completely.
    NotUnderstood,
    /// manual: no expectation stands beside the command.
    NothingStated,
    /// manual: a command of the step was not asked.
    NotAsked,
    /// passed: ticked before, and not the tool's to judge again.
    Settled,
    /// manual: its marker says that a person is at it.
    InProgressByHand,
    /// manual: it is tied to a step that the plan does not have.
    TieWithoutStep,
    /// manual: several steps fit it equally well.
    AmbiguousTie,
    /// manual: nothing in the record stands for it.
    NoCheck,
    /// manual: it is to be done before the deployment.
    BeforeDeployment,
    /// manual: the stage that it belongs to has not begun.
    StageNotBegun,
    /// manual: it, or what stands over it, speaks of another environment, stage or component than was looked at.
    Elsewhere,
    /// manual: its author left it to a person with `<!-- check:person -->`.
    ForPerson,
    /// manual: its step was left out of this run.
    NotChecked,
    /// manual: the plan states no threshold of CPU or memory.
    NoThreshold,
    /// manual: the record's workloads can't be told from its commands.
    NoWorkloads,
    /// manual: the record names no Argo CD Application.
    NoApplication,
    /// passed: every live pod is running and ready.
    PodsReady,
    /// manual: the record names no Gitploy deployment.
    NoDeployment,
    /// failed: Gitploy does not know the deployment.
    DeploymentNotFound,
    /// passed: Gitploy says success.
    DeploymentSucceeded,
    /// failed: Gitploy says failure.
    DeploymentFailed,
    /// failed: Gitploy says canceled.
    DeploymentCanceled,
    /// pending: the deployment waits for a review or for its turn.
    DeploymentWaiting,
    /// pending: the deployment is under way, or its word is not known.
    DeploymentInProgress,
    /// pending: the record's deployment is not in the cluster yet.
    NotDeployedYet,
    /// pending: the record's deployment failed or was canceled.
    NotDeployed,
    /// unknown: whether the record's deployment is in the cluster is not known.
    ArrivalUnknown,
    /// unknown: a later deployment took its place, and does not contain it as far as is known.
    Superseded,
    /// unknown: the record names another environment than its deployment's.
    OtherEnvironment,
    /// passed: over the whole time nothing restarted or failed, and everything is ready.
    Stable,
    /// pending: the time of the watch is not over.
    NotDueYet,
    /// failed: a container restarted, or ended, since the deployment.
    Restarted,
    /// manual: pods came during the watch, and what happened to those before them can't be seen.
    PodsReplaced,
    /// manual: the time is over, and what is seen now may have begun after it.
    AfterWatch,
    /// manual: no pod was seen that could tell whether it was stable.
    NothingToJudge,
    ..
    /// What was asked could not be looked at, or is not there: why.
    #[serde(untagged)]
    Cause(Cause),
}

impl From<Cause> for Reason {
    fn from(cause: Cause) -> Reason {
        Reason::Cause(cause)
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl Reason {
    /// A judgement for this reason.
    pub(crate) fn judged(self, verdict: Verdict, message: impl Into<String>) -> Judgement {
        Judgement::new(verdict, self, message)
    }
}
