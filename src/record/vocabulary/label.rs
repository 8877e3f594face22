//! Labels: which demand, forbid or report, which announce commands; and table columns that are labels.

use super::{holder, normal};
use crate::facts::deployment::System;
use crate::facts::kinds;
use crate::facts::ledger::Silence;
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
    let force = if any(COUNTER_EXAMPLE) {
        Force::Says(Silence::CounterExample)
    } else if any(FAILURE) || words.starts_with("if ") {
        Force::Says(Silence::Advises)
    } else if forbids(&words) {
        Force::Forbids
    } else if is_forecast(&words) {
        Force::Says(Silence::Forecasts)
    } else if is_demand(&words) {
        // Below `Expected in namespace data` the words say where it is demanded, and nobody reads them.
        if names_more(&words, is_thing) {
            Force::Unsure
        } else {
            Force::Demands
        }
    } else if is_before(&words) && !text.contains("CURRENT") {
        Force::Says(Silence::Before)
    } else if ends_with_words(&words, UNSURE) || (is_trouble(&words) && !denies(&words)) {
        Force::Unsure
    } else if ends_with_words(&words, REMARK) {
        Force::Says(Silence::Remark)
    } else if is_report(&words) {
        Force::Says(Silence::Reports)
    } else {
        return None;
    };
    Some(Label::Claims(force))
}

/// Whether a label demands nothing wherever it stands, below a label that demands, too.
pub(in crate::record) fn is_advice(text: &str) -> bool {
    match label(text, &[]) {
        Some(Label::Claims(Force::Says(why))) => match why {
            Silence::Advises
            | Silence::Conditional
            | Silence::Forecasts
            | Silence::CounterExample => true,
            Silence::Before
            | Silence::Reports
            | Silence::Remark
            | Silence::Explains
            | Silence::Heading => false,
            Silence::Announces
            | Silence::MarkedWrong
            | Silence::Struck
            | Silence::File
            | Silence::Empty => false,
        },
        Some(Label::Claims(Force::Demands | Force::Forbids | Force::Offers | Force::Unsure))
        | Some(Label::Commands)
        | None => false,
    }
}

/// Whether a label announces a remark (`참고`, `Note`).
pub(in crate::record) fn is_remark(text: &str) -> bool {
    ends_with_words(&normal(text), REMARK)
}

/// Whether words are a label as a whole, so that they need no colon to be one.
pub(in crate::record) fn is_whole_label(text: &str) -> bool {
    let words = normal(text);
    ends_with_words(&words, DEMAND_KO)
        || ends_with_words(&words, REPORT)
        || ends_with_words(&words, REMARK)
        || ends_with_words(&words, BEFORE)
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

/// Examples of what is wrong.
const COUNTER_EXAMPLE: &[&str] = &[
    "잘못된 예",
    "나쁜 예",
    "틀린 예",
    "오류 예",
    "에러 예",
    "실패 예",
    "비정상 예",
    "bad example",
    "wrong example",
    "example of a failure",
    "failure example",
    "counter-example",
    "counterexample",
    "incorrect",
];

/// What to do if the check does not hold: advice, not a demand.
const FAILURE: &[&str] = &[
    "실패 시",
    "실패하면",
    "실패할",
    "실패한 경우",
    "실패했",
    "실패 대응",
    "실패 원인",
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
    "장애 시",
    "장애 발생",
    "비정상 시",
    "비정상일",
    "비정상이면",
    "이상 발생",
    "이상 시",
    "트러블슈팅",
    "문제 해결",
    "롤백 방법",
    "롤백 절차",
    "롤백 명령",
    "it fails",
    "this fails",
    "any fail",
    "check fails",
    "on failure",
    "in case of failure",
    "troubleshoot",
    "otherwise",
    "common issues",
    "known issues",
    "how to roll back",
    "rollback procedure",
    "rollback steps",
    "rollback command",
];

/// What must not be seen, beside the criteria of trouble.
const FORBID: &[&str] = &[
    "경우 롤백",
    "롤백 트리거",
    "롤백 판단",
    "롤백 대상",
    "실패로 판",
    "불합격",
    "비정상",
    "안 됨",
    "안 되는",
    "안되는",
    "허용되지 않",
    "허용하지 않",
    "금지",
    "reasons to roll back",
    "looks like failure",
    "failing looks like",
    "failure looks like",
    "red flag",
    "not acceptable",
    "unacceptable",
    "watch out for",
    "unhealthy",
    "not healthy",
    "not ok",
    "no-go",
    "must not see",
    "should never see",
    "not allowed",
    "forbidden",
    "known bad",
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

/// Words for trouble and what is done about it, and words for the criteria of something: both together
/// (`장애 기준`, `Rollback if`) forbid; trouble alone in a label that nobody knows leaves it open.
const TROUBLE_KO: &[&str] = &[
    "롤백",
    "중단",
    "중지",
    "실패",
    "장애",
    "오류",
    "에러",
    "비정상",
    "위험",
    "경고",
    "문제",
    "악화",
    "사고",
    "경보",
    "알람",
];
const CRITERION_KO: &[&str] = &["기준", "조건", "신호", "징후", "케이스", "판정", "트리거"];
const STATE_KO: &[&str] = &[
    "비정상 상태",
    "오류 상태",
    "에러 상태",
    "장애 상태",
    "실패 상태",
    "문제 상태",
    "이상 상태",
    "이상 징후",
    "이상 신호",
    "위험 상태",
];
const TROUBLE_EN: &[&str] = &[
    "rollback", "roll", "revert", "abort", "halt", "stop", "fail", "fails", "failed", "failing",
    "failure", "failures", "error", "errors", "trouble", "problem", "problems", "wrong", "bad",
    "warning", "warnings", "danger", "incident", "degraded", "broken", "alarm", "crash", "crashes",
    "alert", "alerts", "page", "bail", "kill", "escalate",
];
const CRITERION_EN: &[&str] = &[
    "if",
    "when",
    "condition",
    "conditions",
    "criteria",
    "criterion",
    "trigger",
    "triggers",
    "sign",
    "signs",
    "symptom",
    "symptoms",
    "mode",
    "modes",
];
const STATE_EN: &[&str] = &[
    "bad state",
    "bad sign",
    "wrong state",
    "error state",
    "failed state",
    "broken state",
];

/// Whether a label that nobody knows speaks of trouble.
fn is_trouble(words: &str) -> bool {
    let any = holder(words);
    any(TROUBLE_KO)
        || words.starts_with("back out")
        || words.split(' ').any(|word| TROUBLE_EN.contains(&word))
}

fn forbids(words: &str) -> bool {
    let any = holder(words);
    let criterion = any(CRITERION_KO) || words.split(' ').any(|word| CRITERION_EN.contains(&word));
    any(FORBID)
        || any(STATE_KO)
        || any(STATE_EN)
        || FORBID_WHOLE.contains(&words)
        || (is_trouble(words) && criterion && !denies(words))
}

fn denies(words: &str) -> bool {
    words.contains(['없', '않'])
        || words
            .split(' ')
            .any(|word| matches!(word, "no" | "without"))
}

/// Labels that forbid only when they are the whole label.
const FORBID_WHOLE: &[&str] = &[
    "실패", "오류", "에러", "문제", "장애", "failure", "failures", "failing", "fail", "failed",
    "bad", "wrong", "broken", "problem", "problems", "trouble",
];

/// Words that tell what was before the work, or at another time than now.
const BEFORE: &[&str] = &[
    "변경 전",
    "수정 전",
    "배포 전",
    "적용 전",
    "작업 전",
    "조치 전",
    "개선 전",
    "업그레이드 전",
    "이전",
    "이전 값",
    "이전 상태",
    "기존",
    "기존 값",
    "기존 상태",
    "과거",
    "어제",
    "지난주",
    "당시",
    "당시 상태",
    "현재",
    "현재 값",
    "현재 상태",
    "최초 상태",
    "초기 상태",
    "이력",
    "기준선",
    "베이스라인",
    "종전",
    "원래",
    "as-is",
    "asis",
    "as is",
    "before",
    "baseline",
    "previous",
    "previously",
    "previous state",
    "previous status",
    "prior",
    "prior state",
    "initial",
    "initial state",
    "old",
    "old state",
    "old value",
    "old values",
    "old output",
    "original",
    "originally",
    "formerly",
    "last deploy",
    "last deployment",
    "last release",
    "last time",
    "original state",
    "current",
    "currently",
    "current state",
    "current status",
    "starting point",
    "was",
    "history",
    "yesterday",
    "last week",
    "at the time",
    "pre-change",
    "pre-deployment",
    "pre-flight",
    "preflight",
];

/// Words after which it depends on the reader whether something is demanded.
const UNSURE: &[&str] = &[
    "직후",
    "중",
    "진행 중",
    "동안",
    "during",
    "meanwhile",
    "right after",
    "immediately after",
];

fn is_before(words: &str) -> bool {
    ends_with_words(words, BEFORE)
        || ["before ", "prior to "]
            .iter()
            .any(|start| words.starts_with(start))
        || words.split(' ').any(|word| {
            matches!(
                word,
                "전" | "전에" | "이전에" | "당시" | "지난" | "직전" | "옛"
            ) || word.starts_with("pre-")
        })
        || words.contains(" before ")
}

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

/// Words that a demanding label may have beside those that demand: they name nothing of which something is demanded.
const BESIDE: &[&str] = &[
    "outputs",
    "results",
    "status",
    "states",
    "behavior",
    "behaviour",
    "value",
    "values",
    "response",
    "outcome",
    "code",
    "http",
    "https",
    "log",
    "logs",
    "message",
    "text",
    "line",
    "lines",
    "body",
    "json",
    "count",
    "number",
    "final",
    "after",
    "deployment",
    "the",
    "a",
    "an",
    "this",
    "to",
    "is",
    "are",
    "be",
    "see",
    "show",
    "return",
    "print",
    "contain",
    "have",
    "include",
    "say",
    "here",
    "following",
    "command",
    "healthy",
    "all",
    "every",
    "each",
    "출력",
    "결과",
    "상태",
    "값",
    "응답",
    "코드",
    "로그",
    "최종",
    "전체",
    "배포",
    "후",
    "이후",
    "명령",
    "명령어",
    "검증",
    "단계",
    "시",
    "위",
    "아래",
    "다음",
    "개수",
    "수",
];

/// What a label over a list may name beside kinds and sources of deployments: the list speaks of what its commands show all
/// the same.
const THINGS: &[&str] = &[
    "container",
    "containers",
    "replica",
    "replicas",
    "argo",
    "cd",
    "metric",
    "metrics",
    "cluster",
    "resource",
    "resources",
    "usage",
    "cpu",
    "memory",
    "rollout",
    "sync",
    "health",
    "api",
    "version",
    "image",
    "kubectl",
    "loki",
    "prometheus",
    "helm",
    "of",
    "for",
    "and",
    "on",
    "in",
    "as",
    "follows",
    "list",
    "table",
    "columns",
    "fields",
    "labels",
    "ports",
    "config",
    "configuration",
    "names",
    "conditions",
    "목록",
    "표",
    "컬럼",
    "필드",
    "라벨",
    "레이블",
    "포트",
    "설정",
    "조건",
    "hold",
    "컨테이너",
    "레플리카",
    "certificate",
    "certificates",
    "인증서",
    "메트릭",
    "지표",
    "클러스터",
    "리소스",
    "사용량",
    "메모리",
    "롤아웃",
    "동기화",
    "헬스",
    "체크",
    "버전",
    "이미지",
    "및",
    "배포가",
    "끝난",
    "뒤",
    "판단",
];

fn is_thing(word: &str) -> bool {
    // Shorter names of kinds are words of prose, too.
    let kind = word.len() > 2 && kinds::plainly_named(word).is_some();
    let source = |system: &System| system.called().contains(&word);
    kind || kinds::spoken(word).is_some()
        || System::ALL.iter().any(source)
        || THINGS.contains(&word)
}

/// Whether words that demand say more than that: `expected failed pods`, `pending pod 기대값`.
fn names_more(words: &str, beside: fn(&str) -> bool) -> bool {
    let demands = |word: &str| {
        [DEMAND_KO, DEMAND_WHOLE, DEMAND_EN]
            .iter()
            .flat_map(|list| list.iter())
            .any(|phrase| phrase.split(' ').any(|own| own == word))
    };
    let known = |word: &str| BESIDE.contains(&word) || beside(word) || demands(word);
    words
        .split([' ', '/', ','])
        .any(|word| !word.is_empty() && !known(word) && !is_number(word))
}

/// Whether a label before a colon is no more than the beginning of what is said: of what it is demanded (`Expected failed
/// pods: 3`), or the state of so many (`Healthy: 3`). What the configuration teaches is a label.
pub(in crate::record) fn begins_what_is_said(text: &str, said: &str, extra: &[ExtraLabel]) -> bool {
    let words = normal(text);
    let taught = extra.iter().any(|own| normal(&own.text) == words);
    let counts = ["healthy", "success", "정상"].contains(&words.as_str());
    let number = is_number(said.trim_matches([' ', '*', '`']));
    let demands = matches!(
        label(text, extra),
        Some(Label::Claims(Force::Demands | Force::Unsure))
    );
    let names = names_more(&words, |_| false) || counts && number;
    !taught && demands && is_demand(&words) && names
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

const REPORT: &[&str] = &[
    "결과",
    "출력",
    "실제 상태",
    "변경 후",
    "after",
    "result",
    "results",
    "output",
    "outputs",
    "actual",
];

const REMARK: &[&str] = &[
    "참고",
    "참고 사항",
    "참고사항",
    "비고",
    "메모",
    "for reference",
    "reference",
    "references",
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
