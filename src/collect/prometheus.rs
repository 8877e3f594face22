//! `promtool query instant`, against addresses that the configuration knows.

use super::access::PrometheusAccess;
use super::place::{Place, Source};
use super::seam::retry::{self, Patience};
use super::seam::{Exchange, Trouble};
use super::{http as host, reply, url};
use crate::both;
use crate::facts::observation::{Cause, Seen};
use crate::facts::table::{Column, Row, Table};
use crate::query::PrometheusQuery;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::ACCEPT;
use http::{Request, Response};
use serde_json::{Value, json};

/// The configured Prometheus servers.
#[derive(Debug, Clone)]
pub struct Prometheus {
    pub(super) access: Vec<PrometheusAccess>,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
}

impl Prometheus {
    /// Where a query goes, for messages.
    pub fn place(&self, query: &PrometheusQuery) -> Place {
        Place {
            source: Source::Prometheus,
            name: host::origin(&query.addr),
        }
    }

    /// Answers an instant query at the run's clock.
    ///
    /// # Errors
    /// An address that is not configured, and whatever keeps an answer from coming.
    pub async fn observe(
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
                "{origin}은(는) 설정된 Prometheus가 아닙니다",
                "{origin} is not a configured Prometheus"
            );
            Trouble::told(Cause::HostRefused, &words)
        })?;
        let pairs = [
            ("query", query.promql.clone()),
            ("time", now.timestamp().to_string()),
        ];
        let path = format!("/api/v1/query{}", url::query(pairs));
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
        let addr = addr.trim_end_matches('/');
        let request = Request::get(format!("{addr}{path}"))
            .header(ACCEPT, "application/json")
            .body(Bytes::new())
            .map_err(|error| Trouble::new(Cause::NotConfigured, error.to_string()))?;
        retry::send(&self.exchange, request, self.patience).await
    }
}

/// promtool prints `name{labels} => value @[time]`.
fn seen(data: &Value, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let broken = || Trouble::new(Cause::Malformed, "the answer has no values");
    let result = data["result"].as_array().ok_or_else(broken)?;
    let series = match data["resultType"].as_str() {
        Some("scalar") => vec![json!({"metric": {}, "value": result})],
        Some("vector") => result.clone(),
        _ => return Err(broken()),
    };
    let mut text = String::new();
    let mut rows = Vec::with_capacity(series.len());
    for one in &series {
        let value = one["value"][1].as_str().ok_or_else(broken)?;
        let time = &one["value"][0];
        let name = metric(&one["metric"]);
        text.push_str(format!("{name} => {value} @[{time}]\n").trim_start());
        rows.push(Row {
            cells: vec![name.clone(), value.to_string()],
            name,
            ..Row::default()
        });
    }
    let column = |name: &str| Column {
        name: name.into(),
        priority: 0,
    };
    Ok(Seen {
        tables: vec![Table {
            columns: vec![column("METRIC"), column("VALUE")],
            rows,
            ..Table::default()
        }],
        objects: series,
        ..Seen::printed(now, text)
    })
}

fn metric(labels: &Value) -> String {
    let pairs = labels.as_object().into_iter().flatten();
    let mut pairs: Vec<String> = pairs
        .filter(|(key, _)| *key != "__name__")
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.sort();
    let name = labels["__name__"].as_str().unwrap_or_default();
    match pairs.is_empty() {
        true if name.is_empty() => "{}".into(),
        true => name.to_string(),
        false => format!("{name}{{{}}}", pairs.join(", ")),
    }
}
