use super::*;
use serde_json::{Value, json};

fn healthy() -> Value {
    json!({
        "metadata": {"name": "web-1", "namespace": "x", "generation": 2},
        "spec": {"restartPolicy": "Always", "containers": [{"name": "app"}, {"name": "side"}],
            "initContainers": [{"name": "setup"}, {"name": "proxy", "restartPolicy": "Always"}],
            "readinessGates": [{"conditionType": "example.io/in-service"}]},
        "status": {"phase": "Running", "observedGeneration": 2,
            "conditions": [
                {"type": "PodScheduled", "status": "True"},
                {"type": "Initialized", "status": "True"},
                {"type": "ContainersReady", "status": "True"},
                {"type": "Ready", "status": "True", "observedGeneration": 2},
                {"type": "example.io/in-service", "status": "True"},
                {"type": "example.io/other", "status": "False"}],
            "containerStatuses": [
                {"name": "app", "ready": true, "state": {"running": {"startedAt": "2025-12-05T01:00:00Z"}}},
                {"name": "side", "ready": true, "state": {"running": {}}}],
            "initContainerStatuses": [
                {"name": "setup", "ready": true, "state": {"terminated": {"exitCode": 0}}},
                {"name": "proxy", "ready": true, "state": {"running": {}}}]},
    })
}

fn is_fine(pod: &Value) -> bool {
    PodHealth::deserialize(pod).unwrap().is_fine()
}

fn check(pointer: &str, value: Value, fine: bool) {
    let mut pod = healthy();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match pod.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => pod.pointer_mut(parent).unwrap()[key] = value,
    }
    assert_eq!(is_fine(&pod), fine, "{pointer}: {pod}");
}

#[test]
fn one_thing_amiss_is_enough_to_be_looked_at() {
    check("/metadata/name", json!("other"), true);
    for (pointer, value) in [
        ("/metadata/generation", json!(3)),
        ("/metadata/generation", json!(1)),
        ("/metadata/deletionTimestamp", json!("2025-12-05T10:00:00Z")),
        ("/spec/restartPolicy", json!("OnFailure")),
        (
            "/spec/containers",
            json!([{"name": "app"}, {"name": "new"}]),
        ),
        ("/spec/containers", json!([])),
        (
            "/spec/readinessGates/0/conditionType",
            json!("never-written"),
        ),
        ("/status", Value::Null),
        ("/status/phase", json!("Pending")),
        ("/status/phase", json!("Succeeded")),
        ("/status/reason", json!("NodeLost")),
        ("/status/observedGeneration", json!(1)),
        // The second spec, and nobody says that it was seen.
        ("/status/observedGeneration", Value::Null),
        ("/status/conditions", json!([])),
        ("/status/conditions", Value::Null),
        ("/status/conditions/0/status", json!("False")),
        ("/status/conditions/2/status", json!("Unknown")),
        ("/status/conditions/3/status", json!("False")),
        ("/status/conditions/3/observedGeneration", json!(1)),
        ("/status/conditions/4/status", json!("False")),
        (
            "/status/conditions/5",
            json!({"type": "Ready", "status": "False"}),
        ),
        (
            "/status/conditions/5",
            json!({"type": "DisruptionTarget", "status": "True"}),
        ),
        (
            "/status/conditions/5",
            json!({"type": "PodResizePending", "status": "True"}),
        ),
        ("/status/containerStatuses", json!([])),
        ("/status/containerStatuses/1/ready", json!(false)),
        (
            "/status/containerStatuses/1/state",
            json!({"waiting": {"reason": "CrashLoopBackOff"}}),
        ),
        (
            "/status/containerStatuses/1/state",
            json!({"terminated": {"exitCode": 0}}),
        ),
        ("/status/containerStatuses/1/state", Value::Null),
        (
            "/status/initContainerStatuses/0/state",
            json!({"terminated": {"exitCode": 1}}),
        ),
        (
            "/status/initContainerStatuses/0/state",
            json!({"running": {}}),
        ),
        ("/status/initContainerStatuses/1/ready", json!(false)),
        ("/status/initContainerStatuses/1/name", json!("gone")),
    ] {
        check(pointer, value, false);
    }
}

#[test]
fn a_first_spec_needs_no_observer() {
    for (generation, observed, fine) in [
        (Value::Null, Value::Null, true),
        (json!(1), Value::Null, true),
        (json!(1), json!(1), true),
        (json!(2), Value::Null, false),
        (json!(2), json!(1), false),
        (json!(1), json!(2), false),
    ] {
        let mut pod = healthy();
        pod["metadata"]["generation"] = generation.clone();
        pod["status"]["observedGeneration"] = observed.clone();
        pod["status"]["conditions"][3]["observedGeneration"] = observed.clone();
        assert_eq!(is_fine(&pod), fine, "{generation} {observed}");
    }
}

#[test]
fn a_pod_that_ran_to_its_end_is_not_fine_and_has_succeeded() {
    let mut pod = healthy();
    pod["status"]["phase"] = json!("Succeeded");
    let has_succeeded = |pod: &Value| PodHealth::deserialize(pod).unwrap().has_succeeded();
    assert!(has_succeeded(&pod) && !is_fine(&pod));
    pod["metadata"]["deletionTimestamp"] = json!("2025-12-05T10:00:00Z");
    assert!(!has_succeeded(&pod));
}
