//! Reads a step's blocks: where commands stand, and which sentences may be expectations, each with
//! what its label makes of it. Whether a sentence is understood is the grammar's affair.

mod bullet;
mod label;
mod pieces;

pub(crate) use pieces::beside;
pub(super) use pieces::without_commands;

use super::checklist::Found;
use super::comment::{Meaning, Summary};
use super::section::bold_text;
use super::tree::{
    Block, Inline, Kind, Piece, lines, markdown, markdown_untrimmed, plain, span_of,
};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Snippet, Stand, comment, snippet, table};
use crate::facts::ledger::Silence;
use crate::facts::span::Span;
use label::{Labelled, ends_with_colon, is_short_label, labelled, trim_label};
use pieces::sentences;
use std::ops::Range;

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
    /// Whether checklist items are left out: they have entries of their own.
    without_items: bool,
    /// The snippets that a claim speaks of which comes next: the last fence, or the inline commands of
    /// the last list.
    near: Option<Range<usize>>,
    /// The outermost list or table that is being read.
    list: Option<usize>,
    /// The claim of a line that announces something, while nothing has come after it.
    announced: Option<usize>,
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

impl Governing {
    /// What a line announces that is a label as a whole.
    fn line(label: Option<Label>, text: &str) -> Governing {
        Governing {
            label,
            text: trim_label(text),
            fresh: true,
            sample: false,
        }
    }
}

impl<'r, 'a, 't> Reader<'r, 'a, 't> {
    /// A reader for a heading's blocks.
    pub(super) fn new(
        source: &'t str,
        extra: &'r [ExtraLabel],
        items: &'r [Found<'a, 't>],
    ) -> Self {
        Reader {
            source,
            extra,
            items,
            snippets: Vec::new(),
            claims: Vec::new(),
            governing: NO_LABEL,
            unlabelled: (Force::Offers, Stand::Sentence),
            without_items: false,
            near: None,
            list: None,
            announced: None,
        }
    }

    /// For an item that holds its own fence: its bullets are what it expects, label or not.
    pub(super) fn of_item(mut self) -> Self {
        self.unlabelled = (Force::Demands, Stand::Bullet);
        self
    }

    /// For what stands in no step: its items stand for themselves.
    pub(super) fn without_items(mut self) -> Self {
        self.without_items = true;
        self
    }

    /// Adds the step's own words as a claim.
    pub(super) fn own_words(&mut self, text: &str, span: Span, stand: Stand) {
        self.claims
            .push(Claim::of(text, span, stand, Force::Offers));
    }

    /// A heading within a step (`#### 기대 결과`) is a label of what lies under it, known or not.
    pub(super) fn label_heading(&mut self, text: &str, span: Span) {
        self.ended();
        self.lead_in(text, span);
    }

    /// Reads what stands under a bullet's own words.
    pub(super) fn under(&mut self, item: &Block<'t>) {
        self.children(item.words_and_rest().1);
    }

    /// What was read: the snippets and the claims.
    pub(super) fn finish(mut self) -> (Vec<Snippet>, Vec<Claim>) {
        self.ended();
        (self.snippets, self.claims)
    }

    /// What was announced is a step.
    pub(super) fn step_follows(&mut self) {
        if let Some(claim) = self.announced.take() {
            self.claims[claim].force = Force::Says(Silence::Heading);
        }
    }

    /// Nothing comes any more after what was announced: then it was no announcement.
    fn ended(&mut self) {
        if let Some(claim) = self.announced.take() {
            self.claims[claim].stand = Stand::Sentence;
        }
    }

    /// Reads blocks in order.
    pub(super) fn blocks(&mut self, blocks: &[Block<'t>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'t>) {
        match &block.kind {
            Kind::Html => self.html(block),
            Kind::Heading(_) => self.label_heading(&block.plain(), block.span),
            Kind::Paragraph => self.paragraph(block),
            Kind::Code(code) => self.code(&code.snippet),
            Kind::List => self.list(block),
            Kind::Quote => self.quote(block),
            Kind::Table => {
                self.table(block);
                self.governing = NO_LABEL;
            }
            Kind::Rule => {
                self.ended();
                self.governing = NO_LABEL;
            }
            Kind::Item | Kind::TableHead | Kind::TableRow | Kind::TableCell => {}
        }
    }

    fn html(&mut self, block: &Block) {
        let comments = comment::within(self.source, block.span);
        self.governing.sample |= comment::first(&comments, Meaning::Sample).is_some();
        // Tags lay out, and a summary is a title; what else stands there is a sentence.
        let text = comment::words_of_html(block.span.text(self.source), Summary::Dropped);
        self.push_line(text, block.span, Stand::Sentence, Force::Offers);
    }

    /// A fence holds commands, or the output that a label before it announces, or, right after a
    /// fence of commands and no shell's, output that is offered.
    fn code(&mut self, code: &Snippet) {
        self.announced = None;
        let announced = match self.governing.label {
            Some(Label::Claims(force)) if self.governing.fresh => Some(force),
            Some(Label::Claims(_) | Label::Commands) | None if self.governing.sample => {
                Some(Force::Demands)
            }
            Some(Label::Claims(_) | Label::Commands) | None => None,
        };
        // What to do when it fails, and what was looked at before, is not looked at now.
        let aside = announced.is_some_and(|force| {
            matches!(force, Force::Says(why) if !matches!(why, Silence::Reports | Silence::Remark))
        });
        let data = snippet::is_data(&code.info);
        let commands = if data {
            false
        } else if announced.is_some() {
            snippet::opens_with_command(&code.text)
        } else {
            snippet::is_shell(&code.info) || snippet::holds_command(&code.text)
        };
        if commands && !aside {
            self.snippet(code.clone());
            if !self.governing.fresh {
                self.governing = NO_LABEL;
            }
            self.governing.fresh = false;
            return;
        }
        let after_commands = self.snippets.last().is_some_and(|last| !last.inline);
        // A file's text behind commands may as well be what they print, or a query of another tool.
        let force = announced.or(match (data, after_commands) {
            (false, true) => Some(Force::Offers),
            (true, true) => Some(Force::Unsure),
            (true, false) => Some(Force::Says(Silence::File)),
            (false, false) => None,
        });
        if let Some(force) = force {
            let label = announced.map_or_else(String::new, |_| self.governing.text.clone());
            let text = code.text.clone();
            self.push(text, code.span, Stand::OutputFence, label, force);
        } else {
            self.snippet(code.clone());
        }
        self.governing.fresh = false;
        self.governing.sample = false;
    }

    /// A quote that says of itself that it is a note (`> [!NOTE]`) is one, but for what a label or its
    /// own words demand.
    fn quote(&mut self, block: &Block<'t>) {
        let first = self.claims.len();
        self.blocks(&block.children);
        let note = block.children.first().is_some_and(|first| {
            let text = first.plain();
            text.starts_with("[!")
                || vocabulary::is_remark(text.split([':', '：']).next().unwrap_or(""))
        });
        if note {
            for claim in &mut self.claims[first..] {
                let plain = matches!(claim.stand, Stand::Sentence | Stand::Label);
                if plain && claim.force == Force::Offers && !super::demands(&claim.text) {
                    claim.force = Force::Says(Silence::Remark);
                }
            }
        }
        self.governing = NO_LABEL;
    }

    fn paragraph(&mut self, block: &Block<'t>) {
        self.governing = NO_LABEL;
        if let Some(text) = bold_text(block) {
            self.ended();
            return self.lead_in(&text, block.span);
        }
        self.announced = None;
        let all: Vec<&[Inline]> = lines(&block.inlines).collect();
        let mut sentence: Vec<&[Inline]> = Vec::new();
        for line in &all {
            let text = plain(line);
            if ends_with_colon(&text) || (all.len() == 1 && is_short_label(&text, self.extra)) {
                self.sentence(&mut sentence);
                let span = span_of(line).unwrap_or(block.span);
                self.lead_in(&text, span);
            } else if let Some(split) = labelled(line, self.source, self.extra) {
                self.sentence(&mut sentence);
                self.inline_label(line, &split);
            } else if let Some(words) = named_command(line, self.source) {
                self.sentence(&mut sentence);
                self.inline_snippets(snippet::inlines(line, self.source));
                let span = span_of(line).unwrap_or(block.span);
                self.push_line(words, span, Stand::ItemText, Force::Offers);
            } else if let Some(claim) = self.open_inline_claim() {
                // An unlabelled line goes on with the labelled one before it.
                let more = markdown(line, self.source);
                let end = span_of(line).map_or(0, |span| span.end);
                let claim = &mut self.claims[claim];
                claim.text = format!("{} {more}", claim.text).trim().to_owned();
                claim.span.end = claim.span.end.max(end);
            } else {
                self.announced = None;
                sentence.push(line);
            }
        }
        self.sentence(&mut sentence);
    }

    /// The claim of the line before, if a label on its own line made it.
    fn open_inline_claim(&self) -> Option<usize> {
        let last = self.claims.len().checked_sub(1)?;
        let governed = matches!(self.governing.label, Some(Label::Claims(_)));
        (governed && self.claims[last].stand == Stand::Inline).then_some(last)
    }

    /// A line that announces what follows; its label may be one that nobody knows.
    fn lead_in(&mut self, text: &str, span: Span) {
        self.governing = Governing::line(vocabulary::label(text, self.extra), text);
        let is_known = self.governing.label.is_some();
        let force = if is_known {
            Force::Says(Silence::Heading)
        } else {
            Force::Offers
        };
        let claim = self.claims.len();
        self.push_line(text.to_owned(), span, Stand::Label, force);
        // Of a line without words there is no claim.
        if !is_known && self.claims.len() > claim {
            self.announced = Some(claim);
        }
    }

    /// A line without a label over it.
    fn push_line(&mut self, text: String, span: Span, stand: Stand, force: Force) {
        self.push(text, span, stand, String::new(), force);
    }

    fn inline_label(&mut self, line: &[Inline], split: &Labelled) {
        let rest = &line[split.next..];
        let mut text = split.head.clone();
        text.push_str(&markdown_untrimmed(rest, self.source));
        let mut text = text.trim().to_owned();
        let span = span_of(line).unwrap_or(Span::new(split.start, split.start));
        // ``확인: `kubectl …` `` says what to look at, and not that it is what is seen.
        let looks = matches!(
            split.label,
            Label::Commands | Label::Claims(Force::Demands | Force::Offers)
        ) && split.head.trim().is_empty()
            && are_commands(rest, self.source);
        if looks || split.label == Label::Commands {
            self.inline_snippets(snippet::inlines(rest, self.source));
        }
        if looks {
            text.clear();
        } else if split.label == Label::Commands {
            let beside = without_commands(rest, self.source, None);
            self.push_line(beside, span, Stand::Sentence, Force::Offers);
        }
        self.governing = Governing {
            label: Some(split.label),
            text: split.text.clone(),
            ..NO_LABEL
        };
        if let Label::Claims(force) = split.label {
            let span = Span::new(split.start.min(span.end), span.end);
            self.push(text, span, Stand::Inline, split.text.clone(), force);
        }
    }

    /// Sentences offer themselves; ones that open as demands are demands.
    fn sentence(&mut self, parts: &mut Vec<&[Inline]>) {
        let spans = parts.iter().filter_map(|line| span_of(line));
        let Some(span) = spans.reduce(|a, b| Span::new(a.start, b.end)) else {
            return;
        };
        let lines = parts.drain(..).map(|line| markdown(line, self.source));
        let text = lines.collect::<Vec<_>>().join(" ");
        for sentence in sentences(&text) {
            let force = vocabulary::lead(sentence).unwrap_or(Force::Offers);
            self.push_line(sentence.to_owned(), span, Stand::Sentence, force);
        }
    }

    fn table(&mut self, block: &Block) {
        self.announced = None;
        let list = self.list;
        self.list = list.or(Some(block.span.start));
        let columns = table::columns(block, self.extra);
        for cell in block.head() {
            let span = span_of(&cell.inlines).unwrap_or(cell.span);
            let force = Force::Says(Silence::Heading);
            self.push_line(cell.plain(), span, Stand::Label, force);
        }
        let (first, before) = (self.snippets.len(), self.near.clone());
        let mut rows = block.rows();
        let commands = rows.any(|row| table::holds_command(row, self.source));
        for row in block.rows() {
            // In a table of commands, a row without one has none to speak of.
            self.near = if commands { Some(0..0) } else { before.clone() };
            self.row(row, &columns, table::Name::Read);
        }
        if commands {
            self.near = Some(first..self.snippets.len());
        }
        self.list = list;
    }

    /// Reads one row of a table.
    pub(super) fn row(&mut self, row: &Block, columns: &[table::Column], name: table::Name) {
        let outer = match self.governing.label {
            Some(Label::Claims(force)) => Some((force, self.governing.text.clone())),
            Some(Label::Commands) | None => None,
        };
        let (snippets, cells) = table::read(row, columns, outer, name, self.source);
        self.inline_snippets(snippets);
        cells.into_iter().for_each(|cell| self.claim(cell));
    }

    fn push(&mut self, text: String, span: Span, stand: Stand, label: String, force: Force) {
        self.claim(Claim {
            label,
            ..Claim::of(text, span, stand, force)
        });
    }

    /// Adds a claim that speaks of what stands near.
    fn claim(&mut self, claim: Claim) {
        if !claim.text.is_empty() {
            self.claims.push(Claim {
                about: self.near.clone(),
                list: self.list,
                ..claim
            });
        }
    }
}

/// The words before the commands with which a line of a paragraph ends: ``로그 확인: `kubectl logs …` ``. A command
/// that stands within a sentence is told of, and not asked.
pub(super) fn named_command(line: &[Inline], source: &str) -> Option<String> {
    let is_command = |inline: &Inline| snippet::inline(inline, source).is_some();
    let (before, commands) = line.split_at(line.iter().position(is_command)?);
    let named = plain(before);
    let named = named.trim_end();
    let is_it = (named.is_empty() || named.ends_with([':', '：', '→', '–', '—', '(']))
        && are_commands(commands, source)
        && !vocabulary::is_advice(named);
    is_it.then(|| without_commands(before, source, None))
}

/// Whether commands, and the signs between and behind them, are all that stands there.
fn are_commands(inlines: &[Inline], source: &str) -> bool {
    let mut some = false;
    inlines.iter().all(|inline| match &inline.kind {
        Piece::Text(text) => !text.contains(char::is_alphanumeric),
        Piece::Code(_) => {
            some = true;
            snippet::inline(inline, source).is_some()
        }
        Piece::Html => inline.span.text(source).starts_with("<!--"),
        Piece::StrongStart | Piece::StrongEnd | Piece::Mark => true,
        Piece::LinkStart(_) | Piece::LinkEnd | Piece::Task => false,
        Piece::SoftBreak | Piece::HardBreak => false,
    }) && some
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
