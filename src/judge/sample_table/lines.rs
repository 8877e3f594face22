//! Samples that are neither a table with its header nor data: rows without a header, messages, log lines.

use super::{Difference, is_ellipsis, table_differences, wild};
use crate::facts::table::{Column, Row, Table};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How what was printed differs from the lines.
pub(super) fn differences(lines: &[String], tables: &[&Table], text: &str) -> Vec<Difference> {
    let as_rows = tables.iter().filter_map(|table| {
        let wanted = rows(lines, table)?;
        Some(table_differences(&wanted, table))
    });
    if let Some(fewest) = as_rows.min_by_key(Vec::len) {
        return fewest;
    }
    let printed: Vec<Cow<str>> = text.lines().map(|line| untimed(line.trim())).collect();
    // How long a rollout took is no part of what it comes to.
    let progress = |line: &String| line.starts_with("Waiting for ");
    let settled = lines
        .iter()
        .any(|line| !progress(line) && !is_ellipsis(line));
    let shown = |line: &String| {
        let line = untimed(line);
        printed.iter().any(|seen| wild(&line, seen))
    };
    lines
        .iter()
        .filter(|line| !(is_ellipsis(line) || settled && progress(line) || shown(line)))
        .map(|line| Difference::Line(line.clone()))
        .collect()
}

/// Lines as rows of a table: each has as many cells as a printed row.
fn rows(lines: &[String], table: &Table) -> Option<Table> {
    let cells = |line: &String| cells_of(line);
    let of_default: Vec<Column> = table
        .columns
        .iter()
        .filter(|one| one.priority == 0)
        .cloned()
        .collect();
    let fits = |columns: &Vec<Column>| {
        let full = lines.iter().filter(|line| !is_ellipsis(line));
        let mut widths = full.map(|line| cells(line).len()).peekable();
        columns.len() > 2 && widths.peek().is_some() && widths.all(|width| width == columns.len())
    };
    let columns = [of_default, table.columns.clone()].into_iter().find(fits)?;
    let row = |line: &String| Row {
        cells: cells(line),
        ..Row::default()
    };
    Some(Table {
        columns,
        rows: lines.iter().map(row).collect(),
        ..Table::default()
    })
}

/// The cells of a printed row: two or more blanks stand between them.
pub(super) fn cells_of(line: &str) -> Vec<String> {
    let cells = line
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    cells.map(str::to_owned).collect()
}

/// A line with its points in time left open.
pub(super) fn untimed(line: &str) -> Cow<'_, str> {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+",
        )
        .ok()
    });
    match &*TIME {
        Some(time) => time.replace_all(line, "..."),
        None => line.into(),
    }
}
