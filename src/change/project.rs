//! Cuts out of a YAML text the parts that are worth showing, under the keys that lead to them, as
//! the file has them: comments, order and style included; secrets masked.

use super::compare::Keep;
use super::yaml::{Kind, Node};
use crate::facts::secret::MASK;

/// A text and the byte ranges of it that are secret.
pub(super) struct Source<'a> {
    text: &'a str,
    secrets: Vec<(usize, usize)>,
}

impl<'a> Source<'a> {
    /// A text with its parsed documents.
    pub fn new(text: &'a str, documents: &[Node]) -> Source<'a> {
        let mut secrets = Vec::new();
        documents.iter().for_each(|node| node.secrets(&mut secrets));
        secrets.sort_unstable();
        secrets.dedup();
        Source { text, secrets }
    }

    /// Whether a node's value must not be shown.
    pub fn is_secret(&self, node: &Node) -> bool {
        self.secrets.contains(&(node.start, node.end))
    }

    /// The whole text, masked.
    pub fn masked(&self) -> String {
        self.cut(0, self.text.len())
    }

    /// The whole of a node, from the line on which it begins.
    pub fn whole(&self, node: &Node) -> String {
        let mut lines = Lines::default();
        let start = self.with_comments(self.line_start(node.start));
        lines.push(&self.cut(start, self.line_end(node.end)));
        lines.finish()
    }

    /// The kept parts of a tree.
    pub fn project(&self, node: &Node, keep: &Keep) -> String {
        let mut lines = Lines::default();
        self.emit(node, keep, &mut lines);
        lines.finish()
    }

    fn emit(&self, node: &Node, keep: &Keep, lines: &mut Lines) {
        let kept = match keep {
            Keep::Whole => {
                let start = self.line_start(node.start);
                lines.push(&self.cut(start, self.line_end(node.end)));
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
                    lines.push(&self.cut(start, self.line_end(end)));
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
        for (from, to) in &self.secrets {
            if *from >= at && *to <= end {
                out.push_str(&self.text[at..*from]);
                out.push_str(MASK);
                at = *to;
            }
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
