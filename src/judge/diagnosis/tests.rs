use super::super::coverage::coverage;
use super::super::kind::KindContext;
use super::*;
use serde_json::json;

#[test]
fn only_the_controllers_own_tolerations_acquit_a_taint() {
    let check = |taint: &str, tolerated: bool| {
        assert_eq!(
            is_tolerated_by_itself(taint, &json!({"kind": "DaemonSet"})),
            tolerated,
            "{taint}"
        );
    };
    check("node.kubernetes.io/unschedulable:NoSchedule", true);
    check("node.kubernetes.io/unschedulable", true);
    check("node.kubernetes.io/not-ready:NoExecute", true);
    check("node.kubernetes.io/not-ready:NoSchedule", false);
    check("node.kubernetes.io/network-unavailable:NoSchedule", false);
    check("dedicated=ops:NoSchedule", false);
    let network = "node.kubernetes.io/network-unavailable:NoSchedule";
    let spec = json!({"template": {"spec": {"hostNetwork": true}}});
    let daemon = json!({"kind": "DaemonSet", "spec": spec});
    assert!(is_tolerated_by_itself(network, &daemon));
}

#[test]
fn the_contradiction_is_told_in_both_languages() {
    let taint = "node.kubernetes.io/unschedulable:NoSchedule";
    for tolerated in [Tolerated::ByItself, Tolerated::ByTemplate] {
        let told = |lang| contradiction(taint, tolerated, None, lang);
        assert!(told(Lang::Ko).contains("원인일 수 없습니다"));
        assert!(told(Lang::En).contains("cannot be the cause"));
    }
}

#[test]
fn a_template_that_tolerates_it_acquits_a_taint_of_nodes_that_still_have_no_pod() {
    let node = |name: &str, taint: &str| {
        json!({"kind": "Node", "apiVersion": "v1", "metadata": {"name": name},
            "spec": {"taints": [{"key": "dedicated", "value": taint, "effect": "NoSchedule"}]},
            "status": {"conditions": [{"type": "Ready", "status": "True"}]}})
    };
    let daemon = |tolerations: Value| {
        json!({"kind": "DaemonSet", "apiVersion": "apps/v1",
            "metadata": {"name": "x", "namespace": "n"},
            "spec": {"selector": {"matchLabels": {"app": "x"}}, "template": {
                "metadata": {"labels": {"app": "x"}},
                "spec": {"tolerations": tolerations, "nodeSelector": {"disk": "ssd"}}}}})
    };
    let pod = json!({"kind": "Pod", "apiVersion": "v1",
        "metadata": {"name": "x-1", "namespace": "n", "labels": {"app": "x"}},
        "spec": {"nodeName": "a"}, "status": {"phase": "Running",
            "conditions": [{"type": "Ready", "status": "True"}]}});
    let nodes = [node("a", "ops"), node("b", "gpu")];
    let nodes: Vec<&Value> = nodes.iter().collect();
    let now = "2025-12-05T10:00:00Z".parse().unwrap();
    let ctx = KindContext::new(now, Lang::En);
    let check = |taint: &str, tolerations: Value, acquitted: bool| {
        let daemon = daemon(tolerations);
        let coverage = coverage(&[&pod], &nodes, Some(&daemon), None, &ctx);
        let found = is_tolerated_by_template(taint, &daemon, &nodes, &coverage);
        assert_eq!(found, acquitted, "{taint}: {daemon}");
    };
    let all = || json!([{"operator": "Exists"}]);
    let gpu = || json!([{"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}]);
    check("dedicated=gpu:NoSchedule", all(), true);
    check("dedicated=gpu:NoSchedule", gpu(), true);
    check("dedicated=gpu", all(), true);
    check("dedicated", gpu(), true);
    check("dedicated=gpu:NoSchedule", json!([]), false);
    // That node has its pod.
    check("dedicated=ops:NoSchedule", all(), false);
    check("other=x:NoSchedule", all(), false);
}
