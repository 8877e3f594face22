//! States of rows: every one, at least one or none is in them; ratios and counts with them.

use super::cell::of_totals;
use super::live::{in_state, is_pod, may_be_in_state, ratio};
use super::outcome::{Say, few};
use super::pick::{Picked, count_of, listed, live, not_printed, nothing, pick_for_states};
use super::printed::lone;
use super::rows::{count, empty_table, replicas};
use super::{Bound, Comparison, Subject};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene};

/// `1/1 Running`.
pub(super) fn ready_ratio(
    scene: &Scene,
    subject: &Subject,
    exactly: Option<(u64, u64)>,
    count: Option<(Comparison, u64)>,
    states: &[String],
) -> Judgement {
    let rows = match pick_for_states(scene, subject) {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => {
            let text = exactly.filter(|_| count.is_none() && states.is_empty());
            return text
                .and_then(|(a, b)| lone(scene, subject, &[format!("{a}/{b}")]))
                .unwrap_or_else(|| not_printed(scene, &what));
        }
    };
    let mut rows: Vec<Printed> = rows
        .into_iter()
        .filter(|row| row.cell("READY").is_some_and(|cell| ratio(cell).is_some()))
        .collect();
    if let Some(judgement) = empty_table(scene, "READY") {
        return judgement;
    }
    // Only pods print a STATUS beside their numbers.
    if !states.is_empty() && rows.iter().any(|row| row.cell("STATUS").is_some()) {
        rows.retain(|row| row.cell("STATUS").is_some());
    }
    if let Some((_, all)) = exactly {
        rows = of_totals(rows, "READY", &[all]);
    }
    let (rows, note) = live(scene, rows, states);
    if rows.is_empty() {
        return match scene.rows().is_empty() {
            true => nothing(scene),
            false => not_printed(scene, "READY n/n"),
        };
    }
    // `Pod 10/10 Running` where no pod has ten containers and there are ten pods: ten of ten.
    if let Some((some, all)) = exactly
        && some == all
        && !rows.iter().any(|row| {
            row.cell("READY")
                .and_then(ratio)
                .is_some_and(|(_, b)| b == all)
        })
        && rows.iter().all(is_pod)
        && count_of(scene, subject) == all
    {
        let state = if states.is_empty() {
            vec!["Ready".to_owned()]
        } else {
            states.to_vec()
        };
        return self::count(scene, subject, (Comparison::Equal, all), &state, true);
    }
    let holds = |row: &Printed| {
        let cell = row.cell("READY").and_then(ratio);
        let ready = match exactly {
            Some(wanted) => cell == Some(wanted),
            None => cell.is_some_and(|(a, b)| a == b && a > 0),
        };
        let stated = states.is_empty()
            || states
                .iter()
                .any(|state| stated_word(row, state).unwrap_or(false));
        ready && stated
    };
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| !holds(row))
        .map(|row| {
            format!(
                "{} {} {}",
                row.name(),
                row.cell("READY").unwrap_or_default(),
                row.cell("STATUS").unwrap_or_default()
            )
            .trim()
            .to_owned()
        })
        .collect();
    let total = rows.len() as u64;
    let enough = count.is_none_or(|(comparison, n)| comparison.holds(&total, &n));
    let wanted = exactly.map_or("N/N".to_owned(), |(a, b)| format!("{a}/{b}"));
    let ok = wrong.is_empty() && enough;
    let seen = if wrong.is_empty() {
        format!("{total}")
    } else {
        few(&wrong, scene.lang)
    };
    Say(scene.lang)
        .whether(
            ok,
            format!(
                "{wanted}: {total}개 중 {}개가 맞습니다{}{note}",
                total - wrong.len() as u64,
                listed(&wrong, scene)
            ),
            format!(
                "{wanted}: {} of {total}{}{note}",
                total - wrong.len() as u64,
                listed(&wrong, scene)
            ),
        )
        .with_seen(seen)
}

/// The STATUS word beside a ratio: there `Running` is the word alone, readiness being the ratio's.
pub(super) fn stated_word(row: &Printed, state: &str) -> Option<bool> {
    match is_pod(row) {
        true => row
            .cell("STATUS")
            .map(|cell| cell.eq_ignore_ascii_case(state)),
        false => in_state(row, state),
    }
}

/// `모든 Pod Running`.
pub(super) fn phase(
    scene: &Scene,
    subject: &Subject,
    how_many: Bound,
    states: &[String],
) -> Judgement {
    if let Some(judgement) = super::printed::states(scene, subject, how_many, false, states) {
        return judgement;
    }
    let rows = match pick_for_states(scene, subject) {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => {
            let of_workload = (how_many == Bound::Every)
                .then(|| replicas(scene, subject, None, states))
                .flatten();
            return of_workload.unwrap_or_else(|| not_printed(scene, &what));
        }
    };
    let (rows, note) = live(scene, rows, states);
    let omitted = scene.omitted();
    let note = format!("{note}{}", ended(scene, omitted.ended));
    if rows.is_empty() && omitted.running == 0 {
        let mut none = nothing(scene);
        none.message.push_str(&note);
        return none;
    }
    let mut wrong = Vec::new();
    for row in &rows {
        let held: Vec<Option<bool>> = states.iter().map(|state| in_state(row, state)).collect();
        if held.contains(&Some(true)) {
            continue;
        }
        if held.contains(&None) {
            return not_printed(scene, &states.join("/"));
        }
        wrong.push(format!("{} {}", row.name(), said(row)));
    }
    let total = rows.len() as u64 + omitted.running;
    let right = total - wrong.len() as u64;
    let holds = match how_many {
        Bound::Some => right > 0,
        _ => wrong.is_empty(),
    };
    let state = states.join("/");
    Say(scene.lang)
        .whether(
            holds,
            format!("{state}: {right}/{total}{}{note}", listed(&wrong, scene)),
            format!("{state}: {right}/{total}{}{note}", listed(&wrong, scene)),
        )
        .with_seen(format!("{right}/{total}"))
}

/// Pods that ended and of which only the number is known.
fn ended(scene: &Scene, number: u64) -> String {
    match number {
        0 => String::new(),
        _ => scene.lang.pick(
            format!("; 제외: 정상적으로 끝난 Pod {number}개"),
            format!("; not counted: {number} pods that ended successfully"),
        ),
    }
}

/// A row's state in short, as printed.
pub(super) fn said(row: &Printed) -> String {
    let cells = ["READY", "STATUS", "SYNC STATUS", "HEALTH STATUS"]
        .iter()
        .filter_map(|column| row.cell(column));
    cells.collect::<Vec<_>>().join(" ")
}

/// None is in one of the states.
pub(super) fn denied(scene: &Scene, rows: Vec<Printed>, states: &[String]) -> Judgement {
    let mut found = Vec::new();
    for row in &rows {
        let held = states
            .iter()
            .map(|state| may_be_in_state(row, state))
            .collect::<Option<Vec<bool>>>();
        match held {
            None => return not_printed(scene, &states.join("/")),
            Some(held) if held.contains(&true) => {
                found.push(format!("{} {}", row.name(), said(row)))
            }
            Some(_) => {}
        }
    }
    let state = states.join("/");
    let omitted = scene.omitted();
    let total = rows.len() as u64 + omitted.running + omitted.ended;
    Say(scene.lang)
        .whether(
            found.is_empty(),
            format!(
                "{state} {}개 ({total}개 중){}",
                found.len(),
                listed(&found, scene)
            ),
            format!(
                "{state}: {} of {total}{}",
                found.len(),
                listed(&found, scene)
            ),
        )
        .with_seen(found.len().to_string())
}
