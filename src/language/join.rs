//! Joins neighbouring words that mean one thing: phrases, numbers with units.

use super::concept::{Concept, Term, Token};
use super::lexicon;
use crate::judge::predicate::{Comparison, Name, Precision, Shape};
use chrono::TimeDelta;

/// Joins English phrases of several words, longest first.
pub(super) fn phrases(tokens: Vec<Token>, text: &str) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let opens = text
            .get(tokens[at].span.clone())
            .is_some_and(|word| lexicon::opens_phrase(&word.to_lowercase()));
        let most = if opens { 5.min(tokens.len() - at) } else { 1 };
        let longest = (2..=most).rev().find_map(|count| {
            let words = &tokens[at..at + count];
            let plain = |c: &Concept| {
                matches!(
                    c,
                    Concept::Term(_)
                        | Concept::Unknown(_)
                        | Concept::UpperCase(_)
                        | Concept::Number(1)
                        | Concept::Name(_)
                )
            };
            if !words.iter().all(|w| plain(&w.concept)) {
                return None;
            }
            let span = words[0].span.start..words[count - 1].span.end;
            let phrase = text.get(span.clone())?.to_lowercase();
            let term = lexicon::term(&phrase)?;
            Some((
                Token {
                    concept: Concept::Term(term),
                    span,
                },
                count,
            ))
        });
        match longest {
            Some((token, count)) => {
                joined.push(token);
                at += count;
            }
            None => {
                joined.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    joined
}

/// A plain word directly before a kind is a name (`etcd pods`, `traefik pod`), matched as a whole part of
/// rows' names. Not where the sentence denies: there a word may as well describe ("no stuck pods").
pub(super) fn named_kinds(mut tokens: Vec<Token>) -> Vec<Token> {
    let denies = tokens
        .iter()
        .any(|token| token.is(Term::No) || token.is(Term::Not) || token.is(Term::Some));
    if denies {
        return tokens;
    }
    for at in 0..tokens.len().saturating_sub(1) {
        let Concept::Unknown(word) = &tokens[at].concept else {
            continue;
        };
        let opens = at == 0
            || matches!(
                tokens[at - 1].concept,
                Concept::Term(Term::Every | Term::Show | Term::Numeral(_))
                    | Concept::Number(_)
                    | Concept::Comma
            );
        let kind = matches!(tokens[at + 1].concept, Concept::Term(Term::Kind(_)));
        if opens && kind && super::name::may_name_before_kind(word) {
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
        while let [.., last, token] = joined.as_slice() {
            let Some(merged) = merge(last, token) else {
                break;
            };
            joined.truncate(joined.len() - 2);
            joined.push(merged);
        }
    }
    joined
}

/// Joins two bounds that are both included: `between 2 and 10`, `100m에서 250m 사이`, `2 이상 10 이하`; and a part with
/// its whole: `3 of 3`, 3개 중 2개.
pub(super) fn ranges(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let stands_alone = |token: &Token| {
            matches!(
                token.concept,
                Concept::Term(Term::Kind("pods" | "nodes" | "applications"))
            )
        };
        if let Some((some, all, length)) = part(&tokens[at..])
            && joined.last().is_none_or(stands_alone)
        {
            joined.push(Token {
                concept: Concept::Ratio(some, all),
                span: tokens[at].span.start..tokens[at + length - 1].span.end,
            });
            at += length;
            continue;
        }
        match range(&tokens[at..]) {
            Some((concept, length)) => {
                joined.push(Token {
                    concept,
                    span: tokens[at].span.start..tokens[at + length - 1].span.end,
                });
                at += length;
            }
            None => {
                joined.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    joined
}

/// All of so many at the front (`3 of 3 pods`, 3개 중 3개), and how many tokens they take. Of a smaller part nobody
/// says whether the others may be otherwise.
fn part(tokens: &[Token]) -> Option<(u64, u64, usize)> {
    let number = |at: usize| match tokens.get(at).map(|token| &token.concept) {
        Some(Concept::Number(n) | Concept::Term(Term::Numeral(n))) => Some(*n),
        _ => None,
    };
    let is = |at: usize, term: Term| tokens.get(at).is_some_and(|token| token.is(term));
    let counted = |at: usize| {
        let kinds = ["pods", "nodes", "applications"];
        is(at, Term::Counter) || kinds.iter().any(|kind| is(at, Term::Kind(kind)))
    };
    let (some, all, length) = if is(1, Term::Of) {
        (number(0)?, number(2)?, 3)
    } else {
        let of = 1 + usize::from(is(1, Term::Counter));
        is(of, Term::Ongoing).then_some(())?;
        (number(of + 1)?, number(0)?, of + 2)
    };
    (some == all && counted(length)).then_some((some, all, length))
}

/// The bounds at the front, both numbers or both amounts, and how many tokens they take.
fn range(tokens: &[Token]) -> Option<(Concept, usize)> {
    let concept = |at: usize| tokens.get(at).map(|token| &token.concept);
    let term = |at: usize| match concept(at) {
        Some(Concept::Term(term)) => Some(*term),
        _ => None,
    };
    let number = |at: usize| match concept(at) {
        Some(Concept::Number(n) | Concept::Term(Term::Numeral(n))) => Some(*n),
        _ => None,
    };
    let bounds = |low: usize, high: usize| match (concept(low), concept(high)) {
        (Some(Concept::Measure(low)), Some(Concept::Measure(high))) => {
            Some(Concept::Measures(low.clone(), high.clone()))
        }
        _ => Some(Concept::Range(number(low)?, number(high)?)),
    };
    // 개 behind a number.
    let behind = |at: usize| at + usize::from(term(at) == Some(Term::Counter));
    let least = Some(Term::Compare(Comparison::AtLeast));
    let most = Some(Term::Compare(Comparison::AtMost));
    if term(0) == Some(Term::Between) && term(2) == Some(Term::And) {
        return Some((bounds(1, 3)?, 4));
    }
    // `at least 2 and at most 10`, `최소 2 최대 10`.
    if term(0) == least {
        let and = behind(2);
        let and = and + usize::from(term(and) == Some(Term::And));
        return (term(and) == most)
            .then(|| Some((bounds(1, and + 1)?, behind(and + 2))))
            .flatten();
    }
    if let Some(range @ Concept::Range(..)) = concept(0) {
        let end = behind(1);
        return (term(end) == Some(Term::Between)).then(|| (range.clone(), end + 1));
    }
    let joint = behind(1);
    let range = bounds(0, joint + 1)?;
    let end = behind(joint + 2);
    let between =
        matches!(term(joint), Some(Term::At | Term::And)) && term(end) == Some(Term::Between);
    let bounded = term(joint) == least && term(end) == most;
    (between || bounded).then_some((range, end + 1))
}

fn is_core(word: &str) -> bool {
    ["core", "cores", "vcpu", "코어"].contains(&word.to_lowercase().as_str())
}

/// Two words that mean one thing.
const PAIRS: [(Term, Term, Term); 12] = [
    (Term::Kind("nodes"), Term::CountWord, Term::NodeCount),
    (Term::Every, Term::NodeCount, Term::NodeCount),
    // 정상 동작.
    (
        Term::State("healthy"),
        Term::State("Running"),
        Term::State("healthy"),
    ),
    (Term::Http, Term::Http, Term::Http),
    (Term::Image, Term::Tag, Term::ImageTag),
    (
        Term::Memory,
        Term::Limit,
        Term::Field("resources.limits.memory"),
    ),
    (
        Term::Memory,
        Term::Request,
        Term::Field("resources.requests.memory"),
    ),
    (Term::Cpu, Term::Limit, Term::Field("resources.limits.cpu")),
    (
        Term::Cpu,
        Term::Request,
        Term::Field("resources.requests.cpu"),
    ),
    // 0보다 크다.
    (Term::Than, Term::Greater, Term::Compare(Comparison::More)),
    (Term::Than, Term::Smaller, Term::Compare(Comparison::Less)),
    (
        Term::Compare(Comparison::More),
        Term::Not,
        Term::Compare(Comparison::AtMost),
    ),
];

/// Two neighbours that mean one thing.
pub(super) fn merge(last: &Token, token: &Token) -> Option<Token> {
    let concept = match (&last.concept, &token.concept) {
        (
            Concept::Term(Term::Numeral(n)) | Concept::Number(n),
            Concept::Term(Term::Seconds(unit)),
        ) => Concept::Time(time(*n, *unit)?),
        (Concept::Range(low, high), Concept::Term(Term::Seconds(unit))) => {
            Concept::TimeRange(time(*low, *unit)?, time(*high, *unit)?)
        }
        // `Log collection verification`.
        (Concept::Term(Term::Collected), Concept::Unknown(word))
            if word.eq_ignore_ascii_case("verification") =>
        {
            Concept::Term(Term::Collected)
        }
        // `0.5 cores`, 0.5 코어.
        (Concept::Measure(amount), Concept::Unknown(word)) if is_core(word) => {
            Concept::Measure(amount.clone())
        }
        (Concept::Number(n), Concept::Unknown(word)) if is_core(word) => {
            Concept::Measure(n.to_string())
        }
        // IP 주소.
        (Concept::UpperCase(word), Concept::Term(Term::Address)) => match word.as_str() {
            "IP" => Concept::Term(Term::Is(Shape::Ip)),
            "ALB" | "NLB" | "ELB" => Concept::Term(Term::Is(Shape::ElbHostName)),
            _ => return None,
        },
        (Concept::Term(one), Concept::Term(other)) => {
            let pair = PAIRS.iter().find(|(a, b, _)| (a, b) == (one, other));
            Concept::Term(pair?.2)
        }
        _ => return None,
    };
    let span = last.span.start..token.span.end;
    Some(Token { concept, span })
}

fn time(number: u64, unit: i64) -> Option<TimeDelta> {
    let number = i64::try_from(number).ok()?;
    TimeDelta::try_seconds(number.checked_mul(unit)?)
}
