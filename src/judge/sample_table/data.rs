//! Samples of JSON and YAML: a part of what is printed, with its nesting, whatever the layout. A value that moves by
//! itself (a time, an address, a version of the object) has to be there and is free.

use super::{is_ellipsis, lines::untimed, wild};
use crate::judge::object::yaml_value;
use crate::judge::word_list;
use serde_json::Value;

/// Pasted JSON or YAML.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    value: Value,
    /// Whether it may be a fragment from anywhere in the printed text.
    fragment: bool,
}

/// Reads a sample's lines. `None`: they are no data.
pub(super) fn read(lines: &[&str]) -> Option<Data> {
    let kept: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !is_ellipsis(line))
        .collect();
    let text = kept.join("\n");
    if text.trim_start().starts_with(['{', '[']) {
        let value = serde_json::from_str(&text)
            .ok()
            .or_else(|| serde_json::from_str(&shortened(&text)).ok());
        return value.filter(holds_something).map(|value| Data {
            value,
            fragment: false,
        });
    }
    if !kept.iter().all(|line| is_yaml(line)) {
        return None;
    }
    let value = yaml_value(&text).filter(holds_something)?;
    (value.is_object() || value.is_array()).then_some(Data {
        value,
        fragment: true,
    })
}

fn holds_something(value: &Value) -> bool {
    match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// JSON without the dots for what is left out.
fn shortened(text: &str) -> String {
    let plain = text.replace("...", "").replace('…', "");
    let mut kept = String::with_capacity(plain.len());
    for c in plain.chars() {
        if matches!(c, '}' | ']') {
            let bare = kept.trim_end();
            let bare = bare.strip_suffix(',').unwrap_or(bare).len();
            kept.truncate(bare);
        }
        kept.push(c);
    }
    kept
}

/// Whether a line is a key with or without its value, or an entry of a list.
fn is_yaml(line: &str) -> bool {
    let entry = line.trim_start().trim_start_matches("- ");
    let key = entry
        .split_once(':')
        .filter(|(_, value)| value.is_empty() || value.starts_with(' '));
    let plain = |key: &str| {
        let key = key.trim_matches(['"', '\'']);
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
    };
    key.is_some_and(|(key, _)| plain(key)) || line.trim_start().starts_with("- ")
}

impl Data {
    /// Where printed text differs from the sample. `None`: it is no data.
    pub(super) fn differs(&self, text: &str) -> Option<Option<String>> {
        let printed = printed(text)?;
        if !self.fragment {
            return Some(missing(&self.value, &printed, ""));
        }
        let places = places(&self.value, &printed);
        if places.is_empty() {
            return Some(missing(&self.value, &printed, "").or(Some(String::new())));
        }
        Some(
            places
                .iter()
                .find_map(|place| missing(&self.value, place, "")),
        )
    }
}

fn printed(text: &str) -> Option<Value> {
    let value = if text.trim_start().starts_with(['{', '[']) {
        serde_json::from_str(text).ok()?
    } else {
        yaml_value(text)?
    };
    (value.is_object() || value.is_array()).then_some(value)
}

/// The places of a tree of which a fragment can be a part: those nearest to the root that have all its keys.
fn places<'v>(wanted: &Value, seen: &'v Value) -> Vec<&'v Value> {
    let mut level = vec![seen];
    while !level.is_empty() {
        let fitting: Vec<&Value> = level
            .iter()
            .copied()
            .filter(|place| may_be(wanted, place))
            .collect();
        if !fitting.is_empty() {
            return fitting;
        }
        level = level
            .into_iter()
            .flat_map(|place| -> Vec<&Value> {
                match place {
                    Value::Object(fields) => fields.values().collect(),
                    Value::Array(items) => items.iter().collect(),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                        Vec::new()
                    }
                }
            })
            .collect();
    }
    Vec::new()
}

/// Whether a place has the keys of a fragment, and is called the same where it has a name.
fn may_be(wanted: &Value, place: &Value) -> bool {
    match (wanted, place) {
        (Value::Object(wanted), Value::Object(fields)) => {
            let named = |key: &str| ["name", "type", "kind"].contains(&key);
            wanted.iter().all(|(key, value)| {
                fields
                    .get(key)
                    .is_some_and(|own| !named(key) || missing(value, own, "").is_none())
            })
        }
        (Value::Array(wanted), Value::Array(items)) => wanted
            .iter()
            .all(|value| items.iter().any(|item| may_be(value, item))),
        (Value::Object(_) | Value::Array(_), _) => false,
        (wanted, place) => missing(wanted, place, "").is_none(),
    }
}

/// The path of the first value of a sample that is not so.
fn missing(wanted: &Value, seen: &Value, path: &str) -> Option<String> {
    match (wanted, seen) {
        (Value::Object(wanted), Value::Object(fields)) => wanted.iter().find_map(|(key, value)| {
            let path = format!("{path}.{key}");
            match fields.get(key) {
                Some(_) if moves_by_itself(key) => None,
                Some(own) => missing(value, own, &path),
                None => Some(path),
            }
        }),
        (Value::Array(wanted), Value::Array(items)) => {
            wanted.iter().enumerate().find_map(|(at, value)| {
                let held = items.iter().any(|item| missing(value, item, "").is_none());
                (!held).then(|| format!("{path}[{at}]"))
            })
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            Some(path.to_owned())
        }
        (wanted, seen) => (!same(wanted, seen)).then(|| path.to_owned()),
    }
}

fn moves_by_itself(field: &str) -> bool {
    word_list("moving-field").has(field) || word_list("moving-field-ending").ends(field)
}

/// Whether two plain values are written the same: quotes come and go between people and YAML.
fn same(wanted: &Value, seen: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (wanted_text, seen_text) = (text(wanted), text(seen));
    let switch = wanted.is_boolean() || seen.is_boolean();
    wild(&untimed(&wanted_text), &untimed(&seen_text))
        || switch && wanted_text.eq_ignore_ascii_case(&seen_text)
}
