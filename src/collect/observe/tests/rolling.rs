//! The recorded rolling update, moment by moment, against what `kubectl` printed while it went on.

use super::recorded::{cluster, comparable};
use super::world::query;
use crate::collect::cluster as c;
use crate::collect::seam::{Exchange, exchange, tape};
use crate::facts::observation::Seen;
use crate::query::Query;
use crate::tests::recordings;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use serde_json::{Value, json};

/// The objects or tables of a recorded watch, in order.
fn watched(file: &str) -> Vec<Value> {
    let recorded = recordings::exchange(&format!("watch/{file}"));
    let events = recorded["response"]["stream"].as_array().unwrap().clone();
    let own = events
        .into_iter()
        .filter(|one| one["event"]["type"] != "BOOKMARK");
    own.map(|mut one| one["event"]["object"].take()).collect()
}

/// A server that has one answer.
fn answering(body: Value) -> Exchange {
    exchange(move |_: Request<Bytes>| {
        let body = Bytes::from(body.to_string());
        async move {
            let mut headers = HeaderMap::new();
            let json = HeaderValue::from_static("application/json");
            headers.insert("content-type", json);
            Ok(tape::answer(StatusCode::OK, headers, body))
        }
    })
}

fn ask(body: Value, line: &str) -> Seen {
    let now = "2026-11-23T10:20:00Z".parse().unwrap();
    let cluster = cluster(answering(body));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answered = runtime.block_on(async {
        match query(line) {
            Query::Get(get) => c::get::get(&cluster, &get, now).await,
            Query::Rollout(rollout) => c::rollout::rollout(&cluster, &rollout, now).await,
            other => panic!("{other:?}"),
        }
    });
    answered.unwrap()
}

/// What kubectl printed.
fn printed(file: &str) -> String {
    recordings::text(&format!("kubectl/during/{file}"))
}

/// The rows that we print of a watch, moment by moment. Its columns come with the first event only.
fn rows(file: &str, objects: &[Value], line: &str) -> Vec<String> {
    let mut tables = watched(file);
    let columns = tables[0]["columnDefinitions"].clone();
    for (table, object) in tables.iter_mut().zip(objects) {
        table["rows"][0]["object"] = object.clone();
    }
    let row = |mut table: Value| {
        table["columnDefinitions"] = columns.clone();
        let text = ask(table, line).text;
        comparable(line, text.lines().nth(1).unwrap())
    };
    tables.into_iter().map(row).collect()
}

/// A client sees some moments only when they are over: every row that it saw must be one of ours, in
/// the same order, and the last one the last.
#[track_caller]
fn are_among(theirs: &[String], ours: &[String]) {
    let mut rest = ours.iter();
    for row in theirs {
        assert!(rest.any(|own| own == row), "{row} in\n{}", ours.join("\n"));
    }
    assert_eq!(theirs.last(), ours.last());
}

#[test]
fn every_moment_prints_as_kubectl_printed_it() {
    let line = "kubectl get daemonset -n loki-v3";
    let objects = watched("daemonset.watch.json");
    let ours = rows("daemonset.watch.table-noobj.json", &objects, line);
    assert_eq!(ours.len(), 23);
    let all = printed("get-daemonset-watch.txt");
    let theirs = all.lines().skip(1).map(|row| comparable(line, row));
    let theirs: Vec<String> = theirs.collect();
    assert!(theirs.len() > 15, "{all}");
    are_among(&theirs, &ours);
    let line = "kubectl get pods -n loki-v3 -l app.kubernetes.io/name=alloy";
    let ours = rows("pods.watch.table-noobj.json", &[], line);
    // The list that a watch begins with comes first: its last row is of the last of ten pods.
    let all = printed("get-pods-alloy-watch.txt");
    let theirs = all.lines().skip(11).map(|row| comparable(line, row));
    let theirs: Vec<String> = theirs.collect();
    assert!(theirs.len() > 20, "{all}");
    are_among(&theirs, &ours);
}

#[test]
fn every_moment_of_the_rollout_is_told_as_kubectl_told_it() {
    let line = "kubectl rollout status ds/alloy -n loki-v3";
    let told: Vec<Seen> = watched("daemonset.watch.json")
        .into_iter()
        .map(|object| ask(object, line))
        .collect();
    let done: Vec<bool> = told.iter().map(|seen| seen.success).collect();
    let last = done.len() - 1;
    for (at, done) in done.iter().enumerate() {
        assert_eq!(*done, at == last, "{at}: {}", told[at].text);
    }
    let mut ours = told.iter().map(|seen| seen.text.trim_end());
    for theirs in printed("rollout-status-full.txt").lines() {
        assert!(ours.any(|own| own == theirs), "{theirs}");
    }
    assert_eq!(ours.next(), None);
}

/// What a step asks once, in the middle of it.
#[test]
fn a_snapshot_prints_as_kubectl_printed_it() {
    let labels = "-l app.kubernetes.io/name=alloy";
    let two_blanks = regex::Regex::new(" {2,}").unwrap();
    for snapshot in 0..8 {
        let table = recordings::body(&format!(
            "during/snap{snapshot}.pods.list.alloy.table-noobj.json"
        ));
        let names: Vec<String> = table["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["cells"][0].as_str().unwrap().to_string())
            .collect();
        for (wide, columns) in [("", 5), (" -o wide", 9)] {
            let line = format!("kubectl get pods -n loki-v3 {labels}{wide}");
            let text = ask(table.clone(), &line).text;
            let header = text.lines().next().unwrap();
            assert_eq!(two_blanks.split(header.trim()).count(), columns, "{header}");
            let printed: Vec<&str> = text
                .lines()
                .skip(1)
                .map(|row| row.split(' ').next().unwrap())
                .collect();
            assert_eq!(printed, names);
        }
    }
    let empty = json!({"kind": "Table", "columnDefinitions": [], "rows": []});
    let none = ask(empty, "kubectl get pods -n loki-v3");
    assert_eq!(none.stderr, "No resources found in loki-v3 namespace.\n");
}
