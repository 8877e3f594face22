//! Holds the tables of `docs/verdicts.md` against the reasons that the program has.

use crate::facts::observation::Cause;
use crate::judge::{kind, predicate};
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verdicts.md"));

/// The words in the first column of a section's table.
fn listed(section: &str) -> BTreeSet<String> {
    let (_, rest) = DOCUMENT.split_once(&format!("\n## {section}\n")).unwrap();
    let body = rest.split("\n## ").next().unwrap();
    let rows = body.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_string())
        .collect()
}

#[test]
fn every_reason_is_documented_and_every_documented_reason_exists() {
    let words = |words: Vec<String>| words.into_iter().collect::<BTreeSet<String>>();
    let kinds = kind::Reason::ALL
        .iter()
        .map(|reason| reason.word().to_string());
    assert_eq!(listed("Kinds"), words(kinds.collect()));
    let expectations = predicate::Reason::ALL
        .iter()
        .map(|reason| reason.word().to_string());
    assert_eq!(listed("Expectations"), words(expectations.collect()));
    let causes = Cause::ALL.iter().map(|cause| cause.reason());
    assert_eq!(listed("Could not look"), words(causes.collect()));
}
