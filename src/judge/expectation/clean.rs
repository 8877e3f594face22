//! The text of an expectation without what Markdown and habit put around it: emphasis, bullets,
//! status marks, labels. It takes off nothing that could carry meaning.

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

fn strip_ends(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(MARKS).trim_start();
        rest = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
        for open in ["[ ] ", "[x] ", "[X] "] {
            rest = rest.strip_prefix(open).unwrap_or(rest);
        }
        rest = rest.trim_end_matches(['✅', '✔', '✓', '🟢', ' ']);
        if rest == before {
            return rest;
        }
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

const DEMANDS: [&str; 34] = [
    "예상 결과",
    "기대 결과",
    "예상 출력",
    "예상 상태",
    "예상 동작",
    "예상값",
    "예상",
    "기대값",
    "기대",
    "확인 사항",
    "확인사항",
    "확인 포인트",
    "체크포인트",
    "성공 기준",
    "정상 기준",
    "정상 상태",
    "정상 출력",
    "판정 기준",
    "검증 기준",
    "검증 포인트",
    "정상",
    "확인",
    "expected output",
    "expected result",
    "expected results",
    "expected status",
    "expected state",
    "expected behavior",
    "expected",
    "expect",
    "success criteria",
    "pass criteria",
    "acceptance criteria",
    "example output",
];
const REPORTS: [&str; 14] = [
    "배포 결과",
    "검증 결과",
    "실행 결과",
    "테스트 결과",
    "실제 결과",
    "결과",
    "출력",
    "출력 예시",
    "output",
    "result",
    "results",
    "actual",
    "actual result",
    "actual output",
];
const PROSE: [&str; 16] = [
    "예상 비용",
    "월 예상 비용",
    "예상 시간",
    "예상 소요 시간",
    "소요 시간",
    "참고",
    "주의",
    "비고",
    "expected benefits",
    "expected cost",
    "expected time",
    "expected duration",
    "note",
    "warning",
    "tip",
    "important",
];

/// Takes a known label with its colon off the front. Case does not matter.
pub(super) fn label(text: &str) -> (Option<Label>, &str) {
    let Some((before, after)) = text.split_once(':') else {
        return (None, text);
    };
    let name = before.trim().to_lowercase();
    let kind = if PROSE.contains(&name.as_str()) {
        Label::Prose
    } else if DEMANDS.contains(&name.as_str()) {
        Label::Demands
    } else if REPORTS.contains(&name.as_str()) {
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

/// Takes "… is fine" off the end of `3이면 정상`: what makes it fine is what is demanded.
pub(super) fn fine(text: &str) -> &str {
    let bare = text.trim_end_matches(['.', '!', ' ']);
    for word in [" 정상입니다", " 정상임", " 정상", " 성공", " OK", " 완료"] {
        if let Some(rest) = bare.strip_suffix(word)
            && rest.ends_with('면')
        {
            return rest;
        }
    }
    text
}
