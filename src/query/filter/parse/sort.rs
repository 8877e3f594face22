//! `sort` and its keys.

use super::super::super::expand::Word;
use super::super::super::flags::bad_value;
use super::super::super::{Class, Filter, Sort, SortBy, SortKey, SortValue};
use super::{form, only_flags};

/// Reads the words after `sort`.
pub(super) fn sort(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, "sort")?;
    let separator = match parsed.text("field-separator") {
        None => None,
        Some(text) => match text.chars().collect::<Vec<_>>().as_slice() {
            [sign] => Some(*sign),
            _ => return Err(form("sort -t")),
        },
    };
    let keys = parsed.values("key").map(|word| {
        // One that is still to be filled in counts as the first.
        let unknown = SortKey {
            from: 1,
            to: None,
            own: None,
        };
        match key(&word.text) {
            Some(key) => Ok(key),
            None if !word.is_known() => Ok(unknown),
            None => Err(bad_value("sort -k", word)),
        }
    });
    Ok(Filter::Sort(Sort {
        reverse: parsed.on("reverse"),
        unique: parsed.on("unique"),
        stable: parsed.on("stable"),
        by: SortBy {
            value: match (parsed.on("numeric-sort"), parsed.on("human-numeric-sort")) {
                (false, false) => SortValue::Text,
                (true, false) => SortValue::Number,
                (false, true) => SortValue::Human,
                (true, true) => return Err(form("sort -nh")),
            },
            fold: parsed.on("ignore-case"),
            blanks: parsed.on("ignore-leading-blanks"),
        },
        keys: keys.collect::<Result<_, _>>()?,
        separator,
    }))
}

/// `4`, `4,4`, `4nr`, `2,3h`.
fn key(text: &str) -> Option<SortKey> {
    let (first, last) = match text.split_once(',') {
        Some((first, last)) => (first, Some(last)),
        None => (text, None),
    };
    let parts = |text: &str| -> Option<(usize, String)> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number: usize = digits.parse().ok().filter(|number| *number > 0)?;
        Some((number, text[digits.len()..].to_owned()))
    };
    let (from, mut letters) = parts(first)?;
    let to = match last {
        None => None,
        Some(last) => {
            let (to, more) = parts(last)?;
            // There `b` is of the key's end, not of its start.
            if more.contains('b') {
                return None;
            }
            letters.push_str(&more);
            Some(to)
        }
    };
    let mut by = SortBy::default();
    let mut reverse = false;
    for letter in letters.chars() {
        match letter {
            'n' => by.value = SortValue::Number,
            'h' => by.value = SortValue::Human,
            'r' => reverse = true,
            'f' => by.fold = true,
            'b' => by.blanks = true,
            _ => return None,
        }
    }
    Some(SortKey {
        from,
        to,
        own: (!letters.is_empty()).then_some((by, reverse)),
    })
}
