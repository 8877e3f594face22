//! One record whose regions are refreshed: what changes, and what stays and why. Pure.

use super::Refreshed;
use crate::command::new::{NewOptions, SETTLED, TIMELINE};
use crate::facts::lang::Lang;
use crate::facts::outcome::Note;
use crate::facts::span::{LineIndex, Span};
use crate::record::edit;
use crate::record::{Record, Region, region};
use crate::store;
use std::collections::BTreeMap;
use std::path::Path;

/// A record's own contents from one source.
pub(super) struct Made {
    /// By the region's name.
    pub contents: BTreeMap<String, String>,
    /// Whether everything that a timeline is to tell has happened.
    pub is_history: bool,
}

/// One record on its way.
pub(super) struct Page<'t> {
    pub shown: &'t str,
    pub text: &'t str,
    pub record: &'t Record,
    /// Of what is said.
    pub lang: Lang,
    pub lines: LineIndex,
    /// What each source makes of this record.
    pub contents: BTreeMap<NewOptions, Made>,
    /// Regions that stay as they are, by the reason.
    pub kept: Vec<(String, Vec<(String, Span)>)>,
    pub out: Refreshed,
}

impl Page<'_> {
    pub(super) fn keep(&mut self, region: &Region, why: String) {
        let one = (region.name.clone(), region.span);
        match self.kept.iter_mut().find(|(known, _)| *known == why) {
            Some((_, regions)) => regions.push(one),
            None => self.kept.push((why, vec![one])),
        }
    }

    pub(super) fn without_source(&mut self, region: &Region) {
        let name = &region.name;
        self.out.notes.push(Note {
            kind: "RegionWithoutSource".into(),
            at: Some(self.lines.position(self.text, region.span.start)),
            message: match self.lang {
                Lang::Ko => {
                    format!("`{name}` 영역의 시작 표시에 소스가 없습니다 (예: `deployment=4354`)")
                }
                Lang::En => format!(
                    "the `{name}` region's begin line names no source (as in `deployment=4354`)"
                ),
            },
        });
    }

    pub(super) fn put(&mut self, region: &Region, content: &str, settles: bool, force: bool) {
        let lang = self.lang;
        let old = region.content.text(self.text).replace("\r\n", "\n");
        if gaps(content) > gaps(&old) && !old.trim().is_empty() {
            let why = lang.pick(
                "새로 쓰면 확인하지 못한 것만 남습니다",
                "writing it again would leave a gap in place of facts",
            );
            return self.keep(region, why.into());
        }
        if old != content && region::is_edited(region, self.text) && !force {
            let diff = edit::diff(&old, content, &region.name);
            let note = crate::verify::kept_as_edited(region, &diff, self.text, &self.lines, lang);
            return self.out.notes.push(note);
        }
        let mut attributes = region.attributes.clone();
        if settles && region.name == TIMELINE && attributes.iter().all(|(key, _)| key != SETTLED) {
            attributes.push((SETTLED.into(), "yes".into()));
        }
        let edits = region::refresh_as(self.text, region, &attributes, content);
        let edits = edits.unwrap_or_default();
        match store::edited(Path::new(""), self.text, &edits) {
            Ok(_) => self.out.edits.extend(edits),
            // A template of the user's own may open what it does not close.
            Err(error) => self.keep(region, error.to_string()),
        }
    }

    pub(super) fn tell_kept(&mut self) {
        let lang = self.lang;
        for (why, regions) in std::mem::take(&mut self.kept) {
            let names: Vec<String> = regions
                .iter()
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            let names = names.join(", ");
            let first = regions.first().map(|(_, span)| span.start);
            self.out.notes.push(Note {
                kind: Note::REGION_KEPT.into(),
                at: first.map(|start| self.lines.position(self.text, start)),
                message: match lang {
                    Lang::Ko => format!("{names} 영역을 그대로 두었습니다: {why}"),
                    Lang::En => format!("kept as it is: {names}: {why}"),
                },
            });
        }
    }
}

fn gaps(content: &str) -> usize {
    content.matches("<!-- report:gap ").count()
}
