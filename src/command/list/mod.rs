//! `report list`: the records, their progress, what is waiting and since when. Pure: parsed records
//! go in, rows and an index go out; no network.

mod course;
mod formats;
mod index;
pub mod run;
mod table;

pub use course::{Past, Version, past, settle, stem, without_twins};
pub use formats::{csv, markdown};
pub use index::index;
pub use table::text;

use crate::facts::lang::Lang;
use crate::facts::span::LineIndex;
use crate::record::closure::{Closure, closure, is_open};
use crate::record::link::{self, StandsFor};
use crate::record::marker::{self, Owner, Ticks};
use crate::record::told::{self, Ended};
use crate::record::{Field, Marker, Record};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;

/// One record, for the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed {
    /// Path relative to the workspace root.
    pub path: String,
    /// The record's date, from its name, else its metadata.
    pub date: Option<NaiveDate>,
    /// Title.
    pub title: String,
    /// Argo CD Application, if the record says.
    pub app: Option<String>,
    /// Environment, if the record says.
    pub env: Option<String>,
    /// Checklist items that are done.
    pub done: usize,
    /// Checklist items that failed.
    pub failed: usize,
    /// All checklist items.
    pub total: usize,
    /// Items that wait or failed.
    pub open: Vec<OpenItem>,
    /// Prose gaps that nobody has filled.
    pub gaps: usize,
    /// Whether nothing is left to do: all of its checklist is settled or, without one, no region is to be
    /// refreshed.
    pub closed: bool,
    /// The later deployment that left nothing to see of what is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded: Option<String>,
    /// Days since the record's date.
    pub age_days: Option<i64>,
    /// Who deployed, if the record says.
    pub author: Option<String>,
    /// How it stands.
    pub state: Standing,
    /// The numbers of its deployments, as its metadata and its regions have them.
    pub deployments: Vec<u64>,
    /// The commit that was deployed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// When the first commit of the range was committed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_commit_at: Option<DateTime<Utc>>,
    /// When the deployment arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<DateTime<Utc>>,
    /// What failed, if anything ever did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<DateTime<Utc>>,
    /// When that was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored_at: Option<DateTime<Utc>>,
    /// Since when all of its checklist has been settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<DateTime<Utc>>,
    /// How many of the settled items a machine judged; none if the record does not remember.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<usize>,
    /// Whether its deployment says that it is a roll-back.
    #[serde(skip)]
    pub is_rollback: bool,
    /// Whether a later deployment took its own back, or its status says so.
    #[serde(skip)]
    pub was_rolled_back: bool,
    /// Whether its deployment was cancelled.
    #[serde(skip)]
    pub cancelled: bool,
}

/// How a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// An item failed.
    Failing,
    /// Something is left to do.
    Open,
    /// All of its checklist is settled.
    Verified,
    /// A later deployment left nothing to see.
    Superseded,
    /// It was taken back.
    RolledBack,
    /// It has no checklist.
    NoChecklist,
}

impl Standing {
    /// All of them, what needs somebody first.
    pub const ALL: [Standing; 6] = [
        Standing::Failing,
        Standing::Open,
        Standing::Verified,
        Standing::Superseded,
        Standing::RolledBack,
        Standing::NoChecklist,
    ];

    /// Its name on the command line and in data, and its words in both languages.
    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Standing::Failing => ("failing", "실패", "failing"),
            Standing::Open => ("open", "진행 중", "open"),
            Standing::Verified => ("verified", "검증됨", "verified"),
            Standing::Superseded => ("superseded", "대체됨", "superseded"),
            Standing::RolledBack => ("rolled-back", "롤백됨", "rolled back"),
            Standing::NoChecklist => ("no-checklist", "체크리스트 없음", "no checklist"),
        }
    }

    /// Its name on the command line and in data.
    pub fn name(self) -> &'static str {
        self.told().0
    }

    /// For people.
    pub fn words(self, lang: Lang) -> &'static str {
        let (_, ko, en) = self.told();
        lang.pick(ko, en)
    }
}

/// What failed of a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The deployment itself.
    Deployment,
    /// A check, after it had arrived.
    Check,
    /// It was taken back.
    RolledBack,
}

/// A checklist item that waits or failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenItem {
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Whether it failed rather than waits.
    pub failed: bool,
    /// The day from which it can be judged: for a watch over days, counted from the record's date.
    pub due: Option<NaiveDate>,
}

/// Which records to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those that are not closed.
    pub open: bool,
    /// Only those with a failed item.
    pub failing: bool,
    /// Of one of these applications; of any, if there is none. So are the next three.
    pub apps: Vec<String>,
    /// Environments.
    pub envs: Vec<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// States.
    pub states: Vec<Standing>,
    /// Of this date or later.
    pub since: Option<NaiveDate>,
    /// Of this date or earlier.
    pub until: Option<NaiveDate>,
}

/// Reads one record for the list.
/// No command or expectation is read for it: only what the items stand for, where one waits.
///
/// What other records and earlier versions tell is not in it yet: [`settle`] adds that.
pub fn listed(path: &str, text: &str, record: &Record, today: NaiveDate, zone: Tz) -> Listed {
    let lines = LineIndex::new(text);
    let date = date_of(path, record);
    let of = |wanted: &[Marker]| {
        record
            .items
            .iter()
            .filter(|i| wanted.contains(&i.standing()))
            .count()
    };
    // What the commands ask decides no watch.
    let links = if record.items.iter().any(|item| item.standing().waits()) {
        link::link(record, &link::Known::default())
    } else {
        Vec::new()
    };
    let items = record.items.iter().zip(links);
    let open: Vec<OpenItem> = items
        .filter(|(item, _)| item.standing().waits())
        .map(|(item, link)| OpenItem {
            text: item.text.clone(),
            line: lines.line(item.span.start),
            failed: item.standing() == Marker::Failed,
            due: match link.stands_for {
                StandsFor::Stability { max, .. } => date.map(|date| date + max),
                _ => None,
            },
        })
        .collect();
    let told = told::told(text, record, zone);
    let value = |field| {
        let mut metadata = record.metadata.iter();
        let entry = metadata.find(|entry| entry.field == field)?;
        (!entry.value.is_empty()).then_some(entry.value.as_str())
    };
    Listed {
        author: value(Field::Author).map(str::to_owned),
        state: Standing::Open,
        deployments: told.numbers,
        commit: told.commit,
        first_commit_at: told.first_commit,
        arrived_at: told.ended_at.filter(|_| told.ended == Ended::Succeeded),
        failure: (told.ended == Ended::Failed).then_some(Failure::Deployment),
        failed_at: told.ended_at.filter(|_| told.ended == Ended::Failed),
        restored_at: None,
        verified_at: None,
        judged: judged(record),
        is_rollback: told.is_rollback,
        was_rolled_back: value(Field::Status).is_some_and(says_rolled_back),
        cancelled: told.ended == Ended::Cancelled,
        path: path.into(),
        date,
        title: record.title.clone(),
        app: record.mentions.app.clone(),
        env: record.mentions.env.clone(),
        done: of(&[Marker::Done, Marker::Ticked]),
        failed: of(&[Marker::Failed]),
        total: record.items.len(),
        closed: !is_open(record) && closure(record) != Closure::Unwritten,
        open,
        gaps: record.gaps.len(),
        superseded: record.superseded.as_ref().map(|one| one.by.clone()),
        age_days: date.map(|date| (today - date).num_days()),
    }
}

/// How many of the settled items the tool ticked, where the record remembers.
fn judged(record: &Record) -> Option<usize> {
    let ticks = Ticks::of(&record.regions);
    let names = marker::names(&record.items);
    let settled = record.items.iter().zip(&names);
    let mut owners = settled
        .filter(|(item, _)| matches!(item.standing(), Marker::Done | Marker::Ticked))
        .map(|(_, name)| ticks.owner(name));
    owners.try_fold(0, |count, owner| match owner {
        Owner::Tool => Some(count + 1),
        Owner::Person => Some(count),
        Owner::Unknown => None,
    })
}

/// Whether a status begins with words for a deployment that was taken back.
fn says_rolled_back(status: &str) -> bool {
    let words = status.trim_start_matches(|c: char| !c.is_alphanumeric());
    let said = [
        "롤백됨",
        "롤백 완료",
        "롤백함",
        "되돌림",
        "rolled back",
        "reverted",
    ];
    let lower = words.to_lowercase();
    said.iter().any(|said| lower.starts_with(said))
}

/// The date in the file's name, else in the metadata.
pub fn date_of(path: &str, record: &Record) -> Option<NaiveDate> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let parse = |text: &str| NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok();
    let metadata = record
        .metadata
        .iter()
        .find(|entry| entry.field == Field::Date);
    parse(name).or_else(|| parse(metadata?.value.trim()))
}

/// The records that the filter keeps, oldest first, then by path.
pub fn select(mut records: Vec<Listed>, filter: &Filter) -> Vec<Listed> {
    records.retain(|record| {
        let is_one = |wanted: &[String], value: Option<&str>| {
            wanted.is_empty() || value.is_some_and(|value| wanted.iter().any(|one| one == value))
        };
        let within = |bound: Option<NaiveDate>, holds: fn(&NaiveDate, &NaiveDate) -> bool| {
            bound.is_none_or(|bound| record.date.is_some_and(|date| holds(&date, &bound)))
        };
        (!filter.open || !record.closed)
            && (!filter.failing || record.failed > 0)
            && is_one(&filter.apps, record.app.as_deref())
            && is_one(&filter.envs, record.env.as_deref())
            && is_one(&filter.authors, record.author.as_deref())
            && (filter.states.is_empty() || filter.states.contains(&record.state))
            && within(filter.since, NaiveDate::ge)
            && within(filter.until, NaiveDate::le)
    });
    records.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
    records
}

#[cfg(test)]
mod tests;
