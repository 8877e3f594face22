//! `promtool query instant|range`, against addresses that the configuration knows.

use super::access::PrometheusAccess;
use super::seam::retry::Patience;
use super::seam::{Exchange, Trouble};
use super::{http as host, reply};
use crate::both;
use crate::facts::observation::{Cause, Seen};
use crate::facts::percent;
use crate::facts::table::{Row, Table};
use crate::query::{PrometheusQuery, When};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::Response;
use serde_json::{Value, json};

/// The configured Prometheus servers.
#[derive(Debug, Clone)]
pub(crate) struct Prometheus {
    pub(super) access: Vec<PrometheusAccess>,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
}

impl Prometheus {
    /// Answers a query; what says no time is about the run's clock.
    pub(crate) async fn observe(
        &self,
        query: &PrometheusQuery,
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        let known = self.access.iter().find(|access| {
            let mut addresses = std::iter::once(&access.addr).chain(&access.aliases);
            addresses.any(|own| host::same_origin(own, &query.addr))
        });
        let access = known.ok_or_else(|| {
            let origin = host::origin(&query.addr);
            let words = both!(
                "{origin}[은/는] 설정된 Prometheus가 아닙니다",
                "{origin} is not a configured Prometheus"
            );
            Trouble::told(Cause::HostRefused, &words)
        })?;
        let mut pairs = vec![("query", query.promql.clone())];
        let path = match &query.when {
            When::Now => {
                pairs.push(("time", now.timestamp().to_string()));
                "query"
            }
            When::Moment(time) => {
                pairs.push(("time", seconds(*time)));
                "query"
            }
            When::Range {
                start,
                end,
                step_seconds,
            } => {
                let end = end.unwrap_or(now);
                let start = start.unwrap_or(end - TimeDelta::minutes(5));
                pairs.extend(range(start, end, *step_seconds)?);
                "query_range"
            }
        };
        let path = format!("/api/v1/{path}{}", percent::query(pairs));
        let answer = self.ask(&access.addr, &path).await?;
        let value = reply::json(&answer)?;
        reply::whole(&value)?;
        if value["status"] != "success" {
            return Err(Trouble::new(
                Cause::Malformed,
                "the answer's status is not success",
            ));
        }
        seen(&value["data"], now)
    }

    /// A server's version.
    pub(super) async fn ask_build(&self, addr: &str) -> Result<Response<Bytes>, Trouble> {
        self.ask(addr, "/api/v1/status/buildinfo").await
    }

    /// The simplest query.
    pub(super) async fn ask_up(&self, addr: &str) -> Result<Response<Bytes>, Trouble> {
        self.ask(addr, "/api/v1/query?query=up").await
    }

    async fn ask(&self, addr: &str, path: &str) -> Result<Response<Bytes>, Trouble> {
        host::get(&self.exchange, self.patience, (addr, path), None).await
    }
}

/// The window of a range query, in promtool's own steps where none are said.
fn range(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    step: Option<u64>,
) -> Result<[(&'static str, String); 3], Trouble> {
    if start >= end {
        return Err(Trouble::new(
            Cause::BadRequest,
            "start time is not before end time",
        ));
    }
    let length = u64::try_from((end - start).num_seconds()).unwrap_or_default();
    let step = step.unwrap_or((length / 250).max(1));
    Ok([
        ("start", seconds(start)),
        ("end", seconds(end)),
        ("step", step.to_string()),
    ])
}

/// A time as Prometheus reads one.
fn seconds(time: DateTime<Utc>) -> String {
    match time.timestamp_subsec_millis() {
        0 => time.timestamp().to_string(),
        millis => format!("{}.{millis:03}", time.timestamp()),
    }
}

/// promtool prints `name{labels} => value @[time]` for each sample, `scalar: value @[time]`, the samples
/// of a range each on a line below its series, and an empty line for nothing. Each sample is a row: what
/// is said of the values is said of all of them.
fn seen(data: &Value, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let broken = || Trouble::new(Cause::Malformed, "the answer has no values");
    let result = data["result"].as_array().ok_or_else(broken)?;
    let scalar = json!({"metric": {}, "value": result});
    let kind = data["resultType"].as_str().unwrap_or_default();
    let series: Vec<Value> = match kind {
        "scalar" => vec![scalar],
        "vector" | "matrix" => result.clone(),
        _ => return Err(broken()),
    };
    let mut text = String::new();
    let mut rows = Vec::new();
    for one in &series {
        let name = metric(&one["metric"]);
        let samples = match &one["values"] {
            Value::Array(samples) => samples.as_slice(),
            _ => std::slice::from_ref(&one["value"]),
        };
        let mut printed = Vec::with_capacity(samples.len());
        for sample in samples {
            let value = number(sample[1].as_str().ok_or_else(broken)?);
            printed.push(format!("{value} @[{}]", sample[0]));
            rows.push(Row {
                cells: vec![name.clone(), value],
                name: name.clone(),
                ..Row::default()
            });
        }
        text.push_str(&match kind {
            "scalar" => format!("scalar: {}\n", printed.concat()),
            "vector" => format!("{name} => {}\n", printed.concat()),
            _ => format!("{name} =>\n{}\n", printed.join("\n")),
        });
    }
    if series.is_empty() {
        text.push('\n');
    }
    Ok(Seen {
        tables: vec![Table::of(&["METRIC", "VALUE"], rows)],
        objects: series,
        ..Seen::printed(now, text)
    })
}

/// A number as promtool prints it: without an exponent, which very small and very large ones have on the
/// way (`1e-09` is `0.000000001`).
fn number(text: &str) -> String {
    let expanded = || {
        let (digits, exponent) = text.split_once(['e', 'E'])?;
        let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() < 400)?;
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", digits),
        };
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{rest}");
        let is_number = !all.is_empty() && all.bytes().all(|b| b.is_ascii_digit());
        let point = i32::try_from(whole.len()).ok()? + exponent;
        let length = i32::try_from(all.len()).ok()?;
        let plain = match point {
            ..=0 => format!("0.{}{all}", "0".repeat(usize::try_from(-point).ok()?)),
            _ if point >= length => {
                format!("{all}{}", "0".repeat(usize::try_from(point - length).ok()?))
            }
            _ => {
                let (left, right) = all.split_at(usize::try_from(point).ok()?);
                format!("{left}.{right}")
            }
        };
        is_number.then(|| format!("{sign}{plain}"))
    };
    expanded().unwrap_or_else(|| text.to_string())
}

fn metric(labels: &Value) -> String {
    let pairs = labels.as_object().into_iter().flatten();
    let mut pairs: Vec<String> = pairs
        .filter(|(key, _)| *key != "__name__")
        .map(|(key, value)| format!("{key}={:?}", value.as_str().unwrap_or_default()))
        .collect();
    pairs.sort();
    let name = labels["__name__"].as_str().unwrap_or_default();
    if pairs.is_empty() && !name.is_empty() {
        name.to_string()
    } else {
        format!("{name}{{{}}}", pairs.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent() {
        for (sent, printed) in [
            ("1e-09", "0.000000001"),
            ("1.5e-07", "0.00000015"),
            ("-2.25e-08", "-0.0000000225"),
            ("1e+21", "1000000000000000000000"),
            ("1.2345e+21", "1234500000000000000000"),
            ("1.25e1", "12.5"),
            ("0.14150833333333335", "0.14150833333333335"),
            ("NaN", "NaN"),
            ("+Inf", "+Inf"),
            ("-Inf", "-Inf"),
            ("e5", "e5"),
            ("1e999999", "1e999999"),
        ] {
            assert_eq!(number(sent), printed, "{sent}");
        }
    }
}
