//! Volumes, networks, autoscalers, budgets, and the cluster's own kinds.

use super::driver::check;

#[test]
fn storage_and_network() {
    check(
        "v1",
        "PersistentVolumeClaim",
        &[
            ("status: {phase: Bound}", "passed Ready"),
            (
                "spec: {resources: {requests: {storage: 20Gi}}}\nstatus: {phase: Bound, capacity: {storage: 10Gi}}",
                "pending Resizing",
            ),
            (
                "status: {phase: Bound, conditions: [{type: FileSystemResizePending, status: 'True'}]}",
                "pending Resizing",
            ),
            ("status: {phase: Pending}", "pending Unbound"),
            ("status: {phase: Lost}", "failed VolumeLost"),
            ("spec: {}", "pending Unbound"),
        ],
    );
    check(
        "v1",
        "Service",
        &[
            ("spec: {type: ClusterIP}", "passed Exists"),
            (
                "spec: {type: LoadBalancer, clusterIP: 10.0.0.1}\nstatus: {loadBalancer: {}}",
                "pending NoAddress",
            ),
            (
                "spec: {type: LoadBalancer}\nstatus: {loadBalancer: {ingress: [{}]}}",
                "pending NoAddress",
            ),
            (
                "spec: {type: LoadBalancer}\nstatus: {loadBalancer: {ingress: [{hostname: a.elb.amazonaws.com}]}}",
                "passed Ready",
            ),
        ],
    );
    check(
        "networking.k8s.io/v1",
        "Ingress",
        &[
            (
                "status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}",
                "passed Ready",
            ),
            ("status: {loadBalancer: {}}", "pending NoAddress"),
        ],
    );
}

#[test]
fn autoscalers_and_budgets() {
    let able = "{type: AbleToScale, status: 'True'}";
    let rows = [
        (format!("spec: {{metrics: [{{type: Resource}}]}}\nstatus: {{currentMetrics: [{{type: Resource}}], conditions: [{able}, {{type: ScalingActive, status: 'True'}}]}}"), "passed Ready"),
        (format!("spec: {{metrics: [{{type: Resource}}]}}\nstatus: {{currentMetrics: [{{type: ''}}], conditions: [{able}, {{type: ScalingActive, status: 'True'}}]}}"), "pending NoMetrics"),
        (format!("status: {{conditions: [{able}, {{type: ScalingActive, status: 'False', reason: FailedGetResourceMetric}}]}}"), "failed CannotScale"),
        ("status: {conditions: [{type: AbleToScale, status: 'False', reason: FailedGetScale, message: target missing}]}".to_string(), "failed CannotScale"),
        (format!("status: {{conditions: [{able}, {{type: ScalingActive, status: 'False', reason: ScalingDisabled}}]}}"), "pending Suspended"),
        ("status: {}".to_string(), "pending NoMetrics"),
    ];
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, expected)| (row.as_str(), *expected))
        .collect();
    check("autoscaling/v2", "HorizontalPodAutoscaler", &rows);
    check(
        "policy/v1",
        "PodDisruptionBudget",
        &[
            (
                "status: {observedGeneration: 2, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2, conditions: [{type: DisruptionAllowed, status: 'True'}]}",
                "passed Ready",
            ),
            (
                "status: {observedGeneration: 2, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, conditions: [{type: DisruptionAllowed, status: 'False', reason: InsufficientPods}]}",
                "passed Ready",
            ),
            (
                "status: {observedGeneration: 2, currentHealthy: 0, desiredHealthy: 1, expectedPods: 1, conditions: [{type: DisruptionAllowed, status: 'False', reason: InsufficientPods}]}",
                "pending BudgetUnmet",
            ),
            (
                "status: {observedGeneration: 2, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed}]}",
                "failed Degraded",
            ),
            (
                "status: {observedGeneration: 1, currentHealthy: 2, desiredHealthy: 1, conditions: [{type: DisruptionAllowed, status: 'True'}]}",
                "pending GenerationLag",
            ),
            ("spec: {}", "pending NoStatus"),
        ],
    );
}

#[test]
fn kinds_of_the_cluster() {
    check(
        "v1",
        "Node",
        &[
            (
                "status: {conditions: [{type: Ready, status: 'True'}]}",
                "passed Ready",
            ),
            (
                "spec: {unschedulable: true}\nstatus: {conditions: [{type: Ready, status: 'True'}]}",
                "pending Cordoned",
            ),
            (
                "status: {conditions: [{type: Ready, status: Unknown}]}",
                "failed NodeNotReady",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'True'}, {type: DiskPressure, status: 'True'}]}",
                "failed NodeNotReady",
            ),
            ("spec: {}", "pending NoStatus"),
        ],
    );
    check(
        "v1",
        "Namespace",
        &[
            ("status: {phase: Active}", "passed Ready"),
            ("status: {phase: Terminating}", "pending Terminating"),
        ],
    );
    check(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        &[
            (
                "status: {conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]}",
                "passed Ready",
            ),
            (
                "status: {conditions: [{type: NamesAccepted, status: 'False'}]}",
                "failed NotAccepted",
            ),
            (
                "status: {conditions: [{type: Established, status: 'False', reason: Installing}]}",
                "pending NotServed",
            ),
            ("spec: {}", "pending NotServed"),
        ],
    );
    for (version, kind) in [
        ("v1", "ConfigMap"),
        ("v1", "Secret"),
        ("rbac.authorization.k8s.io/v1", "Role"),
        ("storage.k8s.io/v1", "StorageClass"),
        ("networking.k8s.io/v1", "NetworkPolicy"),
    ] {
        check(version, kind, &[("spec: {}", "passed Exists")]);
    }
}
