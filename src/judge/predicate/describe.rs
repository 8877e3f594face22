//! What a statement says, in words of either language: tables have a pattern for each property, and what a statement
//! says in the places of a pattern is told here. `describe.tsv` says exactly how each is judged, for `report explain`;
//! the table of [`crate::language`] has sentences that are read as the statement again.

use super::{
    Bound, Comparison, Extent, Join, Limit, Logged, Place, Placement, Predicate, Property, Shape,
    Statement, Subject, Test, Value,
};
use crate::facts::lang::Lang;
use crate::facts::{duration, josa, tsv};

const TABLE: &str = include_str!("describe.tsv");

/// The patterns of a table in a language: of its rows (what is so, English, Korean) those of which all is so.
pub(crate) fn patterns(table: &'static str, so: &[&str], lang: Lang) -> Vec<&'static str> {
    tsv::rows(table)
        .filter(|[row, _, _]| row.split(' ').all(|one| so.contains(&one)))
        .map(|[_, english, korean]| lang.pick(korean, english))
        .collect()
}

/// A pattern with what stands in its places (`{…}`). `None`: nothing does in one of them.
pub(crate) fn filled(pattern: &str, place: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut said = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        said.push_str(before);
        said.push_str(&place(name)?);
        rest = behind;
    }
    said.push_str(rest);
    Some(said)
}

/// The first description whose places are all filled.
fn described(so: &[&str], lang: Lang, place: impl Fn(&str) -> Option<String>) -> String {
    let mut patterns = patterns(TABLE, so, lang).into_iter();
    let said = patterns.find_map(|pattern| filled(pattern, &place));
    let said = said.unwrap_or_default();
    match lang {
        Lang::Ko => josa::settled(said),
        Lang::En => said,
    }
}

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        self.words_or(lang, &|_| None)
    }

    /// The same, each part of it in other words where there are some.
    pub fn words_or(&self, lang: Lang, other: &dyn Fn(&Predicate) -> Option<String>) -> String {
        let joined = |parts: &[Predicate], joint: &str| {
            let parts = parts.iter().map(|part| part.words_or(lang, other));
            parts.collect::<Vec<_>>().join(joint)
        };
        if let Some(words) = other(self) {
            return words;
        }
        match self {
            Predicate::Says(statement) => statement.words(lang),
            Predicate::All(parts) => joined(parts, lang.pick("; 그리고 ", "; and ")),
            Predicate::Remarked(inner, remark) => {
                let inner = inner.words_or(lang, other);
                lang.pick(
                    format!("{inner} (참고: {remark})"),
                    format!("{inner} (remark: {remark})"),
                )
            }
        }
    }
}

impl Statement {
    /// What it says.
    pub fn words(&self, lang: Lang) -> String {
        described(&self.features(), lang, |place| self.part(place, lang))
    }

    /// What its description says in a place.
    fn part(&self, place: &str, lang: Lang) -> Option<String> {
        Some(match (place, &self.property) {
            ("who", _) => subject(&self.who, lang),
            ("n", _) => counted(self.bound(lang)?),
            ("sign", _) => self.bound(lang)?.0.sign().to_owned(),
            ("bound", _) => self.bound(lang)?.1,
            ("states", _) => either(Some(self.states()).filter(|all| !all.is_empty())?, lang),
            ("values", _) => either(self.listed(), lang),
            ("texts", Property::Text { texts, join, .. }) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
                match join {
                    Join::All if !self.denies() => quoted.join(lang.pick(", ", " and ")),
                    Join::All | Join::Any => either(&quoted, lang),
                }
            }
            ("test", Property::Column { test, .. }) => {
                described(&["test", test.feature()], lang, |place| {
                    self.part(place, lang)
                })
            }
            ("metric", Property::Measure { metric, .. }) => {
                described(&["metric", metric.word()], lang, |_| None)
            }
            ("form", Property::Value(Value::Shaped(shape))) => shape.words(lang),
            ("form", Property::Column { test, .. }) => match test {
                Test::Shape(shape) => shape.words(lang),
                _ => return None,
            },
            ("limits", Property::ErrorLines(_)) => self.limits(lang),
            _ => return self.detail(place, lang),
        })
    }

    /// What limits which lines are looked at, in brackets; nothing where nothing does.
    fn limits(&self, lang: Lang) -> String {
        let so = [&["limit"], &self.features()[1..]].concat();
        let limits = patterns(TABLE, &so, lang).into_iter();
        let limits = limits.filter_map(|one| filled(one, |place| self.detail(place, lang)));
        match &limits.collect::<Vec<_>>()[..] {
            [] => String::new(),
            limits => format!(" ({})", limits.join(", ")),
        }
    }

    /// What is so of it, in the words of the tables: its property first.
    pub(crate) fn features(&self) -> Vec<&'static str> {
        let mut features = self.property.features();
        features.push(match self.how_many {
            Bound::Every => "every",
            Bound::Some => "some",
            Bound::Number(..) => "number",
            Bound::EveryOf(..) => "every-of",
            Bound::AsNodes => "as-nodes",
        });
        let of_anything = self.who == Subject::anything();
        let things = if of_anything { "anything" } else { "things" };
        let more = [
            (self.denies(), "denied"),
            (self.when.is_some(), "timed"),
            (self.is_of_each_pod(), "each-pod"),
        ];
        features.extend(so(things, more));
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

/// A name, and those of more of which it is so.
fn so<const N: usize>(name: &'static str, more: [(bool, &'static str); N]) -> Vec<&'static str> {
    let more = more.iter().filter(|(is, _)| *is).map(|(_, name)| *name);
    std::iter::once(name).chain(more).collect()
}

impl Property {
    fn features(&self) -> Vec<&'static str> {
        let of = |is: bool, name, other| vec![if is { name } else { other }];
        match self {
            Property::State(states) => of(states.is_empty(), "exists", "state"),
            Property::Exists => vec!["exists"],
            Property::Ratio { exactly, .. } => so("ratio", [(exactly.is_none(), "equal")]),
            Property::Column { test, .. } => vec!["column", test.feature()],
            Property::Measure {
                metric, comparison, ..
            } => vec!["measure", metric.word(), comparison.sign()],
            Property::RanThrough => vec!["ran-through"],
            Property::Placed(placement) => placement.features(),
            Property::KilledForMemory => vec!["killed"],
            Property::Image { tag, .. } => of(*tag, "image-tag", "image"),
            Property::ConditionMet => vec!["waited"],
            Property::TargetUp => vec!["targets"],
            Property::ErrorLines(logged) => logged.features(),
            Property::LogsCollected { every_pod } => so("collected", [(*every_pod, "every-pod")]),
            Property::Lines { of_logs } => of(*of_logs, "log-lines", "lines"),
            Property::Text { place, .. } => of(*place == Place::Logs, "log-text", "text"),
            Property::AnyOutput => vec!["output"],
            Property::Value(value) => value.features(),
            Property::Answer(codes) => of(codes.is_empty(), "answers", "answer"),
            Property::Stable => vec!["stable"],
            Property::SampleTable(_) => vec!["sample"],
            Property::Cel(_) => vec!["cel"],
        }
    }
}

impl Placement {
    fn features(self) -> Vec<&'static str> {
        match self {
            Placement::EveryNode { nodes, running } => {
                let more = [(nodes.is_some(), "stated"), (running, "running")];
                so("every-node", more)
            }
            Placement::PendingBefore => vec!["pending-nodes"],
            Placement::Apart => vec!["separate-nodes"],
            Placement::Several => vec!["several-nodes"],
        }
    }
}

impl Logged {
    fn features(&self) -> Vec<&'static str> {
        let more = [
            (self.every_pod, "every-pod"),
            (self.every_line, "every-line"),
            (self.last.is_some(), "last"),
            (self.since, "since"),
        ];
        so("errors", more)
    }
}

impl Value {
    fn features(&self) -> Vec<&'static str> {
        let kind = match self {
            Value::Is(_) => "is",
            Value::Number(..) => "compare",
            Value::Shaped(shape) => return vec!["value", "shape", shape.feature()],
            Value::EachLine(_) => "each-line",
            Value::JsonSubset(_) => "json",
            Value::Version { .. } => "version",
        };
        vec!["value", kind]
    }
}

impl Test {
    /// What must be so of a cell.
    pub(super) fn words(&self, lang: Lang) -> String {
        let (column, test) = (String::new(), self.clone());
        let said = Statement::printed(Property::Column { column, test });
        said.part("test", lang).unwrap_or_default()
    }

    fn feature(&self) -> &'static str {
        match self {
            Test::Is(_) => "is",
            Test::IsNot(_) => "is-not",
            Test::Compare(..) => "compare",
            Test::Present => "present",
            Test::Empty => "empty",
            Test::Shape(_) => "shape",
            Test::Version(..) => "version",
            Test::SameAs(_) => "same",
            Test::Nodes => "nodes",
            Test::Port(_) => "port",
            Test::Addresses(..) => "addresses",
            Test::Age(_) => "age",
            Test::Lacks(_) => "lacks",
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
        described(&["shape", self.feature()], lang, |_| None)
    }

    fn feature(self) -> &'static str {
        match self {
            Shape::Ip => "ip",
            Shape::HostName => "host-name",
            Shape::ElbHostName => "elb-host-name",
        }
    }
}

fn subject(subject: &Subject, lang: Lang) -> String {
    let place = |place: &str| match place {
        "kind" => subject.kind.clone(),
        "name" => subject.name.as_ref().map(|name| name.text.clone()),
        "namespace" => subject.namespace.clone(),
        "words" => subject.described.clone(),
        _ => None,
    };
    let things = described(&["subject"], lang, place);
    let extent = match (&subject.namespace, subject.extent) {
        (Some(_), _) => "named-namespace",
        (None, Extent::Printed) => "printed",
        (None, Extent::Namespace) => "namespace",
        (None, Extent::Cluster) => "cluster",
    };
    described(&["within", extent], lang, |name| match name {
        "things" => Some(things.clone()),
        _ => place(name),
    })
}

/// One of several.
pub(crate) fn either(items: &[String], lang: Lang) -> String {
    items.join(lang.pick(" 또는 ", " or "))
}

/// A bound as a number: `≥ 2`, `3`.
fn counted((comparison, number): (Comparison, String)) -> String {
    let counted = format!("{} {number}", comparison.before());
    counted.trim_start().to_owned()
}

pub(super) fn dotted(parts: &[u64]) -> String {
    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
    parts.join(".")
}
