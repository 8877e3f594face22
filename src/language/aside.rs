//! What stands in parentheses: a statement of its own, what narrows the one before it, or a remark about time, number
//! or reason. `rules.tsv` has what it can be (`parenthesis`); any other makes the sentence not understood.

use super::concept::Term;
use super::frame::{Frame, Maker, Slots, Wait, frame, roles};
use super::lists::{STATEMENT, bare, begins, both, conjunction, saying};
use super::name::{english_word, turns};
use super::statements::{every, printed, together};
use super::word_lists::harmless;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Limit, Metric, Place, Placement, Predicate, Property, Statement, Subject,
    Test, Value,
};
use chrono::TimeDelta;

/// A text without its parentheses, and what stood in them, each with where. Parentheses in code, quotes and JSON, and
/// those of a word (`PORT(S)`, `CPU(cores)`), stay.
pub(super) fn apart(text: &str) -> (String, Vec<(usize, &str)>) {
    let (mut body, mut asides) = (String::new(), Vec::new());
    for (piece, inside) in pieces(text) {
        if inside {
            asides.push((body.trim_end().len(), piece.trim()));
            continue;
        }
        for c in piece.chars() {
            if !c.is_whitespace() {
                body.push(c);
            } else if !body.is_empty() && !body.ends_with(' ') {
                body.push(' ');
            }
        }
    }
    body.truncate(body.trim_end().len());
    (body, asides)
}

/// The text with the parentheses' words in their place.
pub(super) fn inlined(text: &str) -> String {
    let pieces = pieces(text).into_iter();
    let words: Vec<&str> = pieces.map(|(piece, _)| piece.trim()).collect();
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

/// `(may take 5-10 minutes)`, `(약 2시간 후)`.
pub(super) const WAITED: Maker = |parts| {
    let wait = Wait {
        words: parts.text.to_owned(),
        time: None,
        short: true,
    };
    Some(frame!(; wait: Some(wait)))
};

/// `("closed")` behind what says that it should be so.
pub(super) const DEMAND: Maker = |parts| {
    let tests = (*parts.last()?)?.tests.clone();
    let told = matches!(tests[..], [Test::Is(_) | Test::Compare(..)]);
    told.then(|| frame!(; tests: tests))
};

/// What a parenthesis can be, from what the rules make of it and what it states by itself.
pub(super) fn kinds(
    text: &str,
    mut all: Vec<Frame>,
    stated: impl Fn() -> Option<Predicate>,
) -> Vec<Frame> {
    let demands = begins(text, &["should be ", "must be ", "= ", "값: "]);
    all.retain(|aside| aside.tests.is_empty() || demands);
    // What says this says no more than that.
    let claims = |aside: &Frame| {
        let said = !aside.tests.is_empty() || aside.wait.is_some();
        said || aside.slots == roles!(Window) || per_node(aside)
    };
    let claimed = all.iter().any(claims);
    all.retain(|aside| !claimed || claims(aside));
    if !claimed && let Some(stated) = stated().filter(|stated| !turns(text) && !bare(stated)) {
        all.extend(saying(vec![stated], STATEMENT));
    }
    for aside in &mut all {
        aside.aside = Some(text.to_owned());
    }
    all
}

/// Statements with a parenthesis behind them.
pub(super) const QUALIFIED: Maker = |parts| {
    let (before, aside) = (parts[0]?, parts[1]?);
    let said = before.said.iter();
    let said = said.filter_map(|one| qualified(one, aside));
    saying(said.collect(), before.cost + aside.cost)
};

/// What a parenthesis makes of the statement before it. `None`: it does not belong to it.
fn qualified(before: &Predicate, aside: &Frame) -> Option<Predicate> {
    let text = aside.aside.as_deref()?;
    if let Some(stated) = aside.said.first() {
        return conjunction(before.clone(), stated.clone(), true);
    }
    if aside.wait.is_some() || says_again(before, aside) || is_remark(before, text, aside) {
        return Some(before.clone().remarked(text));
    }
    if let [test] = &aside.tests[..] {
        return Some(every(&Subject::anything(), lone_name(before)?, test));
    }
    if per_node(aside) {
        return one_per_node(before.clone());
    }
    if aside.slots == roles!(Window) {
        return over(before, aside.window?);
    }
    // `HEALTH-OK ({"status":"ok"} body)`.
    if aside.is(roles!(Json), roles!(Http)) && bare(before) {
        let body = printed(Property::Value(Value::JsonSubset(aside.json.clone()?)));
        return together([before.clone(), body?]);
    }
    // `DESIRED: 10 (전체 노드 수)`.
    let all_nodes = aside.slots == roles!(Every Kind) && aside.kind == Some("nodes");
    if aside.is(roles!(NodeCount), roles!(Same)) || all_nodes {
        return together([before.clone(), as_many_as_nodes(before)?.into()]);
    }
    // `노드 수(10)와 일치`: and there are so many.
    aside.is(roles!(Number), roles!(Counter)).then_some(())?;
    let numbered = of_so_many_nodes(before, aside.number?)?;
    Some(both(numbered, before.clone()))
}

/// `5 pods (one per node)`, `5/5 running (one per node)`: there the two numbers count pods.
fn per_node(aside: &Frame) -> bool {
    let placed = aside.is(roles!(Place), roles!(Number Counter Kind));
    aside.slots == roles!(PerNode) || placed && aside.number.is_none_or(|n| n == 1)
}

/// Whether a parenthesis only says again what stands before it.
fn says_again(before: &Predicate, aside: &Frame) -> bool {
    // `READY 3/3 (3 replicas)`: the same number again.
    let counted = aside.is(roles!(Number), roles!(Kind Counter));
    let of_pods = aside.kind.is_none_or(|kind| kind == "pods");
    let number = aside.number.filter(|_| counted && of_pods);
    is_gloss(before, aside) || number.is_some_and(|number| states_number(before, number))
}

/// Whether a remark is that this is good, what a code means, or why a number is what it is.
fn is_remark(before: &Predicate, text: &str, aside: &Frame) -> bool {
    // Any other form of it says more than its words.
    if *aside != frame!(; aside: aside.aside.clone()) {
        return false;
    }
    let lower = text.to_lowercase();
    // `308 (redirect to HTTPS)`, `200 (OK)`.
    let property = before.statement().map(|said| &said.property);
    let answered = matches!(property, Some(Property::Answer(codes)) if !codes.is_empty());
    let of_code = (lower.starts_with("redirect") || lower == "ok") && text.len() < 40;
    // `5 (one per receiver)`.
    let reason = begins(&lower, &["one per ", "one for each ", "one on each "])
        && text.split_whitespace().count() <= 5
        && !turns(text);
    harmless(text) || answered && of_code || reason && as_many_as_nodes(before).is_some()
}

/// The same over a time. `None`: whether it was so all the time can't be seen of it.
fn over(before: &Predicate, time: TimeDelta) -> Option<Predicate> {
    let said = before.statement().filter(|said| said.when.is_none())?;
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
    let test = Test::Is(vec![number.to_string()]);
    let one = |said: &Statement| match &said.property {
        Property::Column {
            column,
            test: Test::Nodes,
        } => Some(every(&said.who, column, &test)),
        _ => None,
    };
    let columns = predicate.statements().into_iter().map(one);
    together(columns.collect::<Option<Vec<_>>>()?)
}

/// Whether a word only says again what a statement is about, in the words of the table: `재시작 횟수(RESTARTS)가 0`.
fn is_gloss(before: &Predicate, aside: &Frame) -> bool {
    let Some(said) = before.statement() else {
        return false;
    };
    if aside.slots == roles!(Kind) {
        let kind = said.subject().and_then(|who| who.kind.as_deref());
        return aside.kind == kind;
    }
    let of = |metric: &Metric| match metric {
        Metric::Restarts => "RESTARTS",
        Metric::Age => "AGE",
        Metric::Cpu | Metric::Memory => "",
    };
    let alone = aside.metric.as_ref();
    let alone = alone.filter(|_| aside.slots == roles!(Metric));
    let column = aside.word.as_deref().or(alone.map(of)).unwrap_or_default();
    match &said.property {
        _ if column.is_empty() => false,
        Property::Measure { metric, .. } => column == of(metric),
        Property::Column { column: own, .. } => own.eq_ignore_ascii_case(column),
        Property::State(_) => said.counted().is_none() && column == "STATUS",
        Property::Ratio { .. } => column == "READY",
        _ => false,
    }
}

/// The name that is all a sentence says. A state that is printed has no value.
fn lone_name(predicate: &Predicate) -> Option<&str> {
    let said = predicate.statement().filter(|said| !said.denies())?;
    match &said.property {
        Property::Value(Value::Is(texts))
        | Property::Text {
            place: Place::Output,
            texts,
            ..
        } => {
            let state = |text: &&String| matches!(english_word(text), Some(Term("state", _)));
            let one = texts.first().filter(|one| texts.len() == 1 && !state(one));
            one.map(String::as_str)
        }
        Property::Exists if said.counted().is_none() && said.who.kind.is_none() => {
            said.who.name.as_ref().map(|name| name.text.as_str())
        }
        _ => None,
    }
}

/// Whether a parenthesis holds only words that may stand in the sentence itself: a state, a number
/// with its kind, two numbers.
pub(super) fn plain(aside: &Frame) -> bool {
    let words = roles!(States Ratio Window LastLines Number Counter Every Kind);
    let words = aside.slots != Slots::NONE && aside.slots.within(words);
    words && aside.kind != Some("namespaces")
}

/// That the number which a predicate states is that of the nodes. `None`: it states none.
fn as_many_as_nodes(predicate: &Predicate) -> Option<Statement> {
    let said = predicate.statement()?;
    let numbers = |values: &[String]| values.iter().all(|value| value.parse::<u64>().is_ok());
    match &said.property {
        Property::Column {
            column,
            test: Test::Is(values),
        } if numbers(values) => {
            let (column, test) = (column.clone(), Test::Nodes);
            let nodes = Property::Column { column, test };
            Some(Statement::new(said.who.clone(), nodes))
        }
        Property::Exists if said.counted().is_some() => Some(said.clone().of(Bound::AsNodes)),
        Property::Value(Value::Is(values)) if numbers(values) => {
            Some(Statement::printed(Property::Exists).of(Bound::AsNodes))
        }
        _ => None,
    }
}

fn states_number(predicate: &Predicate, number: u64) -> bool {
    let same = [number.to_string(), format!("{number}/{number}")];
    let said = predicate.statement();
    said.is_some_and(|said| match &said.property {
        Property::Ratio {
            exactly: Some(both),
            ..
        } => said.how_many == Bound::Every && *both == (number, number),
        Property::Column {
            test: Test::Is(values),
            ..
        } => values.iter().all(|value| same.contains(value)),
        _ => said.counted() == Some((Comparison::Equal, number)),
    })
}

/// So many pods, one on each node.
fn one_per_node(predicate: Predicate) -> Option<Predicate> {
    let Predicate::Says(said) = predicate else {
        return None;
    };
    let pods = matches!(said.who.kind.as_deref(), None | Some("pods" | "daemonsets"));
    let mut who = said.who.clone();
    who.kind = Some("pods".into());
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
    together([count, Statement::new(who, every)])
}
