//! `report explain --fix`: the rewritings that one asks for, as edits of the record. Each is tried on a copy first:
//! the record must be read as it was, with the sentences of the rewriting judged and the finding gone. Nothing is
//! written here.

use super::strict::Finding;
use super::suggest::Suggestion;
use super::{Explained, explain};
use crate::facts::span::Span;
use crate::record::edit::{self, Edit};
use crate::record::skeleton;
use crate::verify::understand::Vocabulary;

/// A rewriting that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// The line of the finding, from 1.
    pub line: usize,
    /// Which of its rewritings, from 1.
    pub which: usize,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picks {
    /// The first of each finding, if it carries every word.
    All,
    /// These.
    These(Vec<Pick>),
}

/// What fixing would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The edits of the text that was looked at.
    pub edits: Vec<Edit>,
    /// What was asked for and can't be written.
    pub refused: Vec<Pick>,
}

/// Looks at a record's text and proposes.
pub fn propose(text: &str, vocabulary: &Vocabulary, picks: &Picks) -> Proposal {
    let before = explain("", text, vocabulary);
    let mut proposal = Proposal::default();
    let mut add = |finding: &Finding, suggestion: &Suggestion| -> bool {
        let edit = edit(text, finding, suggestion).filter(|edit| {
            let trial = tried(text, edit, &before, suggestion, vocabulary);
            trial
                && edit::sort(
                    text,
                    &[&proposal.edits[..], std::slice::from_ref(edit)].concat(),
                )
                .is_ok()
        });
        let is_made = edit.is_some();
        proposal.edits.extend(edit);
        is_made
    };
    match picks {
        Picks::All => {
            for finding in &before.findings {
                let first = finding.suggestions.first();
                let carries_all = |one: &&Suggestion| {
                    one.without.is_empty() && one.write.iter().all(|line| line.means.is_some())
                };
                if let Some(first) = first.filter(carries_all) {
                    add(finding, first);
                }
            }
        }
        Picks::These(these) => {
            let mut refused = Vec::new();
            for pick in these {
                let of_line = before.findings.iter().filter(|one| one.line == pick.line);
                let mut asked = of_line.filter_map(|finding| {
                    let suggestion = finding.suggestions.get(pick.which.checked_sub(1)?)?;
                    Some((finding, suggestion))
                });
                if !asked.next().is_some_and(|(finding, one)| add(finding, one)) {
                    refused.push(*pick);
                }
            }
            proposal.refused = refused;
        }
    }
    proposal
}

/// The edit that writes a rewriting where the sentence stands. Several sentences become entries of its list.
fn edit(text: &str, finding: &Finding, suggestion: &Suggestion) -> Option<Edit> {
    if suggestion.under.is_some() || suggestion.beside.is_some() {
        return None;
    }
    let written = text.get(finding.start..finding.end)?;
    let mut places = written.match_indices(&finding.text);
    let (Some((at, _)), None) = (places.next(), places.next()) else {
        return None;
    };
    let start = finding.start + at;
    let end = start + finding.text.len();
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let lead = &text[line..start];
    let lines: Vec<&str> = suggestion
        .write
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    let is_bullet = matches!(lead.trim_start(), "- " | "* " | "+ ");
    let alone = text[end..]
        .lines()
        .next()
        .is_none_or(|rest| rest.trim().is_empty());
    if lines.len() > 1 && !(is_bullet && alone) {
        return None;
    }
    if let [only] = lines[..] {
        return Some(Edit::replace(text, Span::new(start, end), only));
    }
    // Up to the next line, so that the entries that come in between are all of the edit.
    let (next, line_end) = match text[end..].find('\n') {
        Some(at) if text[end..end + at].ends_with('\r') => (end + at + 1, "\r\n"),
        Some(at) => (end + at + 1, "\n"),
        None => (text.len(), "\n"),
    };
    let last = if text[..next].ends_with('\n') {
        line_end
    } else {
        ""
    };
    let written = lines.join(&format!("{line_end}{lead}"));
    let span = Span::new(start, next);
    Some(Edit::replace(text, span, format!("{written}{last}")))
}

/// Whether the edited text is read as the same record, with what the rewriting says judged and the finding gone.
fn tried(
    text: &str,
    edit: &Edit,
    before: &Explained,
    suggestion: &Suggestion,
    vocabulary: &Vocabulary,
) -> bool {
    let edits = std::slice::from_ref(edit);
    let (Ok(sorted), Ok(new)) = (edit::sort(text, edits), edit::apply(text, edits)) else {
        return false;
    };
    if skeleton::difference(text, &sorted, &new).is_some() {
        return false;
    }
    let after = explain("", &new, vocabulary);
    let said = suggestion
        .write
        .iter()
        .filter(|one| one.means.is_some())
        .count();
    let left = suggestion.write.len() - said;
    after.findings.len() + 1 == before.findings.len() + left
        && after.totals.judged == before.totals.judged + said
        && after.items.len() == before.items.len()
}

#[cfg(test)]
mod tests;
