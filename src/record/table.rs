//! Tables in a plan: which column holds commands, which holds what is expected of them.

use super::claim::without_commands;
use super::tree::{Block, span_of};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Snippet, Stand, snippet};
use crate::facts::ledger::Silence;

/// A column, by its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The header as written.
    pub title: String,
    /// What its cells claim.
    pub force: Option<Force>,
    /// It tells the state of its row, or something else that nobody expects.
    pub silent: Option<Silence>,
}

/// What becomes of the cell that names a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// It is read with the others.
    Read,
    /// It is a step's heading, and was read as that.
    IsHeading,
}

/// The columns of a table.
pub(super) fn columns(table: &Block, extra: &[ExtraLabel]) -> Vec<Column> {
    let column = |cell: &Block| {
        let title = cell.plain();
        let label = vocabulary::label(&title, extra);
        let force = match label {
            Some(Label::Claims(force)) => Some(force),
            Some(Label::Commands) | None => None,
        };
        let silent = if vocabulary::is_status_column(&title) {
            Some(Silence::Reports)
        } else if label == Some(Label::Commands) || vocabulary::is_silent_column(&title) {
            Some(Silence::Remark)
        } else {
            None
        };
        Column {
            title,
            force,
            silent,
        }
    };
    table.head().iter().map(column).collect()
}

/// Whether a row of a table holds a command.
pub(super) fn holds_command(row: &Block, source: &str) -> bool {
    row.children
        .iter()
        .any(|cell| is_command_cell(cell, source))
}

/// Reads a row: its commands, and the cells that claim something. A cell under a demanding or reporting header is that, and one under a header that nobody
/// knows offers itself. The first cell names what the others speak of; where none of them demands, it is
/// all that the row says. `outer` is the label over the table.
pub(super) fn read(
    row: &Block,
    columns: &[Column],
    outer: Option<(Force, String)>,
    name_cell: Name,
    source: &str,
) -> (Vec<Snippet>, Vec<Claim>) {
    let (mut snippets, mut cells) = (Vec::new(), Vec::new());
    let with_command = holds_command(row, source);
    let name = row.children.first().map(Block::plain).unwrap_or_default();
    for (at, cell) in row.children.iter().enumerate() {
        let commands = snippet::inlines(&cell.inlines, source);
        let is_command = !commands.is_empty();
        let words = if is_command {
            without_commands(&cell.inlines, source, None)
        } else {
            cell.markdown(source)
        };
        snippets.extend(commands);
        if words.is_empty() || (at == 0 && !is_command) {
            continue;
        }
        let (force, label) = if is_command {
            (Force::Offers, String::new())
        } else {
            standing(columns.get(at), outer.as_ref())
        };
        let text = if with_command || name.is_empty() {
            words
        } else {
            format!("{name}: {words}")
        };
        cells.push(claim(cell, text, label, force));
    }
    let first = row.children.first();
    if let Some(cell) =
        first.filter(|cell| name_cell == Name::Read && !is_command_cell(cell, source))
    {
        let demanded = |cell: &Claim| !matches!(cell.force, Force::Says(_));
        let (force, label) = if cells.iter().any(demanded) {
            (Force::Says(Silence::Heading), String::new())
        } else {
            standing(columns.first(), outer.as_ref())
        };
        cells.insert(0, claim(cell, cell.markdown(source), label, force));
    }
    (snippets, cells)
}

/// What a cell is by its column, or by the label over the table.
fn standing(column: Option<&Column>, outer: Option<&(Force, String)>) -> (Force, String) {
    let silent = column.and_then(|column| column.silent);
    match (column.and_then(|column| column.force), silent, outer) {
        (_, Some(why), _) => (Force::Says(why), String::new()),
        (Some(force), None, _) => (force, column.map(|c| c.title.clone()).unwrap_or_default()),
        (None, None, Some((force, label))) => (*force, label.clone()),
        (None, None, None) => (Force::Offers, String::new()),
    }
}

fn claim(cell: &Block, text: String, label: String, force: Force) -> Claim {
    let span = span_of(&cell.inlines).unwrap_or(cell.span);
    Claim {
        label,
        ..Claim::of(text, span, Stand::Cell, force)
    }
}

/// Whether a cell is a command rather than the name of its row.
pub(super) fn is_command_cell(cell: &Block, source: &str) -> bool {
    !snippet::inlines(&cell.inlines, source).is_empty()
}
