//! Which titles are a verification plan's: those that speak of checking and, besides, of nothing but
//! the deployment and how it is checked. Every word must be known, so that a title that speaks of
//! something else (`Test data`, `변경 사항 확인`) is none.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of which a plan's title has one at least.
const CORE: &[&str] = &[
    "검증",
    "확인",
    "점검",
    "체크",
    "헬스체크",
    "테스트",
    "스모크",
    "verification",
    "verifications",
    "verify",
    "verifying",
    "reverification",
    "reverify",
    "validation",
    "validations",
    "validate",
    "validating",
    "revalidation",
    "confirm",
    "confirming",
    "confirmation",
    "smoke",
    "sanity",
    "check",
    "checks",
    "checking",
    "recheck",
    "rechecks",
    "testing",
    "tests",
    "test",
    "retest",
];

/// What may stand beside them.
const FILLER: &[&str] = &[
    "배포",
    "후",
    "완료",
    "이후",
    "직후",
    "계획",
    "방법",
    "절차",
    "단계",
    "사항",
    "항목",
    "과정",
    "방안",
    "기준",
    "내용",
    "포인트",
    "및",
    "동작",
    "작동",
    "정상",
    "정상적으로",
    "여부",
    "최종",
    "사후",
    "재",
    "추가",
    "서비스",
    "상태",
    "헬스",
    "명령",
    "명령어",
    "모음",
    "체크리스트",
    "시나리오",
    "결과",
    "전체",
    "기능",
    "통합",
    "회귀",
    "클러스터",
    "운영",
    "개발",
    "환경",
    "스테이징",
    "프로덕션",
    "적용",
    "반영",
    "릴리스",
    "릴리즈",
    "롤아웃",
    "업데이트",
    "업그레이드",
    "설치",
    "마이그레이션",
    "모니터링",
    "것",
    "할",
    "해야",
    "plan",
    "plans",
    "steps",
    "step",
    "procedure",
    "procedures",
    "process",
    "approach",
    "strategy",
    "guide",
    "instructions",
    "criteria",
    "commands",
    "command",
    "checklist",
    "post",
    "postdeployment",
    "postdeploy",
    "deployment",
    "deployments",
    "deploy",
    "deployed",
    "re",
    "after",
    "the",
    "a",
    "and",
    "of",
    "for",
    "in",
    "on",
    "how",
    "to",
    "what",
    "your",
    "our",
    "this",
    "that",
    "is",
    "was",
    "final",
    "additional",
    "further",
    "health",
    "functional",
    "integration",
    "regression",
    "acceptance",
    "e2e",
    "results",
    "rollout",
    "release",
    "upgrade",
    "update",
    "migration",
    "merge",
    "service",
    "cluster",
    "services",
    "basic",
    "quick",
    "environment",
    "production",
    "prod",
    "staging",
    "dev",
    "ops",
    "status",
    "section",
    "all",
    "it",
    "everything",
    "works",
    "working",
    "success",
    "successful",
    "installation",
    "manual",
    "monitoring",
];

/// Words that tell another story (`변경 사항 확인`, `Check the change`) unless the title says that it is
/// about what comes after them.
const EVENTS: &[&str] = &[
    "변경",
    "수정",
    "작업",
    "조치",
    "재시작",
    "change",
    "changes",
    "fix",
    "restart",
];

/// Core words that as well say what kind of place it is: a `test environment` is none to be checked.
const TEST: &[&str] = &["테스트", "test", "tests", "testing"];

const PLACES: &[&str] = &["환경", "클러스터", "environment", "cluster"];

const AFTER: &[&str] = &["후", "이후", "직후", "사후", "after", "post"];

/// What follows a Korean word without changing what it is about: particles, and the forms of 하다
/// that look ahead. `확인한` and `확인했` look back.
const ENDINGS: &[&str] = &[
    "",
    "의",
    "을",
    "를",
    "은",
    "는",
    "이",
    "가",
    "에",
    "에서",
    "와",
    "과",
    "로",
    "으로",
    "들",
    "용",
    "하기",
    "하는",
    "할",
    "해야",
    "하는지",
    "되었는지",
    "됐는지",
    "되는지",
];

/// What a word may say of a plan.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    core: bool,
    test: bool,
    place: bool,
    event: bool,
    after: bool,
}

impl Said {
    fn and(self, other: Said) -> Said {
        Said {
            core: self.core || other.core,
            test: self.test || other.test,
            place: self.place || other.place,
            event: self.event || other.event,
            after: self.after || other.after,
        }
    }
}

/// Whether a title in normal form is a verification plan's.
pub(super) fn is_plan(words: &str) -> bool {
    let said = words
        .split([' ', '/', ',', '&', '·', '+', '-', '–', '—', ':', '|'])
        .filter(|word| !word.is_empty())
        .try_fold(Said::default(), |said, word| Some(said.and(said_by(word)?)));
    let checks = |said: Said| said.core || (said.test && !said.place);
    said.is_some_and(|said| checks(said) && (!said.event || said.after)) && !is_before(words)
}

/// Whether a word may stand in a plan's title.
pub(in crate::record::vocabulary) fn is_plan_word(word: &str) -> bool {
    said_by(word).is_some()
}

/// What a word says; `None` if it is not known.
fn said_by(word: &str) -> Option<Said> {
    listed(word).or_else(|| {
        if word.chars().all(is_hangul) {
            compound(word)
        } else {
            None
        }
    })
}

/// What the lists above say of each of their words. Every title of every record asks for some.
static LISTED: LazyLock<HashMap<&str, Said>> = LazyLock::new(|| {
    let words = [CORE, EVENTS, FILLER].concat();
    let said = |word: &str| {
        let test = TEST.contains(&word);
        Said {
            core: CORE.contains(&word) && !test,
            test,
            place: PLACES.contains(&word),
            event: EVENTS.contains(&word),
            after: AFTER.contains(&word),
        }
    };
    words.into_iter().map(|word| (word, said(word))).collect()
});

fn listed(word: &str) -> Option<Said> {
    LISTED.get(word).copied()
}

/// Korean writes such words together as well: `배포후검증`, `확인방법`, `재검증`, `배포의`.
fn compound(word: &str) -> Option<Said> {
    if let Some(again) = word.strip_prefix('재')
        && let Some(said) = said_by(again)
        && (said.core || said.test)
    {
        return Some(said);
    }
    let ends = word.char_indices().skip(1).map(|(at, _)| at);
    for end in ends.chain([word.len()]) {
        let (first, rest) = word.split_at(end);
        let Some(said) = listed(first) else {
            continue;
        };
        if ENDINGS.contains(&rest) {
            return Some(said);
        }
        if let Some(other) = compound(rest) {
            return Some(said.and(other));
        }
    }
    None
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Whether a title speaks of what comes before the deployment, which no plan may be.
pub(in crate::record::vocabulary) fn is_before(words: &str) -> bool {
    let named = [
        "사전",
        "pre-",
        "before",
        "prior to",
        "prerequisite",
        "preflight",
    ];
    named.iter().any(|word| words.contains(word))
        || words.split(' ').any(|word| {
            let event = word.strip_suffix('전');
            event.is_some_and(|event| {
                event.is_empty() || listed(event).is_some() || ["시작", "진행"].contains(&event)
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::record::Role;
    use crate::record::vocabulary::{role, speaks_of_checking};

    #[test]
    fn a_plan_is_known_by_its_title() {
        for title in [
            "검증 계획",
            "재검증",
            "재 검증 계획",
            "확인 방법",
            "확인방법",
            "배포후검증",
            "배포 후 확인사항",
            "배포 이후 확인할 사항",
            "배포를 확인하는 방법",
            "정상동작확인",
            "변경 후 검증",
            "작업 이후 점검",
            "검증 및 모니터링",
            "검증/확인",
            "운영 환경 검증 절차",
            "테스트 및 클러스터 확인",
            "✅ 3. 최종 점검",
            "Step 7: 헬스 체크",
            "배포 후 헬스체크",
            "서비스 상태 체크",
            "업그레이드 후 스모크 테스트",
            "Verification",
            "Re-verification",
            "Reverification plan",
            "Post-deployment checks",
            "Post deployment: verification & monitoring",
            "Post-release validation",
            "Post-change verification",
            "Checks after the rollout",
            "How to verify",
            "What to check after the change",
            "Validation criteria",
            "Confirm that the deployment works",
            "Smoke test",
            "Step 4: Verify the release",
            "6. 상태 확인 명령어 모음",
            "Verify all services",
            "1. 🚀 Basic Deployment Check",
        ] {
            assert_eq!(role(title), Role::Plan, "{title}");
        }
    }

    #[test]
    fn other_titles_are_none() {
        for title in [
            "배포 전 확인",
            "배포전 점검",
            "사전 검증",
            "작업 전 확인 사항",
            "변경 사항 확인",
            "수정 내용 확인",
            "확인한 내용",
            "테스트 데이터",
            "테스트 환경",
            "Test environment",
            "Test cluster",
            "모니터링",
            "재시작",
            "헬스",
            "작업 체크리스트 작성",
            "배포 전 헬스 체크",
            "확인된 문제",
            "롤백 검증",
            "Pre-deployment checks",
            "Checks before the rollout",
            "Prerequisite checks",
            "Check the change",
            "Test data",
            "Monitoring",
            "What changed",
            "Rollback verification",
            "Confirmed problems",
            "Deployment plan",
        ] {
            assert_ne!(role(title), Role::Plan, "{title}");
        }
    }

    #[test]
    fn what_comes_before_is_never_checked_instead() {
        for (title, checks) in [
            ("노드 상태 확인", true),
            ("안전 점검", true),
            ("작업 전 노드 확인", false),
            ("배포전 노드 확인", false),
            ("Node checks", true),
            ("Node checks before the upgrade", false),
            ("Pre-flight node checks", false),
        ] {
            assert_eq!(speaks_of_checking(title), checks, "{title}");
        }
    }
}
