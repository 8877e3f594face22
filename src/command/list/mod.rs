//! `report list`: the records, their progress, what is waiting and since when. Pure: parsed records
//! go in, rows and an index go out; no network.

mod index;
mod table;

pub use index::{closed_on, index};
pub use table::text;

use crate::facts::span::LineIndex;
use crate::record::closure::is_open;
use crate::record::link::{self, StandsFor};
use crate::record::{Field, Marker, Record};
use chrono::NaiveDate;
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
    /// What state they must be in.
    pub state: State,
    /// Of this date or later.
    pub since: Option<NaiveDate>,
}

/// A record's state, for the filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// Any.
    #[default]
    Any,
    /// Not closed.
    Open,
    /// With a failed item.
    Failing,
}

/// Reads one record for the list.
/// No command or expectation is read for it: only what the items stand for, where one waits.
pub fn listed(path: &str, text: &str, record: &Record, today: NaiveDate) -> Listed {
    let lines = LineIndex::new(text);
    let date = date_of(path, record);
    let of = |wanted: &[Marker]| {
        record
            .items
            .iter()
            .filter(|i| wanted.contains(&i.standing()))
            .count()
    };
    let links = match record.items.iter().any(|item| item.standing().waits()) {
        // What the commands ask decides no watch.
        true => link::link(record, &link::Known::default()),
        false => Vec::new(),
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
                StandsFor::DeploymentFinished
                | StandsFor::ArgoSync
                | StandsFor::PodStatus
                | StandsFor::ResourceUsage
                | StandsFor::CpuUsage
                | StandsFor::MemoryUsage
                | StandsFor::CpuAndMemoryUsage
                | StandsFor::InlineCommand
                | StandsFor::Nothing => None,
            },
        })
        .collect();
    Listed {
        path: path.into(),
        date,
        title: record.title.clone(),
        app: record.mentions.app.clone(),
        env: record.mentions.env.clone(),
        done: of(&[Marker::Done, Marker::Ticked]),
        failed: of(&[Marker::Failed]),
        total: record.items.len(),
        closed: !is_open(record),
        open,
        gaps: record.gaps.len(),
        superseded: record.superseded.as_ref().map(|one| one.by.clone()),
        age_days: date.map(|date| (today - date).num_days()),
    }
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
        let state = match filter.state {
            State::Any => true,
            State::Open => !record.closed,
            State::Failing => record.failed > 0,
        };
        state
            && filter
                .since
                .is_none_or(|since| record.date.is_some_and(|date| date >= since))
    });
    records.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::lang::Lang;

    fn record(date: &str, done: usize, failed: usize, total: usize) -> Listed {
        let waits = total - done;
        let open = (0..waits)
            .map(|i| OpenItem {
                text: format!("로그 확인 {i}"),
                line: i + 9,
                failed: i < failed,
                due: (i == 1).then(|| "2025-12-07".parse().unwrap()),
            })
            .collect();
        Listed {
            path: format!(".kiro/deployments/{date}-a b.md"),
            date: date.parse().ok(),
            title: "배포 a|b".into(),
            app: Some("alloy-ops".into()),
            env: None,
            done,
            failed,
            total,
            open,
            gaps: 0,
            closed: waits == 0,
            superseded: None,
            age_days: Some(3),
        }
    }

    #[test]
    fn the_oldest_comes_first_and_filters_keep_what_they_say() {
        let all = vec![record("2025-12-05", 1, 1, 3), record("2025-11-01", 2, 0, 2)];
        let dates = |filter: &Filter| -> Vec<String> {
            let kept = select(all.clone(), filter);
            kept.iter().map(|r| r.date.unwrap().to_string()).collect()
        };
        assert_eq!(dates(&Filter::default()), ["2025-11-01", "2025-12-05"]);
        assert_eq!(
            dates(&Filter {
                state: State::Open,
                since: None
            }),
            ["2025-12-05"]
        );
        assert_eq!(
            dates(&Filter {
                state: State::Failing,
                since: None
            }),
            ["2025-12-05"]
        );
        let since = Filter {
            state: State::Any,
            since: "2025-12-01".parse().ok(),
        };
        assert_eq!(dates(&since), ["2025-12-05"]);
    }

    #[test]
    fn columns_line_up_with_hangul() {
        let text = text(&[record("2025-12-05", 1, 1, 3)], Lang::Ko, 80);
        insta::assert_snapshot!(text, @r"
        날짜        앱         환경  진행           제목
        2025-12-05  alloy-ops  –     1/3 ❌1 3일째  배포 a|b
          ❌ 로그 확인 0 (L9)
          ⏳ 로그 확인 1 (L10, 2025-12-07부터 확인)
        ");
    }

    #[test]
    fn the_index_is_valid_markdown_and_counts_weeks() {
        let records = [record("2025-12-05", 1, 1, 3), record("2025-11-01", 2, 0, 2)];
        insta::assert_snapshot!(index(&records, &|_| "2025-11-04".parse().ok(), Lang::En), @r#"
        | Date | Record | App | Environment | Status |
        | --- | --- | --- | --- | --- |
        | 2025-12-05 | [배포 a\|b](2025-12-05-a%20b.md) | alloy-ops | – | ❌ 1/3 |
        | 2025-11-01 | [배포 a\|b](2025-11-01-a%20b.md) | alloy-ops | – | ✅ 2/2 |

        ```mermaid
        xychart-beta
            title "Deployments per week"
            x-axis ["2025-W44", "2025-W49"]
            y-axis "Deployments" 0 --> 1
            bar [1, 1]
        ```
        "#);
    }
}
