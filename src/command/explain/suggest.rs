//! What could be written instead of a sentence that is not understood: up to three rewritings, each read by the
//! grammar beside the same commands before it is shown, and said with what it means. A word of the author's that
//! a rewriting does not carry is said, too, so that none is weaker than the sentence without saying so; a number
//! of the author's, a denial and a condition are always carried, or nothing is offered.

mod terms;

use crate::facts::lang::Lang;
use crate::facts::tsv;
use crate::judge::predicate::{Predicate, Property, Statement, Value, same_kind};
use crate::language::{self, ExtraWords, Force, ReadContext, Reading};
use crate::query::script;
use crate::query::{Class, Query, Vars};
use schemars::JsonSchema;
use serde::Serialize;
use terms::{Term, Token, terms};

/// How many are offered.
const OFFERED: usize = 3;
/// Longer sentences are not tried.
const LONGEST: usize = 300;
/// Known sentences that are read for one that is not understood.
const NEAREST: usize = 6;

/// A rewriting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// The sentences to write instead, a line each.
    pub write: Vec<Written>,
    /// The words of the sentence that none of them carries.
    pub without: Vec<String>,
    /// The label to write them under, where the place is what was not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<&'static str>,
    /// The command to write beside them, where there is none that could show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
}

/// A sentence of a rewriting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Written {
    /// As it is to be written.
    pub text: String,
    /// What it means, in the record's language; nothing if it stays a person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

impl Suggestion {
    /// `«A» (means …), without «b»`.
    pub fn told(&self, lang: Lang) -> String {
        let each = self.write.iter().map(|one| match (&one.means, lang) {
            (Some(means), Lang::Ko) => format!("«{}» (뜻: {means})", one.text),
            (Some(means), Lang::En) => format!("«{}» (means: {means})", one.text),
            (None, Lang::Ko) => format!("«{}» (사람이 확인)", one.text),
            (None, Lang::En) => format!("«{}» (a person's)", one.text),
        });
        let mut told = each.collect::<Vec<_>>().join(" + ");
        if let Some(label) = self.under {
            told = lang.pick(
                format!("`{label}` 아래에 {told}"),
                format!("under `{label}`: {told}"),
            );
        }
        if let Some(command) = &self.beside {
            told = lang.pick(
                format!("`{command}` 옆에 {told}"),
                format!("{told} beside `{command}`"),
            );
        }
        if self.without.is_empty() {
            return told;
        }
        let words: Vec<String> = self
            .without
            .iter()
            .map(|word| format!("«{word}»"))
            .collect();
        let words = words.join(", ");
        lang.pick(
            format!("{told}, {words} 없이"),
            format!("{told}, without {words}"),
        )
    }

    /// How many words of the sentence are not in it; of one that stays a person's, as if they were two.
    fn lacks(&self) -> usize {
        let left = self.write.iter().filter(|one| one.means.is_none()).count();
        let words = self
            .without
            .iter()
            .map(|words| words.split_whitespace().count());
        words.sum::<usize>() + 2 * left
    }
}

/// The known sentences: the command that shows it, in Korean, in English.
pub fn known() -> impl Iterator<Item = [&'static str; 3]> {
    tsv::rows(include_str!("sentences.tsv"))
}

/// The command that shows what a sentence means, where none stands beside it: that of the known sentence which
/// means the same of the same things. In the namespace that the record looks at, if it is one.
pub fn command(
    text: &str,
    said: &Predicate,
    namespace: Option<&str>,
    lang: Lang,
) -> Option<Suggestion> {
    let wanted = said.statement()?;
    let command = known().find_map(|[command, _, english]| {
        let command = match namespace {
            Some(namespace) => command.replace("-n web", &format!("-n {namespace}")),
            None => command.replace(" -n web", ""),
        };
        // What has a name of its own is no example for others.
        let mut words = command.split_whitespace();
        let has_name = words.any(|word| word == "web" || word.contains("/web"));
        let query = asked_by(&command).filter(|_| !has_name)?;
        let beside = Beside {
            queries: &[&query],
            extra: &ExtraWords::default(),
            lang,
            forbidden: false,
        };
        let meant = beside.read(english)?;
        let same = meant.statement().is_some_and(|meant| {
            let of_kind = meant.who.kind == wanted.who.kind;
            of_kind
                && std::mem::discriminant(&meant.property)
                    == std::mem::discriminant(&wanted.property)
        });
        (same && shows(&query, wanted)).then_some(command)
    })?;
    Some(Suggestion {
        write: vec![Written {
            text: text.to_owned(),
            means: Some(said.words(lang)),
        }],
        beside: Some(command),
        ..Suggestion::default()
    })
}

/// The known sentences that a step's commands can show, each with what it means.
pub fn shown_by(commands: &[&str], extra: &ExtraWords, lang: Lang) -> Vec<Written> {
    let queries: Vec<Query> = commands.iter().filter_map(|one| asked_by(one)).collect();
    let queries: Vec<&Query> = queries.iter().collect();
    let beside = Beside {
        queries: &queries,
        extra,
        lang,
        forbidden: false,
    };
    let sentences = known().map(|[_, korean, english]| lang.pick(korean, english));
    sentences
        .filter(|_| !queries.is_empty())
        .filter_map(|sentence| {
            let meant = beside.read(sentence)?;
            Some(beside.written(&beside.said(sentence, &meant, lang), &meant))
        })
        .collect()
}

/// What a command asks, if it is understood.
fn asked_by(command: &str) -> Option<Query> {
    let script = script::read_with(command, "bash", &mut Vars::new());
    match script.commands.into_iter().next()?.class {
        Class::Understood(pipeline) => Some(pipeline.query),
        Class::NeedsValue(_) | Class::Refused(_) | Class::NotOurs(_) => None,
    }
}

/// Where a sentence stands.
pub struct Beside<'a> {
    /// The queries of the commands of which it speaks.
    pub queries: &'a [&'a Query],
    /// What the team taught.
    pub extra: &'a ExtraWords,
    /// The record's language.
    pub lang: Lang,
    /// Whether its label says that it must not be.
    pub forbidden: bool,
}

/// A candidate that was understood.
struct Found {
    suggestion: Suggestion,
    meaning: Vec<Predicate>,
}

impl Beside<'_> {
    /// Up to three rewritings of a sentence that is not understood, what lacks least first.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let text = text.trim();
        if text.len() > LONGEST || text.contains('\n') || text.contains("cel:") {
            return Vec::new();
        }
        let mut found: Vec<Found> = Vec::new();
        found.extend(self.label(text));
        found.extend(self.split(text));
        found.extend(self.alone(text));
        found.sort_by_key(|one| one.suggestion.lacks());
        let least = found.first().map_or(0, |one| one.suggestion.lacks());
        let mut offered: Vec<Found> = Vec::new();
        for one in found {
            let is_near = one.suggestion.lacks() <= least + least.min(1);
            if is_near && !offered.iter().any(|other| other.meaning == one.meaning) {
                offered.push(one);
            }
        }
        let offered = offered.into_iter().take(OFFERED);
        offered.map(|one| one.suggestion).collect()
    }

    /// What a sentence means here, if it is understood and one of the commands can show it.
    fn read(&self, text: &str) -> Option<Predicate> {
        let context = ReadContext {
            queries: self.queries,
            force: if self.forbidden {
                Force::Forbids
            } else {
                Force::Offers
            },
            extra: self.extra,
        };
        let Reading::Understood(said) = language::read(text, &context) else {
            return None;
        };
        let shown = |one: &Statement| self.queries.iter().any(|query| shows(query, one));
        let shown = self.queries.is_empty() || said.statements().into_iter().all(shown);
        shown.then_some(said)
    }

    /// A known sentence, said from what it means where that is read here as the same.
    fn said(&self, sentence: &str, meant: &Predicate, lang: Lang) -> String {
        let said = language::sentence(meant, lang);
        let said = said.filter(|said| self.read(said).as_ref() == Some(meant));
        said.unwrap_or_else(|| sentence.to_owned())
    }

    fn written(&self, text: &str, said: &Predicate) -> Written {
        Written {
            text: text.to_owned(),
            means: Some(said.words(self.lang)),
        }
    }

    fn found(&self, text: &str, said: Predicate, without: Vec<String>) -> Found {
        Found {
            suggestion: Suggestion {
                write: vec![self.written(text, &said)],
                without,
                ..Suggestion::default()
            },
            meaning: vec![said],
        }
    }

    /// The sentence itself, if it is its place that is not understood.
    fn label(&self, text: &str) -> Option<Found> {
        let said = self.read(text)?;
        let mut found = self.found(text, said, Vec::new());
        found.suggestion.under = Some(self.lang.pick("**기대 결과**:", "**Expected**:"));
        Some(found)
    }

    /// One sentence for it: without some of its words, or a known one with its names and numbers.
    fn alone(&self, text: &str) -> Vec<Found> {
        let tokens = terms(text);
        let mut found = self.nearest(text, &tokens);
        found.extend(self.shorter(text, &tokens));
        found
    }

    /// A sentence for each of its parts. What is not understood of them stays a person's.
    fn split(&self, text: &str) -> Option<Found> {
        // What ends the part before it, and how that part ends by itself.
        const JOINTS: [(&str, &str); 14] = [
            (", and ", ""),
            ("; ", ""),
            (", ", ""),
            (" and ", ""),
            (" & ", ""),
            (" + ", ""),
            (" 및 ", ""),
            (" 그리고 ", ""),
            ("있고 ", "있음"),
            ("없고 ", "없음"),
            ("이고 ", ""),
            ("이며 ", ""),
            ("하고 ", ""),
            ("되고 ", "됨"),
        ];
        JOINTS.iter().find_map(|(joint, end)| {
            let mut parts: Vec<String> = text
                .split(joint)
                .map(|part| format!("{part}{end}"))
                .collect();
            let last = parts.last_mut()?;
            last.truncate(last.len() - end.len());
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
            let whole = parts.iter().all(|part| !part.is_empty());
            // A verb belongs to its own part alone.
            let shares = !joint.ends_with("고 ") && !joint.ends_with("며 ");
            (whole && (2..=4).contains(&parts.len())).then(|| self.parts(&parts, shares))?
        })
    }

    fn parts(&self, parts: &[&str], shares: bool) -> Option<Found> {
        let (mut write, mut without, mut meaning) = (Vec::<Written>::new(), Vec::new(), Vec::new());
        for (at, part) in parts.iter().enumerate() {
            let read = self
                .read(part)
                .map(|said| self.found(part, said, Vec::new()));
            let next = parts.get(at + 1).filter(|_| shares);
            let shared = || next.and_then(|next| self.shared(part, next));
            let nearest = || {
                let mut found = self.alone(part);
                found.sort_by_key(|one| one.suggestion.lacks());
                found.into_iter().next()
            };
            match read.or_else(shared).or_else(nearest) {
                Some(found) => {
                    without.extend(found.suggestion.without);
                    if !meaning.contains(&found.meaning[0]) {
                        write.extend(found.suggestion.write);
                        meaning.extend(found.meaning);
                    }
                }
                None if turns(&terms(part)) => return None,
                None => write.push(Written {
                    text: (*part).to_owned(),
                    means: None,
                }),
            }
        }
        let suggestion = Suggestion {
            write,
            without,
            ..Suggestion::default()
        };
        (!meaning.is_empty()).then_some(Found {
            suggestion,
            meaning,
        })
    }

    /// A part that has its end in the next one: `CPU` of `CPU and memory are below 80%`.
    fn shared(&self, part: &str, next: &str) -> Option<Found> {
        let words: Vec<&str> = next.split(' ').collect();
        (1..words.len().min(4)).find_map(|from| {
            let text = format!("{part} {}", words[from..].join(" "));
            let said = self.read(&text)?;
            Some(self.found(&text, said, Vec::new()))
        })
    }

    /// The sentence without one to three of its words. None of those may be a number, a name, a denial, a bound,
    /// or turn what is said.
    fn shorter(&self, text: &str, tokens: &[Token]) -> Vec<Found> {
        let mut found = Vec::new();
        if turns(tokens) || text.contains('(') {
            return found;
        }
        let words: Vec<(usize, &str)> = words(text);
        let most = 3.min(words.len() / 2);
        for length in 1..=most {
            for from in 0..=words.len() - length {
                let taken = &words[from..from + length];
                let start = taken[0].0;
                let end = taken[length - 1].0 + taken[length - 1].1.len();
                let inside = |token: &&Token| token.at.start < end && start < token.at.end;
                let free = |token: &Token| match token.term {
                    Term::Word | Term::Filler | Term::Aside => true,
                    Term::Concept(id) => id == "healthy",
                    _ => false,
                };
                let carried: Vec<&Token> = tokens.iter().filter(inside).collect();
                let says = carried.iter().any(|token| token.term != Term::Filler);
                // What stands before a word that is taken away may belong to it.
                let before = tokens.iter().rfind(|token| token.at.end <= start);
                let dangles = before.is_some_and(|token| token.term == Term::Word);
                if !says || dangles || !carried.iter().all(|token| free(token)) {
                    continue;
                }
                let left = format!("{} {}", text[..start].trim_end(), text[end..].trim_start());
                let left = left.trim().trim_end_matches([',', ':']);
                if let Some(said) = self.read(left).filter(says_more_than_a_word) {
                    found.push(self.found(left, said, vec![text[start..end].to_owned()]));
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// The nearest of the known sentences, with the author's names and numbers.
    fn nearest(&self, text: &str, tokens: &[Token]) -> Vec<Found> {
        if turns(tokens) {
            return Vec::new();
        }
        let lang = Lang::of(text);
        let asked: Vec<String> = self
            .queries
            .iter()
            .flat_map(|one| one.asked().kinds)
            .collect();
        let mut near: Vec<(i32, String, Vec<String>)> = known()
            .filter_map(|[_, ko, en]| fill(lang.pick(ko, en), text, tokens, &asked))
            .collect();
        near.sort_by_key(|(score, ..)| -score);
        let best = near.first().map_or(0, |(score, ..)| *score);
        let near = near
            .into_iter()
            .take(NEAREST)
            .filter(|(score, ..)| *score + 1 >= best);
        near.filter_map(|(_, sentence, without)| {
            let meant = self.read(&sentence)?;
            let said = self.said(&sentence, &meant, lang);
            Some(self.found(&said, meant, without))
        })
        .collect()
    }
}

/// Whether a query can show what a statement speaks of. An HTTP answer has no rows.
fn shows(query: &Query, said: &Statement) -> bool {
    let of_answer = matches!(
        said.property,
        Property::Answer(_)
            | Property::Value(_)
            | Property::Text { .. }
            | Property::AnyOutput
            | Property::Cel(_)
    );
    said.nature().source.has(query) && (of_answer || !matches!(query, Query::Http(_)))
}

/// Whether something in it turns, limits or undoes what the rest says.
fn turns(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.term == Term::Turns)
}

/// Whether it says something of the words that are left, and does not take them for a bare value.
fn says_more_than_a_word(said: &Predicate) -> bool {
    !said.statements().into_iter().any(|one| {
        matches!(
            one.property,
            Property::Value(Value::Is(_)) | Property::Text { .. } | Property::AnyOutput
        )
    })
}

/// The words of a text, with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| (word.as_ptr() as usize - start, word))
        .collect()
}

/// What may be left out of what the author speaks of, if that is said.
const WEAK: [&str; 6] = ["every", "exist", "hold", "usage", "endpoint", "healthy"];

/// A known sentence with the author's names and numbers in the place of its own, how near it is, and which of
/// the author's words it does not carry. None if a number, a bound, a denial or a state is not carried, or if
/// it would need one that the author did not give.
fn fill(
    pattern: &str,
    text: &str,
    tokens: &[Token],
    asked: &[String],
) -> Option<(i32, String, Vec<String>)> {
    let places = terms(pattern);
    let of = |term: &Term, tokens: &[Token]| tokens.iter().filter(|one| one.term == *term).count();
    let denies = |tokens: &[Token]| of(&Term::Not, tokens) > 0;
    if denies(tokens) != denies(&places) || of(&Term::Not, tokens) > 1 {
        return None;
    }
    let mut own: Vec<&Token> = tokens.iter().filter(|one| is_own(&one.term)).collect();
    let mut filled: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for place in places.iter().filter(|one| is_own(&one.term)) {
        let at = own.iter().position(|one| fits(&one.term, &place.term))?;
        let given = own.remove(at);
        let written = written(&given.term, &text[given.at.clone()], Lang::of(text));
        filled.push((place.at.clone(), written));
    }
    // A name may be left out, if that is said; nothing else of the author's own.
    if own.iter().any(|one| one.term != Term::Name) {
        return None;
    }
    let (said, meant) = (concepts(tokens), concepts(&places));
    let is_asked = |id: &str| asked.iter().any(|kind| same_kind(kind, id));
    let given = |id: &str| said.contains(&id) || is_asked(id);
    // What every command shows need not be said; of two kinds, each has to be.
    let goes_without = |id: &str| is_asked(id) && asked.iter().all(|kind| kind == &asked[0]);
    let shared = meant.iter().filter(|id| said.contains(id)).count();
    // What the author speaks of is carried, and nothing else is spoken of; but what goes without saying.
    let unsaid = |id: &str| match id {
        "every" | "usage" | "hold" => true,
        "log" => said.contains(&"error"),
        "assigned" => said.contains(&"address") || said.contains(&"external"),
        _ => false,
    };
    // What the sentence says in other words.
    let implied = |id: &str| match id {
        "complete" => meant.contains(&"rollout"),
        "assigned" => meant.contains(&"address") || meant.contains(&"external"),
        "hold" => denies(tokens),
        _ => false,
    };
    let weak = |id: &str| {
        WEAK.contains(&id)
            || implied(id)
            || (id == "running" && meant.contains(&"node"))
            || (id == "replica" && asked.iter().all(|kind| same_kind(kind, "pods")))
    };
    let invents = meant.iter().any(|id| !given(id) && !unsaid(id));
    let drops = said
        .iter()
        .any(|id| !meant.contains(id) && !goes_without(id) && !weak(id));
    let left = |token: &&Token| match token.term {
        Term::Word | Term::Aside => true,
        Term::Name => own.iter().any(|one| one.at == token.at),
        Term::Concept(id) => {
            !meant.contains(&id) && id != "every" && !goes_without(id) && !implied(id)
        }
        _ => false,
    };
    let without: Vec<&Token> = tokens.iter().filter(left).collect();
    let lost = without.iter().filter(|one| one.term != Term::Aside).count();
    let without: Vec<String> = without
        .into_iter()
        .map(|one| text[one.at.clone()].to_owned())
        .collect();
    let carried = shared + filled.len();
    let score = 2 * carried as i32 - lost as i32;
    let shares = shared + of(&Term::Trouble, &places) > 0;
    if !shares || invents || drops || score <= 0 || lost > carried {
        return None;
    }
    let mut sentence = pattern.to_owned();
    filled.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
    for (at, written) in filled {
        sentence.replace_range(at, &written);
    }
    Some((score, sentence, without))
}

fn concepts(tokens: &[Token]) -> Vec<&'static str> {
    let ids = tokens.iter().filter_map(|one| match one.term {
        Term::Concept(id) => Some(id),
        _ => None,
    });
    ids.collect()
}

/// What the author gave, as the sentences that are known write it.
fn written(term: &Term, text: &str, lang: Lang) -> String {
    match term {
        Term::Bound(bound) => terms::written(bound, lang).to_owned(),
        Term::Number(_) => terms::in_digits(text).map_or(text.to_owned(), |one| one.to_string()),
        Term::Name if !text.starts_with('`') => {
            format!("`{}`", text.trim_matches(['"', '“', '”']))
        }
        _ => text.to_owned(),
    }
}

/// Whether a word is of the sentence's own: a name, a number, a bound, a state of trouble.
fn is_own(term: &Term) -> bool {
    match term {
        Term::Name | Term::Number(_) | Term::Bound(_) | Term::Trouble => true,
        Term::Concept(_) | Term::Not | Term::Turns | Term::Aside | Term::Filler | Term::Word => {
            false
        }
    }
}

/// Whether one stands where the other does.
fn fits(given: &Term, place: &Term) -> bool {
    match (given, place) {
        (Term::Bound(_), Term::Bound(_)) => true,
        (Term::Number("percent"), Term::Number("cores" | "bytes")) => true,
        (given, place) => given == place,
    }
}

#[cfg(test)]
mod tests;
