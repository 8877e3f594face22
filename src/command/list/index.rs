//! The index region of `.kiro/deployments/README.md`: a table and charts of all records.

use super::{Listed, Standing};
use crate::command::stats;
use crate::facts::lang::Lang;
use crate::facts::literal;
use chrono_tz::Tz;
use std::fmt::Write;

/// Weeks that the charts show.
const WEEKS: usize = 12;

/// The content of the index region of `.kiro/deployments/README.md`: a table, newest first, and
/// Mermaid charts. The same records give the same bytes on any day, so ages are not in it.
pub fn index(records: &[Listed], zone: Tz, lang: Lang) -> String {
    let mut out = String::from(lang.pick(
        "| 날짜 | 기록 | 앱 | 환경 | 상태 |\n| --- | --- | --- | --- | --- |\n",
        "| Date | Record | App | Environment | Status |\n| --- | --- | --- | --- | --- |\n",
    ));
    let mut newest: Vec<&Listed> = records.iter().collect();
    newest.sort_by(|a, b| (b.date, &a.path).cmp(&(a.date, &b.path)));
    for record in newest {
        let dash = || "–".to_string();
        let name = record.path.rsplit('/').next().unwrap_or(&record.path);
        let ratio = format!("{}/{}", record.done, record.total);
        let status = match record.state {
            _ if record.total == 0 => dash(),
            Standing::RolledBack | Standing::Superseded => {
                format!("{} {ratio}", record.state.words(lang))
            }
            Standing::Failing => format!("❌ {ratio}"),
            Standing::Open => format!("⏳ {ratio}"),
            Standing::Verified | Standing::NoChecklist => format!("✅ {ratio}"),
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
    out.push_str(&charts(records, zone, lang));
    out
}

/// Mermaid charts over the last twelve ISO weeks, those without a deployment among them: how many there were,
/// and how many days it took until the last item was settled, the median of those that are.
fn charts(records: &[Listed], zone: Tz, lang: Lang) -> String {
    let weeks = stats::weeks(records, zone);
    let recent = &weeks[weeks.len().saturating_sub(WEEKS)..];
    let counts: Vec<(&str, f64)> = recent
        .iter()
        .map(|week| (week.name.as_str(), week.deployments as f64))
        .collect();
    let days = recent.iter().filter_map(|week| {
        let median = week.until_verified.spread.as_ref()?.median;
        Some((week.name.as_str(), (median / 8_640.0).round() / 10.0))
    });
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
        of("일 (중앙값)", "Days (median)"),
        &days.collect::<Vec<_>>(),
    );
    out
}

/// A bar chart; one bar alone says nothing. Weeks are written without their year, which the title has, so
/// that twelve of them can be read.
fn chart(out: &mut String, title: &str, unit: &str, bars: &[(&str, f64)]) {
    let [(first, _), .., (last, _)] = bars else {
        return;
    };
    let names: Vec<String> = bars
        .iter()
        .map(|(week, _)| {
            format!(
                "\"{}\"",
                week.split_once('-').map_or(*week, |(_, week)| week)
            )
        })
        .collect();
    let heights: Vec<String> = bars.iter().map(|(_, height)| height.to_string()).collect();
    let most = bars
        .iter()
        .fold(1.0, |most: f64, (_, height)| most.max(*height))
        .ceil();
    let _infallible = write!(
        out,
        "\n```mermaid\nxychart-beta\n    title \"{title} ({first} – {last})\"\n    x-axis [{}]\n    y-axis \"{unit}\" 0 --> {most}\n    bar [{}]\n```\n",
        names.join(", "),
        heights.join(", "),
    );
}

/// A file name as a link target.
fn link(name: &str) -> String {
    let plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.".contains(c);
    name.chars()
        .map(|c| {
            if plain(c) {
                c.to_string()
            } else {
                format!("%{:02X}", u32::from(c))
            }
        })
        .collect()
}
