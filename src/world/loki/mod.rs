//! Loki: the world's container logs by LogQL.

mod logql;
mod streams;

use super::answer::{Answer, Request};
use super::matcher::{Cursor, Labels, Matcher};
use super::{LOKI_TENANT, Stage};
use chrono::{DateTime, TimeDelta, Utc};
use hyper::StatusCode;
use logql::{Metric, Query};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use streams::Entry;

/// Loki's default for `limits_config.max_entries_limit_per_query`.
const MOST_ENTRIES: usize = 5000;
/// Loki's default for `limits_config.max_query_length`, in seconds.
const LONGEST: i64 = (30 * 24 + 1) * 3600;

/// The answer to one request.
pub(super) fn answer(stage: &Stage, request: &Request) -> Answer {
    let segments = request.segments();
    if segments == ["ready"] {
        return Answer::text(StatusCode::OK, "ready\n");
    }
    if stage.wants_tenant {
        match request.header("x-scope-orgid") {
            Some(LOKI_TENANT) => {}
            None => return Answer::text(StatusCode::UNAUTHORIZED, "no org id\n"),
            // Another tenant is not an error: it only has no logs.
            Some(_) => return empty(&segments),
        }
    }
    let answer = match segments.as_slice() {
        ["loki", "api", "v1", "query_range"] => query_range(stage, request),
        ["loki", "api", "v1", "query"] => query(stage, request),
        ["loki", "api", "v1", "labels"] => Ok(labels(stage)),
        ["loki", "api", "v1", "label", name, "values"] => Ok(label_values(stage, name)),
        ["loki", "api", "v1", "series"] => series(stage, request),
        ["loki", "api", "v1", "status", "buildinfo"] => {
            Ok(json!({"version": "3.5.8", "revision": "0a5a4a8", "branch": "HEAD"}))
        }
        _ => return Answer::text(StatusCode::NOT_FOUND, "404 page not found\n"),
    };
    match answer {
        Ok(body) => Answer::ok(&body),
        Err(message) => Answer::text(StatusCode::BAD_REQUEST, message),
    }
}

fn empty(segments: &[&str]) -> Answer {
    match segments.last() {
        Some(&"query_range" | &"query") => {
            Answer::ok(&success("streams", Value::Array(Vec::new()), 0))
        }
        _ => Answer::ok(&json!({"status": "success", "data": []})),
    }
}

fn query_range(stage: &Stage, request: &Request) -> Result<Value, String> {
    let (start, end) = range(stage, request)?;
    let query = logql::parse(request.param("query").unwrap_or_default())?;
    match query {
        Query::Log(pipeline) => {
            let entries = streams::entries(stage, |labels| pipeline.selects(labels));
            let (limit, is_forward) = (limit(request)?, is_forward(request)?);
            let mut found: Vec<Entry> = entries
                .into_iter()
                .filter(|entry| entry.at >= start && entry.at < end)
                .filter(|entry| pipeline.keeps(&entry.labels, &entry.line))
                .collect();
            let scanned = found.len();
            if !is_forward {
                found.reverse();
            }
            found.truncate(limit);
            Ok(success("streams", by_stream(found), scanned))
        }
        Query::Metric(metric) => {
            let step = step(request, start, end)?;
            Ok(matrix(stage, &metric, start, end, step))
        }
    }
}

fn query(stage: &Stage, request: &Request) -> Result<Value, String> {
    let at = time(request, "time")?.unwrap_or(stage.now);
    match logql::parse(request.param("query").unwrap_or_default())? {
        // Loki refuses a log query as an instant query.
        Query::Log(_) => Err("log queries are not supported as an instant query type, please change your query to a range query type".into()),
        Query::Metric(metric) => {
            let result = evaluate(stage, &metric, at).into_iter().map(|(labels, value)| {
                json!({"metric": labels, "value": [seconds(at), value.to_string()]})
            });
            Ok(success("vector", result.collect(), 0))
        }
    }
}

fn matrix(
    stage: &Stage,
    metric: &Metric,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    step: TimeDelta,
) -> Value {
    let mut series: BTreeMap<Labels, Vec<Value>> = BTreeMap::new();
    let mut at = start;
    while at <= end {
        for (labels, value) in evaluate(stage, metric, at) {
            let point = json!([seconds(at), value.to_string()]);
            series.entry(labels).or_default().push(point);
        }
        at += step;
    }
    let result = series
        .into_iter()
        .map(|(labels, values)| json!({"metric": labels, "values": values}));
    success("matrix", result.collect(), 0)
}

/// The metric's value per series at a time.
fn evaluate(stage: &Stage, metric: &Metric, at: DateTime<Utc>) -> BTreeMap<Labels, f64> {
    let entries = streams::entries(stage, |labels| metric.pipeline.selects(labels));
    let mut sums: BTreeMap<Labels, f64> = BTreeMap::new();
    for entry in entries {
        let inside = entry.at > at - metric.range && entry.at <= at;
        if inside && metric.pipeline.keeps(&entry.labels, &entry.line) {
            *sums.entry(metric.series_of(&entry.labels)).or_default() += metric.weight(&entry.line);
        }
    }
    sums
}

fn labels(stage: &Stage) -> Value {
    let names: BTreeSet<String> = streams::all(stage)
        .into_iter()
        .flat_map(Labels::into_keys)
        .collect();
    json!({"status": "success", "data": names})
}

fn label_values(stage: &Stage, name: &str) -> Value {
    let values: BTreeSet<String> = streams::all(stage)
        .into_iter()
        .filter_map(|mut labels| labels.remove(name))
        .collect();
    json!({"status": "success", "data": values})
}

fn series(stage: &Stage, request: &Request) -> Result<Value, String> {
    let mut wanted: Vec<Vec<Matcher>> = Vec::new();
    for (key, value) in &request.query {
        if key == "match[]" || key == "match" {
            wanted.push(Cursor::new(value).matchers()?);
        }
    }
    let found: Vec<Labels> = streams::all(stage)
        .into_iter()
        .filter(|labels| {
            let fits = |all: &Vec<Matcher>| all.iter().all(|each| each.fits(labels));
            wanted.is_empty() || wanted.iter().any(fits)
        })
        .collect();
    Ok(json!({"status": "success", "data": found}))
}

/// One result a stream, entries in the order of the query.
fn by_stream(entries: Vec<Entry>) -> Value {
    let mut streams: Vec<(Labels, Vec<Value>)> = Vec::new();
    for mut entry in entries {
        let level = streams::detected_level(&entry.line);
        entry.labels.insert("detected_level".into(), level.into());
        let value = json!([
            entry
                .at
                .timestamp_nanos_opt()
                .unwrap_or_default()
                .to_string(),
            entry.line
        ]);
        match streams
            .iter_mut()
            .find(|(labels, _)| *labels == entry.labels)
        {
            Some((_, values)) => values.push(value),
            None => streams.push((entry.labels, vec![value])),
        }
    }
    let result = streams
        .into_iter()
        .map(|(labels, values)| json!({"stream": labels, "values": values}));
    result.collect()
}

fn success(kind: &str, result: Value, scanned: usize) -> Value {
    json!({
        "status": "success",
        "data": {
            "resultType": kind,
            "result": result,
            "stats": {"summary": {"totalLinesProcessed": scanned, "execTime": 0.004}},
        },
    })
}

fn is_forward(request: &Request) -> Result<bool, String> {
    let direction = request.param("direction").map(str::to_ascii_lowercase);
    match direction.as_deref() {
        None | Some("" | "backward") => Ok(false),
        Some("forward") => Ok(true),
        Some(other) => Err(format!("invalid direction '{other}'")),
    }
}

fn limit(request: &Request) -> Result<usize, String> {
    let limit = match request.param("limit") {
        None | Some("") => 100,
        Some(text) => match text.parse::<i64>() {
            Ok(number) if number > 0 => number as usize,
            Ok(_) => return Err("limit must be a positive value".into()),
            Err(_) => {
                return Err(format!(
                    "strconv.ParseInt: parsing \"{text}\": invalid syntax"
                ));
            }
        },
    };
    if limit > MOST_ENTRIES {
        Err(format!(
            "max entries limit per query exceeded, limit > max_entries_limit_per_query ({limit} > {MOST_ENTRIES})"
        ))
    } else {
        Ok(limit)
    }
}

fn range(stage: &Stage, request: &Request) -> Result<(DateTime<Utc>, DateTime<Utc>), String> {
    let end = time(request, "end")?.unwrap_or(stage.now);
    let start = time(request, "start")?.unwrap_or(end - TimeDelta::hours(1));
    if end < start {
        return Err("end timestamp must not be before or equal to start time".into());
    }
    let length = (end - start).num_seconds();
    if length > LONGEST {
        Err(format!(
            "the query time range exceeds the limit (query length: {}h{}m{}s, limit: 30d1h)",
            length / 3600,
            length / 60 % 60,
            length % 60
        ))
    } else {
        Ok((start, end))
    }
}

fn step(request: &Request, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<TimeDelta, String> {
    let default = ((end - start).num_seconds() / 250).max(1);
    let Some(text) = request.param("step").filter(|text| !text.is_empty()) else {
        return Ok(TimeDelta::seconds(default));
    };
    let seconds = text.parse::<i64>().ok().map(TimeDelta::seconds);
    let step = seconds.or_else(|| crate::facts::duration::parse(text));
    step.filter(|step| *step >= TimeDelta::seconds(1))
        .ok_or_else(|| format!("cannot parse \"{text}\" to a valid duration"))
}

/// Nanoseconds, seconds (if at most ten digits) with a fraction, or RFC 3339.
fn time(request: &Request, name: &str) -> Result<Option<DateTime<Utc>>, String> {
    let Some(text) = request.param(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let parsed = match text.parse::<i64>() {
        Ok(number) if text.len() <= 10 => DateTime::from_timestamp(number, 0),
        Ok(number) => Some(DateTime::from_timestamp_nanos(number)),
        Err(_) => match text.parse::<f64>() {
            Ok(number) => DateTime::from_timestamp_millis((number * 1000.0) as i64),
            Err(_) => text.parse().ok(),
        },
    };
    match parsed {
        Some(time) => Ok(Some(time)),
        None => Err(format!(
            "parsing time \"{text}\" as \"2006-01-02T15:04:05.999999999Z07:00\": cannot parse \"{text}\" as \"2006\""
        )),
    }
}

fn seconds(at: DateTime<Utc>) -> Value {
    json!(at.timestamp_millis() as f64 / 1000.0)
}

#[cfg(test)]
mod tests;
