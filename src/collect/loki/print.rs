//! logcli's output: `default` (time, labels that differ, line), `raw` (lines) and `jsonl`. Times
//! are in UTC; logcli's own default is the machine's zone, which a record must not depend on.

use super::entries::{Entry, labels_text};
use crate::collect::seam::Trouble;
use crate::facts::observation::{Cause, Seen};
use crate::facts::table::{Row, Table};
use crate::query::LokiQuery;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Prints entries; labels that all share are left out, as logcli leaves them out unless it is told which to print.
pub(super) fn entries(query: &LokiQuery, entries: &[Entry]) -> String {
    let shown = &query.labels;
    let common = if shown.shared || !shown.only.is_empty() {
        BTreeMap::new()
    } else {
        super::entries::common(entries)
    };
    let is_printed = |key: &String| {
        let asked = shown.only.is_empty() || shown.only.contains(key);
        asked && !shown.without.contains(key) && !common.contains_key(key)
    };
    let own = |entry: &Entry| {
        let own = entry.labels.iter().filter(|(key, _)| is_printed(key));
        own.map(|(k, v)| (k.clone(), v.clone()))
            .collect::<BTreeMap<String, String>>()
    };
    let labels: Vec<String> = entries
        .iter()
        .map(|entry| labels_text(&own(entry)))
        .collect();
    let width = labels
        .iter()
        .map(|text| text.chars().count())
        .chain([usize::try_from(shown.width).unwrap_or(0).min(1000)])
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (entry, labels) in entries.iter().zip(&labels) {
        let time = DateTime::from_timestamp_nanos(entry.nanos);
        let line = entry.line.trim_end_matches('\n');
        match query.output.as_str() {
            "raw" => text.push_str(line),
            "jsonl" => {
                let time = nanos(time);
                // Those that all entries share are left out here, too.
                let own = own(entry);
                let object = json!({"labels": own, "line": line, "timestamp": time});
                text.push_str(&object.to_string());
            }
            _ => {
                text.push_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true));
                text.push(' ');
                if !query.no_labels {
                    text.push_str(labels);
                    let blanks = width - labels.chars().count() + 1;
                    text.extend(std::iter::repeat_n(' ', blanks));
                }
                text.push_str(line.trim());
            }
        }
        text.push('\n');
    }
    text
}

/// With as many digits of the second as there are, as Go prints it.
fn nanos(time: DateTime<Utc>) -> String {
    let text = time.to_rfc3339_opts(SecondsFormat::Nanos, false);
    let seconds = text.trim_end_matches("+00:00").trim_end_matches('0');
    format!("{}Z", seconds.trim_end_matches('.'))
}

/// Numbers of a metric query: logcli prints them as indented JSON. The table has one row a series
/// with its last value.
pub(super) fn metric(data: &Value, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let broken = || Trouble::new(Cause::Malformed, "the metric answer has no values");
    let scalar = data["resultType"] == "scalar";
    let result = data["result"].as_array().ok_or_else(broken)?;
    let series: Vec<Value> = if scalar {
        vec![json!({"metric": {}, "value": result})]
    } else {
        result.clone()
    };
    let mut rows = Vec::with_capacity(series.len());
    for one in &series {
        let last = match one["values"].as_array() {
            Some(values) => values.last().unwrap_or(&Value::Null),
            None => &one["value"],
        };
        let value = last[1].as_str().ok_or_else(broken)?.to_string();
        let labels = labels_text(&super::entries::labels(&one["metric"]));
        rows.push(Row {
            name: labels.clone(),
            cells: vec![labels, value],
            ..Row::default()
        });
    }
    let text = serde_json::to_string_pretty(&data["result"]).unwrap_or_default();
    Ok(Seen {
        // logcli ends it without a line end.
        text,
        tables: vec![Table::of(&["METRIC", "VALUE"], rows)],
        objects: series,
        ..Seen::at(now)
    })
}
