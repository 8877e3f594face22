use super::*;
use crate::tests::recordings;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Asks a path with an Accept header, with the right token.
fn ask(state: State, path_and_query: &str, accept: &str) -> Answer {
    let token = format!("Bearer {TOKEN}");
    let headers = [("authorization", token.as_str()), ("accept", accept)];
    let request = Request::get(path_and_query, &headers);
    answer(&Stage::at(state), &request)
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body)
        .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&answer.body)))
}

const JSON: &str = "application/json";
const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

/// The names in a list, or in the rows of a table.
fn names(body: &Value) -> Vec<String> {
    let items = body["items"]
        .as_array()
        .or(body["rows"].as_array())
        .unwrap();
    let name = |item: &Value| {
        let found = item.pointer("/metadata/name").or(item.pointer("/cells/0"));
        found.unwrap().as_str().unwrap().to_string()
    };
    items.iter().map(name).collect()
}

/// What the world leaves out, and the cells that depend on the second of the request.
fn comparable(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("managedFields");
            if fields.contains_key("columnDefinitions") {
                for column in fields["columnDefinitions"].as_array_mut().unwrap() {
                    column.as_object_mut().unwrap().remove("description");
                }
            }
            if let Some(Value::Array(cells)) = fields.get_mut("cells") {
                for cell in cells.iter_mut() {
                    let text = cell.as_str().unwrap_or_default();
                    if crate::facts::duration::parse(text).is_some() || text.ends_with(" ago)") {
                        *cell = json!("AGE");
                    }
                }
            }
            if let Some(Value::Object(schema)) = fields.get_mut("openAPIV3Schema") {
                schema.clear();
            }
            fields.values_mut().for_each(comparable);
        }
        Value::Array(values) => values.iter_mut().for_each(comparable),
        _ => {}
    }
}

/// Every list, object and table of the recordings is answered as the real server did. The order of
/// fields and what `comparable` takes out apart, byte for byte.
#[test]
fn answers_as_the_recorded_server() {
    let mut compared = 0;
    for (folder, state) in [("before", State::Before), ("after", State::After)] {
        let mut files: Vec<PathBuf> = std::fs::read_dir(recordings::path(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            // Left out of the world, told differently by it, or covered by tests of their own.
            let skipped = [
                "application",
                "events",
                "discovery",
                "logs.",
                "livez",
                "metrics.",
                ".scale.",
                "version",
            ];
            if skipped.iter().any(|each| name.contains(each)) {
                continue;
            }
            let recorded = std::fs::read_to_string(&file).unwrap();
            let recorded = logs::later(&recorded, chrono::TimeDelta::days(-353));
            let recorded: Value = serde_json::from_str(&recorded).unwrap();
            let request = &recorded["request"];
            let path = request["path_and_query"].as_str().unwrap();
            let answer = ask(state, path, request["accept"].as_str().unwrap());
            assert_eq!(
                json!(answer.status.as_u16()),
                recorded["response"]["status"],
                "{name}"
            );
            if answer.content_type != JSON {
                continue;
            }
            let (mut ours, mut theirs) = (json(&answer), recorded["response"]["body"].clone());
            comparable(&mut ours);
            comparable(&mut theirs);
            // A list's resourceVersion is that of the second of the request.
            for each in [&mut ours, &mut theirs] {
                each["metadata"]["resourceVersion"] = Value::Null;
                each["metadata"]["continue"] = Value::Null;
            }
            if name.starts_with("jobs") || name.starts_with("cronjobs") || name.starts_with("pods")
            {
                // The CronJob ran between some of the requests.
                continue_without_retention(&mut ours);
                continue_without_retention(&mut theirs);
            }
            similar_asserts(name, &ours, &theirs);
            compared += 1;
        }
    }
    assert!(compared >= 45, "only {compared} recordings compared");
}

fn continue_without_retention(value: &mut Value) {
    for list in ["items", "rows"] {
        if let Some(Value::Array(entries)) = value.get_mut(list) {
            entries.retain(|entry| !entry.to_string().contains("loki-retention"));
        }
    }
    value["metadata"]["remainingItemCount"] = Value::Null;
}

fn similar_asserts(name: &str, ours: &Value, theirs: &Value) {
    if ours != theirs {
        let ours = serde_json::to_string_pretty(ours).unwrap();
        let theirs = serde_json::to_string_pretty(theirs).unwrap();
        let diff = similar::TextDiff::from_lines(&theirs, &ours);
        panic!(
            "{name}\n{}",
            diff.unified_diff().header("recorded", "world")
        );
    }
}

/// The printed ages are those that the server printed at the clock of the state.
#[test]
fn the_clock_of_each_state_makes_the_recorded_ages() {
    let mut cases = vec![
        (
            "before/pods.list.alloy.table-noobj.json".to_string(),
            State::Before,
        ),
        (
            "after/pods.list.alloy.table-noobj.json".to_string(),
            State::After,
        ),
    ];
    for number in 0..8 {
        let file = format!("during/snap{number}.pods.list.alloy.table-noobj.json");
        cases.push((file, State::During(number)));
    }
    for (file, state) in cases {
        let recorded = recordings::exchange(&file);
        let path = recorded["request"]["path_and_query"].as_str().unwrap();
        let ours = json(&ask(state, path, TABLE));
        let cells = |body: &Value| -> Vec<Value> {
            let rows = body["rows"].as_array().unwrap();
            rows.iter().map(|row| row["cells"].clone()).collect()
        };
        let theirs = cells(&recorded["response"]["body"]);
        assert_eq!(cells(&ours), theirs, "{file}");
    }
}

#[test]
fn the_daemonset_grows_from_7_to_10() {
    let path = "/apis/apps/v1/namespaces/loki-v3/daemonsets/alloy";
    let counts = |state| {
        let body = json(&ask(state, path, JSON));
        let count = |field: &str| body["status"][field].as_i64().unwrap();
        assert_eq!(body["kind"], "DaemonSet");
        (
            count("desiredNumberScheduled"),
            count("numberReady"),
            count("updatedNumberScheduled"),
        )
    };
    assert_eq!(counts(State::Before), (7, 7, 7));
    assert_eq!(counts(State::During(0)), (10, 10, 3));
    assert_eq!(counts(State::During(1)), (10, 9, 5));
    assert_eq!(counts(State::During(5)), (10, 10, 10));
    assert_eq!(counts(State::After), (10, 10, 10));
    assert_eq!(counts(State::Later), (10, 10, 10));
}

#[test]
fn selects_by_labels() {
    let table = [
        ("app.kubernetes.io/name=alloy", 10),
        ("app.kubernetes.io/name==alloy", 10),
        ("app.kubernetes.io/name in (alloy, loki)", 13),
        ("app.kubernetes.io/name!=alloy", 13),
        ("app.kubernetes.io/name notin (alloy)", 13),
        ("controller-revision-hash,app.kubernetes.io/name=alloy", 10),
        ("!controller-revision-hash", 10),
        ("app.kubernetes.io/name=nothing", 0),
    ];
    for (selector, count) in table {
        let selector = selector.replace(' ', "%20");
        let path = format!("/api/v1/namespaces/loki-v3/pods?labelSelector={selector}");
        let body = json(&ask(State::After, &path, JSON));
        assert_eq!(names(&body).len(), count, "{selector}");
    }
}

#[test]
fn selects_by_fields() {
    let table = [
        ("/api/v1/pods?fieldSelector=status.phase=Pending", 2),
        ("/api/v1/pods?fieldSelector=status.phase!=Running", 6),
        (
            "/api/v1/pods?fieldSelector=metadata.name=loki-bloom-pending",
            1,
        ),
        (
            "/api/v1/pods?fieldSelector=spec.nodeName=ip-10-11-12-72.ap-northeast-1.compute.internal",
            1,
        ),
        ("/api/v1/nodes?fieldSelector=spec.unschedulable=true", 4),
        ("/api/v1/nodes?fieldSelector=spec.unschedulable=false", 6),
        (
            "/api/v1/namespaces/loki-v3/events?fieldSelector=involvedObject.name=loki-bloom-pending,reason=FailedScheduling",
            2,
        ),
        (
            "/apis/apps/v1/daemonsets?fieldSelector=metadata.namespace=loki-v3",
            1,
        ),
    ];
    for (path, count) in table {
        let body = json(&ask(State::After, path, JSON));
        assert_eq!(names(&body).len(), count, "{path}: {:?}", names(&body));
    }
}

#[test]
fn pages_add_up_to_the_whole_list() {
    for base in ["/api/v1/pods", "/api/v1/namespaces/loki-v3/pods"] {
        for accept in [JSON, TABLE] {
            let whole = names(&json(&ask(State::After, base, accept)));
            let mut collected = Vec::new();
            let mut next = String::new();
            loop {
                let path = format!("{base}?limit=4&continue={next}");
                let body = json(&ask(State::After, &path, accept));
                collected.extend(names(&body));
                match body["metadata"]["continue"].as_str() {
                    Some(token) => next = token.to_string(),
                    None => break,
                }
            }
            assert_eq!(collected, whole);
            assert_eq!(whole.len(), 23);
        }
    }
}

#[test]
fn refuses_in_the_servers_words() {
    let table = [
        (
            "/api/v1/namespaces/loki-v3/pods/no-such-pod",
            404,
            "pods \\\"no-such-pod\\\" not found",
        ),
        (
            "/apis/apps/v1/namespaces/loki-v3/daemonsets/x",
            404,
            "daemonsets.apps \\\"x\\\" not found",
        ),
        (
            "/apis/nope.example.com/v1/things",
            404,
            "404 page not found",
        ),
        (
            "/apis/argoproj.io/v1alpha1/rollouts",
            404,
            "404 page not found",
        ),
        (
            "/api/v1/namespaces/loki-v3/foos",
            404,
            "could not find the requested resource",
        ),
        (
            "/api/v1/pods?labelSelector=a%3Db%3Dc",
            400,
            "found '=', expected: ',' or 'end of string'",
        ),
        (
            "/api/v1/pods?labelSelector=a%20in%20(x",
            400,
            "found '', expected: ',' or ')'",
        ),
        (
            "/api/v1/pods?fieldSelector=spec.foo%3Dbar",
            400,
            "field label not supported: spec.foo",
        ),
        (
            "/api/v1/pods?fieldSelector=status.phase",
            400,
            "can't understand 'status.phase'",
        ),
        ("/api/v1/pods?limit=abc", 400, "strconv.ParseInt"),
        ("/api/v1/pods?continue=%21", 400, "invalid continue token"),
        (
            "/api/v1/namespaces/loki-v3/pods/alloy-7lgc8/log",
            400,
            "choose one of: [alloy config-reloader]",
        ),
        (
            "/api/v1/namespaces/loki-v3/pods/alloy-7lgc8/log?container=x",
            400,
            "container x is not valid",
        ),
        (
            "/api/v1/namespaces/loki-v3/pods/alloy-7lgc8/log?container=alloy&previous=true",
            400,
            "previous terminated container",
        ),
        (
            "/api/v1/namespaces/loki-v3/pods/loki-ingester-0/log?tailLines=-1",
            422,
            "must be greater than or equal to 0",
        ),
        (
            "/api/v1/namespaces/loki-v3/pods/loki-gateway-badimage/log",
            400,
            "failing to pull image",
        ),
        ("/api/v1/namespaces/no-such-ns/pods", 200, "\"items\":[]"),
        (
            "/apis/autoscaling/v2/horizontalpodautoscalers",
            200,
            "HorizontalPodAutoscalerList",
        ),
    ];
    for (path, code, part) in table {
        let answer = ask(State::After, path, JSON);
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status.as_u16(), code, "{path}: {body}");
        assert!(body.contains(part), "{path}: {body}");
    }
    let unscheduled = "/api/v1/namespaces/loki-v3/pods/loki-bloom-pending/log";
    assert_eq!(
        ask(State::After, unscheduled, "*/*").status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        ask(State::After, "/api/v1/pods", "text/csv").status,
        StatusCode::NOT_ACCEPTABLE
    );
}

#[test]
fn logs_are_cut_as_asked() {
    let log = |state, query: &str| {
        let path = format!("/api/v1/namespaces/loki-v3/pods/{query}");
        String::from_utf8(ask(state, &path, "*/*").body).unwrap()
    };
    let whole = log(State::After, "alloy-7lgc8/log?container=alloy");
    assert!(whole.lines().count() > 20, "{whole}");
    let last = log(
        State::After,
        "alloy-7lgc8/log?container=alloy&tailLines=2&timestamps=true",
    );
    assert_eq!(last.lines().count(), 2);
    assert!(
        last.lines()
            .all(|line| line.starts_with("2025-12-05T10:07:") && line.contains("Z ts="))
    );
    assert_eq!(
        log(State::After, "alloy-7lgc8/log?container=alloy&tailLines=0"),
        ""
    );
    let minute = log(
        State::After,
        "alloy-7lgc8/log?container=alloy&sinceSeconds=60",
    );
    assert!(minute.lines().count() < whole.lines().count() && !minute.is_empty());
    let later = log(State::Later, "alloy-7lgc8/log?container=alloy");
    assert!(later.lines().count() >= whole.lines().count());
    assert!(
        later
            .lines()
            .last()
            .unwrap()
            .starts_with("ts=2025-12-07T10:07:"),
        "{later}"
    );
}

/// The story goes well: what the deployment brought logs no errors once it has succeeded.
#[test]
fn nothing_that_was_deployed_logs_errors_since() {
    for state in [State::After, State::Later] {
        let selector = "labelSelector=app.kubernetes.io/name=alloy";
        let pods = json(&ask(state, &format!("/api/v1/pods?{selector}"), JSON));
        for name in names(&pods) {
            let path = format!(
                "/api/v1/namespaces/loki-v3/pods/{name}/log?container=alloy&timestamps=true"
            );
            let log = String::from_utf8(ask(state, &path, "*/*").body).unwrap();
            let mut since = log.lines();
            let trouble = since.find(|line| {
                ["level=error", " error=", " err="]
                    .iter()
                    .any(|sign| line.contains(sign))
            });
            assert_eq!(trouble, None, "{state:?} {name}");
        }
    }
}

#[test]
fn every_running_alloy_pod_has_lines_in_every_settled_state() {
    for state in [State::Before, State::After, State::Later] {
        let selector = "labelSelector=app.kubernetes.io/name=alloy";
        let pods = json(&ask(state, &format!("/api/v1/pods?{selector}"), JSON));
        for name in names(&pods) {
            for container in ["alloy", "config-reloader"] {
                let path =
                    format!("/api/v1/namespaces/loki-v3/pods/{name}/log?container={container}");
                assert!(
                    !ask(state, &path, "*/*").body.is_empty(),
                    "{state:?} {name} {container}"
                );
            }
        }
    }
}

#[test]
fn metrics_come_and_go_with_the_state() {
    let path = "/apis/metrics.k8s.io/v1beta1/namespaces/loki-v3/pods?labelSelector=app.kubernetes.io/name=alloy";
    let count = |state| names(&json(&ask(state, path, JSON))).len();
    assert_eq!(count(State::Before), 7);
    assert_eq!(count(State::After), 10);
    assert_eq!(count(State::MetricsWarming), 7);
    let gone = ask(State::WithoutMetrics, path, JSON);
    assert_eq!(
        (gone.status, gone.content_type.as_str()),
        (StatusCode::NOT_FOUND, "text/plain; charset=utf-8")
    );
    let later = json(&ask(State::Later, path, JSON));
    assert_eq!(later["items"][0]["timestamp"], "2025-12-07T10:07:02Z");
}

#[test]
fn the_application_follows_the_deployment() {
    let path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/alloy-ops";
    let revision = |state| json(&ask(state, path, JSON))["status"]["sync"]["revision"].clone();
    assert_eq!(revision(State::Before), crate::world::REVISION_BEFORE);
    assert_eq!(revision(State::After), crate::world::REVISION_AFTER);
    let mut stage = Stage::at(State::After);
    stage.revision_after = "f".repeat(40);
    assert!(
        stage
            .with_revisions(crate::world::REVISION_AFTER)
            .starts_with("ffff")
    );
}

#[test]
fn events_are_those_of_the_last_hour() {
    let count = |state| names(&json(&ask(state, "/api/v1/events", JSON))).len();
    assert!(count(State::Before) > 100);
    assert!(count(State::During(3)) > count(State::Before));
    assert_eq!(count(State::Later), 0);
}

#[test]
fn discovery_in_both_forms_names_the_same_resources() {
    let aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    let whole = json(&ask(State::After, "/apis", aggregated));
    let plain = json(&ask(State::After, "/apis", JSON));
    let groups: Vec<&Value> = plain["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| &each["name"])
        .collect();
    let items: Vec<&Value> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| &each["metadata"]["name"])
        .collect();
    assert_eq!(groups, items);
    let apps = json(&ask(State::After, "/apis/apps/v1", JSON));
    let daemonsets = apps["resources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|each| each["name"] == "daemonsets")
        .unwrap();
    assert_eq!(daemonsets["shortNames"], json!(["ds"]));
    let group = json(&ask(State::After, "/apis/apps", JSON));
    assert_eq!(group["preferredVersion"]["groupVersion"], "apps/v1");
    let without = json(&ask(State::WithoutMetrics, "/apis", aggregated)).to_string();
    assert!(!without.contains("metrics.k8s.io"));
}
