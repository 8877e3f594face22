//! "Did you mean": the known word that is nearest to a wrong one.

use crate::both;
use crate::facts::lang::Bilingual;

/// The known word that a person most likely meant; none if nothing is near.
pub(crate) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    known
        .map(|word| {
            (
                strsim::damerau_levenshtein(&lower, &word.to_lowercase()),
                word,
            )
        })
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .min()
        .map(|(_, word)| word)
}

/// The hint that names it.
pub(crate) fn did_you_mean(word: &str) -> Bilingual {
    both!("혹시 `{word}`인가요?", "did you mean `{word}`?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_meant() {
        let known = ["gitploy", "loki", "timezone"];
        let near = |wrong| nearest(wrong, known.into_iter());
        assert_eq!(near("gitpoly"), Some("gitploy"));
        assert_eq!(near("Loki"), Some("loki"));
        assert_eq!(near("timezon"), Some("timezone"));
        assert_eq!(near("slack"), None);
    }
}
