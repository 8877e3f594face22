//! The roles that a clause's concepts play: who is spoken of, how many, in what state, whether it is
//! denied. Every concept takes a role or the clause is refused; none is passed over.

use super::concept::Token;
use super::take::Taker;
use crate::judge::predicate::{Comparison, Extent, Metric, Name, Shape, Subject, Test};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// Which roles are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Every,
    Some,
    No,
    Not,
    Number,
    Comparison,
    Counter,
    Kind,
    Name,
    Described,
    Place,
    States,
    Ratio,
    Columns,
    Metric,
    Measure,
    Time,
    Within,
    Exist,
    Show,
    Deployed,
    Output,
    NoResources,
    Empty,
    Range,
    Logs,
    Errors,
    Literals,
    CountWord,
    Same,
    PerNode,
    NodeCount,
    Previously,
    Shape,
    Collected,
    Stable,
    Http,
    Code,
    Reason,
    Version,
    VersionWord,
    LastLines,
    Json,
    Value,
    Remaining,
    Port,
    Namespace,
    Answers,
    Linked,
    Spread,
    Address,
    Warnings,
    Things,
    Window,
    Recent,
    EveryPod,
    Several,
    Grows,
    Since,
}

/// A group of states that stand together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct States {
    /// The states, in order.
    pub(super) words: Vec<String>,
    /// How they are joined.
    pub(super) joint: Joint,
    /// States that lead to them: `Pending → Running`.
    pub(super) from: Vec<String>,
}

/// How states or texts are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Or,
    And,
    Slash,
}

/// A clause taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) slots: BTreeSet<Slot>,
    pub(super) kinds: Vec<&'static str>,
    pub(super) name: Option<Name>,
    pub(super) described: Option<String>,
    /// Where it is: `모든 10개 노드에`, `on each node`: the kind with its own number.
    pub(super) place: Option<Place>,
    pub(super) number: Option<u64>,
    /// `7-8 pods`: at least and at most.
    pub(super) range: Option<(u64, u64)>,
    pub(super) comparison: Option<Comparison>,
    pub(super) states: Vec<States>,
    pub(super) ratio: Option<Option<(u64, u64)>>,
    pub(super) columns: Vec<(String, Test)>,
    pub(super) metric: Option<Metric>,
    pub(super) measure: Option<String>,
    /// `between 100m and 250m`: at least and at most.
    pub(super) measures: Option<(String, String)>,
    pub(super) percent: bool,
    pub(super) time: Option<(TimeDelta, TimeDelta)>,
    pub(super) literals: Vec<String>,
    pub(super) literal_joint: Option<Joint>,
    pub(super) codes: Vec<u16>,
    pub(super) shape: Option<Shape>,
    pub(super) version: Option<Vec<u64>>,
    pub(super) last_lines: Option<u64>,
    /// Whether that number counts lines (`3줄 이상`) and does not say which are read.
    pub(super) counts_lines: bool,
    /// Whether several lines are said: `여러 줄`.
    pub(super) several_lines: bool,
    /// `in the last 10 minutes`.
    pub(super) window: Option<TimeDelta>,
    pub(super) json: Option<serde_json::Value>,
    pub(super) values: Vec<String>,
    /// Whether the denial (아닌) stands before the absence (없음): "none that is not".
    pub(super) not_before_no: bool,
    /// Whether a denial stands directly before the quantifier ("not all").
    pub(super) not_every: bool,
    pub(super) port: Option<u64>,
    /// Where the things are: `loki 네임스페이스의 모든 Pod`.
    pub(super) namespace: Option<String>,
    /// Whether they are all that a place has: `in the namespace`, `in the cluster`.
    pub(super) extent: Extent,
    /// The kind of the workload whose pods are spoken of: `web Deployment의 모든 Pod`.
    pub(super) workload: Option<&'static str>,
    /// Whether the number is so many for each of something.
    pub(super) each: bool,
    /// Whether a state is said to stay.
    pub(super) kept: bool,
    /// Whether the endpoints are those of a service: `Service has endpoints`.
    pub(super) of_service: bool,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) kind: &'static str,
    pub(super) every: bool,
    pub(super) number: Option<u64>,
    /// How they are spread over several, if that is said.
    pub(super) spread: Option<Spread>,
}

/// How pods are spread over nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// Each on one of its own: `on different nodes`.
    Apart,
    /// On one, which is only ever denied: `not on the same node`.
    Together,
    /// On more than one: `across multiple nodes`.
    Several,
}

impl Frame {
    /// Whether exactly `required`, and beyond it nothing but `optional`, is there.
    pub(super) fn is(&self, required: &[Slot], optional: &[Slot]) -> bool {
        required.iter().all(|slot| self.slots.contains(slot))
            && self
                .slots
                .iter()
                .all(|slot| required.contains(slot) || optional.contains(slot))
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.slots.contains(&slot)
    }

    /// Who is spoken of.
    pub(super) fn subject(&self) -> Option<Subject> {
        let only_place = (self.namespace.is_some() || self.extent != Extent::Printed)
            && matches!(self.kinds.as_slice(), [] | ["namespaces"]);
        // Whose pods they are is told by a name only.
        let nobodys = self.workload.is_some() && self.name.is_none();
        if self.kinds.len() > 1 || only_place || nobodys {
            return None;
        }
        Some(Subject {
            kind: self.kinds.first().map(|kind| (*kind).to_owned()),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            extent: match self.extent {
                // `all nodes` are those of the cluster.
                Extent::Printed
                    if self.kinds == ["nodes"] && self.name.is_none() && self.has(Slot::Every) =>
                {
                    Extent::Cluster
                }
                extent => extent,
            },
            described: self.described.clone(),
        })
    }
}

/// Takes a clause apart. The error is the index of the token that has no place.
pub(super) fn frame(tokens: &[Token]) -> Result<Frame, usize> {
    let mut taker = Taker {
        tokens,
        at: 0,
        frame: Frame::default(),
    };
    while taker.at < tokens.len() {
        let before = taker.at;
        if taker.take().is_none() {
            return Err(before.max(taker.at).min(tokens.len() - 1));
        }
    }
    Ok(taker.frame)
}
