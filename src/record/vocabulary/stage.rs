//! Words that say for when, where and what a list is: before the deployment, a stage that has not
//! begun, an environment, another time. What stands over a checklist item is read with them.

use super::{is_sign, normal, title};
use crate::facts::word_list::WordList;
use crate::record::words;

static ENVIRONMENT: WordList = words("environment");
static ENVIRONMENT_IN_NAME: WordList = words("environment-in-name");
static PLACE_SUFFIX: WordList = words("place-suffix");
static BEFORE: WordList = words("stage-before");
static BEFORE_PHRASE: WordList = words("stage-before-phrase");
static BEFORE_PARTICLE: WordList = words("before-particle");
static NOT_BEGUN: WordList = words("stage-not-begun");
static QUEUED: WordList = words("stage-queued");
static OTHER_STAGE: WordList = words("stage-other");
static OTHER_STAGE_STEM: WordList = words("stage-other-stem");
static LIST_TITLE: WordList = words("list-title");

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
    if OTHER_STAGE.has(word) || OTHER_STAGE_STEM.begins(word) {
        return Sense::Stage;
    }
    if LIST_TITLE.has(word) || title::is_plan_word(word) || super::is_status_word(word) {
        return Sense::Plain;
    }
    Sense::Name
}

/// The environment that a word means: `개발계`, `dev환경`, `production`.
pub(in crate::record) fn environment(word: &str) -> Option<&'static str> {
    ENVIRONMENT.value(word).or_else(|| {
        let mut stems = PLACE_SUFFIX
            .iter()
            .filter_map(|place| word.strip_suffix(place));
        stems.find_map(|stem| ENVIRONMENT.value(stem))
    })
}

/// Whether a word names an environment in the name of a cluster.
pub(crate) fn names_environment(word: &str) -> bool {
    ENVIRONMENT_IN_NAME.has(word)
}

/// Whether a text speaks of what comes before the deployment.
pub(in crate::record) fn speaks_of_before(text: &str) -> bool {
    let open = text.replace(['(', ')', '（', '）', '[', ']', '/', ',', '·'], " ");
    let words: Vec<String> = normal(&open).split(' ').map(bare_before).collect();
    let words = words.join(" ");
    title::is_before(&words) || BEFORE.has_word_of(&words) || BEFORE_PHRASE.is_within(&words)
}

/// `전에`, `배포 전까지`: a word that ends in 전 without the particle behind it.
fn bare_before(word: &str) -> String {
    let particles = BEFORE_PARTICLE.iter();
    let stems = particles.filter_map(|particle| word.strip_suffix(particle));
    let bare = stems
        .filter(|stem| stem.ends_with('전'))
        .min_by_key(|stem| stem.len());
    bare.unwrap_or(word).to_owned()
}

/// Whether the value of a status says that its stage has not begun.
pub(in crate::record) fn not_begun(status: &str) -> bool {
    let words = normal(status);
    status.contains(WAITING_SIGNS)
        || NOT_BEGUN.iter().chain(&*QUEUED).any(|word| {
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
        .any(|(at, part)| NOT_BEGUN.has(&part) || (at > 0 && QUEUED.has(&part)))
}

const WAITING_SIGNS: [char; 2] = ['⏸', '🔜'];

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
