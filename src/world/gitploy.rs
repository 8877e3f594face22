//! Gitploy, as its server (1.1) answers, oddities included: every unknown path is 200 and its web page,
//! and every page of `/changes` is the same one. One repository, `Buzzvil/buzz-k8s-resources`, and the
//! deployments that lead to 4354. The story is ours; the shapes are those of recorded answers.

use super::answer::{Answer, Request};
use super::{DEPLOYMENT, FORGE_FIRST, GITPLOY_TOKEN, REPOSITORY, Stage, Told};
use chrono::{DateTime, Utc};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

const PAGE: &str = "https://github.com/Buzzvil/buzz-k8s-resources";

/// The commit of the deployment that waits.
const WAITING: &str = "5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7";

/// A deployment in as few words as possible; everything else follows from them.
struct Deployment<'a> {
    number: u64,
    env: &'a str,
    app: &'a str,
    comment: &'static str,
    user: &'static str,
    sha: String,
    is_rollback: bool,
    created: &'a str,
    /// Time and status word, oldest first. None: it waits for a review.
    events: Vec<(&'a str, &'a str)>,
    /// Reviewer, status, comment, time.
    review: Option<(
        &'static str,
        &'static str,
        Option<&'static str>,
        &'static str,
    )>,
}

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

fn found(stage: &Stage, number: &str, write: impl Fn(&Deployment<'_>) -> Value) -> Answer {
    let Ok(number) = number.parse::<u64>() else {
        return refusal(400, "parameter_invalid", "The number must be number.");
    };
    let all = story(stage);
    match all.iter().find(|each| each.number == number) {
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
        .filter(|each| fits(request.param("env"), each.env))
        .filter(|each| fits(request.param("status"), &status(stage, each)))
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
#[expect(clippy::too_many_lines, reason = "one table, a row a deployment")]
fn story(stage: &Stage) -> Vec<Deployment<'_>> {
    if let Some(told) = &stage.told {
        return told.iter().map(retold).collect();
    }
    let mut all = vec![
        Deployment {
            number: 4354,
            env: "buzzvil-eks-ops",
            app: "alloy-ops",
            comment: "Run Alloy on every ops node: tolerations under controller",
            user: "kiro-deployer",
            sha: stage.revision_after.clone(),
            is_rollback: false,
            created: "2025-12-05T10:01:40.318402117Z",
            events: vec![
                ("2025-12-05T10:01:41.902733418Z", "queued"),
                ("2025-12-05T10:02:05.117460925Z", "in_progress"),
                ("2025-12-05T10:03:24.640118203Z", "success"),
            ],
            review: None,
        },
        Deployment {
            number: 4353,
            env: "buzzvil-eks-dev",
            app: "notification-api",
            comment: "notification-api 2.41.0",
            user: "haneul",
            sha: "4be1d07c92a3f5d8e6017b94c2d3f1a8e5b6c790".into(),
            is_rollback: false,
            created: "2025-12-05T08:12:09.004511870Z",
            events: vec![
                ("2025-12-05T08:12:11.650031442Z", "queued"),
                ("2025-12-05T08:13:58.201944371Z", "success"),
            ],
            review: None,
        },
        Deployment {
            number: 4352,
            env: "buzzvil-eks-ops",
            app: "grafana-ops",
            comment: "Grafana 12.3",
            user: "haneul",
            sha: String::new(),
            is_rollback: false,
            created: "2025-12-05T06:30:44.771900283Z",
            events: Vec::new(),
            review: Some((
                "sre-lead",
                "pending",
                None,
                "2025-12-05T06:30:44.780217400Z",
            )),
        },
        Deployment {
            number: 4351,
            env: "buzzvil-eks-ops",
            app: "alloy-ops",
            comment: "Add Alloy DaemonSet to ops",
            user: "kiro-deployer",
            sha: "a60f2c1e9b7d4835f0c1d2e3b4a5968778695a4b".into(),
            is_rollback: false,
            created: "2025-12-05T05:41:02.560018824Z",
            events: vec![
                ("2025-12-05T05:41:04.118204667Z", "queued"),
                ("2025-12-05T05:42:51.990330518Z", "failure"),
            ],
            review: None,
        },
        Deployment {
            number: 4350,
            env: "buzzvil-eks-dev",
            app: "loki-dev",
            comment: "Back to Loki 3.5 in dev",
            user: "minseo",
            sha: "1d9c8b7a6f5e4d3c2b1a09f8e7d6c5b4a3928170".into(),
            is_rollback: true,
            created: "2025-12-04T02:20:31.145920776Z",
            events: vec![
                ("2025-12-04T02:20:33.800412905Z", "queued"),
                ("2025-12-04T02:22:10.337105642Z", "success"),
            ],
            review: None,
        },
        Deployment {
            number: 4349,
            env: "buzzvil-eks-ops",
            app: "alloy-ops",
            comment: "First Alloy in ops",
            user: "kiro-deployer",
            sha: stage.revision_before.clone(),
            is_rollback: false,
            created: "2025-12-03T07:55:12.402991305Z",
            events: vec![
                ("2025-12-03T07:55:14.217700846Z", "queued"),
                ("2025-12-03T07:55:40.905113278Z", "in_progress"),
                ("2025-12-03T07:57:03.118640917Z", "success"),
            ],
            review: Some((
                "sre-lead",
                "approved",
                Some("LGTM"),
                "2025-12-03T07:54:58.020415733Z",
            )),
        },
    ];
    if let Some((sha, is_rollback)) = &stage.later {
        let later = Deployment {
            number: 4360,
            env: "buzzvil-eks-ops",
            app: "alloy-ops",
            comment: "After 4354",
            user: "haneul",
            sha: sha.clone(),
            is_rollback: *is_rollback,
            created: "2025-12-05T10:05:50.200114003Z",
            events: vec![
                ("2025-12-05T10:05:52.700113981Z", "queued"),
                ("2025-12-05T10:06:23.400991340Z", "success"),
            ],
            review: None,
        };
        all.insert(0, later);
    }
    all.retain(|each| is_past(each.created, stage.now));
    for each in &mut all {
        each.events.retain(|(time, _)| is_past(time, stage.now));
    }
    all
}

/// A deployment of a story that a test tells.
fn retold(one: &Told) -> Deployment<'_> {
    let events = one.events.iter();
    Deployment {
        number: one.id,
        env: &one.env,
        app: &one.app,
        comment: "",
        user: "deployer",
        sha: one.sha.clone(),
        is_rollback: false,
        created: &one.created,
        events: events
            .map(|(at, word)| (at.as_str(), word.as_str()))
            .collect(),
        review: None,
    }
}

/// The story as the forges tell it.
pub(super) fn told(stage: &Stage) -> Vec<Told> {
    let all = story(stage).into_iter();
    all.map(|each| {
        let forced = stage.deployment_status.clone();
        let forced = forced.filter(|_| each.number == DEPLOYMENT);
        let mut events: Vec<(String, String)> = each
            .events
            .iter()
            .map(|(time, word)| (time.to_string(), word.to_string()))
            .collect();
        if let (Some(word), Some(last)) = (forced, events.last_mut()) {
            last.1 = word;
        }
        Told {
            id: FORGE_FIRST + each.number,
            env: each.env.into(),
            app: each.app.into(),
            // A forge knows the commit from the start.
            sha: match each.sha.as_str() {
                "" => WAITING.into(),
                sha => sha.into(),
            },
            created: each.created.into(),
            events,
        }
    })
    .collect()
}

/// The word of the row, which Gitploy makes from the last event.
fn status(stage: &Stage, each: &Deployment<'_>) -> String {
    if let Some(word) = stage
        .deployment_status
        .as_ref()
        .filter(|_| each.number == 4354)
    {
        return word.clone();
    }
    match each.events.last() {
        None => "waiting".into(),
        Some((_, word @ ("success" | "failure" | "queued" | "canceled"))) => (*word).into(),
        Some(_) => "running".into(),
    }
}

fn deployment(stage: &Stage, each: &Deployment<'_>) -> Value {
    let handed_over = !each.sha.is_empty();
    // Whatever touches the row later moves `updated_at`: a lock, a rollback, a new column.
    let touched = each.events.last().map_or(each.created, |(time, _)| time);
    json!({
        "id": each.number + 1200,
        "number": each.number,
        "type": "commit",
        "env": each.env,
        "ref": if handed_over { each.sha.as_str() } else { WAITING },
        "dynamic_payload": {"app": each.app, "deployComment": each.comment},
        "status": status(stage, each),
        "uid": if handed_over { 3_300_000_000 + each.number } else { 0 },
        "sha": each.sha,
        "html_url": if handed_over { format!("{PAGE}/deployments/{}", each.env) } else { String::new() },
        "production_environment": each.env == "buzzvil-eks-ops",
        "is_rollback": each.is_rollback,
        "created_at": each.created,
        "updated_at": touched,
        "user_id": 17,
        "repo_id": 42,
        "is_approval_enabled": null,
        "required_approval_count": null,
        "edges": {"user": user(each.user), "repo": repo()},
    })
}

fn statuses(stage: &Stage, each: &Deployment<'_>) -> Value {
    let count = each.events.len();
    let events = each.events.iter().enumerate().map(|(place, (time, word))| {
        let is_last = place + 1 == count;
        let forced = stage
            .deployment_status
            .as_ref()
            .filter(|_| is_last && each.number == 4354);
        json!({
            "id": each.number * 10 + place as u64,
            "status": forced.map_or(*word, String::as_str),
            "description": format!("{} is {word}", each.app),
            "log_url": format!("{PAGE}/actions/runs/{}", 19_900_000_000 + each.number),
            "created_at": time,
            "updated_at": time,
            "deployment_id": each.number + 1200,
            "repo_id": 42,
            "edges": {},
        })
    });
    Value::Array(events.collect())
}

fn reviews(each: &Deployment<'_>) -> Value {
    let review = each.review.map(|(who, status, comment, time)| {
        json!({
            "id": each.number * 10, "status": status, "comment": comment.unwrap_or_default(),
            "created_at": time, "updated_at": time, "user_id": 5,
            "deployment_id": each.number + 1200, "edges": {"user": user(who)},
        })
    });
    Value::Array(review.into_iter().collect())
}

/// The commits since the previous successful deployment of the environment.
fn changes(stage: &Stage, each: &Deployment<'_>) -> Vec<Value> {
    if each.number != 4354 {
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
