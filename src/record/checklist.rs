//! Checklist items: GFM task items, and the items of a list that holds a pending mark. A list of ✅ and ❌
//! without one is a checklist under a checklist's heading, with a tie, or where the tool has ticked:
//! what was one stays one when its last ⏳ is gone. Elsewhere such a list is decoration. Marks in code,
//! headings, prose, comments and in what the tool wrote from outside are none of ours; those of a
//! table's status column only if the configuration says so.

mod mark;
mod over;

use super::comment::{Comment, Meaning};
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

/// The item that a block is.
pub(super) fn at<'f, 'a, 't>(
    items: &'f [Found<'a, 't>],
    block: &Block,
) -> Option<&'f Found<'a, 't>> {
    let start = |found: &Found| found.item.span.start;
    let at = items.binary_search_by_key(&block.span.start, start).ok()?;
    Some(&items[at])
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
            self.blocks(block.words_and_rest().1, depth + 1);
            self.over.truncate(outside);
        }
    }

    fn item(&self, block: &Block, mark: &Mark, depth: usize) -> Item {
        let words = &block.children[0];
        let sub_items = block.children.iter().find(|child| child.kind == Kind::List);
        let end = sub_items.map_or(block.span.end, |list| {
            // Without the white space and quote marks at its end.
            let own = &self.source[block.span.start..list.span.start];
            block.span.start + own.trim_end_matches([' ', '\t', '\r', '\n', '>']).len()
        });
        Item {
            text: mark::words_without(words, mark),
            span: Span::new(block.span.start, end),
            snippets: snippet::inlines(&words.inlines, self.source),
            ..self.marked(block, mark, depth)
        }
    }

    /// An item of a mark and without words. Its comments are those of its own line or cells, and those that
    /// stand alone under it.
    fn marked(&self, block: &Block, mark: &Mark, depth: usize) -> Item {
        let comments = block.children.iter().flat_map(|child| match child.kind {
            Kind::Html => comment::within(self.source, child.span),
            _ => comment::among(&child.inlines, self.source),
        });
        let comments: Vec<Comment> = comments.collect();
        let first = |meaning| comment::first(&comments, meaning);
        Item {
            tie: comment::tie(&comments),
            task: first(Meaning::Task).map(|task| task.name.to_owned()),
            failing: first(Meaning::Failing).map(|mark| mark.span),
            text: String::new(),
            marker: mark.marker,
            marker_span: mark.span,
            span: block.span,
            depth,
            snippets: Vec::new(),
            section: self.section(block.span.start),
            whole: block.span,
            under: Under::default(),
            over: self.over.clone(),
        }
    }

    /// Rows of a table whose status column holds a pending mark.
    fn table(&mut self, table: &'a Block<'t>, depth: usize) {
        let mut head = table.head().iter();
        let Some(column) = head.position(|cell| vocabulary::is_status_column(&cell.plain())) else {
            return;
        };
        let marked = |row: &'a Block<'t>| {
            let cell = row.children.get(column)?;
            Some((row, mark::before(&cell.inlines, self.source)?))
        };
        let rows: Vec<(&Block, Mark)> = table.rows().filter_map(marked).collect();
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
        let cells = row.children.iter().enumerate();
        let cells = cells.filter(|(at, _)| *at != column).map(|(_, cell)| cell);
        let mut words = cells.clone().map(|cell| mark::words_of(&cell.inlines));
        let mut item = Item {
            text: words
                .find(|words| words.chars().any(char::is_alphabetic))
                .unwrap_or_default(),
            snippets: cells
                .clone()
                .flat_map(|cell| snippet::inlines(&cell.inlines, self.source))
                .collect(),
            ..self.marked(row, mark, depth)
        };
        item.over.extend(cells.map(over::cell));
        item
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
            Place::Before | Place::After(_) => true,
        }
    }
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
