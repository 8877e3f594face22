//! Rows judged by the cells of a column.

use super::cell::{cell_holds, meant, same_cells};
use super::live::{ended_pod, ratio};
use super::outcome::{Say, few};
use super::pick::{live, not_printed, nothing, pick};
use super::{Bound, Comparison, Subject, Test};
use crate::facts::table::Table;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::scene::{Printed, Scene};
use crate::told;
use std::borrow::Cow;

/// `READY: 10`.
pub(super) fn column(
    scene: &Scene,
    subject: &Subject,
    column: &str,
    test: &Test,
    how_many: Bound,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    let tables = scene.tables();
    let column = &column_named(&tables, column);
    let known = tables.iter().any(|table| table.column(column).is_some());
    if !known {
        return Err(no_such_column(scene, column, test));
    }
    empty_table(scene, column).map_or(Ok(()), Err)?;
    let rows = pick(scene, subject).map_err(|what| not_printed(scene, &what))?;
    let having = rows
        .into_iter()
        .filter(|row| row.table.column(column).is_some());
    let having: Vec<Printed> = having.collect();
    let values: &[String] = match test {
        Test::Is(values) => values,
        _ => &[],
    };
    let having = meant(scene, having, column, test);
    let (rows, note) = match test {
        // What must not be there is not there in pods that ended either.
        Test::IsNot(_) | Test::Lacks(_) => (having, String::new()),
        _ => live(scene, having, values),
    };
    if rows.is_empty() {
        return Err(nothing(scene));
    }
    // That no two numbers stand where none ever do says nothing.
    if let Test::IsNot(values) | Test::Lacks(values) = test
        && values.iter().all(|value| ratio(value).is_some())
        && !rows
            .iter()
            .any(|row| row.cell(column).and_then(ratio).is_some())
    {
        return Err(not_printed(scene, &values.join("/")));
    }
    let judged = rows.iter().map(|row| {
        let cell = row.cell(column).unwrap_or_default();
        let holds = match test {
            Test::SameAs(other) => same_cells(row, cell, other),
            _ => cell_holds(column, cell, test),
        };
        (holds, row.name(), cell)
    });
    let judged: Vec<(bool, &str, &str)> = judged.collect();
    let holding = judged.iter().filter(|(holds, _, _)| *holds).count();
    let holds = match how_many {
        Bound::Some => holding > 0,
        _ => holding == judged.len(),
    };
    let told = |name: &str, cell: &str| match judged.len() {
        1 => cell.to_owned(),
        _ => format!("{name} {cell}"),
    };
    let wrong = judged.iter().filter(|(held, _, _)| !held);
    let wrong: Vec<String> = wrong.map(|(_, name, cell)| told(name, cell)).collect();
    let mut cells: Vec<String> = judged
        .iter()
        .map(|(_, _, cell)| (*cell).to_owned())
        .collect();
    cells.dedup();
    let seen = few(if holds { &cells } else { &wrong }, scene.lang);
    let wanted = test.words(scene.lang);
    let judgement = say.whether(holds, told!(ColumnExpectedGot, column, wanted, seen, note));
    Ok(judgement.with_seen(seen))
}

/// `Health: Healthy` of an Application is its HEALTH STATUS.
fn column_named(tables: &[Cow<Table>], column: &str) -> String {
    let long = format!("{column} STATUS");
    let has = |name: &str| tables.iter().any(|table| table.column(name).is_some());
    let argo = matches!(&*column.to_ascii_uppercase(), "HEALTH" | "SYNC");
    if argo && !has(column) && has(&long) {
        long
    } else {
        column.to_owned()
    }
}

/// No table has the column: what is printed may tell the value by another name.
fn no_such_column(scene: &Scene, column: &str, test: &Test) -> Judgement {
    let (say, tables) = (Say(scene.lang), scene.tables());
    if let Some(judgement) = super::field::keyed(scene, column, test) {
        return judgement;
    }
    if tables.is_empty() {
        return say.manual(told!(NoSuchValue, column));
    }
    let mut names: Vec<String> = tables
        .iter()
        .flat_map(|t| t.columns.iter().map(|c| c.name.clone()))
        .collect();
    names.sort();
    names.dedup();
    let names = names.join(", ");
    say.with(
        Verdict::Unknown,
        Reason::NoSuchColumn,
        told!(NoColumnAmong, column, names),
    )
}

/// Of several tables with a column, the one meant may be the one without rows: another's rows must not
/// answer for it.
pub(super) fn empty_table(scene: &Scene, column: &str) -> Option<Judgement> {
    let tables = scene.tables();
    let having = tables.iter().filter(|table| table.column(column).is_some());
    let ranked: Vec<(usize, bool)> = having
        .map(|table| (scene.named_columns(table), table.rows.is_empty()))
        .collect();
    let most = ranked.iter().map(|(named, _)| *named).max()?;
    let best: Vec<bool> = ranked
        .iter()
        .filter(|(named, _)| *named == most)
        .map(|(_, empty)| *empty)
        .collect();
    match (best.contains(&true), best.contains(&false)) {
        (false, _) => None,
        (true, false) => Some(nothing(scene)),
        (true, true) => Some(Say(scene.lang).manual(told!(WhichTableIsMeant, column))),
    }
}

/// A column whose every cell must hold.
pub(super) fn cells(
    scene: &Scene,
    subject: &Subject,
    column: &str,
    wanted: &str,
    fits: impl Fn(&str) -> Option<bool>,
    comparison: Comparison,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    let rows = pick(scene, subject);
    let rows = rows.map_err(|what| say.manual(told!(TheOutputDoesNotShow, what)))?;
    let cell_of = |row: &Printed| {
        let at = row.table.columns.iter().position(|c| c.name == column)?;
        row.row().cells.get(at).cloned()
    };
    let rows: Vec<(String, String)> = rows
        .iter()
        .filter(|row| !ended_pod(row))
        .filter_map(|row| Some((row.name().to_owned(), cell_of(row)?)))
        .collect();
    if rows.is_empty() {
        return Err(if scene.rows().is_empty() {
            nothing(scene)
        } else {
            say.manual(told!(NoColumnIsPrinted, column))
        });
    }
    let mut wrong = Vec::new();
    for (name, cell) in &rows {
        let unread = || say.manual(told!(CellCannotBeRead, name, column, cell));
        if !fits(cell).ok_or_else(unread)? {
            wrong.push(format!("{name} {cell}"));
        }
    }
    let shown: Vec<String> = rows.iter().map(|(_, cell)| cell.clone()).collect();
    let seen = few(if wrong.is_empty() { &shown } else { &wrong }, scene.lang);
    let sign = comparison.sign();
    let told = told!(ColumnExpectedBound, column, sign, wanted, seen);
    Ok(say.whether(wrong.is_empty(), told).with_seen(seen))
}
