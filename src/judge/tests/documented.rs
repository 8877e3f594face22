//! Holds the tables of `docs/verdicts.md` against the reasons that the program has.

use crate::facts::observation::Cause;
use crate::facts::verdict;
use crate::judge::{item, kind, predicate};
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
    let items = item::Reason::ALL
        .iter()
        .map(|reason| reason.word().to_string());
    assert_eq!(listed("Items"), words(items.collect()));
    assert_eq!(item::Reason::Settled.word(), verdict::SETTLED);
    assert_eq!(item::Reason::Superseded.word(), verdict::SUPERSEDED);
    let causes = Cause::ALL.iter().map(|cause| cause.word().to_string());
    assert_eq!(listed("Could not look"), words(causes.collect()));
}

/// The non-test text of every source file below a folder.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut waiting = vec![std::path::PathBuf::from(folder)];
    let mut all = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap();
            waiting.extend(entries.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_string();
            all.push((path.display().to_string(), text));
        }
    }
    all
}

/// A reason that is written as a text could be one that nothing lists.
#[test]
fn no_judgement_is_made_with_a_reason_of_its_own() {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut seen = 0;
    for (file, text) in ["judge", "command"]
        .iter()
        .flat_map(|room| sources(&format!("{root}/src/{room}")))
    {
        if file.contains("/tests/") || file.ends_with("blindness.rs") {
            continue;
        }
        for call in text.split("Judgement::new(").skip(1) {
            seen += 1;
            let reason = call.split_once(',').unwrap().1.trim_start();
            let own = reason.starts_with('"') && !reason.starts_with("\"\"");
            assert!(!own, "{file}: {}", reason.lines().next().unwrap());
        }
    }
    assert!(seen > 10, "{seen}");
}
