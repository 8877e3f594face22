//! What objects themselves hold: fields, images; and Prometheus' targets.

use super::forms::both;
use super::several::prints;
use super::*;
use crate::query::{Output, PrometheusQuery, When};

fn whole(kind: &str) -> Pipeline {
    let mut pipeline = get(kind, None);
    if let Query::Get(get) = &mut pipeline.query {
        get.output = Output::Yaml;
    }
    pipeline
}

fn objects(objects: &[Value]) -> Observation {
    Observation::Seen(Box::new(Seen {
        text: "kind: List\n".into(),
        objects: objects.to_vec(),
        ..Seen::at(now())
    }))
}

fn deployment(containers: &[(&str, Option<&str>)]) -> Value {
    let containers: Vec<Value> = containers
        .iter()
        .map(|(image, limit)| match limit {
            Some(limit) => serde_json::json!({"name": "c", "image": image, "resources": {"limits": {"memory": limit}}}),
            None => serde_json::json!({"name": "c", "image": image}),
        })
        .collect();
    serde_json::json!({"kind": "Deployment", "apiVersion": "apps/v1",
        "metadata": {"name": "web", "namespace": "loki-v3", "generation": 1},
        "spec": {"replicas": 3, "template": {"spec": {"containers": containers}}},
        "status": {"observedGeneration": 1, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3,
            "availableReplicas": 3, "conditions": [{"type": "Available", "status": "True"},
                {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]}})
}

#[test]
fn a_field_is_read_off_the_object() {
    let ask = whole("deployments");
    let one = objects(&[deployment(&[("nginx:1.25", Some("512Mi"))])]);
    for (sentences, verdict) in [
        (["spec.replicas가 3", "spec.replicas is 3"], Verdict::Passed),
        (
            ["spec.replicas: 4", "`.spec.replicas` is 4"],
            Verdict::Failed,
        ),
        (
            [
                "`.status.readyReplicas`가 3 이상",
                "`.status.readyReplicas` is at least 3",
            ],
            Verdict::Passed,
        ),
        (
            ["`.status.phase`가 Running", "`.status.phase` is Running"],
            Verdict::Failed,
        ),
        (
            ["메모리 제한이 512Mi", "resources.limits.memory is 512Mi"],
            Verdict::Passed,
        ),
        (
            ["memory limit이 512Mi", "memory limit is 512Mi"],
            Verdict::Passed,
        ),
        (
            ["memory limit이 1Gi", "memory limit is 1Gi"],
            Verdict::Failed,
        ),
        (["CPU 제한이 250m", "cpu limit is 250m"], Verdict::Failed),
    ] {
        both(&ask, &one, sentences, verdict);
    }
    // Every container, and every object.
    let limit = ["memory limit이 512Mi", "memory limit is 512Mi"];
    let without = objects(&[deployment(&[
        ("nginx:1.25", Some("512Mi")),
        ("proxy:1", None),
    ])]);
    both(&ask, &without, limit, Verdict::Failed);
    let other = objects(&[
        deployment(&[("nginx:1.25", Some("512Mi"))]),
        deployment(&[("nginx:1.25", Some("256Mi"))]),
    ]);
    both(&ask, &other, limit, Verdict::Failed);
    // A table has no such column.
    let columns = ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"];
    let table = table("deployments", &columns, &[&["web", "3/3", "3", "3", "5d"]]);
    both(&get("deployments", None), &table, limit, Verdict::Unknown);
}

#[test]
fn an_image_is_that_of_every_container() {
    let ask = whole("deployments");
    let image = ["이미지가 nginx:1.25", "Image should be nginx:1.25"];
    let of = |images: &[&str]| {
        let containers: Vec<(&str, Option<&str>)> =
            images.iter().map(|image| (*image, None)).collect();
        objects(&[deployment(&containers)])
    };
    both(&ask, &of(&["nginx:1.25"]), image, Verdict::Passed);
    both(&ask, &of(&["nginx:1.25.1"]), image, Verdict::Failed);
    both(&ask, &of(&["nginx:1.24"]), image, Verdict::Failed);
    both(
        &ask,
        &of(&["nginx:1.25", "proxy:2"]),
        image,
        Verdict::Manual,
    );
    both(
        &ask,
        &of(&["registry.example.dev/nginx:1.25"]),
        image,
        Verdict::Manual,
    );
    let tag = ["이미지 태그가 v1.2.3", "Image tag is v1.2.3"];
    both(
        &ask,
        &of(&["registry.example.dev/web:v1.2.3"]),
        tag,
        Verdict::Passed,
    );
    both(
        &ask,
        &of(&["registry.example.dev/web:v1.2.30"]),
        tag,
        Verdict::Failed,
    );
    both(
        &ask,
        &of(&["registry.example.dev/web:v1.2.3-rc.1"]),
        tag,
        Verdict::Failed,
    );
    // A column, a text of nothing else, and what shows no image.
    let columns = ["NAME", "READY", "CONTAINERS", "IMAGES"];
    let wide = table(
        "deployments",
        &columns,
        &[&["web", "3/3", "web", "nginx:1.25"]],
    );
    both(&get("deployments", None), &wide, image, Verdict::Passed);
    let mut path = whole("deployments");
    if let Query::Get(get) = &mut path.query {
        get.output = Output::JsonPath("{..image}".into());
    }
    both(
        &path,
        &prints("nginx:1.25 nginx:1.25"),
        image,
        Verdict::Passed,
    );
    both(&path, &prints("nginx:1.24"), image, Verdict::Failed);
    let plain = table("deployments", &["NAME", "READY"], &[&["web", "3/3"]]);
    both(&get("deployments", None), &plain, image, Verdict::Manual);
}

#[test]
fn every_target_that_up_shows_is_up() {
    let ask = |promql: &str| Pipeline {
        query: Query::Prometheus(PrometheusQuery {
            addr: "https://prometheus.example.dev".into(),
            promql: promql.into(),
            when: When::Now,
        }),
        filters: Vec::new(),
    };
    let of = |rows: &[&[&str]]| table("", &["METRIC", "VALUE"], rows);
    let a: &[&str] = &["up{instance=a}", "1"];
    let b: &[&str] = &["up{instance=b}", "0"];
    for sentences in [
        ["모든 타겟이 UP", "All targets UP"],
        ["Prometheus 타겟 UP", "Prometheus targets should be UP"],
    ] {
        both(&ask("up"), &of(&[a]), sentences, Verdict::Passed);
        both(
            &ask("up{job=\"web\"}"),
            &of(&[a]),
            sentences,
            Verdict::Passed,
        );
        both(&ask("up"), &of(&[a, b]), sentences, Verdict::Failed);
        both(&ask("up"), &of(&[]), sentences, Verdict::Failed);
        // Another question, whose ones say something else.
        for promql in [
            "up == 1",
            "count(up)",
            "uptime",
            "up{job=\"a\"} or up{job=\"b\"}",
        ] {
            both(&ask(promql), &of(&[a]), sentences, Verdict::Manual);
        }
        both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
    }
}

/// What is asked of another time says nothing of now, and samples over a time are no number of things; what is
/// said of each of them is.
#[test]
fn what_prometheus_tells_of_another_time_is_left_to_a_person() {
    let then = chrono::DateTime::from_timestamp(1_764_928_800, 0);
    let range = |end| When::Range {
        start: then,
        end,
        step_seconds: None,
    };
    let ask = |when: When| Pipeline {
        query: Query::Prometheus(PrometheusQuery {
            addr: "https://prometheus.example.dev".into(),
            promql: "up".into(),
            when,
        }),
        filters: Vec::new(),
    };
    let of = |rows: &[&[&str]]| table("", &["METRIC", "VALUE"], rows);
    let (a, b): (&[&str], &[&str]) = (&["up{instance=a}", "1"], &["up{instance=b}", "1"]);
    let down: &[&str] = &["up{instance=b}", "0"];
    let targets = ["모든 타겟이 UP", "All targets UP"];
    let values = ["VALUE: 1", "VALUE: 1"];
    let two = ["2개", "2 results"];
    for when in [When::Moment(then.unwrap()), range(then)] {
        for sentences in [targets, values, two] {
            both(&ask(when.clone()), &of(&[a, b]), sentences, Verdict::Manual);
            both(
                &ask(when.clone()),
                &of(&[a, down]),
                sentences,
                Verdict::Manual,
            );
        }
    }
    let over = ask(range(None));
    both(&over, &of(&[a, b]), targets, Verdict::Passed);
    both(&over, &of(&[a, a, b, b]), targets, Verdict::Passed);
    both(&over, &of(&[a, b, b, down, b]), targets, Verdict::Failed);
    both(&over, &of(&[]), targets, Verdict::Failed);
    both(&over, &of(&[a, a]), values, Verdict::Passed);
    both(&over, &of(&[down, down]), ["2", "2"], Verdict::Failed);
    both(
        &over,
        &of(&[a, &["up{instance=a}", "0"]]),
        values,
        Verdict::Manual,
    );
    both(&over, &of(&[a, a]), ["2개", "2개"], Verdict::Manual);
}

/// A number beside a metric may be its value or that of its series.
#[test]
fn a_number_beside_a_metric_is_its_value_or_how_many_series_it_has() {
    let ask = Pipeline {
        query: Query::Prometheus(PrometheusQuery {
            addr: "https://prometheus.example.dev".into(),
            promql: "sum(x)".into(),
            when: When::Now,
        }),
        filters: Vec::new(),
    };
    let of = |rows: &[&[&str]]| table("", &["METRIC", "VALUE"], rows);
    let at_most = ["5 이하", "at most 5"];
    for (values, sentences, verdict) in [
        (&["1"][..], ["1", "1"], Verdict::Passed),
        (&["1.0"], ["VALUE: 1", "VALUE: 1"], Verdict::Passed),
        (&["0"], ["2", "2 results"], Verdict::Failed),
        (&["0"], ["1", "1"], Verdict::Manual),
        // `up == 0` shows a target that is down, of which the value is 0.
        (&["0"], ["결과가 0", "0 results"], Verdict::Manual),
        (&["3"], ["3", "3"], Verdict::Manual),
        (&["NaN"], ["0", "0"], Verdict::Failed),
        (&[], ["0", "0"], Verdict::Manual),
        (&[], ["3", "3"], Verdict::Failed),
        (&["2", "2"], ["2", "2"], Verdict::Passed),
        (&["7", "9"], ["2", "2"], Verdict::Manual),
        (&["0.5"], at_most, Verdict::Passed),
        (&["5.1"], at_most, Verdict::Manual),
        (&["4", "6"], at_most, Verdict::Manual),
        (&["4", "5"], at_most, Verdict::Passed),
        (&["NaN"], at_most, Verdict::Manual),
        (&["7"], ["2 이상", "at least 2 results"], Verdict::Manual),
        (&["1"], ["2 이상", "at least 2 results"], Verdict::Failed),
    ] {
        let names = ["{a}", "{b}"];
        let rows: Vec<[&str; 2]> = names
            .into_iter()
            .zip(values)
            .map(|(n, v)| [n, *v])
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        both(&ask, &of(&rows), sentences, verdict);
    }
}

/// A controller's sentence in STATUS is no state, and what failed by its own conditions is denied to have failed.
#[test]
fn a_custom_object_is_denied_to_have_failed_by_what_it_says_itself() {
    let ask = get("helmreleases", None);
    let shown = |ready: &str, said: &str| {
        let columns = ["NAME", "AGE", "READY", "STATUS"];
        let reason = match ready {
            "True" => "UpgradeSucceeded",
            _ => "UpgradeFailed",
        };
        let mut seen = table("helmreleases", &columns, &[&["web", "5d", ready, said]]);
        if let Observation::Seen(seen) = &mut seen {
            seen.objects = vec![serde_json::json!({
                "kind": "HelmRelease", "apiVersion": "helm.toolkit.fluxcd.io/v2",
                "metadata": {"name": "web", "namespace": "loki-v3", "generation": 1},
                "status": {"observedGeneration": 1, "conditions": [
                    {"type": "Ready", "status": ready, "reason": reason, "message": said},
                    {"type": "Released", "status": ready, "reason": reason}]}})];
        }
        seen
    };
    let broken = shown("False", "Helm upgrade failed for release web/web");
    for (sentences, verdict) in [
        (
            ["Failed HelmRelease 없음", "No failed HelmRelease"],
            Verdict::Manual,
        ),
        (["NotReady 없음", "No NotReady"], Verdict::Failed),
        (["Pending 없음", "No Pending"], Verdict::Manual),
    ] {
        both(&ask, &broken, sentences, verdict);
    }
    let fine = shown("True", "Helm upgrade succeeded for release web/web");
    let none = ["Failed HelmRelease 없음", "No failed HelmRelease"];
    both(&ask, &fine, none, Verdict::Passed);
    let columns = ["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE"];
    let row: &[&str] = &["seed", "FailureTarget", "0/1", "1m", "1m"];
    let mut ending = table("jobs", &columns, &[row]);
    if let Observation::Seen(seen) = &mut ending {
        seen.objects = vec![serde_json::json!({
            "kind": "Job", "apiVersion": "batch/v1",
            "metadata": {"name": "seed", "namespace": "loki-v3"}, "spec": {"completions": 1},
            "status": {"startTime": "2025-12-05T10:00:00Z", "active": 1, "conditions": [
                {"type": "FailureTarget", "status": "True", "reason": "BackoffLimitExceeded"}]}})];
    }
    let none = ["Failed Job 없음", "No failed jobs"];
    both(&get("jobs", None), &ending, none, Verdict::Failed);
    let columns = ["NAME", "AGE", "READY", "STATUS"];
    let one = |status: &str| table("things", &columns, &[&["web", "5d", "False", status]]);
    let ready = ["NotReady 없음", "No NotReady"];
    both(&get("things", None), &one("x"), ready, Verdict::Failed);
}
