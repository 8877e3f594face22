//! The roles that a clause's concepts play: who is spoken of, how many, in what state, whether it is
//! denied. Every concept takes a role or the clause is refused; none is passed over.

use super::chart::Parts;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Comparison, Extent, Metric, Name, Precision, Predicate, Shape, Subject, Test,
};
use chrono::TimeDelta;
use serde::Deserialize;
use serde::de::{IntoDeserializer, value::Error};

/// What is made of the parts of a rule. `None`: they do not go together.
pub(super) type Maker = fn(&Parts<Frame>) -> Option<Frame>;

/// Which roles are taken: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slots(u64);

/// Roles by their names: `roles!(Kind Name)`.
macro_rules! roles {
    ($($name:ident)*) => {
        $crate::language::frame::Slots::NONE$(.with($crate::language::frame::Slot::$name))*
    };
}
pub(super) use roles;

/// A clause with these roles and what belongs to them: `frame!(Port; port: Some(80))`.
macro_rules! frame {
    ($($slot:ident)*; $($field:ident: $value:expr),*) => {
        $crate::language::frame::Frame {
            slots: $crate::language::frame::roles!($($slot)*),
            $($field: $value,)*
            ..Default::default()
        }
    };
}
pub(super) use frame;

impl Slots {
    pub(super) const NONE: Slots = Slots(0);

    pub(super) const fn with(self, slot: Slot) -> Slots {
        Slots(self.0 | 1 << slot as u64)
    }

    pub(super) fn insert(&mut self, slot: Slot) {
        *self = self.with(slot);
    }

    /// Whether there is nothing but these.
    pub(super) fn within(self, other: Slots) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn and(self, other: Slots) -> Slots {
        Slots(self.0 | other.0)
    }

    /// Without these.
    pub(super) fn but(self, other: Slots) -> Slots {
        Slots(self.0 & !other.0)
    }

    /// What they have in common.
    pub(super) fn both(self, other: Slots) -> Slots {
        Slots(self.0 & other.0)
    }

    pub(super) fn count(self) -> u32 {
        self.0.count_ones()
    }
}

macro_rules! slots {
    ($($name:ident)*) => {
        /// A role.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Slot {
            $($name,)*
        }

        const SLOTS: &[(&str, Slot)] = &[$((stringify!($name), Slot::$name),)*];
    };
}

slots! {
    Every Some No Not Number Comparison Counter Kind Name Described Place States Ratio Columns
    Metric Measure Time Within Exist Show Deployed Output NoResources Empty Range Logs Errors
    Literals CountWord Same PerNode NodeCount Previously Shape Collected Stable Http Code Reason
    Version VersionWord LastLines Json Value Remaining Port Namespace Answers Gone Linked Spread
    Address Warnings Things Window Recent EveryPod Several Grows Since
}

impl Slot {
    /// A role by its name in the data: `no-resources`.
    pub(super) fn named(name: &str) -> Option<Slot> {
        let name = name.replace('-', "");
        let known = SLOTS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&name));
        known.map(|(_, slot)| *slot)
    }
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

impl States {
    /// Whether it is one state, that one.
    pub(super) fn is(&self, word: &str) -> bool {
        self.words == [word] && self.from.is_empty()
    }
}

/// How states or texts are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Joint {
    Or,
    And,
    Slash,
}

/// Declares what a clause holds, each part with how those of two phrases become one: of `one` and `either` at most one
/// has it, of `alike` both may say the same, and `flag` is so if it is of one.
macro_rules! parts {
    ($($(#[$doc:meta])* $how:ident $name:ident: $of:ty,)*) => {
        /// A clause taken apart.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(super) struct Frame {
            pub(super) slots: Slots,
            pub(super) columns: Vec<(String, Test)>,
            /// Whether the denial (아닌) stands before the absence (없음): "none that is not".
            pub(super) not_before_no: bool,
            /// Whether a denial stands directly before the quantifier ("not all").
            pub(super) not_every: bool,
            /// Whether they are all that a place has: `in the namespace`, `in the cluster`.
            pub(super) extent: Extent,
            /// The roles that are taken before a colon.
            pub(super) before_colon: Option<Slots>,
            /// What it all says, in every way in which it can be meant.
            pub(super) said: Vec<Predicate>,
            /// What that costs: more for each statement of several, and for what is only a key.
            pub(super) cost: u32,
            $($(#[$doc])* pub(super) $name: $of,)*
        }

        impl Frame {
            /// The parts of this and of that.
            fn joined(&self, next: &Frame) -> Option<Frame> {
                Some(Frame {
                    $($name: $how(&self.$name, &next.$name)?,)*
                    ..Frame::default()
                })
            }
        }
    };
}

parts! {
    one kind: Option<&'static str>,
    one name: Option<Name>,
    /// Names of other things of which the same is said: `web, api`.
    either others: Vec<Name>,
    one described: Option<String>,
    /// Where it is: `모든 10개 노드에`, `on each node`.
    one place: Option<Place>,
    one number: Option<u64>,
    /// `7-8 pods`: at least and at most.
    one range: Option<(u64, u64)>,
    alike comparison: Option<Comparison>,
    either states: Vec<States>,
    one ratio: Option<Option<(u64, u64)>>,
    one metric: Option<Metric>,
    one measure: Option<String>,
    /// `between 100m and 250m`: at least and at most.
    one measures: Option<(String, String)>,
    flag percent: bool,
    one time: Option<(TimeDelta, TimeDelta)>,
    either literals: Vec<String>,
    one literal_joint: Option<Joint>,
    either codes: Vec<u16>,
    one shape: Option<Shape>,
    one version: Option<Vec<u64>>,
    one last_lines: Option<u64>,
    /// Whether that number counts lines (`3줄 이상`) and does not say which are read.
    flag counts_lines: bool,
    /// Whether several lines are said: `여러 줄`.
    flag several_lines: bool,
    /// `in the last 10 minutes`.
    one window: Option<TimeDelta>,
    one json: Option<serde_json::Value>,
    either values: Vec<String>,
    one port: Option<u64>,
    /// Where the things are: `loki 네임스페이스의 모든 Pod`.
    one namespace: Option<String>,
    /// The kind of the workload whose pods are spoken of: `web Deployment의 모든 Pod`.
    one workload: Option<&'static str>,
    /// Whether the number is so many for each of something.
    flag each: bool,
    /// Whether a state is said to stay.
    flag kept: bool,
    /// Whether the endpoints are those of a service: `Service has endpoints`.
    flag of_service: bool,
    /// `2/3 pods`: how many of the number.
    one part: Option<u64>,
    /// A word that is a name only beside another that says of what.
    one word: Option<String>,
    /// What joins two phrases.
    one joint: Option<Joint>,
    /// What a column must hold, all of it.
    either tests: Vec<Test>,
    /// The number of a value, if it is one.
    one quantity: Option<Quantity>,
    /// How long it may take, in the sentence's words.
    one wait: Option<Wait>,
    /// The text of what stands in parentheses.
    one aside: Option<String>,
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

/// What the data names as the code does.
fn named<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    T::deserialize(IntoDeserializer::<Error>::into_deserializer(name)).ok()
}

/// Roles that people pile up: 모든 … 모두, `생성되어 있어야`.
const PILED: Slots = roles!(Every Exist Show Logs Http Counter CountWord Comparison Columns);

/// Whether it is so of one of two.
fn flag(a: &bool, b: &bool) -> Option<bool> {
    Some(*a || *b)
}

/// One of two, of which at most one is there.
fn one<T: Clone>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(_), Some(_)) => None,
        (one, None) | (None, one) => Some(one.clone()),
    }
}

/// One of two that may say the same twice: 최소 1개 이상.
fn alike<T: Copy + PartialEq>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) => (a == b).then_some(Some(*a)),
        (a, b) => Some(a.or(*b)),
    }
}

/// Both lists, one of which is empty.
fn either<T: Clone>(a: &[T], b: &[T]) -> Option<Vec<T>> {
    (a.is_empty() || b.is_empty()).then(|| [a, b].concat())
}

/// On which nodes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Place {
    pub(super) every: bool,
    pub(super) number: Option<u64>,
    /// How they are spread over several, if that is said.
    pub(super) spread: Option<Spread>,
}

/// How pods are spread over nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
            slots: Slots::NONE.with(slot),
            ..Frame::default()
        }
    }

    /// A frame with one role taken, and what belongs to it.
    pub(super) fn saying(slot: Slot, add: impl FnOnce(&mut Frame)) -> Frame {
        let mut frame = Frame::of(slot);
        add(&mut frame);
        frame
    }

    /// A frame with no role.
    pub(super) fn having(add: impl FnOnce(&mut Frame)) -> Frame {
        let mut frame = Frame::default();
        add(&mut frame);
        frame
    }

    /// A word that is nothing but that.
    pub(super) fn word(text: impl Into<String>) -> Frame {
        frame!(; word: Some(text.into()))
    }

    pub(super) fn name(text: impl Into<String>, precision: Precision) -> Frame {
        let text = text.into();
        frame!(Name; name: Some(Name { text, precision }))
    }

    pub(super) fn kind(kind: &'static str) -> Frame {
        frame!(Kind; kind: Some(kind))
    }

    pub(super) fn number(number: u64) -> Frame {
        frame!(Number; number: Some(number))
    }

    pub(super) fn time(low: TimeDelta, high: TimeDelta) -> Frame {
        frame!(Time; time: Some((low, high)))
    }

    pub(super) fn states(words: Vec<String>, joint: Joint, from: Vec<String>) -> Frame {
        frame!(States; states: vec![States { words, joint, from }])
    }

    /// What a line of the data adds: a role, or what belongs to one. `None`: there is no such role or value.
    pub(super) fn written(role: &str, value: &'static str) -> Option<Frame> {
        let own = Slot::named(role).map_or_else(Frame::default, Frame::of);
        let mut frame = own.clone();
        match (role, value) {
            ("each", "") => frame.each = true,
            ("stays", "") => frame.kept = true,
            ("several-lines", "") => frame.several_lines = true,
            ("counts-lines", "") => frame.counts_lines = true,
            ("not-before-no", "") => frame.not_before_no = true,
            (_, "") => return Some(own).filter(|own| *own != Frame::default()),
            ("kind", kind) => frame.kind = Some(kind),
            ("word", word) => frame.word = Some(word.to_owned()),
            ("states", state) => {
                frame = Frame::states(vec![state.to_owned()], Joint::Or, Vec::new());
            }
            ("literals", text) => frame.literals.push(text.to_owned()),
            ("code", code) => frame.codes.push(code.parse().ok()?),
            ("number", number) => frame.number = Some(number.parse().ok()?),
            ("time", seconds) => {
                let time = TimeDelta::try_seconds(seconds.parse().ok()?)?;
                frame.time = Some((time, time));
            }
            ("metric", metric) => frame.metric = Some(named(metric)?),
            ("shape", shape) => frame.shape = Some(named(shape)?),
            ("comparison", comparison) => frame.comparison = Some(named(comparison)?),
            ("joint", joint) => frame.joint = Some(named(joint)?),
            ("extent", extent) => frame.extent = named(extent)?,
            ("test", "Present") => frame.tests.push(Test::Present),
            ("test", "Nodes") => frame.tests.push(Test::Nodes),
            ("place", "Every") => frame.place.get_or_insert_default().every = true,
            ("place", spread) => {
                frame.place.get_or_insert_default().spread = Some(named(spread)?);
            }
            _ => return None,
        }
        Some(frame)
    }

    /// This, and behind it that. `None`: a role would be taken twice.
    pub(super) fn with(&self, next: &Frame) -> Option<Frame> {
        let piled = self.slots.both(next.slots).within(PILED);
        let placed = self.extent == Extent::Printed || next.extent == Extent::Printed;
        (piled && placed).then_some(())?;
        let not = self.has(Slot::Not);
        // Of this and that one may have a colon.
        let before_colon = match (self.before_colon, next.before_colon) {
            (Some(_), Some(_)) => return None,
            (None, Some(before)) => Some(self.slots.and(before)),
            (before, None) => before,
        };
        Some(Frame {
            slots: self.slots.and(next.slots),
            columns: [&self.columns[..], &next.columns].concat(),
            not_before_no: self.not_before_no || next.not_before_no || not && next.has(Slot::No),
            not_every: self.not_every || next.not_every || not && next.has(Slot::Every),
            extent: match next.extent {
                Extent::Printed => self.extent,
                extent => extent,
            },
            before_colon,
            ..self.joined(next)?
        })
    }

    /// Whether exactly `required`, and beyond it nothing but `optional`, is there.
    pub(super) fn is(&self, required: Slots, optional: Slots) -> bool {
        required.within(self.slots) && self.slots.within(required.and(optional))
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        Slots::NONE.with(slot).within(self.slots)
    }

    /// Who is spoken of.
    pub(super) fn subject(&self) -> Option<Subject> {
        let only_place = (self.namespace.is_some() || self.extent != Extent::Printed)
            && matches!(self.kind, None | Some("namespaces"));
        // Whose pods they are is told by a name only.
        let nobodys = self.workload.is_some() && self.name.is_none();
        if only_place || nobodys {
            return None;
        }
        Some(Subject {
            kind: self.kind.map(str::to_owned),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            extent: match self.extent {
                // `all nodes` are those of the cluster.
                Extent::Printed
                    if self.kind == Some("nodes")
                        && self.name.is_none()
                        && self.has(Slot::Every) =>
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
    /// The length of time, if it is no range.
    pub(super) fn one_time(&self) -> Option<TimeDelta> {
        let time = self.time.filter(|(low, high)| low == high);
        time.map(|(time, _)| time)
    }

    /// Whether it speaks of one state, that one.
    pub(super) fn is_state(&self, word: &str) -> bool {
        self.one_group().is_some_and(|group| group.is(word))
    }

    /// The one group of states, joined as one.
    pub(super) fn one_group(&self) -> Option<&States> {
        self.states.first().filter(|_| self.states.len() == 1)
    }
}
