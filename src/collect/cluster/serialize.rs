//! Objects as kubectl prints them with `-o json` and `-o yaml`: keys sorted, managed fields left
//! out, several objects in a `List`.

mod yaml;

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

pub(crate) use yaml::yaml;

/// Indented by four blanks, `<`, `>` and `&` escaped as Go escapes them, with a final line end.
pub(crate) fn json(value: &Value) -> String {
    let mut text = Vec::new();
    let indented = PrettyFormatter::with_indent(b"    ");
    let mut serializer = Serializer::with_formatter(&mut text, indented);
    // Writing a value to memory cannot fail.
    let _written = sorted(value).serialize(&mut serializer);
    text.push(b'\n');
    go_escaped(&String::from_utf8_lossy(&text))
}

/// In one line, keys sorted, escaped as Go does: what jsonpath prints for lists and maps.
pub(crate) fn compact(value: &Value) -> String {
    go_escaped(&sorted(value).to_string())
}

/// Several objects as kubectl wraps them, without managed fields.
pub(crate) fn list(objects: &[Value]) -> Value {
    whole_list(
        &objects
            .iter()
            .map(without_managed_fields)
            .collect::<Vec<_>>(),
    )
}

/// Several objects as kubectl wraps them.
pub(crate) fn whole_list(objects: &[Value]) -> Value {
    json!({"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}})
}

/// An object as `-o json|yaml` shows it.
pub(crate) fn without_managed_fields(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    object
}

pub(super) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| key.as_str());
            let pairs = pairs
                .into_iter()
                .map(|(key, value)| (key.clone(), sorted(value)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Go's `encoding/json` escapes these for the sake of HTML and JavaScript.
fn go_escaped(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
