//! Which step or claim an item is itself, or names: found by places, ties and words that were looked up
//! once, as a record of ten thousand steps has ten thousand items.

use super::terms;
use crate::facts::ledger::Silence;
use crate::record::section::parents;
use crate::record::{Force, Item, Record, Stand, Step};
use std::cell::OnceCell;
use std::collections::HashMap;

/// The one demand of some words, as a step and a claim of it; `None` for those of several.
type ByWords = HashMap<Vec<String>, Option<(usize, usize)>>;

/// The steps of a record, by where they stand, their ties, and what they demand.
pub(super) struct Claims<'a> {
    record: &'a Record,
    /// For each step the one in which it begins.
    parents: Vec<Option<usize>>,
    /// The claims of each step in the order in which they begin.
    ordered: Vec<Vec<usize>>,
    by_tie: HashMap<&'a str, Vec<usize>>,
    /// The demands of steps with commands.
    by_words: OnceCell<ByWords>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(record: &'a Record) -> Claims<'a> {
        let ordered = record.plan.iter().map(|step| {
            let mut claims: Vec<usize> = (0..step.claims.len()).collect();
            claims.sort_by_key(|&claim| step.claims[claim].span.start);
            claims
        });
        let mut by_tie: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, step) in record.plan.iter().enumerate() {
            if let Some(tie) = &step.tie {
                by_tie.entry(tie).or_default().push(at);
            }
        }
        Claims {
            record,
            parents: parents(&record.plan, |open, next| open.span.end <= next.span.start),
            ordered: ordered.collect(),
            by_tie,
            by_words: OnceCell::new(),
        }
    }

    /// The steps of a tie.
    pub(super) fn tied(&self, tie: &str) -> Vec<usize> {
        self.by_tie.get(tie).cloned().unwrap_or_default()
    }

    /// The step that an item with its own fence is.
    pub(super) fn own_step(&self, item: &Item) -> Option<usize> {
        let plan = &self.record.plan;
        let first = plan.partition_point(|step| step.span.start < item.span.start);
        let mut within = plan[first..]
            .iter()
            .take_while(|step| step.span.start < item.span.end);
        let own = within.position(|step| item.span.contains(step.heading) && is_item_step(step))?;
        Some(first + own)
    }

    /// The claim that an item within a step is.
    pub(super) fn own_claim(&self, item: &Item) -> Option<(usize, usize)> {
        let plan = &self.record.plan;
        let begun = plan.partition_point(|step| step.span.start <= item.span.start);
        let mut own = None;
        // The outermost that has it.
        for at in std::iter::successors(begun.checked_sub(1), |&at| self.parents[at]) {
            let step = &plan[at];
            if !step.span.contains(item.span) {
                continue;
            }
            let start = |claim: usize| step.claims[claim].span.start;
            let claims = &self.ordered[at];
            let from = claims.partition_point(|&claim| start(claim) < item.span.start);
            let begun = claims[from..].iter().copied();
            let claim = begun
                .take_while(|&claim| start(claim) < item.span.end)
                .filter(|&claim| {
                    let claim = &step.claims[claim];
                    item.span.contains(claim.span) && claim.force != Force::Says(Silence::Heading)
                });
            own = claim.min().map(|claim| (at, claim)).or(own);
        }
        own
    }

    /// The one demand of a step with commands that says the same as an item, but for words for checking.
    pub(super) fn same(&self, item: &Item) -> Option<(usize, usize)> {
        let said = terms::said(&item.text);
        let by_words = self.by_words.get_or_init(|| by_words(self.record));
        (!said.is_empty()).then(|| *by_words.get(&said)?).flatten()
    }
}

fn by_words(record: &Record) -> ByWords {
    let mut all = ByWords::new();
    for (at, step) in record.plan.iter().enumerate() {
        let looks = !step.snippets.is_empty();
        let claims = step.claims.iter().enumerate();
        for (place, claim) in claims.filter(|(_, claim)| looks && claim.force == Force::Demands) {
            all.entry(terms::said(&claim.text))
                .and_modify(|only| *only = None)
                .or_insert(Some((at, place)));
        }
    }
    all
}

fn is_item_step(step: &Step) -> bool {
    step.claims
        .iter()
        .any(|claim| claim.stand == Stand::ItemText && claim.span == step.heading)
}
