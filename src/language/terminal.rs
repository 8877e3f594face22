//! The words as the rules see them: each with its categories and what it adds to a clause.

use super::concept::{Concept, Term, Token, metric};
use super::frame::{Frame, Joint, Slot, States};
use super::name::{kind_of, namespace, object_name};
use super::number::{amount, version};
use super::words::{LONGEST_WAIT, WAITING};
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Extent, Metric, Name, Precision, Test, is_server_error};
use chrono::TimeDelta;

/// The same; `None` adds nothing.
type Plain = (&'static str, Option<Frame>);

/// A category with what a word of it adds.
type Category = (&'static str, Frame);

/// The categories of a word: what it says by itself, and what value it is.
pub(super) fn categories(tokens: &[Token], at: usize, text: &str) -> Vec<Plain> {
    let concept = &tokens[at].concept;
    if let Concept::Aside(all) = concept {
        let all = all.iter().cloned();
        return all.map(|aside| ("aside", Some(aside))).collect();
    }
    let mut all = as_written(tokens, at, text);
    let mut own = own(tokens, at);
    // A path would be a name, and its value a number of such things.
    let path = super::object::is_path(text.get(tokens[at].span.clone()).unwrap_or_default());
    let opens = at == 0
        || matches!(
            tokens[at - 1].concept,
            Concept::Comma | Concept::Term(Term::And)
        );
    if path && opens {
        own.retain(|(name, _)| !["name", "identifier"].contains(name));
    }
    own.extend(value(concept).map(|text| {
        let quantity = quantity(concept);
        let value = Frame {
            values: vec![text],
            quantity,
            ..Frame::default()
        };
        ("value", value)
    }));
    all.extend(own.into_iter().map(|(name, adds)| (name, Some(adds))));
    all
}

/// What a word is by how it is written.
fn as_written(tokens: &[Token], at: usize, text: &str) -> Vec<Plain> {
    let token = &tokens[at];
    let word = text.get(token.span.clone()).unwrap_or_default();
    let plain = |name| (name, None);
    let mut all = vec![plain("any")];
    match &token.concept {
        Concept::Number(_) => all.push(plain("digits")),
        Concept::Unknown(_) | Concept::UpperCase(_) => all.push(plain("describing")),
        Concept::Term(Term::Image) => all.extend([plain("describing"), plain("image")]),
        Concept::Term(Term::Targets) => all.extend([plain("describing"), plain("targets")]),
        Concept::Term(Term::Tag | Term::Limit | Term::Request) => all.push(plain("describing")),
        Concept::Term(Term::ImageTag) => all.push(plain("image-tag")),
        Concept::Term(Term::Column(header)) => all.push(("column-name", Some(worded(header)))),
        Concept::Term(Term::Field(path)) => all.push(("path", Some(worded(path)))),
        Concept::Term(Term::No) if word.eq_ignore_ascii_case("without") => {
            all.push(("without", Some(Frame::of(Slot::No))));
        }
        Concept::Name(name) if is_item(name) => all.push(("item", Some(of_name(name)))),
        Concept::Literal(_) => all.push(plain("quoted")),
        // ` :4000` is an address, not a key's end.
        Concept::Colon | Concept::Equals => {
            let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
            let before = blank(text[..token.span.start].chars().next_back());
            let behind = blank(text[token.span.end..].chars().next());
            all.extend((behind || !before).then(|| plain("sep")));
        }
        _ => {}
    }
    let wait = |word: &str| WAITING.contains(&word);
    match &token.concept {
        Concept::Time(time) | Concept::TimeRange(_, time) if *time <= LONGEST_WAIT => {
            all.push(plain("wait-time"));
        }
        Concept::Term(Term::Within | Term::In | Term::Exist) => all.push(plain("wait-word")),
        Concept::Term(_) | Concept::Unknown(_)
            if word.to_lowercase().split_whitespace().all(wait) =>
        {
            all.push(plain("wait-word"));
        }
        _ => {}
    }
    if super::object::is_path(word) {
        all.push(("path", Some(worded(word))));
    }
    if is_server_error(word) {
        all.push(("server-error", Some(worded(&word.to_lowercase()))));
    }
    all.extend(key(&token.concept).map(plain));
    all
}

/// What a word is in a key: a part of it, or all of it.
fn key(concept: &Concept) -> Option<&'static str> {
    match concept {
        Concept::Literal(_) | Concept::Term(Term::State(_)) => Some("lone-key"),
        Concept::Comma
        | Concept::Stop
        | Concept::Arrow
        | Concept::Compare(_)
        | Concept::Json(_)
        | Concept::Dash
        | Concept::Number(_)
        | Concept::Ratio(..)
        | Concept::Colon
        | Concept::Equals
        | Concept::Term(
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
            | Term::At,
        ) => None,
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
    let one = |name, frame| vec![(name, frame)];
    match &tokens[at].concept {
        // `No pod logs an error` speaks of all of them.
        Concept::Term(Term::No) => one(
            "no",
            with(Slot::No, |frame| {
                let logs = tokens.iter().any(|token| token.is(Term::Logs));
                if logs
                    && tokens
                        .get(at + 1)
                        .is_some_and(|next| next.is(Term::Kind("pods")))
                {
                    frame.slots.insert(Slot::EveryPod);
                }
            }),
        ),
        Concept::Term(term) => of_term(*term),
        Concept::Name(name) => named(name),
        Concept::KindName(kind, text) => {
            let precision = Precision::Exact;
            let name = Name {
                text: text.clone(),
                precision,
            };
            let kind = kind_of(kind).and_then(|kind| of_kind(kind).with(&of_name(&name)));
            kind.map(|frame| ("kind-name", frame)).into_iter().collect()
        }
        Concept::Literal(text) => quoted(tokens.get(at + 1), text),
        Concept::UpperCase(text) => {
            let precision = Precision::Loose;
            let name = Name {
                text: text.clone(),
                precision,
            };
            vec![
                ("upper", of_name(&name)),
                ("upper-header", worded(text)),
                (
                    "upper-value",
                    with(Slot::Value, |frame| {
                        frame.values.push(text.clone());
                    }),
                ),
            ]
        }
        // A plain word is a name where it can only be a place's.
        Concept::Unknown(text) if namespace(text) && beside_namespace(tokens, at) => {
            one("word", worded(text))
        }
        _ => of_value(tokens, at),
    }
}

/// What a number, an amount, a time or a sign says.
fn of_value(tokens: &[Token], at: usize) -> Vec<Category> {
    let one = |name, frame| vec![(name, frame)];
    let plain = |name| vec![(name, Frame::default())];
    match &tokens[at].concept {
        Concept::Number(number) => number_or_code(*number),
        Concept::Range(low, high) if low < high => one(
            "range",
            with(Slot::Range, |frame| {
                frame.range = Some((*low, *high));
            }),
        ),
        Concept::Ratio(some, all) => ratio(tokens, at, *some, *all),
        Concept::SameRatio => one("ratio", with(Slot::Ratio, |frame| frame.ratio = Some(None))),
        Concept::Measure(text) => one(
            "measure",
            with(Slot::Measure, |frame| {
                frame.measure = Some(text.clone());
            }),
        ),
        Concept::Measures(low, high) => one(
            "measure",
            with(Slot::Measure, |frame| {
                frame.measures = Some((low.clone(), high.clone()));
            }),
        ),
        Concept::Percent(text) => one(
            "measure",
            with(Slot::Measure, |frame| {
                (frame.measure, frame.percent) = (Some(text.clone()), true);
            }),
        ),
        Concept::Time(time) => one("time", timed(*time, *time)),
        Concept::TimeRange(low, high) => one("time", timed(*low, *high)),
        Concept::Compare(comparison) => one("compare", compared(*comparison)),
        Concept::Version(parts, _) => one(
            "version",
            with(Slot::Version, |frame| {
                frame.version = Some(parts.clone());
            }),
        ),
        Concept::KeyValue(key, value) => key_value(key, value),
        Concept::Json(value) => one(
            "body",
            with(Slot::Json, |frame| {
                frame.json = Some(value.clone());
            }),
        ),
        Concept::Comma => plain("comma"),
        Concept::Colon => plain("colon"),
        Concept::Equals => plain("equals"),
        Concept::Slash => one("slash", joined(Joint::Slash)),
        Concept::Plus => one("plus", joined(Joint::And)),
        Concept::Arrow => plain("arrow"),
        Concept::Dash => plain("dash"),
        _ => Vec::new(),
    }
}

/// Whether a word stands beside the one that says that it is a namespace.
fn beside_namespace(tokens: &[Token], at: usize) -> bool {
    let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let mut around = around.filter_map(|at| tokens.get(at));
    around.any(|token| token.is(Term::Kind("namespaces")))
}

/// A number; of three digits it may be the code of an answer.
fn number_or_code(number: u64) -> Vec<Category> {
    let mut all = vec![("number", numbered(number))];
    let code = u16::try_from(number)
        .ok()
        .filter(|code| (100..600).contains(code));
    all.extend(code.map(|code| ("code", with(Slot::Code, |frame| frame.codes.push(code)))));
    all
}

/// A quoted text, which beside a kind is a name and before a comparison a version.
fn quoted(next: Option<&Token>, text: &str) -> Vec<Category> {
    let mut all = vec![(
        "text",
        with(Slot::Literals, |frame| {
            frame.literals.push(text.to_owned());
        }),
    )];
    if object_name(text) {
        all.push(("label", worded(text)));
    }
    let compared = next.is_some_and(|next| {
        matches!(
            next.concept,
            Concept::Term(Term::Compare(_)) | Concept::Plus
        )
    });
    if let Some(parts) = version(text).filter(|_| compared) {
        let version = with(Slot::Version, |frame| frame.version = Some(parts));
        return vec![("version", version)];
    }
    all
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
    let column = with(Slot::Columns, |frame| {
        frame.columns.push((key.to_owned(), test))
    });
    let text = with(Slot::Literals, |frame| {
        frame.literals.push(format!("{key}={value}"))
    });
    if columns {
        vec![("column", column)]
    } else {
        vec![("column", column), ("pasted", text)]
    }
}

/// A frame with a role and what belongs to it.
fn with(slot: Slot, add: impl FnOnce(&mut Frame)) -> Frame {
    let mut frame = Frame::of(slot);
    add(&mut frame);
    frame
}

fn compared(comparison: Comparison) -> Frame {
    with(Slot::Comparison, |frame| {
        frame.comparison = Some(comparison)
    })
}

fn numbered(number: u64) -> Frame {
    with(Slot::Number, |frame| frame.number = Some(number))
}

fn timed(low: TimeDelta, high: TimeDelta) -> Frame {
    with(Slot::Time, |frame| frame.time = Some((low, high)))
}

fn of_kind(kind: &'static str) -> Frame {
    with(Slot::Kind, |frame| frame.kinds.push(kind))
}

fn of_name(name: &Name) -> Frame {
    with(Slot::Name, |frame| frame.name = Some(name.clone()))
}

fn worded(text: &str) -> Frame {
    Frame {
        word: Some(text.to_owned()),
        ..Frame::default()
    }
}

fn joined(joint: Joint) -> Frame {
    Frame {
        joint: Some(joint),
        ..Frame::default()
    }
}

fn in_state(state: &str) -> Frame {
    with(Slot::States, |frame| {
        frame.states.push(States {
            words: vec![state.to_owned()],
            joint: Joint::Or,
            from: Vec::new(),
        });
    })
}

fn with_each() -> Frame {
    Frame {
        each: true,
        ..Frame::default()
    }
}

fn measured(metric: Metric) -> Frame {
    with(Slot::Metric, |frame| frame.metric = Some(metric))
}

fn named(name: &Name) -> Vec<Category> {
    let mut known = vec![("name", of_name(name))];
    if name.is_identifier() || namespace(&name.text) {
        known.push(("identifier", of_name(name)));
    }
    known
}

/// `3/3 pods`: three of three, not the READY column of each. `Deployment has 3/3 replicas`: that of the Deployment;
/// and `no 0/1 pods` denies the column.
fn ratio(tokens: &[Token], at: usize, some: u64, all: u64) -> Vec<Category> {
    let kind = |token: &Token, kinds: &[&str]| matches!(token.concept, Concept::Term(Term::Kind(kind)) if kinds.contains(&kind));
    let counted =
        |token: &Token| token.is(Term::Counter) || kind(token, &["pods", "nodes", "applications"]);
    let workloads = ["deployments", "statefulsets", "replicasets"];
    let column = tokens[..at]
        .iter()
        .any(|token| kind(token, &workloads) || token.is(Term::No));
    // `0/1 상태 Pod 없음`.
    let denied = some < all && tokens.iter().any(|token| token.is(Term::No));
    if !column && !denied && tokens.get(at + 1).is_some_and(counted) {
        let mut part = numbered(all);
        part.slots.insert(Slot::Counter);
        part.part = Some(some);
        return vec![("part", part)];
    }
    let ratio = with(Slot::Ratio, |frame| frame.ratio = Some(Some((some, all))));
    vec![("ratio", ratio)]
}

/// The categories of a word of the lexicon.
fn of_term(term: Term) -> Vec<Category> {
    let one = |name, frame| vec![(name, frame)];
    if let Some(own) = metric(term) {
        return one("metric", measured(own));
    }
    let adds = match term {
        Term::Kind(kind) => return kinds(kind),
        Term::State(state) => return one("state", in_state(state)),
        Term::Column("AGE") => return one("metric", measured(Metric::Age)),
        Term::Column("RESTARTS") => return one("metric", measured(Metric::Restarts)),
        Term::Column(header) => return headed(header),
        Term::RolledOut => return quoted(None, "successfully rolled out"),
        Term::Is(shape) => {
            let adds = with(Slot::Shape, |frame| frame.shape = Some(shape));
            return one("shape", adds);
        }
        Term::Reason(code) => {
            return one("reason", with(Slot::Reason, |frame| frame.codes.push(code)));
        }
        Term::Numeral(number) => return one("number", numbered(number)),
        Term::Compare(comparison) => return one("compare", compared(comparison)),
        Term::Seconds(unit) => {
            let time = TimeDelta::try_seconds(unit).map(|time| ("unit", timed(time, time)));
            return time.into_iter().collect();
        }
        Term::Errors => {
            return vec![
                ("errors", in_state("Error")),
                ("error-lines", Frame::of(Slot::Errors)),
            ];
        }
        Term::Last => {
            return vec![
                ("last", Frame::default()),
                ("recent", Frame::of(Slot::Recent)),
            ];
        }
        Term::Per => return vec![("per", Frame::default()), ("each", with_each())],
        Term::Up => in_state("Running"),
        Term::Or => joined(Joint::Or),
        Term::And => joined(Joint::And),
        Term::Cluster => with(Slot::Namespace, |frame| frame.extent = Extent::Cluster),
        Term::Non => with(Slot::Not, |frame| frame.not_before_no = true),
        Term::Times => Frame::of(Slot::Counter),
        // What only tells how others belong together has no role.
        other => {
            let role = other.category().and_then(Slot::named);
            role.map_or_else(Frame::default, Frame::of)
        }
    };
    term.category()
        .map(|name| (name, adds))
        .into_iter()
        .collect()
}

/// A header that kubectl prints, which may be a state's word as well.
fn headed(header: &'static str) -> Vec<Category> {
    let mut all = vec![("header", worded(header))];
    match header {
        "TYPE" => all.push(("type", Frame::default())),
        "ADDRESS" | "EXTERNAL-IP" | "CLUSTER-IP" => all.push(("given-header", worded(header))),
        "LAST SCHEDULE" | "LAST SEEN" => all = vec![("aged-header", worded(header))],
        _ => {}
    }
    let state = super::lexicon::term(&header.to_lowercase());
    if let Some(Term::State(state)) = state {
        all.push(("header-word", in_state(state)));
    }
    all
}

fn kinds(kind: &'static str) -> Vec<Category> {
    let mut all = vec![("kind", of_kind(kind))];
    match kind {
        "pods" => all.push(("pods", of_kind(kind))),
        "namespaces" => all.push(("namespace", Frame::default())),
        "services" => all.push(("service", Frame::default())),
        "endpoints" => all.push(("endpoints", of_kind(kind))),
        "nodes" => all.push(("nodes", Frame::default())),
        "events" => all.push(("events", of_kind(kind))),
        "deployments" | "daemonsets" | "statefulsets" | "replicasets" => {
            all.push(("workload", of_kind(kind)));
        }
        _ => {}
    }
    all
}

/// Whether a value is a letter in the place of a number.
fn stands_for_a_number(value: &str) -> bool {
    matches!(
        value,
        "N" | "n" | "M" | "X" | "x" | "Y" | "XX" | "NN" | "xx"
    )
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
