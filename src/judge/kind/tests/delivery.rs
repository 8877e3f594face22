//! Argo CD and Flux.

use super::ctx;
use super::driver::{check, parse};
use crate::facts::lang::Lang;
use crate::judge::kind::status;

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
            // What was compared is an older spec.
            (
                "spec: {source: {repoURL: r, targetRevision: v2}}\nstatus: {sync: {status: Synced, comparedTo: {source: {repoURL: r, targetRevision: v1}}}, health: {status: Healthy}}",
                "pending GenerationLag",
            ),
            (
                "spec: {source: {repoURL: r, targetRevision: v2}, destination: {name: c, namespace: n}}\nstatus: {sync: {status: Synced, comparedTo: {source: {repoURL: r, targetRevision: v2}, destination: {name: c, server: s, namespace: n}}}, health: {status: Healthy}}",
                "passed Ready",
            ),
            (
                "spec: {source: {repoURL: r}, destination: {server: s, namespace: new}}\nstatus: {sync: {status: Synced, comparedTo: {source: {repoURL: r}, destination: {server: s, namespace: old}}}, health: {status: Healthy}}",
                "pending GenerationLag",
            ),
            (
                "spec: {sources: [{repoURL: a}, {repoURL: b}]}\nstatus: {sync: {status: Synced, comparedTo: {sources: [{repoURL: a}]}}, health: {status: Healthy}}",
                "pending GenerationLag",
            ),
            // An operation that failed before the last good one, at another revision, is history.
            (
                "status: {sync: {status: Synced, revision: b}, health: {status: Healthy}, history: [{deployedAt: '2026-01-02T00:00:00Z'}], operationState: {phase: Failed, finishedAt: '2026-01-01T00:00:00Z', syncResult: {revision: a}}}",
                "passed Ready",
            ),
            (
                "status: {sync: {status: Synced, revision: b}, health: {status: Healthy}, history: [{deployedAt: '2026-01-02T00:00:00Z'}], operationState: {phase: Failed, finishedAt: '2026-01-03T00:00:00Z', syncResult: {revision: a}}}",
                "failed OperationFailed",
            ),
            (
                "status: {sync: {status: Synced, revision: b}, health: {status: Healthy}, history: [{deployedAt: '2026-01-02T00:00:00Z'}], operationState: {phase: Failed, finishedAt: '2026-01-01T00:00:00Z', syncResult: {revision: b}}}",
                "failed OperationFailed",
            ),
            // Its conditions have no status: warnings say nothing of health, errors do.
            (
                "status: {sync: {status: Synced}, health: {status: Healthy}, conditions: [{type: OrphanedResourceWarning, message: m}]}",
                "passed Ready",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Healthy}, conditions: [{type: ComparisonError, message: m}]}",
                "failed OperationFailed",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Healthy}, sourceHydrator: {currentOperation: {phase: Hydrating}}}",
                "pending Progressing",
            ),
            (
                "status: {sync: {status: Synced}, health: {status: Healthy}, sourceHydrator: {currentOperation: {phase: Failed}}}",
                "failed OperationFailed",
            ),
            // Since Argo CD 3 the health of resources is not stored.
            (
                "status: {resourceHealthSource: appTree, sync: {status: Synced}, health: {status: Healthy}, resources: [{kind: Deployment, name: web, status: Synced}]}",
                "passed Ready",
            ),
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
