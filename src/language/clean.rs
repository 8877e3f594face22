//! The text of an expectation without what Markdown and habit put around it: emphasis, bullets,
//! status marks, labels. It takes off nothing that could carry meaning.

use super::word_lists::list;
use crate::facts::word_list::WordList;
use unicode_normalization::UnicodeNormalization;

/// Normalises a sentence: composed Unicode, one line, plain blanks and ASCII punctuation, without
/// bold marks and without what stands before the first word.
pub(super) fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\n' | '\r' | '\t' | '\u{A0}' | '⏎' | '\u{3000}' => plain.push(' '),
            '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{FE0F}' => {}
            '：' => plain.push(':'),
            '（' => plain.push('('),
            '）' => plain.push(')'),
            '，' | '、' => plain.push(','),
            '。' => plain.push('.'),
            '％' => plain.push('%'),
            '“' | '”' | '„' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            other => plain.push(other),
        }
    }
    let plain = plain.replace("**", "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    strip_ends(&words.join(" ")).to_owned()
}

/// Marks that say "done" or "to do" and nothing about the sentence.
const MARKS: [char; 18] = [
    '✅', '✔', '✓', '☑', '⏳', '🔄', '⬜', '☐', '🔲', '⏱', '🟢', '👉', '📌', '🔍', '•', '·', '*',
    '🎯',
];

/// A text without the marks, bullets and check boxes around it.
pub(super) fn strip_ends(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(MARKS).trim_start();
        rest = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
        // An arrow in front points at what is to be seen.
        for arrow in ["→", "⇒", "➜", "➡", "=> ", "-> "] {
            rest = rest.strip_prefix(arrow).unwrap_or(rest).trim_start();
        }
        for open in ["[ ] ", "[x] ", "[X] "] {
            rest = rest.strip_prefix(open).unwrap_or(rest);
        }
        rest = rest.trim_end_matches(['✅', '✔', '✓', '🟢', ' ']);
        rest = without_prompt(rest);
        if rest == before {
            return rest;
        }
    }
}

/// Takes the place where a command is typed off the front: "(`ncn-mw#`) Verify …".
fn without_prompt(text: &str) -> &str {
    let place = text
        .strip_prefix("(`")
        .and_then(|rest| rest.split_once("#`)"));
    match place {
        Some((host, rest)) if host.len() < 24 && !host.contains(['`', ' ']) => rest.trim_start(),
        Some(_) | None => text,
    }
}

/// What a label in front of a sentence makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// It demands: `기대 결과:`.
    Demands,
    /// It reports: `출력:`.
    Reports,
    /// It forecasts or explains: `예상 비용:`, `Note:`.
    Prose,
}

/// Takes a known label with its colon off the front. Case does not matter.
pub(super) fn label(text: &str) -> (Option<Label>, &str) {
    let named = text.split_once(':').and_then(|(before, after)| {
        let label = match list("labels").value(&before.trim().to_lowercase())? {
            "prose" => Label::Prose,
            "demands" => Label::Demands,
            _ => Label::Reports,
        };
        Some((Some(label), strip_ends(after)))
    });
    named.unwrap_or((None, text))
}

/// Takes an opening word of success off the front: `성공 - …`.
pub(super) fn success(text: &str) -> &str {
    let mut behind = list("success").iter().filter_map(|word| {
        let rest = text.strip_prefix(word)?;
        let rest = rest.strip_prefix(' ')?.strip_prefix(['-', '–', '—'])?;
        rest.strip_prefix(' ')
    });
    behind.next().map_or(text, str::trim_start)
}

/// A text whose end is a form of a list, with what that means in its place.
fn with_end(text: &str, list: &WordList) -> Option<String> {
    let ends = |end: &&str| Some(format!("{}{}", text.strip_suffix(*end)?, list.value(end)?));
    list.iter().find_map(ends)
}

/// Takes "… is fine" off the end of `3이면 정상`, `출력이 없으면 정상`: what makes it fine is what is
/// demanded. Any other condition stays, and nobody understands it.
pub(super) fn fine(text: &str) -> String {
    let bare = text.trim_end_matches(['.', '!', ' ']);
    let mut conditions = list("fine").iter();
    let condition = conditions.find_map(|word| bare.strip_suffix(word)?.strip_suffix(' '));
    let demanded = condition.and_then(|condition| with_end(condition, list("fine-if")));
    demanded.unwrap_or_else(|| text.to_owned())
}

/// "One can see" as "one sees": `확인할 수 있습니다`. Of what may or may not happen (`Pending될 수 있음`)
/// it stays, and nobody understands it.
pub(super) fn can_be_seen(text: &str) -> String {
    let can = list("can-be-seen");
    let mut plain = text.to_owned();
    for possible in can.iter().filter(|possible| text.contains(**possible)) {
        for ending in list("can-endings").iter() {
            let seen = can.value(possible).unwrap_or_default();
            plain = plain.replace(&format!("{possible}{ending}"), seen);
        }
    }
    plain
}

/// A Korean question of a checklist (`모든 Pod가 Running 상태인가?`) as the statement that it asks for.
/// `None`: it is no such question.
pub(super) fn asked(text: &str) -> Option<String> {
    with_end(text.trim_end().strip_suffix('?')?.trim_end(), list("asked"))
}
