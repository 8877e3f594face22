//! GitHub's Deployments over REST. A deployment has no status of its own: it is in the newest of its
//! status events. What was in force and is not any more is `inactive`, and no list filters by status.

use super::{Form, Teller, Wanted, filled, lacks, list, time, url};
use crate::collect::pages::Pages;
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, StatusEvent, System};
use crate::facts::observation::Cause;
use futures::FutureExt;
use serde_json::Value;

/// As many entries as a page can have.
const PAGE: usize = 100;

pub(super) const FORM: Form = Form {
    api,
    one_path,
    whole: |teller, project, id| whole(teller, project, id).boxed(),
    page: |teller, project, wanted, at| page(teller, project, wanted, at).boxed(),
    settled: Some(|teller, project, one| settled(teller, project, one).boxed()),
};

async fn whole(github: &Teller, repo: &str, id: &DeploymentId) -> Result<Deployment, Trouble> {
    let path = format!("{}/{}", of_repo(repo), url::encode(id.as_str()));
    let one = match github.json(&path).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            return Err(github.without(repo, id).await);
        }
        one => one?,
    };
    settled(github, repo, deployment(github, repo, &one)?).await
}

async fn page(
    github: &Teller,
    repo: &str,
    wanted: Wanted<'_>,
    page: usize,
) -> Result<Vec<Deployment>, Trouble> {
    let mut pairs = Vec::new();
    pairs.extend(wanted.env.map(|env| ("environment", env.to_string())));
    pairs.push(("page", page.to_string()));
    pairs.push(("per_page", PAGE.to_string()));
    let path = format!("{}{}", of_repo(repo), url::query(pairs));
    let list = list(github.json(&path).await?)?;
    list.iter()
        .map(|one| deployment(github, repo, one))
        .collect()
}

/// A deployment with its status events, and with the status that the newest of them is.
async fn settled(github: &Teller, repo: &str, mut one: Deployment) -> Result<Deployment, Trouble> {
    let path = format!(
        "{}/{}/statuses",
        of_repo(repo),
        url::encode(one.number.as_str())
    );
    let (mut pages, mut events) = (Pages::default(), Vec::new());
    for page in 1.. {
        let pairs = vec![("page", page.to_string()), ("per_page", PAGE.to_string())];
        let list = list(github.json(&format!("{path}{}", url::query(pairs))).await?)?;
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
    let events = events.iter().map(|(_, event)| status_event(event));
    one.statuses = events.collect::<Result<_, _>>()?;
    if let Some(last) = one.statuses.last() {
        one.status.clone_from(&last.status);
    }
    Ok(one)
}

/// The path of the one newest deployment.
fn one_path(repo: &str) -> String {
    format!("{}?page=1&per_page=1", of_repo(repo))
}

/// Where the API of an address for people is: github.com and ghe.com have a host of their own for it, an
/// Enterprise server a path.
pub(super) fn api(host: &str) -> String {
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

fn of_repo(repo: &str) -> String {
    let (owner, name) = repo.split_once('/').unwrap_or(("", repo));
    let (owner, name) = (url::encode(owner), url::encode(name));
    format!("/repos/{owner}/{name}/deployments")
}

fn deployment(github: &Teller, repo: &str, one: &Value) -> Result<Deployment, Trouble> {
    let required =
        |key: &str| filled(one, &format!("/{key}")).ok_or_else(|| lacks("deployment", key));
    let id = one["id"].as_u64();
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
        url::encode(&env)
    );
    let created = time(one, "/created_at").ok_or_else(|| lacks("deployment", "created_at"))?;
    let id = id.ok_or_else(|| lacks("deployment", "id"))?;
    Ok(Deployment {
        kind: if reference == sha { "commit" } else { "branch" }.into(),
        env,
        reference,
        // GitHub itself calls one without events so.
        status: "pending".into(),
        sha: Some(sha),
        html_url: Some(page),
        production_environment: one["production_environment"].as_bool().unwrap_or(false),
        dynamic_payload: payload,
        description: filled(one, "/description"),
        user: filled(one, "/creator/login"),
        ..Deployment::of(System::Github, repo, id, created)
    })
}

fn status_event(one: &Value) -> Result<StatusEvent, Trouble> {
    Ok(StatusEvent {
        status: filled(one, "/state").ok_or_else(|| lacks("status event", "state"))?,
        description: filled(one, "/description"),
        log_url: filled(one, "/log_url"),
        created_at: time(one, "/created_at").ok_or_else(|| lacks("status event", "created_at"))?,
    })
}
