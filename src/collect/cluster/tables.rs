//! The tables of a `get`: as they are kept for judging, and as kubectl prints them.

use super::kinds::Kind;
use super::print;
use super::rows::Rows;
use crate::facts::observation::Seen;
use crate::facts::table::{Column, Row, Table};
use crate::query::{Get, Namespace, Output};

pub(super) fn add_table(seen: &mut Seen, get: &Get, kind: &Kind, mut found: Rows, several: bool) {
    for warning in &found.warnings {
        if !seen.stderr.contains(warning.as_str()) {
            seen.stderr.push_str(warning);
        }
    }
    for row in &mut found.rows {
        seen.objects.extend(row.object.take());
    }
    let name_column = found.name_column;
    let table = kept_table(get, kind, found);
    if !table.rows.is_empty() {
        let only_names = get.output == Output::Name;
        if !seen.text.is_empty() && !get.no_headers && !only_names {
            seen.text.push('\n');
        }
        if only_names {
            let names = table.rows.iter();
            let names = names.map(|row| format!("{}/{}\n", kind.printed_kind(), row.name));
            seen.text.extend(names);
        } else {
            let prefixed = name_column.filter(|_| several);
            let prefixed = prefixed.map(|at| at + usize::from(is_everywhere(get, kind)));
            seen.text.push_str(&printed(get, kind, &table, prefixed));
        }
    }
    seen.tables.push(table);
}

fn is_everywhere(get: &Get, kind: &Kind) -> bool {
    get.scope.namespace == Namespace::All && kind.namespaced
}

/// The table for judging: the columns that kubectl itself adds are columns, too.
fn kept_table(get: &Get, kind: &Kind, found: Rows) -> Table {
    let everywhere = is_everywhere(get, kind);
    let mut columns: Vec<Column> = Vec::new();
    columns.extend(everywhere.then(|| Column::named("NAMESPACE")));
    columns.extend(found.columns);
    let labels = get.label_columns.iter();
    // `topology.kubernetes.io/zone` → `ZONE`.
    let label_header = |label: &String| label.rsplit('/').next().unwrap_or(label).to_uppercase();
    columns.extend(labels.map(|label| Column::named(label_header(label))));
    columns.extend(get.show_labels.then(|| Column::named("LABELS")));
    let row = |mut row: super::rows::OneRow| {
        let mut cells: Vec<String> = Vec::with_capacity(columns.len());
        cells.extend(everywhere.then(|| row.namespace.clone()));
        cells.append(&mut row.cells);
        let label = |key: &String| row.labels.get(key).cloned().unwrap_or_default();
        cells.extend(get.label_columns.iter().map(label));
        cells.extend(get.show_labels.then(|| print::labels(&row.labels)));
        Row {
            namespace: row.namespace,
            name: row.name,
            cells,
            object: None,
        }
    };
    Table {
        resource: kind.plural.clone(),
        group: kind.group.clone(),
        rows: found.rows.into_iter().map(row).collect(),
        columns,
        ..Table::default()
    }
}

/// As kubectl prints it; where there are several kinds, names with theirs in front.
fn printed(get: &Get, kind: &Kind, table: &Table, prefixed: Option<usize>) -> String {
    let shown: Vec<usize> = (0..table.columns.len())
        .filter(|at| get.output == Output::Wide || table.columns[*at].priority == 0)
        .collect();
    let mut lines: Vec<Vec<String>> = Vec::with_capacity(table.rows.len() + 1);
    let names = shown.iter().map(|at| table.columns[*at].name.clone());
    lines.extend((!get.no_headers).then(|| names.collect()));
    let cell = |row: &Row, at: usize| match prefixed {
        Some(name) if name == at => format!("{}/{}", kind.printed_kind(), row.cells[at]),
        _ => row.cells[at].clone(),
    };
    let line = |row: &Row| shown.iter().map(|at| cell(row, *at)).collect();
    lines.extend(table.rows.iter().map(line));
    print::align(&lines)
}
