//! Clauses about what services have and give: endpoints, addresses, answers.

use super::frame::{Frame, Slot};
use super::statements::column_predicate;
use crate::judge::predicate::{
    Bound, Comparison, Name, Predicate, Property, Shape, Statement, Subject, Test, Value,
};

/// Endpoints are the addresses that an object lists, never the number of such objects: one without an
/// address is there as well.
pub(super) fn endpoints(frame: &Frame) -> Option<Predicate> {
    if frame.kinds != ["endpoints"] {
        return None;
    }
    let beside = [
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Show,
        Slot::Exist,
        Slot::Output,
    ];
    let with = |more: &[Slot]| [&beside[..], more].concat();
    let is_not_empty = [Slot::Empty, Slot::NoResources]
        .iter()
        .any(|empty| frame.is(&[Slot::Not, *empty], &beside));
    let test = if frame.is(
        &[Slot::Number],
        &with(&[Slot::Counter, Slot::Comparison, Slot::CountWord]),
    ) {
        let comparison = frame.comparison.unwrap_or(Comparison::Equal);
        match (frame.number?, comparison) {
            (0, Comparison::Equal) => Test::Empty,
            (number, comparison) => Test::Addresses(comparison, number),
        }
    } else if is_not_empty
        || frame.is(&[Slot::Exist], &with(&[Slot::Every]))
        || (frame.of_service && frame.is(&[], &with(&[Slot::Every])))
    {
        Test::Present
    } else {
        return None;
    };
    Some(every(&frame.subject()?, "ENDPOINTS", &test))
}

/// `The ingress should have an address`, `Ingress에 주소가 할당됨`.
pub(super) fn address(frame: &Frame) -> Option<Predicate> {
    let beside = [
        Slot::Name,
        Slot::Namespace,
        Slot::Every,
        Slot::Exist,
        Slot::Show,
    ];
    let shaped = frame.is(&[Slot::Shape, Slot::Kind], &beside);
    let fits = shaped || frame.is(&[Slot::Address, Slot::Kind], &beside);
    (fits && frame.kinds == ["ingresses"]).then_some(())?;
    let test = frame.shape.map_or(Test::Present, Test::Shape);
    Some(every(&frame.subject()?, "ADDRESS", &test))
}

fn every(subject: &Subject, column: &str, test: &Test) -> Predicate {
    column_predicate(subject, column, test, Bound::Every)
}

/// `2개 Pod 연결`: behind a service.
pub(super) fn linked(frame: &Frame) -> Option<Predicate> {
    let optional = [Slot::Counter, Slot::Comparison, Slot::States];
    let fits = frame.is(&[Slot::Linked, Slot::Number, Slot::Kind], &optional);
    (fits && frame.kinds == ["pods"] && is_fine(frame)).then_some(())?;
    let number = frame.number.filter(|number| *number > 0)?;
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    let test = Test::Addresses(comparison, number);
    Some(every(&Subject::of_kind("endpoints"), "ENDPOINTS", &test))
}

/// Whether no state is said but that it is fine.
fn is_fine(frame: &Frame) -> bool {
    frame
        .states
        .iter()
        .all(|group| group.words == ["healthy"] && group.from.is_empty())
}

/// `ClusterIP 정상 할당`.
pub(super) fn cluster_ip(frame: &Frame) -> Option<Predicate> {
    frame
        .is(&[Slot::States, Slot::Exist], &[Slot::Show])
        .then_some(())?;
    let (first, others) = frame.states.split_first()?;
    let fine = !others.is_empty() && others.iter().all(|group| group.words == ["healthy"]);
    let test = Test::Shape(Shape::Ip);
    (first.words == ["ClusterIP"] && fine).then(|| every(&Subject::anything(), "CLUSTER-IP", &test))
}

/// `IP 주소가 나와야 함`.
pub(super) fn shaped(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Exist, Slot::Output, Slot::Name];
    let says = [Slot::Show, Slot::Exist, Slot::Output]
        .iter()
        .any(|slot| frame.has(*slot));
    (says && frame.is(&[Slot::Shape], &beside)).then_some(())?;
    let shaped = Property::Value(Value::Shaped(frame.shape?));
    Some(Statement::new(named(&frame.name), shaped).into())
}

/// `정상 응답`, `서비스에 접속되는지`, `Grafana is reachable`.
pub(super) fn answers(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Kind, Slot::Name, Slot::States, Slot::Show];
    let reached = frame.is(&[Slot::Answers], &beside);
    let answered = frame.is(&[Slot::Http, Slot::States], &beside);
    let service = matches!(frame.kinds.as_slice(), [] | ["services"]);
    ((reached || answered) && service && is_fine(frame))
        .then(|| Statement::new(named(&frame.name), Property::Answer(Vec::new())).into())
}

/// What the command itself has to name, if a name was said.
fn named(name: &Option<Name>) -> Subject {
    Subject {
        name: name.clone(),
        ..Subject::anything()
    }
}
