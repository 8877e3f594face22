//! The commands that are not answered, and why, from `verbs.tsv`.

use super::Class;
use super::flags::Effect;
use super::reason::{Why, not_ours, refused};
use crate::facts::tsv;
use std::collections::HashMap;
use std::sync::LazyLock;

static VERBS: LazyLock<HashMap<(&str, &str), Effect>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("verbs.tsv"));
    let read = rows.filter_map(|[of, verbs, effect]| Some((of, verbs, Effect::of(effect)?)));
    let pairs = read.flat_map(|(of, verbs, effect)| {
        let all = of.split(',');
        all.flat_map(move |of| verbs.split(' ').map(move |verb| ((of, verb), effect)))
    });
    pairs.collect()
});

/// Why a command is not answered, if the table knows it.
pub(super) fn known(of: &str, verb: &str, shown: &str) -> Option<Class> {
    let row = VERBS.get(&(of, verb)).or_else(|| VERBS.get(&(of, "*")));
    match row? {
        Effect::Refuse(why) => Some(refused(*why, shown)),
        Effect::Foreign(why) => Some(not_ours(*why, shown)),
        Effect::Use | Effect::Ignore => None,
    }
}

/// Why a command is not answered; one that nothing is known of is none of ours.
pub(super) fn unanswered(of: &str, verb: &str, shown: &str) -> Class {
    known(of, verb, shown).unwrap_or_else(|| not_ours(Why::UnknownVerb, shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_what_becomes_of_it() {
        for row in tsv::lines(include_str!("verbs.tsv")) {
            let effect = row.split('\t').nth(2).and_then(Effect::of);
            assert!(
                matches!(effect, Some(Effect::Refuse(_) | Effect::Foreign(_))),
                "{row}"
            );
        }
        assert!(matches!(
            unanswered("kubectl", "apply", ""),
            Class::Refused(_)
        ));
        assert!(matches!(
            unanswered("kubectl", "tree", ""),
            Class::NotOurs(_)
        ));
        assert!(matches!(
            unanswered("git", "anything", ""),
            Class::Refused(_)
        ));
        assert_eq!(known("helm", "anything", ""), None);
    }
}
