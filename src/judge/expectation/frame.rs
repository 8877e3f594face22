//! The roles that a clause's concepts play: who is spoken of, how many, in what state, whether it is
//! denied. Every concept takes a role or the clause is refused; none is passed over.

use super::concept::{Concept, Term, Token, metric};
use super::english;
use crate::judge::predicate::{Comparison, Metric, Name, Precision, Shape, Subject, Test};
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
    Gone,
    Show,
    Deployed,
    Output,
    NoResources,
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
    Reason,
    Version,
    VersionWord,
    LastLines,
    Json,
    Value,
    Remaining,
    Port,
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
    pub(super) comparison: Option<Comparison>,
    pub(super) states: Vec<States>,
    pub(super) ratio: Option<Option<(u64, u64)>>,
    pub(super) columns: Vec<(String, Test)>,
    pub(super) metric: Option<Metric>,
    pub(super) measure: Option<String>,
    pub(super) percent: bool,
    pub(super) time: Option<(TimeDelta, TimeDelta)>,
    pub(super) literals: Vec<String>,
    pub(super) literal_joint: Option<Joint>,
    pub(super) codes: Vec<u16>,
    pub(super) shape: Option<Shape>,
    pub(super) version: Option<Vec<u64>>,
    pub(super) last_lines: Option<u64>,
    pub(super) json: Option<serde_json::Value>,
    pub(super) values: Vec<String>,
    /// Whether the denial (아닌) stands before the absence (없음): "none that is not".
    pub(super) not_before_no: bool,
    /// Whether a denial stands directly before the quantifier ("not all").
    pub(super) not_every: bool,
    pub(super) port: Option<u64>,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) kind: &'static str,
    pub(super) every: bool,
    pub(super) number: Option<u64>,
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
        if self.kinds.len() > 1 {
            return None;
        }
        Some(Subject {
            kind: self.kinds.first().map(|kind| (*kind).to_owned()),
            name: self.name.clone(),
            described: self.described.clone(),
        })
    }

    /// The one group of states, joined as one.
    pub(super) fn one_group(&self) -> Option<&States> {
        match self.states.as_slice() {
            [only] => Some(only),
            _ => None,
        }
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

struct Taker<'a> {
    tokens: &'a [Token],
    at: usize,
    frame: Frame,
}

impl Taker<'_> {
    fn concept(&self, ahead: usize) -> Option<&Concept> {
        self.tokens.get(self.at + ahead).map(|token| &token.concept)
    }

    fn term(&self, ahead: usize) -> Option<Term> {
        match self.concept(ahead)? {
            Concept::Term(term) => Some(*term),
            _ => None,
        }
    }

    /// Takes a slot that may be taken once.
    fn slot(&mut self, slot: Slot) -> Option<()> {
        self.frame.slots.insert(slot).then_some(())
    }

    /// Takes the next concept or group. `None`: it has no place.
    fn take(&mut self) -> Option<()> {
        let concept = self.concept(0)?.clone();
        match concept {
            Concept::Term(term) => self.take_term(term),
            Concept::Number(n) => self.take_number(n),
            Concept::Ratio(a, b) => self.take_ratio(Some((a, b))),
            Concept::SameRatio => self.take_ratio(None),
            Concept::Measure(text) => {
                self.slot(Slot::Measure)?;
                self.frame.measure = Some(text);
                self.step()
            }
            Concept::Percent(text) => {
                self.slot(Slot::Measure)?;
                self.frame.measure = Some(text);
                self.frame.percent = true;
                self.step()
            }
            Concept::Time(time) => self.take_time(time, time),
            Concept::TimeRange(low, high) => self.take_time(low, high),
            Concept::Version(parts, _) => {
                self.slot(Slot::Version)?;
                self.frame.version = Some(parts);
                self.step()
            }
            Concept::UpperCase(word) => {
                let joined = matches!(
                    self.concept(1),
                    Some(
                        Concept::Colon
                            | Concept::Equals
                            | Concept::Term(Term::ColumnWord | Term::At)
                    )
                );
                if joined && self.column(&word).is_some() {
                    return Some(());
                }
                // `ARC controller`, `DNS pods`: part of a name.
                if matches!(
                    self.concept(1),
                    Some(
                        Concept::Name(Name {
                            precision: Precision::Loose,
                            ..
                        }) | Concept::Term(Term::Kind(_))
                    )
                ) {
                    return self.take_name(Name {
                        text: word,
                        precision: Precision::Loose,
                    });
                }
                self.slot(Slot::Value)?;
                self.frame.values.push(word);
                self.step()
            }
            Concept::Name(name) => self.take_name(name),
            Concept::KindName(kind, name) => self.take_kind_name(&kind, name),
            Concept::KeyValue(key, value) => self.take_key_value(key, value),
            Concept::Literal(text) => self.take_quoted(&text),
            Concept::Json(value) => {
                self.slot(Slot::Json)?;
                self.frame.json = Some(value);
                self.step()
            }
            Concept::Compare(comparison) => self.take_comparison(comparison),
            Concept::Plus => match self.frame.has(Slot::Number) || self.frame.has(Slot::Version) {
                true => self.take_comparison(Comparison::AtLeast),
                false => None,
            },
            Concept::Range(..)
            | Concept::Comma
            | Concept::Colon
            | Concept::Slash
            | Concept::Dash
            | Concept::Equals
            | Concept::Arrow
            | Concept::Stop
            | Concept::Unknown(_) => None,
        }
    }

    fn step(&mut self) -> Option<()> {
        self.at += 1;
        Some(())
    }

    fn take_term(&mut self, term: Term) -> Option<()> {
        if let Some(metric) = metric(term) {
            return self.take_metric(metric);
        }
        match term {
            Term::Every => {
                if self.frame.has(Slot::Not) {
                    self.frame.not_every = true;
                }
                // 모든 … 모두 says the same twice.
                self.frame.slots.insert(Slot::Every);
                self.step()
            }
            Term::Some => self.mark(Slot::Some),
            Term::No => {
                self.frame.not_before_no = self.frame.has(Slot::Not);
                self.mark(Slot::No)
            }
            Term::Not => self.mark(Slot::Not),
            Term::Kind(kind) => self.take_kind(kind),
            Term::State(_) => self.take_states(),
            Term::Column("AGE") => self.take_metric(Metric::Age),
            Term::Column("RESTARTS") => self.take_metric(Metric::Restarts),
            Term::Column(name) => match self.column(name) {
                Some(()) => Some(()),
                None if state_word(name).is_some() => self.take_states(),
                None => None,
            },
            Term::Compare(comparison) => self.take_comparison(comparison),
            Term::Numeral(n) => self.take_number(n),
            Term::Within => self.mark(Slot::Within),
            Term::Exist => self.repeatable(Slot::Exist),
            Term::Gone => self.mark(Slot::Gone),
            Term::Show => self.repeatable(Slot::Show),
            Term::Deployed => self.mark(Slot::Deployed),
            Term::Output => self.mark(Slot::Output),
            Term::NoResources => self.mark(Slot::NoResources),
            Term::Logs => self.repeatable(Slot::Logs),
            Term::Errors => self.mark(Slot::Errors),
            Term::CountWord => self.mark(Slot::CountWord),
            Term::Same => match self.concept(1) {
                // `equals 3` says no more than `3`.
                Some(
                    Concept::Number(_)
                    | Concept::Measure(_)
                    | Concept::Literal(_)
                    | Concept::Ratio(..),
                ) => self.step(),
                _ => self.mark(Slot::Same),
            },
            Term::PerNode => self.mark(Slot::PerNode),
            Term::NodeCount => self.mark(Slot::NodeCount),
            Term::Previously => self.mark(Slot::Previously),
            Term::Collected => self.mark(Slot::Collected),
            Term::Stable => self.mark(Slot::Stable),
            Term::Http => self.repeatable(Slot::Http),
            Term::VersionWord => self.mark(Slot::VersionWord),
            Term::Remaining => self.mark(Slot::Remaining),
            Term::Is(shape) => {
                self.slot(Slot::Shape)?;
                self.frame.shape = Some(shape);
                self.step()
            }
            Term::Reason(code) => {
                self.slot(Slot::Reason)?;
                self.frame.codes.contains(&code).then_some(())?;
                self.step()
            }
            Term::PortWord => {
                let Some(Concept::Number(n)) = self.concept(1) else {
                    return None;
                };
                self.frame.port = Some(*n);
                self.slot(Slot::Port)?;
                self.at += 2;
                Some(())
            }
            Term::Last => self.take_last_lines(),
            Term::On => self.take_place(),
            Term::Per => self.take_per(),
            // `Ingress에 ADDRESS가 있어야`.
            Term::At if matches!(self.term(1), Some(Term::Column(_))) => self.step_if(matches!(
                self.before(),
                Some(Concept::Term(Term::Kind(_)) | Concept::Name(_))
            )),
            Term::Ongoing => {
                let running = Concept::Term(Term::State("Running"));
                self.step_if(self.before() == Some(&running))
            }
            Term::Kept => self.step_if(matches!(
                self.before(),
                Some(Concept::Term(Term::Compare(_) | Term::State(_)))
            )),
            Term::At => self.step_if(matches!(
                self.before(),
                Some(Concept::Term(
                    Term::Logs | Term::Output | Term::Previously | Term::Lines
                ))
            )),
            Term::In => {
                let next = self.term(1);
                self.step_if(matches!(
                    next,
                    Some(Term::State(_) | Term::Logs | Term::Output | Term::Last)
                ))
            }
            Term::As => {
                let next = self.concept(1);
                self.step_if(matches!(
                    next,
                    Some(Concept::Term(Term::State(_)) | Concept::Literal(_))
                ))
            }
            Term::Have => {
                self.close_place();
                self.step()
            }
            Term::Noise => self.step(),
            Term::And => {
                let same = self.term(1) == Some(Term::Same);
                self.step_if(same && self.before() == Some(&Concept::Term(Term::NodeCount)))
            }
            Term::Cpu
            | Term::Memory
            | Term::Restarts
            | Term::Age
            | Term::Usage
            | Term::Counter
            | Term::Lines
            | Term::Seconds(_)
            | Term::ColumnWord
            | Term::NameWord
            | Term::Of
            | Term::Or
            | Term::Only
            | Term::Json => None,
        }
    }

    /// A metric with the words that belong to it: `CPU 사용량`, `restart count:`.
    fn take_metric(&mut self, metric: Metric) -> Option<()> {
        self.slot(Slot::Metric)?;
        self.frame.metric = Some(metric);
        self.at += 1;
        while matches!(
            self.term(0),
            Some(Term::Usage | Term::CountWord | Term::ColumnWord)
        ) {
            self.at += 1;
        }
        if matches!(self.concept(0), Some(Concept::Colon | Concept::Equals)) {
            self.at += 1;
        }
        Some(())
    }

    fn mark(&mut self, slot: Slot) -> Option<()> {
        self.slot(slot)?;
        self.step()
    }

    /// Words of one role that people pile up (`생성되어 있어야`).
    fn repeatable(&mut self, slot: Slot) -> Option<()> {
        self.frame.slots.insert(slot);
        self.step()
    }

    fn step_if(&mut self, fits: bool) -> Option<()> {
        fits.then(|| self.at += 1)
    }

    fn before(&self) -> Option<&Concept> {
        self.at
            .checked_sub(1)
            .and_then(|i| self.tokens.get(i))
            .map(|t| &t.concept)
    }

    /// A number, with its counter and what stands behind it.
    fn take_number(&mut self, n: u64) -> Option<()> {
        if matches!(self.term(1), Some(Term::Lines)) {
            self.slot(Slot::LastLines)?;
            self.frame.last_lines = Some(n);
            self.at += 2;
            return Some(());
        }
        let code = u16::try_from(n)
            .ok()
            .filter(|code| (100..600).contains(code));
        // `200 응답`, `200 OK`.
        let named = match (self.term(1), code) {
            (Some(Term::Http), Some(_)) => true,
            (Some(Term::Reason(reason)), Some(code)) => reason == code,
            _ => false,
        };
        if named {
            self.frame.slots.insert(Slot::Http);
        }
        if let Some(code) = code
            && self.frame.has(Slot::Http)
            && !self.frame.has(Slot::Number)
        {
            return self.take_codes(code);
        }
        self.slot(Slot::Number)?;
        self.frame.number = Some(n);
        self.at += 1;
        while self.term(0) == Some(Term::Counter) {
            self.frame.slots.insert(Slot::Counter);
            self.at += 1;
        }
        Some(())
    }

    /// HTTP codes with alternatives: `308 or 200`.
    fn take_codes(&mut self, first: u16) -> Option<()> {
        self.frame.codes.push(first);
        self.at += 1;
        loop {
            while let Some(Term::Reason(code)) = self.term(0)
                && self.frame.codes.last() == Some(&code)
            {
                self.at += 1;
            }
            let joined = matches!(
                self.concept(0),
                Some(Concept::Term(Term::Or) | Concept::Slash)
            );
            let Some(Concept::Number(n)) = self.concept(1).filter(|_| joined) else {
                return Some(());
            };
            let code = u16::try_from(*n)
                .ok()
                .filter(|code| (100..600).contains(code))?;
            self.frame.codes.push(code);
            self.at += 2;
        }
    }

    fn take_ratio(&mut self, ratio: Option<(u64, u64)>) -> Option<()> {
        // `3/3 pods`: three of three, not the READY column of each.
        if let (Some((some, all)), Some(Term::Kind("pods" | "nodes" | "applications"))) =
            (ratio, self.term(1))
        {
            self.slot(Slot::Number)?;
            self.frame.number = Some(all);
            self.frame.slots.insert(Slot::Counter);
            return (some == all).then(|| self.at += 1);
        }
        self.slot(Slot::Ratio)?;
        self.frame.ratio = Some(ratio);
        self.step()
    }

    fn take_time(&mut self, low: TimeDelta, high: TimeDelta) -> Option<()> {
        self.slot(Slot::Time)?;
        self.frame.time = Some((low, high));
        self.step()
    }

    fn take_comparison(&mut self, comparison: Comparison) -> Option<()> {
        // 최소 1개 이상 says the same twice.
        if self.frame.comparison == Some(comparison) {
            return self.step();
        }
        self.slot(Slot::Comparison)?;
        self.frame.comparison = Some(comparison);
        self.step()
    }

    /// A kind; with a place marker behind it (노드에, 노드마다) it is where, not who.
    fn take_kind(&mut self, kind: &'static str) -> Option<()> {
        // 노드 모두에.
        if kind == "nodes" && self.term(1) == Some(Term::Every) && self.term(2) == Some(Term::At) {
            self.frame.slots.insert(Slot::Every);
            self.at += 3;
            return self.place(kind, false);
        }
        if kind == "nodes"
            && let Some(marker @ (Term::At | Term::Per)) = self.term(1)
        {
            self.at += 2;
            return self.place(kind, marker == Term::Per);
        }
        if !self.frame.kinds.is_empty() {
            // `nodes have … pods`: the first was the place if it is closed.
            return None;
        }
        self.slot(Slot::Kind)?;
        self.frame.kinds.push(kind);
        self.step()
    }

    /// Makes what was gathered so far (a quantifier, a number) the place's.
    fn place(&mut self, kind: &'static str, each: bool) -> Option<()> {
        self.slot(Slot::Place)?;
        if self.frame.has(Slot::Name) || self.frame.has(Slot::Kind) && self.frame.number.is_some() {
            // `Pod 10개가 노드에`: whose number is it? Not guessed at.
            if self.frame.has(Slot::Number) {
                return None;
            }
        }
        let every = self.frame.slots.remove(&Slot::Every) || each;
        let number = self
            .frame
            .slots
            .remove(&Slot::Number)
            .then(|| self.frame.number.take())
            .flatten();
        self.frame.slots.remove(&Slot::Counter);
        self.frame.place = Some(Place {
            kind,
            every,
            number,
        });
        Some(())
    }

    /// `all 10 nodes have …`.
    fn close_place(&mut self) {
        if self.frame.kinds == ["nodes"] {
            self.frame.kinds.clear();
            self.frame.slots.remove(&Slot::Kind);
            // The slot is free: it was not taken before a kind stood there.
            let _ = self.place("nodes", false);
        }
    }

    /// `on [all|each] [10] nodes`.
    fn take_place(&mut self) -> Option<()> {
        self.slot(Slot::Place)?;
        let mut place = Place {
            kind: "nodes",
            every: false,
            number: None,
        };
        self.at += 1;
        loop {
            match self.concept(0)? {
                Concept::Term(Term::Every) if !place.every => place.every = true,
                Concept::Number(n) | Concept::Term(Term::Numeral(n)) if place.number.is_none() => {
                    place.number = Some(*n)
                }
                Concept::Term(Term::Kind("nodes")) => break,
                _ => return None,
            }
            self.at += 1;
        }
        (place.every || place.number.is_some()).then_some(())?;
        self.frame.place = Some(place);
        self.step()
    }

    /// `per node`, `노드당` is taken with its kind.
    fn take_per(&mut self) -> Option<()> {
        if self.term(1) == Some(Term::Kind("nodes")) {
            self.slot(Slot::Place)?;
            self.frame.place = Some(Place {
                kind: "nodes",
                every: true,
                number: None,
            });
            self.at += 2;
            return Some(());
        }
        // `1개씩` behind a number says how many each.
        self.step_if(self.frame.has(Slot::Number))
    }

    fn take_name(&mut self, name: Name) -> Option<()> {
        match &mut self.frame.name {
            None => {
                self.slot(Slot::Name)?;
                self.frame.name = Some(name);
            }
            Some(known)
                if known.precision == Precision::Loose
                    && name.precision == Precision::Loose
                    && matches!(
                        self.at
                            .checked_sub(1)
                            .and_then(|i| self.tokens.get(i))
                            .map(|t| &t.concept),
                        Some(Concept::Name(_) | Concept::UpperCase(_))
                    ) =>
            {
                known.text.push(' ');
                known.text.push_str(&name.text);
            }
            Some(_) => return None,
        }
        self.step()
    }

    fn take_kind_name(&mut self, kind: &str, name: String) -> Option<()> {
        let first = kind.split('.').next().unwrap_or(kind).to_lowercase();
        let known = english::PHRASES
            .iter()
            .find_map(|(phrase, term)| match term {
                Term::Kind(plural) if *phrase == first => Some(*plural),
                _ => None,
            });
        let kind = known.or(match first.as_str() {
            "deploy" => Some("deployments"),
            "ds" => Some("daemonsets"),
            "sts" => Some("statefulsets"),
            "rs" => Some("replicasets"),
            "ing" => Some("ingresses"),
            "cm" => Some("configmaps"),
            "ns" => Some("namespaces"),
            _ => None,
        })?;
        self.slot(Slot::Kind)?;
        self.frame.kinds.push(kind);
        self.take_name(Name {
            text: name,
            precision: Precision::Exact,
        })
    }

    /// `READY=True` is a column, `replicas=3` a key; `X=y 가 있어야 함` a text that must be there.
    fn take_key_value(&mut self, key: String, value: String) -> Option<()> {
        if matches!(self.term(1), Some(Term::Exist | Term::Show)) {
            self.slot(Slot::Literals)?;
            self.frame.literals.push(format!("{key}={value}"));
            return self.step();
        }
        self.frame.slots.insert(Slot::Columns);
        self.frame.columns.push((key, Test::Is(vec![value])));
        self.step()
    }

    /// States that stand together, with what joins them.
    fn take_states(&mut self) -> Option<()> {
        let mut group = States {
            words: Vec::new(),
            joint: Joint::Or,
            from: Vec::new(),
        };
        let mut joint = None;
        loop {
            match self.state_in(&group) {
                Some(word) => group.words.push(word),
                None => return None,
            }
            self.at += 1;
            let next = match self.concept(0) {
                Some(Concept::Term(Term::Or)) => Joint::Or,
                Some(Concept::Term(Term::And) | Concept::Plus) => Joint::And,
                Some(Concept::Slash) => Joint::Slash,
                Some(Concept::Comma) => {
                    // A comma takes the joint of the list's end: `A, B or C`.
                    if self.state(1).is_some() && self.list_goes_on() {
                        self.at += 1;
                        continue;
                    }
                    break;
                }
                Some(Concept::Arrow)
                    if group.words.len() == 1 && self.state(1).is_some() && joint.is_none() =>
                {
                    group.from = std::mem::take(&mut group.words);
                    self.at += 1;
                    continue;
                }
                Some(Concept::Name(_) | Concept::Term(_)) | Some(_) | None => break,
            };
            if self.state(1).is_none() {
                break;
            }
            if joint.is_some_and(|known| known != next) {
                return None;
            }
            joint = Some(next);
            self.at += 1;
        }
        group.joint = joint.unwrap_or(Joint::Or);
        self.frame.slots.insert(Slot::States);
        // `Running 상태로 정상 실행`: of pods the two are one.
        let known = self
            .frame
            .states
            .iter()
            .any(|known| known.words == ["Running"]);
        if known && group.words == ["healthy"] && group.from.is_empty() {
            return Some(());
        }
        self.frame.states.push(group);
        Some(())
    }

    /// Whether states joined by commas end in one joined by a word, or are the whole list.
    fn list_goes_on(&self) -> bool {
        let mut ahead = 1;
        while self.state(ahead).is_some() {
            match self.concept(ahead + 1) {
                Some(Concept::Comma) => ahead += 2,
                Some(Concept::Term(Term::Or)) => return true,
                _ => {
                    return matches!(
                        self.concept(ahead + 1),
                        Some(Concept::Term(Term::Kind(_) | Term::No | Term::Not))
                    );
                }
            }
        }
        false
    }

    /// The next state; `Error` only behind others.
    fn state_in(&self, group: &States) -> Option<String> {
        match self.term(0) {
            Some(Term::Errors) if !group.words.is_empty() => Some("Error".to_owned()),
            _ => self.state(0),
        }
    }

    fn state(&self, ahead: usize) -> Option<String> {
        match self.concept(ahead)? {
            Concept::Term(Term::State(word)) => Some((*word).to_owned()),
            Concept::Term(Term::Column(word)) => state_word(word).map(str::to_owned),
            Concept::Term(Term::Errors) if ahead > 0 => Some("Error".to_owned()),
            _ => None,
        }
    }

    /// A quoted text: beside a kind it is a name, before a comparison a version, else a text.
    fn take_quoted(&mut self, text: &str) -> Option<()> {
        let object_name = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
            && text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_kind =
            |concept: Option<&Concept>| matches!(concept, Some(Concept::Term(Term::Kind(_))));
        if object_name
            && self.frame.name.is_none()
            && (is_kind(self.concept(1)) || is_kind(self.before()))
        {
            return self.take_name(Name {
                text: text.to_owned(),
                precision: Precision::Exact,
            });
        }
        let compared = matches!(
            self.concept(1),
            Some(Concept::Term(Term::Compare(_)) | Concept::Plus)
        );
        if compared && let Some(parts) = super::lex::version(text) {
            self.slot(Slot::Version)?;
            self.frame.version = Some(parts);
            return self.step();
        }
        self.take_literals()
    }

    /// Texts that stand together.
    fn take_literals(&mut self) -> Option<()> {
        self.slot(Slot::Literals)?;
        let mut joint = None;
        while let Some(Concept::Literal(text)) = self.concept(0) {
            self.frame.literals.push(text.clone());
            self.at += 1;
            let next = match self.concept(0) {
                Some(Concept::Term(Term::Or)) => Joint::Or,
                Some(Concept::Term(Term::And) | Concept::Plus | Concept::Comma) => Joint::And,
                Some(Concept::Slash) => Joint::Slash,
                _ => break,
            };
            if !matches!(self.concept(1), Some(Concept::Literal(_)))
                || joint.is_some_and(|known| known != next)
            {
                break;
            }
            joint = Some(next);
            self.at += 1;
        }
        self.frame.literal_joint = joint;
        Some(())
    }

    /// `last 50 lines`, `최근 50줄`.
    fn take_last_lines(&mut self) -> Option<()> {
        let Some(Concept::Number(n)) = self.concept(1) else {
            return None;
        };
        (self.term(2) == Some(Term::Lines)).then_some(())?;
        self.frame.last_lines = Some(*n);
        self.slot(Slot::LastLines)?;
        self.at += 3;
        Some(())
    }

    /// A column with the test behind it: `READY: 10`, `STATUS가 Bound`, `AGE ≥ 2 min`.
    fn column(&mut self, name: &str) -> Option<()> {
        let start = self.at;
        self.at += 1;
        while matches!(
            self.concept(0),
            Some(
                Concept::Term(
                    Term::ColumnWord
                        | Term::At
                        | Term::As
                        | Term::Show
                        | Term::Same
                        | Term::CountWord
                ) | Concept::Colon
                    | Concept::Equals
            )
        ) {
            self.at += 1;
        }
        let test = self.test();
        match test {
            Some(test) => {
                self.frame.slots.insert(Slot::Columns);
                self.frame.columns.push((name.to_owned(), test));
                Some(())
            }
            None => {
                self.at = start;
                None
            }
        }
    }

    /// What a column must hold.
    pub(super) fn test(&mut self) -> Option<Test> {
        super::test::test(self.tokens, &mut self.at)
    }
}

/// The state of a word that is also a column: `READY`.
pub(super) fn state_word(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    english::PHRASES
        .iter()
        .find_map(|(phrase, term)| match term {
            Term::State(state) if *phrase == lower => Some(*state),
            _ => None,
        })
}
