//! What a checklist item stands for beside the steps of the plan: a deployment, a revision, pods, a
//! watch of days. Here are the reasons; [`super::gitploy`] and [`super::stability`] hold the rules.

use crate::facts::named::named;
use crate::facts::verdict::{Judgement, Verdict};

named! {
    /// Why an item, or what it stands for, came to its verdict. Listed in `docs/verdicts.md`.
    pub(crate) Reason:
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
    /// failed: nothing of that name or selector is there.
    NotFound,
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
}

impl Reason {
    /// A judgement for this reason.
    pub(crate) fn judged(self, verdict: Verdict, message: impl Into<String>) -> Judgement {
        Judgement::new(verdict, self.word(), message)
    }
}
