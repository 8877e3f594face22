//! The recorded objects, read once: per resource every version of every object, with the states it
//! occurs in and the cells that the server printed for it.

use super::super::Stage;
use crate::facts::fields;
use serde::Deserialize;
use serde_json::Value;
use std::sync::LazyLock;

/// A resource's file.
pub(super) struct Resource {
    pub head: Head,
    pub versions: Vec<Version>,
}

/// The first line of a file.
#[derive(Deserialize)]
pub(super) struct Head {
    pub group: String,
    pub resource: String,
    /// The Table's `columnDefinitions`.
    pub columns: Vec<Value>,
}

/// A further line: one version of one object.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Version {
    #[serde(rename = "in")]
    pub states: Vec<String>,
    /// Printed cells; `{"age": T}` and `{"restarts": N, "age": T}` depend on the clock.
    pub cells: Vec<Value>,
    /// The row's conditions, on finished pods.
    pub conditions: Option<Value>,
    /// Without `kind` and `apiVersion`.
    pub object: Value,
}

impl Version {
    /// One that was not recorded.
    pub(crate) fn new(cells: Vec<Value>, object: Value) -> Version {
        Version {
            states: Vec::new(),
            cells,
            conditions: None,
            object,
        }
    }

    /// A string at a path of the object, `""` if there is none.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        fields::text(&self.object, pointer)
    }

    pub(crate) fn name(&self) -> &str {
        self.text("/metadata/name")
    }

    pub(crate) fn namespace(&self) -> &str {
        self.text("/metadata/namespace")
    }
}

macro_rules! files {
    ($($name:literal)*) => {
        [$(include_str!(concat!("../data/cluster/", $name, ".jsonl"))),*]
    };
}

static CATALOG: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    files![
        "applications" "configmaps" "controllerrevisions" "cronjobs" "customresourcedefinitions"
        "daemonsets" "deployments" "endpoints" "endpointslices" "events" "jobs" "namespaces" "nodes"
        "nodes.metrics.k8s.io" "persistentvolumeclaims" "persistentvolumes" "pods"
        "pods.metrics.k8s.io" "replicasets" "serviceaccounts" "services" "statefulsets"
        "storageclasses"
    ]
    .into_iter()
    .map(read)
    .collect()
});

fn read(text: &str) -> Resource {
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    Resource {
        head: serde_json::from_str(head).expect("make.py writes a head"),
        versions: lines
            .map(|line| serde_json::from_str(line).expect("make.py writes one object a line"))
            .collect(),
    }
}

/// A resource's file, if it was recorded.
pub(super) fn recorded(group: &str, resource: &str) -> Option<&'static Resource> {
    CATALOG
        .iter()
        .find(|each| each.head.group == group && each.head.resource == resource)
}

/// Events are kept for an hour (kube-apiserver's `--event-ttl`), and none comes from the future.
pub(super) fn is_recent(event: &Version, stage: &Stage) -> bool {
    fields::time(&event.object, "/metadata/creationTimestamp").is_some_and(|made| {
        let age = stage.now - made;
        age.num_seconds() >= 0 && age.num_seconds() < 3600
    })
}

/// The pods that the tolerations brought to the tainted nodes.
pub(super) fn is_on_a_new_node(metrics: &Version) -> bool {
    matches!(
        metrics.name(),
        "alloy-7lgc8" | "alloy-kxq2c" | "alloy-x6nmp"
    )
}
