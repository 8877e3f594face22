//! The grammar of expectations, Korean and English: a sentence becomes a [`Predicate`], or the words
//! that stopped it. It must consume the whole sentence; what it can't place makes the sentence not
//! understood. `docs/expectations.md` describes it. Knows nothing of records and their parsing.
//!
//! The sentence is cleaned of Markdown, its words are found in one lexicon of both languages, a chart parser puts
//! them together by one set of rules and keeps every reading, and what a clause says becomes a predicate. One reading
//! is the meaning; several are none. [`say`] is the way back.
//!
//! ```text
//! text ──clean──▶ plain text ──lex, lexicon──▶ words ──rules, chart──▶ frames ──assemble──▶ Predicate
//! ```

mod aside;
mod assemble;
mod chart;
mod clause;
mod clean;
mod concept;
mod forms;
mod frame;
mod join;
mod korean;
mod lex;
mod lexicon;
mod lists;
mod logging;
mod measure;
mod name;
pub(crate) mod narration;
mod number;
mod numerals;
mod output;
mod patterns;
mod printed;
mod reader;
mod rules;
mod say;
mod statements;
mod status;
mod terminal;
mod word_lists;

#[cfg(test)]
pub(crate) use tests::{documented, understood_near};
#[cfg(test)]
mod tests;

use crate::both;
use crate::facts::budget::Budget;
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::ledger::Silence;
use crate::facts::word_list::WordList;
use crate::judge::cel as formula;
pub(crate) use crate::judge::predicate::Reading;
use crate::judge::predicate::{
    Bound, Join, Place, Placement, Predicate, Property, Statement, Test, Value,
};
use crate::query::Query;
use reader::Stop;
pub use say::say;
pub(crate) use say::{sentence, told};
use word_lists::list;

/// What a label over a sentence makes of it; the record's own `Force` in this room's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Must hold.
    Demands,
    /// Must not hold.
    Forbids,
    /// No label: counts only if it is understood completely and reads as a demand.
    Offers,
    /// Says something and demands nothing.
    Reports,
}

/// What `[expect]` of `report.toml` teaches: the workspace's own lines of the lexicon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExtraWords(pub Vec<Taught>);

/// A phrase of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taught {
    /// As it is written.
    pub phrase: String,
    /// A phrase that the grammar knows.
    pub meaning: String,
    /// The language whose sentences it stands in; none: those of both.
    pub lang: Option<Lang>,
}

/// What stands around a sentence.
#[derive(Debug, Clone, Copy)]
pub struct ReadContext<'a> {
    /// The queries of its step: a plain word that one of them names is a name in the sentence.
    pub queries: &'a [&'a Query],
    /// What its label makes of it.
    pub force: Force,
    /// Taught phrases.
    pub extra: &'a ExtraWords,
}

/// Longer sentences are not expectations, and are not parsed.
const LONGEST: usize = 4_000;

/// As much work is done for one sentence, many times what the longest of people's takes; beyond it nothing is understood.
const WORK: u64 = 30_000;

/// Reads one sentence.
pub fn read(text: &str, ctx: &ReadContext) -> Reading {
    Budget::of(WORK, 1 << 20).run(|| read_within(text, ctx))
}

fn read_within(text: &str, ctx: &ReadContext) -> Reading {
    meaning(text, ctx).unwrap_or_else(|(stated, stop)| stopped(&stated, &stop))
}

/// What a text means, or what is stated in it and why that is not understood, not yet in words: those are said, and
/// what is said is read again.
fn meaning(text: &str, ctx: &ReadContext) -> Result<Reading, (String, Stop)> {
    if ctx.force == Force::Reports {
        return Ok(Reading::NotAnExpectation(Silence::Reports));
    }
    if text.len() > LONGEST {
        return Ok(not_understood(&text.chars().take(40).collect::<String>()));
    }
    if let Some(formal) = formal(text, ctx) {
        return Ok(formal);
    }
    let cleaned = clean::clean(text);
    if let Some(why) = aside(&cleaned) {
        return Ok(Reading::NotAnExpectation(why));
    }
    let (label, body) = clean::label(&cleaned);
    match label {
        Some(clean::Label::Prose) => return Ok(Reading::NotAnExpectation(Silence::Forecasts)),
        Some(clean::Label::Reports) if ctx.force == Force::Offers => {
            return Ok(Reading::NotAnExpectation(Silence::Reports));
        }
        Some(clean::Label::Demands | clean::Label::Reports) | None => {}
    }
    let stated = clean::can_be_seen(&clean::fine(clean::success(body)));
    let question = clean::asked(&stated);
    let taught = teach(question.as_deref().unwrap_or(&stated), ctx.extra);
    if ctx.force == Force::Forbids
        && let Some(denied) = denied(&taught, ctx)
    {
        return Ok(Reading::Understood(denied));
    }
    Ok(match clause::sentence(&taught, ctx, label.is_some()) {
        // `Pod가 Pending인가?` asks for trouble, and hopes for none.
        Ok(predicate) if question.is_some() && !wished_for(&predicate) => not_understood(&stated),
        // Nobody asks for trouble: without a label that demands it, it may be what must not be, or what was.
        Ok(predicate)
            if ctx.force == Force::Offers && label.is_none() && is_trouble(&predicate) =>
        {
            not_understood(&stated)
        }
        Ok(predicate) => forced(predicate, ctx),
        Err(stop) => return Err((stated, stop)),
    })
}

/// That a sentence is not understood: it can mean several things, or a word has no place.
fn stopped(stated: &str, stop: &Stop) -> Reading {
    if !stop.meanings.is_empty() {
        let said = |lang: Lang| {
            // As sentences that could be written instead, where they can be.
            let sentence = |one: &Predicate| format!("«{}»", told(one, lang));
            let said: Vec<String> = stop.meanings.iter().map(sentence).collect();
            said.join(" / ")
        };
        let why = Bilingual::new(
            format!("판정하지 않음: 뜻이 여럿입니다: {}", said(Lang::Ko)),
            format!("not judged: it can mean several things: {}", said(Lang::En)),
        );
        let stopped_at = stated.to_owned();
        return Reading::NotUnderstood { stopped_at, why };
    }
    let stopped_at = stop.at();
    if stopped_at.is_empty() {
        return not_understood(stated);
    }
    Reading::NotUnderstood {
        why: cannot_read(whole_words(stated, stopped_at)),
        stopped_at: stopped_at.to_owned(),
    }
}

/// A part of a text with the whole of the words at its ends.
fn whole_words<'t>(text: &'t str, part: &'t str) -> &'t str {
    let Some(at) = text.find(part) else {
        return part;
    };
    let start = text[..at].rfind(char::is_whitespace);
    let start = start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let rest = &text[at + part.len()..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    text[start..at + part.len() + end].trim_end_matches(['.', ','])
}

/// The expression of a text that is a `cel:` code span or ends with one, and the name of a table's row before it
/// (`노드: `cel: …``).
fn cel_span(text: &str) -> Option<(Option<&str>, &str)> {
    let text = clean::strip_ends(text);
    if let Some(source) = formula::source(text) {
        return Some((None, source));
    }
    let (name, span) = text.split_once(": ")?;
    let source = formula::source(span).filter(|_| span.starts_with('`'))?;
    Some((Some(name), source))
}

/// The reading of a text with a `cel:` code span. Words beside it would be passed over, except a name, which is
/// carried along.
fn formal(text: &str, ctx: &ReadContext) -> Option<Reading> {
    let (name, source) = cel_span(text)?;
    let said = match formula::Expression::parse(source) {
        Ok(expression) => Predicate::from(Statement::printed(Property::Cel(expression))),
        Err(problem) => {
            return Some(Reading::NotUnderstood {
                stopped_at: source.to_owned(),
                why: Bilingual::each(|lang| problem.words(lang)),
            });
        }
    };
    Some(match name {
        None => forced(said, ctx),
        Some(name) if !name::turns(name) && name.split_whitespace().count() < 4 => {
            forced(said.remarked(name), ctx)
        }
        Some(name) => not_understood(name),
    })
}

/// The expression of a text that is, or ends with, a `cel:` code span.
pub(crate) fn formal_source(text: &str) -> Option<&str> {
    cel_span(text).map(|(_, source)| source)
}

/// The expectation that a heading or an item's words state by themselves: log collection
/// (`로그 수집 확인`, `Verify log collection`). Only a text that is all about collecting; `Log output`
/// announces a look at the logs.
pub(crate) fn heading(title: &str) -> Option<Predicate> {
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &extra,
    };
    match read(title, &ctx) {
        Reading::Understood(said) => {
            let property = said.statement().map(|said| &said.property);
            let collected = matches!(property, Some(Property::LogsCollected { .. }));
            (collected && clause::speaks_of_collecting(title)).then_some(said)
        }
        Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
    }
}

/// Silence a text is no demand at all: marked as wrong, struck out, a counter-example, advice.
fn aside(text: &str) -> Option<Silence> {
    let lower = text.to_lowercase();
    let behind = lower.split_once('←').map(|(_, behind)| behind);
    let before = lower.split_once('→').map(|(before, _)| before);
    let says = |list: &WordList, part: Option<&str>| part.is_some_and(|part| list.is_within(part));
    let struck = text.starts_with("~~") && text.ends_with("~~");
    let asides = [
        (text.is_empty(), Silence::Empty),
        (list("marks-of-wrong").begins(text), Silence::MarkedWrong),
        (struck, Silence::Struck),
        (says(list("wrong"), behind), Silence::CounterExample),
        (says(list("goes-wrong"), before), Silence::Advises),
        (
            list("openers-of-conditions").begins(&lower),
            Silence::Conditional,
        ),
    ];
    let mut asides = asides.into_iter().filter(|(is_so, _)| *is_so);
    asides.next().map(|(_, why)| why)
}

/// Replaces taught phrases where they stand as whole words, the longest first.
fn teach(text: &str, extra: &ExtraWords) -> String {
    let of_text = |one: &&Taught| one.lang.is_none_or(|lang| lang == Lang::of(text));
    let phrases = extra.0.iter().filter(|one| !one.phrase.trim().is_empty());
    let mut phrases: Vec<&Taught> = phrases.filter(of_text).collect();
    phrases.sort_by_key(|one| std::cmp::Reverse(one.phrase.len()));
    let mut taught = text.to_owned();
    for Taught {
        phrase, meaning, ..
    } in phrases
    {
        let mut from = 0;
        while let Some(found) = taught[from..].find(phrase.as_str()) {
            let (start, end) = (from + found, from + found + phrase.len());
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
            let ascii_end = phrase.ends_with(|c: char| c.is_ascii_alphanumeric());
            let after = taught[end..].chars().next();
            let cut = inside(taught[..start].chars().next_back())
                || (inside(after) && (ascii_end == after.is_some_and(|c| c.is_ascii())));
            if cut {
                from = end;
                continue;
            }
            taught.replace_range(start..end, meaning);
            from = start + meaning.len();
        }
    }
    taught
}

/// Whether a question asks for something good, so that yes is what is wanted.
fn wished_for(predicate: &Predicate) -> bool {
    let good = |states: &[String]| states.iter().all(|state| list("good-states").has(state));
    let wished = |said: &Statement| match &said.property {
        Property::Exists | Property::State(_) if said.denies() => false,
        Property::Exists => said.how_many != Bound::Some,
        Property::State(states) => said.how_many != Bound::Some && good(states),
        Property::Ratio { states, .. } => good(states),
        Property::Column { test, .. } => *test == Test::Nodes,
        Property::Placed(placement) => *placement != Placement::PendingBefore,
        Property::Answer(_)
        | Property::ErrorLines(_)
        | Property::Measure { .. }
        | Property::RanThrough => true,
        _ => false,
    };
    predicate.statements().into_iter().all(wished)
}

/// Whether a statement says that something is in trouble, or not all there.
fn is_trouble(predicate: &Predicate) -> bool {
    let troubled = |value: &String| {
        let short = value.split_once('/').is_some_and(|(ready, of)| {
            let numbers = (ready.parse::<u64>(), of.parse::<u64>());
            matches!(numbers, (Ok(ready), Ok(of)) if ready < of)
        });
        short || list("trouble").has(&value.to_lowercase())
    };
    let says_so = |said: &Statement| match &said.property {
        Property::State(states) => {
            !said.denies() && said.counted().is_none() && states.iter().any(troubled)
        }
        Property::Column {
            test: Test::Is(values),
            ..
        } => values.iter().any(troubled),
        Property::Ratio {
            exactly: Some((ready, of)),
            ..
        } => ready < of,
        _ => false,
    };
    predicate.statements().into_iter().any(says_so)
}

/// A text under a label that forbids, as the sentence that denies it: "no errors".
fn denied(text: &str, ctx: &ReadContext) -> Option<Predicate> {
    let sentence = match Lang::of(text) {
        Lang::Ko => format!("{text} 없음"),
        Lang::En => format!("no {text}"),
    };
    let demanding = ReadContext {
        force: Force::Demands,
        ..*ctx
    };
    clause::sentence(&sentence, &demanding, true)
        .ok()
        .filter(Predicate::is_denial)
}

/// Turns a demand into its opposite where the label forbids.
fn forced(predicate: Predicate, ctx: &ReadContext) -> Reading {
    match ctx.force {
        Force::Demands | Force::Offers => Reading::Understood(predicate),
        Force::Forbids => match forbidden(predicate) {
            Some(opposite) => Reading::Understood(opposite),
            None => {
                let why = both!(
                    "금지하는 문장으로 읽을 수 없습니다",
                    "it cannot be read as something forbidden"
                );
                Reading::NotUnderstood {
                    stopped_at: String::new(),
                    why,
                }
            }
        },
        Force::Reports => Reading::NotAnExpectation(Silence::Reports),
    }
}

/// What must not be seen. Only what has an opposite that is one thing.
fn forbidden(predicate: Predicate) -> Option<Predicate> {
    let Predicate::Says(said) = predicate else {
        return None;
    };
    if said.denies() {
        return None;
    }
    let is_not = |column: &str, values| {
        let (column, test) = (column.to_owned(), Test::IsNot(values));
        let property = Property::Column { column, test };
        Statement::new(said.who.clone(), property)
    };
    let opposite = match (&said.property, said.how_many) {
        (Property::Text { place, texts, .. }, _) => {
            Statement::text(*place, texts.clone(), Join::Any).denied()
        }
        // `비정상 Pod: 0` says how many there may be.
        (Property::Value(Value::Is(texts)), _)
            if texts.iter().all(|text| text.parse::<f64>().is_err()) =>
        {
            Statement::text(Place::Output, texts.clone(), Join::Any).denied()
        }
        (Property::State(_) | Property::Exists, Bound::Every | Bound::Some) => {
            said.of(Bound::Every).denied()
        }
        // Of "every STATUS is X", forbidden, no row has it.
        (
            Property::Column {
                column,
                test: Test::Is(values),
            },
            Bound::Every,
        ) => is_not(column, values.clone()),
        (
            Property::Ratio {
                exactly: Some((ready, of)),
                states,
            },
            Bound::Every,
        ) if states.is_empty() => is_not("READY", vec![format!("{ready}/{of}")]),
        _ => return None,
    };
    Some(opposite.into())
}

/// That these words stopped a reading.
fn cannot_read(words: &str) -> Bilingual {
    both!(
        "판정하지 않음: `{words}`[을/를] 읽지 못했습니다",
        "not judged: cannot read `{words}`"
    )
}

/// That a text is not understood from these words on.
pub(crate) fn not_understood(stopped_at: &str) -> Reading {
    Reading::NotUnderstood {
        stopped_at: stopped_at.to_owned(),
        why: cannot_read(stopped_at),
    }
}
