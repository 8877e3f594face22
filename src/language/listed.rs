//! Several things that share one statement: `config-service, auth-service 모두 Running`, `Prometheus,
//! Grafana: Running`.

use super::clause::clause;
use super::concept::{Concept, Term, Token};
use crate::judge::predicate::{Precision, Predicate};

/// The statement of each of several names.
pub(super) fn listed(tokens: &[Token], text: &str) -> Option<Predicate> {
    let mut names: Vec<&Token> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at).filter(|token| is_item(token)) {
        names.push(token);
        at += 1;
        let joined = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.concept == Concept::Comma || token.is(Term::And))
        };
        let before = at;
        while joined(at) {
            at += 1;
        }
        if before == at {
            break;
        }
    }
    if names.len() < 2 {
        return None;
    }
    // `모두`, `all`, and a colon stand between the list and what is said of it.
    let between = |token: &&Token| token.is(Term::Every) || token.concept == Concept::Colon;
    let said = &tokens[at..];
    let said = &said[said.iter().take_while(between).count()..];
    if said.is_empty() || said.iter().any(is_item) {
        return None;
    }
    let each = names.into_iter().map(|name| {
        let own: Vec<Token> = std::iter::once(name).chain(said).cloned().collect();
        clause(&own, text)
            .ok()
            .filter(Predicate::can_be_said_of_each)
    });
    each.collect::<Option<Vec<Predicate>>>().map(Predicate::All)
}

/// Whether a token is one thing's name.
fn is_item(token: &Token) -> bool {
    match &token.concept {
        Concept::Name(name) => {
            let generic = ["xxx", "xxxx", "..."];
            let told = !generic.iter().any(|word| name.text.contains(word));
            told && matches!(
                name.precision,
                Precision::Exact | Precision::Plain | Precision::Loose
            )
        }
        _ => false,
    }
}
