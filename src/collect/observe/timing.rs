//! How long questions took: noted for the evidence, and read from it, so that a replay tells the same
//! to the byte. A question that was given up is given up in the replay, whatever was on its way.

use crate::collect::har::Asking;
use crate::facts::digest;
use crate::query::Query;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Askings by question, in the order in which each was asked.
pub(super) type Askings = BTreeMap<String, Vec<Asking>>;

/// What was noted so far.
#[derive(Debug, Default)]
pub(super) struct Timing {
    noted: Mutex<Askings>,
    looks: Mutex<Vec<DateTime<Utc>>>,
}

impl Timing {
    /// Notes one asking.
    pub(super) fn note(&self, query: &Query, asking: Asking) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.entry(key(query)).or_default().push(asking);
    }

    /// What the recorded run noted when it asked this question for as many times as this one has,
    /// and, beyond that, the last time.
    pub(super) fn replay(&self, query: &Query, recorded: &Askings) -> Asking {
        let key = key(query);
        let then = recorded.get(&key).map_or(&[][..], Vec::as_slice);
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = noted.entry(key).or_default();
        let asking = then.get(asked.len()).or(then.last()).copied();
        asked.push(Asking::default());
        asking.unwrap_or_default()
    }

    /// Notes a look of a run that looks several times, at a clock.
    pub(super) fn look(&self, now: DateTime<Utc>) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.push(now);
    }

    /// The looks so far.
    pub(super) fn looks(&self) -> Vec<DateTime<Utc>> {
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.clone()
    }

    /// The askings so far.
    pub(super) fn noted(&self) -> Askings {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.clone()
    }
}

/// A question by a hash: the question itself is long, and stands in the exchanges.
fn key(query: &Query) -> String {
    let question = serde_json::to_vec(query).unwrap_or_default();
    digest::of(question, 8)
}
