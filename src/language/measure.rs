//! Clauses about numbers: thresholds, counts, versions, HTTP codes, numbers of nodes.

use super::frame::{Frame, Slot, States};
use super::number::amount;
use super::statements::{column_predicate, together};
use super::status::{SERVICE_TYPE, alternatives, dimension, one_dimension};
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Limit, Metric, Predicate, Property, Statement, Subject, Test, Value,
};
use chrono::TimeDelta;

/// `ClusterIP and port 80` of a service.
pub(super) fn port(frame: &Frame) -> Option<Predicate> {
    frame
        .is(
            &[Slot::Port],
            &[Slot::Show, Slot::Name, Slot::Kind, Slot::Exist],
        )
        .then_some(())?;
    let test = Test::Port(frame.port?);
    Some(column_predicate(
        &frame.subject()?,
        "PORT(S)",
        &test,
        Bound::Every,
    ))
}

pub(super) fn ratio(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::States,
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Every,
        Slot::Number,
        Slot::Counter,
        Slot::Comparison,
        Slot::Show,
        Slot::Exist,
    ];
    // `READY 0/1인 Pod 없음`, `no 0/1 pods`.
    if let Some(Some((ready, all))) = frame.ratio
        && ready < all
        && frame.is(
            &[Slot::Ratio, Slot::No, Slot::Kind],
            &[Slot::Exist, Slot::Show],
        )
    {
        let test = Test::IsNot(vec![format!("{ready}/{all}")]);
        let subject = frame.subject()?;
        return Some(column_predicate(&subject, "READY", &test, Bound::Every));
    }
    frame.is(&[Slot::Ratio], &optional).then_some(())?;
    if frame.has(Slot::Comparison) && !frame.has(Slot::Number) {
        return None;
    }
    // `1/1 ready` says it twice.
    let ready = |group: &&States| group.words == ["Ready"] && group.from.is_empty();
    let others: Vec<&States> = frame.states.iter().filter(|group| !ready(group)).collect();
    let states = match others.as_slice() {
        [] => Vec::new(),
        [group] if group.from.is_empty() => alternatives(group)?,
        _ => return None,
    };
    let states = states
        .into_iter()
        .filter(|state| state != "Ready")
        .collect();
    // `Deployment web has 3/3 ready replicas`: the workload prints the two numbers.
    let subject = match frame.workload {
        Some(workload) => Subject {
            kind: Some(workload.to_owned()),
            name: frame.name.clone(),
            namespace: frame.namespace.clone(),
            extent: frame.extent,
            described: None,
        },
        None => frame.subject()?,
    };
    let how_many = frame.number.map_or(Bound::Every, |n| {
        Bound::EveryOf(frame.comparison.unwrap_or(Comparison::Equal), n)
    });
    let exactly = frame.ratio?;
    let ratio = Property::Ratio { exactly, states };
    Some(Statement::new(subject, ratio).of(how_many).into())
}

pub(super) fn threshold(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Comparison,
        Slot::Measure,
        Slot::Number,
        Slot::Counter,
        Slot::Time,
        Slot::Within,
        Slot::Every,
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Not,
        Slot::No,
        Slot::Show,
        Slot::Exist,
    ];
    frame.is(&[Slot::Metric], &optional).then_some(())?;
    // `No pod uses more than 250m CPU`; `no pod restarted` is of another form.
    let denied = super::statements::denial(frame)?;
    if frame.has(Slot::No) && !(frame.has(Slot::Kind) && frame.comparison.is_some()) {
        return None;
    }
    let metric = frame.metric.clone()?;
    if let Some(bounds) = &frame.measures {
        return (!denied).then(|| between(frame, &metric, bounds)).flatten();
    }
    let values = [Slot::Measure, Slot::Number, Slot::Time]
        .into_iter()
        .filter(|slot| frame.has(*slot));
    if values.count() != 1 {
        return None;
    }
    let comparison = match (frame.comparison, frame.has(Slot::Within), denied) {
        (Some(comparison), false, false) => comparison,
        (Some(Comparison::More), false, true) => Comparison::AtMost,
        (Some(Comparison::Less), false, true) => Comparison::AtLeast,
        (None, true, false) => Comparison::AtMost,
        (None, false, false) if metric == Metric::Restarts => Comparison::Equal,
        _ => return None,
    };
    let limit = limit(frame, &metric)?;
    let subject = measured(frame, &metric)?;
    let measure = Property::Measure {
        metric,
        comparison,
        limit,
    };
    Some(Statement::new(subject, measure).into())
}

/// `CPU between 100m and 250m`.
fn between(frame: &Frame, metric: &Metric, (low, high): &(String, String)) -> Option<Predicate> {
    let plain = !frame.has(Slot::Within) && frame.comparison.is_none();
    let alone = !frame.has(Slot::Number) && !frame.has(Slot::Time);
    let rising = amount(low)? < amount(high)?;
    (plain && alone && rising).then_some(())?;
    let subject = measured(frame, metric)?;
    let bound = |comparison, text: &str| {
        let measure = Property::Measure {
            metric: metric.clone(),
            comparison,
            limit: amount_of(metric, text, false)?,
        };
        Some(Predicate::from(Statement::new(subject.clone(), measure)))
    };
    together(vec![
        bound(Comparison::AtLeast, low)?,
        bound(Comparison::AtMost, high)?,
    ])
}

/// Whose metric: containers' restarts are their pods', as kubectl prints them.
pub(super) fn measured(frame: &Frame, metric: &Metric) -> Option<Subject> {
    let subject = frame.subject()?;
    match (subject.kind.as_deref(), metric) {
        (Some("containers"), Metric::Restarts) => Some(Subject {
            kind: Some("pods".into()),
            ..subject
        }),
        (Some("containers"), Metric::Cpu | Metric::Memory | Metric::Age) => None,
        (Some(_) | None, _) => Some(subject),
    }
}

pub(super) fn limit(frame: &Frame, metric: &Metric) -> Option<Limit> {
    if metric == &Metric::Age {
        if let Some((low, high)) = frame.time {
            return (low == high).then_some(Limit::Time(low));
        }
        return crate::facts::duration::parse(frame.measure.as_deref()?).map(Limit::Time);
    }
    if let Some(number) = frame.number {
        let whole = Quantity::whole(i64::try_from(number).ok()?);
        // Bare numbers of memory are bytes to Kubernetes and megabytes to people, those of CPU cores to
        // the one and thousandths to the others: not guessed at.
        return match metric {
            Metric::Memory | Metric::Cpu => None,
            Metric::Restarts | Metric::Age => Some(Limit::Amount(whole, number.to_string())),
        };
    }
    amount_of(metric, frame.measure.as_deref()?, frame.percent)
}

/// An amount as the limit of a metric.
fn amount_of(metric: &Metric, text: &str, percent: bool) -> Option<Limit> {
    match (metric, percent) {
        (Metric::Restarts, _) => None,
        (_, true) => Quantity::parse(text).map(Limit::Percent),
        // `0.5` of memory means nothing.
        (Metric::Memory, false) if text.ends_with(|c: char| c.is_ascii_digit() || c == 'm') => None,
        // Bytes of CPU neither.
        (Metric::Cpu, false)
            if !text.ends_with(|c: char| c.is_ascii_digit() || "mun".contains(c)) =>
        {
            None
        }
        (_, false) => amount(text).map(|quantity| Limit::Amount(quantity, text.to_owned())),
    }
}

/// What may stand beside a denial of restarts.
const BESIDE_RESTARTS: [Slot; 6] = [
    Slot::Every,
    Slot::Kind,
    Slot::Name,
    Slot::Namespace,
    Slot::Show,
    Slot::Exist,
];

/// `최근 1시간 동안 재시작 없음`, `Restart count does not increase`.
pub(super) fn no_more_restarts(frame: &Frame) -> Option<Predicate> {
    let denied = |slot| {
        frame.is(&[Slot::Metric, slot, Slot::No], &BESIDE_RESTARTS)
            || frame.is(&[Slot::Metric, slot, Slot::Not], &BESIDE_RESTARTS)
    };
    let none = frame.number == Some(0)
        && frame.is(
            &[Slot::Metric, Slot::Window, Slot::Number],
            &[&BESIDE_RESTARTS[..], &[Slot::Counter]].concat(),
        );
    let since = denied(Slot::Since);
    // `24시간 동안 재시작 없음`: up to now, by pods that have run that long.
    let time = frame
        .time
        .filter(|(low, high)| low == high)
        .map(|(time, _)| time);
    let during = denied(Slot::Time) && time.and_then(bounded).is_some();
    let said = denied(Slot::Window) || denied(Slot::Grows) || since || none || during;
    (said && frame.metric == Some(Metric::Restarts)).then_some(())?;
    let who = measured(frame, &Metric::Restarts)?;
    let said = Statement::new(who, Property::RanThrough);
    Some(said.within(frame.window.or(time)).into())
}

/// `재시작 없음`, `no restarts`.
pub(super) fn metric_absent(frame: &Frame) -> Option<Predicate> {
    let denied = frame.is(&[Slot::Metric, Slot::No], &BESIDE_RESTARTS)
        || frame.is(&[Slot::Metric, Slot::Not], &BESIDE_RESTARTS);
    if !denied || frame.metric != Some(Metric::Restarts) {
        return None;
    }
    let who = measured(frame, &Metric::Restarts)?;
    let none = Property::Measure {
        metric: Metric::Restarts,
        comparison: Comparison::Equal,
        limit: Limit::Amount(Quantity::ZERO, "0".into()),
    };
    Some(Statement::new(who, none).into())
}

pub(super) fn http(frame: &Frame) -> Option<Predicate> {
    frame
        .is(&[Slot::Http, Slot::Code], &[Slot::Show, Slot::Reason])
        .then_some(())?;
    Some(Statement::printed(Property::Answer(frame.codes.clone())).into())
}

pub(super) fn stability(frame: &Frame) -> Option<Predicate> {
    frame
        .is(&[Slot::Stable, Slot::Time], &[Slot::Exist])
        .then_some(())?;
    let (_, over) = frame.time?;
    Some(
        Statement::printed(Property::Stable)
            .within(Some(over))
            .into(),
    )
}

pub(super) fn version(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::VersionWord,
        Slot::Comparison,
        Slot::Name,
        Slot::Show,
        Slot::Output,
    ];
    let parts = if frame.is(&[Slot::Version], &optional) {
        frame.version.clone()?
    } else if frame.is(&[Slot::VersionWord, Slot::Measure], &optional) && !frame.percent {
        let parts: Option<Vec<u64>> = frame
            .measure
            .as_deref()?
            .split('.')
            .map(|part| part.parse().ok())
            .collect();
        parts?
    } else if frame.is(&[Slot::VersionWord, Slot::Number], &optional) && frame.name.is_none() {
        let test = match frame.comparison {
            Some(comparison) => Test::Compare(
                comparison,
                Quantity::whole(i64::try_from(frame.number?).ok()?),
            ),
            None => Test::Is(vec![frame.number?.to_string()]),
        };
        let anything = Subject::anything();
        return Some(column_predicate(&anything, "version", &test, Bound::Every));
    } else {
        return None;
    };
    let version = Value::Version {
        of: frame.name.as_ref().map(|name| name.text.clone()),
        comparison: frame.comparison.unwrap_or(Comparison::Equal),
        parts,
    };
    Some(Statement::printed(Property::Value(version)).into())
}

/// `> 0`, `1 이상`, `4-6`: a number that stands for itself. One with a counter counts what is printed.
pub(super) fn number_value(frame: &Frame) -> Option<Predicate> {
    let value = |comparison, number| {
        let bound = Quantity::whole(i64::try_from(number).ok()?);
        let value = Property::Value(Value::Number(comparison, bound));
        Some(Statement::printed(value).into())
    };
    if frame.is(&[Slot::Range], &[Slot::Show, Slot::Output]) {
        let (low, high) = frame.range?;
        return together(vec![
            value(Comparison::AtLeast, low)?,
            value(Comparison::AtMost, high)?,
        ]);
    }
    frame
        .is(
            &[Slot::Comparison, Slot::Number],
            &[Slot::Show, Slot::Output],
        )
        .then_some(())?;
    value(frame.comparison?, frame.number?)
}

/// As many as nodes.
pub(super) fn relative(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::CountWord,
        Slot::Show,
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Every,
        Slot::Exist,
    ];
    let fits = frame.is(&[Slot::NodeCount, Slot::Same], &optional);
    (fits && frame.kinds != ["endpoints"]).then_some(())?;
    let said = Statement::new(frame.subject()?, Property::Exists);
    Some(said.of(Bound::AsNodes).into())
}

/// `노드 수 10`.
pub(super) fn node_count(frame: &Frame) -> Option<Predicate> {
    let optional = [Slot::Counter, Slot::Comparison, Slot::Same];
    frame
        .is(&[Slot::NodeCount, Slot::Number], &optional)
        .then_some(())?;
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    let nodes = Subject::of_kind("nodes");
    Some(Statement::count(nodes, comparison, frame.number?, Vec::new(), true).into())
}

/// `7-8 pods all Running`: at least and at most so many.
pub(super) fn count_between(frame: &Frame) -> Option<Predicate> {
    let (low, high) = frame.range.filter(|(low, _)| *low > 0)?;
    // A number beside the range would be passed over.
    let alone = !frame.has(Slot::Number) && !frame.has(Slot::Comparison);
    (frame.has(Slot::Kind) && alone).then_some(())?;
    let bounded = |comparison, number| {
        let mut one = frame.clone();
        one.slots.remove(Slot::Range);
        for slot in [Slot::Number, Slot::Every, Slot::Comparison] {
            one.slots.insert(slot);
        }
        (one.range, one.number, one.comparison) = (None, Some(number), Some(comparison));
        count(&one)
    };
    Some(Predicate::All(vec![
        bounded(Comparison::AtLeast, low)?,
        bounded(Comparison::AtMost, high)?,
    ]))
}

/// A number of things.
pub(super) fn count(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Counter,
        Slot::Comparison,
        Slot::Within,
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Every,
        Slot::States,
        Slot::Exist,
        Slot::Show,
        Slot::Deployed,
        Slot::CountWord,
        Slot::Remaining,
    ];
    // `남아있는 테스트 Pod: 0개`.
    let none_left = frame.number == Some(0) && frame.has(Slot::Remaining);
    let described: &[Slot] = if none_left { &[Slot::Described] } else { &[] };
    let fits = frame.is(&[Slot::Number], &[&optional[..], described].concat())
        && frame.kinds != ["endpoints"];
    fits.then_some(())?;
    let number = frame.number?;
    let subject = frame.subject()?;
    let says = [Slot::Counter, Slot::States, Slot::CountWord]
        .iter()
        .any(|slot| frame.has(*slot));
    // `CoreDNS가 200 반환`: what it returns, and not how many of them there are.
    let returned = frame.has(Slot::Show) && subject.kind.is_none() && !says;
    let named = subject.kind.is_some() || subject.name.is_some();
    (!returned && (says || named)).then_some(())?;
    let comparison = match (frame.comparison, frame.has(Slot::Within)) {
        (comparison, false) => comparison.unwrap_or(Comparison::Equal),
        (None, true) => Comparison::AtMost,
        (Some(_), true) => return None,
    };
    let groups = match frame.states.as_slice() {
        [] => Vec::new(),
        [group] if group.from.is_empty() => match alternatives(group) {
            Some(states) => vec![states],
            None if one_dimension(group) => return None,
            None => group.words.iter().map(|word| vec![word.clone()]).collect(),
        },
        _ => return None,
    };
    // `NodePort 30300`: a port, not a number of things.
    let service_type = |state: &String| dimension(state) == SERVICE_TYPE;
    if subject.kind.is_none() && groups.iter().flatten().any(service_type) {
        return None;
    }
    numbered(frame, &subject, (comparison, number), groups)
}

/// So many, of which so many are in states.
fn numbered(
    frame: &Frame,
    subject: &Subject,
    (comparison, number): (Comparison, u64),
    groups: Vec<Vec<String>>,
) -> Option<Predicate> {
    let (equal, every) = (comparison == Comparison::Equal, frame.has(Slot::Every));
    let one = |number, states, all| -> Predicate {
        Statement::count(subject.clone(), comparison, number, states, all).into()
    };
    if number == 0 && equal {
        (groups.len() < 2).then_some(())?;
        let states = groups.into_iter().next().unwrap_or_default();
        return Some(Statement::absent(subject.clone(), states).into());
    }
    if let Some(some) = frame.part.filter(|some| *some != number) {
        (some < number && equal && !every && groups.len() < 2).then_some(())?;
        let ready = || vec!["Ready".to_owned()];
        let states = groups.into_iter().next().unwrap_or_else(ready);
        return together(vec![
            one(number, Vec::new(), false),
            one(some, states, false),
        ]);
    }
    // "At least three run" says nothing of others; "three run" and "all three" do.
    let all = every || equal;
    if groups.is_empty() {
        Some(one(number, Vec::new(), all))
    } else {
        together(
            groups
                .into_iter()
                .map(|states| one(number, states, all))
                .collect(),
        )
    }
}

/// A time over which one can look back. What is longer than any cluster's life is no such time.
pub(super) fn bounded(time: TimeDelta) -> Option<TimeDelta> {
    (time > TimeDelta::zero() && time < TimeDelta::days(3_650)).then_some(time)
}
