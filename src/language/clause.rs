//! Sentences and clauses: splits a text into clauses that are each understood, and puts what they say
//! together. A clause that is not understood makes the whole not understood.

use super::clean::clean;
use super::columns::{of_nodes, one_value, same_columns};
use super::compound::{bare, sentences};
use super::concept::{Concept, Term, Token};
use super::lex::{Lexer, Quotes};
use super::listed::listed;
use super::names::Names;
use super::object::{field, image, targets_up};
use super::rules::{Meaning, meaning};
use super::special::{described, in_time, numbers, with_colon};
use super::{Force, ReadContext, idiom, qualifier};
use crate::facts::budget;
use crate::facts::lang::Lang;
use crate::judge::predicate::{
    Bound, Join, Place, Predicate, Property, Statement, Value, same_kind,
};
use crate::query::{Query, Selection};

/// The predicate of a whole text without its label, or the words that stopped it.
pub(super) fn sentence(text: &str, ctx: &ReadContext, labelled: bool) -> Result<Predicate, String> {
    if let Some(message) = idiom::message(text) {
        return Ok(Statement::text(Place::Output, vec![message], Join::All).into());
    }
    if idiom::no_resources(text) {
        return Ok(Statement::printed(Property::AnyOutput).denied().into());
    }
    if labelled && ctx.force == Force::Demands && is_word(text) {
        return Ok(lone_word(text));
    }
    if ctx.force == Force::Demands
        && let Some(answer) = answer(text)
    {
        return Ok(lone_word(answer));
    }
    let names = Names::of(ctx.queries);
    let reader = Reader {
        names: &names,
        korean: Lang::of(text) == Lang::Ko,
    };
    if let Some(said) = idiom::of_query(text, ctx.queries, &reader) {
        return Ok(said);
    }
    // `pong` of a server's answer. Of other commands it may as well be a heading.
    let answers = |query: &&Query| matches!(query, Query::Http(_));
    if ctx.force == Force::Demands
        && !ctx.queries.is_empty()
        && ctx.queries.iter().all(answers)
        && (is_word(text) && text.chars().all(|c| c.is_ascii_lowercase())
            || text == "OK"
            || text == "ok")
    {
        return Ok(lone_word(text));
    }
    let (body, parens) = qualifier::take_out(text);
    let said = reader.body(&body).and_then(|predicate| {
        parens.iter().try_fold(predicate, |predicate, paren| {
            qualifier::apply(predicate, paren, &reader).ok_or_else(|| paren.clone())
        })
    });
    // A parenthesis whose words simply belong to the sentence: `All pods (3) Running`.
    let said = match said {
        Err(stop)
            if !parens.is_empty()
                && parens.iter().all(|paren| qualifier::plain(paren, &reader)) =>
        {
            reader.body(&qualifier::inlined(text)).map_err(|_| stop)
        }
        other => other,
    }?;
    if says_all_of_one(&said, text, ctx.queries) {
        return Err(text.to_owned());
    }
    let property = said.statement().map(|said| &said.property);
    if let Some(Property::Value(Value::Is(values))) = property
        && !labelled
        && values.iter().any(|value| is_plain_word(value))
    {
        return Err(text.to_owned());
    }
    // A lone word without a label is as well a heading.
    let nothing = matches!(property, Some(Property::AnyOutput));
    let one_word = !text.trim().contains(' ') && nothing;
    if ctx.force == Force::Offers && !labelled && one_word {
        return Err(text.to_owned());
    }
    let each_line = matches!(property, Some(Property::Value(Value::EachLine(_))));
    // `READY: N/N` says whose the two numbers are.
    let of_column = matches!(property, Some(Property::Ratio { .. }))
        && text.to_ascii_lowercase().contains("ready");
    let offered = bare(&said) && !each_line && !of_column;
    if ctx.force == Force::Offers && !labelled && offered {
        return Err(text.to_owned());
    }
    Ok(match says_containing(text) {
        true => said,
        false => lone_values(said),
    })
}

/// What a sentence of one clause says, beside no command.
pub(super) fn whole(text: &str) -> Option<Predicate> {
    let names = Names::of(&[]);
    let reader = Reader {
        names: &names,
        korean: Lang::of(text) == Lang::Ko,
    };
    reader.body(&clean(text)).ok()
}

/// The meanings of a sentence that has several.
pub(super) fn several(text: &str, queries: &[&Query]) -> Vec<Predicate> {
    let names = Names::of(queries);
    let reader = Reader {
        names: &names,
        korean: Lang::of(text) == Lang::Ko,
    };
    match meaning(&reader.tokens(text, Quotes::Words)) {
        Meaning::Several(all) => all,
        Meaning::None(_) | Meaning::One(_) => Vec::new(),
    }
}

/// Whether a sentence speaks of all things of a kind of which every command names one: `All apps Healthy` beside
/// `argocd app get web`.
fn says_all_of_one(said: &Predicate, text: &str, queries: &[&Query]) -> bool {
    let every = said.statement().filter(|said| {
        let of_state = matches!(said.property, Property::State(_));
        of_state && said.how_many == Bound::Every
    });
    let Some(said @ Statement { who: subject, .. }) = every else {
        return false;
    };
    let lower = text.to_lowercase();
    // `No crashing pods` denies it of all of them.
    let all = said.denies()
        || ["모든 ", "모두 ", "전체 ", "전부 "]
            .iter()
            .any(|word| lower.contains(word))
        || lower
            .split(' ')
            .any(|word| ["all", "every", "each"].contains(&word));
    let kind = subject
        .kind
        .as_deref()
        .filter(|_| subject.name.is_none() && all);
    let of_kind = |one: &Selection| kind.is_some_and(|kind| same_kind(one.kind, kind));
    let names_one = |query: &&Query| {
        let selections = query.selections();
        let mut asked = selections.iter().filter(|one| of_kind(one)).peekable();
        asked.peek().is_some() && asked.all(|one| one.name.is_some()) && selections.len() == 1
            || matches!(query, Query::Argo(argo) if kind == Some("applications") && argo.app.is_some())
    };
    !queries.is_empty() && queries.iter().all(names_one)
}

/// Whether a sentence says that a text is somewhere in what is printed, and not that it is the output.
fn says_containing(text: &str) -> bool {
    const WORDS: [&str; 32] = [
        "contain",
        "include",
        "has",
        "have",
        "show",
        "display",
        "see",
        "appear",
        "visible",
        "list",
        "listed",
        "found",
        "look",
        "present",
        "exist",
        "in",
        "with",
        "line",
        "lines",
        "somewhere",
        "match",
        "matches",
        "포함",
        "있",
        "존재",
        "표시",
        "보이",
        "보임",
        "나타",
        "나와",
        "나옴",
        "들어",
    ];
    let lower = clean(text).to_lowercase();
    // What is quoted is no word of the sentence.
    let outside: Vec<&str> = lower.split(['`', '"']).step_by(2).collect();
    outside.iter().any(|part| {
        part.split(|c: char| !c.is_alphanumeric()).any(|word| {
            WORDS.iter().any(|known| match known.is_ascii() {
                true => word == *known || word.strip_suffix('s') == Some(known),
                false => word.contains(known),
            })
        })
    })
}

/// A text of one word that nothing is said of but itself is the whole value: `OK` is not `NOT OK`.
fn lone_values(said: Predicate) -> Predicate {
    let one_word = |text: &String| !text.contains(char::is_whitespace) && !text.contains("...");
    let lone = |said: Statement| match &said.property {
        Property::Text {
            place: Place::Output,
            texts,
            join,
        } if !said.denies()
            && (*join == Join::Any || texts.len() == 1)
            && texts.iter().all(one_word) =>
        {
            Statement::value(texts.clone())
        }
        _ => said,
    };
    said.map(&lone)
}

/// Whether a word of a text says that something is collected.
pub(super) fn speaks_of_collecting(text: &str) -> bool {
    let names = Names::of(&[]);
    let reader = Reader {
        names: &names,
        korean: Lang::of(text) == Lang::Ko,
    };
    let tokens = reader.tokens(&clean(text), Quotes::Words);
    tokens.iter().any(|token| token.is(Term::Collected))
}

/// Whether a text is one plain word of no vocabulary, as a value is: `enabled`.
fn is_word(text: &str) -> bool {
    let names = Names::of(&[]);
    let reader = Reader {
        names: &names,
        korean: false,
    };
    let tokens = reader.tokens(text, Quotes::Words);
    let one = matches!(
        tokens.as_slice(),
        [Token {
            concept: Concept::Unknown(_),
            ..
        }]
    );
    one && text.len() > 1
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// `yes`, `no 출력`: an answer of a command, which is no heading and no half of a sentence.
fn answer(text: &str) -> Option<&'static str> {
    let plain = |text: &str| text.trim_matches([' ', '`', '"', '.', '\'']).to_owned();
    let words = plain(text);
    let yes = [" 출력", " 출력됨", " 반환"]
        .iter()
        .find_map(|verb| words.strip_suffix(verb))
        .map_or(words.clone(), plain);
    match yes.as_str() {
        "yes" => Some("yes"),
        // `no 출력` may as well deny that anything is printed.
        "no" if yes == words => Some("no"),
        _ => None,
    }
}

fn lone_word(text: &str) -> Predicate {
    Statement::value(vec![text.to_owned()]).into()
}

/// Whether a lone value may as well be a heading (`Grafana`): a word in plain letters.
fn is_plain_word(value: &str) -> bool {
    matches!(value, "TBD" | "TODO" | "N/A" | "NA" | "WIP")
        || value.chars().all(|c| c.is_ascii_alphabetic())
            && value.chars().any(|c| c.is_ascii_lowercase())
}

/// Reads texts of one sentence.
pub(super) struct Reader<'a> {
    names: &'a Names<'a>,
    korean: bool,
}

impl Reader<'_> {
    /// The concepts of a text.
    pub(super) fn tokens(&self, text: &str, quotes: Quotes) -> Vec<Token> {
        Lexer {
            quotes,
            names: self.names,
            foreign_words_are_names: self.korean,
        }
        .read(text)
    }

    /// The predicate of a text without parentheses. Quoted words are first read as words (`Running`
    /// in code is a state), then as texts.
    pub(super) fn body(&self, text: &str) -> Result<Predicate, String> {
        let words = self.tokens(text, Quotes::Words);
        let stop = match sentences(&words, text) {
            Ok(predicate) => return Ok(predicate),
            Err(stop) => stop,
        };
        let literal = self.tokens(text, Quotes::Literal);
        if literal != words
            && let Ok(predicate) = sentences(&literal, text)
        {
            return Ok(predicate);
        }
        Err(stop)
    }
}

/// One clause.
pub(super) fn clause(tokens: &[Token], text: &str) -> Result<Predicate, String> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Err(String::new());
    };
    let words = |from: usize| {
        let start = tokens
            .get(from)
            .map_or(first.span.start, |token| token.span.start);
        text.get(start..last.span.end)
            .unwrap_or_default()
            .to_owned()
    };
    let spent = budget::spend(tokens.len() as u64).is_err();
    if spent || whose_logs(tokens, text) || of_a_sum(tokens, text) {
        return Err(words(0));
    }
    // A path would be a name, and its value a number of such things.
    if let Some(said) = field(tokens, text) {
        return Ok(said);
    }
    let stopped = match stated(tokens) {
        Ok(predicate) => return Ok(predicate),
        Err(at) => at,
    };
    listed(tokens, text)
        .or_else(|| numbers(tokens))
        .or_else(|| same_columns(tokens))
        .or_else(|| one_value(tokens))
        .or_else(|| of_nodes(tokens))
        .or_else(|| image(tokens, text))
        .or_else(|| targets_up(tokens, text))
        .or_else(|| with_colon(tokens, text))
        .or_else(|| described(tokens, text))
        .or_else(|| in_time(tokens, text))
        .ok_or_else(|| words(stopped))
}

/// What words state by the rules. The error is the index of the word that has no place; several meanings are none.
pub(super) fn stated(tokens: &[Token]) -> Result<Predicate, usize> {
    match meaning(tokens) {
        Meaning::One(said) => Ok(said),
        Meaning::Several(_) => Err(0),
        Meaning::None(furthest) => Err(furthest),
    }
}

/// ``Check the `web` logs`` says whose logs are meant and nothing of what is in them. ``no `panic` logs``,
/// `` `started` 로그 출력`` and what can be no name (`"server listening" 로그`) do.
fn whose_logs(tokens: &[Token], text: &str) -> bool {
    let is = |terms: &[Term]| {
        tokens
            .iter()
            .any(|token| terms.iter().any(|t| token.is(*t)))
    };
    let korean = |token: &Token| text.get(token.span.clone()).is_some_and(|t| !t.is_ascii());
    let named = tokens.windows(2).any(|pair| match pair {
        [said, logs] if logs.is(Term::Logs) => {
            let name = matches!(&said.concept, Concept::Literal(text) if !text.contains(' '));
            name && (!korean(logs) || !is(&[Term::Show, Term::Exist, Term::Output]))
        }
        _ => false,
    });
    named && !is(&[Term::No, Term::Not])
}

/// `Total CPU below 500m`: a bound of all together is kept by each long after it is broken.
fn of_a_sum(tokens: &[Token], text: &str) -> bool {
    const SUMS: [&str; 14] = [
        "total",
        "combined",
        "aggregate",
        "overall",
        "altogether",
        "sum of",
        "in sum",
        "총 ",
        "총합",
        "총사용",
        "합계",
        "합산",
        "합이",
        "합은",
    ];
    let measured = tokens
        .iter()
        .any(|token| token.is(Term::Cpu) || token.is(Term::Memory));
    let lower = text.to_lowercase();
    // `전체 CPU 사용량`, and not `전체 Pod의 CPU 사용량`.
    let whole = lower.split("전체").skip(1).any(|after| {
        let after = after.trim_start();
        ["cpu", "메모리", "memory", "사용"]
            .iter()
            .any(|word| after.starts_with(word))
    });
    measured && (whole || SUMS.iter().any(|word| lower.contains(word)))
}
