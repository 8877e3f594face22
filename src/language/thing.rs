//! Roles of things and numbers: kinds, names, places, counts, metrics.

use super::concept::{Concept, Term};
use super::frame::{Place, Slot, Spread};
use super::take::Taker;
use crate::judge::predicate::{Comparison, Metric, Name, Precision};
use chrono::TimeDelta;

impl Taker<'_> {
    /// A metric with the words that belong to it: `CPU 사용량`, `restart count:`.
    pub(super) fn take_metric(&mut self, metric: Metric) -> Option<()> {
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

    /// A number, with its counter and what stands behind it.
    pub(super) fn take_number(&mut self, n: u64) -> Option<()> {
        if matches!(self.term(1), Some(Term::Lines)) {
            self.slot(Slot::LastLines)?;
            self.frame.last_lines = Some(n);
            self.frame.counts_lines = true;
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
        self.take_counters();
        Some(())
    }

    /// 개, behind a number.
    pub(super) fn take_counters(&mut self) {
        while self.term(0) == Some(Term::Counter) {
            self.frame.slots.insert(Slot::Counter);
            self.at += 1;
        }
    }

    /// HTTP codes with alternatives: `308 or 200`.
    pub(super) fn take_codes(&mut self, first: u16) -> Option<()> {
        self.slot(Slot::Code)?;
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

    pub(super) fn take_ratio(&mut self, ratio: Option<(u64, u64)>) -> Option<()> {
        // `3/3 pods`: three of three, not the READY column of each. `Deployment has 3/3 replicas`: that of
        // the Deployment.
        let of_workload = matches!(
            self.frame.kinds.as_slice(),
            ["deployments" | "statefulsets" | "replicasets"]
        );
        let counted = matches!(
            self.term(1),
            Some(Term::Kind("pods" | "nodes" | "applications") | Term::Counter)
        );
        // `No 0/1 pods` denies the READY column.
        let denied = self.frame.has(Slot::No);
        if let Some((some, all)) = ratio.filter(|_| counted && !of_workload && !denied) {
            self.slot(Slot::Number)?;
            self.frame.number = Some(all);
            self.frame.slots.insert(Slot::Counter);
            (some == all).then_some(())?;
            self.at += 1;
            self.take_counters();
            return Some(());
        }
        self.slot(Slot::Ratio)?;
        self.frame.ratio = Some(ratio);
        self.step()
    }

    pub(super) fn take_time(&mut self, low: TimeDelta, high: TimeDelta) -> Option<()> {
        self.slot(Slot::Time)?;
        self.frame.time = Some((low, high));
        self.step()
    }

    pub(super) fn take_comparison(&mut self, comparison: Comparison) -> Option<()> {
        // 최소 1개 이상 says the same twice.
        if self.frame.comparison == Some(comparison) {
            return self.step();
        }
        self.slot(Slot::Comparison)?;
        self.frame.comparison = Some(comparison);
        self.step()
    }

    /// A kind; with a place marker behind it (노드에, 노드마다) it is where, not who.
    pub(super) fn take_kind(&mut self, kind: &'static str) -> Option<()> {
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
        if !self.frame.kinds.is_empty() && !self.narrow_kind(kind) {
            // `nodes have … pods`: the first was the place if it is closed.
            return None;
        }
        self.slot(Slot::Kind)?;
        self.frame.kinds.push(kind);
        self.step()
    }

    /// Makes what was gathered so far (a quantifier, a number) the place's.
    pub(super) fn place(&mut self, kind: &'static str, each: bool) -> Option<()> {
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
            spread: None,
        });
        Some(())
    }

    /// `all 10 nodes have …`.
    pub(super) fn close_place(&mut self) {
        if self.frame.kinds == ["nodes"] {
            self.frame.kinds.clear();
            self.frame.slots.remove(&Slot::Kind);
            // The slot is free: it was not taken before a kind stood there.
            let _ = self.place("nodes", false);
        }
    }

    /// `on [all|each] [10] nodes`.
    pub(super) fn take_place(&mut self) -> Option<()> {
        self.slot(Slot::Place)?;
        let mut place = Place {
            kind: "nodes",
            every: false,
            number: None,
            spread: None,
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

    /// `[on] different nodes`, `서로 다른 노드에`: behind so many words its kind.
    pub(super) fn take_spread(&mut self, words: usize) -> Option<()> {
        let spread = match self.term(words - 1)? {
            Term::Different => Spread::Apart,
            Term::Same | Term::Alike => Spread::Together,
            Term::Several => Spread::Several,
            _ => return None,
        };
        (self.term(words) == Some(Term::Kind("nodes"))).then_some(())?;
        self.slot(Slot::Place)?;
        self.frame.place = Some(Place {
            kind: "nodes",
            every: false,
            number: None,
            spread: Some(spread),
        });
        self.at += words + 1;
        // 노드에, `on different nodes each`.
        while matches!(self.term(0), Some(Term::At)) {
            self.at += 1;
        }
        Some(())
    }

    /// `per node`, `노드당` is taken with its kind.
    pub(super) fn take_per(&mut self) -> Option<()> {
        if self.term(1) == Some(Term::Kind("nodes")) {
            self.slot(Slot::Place)?;
            self.frame.place = Some(Place {
                kind: "nodes",
                every: true,
                number: None,
                spread: None,
            });
            self.at += 2;
            return Some(());
        }
        // `1개씩` behind a number says how many each, of a place that has to be said.
        self.frame.each = true;
        self.step_if(self.frame.has(Slot::Number))
    }

    pub(super) fn take_name(&mut self, name: Name) -> Option<()> {
        if self.frame.kinds == ["namespaces"] {
            // `loki 네임스페이스의 web Pod`: the first name is the place.
            self.leave_namespace();
        }
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

    pub(super) fn take_kind_name(&mut self, kind: &str, name: String) -> Option<()> {
        let kind = super::name::kind_of(kind)?;
        self.slot(Slot::Kind)?;
        self.frame.kinds.push(kind);
        self.take_name(Name {
            text: name,
            precision: Precision::Exact,
        })
    }
}
