use super::*;
use crate::world::binary;
use serde_json::json;

#[test]
fn both_forms_of_a_pod_tell_the_same() {
    let pods = [
        json!({"metadata": {"name": "a", "namespace": "x", "generation": 300},
            "spec": {"restartPolicy": "Always", "containers": [{"name": "app"}],
                "initContainers": [{"name": "proxy", "restartPolicy": "Always"}],
                "readinessGates": [{"conditionType": "gate"}]},
            "status": {"phase": "Running", "observedGeneration": 299,
                "conditions": [{"type": "Ready", "status": "True", "observedGeneration": 299}],
                "containerStatuses": [{"name": "app", "ready": true, "state": {"running": {}}}],
                "initContainerStatuses": [{"name": "proxy", "ready": false,
                    "state": {"waiting": {}}}]}}),
        json!({"metadata": {"name": "b", "deletionTimestamp": "2025-12-05T10:00:00Z"},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "job"}]},
            "status": {"phase": "Failed", "reason": "Evicted",
                "containerStatuses": [{"name": "job", "ready": false,
                    "state": {"terminated": {"exitCode": 137}}}]}}),
        json!({"metadata": {"name": "c"}, "spec": {}, "status": {}}),
    ];
    let items: Vec<u8> = pods
        .iter()
        .flat_map(|pod| binary::item(&binary::pod(pod)))
        .collect();
    let body = binary::list("PodList", "", &items);
    let mut seen = Vec::new();
    protobuf::list(&body[..], "PodList", |item| {
        seen.push(PodHealth::deserialize(Message(Fields(item), POD))?);
        Ok(())
    })
    .unwrap();
    let told: Vec<PodHealth> = pods
        .iter()
        .map(|pod| serde_json::from_value(pod.clone()).unwrap())
        .collect();
    assert_eq!(seen, told);
}
