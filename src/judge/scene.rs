//! What a predicate is held against: the answers to a step's commands, the companion answers beside
//! them, the clock and the language. Plain references to values that were observed before.

use super::coverage;
use super::kind::fields::{kind, name};
use super::needs::{in_scope, plural};
use super::sample_table::printed_table;
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Observation, Seen};
use crate::facts::table::{Row, Table};
use crate::query::{Filter, Get, Pipeline, Query, Resource, TopOf};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

/// Answers to companion queries: those that [`super::needs::needs`] asked for.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// By query.
    pub observations: HashMap<Query, Observation>,
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
        let mut pairs: Vec<(&Query, &Observation)> = self.observations.iter().collect();
        pairs.sort_by_key(|(query, _)| *query);
        pairs
    }

    fn seen(&self) -> impl Iterator<Item = (&Query, &Seen)> {
        let ordered = self.ordered().into_iter();
        ordered.filter_map(|(query, observation)| Some((query, observation.seen()?)))
    }
}

/// One command of a step that was asked, and its answer.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The command.
    pub pipeline: &'a Pipeline,
    /// What it printed in the end.
    pub filtered: &'a Seen,
    /// What the query itself answered.
    pub raw: &'a Seen,
}

/// Everything that a predicate may look at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The answers, in the order of the commands.
    pub views: Vec<View<'a>>,
    /// Companions.
    pub world: &'a World,
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The language of messages.
    pub lang: Lang,
    /// When the record's deployment was made, if that is known.
    pub record_time: Option<DateTime<Utc>>,
    /// The columns that the step's expectations name: a table that has more of them is the one meant.
    pub columns: Vec<String>,
}

/// A printed row with where it came from.
#[derive(Debug, Clone)]
pub struct Printed<'a> {
    /// Which view, as an index.
    pub view: usize,
    /// Its table (parsed from the printed text where the answer holds none).
    pub table: std::rc::Rc<Cow<'a, Table>>,
    /// Which row of it.
    pub row: usize,
}

impl Printed<'_> {
    /// The row.
    pub fn row(&self) -> &Row {
        &self.table.rows[self.row]
    }

    /// A cell by column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.table.cell(self.row(), column)
    }

    /// The row's name; a table without names gives its first cell.
    pub fn name(&self) -> &str {
        let row = self.row();
        match row.name.is_empty() {
            true => self
                .cell("NAME")
                .or(row.cells.first().map(String::as_str))
                .unwrap_or_default(),
            false => &row.name,
        }
    }

    /// The kind in kubectl's plural, as far as it is known.
    pub fn kind(&self) -> &str {
        &self.table.resource
    }
}

impl<'a> Scene<'a> {
    /// Every row that the commands print, filters that pick lines applied.
    pub fn rows(&self) -> Vec<Printed<'a>> {
        let mut rows = Vec::new();
        for (view, seen) in self.views.iter().enumerate() {
            for table in seen.tables() {
                let table = std::rc::Rc::new(table);
                for row in 0..table.rows.len() {
                    if seen.prints(&table.rows[row]) {
                        rows.push(Printed {
                            view,
                            table: table.clone(),
                            row,
                        });
                    }
                }
            }
        }
        rows
    }

    /// The rows before filters that pick by state. `None` where such a filter stands beside one that
    /// picks by something else.
    pub fn rows_of_any_state(&self) -> Option<Vec<Printed<'a>>> {
        let by_state = |view: &View| view.pipeline.filters.iter().any(picks_by_state);
        if !self.views.iter().any(by_state) {
            return Some(self.rows());
        }
        let mut rows = Vec::new();
        for (view, seen) in self.views.iter().enumerate() {
            let others =
                |filter: &Filter| matches!(filter, Filter::Grep(_)) && !picks_by_state(filter);
            if by_state(seen) && seen.pipeline.filters.iter().any(others) {
                return None;
            }
            for table in seen.tables() {
                let table = std::rc::Rc::new(table);
                let all = 0..table.rows.len();
                rows.extend(all.map(|row| Printed {
                    view,
                    table: table.clone(),
                    row,
                }));
            }
        }
        Some(rows)
    }

    /// The printed tables, empty ones as well.
    pub fn tables(&self) -> Vec<Cow<'a, Table>> {
        self.views.iter().flat_map(View::tables).collect()
    }

    /// All nodes that were seen as objects.
    pub fn nodes(&self) -> Vec<&'a Value> {
        self.objects_of("Node")
    }

    /// How many nodes the cluster has, if all of them were listed.
    pub fn node_count(&self) -> Option<usize> {
        let listed = |query: &Query| match query {
            Query::Get(get) => lists_all_nodes(get),
            _ => false,
        };
        let companion = self.world.seen().find(|(query, _)| listed(query));
        if let Some((_, seen)) = companion {
            let count = objects_in(seen)
                .filter(|object| kind(object) == "Node")
                .count();
            return Some(count);
        }
        let own = self
            .views
            .iter()
            .find(|view| listed(&view.pipeline.query))?;
        own.raw.tables.first().map(|table| table.rows.len())
    }

    /// Every object of a kind that was seen, each once.
    fn objects_of(&self, wanted: &str) -> Vec<&'a Value> {
        let own = self.views.iter().flat_map(|view| objects_in(view.raw));
        let beside = self.world.seen().flat_map(|(_, seen)| objects_in(seen));
        let mut found: Vec<&Value> = own
            .chain(beside)
            .filter(|object| kind(object) == wanted)
            .collect();
        found.sort_by_key(|object| (super::kind::fields::namespace(object), name(object)));
        found.dedup_by_key(|object| (super::kind::fields::namespace(object), name(object)));
        found
    }

    /// The pods that the step's commands are about: those that a pod command selects, and those of the
    /// workloads that it names.
    pub fn pods(&self) -> Vec<&'a Value> {
        let pods = self.objects_of("Pod");
        let picked: Vec<&'a Value> = self
            .own_objects()
            .into_iter()
            .filter(|object| kind(object) == "Pod")
            .collect();
        if !picked.is_empty() {
            return picked;
        }
        let workloads = self.workloads();
        let mut of_workloads = pods;
        of_workloads.retain(|pod| {
            workloads
                .iter()
                .any(|workload| coverage::selects(workload, pod))
        });
        of_workloads
    }

    /// All pods that were seen, of whatever workload.
    pub fn all_pods(&self) -> Vec<&'a Value> {
        self.objects_of("Pod")
    }

    /// The workloads that the step's commands are about.
    pub fn workloads(&self) -> Vec<&'a Value> {
        let is_workload =
            |object: &Value| matches!(kind(object), "DaemonSet" | "Deployment" | "StatefulSet");
        let own: Vec<&'a Value> = self
            .own_objects()
            .into_iter()
            .filter(|object| is_workload(object))
            .collect();
        if !own.is_empty() {
            return own;
        }
        let beside: Vec<&'a Value> = self
            .world
            .seen()
            .flat_map(|(_, seen)| objects_in(seen))
            .filter(|object| is_workload(object))
            .collect();
        let mut found: Vec<&'a Value> = Vec::new();
        for view in &self.views {
            let selector = match &view.pipeline.query {
                Query::Get(get)
                    if get
                        .resources
                        .iter()
                        .any(|r| plural(&r.kind) == Some("pods") && r.name.is_none()) =>
                {
                    &get.selector
                }
                Query::Logs(logs) if logs.target.is_none() => &logs.selector,
                Query::Top(top) if top.of == TopOf::Pods && top.name.is_none() => &top.selector,
                _ => continue,
            };
            found.extend(in_scope(&beside, selector.as_deref()));
        }
        found.dedup_by_key(|object| name(object));
        found
    }

    /// The objects that the commands themselves print, from their own answers or from the companion
    /// that asks for the same; those that a filter took out are not among them.
    pub fn own_objects(&self) -> Vec<&'a Value> {
        let mut found = Vec::new();
        for view in &self.views {
            let kept = |object: &&Value| !view.picks_lines() || view.prints_name(name(object));
            found.extend(objects_in(view.raw).filter(kept));
            let same = self
                .world
                .seen()
                .filter(|(query, _)| same_objects(&view.pipeline.query, query));
            let asked = |object: &&Value| is_of_asked_kind(&view.pipeline.query, object);
            found.extend(
                same.flat_map(|(_, seen)| objects_in(seen))
                    .filter(asked)
                    .filter(kept),
            );
        }
        found.sort_by_key(|object| {
            (
                kind(object),
                super::kind::fields::namespace(object),
                name(object),
            )
        });
        found.dedup_by_key(|object| {
            (
                kind(object),
                super::kind::fields::namespace(object),
                name(object),
            )
        });
        found
    }
}

impl<'a> View<'a> {
    /// The tables of the answer, or the one that its text prints.
    pub fn tables(&self) -> Vec<Cow<'a, Table>> {
        if !self.picks_lines() && !self.pipeline.filters.is_empty() {
            return Vec::new();
        }
        if !self.raw.tables.is_empty() {
            return self.raw.tables.iter().map(Cow::Borrowed).collect();
        }
        printed_table(&self.filtered.text)
            .map(Cow::Owned)
            .into_iter()
            .collect()
    }

    /// Whether the filters, if there are any, only pick whole lines.
    pub fn picks_lines(&self) -> bool {
        !self.pipeline.filters.is_empty() && self.pipeline.filters.iter().all(picks_lines)
    }

    /// Whether a row is among the printed lines. `head`, `tail` and `sort` don't take rows away: what
    /// they hide must hold as well.
    fn prints(&self, row: &Row) -> bool {
        let only_orders = |filter: &Filter| {
            matches!(
                filter,
                Filter::Head(_) | Filter::Tail { .. } | Filter::Sort { .. }
            )
        };
        if self.pipeline.filters.iter().all(only_orders) {
            return true;
        }
        let name = if row.name.is_empty() {
            row.cells.first()
        } else {
            Some(&row.name)
        };
        name.is_some_and(|name| self.prints_name(name))
    }

    /// Whether a printed line holds a word.
    fn prints_name(&self, name: &str) -> bool {
        let is_name = |word: &str| word == name || word.rsplit('/').next() == Some(name);
        self.filtered
            .text
            .lines()
            .any(|line| line.split_whitespace().any(is_name))
    }

    /// Whether this is a command that prints log lines.
    pub fn is_log(&self) -> bool {
        match &self.pipeline.query {
            Query::Logs(_) => true,
            Query::Loki(loki) => loki.ask == crate::query::LokiAsk::Range,
            Query::Get(_)
            | Query::Describe(_)
            | Query::Top(_)
            | Query::Events(_)
            | Query::Rollout(_)
            | Query::Wait(_)
            | Query::Cluster(_)
            | Query::Argo(_)
            | Query::Http(_)
            | Query::Prometheus(_)
            | Query::Git(_)
            | Query::Gitploy(_) => false,
        }
    }
}

/// Whether a filter keeps or drops lines by a word that a table prints for a state.
fn picks_by_state(filter: &Filter) -> bool {
    const WORDS: [&str; 14] = [
        "running",
        "completed",
        "pending",
        "ready",
        "error",
        "crashloop",
        "backoff",
        "1/1",
        "2/2",
        "failed",
        "evicted",
        "healthy",
        "synced",
        "bound",
    ];
    match filter {
        Filter::Grep(grep) => grep.patterns.iter().any(|pattern| {
            let lower = pattern.to_lowercase();
            WORDS.iter().any(|word| lower.contains(word))
        }),
        Filter::Head(_)
        | Filter::Tail { .. }
        | Filter::Sort { .. }
        | Filter::WithStderr
        | Filter::Count(_)
        | Filter::Uniq { .. }
        | Filter::Cut(..)
        | Filter::Tr(..)
        | Filter::Awk { .. }
        | Filter::Jq { .. }
        | Filter::Yq(_)
        | Filter::Discard
        | Filter::Squeeze(_) => false,
    }
}

fn picks_lines(filter: &Filter) -> bool {
    match filter {
        Filter::Grep(grep) => !grep.count && !grep.only_matching && !grep.quiet,
        Filter::Head(_) | Filter::Tail { .. } | Filter::Sort { .. } | Filter::WithStderr => true,
        Filter::Count(_)
        | Filter::Uniq { .. }
        | Filter::Cut(..)
        | Filter::Discard
        | Filter::Tr(..)
        | Filter::Awk { .. }
        | Filter::Jq { .. }
        | Filter::Yq(_)
        | Filter::Squeeze(_) => false,
    }
}

fn objects_in(seen: &Seen) -> impl Iterator<Item = &Value> {
    seen.every_object()
}

fn lists_all_nodes(get: &Get) -> bool {
    get.resources.len() == 1
        && get.resources[0].name.is_none()
        && plural(&get.resources[0].kind) == Some("nodes")
        && get.selector.is_none()
        && get.field_selector.is_none()
}

/// Whether an object is of a kind that a command asks for: a companion may ask for more kinds in one
/// question.
fn is_of_asked_kind(own: &Query, object: &Value) -> bool {
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
fn same_objects(own: &Query, companion: &Query) -> bool {
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
