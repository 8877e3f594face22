//! The words as the rules see them: each with its categories and what it adds to a clause.

use super::concept::{Concept, Term, Token};
use super::frame::{Frame, Joint, Slot};
use super::name::is_path;
use super::name::{kind_of, namespace};
use super::number::{amount, version};
use super::patterns::pattern;
use super::word_lists::{LONGEST_WAIT, list};
use crate::facts::quantity::Quantity;
use crate::facts::tsv;
use crate::judge::predicate::{Name, Precision, Test, is_server_error};
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("terms.tsv");

/// What senses of the lexicon are to the rules.
static TERMS: LazyLock<HashMap<Term, &str>> = LazyLock::new(|| {
    let terms = tsv::rows(DATA).map(|[category, value, is]| (Term(category, value), is));
    terms.collect()
});

static PAIRS: LazyLock<HashMap<(Term, Term), Term>> = LazyLock::new(|| {
    let sense = |text: &'static str| {
        let (category, value) = text.split_once(' ').unwrap_or((text, ""));
        Term(category, value)
    };
    let pairs = tsv::rows(DATA).filter(|[row, _, _, _]| *row == "pair");
    let pairs = pairs.map(|[_, one, other, both]| ((sense(one), sense(other)), sense(both)));
    pairs.collect()
});

/// What two neighbours mean that are one thing.
pub(super) fn pair(one: Term, other: Term) -> Option<Term> {
    PAIRS.get(&(one, other)).copied()
}

/// The categories of a word of the lexicon.
fn of_term(term: Term) -> Vec<Category> {
    let all = TERMS.get(&term).or_else(|| TERMS.get(&Term(term.0, "")));
    let Some(all) = all else {
        return vec![(term.0, Frame::written(term.0, ""))];
    };
    all.split(" | ").map(|one| added(one, term.1)).collect()
}

/// A category of the data: its name, the roles that it takes, and what it adds to the last.
pub(super) fn added(line: &'static str, own: &'static str) -> Category {
    let (line, value) = line.split_once('=').unwrap_or((line, ""));
    let value = if value == "*" { own } else { value };
    let mut words = line.split(' ').peekable();
    let name = words.next().unwrap_or_default();
    let mut all = None::<Frame>;
    while let Some(role) = words.next() {
        let adds = Frame::written(role, if words.peek().is_none() { value } else { "" });
        all = match all {
            Some(before) => adds.and_then(|adds| before.with(&adds)),
            None => adds,
        };
    }
    (name, all)
}

/// A category with what a word of it adds; `None` adds nothing.
pub(super) type Category = (&'static str, Option<Frame>);

fn plain(name: &'static str) -> Category {
    (name, None)
}

fn adds(name: &'static str, frame: Frame) -> Category {
    (name, Some(frame))
}

/// A category of words that take a role.
fn takes(name: &'static str, slot: Slot, add: impl FnOnce(&mut Frame)) -> Category {
    (name, Some(Frame::saying(slot, add)))
}

/// Words that rules name by their spelling.
const SPELLED: [&str; 4] = ["'without'", "'up'", "'prometheus'", "'body'"];

/// The categories of a word: how it is written, what it says by itself, and what value it is.
pub(super) fn categories(tokens: &[Token], at: usize, text: &str) -> Vec<Category> {
    let concept = &tokens[at].concept;
    if let Concept::Aside(all) = concept {
        let all = all.iter().cloned();
        return all.map(|aside| adds("aside", aside)).collect();
    }
    let word = text.get(tokens[at].span.clone()).unwrap_or_default();
    let mut all = own(tokens, at);
    // A path would be a name, and its value a number of such things.
    let opens = at == 0 || tokens[at - 1].concept == Concept::Comma || tokens[at - 1].is("and");
    if is_path(word) && opens {
        all.retain(|(name, _)| !["name", "identifier"].contains(name));
    }
    all.extend(as_written(concept, word));
    // ` :4000` is an address, not a key's end.
    if matches!(concept, Concept::Colon | Concept::Equals) {
        let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let before = blank(text[..tokens[at].span.start].chars().next_back());
        let behind = blank(text[tokens[at].span.end..].chars().next());
        all.extend((behind || !before).then(|| plain("sep")));
    }
    all.extend(value(concept).map(|text| {
        let mut value = Frame::having(|frame| frame.values.push(text));
        value.quantity = quantity(concept);
        adds("value", value)
    }));
    all
}

/// What a word is by how it is written.
fn as_written(concept: &Concept, word: &str) -> Vec<Category> {
    let mut all = vec![plain("any")];
    let spelled = |one: &&&str| one.trim_matches('\'').eq_ignore_ascii_case(word);
    all.extend(SPELLED.iter().find(spelled).map(|word| plain(word)));
    match concept {
        Concept::Number(_) => all.push(plain("digits")),
        Concept::Unknown(_) | Concept::UpperCase(_) => all.push(plain("describing")),
        Concept::Term(Term("column", header)) => {
            all.push(adds("column-name", Frame::word(*header)))
        }
        Concept::Name(name) if is_item(name) => all.push(adds("item", of_name(name))),
        Concept::Literal(_) => all.push(plain("quoted")),
        Concept::Time(time) | Concept::TimeRange(_, time) if *time <= LONGEST_WAIT => {
            all.push(plain("wait-time"));
        }
        _ => {}
    }
    let lower = word.to_lowercase();
    let waits = lower
        .split_whitespace()
        .all(|word| list("waiting").has(word));
    if waits && matches!(concept, Concept::Term(_) | Concept::Unknown(_)) {
        all.push(plain("wait-word"));
    }
    if is_path(word) {
        all.push(adds("path", Frame::word(word)));
    }
    if is_server_error(word) {
        all.push(adds("server-error", Frame::word(lower)));
    }
    all.extend(key(concept).map(plain));
    all
}

/// What a word is in a key: a part of it, or all of it.
fn key(concept: &Concept) -> Option<&'static str> {
    const NO_KEYS: [&str; 12] = [
        "no", "not", "every", "some", "only", "and", "or", "show", "have", "in", "on", "at",
    ];
    match concept {
        Concept::Literal(_) | Concept::Term(Term("state", _)) => Some("lone-key"),
        Concept::Comma
        | Concept::Stop
        | Concept::Arrow
        | Concept::Compare(_)
        | Concept::Json(_)
        | Concept::Dash
        | Concept::Number(_)
        | Concept::Ratio(..)
        | Concept::Colon
        | Concept::Equals => None,
        Concept::Term(term) if NO_KEYS.contains(&term.0) => None,
        _ => Some("key-word"),
    }
}

/// Whether a name is one thing's.
fn is_item(name: &Name) -> bool {
    let generic = ["xxx", "xxxx", "..."];
    let told = !generic.iter().any(|word| name.text.contains(word));
    told && name.precision != Precision::Word
}

/// What a word says by itself.
fn own(tokens: &[Token], at: usize) -> Vec<Category> {
    let next = tokens.get(at + 1);
    match &tokens[at].concept {
        Concept::Term(Term("no", _)) => {
            let mut no = Frame::of(Slot::No);
            // `No pod logs an error` speaks of all of them.
            let pods = next.is_some_and(|next| next.says("kind", "pods"));
            if pods && tokens.iter().any(|token| token.is("logs")) {
                no.slots.insert(Slot::EveryPod);
            }
            vec![adds("no", no)]
        }
        Concept::Term(term) => of_term(*term),
        Concept::Name(name) => {
            let identifier = name.is_identifier() || namespace(&name.text);
            let identifier = identifier.then(|| adds("identifier", of_name(name)));
            let name = adds("name", of_name(name));
            [name].into_iter().chain(identifier).collect()
        }
        Concept::KindName(kind, text) => {
            let name = Frame::name(text, Precision::Exact);
            let kind = kind_of(kind).and_then(|kind| Frame::kind(kind).with(&name));
            let kind = kind.map(|frame| adds("kind-name", frame));
            kind.into_iter().collect()
        }
        Concept::Literal(text) => quoted(next, text),
        Concept::UpperCase(text) => vec![
            adds("upper", Frame::name(text, Precision::Loose)),
            adds("upper-header", Frame::word(text)),
            takes("upper-value", Slot::Value, |frame| {
                frame.values.push(text.clone())
            }),
        ],
        // A plain word is a name where it can only be a place's.
        Concept::Unknown(text) if namespace(text) && beside_namespace(tokens, at) => {
            vec![adds("word", Frame::word(text))]
        }
        Concept::Ratio(some, all) => vec![ratio(tokens, at, *some, *all)],
        Concept::KeyValue(key, value) => key_value(key, value),
        other => of_value(other),
    }
}

/// What a number, an amount, a time or a sign says.
fn of_value(concept: &Concept) -> Vec<Category> {
    let measure = |add: &dyn Fn(&mut Frame)| takes("measure", Slot::Measure, add);
    let joint = |joint| Frame::having(|frame| frame.joint = Some(joint));
    vec![match concept {
        Concept::Number(number) => {
            // One of three digits may be the code of an answer.
            let code = u16::try_from(*number).ok();
            let code = code.filter(|code| (100..600).contains(code));
            let code = code.map(|code| takes("code", Slot::Code, |frame| frame.codes.push(code)));
            let number = adds("number", Frame::number(*number));
            return [number].into_iter().chain(code).collect();
        }
        Concept::Numeral(number) => adds("number", Frame::number(*number)),
        Concept::Range(low, high) if low < high => takes("range", Slot::Range, |frame| {
            frame.range = Some((*low, *high))
        }),
        Concept::SameRatio => takes("ratio", Slot::Ratio, |frame| frame.ratio = Some(None)),
        Concept::Measure(text) => measure(&|frame| frame.measure = Some(text.clone())),
        Concept::Measures(low, high) => {
            measure(&|frame| frame.measures = Some((low.clone(), high.clone())))
        }
        Concept::Percent(text) => {
            measure(&|frame| (frame.measure, frame.percent) = (Some(text.clone()), true))
        }
        Concept::Time(time) => adds("time", Frame::time(*time, *time)),
        Concept::TimeRange(low, high) => adds("time", Frame::time(*low, *high)),
        Concept::Compare(comparison) => {
            let compared = Some(*comparison);
            takes("compare", Slot::Comparison, |frame| {
                frame.comparison = compared
            })
        }
        Concept::Version(parts, _) => of_version(parts.clone()),
        Concept::Json(value) => takes("body", Slot::Json, |frame| frame.json = Some(value.clone())),
        Concept::Comma => plain("comma"),
        Concept::Colon => plain("colon"),
        Concept::Equals => plain("equals"),
        Concept::Slash => adds("slash", joint(Joint::Slash)),
        Concept::Plus => adds("plus", joint(Joint::And)),
        Concept::Arrow => plain("arrow"),
        Concept::Dash => plain("dash"),
        _ => return Vec::new(),
    }]
}

fn of_name(name: &Name) -> Frame {
    Frame::name(&name.text, name.precision)
}

fn of_version(parts: Vec<u64>) -> Category {
    takes("version", Slot::Version, |frame| {
        frame.version = Some(parts)
    })
}

/// Whether a word stands beside the one that says that it is a namespace.
fn beside_namespace(tokens: &[Token], at: usize) -> bool {
    let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let mut around = around.filter_map(|at| tokens.get(at));
    around.any(|token| token.says("kind", "namespaces"))
}

/// A quoted text, which beside a kind is a name and before a comparison a version.
fn quoted(next: Option<&Token>, text: &str) -> Vec<Category> {
    let compared = next.is_some_and(|next| next.is("compare") || next.concept == Concept::Plus);
    if let Some(parts) = version(text).filter(|_| compared) {
        return vec![of_version(parts)];
    }
    let label = pattern("object")
        .is_match(text)
        .then(|| adds("label", Frame::word(text)));
    let text = takes("text", Slot::Literals, |frame| {
        frame.literals.push(text.to_owned())
    });
    [text].into_iter().chain(label).collect()
}

/// `READY=True` is a column, `replicas=3` a key; `X=y 가 있어야 함` a text that must be there.
fn key_value(key: &str, value: &str) -> Vec<Category> {
    // `total=M`: a letter for a number that is not said.
    if stands_for_a_number(value) {
        return Vec::new();
    }
    // `DESIRED=READY`.
    const NUMBERS: [&str; 5] = ["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"];
    let columns = [key, value].iter().all(|word| NUMBERS.contains(word));
    let test = if columns {
        Test::SameAs(value.to_owned())
    } else {
        Test::Is(vec![value.to_owned()])
    };
    let column = (key.to_owned(), test);
    let column = takes("column", Slot::Columns, |frame| frame.columns.push(column));
    let text = format!("{key}={value}");
    let text = takes("pasted", Slot::Literals, |frame| frame.literals.push(text));
    let text = (!columns).then_some(text);
    [column].into_iter().chain(text).collect()
}

/// `3/3 pods`: three of three, not the READY column of each. `Deployment has 3/3 replicas`: that of the Deployment;
/// and `no 0/1 pods` denies the column.
fn ratio(tokens: &[Token], at: usize, some: u64, all: u64) -> Category {
    let counted = |token: &Token| token.is("counter") || token.is_counted();
    let workloads = ["deployments", "statefulsets", "replicasets"];
    let of_workload = |token: &Token| workloads.iter().any(|kind| token.says("kind", kind));
    let column = tokens[..at]
        .iter()
        .any(|token| of_workload(token) || token.is("no"));
    // `0/1 상태 Pod 없음`.
    let denied = some < all && tokens.iter().any(|token| token.is("no"));
    if !column && !denied && tokens.get(at + 1).is_some_and(counted) {
        let mut part = Frame::number(all);
        part.slots.insert(Slot::Counter);
        part.part = Some(some);
        return adds("part", part);
    }
    let ratio = Some(Some((some, all)));
    takes("ratio", Slot::Ratio, |frame| frame.ratio = ratio)
}

/// Whether a value is a letter in the place of a number.
fn stands_for_a_number(value: &str) -> bool {
    ["N", "n", "M", "X", "x", "Y", "XX", "NN", "xx"].contains(&value)
}

/// A single value as it would be printed.
fn value(concept: &Concept) -> Option<String> {
    Some(match concept {
        Concept::Number(n) | Concept::Numeral(n) => n.to_string(),
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
        Concept::Term(Term("state", word)) => (*word).to_owned(),
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
