//! How each deployment went, as far as its record and the record's versions tell: when it arrived, what
//! failed, what ended the failure, when the last check was settled. Pure.

use super::{Failure, Listed, Standing};
use crate::record::marker;
use crate::record::{self, closure::Closure, closure::closure};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// One version of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// When it was committed; now, for one that is only on disk.
    pub at: DateTime<Utc>,
    /// Whether an item is marked as failed.
    pub failing: bool,
    /// Whether nothing is left to do.
    pub closed: bool,
}

/// What the versions of a record tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The versions, oldest first.
    pub versions: Vec<Version>,
    /// Since when each item of the newest one has had the mark that it has, without a break.
    pub since: Vec<DateTime<Utc>>,
}

/// Reads the versions of a record, oldest first.
pub fn past(
    versions: impl IntoIterator<Item = (DateTime<Utc>, String)>,
    options: &record::Options,
) -> Past {
    let mut out = Past::default();
    let mut marks: BTreeMap<String, (record::Marker, DateTime<Utc>)> = BTreeMap::new();
    for (at, text) in versions {
        let (record, _) = record::parse_with(&text, options);
        let items = record.items.iter().map(record::Item::standing);
        let now: Vec<_> = marker::names(&record.items)
            .into_iter()
            .zip(items)
            .collect();
        out.since = now
            .iter()
            .map(|(name, mark)| match marks.get(name) {
                Some((before, since)) if before == mark => *since,
                Some(_) | None => at,
            })
            .collect();
        let since = out.since.iter();
        marks = now
            .into_iter()
            .zip(since)
            .map(|((name, mark), since)| (name, (mark, *since)))
            .collect();
        out.versions.push(Version {
            at,
            failing: record
                .items
                .iter()
                .any(|item| item.standing() == record::Marker::Failed),
            closed: matches!(closure(&record), Closure::Closed | Closure::Unwritten),
        });
    }
    out
}

/// Puts together what the records say of each other and what their versions say: who was rolled back,
/// what failed and when that ended. `pasts` has an entry for each record, an empty one where no version is
/// known.
pub fn settle(all: &mut [Listed], pasts: &[Past]) {
    for (one, past) in all.iter_mut().zip(pasts) {
        own(one, past);
    }
    for line in lines(all) {
        rolled_back(all, &line);
        restored(all, &line);
    }
    for one in all {
        one.state = standing(one);
    }
}

/// What a record and its own versions tell.
fn own(one: &mut Listed, past: &Past) {
    let after_arrival = |version: &&Version| one.arrived_at.is_none_or(|at| version.at >= at);
    let failing = past
        .versions
        .iter()
        .filter(after_arrival)
        .find(|v| v.failing);
    if one.failure.is_none() && (one.failed > 0 || failing.is_some()) {
        one.failure = Some(Failure::Check);
        one.failed_at = failing.map(|version| version.at);
    }
    if let Some(failed_at) = one.failed_at {
        let mut later = past
            .versions
            .iter()
            .filter(|version| version.at > failed_at);
        one.restored_at = later
            .find(|version| !version.failing)
            .map(|version| version.at);
    }
    if one.open.is_empty() && one.superseded.is_none() && one.total > 0 {
        let newest = past.versions.iter().rev();
        one.verified_at = newest
            .take_while(|version| version.closed)
            .last()
            .map(|v| v.at);
    }
}

/// The deployments of each application in each environment, oldest first; of a record in two languages one.
fn lines(all: &[Listed]) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for at in without_twins(all) {
        if let (Some(app), Some(env)) = (&all[at].app, &all[at].env) {
            lines.entry((app, env)).or_default().push(at);
        }
    }
    let key = |at: &usize| (all[*at].date, all[*at].arrived_at, &all[*at].path);
    lines
        .into_values()
        .map(|mut line| {
            line.sort_by_key(key);
            line
        })
        .collect()
}

/// The records without those that say the same in the other language: `X.en.md` beside `X.ko.md` or `X.md`.
pub fn without_twins(all: &[Listed]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| &all[*at].path);
    order.retain(|at| seen.insert(stem(&all[*at].path)));
    order.sort_unstable();
    order
}

/// A record's file name without its language.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let bare = name
        .strip_suffix(".en")
        .or_else(|| name.strip_suffix(".ko"));
    bare.unwrap_or(name)
}

/// A deployment of a commit that ran before takes back all that came after that commit; one that says it is
/// a roll-back takes back the one before it.
fn rolled_back(all: &mut [Listed], line: &[usize]) {
    for (place, at) in line.iter().enumerate() {
        let Some(back) = place.checked_sub(1) else {
            continue;
        };
        let commit = all[*at].commit.clone();
        let same = |known: &&usize| commit.is_some() && all[**known].commit == commit;
        let earlier = line[..back].iter().rposition(|known| same(&known));
        let is_same_again = same(&&line[back]);
        let from = match earlier {
            Some(earlier) if !is_same_again => earlier + 1,
            _ if all[*at].is_rollback && !is_same_again => back,
            _ => continue,
        };
        for taken in &line[from..=back] {
            all[*taken].was_rolled_back = true;
        }
    }
    for at in line {
        let one = &mut all[*at];
        if one.was_rolled_back && one.failure.is_none() {
            one.failure = Some(Failure::RolledBack);
        }
    }
}

/// What failed is restored by its own checks, or by the next deployment that arrived and did not fail.
fn restored(all: &mut [Listed], line: &[usize]) {
    for (place, at) in line.iter().enumerate() {
        let Some(failed_at) = all[*at].failed_at else {
            continue;
        };
        let later = line[place + 1..].iter().map(|next| &all[*next]);
        let next = later
            .filter(|next| next.failure.is_none())
            .filter_map(|next| next.arrived_at)
            .find(|arrived| *arrived > failed_at);
        let own = all[*at].restored_at;
        all[*at].restored_at = own.into_iter().chain(next).min();
    }
}

fn standing(one: &Listed) -> Standing {
    if one.was_rolled_back {
        Standing::RolledBack
    } else if one.superseded.is_some() {
        Standing::Superseded
    } else if one.failed > 0 {
        Standing::Failing
    } else if !one.closed {
        Standing::Open
    } else if one.total > 0 {
        Standing::Verified
    } else {
        Standing::NoChecklist
    }
}
