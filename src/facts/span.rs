//! Places in a text: byte spans, and the 1-based line and column that a person is told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open byte range of a text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from its two ends.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text under the span.
    pub fn text(self, source: &str) -> &str {
        &source[self.range()]
    }

    /// As a range, for indexing.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Moved right by `offset` bytes.
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start + offset, self.end + offset)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A place as a person counts: line and column from 1, the column in characters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Turns byte offsets of one text into positions. Lines end at `\n`; a `\r` before it belongs to
/// the line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes a text.
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        LineIndex { starts }
    }

    /// The 1-based line that holds a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The position of a byte offset of the text that was indexed.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts[line - 1];
        let end = offset.min(text.len());
        let column = text
            .get(start..end)
            .map_or(1, |before| before.chars().count() + 1);
        Position { line, column }
    }

    /// The line and the UTF-16 unit of a byte offset, both from 0, as editors count (LSP).
    pub fn utf16(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.line(offset) - 1;
        let before = text.get(self.starts[line]..offset.min(text.len()));
        let units = before.map_or(0, |before| before.encode_utf16().count());
        (line, units)
    }

    /// The byte offset of such a place; the line's end for one beyond it.
    pub fn of_utf16(&self, text: &str, line: usize, unit: usize) -> usize {
        let Some(start) = self.starts.get(line).copied() else {
            return text.len();
        };
        let rest = text[start..].split(['\r', '\n']).next().unwrap_or_default();
        let mut units = 0;
        for (at, c) in rest.char_indices() {
            if units >= unit {
                return start + at;
            }
            units += c.len_utf16();
        }
        start + rest.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_count_units_of_utf_16() {
        let text = "가나\r\n💥다 x\n";
        let index = LineIndex::new(text);
        for (offset, line, unit) in [
            (0, 0, 0),
            (3, 0, 1),
            (6, 0, 2),
            (8, 1, 0),
            (12, 1, 2),
            (15, 1, 3),
            (17, 1, 5),
        ] {
            assert_eq!(index.utf16(text, offset), (line, unit));
            assert_eq!(index.of_utf16(text, line, unit), offset);
        }
        // Behind a line's end, in the middle of a character, behind the text.
        assert_eq!(index.of_utf16(text, 0, 99), 6);
        assert_eq!(index.of_utf16(text, 1, 1), 12);
        assert_eq!(index.of_utf16(text, 9, 0), text.len());
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "가나\r\n다 x\n";
        let index = LineIndex::new(text);
        let at = |offset| index.position(text, offset);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(3), Position { line: 1, column: 2 });
        assert_eq!(at(8), Position { line: 2, column: 1 });
        assert_eq!(at(12), Position { line: 2, column: 3 });
        assert_eq!(at(text.len()), Position { line: 3, column: 1 });
    }
}
