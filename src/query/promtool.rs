//! `promtool query instant|range SERVER EXPR`.

use super::expand::Word;
use super::flags::{Parsed, parse};
use super::reason::{Why, not_ours, refused};
use super::{Class, PrometheusQuery, Query, When};
use chrono::{DateTime, Utc};

/// Reads the words after `promtool`.
pub(super) fn read(words: &[Word]) -> Result<Query, Class> {
    let parsed = parse(words, &["promtool query"])?;
    let texts: Vec<&str> = parsed.words.iter().map(|word| word.text.as_str()).collect();
    let shown = texts[..texts.len().min(2)].join(" ");
    let shown = format!("promtool {shown}");
    let (when, others): (When, &[&str]) = match texts.as_slice() {
        ["query", "instant", ..] => (
            time(&parsed, "time")?.map_or(When::Now, When::Moment),
            &["start", "end", "step"],
        ),
        ["query", "range", ..] => {
            let when = When::Range {
                start: time(&parsed, "start")?,
                end: time(&parsed, "end")?,
                step_seconds: parsed.seconds("step")?.filter(|seconds| *seconds > 0),
            };
            (when, &["time"])
        }
        ["push" | "tsdb", ..] => {
            let first = format!("promtool {}", texts[0]);
            return Err(refused(Why::ChangesCluster, &first));
        }
        [_, _, ..] => return Err(not_ours(Why::PromtoolRead, &shown)),
        _ => return Err(not_ours(Why::NoTarget, "promtool")),
    };
    if let Some(other) = others.iter().find(|flag| parsed.value(flag).is_some()) {
        return Err(not_ours(Why::UnknownFlag, &format!("--{other}")));
    }
    match &texts[2..] {
        [addr, promql] => Ok(Query::Prometheus(PrometheusQuery {
            addr: (*addr).to_owned(),
            promql: (*promql).to_owned(),
            when,
        })),
        _ => Err(not_ours(Why::NoQuery, &shown)),
    }
}

/// A time as promtool reads one: seconds since 1970, or RFC 3339. One that is still to be filled in is any.
fn time(parsed: &Parsed, flag: &str) -> Result<Option<DateTime<Utc>>, Class> {
    parsed.read(flag, DateTime::UNIX_EPOCH, |text| {
        let seconds = text.parse::<f64>().ok();
        // More than a number of milliseconds holds is cut to the last of them, and is no time.
        match seconds.filter(|seconds| seconds.is_finite()) {
            Some(seconds) => DateTime::from_timestamp_millis((seconds * 1000.0).round() as i64),
            None => Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc()),
        }
    })
}
