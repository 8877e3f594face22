//! The lines of logs.

use super::outcome::Say;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::scene::{Scene, View};
use crate::told;

/// The lines of a view: those that its filters left, else those of the answer.
pub(super) fn lines<'a>(view: &View<'a>) -> Vec<&'a str> {
    if view.pipeline.filters.is_empty() && !view.raw.lines.is_empty() {
        view.raw
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect()
    } else {
        view.filtered
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect()
    }
}

pub(super) fn no_lines(scene: &Scene) -> Judgement {
    Say(scene.lang).with(
        Verdict::Pending,
        Reason::NoLines,
        told!(ThereIsNoLogLineYet),
    )
}
