//! The bullets of a list: their words, their commands, and what lies under them.

use super::label::{ends_with_colon, labelled};
use super::{Governing, Reader, holds_code, without_commands};
use crate::facts::ledger::Silence;
use crate::record::tree::{Block, Kind, plain, span_of};
use crate::record::vocabulary::{self, Label};
use crate::record::{Force, Snippet, Stand, checklist, snippet};

impl<'t> Reader<'_, '_, 't> {
    pub(super) fn list(&mut self, list: &Block<'t>) {
        let governing = Governing {
            fresh: false,
            sample: false,
            ..self.governing.clone()
        };
        self.announced = None;
        let outer = self.list;
        self.list = outer.or(Some(list.span.start));
        let advice = is_advice(list);
        let first = self.snippets.len();
        for item in &list.children {
            self.governing = governing.clone();
            self.bullet(item, advice);
        }
        // What stands behind a list of inline commands speaks of all of them.
        if first < self.snippets.len() && self.snippets[first..].iter().all(|one| one.inline) {
            self.near = Some(first..self.snippets.len());
        }
        self.governing = governing;
        self.list = outer;
    }

    /// Adds a snippet of which speaks what comes next.
    pub(super) fn snippet(&mut self, snippet: Snippet) {
        self.inline_snippets(vec![snippet]);
    }

    /// Adds snippets that stand together.
    pub(crate) fn inline_snippets(&mut self, snippets: Vec<Snippet>) {
        if snippets.is_empty() {
            return;
        }
        let first = self.snippets.len();
        self.snippets.extend(snippets);
        self.near = Some(first..self.snippets.len());
    }

    /// Reads a bullet. Its words speak of the commands in it, if there are any.
    fn bullet(&mut self, item: &Block<'t>, advice: bool) {
        let (snippets, claims) = (self.snippets.len(), self.claims.len());
        let own = self.bullet_parts(item, advice);
        if own > 0 && self.snippets.len() > snippets {
            let about = Some(snippets..self.snippets.len());
            for claim in &mut self.claims[claims..claims + own] {
                claim.about.clone_from(&about);
            }
        }
    }

    /// Reads a bullet's parts, and says how many claims its own words make.
    fn bullet_parts(&mut self, item: &Block<'t>, advice: bool) -> usize {
        let claims = self.claims.len();
        let mut own_claims = 0;
        let found = checklist::at(self.items, item);
        if found.is_some() && (self.without_items || holds_code(item)) {
            return 0; // A step or an item of its own.
        }
        let (words, mut children) = item.words_and_rest();
        if let Some(words) = words {
            let own = found.map(|found| found.item.text.clone());
            self.bullet_words(words, own, !children.is_empty(), advice);
            own_claims = self.claims.len() - claims;
        }
        if let [quote, rest @ ..] = children
            && let Some(bound) = bound_in_quote(quote, self.source)
        {
            let (force, label, stand) = self.standing();
            self.push(bound.to_owned(), quote.span, stand, label, force);
            own_claims = self.claims.len() - claims;
            children = rest;
        }
        self.children(children);
        own_claims
    }

    /// Reads what a bullet holds beside its words.
    pub(super) fn children(&mut self, children: &[Block<'t>]) {
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
            self.governing = Governing::line(Some(inner), &words.plain());
            let force = Force::Says(Silence::Heading);
            return self.push_line(text, words.span, Stand::Label, force);
        }
        if own.is_none()
            && let Some(split) = labelled(&words.inlines, source, self.extra)
            && self.overrides(split.label, &split.text)
        {
            return self.inline_label(&words.inlines, &split);
        }
        let commands = snippet::inlines(&words.inlines, source);
        if !commands.is_empty() {
            self.inline_snippets(commands);
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
            Force::Says(Silence::CounterExample)
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
        let (Some(Label::Claims(outer)), Label::Claims(inner)) = (self.governing.label, inner)
        else {
            return true;
        };
        match (outer, inner) {
            (Force::Demands | Force::Forbids, Force::Says(_)) => vocabulary::is_advice(text),
            (Force::Says(_), _) | (Force::Forbids, Force::Demands) => false,
            (Force::Forbids, Force::Offers | Force::Unsure) => false,
            (Force::Forbids, Force::Forbids) | (Force::Demands, _) => true,
            (Force::Offers | Force::Unsure, _) => true,
        }
    }
}

/// What an author wrote as a bound and Markdown reads as a quote: `- >3개`, `- >= 4 pods`. The number alone
/// would say something else.
fn bound_in_quote<'s>(block: &Block, source: &'s str) -> Option<&'s str> {
    let written = block.span.text(source).trim();
    let number = written.strip_prefix('>')?.trim_start_matches(['=', ' ']);
    let fits = block.kind == Kind::Quote
        && number.starts_with(|c: char| c.is_ascii_digit())
        && !written.contains('\n');
    fits.then_some(written)
}

/// A list of ✅ and ❌ shows the right way beside the wrong one.
fn is_advice(list: &Block) -> bool {
    let words = || {
        list.children
            .iter()
            .filter_map(|item| item.children.first())
    };
    let opens_with = |sign: char| words().any(|words| words.plain().starts_with(sign));
    opens_with('❌') && opens_with('✅')
}
