//! Parentheses of a sentence. One that is understood qualifies the predicate or is carried as a remark;
//! any other makes the sentence not understood.

use super::concept::{Concept, Term, Token};
use super::frame::{Frame, Slot};
use super::lex::Quotes;
use super::lists::bare;
use super::name::turns;
use super::reader::Reader;
use super::remark::{harmless, waiting};
use super::rules::{phrases, test};
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Limit, Metric, Place, Placement, Predicate, Property, Statement, Subject,
    Test, Value,
};
use chrono::TimeDelta;

/// A text without its parentheses, and what stood in them. Parentheses in code, quotes and JSON, and
/// those of a word (`PORT(S)`, `CPU(cores)`), stay.
pub(super) fn take_out(text: &str) -> (String, Vec<String>) {
    let mut body = String::new();
    let mut parens = Vec::new();
    for (piece, inside) in pieces(text) {
        if inside {
            parens.push(piece.trim().to_owned())
        } else {
            body.push_str(piece)
        }
    }
    (
        body.split_whitespace().collect::<Vec<_>>().join(" "),
        parens,
    )
}

/// The text with the parentheses' words in their place.
pub(super) fn inlined(text: &str) -> String {
    let words: Vec<&str> = pieces(text)
        .into_iter()
        .map(|(piece, _)| piece.trim())
        .collect();
    words.join(" ")
}

/// The text in pieces, each with whether it stood in parentheses.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut from, mut quote, mut braces, mut open) = (0, None, 0i32, None);
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '`' | '"') if text[i + 1..].contains(c) => quote = Some(c),
            (None, '{') => braces += 1,
            (None, '}') => braces -= 1,
            (None, '(') if braces == 0 && open.is_none() && !before.is_ascii_alphanumeric() => {
                pieces.push((&text[from..i], false));
                open = Some(i + 1);
            }
            (None, ')') if braces == 0 => {
                if let Some(start) = open.take() {
                    pieces.push((&text[start..i], true));
                    from = i + 1;
                }
            }
            (None, _) => {}
        }
        before = c;
    }
    // One that is never closed stays in the text.
    if let Some(start) = open {
        from = start - 1;
    }
    pieces.push((&text[from..], false));
    pieces
}

/// What a parenthesis makes of the predicate before it. `None`: it is not understood.
pub(super) fn apply(predicate: Predicate, paren: &str, reader: &Reader) -> Option<Predicate> {
    let tokens = reader.tokens(paren, Quotes::Words);
    if waiting(paren, &tokens) || says_again(&predicate, paren, &tokens) {
        return Some(predicate.remarked(paren));
    }
    if let Some(time) = span(&tokens) {
        return over(predicate, time?);
    }
    if let Some(said) = of_nodes(&predicate, &tokens) {
        return Some(said);
    }
    // `5 pods (one per node)`, `5/5 running (one per node)`: there the two numbers count pods.
    let per_node = |frame: &Frame| {
        frame.is(&[Slot::PerNode], &[])
            || (frame.is(&[Slot::Place], &[Slot::Number, Slot::Counter, Slot::Kind])
                && frame.number.is_none_or(|n| n == 1))
    };
    if phrases(&tokens, paren).iter().any(per_node) {
        return one_per_node(predicate);
    }
    // `HEALTH-OK ({"status":"ok"} body)`.
    if let [Concept::Json(value)]
    | [
        Concept::Json(value),
        Concept::Unknown(_) | Concept::Term(Term::Http),
    ] = concepts(&tokens).as_slice()
        && (tokens.len() == 1 || paren.ends_with("body"))
        && bare(&predicate)
    {
        let body = Property::Value(Value::JsonSubset((*value).clone()));
        let body = Statement::printed(body).into();
        return Some(Predicate::All(vec![predicate, body]));
    }
    // `circuitBreaker.state (should be "closed")`.
    let demand = ["should be ", "must be ", "= ", "값: "]
        .iter()
        .find_map(|head| paren.strip_prefix(head));
    if let Some(demand) = demand
        && let Some(key) = lone_name(&predicate)
    {
        let tokens = reader.tokens(demand, Quotes::Words);
        let test = test(&tokens, demand)?;
        return (matches!(test, Test::Is(_) | Test::Compare(..))).then(|| {
            super::statements::column_predicate(&Subject::anything(), key, &test, Bound::Every)
        });
    }
    if harmless(paren) || is_reason(&predicate, paren) {
        return Some(predicate.remarked(paren));
    }
    // Any other words are a statement of their own: `출력 없음 (모든 Pod Running)`.
    let stated = (!turns(paren)).then(|| reader.body(paren).ok()).flatten()?;
    if bare(&stated) {
        None
    } else {
        super::lists::conjunction(predicate, stated, true)
    }
}

fn concepts(tokens: &[Token]) -> Vec<&Concept> {
    tokens.iter().map(|token| &token.concept).collect()
}

/// Whether a parenthesis only says again what stands before it.
fn says_again(predicate: &Predicate, paren: &str, tokens: &[Token]) -> bool {
    // `재시작 횟수(RESTARTS)가 0`: the same in the words of the table.
    if let [one] = tokens
        && is_gloss(&one.concept, predicate)
    {
        return true;
    }
    // `308 (redirect to HTTPS)`, `200 (OK)`.
    let property = predicate.statement().map(|said| &said.property);
    if matches!(property, Some(Property::Answer(codes)) if !codes.is_empty())
        && (paren.to_lowercase().starts_with("redirect") || paren.eq_ignore_ascii_case("ok"))
        && paren.len() < 40
    {
        return true;
    }
    // `READY 3/3 (3 replicas)`: the same number again.
    let same_number = |frame: &Frame| {
        frame.is(&[Slot::Number], &[Slot::Kind, Slot::Counter])
            && frame.kinds.iter().all(|kind| *kind == "pods")
            && frame
                .number
                .is_some_and(|number| states_number(predicate, number))
    };
    phrases(tokens, paren).iter().any(same_number)
}

/// `5 (one per receiver)` says why it is five.
fn is_reason(predicate: &Predicate, paren: &str) -> bool {
    let reason = ["one per ", "one for each ", "one on each "]
        .iter()
        .any(|head| paren.to_lowercase().starts_with(head));
    reason
        && paren.split_whitespace().count() <= 5
        && !turns(paren)
        && as_many_as_nodes(predicate).is_some()
}

/// What a parenthesis says of the number of nodes.
fn of_nodes(predicate: &Predicate, tokens: &[Token]) -> Option<Predicate> {
    let as_nodes = || as_many_as_nodes(predicate).map(Predicate::from);
    match concepts(tokens).as_slice() {
        // `DESIRED: 10 (전체 노드 수)`.
        [Concept::Term(Term::NodeCount)]
        | [
            Concept::Term(Term::Every),
            Concept::Term(Term::Kind("nodes")),
        ]
        | [Concept::Term(Term::NodeCount), Concept::Term(Term::Same)]
        | [Concept::Term(Term::Same), Concept::Term(Term::NodeCount)] => {
            Some(Predicate::All(vec![predicate.clone(), as_nodes()?]))
        }
        // `노드 수(10)와 일치`: and there are so many.
        [Concept::Number(number)] | [Concept::Number(number), Concept::Term(Term::Counter)] => {
            let numbered = of_so_many_nodes(predicate, *number)?;
            Some(super::lists::both(numbered, predicate.clone()))
        }
        _ => None,
    }
}

/// The time that is all a parenthesis says: `24h`, `for 3 days`, `최근 24시간`, `1-2일`. Only one to look back
/// over can be seen; a bare one may as well begin now.
fn span(tokens: &[Token]) -> Option<Option<TimeDelta>> {
    let mut time = None;
    let back = tokens.iter().any(|token| token.is(Term::Last));
    for token in tokens {
        match &token.concept {
            Concept::Time(one) | Concept::TimeRange(_, one) if time.is_none() => time = Some(*one),
            Concept::Term(Term::Last | Term::For | Term::Span | Term::In) => {}
            _ => return None,
        }
    }
    Some(super::measure::bounded(time?).filter(|_| back))
}

/// The same over a time. `None`: whether it was so all the time can't be seen of it.
fn over(predicate: Predicate, time: TimeDelta) -> Option<Predicate> {
    let said = predicate.statement().filter(|said| said.when.is_none())?;
    let over = match &said.property {
        Property::ErrorLines(_) | Property::RanThrough => said.clone(),
        Property::Measure {
            metric: Metric::Restarts,
            comparison: Comparison::Equal,
            limit: Limit::Amount(zero, _),
        } if *zero == Quantity::ZERO => Statement::new(said.who.clone(), Property::RanThrough),
        _ => return None,
    };
    Some(over.within(Some(time)).into())
}

/// The columns that equal the number of nodes, with that number.
fn of_so_many_nodes(predicate: &Predicate, number: u64) -> Option<Predicate> {
    let one = |said: &Statement| match &said.property {
        Property::Column {
            column,
            test: Test::Nodes,
        } => {
            let test = Test::Is(vec![number.to_string()]);
            let every = Bound::Every;
            Some(super::statements::column_predicate(
                &said.who, column, &test, every,
            ))
        }
        _ => None,
    };
    match predicate {
        Predicate::Says(said) => one(said),
        Predicate::All(_) => {
            let columns: Option<Vec<Predicate>> =
                predicate.statements().into_iter().map(one).collect();
            columns.map(Predicate::All)
        }
        Predicate::Any(_) | Predicate::Remarked(..) => None,
    }
}

/// Whether a word only says again what a predicate is about: its column, its metric, its kind.
fn is_gloss(word: &Concept, predicate: &Predicate) -> bool {
    let column = match word {
        Concept::Term(Term::Kind(kind)) => {
            let subject = predicate.statement().and_then(Statement::subject);
            return subject.is_some_and(|who| who.kind.as_deref() == Some(kind));
        }
        Concept::Term(Term::Column(name)) => *name,
        Concept::Term(Term::Restarts) => "RESTARTS",
        Concept::Term(Term::Age) => "AGE",
        _ => return false,
    };
    predicate
        .statement()
        .is_some_and(|said| match &said.property {
            Property::Measure { metric, .. } => match metric {
                Metric::Restarts => column == "RESTARTS",
                Metric::Age => column == "AGE",
                Metric::Cpu | Metric::Memory => false,
            },
            Property::Column { column: own, .. } => own.eq_ignore_ascii_case(column),
            Property::State(_) => said.counted().is_none() && column == "STATUS",
            Property::Ratio { .. } => column == "READY",
            _ => false,
        })
}

/// The name that is all a sentence says.
fn lone_name(predicate: &Predicate) -> Option<&str> {
    let said = predicate.statement().filter(|said| !said.denies())?;
    match &said.property {
        Property::Value(Value::Is(texts))
        | Property::Text {
            place: Place::Output,
            texts,
            ..
        } => match texts.as_slice() {
            [one] => Some(one),
            _ => None,
        },
        Property::Exists if said.counted().is_none() && said.who.kind.is_none() => {
            said.who.name.as_ref().map(|name| name.text.as_str())
        }
        _ => None,
    }
}

/// Whether a parenthesis holds only words that may stand in the sentence itself: a state, a number
/// with its kind, two numbers.
pub(super) fn plain(paren: &str, reader: &Reader) -> bool {
    let tokens = reader.tokens(paren, Quotes::Words);
    phrases(&tokens, paren).iter().any(|frame| {
        frame.slots.count() > 0
            && frame.kinds != ["namespaces"]
            && frame.is(
                &[],
                &[
                    Slot::States,
                    Slot::Number,
                    Slot::Counter,
                    Slot::Ratio,
                    Slot::Every,
                    Slot::Kind,
                    Slot::Window,
                    Slot::LastLines,
                ],
            )
    })
}

/// That the number which a predicate states is that of the nodes. `None`: it states none.
fn as_many_as_nodes(predicate: &Predicate) -> Option<Statement> {
    let said = predicate.statement()?;
    let numbers = |values: &[String]| values.iter().all(|value| value.parse::<u64>().is_ok());
    match &said.property {
        Property::Column {
            column,
            test: Test::Is(values),
        } if numbers(values) => Some(Statement::new(
            said.who.clone(),
            Property::Column {
                column: column.clone(),
                test: Test::Nodes,
            },
        )),
        Property::Exists if said.counted().is_some() => Some(said.clone().of(Bound::AsNodes)),
        Property::Value(Value::Is(values)) if numbers(values) => {
            Some(Statement::printed(Property::Exists).of(Bound::AsNodes))
        }
        _ => None,
    }
}

fn states_number(predicate: &Predicate, number: u64) -> bool {
    predicate
        .statement()
        .is_some_and(|said| match &said.property {
            Property::Ratio {
                exactly: Some(both),
                ..
            } => said.how_many == Bound::Every && *both == (number, number),
            Property::Column {
                test: Test::Is(values),
                ..
            } => {
                let same = [number.to_string(), format!("{number}/{number}")];
                values.iter().all(|value| same.contains(value))
            }
            _ => said.counted() == Some((Comparison::Equal, number)),
        })
}

/// So many pods, one on each node.
fn one_per_node(predicate: Predicate) -> Option<Predicate> {
    let Predicate::Says(said) = predicate else {
        return None;
    };
    let pods = matches!(said.who.kind.as_deref(), None | Some("pods" | "daemonsets"));
    let who = Subject {
        kind: Some("pods".into()),
        ..said.who.clone()
    };
    let running = said.states().iter().any(|state| state == "Running");
    let count = match &said.property {
        Property::Ratio {
            exactly: Some((a, b)),
            states,
        } if a == b && pods && said.how_many == Bound::Every => {
            Statement::count(said.who, Comparison::Equal, *a, states.clone(), true)
        }
        Property::Value(Value::Is(values)) if values.len() == 1 => {
            let number = values[0].parse().ok()?;
            Statement::count(who.clone(), Comparison::Equal, number, Vec::new(), true)
        }
        _ if pods && matches!(said.counted(), Some((Comparison::Equal, _))) => *said,
        _ => return None,
    };
    let nodes = None;
    let every = Property::Placed(Placement::EveryNode { nodes, running });
    Some(Predicate::All(vec![
        count.into(),
        Statement::new(who, every).into(),
    ]))
}
