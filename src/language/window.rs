//! Roles of words about how far back one looks, and how many lines: `last 50 lines`, `최근 10분간`, `여러 줄`,
//! `from all pods`.

use super::concept::{Concept, Term};
use super::frame::Slot;
use super::take::Taker;
use chrono::TimeDelta;

/// A time over which one can look back. What is longer than any cluster's life is no such time.
pub(super) fn bounded(time: TimeDelta) -> Option<TimeDelta> {
    (time > TimeDelta::zero() && time < TimeDelta::days(3_650)).then_some(time)
}

impl Taker<'_> {
    /// `last 50 lines`, `in the last 10 minutes`, `최근 로그`.
    pub(super) fn take_last(&mut self) -> Option<()> {
        if let (Some(Concept::Number(n)), Some(Term::Lines)) = (self.concept(1), self.term(2)) {
            self.frame.last_lines = Some(*n);
            self.slot(Slot::LastLines)?;
            self.at += 3;
            return Some(());
        }
        if let Some(window) = self.time(1) {
            self.slot(Slot::Window)?;
            self.frame.window = Some(window);
            self.at += 2;
            // 최근 1시간 이내, 최근 24시간 내에.
            while matches!(self.term(0), Some(Term::Within | Term::Inside)) {
                self.at += 1 + usize::from(self.term(1) == Some(Term::At));
            }
            return Some(());
        }
        // The lines that a command reads are the recent ones.
        matches!(self.term(1), Some(Term::Logs | Term::Errors)).then_some(())?;
        self.mark(Slot::Recent)
    }

    /// A length of time: `10 minutes`, `24h`, `hour`.
    fn time(&self, ahead: usize) -> Option<TimeDelta> {
        let time = match self.concept(ahead)? {
            Concept::Time(time) => *time,
            Concept::Measure(text) => crate::facts::duration::parse(text)?,
            Concept::Term(Term::Seconds(unit)) => TimeDelta::try_seconds(*unit)?,
            _ => return None,
        };
        bounded(time)
    }

    /// `multiple log lines`, `여러 줄`, `로그 라인이 여러 개`.
    pub(super) fn take_several(&mut self) -> Option<()> {
        self.slot(Slot::Several)?;
        self.at += 1;
        self.frame.several_lines |= self.term(0) == Some(Term::Lines);
        while matches!(self.term(0), Some(Term::Counter | Term::Lines)) {
            self.at += 1;
        }
        Some(())
    }

    /// `from all pods`, `from the last 5 minutes`.
    pub(super) fn take_from(&mut self) -> Option<()> {
        let logs = self.frame.has(Slot::Logs);
        if self.term(1) == Some(Term::Last) && logs {
            return self.step();
        }
        let pods = self.term(1) == Some(Term::Every) && self.term(2) == Some(Term::Kind("pods"));
        (logs && pods).then_some(())?;
        self.slot(Slot::EveryPod)?;
        self.at += 3;
        Some(())
    }
}
