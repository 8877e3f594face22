//! Clauses about several columns, or about a column and the number of nodes: `DESIRED = CURRENT = READY`,
//! `DESIRED, CURRENT and READY should all be 10`, `DESIRED가 노드 수와 일치`.

use super::concept::{Concept, Term, Token};
use super::frame::{Frame, Slot};
use super::rules::{phrases, test};
use super::statements::{column_predicate, together};
use crate::judge::predicate::{Bound, Predicate, Subject, Test};

/// The column of a token.
fn column(token: &Token) -> Option<&str> {
    match &token.concept {
        Concept::Term(Term::Column(name)) => Some(name),
        Concept::UpperCase(name) => Some(name),
        _ => None,
    }
}

/// Whose columns, and the tokens from the first column on.
fn headed(tokens: &[Token]) -> Option<(Subject, &[Token])> {
    let start = tokens.iter().position(|token| column(token).is_some())?;
    let (who, rest) = tokens.split_at(start);
    let fits = |who: &Frame| who.is(&[], &[Slot::Kind, Slot::Name, Slot::Every]);
    let who = phrases(who).into_iter().find(fits)?;
    Some((who.subject()?, rest))
}

/// The columns that stand first, joined by commas or 와, and what stands behind them.
fn listed(tokens: &[Token]) -> (Vec<&str>, &[Token]) {
    let joins = |token: &Token| token.concept == Concept::Comma || token.is(Term::And);
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(name) = tokens.get(at).and_then(column) {
        names.push(name);
        at += 1;
        let joints = tokens[at..].iter().take_while(|token| joins(token)).count();
        match tokens.get(at + joints).and_then(column) {
            Some(_) if joints > 0 => at += joints,
            Some(_) | None => break,
        }
    }
    (names, &tokens[at..])
}

/// `DESIRED와 READY가 동일`, `DESIRED = CURRENT = READY`.
pub(super) fn same_columns(tokens: &[Token]) -> Option<Predicate> {
    let (subject, tokens) = headed(tokens)?;
    let mut names: Vec<&str> = Vec::new();
    let mut same = false;
    let mut value = None;
    for (at, token) in tokens.iter().enumerate() {
        match &token.concept {
            Concept::Term(Term::Column(name)) => names.push(name),
            Concept::Term(Term::Same) | Concept::Equals => same = true,
            Concept::Term(Term::And | Term::ColumnWord | Term::Every) | Concept::Comma => {}
            // `DESIRED = CURRENT = READY = 10`.
            Concept::Number(n) if at + 1 == tokens.len() && same && names.len() > 1 => {
                value = Some(n.to_string());
            }
            _ => return None,
        }
    }
    if let Some(value) = value {
        return each(&subject, &names, &Test::Is(vec![value]));
    }
    let (first, others) = names.split_first()?;
    let equal = |other: &&str| {
        let test = Test::SameAs((*other).to_owned());
        column_predicate(&subject, first, &test, Bound::Every)
    };
    (same && !others.is_empty())
        .then(|| together(others.iter().map(equal).collect()))
        .flatten()
}

/// `DESIRED, CURRENT and READY should all be 10`: one value for each of them. That all are meant has to be
/// said, by a word or by a sign.
pub(super) fn one_value(tokens: &[Token]) -> Option<Predicate> {
    let (subject, tokens) = headed(tokens)?;
    let (names, behind) = listed(tokens);
    let binds = |token: &&Token| {
        let words = [
            Term::ColumnWord,
            Term::Show,
            Term::Every,
            Term::Both,
            Term::Same,
            Term::Have,
        ];
        matches!(token.concept, Concept::Colon | Concept::Equals)
            || words.iter().any(|word| token.is(*word))
    };
    let bound = behind.iter().take_while(binds).count();
    let says_each = behind[..bound].iter().any(|token| {
        matches!(token.concept, Concept::Colon | Concept::Equals)
            || token.is(Term::Every)
            || token.is(Term::Both)
    });
    let value = &behind[bound..];
    let test = test(value)?;
    let plain = matches!(test, Test::Is(_) | Test::Compare(..));
    (names.len() > 1 && says_each && plain)
        .then(|| each(&subject, &names, &test))
        .flatten()
}

/// `DESIRED matches the number of nodes`, `DESIRED와 READY가 노드 수와 일치`.
pub(super) fn of_nodes(tokens: &[Token]) -> Option<Predicate> {
    let (subject, tokens) = headed(tokens)?;
    let (names, behind) = listed(tokens);
    // A name would be passed over: every row that has the column is held against the nodes.
    (subject.name.is_none() && !names.is_empty()).then_some(())?;
    let (mut same, mut nodes) = (0, 0);
    for token in behind {
        match token.concept {
            Concept::Term(Term::Same) | Concept::Equals | Concept::Colon => same += 1,
            Concept::Term(Term::NodeCount) => nodes += 1,
            // 노드 수와.
            Concept::Term(Term::And) if nodes == 1 && same == 0 => {}
            Concept::Term(Term::ColumnWord | Term::CountWord | Term::Every) if nodes == 0 => {}
            _ => return None,
        }
    }
    let counted = |name: &&str| column_predicate(&subject, name, &Test::Nodes, Bound::Every);
    (same > 0 && nodes == 1)
        .then(|| together(names.iter().map(counted).collect()))
        .flatten()
}

fn each(subject: &Subject, names: &[&str], test: &Test) -> Option<Predicate> {
    let one = |name: &&str| column_predicate(subject, name, test, Bound::Every);
    together(names.iter().map(one).collect())
}
