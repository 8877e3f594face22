use super::*;
use std::collections::BTreeSet;

/// A row of no list would be read by nobody, and a list without a word holds nothing.
#[test]
fn every_list_has_words_each_once_and_every_row_is_of_a_list() {
    for list in List::ALL {
        let words: BTreeSet<&str> = list.words().copied().collect();
        assert!(!words.is_empty(), "{list:?}");
        assert_eq!(words.len(), list.words().len(), "{list:?}");
        assert!(
            words.iter().all(|word| word.trim_matches('*').len() > 1),
            "{list:?}"
        );
    }
    let rows = include_str!("../wordlist.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let (name, _) = row.split_once('\t').unwrap();
        assert!(List::ALL.iter().any(|list| list.word() == name), "{row}");
    }
}

#[test]
fn a_star_stands_for_what_is_before_or_behind() {
    for (list, word, is_of_it) in [
        (List::BrokenCondition, "VolumeFailed", true),
        (List::BrokenCondition, "FailedOver", false),
        (List::PendingStatus, "Init:0/2", true),
        (List::PendingStatus, "ContainerCreating", true),
        (List::PendingStatus, "Running", false),
        (List::BadState, "walarchivingfailing", true),
        (List::BadState, "red", true),
        (List::BadState, "bored", false),
    ] {
        assert_eq!(list.has(word), is_of_it, "{list:?} {word}");
    }
}

/// What a kind is never said to be, of it nothing is denied; a list is found by its kind.
#[test]
fn lists_of_statuses_are_called_after_kinds() {
    for list in List::ALL
        .into_iter()
        .filter(|list| list.word().ends_with("Status"))
    {
        let kind = list.word().trim_end_matches("Status");
        let of_pods = matches!(list, List::EndedStatus | List::PendingStatus);
        assert!(
            of_pods || crate::facts::kinds::named(kind).is_some(),
            "{kind}"
        );
    }
}
