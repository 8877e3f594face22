//! What clauses say of what is printed: values, texts, columns, what services have and answer.

use super::frame::{Frame, Slot};
use super::statements::{column_predicate, denial, every, join, together};
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Join, Name, Place, Predicate, Property, Shape, Statement, Subject, Test,
    Value,
};

fn printed(property: Property) -> Option<Predicate> {
    Some(Statement::printed(property).into())
}

pub(super) fn no_output(_: &Frame) -> Option<Predicate> {
    Some(Statement::printed(Property::AnyOutput).denied().into())
}

pub(super) fn texts(frame: &Frame) -> Option<Predicate> {
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

/// `All should report 1`.
pub(super) fn each_line(frame: &Frame) -> Option<Predicate> {
    printed(Property::Value(Value::EachLine(frame.number?.to_string())))
}

/// `모든 서비스가 {"status": "UP"} 반환` of every answer of the step; `HTTP 200 with body {"ok": true}`.
pub(super) fn json(frame: &Frame) -> Option<Predicate> {
    let body = printed(Property::Value(Value::JsonSubset(frame.json.clone()?)));
    together(http(frame).into_iter().chain(body).collect())
}

pub(super) fn http(frame: &Frame) -> Option<Predicate> {
    let codes = Some(frame.codes.clone()).filter(|codes| !codes.is_empty())?;
    printed(Property::Answer(codes))
}

/// A number that stands for itself. One with a counter counts what is printed.
fn number_value(comparison: Comparison, number: u64) -> Option<Predicate> {
    let bound = Quantity::whole(i64::try_from(number).ok()?);
    printed(Property::Value(Value::Number(comparison, bound)))
}

/// `> 0`, `1 이상`.
pub(super) fn number_compared(frame: &Frame) -> Option<Predicate> {
    number_value(frame.comparison?, frame.number?)
}

/// `4-6`.
pub(super) fn number_between(frame: &Frame) -> Option<Predicate> {
    let (low, high) = frame.range?;
    let bounds = [(Comparison::AtLeast, low), (Comparison::AtMost, high)];
    let all = bounds.map(|(comparison, number)| number_value(comparison, number));
    together(all.into_iter().collect::<Option<_>>()?)
}

/// A lone value.
pub(super) fn scalar(frame: &Frame) -> Option<Predicate> {
    let percent = if frame.percent { "%" } else { "" };
    let measure = frame.measure.as_ref();
    let number = frame.number.map(|number| number.to_string());
    let name = frame.name.as_ref().map(|name| name.text.clone());
    let value = number
        .or(name)
        .or(measure.map(|measure| format!("{measure}{percent}")))
        .or(frame.values.first().cloned())?;
    // Two words name something and are no value; `IP` says what is printed, not which.
    (!value.contains(' ') && value != "IP").then(|| Statement::value(vec![value]).into())
}

pub(super) fn version(frame: &Frame) -> Option<Predicate> {
    let measured = || {
        let measure = frame.measure.as_deref().filter(|_| !frame.percent)?;
        measure.split('.').map(|part| part.parse().ok()).collect()
    };
    printed(Property::Value(Value::Version {
        of: frame.name.as_ref().map(|name| name.text.clone()),
        comparison: frame.comparison.unwrap_or(Comparison::Equal),
        parts: frame.version.clone().or_else(measured)?,
    }))
}

pub(super) fn version_number(frame: &Frame) -> Option<Predicate> {
    let number = frame.number?;
    let bound = Quantity::whole(i64::try_from(number).ok()?);
    let test = match frame.comparison {
        Some(comparison) => Test::Compare(comparison, bound),
        None => Test::Is(vec![number.to_string()]),
    };
    Some(every(&Subject::anything(), "version", &test))
}

/// `IP 주소가 나와야 함`.
pub(super) fn shaped(frame: &Frame) -> Option<Predicate> {
    let shaped = Property::Value(Value::Shaped(frame.shape?));
    Some(Statement::new(named(&frame.name), shaped).into())
}

/// What the command itself has to name, if a name was said.
fn named(name: &Option<Name>) -> Subject {
    Subject {
        name: name.clone(),
        ..Subject::anything()
    }
}

/// `READY 0/1인 Pod 없음`: no row has it.
pub(super) fn no_column(frame: &Frame) -> Option<Predicate> {
    match frame.columns.as_slice() {
        [(column, Test::Is(values))] if column == "READY" => Some(every(
            &frame.subject()?,
            column,
            &Test::IsNot(values.clone()),
        )),
        _ => None,
    }
}

pub(super) fn columns(frame: &Frame) -> Option<Predicate> {
    let how_many = if frame.has(Slot::Some) {
        Bound::Some
    } else {
        Bound::Every
    };
    let subject = frame.subject()?;
    let columns = frame.columns.iter();
    let mut all: Vec<Predicate> = columns
        .map(|(column, test)| column_predicate(&subject, column, test, how_many))
        .collect();
    // `External IP should not be pending`: there is one, and none is still awaited. Services of other types
    // print `<none>`.
    let awaited = frame.columns.iter().filter(|(column, test)| {
        column == "EXTERNAL-IP" && is_not_pending(test) && how_many == Bound::Every
    });
    let given = |(column, _): &(String, Test)| {
        column_predicate(&subject, column, &Test::Present, Bound::Some)
    };
    all.extend(awaited.map(given));
    together(all)
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

/// `3 pods with STATUS=Running`: so many, and the columns of each.
pub(super) fn counted_columns(frame: &Frame) -> Option<Predicate> {
    let (who, equal) = (frame.subject()?, Comparison::Equal);
    let count = Statement::count(who.clone(), equal, frame.number?, Vec::new(), true);
    let columns = frame.columns.iter();
    let columns = columns.map(|(column, test)| every(&who, column, test));
    together([count.into()].into_iter().chain(columns).collect())
}

/// `ClusterIP and port 80` of a service.
pub(super) fn port(frame: &Frame) -> Option<Predicate> {
    Some(every(
        &frame.subject()?,
        "PORT(S)",
        &Test::Port(frame.port?),
    ))
}

/// `ClusterIP 정상 할당`.
pub(super) fn cluster_ip(frame: &Frame) -> Option<Predicate> {
    let (first, others) = frame.states.split_first()?;
    let fine = !others.is_empty() && others.iter().all(|group| group.words == ["healthy"]);
    let ip = every(&Subject::anything(), "CLUSTER-IP", &Test::Shape(Shape::Ip));
    (first.words == ["ClusterIP"] && fine).then_some(ip)
}

/// Endpoints are the addresses that an object lists, never the number of such objects: one without an
/// address is there as well.
pub(super) fn endpoints_counted(frame: &Frame) -> Option<Predicate> {
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    let test = match (frame.number?, comparison) {
        (0, Comparison::Equal) => Test::Empty,
        (number, comparison) => Test::Addresses(comparison, number),
    };
    Some(every(&frame.subject()?, "ENDPOINTS", &test))
}

pub(super) fn endpoints_there(frame: &Frame) -> Option<Predicate> {
    Some(every(&frame.subject()?, "ENDPOINTS", &Test::Present))
}

/// `2개 Pod 연결`: behind a service.
pub(super) fn linked(frame: &Frame) -> Option<Predicate> {
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    let test = Test::Addresses(comparison, frame.number?);
    Some(every(&Subject::of_kind("endpoints"), "ENDPOINTS", &test))
}

/// `The ingress should have an address`, `Ingress에 주소가 할당됨`.
pub(super) fn address(frame: &Frame) -> Option<Predicate> {
    let test = frame.shape.map_or(Test::Present, Test::Shape);
    Some(every(&frame.subject()?, "ADDRESS", &test))
}

/// `정상 응답`, `서비스에 접속되는지`, `Grafana is reachable`.
pub(super) fn answers(frame: &Frame) -> Option<Predicate> {
    Some(Statement::new(named(&frame.name), Property::Answer(Vec::new())).into())
}
