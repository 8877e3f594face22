//! The read-only questions to the outside, as plain data: what is asked, and the cluster's own questions.

use super::{
    ArgoQuery, ClusterQuestion, DeploymentQuery, GitQuery, HttpQuery, LokiQuery, PrometheusQuery,
};
use super::{Output, Resource, Scope};
use serde::{Deserialize, Serialize};

/// One read-only question to the outside. Equal queries are asked once a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Query {
    /// `kubectl get`.
    Get(Get),
    /// `kubectl describe`: the objects and their events.
    Describe(Get),
    /// `kubectl logs`.
    Logs(Logs),
    /// `kubectl top pods|nodes`.
    Top(Top),
    /// `kubectl events`.
    Events(Events),
    /// `kubectl rollout status|history`.
    Rollout(Rollout),
    /// `kubectl wait`.
    Wait(Wait),
    /// `kubectl auth can-i VERB RESOURCE`, `version`, `api-resources`, `cluster-info`,
    /// `config current-context`.
    Cluster(ClusterQuestion),
    /// `logcli query|instant-query|labels|series`.
    Loki(LokiQuery),
    /// `argocd app get|list|resources|history`, through the Application resource.
    Argo(ArgoQuery),
    /// `curl` and `wget`, GET or HEAD.
    Http(HttpQuery),
    /// `promtool query instant|range`.
    Prometheus(PrometheusQuery),
    /// `git log|show|status` on a configured repository.
    Git(GitQuery),
    /// A deployment that the record names; no command says this.
    #[serde(rename = "gitploy")]
    Deployment(DeploymentQuery),
}

/// `kubectl get` and `describe`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Get {
    /// Cluster and namespace.
    pub scope: Scope,
    /// One or more resources.
    pub resources: Vec<Resource>,
    /// `-l`, verbatim.
    pub selector: Option<String>,
    /// `--field-selector`, verbatim.
    pub field_selector: Option<String>,
    /// `-o`.
    pub output: Output,
    /// `--no-headers`.
    pub no_headers: bool,
    /// `--show-labels`.
    pub show_labels: bool,
    /// `-L a,b`.
    pub label_columns: Vec<String>,
    /// `--sort-by`, verbatim.
    pub sort_by: Option<String>,
    /// `--ignore-not-found`.
    pub ignore_not_found: bool,
    /// Whether judging needs the objects themselves beside the printed cells. Never written by a
    /// person; companions of a step's queries set it (and `judge::needs` decides).
    pub objects: bool,
    /// Whether, of a long list, only those pods and workloads matter that are not plainly fine, and
    /// the others need only be counted. Never written by a person, either.
    pub only_odd: bool,
}

impl Get {
    /// The objects of a kind, or those that a selector picks.
    pub fn objects(scope: Scope, kind: &str, selector: Option<String>) -> Get {
        Get {
            scope,
            resources: vec![Resource {
                kind: kind.into(),
                name: None,
            }],
            selector,
            objects: true,
            ..Get::default()
        }
    }
}

/// `kubectl logs`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Logs {
    /// Cluster and namespace.
    pub scope: Scope,
    /// `POD`, `kind/NAME`; `None` with a selector.
    pub target: Option<Resource>,
    /// `-l`.
    pub selector: Option<String>,
    /// `-c`.
    pub container: Option<String>,
    /// `--all-containers`.
    pub all_containers: bool,
    /// `--all-pods`.
    pub all_pods: bool,
    /// `--tail`; `None` is kubectl's default: 10 lines a pod with a selector, else all.
    /// `--tail=-1` is `Some(Tail::All)`.
    pub tail: Option<Tail>,
    /// `--since` in seconds.
    pub since_seconds: Option<u64>,
    /// `--since-time`, verbatim RFC 3339.
    pub since_time: Option<String>,
    /// `--previous`, `-p`.
    pub previous: bool,
    /// `--timestamps`.
    pub timestamps: bool,
    /// `--prefix`.
    pub prefix: bool,
    /// `--limit-bytes`.
    pub limit_bytes: Option<u64>,
}

/// `--tail` of `kubectl logs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tail {
    /// `-1`.
    All,
    /// The last so many.
    Lines(u64),
}

/// `kubectl top`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Top {
    /// Cluster and namespace (ignored for nodes).
    pub scope: Scope,
    /// `pods` or `nodes`.
    pub of: TopOf,
    /// Objects by their names; all without one.
    pub names: Vec<String>,
    /// `-l`.
    pub selector: Option<String>,
    /// `--field-selector`.
    pub field_selector: Option<String>,
    /// `--containers`.
    pub containers: bool,
    /// `--sort-by=cpu|memory`.
    pub sort_by: Option<String>,
    /// `--no-headers`.
    pub no_headers: bool,
    /// `--sum`.
    pub sum: bool,
}

/// What `kubectl top` is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TopOf {
    /// `top pods`.
    Pods,
    /// `top nodes`.
    Nodes,
}

/// `kubectl events`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Events {
    /// Cluster and namespace.
    pub scope: Scope,
    /// `--for kind/name`.
    pub of: Option<Resource>,
    /// `--types=Warning,Normal`.
    pub types: Vec<String>,
    /// `--no-headers`.
    pub no_headers: bool,
}

/// `kubectl rollout status|history`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rollout {
    /// Cluster and namespace.
    pub scope: Scope,
    /// Status or history.
    pub ask: RolloutAsk,
    /// What.
    pub targets: Vec<Resource>,
    /// `-l`.
    pub selector: Option<String>,
    /// `--revision`.
    pub revision: Option<u64>,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RolloutAsk {
    /// `rollout status`.
    Status,
    /// `rollout history`.
    History,
}

/// `kubectl wait`, looked at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wait {
    /// Cluster and namespace.
    pub scope: Scope,
    /// What.
    pub resources: Vec<Resource>,
    /// `-l`.
    pub selector: Option<String>,
    /// `--field-selector`.
    pub field_selector: Option<String>,
    /// `--all`.
    pub all: bool,
    /// `--for`.
    pub until: Until,
}

/// `--for` of `kubectl wait`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// `condition=NAME[=VALUE]`, value `true` by default, both compared ignoring case.
    Condition(String, String),
    /// `delete`.
    Delete,
    /// `create`.
    Create,
    /// `jsonpath=EXPR[=VALUE]`.
    JsonPath(String, Option<String>),
}
