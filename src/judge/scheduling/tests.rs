use super::*;
use serde_json::json;

fn workload(kind: &str, spec: Value) -> Value {
    json!({"kind": kind, "apiVersion": "apps/v1", "spec": {"template": {"spec": spec}}})
}

fn node(spec: Value) -> Value {
    json!({"metadata": {"name": "n1", "labels": {"zone": "a", "size": "8", "gpu": ""}}, "spec": spec,
        "status": {"conditions": [{"type": "Ready", "status": "True"}],
            "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "3", "nvidia.com/gpu": "1",
                "ephemeral-storage": "10Gi"}}})
}

fn why(why: Option<Why>) -> String {
    why.map_or_else(String::new, |why| why.words(Lang::En))
}

/// The table of the Kubernetes documentation ("Taints and Tolerations"), and beyond it.
#[test]
fn tolerations_match_as_the_scheduler_matches_them() {
    // (key, operator, value, effect of the toleration), taint, whether it is tolerated
    let rows = [
        (
            ("k", "Equal", "v", "NoSchedule"),
            ("k", "v", "NoSchedule"),
            true,
        ),
        (("k", "", "v", "NoSchedule"), ("k", "v", "NoSchedule"), true),
        (("k", "Equal", "v", ""), ("k", "v", "NoExecute"), true),
        (("k", "Equal", "w", ""), ("k", "v", "NoSchedule"), false),
        (
            ("k", "Equal", "v", "NoExecute"),
            ("k", "v", "NoSchedule"),
            false,
        ),
        (("k", "Exists", "", ""), ("k", "v", "NoSchedule"), true),
        (
            ("k", "Exists", "", "NoSchedule"),
            ("k", "v", "NoExecute"),
            false,
        ),
        (("", "Exists", "", ""), ("any", "v", "NoExecute"), true),
        (
            ("", "Exists", "", "NoSchedule"),
            ("any", "v", "NoExecute"),
            false,
        ),
        (("", "Equal", "v", ""), ("k", "v", "NoSchedule"), false),
        (("", "", "", ""), ("k", "", "NoSchedule"), false),
        (("k", "Equal", "", ""), ("k", "", "NoSchedule"), true),
        (("K", "Exists", "", ""), ("k", "", "NoSchedule"), false),
        (("k", "exists", "", ""), ("k", "", "NoSchedule"), false),
        (("k", "Gt", "5", ""), ("k", "6", "NoSchedule"), true),
        (("k", "Gt", "5", ""), ("k", "5", "NoSchedule"), false),
        (("k", "Lt", "5", ""), ("k", "4", "NoSchedule"), true),
        (("k", "Lt", "5", ""), ("k", "x", "NoSchedule"), false),
    ];
    for ((key, operator, value, effect), (taint_key, taint_value, taint_effect), tolerated) in rows
    {
        let toleration =
            json!({"key": key, "operator": operator, "value": value, "effect": effect});
        let workload = workload("Deployment", json!({"tolerations": [toleration]}));
        let taint = Taint {
            key: taint_key.into(),
            value: taint_value.into(),
            effect: taint_effect.into(),
        };
        assert_eq!(
            Template::of(&workload).tolerates(&taint),
            tolerated,
            "{toleration} {taint:?}"
        );
    }
}

/// `AddOrUpdateDaemonPodTolerations`: what a DaemonSet's pods tolerate without saying so, and what not.
#[test]
fn daemons_tolerate_their_seven_taints_by_themselves() {
    for (key, effect, daemon, on_host) in [
        ("not-ready", "NoExecute", true, true),
        ("not-ready", "NoSchedule", false, false),
        ("unreachable", "NoExecute", true, true),
        ("unreachable", "NoSchedule", false, false),
        ("disk-pressure", "NoSchedule", true, true),
        ("disk-pressure", "NoExecute", false, false),
        ("memory-pressure", "NoSchedule", true, true),
        ("pid-pressure", "NoSchedule", true, true),
        ("unschedulable", "NoSchedule", true, true),
        ("network-unavailable", "NoSchedule", false, true),
        ("out-of-service", "NoExecute", false, false),
        ("out-of-disk", "NoSchedule", false, false),
    ] {
        let taint = Taint {
            key: format!("node.kubernetes.io/{key}"),
            value: String::new(),
            effect: effect.into(),
        };
        let plain = workload("DaemonSet", json!({}));
        let host = workload("DaemonSet", json!({"hostNetwork": true}));
        let other = workload("Deployment", json!({"hostNetwork": true}));
        assert_eq!(Template::of(&plain).tolerates(&taint), daemon, "{taint:?}");
        assert_eq!(Template::of(&host).tolerates(&taint), on_host, "{taint:?}");
        assert!(!Template::of(&other).tolerates(&taint), "{taint:?}");
    }
    let foreign = Taint {
        key: "node.cloudprovider.kubernetes.io/unschedulable".into(),
        value: String::new(),
        effect: "NoSchedule".into(),
    };
    assert!(!Template::of(&workload("DaemonSet", json!({}))).tolerates(&foreign));
}

#[test]
fn what_keeps_a_pod_off_a_node_is_told() {
    let affinity = |terms: Value| {
        json!({"affinity": {"nodeAffinity":
            {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}})
    };
    let expression = |key: &str, operator: &str, values: Value| {
        affinity(
            json!([{"matchExpressions": [{"key": key, "operator": operator, "values": values}]}]),
        )
    };
    let plain = node(json!({}));
    let no = "node affinity does not match";
    for (spec, told) in [
        (json!({}), ""),
        (json!({"nodeSelector": {"zone": "a"}}), ""),
        (
            json!({"nodeSelector": {"zone": "b"}}),
            "nodeSelector zone=b does not match",
        ),
        (
            json!({"nodeSelector": {"absent": ""}}),
            "nodeSelector absent= does not match",
        ),
        (json!({"nodeSelector": {"gpu": ""}}), ""),
        (json!({"nodeName": "n1"}), ""),
        (
            json!({"nodeName": "n2"}),
            "nodeSelector nodeName=n2 does not match",
        ),
        (expression("zone", "In", json!(["b", "a"])), ""),
        (expression("zone", "In", json!(["b"])), no),
        (expression("zone", "In", json!([])), no),
        (expression("absent", "In", json!([""])), no),
        (expression("zone", "NotIn", json!(["b"])), ""),
        (expression("zone", "NotIn", json!(["a"])), no),
        (expression("absent", "NotIn", json!(["a"])), ""),
        (expression("zone", "Exists", json!(null)), ""),
        (expression("absent", "Exists", json!(null)), no),
        (expression("absent", "DoesNotExist", json!(null)), ""),
        (expression("zone", "DoesNotExist", json!(null)), no),
        (expression("size", "Gt", json!(["7"])), ""),
        (expression("size", "Gt", json!(["8"])), no),
        (expression("size", "Lt", json!(["9"])), ""),
        (expression("size", "Lt", json!(["8"])), no),
        (expression("zone", "Gt", json!(["1"])), no),
        (expression("absent", "Lt", json!(["1"])), no),
        (expression("zone", "Like", json!(["a"])), no),
        (affinity(json!([])), no),
        (affinity(json!([{}])), no),
        // Terms are alternatives, and what is in a term holds together.
        (
            affinity(json!([{}, {"matchExpressions": [{"key": "zone", "operator": "Exists"}]}])),
            "",
        ),
        (
            affinity(
                json!([{"matchExpressions": [{"key": "zone", "operator": "Exists"},
                {"key": "zone", "operator": "In", "values": ["b"]}]}]),
            ),
            no,
        ),
        (
            affinity(
                json!([{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n1"]}]}]),
            ),
            "",
        ),
        (
            affinity(
                json!([{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n2"]}]}]),
            ),
            no,
        ),
        (
            affinity(
                json!([{"matchFields": [{"key": "metadata.name", "operator": "NotIn", "values": ["n2"]}],
                "matchExpressions": [{"key": "zone", "operator": "Exists"}]}]),
            ),
            "",
        ),
        (
            json!({"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}}}),
            "",
        ),
    ] {
        let workload = workload("DaemonSet", spec);
        assert_eq!(
            why(Template::of(&workload).kept_off(&plain)),
            told,
            "{workload}"
        );
    }
}

/// What ties a pod to its own node says nothing of its siblings' nodes.
#[test]
fn a_pod_stands_for_its_siblings_and_not_for_its_node() {
    let pod = json!({"kind": "Pod", "spec": {"nodeName": "n2", "affinity": {"nodeAffinity":
        {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms":
            [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n2"]}]}]}}}}});
    assert_eq!(why(Template::of(&pod).kept_off(&node(json!({})))), "");
}

#[test]
fn a_toleration_that_ends_keeps_a_pod_for_its_time_only() {
    let taint = |effect: &str| node(json!({"taints": [{"key": "k", "effect": effect}]}));
    let tolerating = |seconds: Value| workload("DaemonSet", json!({"tolerations": seconds}));
    let (short, long) = (
        json!({"key": "k", "operator": "Exists", "tolerationSeconds": 60}),
        json!({"key": "k", "operator": "Exists"}),
    );
    for (tolerations, effect, told) in [
        (
            json!([short]),
            "NoExecute",
            "taint k:NoExecute tolerated for 60 s only",
        ),
        (json!([short, long]), "NoExecute", ""),
        (json!([short]), "NoSchedule", ""),
        (json!([short]), "PreferNoSchedule", ""),
        (json!([]), "NoExecute", "taint k:NoExecute not tolerated"),
        (json!([]), "PreferNoSchedule", ""),
    ] {
        let workload = tolerating(tolerations);
        let told_now = why(Template::of(&workload).kept_off(&taint(effect)));
        assert_eq!(told_now, told, "{workload} {effect}");
    }
    assert!(why_ko(&tolerating(json!([short])), &taint("NoExecute")).contains("60초만"));
}

fn why_ko(workload: &Value, node: &Value) -> String {
    let why = Template::of(workload).kept_off(node);
    why.map_or_else(String::new, |why| why.words(Lang::Ko))
}

#[test]
fn readiness_and_cordon_come_first() {
    let mut broken =
        node(json!({"unschedulable": true, "taints": [{"key": "k", "effect": "NoExecute"}]}));
    broken["status"]["conditions"] =
        json!([{"type": "Ready", "status": "False", "reason": "KubeletNotReady"}]);
    let cordoned = node(json!({"unschedulable": true}));
    for (kind, node, told) in [
        ("DaemonSet", &broken, "node not ready: KubeletNotReady"),
        ("DaemonSet", &cordoned, ""),
        ("Deployment", &cordoned, "cordoned"),
    ] {
        let workload = workload(kind, json!({}));
        assert_eq!(why(Template::of(&workload).kept_off(node)), told, "{kind}");
    }
}

#[test]
fn room_counts_what_the_scheduler_counts() {
    let asks = |resource: &str, amount: &str| json!({"containers": [{"resources": {"requests": {resource: amount}}}]});
    let pod = |spec: Value| json!({"kind": "Pod", "metadata": {"name": "other"}, "spec": spec});
    let none: Vec<Value> = Vec::new();
    let one = vec![pod(asks("cpu", "1500m"))];
    let three = vec![pod(json!({})), pod(json!({})), pod(json!({}))];
    let port = |port: i64, ip: &str| json!({"containers": [{"ports": [{"containerPort": 80, "hostPort": port, "hostIP": ip}]}]});
    let init = |first: &str, sidecar: &str, main: &str| {
        json!({"initContainers": [
                {"name": "s", "restartPolicy": "Always", "resources": {"requests": {"cpu": sidecar}}},
                {"name": "i", "resources": {"requests": {"cpu": first}}}],
            "containers": [{"resources": {"requests": {"cpu": main}}}]})
    };
    for (spec, on_node, told) in [
        (asks("cpu", "2"), &none, ""),
        (
            asks("cpu", "2001m"),
            &none,
            "not enough cpu: requests 2001m, free 2",
        ),
        (asks("cpu", "500m"), &one, ""),
        (
            asks("cpu", "501m"),
            &one,
            "not enough cpu: requests 501m, free 500m",
        ),
        (
            asks("nvidia.com/gpu", "2"),
            &none,
            "not enough nvidia.com/gpu: requests 2, free 1",
        ),
        (
            asks("ephemeral-storage", "11Gi"),
            &none,
            "not enough ephemeral-storage: requests 11811160064, free 10737418240",
        ),
        (asks("example.com/unknown", "1"), &none, ""),
        (json!({}), &three, "not enough pods: requests 1, free 0"),
        // At the init container the sidecar before it runs, too: 1.5 + 0.6 > 2.
        (
            init("1500m", "600m", "100m"),
            &none,
            "not enough cpu: requests 2100m, free 2",
        ),
        (init("1500m", "500m", "1500m"), &none, ""),
        (
            init("0", "600m", "1500m"),
            &none,
            "not enough cpu: requests 2100m, free 2",
        ),
        (
            json!({"overhead": {"cpu": "1"}, "containers": [{"resources": {"requests": {"cpu": "1100m"}}}]}),
            &none,
            "not enough cpu: requests 2100m, free 2",
        ),
        (
            json!({"resources": {"requests": {"cpu": "3"}}, "containers": [{"resources": {"requests": {"cpu": "1"}}}]}),
            &none,
            "not enough cpu: requests 3, free 2",
        ),
        (
            port(8080, ""),
            &vec![pod(port(8080, ""))],
            "host port 8080/TCP is taken by other",
        ),
        (
            port(8080, "10.0.0.1"),
            &vec![pod(port(8080, "10.0.0.2"))],
            "",
        ),
        (
            port(8080, "10.0.0.1"),
            &vec![pod(port(8080, ""))],
            "host port 8080/TCP is taken by other",
        ),
        (port(8080, ""), &vec![pod(port(8081, ""))], ""),
        (
            json!({"hostNetwork": true, "containers": [{"ports": [{"containerPort": 9100}]}]}),
            &vec![pod(
                json!({"hostNetwork": true, "containers": [{"ports": [{"containerPort": 9100}]}]}),
            )],
            "host port 9100/TCP is taken by other",
        ),
    ] {
        let workload = workload("DaemonSet", spec);
        let on_node: Vec<&Value> = on_node.iter().collect();
        let told_now = why(Template::of(&workload).room(&node(json!({})), &on_node));
        assert_eq!(told_now, told, "{workload}");
    }
}
