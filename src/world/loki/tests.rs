use super::super::State;
use super::*;

fn ask_at(stage: &Stage, path: &str, headers: &[(&'static str, &str)]) -> (u16, String) {
    let answer = answer(stage, &Request::get(path, headers));
    (
        answer.status.as_u16(),
        String::from_utf8(answer.body).unwrap(),
    )
}

fn ask(path: &str) -> (u16, String) {
    ask_at(&Stage::at(State::After), path, &[])
}

fn encoded(query: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    query.bytes().map(escape).collect()
}

/// Time and line of all entries, merged in the order of time.
fn entries(query: &str, rest: &str) -> Vec<(i64, String)> {
    let (status, body) = ask(&format!(
        "/loki/api/v1/query_range?query={}{rest}",
        encoded(query)
    ));
    assert_eq!(status, 200, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    let mut out = Vec::new();
    for stream in body["data"]["result"].as_array().unwrap() {
        for value in stream["values"].as_array().unwrap() {
            let time = value[0].as_str().unwrap().parse().unwrap();
            out.push((time, value[1].as_str().unwrap().to_string()));
        }
    }
    out.sort();
    out
}

#[test]
fn selects_and_filters() {
    let all = entries(r#"{namespace="loki-v3"}"#, "&limit=5000");
    let errors = entries(r#"{namespace="loki-v3"} |= "level=error""#, "&limit=5000");
    assert!(all.len() > 500 && !errors.is_empty() && errors.len() < all.len());
    let table = [
        (
            r#"{namespace="loki-v3"} != "level=error""#,
            all.len() - errors.len(),
        ),
        (r#"{namespace="loki-v3"} |~ "level=(error)""#, errors.len()),
        (
            r#"{namespace=~"loki-.*", app!="nothing"} | logfmt | level="error""#,
            errors.len(),
        ),
        (r#"{namespace="elsewhere"}"#, 0),
    ];
    for (query, count) in table {
        assert_eq!(entries(query, "&limit=5000").len(), count, "{query}");
    }
}

#[test]
fn the_limit_cuts_from_the_end_that_the_direction_says() {
    let query = r#"{namespace="loki-v3"}"#;
    let all = entries(query, "&limit=5000");
    assert_eq!(entries(query, "&limit=10"), all[all.len() - 10..]);
    assert_eq!(entries(query, "&limit=10&direction=forward"), all[..10]);
    assert_eq!(entries(query, "").len(), 100);
}

#[test]
fn the_start_counts_and_the_end_does_not() {
    let query = r#"{app="alloy",container="alloy"}"#;
    let all = entries(query, "&limit=5000");
    let (first, last) = (all[0].0, all[all.len() - 1].0);
    let inside = entries(query, &format!("&limit=5000&start={first}&end={last}"));
    assert_eq!(inside, all[..all.len() - 1]);
}

#[test]
fn counts() {
    let query = encoded(r#"sum(count_over_time({app="alloy",container="alloy"}[1h]))"#);
    let (_, body) = ask(&format!("/loki/api/v1/query?query={query}"));
    let body: Value = serde_json::from_str(&body).unwrap();
    let all = entries(r#"{app="alloy",container="alloy"}"#, "&limit=5000");
    assert_eq!(body["data"]["resultType"], "vector");
    assert_eq!(body["data"]["result"][0]["value"][1], all.len().to_string());
    let query = encoded(r#"sum by (app) (rate({namespace="loki-v3"} |= "error" [5m]))"#);
    let (status, body) = ask(&format!("/loki/api/v1/query_range?query={query}&step=60"));
    assert!(
        status == 200 && body.contains("\"matrix\"") && body.contains("\"app\":\"alloy\""),
        "{body}"
    );
}

#[test]
fn refuses_in_lokis_words() {
    let table = [
        (
            r#"{namespace="loki-v3""#,
            "",
            "parse error at line 1, col 21: syntax error: unexpected $end",
        ),
        (r#"{namespace="#, "", "syntax error: unexpected $end"),
        (
            "{}",
            "",
            "queries require at least one regexp or equality matcher",
        ),
        (
            r#"{a="b"}"#,
            "&limit=6000",
            "max entries limit per query exceeded, limit > max_entries_limit_per_query (6000 > 5000)",
        ),
        (
            r#"{a="b"}"#,
            "&start=1761429604000000000&end=1795989604000000000",
            "the query time range exceeds the limit (query length: 9600h0m0s, limit: 30d1h)",
        ),
        (r#"{a="b"}"#, "&limit=-1", "limit must be a positive value"),
        (
            r#"{a="b"}"#,
            "&start=2&end=1",
            "end timestamp must not be before",
        ),
    ];
    for (query, rest, message) in table {
        let (status, body) = ask(&format!(
            "/loki/api/v1/query_range?query={}{rest}",
            encoded(query)
        ));
        assert_eq!(status, 400, "{query}");
        assert!(body.contains(message), "{query}: {body}");
    }
    assert_eq!(ask("/nowhere").0, 404);
}

#[test]
fn tenants_see_their_own() {
    let mut stage = Stage::at(State::After);
    stage.wants_tenant = true;
    let path = "/loki/api/v1/labels";
    assert_eq!(ask_at(&stage, path, &[]), (401, "no org id\n".into()));
    assert!(
        ask_at(&stage, path, &[("x-scope-orgid", LOKI_TENANT)])
            .1
            .contains("namespace")
    );
    assert!(
        !ask_at(&stage, path, &[("x-scope-orgid", "other")])
            .1
            .contains("namespace")
    );
    assert_eq!(ask_at(&stage, "/ready", &[]), (200, "ready\n".into()));
}

#[test]
fn lists_labels_and_series() {
    assert!(ask("/loki/api/v1/label/app/values").1.contains("alloy"));
    let query = encoded(r#"{app="alloy",container="alloy"}"#);
    let (_, body) = ask(&format!("/loki/api/v1/series?match[]={query}"));
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["data"].as_array().unwrap().len(), 10);
}

#[test]
fn logs_are_fresh_in_every_settled_state() {
    for state in [State::Before, State::After, State::Later] {
        let stage = Stage::at(state);
        let newest = streams::entries(&stage, |_| true).pop().unwrap();
        assert!(
            stage.now - newest.at < TimeDelta::minutes(1),
            "{state:?} {}",
            newest.at
        );
    }
}
