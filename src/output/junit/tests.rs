use super::*;
use crate::facts::outcome::{CommandOutcome, ExpectationOutcome};
use crate::facts::span::Position;
use crate::facts::verdict::Reason;
use crate::output::tests::sample;
use std::collections::BTreeMap;

type Names = &'static [&'static str];
/// Name, attributes that must and may be there, children.
type Element = (&'static str, Names, Names, Names);

/// Elements of the usual schema (Jenkins' `junit-10.xsd`, which Maven's, GitLab's and GitHub's
/// readers follow): the attributes that must and may be there, and the children in their order.
const SCHEMA: [Element; 7] = [
    (
        "testsuites",
        &[],
        &[
            "name",
            "time",
            "tests",
            "failures",
            "errors",
            "skipped",
            "disabled",
            "timestamp",
        ],
        &["testsuite"],
    ),
    (
        "testsuite",
        &["name", "tests"],
        &[
            "failures",
            "errors",
            "skipped",
            "disabled",
            "time",
            "timestamp",
            "hostname",
            "id",
            "package",
        ],
        &["properties", "testcase", "system-out", "system-err"],
    ),
    (
        "testcase",
        &["name", "classname", "time"],
        &["assertions", "status"],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &[], &["message", "type"], &[]),
    ("error", &[], &["message", "type"], &[]),
    ("skipped", &[], &["message", "type"], &[]),
    ("system-out", &[], &[], &[]),
];

/// Holds a document against [`SCHEMA`] and returns how often each element occurs.
fn validated(xml: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(
            !text.contains(char::is_control) || text.contains('\n'),
            "{text:?}"
        );
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (tag, empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let name = tag.split(' ').next().unwrap();
        let known = SCHEMA.iter().find(|(known, ..)| *known == name);
        let (_, must, may, _) = known.unwrap_or_else(|| panic!("<{name}> is not in the schema"));
        let attributes: Vec<&str> = tag
            .split("=\"")
            .map(|part| part.rsplit([' ', '"']).next().unwrap())
            .collect();
        let attributes = &attributes[..attributes.len() - 1];
        for wanted in *must {
            assert!(attributes.contains(wanted), "<{name}> without {wanted}");
        }
        for found in attributes {
            assert!(
                must.contains(found) || may.contains(found),
                "<{name} {found}>"
            );
        }
        if let Some(parent) = open.last() {
            let (.., children) = SCHEMA.iter().find(|(known, ..)| known == parent).unwrap();
            assert!(children.contains(&name), "<{name}> in <{parent}>");
        }
        *counts.entry(name.to_string()).or_default() += 1;
        if !empty {
            open.push(name.to_string());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    counts
}

#[test]
fn every_verdict_fits_the_usual_schema() {
    let xml = render(&sample::run());
    let counts = validated(&xml);
    assert_eq!(counts["testsuite"], 4, "{xml}");
    assert_eq!(counts["testcase"], 7, "{xml}");
    assert_eq!(
        (counts["failure"], counts["error"], counts["skipped"]),
        (1, 2, 2)
    );
    Report::deserialize_from_str(&xml).unwrap();
}

#[test]
fn the_values_seen_are_in_the_failure() {
    insta::assert_snapshot!(render(&sample::run()));
}

#[test]
fn what_xml_cannot_hold_is_shown_all_the_same() {
    let mut run = sample::run();
    let step = &mut run.records[0].steps[0];
    step.expectations.push(ExpectationOutcome {
        text: "log \u{0}\u{1b}[31m\u{8}\u{FFFF} <&>\" ]]> ok".into(),
        at: Position { line: 9, column: 1 },
        understood: String::new(),
        judgement: Judgement::new(Verdict::Failed, Reason::NotAsExpected, "a\u{c}b"),
        claim: None,
    });
    step.commands.push(CommandOutcome {
        text: "kubectl".into(),
        at: Position { line: 9, column: 1 },
        asked: String::new(),
        problem: String::new(),
        printed: "\u{b}".into(),
        errors: 0,
        millis: 1,
    });
    let xml = render(&run);
    validated(&xml);
    assert!(
        xml.contains("log \\u{0}\\u{1b}[31m\\u{8}\u{FFFD} &lt;&amp;"),
        "{xml}"
    );
    assert!(xml.contains("a\\u{c}b"), "{xml}");
}
