//! What of a pod tells whether anything could be wrong with it: a few fields of its object. Of a
//! long list nothing more is kept while it flows by, and of a pod that is plainly fine not even that.

use serde::{Deserialize, Deserializer};

/// Those fields, named as the API names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct PodHealth {
    pub metadata: Metadata,
    pub spec: Spec,
    #[serde(deserialize_with = "or_nothing")]
    pub status: Status,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub name: String,
    pub namespace: String,
    /// How often its spec changed; older servers have none.
    pub generation: Option<i64>,
    /// When it was deleted, if it was.
    pub deletion_timestamp: Option<Present>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Spec {
    /// `Always` unless it is meant to end.
    pub restart_policy: String,
    #[serde(deserialize_with = "or_nothing")]
    pub containers: Vec<Container>,
    /// Its init containers, native sidecars among them.
    #[serde(deserialize_with = "or_nothing")]
    pub init_containers: Vec<Container>,
    /// Conditions of others that must be met before it is ready.
    #[serde(deserialize_with = "or_nothing")]
    pub readiness_gates: Vec<Gate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Container {
    pub name: String,
    /// `Always` makes an init container a sidecar.
    pub restart_policy: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Gate {
    /// The condition that it waits for.
    pub condition_type: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Status {
    pub phase: String,
    /// A word for the whole pod: `Evicted`, `NodeLost`.
    pub reason: String,
    /// Which spec the kubelet saw; older ones do not say.
    pub observed_generation: Option<i64>,
    #[serde(deserialize_with = "or_nothing")]
    pub conditions: Vec<Condition>,
    #[serde(deserialize_with = "or_nothing")]
    pub container_statuses: Vec<ContainerStatus>,
    /// Its init containers.
    #[serde(deserialize_with = "or_nothing")]
    pub init_container_statuses: Vec<ContainerStatus>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Condition {
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    /// Of which spec it speaks, where it says so.
    pub observed_generation: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct ContainerStatus {
    pub name: String,
    pub ready: bool,
    #[serde(deserialize_with = "or_nothing")]
    pub state: State,
}

/// What a container does: one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    pub waiting: Option<Present>,
    pub running: Option<Present>,
    pub terminated: Option<Terminated>,
}

/// How a container ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Terminated {
    /// 0 where all was well.
    pub exit_code: i64,
}

/// A field that is there; its value tells nothing more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Present;

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Present, D::Error> {
        serde::de::IgnoredAny::deserialize(json).map(|_| Present)
    }
}

/// `null` is nothing, as an absent field is.
fn or_nothing<'de, D, T>(json: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(json)?.unwrap_or_default())
}

/// Conditions that the kubelet and the scheduler write of every pod: all are met of one that is well.
const OWN: [&str; 4] = ["PodScheduled", "Initialized", "ContainersReady", "Ready"];
/// Conditions that a pod has only while something is up.
const ALARMS: [&str; 3] = [
    "DisruptionTarget",
    "PodResizePending",
    "PodResizeInProgress",
];

impl PodHealth {
    /// Whether no rule could find anything moving or broken: stricter than any rule, so that what is
    /// not known here is looked at.
    pub(super) fn is_fine(&self) -> bool {
        self.metadata.deletion_timestamp.is_none()
            && self.newest_is_seen()
            && self.spec.restart_policy == "Always"
            && self.status.phase == "Running"
            && self.status.reason.is_empty()
            && self.conditions_are_well()
            && self.containers_are_well()
    }

    /// Whether it ran to its end, and is not being deleted.
    pub(super) fn has_succeeded(&self) -> bool {
        self.status.phase == "Succeeded" && self.metadata.deletion_timestamp.is_none()
    }

    /// The first spec needs no observer, any later one does.
    fn newest_is_seen(&self) -> bool {
        let wanted = self.metadata.generation.unwrap_or(0);
        match self.status.observed_generation.filter(|seen| *seen != 0) {
            Some(seen) => seen == wanted,
            None => wanted <= 1,
        }
    }

    fn conditions_are_well(&self) -> bool {
        let all = &self.status.conditions;
        let is_met = |name: &str| {
            let mut of_it = all.iter().filter(|one| one.kind == name).peekable();
            of_it.peek().is_some() && of_it.all(|one| one.status == "True")
        };
        let is_well = |one: &Condition| match one.kind.as_str() {
            kind if ALARMS.contains(&kind) => one.status == "False",
            "Ready" => one.status == "True" && self.is_of_newest(one),
            kind => one.status == "True" || !OWN.contains(&kind),
        };
        let mut gates = self.spec.readiness_gates.iter();
        all.iter().all(is_well) && is_met("Ready") && gates.all(|gate| is_met(&gate.condition_type))
    }

    fn is_of_newest(&self, condition: &Condition) -> bool {
        let observed = condition.observed_generation.filter(|seen| *seen != 0);
        observed.is_none_or(|seen| Some(seen) == self.metadata.generation)
    }

    fn containers_are_well(&self) -> bool {
        let of = |statuses: &'_ [ContainerStatus], name: &str| {
            statuses.iter().any(|one| one.name == name)
        };
        let (spec, status) = (&self.spec, &self.status);
        let is_sidecar = |name: &str| {
            let mut init = spec.init_containers.iter();
            init.any(|one| one.name == name && one.restart_policy == "Always")
        };
        let mut sidecars = spec
            .init_containers
            .iter()
            .filter(|one| is_sidecar(&one.name));
        let init_is_well = |one: &ContainerStatus| {
            if is_sidecar(&one.name) {
                one.is_up()
            } else {
                one.has_ended_well()
            }
        };
        !spec.containers.is_empty()
            && spec
                .containers
                .iter()
                .all(|one| of(&status.container_statuses, &one.name))
            && status.container_statuses.iter().all(ContainerStatus::is_up)
            && sidecars.all(|one| of(&status.init_container_statuses, &one.name))
            && status.init_container_statuses.iter().all(init_is_well)
    }
}

impl ContainerStatus {
    fn is_up(&self) -> bool {
        let State {
            waiting,
            running,
            terminated,
        } = &self.state;
        self.ready && running.is_some() && waiting.is_none() && terminated.is_none()
    }

    fn has_ended_well(&self) -> bool {
        self.state
            .terminated
            .as_ref()
            .is_some_and(|end| end.exit_code == 0)
    }
}

#[cfg(test)]
mod tests;
