//! The index region of `.kiro/deployments/README.md`: a table and charts of all records.

use super::Listed;
use crate::facts::lang::Lang;
use crate::facts::literal;
use crate::record;
use crate::record::closure::{Closure, closure};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The content of the index region of `.kiro/deployments/README.md`: a table, newest first, and a
/// Mermaid chart of deployments per ISO week. The same records give the same bytes on any day, so
/// ages are not in it.
pub fn index(
    records: &[Listed],
    closed: &dyn Fn(&Listed) -> Option<NaiveDate>,
    lang: Lang,
) -> String {
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
            _ if record.total == 0 => dash(),
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
    out.push_str(&charts(records, closed, lang));
    out
}

/// Mermaid charts over the last twelve ISO weeks that have a deployment: how many there were, and how
/// many days it took until the last item was settled. `closed` tells the day for a record that is.
fn charts(records: &[Listed], closed: &dyn Fn(&Listed) -> Option<NaiveDate>, lang: Lang) -> String {
    let mut weeks: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    for record in records {
        if let Some(date) = record.date {
            let week = date.format("%G-W%V").to_string();
            weeks.entry(week).or_default().push(record);
        }
    }
    let recent: Vec<(String, Vec<&Listed>)> = weeks.into_iter().rev().take(12).collect();
    let counts: Vec<(&str, f64)> = recent
        .iter()
        .rev()
        .map(|(week, all)| (week.as_str(), all.len() as f64))
        .collect();
    let days: Vec<(&str, f64)> = recent
        .iter()
        .rev()
        .filter_map(|(week, all)| Some((week.as_str(), average_days(all, closed)?)))
        .collect();
    let mut out = String::new();
    let of = |ko: &'static str, en: &'static str| lang.pick(ko, en);
    chart(
        &mut out,
        of("주별 배포", "Deployments per week"),
        of("배포", "Deployments"),
        &counts,
    );
    chart(
        &mut out,
        of("검증이 끝나기까지", "Until verified"),
        of("일", "Days"),
        &days,
    );
    out
}

/// Days from a record's date to the day on which it was closed, averaged over those that are.
fn average_days(records: &[&Listed], closed: &dyn Fn(&Listed) -> Option<NaiveDate>) -> Option<f64> {
    let days: Vec<i64> = records
        .iter()
        .filter(|record| record.closed)
        .filter_map(|record| Some((closed(record)? - record.date?).num_days().max(0)))
        .collect();
    let sum: i64 = days.iter().sum();
    (!days.is_empty()).then(|| (sum as f64 / days.len() as f64 * 10.0).round() / 10.0)
}

/// A bar chart; one bar alone says nothing.
fn chart(out: &mut String, title: &str, unit: &str, bars: &[(&str, f64)]) {
    if bars.len() < 2 {
        return;
    }
    let names: Vec<String> = bars.iter().map(|(week, _)| format!("\"{week}\"")).collect();
    let heights: Vec<String> = bars.iter().map(|(_, height)| height.to_string()).collect();
    let most = bars
        .iter()
        .fold(1.0, |most: f64, (_, height)| most.max(*height))
        .ceil();
    let _infallible = write!(
        out,
        "\n```mermaid\nxychart-beta\n    title \"{title}\"\n    x-axis [{}]\n    y-axis \"{unit}\" 0 --> {most}\n    bar [{}]\n```\n",
        names.join(", "),
        heights.join(", "),
    );
}

/// When a record was closed, from its versions, newest first, each with its day: the oldest one since
/// which it has been closed without a break.
pub fn closed_on(
    versions: impl IntoIterator<Item = (NaiveDate, String)>,
    options: &record::Options,
) -> Option<NaiveDate> {
    let is_closed = |text: &str| closure(&record::parse_with(text, options).0) == Closure::Closed;
    let closed = versions.into_iter().take_while(|(_, text)| is_closed(text));
    closed.last().map(|(day, _)| day)
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
