//! Which words can be names, kinds, columns and paths into objects, and what the commands beside a sentence name.

use super::concept::Term;
use super::lexicon;
use super::patterns::pattern;
use super::word_lists::list;
use crate::query::Query;
use std::cell::OnceCell;

/// Whether a plain lower-case word directly before a kind (`etcd pods`) may be a name: no function word,
/// and nothing in the form of a participle, an adverb or an adjective.
pub(super) fn may_name_before_kind(word: &str) -> bool {
    word.len() > 2
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !list("ordinary").has(word)
        && !list("qualities").has(word)
        && !list("describing-endings").ends(word)
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

/// Whether a word can be a namespace's name.
pub(super) fn namespace(word: &str) -> bool {
    // `in the other namespace`: which one is not said.
    !list("no-namespaces").has(word) && pattern("namespace").is_match(word)
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

/// Whether a word is a kind before `/NAME`.
pub(super) fn kind_word(word: &str) -> bool {
    let first = word.split('.').next().unwrap_or(word).to_lowercase();
    kind_of(&first).is_some() || matches!(first.as_str(), "clusterissuer" | "issuer")
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
        .any(|word| list("turning").has(word) || word.ends_with("면") || word.ends_with("n't"))
}

/// Whether a word is a path into an object: `.status.phase`, `spec.replicas`.
pub(super) fn is_path(word: &str) -> bool {
    pattern("path").captures(word).is_some_and(|path| {
        let rooted = path.get(2).is_some() && list("field-roots").has(&path[1]);
        word.starts_with('.') || rooted
    })
}

/// The plain words of the step's queries: names, selectors' values, namespaces. Most sentences have no
/// word for which they are wanted.
pub(super) struct Names<'a> {
    queries: &'a [&'a Query],
    words: OnceCell<Vec<String>>,
}

impl<'a> Names<'a> {
    /// Of these queries.
    pub(super) fn of(queries: &'a [&'a Query]) -> Names<'a> {
        Names {
            queries,
            words: OnceCell::new(),
        }
    }

    /// Whether a word in lower case is among them.
    pub(super) fn contains(&self, word: &str) -> bool {
        let words = self.words.get_or_init(|| query_words(self.queries));
        words
            .binary_search_by(|known| known.as_str().cmp(word))
            .is_ok()
    }
}

fn query_words(queries: &[&Query]) -> Vec<String> {
    let mut words = Vec::new();
    for query in queries {
        let asked = query.asked();
        let address = match query {
            Query::Http(http) => Some(http.url.to_lowercase()),
            _ => None,
        };
        let said = asked.names.into_iter().chain(asked.namespace);
        for said in said.chain(asked.context).chain(address) {
            let parts = said.split(|c: char| !c.is_ascii_alphanumeric());
            words.extend(parts.filter(|word| word.len() > 2).map(str::to_owned));
        }
    }
    words.sort();
    words.dedup();
    words
}
