//! The text of an expectation without what Markdown and habit put around it: emphasis, bullets,
//! status marks, labels. It takes off nothing that could carry meaning.

use super::word_lists::{DEMANDING_LABELS, PROSE_LABELS, REPORTING_LABELS};
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
    let Some((before, after)) = text.split_once(':') else {
        return (None, text);
    };
    let name = before.trim().to_lowercase();
    let kind = if PROSE_LABELS.has(&name) {
        Label::Prose
    } else if DEMANDING_LABELS.has(&name) {
        Label::Demands
    } else if REPORTING_LABELS.has(&name) {
        Label::Reports
    } else {
        return (None, text);
    };
    (Some(kind), strip_ends(after))
}

/// Takes an opening word of success off the front: `성공 - …`.
pub(super) fn success(text: &str) -> &str {
    for word in ["성공", "정상", "SUCCESS", "Success", "PASS", "Pass", "OK"] {
        if let Some(rest) = text.strip_prefix(word)
            && let Some(rest) = [" - ", " – ", " — "]
                .iter()
                .find_map(|d| rest.strip_prefix(d))
        {
            return rest.trim_start();
        }
    }
    text
}

/// Takes "… is fine" off the end of `3이면 정상`, `출력이 없으면 정상`: what makes it fine is what is
/// demanded. Any other condition stays, and nobody understands it.
pub(super) fn fine(text: &str) -> String {
    let bare = text.trim_end_matches(['.', '!', ' ']);
    let told = [" 정상입니다", " 정상임", " 정상", " 성공", " OK", " 완료"]
        .iter()
        .find_map(|word| bare.strip_suffix(word));
    // `없어야 정상` demands as `없어야 함` does.
    if let Some(condition) = told.filter(|condition| condition.ends_with("야")) {
        return format!("{condition} 함");
    }
    let condition = told;
    let demanded = condition.and_then(|condition| {
        if let Some(rest) = condition.strip_suffix("으면") {
            return (rest.ends_with('없') || rest.ends_with('있')).then(|| format!("{rest}음"));
        }
        let endings = [
            ("되면", "됨"),
            ("하면", "함"),
            ("나오면", "나와야 함"),
            ("보이면", "보여야 함"),
            ("개면", "개"),
            ("회면", "회"),
            ("이면", ""),
        ];
        endings
            .iter()
            .find_map(|(ending, plain)| Some(format!("{}{plain}", condition.strip_suffix(ending)?)))
    });
    demanded.unwrap_or_else(|| text.to_owned())
}

/// "One can see" as "one sees": `확인할 수 있습니다`. Of what may or may not happen (`Pending될 수 있음`)
/// it stays, and nobody understands it.
pub(super) fn can_be_seen(text: &str) -> String {
    const SEEN: [(&str, &str); 8] = [
        ("확인할 수 있", "확인"),
        ("확인 할 수 있", "확인"),
        ("볼 수 있", "보여야"),
        ("볼수 있", "보여야"),
        ("접속할 수 있", "접속되어야"),
        ("접속 할 수 있", "접속되어야"),
        ("접근할 수 있", "접근되어야"),
        ("접근 할 수 있", "접근되어야"),
    ];
    const ENDINGS: [&str; 7] = [
        "습니다",
        "어야 합니다",
        "어야 한다",
        "어야 함",
        "는지",
        "음",
        "다",
    ];
    let mut plain = text.to_owned();
    for (possible, seen) in SEEN.iter().filter(|(possible, _)| text.contains(possible)) {
        for ending in ENDINGS {
            plain = plain.replace(&format!("{possible}{ending}"), seen);
        }
    }
    plain
}

/// A Korean question of a checklist (`모든 Pod가 Running 상태인가?`) as the statement that it asks for.
/// `None`: it is no such question.
pub(super) fn asked(text: &str) -> Option<String> {
    let bare = text.trim_end().strip_suffix('?')?.trim_end();
    for (ending, plain) in [
        ("인가", "인지"),
        ("는가", "는지"),
        ("한가", "한지"),
        ("인가요", "인지"),
    ] {
        if let Some(rest) = bare.strip_suffix(ending) {
            return Some(format!("{rest}{plain}"));
        }
    }
    None
}
