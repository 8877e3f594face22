//! Custom objects, and the operators that we know.

use super::driver::check;

#[test]
fn custom_objects_pass_only_by_the_list_and_without_a_contradiction() {
    let ready = "{type: Ready, status: 'True'}";
    let rows = [
        (format!("status: {{conditions: [{ready}]}}"), "passed Ready"),
        (
            format!("status: {{observedGeneration: 1, conditions: [{ready}]}}"),
            "pending GenerationLag",
        ),
        (
            "status: {conditions: [{type: Ready, status: 'True', observedGeneration: 1}]}"
                .to_string(),
            "pending GenerationLag",
        ),
        (
            format!("status: {{conditions: [{ready}, {{type: Issuing, status: 'True'}}]}}"),
            "pending Contradicted",
        ),
        (
            format!("status: {{conditions: [{ready}, {{type: Synced, status: 'False'}}]}}"),
            "pending Contradicted",
        ),
        (
            format!("status: {{conditions: [{ready}, {{type: Degraded, status: 'True'}}]}}"),
            "failed Degraded",
        ),
        (
            format!("status: {{conditions: [{ready}, {{type: SomethingElse, status: 'False'}}]}}"),
            "passed Ready",
        ),
        (
            format!("status: {{phase: Failed, conditions: [{ready}]}}"),
            "failed Degraded",
        ),
        (
            format!("status: {{phase: Updating, conditions: [{ready}]}}"),
            "pending Progressing",
        ),
        (
            format!("status: {{lastError: boom, conditions: [{ready}]}}"),
            "pending Contradicted",
        ),
        (
            format!("spec: {{replicas: 3}}\nstatus: {{readyReplicas: 2, conditions: [{ready}]}}"),
            "pending LessReady",
        ),
        (
            format!(
                "spec: {{version: '1.36'}}\nstatus: {{version: v1.35.2, conditions: [{ready}]}}"
            ),
            "pending OtherRevision",
        ),
        (
            format!(
                "spec: {{version: '1.36'}}\nstatus: {{version: v1.36.2, conditions: [{ready}]}}"
            ),
            "passed Ready",
        ),
        (
            format!("spec: {{paused: true}}\nstatus: {{conditions: [{ready}]}}"),
            "pending Suspended",
        ),
        (
            format!(
                "meta: {{name: x, annotations: {{example.io/paused: 'true'}}}}\nstatus: {{conditions: [{ready}]}}"
            ),
            "pending Suspended",
        ),
        (
            format!(
                "meta: {{name: x, annotations: {{example.io/paused: 'false'}}}}\nstatus: {{conditions: [{ready}]}}"
            ),
            "passed Ready",
        ),
        (
            "status: {conditions: [{type: Ready, status: 'False', reason: Pending}]}".to_string(),
            "pending ConditionNotMet",
        ),
        (
            "status: {conditions: [{type: Ready, status: odd}]}".to_string(),
            "pending ConditionNotMet",
        ),
        ("status: {conditions: []}".to_string(), "pending NoStatus"),
    ];
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, expected)| (row.as_str(), *expected))
        .collect();
    check("cert-manager.io/v1", "Certificate", &rows);
    check(
        "example.com/v1",
        "Widget",
        &[
            (
                "status: {conditions: [{type: Ready, status: 'True'}]}",
                "manual UnlistedKind",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'False'}]}",
                "pending ConditionNotMet",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'True'}, {type: Stalled, status: 'True'}]}",
                "failed Stalled",
            ),
            ("status: {}", "manual NoConditions"),
        ],
    );
}

#[test]
fn healthy_objects_of_well_known_operators_pass() {
    for (version, kind, fragment) in [
        (
            "external-secrets.io/v1",
            "ExternalSecret",
            "status: {conditions: [{type: Ready, status: 'True', reason: SecretSynced}]}",
        ),
        (
            "keda.sh/v1alpha1",
            "ScaledObject",
            "status: {conditions: [{type: Ready, status: 'True'}, {type: Active, status: 'False'}, {type: Fallback, status: 'False'}, {type: Paused, status: 'False'}]}",
        ),
        (
            "s3.aws.upbound.io/v1beta1",
            "Bucket",
            "status: {conditions: [{type: Ready, status: 'True'}, {type: Synced, status: 'True'}]}",
        ),
        (
            "karpenter.sh/v1",
            "NodePool",
            "status: {conditions: [{type: Ready, status: 'True'}, {type: NodeClassReady, status: 'True'}]}",
        ),
        (
            "serving.knative.dev/v1",
            "Service",
            "status: {conditions: [{type: Ready, status: 'True'}, {type: RoutesReady, status: 'True'}]}",
        ),
        (
            "postgresql.cnpg.io/v1",
            "Cluster",
            "spec: {instances: 3}\nstatus: {readyInstances: 3, phase: Cluster in healthy state, conditions: [{type: Ready, status: 'True'}]}",
        ),
        (
            "kafka.strimzi.io/v1beta2",
            "Kafka",
            "status: {observedGeneration: 2, conditions: [{type: Warning, status: 'True'}, {type: Ready, status: 'True'}]}",
        ),
        (
            "monitoring.coreos.com/v1",
            "Prometheus",
            "status: {conditions: [{type: Available, status: 'True'}, {type: Reconciled, status: 'True'}]}",
        ),
        (
            "cluster.x-k8s.io/v1beta1",
            "Cluster",
            "status: {phase: Provisioned, conditions: [{type: Ready, status: 'True'}]}",
        ),
        (
            "ceph.rook.io/v1",
            "CephCluster",
            "status: {phase: Ready, ceph: {health: HEALTH_OK}}",
        ),
        (
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            "status: {parents: [{conditions: [{type: Accepted, status: 'True', observedGeneration: 2}, {type: ResolvedRefs, status: 'True', observedGeneration: 2}]}]}",
        ),
        (
            "config.openshift.io/v1",
            "ClusterOperator",
            "status: {conditions: [{type: Available, status: 'True'}, {type: Progressing, status: 'False'}, {type: Degraded, status: 'False'}]}",
        ),
    ] {
        check(version, kind, &[(fragment, "passed Ready")]);
    }
    check(
        "networking.istio.io/v1",
        "VirtualService",
        &[("spec: {}", "passed Exists")],
    );
}

#[test]
fn what_is_ready_by_its_conditions_alone_does_not_pass() {
    let ready = "conditions: [{type: Ready, status: 'True'}]";
    let judge = |version: &str, kind: &str, rows: &[(String, &str)]| {
        let rows: Vec<(&str, &str)> = rows
            .iter()
            .map(|(row, said)| (row.as_str(), *said))
            .collect();
        check(version, kind, &rows);
    };
    judge(
        "cert-manager.io/v1",
        "Certificate",
        &[
            (
                format!("status: {{notAfter: '2027-01-01T00:00:00Z', {ready}}}"),
                "passed Ready",
            ),
            (
                format!("status: {{notAfter: '2026-11-01T00:00:00Z', {ready}}}"),
                "failed Degraded",
            ),
        ],
    );
    let secret = |more: &str| format!("spec: {{refreshInterval: 1h}}\nstatus: {{{more} {ready}}}");
    judge(
        "external-secrets.io/v1",
        "ExternalSecret",
        &[
            (
                secret("refreshTime: '2026-11-23T09:30:00Z', syncedResourceVersion: 2-abc,"),
                "passed Ready",
            ),
            (
                secret("refreshTime: '2026-11-20T09:30:00Z', syncedResourceVersion: 2-abc,"),
                "pending Progressing",
            ),
            (
                secret("refreshTime: '2026-11-23T09:30:00Z', syncedResourceVersion: 1-abc,"),
                "pending GenerationLag",
            ),
            (
                format!(
                    "spec: {{refreshInterval: '0'}}\nstatus: {{refreshTime: '2026-01-01T00:00:00Z', {ready}}}"
                ),
                "passed Ready",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'True', reason: SecretDeleted}]}"
                    .to_string(),
                "failed Degraded",
            ),
        ],
    );
    judge(
        "s3.services.k8s.aws/v1alpha1",
        "Bucket",
        &[(
            "status: {conditions: [{type: ACK.ResourceSynced, status: 'True'}, {type: ACK.Terminal, status: 'True'}]}"
                .to_string(),
            "failed Degraded",
        )],
    );
    judge(
        "apps.kruise.io/v1alpha1",
        "BroadcastJob",
        &[
            (
                "status: {phase: completed, desired: 3, succeeded: 3}".to_string(),
                "passed Ready",
            ),
            (
                "status: {phase: completed, desired: 3, succeeded: 2, failed: 1}".to_string(),
                "pending Progressing",
            ),
        ],
    );
    judge(
        "flagger.app/v1beta1",
        "Canary",
        &[
            (
                "status: {phase: Succeeded, lastAppliedSpec: a, lastPromotedSpec: a}".to_string(),
                "passed Ready",
            ),
            (
                "status: {phase: Succeeded, lastAppliedSpec: b, lastPromotedSpec: a}".to_string(),
                "pending OtherRevision",
            ),
        ],
    );
    let accepted = "conditions: [{type: Accepted, status: 'True'}]";
    judge(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        &[
            (
                format!(
                    "spec: {{parentRefs: [{{name: a}}]}}\nstatus: {{parents: [{{parentRef: {{name: a}}, {accepted}}}]}}"
                ),
                "passed Ready",
            ),
            (
                format!(
                    "spec: {{parentRefs: [{{name: a}}, {{name: b}}]}}\nstatus: {{parents: [{{parentRef: {{name: a}}, {accepted}}}]}}"
                ),
                "pending NoStatus",
            ),
        ],
    );
    judge(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        &[
            ("endpoints: [{addresses: [10.0.0.1]}, {addresses: [10.0.0.2], conditions: {ready: true}}]".to_string(), "passed Ready"),
            ("endpoints: [{addresses: [10.0.0.1], conditions: {ready: false}}]".to_string(), "pending LessReady"),
            ("endpoints: [{addresses: [10.0.0.1], conditions: {ready: false, terminating: true}}, {addresses: [10.0.0.2]}]".to_string(), "passed Ready"),
            ("endpoints: []".to_string(), "pending LessReady"),
        ],
    );
    judge(
        "work.karmada.io/v1alpha2",
        "ResourceBinding",
        &[(
            "status: {schedulerObservedGeneration: 1, conditions: [{type: Scheduled, status: 'True'}]}".to_string(),
            "pending GenerationLag",
        )],
    );
}
