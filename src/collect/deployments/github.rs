//! GitHub's Deployments over REST. A deployment has no status of its own: it is in the newest of its
//! status events. What was in force and is not any more is `inactive`, and no list filters by status.

use super::{
    Dialect, PAGE, Teller, filled, lacks, list, made, owner_and_name, required, status_event,
};
use crate::collect::pages::Pages;
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, System};
use crate::facts::fields::flag;
use crate::facts::observation::Cause;
use crate::facts::percent;
use serde_json::Value;

/// How GitHub is asked.
pub(super) const DIALECT: Dialect = Dialect {
    api,
    path: |project| format!("/repos/{}/deployments", owner_and_name(project)),
    environment: "environment",
    page: PAGE,
    newest_first: &[],
    knows_success: false,
    list,
    deployment,
    is_own: |_| true,
};

pub(super) async fn whole(
    github: &Teller,
    repo: &str,
    id: &DeploymentId,
) -> Result<Deployment, Trouble> {
    let path = format!(
        "{}/{}",
        github.list_path(repo),
        percent::encoded(id.as_str(), "")
    );
    let one = match github.json(&path).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            return Err(github.without(repo, id).await);
        }
        one => one?,
    };
    with_status(github, repo, deployment(github, repo, &one)?).await
}

/// A deployment with its status events, and with the status that the newest of them is.
pub(super) async fn with_status(
    github: &Teller,
    repo: &str,
    mut one: Deployment,
) -> Result<Deployment, Trouble> {
    let number = percent::encoded(one.number.as_str(), "");
    let path = format!("{}/{number}/statuses", github.list_path(repo));
    let (mut pages, mut events) = (Pages::default(), Vec::new());
    for page in 1.. {
        let pairs = vec![("page", page.to_string()), ("per_page", PAGE.to_string())];
        let list = list(
            github
                .json(&format!("{path}{}", percent::query(pairs)))
                .await?,
        )?;
        let is_last = list.len() < PAGE;
        let marks: Option<Vec<u64>> = list.iter().map(|event| event["id"].as_u64()).collect();
        let marks = marks.ok_or_else(|| lacks("status event", "id"))?;
        if !pages.is_news(marks.iter().copied())? {
            break;
        }
        events.extend(marks.into_iter().zip(list));
        if is_last {
            break;
        }
    }
    // Several come within a second: their ids tell which is the newest.
    events.sort_by_key(|(id, _)| *id);
    events.dedup_by_key(|(id, _)| *id);
    let events = events.iter().map(|(_, event)| status_event(event, "state"));
    one.statuses = events.collect::<Result<_, _>>()?;
    if let Some(last) = one.statuses.last() {
        one.status.clone_from(&last.status);
    }
    Ok(one)
}

/// Where the API of an address for people is: github.com and ghe.com have a host of their own for it, an
/// Enterprise server a path.
fn api(host: &str) -> String {
    let host = host.trim_end_matches('/');
    match host.split_once("://") {
        Some((scheme, name)) if name == "github.com" || name.ends_with(".ghe.com") => {
            format!("{scheme}://api.{name}")
        }
        Some((_, name)) if name.starts_with("api.") => host.to_owned(),
        Some(_) | None => {
            if host.ends_with("/api/v3") {
                host.to_owned()
            } else {
                format!("{host}/api/v3")
            }
        }
    }
}

fn deployment(github: &Teller, repo: &str, one: &Value) -> Result<Deployment, Trouble> {
    let required = |key: &str| required("deployment", one, key);
    let (reference, sha) = (required("ref")?, required("sha")?);
    let env = required("environment")?;
    // The payload is what its creator sent: an object, or JSON in a text.
    let payload = match &one["payload"] {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    };
    let payload =
        Some(payload).filter(|payload| payload.as_object().is_some_and(|o| !o.is_empty()));
    let page = format!(
        "{}/{repo}/deployments/{}",
        github.access.host.trim_end_matches('/'),
        percent::encoded(&env, "")
    );
    let created = made("deployment", one, "created_at")?;
    let id = one["id"]
        .as_u64()
        .ok_or_else(|| lacks("deployment", "id"))?;
    Ok(Deployment {
        kind: if reference == sha { "commit" } else { "branch" }.into(),
        env,
        reference,
        // GitHub itself calls one without events so.
        status: "pending".into(),
        sha: Some(sha),
        html_url: Some(page),
        production_environment: flag(one, "/production_environment"),
        dynamic_payload: payload,
        description: filled(one, "/description"),
        user: filled(one, "/creator/login"),
        ..Deployment::of(System::Github, repo, id, created)
    })
}
