//! Pods each on a node of its own.

use super::forms::both;
use super::*;

const WIDE: [&str; 7] = ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"];

fn wide(rows: &[[&str; 4]]) -> Observation {
    let full: Vec<[&str; 7]> = rows
        .iter()
        .map(|[name, ready, status, node]| [*name, *ready, *status, "0", "5d", "10.0.0.1", *node])
        .collect();
    let rows: Vec<&[&str]> = full.iter().map(|row| row.as_slice()).collect();
    table("pods", &WIDE, &rows)
}

const SENTENCES: [[&str; 2]; 3] = [
    [
        "서로 다른 노드에 배포",
        "Pods are spread across different nodes",
    ],
    [
        "Pod가 서로 다른 노드에 분산",
        "All pods run on different nodes",
    ],
    [
        "Pod가 각각 다른 노드에서 실행",
        "Each pod on a separate node",
    ],
];

#[test]
fn no_two_pods_share_a_node() {
    let ask = get("pods", None);
    let a = ["web-7d9c5b6f4-x2x4z", "1/1", "Running", "n1"];
    let b = ["web-7d9c5b6f4-b7b8c", "1/1", "Running", "n2"];
    let beside = ["web-7d9c5b6f4-b7b8c", "1/1", "Running", "n1"];
    let rows: [(&[[&str; 4]], Verdict); 9] = [
        (&[a, b], Verdict::Passed),
        (&[a, beside], Verdict::Failed),
        (&[a], Verdict::Failed),
        (&[], Verdict::Failed),
        (
            &[a, ["web-7d9c5b6f4-b7b8c", "0/1", "Pending", "<none>"]],
            Verdict::Pending,
        ),
        (
            &[a, ["web-7d9c5b6f4-b7b8c", "0/1", "Running", "n2"]],
            Verdict::Pending,
        ),
        // One that ended is nowhere any more.
        (
            &[a, b, ["web-7d9c5b6f4-z9z9z", "0/1", "Completed", "n1"]],
            Verdict::Passed,
        ),
        // Two workloads may share a node without their own pods doing so: whose are meant?
        (&[a, b, ["db-0", "1/1", "Running", "n1"]], Verdict::Manual),
        (
            &[
                ["db-0", "1/1", "Running", "n1"],
                ["db-1", "1/1", "Running", "n1"],
            ],
            Verdict::Failed,
        ),
    ];
    for (rows, verdict) in rows {
        for sentences in SENTENCES {
            both(&ask, &wide(rows), sentences, verdict);
        }
    }
}

#[test]
fn so_many_pods_are_apart() {
    let ask = get("pods", None);
    let a = ["db-0", "1/1", "Running", "n1"];
    let b = ["db-1", "1/1", "Running", "n2"];
    let c = ["db-2", "1/1", "Running", "n3"];
    let rows: [(&[[&str; 4]], Verdict); 3] = [
        (&[a, b, c], Verdict::Passed),
        (&[a, b], Verdict::Failed),
        (&[a, b, ["db-2", "1/1", "Running", "n1"]], Verdict::Failed),
    ];
    for (rows, verdict) in rows {
        for sentences in [
            [
                "3개 Pod가 서로 다른 노드에 분산",
                "3 pods on different nodes",
            ],
            [
                "Pod 3개가 모두 서로 다른 노드에 배포",
                "All 3 pods Running on different nodes",
            ],
        ] {
            both(&ask, &wide(rows), sentences, verdict);
        }
    }
    let denied = [
        "Pod가 같은 노드에 배포되지 않음",
        "Pods are not scheduled on the same node",
    ];
    both(&ask, &wide(&[a, b]), denied, Verdict::Passed);
    both(
        &ask,
        &wide(&[a, b, ["db-2", "1/1", "Running", "n1"]]),
        denied,
        Verdict::Failed,
    );
}

#[test]
fn several_nodes_are_more_than_one() {
    let ask = get("pods", None);
    let a = ["db-0", "1/1", "Running", "n1"];
    let b = ["db-1", "1/1", "Running", "n2"];
    let beside = ["db-1", "1/1", "Running", "n1"];
    let other = ["web-0", "1/1", "Running", "n2"];
    let rows: [(&[[&str; 4]], Verdict); 7] = [
        (&[a, b], Verdict::Passed),
        (&[a, b, ["db-2", "1/1", "Running", "n1"]], Verdict::Passed),
        (&[a, beside], Verdict::Failed),
        (&[a], Verdict::Failed),
        (&[a, ["db-1", "0/1", "Pending", "<none>"]], Verdict::Pending),
        // The pods of db are all on one node; the other one's is elsewhere.
        (&[a, beside, other], Verdict::Manual),
        (&[], Verdict::Failed),
    ];
    for (rows, verdict) in rows {
        let sentences = [
            "Pod가 여러 노드에 분산",
            "Pods are distributed across multiple nodes",
        ];
        both(&ask, &wide(rows), sentences, verdict);
    }
}

#[test]
fn where_pods_are_has_to_be_seen() {
    let ask = get("pods", None);
    let rows = pods(&[
        &["web-0", "1/1", "Running", "0", "5d"],
        &["web-1", "1/1", "Running", "0", "5d"],
    ]);
    for sentences in SENTENCES {
        both(&ask, &rows, sentences, Verdict::Manual);
        both(
            &get("nodes", None),
            &table(
                "nodes",
                &["NAME", "STATUS", "ROLES"],
                &[&["n1", "Ready", "<none>"]],
            ),
            sentences,
            Verdict::Manual,
        );
    }
    // The companion that judging asks for tells.
    let object = |name: &str, node: &str| {
        serde_json::json!({"kind": "Pod", "metadata": {"name": name, "namespace": "loki-v3"},
            "spec": {"nodeName": node, "containers": [{"name": "web"}]},
            "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
                "containerStatuses": [{"name": "web", "ready": true, "restartCount": 0, "state": {"running": {}}}]}})
    };
    let companion = Query::Get(Get {
        objects: true,
        ..match get("pods", None).query {
            Query::Get(get) => get,
            _ => unreachable!(),
        }
    });
    for (other, verdict) in [("n2", Verdict::Passed), ("n1", Verdict::Failed)] {
        let seen = Seen {
            objects: vec![object("web-0", "n1"), object("web-1", other)],
            ..Seen::at(now())
        };
        let world = World {
            observations: [(
                companion.clone(),
                std::sync::Arc::new(Observation::Seen(Box::new(seen))),
            )]
            .into(),
        };
        for sentence in SENTENCES.as_flattened() {
            let judged = judge_step(&[(&ask, &rows)], &world, &[sentence], Lang::of(sentence));
            assert_eq!(judged.judgement.verdict, verdict, "{sentence}: {judged:?}");
        }
    }
}
