//! Ties checklist items to the plan's steps: by a comment of the same name on both, else by title,
//! and only when one pairing is clearly best and nothing that the item says, or that stands over it, lies
//! beyond what the step asks. It compares words and knows nothing of verdicts.

mod candidates;
mod claims;
mod meaning;
mod reach;
mod terms;

pub use meaning::StandsFor;

use super::{Item, Over, Record, vocabulary};
use crate::facts::asked::Asked;
use crate::facts::budget;
use candidates::{Candidate, Candidates};
use claims::Claims;
use reach::Reach;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use terms::Words;

/// What is known of a record's commands and claims once they are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// One entry a step.
    pub steps: Vec<Seen>,
    /// What the commands of each item's own ask.
    pub items: Vec<Vec<Asked>>,
}

/// What is known of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// What its commands ask.
    pub asked: Vec<Asked>,
    /// Its claims that were understood, as written.
    pub claims: Vec<String>,
}

impl Known {
    fn step(&self, step: usize) -> &[Asked] {
        self.steps.get(step).map_or(&[], |seen| &seen.asked)
    }

    fn item(&self, item: usize) -> &[Asked] {
        self.items.get(item).map_or(&[], Vec::as_slice)
    }

    fn claims(&self, step: usize) -> &[String] {
        self.steps.get(step).map_or(&[], |seen| &seen.claims)
    }
}

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
    /// What the item is about lies apart from all that was looked at: a person must look.
    Apart(Apart),
    /// No step fits.
    None,
}

/// Why nothing that was looked at may stand for an item, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// Why.
    pub why: Why,
    /// The item's own words, or those that stand over it.
    pub words: String,
}

/// Why nothing that was looked at may stand for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It must be done before the deployment.
    BeforeDeployment,
    /// Its stage has not begun.
    NotBegun,
    /// It is about another environment, stage, time or component.
    Elsewhere,
    /// Its author left it to a person: `<!-- check:person -->`.
    Person,
}

impl Apart {
    fn of(why: Why, words: &str) -> Apart {
        Apart {
            why,
            words: words.to_owned(),
        }
    }
}

/// The name of a tie that leaves an item to a person.
const PERSON: &str = "person";

/// Ties every item of a record; one link each, in the items' order.
pub fn link(record: &Record, known: &Known) -> Vec<Link> {
    let linker = Linker {
        record,
        known,
        candidates: Candidates::of(record),
        claims: Claims::of(record),
        reach: Reach::of(record, known),
        by_title: RefCell::default(),
    };
    let items = record.items.iter().enumerate();
    items.map(|(at, item)| linker.link(at, item)).collect()
}

struct Linker<'a> {
    record: &'a Record,
    known: &'a Known,
    candidates: Candidates,
    claims: Claims<'a>,
    reach: Reach<'a>,
    /// What was found for items of these words under the same words: a list of a thousand equal items is
    /// not compared with a thousand equal steps for each of them.
    by_title: RefCell<HashMap<Place<'a>, (Vec<usize>, How)>>,
}

/// The words of an item and what stands over it.
type Place<'a> = (&'a str, Option<usize>, &'a [Over]);

impl<'a> Linker<'a> {
    fn link(&self, at: usize, item: &'a Item) -> Link {
        let apart = self.reach.other_time(item).or_else(|| a_persons(item));
        let (steps, how) = match apart {
            Some(apart) => (Vec::new(), How::Apart(apart)),
            None => self.steps_of(item),
        };
        let own_commands = !item.snippets.is_empty() && how != How::Own;
        let (how, stands_for) = match how {
            How::Tie | How::Own | How::Claim(_) | How::Title | How::None if own_commands => {
                match self.reach.beyond_commands(item, self.known.item(at)) {
                    Some(apart) => (How::Apart(apart), StandsFor::Nothing),
                    None => (how, StandsFor::InlineCommand),
                }
            }
            How::None => match self.meaning(item) {
                StandsFor::Nothing => (How::None, StandsFor::Nothing),
                stands_for => match self.reach.beyond_record(item) {
                    Some(apart) => (How::Apart(apart), StandsFor::Nothing),
                    None => (How::None, stands_for),
                },
            },
            // A step that finds the Application synced and healthy does not know whether it is so at the record's
            // revision, and Argo CD polls every few minutes.
            How::Tie | How::Title if self.meaning(item) == StandsFor::ArgoSync => {
                (how, StandsFor::ArgoSync)
            }
            How::Tie | How::Title => (how, StandsFor::Nothing),
            How::TieWithoutStep(_) | How::Own | How::Claim(_) => (how, StandsFor::Nothing),
            How::Ambiguous(_) | How::Apart(_) => (how, StandsFor::Nothing),
        };
        let steps = match how {
            How::Apart(_) => Vec::new(),
            _ => steps,
        };
        Link {
            item: at,
            steps,
            how,
            stands_for,
        }
    }

    fn meaning(&self, item: &Item) -> StandsFor {
        meaning::of(&item.text, &self.record.mentions, &self.reach)
    }
}

/// The steps with commands that no item stands for.
pub fn steps_without_item(record: &Record, links: &[Link]) -> Vec<usize> {
    let tied: BTreeSet<usize> = links.iter().flat_map(|link| &link.steps).copied().collect();
    (0..record.plan.len())
        .filter(|step| !tied.contains(step) && !record.plan[*step].snippets.is_empty())
        .collect()
}

/// Whether an item's author left it to a person.
fn a_persons(item: &Item) -> Option<Apart> {
    let is = item.tie.as_deref() == Some(PERSON);
    is.then(|| Apart::of(Why::Person, &item.text))
}

impl<'a> Linker<'a> {
    fn steps_of(&self, item: &'a Item) -> (Vec<usize>, How) {
        let record = self.record;
        let unless = |apart: Option<Apart>, steps: Vec<usize>, how| match apart {
            Some(apart) => (Vec::new(), How::Apart(apart)),
            None => (steps, how),
        };
        if let Some(own) = self.claims.own_step(item) {
            let apart = self.reach.beyond_commands(item, self.known.step(own));
            return unless(apart, vec![own], How::Own);
        }
        if let Some(tie) = &item.tie {
            let steps = self.claims.tied(tie);
            return if steps.is_empty() {
                (steps, How::TieWithoutStep(tie.clone()))
            } else {
                (steps, How::Tie)
            };
        }
        if item.snippets.is_empty()
            && let Some((step, claim)) = self.claims.own_claim(item)
        {
            let is_idle = record.plan[step].snippets.is_empty();
            let elsewhere = is_idle.then(|| self.elsewhere(item));
            return elsewhere.flatten().unwrap_or_else(|| {
                let apart = self.reach.beyond_commands(item, self.known.step(step));
                unless(apart, vec![step], How::Claim(claim))
            });
        }
        self.by_title(item)
    }

    /// Where a bullet is checked whose own step has no command at all, a plain list under a heading: by a
    /// step that demands the same, by one of its title, or by what its words stand for.
    fn elsewhere(&self, item: &'a Item) -> Option<(Vec<usize>, How)> {
        if let Some((step, claim)) = self.claims.same(item) {
            return Some(match self.reach.beyond_step(item, step) {
                Some(apart) => (Vec::new(), How::Apart(apart)),
                None => (vec![step], How::Claim(claim)),
            });
        }
        let looks = |at: &usize| !self.record.plan[*at].snippets.is_empty();
        match self.by_title(item) {
            (steps, How::Title) if steps.iter().any(looks) => Some((steps, How::Title)),
            (_, How::Apart(apart)) => Some((Vec::new(), How::Apart(apart))),
            _ => (self.meaning(item) != StandsFor::Nothing).then_some((Vec::new(), How::None)),
        }
    }
}

/// How alike two titles must be, from 0 to 1.
const ENOUGH: f64 = 0.6;

/// How much better than the next the best must be.
const CLEARLY: f64 = 0.2;
/// More steps that fit equally well are not told.
const TOLD: usize = 20;
/// What it takes to hold an item's title against a step's.
const COMPARING: u64 = 8;

impl<'a> Linker<'a> {
    fn by_title(&self, item: &'a Item) -> (Vec<usize>, How) {
        let section = self.reach.sections_of(item.span.start).next();
        let place = (item.text.as_str(), section, item.over.as_slice());
        if let Some(found) = self.by_title.borrow().get(&place) {
            return found.clone();
        }
        let found = self.compared(item);
        self.by_title.borrow_mut().insert(place, found.clone());
        found
    }

    fn compared(&self, item: &Item) -> (Vec<usize>, How) {
        let words = Words::of(without_step_number(&item.text));
        let joined = words.joined();
        let mut apart = None;
        let near: Vec<&Candidate> = self.candidates.near(&words).collect();
        let looked_at: usize = near.iter().map(|candidate| 1 + candidate.steps.len()).sum();
        if budget::spend(COMPARING * looked_at as u64).is_err() {
            let all = near.iter().flat_map(|candidate| &candidate.steps);
            return (
                Vec::new(),
                How::Ambiguous(all.copied().take(TOLD).collect()),
            );
        }
        let mut fits: Vec<(f64, &Candidate)> = near
            .into_iter()
            .map(|candidate| (self.alike(&words, &joined, candidate), candidate))
            .filter(|(score, _)| *score >= ENOUGH)
            .collect();
        fits.retain(|(_, candidate)| {
            let beyond = |&step: &usize| self.reach.beyond_step(item, step);
            let found = candidate.steps.iter().find_map(beyond);
            let reaches = found.is_none();
            apart = apart.take().or(found);
            reaches
        });
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
        let Some((best, _)) = fits.first() else {
            return match apart {
                // What the record as a whole stands for may reach further than a step.
                Some(apart) if self.meaning(item) == StandsFor::Nothing => {
                    (Vec::new(), How::Apart(apart))
                }
                Some(_) | None => (Vec::new(), How::None),
            };
        };
        let best = *best;
        fits.retain(|(score, _)| *score > best - CLEARLY && (best < 1.0 || *score == best));
        if fits.len() > 1 {
            let chapter = self.candidates.chapter(item.span.start);
            let mut near = fits
                .iter()
                .filter(|(_, candidate)| candidate.chapter == chapter);
            if let (Some((_, only)), None) = (near.next(), near.next()) {
                return (only.steps.clone(), How::Title);
            }
            let all: BTreeSet<usize> = fits.iter().flat_map(|(_, c)| &c.steps).copied().collect();
            let told = all.into_iter().take(TOLD).collect();
            return (Vec::new(), How::Ambiguous(told));
        }
        (fits[0].1.steps.clone(), How::Title)
    }

    /// The share of words that two titles have in common. A word that only the item has narrows it, so
    /// the step must ask for it; one shared word is too little unless it is all there is.
    fn alike(&self, item: &Words, joined: &str, candidate: &Candidate) -> f64 {
        let step = &candidate.words;
        if item.content.is_empty() || step.content.is_empty() {
            let both_bare = item.content.is_empty() && step.content.is_empty();
            return if both_bare && item.checks && step.checks {
                1.0
            } else {
                0.0
            };
        }
        if joined == candidate.joined {
            return 1.0;
        }
        let shared = item
            .content
            .iter()
            .filter(|word| step.content.contains(word))
            .count();
        let asks = |word: &str| {
            candidate
                .steps
                .iter()
                .all(|&at| self.asks(&item.content, at, word))
        };
        let covered = |word: &String| step.content.contains(word) || asks(word);
        if shared < 2 || reach::excludes(step, item) || !item.content.iter().all(covered) {
            return 0.0;
        }
        let all: BTreeSet<&String> = item.content.iter().chain(&step.content).collect();
        shared as f64 / all.len() as f64
    }

    /// Whether a step asks for what a word of an item says: by what its commands select, or, of what is
    /// no name, by a claim that was understood.
    fn asks(&self, item: &[String], step: usize, word: &str) -> bool {
        let asked = self.known.step(step);
        if let vocabulary::Sense::Environment(environment) = vocabulary::sense(word) {
            return self.reach.looks_at(environment, asked);
        }
        let claimed = |claim: &String| terms::split(claim).iter().any(|other| other == word);
        reach::covers(asked, item, word)
            || (terms::is_topic(word) && self.known.claims(step).iter().any(claimed))
    }
}

/// `Step 2: usage` without its number, as the step's own heading loses it. A bare number may as well
/// be a count, and stays.
fn without_step_number(text: &str) -> &str {
    if text.starts_with(|c: char| c.is_alphabetic()) {
        vocabulary::split_number(text).1
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
