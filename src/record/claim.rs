//! Reads a step's blocks: where commands stand, and which sentences may be expectations, each with
//! what its label makes of it. Whether a sentence is understood is the grammar's affair.

use super::checklist::Found;
use super::section::bold_text;
use super::tree::{Block, Inline, Kind, Piece, lines, markdown, plain, span_of};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Snippet, Stand, comment, snippet, table};
use crate::facts::span::Span;

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
            snippet: None,
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
            self.snippets.push(code.clone());
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
            None if !snippet::is_data(&code.info) => self.snippets.push(code.clone()),
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
        self.snippets.extend(
            snippet::inlines(rest, self.source)
                .into_iter()
                .filter(|_| split.label == Label::Commands),
        );
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

    fn list(&mut self, list: &Block<'t>) {
        let governing = Governing {
            fresh: false,
            sample: false,
            ..self.governing.clone()
        };
        let advice = is_advice(list);
        for item in &list.children {
            self.governing = governing.clone();
            self.bullet(item, advice);
        }
        self.governing = governing;
    }

    fn bullet(&mut self, item: &Block<'t>, advice: bool) {
        let found = self
            .items
            .binary_search_by_key(&item.span.start, |found| found.item.span.start)
            .ok()
            .map(|at| &self.items[at]);
        if found.is_some() && holds_code(item) {
            return; // A step of its own.
        }
        let mut children = item.children.as_slice();
        if let [first, rest @ ..] = children
            && first.kind == Kind::Paragraph
        {
            let own = found.map(|found| found.item.text.clone());
            self.bullet_words(first, own, !rest.is_empty(), advice);
            children = rest;
        }
        let outer = self.governing.clone();
        for child in children {
            match child.kind {
                Kind::Paragraph => self.paragraph_in_bullet(child, &outer),
                _ => self.block(child),
            }
        }
    }

    /// A further paragraph of a bullet goes on under the bullet's label.
    fn paragraph_in_bullet(&mut self, block: &Block<'t>, outer: &Governing) {
        self.paragraph(block);
        if self.governing.label.is_none() && self.governing.text.is_empty() {
            self.governing = outer.clone();
        }
    }

    fn bullet_words(&mut self, words: &Block, own: Option<String>, parent: bool, advice: bool) {
        let source = self.source;
        let (force, label, stand) = self.standing();
        let text = own.clone().unwrap_or_else(|| words.markdown(source));
        if text.is_empty() {
            return;
        }
        let announces = parent && (ends_with_colon(&plain(&words.inlines)) || own.is_none());
        if announces && let Some(inner) = self.inner_label(&words.plain()) {
            self.governing = Governing {
                label: Some(inner),
                text: trim_label(&words.plain()),
                fresh: true,
                sample: false,
            };
            return;
        }
        if own.is_none()
            && let Some(split) = labelled(&words.inlines, source, self.extra)
            && self.overrides(split.label, &split.text)
        {
            return self.inline_label(&words.inlines, &split);
        }
        let commands = snippet::inlines(&words.inlines, source);
        if !commands.is_empty() {
            self.snippets.extend(commands);
            let rest = without_commands(&words.inlines, source, own.as_deref());
            if !rest.is_empty() {
                self.push(rest, words.span, Stand::ItemText, label, force);
            }
            return;
        }
        let counter_example = own.is_none()
            && (text.contains("← 잘못")
                || text.contains("← wrong")
                || (advice && text.starts_with('❌')));
        let force = if counter_example {
            Force::Reports
        } else {
            force
        };
        let span = span_of(&words.inlines).unwrap_or(words.span);
        self.push(text, span, stand, label, force);
    }

    /// What a bullet is under the governing label.
    fn standing(&self) -> (Force, String, Stand) {
        let text = self.governing.text.clone();
        match self.governing.label {
            Some(Label::Claims(force)) => (force, text, Stand::Bullet),
            Some(Label::Commands) | None => (self.unlabelled.0, text, self.unlabelled.1),
        }
    }

    /// The label of a bullet for the ones under it.
    fn inner_label(&self, text: &str) -> Option<Label> {
        let label = vocabulary::label(text, self.extra)?;
        self.overrides(label, text).then_some(label)
    }

    /// Under a demand, a bullet that begins `결과:` or `Output:` still says what is expected; only
    /// a prohibition, advice or a forecast takes it out.
    fn overrides(&self, inner: Label, text: &str) -> bool {
        match (self.governing.label, inner) {
            (
                Some(Label::Claims(Force::Demands | Force::Forbids)),
                Label::Claims(Force::Reports),
            ) => vocabulary::is_advice(text),
            (
                Some(Label::Claims(Force::Forbids)),
                Label::Claims(Force::Demands | Force::Offers),
            ) => false,
            (Some(Label::Claims(Force::Reports)), Label::Claims(_)) => false,
            (
                Some(Label::Claims(_) | Label::Commands) | None,
                Label::Claims(_) | Label::Commands,
            ) => true,
        }
    }

    fn table(&mut self, block: &Block) {
        let columns = table::columns(block, self.extra);
        for row in block
            .children
            .iter()
            .filter(|row| row.kind == Kind::TableRow)
        {
            self.row(row, &columns);
        }
    }

    /// Reads one row of a table.
    pub fn row(&mut self, row: &Block, columns: &[table::Column]) {
        let outer = match self.governing.label {
            Some(Label::Claims(force)) => Some((force, self.governing.text.clone())),
            Some(Label::Commands) | None => None,
        };
        let read = table::read(row, columns, outer, self.source);
        self.snippets.extend(read.snippets);
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
            snippet: self.snippets.len().checked_sub(1),
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

/// A list of ✅ and ❌ shows the right way beside the wrong one.
fn is_advice(list: &Block) -> bool {
    let opens_with = |sign: char| {
        list.children.iter().any(|item| {
            item.children
                .first()
                .is_some_and(|words| words.plain().starts_with(sign))
        })
    };
    opens_with('❌') && opens_with('✅')
}

/// The words of a bullet beside its commands: `Verify pods: ` before one, `shows Ready` after it.
fn without_commands(inlines: &[Inline], source: &str, own: Option<&str>) -> String {
    let mut out = String::new();
    for inline in inlines {
        if snippet::inline(inline, source).is_some() {
            out.push(' ');
        } else {
            out.push_str(&markdown_raw(std::slice::from_ref(inline), source));
        }
    }
    if own.is_some() {
        out = out
            .trim_start_matches(|c: char| c.is_whitespace() || vocabulary::is_sign(c) || c == '✅')
            .to_owned();
    }
    out.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '→' | ',')
    })
    .to_owned()
}

/// As `markdown`, with the blanks at the ends kept.
fn markdown_raw(inlines: &[Inline], source: &str) -> String {
    let text = markdown(inlines, source);
    let blank = |inline: Option<&Inline>, end: fn(&str) -> bool| {
        inline.is_some_and(|inline| matches!(&inline.kind, Piece::Text(text) if end(text)))
    };
    let before = if blank(inlines.first(), |text| text.starts_with(' ')) {
        " "
    } else {
        ""
    };
    let after = if blank(inlines.last(), |text| text.ends_with(' ')) {
        " "
    } else {
        ""
    };
    format!("{before}{text}{after}")
}

/// A line that begins with a known label.
struct Labelled {
    label: Label,
    /// The label as written, markup and colon taken off.
    text: String,
    /// What of the label's last piece stands after it.
    head: String,
    /// The first inline after the label's last piece.
    next: usize,
    /// Where the claim begins.
    start: usize,
}

/// `**예상 결과**: …`, `**예상 결과:** …`, `**예상 결과** …`, `Expected: …`.
fn labelled(line: &[Inline], source: &str, extra: &[ExtraLabel]) -> Option<Labelled> {
    let mut before = String::new();
    let mut bold = 0i32;
    for (at, inline) in line.iter().enumerate() {
        match &inline.kind {
            Piece::Text(text) => {
                if let Some(colon) = text.find([':', '：']) {
                    let width = text[colon..].chars().next().map_or(1, char::len_utf8);
                    before.push_str(&text[..colon]);
                    let label = vocabulary::label(&before, extra)?;
                    let head = text[colon + width..].to_owned();
                    let mut next = at + 1;
                    if bold > 0 && matches!(line.get(next), Some(n) if n.kind == Piece::StrongEnd) {
                        next += 1;
                    }
                    let start = match head.trim().is_empty() {
                        true => line.get(next).map_or(inline.span.end, |n| n.span.start),
                        false => inline.span.end - head.trim_start().len(),
                    };
                    return Some(Labelled {
                        label,
                        text: trim_label(&before),
                        head,
                        next,
                        start,
                    });
                }
                before.push_str(text);
            }
            Piece::StrongStart => bold += 1,
            Piece::StrongEnd => {
                bold -= 1;
                let colon_follows = matches!(
                    line.get(at + 1).map(|next| &next.kind),
                    Some(Piece::Text(text)) if text.trim_start().starts_with([':', '：'])
                );
                if !colon_follows && let Some(label) = vocabulary::label(&before, extra) {
                    return Some(Labelled {
                        label,
                        text: trim_label(&before),
                        head: String::new(),
                        next: at + 1,
                        start: line.get(at + 1).map_or(inline.span.end, |n| n.span.start),
                    });
                }
            }
            Piece::Mark | Piece::Task => {}
            Piece::Html if inline.span.text(source).starts_with("<!--") => {}
            Piece::Html | Piece::Code(_) | Piece::SoftBreak | Piece::HardBreak => return None,
            Piece::LinkStart(_) | Piece::LinkEnd => return None,
        }
        if before.len() > 160 {
            return None;
        }
    }
    None
}

/// A label alone on its line, in plain words and without a colon.
fn is_short_label(text: &str, extra: &[ExtraLabel]) -> bool {
    text.split_whitespace().count() <= 3
        && vocabulary::lead(&format!("{text} ")).is_none()
        && vocabulary::is_whole_label(text)
        && vocabulary::label(text, extra).is_some()
}

fn ends_with_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// A label as written, without markup, signs at its ends and its colon.
fn trim_label(text: &str) -> String {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '*') || vocabulary::is_sign(c)
    })
    .to_owned()
}

/// Splits a paragraph into its sentences.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let before = text[start..at].chars().next_back();
        let after = text[at + 2..].trim_start().chars().next();
        let ends = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '`' | ')' | '*'));
        let begins = after.is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit());
        if ends && begins {
            out.push(text[start..at].trim());
            start = at + 2;
        }
    }
    out.push(text[start..].trim().trim_end_matches('.'));
    out.retain(|sentence| !sentence.is_empty());
    out
}

#[cfg(test)]
mod tests;
