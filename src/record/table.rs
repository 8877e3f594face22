//! Tables in a plan: which column holds commands, which holds what is expected of them.

use super::claim::without_commands;
use super::tree::{Block, span_of};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Snippet, Stand, snippet};
use crate::facts::ledger::Silence;

/// What the cells of a column are by its header, and that as a label; `None` for one that nobody knows.
pub(super) type Column = Option<(Force, String)>;

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
        let silent = |why| Some((Force::Says(why), String::new()));
        if vocabulary::is_status_column(&title) {
            return silent(Silence::Reports);
        }
        match vocabulary::label(&title, extra) {
            Some(Label::Commands) => silent(Silence::Remark),
            Some(Label::Claims(_)) | None if vocabulary::is_silent_column(&title) => {
                silent(Silence::Remark)
            }
            Some(Label::Claims(force)) => Some((force, title)),
            None => None,
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
    // What a cell is by its column, or by the label over the table.
    let standing = |at: usize| -> (Force, String) {
        let column = columns.get(at).and_then(Option::as_ref);
        let known = column.or(outer.as_ref()).cloned();
        known.unwrap_or((Force::Offers, String::new()))
    };
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
            standing(at)
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
            standing(0)
        };
        cells.insert(0, claim(cell, cell.markdown(source), label, force));
    }
    (snippets, cells)
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
