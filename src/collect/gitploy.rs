//! Gitploy's HTTP API v1, as its server (1.1) behaves: deployments with their status events and reviews.
//! Its `/changes` is not asked: whatever the page, it gives the same list, cut at 250, and each asking
//! costs the deployer's quota at GitHub. Git knows the commits better.

use super::access::{Credential, GitployAccess};
use super::pages::Pages;
use super::place::{Place, Source};
use super::seam::deadline::Deadlines;
use super::seam::retry::Patience;
use super::seam::{Exchange, Trouble};
use super::{reply, url};
use crate::both;
use crate::facts::deployment::{Deployment, Review, StatusEvent};
use crate::facts::observation::{Blind, Cause, Seen};
use crate::query::GitployQuery;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Response;
use serde_json::{Value, json};

/// How many entries a page of a list has.
const PAGE: usize = 30;
/// How many pages of later deployments are looked through for one of the same application.
const LATER_PAGES: usize = 10;

/// A configured Gitploy.
#[derive(Debug, Clone)]
pub struct Gitploy {
    pub(super) access: GitployAccess,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
    pub(super) deadlines: Deadlines,
}

impl Gitploy {
    /// A deployment of the configured repository with its status events and reviews.
    ///
    /// # Errors
    /// Why it could not be seen. A deployment that does not exist is `NotFound`, naming the latest.
    pub async fn deployment(&self, number: u64) -> Result<Deployment, Blind> {
        let found = async { self.whole(&self.repo(None)?, number).await };
        self.seen(found).await
    }

    /// The newest deployments, newest first, of one environment and status if named: page by page
    /// until there are `enough`, or no more.
    ///
    /// # Errors
    /// Why they could not be seen.
    pub async fn deployments(
        &self,
        env: Option<&str>,
        status: Option<&str>,
        enough: impl Fn(&[Deployment]) -> bool,
    ) -> Result<Vec<Deployment>, Blind> {
        let found = async {
            let repo = self.repo(None)?;
            let (mut pages, mut all) = (Pages::default(), Vec::new());
            for page in 1.. {
                let mut pairs = Vec::new();
                pairs.extend(env.map(|env| ("env", env.to_string())));
                pairs.extend(status.map(|status| ("status", status.to_string())));
                pairs.push(("page", page.to_string()));
                pairs.push(("per_page", PAGE.to_string()));
                let path = format!("/repos/{repo}/deployments{}", url::query(pairs));
                let list = list(self.json(&path).await?)?;
                let list = list.iter().map(|one| deployment(&repo, one));
                let list = list.collect::<Result<Vec<_>, _>>()?;
                if !pages.is_news(list.iter().map(|one| one.number))? {
                    break;
                }
                all.extend(list);
                if enough(&all) {
                    break;
                }
            }
            Ok(all)
        };
        self.seen(found).await
    }

    /// What a question gives within its time.
    async fn seen<T>(
        &self,
        question: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Blind> {
        let seen = self.deadlines.within(question).await;
        seen.map_err(|trouble| self.place().blind(trouble))
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
        let mut deployment = self.whole(&repo, query.number).await?;
        if deployment.status == "success" {
            match self.later(&repo, &deployment).await {
                Ok(later) => deployment.later = later.map(Box::new),
                Err(trouble) => deployment.unseen_later = Some(self.place().blind(trouble)),
            }
        }
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
        let path = format!("/repos/{repo}/deployments/{number}");
        let one = match self.json(&path).await {
            Err(trouble) if trouble.cause == Cause::NotFound => {
                return Err(self.without(repo, number, trouble).await);
            }
            one => one?,
        };
        let mut whole = deployment(repo, &one)?;
        let statuses = list(self.json(&format!("{path}/statuses")).await?)?;
        whole.statuses = statuses
            .iter()
            .map(status_event)
            .collect::<Result<_, _>>()?;
        whole.statuses.sort_by_key(|event| event.created_at);
        // Reviews are an extra: nothing is judged by them, so they stop nothing.
        let reviews = async { list(self.json(&format!("{path}/reviews")).await?) };
        let reviews = reviews.await;
        match reviews.and_then(|all| all.iter().map(review).collect()) {
            Ok(reviews) => whole.reviews = reviews,
            Err(trouble) => whole.unseen_reviews = Some(self.place().blind(trouble)),
        }
        Ok(whole)
    }

    /// The newest successful deployment of the same application and environment after one.
    async fn later(&self, repo: &str, than: &Deployment) -> Result<Option<Deployment>, Trouble> {
        for page in 1..=LATER_PAGES {
            let pairs = vec![
                ("env", than.env.clone()),
                ("status", "success".to_string()),
                ("page", page.to_string()),
                ("per_page", PAGE.to_string()),
            ];
            let path = format!("/repos/{repo}/deployments{}", url::query(pairs));
            let newest_first = list(self.json(&path).await?)?;
            if newest_first.is_empty() {
                return Ok(None);
            }
            for one in &newest_first {
                let one = deployment(repo, one)?;
                if one.number <= than.number {
                    return Ok(None);
                }
                let same = one.env == than.env && one.payload("app") == than.payload("app");
                if same && one.status == "success" {
                    return Ok(Some(one));
                }
            }
        }
        let words = both!(
            "뒤의 배포가 너무 많아 모두 보지 못했습니다",
            "too many deployments came later to look at them all"
        );
        Err(Trouble::told(Cause::TooLarge, &words))
    }

    /// That there is no such deployment, with the latest one that there is. A repository that the token
    /// may not read is answered as one that does not exist.
    async fn without(&self, repo: &str, number: u64, trouble: Trouble) -> Trouble {
        if !trouble.detail.contains("The deployment is not found") {
            let repo = url::decode(repo);
            let words = both!(
                "Gitploy에 저장소 {repo}이(가) 없거나, 이 토큰으로 읽을 수 없습니다",
                "Gitploy has no repository {repo}, or this token may not read it"
            );
            return Trouble::told(Cause::NotFound, &words);
        }
        let newest = format!("/repos/{repo}/deployments?page=1&per_page={PAGE}");
        let newest = self.json(&newest).await.ok();
        let words = match newest.and_then(|all| all[0]["number"].as_u64()) {
            Some(latest) => both!(
                "Gitploy에 배포 #{number}이(가) 없습니다; 최신 배포는 #{latest}입니다",
                "Gitploy has no deployment #{number}; the latest is #{latest}"
            ),
            None => both!(
                "Gitploy에 배포 #{number}이(가) 없습니다",
                "Gitploy has no deployment #{number}"
            ),
        };
        Trouble::told(Cause::NotFound, &words)
    }

    /// One deployment of the configured repository, whichever: is it reachable, and may we read?
    pub(super) async fn ask_one(&self) -> Result<Response<Bytes>, Trouble> {
        let repo = self.repo(None)?;
        self.ask(&format!("/repos/{repo}/deployments?page=1&per_page=1"))
            .await
    }

    /// The JSON that a path answers. A 404 with a code of Gitploy's own is about the thing; one without
    /// is about the path, and comes from somebody else.
    async fn json(&self, path: &str) -> Result<Value, Trouble> {
        let answer = self.ask(path).await?;
        reply::json(&answer).map_err(|trouble| match trouble.cause {
            Cause::NoSuchApi if trouble.detail.contains("entity_not_found") => Trouble {
                cause: Cause::NotFound,
                ..trouble
            },
            _ => trouble,
        })
    }

    async fn ask(&self, path: &str) -> Result<Response<Bytes>, Trouble> {
        if matches!(self.access.credential, Credential::None) {
            let words = both!("GITPLOY_TOKEN이 없습니다", "no GITPLOY_TOKEN");
            return Err(Trouble::told(Cause::NotConfigured, &words));
        }
        let host = self.access.host.trim_end_matches('/');
        let path = format!("/api/v1{path}");
        super::http::get(&self.exchange, self.patience, (host, &path), None).await
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
        later: None,
        unseen_later: None,
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
