//! READY as two numbers, with the state beside them.

use super::cell::of_totals;
use super::live::{in_state, is_pod, ratio};
use super::outcome::{Say, few};
use super::pick::{listed, live, live_rows, not_printed, nothing, pick_for_states};
use super::printed::lone;
use super::rows::empty_table;
use super::{Comparison, Statement, Subject};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene};
use crate::told;

/// `1/1 Running`.
pub(super) fn ready_ratio(
    scene: &Scene,
    subject: &Subject,
    exactly: Option<(u64, u64)>,
    count: Option<(Comparison, u64)>,
    states: &[String],
) -> Judgement {
    let rows = match pick_for_states(scene, subject) {
        Ok(rows) => rows,
        Err(what) => {
            let alone = count.is_none() && states.is_empty();
            return lone_ratio(scene, subject, exactly, alone)
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
        return if scene.rows().is_empty() {
            nothing(scene)
        } else {
            not_printed(scene, "READY n/n")
        };
    }
    if let Some((_, all)) = exactly.filter(|ratio| counts_pods(scene, subject, *ratio, &rows)) {
        let state = if states.is_empty() {
            vec!["Ready".to_owned()]
        } else {
            states.to_vec()
        };
        let count = Statement::count(subject.clone(), Comparison::Equal, all, state, true);
        return super::quantify::judge(&count, scene);
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
    let told = |row: &Printed| {
        let [ready, status] = ["READY", "STATUS"].map(|of| row.cell(of).unwrap_or_default());
        let words = format!("{} {ready} {status}", row.name());
        words.trim().to_owned()
    };
    let wrong: Vec<String> = rows.iter().filter(|row| !holds(row)).map(told).collect();
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
            told!(
                StateOfSoMany,
                wanted,
                total,
                right = total - wrong.len() as u64,
                listed = listed(&wrong, scene),
                note
            ),
        )
        .with_seen(seen)
}

/// `{a}/{b}` of jsonpath: of `N/N`, what one command prints has to be as many as there are.
fn lone_ratio(
    scene: &Scene,
    subject: &Subject,
    exactly: Option<(u64, u64)>,
    alone: bool,
) -> Option<Judgement> {
    let printed = || match &scene.views[..] {
        [view] => ratio(view.filtered.text.trim()).filter(|(_, all)| *all > 0),
        _ => None,
    };
    let text = exactly.or_else(|| printed().map(|(_, all)| (all, all)));
    let (a, b) = text.filter(|_| alone)?;
    lone(scene, subject, &[format!("{a}/{b}")])
}

/// `Pod 10/10 Running` where no pod has ten containers and there are ten pods: ten of ten.
fn counts_pods(scene: &Scene, subject: &Subject, ratio_of: (u64, u64), rows: &[Printed]) -> bool {
    let (some, all) = ratio_of;
    let of = |row: &Printed| row.cell("READY").and_then(ratio);
    some == all
        && !rows
            .iter()
            .any(|row| of(row).is_some_and(|(_, b)| b == all))
        && rows.iter().all(is_pod)
        && live_rows(scene, subject).is_ok_and(|live| live.len() as u64 == all)
}

/// The STATUS word beside a ratio: there `Running` is the word alone, readiness being the ratio's.
pub(super) fn stated_word(row: &Printed, state: &str) -> Option<bool> {
    if is_pod(row) {
        row.cell("STATUS")
            .map(|cell| cell.eq_ignore_ascii_case(state))
    } else {
        in_state(row, state)
    }
}
