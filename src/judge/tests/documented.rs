//! Holds the tables of `docs/verdicts.md` against the reasons that the program has.

use crate::facts::observation::Cause;
use crate::facts::verdict::Reason;
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verdicts.md"));
const REASONS: &str = include_str!("../../facts/verdict/reason.rs");

/// The rows of a section's table: the reason, then its verdict and what it means as the source has them.
fn listed(section: &str) -> BTreeMap<&str, String> {
    let (_, rest) = DOCUMENT.split_once(&format!("\n## {section}\n")).unwrap();
    let body = rest.split("\n## ").next().unwrap();
    let rows = body.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (reason, rest) = row.split_once("` | ").unwrap();
        (reason, rest.trim_end_matches(" |").replace(" | ", ": "))
    })
    .collect()
}

/// What the source says of each reason.
fn told() -> BTreeMap<&'static str, &'static str> {
    let lines: Vec<&str> = REASONS.lines().map(str::trim).collect();
    let pairs = lines.windows(2);
    let pairs = pairs.filter_map(|pair| {
        let name = pair[1].strip_suffix(',')?;
        Some((name, pair[0].strip_prefix("/// ")?))
    });
    pairs.collect()
}

#[test]
fn every_reason_is_documented_as_it_is_and_every_documented_reason_exists() {
    let mut documented = BTreeMap::new();
    for section in ["Kinds", "Expectations", "Items"] {
        for (reason, meaning) in listed(section) {
            let twice = documented.insert(reason, meaning);
            assert_eq!(twice, None, "{reason}");
        }
    }
    // That a thing is not there fails what names it, and is a way of not seeing it as well.
    assert!(documented.remove("NotFound").is_some());
    let told = told();
    for reason in Reason::ALL {
        let word = reason.word();
        let meaning = documented.remove(word).unwrap_or_else(|| panic!("{word}"));
        assert_eq!(meaning, told[word], "{word}");
    }
    assert!(documented.is_empty(), "{documented:?}");
    let causes: BTreeSet<&str> = Cause::ALL.iter().map(|cause| cause.word()).collect();
    assert!(listed("Could not look").into_keys().eq(causes));
}

/// A program reads a reason as the word that it is, and an outcome that was kept is read again as it was.
#[test]
fn a_reason_is_written_as_its_word_and_read_again() {
    let causes = Cause::ALL.into_iter().map(Reason::from);
    for reason in Reason::ALL.into_iter().chain(causes) {
        let written = serde_json::to_value(reason).unwrap();
        assert_eq!(written, reason.word());
        assert_eq!(serde_json::from_value::<Reason>(written).unwrap(), reason);
    }
}
