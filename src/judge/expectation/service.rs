//! Clauses about what services have and give: endpoints, addresses, answers.

use super::frame::{Frame, Slot};
use crate::judge::predicate::{Comparison, Predicate, Quantifier, Subject, Test};

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
    Some(Predicate::Column {
        subject: frame.subject()?,
        column: "ENDPOINTS".into(),
        test,
        quantifier: Quantifier::Every,
    })
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
    Some(Predicate::Column {
        subject: frame.subject()?,
        column: "ADDRESS".into(),
        test: frame.shape.map_or(Test::Present, Test::Shape),
        quantifier: Quantifier::Every,
    })
}

/// `2개 Pod 연결`: behind a service.
pub(super) fn linked(frame: &Frame) -> Option<Predicate> {
    let optional = [Slot::Counter, Slot::Comparison, Slot::States];
    let fits = frame.is(&[Slot::Linked, Slot::Number, Slot::Kind], &optional);
    (fits && frame.kinds == ["pods"] && is_fine(frame)).then_some(())?;
    let number = frame.number.filter(|number| *number > 0)?;
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    Some(Predicate::Column {
        subject: Subject::of_kind("endpoints"),
        column: "ENDPOINTS".into(),
        test: Test::Addresses(comparison, number),
        quantifier: Quantifier::Every,
    })
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
    let fine = others.iter().all(|group| group.words == ["healthy"]);
    (first.words == ["ClusterIP"] && fine).then(|| Predicate::Column {
        subject: Subject::anything(),
        column: "CLUSTER-IP".into(),
        test: Test::Shape(crate::judge::predicate::Shape::Ip),
        quantifier: Quantifier::Every,
    })
}

/// `IP 주소가 나와야 함`.
pub(super) fn shaped(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Exist, Slot::Output, Slot::Name];
    let says = [Slot::Show, Slot::Exist, Slot::Output]
        .iter()
        .any(|slot| frame.has(*slot));
    (says && frame.is(&[Slot::Shape], &beside)).then_some(())?;
    Some(Predicate::Shaped {
        of: frame.name.clone(),
        shape: frame.shape?,
    })
}

/// `정상 응답`, `서비스에 접속되는지`, `Grafana is reachable`.
pub(super) fn answers(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Kind, Slot::Name, Slot::States, Slot::Show];
    let reached = frame.is(&[Slot::Answers], &beside);
    let answered = frame.is(&[Slot::Http, Slot::States], &beside);
    let service = matches!(frame.kinds.as_slice(), [] | ["services"]);
    ((reached || answered) && service && is_fine(frame)).then(|| Predicate::Answers {
        of: frame.name.clone(),
    })
}
