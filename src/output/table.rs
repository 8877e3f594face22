//! Rows as a table: for a terminal, as Markdown, as comma-separated values.

use super::layout::{cut, one_line, pad, width};
use crate::facts::literal;
use serde_json::Value;

/// A line a row, in columns as wide as their widest cell and no wider than `most`; the last one is as it is.
pub fn lines(rows: &[Vec<String>], most: usize) -> Vec<String> {
    let rows = rows.iter().map(|row| row.iter().map(|cell| one_line(cell)));
    let rows: Vec<Vec<String>> = rows.map(Iterator::collect).collect();
    let last = rows.first().map_or(0, |row| row.len() - 1);
    let widest = |column: usize| {
        let widths = rows.iter().map(|row| width(&row[column]));
        widths.max().unwrap_or(0).min(most)
    };
    let widths: Vec<usize> = (0..last).map(widest).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        let cells = cells.map(|(cell, width)| pad(&cut(cell, *width), *width) + "  ");
        let line = cells.collect::<String>() + &row[last];
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// A Markdown table; the first row is its head.
pub fn markdown(rows: &[Vec<String>]) -> String {
    let row = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| literal::cell(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let Some((head, rest)) = rows.split_first() else {
        return String::new();
    };
    let rule = format!("|{}\n", " --- |".repeat(head.len()));
    row(head) + &rule + &rest.iter().map(row).collect::<String>()
}

/// A line of CSV a row (RFC 4180, without its CR). What a spreadsheet would take for a formula is text.
pub fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let is_number = text.parse::<f64>().is_ok();
        let quote = if formula && !is_number { "'" } else { "" };
        let text = format!("{quote}{text}");
        if text.contains([',', '"', '\n', '\r', '\'']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(row).collect()
}

/// The cell of a value: a text as it is, nothing of nothing, the items of a list behind each other.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Number(number) if number.is_f64() => number
            .as_f64()
            .map(|number| number.to_string())
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        let cells = |cells: &[&str]| vec![cells.iter().map(|cell| (*cell).to_owned()).collect()];
        let row = |all: &[&str]| csv(&cells(all));
        assert_eq!(row(&["a", "1", "-1.5", ""]), "a,1,-1.5,\n");
        assert_eq!(
            row(&["a,b", "say \"x\"", "a\nb"]),
            "\"a,b\",\"say \"\"x\"\"\",\"a\nb\"\n"
        );
        assert_eq!(
            row(&["=1+1", "@x", "-cmd", "+82"]),
            "\"'=1+1\",\"'@x\",\"'-cmd\",+82\n"
        );
        assert_eq!(
            markdown(&cells(&["a|b", "c"])),
            "| a\\|b | c |\n| --- | --- |\n"
        );
        assert_eq!(lines(&cells(&["a\tb", "c"]), 32), ["a\\tb  c"]);
    }
}
