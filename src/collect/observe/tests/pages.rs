//! Long lists come in pages, each is let go before the next, and the tape does not break the chain.

use super::recorded::cluster;
use super::world::query;
use crate::collect::cluster as c;
use crate::collect::seam::tape::{Tape, answer, recording};
use crate::collect::seam::{Exchange, exchange};
use crate::facts::observation::{Cause, Seen};
use crate::facts::percent;
use crate::query::Query;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server with so many pods, in pages of 500; the continuation looks like a token, as etcd's does.
fn many(pods: usize, asked: Arc<AtomicUsize>, expires: bool) -> Exchange {
    exchange(move |request: http::Request<bytes::Bytes>| {
        asked.fetch_add(1, Ordering::Relaxed);
        let pairs: Vec<_> = percent::pairs(request.uri().query().unwrap_or_default()).collect();
        let value = |name: &str| {
            pairs
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.clone())
        };
        let limit = value("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(pods);
        let token = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NzQ2LCJzdGFydCI6";
        let from: usize =
            value("continue").map_or(0, |c| c.trim_start_matches(token).parse().unwrap());
        let expired = expires && from > 0;
        async move {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static("application/json"));
            if expired {
                let gone = json!({"kind": "Status", "reason": "Expired", "code": 410});
                return Ok(answer(StatusCode::GONE, headers, gone.to_string().into()));
            }
            let to = (from + limit).min(pods);
            let rows: Vec<_> = (from..to)
                .map(|n| json!({"cells": [format!("pod-{n}"), "Running"]}))
                .collect();
            let next = if to < pods {
                format!("{token}{to}")
            } else {
                String::new()
            };
            let table = json!({
                "kind": "Table",
                "metadata": {"continue": next},
                "columnDefinitions": [
                    {"name": "Name", "type": "string", "format": "name", "priority": 0},
                    {"name": "Status", "type": "string", "format": "", "priority": 0}],
                "rows": rows,
            });
            Ok(answer(StatusCode::OK, headers, table.to_string().into()))
        }
    })
}

fn seen(exchange: Exchange) -> Result<Seen, Cause> {
    let Query::Get(get) = query("kubectl get pods -n many") else {
        panic!("a get");
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = cluster(exchange);
    let now = "2025-12-05T10:00:00Z".parse().unwrap();
    let seen = runtime.block_on(c::get::get(&cluster, &get, now));
    seen.map_err(|trouble| trouble.cause)
}

#[test]
fn pages_are_followed_to_the_end() {
    for (pods, requests) in [(0, 1), (1, 1), (500, 1), (501, 2), (1750, 4)] {
        let asked = Arc::new(AtomicUsize::new(0));
        let seen = seen(many(pods, asked.clone(), false)).unwrap();
        assert_eq!(seen.tables[0].rows.len(), pods);
        assert_eq!(asked.load(Ordering::Relaxed), requests);
        let last = seen.tables[0].rows.last().map(|row| row.name.clone());
        assert_eq!(last, pods.checked_sub(1).map(|last| format!("pod-{last}")));
    }
}

#[test]
fn a_recorded_chain_of_pages_is_whole() {
    let tape = Arc::new(Tape::default());
    let asked = Arc::new(AtomicUsize::new(0));
    let seen = seen(recording(many(1200, asked, false), tape.clone())).unwrap();
    assert_eq!(seen.tables[0].rows.len(), 1200);
    assert_eq!(tape.taken().len(), 3);
}

#[test]
fn an_expired_page_starts_over_without_doubles() {
    let asked = Arc::new(AtomicUsize::new(0));
    let seen = seen(many(1200, asked.clone(), true)).unwrap();
    assert_eq!(seen.tables[0].rows.len(), 1200);
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

/// Continuations that lead in a circle, and ones that lead on for ever.
#[test]
fn a_list_without_an_end_is_not_read_for_ever() {
    for (cause, circle) in [(Cause::CutOff, 3), (Cause::TooLarge, usize::MAX)] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let server = exchange(move |_| {
            let next = counted.fetch_add(1, Ordering::Relaxed) % circle;
            let table = json!({"kind": "Table", "rows": [], "columnDefinitions": [],
                "metadata": {"continue": format!("to-{next}")}});
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static("application/json"));
            async move { Ok(answer(StatusCode::OK, headers, table.to_string().into())) }
        });
        let Query::Get(get) = query("kubectl get pods -n a") else {
            panic!("a get");
        };
        let cluster = cluster(server);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let read = runtime.block_on(c::get::get(&cluster, &get, chrono::DateTime::UNIX_EPOCH));
        assert_eq!(read.unwrap_err().cause, cause);
        assert!(asked.load(Ordering::Relaxed) <= 1001);
    }
}
