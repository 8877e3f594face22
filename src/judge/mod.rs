//! Judging: what was observed, held against what a record claims and against what each kind's own
//! status says. Pure: no I/O, and `now` is a value. It must never be wrong in the direction of ✅.

pub(crate) mod cel;
pub(crate) mod coverage;
pub(crate) mod deployment;
pub(crate) mod diagnosis;
pub(crate) mod kind;
pub(crate) mod log_line;
pub(crate) mod needs;
pub(crate) mod object;
pub(crate) mod predicate;
pub(crate) mod sample_table;
pub(crate) mod scene;
pub(crate) mod scheduling;
pub(crate) mod stability;
pub mod step;

use crate::facts::word_list::{WordList, WordLists};

/// A list of `words.tsv`.
fn word_list(name: &str) -> &'static WordList {
    static LISTS: WordLists = WordLists::of(include_str!("words.tsv"));
    LISTS.list(name)
}

#[cfg(test)]
mod tests {
    //! What the tests of several files hold against.

    mod documented;
}
