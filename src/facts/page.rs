//! Text from outside as text of a page: nothing of it is a tag, turns what follows, or hides.

use std::fmt::Write;

/// A text as text of a page.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// The same behind what is there.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if turns(c) => {
                let _infallible = write!(out, "<span class=\"sign\">U+{:04X}</span>", u32::from(c));
            }
            c if is_no_text(c) => {}
            c => out.push(c),
        }
    }
}

/// A text without what turns the direction of what follows and without controls, on one line: for titles
/// among those of others.
pub(crate) fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !turns(*c) && !is_no_text(*c))
        .collect();
    kept.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Signs that turn the direction of the text, or hide in it.
pub(crate) fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// What no page may hold.
fn is_no_text(c: char) -> bool {
    let end = u32::from(c) & 0xFFFE == 0xFFFE;
    (c.is_control() && !matches!(c, '\n' | '\t')) || end || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_is_one_line_that_turns_nothing() {
        assert_eq!(super::plain("a\u{202E}b\n\u{0}c  d"), "ab c d");
    }
}
