//! Labels: which demand, forbid or report, which announce commands; and table columns that are labels.

use super::normal;
use crate::facts::deployment::System;
use crate::facts::kinds;
use crate::facts::ledger::Silence;
use crate::facts::word_list::WordList;
use crate::record::{Force, words};

static COMMANDS: WordList = words("label-commands");
static COUNTER_EXAMPLE: WordList = words("label-counter-example");
static FAILURE: WordList = words("label-failure");
static FORBIDS: WordList = words("label-forbids");
static FORBIDS_WHOLE: WordList = words("label-forbids-whole");
static TROUBLED_STATE: WordList = words("label-troubled-state");
static TROUBLE: WordList = words("label-trouble");
static CRITERION: WordList = words("label-criterion");
static BEFORE: WordList = words("label-before");
static BEFORE_WORD: WordList = words("label-before-word");
static UNSURE: WordList = words("label-unsure");
static EXPECTING: WordList = words("label-expecting");
static FORECAST: WordList = words("label-forecast");
static DEMANDS_AT_START: WordList = words("label-demands-at-start");
static DEMANDS_AT_END: WordList = words("label-demands-at-end");
static DEMANDS_WHOLE: WordList = words("label-demands-whole");
static BESIDE: WordList = words("label-beside");
static TOPIC: WordList = words("label-topic");
static REPORT: WordList = words("label-report");
static REMARK: WordList = words("label-remark");

/// What a label says about what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::record) enum Label {
    /// Expectations, or reports, follow.
    Claims(Force),
    /// Commands follow (`명령어:`, `Verification command:`).
    Commands,
}

/// A label that the configuration teaches beside the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraLabel {
    /// The label's words, without bold, colon or parentheses; compared ignoring case.
    pub text: String,
    /// What it makes of what follows.
    pub force: Force,
}

/// What a label means, from its words in any markup. `None` for words that are no label.
pub(in crate::record) fn label(text: &str, extra: &[ExtraLabel]) -> Option<Label> {
    if text.chars().count() > 60 {
        return None;
    }
    let words = normal(text);
    if words.is_empty() {
        return None;
    }
    if let Some(own) = extra.iter().find(|own| normal(&own.text) == words) {
        return Some(Label::Claims(own.force));
    }
    if COMMANDS.has(&words) {
        return Some(Label::Commands);
    }
    let force = if COUNTER_EXAMPLE.is_within(&words) {
        Force::Says(Silence::CounterExample)
    } else if FAILURE.is_within(&words) || words.starts_with("if ") {
        Force::Says(Silence::Advises)
    } else if forbids(&words) {
        Force::Forbids
    } else if is_forecast(&words) {
        Force::Says(Silence::Forecasts)
    } else if is_demand(&words) {
        // Below `Expected in namespace data` the words say where it is demanded, and nobody reads them.
        if names_more(&words, is_topic) {
            Force::Unsure
        } else {
            Force::Demands
        }
    } else if is_before(&words) && !text.contains("CURRENT") {
        Force::Says(Silence::Before)
    } else if UNSURE.ends_words(&words) || (is_trouble(&words) && !denies(&words)) {
        Force::Unsure
    } else if REMARK.ends_words(&words) {
        Force::Says(Silence::Remark)
    } else if REPORT.ends_words(&words) {
        Force::Says(Silence::Reports)
    } else {
        return None;
    };
    Some(Label::Claims(force))
}

/// Whether a label demands nothing wherever it stands, below a label that demands, too.
pub(in crate::record) fn is_advice(text: &str) -> bool {
    let silences = [
        Silence::Advises,
        Silence::Conditional,
        Silence::Forecasts,
        Silence::CounterExample,
    ];
    let silences = silences.map(|why| Label::Claims(Force::Says(why)));
    label(text, &[]).is_some_and(|label| silences.contains(&label))
}

/// Whether a label announces a remark (`참고`, `Note`).
pub(in crate::record) fn is_remark(text: &str) -> bool {
    REMARK.ends_words(&normal(text))
}

/// Whether words are a label as a whole, so that they need no colon to be one.
pub(in crate::record) fn is_whole_label(text: &str) -> bool {
    let words = normal(text);
    DEMANDS_AT_END.ends_words(&words)
        || REPORT.ends_words(&words)
        || REMARK.ends_words(&words)
        || BEFORE.ends_words(&words)
        || COMMANDS.has(&words)
        || words.starts_with("expected ")
        || words.ends_with(" criteria")
        || words.ends_with(" output")
}

/// Whether a label that nobody knows speaks of trouble.
fn is_trouble(words: &str) -> bool {
    TROUBLE.is_said_in(words) || words.starts_with("back out")
}

fn forbids(words: &str) -> bool {
    FORBIDS.is_within(words)
        || TROUBLED_STATE.is_within(words)
        || FORBIDS_WHOLE.has(words)
        || (is_trouble(words) && CRITERION.is_said_in(words) && !denies(words))
}

fn denies(words: &str) -> bool {
    words.contains(['없', '않'])
        || words
            .split(' ')
            .any(|word| matches!(word, "no" | "without"))
}

fn is_before(words: &str) -> bool {
    BEFORE.ends_words(words)
        || BEFORE_WORD.has_word_of(words)
        || words.starts_with("prior to ")
        || words.split(' ').any(|word| word.starts_with("pre-"))
        || format!(" {words}").contains(" before ")
}

fn is_forecast(words: &str) -> bool {
    EXPECTING.is_within(words) && FORECAST.is_within(words)
}

fn is_demand(words: &str) -> bool {
    DEMANDS_WHOLE.has(words)
        || DEMANDS_AT_START.begins_words(words)
        || DEMANDS_AT_END.ends_words(words)
}

/// Whether a label over a list names what the list speaks of.
fn is_topic(word: &str) -> bool {
    // Shorter names of kinds are words of prose, too.
    let kind = word.len() > 2 && kinds::plainly_named(word).is_some();
    let source = |system: &System| system.called().contains(&word);
    kind || kinds::spoken(word).is_some() || System::ALL.iter().any(source) || TOPIC.has(word)
}

/// Whether words that demand say more than that: `expected failed pods`, `pending pod 기대값`.
fn names_more(words: &str, beside: fn(&str) -> bool) -> bool {
    let demands = |word: &str| {
        [&DEMANDS_AT_END, &DEMANDS_WHOLE, &DEMANDS_AT_START]
            .iter()
            .flat_map(|list| list.iter())
            .any(|phrase| phrase.split(' ').any(|own| own == word))
    };
    let known = |word: &str| BESIDE.has(word) || beside(word) || demands(word);
    words
        .split([' ', '/', ','])
        .any(|word| !word.is_empty() && !known(word) && !is_number(word))
}

/// Whether a label before a colon is no more than the beginning of what is said: of what it is demanded (`Expected failed
/// pods: 3`), or the state of so many (`Healthy: 3`). What the configuration teaches is a label.
pub(in crate::record) fn begins_what_is_said(text: &str, said: &str, extra: &[ExtraLabel]) -> bool {
    let words = normal(text);
    let taught = extra.iter().any(|own| normal(&own.text) == words);
    let counts = ["healthy", "success", "정상"].contains(&words.as_str());
    let number = is_number(said.trim_matches([' ', '*', '`']));
    let demands = matches!(
        label(text, extra),
        Some(Label::Claims(Force::Demands | Force::Unsure))
    );
    let names = names_more(&words, |_| false) || counts && number;
    !taught && demands && is_demand(&words) && names
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
