//! Proposes what a hand-written record lacks: a `<!-- check:NAME -->` on each step and checklist item
//! that are clearly a pair, and an empty `results` region at the end of the plan. Every proposal is
//! tried on a copy first, and one that would not be read as meant, or would change how anything else
//! is read, is not made. Nothing is written here.

pub mod run;

use crate::facts::span::Span;
use crate::record::edit::{self, Edit};
use crate::record::link::How;
use crate::record::marker::RESULTS;
use crate::record::{Item, Marker, Options, Record, Role, Step, parse_with, region, skeleton};
use crate::verify::understand::{Understanding, Vocabulary, understand};
use std::collections::HashSet;

/// What adopting a record would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The edits of the text that was looked at; none if there is nothing to propose.
    pub edits: Vec<Edit>,
    /// The pairs that get a name.
    pub ties: Vec<Tie>,
    /// Whether a `results` region is added.
    pub region: bool,
}

/// An item and the steps that it stands for, by index, with the name that both get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Index into the record's items.
    pub item: usize,
    /// Indices into its plan.
    pub steps: Vec<usize>,
    /// The name.
    pub name: String,
}

/// Looks at a record's text and proposes. Proposing again on the result proposes nothing.
pub fn propose(text: &str, vocabulary: &Vocabulary) -> Proposal {
    let understanding = understand(text, vocabulary);
    let (record, problems) = (&understanding.record, &understanding.problems);
    let mut proposal = Proposal::default();
    let trial = Trial {
        text,
        record,
        options: &vocabulary.parse,
    };
    trial.add(pairs(&understanding).as_slice(), &mut proposal);
    let names_results = |text: &str| text.contains(RESULTS) && text.contains("report:");
    let has_results = region::named(&record.regions, RESULTS).is_some()
        || problems
            .iter()
            .any(|problem| names_results(problem.span.text(text)));
    if let Some(edit) = region_edit(text, record).filter(|_| !has_results) {
        let mut edits = proposal.edits.clone();
        edits.push(edit);
        if trial.reads_as_meant(&edits, &proposal.ties)
            && edit::apply(text, &edits).is_ok_and(|new| has_region(&new))
        {
            proposal.edits = edits;
            proposal.region = true;
        }
    }
    proposal
}

/// The text at hand, on copies of which every proposal is tried.
struct Trial<'a> {
    text: &'a str,
    record: &'a Record,
    options: &'a Options,
}

impl Trial<'_> {
    /// Whether the edited text is read as the same record, apart from the names of the ties.
    fn reads_as_meant(&self, edits: &[Edit], ties: &[Tie]) -> bool {
        let Trial {
            text,
            record,
            options,
        } = *self;
        let (Ok(sorted), Ok(new_text)) = (edit::sort(text, edits), edit::apply(text, edits)) else {
            return false;
        };
        if skeleton::difference(text, &sorted, &new_text).is_some() {
            return false;
        }
        let (new, _) = parse_with(&new_text, options);
        let mut expected_steps: Vec<Option<String>> =
            record.plan.iter().map(|step| step.tie.clone()).collect();
        let mut expected_items: Vec<Option<String>> =
            record.items.iter().map(|item| item.tie.clone()).collect();
        for tie in ties {
            expected_items[tie.item] = Some(tie.name.clone());
            for &step in &tie.steps {
                expected_steps[step] = Some(tie.name.clone());
            }
        }
        let step_views = |record: &Record| -> Vec<(String, usize, usize)> {
            let view = |step: &Step| (step.title.clone(), step.snippets.len(), step.claims.len());
            record.plan.iter().map(view).collect()
        };
        let item_views = |record: &Record| -> Vec<(String, Marker, usize)> {
            let view = |item: &Item| (item.text.clone(), item.marker, item.depth);
            record.items.iter().map(view).collect()
        };
        let steps: Vec<Option<String>> = new.plan.iter().map(|step| step.tie.clone()).collect();
        let items: Vec<Option<String>> = new.items.iter().map(|item| item.tie.clone()).collect();
        steps == expected_steps
            && items == expected_items
            && step_views(record) == step_views(&new)
            && item_views(record) == item_views(&new)
            && record.sections.len() == new.sections.len()
            && record.title == new.title
            && ties_lead_to_their_steps(&new, ties)
    }

    /// Adds the ties with which the record is read as meant: all of them at once, which is nearly always
    /// so, else what is left of each half.
    fn add(&self, ties: &[Tie], proposal: &mut Proposal) {
        let mut more = proposal.clone();
        let place = |edit: &Edit| (edit.span.start, edit.replacement.clone());
        let mut made: HashSet<(usize, String)> = proposal.edits.iter().map(place).collect();
        for tie in ties {
            let edits = tie_edits(self.text, self.record, tie).into_iter();
            more.edits
                .extend(edits.filter(|edit| made.insert(place(edit))));
        }
        more.ties.extend_from_slice(ties);
        match ties {
            [] => {}
            _ if self.reads_as_meant(&more.edits, &more.ties) => *proposal = more,
            [_] => {}
            several => {
                let (first, rest) = several.split_at(several.len() / 2);
                self.add(first, proposal);
                self.add(rest, proposal);
            }
        }
    }
}

/// The items without a name whose steps are found by title, each with the name to give.
fn pairs(understanding: &Understanding) -> Vec<Tie> {
    let record = &understanding.record;
    let links = understanding.items.iter().map(|item| &item.link);
    links
        .filter(|link| link.how == How::Title)
        .filter(|link| record.items[link.item].tie.is_none() && !link.steps.is_empty())
        .filter_map(|link| {
            let mut names = link.steps.iter().map(|&at| record.plan[at].tie.as_ref());
            let first = names.next()?;
            // Steps that already have different names belong together in nobody's eyes.
            names.all(|name| name == first).then(|| Tie {
                item: link.item,
                name: first.unwrap_or(&record.plan[link.steps[0]].name).clone(),
                steps: link.steps.clone(),
            })
        })
        .filter(|tie| !tie.name.is_empty() && !tie.name.contains("--"))
        .collect()
}

/// The comments that a tie needs.
fn tie_edits(text: &str, record: &Record, tie: &Tie) -> Vec<Edit> {
    let comment = format!(" <!-- check:{} -->", tie.name);
    let steps = tie.steps.iter().map(|&at| &record.plan[at]);
    let headings = steps
        .filter(|step| step.tie.is_none())
        .map(|step| heading_end(text, step.heading));
    let item: &Item = &record.items[tie.item];
    headings
        .chain([words_end(text, item.span)])
        .map(|offset| Edit::insert(offset, comment.clone()))
        .collect()
}

/// Where a heading's words end: before the `##` that may close it, and before a setext underline.
fn heading_end(text: &str, heading: Span) -> usize {
    let line = heading.text(text).lines().next().unwrap_or_default();
    let end = heading.start + line.trim_end().len();
    let words = text[heading.start..end].trim_end_matches('#');
    if text[heading.start..].starts_with('#') && words.ends_with([' ', '\t']) {
        return heading.start + words.trim_end().len();
    }
    end
}

/// Where the first line of an item ends: before blanks or the `\` of a hard break.
fn words_end(text: &str, item: Span) -> usize {
    let line = item
        .text(text)
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    item.start + line.strip_suffix('\\').unwrap_or(line).trim_end().len()
}

/// An empty `results` region after the last block of the plan.
fn region_edit(text: &str, record: &Record) -> Option<Edit> {
    let last = record.plan.last()?;
    // The innermost: the document's own title may speak of checking, too.
    let plan = record
        .sections
        .iter()
        .rfind(|section| section.role == Role::Plan && section.span.contains(last.heading))?;
    let line_end = region::line_end_of(text);
    let attributes = [("source".to_owned(), "verify".to_owned())];
    let block = region::wrap(RESULTS, &attributes, "");
    let (offset, inserted) = match text[plan.span.end..].find('\n') {
        Some(at) => (plan.span.end + at + 1, format!("\n{block}")),
        None => (text.len(), format!("\n\n{}", block.trim_end())),
    };
    Some(Edit::insert(
        offset,
        region::with_line_ends(&inserted, line_end),
    ))
}

/// Whether each item's name is that of exactly the steps that were meant: one may be another's already.
fn ties_lead_to_their_steps(new: &Record, ties: &[Tie]) -> bool {
    ties.iter().all(|tie| {
        let steps = new.plan.iter().enumerate();
        let named = steps.filter(|(_, step)| step.tie.as_ref() == Some(&tie.name));
        named.map(|(at, _)| at).eq(tie.steps.iter().copied())
    })
}

fn has_region(text: &str) -> bool {
    region::named(&region::regions(text).0, RESULTS).is_some()
}

#[cfg(test)]
mod tests;
