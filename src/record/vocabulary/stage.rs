//! Words that say for when, where and what a list is: before the deployment, a stage that has not
//! begun, an environment, another time. What stands over a checklist item is read with them.

use super::{is_sign, normal, title};

/// What a word over an item says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::record) enum Sense {
    /// Nothing that narrows it.
    Plain,
    /// An environment, in its one form.
    Environment(&'static str),
    /// Another time or turn than after this deployment.
    Stage,
    /// Anything else: a component, a team, a number.
    Name,
}

/// What a word says, in lower case and its one form.
pub(in crate::record) fn sense(word: &str) -> Sense {
    if let Some(environment) = environment(word) {
        return Sense::Environment(environment);
    }
    if STAGES.contains(&word) || STAGE_STEMS.iter().any(|stem| word.starts_with(stem)) {
        return Sense::Stage;
    }
    if PLAIN.contains(&word) || title::is_plan_word(word) || super::is_status_word(word) {
        return Sense::Plain;
    }
    Sense::Name
}

/// The environment that a word means: `개발계`, `dev환경`, `production`.
pub(in crate::record) fn environment(word: &str) -> Option<&'static str> {
    const PLACES: [&str; 6] = ["환경", "클러스터", "계", "기", "망", "서버"];
    let bare = |word: &str| ENVIRONMENTS.iter().find(|(_, forms)| forms.contains(&word));
    let found = bare(word).or_else(|| {
        let stems = PLACES.iter().filter_map(|place| word.strip_suffix(place));
        stems.filter_map(bare).next()
    });
    found.map(|(environment, _)| *environment)
}

/// Whether a text speaks of what comes before the deployment.
pub(in crate::record) fn speaks_of_before(text: &str) -> bool {
    let open = text.replace(['(', ')', '（', '）', '[', ']', '/', ',', '·'], " ");
    let words: Vec<String> = normal(&open).split(' ').map(bare_before).collect();
    let words = words.join(" ");
    title::is_before(&words)
        || words.split(' ').any(|word| BEFORE.contains(&word))
        || BEFORE_PHRASES.iter().any(|phrase| words.contains(phrase))
}

/// `전에`, `배포 전까지`: a word that ends in 전 without the particle behind it.
fn bare_before(word: &str) -> String {
    const PARTICLES: [&str; 6] = ["에", "에는", "엔", "의", "까지", "부터"];
    let stems = PARTICLES
        .iter()
        .filter_map(|particle| word.strip_suffix(particle));
    let bare = stems
        .filter(|stem| stem.ends_with('전'))
        .min_by_key(|stem| stem.len());
    bare.unwrap_or(word).to_owned()
}

/// Whether the value of a status says that its stage has not begun.
pub(in crate::record) fn not_begun(status: &str) -> bool {
    let words = normal(status);
    status.contains(WAITING_SIGNS)
        || NOT_BEGUN.iter().chain(QUEUED).any(|word| {
            words
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// Whether a title says so: by a sign, by a part behind a dash, a colon or in parentheses, or as a
/// whole. One that is only `Pending` may as well be the list of what is left.
pub(in crate::record) fn title_not_begun(title: &str) -> bool {
    if title.contains(WAITING_SIGNS) {
        return true;
    }
    let divides = |c: char| is_sign(c) || "()（）[]:：|–—".contains(c);
    let spaced = title.replace(" - ", " — ");
    let parts = spaced.split(divides).map(normal);
    parts
        .filter(|part| !part.is_empty())
        .enumerate()
        .any(|(at, part)| {
            NOT_BEGUN.contains(&part.as_str()) || (at > 0 && QUEUED.contains(&part.as_str()))
        })
}

const WAITING_SIGNS: [char; 2] = ['⏸', '🔜'];

const NOT_BEGUN: &[&str] = &[
    "not started",
    "not yet started",
    "not begun",
    "not yet",
    "planned",
    "upcoming",
    "scheduled",
    "on hold",
    "미시작",
    "미착수",
    "시작 전",
    "착수 전",
    "예정",
    "진행 예정",
    "보류",
    "미진행",
];

const QUEUED: &[&str] = &[
    "pending",
    "waiting",
    "todo",
    "to do",
    "queued",
    "blocked",
    "paused",
    "대기",
    "대기 중",
    "대기중",
    "준비 중",
    "준비중",
];

/// Each environment with the words for it, in both languages.
const ENVIRONMENTS: &[(&str, &[&str])] = &[
    ("dev", &["dev", "develop", "development", "devel", "개발"]),
    (
        "staging",
        &["staging", "stg", "stage", "스테이징", "스테이지"],
    ),
    (
        "production",
        &[
            "production",
            "prod",
            "prd",
            "live",
            "프로덕션",
            "프로드",
            "상용",
            "라이브",
            "운영",
        ],
    ),
    ("ops", &["ops", "옵스"]),
    ("qa", &["qa", "큐에이"]),
    (
        "preprod",
        &["preprod", "pre-prod", "preproduction", "pre-production"],
    ),
    ("sandbox", &["sandbox", "샌드박스"]),
    ("canary", &["canary", "카나리", "카나리아"]),
    ("test", &["테스트계", "test-env"]),
    ("dr", &["dr", "재해복구"]),
    ("local", &["local", "로컬"]),
];

const BEFORE: &[&str] = &[
    "baseline",
    "baselines",
    "베이스라인",
    "기준선",
    "preparation",
    "preparations",
    "preconditions",
    "precondition",
    "predeployment",
    "predeploy",
    "prechecks",
    "precheck",
    "pre",
    "직전",
    "배포전",
    "적용전",
    "작업전",
    "변경전",
];

const BEFORE_PHRASES: &[&str] = &[
    "pre flight",
    "go/no-go",
    "go no-go",
    "준비 사항",
    "준비사항",
    "선행 조건",
];

/// Words of another time or turn. `다음 단계` and `next steps` are none: see the reader of titles.
const STAGES: &[&str] = &[
    "다음",
    "next",
    "내일",
    "모레",
    "나중",
    "추후",
    "향후",
    "차후",
    "익일",
    "tomorrow",
    "later",
    "future",
    "afterwards",
    "revert",
    "reverted",
    "reverting",
    "원복",
    "복구",
    "recovery",
];

const STAGE_STEMS: &[&str] = &["롤백", "rollback", "roll-back", "rolled", "되돌"];

/// Words that say of a list only that it is one, beside those of a plan's title.
const PLAIN: &[&str] = &[
    "checklists",
    "list",
    "todo",
    "to-do",
    "remaining",
    "action",
    "item",
    "task",
    "work",
    "follow-up",
    "followup",
    "follow",
    "up",
    "progress",
    "summary",
    "detail",
    "tracking",
    "done",
    "finish",
    "finished",
    "complete",
    "completed",
    "completion",
    "once",
    "when",
    "gitploy",
    "expected",
    "expect",
    "criterion",
    "should",
    "must",
    "be",
    "see",
    "we",
    "you",
    "ha",
    "has",
    "are",
    "quick",
    "roll",
    "out",
    "short",
    "full",
    "main",
    "following",
    "below",
    "here",
    "with",
    "by",
    "log-in",
    "result",
    "merged",
    "applied",
    "succeeded",
    "success",
    "successful",
    "point",
    "목록",
    "남은",
    "일",
    "할일",
    "후속",
    "현황",
    "진행",
    "상황",
    "요약",
    "상세",
    "기록",
    "당일",
    "뒤",
    "끝난",
    "끝나면",
    "완료되면",
    "완료된",
    "아래",
    "다음과",
    "같이",
    "기대",
    "예상",
    "성공",
    "조건",
    "해야할",
    "머지",
    "병합",
    "체크",
    "점검표",
    "확인표",
    "목표",
    "핵심",
    "주요",
    "필수",
    "간단",
    "빠른",
    "마지막",
    "배포되면",
    "배포가",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_before_is_known_in_both_languages() {
        for text in [
            "배포 전 체크리스트",
            "체크리스트 (배포 전)",
            "배포전 확인",
            "사전 점검",
            "변경 전 상태",
            "배포 직전 확인",
            "배포 전에 다음을 확인한다",
            "배포 전까지",
            "Pre-Flight",
            "Pre-deployment checklist",
            "Pre flight checks",
            "Before you start",
            "Before the rollout",
            "Baseline",
            "Prerequisites",
            "Go/No-Go",
            "Checklist (before deployment)",
        ] {
            assert!(speaks_of_before(text), "{text}");
        }
        for text in [
            "배포 후 체크리스트",
            "버전 확인",
            "전체 확인",
            "안전 점검",
            "Post-deployment checklist",
            "After the rollout",
            "Previous release",
            "Preview environment",
        ] {
            assert!(!speaks_of_before(text), "{text}");
        }
    }

    #[test]
    fn a_stage_that_has_not_begun_is_known_by_its_title_or_status() {
        for title in [
            "Phase 3: dev ⏸️ Not Started",
            "Phase 3 (not started)",
            "3단계: dev (예정)",
            "2단계 - 대기",
            "2차 배포 [보류]",
            "예정",
            "Planned",
            "Rollout — Pending",
            "🔜 dev",
        ] {
            assert!(title_not_begun(title), "{title}");
        }
        for title in [
            "Pending",
            "대기",
            "배포 완료 대기",
            "⏳ 확인",
            "Done (completed)",
            "진행 중",
            "Waiting for the rollout",
        ] {
            assert!(!title_not_begun(title), "{title}");
        }
        for status in [
            "⏸️ Not Started",
            "대기",
            "대기 중 (dev 뒤)",
            "⏳ Pending",
            "예정 - 12/10",
            "Planned.",
        ] {
            assert!(not_begun(status), "{status}");
        }
        for status in [
            "✅ 완료",
            "진행 중",
            "running",
            "대기열 정상",
            "success",
            "Notified",
        ] {
            assert!(!not_begun(status), "{status}");
        }
    }

    #[test]
    fn environments_are_one_in_both_languages() {
        for (word, expected) in [
            ("dev", Some("dev")),
            ("개발", Some("dev")),
            ("dev환경", Some("dev")),
            ("개발계", Some("dev")),
            ("운영", Some("production")),
            ("prd", Some("production")),
            ("스테이징환경", Some("staging")),
            ("ops", Some("ops")),
            ("web", None),
            ("시계", None),
        ] {
            assert_eq!(environment(word), expected, "{word}");
        }
    }
}
