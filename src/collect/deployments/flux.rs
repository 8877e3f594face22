//! What Flux applied as deployments: of a Kustomization the manifests of its history, which tells them
//! apart by their digest and keeps five, of a HelmRelease its revisions. Read from the object in the
//! cluster, with no credential of its own; the release's Secret is not read. Pure.

use super::{entries, filled, lacks};
use crate::collect::seam::Trouble;
use crate::facts::commit::is_commit;
use crate::facts::deployment::{Deployment, DeploymentId, StatusEvent, System};
use crate::facts::fields::time;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// As much of a digest or a commit as tells it apart.
const SHORT: usize = 12;

/// What Flux calls manifests that it applied.
const APPLIED: &str = "ReconciliationSucceeded";

/// The deployments of an object, newest first. An entry that is none leaves it open what is in force.
pub(super) fn of(object: &Value) -> Result<Vec<Deployment>, Trouble> {
    let text = |pointer: &str| filled(object, pointer).unwrap_or_default();
    let (kind, name) = (text("/kind").to_lowercase(), text("/metadata/name"));
    let repo = format!("{kind}/{}/{name}", text("/metadata/namespace"));
    let mut all = match kind.as_str() {
        "helmrelease" => releases(entries(object)?, &repo)?,
        _ => applied(object, &repo)?,
    };
    for one in &mut all {
        one.dynamic_payload = Some(json!({"app": name}));
    }
    Ok(all)
}

/// Whether a deployment is the one of an id: its own, or the beginning of its commit.
pub(super) fn is(one: &Deployment, id: &DeploymentId) -> bool {
    let id = id.as_str();
    let begins = |sha: &String| id.len() >= 7 && sha.starts_with(id);
    one.number.as_str() == id || one.sha.as_ref().is_some_and(begins)
}

/// The manifests that a Kustomization applied. The history is newest first; manifests that were applied
/// again are at its beginning again, and those that failed before they were applied have two entries.
fn applied(object: &Value, repo: &str) -> Result<Vec<Deployment>, Trouble> {
    let mut all: Vec<Deployment> = Vec::new();
    let mut ended: Option<DateTime<Utc>> = None;
    for entry in entries(object)?.iter().rev() {
        let (Some(digest), Some(first), Some(status)) = (
            filled(entry, "/digest"),
            time(entry, "/firstReconciled"),
            filled(entry, "/lastReconciledStatus"),
        ) else {
            return Err(lacks(
                "history entry",
                "digest, firstReconciled or lastReconciledStatus",
            ));
        };
        let digest = digest
            .split_once(':')
            .map_or(digest.as_str(), |(_, hex)| hex);
        let id = digest.get(..SHORT).unwrap_or(digest);
        // What was there before the one before it was applied anew after that one.
        let again = ended.filter(|ended| first < *ended);
        let event = StatusEvent {
            status: status.clone(),
            description: None,
            log_url: None,
            created_at: again.unwrap_or(first),
        };
        ended = time(entry, "/lastReconciled").or(ended);
        let known = all.iter().position(|one| one.number.as_str() == id);
        let known = known.map(|at| all.remove(at));
        let created = match (&known, again) {
            (Some(known), None) => known.created_at,
            (Some(_) | None, again) => again.unwrap_or(first),
        };
        let mut statuses = known.map(|known| known.statuses).unwrap_or_default();
        statuses.push(event);
        let revision = filled(entry, "/metadata/revision").unwrap_or_default();
        let one = Deployment::of(System::Flux, repo, DeploymentId::new(id), created);
        all.push(Deployment {
            status,
            statuses,
            is_rollback: again.is_some(),
            ..at(one, &revision)
        });
    }
    all.reverse();
    if let Some(now) = attempted(object, repo, &all) {
        all.insert(0, now);
    }
    Ok(all)
}

/// The revision that was attempted last, if no entry of the history is at it: it is under way, or came to
/// nothing before there were manifests. Before Flux 2.7 there is no history at all.
fn attempted(object: &Value, repo: &str, known: &[Deployment]) -> Option<Deployment> {
    let revision = filled(object, "/status/lastAttemptedRevision")
        .or_else(|| filled(object, "/status/lastAppliedRevision"))?;
    let ready = condition(object, "Ready")?;
    let since = time(ready, "/lastTransitionTime")?;
    let id = commit(&revision).unwrap_or(&revision);
    let id = DeploymentId::new(id.get(..SHORT).unwrap_or(id));
    let one = at(Deployment::of(System::Flux, repo, id, since), &revision);
    if known
        .iter()
        .any(|other| other.sha == one.sha && other.reference == one.reference)
    {
        return None;
    }
    // A reason of success beside a condition that is not true is none.
    let is_true = ready["status"] == "True";
    let status = filled(ready, "/reason").filter(|reason| is_true || reason != APPLIED);
    let status = status
        .or_else(|| filled(ready, "/status"))
        .unwrap_or_default();
    // Manifests that did not change are applied under their old digest.
    if !known.is_empty() && status == APPLIED {
        return None;
    }
    Some(Deployment {
        statuses: vec![StatusEvent {
            status: status.clone(),
            description: filled(ready, "/message"),
            log_url: None,
            created_at: since,
        }],
        status,
        ..one
    })
}

/// The revisions of a HelmRelease: those that its status still has.
fn releases(entries: &[Value], repo: &str) -> Result<Vec<Deployment>, Trouble> {
    let told = |entry: &Value| {
        let (at, status) = (time(entry, "/lastDeployed")?, filled(entry, "/status")?);
        let (chart, version) = (
            filled(entry, "/chartName")?,
            filled(entry, "/chartVersion")?,
        );
        let app = filled(entry, "/appVersion").map(|app| format!(" ({app})"));
        // What another one took the place of was in force.
        let was = match status.as_str() {
            "superseded" | "uninstalled" => "deployed".to_owned(),
            other => other.to_owned(),
        };
        Some(Deployment {
            kind: "version".into(),
            description: Some(format!("{chart} {version}{}", app.unwrap_or_default())),
            reference: version,
            status,
            statuses: vec![StatusEvent {
                status: was,
                description: None,
                log_url: None,
                created_at: at,
            }],
            ..Deployment::of(System::Flux, repo, entry["version"].as_u64()?, at)
        })
    };
    let mut all: Vec<Deployment> = entries
        .iter()
        .map(|entry| {
            told(entry).ok_or_else(|| lacks("history entry", "version, status, chart or time"))
        })
        .collect::<Result<_, _>>()?;
    all.sort_by(|one, other| other.number.cmp(&one.number));
    Ok(all)
}

/// A deployment at a revision as Flux writes it: `main@sha1:8531c7a…`, `v1.0.1@sha1:…`, `main/8531c7a…`,
/// `sha256:…` of a bucket.
fn at(one: Deployment, revision: &str) -> Deployment {
    let sha = commit(revision).map(String::from);
    let name = revision
        .split_once(['@', '/'])
        .map_or(revision, |(name, _)| name);
    Deployment {
        reference: match &sha {
            Some(sha) if name.is_empty() || name.starts_with("sha1:") => sha.clone(),
            Some(_) => name.to_owned(),
            None => revision.to_owned(),
        },
        kind: match &sha {
            Some(_) => "branch",
            None => "version",
        }
        .into(),
        sha,
        ..one
    }
}

fn commit(revision: &str) -> Option<&str> {
    let last = revision.rsplit(['@', '/']).next()?;
    let id = last.strip_prefix("sha1:").unwrap_or(last);
    is_commit(id).then_some(id)
}

fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    let all = object.pointer("/status/conditions")?.as_array()?;
    all.iter().find(|one| one["type"] == kind)
}
