//! What predicates are made of: whose rows, which cells, how many, against what.

use crate::facts::quantity::Quantity;
use chrono::TimeDelta;
use serde::Deserialize;

/// Whose rows, objects or lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The resource kind in kubectl's plural (`pods`), if one was said.
    pub kind: Option<String>,
    /// The name, if one was said.
    pub name: Option<Name>,
    /// The namespace, if one was said. The command has to show that it looks there.
    pub namespace: Option<String>,
    /// Whether all that a place has is meant: then the command has to show all of it.
    pub extent: Extent,
    /// A description that narrows the subject and can't be looked up. Only kept where judging
    /// without it is stricter.
    pub described: Option<String>,
}

/// How far a statement reaches beyond what a command prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Extent {
    /// What the command prints.
    #[default]
    Printed,
    /// Everything in the command's own namespace: `every pod in the namespace`.
    Namespace,
    /// Everything in the cluster: `cluster-wide`, `in all namespaces`.
    Cluster,
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// How it picks rows.
    pub precision: Precision,
}

impl Name {
    /// Whether it is an identifier, in code or in plain text.
    pub fn is_identifier(&self) -> bool {
        matches!(self.precision, Precision::Exact | Precision::Plain)
    }
}

/// How a name picks rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// A name in code: the row's name, or the name from which Kubernetes made it (`web-7d9c…-x2x4z`).
    Exact,
    /// A word in plain text that has a name's form (`web-api`, and as well `half-ready`): picks as a name in
    /// code does, but that nothing has it says nothing.
    Plain,
    /// A plain lower-case word before a kind (`etcd pods`): rows of whose name it is a whole part, or
    /// everything if the query itself names it.
    Word,
    /// A plain word (`Alloy Pod`): rows whose name holds it, or everything if the query itself names it.
    Loose,
}

/// Which log lines a statement speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logged {
    /// What they would be about, or whose they are. Judged for all lines, which is stricter.
    pub about: Option<String>,
    /// `in last 50 lines`.
    pub last: Option<u64>,
    /// Whether every line is meant: `in all logs`.
    pub every_line: bool,
    /// Whether the lines of every pod are meant: `모든 Pod의 로그에`.
    pub every_pod: bool,
    /// Whether those since the record's deployment are meant, whoever wrote them.
    pub since: bool,
}

/// How texts are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// All of them.
    All,
    /// At least one.
    Any,
}

/// What a cell must hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// One of these values.
    Is(Vec<String>),
    /// None of these values.
    IsNot(Vec<String>),
    /// A number or quantity against a bound.
    Compare(Comparison, Quantity),
    /// Something: not empty, `<none>`, `<pending>` or `<unknown>`.
    Present,
    /// Nothing.
    Empty,
    /// Something of this shape.
    Shape(Shape),
    /// A version against a bound: 3.10 is more than 3.9.
    Version(Comparison, Vec<u64>),
    /// The same as another column of the row, and not zero.
    SameAs(String),
    /// The number of the cluster's nodes.
    Nodes,
    /// This port among the ports of the cell.
    Port(u64),
    /// So many addresses, as ENDPOINTS lists them.
    Addresses(Comparison, u64),
    /// An age of at most so much, as kubectl prints ages (`LAST SCHEDULE` of a CronJob).
    Age(TimeDelta),
    /// None of these words within the cell: `TARGETS에 <unknown>이 없어야 함`.
    Lacks(Vec<String>),
}

impl Test {
    /// Whether a text stands in it.
    pub(super) fn mentions(&self, text: &str) -> bool {
        match self {
            Test::Is(values) | Test::IsNot(values) | Test::Lacks(values) => {
                values.iter().any(|value| value.contains(text))
            }
            Test::SameAs(column) => column.contains(text),
            Test::Compare(..)
            | Test::Present
            | Test::Empty
            | Test::Shape(_)
            | Test::Version(..)
            | Test::Nodes
            | Test::Port(_)
            | Test::Addresses(..)
            | Test::Age(_) => false,
        }
    }
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Shape {
    /// An IP address.
    Ip,
    /// A host name with a dot.
    HostName,
    /// A host name of an AWS load balancer (`….elb.….amazonaws.com`).
    ElbHostName,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Metric {
    /// CPU of each pod or node, in cores.
    Cpu,
    /// Memory of each pod or node, in bytes.
    Memory,
    /// Restarts of each pod.
    Restarts,
    /// Age of each row.
    Age,
}

impl Metric {
    /// Its name in a sentence.
    pub fn word(&self) -> &'static str {
        match self {
            Metric::Cpu => "CPU",
            Metric::Memory => "memory",
            Metric::Restarts => "restarts",
            Metric::Age => "age",
        }
    }
}

/// The bound of a threshold.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// A quantity, with the text that people wrote (`250m`).
    Amount(Quantity, String),
    /// Per cent of the capacity (`CPU < 80%`), as `kubectl top nodes` prints it.
    Percent(Quantity),
    /// A length of time.
    Time(TimeDelta),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Comparison {
    /// 미만, under, `<`.
    Less,
    /// 이하, at most, `<=`.
    AtMost,
    /// Exactly.
    Equal,
    /// 이상, at least, `>=`, `40+`.
    AtLeast,
    /// 초과, over, `>`.
    More,
}

impl Comparison {
    /// Whether a value holds against the bound.
    pub fn holds<T: PartialOrd>(self, value: &T, bound: &T) -> bool {
        match self {
            Comparison::Less => value < bound,
            Comparison::AtMost => value <= bound,
            Comparison::Equal => value == bound,
            Comparison::AtLeast => value >= bound,
            Comparison::More => value > bound,
        }
    }

    /// As it stands before a number that was seen or written: nothing says that it is that number.
    pub fn before(self) -> &'static str {
        match self {
            Comparison::Equal => "",
            other => other.sign(),
        }
    }

    /// As a sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "≤",
            Comparison::Equal => "=",
            Comparison::AtLeast => "≥",
            Comparison::More => ">",
        }
    }
}

impl Subject {
    /// Everything that the command prints.
    pub fn anything() -> Subject {
        Subject::default()
    }

    /// Every object of a kind.
    pub fn of_kind(kind: &str) -> Subject {
        Subject {
            kind: Some(kind.to_owned()),
            ..Subject::default()
        }
    }
}
