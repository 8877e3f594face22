//! Objects that a command's words mean: kinds and names by discovery, and whole objects for the commands
//! that look at them (`get -o json`, `describe`, `rollout`, `wait`).

use super::kinds::Kind;
use super::rows::{self, Wanted};
use super::{Cluster, Trouble, discovery};
use crate::facts::observation::Seen;
use crate::query::{Get, Resource, Scope};
use serde_json::Value;

/// One kind of a command, with the names asked for (none: the list).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selected {
    pub(super) kind: Kind,
    names: Vec<String>,
}

impl Selected {
    /// A list, or each of the names.
    pub(super) fn names(&self) -> Vec<Option<&str>> {
        match self.names.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        }
    }

    /// Whether it is a list.
    pub(super) fn is_list(&self) -> bool {
        self.names.is_empty()
    }
}

/// Resolves the resources; names of one kind that follow each other are asked for together.
pub(super) async fn resolved(
    cluster: &Cluster,
    resources: &[Resource],
) -> Result<Vec<Selected>, Trouble> {
    let mut all: Vec<Selected> = Vec::new();
    for resource in resources {
        if resource.kind == "all" {
            // The kinds of the category `all`, in discovery's order.
            let kinds = discovery::all(cluster).await?.iter();
            let kinds = kinds.filter(|kind| kind.categories.iter().any(|c| c == "all"));
            all.extend(kinds.map(|kind| Selected {
                kind: kind.clone(),
                names: Vec::new(),
            }));
            continue;
        }
        let kind = discovery::find(cluster, &resource.kind).await?;
        match (all.last_mut(), &resource.name) {
            (Some(last), Some(name)) if last.kind == kind && !last.is_list() => {
                last.names.push(name.clone());
            }
            (_, name) => all.push(Selected {
                kind,
                names: name.iter().cloned().collect(),
            }),
        }
    }
    Ok(all)
}

/// Which objects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Which<'a> {
    pub scope: &'a Scope,
    pub labels: Option<&'a str>,
    pub fields: Option<&'a str>,
    /// Whether what is not there is no failure.
    pub ignore_not_found: bool,
}

impl<'a> Which<'a> {
    /// Those of a `get` or `describe`.
    pub(super) fn of(get: &'a Get) -> Which<'a> {
        Which {
            scope: &get.scope,
            labels: get.selector.as_deref(),
            fields: get.field_selector.as_deref(),
            ignore_not_found: get.ignore_not_found,
        }
    }

    /// What is asked of the server for one kind and name.
    pub(super) fn wanted(
        self,
        cluster: &'a Cluster,
        kind: &'a Kind,
        name: Option<&'a str>,
    ) -> Wanted<'a> {
        Wanted {
            kind,
            namespace: cluster.namespace(&self.scope.namespace),
            name,
            labels: self.labels,
            fields: self.fields,
        }
    }

    /// Tells that a named object does not exist, in the server's words.
    pub(super) fn tell_missing(
        self,
        seen: &mut Seen,
        kind: &Kind,
        name: Option<&str>,
        words: &str,
    ) {
        let (kind, name) = (kind.kind.to_lowercase(), name.unwrap_or_default());
        seen.missing.push(format!("{kind}/{name}"));
        if !self.ignore_not_found {
            seen.success = false;
            let line = format!("Error from server (NotFound): {words}\n");
            seen.stderr.push_str(&line);
        }
    }
}

/// Reads the objects of resolved resources, each with its kind.
pub(super) async fn objects<'a>(
    cluster: &Cluster,
    which: Which<'_>,
    selected: &'a [Selected],
    seen: &mut Seen,
) -> Result<Vec<(&'a Kind, Value)>, Trouble> {
    let mut all = Vec::new();
    for one in selected {
        for name in one.names() {
            match rows::objects(cluster, which.wanted(cluster, &one.kind, name)).await? {
                Ok((objects, warnings)) => {
                    all.extend(objects.into_iter().map(|object| (&one.kind, object)));
                    seen.stderr.extend(warnings);
                }
                Err(words) => which.tell_missing(seen, &one.kind, name, &words),
            }
        }
    }
    Ok(all)
}
