//! What a column or key must hold: the right-hand side of `READY: 10`.

use super::concept::{Concept, Term, Token};
use super::number::amount;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Shape, Test};
use chrono::TimeDelta;

/// Whether a value is a letter in the place of a number.
pub(super) fn stands_for_a_number(value: &str) -> bool {
    matches!(
        value,
        "N" | "n" | "M" | "X" | "x" | "Y" | "XX" | "NN" | "xx"
    )
}

/// Reads a test at `at` and moves behind it. `None` leaves `at` anywhere.
pub(super) fn test(tokens: &[Token], at: &mut usize) -> Option<Test> {
    let concept = |i: usize| tokens.get(i).map(|token| &token.concept);
    let term = |i: usize| match concept(i) {
        Some(Concept::Term(term)) => Some(*term),
        _ => None,
    };
    // A comparison in front.
    if let Some(Concept::Compare(comparison) | Concept::Term(Term::Compare(comparison))) =
        concept(*at)
    {
        let bound = concept(*at + 1).and_then(quantity)?;
        *at += 2;
        return Some(Test::Compare(*comparison, bound));
    }
    // 비어 있지 않음: `ADDRESS 컬럼에 ALB DNS가 있어야 함`, `VOLUME: PV 이름이 있어야 함`.
    let described = match (term(*at), term(*at + 1)) {
        (Some(Term::Is(shape)), _) => Some((Test::Shape(shape), 1)),
        (Some(Term::Kind(_)), Some(Term::NameWord | Term::Address)) => Some((Test::Present, 2)),
        (Some(Term::NameWord | Term::Address), _) => Some((Test::Present, 1)),
        _ => match (concept(*at), term(*at + 1)) {
            (Some(Concept::UpperCase(word)), Some(Term::Exist | Term::Show)) if word == "IP" => {
                Some((Test::Shape(Shape::Ip), 1))
            }
            _ => None,
        },
    };
    if let Some((test, taken)) = described {
        if matches!(term(*at + taken), Some(Term::Exist | Term::Show))
            || *at + taken == tokens.len()
        {
            *at = (*at + taken + 1).min(tokens.len());
            return Some(test);
        }
        return None;
    }
    if matches!(term(*at), Some(Term::Exist)) {
        *at += 1;
        return Some(Test::Present);
    }
    // `is not empty`, 비어 있지 않음.
    if let Some(taken) = not_empty([term(*at), term(*at + 1), term(*at + 2)]) {
        *at += taken;
        return Some(Test::Present);
    }
    let negated = matches!(term(*at), Some(Term::Not));
    let without = matches!(term(*at), Some(Term::No));
    if negated || without {
        *at += 1;
    }
    let mut values = vec![value(concept(*at)?)?];
    let number = concept(*at).and_then(quantity);
    *at += 1;
    if term(*at) == Some(Term::Counter) {
        *at += 1;
    }
    // A comparison behind: `3 이상`, `3+`, `3 or more`.
    let behind = match concept(*at) {
        Some(Concept::Term(Term::Compare(comparison))) => Some(*comparison),
        Some(Concept::Plus) => Some(Comparison::AtLeast),
        _ => None,
    };
    if let (Some(comparison), Some(bound), false) = (behind, number, negated || without) {
        *at += 1;
        return Some(Test::Compare(comparison, bound));
    }
    while matches!(concept(*at), Some(Concept::Term(Term::Or) | Concept::Slash))
        && let Some(next) = concept(*at + 1).and_then(value)
    {
        values.push(next);
        *at += 2;
    }
    // 아닌, 아니어야 behind the value denies it, 없음 that it is there at all.
    let denied = matches!(term(*at), Some(Term::Not));
    let lacking = matches!(term(*at), Some(Term::No));
    if denied || lacking {
        *at += 1;
    }
    match (negated || without, denied || lacking) {
        (false, false) => Some(Test::Is(values)),
        (true, true) => None,
        _ if lacking || without => Some(Test::Lacks(values)),
        _ => Some(Test::IsNot(values)),
    }
}

/// `within the last 24h`, `24시간 이내`: a time that a column tells as an age.
pub(super) fn aged(tokens: &[Token], at: &mut usize) -> Option<Test> {
    let term = |i: usize| match tokens.get(i).map(|token| &token.concept) {
        Some(Concept::Term(term)) => Some(*term),
        _ => None,
    };
    let mut here = *at;
    let before = term(here) == Some(Term::Within);
    here += usize::from(before);
    let last = term(here) == Some(Term::Last);
    here += usize::from(last);
    let age = match &tokens.get(here)?.concept {
        Concept::Time(time) => *time,
        Concept::Measure(text) => crate::facts::duration::parse(text)?,
        // `the last hour`.
        Concept::Term(Term::Seconds(unit)) if last => TimeDelta::try_seconds(*unit)?,
        _ => return None,
    };
    here += 1;
    let behind = term(here) == Some(Term::Within);
    here += usize::from(behind);
    (before != behind).then(|| {
        *at = here;
        Test::Age(age)
    })
}

/// How many words say that it is not empty.
fn not_empty(words: [Option<Term>; 3]) -> Option<usize> {
    match words {
        [Some(Term::Not), Some(Term::Empty | Term::NoResources), _] => Some(2),
        [Some(Term::Empty | Term::NoResources), Some(Term::Not), _] => Some(2),
        [
            Some(Term::Empty | Term::NoResources),
            Some(Term::Exist),
            Some(Term::Not),
        ] => Some(3),
        _ => None,
    }
}

/// A single value as it would be printed.
fn value(concept: &Concept) -> Option<String> {
    Some(match concept {
        Concept::Number(n) => n.to_string(),
        Concept::Term(Term::Numeral(n)) => n.to_string(),
        Concept::Ratio(a, b) => format!("{a}/{b}"),
        Concept::SameRatio => "N/N".into(),
        Concept::Measure(text)
        | Concept::UpperCase(text)
        | Concept::Literal(text)
        | Concept::Version(_, text) => text.clone(),
        Concept::Percent(text) => format!("{text}%"),
        Concept::Name(name) if stands_for_a_number(&name.text) => return None,
        Concept::Name(name) => name.text.clone(),
        Concept::KindName(kind, name) => format!("{kind}/{name}"),
        Concept::Term(Term::State(word)) => (*word).to_owned(),
        _ => return None,
    })
}

fn quantity(concept: &Concept) -> Option<Quantity> {
    match concept {
        Concept::Number(n) => i64::try_from(*n).ok().map(Quantity::whole),
        Concept::Measure(text) => amount(text),
        _ => None,
    }
}
