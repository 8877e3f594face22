//! Clauses of a form of their own: `KEY: VALUE`, a time in which it may happen, a description that only
//! narrows a denial.

use super::clause::stated;
use super::concept::{Concept, Term, Token, metric};
use super::frame::Slot;
use super::rules::{Meaning, meaning, phrases, test};
use super::statements::column_predicate;
use crate::facts::lang::is_hangul;
use crate::judge::predicate::{Bound, Place, Predicate, Property, Statement, Subject, Test, Value};

/// `200 or 204`: one of these numbers.
pub(super) fn numbers(tokens: &[Token]) -> Option<Predicate> {
    let mut values = Vec::new();
    let introduces = |token: &&Token| token.is(Term::Show) || token.is(Term::Output);
    let tokens = &tokens[tokens.iter().take_while(introduces).count()..];
    for (i, token) in tokens.iter().enumerate() {
        match (&token.concept, i % 2) {
            (Concept::Number(n), 0) => values.push(n.to_string()),
            (Concept::Term(Term::Or), 1) => {}
            _ => return None,
        }
    }
    (values.len() > 1 && tokens.len() % 2 == 1).then(|| Statement::value(values).into())
}

/// `… in 8-10 seconds`, `5분 이내에 …`: how long it may take, carried as a remark.
pub(super) fn in_time(tokens: &[Token], text: &str) -> Option<Predicate> {
    let is_time =
        |token: &Token| matches!(token.concept, Concept::Time(_) | Concept::TimeRange(..));
    let at = tokens.iter().position(is_time)?;
    let before = at > 0 && (tokens[at - 1].is(Term::In) || tokens[at - 1].is(Term::Within));
    let after = tokens
        .get(at + 1)
        .is_some_and(|token| token.is(Term::Within));
    let (start, mut end) = match (before, after) {
        (true, false) => (at - 1, at + 1),
        (false, true) => (at, at + 2),
        (true, true) | (false, false) => return None,
    };
    if tokens.get(end).is_some_and(|token| token.is(Term::At)) {
        end += 1;
    }
    let words = text.get(tokens[start].span.start..tokens[end - 1].span.end)?;
    let rest: Vec<Token> = tokens[..start]
        .iter()
        .chain(&tokens[end..])
        .cloned()
        .collect();
    // The time of a metric or of stability is what is demanded.
    let metric =
        |token: &Token| matches!(&token.concept, Concept::Term(term) if metric(*term).is_some());
    if rest
        .iter()
        .any(|token| metric(token) || token.is(Term::Stable))
    {
        return None;
    }
    let time = match tokens[at].concept {
        Concept::Time(time) => Some(time),
        _ => None,
    };
    let waits = super::remark::is_wait(&tokens[at].concept);
    let said = stated(&rest).ok()?;
    let statement = said.statement();
    match statement.map(|said| (&said.property, said.when)) {
        // `5분 이내 로그가 있음`: how old they are, or how long they may take to come?
        Some((Property::LogsCollected { .. }, _)) => None,
        // `1분 이내에 생성된 Pod`: how old they are, likewise.
        Some((Property::Exists, _)) if statement.is_some_and(|said| said.counted().is_none()) => {
            None
        }
        Some((Property::ErrorLines(_), None)) => {
            let within = super::measure::bounded(time?)?;
            statement.map(|said| said.clone().within(Some(within)).into())
        }
        _ => waits.then(|| said.remarked(words)),
    }
}

/// `KEY: VALUE`, `SUBJECT: STATE`, `Look for: TEXT`.
pub(super) fn with_colon(tokens: &[Token], text: &str) -> Option<Predicate> {
    let at = tokens
        .iter()
        .position(|token| matches!(token.concept, Concept::Colon | Concept::Equals))?;
    let (left, right) = (&tokens[..at], &tokens[at + 1..]);
    if right.is_empty() {
        return None;
    }
    // ` :4000` is an address, not a key's end.
    let sign = &tokens[at].span;
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    if blank(text[..sign.start].chars().next_back()) && !blank(text[sign.end..].chars().next()) {
        return None;
    }
    if left.is_empty() {
        return bare_key(right, &text[..sign.start]);
    }
    let joined: Vec<Token> = left.iter().chain(right).cloned().collect();
    let before = phrases(left);
    if !before.is_empty() {
        let is = |slots: &[Slot]| before.iter().any(|before| before.is(&[], slots));
        let has = |slot| before.iter().any(|before| before.has(slot));
        let introduces = is(&[Slot::Show, Slot::Output, Slot::Logs, Slot::Http]);
        let subject = [
            Slot::Kind,
            Slot::Name,
            Slot::Every,
            Slot::Number,
            Slot::Counter,
            Slot::States,
            Slot::CountWord,
            Slot::Remaining,
            Slot::Errors,
            Slot::Logs,
            Slot::NodeCount,
        ];
        if introduces || is(&subject) {
            let whole = stated(&joined).ok();
            // `image.tag: v1.4.2`, `replicas: 3` are keys, not a thing's version or a count of pods.
            let switch = |token: &Token| {
                matches!(token.concept, Concept::Term(Term::State("True" | "False")))
            };
            let said = whole.as_ref().and_then(Predicate::statement);
            let version = said.is_some_and(|said| {
                matches!(said.property, Property::Value(Value::Version { .. }))
            });
            let key = version && !has(Slot::VersionWord)
                // `Suspend: false` is a field.
                || (is(&[Slot::Name]) && matches!(right, [one] if switch(one)))
                || (left.len() == 1 && text.get(left[0].span.clone()) == Some("replicas"))
                || (is(&[Slot::Name])
                    && !right
                        .iter()
                        .any(|token| matches!(token.concept, Concept::Term(Term::Kind(_))))
                    && said.is_some_and(|said| said.counted().is_some()));
            if whole.is_some() && !key {
                return whole;
            }
        }
        if has(Slot::No) || has(Slot::Not) {
            return None;
        }
    }
    described(&joined, text).or_else(|| keyed(left, right, text))
}

/// `status = "COMPLETED"`: a word that binds elsewhere is the key of a quoted value.
fn bare_key(right: &[Token], before: &str) -> Option<Predicate> {
    let key = before.trim();
    let [
        Token {
            concept: Concept::Literal(value),
            ..
        },
    ] = right
    else {
        return None;
    };
    matches!(key.to_lowercase().as_str(), "status" | "state" | "phase").then(|| {
        let test = Test::Is(vec![value.clone()]);
        column_predicate(&Subject::anything(), key, &test, Bound::Every)
    })
}

/// A key that the output must show with this value.
pub(super) fn keyed(left: &[Token], right: &[Token], text: &str) -> Option<Predicate> {
    let key = text.get(left.first()?.span.start..left.last()?.span.end)?;
    let key = key.trim_matches(['`', '"']).trim();
    let plain = left.iter().all(|token| {
        !matches!(
            token.concept,
            Concept::Comma
                | Concept::Stop
                | Concept::Arrow
                | Concept::Compare(_)
                | Concept::Json(_)
                | Concept::Dash
                | Concept::Number(_)
                | Concept::Ratio(..)
        ) && !matches!(
            token.concept,
            Concept::Term(
                Term::No
                    | Term::Not
                    | Term::Every
                    | Term::Some
                    | Term::Only
                    | Term::And
                    | Term::Or
                    | Term::Show
                    | Term::Have
                    | Term::In
                    | Term::On
                    | Term::At
            )
        ) && (left.len() == 1 || !matches!(token.concept, Concept::Term(Term::State(_))))
    });
    let texts = left
        .iter()
        .filter(|token| matches!(token.concept, Concept::Literal(_)))
        .count();
    if (texts > 0 && left.len() > 1)
        || !plain
        || key.is_empty()
        || key.split_whitespace().count() > 6
    {
        return None;
    }
    // `DESIRED: 노드 수와 동일`.
    let of_nodes = phrases(right)
        .iter()
        .any(|after| after.is(&[Slot::NodeCount], &[Slot::Same]));
    if of_nodes {
        let anything = Subject::anything();
        return Some(column_predicate(&anything, key, &Test::Nodes, Bound::Every));
    }
    let test = test(right)?;
    let named = matches!(
        test,
        Test::Is(_)
            | Test::IsNot(_)
            | Test::Lacks(_)
            | Test::Compare(..)
            | Test::Shape(_)
            | Test::Present
    );
    named.then(|| column_predicate(&Subject::anything(), key, &test, Bound::Every))
}

/// A clause that denies, with a description in front of what it denies ("no etcd errors", `DB 관련 …
/// 로그 미발생`). Judging without the description is stricter, so it may be carried along.
pub(super) fn described(tokens: &[Token], text: &str) -> Option<Predicate> {
    // Nouns that say something only beside others (`image pull errors`) describe as well.
    let unknown = |token: &Token| {
        matches!(
            token.concept,
            Concept::Unknown(_)
                | Concept::UpperCase(_)
                | Concept::Term(
                    Term::Image | Term::Tag | Term::Limit | Term::Request | Term::Targets
                )
        )
    };
    let start = tokens.iter().position(unknown)?;
    let end = start
        + tokens[start..]
            .iter()
            .take_while(|token| unknown(token))
            .count();
    let before_thing = matches!(
        tokens.get(end).map(|token| &token.concept),
        Some(Concept::Term(Term::Kind(_) | Term::Errors) | Concept::Literal(_))
    );
    let words = text.get(tokens[start].span.start..tokens[end - 1].span.end)?;
    let about = ["concerning ", "about ", "regarding "]
        .iter()
        .any(|word| words.starts_with(word));
    let after_errors =
        about && end == tokens.len() && start > 0 && tokens[start - 1].is(Term::Errors);
    // Of a kind, only what is left over is described ("남아있는 테스트 Pod"): "no slow pods" speaks of
    // a property, and not of all pods.
    let of_kind = matches!(
        tokens.get(end).map(|token| &token.concept),
        Some(Concept::Term(Term::Kind(_)))
    );
    let remaining = tokens.iter().any(|token| token.is(Term::Remaining));
    // `5xx errors` need not be lines of level error.
    // What is killed for memory logs nothing, and a log seldom speaks Korean.
    let of_errors = tokens.iter().any(|token| token.is(Term::Errors));
    let foreign = words.chars().any(is_hangul) || words.eq_ignore_ascii_case("oom");
    if (of_kind && !remaining)
        || (of_errors && foreign)
        || words.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if end - start > 3 || !(before_thing || after_errors) || super::name::turns(words) {
        return None;
    }
    let rest: Vec<Token> = tokens[..start]
        .iter()
        .chain(&tokens[end..])
        .cloned()
        .collect();
    let Meaning::One(said) = meaning(&rest) else {
        return None;
    };
    let statement = said
        .statement()
        .filter(|said| said.denies() && said.who.name.is_none())?;
    let mut narrowed = statement.clone();
    match &mut narrowed.property {
        Property::Exists | Property::State(_) if of_kind => {
            narrowed.who.described = Some(words.to_owned());
        }
        Property::ErrorLines(logged) if logged.about.is_none() => {
            logged.about = Some(words.to_owned());
        }
        Property::Text {
            place: Place::Logs, ..
        } => return Some(said.remarked(words)),
        _ => return None,
    }
    Some(narrowed.into())
}
