//! What the commands beside a sentence name.

use crate::query::Query;
use std::cell::OnceCell;

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
