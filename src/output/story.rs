//! The face of `report demo`: of each act the one line that matters, and at the end the checklist as it
//! was after each of them.

use super::Style;
use super::layout::{cut, one_line, pad, width};
use super::text::Page;
use crate::facts::outcome::{ItemOutcome, RecordOutcome, RunOutcome};
use crate::facts::verdict::Verdict;

/// So many lines of a new record are shown.
const EXCERPT: usize = 4;

/// What a look brought: the first item that it moved, else the first that waits for its steps; and the totals.
pub fn act(outcome: &RunOutcome, style: Style) -> String {
    let mut page = Page::new(style);
    for record in &outcome.records {
        if let Some(error) = &record.error {
            page.error(error);
        }
        if let Some(item) = telling(record) {
            page.item(item);
        }
        page.summary(record);
    }
    page.out
}

fn telling(record: &RecordOutcome) -> Option<&ItemOutcome> {
    let checked = || record.items.iter().filter(|item| !item.steps.is_empty());
    let moved = |item: &&ItemOutcome| item.marker != item.new_marker;
    let waits = |item: &&ItemOutcome| item.judgement.verdict == Verdict::Pending;
    let moved = checked()
        .find(moved)
        .or_else(|| record.items.iter().find(moved));
    moved.or_else(|| checked().find(waits))
}

/// How a new record begins.
pub fn made(shown: &str, text: &str, style: Style) -> String {
    let page = Page::new(style);
    let mut out = format!("   {} ({})\n", one_line(shown), lines(text, style));
    let shown = text.lines().filter(|line| !line.trim().is_empty());
    for line in shown.take(EXCERPT) {
        let line = cut(&one_line(line.trim_end()), style.width.saturating_sub(5));
        let line = page.paint("2", &format!("   │ {line}"));
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn lines(text: &str, style: Style) -> String {
    let number = text.lines().count();
    style
        .lang
        .pick(format!("{number}줄"), format!("{number} lines"))
}

/// The items' marks after each look, a column a look: its heading and its outcome.
pub fn checklist(looks: &[(String, RunOutcome)], style: Style) -> String {
    let items = |outcome: &RunOutcome| -> Vec<ItemOutcome> {
        let records = outcome.records.iter();
        records.flat_map(|record| record.items.clone()).collect()
    };
    let columns: Vec<(&str, Vec<ItemOutcome>)> = looks
        .iter()
        .map(|(when, outcome)| (when.as_str(), items(outcome)))
        .collect();
    let Some((_, rows)) = columns.first() else {
        return String::new();
    };
    let heading = style.lang.pick("체크리스트", "The checklist");
    let texts: Vec<String> = rows.iter().map(|item| one_line(&item.text)).collect();
    let room = texts.iter().map(|text| width(text) + 2);
    let room = room.chain([width(heading)]).max().unwrap_or(0) + 2;
    let page = Page::new(style);
    let mut out = format!("\n{}", page.paint("1;4", heading));
    out.push_str(&" ".repeat(room.saturating_sub(width(heading))));
    for (when, _) in &columns {
        out.push_str(&pad(when, width(when) + 2));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for (row, text) in texts.iter().enumerate() {
        let mut line = pad(&format!("  {text}"), room);
        for (when, items) in &columns {
            let mark = items.get(row).map_or("", |item| item.new_marker.as_str());
            line.push_str(&pad(mark, width(when) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
