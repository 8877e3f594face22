//! The resources of a command by kind.

use super::kinds::Kind;
use super::{Cluster, Trouble, discovery};
use crate::query::Resource;

/// One kind of a `get`, with the names asked for (none: the list).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) kind: Kind,
    pub(super) names: Vec<String>,
}

/// Resolves the resources; names of one kind that follow each other make one group.
pub(super) async fn groups(
    cluster: &Cluster,
    resources: &[Resource],
) -> Result<Vec<Group>, Trouble> {
    let mut groups: Vec<Group> = Vec::new();
    for resource in resources {
        if resource.kind == "all" {
            groups.extend(all(cluster).await?);
            continue;
        }
        let kind = discovery::find(cluster, &resource.kind).await?;
        match (groups.last_mut(), &resource.name) {
            (Some(last), Some(name)) if last.kind == kind && !last.names.is_empty() => {
                last.names.push(name.clone());
            }
            (_, name) => groups.push(Group {
                kind,
                names: name.iter().cloned().collect(),
            }),
        }
    }
    Ok(groups)
}

/// The kinds of the category `all`, in discovery's order.
async fn all(cluster: &Cluster) -> Result<Vec<Group>, Trouble> {
    let kinds = discovery::all(cluster).await?.iter();
    let kinds = kinds.filter(|kind| kind.categories.iter().any(|c| c == "all"));
    Ok(kinds
        .map(|kind| Group {
            kind: kind.clone(),
            names: Vec::new(),
        })
        .collect())
}

pub(super) fn names(group: &Group) -> Vec<Option<&str>> {
    match group.names.as_slice() {
        [] => vec![None],
        names => names.iter().map(|name| Some(name.as_str())).collect(),
    }
}
