//! Which titles are a verification plan's: those that speak of checking and, besides, of nothing but
//! the deployment and how it is checked. Every word must be known, so that a title that speaks of
//! something else (`Test data`, `변경 사항 확인`) is none.

use crate::facts::word_list::WordList;
use crate::record::words;

static TITLE: WordList = words("plan-title");
static ENDING: WordList = words("plan-title-ending");
static BEFORE: WordList = words("title-before");

/// What words may say of a plan: a bit for each of these.
type Said = u8;

const CORE: Said = 1;
const TEST: Said = 2;
const PLACE: Said = 4;
const EVENT: Said = 8;
const AFTER: Said = 16;

/// Whether a title in normal form is a verification plan's.
pub(super) fn is_plan(words: &str) -> bool {
    let said = words
        .split([' ', '/', ',', '&', '·', '+', '-', '–', '—', ':', '|'])
        .filter(|word| !word.is_empty())
        .try_fold(0, |said, word| Some(said | said_by(word)?));
    let is_one = |said: Said| {
        let has = |what: Said| said & what != 0;
        (has(CORE) || has(TEST) && !has(PLACE)) && (!has(EVENT) || has(AFTER))
    };
    said.is_some_and(is_one) && !is_before(words)
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

fn listed(word: &str) -> Option<Said> {
    Some(match TITLE.value(word)? {
        "core" => CORE,
        "test" => TEST,
        "place" => PLACE,
        "event" => EVENT,
        "after" => AFTER,
        _ => 0,
    })
}

/// Korean writes such words together as well: `배포후검증`, `확인방법`, `재검증`, `배포의`.
fn compound(word: &str) -> Option<Said> {
    if let Some(again) = word.strip_prefix('재')
        && let Some(said) = said_by(again)
        && said & (CORE | TEST) != 0
    {
        return Some(said);
    }
    let ends = word.char_indices().skip(1).map(|(at, _)| at);
    for end in ends.chain([word.len()]) {
        let (first, rest) = word.split_at(end);
        let Some(said) = listed(first) else {
            continue;
        };
        if rest.is_empty() || ENDING.has(rest) {
            return Some(said);
        }
        if let Some(other) = compound(rest) {
            return Some(said | other);
        }
    }
    None
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Whether a title speaks of what comes before the deployment, which no plan may be.
pub(in crate::record::vocabulary) fn is_before(words: &str) -> bool {
    BEFORE.is_within(words)
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
