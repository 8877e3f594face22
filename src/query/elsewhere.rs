//! The questions about the cluster itself, and those to Loki, Argo CD, HTTP servers, Prometheus, git and
//! what makes deployments, as plain data.

use super::{Output, Resource, Scope};
use crate::facts::deployment::{DeploymentId, System};
use chrono::{DateTime, Utc};
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
    /// `api-versions`.
    ApiVersions,
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
    /// Which labels of an entry are printed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub labels: ShownLabels,
}

/// Which labels of an entry `logcli` prints: without a word on it, those that not all entries share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShownLabels {
    /// `--include-label`: these alone, shared or not.
    pub only: Vec<String>,
    /// `--exclude-label`.
    pub without: Vec<String>,
    /// `--include-common-labels`.
    pub shared: bool,
    /// `--labels-length`: at least so wide.
    pub width: u64,
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
    /// `-l` of `app list`, verbatim.
    #[serde(default, skip_serializing_if = "is_default")]
    pub selector: Option<String>,
    /// `-p` of `app list`: one of these.
    #[serde(default, skip_serializing_if = "is_default")]
    pub projects: Vec<String>,
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

/// `promtool query instant|range`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PrometheusQuery {
    /// The server as written.
    pub addr: String,
    /// PromQL.
    pub promql: String,
    /// Of when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: When,
}

/// Of when a query asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// As things are now.
    #[default]
    Now,
    /// `--time`.
    Moment(DateTime<Utc>),
    /// `query range`.
    Range {
        /// `--start`; promtool's default is five minutes before the end.
        start: Option<DateTime<Utc>>,
        /// `--end`; else now.
        end: Option<DateTime<Utc>>,
        /// `--step` in seconds; promtool's default makes 250 steps of it.
        step_seconds: Option<u64>,
    },
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
    #[serde(default, skip_serializing_if = "is_default")]
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

// Old evidence files know the questions without what was not said then.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
