//! Deployments from wherever they were made. Each system has a file of its own, which asks it for one
//! deployment and for a page of them and reads its words; what is asked of all alike stands here.
//! Commits are never asked for: git knows them better.

mod argocd;
mod flux;
mod github;
mod gitlab;
mod gitploy;
pub(crate) mod in_cluster;

use super::access::{Credential, DeploymentAccess};
use super::pages::Pages;
use super::place::{Place, Source};
use super::reply;
use super::seam::deadline::Deadlines;
use super::seam::retry::Patience;
use super::seam::{Exchange, Trouble};
use crate::both;
use crate::facts::deployment::{Deployment, DeploymentId, DeploymentRef, StatusEvent, System};
use crate::facts::fields::time;
use crate::facts::observation::{Blind, Cause, Seen};
use crate::facts::percent;
use crate::query::DeploymentQuery;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::Response;
use serde_json::{Value, json};
use std::cmp::Ordering;

/// As many deployments of a list are asked for their status one by one.
const STATUSES: usize = 60;
/// As many entries as a page of GitHub and GitLab can have.
const PAGE: usize = 100;
/// How many pages of deployments are looked through for one of an application.
const PAGES: usize = 10;

/// A system that tells of deployments, as it is set up.
#[derive(Debug, Clone)]
pub struct Teller {
    pub(super) system: System,
    pub(super) access: DeploymentAccess,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
    pub(super) deadlines: Deadlines,
}

/// In what the API of one system differs from the others'.
struct Dialect {
    /// Where it is on a host.
    api: fn(&str) -> String,
    /// The path of a project's deployments.
    path: fn(&str) -> String,
    /// What a list calls the environment, and how many entries a page of it may have.
    environment: &'static str,
    page: usize,
    /// What a list is asked for to come with the newest first.
    newest_first: &'static [(&'static str, &'static str)],
    /// Whether a list can be asked for those that succeeded.
    knows_success: bool,
    /// The entries of a list's answer.
    list: fn(Value) -> Result<Vec<Value>, Trouble>,
    /// A deployment as an answer tells it.
    deployment: fn(&Teller, &str, &Value) -> Result<Deployment, Trouble>,
    /// Whether a 404 of these words is about the thing: one about the path comes from somebody else.
    is_own: fn(&str) -> bool,
}

impl Dialect {
    fn query(&self, wanted: Wanted<'_>, page: usize) -> String {
        let pair = |(name, value): (&'static str, &str)| (name, value.to_owned());
        let newest_first = self.newest_first.iter().copied().map(pair);
        let named = wanted.env.map(|env| pair((self.environment, env)));
        let succeeded = wanted.succeeded && self.knows_success;
        let pages = [
            ("page", page.to_string()),
            ("per_page", self.page.to_string()),
        ];
        let pairs = newest_first
            .chain(named)
            .chain(succeeded.then(|| pair(("status", "success"))))
            .chain(pages);
        percent::query(pairs)
    }
}

/// The owner and the name of a project, as they stand in a path.
fn owner_and_name(project: &str) -> String {
    let (owner, name) = project.split_once('/').unwrap_or(("", project));
    format!(
        "{}/{}",
        percent::encoded(owner, ""),
        percent::encoded(name, "")
    )
}

/// Which deployments a list is of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    pub env: Option<&'a str>,
    /// Of one application, where the system knows applications.
    pub app: Option<&'a str>,
    /// That have succeeded.
    pub succeeded: bool,
}

impl Wanted<'_> {
    fn takes(&self, one: &Deployment) -> bool {
        let of_env = self.env.is_none_or(|env| env == one.env);
        let of_app = self.app.is_none_or(|app| one.payload("app") == Some(app));
        of_env && of_app && (!self.succeeded || one.has_succeeded())
    }
}

impl Teller {
    /// A deployment with its status events and reviews.
    ///
    /// # Errors
    /// Why it could not be seen. A deployment that does not exist is `NotFound`, naming the latest.
    pub async fn deployment(&self, which: &DeploymentRef) -> Result<Deployment, Blind> {
        let found = async {
            let project = self.project(which.project.as_deref())?;
            self.whole(&project, &which.id).await
        };
        self.seen(found).await
    }

    /// The newest deployments, newest first: page by page until there are `enough`, or no more.
    pub async fn deployments(
        &self,
        wanted: Wanted<'_>,
        enough: impl Fn(&[Deployment]) -> bool,
    ) -> Result<Vec<Deployment>, Blind> {
        let found = async {
            let project = self.project(None)?;
            let (mut pages, mut all, mut asked) = (Pages::default(), Vec::new(), 0);
            for page in 1..=PAGES {
                let list = self.page(&project, wanted, page).await?;
                if !pages.is_news(list.iter().map(|one| one.number.clone()))? {
                    break;
                }
                for one in list {
                    let one = self.with_status(&project, one, &mut asked).await?;
                    all.extend(Some(one).filter(|one| wanted.takes(one)));
                    if enough(&all) {
                        return Ok(all);
                    }
                }
            }
            Ok(all)
        };
        self.seen(found).await
    }

    /// The previous successful deployment of the same environment and application.
    pub async fn previous(&self, of: &Deployment) -> Result<Option<Deployment>, Blind> {
        self.seen(self.beside(of, Ordering::Less)).await
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
            source: Source::Deployments(self.system),
            name: self.access.host.clone(),
        }
    }

    /// Answers a record's question for a deployment: the text is a few plain lines, the object the
    /// deployment with its events.
    pub(super) async fn observe(
        &self,
        query: &DeploymentQuery,
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        if let Some(host) = &query.host {
            self.known(host)?;
        }
        let project = self.project(query.repo.as_deref())?;
        let mut deployment = self.whole(&project, &query.number).await?;
        if deployment.has_succeeded() {
            match self.beside(&deployment, Ordering::Greater).await {
                Ok(later) => deployment.later = later.map(Box::new),
                Err(trouble) => deployment.unseen_later = Some(self.place().blind(trouble)),
            }
        }
        seen(&deployment, now)
    }

    /// The newest successful deployment of the same application and environment that is greater or less
    /// than one. The pages are newest first.
    async fn beside(
        &self,
        one: &Deployment,
        side: Ordering,
    ) -> Result<Option<Deployment>, Trouble> {
        let project = self.project(Some(&one.repo))?;
        let wanted = Wanted {
            env: Some(&one.env),
            app: one.payload("app"),
            succeeded: true,
        };
        let (mut pages, mut asked) = (Pages::default(), 0);
        for page in 1..=PAGES {
            let list = self.page(&project, wanted, page).await?;
            if !pages.is_news(list.iter().map(|one| one.number.clone()))? {
                return Ok(None);
            }
            for other in list {
                let place = other.number.cmp(&one.number);
                if place == Ordering::Less && side == Ordering::Greater {
                    return Ok(None);
                }
                if place != side || other.payload("app") != one.payload("app") {
                    continue;
                }
                let other = self.with_status(&project, other, &mut asked).await?;
                if wanted.takes(&other) {
                    return Ok(Some(other));
                }
            }
        }
        Err(too_many())
    }

    /// Where its API is.
    fn api(&self) -> String {
        let host = self.access.host.trim_end_matches('/');
        self.dialect()
            .map_or_else(|_| host.to_owned(), |dialect| (dialect.api)(host))
    }

    /// Whether a host that a record names is this one, by its own address or an alias.
    fn known(&self, host: &str) -> Result<(), Trouble> {
        let api = self.api();
        let mut ours = [&self.access.host, &api]
            .into_iter()
            .chain(&self.access.aliases);
        if ours.any(|own| super::http::same_origin(own, host)) {
            Ok(())
        } else {
            let (origin, system) = (super::http::origin(host), self.system.name());
            let words = both!(
                "기록이 {origin}[을/를] 가리키는데, 설정된 {system}가 아닙니다",
                "the record names {origin}, which is not the configured {system}"
            );
            Err(Trouble::told(Cause::HostRefused, &words))
        }
    }

    /// `namespace/name`. A record may name only the configured repository.
    fn project(&self, asked: Option<&str>) -> Result<String, Trouble> {
        let configured = self.access.repo.as_deref();
        if let (Some(asked), Some(configured)) = (asked, configured)
            && gitlab::of_link(asked) != configured
        {
            let words = both!(
                "기록의 저장소는 {asked}인데, 설정된 저장소는 {configured}입니다",
                "the record names the repository {asked}, and {configured} is configured"
            );
            return Err(Trouble::told(Cause::HostRefused, &words));
        }
        let section = self.system.word();
        let repo = asked.or(configured).ok_or_else(|| {
            let words = both!(
                "저장소가 없습니다 ([{section}] repo)",
                "no repository ([{section}] repo)"
            );
            Trouble::told(Cause::NotConfigured, &words)
        })?;
        match repo.split_once('/') {
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
                Ok(repo.to_string())
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

    fn dialect(&self) -> Result<&'static Dialect, Trouble> {
        match self.system {
            System::Gitploy => Ok(&gitploy::DIALECT),
            System::Github => Ok(&github::DIALECT),
            System::Gitlab => Ok(&gitlab::DIALECT),
            System::Argocd | System::Flux => Err(not_set_up()),
        }
    }

    async fn whole(&self, project: &str, id: &DeploymentId) -> Result<Deployment, Trouble> {
        match self.system {
            System::Gitploy => gitploy::whole(self, project, id).await,
            System::Github => github::whole(self, project, id).await,
            System::Gitlab => gitlab::whole(self, project, id).await,
            System::Argocd | System::Flux => Err(not_set_up()),
        }
    }

    /// A page of a project's deployments, newest first; those of the wanted ones at least.
    async fn page(
        &self,
        project: &str,
        wanted: Wanted<'_>,
        page: usize,
    ) -> Result<Vec<Deployment>, Trouble> {
        let dialect = self.dialect()?;
        let query = dialect.query(wanted, page);
        let answer = self
            .json(&format!("{}{query}", self.list_path(project)))
            .await?;
        let list = (dialect.list)(answer)?;
        let told = list
            .iter()
            .map(|one| (dialect.deployment)(self, project, one));
        told.collect()
    }

    /// A deployment of a list with its status, where the list does not have it: then each is a question
    /// of its own, and there is a number after which they are too many.
    async fn with_status(
        &self,
        project: &str,
        one: Deployment,
        asked: &mut usize,
    ) -> Result<Deployment, Trouble> {
        if self.system != System::Github {
            return Ok(one);
        }
        *asked += 1;
        if *asked > STATUSES {
            Err(too_many())
        } else {
            github::with_status(self, project, one).await
        }
    }

    /// The path of a project's deployments.
    fn list_path(&self, project: &str) -> String {
        self.dialect()
            .map_or_else(|_| String::new(), |dialect| (dialect.path)(project))
    }

    /// That there is no such deployment, with the latest one that there is.
    async fn without(&self, project: &str, id: &DeploymentId) -> Trouble {
        let newest = match self.page(project, Wanted::default(), 1).await {
            Err(trouble) if trouble.cause == Cause::NotFound => {
                return self.without_repository(project);
            }
            newest => newest.ok(),
        };
        let system = self.system.name();
        let words = match newest.as_ref().and_then(|all| all.first()) {
            Some(Deployment { number, .. }) => both!(
                "{system}에 배포 #{id}[이/가] 없습니다; 최신 배포는 #{number}입니다",
                "{system} has no deployment #{id}; the latest is #{number}"
            ),
            None => both!(
                "{system}에 배포 #{id}[이/가] 없습니다",
                "{system} has no deployment #{id}"
            ),
        };
        Trouble::told(Cause::NotFound, &words)
    }

    /// That there is no such repository: one that the token may not read is answered as one that does
    /// not exist.
    fn without_repository(&self, project: &str) -> Trouble {
        let system = self.system.name();
        let words = both!(
            "{system}에 저장소 {project}[이/가] 없거나, 이 토큰으로 읽을 수 없습니다",
            "{system} has no repository {project}, or this token may not read it"
        );
        Trouble::told(Cause::NotFound, &words)
    }

    /// One deployment of the configured repository, whichever: is it reachable, and may we read?
    pub(super) async fn ask_one(&self) -> Result<Response<Bytes>, Trouble> {
        let project = self.project(None)?;
        self.dialect()?;
        self.ask(&format!("{}?page=1&per_page=1", self.list_path(&project)))
            .await
    }

    /// The JSON of a path. What a token may not see is answered as what is not there.
    async fn json(&self, path: &str) -> Result<Value, Trouble> {
        let answer = self.ask(path).await?;
        let dialect = self.dialect()?;
        let is_own = |trouble: &Trouble| (dialect.is_own)(&trouble.detail);
        reply::json(&answer).map_err(|trouble| match trouble.cause {
            Cause::NoSuchApi if is_own(&trouble) => Trouble {
                cause: Cause::NotFound,
                ..trouble
            },
            _ => limited(&answer).unwrap_or(trouble),
        })
    }

    /// The answer to a path below the server's address.
    async fn ask(&self, path: &str) -> Result<Response<Bytes>, Trouble> {
        if matches!(self.access.credential, Credential::None) {
            let variables = self.system.variables().join(", ");
            let words = both!("{variables}이 없습니다", "no {variables}");
            return Err(Trouble::told(Cause::NotConfigured, &words));
        }
        let base = self.api();
        super::http::get(&self.exchange, self.patience, (&base, path), None).await
    }
}

/// That the quota is used up, and until when, where a refusal says so: GitHub refuses with 403, too.
fn limited(answer: &Response<Bytes>) -> Option<Trouble> {
    let header = |name: &str| answer.headers().get(name)?.to_str().ok();
    let of_quota = |what: &str| {
        header(&format!("x-ratelimit-{what}")).or_else(|| header(&format!("ratelimit-{what}")))
    };
    let is_spent = of_quota("remaining") == Some("0");
    let is_refusal = matches!(answer.status().as_u16(), 403 | 429);
    if !is_refusal || !(is_spent || header("retry-after").is_some()) {
        return None;
    }
    let reset = of_quota("reset").filter(|_| is_spent);
    let reset = reset.and_then(|at| DateTime::from_timestamp(at.parse().ok()?, 0));
    let words = match reset.map(of_time) {
        None => both!("요청 한도를 다 썼습니다", "the rate limit is used up"),
        Some(reset) => both!(
            "요청 한도를 다 썼습니다; {reset}에 다시 채워집니다",
            "the rate limit is used up; it is renewed at {reset}"
        ),
    };
    Some(Trouble::told(Cause::TooManyRequests, &words))
}

fn too_many() -> Trouble {
    let words = both!(
        "배포가 너무 많아 모두 보지 못했습니다",
        "there are too many deployments to look at them all"
    );
    Trouble::told(Cause::TooLarge, &words)
}

/// A time as people read it.
fn of_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn not_set_up() -> Trouble {
    Trouble::new(Cause::NotConfigured, "")
}

/// The answer to a record's question.
fn seen(deployment: &Deployment, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let object = serde_json::to_value(deployment)
        .map_err(|error| Trouble::new(Cause::Malformed, error.to_string()))?;
    Ok(Seen {
        objects: vec![object],
        text: printed(deployment),
        ..Seen::at(now)
    })
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

/// A text of an answer that is not empty.
fn filled(one: &Value, pointer: &str) -> Option<String> {
    let text = one.pointer(pointer)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// A time that an answer must have.
fn made(what: &str, one: &Value, key: &str) -> Result<DateTime<Utc>, Trouble> {
    time(one, &format!("/{key}")).ok_or_else(|| lacks(what, key))
}

/// A text that an answer must have.
fn required(what: &str, one: &Value, key: &str) -> Result<String, Trouble> {
    let pointer = format!("/{}", key.replace('.', "/"));
    filled(one, &pointer).ok_or_else(|| lacks(what, key))
}

/// A status event as GitHub and Gitploy tell it, the status under a key of its own.
fn status_event(one: &Value, status: &str) -> Result<StatusEvent, Trouble> {
    Ok(StatusEvent {
        status: required("status event", one, status)?,
        description: filled(one, "/description"),
        log_url: filled(one, "/log_url"),
        created_at: made("status event", one, "created_at")?,
    })
}

/// The history of an object's status; one that has none yet writes none, or `null`.
fn entries(object: &Value) -> Result<&[Value], Trouble> {
    match object.pointer("/status/history") {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(other) => Err(no_list(other)),
    }
}

/// An array. Go writes an empty one as `null`; to nobody else is that a list.
fn list(value: Value) -> Result<Vec<Value>, Trouble> {
    match value {
        Value::Array(list) => Ok(list),
        other => Err(no_list(&other)),
    }
}

fn no_list(value: &Value) -> Trouble {
    let said = format!("a list was expected, and {} came", kind_of(value));
    Trouble::new(Cause::Malformed, said)
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

#[cfg(test)]
mod tests;
