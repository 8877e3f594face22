//! What clauses say is measured: usage, restarts, age, for how long it is stable.

use super::frame::{Frame, Slot, Slots, roles};
use super::number::amount;
use super::statements::{Make, of, together, whole};
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Limit, Metric, Predicate, Property, Statement, Subject};
use chrono::TimeDelta;

pub(super) const MAKES: &[(&str, Make)] = &[
    ("threshold", threshold),
    // `최근 1시간 동안 재시작 없음`, `Restart count does not increase`.
    ("ran_through", |frame| {
        let who = measured(frame, &Metric::Restarts)?;
        let said = Statement::new(who, Property::RanThrough);
        Some(said.within(frame.window.or(frame.one_time())).into())
    }),
    // `재시작 없음`, `no restarts`.
    ("no_restarts", |frame| {
        let none = Limit::Amount(Quantity::ZERO, "0".into());
        held(frame, &Metric::Restarts, Comparison::Equal, none)
    }),
    // `2시간 동안 안정`.
    ("stable", |frame| {
        let over = frame.time.map(|(_, over)| over);
        Some(Statement::printed(Property::Stable).within(over).into())
    }),
];

/// `CPU below 250m`.
fn threshold(frame: &Frame) -> Option<Predicate> {
    // `No pod uses more than 250m CPU`; `no pod restarted` is of another form.
    let denied = super::statements::denial(frame)?;
    if frame.has(Slot::No) && !(frame.has(Slot::Kind) && frame.comparison.is_some()) {
        return None;
    }
    let metric = frame.metric.clone()?;
    if let Some(bounds) = &frame.measures {
        return (!denied).then(|| between(frame, &metric, bounds)).flatten();
    }
    let values = roles!(Measure Number Time);
    if frame.slots.both(values).count() != 1 {
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
    held(frame, &metric, comparison, limit(frame, &metric)?)
}

/// That a metric of what is spoken of is within a limit.
fn held(frame: &Frame, metric: &Metric, comparison: Comparison, limit: Limit) -> Option<Predicate> {
    let measure = Property::Measure {
        metric: metric.clone(),
        comparison,
        limit,
    };
    of(measured(frame, metric)?, measure)
}

/// `CPU between 100m and 250m`.
fn between(frame: &Frame, metric: &Metric, (low, high): &(String, String)) -> Option<Predicate> {
    let others = roles!(Within Comparison Number Time);
    let alone = frame.slots.both(others) == Slots::NONE;
    (alone && amount(low)? < amount(high)?).then_some(())?;
    let bound =
        |comparison, text: &str| held(frame, metric, comparison, amount_of(metric, text, false)?);
    together([
        bound(Comparison::AtLeast, low)?,
        bound(Comparison::AtMost, high)?,
    ])
}

/// Whose metric: containers' restarts are their pods', as kubectl prints them.
fn measured(frame: &Frame, metric: &Metric) -> Option<Subject> {
    let mut subject = frame.subject()?;
    if subject.kind.as_deref() == Some("containers") {
        (*metric == Metric::Restarts).then_some(())?;
        subject.kind = Some("pods".into());
    }
    Some(subject)
}

fn limit(frame: &Frame, metric: &Metric) -> Option<Limit> {
    let measure = frame.measure.as_deref();
    match (metric, frame.number) {
        (Metric::Age, _) if frame.time.is_some() => frame.one_time().map(Limit::Time),
        (Metric::Age, _) => crate::facts::duration::parse(measure?).map(Limit::Time),
        (Metric::Restarts, Some(number)) => Some(Limit::Amount(whole(number)?, number.to_string())),
        // Bare numbers of memory are bytes to Kubernetes and megabytes to people, those of CPU cores to
        // the one and thousandths to the others: not guessed at.
        (Metric::Memory | Metric::Cpu, Some(_)) => None,
        (_, None) => amount_of(metric, measure?, frame.percent),
    }
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

/// A time over which one can look back. What is longer than any cluster's life is no such time.
pub(super) fn bounded(time: TimeDelta) -> Option<TimeDelta> {
    (time > TimeDelta::zero() && time < TimeDelta::days(3_650)).then_some(time)
}
