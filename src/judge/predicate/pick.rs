//! Which printed rows a subject means: by kind, by name, by what the query itself selects.

use super::live::ended_pod;
use super::outcome::{Say, few};
use super::{Name, Precision, Subject};
use crate::facts::verdict::Judgement;
use crate::judge::needs::plural;
use crate::judge::sample_table::stem;
use crate::judge::scene::{Printed, Scene};
use crate::query::{Namespace, Query, Selection};

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
pub(super) fn pick_for_states<'a>(scene: &Scene<'a>, subject: &Subject) -> Picked<'a> {
    match scene.rows_of_any_state() {
        Some(rows) => pick_from(scene, rows, subject),
        None => Picked::NotPrinted("grep".into()),
    }
}

pub(super) fn pick_from<'a>(
    scene: &Scene<'a>,
    rows: Vec<Printed<'a>>,
    subject: &Subject,
) -> Picked<'a> {
    if scene.tables().is_empty() && !lists_something(scene) {
        return Picked::NotPrinted(String::new());
    }
    if subject.whole && !shows_whole_namespace(scene) {
        return Picked::NotPrinted("namespace".into());
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
    let rows = match &subject.namespace {
        None => rows,
        Some(namespace) => {
            if !looks_into(scene, namespace) {
                return Picked::NotPrinted(namespace.clone());
            }
            let within = |row: &Printed<'a>| namespace_of(scene, row) == Some(namespace);
            rows.into_iter().filter(within).collect()
        }
    };
    match &subject.name {
        None => Picked::Rows(rows),
        Some(name) => named(scene, rows, name),
    }
}

/// Whether every command shows what is in a namespace.
fn looks_into(scene: &Scene, namespace: &str) -> bool {
    scene.views.iter().all(|view| {
        view.pipeline
            .query
            .scope()
            .is_some_and(|scope| match &scope.namespace {
                Namespace::Named(name) => name == namespace,
                Namespace::All => true,
                Namespace::OfContext => false,
            })
    })
}

/// Whether every command shows all that one namespace has of its kind.
fn shows_whole_namespace(scene: &Scene) -> bool {
    scene.views.iter().all(|view| match &view.pipeline.query {
        Query::Get(get) => {
            get.scope.namespace != Namespace::All
                && get.selector.is_none()
                && get.field_selector.is_none()
                && get.resources.iter().all(|resource| resource.name.is_none())
                && view.pipeline.filters.is_empty()
        }
        _ => false,
    })
}

/// Whether a subject's namespace, if it has one, is all that the commands look at.
pub(super) fn is_whole_namespace(scene: &Scene, subject: &Subject) -> bool {
    let only = |namespace: &String| {
        let named = Namespace::Named(namespace.clone());
        let scopes = scene.views.iter().map(|view| view.pipeline.query.scope());
        scopes
            .into_iter()
            .all(|scope| scope.is_some_and(|scope| scope.namespace == named))
    };
    subject.namespace.as_ref().is_none_or(only) && (!subject.whole || shows_whole_namespace(scene))
}

/// The namespace of a row, by the row itself or by what the command asks.
fn namespace_of<'a>(scene: &'a Scene, row: &'a Printed) -> Option<&'a str> {
    let own = row.row().namespace.as_str();
    if !own.is_empty() {
        return Some(own);
    }
    row.cell("NAMESPACE").or_else(|| {
        let scope = scene.views[row.view].pipeline.query.scope()?;
        match &scope.namespace {
            Namespace::Named(name) => Some(name.as_str()),
            Namespace::All | Namespace::OfContext => None,
        }
    })
}

/// Rows by name. A plain word that the query itself names, or that is the printed kind, picks all.
pub(super) fn named<'a>(scene: &Scene<'a>, rows: Vec<Printed<'a>>, name: &Name) -> Picked<'a> {
    if let Some(events) = events(&rows, name) {
        return Picked::Rows(events);
    }
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
            let made: Vec<Printed<'a>> = rows
                .into_iter()
                .filter(|row| made_from(row.name(), &name.text))
                .collect();
            // `kube-system pods`: what is meant is where they are.
            let is_place = scene.views.iter().any(|view| {
                let scope = view.pipeline.query.scope();
                scope.is_some_and(|s| s.namespace == Namespace::Named(name.text.clone()))
            });
            match made.is_empty() && is_place {
                true => Picked::NotPrinted(name.text.clone()),
                false => Picked::Rows(made),
            }
        }
        Precision::Word => {
            if query_names(scene, &name.text) {
                return Picked::Rows(rows);
            }
            let part = |row: &Printed<'a>| match is_named_in_full(row) {
                true => row.name().eq_ignore_ascii_case(&name.text),
                false => {
                    let mut parts = row.name().split(['-', '.', '/']);
                    parts.any(|part| part.eq_ignore_ascii_case(&name.text))
                }
            };
            let some: Vec<Printed<'a>> = rows.into_iter().filter(part).collect();
            match some.is_empty() {
                true => Picked::NotPrinted(name.text.clone()),
                false => Picked::Rows(some),
            }
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
            let holds = |row: &Printed<'a>| match is_named_in_full(row) {
                true => fold(row.name()) == folded,
                false => {
                    let mut words = name.text.split(' ');
                    words.all(|word| fold(row.name()).contains(&fold(word)))
                }
            };
            let some: Vec<Printed<'a>> = rows.into_iter().filter(holds).collect();
            match some.is_empty() {
                true => Picked::NotPrinted(name.text.clone()),
                false => Picked::Rows(some),
            }
        }
    }
}

/// Whether a row's name is what people call the thing, and no part of it is: the namespace `loki-v3` is not
/// there because `loki` is spoken of.
fn is_named_in_full(row: &Printed) -> bool {
    ["namespaces", "secrets", "configmaps", "serviceaccounts"].contains(&row.kind())
}

/// Events by a name: a reason as Kubernetes writes them (`FailedScheduling`, `Unhealthy`), or the object that
/// they are about, which no word of two capitals is. `None`: the rows are no events.
fn events<'a>(rows: &[Printed<'a>], name: &Name) -> Option<Vec<Printed<'a>>> {
    let is_event = |row: &Printed| {
        let column = |name| row.table.column(name).is_some();
        column("REASON") && column("OBJECT") && column("MESSAGE")
    };
    if rows.is_empty() || !rows.iter().all(is_event) {
        return None;
    }
    let letters = name.text.chars().all(|c| c.is_ascii_alphabetic());
    let capitals = name.text.chars().filter(char::is_ascii_uppercase).count();
    let is_reason = letters && capitals > 1 && capitals < name.text.len();
    let of_object = |row: &Printed| {
        row.cell("OBJECT").is_some_and(|cell| {
            let object = cell.rsplit('/').next().unwrap_or(cell);
            object == name.text
                || made_from(object, &name.text)
                || name.precision != Precision::Exact && fold(object).contains(&fold(&name.text))
        })
    };
    let of_reason = |row: &Printed| {
        let reason = row.cell("REASON");
        reason.is_some_and(|cell| cell.eq_ignore_ascii_case(&name.text))
    };
    let means = |row: &&Printed| of_reason(row) || !is_reason && of_object(row);
    Some(rows.iter().filter(means).cloned().collect())
}

pub(super) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether Kubernetes made a name from another: `web` → `web-7d9c5b6f4-x2x4z`, `db` → `db-0`.
pub(super) fn made_from(name: &str, from: &str) -> bool {
    let ordinal = name
        .strip_prefix(from)
        .and_then(|rest| rest.strip_prefix('-'));
    ordinal.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
        || (name != from && stem(name) == from)
}

/// Whether a query itself picks by a word: its selector, or the name or kind that it asks for.
pub(super) fn query_names(scene: &Scene, word: &str) -> bool {
    let folded = fold(word);
    let in_selector = |selection: &Selection| {
        selection.selector.is_some_and(|text| {
            text.split([',', '=', '!', '(', ')', ' '])
                .any(|part| fold(part) == folded)
        })
    };
    let is_name = |selection: &Selection| selection.name.is_some_and(|name| fold(name) == folded);
    let names = |query: &Query| match query {
        // A rollout tells of its target only, whatever it is called.
        Query::Rollout(_) => false,
        Query::Get(_) | Query::Describe(_) => {
            let all = query.selections();
            all.iter().any(|one| in_selector(one) || is_name(one))
        }
        other => other.selections().iter().any(in_selector),
    };
    let mut views = scene.views.iter();
    !folded.is_empty() && views.any(|view| names(&view.pipeline.query))
}

/// Whether a command lists objects at all, so that no rows means that none is there.
pub(super) fn lists_something(scene: &Scene) -> bool {
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

pub(super) fn same_kind(written: &str, kind: &str) -> bool {
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
            "endpointslice" | "endpointslices" => "endpoints".to_owned(),
            "es" | "externalsecret" => "externalsecrets".to_owned(),
            "ingress" => "ingresses".to_owned(),
            _ => plural(&first).map_or(first, str::to_owned),
        }
    };
    let (written, kind) = (plain(written), plain(kind));
    written == kind || written.trim_end_matches('s') == kind.trim_end_matches('s')
}

pub(super) fn asks_kind(query: &Query, kind: &str) -> bool {
    match query {
        Query::Get(get) | Query::Describe(get) => get.resources.iter().any(|resource| {
            resource.kind == "all" || resource.kind.split(',').any(|one| same_kind(one, kind))
        }),
        Query::Argo(_) => kind == "applications",
        Query::Events(_) => kind == "events",
        Query::Top(top) => {
            kind == if top.of == crate::query::TopOf::Pods {
                "pods"
            } else {
                "nodes"
            }
        }
        Query::Logs(_)
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

pub(super) fn is_kind(scene: &Scene, row: &Printed, kind: &str) -> bool {
    match row.kind() {
        "" => asks_kind(&scene.views[row.view].pipeline.query, kind),
        own => same_kind(own, kind),
    }
}

pub(super) fn not_printed(scene: &Scene, what: &str) -> Judgement {
    let (ko, en) = match what {
        "" => ("행을 출력하지".to_owned(), "prints rows".to_owned()),
        what => (
            format!("`{what}`을(를) 보여 주지"),
            format!("shows `{what}`"),
        ),
    };
    Say(scene.lang).manual(
        format!("이 단계의 명령이 {ko} 않아 비교할 수 없습니다"),
        format!("no command of this step {en}, so there is nothing to compare with"),
    )
}

pub(super) fn nothing(scene: &Scene) -> Judgement {
    Say(scene.lang).none_found("하나도 없습니다".into(), "none found".into())
}

/// Rows without pods that ended; the second part tells about those.
pub(super) fn live<'a>(
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

/// How many live rows a subject picks.
pub(super) fn count_of(scene: &Scene, subject: &Subject) -> u64 {
    match pick(scene, subject) {
        Picked::Rows(rows) => rows.iter().filter(|row| !ended_pod(row)).count() as u64,
        Picked::NotPrinted(_) => 0,
    }
}

pub(super) fn listed(wrong: &[String], scene: &Scene) -> String {
    match wrong.is_empty() {
        true => String::new(),
        false => format!(" ({})", few(wrong, scene.lang)),
    }
}
