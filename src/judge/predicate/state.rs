//! READY as two numbers, with the state beside them.

use super::cell::of_totals;
use super::live::{in_state, is_pod, ratio};
use super::outcome::{Say, few};
use super::pick::{Picked, count_of, listed, live, not_printed, nothing, pick_for_states};
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
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => {
            // Of `N/N`, what one command prints has to be as many as there are: `{a}/{b}` of jsonpath.
            let printed = || match &scene.views[..] {
                [view] => ratio(view.filtered.text.trim()).filter(|(_, all)| *all > 0),
                _ => None,
            };
            let text = exactly.or_else(|| printed().map(|(_, all)| (all, all)));
            let text = text.filter(|_| count.is_none() && states.is_empty());
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
            told!(StateOfSoMany {
                wanted,
                total,
                right: total - wrong.len() as u64,
                listed: listed(&wrong, scene),
                note
            }),
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
