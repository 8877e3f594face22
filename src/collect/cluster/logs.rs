//! `kubectl logs`: which pods and containers, their lines with times, and whether a limit was hit.

mod choose;

use super::kinds::known;
use super::rows::{self, Wanted};
use super::{Cluster, Trouble, discovery};
use crate::collect::reply;
use crate::facts::observation::{Cause, Cut, LogLine, Seen};
use crate::facts::percent;
use crate::query::{Logs, Namespace, Resource, Tail};
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::Value;

/// How many logs are read at once.
const AT_ONCE: usize = 5;

/// One container's log to read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stream {
    namespace: String,
    pod: String,
    container: String,
}

/// Answers `kubectl logs`. Timestamps are always asked for (but with `--limit-bytes`, which would
/// count them) and printed only if `--timestamps` was written. With a selector, pods come by name;
/// kubectl prints them in no particular order.
///
/// # Errors
/// Whatever keeps one of the logs from being read: a part would prove nothing.
pub(crate) async fn logs(
    cluster: &Cluster,
    query: &Logs,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let namespace = match &query.scope.namespace {
        Namespace::Named(name) => name.clone(),
        Namespace::OfContext | Namespace::All => cluster.namespace.clone(),
    };
    let Some(pods) = pods(cluster, query, &namespace, &mut seen).await? else {
        return Ok(seen);
    };
    let mut streams = Vec::new();
    for pod in &pods {
        let name = pod["metadata"]["name"].as_str().unwrap_or_default();
        let containers = choose::containers(pod, query, &mut seen.stderr)
            .map_err(|words| Trouble::new(Cause::BadRequest, words))?;
        streams.extend(containers.into_iter().map(|container| Stream {
            namespace: namespace.clone(),
            pod: name.to_string(),
            container,
        }));
    }
    let bodies: Vec<String> = stream::iter(&streams)
        .map(|stream| read(cluster, query, stream))
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    for (stream, body) in streams.iter().zip(&bodies) {
        add(&mut seen, query, stream, body);
    }
    seen.cut = cut(query, &streams, &bodies);
    Ok(seen)
}

/// The pods whose logs are meant; `None` when there is nothing to read, which `seen` then says.
async fn pods(
    cluster: &Cluster,
    query: &Logs,
    namespace: &str,
    seen: &mut Seen,
) -> Result<Option<Vec<Value>>, Trouble> {
    let Some(target) = &query.target else {
        let pods = selected(cluster, namespace, query.selector.as_deref()).await?;
        if pods.is_empty() {
            seen.stderr = format!("No resources found in {namespace} namespace.\n");
        }
        return Ok(Some(pods));
    };
    let Resource { kind, name } = target;
    let kind = discovery::find(cluster, kind).await?;
    let wanted = Wanted {
        namespace: Some(namespace),
        name: name.as_deref(),
        ..Wanted::of(&kind)
    };
    let object = match rows::objects(cluster, wanted).await? {
        Ok((mut objects, _)) if name.is_some() => objects.pop().unwrap_or(Value::Null),
        Ok(_) => {
            let words = format!("{} needs a name", kind.plural);
            return Err(Trouble::new(Cause::BadRequest, words));
        }
        Err(words) => {
            let name = name.clone().unwrap_or_default();
            seen.missing
                .push(format!("{}/{name}", kind.kind.to_lowercase()));
            seen.success = false;
            seen.stderr = format!(
                "error: error from server (NotFound): {words} in namespace {namespace:?}\n"
            );
            return Ok(None);
        }
    };
    if kind.plural == "pods" {
        return Ok(Some(vec![object]));
    }
    let selector = choose::selector(&object).ok_or_else(|| {
        let words = format!("cannot get the logs from {}: no pod selector", kind.kind);
        Trouble::new(Cause::BadRequest, words)
    })?;
    let mut pods = selected(cluster, namespace, Some(&selector)).await?;
    if pods.is_empty() {
        // kubectl waits for a first pod and gives up after 20 seconds.
        seen.success = false;
        seen.stderr = "error: timed out waiting for the condition\n".into();
        return Ok(None);
    }
    if !query.all_pods {
        choose::by_logging(&mut pods);
        let first = pods[0]["metadata"]["name"].as_str().unwrap_or_default();
        if pods.len() > 1 {
            seen.stderr = format!("Found {} pods, using pod/{first}\n", pods.len());
        }
        pods.truncate(1);
    }
    Ok(Some(pods))
}

async fn selected(
    cluster: &Cluster,
    namespace: &str,
    selector: Option<&str>,
) -> Result<Vec<Value>, Trouble> {
    let kind = known("pods");
    let wanted = Wanted {
        namespace: Some(namespace),
        labels: selector,
        ..Wanted::of(&kind)
    };
    let found = rows::objects(cluster, wanted).await?;
    found.map_or_else(
        |words| Err(Trouble::new(Cause::Malformed, words)),
        |(pods, _)| Ok(pods),
    )
}

/// How many lines of each container, as kubectl has it: 10 with a selector unless `--tail` is given.
fn tail(query: &Logs) -> Option<u64> {
    match query.tail {
        Some(Tail::Lines(lines)) => Some(lines),
        Some(Tail::All) => None,
        None => query.selector.is_some().then_some(10),
    }
}

fn with_times(query: &Logs) -> bool {
    query.timestamps || query.limit_bytes.is_none()
}

async fn read(cluster: &Cluster, query: &Logs, stream: &Stream) -> Result<String, Trouble> {
    let mut pairs = vec![("container", stream.container.clone())];
    let numbers = [
        ("limitBytes", query.limit_bytes),
        ("sinceSeconds", query.since_seconds),
        ("tailLines", tail(query)),
    ];
    for (name, number) in numbers {
        pairs.extend(number.map(|number| (name, number.to_string())));
    }
    pairs.extend(query.previous.then(|| ("previous", "true".to_string())));
    pairs.extend(query.since_time.clone().map(|time| ("sinceTime", time)));
    pairs.extend(with_times(query).then(|| ("timestamps", "true".to_string())));
    let pods = known("pods");
    let path = pods.path(Some(&stream.namespace), Some(&stream.pod));
    let answer = cluster
        .ask(&format!("{path}/log{}", percent::query(pairs)), "*/*")
        .await?;
    let body = reply::successful(&answer)?;
    Ok(String::from_utf8_lossy(body).into_owned())
}

fn add(seen: &mut Seen, query: &Logs, stream: &Stream, body: &str) {
    let prefix = if query.prefix || query.all_pods {
        format!("[pod/{}/{}] ", stream.pod, stream.container)
    } else {
        String::new()
    };
    for line in body.split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let (time, text) = if with_times(query) {
            timed(bare)
        } else {
            (None, bare)
        };
        let printed = if query.timestamps { bare } else { text };
        seen.text.push_str(&prefix);
        seen.text.push_str(printed);
        if line.ends_with('\n') {
            seen.text.push('\n');
        }
        seen.lines.push(LogLine {
            source: format!("{}/{}", stream.pod, stream.container),
            time,
            text: text.to_string(),
        });
    }
}

/// Splits the kubelet's timestamp off; a line without one (a part of a split line) stays whole.
fn timed(line: &str) -> (Option<DateTime<Utc>>, &str) {
    let (stamp, text) = line.split_once(' ').unwrap_or((line, ""));
    match DateTime::parse_from_rfc3339(stamp) {
        Ok(time) => (Some(time.to_utc()), text),
        Err(_) => (None, line),
    }
}

fn cut(query: &Logs, streams: &[Stream], bodies: &[String]) -> Option<Cut> {
    let lines = |body: &String| body.split_inclusive('\n').count() as u64;
    let bytes = |body: &String| body.len() as u64;
    let reached = |body: &&String| {
        tail(query).is_some_and(|limit| lines(body) >= limit)
            || query.limit_bytes.is_some_and(|limit| bytes(body) >= limit)
    };
    let most = bodies.iter().map(lines).max().unwrap_or(0);
    let limited = tail(query).is_some() || query.limit_bytes.is_some();
    limited.then(|| Cut {
        limit: tail(query).unwrap_or(most),
        per_source: !streams.is_empty(),
        reached: bodies.iter().filter(reached).count() as u64,
    })
}
