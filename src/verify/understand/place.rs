//! Where a claim stands: of which commands it speaks, and its lines in the record.

use crate::facts::span::Span;
use crate::judge::step::About;
use crate::record::{Claim, Snippet};
use std::ops::Range;

/// The commands of which a claim speaks: those of its snippets. A snippet without a command (a variable,
/// a file's text) leaves it to the one before.
pub(super) fn about(claim: &Claim, places: &[Range<usize>]) -> About {
    let Some(snippets) = &claim.about else {
        return About::Step;
    };
    let near = places.get(snippets.clone()).unwrap_or_default();
    let first = near.iter().map(|commands| commands.start).min();
    let end = near.iter().map(|commands| commands.end).max();
    match (first, end) {
        (Some(first), Some(end)) if first < end => About::Commands(first..end),
        (Some(_), Some(_)) => {
            let mut before = places[..snippets.start].iter().rev();
            let nearest = before.find(|commands| !commands.is_empty());
            nearest.cloned().map_or(About::Step, About::Commands)
        }
        // It has a place of its own, and no command stands there.
        (_, _) => About::Commands(0..0),
    }
}

/// Where a line of a snippet stands in the record.
pub(super) fn line_span(snippet: &Snippet, line: usize) -> Span {
    let start = snippet
        .line_starts
        .get(line)
        .copied()
        .unwrap_or(snippet.span.start);
    let end = snippet
        .line_starts
        .get(line + 1)
        .copied()
        .unwrap_or(snippet.span.end);
    Span::new(start, end.max(start))
}
