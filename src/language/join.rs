//! Joins neighbouring words that mean one thing: phrases, numbers with units.

use super::concept::{Concept, Term, Token};
use super::lexicon;
use super::terminal::pair;
use crate::judge::predicate::{Name, Precision};
use chrono::TimeDelta;

/// Puts one word in the place of several wherever they are found, with what stands before them.
fn replaced(
    tokens: &[Token],
    find: impl Fn(Option<&Token>, &[Token]) -> Option<(Concept, usize)>,
) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let found = find(joined.last(), rest);
        let (concept, length) = found.unwrap_or_else(|| (first.concept.clone(), 1));
        let span = first.span.start..rest[length - 1].span.end;
        joined.push(Token { concept, span });
        rest = &rest[length..];
    }
    joined
}

/// Joins English phrases of several words, longest first.
pub(super) fn phrases(tokens: &[Token], text: &str) -> Vec<Token> {
    let plain = |token: &Token| {
        matches!(
            token.concept,
            Concept::Term(_)
                | Concept::Numeral(_)
                | Concept::Unknown(_)
                | Concept::UpperCase(_)
                | Concept::Number(1)
                | Concept::Name(_)
        )
    };
    replaced(tokens, |_, words| {
        let first = text.get(words[0].span.clone())?.to_lowercase();
        let most = 5.min(words.len());
        let mut counts = (2..=most).rev();
        let joins = lexicon::opens_phrase(&first);
        let found = counts.find_map(|count| {
            let words = &words[..count];
            let span = words[0].span.start..words[count - 1].span.end;
            let phrase = words.iter().all(plain).then(|| text.get(span))??;
            Some((lexicon::term(&phrase.to_lowercase())?.into(), count))
        });
        found.filter(|_| joins)
    })
}

/// A plain word directly before a kind is a name (`etcd pods`, `traefik pod`), matched as a whole part of
/// rows' names. Not where the sentence denies: there a word may as well describe ("no stuck pods").
pub(super) fn named_kinds(mut tokens: Vec<Token>) -> Vec<Token> {
    if tokens
        .iter()
        .any(|token| token.is_any(&["no", "not", "some"]))
    {
        return tokens;
    }
    for at in 0..tokens.len().saturating_sub(1) {
        let Concept::Unknown(word) = &tokens[at].concept else {
            continue;
        };
        let opens = at == 0 || {
            let before = &tokens[at - 1];
            let comma = before.concept == Concept::Comma;
            comma || before.number().is_some() || before.is_any(&["every", "show"])
        };
        if opens && tokens[at + 1].is("kind") && super::name::may_name_before_kind(word) {
            tokens[at].concept = Concept::Name(Name {
                text: word.clone(),
                precision: Precision::Word,
            });
        }
    }
    tokens
}

/// Joins numbers with the units behind them, and words that only mean something together.
pub(super) fn combine(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        joined.push(token);
        while let [.., last, token] = joined.as_slice()
            && let Some(concept) = merge(&last.concept, &token.concept)
        {
            let span = last.span.start..token.span.end;
            joined.truncate(joined.len() - 2);
            joined.push(Token { concept, span });
        }
    }
    joined
}

/// Joins two bounds that are both included: `between 2 and 10`, `100m에서 250m 사이`, `2 이상 10 이하`; and a part with
/// its whole: `3 of 3`, 3개 중 2개.
pub(super) fn ranges(tokens: &[Token]) -> Vec<Token> {
    replaced(tokens, |before, rest| {
        let alone = before.is_none_or(Token::is_counted);
        part(rest).filter(|_| alone).or_else(|| range(rest))
    })
}

/// All of so many at the front (`3 of 3 pods`, 3개 중 3개), and how many tokens they take. Of a smaller part nobody
/// says whether the others may be otherwise.
fn part(tokens: &[Token]) -> Option<(Concept, usize)> {
    let number = |at: usize| tokens.get(at)?.number();
    let is = |at: usize, category| tokens.get(at).is_some_and(|token| token.is(category));
    let (some, all, length) = if is(1, "of") {
        (number(0)?, number(2)?, 3)
    } else {
        let of = 1 + usize::from(is(1, "counter"));
        is(of, "ongoing").then_some(())?;
        (number(of + 1)?, number(0)?, of + 2)
    };
    let counted = is(length, "counter") || tokens.get(length).is_some_and(Token::is_counted);
    (some == all && counted).then_some((Concept::Ratio(some, all), length))
}

/// The bounds at the front, both numbers or both amounts, and how many tokens they take.
fn range(tokens: &[Token]) -> Option<(Concept, usize)> {
    let is = |at: usize, category| tokens.get(at).is_some_and(|token| token.is(category));
    let compares = |at: usize, how| {
        tokens
            .get(at)
            .is_some_and(|token| token.says("compare", how))
    };
    let bounds = |low: usize, high: usize| match (&tokens[low].concept, &tokens.get(high)?.concept)
    {
        (Concept::Measure(low), Concept::Measure(high)) => {
            Some(Concept::Measures(low.clone(), high.clone()))
        }
        _ => Some(Concept::Range(
            tokens[low].number()?,
            tokens[high].number()?,
        )),
    };
    // What stands behind a number and its 개, and behind what joins two of them.
    let behind = |at: usize| at + usize::from(is(at, "counter"));
    if is(0, "between") && is(2, "and") {
        return Some((bounds(1, 3)?, 4));
    }
    // `at least 2 and at most 10`, `최소 2 최대 10`.
    if compares(0, "AtLeast") {
        let and = behind(2);
        let most = and + usize::from(is(and, "and"));
        compares(most, "AtMost").then_some(())?;
        return Some((bounds(1, most + 1)?, behind(most + 2)));
    }
    let joint = behind(1);
    if let Concept::Range(..) = tokens[0].concept {
        return is(joint, "between").then(|| (tokens[0].concept.clone(), joint + 1));
    }
    let range = bounds(0, joint + 1)?;
    let end = behind(joint + 2);
    let between = (is(joint, "at") || is(joint, "and")) && is(end, "between");
    let bounded = compares(joint, "AtLeast") && compares(end, "AtMost");
    (between || bounded).then_some((range, end + 1))
}

/// Two neighbours that mean one thing.
fn merge(last: &Concept, next: &Concept) -> Option<Concept> {
    let core = |word: &str| ["core", "cores", "vcpu", "코어"].contains(&&*word.to_lowercase());
    Some(match (last, next) {
        (Concept::Numeral(n) | Concept::Number(n), Concept::Term(Term("seconds", unit))) => {
            Concept::Time(time(*n, unit)?)
        }
        (Concept::Range(low, high), Concept::Term(Term("seconds", unit))) => {
            Concept::TimeRange(time(*low, unit)?, time(*high, unit)?)
        }
        // `Log collection verification`.
        (Concept::Term(Term("collected", _)), Concept::Unknown(word))
            if word.eq_ignore_ascii_case("verification") =>
        {
            last.clone()
        }
        // `0.5 cores`, 0.5 코어.
        (Concept::Measure(_), Concept::Unknown(word)) if core(word) => last.clone(),
        (Concept::Number(n), Concept::Unknown(word)) if core(word) => {
            Concept::Measure(n.to_string())
        }
        // IP 주소.
        (Concept::UpperCase(word), Concept::Term(Term("address", _))) => match word.as_str() {
            "IP" => Concept::Term(Term("is", "Ip")),
            "ALB" | "NLB" | "ELB" => Concept::Term(Term("is", "ElbHostName")),
            _ => return None,
        },
        (Concept::Term(one), Concept::Term(other)) => Concept::Term(pair(*one, *other)?),
        _ => return None,
    })
}

/// So many times a number of seconds.
fn time(number: u64, unit: &str) -> Option<TimeDelta> {
    let unit: i64 = unit.parse().ok()?;
    TimeDelta::try_seconds(i64::try_from(number).ok()?.checked_mul(unit)?)
}
