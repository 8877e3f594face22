//! What the API server serves: aggregated discovery, two requests for everything, asked only when
//! a name is not a built-in one.

use super::kinds::{Kind, built_in};
use super::{Cluster, Trouble};
use crate::collect::reply;
use crate::facts::fields::{flag, list, text};
use crate::facts::observation::Cause;
use serde_json::Value;

const ACCEPT: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
    application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/// Finds the kind that a word of a command line means.
///
/// # Errors
/// `NoSuchApi` in kubectl's own words if the server has no such resource, and whatever keeps the
/// discovery from being read.
pub(crate) async fn find(cluster: &Cluster, word: &str) -> Result<Kind, Trouble> {
    if let Some(kind) = built_in(word) {
        return Ok(kind);
    }
    let kinds = all(cluster).await?;
    let kind = kinds.iter().find(|kind| kind.is_meant_by(word));
    kind.cloned().ok_or_else(|| {
        Trouble::new(
            Cause::NoSuchApi,
            format!("the server doesn't have a resource type {word:?}"),
        )
    })
}

/// Every kind in the server's order: the core group, then the groups as it prefers them. A kind
/// that several versions serve is there once, in the preferred one.
pub(crate) async fn all(cluster: &Cluster) -> Result<&[Kind], Trouble> {
    let kinds = cluster.discovered.get_or_try_init(|| async {
        let mut kinds: Vec<Kind> = Vec::new();
        for path in ["/api", "/apis"] {
            let answer = reply::json(&cluster.ask(path, ACCEPT).await?)?;
            match text(&answer, "/kind") {
                "APIGroupDiscoveryList" => kinds.extend(aggregated(&answer)),
                _ => kinds.extend(one_by_one(cluster, &answer).await?),
            }
        }
        Ok(kinds)
    });
    kinds.await.map(Vec::as_slice)
}

fn aggregated(answer: &Value) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for group in list(answer, "/items") {
        let name = owned(group, "/metadata/name");
        for version in list(group, "/versions") {
            for resource in list(version, "/resources") {
                let plural = owned(resource, "/resource");
                if kinds.iter().any(|k| k.group == name && k.plural == plural) {
                    continue;
                }
                kinds.push(Kind {
                    singular: owned(resource, "/singularResource"),
                    short: words(resource, "/shortNames"),
                    kind: owned(resource, "/responseKind/kind"),
                    group: name.clone(),
                    version: owned(version, "/version"),
                    namespaced: text(resource, "/scope") == "Namespaced",
                    categories: words(resource, "/categories"),
                    plural,
                });
            }
        }
    }
    kinds
}

/// Servers before 1.26: one request a group, for its preferred version.
async fn one_by_one(cluster: &Cluster, answer: &Value) -> Result<Vec<Kind>, Trouble> {
    let mut kinds = Vec::new();
    let core = list(answer, "/versions").first().and_then(Value::as_str);
    let groups = list(answer, "/groups").iter().map(|group| {
        let version = owned(group, "/preferredVersion/version");
        (owned(group, "/name"), version)
    });
    let versions = core.map(|version| (String::new(), version.to_string()));
    for (group, version) in versions.into_iter().chain(groups) {
        let path = match group.as_str() {
            "" => format!("/api/{version}"),
            group => format!("/apis/{group}/{version}"),
        };
        let listed = cluster.json(&path).await?;
        let whole = |r: &&Value| !text(r, "/name").contains('/');
        kinds.extend(
            list(&listed, "/resources")
                .iter()
                .filter(whole)
                .map(|r| Kind {
                    plural: owned(r, "/name"),
                    singular: owned(r, "/singularName"),
                    short: words(r, "/shortNames"),
                    kind: owned(r, "/kind"),
                    group: group.clone(),
                    version: version.clone(),
                    namespaced: flag(r, "/namespaced"),
                    categories: words(r, "/categories"),
                }),
        );
    }
    Ok(kinds)
}

fn owned(value: &Value, pointer: &str) -> String {
    text(value, pointer).to_owned()
}

fn words(value: &Value, pointer: &str) -> Vec<String> {
    let words = list(value, pointer).iter().filter_map(Value::as_str);
    words.map(String::from).collect()
}
