//! The titles that an item's own may be, found by their words: a record of ten thousand steps has ten
//! thousand items, and not every pair of them is looked at.

use super::terms::Words;
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
    pub(super) fn of(record: &Record) -> Candidates {
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

    /// Those whose words may be an item's: all that share two of them (and some that share one), all
    /// that are the same in one piece. In the order in which they stand.
    pub(super) fn near(&self, words: &Words) -> impl Iterator<Item = &Candidate> {
        let mut lists: Vec<&[usize]> = words
            .content
            .iter()
            .map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice))
            .collect();
        // Who shares two words shares another than the most common one, such as `status`.
        lists.sort_by_key(|list| list.len());
        lists.pop();
        let mut near: BTreeSet<usize> = lists.into_iter().flatten().copied().collect();
        near.extend(self.by_joined.get(&words.joined()).into_iter().flatten());
        near.into_iter().map(|at| &self.all[at])
    }

    /// The level-2 section that holds a place.
    pub(super) fn chapter(&self, offset: usize) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// The work grows with the record and not with its square.
    #[test]
    fn few_of_many_titles_are_looked_at() {
        let mut text = "# 배포\n\n## 검증 계획\n\n".to_owned();
        for n in 0..200 {
            write!(
                text,
                "### {n}. alpha{n} beta{n} 상태 확인\n\n```bash\nkubectl get pods -n ns{n}\n```\n\n"
            )
            .unwrap();
        }
        let (record, _) = crate::record::parse(&text);
        assert_eq!(record.plan.len(), 200);
        let candidates = Candidates::of(&record);
        let near = |title: &str| -> Vec<String> {
            let words = Words::of(title);
            let near = candidates.near(&words);
            near.map(|one| one.words.content[0].clone()).collect()
        };
        assert_eq!(near("alpha7 beta7 상태"), ["alpha7"]);
        assert_eq!(near("alpha7 beta8 상태 확인"), ["alpha7", "alpha8"]);
        assert!(near("상태 확인").is_empty());
        assert!(near("gamma 상태").is_empty());
        assert!(near("확인").is_empty());
    }
}
