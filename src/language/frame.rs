//! The roles that a clause's concepts play: who is spoken of, how many, in what state, whether it is
//! denied. Every concept takes a role or the clause is refused; none is passed over.

use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Extent, Metric, Name, Predicate, Shape, Subject, Test};
use chrono::TimeDelta;

/// Which roles are taken: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slots(u64);

impl Slots {
    fn of(slots: &[Slot]) -> Slots {
        let bits = slots.iter().map(|slot| 1 << *slot as u64);
        Slots(bits.fold(0, |all, bit: u64| all | bit))
    }

    /// Whether there is nothing but these.
    pub(super) fn only(self, slots: &[Slot]) -> bool {
        self.within(Slots::of(slots))
    }

    fn within(self, other: Slots) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn insert(&mut self, slot: Slot) {
        self.0 |= Slots::of(&[slot]).0;
    }

    pub(super) fn remove(&mut self, slot: Slot) {
        self.0 &= !Slots::of(&[slot]).0;
    }

    pub(super) fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    Gone,
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
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) slots: Slots,
    pub(super) kinds: Vec<&'static str>,
    pub(super) name: Option<Name>,
    /// Names of other things of which the same is said: `web, api`.
    pub(super) others: Vec<Name>,
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
    /// `2/3 pods`: how many of the number.
    pub(super) part: Option<u64>,
    /// A word that is a name only beside another that says of what.
    pub(super) word: Option<String>,
    /// What joins two phrases.
    pub(super) joint: Option<Joint>,
    /// What a column must hold.
    pub(super) test: Option<Test>,
    /// The number of a value, if it is one.
    pub(super) quantity: Option<Quantity>,
    /// How long it may take, in the sentence's words.
    pub(super) wait: Option<Wait>,
    /// The roles that are taken before a colon.
    pub(super) before_colon: Option<Slots>,
    /// What it all says, in every way in which it can be meant.
    pub(super) said: Vec<Predicate>,
    /// What that costs: more for each statement of several, and for what is only a key.
    pub(super) cost: u32,
}

/// A time that a sentence gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wait {
    pub(super) words: String,
    /// The time, if it is no range.
    pub(super) time: Option<TimeDelta>,
    /// Whether one waits so long.
    pub(super) short: bool,
}

/// Roles that people pile up: 모든 … 모두, `생성되어 있어야`.
const PILED: [Slot; 9] = [
    Slot::Every,
    Slot::Exist,
    Slot::Show,
    Slot::Logs,
    Slot::Http,
    Slot::Counter,
    Slot::CountWord,
    Slot::Comparison,
    Slot::Columns,
];

/// One of two, of which at most one is there.
fn one<T: Clone>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(_), Some(_)) => None,
        (one, None) | (None, one) => Some(one.clone()),
    }
}

/// One of two that may say the same twice: 최소 1개 이상.
fn alike<T: Copy + PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) => (a == b).then_some(Some(a)),
        (a, b) => Some(a.or(b)),
    }
}

/// Both lists, one of which is empty.
fn either<T: Clone>(a: &[T], b: &[T]) -> Option<Vec<T>> {
    (a.is_empty() || b.is_empty()).then(|| [a, b].concat())
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
    /// A frame with one role taken.
    pub(super) fn of(slot: Slot) -> Frame {
        Frame {
            slots: Slots::of(&[slot]),
            ..Frame::default()
        }
    }

    /// This, and behind it that. `None`: a role would be taken twice.
    pub(super) fn with(&self, next: &Frame) -> Option<Frame> {
        let piled = Slots(self.slots.0 & next.slots.0).within(Slots::of(&PILED));
        let placed = self.extent == Extent::Printed || next.extent == Extent::Printed;
        (piled && placed).then_some(())?;
        let not = self.has(Slot::Not);
        Some(Frame {
            slots: Slots(self.slots.0 | next.slots.0),
            kinds: either(&self.kinds, &next.kinds)?,
            name: one(&self.name, &next.name)?,
            others: either(&self.others, &next.others)?,
            described: one(&self.described, &next.described)?,
            place: one(&self.place, &next.place)?,
            number: one(&self.number, &next.number)?,
            range: one(&self.range, &next.range)?,
            comparison: alike(self.comparison, next.comparison)?,
            states: either(&self.states, &next.states)?,
            ratio: one(&self.ratio, &next.ratio)?,
            columns: [&self.columns[..], &next.columns].concat(),
            metric: one(&self.metric, &next.metric)?,
            measure: one(&self.measure, &next.measure)?,
            measures: one(&self.measures, &next.measures)?,
            percent: self.percent || next.percent,
            time: one(&self.time, &next.time)?,
            literals: either(&self.literals, &next.literals)?,
            literal_joint: one(&self.literal_joint, &next.literal_joint)?,
            codes: either(&self.codes, &next.codes)?,
            shape: one(&self.shape, &next.shape)?,
            version: one(&self.version, &next.version)?,
            last_lines: one(&self.last_lines, &next.last_lines)?,
            counts_lines: self.counts_lines || next.counts_lines,
            several_lines: self.several_lines || next.several_lines,
            window: one(&self.window, &next.window)?,
            json: one(&self.json, &next.json)?,
            values: either(&self.values, &next.values)?,
            not_before_no: self.not_before_no || next.not_before_no || not && next.has(Slot::No),
            not_every: self.not_every || next.not_every || not && next.has(Slot::Every),
            port: one(&self.port, &next.port)?,
            namespace: one(&self.namespace, &next.namespace)?,
            extent: match next.extent {
                Extent::Printed => self.extent,
                extent => extent,
            },
            workload: one(&self.workload, &next.workload)?,
            each: self.each || next.each,
            kept: self.kept || next.kept,
            of_service: self.of_service || next.of_service,
            part: one(&self.part, &next.part)?,
            word: one(&self.word, &next.word)?,
            joint: one(&self.joint, &next.joint)?,
            test: one(&self.test, &next.test)?,
            quantity: one(&self.quantity, &next.quantity)?,
            wait: one(&self.wait, &next.wait)?,
            before_colon: self.colon(next)?,
            said: Vec::new(),
            cost: 0,
        })
    }

    /// What stands before the colon of this and that, of which one has one.
    fn colon(&self, next: &Frame) -> Option<Option<Slots>> {
        match (self.before_colon, next.before_colon) {
            (Some(_), Some(_)) => None,
            (None, Some(before)) => Some(Some(Slots(self.slots.0 | before.0))),
            (before, None) => Some(before),
        }
    }

    /// Whether exactly `required`, and beyond it nothing but `optional`, is there.
    pub(super) fn is(&self, required: &[Slot], optional: &[Slot]) -> bool {
        let required = Slots::of(required);
        let allowed = Slots(required.0 | Slots::of(optional).0);
        required.within(self.slots) && self.slots.within(allowed)
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        Slots::of(&[slot]).within(self.slots)
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

impl Frame {
    /// The one group of states, joined as one.
    pub(super) fn one_group(&self) -> Option<&States> {
        match self.states.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}
