use super::*;
use crate::facts::lang::is_hangul;
use crate::facts::tsv;
use std::collections::BTreeSet;

/// The places of a text.
fn places(text: &str) -> BTreeSet<&str> {
    let after = text.split('{').skip(1);
    after.filter_map(|rest| rest.split('}').next()).collect()
}

/// Both languages of each text say the same of the same arguments; of statements, in a table of their own.
#[test]
fn every_text_has_both_languages_and_the_same_places() {
    let table = include_str!("verdicts.rs").lines();
    let rows = table.filter(|line| line.starts_with("    ") && line.ends_with(';'));
    let verdicts = rows.filter_map(|row| {
        let parts: Vec<&str> = row.split('"').collect();
        match parts[..] {
            [_, korean, _, english, counted] => Some((korean, english, counted.len() == 1)),
            _ => None,
        }
    });
    let statements = tsv::rows(include_str!("../judge/predicate/describe.tsv"));
    let statements = statements.map(|[_, english, korean]| (korean, english, true));
    let mut seen = 0;
    for (korean, english, same_places) in verdicts.chain(statements) {
        seen += 1;
        assert!(!english.contains(is_hangul), "{english}");
        let is_worded = korean.contains(is_hangul) || korean == english;
        assert!(is_worded || korean == "AGE" || korean == ", ", "{korean}");
        if same_places {
            assert_eq!(places(korean), places(english), "{korean}");
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn what_stands_in_a_place_is_told_in_the_language_of_the_whole() {
    let name = "web";
    let told = told!(
        SoManyReplicas,
        which = told!(ReadyReplicas),
        has = 1,
        wanted = 3
    );
    assert_eq!(told.words(Lang::Ko), "준비 1/3");
    assert_eq!(told.words(Lang::En), "ready 1/3");
    let told = told!(IsNotReadyYet, name);
    assert_eq!(told.words(Lang::Ko), "web이 아직 준비되지 않았습니다");
    assert_eq!(told.words(Lang::En), "web is not ready yet");
}
