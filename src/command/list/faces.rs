//! The list as data for a spreadsheet, and as a Markdown table.

use super::Listed;
use crate::facts::lang::Lang;
use crate::facts::literal;

/// A line of CSV (RFC 4180, without its CR). What a spreadsheet would take for a formula is text.
pub fn csv_row(cells: &[String]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let is_number = text.parse::<f64>().is_ok();
        let text = if formula && !is_number {
            format!("'{text}")
        } else {
            text.clone()
        };
        if text.contains([',', '"', '\n', '\r', '\'']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

/// A row of a Markdown table.
pub fn markdown_row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| literal::cell(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// All fields of the list's JSON but for the open items themselves, one record a line, under the same names.
pub fn csv(records: &[Listed]) -> String {
    const FIELDS: [&str; 22] = [
        "path",
        "date",
        "title",
        "app",
        "env",
        "author",
        "state",
        "done",
        "failed",
        "total",
        "judged",
        "gaps",
        "age_days",
        "deployments",
        "commit",
        "superseded",
        "failure",
        "first_commit_at",
        "arrived_at",
        "failed_at",
        "restored_at",
        "verified_at",
    ];
    let mut out = csv_row(&FIELDS.map(str::to_owned));
    for record in records {
        let value = serde_json::to_value(record).unwrap_or_default();
        out.push_str(&csv_row(&FIELDS.map(|field| plain(&value[field]))));
    }
    out
}

fn plain(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A Markdown table with what the terminal's has.
pub fn markdown(records: &[Listed], lang: Lang) -> String {
    let heads = lang.pick(
        ["날짜", "앱", "환경", "작업자", "상태", "진행", "제목"],
        [
            "Date",
            "App",
            "Environment",
            "Author",
            "State",
            "Progress",
            "Title",
        ],
    );
    let mut out = markdown_row(&heads.map(str::to_owned));
    out.push_str(&format!("|{}\n", " --- |".repeat(heads.len())));
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".into());
    for record in records {
        out.push_str(&markdown_row(&[
            dash(&record.date.map(|date| date.to_string())),
            dash(&record.app),
            dash(&record.env),
            dash(&record.author),
            record.state.words(lang).to_owned(),
            format!("{}/{}", record.done, record.total),
            record.title.clone(),
        ]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        let row = |cells: &[&str]| {
            csv_row(
                &cells
                    .iter()
                    .map(|cell| (*cell).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(row(&["a", "1", "-1.5", ""]), "a,1,-1.5,\n");
        assert_eq!(
            row(&["a,b", "say \"x\"", "a\nb"]),
            "\"a,b\",\"say \"\"x\"\"\",\"a\nb\"\n"
        );
        assert_eq!(
            row(&["=1+1", "@x", "-cmd", "+82"]),
            "\"'=1+1\",\"'@x\",\"'-cmd\",+82\n"
        );
        assert_eq!(markdown_row(&["a|b".into(), "c".into()]), "| a\\|b | c |\n");
    }
}
