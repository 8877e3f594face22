//! What the outside may be asked, resolved once by `settings`: addresses, credentials, allowed
//! contexts and hosts, the mode of the seam, deadlines.

use super::seam::log::RequestLog;
use crate::facts::deployment::System;
use crate::facts::lang::Bilingual;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that `collect` needs to know. Holds secrets, typed as such.
#[derive(Debug, Clone)]
pub struct Access {
    /// How exchanges happen.
    pub mode: Mode,
    /// The clock of what is written.
    pub now: DateTime<Utc>,
    /// The system's clock at the run's start, by which servers are asked: `SOURCE_DATE_EPOCH` sets the other
    /// alone.
    pub live: DateTime<Utc>,
    /// For each question, all of it.
    pub deadline: Duration,
    /// For the whole run.
    pub run_deadline: Option<Duration>,
    /// How many queries at once.
    pub concurrency: usize,
    /// The cluster.
    pub cluster: ClusterAccess,
    /// The systems that tell of deployments, as far as they are configured.
    pub deployments: BTreeMap<System, DeploymentAccess>,
    /// Loki, if configured.
    pub loki: Option<LokiAccess>,
    /// Prometheus addresses that may be asked (`[prometheus] addr`).
    pub prometheus: Vec<PrometheusAccess>,
    /// Hosts that `curl` and `wget` steps may reach: `host` or `host:port`, exact.
    pub http_hosts: Vec<String>,
    /// Repositories by name (`[repos]`), resolved to paths; the record's `cd repos/NAME` finds them.
    pub repos: BTreeMap<String, PathBuf>,
    /// The workspace root (which holds `.kiro`).
    pub root: PathBuf,
    /// Whom every request is told to, if anybody asked.
    pub log: Option<RequestLog>,
    /// Whether somebody wants no answer any more.
    pub stop: Stop,
}

/// Whether somebody wants no answer any more: as soon as the other end is gone.
#[derive(Debug, Clone, Default)]
pub struct Stop(Option<tokio::sync::watch::Receiver<()>>);

impl Stop {
    /// With the end whose loss says so.
    pub fn new() -> (tokio::sync::watch::Sender<()>, Stop) {
        let (held, seen) = tokio::sync::watch::channel(());
        (held, Stop(Some(seen)))
    }

    /// Waits for it; for ever, where nobody can say so.
    pub async fn asked(&self) {
        match self.0.clone() {
            Some(mut seen) => while seen.changed().await.is_ok() {},
            None => std::future::pending().await,
        }
    }
}

/// How exchanges happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Over the network.
    Live,
    /// Over the network, and every exchange is kept for `--save-evidence`.
    Recording,
    /// From a HAR file; no socket is opened.
    Replaying(PathBuf),
    /// No socket is opened and every query is blind with [`crate::facts::observation::Cause::Offline`].
    Offline,
}

/// The cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterAccess {
    /// The files of `KUBECONFIG` in order, or `~/.kube/config` if that is set and exists; empty when
    /// there is none. In-cluster credentials are tried when it is empty.
    pub kubeconfig: Vec<PathBuf>,
    /// The context that a command without `--context` means: `[env.NAME] context` of the record's
    /// environment, else the kubeconfig's current one.
    pub default_context: Option<String>,
    /// The namespace that a command without `-n` means; `None` is the context's own.
    pub default_namespace: Option<String>,
    /// Contexts that a record may name (`contexts = […]`). `None`: the configuration says nothing,
    /// and every context that the kubeconfig has is allowed. A context that the kubeconfig does not
    /// have is always refused.
    pub allowed_contexts: Option<Vec<String>>,
    /// The kubeconfig's context for a name that records write (`[contexts]`).
    pub aliases: BTreeMap<String, String>,
    /// Argo CD's namespace; `argocd` by default.
    pub argocd_namespace: String,
}

/// A system that tells of deployments.
#[derive(Debug, Clone)]
pub struct DeploymentAccess {
    /// Base URL without the path of its API and without a trailing slash.
    pub host: String,
    /// Other base URLs by which records know this same server (`aliases`): a query that
    /// names one of them is answered by `host`. Any other host is refused.
    pub aliases: Vec<String>,
    /// `namespace/name` used when a query names none.
    pub repo: Option<String>,
    /// Its token.
    pub credential: Credential,
}

/// A credential of the environment for one source.
#[derive(Debug, Clone, Default)]
pub enum Credential {
    /// There is none.
    #[default]
    None,
    /// A token.
    Bearer(SecretString),
    /// The token of a job of GitLab's CI, which goes in a header of its own.
    Job(SecretString),
    /// A user and a password.
    Basic(String, SecretString),
    /// There is one that does not go there, and so the source is not asked; why.
    Withheld(Bilingual),
}

/// Loki.
#[derive(Debug, Clone)]
pub struct LokiAccess {
    /// `LOKI_ADDR` or `[loki] addr`.
    pub addr: String,
    /// Other addresses by which records know this same server (`[loki] aliases`): a query that names
    /// one of them is answered by `addr`. Any other address is refused.
    pub aliases: Vec<String>,
    /// `LOKI_ORG_ID` or `[loki] tenant`.
    pub tenant: Option<String>,
    /// Other tenants that records may name (`[loki] tenants`). `None`: any, in a replay, whose run was
    /// allowed what it asked.
    pub tenants: Option<Vec<String>>,
    /// `LOKI_USERNAME` and `LOKI_PASSWORD`, or `LOKI_BEARER_TOKEN`.
    pub credential: Credential,
}

/// A Prometheus.
#[derive(Debug, Clone)]
pub struct PrometheusAccess {
    /// `[prometheus] addr`.
    pub addr: String,
    /// Other addresses by which records know this same server (`[prometheus] aliases`).
    pub aliases: Vec<String>,
}
