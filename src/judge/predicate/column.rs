//! A column whose every cell must hold.

use super::Comparison;
use super::Subject;
use super::outcome::{Say, few};
use super::pick::{Picked, pick};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene};
use crate::told;

/// A column whose every cell must hold.
pub(super) fn cells(
    scene: &Scene,
    subject: &Subject,
    column: &str,
    wanted: &str,
    fits: impl Fn(&str) -> Option<bool>,
    comparison: Comparison,
) -> Judgement {
    let say = Say(scene.lang);
    let rows = match pick(scene, subject) {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => {
            return say.manual(told!(TheOutputDoesNotShow, what));
        }
    };
    let cell_of = |row: &Printed| {
        row.table
            .columns
            .iter()
            .position(|c| c.name == column)
            .and_then(|at| row.row().cells.get(at))
            .cloned()
    };
    let rows: Vec<(String, String)> = rows
        .iter()
        .filter(|row| !super::live::ended_pod(row))
        .filter_map(|row| Some((row.name().to_owned(), cell_of(row)?)))
        .collect();
    if rows.is_empty() {
        return if scene.rows().is_empty() {
            say.none_found(told!(NoneFound))
        } else {
            say.manual(told!(NoColumnIsPrinted, column))
        };
    }
    let mut wrong = Vec::new();
    for (name, cell) in &rows {
        match fits(cell) {
            Some(true) => {}
            Some(false) => wrong.push(format!("{name} {cell}")),
            None => {
                return say.manual(told!(CellCannotBeRead, name, column, cell));
            }
        }
    }
    let shown: Vec<String> = rows.iter().map(|(_, cell)| cell.clone()).collect();
    let seen = few(if wrong.is_empty() { &shown } else { &wrong }, scene.lang);
    let sign = comparison.sign();
    say.whether(
        wrong.is_empty(),
        told!(ColumnExpectedBound, column, sign, wanted, seen),
    )
    .with_seen(seen)
}
