//! Loki's HTTP API, asked and printed as logcli does.

mod entries;
mod paging;
mod print;

use super::access::LokiAccess;
use super::seam::retry::Patience;
use super::seam::{Exchange, Trouble};
use super::{http as host, reply};
use crate::both;
use crate::facts::duration;
use crate::facts::fields::list;
use crate::facts::observation::{Cause, Cut, LogLine, Seen};
use crate::facts::percent;
use crate::query::{LokiAsk, LokiQuery};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use entries::Entry;
use http::Response;
use paging::{Next, Page, Paging};
use serde_json::Value;

/// A configured Loki.
#[derive(Debug, Clone)]
pub(crate) struct Loki {
    pub(super) access: LokiAccess,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
}

impl Loki {
    /// Answers a `logcli` command.
    ///
    /// # Errors
    /// Whatever keeps it from being answered wholly: a part of the pages proves nothing.
    pub(crate) async fn observe(
        &self,
        query: &LokiQuery,
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        if let Some(addr) = &query.addr {
            self.known(addr)?;
        }
        if let Some(tenant) = &query.org_id {
            self.allowed(tenant)?;
        }
        let (from, to) = window(query, now)?;
        let window = (nanos(from), nanos(to));
        match query.ask {
            LokiAsk::Range => self.range(query, window, now).await,
            LokiAsk::Instant => self.instant(query, now).await,
            LokiAsk::Labels | LokiAsk::Series => self.listed(query, window, now).await,
        }
    }

    fn known(&self, addr: &str) -> Result<(), Trouble> {
        let mut ours = std::iter::once(&self.access.addr).chain(&self.access.aliases);
        if ours.any(|own| host::same_origin(own, addr)) {
            Ok(())
        } else {
            let origin = host::origin(addr);
            let words = both!(
                "기록이 {origin}[을/를] 가리키는데, 설정된 Loki가 아닙니다",
                "the record names {origin}, which is not the configured Loki"
            );
            Err(Trouble::told(Cause::HostRefused, &words))
        }
    }

    /// A record chooses no tenant but the configured ones.
    fn allowed(&self, tenant: &str) -> Result<(), Trouble> {
        let Some(others) = &self.access.tenants else {
            return Ok(());
        };
        let own = self.access.tenant.iter();
        let own = own.flat_map(|own| own.split('|').chain([own.as_str()]));
        let mut ours = own.chain(others.iter().map(String::as_str));
        if ours.any(|own| own == tenant) {
            Ok(())
        } else {
            let words = both!(
                "기록이 테넌트 {tenant}[을/를] 고르는데, 설정된 테넌트가 아닙니다",
                "the record chooses the tenant {tenant}, which is not a configured one"
            );
            Err(Trouble::told(Cause::HostRefused, &words))
        }
    }

    /// Pages through entries as logcli does.
    async fn range(
        &self,
        query: &LokiQuery,
        window: (i64, i64),
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        let mut paging = Paging::new(window, query.limit, query.batch, query.forward);
        loop {
            let data = self.query_range(query, paging.page).await?;
            if entries::is_metric(&data) {
                return print::metric(&data, now);
            }
            match paging.take(entries::merge(&data, query.forward)?)? {
                Next::Page => {}
                Next::Done => return Ok(seen(query, paging.into_entries(), now)),
            }
        }
    }

    async fn query_range(&self, query: &LokiQuery, page: Page) -> Result<Value, Trouble> {
        let direction = if query.forward { "forward" } else { "backward" };
        let mut pairs = vec![
            ("direction", direction.to_string()),
            ("end", page.end.to_string()),
            ("limit", page.limit.to_string()),
            ("query", query.logql.clone()),
            ("start", page.start.to_string()),
        ];
        pairs.extend(query.step_seconds.map(|step| ("step", step.to_string())));
        self.data(query, "/loki/api/v1/query_range", pairs).await
    }

    async fn instant(&self, query: &LokiQuery, now: DateTime<Utc>) -> Result<Seen, Trouble> {
        let direction = if query.forward { "forward" } else { "backward" };
        let pairs = vec![
            ("direction", direction.to_string()),
            ("limit", query.limit.to_string()),
            ("query", query.logql.clone()),
            ("time", nanos(now).to_string()),
        ];
        let data = self.data(query, "/loki/api/v1/query", pairs).await?;
        if entries::is_metric(&data) {
            return print::metric(&data, now);
        }
        Ok(seen(query, entries::merge(&data, query.forward)?, now))
    }

    /// The names of labels, the values of one, or the labels of series.
    async fn listed(
        &self,
        query: &LokiQuery,
        (from, to): (i64, i64),
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        let mut pairs = vec![("end", to.to_string()), ("start", from.to_string())];
        let path = match (query.ask, query.logql.as_str()) {
            (LokiAsk::Series, selector) => {
                pairs.insert(1, ("match", selector.to_owned()));
                "/loki/api/v1/series".to_string()
            }
            (_, "") => "/loki/api/v1/labels".to_string(),
            (_, name) => format!("/loki/api/v1/label/{}/values", percent::encoded(name, "")),
        };
        let data = self.data(query, &path, pairs).await?;
        let lines = list(&data, "").iter().filter_map(|one| match query.ask {
            LokiAsk::Series => Some(entries::labels_text(&entries::labels(one)) + "\n"),
            _ => Some(format!("{}\n", one.as_str()?)),
        });
        Ok(Seen::printed(now, lines.collect::<String>()))
    }

    async fn data(
        &self,
        query: &LokiQuery,
        path: &str,
        pairs: Vec<(&str, String)>,
    ) -> Result<Value, Trouble> {
        let answer = self.ask(query.org_id.as_ref(), path, pairs).await?;
        let mut value = reply::json(&answer)?;
        reply::whole(&value)?;
        match value["status"].as_str() {
            Some("success") => Ok(value["data"].take()),
            _ => Err(Trouble::new(
                Cause::Malformed,
                "the answer's status is not success",
            )),
        }
    }

    /// The names of its labels: is it reachable, and may this tenant read?
    pub(super) async fn ask_labels(&self) -> Result<Response<Bytes>, Trouble> {
        self.ask(None, "/loki/api/v1/labels", Vec::new()).await
    }

    async fn ask(
        &self,
        tenant: Option<&String>,
        path: &str,
        pairs: Vec<(&str, String)>,
    ) -> Result<Response<Bytes>, Trouble> {
        let tenant = tenant.or(self.access.tenant.as_ref());
        let at = (
            self.access.addr.as_str(),
            &*format!("{path}{}", percent::query(pairs)),
        );
        host::get(&self.exchange, self.patience, at, tenant).await
    }
}

/// The window of a query: `--from`/`--to`, else the last `--since`.
fn window(
    query: &LokiQuery,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Trouble> {
    let time = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match DateTime::parse_from_rfc3339(text) {
            Ok(time) => Ok(Some(time.to_utc())),
            Err(_) => Err(Trouble::new(
                Cause::BadRequest,
                format!("{text:?} is not an RFC 3339 time"),
            )),
        },
    };
    let to = time(&query.to)?.unwrap_or(now);
    let since = i64::try_from(query.since_seconds).unwrap_or(i64::MAX / 2000);
    let since = TimeDelta::try_seconds(since).unwrap_or(TimeDelta::zero());
    // logcli counts `--since` back from now, whatever `--to` says.
    let from = time(&query.from)?.unwrap_or(now - since);
    if from >= to {
        let length = duration::age(from - to);
        return Err(Trouble::new(
            Cause::BadRequest,
            format!("the window is empty: it starts {length} after its end"),
        ));
    }
    Ok((from, to))
}

fn nanos(time: DateTime<Utc>) -> i64 {
    time.timestamp_nanos_opt().unwrap_or(i64::MAX)
}

fn seen(query: &LokiQuery, entries: Vec<Entry>, now: DateTime<Utc>) -> Seen {
    let reached = query.limit > 0 && entries.len() as u64 >= query.limit;
    let lines = entries.iter().map(|entry| LogLine {
        source: entries::labels_text(&entry.labels),
        time: Some(DateTime::from_timestamp_nanos(entry.nanos)),
        text: entry.line.trim_end_matches('\n').to_string(),
    });
    Seen {
        text: print::entries(query, &entries),
        lines: lines.collect(),
        cut: (query.limit > 0).then_some(Cut {
            limit: query.limit,
            per_source: false,
            reached: u64::from(reached),
        }),
        ..Seen::at(now)
    }
}
