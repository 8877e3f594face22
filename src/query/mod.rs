//! A documented command becomes a [`Pipeline`], or a reason why not. Pure: words, flags and filters
//! are understood here and nothing is ever run.
//!
//! The types below are the contract with `collect` (which answers a [`Query`]) and `judge` (which
//! knows what was asked). Every command ends in exactly one [`Class`].

mod scope;

use serde::{Deserialize, Serialize};

mod argocd;
mod command;
mod comments;
mod describe;
mod expand;
pub mod filter;
mod flags;
mod git;
mod helm;
mod http;
pub mod inline;
mod kubectl;
mod logcli;
mod placeholder;
mod prompt;
mod promtool;
mod reason;
pub mod script;
mod state;
mod statement;
mod vars;
mod words;

pub use describe::describe;
pub use reason::reason;
pub use vars::Vars;

/// The cluster and namespace of a query that has them.
pub fn scope_of(query: &Query) -> Option<&Scope> {
    match query {
        Query::Get(get) | Query::Describe(get) => Some(&get.scope),
        Query::Logs(logs) => Some(&logs.scope),
        Query::Top(top) => Some(&top.scope),
        Query::Events(events) => Some(&events.scope),
        Query::Rollout(rollout) => Some(&rollout.scope),
        Query::Wait(wait) => Some(&wait.scope),
        Query::Cluster(question) => Some(&question.scope),
        Query::Argo(argo) => Some(&argo.scope),
        Query::Loki(_)
        | Query::Http(_)
        | Query::Prometheus(_)
        | Query::Git(_)
        | Query::Gitploy(_) => None,
    }
}

/// What a documented command turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "class", content = "detail")]
pub enum Class {
    /// Read-only and understood completely.
    Understood(Box<Pipeline>),
    /// Read-only, but a person has to fill in a value first: the placeholder or variable names.
    NeedsValue(Vec<String>),
    /// Recognised, and never looked at: the rule that refuses it (`kubectl apply changes the cluster`).
    Refused(String),
    /// A tool, a filter or a shell construct that this program does not know: what it is.
    NotOurs(String),
}

/// A query and the filters that its output goes through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pipeline {
    /// What is asked.
    pub query: Query,
    /// The harmless filters after it, in order.
    pub filters: Vec<Filter>,
}

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
    /// `promtool query instant`.
    Prometheus(PrometheusQuery),
    /// `git log|show|status` on a configured repository.
    Git(GitQuery),
    /// A Gitploy deployment that the record names; no command says this.
    Gitploy(GitployQuery),
}

/// Which cluster and where in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// `--context`; `None` is the configuration's, else the kubeconfig's current one.
    pub context: Option<String>,
    /// Where in the cluster.
    pub namespace: Namespace,
}

/// `-n NAME`, `-A`, or neither.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Namespace {
    /// The context's own namespace, else `default`.
    #[default]
    OfContext,
    /// `-n NAME`.
    Named(String),
    /// `-A`, `--all-namespaces`.
    All,
}

/// What to get: `pods`, `ds/alloy`, `deploy,svc`, `applications.argoproj.io`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Resource {
    /// As written: plural, singular, short name, or `kind.group`. Discovery resolves it.
    pub kind: String,
    /// The object's name, if one was given.
    pub name: Option<String>,
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
}

/// `-o` of `kubectl get`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// The server's table.
    #[default]
    Table,
    /// `wide`: columns with priority above 0, too.
    Wide,
    /// `name`: `kind/name` lines.
    Name,
    /// `json`.
    Json,
    /// `yaml`.
    Yaml,
    /// `jsonpath=…`: the template.
    JsonPath(String),
    /// `custom-columns=…`: the specification.
    CustomColumns(String),
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
    /// One object.
    pub name: Option<String>,
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

/// A Gitploy deployment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GitployQuery {
    /// The host that the record names, if it does; asked only if the configuration knows it.
    pub host: Option<String>,
    /// `namespace/name`; `None` is the configuration's.
    pub repo: Option<String>,
    /// The number.
    pub number: u64,
}

/// A harmless filter of a pipe.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// `grep`, `egrep`, `fgrep`.
    Grep(Grep),
    /// `head`: a negative number drops the last ones.
    Head(i64),
    /// `tail`; `from_start` is `tail -n +N`.
    Tail {
        /// How many lines.
        lines: u64,
        /// `+N`: from that line on.
        from_start: bool,
    },
    /// `wc -l` (or `-w`, `-c`).
    Count(char),
    /// `sort`.
    Sort {
        /// `-r`.
        reverse: bool,
        /// `-n`.
        numeric: bool,
        /// `-u`.
        unique: bool,
        /// `-k N`, from 1.
        key: Option<usize>,
    },
    /// `uniq`.
    Uniq {
        /// `-c`.
        count: bool,
        /// `-d`.
        repeated: bool,
    },
    /// `cut -d X -f LIST` or `-c LIST`: delimiter (`None` for characters) and the list.
    Cut(Option<char>, String),
    /// `tr` with its sets; `-d` has no second one.
    Tr(String, Option<String>),
    /// `tr -s SET`: runs of one of the characters become one.
    Squeeze(String),
    /// `2>&1` before a pipe: what goes to stderr stands before what is printed.
    WithStderr,
    /// `awk`: the program, which must be of the known simple forms.
    Awk {
        /// `-F`.
        separator: Option<String>,
        /// The program text.
        program: String,
    },
    /// `jq`.
    Jq {
        /// `-r`.
        raw: bool,
        /// `-c`.
        compact: bool,
        /// `-e`.
        exit_status: bool,
        /// The program.
        program: String,
    },
    /// `yq` reads: the expression.
    Yq(String),
}

/// `grep`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grep {
    /// The patterns; a line matches if one does.
    pub patterns: Vec<String>,
    /// `-E`/`-P` (true) or basic syntax.
    pub extended: bool,
    /// `-F`.
    pub fixed: bool,
    /// `-i`.
    pub ignore_case: bool,
    /// `-v`.
    pub invert: bool,
    /// `-c`.
    pub count: bool,
    /// `-o`.
    pub only_matching: bool,
    /// `-w`.
    pub word: bool,
    /// `-q`.
    pub quiet: bool,
    /// `-n`.
    pub line_number: bool,
    /// `-B`.
    pub before: u64,
    /// `-A`.
    pub after: u64,
}
