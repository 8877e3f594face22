//! Deployments as the systems that make them tell of them: whose, which, and in which words. The words
//! of each system have one meaning, [`Progress`].

mod argocd;
mod flux;
mod github;
mod gitlab;
mod gitploy;

use super::lang::Lang;
use super::observation::Blind;
use super::shell;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Unexpected};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::cmp::Ordering;
use std::fmt;

/// What makes deployments and tells of them.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// Gitploy.
    #[default]
    Gitploy,
    /// Argo CD: the syncs of an Application.
    Argocd,
    /// Flux: what a Kustomization or a HelmRelease applied.
    Flux,
    /// GitHub's Deployments.
    Github,
    /// GitLab's Deployments.
    Gitlab,
}

impl System {
    /// All of them, in the order in which they are preferred.
    pub const ALL: [System; 5] = [
        System::Gitploy,
        System::Argocd,
        System::Flux,
        System::Github,
        System::Gitlab,
    ];

    fn traits(self) -> &'static Traits {
        match self {
            System::Gitploy => &gitploy::TRAITS,
            System::Argocd => &argocd::TRAITS,
            System::Flux => &flux::TRAITS,
            System::Github => &github::TRAITS,
            System::Gitlab => &gitlab::TRAITS,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.traits().name
    }

    /// Its name in settings and attributes.
    pub fn word(self) -> &'static str {
        self.traits().word
    }

    /// What records call it, in lower case.
    pub fn called(self) -> &'static [&'static str] {
        self.traits().called
    }

    /// The variables that can hold its token, the first that is set counts.
    pub fn variables(self) -> &'static [&'static str] {
        self.traits().tokens
    }

    /// The variable that holds its address, and the address that it has without; empty where there is none.
    pub fn host(self) -> (&'static str, &'static str) {
        self.traits().host
    }

    /// The variable that holds its repository; empty where there is none.
    pub fn repo(self) -> &'static str {
        self.traits().repo
    }

    /// Whether a cluster tells of its deployments, with the cluster's own credentials: then a project is
    /// an object there.
    pub fn is_in_a_cluster(self) -> bool {
        self.traits().is_in_a_cluster
    }

    /// Whether it keeps the code, too: then it numbers runs and jobs that are no deployments.
    pub fn is_forge(self) -> bool {
        self.traits().is_forge
    }

    /// Whether a deployment of it can be told apart by this: a number, of some a digest or a commit.
    pub fn takes(self, id: &DeploymentId) -> bool {
        let is_digest = |id: &str| id.len() >= 7 && id.bytes().all(|b| b.is_ascii_hexdigit());
        id.number().is_some() || self.traits().has_digests && is_digest(id.as_str())
    }

    /// Whether it is the one that numbers without a word are of.
    pub fn is_unsaid(self) -> bool {
        self == System::default()
    }

    /// Whether a host's name says that it is its.
    pub fn is_host(self, host: &str) -> bool {
        (self.traits().is_host)(host)
    }

    /// The deployment of a link to its host, by the parts of the path.
    pub fn linked<'a>(self, path: &[&'a str]) -> Option<Linked<'a>> {
        (self.traits().linked)(path)
    }

    /// The one of a name in settings and attributes.
    pub fn of_word(word: &str) -> Option<System> {
        System::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What one of its status words means; a word that is not known is under way.
    pub fn progress(self, word: &str) -> Progress {
        (self.traits().progress)(word)
    }
}

/// What is known of a system, each in a file of its own.
struct Traits {
    name: &'static str,
    word: &'static str,
    called: &'static [&'static str],
    tokens: &'static [&'static str],
    host: (&'static str, &'static str),
    repo: &'static str,
    is_in_a_cluster: bool,
    is_forge: bool,
    has_digests: bool,
    is_host: fn(&str) -> bool,
    progress: fn(&str) -> Progress,
    linked: for<'a> fn(&[&'a str]) -> Option<Linked<'a>>,
    page: fn(&Deployment, Option<&str>) -> Option<String>,
    request: fn(&Deployment) -> Option<Value>,
    command: fn(&Deployment, Option<&str>) -> Option<String>,
    back: fn(&Deployment, &Back<'_>) -> Option<String>,
}

/// The way back from a deployment to a commit of before.
#[derive(Debug, Clone, Copy)]
pub struct Back<'a> {
    /// The commit.
    pub sha: &'a str,
    /// The deployment that brought it, if it is known.
    pub to: Option<&'a DeploymentId>,
    /// What a request for it says.
    pub comment: &'a str,
    /// The address of the system that numbers without a word are of.
    pub host: Option<&'a str>,
}

/// What is alike of those that a cluster tells of: they have no address, no token, no page and no request.
const IN_A_CLUSTER: Traits = Traits {
    name: "",
    word: "",
    called: &[],
    tokens: &[],
    host: ("", ""),
    repo: "",
    is_in_a_cluster: true,
    is_forge: false,
    has_digests: false,
    is_host: |_| false,
    progress: |_| Progress::UnderWay,
    linked: |_| None,
    page: |one, _| one.html_url.clone(),
    request: |_| None,
    command: |_, _| None,
    back: |_, _| None,
};

/// What a link says of a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked<'a> {
    /// Of which project.
    pub project: String,
    /// What stands where the number does.
    pub number: Option<&'a str>,
    /// Whether the path alone says whose it is.
    pub is_anywhere: bool,
}

impl<'a> Linked<'a> {
    fn new(project: String, number: Option<&'a str>) -> Linked<'a> {
        Linked {
            project,
            number,
            is_anywhere: false,
        }
    }
}

/// How far a deployment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It waits for somebody.
    Waiting,
    /// It is on its way.
    UnderWay,
    /// It is done.
    Succeeded,
    /// It failed.
    Failed,
    /// It was called off.
    Canceled,
    /// Its source says that it is not in force any more.
    Superseded,
}

/// What tells a deployment from the others of its project: a number for most, a text for all. One that
/// is a number is written as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeploymentId(String);

impl DeploymentId {
    /// The one that a text says.
    pub fn new(text: impl Into<String>) -> DeploymentId {
        DeploymentId(text.into())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its number, if it is one as numbers are written.
    pub fn number(&self) -> Option<u64> {
        self.0
            .parse()
            .ok()
            .filter(|number: &u64| number.to_string() == self.0)
    }
}

impl From<u64> for DeploymentId {
    fn from(number: u64) -> DeploymentId {
        DeploymentId(number.to_string())
    }
}

impl PartialEq<u64> for DeploymentId {
    fn eq(&self, number: &u64) -> bool {
        self.number() == Some(*number)
    }
}

impl fmt::Display for DeploymentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers by their size, before texts.
impl Ord for DeploymentId {
    fn cmp(&self, other: &DeploymentId) -> Ordering {
        match (self.number(), other.number()) {
            (Some(one), Some(two)) => one.cmp(&two),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for DeploymentId {
    fn partial_cmp(&self, other: &DeploymentId) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for DeploymentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.number() {
            Some(number) => serializer.serialize_u64(number),
            None => serializer.serialize_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for DeploymentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DeploymentId, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Ok(DeploymentId(text)),
            serde_json::Value::Number(number) if number.is_u64() => {
                Ok(DeploymentId(number.to_string()))
            }
            other => Err(Error::invalid_type(
                Unexpected::Other(&other.to_string()),
                &"a number or a text",
            )),
        }
    }
}

impl JsonSchema for DeploymentId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DeploymentId".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": ["integer", "string"], "format": "uint64", "minimum": 0})
    }
}

/// A deployment as records and questions name it; in JSON a number (Gitploy's) or what
/// [`Self::written`] writes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeploymentRef {
    /// Whose it is.
    pub source: System,
    /// The repository, the Application, or the page of a GitLab environment (`group/project/-/environments/9`);
    /// `None` is the configuration's.
    pub project: Option<String>,
    /// Which.
    pub id: DeploymentId,
}

impl fmt::Debug for DeploymentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written())
    }
}

impl PartialEq<u64> for DeploymentRef {
    fn eq(&self, number: &u64) -> bool {
        *self == DeploymentRef::numbered(*number)
    }
}

impl Serialize for DeploymentRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DeploymentId::new(self.written()).serialize(serializer)
    }
}

impl JsonSchema for DeploymentRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DeploymentRef".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        DeploymentId::json_schema(generator)
    }
}

impl DeploymentRef {
    /// One that a number alone names, of the configured repository.
    pub fn numbered(number: u64) -> DeploymentRef {
        DeploymentRef {
            source: System::default(),
            project: None,
            id: number.into(),
        }
    }

    /// Whether a deployment is the one.
    pub fn is(&self, deployment: &Deployment) -> bool {
        // An object can be named without its kind and its namespace.
        let in_project = |project: &String| {
            let project = project.split("/-/").next().unwrap_or(project);
            let rest = deployment.repo.strip_suffix(project);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        self.source == deployment.source
            && self.id == deployment.number
            && self.project.as_ref().is_none_or(in_project)
    }

    /// As people are told of it: `Gitploy 배포 #4354`.
    pub fn said(&self, lang: Lang) -> String {
        let (source, id) = (self.source.name(), &self.id);
        lang.pick(
            format!("{source} 배포 #{id}"),
            format!("{source} deployment #{id}"),
        )
    }

    /// As attributes and flags have it: `4354`, `github:4354`, `github:owner/name#4354`.
    pub fn written(&self) -> String {
        let source = match self.source {
            source if source.is_unsaid() && self.project.is_none() => return self.id.to_string(),
            source => source.word(),
        };
        match &self.project {
            None => format!("{source}:{}", self.id),
            Some(project) => format!("{source}:{project}#{}", self.id),
        }
    }

    /// Reads what [`Self::written`] wrote, and a number with its sign.
    pub fn read(text: &str) -> Option<DeploymentRef> {
        let text = text.trim();
        let (source, rest) = match text.split_once(':') {
            Some((word, rest)) => (System::of_word(&word.to_ascii_lowercase())?, rest),
            None => (System::default(), text),
        };
        let (project, id) = match rest.rsplit_once('#') {
            Some(("", id)) => (None, id),
            Some((project, id)) => (Some(project.to_owned()), id),
            None => (None, rest),
        };
        let id = DeploymentId::new(id);
        source.takes(&id).then_some(DeploymentRef {
            source,
            project,
            id,
        })
    }
}

/// A deployment with what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// Whose it is.
    #[serde(default)]
    pub source: System,
    /// The repository as `namespace/name`.
    pub repo: String,
    /// The number that people use: `#4354`.
    pub number: DeploymentId,
    /// `commit`, `branch` or `tag`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The environment.
    pub env: String,
    /// What was asked for: a sha, a branch or a tag.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its status word, kept verbatim: words that nobody documents occur.
    pub status: String,
    /// The full commit id; `None` while it is not known.
    pub sha: Option<String>,
    /// A page for people; `None` until there is one.
    pub html_url: Option<String>,
    /// Whether the environment is a production one.
    pub production_environment: bool,
    /// Whether it is a rollback.
    pub is_rollback: bool,
    /// The dynamic payload, `app` and `deployComment` among others.
    pub dynamic_payload: Option<serde_json::Value>,
    /// What its creator said about it, beside the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Who created it (login).
    pub user: Option<String>,
    /// Its status events, oldest first. When it finished is the time of the last one, never
    /// `updated_at`, which later changes move.
    pub statuses: Vec<StatusEvent>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Why the reviews could not be looked at; their list says nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen_reviews: Option<Blind>,
    /// The newest successful deployment of the same application and environment after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Box<Deployment>>,
    /// Why it is not known whether there is a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen_later: Option<Blind>,
}

impl Deployment {
    /// One of which only this much is known.
    pub fn of(
        source: System,
        repo: &str,
        number: impl Into<DeploymentId>,
        created_at: DateTime<Utc>,
    ) -> Deployment {
        Deployment {
            source,
            repo: repo.to_owned(),
            number: number.into(),
            kind: "commit".into(),
            env: String::new(),
            reference: String::new(),
            status: String::new(),
            sha: None,
            html_url: None,
            production_environment: false,
            is_rollback: false,
            dynamic_payload: None,
            description: None,
            created_at,
            user: None,
            statuses: Vec::new(),
            reviews: Vec::new(),
            unseen_reviews: None,
            later: None,
            unseen_later: None,
        }
    }

    /// How far it is, by its status word. What is not in force any more may never have been: then the
    /// word before counts.
    pub fn progress(&self) -> Progress {
        let progress = self.source.progress(&self.status);
        if progress != Progress::Superseded {
            return progress;
        }
        let own = self.statuses.iter().rev();
        let mut own = own.map(|event| self.source.progress(&event.status));
        match own.find(|progress| *progress != Progress::Superseded) {
            Some(Progress::Succeeded) => Progress::Superseded,
            Some(other) => other,
            None => Progress::UnderWay,
        }
    }

    /// Its page for people; `host` is the address of the system that numbers without a word are of.
    pub fn page(&self, host: Option<&str>) -> Option<String> {
        (self.source.traits().page)(self, host)
    }

    /// The body that asks its source for it, as JSON for people; empty where there is none.
    pub fn request(&self) -> String {
        let body = (self.source.traits().request)(self);
        let text = body.and_then(|body| serde_json::to_string_pretty(&body).ok());
        text.unwrap_or_default()
    }

    /// The command that asks its source for it, to be pasted by a person: `report` never runs it.
    pub fn command(&self, host: Option<&str>) -> Option<String> {
        (self.source.traits().command)(self, host)
    }

    /// The same for what was there before.
    pub fn back(&self, back: &Back<'_>) -> Option<String> {
        (self.source.traits().back)(self, back)
    }

    /// A deployment like it of the commit of before, with a comment that says so.
    fn again(&self, back: &Back<'_>) -> Deployment {
        let mut one = self.clone();
        let has_comment = one.payload("deployComment").is_some();
        if let Some(payload) = one.dynamic_payload.as_mut().filter(|_| has_comment) {
            payload["deployComment"] = back.comment.into();
        }
        one.kind = "commit".into();
        one.reference = back.sha.into();
        one
    }

    /// The body as a command has it.
    fn body(&self) -> String {
        shell::text(&self.request()).replace('\n', "\n  ")
    }

    /// Which it is.
    pub fn reference(&self) -> DeploymentRef {
        DeploymentRef {
            source: self.source,
            project: Some(self.repo.clone()),
            id: self.number.clone(),
        }
    }

    /// What tells apart when deployments were made: newer ones are greater.
    pub fn age(&self) -> (DateTime<Utc>, &DeploymentId) {
        (self.created_at, &self.number)
    }

    /// A string of the dynamic payload (`app`, `deployComment`).
    pub fn payload(&self, key: &str) -> Option<&str> {
        self.dynamic_payload.as_ref()?.get(key)?.as_str()
    }

    /// Whether it ever succeeded, by its word or its events.
    pub fn has_succeeded(&self) -> bool {
        matches!(self.progress(), Progress::Succeeded | Progress::Superseded)
    }

    /// When it finished: the time of its last status event. That GitHub calls it `inactive`, since a
    /// later one took its place, is none of its own.
    pub fn finished_at(&self) -> Option<DateTime<Utc>> {
        let ended = match self.progress() {
            Progress::Succeeded | Progress::Failed | Progress::Canceled | Progress::Superseded => {
                true
            }
            Progress::Waiting | Progress::UnderWay => false,
        };
        let mut own = self.statuses.iter().rev();
        let last = own
            .find(|event| event.status != "inactive")
            .filter(|_| ended);
        last.map(|event| event.created_at)
    }

    /// When it succeeded: the time of its last event that says so.
    pub fn succeeded_at(&self) -> Option<DateTime<Utc>> {
        self.statuses
            .iter()
            .rev()
            .find(|event| self.source.progress(&event.status) == Progress::Succeeded)
            .map(|e| e.created_at)
    }
}

/// One status event, as GitHub sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusEvent {
    /// Free text: `queued`, `in_progress`, `success`, `failure`, …
    pub status: String,
    /// What it said.
    pub description: Option<String>,
    /// Its log.
    pub log_url: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// `pending`, `rejected` or `approved`.
    pub status: String,
    /// Who (login).
    pub user: Option<String>,
    /// What they said.
    pub comment: Option<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests;
