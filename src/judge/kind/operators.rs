//! Our list of kinds whose state tells whether they work: what each asks for. A kind that is not
//! here is manual. Sources: each operator's own API documentation; Argo CD's `resource_customizations`
//! and kstatus were read beside them.

mod list;

use list::{Entry, LIST};

/// What makes an object of a kind a working one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Works {
    /// `Ready` is true, or `Available` where there is no `Ready`.
    Ready,
    /// Each of these conditions is true.
    Conditions(&'static [&'static str]),
    /// Each of these state words is a good one.
    Words(&'static [Word]),
    /// The counts at these pointers equal the wanted one (1 where that is absent).
    Counts(&'static str, &'static [&'static str]),
    /// Every entry of the list at the pointer carries conditions that accept it.
    Parents(&'static str),
    /// All of these together.
    All(&'static [Works]),
    /// It is configuration: it works by being there.
    Exists,
}

/// A state word of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub pointer: &'static str,
    /// The words of a working object.
    pub good: &'static [&'static str],
    /// The words of a broken one. Any other word is on its way.
    pub bad: &'static [&'static str],
}

const fn word(
    pointer: &'static str,
    good: &'static [&'static str],
    bad: &'static [&'static str],
) -> Word {
    Word { pointer, good, bad }
}

/// What makes an object of a group and kind a working one, if it is on the list.
pub fn works(group: &str, kind: &str) -> Option<Works> {
    let listed = |(groups, kinds, _): &&Entry| {
        groups
            .split(' ')
            .any(|pattern| group_matches(pattern, group))
            && kind_matches(kinds, kind)
    };
    LIST.iter().find(listed).map(|(_, _, works)| *works)
}

/// `.crossplane.io` stands for every subgroup.
fn group_matches(pattern: &str, group: &str) -> bool {
    match pattern.starts_with('.') {
        true => group.ends_with(pattern),
        false => group == pattern,
    }
}

/// `*` is every kind, `*Config` every kind that ends so; several are separated by blanks.
fn kind_matches(kinds: &str, kind: &str) -> bool {
    kinds
        .split(' ')
        .any(|pattern| match pattern.strip_prefix('*') {
            Some(end) => kind.ends_with(end),
            None => pattern == kind,
        })
}
