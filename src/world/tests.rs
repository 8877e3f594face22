use super::*;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// One request over a socket; the whole answer as text, or how far it got.
fn send(url: &str, request: &str, headers: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    // A cut body ends in an error on some systems; what came is what counts.
    let _cut = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(world: &World, path: &str) -> String {
    let headers = format!("Authorization: Bearer {TOKEN}\r\n");
    send(&world.api_url(), &format!("GET {path}"), &headers)
}

#[test]
fn answers_over_a_socket_and_keeps_the_requests() {
    let world = World::start(State::Before).unwrap();
    let answer = get(&world, "/version");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("v1.36.2"));
    assert_eq!(world.requests(), ["api GET /version"]);
    world.forget_requests();
    assert!(world.requests().is_empty());
}

#[test]
fn wants_its_token() {
    let world = World::start(State::After).unwrap();
    let with = |headers: &str| send(&world.api_url(), "GET /api/v1/pods", headers);
    assert!(with("").starts_with("HTTP/1.1 403"));
    assert!(with("Authorization: Bearer wrong\r\n").starts_with("HTTP/1.1 401"));
    assert!(get(&world, "/api/v1/pods").starts_with("HTTP/1.1 200"));
    assert!(
        world
            .kubeconfig_with_token("wrong")
            .contains("token: wrong")
    );
}

#[test]
fn answers_change_with_the_state() {
    let world = World::start(State::Before).unwrap();
    let path = "/apis/apps/v1/namespaces/loki-v3/daemonsets/alloy";
    assert!(get(&world, path).contains("\"numberReady\":7"));
    world.set_state(State::After);
    assert!(get(&world, path).contains("\"numberReady\":10"));
    assert_eq!(world.now(), State::After.clock());
}

#[test]
fn zips_for_those_who_can_unzip() {
    let world = World::start(State::After).unwrap();
    let headers = format!("Authorization: Bearer {TOKEN}\r\nAccept-Encoding: gzip\r\n");
    let zipped = send(&world.api_url(), "GET /api/v1/pods", &headers);
    assert!(zipped.contains("content-encoding: gzip"));
    assert!(!get(&world, "/api/v1/pods").contains("content-encoding"));
}

#[test]
fn goes_wrong_as_asked() {
    let world = World::start(State::After).unwrap();
    let table = [
        (
            Effect::Answer(500, "application/json", "{}".into()),
            "HTTP/1.1 500",
        ),
        (Effect::Forbidden, "HTTP/1.1 403"),
        (Effect::TooManyRequests(1), "HTTP/1.1 429"),
        (Effect::BadGateway, "HTTP/1.1 502"),
        (Effect::ExpiredContinue, "HTTP/1.1 410"),
    ];
    for (effect, start) in table {
        world.fail(Fault::times(1, "/api/v1/pods", effect));
        assert!(get(&world, "/version").starts_with("HTTP/1.1 200"));
        assert!(get(&world, "/api/v1/pods").starts_with(start), "{start}");
        assert!(get(&world, "/api/v1/pods").starts_with("HTTP/1.1 200"));
    }
    world.fail(Fault::times(1, "/version", Effect::HangUp));
    assert_eq!(get(&world, "/version"), "");
    world.fail(Fault::times(1, "/version", Effect::CutBody(10)));
    let cut = get(&world, "/version");
    assert!(
        cut.starts_with("HTTP/1.1 200") && cut.ends_with("{\"major\":\""),
        "{cut}"
    );
    world.fail(Fault::always(
        "/version",
        Effect::Delay(Duration::from_millis(80)),
    ));
    let start = Instant::now();
    assert!(get(&world, "/version").contains("v1.36.2"));
    assert!(start.elapsed() >= Duration::from_millis(80));
    world.heal();
    assert!(get(&world, "/version").starts_with("HTTP/1.1 200"));
}

#[test]
fn works_inside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::start(State::Before).unwrap();
        assert!(world.api_url().starts_with("http://127.0.0.1:"));
    });
}

/// The keys of an answer, the first entry standing for a list, as `edges.user.login`.
fn shape(value: &serde_json::Value, at: &str, keys: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, inner) in map {
                // What people put into a payload or a label is theirs.
                let theirs = ["dynamic_payload", "stream", "metric"].contains(&key.as_str());
                keys.push(format!("{at}{key}"));
                if !theirs {
                    shape(inner, &format!("{at}{key}."), keys);
                }
            }
        }
        serde_json::Value::Array(items) => {
            if let Some(first) = items.first() {
                shape(first, &format!("{at}[]"), keys);
            }
        }
        _ => {}
    }
}

/// Everything that the recorded servers' answers have, those of the world have, too.
#[test]
fn answers_have_the_shape_of_recorded_ones() {
    let recorded = include_str!("../collect/observe/tests/sources.json");
    let recorded: Vec<serde_json::Value> = serde_json::from_str(recorded).unwrap();
    let world = World::start(State::After).unwrap();
    let repo = format!("/api/v1/repos/{REPOSITORY}");
    let token = format!("Authorization: Bearer {GITPLOY_TOKEN}\r\n");
    let (gitploy, loki) = (world.gitploy_url(), world.loki_url());
    let range = "/loki/api/v1/query_range?query=%7Bnamespace%3D%22loki-v3%22%7D&limit=5";
    let count = "/loki/api/v1/query?query=sum%28count_over_time%28%7Bnamespace%3D%22loki-v3%22%7D%5B1h%5D%29%29";
    for (name, url, path, headers) in [
        (
            "gitploy.deployment.46",
            &gitploy,
            format!("{repo}/deployments/4354"),
            token.as_str(),
        ),
        (
            "gitploy.deployments.page1",
            &gitploy,
            format!("{repo}/deployments?page=1"),
            &token,
        ),
        (
            "gitploy.statuses.46",
            &gitploy,
            format!("{repo}/deployments/4354/statuses"),
            &token,
        ),
        (
            "gitploy.changes.46.page1",
            &gitploy,
            format!("{repo}/deployments/4354/changes"),
            &token,
        ),
        (
            "gitploy.deployment.unknown",
            &gitploy,
            format!("{repo}/deployments/9999"),
            &token,
        ),
        (
            "gitploy.repo.unknown",
            &gitploy,
            "/api/v1/repos/a/b/deployments/1".into(),
            &token,
        ),
        (
            "gitploy.deployment.no-token",
            &gitploy,
            format!("{repo}/deployments/4354"),
            "",
        ),
        (
            "gitploy.old-path",
            &gitploy,
            format!("{repo}/deployment/4354"),
            &token,
        ),
        ("loki.range.json", &loki, range.into(), ""),
        ("loki.instant.count", &loki, count.into(), ""),
        ("loki.labels", &loki, "/loki/api/v1/labels".into(), ""),
        (
            "prometheus.query.up",
            &world.prometheus_url(),
            "/api/v1/query?query=up".into(),
            "",
        ),
        (
            "prometheus.query.bad",
            &world.prometheus_url(),
            "/api/v1/query?query=up%7B".into(),
            "",
        ),
        (
            "prometheus.ready",
            &world.prometheus_url(),
            "/-/ready".into(),
            "",
        ),
    ] {
        let real = recorded.iter().find(|one| one["name"] == name).unwrap();
        let answer = send(url, &format!("GET {path}"), headers);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with(&format!("HTTP/1.1 {}", real["status"])),
            "{name}: {head}"
        );
        let kind = real["type"].as_str().unwrap().split(';').next().unwrap();
        assert!(
            head.contains(&format!("content-type: {kind}")),
            "{name}: {head}"
        );
        let Some(wanted) = real.get("body") else {
            assert_eq!(real["text"].as_str().unwrap(), body, "{name}");
            continue;
        };
        let (mut here, mut there) = (Vec::new(), Vec::new());
        let body = serde_json::from_str(body).unwrap_or_else(|e| panic!("{name}: {e} {answer}"));
        shape(&body, "", &mut here);
        shape(wanted, "", &mut there);
        there.retain(|key| !here.contains(key));
        assert_eq!(there, Vec::<String>::new(), "{name}: {answer}");
    }
}
