//! What is printed, against what kubectl printed: every command of the recordings.

use super::world::query;
use crate::collect::cluster as c;
use crate::collect::cluster::Cluster;
use crate::collect::seam::retry::Patience;
use crate::collect::seam::{Exchange, exchange, tape};
use crate::facts::observation::Seen;
use crate::facts::percent;
use crate::query::Query;
use crate::tests::recordings;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;

/// Path and sorted query without paging, whether a table, and how much of the objects.
fn key(path_and_query: &str, accept: &str) -> (String, String) {
    let (path, query) = path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""));
    let mut include = "Metadata".to_string();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in percent::pairs(query) {
        match name.as_str() {
            "includeObject" => include = value,
            "limit" => {}
            // The DaemonSet's whole selector selects the same pods as the recorded one.
            "labelSelector" if value.starts_with("app.kubernetes.io/instance=alloy-ops,") => {
                pairs.push((name, "app.kubernetes.io/name=alloy".into()));
            }
            _ => pairs.push((name, value)),
        }
    }
    pairs.sort();
    let form = match accept {
        a if a.contains("as=Table") => format!("table {include}"),
        a if a.contains("APIGroupDiscoveryList") => "discovery".into(),
        a if a.contains("PartialObjectMetadata") => "metadata".into(),
        a if a.starts_with("application/json") => "json".into(),
        _ => "log".into(),
    };
    (format!("{path} {pairs:?}"), form)
}

type Answered = (u16, Vec<(String, String)>, Vec<u8>);
type Answers = BTreeMap<(String, String), Answered>;

fn answers(folder: &Path) -> Answers {
    use base64::Engine;
    let mut answers = Answers::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let one: Value = serde_json::from_str(&text).unwrap();
        let (request, response) = (&one["request"], &one["response"]);
        let status = response["status"].as_u64().unwrap_or(0) as u16;
        if request["method"] != "GET" || request["identity"] != "admin" || status == 0 {
            continue;
        }
        let body = match (&response["body"], response["body_base64"].as_str()) {
            (_, Some(encoded)) => base64::engine::general_purpose::STANDARD
                .decode(encoded)
                .unwrap(),
            (Value::String(text), None) => text.clone().into_bytes(),
            (Value::Null, None) => Vec::new(),
            (body, None) => body.to_string().into_bytes(),
        };
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers = headers.map(|(k, v)| (k.clone(), v.as_str().unwrap_or_default().into()));
        let key = key(
            request["path_and_query"].as_str().unwrap(),
            request["accept"].as_str().unwrap(),
        );
        answers.insert(key, (status, headers.collect(), body));
    }
    answers
}

/// A whole-object table from the metadata one and the plain list.
fn with_objects(answers: &Answers, path: &str) -> Option<Answered> {
    let of = |form: &str| answers.get(&(path.to_string(), form.to_string()));
    let (status, headers, body) = of("table Metadata")?;
    let mut table: Value = serde_json::from_slice(body).ok()?;
    let plain: Value = serde_json::from_slice(&of("json")?.2).ok()?;
    let items = match plain["items"].as_array() {
        Some(items) => items.clone(),
        None => vec![plain],
    };
    for row in table["rows"].as_array_mut()? {
        let uid = row["object"]["metadata"]["uid"].clone();
        let whole = items.iter().find(|item| item["metadata"]["uid"] == uid)?;
        row["object"] = whole.clone();
    }
    Some((*status, headers.clone(), table.to_string().into_bytes()))
}

/// A refusal is the same whatever is included, and in whatever form it is asked.
fn refused_table(answers: &Answers, key: &(String, String)) -> Option<Answered> {
    let other = |form: &str| answers.get(&(key.0.clone(), form.to_string()));
    let found = other("table Metadata").or_else(|| other("json"));
    let found = found.filter(|_| key.1.starts_with("table"))?;
    (found.0 >= 400).then(|| found.clone())
}

/// Kinds of which the recorded namespace has none, and namespaces that hold nothing.
fn empty_table(key: &(String, String)) -> Option<Answered> {
    let empty = [
        "replicationcontrollers",
        "horizontalpodautoscalers",
        "argocd/pods",
        "no-such-ns",
    ];
    let is_empty = key.1.starts_with("table") && empty.iter().any(|part| key.0.contains(part));
    is_empty.then(|| {
        let table = json!({"kind": "Table", "columnDefinitions": [], "rows": []});
        let json = ("content-type".to_string(), "application/json".to_string());
        (200, vec![json], table.to_string().into_bytes())
    })
}

/// Recorded logs without times get one, and a shorter tail is the end of a longer one.
fn with_times(answers: &Answers, key: &str) -> Option<Answered> {
    let plain = key.replace(", (\"timestamps\", \"true\")", "");
    let of = |key: String| answers.get(&(key, "log".to_string()));
    let (status, headers, body) = of(plain.clone())
        .or_else(|| of(plain.replace("(\"container\", \"app\"), ", "")))
        .or_else(|| of(plain.replace("(\"container\", \"app\"), (\"timestamps\", \"true\")", "")))
        .or_else(|| of(plain.replace("(\"container\", \"app\")", "")))
        .or_else(|| {
            of(plain
                .replace("(\"container\", \"app\"), ", "")
                .replace("\"10\"", "\"20\""))
        })?;
    let wanted = if key.contains("\"10\"") {
        10
    } else {
        usize::MAX
    };
    let lines: Vec<&[u8]> = body.split_inclusive(|b| *b == b'\n').collect();
    let timed = lines
        .iter()
        .skip(lines.len().saturating_sub(wanted))
        .flat_map(|line| [b"2026-11-23T10:00:00Z ".as_slice(), line].concat());
    let body = if *status == 200 {
        timed.collect()
    } else {
        body.clone()
    };
    Some((*status, headers.clone(), body))
}

/// An exchange that knows the recordings of some folders, earlier ones first.
fn replay(folders: &[&str]) -> Exchange {
    let all = folders
        .iter()
        .map(|folder| answers(&recordings::path(folder)));
    let all: Arc<Vec<Answers>> = Arc::new(all.collect());
    exchange(move |request: Request<Bytes>| {
        let all = all.clone();
        async move {
            let path = request.uri().path_and_query().unwrap().as_str();
            let accept = request.headers()["accept"].to_str().unwrap();
            let key = key(path, accept);
            let found = all.iter().find_map(|answers| {
                let found = answers.get(&key).cloned();
                let found = found.or_else(|| match key.1.as_str() {
                    "table Object" => with_objects(answers, &key.0),
                    "log" => with_times(answers, &key.0),
                    _ => None,
                });
                found.or_else(|| refused_table(answers, &key))
            });
            let found = found.or_else(|| empty_table(&key));
            let (status, headers, body) = found.unwrap_or_else(|| {
                let said = json!({"message": format!("not recorded: {key:?}")});
                let json = ("content-type".to_string(), "application/json".to_string());
                (599, vec![json], said.to_string().into_bytes())
            });
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                let name = http::HeaderName::try_from(name).unwrap();
                map.insert(name, HeaderValue::try_from(value).unwrap());
            }
            Ok(tape::answer(
                StatusCode::from_u16(status).unwrap(),
                map,
                body.into(),
            ))
        }
    })
}

/// A cluster behind an exchange.
pub(super) fn cluster(exchange: Exchange) -> Cluster {
    Cluster {
        context: "recorded".into(),
        base: "http://recorded".into(),
        namespace: "default".into(),
        flowing: crate::collect::seam::flow::of(exchange.clone()),
        exchange,
        patience: Patience {
            at_most: Duration::from_secs(5),
            first_pause: Duration::ZERO,
            attempts: 1,
        },
        discovered: OnceCell::new(),
    }
}

async fn answer(cluster: &Cluster, query: &Query, now: DateTime<Utc>) -> Result<Seen, String> {
    let answered = match query {
        Query::Get(get) => c::get::get(cluster, get, now).await,
        Query::Logs(logs) => c::logs::logs(cluster, logs, now).await,
        Query::Top(top) => c::top::top(cluster, top, now).await,
        Query::Events(events) => c::events::events(cluster, events, now).await,
        Query::Rollout(rollout) => c::rollout::rollout(cluster, rollout, now).await,
        Query::Cluster(question) => c::questions::question(cluster, question, now).await,
        other => panic!("{other:?}"),
    };
    answered.map_err(|trouble| trouble.to_string())
}

/// What may differ between two runs of kubectl: its unstable sorting of equal keys, ages, and the
/// client's own version, which `report` has none of.
pub(super) fn comparable(line: &str, text: &str) -> String {
    let mut text = without_ages(text);
    if line.contains("events") {
        // An event was seen once more in between.
        let counts = regex::Regex::new(r"\bx?\d+\b").unwrap();
        text = counts.replace_all(&text, "N").into_owned();
    }
    let mut lines: Vec<&str> = text.lines().collect();
    if line.contains("events") {
        lines.sort_unstable();
    }
    if line == "kubectl version" {
        lines.retain(|line| line.starts_with("Server"));
    }
    if line.contains("kubectl logs") {
        // The recorder's kubelet made its lines up anew for every request.
        return format!("{} lines", lines.len());
    }
    lines.join("\n")
}

/// Ages moved on between the two recordings: every length of time becomes one character, and runs
/// of blanks one blank.
fn without_ages(text: &str) -> String {
    let ages = regex::Regex::new(r"\b(\d+[smhdy])+\b").unwrap();
    let blanks = regex::Regex::new(r" +").unwrap();
    blanks
        .replace_all(&ages.replace_all(text, "T"), " ")
        .into_owned()
}

/// Whether kubectl failed, too, and with the words that we have.
fn says_the_same(words: &str, entry: &Value) -> bool {
    let stderr = entry["stderr"].as_str().unwrap_or_default().trim_end();
    let said = stderr.strip_prefix("error: ");
    let said = said.or_else(|| {
        Some(
            stderr
                .strip_prefix("Error from server ")?
                .split_once(": ")?
                .1,
        )
    });
    // kubectl says more about a selector than the server does.
    let server = words.rsplit_once("Bad Request: ").map(|(_, words)| words);
    let same =
        |said: &str| words.contains(said) || server.is_some_and(|words| said.ends_with(words));
    entry["exit_code"] != 0 && said.is_some_and(same)
}

#[test]
fn every_recorded_command_prints_what_kubectl_printed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut report = Vec::new();
    let (mut exact, mut same, mut refused) = (0, 0, 0);
    for (state, kubectl) in [("before", "kubectl"), ("after", "kubectl-1.36")] {
        let cluster = cluster(replay(&[state, "errors"]));
        let index = recordings::text(&format!("{kubectl}/{state}/index.json"));
        let index: BTreeMap<String, Value> = serde_json::from_str(&index).unwrap();
        for (name, entry) in index {
            let line = entry["command"].as_str().unwrap();
            let file = recordings::path(&format!("{kubectl}/{state}/{name}.txt"));
            let printed = std::fs::read(file).unwrap();
            let printed = String::from_utf8_lossy(&printed);
            let now = "2026-11-23T10:20:00Z".parse().unwrap();
            let answered = runtime.block_on(answer(&cluster, &query(line), now));
            if let Ok(seen) = &answered
                && line != "kubectl version"
                && !line.contains("rollout status deploy/web")
            {
                assert_eq!(seen.stderr, entry["stderr"].as_str().unwrap(), "{line}");
                assert_eq!(seen.success, entry["exit_code"] == 0, "{line}");
            }
            match answered {
                Err(words) if says_the_same(&words, &entry) && printed.is_empty() => refused += 1,
                Err(words) => report.push(format!("== {kubectl} {state} {line}\n{words}")),
                Ok(seen) if seen.text == printed => exact += 1,
                Ok(seen) if comparable(line, &seen.text) == comparable(line, &printed) => same += 1,
                Ok(seen) => report.push(format!(
                    "== {kubectl} {state} {line}\n-- ours\n{}\n-- kubectl\n{printed}",
                    seen.text
                )),
            }
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
    assert!(
        exact + same >= 70 && refused >= 3,
        "only {exact}, {same} but for ages, {refused} refused"
    );
}
