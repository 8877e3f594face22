//! Who am I, and may I: the POST requests that only ask.

use super::super::answer::{Answer, Request};
use hyper::StatusCode;
use serde_json::{Value, json};

/// The answer to a review; `None` for every other POST.
pub(super) fn answer(segments: &[&str], request: &Request) -> Option<Answer> {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let answer = match segments {
        ["apis", "authentication.k8s.io", "v1", "selfsubjectreviews"] => json!({
            "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
            "metadata": {"creationTimestamp": null},
            "status": {"userInfo": {"username": "kubernetes-admin",
                                    "groups": ["system:masters", "system:authenticated"]}},
        }),
        [
            "apis",
            "authorization.k8s.io",
            "v1",
            "selfsubjectaccessreviews",
        ] => json!({
            "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
            "metadata": {}, "spec": body["spec"], "status": {"allowed": true},
        }),
        [
            "apis",
            "authorization.k8s.io",
            "v1",
            "selfsubjectrulesreviews",
        ] => json!({
            "kind": "SelfSubjectRulesReview", "apiVersion": "authorization.k8s.io/v1",
            "metadata": {}, "spec": {},
            "status": {"resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}],
                       "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}],
                       "incomplete": false},
        }),
        _ => return None,
    };
    Some(Answer::json(StatusCode::CREATED, &answer))
}
