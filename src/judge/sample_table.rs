//! Pasted sample output as an expectation: the same columns and rows in any order, with volatile cells
//! free. Also reads a printed table back from text. Knows only text and tables.

mod data;
mod lines;

use crate::facts::table::{Column, Row, Table};
use crate::query::is_bare;
pub(crate) use data::Data;

/// A pasted sample.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// A kubectl table.
    Table(Table),
    /// JSON or YAML, and its lines: what is printed may be neither.
    Data(Data, Vec<String>),
    /// Lines of any other kind.
    Lines(Vec<String>),
}

/// Why a sample is not what was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Difference {
    /// A column of the sample is not printed.
    Column(String),
    /// A row of the sample is not printed: its first cell.
    Row(String),
    /// A row is printed that the sample does not have: its first cell.
    Extra(String),
    /// A line of the sample is not printed.
    Line(String),
    /// A field of the sample is not printed so: its path.
    Field(String),
}

/// Reads a pasted block: prompt lines (`$ cmd`) and comments are no output. `None` if nothing is left.
pub(crate) fn sample(text: &str) -> Option<Sample> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim_end)
        .filter(|line| {
            !line.trim().is_empty() && !is_prompt(line) && !line.trim_start().starts_with("# ")
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let joined = lines.join("\n");
    if let Some(table) = printed_table(&joined) {
        return Some(Sample::Table(table));
    }
    let trimmed = lines.iter().map(|line| line.trim().to_owned()).collect();
    Some(match data::read(&lines) {
        Some(data) => Sample::Data(data, trimmed),
        None => Sample::Lines(trimmed),
    })
}

fn is_prompt(line: &str) -> bool {
    is_bare(line)
        || ["$ ", "❯ ", "# kubectl", "> kubectl"]
            .iter()
            .any(|prompt| line.trim_start().starts_with(prompt))
}

/// Reads a table as kubectl prints it: an upper-case header whose names stand two or more blanks apart,
/// and cells that begin under them.
pub(crate) fn printed_table(text: &str) -> Option<Table> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next()?;
    let starts = column_starts(header);
    if starts.len() < 2
        || header.chars().any(char::is_lowercase)
            && !header.contains("(cores)")
            && !header.contains("(bytes)")
    {
        return None;
    }
    let columns = cells(header, &starts);
    let columns = columns
        .into_iter()
        .map(|name| Column { name, priority: 0 })
        .collect();
    let rows: Vec<Row> = lines
        .map(|line| {
            let cells = if cells_fit(line, &starts) {
                cells(line, &starts)
            } else {
                lines::cells_of(line)
            };
            Row {
                cells,
                ..Row::default()
            }
        })
        .collect();
    let mut table = Table {
        columns,
        rows,
        ..Table::default()
    };
    let (name, namespace) = (table.column("NAME"), table.column("NAMESPACE"));
    for row in &mut table.rows {
        let cell = |at: Option<usize>| {
            at.and_then(|at| row.cells.get(at))
                .cloned()
                .unwrap_or_default()
        };
        (row.name, row.namespace) = (cell(name), cell(namespace));
    }
    Some(table)
}

/// Character offsets at which the header's names begin.
fn column_starts(header: &str) -> Vec<usize> {
    let chars: Vec<char> = header.chars().collect();
    let begins = |at: usize| {
        chars[at] != ' ' && (at == 0 || (chars[at - 1] == ' ' && (at < 2 || chars[at - 2] == ' ')))
    };
    (0..chars.len()).filter(|at| begins(*at)).collect()
}

/// Whether every column begins after a blank, so that no cell runs into the next.
fn cells_fit(line: &str, starts: &[usize]) -> bool {
    let chars: Vec<char> = line.chars().collect();
    starts
        .iter()
        .all(|start| *start == 0 || chars.get(start - 1).is_none_or(|c| *c == ' '))
}

fn cells(line: &str, starts: &[usize]) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let (start, end) = ((*start).min(chars.len()), end.min(chars.len()));
            chars[start..end.max(start)]
                .iter()
                .collect::<String>()
                .trim()
                .to_owned()
        })
        .collect()
}

/// How what was printed differs from the sample; empty if it does not.
pub(crate) fn differences(sample: &Sample, tables: &[&Table], text: &str) -> Vec<Difference> {
    match sample {
        Sample::Table(wanted) => {
            let fewest = tables
                .iter()
                .map(|table| table_differences(wanted, table))
                .min_by_key(Vec::len);
            fewest.unwrap_or_else(|| {
                wanted
                    .columns
                    .first()
                    .map(|c| Difference::Column(c.name.clone()))
                    .into_iter()
                    .collect()
            })
        }
        Sample::Data(data, lines) => match data.differs(text) {
            Some(None) => Vec::new(),
            Some(Some(path)) => vec![Difference::Field(path)],
            None => lines::differences(lines, tables, text),
        },
        Sample::Lines(lines) => lines::differences(lines, tables, text),
    }
}

fn table_differences(wanted: &Table, seen: &Table) -> Vec<Difference> {
    let mut places = Vec::new();
    for column in &wanted.columns {
        match seen.column(&column.name) {
            Some(place) => places.push(place),
            None => return vec![Difference::Column(column.name.clone())],
        }
    }
    fn cell(row: &Row, at: usize) -> &str {
        row.cells.get(at).map_or("", String::as_str)
    }
    let is_open = |row: &&Row| is_ellipsis(cell(row, 0));
    let mut free: Vec<&Row> = seen.rows.iter().collect();
    let mut differences = Vec::new();
    for row in wanted.rows.iter().filter(|row| !is_open(row)) {
        let fits = |candidate: &&Row| {
            let mut columns = wanted.columns.iter().zip(&places).enumerate();
            columns.all(|(at, (column, place))| {
                cell_fits(&column.name, cell(row, at), cell(candidate, *place))
            })
        };
        match free.iter().position(fits) {
            Some(found) => {
                free.remove(found);
            }
            None => differences.push(Difference::Row(cell(row, 0).to_owned())),
        }
    }
    if !wanted.rows.iter().any(|row| is_open(&row)) {
        differences.extend(
            free.into_iter()
                .map(|row| Difference::Extra(cell(row, 0).to_owned())),
        );
    }
    differences
}

/// Whether a cell is as the sample has it. Ages, addresses and generated suffixes are free; how often
/// something restarted is not, only when.
fn cell_fits(column: &str, expected: &str, actual: &str) -> bool {
    if is_ellipsis(expected) || expected == actual {
        return true;
    }
    let column = column.to_uppercase();
    match column.as_str() {
        "AGE" | "LAST SCHEDULE" | "LAST SEEN" | "FIRST SEEN" | "DURATION" | "IP" | "CLUSTER-IP"
        | "NOMINATED NODE" => !actual.is_empty() && expected.is_empty() == actual.is_empty(),
        "CPU(CORES)" | "CPU%" | "CPU(%)" | "MEMORY(BYTES)" | "MEMORY%" | "MEMORY(%)" => {
            !actual.is_empty() && is_none(expected) == is_none(actual)
        }
        "TARGETS" => targets_fit(expected, actual),
        "VOLUME" if expected.starts_with("pvc-") => actual.starts_with("pvc-"),
        "EXTERNAL-IP" | "ADDRESS" => is_none(expected) == is_none(actual),
        "NODE" => !is_none(actual),
        "RESTARTS" => expected.split(' ').next() == actual.split(' ').next(),
        "NAME" => name_fits(expected, actual),
        _ => wild(expected, actual),
    }
}

/// Whether the TARGETS of an HPA have the same bounds: what is measured moves by itself, and must be known.
fn targets_fit(expected: &str, actual: &str) -> bool {
    let parts = |cell: &str| -> Vec<(bool, String)> {
        let one = |part: &str| {
            let (measured, bound) = part.rsplit_once('/').unwrap_or((part, ""));
            (measured.contains("<unknown>"), bound.trim().to_owned())
        };
        cell.split(", ").map(one).collect()
    };
    parts(expected) == parts(actual)
}

fn is_none(cell: &str) -> bool {
    matches!(cell, "" | "<none>" | "<pending>" | "<unknown>" | "<unset>")
}

fn is_ellipsis(cell: &str) -> bool {
    matches!(cell.trim(), "..." | "…" | "xxx" | "Xm" | "Xs" | "Xh" | "Xd")
}

/// Whether a name is the sample's, generated suffixes apart.
fn name_fits(expected: &str, actual: &str) -> bool {
    wild(expected, actual) || {
        let stem = stem(expected);
        stem != expected && stem == self::stem(actual)
    }
}

/// A pod's name without what Kubernetes generated behind it: `-x2x4z`, `-7d9c5b6f4-x2x4z`. Kubernetes
/// draws from 27 letters and digits (`k8s.io/apimachinery/pkg/util/rand`), without vowels.
pub(crate) fn stem(name: &str) -> &str {
    let generated = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len())
            && part
                .chars()
                .all(|c| "bcdfghjklmnpqrstvwxz2456789".contains(c))
    };
    let Some((head, last)) = name.rsplit_once('-') else {
        return name;
    };
    if !generated(last, 5..=5) {
        return name;
    }
    match head.rsplit_once('-') {
        Some((front, hash)) if generated(hash, 6..=10) => front,
        _ => head,
    }
}

/// Whether a text is as expected, where runs of `x` (three or more), `X` before a unit, `...` and `*`
/// stand for anything. Bounded: each wildcard is matched at its first fit.
pub(crate) fn wild(expected: &str, actual: &str) -> bool {
    let parts = wildcard_parts(expected);
    let [first, rest @ ..] = parts.as_slice() else {
        return expected == actual;
    };
    if rest.is_empty() {
        return first == actual;
    }
    let Some(mut left) = actual.strip_prefix(first.as_str()) else {
        return false;
    };
    let (last, middle) = rest
        .split_last()
        .map(|(last, middle)| (last.as_str(), middle))
        .unwrap_or(("", &[]));
    for part in middle {
        match left.find(part.as_str()) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

/// The fixed parts between wildcards; one part means that there is none.
pub(crate) fn wildcard_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        let wildcard = match c {
            'x' | 'X' if run >= 3 => run,
            '.' if run >= 3 => run,
            '…' => run,
            _ => 0,
        };
        if wildcard > 0 {
            parts.push(String::new());
            rest = &rest[wildcard..];
        } else {
            if let Some(last) = parts.last_mut() {
                last.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    parts
}

#[cfg(test)]
mod tests;
