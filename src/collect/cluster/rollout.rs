//! `kubectl rollout status|history`, looked at once: the line that kubectl prints first, and whether
//! it would have ended there with success.

use super::kinds::{Kind, known};
use super::rows::{self, Wanted};
use super::selection::{self, Which, resolved};
use super::{Cluster, Trouble, serialize};
use crate::facts::fields::{annotation, condition, count, list, number, text};
use crate::facts::kinds;
use crate::facts::observation::{Cause, Seen};
use crate::facts::workload;
use crate::query::{Rollout, RolloutAsk};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers `kubectl rollout status|history`.
pub(crate) async fn rollout(
    cluster: &Cluster,
    query: &Rollout,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let which = Which {
        scope: &query.scope,
        labels: query.selector.as_deref(),
        fields: None,
        ignore_not_found: false,
    };
    let selected = resolved(cluster, &query.targets).await?;
    let found = selection::objects(cluster, which, &selected, &mut seen).await?;
    for (kind, object) in found {
        match query.ask {
            RolloutAsk::Status => match status(kind, &object) {
                Ok((line, done)) => {
                    seen.text.push_str(&line);
                    seen.success &= done;
                    if !done {
                        seen.stderr = "error: timed out waiting for the condition\n".into();
                    }
                }
                Err(words) => {
                    seen.success = false;
                    seen.stderr.push_str(&format!("error: {words}\n"));
                }
            },
            RolloutAsk::History => {
                let text = history(cluster, query, kind, &object).await?;
                seen.text.push_str(&text);
            }
        }
        seen.objects.push(object);
    }
    Ok(seen)
}

/// The line and whether the rollout is done, as
/// `k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go` has them.
fn status(kind: &Kind, object: &Value) -> Result<(String, bool), String> {
    match kind.plural.as_str() {
        "deployments" => deployment(object),
        "daemonsets" => daemon_set(object),
        "statefulsets" => stateful_set(object),
        other => Err(format!("no status viewer has been implemented for {other}")),
    }
}

fn lags(object: &Value) -> bool {
    count(object, "/metadata/generation") > count(object, "/status/observedGeneration")
}

fn deployment(object: &Value) -> Result<(String, bool), String> {
    let name = text(object, "/metadata/name");
    if lags(object) {
        let line = "Waiting for deployment spec update to be observed...\n";
        return Ok((line.into(), false));
    }
    let progress = condition(object, "Progressing");
    if progress.is_some_and(|one| one.reason == "ProgressDeadlineExceeded") {
        return Err(format!(
            "deployment {name:?} exceeded its progress deadline"
        ));
    }
    let updated = count(object, "/status/updatedReplicas");
    let all = count(object, "/status/replicas");
    let available = count(object, "/status/availableReplicas");
    let left = match number(object, "/spec/replicas") {
        Some(wanted) if updated < wanted => {
            format!("{updated} out of {wanted} new replicas have been updated")
        }
        _ if all > updated => format!("{} old replicas are pending termination", all - updated),
        _ if available < updated => {
            format!("{available} of {updated} updated replicas are available")
        }
        _ => String::new(),
    };
    Ok(rolled("deployment", name, &left))
}

fn daemon_set(object: &Value) -> Result<(String, bool), String> {
    only_rolling(object)?;
    if lags(object) {
        let line = "Waiting for daemon set spec update to be observed...\n";
        return Ok((line.into(), false));
    }
    let desired = count(object, "/status/desiredNumberScheduled");
    let updated = count(object, "/status/updatedNumberScheduled");
    let available = count(object, "/status/numberAvailable");
    let left = if updated < desired {
        format!("{updated} out of {desired} new pods have been updated")
    } else if available < desired {
        format!("{available} of {desired} updated pods are available")
    } else {
        String::new()
    };
    Ok(rolled("daemon set", text(object, "/metadata/name"), &left))
}

/// That a rollout is done, or waits for something.
fn rolled(kind: &str, name: &str, left: &str) -> (String, bool) {
    let line = match left {
        "" => format!("{kind} {name:?} successfully rolled out\n"),
        left => format!("Waiting for {kind} {name:?} rollout to finish: {left}...\n"),
    };
    (line, left.is_empty())
}

fn stateful_set(object: &Value) -> Result<(String, bool), String> {
    only_rolling(object)?;
    if count(object, "/status/observedGeneration") == 0 || lags(object) {
        let line = "Waiting for statefulset spec update to be observed...\n";
        return Ok((line.into(), false));
    }
    let wanted = number(object, "/spec/replicas");
    let ready = count(object, "/status/readyReplicas");
    let updated = count(object, "/status/updatedReplicas");
    if let Some(wanted) = wanted.filter(|wanted| ready < *wanted) {
        let line = format!("Waiting for {} pods to be ready...\n", wanted - ready);
        return Ok((line, false));
    }
    if let Some(rolling) = object.pointer("/spec/updateStrategy/rollingUpdate") {
        let partition = rolling.get("partition").and_then(Value::as_i64);
        if let (Some(wanted), Some(partition)) = (wanted, partition)
            && updated < wanted - partition
        {
            let line = format!(
                "Waiting for partitioned roll out to finish: {updated} out of {} new pods have been updated...\n",
                wanted - partition
            );
            return Ok((line, false));
        }
        let line =
            format!("partitioned roll out complete: {updated} new pods have been updated...\n");
        return Ok((line, true));
    }
    let update = text(object, "/status/updateRevision");
    let current = text(object, "/status/currentRevision");
    if update != current {
        let line = format!(
            "waiting for statefulset rolling update to complete {updated} pods at revision {update}...\n"
        );
        return Ok((line, false));
    }
    let count = count(object, "/status/currentReplicas");
    let line =
        format!("statefulset rolling update complete {count} pods at revision {current}...\n");
    Ok((line, true))
}

fn only_rolling(object: &Value) -> Result<(), String> {
    match text(object, "/spec/updateStrategy/type") {
        "RollingUpdate" | "" => Ok(()),
        _ => Err("rollout status is only available for RollingUpdate strategy type".into()),
    }
}

/// Revisions and change causes: of a Deployment its ReplicaSets, else ControllerRevisions.
async fn history(
    cluster: &Cluster,
    query: &Rollout,
    kind: &Kind,
    object: &Value,
) -> Result<String, Trouble> {
    let of_deployment = kind.plural == "deployments";
    let kept = known(if of_deployment {
        "replicasets"
    } else {
        "controllerrevisions"
    });
    if !kinds::ROLLING.contains(&kind.plural.as_str()) {
        let words = format!("no history viewer has been implemented for {}", kind.kind);
        return Err(Trouble::new(Cause::BadRequest, words));
    }
    let wanted = Wanted {
        namespace: Some(text(object, "/metadata/namespace")),
        ..Wanted::of(&kept)
    };
    let (revisions, _) = rows::objects(cluster, wanted).await?.unwrap_or_default();
    let uid = text(object, "/metadata/uid");
    let mut lines: Vec<(u64, &str, &Value)> = revisions
        .iter()
        .filter(|revision| owned(revision, uid))
        .map(|revision| {
            let number = workload::revision(revision).unwrap_or(0);
            let cause = annotation(revision, "kubernetes.io/change-cause").unwrap_or_default();
            let cause = if cause.is_empty() { "<none>" } else { cause };
            (number, cause, revision)
        })
        .collect();
    lines.sort_by_key(|(number, _, _)| *number);
    let name = format!("{}/{}", kind.printed_kind(), text(object, "/metadata/name"));
    if let Some(wanted) = query.revision {
        return one_revision(&name, wanted, &lines);
    }
    let mut text = format!("{name} \nREVISION  CHANGE-CAUSE\n");
    for (number, cause, _) in lines {
        text.push_str(&format!("{number:<10}{cause}\n"));
    }
    text.push('\n');
    Ok(text)
}

/// One revision with its pod template as YAML; kubectl describes the template instead.
fn one_revision(name: &str, wanted: u64, lines: &[(u64, &str, &Value)]) -> Result<String, Trouble> {
    let found = lines.iter().find(|(number, _, _)| *number == wanted);
    let (_, _, revision) = found.ok_or_else(|| {
        let words = format!("unable to find the specified revision {wanted} of {name}");
        Trouble::new(Cause::BadRequest, words)
    })?;
    let template = revision
        .pointer("/spec/template")
        .or_else(|| revision.pointer("/data/spec/template"))
        .unwrap_or(&Value::Null);
    let template = serialize::yaml(template);
    Ok(format!(
        "{name} with revision #{wanted}\nPod Template:\n{template}\n"
    ))
}

fn owned(object: &Value, uid: &str) -> bool {
    let mut owners = list(object, "/metadata/ownerReferences").iter();
    owners.any(|owner| owner["uid"] == uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What kubectl 1.36 printed of the same objects, on stdout and, of what can't go on, on stderr.
    #[test]
    fn a_rollout_of_the_laboratory_is_told_as_kubectl_told_it() {
        let late = |name: &str| {
            Err(format!(
                "deployment {name:?} exceeded its progress deadline"
            ))
        };
        let not_rolling =
            || Err("rollout status is only available for RollingUpdate strategy type".to_owned());
        let told = |line: &str, done: bool| Ok((line.to_owned(), done));
        let rows = [
            (
                "Deployment",
                "api",
                told("deployment \"api\" successfully rolled out\n", true),
            ),
            ("Deployment", "bad", late("bad")),
            ("Deployment", "crash", late("crash")),
            ("Deployment", "half", late("half")),
            (
                "Deployment",
                "slow",
                told("deployment \"slow\" successfully rolled out\n", true),
            ),
            ("Deployment", "deadline", late("deadline")),
            ("Deployment", "surge", late("surge")),
            (
                "Deployment",
                "minready",
                told(
                    "Waiting for deployment \"minready\" rollout to finish: 0 of 2 updated replicas are available...\n",
                    false,
                ),
            ),
            (
                "Deployment",
                "recreate",
                told("deployment \"recreate\" successfully rolled out\n", true),
            ),
            (
                "StatefulSet",
                "db",
                told(
                    "partitioned roll out complete: 3 new pods have been updated...\n",
                    true,
                ),
            ),
            (
                "StatefulSet",
                "dbpart",
                told(
                    "partitioned roll out complete: 3 new pods have been updated...\n",
                    true,
                ),
            ),
            ("StatefulSet", "dbondelete", not_rolling()),
            (
                "StatefulSet",
                "dbslow",
                told(
                    "partitioned roll out complete: 2 new pods have been updated...\n",
                    true,
                ),
            ),
            ("DaemonSet", "ond", not_rolling()),
            (
                "DaemonSet",
                "tainted",
                told("daemon set \"tainted\" successfully rolled out\n", true),
            ),
        ];
        let lab = include_str!("../../judge/kind/tests/lab.jsonl");
        let objects: Vec<Value> = lab
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        for (kind, name, expected) in rows {
            let is_it =
                |object: &&Value| object["kind"] == kind && object["metadata"]["name"] == name;
            let object = objects.iter().find(is_it).unwrap();
            let seen = match kind {
                "Deployment" => deployment(object),
                "StatefulSet" => stateful_set(object),
                _ => daemon_set(object),
            };
            assert_eq!(seen, expected, "{kind} {name}");
        }
    }
}
