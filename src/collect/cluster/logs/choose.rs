//! Which pod of a workload and which containers of a pod `kubectl logs` reads.

use crate::facts::fields::{annotation, list, pairs, text};
use crate::facts::selector::{Selector, of_labels};
use crate::query::Logs;
use serde_json::Value;
use std::cmp::{Ordering, Reverse};

const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";

/// A workload's pod selector as a label selector. Jobs and workloads have `spec.selector` with
/// `matchLabels` and `matchExpressions`; replication controllers and services a bare map.
pub(super) fn selector(object: &Value) -> Option<String> {
    let selector = object.pointer("/spec/selector")?;
    let fields = selector.as_object()?;
    let bare = !fields.contains_key("matchLabels") && !fields.contains_key("matchExpressions");
    let selector = if bare {
        of_labels(&pairs(selector, ""))
    } else {
        Selector::of(selector)?
    };
    let mut parts: Vec<String> = selector
        .requirements
        .iter()
        .map(ToString::to_string)
        .collect();
    parts.sort();
    (!parts.is_empty()).then(|| parts.join(","))
}

/// Orders pods as `k8s.io/kubectl/pkg/util/podutils.ByLogging`: scheduled first, running, ready,
/// ready for longer, more restarts, older.
pub(super) fn by_logging(pods: &mut [Value]) {
    pods.sort_by(|a, b| {
        let key = |pod: &Value| {
            let scheduled = !text(pod, "/spec/nodeName").is_empty();
            let phase = match text(pod, "/status/phase") {
                "Unknown" => 1,
                "Pending" => 2,
                _ => 0,
            };
            (!scheduled, phase, ready_since(pod).is_none())
        };
        let ready = match (ready_since(a), ready_since(b)) {
            (Some(a), Some(b)) => by_time(a, b),
            _ => Ordering::Equal,
        };
        key(a)
            .cmp(&key(b))
            .then(ready)
            .then(Reverse(restarts(a)).cmp(&Reverse(restarts(b))))
            .then(by_time(
                text(a, "/metadata/creationTimestamp"),
                text(b, "/metadata/creationTimestamp"),
            ))
    });
}

/// RFC 3339 in UTC orders as text; an empty time comes last.
fn by_time(a: &str, b: &str) -> Ordering {
    (a.is_empty(), a).cmp(&(b.is_empty(), b))
}

fn ready_since(pod: &Value) -> Option<&str> {
    let mut conditions = list(pod, "/status/conditions").iter();
    let ready = conditions.find(|c| c["type"] == "Ready" && c["status"] == "True");
    ready.map(|c| text(c, "/lastTransitionTime"))
}

fn restarts(pod: &Value) -> u64 {
    let statuses = list(pod, "/status/containerStatuses").iter();
    let counts = statuses.filter_map(|s| s["restartCount"].as_u64());
    counts.max().unwrap_or(0)
}

/// The containers to read: the named one, all of them (init, regular, ephemeral), the one that the
/// annotation names, else the first, which kubectl then says on stderr.
///
/// # Errors
/// kubectl's complaint about a container that the pod does not have.
pub(super) fn containers(
    pod: &Value,
    query: &Logs,
    stderr: &mut String,
) -> Result<Vec<String>, String> {
    let names = |field: &str| -> Vec<String> {
        let list = list(pod, &format!("/spec/{field}")).iter();
        let names = list.filter_map(|c| c["name"].as_str());
        names.map(String::from).collect()
    };
    let (init, regular, ephemeral) = (
        names("initContainers"),
        names("containers"),
        names("ephemeralContainers"),
    );
    let pod_name = text(pod, "/metadata/name");
    let known = |name: &String| {
        [&init, &regular, &ephemeral]
            .iter()
            .any(|l| l.contains(name))
    };
    if let Some(name) = &query.container {
        return if known(name) {
            Ok(vec![name.clone()])
        } else {
            Err(format!("container {name} is not valid for pod {pod_name}"))
        };
    }
    if query.all_containers {
        return Ok([init, regular, ephemeral].concat());
    }
    let default = annotation(pod, DEFAULT_CONTAINER);
    if let Some(name) = default.map(String::from).filter(known) {
        return Ok(vec![name]);
    }
    let first = regular.first().cloned();
    let first = first.ok_or_else(|| format!("pod {pod_name} has no container"))?;
    if regular.len() + init.len() + ephemeral.len() > 1 {
        let marked = |names: Vec<String>, mark: &str| {
            names
                .into_iter()
                .map(|name| format!("{name}{mark}"))
                .collect::<Vec<_>>()
        };
        let all = [
            marked(regular, ""),
            marked(ephemeral, " (ephem)"),
            marked(init, " (init)"),
        ];
        let all = all.concat().join(", ");
        stderr.push_str(&format!("Defaulted container {first:?} out of: {all}\n"));
    }
    Ok(vec![first])
}
