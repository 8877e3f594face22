//! Prints columns as kubectl does: Go's `text/tabwriter` with a minimal width of 6 and 3 blanks of
//! padding, widths counted in characters, the last cell of a line never padded.

use crate::facts::table::Table;

/// Lines of cells as aligned text, each ending with `\n`.
pub(crate) fn align(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|column| width(lines, column)).collect();
    let mut text = String::new();
    for line in lines {
        for (index, cell) in line.iter().enumerate() {
            text.push_str(cell);
            if index + 1 < line.len() {
                let blanks = widths[index].saturating_sub(cell.chars().count());
                text.extend(std::iter::repeat_n(' ', blanks));
            }
        }
        text.push('\n');
    }
    text
}

/// All columns of a table, aligned.
pub(crate) fn table(table: &Table, no_headers: bool) -> String {
    let names = table.columns.iter().map(|column| column.name.clone());
    let mut lines: Vec<Vec<String>> = Vec::with_capacity(table.rows.len() + 1);
    lines.extend((!no_headers).then(|| names.collect()));
    lines.extend(table.rows.iter().map(|row| row.cells.clone()));
    align(&lines)
}

/// The width of a column: its widest cell that another one follows, and the padding.
fn width(lines: &[Vec<String>], column: usize) -> usize {
    let followed = lines.iter().filter(|line| line.len() > column + 1);
    let widest = followed.map(|line| line[column].chars().count()).max();
    (widest.unwrap_or(0) + 3).max(6)
}

/// Labels as kubectl prints them: sorted, `<none>` if there are none.
pub(crate) fn labels<'a>(labels: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let mut pairs: Vec<String> = labels
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    // By the whole pair, not by the key: `a-b=` comes before `a=`.
    pairs.sort();
    if pairs.is_empty() {
        "<none>".into()
    } else {
        pairs.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_three_blanks() {
        let line = |cells: &[&str]| cells.iter().map(|c| c.to_string()).collect::<Vec<_>>();
        let lines = [
            line(&["NAME", "AGE"]),
            line(&["alloy-한글", "5d"]),
            line(&["x", ""]),
        ];
        assert_eq!(
            align(&lines),
            "NAME       AGE\nalloy-한글   5d\nx          \n"
        );
        assert_eq!(align(&[line(&["A", "B"])]), "A     B\n");
    }
}
