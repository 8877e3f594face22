//! One row a situation: an object, and the verdict and reason that it must have in both languages.

use super::ctx;
use crate::facts::lang::Lang;
use crate::judge::kind::{moving, status};
use crate::judge::object;
use serde_json::Value;

fn parse(yaml: &str) -> Value {
    let mut found = object::read(yaml);
    assert_eq!(found.problems, [], "{yaml}");
    found.objects.remove(0).object
}

/// Judges rows of a kind: a fragment with `spec`, `status` and the like, and what it must come to.
fn check(version: &str, kind: &str, rows: &[(&str, &str)]) {
    for (fragment, expected) in rows {
        let (metadata, body) = match fragment.strip_prefix("meta: ") {
            Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
            None => ("{name: x, generation: 2}", *fragment),
        };
        let object = parse(&format!(
            "apiVersion: {version}\nkind: {kind}\nmetadata: {metadata}\n{body}\n"
        ));
        for lang in [Lang::Ko, Lang::En] {
            let judged = status(&object, &ctx(lang));
            let seen = format!("{} {}", judged.verdict.word(), judged.reason);
            assert_eq!(seen, *expected, "{kind} {fragment}: {}", judged.message);
            assert!(!judged.message.is_empty());
        }
    }
}

#[test]
fn deployments() {
    let full = "observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3";
    let conditions = "conditions: [{type: Available, status: 'True'}, {type: Progressing, status: 'True', reason: NewReplicaSetAvailable}]";
    let row = |spec: &str, status: &str| format!("spec: {{{spec}}}\nstatus: {{{status}}}");
    let rows = [
        (
            row("replicas: 3", &format!("{full}, {conditions}")),
            "passed Ready",
        ),
        (row("replicas: 3", ""), "pending NoStatus"),
        ("spec: {replicas: 3}".to_string(), "pending NoStatus"),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}").replace("Generation: 2", "Generation: 1"),
            ),
            "pending GenerationLag",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}").replace("Generation: 2", "Generation: 3"),
            ),
            "pending GenerationLag",
        ),
        (
            row(
                "replicas: 3, paused: true",
                &format!("{full}, {conditions}"),
            ),
            "pending Paused",
        ),
        (
            row("replicas: 4", &format!("{full}, {conditions}")),
            "pending LessReplicas",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}")
                    .replace("updatedReplicas: 3", "updatedReplicas: 2"),
            ),
            "pending LessUpdated",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}").replace(" replicas: 3", " replicas: 4"),
            ),
            "pending OldPods",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, terminatingReplicas: 1, {conditions}"),
            ),
            "pending OldPods",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}").replace("readyReplicas: 3", "readyReplicas: 2"),
            ),
            "pending LessReady",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}")
                    .replace("availableReplicas: 3", "availableReplicas: 2"),
            ),
            "pending LessAvailable",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, unavailableReplicas: 1, {conditions}"),
            ),
            "pending LessAvailable",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}")
                    .replace("NewReplicaSetAvailable", "ProgressDeadlineExceeded"),
            ),
            "failed ProgressDeadlineExceeded",
        ),
        (
            row(
                "replicas: 3, progressDeadlineSeconds: 600",
                &format!("{full}, {conditions}")
                    .replace("NewReplicaSetAvailable", "ReplicaSetUpdated"),
            ),
            "pending RolloutUnfinished",
        ),
        (
            row(
                "replicas: 3, progressDeadlineSeconds: 2147483647",
                &format!("{full}, conditions: [{{type: Available, status: 'True'}}]"),
            ),
            "passed Ready",
        ),
        (
            row(
                "replicas: 3",
                &format!("{full}, {conditions}")
                    .replace("Available, status: 'True'", "Available, status: 'False'"),
            ),
            "pending RolloutUnfinished",
        ),
        (
            row(
                "replicas: 0",
                &format!("observedGeneration: 2, {conditions}"),
            ),
            "passed ScaledToZero",
        ),
        (
            row(
                "replicas: 0",
                &format!("observedGeneration: 2, replicas: 1, {conditions}"),
            ),
            "pending OldPods",
        ),
        (
            format!(
                "meta: {{name: x, generation: 2, deletionTimestamp: '2026-11-23T10:00:00Z'}}\n{}",
                row("replicas: 3", &format!("{full}, {conditions}"))
            ),
            "pending Terminating",
        ),
    ];
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, expected)| (row.as_str(), *expected))
        .collect();
    check("apps/v1", "Deployment", &rows);
}

#[test]
fn replica_sets() {
    check(
        "apps/v1",
        "ReplicaSet",
        &[
            (
                "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2}",
                "passed Ready",
            ),
            (
                "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, fullyLabeledReplicas: 1, readyReplicas: 2, availableReplicas: 2}",
                "pending LessReplicas",
            ),
            (
                "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 3, availableReplicas: 3}",
                "pending OldPods",
            ),
            (
                "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 1}",
                "pending LessAvailable",
            ),
            (
                "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 0, conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate}]}",
                "failed ReplicaFailure",
            ),
            (
                "spec: {replicas: 0}\nstatus: {observedGeneration: 2, replicas: 0}",
                "passed ScaledToZero",
            ),
            ("spec: {replicas: 0}", "pending NoStatus"),
        ],
    );
}

#[test]
fn stateful_sets() {
    check(
        "apps/v1",
        "StatefulSet",
        &[
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, availableReplicas: 3, currentReplicas: 3, updatedReplicas: 3, currentRevision: a, updateRevision: a}",
                "passed Ready",
            ),
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 2, currentReplicas: 3, currentRevision: a, updateRevision: a}",
                "pending LessReady",
            ),
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, availableReplicas: 2, currentReplicas: 3, currentRevision: a, updateRevision: a}",
                "pending LessAvailable",
            ),
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}",
                "pending LessUpdated",
            ),
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3, currentRevision: a, updateRevision: b}",
                "pending RolloutUnfinished",
            ),
            (
                "spec: {replicas: 3}\nstatus: {observedGeneration: 2, replicas: 4, readyReplicas: 4, currentReplicas: 3, currentRevision: a, updateRevision: a}",
                "pending OldPods",
            ),
            (
                "spec: {replicas: 3, updateStrategy: {type: OnDelete}}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}",
                "pending OldTemplate",
            ),
            (
                "spec: {replicas: 3, updateStrategy: {type: OnDelete}}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentRevision: a, updateRevision: b}",
                "passed Ready",
            ),
            (
                "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}",
                "pending OldTemplate",
            ),
            (
                "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}}\nstatus: {observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3, currentRevision: b, updateRevision: b}",
                "passed Ready",
            ),
            (
                "spec: {replicas: 0}\nstatus: {observedGeneration: 2, replicas: 0, currentRevision: a, updateRevision: a}",
                "passed ScaledToZero",
            ),
            ("spec: {replicas: 3}", "pending NoStatus"),
        ],
    );
}

#[test]
fn daemon_sets() {
    check(
        "apps/v1",
        "DaemonSet",
        &[
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 7, updatedNumberScheduled: 7, numberReady: 7, numberAvailable: 7}",
                "passed Ready",
            ),
            (
                "status: {observedGeneration: 1, desiredNumberScheduled: 7, currentNumberScheduled: 7, updatedNumberScheduled: 7, numberReady: 7, numberAvailable: 7}",
                "pending GenerationLag",
            ),
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 7, updatedNumberScheduled: 3, numberReady: 7, numberAvailable: 7}",
                "pending LessUpdated",
            ),
            (
                "spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}}\nstatus: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 7, updatedNumberScheduled: 7, numberReady: 6, numberAvailable: 6, numberUnavailable: 1}",
                "pending LessReady",
            ),
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 7, updatedNumberScheduled: 7, numberReady: 7, numberAvailable: 6, numberUnavailable: 1}",
                "pending LessAvailable",
            ),
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 5, updatedNumberScheduled: 5, numberReady: 5, numberAvailable: 5}",
                "pending LessReplicas",
            ),
            (
                "spec: {updateStrategy: {type: OnDelete}}\nstatus: {observedGeneration: 2, desiredNumberScheduled: 7, currentNumberScheduled: 7, numberReady: 7, numberAvailable: 7}",
                "pending OldTemplate",
            ),
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 0, currentNumberScheduled: 0, numberReady: 0}",
                "manual NothingDesired",
            ),
            (
                "status: {observedGeneration: 2, desiredNumberScheduled: 6, currentNumberScheduled: 6, updatedNumberScheduled: 6, numberReady: 6, numberAvailable: 6, numberMisscheduled: 1}",
                "passed Ready",
            ),
            (
                "meta: {name: x}\nstatus: {observedGeneration: 2, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1, numberAvailable: 1}",
                "pending NoStatus",
            ),
            ("spec: {}", "pending NoStatus"),
        ],
    );
    let old = parse(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a, generation: 1}\nspec: {updateStrategy: {type: OnDelete}}\nstatus: {observedGeneration: 1, desiredNumberScheduled: 7, currentNumberScheduled: 7, numberReady: 7, numberAvailable: 7}",
    );
    assert_eq!(
        status(&old, &ctx(Lang::En)).message,
        "7 pods are still on the old template (OnDelete)"
    );
}

#[test]
fn pods() {
    let old = "meta: {name: x, creationTimestamp: '2026-11-23T10:00:00Z'}\n";
    let young = "meta: {name: x, creationTimestamp: '2026-11-23T10:05:00Z'}\n";
    let unready = "status: {phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses: [{name: c, ready: false, restartCount: 0, state: {running: {}}}]}";
    let unschedulable = "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}";
    let waiting = |reason: &str| {
        format!(
            "{old}status: {{phase: Pending, containerStatuses: [{{name: c, ready: false, restartCount: 0, state: {{waiting: {{reason: {reason}}}}}}}]}}"
        )
    };
    let rows = [
        (format!("{young}{unready}"), "pending NotReady"),
        (format!("{old}{unready}"), "failed NotReady"),
        (format!("{young}{unschedulable}"), "pending Unscheduled"),
        (format!("{old}{unschedulable}"), "failed Unschedulable"),
        (waiting("CrashLoopBackOff"), "failed CrashLoopBackOff"),
        (waiting("ImagePullBackOff"), "failed ImagePullFailure"),
        (waiting("ErrImagePull"), "failed ImagePullFailure"),
        (waiting("InvalidImageName"), "failed ImagePullFailure"),
        (
            waiting("CreateContainerConfigError"),
            "failed ContainerError",
        ),
        (waiting("CreateContainerError"), "failed ContainerError"),
        (waiting("RunContainerError"), "failed ContainerError"),
        (waiting("ContainerCreating"), "pending Starting"),
        (waiting("PodInitializing"), "pending Starting"),
        (
            format!(
                "{old}spec: {{restartPolicy: Never}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}"
            ),
            "pending Running",
        ),
        (
            format!(
                "{old}status: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}"
            ),
            "passed Ready",
        ),
        (
            format!(
                "{old}spec: {{containers: [{{name: a}}, {{name: b}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}], containerStatuses: [{{name: a, ready: true, state: {{running: {{}}}}}}]}}"
            ),
            "failed NotReady",
        ),
        (
            format!("{old}status: {{phase: Failed, reason: Evicted, message: low on memory}}"),
            "failed Evicted",
        ),
        (
            format!("{old}status: {{phase: Succeeded}}"),
            "passed Completed",
        ),
        (format!("{old}status: {{phase: Odd}}"), "pending NoStatus"),
        (format!("{old}spec: {{}}"), "pending NoStatus"),
    ];
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, expected)| (row.as_str(), *expected))
        .collect();
    check("v1", "Pod", &rows);
}

#[test]
fn jobs() {
    check(
        "batch/v1",
        "Job",
        &[
            (
                "status: {startTime: '2026-11-23T10:00:00Z', succeeded: 1, conditions: [{type: Complete, status: 'True'}]}",
                "passed Completed",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', active: 1}",
                "pending Running",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', failed: 7, conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}",
                "failed JobFailed",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', conditions: [{type: FailureTarget, status: 'True'}]}",
                "failed JobFailed",
            ),
            (
                "spec: {suspend: true}\nstatus: {conditions: [{type: Suspended, status: 'True'}]}",
                "pending Suspended",
            ),
            ("status: {}", "pending NoStatus"),
        ],
    );
    check(
        "batch/v1",
        "CronJob",
        &[
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T10:01:00Z'}",
                "passed Ready",
            ),
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T09:01:00Z'}",
                "failed JobFailed",
            ),
            (
                "status: {active: [{name: a}], lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T09:01:00Z'}",
                "passed Ready",
            ),
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z'}",
                "pending Running",
            ),
            ("status: {}", "passed Exists"),
            ("spec: {suspend: true}\nstatus: {}", "pending Suspended"),
            ("spec: {}", "pending NoStatus"),
        ],
    );
}

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

#[test]
fn argo_and_flux() {
    check(
        "argoproj.io/v1alpha1",
        "Application",
        &[
            (
                "status: {sync: {status: Synced, revision: a}, health: {status: Healthy}}",
                "passed Ready",
            ),
            (
                "status: {sync: {status: OutOfSync}, health: {status: Healthy}}",
                "pending OutOfSync",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Progressing}}",
                "pending Progressing",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Missing}}",
                "pending Progressing",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Degraded}}",
                "failed Degraded",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Healthy}, operationState: {phase: Failed}}",
                "failed OperationFailed",
            ),
            (
                "operation: {sync: {}}\nstatus: {sync: {status: Synced}, health: {status: Healthy}}",
                "pending Progressing",
            ),
            (
                "meta: {name: x, annotations: {argocd.argoproj.io/refresh: normal}}\nstatus: {sync: {status: Synced}, health: {status: Healthy}}",
                "pending Progressing",
            ),
            ("spec: {}", "pending NoStatus"),
        ],
    );
    check(
        "argoproj.io/v1alpha1",
        "Rollout",
        &[
            (
                "spec: {replicas: 1}\nstatus: {observedGeneration: '2', phase: Healthy, replicas: 1, updatedReplicas: 1, availableReplicas: 1, currentPodHash: h, stableRS: h}",
                "passed Ready",
            ),
            (
                "spec: {replicas: 1}\nstatus: {observedGeneration: '1', phase: Healthy, replicas: 1, updatedReplicas: 1, availableReplicas: 1, currentPodHash: h, stableRS: h}",
                "pending GenerationLag",
            ),
            (
                "status: {observedGeneration: '2', phase: Paused}",
                "pending Paused",
            ),
            (
                "status: {observedGeneration: '2', phase: Degraded}",
                "failed Degraded",
            ),
            (
                "spec: {replicas: 1}\nstatus: {phase: Healthy, replicas: 1, updatedReplicas: 1, availableReplicas: 1, currentPodHash: h, stableRS: g}",
                "pending RolloutUnfinished",
            ),
        ],
    );
    check(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        &[
            (
                "status: {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}",
                "passed Ready",
            ),
            ("status: {observedGeneration: -1}", "pending GenerationLag"),
            (
                "status: {conditions: [{type: Ready, status: 'True'}, {type: Reconciling, status: 'True'}]}",
                "pending Contradicted",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'False'}, {type: Stalled, status: 'True'}]}",
                "failed Stalled",
            ),
            (
                "spec: {suspend: true}\nstatus: {conditions: [{type: Ready, status: 'True'}]}",
                "pending Suspended",
            ),
            (
                "status: {lastAttemptedRevision: b, lastAppliedRevision: a, conditions: [{type: Ready, status: 'True'}]}",
                "pending OtherRevision",
            ),
        ],
    );
    check(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        &[
            (
                "status: {conditions: [{type: Ready, status: 'True'}, {type: Released, status: 'True'}]}",
                "passed Ready",
            ),
            (
                "status: {conditions: [{type: Ready, status: 'False', reason: InstallFailed}]}",
                "failed Stalled",
            ),
        ],
    );
}

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
fn an_application_must_deploy_the_records_revision() {
    let revision = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
    let application = parse(&format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: x}}\nstatus: {{sync: {{status: Synced, revision: {revision}}}, health: {{status: Healthy}}}}"
    ));
    for (wanted, expected) in [
        (revision, "passed Ready"),
        ("1a2b3c4", "passed Ready"),
        ("1a2b3c", "pending OtherRevision"),
        (
            "ffffffffffffffffffffffffffffffffffffffff",
            "pending OtherRevision",
        ),
    ] {
        let judged = status(&application, &ctx(Lang::En).deploying(wanted));
        assert_eq!(
            format!("{} {}", judged.verdict.word(), judged.reason),
            expected,
            "{}",
            judged.message
        );
    }
    let judged = status(
        &application,
        &ctx(Lang::En).deploying("ffffffffffffffffffffffffffffffffffffffff"),
    );
    assert!(
        judged.message.contains("ffffff") && judged.message.contains("1a2b3c4"),
        "{}",
        judged.message
    );
}

#[test]
fn what_moves_overrides_numbers_and_what_is_replaced_does_not_count() {
    let pod = |name: &str, status: &str| {
        parse(&format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, creationTimestamp: '2026-11-23T10:10:00Z', ownerReferences: [{{kind: ReplicaSet, controller: true}}]}}\nstatus: {status}"
        ))
    };
    let ready = pod(
        "ready",
        "{phase: Running, conditions: [{type: Ready, status: 'True'}]}",
    );
    let starting = pod("starting", "{phase: Pending}");
    let crashing = pod(
        "crashing",
        "{phase: Running, containerStatuses: [{name: c, state: {waiting: {reason: CrashLoopBackOff}}}]}",
    );
    let evicted = pod("evicted", "{phase: Failed, reason: Evicted}");
    let moves =
        |objects: &[&Value]| moving(objects, &ctx(Lang::En)).map(|j| (j.verdict.word(), j.message));
    assert_eq!(moves(&[&ready, &evicted]), None);
    assert_eq!(moves(&[&ready, &starting]).unwrap().0, "pending");
    let (verdict, message) = moves(&[&starting, &crashing, &ready]).unwrap();
    assert_eq!(verdict, "failed");
    assert!(message.starts_with("pod/crashing: "), "{message}");
}
