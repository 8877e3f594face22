//! The parts of a predicate in words: tests, subjects, numbers, bounds.

use super::{Comparison, Extent, Join, Limit, Shape, Subject, Test};
use crate::facts::duration;
use crate::facts::lang::Lang;

/// A test in words.
pub(super) fn test(test: &Test, lang: Lang) -> String {
    let or = lang.pick(" 또는 ", " or ");
    match test {
        Test::Is(values) => values.join(or),
        Test::IsNot(values) => lang.pick(
            format!("{} 아님", values.join(or)),
            format!("not {}", values.join(or)),
        ),
        Test::Compare(comparison, bound) => format!("{} {bound}", comparison.sign()),
        Test::Version(comparison, parts) => lang.pick(
            format!("버전 {} {}", comparison.sign(), dotted(parts)),
            format!("version {} {}", comparison.sign(), dotted(parts)),
        ),
        Test::Present => lang.pick("값이 있음", "something").into(),
        Test::Empty => lang.pick("값이 없음", "nothing").into(),
        Test::Shape(form) => shape(*form, lang).into(),
        Test::SameAs(other) => lang.pick(
            format!("`{other}` 값과 같음"),
            format!("the same as `{other}`"),
        ),
        Test::Nodes => lang.pick("노드 수", "the number of nodes").into(),
        Test::Port(port) => lang.pick(format!("포트 {port}"), format!("port {port}")),
        Test::Addresses(comparison, n) => {
            let n = number(*comparison, *n);
            lang.pick(format!("주소 {n}개"), format!("addresses: {n}"))
        }
        Test::Age(age) => {
            let age = duration::words(*age, lang);
            lang.pick(format!("{age} 이내"), format!("at most {age} ago"))
        }
        Test::Lacks(values) => lang.pick(
            format!("{} 없음", values.join(or)),
            format!("without {}", values.join(or)),
        ),
    }
}

/// A shape in words.
pub(super) fn shape(shape: Shape, lang: Lang) -> &'static str {
    match shape {
        Shape::Ip => lang.pick("IP 주소", "an IP address"),
        Shape::HostName => lang.pick("호스트 이름", "a host name"),
        Shape::ElbHostName => lang.pick(
            "AWS 로드 밸런서의 호스트 이름",
            "the host name of an AWS load balancer",
        ),
    }
}

pub(super) fn subject(subject: &Subject, lang: Lang) -> String {
    let kind = subject.kind.as_deref();
    let name = subject.name.as_ref().map(|name| name.text.as_str());
    let plain = match (name, kind) {
        (Some(name), Some(kind)) => format!("{kind} `{name}`"),
        (Some(name), None) => format!("`{name}`"),
        (None, Some(kind)) => kind.to_owned(),
        (None, None) => lang.pick("출력의 행", "printed rows").to_owned(),
    };
    let placed = match &subject.namespace {
        Some(namespace) => lang.pick(
            format!("네임스페이스 `{namespace}`의 {plain}"),
            format!("{plain} in namespace `{namespace}`"),
        ),
        None => match subject.extent {
            Extent::Printed => plain,
            Extent::Namespace => lang.pick(
                format!("명령의 네임스페이스에 있는 {plain}"),
                format!("{plain} in the command's namespace"),
            ),
            Extent::Cluster => lang.pick(
                format!("클러스터 전체의 {plain}"),
                format!("{plain} in the whole cluster"),
            ),
        },
    };
    match &subject.described {
        Some(words) => format!("{placed} ({words})"),
        None => placed,
    }
}

pub(super) fn list(items: &[String], lang: Lang) -> String {
    items.join(lang.pick(" 또는 ", " or "))
}

pub(super) fn quoted(items: &[String], join: Join, lang: Lang) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
    items.join(match join {
        Join::All => lang.pick(", ", " and "),
        Join::Any => lang.pick(" 또는 ", " or "),
    })
}

pub(super) fn number(comparison: Comparison, number: u64) -> String {
    match comparison {
        Comparison::Equal => number.to_string(),
        other => format!("{} {number}", other.sign()),
    }
}

pub(super) fn limit(limit: &Limit, lang: Lang) -> String {
    match limit {
        Limit::Amount(_, text) => text.clone(),
        Limit::Percent(quantity) => format!("{quantity}%"),
        Limit::Time(time) => duration::words(*time, lang),
    }
}

pub(super) fn dotted(parts: &[u64]) -> String {
    parts
        .iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(".")
}
