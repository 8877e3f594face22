//! Pieces of a bullet's or paragraph's words.

use crate::record::tree::{Inline, markdown_untrimmed};
use crate::record::{snippet, vocabulary};

/// The words of a bullet beside its commands: `Verify pods: ` before one, `shows Ready` after it.
pub(in crate::record) fn without_commands(
    inlines: &[Inline],
    source: &str,
    own: Option<&str>,
) -> String {
    let mut out = String::new();
    for inline in inlines {
        if snippet::inline(inline, source).is_some() {
            out.push(' ');
        } else {
            out.push_str(&markdown_untrimmed(std::slice::from_ref(inline), source));
        }
    }
    if own.is_some() {
        out = out
            .trim_start_matches(|c: char| c.is_whitespace() || vocabulary::is_sign(c) || c == '✅')
            .to_owned();
    }
    beside(&out)
}

/// Words from between which commands were taken, without the signs that led to them: `Check (`, `: `, `.`.
pub(crate) fn beside(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.replace("( )", "");
    let is_sign =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '→' | ',');
    let words = words
        .trim_matches(is_sign)
        .trim_end_matches(['.', '。', '(']);
    words.trim_end_matches(is_sign).to_owned()
}

/// Splits a paragraph into its sentences.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let before = text[start..at].chars().next_back();
        let after = text[at + 2..].trim_start().chars().next();
        let ends = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '`' | ')' | '*'));
        let begins = after.is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit());
        if ends && begins {
            out.push(text[start..at].trim());
            start = at + 2;
        }
    }
    out.push(text[start..].trim().trim_end_matches('.'));
    out.retain(|sentence| !sentence.is_empty());
    out
}
