//! Sentences that look like ones that the grammar knows and say something else: with a denial, a
//! qualifier, another quantity, another object, half of it. None may become what it looks like.

use super::*;
use std::collections::BTreeSet;

/// `# FORM`, then `= ` sentences of that form, `- ` ones that a person must judge, and `~ … ⇒ …` ones
/// that are something else, and what.
const NEAR: &str = include_str!("near.txt");

/// The heading under which a predicate stands: its property, and how it is bounded or wanted.
fn form(predicate: &Predicate) -> String {
    let Some(said) = (match predicate {
        Predicate::Remarked(inner, _) => return form(inner),
        other => other.statement(),
    }) else {
        return format!("{predicate:?}");
    };
    let of_value = |value: &Value| match value {
        Value::Is(_) => "Scalar",
        Value::Number(..) => "Number",
        Value::Shaped(_) => "Shaped",
        Value::EachLine(_) => "EachLine",
        Value::JsonSubset(_) => "JsonSubset",
        Value::Version { .. } => "Version",
    };
    let form = match &said.property {
        _ if said.how_many == Bound::AsNodes => "RelativeToNodes",
        Property::Exists | Property::State(_) if said.denies() => "Absent",
        Property::Exists | Property::State(_) if said.counted().is_some() => "Count",
        Property::Exists => "Exists",
        Property::State(_) => "Phase",
        Property::Ratio { .. } => "Ratio",
        Property::Column {
            test: Test::Nodes, ..
        } => "RelativeToNodes",
        Property::Column { .. } => "Column",
        Property::Measure { .. } => "Threshold",
        Property::RanThrough => "NoRestarts",
        Property::Placed(Placement::EveryNode { .. }) => "Coverage",
        Property::Placed(Placement::PendingBefore) => "PreviouslyPending",
        Property::Placed(Placement::Apart | Placement::Several) => "Apart",
        Property::KilledForMemory => "NoOom",
        Property::Image { .. } => "Image",
        Property::ConditionMet => "Met",
        Property::TargetUp => "TargetsUp",
        Property::ErrorLines(_) => "NoErrors",
        Property::LogsCollected { .. } => "LogsCollected",
        Property::Lines { .. } => "Lines",
        Property::Text { .. } if said.denies() => "Not",
        Property::Text {
            place: Place::Output,
            ..
        } => "Literal",
        Property::Text {
            place: Place::Logs, ..
        } => "LogsContain",
        Property::AnyOutput => "NoOutput",
        Property::Value(value) => of_value(value),
        Property::Answer(codes) if codes.is_empty() => "Answers",
        Property::Answer(_) => "Http",
        Property::Stable => "Stability",
        Property::SampleTable(_) => "SampleTable",
        Property::Cel(_) => "Cel",
    };
    form.to_owned()
}

/// The sentences beside near misses that are understood.
pub(crate) fn understood() -> impl Iterator<Item = &'static str> {
    NEAR.lines().filter_map(|line| match line.split_once(' ') {
        Some(("=", text)) => Some(text),
        Some(("~", row)) => row.split_once(" ⇒ ").map(|(text, _)| text),
        _ => None,
    })
}

#[test]
fn what_only_looks_like_a_form_does_not_become_it() {
    let (mut heading, mut wrong, mut count) = ("", Vec::new(), 0);
    for line in NEAR.lines() {
        let read = |text: &str| reading(text, Force::Demands);
        match line.split_at(line.len().min(2)) {
            ("# ", title) => heading = title,
            ("= ", text) => match read(text) {
                Reading::Understood(predicate) if form(&predicate) == heading => {}
                other => wrong.push(format!("{text}: {other:?}, not {heading}")),
            },
            ("- ", text) => {
                count += 1;
                if let Reading::Understood(predicate) = read(text) {
                    wrong.push(format!("{text}: {}", predicate.words(Lang::of(text))));
                }
            }
            ("~ ", row) => {
                let (text, becomes) = row.split_once(" ⇒ ").unwrap();
                let shown = match read(text) {
                    Reading::Understood(predicate) => predicate.words(Lang::of(text)),
                    other => format!("{other:?}"),
                };
                if shown != becomes {
                    wrong.push(format!("{text}: {shown}, not {becomes}"));
                }
            }
            _ => assert!(line.is_empty(), "{line}"),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 300, "{count}");
}

#[test]
fn every_form_has_its_near_misses_in_both_languages() {
    let mut seen: BTreeSet<(&str, char, bool)> = BTreeSet::new();
    let mut heading = "";
    for line in NEAR.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            heading = title;
        } else if let Some(sign) = line.chars().next() {
            seen.insert((heading, sign, Lang::of(&line[2..]) == Lang::Ko));
        }
    }
    let forms: BTreeSet<&str> = seen.iter().map(|(form, _, _)| *form).collect();
    for form in forms {
        for sign in ['=', '-'] {
            for korean in [true, false] {
                assert!(
                    seen.contains(&(form, sign, korean)),
                    "{form} {sign} {korean}"
                );
            }
        }
    }
    // Every form that a sentence can become.
    for form in [
        "Column",
        "Ratio",
        "Count",
        "Phase",
        "Coverage",
        "Apart",
        "NoRestarts",
        "Lines",
        "Image",
        "TargetsUp",
        "NoOom",
        "PreviouslyPending",
        "Threshold",
        "Exists",
        "Absent",
        "NoOutput",
        "NoErrors",
        "LogsContain",
        "LogsCollected",
        "Literal",
        "Scalar",
        "Number",
        "Shaped",
        "Answers",
        "EachLine",
        "Http",
        "JsonSubset",
        "Version",
        "RelativeToNodes",
        "Stability",
        "Not",
    ] {
        assert!(seen.contains(&(form, '=', true)), "{form}");
    }
}
