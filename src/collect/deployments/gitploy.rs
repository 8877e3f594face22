//! Gitploy's HTTP API v1, as its server (1.1) behaves: deployments with their status events and reviews.
//! Its `/changes` is not asked: whatever the page, it gives the same list, cut at 250, and each asking
//! costs the deployer's quota at GitHub.

use super::{Form, Teller, Wanted, filled, lacks, limited, list, reply, time, url};
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, Review, StatusEvent, System};
use crate::facts::observation::Cause;
use futures::FutureExt;
use serde_json::Value;

/// How many entries a page of a list has.
const PAGE: usize = 30;

pub(super) const FORM: Form = Form {
    api: str::to_owned,
    one_path,
    whole: |teller, project, id| whole(teller, project, id).boxed(),
    page: |teller, project, wanted, at| page(teller, project, wanted, at).boxed(),
    settled: None,
};

async fn whole(gitploy: &Teller, repo: &str, number: &DeploymentId) -> Result<Deployment, Trouble> {
    let path = format!("{}/{}", of_repo(repo), url::encode(number.as_str()));
    let one = match json(gitploy, &path).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            let is_there = trouble.detail.contains("The deployment is not found");
            return Err(if is_there {
                gitploy.without(repo, number).await
            } else {
                gitploy.without_repository(repo)
            });
        }
        one => one?,
    };
    let mut whole = deployment(repo, &one)?;
    let statuses = listed(json(gitploy, &format!("{path}/statuses")).await?)?;
    whole.statuses = statuses
        .iter()
        .map(status_event)
        .collect::<Result<_, _>>()?;
    whole.statuses.sort_by_key(|event| event.created_at);
    // Reviews are an extra: nothing is judged by them, so they stop nothing.
    let reviews = async { listed(json(gitploy, &format!("{path}/reviews")).await?) };
    let reviews = reviews.await;
    match reviews.and_then(|all| all.iter().map(review).collect()) {
        Ok(reviews) => whole.reviews = reviews,
        Err(trouble) => whole.unseen_reviews = Some(gitploy.place().blind(trouble)),
    }
    Ok(whole)
}

async fn page(
    gitploy: &Teller,
    repo: &str,
    wanted: Wanted<'_>,
    page: usize,
) -> Result<Vec<Deployment>, Trouble> {
    let mut pairs = Vec::new();
    pairs.extend(wanted.env.map(|env| ("env", env.to_string())));
    pairs.extend(wanted.succeeded.then(|| ("status", "success".to_string())));
    pairs.push(("page", page.to_string()));
    pairs.push(("per_page", PAGE.to_string()));
    let path = format!("{}{}", of_repo(repo), url::query(pairs));
    let list = listed(json(gitploy, &path).await?)?;
    list.iter().map(|one| deployment(repo, one)).collect()
}

/// A list, of which Go writes an empty one as `null`.
fn listed(value: Value) -> Result<Vec<Value>, Trouble> {
    match value {
        Value::Null => Ok(Vec::new()),
        value => list(value),
    }
}

/// The path of the one newest deployment.
fn one_path(repo: &str) -> String {
    format!("{}?page=1&per_page=1", of_repo(repo))
}

fn of_repo(repo: &str) -> String {
    let (namespace, name) = repo.split_once('/').unwrap_or(("", repo));
    let (namespace, name) = (url::encode(namespace), url::encode(name));
    format!("/api/v1/repos/{namespace}/{name}/deployments")
}

/// The JSON that a path answers. A 404 with a code of Gitploy's own is about the thing; one without
/// is about the path, and comes from somebody else.
async fn json(gitploy: &Teller, path: &str) -> Result<Value, Trouble> {
    let answer = gitploy.ask(path).await?;
    reply::json(&answer).map_err(|trouble| match trouble.cause {
        Cause::NoSuchApi if trouble.detail.contains("entity_not_found") => Trouble {
            cause: Cause::NotFound,
            ..trouble
        },
        _ => limited(&answer).unwrap_or(trouble),
    })
}

fn deployment(repo: &str, one: &Value) -> Result<Deployment, Trouble> {
    let text = |key: &str| one[key].as_str().map(String::from);
    let required = |key: &str| text(key).ok_or_else(|| lacks("deployment", key));
    let number = one["number"].as_u64();
    let number = number.ok_or_else(|| lacks("deployment", "number"))?;
    let created = time(one, "/created_at").ok_or_else(|| lacks("deployment", "created_at"))?;
    Ok(Deployment {
        kind: text("type").unwrap_or_default(),
        env: required("env")?,
        reference: required("ref")?,
        status: required("status")?,
        sha: filled(one, "/sha"),
        html_url: filled(one, "/html_url"),
        production_environment: one["production_environment"].as_bool().unwrap_or(false),
        is_rollback: one["is_rollback"].as_bool().unwrap_or(false),
        dynamic_payload: one
            .get("dynamic_payload")
            .filter(|p| p.is_object())
            .cloned(),
        user: filled(one, "/edges/user/login"),
        ..Deployment::of(System::Gitploy, repo, number, created)
    })
}

fn status_event(one: &Value) -> Result<StatusEvent, Trouble> {
    Ok(StatusEvent {
        status: filled(one, "/status").ok_or_else(|| lacks("status event", "status"))?,
        description: filled(one, "/description"),
        log_url: filled(one, "/log_url"),
        created_at: time(one, "/created_at").ok_or_else(|| lacks("status event", "created_at"))?,
    })
}

fn review(one: &Value) -> Result<Review, Trouble> {
    Ok(Review {
        status: one["status"].as_str().unwrap_or_default().to_string(),
        user: filled(one, "/edges/user/login"),
        comment: filled(one, "/comment"),
        updated_at: time(one, "/updated_at").ok_or_else(|| lacks("review", "updated_at"))?,
    })
}
