use super::*;
use std::collections::BTreeSet;

/// A duplicate would be a rule that nobody reads.
#[test]
fn every_kind_of_the_list_is_reached_by_its_own_entry() {
    let mut seen = BTreeSet::new();
    for (groups, kinds, expected) in LISTS.iter().flat_map(|list| list.iter()) {
        for group in groups.split(' ') {
            for kind in kinds.split(' ') {
                assert!(seen.insert((group, kind)), "{group} {kind} stands twice");
                let (group, kind) = (
                    format!("x{group}").trim_start_matches('x').to_string(),
                    kind.trim_start_matches('*'),
                );
                let group = if group.starts_with('.') {
                    format!("a{group}")
                } else {
                    group
                };
                let kind = if kind.is_empty() { "Anything" } else { kind };
                let found = works(&group, kind);
                assert_eq!(
                    found,
                    Some(*expected),
                    "{group} {kind} is hidden by an earlier entry"
                );
            }
        }
    }
    assert!(seen.len() > 400, "{}", seen.len());
}

/// An empty requirement would pass everything.
#[test]
fn no_rule_asks_for_nothing() {
    fn asks(works: Works) -> bool {
        match works {
            Works::Conditions(wanted) => !wanted.is_empty(),
            Works::Endings(end) => !end.is_empty(),
            Works::Words(words) => {
                !words.is_empty()
                    && words
                        .iter()
                        .all(|word| !word.good.is_empty() && !word.good.contains(&""))
            }
            Works::Counts(wanted, has) => wanted.starts_with('/') && !has.is_empty(),
            Works::All(works) => !works.is_empty() && works.iter().all(|works| asks(*works)),
            Works::Each(pointer, works) => pointer.starts_with('/') && asks(*works),
            Works::If(pointer, then, otherwise) => {
                pointer.starts_with('/') && asks(*then) && asks(*otherwise)
            }
            Works::Ratio(pointer)
            | Works::Set(pointer)
            | Works::Unset(pointer)
            | Works::Until(pointer)
            | Works::Parents(pointer) => pointer.starts_with('/'),
            Works::Same(one, other) | Works::Alike(one, other) | Works::Fresh(one, other) => {
                one.starts_with('/') && other.starts_with('/') && one != other
            }
            Works::Ready | Works::Exists => true,
        }
    }
    for (groups, kinds, works) in LISTS.iter().flat_map(|list| list.iter()) {
        assert!(asks(*works), "{groups} {kinds}");
    }
}
