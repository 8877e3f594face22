//! Gitploy, as its server (1.1) answers, oddities included: every unknown path is 200 and its web page,
//! and every page of `/changes` is the same one. One repository, `Buzzvil/buzz-k8s-resources`, and the
//! deployments that lead to 4354. The story is ours; the shapes are those of recorded answers.

use super::answer::{Answer, Request};
use super::{DEPLOYMENT, FORGE_FIRST, GITPLOY_TOKEN, REPOSITORY, REVISION_AFTER, REVISION_BEFORE};
use super::{Stage, Told};
use chrono::{DateTime, Utc};
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::LazyLock;

const PAGE: &str = "https://github.com/Buzzvil/buzz-k8s-resources";

/// The commit of the deployment that waits.
const WAITING: &str = "5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7";
/// The one that a test may let follow.
const LATER: u64 = 4360;

/// A deployment in as few words as possible; everything else follows from them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Deployment {
    /// Without events it waits for a review.
    #[serde(flatten)]
    told: Told,
    comment: String,
    user: String,
    is_rollback: bool,
    /// Reviewer, status, comment, time.
    review: Option<(String, String, String, String)>,
}

static STORY: LazyLock<Vec<Deployment>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/story.json")).expect("the story is JSON")
});

/// The answer to one request.
pub(super) fn answer(stage: &Stage, request: &Request) -> Answer {
    let known = request.bearer() == Some(GITPLOY_TOKEN);
    let segments = request.segments();
    if !segments.starts_with(&["api", "v1"]) {
        return page(known);
    }
    if !known {
        let body = json!({"message": "Unauthorized user"});
        return Answer::json(StatusCode::UNAUTHORIZED, &body);
    }
    if request.method != Method::GET {
        return refusal(403, "permission_required", "It has denied to access");
    }
    match segments.as_slice() {
        ["api", "v1", "user"] => Answer::ok(&user("kiro-reader")),
        ["api", "v1", "repos", namespace, name, rest @ ..] => {
            if format!("{namespace}/{name}") != REPOSITORY {
                return not_found("The repository is not found.");
            }
            repository(stage, request, rest)
        }
        _ => page(known),
    }
}

/// What answers every path that is not one of the API: the web page, or the way to log in.
fn page(known: bool) -> Answer {
    let html = "text/html; charset=utf-8";
    if !known {
        let mut answer = Answer::body(
            StatusCode::FOUND,
            html,
            "<a href=\"https://github.com\">Found</a>.\n",
        );
        let login = "https://github.com/login/oauth/authorize".to_string();
        answer.headers.push(("location", login));
        return answer;
    }
    let page = "<!doctype html><html><head><title>Gitploy</title></head>\
                <body><div id=\"root\"></div></body></html>\n";
    Answer::body(StatusCode::OK, html, page)
}

fn repository(stage: &Stage, request: &Request, rest: &[&str]) -> Answer {
    match rest {
        [] => Answer::ok(&repo()),
        ["config"] => Answer::ok(&config()),
        ["deployments"] => listed(stage, request),
        ["deployments", number] => found(stage, number, |each| {
            let mut one = deployment(stage, each);
            // Only one that is asked for by its number has them, and only if there are some.
            if let Value::Array(events) = statuses(stage, each)
                && !events.is_empty()
            {
                one["edges"]["deployment_statuses"] = events.into();
            }
            one
        }),
        ["deployments", number, "statuses"] => found(stage, number, |each| statuses(stage, each)),
        ["deployments", number, "reviews"] => found(stage, number, reviews),
        ["deployments", number, "changes"] => match range(request) {
            // The page is checked, and then every page is the same one.
            Ok(_) => found(stage, number, |each| changes(stage, each).into()),
            Err(refusal) => refusal,
        },
        _ => page(true),
    }
}

fn found(stage: &Stage, number: &str, write: impl Fn(&Deployment) -> Value) -> Answer {
    let Ok(number) = number.parse::<u64>() else {
        return refusal(400, "parameter_invalid", "The number must be number.");
    };
    let all = story(stage);
    match all.iter().find(|each| each.told.id == number) {
        Some(deployment) => Answer::ok(&write(deployment)),
        None => not_found("The deployment is not found."),
    }
}

fn listed(stage: &Stage, request: &Request) -> Answer {
    let range = match range(request) {
        Ok(range) => range,
        Err(refusal) => return refusal,
    };
    let fits =
        |wanted: Option<&str>, is: &str| wanted.is_none_or(|each| each.is_empty() || each == is);
    let all = story(stage)
        .iter()
        .filter(|each| fits(request.param("env"), &each.told.env))
        .filter(|each| fits(request.param("status"), status(stage, &each.told)))
        .map(|each| deployment(stage, each))
        .collect();
    Answer::ok(&paged(all, range))
}

fn range(request: &Request) -> Result<(usize, usize), Answer> {
    let number = |name: &str, default: usize| match request.param(name) {
        None => Ok(default),
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| {
                refusal(
                    400,
                    "parameter_invalid",
                    &format!("The {name} must be number."),
                )
            }),
    };
    Ok((number("page", 1)?, number("per_page", 30)?.min(100)))
}

fn paged(all: Vec<Value>, (page, per_page): (usize, usize)) -> Value {
    let skipped = (page - 1).saturating_mul(per_page);
    Value::Array(all.into_iter().skip(skipped).take(per_page).collect())
}

/// All deployments that exist by now, newest first.
fn story(stage: &Stage) -> Vec<Deployment> {
    if let Some(told) = &stage.told {
        let retold = |one: &Told| Deployment {
            told: one.clone(),
            user: "deployer".into(),
            ..Deployment::default()
        };
        return told.iter().map(retold).collect();
    }
    let mut all = STORY.clone();
    all.retain(|each| {
        is_past(&each.told.created, stage.now) && (each.told.id != LATER || stage.later.is_some())
    });
    for each in &mut all {
        let sha = each
            .told
            .sha
            .replace(REVISION_BEFORE, &stage.revision_before);
        each.told.sha = sha.replace(REVISION_AFTER, &stage.revision_after);
        if let (LATER, Some((sha, is_rollback))) = (each.told.id, &stage.later) {
            (each.told.sha, each.is_rollback) = (sha.clone(), *is_rollback);
        }
        each.told
            .events
            .retain(|(time, _)| is_past(time, stage.now));
    }
    all
}

/// The status word that a test gave the deployment, whatever the story says.
fn forced(stage: &Stage, id: u64) -> Option<&String> {
    stage
        .deployment_status
        .as_ref()
        .filter(|_| id == DEPLOYMENT)
}

/// The story as the forges tell it.
pub(super) fn told(stage: &Stage) -> Vec<Told> {
    let all = story(stage).into_iter().map(|each| each.told);
    all.map(|mut told| {
        if let (Some(word), Some(last)) = (forced(stage, told.id), told.events.last_mut()) {
            last.1.clone_from(word);
        }
        told.id += FORGE_FIRST;
        // A forge knows the commit from the start.
        if told.sha.is_empty() {
            told.sha = WAITING.into();
        }
        told
    })
    .collect()
}

/// The word of the row, which Gitploy makes from the last event.
fn status<'a>(stage: &'a Stage, told: &'a Told) -> &'a str {
    if let Some(word) = forced(stage, told.id) {
        return word;
    }
    match told.events.last().map(|(_, word)| word.as_str()) {
        None => "waiting",
        Some(word @ ("success" | "failure" | "queued" | "canceled")) => word,
        Some(_) => "running",
    }
}

fn deployment(stage: &Stage, each: &Deployment) -> Value {
    let told = &each.told;
    let handed_over = !told.sha.is_empty();
    // Whatever touches the row later moves `updated_at`: a lock, a rollback, a new column.
    let touched = told.events.last().map_or(&told.created, |(time, _)| time);
    json!({
        "id": told.id + 1200,
        "number": told.id,
        "type": "commit",
        "env": told.env,
        "ref": if handed_over { told.sha.as_str() } else { WAITING },
        "dynamic_payload": {"app": told.app, "deployComment": each.comment},
        "status": status(stage, told),
        "uid": if handed_over { 3_300_000_000 + told.id } else { 0 },
        "sha": told.sha,
        "html_url": if handed_over { format!("{PAGE}/deployments/{}", told.env) } else { String::new() },
        "production_environment": told.env == "buzzvil-eks-ops",
        "is_rollback": each.is_rollback,
        "created_at": told.created,
        "updated_at": touched,
        "user_id": 17,
        "repo_id": 42,
        "is_approval_enabled": null,
        "required_approval_count": null,
        "edges": {"user": user(&each.user), "repo": repo()},
    })
}

fn statuses(stage: &Stage, each: &Deployment) -> Value {
    let told = &each.told;
    let events = told.events.iter().enumerate().map(|(place, (time, word))| {
        let is_last = place + 1 == told.events.len();
        let forced = forced(stage, told.id).filter(|_| is_last);
        json!({
            "id": told.id * 10 + place as u64,
            "status": forced.unwrap_or(word),
            "description": format!("{} is {word}", told.app),
            "log_url": format!("{PAGE}/actions/runs/{}", 19_900_000_000 + told.id),
            "created_at": time,
            "updated_at": time,
            "deployment_id": told.id + 1200,
            "repo_id": 42,
            "edges": {},
        })
    });
    events.collect()
}

fn reviews(each: &Deployment) -> Value {
    let review = each.review.iter().map(|(who, status, comment, time)| {
        json!({
            "id": each.told.id * 10, "status": status, "comment": comment,
            "created_at": time, "updated_at": time, "user_id": 5,
            "deployment_id": each.told.id + 1200, "edges": {"user": user(who)},
        })
    });
    review.collect()
}

/// The commits since the previous successful deployment of the environment.
fn changes(stage: &Stage, each: &Deployment) -> Vec<Value> {
    if each.told.id != DEPLOYMENT {
        return Vec::new();
    }
    let commits = stage.changes.iter();
    commits
        .map(|(sha, message)| {
            json!({
                "sha": sha,
                "message": message,
                "is_pull_request": message.lines().next().unwrap_or_default().ends_with(')'),
                "html_url": format!("{PAGE}/commit/{sha}"),
                "author": {"login": "kiro-deployer", "avatar_url": "", "date": "2025-12-05T10:00:12Z"},
            })
        })
        .collect()
}

fn repo() -> Value {
    json!({
        "id": 42, "namespace": "Buzzvil", "name": "buzz-k8s-resources",
        "description": "Kubernetes resources of every cluster", "config_path": "deploy.yml",
        "active": true, "webhook_id": 7, "owner_id": 1,
        "created_at": "2022-03-14T02:00:00.123456789Z", "updated_at": "2025-11-30T02:00:00.123456789Z",
        "latest_deployed_at": "2025-11-30T02:00:00.123456789Z", "edges": {},
    })
}

fn user(login: &str) -> Value {
    json!({"id": 17, "login": login, "avatar": "", "admin": false, "expiry": "0001-01-01T00:00:00Z",
           "created_at": "2022-03-14T02:00:00.123456789Z",
           "updated_at": "2025-11-30T02:00:00.123456789Z", "edges": {}})
}

fn config() -> Value {
    let env = |name: &str, production: bool| {
        json!({
            "name": name, "task": "deploy", "description": format!("Argo CD of {name}"),
            "auto_merge": false, "required_contexts": [], "production_environment": production,
            "dynamic_payload": {"enabled": true, "inputs": {
                "app": {"required": true, "type": "string",
                        "description": "File name of the Argo CD Application without .yaml"},
                "deployComment": {"required": true, "type": "string", "description": "Why"},
            }},
            "review": {"enabled": production, "reviewers": ["sre-lead"]},
        })
    };
    json!({"envs": [env("buzzvil-eks-ops", true), env("buzzvil-eks-dev", false)]})
}

fn is_past(time: &str, now: DateTime<Utc>) -> bool {
    time.parse::<DateTime<Utc>>().is_ok_and(|time| time <= now)
}

fn not_found(message: &str) -> Answer {
    refusal(404, "entity_not_found", message)
}

fn refusal(code: u16, word: &str, message: &str) -> Answer {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::json(status, &json!({"code": word, "message": message}))
}

#[cfg(test)]
mod tests;
