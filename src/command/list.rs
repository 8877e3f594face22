//! `report list`: the records, their progress, what is waiting and since when. Pure: parsed records
//! go in, rows and an index go out; no network.

use crate::facts::lang::Lang;
use crate::facts::literal;
use crate::facts::span::LineIndex;
use crate::output::layout;
use crate::record::{Field, Marker, Record};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// One record, for the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Whether nothing is left to do.
    pub closed: bool,
    /// Days since the record's date.
    pub age_days: Option<i64>,
}

/// A checklist item that waits or failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenItem {
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Whether it failed rather than waits.
    pub failed: bool,
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
pub fn listed(path: &str, text: &str, record: &Record, today: NaiveDate) -> Listed {
    let lines = LineIndex::new(text);
    let of = |wanted: &[Marker]| {
        record
            .items
            .iter()
            .filter(|i| wanted.contains(&i.marker))
            .count()
    };
    let waits = |marker| match marker {
        Marker::Pending | Marker::Open | Marker::Failed | Marker::Partial => true,
        Marker::Done | Marker::Ticked => false,
    };
    let open: Vec<OpenItem> = record
        .items
        .iter()
        .filter(|item| waits(item.marker))
        .map(|item| OpenItem {
            text: item.text.clone(),
            line: lines.line(item.span.start),
            failed: item.marker == Marker::Failed,
        })
        .collect();
    let date = date_of(path, record);
    Listed {
        path: path.into(),
        date,
        title: record.title.clone(),
        app: record.mentions.app.clone(),
        env: record.mentions.env.clone(),
        done: of(&[Marker::Done, Marker::Ticked]),
        failed: of(&[Marker::Failed]),
        total: record.items.len(),
        closed: open.is_empty(),
        open,
        gaps: record.gaps.len(),
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

/// The table for a terminal of `width` columns; open items stand under their record.
pub fn text(records: &[Listed], lang: Lang, width: usize) -> String {
    if records.is_empty() {
        return lang.pick("기록이 없습니다\n", "no records\n").into();
    }
    let heads = lang.pick(
        ["날짜", "앱", "환경", "진행", "제목"],
        ["DATE", "APP", "ENVIRONMENT", "PROGRESS", "TITLE"],
    );
    let rows: Vec<[String; 5]> = records.iter().map(|record| cells(record, lang)).collect();
    let mut widths = heads.map(layout::width);
    for row in &rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(layout::width(cell)).min(32);
        }
    }
    let mut out = String::new();
    line(&mut out, &heads.map(String::from), widths, width);
    for (record, row) in records.iter().zip(&rows) {
        line(&mut out, row, widths, width);
        for item in &record.open {
            let sign = if item.failed { "❌" } else { "⏳" };
            let text = format!("  {sign} {} (L{})", layout::tame(&item.text), item.line);
            let _infallible = writeln!(out, "{}", layout::cut(&text, width));
        }
    }
    out
}

fn cells(record: &Listed, lang: Lang) -> [String; 5] {
    let dash = || "–".to_string();
    let mut progress = format!("{}/{}", record.done, record.total);
    if record.failed > 0 {
        let _infallible = write!(progress, " ❌{}", record.failed);
    }
    if let (false, Some(days)) = (record.closed, record.age_days) {
        let _infallible = match lang {
            Lang::Ko => write!(progress, " {days}일째"),
            Lang::En => write!(progress, " {days}d"),
        };
    }
    if record.gaps > 0 {
        let _infallible = match lang {
            Lang::Ko => write!(progress, " 빈칸 {}", record.gaps),
            Lang::En => write!(progress, " {} gaps", record.gaps),
        };
    }
    [
        record.date.map_or_else(dash, |date| date.to_string()),
        record.app.clone().unwrap_or_else(dash),
        record.env.clone().unwrap_or_else(dash),
        progress,
        layout::tame(&record.title),
    ]
}

fn line(out: &mut String, cells: &[String; 5], widths: [usize; 5], width: usize) {
    let padded: Vec<String> = cells
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(i, (cell, w))| match i {
            4 => cell.clone(),
            _ => layout::pad(&layout::cut(cell, w), w),
        })
        .collect();
    let text = padded.join("  ");
    let _infallible = writeln!(out, "{}", layout::cut(text.trim_end(), width));
}

/// The content of the index region of `.kiro/deployments/README.md`: a table, newest first, and a
/// Mermaid chart of deployments per ISO week. The same records give the same bytes on any day, so
/// ages are not in it.
pub fn index(records: &[Listed], lang: Lang) -> String {
    let mut out = String::from(lang.pick(
        "| 날짜 | 기록 | 앱 | 환경 | 상태 |\n| --- | --- | --- | --- | --- |\n",
        "| Date | Record | App | Environment | Status |\n| --- | --- | --- | --- | --- |\n",
    ));
    let mut newest: Vec<&Listed> = records.iter().collect();
    newest.sort_by(|a, b| (b.date, &a.path).cmp(&(a.date, &b.path)));
    for record in newest {
        let dash = || "–".to_string();
        let name = record.path.rsplit('/').next().unwrap_or(&record.path);
        let status = match (record.failed, record.closed) {
            (1.., _) => format!("❌ {}/{}", record.done, record.total),
            (0, false) => format!("⏳ {}/{}", record.done, record.total),
            (0, true) => format!("✅ {}/{}", record.done, record.total),
        };
        let _infallible = writeln!(
            out,
            "| {} | [{}]({}) | {} | {} | {status} |",
            record.date.map_or_else(dash, |date| date.to_string()),
            literal::cell(&record.title),
            link(name),
            record.app.as_deref().map_or_else(dash, literal::cell),
            record.env.as_deref().map_or_else(dash, literal::cell),
        );
    }
    out.push_str(&chart(records, lang));
    out
}

/// The last twelve weeks that have a deployment.
fn chart(records: &[Listed], lang: Lang) -> String {
    let mut weeks: BTreeMap<String, usize> = BTreeMap::new();
    for date in records.iter().filter_map(|record| record.date) {
        *weeks.entry(date.format("%G-W%V").to_string()).or_default() += 1;
    }
    let last: Vec<(&String, &usize)> = weeks.iter().rev().take(12).rev().collect();
    if last.len() < 2 {
        return String::new();
    }
    let names: Vec<String> = last.iter().map(|(week, _)| format!("\"{week}\"")).collect();
    let counts: Vec<String> = last.iter().map(|(_, count)| count.to_string()).collect();
    let most = last.iter().map(|(_, count)| **count).max().unwrap_or(1);
    format!(
        "\n```mermaid\nxychart-beta\n    title \"{}\"\n    x-axis [{}]\n    y-axis \"{}\" 0 --> {most}\n    bar [{}]\n```\n",
        lang.pick("주별 배포", "Deployments per week"),
        names.join(", "),
        lang.pick("배포", "Deployments"),
        counts.join(", "),
    )
}

/// A file name as a link target.
fn link(name: &str) -> String {
    let plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.".contains(c);
    name.chars()
        .map(|c| match plain(c) {
            true => c.to_string(),
            false => format!("%{:02X}", u32::from(c)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(date: &str, done: usize, failed: usize, total: usize) -> Listed {
        let waits = total - done;
        let open = (0..waits)
            .map(|i| OpenItem {
                text: format!("로그 확인 {i}"),
                line: i + 9,
                failed: i < failed,
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
          ⏳ 로그 확인 1 (L10)
        ");
    }

    #[test]
    fn the_index_is_valid_markdown_and_counts_weeks() {
        let records = [record("2025-12-05", 1, 1, 3), record("2025-11-01", 2, 0, 2)];
        insta::assert_snapshot!(index(&records, Lang::En), @r#"
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
