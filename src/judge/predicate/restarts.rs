//! Restarts of pods, as their RESTARTS cells tell them: a number, and when the last one was.

use super::cell::age;
use super::outcome::{Say, few};
use super::pick::{live_rows, not_printed};
use super::rows::cells;
use super::{Comparison, Subject};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene};
use crate::told;
use chrono::TimeDelta;

/// Restarts of every live pod. Those before the record's deployment are not its own, as far as the
/// cell's own time tells (`5 (3d ago)`: kubectl cuts ages off, so the restart is at least that old).
pub(super) fn restarts(
    scene: &Scene,
    subject: &Subject,
    comparison: Comparison,
    bound: Quantity,
    text: &str,
) -> Result<Judgement, Judgement> {
    let earlier = std::cell::Cell::new(0);
    let zero_holds = comparison.holds(&Quantity::ZERO, &bound);
    let holds = |cell: &str| -> Option<bool> {
        let (count, ago) = parts(cell)?;
        let count = Quantity::whole(count);
        if comparison.holds(&count, &bound) {
            return Some(true);
        }
        let before = |time| ago.is_some_and(|(least, _)| scene.now - least < time);
        let old = zero_holds && scene.record_time.is_some_and(before);
        earlier.set(earlier.get() + u64::from(old));
        Some(old)
    };
    let mut judgement = cells(scene, subject, "RESTARTS", text, holds, comparison)?;
    let earlier = earlier.get();
    if earlier > 0 {
        judgement
            .message
            .push_str(&told!(RestartedBefore, earlier).words(scene.lang));
    }
    Ok(judgement)
}

/// Whether a pod's containers restarted in some time.
enum Restarted {
    No,
    Yes,
    /// The pod is younger than that.
    TooYoung,
    CantTell,
}

/// No container restarted in the last time, or since the record's deployment.
pub(super) fn none(
    scene: &Scene,
    subject: &Subject,
    over: Option<TimeDelta>,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    let live = live_rows(scene, subject)?;
    let mut found: [Vec<String>; 4] = Default::default();
    for row in &live {
        let cell = row.cell("RESTARTS");
        let cell = cell.ok_or_else(|| not_printed(scene, "RESTARTS"))?;
        let told = match over {
            Some(over) => within(row, cell, over),
            None => since(cell, scene),
        };
        let group = match told {
            Restarted::No => 0,
            Restarted::Yes => 1,
            Restarted::TooYoung => 2,
            Restarted::CantTell => 3,
        };
        let age = row.cell("AGE").unwrap_or_default();
        found[group].push(format!("{} {cell} (AGE {age})", row.name()));
    }
    let [fine, restarted, young, unclear] = found;
    let all = live.len();
    let judgement = if !restarted.is_empty() {
        let shown = few(&restarted, scene.lang);
        say.failed(told!(Restarted, shown))
    } else if !unclear.is_empty() {
        let shown = few(&unclear, scene.lang);
        say.manual(told!(WhenItRestartedCantBeTold, shown))
    } else if !young.is_empty() {
        let shown = few(&young, scene.lang);
        say.moving(told!(NotThatOldYet, shown))
    } else {
        say.passed(told!(NoneRestarted, all))
    };
    Ok(judgement.with_seen(fine.len().to_string()))
}

/// `5 (3m ago)`: the number, and when the last restart was.
fn parts(cell: &str) -> Option<(i64, Option<(TimeDelta, TimeDelta)>)> {
    let count = cell.split(' ').next()?.parse().ok()?;
    let ago = cell
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(" ago)"));
    Some((count, ago.and_then(age)))
}

fn within(row: &Printed, cell: &str, over: TimeDelta) -> Restarted {
    // Who is younger than that time can't have run through all of it.
    let old = row
        .cell("AGE")
        .and_then(age)
        .map(|(least, _)| least >= over);
    match parts(cell) {
        Some((0, _)) => match old {
            Some(true) => Restarted::No,
            Some(false) => Restarted::TooYoung,
            None => Restarted::CantTell,
        },
        Some((_, Some((least, _)))) if least >= over => Restarted::No,
        Some((_, Some((_, most)))) if most <= over => Restarted::Yes,
        Some(_) | None => Restarted::CantTell,
    }
}

fn since(cell: &str, scene: &Scene) -> Restarted {
    match (parts(cell), scene.record_time) {
        (Some((0, _)), _) => Restarted::No,
        (Some((_, Some((least, _)))), Some(time)) if scene.now - least < time => Restarted::No,
        (Some((_, Some((_, most)))), Some(time)) if scene.now - most >= time => Restarted::Yes,
        (Some((_, Some((_, most)))), None) if most <= RECENTLY => Restarted::TooYoung,
        (Some(_) | None, _) => Restarted::CantTell,
    }
}

/// What restarted no longer ago has not run through anything yet, whenever its deployment was.
const RECENTLY: TimeDelta = TimeDelta::minutes(10);
