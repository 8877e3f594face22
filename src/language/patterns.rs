//! How texts and words are written of which no list can hold all: messages, answers, paths, schedules. `patterns.tsv`
//! has the regular expressions, and says what each is of.

use crate::facts::tsv;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static PATTERNS: LazyLock<HashMap<&str, Regex>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("patterns.tsv"));
    let patterns = rows.map(|[name, source]| {
        let pattern = Regex::new(source).expect("the expression is constant");
        (name, pattern)
    });
    patterns.collect()
});

/// The expression of a name, which is one of the data.
pub(super) fn pattern(name: &str) -> &'static Regex {
    &PATTERNS[name]
}
