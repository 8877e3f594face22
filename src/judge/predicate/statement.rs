//! One meaning for every sentence: who it speaks of, how many of them, which property they have or do not have,
//! in which time.

use super::{Comparison, Join, Limit, Logged, Metric, Predicate, Shape, Subject, Test};
use crate::facts::quantity::Quantity;
use crate::judge::cel::Expression;
use crate::judge::sample_table::Sample;
use chrono::TimeDelta;

/// What must be so. Every property is judged by exactly one rule of `docs/expectations.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who.
    pub who: Subject,
    /// How many of them.
    pub how_many: Bound,
    /// What they have or do not have.
    pub property: Property,
    /// Whether they have it.
    pub wants: Wants,
    /// In the last so long. `None`: now, or of what happens since the record's deployment.
    pub when: Option<TimeDelta>,
}

/// How many of those that are spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Every one, and there is one. Of what is denied: none.
    Every,
    /// At least one.
    Some,
    /// So many have the property.
    Number(Comparison, u64),
    /// There are so many, and every one has it.
    EveryOf(Comparison, u64),
    /// As many as the cluster has nodes.
    AsNodes,
}

/// Whether a property is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// It holds.
    Holds,
    /// It does not hold.
    DoesNotHold,
}

/// What can be so of something.
#[derive(Debug, Clone, PartialEq)]
pub enum Property {
    /// It is there.
    Exists,
    /// It is in one of these states.
    State(Vec<String>),
    /// READY as `2/2`, or `N/N` for equal numbers, with the state that stands beside it.
    Ratio {
        /// `Some((2, 2))`, or `None` for "both numbers equal and not zero".
        exactly: Option<(u64, u64)>,
        /// Also in one of these states; empty if none was said.
        states: Vec<String>,
    },
    /// A printed column, or where no table is printed a `key: value` line or JSON field, holds a
    /// value: `DESIRED: 10`, `STATUS: Bound`, `ADDRESS 컬럼에 ALB DNS가 있어야 함`.
    Column {
        /// The column or key as written.
        column: String,
        /// What its cells must hold.
        test: Test,
    },
    /// A metric against a bound.
    Measure {
        /// What is measured.
        metric: Metric,
        /// The comparison.
        comparison: Comparison,
        /// The bound.
        limit: Limit,
    },
    /// Its containers ran without a restart.
    RanThrough,
    /// Its pods are where they should be.
    Placed(Placement),
    /// One of its containers was killed for its memory, as far as its pod tells.
    KilledForMemory,
    /// The containers' images, as the command prints them.
    Image {
        /// Whether only the tag is said.
        tag: bool,
        /// The image, or its tag.
        text: String,
    },
    /// What `kubectl wait` waits for is so.
    ConditionMet,
    /// A target that a Prometheus query `up` shows is up.
    TargetUp,
    /// Log lines of level error or above.
    ErrorLines(Logged),
    /// Every command returned log lines, the newest young enough.
    LogsCollected {
        /// Whether each pod must have given a line.
        every_pod: bool,
    },
    /// Lines are printed.
    Lines {
        /// Whether log lines are meant.
        of_logs: bool,
    },
    /// The output or the log lines hold these texts.
    Text {
        /// Where they are looked for.
        place: Place,
        /// The texts; `xxx` and `...` in them stand for anything.
        texts: Vec<String>,
        /// All of them, or one. Of denied ones none may be there.
        join: Join,
    },
    /// The command prints something at all.
    AnyOutput,
    /// The output is a value.
    Value(Value),
    /// The HTTP status is one of these; without any, the server answers, and not with an error.
    Answer(Vec<u16>),
    /// Nothing went wrong for so long.
    Stable,
    /// The pasted sample is what is printed.
    SampleTable(Sample),
    /// A CEL expression is true.
    Cel(Expression),
}

/// Where pods are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Ready ones on this many distinct nodes, or on every node of the cluster.
    EveryNode {
        /// The number that the record states; `None` is "every node".
        nodes: Option<u64>,
        /// Whether the sentence also says that they run (the judgement demands readiness anyway).
        running: bool,
    },
    /// The nodes where one was pending before have a running one now.
    PendingBefore,
    /// No two on one node.
    Apart,
    /// Not all on one node.
    Several,
}

/// Where a text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In what is printed.
    Output,
    /// In log lines.
    Logs,
}

/// What an output is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One of these (or, for a number, so many rows).
    Is(Vec<String>),
    /// One number against a bound: `> 0`, `1 이상`.
    Number(Comparison, Quantity),
    /// Nothing but values of a shape: `IP 주소가 나와야 함`.
    Shaped(Shape),
    /// This value in every line (`All should report 1`).
    EachLine(String),
    /// JSON that holds this.
    JsonSubset(serde_json::Value),
    /// A version against a bound: `Docker version 20.10 or higher`.
    Version {
        /// The word before it, if one was said.
        of: Option<String>,
        /// The comparison.
        comparison: Comparison,
        /// Numeric parts.
        parts: Vec<u64>,
    },
}

impl Statement {
    /// Whether a text stands in what it holds against what is printed, or in whom it names. `None`: no value decides it;
    /// numbers of rows and lines, states, metrics, levels of log lines are what they are behind any mask.
    pub(super) fn mentions(&self, text: &str) -> Option<bool> {
        let one = |own: &str| own.contains(text);
        let some = |own: &Option<String>| own.as_deref().is_some_and(one);
        let any = |all: &[String]| all.iter().any(|own| one(own));
        let is_of_property = match &self.property {
            Property::Text { texts, .. }
            | Property::Value(Value::Is(texts))
            | Property::SampleTable(Sample::Data(_, texts) | Sample::Lines(texts)) => any(texts),
            Property::Column { column, test } => one(column) || test.mentions(text),
            Property::Image { text: own, .. } | Property::Value(Value::EachLine(own)) => one(own),
            Property::Value(Value::JsonSubset(json)) => one(&json.to_string()),
            Property::Value(Value::Version { of, .. }) => some(of),
            Property::Value(Value::Number(..) | Value::Shaped(_)) => false,
            Property::SampleTable(Sample::Table(table)) => {
                table.columns.iter().any(|column| one(&column.name))
                    || table.rows.iter().any(|row| any(&row.cells))
            }
            Property::Cel(expression) => one(expression.source()),
            Property::Exists
            | Property::State(_)
            | Property::Ratio { .. }
            | Property::Measure { .. }
            | Property::RanThrough
            | Property::Placed(_)
            | Property::KilledForMemory
            | Property::ConditionMet
            | Property::TargetUp
            | Property::ErrorLines(_)
            | Property::LogsCollected { .. }
            | Property::Lines { .. }
            | Property::AnyOutput
            | Property::Answer(_)
            | Property::Stable => return None,
        };
        let Subject {
            kind,
            name,
            namespace,
            described,
            extent: _,
        } = &self.who;
        let is_of_who = [kind, namespace, described].into_iter().any(some);
        let is_of_name = name.as_ref().is_some_and(|name| one(&name.text));
        Some(is_of_property || is_of_who || is_of_name)
    }

    /// Every one has the property now.
    pub fn new(who: Subject, property: Property) -> Statement {
        Statement {
            who,
            how_many: Bound::Every,
            property,
            wants: Wants::Holds,
            when: None,
        }
    }

    /// What is printed has the property.
    pub fn printed(property: Property) -> Statement {
        Statement::new(Subject::anything(), property)
    }

    /// The output or the logs hold texts.
    pub fn text(place: Place, texts: Vec<String>, join: Join) -> Statement {
        Statement::printed(Property::Text { place, texts, join })
    }

    /// The output is one of these.
    pub fn value(values: Vec<String>) -> Statement {
        Statement::printed(Property::Value(Value::Is(values)))
    }

    /// So many, or so many in one of the states. `all`: and every one is.
    pub fn count(
        who: Subject,
        comparison: Comparison,
        number: u64,
        states: Vec<String>,
        all: bool,
    ) -> Statement {
        let (property, how_many) = match (states.is_empty(), all) {
            (true, _) => (Property::Exists, Bound::Number(comparison, number)),
            (false, true) => (Property::State(states), Bound::EveryOf(comparison, number)),
            (false, false) => (Property::State(states), Bound::Number(comparison, number)),
        };
        Statement::new(who, property).of(how_many)
    }

    /// None such is there, or none is in one of the states.
    pub fn absent(who: Subject, states: Vec<String>) -> Statement {
        let property = if states.is_empty() {
            Property::Exists
        } else {
            Property::State(states)
        };
        Statement::new(who, property).denied()
    }

    /// The same of so many.
    pub fn of(self, how_many: Bound) -> Statement {
        Statement { how_many, ..self }
    }

    /// That it is not so.
    pub fn denied(self) -> Statement {
        Statement {
            wants: Wants::DoesNotHold,
            ..self
        }
    }

    /// The same over a time.
    pub fn within(self, when: Option<TimeDelta>) -> Statement {
        Statement { when, ..self }
    }

    /// Whether it says that something is not so.
    pub fn denies(&self) -> bool {
        self.wants == Wants::DoesNotHold
    }

    /// The number of things that it states, against which, if it counts things.
    pub fn counted(&self) -> Option<(Comparison, u64)> {
        match (&self.property, self.how_many) {
            (
                Property::Exists | Property::State(_),
                Bound::Number(comparison, number) | Bound::EveryOf(comparison, number),
            ) => Some((comparison, number)),
            _ => None,
        }
    }

    /// The states that it speaks of.
    pub fn states(&self) -> &[String] {
        match &self.property {
            Property::State(states) | Property::Ratio { states, .. } => states,
            _ => &[],
        }
    }

    /// Whether it looks for texts in the logs of every pod.
    pub fn is_of_each_pod(&self) -> bool {
        let place = Place::Logs;
        let of_logs = matches!(&self.property, Property::Text { place: own, .. } if *own == place);
        of_logs && self.who.kind.is_some()
    }

    /// The texts that it looks for.
    pub fn texts(&self) -> &[String] {
        match &self.property {
            Property::Text { texts, .. } | Property::Value(Value::Is(texts)) => texts,
            _ => &[],
        }
    }

    /// Whether every one of something is in a state, at whatever number.
    pub fn is_state_of_all(&self) -> bool {
        match (&self.property, self.how_many) {
            (Property::Ratio { .. }, _) => true,
            (Property::State(_), Bound::Every) => !self.denies(),
            _ => self.number_of_all().is_some(),
        }
    }

    /// How many there are exactly, all of which are as it says.
    pub fn number_of_all(&self) -> Option<u64> {
        match (&self.property, self.how_many) {
            (Property::Exists, Bound::Number(Comparison::Equal, number))
            | (Property::State(_), Bound::EveryOf(Comparison::Equal, number)) => Some(number),
            _ => None,
        }
    }
}

impl From<Statement> for Predicate {
    fn from(statement: Statement) -> Predicate {
        Predicate::Says(Box::new(statement))
    }
}
