//! Answers to companion queries, and how they fit to the commands of a step.

use crate::facts::observation::{Blind, Observation, Seen};
use crate::judge::kind::fields::kind;
use crate::judge::needs::plural;
use crate::query::{Get, Query, Resource, TopOf};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Answers to companion queries: those that [`super::needs::needs`] asked for.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// By query.
    pub observations: HashMap<Query, Arc<Observation>>,
}

impl World {
    /// The companions about workloads and pods that could not be looked at. Nodes and samples are
    /// judged by the expectations that need them.
    pub fn blind(&self) -> impl Iterator<Item = &Blind> {
        let of_state = |query: &Query| match query {
            Query::Get(get) => !get
                .resources
                .iter()
                .all(|r| plural(&r.kind) == Some("nodes")),
            Query::Top(_) => false,
            _ => true,
        };
        let ordered = self.ordered().into_iter();
        ordered.filter_map(move |(query, observation)| match observation {
            Observation::Blind(blind) if of_state(query) => Some(blind),
            Observation::Blind(_) | Observation::Seen(_) => None,
        })
    }

    /// By query, so that the same answers give the same words.
    fn ordered(&self) -> Vec<(&Query, &Observation)> {
        let mut pairs: Vec<(&Query, &Observation)> = self
            .observations
            .iter()
            .map(|(query, observation)| (query, &**observation))
            .collect();
        pairs.sort_by_key(|(query, _)| *query);
        pairs
    }

    pub(super) fn seen(&self) -> impl Iterator<Item = (&Query, &Seen)> {
        let ordered = self.ordered().into_iter();
        ordered.filter_map(|(query, observation)| Some((query, observation.seen()?)))
    }
}

pub(super) fn objects_in(seen: &Seen) -> impl Iterator<Item = &Value> {
    seen.every_object()
}

pub(super) fn lists_all_nodes(get: &Get) -> bool {
    get.resources.len() == 1
        && get.resources[0].name.is_none()
        && plural(&get.resources[0].kind) == Some("nodes")
        && get.selector.is_none()
        && get.field_selector.is_none()
}

/// Whether an object is of a kind that a command asks for: a companion may ask for more kinds in one
/// question.
pub(super) fn is_of_asked_kind(own: &Query, object: &Value) -> bool {
    let asked = |resource: &Resource| match plural(&resource.kind) {
        Some(wanted) => plural(kind(object)) == Some(wanted),
        None => true,
    };
    match own {
        Query::Get(get) | Query::Describe(get) => get.resources.iter().any(asked),
        Query::Rollout(rollout) => rollout.targets.iter().any(asked),
        Query::Wait(wait) => wait.resources.iter().any(asked),
        Query::Top(_) | Query::Logs(_) => kind(object) == "Pod",
        Query::Events(_)
        | Query::Cluster(_)
        | Query::Loki(_)
        | Query::Argo(_)
        | Query::Http(_)
        | Query::Prometheus(_)
        | Query::Git(_)
        | Query::Gitploy(_) => false,
    }
}

/// Whether a companion asks for the very objects of a command.
pub(super) fn same_objects(own: &Query, companion: &Query) -> bool {
    let Query::Get(companion) = companion else {
        return false;
    };
    let same_kind = |kind: &str, name: &Option<String>| {
        companion.resources.iter().any(|resource| {
            let kinds = resource.kind == kind
                || (plural(kind).is_some() && plural(&resource.kind) == plural(kind));
            kinds && resource.name == *name
        })
    };
    let pods = |selector: &Option<String>, field: &Option<String>, name: &Option<String>| {
        companion.selector == *selector
            && companion.field_selector == *field
            && same_kind("pods", name)
    };
    match own {
        Query::Get(get) | Query::Describe(get) => {
            companion.selector == get.selector
                && companion.field_selector == get.field_selector
                && companion.scope == get.scope
                && get
                    .resources
                    .iter()
                    .any(|resource| same_kind(&resource.kind, &resource.name))
        }
        Query::Rollout(rollout) => {
            companion.scope == rollout.scope
                && rollout
                    .targets
                    .iter()
                    .any(|target| same_kind(&target.kind, &target.name))
        }
        Query::Wait(wait) => {
            companion.scope == wait.scope
                && companion.selector == wait.selector
                && wait
                    .resources
                    .iter()
                    .any(|resource| same_kind(&resource.kind, &resource.name))
        }
        Query::Top(top) if top.of == TopOf::Pods => {
            companion.scope == top.scope && pods(&top.selector, &top.field_selector, &top.name)
        }
        Query::Logs(logs) if logs.target.is_none() => {
            companion.scope == logs.scope && pods(&logs.selector, &None, &None)
        }
        Query::Logs(_)
        | Query::Top(_)
        | Query::Events(_)
        | Query::Cluster(_)
        | Query::Loki(_)
        | Query::Argo(_)
        | Query::Http(_)
        | Query::Prometheus(_)
        | Query::Git(_)
        | Query::Gitploy(_) => false,
    }
}
