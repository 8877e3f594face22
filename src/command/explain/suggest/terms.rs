//! What a sentence speaks of, word by word, for finding the known sentence that is nearest to it. Nothing is judged
//! by this: what it finds is read by the grammar before anybody sees it.

use crate::facts::lang::Lang;
use crate::facts::tsv;
use regex::Regex;
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

/// Code spans and quotations whole, Latin and Korean words apart, and the signs that say something.
static CHUNK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"`[^`]*`|"[^"]*"|“[^”]*”|[A-Za-z0-9_./%:'-]+"#,
        r"|[[\p{Alphabetic}\p{N}]&&[^\x00-\x7F]]+|[~≈±→←]"
    ))
    .expect("a constant pattern")
});

fn group(name: &str) -> &'static [(&'static str, &'static str)] {
    GROUPS.get(name).map_or(&[], Vec::as_slice)
}

/// What a form of a group says.
fn said(name: &str, word: &str) -> Option<&'static str> {
    let known = group(name).iter().find(|(_, form)| *form == word);
    known.map(|(says, _)| *says)
}

fn is_one(name: &str, word: &str) -> bool {
    said(name, word).is_some()
}

/// The form of a group with which a word begins.
fn begun(name: &str, word: &str) -> Option<&'static str> {
    let mut forms = group(name).iter().map(|(_, form)| *form);
    forms.find(|form| word.starts_with(form))
}

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A thing or a quality that sentences speak of.
    Concept(&'static str),
    /// A bound.
    Bound(&'static str),
    /// A number with the sort of its unit: `count`, `ratio`, `image`, `other`, or one of the data.
    Number(&'static str),
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
    said("number", bare)?.parse().ok()
}

/// A bound as it is written: behind a number in Korean, before it in English.
pub(super) fn written(bound: &str, lang: Lang) -> &'static str {
    let mut forms = group("written").iter().filter(|(says, _)| *says == bound);
    let own = forms.find(|(_, form)| Lang::of(form) == lang);
    own.map_or("", |(_, form)| form)
}

/// The words of a sentence.
pub(super) fn terms(text: &str) -> Vec<Token> {
    // Of ASCII only, so that every place stays.
    let lower = text.to_ascii_lowercase();
    let mut tokens: Vec<Token> = Vec::new();
    let mut add = |term: Term, at: Range<usize>| {
        let is_free = |one: &Token| one.at.end <= at.start || at.end <= one.at.start;
        if tokens.iter().all(is_free) {
            tokens.push(Token { term, at });
        }
    };
    for name in ["phrase", "bound", "bound-behind"] {
        for (says, form) in group(name) {
            for at in whole(&lower, form, name) {
                add(of_several(name, says), at);
            }
        }
    }
    for at in chunks(text) {
        add(term(&text[at.clone()]), at);
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

/// What a form of one or several words is.
fn of_several(name: &str, says: &'static str) -> Term {
    match (name, says) {
        ("phrase", "filler") => Term::Filler,
        ("phrase", "word") => Term::Word,
        ("phrase", "aside") => Term::Aside,
        ("phrase", concept) => Term::Concept(concept),
        (_, bound) => Term::Bound(bound),
    }
}

/// Where a form stands as words of its own, each to the end of its last word. A Korean word goes on with its particle,
/// and a Korean bound stands behind its number as well; some only there.
fn whole(lower: &str, form: &str, name: &str) -> Vec<Range<usize>> {
    let goes_on = |c: char| c.is_alphanumeric();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let starts = name == "phrase" || is_word(form.chars().next());
    let ends = form.is_ascii() && is_word(form.chars().next_back());
    let places = lower.match_indices(form).filter_map(|(at, _)| {
        let (before, rest) = (&lower[..at], &lower[at + form.len()..]);
        let own = before.trim_end().rsplit(char::is_whitespace).next();
        let has_number = own.is_some_and(|own| own.contains(|c: char| c.is_ascii_digit()));
        let is_inside = starts && before.ends_with(goes_on) || ends && rest.starts_with(goes_on);
        let particle = rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len());
        let tail = if form.is_ascii() { 0 } else { particle };
        let stands = !is_inside && (name != "bound-behind" || has_number);
        stands.then(|| at..at + form.len() + tail)
    });
    places.collect()
}

/// The words without punctuation; a number and the unit behind it are one.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for chunk in CHUNK.find_iter(text) {
        let word = chunk.as_str().trim_end_matches(['.', ':', '-', '/', '\'']);
        let (start, end) = (chunk.start(), chunk.start() + word.len());
        let unit = if word.is_ascii() {
            Some(word).filter(|word| is_one("unit-apart", word))
        } else {
            begun("unit-apart", word)
        };
        let before = all.last_mut().map(|last| (&text[last.clone()], last));
        match (before, unit) {
            _ if word.is_empty() => {}
            (Some((before, last)), _) if word == "없이" && is_one("untroubled", before) => {
                last.end = end;
            }
            (Some((before, last)), Some(unit))
                if before.bytes().all(|c| c.is_ascii_digit())
                    && text[last.end..start].trim().is_empty() =>
            {
                last.end = start + unit.len();
            }
            _ => all.push(start..end),
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
        return Term::Number("count");
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
    match (known, said("concept", lower)) {
        (Some((_, term)), _) => term,
        _ if lower.ends_with("n't") => Term::Not,
        (None, Some(concept)) => Term::Concept(concept),
        (None, None) if is_name(word) => Term::Name,
        (None, None) => Term::Word,
    }
}

fn korean(word: &str) -> Term {
    let begins = |name| begun(name, word).is_some();
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
fn unit(word: &str) -> Option<&'static str> {
    let begins_with_letter = word.starts_with(|c: char| c.is_ascii_alphabetic());
    if word.contains(':') && word.contains(|c: char| c.is_ascii_digit()) && begins_with_letter {
        return Some("image");
    }
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() == word.len() {
        return None;
    }
    let is_number = |part: &str| part.parse::<u64>().is_ok();
    let ratio = word.split_once('/');
    Some(match rest.trim() {
        _ if ratio.is_some_and(|(ready, of)| is_number(ready) && is_number(of)) => "ratio",
        "" => "count",
        rest => said("unit", rest)
            .or_else(|| said("unit-apart", rest))
            .unwrap_or("other"),
    })
}

/// Whether a word is a name by its shape.
fn is_name(word: &str) -> bool {
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    word.contains(['-', '_']) && word.chars().all(|c| lower(c) || "-_.".contains(c))
}
