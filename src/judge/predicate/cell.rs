//! What a cell must hold, and which table is meant where several have the column.

use super::Shape;
use super::live::ratio;
use super::text::holds_text;
use super::{Comparison, Test};
use crate::facts::quantity::Quantity;
use crate::judge::scene::{Printed, Scene};
use chrono::TimeDelta;

/// Whether two cells of a row are the same, and not zero: a workload of which nothing is desired is
/// no success.
pub(super) fn same_cells(row: &Printed, cell: &str, other: &str) -> bool {
    // READY of a Deployment has both numbers: `3/3` is as many as UP-TO-DATE `3`.
    let all = |cell: &'_ str| match ratio(cell) {
        Some((ready, all)) if ready == all => ready.to_string(),
        Some(_) | None => cell.to_owned(),
    };
    row.cell(other).is_some_and(|own| all(own) == all(cell)) && present(cell) && all(cell) != "0"
}

/// Where several tables have the column, the one meant: whose cells have the shape of the value, then
/// the one with most of the columns that the step's expectations name.
pub(super) fn meant<'a>(
    scene: &Scene,
    rows: Vec<Printed<'a>>,
    column: &str,
    test: &Test,
) -> Vec<Printed<'a>> {
    let mut tables: Vec<_> = rows.iter().map(|row| (row.view, row.table_id())).collect();
    tables.dedup();
    if tables.len() < 2 {
        return rows;
    }
    let number = match test {
        Test::Is(values) => values.iter().all(|v| v.parse::<u64>().is_ok()),
        Test::Compare(..) => true,
        _ => false,
    };
    let two =
        matches!(test, Test::Is(values) if values.iter().all(|v| v == "N/N" || ratio(v).is_some()));
    let fits = |row: &Printed| {
        let cell = row.cell(column).unwrap_or_default();
        match (number, two) {
            (true, _) => ratio(cell).is_none(),
            (_, true) => ratio(cell).is_some(),
            (false, false) => ratio(cell).is_none() && Quantity::parse(cell).is_none(),
        }
    };
    let fitting: Vec<Printed<'a>> = rows.iter().filter(|row| fits(row)).cloned().collect();
    let rows = if fitting.is_empty() { rows } else { fitting };
    let rows = match test {
        Test::Is(values) => {
            let totals = values.iter().filter_map(|value| Some(ratio(value)?.1));
            of_totals(rows, column, &totals.collect::<Vec<u64>>())
        }
        _ => rows,
    };
    let named = |row: &Printed| scene.named_columns(&row.table);
    let most = rows.iter().map(named).max().unwrap_or(0);
    rows.into_iter().filter(|row| named(row) == most).collect()
}

/// Of several tables with READY numbers, the one whose total is written: `READY 3/3` of a Deployment of three beside
/// its pods of one container. All where no table has it.
pub(super) fn of_totals<'a>(
    rows: Vec<Printed<'a>>,
    column: &str,
    totals: &[u64],
) -> Vec<Printed<'a>> {
    let has = |row: &&Printed| {
        let numbers = row.cell(column).and_then(ratio);
        numbers.is_some_and(|(_, all)| totals.contains(&all))
    };
    let others = rows.iter().filter(|row| !has(row));
    let others: Vec<_> = others.map(Printed::table_id).collect();
    let is_of_total = |row: &&Printed<'a>| !others.contains(&row.table_id());
    let of_total: Vec<Printed<'a>> = rows.iter().filter(is_of_total).cloned().collect();
    if of_total.is_empty() { rows } else { of_total }
}

/// Whether a cell holds what is expected.
pub(super) fn cell_holds(column: &str, cell: &str, test: &Test) -> bool {
    // `5 (3m ago)` is one cell with two facts.
    let cell = if column.eq_ignore_ascii_case("RESTARTS") {
        cell.split(' ').next().unwrap_or(cell)
    } else {
        cell
    };
    // Of a job STATUS prints Complete, of a pod Completed.
    let ended = |value: &String| cell == "Complete" && value.eq_ignore_ascii_case("Completed");
    match test {
        Test::Is(values) => values
            .iter()
            .any(|value| value_fits(cell, value) || ended(value)),
        Test::IsNot(values) | Test::Lacks(values) => {
            let within = |value: &str| matches!(test, Test::Lacks(_)) && holds_text(cell, value);
            let has = |value: &String| {
                value_fits(cell, value) || value_within(cell, value) || within(value)
            };
            !cell.is_empty() && !values.iter().any(has)
        }
        Test::Compare(comparison, bound) => match (number(cell), ratio(cell)) {
            (Some(value), _) => comparison.holds(&value, bound),
            // Of `2/3` the two are there; of an upper bound the three are meant as well.
            (None, Some((ready, all))) => {
                let least = matches!(comparison, Comparison::AtLeast | Comparison::More);
                (least || ready == all)
                    && i64::try_from(ready)
                        .is_ok_and(|n| comparison.holds(&Quantity::whole(n), bound))
            }
            (None, None) => false,
        },
        Test::Addresses(comparison, wanted) => comparison.holds(&addresses(cell), wanted),
        Test::Version(comparison, wanted) => {
            super::version::holds(cell, *comparison, wanted).unwrap_or(false)
        }
        // Need the row and the cluster; alone they never hold.
        Test::SameAs(_) | Test::Nodes => false,
        Test::Age(most) => age(cell).is_some_and(|(_, oldest)| oldest <= *most),
        Test::Present => present(cell),
        Test::Empty => !present(cell),
        Test::Shape(shape) => present(cell) && has_shape(cell, *shape),
        Test::Port(port) => cell.split(',').any(|one| {
            let one = one.split(['/', ':']).next().unwrap_or(one);
            one.parse() == Ok(*port)
        }),
    }
}

/// Whether a cell has a value as a part: a word of it (`Init:CrashLoopBackOff`), what kubectl prints for
/// nothing (`<unknown>/80%`), or the ready ones of two numbers (`0/1` has 0).
fn value_within(cell: &str, value: &str) -> bool {
    let ready = value.parse::<u64>().ok();
    let word = value.chars().all(|c| c.is_ascii_alphabetic());
    value.starts_with('<') && cell.contains(value)
        || word && holds_text(&cell.to_lowercase(), &value.to_lowercase())
        || ready.is_some() && ratio(cell).map(|(ready, _)| ready) == ready
}

/// The youngest and the oldest that a printed age can be. kubectl cuts it off at a unit that grows with the
/// age (`k8s.io/apimachinery/pkg/util/duration`, `HumanDuration`): `23h` is anything below a day.
pub(super) fn age(cell: &str) -> Option<(TimeDelta, TimeDelta)> {
    let least = crate::facts::duration::parse(cell.trim())?;
    let unit = match least {
        age if age < TimeDelta::minutes(10) => TimeDelta::seconds(1),
        age if age < TimeDelta::hours(8) => TimeDelta::minutes(1),
        age if age < TimeDelta::days(8) => TimeDelta::hours(1),
        age if age < TimeDelta::days(365 * 2) => TimeDelta::days(1),
        _ => TimeDelta::days(365),
    };
    Some((least, least + unit - TimeDelta::seconds(1)))
}

/// How many addresses an ENDPOINTS cell lists: `10.0.0.1:80,10.0.0.2:80 + 3 more...`. Those that are not
/// printed count only if every printed entry is another address.
fn addresses(cell: &str) -> u64 {
    let (listed, more) = match cell.split_once(" + ") {
        Some((listed, rest)) => {
            let more = rest.split(' ').next().and_then(|n| n.parse::<u64>().ok());
            (listed, more.unwrap_or(0))
        }
        None => (cell, 0),
    };
    let address = |entry: &str| -> Option<std::net::IpAddr> {
        let entry = entry.trim();
        let host = entry.rsplit_once(':').map_or(entry, |(host, _)| host);
        let bare = |text: &str| text.trim_matches(['[', ']']).parse().ok();
        bare(entry).or_else(|| bare(host))
    };
    let entries: Vec<std::net::IpAddr> = listed.split(',').filter_map(address).collect();
    let distinct: std::collections::BTreeSet<_> = entries.iter().collect();
    if distinct.len() == entries.len() {
        entries.len() as u64 + more
    } else {
        distinct.len() as u64
    }
}

pub(super) fn number(cell: &str) -> Option<Quantity> {
    let cell = cell.trim_start_matches('v').trim_end_matches('%');
    Quantity::parse(cell)
}

pub(super) fn present(cell: &str) -> bool {
    !matches!(
        cell.trim(),
        "" | "<none>" | "<pending>" | "<unknown>" | "<unset>" | "<nil>" | "None"
    )
}

/// `<pending>` as people may write it, without the brackets.
pub(super) fn bare(value: &str) -> &str {
    value.trim_matches(['<', '>'])
}

/// Whether two values are amounts: one of them has a unit. Numbers without one may be labels, ids or versions
/// (`1.10` and `1.1`), which are equal only as texts.
fn is_amount(cell: &str, value: &str) -> bool {
    let has_unit = |text: &str| text.ends_with(|c: char| c.is_ascii_alphabetic());
    has_unit(cell) || has_unit(value)
}

pub(super) fn value_fits(cell: &str, value: &str) -> bool {
    if value == "N/N" {
        return ratio(cell).is_some_and(|(a, b)| a == b && a > 0);
    }
    let (cell, value) = (bare(cell), bare(value));
    if let Ok(n) = value.parse::<u64>()
        && let Some((ready, all)) = ratio(cell)
    {
        return ready == n && all == n;
    }
    cell.eq_ignore_ascii_case(value)
        || is_amount(cell, value)
            && matches!((Quantity::parse(cell), Quantity::parse(value)), (Some(a), Some(b)) if a == b)
}

/// Whether a value has a shape.
pub(super) fn has_shape(value: &str, shape: Shape) -> bool {
    let host = |value: &str| {
        let labels: Vec<&str> = value.split('.').collect();
        labels.len() > 1
            && labels.iter().all(|label| {
                !label.is_empty()
                    && label
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
            })
            && value.parse::<std::net::IpAddr>().is_err()
    };
    match shape {
        Shape::Ip => value
            .split(',')
            .all(|one| one.trim().parse::<std::net::IpAddr>().is_ok()),
        Shape::HostName => value.split(',').all(|one| host(one.trim())),
        Shape::ElbHostName => {
            host(value) && value.contains(".elb.") && value.contains(".amazonaws.com")
        }
    }
}
