//! The verification plan: which sections are it, and which parts of them are its steps.

use super::checklist::Found;
use super::claim::{Reader, holds_code, named_command};
use super::section::{Extent, Outline, bold_text, is_aside};
use super::tree::{Block, Kind, Tree, lines};
use super::vocabulary::{self, ExtraLabel, Label};
use super::{Claim, Force, Role, Stand, Step, Under, checklist, comment, snippet, table};
use crate::facts::ledger::Silence;
use crate::facts::span::Span;
use names::{name, trim_signs};
use std::collections::BTreeMap;

mod names;

/// Reads the plan: the outermost sections that the vocabulary calls one, and every checklist item
/// that holds its own fence. Sections whose titles speak of checking, and whose fences hold commands of
/// the cluster, are a plan where no such section has any, and go on with one that they stand behind.
/// Never a guess beyond that.
pub(super) fn read(tree: &Tree, outline: &Outline, items: &[Found], extra: &[ExtraLabel]) -> Plan {
    let mut planner = Planner {
        tree,
        outline,
        items,
        extra,
        steps: Vec::new(),
        covered: Vec::new(),
    };
    let is_plan = |at: usize| outline.sections[at].role == Role::Plan;
    let is_result = |at: usize| vocabulary::speaks_of_results(&outline.sections[at].title);
    let mut named = planner.sections(|at| is_plan(at) && !is_result(at));
    if named.is_empty() {
        named = planner.sections(is_plan);
    }
    let asks = |at: usize| {
        let extent = outline.extents[at];
        let blocks = &tree.blocks[extent.heading..extent.end];
        blocks.iter().any(asks_the_cluster)
    };
    let is_asked = named.iter().any(|at| asks(*at));
    // The first plan of each level in each section.
    let place = |at: usize| (outline.ancestry(at).nth(1), outline.sections[at].level);
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    for &at in named.iter().rev() {
        first.insert(place(at), at);
    }
    let goes_on = |at: usize| !is_asked || first.get(&place(at)).is_some_and(|plan| *plan < at);
    let sections = planner.sections(|at| {
        let title = &outline.sections[at].title;
        let speaks = vocabulary::speaks_of_checking(title) && !is_result(at);
        named.binary_search(&at).is_ok() || (speaks && asks(at) && goes_on(at))
    });
    for section in &sections {
        planner.section(*section);
    }
    planner.item_steps();
    planner.steps.sort_by_key(|step| step.span.start);
    name(&mut planner.steps);
    planner.covered = merged(&planner.steps);
    Plan {
        loose: planner.loose(&sections),
        under: items.iter().map(|found| planner.under(found)).collect(),
        steps: planner.steps,
    }
}

/// The plan, with what lies beside its steps.
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// What stands in the plan's sections and in none of their steps.
    pub loose: Vec<Claim>,
    /// One entry an item.
    pub under: Vec<Under>,
}

struct Planner<'a, 't> {
    tree: &'a Tree<'t>,
    outline: &'a Outline,
    items: &'a [Found<'a, 't>],
    extra: &'a [ExtraLabel],
    steps: Vec<Step>,
    /// Where the steps stand: an item with a fence may be a step within one.
    covered: Vec<Span>,
}

impl<'a, 't> Planner<'a, 't> {
    /// The outermost sections of a kind. The document's own title is none, and neither is one that
    /// lies in what went wrong, what was learned, or the way back.
    fn sections(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        let mut covered = 0;
        for at in 0..self.outline.sections.len() {
            let extent = self.outline.extents[at];
            let title = self.outline.sections[at].level == 1 && self.is_title(at);
            if extent.heading < covered || title || !wanted(at) {
                continue;
            }
            if !self.is_within(at, is_aside) {
                covered = extent.end;
                out.push(at);
            }
        }
        out
    }

    /// What stands in no step, but for headings and items.
    fn loose(&self, sections: &[usize]) -> Vec<Claim> {
        let mut reader = self.reader().without_items();
        for section in sections {
            let extent = self.outline.extents[*section];
            for block in &self.tree.blocks[extent.heading + 1..extent.end] {
                let at = self.outline.at(block.span.start);
                if !at.is_some_and(|at| self.is_rollback(at)) {
                    self.outside(block, &mut reader);
                }
            }
        }
        let mut claims = reader.finish().1;
        for claim in &mut claims {
            // A table beside the steps describes the workloads: no command speaks of it.
            if claim.stand == Stand::Cell && !matches!(claim.force, Force::Says(_)) {
                claim.force = Force::Says(Silence::Remark);
            }
        }
        claims
    }

    fn outside(&self, block: &Block<'t>, reader: &mut Reader<'_, '_, 't>) {
        match (&block.kind, self.covering(block.span)) {
            (_, Some(steps)) if steps.contains(block.span) => reader.step_follows(),
            (Kind::Heading(_), _) => reader.step_follows(),
            (_, None) => reader.blocks(std::slice::from_ref(block)),
            (_, Some(_)) => {
                for child in &block.children {
                    self.outside(child, reader);
                }
            }
        }
    }

    /// The steps that a place has a part in.
    fn covering(&self, span: Span) -> Option<Span> {
        let at = self
            .covered
            .partition_point(|steps| steps.end <= span.start);
        self.covered
            .get(at)
            .copied()
            .filter(|steps| steps.start < span.end)
    }

    /// What stands under an item's words; in a step, that is the step's.
    fn under(&self, found: &Found<'a, 't>) -> Under {
        if holds_code(found.block) || self.covering(found.item.span).is_some() {
            return Under::default();
        }
        let mut reader = self.reader().without_items();
        reader.under(found.block);
        let (snippets, claims) = reader.finish();
        Under { snippets, claims }
    }

    fn is_title(&self, section: usize) -> bool {
        section == 0 && self.outline.sections[0].level == 1
    }

    /// Reads the steps of a plan's section: what stands in it directly, then its sub-headings. One
    /// that is a label (`#### 기대 결과`) belongs to the step before it.
    fn section(&mut self, plan: usize) {
        let extent = self.outline.extents[plan];
        let below: Vec<usize> = (plan + 1..self.outline.sections.len())
            .take_while(|&at| self.outline.extents[at].heading < extent.end)
            .filter(|&at| self.outline.sections[at].level < 7)
            .collect();
        self.direct(extent);
        let mut open: Option<(usize, Vec<usize>)> = None;
        for at in below {
            if is_aside(self.outline.sections[at].role) && self.is_rollback(at) {
                continue;
            }
            match &mut open {
                Some((section, labels)) if self.belongs(at, *section) => labels.push(at),
                Some(_) | None => {
                    self.close(open.take());
                    open = Some((at, Vec::new()));
                }
            }
        }
        self.close(open);
    }

    fn is_rollback(&self, section: usize) -> bool {
        self.is_within(section, |role| role == Role::Rollback)
    }

    /// Whether a section or one that holds it, the document's title apart, has such a role.
    fn is_within(&self, section: usize, wanted: impl Fn(Role) -> bool) -> bool {
        let mut up = self.outline.ancestry(section);
        up.any(|up| wanted(self.outline.sections[up].role) && !self.is_title(up))
    }

    /// Whether a heading belongs to the step of the one before it: it is a label (`#### 기대 결과`), or
    /// lies under that step's commands and has none.
    fn belongs(&self, section: usize, step: usize) -> bool {
        let looks = |at: usize| {
            let extent = self.outline.extents[at];
            self.tree.blocks[extent.heading + 1..extent.own_end]
                .iter()
                .any(|block| holds_command(block, self.tree.text))
        };
        let heading = &self.tree.blocks[self.outline.extents[section].heading];
        match vocabulary::label(&heading.plain(), self.extra) {
            Some(Label::Commands | Label::Claims(Force::Demands | Force::Offers)) => return true,
            Some(Label::Claims(_)) => return !looks(section),
            None => {}
        }
        let sections = &self.outline.sections;
        sections[section].level > sections[step].level
            && !is_aside(sections[section].role)
            && looks(step)
            && !looks(section)
    }

    fn close(&mut self, open: Option<(usize, Vec<usize>)>) {
        let Some((section, labels)) = open else {
            return;
        };
        let extent = self.outline.extents[section];
        let own = &self.tree.blocks[extent.heading + 1..extent.own_end];
        let step = self.headed(extent.heading);
        let mut reader = self.step_reader(&step);
        reader.blocks(own);
        let mut end = own.last().map_or(step.heading.end, |block| block.span.end);
        let mut holds = own.iter().any(|block| self.is_content(block));
        for label in labels {
            let extent = self.outline.extents[label];
            let block = &self.tree.blocks[extent.heading];
            reader.label_heading(&block.plain(), block.span);
            let under = &self.tree.blocks[extent.heading + 1..extent.own_end];
            reader.blocks(under);
            holds |= under.iter().any(|block| self.is_content(block));
            end = under.last().map_or(block.span.end, |block| block.span.end);
        }
        if holds {
            self.finish(step, end, reader);
        }
    }

    /// Whether a block makes a heading a step: code, bullets that are not steps of their own, a
    /// table, a command that a line names.
    fn is_content(&self, block: &Block) -> bool {
        match &block.kind {
            Kind::Code(_) | Kind::Table => true,
            Kind::List => block.children.iter().any(|item| !self.is_item_step(item)),
            Kind::Quote => block.children.iter().any(|child| self.is_content(child)),
            Kind::Paragraph => holds_inline_command(block, self.tree.text),
            Kind::Heading(_) | Kind::Item | Kind::Html | Kind::Rule => false,
            Kind::TableHead | Kind::TableRow | Kind::TableCell => false,
        }
    }

    fn is_item_step(&self, item: &Block) -> bool {
        holds_code(item) && checklist::at(self.items, item).is_some()
    }

    /// What stands in the plan's section before its sub-headings: parts under bold titles, items
    /// with fences, rows with commands, or one step for all of it if there is code.
    fn direct(&mut self, extent: Extent) {
        let first = extent.heading + 1;
        let blocks = &self.tree.blocks[first..extent.own_end];
        let starts: Vec<usize> = (0..blocks.len())
            .filter(|&at| self.is_bold_title(blocks, at))
            .collect();
        let before = starts.first().copied().unwrap_or(blocks.len());
        self.untitled(extent.heading, &blocks[..before]);
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(blocks.len());
            let under = &blocks[start + 1..end];
            if under.iter().any(|block| self.is_content(block)) {
                self.titled(first + start, under);
            }
        }
    }

    /// A bold paragraph that opens a part: a pseudo-heading, or a bold lead-in right before a fence.
    fn is_bold_title(&self, blocks: &[Block], at: usize) -> bool {
        let Some(text) = bold_text(&blocks[at]) else {
            return false;
        };
        let before_fence = matches!(blocks.get(at + 1), Some(next) if next.code().is_some());
        vocabulary::label(&text, self.extra).is_none()
            && (before_fence
                || !text.ends_with([':', '：'])
                || vocabulary::split_number(&text).0.is_some())
    }

    fn titled(&mut self, heading: usize, under: &[Block<'t>]) {
        let step = self.headed(heading);
        let mut reader = self.step_reader(&step);
        reader.blocks(under);
        let end = under
            .last()
            .map_or(step.heading.end, |block| block.span.end);
        self.finish(step, end, reader);
    }

    fn reader(&self) -> Reader<'a, 'a, 't> {
        Reader::new(self.tree.text, self.extra, self.items)
    }

    /// A reader of a step, its heading read.
    fn step_reader(&self, step: &Step) -> Reader<'a, 'a, 't> {
        let mut reader = self.reader();
        reader.own_words(&step.title, step.heading, Stand::Heading);
        reader
    }

    fn untitled(&mut self, heading: usize, blocks: &[Block<'t>]) {
        let by_items = blocks.iter().any(|block| {
            block.kind == Kind::List && block.children.iter().any(|item| holds_code(item))
        });
        let fences = blocks.iter().any(|block| block.code().is_some());
        if by_items && !fences {
            let lists = blocks.iter().filter(|block| block.kind == Kind::List);
            for item in lists.flat_map(|list| &list.children) {
                if holds_code(item) && !self.is_item_step(item) {
                    self.plain_item(item);
                }
            }
            return;
        }
        let source = self.tree.text;
        let is_command_table = |block: &Block| {
            let mut rows = block.children.iter();
            block.kind == Kind::Table && rows.any(|row| table::holds_command(row, source))
        };
        if !fences && blocks.iter().any(is_command_table) {
            for table in blocks.iter().filter(|block| is_command_table(block)) {
                self.rows(table);
            }
            return;
        }
        let inline = |block: &Block| holds_inline_command(block, source);
        if fences || blocks.iter().any(inline) {
            self.titled(heading, blocks);
        }
    }

    /// An item without a mark that holds its own fence, directly in a plan.
    fn plain_item(&mut self, item: &Block<'t>) {
        let Some(words) = item.children.first() else {
            return;
        };
        let mut step = self.named(words);
        let length = step.title.trim_end_matches([':', '：']).len();
        step.title.truncate(length);
        let mut reader = self.step_reader(&step);
        reader.blocks(item.words_and_rest().1);
        self.finish(step, item.span.end, reader);
    }

    fn rows(&mut self, table: &Block<'t>) {
        let columns = table::columns(table, self.extra);
        for row in table.rows() {
            let Some(name) = row.children.first() else {
                continue;
            };
            let step = self.named(name);
            let mut reader = if table::is_command_cell(name, self.tree.text) {
                self.reader()
            } else {
                self.step_reader(&step)
            };
            reader.row(row, &columns, table::Name::IsHeading);
            self.finish(step, row.span.end, reader);
        }
    }

    /// Every checklist item that holds its own fence is a step, wherever it stands.
    fn item_steps(&mut self) {
        for found in self.items {
            let section = self.outline.at(found.item.span.start);
            let aside = section.is_some_and(|at| self.is_within(at, is_aside));
            if aside || !holds_code(found.block) {
                continue;
            }
            let words = &found.block.children[0];
            let step = begun(found.item.tie.clone(), &found.item.text, words.span);
            let mut reader = self.reader().of_item();
            reader.own_words(&found.item.text, words.span, Stand::ItemText);
            reader.inline_snippets(found.item.snippets.clone());
            reader.blocks(&found.block.children[1..]);
            self.finish(step, found.block.span.end, reader);
        }
    }

    /// The step of a heading.
    fn headed(&self, block: usize) -> Step {
        let heading = &self.tree.blocks[block];
        let tie = comment::heading_tie(self.tree, block);
        let mut step = begun(tie, trim_signs(&heading.plain()), heading.span);
        step.title = trim_signs(&step.title)
            .trim_end_matches([':', '：'])
            .to_owned();
        step
    }

    /// The step of an item's words or of the name of a row.
    fn named(&self, words: &Block) -> Step {
        let tie = comment::tie(&comment::among(&words.inlines, self.tree.text));
        begun(tie, &words.plain(), words.span)
    }

    fn finish(&mut self, step: Step, end: usize, reader: Reader) {
        let (snippets, claims) = reader.finish();
        self.steps.push(Step {
            span: Span::new(step.heading.start, end.max(step.heading.end)),
            snippets,
            claims,
            ..step
        });
    }
}

/// A step of which only its own words were read.
fn begun(tie: Option<String>, words: &str, heading: Span) -> Step {
    let (number, title) = vocabulary::split_number(words);
    Step {
        tie,
        name: String::new(),
        title: title.to_owned(),
        number,
        heading,
        span: heading,
        snippets: Vec::new(),
        claims: Vec::new(),
    }
}

/// The places of steps, each once.
fn merged(steps: &[Step]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for step in steps {
        match all.last_mut() {
            Some(last) if step.span.start < last.end => last.end = last.end.max(step.span.end),
            Some(_) | None => all.push(step.span),
        }
    }
    all
}

/// Whether a block's code asks the cluster or its logs something.
fn asks_the_cluster(block: &Block) -> bool {
    const TOOLS: [&str; 5] = ["kubectl ", "logcli ", "argocd ", "oc ", "promtool "];
    match block.code() {
        Some(code) => {
            !snippet::is_data(&code.snippet.info)
                && TOOLS.iter().any(|tool| code.snippet.text.contains(tool))
        }
        None => block.children.iter().any(asks_the_cluster),
    }
}

fn holds_command(block: &Block, source: &str) -> bool {
    block.code().is_some()
        || holds_inline_command(block, source)
        || block
            .children
            .iter()
            .any(|child| holds_command(child, source))
}

fn holds_inline_command(block: &Block, source: &str) -> bool {
    let own = match block.kind {
        Kind::Paragraph => lines(&block.inlines).any(|line| named_command(line, source).is_some()),
        _ => !snippet::inlines(&block.inlines, source).is_empty(),
    };
    own || block.children.iter().any(|child| {
        let item_words =
            block.kind == Kind::Item && !snippet::inlines(&child.inlines, source).is_empty();
        item_words || holds_inline_command(child, source)
    })
}

#[cfg(test)]
mod tests;
