//! Workloads: rows of a situation, and the verdict and reason that it must have.

use super::ctx;
use super::driver::{check, parse};
use crate::facts::lang::Lang;
use crate::judge::kind::{moving, status};
use serde_json::Value;

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
