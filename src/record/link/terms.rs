//! Titles as sets of words, so that two of them can be compared: particles stripped, plurals and
//! synonyms brought to one word, the many words for checking told apart from the rest.

use crate::facts::kinds;
use crate::facts::word_list::WordList;
use crate::record::vocabulary::{environment, is_sign, nfc};
use crate::record::words as list;

static EVENT: WordList = list("item-event");
static SYNONYM: WordList = list("item-synonym");
static PARTICLE: WordList = list("item-particle");
static TOPIC: WordList = list("item-topic");
static CHECK: WordList = list("item-check");
static FILLER: WordList = list("item-filler");

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
    let mut at = 0;
    while at < words.len() {
        let article = usize::from(is(words.get(at + 1), &["the", "this"]));
        let taken = if is(words.get(at), &EVENT)
            && is(words.get(at + 1), &["후", "이후", "직후", "뒤"])
        {
            2
        } else if is(words.get(at), &["after"]) && is(words.get(at + 1 + article), &EVENT) {
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
    let known = SYNONYM.value(word);
    known.unwrap_or_else(|| singular(word)).to_owned()
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
    for particle in PARTICLE.iter() {
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
    kinds::spoken(word) == Some(word) || TOPIC.has(word)
}

/// Words for checking, all of which mean the same in a title.
pub(super) fn is_check(word: &str) -> bool {
    CHECK.has(word)
}

/// Words that carry nothing in a title.
pub(super) fn is_filler(word: &str) -> bool {
    FILLER.has(word)
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
