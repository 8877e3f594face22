//! What real servers answered (Gitploy 1.1, Loki 3.4, Prometheus 2.42), read as it is. `sources.json`
//! holds one recorded exchange a line, without what nobody reads.

use super::world::query;
use crate::collect::access::{Credential, DeploymentAccess, LokiAccess, PrometheusAccess};
use crate::collect::deployments::{Teller, Wanted};
use crate::collect::loki::Loki;
use crate::collect::prometheus::Prometheus;
use crate::collect::seam::deadline::Deadlines;
use crate::collect::seam::retry::Patience;
use crate::collect::seam::{Exchange, Trouble, exchange, tape};
use crate::facts::deployment::{DeploymentId, DeploymentRef, System};
use crate::facts::observation::{Blind, Cause, Seen};
use crate::facts::percent;
use crate::query::Query;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATIENCE: Patience = Patience {
    at_most: Duration::from_secs(20),
    first_pause: Duration::ZERO,
    attempts: 2,
};

fn recorded() -> Vec<Value> {
    serde_json::from_str(include_str!("sources.json")).unwrap()
}

/// What a request asks, but for the moment at which it asks.
fn key(path_and_query: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""));
    let timeless =
        |(name, _): &(String, String)| !["start", "end", "time"].contains(&name.as_str());
    let mut pairs: Vec<_> = percent::pairs(query).filter(timeless).collect();
    if path.ends_with("/query") {
        // An instant query has no direction and no limit to speak of.
        pairs.retain(|(name, _)| name == "query");
    }
    pairs.sort();
    (path.to_string(), pairs)
}

fn answer(status: u64, kind: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_str(kind).unwrap());
    let status = StatusCode::from_u16(status as u16).unwrap();
    tape::answer(status, headers, body.into())
}

/// The recorded answer to a request; to one that was not recorded, what Gitploy answers then. Keeps
/// the paths that were asked.
fn server(wrong_token: bool) -> (Exchange, Arc<Mutex<Vec<String>>>) {
    let (all, asked) = (recorded(), Arc::new(Mutex::new(Vec::new())));
    let kept = Arc::clone(&asked);
    let exchange = exchange(move |request: Request<Bytes>| {
        let path = request.uri().path_and_query().unwrap().to_string();
        let tenant = request.headers().get("x-scope-orgid");
        let tenant = tenant.map(|value| value.to_str().unwrap().to_string());
        let refused = |one: &Value| one["name"] == "gitploy.deployment.bad-token";
        let fits = |one: &&Value| {
            if wrong_token {
                refused(one)
            } else {
                let same = key(one["path"].as_str().unwrap()) == key(&path);
                same && one["tenant"].as_str() == tenant.as_deref() && one["status"] != 401
                    || same && tenant.is_none() && one["name"] == "loki.error.no-org"
            }
        };
        let found = all.iter().find(fits).map(|one| {
            let body = match &one["text"] {
                Value::String(text) => text.clone(),
                _ => one["body"].to_string(),
            };
            answer(
                one["status"].as_u64().unwrap(),
                one["type"].as_str().unwrap(),
                body,
            )
        });
        let page = || {
            answer(
                200,
                "text/html; charset=utf-8",
                "<!doctype html><title>Gitploy</title>",
            )
        };
        // Events of which only the deployment's own answer was recorded.
        let json = "application/json; charset=utf-8";
        let events = path.strip_suffix("/statuses").and_then(|path| {
            let one = all.iter().find(|one| one["path"] == path)?;
            let events = one.pointer("/body/edges/deployment_statuses")?;
            Some(answer(200, json, events.to_string()))
        });
        let none =
            path.ends_with("/statuses") || path.ends_with("/reviews") || path.contains("page=");
        let empty = none.then(|| answer(200, json, "[]"));
        kept.lock().unwrap().push(path);
        let answer = found.or(events).or(empty).unwrap_or_else(page);
        async move { Ok(answer) }
    });
    (exchange, asked)
}

fn gitploy(repo: &str, exchange: Exchange) -> Teller {
    Teller {
        system: System::Gitploy,
        access: DeploymentAccess {
            host: "http://gitploy.example".into(),
            aliases: Vec::new(),
            repo: Some(repo.into()),
            credential: Credential::Bearer("token".into()),
        },
        exchange,
        patience: PATIENCE,
        deadlines: Deadlines::new(PATIENCE.at_most, None),
    }
}

fn block<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().build().unwrap().block_on(future)
}

#[test]
fn every_deployment_is_read_with_when_it_finished() {
    let (server, _) = server(false);
    let gitploy = gitploy("Buzzvil/k8s", server);
    // Number, status, whether it has a commit, the app, the events, when it finished and succeeded.
    for (number, status, has_sha, app, events, finished, succeeded) in [
        (40, "success", true, "alloy-ops", 3, "01:42", "01:42"),
        (41, "success", true, "loki-ops", 3, "01:43", "01:43"),
        (42, "canceled", false, "", 0, "", ""),
        (43, "created", true, "alloy-ops", 0, "", ""),
        (44, "queued", true, "alloy-ops", 1, "", ""),
        (45, "running", true, "alloy-ops", 2, "", ""),
        (46, "success", true, "alloy-ops", 3, "01:48", "01:48"),
        (47, "failure", true, "alloy-ops", 3, "01:49", ""),
        (48, "canceled", true, "alloy-ops", 0, "", ""),
        (49, "success", true, "alloy-ops", 3, "01:51", "01:51"),
        (50, "success", true, "alloy-ops", 3, "01:52", "01:52"),
        // That a later one took its place is no end of its own.
        (51, "success", true, "alloy-ops", 4, "01:53", "01:53"),
        (52, "success", true, "alloy-ops", 2, "01:53", "01:52"),
    ] {
        let one = block(gitploy.deployment(&DeploymentRef::numbered(number))).unwrap();
        let clock = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map(|at| at.format("%H:%M").to_string())
                .unwrap_or_default()
        };
        let read = (
            one.status.as_str(),
            one.sha.is_some(),
            one.payload("app").unwrap_or_default(),
            one.statuses.len(),
            clock(one.finished_at()),
            clock(one.succeeded_at()),
        );
        let expected = (
            status,
            has_sha,
            app,
            events,
            finished.into(),
            succeeded.into(),
        );
        assert_eq!(read, expected, "#{number}");
        assert_eq!(one.html_url.is_some(), has_sha, "#{number}");
    }
    let fifty = block(gitploy.deployment(&DeploymentRef::numbered(50))).unwrap();
    let reviews: Vec<_> = fifty
        .reviews
        .iter()
        .map(|one| one.status.as_str())
        .collect();
    assert_eq!(reviews, ["approved", "pending"]);
    assert_eq!(fifty.reviews[0].comment.as_deref(), Some("LGTM 좋습니다"));
    let rollback = block(gitploy.deployment(&DeploymentRef::numbered(49))).unwrap();
    assert!(rollback.is_rollback && rollback.kind == "tag" && rollback.user.is_none());
}

#[test]
fn pages_are_asked_until_there_is_enough_or_nothing_new() {
    let (server, asked) = server(false);
    let gitploy = gitploy("Buzzvil/k8s", server);
    let list = |enough: usize| {
        asked.lock().unwrap().clear();
        let all = block(gitploy.deployments(Wanted::default(), |all| all.len() >= enough)).unwrap();
        let numbers: Vec<DeploymentId> = all.into_iter().map(|one| one.number).collect();
        (numbers, asked.lock().unwrap().len())
    };
    let (numbers, pages) = list(10);
    assert_eq!(
        (numbers[..2].to_vec(), numbers.len(), pages),
        (vec![60.into(), 52.into()], 10, 1)
    );
    let (numbers, pages) = list(1000);
    assert_eq!(
        (numbers.len(), numbers.last(), pages),
        (53, Some(&1.into()), 3)
    );
}

/// A list that is the same whatever the page, as `/changes` is.
#[test]
fn a_server_that_ignores_the_page_is_not_asked_without_end() {
    let asked = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&asked);
    let one = recorded();
    let one = one
        .iter()
        .find(|one| one["name"] == "gitploy.deployments.page1");
    let body = Bytes::from(one.unwrap()["body"].to_string());
    let server = exchange(move |_| {
        *counted.lock().unwrap() += 1;
        let answer = answer(200, "application/json", body.clone());
        async move { Ok(answer) }
    });
    let gitploy = gitploy("Buzzvil/k8s", server);
    let all = block(gitploy.deployments(Wanted::default(), |_| false)).unwrap();
    assert_eq!((all.len(), *asked.lock().unwrap()), (30, 2));
}

#[test]
fn what_gitploy_refuses_is_said() {
    let blind = |repo: &str, number: u64, wrong_token: bool| -> (Blind, Vec<String>) {
        let (server, asked) = server(wrong_token);
        let blind =
            block(gitploy(repo, server).deployment(&DeploymentRef::numbered(number))).unwrap_err();
        let asked = asked.lock().unwrap().clone();
        assert!(
            asked.iter().all(|path| !path.contains("/deployment/")),
            "{asked:?}"
        );
        (blind, asked)
    };
    for (repo, number, wrong_token, cause, en, ko) in [
        (
            "Buzzvil/k8s",
            99999,
            false,
            Cause::NotFound,
            "Gitploy has no deployment #99999; the latest is #60",
            "Gitploy에 배포 #99999가 없습니다; 최신 배포는 #60입니다",
        ),
        (
            "Buzzvil/other",
            1,
            false,
            Cause::NotFound,
            "Gitploy has no repository Buzzvil/other, or this token may not read it",
            "Gitploy에 저장소 Buzzvil/other가 없거나",
        ),
        (
            "Buzzvil/k8s",
            46,
            true,
            Cause::Unauthorized,
            "Unauthorized user",
            "401",
        ),
    ] {
        let (blind, asked) = blind(repo, number, wrong_token);
        assert_eq!(blind.cause, cause, "{blind:?}");
        assert!(blind.message.en.contains(en), "{blind:?}");
        assert!(blind.message.ko.contains(ko), "{blind:?}");
        assert!(asked.len() <= 2, "{asked:?}");
    }
    // The web page, which answers every unknown path, is no answer.
    let (blind, _) = blind("Buzzvil/nothing", 7, false);
    assert_eq!(blind.cause, Cause::Gateway, "{blind:?}");
}

/// What a command sees of the recorded servers, as tenant `ops` or as none.
fn seen(line: &str, tenant: Option<&str>) -> Result<Seen, Trouble> {
    let (exchange, _) = server(false);
    let addr = "http://source.example:9090".to_string();
    let now = chrono::DateTime::from_timestamp(1_795_989_664, 0).unwrap();
    match query(line) {
        Query::Loki(query) => {
            let loki = Loki {
                access: LokiAccess {
                    addr,
                    aliases: Vec::new(),
                    tenant: tenant.map(String::from),
                    tenants: Some(Vec::new()),
                    credential: Credential::None,
                },
                exchange,
                patience: PATIENCE,
            };
            block(loki.observe(&query, now))
        }
        Query::Prometheus(query) => {
            let access = vec![PrometheusAccess {
                addr,
                aliases: Vec::new(),
            }];
            let prometheus = Prometheus {
                access,
                exchange,
                patience: PATIENCE,
            };
            block(prometheus.observe(&query, now))
        }
        other => panic!("{line}: {other:?}"),
    }
}

fn text(line: &str) -> String {
    seen(line, Some("ops")).unwrap().text
}

/// What promtool 2.42 printed of the same answers.
#[test]
fn numbers_of_prometheus_are_printed_as_promtool_prints_them() {
    let up = |job: &str, port: u32, value: u8| {
        format!("up{{instance=\"127.0.0.1:{port}\", job=\"{job}\"}} => {value} @[1795990088.898]\n")
    };
    for (promql, printed) in [
        ("up", [up("self", 18200, 1), up("demo", 18201, 1), up("dead", 18299, 0)].concat()),
        ("sum(up)", "{} => 2 @[1795990088.905]\n".into()),
        ("scalar(sum(up))", "scalar: 2 @[1795990088.912]\n".into()),
        ("sum(up)/0*0", "{} => NaN @[1795990088.972]\n".into()),
        ("nothing_here", "\n".into()),
        (
            "rate(prometheus_http_requests_total[1m])",
            "{code=\"200\", handler=\"/metrics\", instance=\"127.0.0.1:18200\", job=\"self\"} => 0.14150833333333335 @[1795990088.959]\n".into(),
        ),
    ] {
        let line = format!("promtool query instant http://source.example:9090 '{promql}'");
        assert_eq!(text(&line), printed, "{promql}");
    }
    let range = seen(
        "promtool query instant http://source.example:9090 'up[1m]'",
        None,
    )
    .unwrap();
    let begin = "up{instance=\"127.0.0.1:18200\", job=\"self\"} =>\n1 @[1795990071.978]\n1 @[1795990073.978]\n";
    assert!(range.text.starts_with(begin), "{}", range.text);
    assert_eq!(
        (range.text.lines().count(), range.tables[0].rows.len()),
        (31, 28)
    );
    for (promql, cause, words) in [
        (
            "up{",
            Cause::BadRequest,
            "1:4: parse error: unexpected end of input inside braces (bad_data)",
        ),
        ("\"a\"", Cause::Malformed, "no values"),
    ] {
        let line = format!("promtool query instant http://source.example:9090 '{promql}'");
        let trouble = seen(&line, None).unwrap_err();
        assert_eq!(trouble.cause, cause, "{trouble:?}");
        assert!(trouble.detail.contains(words), "{trouble:?}");
    }
}

/// What logcli 3.4 printed of the same entries.
#[test]
fn entries_of_loki_are_printed_as_logcli_prints_them() {
    let first = |line: &str| text(line).lines().take(2).collect::<Vec<_>>().join("\n");
    for (line, printed) in [
        (
            "logcli query '{app=\"api\"}' --limit=10",
            "2026-11-29T21:38:23Z {} {\"level\": \"info\", \"msg\": \"request 499\", \"status\": 200, \"path\": \"/api/v1/x\"}\n2026-11-29T21:38:22Z {} {\"level\": \"info\", \"msg\": \"request 498\", \"status\": 200, \"path\": \"/api/v1/x\"}",
        ),
        (
            "logcli query '{app=\"api\"}' --limit=10 -o jsonl",
            "{\"labels\":{},\"line\":\"{\\\"level\\\": \\\"info\\\", \\\"msg\\\": \\\"request 499\\\", \\\"status\\\": 200, \\\"path\\\": \\\"/api/v1/x\\\"}\",\"timestamp\":\"2026-11-29T21:38:23.000000007Z\"}\n{\"labels\":{},\"line\":\"{\\\"level\\\": \\\"info\\\", \\\"msg\\\": \\\"request 498\\\", \\\"status\\\": 200, \\\"path\\\": \\\"/api/v1/x\\\"}\",\"timestamp\":\"2026-11-29T21:38:22.000000007Z\"}",
        ),
        (
            "logcli query '{app=\"kor\"}' -o raw",
            "배포가 완료되었습니다 99번째 — 상태: 정상\n배포가 완료되었습니다 98번째 — 상태: 정상",
        ),
        (
            "logcli query '{app=\"meta\"}'",
            "2026-11-29T21:30:04Z {}                          without meta\n2026-11-29T21:30:04Z {trace_id=\"def\"}            with meta 2",
        ),
        (
            "logcli query '{app=\"multi\"}'",
            "2026-11-29T21:30:04Z {detected_level=\"error\"}   \u{1b}[31mred error\u{1b}[0m\n2026-11-29T21:30:04Z {detected_level=\"unknown\"} ",
        ),
        (
            "logcli query '{app=\"meta\"}' --include-label=app",
            "2026-11-29T21:30:04Z {app=\"meta\"} without meta\n2026-11-29T21:30:04Z {app=\"meta\"} with meta 2",
        ),
        (
            "logcli query '{app=\"meta\"}' --exclude-label=trace_id --labels-length=11",
            "2026-11-29T21:30:04Z {}          without meta\n2026-11-29T21:30:04Z {}          with meta 2",
        ),
        ("logcli query '{app=\"nothing\"}'", ""),
        ("logcli labels", "app\ncontainer"),
    ] {
        assert_eq!(first(line), printed, "{line}");
    }
    // Oldest first, of two streams, each of which has some of them.
    let forward = seen(
        "logcli query '{app=\"api\"}' --limit=60 --forward",
        Some("ops"),
    )
    .unwrap();
    let numbers = forward.lines.iter().map(|line| {
        let number = line
            .text
            .split("request ")
            .nth(1)
            .unwrap()
            .split('"')
            .next();
        number.unwrap().parse::<u32>().unwrap()
    });
    assert_eq!(numbers.collect::<Vec<_>>(), (0..60).collect::<Vec<_>>());
    let same = seen("logcli query '{app=\"same\"}' --limit=50", Some("ops")).unwrap();
    assert_eq!(same.lines.len(), 50);
    let cut = same.cut.unwrap();
    assert_eq!((cut.limit, cut.reached), (50, 1));
    let metric = "logcli instant-query 'sum(count_over_time({app=\"alloy\"}[2h]))'";
    let printed = "[\n  {\n    \"metric\": {},\n    \"value\": [\n      1795989634,\n      \"1200\"\n    ]\n  }\n]";
    assert_eq!(text(metric), printed);
    let by_pod = seen(
        "logcli instant-query 'sum by (pod) (count_over_time({namespace=\"loki\"}[2h]))'",
        Some("ops"),
    );
    let rows = &by_pod.unwrap().tables[0].rows;
    assert_eq!((rows.len(), rows[0].cells[1].as_str()), (7, "1200"));
}

#[test]
fn what_loki_refuses_is_said_in_its_words() {
    for (line, tenant, cause, words) in [
        (
            "logcli query '{app=\"alloy\"}'",
            None,
            Cause::Unauthorized,
            "no org id",
        ),
        (
            "logcli query '{app='",
            Some("ops"),
            Cause::BadRequest,
            "line 1, col 6: syntax error: unexpected $end",
        ),
        (
            "logcli query '{app=\"alloy\"}' --limit=50000 --batch=50000",
            Some("ops"),
            Cause::BadRequest,
            "limit > max_entries_limit_per_query (50000 > 5000)",
        ),
        (
            "logcli instant-query '{app=\"alloy\"}'",
            Some("ops"),
            Cause::BadRequest,
            "not supported as an instant query type",
        ),
    ] {
        let trouble = seen(line, tenant).unwrap_err();
        assert_eq!(trouble.cause, cause, "{line}: {trouble:?}");
        assert!(trouble.detail.contains(words), "{line}: {trouble:?}");
    }
}
