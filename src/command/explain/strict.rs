//! What `report explain --strict` finds: each line that a machine could judge and that is left to a
//! person, with its place, why, and what to do about it; and the faces that only this has.

use super::suggest::{Beside, Suggestion, command};
use crate::both;
use crate::facts::lang::Lang;
use crate::facts::literal::cell;
use crate::facts::named::named;
use crate::facts::percent::encoded;
use crate::facts::span::{LineIndex, Span};
use crate::facts::tsv;
use crate::judge::step::Told;
use crate::language::Reading;
use crate::output::Style;
use crate::output::layout::{hung, one_line};
use crate::query::{Class, Query, reason};
use crate::record::Item;
use crate::record::link::{How, StandsFor, Why};
use crate::verify::understand::{ClaimReading, Understanding, Understood, Vocabulary};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Findings of a record for which rewritings are looked for; of more, nobody reads them.
const SUGGESTED: usize = 200;

named! {
    /// Why a line is found fault with.
    #[derive(Serialize, JsonSchema)]
    pub Fault:
    /// A sentence that is not understood.
    NotUnderstood,
    /// A sentence that is understood, beside no command that could show it.
    NothingAsked,
    /// A command that is refused.
    CommandRefused,
    /// A command that lacks a value.
    CommandNeedsValue,
    /// A line that looks like a command and stands in no code.
    CommandOutsideCode,
    /// An item whose name no step has.
    TieWithoutStep,
    /// An item that several steps fit equally well.
    AmbiguousStep,
    /// An open item that nothing stands for.
    NothingStandsFor,
}

impl Fault {
    /// What the author can do.
    fn remedy(self, lang: Lang) -> &'static str {
        let mut rows = tsv::rows(include_str!("remedies.tsv"));
        let own = rows.find(|[fault, _, _]| *fault == self.word());
        let [_, ko, en] = own.unwrap_or_default();
        lang.pick(ko, en)
    }
}

/// A line that a machine could judge and that is left to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What is wrong with it.
    pub fault: Fault,
    /// Its line, from 1.
    pub line: usize,
    /// The column at which the reading stopped, in characters from 1; of the line's own text otherwise.
    pub column: usize,
    /// The first byte of what was written, from 0.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// As written.
    pub text: String,
    /// The words that stopped the reading, if it is a sentence that was not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<String>,
    /// Why, in the record's language.
    pub why: String,
    /// What to do, in the record's language.
    pub remedy: &'static str,
    /// What could be written instead.
    pub suggestions: Vec<Suggestion>,
}

impl Finding {
    /// `manual: WHAT — WHY; try: REMEDY`.
    pub fn told(&self, lang: Lang) -> String {
        let (manual, attempt) = lang.pick(("사람이 확인", "해 볼 것"), ("manual", "try"));
        let (what, why) = (one_line(&self.text), one_line(&self.why));
        let attempts = self.attempts(lang).join(lang.pick(", 또는 ", ", or "));
        format!("{manual}: {what} — {why}; {attempt}: {attempts}")
    }

    /// What to do: what could be written instead, each, else what helps in general.
    fn attempts(&self, lang: Lang) -> Vec<String> {
        let told = self.suggestions.iter().map(|one| one_line(&one.told(lang)));
        if self.suggestions.is_empty() {
            vec![self.remedy.to_owned()]
        } else {
            told.collect()
        }
    }
}

/// All findings of a record, in the order of its lines.
pub fn findings(
    understanding: &Understanding,
    text: &str,
    vocabulary: &Vocabulary,
    lang: Lang,
) -> Vec<Finding> {
    let finder = Finder {
        text,
        lines: LineIndex::new(text),
        lang,
        vocabulary,
        namespace: namespace(understanding),
    };
    let record = &understanding.record;
    let a_persons: Vec<Span> = record
        .items
        .iter()
        .zip(&understanding.items)
        .filter(|(_, reading)| is_a_persons(&reading.link.how))
        .map(|(item, _)| item.span)
        .collect();
    let mut found = Vec::new();
    for understood in &understanding.steps {
        finder.commands(understood, &mut found);
        finder.claims(understood, &a_persons, &mut found);
    }
    for (item, reading) in record.items.iter().zip(&understanding.items) {
        finder.commands(&reading.own, &mut found);
        finder.item(item, &reading.link.how, reading.link.stands_for, &mut found);
        if !is_a_persons(&reading.link.how) {
            finder.claims(&reading.under, &a_persons, &mut found);
        }
    }
    finder.claims(&understanding.beside(), &a_persons, &mut found);
    let problems = understanding.problems.iter();
    let why = lang.pick(
        "명령처럼 보이지만 코드 밖에 있어 조회하지 않습니다",
        "looks like a command, but it stands outside of code and so is not asked",
    );
    for stray in problems.filter(|problem| problem.kind == Fault::CommandOutsideCode.word()) {
        for one in &mut found {
            if (stray.span.start..stray.span.end).contains(&one.start) {
                let (fault, text) = (Fault::CommandOutsideCode, one.text.clone());
                *one = finder.found(fault, &text, stray.span, why.to_owned());
            }
        }
    }
    found.sort_by_key(|one| (one.start, one.fault));
    found.dedup_by_key(|one| (one.start, one.fault));
    found
}

/// The one namespace that is named by the commands of all steps, if it is one.
fn namespace(understanding: &Understanding) -> Option<String> {
    let pipelines = understanding.steps.iter().flat_map(Understood::pipelines);
    let named = pipelines.filter_map(|pipeline| pipeline.query.asked().namespace);
    let named: BTreeSet<String> = named.collect();
    named.iter().next().filter(|_| named.len() == 1).cloned()
}

/// Whether the author left an item to a person.
fn is_a_persons(how: &How) -> bool {
    matches!(how, How::Apart(apart) if apart.why == Why::Person)
}

struct Finder<'a> {
    text: &'a str,
    lines: LineIndex,
    lang: Lang,
    vocabulary: &'a Vocabulary,
    /// The one namespace that all of the record's commands look into.
    namespace: Option<String>,
}

impl Finder<'_> {
    fn found(&self, fault: Fault, text: &str, span: Span, why: String) -> Finding {
        let position = self.lines.position(self.text, span.start);
        Finding {
            fault,
            line: position.line,
            column: position.column,
            start: span.start,
            end: span.end,
            text: text.to_owned(),
            stopped_at: None,
            why,
            remedy: fault.remedy(self.lang),
            suggestions: Vec::new(),
        }
    }

    fn commands(&self, understood: &Understood, found: &mut Vec<Finding>) {
        for command in &understood.commands {
            let fault = match command.class {
                Class::Refused(_) => Fault::CommandRefused,
                Class::NeedsValue(_) => Fault::CommandNeedsValue,
                Class::Understood(_) | Class::NotOurs(_) => continue,
            };
            let why = reason(&command.class, self.lang);
            found.push(self.found(fault, &command.text, command.span, why));
        }
    }

    fn claims(&self, understood: &Understood, a_persons: &[Span], found: &mut Vec<Finding>) {
        for claim in &understood.claims {
            let within = |item: &Span| item.start <= claim.span.start && claim.span.end <= item.end;
            if a_persons.iter().any(within) {
                continue;
            }
            match &claim.reading {
                Reading::NotUnderstood { stopped_at, why } => {
                    let why = why.of(self.lang).to_owned();
                    let mut one = self.found(Fault::NotUnderstood, &claim.text, claim.span, why);
                    let position = self.lines.position(self.text, claim.stop(self.text));
                    (one.line, one.column) = (position.line, position.column);
                    one.stopped_at = Some(stopped_at.clone());
                    if found.len() < SUGGESTED {
                        one.suggestions = self.suggestions(claim, understood);
                    }
                    found.push(one);
                }
                Reading::Understood(said) if !understood.asks(&claim.about) => {
                    let why = self.lang.pick(
                        "이것을 보여 줄 명령이 없습니다",
                        "there is no command that could show it",
                    );
                    let why = why.to_owned();
                    let mut one = self.found(Fault::NothingAsked, &claim.text, claim.span, why);
                    let nothing = claim.about.of_all(&understood.commands).is_empty();
                    let namespace = self.namespace.as_deref();
                    let shown = nothing.then(|| command(&claim.text, said, namespace, self.lang));
                    one.suggestions.extend(shown.flatten());
                    found.push(one);
                }
                Reading::Understood(_) | Reading::NotAnExpectation(_) => {}
            }
        }
    }

    fn suggestions(&self, claim: &ClaimReading, understood: &Understood) -> Vec<Suggestion> {
        let meant = claim.about.of_all(&understood.commands).iter();
        let queries: Vec<&Query> = meant
            .filter_map(|command| Some(&command.pipeline()?.query))
            .collect();
        let beside = Beside {
            queries: &queries,
            extra: &self.vocabulary.extra,
            lang: self.lang,
            forbidden: claim.told == Told::Forbidden,
        };
        beside.suggest(&claim.text)
    }

    fn item(&self, item: &Item, how: &How, stands_for: StandsFor, found: &mut Vec<Finding>) {
        let (fault, why) = match how {
            How::TieWithoutStep(name) => (
                Fault::TieWithoutStep,
                both!(
                    "`check:{name}` 단계가 없습니다",
                    "there is no step `check:{name}`"
                ),
            ),
            How::Ambiguous(_) => (
                Fault::AmbiguousStep,
                both!("똑같이 맞는 단계가 여럿", "several steps fit equally well"),
            ),
            How::None if stands_for == StandsFor::Nothing && item.standing().waits() => (
                Fault::NothingStandsFor,
                both!(
                    "이 항목을 확인하는 단계가 없습니다",
                    "no step of the plan checks this item"
                ),
            ),
            How::None | How::Tie | How::Title | How::Own | How::Claim(_) | How::Apart(_) => return,
        };
        let why = why.of(self.lang).to_owned();
        found.push(self.found(fault, &item.text, item.marker_span, why));
    }
}

/// `FILE:LINE:COLUMN: manual: WHAT — WHY; try: REMEDY`, a line a finding, as editors and `grep -n` have it.
pub fn short(path: &str, findings: &[Finding], lang: Lang) -> String {
    let path = one_line(path);
    findings
        .iter()
        .map(|one| format!("{path}:{}:{}: {}\n", one.line, one.column, one.told(lang)))
        .collect()
}

/// The findings for people, below the record's path; nothing where there are none.
pub fn text(path: &str, findings: &[Finding], style: Style) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let bold = |text: &str| {
        if style.color {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    };
    let mut out = format!("{}\n", bold(&one_line(path)));
    for one in findings {
        let place = format!("{}:{}", one.line, one.column);
        let mut lines = vec![
            (format!("  {place:<8}"), one_line(&one.text)),
            (" ".repeat(10), one_line(&one.why)),
        ];
        let attempts = one.attempts(style.lang).into_iter();
        lines.extend(attempts.map(|attempt| (format!("{}→ ", " ".repeat(10)), attempt)));
        for (lead, text) in lines {
            out.push_str(&hung(&lead, &text, style.width));
        }
    }
    out.push('\n');
    out
}

/// The findings as a table of Markdown, for a step summary.
pub fn summary(path: &str, findings: &[Finding], lang: Lang) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut out = format!("### {}\n\n", cell(path));
    out.push_str(lang.pick(
        "| 줄 | 문장 | 이유 | 해 볼 것 |\n| --- | --- | --- | --- |\n",
        "| line | what | why | try |\n| --- | --- | --- | --- |\n",
    ));
    for one in findings {
        let attempts: Vec<String> = one.attempts(lang).iter().map(|one| cell(one)).collect();
        let (what, why, attempts) = (cell(&one.text), cell(&one.why), attempts.join("<br>"));
        out.push_str(&format!("| {} | {what} | {why} | {attempts} |\n", one.line));
    }
    out.push('\n');
    out
}

/// SARIF 2.1.0 (OASIS): the findings of several records, as code scanning reads them. Columns are characters.
pub fn sarif<'a>(records: impl Iterator<Item = (String, Lang, &'a [Finding])>) -> Value {
    let rules = Fault::ALL.map(|fault| {
        json!({
            "id": fault.word(),
            "shortDescription": {"text": fault.remedy(Lang::En)},
        })
    });
    let results: Vec<Value> = records
        .flat_map(|(path, lang, findings)| {
            let uri = encoded(&path, "/");
            findings.iter().map(move |one| result(&uri, one, lang))
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "report",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(uri: &str, finding: &Finding, lang: Lang) -> Value {
    json!({
        "ruleId": finding.fault.word(),
        "level": "error",
        "message": {"text": finding.told(lang)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }}],
    })
}

#[cfg(test)]
mod tests;
