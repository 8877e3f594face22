//! What stands over a list beside the headings: a lead-in, a parent bullet, the cells of a row, the
//! summary of folded details.

use crate::record::Over;
use crate::record::comment::{Summary, words_of_html};
use crate::record::section::{Outline, bold_text};
use crate::record::tree::{Block, Kind};
use crate::record::vocabulary::cut;

/// What a paragraph or a piece of HTML makes of what follows it.
pub(super) struct Lead {
    /// Its words, if they stand over what follows.
    pub over: Option<Over>,
    /// Whether it takes the place of what stood over its siblings so far.
    pub replaces: bool,
}

/// The most words of a line that is a title rather than a sentence.
const TITLE: usize = 6;

/// Reads a paragraph or HTML before the next block. A bold line that the outline has as a heading is
/// found there; a sentence leads in only the list right behind it.
pub(super) fn lead(block: &Block, next: Option<&Block>, source: &str, outline: &Outline) -> Lead {
    let start = block.span.start;
    let heading = |at: usize| outline.sections[at].heading == block.span;
    if outline.at(start).is_some_and(heading) {
        return Lead {
            over: None,
            replaces: true,
        };
    }
    let (text, title) = match block.kind {
        Kind::Html => {
            let text = words_of_html(block.span.text(source), Summary::Kept);
            let title = is_short(&text);
            (text, title)
        }
        _ => match bold_text(block) {
            Some(text) => (text, true),
            None => {
                let text = block.plain();
                let title = text.ends_with([':', '：']) && text.split_whitespace().count() <= 3;
                (text, title)
            }
        },
    };
    let leads = title
        || next.is_some_and(|next| matches!(next.kind, Kind::List | Kind::Quote | Kind::Table));
    Lead {
        replaces: title && !text.is_empty(),
        over: (leads && !text.is_empty()).then(|| over(&text, start, title)),
    }
}

fn over(text: &str, start: usize, title: bool) -> Over {
    Over {
        text: cut(text).as_ref().into(),
        start,
        title,
    }
}

/// The words of a quote, such as a note, right before a list.
pub(super) fn aside(quote: &Block, next: Option<&Block>) -> Option<Over> {
    next.filter(|next| next.kind == Kind::List)?;
    let words = quote
        .children
        .iter()
        .filter(|child| child.kind == Kind::Paragraph);
    let text = words.map(Block::plain).collect::<Vec<_>>().join(" ");
    Some(over(&text, quote.span.start, false))
}

/// The words of an item over what it holds.
pub(super) fn parent(item: &Block) -> Option<Over> {
    let words = item.words_and_rest().0?;
    let text = words.plain();
    Some(over(&text, words.span.start, is_short(&text)))
}

/// A cell beside that of the mark.
pub(super) fn cell(cell: &Block) -> Over {
    over(&cell.plain(), cell.span.start, false)
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= TITLE
}
