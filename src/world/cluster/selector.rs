//! Field selectors, as the API server reads them.

use super::catalog::Version;
use serde_json::Value;

/// One requirement of a field selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldRequirement {
    field: String,
    value: String,
    equal: bool,
}

/// Reads `status.phase=Running,spec.nodeName!=n1` for a resource.
///
/// # Errors
/// The API server's message: the syntax, or a field that the resource can't be selected by.
pub(super) fn fields(
    selector: &str,
    group: &str,
    resource: &str,
) -> Result<Vec<FieldRequirement>, String> {
    let mut requirements = Vec::new();
    for part in selector.split(',').filter(|part| !part.is_empty()) {
        let (field, value, equal) = if let Some((field, value)) = part.split_once("!=") {
            (field, value, false)
        } else if let Some((field, value)) = part.split_once("==") {
            (field, value, true)
        } else if let Some((field, value)) = part.split_once('=') {
            (field, value, true)
        } else {
            return Err(format!(
                "invalid selector: '{selector}'; can't understand '{part}'"
            ));
        };
        if !is_selectable(field, group, resource) {
            return Err(match (group, resource) {
                ("", "pods" | "nodes" | "namespaces" | "events") => {
                    format!("field label not supported: {field}")
                }
                _ => format!(
                    "\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                ),
            });
        }
        requirements.push(FieldRequirement {
            field: field.to_string(),
            value: value.to_string(),
            equal,
        });
    }
    Ok(requirements)
}

/// Whether an object fits.
pub(super) fn fits_fields(requirements: &[FieldRequirement], version: &Version) -> bool {
    requirements
        .iter()
        .all(|each| (field(version, &each.field) == each.value) == each.equal)
}

/// `pkg/apis/core/v1/conversion.go` has these lists.
const SELECTABLE: [(&str, &str, &str); 7] = [
    (
        "",
        "pods",
        "spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork \
         status.phase status.podIP status.nominatedNodeName",
    ),
    ("", "nodes", "spec.unschedulable"),
    ("", "namespaces", "status.phase"),
    ("", "secrets", "type"),
    (
        "",
        "events",
        "involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid \
         involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason \
         reportingComponent source type",
    ),
    ("batch", "jobs", "status.successful"),
    ("apps", "replicasets", "status.replicas"),
];

fn is_selectable(field: &str, group: &str, resource: &str) -> bool {
    let mut all = SELECTABLE.iter();
    let own = all.find(|(of, name, _)| (*of, *name) == (group, resource));
    own.is_some_and(|(_, _, fields)| fields.split(' ').any(|one| one == field))
        || matches!(field, "metadata.name" | "metadata.namespace")
}

fn field(version: &Version, field: &str) -> String {
    let pointer = match field {
        "source" => "/source/component".to_string(),
        _ => format!("/{}", field.replace('.', "/")),
    };
    match version.object.pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None if field == "spec.unschedulable" => "false".into(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}
