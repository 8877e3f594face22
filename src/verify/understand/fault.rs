//! Where a fault of a `cel:` expression stands in the record: the expression was read without its
//! Markdown, and its characters are found again in what is written.

/// The byte of `written` at which the character number `ahead` (from 0) of an expression stands, its
/// end if it is shorter. `written` may be broken into lines, and has `\|` for `|` in a table. `None`:
/// the expression is not there.
pub(super) fn place(written: &str, source: &str, ahead: usize) -> Option<usize> {
    let mut at = written.find("cel:")? + "cel:".len();
    at += blanks(&written[at..]);
    let mut expected = source.chars().take(ahead).peekable();
    while let Some(c) = expected.next() {
        if c.is_whitespace() {
            while expected.next_if(|c| c.is_whitespace()).is_some() {}
            at += blanks(&written[at..]);
            continue;
        }
        if c == '|' && written[at..].starts_with("\\|") {
            at += 1;
        }
        at += written[at..].strip_prefix(c).map(|_| c.len_utf8())?;
    }
    // Before an escaped sign stands its escape.
    Some(at + usize::from(written[at..].starts_with("\\|")))
}

/// How long the blanks at the front of a text are, with what a quote puts before its lines.
fn blanks(text: &str) -> usize {
    let mut quoted = false;
    let rest = text.trim_start_matches(|c: char| {
        quoted |= c == '\n';
        c.is_whitespace() || (quoted && c == '>')
    });
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_character_of_an_expression_is_found_where_it_is_written() {
        for (written, source, ahead, rest) in [
            ("`cel: a + b`", "a + b", 4, "b`"),
            ("`cel: a + b`", "a + b", 99, "`"),
            ("확인 🎉 ` cel:   '한글' == b `", "'한글' == b", 8, "b `"),
            ("``cel: a\n  > + b``", "a + b", 4, "b``"),
            ("`cel: a \\|\\| b`", "a || b", 5, "b`"),
            ("`cel: a \\|\\| b`", "a || b", 2, "|\\| b`"),
            ("`cel: a\r\n+ b`", "a + b", 2, "+ b`"),
        ] {
            assert_eq!(
                place(written, source, ahead).map(|at| &written[at..]),
                Some(rest),
                "{written}"
            );
        }
        assert_eq!(place("`rows`", "rows", 0), None);
        assert_eq!(place("`cel: rows`", "lines.x", 2), None);
    }
}
