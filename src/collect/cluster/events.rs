//! `kubectl events`, and the events of one object for `describe`.

use super::kinds::known;
use super::rows::{self, Wanted};
use super::{Cluster, Trouble, discovery, print};
use crate::facts::duration;
use crate::facts::fields::{count, text, time};
use crate::facts::observation::Seen;
use crate::facts::table::{Row, Table};
use crate::query::{Events, Namespace};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers `kubectl events`: oldest first, ages counted from the run's clock.
pub(crate) async fn events(
    cluster: &Cluster,
    query: &Events,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let namespace = cluster.namespace(&query.scope.namespace);
    let fields = match &query.of {
        None => None,
        Some(of) => {
            let kind = discovery::find(cluster, &of.kind).await?;
            let name = of.name.as_deref().unwrap_or_default();
            Some(format!(
                "involvedObject.kind={},involvedObject.name={name}",
                kind.kind
            ))
        }
    };
    let mut found = list(cluster, namespace, fields.as_deref()).await?;
    found.retain(|event| {
        let own = text(event, "/type");
        query.types.is_empty() || query.types.iter().any(|t| t.eq_ignore_ascii_case(own))
    });
    let everywhere = query.scope.namespace == Namespace::All;
    let table = table(&found, now, everywhere);
    let mut seen = Seen::at(now);
    match (table.rows.is_empty(), namespace) {
        (false, _) => seen.text = print::table(&table, query.no_headers),
        (true, Some(namespace)) => {
            seen.stderr = format!("No events found in {namespace} namespace.\n");
        }
        (true, None) => seen.stderr = "No events found.\n".into(),
    }
    seen.tables.push(table);
    seen.objects = found;
    Ok(seen)
}

/// Events, oldest first by when they were last seen.
pub(crate) async fn list(
    cluster: &Cluster,
    namespace: Option<&str>,
    fields: Option<&str>,
) -> Result<Vec<Value>, Trouble> {
    let kind = known("events");
    let wanted = Wanted {
        namespace,
        fields,
        ..Wanted::of(&kind)
    };
    let found = rows::objects(cluster, wanted).await?;
    let (mut found, _) = found.unwrap_or_default();
    found.sort_by_cached_key(last_seen);
    Ok(found)
}

/// When it was last seen: the series', else `lastTimestamp`, else `eventTime` (scheduler events have
/// only that).
fn last_seen(event: &Value) -> Option<DateTime<Utc>> {
    time(event, "/series/lastObservedTime")
        .or_else(|| time(event, "/lastTimestamp"))
        .or_else(|| time(event, "/eventTime"))
}

fn table(events: &[Value], now: DateTime<Utc>, everywhere: bool) -> Table {
    let names = [
        "NAMESPACE",
        "LAST SEEN",
        "TYPE",
        "REASON",
        "OBJECT",
        "MESSAGE",
    ];
    let skip = usize::from(!everywhere);
    let rows = events.iter().map(|event| {
        let involved = event.get("involvedObject").unwrap_or(&Value::Null);
        let cells = [
            text(event, "/metadata/namespace").to_string(),
            interval(event, now),
            text(event, "/type").to_string(),
            text(event, "/reason").to_string(),
            format!("{}/{}", text(involved, "/kind"), text(involved, "/name")),
            text(event, "/message").trim().replace('\n', " "),
        ];
        Row {
            namespace: cells[0].clone(),
            name: text(event, "/metadata/name").to_string(),
            cells: cells.into_iter().skip(skip).collect(),
            object: None,
        }
    });
    Table {
        resource: "events".into(),
        ..Table::of(&names[skip..], rows.collect())
    }
}

/// `5m`, `2m (x7 over 10m)`: how kubectl shows when and how often.
pub(crate) fn interval(event: &Value, now: DateTime<Utc>) -> String {
    let since = |time: Option<DateTime<Utc>>| match time {
        Some(time) => duration::age(now - time),
        None => "<unknown>".into(),
    };
    let first = since(time(event, "/eventTime").or_else(|| time(event, "/firstTimestamp")));
    let series = count(event, "/series/count");
    if event.get("series").is_some_and(Value::is_object) {
        let last = since(time(event, "/series/lastObservedTime"));
        format!("{last} (x{series} over {first})")
    } else if count(event, "/count") > 1 {
        let last = since(time(event, "/lastTimestamp"));
        format!("{last} (x{} over {first})", count(event, "/count"))
    } else {
        first
    }
}
