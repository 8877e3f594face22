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

/// A list of the data. One of no line has no words; a test finds it.
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Each list that is asked for is one of the data, and each of the data is asked for.
    #[test]
    fn the_lists_are_those_that_are_asked_for() {
        let room = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language");
        let files = std::fs::read_dir(room).unwrap();
        let files = files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
        let mut asked = HashSet::new();
        for file in files {
            let names = file.split("list(\"").skip(1);
            asked.extend(names.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
        let known: HashSet<String> = LISTS.keys().map(|name| (*name).to_owned()).collect();
        assert_eq!(asked, known);
    }
}
