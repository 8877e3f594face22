//! The words of records in both languages: what a section title, a metadata key and a label mean,
//! and how titles are brought to one form before they are compared. Tables of words, no Markdown.

use super::{Field, Force, Role};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a label says about what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Expectations, or reports, follow.
    Claims(Force),
    /// Commands follow (`명령어:`, `Verification command:`).
    Commands,
}

/// A label that the configuration teaches beside the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraLabel {
    /// The label's words, without bold, colon or parentheses; compared ignoring case.
    pub text: String,
    /// What it makes of what follows.
    pub force: Force,
}

/// Tells whether a short text holds one of some words. The bytes that occur in it rule most words
/// out before they are looked for.
fn holder(text: &str) -> impl Fn(&[&str]) -> bool + '_ {
    let mut seen = [0u64; 4];
    for byte in text.bytes() {
        seen[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
    let may_hold = move |word: &str| {
        word.bytes()
            .all(|byte| seen[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0)
    };
    move |list: &[&str]| {
        list.iter()
            .any(|word| may_hold(word) && text.contains(word))
    }
}

/// Composed form, so that Hangul typed on a Mac compares equal.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
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
    title
        .trim_matches([' ', ':', '：', '.', '!', '-', '–', '—'])
        .to_owned()
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

/// What a label means, from its words in any markup. `None` for words that are no label.
pub(super) fn label(text: &str, extra: &[ExtraLabel]) -> Option<Label> {
    if text.chars().count() > 60 {
        return None;
    }
    let words = normal(text);
    if words.is_empty() {
        return None;
    }
    if let Some(own) = extra.iter().find(|own| normal(&own.text) == words) {
        return Some(Label::Claims(own.force));
    }
    if COMMANDS.contains(&words.as_str()) {
        return Some(Label::Commands);
    }
    let any = holder(&words);
    let force = if any(FAILURE) || words.starts_with("if ") {
        Force::Reports
    } else if any(FORBID) {
        Force::Forbids
    } else if is_forecast(&words) {
        Force::Reports
    } else if is_demand(&words) {
        Force::Demands
    } else if is_report(&words) {
        Force::Reports
    } else {
        return None;
    };
    Some(Label::Claims(force))
}

/// Whether a label is advice or a forecast, which demands nothing wherever it stands.
pub(super) fn is_advice(text: &str) -> bool {
    let words = normal(text);
    words.starts_with("if ")
        || FAILURE.iter().any(|word| words.contains(word))
        || is_forecast(&words)
}

/// Whether words are a label as a whole, so that they need no colon to be one.
pub(super) fn is_whole_label(text: &str) -> bool {
    let words = normal(text);
    ends_with_words(&words, DEMAND_KO)
        || ends_with_words(&words, REPORT)
        || COMMANDS.contains(&words.as_str())
        || words.starts_with("expected ")
        || words.ends_with(" criteria")
        || words.ends_with(" output")
}

/// Whether a table's column tells states, people and the like, which nobody expects of a command.
pub(super) fn is_silent_column(title: &str) -> bool {
    matches!(
        normal(title).as_str(),
        "상태"
            | "status"
            | "state"
            | "담당"
            | "담당자"
            | "owner"
            | "비고"
            | "설명"
            | "description"
            | "notes"
            | "note"
            | "참고"
            | "remarks"
            | "완료"
            | "done"
            | "순서"
            | "#"
            | "no"
            | "번호"
            | "purpose"
            | "목적"
            | "용도"
            | "when"
            | "시점"
            | "timing"
            | "command"
            | "명령"
            | "명령어"
    )
}

/// Whether a table's column tells the state of its rows.
pub(super) fn is_status_column(title: &str) -> bool {
    matches!(
        normal(title).as_str(),
        "상태"
            | "진행 상태"
            | "진행"
            | "status"
            | "state"
            | "progress"
            | "완료"
            | "완료 여부"
            | "done"
    )
}

/// What the start of a sentence without a colon says: `Should show 1/1`, `You should see …`.
pub(super) fn lead(text: &str) -> Option<Force> {
    let lower = text.to_lowercase();
    let starts = |list: &[&str]| list.iter().any(|lead| lower.starts_with(lead));
    if starts(FORBID_LEADS) {
        Some(Force::Forbids)
    } else if starts(DEMAND_LEADS) {
        Some(Force::Demands)
    } else {
        None
    }
}

const FORBID_LEADS: &[&str] = &[
    "should not see ",
    "you should not see ",
    "shouldn't see ",
    "you shouldn't see ",
];

const DEMAND_LEADS: &[&str] = &[
    "should show ",
    "should return ",
    "should see ",
    "should be ",
    "should have ",
    "should print ",
    "should output ",
    "should list ",
    "you should see ",
    "look for ",
    "expected ",
    "expect ",
];

const COMMANDS: &[&str] = &[
    "명령",
    "명령어",
    "확인 명령",
    "확인 명령어",
    "검증 명령",
    "검증 명령어",
    "실행 명령",
    "실행 명령어",
    "실행",
    "방법",
    "확인 방법",
    "검증 방법",
    "command",
    "commands",
    "run",
    "run this",
    "run the following",
    "verification command",
    "verification commands",
    "validation command",
    "validation commands",
    "test command",
    "check command",
    "copy/paste commands",
    "how to check",
    "how to verify",
];

/// What holds if the check does not: advice, not a demand.
const FAILURE: &[&str] = &[
    "실패",
    "문제 발생",
    "문제가",
    "문제 시",
    "안 되면",
    "안되면",
    "안 될",
    "안될",
    "오류 발생 시",
    "오류 시",
    "에러 발생 시",
    "에러 시",
    "장애",
    "비정상",
    "이상 발생",
    "이상 시",
    "트러블슈팅",
    "문제 해결",
    "잘못된 예",
    "나쁜 예",
    "it fails",
    "this fails",
    "any fail",
    "check fails",
    "on failure",
    "failure",
    "troubleshoot",
    "otherwise",
    "common issues",
    "known issues",
    "bad example",
    "counter-example",
    "counterexample",
    "incorrect",
];

const FORBID: &[&str] = &[
    "should not",
    "shouldn't",
    "must not",
    "mustn't",
    "should never",
    "do not expect",
    "not expected",
    "unexpected",
    "보이면 안",
    "나오면 안",
    "있으면 안",
    "나타나면 안",
    "발생하면 안",
    "없어야",
];

/// Words that make a forecast of `예상 …` and `expected …`.
const FORECAST: &[&str] = &[
    "비용",
    "시간",
    "효과",
    "절감",
    "소요",
    "영향",
    "다운타임",
    "일정",
    "기간",
    "개선",
    "이점",
    "변화",
    "위험",
    "cost",
    "time",
    "benefit",
    "duration",
    "downtime",
    "impact",
    "improvement",
    "saving",
    "effort",
    "timeline",
    "change",
    "risk",
    "date",
];

fn is_forecast(words: &str) -> bool {
    let any = holder(words);
    any(&["예상", "기대", "expected", "estimated"]) && any(FORECAST)
}

/// Labels that demand; Korean ones also with words before them.
const DEMAND_KO: &[&str] = &[
    "기대 결과",
    "기대결과",
    "예상 결과",
    "예상결과",
    "기대 출력",
    "예상 출력",
    "예상출력",
    "기대 상태",
    "예상 상태",
    "기대 동작",
    "예상 동작",
    "기대값",
    "기대 값",
    "예상값",
    "예상 값",
    "기대 응답",
    "예상 응답",
    "확인 사항",
    "확인사항",
    "확인할 사항",
    "확인할 점",
    "확인 내용",
    "확인 포인트",
    "확인 항목",
    "확인할 항목",
    "체크포인트",
    "체크 포인트",
    "체크 항목",
    "점검 사항",
    "점검 항목",
    "검증 사항",
    "검증 항목",
    "검증 기준",
    "검증 포인트",
    "성공 기준",
    "성공 조건",
    "정상 기준",
    "정상 조건",
    "정상 상태",
    "정상 상태 예",
    "정상 상태 예시",
    "정상 출력",
    "정상 출력 예",
    "정상 출력 예시",
    "정상 예시",
    "정상 결과",
    "정상 응답",
    "판정 기준",
    "합격 기준",
    "통과 기준",
    "통과 조건",
    "완료 기준",
    "완료 조건",
    "출력 예시",
    "예시 출력",
    "결과 예시",
    "기준",
];

/// Labels that demand only when they are the whole label.
const DEMAND_WHOLE: &[&str] = &[
    "예상",
    "기대",
    "정상",
    "정상 시",
    "확인",
    "검증",
    "판정",
    "expected",
    "expect",
    "expectation",
    "expectations",
    "success",
    "healthy",
    "criteria",
    "verify",
    "verify that",
    "confirm",
    "confirm that",
    "check",
    "check that",
    "check for",
    "checks",
    "ensure",
    "ensure that",
    "make sure",
    "checkpoint",
    "checkpoints",
    "what to check",
    "what to verify",
    "things to check",
    "we expect",
    "pass if",
    "passes if",
    "pass when",
];

const DEMAND_EN: &[&str] = &[
    "expected ",
    "should ",
    "you should ",
    "it should ",
    "output should ",
    "the output should ",
    "look for",
    "what to look for",
    "must ",
    "desired state",
    "desired output",
    "desired result",
    "healthy output",
    "healthy state",
    "success criteria",
    "pass criteria",
    "acceptance criteria",
    "validation criteria",
    "verification criteria",
    "success conditions",
    "success condition",
    "success looks like",
    "example output",
    "sample output",
    "example result",
    "sample result",
    "example response",
    "sample response",
];

fn is_demand(words: &str) -> bool {
    DEMAND_WHOLE.contains(&words)
        || DEMAND_EN.iter().any(|start| {
            words
                .strip_prefix(start.trim_end())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
        || ends_with_words(words, DEMAND_KO)
        || ends_with_words(
            words,
            &["success criteria", "acceptance criteria", "pass criteria"],
        )
}

const REPORT: &[&str] = &[
    "결과",
    "출력",
    "실제 상태",
    "현재 상태",
    "이전 상태",
    "변경 전",
    "변경 후",
    "before",
    "after",
    "result",
    "results",
    "output",
    "outputs",
    "actual",
    "current state",
    "current status",
    "previous state",
    "참고",
    "note",
    "notes",
    "주의",
    "주의 사항",
    "주의사항",
    "tip",
    "tips",
    "warning",
];

fn is_report(words: &str) -> bool {
    ends_with_words(words, REPORT)
}

fn ends_with_words(words: &str, list: &[&str]) -> bool {
    list.iter().any(|end| {
        words
            .strip_suffix(end)
            .is_some_and(|before| before.is_empty() || before.ends_with(' '))
    })
}

/// What a metadata key means.
pub(super) fn field(key: &str) -> Field {
    match normal(key).as_str() {
        "날짜" | "일자" | "배포일" | "배포 일자" | "배포일자" | "배포 날짜" | "작성일" | "일시"
        | "배포 일시" | "작업일" | "작업 일자" | "date" | "deployed" | "deployed at"
        | "deployment date" | "created" => Field::Date,
        "작업자" | "담당자" | "작성자" | "배포자" | "담당" | "author" | "authors" | "operator"
        | "owner" | "deployed by" | "engineer" | "by" => Field::Author,
        "관련 task" | "관련 작업" | "관련 태스크" | "task" | "tasks" | "related task"
        | "태스크" | "작업" | "spec" | "관련 spec" | "스펙" | "관련 스펙" => {
            Field::Task
        }
        "pr" | "prs" | "관련 pr" | "pull request" | "pull requests" | "related pr" | "pr 링크"
        | "pr link" => Field::PullRequest,
        "환경"
        | "클러스터"
        | "대상 클러스터"
        | "대상 환경"
        | "배포 환경"
        | "environment"
        | "env"
        | "cluster"
        | "target cluster"
        | "target environment" => Field::Environment,
        "상태" | "진행 상태" | "배포 상태" | "status" | "state" => Field::Status,
        "배포 번호"
        | "배포번호"
        | "배포"
        | "gitploy"
        | "gitploy 배포"
        | "gitploy 배포 번호"
        | "gitploy deployment"
        | "deployment"
        | "deployment number"
        | "deployment id" => Field::Deployment,
        _ => Field::Other,
    }
}

/// What a section is for, by its title.
pub(super) fn role(title: &str) -> Role {
    let words = normal(title);
    let any = holder(&words);
    if any(&["롤백", "rollback", "roll back", "복구 방법", "복구 절차"]) {
        Role::Rollback
    } else if is_plan(&words) {
        Role::Plan
    } else if any(&[
        "체크리스트",
        "다음 단계",
        "다음 작업",
        "후속 작업",
        "후속 조치",
        "남은 작업",
        "할 일",
        "checklist",
        "next step",
        "follow-up",
        "follow up",
        "action item",
        "todo",
        "to-do",
        "remaining",
    ]) {
        Role::Checklist
    } else if any(&[
        "학습",
        "배운 점",
        "교훈",
        "회고",
        "lesson",
        "learned",
        "learning",
        "takeaway",
        "retrospective",
    ]) {
        Role::Lessons
    } else if any(&[
        "관련 문서",
        "관련 링크",
        "관련 자료",
        "참고",
        "related",
        "reference",
        "links",
        "see also",
    ]) {
        Role::Related
    } else if any(&[
        "문제",
        "증상",
        "원인",
        "이슈",
        "배경",
        "장애",
        "problem",
        "symptom",
        "root cause",
        "issue",
        "background",
        "incident",
    ]) {
        Role::Problem
    } else if any(&[
        "git 작업",
        "git work",
        "git 커밋",
        "git commit",
        "커밋",
        "commits",
    ]) {
        Role::Git
    } else if any(&[
        "해결",
        "변경",
        "수정",
        "조치",
        "solution",
        "change",
        "resolution",
        "fix",
    ]) {
        Role::Change
    } else if any(&["배포", "gitploy", "deploy", "rollout"]) {
        Role::Deployment
    } else {
        Role::Other
    }
}

/// Words of which one makes a title a verification plan's, if all others are filler.
const PLAN_CORE: &[&str] = &[
    "검증",
    "확인",
    "점검",
    "테스트",
    "스모크",
    "verification",
    "verifications",
    "verify",
    "verifying",
    "validation",
    "validate",
    "validating",
    "smoke",
    "sanity",
    "check",
    "checks",
    "testing",
    "tests",
    "test",
];

const PLAN_FILLER: &[&str] = &[
    "배포",
    "후",
    "완료",
    "이후",
    "직후",
    "배포후",
    "계획",
    "방법",
    "절차",
    "단계",
    "사항",
    "항목",
    "및",
    "동작",
    "정상",
    "최종",
    "사후",
    "서비스",
    "상태",
    "명령",
    "명령어",
    "체크리스트",
    "시나리오",
    "결과",
    "전체",
    "기능",
    "클러스터",
    "plan",
    "steps",
    "step",
    "procedure",
    "guide",
    "commands",
    "command",
    "checklist",
    "post",
    "deployment",
    "deploy",
    "post-deployment",
    "post-deploy",
    "postdeployment",
    "after",
    "the",
    "and",
    "of",
    "how",
    "to",
    "your",
    "this",
    "final",
    "health",
    "functional",
    "results",
    "deployed",
    "rollout",
    "post-rollout",
    "service",
    "cluster",
    "status",
    "section",
    "all",
    "tests",
    "test",
    "&",
    "/",
    "-",
    "–",
    "it",
    "everything",
    "works",
    "installation",
    "manual",
];

fn is_plan(words: &str) -> bool {
    let mut core = false;
    let known = words
        .split([' ', '/', ','])
        .filter(|w| !w.is_empty())
        .all(|word| {
            let is_core = PLAN_CORE.contains(&word);
            core |= is_core;
            is_core || PLAN_FILLER.contains(&word)
        });
    known && core && !is_before(words)
}

/// Whether a title speaks of what comes before the deployment, which no plan may be.
fn is_before(words: &str) -> bool {
    ["배포 전", "사전", "pre-", "before", "prerequisite"]
        .iter()
        .any(|word| words.contains(word))
}

/// Whether a title speaks of what a check gave rather than of what to check.
pub(super) fn speaks_of_results(title: &str) -> bool {
    let words = normal(title);
    words.contains("결과") || words.contains("result")
}

/// Whether a title speaks of checking, among other words: such a section's commands count in a
/// record that has no plan of its own.
pub(super) fn speaks_of_checking(title: &str) -> bool {
    let words = normal(title);
    let any = holder(&words);
    any(&[
        "검증",
        "확인",
        "점검",
        "테스트",
        "모니터링",
        "verif",
        "validat",
        "check",
        "smoke",
        "test",
        "monitor",
        "health",
    ]) && !is_before(&words)
}

/// The words after a mark that repeat it: ` - PENDING`, `(완료)`.
pub(super) fn is_status_word(text: &str) -> bool {
    matches!(
        nfc(text).to_lowercase().trim(),
        "pending"
            | "not started"
            | "waiting"
            | "todo"
            | "in progress"
            | "in-progress"
            | "wip"
            | "complete"
            | "completed"
            | "done"
            | "verified"
            | "pass"
            | "passed"
            | "success"
            | "ok"
            | "failed"
            | "fail"
            | "대기"
            | "대기 중"
            | "대기중"
            | "예정"
            | "진행 중"
            | "진행중"
            | "완료"
            | "완료됨"
            | "성공"
            | "통과"
            | "실패"
            | "미완료"
            | "진행 예정"
    )
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

#[cfg(test)]
mod tests;
