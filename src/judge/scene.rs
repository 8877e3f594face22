//! What a predicate is held against: the answers to a step's commands, the companion answers beside
//! them, the clock and the language. Plain references to values that were observed before.

use crate::facts::fields::{kind, name, namespace};
use crate::facts::kinds;
use crate::facts::lang::Lang;
use crate::facts::table::{Omitted, Row, Table};
use crate::judge::coverage;
use crate::judge::needs::{in_scope, plural};
use crate::query::{Filter, Query, Selection};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::borrow::Cow;
mod view;
mod world;

pub(crate) use view::View;
pub(super) use view::picks_by_state;
pub use world::World;
use world::{is_of_asked_kind, lists_all_nodes, same_objects};

/// Everything that a predicate may look at.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
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
pub(crate) struct Printed<'a> {
    /// Which view, as an index.
    pub view: usize,
    /// Its table (parsed from the printed text where the answer holds none).
    pub table: std::rc::Rc<Cow<'a, Table>>,
    /// Which row of it.
    pub row: usize,
}

impl Printed<'_> {
    /// The row.
    pub(crate) fn row(&self) -> &Row {
        &self.table.rows[self.row]
    }

    /// A cell by column.
    pub(crate) fn cell(&self, column: &str) -> Option<&str> {
        self.table.cell(self.row(), column)
    }

    /// The row's name; a table without names gives its first cell.
    pub(crate) fn name(&self) -> &str {
        let row = self.row();
        if row.name.is_empty() {
            self.cell("NAME")
                .or(row.cells.first().map(String::as_str))
                .unwrap_or_default()
        } else {
            &row.name
        }
    }

    /// What tells its table from others.
    pub(crate) fn table_id(&self) -> *const Table {
        std::ptr::from_ref(self.table.as_ref().as_ref())
    }

    /// The kind in kubectl's plural, as far as it is known.
    pub(crate) fn kind(&self) -> &str {
        &self.table.resource
    }
}

impl<'a> Scene<'a> {
    /// Every row that the commands print, filters that pick lines applied.
    pub(crate) fn rows(&self) -> Vec<Printed<'a>> {
        self.rows_that(View::prints)
    }

    /// The rows before filters that pick by state. `None` where such a filter stands beside one that
    /// picks by something else.
    pub(crate) fn rows_of_any_state(&self) -> Option<Vec<Printed<'a>>> {
        let by_state = |view: &View| view.pipeline.filters.iter().any(picks_by_state);
        if !self.views.iter().any(by_state) {
            return Some(self.rows());
        }
        let others = |filter: &Filter| matches!(filter, Filter::Grep(_)) && !picks_by_state(filter);
        let by_both = |view: &View| by_state(view) && view.pipeline.filters.iter().any(others);
        (!self.views.iter().any(by_both)).then(|| self.rows_that(|_, _| true))
    }

    fn rows_that(&self, keeps: impl Fn(&View<'a>, &Row) -> bool) -> Vec<Printed<'a>> {
        let mut rows = Vec::new();
        for (view, seen) in self.views.iter().enumerate() {
            for table in seen.tables() {
                let table = std::rc::Rc::new(table);
                let kept = (0..table.rows.len()).filter(|row| keeps(seen, &table.rows[*row]));
                rows.extend(kept.map(|row| Printed {
                    view,
                    table: table.clone(),
                    row,
                }));
            }
        }
        rows
    }

    /// The printed tables, empty ones as well.
    pub(crate) fn tables(&self) -> Vec<Cow<'a, Table>> {
        self.views.iter().flat_map(View::tables).collect()
    }

    /// How many of the columns that the step's expectations name a table has.
    pub(crate) fn named_columns(&self, table: &Table) -> usize {
        let names = self.columns.iter();
        names.filter(|name| table.column(name).is_some()).count()
    }

    /// Rows of the commands' tables that were seen and are not kept.
    pub(crate) fn omitted(&self) -> Omitted {
        let tables = self.views.iter().flat_map(|view| &view.raw.tables);
        let add = |sum: Omitted, one: &Table| Omitted {
            running: sum.running + one.omitted.running,
            ended: sum.ended + one.omitted.ended,
        };
        tables.fold(Omitted::default(), add)
    }

    /// All nodes that were seen as objects.
    pub(crate) fn nodes(&self) -> Vec<&'a Value> {
        self.objects_of("Node")
    }

    /// How many nodes the cluster has, if all of them were listed.
    pub(crate) fn node_count(&self) -> Option<usize> {
        let listed = |query: &Query| match query {
            Query::Get(get) => lists_all_nodes(get),
            _ => false,
        };
        let companion = self.world.seen().find(|(query, _)| listed(query));
        if let Some((_, seen)) = companion {
            let nodes = seen.every_object().filter(|object| kind(object) == "Node");
            return Some(nodes.count());
        }
        let own = self.views.iter().find(|view| listed(view.query()))?;
        own.raw.tables.first().map(|table| table.rows.len())
    }

    /// Every object of a kind that was seen, each once.
    fn objects_of(&self, wanted: &str) -> Vec<&'a Value> {
        let own = self.views.iter().flat_map(|view| view.raw.every_object());
        let beside = self.world.seen().flat_map(|(_, seen)| seen.every_object());
        let mut found: Vec<&Value> = own
            .chain(beside)
            .filter(|object| kind(object) == wanted)
            .collect();
        found.sort_by_key(|object| (namespace(object), name(object)));
        found.dedup_by_key(|object| (namespace(object), name(object)));
        found
    }

    /// The pods that the step's commands are about: those that a pod command selects, and those of the
    /// workloads that it names.
    pub(crate) fn pods(&self) -> Vec<&'a Value> {
        let mut picked = self.own_objects();
        picked.retain(|object| kind(object) == "Pod");
        if !picked.is_empty() {
            return picked;
        }
        let workloads = self.workloads();
        let mut pods = self.all_pods();
        pods.retain(|pod| workloads.iter().any(|one| coverage::selects(one, pod)));
        pods
    }

    /// All pods that were seen, of whatever workload.
    pub(crate) fn all_pods(&self) -> Vec<&'a Value> {
        self.objects_of("Pod")
    }

    /// The workloads that the step's commands are about.
    pub(crate) fn workloads(&self) -> Vec<&'a Value> {
        let is_workload = |object: &Value| {
            let known = kinds::named(kind(object));
            known.is_some_and(|known| kinds::ROLLING.contains(&known.plural))
        };
        let mut own = self.own_objects();
        own.retain(|object| is_workload(object));
        if !own.is_empty() {
            return own;
        }
        let beside: Vec<&'a Value> = self
            .world
            .seen()
            .flat_map(|(_, seen)| seen.every_object())
            .filter(|object| is_workload(object))
            .collect();
        let mut found: Vec<&'a Value> = Vec::new();
        let of_pods = |one: &Selection| plural(one.kind) == Some("pods") && one.name.is_none();
        let selections = self.views.iter().flat_map(|view| view.query().selections());
        for selection in selections.filter(of_pods) {
            found.extend(in_scope(&beside, selection.selector));
        }
        found.dedup_by_key(|object| name(object));
        found
    }

    /// The objects that the commands themselves print, from their own answers or from the companion
    /// that asks for the same; those that a filter took out are not among them.
    pub(crate) fn own_objects(&self) -> Vec<&'a Value> {
        let mut found = Vec::new();
        for view in &self.views {
            let whole = view.raw.tables.is_empty() && !view.raw.objects.is_empty();
            let kept =
                |object: &&Value| whole || !view.picks_lines() || view.prints_name(name(object));
            found.extend(view.raw.every_object().filter(kept));
            let same = self
                .world
                .seen()
                .filter(|(query, _)| same_objects(view.query(), query));
            let asked = |object: &&Value| is_of_asked_kind(view.query(), object);
            found.extend(
                same.flat_map(|(_, seen)| seen.every_object())
                    .filter(asked)
                    .filter(kept),
            );
        }
        found.sort_by_key(|object| (kind(object), namespace(object), name(object)));
        found.dedup_by_key(|object| (kind(object), namespace(object), name(object)));
        found
    }
}
