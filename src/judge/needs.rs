//! Companion queries: what has to be asked beside a step's own commands, so that its expectations can
//! be judged. One phase: the companions follow from the commands alone, never from an answer. As
//! little as possible is asked; a plain `get pods -A` needs nothing more.

use crate::facts::fields::pairs;
use crate::facts::kinds;
use crate::facts::selector::Selector;
use crate::query::{
    Get, LokiAsk, LokiQuery, Namespace, Output, Pipeline, Query, Resource, RolloutAsk, Scope,
    Selection, Top, TopOf,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Something that judging wants to see beside what the commands print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Want {
    /// Pods, workloads and nodes as objects: which node has a ready pod.
    Coverage,
    /// The objects that a command prints, and the workloads that a pod command selects: whether
    /// their controllers are done (rules 3 and 4).
    WorkloadState,
    /// Pods as objects.
    PodState,
    /// Nodes as objects.
    Nodes,
    /// Usage of the selected pods.
    PodMetrics,
    /// The newest line of logs that are asked for oldest first.
    NewestLine,
}

/// Everything that is wanted for a step.
pub(crate) type Wants = BTreeSet<Want>;

/// The queries to ask beside the step's own, sorted, each once, without those that the step already
/// asks.
pub(crate) fn needs(queries: &[&Pipeline], wants: &Wants) -> Vec<Query> {
    let asked: BTreeSet<&Query> = queries.iter().map(|pipeline| &pipeline.query).collect();
    let of_objects = queries
        .iter()
        .flat_map(|pipeline| questions(&pipeline.query))
        .flat_map(|question| companions(&question, wants));
    let of_logs = queries
        .iter()
        .filter(|_| wants.contains(&Want::NewestLine))
        .filter_map(|pipeline| newest_line(&pipeline.query));
    let companions: BTreeSet<Query> = of_objects
        .chain(of_logs)
        .filter(|companion| !asked.contains(companion))
        .collect();
    companions.into_iter().collect()
}

/// The question for the newest line of logs that a command shows oldest first: a limit cuts off the others.
pub(crate) fn newest_line(query: &Query) -> Option<Query> {
    match query {
        Query::Loki(loki) if loki.forward && loki.ask == LokiAsk::Range => {
            Some(Query::Loki(LokiQuery {
                forward: false,
                limit: 1,
                ..loki.clone()
            }))
        }
        _ => None,
    }
}

/// Marks a query that prints a table for what judging it needs: its objects come with the rows, which
/// spares asking for them again; and of a list of pods only those that are not plainly fine are
/// kept, if no expectation of the step needs more (`only_odd`).
pub(crate) fn mark(pipeline: &mut Pipeline, wants: &Wants, only_odd: bool) {
    let plain = pipeline.filters.is_empty();
    let questions = questions(&pipeline.query);
    let Query::Get(get) = &mut pipeline.query else {
        return;
    };
    if !matches!(get.output, Output::Table | Output::Wide) {
        return;
    }
    let asks_again = |question: &Get| {
        let companions = companions(question, wants);
        companions.contains(&same_objects(question))
    };
    if questions.iter().any(asks_again) {
        get.objects = true;
    }
    let is_list_of_pods = match get.resources.as_slice() {
        [one] => one.name.is_none() && plural(&one.kind) == Some("pods"),
        _ => false,
    };
    let bare = get.sort_by.is_none() && get.label_columns.is_empty() && !get.show_labels;
    get.only_odd = only_odd && is_list_of_pods && plain && bare;
}

/// Of workloads, those in scope of a pod selector: those whose template carries matching labels.
/// Without a selector all are in scope; with one that can't be read, none.
pub(crate) fn in_scope<'a>(workloads: &[&'a Value], selector: Option<&str>) -> Vec<&'a Value> {
    let Ok(selector) = Selector::parse(selector.unwrap_or("")) else {
        return Vec::new();
    };
    let labels = |workload: &'a Value| pairs(workload, "/spec/template/metadata/labels");
    let taken = workloads.iter().copied();
    taken
        .filter(|workload| selector.matches(&labels(workload)))
        .collect()
}

/// The resource that is meant, in kubectl's plural, for the kinds that judging knows. Singular, plural,
/// short name, and with a group (`deploy`, `deployments.apps`, `deployments.v1.apps`).
pub(crate) fn plural(written: &str) -> Option<&'static str> {
    let plural = kinds::named(written)?.plural;
    let is_judged = kinds::keeps_pods(plural) || matches!(plural, "pods" | "nodes");
    is_judged.then_some(plural)
}

/// What a command asks about, a question of one resource each: whether its own answer holds the objects, and whether
/// of them only those matter that are not plainly fine.
fn questions(query: &Query) -> Vec<Get> {
    let of = |objects: bool, only_odd: bool| {
        let question = |one: &Selection| Get {
            scope: one.scope.clone(),
            resources: vec![Resource {
                kind: one.kind.into(),
                name: one.name.map(String::from),
            }],
            selector: one.selector.map(String::from),
            field_selector: one.field_selector.map(String::from),
            objects,
            only_odd,
            ..Get::default()
        };
        query.selections().iter().map(question).collect()
    };
    match query {
        Query::Get(get) => {
            let is_whole = matches!(get.output, Output::Json | Output::Yaml);
            of(get.objects || is_whole, get.only_odd)
        }
        Query::Describe(get) => of(true, get.only_odd),
        // What was rolled out before tells nothing of now, and usage of nodes is no object's state.
        Query::Rollout(rollout) if rollout.ask == RolloutAsk::History => Vec::new(),
        Query::Top(top) if top.of == TopOf::Nodes => Vec::new(),
        _ => of(false, false),
    }
}

/// What to ask beside one question.
fn companions(question: &Get, wants: &Wants) -> Vec<Query> {
    let kind = question.resources.first().and_then(|one| plural(&one.kind));
    // A DaemonSet is always held against the nodes, unless that means every pod of the cluster.
    let everywhere = question.scope.namespace == Namespace::All;
    let coverage = wants.contains(&Want::Coverage) || kind == Some("daemonsets") && !everywhere;
    let wants_state = wants.contains(&Want::WorkloadState) || coverage;
    let wants_pods = wants.contains(&Want::PodState) || coverage;
    let wants_nodes = wants.contains(&Want::Nodes) || coverage;
    let mut queries = Vec::new();
    let wants_own = match kind {
        Some("pods") => wants_pods,
        Some("nodes") => wants_state || wants_nodes,
        Some(_) | None => wants_state,
    };
    if wants_own && !question.objects {
        queries.push(same_objects(question));
    }
    match kind {
        Some("pods") => {
            if wants_state {
                // Without the pods' selector: it need not fit the workloads' own labels.
                queries.push(Query::Get(Get {
                    only_odd: question.only_odd && everywhere,
                    ..objects(&question.scope, &kinds::ROLLING)
                }));
            }
            if wants.contains(&Want::PodMetrics) {
                queries.push(usage_of(question));
            }
        }
        Some("nodes") | None => {}
        Some(_) => {
            if wants_pods {
                queries.push(Query::Get(objects(&question.scope, &["pods"])));
            }
        }
    }
    if wants_nodes {
        let scope = Scope {
            namespace: Namespace::OfContext,
            ..question.scope.clone()
        };
        queries.push(Query::Get(objects(&scope, &["nodes"])));
    }
    queries
}

/// The objects that the command itself is about.
fn same_objects(question: &Get) -> Query {
    Query::Get(Get {
        objects: true,
        only_odd: false,
        ..question.clone()
    })
}

fn objects(scope: &Scope, kinds: &[&str]) -> Get {
    let resources = kinds.iter().map(|kind| Resource {
        kind: (*kind).into(),
        name: None,
    });
    Get {
        scope: scope.clone(),
        resources: resources.collect(),
        objects: true,
        ..Get::default()
    }
}

fn usage_of(question: &Get) -> Query {
    let names = question.resources.iter().flat_map(|one| one.name.clone());
    Query::Top(Top {
        scope: question.scope.clone(),
        of: TopOf::Pods,
        names: names.collect(),
        selector: question.selector.clone(),
        field_selector: question.field_selector.clone(),
        containers: false,
        sort_by: None,
        no_headers: false,
        sum: false,
    })
}

#[cfg(test)]
mod tests;
