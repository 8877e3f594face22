//! Changes to a text as spans: what they replace is stated and checked, and every byte outside of
//! them stays. Knows nothing of Markdown.

use crate::facts::span::Span;
use similar::TextDiff;
use thiserror::Error;

/// One replacement. An empty span inserts, an empty replacement deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace, of the text that the edit was made for.
    pub span: Span,
    /// What must stand there.
    pub expected: String,
    /// What comes instead.
    pub replacement: String,
}

/// Why edits cannot be applied. Nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The text changed since the edit was made.
    #[error("bytes {}..{} hold {found:?} and not {expected:?}: the text changed since it was read", span.start, span.end)]
    Stale {
        /// Where.
        span: Span,
        /// What the edit expects.
        expected: String,
        /// What is there.
        found: String,
    },
    /// The span leaves the text or cuts a character.
    #[error("bytes {}..{} are not whole characters of the text", span.start, span.end)]
    OutOfText {
        /// Where.
        span: Span,
    },
    /// Two edits claim the same bytes.
    #[error("two edits overlap at bytes {}..{} and {}..{}", first.start, first.end, second.start, second.end)]
    Overlap {
        /// The edit that starts first.
        first: Span,
        /// The other.
        second: Span,
    },
}

impl Edit {
    /// Replaces what stands under a span of `text`.
    pub fn replace(text: &str, span: Span, replacement: impl Into<String>) -> Edit {
        Edit {
            span,
            expected: span.text(text).to_owned(),
            replacement: replacement.into(),
        }
    }

    /// Inserts at a byte offset.
    pub fn insert(offset: usize, replacement: impl Into<String>) -> Edit {
        Edit {
            span: Span::new(offset, offset),
            expected: String::new(),
            replacement: replacement.into(),
        }
    }

    /// Whether it would change nothing.
    pub fn is_noop(&self) -> bool {
        self.expected == self.replacement
    }
}

/// Applies edits, in whatever order they come; two insertions at one place keep their order.
/// All or nothing.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let sorted = sort(text, edits)?;
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        result.push_str(&text[done..edit.span.start]);
        result.push_str(&edit.replacement);
        done = edit.span.end;
    }
    result.push_str(&text[done..]);
    Ok(result)
}

/// The edits in document order, checked against the text and against each other.
pub fn sort<'a>(text: &str, edits: &'a [Edit]) -> Result<Vec<&'a Edit>, EditError> {
    for Edit { span, expected, .. } in edits {
        let found = text
            .get(span.range())
            .ok_or(EditError::OutOfText { span: *span })?;
        if found != expected {
            return Err(EditError::Stale {
                span: *span,
                expected: expected.clone(),
                found: found.to_owned(),
            });
        }
    }
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    match sorted
        .windows(2)
        .find(|pair| pair[1].span.start < pair[0].span.end)
    {
        Some(pair) => Err(EditError::Overlap {
            first: pair[0].span,
            second: pair[1].span,
        }),
        None => Ok(sorted),
    }
}

/// A unified diff with three lines of context, as `git diff` prints it for one file; empty if the
/// texts are equal.
pub fn diff(old: &str, new: &str, path: &str) -> String {
    if old == new {
        return String::new();
    }
    // A name's line breaks make no lines.
    let path = path.replace(char::is_control, "\u{FFFD}");
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, expected: &str, replacement: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            expected: expected.into(),
            replacement: replacement.into(),
        }
    }

    #[test]
    fn edits_change_their_spans_and_nothing_else() {
        let check = |edits: &[Edit], expected: &str| {
            assert_eq!(apply("4. ⏳ 대기\r\n", edits).as_deref(), Ok(expected));
        };
        check(&[], "4. ⏳ 대기\r\n");
        check(&[edit(3, 6, "⏳", "✅")], "4. ✅ 대기\r\n");
        check(&[edit(0, 0, "", "\u{FEFF}")], "\u{FEFF}4. ⏳ 대기\r\n");
        check(
            &[edit(15, 15, "", "x"), edit(3, 6, "⏳", "")],
            "4.  대기\r\nx",
        );
        check(
            &[
                edit(6, 6, "", "b"),
                edit(6, 6, "", "a"),
                edit(3, 6, "⏳", "x"),
            ],
            "4. xba 대기\r\n",
        );
    }

    #[test]
    fn what_cannot_be_applied_changes_nothing() {
        let check = |edits: &[Edit], expected: EditError| {
            assert_eq!(apply("⏳ ab", edits), Err(expected));
        };
        let span = Span::new;
        check(
            &[edit(1, 3, "", "")],
            EditError::OutOfText { span: span(1, 3) },
        );
        check(
            &[edit(6, 9, "b", "")],
            EditError::OutOfText { span: span(6, 9) },
        );
        check(
            &[edit(5, 4, "", "")],
            EditError::OutOfText { span: span(5, 4) },
        );
        check(
            &[edit(4, 6, "ab", "1"), edit(5, 6, "b", "2")],
            EditError::Overlap {
                first: span(4, 6),
                second: span(5, 6),
            },
        );
        check(
            &[edit(5, 5, "", "1"), edit(4, 6, "ab", "2")],
            EditError::Overlap {
                first: span(4, 6),
                second: span(5, 5),
            },
        );
        check(
            &[edit(0, 3, "✅", "⏳")],
            EditError::Stale {
                span: span(0, 3),
                expected: "✅".into(),
                found: "⏳".into(),
            },
        );
    }

    #[test]
    fn the_diff_is_unified() {
        assert_eq!(diff("a\n", "a\n", "x.md"), "");
        assert_eq!(
            diff("a\nb\nc", "a\nB\nc", "x.md"),
            "--- a/x.md\n+++ b/x.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n\\ No newline at end of file\n"
        );
    }
}
