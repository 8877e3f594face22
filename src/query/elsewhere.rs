//! The questions about the cluster itself, and those to Loki, Argo CD, HTTP servers, Prometheus, git and
//! what makes deployments, as plain data.

use super::{Output, Resource, Scope};
use crate::facts::deployment::{DeploymentId, System};
use serde::{Deserialize, Serialize};

/// Small questions about the cluster itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClusterQuestion {
    /// Cluster and namespace.
    pub scope: Scope,
    /// Which.
    pub ask: ClusterAsk,
}

/// Which question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClusterAsk {
    /// `auth can-i VERB RESOURCE[/NAME]`.
    CanI {
        /// The verb.
        verb: String,
        /// The resource.
        resource: Resource,
    },
    /// `version`.
    Version,
    /// `api-resources`.
    ApiResources,
    /// `cluster-info`.
    ClusterInfo,
    /// `config current-context`.
    CurrentContext,
}

/// `logcli`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LokiQuery {
    /// `--addr` or `LOKI_ADDR` of the record; asked only if the configuration knows the host.
    pub addr: Option<String>,
    /// `--org-id`.
    pub org_id: Option<String>,
    /// What is asked.
    pub ask: LokiAsk,
    /// LogQL (for labels: the label name; for series: the matcher).
    pub logql: String,
    /// `--limit`; logcli's default is 30, 0 is all.
    pub limit: u64,
    /// `--since` in seconds; logcli's default is 1 h.
    pub since_seconds: u64,
    /// `--from`, verbatim.
    pub from: Option<String>,
    /// `--to`, verbatim.
    pub to: Option<String>,
    /// `--forward`: oldest first.
    pub forward: bool,
    /// `--batch`; logcli's default is 1000.
    pub batch: u64,
    /// `--step` in seconds for metric queries.
    pub step_seconds: Option<u64>,
    /// `--output`: `default`, `raw` or `jsonl`.
    pub output: String,
    /// `--no-labels`.
    pub no_labels: bool,
}

/// Which `logcli` command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LokiAsk {
    /// `query`.
    Range,
    /// `instant-query`.
    Instant,
    /// `labels [NAME]`.
    Labels,
    /// `series MATCHER`.
    Series,
}

/// `argocd app …`, read from the Application resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArgoQuery {
    /// Cluster; the namespace is Argo CD's (`argocd` unless configured).
    pub scope: Scope,
    /// What is asked.
    pub ask: ArgoAsk,
    /// The application; `None` for `app list`.
    pub app: Option<String>,
    /// `-o`.
    pub output: Output,
}

/// Which `argocd app` command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArgoAsk {
    /// `app get`.
    Get,
    /// `app list`.
    List,
    /// `app resources`.
    Resources,
    /// `app history`.
    History,
}

/// `curl` and `wget`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HttpQuery {
    /// `GET` or `HEAD`.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers that the record gives, credentials excluded (they are refused).
    pub headers: Vec<(String, String)>,
    /// `-L`.
    pub follow_redirects: bool,
    /// `-i`/`-I`: the header block is printed.
    pub show_headers: bool,
    /// `-o /dev/null`: no body is printed.
    pub discard_body: bool,
    /// `-w`, verbatim (`%{http_code}`).
    pub write_out: Option<String>,
    /// `-f`: a status of 400 or more is a failing exit.
    pub fail: bool,
}

/// `promtool query instant`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PrometheusQuery {
    /// The server as written.
    pub addr: String,
    /// PromQL.
    pub promql: String,
}

/// `git log|show|status`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GitQuery {
    /// The directory that the record changed into (`cd repos/x`) or `-C`; `None` is the root.
    pub directory: Option<String>,
    /// `log`, `show` or `status`.
    pub verb: String,
    /// The words after it.
    pub args: Vec<String>,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeploymentQuery {
    /// Whose it is.
    #[serde(default, skip_serializing_if = "is_the_first")]
    pub source: System,
    /// The cluster, where it is one of a cluster's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The host that the record names, if it does; asked only if the configuration knows it.
    pub host: Option<String>,
    /// `namespace/name`; `None` is the configuration's.
    pub repo: Option<String>,
    /// Which.
    pub number: DeploymentId,
}

// Old evidence files know the questions of the first source without its name.
fn is_the_first(source: &System) -> bool {
    *source == System::default()
}
