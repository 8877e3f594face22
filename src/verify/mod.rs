//! A record and the answers in, verdicts and edits out: what it says is understood, what it asks is known,
//! whether its deployment is there is found out, its lines are judged, and the edits that write that back
//! are made. Pure: no screen, disk or network, and the clock is given.

mod answers;
mod arrival;
mod asking;
mod case;
mod diagnosis;
mod edits;
mod items;
mod judging;
mod notes;
mod place;
mod standing;
mod status;
pub(crate) mod tasks;
pub mod understand;
mod workloads;

#[cfg(test)]
mod tests;

pub(crate) use answers::{Answered, Answers, beyond};
pub(crate) use arrival::commits_to_compare;
pub(crate) use asking::questions;
pub(crate) use edits::kept_as_edited;
pub(crate) use judging::{Judged, judge};

use crate::facts::lang::Lang;
use crate::record::{marker, results};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;
use understand::Vocabulary;

/// What is judged of a record, and what of it is written again.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only the steps and items of these names; empty is all.
    pub only: Vec<String>,
    /// Whether ticks are judged again.
    pub recheck: marker::Recheck,
    /// What happens to regions that were edited by hand.
    pub edited: results::Edited,
    /// A Kiro task (`SPEC:N`) that is done when everything in the records is.
    pub task: Option<String>,
    /// The Kiro tasks (`SPEC:N`) that were ticked before: what a person does with them since is theirs.
    pub ticked: BTreeSet<String>,
    /// The tasks that were done with a record and could not be ticked then: its path and `SPEC:N`.
    pub owed: BTreeSet<(String, String)>,
}

/// What judging needs to know beside the record and the answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The clock by which was asked and is judged.
    pub now: DateTime<Utc>,
    /// The configured zone; `None` lets the record's language decide.
    pub zone: Option<Tz>,
    /// Language of the messages.
    pub lang: Lang,
    /// What the configuration adds to the understanding.
    pub vocabulary: &'a Vocabulary,
    /// What is judged.
    pub wanted: &'a Wanted,
}

impl Context<'_> {
    /// The zone of a record.
    pub(crate) fn zone(&self, lang: Lang) -> Tz {
        self.zone.unwrap_or(match lang {
            Lang::Ko => chrono_tz::Asia::Seoul,
            Lang::En => chrono_tz::UTC,
        })
    }
}
