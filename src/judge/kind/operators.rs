//! Our list of kinds whose state tells whether they work: what each asks for. A kind that is not
//! here is manual. Each operator's entry names the source of its rule (its API types or its
//! documentation); Argo CD's `resource_customizations` and kstatus were read beside them, and where
//! they are milder the stricter reading is taken.

mod apps;
mod cluster;
mod data;
mod delivery;
mod messaging;
mod network;
mod observe;
mod openshift;
mod security;
mod storage;

/// What makes an object of a kind a working one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Works {
    /// `Ready` is true, or `Available` where there is no `Ready`.
    Ready,
    /// Each of these conditions is true.
    Conditions(&'static [&'static str]),
    /// There are conditions whose types end so, and all of them are true.
    Endings(&'static str),
    /// Each of these state words is a good one.
    Words(&'static [Word]),
    /// The counts at these pointers equal the wanted one (1 where that is absent).
    Counts(&'static str, &'static [&'static str]),
    /// A text at the pointer that counts itself: `2/2`.
    Ratio(&'static str),
    /// Two places hold the same text.
    Same(&'static str, &'static str),
    /// The place holds something.
    Set(&'static str),
    /// The place holds nothing: absent, empty, 0 or false.
    Unset(&'static str),
    /// A time at the place, if there is one, is still to come: a certificate's end.
    Until(&'static str),
    /// The time at the second place is no older than a few of the intervals at the first, where both are there.
    Fresh(&'static str, &'static str),
    /// Every entry of the list at the first pointer holds the same text at the second.
    Alike(&'static str, &'static str),
    /// Every entry of the list at the pointer carries conditions that accept it.
    Parents(&'static str),
    /// Every entry of the list or map at the pointer works so; the entry is read as a `status`.
    Each(&'static str, &'static Works),
    /// All of these together.
    All(&'static [Works]),
    /// The first where the place holds something, else the second: versions that write their status
    /// differently.
    If(&'static str, &'static Works, &'static Works),
    /// It is configuration: it works by being there.
    Exists,
}

/// A state word of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub pointer: &'static str,
    /// The words of a working object.
    pub good: &'static [&'static str],
    /// The words of a broken one. Any other word is on its way.
    pub bad: &'static [&'static str],
}

/// Groups, kinds, and what makes an object of them a working one.
type Entry = (&'static str, &'static str, Works);

/// The list, by what the operators are for. The first entry that matches counts.
const LISTS: &[&[Entry]] = &[
    security::LIST,
    delivery::LIST,
    network::LIST,
    cluster::LIST,
    data::LIST,
    messaging::LIST,
    observe::LIST,
    storage::LIST,
    apps::LIST,
    openshift::LIST,
];

const PHASE: &str = "/status/phase";
const STATE: &str = "/status/state";

/// One state word.
const fn word(
    pointer: &'static str,
    good: &'static [&'static str],
    bad: &'static [&'static str],
) -> Word {
    Word { pointer, good, bad }
}

/// What makes an object of a group and kind a working one, if it is on the list.
pub(crate) fn works(group: &str, kind: &str) -> Option<Works> {
    let listed = |(groups, kinds, _): &&Entry| {
        groups
            .split(' ')
            .any(|pattern| group_matches(pattern, group))
            && kind_matches(kinds, kind)
    };
    let mut entries = LISTS.iter().flat_map(|list| list.iter());
    entries.find(listed).map(|(_, _, works)| *works)
}

/// The groups and kinds of every entry, as they are written.
#[cfg(test)]
pub(crate) fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    let entries = LISTS.iter().flat_map(|list| list.iter());
    entries.map(|(groups, kinds, _)| (*groups, *kinds))
}

/// `.crossplane.io` stands for every subgroup.
fn group_matches(pattern: &str, group: &str) -> bool {
    if pattern.starts_with('.') {
        group.ends_with(pattern)
    } else {
        group == pattern
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

#[cfg(test)]
mod tests;
