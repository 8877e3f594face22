//! Lists of words that no rule needs to tell apart. `words.tsv` has them, and says what each holds.

use crate::facts::word_list::{WordList, WordLists};
use chrono::TimeDelta;

/// A list of the data. One of no line has no words; `tests/it/architecture.rs` finds it.
pub(super) fn list(name: &str) -> &'static WordList {
    static LISTS: WordLists = WordLists::of(include_str!("words.tsv"));
    LISTS.list(name)
}

/// Longer than this nobody waits beside a check: then it says for how long, or when, it has to be so.
pub(super) const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// A remark that only says that this is good.
pub(super) fn harmless(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace();
    let mut words = words
        .map(|word| word.trim_matches(['.', '!', ',']))
        .peekable();
    words.peek().is_some() && words.all(|word| list("harmless").has(word))
}
