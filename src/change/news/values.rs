//! How values stand in a row: short, masked, in the order of the file.

use super::super::compare::without_digests;
use crate::facts::secret::mask;
use serde_json::{Map, Value};

/// Longer values are not shown: the files' own changes tell them.
const WIDTH: usize = 90;
/// More items of a set than this are counted.
const ITEMS: usize = 8;

/// A text as a row shows it; `None` if it is too long.
pub(super) fn shown(text: &str) -> Option<String> {
    let text = without_digests(&mask(text));
    let fits = text.chars().count() <= WIDTH && !text.contains('\n');
    fits.then_some(text)
}

/// Items behind each other, the last ones counted.
pub(super) fn joined(items: &[String]) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        let room = WIDTH.saturating_sub(text.chars().count() + 6);
        if at >= ITEMS || at > 0 && item.chars().count() + 2 > room {
            return format!("{text} … +{}", items.len() - at);
        }
        text.push_str(&format!("{separator}{item}"));
    }
    text
}

/// A value in a line.
pub(super) fn brief(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            items.iter().map(brief).collect::<Vec<_>>().join(", ")
        }
        Value::Object(map)
            if map
                .values()
                .all(|value| !value.is_object() && !value.is_array()) =>
        {
            pairs(map).join(", ")
        }
        other => other.to_string(),
    }
}

fn pairs(map: &Map<String, Value>) -> Vec<String> {
    map.iter()
        .map(|(key, value)| format!("{key}={}", brief(value)))
        .collect()
}

/// The items of a list; none of what is none.
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What one list has and another has not.
pub(super) fn without<T: PartialEq + Clone>(these: &[T], those: &[T]) -> Vec<T> {
    let own = these.iter().filter(|one| !those.contains(one));
    own.cloned().collect()
}

/// A list's items, or a map's pairs, each in a line.
pub(super) fn each(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(one).collect(),
        Value::Object(map) => pairs(map),
        other => vec![brief(other)],
    }
}

/// The text of a key; empty where there is none.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn one(item: &Value) -> String {
    // A toleration as kubectl writes it.
    if item.get("operator").is_some() && item.get("values").is_none()
        || item.get("effect").is_some()
    {
        let key = match (text(item, "key"), item.get("effect")) {
            ("", None) => "op=Exists",
            ("", Some(_)) => "*",
            (key, _) => key,
        };
        let value = item.get("value").map(|value| format!("={}", brief(value)));
        let effect = item
            .get("effect")
            .map(|effect| format!(":{}", brief(effect)));
        return format!(
            "{key}{}{}",
            value.unwrap_or_default(),
            effect.unwrap_or_default()
        );
    }
    brief(item)
}

/// An environment variable's value, or where it is taken from.
pub(super) fn env_value(item: &Value) -> Value {
    if let Some(value) = item.get("value") {
        return value.clone();
    }
    let from = item.get("valueFrom").and_then(Value::as_object);
    let from = from.and_then(|from| from.iter().next());
    from.map_or(Value::Null, |(kind, of)| {
        let parts = [
            text(of, "name"),
            text(of, "key"),
            text(of, "fieldPath"),
            text(of, "resource"),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Value::String(format!("{kind} {}", parts.join("/")))
    })
}

/// How many values stand in a value.
pub(super) fn leaves(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(items) => items.iter().map(leaves).sum::<usize>().max(1),
        Value::Object(map) => map.values().map(leaves).sum::<usize>().max(1),
        _ => 1,
    }
}

/// How many values differ in two values.
pub(super) fn differing(a: &Value, b: &Value) -> usize {
    match (a, b) {
        (a, b) if a == b => 0,
        (Value::Object(old), Value::Object(new)) => {
            let keys = old
                .keys()
                .chain(new.keys().filter(|key| !old.contains_key(*key)));
            let side = |map: &Map<String, Value>, key: &String| map.get(key).cloned();
            keys.map(|key| {
                let (a, b) = (side(old, key), side(new, key));
                differing(&a.unwrap_or_default(), &b.unwrap_or_default())
            })
            .sum()
        }
        (a, b) => leaves(a).max(leaves(b)),
    }
}

/// What tells an item of a list from the others.
pub(super) fn name_of(item: &Value) -> Option<String> {
    let named = ["name", "key", "host"]
        .into_iter()
        .find_map(|key| item.get(key));
    let named = named.or_else(|| item.pointer("/metadata/name"));
    named?.as_str().map(String::from)
}

/// A list of JSON patch operations as the values that they set.
pub(super) fn of_patch(list: &[Value]) -> Option<Value> {
    let mut all = Value::Null;
    for item in list {
        let (path, operation) = (item.get("path")?.as_str()?, item.get("op")?.as_str()?);
        let steps = path.trim_start_matches('/').split('/');
        let value = match operation {
            "remove" => Value::String("(remove)".into()),
            _ => item.get("value").cloned().unwrap_or_default(),
        };
        set(
            &mut all,
            steps.map(|step| step.replace("~1", "/").replace("~0", "~")),
            value,
        );
    }
    Some(all)
}

/// A list of Helm parameters (`name: image.tag`, `value: …`) as the values that they set.
pub(super) fn of_parameters(list: &[Value]) -> Option<Value> {
    let mut all = Value::Null;
    let mut dotted = false;
    for item in list {
        let name = item.get("name")?.as_str()?;
        dotted |= name.contains('.');
        set(
            &mut all,
            name.split('.').map(String::from),
            item.get("value")?.clone(),
        );
    }
    (dotted || list.is_empty()).then_some(all)
}

fn set(all: &mut Value, mut steps: impl Iterator<Item = String>, value: Value) {
    let Some(step) = steps.next() else {
        *all = value;
        return;
    };
    if !all.is_object() {
        *all = Value::Object(Map::new());
    }
    if let Some(map) = all.as_object_mut() {
        set(
            map.entry(step).or_insert(Value::Null),
            &mut steps as &mut dyn Iterator<Item = String>,
            value,
        );
    }
}
