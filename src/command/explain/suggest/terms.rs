//! What a sentence speaks of, word by word, for finding the known sentence that is nearest to it. Nothing is judged
//! by this: what it finds is read by the grammar before anybody sees it.

use crate::facts::tsv;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The forms of each group, each with what it says, in the order of the data.
static GROUPS: LazyLock<BTreeMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut groups: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for [name, says, forms] in tsv::rows(include_str!("terms.tsv")) {
        let forms = forms.split(" | ").map(|form| (says, form));
        groups.entry(name).or_default().extend(forms);
    }
    groups
});

fn group(name: &str) -> &'static [(&'static str, &'static str)] {
    GROUPS.get(name).map_or(&[], Vec::as_slice)
}

fn is_one(name: &str, word: &str) -> bool {
    group(name).iter().any(|(_, form)| *form == word)
}

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A thing or a quality that sentences speak of.
    Concept(&'static str),
    /// A bound.
    Bound(&'static str),
    /// A number with the sort of its unit.
    Number(Unit),
    /// A name or a text of the author's own.
    Name,
    /// A state that nobody wishes for.
    Trouble,
    /// It denies.
    Not,
    /// It turns, limits or undoes what stands beside it: without it another thing would be said.
    Turns,
    /// When, how or how surely: told where it is left out, and nothing that has to be carried.
    Aside,
    /// It says nothing.
    Filler,
    /// Anything else.
    Word,
}

/// A bound as it is written: behind a number in Korean, before it in English.
pub(super) fn written(bound: &str, korean: bool) -> &'static str {
    let (ko, en) = match bound {
        "at-most" => ("이하", "at most"),
        "below" => ("미만", "below"),
        "at-least" => ("이상", "at least"),
        _ => ("초과", "above"),
    };
    if korean { ko } else { en }
}

/// The sort of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Count,
    Ratio,
    Percent,
    Cores,
    Bytes,
    Time,
    Image,
    Other,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) term: Term,
    pub(super) at: Range<usize>,
}

/// The number that a word is.
pub(super) fn in_digits(word: &str) -> Option<u64> {
    let lower = word.to_ascii_lowercase();
    let bare = lower.strip_suffix("만").unwrap_or(&lower);
    let (number, _) = group("number").iter().find(|(_, word)| *word == bare)?;
    number.parse().ok()
}

/// The words of a sentence.
pub(super) fn terms(text: &str) -> Vec<Token> {
    // Of ASCII only, so that every place stays.
    let lower = text.to_ascii_lowercase();
    let mut tokens = phrases(&lower);
    for bound in bounds(&lower) {
        if !tokens.iter().any(|one| overlap(&one.at, &bound.at)) {
            tokens.push(bound);
        }
    }
    for chunk in chunks(text) {
        if tokens.iter().any(|one| overlap(&one.at, &chunk)) {
            continue;
        }
        let term = term(&text[chunk.clone()]);
        tokens.push(Token { term, at: chunk });
    }
    tokens.sort_by_key(|one| one.at.start);
    for at in 1..tokens.len() {
        let (before, word) = (
            &lower[tokens[at - 1].at.clone()],
            &lower[tokens[at].at.clone()],
        );
        // `show up` is no being up, and `…ㄹ 수 있다` no being.
        match (before, word) {
            ("come" | "comes", "up") => tokens[at].term = Term::Word,
            ("show" | "shows", "up") => tokens[at].term = Term::Filler,
            _ => {}
        }
        if before == "수" && word.starts_with('있') {
            tokens[at].term = Term::Turns;
        }
        // `…면 안 됨` is no condition.
        if let Some(stem) = before.strip_suffix('면')
            && word.starts_with('안')
        {
            let denied = term(stem);
            tokens[at].term = Term::Not;
            tokens[at - 1].term = denied;
        }
    }
    tokens
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The words that are one thing together, each to the end of its last word.
fn phrases(lower: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (says, phrase) in group("phrase") {
        for (at, _) in lower.match_indices(phrase) {
            let begins = !lower[..at].ends_with(|c: char| c.is_alphanumeric());
            let rest = &lower[at + phrase.len()..];
            let goes_on = |c: char| c.is_alphanumeric();
            // A Korean word goes on with its particle.
            let tail = if phrase.is_ascii() {
                0
            } else {
                rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len())
            };
            let ends = !phrase.is_ascii() || !rest.starts_with(goes_on);
            let place = at..at + phrase.len() + tail;
            if begins && ends && !found.iter().any(|one| overlap(&one.at, &place)) {
                let term = match *says {
                    "filler" => Term::Filler,
                    "word" => Term::Word,
                    "aside" => Term::Aside,
                    concept => Term::Concept(concept),
                };
                found.push(Token { term, at: place });
            }
        }
    }
    found
}

/// The phrases that are bounds, each to the end of its word.
fn bounds(lower: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let anywhere = group("bound").iter().map(|bound| (bound, false));
    let behind = group("bound-behind").iter().map(|bound| (bound, true));
    for ((says, phrase), behind_number) in anywhere.chain(behind) {
        for (at, _) in lower.match_indices(phrase) {
            let before = lower[..at].trim_end();
            let own = before.rsplit(char::is_whitespace).next();
            let has_number = own.is_some_and(|own| own.contains(|c: char| c.is_ascii_digit()));
            let inside = phrase.starts_with(|c: char| c.is_ascii_alphabetic())
                && lower[..at].ends_with(|c: char| c.is_alphanumeric());
            let rest = &lower[at + phrase.len()..];
            let goes_on = phrase.ends_with(|c: char| c.is_ascii_alphabetic())
                && rest.starts_with(|c: char| c.is_alphanumeric());
            let tail = if phrase.is_ascii() {
                Some(0)
            } else {
                rest.find(|c: char| c.is_whitespace() || ",.;)".contains(c))
            };
            let place = at..at + phrase.len() + tail.unwrap_or(rest.len());
            let taken = found.iter().any(|one| overlap(&one.at, &place));
            if inside || goes_on || taken || (behind_number && !has_number) {
                continue;
            }
            let term = Term::Bound(says);
            found.push(Token { term, at: place });
        }
    }
    found
}

/// The words: code spans and quotations whole, Latin and Korean apart, no punctuation.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let closing = match first {
            '`' => Some('`'),
            '"' => Some('"'),
            '“' => Some('”'),
            _ => None,
        };
        let quoted = closing.and_then(|closing| {
            let from = at + first.len_utf8();
            Some(from + text[from..].find(closing)? + closing.len_utf8())
        });
        if let Some(end) = quoted {
            chunks.push(at..end);
            at = end;
            continue;
        }
        let is_latin = |c: char| c.is_ascii_alphanumeric() || "-_./%:'".contains(c);
        let of_kind = |c: char| {
            if first.is_ascii() {
                is_latin(c)
            } else {
                !c.is_ascii() && c.is_alphanumeric()
            }
        };
        let length: usize = text[at..]
            .chars()
            .take_while(|c| of_kind(*c))
            .map(char::len_utf8)
            .sum();
        if length == 0 {
            if "~≈±→←".contains(first) {
                chunks.push(at..at + first.len_utf8());
            }
            at += first.len_utf8();
            continue;
        }
        let word = text[at..at + length].trim_end_matches(['.', ':', '-', '/', '\'']);
        if !word.is_empty() {
            chunks.push(at..at + word.len());
        }
        at += length;
    }
    joined(text, chunks)
}

/// A number and its Korean unit are one.
fn joined(text: &str, chunks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for chunk in chunks {
        let word = &text[chunk.clone()];
        let of_time = ["분", "시간", "일", "초"]
            .iter()
            .any(|unit| word.starts_with(unit))
            || [
                "minute", "minutes", "min", "hour", "hours", "hr", "day", "days", "second",
                "seconds",
            ]
            .contains(&word);
        match all.last_mut() {
            Some(last) if word == "없이" && is_one("untroubled", &text[last.clone()]) => {
                last.end = chunk.end
            }
            Some(last)
                if of_time
                    && text[last.clone()].chars().all(|c| c.is_ascii_digit())
                    && text[last.end..chunk.start].trim().is_empty() =>
            {
                let unit = ["시간", "분", "일", "초"]
                    .iter()
                    .find(|unit| word.starts_with(**unit));
                last.end = chunk.start + unit.map_or(word.len(), |unit| unit.len());
            }
            Some(_) | None => all.push(chunk),
        }
    }
    all
}

fn term(word: &str) -> Term {
    if word.starts_with(['`', '"', '“']) {
        return Term::Name;
    }
    let lower = word.to_ascii_lowercase();
    if let Some(unit) = unit(&lower) {
        return Term::Number(unit);
    }
    if in_digits(word).is_some() {
        return Term::Number(Unit::Count);
    }
    if let Some(what) = word.strip_suffix("없이") {
        return if is_one("untroubled", what.trim_end()) {
            Term::Word
        } else {
            Term::Turns
        };
    }
    if word.is_ascii() {
        english(word, &lower)
    } else {
        korean(word)
    }
}

fn english(word: &str, lower: &str) -> Term {
    let groups = [
        ("trouble", Term::Trouble),
        ("not", Term::Not),
        ("turns", Term::Turns),
        ("aside", Term::Aside),
        ("filler", Term::Filler),
    ];
    let known = groups.into_iter().find(|(name, _)| is_one(name, lower));
    let mut concepts = group("concept").iter();
    match (known, concepts.find(|(_, form)| *form == lower)) {
        (Some((_, term)), _) => term,
        _ if lower.ends_with("n't") => Term::Not,
        (None, Some((concept, _))) => Term::Concept(concept),
        (None, None) if is_name(word) => Term::Name,
        (None, None) => Term::Word,
    }
}

fn korean(word: &str) -> Term {
    let begins = |name| group(name).iter().any(|(_, form)| word.starts_with(form));
    let holds = |name| group(name).iter().any(|(_, form)| word.contains(form));
    // `…면`, but a screen.
    let conditional = word.ends_with('면') && !word.ends_with("화면");
    let past = group("past-of").iter().any(|(_, form)| {
        let end = word.split_once(form).map(|(_, end)| end);
        end.is_some_and(|end| !is_one("past", end))
    });
    if conditional || past || word == "외" || word == "중" || holds("turns-ko") {
        return Term::Turns;
    }
    if holds("denial") || is_one("not", word) {
        return Term::Not;
    }
    if begins("aside-ko") {
        return Term::Aside;
    }
    let letters = word.chars().count();
    let particle = letters < 3 && begins("particle");
    let of = |form: &str| !form.is_ascii() && word.starts_with(form);
    match group("concept").iter().find(|(_, form)| of(form)) {
        Some((concept, _)) => Term::Concept(concept),
        None if particle || (begins("filler-ko") && letters < 6) => Term::Filler,
        None => Term::Word,
    }
}

/// The sort of a number; nothing of what begins with none.
fn unit(word: &str) -> Option<Unit> {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if word.contains(':')
        && word.contains(|c: char| c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return Some(Unit::Image);
    }
    if digits.len() == word.len() {
        return None;
    }
    if let Some((ready, of)) = word.split_once('/')
        && ready.parse::<u64>().is_ok()
        && of.parse::<u64>().is_ok()
    {
        return Some(Unit::Ratio);
    }
    match digits.trim() {
        "" => Some(Unit::Count),
        "%" => Some(Unit::Percent),
        "m" => Some(Unit::Cores),
        "ki" | "mi" | "gi" | "k" | "g" | "mb" | "gb" => Some(Unit::Bytes),
        "s" | "h" | "d" | "min" | "시간" | "분" | "일" | "초" => Some(Unit::Time),
        rest if ["minute", "hour", "day", "second", "hr"]
            .iter()
            .any(|unit| rest.starts_with(unit)) =>
        {
            Some(Unit::Time)
        }
        _ => Some(Unit::Other),
    }
}

/// Whether a word is a name by its shape.
fn is_name(word: &str) -> bool {
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    word.contains(['-', '_']) && word.chars().all(|c| lower(c) || "-_.".contains(c))
}
