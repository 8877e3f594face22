//! What becomes of a checklist item's marker, and whose tick it is. A policy and the edit of a few
//! bytes; it does not know how an item was judged.
//!
//! Whose a tick is stands on the begin line of the `results` region: `ticked=NAME,NAME` lists the
//! items that the tool ticked. An item is known there by its tie, else by a short hash of its
//! section and words, so that an item which a person rewrites becomes that person's. A record
//! without such a region has no memory, and every tick in it counts as a person's.

use super::edit::Edit;
use super::{Item, Marker, Record, Region, region};
use crate::facts::digest;
use crate::facts::span::Span;
use crate::facts::verdict::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// The region whose begin line remembers the ticks.
pub const RESULTS: &str = "results";

/// The attribute that lists them.
pub const TICKED: &str = "ticked";

/// The attribute that lists the items whose status words (`- PENDING`) the tool wrote. `report new`
/// sets it; a word that a person changes since no longer says what the marker says, and stays.
pub const WORDED: &str = "worded";

/// Whose a tick is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// This program set it, and remembers.
    Tool,
    /// A person set it: the record has a memory, and the item is not in it.
    Person,
    /// The record has no memory.
    Unknown,
}

/// Whether the user asked to judge ticks again (`--recheck`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Recheck {
    /// Only the tool's own ticks may be taken back.
    #[default]
    Own,
    /// Those that nobody knows the owner of, too. A person's never.
    All,
}

/// What the marker becomes, or `None` if it stays.
///
/// Only a passed check ticks. A pending sign or ❌ goes by what was seen; a tick is settled, unless
/// it may be taken back ([`Owner`], [`Recheck`]) and the check now fails. Pending, unknown and
/// manual change nothing, and neither does anything a `[~]` or `[-]`.
pub fn next_marker(
    marker: Marker,
    verdict: Verdict,
    owner: Owner,
    recheck: Recheck,
) -> Option<Marker> {
    match verdict {
        Verdict::Passed => match marker {
            Marker::Pending | Marker::Failed => Some(Marker::Done),
            Marker::Open => Some(Marker::Ticked),
            Marker::Done | Marker::Ticked | Marker::Partial => None,
        },
        Verdict::Failed => match marker {
            Marker::Pending => Some(Marker::Failed),
            Marker::Done => may_untick(owner, recheck).then_some(Marker::Failed),
            Marker::Ticked => may_untick(owner, recheck).then_some(Marker::Open),
            Marker::Failed | Marker::Open | Marker::Partial => None,
        },
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => None,
    }
}

fn may_untick(owner: Owner, recheck: Recheck) -> bool {
    match (owner, recheck) {
        (Owner::Tool, Recheck::Own | Recheck::All) | (Owner::Unknown, Recheck::All) => true,
        (Owner::Unknown, Recheck::Own) | (Owner::Person, Recheck::Own | Recheck::All) => false,
    }
}

/// The marker as it is written.
pub fn written(marker: Marker) -> &'static str {
    match marker {
        Marker::Pending => "⏳",
        Marker::Done => "✅",
        Marker::Failed => "❌",
        Marker::Open => " ",
        Marker::Ticked => "x",
        Marker::Partial => "~",
    }
}

/// A marker as people see it: `[x]` rather than `x`.
pub fn shown(marker: Marker, written: &str) -> String {
    match marker {
        Marker::Open | Marker::Ticked | Marker::Partial => format!("[{written}]"),
        Marker::Pending | Marker::Done | Marker::Failed => written.to_owned(),
    }
}

/// Whose the words after an item are (`- PENDING`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// A person's: they stay.
    Persons,
    /// The tool's own: they follow the marker.
    Tools,
}

/// The edits that set an item's marker: exactly its bytes, a U+FE0F after it kept, and the words
/// after the item if they are the tool's own.
pub fn mark(text: &str, item: &Item, new: Marker, words: Words) -> Vec<Edit> {
    let old = item.marker_span.text(text);
    let sign = old.strip_suffix('\u{FE0F}').unwrap_or(old);
    let span = Span::new(item.marker_span.start, item.marker_span.start + sign.len());
    let mut edits = vec![Edit::replace(text, span, written(new))];
    if words == Words::Tools {
        edits.extend(follow(text, item, new));
    }
    edits.retain(|edit| !edit.is_noop());
    edits
}

/// What is written beside a tick whose check fails and whose mark stays.
const FAILING: &str = "<!-- report:failing -->";

/// The edit that notes, or takes back, that the check of a tick fails. `fails` is what was seen; `None`
/// changes nothing.
pub fn note_failing(text: &str, item: &Item, fails: Option<bool>) -> Option<Edit> {
    let is_tick = is_tick(item.marker);
    match (item.failing, fails) {
        (None, Some(true)) if is_tick => {
            let line = item.span.text(text).lines().next()?.trim_end();
            // A row's cells end with a bar.
            let at = if line.trim_start().starts_with('|') {
                item.marker_span.end
            } else {
                item.span.start + line.len()
            };
            Some(Edit::insert(at, format!(" {FAILING}")))
        }
        (Some(span), Some(false)) => Some(without(text, span)),
        (Some(_) | None, _) => None,
    }
}

/// The edit that notes beside the title which later deployment replaced the record's, or takes that back.
pub fn note_superseded(text: &str, record: &Record, by: Option<&str>) -> Option<Edit> {
    let noted = record.superseded.as_ref();
    if noted.map(|one| one.by.as_str()) == by {
        return None;
    }
    let comment = by.map(|by| format!("<!-- report:superseded {by} -->"));
    match (noted, comment) {
        (Some(noted), Some(comment)) => Some(Edit::replace(text, noted.span, comment)),
        (Some(noted), None) => Some(without(text, noted.span)),
        (None, Some(comment)) => {
            let title = record.sections.iter().find(|section| section.level == 1)?;
            let line = title.heading.text(text).lines().next()?.trim_end();
            let at = title.heading.start + line.len();
            Some(Edit::insert(at, format!(" {comment}")))
        }
        (None, None) => None,
    }
}

/// Takes a comment away with the blank before it.
fn without(text: &str, comment: Span) -> Edit {
    let blank = usize::from(text[..comment.start].ends_with(' '));
    Edit::replace(text, Span::new(comment.start - blank, comment.end), "")
}

/// Words that say what the marker says, as pending, done and failed.
const STATUS_WORDS: [[&str; 3]; 5] = [
    ["PENDING", "COMPLETED", "FAILED"],
    ["Pending", "Completed", "Failed"],
    ["pending", "completed", "failed"],
    ["대기 중", "완료", "실패"],
    ["대기", "완료", "실패"],
];

fn follow(text: &str, item: &Item, new: Marker) -> Option<Edit> {
    let (span, row) = status_words(text, item)?;
    Some(Edit::replace(text, span, STATUS_WORDS[row][column(new)]))
}

/// The word of a row that says what a marker says.
fn column(marker: Marker) -> usize {
    match marker {
        Marker::Pending | Marker::Open | Marker::Partial => 0,
        Marker::Done | Marker::Ticked => 1,
        Marker::Failed => 2,
    }
}

/// The items whose words the tool wrote, in a text that it has just rendered: the value of the
/// [`WORDED`] attribute, empty without any.
pub fn worded(text: &str, items: &[Item]) -> String {
    let names = names(items);
    let own = items
        .iter()
        .zip(names)
        .filter(|(item, _)| status_words(text, item).is_some());
    own.map(|(_, name)| name).collect::<Vec<_>>().join(",")
}

/// Whose an item's words are: the tool's own if it wrote them and they still say what the marker
/// says.
pub fn words_of(text: &str, item: &Item, name: &str, regions: &[Region]) -> Words {
    let is_listed = region::named(regions, RESULTS)
        .is_some_and(|region| listed(&region.attributes, WORDED).contains(name));
    let agrees = || {
        let (span, row) = status_words(text, item)?;
        Some(span.text(text) == STATUS_WORDS[row][column(item.marker)])
    };
    if is_listed && agrees() == Some(true) {
        Words::Tools
    } else {
        Words::Persons
    }
}

/// The words after a dash at the end of an item's first line, comments after them left out, and
/// their row.
fn status_words(text: &str, item: &Item) -> Option<(Span, usize)> {
    let first_line = item.span.text(text).lines().next()?;
    let mut words = first_line.trim_end();
    while let Some(before) = words
        .strip_suffix("-->")
        .and_then(|rest| rest.rfind("<!--"))
    {
        words = words[..before].trim_end();
    }
    let (row, word) = STATUS_WORDS
        .iter()
        .enumerate()
        .flat_map(|(row, forms)| forms.iter().map(move |form| (row, *form)))
        .find(|(_, form)| {
            words.strip_suffix(form).is_some_and(|before| {
                before.ends_with([' ', '\u{A0}']) && before.trim_end().ends_with(['-', '–', '—'])
            })
        })?;
    let end = item.span.start + words.len();
    Some((Span::new(end - word.len(), end), row))
}

/// The names by which a record remembers its items, one an item in their order.
pub fn names(items: &[Item]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        let name = match &item.tie {
            Some(tie) if !tie.contains([',', '~']) => tie.clone(),
            Some(_) | None => format!("~{}", short_hash(&[&item.section, &item.text])),
        };
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        names.push(match *count {
            1 => name,
            n => format!("{name}~{n}"),
        });
    }
    names
}

/// The fingerprint of a record's text, by which it is known that nobody changed it.
pub fn fingerprint(text: &str) -> String {
    short_hash(&[text])
}

fn short_hash(parts: &[&str]) -> String {
    digest::of(parts.join("\n"), 4)
}

/// A record's memory of the ticks that the tool set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticks {
    names: Option<BTreeSet<String>>,
}

impl Ticks {
    /// What the regions of a record remember.
    pub fn of(regions: &[Region]) -> Ticks {
        let results = region::named(regions, RESULTS);
        Ticks {
            names: results.map(|region| listed(&region.attributes, TICKED)),
        }
    }

    /// Whose the tick of an item is, by its name.
    pub fn owner(&self, name: &str) -> Owner {
        match &self.names {
            None => Owner::Unknown,
            Some(names) if names.contains(name) => Owner::Tool,
            Some(_) => Owner::Person,
        }
    }

    /// The memory after a run: for each item its name, its marker before, and what the run set it
    /// to. A name stays as long as its item is ticked; and so does one whose item is not there now,
    /// as by it a list without a pending mark is known for a checklist. Comes as the
    /// value of the `ticked` attribute: the items in document order, then the others.
    pub fn after<'a>(
        &self,
        items: impl IntoIterator<Item = (&'a str, Marker, Option<Marker>)>,
    ) -> String {
        let mut gone = self.names.clone().unwrap_or_default();
        let mut kept: Vec<String> = Vec::new();
        for (name, before, set) in items {
            gone.remove(name);
            let is_ours = match set {
                Some(new) => is_tick(new),
                None => is_tick(before) && self.owner(name) == Owner::Tool,
            };
            if is_ours {
                kept.push(name.to_owned());
            }
        }
        kept.extend(gone);
        kept.join(",")
    }
}

fn is_tick(marker: Marker) -> bool {
    match marker {
        Marker::Done | Marker::Ticked => true,
        Marker::Pending | Marker::Failed | Marker::Open | Marker::Partial => false,
    }
}

fn listed(attributes: &[(String, String)], wanted: &str) -> BTreeSet<String> {
    attributes
        .iter()
        .filter(|(key, _)| key == wanted)
        .flat_map(|(_, value)| value.split(','))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
