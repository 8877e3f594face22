//! Reads a step's blocks: where commands stand, and which sentences may be expectations, each with
//! what its label makes of it. Whether a sentence is understood is the grammar's affair.

mod bullet;
mod label;
mod words;

use super::checklist::Found;
use super::section::bold_text;
use super::tree::{Block, Inline, Kind, lines, markdown, plain, span_of};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Snippet, Stand, comment, snippet, table};
use crate::facts::span::Span;
use label::{Labelled, ends_with_colon, is_short_label, labelled, trim_label};
use std::ops::Range;
use words::{markdown_raw, sentences};

/// What is read from the blocks of one step.
pub(super) struct Reader<'r, 'a, 't> {
    pub source: &'t str,
    pub extra: &'r [ExtraLabel],
    /// The checklist items, in document order.
    pub items: &'r [Found<'a, 't>],
    pub snippets: Vec<Snippet>,
    pub claims: Vec<Claim>,
    /// The label that governs what follows.
    governing: Governing,
    /// What bullets without a label are.
    unlabelled: (Force, Stand),
    /// The snippets that a claim speaks of which comes next: the last fence, or the inline commands of
    /// the last list.
    near: Option<Range<usize>>,
}

/// The label over what follows.
#[derive(Debug, Clone)]
struct Governing {
    label: Option<Label>,
    /// As written, empty without one.
    text: String,
    /// Nothing came since, so that a fence is the output that it announces.
    fresh: bool,
    /// A comment of another tool says that the next fence is sample output.
    sample: bool,
}

const NO_LABEL: Governing = Governing {
    label: None,
    text: String::new(),
    fresh: false,
    sample: false,
};

impl<'r, 'a, 't> Reader<'r, 'a, 't> {
    /// A reader for a heading's blocks.
    pub fn new(source: &'t str, extra: &'r [ExtraLabel], items: &'r [Found<'a, 't>]) -> Self {
        Reader {
            source,
            extra,
            items,
            snippets: Vec::new(),
            claims: Vec::new(),
            governing: NO_LABEL,
            unlabelled: (Force::Offers, Stand::Sentence),
            near: None,
        }
    }

    /// For an item that holds its own fence: its bullets are what it expects, label or not.
    pub fn of_item(mut self) -> Self {
        self.unlabelled = (Force::Demands, Stand::Bullet);
        self
    }

    /// Adds the step's own words as a claim.
    pub fn own_words(&mut self, text: &str, span: Span, stand: Stand) {
        self.claims.push(Claim {
            text: text.to_owned(),
            span,
            stand,
            label: String::new(),
            force: Force::Offers,
            about: None,
        });
    }

    /// A heading that is a label (`#### 기대 결과`) governs what lies under it.
    pub fn label_heading(&mut self, label: Label, text: &str) {
        self.governing = Governing {
            label: Some(label),
            text: trim_label(text),
            fresh: true,
            sample: false,
        };
    }

    /// Reads blocks in order.
    pub fn blocks(&mut self, blocks: &[Block<'t>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'t>) {
        match &block.kind {
            Kind::Html => self.html(block),
            Kind::Heading(_) => {
                self.governing = NO_LABEL;
                let text = block.plain();
                if let Some(label) = vocabulary::label(&text, self.extra) {
                    self.label_heading(label, &text);
                }
            }
            Kind::Paragraph => self.paragraph(block),
            Kind::Code(code) => self.code(&code.snippet),
            Kind::List => self.list(block),
            Kind::Quote => self.quote(block),
            Kind::Table => {
                self.table(block);
                self.governing = NO_LABEL;
            }
            Kind::Rule => self.governing = NO_LABEL,
            Kind::Item | Kind::TableHead | Kind::TableRow | Kind::TableCell => {}
        }
    }

    fn html(&mut self, block: &Block) {
        let comments = comment::within(self.source, block.span);
        if comments
            .iter()
            .any(|(comment, _)| *comment == comment::Comment::Sample)
        {
            self.governing.sample = true;
        }
    }

    /// A fence holds commands, or the output that a label before it announces, or, right after a
    /// fence of commands and no shell's, output that is offered.
    fn code(&mut self, code: &Snippet) {
        let announced = match self.governing.label {
            Some(Label::Claims(force)) if self.governing.fresh => Some(force),
            Some(Label::Claims(_) | Label::Commands) | None if self.governing.sample => {
                Some(Force::Demands)
            }
            Some(Label::Claims(_) | Label::Commands) | None => None,
        };
        let commands = if snippet::is_data(&code.info) {
            false
        } else if announced.is_some() {
            snippet::opens_with_command(&code.text)
        } else {
            snippet::is_shell(&code.info) || snippet::holds_command(&code.text)
        };
        if commands {
            self.snippet(code.clone());
            if !self.governing.fresh {
                self.governing = NO_LABEL;
            }
            self.governing.fresh = false;
            return;
        }
        let after_commands = self.snippets.last().is_some_and(|last| !last.inline);
        let force = announced
            .or_else(|| (after_commands && !snippet::is_data(&code.info)).then_some(Force::Offers));
        match force {
            Some(force) => {
                let label = match announced {
                    Some(_) => self.governing.text.clone(),
                    None => String::new(),
                };
                self.push(
                    code.text.clone(),
                    code.span,
                    Stand::OutputFence,
                    label,
                    force,
                );
            }
            None if !snippet::is_data(&code.info) => self.snippet(code.clone()),
            None => {}
        }
        self.governing.fresh = false;
        self.governing.sample = false;
    }

    /// Remarks in quotes are no expectations unless a label says so.
    fn quote(&mut self, block: &Block<'t>) {
        let claims = self.claims.len();
        self.blocks(&block.children);
        let mut at = 0;
        self.claims.retain(|claim| {
            at += 1;
            at <= claims || claim.force != Force::Offers || claim.stand != Stand::Sentence
        });
        self.governing = NO_LABEL;
    }

    fn paragraph(&mut self, block: &Block<'t>) {
        self.governing = NO_LABEL;
        if let Some(text) = bold_text(block) {
            return self.lead_in(&text);
        }
        let all: Vec<&[Inline]> = lines(&block.inlines).collect();
        let mut sentence: Vec<&[Inline]> = Vec::new();
        for line in &all {
            let text = plain(line);
            if ends_with_colon(&text) || (all.len() == 1 && is_short_label(&text, self.extra)) {
                self.sentence(&sentence);
                sentence.clear();
                self.lead_in(&text);
            } else if let Some(split) = labelled(line, self.source, self.extra) {
                self.sentence(&sentence);
                sentence.clear();
                self.inline_label(line, &split);
            } else if let Some(claim) = self.open_inline_claim() {
                // An unlabelled line goes on with the labelled one before it.
                let more = markdown(line, self.source);
                let end = span_of(line).map_or(0, |span| span.end);
                let claim = &mut self.claims[claim];
                claim.text = format!("{} {more}", claim.text).trim().to_owned();
                claim.span.end = claim.span.end.max(end);
            } else {
                sentence.push(line);
            }
        }
        self.sentence(&sentence);
    }

    /// The claim of the line before, if a label on its own line made it.
    fn open_inline_claim(&self) -> Option<usize> {
        let last = self.claims.len().checked_sub(1)?;
        let governed = matches!(self.governing.label, Some(Label::Claims(_)));
        (governed && self.claims[last].stand == Stand::Inline).then_some(last)
    }

    /// A line that announces what follows; its label may be one that nobody knows.
    fn lead_in(&mut self, text: &str) {
        self.governing = Governing {
            label: vocabulary::label(text, self.extra),
            text: trim_label(text),
            fresh: true,
            sample: false,
        };
    }

    fn inline_label(&mut self, line: &[Inline], split: &Labelled) {
        let rest = &line[split.next..];
        let mut text = split.head.clone();
        text.push_str(&markdown_raw(rest, self.source));
        let text = text.trim().to_owned();
        if split.label == Label::Commands {
            self.inline_snippets(snippet::inlines(rest, self.source));
        }
        self.governing = Governing {
            label: Some(split.label),
            text: split.text.clone(),
            fresh: false,
            sample: false,
        };
        if let Label::Claims(force) = split.label {
            let end = span_of(line).map_or(split.start, |span| span.end);
            let span = Span::new(split.start.min(end), end);
            self.push(text, span, Stand::Inline, split.text.clone(), force);
        }
    }

    /// Sentences after a fence offer themselves; ones that open as demands are demands anywhere.
    fn sentence(&mut self, parts: &[&[Inline]]) {
        let Some(span) = parts
            .iter()
            .filter_map(|line| span_of(line))
            .reduce(|a, b| Span::new(a.start, b.end))
        else {
            return;
        };
        let text = parts
            .iter()
            .map(|line| markdown(line, self.source))
            .collect::<Vec<_>>()
            .join(" ");
        let after_fence = self.snippets.iter().any(|snippet| !snippet.inline);
        for sentence in sentences(&text) {
            match vocabulary::lead(sentence) {
                Some(force) => {
                    self.push(
                        sentence.to_owned(),
                        span,
                        Stand::Sentence,
                        String::new(),
                        force,
                    );
                }
                None if after_fence => {
                    let stand = Stand::Sentence;
                    self.push(
                        sentence.to_owned(),
                        span,
                        stand,
                        String::new(),
                        Force::Offers,
                    );
                }
                None => {}
            }
        }
    }

    fn table(&mut self, block: &Block) {
        let columns = table::columns(block, self.extra);
        let (first, before) = (self.snippets.len(), self.near.clone());
        let rows = || {
            block
                .children
                .iter()
                .filter(|row| row.kind == Kind::TableRow)
        };
        let commands = rows().any(|row| table::holds_command(row, self.source));
        for row in rows() {
            // In a table of commands, a row without one has none to speak of.
            self.near = if commands { Some(0..0) } else { before.clone() };
            self.row(row, &columns);
        }
        if commands {
            self.near = Some(first..self.snippets.len());
        }
    }

    /// Reads one row of a table.
    pub fn row(&mut self, row: &Block, columns: &[table::Column]) {
        let outer = match self.governing.label {
            Some(Label::Claims(force)) => Some((force, self.governing.text.clone())),
            Some(Label::Commands) | None => None,
        };
        let read = table::read(row, columns, outer, self.source);
        self.inline_snippets(read.snippets);
        for cell in read.cells {
            self.push(cell.text, cell.span, Stand::Cell, cell.label, cell.force);
        }
    }

    fn push(&mut self, text: String, span: Span, stand: Stand, label: String, force: Force) {
        if text.is_empty() {
            return;
        }
        self.claims.push(Claim {
            text,
            span,
            stand,
            label,
            force,
            about: self.near.clone(),
        });
    }
}

/// Whether an item holds a code block of its own, not one of a checklist item within it.
pub(super) fn holds_code(item: &Block) -> bool {
    item.children.iter().any(|child| match &child.kind {
        Kind::Code(code) => !snippet::is_data(&code.snippet.info),
        Kind::Quote => holds_code(child),
        Kind::List | Kind::Item => false,
        Kind::Heading(_) | Kind::Paragraph | Kind::Html | Kind::Rule => false,
        Kind::Table | Kind::TableHead | Kind::TableRow | Kind::TableCell => false,
    })
}

#[cfg(test)]
mod tests;
