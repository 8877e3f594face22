//! Refusals in kube-apiserver's words (`recordings/errors`).

use super::super::answer::{Answer, Request};
use hyper::StatusCode;
use serde_json::{Value, json};

/// A Status object.
pub(crate) fn failure(
    code: StatusCode,
    reason: &str,
    message: &str,
    details: Option<Value>,
) -> Answer {
    let mut body = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "reason": reason,
    });
    if let Some(details) = details {
        body["details"] = details;
    }
    body["code"] = json!(code.as_u16());
    Answer::json(code, &body)
}

pub(super) fn bad_request(message: &str) -> Answer {
    failure(StatusCode::BAD_REQUEST, "BadRequest", message, None)
}

pub(super) fn unauthorized() -> Answer {
    failure(
        StatusCode::UNAUTHORIZED,
        "Unauthorized",
        "Unauthorized",
        None,
    )
}

/// Without credentials a request is anonymous, and anonymous may do nothing.
pub(super) fn anonymous(request: &Request) -> Answer {
    let message = format!(
        "forbidden: User \"system:anonymous\" cannot get path \"{}\"",
        request.path
    );
    failure(
        StatusCode::FORBIDDEN,
        "Forbidden",
        &message,
        Some(json!({})),
    )
}

/// A named object that is not there. `resource` with its group, as in `daemonsets.apps`.
pub(super) fn not_found(group: &str, resource: &str, name: &str) -> Answer {
    let (qualified, details) = match group {
        "" => (
            resource.to_string(),
            json!({"name": name, "kind": resource}),
        ),
        _ => (
            format!("{resource}.{group}"),
            json!({"name": name, "group": group, "kind": resource}),
        ),
    };
    let message = format!("{qualified} \"{name}\" not found");
    failure(StatusCode::NOT_FOUND, "NotFound", &message, Some(details))
}

/// An unknown resource of a built-in group.
pub(super) fn no_such_resource() -> Answer {
    let message = "the server could not find the requested resource";
    failure(StatusCode::NOT_FOUND, "NotFound", message, Some(json!({})))
}

/// An unknown group, or an unknown resource of a custom one: not even a Status.
pub(super) fn page_not_found() -> Answer {
    Answer::text(StatusCode::NOT_FOUND, "404 page not found\n")
}

pub(super) fn method_not_allowed() -> Answer {
    let message = "the server does not allow this method on the requested resource";
    failure(
        StatusCode::METHOD_NOT_ALLOWED,
        "MethodNotAllowed",
        message,
        Some(json!({})),
    )
}

pub(super) fn not_acceptable() -> Answer {
    let message = "only the following media types are accepted: application/json, \
                   application/yaml, application/vnd.kubernetes.protobuf";
    failure(StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message, None)
}
