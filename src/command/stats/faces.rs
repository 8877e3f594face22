//! The measures as a table for a terminal, as Markdown and as CSV.

use super::{Measure, Measures, Share, Stats, lasting};
use crate::command::list::{csv_row, markdown_row};
use crate::facts::lang::Lang;
use crate::output::layout;

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

/// A table for a terminal.
pub(crate) fn text(stats: &Stats, lang: Lang) -> String {
    let mut out = match (stats.since, stats.until) {
        (Some(since), Some(until)) => format!("{since} – {until} ({})\n", stats.zone),
        _ => return lang.pick("기록이 없습니다\n", "no records\n").into(),
    };
    for (head, rows) in groups(stats, lang) {
        if rows.is_empty() {
            continue;
        }
        let mut lines: Vec<Vec<String>> = vec![vec![head.to_owned()]];
        lines[0].extend(heads(lang).map(str::to_owned));
        for row in rows {
            let mut line = vec![layout::one_line(&row.name)];
            line.extend(cells(row, lang));
            lines.push(line);
        }
        let width = |column: usize| {
            let widths = lines.iter().map(|line| layout::width(&line[column]));
            widths.max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..8).map(width).collect();
        out.push('\n');
        for line in &lines {
            let padded: Vec<String> = line
                .iter()
                .zip(&widths)
                .map(|(cell, width)| layout::pad(cell, *width))
                .collect();
            out.push_str(padded.join("  ").trim_end());
            out.push('\n');
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
    for (head, rows) in groups(stats, lang) {
        if rows.is_empty() {
            continue;
        }
        let mut first = vec![head.to_owned()];
        first.extend(heads(lang).map(str::to_owned));
        out.push_str(&markdown_row(&first));
        out.push_str(&format!("|{}\n", " --- |".repeat(first.len())));
        for row in rows {
            let mut line = vec![row.name.clone()];
            line.extend(cells(row, lang));
            out.push_str(&markdown_row(&line));
        }
        out.push('\n');
    }
    out.push_str(&format!("{}\n\n", note(stats, lang)));
    for definition in &stats.definitions {
        out.push_str(&format!(
            "- **{}**: {}\n",
            definition.name, definition.means
        ));
    }
    for line in left_out(stats, lang) {
        out.push_str(&format!("- {line}\n"));
    }
    out
}

/// One measure of one group a line.
pub(crate) fn csv(stats: &Stats) -> String {
    let heads = [
        "group",
        "name",
        "measure",
        "count",
        "of",
        "median",
        "quarter",
        "three_quarters",
        "least",
        "most",
        "left_out",
        "few",
    ];
    let mut out = csv_row(&heads.map(str::to_owned));
    let groups = [
        ("all", std::slice::from_ref(&stats.all)),
        ("app", &stats.apps),
        ("environment", &stats.environments),
        ("week", &stats.weeks),
    ];
    for (group, rows) in groups {
        for row in rows {
            let mut put = |measure: &str, values: [String; 7], left_out: usize, few: bool| {
                let mut line = vec![group.to_owned(), row.name.clone(), measure.to_owned()];
                line.extend(values);
                line.extend([left_out.to_string(), few.to_string()]);
                out.push_str(&csv_row(&line));
            };
            for (name, measure) in [
                ("per_week", &row.per_week),
                ("lead_time", &row.lead_time),
                ("time_to_restore", &row.time_to_restore),
                ("until_verified", &row.until_verified),
            ] {
                let values = match &measure.spread {
                    None => {
                        std::array::from_fn(|at| if at == 0 { "0".into() } else { String::new() })
                    }
                    Some(spread) => [
                        spread.count.to_string(),
                        String::new(),
                        spread.median.to_string(),
                        spread.quarter.to_string(),
                        spread.three_quarters.to_string(),
                        spread.least.to_string(),
                        spread.most.to_string(),
                    ],
                };
                put(name, values, measure.left_out, measure.few);
            }
            for (name, share) in [
                ("change_failure", &row.change_failure),
                ("judged", &row.judged),
            ] {
                let mut values: [String; 7] = std::array::from_fn(|_| String::new());
                values[0] = share.count.to_string();
                values[1] = share.of.to_string();
                put(name, values, share.left_out, share.few);
            }
        }
    }
    out
}
