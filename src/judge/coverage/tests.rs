use super::*;
use crate::tests::recordings::{body, items};
use chrono::{DateTime, Utc};
use serde_json::json;

fn ctx(lang: Lang) -> KindContext<'static> {
    KindContext::new(
        "2026-11-23T10:20:00Z".parse::<DateTime<Utc>>().unwrap(),
        lang,
    )
}

fn node(nodes: &mut [Value], ending: &str) -> usize {
    let found = nodes.iter().position(|node| name(node).contains(ending));
    found.unwrap()
}

fn refs(objects: &[Value]) -> Vec<&Value> {
    objects.iter().collect()
}

#[test]
fn seven_of_seven_leaves_three_nodes_without_a_pod() {
    let ds = body("before/daemonsets.get.alloy.json");
    let pods = items("before/pods.list.alloy.json");
    let nodes = items("before/nodes.list.json");
    let seen = coverage(
        &refs(&pods),
        &refs(&nodes),
        Some(&ds),
        Some(10),
        &ctx(Lang::En),
    );
    assert_eq!(seen.judgement.verdict, Verdict::Failed);
    assert_eq!(seen.ready_nodes.len(), 7);
    let tainted: Vec<&str> = seen.without.iter().map(|u| u.node.as_str()).collect();
    assert_eq!(tainted.len(), 3, "{tainted:?}");
    assert!(
        tainted
            .iter()
            .all(|n| ["-41.", "-72.", "13-11."].iter().any(|e| n.contains(e)))
    );
    assert!(
        seen.without
            .iter()
            .all(|u| u.why.words(Lang::En) == "taint dedicated=ops:NoSchedule not tolerated")
    );
    assert!(
        seen.judgement.message.starts_with(
            "expected 10, desired 7, ready 7, nodes 10; 3 nodes without a ready pod: ip-10-11-12-41"
        ),
        "{}",
        seen.judgement.message
    );
    let korean = coverage(
        &refs(&pods),
        &refs(&nodes),
        Some(&ds),
        Some(10),
        &ctx(Lang::Ko),
    );
    assert!(
        korean
            .judgement
            .message
            .contains("taint dedicated=ops:NoSchedule 허용 안 됨"),
        "{}",
        korean.judgement.message
    );
}

#[test]
fn ten_of_ten_covers_every_node() {
    let ds = body("after/daemonsets.get.alloy.json");
    let pods = items("after/pods.list.alloy.json");
    let nodes = items("after/nodes.list.json");
    for (expected, verdict) in [
        (Some(10), Verdict::Passed),
        (None, Verdict::Passed),
        (Some(11), Verdict::Failed),
        (Some(9), Verdict::Failed),
    ] {
        let seen = coverage(
            &refs(&pods),
            &refs(&nodes),
            Some(&ds),
            expected,
            &ctx(Lang::En),
        );
        assert_eq!(
            seen.judgement.verdict, verdict,
            "{expected:?}: {}",
            seen.judgement.message
        );
    }
    // A pod less, and it is the node that is named; two pods on one node do not make up for it.
    let mut doubled = pods.clone();
    let left = text(&doubled[0], "/spec/nodeName").to_string();
    doubled[0]["spec"]["nodeName"] = doubled[1]["spec"]["nodeName"].clone();
    let seen = coverage(
        &refs(&doubled),
        &refs(&nodes),
        Some(&ds),
        Some(10),
        &ctx(Lang::En),
    );
    assert_eq!(seen.judgement.verdict, Verdict::Failed);
    assert_eq!(
        seen.without,
        [Uncovered {
            node: left,
            why: Why::NotVisible,
            pod: None
        }]
    );
    assert_eq!((seen.ready_nodes.len(), seen.ready_pods), (9, 10));
}

#[test]
fn the_record_of_ten_nodes_on_a_cluster_of_eleven_says_both() {
    let mut ds = body("after/daemonsets.get.alloy.json");
    let mut pods = items("after/pods.list.alloy.json");
    let mut nodes = items("after/nodes.list.json");
    let (mut pod, mut node) = (pods[0].clone(), nodes[0].clone());
    node["metadata"]["name"] = json!("ip-11");
    pod["spec"]["nodeName"] = json!("ip-11");
    pods.push(pod);
    nodes.push(node);
    for field in [
        "desiredNumberScheduled",
        "currentNumberScheduled",
        "updatedNumberScheduled",
        "numberReady",
        "numberAvailable",
    ] {
        ds["status"][field] = json!(11);
    }
    let seen = coverage(
        &refs(&pods),
        &refs(&nodes),
        Some(&ds),
        Some(10),
        &ctx(Lang::En),
    );
    assert_eq!(seen.judgement.verdict, Verdict::Failed);
    assert_eq!(
        seen.judgement.message,
        "expected 10, desired 11, ready 11, nodes 11"
    );
}

/// The labs: a taint that comes late, on a DaemonSet without tolerations.
#[test]
fn late_taints_are_told_apart() {
    let before = items("before/nodes.list.json");
    let late = |effect: &str, ending: &str| {
        let mut nodes = before.clone();
        let at = node(&mut nodes, ending);
        nodes[at]["spec"]["taints"] = json!([{"key": "late", "value": "x", "effect": effect}]);
        nodes
    };
    // (lab, nodes, nodes without a pod, misscheduled)
    for (lab, nodes, without, misscheduled) in [
        ("lab1.no-tolerations", before.clone(), 3, 0),
        (
            "lab2.noschedule-taint-added-later.not-resynced",
            late("NoSchedule", "12-106"),
            3,
            1,
        ),
        (
            "lab3.noschedule-taint-added-later.after-resync",
            late("NoSchedule", "12-106"),
            3,
            1,
        ),
        (
            "lab4.after-rollout-restart",
            late("NoSchedule", "12-106"),
            4,
            0,
        ),
        ("lab5.taint-removed", before.clone(), 3, 0),
        ("lab5b.noexecute-taint", late("NoExecute", "12-123"), 4, 0),
    ] {
        let ds = body(&format!("extras/{lab}.daemonset.json"));
        let pods = items(&format!("extras/{lab}.pods.json"));
        let seen = coverage(&refs(&pods), &refs(&nodes), Some(&ds), None, &ctx(Lang::En));
        assert_eq!(
            seen.without.len(),
            without,
            "{lab}: {}",
            seen.judgement.message
        );
        assert_eq!(seen.misscheduled.len(), misscheduled, "{lab}");
        assert_eq!(seen.judgement.verdict, Verdict::Failed, "{lab}");
        assert!(
            !seen.judgement.message.contains("no reason visible"),
            "{lab}: {}",
            seen.judgement.message
        );
    }
}

#[test]
fn a_pod_that_does_not_fit_is_named_with_its_node() {
    let ds = body("extras/lab6.does-not-fit.daemonset.json");
    let pods = items("extras/lab6.does-not-fit.pods.json");
    let nodes = items("before/nodes.list.json");
    let waiting = pods
        .iter()
        .find(|pod| text(pod, "/status/phase") == "Pending")
        .unwrap();
    let born = crate::facts::fields::time(waiting, "/metadata/creationTimestamp").unwrap();
    for (minutes, verdict) in [(9, Verdict::Pending), (11, Verdict::Failed)] {
        let now = born + chrono::TimeDelta::minutes(minutes);
        let ctx = KindContext::new(now, Lang::En);
        let seen = coverage(&refs(&pods), &refs(&nodes), Some(&ds), None, &ctx);
        let uncovered = seen.without.iter().find(|u| u.pod.is_some()).unwrap();
        assert_eq!(uncovered.node, node_of(waiting));
        assert!(
            uncovered.why.words(Lang::En).contains("Insufficient cpu"),
            "{uncovered:?}"
        );
        assert_eq!(
            seen.judgement.verdict, verdict,
            "{}",
            seen.judgement.message
        );
    }
}

#[test]
fn every_reason_is_found() {
    let workload = |kind: &str, spec: Value| {
        json!({"kind": kind, "apiVersion": "apps/v1", "metadata": {"namespace": "n"},
            "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"spec": spec}}})
    };
    let node = |spec: Value| {
        json!({"metadata": {"name": "n1", "labels": {"zone": "a"}}, "spec": spec,
            "status": {"conditions": [{"type": "Ready", "status": "True"}],
                "allocatable": {"cpu": "1", "memory": "1Gi", "pods": "2"}}})
    };
    let taint = |key: &str, effect: &str| node(json!({"taints": [{"key": key, "effect": effect}]}));
    let mut broken = node(json!({}));
    broken["status"]["conditions"] =
        json!([{"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown"}]);
    let affinity = json!({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
        {"nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["b"]}]}]}}}});
    let cordoned = node(json!({"unschedulable": true}));
    for (kind, spec, node, why) in [
        ("DaemonSet", json!({}), node(json!({})), "no reason visible"),
        (
            "DaemonSet",
            json!({}),
            broken,
            "node not ready: NodeStatusUnknown",
        ),
        ("Deployment", json!({}), cordoned.clone(), "cordoned"),
        ("DaemonSet", json!({}), cordoned, "no reason visible"),
        (
            "Deployment",
            json!({}),
            taint("node.kubernetes.io/unschedulable", "NoSchedule"),
            "cordoned",
        ),
        (
            "DaemonSet",
            json!({}),
            taint("node.kubernetes.io/unschedulable", "NoSchedule"),
            "no reason visible",
        ),
        (
            "DaemonSet",
            json!({}),
            taint("node.kubernetes.io/network-unavailable", "NoSchedule"),
            "taint node.kubernetes.io/network-unavailable:NoSchedule not tolerated",
        ),
        (
            "DaemonSet",
            json!({"hostNetwork": true}),
            taint("node.kubernetes.io/network-unavailable", "NoSchedule"),
            "no reason visible",
        ),
        (
            "DaemonSet",
            json!({}),
            taint("x", "PreferNoSchedule"),
            "no reason visible",
        ),
        (
            "DaemonSet",
            json!({"tolerations": [{"operator": "Exists"}]}),
            taint("x", "NoExecute"),
            "no reason visible",
        ),
        (
            "DaemonSet",
            json!({"tolerations": [{"key": "x", "operator": "Exists", "effect": "NoSchedule"}]}),
            taint("x", "NoExecute"),
            "taint x:NoExecute not tolerated",
        ),
        (
            "DaemonSet",
            json!({"tolerations": [{"key": "x", "value": "other"}]}),
            taint("x", "NoSchedule"),
            "taint x:NoSchedule not tolerated",
        ),
        (
            "DaemonSet",
            json!({"nodeSelector": {"zone": "b"}}),
            node(json!({})),
            "nodeSelector zone=b does not match",
        ),
        (
            "DaemonSet",
            affinity,
            node(json!({})),
            "node affinity does not match",
        ),
        (
            "DaemonSet",
            json!({"containers": [{"resources": {"requests": {"cpu": "1100m"}}}]}),
            node(json!({})),
            "not enough cpu: requests 1100m, free 1",
        ),
        (
            "DaemonSet",
            json!({"containers": [{"resources": {"requests": {"memory": "2Gi"}}}]}),
            node(json!({})),
            "not enough memory: requests 2147483648, free 1073741824",
        ),
    ] {
        let workload = workload(kind, spec);
        let seen = coverage(&[], &[&node], Some(&workload), None, &ctx(Lang::En));
        assert_eq!(seen.without[0].why.words(Lang::En), why, "{workload}");
    }
}
