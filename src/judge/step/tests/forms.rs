//! Forms that are told by what is printed: addresses, namespaces, numbers, shapes, answers, replicas, and
//! cells that lack something. Each in both languages, and each with what must not answer for it.

use super::several::{http_get, named, prints};
use super::*;
use crate::facts::observation::HttpAnswer;

pub(super) fn both(
    pipeline: &Pipeline,
    seen: &Observation,
    sentences: [&str; 2],
    verdict: Verdict,
) {
    for sentence in sentences {
        check(pipeline, seen, sentence, verdict, "");
    }
}

fn http(url: &str, status: u16) -> (Pipeline, Observation) {
    let ask = http_get(url);
    let Observation::Seen(mut seen) = prints("hello") else {
        unreachable!()
    };
    seen.http = Some(HttpAnswer {
        status,
        headers: Vec::new(),
        body: "hello".into(),
    });
    (ask, Observation::Seen(seen))
}

#[test]
fn endpoints_are_addresses_and_no_objects() {
    let ask = named("endpoints", "web");
    let of = |cell: &str| {
        table(
            "endpoints",
            &["NAME", "ENDPOINTS", "AGE"],
            &[&["web", cell, "5d"]],
        )
    };
    let there = ["엔드포인트가 존재", "Service has endpoints"];
    both(&ask, &of("<none>"), there, Verdict::Failed);
    both(&ask, &of("10.0.0.1:80"), there, Verdict::Passed);
    let two = ["엔드포인트 2개", "Service `web` has 2 endpoints"];
    for (cell, verdict) in [
        ("<none>", Verdict::Failed),
        ("10.0.0.1:80", Verdict::Failed),
        ("10.0.0.1:80,10.0.0.1:443", Verdict::Failed),
        ("10.0.0.1:80,10.0.0.2:80", Verdict::Passed),
        ("[fd00::1]:80,[fd00::2]:80", Verdict::Passed),
        ("10.0.0.1,10.0.0.2", Verdict::Passed),
        (
            "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more...",
            Verdict::Failed,
        ),
    ] {
        both(&ask, &of(cell), two, verdict);
    }
    let five = ["엔드포인트 5개 이상", "at least 5 endpoints"];
    both(
        &ask,
        &of("10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more..."),
        five,
        Verdict::Passed,
    );
    // Services do not show them.
    let services = table("services", &["NAME", "TYPE"], &[&["web", "ClusterIP"]]);
    both(&get("services", None), &services, there, Verdict::Unknown);
}

#[test]
fn a_namespace_is_where_the_command_looks() {
    let row = |namespace: &str, name: &str, status: &str| Row {
        namespace: namespace.into(),
        name: name.into(),
        cells: [name, "1/1", status, "0", "5d"].map(str::to_owned).to_vec(),
        ..Row::default()
    };
    let seen = |rows: Vec<Row>| {
        let Observation::Seen(mut seen) = pods(&[]) else {
            unreachable!()
        };
        seen.tables[0].rows = rows;
        Observation::Seen(seen)
    };
    let all = |namespace: Namespace| {
        let mut pipeline = get("pods", None);
        if let Query::Get(get) = &mut pipeline.query {
            get.scope.namespace = namespace;
        }
        pipeline
    };
    let mixed = || {
        seen(vec![
            row("loki-v3", "a", "Running"),
            row("web", "b", "Pending"),
        ])
    };
    let running = [
        "loki-v3 네임스페이스의 모든 Pod가 Running",
        "All pods in namespace loki-v3 are Running",
    ];
    both(&all(Namespace::All), &mixed(), running, Verdict::Passed);
    let other = [
        "web 네임스페이스의 모든 Pod가 Running",
        "All pods in the web namespace are Running",
    ];
    both(&all(Namespace::All), &mixed(), other, Verdict::Failed);
    // One that no row is in, and one that the command does not look into.
    let absent = [
        "tempo-x 네임스페이스의 모든 Pod가 Running",
        "All pods in tempo-x are Running",
    ];
    both(&all(Namespace::All), &mixed(), absent, Verdict::Failed);
    both(
        &get("pods", None),
        &seen(vec![row("loki-v3", "a", "Running")]),
        absent,
        Verdict::Manual,
    );
    both(
        &all(Namespace::OfContext),
        &seen(vec![row("loki-v3", "a", "Running")]),
        running,
        Verdict::Manual,
    );
    both(
        &get("pods", None),
        &seen(vec![row("", "a", "Running")]),
        running,
        Verdict::Passed,
    );
    let count = [
        "loki-v3 네임스페이스에 Pod 1개",
        "1 pod in namespace loki-v3",
    ];
    both(&all(Namespace::All), &mixed(), count, Verdict::Passed);
    // What names the place alone is not taken for a pod's name.
    let loose = ["loki-v3 Pod 모두 Running", "All loki-v3 pods Running"];
    both(
        &get("pods", None),
        &seen(vec![row("loki-v3", "a", "Running")]),
        loose,
        Verdict::Manual,
    );
}

#[test]
fn a_number_is_held_against_its_bound() {
    let ask = get("pods", None);
    let positive = ["0보다 커야 함", "> 0"];
    for (text, verdict) in [
        ("3\n", Verdict::Passed),
        ("0\n", Verdict::Failed),
        ("0.5\n", Verdict::Passed),
        ("-1\n", Verdict::Failed),
        ("\"3\"\n", Verdict::Passed),
        ("", Verdict::Manual),
        ("5m\n", Verdict::Manual),
        ("three\n", Verdict::Manual),
        ("3 4\n", Verdict::Manual),
        ("3\n4\n", Verdict::Manual),
    ] {
        both(&ask, &prints(text), positive, verdict);
    }
    let rows = pods(&[&["a", "1/1", "Running", "0", "5d"]]);
    both(&ask, &rows, positive, Verdict::Manual);
}

#[test]
fn values_have_the_shape_that_is_said() {
    let ask = get("services", None);
    let address = ["IP 주소가 출력되어야 함", "Should return an IP address"];
    for (text, verdict) in [
        ("10.0.0.1", Verdict::Passed),
        ("10.0.0.1 10.0.0.2\n", Verdict::Passed),
        ("<none>", Verdict::Failed),
        ("10.0.0.1 pending", Verdict::Failed),
        ("None", Verdict::Failed),
        ("", Verdict::Failed),
        ("lb.example.com", Verdict::Failed),
    ] {
        both(&ask, &prints(text), address, verdict);
    }
    // Whose address it is has to be what the command asks for.
    check(
        &ask,
        &prints("10.0.0.1"),
        "ALB의 IP 주소가 나와야 함",
        Verdict::Manual,
        "ALB",
    );
    check(
        &named("services", "alb"),
        &prints("10.0.0.1"),
        "ALB의 IP 주소가 나와야 함",
        Verdict::Passed,
        "",
    );
}

#[test]
fn an_answer_is_no_error_and_points_nowhere_else() {
    for (status, verdict) in [
        (200, Verdict::Passed),
        (204, Verdict::Passed),
        (302, Verdict::Manual),
        (404, Verdict::Failed),
        (503, Verdict::Failed),
    ] {
        let (ask, seen) = http("https://grafana.example.com/login", status);
        both(
            &ask,
            &seen,
            ["서비스에 접속되는지 확인", "Service is reachable"],
            verdict,
        );
        both(
            &ask,
            &seen,
            ["Grafana 접속 확인", "Grafana is reachable"],
            verdict,
        );
        both(
            &ask,
            &seen,
            ["Kibana 접속 확인", "Kibana is reachable"],
            Verdict::Manual,
        );
    }
    let rows = pods(&[&["a", "1/1", "Running", "0", "5d"]]);
    both(
        &get("pods", None),
        &rows,
        ["정상 응답", "Service is accessible"],
        Verdict::Manual,
    );
}

#[test]
fn the_namespace_is_shown_as_a_whole() {
    let sentences = [
        "네임스페이스 내 모든 Pod가 Running 또는 Completed",
        "Every pod in the namespace is Running or Completed",
    ];
    let fine = pods(&[
        &["a", "1/1", "Running", "0", "5d"],
        &["b", "0/1", "Completed", "0", "5d"],
    ]);
    let bad = pods(&[
        &["a", "1/1", "Running", "0", "5d"],
        &["b", "0/1", "Error", "0", "5d"],
    ]);
    both(&get("pods", None), &fine, sentences, Verdict::Passed);
    both(&get("pods", None), &bad, sentences, Verdict::Failed);
    // Pods that the command does not show may be anything.
    both(
        &get("pods", Some("app=web")),
        &fine,
        sentences,
        Verdict::Manual,
    );
    both(&named("pods", "a"), &fine, sentences, Verdict::Manual);
    let mut piped = get("pods", None);
    piped.filters = vec![crate::query::Filter::Head(2)];
    both(&piped, &fine, sentences, Verdict::Manual);
    check(
        &get("pods", None),
        &fine,
        "모든 네임스페이스의 Pod가 Running",
        Verdict::Manual,
        "",
    );
}

#[test]
fn a_column_lacks_what_no_cell_holds() {
    let ask = get("pods", None);
    let of = |ready: &str, status: &str| pods(&[&["a", ready, status, "0", "5d"]]);
    let loops = [
        "STATUS에 CrashLoopBackOff가 없어야 함",
        "STATUS is not CrashLoopBackOff",
    ];
    both(&ask, &of("0/1", "CrashLoopBackOff"), loops, Verdict::Failed);
    both(
        &ask,
        &of("0/1", "Init:CrashLoopBackOff"),
        loops,
        Verdict::Failed,
    );
    both(&ask, &of("1/1", "Running"), loops, Verdict::Passed);
    // Of `0/1` none is ready, whatever stands behind the stroke.
    let zero = ["READY가 0이 아니어야 함", "READY is not 0"];
    both(&ask, &of("0/1", "Running"), zero, Verdict::Failed);
    both(&ask, &of("1/1", "Running"), zero, Verdict::Passed);
    let two = ["READY 2 이상", "READY at least 2"];
    both(&ask, &of("2/3", "Running"), two, Verdict::Passed);
    both(&ask, &of("1/3", "Running"), two, Verdict::Failed);
    let hpa = |targets: &str| {
        let columns = ["NAME", "TARGETS", "REPLICAS"];
        table(
            "horizontalpodautoscalers",
            &columns,
            &[&["web", targets, "2"]],
        )
    };
    let known = [
        "HPA TARGETS에 <unknown>이 없어야 함",
        "HPA shows TARGETS without <unknown>",
    ];
    both(
        &get("hpa", None),
        &hpa("cpu: <unknown>/80%"),
        known,
        Verdict::Failed,
    );
    both(
        &get("hpa", None),
        &hpa("cpu: 12%/80%"),
        known,
        Verdict::Passed,
    );
}

#[test]
fn replicas_are_read_off_the_one_workload_that_is_printed() {
    let columns = ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"];
    let of = |ready: &str| table("deployments", &columns, &[&["web", ready, "3", "3", "5d"]]);
    let ask = named("deployments", "web");
    let three = ["replica 3개", "Deployment `web` has 3 replicas"];
    both(&ask, &of("3/3"), three, Verdict::Passed);
    both(&ask, &of("2/3"), three, Verdict::Failed);
    both(&ask, &of("3/5"), three, Verdict::Failed);
    both(
        &ask,
        &of("3/5"),
        ["replica 3개 이상", "at least 3 replicas"],
        Verdict::Passed,
    );
    both(
        &ask,
        &of("3/5"),
        ["replica 3개 이하", "at most 3 replicas"],
        Verdict::Failed,
    );
    check(
        &ask,
        &of("3/3"),
        "Deployment `api` has 3 replicas",
        Verdict::Manual,
        "",
    );
    let two = table(
        "deployments",
        &columns,
        &[
            &["web", "3/3", "3", "3", "5d"],
            &["api", "3/3", "3", "3", "5d"],
        ],
    );
    both(
        &get("deployments", None),
        &two,
        ["replica 3개", "3 replicas"],
        Verdict::Manual,
    );
}

#[test]
fn events_are_named_by_their_reason_or_their_object() {
    let columns = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
    let row: &[&str] = &[
        "2m",
        "Warning",
        "FailedScheduling",
        "pod/web-0",
        "0/3 nodes",
    ];
    let seen = table("events", &columns, &[row]);
    let ask = get("events", None);
    both(
        &ask,
        &seen,
        ["FailedScheduling 이벤트 없음", "No FailedScheduling events"],
        Verdict::Failed,
    );
    both(
        &ask,
        &seen,
        ["FailedMount 이벤트 없음", "No FailedMount events"],
        Verdict::Passed,
    );
    // A reason of one word may as well be an object's name: then neither may be there.
    let unhealthy: &[&str] = &["2m", "Warning", "Unhealthy", "pod/web-0", "probe failed"];
    both(
        &ask,
        &table("events", &columns, &[unhealthy]),
        ["Unhealthy 이벤트 없음", "No Unhealthy events"],
        Verdict::Failed,
    );
    check(&ask, &seen, "`web` 이벤트 없음", Verdict::Failed, "");
    check(&ask, &seen, "`api-x` 이벤트 없음", Verdict::Passed, "");
}

#[test]
fn a_namespace_is_named_in_full() {
    let ask = get("namespaces", None);
    let rows: [&[&str]; 2] = [&["loki-v3", "Active", "5d"], &["prod", "Active", "5d"]];
    let seen = table("namespaces", &["NAME", "STATUS", "AGE"], &rows);
    for (sentences, verdict) in [
        (
            ["prod 네임스페이스 존재", "prod namespace exists"],
            Verdict::Passed,
        ),
        (
            ["loki-v3 네임스페이스 존재", "loki-v3 namespace exists"],
            Verdict::Passed,
        ),
    ] {
        both(&ask, &seen, sentences, verdict);
    }
    for sentence in [
        "Loki 네임스페이스 존재",
        "loki namespace exists",
        "Loki namespace is Active",
    ] {
        check(&ask, &seen, sentence, Verdict::Manual, "");
    }
}

#[test]
fn two_are_meant_by_both() {
    let ask = get("pods", None);
    let one: &[&str] = &["a", "1/1", "Running", "0", "5d"];
    let other: &[&str] = &["b", "1/1", "Running", "0", "5d"];
    let sentences = ["둘 다 Running", "Both pods Running"];
    both(&ask, &pods(&[one]), sentences, Verdict::Failed);
    both(&ask, &pods(&[one, other]), sentences, Verdict::Passed);
}

#[test]
fn words_of_a_command_are_read_beside_it_only() {
    let rollout = super::several::rollout("web");
    let sentences = ["롤아웃 완료", "Rollout complete"];
    let done = prints("deployment \"web\" successfully rolled out\n");
    both(&rollout, &done, sentences, Verdict::Passed);
    both(
        &rollout,
        &prints("statefulset rolling update complete 3 pods at revision web-6d4...\n"),
        sentences,
        Verdict::Passed,
    );
    both(
        &rollout,
        &prints("Waiting for deployment \"web\" rollout to finish\n"),
        sentences,
        Verdict::Failed,
    );
    both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
}
