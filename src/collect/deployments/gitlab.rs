//! GitLab's Deployments over REST. A deployment has one status and, once it is done, the time at which
//! that was; `updated_at` moves with whatever touches the row later and is no such time.

use super::{Teller, Wanted, filled, lacks, list, reply, time, url};
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, Review, StatusEvent, System};
use crate::facts::observation::Cause;
use serde_json::Value;

/// As many entries as a page can have.
const PAGE: usize = 100;

pub(super) async fn whole(
    gitlab: &Teller,
    project: &str,
    id: &DeploymentId,
) -> Result<Deployment, Trouble> {
    let path = format!("{}/{}", of_project(project), url::encode(id.as_str()));
    let one = match json(gitlab, &path).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            match of_page(gitlab, project, id).await? {
                Some(one) => one,
                None => return Err(gitlab.without(project, id).await),
            }
        }
        one => one?,
    };
    deployment(gitlab, project, &one)
}

/// The deployment that GitLab's pages number so: within a project they count from one, and the API knows
/// deployments by another number.
async fn of_page(
    gitlab: &Teller,
    project: &str,
    id: &DeploymentId,
) -> Result<Option<Value>, Trouble> {
    let Some(wanted) = id.number() else {
        return Ok(None);
    };
    for page in 1..=super::PAGES {
        let pairs = vec![
            ("order_by", "id".to_string()),
            ("sort", "desc".to_string()),
            ("page", page.to_string()),
            ("per_page", PAGE.to_string()),
        ];
        let path = format!("{}{}", of_project(project), url::query(pairs));
        let list = match json(gitlab, &path).await {
            Err(trouble) if trouble.cause == Cause::NotFound => return Ok(None),
            answer => list(answer?)?,
        };
        let number = |one: &Value| one["iid"].as_u64();
        let is_over = list.len() < PAGE || list.last().and_then(number) < Some(wanted);
        let mut all = list.into_iter();
        let found = all.find(|one| number(one) == Some(wanted));
        if found.is_some() || is_over {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) async fn page(
    gitlab: &Teller,
    project: &str,
    wanted: Wanted<'_>,
    page: usize,
) -> Result<Vec<Deployment>, Trouble> {
    // Without these they come oldest first.
    let mut pairs = vec![("order_by", "id".to_string()), ("sort", "desc".to_string())];
    pairs.extend(wanted.env.map(|env| ("environment", env.to_string())));
    pairs.extend(wanted.succeeded.then(|| ("status", "success".to_string())));
    pairs.push(("page", page.to_string()));
    pairs.push(("per_page", PAGE.to_string()));
    let path = format!("{}{}", of_project(project), url::query(pairs));
    let list = list(json(gitlab, &path).await?)?;
    list.iter()
        .map(|one| deployment(gitlab, project, one))
        .collect()
}

/// The path of the one newest deployment.
pub(super) fn one_path(project: &str) -> String {
    format!("{}?page=1&per_page=1", of_project(project))
}

/// Where the API of an address for people is.
pub(super) fn api(host: &str) -> String {
    let host = host.trim_end_matches('/');
    match host.ends_with("/api/v4") {
        true => host.to_owned(),
        false => format!("{host}/api/v4"),
    }
}

fn of_project(project: &str) -> String {
    format!("/projects/{}/deployments", url::encode(project))
}

async fn json(gitlab: &Teller, path: &str) -> Result<Value, Trouble> {
    let answer = gitlab.ask(path).await?;
    reply::json(&answer).map_err(|trouble| match trouble.cause {
        // What a token may not see is answered as what is not there.
        Cause::NoSuchApi => Trouble {
            cause: Cause::NotFound,
            ..trouble
        },
        _ => trouble,
    })
}

fn deployment(gitlab: &Teller, project: &str, one: &Value) -> Result<Deployment, Trouble> {
    let required = |key: &str| {
        filled(one, &format!("/{}", key.replace('.', "/"))).ok_or_else(|| lacks("deployment", key))
    };
    let id = one["id"].as_u64();
    let status = required("status")?;
    let finished = time(one, "/finished_at").or_else(|| time(one, "/deployable/finished_at"));
    let ended = finished.map(|at| StatusEvent {
        status: status.clone(),
        description: None,
        log_url: filled(one, "/deployable/web_url"),
        created_at: at,
    });
    let reviews = one["approvals"].as_array().into_iter().flatten();
    let host = gitlab.access.host.trim_end_matches('/');
    let page = one.pointer("/environment/id").and_then(Value::as_u64);
    let created = time(one, "/created_at").ok_or_else(|| lacks("deployment", "created_at"))?;
    let id = id.ok_or_else(|| lacks("deployment", "id"))?;
    Ok(Deployment {
        kind: match one.pointer("/deployable/tag").and_then(Value::as_bool) {
            Some(true) => "tag",
            Some(false) | None => "branch",
        }
        .into(),
        env: required("environment.name")?,
        reference: required("ref")?,
        status,
        sha: filled(one, "/sha"),
        html_url: page.map(|id| format!("{host}/{project}/-/environments/{id}")),
        production_environment: filled(one, "/environment/tier").as_deref() == Some("production"),
        description: filled(one, "/deployable/name"),
        user: filled(one, "/user/username"),
        statuses: ended.into_iter().collect(),
        reviews: reviews.map(review).collect::<Result<_, _>>()?,
        ..Deployment::of(System::Gitlab, project, id, created)
    })
}

fn review(one: &Value) -> Result<Review, Trouble> {
    Ok(Review {
        status: filled(one, "/status").unwrap_or_default(),
        user: filled(one, "/user/username"),
        comment: filled(one, "/comment"),
        updated_at: time(one, "/created_at").ok_or_else(|| lacks("approval", "created_at"))?,
    })
}
