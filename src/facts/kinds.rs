//! The table of kinds: how each is written on a command line and in prose, where the server has it, and what is
//! so of it wherever it stands. Everything that has to know a kind by a name asks here.

use super::tsv;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A kind of objects.
#[derive(Debug)]
pub(crate) struct Kind {
    /// `daemonsets`: what names it inside the program, too.
    pub plural: &'static str,
    /// `ds`; blanks between several.
    short: &'static str,
    /// `DaemonSet`.
    pub kind: &'static str,
    /// `apps`; empty for the core group.
    pub group: &'static str,
    /// `v1`.
    pub version: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// What prose calls it: one English word, and the Korean ones.
    spoken: &'static str,
    /// What is so of it, in the words of the table.
    marks: &'static str,
}

impl Kind {
    /// Its short names.
    pub(crate) fn short(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.short.split_whitespace()
    }

    /// The word that prose has for it.
    pub(crate) fn word(&self) -> Option<&'static str> {
        self.spoken.split_whitespace().next()
    }

    fn is(&self, mark: &str) -> bool {
        self.marks.split_whitespace().any(|own| own == mark)
    }
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("kinds.tsv"));
    rows.map(
        |[plural, short, kind, spoken, marks, group, version, scope]| Kind {
            plural,
            short,
            kind,
            group,
            version,
            namespaced: scope == "namespace",
            spoken,
            marks,
        },
    )
    .collect()
});

/// A word of a command line taken apart in lower case: a name, and the group that it is written with.
pub(crate) fn apart(word: &str) -> (String, String) {
    let mut name = word.to_lowercase();
    let group = name.find('.').map(|at| name.split_off(at));
    let group = group.map_or(String::new(), |group| group[1..].to_owned());
    (name, group)
}

/// Whether what a name is written with is a group: nothing, `group`, `version.group`.
pub(crate) fn is_of_group(written: &str, group: &str, version: &str) -> bool {
    written.is_empty()
        || written == group
        || written == format!("{version}.{group}")
        // kubectl takes a group by its beginning, too: `deploy.apps`, `ing.networking`.
        || group.starts_with(&format!("{written}."))
}

/// Each name in lower case.
static NAMES: LazyLock<HashMap<String, &'static Kind>> = LazyLock::new(|| {
    let names = |kind: &'static Kind| {
        let own = [kind.plural.to_owned(), kind.kind.to_lowercase()];
        let all = own.into_iter().chain(kind.short().map(str::to_owned));
        all.map(move |name| (name, kind))
    };
    KINDS.iter().flat_map(names).collect()
});

/// What prose calls each, and the word that it has for it.
static SPOKEN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let words = |kind: &'static Kind| {
        let word = kind.word()?;
        let all = kind.spoken.split_whitespace().chain([kind.plural]);
        Some(all.map(move |one| (one, word)))
    };
    KINDS.iter().filter_map(words).flatten().collect()
});

/// The kind that a word of a command line means.
pub(crate) fn named(word: &str) -> Option<&'static Kind> {
    let (name, group) = apart(word);
    let kind = NAMES.get(&name)?;
    is_of_group(&group, kind.group, kind.version).then_some(kind)
}

/// The kind of every API server that a word of a command line means.
pub(crate) fn built_in(word: &str) -> Option<&'static Kind> {
    named(word).filter(|kind| kind.is("built-in"))
}

/// All of those.
#[cfg(test)]
pub(crate) fn all_built_in() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(|kind| kind.is("built-in"))
}

/// The kind that a word means whatever group it is written with.
pub(crate) fn plainly_named(word: &str) -> Option<&'static Kind> {
    NAMES.get(&apart(word).0).copied()
}

/// The word of prose for the kind that a word of prose speaks of: that word, a Korean one, or a plural.
pub(crate) fn spoken(word: &str) -> Option<&'static str> {
    SPOKEN.get(word).copied()
}

/// A kind that is in the table for sure, by its plural.
pub(crate) fn known(plural: &str) -> &'static Kind {
    let row = NAMES.get(plural);
    row.expect("only plurals of the table are asked for")
}

/// The workloads that roll their pods out, by their plurals.
pub(crate) const ROLLING: [&str; 3] = ["daemonsets", "deployments", "statefulsets"];

/// What lists of records' commands are read for, beside what they name.
pub(crate) fn read() -> impl Iterator<Item = &'static str> {
    plurals("read")
}

/// What Flux applies is said by.
pub(crate) fn of_flux() -> impl Iterator<Item = &'static str> {
    plurals("of-flux")
}

fn plurals(mark: &str) -> impl Iterator<Item = &'static str> {
    let marked = KINDS.iter().filter(move |kind| kind.is(mark));
    marked.map(|kind| kind.plural)
}

/// Whether a plural is of a kind that keeps a number of pods.
pub(crate) fn keeps_pods(plural: &str) -> bool {
    is(plural, "keeps-pods")
}

/// Whether a plural is of a kind whose pods' logs people ask for by it.
pub(crate) fn has_logs(plural: &str) -> bool {
    is(plural, "has-logs")
}

/// Whether its objects are one whole each, whose name is no part of another's.
pub(crate) fn is_named_in_full(plural: &str) -> bool {
    is(plural, "named-in-full")
}

/// Whether every cluster has one of its own.
pub(crate) fn is_everywhere(plural: &str) -> bool {
    is(plural, "everywhere")
}

fn is(plural: &str, mark: &str) -> bool {
    let kind = NAMES.get(plural);
    kind.is_some_and(|kind| kind.plural == plural && kind.is(mark))
}
