//! Which printed rows a subject means: by kind, by name, by what the query itself selects.

use super::live::ended_pod;
use super::outcome::{Say, few};
use super::{Name, Precision, Subject};
use crate::facts::kinds;
use crate::facts::selector::{Requirement, Selector};
use crate::facts::verdict::Judgement;
use crate::judge::sample_table::stem;
use crate::judge::scene::{Printed, Scene};
use crate::query::{Filter, Namespace, Output, Query, Selection, TopOf};
use crate::told;

/// The rows that a subject picks (perhaps none), or what the commands print nothing of.
pub(super) type Picked<'a> = Result<Vec<Printed<'a>>, String>;

/// Picks rows of the printed lines.
pub(super) fn pick<'a>(scene: &Scene<'a>, subject: &Subject) -> Picked<'a> {
    pick_from(scene, scene.rows(), subject)
}

/// Picks rows for a sentence about states: a filter that already picks by state (`grep Running`,
/// `grep -v Running`) would answer for it, so the rows before that filter are taken.
pub(super) fn pick_for_states<'a>(scene: &Scene<'a>, subject: &Subject) -> Picked<'a> {
    match scene.rows_of_any_state() {
        Some(rows) => pick_from(scene, rows, subject),
        None => Err("grep".into()),
    }
}

pub(super) fn pick_from<'a>(
    scene: &Scene<'a>,
    rows: Vec<Printed<'a>>,
    subject: &Subject,
) -> Picked<'a> {
    if scene.tables().is_empty() && !lists_something(scene) {
        return Err(String::new());
    }
    let rows: Vec<Printed<'a>> = match &subject.kind {
        None => rows,
        Some(kind) => {
            let asked = scene.views.iter().any(|view| asks_kind(view.query(), kind));
            let of_kind: Vec<Printed<'a>> = rows
                .into_iter()
                .filter(|row| is_kind(scene, row, kind))
                .collect();
            if of_kind.is_empty() && !asked {
                return Err(kind.clone());
            }
            of_kind
        }
    };
    let rows = match &subject.namespace {
        None => rows,
        Some(namespace) => {
            let within = |row: &Printed<'a>| namespace_of(scene, row) == Some(namespace);
            rows.into_iter().filter(within).collect()
        }
    };
    match &subject.name {
        None => Ok(rows),
        Some(name) => named(scene, rows, name),
    }
}

/// The namespace of a row, by the row itself or by what the command asks.
fn namespace_of<'a>(scene: &'a Scene, row: &'a Printed) -> Option<&'a str> {
    let own = row.row().namespace.as_str();
    if !own.is_empty() {
        return Some(own);
    }
    row.cell("NAMESPACE").or_else(|| {
        let scope = scene.views[row.view].query().scope()?;
        match &scope.namespace {
            Namespace::Named(name) => Some(name.as_str()),
            Namespace::All | Namespace::OfContext => None,
        }
    })
}

/// Rows by name. A plain word that the query itself names, or that is the printed kind, picks all.
pub(super) fn named<'a>(scene: &Scene<'a>, rows: Vec<Printed<'a>>, name: &Name) -> Picked<'a> {
    if let Some(events) = events(&rows, name) {
        return Ok(events);
    }
    // A kind that is said as a name is: `ArgoCD Application`.
    let folded = fold(&name.text);
    let kind_named = |row: &&Printed<'a>| {
        fold(row.kind()).trim_end_matches('s') == folded.trim_end_matches('s')
            && !row.kind().is_empty()
    };
    if name.precision == Precision::Loose {
        let of_kind: Vec<Printed<'a>> = rows.iter().filter(kind_named).cloned().collect();
        if !of_kind.is_empty() {
            return Ok(of_kind);
        }
    }
    if !name.is_identifier() && name.text.split(' ').all(|word| query_names(scene, word)) {
        return Ok(rows);
    }
    let names: Vec<(&str, bool)> = rows
        .iter()
        .map(|row| (row.name(), kinds::is_named_in_full(row.kind())))
        .collect();
    let meant = meant(name, &names);
    let some: Vec<Printed<'a>> = meant.iter().map(|at| rows[*at].clone()).collect();
    // `kube-system pods`: what is meant is where they are.
    let is_place = || {
        scene.views.iter().any(|view| {
            let scope = view.query().scope();
            scope.is_some_and(|s| s.namespace == Namespace::Named(name.text.clone()))
        })
    };
    // `old.example.dev` of an Ingress: what another column holds is no name, and is there. And by a hash
    // commits are named.
    let elsewhere = || {
        let mut rows = rows.iter();
        rows.any(|row| holds_elsewhere(row, &name.text)) || is_hash(&name.text)
    };
    let says_nothing = match name.precision {
        Precision::Exact | Precision::Plain => is_place() || some.is_empty() && elsewhere(),
        Precision::Word | Precision::Loose => true,
    };
    if some.is_empty() && says_nothing {
        Err(name.text.clone())
    } else {
        Ok(some)
    }
}

/// Whether a column tells a row's host, node or address by a text. Whose namespace or container is called so is
/// another question.
fn holds_elsewhere(row: &Printed, text: &str) -> bool {
    let cells = row.table.columns.iter().zip(&row.row().cells);
    let mut cells = cells
        .filter(|(column, _)| !["NAME", "NAMESPACE", "CONTAINERS"].contains(&column.name.as_str()));
    cells.any(|(_, cell)| cell.split([',', ' ']).any(|one| one == text))
}

/// Whether a text is a commit's hash, long or short.
fn is_hash(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let hex = text
        .chars()
        .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
    hex && (7..=40).contains(&text.len()) && (1..text.len()).contains(&digits)
}

/// Which of several things a name means, by their own names (and whether those are what people call them in
/// full). The one rule for rows, usage, pods on nodes and the sources of logs.
pub(super) fn meant(name: &Name, own: &[(&str, bool)]) -> Vec<usize> {
    let places = |fits: &dyn Fn(&str, bool) -> bool| -> Vec<usize> {
        let all = own.iter().enumerate();
        all.filter(|(_, (own, whole))| fits(own, *whole))
            .map(|(at, _)| at)
            .collect()
    };
    match name.precision {
        Precision::Exact | Precision::Plain => {
            let same = places(&|own, _| own == name.text);
            if same.is_empty() {
                places(&|own, _| made_from(own, &name.text))
            } else {
                same
            }
        }
        Precision::Word | Precision::Loose => places(&|own, whole| {
            if whole {
                fold(own) == fold(&name.text)
            } else {
                has_parts(own, &name.text) || name.text.split(' ').all(|word| has_parts(own, word))
            }
        }),
    }
}

/// Whether whole parts of a name, one or several on end, are a word: `coredns` and `core-dns` are CoreDNS,
/// `webhook` is not web.
fn has_parts(own: &str, word: &str) -> bool {
    let wanted = fold(word);
    let parts: Vec<String> = own.split(['-', '.', '/', '_', ':']).map(fold).collect();
    !wanted.is_empty()
        && (0..parts.len()).any(|from| {
            let mut joined = String::new();
            parts[from..].iter().any(|part| {
                joined.push_str(part);
                joined == wanted
            })
        })
}

/// Whether a command asks for something of this very name, or picks its lines by it.
pub(super) fn is_asked_for(scene: &Scene, text: &str) -> bool {
    let mut views = scene.views.iter();
    views.any(|view| {
        let asks = view
            .query()
            .selections()
            .iter()
            .any(|one| one.name == Some(text));
        let picks = view.pipeline.filters.iter().any(|filter| match filter {
            Filter::Grep(grep) => grep.patterns.iter().any(|pattern| pattern == text),
            _ => false,
        });
        asks || picks
    })
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
    let of_type = |row: &Printed| {
        let kind = row.cell("TYPE");
        kind.is_some_and(|cell| cell.eq_ignore_ascii_case(&name.text))
    };
    let means = |row: &&Printed| of_reason(row) || of_type(row) || !is_reason && of_object(row);
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

/// Whether the queries themselves pick by a word alone: their selector's one value, or the name that they ask
/// for.
pub(super) fn query_names(scene: &Scene, word: &str) -> bool {
    let folded = fold(word);
    let picks = |selection: &Selection| {
        let labels = selection
            .selector
            .and_then(|text| Selector::parse(text).ok());
        let labels = labels.map_or(Vec::new(), |labels| labels.requirements);
        let mut values = labels.iter().filter_map(Requirement::only_value);
        let by_label = values.any(|value| fold(value) == folded);
        by_label || selection.name.is_some_and(|name| fold(name) == folded)
    };
    let names = |query: &Query| match query {
        // A rollout tells of its target only, whatever it is called.
        Query::Rollout(_) => false,
        other => {
            let all = other.selections();
            !all.is_empty() && all.iter().all(picks)
        }
    };
    let mut views = scene.views.iter();
    !folded.is_empty() && !scene.views.is_empty() && views.all(|view| names(view.query()))
}

/// Whether a command lists objects at all, so that no rows means that none is there.
pub(super) fn lists_something(scene: &Scene) -> bool {
    scene.views.iter().any(|view| match view.query() {
        Query::Get(get) => {
            matches!(get.output, Output::Table | Output::Wide | Output::Name)
                && (!view.is_filtered() || view.picks_lines())
                && (!view.raw.tables.is_empty() || view.raw.text.trim().is_empty())
        }
        _ => false,
    })
}

pub(crate) fn same_kind(written: &str, kind: &str) -> bool {
    let plain = |word: &str| {
        let lower = word.to_lowercase();
        let first = lower.split('.').next().unwrap_or(&lower).to_owned();
        match kinds::named(&first).map(|kind| kind.plural) {
            Some("endpointslices") => "endpoints".to_owned(),
            Some(plural) => plural.to_owned(),
            None => first,
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
            kind == if top.of == TopOf::Pods {
                "pods"
            } else {
                "nodes"
            }
        }
        _ => false,
    }
}

pub(super) fn is_kind(scene: &Scene, row: &Printed, kind: &str) -> bool {
    match row.kind() {
        "" => asks_kind(scene.views[row.view].query(), kind),
        own => same_kind(own, kind),
    }
}

pub(super) fn not_printed(scene: &Scene, what: &str) -> Judgement {
    Say(scene.lang).manual(match what {
        "" => told!(NoRowsToCompareWith),
        what => told!(NothingShownToCompareWith, what),
    })
}

pub(super) fn nothing(scene: &Scene) -> Judgement {
    Say(scene.lang).none_found(told!(NoneFound))
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
    let note = if named.is_empty() {
        String::new()
    } else {
        told!(NotCounted, named = few(&named, scene.lang)).words(scene.lang)
    };
    (live, note)
}

/// The live rows that a subject picks; the judgement where there are none.
pub(super) fn live_rows<'a>(
    scene: &Scene<'a>,
    subject: &Subject,
) -> Result<Vec<Printed<'a>>, Judgement> {
    let mut rows = pick(scene, subject).map_err(|what| not_printed(scene, &what))?;
    rows.retain(|row| !ended_pod(row));
    if rows.is_empty() {
        Err(nothing(scene))
    } else {
        Ok(rows)
    }
}

pub(super) fn listed(wrong: &[String], scene: &Scene) -> String {
    if wrong.is_empty() {
        String::new()
    } else {
        format!(" ({})", few(wrong, scene.lang))
    }
}
