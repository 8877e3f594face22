//! A predicate in plain words of either language, for `report explain`: one description a property, both
//! languages side by side.

use super::{
    Bound, Comparison, Extent, Join, Limit, Logged, Metric, Name, Place, Placement, Predicate,
    Property, Shape, Statement, Subject, Test, Value,
};
use crate::facts::duration;
use crate::facts::lang::{Bilingual, Lang};
use crate::told;
use crate::wording::Wording;
use chrono::TimeDelta;

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        let joined = |parts: &[Predicate], joint: Wording| {
            let parts: Vec<String> = parts.iter().map(|part| part.words(lang)).collect();
            parts.join(&joint.words(lang))
        };
        match self {
            Predicate::Says(statement) => statement.words(lang),
            Predicate::All(parts) => joined(parts, told!(JoinedAnd)),
            Predicate::Remarked(inner, remark) => {
                told!(WithRemark, inner = inner.words(lang), remark).words(lang)
            }
        }
    }
}

impl Statement {
    /// What it says.
    pub fn words(&self, lang: Lang) -> String {
        self.described().words(lang)
    }

    #[expect(clippy::too_many_lines, reason = "one table, a row a property")]
    fn described(&self) -> Wording {
        let who = subject(&self.who);
        match &self.property {
            Property::Exists | Property::State(_) => self.number_and_state(&who),
            Property::Ratio { exactly, states } => {
                let ratio = exactly.map(|(a, b)| format!("{a}/{b}").into());
                let ratio = ratio.unwrap_or(told!(EqualNumbers));
                let states = match states.as_slice() {
                    [] => "".into(),
                    states => told!(AndState, states = one_of(states)),
                };
                let count = match self.how_many {
                    Bound::EveryOf(comparison, n) => {
                        told!(AndNumberOfThem, n = number(comparison, n))
                    }
                    _ => "".into(),
                };
                told!(ReadyOfAll, who, ratio, states, count)
            }
            Property::Column {
                column,
                test: Test::Nodes,
            } => told!(ColumnEqualsNodes, column),
            Property::Column { column, test: what } => {
                let how = match self.how_many {
                    Bound::Some => told!(AtLeastOne),
                    _ => told!(EveryOne),
                };
                told!(ColumnOf, who, column, what = test(what), how)
            }
            Property::Measure {
                metric,
                comparison,
                limit,
            } => {
                let metric = match metric {
                    Metric::Cpu => told!(CPUUsage),
                    Metric::Memory => told!(MemoryUsage),
                    Metric::Restarts => told!(Restarts),
                    Metric::Age => told!(Age),
                };
                let limit = match limit {
                    Limit::Amount(_, text) => text.as_str().into(),
                    Limit::Percent(quantity) => format!("{quantity}%").into(),
                    Limit::Time(time) => duration(*time),
                };
                told!(MetricOfEach, who, metric, sign = comparison.sign(), limit)
            }
            Property::RanThrough => match self.when {
                Some(time) => told!(NoneRestartedIn, who, time = past(time)),
                None => told!(NoneRestartedSince, who),
            },
            Property::Placed(placement) => placed(*placement, who),
            Property::Image { tag: true, text } => told!(EveryTagIs, text),
            Property::Image { tag: false, text } => told!(EveryImageIs, text),
            Property::TargetUp => told!(EveryTargetUp),
            Property::KilledForMemory => told!(NoneKilledForMemory),
            Property::ConditionMet => told!(WaitedForIsMet),
            Property::AnyOutput => told!(NothingIsPrinted),
            Property::ErrorLines(logged) => self.error_lines(logged),
            Property::LogsCollected { every_pod } => {
                let pods = every_pod.then(|| told!(OfEachPod));
                let time = bracketed(self.when.map(past).into_iter().collect());
                told!(RecentLogLines, pods = pods.unwrap_or("".into()), time)
            }
            Property::Lines { of_logs: true } => told!(LogLines, n = how_many(self.how_many)),
            Property::Lines { of_logs: false } => told!(PrintedLines, n = how_many(self.how_many)),
            Property::Text { place, texts, join } => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
                let texts = match join {
                    Join::All if !self.denies() => {
                        Bilingual::each(|lang| quoted.join(&told!(AndList).words(lang)))
                    }
                    Join::All | Join::Any => one_of(&quoted),
                };
                let said = match place {
                    Place::Output => told!(OutputHasTexts, texts),
                    Place::Logs if self.is_of_each_pod() => told!(LogsOfEachPodHaveTexts, texts),
                    Place::Logs => told!(LogsHaveTexts, texts),
                };
                if self.denies() {
                    told!(NotSaid, said)
                } else {
                    said
                }
            }
            Property::Value(value) => output(value, self.who.name.as_ref()),
            Property::Answer(codes) if codes.is_empty() => match &self.who.name {
                Some(name) => told!(NamedAnswers, name = name.text),
                None => told!(Answers),
            },
            Property::Answer(codes) => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                told!(HTTPStatus, codes = one_of(&codes))
            }
            Property::Stable => told!(StableFor, over = duration(self.when.unwrap_or_default())),
            Property::SampleTable(_) => told!(AsPastedApartFrom),
            Property::Cel(expression) => {
                told!(TheCELExpressionIsTrue, source = expression.source())
            }
        }
    }

    /// How many there are, or are in a state.
    fn number_and_state(&self, who: &Wording) -> Wording {
        let states = one_of(self.states());
        let of_states = !self.states().is_empty();
        match (self.how_many, of_states) {
            _ if self.denies() && of_states => told!(NoneInState, states, who),
            _ if self.denies() => told!(NoneOfWho, who),
            (Bound::AsNodes, _) => told!(AsManyAsNodes, who),
            (bound @ (Bound::Number(..) | Bound::EveryOf(..)), _) => {
                let states = match bound {
                    _ if !of_states => "".into(),
                    Bound::EveryOf(..) => told!(AllOfThem, states),
                    _ => told!(ThoseInState, states),
                };
                told!(NumberIs, who, n = how_many(bound), states)
            }
            (Bound::Every | Bound::Some, false) => told!(ThereAre, who),
            (Bound::Every, true) if self.who == Subject::anything() => told!(EveryRowIs, states),
            (Bound::Every, true) => told!(AllWho, who, states),
            (Bound::Some, true) => told!(SomeOfWho, who, states),
        }
    }

    fn error_lines(&self, logged: &Logged) -> Wording {
        let limits = [
            logged.every_pod.then(|| told!(OfEveryPod)),
            logged.every_line.then(|| told!(EveryLogLine)),
            logged.last.map(|n| told!(LastLines, n)),
            self.when.map(past),
            logged.since.then(|| told!(SinceDeployment)),
        ];
        let last = bracketed(limits.into_iter().flatten().collect());
        match &logged.about {
            None => told!(NoErrorLevel, last),
            Some(about) => told!(NoErrorLevelAbout, about, last),
        }
    }
}

/// Several remarks in brackets behind a text; nothing for none.
fn bracketed(parts: Vec<Wording>) -> Bilingual {
    if parts.is_empty() {
        return "".into();
    }
    Bilingual::each(|lang| {
        let parts: Vec<String> = parts.iter().map(|part| part.words(lang)).collect();
        format!(" ({})", parts.join(", "))
    })
}

fn placed(placement: Placement, who: Wording) -> Wording {
    match placement {
        Placement::EveryNode { nodes, running } => {
            let nodes = nodes.map(|n| told!(EveryNodeOfSoMany, n));
            let how = if running {
                told!(RunningAndReady)
            } else {
                told!(ReadyReplicas2)
            };
            told!(
                ReadyOnNodes,
                nodes = nodes.unwrap_or(told!(EveryNode)),
                how,
                who
            )
        }
        Placement::PendingBefore => told!(OnPendingNodesToo, who),
        Placement::Several => told!(OnSeveralNodes, who),
        Placement::Apart => told!(EachOnItsOwnNode, who),
    }
}

fn output(value: &Value, of: Option<&Name>) -> Wording {
    match value {
        Value::Is(values) => told!(OutputIsOneOf, values = one_of(values)),
        Value::Number(comparison, bound) => {
            told!(OutputIsNumber, sign = comparison.sign(), bound)
        }
        Value::Shaped(form) => match of {
            Some(name) => told!(OutputIsFormOf, name = name.text, form = shape(*form)),
            None => told!(OutputIsForm, form = shape(*form)),
        },
        Value::EachLine(value) => told!(EveryOutputLineIs, value),
        Value::JsonSubset(value) => told!(JsonHolds, value),
        Value::Version {
            of,
            comparison,
            parts,
        } => {
            let of = of.as_ref().map_or(String::new(), |of| format!("{of} "));
            let bound = format!("{} {}", comparison.sign(), dotted(parts));
            told!(VersionIs, of, bound)
        }
    }
}

/// A bound as a number.
fn how_many(bound: Bound) -> String {
    match bound {
        Bound::Number(comparison, n) | Bound::EveryOf(comparison, n) => number(comparison, n),
        Bound::Every | Bound::Some | Bound::AsNodes => String::new(),
    }
}

/// The last so long.
fn past(time: TimeDelta) -> Wording {
    told!(LastTime, time = duration(time))
}

fn duration(time: TimeDelta) -> Wording {
    told!(
        Verbatim,
        text = Bilingual::each(|lang| duration::words(time, lang))
    )
}

/// A test in words.
pub(super) fn test(test: &Test) -> Wording {
    match test {
        Test::Is(values) => told!(Verbatim, text = one_of(values)),
        Test::IsNot(values) => told!(NotValues, values = one_of(values)),
        Test::Compare(comparison, bound) => format!("{} {bound}", comparison.sign()).into(),
        Test::Version(comparison, parts) => {
            told!(
                VersionBound,
                sign = comparison.sign(),
                parts = dotted(parts)
            )
        }
        Test::Present => told!(SomeValue),
        Test::Empty => told!(NoValue),
        Test::Shape(form) => shape(*form),
        Test::SameAs(other) => told!(SameAsColumn, other),
        Test::Nodes => told!(NodeCount),
        Test::Port(port) => told!(PortIs, port),
        Test::Addresses(comparison, n) => told!(AddressCount, n = number(*comparison, *n)),
        Test::Age(age) => told!(AtMostAgo, age = duration(*age)),
        Test::Lacks(values) => told!(WithoutValues, values = one_of(values)),
    }
}

/// A shape in words.
pub(super) fn shape(shape: Shape) -> Wording {
    match shape {
        Shape::Ip => told!(IpAddress),
        Shape::HostName => told!(HostName),
        Shape::ElbHostName => told!(ElbHostName),
    }
}

fn subject(subject: &Subject) -> Wording {
    let kind = subject.kind.as_deref();
    let name = subject.name.as_ref().map(|name| name.text.as_str());
    let plain = match (name, kind) {
        (Some(name), Some(kind)) => format!("{kind} `{name}`").into(),
        (Some(name), None) => format!("`{name}`").into(),
        (None, Some(kind)) => kind.into(),
        (None, None) => told!(PrintedRows),
    };
    let placed = match (&subject.namespace, subject.extent) {
        (Some(namespace), _) => told!(InNamespace, namespace, plain),
        (None, Extent::Printed) => plain,
        (None, Extent::Namespace) => told!(InCommandsNamespace, plain),
        (None, Extent::Cluster) => told!(InWholeCluster, plain),
    };
    match &subject.described {
        Some(words) => told!(DescribedAs, placed, words),
        None => placed,
    }
}

fn one_of(items: &[String]) -> Bilingual {
    Bilingual::each(|lang| items.join(&told!(Or).words(lang)))
}

fn number(comparison: Comparison, number: u64) -> String {
    format!("{} {number}", comparison.before())
        .trim_start()
        .to_owned()
}

pub(super) fn dotted(parts: &[u64]) -> String {
    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
    parts.join(".")
}
