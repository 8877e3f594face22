//! The block tree of a document with byte offsets, built in one pass of the parser. It knows
//! Markdown and nothing of records.

use super::{Snippet, markdown as dialect};
use crate::facts::span::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// A parsed text.
pub(super) struct Tree<'t> {
    /// The whole text, BOM and front matter included.
    pub text: &'t str,
    /// The lines between the front matter's `---`, if there is one.
    pub front_matter: Option<Span>,
    /// The blocks of the top level in order.
    pub blocks: Vec<Block<'t>>,
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
    pub fn parse(text: &'t str) -> Tree<'t> {
        let mut builder = Builder::new(text, dialect::body_start(text));
        for (event, span) in dialect::events(text) {
            builder.event(event, span.range());
        }
        Tree {
            text,
            front_matter: dialect::front_matter(text).map(|(lines, _)| lines),
            blocks: builder.finish(),
        }
    }

    /// Drops the top-level blocks that lie within a span.
    pub fn drop_within(&mut self, span: Span) {
        self.blocks.retain(|block| !span.contains(block.span));
    }

    /// Visits every block, parents before children, in document order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Block<'t>)) {
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

struct Builder<'t> {
    text: &'t str,
    body: usize,
    stack: Vec<Block<'t>>,
    done: Vec<Block<'t>>,
    at_line_start: bool,
    /// Images within images, whose alternative text is no prose.
    images: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, body: usize) -> Builder<'t> {
        Builder {
            text,
            body,
            stack: Vec::new(),
            done: Vec::new(),
            at_line_start: true,
            images: 0,
        }
    }

    fn finish(mut self) -> Vec<Block<'t>> {
        while !self.stack.is_empty() {
            self.close();
        }
        self.done
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.inline(Piece::Code(text), range),
            Event::Html(_) => {}
            Event::InlineHtml(_) => self.inline(Piece::Html, range),
            Event::SoftBreak => self.inline(Piece::SoftBreak, range),
            Event::HardBreak => self.inline(Piece::HardBreak, range),
            Event::TaskListMarker(_) => self.inline(Piece::Task, range),
            Event::Rule => {
                self.open(Kind::Rule, range);
                self.close();
            }
            // Of extensions that `options` leaves off.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Kind::Paragraph, range),
            Tag::Heading { level, .. } => self.open(Kind::Heading(level as u8), range),
            Tag::BlockQuote(_) => self.open(Kind::Quote, range),
            Tag::CodeBlock(kind) => self.open_code(kind, range),
            Tag::HtmlBlock => self.open(Kind::Html, range),
            Tag::List(_) => self.open(Kind::List, range),
            Tag::Item => self.open(Kind::Item, range),
            Tag::Table(_) => self.open(Kind::Table, range),
            Tag::TableHead => self.open(Kind::TableHead, range),
            Tag::TableRow => self.open(Kind::TableRow, range),
            Tag::TableCell => self.open(Kind::TableCell, range),
            Tag::Strong => self.inline(Piece::StrongStart, start_of(&range)),
            Tag::Emphasis | Tag::Strikethrough => self.inline(Piece::Mark, start_of(&range)),
            Tag::Link { dest_url, .. } => {
                self.inline(Piece::LinkStart(dest_url), start_of(&range));
            }
            Tag::Image { .. } => self.images += 1,
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.close_implicit();
                self.close();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => self.close(),
            TagEnd::Strong => self.inline(Piece::StrongEnd, end_of(&range)),
            TagEnd::Emphasis | TagEnd::Strikethrough => self.inline(Piece::Mark, end_of(&range)),
            TagEnd::Link => self.inline(Piece::LinkEnd, end_of(&range)),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        if let Some(Block {
            kind: Kind::Code(code),
            ..
        }) = self.stack.last_mut()
        {
            append_code(
                &mut code.snippet,
                &mut self.at_line_start,
                self.text,
                &text,
                range.start,
            );
        } else {
            self.inline(Piece::Text(text), range);
        }
    }

    fn open(&mut self, kind: Kind, range: Range<usize>) {
        self.close_implicit();
        self.push(kind, range);
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.stack.push(Block {
            kind,
            span: range.into(),
            children: Vec::new(),
            inlines: Vec::new(),
        });
    }

    fn open_code(&mut self, kind: CodeBlockKind<'t>, range: Range<usize>) {
        let (info, fenced) = match kind {
            CodeBlockKind::Fenced(info) => (info.trim().to_owned(), true),
            CodeBlockKind::Indented => (String::new(), false),
        };
        let snippet = Snippet {
            text: String::new(),
            info,
            span: range.clone().into(),
            line_starts: Vec::new(),
            inline: false,
        };
        self.at_line_start = true;
        let code = Code {
            snippet,
            fenced,
            closed: true,
        };
        self.open(Kind::Code(Box::new(code)), range);
    }

    /// A tight item's text has no paragraph of its own: one is put round it.
    fn inline(&mut self, kind: Piece<'t>, range: Range<usize>) {
        if self.images > 0 {
            return;
        }
        let needs_paragraph = self.stack.last().is_none_or(|block| match block.kind {
            Kind::Item | Kind::Quote | Kind::List => true,
            Kind::Heading(_) | Kind::Paragraph | Kind::TableCell | Kind::Html => false,
            Kind::Code(_) | Kind::Table | Kind::TableHead | Kind::TableRow | Kind::Rule => false,
        });
        if needs_paragraph {
            self.push(Kind::Paragraph, range.clone());
        }
        if let Some(block) = self.stack.last_mut() {
            block.span.end = block.span.end.max(range.end);
            block.inlines.push(Inline {
                kind,
                span: range.into(),
            });
        }
    }

    /// Closes a paragraph that `inline` opened; one that pulldown-cmark opened is closed by then.
    fn close_implicit(&mut self) {
        if matches!(self.stack.last(), Some(block) if block.kind == Kind::Paragraph) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(mut block) = self.stack.pop() else {
            return;
        };
        let start = block.span.start.max(self.body);
        let trimmed = self.text[start..block.span.end].trim_end_matches([' ', '\t', '\r', '\n']);
        block.span = Span::new(start, start + trimmed.len());
        if let Kind::Code(code) = &mut block.kind {
            finish_code(code, self.text, &mut block.span);
        }
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(block),
            None => self.done.push(block),
        }
    }
}

fn start_of(range: &Range<usize>) -> Range<usize> {
    range.start..range.start
}

fn end_of(range: &Range<usize>) -> Range<usize> {
    range.end..range.end
}

fn append_code(
    snippet: &mut Snippet,
    at_line_start: &mut bool,
    source: &str,
    text: &str,
    start: usize,
) {
    let mut at = start;
    for piece in text.split_inclusive('\n') {
        if *at_line_start {
            // The `\n` of an empty CRLF line is given without its `\r`.
            let after_cr = piece == "\n" && at > 0 && source.as_bytes()[at - 1] == b'\r';
            snippet.line_starts.push(if after_cr { at - 1 } else { at });
        }
        snippet.text.push_str(piece);
        *at_line_start = piece.ends_with('\n');
        at += piece.len();
    }
}

/// Takes the last line end off, and sees whether a fence was closed: then its last line is not
/// one of the content's.
fn finish_code(code: &mut Code, source: &str, span: &mut Span) {
    if code.snippet.text.ends_with('\n') {
        code.snippet.text.pop();
    }
    if code.snippet.text.is_empty() && code.snippet.line_starts.len() > 1 {
        code.snippet.line_starts.truncate(1);
    }
    let last_line = source[..span.end].rfind('\n').map_or(0, |at| at + 1);
    let last_content = code.snippet.line_starts.last().copied();
    code.closed = !code.fenced
        || match last_content {
            Some(at) => at < last_line && is_fence_line(&source[last_line..span.end]),
            None => last_line > span.start,
        };
    code.snippet.span = *span;
}

fn is_fence_line(line: &str) -> bool {
    line.ends_with("```") || line.ends_with("~~~")
}

impl<'t> Block<'t> {
    /// Its words with code spans' backticks and emphasis taken off, comments left out, lines joined.
    pub fn plain(&self) -> String {
        plain(&self.inlines)
    }

    /// Its words as Markdown, lines joined by a blank.
    pub fn markdown(&self, source: &str) -> String {
        markdown(&self.inlines, source)
    }

    /// The code block, if it is one.
    pub fn code(&self) -> Option<&Code> {
        match &self.kind {
            Kind::Code(code) => Some(code),
            _ => None,
        }
    }
}

/// The words of inlines without markup.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            Piece::Text(text) | Piece::Code(text) => out.push_str(text),
            Piece::SoftBreak | Piece::HardBreak => out.push(' '),
            Piece::Html
            | Piece::StrongStart
            | Piece::StrongEnd
            | Piece::Mark
            | Piece::LinkStart(_)
            | Piece::LinkEnd
            | Piece::Task => {}
        }
    }
    out.trim().to_owned()
}

/// The words of inlines with bold and code kept, other markup and comments taken off. Tags stay:
/// kubectl's `<none>` is one to Markdown.
pub(super) fn markdown(inlines: &[Inline], source: &str) -> String {
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
    out.trim().to_owned()
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
