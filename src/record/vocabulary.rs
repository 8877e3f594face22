//! The words of records in both languages: what a section title, a metadata key and a label mean,
//! and how titles are brought to one form before they are compared. Tables of words, no Markdown.

mod label;
mod lead;
mod stage;
mod title;

pub use label::ExtraLabel;
pub(super) use label::{Label, begins_what_is_said, is_advice, is_remark, is_whole_label, label};
pub(super) use lead::lead;
pub(crate) use stage::names_environment;
pub(super) use stage::{Sense, environment, not_begun, sense, speaks_of_before, title_not_begun};
pub(super) use title::{field, field_of, role, speaks_of_checking, speaks_of_results};

use super::words;
use crate::facts::word_list::WordList;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

static STATUS: WordList = words("status");
static SILENT_COLUMN: WordList = words("column-silent");
static STATUS_COLUMN: WordList = words("column-status");

/// Composed form, so that Hangul typed on a Mac compares equal.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii() || matches!(c, '\u{AC00}'..='\u{D7A3}');
    if text.chars().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Whether a character is a sign rather than a letter: emoji, dingbats, variation selectors,
/// keycaps.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c,
        '\u{FE0F}' | '\u{200D}' | '\u{20E3}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Brings a title or label to the form in which it is compared: composed, lower case, without
/// signs, markup, numbering, parentheses and a colon at the end, blanks single.
pub(super) fn normal(text: &str) -> String {
    let text = nfc(text);
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '\u{AC00}'..='\u{D7A3}' if depth == 0 => out.push(c),
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '*' | '_' | '`' | '~' => {}
            _ if is_sign(c) => {}
            _ if c.is_whitespace() || c == '\u{200B}' => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.extend(c.to_lowercase()),
        }
    }
    let (_, title) = split_number(&out);
    let title = title.trim_matches([' ', ':', '：', '.', '!', '-', '–', '—']);
    if title.len() == out.len() {
        out
    } else {
        title.to_owned()
    }
}

/// Splits a title's number from its words: `2.1. Pods`, `3) Logs`, `Step 2: Logs`, `3단계: 로그`,
/// `1️⃣ Pods`. A bare integer is a number only before `.`, `)` or `:`.
pub(super) fn split_number(title: &str) -> (Option<String>, &str) {
    let trimmed = title.trim_start();
    if let Some(split) = stepped(trimmed) {
        return split;
    }
    let open = trimmed.strip_prefix('(').unwrap_or(trimmed);
    let end = open
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(open.len());
    let number = open[..end].trim_end_matches('.');
    let dotted = number.contains('.') || open[..end].ends_with('.');
    if number.is_empty() || number.len() > 8 || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return (None, title);
    }
    let rest = &open[end..];
    let after = rest
        .strip_prefix("\u{FE0F}\u{20E3}")
        .or_else(|| rest.strip_prefix('\u{20E3}'))
        .or_else(|| rest.strip_prefix(')'))
        .or_else(|| {
            rest.strip_prefix([':', '：'])
                .filter(|r| r.starts_with(' '))
        })
        .or_else(|| (dotted && rest.starts_with(char::is_whitespace)).then_some(rest));
    match after {
        Some(words) if !words.trim().is_empty() => (Some(number.to_owned()), words.trim_start()),
        _ => (None, title),
    }
}

/// `Step 2: Logs`, `2단계: 로그`, `단계 2. 로그`.
fn stepped(title: &str) -> Option<(Option<String>, &str)> {
    const SEPARATORS: [char; 7] = [':', '：', '.', '-', '–', '—', ')'];
    let first = title.split_whitespace().next()?;
    let is_word = ["step", "단계", "phase", "check"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word));
    let (number, rest) = if is_word {
        let after = title[first.len()..].trim_start();
        let end = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        (&after[..end], &after[end..])
    } else {
        let end = title.find(|c: char| !c.is_ascii_digit())?;
        (&title[..end], title[end..].strip_prefix("단계")?)
    };
    let words = rest.trim_start().strip_prefix(SEPARATORS)?.trim_start();
    (!number.is_empty() && number.len() <= 4 && !words.is_empty())
        .then(|| (Some(number.to_owned()), words))
}

/// The words after a mark that repeat it: ` - PENDING`, `(완료)`.
pub(super) fn is_status_word(text: &str) -> bool {
    STATUS.has(nfc(text).to_lowercase().trim())
}

/// Whether a table's column tells states, people and the like, which nobody expects of a command.
pub(super) fn is_silent_column(title: &str) -> bool {
    SILENT_COLUMN.has(&normal(title))
}

/// Whether a table's column tells the state of its rows.
pub(super) fn is_status_column(title: &str) -> bool {
    STATUS_COLUMN.has(&normal(title))
}

/// Whether Hangul carries the text: an English sentence may name a Korean page, and Korean prose
/// is full of English terms.
pub(super) fn mostly_korean(hangul: usize, latin: usize) -> bool {
    hangul > 0 && hangul * 4 >= latin
}

/// Counts Hangul and Latin letters, by the first bytes of their UTF-8: U+AC00 to U+D7A3 begin with
/// 0xEA to 0xED, jamo with 0xE1. Other scripts that share these count too, and are rare here.
pub(super) fn letters(text: &str) -> (usize, usize) {
    text.bytes().fold((0, 0), |(hangul, latin), byte| {
        (
            hangul + usize::from(matches!(byte, 0xE1 | 0xEA..=0xED)),
            latin + usize::from(byte.is_ascii_alphabetic()),
        )
    })
}

/// A slug of a title: letters and digits of any script in lower case, `-` between, composed.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in nfc(title).chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// More bytes than this a title, or the words over an item, do not have.
const WORDS: usize = 2000;
/// What stands at the end of a text that was cut.
const CUT: char = '…';

/// A title, or words over an item: of a text that no reader takes for either its beginning.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= WORDS {
        text.into()
    } else {
        let mut places = (0..=WORDS).rev();
        let end = places.find(|at| text.is_char_boundary(*at));
        format!("{}{CUT}", &text[..end.unwrap_or_default()]).into()
    }
}

/// Whether words go on where nobody reads them.
pub(super) fn is_cut(text: &str) -> bool {
    text.len() > WORDS && text.ends_with(CUT)
}

#[cfg(test)]
mod tests;
