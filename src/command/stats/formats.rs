//! The measures as a table for a terminal, as Markdown and as CSV.

use super::{Definition, Measure, Measures, Share, Stats, lasting};
use crate::facts::lang::Lang;
use crate::output::table;

/// The columns' heads.
pub(crate) fn heads(lang: Lang) -> [&'static str; 7] {
    lang.pick(
        [
            "배포",
            "주당",
            "리드 타임",
            "변경 실패",
            "복구 시간",
            "검증까지",
            "기계 판정",
        ],
        [
            "deployments",
            "per week",
            "lead time",
            "change failure",
            "to restore",
            "until verified",
            "by machine",
        ],
    )
}

/// The cells of a row under those heads: medians, with quarters behind them.
pub(crate) fn cells(of: &Measures, lang: Lang) -> [String; 7] {
    let times = |measure: &Measure| median(measure, |value| lasting(value, lang));
    // How many there are in a single week is told already.
    let weeks = of.per_week.spread.as_ref().map_or(0, |spread| spread.count);
    [
        of.deployments.to_string(),
        match weeks {
            0 | 1 => "–".into(),
            _ => median(&of.per_week, number),
        },
        times(&of.lead_time),
        share(&of.change_failure),
        times(&of.time_to_restore),
        times(&of.until_verified),
        share(&of.judged),
    ]
}

/// `2 h (1 h–4 h)`; `~` before it says that it is of few.
fn median(measure: &Measure, words: impl Fn(f64) -> String) -> String {
    let Some(spread) = &measure.spread else {
        return "–".into();
    };
    let middle = words(spread.median);
    let (low, high) = (words(spread.quarter), words(spread.three_quarters));
    let few = if measure.few { "~" } else { "" };
    if low == high {
        format!("{few}{middle}")
    } else {
        format!("{few}{middle} ({low}–{high})")
    }
}

fn share(share: &Share) -> String {
    let few = if share.few { "~" } else { "" };
    match share.percent() {
        Some(percent) => format!("{few}{percent:.0}% ({}/{})", share.count, share.of),
        None => "–".into(),
    }
}

/// A number with at most one digit behind the point.
pub(super) fn number(value: f64) -> String {
    format!("{}", (value * 10.0).round() / 10.0)
}

/// The groups that are shown, each with its head.
fn groups(stats: &Stats, lang: Lang) -> [(&'static str, &[Measures]); 4] {
    [
        (lang.pick("전체", "All"), std::slice::from_ref(&stats.all)),
        (lang.pick("앱", "Application"), &stats.apps),
        (lang.pick("환경", "Environment"), &stats.environments),
        (lang.pick("주", "Week"), &stats.weeks),
    ]
}

/// What stands under the tables.
fn note(stats: &Stats, lang: Lang) -> String {
    let few = stats.few;
    lang.pick(
        format!("중앙값 (사분위 범위). `~`는 값이 {few}개보다 적다는 뜻입니다."),
        format!("Medians (with the quarters' range). `~` marks fewer than {few} values."),
    )
}

/// What is left out of each measure of all: it cannot be known.
fn left_out(stats: &Stats, lang: Lang) -> Vec<String> {
    let definitions = stats.definitions.iter().zip(stats.all.left_out());
    definitions
        .filter(|(_, count)| *count > 0)
        .map(|(definition, count)| {
            let what = match definition.measure {
                "judged" => lang.pick("항목", "items"),
                _ => lang.pick("배포", "deployments"),
            };
            match lang {
                Lang::Ko => format!("{}: {what} {count}개 제외", definition.name),
                Lang::En if count == 1 => {
                    format!(
                        "{}: 1 {} left out",
                        definition.name,
                        what.trim_end_matches('s')
                    )
                }
                Lang::En => format!("{}: {count} {what} left out", definition.name),
            }
        })
        .collect()
}

/// A table of a group under its head.
fn rows(head: &str, group: &[Measures], lang: Lang) -> Vec<Vec<String>> {
    let heads = heads(lang).map(str::to_owned);
    let mut rows = vec![[&[head.to_owned()], &heads[..]].concat()];
    rows.extend(
        group
            .iter()
            .map(|row| [std::slice::from_ref(&row.name), &cells(row, lang)].concat()),
    );
    rows
}

/// A table for a terminal.
pub(crate) fn text(stats: &Stats, lang: Lang) -> String {
    let mut out = match (stats.since, stats.until) {
        (Some(since), Some(until)) => format!("{since} – {until} ({})\n", stats.zone),
        _ => return lang.pick("기록이 없습니다\n", "no records\n").into(),
    };
    for (head, group) in groups(stats, lang) {
        if !group.is_empty() {
            let lines = table::lines(&rows(head, group, lang), usize::MAX);
            out.push_str(&format!("\n{}\n", lines.join("\n")));
        }
    }
    out.push_str(&format!("\n{}\n", note(stats, lang)));
    for line in left_out(stats, lang) {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// The same as Markdown, with the definitions.
pub(crate) fn markdown(stats: &Stats, lang: Lang) -> String {
    let mut out = String::new();
    for (head, group) in groups(stats, lang) {
        if !group.is_empty() {
            out.push_str(&(table::markdown(&rows(head, group, lang)) + "\n"));
        }
    }
    out.push_str(&format!("{}\n\n", note(stats, lang)));
    for Definition { name, means, .. } in &stats.definitions {
        out.push_str(&format!("- **{name}**: {means}\n"));
    }
    for line in left_out(stats, lang) {
        out.push_str(&format!("- {line}\n"));
    }
    out
}

/// One measure of one group a line.
pub(crate) fn csv(stats: &Stats) -> String {
    const HEADS: &str =
        "group name measure count of median quarter three_quarters least most left_out few";
    const MEASURES: &str =
        "per_week lead_time time_to_restore until_verified change_failure judged";
    let heads = || HEADS.split(' ');
    let mut lines: Vec<Vec<String>> = vec![heads().map(String::from).collect()];
    let groups = groups(stats, Lang::En).map(|(_, rows)| rows);
    for (group, rows) in ["all", "app", "environment", "week"]
        .into_iter()
        .zip(groups)
    {
        for row in rows {
            let all = serde_json::to_value(row).unwrap_or_default();
            lines.extend(MEASURES.split(' ').map(|measure| {
                let of = &all[measure];
                let cell = |head| match head {
                    "group" => group.to_owned(),
                    "name" => row.name.clone(),
                    "measure" => measure.to_owned(),
                    // Of no value there is no spread.
                    "count" if of["spread"].is_null() && of["count"].is_null() => "0".to_owned(),
                    head => table::plain(of.get(head).unwrap_or(&of["spread"][head])),
                };
                heads().map(cell).collect()
            }));
        }
    }
    table::csv(&lines)
}
