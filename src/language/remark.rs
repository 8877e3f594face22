//! Words that are carried along and change nothing: how long it may take, that this is good.

use super::clause::Reader;
use super::concept::{Concept, Term};
use super::lex::Quotes;
use chrono::TimeDelta;

/// Longer than this nobody waits beside a check: then it says for how long, or when, it has to be so.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// Whether a time is one that one waits.
pub(super) fn is_wait(concept: &Concept) -> bool {
    match concept {
        Concept::Time(time) | Concept::TimeRange(_, time) => *time <= LONGEST_WAIT,
        _ => false,
    }
}

/// How long it may take: `may take 5-10 minutes`, `약 2시간 후`, `within 5 minutes`, `30초 이내`.
pub(super) fn waiting(paren: &str, reader: &Reader) -> bool {
    const WORDS: [&str; 23] = [
        "may",
        "might",
        "can",
        "take",
        "takes",
        "up",
        "to",
        "about",
        "around",
        "approximately",
        "after",
        "within",
        "in",
        "wait",
        "약",
        "후",
        "이내",
        "소요",
        "대기",
        "걸릴",
        "있음",
        "걸림",
        "정도",
    ];
    let tokens = reader.tokens(paren, Quotes::Words);
    let times = tokens.iter().filter(|token| is_wait(&token.concept));
    times.count() == 1
        && tokens.len() > 1
        && tokens.iter().all(|token| match &token.concept {
            Concept::Time(_) | Concept::TimeRange(..) => true,
            Concept::Term(Term::Within | Term::In | Term::Exist) => true,
            Concept::Term(_) | Concept::Unknown(_) => {
                let word = paren
                    .get(token.span.clone())
                    .unwrap_or_default()
                    .to_lowercase();
                word.split_whitespace().all(|word| WORDS.contains(&word))
            }
            _ => false,
        })
}

/// A remark that only says that this is good.
pub(super) fn harmless(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "cluster",
        "is",
        "are",
        "healthy",
        "ok",
        "good",
        "normal",
        "fine",
        "everything",
        "it",
        "this",
        "means",
        "the",
        "all",
        "정상",
        "클러스터",
        "정상입니다",
        "정상임",
        "입니다",
        "의미",
        "success",
        "성공",
    ];
    let lower = text.to_lowercase();
    let mut words = lower
        .split_whitespace()
        .map(|word| word.trim_matches(['.', '!', ',']))
        .peekable();
    words.peek().is_some() && words.all(|word| WORDS.contains(&word))
}
