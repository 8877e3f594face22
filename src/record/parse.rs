//! From a text to a [`Record`]. Parsing never fails: what is odd becomes a [`Problem`], and the rest
//! is read all the same.

use super::StatusTables;
use super::closure::{Closure, closure_of};
use super::marker::RESULTS;
use super::section::Outline;
use super::tree::{Block, Kind, Tree};
use super::vocabulary::{self, ExtraLabel};
use super::{
    Fence, Item, Problem, Record, Region, checklist, comment, markdown, mention, metadata, plan,
    region,
};
use crate::both;
use crate::facts::deployment::System;
use crate::facts::lang::Lang;
use crate::facts::span::Span;

/// What the configuration adds to the reading of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Labels taught in `report.toml`.
    pub labels: Vec<ExtraLabel>,
    /// Whether the status column of a table holds checklist items.
    pub status_tables: StatusTables,
    /// How much is read of a record in which nothing is left to do.
    pub closed: ClosedRecords,
    /// Base addresses by which records know the configured systems of deployments.
    pub hosts: Vec<(System, String)>,
}

/// How much is read of the closed records ([`super::closure::closure`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClosedRecords {
    /// All of it.
    #[default]
    Whole,
    /// What a list says of it: no plan, no code, no problems, and of the mentions only the app and
    /// the environment. A team's closed records are many; they are half the work then.
    InBrief,
}

/// Parses a record. Spans count bytes of `text`, a BOM included.
pub fn parse(text: &str) -> (Record, Vec<Problem>) {
    parse_with(text, &Options::default())
}

/// Parses a record as [`parse`] does, with what the configuration adds.
pub fn parse_with(text: &str, options: &Options) -> (Record, Vec<Problem>) {
    let mut tree = Tree::parse(text);
    let (regions, mut problems) = regions(text);
    // What the tool wrote about earlier runs is neither plan nor checklist.
    if let Some(region) = region::named(&regions, RESULTS) {
        tree.drop_within(region.content);
    }
    let outline = Outline::of(&tree, &options.labels);
    let (title, metadata) = metadata::read(&tree);
    let lang = language(&tree);
    let mut checklist = checklist::find(&tree, &outline, options.status_tables, &regions);
    let closed =
        || closure_of(checklist.iter().map(|found| found.item.standing())) == Closure::Closed;
    let in_brief = options.closed == ClosedRecords::InBrief && closed();
    let (mentions, plan, loose, fences) = if in_brief {
        problems.clear();
        let names = mention::names(&tree, &outline, &metadata);
        (names, Vec::new(), Vec::new(), Vec::new())
    } else {
        let mentions = mention::read(&tree, &outline, &metadata, &options.hosts);
        let plan = plan::read(&tree, &outline, &checklist, &options.labels);
        let (fences, unclosed) = fences(&tree, &outline);
        problems.extend(unclosed);
        problems.extend(tree.too_deep.map(too_deep));
        problems.extend(markdown::conflict(text).map(conflict));
        problems.sort_by_key(|problem| problem.span);
        for (found, under) in checklist.iter_mut().zip(plan.under) {
            found.item.under = under;
        }
        (mentions, plan.steps, plan.loose, fences)
    };
    let (gaps, tasks) = comment::gaps_and_tasks(&tree);
    let items = checklist.into_iter().map(|found| found.item);
    let mut items: Vec<Item> = items.collect();
    items.shrink_to_fit();
    let record = Record {
        lang,
        title,
        mentions,
        metadata,
        plan,
        loose,
        items,
        regions,
        fences,
        superseded: comment::superseded(&tree),
        gaps,
        tasks,
        sections: outline.sections,
    };
    (record, problems)
}

/// Most records hold no region: they are spared the second look.
fn regions(text: &str) -> (Vec<Region>, Vec<Problem>) {
    if text.contains("report:") {
        region::regions(text)
    } else {
        (Vec::new(), Vec::new())
    }
}

/// The language of most of the prose.
fn language(tree: &Tree) -> Lang {
    let (mut hangul, mut latin) = (0, 0);
    tree.walk(&mut |block| {
        for inline in &block.inlines {
            if let super::tree::Piece::Text(text) = &inline.kind
                && !text.contains("://")
            {
                let (h, l) = vocabulary::letters(text);
                hangul += h;
                latin += l;
            }
        }
    });
    if vocabulary::mostly_korean(hangul, latin) {
        Lang::Ko
    } else {
        Lang::En
    }
}

fn too_deep(span: Span) -> Problem {
    Problem {
        kind: "TooDeep".into(),
        span: Span::new(span.start, span.start),
        message: both!(
            "인용이나 목록이 너무 깊게 겹쳐 있어 여기부터는 겹치지 않은 것으로 읽힘",
            "quotes or lists are nested too deeply here: from here on they read as not nested"
        ),
    }
}

/// The kind of the problem of a record that holds an unresolved merge.
pub const CONFLICT: &str = "ConflictMarkers";

fn conflict(span: Span) -> Problem {
    Problem {
        kind: CONFLICT.into(),
        span,
        message: both!(
            "병합 충돌 표시가 남아 있어 이 기록은 고치지 않습니다: 충돌을 해결하세요",
            "marks of an unresolved merge are left here, so the record is not edited: resolve them"
        ),
    }
}

/// The code blocks in order, and a problem for each fence that nothing closes.
fn fences(tree: &Tree, outline: &Outline) -> (Vec<Fence>, Vec<Problem>) {
    let mut fences = Vec::new();
    let mut problems = Vec::new();
    tree.walk(&mut |block: &Block| {
        let Kind::Code(code) = &block.kind else {
            return;
        };
        if !code.closed {
            problems.push(Problem {
                kind: "UnclosedFence".into(),
                span: block.span,
                message: both!(
                    "코드 블록이 닫히지 않아 그 뒤가 모두 코드로 읽힘: 닫는 줄을 추가하세요",
                    "this code block is never closed, so all that follows reads as code: add its closing line"
                ),
            });
        }
        fences.push(Fence {
            snippet: code.snippet.clone(),
            section: outline.at(block.span.start),
        });
    });
    (fences, problems)
}

#[cfg(test)]
mod tests;
