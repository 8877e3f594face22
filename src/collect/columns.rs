//! `-o custom-columns=HEADER:PATH,…` as kubectl prints it: missing values are `<none>`, several are
//! joined by commas, columns are padded by three blanks. Pure.

use super::jsonpath;
use crate::facts::brackets::pieces;
use crate::facts::budget;
use crate::facts::fields;
use crate::facts::table::{Row, Table};
use serde_json::Value;

/// The table itself: one row an object.
pub(crate) fn table(spec: &str, objects: &[Value]) -> Result<Table, String> {
    let columns = parse(spec)?;
    let mut rows = Vec::with_capacity(objects.len());
    for object in objects {
        let cells: Result<Vec<String>, String> =
            columns.iter().map(|(_, path)| cell(path, object)).collect();
        rows.push(Row {
            namespace: fields::namespace(object).to_owned(),
            name: fields::name(object).to_owned(),
            cells: cells?,
            object: None,
        });
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let table = Table::of(&names, rows);
    budget::make(padded(&table))?;
    Ok(table)
}

/// How many bytes the printed table may have: each cell as wide as the widest of its column.
fn padded(table: &Table) -> usize {
    let widths = table.columns.iter().enumerate().map(|(at, column)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let widest = cells.map(String::len).max().unwrap_or(0);
        widest.max(column.name.len()) + 3
    });
    widths.sum::<usize>().saturating_mul(table.rows.len() + 1)
}

fn parse(spec: &str) -> Result<Vec<(String, String)>, String> {
    let column = |part: &str| {
        let (header, path) = part.split_once(':').ok_or_else(|| {
            format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        })?;
        Ok((header.to_string(), path.to_string()))
    };
    pieces(spec).into_iter().map(column).collect()
}

fn cell(path: &str, object: &Value) -> Result<String, String> {
    let values = jsonpath::find(path, object)?;
    let print = |value: &Value| match value {
        Value::Null => "<none>".to_string(),
        value => go(value),
    };
    let printed: Vec<String> = values.into_iter().map(print).collect();
    let cell = if printed.is_empty() {
        "<none>".into()
    } else {
        printed.join(",")
    };
    budget::make(size_of::<String>() + cell.len())?;
    Ok(cell)
}

/// A value as Go's `%v` prints it: maps with sorted keys.
fn go(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}:{}", go(value)))
                .collect();
            pairs.sort();
            format!("map[{}]", pairs.join(" "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(go).collect::<Vec<_>>().join(" ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            jsonpath::print(value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::cluster::print;

    fn render(spec: &str, objects: &[Value], no_headers: bool) -> Result<String, String> {
        Ok(print::table(&table(spec, objects)?, no_headers))
    }
    use serde_json::json;

    #[test]
    fn columns_print_as_kubectl_prints_them() {
        let objects = [
            json!({"metadata": {"name": "ip-10-11-12-41"}, "spec": {"taints": [{"key": "dedicated", "effect": "NoSchedule"}]}}),
            json!({"metadata": {"name": "ip-10"}, "spec": {}}),
        ];
        let check = |spec: &str, no_headers: bool, printed: &str| {
            assert_eq!(render(spec, &objects, no_headers).unwrap(), printed);
        };
        check(
            "NAME:.metadata.name,TAINTS:.spec.taints[*].key",
            false,
            "NAME             TAINTS\nip-10-11-12-41   dedicated\nip-10            <none>\n",
        );
        check("N:metadata.name", true, "ip-10-11-12-41\nip-10\n");
        check(
            "T:.spec.taints",
            true,
            "[map[effect:NoSchedule key:dedicated]]\n<none>\n",
        );
    }

    #[test]
    fn padding_is_bounded() {
        let mut objects = vec![json!({"n": "x"}); 2_000];
        objects.push(json!({"n": "x".repeat(20_000)}));
        let done = budget::Budget::of(1_000_000, 1 << 20)
            .run(|| budget::within(|| render("A:.n,B:.n", &objects, false)));
        assert!(done.is_err(), "{done:?}");
    }

    #[test]
    fn a_column_without_a_path_is_an_error() {
        assert!(
            render("NAME", &[], false)
                .unwrap_err()
                .contains("<header>:<json-path-expr>")
        );
    }
}
