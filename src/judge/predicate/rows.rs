//! Rows judged by their cells and by their number: columns, counts, existence and absence.

use super::cell::{cell_holds, meant, same_cells};
use super::live::{in_state, ratio};
use super::outcome::{Reason, Say, few};
use super::pick::{
    Picked, is_asked_for, listed, lists_something, live, not_printed, nothing, pick,
    pick_for_states,
};
use super::state::denied;
use super::{Bound, Comparison, Precision, Subject, Test};
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::scene::{Printed, Scene, View};
use crate::query::Query;

/// `READY: 10`.
pub(super) fn column(
    scene: &Scene,
    subject: &Subject,
    column: &str,
    test: &Test,
    how_many: Bound,
) -> Judgement {
    let say = Say(scene.lang);
    let tables = scene.tables();
    // `Health: Healthy` of an Application is its HEALTH STATUS.
    let long = format!("{column} STATUS");
    let has = |name: &str| tables.iter().any(|table| table.column(name).is_some());
    let argo = ["HEALTH", "SYNC"]
        .iter()
        .any(|name| column.eq_ignore_ascii_case(name));
    let column = if argo && !has(column) && has(&long) {
        long.as_str()
    } else {
        column
    };
    let known = tables.iter().any(|table| table.column(column).is_some());
    if !known {
        if let Some(judgement) = super::field::keyed(scene, column, test) {
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
    if let Some(judgement) = empty_table(scene, column) {
        return judgement;
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
    let having = meant(scene, having, column, test);
    let (rows, note) = match test {
        // What must not be there is not there in pods that ended either.
        Test::IsNot(_) | Test::Lacks(_) => (having, String::new()),
        _ => live(scene, having, &values),
    };
    if rows.is_empty() {
        return nothing(scene);
    }
    // That no two numbers stand where none ever do says nothing.
    if let Test::IsNot(values) | Test::Lacks(values) = test
        && values.iter().all(|value| ratio(value).is_some())
        && !rows
            .iter()
            .any(|row| row.cell(column).and_then(ratio).is_some())
    {
        return not_printed(scene, &values.join("/"));
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
    let holds = match how_many {
        Bound::Some => holding > 0,
        _ => holding == judged.len(),
    };
    let wrong: Vec<String> = judged
        .iter()
        .filter(|(held, _, _)| !held)
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

/// Of several tables with a column, the one meant may be the one without rows: another's rows must not
/// answer for it.
pub(super) fn empty_table(scene: &Scene, column: &str) -> Option<Judgement> {
    let tables = scene.tables();
    let having = tables.iter().filter(|table| table.column(column).is_some());
    let named = |table: &crate::facts::table::Table| {
        let names = scene.columns.iter();
        names.filter(|name| table.column(name).is_some()).count()
    };
    let ranked: Vec<(usize, bool)> = having
        .map(|table| (named(table), table.rows.is_empty()))
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
        (true, true) => Some(Say(scene.lang).manual(
            format!("`{column}` 열이 있는 표 가운데 하나가 비어 있어 어느 것을 말하는지 알 수 없습니다"),
            format!("one of the tables with a column `{column}` is empty, and which one is meant is not said"),
        )),
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
    if let Some(judgement) = super::printed::counted(scene, subject, comparison, wanted, states) {
        return judgement;
    }
    let picked = match states.is_empty() {
        true => pick(scene, subject),
        false => pick_for_states(scene, subject),
    };
    let rows = match picked {
        Picked::Rows(rows) => rows,
        Picked::NotPrinted(what) => {
            return replicas(scene, subject, Some((comparison, wanted)), states)
                .unwrap_or_else(|| not_printed(scene, &what));
        }
    };
    let listed_rows = rows.len() as u64;
    let (rows, note) = live(scene, rows, states);
    let live_rows = rows.len() as u64;
    if states.is_empty()
        && !comparison.holds(&live_rows, &wanted)
        && comparison.holds(&listed_rows, &wanted)
    {
        return Say(scene.lang).manual(
            format!("기록 {wanted}개, 실제 {live_rows}개, 끝난 Pod까지 {listed_rows}개{note}"),
            format!("written {wanted}, seen {live_rows}, {listed_rows} with pods that ended{note}"),
        );
    }
    let upper = matches!(comparison, Comparison::Less | Comparison::AtMost);
    if upper && rows.is_empty() && scene.rows().is_empty() {
        return Say(scene.lang).manual(
            "하나도 없습니다. 그래도 되는지는 사람이 확인합니다".into(),
            "none is there at all; whether that is meant a person must say".into(),
        );
    }
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
    let sign = comparison.before();
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

/// The pods of the one workload that is printed, by its READY numbers: `replica 3개` beside `kubectl get
/// deploy web`, and all of them where no number is `wanted`. `None`: no pods are spoken of, or not one workload is
/// printed.
pub(super) fn replicas(
    scene: &Scene,
    subject: &Subject,
    wanted: Option<(Comparison, u64)>,
    states: &[String],
) -> Option<Judgement> {
    let good = ["Running", "Ready", "healthy", "Healthy", "Available"];
    let fine = states.iter().all(|state| good.contains(&state.as_str()));
    if subject.kind.as_deref() != Some("pods") || !fine {
        return None;
    }
    let of_any_kind = Subject {
        kind: None,
        ..subject.clone()
    };
    let Picked::Rows(rows) = pick(scene, &of_any_kind) else {
        return None;
    };
    let [row] = rows.as_slice() else {
        return None;
    };
    let workload = ["deployments", "statefulsets", "replicasets", "daemonsets"];
    let ready = row
        .cell("READY")
        .filter(|_| workload.contains(&row.kind()))?;
    let (ready, all) = match (ratio(ready), row.cell("DESIRED")) {
        (Some(both), _) => both,
        (None, Some(desired)) => (ready.parse().ok()?, desired.parse().ok()?),
        (None, None) => return None,
    };
    let say = Say(scene.lang);
    let judgement = match wanted {
        None => {
            let seen = format!("READY {ready}/{all}");
            say.whether(ready == all && all > 0, seen.clone(), seen)
        }
        Some((comparison, wanted)) => {
            let holds = comparison.holds(&ready, &wanted)
                && (comparison.holds(&all, &wanted) || comparison == Comparison::AtLeast);
            let sign = comparison.before();
            say.whether(
                holds,
                format!("기록 {sign}{wanted}개, READY {ready}/{all}"),
                format!("written {sign}{wanted}, READY {ready}/{all}"),
            )
        }
    };
    Some(judgement.with_seen(format!("{ready}/{all}")))
}

/// Something is there.
pub(super) fn exists(scene: &Scene, subject: &Subject) -> Judgement {
    if is_everywhere(scene, subject) {
        return Say(scene.lang).manual(
            "이름이 없어 어느 것을 말하는지 알 수 없습니다. 이런 것은 어느 클러스터에나 있습니다"
                .into(),
            "no name says which one is meant; every cluster has one".into(),
        );
    }
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
            super::printed::mentions(scene, subject).unwrap_or_else(|| not_printed(scene, &what))
        }
    }
}

/// Whether something of the kind is in every cluster, and neither the sentence nor the command says which one
/// is meant: `Namespace created`.
fn is_everywhere(scene: &Scene, subject: &Subject) -> bool {
    const KINDS: [&str; 5] = [
        "namespaces",
        "configmaps",
        "serviceaccounts",
        "nodes",
        "storageclasses",
    ];
    let of_kind = subject
        .kind
        .as_deref()
        .is_some_and(|kind| KINDS.contains(&kind));
    let told = |view: &View| {
        let selections = view.pipeline.query.selections();
        let picked = selections
            .iter()
            .all(|one| one.name.or(one.selector).is_some());
        !selections.is_empty() && picked || !view.pipeline.filters.is_empty()
    };
    of_kind && subject.name.is_none() && !scene.views.iter().all(told)
}

/// Whether a command asks for events of another type only, so that no warning would be shown.
fn hides_warnings(view: &View) -> bool {
    let fields = match &view.pipeline.query {
        Query::Events(events) => {
            let is_warning = |kind: &String| kind.eq_ignore_ascii_case("Warning");
            return !events.types.is_empty() && !events.types.iter().any(is_warning);
        }
        Query::Get(get) => get.field_selector.as_deref().unwrap_or_default(),
        _ => return false,
    };
    let of_type = |term: &&str| term.trim().starts_with("type");
    let shows = |term: &str| {
        matches!(
            term.trim(),
            "type=Warning" | "type==Warning" | "type!=Normal"
        )
    };
    fields.split(',').filter(of_type).any(|term| !shows(term))
}

/// Nothing such is there.
pub(super) fn absent(scene: &Scene, subject: &Subject, states: &[String]) -> Judgement {
    if let Some(judgement) = super::printed::counted(scene, subject, Comparison::Equal, 0, states) {
        return judgement;
    }
    let words = || super::printed::states(scene, subject, Bound::Every, true, states);
    if let (false, None, Some(judgement)) = (states.is_empty(), &subject.kind, words()) {
        return judgement;
    }
    let picked = match states.is_empty() {
        true => pick(scene, subject),
        false => pick_for_states(scene, subject),
    };
    let rows = match picked {
        Picked::Rows(rows) => rows,
        // No row has the name: whether the thing has another name can't be told, unless nothing is there.
        Picked::NotPrinted(_)
            if states.is_empty() && lists_something(scene) && scene.rows().is_empty() =>
        {
            Vec::new()
        }
        Picked::NotPrinted(what) => return not_printed(scene, &what),
    };
    if states.iter().any(|state| state == "Warning") && scene.views.iter().any(hides_warnings) {
        return not_printed(scene, "Warning");
    }
    if !states.is_empty() {
        // Of nothing that has the name, no state can be denied.
        return match &subject.name {
            Some(name) if rows.is_empty() => not_printed(scene, &name.text),
            _ => denied(scene, rows, states),
        };
    }
    // `no half-ready pods`: a word that nothing has as its name may as well say how they are.
    if let Some(name) = &subject.name
        && name.precision == Precision::Plain
        && rows.is_empty()
        && !scene.rows().is_empty()
        && !is_asked_for(scene, &name.text)
    {
        return not_printed(scene, &name.text);
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
