//! What several questions to a cluster have: where, what, and how it is printed.

use serde::{Deserialize, Serialize};

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
