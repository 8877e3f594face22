//! Several columns and one value, numbers of nodes, bounds, addresses: each in both languages, and the worlds
//! in which they are not so.

use super::forms::both;
use super::several::named;
use super::*;

const DAEMON: [&str; 5] = ["NAME", "DESIRED", "CURRENT", "READY", "AGE"];

fn daemons(rows: &[&[&str]]) -> Observation {
    table("daemonsets", &DAEMON, rows)
}

#[test]
fn one_value_is_demanded_of_each_column() {
    let ask = get("daemonsets", None);
    let sentences = [
        "DESIRED, CURRENT, READY 모두 10",
        "DESIRED, CURRENT and READY should all be 10",
    ];
    let of = |row: &[&str]| daemons(&[row]);
    for (row, verdict) in [
        (["a", "10", "10", "10", "5d"], Verdict::Passed),
        (["a", "10", "10", "9", "5d"], Verdict::Failed),
        (["a", "10", "9", "10", "5d"], Verdict::Failed),
        (["a", "11", "10", "10", "5d"], Verdict::Failed),
    ] {
        both(&ask, &of(&row), sentences, verdict);
    }
    let two: [&[&str]; 2] = [&["a", "10", "10", "10", "5d"], &["b", "1", "1", "1", "5d"]];
    both(&ask, &daemons(&two), sentences, Verdict::Failed);
    both(&ask, &daemons(&[]), sentences, Verdict::Failed);
    // Pods print no DESIRED.
    let rows = pods(&[&["a", "10/10", "Running", "0", "5d"]]);
    both(&get("pods", None), &rows, sentences, Verdict::Unknown);
}

#[test]
fn a_column_is_held_against_the_nodes() {
    let ask = get("daemonsets", None);
    let sentences = [
        "DESIRED가 노드 수와 일치",
        "DESIRED matches the number of nodes",
    ];
    let nodes = get("nodes", None);
    let node = |name: &'static str| [name, "Ready", "<none>", "5d", "v1.29.0"];
    let names = [node("n1"), node("n2"), node("n3")];
    let rows: Vec<&[&str]> = names.iter().map(|row| row.as_slice()).collect();
    let listed = table(
        "nodes",
        &["NAME", "STATUS", "ROLES", "AGE", "VERSION"],
        &rows,
    );
    for (desired, verdict) in [
        ("3", Verdict::Passed),
        ("2", Verdict::Failed),
        ("4", Verdict::Failed),
    ] {
        let seen = daemons(&[&["a", desired, desired, desired, "5d"]]);
        for sentence in sentences {
            let judged = judge_step(
                &[(&ask, &seen), (&nodes, &listed)],
                &World::default(),
                &[sentence],
                Lang::of(sentence),
            );
            assert_eq!(judged.judgement.verdict, verdict, "{sentence}: {judged:?}");
        }
        let ten = [
            "DESIRED가 노드 수(3)와 일치",
            "DESIRED matches the number of nodes (3)",
        ];
        for sentence in ten {
            let judged = judge_step(
                &[(&ask, &seen), (&nodes, &listed)],
                &World::default(),
                &[sentence],
                Lang::of(sentence),
            );
            assert_eq!(judged.judgement.verdict, verdict, "{sentence}: {judged:?}");
        }
        // How many nodes there are was not looked at.
        both(&ask, &seen, sentences, Verdict::Unknown);
    }
}

#[test]
fn both_bounds_hold() {
    let ask = get("hpa", None);
    let of = |replicas: &str| {
        let columns = ["NAME", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS"];
        table(
            "horizontalpodautoscalers",
            &columns,
            &[&["web", "12%/80%", "2", "10", replicas]],
        )
    };
    for sentences in [
        ["REPLICAS가 2 이상 10 이하", "REPLICAS is between 2 and 10"],
        [
            "REPLICAS가 2에서 10 사이",
            "REPLICAS should be between 2 and 10",
        ],
        [
            "REPLICAS가 최소 2 최대 10",
            "REPLICAS is at least 2 and at most 10",
        ],
    ] {
        for (replicas, verdict) in [
            ("1", Verdict::Failed),
            ("2", Verdict::Passed),
            ("10", Verdict::Passed),
            ("11", Verdict::Failed),
            ("<unknown>", Verdict::Failed),
        ] {
            both(&ask, &of(replicas), sentences, verdict);
        }
    }
}

#[test]
fn a_schedule_was_run_so_long_ago_at_most() {
    let ask = get("cronjobs", None);
    let columns = [
        "NAME",
        "SCHEDULE",
        "SUSPEND",
        "ACTIVE",
        "LAST SCHEDULE",
        "AGE",
    ];
    let of = |last: &str| {
        table(
            "cronjobs",
            &columns,
            &[&["backup", "0 3 * * *", "False", "0", last, "90d"]],
        )
    };
    let sentences = [
        "LAST SCHEDULE이 24시간 이내",
        "LAST SCHEDULE within the last 24h",
    ];
    for (last, verdict) in [
        ("3h", Verdict::Passed),
        ("23h", Verdict::Passed),
        // kubectl cuts off: up to 24 h 59 min.
        ("24h", Verdict::Failed),
        ("2d", Verdict::Failed),
        ("<none>", Verdict::Failed),
    ] {
        both(&ask, &of(last), sentences, verdict);
    }
}

#[test]
fn an_address_is_there_or_it_is_not() {
    let ingress = |address: &str| {
        let columns = ["NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"];
        table(
            "ingresses",
            &columns,
            &[&["web", "alb", "web.example.dev", address, "80", "5d"]],
        )
    };
    let ask = get("ingress", None);
    let alb = "k8s-web-1a2b.us-east-1.elb.amazonaws.com";
    for sentences in [
        [
            "Ingress에 주소가 할당됨",
            "The ingress should have an address",
        ],
        ["인그레스에 ADDRESS가 표시됨", "Ingress has an ADDRESS"],
        [
            "ADDRESS에 ALB 주소가 표시됨",
            "ADDRESS shows an ALB address",
        ],
    ] {
        both(&ask, &ingress(alb), sentences, Verdict::Passed);
        both(&ask, &ingress(""), sentences, Verdict::Failed);
        both(&ask, &ingress("<none>"), sentences, Verdict::Failed);
    }
    both(
        &ask,
        &ingress("10.0.0.1"),
        [
            "ADDRESS에 ALB 주소가 표시됨",
            "ADDRESS shows an ALB address",
        ],
        Verdict::Failed,
    );
    let service = |rows: &[&[&str]]| {
        table(
            "services",
            &["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP"],
            rows,
        )
    };
    let web: &[&str] = &["web", "LoadBalancer", "10.0.0.1", alb];
    let waiting: &[&str] = &["web", "LoadBalancer", "10.0.0.1", "<pending>"];
    let inner: &[&str] = &["db", "ClusterIP", "10.0.0.2", "<none>"];
    let ask = get("services", None);
    let awaited = [
        "EXTERNAL-IP가 <pending>이 아니어야 함",
        "External IP should not be pending",
    ];
    both(&ask, &service(&[web]), awaited, Verdict::Passed);
    both(&ask, &service(&[web, inner]), awaited, Verdict::Passed);
    both(&ask, &service(&[waiting]), awaited, Verdict::Failed);
    both(&ask, &service(&[web, waiting]), awaited, Verdict::Failed);
    // Nothing is awaited where nobody asked for an address.
    both(&ask, &service(&[inner]), awaited, Verdict::Failed);
    both(&ask, &service(&[]), awaited, Verdict::Failed);
    let of_type = [
        "Service가 ClusterIP 타입",
        "Service should be of type ClusterIP",
    ];
    both(&ask, &service(&[inner]), of_type, Verdict::Passed);
    both(&ask, &service(&[inner, web]), of_type, Verdict::Failed);
}

#[test]
fn a_state_and_its_restarts_are_both_demanded() {
    let ask = get("pods", None);
    let of =
        |ready: &str, status: &str, restarts: &str| pods(&[&["a", ready, status, restarts, "5d"]]);
    for sentences in [
        [
            "→ 모두 Running, 재시작 0회",
            "Pods should be Running with 0 restarts",
        ],
        [
            "모든 Pod가 Running이고 재시작 없음",
            "All pods Running without restarts",
        ],
    ] {
        both(&ask, &of("1/1", "Running", "0"), sentences, Verdict::Passed);
        both(
            &ask,
            &of("1/1", "Running", "1 (3m ago)"),
            sentences,
            Verdict::Failed,
        );
        both(&ask, &of("0/1", "Running", "0"), sentences, Verdict::Failed);
        both(
            &ask,
            &of("0/1", "CrashLoopBackOff", "0"),
            sentences,
            Verdict::Failed,
        );
        both(&ask, &pods(&[]), sentences, Verdict::Failed);
    }
    let three = [
        "3개 Pod 모두 Running, 재시작 없음",
        "3/3 pods running with no restarts",
    ];
    let pod = |name: &'static str, restarts: &'static str| [name, "1/1", "Running", restarts, "5d"];
    let all = [pod("a", "0"), pod("b", "0"), pod("c", "0")];
    let rows: Vec<&[&str]> = all.iter().map(|row| row.as_slice()).collect();
    both(&ask, &pods(&rows), three, Verdict::Passed);
    both(&ask, &pods(&rows[..2]), three, Verdict::Failed);
    let one = [pod("a", "0"), pod("b", "1 (2m ago)"), pod("c", "0")];
    let rows: Vec<&[&str]> = one.iter().map(|row| row.as_slice()).collect();
    both(&ask, &pods(&rows), three, Verdict::Failed);
}

#[test]
fn a_deployment_prints_its_replicas() {
    let columns = ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"];
    let of = |ready: &str| table("deployments", &columns, &[&["web", ready, "3", "3", "5d"]]);
    let sentences = [
        "`web` Deployment는 3/3 replicas Ready",
        "The deployment should have 3/3 replicas ready",
    ];
    let ask = named("deployments", "web");
    both(&ask, &of("3/3"), sentences, Verdict::Passed);
    both(&ask, &of("2/3"), sentences, Verdict::Failed);
    both(&ask, &of("2/2"), sentences, Verdict::Failed);
    // Three pods are no Deployment.
    let rows = pods(&[&["web-1", "3/3", "Running", "0", "5d"]]);
    both(&get("pods", None), &rows, sentences, Verdict::Manual);
}

#[test]
fn warnings_are_those_of_events_that_are_shown() {
    let columns = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
    let of = |kind: &'static str| [["2m", kind, "Pulled", "pod/web-0", "image pulled"]];
    let events = |rows: &[[&str; 5]]| {
        let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
        table("events", &columns, &rows)
    };
    let sentences = ["경고 이벤트가 없어야 함", "Events show no warnings"];
    let ask = get("events", None);
    both(&ask, &events(&of("Normal")), sentences, Verdict::Passed);
    both(&ask, &events(&of("Warning")), sentences, Verdict::Failed);
    both(&ask, &events(&[]), sentences, Verdict::Passed);
    // A command that asks for the others shows no warning, whatever there is.
    let mut normal = get("events", None);
    if let Query::Get(get) = &mut normal.query {
        get.field_selector = Some("type=Normal".into());
    }
    both(&normal, &events(&of("Normal")), sentences, Verdict::Manual);
    let rows = pods(&[&["a", "1/1", "Running", "0", "5d"]]);
    both(&get("pods", None), &rows, sentences, Verdict::Manual);
}
