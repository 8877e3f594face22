//! The parts of a predicate in words: tests, subjects, numbers, bounds.

use super::{Comparison, Extent, Join, Limit, Shape, Subject, Test};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::told;

/// A test in words.
pub(super) fn test(test: &Test, lang: Lang) -> String {
    let or = told!(Or).words(lang);
    match test {
        Test::Is(values) => values.join(&or),
        Test::IsNot(values) => told!(NotValues, values = values.join(&or)).words(lang),
        Test::Compare(comparison, bound) => format!("{} {bound}", comparison.sign()),
        Test::Version(comparison, parts) => told!(
            VersionBound,
            sign = comparison.sign(),
            parts = dotted(parts)
        )
        .words(lang),
        Test::Present => told!(SomeValue).words(lang),
        Test::Empty => told!(NoValue).words(lang),
        Test::Shape(form) => shape(*form, lang),
        Test::SameAs(other) => told!(SameAsColumn, other).words(lang),
        Test::Nodes => told!(NodeCount).words(lang),
        Test::Port(port) => told!(PortIs, port).words(lang),
        Test::Addresses(comparison, n) => {
            let n = number(*comparison, *n);
            told!(AddressCount, n).words(lang)
        }
        Test::Age(age) => {
            let age = duration::words(*age, lang);
            told!(AtMostAgo, age).words(lang)
        }
        Test::Lacks(values) => told!(WithoutValues, values = values.join(&or)).words(lang),
    }
}

/// A shape in words.
pub(super) fn shape(shape: Shape, lang: Lang) -> String {
    match shape {
        Shape::Ip => told!(IpAddress).words(lang),
        Shape::HostName => told!(HostName).words(lang),
        Shape::ElbHostName => told!(ElbHostName).words(lang),
    }
}

pub(super) fn subject(subject: &Subject, lang: Lang) -> String {
    let kind = subject.kind.as_deref();
    let name = subject.name.as_ref().map(|name| name.text.as_str());
    let plain = match (name, kind) {
        (Some(name), Some(kind)) => format!("{kind} `{name}`"),
        (Some(name), None) => format!("`{name}`"),
        (None, Some(kind)) => kind.to_owned(),
        (None, None) => told!(PrintedRows).words(lang),
    };
    let placed = match &subject.namespace {
        Some(namespace) => told!(InNamespace, namespace, plain).words(lang),
        None => match subject.extent {
            Extent::Printed => plain,
            Extent::Namespace => told!(InCommandsNamespace, plain).words(lang),
            Extent::Cluster => told!(InWholeCluster, plain).words(lang),
        },
    };
    match &subject.described {
        Some(words) => format!("{placed} ({words})"),
        None => placed,
    }
}

pub(super) fn list(items: &[String], lang: Lang) -> String {
    items.join(&told!(Or).words(lang))
}

pub(super) fn quoted(items: &[String], join: Join, lang: Lang) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
    items.join(&match join {
        Join::All => told!(AndList).words(lang),
        Join::Any => told!(Or).words(lang),
    })
}

pub(super) fn number(comparison: Comparison, number: u64) -> String {
    match comparison {
        Comparison::Equal => number.to_string(),
        other => format!("{} {number}", other.sign()),
    }
}

pub(super) fn limit(limit: &Limit, lang: Lang) -> String {
    match limit {
        Limit::Amount(_, text) => text.clone(),
        Limit::Percent(quantity) => format!("{quantity}%"),
        Limit::Time(time) => duration::words(*time, lang),
    }
}

pub(super) fn dotted(parts: &[u64]) -> String {
    parts
        .iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(".")
}
