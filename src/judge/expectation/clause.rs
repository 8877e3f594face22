//! Sentences and clauses: splits a text into clauses that are each understood, and puts what they say
//! together. A clause that is not understood makes the whole not understood.

use super::assemble::{assemble, column_predicate};
use super::concept::{Concept, Term, Token};
use super::frame::{Frame, Slot, frame};
use super::lex::{Lexer, Quotes};
use super::{Force, ReadContext, idiom, qualifier};
use crate::facts::lang::Lang;
use crate::judge::predicate::{Counted, Join, Predicate, Quantifier, Subject, Test};
use crate::query::Query;

/// The predicate of a whole text without its label, or the words that stopped it.
pub(super) fn sentence(text: &str, ctx: &ReadContext, labelled: bool) -> Result<Predicate, String> {
    if let Some(message) = idiom::message(text) {
        return Ok(Predicate::Literal {
            texts: vec![message],
            join: Join::All,
        });
    }
    if labelled && ctx.force == Force::Demands && is_word(text) {
        return Ok(lone_word(text));
    }
    let names = query_words(ctx.queries);
    let reader = Reader {
        names: &names,
        korean: Lang::of(text) == Lang::Ko,
    };
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
    if let Predicate::Scalar { values } = &said
        && !labelled
        && values.iter().any(|value| is_plain_word(value))
    {
        return Err(text.to_owned());
    }
    let offered = bare(&said) && !matches!(said, Predicate::EachLine { .. });
    if ctx.force == Force::Offers && !labelled && offered {
        return Err(text.to_owned());
    }
    Ok(said)
}

/// Whether a text is one plain word of no vocabulary, as a value is: `enabled`.
fn is_word(text: &str) -> bool {
    let reader = Reader {
        names: &[],
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

fn lone_word(text: &str) -> Predicate {
    Predicate::Scalar {
        values: vec![text.to_owned()],
    }
}

/// Whether a lone value may as well be a heading (`Grafana`): a word in plain letters.
fn is_plain_word(value: &str) -> bool {
    matches!(value, "TBD" | "TODO" | "N/A" | "NA" | "WIP")
        || value.chars().all(|c| c.is_ascii_alphabetic())
            && value.chars().any(|c| c.is_ascii_lowercase())
}

/// Reads texts of one sentence.
pub(super) struct Reader<'a> {
    names: &'a [String],
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

/// Several sentences: each must be understood, or be advice that changes nothing.
fn sentences(tokens: &[Token], text: &str) -> Result<Predicate, String> {
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
            Some(before) if advice(own) => Predicate::Remarked(Box::new(before), own.to_owned()),
            Some(before) => match clauses(part, text)? {
                after if bare(&after) => return Err(own.to_owned()),
                after => both(before, after),
            },
        });
    }
    said.ok_or_else(|| text.to_owned())
}

/// `If …, delete the pod`: what to do, not what must be so.
fn advice(text: &str) -> bool {
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

/// One clause, or several joined by `and`, a comma or a dash.
fn clauses(tokens: &[Token], text: &str) -> Result<Predicate, String> {
    let tokens = trimmed(tokens);
    let stop = match clause(tokens, text) {
        Ok(predicate) => return Ok(predicate),
        Err(stop) => stop,
    };
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
                && qualifier::harmless(gloss)
            {
                return Ok(Predicate::Remarked(Box::new(before), gloss.to_owned()));
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

/// Both of two clauses. A bare value beside a denial may be part of what is denied ("no errors,
/// Pending"), so that is not guessed at.
fn conjunction(before: Predicate, after: Predicate, joins: bool) -> Option<Predicate> {
    let lone = |predicate: &Predicate| matches!(predicate, Predicate::Scalar { .. });
    if lone(&before) != lone(&after) {
        return None;
    }
    let denies = denies(&before) || denies(&after);
    let bare_ones = bare(&before) || bare(&after);
    if bare_ones && (denies || !joins) {
        return None;
    }
    Some(both(inherit(&before, after), before))
}

/// The second clause speaks of the first one's subject if it names none.
fn inherit(first: &Predicate, second: Predicate) -> Predicate {
    let subject = match first {
        Predicate::Phase { subject, .. }
        | Predicate::Ratio { subject, .. }
        | Predicate::Count { subject, .. }
        | Predicate::Column { subject, .. }
        | Predicate::Threshold { subject, .. }
        | Predicate::Exists { subject }
        | Predicate::Coverage { subject, .. } => subject.clone(),
        _ => return second,
    };
    let or = |own: Subject| {
        if own == Subject::anything() {
            subject.clone()
        } else {
            own
        }
    };
    match second {
        Predicate::Phase {
            subject,
            quantifier,
            states,
        } => Predicate::Phase {
            subject: or(subject),
            quantifier,
            states,
        },
        Predicate::Ratio {
            subject,
            exactly,
            count,
            states,
        } => Predicate::Ratio {
            subject: or(subject),
            exactly,
            count,
            states,
        },
        Predicate::Threshold {
            metric,
            subject,
            comparison,
            bound,
        } => Predicate::Threshold {
            metric,
            subject: or(subject),
            comparison,
            bound,
        },
        Predicate::All(parts) => {
            Predicate::All(parts.into_iter().map(|part| inherit(first, part)).collect())
        }
        other => other,
    }
}

fn both(after: Predicate, before: Predicate) -> Predicate {
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
    match predicate {
        Predicate::Scalar { .. }
        | Predicate::Literal { .. }
        | Predicate::EachLine { .. }
        | Predicate::JsonSubset(_) => true,
        Predicate::Phase { subject, .. }
        | Predicate::Ratio {
            subject,
            count: None,
            ..
        } => *subject == Subject::anything(),
        Predicate::Remarked(inner, _) => bare(inner),
        Predicate::All(parts) => parts.iter().all(bare),
        _ => false,
    }
}

fn denies(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Absent { .. }
        | Predicate::NoOutput
        | Predicate::NoErrors { .. }
        | Predicate::Not(_) => true,
        Predicate::Phase { quantifier, .. } | Predicate::Column { quantifier, .. } => {
            *quantifier == Quantifier::None
        }
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(denies),
        Predicate::Remarked(inner, _) => denies(inner),
        _ => false,
    }
}

/// Without separators at either end.
fn trimmed(mut tokens: &[Token]) -> &[Token] {
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

/// One clause.
fn clause(tokens: &[Token], text: &str) -> Result<Predicate, String> {
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
    let stopped = match frame(tokens) {
        Ok(taken) => match assemble(&taken) {
            Some(predicate) => return Ok(predicate),
            None => 0,
        },
        Err(at) => at,
    };
    same_columns(tokens)
        .or_else(|| with_colon(tokens, text))
        .or_else(|| described(tokens, text))
        .or_else(|| in_time(tokens, text))
        .ok_or_else(|| words(stopped))
}

/// `DESIRED와 READY가 동일`, `DESIRED = CURRENT = READY`.
fn same_columns(tokens: &[Token]) -> Option<Predicate> {
    let is_column = |token: &Token| matches!(token.concept, Concept::Term(Term::Column(_)));
    let start = tokens.iter().position(is_column)?;
    let (who, tokens) = tokens.split_at(start);
    let who = frame(who)
        .ok()
        .filter(|who| who.is(&[], &[Slot::Kind, Slot::Name, Slot::Every]))?;
    let subject = who.subject()?;
    let mut names: Vec<&str> = Vec::new();
    let mut same = false;
    for token in tokens {
        match &token.concept {
            Concept::Term(Term::Column(name)) => names.push(name),
            Concept::Term(Term::Same) | Concept::Equals => same = true,
            Concept::Term(Term::And | Term::ColumnWord) | Concept::Comma => {}
            _ => return None,
        }
    }
    let (first, others) = names.split_first()?;
    let equal = |other: &&str| Predicate::Column {
        subject: subject.clone(),
        column: (*first).to_owned(),
        test: Test::SameAs((*other).to_owned()),
        quantifier: Quantifier::Every,
    };
    (same && !others.is_empty())
        .then(|| super::assemble::together(others.iter().map(equal).collect()))
        .flatten()
}

/// `… in 8-10 seconds`, `5분 이내에 …`: how long it may take, carried as a remark.
fn in_time(tokens: &[Token], text: &str) -> Option<Predicate> {
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
    let taken = frame(&rest).ok()?;
    // The time of a metric or of stability is what is demanded.
    if taken.has(Slot::Metric) || taken.has(Slot::Stable) {
        return None;
    }
    Some(Predicate::Remarked(
        Box::new(assemble(&taken)?),
        words.to_owned(),
    ))
}

/// `KEY: VALUE`, `SUBJECT: STATE`, `Look for: TEXT`.
fn with_colon(tokens: &[Token], text: &str) -> Option<Predicate> {
    let at = tokens
        .iter()
        .position(|token| matches!(token.concept, Concept::Colon | Concept::Equals))?;
    let (left, right) = (&tokens[..at], &tokens[at + 1..]);
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let joined: Vec<Token> = left.iter().chain(right).cloned().collect();
    if let Ok(before) = frame(left) {
        let introduces = before.is(&[], &[Slot::Show, Slot::Output, Slot::Logs, Slot::Http]);
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
        if introduces || before.is(&[], &subject) {
            let whole = frame(&joined).ok().as_ref().and_then(assemble);
            // `image.tag: v1.4.2`, `replicas: 3` are keys, not a thing's version or a count of pods.
            let key = matches!(whole, Some(Predicate::Version { .. }) if !before.has(Slot::VersionWord))
                || (left.len() == 1 && text.get(left[0].span.clone()) == Some("replicas"))
                || (before.is(&[Slot::Name], &[])
                    && matches!(whole, Some(Predicate::Count { .. })));
            if whole.is_some() && !key {
                return whole;
            }
        }
        if before.has(Slot::No) || before.has(Slot::Not) {
            return None;
        }
    }
    described(&joined, text).or_else(|| keyed(left, right, text))
}

/// A key that the output must show with this value.
fn keyed(left: &[Token], right: &[Token], text: &str) -> Option<Predicate> {
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
        ) && !matches!(
            token.concept,
            Concept::Term(
                Term::No | Term::Not | Term::Every | Term::Some | Term::Only | Term::And | Term::Or
            )
        )
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
    if let Ok(after) = frame(right)
        && after.is(&[Slot::NodeCount], &[Slot::Same])
    {
        return Some(Predicate::RelativeToNodes {
            what: Counted::Column(key.to_owned()),
        });
    }
    let mut at = 0;
    let test = super::test::test(right, &mut at)?;
    if at != right.len() {
        return None;
    }
    let named = matches!(
        test,
        Test::Is(_) | Test::IsNot(_) | Test::Compare(..) | Test::Shape(_) | Test::Present
    );
    named.then(|| column_predicate(&Subject::anything(), key, &test, Quantifier::Every))
}

/// A clause that denies, with a description in front of what it denies ("no etcd errors", `DB 관련 …
/// 로그 미발생`). Judging without the description is stricter, so it may be carried along.
fn described(tokens: &[Token], text: &str) -> Option<Predicate> {
    let unknown =
        |token: &Token| matches!(token.concept, Concept::Unknown(_) | Concept::UpperCase(_));
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
    if (of_kind && !remaining) || words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if end - start > 3 || !(before_thing || after_errors) || qualifier::turns(words) {
        return None;
    }
    let rest: Vec<Token> = tokens[..start]
        .iter()
        .chain(&tokens[end..])
        .cloned()
        .collect();
    let mut taken: Frame = frame(&rest).ok()?;
    if taken.name.is_some() {
        return None;
    }
    taken.described = Some(words.to_owned());
    taken.slots.insert(Slot::Described);
    match assemble(&taken)? {
        said @ (Predicate::Absent { .. } | Predicate::NoErrors { .. }) => Some(said),
        said @ Predicate::Not(_) => Some(Predicate::Remarked(Box::new(said), words.to_owned())),
        _ => None,
    }
}

/// The plain words of the step's queries: names, selectors' values, namespaces.
fn query_words(queries: &[&Query]) -> Vec<String> {
    let mut words = Vec::new();
    for query in queries {
        let shown = serde_json::to_string(query)
            .unwrap_or_default()
            .to_lowercase();
        words.extend(
            shown
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| word.len() > 2)
                .map(str::to_owned),
        );
    }
    words.sort();
    words.dedup();
    words
}
