//! What the lines that are left of a printed answer stand for: log lines, table rows, objects, usage.

use super::flow::{Flow, lines_of};
use crate::facts::observation::{Cut, Seen};
use crate::facts::table::{Row, Table};
use std::collections::HashMap;

/// The same observation with only what is left. Where the lines cannot be told apart, everything stays.
pub(super) fn of(seen: &Seen, flow: &Flow) -> Seen {
    let mut out = seen.clone();
    let Some(kept) = flow.origins() else {
        return out;
    };
    let printed: Vec<&str> = lines_of(&seen.text).collect();
    logs(seen, &printed, &kept, &mut out);
    rows(seen, &printed, &kept, &mut out);
    out
}

/// A log line may hold line ends of its own; it stays if any of it does. What was dropped cannot prove
/// absence, so that the result is marked as cut.
fn logs(seen: &Seen, printed: &[&str], kept: &[usize], out: &mut Seen) {
    if seen.lines.is_empty() {
        return;
    }
    let mut owner = Vec::with_capacity(printed.len());
    for (index, line) in seen.lines.iter().enumerate() {
        owner.extend(std::iter::repeat_n(index, line.text.split('\n').count()));
    }
    if owner.len() != printed.len() {
        return;
    }
    let mut stays = vec![false; seen.lines.len()];
    for at in kept {
        if let Some(index) = owner.get(*at) {
            stays[*index] = true;
        }
    }
    let mut index = 0;
    out.lines.retain(|_| {
        index += 1;
        stays[index - 1]
    });
}

/// Rows stay with their printed lines, in the order of these; objects and usage stay with their rows.
fn rows(seen: &Seen, printed: &[&str], kept: &[usize], out: &mut Seen) {
    let Some(places) = places(&seen.tables, printed) else {
        return;
    };
    for (index, table) in out.tables.iter_mut().enumerate() {
        let mut taken = vec![false; seen.tables[index].rows.len()];
        table.rows = kept
            .iter()
            .filter_map(|at| places.get(*at).copied().flatten())
            .filter(|(of, row)| *of == index && !std::mem::replace(&mut taken[*row], true))
            .filter_map(|(_, row)| seen.tables[index].rows.get(row).cloned())
            .collect();
    }
    let (all, kept) = (Names::of(&seen.tables), Names::of(&out.tables));
    let left =
        |name: &str, namespace: &str| !all.hold(name, namespace) || kept.hold(name, namespace);
    let objects = seen.objects.iter().filter(|object| {
        let text = |key: &str| object["metadata"][key].as_str().unwrap_or("");
        left(text("name"), text("namespace"))
    });
    let objects: Vec<_> = objects.cloned().collect();
    let usage = seen
        .usage
        .iter()
        .filter(|one| left(&one.name, &one.namespace));
    let usage: Vec<_> = usage.cloned().collect();
    out.objects = objects;
    out.usage = usage;
}

/// The names of rows, each with the namespaces in which it stands.
struct Names<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Names<'a> {
    fn of(tables: &'a [Table]) -> Names<'a> {
        let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
        for row in tables.iter().flat_map(|table| &table.rows) {
            names.entry(&row.name).or_default().push(&row.namespace);
        }
        Names(names)
    }

    /// Whether a row has the name; a namespace that is not known on either side fits any.
    fn hold(&self, name: &str, namespace: &str) -> bool {
        self.0.get(name).is_some_and(|namespaces| {
            namespaces
                .iter()
                .any(|one| *one == namespace || one.is_empty() || namespace.is_empty())
        })
    }
}

/// For each printed line the table and row that it is; `None` if the lines are not those of the tables.
fn places(tables: &[Table], printed: &[&str]) -> Option<Vec<Option<(usize, usize)>>> {
    if tables.is_empty() {
        return None;
    }
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let mut places = Vec::with_capacity(printed.len());
    let mut lines = printed.iter().peekable();
    for (index, table) in tables
        .iter()
        .enumerate()
        .filter(|(_, table)| !table.rows.is_empty())
    {
        while lines.peek().is_some_and(|line| line.trim().is_empty()) {
            lines.next();
            places.push(None);
        }
        for (at, row) in table.rows.iter().enumerate() {
            let mut line = lines.next()?;
            if at == 0 && !holds(line, row, table) {
                places.push(None);
                line = lines.next()?;
            }
            if !holds(line, row, table) {
                return None;
            }
            places.push(Some((index, at)));
        }
    }
    places.extend(lines.map(|_| None));
    let found = places.iter().filter(|place| place.is_some()).count();
    (found == rows).then_some(places)
}

/// Whether a printed line shows a row: its name stands in it as a word or behind `kind/`, or all its
/// cells do (events are printed without their names).
fn holds(line: &str, row: &Row, table: &Table) -> bool {
    let named = line
        .split_whitespace()
        .any(|word| word == row.name || word.rsplit('/').next() == Some(row.name.as_str()));
    let mut cells = table
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(column, cell)| column.priority == 0 && !cell.is_empty())
        .map(|(_, cell)| cell.as_str())
        .peekable();
    named || cells.peek().is_some() && cells.all(|cell| line.contains(cell))
}

/// `head` and `tail` read only a part of a log, so that absence beyond it is not proven.
pub(super) fn cut(seen: &Seen, out: &mut Seen, limit: u64) {
    if !seen.lines.is_empty() && out.cut.as_ref().is_none_or(|cut| cut.reached == 0) {
        out.cut = Some(Cut {
            limit,
            per_source: false,
            reached: 1,
        });
    }
}
