//! Objects as a printed Table (`Accept: …;as=Table`), with the cells that depend on the clock.

use super::catalog::{Resource, Version};
use crate::facts::duration;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// What a row carries beside its cells (`?includeObject=`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Include {
    None,
    Metadata,
    Object,
}

impl Include {
    pub(super) fn parse(text: Option<&str>) -> Result<Include, String> {
        match text {
            None | Some("" | "Metadata") => Ok(Include::Metadata),
            Some("None") => Ok(Include::None),
            Some("Object") => Ok(Include::Object),
            Some(other) => Err(format!(
                "Unable to convert to Table as requested: includeObject: Invalid value: \"{other}\": must be 'Metadata', 'Object', 'None', or empty"
            )),
        }
    }
}

/// The column definitions; of a resource that nobody recorded, those of a plain list.
pub(super) fn columns(recorded: Option<&Resource>) -> Value {
    match recorded {
        Some(resource) => json!(resource.head.columns),
        None => json!([
            {"name": "Name", "type": "string", "format": "name", "priority": 0},
            {"name": "Age", "type": "string", "format": "", "priority": 0},
        ]),
    }
}

/// One row. `whole` is the object as a list would hold it, with `kind` and `apiVersion`.
pub(super) fn row(version: &Version, whole: Value, include: Include, now: DateTime<Utc>) -> Value {
    let cells: Vec<Value> = version
        .cells
        .iter()
        .map(|cell| printed(cell, now))
        .collect();
    let mut row = json!({ "cells": cells });
    if let Some(conditions) = &version.conditions {
        row["conditions"] = conditions.clone();
    }
    row["object"] = match include {
        Include::None => Value::Null,
        Include::Metadata => partial(&whole),
        Include::Object => whole,
    };
    row
}

/// The metadata of a whole object alone. The template generation of a DaemonSet is an annotation only in the
/// whole object: the server makes it from an internal field.
pub(super) fn partial(object: &Value) -> Value {
    let mut metadata = object["metadata"].clone();
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations")
        && object["kind"] == "DaemonSet"
    {
        annotations.shift_remove("deprecated.daemonset.template.generation");
    }
    json!({
        "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
    })
}

fn printed(cell: &Value, now: DateTime<Utc>) -> Value {
    let Some(since) = cell.get("age").and_then(Value::as_str) else {
        return cell.clone();
    };
    let age = match since.parse::<DateTime<Utc>>() {
        Ok(since) => duration::age(now - since),
        Err(_) => "<unknown>".into(),
    };
    match cell.get("restarts").and_then(Value::as_str) {
        Some(restarts) => json!(format!("{restarts} ({age} ago)")),
        None => json!(age),
    }
}
