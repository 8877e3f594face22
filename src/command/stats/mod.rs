//! How a team is doing, from its records: how often it deploys, how long a change takes to arrive, how often
//! that goes wrong and for how long, how long verification takes and how much of it a machine does. Pure:
//! the rows of the list go in. What cannot be known of a deployment is left out and counted.

mod formats;
pub(crate) mod run;

pub(crate) use formats::{cells, csv, heads, markdown, text};

use super::list::{Failure, Listed, without_twins};
use crate::facts::lang::Lang;
use crate::facts::tsv;
use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Fewer values than that say little, and are marked.
pub(crate) const FEW: usize = 5;

/// The measures of the records that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Stats {
    /// The zone of days and weeks.
    pub zone: String,
    /// The first day that counts: that was asked for, else of the first deployment.
    pub since: Option<NaiveDate>,
    /// The last one.
    pub until: Option<NaiveDate>,
    /// Values below which a measure is marked as of few.
    pub few: usize,
    /// What each measure says, for people.
    pub definitions: Vec<Definition>,
    /// Of all.
    pub all: Measures,
    /// Of each application, by name.
    pub apps: Vec<Measures>,
    /// Of each environment, by name.
    pub environments: Vec<Measures>,
    /// Of each ISO week, oldest first, those without a deployment among them.
    pub weeks: Vec<Measures>,
}

/// What a measure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Definition {
    /// The field of the measures.
    pub measure: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How it is counted, and what is left out.
    pub means: &'static str,
}

/// The measures of some deployments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Measures {
    /// The application, the environment or the week; empty for all.
    pub name: String,
    /// Deployments: records, of one in two languages one.
    pub deployments: usize,
    /// Deployments per ISO week.
    pub per_week: Measure,
    /// Seconds from the first commit to the arrival.
    pub lead_time: Measure,
    /// Deployments that failed, of those of which it is decided.
    pub change_failure: Share,
    /// Seconds from a failure to its end.
    pub time_to_restore: Measure,
    /// Seconds from the arrival until all was verified.
    pub until_verified: Measure,
    /// Settled checks that a machine judged, of those of which it is known who did.
    pub judged: Share,
}

impl Measures {
    /// What is left out of each measure, in the order of their definitions.
    pub(crate) fn left_out(&self) -> [usize; 6] {
        [
            self.per_week.left_out,
            self.lead_time.left_out,
            self.change_failure.left_out,
            self.time_to_restore.left_out,
            self.until_verified.left_out,
            self.judged.left_out,
        ]
    }
}

/// How values lie.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Measure {
    /// The values' spread; none without a value.
    pub spread: Option<Spread>,
    /// Deployments of which it cannot be known.
    pub left_out: usize,
    /// Whether there are too few values to say much.
    pub few: bool,
}

/// The spread of values.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Spread {
    /// How many values.
    pub count: usize,
    /// The least.
    pub least: f64,
    /// A quarter of the values is at most this.
    pub quarter: f64,
    /// Half of them is at most this.
    pub median: f64,
    /// Three quarters are at most this.
    pub three_quarters: f64,
    /// The largest.
    pub most: f64,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Share {
    /// The part.
    pub count: usize,
    /// The whole.
    pub of: usize,
    /// What cannot be known.
    pub left_out: usize,
    /// Whether the whole is too small to say much.
    pub few: bool,
}

impl Share {
    /// The part in a hundred; none of nothing.
    pub(crate) fn percent(&self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 * 100.0 / self.of as f64)
    }
}

/// The measures of records; `since` and `until` are the days that were asked for.
pub(crate) fn stats(
    records: &[Listed],
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    zone: Tz,
    lang: Lang,
) -> Stats {
    let all = deployments(records);
    let days = || all.iter().filter_map(|one| day(one, zone));
    let (since, until) = (since.or(days().min()), until.or(days().max()));
    let within = since.zip(until);
    let grouped = |of: fn(&Listed) -> Option<&String>| {
        let mut groups: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
        for one in &all {
            if let Some(name) = of(one) {
                groups.entry(name).or_default().push(one);
            }
        }
        let groups = groups.into_iter();
        groups
            .map(|(name, some)| measures(name, &some, within, zone))
            .collect()
    };
    Stats {
        zone: zone.name().to_owned(),
        since,
        until,
        few: FEW,
        definitions: definitions(lang),
        apps: grouped(|one| one.app.as_ref()),
        environments: grouped(|one| one.env.as_ref()),
        weeks: by_week(&all, within, zone),
        all: measures("", &all, within, zone),
    }
}

/// The measures of each ISO week from the first deployment to the last.
pub(crate) fn weeks(records: &[Listed], zone: Tz) -> Vec<Measures> {
    let all = deployments(records);
    let days = || all.iter().filter_map(|one| day(one, zone));
    by_week(&all, days().min().zip(days().max()), zone)
}

fn deployments(records: &[Listed]) -> Vec<&Listed> {
    let one = without_twins(records).into_iter();
    one.map(|at| &records[at]).collect()
}

/// The day of a deployment in the zone: of its arrival or its failure, else the record's. One that lies years
/// away is a mistake, and would make a history of it.
pub(crate) fn day(one: &Listed, zone: Tz) -> Option<NaiveDate> {
    let broke = one
        .failed_at
        .filter(|_| one.failure == Some(Failure::Deployment));
    let at = one.arrived_at.or(broke);
    let told = at.map(|at| at.with_timezone(&zone).date_naive());
    let age = |day: NaiveDate| Some((one.date? - day).num_days() + one.age_days?);
    let mut days = [told, one.date].into_iter().flatten();
    days.find(|day| age(*day).is_some_and(|age| (-31..=MOST_DAYS).contains(&age)))
}

/// Twenty years.
const MOST_DAYS: i64 = 7_305;

/// `2025-W49`.
pub(crate) fn week(day: NaiveDate) -> String {
    day.format("%G-W%V").to_string()
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

/// As many weeks as those days have, and what was asked for beyond them.
const MOST_WEEKS: usize = 1_060;

fn mondays(within: Option<(NaiveDate, NaiveDate)>) -> Vec<NaiveDate> {
    let Some((since, until)) = within else {
        return Vec::new();
    };
    let all = std::iter::successors(Some(monday(since)), |day| {
        day.checked_add_days(Days::new(7))
    });
    all.take_while(|day| *day <= until)
        .take(MOST_WEEKS)
        .collect()
}

fn by_week(all: &[&Listed], within: Option<(NaiveDate, NaiveDate)>, zone: Tz) -> Vec<Measures> {
    let mut weeks: BTreeMap<NaiveDate, Vec<&Listed>> = BTreeMap::new();
    for one in all {
        if let Some(day) = day(one, zone) {
            weeks.entry(monday(day)).or_default().push(one);
        }
    }
    let mondays = mondays(within).into_iter();
    mondays
        .map(|monday| {
            let some = weeks.remove(&monday).unwrap_or_default();
            measures(&week(monday), &some, Some((monday, monday)), zone)
        })
        .collect()
}

fn measures(
    name: &str,
    some: &[&Listed],
    within: Option<(NaiveDate, NaiveDate)>,
    zone: Tz,
) -> Measures {
    let mut counts: BTreeMap<NaiveDate, usize> = mondays(within)
        .into_iter()
        .map(|monday| (monday, 0))
        .collect();
    for day in some.iter().filter_map(|one| day(one, zone)) {
        counts.entry(monday(day)).and_modify(|count| *count += 1);
    }
    let undated = some.iter().filter(|one| day(one, zone).is_none()).count();
    let lead = |one: &&Listed| between(one.first_commit_at?, one.arrived_at?);
    let failed: Vec<&Listed> = some
        .iter()
        .copied()
        .filter(|one| one.failure.is_some())
        .collect();
    let restore = |one: &&Listed| between(one.failed_at?, one.restored_at?);
    let decided = some.iter().filter(|one| is_decided(one)).count();
    let closed: Vec<&Listed> = some
        .iter()
        .copied()
        .filter(|one| one.verified_at.is_some())
        .collect();
    let verify = |one: &&Listed| until_verified(one, zone);
    let known = || some.iter().filter_map(|one| Some((one.judged?, one.done)));
    let unknown = some.iter().filter(|one| one.judged.is_none());
    Measures {
        name: name.to_owned(),
        deployments: some.len(),
        per_week: measure(
            counts.into_values().map(|count| count as f64).collect(),
            undated,
        ),
        lead_time: of(some, lead),
        change_failure: share(failed.len(), decided, some.len() - decided),
        time_to_restore: of(&failed, restore),
        until_verified: Measure {
            left_out: some.len() - closed.iter().filter_map(verify).count(),
            ..of(&closed, verify)
        },
        judged: share(
            known().map(|(judged, _)| judged).sum(),
            known().map(|(_, done)| done).sum(),
            unknown.map(|one| one.done).sum(),
        ),
    }
}

/// Whether it is decided if a deployment went well: it failed, or all of its checks are settled, or it
/// arrived and has none. One that was cancelled, that is open or of which nothing is known is left out.
fn is_decided(one: &Listed) -> bool {
    let arrived = one.arrived_at.is_some() && one.total == 0;
    one.failure.is_some()
        || (!one.cancelled
            && ((one.closed && one.total > 0 && one.superseded.is_none()) || arrived))
}

/// From the arrival, or from the record's day where that is not known: then in whole days.
fn until_verified(one: &Listed, zone: Tz) -> Option<f64> {
    let end = one.verified_at?;
    match one.arrived_at {
        Some(arrived) => between(arrived, end),
        None => {
            let days = (end.with_timezone(&zone).date_naive() - one.date?).num_days();
            (days >= 0).then_some(days as f64 * 86_400.0)
        }
    }
}

/// Seconds from one time to another; none if they are the other way round, which no clock explains.
fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Option<f64> {
    let seconds = (to - from).num_seconds();
    (seconds >= 0).then_some(seconds as f64)
}

fn of(some: &[&Listed], value: impl Fn(&&Listed) -> Option<f64>) -> Measure {
    let values: Vec<f64> = some.iter().filter_map(value).collect();
    let left_out = some.len() - values.len();
    measure(values, left_out)
}

fn measure(mut values: Vec<f64>, left_out: usize) -> Measure {
    values.sort_by(f64::total_cmp);
    Measure {
        few: values.len() < FEW,
        spread: spread(&values),
        left_out,
    }
}

fn share(count: usize, of: usize, left_out: usize) -> Share {
    Share {
        count,
        of,
        left_out,
        few: of < FEW,
    }
}

/// The spread of sorted values. What lies between two of them is taken in proportion.
fn spread(values: &[f64]) -> Option<Spread> {
    let (least, most) = (*values.first()?, *values.last()?);
    let at = |part: f64| {
        let place = part * (values.len() - 1) as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        values[below] + (values[above] - values[below]) * place.fract()
    };
    Some(Spread {
        count: values.len(),
        least,
        quarter: at(0.25),
        median: at(0.5),
        three_quarters: at(0.75),
        most,
    })
}

/// What each measure says, in the order of its fields.
pub(crate) fn definitions(lang: Lang) -> Vec<Definition> {
    let rows = tsv::rows(include_str!("definitions.tsv"));
    let definitions = rows.map(|[measure, name_ko, name, means_ko, means]| Definition {
        measure,
        name: lang.pick(name_ko, name),
        means: lang.pick(means_ko, means),
    });
    definitions.collect()
}

/// A number of days or less in words that fit a table: `3일 4시간`, `3 d 4 h`.
pub(crate) fn lasting(seconds: f64, lang: Lang) -> String {
    let whole = seconds.round() as i64;
    let (days, hours, minutes) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60);
    let two = |a: i64, a_unit: (&str, &str), b: i64, b_unit: (&str, &str)| {
        let one = |n: i64, unit: (&str, &str)| match lang {
            Lang::Ko => format!("{n}{}", unit.0),
            Lang::En => format!("{n} {}", unit.1),
        };
        match b {
            0 => one(a, a_unit),
            _ => format!("{} {}", one(a, a_unit), one(b, b_unit)),
        }
    };
    let (day, hour, minute, second) = (("일", "d"), ("시간", "h"), ("분", "min"), ("초", "s"));
    match (days, hours, minutes) {
        (1.., ..) => two(days, day, hours, hour),
        (_, 1.., _) => two(hours, hour, minutes, minute),
        (_, _, 1..) => two(minutes, minute, 0, second),
        _ => two(whole, second, 0, second),
    }
}

#[cfg(test)]
mod tests;
