//! Our list of kinds whose state tells whether they work, as data (`operators.tsv`). A kind that is not there is manual.
//! Argo CD's `resource_customizations` and kstatus were read beside the sources that its rows name, and where they are
//! milder the stricter reading is taken.

use crate::facts::tsv;
use serde::Deserialize;
use std::sync::LazyLock;

/// What makes an object of a kind a working one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) enum Works {
    /// `Ready` is true, or `Available` where there is no `Ready`.
    Ready,
    /// Each of these conditions is true.
    Conditions(Vec<&'static str>),
    /// There are conditions whose types end so, and all of them are true.
    Endings(&'static str),
    /// Each of these state words is a good one.
    Words(Vec<Word>),
    /// The counts at these pointers equal the wanted one (1 where that is absent).
    Counts(&'static str, Vec<&'static str>),
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
    Each(&'static str, Box<Works>),
    /// All of these together.
    All(Vec<Works>),
    /// The first where the place holds something, else the second: versions that write their status
    /// differently.
    If(&'static str, Box<Works>, Box<Works>),
    /// It is configuration: it works by being there.
    Exists,
    /// It is there, and nothing in it could speak against that.
    There,
}

/// A state word of a status.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Word {
    /// Where it stands.
    pub pointer: &'static str,
    /// The words of a working object.
    pub good: Vec<&'static str>,
    /// The words of a broken one. Any other word is on its way.
    pub bad: Vec<&'static str>,
}

/// Groups, kinds, and what makes an object of them a working one.
struct Entry {
    groups: Vec<&'static str>,
    kinds: Vec<&'static str>,
    works: Works,
}

const TABLE: &str = include_str!("operators.tsv");

static LIST: LazyLock<Vec<Entry>> = LazyLock::new(|| tsv::lines(TABLE).filter_map(entry).collect());

fn entry(row: &'static str) -> Option<Entry> {
    let (groups, rest) = row.split_once('\t')?;
    let (kinds, works) = rest.split_once('\t')?;
    Some(Entry {
        groups: groups.split(' ').collect(),
        kinds: kinds.split(' ').collect(),
        works: serde_json::from_str(works).ok()?,
    })
}

/// What makes an object of a group and kind a working one, if it is on the list.
pub(crate) fn works(group: &str, kind: &str) -> Option<&'static Works> {
    let is = |entry: &&Entry| {
        let mut groups = entry.groups.iter();
        let mut kinds = entry.kinds.iter();
        groups.any(|pattern| group_matches(pattern, group))
            && kinds.any(|pattern| kind_matches(pattern, kind))
    };
    LIST.iter().find(is).map(|entry| &entry.works)
}

/// The groups and kinds of every entry of an operator.
#[cfg(test)]
pub(crate) fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = LIST.iter().filter(|entry| entry.works != Works::There);
    own.flat_map(|entry| {
        let kinds = entry.kinds.iter();
        kinds.flat_map(|kind| entry.groups.iter().map(|group| (*group, *kind)))
    })
}

fn group_matches(pattern: &str, group: &str) -> bool {
    match pattern {
        "-" => group.is_empty(),
        _ if pattern.starts_with('.') => group.ends_with(pattern),
        _ => group == pattern,
    }
}

fn kind_matches(pattern: &str, kind: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => kind.ends_with(end),
        None => pattern == kind,
    }
}

#[cfg(test)]
mod tests;
