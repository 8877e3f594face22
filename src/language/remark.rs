//! Words that are carried along and change nothing: how long it may take, that this is good.

use super::concept::{Concept, Term, Token};
use super::words::{HARMLESS, WAITING};
use chrono::TimeDelta;

/// Longer than this nobody waits beside a check: then it says for how long, or when, it has to be so.
pub(super) const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// Whether a time is one that one waits.
pub(super) fn is_wait(concept: &Concept) -> bool {
    match concept {
        Concept::Time(time) | Concept::TimeRange(_, time) => *time <= LONGEST_WAIT,
        _ => false,
    }
}

/// How long it may take: `may take 5-10 minutes`, `약 2시간 후`, `within 5 minutes`, `30초 이내`.
pub(super) fn waiting(paren: &str, tokens: &[Token]) -> bool {
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
                word.split_whitespace().all(|word| WAITING.contains(&word))
            }
            _ => false,
        })
}

/// A remark that only says that this is good.
pub(super) fn harmless(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split_whitespace()
        .map(|word| word.trim_matches(['.', '!', ',']))
        .peekable();
    words.peek().is_some() && words.all(|word| HARMLESS.contains(&word))
}
