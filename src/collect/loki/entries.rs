//! Loki's streams as one list of entries in time order.

use crate::collect::seam::Trouble;
use crate::facts::observation::Cause;
use serde_json::Value;
use std::collections::BTreeMap;

/// One log entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// When, in nanoseconds since 1970.
    pub nanos: i64,
    pub line: String,
    pub labels: BTreeMap<String, String>,
    /// Structured metadata, where the entry has some: it tells two equal lines apart.
    pub metadata: Value,
}

impl Entry {
    /// How much memory it takes, roughly.
    pub(super) fn weight(&self) -> usize {
        let labels = self.labels.iter();
        self.line.len() + labels.map(|(k, v)| k.len() + v.len() + 64).sum::<usize>() + 64
    }
}

/// Whether an answer's data are numbers rather than lines.
pub(super) fn is_metric(data: &Value) -> bool {
    matches!(
        data["resultType"].as_str(),
        Some("matrix" | "vector" | "scalar")
    )
}

/// Merges the streams of an answer by time, oldest first if `forward`; entries of one time stay in
/// the order in which they came.
pub(super) fn merge(data: &Value, forward: bool) -> Result<Vec<Entry>, Trouble> {
    let broken = |what: &str| Trouble::new(Cause::Malformed, format!("Loki's answer has {what}"));
    if data["resultType"] != "streams" {
        return Err(broken("no streams"));
    }
    let streams = data["result"]
        .as_array()
        .ok_or_else(|| broken("no result"))?;
    let mut entries = Vec::new();
    for stream in streams {
        let labels = labels(&stream["stream"]);
        let values = stream["values"].as_array();
        for value in values.ok_or_else(|| broken("a stream without values"))? {
            let time = value[0].as_str().and_then(|time| time.parse().ok());
            entries.push(Entry {
                nanos: time.ok_or_else(|| broken("an entry without a time"))?,
                labels: labels.clone(),
                line: value[1]
                    .as_str()
                    .ok_or_else(|| broken("an entry without a line"))?
                    .into(),
                metadata: value[2].clone(),
            });
        }
    }
    if forward {
        entries.sort_by_key(|entry| entry.nanos)
    } else {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.nanos))
    }
    Ok(entries)
}

/// A map of labels.
pub(super) fn labels(value: &Value) -> BTreeMap<String, String> {
    let map = value.as_object().into_iter().flatten();
    map.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_string())))
        .collect()
}

/// `{a="b", c="d"}` as logcli prints it, sorted.
pub(super) fn labels_text(labels: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = labels.iter().map(|(k, v)| format!("{k}={v:?}")).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// The labels that all entries share.
pub(super) fn common(entries: &[Entry]) -> BTreeMap<String, String> {
    let Some(first) = entries.first() else {
        return BTreeMap::new();
    };
    let mut shared = first.labels.clone();
    for entry in entries {
        shared.retain(|key, value| entry.labels.get(key) == Some(value));
    }
    shared
}
