//! Kubernetes objects out of text: YAML or JSON as `kubectl get -o yaml|json` writes them, single,
//! several documents, `List` and typed lists. Pure; knows nothing of files but their text.
//!
//! What can't be read is a [`Problem`] with its line; the objects before it are kept.

mod json;
mod yaml;

use crate::facts::fields::{kind, text};
use serde_json::Value;

/// What a text holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    /// The objects, lists taken apart, in order.
    pub objects: Vec<Located>,
    /// Documents that are no Kubernetes objects, and what stopped the reading.
    pub problems: Vec<Problem>,
    /// The kinds of lists that hold nothing: a question that matched nothing.
    pub empty_lists: Vec<String>,
}

/// An object and where its document begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Located {
    /// The line, from 1.
    pub line: usize,
    /// The object, with `kind` and `apiVersion` also where a typed list leaves them out.
    pub object: Value,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// Whether reading stopped here, or a document was left out because it is something else.
    pub weight: Weight,
    /// What is wrong, without the place.
    pub message: String,
}

/// What a problem means for the rest of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The text is broken from here on: objects may be missing.
    Broken,
    /// A document is not a Kubernetes object and was skipped.
    Skipped,
}

/// Reads every object of a text.
pub(crate) fn read(source: &str) -> Found {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let documents = match source.trim_start().as_bytes().first() {
        // JSON is YAML, but read by its own parser it is quicker, and its errors are better.
        Some(b'{' | b'[') => json::documents(source),
        _ => yaml::documents(source),
    };
    let mut found = Found::default();
    for (line, value) in documents.values {
        collect(line, value, None, &mut found);
    }
    found.problems.extend(documents.broken);
    found
}

/// The one document of a YAML text that is whole.
pub(in crate::judge) fn yaml_value(source: &str) -> Option<Value> {
    let documents = yaml::documents(source);
    let [(_, value)] = documents.values.as_slice() else {
        return None;
    };
    documents.broken.is_none().then(|| value.clone())
}

/// Every document of a YAML text, objects or not; `None` if it is broken somewhere.
pub(crate) fn documents(source: &str) -> Option<Vec<Value>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let documents = yaml::documents(source);
    let values = documents.values.into_iter().map(|(_, value)| value);
    documents.broken.is_none().then(|| values.collect())
}

/// The documents of a text up to where it is broken.
#[derive(Debug, Default)]
struct Documents {
    values: Vec<(usize, Value)>,
    broken: Option<Problem>,
}

/// Takes lists apart. `item_of` is the kind and version that a typed list gives to its items.
fn collect(line: usize, mut value: Value, item_of: Option<(&str, &str)>, found: &mut Found) {
    let skip = |message: &str| Problem {
        line,
        column: 1,
        weight: Weight::Skipped,
        message: message.into(),
    };
    if value.is_null() {
        return;
    }
    // `jq .items` leaves the bare list.
    if let Value::Array(items) = value {
        for item in items {
            collect(line, item, None, found);
        }
        return;
    }
    if let Some(object) = value.as_object_mut()
        && let Some((kind, version)) = item_of
    {
        object.entry("kind").or_insert_with(|| kind.into());
        object.entry("apiVersion").or_insert_with(|| version.into());
    }
    let (list_kind, version) = (
        kind(&value).to_string(),
        text(&value, "/apiVersion").to_string(),
    );
    if list_kind.is_empty() || version.is_empty() {
        found.problems.push(skip(
            "not a Kubernetes object: it has no kind or apiVersion",
        ));
        return;
    }
    let item_kind = list_kind.strip_suffix("List");
    let items = value.get_mut("items").map(Value::take);
    match (item_kind, items) {
        (Some(item_kind), Some(items @ (Value::Array(_) | Value::Null))) => {
            let inferred = (!item_kind.is_empty()).then_some((item_kind, version.as_str()));
            let items = match items {
                Value::Array(items) => items,
                _ => Vec::new(),
            };
            if items.is_empty() {
                found.empty_lists.push(list_kind.clone());
            }
            for item in items {
                collect(line, item, inferred, found);
            }
        }
        (_, items) => {
            if let (Some(items), Some(object)) = (items, value.as_object_mut()) {
                object.insert("items".into(), items);
            }
            match list_kind.as_str() {
                "List" => found.empty_lists.push(list_kind),
                "Table" | "Status" => found
                    .problems
                    .push(skip("an answer of the API server, not an object")),
                _ => found.objects.push(Located {
                    line,
                    object: value,
                }),
            }
        }
    }
}

#[cfg(test)]
mod tests;
