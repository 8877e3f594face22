//! Labels: which demand, forbid or report, which announce commands; and table columns that are labels.

use super::{holder, normal};
use crate::record::Force;

/// What a label says about what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::record) enum Label {
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

/// What a label means, from its words in any markup. `None` for words that are no label.
pub(in crate::record) fn label(text: &str, extra: &[ExtraLabel]) -> Option<Label> {
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
pub(in crate::record) fn is_advice(text: &str) -> bool {
    let words = normal(text);
    words.starts_with("if ")
        || FAILURE.iter().any(|word| words.contains(word))
        || is_forecast(&words)
}

/// Whether words are a label as a whole, so that they need no colon to be one.
pub(in crate::record) fn is_whole_label(text: &str) -> bool {
    let words = normal(text);
    ends_with_words(&words, DEMAND_KO)
        || ends_with_words(&words, REPORT)
        || COMMANDS.contains(&words.as_str())
        || words.starts_with("expected ")
        || words.ends_with(" criteria")
        || words.ends_with(" output")
}

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
