//! The tables of a `get`: as kubectl prints them, and as they are kept for judging.

use super::group::Group;
use super::kinds::Kind;
use super::print;
use super::rows::Rows;
use crate::facts::observation::Seen;
use crate::facts::table::{Row, Table};
use crate::query::{Get, Namespace, Output};
use serde_json::Value;

pub(super) fn add_table(seen: &mut Seen, get: &Get, group: &Group, found: Rows, several: bool) {
    for warning in &found.warnings {
        if !seen.stderr.contains(warning.as_str()) {
            seen.stderr.push_str(warning);
        }
    }
    if !found.rows.is_empty() {
        let printed = match get.output {
            Output::Name => print_names(&group.kind, &found),
            _ => print_table(get, &group.kind, &found, several),
        };
        if !seen.text.is_empty() && !get.no_headers && get.output != Output::Name {
            seen.text.push('\n');
        }
        seen.text.push_str(&printed);
    }
    let table = kept_table(get, &group.kind, found, &mut seen.objects);
    seen.tables.push(table);
}

/// The table for judging: the columns that kubectl itself adds are columns, too.
fn kept_table(get: &Get, kind: &Kind, found: Rows, objects: &mut Vec<Value>) -> Table {
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    let mut table = Table {
        resource: kind.plural.clone(),
        group: kind.group.clone(),
        columns: everywhere
            .then(|| column("NAMESPACE"))
            .into_iter()
            .collect(),
        rows: Vec::with_capacity(found.rows.len()),
        ..Table::default()
    };
    table.columns.extend(found.columns);
    let labels = get
        .label_columns
        .iter()
        .map(|label| column(&label_header(label)));
    table.columns.extend(labels);
    table
        .columns
        .extend(get.show_labels.then(|| column("LABELS")));
    for mut row in found.rows {
        objects.extend(row.object);
        let mut cells: Vec<String> = Vec::with_capacity(table.columns.len());
        cells.extend(everywhere.then(|| row.namespace.clone()));
        cells.append(&mut row.cells);
        let label = |key: &String| row.labels.get(key).cloned().unwrap_or_default();
        cells.extend(get.label_columns.iter().map(label));
        cells.extend(get.show_labels.then(|| print::labels(&row.labels)));
        table.rows.push(Row {
            namespace: row.namespace,
            name: row.name,
            cells,
            object: None,
        });
    }
    table
}

/// `topology.kubernetes.io/zone` → `ZONE`.
fn label_header(label: &str) -> String {
    label.rsplit('/').next().unwrap_or(label).to_uppercase()
}

fn column(name: &str) -> crate::facts::table::Column {
    crate::facts::table::Column {
        name: name.into(),
        priority: 0,
    }
}

fn print_names(kind: &Kind, found: &Rows) -> String {
    let lines = found.rows.iter();
    lines
        .map(|row| format!("{}/{}\n", kind.printed_kind(), row.name))
        .collect()
}

fn print_table(get: &Get, kind: &Kind, found: &Rows, several: bool) -> String {
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    let wide = get.output == Output::Wide;
    let shown: Vec<usize> = (0..found.columns.len())
        .filter(|index| wide || found.columns[*index].priority == 0)
        .collect();
    let mut lines = Vec::with_capacity(found.rows.len() + 1);
    if !get.no_headers {
        let mut header: Vec<String> = Vec::new();
        header.extend(everywhere.then(|| "NAMESPACE".to_string()));
        header.extend(shown.iter().map(|index| found.columns[*index].name.clone()));
        header.extend(get.label_columns.iter().map(|label| label_header(label)));
        header.extend(get.show_labels.then(|| "LABELS".to_string()));
        lines.push(header);
    }
    for row in &found.rows {
        let mut line: Vec<String> = Vec::new();
        line.extend(everywhere.then(|| row.namespace.clone()));
        line.extend(shown.iter().map(|index| {
            if several && found.name_column == Some(*index) {
                format!("{}/{}", kind.printed_kind(), row.cells[*index])
            } else {
                row.cells[*index].clone()
            }
        }));
        let label = |key: &String| row.labels.get(key).cloned().unwrap_or_default();
        line.extend(get.label_columns.iter().map(label));
        line.extend(get.show_labels.then(|| print::labels(&row.labels)));
        lines.push(line);
    }
    print::align(&lines)
}
