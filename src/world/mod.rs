//! The test world: a Kubernetes API server, Gitploy, Loki and Prometheus on loopback, made from
//! recordings of a real kube-apiserver (`data/make.py`). `report demo` and the tests share it. It
//! only answers: it must not know records, queries or verdicts.
//!
//! The story: on 2025-12-05 (KST 19:02) Gitploy deployment 4354 gives DaemonSet `loki-v3/alloy` its
//! tolerations. Before, it runs on 7 of 10 nodes and its status looks healthy; after, on all 10.
//! Every state has its own fixed clock, so everything that is printed is the same in every run.

pub mod fault;

mod answer;
mod cluster;
mod crowd;
mod forge;
mod gitops;
mod gitploy;
mod loki;
mod matcher;
mod prometheus;
mod server;

#[cfg(test)]
pub(crate) use cluster::binary;
pub use crowd::{Crowd, Odd};
pub use fault::{Effect, Fault};
pub use gitops::digest;

use chrono::{DateTime, TimeDelta, Utc};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The kubeconfig's only context.
pub const CONTEXT: &str = "buzzvil-eks-ops";
/// The bearer token that the API server accepts; another one is answered with 401.
pub const TOKEN: &str = "world-cluster-token-4f1d0c2a";
/// The token that Gitploy accepts.
pub const GITPLOY_TOKEN: &str = "world-gitploy-token-9b7e3d51";
/// The token that GitHub and GitLab accept.
pub const FORGE_TOKEN: &str = "world-forge-token-51c2f7e8";
/// The token of a CI job that GitLab accepts.
pub const JOB_TOKEN: &str = "world-job-token-0d3b6a94";
/// The tenant that Loki asks for in `X-Scope-OrgID`, once [`World::require_tenant`] was called.
pub const LOKI_TENANT: &str = "ops";
/// The repository that Gitploy deploys from.
pub const REPOSITORY: &str = "Buzzvil/buzz-k8s-resources";
/// The number of the deployment that the story is about.
pub const DEPLOYMENT: u64 = 4354;
/// The commit that was deployed before, unless [`World::set_revisions`] says otherwise.
pub const REVISION_BEFORE: &str = "c3d9aa1f0e5b7d2846f13c08b1a97e54d60f2b81";
/// The commit of deployment 4354, unless [`World::set_revisions`] says otherwise.
pub const REVISION_AFTER: &str = "8531c7a49402ff7931704ea18d5ced0ba97f3168";

/// How far the story has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The DaemonSet has no tolerations: 7 pods, 7 desired, 10 nodes. Deployment 4354 is running.
    Before,
    /// Snapshot 0 to 7 of the rolling update, three seconds apart; 6 and 7 are all done.
    During(u8),
    /// 10 of 10, four minutes later. Deployment 4354 has succeeded.
    After,
    /// [`State::After`] in a cluster without metrics-server.
    WithoutMetrics,
    /// [`State::After`], but metrics-server has no sample yet of the three pods of new nodes.
    MetricsWarming,
    /// [`State::After`] two days later: nothing restarted, the old events are gone.
    Later,
}

impl State {
    /// The clock of the state, in UTC. What the recordings hold is true at this time.
    pub fn clock(self) -> DateTime<Utc> {
        let second = match self {
            State::Before => BEFORE,
            State::During(snapshot) => ROLLOUT + 1 + 3 * i64::from(snapshot.min(7)),
            State::After | State::WithoutMetrics | State::MetricsWarming => AFTER,
            State::Later => AFTER + TimeDelta::days(2).num_seconds(),
        };
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    /// The name of the recorded state that holds its objects.
    fn recorded(self) -> String {
        match self {
            State::Before => "before".into(),
            State::During(snapshot) => format!("during{}", snapshot.min(7)),
            State::After | State::WithoutMetrics | State::MetricsWarming | State::Later => {
                "after".into()
            }
        }
    }

    /// How long after the recording the state plays.
    fn shift(self) -> TimeDelta {
        match self {
            State::Later => TimeDelta::days(2),
            State::Before
            | State::During(_)
            | State::After
            | State::WithoutMetrics
            | State::MetricsWarming => TimeDelta::zero(),
        }
    }
}

/// 2025-12-05T10:02:35Z.
const BEFORE: i64 = 1_764_928_955;
/// 2025-12-05T10:02:58Z: the three missing pods are created.
const ROLLOUT: i64 = 1_764_928_978;
/// 2025-12-05T10:07:23Z.
const AFTER: i64 = 1_764_929_243;

/// A running world. Its servers stop when it is dropped.
pub struct World {
    shared: Arc<Shared>,
    server: server::Server,
}

impl World {
    /// Starts the servers, each on a free port of 127.0.0.1, on a thread of their own. Works inside
    /// and outside of an async runtime.
    pub fn start(state: State) -> io::Result<World> {
        let shared = Arc::new(Shared {
            stage: Mutex::new(Stage::at(state)),
            faults: Mutex::new(Vec::new()),
            requests: Mutex::new(Vec::new()),
        });
        let server = server::Server::start(Arc::clone(&shared))?;
        Ok(World { shared, server })
    }

    /// `http://127.0.0.1:PORT` of the API server.
    pub fn api_url(&self) -> String {
        self.server.url(Plane::Api)
    }

    /// `http://127.0.0.1:PORT` of Gitploy.
    pub fn gitploy_url(&self) -> String {
        self.server.url(Plane::Gitploy)
    }

    /// `http://127.0.0.1:PORT` of GitHub, an Enterprise server.
    pub fn github_url(&self) -> String {
        self.server.url(Plane::Github)
    }

    /// `http://127.0.0.1:PORT` of GitLab.
    pub fn gitlab_url(&self) -> String {
        self.server.url(Plane::Gitlab)
    }

    /// `http://127.0.0.1:PORT` of Loki.
    pub fn loki_url(&self) -> String {
        self.server.url(Plane::Loki)
    }

    /// `http://127.0.0.1:PORT` of Prometheus.
    pub fn prometheus_url(&self) -> String {
        self.server.url(Plane::Prometheus)
    }

    /// A kubeconfig with the one context [`CONTEXT`].
    pub fn kubeconfig(&self) -> String {
        self.kubeconfig_with_token(TOKEN)
    }

    /// The same with another token, such as one that the server does not accept.
    pub fn kubeconfig_with_token(&self, token: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: {CONTEXT}\n\
             clusters:\n- name: {CONTEXT}\n  cluster:\n    server: {url}\n\
             contexts:\n- name: {CONTEXT}\n  context:\n    cluster: {CONTEXT}\n    user: reader\n\
             users:\n- name: reader\n  user:\n    token: {token}\n",
            url = self.api_url(),
        )
    }

    /// Goes to another state, with its clock.
    pub fn set_state(&self, state: State) {
        let mut stage = self.shared.stage();
        stage.state = state;
        stage.now = state.clock();
        stage.lived = TimeDelta::zero();
    }

    /// The world's clock: what a program that talks to it should take for now.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.stage().now
    }

    /// Moves the clock without changing anything else: ages grow.
    pub fn set_clock(&self, now: DateTime<Utc>) {
        self.shared.stage().now = now;
    }

    /// Lets the state go on until a time: logs are written and samples taken, and nothing happens.
    pub fn live_until(&self, now: DateTime<Utc>) {
        let mut stage = self.shared.stage();
        stage.now = now;
        stage.lived = now - stage.state.clock();
    }

    /// The commits that Gitploy and Argo CD name: the one deployed before 4354, and 4354's own.
    pub fn set_revisions(&self, before: &str, after: &str) {
        let mut stage = self.shared.stage();
        let replaced = stage.revision_after.clone();
        for (sha, _) in &mut stage.changes {
            if *sha == replaced {
                *sha = after.to_string();
            }
        }
        stage.revision_before = before.to_string();
        stage.revision_after = after.to_string();
    }

    /// The commits that Gitploy lists as the changes of 4354: commit id and message, newest first.
    pub fn set_changes(&self, changes: &[(String, String)]) {
        self.shared.stage().changes = changes.to_vec();
    }

    /// Lets the first container of a pod have been killed and started again at a time.
    pub fn restart(&self, pod: &str, at: DateTime<Utc>) {
        self.shared.stage().restarted.push((pod.to_string(), at));
    }

    /// Gives deployment 4354 another status word, whatever the state says.
    pub fn set_deployment_status(&self, word: &str) {
        self.shared.stage().deployment_status = Some(word.to_string());
    }

    /// Lets GitHub, GitLab, Argo CD and Flux tell of other deployments than Gitploy's, newest first.
    pub fn tell(&self, told: Vec<Told>) {
        for object in gitops::objects(&told) {
            self.put(object);
        }
        self.shared.stage().told = Some(told);
    }

    /// Puts a whole object into the cluster, in the place of the one of its kind, namespace and name.
    pub fn put(&self, object: serde_json::Value) {
        self.shared.stage().put.extend(cluster::Put::of(object));
    }

    /// Lets a later deployment of the same application have succeeded, a minute before [`State::After`].
    pub fn deploy_later(&self, sha: &str, rollback: bool) {
        self.shared.stage().later = Some((sha.to_string(), rollback));
    }

    /// Makes Loki refuse requests without the tenant [`LOKI_TENANT`].
    pub fn require_tenant(&self) {
        self.shared.stage().wants_tenant = true;
    }

    /// Lets requests without credentials in: kubectl sends none over plain HTTP.
    pub fn admit_anonymous(&self) {
        self.shared.stage().anonymous = true;
    }

    /// Makes it a cluster of so many pods: the list over all namespaces holds them instead of the
    /// recorded ones. For measuring.
    pub fn set_crowd(&self, pods: usize) {
        self.crowd(Crowd {
            pods,
            odd: Vec::new(),
        });
    }

    /// Puts many pods in the place of the recorded ones, in lists of all namespaces.
    pub fn crowd(&self, crowd: Crowd) {
        self.shared.stage().crowd = Some(Arc::new(crowd));
    }

    /// From now on answers go wrong as the fault says. Of several faults that fit a request the
    /// one added first counts.
    pub fn fail(&self, fault: Fault) {
        self.shared.faults().push(fault);
    }

    /// Forgets all faults.
    pub fn heal(&self) {
        self.shared.faults().clear();
    }

    /// Every request so far, in order of arrival, as `api GET /version`; the first word is `api`,
    /// `gitploy`, `github`, `gitlab`, `loki` or `prometheus`.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests().clone()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.shared.requests().clear();
    }
}

/// The servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plane {
    Api,
    Gitploy,
    Github,
    Gitlab,
    Loki,
    Prometheus,
}

impl Plane {
    const ALL: [Plane; 6] = [
        Plane::Api,
        Plane::Gitploy,
        Plane::Github,
        Plane::Gitlab,
        Plane::Loki,
        Plane::Prometheus,
    ];

    fn word(self) -> &'static str {
        match self {
            Plane::Api => "api",
            Plane::Gitploy => "gitploy",
            Plane::Github => "github",
            Plane::Gitlab => "gitlab",
            Plane::Loki => "loki",
            Plane::Prometheus => "prometheus",
        }
    }
}

/// What the answers depend on.
#[derive(Debug, Clone)]
struct Stage {
    state: State,
    now: DateTime<Utc>,
    revision_before: String,
    revision_after: String,
    changes: Vec<(String, String)>,
    deployment_status: Option<String>,
    /// The commit of a later deployment, and whether it is a rollback.
    later: Option<(String, bool)>,
    /// What GitHub and GitLab tell of, in the place of Gitploy's story.
    told: Option<Vec<Told>>,
    /// Objects in the place of recorded ones, or beside them.
    put: Vec<cluster::Put>,
    wants_tenant: bool,
    anonymous: bool,
    crowd: Option<Arc<Crowd>>,
    /// Pods whose container restarted, each with when.
    restarted: Vec<(String, DateTime<Utc>)>,
    /// How much later than the state's own clock everything goes on.
    lived: TimeDelta,
}

impl Stage {
    fn at(state: State) -> Stage {
        Stage {
            state,
            now: state.clock(),
            revision_before: REVISION_BEFORE.into(),
            revision_after: REVISION_AFTER.into(),
            changes: vec![(
                REVISION_AFTER.into(),
                "fix: move tolerations to controller.tolerations in alloy-ops (#1452)".into(),
            )],
            deployment_status: None,
            later: None,
            told: None,
            put: Vec::new(),
            wants_tenant: false,
            anonymous: false,
            crowd: None,
            restarted: Vec::new(),
            lived: TimeDelta::zero(),
        }
    }

    /// Whether the story went well: what was deployed logs no errors.
    fn is_quiet(&self) -> bool {
        self.state.recorded() == "after"
    }

    /// How long after the recording logs and samples play.
    fn shift(&self) -> TimeDelta {
        self.state.shift() + self.lived
    }

    /// Puts the chosen commits in the place of the recorded ones. Argo CD has synced what Gitploy calls
    /// a success, whatever the workloads do.
    fn with_revisions(&self, text: &str) -> String {
        let succeeded = self.deployment_status.as_deref() == Some("success");
        let before = match self.state {
            State::Before if succeeded => &self.revision_after,
            _ => &self.revision_before,
        };
        text.replace(REVISION_BEFORE, before)
            .replace(REVISION_AFTER, &self.revision_after)
    }
}

/// What the handle and the server's thread share.
struct Shared {
    stage: Mutex<Stage>,
    faults: Mutex<Vec<Fault>>,
    requests: Mutex<Vec<String>>,
}

impl Shared {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> MutexGuard<'_, Vec<String>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The id of one of the story is this and its number.
pub const FORGE_FIRST: u64 = 310_000_000_000;

/// A deployment of a forge; everything else follows.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Told {
    /// Its id.
    pub id: u64,
    /// The environment.
    pub env: String,
    /// `app` of its payload; none if it is empty.
    pub app: String,
    /// The commit.
    pub sha: String,
    /// When it was made.
    pub created: String,
    /// Time and status word, oldest first.
    pub events: Vec<(String, String)>,
}

#[cfg(test)]
mod tests;
