//! What an expectation says, as a closed set of forms. A predicate is understood from a sentence by
//! [`crate::judge::expectation`] and held against a [`crate::judge::scene::Scene`] by
//! [`evaluate::evaluate`]. It knows nothing of Markdown, records or the network.

mod apart;
mod cell;
mod coverage;
mod describe;
mod evaluate;
mod field;
mod hidden;
mod image;
mod killed;
mod live;
mod logs;
mod masked;
mod met;
mod metrics;
mod nature;
mod number;
mod outcome;
mod parts;
mod pick;
mod printed;
mod restarts;
mod rows;
mod scope;
mod state;
mod targets;
mod text;
mod version;
mod window;
mod words;

pub use evaluate::evaluate;
pub(crate) use evaluate::{all, any};
pub(crate) use nature::picked_names;
pub use outcome::Reason;
pub(crate) use outcome::Say;
pub use parts::{
    Bound, Comparison, Counted, Extent, Join, Logged, Metric, Name, Precision, Quantifier, Shape,
    Subject, Test,
};
pub(in crate::judge) use pick::same_kind;

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
    /// Ready pods on several nodes.
    Apart {
        /// Which pods.
        subject: Subject,
        /// Whether no two may be on one node; else they only must not all be.
        each: bool,
    },
    /// No container was killed for its memory, as far as its pod tells.
    NoOom,
    /// What `kubectl wait` waits for is so.
    Met,
    /// The containers' images, as the command prints them.
    Image {
        /// Whether only the tag is said.
        tag: bool,
        /// The image, or its tag.
        text: String,
    },
    /// Every target that a Prometheus query `up` shows is up.
    TargetsUp,
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
    /// No container restarted: in the last time that is said, else since the record's deployment.
    NoRestarts {
        /// Whose.
        subject: Subject,
        /// In the last so long.
        over: Option<TimeDelta>,
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
    NoErrors(Logged),
    /// Log lines that hold these texts.
    LogsContain {
        /// The texts.
        texts: Vec<String>,
        /// All of them, or one.
        join: Join,
    },
    /// Every command returned log lines, the newest young enough.
    LogsCollected {
        /// How young, if that is said.
        within: Option<TimeDelta>,
        /// Whether each pod must have given a line.
        every_pod: bool,
    },
    /// So many lines are printed.
    Lines {
        /// Whether log lines are meant.
        of_logs: bool,
        /// Against the number.
        comparison: Comparison,
        /// The number.
        number: u64,
    },
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
    /// The output is one number against a bound: `> 0`, `1 이상`.
    Number {
        /// The comparison.
        comparison: Comparison,
        /// The bound.
        bound: Quantity,
    },
    /// The output is nothing but values of a shape: `IP 주소가 나와야 함`.
    Shaped {
        /// What they are said to be of, which the command itself has to name.
        of: Option<Name>,
        /// The shape.
        shape: Shape,
    },
    /// The server answers, and not with an error: `정상 응답`.
    Answers {
        /// Which, if it is named: then the address has to name it, too.
        of: Option<Name>,
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
