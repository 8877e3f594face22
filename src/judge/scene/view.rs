//! One command of a step and its answer: which tables and lines it prints, and what its filters do.

use crate::facts::observation::Seen;
use crate::facts::table::{Row, Table};
use crate::judge::sample_table::printed_table;
use crate::judge::word_list;
use crate::query::{Filter, Pipeline, Query, Selection};
use std::borrow::Cow;

/// One command of a step that was asked, and its answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The command.
    pub pipeline: &'a Pipeline,
    /// What it printed in the end.
    pub filtered: &'a Seen,
    /// What the query itself answered.
    pub raw: &'a Seen,
}

impl<'a> View<'a> {
    /// What it asks.
    pub(crate) fn query(&self) -> &'a Query {
        &self.pipeline.query
    }

    /// Whether filters stand behind it.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.pipeline.filters.is_empty()
    }

    /// The tables of the answer, or the one that its text prints.
    pub(crate) fn tables(&self) -> Vec<Cow<'a, Table>> {
        if !self.picks_lines() && self.is_filtered() {
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
    pub(crate) fn picks_lines(&self) -> bool {
        self.is_filtered() && self.pipeline.filters.iter().all(picks_lines)
    }

    /// Whether a row is among the printed lines. `head`, `tail` and `sort` don't take rows away: what
    /// they hide must hold as well. Of events they choose the ones that are spoken of.
    pub(in crate::judge) fn prints(&self, row: &Row) -> bool {
        let of_events = |one: &Selection| one.kind.starts_with("event") || one.kind == "ev";
        let events = matches!(self.pipeline.query, Query::Events(_))
            || self.pipeline.query.selections().iter().any(of_events);
        if events && self.picks_lines() && !row.name.is_empty() {
            let mut kept = self.filtered.tables.iter().flat_map(|table| &table.rows);
            return kept.any(|one| one.name == row.name && one.namespace == row.namespace);
        }
        let only_orders = |filter: &Filter| {
            matches!(
                filter,
                Filter::Head(_) | Filter::Tail { .. } | Filter::Sort(_) | Filter::ToFile(_)
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
    pub(super) fn prints_name(&self, name: &str) -> bool {
        let is_name = |word: &str| word == name || word.rsplit('/').next() == Some(name);
        self.filtered
            .text
            .lines()
            .any(|line| line.split_whitespace().any(is_name))
    }

    /// Whether this is a command that prints log lines.
    pub(crate) fn is_log(&self) -> bool {
        match &self.pipeline.query {
            Query::Logs(_) => true,
            Query::Loki(loki) => loki.ask == crate::query::LokiAsk::Range,
            _ => false,
        }
    }
}

/// Whether a filter keeps or drops lines by a word that a table prints for a state.
pub(in crate::judge) fn picks_by_state(filter: &Filter) -> bool {
    let Filter::Grep(grep) = filter else {
        return false;
    };
    let mut patterns = grep.patterns.iter();
    patterns.any(|pattern| word_list("printed-state").is_within(&pattern.to_lowercase()))
}

pub(super) fn picks_lines(filter: &Filter) -> bool {
    match filter {
        Filter::Grep(grep) => !grep.count && !grep.only_matching && !grep.quiet,
        Filter::Head(_)
        | Filter::Tail { .. }
        | Filter::Sort(_)
        | Filter::ToFile(_)
        | Filter::WithStderr => true,
        _ => false,
    }
}
