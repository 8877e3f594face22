//! Values inside plain output: JSON, `key: value` lines, shapes.

use super::Test;
use super::outcome::{Say, few};
use super::text::line_value;
use super::text::printed;
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Scene, View};
use crate::query::Filter;
use crate::told;
use serde_json::Value;

/// JSON that holds some JSON.
pub(super) fn json(scene: &Scene, wanted: &Value) -> Judgement {
    let say = Say(scene.lang);
    let bodies = scene.views.iter().map(|view| match &view.filtered.http {
        Some(http) if view.filtered.text.trim().is_empty() => http.body.as_str(),
        _ => view.filtered.text.as_str(),
    });
    let parsed: Vec<Value> = bodies
        .filter_map(|body| serde_json::from_str(body.trim()).ok())
        .collect();
    if parsed.is_empty() {
        let printed = printed(scene);
        let shown: String = printed.trim().chars().take(80).collect();
        // Half of an answer is no JSON, whatever the whole one is.
        let cuts = |view: &View| {
            let bytes = |filter: &Filter| matches!(filter, Filter::Bytes { .. });
            view.pipeline.filters.iter().any(bytes)
        };
        if scene.views.iter().any(cuts) {
            return say.manual(told!(JsonIsCut, shown));
        }
        return say.failed(told!(TheOutputIsNoJSON, shown)).with_seen(shown);
    }
    let holds = parsed.iter().all(|value| subset(wanted, value));
    let seen: String = parsed
        .first()
        .map(Value::to_string)
        .unwrap_or_default()
        .chars()
        .take(120)
        .collect();
    say.whether(holds, told!(ExpectedGot, wanted, seen))
        .with_seen(seen)
}

/// Whether every field of `wanted` is in `seen`; arrays hold each wanted element.
pub(super) fn subset(wanted: &Value, seen: &Value) -> bool {
    match (wanted, seen) {
        (Value::Object(wanted), Value::Object(seen)) => wanted
            .iter()
            .all(|(key, value)| seen.get(key).is_some_and(|own| subset(value, own))),
        (Value::Array(wanted), Value::Array(seen)) => wanted
            .iter()
            .all(|value| seen.iter().any(|own| subset(value, own))),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => wanted == seen,
    }
}

/// `key: value` and `key=value` lines, and fields of a JSON answer. `None`: no such key.
pub(super) fn keyed(scene: &Scene, key: &str, test: &Test) -> Option<Judgement> {
    let mut values: Vec<String> = Vec::new();
    for view in &scene.views {
        if let Some(of_objects) = object_values(view, key) {
            values.extend(of_objects);
            continue;
        }
        let text = view.filtered.text.as_str();
        match serde_json::from_str::<Value>(text.trim()) {
            Ok(value) => values.extend(field(&value, key)),
            Err(_) => values.extend(text.lines().filter_map(|line| line_value(line, key))),
        }
    }
    if values.is_empty() {
        return None;
    }
    let holds = values
        .iter()
        .all(|value| super::cell::cell_holds(key, value, test));
    let (seen, wanted) = (few(&values, scene.lang), test.words(scene.lang));
    let judgement = Say(scene.lang).whether(holds, told!(KeyExpectedGot, key, wanted, seen));
    Some(judgement.with_seen(seen))
}

/// The values at a path of the objects that a command prints as a whole. `None`: it prints none, or the key
/// is no path.
fn object_values(view: &View, key: &str) -> Option<Vec<String>> {
    let path = key.trim_start_matches('.');
    let first = path.split('.').next().unwrap_or(path);
    let of_containers = ["resources", "limits", "requests"].contains(&first);
    let of_object = key.starts_with('.') || ["spec", "status", "metadata", "data"].contains(&first);
    if !path.contains('.') && !key.starts_with('.') || !(of_containers || of_object) {
        return None;
    }
    let objects = super::image::whole_objects(view)?;
    let at = |value: &Value, path: &str| field(value, path).unwrap_or_else(|| "<none>".into());
    if !of_containers {
        return Some(objects.iter().map(|object| at(object, path)).collect());
    }
    let path = match first {
        "resources" => path.to_owned(),
        _ => format!("resources.{path}"),
    };
    let containers = objects
        .iter()
        .flat_map(|object| super::image::containers(object));
    let values: Vec<String> = containers.map(|container| at(container, &path)).collect();
    (!values.is_empty()).then_some(values)
}

/// The value at a dotted path of JSON.
pub(super) fn field(value: &Value, path: &str) -> Option<String> {
    let mut at = value;
    for part in path.trim_start_matches('.').split('.') {
        at = at.get(part)?;
    }
    Some(match at {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}
