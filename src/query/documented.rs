//! What a fence holds: commands as they are documented, with what belongs to them.

use super::Class;
use serde::Serialize;
use std::ops::Range;

/// What a fence holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Script {
    /// Its commands, in order.
    pub commands: Vec<Documented>,
    /// Variables that it sets to values that are known, in order.
    pub assignments: Vec<(String, String)>,
    /// Lines that belong to no command: text before the first, or comments of a fence without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loose: Vec<Loose>,
}

/// A line of a fence that belongs to no command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loose {
    /// Its text, without `#` if it is a comment.
    pub text: String,
    /// Its line, counted from 0 in the fence.
    pub line: usize,
    /// Whether it is a comment.
    pub comment: bool,
}

/// A command as it stands in a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Documented {
    /// As written, prompt taken off, continuation lines joined.
    pub text: String,
    /// The lines that it takes, counted from 0 in the fence.
    pub lines: Range<usize>,
    /// What it turned out to be.
    pub class: Class,
    /// The comments that belong to it.
    pub comments: Vec<Comment>,
    /// Output that is pasted under it in the same fence.
    pub output: Option<String>,
    /// The variable that keeps what it prints (`X=$(kubectl …)`).
    pub captured_as: Option<String>,
}

impl Documented {
    /// A command by itself.
    pub(super) fn new(text: String, lines: Range<usize>, class: Class) -> Documented {
        Documented {
            text,
            lines,
            class,
            comments: Vec::new(),
            output: None,
            captured_as: None,
        }
    }
}

/// A comment of a fence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Its text without `#`.
    pub text: String,
    /// Its line, counted from 0 in the fence.
    pub line: usize,
    /// Where it stands.
    pub place: Place,
}

/// Where a comment stands, seen from its command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// On a line before it.
    Above,
    /// On a line after it or its output.
    Below,
    /// On its own line.
    Trailing,
}

/// What a line of the fence turned out to be, for comments and output to find their command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Blank,
    /// A comment, or output.
    Line(Loose),
    /// A statement with the commands that came of it.
    Commands(Range<usize>),
}
