//! Checklist items: GFM task items, and the items of a list that holds a pending mark. A list of ✅ and ❌
//! without one is a checklist under a checklist's heading, with a tie, or where the tool has ticked:
//! what was one stays one when its last ⏳ is gone. Elsewhere such a list is decoration. Marks in code,
//! headings, prose, comments and in what the tool wrote from outside are none of ours; those of a
//! table's status column only if the configuration says so.

mod mark;
mod over;

use super::marker::{self, Owner, Ticks};
use super::section::Outline;
use super::tree::{Block, Kind, Tree};
use super::{Item, Marker, Over, Region, Role, Under, comment, snippet, vocabulary};
use crate::facts::span::Span;
use mark::{Mark, Place};

/// An item with the block it was read from.
pub(super) struct Found<'a, 't> {
    pub item: Item,
    pub block: &'a Block<'t>,
}

/// The region in which a template may write the checklist.
const CHECKLIST: &str = "checklist";

/// Finds the items of a document, in document order.
pub(super) fn find<'a, 't>(
    tree: &'a Tree<'t>,
    outline: &Outline,
    tables: StatusTables,
    regions: &[Region],
) -> Vec<Found<'a, 't>> {
    let mut finder = Finder {
        source: tree.text,
        outline,
        tables,
        ticks: Ticks::of(regions),
        owned: regions
            .iter()
            .filter(|region| region.name != CHECKLIST)
            .map(|region| region.content)
            .collect(),
        out: Vec::new(),
        over: Vec::new(),
    };
    finder.blocks(&tree.blocks, 0);
    finder.out
}

struct Finder<'a, 't, 'o> {
    source: &'t str,
    outline: &'o Outline,
    tables: StatusTables,
    ticks: Ticks,
    /// What regions hold, in order. It comes from outside, and none of it is an item.
    owned: Vec<Span>,
    out: Vec<Found<'a, 't>>,
    /// What stands over the block at hand, outermost first.
    over: Vec<Over>,
}

impl<'a, 't> Finder<'a, 't, '_> {
    fn blocks(&mut self, blocks: &'a [Block<'t>], depth: usize) {
        let outside = self.over.len();
        for (at, block) in blocks.iter().enumerate() {
            if self.is_owned(block) {
                continue;
            }
            match block.kind {
                Kind::List => self.list(block, depth),
                Kind::Quote => {
                    self.blocks(&block.children, depth);
                    self.over.extend(over::aside(block, blocks.get(at + 1)));
                    continue;
                }
                Kind::Table => match self.tables {
                    StatusTables::Read => self.table(block, depth),
                    StatusTables::Ignore => {}
                },
                Kind::Heading(_) => self.over.truncate(outside),
                Kind::Paragraph | Kind::Html => {
                    let lead = over::lead(block, blocks.get(at + 1), self.source, self.outline);
                    if lead.replaces {
                        self.over.truncate(outside);
                    }
                    self.over.extend(lead.over);
                    continue;
                }
                Kind::Item | Kind::Code(_) | Kind::Rule => {}
                Kind::TableHead | Kind::TableRow | Kind::TableCell => {}
            }
            // A sentence speaks of what follows it, a title of all that comes.
            while self.over.len() > outside && self.over.last().is_some_and(|over| !over.title) {
                self.over.pop();
            }
        }
        self.over.truncate(outside);
    }

    fn list(&mut self, list: &'a Block<'t>, depth: usize) {
        let marks: Vec<Option<Mark>> = list
            .children
            .iter()
            .map(|item| mark::of_item(item, self.source))
            .collect();
        let signs = || {
            marks.iter().zip(&list.children).filter_map(|(mark, item)| {
                Some((mark.as_ref().filter(|mark| mark.is_sign())?, item))
            })
        };
        let checklist = signs().any(|(mark, _)| mark.marker == Marker::Pending)
            || (signs().next().is_some() && self.is_under_checklist(list.span.start))
            || signs().any(|(mark, item)| self.is_known(&self.item(item, mark, depth)));
        for (block, mark) in list.children.iter().zip(marks) {
            if let Some(mark) = mark.filter(|mark| !mark.is_sign() || checklist) {
                let item = self.item(block, &mark, depth);
                // A mark without words says nothing that could be checked.
                if !item.text.is_empty() {
                    self.out.push(Found { item, block });
                }
            }
            let outside = self.over.len();
            self.over.extend(over::parent(block));
            // Its words lead in what it holds already.
            let words = block
                .children
                .first()
                .is_some_and(|first| first.kind == Kind::Paragraph);
            self.blocks(&block.children[usize::from(words)..], depth + 1);
            self.over.truncate(outside);
        }
    }

    fn item(&self, block: &Block, mark: &Mark, depth: usize) -> Item {
        let words = &block.children[0];
        let comments = self.comments(block);
        let sub_items = block.children.iter().find(|child| child.kind == Kind::List);
        let end = sub_items.map_or(block.span.end, |list| {
            let own = &self.source[block.span.start..list.span.start];
            block.span.start + trim_to_text(own)
        });
        Item {
            tie: comment::tie(&comments),
            task: comment::task(&comments),
            failing: comment::failing(&comments),
            text: mark::words_without(words, mark),
            marker: mark.marker,
            marker_span: mark.span,
            span: Span::new(block.span.start, end),
            depth,
            snippets: snippet::inlines(&words.inlines, self.source),
            section: self.section(block.span.start),
            whole: block.span,
            under: Under::default(),
            over: self.over.clone(),
        }
    }

    /// The comments of an item's own line, and those that stand alone under it.
    fn comments(&self, item: &Block) -> Vec<(comment::Comment<'t>, Span)> {
        let mut comments = Vec::new();
        for child in &item.children {
            match child.kind {
                Kind::Html => comments.extend(comment::within(self.source, child.span)),
                Kind::Paragraph => comments.extend(comment::among(&child.inlines, self.source)),
                Kind::Heading(_) | Kind::List | Kind::Item | Kind::Quote | Kind::Code(_) => {}
                Kind::Table | Kind::TableHead | Kind::TableRow | Kind::TableCell => {}
                Kind::Rule => {}
            }
        }
        comments
    }

    /// Rows of a table whose status column holds a pending mark.
    fn table(&mut self, table: &'a Block<'t>, depth: usize) {
        let column = table
            .children
            .iter()
            .find(|row| row.kind == Kind::TableHead)
            .and_then(|head| {
                head.children
                    .iter()
                    .position(|cell| vocabulary::is_status_column(&cell.plain()))
            });
        let Some(column) = column else {
            return;
        };
        let rows: Vec<(&Block, Mark)> = table
            .children
            .iter()
            .filter(|row| row.kind == Kind::TableRow)
            .filter_map(|row| {
                let cell = row.children.get(column)?;
                Some((row, mark::before(&cell.inlines, self.source)?))
            })
            .collect();
        let checklist = rows.iter().any(|(_, mark)| mark.marker == Marker::Pending)
            || self.is_under_checklist(table.span.start)
            || rows
                .iter()
                .any(|(row, mark)| self.is_known(&self.row(row, column, mark, depth)));
        if !checklist {
            return;
        }
        for (block, mark) in rows {
            let item = self.row(block, column, &mark, depth);
            self.out.push(Found { item, block });
        }
    }

    /// A row's words are those of its first cell that says more than a number.
    fn row(&self, row: &Block, column: usize, mark: &Mark, depth: usize) -> Item {
        let cells = || {
            row.children
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != column)
        };
        let comments: Vec<_> = row
            .children
            .iter()
            .flat_map(|cell| comment::among(&cell.inlines, self.source))
            .collect();
        let text = cells()
            .map(|(_, cell)| mark::words_of(&cell.inlines))
            .find(|words| words.chars().any(char::is_alphabetic))
            .unwrap_or_default();
        Item {
            tie: comment::tie(&comments),
            task: comment::task(&comments),
            failing: comment::failing(&comments),
            text,
            marker: mark.marker,
            marker_span: mark.span,
            span: row.span,
            depth,
            snippets: cells()
                .flat_map(|(_, cell)| snippet::inlines(&cell.inlines, self.source))
                .collect(),
            section: self.section(row.span.start),
            whole: row.span,
            under: Under::default(),
            over: self
                .over
                .iter()
                .cloned()
                .chain(over::cells(row, column))
                .collect(),
        }
    }

    /// Whether an item has a tie, or the tool has ticked it.
    fn is_known(&self, item: &Item) -> bool {
        item.tie.is_some()
            || marker::names(std::slice::from_ref(item))
                .iter()
                .any(|name| self.ticks.owner(name) == Owner::Tool)
    }

    /// Whether a block lies in what a region holds.
    fn is_owned(&self, block: &Block) -> bool {
        let before = self
            .owned
            .partition_point(|content| content.start <= block.span.start);
        before > 0 && self.owned[before - 1].contains(block.span)
    }

    fn section(&self, offset: usize) -> String {
        self.outline
            .at(offset)
            .map(|at| self.outline.sections[at].title.clone())
            .unwrap_or_default()
    }

    fn is_under_checklist(&self, offset: usize) -> bool {
        self.outline.at(offset).is_some_and(|at| {
            self.outline
                .ancestry(at)
                .any(|up| self.outline.sections[up].role == Role::Checklist)
        })
    }
}

impl Mark {
    /// Whether it is an emoji, which is often decoration, rather than a box.
    fn is_sign(&self) -> bool {
        match self.place {
            Place::Box => false,
            Place::Before(_) | Place::After(_) => true,
        }
    }
}

/// The length of a text without the white space and quote marks at its end.
fn trim_to_text(text: &str) -> usize {
    text.trim_end_matches([' ', '\t', '\r', '\n', '>']).len()
}

/// Whether the marks of a table's status column (`Status`, `상태`) are checklist items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StatusTables {
    /// Tables are a person's.
    #[default]
    Ignore,
    /// The user opted in: rows are items if the column holds a pending mark.
    Read,
}

#[cfg(test)]
mod tests;
