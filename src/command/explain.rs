//! `report explain`: how every command, expectation, checklist item and tie is understood, with line
//! numbers. No network; a pure function of the text.

pub mod fix;
pub mod run;
pub mod strict;
pub mod suggest;

use crate::facts::lang::Lang;
use crate::facts::ledger::{Silence, Totals};
use crate::facts::span::{LineIndex, Span};
use crate::facts::texts::{Fields, Texts};
use crate::language::{self, Reading};
use crate::output::layout::{self, one_line, tame, wrap};
use crate::query::{Class, reason};
use crate::record::link::{How, Link};
use crate::record::marker;
use crate::record::{self, closure};
use crate::verify::understand::{
    ClaimReading, Understanding, Understood, Vocabulary, understand, understood,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write;
use strict::Finding;

static TIES: Texts = Texts::of(include_str!("explain/ties.tsv"));

/// A record's full reading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Explained {
    /// Path as shown.
    pub path: String,
    /// Title.
    pub title: String,
    /// Language.
    pub lang: Lang,
    /// The language in which it is told.
    pub told_in: Lang,
    /// Metadata: key, what it means, value.
    pub metadata: Vec<(String, crate::record::Field, String)>,
    /// What it says about its deployment.
    pub mentions: crate::record::Mentions,
    /// Plan steps.
    pub steps: Vec<ExplainedStep>,
    /// The lines of the plan that stand in none of its steps.
    pub beside: ExplainedLines,
    /// Checklist items.
    pub items: Vec<ExplainedItem>,
    /// How many lines have which reading.
    pub totals: Totals,
    /// Oddities.
    pub problems: Vec<(usize, String)>,
    /// Each line that a machine could judge and that is left to a person.
    pub findings: Vec<Finding>,
}

/// A plan step's reading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedStep {
    /// The name that `--only` and ties use.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its commands.
    pub commands: Vec<ExplainedCommand>,
    /// Its lines.
    #[serde(flatten)]
    pub lines: ExplainedLines,
}

/// A line that demands nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainedRemark {
    /// As written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Why it demands nothing.
    pub why: Silence,
}

/// A command's reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainedCommand {
    /// As written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// `understood`, `needs-value`, `refused` or `not-ours`.
    pub class: &'static str,
    /// What is asked, or why it is not, in the record's language.
    pub meaning: String,
}

/// An expectation's reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainedExpectation {
    /// As written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// The column at which the reading stopped, in characters from 1; of the line's own text otherwise.
    pub column: usize,
    /// The first byte of what was written, from 0.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// Whether it was understood completely.
    pub understood: bool,
    /// The words that stopped the reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<String>,
    /// The predicate in plain words, or the words that stopped it.
    pub meaning: String,
}

/// A checklist item's reading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedItem {
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its marker as written.
    pub marker: String,
    /// The names of the steps that it stands for.
    pub steps: Vec<String>,
    /// How it is tied and what it stands for; JSON has it as `steps` and `meaning`.
    #[serde(skip)]
    pub link: Link,
    /// The same in plain words.
    pub meaning: String,
    /// Its own commands.
    pub commands: Vec<ExplainedCommand>,
    /// The lines under it, outside the plan's steps.
    #[serde(flatten)]
    pub lines: ExplainedLines,
}

/// Lines with their readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainedLines {
    /// What they demand, or that they are not understood.
    pub expectations: Vec<ExplainedExpectation>,
    /// What demands nothing, and why.
    pub remarks: Vec<ExplainedRemark>,
}

impl Explained {
    /// What demands something and how it is read: without what a record says of itself and the lines that
    /// demand nothing.
    pub fn brief(mut self) -> Explained {
        self.metadata.clear();
        let lines = self.steps.iter_mut().map(|step| &mut step.lines);
        let lines = lines.chain(self.items.iter_mut().map(|item| &mut item.lines));
        lines
            .chain([&mut self.beside])
            .for_each(|lines| lines.remarks.clear());
        self
    }
}

/// Whether what could be judged is looked for as well: it takes time, and not every face tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Findings {
    /// It is.
    Wanted,
    /// It is not.
    NotWanted,
}

/// Explains a record's text, and finds what could be judged.
pub fn explain(path: &str, text: &str, vocabulary: &Vocabulary) -> Explained {
    explain_with(path, text, vocabulary, Findings::Wanted, None)
}

/// Explains a record's text, in the language that was asked for, else in the record's.
pub fn explain_with(
    path: &str,
    text: &str,
    vocabulary: &Vocabulary,
    findings: Findings,
    asked: Option<Lang>,
) -> Explained {
    let understanding = understand(text, vocabulary);
    explained(path, text, understanding, vocabulary, findings, asked)
}

/// How one sentence is read beside commands: a record of one step, written for it.
pub fn explain_sentence(
    sentence: &str,
    commands: &[String],
    lang: Lang,
    vocabulary: &Vocabulary,
) -> Explained {
    let (title, plan, expected) = lang.pick(
        ("# 문장", "## 검증 계획", "**기대 결과**:"),
        ("# A sentence", "## Verification plan", "**Expected**:"),
    );
    let fence = if commands.is_empty() {
        String::new()
    } else {
        format!("~~~~bash\n{}\n~~~~\n\n", commands.join("\n"))
    };
    let text = format!("{title}\n\n{plan}\n\n### 1. \n\n{fence}{expected}\n\n- {sentence}\n");
    explain("-", &text, vocabulary)
}

/// The same, unless nothing of the record is left to do: then it is parsed and no more.
pub fn explain_if_open(
    path: &str,
    text: &str,
    vocabulary: &Vocabulary,
    findings: Findings,
    asked: Option<Lang>,
) -> Option<Explained> {
    let (record, problems) = record::parse_with(text, &vocabulary.parse);
    closure::is_open(&record).then(|| {
        let understanding = understood(record, problems, vocabulary);
        explained(path, text, understanding, vocabulary, findings, asked)
    })
}

fn explained(
    path: &str,
    text: &str,
    understanding: Understanding,
    vocabulary: &Vocabulary,
    findings: Findings,
    asked: Option<Lang>,
) -> Explained {
    let record = &understanding.record;
    let told_in = asked.unwrap_or(record.lang);
    let places = Places {
        lines: LineIndex::new(text),
        path,
        text,
        lang: told_in,
    };
    let lines = &places.lines;
    let metadata = record.metadata.iter();
    let problems = understanding.problems.iter();
    Explained {
        path: path.into(),
        title: record.title.clone(),
        lang: record.lang,
        told_in,
        metadata: metadata
            .map(|one| (one.key.clone(), one.field, one.value.clone()))
            .collect(),
        mentions: record.mentions.clone(),
        steps: steps(&understanding, &places),
        beside: places.lines(&understanding.loose, None),
        items: items(&understanding, &places),
        totals: understanding.totals(),
        problems: problems
            .map(|one| {
                (
                    lines.line(one.span.start),
                    one.message.of(told_in).to_owned(),
                )
            })
            .collect(),
        findings: match findings {
            Findings::Wanted => strict::findings(&understanding, text, vocabulary, told_in),
            Findings::NotWanted => Vec::new(),
        },
    }
}

/// Where things stand in a record.
struct Places<'a> {
    lines: LineIndex,
    path: &'a str,
    text: &'a str,
    lang: Lang,
}

fn steps(understanding: &Understanding, places: &Places<'_>) -> Vec<ExplainedStep> {
    let record = &understanding.record;
    let pairs = record.plan.iter().zip(&understanding.steps);
    pairs
        .map(|(step, understood)| ExplainedStep {
            name: step.name.clone(),
            title: step.title.clone(),
            line: places.lines.line(step.heading.start),
            commands: commands(understood, &places.lines, places.lang),
            lines: places.lines(&understood.claims, Some(step.heading)),
        })
        .collect()
}

fn commands(understood: &Understood, lines: &LineIndex, lang: Lang) -> Vec<ExplainedCommand> {
    let commands = understood.commands.iter();
    let explained = commands.map(|one| ExplainedCommand {
        text: one.text.clone(),
        line: lines.line(one.span.start),
        class: match one.class {
            Class::Understood(_) => "understood",
            Class::NeedsValue(_) => "needs-value",
            Class::Refused(_) => "refused",
            Class::NotOurs(_) => "not-ours",
        },
        meaning: reason(&one.class, lang),
    });
    explained.collect()
}

impl Places<'_> {
    /// Lines with their readings; what demands nothing without the step's own heading, which is its title.
    fn lines(&self, claims: &[ClaimReading], heading: Option<Span>) -> ExplainedLines {
        let (mut expectations, mut remarks) = (Vec::new(), Vec::new());
        for claim in claims {
            let (text, line) = (claim.text.clone(), self.lines.line(claim.span.start));
            let (stopped_at, meaning) = match &claim.reading {
                Reading::Understood(predicate) => (None, language::told(predicate, self.lang)),
                Reading::NotUnderstood { stopped_at, why } => {
                    let (fault, why) = (self.fault(claim), why.of(self.lang));
                    let manual = self.lang.pick("사람이 확인", "manual");
                    let told = format!("{fault}{manual}: «{stopped_at}» — {why}");
                    (Some(stopped_at.clone()), told)
                }
                Reading::NotAnExpectation(_) if Some(claim.span) == heading => continue,
                Reading::NotAnExpectation(why) => {
                    let why = *why;
                    remarks.push(ExplainedRemark { text, line, why });
                    continue;
                }
            };
            let position = self.lines.position(self.text, claim.stop(self.text));
            expectations.push(ExplainedExpectation {
                text,
                line: position.line,
                column: position.column,
                start: claim.span.start,
                end: claim.span.end,
                understood: stopped_at.is_none(),
                stopped_at,
                meaning,
            });
        }
        ExplainedLines {
            expectations,
            remarks,
        }
    }

    /// `FILE:LINE:COLUMN: ` of what is wrong in a `cel:` span, else nothing.
    fn fault(&self, claim: &ClaimReading) -> String {
        let Some(fault) = claim.cel_fault(self.text) else {
            return String::new();
        };
        let position = self.lines.position(self.text, fault);
        format!("{}:{}:{}: ", self.path, position.line, position.column)
    }
}

fn items(understanding: &Understanding, places: &Places<'_>) -> Vec<ExplainedItem> {
    let record = &understanding.record;
    let pairs = record.items.iter().zip(&understanding.items);
    pairs
        .map(|(item, reading)| {
            let steps = reading
                .link
                .steps
                .iter()
                .map(|at| record.plan[*at].name.clone());
            let written = item.marker_span.text(places.text);
            ExplainedItem {
                text: item.text.clone(),
                line: places.lines.line(item.marker_span.start),
                marker: marker::shown(item.marker, written),
                steps: steps.collect(),
                meaning: tie_words(understanding, &reading.link, places.lang),
                link: reading.link.clone(),
                commands: commands(&reading.own, &places.lines, places.lang),
                lines: places.lines(&reading.under.claims, None),
            }
        })
        .collect()
}

/// A tie in plain words: the steps that it found or why it found none, and what the item stands for of itself.
fn tie_words(understanding: &Understanding, link: &Link, lang: Lang) -> String {
    let plan = &understanding.record.plan;
    let steps = match &link.how {
        How::Ambiguous(steps) => steps,
        _ => &link.steps,
    };
    let titles = steps.iter().map(|at| format!("«{}»", plan[*at].title));
    let mut fields = Fields::of(link, lang);
    fields.says("titles", &titles.collect::<Vec<_>>().join(", "));
    fields.told(&TIES, "tie", lang)
}

/// The text face.
pub fn text(explained: &Explained, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    let _infallible = writeln!(
        out,
        "{}  {}",
        one_line(&explained.path),
        one_line(&explained.title)
    );
    let heading = |out: &mut String, ko: &'static str, en: &'static str| {
        let _infallible = writeln!(out, "\n  {}", lang.pick(ko, en));
    };
    if !explained.metadata.is_empty() {
        heading(&mut out, "메타데이터", "Metadata");
        for (key, _, value) in &explained.metadata {
            row(&mut out, 4, &format!("{key}: {value}"), width);
        }
    }
    heading(&mut out, "검증 계획", "Verification plan");
    if explained.steps.is_empty() {
        let text = lang.pick(
            "검증 계획을 찾지 못했습니다 (`## 검증 계획` 아래에 명령을 적으세요)",
            "no verification plan found (write commands under `## Verification plan`)",
        );
        row(&mut out, 4, text, width);
    }
    for step in &explained.steps {
        place(
            &mut out,
            2,
            &format!("{} [{}]", step.title, step.name),
            step.line,
            width,
        );
        for command in &step.commands {
            explained_command(&mut out, command, width);
        }
        entries(&mut out, &step.lines, lang, width);
    }
    let beside = &explained.beside;
    if !beside.expectations.is_empty() || !beside.remarks.is_empty() {
        heading(
            &mut out,
            "계획에서 단계에 속하지 않는 줄",
            "Lines of the plan that stand in no step",
        );
        entries(&mut out, beside, lang, width);
    }
    heading(&mut out, "체크리스트", "Checklist");
    for item in &explained.items {
        place(
            &mut out,
            2,
            &format!("{} {}", item.marker, item.text),
            item.line,
            width,
        );
        row(&mut out, 6, &format!("→ {}", item.meaning), width);
        for command in &item.commands {
            explained_command(&mut out, command, width);
        }
        entries(&mut out, &item.lines, lang, width);
    }
    let _infallible = writeln!(out);
    row(&mut out, 2, &explained.totals.words(lang), width);
    if !explained.problems.is_empty() {
        heading(&mut out, "알아둘 것", "Worth knowing");
        for (line, message) in &explained.problems {
            row(&mut out, 4, &format!("L{line}: {message}"), width);
        }
    }
    out
}

/// A ledger in the order of its lines: what demands something, and what does not.
fn entries(out: &mut String, lines: &ExplainedLines, lang: Lang, width: usize) {
    let expectations = lines.expectations.iter().map(|one| {
        let sign = if one.understood { "✓" } else { "✋" };
        (
            one.line,
            format!("{sign} {}", one.text),
            one.meaning.clone(),
        )
    });
    let remarks = lines.remarks.iter().map(|one| {
        (
            one.line,
            format!("· {}", one.text),
            one.why.words(lang).to_owned(),
        )
    });
    let mut entries: Vec<(usize, String, String)> = expectations.chain(remarks).collect();
    entries.sort_by_key(|(line, ..)| *line);
    for (line, text, meaning) in entries {
        place(out, 6, &text, line, width);
        row(out, 8, &format!("= {meaning}"), width);
    }
}

fn explained_command(out: &mut String, command: &ExplainedCommand, width: usize) {
    place(
        out,
        4,
        &format!("$ {}", command.text.replace('\n', " ")),
        command.line,
        width,
    );
    let sign = match command.class {
        "understood" => "=",
        _ => "✋",
    };
    row(out, 6, &format!("{sign} {}", command.meaning), width);
}

/// Text with its line number at the right edge.
fn place(out: &mut String, indent: usize, text: &str, line: usize, width: usize) {
    let place = format!("L{line}");
    let room = width.saturating_sub(indent + place.len() + 1);
    let mut lines = wrap(&tame(text), room).into_iter();
    let first = layout::pad(&lines.next().unwrap_or_default(), room);
    let _infallible = writeln!(out, "{}{first} {place}", " ".repeat(indent));
    for line in lines {
        let _infallible = writeln!(out, "{}{line}", " ".repeat(indent + 2));
    }
}

fn row(out: &mut String, indent: usize, text: &str, width: usize) {
    for (i, line) in wrap(&tame(text), width.saturating_sub(indent + 2))
        .iter()
        .enumerate()
    {
        let gap = " ".repeat(if i == 0 { indent } else { indent + 2 });
        let _infallible = writeln!(out, "{gap}{line}");
    }
}

#[cfg(test)]
mod tests;
