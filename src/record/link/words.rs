//! Titles as sets of words, so that two of them can be compared: particles stripped, plurals and
//! synonyms brought to one word, the many words for checking told apart from the rest.

use crate::facts::kinds;
use crate::record::vocabulary::{environment, is_sign, nfc};

/// The words of a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Words with a meaning of their own, in order, in one form.
    pub content: Vec<String>,
    /// Whether a word for checking stood among them.
    pub checks: bool,
}

impl Words {
    /// Reads a title; parentheses stay, as what they hold qualifies it.
    pub(super) fn of(title: &str) -> Words {
        let mut words = Words::default();
        for word in without_after(split(title)) {
            if is_check(&word) {
                words.checks = true;
            } else if !is_filler(&word) && !words.is_said_place(&word) {
                words.content.push(word);
            }
        }
        words
    }

    /// `dev 환경`, `the dev cluster`: that an environment is one adds nothing.
    fn is_said_place(&self, word: &str) -> bool {
        let place = matches!(word, "환경" | "cluster" | "environment");
        place
            && self
                .content
                .last()
                .is_some_and(|last| environment(last).is_some())
    }

    /// Its content written in one piece, as blanks in Korean are a matter of taste.
    pub(super) fn joined(&self) -> String {
        self.content.concat()
    }
}

/// The words without `배포 후`, `after the deployment`: that is when all is checked.
pub(super) fn without_after(mut words: Vec<String>) -> Vec<String> {
    let is =
        |word: Option<&String>, any: &[&str]| word.is_some_and(|word| any.contains(&word.as_str()));
    const EVENTS: [&str; 6] = [
        "배포",
        "deployment",
        "deploy",
        "rollout",
        "release",
        "릴리스",
    ];
    let mut at = 0;
    while at < words.len() {
        let article = usize::from(is(words.get(at + 1), &["the", "this"]));
        let taken = if is(words.get(at), &EVENTS)
            && is(words.get(at + 1), &["후", "이후", "직후", "뒤"])
        {
            2
        } else if is(words.get(at), &["after"]) && is(words.get(at + 1 + article), &EVENTS) {
            2 + article
        } else if is(words.get(at), &["post-deployment", "post-deploy", "배포후"]) {
            1
        } else {
            0
        };
        words.drain(at..at + taken);
        at += usize::from(taken == 0);
    }
    words
}

/// What a text says, whoever is to check it: its words but those for checking.
pub(super) fn said(text: &str) -> Vec<String> {
    let words = split(text).into_iter();
    words.filter(|word| !is_check(word)).collect()
}

/// The words of a text in canonical form, all of them.
pub(super) fn split(text: &str) -> Vec<String> {
    nfc(text)
        .to_lowercase()
        .split(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '#' | '~' | '–')) || is_sign(c)
        })
        .map(|word| word.trim_matches(['-', '.', '/', '~', '–']))
        .filter(|word| !word.is_empty())
        .map(canonical)
        .collect()
}

/// The word for a kind as a command writes it: `ds`, `deployments.apps`, `svc`.
pub(super) fn kind(written: &str) -> String {
    let plain = written.split('.').next().unwrap_or(written);
    let long = kinds::named(plain).and_then(kinds::Kind::word);
    long.map_or_else(|| canonical(plain), str::to_owned)
}

/// One form for the forms of a word.
fn canonical(word: &str) -> String {
    let word = without_particle(word);
    if let Some(environment) = environment(word) {
        return environment.to_owned();
    }
    if let Some(kind) = kinds::spoken(word) {
        return kind.to_owned();
    }
    let known = match word {
        "로그" | "logs" | "logging" => "log",
        "리소스" | "자원" | "resources" => "resource",
        "사용량" | "사용률" | "utilization" => "usage",
        "메모리" => "memory",
        "볼륨" | "volumes" => "volume",
        "에러" | "오류" | "errors" => "error",
        "재시작" | "restarts" => "restart",
        "이미지" | "images" => "image",
        "상태" | "state" | "states" | "statuses" => "status",
        "수집" | "collection" | "collected" | "collecting" | "collects" => "collect",
        "메트릭" | "지표" | "metrics" => "metric",
        "동기화" | "synced" | "syncs" | "synchronization" | "synchronisation" => "sync",
        "클러스터" | "clusters" => "cluster",
        "배포되었는지" | "배포됨" | "배포된" => "배포",
        "argo-cd" | "아르고cd" => "argocd",
        "안정" | "안정화" | "안정적" | "안정적인지" | "stable" => "안정성",
        "stability" => "안정성",
        other => return singular(other).to_owned(),
    };
    known.to_owned()
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem)
            if stem.len() >= 3
                && word.is_ascii()
                && !stem.ends_with(['s', 'u', 'i'])
                && stem.bytes().all(|b| b.is_ascii_alphabetic()) =>
        {
            stem
        }
        Some(_) | None => word,
    }
}

/// Takes a Korean particle off, where at least two syllables or any Latin word remain.
fn without_particle(word: &str) -> &str {
    const PARTICLES: [&str; 18] = [
        "인지", "에서", "으로", "까지", "부터", "에게", "은", "는", "이", "가", "을", "를", "의",
        "에", "로", "와", "과", "도",
    ];
    for particle in PARTICLES {
        if let Some(stem) = word.strip_suffix(particle) {
            let last_is_latin = stem.ends_with(|c: char| c.is_ascii_alphanumeric());
            if last_is_latin || stem.chars().count() >= 2 {
                return stem;
            }
        }
    }
    word
}

/// Words of the trade for a kind of thing or what is asked of it: never somebody's name, so that a
/// namespace `logging` is not what a log is.
pub(super) fn is_topic(word: &str) -> bool {
    kinds::spoken(word) == Some(word)
        || matches!(
            word,
            "log"
                | "resource"
                | "usage"
                | "memory"
                | "cpu"
                | "deploy"
                | "job"
                | "config"
                | "volume"
                | "pvc"
                | "pv"
                | "hpa"
                | "pdb"
                | "error"
                | "restart"
                | "image"
                | "version"
                | "status"
                | "collect"
                | "metric"
                | "sync"
                | "cluster"
                | "argocd"
                | "disk"
                | "network"
                | "alert"
                | "dashboard"
                | "trace"
                | "latency"
                | "certificate"
                | "crd"
                | "container"
                | "replica"
                | "warning"
                | "ready"
                | "running"
                | "health"
                | "버전"
                | "설정"
                | "알림"
                | "알람"
                | "경고"
                | "디스크"
                | "네트워크"
                | "컨테이너"
                | "인증서"
                | "레플리카"
                | "대시보드"
                | "트레이스"
        )
}

/// Words for checking, all of which mean the same in a title.
pub(super) fn is_check(word: &str) -> bool {
    matches!(
        word,
        "확인"
            | "검증"
            | "체크"
            | "점검"
            | "모니터링"
            | "확인하기"
            | "확인한다"
            | "확인합니다"
            | "검증하기"
            | "관찰"
            | "verify"
            | "verifie"
            | "verified"
            | "verifying"
            | "verification"
            | "check"
            | "checked"
            | "checking"
            | "validate"
            | "validated"
            | "validation"
            | "validating"
            | "monitor"
            | "monitored"
            | "monitoring"
            | "confirm"
            | "confirmed"
            | "ensure"
            | "inspect"
            | "watch"
            | "observe"
            | "review"
    )
}

/// Words that carry nothing in a title.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "of"
            | "for"
            | "and"
            | "to"
            | "that"
            | "is"
            | "are"
            | "on"
            | "in"
            | "and/or"
            | "및"
            | "여부"
            | "사항"
            | "수행"
            | "진행"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_mean_the_same_have_the_same_words() {
        for (one, other) in [
            ("DaemonSet 상태 검증", "DaemonSet 상태 확인"),
            ("데몬셋 상태를 체크", "DaemonSet 상태 확인"),
            ("로그 수집 확인", "로그의 수집을 검증"),
            ("Verify log collection", "Log collection"),
            ("Resource usage monitoring", "Monitor resource usage"),
            ("리소스 사용량 모니터링", "Check resource usage"),
            ("리소스사용량 모니터링", "리소스 사용량 확인"),
            (
                "\u{1105}\u{1169}\u{1100}\u{1173} 수집 확인",
                "로그 수집 확인",
            ),
            ("✅ **Pods** are checked", "pod check"),
        ] {
            let (one_words, other_words) = (Words::of(one), Words::of(other));
            let same = one_words.content == other_words.content
                || one_words
                    .joined()
                    .replace("resource", "리소스")
                    .replace("usage", "사용량")
                    == other_words
                        .joined()
                        .replace("resource", "리소스")
                        .replace("usage", "사용량");
            assert!(same, "{one} / {other}: {one_words:?} {other_words:?}");
        }
    }

    #[test]
    fn titles_that_differ_in_a_word_do_not() {
        for (one, other) in [
            ("dev DaemonSet 상태 확인", "DaemonSet 상태 확인"),
            ("로그 수집 설정", "로그 수집 확인"),
            ("status", "statu"),
            ("Pod 배포 확인", "노드별 Pod 배포 확인"),
        ] {
            assert_ne!(
                Words::of(one).content,
                Words::of(other).content,
                "{one} / {other}"
            );
        }
    }
}
