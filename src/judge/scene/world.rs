//! Answers to companion queries, and how they fit to the commands of a step.

use crate::facts::fields::kind;
use crate::facts::observation::{Blind, Observation, Seen};
use crate::judge::needs::plural;
use crate::query::{Get, Query, Resource, Selection, TopOf};
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
    /// The companions about workloads and pods that could not be looked at. Nodes, samples and the newest line of
    /// logs are judged by the expectations that need them.
    pub fn blind(&self) -> impl Iterator<Item = &Blind> {
        let of_state = |query: &Query| match query {
            Query::Get(get) => !get
                .resources
                .iter()
                .all(|r| plural(&r.kind) == Some("nodes")),
            Query::Top(_) | Query::Loki(_) => false,
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
    let asked = |one: &Selection| match plural(one.kind) {
        Some(wanted) => plural(kind(object)) == Some(wanted),
        None => true,
    };
    own.selections().iter().any(asked)
}

/// Whether a companion asks for the very objects of a command.
pub(super) fn same_objects(own: &Query, companion: &Query) -> bool {
    let Query::Get(companion) = companion else {
        return false;
    };
    let same_kind = |one: &Selection, resource: &Resource| {
        let both = plural(one.kind).filter(|kind| plural(&resource.kind) == Some(*kind));
        (resource.kind == one.kind || both.is_some()) && resource.name.as_deref() == one.name
    };
    let same = |one: &Selection| {
        companion.scope == *one.scope
            && companion.selector.as_deref() == one.selector
            && companion.field_selector.as_deref() == one.field_selector
            && companion
                .resources
                .iter()
                .any(|resource| same_kind(one, resource))
    };
    // The logs of one target say nothing of its state, and neither does the usage of nodes.
    let of_state = match own {
        Query::Logs(logs) => logs.target.is_none(),
        Query::Top(top) => top.of == TopOf::Pods,
        _ => true,
    };
    of_state && own.selections().iter().any(same)
}
