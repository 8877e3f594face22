//! Whether what a statement speaks of is inside what the step's commands read. Only what is can pass; else a
//! person judges, and is told what was not looked at.

use super::live::phases_of;
use super::outcome::Say;
use super::pick::asks_kind;
use super::{Bound, Extent, Property, Statement, Subject};
use crate::facts::kinds;
use crate::facts::table::Table;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::scene::{Scene, View, picks_by_state};
use crate::query::{Filter, Namespace, Query, Selection, When};
use crate::told;
use crate::wording::Wording;

/// How much of its scope a statement needs to have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// One thing that is so is enough: what was not seen takes nothing back.
    One,
    /// All of them, to hold; one that is not so is enough to fail it.
    All,
    /// All of them, to hold and to fail: an exact number.
    Number,
}

/// A judgement, if what the statement speaks of was looked at.
pub(super) fn inside(statement: &Statement, scene: &Scene, judged: Judgement) -> Judgement {
    let outside = elsewhere(statement, scene);
    let narrow = || left_out(statement, scene);
    let then = || of_another_time(statement, scene);
    if judged.verdict == Verdict::Passed
        && let Some(missing) = missing(statement, scene)
    {
        return Say(scene.lang).none_found(told!(WasNotFound, missing, message = judged.message));
    }
    let missing = match (judged.verdict, statement.need()) {
        (Verdict::Passed, _) | (Verdict::Failed, Need::Number | Need::One) => {
            outside.or_else(narrow).or_else(then)
        }
        (Verdict::Failed, Need::All) => outside.or_else(then),
        (Verdict::Pending | Verdict::Unknown | Verdict::Manual, _) => None,
    };
    match missing {
        None => judged,
        Some(missing) => {
            Say(scene.lang).manual(told!(NotLookedAt, missing, message = judged.message))
        }
    }
}

/// What the commands asked for by name and did not find: a part of what they print. Where it is denied, or its
/// absence is what is expected, that is what is spoken of.
fn missing(statement: &Statement, scene: &Scene) -> Option<String> {
    let expected = statement
        .texts()
        .iter()
        .any(|text| text.to_lowercase().replace(' ', "").contains("notfound"));
    let printed = matches!(
        statement.property,
        Property::Cel(_) | Property::SampleTable(_)
    );
    // `No replicas` of what is not there: it is not what is denied.
    let other = |kind: &str| !scene.views.iter().any(|view| asks_kind(view.query(), kind));
    let of_other = statement
        .subject()
        .and_then(|who| who.kind.as_deref())
        .is_some_and(other);
    if statement.denies() && !of_other || expected || printed {
        return None;
    }
    let views = scene.views.iter();
    let mut missing = views.flat_map(|view| &view.raw.missing);
    missing.next().cloned()
}

/// A command that looks at another place than the one that is spoken of.
fn elsewhere(statement: &Statement, scene: &Scene) -> Option<Wording> {
    let namespace = statement.subject()?.namespace.as_ref()?;
    let shows = |view: &View| match view.query().scope().map(|scope| &scope.namespace) {
        Some(Namespace::Named(name)) => name == namespace,
        Some(Namespace::All) => true,
        Some(Namespace::OfContext) | None => false,
    };
    (!scene.views.iter().all(shows)).then(|| told!(NamespaceNotLookedAt, namespace))
}

/// A command that asks how it was, or prints several samples of each thing of which a number is said.
fn of_another_time(statement: &Statement, scene: &Scene) -> Option<Wording> {
    let counted = matches!(
        statement.how_many,
        Bound::Number(..) | Bound::EveryOf(..) | Bound::AsNodes
    );
    scene.views.iter().find_map(|view| {
        let Query::Prometheus(query) = view.query() else {
            return None;
        };
        let several = |table: &Table| {
            let name = |row| table.cell(row, "METRIC").unwrap_or_default();
            let mut names: Vec<&str> = table.rows.iter().map(name).collect();
            names.sort_unstable();
            names.windows(2).any(|pair| pair[0] == pair[1])
        };
        match query.when {
            When::Moment(_) | When::Range { end: Some(_), .. } => Some(told!(AskedOfThatTime)),
            When::Now | When::Range { end: None, .. } => {
                let told = counted && view.raw.tables.iter().any(several);
                told.then_some(told!(SeveralSamples))
            }
        }
    })
}

/// What the commands leave out of the scope.
fn left_out(statement: &Statement, scene: &Scene) -> Option<Wording> {
    let of_place = || of_place(statement.subject()?, statement.need(), scene);
    of_place().or_else(|| {
        let mut views = scene.views.iter();
        views.find_map(|view| states_hidden(statement, view))
    })
}

/// What the commands do not show of a place of which everything is meant.
fn of_place(subject: &Subject, need: Need, scene: &Scene) -> Option<Wording> {
    let whole = match subject.extent {
        Extent::Cluster | Extent::Namespace => true,
        Extent::Printed => {
            subject.namespace.is_some() && subject.name.is_none() && need != Need::One
        }
    };
    if !whole {
        return None;
    }
    scene.views.iter().find_map(|view| {
        let selections = view.query().selections();
        let one_place =
            |one: &Selection| one.scope.namespace != Namespace::All && !cluster_scoped(one.kind);
        if selections.is_empty() {
            return Some(told!(NotListed));
        }
        if subject.extent == Extent::Cluster && selections.iter().any(one_place) {
            return Some(told!(OneNamespaceOnly));
        }
        let of_several = subject.extent == Extent::Namespace
            && selections
                .iter()
                .any(|one| one.scope.namespace == Namespace::All);
        if of_several {
            return Some(told!(SeveralNamespaces));
        }
        narrowed(view, &selections)
    })
}

/// By what a command shows only a part of what is there.
fn narrowed(view: &View, selections: &[Selection]) -> Option<Wording> {
    let only = |what: &str| told!(OnlyWhatIsPicked, what);
    let by = |one: &Selection| {
        let asked = one.selector.or(one.field_selector).or(one.name);
        asked.map(str::to_owned)
    };
    if let Some(what) = selections.iter().find_map(by) {
        return Some(only(&what));
    }
    let hides = |filter: &&Filter| match filter {
        Filter::Sort(_) | Filter::ToFile(_) | Filter::WithStderr | Filter::Count(_) => false,
        filter => !picks_by_state(filter),
    };
    let hidden = view.pipeline.filters.iter().find(hides)?;
    let what = match hidden {
        Filter::Grep(grep) => format!("grep {}", grep.patterns.join("|")),
        _ => "|".to_owned(),
    };
    Some(only(&what))
}

fn cluster_scoped(kind: &str) -> bool {
    kinds::plainly_named(kind).is_some_and(|kind| !kind.namespaced)
}

/// A field selector that keeps away what a statement about states is about: of
/// `--field-selector=status.phase=Running` no pod can be Pending.
fn states_hidden(statement: &Statement, view: &View) -> Option<Wording> {
    let about_states = !statement.states().is_empty() || statement.need() != Need::One;
    let fields = match view.query() {
        Query::Get(get) => get.field_selector.as_deref()?,
        Query::Top(top) => top.field_selector.as_deref()?,
        _ => return None,
    };
    let kept = |phase: &str| {
        fields.split(',').all(|term| match term.split_once('=') {
            Some((key, value)) if key.trim_end_matches('!') == "status.phase" => {
                let value = value.trim_start_matches('=');
                (value == phase) != key.ends_with('!')
            }
            _ => true,
        })
    };
    if !fields.contains("status.phase") || !about_states {
        return None;
    }
    let wanted: Vec<&str> = match (statement.denies(), statement.states()) {
        // Of what is denied, all phases in which it can be.
        (true, states) => states
            .iter()
            .flat_map(|state| phases_of(state))
            .copied()
            .collect(),
        // What has to be so is spoiled by pods of any phase but the one of those that ended well.
        (false, []) => return None,
        (false, _) => vec!["Pending", "Running", "Failed", "Unknown"],
    };
    let hidden = wanted.into_iter().find(|phase| !kept(phase))?;
    Some(told!(PodsFilteredOut, fields, hidden))
}
