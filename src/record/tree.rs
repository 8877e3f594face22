//! The block tree of a document with byte offsets, built in one pass of the parser. It knows
//! Markdown and nothing of records.

use super::{Snippet, markdown as dialect};
use crate::facts::span::Span;
use build::Builder;
use pulldown_cmark::CowStr;

mod build;

/// A parsed text.
pub(super) struct Tree<'t> {
    /// The whole text, BOM and front matter included.
    pub text: &'t str,
    /// The lines between the front matter's `---`, if there is one.
    pub front_matter: Option<Span>,
    /// The blocks of the top level in order.
    pub blocks: Vec<Block<'t>>,
    /// The first container that is nested too deeply to be one.
    pub too_deep: Option<Span>,
}

/// A block with what it holds: blocks, or inlines if it is a leaf.
pub(super) struct Block<'t> {
    pub kind: Kind,
    /// Its bytes, trailing white space taken off.
    pub span: Span,
    pub children: Vec<Block<'t>>,
    pub inlines: Vec<Inline<'t>>,
}

/// What a block is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    Heading(u8),
    /// Also the text of a tight list item, which CommonMark leaves without a paragraph.
    Paragraph,
    List,
    Item,
    Quote,
    Code(Box<Code>),
    Table,
    TableHead,
    TableRow,
    TableCell,
    /// A block of raw HTML, comments among them.
    Html,
    Rule,
}

/// A code block.
#[derive(Debug, PartialEq)]
pub(super) struct Code {
    pub snippet: Snippet,
    /// Whether it is fenced, or indented by four blanks.
    pub fenced: bool,
    /// Whether a fence was closed by a fence of its own.
    pub closed: bool,
}

/// A piece of a line.
pub(super) struct Inline<'t> {
    pub kind: Piece<'t>,
    pub span: Span,
}

/// What a piece of a line is.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(CowStr<'t>),
    /// A code span, its backticks taken off.
    Code(CowStr<'t>),
    /// A tag, or a comment.
    Html,
    SoftBreak,
    HardBreak,
    StrongStart,
    StrongEnd,
    /// `*`, `~~` and the like, opening or closing.
    Mark,
    LinkStart(CowStr<'t>),
    LinkEnd,
    /// The `[ ]` of a GFM task item.
    Task,
}

impl<'t> Tree<'t> {
    /// Parses a text. A BOM and front matter are stepped over; all spans count from the text's
    /// first byte.
    pub(super) fn parse(text: &'t str) -> Tree<'t> {
        let mut builder = Builder::new(text, dialect::body_start(text));
        for (event, span) in dialect::events(text) {
            builder.event(event, span.range());
        }
        Tree {
            text,
            front_matter: dialect::front_matter(text).map(|(lines, _)| lines),
            too_deep: builder.too_deep,
            blocks: builder.finish(),
        }
    }

    /// Drops the top-level blocks that lie within a span.
    pub(super) fn drop_within(&mut self, span: Span) {
        self.blocks.retain(|block| !span.contains(block.span));
    }

    /// Visits every block, parents before children, in document order.
    pub(super) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Block<'t>)) {
        fn descend<'a, 't>(block: &'a Block<'t>, visit: &mut impl FnMut(&'a Block<'t>)) {
            visit(block);
            for child in &block.children {
                descend(child, visit);
            }
        }
        for block in &self.blocks {
            descend(block, visit);
        }
    }
}

impl<'t> Block<'t> {
    /// Its words with code spans' backticks and emphasis taken off, comments left out, lines joined.
    pub(super) fn plain(&self) -> String {
        plain(&self.inlines)
    }

    /// Its words as Markdown, lines joined by a blank.
    pub(super) fn markdown(&self, source: &str) -> String {
        markdown(&self.inlines, source)
    }

    /// The cells of a table's head.
    pub(super) fn head(&self) -> &[Block<'t>] {
        let mut rows = self.children.iter();
        let head = rows.find(|row| row.kind == Kind::TableHead);
        head.map_or(&[], |head| &head.children)
    }

    /// The rows of a table below its head.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Block<'t>> + Clone {
        let rows = self.children.iter();
        rows.filter(|row| row.kind == Kind::TableRow)
    }

    /// An item's own words, and what it holds beside them.
    pub(super) fn words_and_rest(&self) -> (Option<&Block<'t>>, &[Block<'t>]) {
        match self.children.as_slice() {
            [words, rest @ ..] if words.kind == Kind::Paragraph => (Some(words), rest),
            all => (None, all),
        }
    }

    /// The code block, if it is one.
    pub(super) fn code(&self) -> Option<&Code> {
        match &self.kind {
            Kind::Code(code) => Some(code),
            _ => None,
        }
    }
}

/// The words of inlines without markup.
pub(super) fn plain(inlines: &[Inline]) -> String {
    plain_untrimmed(inlines).trim().to_owned()
}

/// The same with the blanks at its ends.
pub(super) fn plain_untrimmed(inlines: &[Inline]) -> String {
    let words = inlines.iter().map(|inline| match &inline.kind {
        Piece::Text(text) | Piece::Code(text) => &**text,
        Piece::SoftBreak | Piece::HardBreak => " ",
        Piece::Html | Piece::StrongStart | Piece::StrongEnd | Piece::Mark => "",
        Piece::LinkStart(_) | Piece::LinkEnd | Piece::Task => "",
    });
    words.collect()
}

/// The words of inlines with bold and code kept, other markup and comments taken off. Tags stay:
/// kubectl's `<none>` is one to Markdown.
pub(super) fn markdown(inlines: &[Inline], source: &str) -> String {
    markdown_untrimmed(inlines, source).trim().to_owned()
}

/// The same with the blanks at its ends.
pub(super) fn markdown_untrimmed(inlines: &[Inline], source: &str) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            Piece::Text(text) => out.push_str(text),
            Piece::Code(text) => {
                let fence = if text.contains('`') { "``" } else { "`" };
                out.push_str(fence);
                out.push_str(text);
                out.push_str(fence);
            }
            Piece::SoftBreak | Piece::HardBreak => out.push(' '),
            Piece::StrongStart | Piece::StrongEnd => out.push_str("**"),
            Piece::Html => {
                let tag = inline.span.text(source);
                if !tag.starts_with("<!--") {
                    out.push_str(tag);
                }
            }
            Piece::Mark | Piece::LinkStart(_) | Piece::LinkEnd | Piece::Task => {}
        }
    }
    out
}

/// Splits inlines into lines at breaks, soft ones too.
pub(super) fn lines<'a, 't>(
    inlines: &'a [Inline<'t>],
) -> impl Iterator<Item = &'a [Inline<'t>]> + 'a {
    inlines
        .split(|inline| matches!(inline.kind, Piece::SoftBreak | Piece::HardBreak))
        .filter(|line| !line.is_empty())
}

/// The bytes of inlines, comments at either end left out.
pub(super) fn span_of(inlines: &[Inline]) -> Option<Span> {
    let mut seen = inlines.iter().map(|inline| inline.span);
    let first = seen.next()?;
    Some(seen.fold(first, |sum, span| {
        Span::new(sum.start.min(span.start), sum.end.max(span.end))
    }))
}

#[cfg(test)]
mod tests;
