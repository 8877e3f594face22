//! Cuts out of a YAML text the parts that are worth showing, under the keys that lead to them, as
//! the file has them: comments, order and style included; secrets masked.

use super::yaml::{Kind, Node, is_typed};
use crate::facts::secret::{self, MASK};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text and the byte ranges of it that are secret.
pub(super) struct Source<'a> {
    text: &'a str,
    secrets: Vec<Range<usize>>,
    /// What was cut out of it, or told in another way.
    told: RefCell<Vec<Range<usize>>>,
}

impl<'a> Source<'a> {
    /// A text and where its secrets stand.
    pub(super) fn new(text: &'a str) -> Source<'a> {
        let secrets = secret::spans(text);
        Source {
            text,
            secrets,
            told: RefCell::default(),
        }
    }

    /// A scalar as it may be shown: none of its secrets, which may be all of it.
    pub(super) fn shown(&self, node: &Node) -> Option<String> {
        let value = node.scalar()?;
        match self.holds_secret(node) {
            // Text that would be a number or a switch without its quotes keeps them.
            false => match node.kind {
                Kind::Scalar { typed: false, .. } if is_typed(value) => {
                    Some(format!("\"{value}\""))
                }
                _ => Some(value.to_owned()),
            },
            true if value.contains('\n') => Some(MASK.to_owned()),
            true => {
                let shown = self.cut(node.start, node.end);
                Some(shown.trim_matches(['"', '\'']).to_owned())
            }
        }
    }

    /// Whether nothing but masks is left of a text's lines: it is told by what stands around it.
    pub(super) fn is_within_secret(&self, node: &Node) -> bool {
        let text = self.cut(node.start, node.end);
        // A block scalar may begin with its indicator.
        let is_said = |line: &&str| !line.is_empty() && !line.starts_with(['|', '>']);
        let mut lines = text.lines().map(str::trim).filter(is_said).peekable();
        lines.peek().is_some() && lines.all(|line| line == MASK)
    }

    /// Whether what a node stands on must not all be shown.
    pub(super) fn holds_secret(&self, node: &Node) -> bool {
        let mut secrets = self.secrets.iter();
        secrets.any(|secret| secret.start < node.end && node.start < secret.end)
    }

    /// Whether each line was told. One without words, or that only parts documents, says nothing.
    pub(super) fn told_lines(&self) -> Vec<bool> {
        let mut told = self.told.borrow().clone();
        told.sort_by_key(|range| range.start);
        let (mut start, mut at, mut reach) = (0, 0, 0);
        let lines = self.text.split_inclusive('\n').map(|line| {
            let end = start + line.len();
            while told.get(at).is_some_and(|range| range.start < end) {
                reach = reach.max(told[at].end);
                at += 1;
            }
            let is_told = reach > start;
            start = end;
            is_told || matches!(line.trim(), "" | "---" | "...")
        });
        lines.collect()
    }

    /// Remembers that a node is told in another way than by being cut out.
    pub(super) fn tell(&self, node: &Node) {
        self.told.borrow_mut().push(node.start..node.end);
    }

    /// A byte range with its secrets masked, which is told by that.
    fn shown_cut(&self, start: usize, end: usize) -> String {
        self.told.borrow_mut().push(start..end);
        self.cut(start, end)
    }

    /// The whole of a node, from the line on which it begins.
    pub(super) fn whole(&self, node: &Node) -> String {
        let mut lines = Lines::default();
        let start = self.with_comments(self.line_start(node.start));
        lines.push(&self.shown_cut(start, self.line_end(node.end)));
        lines.finish()
    }

    /// The kept parts of a tree.
    pub(super) fn project(&self, node: &Node, keep: &Keep) -> String {
        let mut lines = Lines::default();
        self.emit(node, keep, &mut lines);
        lines.finish()
    }

    fn emit(&self, node: &Node, keep: &Keep, lines: &mut Lines) {
        let kept = match keep {
            Keep::Whole => {
                let start = self.line_start(node.start);
                lines.push(&self.shown_cut(start, self.line_end(node.end)));
                return;
            }
            Keep::Parts(kept) => kept,
        };
        match &node.kind {
            Kind::Map(pairs) => {
                for (pair, keep) in kept
                    .iter()
                    .filter_map(|(at, keep)| Some((pairs.get(*at)?, keep)))
                {
                    let line = self.line_start(pair.key_start);
                    // A pair behind its list item's dash: the item writes the dash anew.
                    let behind_dash = self.text[line..pair.key_start].contains('-');
                    let start = match keep {
                        Keep::Whole if !behind_dash => self.with_comments(line),
                        Keep::Whole | Keep::Parts(_) => line,
                    };
                    let end = match keep {
                        Keep::Whole => pair.value.end,
                        Keep::Parts(_) => pair.key_start,
                    };
                    let first = lines.0.len();
                    lines.push(&self.shown_cut(start, self.line_end(end)));
                    if behind_dash && let Some(line) = lines.0.get_mut(first) {
                        blank_dash(line);
                    }
                    if let Keep::Parts(_) = keep {
                        self.emit(&pair.value, keep, lines);
                    }
                }
            }
            Kind::List(items) => {
                for (item, keep) in kept
                    .iter()
                    .filter_map(|(at, keep)| Some((items.get(*at)?, keep)))
                {
                    let first = lines.0.len();
                    self.emit(item, keep, lines);
                    let line = self.line_start(item.start);
                    let dash = self.text[line..item.start].rfind('-');
                    if let (Some(dash), Some(first)) = (dash, lines.0.get_mut(first)) {
                        set_dash(first, dash);
                    }
                }
            }
            Kind::Scalar { .. } | Kind::Whole(_) => self.emit(node, &Keep::Whole, lines),
        }
    }

    /// Comment lines that stand directly above a line at its indentation.
    fn with_comments(&self, mut line: usize) -> usize {
        let indent = |line: usize| {
            let rest = &self.text[line..];
            rest.len() - rest.trim_start_matches(' ').len()
        };
        let own = indent(line);
        while line > 0 {
            let above = self.line_start(line - 1);
            let is_comment = self.text[above..line].trim_start().starts_with('#');
            if !is_comment || indent(above) != own {
                break;
            }
            line = above;
        }
        line
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline)
    }

    /// A byte range with its secrets masked.
    fn cut(&self, start: usize, end: usize) -> String {
        let mut out = String::new();
        let mut at = start;
        let first = self.secrets.partition_point(|secret| secret.end <= start);
        for secret in self.secrets[first..]
            .iter()
            .take_while(|secret| secret.start < end)
        {
            out.push_str(&self.text[at..secret.start.max(at)]);
            out.push_str(MASK);
            at = secret.end.min(end);
        }
        out.push_str(&self.text[at..end]);
        out
    }
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn push(&mut self, text: &str) {
        self.0
            .extend(text.lines().map(|line| line.trim_end().to_owned()));
    }

    /// Joined, without common indentation.
    fn finish(self) -> String {
        let indent = self.0.iter().filter(|line| !line.is_empty());
        let indent = indent
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min();
        let lines: Vec<&str> = self
            .0
            .iter()
            .map(|line| line.get(indent.unwrap_or(0)..).unwrap_or_default())
            .collect();
        lines.join("\n").trim_end().to_owned()
    }
}

fn blank_dash(line: &mut String) {
    if let Some(at) = line.find('-') {
        line.replace_range(at..=at, " ");
    }
}

fn set_dash(line: &mut String, column: usize) {
    if line.get(column..column + 1) == Some(" ") {
        line.replace_range(column..=column, "-");
    }
}

/// Which part of a tree is worth showing.
#[derive(Debug, Clone)]
pub(super) enum Keep {
    /// All of it.
    Whole,
    /// Some children, by their index in the collection.
    Parts(BTreeMap<usize, Keep>),
}
