//! The titles that an item's own may be, found by their words: a record of ten thousand steps has ten
//! thousand items, and not every pair of them is looked at.

use super::words::Words;
use crate::facts::span::Span;
use crate::record::{Record, Role};
use std::collections::{BTreeSet, HashMap};

/// A title with the steps under it.
pub(super) struct Candidate {
    pub words: Words,
    /// [`Words::joined`].
    pub joined: String,
    pub steps: Vec<usize>,
    /// Where its heading stands.
    pub start: usize,
    /// The level-2 section that holds it: of two steps with one title the nearer is meant.
    pub chapter: Option<usize>,
}

/// Every step, and every heading that has several under it, by its title.
pub(super) struct Candidates {
    all: Vec<Candidate>,
    by_word: HashMap<String, Vec<usize>>,
    by_joined: HashMap<String, Vec<usize>>,
    chapters: Vec<(usize, Span)>,
}

impl Candidates {
    pub fn of(record: &Record) -> Candidates {
        let sections = record.sections.iter().enumerate();
        let chapters = sections.filter(|(_, section)| section.level == 2);
        let mut candidates = Candidates {
            all: Vec::new(),
            by_word: HashMap::new(),
            by_joined: HashMap::new(),
            chapters: chapters.map(|(at, section)| (at, section.span)).collect(),
        };
        candidates.add_sections(record);
        let headings: BTreeSet<usize> = record
            .sections
            .iter()
            .map(|section| section.heading.start)
            .collect();
        for (at, step) in record.plan.iter().enumerate() {
            if !headings.contains(&step.heading.start) {
                candidates.add(&step.title, vec![at], step.heading.start);
            }
        }
        candidates
    }

    /// Those whose words may be an item's: two of them at least, all of them written in one piece, or
    /// none on both sides. In the order in which they stand.
    pub fn near(&self, words: &Words) -> impl Iterator<Item = &Candidate> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in &words.content {
            for at in self.by_word.get(word).into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let mut near: BTreeSet<usize> = shared
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(at, _)| at)
            .collect();
        near.extend(self.by_joined.get(&words.joined()).into_iter().flatten());
        near.into_iter().map(|at| &self.all[at])
    }

    /// The level-2 section that holds a place.
    pub fn chapter(&self, offset: usize) -> Option<usize> {
        let after = self
            .chapters
            .partition_point(|(_, span)| span.start <= offset);
        let (at, span) = self.chapters[..after].last()?;
        (offset < span.end).then_some(*at)
    }

    fn add_sections(&mut self, record: &Record) {
        for section in &record.sections {
            let under = under(record, section.span);
            let own: Vec<usize> = under
                .iter()
                .copied()
                .filter(|&at| record.plan[at].heading == section.heading)
                .collect();
            let groups = match section.role {
                Role::Plan | Role::Checklist => false,
                Role::Problem | Role::Change | Role::Git | Role::Deployment | Role::Lessons => true,
                Role::Related | Role::Rollback | Role::Other => true,
            };
            let is_step = !own.is_empty();
            if is_step || (groups && under.len() > 1 && section.level > 1) {
                let steps = if is_step && !groups { own } else { under };
                self.add(&section.title, steps, section.heading.start);
            }
        }
    }

    fn add(&mut self, title: &str, steps: Vec<usize>, start: usize) {
        let words = Words::of(title);
        let (at, joined) = (self.all.len(), words.joined());
        for word in &words.content {
            let known = self.by_word.entry(word.clone()).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
        self.by_joined.entry(joined.clone()).or_default().push(at);
        let chapter = self.chapter(start);
        self.all.push(Candidate {
            words,
            joined,
            steps,
            start,
            chapter,
        });
    }
}

/// The steps whose headings lie in a span. A plan is in the order of its steps' beginnings.
fn under(record: &Record, span: Span) -> Vec<usize> {
    let first = record
        .plan
        .partition_point(|step| step.span.start < span.start);
    let rest = record.plan[first..].iter().enumerate();
    rest.take_while(|(_, step)| step.span.start < span.end)
        .filter(|(_, step)| span.contains(step.heading))
        .map(|(at, _)| first + at)
        .collect()
}
