//! Objects that a test puts into the cluster: what is live while a change rolls out, and kinds that were
//! not recorded. They are printed as the server prints them, as far as the columns go that are looked at.

use super::catalog::{Version, is_on_a_new_node, is_recent, recorded};
use super::discovery::{self, Known};
use crate::world::{Stage, State};
use serde_json::{Value, json};

/// An object in the place of a recorded one, or beside them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Put {
    known: Known,
    version: &'static Version,
}

impl Put {
    /// From a whole object; `None` without its kind.
    pub(crate) fn of(mut object: Value) -> Option<Put> {
        let fields = object.as_object_mut()?;
        let mut text = |key: &str| fields.shift_remove(key)?.as_str().map(str::to_owned);
        let (kind, api) = (text("kind")?, text("apiVersion")?);
        let (group, version) = api.rsplit_once('/').unwrap_or(("", &api));
        let known = discovery::of_kind(group, &kind).unwrap_or_else(|| Known {
            group: leaked(group),
            version: leaked(version),
            resource: leaked(&format!("{}s", kind.to_lowercase())),
            kind: leaked(&kind),
            namespaced: true,
        });
        let columns = recorded(known.group, known.resource).map(|found| &found.head.columns);
        let named = ["Name", "Age"].map(|name| json!({"name": name}));
        let columns = columns.map_or(&named[..], Vec::as_slice);
        let columns = columns.iter().filter_map(|column| column["name"].as_str());
        let cells = columns.map(|column| cell(known.kind, column, &object));
        let version = Version::new(cells.collect(), object);
        Some(Put {
            known,
            version: Box::leak(Box::new(version)),
        })
    }

    /// Its API group.
    pub(crate) fn group(&self) -> &'static str {
        self.known.group
    }

    fn is(&self, group: &str, resource: &str) -> bool {
        self.known.group == group && self.known.resource == resource
    }
}

/// A test puts few objects, and each lives as long as the recorded ones.
fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// Those of a resource.
pub(super) fn of<'a>(
    stage: &'a Stage,
    group: &str,
    resource: &str,
) -> impl Iterator<Item = &'static Version> + use<'a> {
    let own: Vec<Put> = stage
        .put
        .iter()
        .filter(|put| put.is(group, resource))
        .copied()
        .collect();
    let last = own.clone();
    own.into_iter()
        .enumerate()
        .filter(move |(at, put)| {
            // The same object again takes the place of the one before.
            let mut later = last.iter().skip(at + 1);
            !later.any(|other| same(put.version, other.version))
        })
        .map(|(_, put)| put.version)
}

/// Whether a recorded object has another in its place.
pub(super) fn replaces(stage: &Stage, group: &str, resource: &str, version: &Version) -> bool {
    let mut own = stage.put.iter().filter(|put| put.is(group, resource));
    own.any(|put| same(put.version, version))
}

fn same(one: &Version, other: &Version) -> bool {
    one.name() == other.name() && one.namespace() == other.namespace()
}

/// A resource that only these have.
pub(super) fn known(stage: &Stage, group: &str, version: &str, resource: &str) -> Option<Known> {
    let mut own = stage.put.iter().filter(|put| put.is(group, resource));
    own.find(|put| put.known.version == version)
        .map(|put| put.known)
}

/// What discovery tells of the groups that only these have.
pub(super) fn groups(stage: &Stage) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for put in &stage.put {
        let Known {
            group,
            version,
            resource,
            kind,
            ..
        } = put.known;
        let told = |item: &Value| item["metadata"]["name"] == group;
        if discovery::has_group(group) || all.iter().any(told) {
            continue;
        }
        all.push(
            json!({"metadata": {"name": group}, "versions": [{"version": version,
            "resources": [{"resource": resource, "scope": "Namespaced",
                "responseKind": {"group": group, "version": version, "kind": kind},
                "singularResource": kind.to_lowercase(), "verbs": ["get", "list", "watch"]}],
            "freshness": "Current"}]}),
        );
    }
    all
}

/// A printed cell.
fn cell(kind: &str, column: &str, object: &Value) -> Value {
    let at = |pointer: &str| object.pointer(pointer).cloned().unwrap_or_default();
    let count = |pointer: &str| object.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    let containers = at(match kind {
        "Pod" => "/spec/containers",
        _ => "/spec/template/spec/containers",
    });
    let containers = containers.as_array().cloned().unwrap_or_default();
    let joined = |key: &str| {
        let all: Vec<&str> = containers
            .iter()
            .filter_map(|one| one[key].as_str())
            .collect();
        json!(all.join(","))
    };
    let labels = at("/spec/selector/matchLabels");
    let labels = labels.as_object().into_iter().flatten();
    let selector: Vec<String> = labels
        .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
        .collect();
    let statuses = at("/status/containerStatuses");
    let statuses = statuses.as_array().cloned().unwrap_or_default();
    match (kind, column) {
        (_, "Name") => at("/metadata/name"),
        (_, "Age") => json!({"age": at("/metadata/creationTimestamp")}),
        ("Pod", "Ready") => {
            let ready = statuses.iter().filter(|one| one["ready"] == true).count();
            json!(format!("{ready}/{}", containers.len()))
        }
        ("Pod", "Status") => {
            let mut waiting = statuses
                .iter()
                .map(|one| &one["state"]["waiting"]["reason"]);
            waiting
                .find(|reason| reason.is_string())
                .cloned()
                .unwrap_or_else(|| at("/status/phase"))
        }
        ("Pod", "Restarts") => {
            let restarts = statuses
                .iter()
                .filter_map(|one| one["restartCount"].as_u64());
            json!(restarts.sum::<u64>().to_string())
        }
        ("Pod", "IP") => at("/status/podIP"),
        ("Pod", "Node") => at("/spec/nodeName"),
        ("Deployment" | "StatefulSet", "Ready") => {
            json!(format!(
                "{}/{}",
                count("/status/readyReplicas"),
                count("/spec/replicas")
            ))
        }
        ("Deployment", "Up-to-date") => json!(count("/status/updatedReplicas")),
        ("Deployment", "Available") => json!(count("/status/availableReplicas")),
        ("DaemonSet", "Desired") => json!(count("/status/desiredNumberScheduled")),
        ("DaemonSet", "Current") => json!(count("/status/currentNumberScheduled")),
        ("DaemonSet", "Ready") => json!(count("/status/numberReady")),
        ("DaemonSet", "Up-to-date") => json!(count("/status/updatedNumberScheduled")),
        ("DaemonSet", "Available") => json!(count("/status/numberAvailable")),
        ("ConfigMap", "Data") => json!(at("/data").as_object().map_or(0, |data| data.len())),
        ("Application", "Sync Status") => at("/status/sync/status"),
        ("Application", "Health Status") => at("/status/health/status"),
        ("Service", "Type") => at("/spec/type"),
        (_, "Containers") => joined("name"),
        (_, "Images") => joined("image"),
        (_, "Selector") => json!(selector.join(",")),
        _ => json!("<none>"),
    }
}

/// The objects that exist in the stage's state, in the order of their keys, each with its
/// `metadata.resourceVersion`.
pub(super) fn live<'a>(
    stage: &'a Stage,
    group: &str,
    resource: &str,
) -> impl Iterator<Item = (&'static Version, u64)> + 'a {
    let state = stage.state.recorded();
    let versions = recorded(group, resource).map_or(&[][..], |found| &found.versions);
    let is_event = resource == "events";
    let is_pod_metric = group == "metrics.k8s.io" && resource == "pods";
    let (own_group, own_resource) = (group.to_owned(), resource.to_owned());
    versions
        .iter()
        .filter(move |version| version.states.contains(&state))
        .filter(move |version| !replaces(stage, &own_group, &own_resource, version))
        .filter(move |version| !is_event || is_recent(version, stage))
        .filter(move |version| {
            !is_pod_metric || stage.state != State::MetricsWarming || !is_on_a_new_node(version)
        })
        .chain(of(stage, group, resource))
        .map(|version| {
            let number = version.text("/metadata/resourceVersion").parse();
            (version, number.unwrap_or_default())
        })
}
