//! Ties checklist items to the plan's steps: by a comment of the same name on both, else by title,
//! and only when one pairing is clearly best. It compares words and knows nothing of verdicts.

mod candidates;
mod meaning;
mod words;

pub use meaning::StandsFor;

use super::{Force, Item, Marker, Record, Stand, Step, vocabulary};
use candidates::{Candidate, Candidates};
use serde::Serialize;
use std::collections::BTreeSet;
use words::Words;

/// What a checklist item stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Index of the item.
    pub item: usize,
    /// Indices of the steps that it stands for: it passes only if all of them do.
    pub steps: Vec<usize>,
    /// How they were found.
    pub how: How,
    /// What it stands for beside them. An item with steps stands for nothing else but its own
    /// commands, or for the Application's revision, which then must hold as well.
    pub stands_for: StandsFor,
}

/// How an item's steps were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// `<!-- check:NAME -->` on both.
    Tie,
    /// The item has a name that no step has: a person must look.
    TieWithoutStep(String),
    /// The item holds its own fence and is a step itself.
    Own,
    /// The item is a bullet of the step: it stands for this claim of `steps[0]` alone.
    Claim(usize),
    /// By title.
    Title,
    /// Several steps fit equally well: none is chosen.
    Ambiguous(Vec<usize>),
    /// No step fits.
    None,
}

/// Ties every item of a record; one link each, in the items' order.
pub fn link(record: &Record) -> Vec<Link> {
    let candidates = Candidates::of(record);
    record
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let (steps, how) = steps_of(record, item, &candidates);
            let own_commands = !item.snippets.is_empty() && how != How::Own;
            let stands_for = match &how {
                How::Tie | How::Own | How::Claim(_) | How::Title | How::None if own_commands => {
                    StandsFor::InlineCommand
                }
                How::None => meaning::of(&item.text, record),
                How::Tie | How::Title => beside_steps(meaning::of(&item.text, record)),
                How::TieWithoutStep(_) | How::Own | How::Claim(_) => StandsFor::Nothing,
                How::Ambiguous(_) => StandsFor::Nothing,
            };
            Link {
                item: at,
                steps,
                how,
                stands_for,
            }
        })
        .collect()
}

/// What an item stands for beside its steps: a step that finds the Application synced and healthy
/// does not know whether it is so at the record's revision, and Argo CD polls every few minutes.
fn beside_steps(meaning: StandsFor) -> StandsFor {
    match meaning {
        StandsFor::ArgoSync => StandsFor::ArgoSync,
        StandsFor::DeploymentFinished
        | StandsFor::Stability { .. }
        | StandsFor::PodStatus
        | StandsFor::ResourceUsage
        | StandsFor::InlineCommand
        | StandsFor::Nothing => StandsFor::Nothing,
    }
}

/// The steps with commands that no item stands for.
pub fn steps_without_item(record: &Record, links: &[Link]) -> Vec<usize> {
    let tied: BTreeSet<usize> = links.iter().flat_map(|link| &link.steps).copied().collect();
    (0..record.plan.len())
        .filter(|step| !tied.contains(step) && !record.plan[*step].snippets.is_empty())
        .collect()
}

/// Whether there is anything left to do in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closure {
    /// It has a checklist and all of it is settled: `regenerate` skips it.
    Closed,
    /// An item is ⏳, ❌, `[ ]` or in progress.
    Open,
    /// It has no checklist: nothing to settle.
    NoItems,
}

/// Whether a record is closed (`product.md`): no item is pending, failed or open. An item that a
/// person ticked is settled, whatever it stands for.
pub fn closure(record: &Record) -> Closure {
    closure_of(record.items.iter().map(|item| item.marker), record.settled)
}

/// The same of a checklist's markers, and of how many ✅ stand in lists of ✅ alone.
pub(super) fn closure_of(mut markers: impl Iterator<Item = Marker>, settled: usize) -> Closure {
    match markers.next() {
        None if settled == 0 => Closure::NoItems,
        None => Closure::Closed,
        Some(first) if first.waits() || markers.any(Marker::waits) => Closure::Open,
        Some(_) => Closure::Closed,
    }
}

fn steps_of(record: &Record, item: &Item, candidates: &Candidates) -> (Vec<usize>, How) {
    if let Some(own) = own_step(record, item) {
        return (vec![own], How::Own);
    }
    if let Some(tie) = &item.tie {
        let steps: Vec<usize> = (0..record.plan.len())
            .filter(|&at| record.plan[at].tie.as_ref() == Some(tie))
            .collect();
        return match steps.is_empty() {
            true => (steps, How::TieWithoutStep(tie.clone())),
            false => (steps, How::Tie),
        };
    }
    if item.snippets.is_empty()
        && let Some((step, claim)) = own_claim(record, item)
    {
        let is_idle = record.plan[step].snippets.is_empty();
        let elsewhere = is_idle.then(|| elsewhere(record, item, candidates));
        return elsewhere
            .flatten()
            .unwrap_or((vec![step], How::Claim(claim)));
    }
    by_title(record, item, candidates)
}

/// Where a bullet is checked whose own step has no command at all, a plain list under a heading: by a
/// step that demands the same, by one of its title, or by what its words stand for.
fn elsewhere(record: &Record, item: &Item, candidates: &Candidates) -> Option<(Vec<usize>, How)> {
    if let Some((step, claim)) = same_claim(record, item) {
        return Some((vec![step], How::Claim(claim)));
    }
    let looks = |at: &usize| !record.plan[*at].snippets.is_empty();
    match by_title(record, item, candidates) {
        (steps, How::Title) if steps.iter().any(looks) => Some((steps, How::Title)),
        _ => {
            let stands_for = meaning::of(&item.text, record);
            (stands_for != StandsFor::Nothing).then_some((Vec::new(), How::None))
        }
    }
}

/// The one demand of a step with commands that says the same as an item, but for words for checking.
fn same_claim(record: &Record, item: &Item) -> Option<(usize, usize)> {
    let said = words::said(&item.text);
    let steps = record.plan.iter().enumerate();
    let looking = steps.filter(|(_, step)| !step.snippets.is_empty());
    let mut same = looking.flat_map(|(at, step)| {
        let claims = step.claims.iter().enumerate();
        let alike = claims
            .filter(|(_, claim)| claim.force == Force::Demands && words::said(&claim.text) == said);
        alike.map(move |(place, _)| (at, place)).collect::<Vec<_>>()
    });
    match (said.is_empty(), same.next(), same.next()) {
        (false, Some(only), None) => Some(only),
        _ => None,
    }
}

/// The step that an item with its own fence is.
fn own_step(record: &Record, item: &Item) -> Option<usize> {
    let first = record
        .plan
        .partition_point(|step| step.span.start < item.span.start);
    let mut within = record.plan[first..]
        .iter()
        .take_while(|step| step.span.start < item.span.end);
    let own = within.position(|step| item.span.contains(step.heading) && is_item_step(step))?;
    Some(first + own)
}

fn is_item_step(step: &Step) -> bool {
    step.claims
        .iter()
        .any(|claim| claim.stand == Stand::ItemText && claim.span == step.heading)
}

/// The claim that an item within a step is.
fn own_claim(record: &Record, item: &Item) -> Option<(usize, usize)> {
    record.plan.iter().enumerate().find_map(|(at, step)| {
        if !step.span.contains(item.span) {
            return None;
        }
        let claim = step
            .claims
            .iter()
            .position(|claim| item.span.contains(claim.span))?;
        Some((at, claim))
    })
}

/// How alike two titles must be, from 0 to 1.
const ENOUGH: f64 = 0.6;

/// How much better than the next the best must be.
const CLEARLY: f64 = 0.2;

fn by_title(record: &Record, item: &Item, candidates: &Candidates) -> (Vec<usize>, How) {
    let words = Words::of(without_step_number(&item.text));
    let mut fits: Vec<(f64, &Candidate)> = candidates
        .near(&words)
        .map(|candidate| (alike(record, &words, candidate), candidate))
        .filter(|(score, _)| *score >= ENOUGH)
        .collect();
    fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
    let Some((best, _)) = fits.first() else {
        return (Vec::new(), How::None);
    };
    let best = *best;
    fits.retain(|(score, _)| *score > best - CLEARLY && (best < 1.0 || *score == best));
    if fits.len() > 1 {
        let chapter = candidates.chapter(item.span.start);
        let mut near = fits
            .iter()
            .filter(|(_, candidate)| candidate.chapter == chapter);
        if let (Some((_, only)), None) = (near.next(), near.next()) {
            return (only.steps.clone(), How::Title);
        }
        let all: BTreeSet<usize> = fits.iter().flat_map(|(_, c)| &c.steps).copied().collect();
        return (Vec::new(), How::Ambiguous(all.into_iter().collect()));
    }
    (fits[0].1.steps.clone(), How::Title)
}

/// `Step 2: usage` without its number, as the step's own heading loses it. A bare number may as well
/// be a count, and stays.
fn without_step_number(text: &str) -> &str {
    match text.starts_with(|c: char| c.is_alphabetic()) {
        true => vocabulary::split_number(text).1,
        false => text,
    }
}

/// The share of words that two titles have in common. A word that only the item has narrows it, so
/// the step must have it somewhere in its commands or claims; one shared word is too little unless
/// it is all there is.
fn alike(record: &Record, item: &Words, candidate: &Candidate) -> f64 {
    let step = &candidate.words;
    if item.content.is_empty() || step.content.is_empty() {
        let both_bare = item.content.is_empty() && step.content.is_empty();
        return if both_bare && item.checks && step.checks {
            1.0
        } else {
            0.0
        };
    }
    if item.joined() == candidate.joined {
        return 1.0;
    }
    let shared = item
        .content
        .iter()
        .filter(|word| step.content.contains(word))
        .count();
    let covered = |word: &String| {
        step.content.contains(word)
            || candidate
                .steps
                .iter()
                .all(|&at| speaks_of(&record.plan[at], word))
    };
    if shared < 2 || !item.content.iter().all(covered) {
        return 0.0;
    }
    let all: BTreeSet<&String> = item.content.iter().chain(&step.content).collect();
    shared as f64 / all.len() as f64
}

fn speaks_of(step: &Step, word: &str) -> bool {
    let within = |text: &str| {
        words::split(text).iter().any(|other| other == word)
            || text
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|other| other == word)
    };
    step.snippets.iter().any(|snippet| within(&snippet.text))
        || step.claims.iter().any(|claim| within(&claim.text))
}

#[cfg(test)]
mod tests;
