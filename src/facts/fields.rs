//! Reading a Kubernetes object as plain JSON: paths, times, conditions. A field that is absent, null
//! or of another type reads as absent; no rule may pass because of that.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// The value at a JSON pointer (`/status/phase`); null counts as absent.
///
/// Rules ask for thousands of these, all but a few without an escape: those are followed key by key,
/// where [`Value::pointer`] makes two new texts of each.
pub(crate) fn at<'a>(object: &'a Value, pointer: &str) -> Option<&'a Value> {
    let found = match pointer.strip_prefix('/') {
        Some(keys) if !pointer.contains('~') => {
            keys.split('/').try_fold(object, |value, key| match value {
                Value::Array(items) => items.get(key.parse::<usize>().ok()?),
                value => value.get(key),
            })
        }
        Some(_) | None => object.pointer(pointer),
    };
    found.filter(|value| !value.is_null())
}

/// The text at a pointer; empty when absent or not a text.
pub(crate) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    at(object, pointer).and_then(Value::as_str).unwrap_or("")
}

/// The whole number at a pointer.
pub(crate) fn number(object: &Value, pointer: &str) -> Option<i64> {
    at(object, pointer).and_then(Value::as_i64)
}

/// The whole number at a pointer, 0 when absent: Kubernetes omits zero counts of a status.
pub(crate) fn count(object: &Value, pointer: &str) -> i64 {
    number(object, pointer).unwrap_or(0)
}

/// Whether the value at a pointer is `true`.
pub(crate) fn flag(object: &Value, pointer: &str) -> bool {
    at(object, pointer)
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

/// The items of the array at a pointer.
pub(crate) fn list<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    at(object, pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The entries of the map at a pointer whose values are texts, in their order.
pub(crate) fn pairs<'a>(object: &'a Value, pointer: &str) -> Vec<(&'a str, &'a str)> {
    let map = at(object, pointer).and_then(Value::as_object);
    map.into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
        .collect()
}

/// The RFC 3339 time at a pointer.
pub(crate) fn time(object: &Value, pointer: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text(object, pointer)).ok()?;
    Some(parsed.with_timezone(&Utc))
}

/// `metadata.name`.
pub(crate) fn name(object: &Value) -> &str {
    text(object, "/metadata/name")
}

/// `metadata.namespace`; empty for cluster-scoped objects.
pub(crate) fn namespace(object: &Value) -> &str {
    text(object, "/metadata/namespace")
}

/// `kind`.
pub(crate) fn kind(object: &Value) -> &str {
    text(object, "/kind")
}

/// The API group of `apiVersion`; empty for the core group.
pub(crate) fn group(object: &Value) -> &str {
    let version = text(object, "/apiVersion");
    version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// An annotation's value.
pub(crate) fn annotation<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    at(object, "/metadata/annotations")?.get(key)?.as_str()
}

/// One entry of `status.conditions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Condition<'a> {
    /// `type`.
    pub kind: &'a str,
    /// `True`, `False` or `Unknown`; a flag of YAML reads as its word, anything else as `Unknown`.
    pub status: &'a str,
    /// A CamelCase word of the controller.
    pub reason: &'a str,
    /// For people.
    pub message: &'a str,
    /// The generation that it speaks of.
    pub observed_generation: Option<i64>,
    /// When its status last changed.
    pub since: Option<DateTime<Utc>>,
}

impl Condition<'_> {
    /// Whether its status is `True`.
    pub(crate) fn is_true(&self) -> bool {
        self.status == "True"
    }

    /// Whether its status is `False`.
    pub(crate) fn is_false(&self) -> bool {
        self.status == "False"
    }

    /// Its reason and message, as far as it has them: `Reason: message`.
    pub(crate) fn said(&self) -> String {
        match (self.reason, self.message) {
            ("", message) => shorten(message),
            (reason, "") => reason.to_string(),
            (reason, message) => format!("{reason}: {}", shorten(message)),
        }
    }
}

/// The entries of `status.conditions`, in their order.
pub(crate) fn conditions(object: &Value) -> Vec<Condition<'_>> {
    let entries = list(object, "/status/conditions");
    entries.iter().map(condition_of).collect()
}

/// The condition of a type, if the object has it.
pub(crate) fn condition<'a>(object: &'a Value, kind: &str) -> Option<Condition<'a>> {
    let mut entries = list(object, "/status/conditions").iter();
    let of_kind = |entry: &&Value| entry.get("type").and_then(Value::as_str) == Some(kind);
    entries.find(of_kind).map(condition_of)
}

fn condition_of(entry: &Value) -> Condition<'_> {
    Condition {
        kind: text(entry, "/type"),
        status: match entry.get("status") {
            Some(Value::String(word)) if word == "True" => "True",
            Some(Value::String(word)) if word == "False" => "False",
            Some(Value::Bool(true)) => "True",
            Some(Value::Bool(false)) => "False",
            Some(_) | None => "Unknown",
        },
        reason: text(entry, "/reason"),
        message: text(entry, "/message"),
        observed_generation: number(entry, "/observedGeneration"),
        since: time(entry, "/lastTransitionTime"),
    }
}

/// The first line of a message, at most 200 characters: a 422 can embed a whole object.
pub(crate) fn shorten(message: &str) -> String {
    let line = message.trim().lines().next().unwrap_or("");
    match line.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}
