//! Errors that a command's own filters keep from being seen: that a `grep` shows none says nothing of the
//! lines that it left out.

use super::read::lines;
use super::window::{Past, is_recent};
use crate::judge::log_line::{Trouble, trouble};
use crate::judge::scene::View;
use crate::judge::wordlist::List;
use crate::query::Query;
use crate::told;
use crate::wording::Wording;

/// Why errors may be there though none is shown, in Korean and in English; of a time if one was said.
pub(super) fn errors(views: &[&View], within: Option<Past>, last: Option<u64>) -> Option<Wording> {
    let left_out: usize = views.iter().map(|view| left_out(view, within, last)).sum();
    if left_out > 0 {
        return Some(told!(FiltersLeaveOutErrors, left_out));
    }
    let narrowed = views.iter().any(|view| match &view.pipeline.query {
        Query::Loki(loki) => hides(&loki.logql),
        _ => false,
    });
    narrowed.then_some(told!(LogqlMayLeaveOutErrors))
}

/// How many lines that are or may be errors were read and are not shown: `grep`, but also `head` and `tail`, whose
/// lines an author chose for their number.
fn left_out(view: &View, within: Option<Past>, last: Option<u64>) -> usize {
    if view.pipeline.filters.is_empty() {
        return 0;
    }
    let read: Vec<&str> = if view.raw.lines.is_empty() {
        view.raw.text.lines().collect()
    } else {
        let meant = view
            .raw
            .lines
            .iter()
            .filter(|line| within.is_none_or(|within| is_recent(view, line, within)));
        meant.map(|line| line.text.as_str()).collect()
    };
    // Of `the last 50 lines` no other one is spoken of.
    let meant = last.and_then(|last| usize::try_from(last).ok());
    let from = meant.map_or(0, |meant| read.len().saturating_sub(meant));
    let read = &read[from..];
    let count = |lines: &[&str]| {
        lines
            .iter()
            .filter(|line| trouble(line) != Trouble::None)
            .count()
    };
    count(read).saturating_sub(count(&lines(view)))
}

/// Whether what stands behind the selector of a LogQL picks lines by something else than their trouble.
fn hides(logql: &str) -> bool {
    let Some((_, pipeline)) = logql.split_once('}') else {
        return false;
    };
    let lower = pipeline.to_lowercase();
    let leaves_out = lower.contains("!=") || lower.contains("!~");
    let picks = ["|=", "|~", "=\"", "=~"]
        .iter()
        .any(|sign| lower.contains(sign));
    leaves_out || picks && !List::LogqlTrouble.has(&lower)
}
