//! A deployment in a context.

use super::{commits, instant};
use crate::command::new::Setting;
use crate::command::new::facts::Facts;
use crate::command::new::history::Deployed;
use crate::facts::deployment::{Deployment, Progress};
use crate::render::context::{Approval, DeploymentContext, DeploymentState, ShareContext};

/// A deployment, told.
pub(super) fn context(
    deployed: &Deployed,
    facts: &Facts,
    setting: &Setting<'_>,
) -> DeploymentContext {
    let one = &deployed.deployment;
    let state = state(one);
    let finished = one.finished_at();
    let host = setting.shown_host.as_deref();
    let approved = one.reviews.iter();
    let approved = approved.filter(|review| review.status == "approved");
    let approvals: Vec<Approval> = approved
        .filter_map(|review| {
            Some(Approval {
                who: review.user.clone()?,
                at: instant(review.updated_at),
            })
        })
        .collect();
    let forge = facts.history.as_ref().and_then(|h| h.forge.as_ref());
    DeploymentContext {
        number: one.number.clone(),
        source: one.source,
        system: one.source.name().into(),
        url: one.page(host).unwrap_or_default(),
        repo: one.repo.clone(),
        environment: one.env.clone(),
        kind: one.kind.clone(),
        reference: one.reference.clone(),
        sha: one.sha.clone(),
        status: one.status.clone(),
        state,
        app: one.payload("app").map(String::from),
        comment: one
            .payload("deployComment")
            .map(String::from)
            .or(one.description.clone()),
        user: one.user.clone(),
        is_rollback: one.is_rollback,
        created_at: instant(one.created_at),
        finished_at: finished.map(instant),
        seconds: finished.map(|at| (at - one.created_at).num_seconds()),
        approved_by: approvals.iter().map(|one| one.who.clone()).collect(),
        approvals,
        previous: deployed.previous.clone(),
        changes: deployed.counted,
        request: one.request(),
        command: one.command(host),
        share: deployed.share.as_ref().map(|share| ShareContext {
            commits: share
                .commits
                .iter()
                .map(|one| commits::commit(one, forge))
                .collect(),
            more_commits: share.more_commits,
            files: share.files.clone(),
            more_files: share.more_files,
        }),
    }
}

/// What a deployment's status means.
pub(super) fn state(one: &Deployment) -> DeploymentState {
    match one.progress() {
        Progress::Waiting => DeploymentState::Waiting,
        Progress::Succeeded | Progress::Superseded => DeploymentState::Success,
        Progress::Failed => DeploymentState::Failure,
        Progress::Canceled => DeploymentState::Canceled,
        Progress::UnderWay => DeploymentState::Running,
    }
}
