//! What a statement says, in words of either language: tables have a pattern for each property, and what a statement
//! says in the places of a pattern is told here. `describe.tsv` says exactly how each is judged, for `report explain`;
//! the table of [`crate::language`] has sentences that are read as the statement again.

use super::{
    Bound, Comparison, Extent, Join, Limit, Place, Placement, Predicate, Property, Shape,
    Statement, Subject, Test, Value,
};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::facts::texts::{Telling, Texts};
use crate::told;
use crate::wording::Wording;

static TEXTS: Texts = Texts::of(include_str!("describe.tsv"));

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        self.words_or(lang, &|_| None)
    }

    /// The same, each part of it in other words where there are some.
    pub fn words_or(&self, lang: Lang, other: &dyn Fn(&Predicate) -> Option<String>) -> String {
        let joined = |parts: &[Predicate], joint: Wording| {
            let parts = parts.iter().map(|part| part.words_or(lang, other));
            parts.collect::<Vec<_>>().join(&joint.words(lang))
        };
        if let Some(words) = other(self) {
            return words;
        }
        match self {
            Predicate::Says(statement) => statement.words(lang),
            Predicate::All(parts) => joined(parts, told!(JoinedAnd)),
            Predicate::Remarked(inner, remark) => {
                let inner = inner.words_or(lang, other);
                told!(WithRemark, inner, remark).words(lang)
            }
        }
    }
}

impl Statement {
    /// What it says.
    pub fn words(&self, lang: Lang) -> String {
        self.told(self.property.feature(), lang)
    }

    /// What it says in a text of the table.
    fn told(&self, name: &str, lang: Lang) -> String {
        let telling = Telling {
            texts: &TEXTS,
            so: self.features(),
            said: &|place| self.part(place, lang),
            lang,
        };
        telling.first(name).unwrap_or_default()
    }

    /// What its description says in a place.
    fn part(&self, place: &str, lang: Lang) -> Option<String> {
        let who = &self.who;
        Some(match (place, &self.property) {
            ("n", _) => {
                let (comparison, number) = self.bound(lang)?;
                let counted = format!("{} {number}", comparison.before());
                counted.trim_start().to_owned()
            }
            ("sign", _) => self.bound(lang)?.0.sign().to_owned(),
            ("bound", _) => self.bound(lang)?.1,
            ("states", _) if self.states().is_empty() => return None,
            ("states", _) => either(self.states(), lang),
            ("values", _) => either(self.listed(), lang),
            ("texts", Property::Text { texts, join, .. }) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
                match join {
                    Join::All if !self.denies() => quoted.join(&told!(AndList).words(lang)),
                    Join::All | Join::Any => either(&quoted, lang),
                }
            }
            ("kind", _) => who.kind.clone()?,
            ("namespace", _) => who.namespace.clone()?,
            ("described", _) => who.described.clone()?,
            _ => return self.detail(place, lang),
        })
    }

    /// What is so of it, in the words of the tables.
    pub(crate) fn features(&self) -> Vec<&'static str> {
        let mut features = self.property.features();
        features.push(match (&self.who.namespace, self.who.extent) {
            (Some(_), _) => "named-namespace",
            (None, Extent::Printed) => "printed",
            (None, Extent::Namespace) => "own-namespace",
            (None, Extent::Cluster) => "cluster",
        });
        features.push(match self.how_many {
            Bound::Every => "every",
            Bound::Some => "some",
            Bound::Number(..) => "number",
            Bound::EveryOf(..) => "every-of",
            Bound::AsNodes => "as-nodes",
        });
        let of_anything = self.who == Subject::anything();
        let more = [
            (of_anything, "anything"),
            (!of_anything, "things"),
            (self.denies(), "denied"),
            (self.when.is_some(), "timed"),
            (self.is_of_each_pod(), "each-pod"),
        ];
        features.extend(so(more));
        features
    }

    /// A value of it, as it is written.
    pub(crate) fn detail(&self, place: &str, lang: Lang) -> Option<String> {
        Some(match (place, &self.property) {
            ("time", _) => duration::words(self.when?, lang),
            ("name", _) => self.who.name.as_ref()?.text.clone(),
            ("ratio", Property::Ratio { exactly, .. }) => {
                exactly.map(|(some, all)| format!("{some}/{all}"))?
            }
            ("column", Property::Column { column, .. }) => column.clone(),
            (_, Property::Column { test, .. }) => test.detail(place, lang)?,
            ("nodes", Property::Placed(Placement::EveryNode { nodes, .. })) => {
                nodes.as_ref()?.to_string()
            }
            ("last", Property::ErrorLines(logged)) => logged.last?.to_string(),
            ("about", Property::ErrorLines(logged)) => logged.about.clone()?,
            ("text", Property::Image { text, .. } | Property::Value(Value::EachLine(text))) => {
                text.clone()
            }
            ("codes", Property::Answer(codes)) => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                either(&codes, lang)
            }
            ("json", Property::Value(Value::JsonSubset(json))) => json.to_string(),
            ("of", Property::Value(Value::Version { of, .. })) => of.clone()?,
            ("source", Property::Cel(expression)) => expression.source().to_owned(),
            _ => return None,
        })
    }

    /// What bounds it: its property, else how many there are.
    pub(crate) fn bound(&self, lang: Lang) -> Option<(Comparison, String)> {
        Some(match (&self.property, self.how_many) {
            (
                Property::Measure {
                    comparison, limit, ..
                },
                _,
            ) => {
                let limit = match limit {
                    Limit::Amount(_, text) => text.clone(),
                    Limit::Percent(quantity) => format!("{quantity}%"),
                    Limit::Time(time) => duration::words(*time, lang),
                };
                (*comparison, limit)
            }
            (Property::Column { test, .. }, _) => test.bound()?,
            (Property::Value(Value::Number(comparison, bound)), _) => {
                (*comparison, bound.to_string())
            }
            (
                Property::Value(Value::Version {
                    comparison, parts, ..
                }),
                _,
            ) => (*comparison, dotted(parts)),
            (_, Bound::Number(comparison, n) | Bound::EveryOf(comparison, n)) => {
                (comparison, n.to_string())
            }
            _ => return None,
        })
    }

    /// The texts or values of which it lists several.
    pub(crate) fn listed(&self) -> &[String] {
        match &self.property {
            Property::Column { test, .. } => test.listed(),
            _ => self.texts(),
        }
    }
}

/// Those names of which it is so.
fn so<const N: usize>(names: [(bool, &'static str); N]) -> Vec<&'static str> {
    let names = names.iter().filter(|(is, _)| *is);
    names.map(|(_, name)| *name).collect()
}

impl Property {
    /// What it is called in the tables.
    pub(crate) fn feature(&self) -> &'static str {
        let of = |is: bool, name, other| if is { name } else { other };
        match self {
            Property::State(states) => of(states.is_empty(), "exists", "state"),
            Property::Exists => "exists",
            Property::Ratio { .. } => "ratio",
            Property::Column { .. } => "column",
            Property::Measure { .. } => "measure",
            Property::RanThrough => "ran-through",
            Property::Placed(_) => "placed",
            Property::KilledForMemory => "killed",
            Property::Image { tag, .. } => of(*tag, "image-tag", "image"),
            Property::ConditionMet => "waited",
            Property::TargetUp => "targets",
            Property::ErrorLines(_) => "errors",
            Property::LogsCollected { .. } => "collected",
            Property::Lines { of_logs } => of(*of_logs, "log-lines", "lines"),
            Property::Text { place, .. } => of(*place == Place::Logs, "log-text", "text"),
            Property::AnyOutput => "output",
            Property::Value(_) => "value",
            Property::Answer(codes) => of(codes.is_empty(), "answers", "answer"),
            Property::Stable => "stable",
            Property::SampleTable(_) => "sample",
            Property::Cel(_) => "cel",
        }
    }

    fn features(&self) -> Vec<&'static str> {
        match self {
            Property::Ratio { exactly, .. } => so([(exactly.is_none(), "equal")]),
            Property::Column { test, .. } => test.features(),
            Property::Measure {
                metric, comparison, ..
            } => vec![metric.word(), comparison.sign()],
            Property::Placed(placement) => placement.features(),
            Property::ErrorLines(logged) => so([
                (logged.every_pod, "every-pod"),
                (logged.every_line, "every-line"),
                (logged.last.is_some(), "last"),
                (logged.since, "since"),
            ]),
            Property::LogsCollected { every_pod } => so([(*every_pod, "every-pod")]),
            Property::Value(value) => value.features(),
            _ => Vec::new(),
        }
    }
}

impl Placement {
    fn features(self) -> Vec<&'static str> {
        match self {
            Placement::EveryNode { nodes, running } => so([
                (true, "every-node"),
                (nodes.is_some(), "stated"),
                (running, "running"),
            ]),
            Placement::PendingBefore => vec!["pending"],
            Placement::Apart => vec!["separate"],
            Placement::Several => vec!["several"],
        }
    }
}

impl Value {
    fn features(&self) -> Vec<&'static str> {
        match self {
            Value::Is(_) => vec!["is"],
            Value::Number(..) => vec!["compare"],
            Value::Shaped(form) => vec!["shape", form.feature()],
            Value::EachLine(_) => vec!["each-line"],
            Value::JsonSubset(_) => vec!["json"],
            Value::Version { .. } => vec!["version"],
        }
    }
}

impl Test {
    /// What must be so of a cell.
    pub(super) fn words(&self, lang: Lang) -> String {
        let (column, test) = (String::new(), self.clone());
        Statement::printed(Property::Column { column, test }).told("test", lang)
    }

    fn features(&self) -> Vec<&'static str> {
        match self {
            Test::Is(_) => vec!["is"],
            Test::IsNot(_) => vec!["is-not"],
            Test::Compare(..) => vec!["compare"],
            Test::Present => vec!["present"],
            Test::Empty => vec!["empty"],
            Test::Shape(shape) => vec!["shape", shape.feature()],
            Test::Version(..) => vec!["version"],
            Test::SameAs(_) => vec!["same"],
            Test::Nodes => vec!["nodes"],
            Test::Port(_) => vec!["port"],
            Test::Addresses(..) => vec!["addresses"],
            Test::Age(_) => vec!["age"],
            Test::Lacks(_) => vec!["lacks"],
        }
    }

    fn detail(&self, place: &str, lang: Lang) -> Option<String> {
        match (place, self) {
            ("other", Test::SameAs(other)) => Some(other.clone()),
            ("port", Test::Port(port)) => Some(port.to_string()),
            ("age", Test::Age(age)) => Some(duration::words(*age, lang)),
            _ => None,
        }
    }

    fn bound(&self) -> Option<(Comparison, String)> {
        match self {
            Test::Compare(comparison, bound) => Some((*comparison, bound.to_string())),
            Test::Version(comparison, parts) => Some((*comparison, dotted(parts))),
            Test::Addresses(comparison, n) => Some((*comparison, n.to_string())),
            _ => None,
        }
    }

    fn listed(&self) -> &[String] {
        match self {
            Test::Is(values) | Test::IsNot(values) | Test::Lacks(values) => values,
            _ => &[],
        }
    }
}

impl Shape {
    /// What it is called.
    pub(super) fn words(self, lang: Lang) -> String {
        Statement::printed(Property::Value(Value::Shaped(self))).told("form", lang)
    }

    fn feature(self) -> &'static str {
        match self {
            Shape::Ip => "ip",
            Shape::HostName => "host-name",
            Shape::ElbHostName => "elb-host-name",
        }
    }
}

/// One of several.
pub(crate) fn either(items: &[String], lang: Lang) -> String {
    items.join(&told!(Or).words(lang))
}

pub(super) fn dotted(parts: &[u64]) -> String {
    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
    parts.join(".")
}
