//! GitHub and GitLab, as their REST APIs are documented to answer about deployments: pages of at most
//! 100, GitHub's newest first and without a status, GitLab's oldest first unless it is asked otherwise.
//! They tell the story of Gitploy's deployments with ids of twelve digits, unless [`super::World::tell`]
//! gives them others.

use super::Told;
use super::answer::{Answer, Request};
use super::{FORGE_TOKEN, JOB_TOKEN, REPOSITORY, Stage, gitploy};
use hyper::StatusCode;
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

fn told(stage: &Stage, inactive: bool) -> Vec<Told> {
    if let Some(told) = &stage.told {
        return told.clone();
    }
    let mut all: Vec<Told> = gitploy::told(stage);
    all.sort_by_key(|one| std::cmp::Reverse(one.id));
    // What was in force before a later one of its environment is not any more.
    let succeeded: Vec<(u64, String, String)> = all
        .iter()
        .filter_map(|one| {
            let last = one.events.last().filter(|(_, word)| word == "success")?;
            Some((one.id, one.env.clone(), last.0.clone()))
        })
        .collect();
    for one in all.iter_mut().filter(|_| inactive) {
        let mut later = succeeded.iter().rev();
        let later = later.find(|(id, env, _)| *id > one.id && *env == one.env);
        let is_over = one.events.last().is_some_and(|(_, word)| word == "success");
        if let (Some((_, _, at)), true) = (later, is_over) {
            one.events.push((at.clone(), "inactive".into()));
        }
    }
    all
}

fn page(request: &Request, all: Vec<Value>) -> Answer {
    let number = |name: &str, default: usize| {
        let asked = request.param(name).and_then(|text| text.parse().ok());
        asked.filter(|asked| *asked > 0).unwrap_or(default)
    };
    let size = number(
        "per_page",
        if request.path.contains("/v4/") {
            20
        } else {
            30
        },
    )
    .min(100);
    let skipped = (number("page", 1) - 1).saturating_mul(size);
    Answer::ok(&all.into_iter().skip(skipped).take(size).collect())
}

/// The answer of GitHub to one request; below `/api/v3`, as an Enterprise server has it.
pub(super) fn github(stage: &Stage, request: &Request) -> Answer {
    if request.bearer() != Some(FORGE_TOKEN) {
        return said(401, "Bad credentials");
    }
    let segments = request.segments();
    let ["api", "v3", "repos", owner, name, "deployments", rest @ ..] = segments.as_slice() else {
        return said(404, "Not Found");
    };
    if format!("{owner}/{name}") != REPOSITORY {
        return said(404, "Not Found");
    }
    let all = told(stage, true);
    let of = |id: &str| all.iter().find(|one| one.id.to_string() == *id);
    tagged(
        request,
        match rest {
            [] => {
                let wanted = |one: &&Told| {
                    request
                        .param("environment")
                        .is_none_or(|env| env == one.env)
                };
                page(request, all.iter().filter(wanted).map(of_github).collect())
            }
            [id] => {
                of(id).map_or_else(|| said(404, "Not Found"), |one| Answer::ok(&of_github(one)))
            }
            [id, "statuses"] => match of(id) {
                None => said(404, "Not Found"),
                Some(one) => {
                    let events = one.events.iter().enumerate();
                    let events = events.map(|(at, (time, word))| {
                    json!({"id": one.id * 100 + at as u64, "state": word, "creator": {"login": "deployer"},
                        "description": format!("{word}."), "environment": one.env, "created_at": time,
                        "updated_at": time, "target_url": "", "log_url": "", "environment_url": ""})
                });
                    page(request, events.rev().collect())
                }
            },
            _ => said(404, "Not Found"),
        },
    )
}

/// An answer with its tag; without its body for who has it already.
fn tagged(request: &Request, mut answer: Answer) -> Answer {
    let mut hasher = DefaultHasher::new();
    answer.body.hash(&mut hasher);
    let tag = format!("W/\"{:x}\"", hasher.finish());
    if answer.status == StatusCode::OK && request.header("if-none-match") == Some(&tag) {
        answer = Answer::body(StatusCode::NOT_MODIFIED, "", "");
    }
    answer.headers.push(("etag", tag));
    answer
}

fn of_github(one: &Told) -> Value {
    let payload = match one.app.as_str() {
        "" => json!({}),
        app => json!({"app": app}),
    };
    json!({"id": one.id, "node_id": "DE_x", "sha": one.sha, "ref": one.sha, "task": "deploy",
        "payload": payload, "original_environment": one.env, "environment": one.env,
        "description": "Deploy request", "creator": {"login": "deployer", "type": "User"},
        "created_at": one.created, "updated_at": one.created, "transient_environment": false,
        "production_environment": one.env.ends_with("ops")})
}

/// The answer of GitLab to one request.
pub(super) fn gitlab(stage: &Stage, request: &Request) -> Answer {
    let by_job = request.header("job-token") == Some(JOB_TOKEN);
    if request.bearer() != Some(FORGE_TOKEN) && !by_job {
        return said(401, "401 Unauthorized");
    }
    // A project is named by its path, as one segment.
    let project = REPOSITORY.replace('/', "%2F");
    let start = format!("/api/v4/projects/{project}/deployments");
    let Some(rest) = request.path_and_query.strip_prefix(&start) else {
        return said(404, "404 Project Not Found");
    };
    let mut all = told(stage, false);
    all.reverse();
    let rest = rest.split('?').next().unwrap_or_default();
    match rest.trim_start_matches('/') {
        "" => {
            if request.param("sort") == Some("desc") {
                all.reverse();
            }
            let wanted = |one: &Value| {
                let is = |name: &str, pointer: &str| {
                    let asked = request.param(name);
                    asked.is_none_or(|asked| one.pointer(pointer) == Some(&json!(asked)))
                };
                is("environment", "/environment/name") && is("status", "/status")
            };
            let list = all.iter().map(of_gitlab).filter(wanted).collect();
            page(request, list)
        }
        id => match all.iter().find(|one| one.id.to_string() == id) {
            Some(one) => Answer::ok(&of_gitlab(one)),
            None => said(404, "404 Not found"),
        },
    }
}

fn of_gitlab(one: &Told) -> Value {
    let last = one.events.last();
    let word = last.map_or("blocked", |(_, word)| word.as_str());
    let word = match word {
        "failure" => "failed",
        "in_progress" => "running",
        "queued" => "created",
        other => other,
    };
    let ended = last.filter(|_| matches!(word, "success" | "failed" | "canceled"));
    let finished = ended.map(|(time, _)| time.clone());
    json!({"id": one.id, "iid": number_of_page(one.id), "ref": "main", "sha": one.sha, "status": word,
        "created_at": one.created, "updated_at": "2026-01-01T00:00:00.000Z", "finished_at": finished,
        "user": {"id": 1, "username": "deployer", "name": "Deployer"},
        "environment": {"id": 9, "name": one.env, "external_url": null, "tier": "production"},
        "deployable": {"id": 664, "name": "deploy", "stage": "deploy", "tag": false,
            "web_url": "https://gitlab.example.com/o/r/-/jobs/664", "finished_at": finished},
        "pending_approval_count": u8::from(word == "blocked"),
        "approvals": [{"user": {"username": "sre-lead"}, "status": "approved",
            "created_at": one.created, "comment": "LGTM"}]})
}

/// The number of a deployment's page. Ids of before are few, as on a server of few projects.
fn number_of_page(id: u64) -> u64 {
    match id {
        super::FORGE_FIRST.. => id % 1000,
        _ => id / 10,
    }
}

fn said(code: u16, message: &str) -> Answer {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::json(
        status,
        &json!({"message": message, "status": code.to_string()}),
    )
}
