//! Kinds of objects: how they are named on a command line and where the server has them. The
//! built-in ones are known without asking; the server's discovery has the rest.

use crate::facts::kinds;
use crate::facts::percent::encoded;

/// One kind as the API server serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kind {
    /// `daemonsets`.
    pub plural: String,
    /// `daemonset`.
    pub singular: String,
    /// `ds`.
    pub short: Vec<String>,
    /// `DaemonSet`.
    pub kind: String,
    /// `apps`; empty for the core group.
    pub group: String,
    /// `v1`.
    pub version: String,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// `all` among others.
    pub categories: Vec<String>,
}

impl Kind {
    /// The path of a list, or of one object.
    pub(crate) fn path(&self, namespace: Option<&str>, name: Option<&str>) -> String {
        let mut path = match self.group.as_str() {
            "" => format!("/api/{}", self.version),
            group => format!("/apis/{group}/{}", self.version),
        };
        if let (true, Some(namespace)) = (self.namespaced, namespace) {
            path.push_str(&format!("/namespaces/{}", encoded(namespace, "")));
        }
        path.push_str(&format!("/{}", self.plural));
        if let Some(name) = name {
            path.push_str(&format!("/{}", encoded(name, "")));
        }
        path
    }

    /// `daemonsets.apps`, `pods`: as kubectl's errors name it.
    pub(crate) fn resource_name(&self) -> String {
        qualified(&self.plural, &self.group)
    }

    /// `daemonset.apps`, `pod`: as `-o name` and several kinds at once print it.
    pub(crate) fn printed_kind(&self) -> String {
        qualified(&self.kind.to_lowercase(), &self.group)
    }

    /// `apps/v1`, `v1`.
    pub(crate) fn api_version(&self) -> String {
        match self.group.as_str() {
            "" => self.version.clone(),
            group => format!("{group}/{}", self.version),
        }
    }

    /// Whether a word of a command line means this kind: plural, singular, short name, kind, or
    /// `plural.group`, `plural.version.group`; case does not matter.
    pub(crate) fn is_meant_by(&self, word: &str) -> bool {
        let (name, group) = kinds::apart(word);
        let is_named = name == self.plural
            || name == self.singular
            || name == self.kind.to_lowercase()
            || self.short.contains(&name);
        is_named && kinds::is_of_group(&group, &self.group, &self.version)
    }
}

fn qualified(name: &str, group: &str) -> String {
    match group {
        "" => name.to_string(),
        group => format!("{name}.{group}"),
    }
}

/// The kind of every API server that a word means.
pub(crate) fn built_in(word: &str) -> Option<Kind> {
    kinds::built_in(word).map(kind)
}

/// All of them.
#[cfg(test)]
pub(crate) fn all_built_in() -> impl Iterator<Item = Kind> {
    kinds::all_built_in().map(kind)
}

/// A built-in kind that exists for sure, by its plural.
pub(crate) fn known(plural: &str) -> Kind {
    kind(kinds::known(plural))
}

fn kind(row: &kinds::Kind) -> Kind {
    Kind {
        plural: row.plural.into(),
        singular: row.kind.to_lowercase(),
        short: row.short().map(String::from).collect(),
        kind: row.kind.into(),
        group: row.group.into(),
        version: row.version.into(),
        namespaced: row.namespaced,
        categories: Vec::new(),
    }
}
