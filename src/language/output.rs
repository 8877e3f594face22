//! What clauses say of what is printed: values, texts, columns, what services have and answer.

use super::frame::{Frame, Slot};
use super::statements::{
    Make, column_predicate, denial, denied, every, join, of, printed, together, whole,
};
use crate::judge::predicate::{
    Bound, Comparison, Join, Place, Predicate, Property, Shape, Statement, Subject, Test, Value,
};

pub(super) const MAKES: &[(&str, Make)] = &[
    ("no_output", |_| denied(Property::AnyOutput)),
    ("texts", texts),
    // `All should report 1`.
    ("each_line", |frame| {
        printed(Property::Value(Value::EachLine(frame.number?.to_string())))
    }),
    // `모든 서비스가 {"status": "UP"} 반환` of every answer of the step; `HTTP 200 with body {"ok": true}`.
    ("json", |frame| {
        let body = printed(Property::Value(Value::JsonSubset(frame.json.clone()?)));
        together(http(frame).into_iter().chain(body))
    }),
    ("http", http),
    // `> 0`, `1 이상`.
    ("number_compared", |frame| {
        number_value(frame.comparison?, frame.number?)
    }),
    // `4-6`.
    ("number_between", |frame| {
        let (low, high) = frame.range?;
        let least = number_value(Comparison::AtLeast, low)?;
        together([least, number_value(Comparison::AtMost, high)?])
    }),
    ("scalar", scalar),
    ("version", version),
    ("version_number", |frame| {
        let number = frame.number?;
        let test = match frame.comparison {
            Some(comparison) => Test::Compare(comparison, whole(number)?),
            None => Test::Is(vec![number.to_string()]),
        };
        Some(every(&Subject::anything(), "version", &test))
    }),
    // `IP 주소가 나와야 함`.
    ("shaped", |frame| {
        of(named(frame), Property::Value(Value::Shaped(frame.shape?)))
    }),
    // `READY 0/1인 Pod 없음`: no row has it.
    ("no_column", |frame| match frame.columns.as_slice() {
        [(column, Test::Is(values))] if column == "READY" => {
            frame.each(column, Test::IsNot(values.clone()))
        }
        _ => None,
    }),
    ("columns", columns),
    // `3 pods with STATUS=Running`: so many, and the columns of each.
    ("counted_columns", |frame| {
        let (who, equal) = (frame.subject()?, Comparison::Equal);
        let count = Statement::count(who.clone(), equal, frame.number?, Vec::new(), true);
        let columns = frame.columns.iter();
        let columns = columns.map(|(column, test)| every(&who, column, test));
        together([count.into()].into_iter().chain(columns))
    }),
    // `ClusterIP and port 80` of a service.
    ("port", |frame| {
        frame.each("PORT(S)", Test::Port(frame.port?))
    }),
    // `ClusterIP 정상 할당`.
    ("cluster_ip", |frame| {
        let (first, others) = frame.states.split_first()?;
        let fine = !others.is_empty() && others.iter().all(|group| group.words == ["healthy"]);
        let ip = every(&Subject::anything(), "CLUSTER-IP", &Test::Shape(Shape::Ip));
        (first.words == ["ClusterIP"] && fine).then_some(ip)
    }),
    // Endpoints are the addresses that an object lists, never the number of such objects: one without an
    // address is there as well.
    ("endpoints_counted", |frame| {
        let test = match (frame.compared(), frame.number?) {
            (Comparison::Equal, 0) => Test::Empty,
            (comparison, number) => Test::Addresses(comparison, number),
        };
        frame.each("ENDPOINTS", test)
    }),
    ("endpoints_there", |frame| {
        frame.each("ENDPOINTS", Test::Present)
    }),
    // `2개 Pod 연결`: behind a service.
    ("linked", |frame| {
        let test = Test::Addresses(frame.compared(), frame.number?);
        Some(every(&Subject::of_kind("endpoints"), "ENDPOINTS", &test))
    }),
    // `The ingress should have an address`, `Ingress에 주소가 할당됨`.
    ("address", |frame| {
        frame.each("ADDRESS", frame.shape.map_or(Test::Present, Test::Shape))
    }),
    // `정상 응답`, `서비스에 접속되는지`, `Grafana is reachable`.
    ("answers", |frame| {
        of(named(frame), Property::Answer(Vec::new()))
    }),
];

fn texts(frame: &Frame) -> Option<Predicate> {
    let (texts, denied) = (frame.literals.clone(), denial(frame)?);
    let beside = frame.has(Slot::Output) || frame.has(Slot::Http);
    // What was killed for its memory is a form of its own; and the same JSON can be written in other ways: its text
    // not being there says nothing.
    let killed = texts == ["OOMKilled"] && !beside;
    let json = |text: &String| super::number::json(text).is_some();
    if denied && (killed || texts.iter().any(json)) {
        return None;
    }
    Some(Predicate::from(if denied {
        Statement::text(Place::Output, texts, Join::Any).denied()
    } else {
        Statement::text(Place::Output, texts, join(frame))
    }))
}

fn http(frame: &Frame) -> Option<Predicate> {
    let codes = Some(frame.codes.clone()).filter(|codes| !codes.is_empty())?;
    printed(Property::Answer(codes))
}

/// A number that stands for itself. One with a counter counts what is printed.
fn number_value(comparison: Comparison, number: u64) -> Option<Predicate> {
    printed(Property::Value(Value::Number(comparison, whole(number)?)))
}

/// A lone value.
fn scalar(frame: &Frame) -> Option<Predicate> {
    let percent = if frame.percent { "%" } else { "" };
    let number = frame.number.map(|number| number.to_string());
    let name = || frame.name.as_ref().map(|name| name.text.clone());
    let measure = || Some(format!("{}{percent}", frame.measure.as_ref()?));
    let value = number.or_else(name).or_else(measure);
    let value = value.or_else(|| frame.values.first().cloned())?;
    // Two words name something and are no value; `IP` says what is printed, not which.
    (!value.contains(' ') && value != "IP").then(|| Statement::value(vec![value]).into())
}

fn version(frame: &Frame) -> Option<Predicate> {
    let measured = || {
        let measure = frame.measure.as_deref().filter(|_| !frame.percent)?;
        measure.split('.').map(|part| part.parse().ok()).collect()
    };
    printed(Property::Value(Value::Version {
        of: frame.name.as_ref().map(|name| name.text.clone()),
        comparison: frame.compared(),
        parts: frame.version.clone().or_else(measured)?,
    }))
}

/// What the command itself has to name, if a name was said.
fn named(frame: &Frame) -> Subject {
    Subject {
        name: frame.name.clone(),
        ..Subject::anything()
    }
}

fn columns(frame: &Frame) -> Option<Predicate> {
    let (how_many, who) = (frame.some_or_every(), frame.subject()?);
    let of = |(column, test): &(String, Test)| column_predicate(&who, column, test, how_many);
    // `External IP should not be pending`: there is one, and none is still awaited. Services of other types
    // print `<none>`.
    let awaited = |(column, test): &&(String, Test)| {
        column == "EXTERNAL-IP" && is_not_pending(test) && how_many == Bound::Every
    };
    let given =
        |(column, _): &(String, Test)| column_predicate(&who, column, &Test::Present, Bound::Some);
    let given = frame.columns.iter().filter(awaited).map(given);
    together(frame.columns.iter().map(of).chain(given))
}

/// Whether a test only says that nothing is awaited any more.
fn is_not_pending(test: &Test) -> bool {
    let word = |value: &String| value.trim_matches(['<', '>']).to_lowercase();
    match test {
        Test::IsNot(values) | Test::Lacks(values) => {
            values.iter().all(|value| word(value) == "pending")
        }
        _ => false,
    }
}
