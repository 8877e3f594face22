//! Which words can be names, kinds and columns.

use super::concept::Term;
use super::lexicon;
use super::words::{DESCRIBING_ENDINGS, NO_NAMESPACES, ORDINARY, QUALITIES, TURNING};

/// Whether a plain lower-case word directly before a kind (`etcd pods`) may be a name: no function word,
/// and nothing in the form of a participle, an adverb or an adjective.
pub(super) fn may_name_before_kind(word: &str) -> bool {
    word.len() > 2
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !ORDINARY.contains(&word)
        && !QUALITIES.contains(&word)
        && !DESCRIBING_ENDINGS.iter().any(|form| word.ends_with(form))
        && !turns(word)
}

/// An identifier: has a dash, dot, underscore or a digit within, and only such characters.
pub(super) fn identifier(word: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    let telling = |c: char| c.is_ascii_digit() || "-_./".contains(c);
    word.chars().all(inner)
        && word.chars().any(telling)
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// `DESIRED`, `UP-TO-DATE`, `PORT(S)`: two or more upper-case letters, dashes.
pub(super) fn column_like(word: &str) -> bool {
    word.chars().filter(char::is_ascii_uppercase).count() >= 2
        && word
            .chars()
            .all(|c| c.is_ascii_uppercase() || "-_()".contains(c))
        && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a word can be a namespace's name.
pub(super) fn namespace(word: &str) -> bool {
    // `in the other namespace`: which one is not said.
    if NO_NAMESPACES.contains(&word) {
        return false;
    }
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(inner)
}

/// The kind of `KIND/NAME`, by its name or a short one.
pub(super) fn kind_of(word: &str) -> Option<&'static str> {
    let first = word.split('.').next().unwrap_or(word).to_lowercase();
    if let Some(Term("kind", plural)) = lexicon::term(&first) {
        return Some(plural);
    }
    Some(match first.as_str() {
        "deploy" => "deployments",
        "ds" => "daemonsets",
        "sts" => "statefulsets",
        "rs" => "replicasets",
        "ing" => "ingresses",
        "cm" => "configmaps",
        "ns" => "namespaces",
        _ => return None,
    })
}

/// Whether a text can be the name of an object.
pub(super) fn object_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    text.chars().all(inner) && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

pub(super) fn kind_word(word: &str) -> bool {
    let first = word.split('.').next().unwrap_or(word).to_lowercase();
    matches!(english_word(&first), Some(Term("kind", _)))
        || matches!(
            first.as_str(),
            "deploy" | "ds" | "sts" | "rs" | "ing" | "cm" | "ns" | "clusterissuer" | "issuer"
        )
}

pub(super) fn english_word(word: &str) -> Option<Term> {
    if let Some(column) = lexicon::header(word) {
        return Some(Term("column", column));
    }
    // `Valid` is a state of a table, `valid` says anything.
    // An event of the reason `Unhealthy` is no state.
    if word == "valid" || word == "Unhealthy" {
        return None;
    }
    let lower = word.to_lowercase();
    lexicon::term(&lower)
}

/// Words that turn or condition what they stand in.
pub(super) fn turns(words: &str) -> bool {
    words
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || ",;.!".contains(c))
        .any(|word| TURNING.contains(&word) || word.ends_with("면") || word.ends_with("n't"))
}
