//! A printed table, as the API server's own `Table` has it: named columns and rows of cells.

use serde::{Deserialize, Serialize};

/// A table of one resource kind (or of `kubectl top`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The plural resource name (`daemonsets`, `pods`), empty where there is none.
    pub resource: String,
    /// The API group, empty for the core group.
    pub group: String,
    /// The columns in print order, with names as kubectl prints them: upper case.
    pub columns: Vec<Column>,
    /// The rows, in the server's order (or as sorted by the command).
    pub rows: Vec<Row>,
    /// Rows that were seen and are not kept.
    #[serde(default)]
    pub omitted: Omitted,
}

/// How many rows of a long list of pods are not kept, because there is nothing to say about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omitted {
    /// Pods that are Running with all containers ready.
    pub running: u64,
    /// Pods that ran to their end successfully.
    pub ended: u64,
}

/// A column definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// As kubectl prints it: `UP-TO-DATE`.
    pub name: String,
    /// 0 is always printed; above 0 only with `-o wide`.
    pub priority: i32,
}

/// A row: one cell a column, already as kubectl prints them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The object's namespace, empty for cluster-scoped objects.
    pub namespace: String,
    /// The object's name.
    pub name: String,
    /// One printed cell a column: JSON `null` is `<none>` in text, numbers without fraction.
    pub cells: Vec<String>,
    /// The whole object, where the query asked for objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Box<serde_json::Value>>,
}

impl Column {
    /// One that is always printed.
    pub fn named(name: impl Into<String>) -> Column {
        Column {
            name: name.into(),
            priority: 0,
        }
    }
}

impl Table {
    /// Of columns that are always printed.
    pub fn of(columns: &[&str], rows: Vec<Row>) -> Table {
        Table {
            columns: columns.iter().map(|name| Column::named(*name)).collect(),
            rows,
            ..Table::default()
        }
    }

    /// Finds a column by its printed name, ignoring case, and `-`, `_` and blanks in it.
    pub fn column(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.columns
            .iter()
            .position(|column| fold(&column.name) == wanted)
    }

    /// The cell of a row under a named column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        row.cells.get(self.column(column)?).map(String::as_str)
    }
}

fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_however_they_are_spelled() {
        let table = Table::of(&["NAME", "UP-TO-DATE"], Vec::new());
        for spelling in ["UP-TO-DATE", "up to date", "UpToDate", "Up-to-date"] {
            assert_eq!(table.column(spelling), Some(1), "{spelling}");
        }
        assert_eq!(table.column("READY"), None);
    }
}
