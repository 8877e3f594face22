//! Gitploy's HTTP API v1 (server v0.9): deployments with their status events, reviews, changes and
//! the repository's `deploy.yml`.

use super::access::GitployAccess;
use super::place::{Place, Source};
use super::seam::retry::{self, Patience};
use super::seam::{Exchange, Trouble};
use super::{reply, url};
use crate::both;
use crate::facts::deployment::{Change, Deployment, Review, StatusEvent};
use crate::facts::observation::{Blind, Cause, Seen};
use crate::query::GitployQuery;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::ACCEPT;
use http::{Request, Response};
use serde_json::{Value, json};

/// How many entries a page of a list has.
const PAGE: usize = 30;

/// A configured Gitploy.
#[derive(Debug, Clone)]
pub struct Gitploy {
    pub(super) access: GitployAccess,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
}

impl Gitploy {
    /// A deployment of the configured repository with its status events and reviews.
    ///
    /// # Errors
    /// Why it could not be seen. A deployment that does not exist is `NoSuchApi` with Gitploy's words.
    pub async fn deployment(&self, number: u64) -> Result<Deployment, Blind> {
        let found = async { self.whole(&self.repo(None)?, number).await }.await;
        found.map_err(|trouble| self.place().blind(trouble))
    }

    /// The newest deployments, newest first, at most `limit`, of one environment if named.
    ///
    /// # Errors
    /// Why they could not be seen.
    pub async fn deployments(
        &self,
        env: Option<&str>,
        status: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Deployment>, Blind> {
        let found = async {
            let repo = self.repo(None)?;
            let mut all = Vec::new();
            for page in 1.. {
                let mut pairs = Vec::new();
                pairs.extend(env.map(|env| ("env", env.to_string())));
                pairs.extend(status.map(|status| ("status", status.to_string())));
                pairs.push(("page", page.to_string()));
                pairs.push(("per_page", PAGE.to_string()));
                let path = format!("/repos/{repo}/deployments{}", url::query(pairs));
                let list = list(self.json(&path).await?)?;
                let full = list.len() == PAGE;
                for one in &list {
                    all.push(deployment(&repo, one)?);
                }
                if !full || all.len() >= limit {
                    break;
                }
            }
            all.truncate(limit);
            Ok(all)
        };
        found.await.map_err(|trouble| self.place().blind(trouble))
    }

    /// The commits since the previous successful deployment of the same environment; none if there
    /// was no previous one.
    ///
    /// # Errors
    /// Why they could not be seen.
    pub async fn changes(&self, number: u64) -> Result<Vec<Change>, Blind> {
        let found = async {
            let repo = self.repo(None)?;
            let mut all = Vec::new();
            for page in 1.. {
                let pairs = [("page", page.to_string()), ("per_page", PAGE.to_string())];
                let under = format!("/changes{}", url::query(pairs));
                let list = list(self.either(&repo, number, &under).await?)?;
                all.extend(list.iter().map(change));
                if list.len() < PAGE {
                    break;
                }
            }
            Ok(all)
        };
        found.await.map_err(|trouble| self.place().blind(trouble))
    }

    /// The repository's `deploy.yml` as Gitploy answers it: `{"envs": [{"name", …}]}`.
    ///
    /// # Errors
    /// Why it could not be seen.
    pub async fn config(&self) -> Result<Value, Blind> {
        let found = async {
            let repo = self.repo(None)?;
            self.json(&format!("/repos/{repo}/config")).await
        };
        found.await.map_err(|trouble| self.place().blind(trouble))
    }

    /// Where this is, for messages.
    pub fn place(&self) -> Place {
        Place {
            source: Source::Gitploy,
            name: self.access.host.clone(),
        }
    }

    /// Answers a record's question for a deployment: the text is a few plain lines, the object the
    /// deployment with its events.
    pub(super) async fn observe(
        &self,
        query: &GitployQuery,
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        if let Some(host) = &query.host {
            self.known(host)?;
        }
        let repo = self.repo(query.repo.as_deref())?;
        let deployment = self.whole(&repo, query.number).await?;
        let object = serde_json::to_value(&deployment)
            .map_err(|error| Trouble::new(Cause::Malformed, error.to_string()))?;
        Ok(Seen {
            objects: vec![object],
            text: printed(&deployment),
            ..Seen::at(now)
        })
    }

    /// Whether a host that a record names is this one, by its own address or an alias.
    fn known(&self, host: &str) -> Result<(), Trouble> {
        let ours = std::iter::once(&self.access.host).chain(&self.access.aliases);
        match ours
            .into_iter()
            .any(|own| super::http::same_origin(own, host))
        {
            true => Ok(()),
            false => {
                let origin = super::http::origin(host);
                let words = both!(
                    "기록이 {origin}을(를) 가리키는데, 설정된 Gitploy가 아닙니다",
                    "the record names {origin}, which is not the configured Gitploy"
                );
                Err(Trouble::told(Cause::HostRefused, &words))
            }
        }
    }

    /// `namespace/name`, each part encoded. A record may name only the configured repository.
    fn repo(&self, asked: Option<&str>) -> Result<String, Trouble> {
        let configured = self.access.repo.as_deref();
        if let (Some(asked), Some(configured)) = (asked, configured)
            && asked != configured
        {
            let words = both!(
                "기록의 저장소는 {asked}인데, 설정된 저장소는 {configured}입니다",
                "the record names the repository {asked}, and {configured} is configured"
            );
            return Err(Trouble::told(Cause::HostRefused, &words));
        }
        let repo = configured.or(asked).ok_or_else(|| {
            let words = both!(
                "저장소가 없습니다 ([gitploy] repo)",
                "no repository ([gitploy] repo)"
            );
            Trouble::told(Cause::NotConfigured, &words)
        })?;
        match repo.split_once('/') {
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
                Ok(format!("{}/{}", url::encode(namespace), url::encode(name)))
            }
            _ => Err(Trouble::told(
                Cause::NotConfigured,
                &both!(
                    "저장소가 namespace/name 형식이 아닙니다: {repo:?}",
                    "the repository is not namespace/name: {repo:?}"
                ),
            )),
        }
    }

    async fn whole(&self, repo: &str, number: u64) -> Result<Deployment, Trouble> {
        let one = self.either(repo, number, "").await?;
        let mut whole = deployment(repo, &one)?;
        let statuses = list(self.either(repo, number, "/statuses").await?)?;
        whole.statuses = statuses
            .iter()
            .map(status_event)
            .collect::<Result<_, _>>()?;
        whole.statuses.sort_by_key(|event| event.created_at);
        // Reviews are an extra: nothing is judged by them, so they stop nothing.
        match self.reviews(repo, number).await {
            Ok(reviews) => whole.reviews = reviews,
            Err(trouble) => whole.unseen_reviews = Some(self.place().blind(trouble)),
        }
        Ok(whole)
    }

    /// The reviews of a deployment; older servers have none.
    async fn reviews(&self, repo: &str, number: u64) -> Result<Vec<Review>, Trouble> {
        match self.either(repo, number, "/reviews").await {
            Ok(reviews) => list(reviews)?.iter().map(review).collect(),
            Err(trouble) if trouble.cause == Cause::NoSuchApi => Ok(Vec::new()),
            Err(trouble) => Err(trouble),
        }
    }

    /// `…/deployments/N…`, and on 404 of the path `…/deployment/N…` as older servers have it.
    async fn either(&self, repo: &str, number: u64, under: &str) -> Result<Value, Trouble> {
        let path = format!("/repos/{repo}/deployments/{number}{under}");
        match self.json(&path).await {
            Err(first) if first.cause == Cause::NoSuchApi => {
                let older = format!("/repos/{repo}/deployment/{number}{under}");
                match self.json(&older).await {
                    // The newer path's words say which deployment there is not.
                    Err(second) if second.cause == Cause::NoSuchApi => Err(first),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// One deployment of the configured repository, whichever: is it reachable, and may we read?
    pub(super) async fn ask_one(&self) -> Result<Response<Bytes>, Trouble> {
        let repo = self.repo(None)?;
        self.ask(&format!("/repos/{repo}/deployments?page=1&per_page=1"))
            .await
    }

    async fn json(&self, path: &str) -> Result<Value, Trouble> {
        let answer = self.ask(path).await?;
        reply::json(&answer)
    }

    async fn ask(&self, path: &str) -> Result<Response<Bytes>, Trouble> {
        if self.access.token.is_none() {
            let words = both!("GITPLOY_TOKEN이 없습니다", "no GITPLOY_TOKEN");
            return Err(Trouble::told(Cause::NotConfigured, &words));
        }
        let host = self.access.host.trim_end_matches('/');
        let request = Request::get(format!("{host}/api/v1{path}"))
            .header(ACCEPT, "application/json")
            .body(Bytes::new())
            .map_err(|error| Trouble::new(Cause::NotConfigured, error.to_string()))?;
        retry::send(&self.exchange, request, self.patience).await
    }
}

fn printed(deployment: &Deployment) -> String {
    let mut text = format!(
        "deployment: #{}\nrepo: {}\nenv: {}\nref: {}\nstatus: {}\n",
        deployment.number, deployment.repo, deployment.env, deployment.reference, deployment.status
    );
    let sha = deployment.sha.as_deref();
    text.extend(sha.map(|sha| format!("sha: {sha}\n")));
    for event in &deployment.statuses {
        let words = event.description.as_deref().unwrap_or_default();
        let line = format!("{} {} {words}", event.created_at.to_rfc3339(), event.status);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn deployment(repo: &str, one: &Value) -> Result<Deployment, Trouble> {
    let text = |key: &str| one[key].as_str().map(String::from);
    let required = |key: &str| text(key).ok_or_else(|| lacks("deployment", key));
    let filled = |key: &str| text(key).filter(|text| !text.is_empty());
    Ok(Deployment {
        repo: url::decode(repo),
        number: one["number"]
            .as_u64()
            .ok_or_else(|| lacks("deployment", "number"))?,
        kind: text("type").unwrap_or_default(),
        env: required("env")?,
        reference: required("ref")?,
        status: required("status")?,
        sha: filled("sha"),
        html_url: filled("html_url"),
        production_environment: one["production_environment"].as_bool().unwrap_or(false),
        is_rollback: one["is_rollback"].as_bool().unwrap_or(false),
        dynamic_payload: one
            .get("dynamic_payload")
            .filter(|p| p.is_object())
            .cloned(),
        created_at: time(one, "created_at").ok_or_else(|| lacks("deployment", "created_at"))?,
        user: one
            .pointer("/edges/user/login")
            .and_then(Value::as_str)
            .map(String::from),
        statuses: Vec::new(),
        reviews: Vec::new(),
        unseen_reviews: None,
    })
}

fn status_event(one: &Value) -> Result<StatusEvent, Trouble> {
    let filled = |key: &str| {
        one[key]
            .as_str()
            .filter(|t| !t.is_empty())
            .map(String::from)
    };
    Ok(StatusEvent {
        status: filled("status").ok_or_else(|| lacks("status event", "status"))?,
        description: filled("description"),
        log_url: filled("log_url"),
        created_at: time(one, "created_at").ok_or_else(|| lacks("status event", "created_at"))?,
    })
}

fn review(one: &Value) -> Result<Review, Trouble> {
    Ok(Review {
        status: one["status"].as_str().unwrap_or_default().to_string(),
        user: one
            .pointer("/edges/user/login")
            .and_then(Value::as_str)
            .map(String::from),
        comment: one["comment"]
            .as_str()
            .filter(|c| !c.is_empty())
            .map(String::from),
        updated_at: time(one, "updated_at").ok_or_else(|| lacks("review", "updated_at"))?,
    })
}

fn change(one: &Value) -> Change {
    let text = |key: &str| one[key].as_str().unwrap_or_default().to_string();
    Change {
        sha: text("sha"),
        message: text("message"),
        is_pull_request: one["is_pull_request"].as_bool().unwrap_or(false),
        html_url: text("html_url"),
        author: one
            .pointer("/author/login")
            .and_then(Value::as_str)
            .map(String::from),
    }
}

fn time(one: &Value, key: &str) -> Option<DateTime<Utc>> {
    one[key].as_str()?.parse().ok()
}

/// An array; `null`, which Go writes for an empty slice, is an empty one.
fn list(value: Value) -> Result<Vec<Value>, Trouble> {
    match value {
        Value::Array(list) => Ok(list),
        Value::Null => Ok(Vec::new()),
        other => Err(Trouble::new(
            Cause::Malformed,
            format!("a list was expected, and {} came", kind_of(&other)),
        )),
    }
}

fn kind_of(value: &Value) -> Value {
    match value {
        Value::Object(map) => json!(map.keys().take(5).collect::<Vec<_>>()),
        other => other.clone(),
    }
}

fn lacks(what: &str, key: &str) -> Trouble {
    Trouble::new(Cause::Malformed, format!("the {what} has no {key}"))
}
