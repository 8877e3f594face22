//! The part of LogQL that records use: selectors, line filters, `| json`, `| logfmt`, label filters
//! after them, and counts and rates over a range, summed.

use super::super::matcher::{Cursor, Labels, Matcher};
use crate::facts::duration;
use chrono::TimeDelta;
use regex::Regex;
use serde_json::Value;

/// A query.
pub(super) enum Query {
    Log(Pipeline),
    Metric(Metric),
}

/// A selector and its stages.
pub(super) struct Pipeline {
    matchers: Vec<Matcher>,
    stages: Vec<Stage>,
}

enum Stage {
    /// A line that fits, or that does not.
    Line(Regex, bool),
    Json,
    Logfmt,
    Label(Matcher),
}

/// `sum by (…) (count_over_time(… [5m]))` and its like.
pub(super) struct Metric {
    pub pipeline: Pipeline,
    pub range: TimeDelta,
    function: Function,
    /// By which labels it is summed, if it is.
    grouping: Option<Vec<String>>,
}

enum Function {
    Count,
    Bytes,
    Rate,
}

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Query, String> {
    let mut cursor = Cursor::new(text);
    let query = if cursor.rest().starts_with('{') {
        Query::Log(pipeline(&mut cursor)?)
    } else {
        Query::Metric(metric(&mut cursor)?)
    };
    if cursor.is_done() {
        Ok(query)
    } else {
        Err(cursor.error())
    }
}

impl Pipeline {
    /// Whether the selector fits a stream.
    pub(super) fn selects(&self, labels: &Labels) -> bool {
        self.matchers.iter().all(|matcher| matcher.fits(labels))
    }

    /// Whether a line of a selected stream passes every stage.
    pub(super) fn keeps(&self, labels: &Labels, line: &str) -> bool {
        let mut labels = labels.clone();
        self.stages.iter().all(|stage| match stage {
            Stage::Line(pattern, is_wanted) => pattern.is_match(line) == *is_wanted,
            Stage::Json => {
                labels.extend(json_labels(line));
                true
            }
            Stage::Logfmt => {
                labels.extend(logfmt_labels(line));
                true
            }
            Stage::Label(matcher) => matcher.fits(&labels),
        })
    }
}

impl Metric {
    /// The labels of the series that a stream's entries count for.
    pub(super) fn series_of(&self, labels: &Labels) -> Labels {
        match &self.grouping {
            None => labels.clone(),
            Some(names) => {
                let kept = labels.iter().filter(|(name, _)| names.contains(name));
                kept.map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            }
        }
    }

    /// What one line adds.
    pub(super) fn weight(&self, line: &str) -> f64 {
        match self.function {
            Function::Count => 1.0,
            Function::Bytes => line.len() as f64,
            Function::Rate => 1.0 / (self.range.num_milliseconds() as f64 / 1000.0),
        }
    }
}

fn pipeline(cursor: &mut Cursor<'_>) -> Result<Pipeline, String> {
    let matchers = cursor.matchers()?;
    if matchers.iter().all(Matcher::lets_empty_through) {
        return Err("parse error at line 1, col 1: queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~\".*\" does not meet this requirement, but app=~\".+\" will".into());
    }
    let mut stages = Vec::new();
    loop {
        let filters = [("|=", true), ("!=", false), ("|~", true), ("!~", false)];
        let filter = filters.into_iter().find(|(sign, _)| cursor.take(sign));
        let stage = if let Some((sign, is_wanted)) = filter {
            let text = cursor.string()?;
            let pattern = match sign {
                "|~" | "!~" => text.clone(),
                _ => regex::escape(&text),
            };
            let pattern = Regex::new(&pattern)
                .map_err(|_| format!("parse error : error parsing regexp: {text}"))?;
            Stage::Line(pattern, is_wanted)
        } else if cursor.take("|") {
            let name = cursor.name().ok_or_else(|| cursor.error())?;
            match name {
                "json" => Stage::Json,
                "logfmt" => Stage::Logfmt,
                label => {
                    let operator = cursor.operator()?;
                    Stage::Label(Matcher::new(label, operator, &cursor.string()?)?)
                }
            }
        } else {
            return Ok(Pipeline { matchers, stages });
        };
        stages.push(stage);
    }
}

fn metric(cursor: &mut Cursor<'_>) -> Result<Metric, String> {
    let error = cursor.error();
    match cursor.name() {
        Some("sum") => {
            let mut grouping = by(cursor)?;
            cursor.expect("(")?;
            let inner = metric(cursor)?;
            cursor.expect(")")?;
            // The grouping may stand behind, too.
            if grouping.is_none() {
                grouping = by(cursor)?;
            }
            Ok(Metric {
                grouping: Some(grouping.unwrap_or_default()),
                ..inner
            })
        }
        Some(name @ ("count_over_time" | "rate" | "bytes_over_time")) => {
            cursor.expect("(")?;
            let pipeline = pipeline(cursor)?;
            cursor.expect("[")?;
            let length = cursor.name().and_then(duration::parse);
            let range = length.ok_or_else(|| cursor.error())?;
            cursor.expect("]")?;
            cursor.expect(")")?;
            let function = match name {
                "rate" => Function::Rate,
                "bytes_over_time" => Function::Bytes,
                _ => Function::Count,
            };
            Ok(Metric {
                pipeline,
                range,
                function,
                grouping: None,
            })
        }
        _ => Err(error),
    }
}

fn by(cursor: &mut Cursor<'_>) -> Result<Option<Vec<String>>, String> {
    if !cursor.take("by") {
        return Ok(None);
    }
    cursor.expect("(")?;
    let mut names = Vec::new();
    while !cursor.take(")") {
        names.push(cursor.name().ok_or_else(|| cursor.error())?.to_string());
        cursor.take(",");
    }
    Ok(Some(names))
}

fn json_labels(line: &str) -> Labels {
    let Ok(Value::Object(fields)) = serde_json::from_str(line) else {
        return Labels::new();
    };
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let pairs = fields.into_iter();
    pairs
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect()
}

fn logfmt_labels(line: &str) -> Labels {
    let mut labels = Labels::new();
    let mut cursor = Cursor::new(line);
    while let Some(name) = cursor.name() {
        if !cursor.take("=") {
            continue;
        }
        let value = if cursor.rest().starts_with('"') {
            cursor.string().unwrap_or_default()
        } else {
            let rest = cursor.rest();
            let value = rest.split(' ').next().unwrap_or_default().to_string();
            cursor.take(&value);
            value
        };
        labels.insert(name.to_string(), value);
    }
    labels
}
