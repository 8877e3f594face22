use super::*;
use std::collections::BTreeSet;

/// A row that can't be read would leave its kinds to a person.
#[test]
fn every_row_can_be_read() {
    for row in tsv::lines(TABLE) {
        assert!(entry(row).is_some(), "{row}");
        let (_, works) = row.rsplit_once('\t').unwrap();
        assert!(serde_json::from_str::<Works>(works).is_ok(), "{row}");
    }
}

/// A duplicate would be a rule that nobody reads.
#[test]
fn every_kind_of_the_list_is_reached_by_its_own_entry() {
    let mut seen = BTreeSet::new();
    for entry in LIST.iter() {
        for group in &entry.groups {
            for kind in &entry.kinds {
                assert!(seen.insert((*group, *kind)), "{group} {kind} stands twice");
                let known = match *group {
                    "-" => String::new(),
                    end if end.starts_with('.') => format!("a{end}"),
                    whole => whole.to_owned(),
                };
                let kind = match kind.trim_start_matches('*') {
                    "" => "Anything",
                    kind => kind,
                };
                let found = works(&known, kind);
                assert_eq!(
                    found,
                    Some(&entry.works),
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
    fn asks(works: &Works) -> bool {
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
            Works::All(works) => !works.is_empty() && works.iter().all(asks),
            Works::Each(pointer, works) => pointer.starts_with('/') && asks(works),
            Works::If(pointer, then, otherwise) => {
                pointer.starts_with('/') && asks(then) && asks(otherwise)
            }
            Works::Ratio(pointer)
            | Works::Set(pointer)
            | Works::Unset(pointer)
            | Works::Until(pointer)
            | Works::Parents(pointer) => pointer.starts_with('/'),
            Works::Same(one, other) | Works::Alike(one, other) | Works::Fresh(one, other) => {
                one.starts_with('/') && other.starts_with('/') && one != other
            }
            Works::Ready | Works::Exists | Works::There => true,
        }
    }
    for entry in LIST.iter() {
        assert!(asks(&entry.works), "{:?} {:?}", entry.groups, entry.kinds);
    }
}
