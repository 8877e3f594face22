//! The `results` region: what the plan's commands printed and what came of it, as people write it
//! down by hand. One block a step:
//!
//! ````text
//! <!-- report:step NAME 0a1b2c3d-0123456789abcdef -->
//! **1. DaemonSet 상태 확인**
//!
//! ```console
//! $ kubectl get daemonset -n loki-v3
//! NAME    DESIRED   CURRENT   READY
//! alloy   10        10        10
//! ```
//!
//! ✅ 기대 결과 5개가 모두 확인됨
//! ````
//!
//! The step's comment holds two fingerprints: of its commands, and of its verdict with the values
//! that were judged. A block whose fingerprints stay is not written again, however many ages, times
//! and addresses have changed in the output; and one that could not be looked at this time keeps
//! what was seen last. It knows what a run found out, and not how.

use super::edit::{self, Edit};
use super::marker::{RESULTS, TICKED};
use super::{Record, Region, Role, region};
use crate::facts::lang::Lang;
use crate::facts::outcome::{RecordOutcome, StepOutcome};
use crate::facts::span::Span;
use crate::facts::verdict::{Judgement, Verdict};
use evidence::{escape, fenced};
use fingerprint::Fingerprint;

mod evidence;
mod fingerprint;
mod summary;

/// When and on what a run looked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// The time in the record's zone: `2025-12-07 19:07:23 KST`.
    pub at: String,
    /// The deployment that was there: `배포 #4354`; empty if the record names none.
    pub on: String,
    /// Whether that was before the record's deployment had arrived.
    pub is_early: bool,
    /// Whether the run closes the record: then everything is written down as it was seen last.
    pub closes: bool,
}

/// What to do with a region that a person edited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Edited {
    /// Keep it, and say what would have been written.
    #[default]
    Keep,
    /// `--force`: write it anew.
    Overwrite,
}

/// How the `results` region of a record follows a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// The edits; none if the record has no such region or nothing changed.
    pub edits: Vec<Edit>,
    /// The region that a person edited and that was kept.
    pub kept: Option<Kept>,
}

/// An edited region, which was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub span: Span,
    /// What the tool would have made of its content, as a unified diff.
    pub diff: String,
}

/// The edits that bring the `results` region up to a run. `ticked` is the record's memory of ticks
/// ([`super::marker::Ticks::after`]); it stands on the begin line and is kept up even where the
/// content is a person's. A record without the region gets none.
pub fn refresh(
    text: &str,
    record: &Record,
    outcome: &RecordOutcome,
    ticked: &str,
    edited: Edited,
    looked: &Looked,
) -> Refreshed {
    let Some(region) = region::named(&record.regions, RESULTS) else {
        return Refreshed::default();
    };
    let attributes = attributes(region, ticked);
    let old = region.content.text(text).replace("\r\n", "\n");
    let is_edited = region::is_edited(region, text);
    // A block is kept by its fingerprint only where it is the tool's own.
    let trusted = if is_edited { "" } else { old.as_str() };
    let mut new = content(
        record,
        outcome,
        trusted,
        heading_level(record, region),
        looked,
    );
    if new.trim() == old.trim() {
        // How many blank lines frame it is no news.
        new.clone_from(&old);
    }
    let must_keep = is_edited && edited == Edited::Keep && new != old;
    Refreshed {
        edits: if must_keep {
            region::set_attributes(text, region, &attributes)
        } else {
            region::refresh_as(text, region, &attributes, &new).unwrap_or_default()
        },
        kept: must_keep.then(|| Kept {
            span: region.span,
            diff: edit::diff(&old, &new, RESULTS),
        }),
    }
}

/// The attributes with the memory of ticks, which stays out while it is empty.
fn attributes(region: &Region, ticked: &str) -> Vec<(String, String)> {
    let mut attributes = region.attributes.clone();
    let at = attributes.iter().position(|(key, _)| key == TICKED);
    match (at, ticked) {
        (Some(at), "") => {
            attributes.remove(at);
        }
        (Some(at), ticked) => attributes[at].1 = ticked.to_owned(),
        (None, "") => {}
        (None, ticked) => attributes.push((TICKED.to_owned(), ticked.to_owned())),
    }
    attributes
}

/// The content after a run: a heading, a table of what was seen when, and the blocks in the plan's
/// order. Steps that this run did not judge keep their block and row; those that the plan has no more
/// lose them.
fn content(
    record: &Record,
    outcome: &RecordOutcome,
    old: &str,
    level: usize,
    looked: &Looked,
) -> String {
    let old_blocks = blocks(old);
    let old_block = |name: &str| old_blocks.iter().find(|block| block.name == name);
    let lang = outcome.lang;
    let mut parts = Vec::new();
    let mut rows = summary::Rows::of(old, looked, lang);
    for step in &record.plan {
        let old = old_block(&step.name);
        let new = outcome
            .steps
            .iter()
            .find(|outcome| outcome.name == step.name);
        let block = match new {
            Some(new) => refreshed(new, old, title(step), lang, looked),
            None => old.map(|block| block.text.to_owned()),
        };
        let line = match (&block, old) {
            (Some(block), Some(old)) if block == old.text => summary::Line::Kept,
            (Some(_), _) => summary::Line::New,
            (None, _) => summary::Line::OfNews,
        };
        rows.add(&title(step), new.map(observed).as_ref(), line);
        parts.extend(block);
    }
    if parts.is_empty() {
        return String::new();
    }
    for item in outcome.items.iter().filter(|item| item.steps.is_empty()) {
        rows.add(&item.text, Some(&item.judgement), summary::Line::OfNews);
    }
    let heading = lang.pick("검증 결과", "Verification results");
    format!(
        "\n{} {heading}\n\n{}\n\n{}\n\n",
        "#".repeat(level),
        rows.table(),
        parts.join("\n\n")
    )
}

/// What a step's line of the table tells: of lines that all passed what was seen of each, as the number of
/// them says nothing.
fn observed(step: &StepOutcome) -> Judgement {
    let mut told = step.judgement.clone();
    if told.verdict == Verdict::Passed && step.expectations.len() > 1 {
        let seen = step.expectations.iter().map(|one| &one.judgement.message);
        let mut seen: Vec<&str> = seen.map(String::as_str).collect();
        seen.dedup();
        told.message = seen.join(" · ");
    }
    told
}

fn title(step: &super::Step) -> String {
    match &step.number {
        Some(number) => format!("{number}. {}", step.title),
        None => step.title.clone(),
    }
}

/// A step's block after a run, if it has one.
fn refreshed(
    step: &StepOutcome,
    old: Option<&Block>,
    title: String,
    lang: Lang,
    looked: &Looked,
) -> Option<String> {
    let fingerprint = Fingerprint::of(step);
    // What was seen before the deployment was there says nothing of it, and a record is closed with what
    // was seen last.
    let is_over = |old: &Block| old.is_early && !looked.is_early || looked.closes;
    let judged = step.judgement.verdict != Verdict::Unknown;
    let old = old.filter(|old| !(judged && is_over(old)));
    match (step.judgement.verdict, old) {
        (_, Some(old)) if old.fingerprint == fingerprint.to_string() => Some(old.text.to_owned()),
        // A later look that decides nothing does not replace the evidence of a pass.
        (Verdict::Unknown, Some(old)) if fingerprint.has_commands_of(old.fingerprint) => {
            Some(old.text.to_owned())
        }
        (Verdict::Pending | Verdict::Manual, Some(old))
            if fingerprint.has_commands_of(old.fingerprint) && old.passed() =>
        {
            Some(old.text.to_owned())
        }
        (Verdict::Unknown, _) => None,
        (Verdict::Passed | Verdict::Failed | Verdict::Pending | Verdict::Manual, _) => {
            let shown = evidence::shown(step, lang);
            (!shown.is_empty()).then(|| block(step, &fingerprint, &title, &shown, lang, looked))
        }
    }
}

fn block(
    step: &StepOutcome,
    fingerprint: &Fingerprint,
    title: &str,
    shown: &[String],
    lang: Lang,
    looked: &Looked,
) -> String {
    let early = if looked.is_early { " early" } else { "" };
    let mut block = format!("<!-- report:step {} {fingerprint}{early} -->\n", step.name);
    block.push_str(&format!("**{}**\n", escape(title)));
    for printed in shown {
        block.push_str(&format!("\n{}", fenced(printed)));
    }
    block.push_str(&format!("\n{}", verdict_line(&step.judgement, lang)));
    let errors: usize = step.commands.iter().map(|command| command.errors).sum();
    if errors > 0 && step.judgement.verdict == Verdict::Passed {
        let said = match (lang, errors) {
            (Lang::Ko, _) => format!("출력에 오류 수준의 로그가 {errors}줄 있습니다"),
            (Lang::En, 1) => "1 line of the output is an error".to_owned(),
            (Lang::En, _) => format!("{errors} lines of the output are errors"),
        };
        block.push_str(&format!("\n\n⚠️ {said}"));
    }
    if !looked.at.is_empty() {
        block.push_str(&format!("\n\n{}", when(looked, lang)));
    }
    // A single expectation that passed is the verdict line already.
    let is_said = step.expectations.len() < 2;
    let lines: Vec<String> = step
        .expectations
        .iter()
        .filter(|of| !is_said || of.judgement.verdict != Verdict::Passed)
        .map(|of| {
            format!(
                "- {}: {}",
                escape(&of.text),
                verdict_line(&of.judgement, lang)
            )
        })
        .collect();
    if !lines.is_empty() {
        block.push_str(&format!("\n\n{}", lines.join("\n")));
    }
    block
}

/// When it was seen, and on which deployment.
fn when(looked: &Looked, lang: Lang) -> String {
    let at = &looked.at;
    let on = match (looked.is_early, looked.on.as_str()) {
        (true, _) => lang
            .pick(", 배포되기 전", ", before the deployment")
            .to_owned(),
        (false, "") => String::new(),
        (false, on) => format!(", {}", escape(on)),
    };
    lang.pick(format!("확인: {at}{on}"), format!("Seen: {at}{on}"))
}

fn verdict_line(judgement: &Judgement, lang: Lang) -> String {
    let (sign, word) = (judgement.verdict.sign(), judgement.verdict.said(lang));
    match escape(&judgement.message) {
        message if message.is_empty() => format!("{sign} {word}"),
        message => format!("{sign} {message}"),
    }
}

/// A block of an earlier run.
struct Block<'t> {
    name: &'t str,
    fingerprint: &'t str,
    /// Whether it was seen before the deployment had arrived.
    is_early: bool,
    /// From its comment to before the next one, without the blank lines at its end.
    text: &'t str,
}

impl Block<'_> {
    /// Whether its verdict is a pass.
    fn passed(&self) -> bool {
        verdict(self.text).is_some_and(|line| line.starts_with("✅"))
    }
}

/// The verdict of a step that is shown: the last line that begins with a verdict's sign.
pub fn verdict(shown: &str) -> Option<&str> {
    let signed = |line: &&str| line.starts_with(['✅', '❌', '⏳', '❔', '✋']);
    shown.lines().rev().find(signed)
}

/// What a record's region shows of each step: the step's name, and the Markdown under its comment.
pub fn shown<'t>(text: &'t str, record: &Record) -> Vec<(&'t str, &'t str)> {
    let region = region::named(&record.regions, RESULTS);
    let content = region.map_or("", |region| region.content.text(text));
    let blocks = blocks(content).into_iter();
    blocks
        .map(|block| {
            let after = block.text.split_once("-->").map_or("", |(_, after)| after);
            (block.name, after.trim())
        })
        .collect()
}

/// The blocks of a content that is the tool's own.
fn blocks(content: &str) -> Vec<Block<'_>> {
    let mut heads: Vec<(Span, &str, &str, bool)> = Vec::new();
    for span in region::top_level_comments(content) {
        let words: Vec<&str> = span.text(content).split_whitespace().collect();
        match words.as_slice() {
            ["<!--", "report:step", name, fingerprint, "-->"] => {
                heads.push((span, name, fingerprint, false));
            }
            ["<!--", "report:step", name, fingerprint, "early", "-->"] => {
                heads.push((span, name, fingerprint, true));
            }
            _ => {}
        }
    }
    let ends = heads
        .iter()
        .skip(1)
        .map(|(span, ..)| span.start)
        .chain([content.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(&(span, name, fingerprint, is_early), end)| Block {
            name,
            fingerprint,
            is_early,
            text: content[span.start..end].trim_end(),
        })
        .collect()
}

/// One below the plan's heading, so that the results stand in the plan's section.
fn heading_level(record: &Record, region: &Region) -> usize {
    let plan = record.sections.iter().rev().find(|section| {
        section.role == Role::Plan && section.level < 7 && section.span.contains(region.span)
    });
    plan.map_or(3, |section| usize::from(section.level + 1).min(6))
}

#[cfg(test)]
mod tests;
