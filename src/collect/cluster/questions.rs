//! Small questions about the cluster: `auth can-i`, `version`, `api-resources`, `api-versions`,
//! `cluster-info`, `config current-context`.

use super::{Cluster, Review, Trouble, discovery, print, review};
use crate::facts::observation::{Cause, Seen};
use crate::query::{ClusterAsk, ClusterQuestion, Namespace};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers one.
pub(crate) async fn question(
    cluster: &Cluster,
    query: &ClusterQuestion,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    match &query.ask {
        ClusterAsk::CanI { verb, resource } => {
            let kind = discovery::find(cluster, &resource.kind).await?;
            let everywhere = query.scope.namespace == Namespace::All || !kind.namespaced;
            let namespace = cluster
                .namespace(&query.scope.namespace)
                .unwrap_or_default();
            let right = review::Right {
                verb: verb.clone(),
                group: kind.group.clone(),
                resource: kind.plural.clone(),
                subresource: String::new(),
                name: resource.name.clone().unwrap_or_default(),
                namespace: if everywhere { "" } else { namespace }.to_string(),
            };
            let allowed = review::allowed(cluster, &right).await?;
            let warned = !kind.namespaced && query.scope.namespace != Namespace::All;
            let warning = match kind.group.as_str() {
                _ if !warned => String::new(),
                "" => format!(
                    "Warning: resource '{}' is not namespace scoped\n\n",
                    kind.plural
                ),
                group => format!(
                    "Warning: resource '{}' is not namespace scoped in group '{group}'\n\n",
                    kind.plural
                ),
            };
            Ok(Seen {
                stderr: warning,
                success: allowed,
                ..Seen::printed(now, if allowed { "yes\n" } else { "no\n" })
            })
        }
        ClusterAsk::Version => {
            let version = cluster.json("/version").await?;
            let git = version["gitVersion"]
                .as_str()
                .ok_or_else(|| Trouble::new(Cause::Malformed, "the answer has no gitVersion"))?;
            Ok(Seen::printed(now, format!("Server Version: {git}\n")))
        }
        ClusterAsk::ApiResources => api_resources(cluster, now).await,
        ClusterAsk::ApiVersions => api_versions(cluster, now).await,
        ClusterAsk::ClusterInfo => {
            // Asked, so that it is not said of a server that does not answer.
            cluster
                .review(Review::Identity, &review::who_am_i())
                .await?;
            let line = format!("Kubernetes control plane is running at {}\n", cluster.base);
            Ok(Seen::printed(now, line))
        }
        ClusterAsk::CurrentContext => Ok(Seen::printed(now, format!("{}\n", cluster.context))),
    }
}

async fn api_resources(cluster: &Cluster, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let mut kinds: Vec<_> = discovery::all(cluster).await?.iter().collect();
    kinds.sort_by_key(|kind| (kind.group.clone(), kind.plural.clone()));
    let mut lines = vec![
        ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(kinds.iter().map(|kind| {
        vec![
            kind.plural.clone(),
            kind.short.join(","),
            kind.api_version(),
            kind.namespaced.to_string(),
            kind.kind.clone(),
        ]
    }));
    Ok(Seen::printed(now, print::align(&lines)))
}

/// Every group and version that is served, one a line, sorted as kubectl does.
async fn api_versions(cluster: &Cluster, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let (core, groups) = (cluster.json("/api").await?, cluster.json("/apis").await?);
    let listed = |of: &Value, key: &str| -> Result<Vec<Value>, Trouble> {
        let list = of[key].as_array().cloned();
        list.ok_or_else(|| Trouble::new(Cause::Malformed, format!("the answer has no {key}")))
    };
    let mut all = listed(&core, "versions")?;
    for group in listed(&groups, "groups")? {
        let versions = listed(&group, "versions")?;
        all.extend(versions.iter().map(|one| one["groupVersion"].clone()));
    }
    let mut lines: Vec<String> = all
        .iter()
        .filter_map(|one| Some(format!("{}\n", one.as_str()?)))
        .collect();
    lines.sort();
    Ok(Seen::printed(now, lines.concat()))
}
