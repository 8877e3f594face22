//! The words of both languages, from `lexicon.tsv`: a line there is a sense with its forms, and this is how a form is
//! looked up.

use super::concept::Term;
use crate::facts::lang::Lang;
use crate::facts::word_list::{self, Line, SAME};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const DATA: &str = include_str!("lexicon.tsv");

fn senses() -> impl Iterator<Item = Line> {
    word_list::lines(DATA)
}

/// What a form of a line means: a header that kubectl prints is a column.
fn meaning(sense: &Line) -> Term {
    match sense.list {
        "header" => Term("column", sense.value),
        category => Term(category, sense.value),
    }
}

/// Korean words by their first syllable.
type Words = HashMap<char, Vec<(&'static str, Term)>>;

/// The data, as it is looked up.
#[derive(Default)]
struct Lexicon {
    phrases: HashMap<&'static str, Term>,
    openers: HashSet<&'static str>,
    headers: HashSet<&'static str>,
    stems: Words,
    endings: Words,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for sense in senses() {
        for form in sense.forms() {
            lexicon.add(form, meaning(&sense), sense.list == "header");
        }
    }
    lexicon
});

impl Lexicon {
    fn add(&mut self, form: &'static str, term: Term, header: bool) {
        let hangul = |c: char| crate::facts::lang::is_hangul(c);
        let (words, form) = match form
            .strip_prefix('-')
            .filter(|rest| rest.starts_with(hangul))
        {
            Some(ending) => (&mut self.endings, ending),
            None if header => {
                self.headers.insert(form);
                return;
            }
            None if form.chars().all(hangul) => (&mut self.stems, form),
            None => {
                self.phrases.insert(form, term);
                if let Some((first, _)) = form.split_once(' ') {
                    self.openers.insert(first);
                }
                return;
            }
        };
        if let Some(first) = form.chars().next() {
            words.entry(first).or_default().push((form, term));
        }
    }
}

/// How a kind is said: its English plural, its Korean word.
pub(super) fn spoken(kind: &str, lang: Lang) -> Option<String> {
    let sense = senses().find(|sense| (sense.list, sense.value) == ("kind", kind))?;
    let mut english = sense.english.split(" | ");
    let (one, several) = (english.next()?, english.next());
    Some(match lang {
        Lang::En => several.unwrap_or(one).to_owned(),
        Lang::Ko if sense.korean != SAME => sense.korean.split(" | ").next()?.to_owned(),
        Lang::Ko if one.len() < 4 => one.to_uppercase(),
        Lang::Ko => one.to_owned(),
    })
}

/// The term of an English phrase in lower case.
pub(super) fn term(phrase: &str) -> Option<Term> {
    LEXICON.phrases.get(phrase).copied()
}

/// Whether a phrase of several words begins with a word, in lower case.
pub(super) fn opens_phrase(word: &str) -> bool {
    LEXICON.openers.contains(word)
}

/// The header that kubectl prints as a word is written.
pub(super) fn header(word: &str) -> Option<&'static str> {
    LEXICON.headers.get(word).copied()
}

/// The Korean stems that a run may begin with.
pub(super) fn stems(run: &str) -> impl Iterator<Item = (&'static str, Term)> {
    beginning(&LEXICON.stems, run)
}

/// The Korean endings that a run may begin with.
pub(super) fn endings(run: &str) -> impl Iterator<Item = (&'static str, Term)> {
    beginning(&LEXICON.endings, run)
}

fn beginning(words: &'static Words, run: &str) -> impl Iterator<Item = (&'static str, Term)> {
    let known = run.chars().next().and_then(|first| words.get(&first));
    let known = known.map_or(&[][..], Vec::as_slice).iter().copied();
    known.filter(move |(word, _)| run.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::word_list::NONE;

    /// What one language says by its grammar: particles, articles, counters, a comparison of two adjectives.
    const GRAMMAR: [&str; 20] = [
        "alike",
        "as",
        "at",
        "both",
        "counter",
        "empty",
        "for",
        "from",
        "greater",
        "have",
        "image-tag",
        "in",
        "inside",
        "linked",
        "of",
        "on",
        "ongoing",
        "per-node",
        "possible",
        "smaller",
    ];

    #[test]
    fn every_sense_is_said_in_both_languages() {
        let mut seen = 0;
        for sense in senses() {
            let grammatical = GRAMMAR.contains(&sense.list)
                || ["span", "success", "tag", "than", "up", "bind"].contains(&sense.list);
            let said = |forms: &str| !forms.is_empty() && forms != NONE;
            let (category, value) = (sense.list, sense.value);
            assert!(said(sense.english) || grammatical, "{category} {value}");
            assert!(said(sense.korean) || grammatical, "{category} {value}");
            assert!(
                said(sense.english) || said(sense.korean),
                "{category} {value}"
            );
            seen += 1;
        }
        assert!(seen > 200, "{seen}");
    }

    #[test]
    fn a_form_has_one_sense() {
        let mut known: HashMap<&str, String> = HashMap::new();
        for sense in senses() {
            for form in sense.forms() {
                let name = format!("{} {}", sense.list, sense.value);
                let before = known.insert(form, name.clone());
                assert_eq!(before, None, "{form}: {name}");
            }
        }
        assert!(known.len() > 700, "{}", known.len());
    }

    /// A form is found as it is written, and a line where it is looked for.
    #[test]
    fn every_form_is_reached_and_the_lines_are_sorted() {
        for sense in senses() {
            let term = meaning(&sense);
            for form in sense.forms() {
                let found = match form.strip_prefix('-') {
                    Some(ending) => endings(ending).any(|(word, of)| word == ending && of == term),
                    None if sense.list == "header" => header(form) == Some(form),
                    None if form.chars().all(crate::facts::lang::is_hangul) => {
                        stems(form).any(|(word, of)| word == form && of == term)
                    }
                    None => super::term(form) == Some(term) && form == form.to_lowercase(),
                };
                assert!(found, "{form}");
            }
        }
        let lines: Vec<(&str, &str)> = senses().map(|one| (one.list, one.value)).collect();
        let mut sorted = lines.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(lines, sorted);
    }
}
