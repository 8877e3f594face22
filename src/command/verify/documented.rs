//! Holds the reasons of checklist items, which are written as words in the code, against the table of
//! `docs/verdicts.md`.

use regex::Regex;
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verdicts.md"));
const CODE: [&str; 5] = [
    include_str!("items.rs"),
    include_str!("standing.rs"),
    include_str!("tasks.rs"),
    include_str!("../../judge/gitploy.rs"),
    include_str!("../../judge/stability.rs"),
];

/// The words in the first column of the tables of some sections.
fn listed(sections: &[&str]) -> BTreeSet<&'static str> {
    let rows = sections.iter().flat_map(|section| {
        let (_, rest) = DOCUMENT.split_once(&format!("\n## {section}\n")).unwrap();
        let body = rest.split("\n## ").next().unwrap();
        body.lines().filter_map(|line| line.strip_prefix("| `"))
    });
    rows.map(|row| row.split('`').next().unwrap()).collect()
}

#[test]
fn every_reason_of_an_item_is_documented_and_every_documented_one_exists() {
    let word = Regex::new(r#""((?:[A-Z][a-z]+){1,4})""#).unwrap();
    let code = CODE.map(|text| text.split("#[cfg(test)]").next().unwrap());
    let written: BTreeSet<&str> = code
        .iter()
        .flat_map(|text| word.captures_iter(text))
        .map(|found| found.get(1).unwrap().as_str())
        // A pod's phase, a restart policy and kinds of notes, not reasons.
        .filter(|word| !["Failed", "Always"].contains(word) && !word.starts_with("Task"))
        .collect();
    let items = listed(&["Checklist items"]);
    let missing: Vec<_> = items.difference(&written).collect();
    assert!(
        missing.is_empty(),
        "documented and not in the code: {missing:?}"
    );
    let all = listed(&["Kinds", "Expectations", "Checklist items", "Could not look"]);
    let unlisted: Vec<_> = written.difference(&all).collect();
    assert!(
        unlisted.is_empty(),
        "in the code and not documented: {unlisted:?}"
    );
    assert!(written.len() > 20, "{written:?}");
}
