//! Label and field selectors, as the API server reads them.

use super::catalog::Version;
use serde_json::Value;

/// One requirement of a label selector: that the label is there, or is one of these values; or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirement {
    key: String,
    values: Option<Vec<String>>,
    is_wanted: bool,
}

impl Requirement {
    /// An object without the label is not in any set.
    fn holds(&self, labels: &Value) -> bool {
        let value = labels.get(&self.key).and_then(Value::as_str);
        let is_in =
            |values: &Vec<String>| value.is_some_and(|value| values.iter().any(|one| one == value));
        self.values.as_ref().map_or(value.is_some(), is_in) == self.is_wanted
    }
}

/// Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
pub(super) fn labels(selector: &str) -> Result<Vec<Requirement>, String> {
    let mut requirements = Vec::new();
    for part in split_outside_parentheses(selector)? {
        let part = part.trim();
        if part.is_empty() {
            return Err("found ',', expected: identifier after ','".into());
        }
        requirements.push(requirement(part)?);
    }
    Ok(requirements)
}

/// Whether an object's labels fit.
pub(super) fn fits_labels(requirements: &[Requirement], object: &Value) -> bool {
    let none = Value::Null;
    let labels = object.pointer("/metadata/labels").unwrap_or(&none);
    requirements.iter().all(|each| each.holds(labels))
}

fn split_outside_parentheses(selector: &str) -> Result<Vec<&str>, String> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_u32);
    for (at, c) in selector.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&selector[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err("unable to parse requirement: found '', expected: ',' or ')'".into());
    }
    if !selector.trim().is_empty() {
        parts.push(&selector[start..]);
    }
    Ok(parts)
}

fn requirement(part: &str) -> Result<Requirement, String> {
    let required = |key: &str, values, is_wanted| {
        Ok(Requirement {
            key: checked_key(key.trim())?,
            values,
            is_wanted,
        })
    };
    if let Some(key) = part.strip_prefix('!') {
        return required(key, None, false);
    }
    if let Some((left, set)) = part.split_once('(') {
        let values = set.trim_end_matches(')').split(',').map(str::trim);
        let values: Vec<String> = values.map(checked_value).collect::<Result<_, _>>()?;
        let words = left.trim().rsplit_once(char::is_whitespace);
        let (key, operator) = words.unwrap_or((left, ""));
        return match operator {
            "in" | "notin" => required(key, Some(values), operator == "in"),
            _ => Err(format!(
                "unable to parse requirement: found '{operator}', expected: in, notin, =, ==, !=, gt, lt"
            )),
        };
    }
    if let Some((key, value)) = part.split_once("!=") {
        return required(key, Some(vec![checked_value(value.trim())?]), false);
    }
    if let Some((key, value)) = part.split_once('=') {
        let value = value.strip_prefix('=').unwrap_or(value).trim();
        if value.contains('=') {
            return Err("found '=', expected: ',' or 'end of string'".into());
        }
        return required(key, Some(vec![checked_value(value)?]), true);
    }
    required(part, None, true)
}

fn checked_key(key: &str) -> Result<String, String> {
    let name = key.rsplit('/').next().unwrap_or_default();
    if is_label_word(name) && !name.is_empty() {
        Ok(key.to_string())
    } else {
        Err(format!(
            "unable to parse requirement: <nil>: Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', '_' or '.'"
        ))
    }
}

fn checked_value(value: &str) -> Result<String, String> {
    if is_label_word(value) {
        Ok(value.to_string())
    } else {
        Err(format!(
            "unable to parse requirement: values[0]: Invalid value: \"{value}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        ))
    }
}

fn is_label_word(word: &str) -> bool {
    let ends = word.chars().next().into_iter().chain(word.chars().last());
    word.len() <= 63
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        && ends.into_iter().all(|c| c.is_ascii_alphanumeric())
}

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
