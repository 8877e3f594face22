//! The objects in which Argo CD and Flux remember what they deployed, as their controllers write them, of
//! the deployments that a test tells of. Each remembers what its own kind does: Argo CD its successful
//! syncs and the last operation, a Kustomization five different manifests, a HelmRelease its revisions.

use super::Told;
use serde_json::{Value, json};

/// The Application, the Kustomization and the HelmRelease of each application.
pub(super) fn objects(told: &[Told]) -> Vec<Value> {
    let mut apps: Vec<&str> = told.iter().map(|one| one.app.as_str()).collect();
    apps.sort_unstable();
    apps.dedup();
    let apps = apps.into_iter().filter(|app| !app.is_empty());
    apps.flat_map(|app| {
        // Oldest first.
        let own: Vec<&Told> = told.iter().rev().filter(|one| one.app == app).collect();
        [
            application(app, &own),
            kustomization(app, &own),
            release(app, &own),
        ]
    })
    .collect()
}

/// The digest of what a deployment applied.
pub fn digest(one: &Told) -> String {
    format!("d{:011x}", one.id).repeat(6)[..64].to_owned()
}

fn last(one: &Told) -> (&str, &str) {
    let last = one.events.last();
    last.map_or((one.created.as_str(), ""), |(at, word)| (at, word))
}

fn application(app: &str, own: &[&Told]) -> Value {
    let source = json!({"repoURL": "https://git.example.dev/o/r.git", "path": app, "targetRevision": "main"});
    let good = own.iter().filter(|one| last(one).1 == "success");
    let history: Vec<Value> = good
        .map(|one| {
            json!({"id": one.id, "revision": one.sha, "source": source, "deployStartedAt": one.created,
                "deployedAt": last(one).0, "initiatedBy": {"username": "deployer"}})
        })
        .collect();
    let (newest, at) = own
        .last()
        .map_or(("", ""), |one| (last(one).1, one.created.as_str()));
    let phase = match newest {
        "success" => "Succeeded",
        "failure" => "Failed",
        _ => "Running",
    };
    let sha = own.last().map(|one| one.sha.as_str());
    let synced = history.last().map(|entry| entry["revision"].clone());
    json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Application",
        "metadata": {"name": app, "namespace": "argocd", "creationTimestamp": "2025-12-01T00:00:00Z"},
        "spec": {"project": "ops", "source": source,
            "destination": {"server": "https://kubernetes.default.svc", "namespace": app}},
        "status": {"history": history, "health": {"status": "Healthy"},
            "sync": {"status": if phase == "Succeeded" { "Synced" } else { "OutOfSync" }, "revision": synced,
                "comparedTo": {"source": source, "destination": {
                    "server": "https://kubernetes.default.svc", "namespace": app}}},
            "operationState": {"phase": phase, "startedAt": at, "finishedAt": at,
                "message": "one or more objects failed to apply",
                "operation": {"initiatedBy": {"username": "deployer"}, "sync": {"revision": sha}},
                "syncResult": {"revision": sha, "source": source}}}})
}

fn revision(one: &Told) -> String {
    format!("main@sha1:{}", one.sha)
}

fn kustomization(app: &str, own: &[&Told]) -> Value {
    let ended = |one: &&Told| matches!(last(one).1, "success" | "failure");
    let entries = own.iter().rev().copied().filter(ended).take(5);
    let history: Vec<Value> = entries
        .map(|one| {
            let status = match last(one).1 {
                "success" => "ReconciliationSucceeded",
                _ => "HealthCheckFailed",
            };
            json!({"digest": format!("sha256:{}", digest(one)), "firstReconciled": last(one).0,
                "lastReconciled": last(one).0, "lastReconciledDuration": "2.8s",
                "lastReconciledStatus": status, "totalReconciliations": 1,
                "metadata": {"revision": revision(one)}})
        })
        .collect();
    let (newest, at) = own
        .last()
        .map_or(("", ""), |one| (last(one).1, last(one).0));
    let (status, reason) = match newest {
        "success" => ("True", "ReconciliationSucceeded"),
        "failure" => ("False", "HealthCheckFailed"),
        _ => ("Unknown", "Progressing"),
    };
    let applied = own.iter().rev().find(|one| last(one).1 == "success");
    json!({"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization",
        "metadata": {"name": app, "namespace": "flux-system", "creationTimestamp": "2025-12-01T00:00:00Z"},
        "spec": {"interval": "10m", "path": format!("./{app}"), "prune": true,
            "sourceRef": {"kind": "GitRepository", "name": "flux-system"}},
        "status": {"history": history, "conditions": [{"type": "Ready", "status": status, "reason": reason,
                "message": format!("Applied revision: {}", own.last().map(|one| revision(one)).unwrap_or_default()),
                "lastTransitionTime": at}],
            "lastAppliedRevision": applied.map(|one| revision(one)),
            "lastAttemptedRevision": own.last().map(|one| revision(one))}})
}

fn release(app: &str, own: &[&Told]) -> Value {
    let newest = own.iter().rposition(|one| last(one).1 == "success");
    let snapshots = own.iter().enumerate().map(|(at, one)| {
        let status = match last(one).1 {
            "success" if Some(at) == newest => "deployed",
            "success" => "superseded",
            "failure" => "failed",
            _ => "pending-upgrade",
        };
        json!({"digest": format!("sha256:{}", digest(one)), "configDigest": "sha256:0", "name": app,
            "namespace": app, "version": one.id, "status": status, "chartName": app,
            "chartVersion": format!("1.0.{}", one.id), "appVersion": "2.0.0",
            "firstDeployed": "2025-12-01T00:00:00Z", "lastDeployed": last(one).0})
    });
    let mut history: Vec<Value> = snapshots.collect();
    history.reverse();
    json!({"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease",
        "metadata": {"name": app, "namespace": app, "creationTimestamp": "2025-12-01T00:00:00Z"},
        "spec": {"interval": "10m"},
        "status": {"history": history}})
}
