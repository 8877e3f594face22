//! Headings and what lies under them. Bold paragraphs that stand as headings count as level 7.

use super::tree::{Block, Kind, Piece, Tree, lines, plain};
use super::vocabulary::{self, ExtraLabel, cut};
use super::{Field, Role, Section};
use crate::facts::span::Span;

/// The sections of a document with their places among its blocks.
pub(super) struct Outline {
    pub sections: Vec<Section>,
    /// For each section, which top-level blocks it spans.
    pub extents: Vec<Extent>,
    nesting: Nesting,
}

/// Indices of top-level blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// The heading.
    pub heading: usize,
    /// Where its own content ends: the next heading of levels 1 to 6.
    pub own_end: usize,
    /// Where the section ends.
    pub end: usize,
}

impl Outline {
    /// Finds the headings of the top level: those in lists and quotes divide nothing.
    pub(super) fn of(tree: &Tree, extra: &[ExtraLabel]) -> Outline {
        let heads: Vec<(usize, u8)> = tree
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| level(block, extra).map(|level| (at, level)))
            .collect();
        let mut outline = Outline {
            sections: Vec::with_capacity(heads.len()),
            extents: Vec::with_capacity(heads.len()),
            nesting: Nesting::default(),
        };
        for (i, &(heading, level)) in heads.iter().enumerate() {
            let later = &heads[i + 1..];
            let until = |stop: &dyn Fn(u8) -> bool| {
                later
                    .iter()
                    .find(|(_, other)| stop(*other))
                    .map_or(tree.blocks.len(), |(at, _)| *at)
            };
            let extent = Extent {
                heading,
                own_end: until(&|other| other <= level.clamp(6, 7)),
                end: until(&|other| other <= level),
            };
            let block = &tree.blocks[heading];
            let end = tree.blocks[extent.end - 1].span.end;
            let text = block.plain();
            let (_, title) = vocabulary::split_number(&text);
            let next = later.first().map_or(tree.blocks.len(), |(at, _)| *at);
            // What stands under the document's title is said of all of it.
            let own = if i == 0 && level == 1 {
                &[][..]
            } else {
                &tree.blocks[heading + 1..next]
            };
            let mut said = Vec::new();
            fields_of(own, &mut said);
            let mut said_of = |field| -> Vec<String> {
                let values = said.extract_if(.., |(of, _)| *of == field);
                values.map(|(_, value)| value).collect()
            };
            outline.sections.push(Section {
                level,
                title: cut(title).into_owned(),
                heading: block.span,
                span: Span::new(block.span.start, end),
                role: vocabulary::role(&text),
                not_begun: vocabulary::title_not_begun(&text)
                    || said_of(Field::Status)
                        .iter()
                        .any(|status| vocabulary::not_begun(status)),
                environments: said_of(Field::Environment),
            });
            outline.extents.push(extent);
        }
        outline.nesting = Nesting::of(&outline.sections);
        outline
    }

    /// The innermost section that holds a byte.
    pub(super) fn at(&self, offset: usize) -> Option<usize> {
        self.nesting.at(&self.sections, offset)
    }

    /// The section and those that hold it, innermost first.
    pub(super) fn ancestry(&self, section: usize) -> impl Iterator<Item = usize> + '_ {
        self.nesting.up_from(Some(section))
    }
}

/// For each section of a document the one that holds it.
#[derive(Default)]
pub(super) struct Nesting {
    parents: Vec<Option<usize>>,
}

impl Nesting {
    /// By their levels: a heading of its own level or above ends a section.
    pub(super) fn of(sections: &[Section]) -> Nesting {
        Nesting {
            parents: parents(sections, |open, next| open.level >= next.level),
        }
    }

    /// The innermost section that holds a byte.
    pub(super) fn at(&self, sections: &[Section], offset: usize) -> Option<usize> {
        let started = sections.partition_point(|section| section.heading.start <= offset);
        let mut up = self.up_from(started.checked_sub(1));
        up.find(|&at| offset < sections[at].span.end)
    }

    /// A section and those that hold it, innermost first.
    pub(super) fn up_from(&self, section: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(section, |&at| self.parents[at])
    }
}

/// For each of those that begin one after the other the one in which it begins. `ends` says whether one is over when
/// another begins.
pub(super) fn parents<T>(all: &[T], ends: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let parents = all.iter().enumerate().map(|(at, one)| {
        while open.pop_if(|up| ends(&all[*up], one)).is_some() {}
        let parent = open.last().copied();
        open.push(at);
        parent
    });
    parents.collect()
}

/// What lines (`상태: 대기`) and rows of two cells among blocks say of a section.
fn fields_of(blocks: &[Block], said: &mut Vec<(Field, String)>) {
    let named = |key: &str, value: &str| {
        let field = vocabulary::field(key);
        let is_known = matches!(field, Field::Status | Field::Environment);
        is_known.then(|| (field, value.to_owned()))
    };
    for block in blocks {
        match block.kind {
            Kind::Paragraph => said.extend(lines(&block.inlines).filter_map(|line| {
                let line = plain(line);
                let (key, value) = line.split_once([':', '：'])?;
                named(key, value.trim())
            })),
            Kind::List | Kind::Quote => fields_of(&block.children, said),
            // What an item holds beside its words is its own.
            Kind::Item => fields_of(&block.children[..block.children.len().min(1)], said),
            Kind::Table => said.extend(
                pairs(block)
                    .iter()
                    .filter_map(|[key, value]| named(key, value)),
            ),
            Kind::Heading(_) | Kind::Code(_) | Kind::Html | Kind::Rule => {}
            Kind::TableHead | Kind::TableRow | Kind::TableCell => {}
        }
    }
}

/// The cells of a table that may be a key and its value: those of a row of two, and a heading with what stands
/// below it where there is one row only.
fn pairs(table: &Block) -> Vec<[String; 2]> {
    let cells = |row: &Block| -> Vec<String> { row.children.iter().map(Block::plain).collect() };
    let rows: Vec<Vec<String>> = table.children.iter().map(cells).collect();
    let mut pairs: Vec<[String; 2]> = rows
        .iter()
        .filter_map(|row| <[String; 2]>::try_from(row.clone()).ok())
        .collect();
    if let [head, only] = rows.as_slice() {
        let below = head.iter().zip(only);
        pairs.extend(below.map(|(key, value)| [key.clone(), value.clone()]));
    }
    pairs
}

fn level(block: &Block, extra: &[ExtraLabel]) -> Option<u8> {
    match block.kind {
        Kind::Heading(level) => Some(level),
        Kind::Paragraph => is_pseudo_heading(block, extra).then_some(7),
        Kind::List | Kind::Item | Kind::Quote | Kind::Code(_) | Kind::Html | Kind::Rule => None,
        Kind::Table | Kind::TableHead | Kind::TableRow | Kind::TableCell => None,
    }
}

/// A paragraph that is bold as a whole and is neither a label nor, ending in a colon, a lead-in.
fn is_pseudo_heading(block: &Block, extra: &[ExtraLabel]) -> bool {
    let Some(text) = bold_text(block) else {
        return false;
    };
    let numbered = vocabulary::split_number(&text).0.is_some();
    (numbered || !text.ends_with([':', '：'])) && vocabulary::label(&text, extra).is_none()
}

/// The text of a paragraph that is bold as a whole, a colon after the bold included.
pub(super) fn bold_text(block: &Block) -> Option<String> {
    if block.kind != Kind::Paragraph {
        return None;
    }
    let mut depth = 0usize;
    let mut bold = false;
    for inline in &block.inlines {
        match &inline.kind {
            Piece::StrongStart => {
                depth += 1;
                bold = true;
            }
            Piece::StrongEnd => depth -= 1,
            Piece::Text(text) if depth == 0 => {
                let rest = text.trim();
                let sign = rest.chars().all(|c| vocabulary::is_sign(c) || c == ' ');
                if !sign && !matches!(rest, ":" | "：") {
                    return None;
                }
            }
            Piece::Code(_) if depth == 0 => return None,
            Piece::SoftBreak | Piece::HardBreak | Piece::Task => return None,
            Piece::LinkStart(_) if depth == 0 => return None,
            Piece::Text(_) | Piece::Code(_) | Piece::Html | Piece::Mark => {}
            Piece::LinkStart(_) | Piece::LinkEnd => {}
        }
    }
    bold.then(|| plain(&block.inlines))
        .filter(|text| !text.is_empty())
}

/// Whether a section lies in one that is never verified: what was wrong, what was learned, how to
/// go back.
pub(super) fn is_aside(role: Role) -> bool {
    match role {
        Role::Problem | Role::Git | Role::Lessons | Role::Related | Role::Rollback => true,
        Role::Change | Role::Deployment | Role::Plan | Role::Checklist | Role::Other => false,
    }
}
