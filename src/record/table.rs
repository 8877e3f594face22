//! Tables in a plan: which column holds commands, which holds what is expected of them.

use super::tree::{Block, Kind, span_of};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Force, Snippet, snippet};
use crate::facts::span::Span;

/// A column, by its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The header as written.
    pub title: String,
    /// What its cells claim.
    pub force: Option<Force>,
    /// It tells the state of its row, or something else that nobody expects.
    pub silent: bool,
}

/// What a row holds.
pub(super) struct Row {
    pub snippets: Vec<Snippet>,
    pub cells: Vec<Cell>,
}

/// A cell that claims something.
pub(super) struct Cell {
    pub text: String,
    pub span: Span,
    pub label: String,
    pub force: Force,
}

/// The columns of a table.
pub(super) fn columns(table: &Block, extra: &[ExtraLabel]) -> Vec<Column> {
    let head = table
        .children
        .iter()
        .find(|row| row.kind == Kind::TableHead);
    head.map_or_else(Vec::new, |head| {
        head.children
            .iter()
            .map(|cell| {
                let title = cell.plain();
                let label = vocabulary::label(&title, extra);
                let force = match label {
                    Some(Label::Claims(force)) => Some(force),
                    Some(Label::Commands) | None => None,
                };
                let silent = label == Some(Label::Commands) || vocabulary::is_silent_column(&title);
                Column {
                    title,
                    force,
                    silent,
                }
            })
            .collect()
    })
}

/// Whether a row of a table holds a command.
pub(super) fn holds_command(row: &Block, source: &str) -> bool {
    row.children
        .iter()
        .any(|cell| !snippet::inlines(&cell.inlines, source).is_empty())
}

/// Reads a row. A cell under a demanding or reporting header is that, and one after the command
/// under a header that nobody knows offers itself. In a row without a command the first cell names
/// what the others speak of. `outer` is the label over the table.
pub(super) fn read(
    row: &Block,
    columns: &[Column],
    outer: Option<(Force, String)>,
    source: &str,
) -> Row {
    let mut out = Row {
        snippets: Vec::new(),
        cells: Vec::new(),
    };
    let with_command = holds_command(row, source);
    let name = row.children.first().map(Block::plain).unwrap_or_default();
    for (at, cell) in row.children.iter().enumerate() {
        let commands = snippet::inlines(&cell.inlines, source);
        if !commands.is_empty() {
            out.snippets.extend(commands);
            continue;
        }
        let column = columns.get(at);
        let words = cell.markdown(source);
        let silent = column.is_some_and(|column| column.silent);
        if words.is_empty() || silent || at == 0 {
            continue;
        }
        let (force, label) = match (column.and_then(|column| column.force), &outer) {
            (Some(force), _) => (force, column.map(|c| c.title.clone()).unwrap_or_default()),
            (None, Some((force, label))) if at > 0 => (*force, label.clone()),
            (None, _) if with_command && !out.snippets.is_empty() => (Force::Offers, String::new()),
            (None, _) => continue,
        };
        let text = if with_command || name.is_empty() {
            words
        } else {
            format!("{name}: {words}")
        };
        let span = span_of(&cell.inlines).unwrap_or(cell.span);
        out.cells.push(Cell {
            text,
            span,
            label,
            force,
        });
    }
    out
}

/// Whether a cell is a command rather than the name of its row.
pub(super) fn is_command_cell(cell: &Block, source: &str) -> bool {
    !snippet::inlines(&cell.inlines, source).is_empty()
}
