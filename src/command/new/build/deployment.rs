//! A deployment in a context, and the command that asks for one.

use super::{commits, instant};
use crate::command::new::Setting;
use crate::command::new::facts::Facts;
use crate::command::new::history::Deployed;
use crate::command::new::plan::quoted;
use crate::facts::deployment::{Deployment, Progress, System};
use crate::render::context::{Approval, DeploymentContext, DeploymentState, ShareContext};
use serde_json::json;

/// A deployment, told.
pub fn context(deployed: &Deployed, facts: &Facts, setting: &Setting<'_>) -> DeploymentContext {
    let one = &deployed.deployment;
    let state = state(one);
    let finished = one.finished_at();
    let host = setting.shown_host.clone().unwrap_or_default();
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
        url: match (one.source, &one.html_url) {
            (source, _) if source.is_unsaid() => {
                format!("{host}/{}/deployments/{}", one.repo, one.number)
            }
            (_, page) => page.clone().unwrap_or_default(),
        },
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
        request: request(one, &one.kind, &one.reference),
        command: command(one, &request(one, &one.kind, &one.reference), setting),
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
pub fn state(one: &Deployment) -> DeploymentState {
    match one.progress() {
        Progress::Waiting => DeploymentState::Waiting,
        Progress::Succeeded | Progress::Superseded => DeploymentState::Success,
        Progress::Failed => DeploymentState::Failure,
        Progress::Canceled => DeploymentState::Canceled,
        Progress::UnderWay => DeploymentState::Running,
    }
}

/// The body that asks Gitploy for a deployment of `reference`, as JSON for people.
fn request(one: &Deployment, kind: &str, reference: &str) -> String {
    let kind = if kind.is_empty() { "commit" } else { kind };
    match one.source {
        System::Argocd | System::Flux | System::Gitlab => return String::new(),
        System::Github => {
            let mut body = json!({"ref": reference, "environment": one.env});
            if let Some(payload) = &one.dynamic_payload {
                body["payload"] = payload.clone();
            }
            return serde_json::to_string_pretty(&body).unwrap_or_default();
        }
        _ => {}
    }
    let mut body = json!({"type": kind, "ref": reference, "env": one.env});
    if let Some(payload) = &one.dynamic_payload {
        body["dynamic_payload"] = payload.clone();
    }
    serde_json::to_string_pretty(&body).unwrap_or_default()
}

/// The body that asks for a commit again that an earlier deployment had, with a comment that says so.
pub fn request_back(one: &Deployment, sha: &str, comment: String) -> String {
    let mut back = one.clone();
    let has_comment = back.payload("deployComment").is_some();
    if let Some(payload) = back.dynamic_payload.as_mut().filter(|_| has_comment) {
        payload["deployComment"] = comment.into();
    }
    request(&back, "commit", sha)
}

/// `flux reconcile kustomization apps -n flux-system`.
fn reconcile(object: &str) -> Option<String> {
    let mut parts = object.splitn(3, '/');
    let (kind, namespace, name) = (parts.next()?, parts.next()?, parts.next()?);
    let (namespace, name) = (quoted(namespace), quoted(name));
    Some(format!(
        "flux reconcile {kind} {name} -n {namespace} --with-source"
    ))
}

/// The command that sends a body, to be pasted by a person: `report` never runs it.
pub fn command(one: &Deployment, body: &str, setting: &Setting<'_>) -> Option<String> {
    let repo = &one.repo;
    match one.source {
        System::Gitlab => return None,
        System::Github => {
            let body = body.replace('\'', "'\\''").replace('\n', "\n  ");
            return Some(format!(
                "gh api -X POST {} --input - <<< '{body}'",
                quoted(&format!("repos/{repo}/deployments"))
            ));
        }
        System::Argocd => return Some(format!("argocd app sync {}", quoted(repo))),
        System::Flux => return reconcile(repo),
        _ => {}
    }
    let token = one.source.variables().first()?;
    let host = setting.shown_host.as_deref()?;
    let url = format!("{host}/api/v1/repos/{}/deployments", one.repo);
    let body = body.replace('\'', "'\\''");
    Some(format!(
        "curl -X POST \\\n  -H \"Authorization: Bearer ${token}\" \\\n  \
         -H \"Content-Type: application/json\" \\\n  -d '{}' \\\n  {}",
        body.replace('\n', "\n  "),
        quoted(&url)
    ))
}
