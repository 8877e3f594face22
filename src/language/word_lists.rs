//! Lists of words that no rule needs to tell apart. `words.tsv` has them, and says what each holds.

use crate::facts::word_list::{WordList, lines};
use chrono::TimeDelta;
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("words.tsv");

static LISTS: LazyLock<HashMap<&str, WordList>> = LazyLock::new(|| {
    let names = lines(DATA).map(|line| line.list);
    names.map(|name| (name, WordList::of(DATA, name))).collect()
});

/// A list of the data. One of no line has no words; `tests/it/architecture.rs` finds it.
pub(super) fn list(name: &str) -> &'static WordList {
    static NONE: WordList = WordList::of("", "");
    LISTS.get(name).unwrap_or(&NONE)
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
