//! Rows: which of them an expectation speaks of, and what their cells say. Columns, ratios, counts,
//! phases, existence and absence are judged here.

use super::live::{ended_pod, in_state, is_pod, may_be_in_state, ratio};
use super::outcome::{Reason, Say, few};
use super::{Comparison, Name, Precision, Quantifier, Subject, Test};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::needs::plural;
use crate::judge::sample_table::stem;
use crate::judge::scene::{Printed, Scene};
use crate::query::Query;

/// The rows that a subject picks, and why there may be none.
pub(super) enum Picked<'a> {
    /// These rows (perhaps none).
    Rows(Vec<Printed<'a>>),
    /// The commands print nothing that could hold such rows.
    NotPrinted(String),
}

/// Picks rows of the printed lines.
pub(super) fn pick<'a>(scene: &Scene<'a>, subject: &Subject) -> Picked<'a> {
    pick_from(scene, scene.rows(), subject)
}

/// Picks rows for a sentence about states: a filter that already picks by state (`grep Running`,
/// `grep -v Running`) would answer for it, so the rows before that filter are taken.
fn pick_for_states<'a>(scene: &Scene<'a>, subject: &Subject) -> Picked<'a> {
    match scene.rows_of_any_state() {
        Some(rows) => pick_from(scene, rows, subject),
        None => Picked::NotPrinted("grep".into()),
    }
}

fn pick_from<'a>(scene: &Scene<'a>, rows: Vec<Printed<'a>>, subject: &Subject) -> Picked<'a> {
    if scene.tables().is_empty() && !lists_something(scene) {
        return Picked::NotPrinted("table".into());
    }
    let rows: Vec<Printed<'a>> = match &subject.kind {
        None => rows,
        Some(kind) => {
            let asked = scene
                .views
                .iter()
                .any(|view| asks_kind(&view.pipeline.query, kind));
            let of_kind: Vec<Printed<'a>> = rows
                .into_iter()
                .filter(|row| is_kind(scene, row, kind))
                .collect();
            if of_kind.is_empty() && !asked {
                return Picked::NotPrinted(kind.clone());
            }
            of_kind
        }
    };
    match &subject.name {
        None => Picked::Rows(rows),
        Some(name) => named(scene, rows, name),
    }
}

/// Rows by name. A plain word that the query itself names, or that is the printed kind, picks all.
fn named<'a>(scene: &Scene<'a>, rows: Vec<Printed<'a>>, name: &Name) -> Picked<'a> {
    match name.precision {
        Precision::Exact => {
            let exact: Vec<Printed<'a>> = rows
                .iter()
                .filter(|row| row.name() == name.text)
                .cloned()
                .collect();
            if !exact.is_empty() {
                return Picked::Rows(exact);
            }
            Picked::Rows(
                rows.into_iter()
                    .filter(|row| made_from(row.name(), &name.text))
                    .collect(),
            )
        }
        Precision::Loose => {
            let folded = fold(&name.text);
            let kind_named = |row: &&Printed<'a>| {
                fold(row.kind()).trim_end_matches('s') == folded.trim_end_matches('s')
                    && !row.kind().is_empty()
            };
            let of_kind: Vec<Printed<'a>> = rows.iter().filter(kind_named).cloned().collect();
            if !of_kind.is_empty() {
                return Picked::Rows(of_kind);
            }
            if name.text.split(' ').all(|word| query_names(scene, word)) {
                return Picked::Rows(rows);
            }
            let holds = |row: &Printed<'a>| {
                name.text
                    .split(' ')
                    .all(|word| fold(row.name()).contains(&fold(word)))
            };
            let some: Vec<Printed<'a>> = rows.into_iter().filter(holds).collect();
            match some.is_empty() {
                true => Picked::NotPrinted(name.text.clone()),
                false => Picked::Rows(some),
            }
        }
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether Kubernetes made a name from another: `web` → `web-7d9c5b6f4-x2x4z`, `db` → `db-0`.
fn made_from(name: &str, from: &str) -> bool {
    let ordinal = name
        .strip_prefix(from)
        .and_then(|rest| rest.strip_prefix('-'));
    ordinal.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
        || (name != from && stem(name) == from)
}

/// Whether a query itself picks by a word: its selector, or the name or kind that it asks for.
fn query_names(scene: &Scene, word: &str) -> bool {
    let folded = fold(word);
    let selector = |selector: &Option<String>| {
        selector.as_deref().is_some_and(|text| {
            text.split([',', '=', '!', '(', ')', ' '])
                .any(|part| fold(part) == folded)
        })
    };
    !folded.is_empty()
        && scene.views.iter().any(|view| match &view.pipeline.query {
            Query::Get(get) | Query::Describe(get) => {
                selector(&get.selector)
                    || get
                        .resources
                        .iter()
                        .any(|r| r.name.as_deref().is_some_and(|name| fold(name) == folded))
            }
            Query::Top(top) => selector(&top.selector),
            Query::Logs(logs) => selector(&logs.selector),
            Query::Wait(wait) => selector(&wait.selector),
            Query::Rollout(_)
            | Query::Events(_)
            | Query::Cluster(_)
            | Query::Loki(_)
            | Query::Argo(_)
            | Query::Http(_)
            | Query::Prometheus(_)
            | Query::Git(_)
            | Query::Gitploy(_) => false,
        })
}

/// Whether a command lists objects at all, so that no rows means that none is there.
fn lists_something(scene: &Scene) -> bool {
    scene.views.iter().any(|view| match &view.pipeline.query {
        Query::Get(get) => {
            matches!(
                get.output,
                crate::query::Output::Table
                    | crate::query::Output::Wide
                    | crate::query::Output::Name
            ) && (view.pipeline.filters.is_empty() || view.picks_lines())
                && (!view.raw.tables.is_empty() || view.raw.text.trim().is_empty())
        }
        _ => false,
    })
}

fn same_kind(written: &str, kind: &str) -> bool {
    let plain = |word: &str| {
        let lower = word.to_lowercase();
        let first = lower.split('.').next().unwrap_or(&lower).to_owned();
        match first.as_str() {
            "svc" => "services".to_owned(),
            "ing" => "ingresses".to_owned(),
            "pvc" => "persistentvolumeclaims".to_owned(),
            "pv" => "persistentvolumes".to_owned(),
            "cm" => "configmaps".to_owned(),
            "ns" => "namespaces".to_owned(),
            "hpa" => "horizontalpodautoscalers".to_owned(),
            "cj" => "cronjobs".to_owned(),
            "ep" => "endpoints".to_owned(),
            "sa" => "serviceaccounts".to_owned(),
            "sc" => "storageclasses".to_owned(),
            "app" | "apps" => "applications".to_owned(),
            "es" | "externalsecret" => "externalsecrets".to_owned(),
            "ingress" => "ingresses".to_owned(),
            _ => plural(&first).map_or(first, str::to_owned),
        }
    };
    let (written, kind) = (plain(written), plain(kind));
    written == kind || written.trim_end_matches('s') == kind.trim_end_matches('s')
}

fn asks_kind(query: &Query, kind: &str) -> bool {
    match query {
        Query::Get(get) | Query::Describe(get) => get.resources.iter().any(|resource| {
            resource.kind == "all" || resource.kind.split(',').any(|one| same_kind(one, kind))
        }),
        Query::Argo(_) => kind == "applications",
        Query::Top(top) => {
            kind == if top.of == crate::query::TopOf::Pods {
                "pods"
            } else {
                "nodes"
            }
        }
        Query::Logs(_)
        | Query::Events(_)
        | Query::Rollout(_)
        | Query::Wait(_)
        | Query::Cluster(_)
        | Query::Loki(_)
        | Query::Http(_)
        | Query::Prometheus(_)
        | Query::Git(_)
        | Query::Gitploy(_) => false,
    }
}

fn is_kind(scene: &Scene, row: &Printed, kind: &str) -> bool {
    match row.kind() {
        "" => asks_kind(&scene.views[row.view].pipeline.query, kind),
        own => same_kind(own, kind),
    }
}

fn not_printed(scene: &Scene, what: &str) -> Judgement {
    Say(scene.lang).manual(
        format!("이 단계의 명령이 `{what}`을(를) 보여 주지 않아 비교할 수 없습니다"),
        format!("no command of this step shows `{what}`, so there is nothing to compare with"),
    )
}

fn nothing(scene: &Scene) -> Judgement {
    Say(scene.lang).none_found("하나도 없습니다".into(), "none found".into())
}

/// Rows without pods that ended; the second part tells about those.
fn live<'a>(
    scene: &Scene,
    rows: Vec<Printed<'a>>,
    states: &[String],
) -> (Vec<Printed<'a>>, String) {
    let wanted = |row: &Printed| {
        row.cell("STATUS")
            .is_some_and(|cell| states.iter().any(|state| state.eq_ignore_ascii_case(cell)))
    };
    let (ended, live): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| ended_pod(row) && !wanted(row));
    let named: Vec<String> = ended
        .iter()
        .map(|row| format!("{} {}", row.name(), row.cell("STATUS").unwrap_or_default()))
        .collect();
    let note = match named.is_empty() {
        true => String::new(),
        false => scene.lang.pick(
            format!("; 제외: {}", few(&named, scene.lang)),
            format!("; not counted: {}", few(&named, scene.lang)),
        ),
    };
    (live, note)
}

/// `READY: 10`.
pub(super) fn column(
    scene: &Scene,
    subject: &Subject,
    column: &str,
    test: &Test,
    quantifier: Quantifier,
) -> Judgement {
    let say = Say(scene.lang);
    let tables = scene.tables();
    let known = tables.iter().any(|table| table.column(column).is_some());
    if !known {
        if let Some(judgement) = super::text::keyed(scene, column, test) {
            return judgement;
        }
        if tables.is_empty() {
            return say.manual(
                format!("출력에 `{column}` 값이 없어 비교할 수 없습니다"),
                format!("the output has no `{column}` to compare with"),
            );
        }
        let mut names: Vec<String> = tables
            .iter()
            .flat_map(|t| t.columns.iter().map(|c| c.name.clone()))
            .collect();
        names.sort();
        names.dedup();
        let names = names.join(", ");
        return say.with(
            Verdict::Unknown,
            Reason::NoSuchColumn,
            format!("`{column}` 열이 없습니다. 있는 열: {names}"),
            format!("no column `{column}`; the columns are {names}"),
        );
    }
    let rows = match pick(scene, subject) {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    let having: Vec<Printed> = rows
        .into_iter()
        .filter(|row| row.table.column(column).is_some())
        .collect();
    let values = match test {
        Test::Is(values) => values.clone(),
        _ => Vec::new(),
    };
    let (rows, note) = live(scene, meant(scene, having, column, test), &values);
    if rows.is_empty() {
        return nothing(scene);
    }
    let judged: Vec<(bool, String, String)> = rows
        .iter()
        .map(|row| {
            let cell = row.cell(column).unwrap_or_default();
            let holds = match test {
                Test::SameAs(other) => same_cells(row, cell, other),
                _ => cell_holds(column, cell, test),
            };
            (holds, row.name().to_owned(), cell.to_owned())
        })
        .collect();
    let holding = judged.iter().filter(|(holds, _, _)| *holds).count();
    let holds = match quantifier {
        Quantifier::Every => holding == judged.len(),
        Quantifier::Some => holding > 0,
        Quantifier::None => holding == 0,
    };
    let wrong: Vec<String> = judged
        .iter()
        .filter(|(held, _, _)| *held == (quantifier == Quantifier::None))
        .map(|(_, name, cell)| {
            if judged.len() == 1 {
                cell.clone()
            } else {
                format!("{name} {cell}")
            }
        })
        .collect();
    let mut cells: Vec<String> = judged.iter().map(|(_, _, cell)| cell.clone()).collect();
    cells.dedup();
    let seen = few(if holds { &cells } else { &wrong }, scene.lang);
    let wanted = super::words::test(test, scene.lang);
    say.whether(
        holds,
        format!("{column}: 기록 {wanted}, 실제 {seen}{note}"),
        format!("{column}: written {wanted}, seen {seen}{note}"),
    )
    .with_seen(seen)
}

/// Whether two cells of a row are the same, and not zero: a workload of which nothing is desired is
/// no success.
fn same_cells(row: &Printed, cell: &str, other: &str) -> bool {
    row.cell(other).is_some_and(|own| own == cell) && present(cell) && cell != "0"
}

/// Where several tables have the column, the one meant: whose cells have the shape of the value, then
/// the one with most of the columns that the step's expectations name.
fn meant<'a>(scene: &Scene, rows: Vec<Printed<'a>>, column: &str, test: &Test) -> Vec<Printed<'a>> {
    let mut tables: Vec<(usize, *const crate::facts::table::Table)> = rows
        .iter()
        .map(|row| (row.view, std::ptr::from_ref(row.table.as_ref().as_ref())))
        .collect();
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
    let named = |row: &Printed| {
        scene
            .columns
            .iter()
            .filter(|name| row.table.column(name).is_some())
            .count()
    };
    let most = rows.iter().map(named).max().unwrap_or(0);
    rows.into_iter().filter(|row| named(row) == most).collect()
}

/// Whether a cell holds what is expected.
pub(super) fn cell_holds(column: &str, cell: &str, test: &Test) -> bool {
    // `5 (3m ago)` is one cell with two facts.
    let cell = match column.eq_ignore_ascii_case("RESTARTS") {
        true => cell.split(' ').next().unwrap_or(cell),
        false => cell,
    };
    match test {
        Test::Is(values) => values.iter().any(|value| value_fits(cell, value)),
        Test::IsNot(values) => {
            let has = |value: &String| {
                value_fits(cell, value) || value.starts_with('<') && cell.contains(value.as_str())
            };
            !cell.is_empty() && !values.iter().any(has)
        }
        Test::Compare(comparison, bound) => match (number(cell), ratio(cell)) {
            (Some(value), _) => comparison.holds(&value, bound),
            (None, Some((ready, all))) => {
                ready == all
                    && i64::try_from(ready)
                        .is_ok_and(|n| comparison.holds(&Quantity::whole(n), bound))
            }
            (None, None) => false,
        },
        // Needs the row; alone it never holds.
        Test::SameAs(_) => false,
        Test::Present => present(cell),
        Test::Empty => !present(cell),
        Test::Shape(shape) => present(cell) && super::text::has_shape(cell, *shape),
        Test::Port(port) => cell.split(',').any(|one| {
            let one = one.split(['/', ':']).next().unwrap_or(one);
            one.parse() == Ok(*port)
        }),
    }
}

fn number(cell: &str) -> Option<Quantity> {
    let cell = cell.trim_start_matches('v').trim_end_matches('%');
    Quantity::parse(cell)
}

fn present(cell: &str) -> bool {
    !matches!(
        cell.trim(),
        "" | "<none>" | "<pending>" | "<unknown>" | "<unset>" | "<nil>" | "None"
    )
}

/// `<pending>` as people may write it, without the brackets.
fn bare(value: &str) -> &str {
    value.trim_matches(['<', '>'])
}

fn value_fits(cell: &str, value: &str) -> bool {
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
        || matches!((Quantity::parse(cell), Quantity::parse(value)), (Some(a), Some(b)) if a == b)
}

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
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    let (rows, note) = live(
        scene,
        rows.into_iter()
            .filter(|row| row.cell("READY").is_some_and(|cell| ratio(cell).is_some()))
            .collect(),
        states,
    );
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

/// How many live rows a subject picks.
fn count_of(scene: &Scene, subject: &Subject) -> u64 {
    match pick(scene, subject) {
        Picked::Rows(rows) => rows.iter().filter(|row| !ended_pod(row)).count() as u64,
        Picked::NotPrinted(_) => 0,
    }
}

/// The STATUS word beside a ratio: there `Running` is the word alone, readiness being the ratio's.
fn stated_word(row: &Printed, state: &str) -> Option<bool> {
    match is_pod(row) {
        true => row
            .cell("STATUS")
            .map(|cell| cell.eq_ignore_ascii_case(state)),
        false => in_state(row, state),
    }
}

fn listed(wrong: &[String], scene: &Scene) -> String {
    match wrong.is_empty() {
        true => String::new(),
        false => format!(" ({})", few(wrong, scene.lang)),
    }
}

/// `Pod 30개`, `2 nodes in Ready state`.
pub(super) fn count(
    scene: &Scene,
    subject: &Subject,
    (comparison, wanted): (Comparison, u64),
    states: &[String],
    all: bool,
) -> Judgement {
    if let Some(judgement) = super::text::counted(scene, subject, comparison, wanted, states) {
        return judgement;
    }
    let picked = match states.is_empty() {
        true => pick(scene, subject),
        false => pick_for_states(scene, subject),
    };
    let rows = match picked {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    let (rows, note) = live(scene, rows, states);
    let mut wrong = Vec::new();
    for row in &rows {
        let stated = states
            .iter()
            .map(|state| in_state(row, state))
            .collect::<Option<Vec<bool>>>();
        match stated {
            None => return not_printed(scene, &states.join("/")),
            Some(held) if states.is_empty() || held.contains(&true) => {}
            Some(_) => wrong.push(format!(
                "{} {}",
                row.name(),
                row.cell("STATUS").or(row.cell("READY")).unwrap_or_default()
            )),
        }
    }
    let seen = if all {
        rows.len()
    } else {
        rows.len() - wrong.len()
    } as u64;
    let holds = comparison.holds(&seen, &wanted) && (wrong.is_empty() || !all);
    let sign = if comparison == Comparison::Equal {
        ""
    } else {
        comparison.sign()
    };
    Say(scene.lang)
        .whether(
            holds,
            format!(
                "기록 {sign}{wanted}개, 실제 {seen}개{}{note}",
                listed(&wrong, scene)
            ),
            format!(
                "written {sign}{wanted}, seen {seen}{}{note}",
                listed(&wrong, scene)
            ),
        )
        .with_seen(seen.to_string())
}

/// `모든 Pod Running`.
pub(super) fn phase(
    scene: &Scene,
    subject: &Subject,
    quantifier: Quantifier,
    states: &[String],
) -> Judgement {
    if let Some(judgement) = super::text::states(scene, subject, quantifier, states) {
        return judgement;
    }
    let rows = match pick_for_states(scene, subject) {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    if quantifier == Quantifier::None {
        return denied(scene, rows, states);
    }
    let (rows, note) = live(scene, rows, states);
    if rows.is_empty() {
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
    let (total, right) = (rows.len(), rows.len() - wrong.len());
    let holds = match quantifier {
        Quantifier::Every => wrong.is_empty(),
        Quantifier::Some | Quantifier::None => right > 0,
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

/// A row's state in short, as printed.
fn said(row: &Printed) -> String {
    let cells = ["READY", "STATUS", "SYNC STATUS", "HEALTH STATUS"]
        .iter()
        .filter_map(|column| row.cell(column));
    cells.collect::<Vec<_>>().join(" ")
}

/// None is in one of the states.
fn denied(scene: &Scene, rows: Vec<Printed>, states: &[String]) -> Judgement {
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
    Say(scene.lang)
        .whether(
            found.is_empty(),
            format!(
                "{state} {}개 ({}개 중){}",
                found.len(),
                rows.len(),
                listed(&found, scene)
            ),
            format!(
                "{state}: {} of {}{}",
                found.len(),
                rows.len(),
                listed(&found, scene)
            ),
        )
        .with_seen(found.len().to_string())
}

/// Something is there.
pub(super) fn exists(scene: &Scene, subject: &Subject) -> Judgement {
    match pick(scene, subject) {
        Picked::Rows(rows) if !rows.is_empty() => {
            let names: Vec<String> = rows.iter().map(|row| row.name().to_owned()).collect();
            let seen = few(&names, scene.lang);
            Say(scene.lang)
                .passed(format!("있음: {seen}"), format!("found {seen}"))
                .with_seen(seen)
        }
        Picked::Rows(_) => nothing(scene),
        Picked::NotPrinted(what) => {
            super::text::mentions(scene, subject).unwrap_or_else(|| not_printed(scene, &what))
        }
    }
}

/// Nothing such is there.
pub(super) fn absent(scene: &Scene, subject: &Subject, states: &[String]) -> Judgement {
    if let Some(judgement) = super::text::counted(scene, subject, Comparison::Equal, 0, states) {
        return judgement;
    }
    let picked = match states.is_empty() {
        true => pick(scene, subject),
        false => pick_for_states(scene, subject),
    };
    let rows = match picked {
        Picked::Rows(rows) => rows,
        // No row has the name: whether the thing has another name can't be told, unless nothing is there.
        Picked::NotPrinted(_) if lists_something(scene) && scene.rows().is_empty() => Vec::new(),
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    if !states.is_empty() {
        return denied(scene, rows, states);
    }
    let names: Vec<String> = rows.iter().map(|row| row.name().to_owned()).collect();
    Say(scene.lang)
        .whether(
            names.is_empty(),
            format!("{}개{}", names.len(), listed(&names, scene)),
            format!("{} found{}", names.len(), listed(&names, scene)),
        )
        .with_seen(names.len().to_string())
}
