//! Objects that a command's words mean: by name or by selector, for the commands that look at whole
//! objects (`describe`, `rollout`, `wait`).

use super::group::{Group, groups};
use super::kinds::Kind;
use super::rows::{self, Found, Wanted};
use super::{Cluster, Trouble};
use crate::facts::observation::Seen;
use crate::query::{Resource, Scope};
use serde_json::Value;

/// Which objects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Which<'a> {
    /// Where.
    pub scope: &'a Scope,
    /// Kinds and names.
    pub resources: &'a [Resource],
    /// Label selector.
    pub labels: Option<&'a str>,
    /// Field selector.
    pub fields: Option<&'a str>,
}

/// Reads them, each with its kind. Named ones that do not exist are put into `seen.missing`.
///
/// # Errors
/// Whatever keeps one of them from being read.
pub(crate) async fn objects(
    cluster: &Cluster,
    which: Which<'_>,
    seen: &mut Seen,
) -> Result<Vec<(Kind, Value)>, Trouble> {
    let mut all = Vec::new();
    for Group { kind, names } in groups(cluster, which.resources).await? {
        let names: Vec<Option<&str>> = match names.as_slice() {
            [] => vec![None],
            names => names.iter().map(|name| Some(name.as_str())).collect(),
        };
        for name in names {
            let wanted = Wanted {
                kind: &kind,
                namespace: cluster.namespace(&which.scope.namespace),
                name,
                labels: which.labels,
                fields: which.fields,
            };
            match rows::objects(cluster, wanted).await? {
                Found::There((objects, _)) => {
                    all.extend(objects.into_iter().map(|object| (kind.clone(), object)));
                }
                Found::Missing(words) => {
                    let name = name.unwrap_or_default();
                    seen.missing
                        .push(format!("{}/{name}", kind.kind.to_lowercase()));
                    seen.success = false;
                    seen.stderr
                        .push_str(&format!("Error from server (NotFound): {words}\n"));
                }
            }
        }
    }
    Ok(all)
}
