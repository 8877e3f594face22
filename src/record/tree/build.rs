//! Builds the tree from the parser's events.

use super::{Block, Code, Inline, Kind, Piece, Snippet};
use crate::facts::span::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Containers deeper than this are none: what they hold belongs to the last one that counts. Nobody writes
/// them, and trees are walked by recursion.
const DEPTH: usize = 64;

/// Collects blocks while the parser's events come in.
pub(super) struct Builder<'t> {
    text: &'t str,
    body: usize,
    stack: Vec<Block<'t>>,
    done: Vec<Block<'t>>,
    at_line_start: bool,
    /// Images within images, whose alternative text is no prose.
    images: usize,
    /// Containers that are open and too deep to count.
    beyond: usize,
    /// The first of them.
    pub too_deep: Option<Span>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, body: usize) -> Builder<'t> {
        Builder {
            text,
            body,
            stack: Vec::new(),
            done: Vec::new(),
            at_line_start: true,
            images: 0,
            beyond: 0,
            too_deep: None,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block<'t>> {
        while !self.stack.is_empty() {
            self.close();
        }
        self.done
    }

    pub(super) fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.inline(Piece::Code(text), range),
            Event::InlineHtml(_) => self.inline(Piece::Html, range),
            Event::SoftBreak => self.inline(Piece::SoftBreak, range),
            Event::HardBreak => self.inline(Piece::HardBreak, range),
            Event::TaskListMarker(_) => self.inline(Piece::Task, range),
            Event::Rule => {
                self.open(Kind::Rule, range);
                self.close();
            }
            // Raw blocks, which are read where they stand; the rest is of extensions that `options` leaves off.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Kind::Paragraph, range),
            Tag::Heading { level, .. } => self.open(Kind::Heading(level as u8), range),
            Tag::BlockQuote(_) => self.contain(Kind::Quote, range),
            Tag::CodeBlock(kind) => self.open_code(kind, range),
            Tag::HtmlBlock => self.open(Kind::Html, range),
            Tag::List(_) => self.contain(Kind::List, range),
            Tag::Item => self.contain(Kind::Item, range),
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
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.close_implicit();
                match self.beyond {
                    0 => self.close(),
                    _ => self.beyond -= 1,
                }
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
            _ => {}
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

    /// Opens what holds blocks, unless it lies too deep.
    fn contain(&mut self, kind: Kind, range: Range<usize>) {
        self.close_implicit();
        if self.beyond > 0 || self.stack.len() >= DEPTH {
            self.beyond += 1;
            self.too_deep.get_or_insert(range.into());
            return;
        }
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
            if let Some(last) = block.inlines.last_mut()
                && last.goes_on(&kind, &range, self.text)
            {
                return;
            }
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

impl<'t> Inline<'t> {
    /// Takes in a piece of text that goes on right behind it, as one text: the parser makes a piece of each
    /// sign that might have meant something.
    fn goes_on(&mut self, kind: &Piece<'t>, range: &Range<usize>, text: &'t str) -> bool {
        let (Piece::Text(CowStr::Borrowed(before)), Piece::Text(CowStr::Borrowed(after))) =
            (&self.kind, kind)
        else {
            return false;
        };
        let stand = self.span.end == range.start
            && before.len() == self.span.end - self.span.start
            && after.len() == range.len();
        if stand {
            let span = Span::new(self.span.start, range.end);
            self.kind = Piece::Text(CowStr::Borrowed(&text[span.range()]));
            self.span = span;
        }
        stand
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
