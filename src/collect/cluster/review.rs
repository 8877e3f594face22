//! Who the asker is and what it may do, by the self-subject reviews that every user may post.

use super::{Cluster, Review, Trouble};
use crate::facts::observation::Cause;
use serde_json::{Value, json};

/// One right to ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Right {
    /// `get`, `list`, `watch`.
    pub verb: String,
    /// API group, empty for the core group.
    pub group: String,
    /// Plural resource name.
    pub resource: String,
    /// `log` of pods; empty for the resource itself.
    pub subresource: String,
    /// One object's name; empty for all.
    pub name: String,
    /// Namespace; empty for all.
    pub namespace: String,
}

/// Whether the asker has a right.
pub(crate) async fn allowed(cluster: &Cluster, right: &Right) -> Result<bool, Trouble> {
    let review = json!({
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": {
            "group": right.group,
            "name": right.name,
            "namespace": right.namespace,
            "resource": right.resource,
            "subresource": right.subresource,
            "verb": right.verb,
        }},
    });
    let answer = cluster.review(Review::Access, &review).await?;
    let allowed = answer.pointer("/status/allowed").and_then(Value::as_bool);
    allowed.ok_or_else(|| Trouble::new(Cause::Malformed, "the review has no status"))
}

/// The asker's user name.
pub(crate) async fn identity(cluster: &Cluster) -> Result<String, Trouble> {
    let answer = cluster.review(Review::Identity, &who_am_i()).await?;
    let name = answer
        .pointer("/status/userInfo/username")
        .and_then(Value::as_str);
    name.map(String::from)
        .ok_or_else(|| Trouble::new(Cause::Malformed, "the review names no user"))
}

/// The body of an identity review.
pub(crate) fn who_am_i() -> Value {
    json!({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"})
}
