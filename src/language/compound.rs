//! Several clauses in one text: sentences, conjunctions, and the advice that may stand behind them.

use super::clause::clause;
use super::concept::{Concept, Term, Token};
use crate::judge::predicate::{
    Bound, Comparison, Metric, Place, Placement, Predicate, Property, Statement, Subject, Value,
};

/// Several sentences: each must be understood, or be advice that changes nothing.
pub(super) fn sentences(tokens: &[Token], text: &str) -> Result<Predicate, String> {
    let mut said: Option<Predicate> = None;
    for part in tokens.split(|token| token.concept == Concept::Stop) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else {
            continue;
        };
        // Up to the stop itself: a remark keeps the words that say nothing, too.
        let stop = tokens
            .iter()
            .find(|token| token.concept == Concept::Stop && token.span.start >= last.span.end);
        let end = stop.map_or(text.len(), |stop| stop.span.start);
        let own = text.get(first.span.start..end).unwrap_or_default();
        said = Some(match said {
            None => clauses(part, text)?,
            Some(before) if advice(own) || reason(own) => before.remarked(own),
            Some(before) => match clauses(part, text)? {
                after if bare(&after) => return Err(own.to_owned()),
                after => both(before, after),
            },
        });
    }
    said.ok_or_else(|| text.to_owned())
}

/// `If …, delete the pod`: what to do, not what must be so.
pub(super) fn advice(text: &str) -> bool {
    const VERBS: [&str; 26] = [
        "delete",
        "use",
        "check",
        "restart",
        "wait",
        "see",
        "run",
        "re-run",
        "rerun",
        "contact",
        "try",
        "refer",
        "follow",
        "investigate",
        "repeat",
        "describe",
        "inspect",
        "look",
        "retry",
        "scale",
        "roll",
        "rollback",
        "fix",
        "review",
        "stop",
        "escalate",
    ];
    let lower = text.to_lowercase();
    let Some((_, then)) = lower
        .strip_prefix("if ")
        .and_then(|rest| rest.rsplit_once(','))
    else {
        return false;
    };
    let then = then
        .trim()
        .trim_start_matches("then ")
        .trim_start_matches("please ");
    then.split_whitespace()
        .next()
        .is_some_and(|verb| VERBS.contains(&verb))
}

/// Why it is so, which demands nothing: `아직 규칙이 없기 때문입니다`.
fn reason(text: &str) -> bool {
    const OTHERS: [&str; 8] = [
        "나머지",
        "다른",
        "일부",
        "외에",
        "외의",
        "other",
        "some",
        "rest",
    ];
    let bare = text.trim_end_matches(['.', '!', ' ']);
    // A word of others, or a second statement, may take back a part of the first.
    if bare.contains([',', ';']) || OTHERS.iter().any(|word| bare.to_lowercase().contains(word)) {
        return false;
    }
    let korean = ["때문입니다", "때문임", "때문이다", "때문이에요"];
    let lower = bare.to_lowercase();
    let english = ["because ", "this is because ", "that is because "];
    korean
        .iter()
        .any(|end| bare.ends_with(&format!("기 {end}")))
        || english.iter().any(|start| lower.starts_with(start))
}

/// One clause, or several joined by `and`, a comma or a dash.
pub(super) fn clauses(tokens: &[Token], text: &str) -> Result<Predicate, String> {
    let tokens = trimmed(tokens);
    let stop = match clause(tokens, text) {
        Ok(predicate) => return Ok(predicate),
        Err(stop) => stop,
    };
    if let Some(said) = with_restarts(tokens, text) {
        return Ok(said);
    }
    for at in 1..tokens.len().saturating_sub(1) {
        let joins = match &tokens[at].concept {
            Concept::Term(Term::And) | Concept::Comma | Concept::Plus => true,
            Concept::Dash => false,
            _ => continue,
        };
        let (left, right) = (&tokens[..at], trimmed(&tokens[at + 1..]));
        let Ok(before) = clause(trimmed(left), text) else {
            continue;
        };
        if !joins {
            let gloss = right
                .first()
                .zip(right.last())
                .and_then(|(a, b)| text.get(a.span.start..b.span.end));
            if let Some(gloss) = gloss
                && super::remark::harmless(gloss)
            {
                return Ok(before.remarked(gloss));
            }
        }
        if let Ok(after) = clauses(right, text)
            && let Some(joined) = conjunction(before, after, joins)
        {
            return Ok(joined);
        }
    }
    Err(stop)
}

/// `Pods should be Running with 0 restarts`, `Running without restarts`: a state of all of them, and a bound
/// on their restarts.
fn with_restarts(tokens: &[Token], text: &str) -> Option<Predicate> {
    let at = tokens.iter().rposition(|token| {
        let without = text
            .get(token.span.clone())
            .is_some_and(|word| word.eq_ignore_ascii_case("without"));
        token.is(Term::Have) || token.is(Term::No) && without
    })?;
    let from = at + usize::from(tokens[at].is(Term::Have));
    let after = clause(tokens.get(from..).filter(|rest| !rest.is_empty())?, text).ok()?;
    let upper = [Comparison::Equal, Comparison::AtMost, Comparison::Less];
    let bounds = |said: &Statement| match &said.property {
        Property::Measure {
            metric: Metric::Restarts,
            comparison,
            ..
        } => said.who == Subject::anything() && upper.contains(comparison),
        _ => false,
    };
    let before = clause(tokens.get(..at).filter(|rest| !rest.is_empty())?, text).ok()?;
    let fits = after.statement().is_some_and(bounds)
        && before.statement().is_some_and(Statement::is_state_of_all);
    fits.then(|| both(inherit(&before, after), before))
}

/// Both of two clauses. A bare value beside a denial may be part of what is denied ("no errors,
/// Pending"), so that is not guessed at.
pub(super) fn conjunction(before: Predicate, after: Predicate, joins: bool) -> Option<Predicate> {
    let lone = |predicate: &Predicate| {
        let said = predicate.statement().map(|said| &said.property);
        matches!(said, Some(Property::Value(Value::Is(_))))
    };
    if lone(&before) != lone(&after) {
        return None;
    }
    let denies = denies(&before) || denies(&after);
    // `3 pods, 1 Pending`: one number would be of all, the other of some.
    if numbers_of_all(&before, &after) {
        return None;
    }
    let bare_ones = bare(&before) || bare(&after);
    if bare_ones && (denies || !joins) {
        return None;
    }
    Some(both(inherit(&before, after), before))
}

/// Whether two clauses number all of the same things, once with a state and differently.
fn numbers_of_all(before: &Predicate, after: &Predicate) -> bool {
    fn numbers(predicate: &Predicate) -> Vec<(&Statement, u64)> {
        let statements = match predicate {
            Predicate::Says(_) | Predicate::All(_) => predicate.statements(),
            Predicate::Any(_) | Predicate::Remarked(..) => Vec::new(),
        };
        let numbered = statements.into_iter();
        numbered
            .filter_map(|said| Some((said, said.number_of_all()?)))
            .collect()
    }
    numbers(before).iter().any(|(one, number)| {
        numbers(after).iter().any(|(other, n)| {
            let same = one.who == other.who || other.who == Subject::anything();
            same && n != number && one.states() != other.states()
        })
    })
}

/// The second clause speaks of the first one's subject if it names none.
pub(super) fn inherit(first: &Predicate, second: Predicate) -> Predicate {
    // Pods and nodes are never synced: then it speaks of what is.
    if speaks_of_sync(&second) {
        return second;
    }
    let named = first.statement().filter(|first| match &first.property {
        Property::Exists => !first.denies() && first.how_many != Bound::AsNodes,
        Property::State(_)
        | Property::Ratio { .. }
        | Property::Column { .. }
        | Property::Measure { .. }
        | Property::Placed(Placement::EveryNode { .. }) => true,
        _ => false,
    });
    let Some(first) = named else {
        return second;
    };
    let of_first = |said: Statement| {
        let takes = match &said.property {
            Property::State(_) => said.counted().is_none(),
            Property::Ratio { .. } | Property::Measure { .. } => true,
            _ => false,
        };
        match takes && said.who == Subject::anything() {
            true => Statement {
                who: first.who.clone(),
                ..said
            },
            false => said,
        }
    };
    match second {
        Predicate::Says(_) | Predicate::All(_) => second.map(&of_first),
        Predicate::Any(_) | Predicate::Remarked(..) => second,
    }
}

fn speaks_of_sync(predicate: &Predicate) -> bool {
    let of_sync = |said: &&Statement| {
        let sync = |state: &String| matches!(state.as_str(), "Synced" | "OutOfSync");
        matches!(said.property, Property::State(_)) && said.states().iter().any(sync)
    };
    predicate.statements().iter().any(of_sync)
}

pub(super) fn both(after: Predicate, before: Predicate) -> Predicate {
    let mut parts = match before {
        Predicate::All(parts) => parts,
        one => vec![one],
    };
    match after {
        Predicate::All(more) => parts.extend(more),
        one => parts.push(one),
    }
    Predicate::All(parts)
}

/// A value that stands alone, which says nothing about what has it.
pub(super) fn bare(predicate: &Predicate) -> bool {
    let alone = |said: &Statement| match &said.property {
        Property::Value(value) => !matches!(value, Value::Version { .. }),
        Property::Text { place, .. } => *place == Place::Output && !said.denies(),
        Property::State(_) => said.counted().is_none() && said.who == Subject::anything(),
        Property::Ratio { .. } => said.how_many == Bound::Every && said.who == Subject::anything(),
        _ => false,
    };
    match predicate {
        Predicate::Any(_) => false,
        other => other.statements().into_iter().all(alone),
    }
}

pub(super) fn denies(predicate: &Predicate) -> bool {
    predicate.statements().into_iter().any(Statement::denies)
}

/// Without separators at either end.
pub(super) fn trimmed(mut tokens: &[Token]) -> &[Token] {
    let loose = |token: &Token| {
        matches!(
            token.concept,
            Concept::Comma | Concept::Dash | Concept::Stop
        ) || token.is(Term::And)
    };
    while let Some((first, rest)) = tokens.split_first()
        && (loose(first) || first.concept == Concept::Colon)
    {
        tokens = rest;
    }
    while let Some((last, rest)) = tokens.split_last()
        && (loose(last) || last.concept == Concept::Colon)
    {
        tokens = rest;
    }
    tokens
}
