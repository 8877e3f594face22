//! What an expectation says, as a closed set of forms. A predicate is understood from a sentence by
//! [`crate::judge::expectation`] and held against a [`crate::judge::scene::Scene`] by
//! [`evaluate::evaluate`]. It knows nothing of Markdown, records or the network.

mod cell;
mod coverage;
mod describe;
mod evaluate;
mod field;
mod level;
mod live;
mod logs;
mod metrics;
mod nature;
mod outcome;
mod pick;
mod printed;
mod rows;
mod state;
mod text;
mod words;

pub use evaluate::evaluate;
pub(crate) use evaluate::{all, any};
pub(crate) use nature::picked_names;
pub use outcome::Reason;
pub(crate) use outcome::Say;

use crate::facts::quantity::Quantity;
use crate::judge::cel::Expression;
use crate::judge::sample_table::Sample;
use chrono::TimeDelta;

/// What must be so. Every form is judged by exactly one rule of `docs/expectations.md`.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// A printed column, or where no table is printed a `key: value` line or JSON field, holds a
    /// value: `DESIRED: 10`, `STATUS: Bound`, `ADDRESS 컬럼에 ALB DNS가 있어야 함`.
    Column {
        /// Whose rows.
        subject: Subject,
        /// The column or key as written.
        column: String,
        /// What its cells must hold.
        test: Test,
        /// In which rows.
        quantifier: Quantifier,
    },
    /// READY as `2/2`, or `N/N` for equal numbers, with the state that stands beside it.
    Ratio {
        /// Whose rows.
        subject: Subject,
        /// `Some((2, 2))`, or `None` for "both numbers equal and not zero".
        exactly: Option<(u64, u64)>,
        /// How many rows there must be, if that is said (`9개 전부 1/1 Running`).
        count: Option<(Comparison, u64)>,
        /// Also in one of these states; empty if none was said.
        states: Vec<String>,
    },
    /// So many rows, in a state if one is said: `Pod 30개`, `2 nodes in Ready state`.
    Count {
        /// Of what.
        subject: Subject,
        /// Against the number.
        comparison: Comparison,
        /// The number.
        number: u64,
        /// In one of these states; empty if none was said.
        states: Vec<String>,
        /// Whether every row must be in such a state, or only those are counted that are.
        all: bool,
    },
    /// Every row (or one, or none) is in one of these states.
    Phase {
        /// Whose rows.
        subject: Subject,
        /// Every, at least one, none.
        quantifier: Quantifier,
        /// The alternatives.
        states: Vec<String>,
    },
    /// Ready pods on this many distinct nodes, or on every node of the cluster.
    Coverage {
        /// Which pods.
        subject: Subject,
        /// The number that the record states; `None` is "every node".
        nodes: Option<u64>,
        /// Whether the sentence also says that they run (the judgement demands readiness anyway).
        running: bool,
    },
    /// The nodes where a pod was pending before have a running one now.
    PreviouslyPending {
        /// Which pods.
        subject: Subject,
    },
    /// A metric against a bound.
    Threshold {
        /// What is measured.
        metric: Metric,
        /// Whose.
        subject: Subject,
        /// The comparison.
        comparison: Comparison,
        /// The bound.
        bound: Bound,
    },
    /// At least one such row or object is there.
    Exists {
        /// What.
        subject: Subject,
    },
    /// No such row or object is there.
    Absent {
        /// What.
        subject: Subject,
        /// In one of these states; empty is "none at all".
        states: Vec<String>,
    },
    /// The command prints nothing (`출력 없음`, `No resources found`).
    NoOutput,
    /// No line of level error or above.
    NoErrors {
        /// What the errors would be about. Narrows the demand; judged for all lines, which is stricter.
        about: Option<String>,
        /// `in last 50 lines`.
        last: Option<u64>,
    },
    /// Log lines that hold these texts.
    LogsContain {
        /// The texts.
        texts: Vec<String>,
        /// All of them, or one.
        join: Join,
    },
    /// Every command returned log lines, the newest young enough.
    LogsCollected,
    /// The output holds these texts.
    Literal {
        /// The texts; `xxx` and `...` in them stand for anything.
        texts: Vec<String>,
        /// All of them, or one.
        join: Join,
    },
    /// The output is this one value (or, for a number, has so many rows).
    Scalar {
        /// The alternatives.
        values: Vec<String>,
    },
    /// Every line of the output is this value (`All should report 1`).
    EachLine {
        /// The value.
        value: String,
    },
    /// The HTTP status is one of these.
    Http {
        /// Alternatives.
        codes: Vec<u16>,
    },
    /// The body (or the output) is JSON that holds this.
    JsonSubset(serde_json::Value),
    /// A version in the output against a bound: `Docker version 20.10 or higher`.
    Version {
        /// The word before it, if one was said.
        of: Option<String>,
        /// The comparison.
        comparison: Comparison,
        /// Numeric parts.
        parts: Vec<u64>,
    },
    /// A number that the step prints equals the number of nodes.
    RelativeToNodes {
        /// The count that is compared: a column, or the rows of a subject.
        what: Counted,
    },
    /// Nothing went wrong for so long.
    Stability {
        /// The whole time (the upper bound of `1-2일`).
        over: TimeDelta,
    },
    /// The pasted sample is what is printed.
    SampleTable(Sample),
    /// A CEL expression is true.
    Cel(Expression),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these.
    Any(Vec<Predicate>),
    /// Not this. Only made of forms that can be seen to be untrue.
    Not(Box<Predicate>),
    /// The predicate, with a remark of the sentence that is carried and does not change it: how long
    /// it may take, what to do if it fails.
    Remarked(Box<Predicate>, String),
}

/// Whose rows, objects or lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The resource kind in kubectl's plural (`pods`), if one was said.
    pub kind: Option<String>,
    /// The name, if one was said.
    pub name: Option<Name>,
    /// A description that narrows the subject and can't be looked up. Only kept where judging
    /// without it is stricter.
    pub described: Option<String>,
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// How it picks rows.
    pub precision: Precision,
}

/// How a name picks rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// An identifier: the row's name, or the name from which Kubernetes made it (`web-7d9c…-x2x4z`).
    Exact,
    /// A plain lower-case word before a kind (`etcd pods`): rows of whose name it is a whole part, or
    /// everything if the query itself names it.
    Word,
    /// A plain word (`Alloy Pod`): rows whose name holds it, or everything if the query itself names it.
    Loose,
}

/// In how many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// In every row, and there is one.
    Every,
    /// In at least one.
    Some,
    /// In none.
    None,
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
    /// The same as another column of the row, and not zero.
    SameAs(String),
    /// This port among the ports of the cell.
    Port(u64),
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An IP address.
    Ip,
    /// A host name with a dot.
    HostName,
    /// A host name of an AWS load balancer (`….elb.….amazonaws.com`).
    ElbHostName,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
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
pub enum Bound {
    /// A quantity, with the text that people wrote (`250m`).
    Amount(Quantity, String),
    /// Per cent of the capacity (`CPU < 80%`), as `kubectl top nodes` prints it.
    Percent(Quantity),
    /// A length of time.
    Time(TimeDelta),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A number that a step prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// The value of a column or key.
    Column(String),
    /// The number of rows.
    Rows(Subject),
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
