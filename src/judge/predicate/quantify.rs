//! How many of whom are there, or are in a state: who is picked, each is tested, and those that hold are counted
//! against the bound.

use super::coverage::nodes_not_seen;
use super::live::{in_state, may_be_in_state, ready_numbers};
use super::outcome::{Say, few};
use super::pick::{
    asks_kind, is_asked_for, listed, lists_something, live, not_printed, nothing, pick,
    pick_for_states,
};
use super::{Bound, Comparison, Name, Precision, Statement, Subject, printed, text};
use crate::facts::fields::name;
use crate::facts::kinds;
use crate::facts::verdict::Judgement;
use crate::judge::kind::{KindContext, moving};
use crate::judge::scene::{Printed, Scene, View};
use crate::query::Query;
use crate::told;

/// `Pod 30개`, `모든 Pod Running`, `No Pending pods`, `Deployment web exists`.
pub(super) fn judge(statement: &Statement, scene: &Scene) -> Judgement {
    let (who, states, denied) = (&statement.who, statement.states(), statement.denies());
    let nodes = scene.node_count();
    let number = match (statement.counted(), statement.how_many, nodes) {
        (Some(number), _, _) => Some(number),
        (None, _, _) if denied => Some((Comparison::Equal, 0)),
        (None, Bound::AsNodes, None) => return nodes_not_seen(scene),
        (None, Bound::AsNodes, Some(nodes)) => Some((Comparison::Equal, nodes as u64)),
        (None, _, _) => None,
    };
    // What the command itself counts, or says of states without a table.
    if let Some((comparison, wanted)) = number
        && let Some(judgement) = printed::counted(scene, who, comparison, wanted, states)
    {
        return judgement;
    }
    let words = !states.is_empty() && statement.counted().is_none();
    if words
        && (!denied || who.kind.is_none())
        && let Some(told) = printed::states(scene, who, statement.how_many, denied, states)
    {
        return told;
    }
    if number.is_none() && states.is_empty() && is_everywhere(scene, who) {
        return Say(scene.lang).manual(told!(EveryClusterHasOne));
    }
    let picked = if states.is_empty() {
        pick(scene, who)
    } else {
        pick_for_states(scene, who)
    };
    let rows = match picked {
        Ok(rows) => rows,
        // No row has the name: whether the thing has another name can't be told, unless nothing is there.
        Err(_)
            if denied
                && states.is_empty()
                && says_what(who)
                && lists_something(scene)
                && scene.rows().is_empty() =>
        {
            Vec::new()
        }
        Err(what) => {
            return told_otherwise(statement, scene).unwrap_or_else(|| not_printed(scene, &what));
        }
    };
    if denied {
        none(statement, scene, rows)
    } else {
        some(statement, scene, rows, number)
    }
}

/// What is told without rows of the kind: the pods of a workload by its READY, a name in plain output, a lone number.
fn told_otherwise(statement: &Statement, scene: &Scene) -> Option<Judgement> {
    let (who, states) = (&statement.who, statement.states());
    match (statement.counted(), statement.how_many) {
        _ if statement.denies() => None,
        (Some(number), _) => replicas(scene, who, Some(number), states),
        (None, Bound::AsNodes) => {
            let nodes = scene.node_count()?.to_string();
            let alone = scene.tables().is_empty();
            alone.then(|| text::scalar(scene, &[nodes]))
        }
        (None, Bound::Every) if !states.is_empty() => replicas(scene, who, None, states),
        (None, _) if states.is_empty() => printed::mentions(scene, who),
        (None, _) => None,
    }
}

/// Whether a row is in one of the states, or may be. `None`: its table can't tell.
fn is_in_one(row: &Printed, states: &[String], denied: bool) -> Option<bool> {
    let held: Vec<Option<bool>> = states
        .iter()
        .map(|state| {
            if denied {
                may_be_in_state(row, state)
            } else {
                in_state(row, state)
            }
        })
        .collect();
    if held.contains(&Some(true)) {
        Some(true)
    } else {
        held.into_iter()
            .collect::<Option<Vec<bool>>>()
            .map(|_| false)
    }
}

/// So many, or all or one of them, are there or in one of the states.
fn some<'a>(
    statement: &Statement,
    scene: &Scene<'a>,
    picked: Vec<Printed<'a>>,
    number: Option<(Comparison, u64)>,
) -> Judgement {
    let (states, say) = (statement.states(), Say(scene.lang));
    if number.is_none() && states.is_empty() {
        let names: Vec<String> = picked.iter().map(|row| row.name().to_owned()).collect();
        if names.is_empty() {
            return nothing(scene);
        }
        let seen = few(&names, scene.lang);
        return say.passed(told!(FoundSeen, seen)).with_seen(seen);
    }
    let listed_rows = picked.len() as u64;
    let (rows, note) = live(scene, picked, states);
    let omitted = scene.omitted();
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|_| !states.is_empty()) {
        match is_in_one(row, states, false) {
            None => return untold(states, &rows, scene),
            Some(true) => {}
            Some(false) => wrong.push(format!("{} {}", row.name(), said(row))),
        }
    }
    let total = rows.len() as u64 + omitted.running;
    let right = total - wrong.len() as u64;
    let names = listed(&wrong, scene);
    let Some((comparison, wanted)) = number else {
        let note = format!("{note}{}", ended(scene, omitted.ended));
        if total == 0 {
            let mut none = nothing(scene);
            none.message.push_str(&note);
            return none;
        }
        let holds = match statement.how_many {
            Bound::Some => right > 0,
            _ => wrong.is_empty(),
        };
        let text = format!("{}: {right}/{total}{names}{note}", states.join("/"));
        return say
            .whether(holds, told!(Verbatim, text))
            .with_seen(format!("{right}/{total}"));
    };
    let of_nodes = statement.how_many == Bound::AsNodes;
    // There are as many nodes as nodes everywhere.
    if of_nodes && !rows.is_empty() && rows.iter().all(|row| row.kind() == "nodes") {
        return not_printed(scene, "");
    }
    if states.is_empty()
        && !comparison.holds(&total, &wanted)
        && comparison.holds(&listed_rows, &wanted)
    {
        return say.manual(told!(CountWithEnded, wanted, total, listed_rows, note));
    }
    let upper = matches!(comparison, Comparison::Less | Comparison::AtMost);
    if upper && rows.is_empty() && scene.rows().is_empty() {
        return say.manual(told!(NoneAtAll));
    }
    // `web 3개 Ready` beside a Deployment: whether its pods are meant, or such objects, is not said.
    let workloads = || rows.iter().all(|row| kinds::keeps_pods(row.kind()));
    if statement.who.kind.is_none() && statement.who.name.is_some() && wanted > 1 && workloads() {
        return not_printed(scene, "");
    }
    let all = matches!(statement.how_many, Bound::EveryOf(..));
    let seen = if all { total } else { right };
    let holds = comparison.holds(&seen, &wanted) && (wrong.is_empty() || !all);
    let which = if of_nodes {
        told!(Nodes)
    } else {
        told!(Expected)
    };
    let sign = comparison.before();
    say.whether(
        holds,
        told!(NumberExpected, which, sign, wanted, seen, names, note),
    )
    .with_seen(seen.to_string())
}

/// What is printed of some kinds does not tell whether they are well; that one is not, its object can. That all
/// are by its rule is no pass: they may serve nothing.
fn untold(states: &[String], rows: &[Printed], scene: &Scene) -> Judgement {
    let well = |state: &String| ["healthy", "Healthy"].contains(&state.as_str());
    let mut objects = scene.own_objects();
    objects.retain(|object| rows.iter().any(|row| row.name() == name(object)));
    let moving = || moving(&objects, &KindContext::new(scene.now, scene.lang));
    let unwell = states.iter().all(well).then(moving).flatten();
    unwell.unwrap_or_else(|| not_printed(scene, &states.join("/")))
}

/// None is there, or in one of the states.
fn none<'a>(statement: &Statement, scene: &Scene<'a>, rows: Vec<Printed<'a>>) -> Judgement {
    let (who, states, say) = (&statement.who, statement.states(), Say(scene.lang));
    let denied = states
        .iter()
        .chain(who.name.as_ref().map(|name| &name.text));
    let hidden = |denied: &&String| scene.views.iter().any(|view| hides_events(view, denied));
    if let Some(denied) = denied.into_iter().find(hidden) {
        return not_printed(scene, denied);
    }
    if states.is_empty() {
        // `no half-ready pods`: a word that nothing has as its name may as well say how they are.
        if let Some(name) = &who.name
            && name.precision == Precision::Plain
            && rows.is_empty()
            && !scene.rows().is_empty()
            && !is_asked_for(scene, &name.text)
        {
            return not_printed(scene, &name.text);
        }
        let names: Vec<String> = rows.iter().map(|row| row.name().to_owned()).collect();
        let (count, listed) = (names.len(), listed(&names, scene));
        return say
            .whether(names.is_empty(), told!(CountFound, count, listed))
            .with_seen(count.to_string());
    }
    // Of nothing that has the name, no state can be denied.
    if let Some(name) = who.name.as_ref().filter(|_| rows.is_empty()) {
        return not_printed(scene, &name.text);
    }
    let mut found = Vec::new();
    for row in &rows {
        match is_in_one(row, states, true) {
            None => return not_printed(scene, &states.join("/")),
            Some(true) => found.push(format!("{} {}", row.name(), said(row))),
            Some(false) => {}
        }
    }
    let (state, count, listed) = (states.join("/"), found.len(), listed(&found, scene));
    let omitted = scene.omitted();
    let total = rows.len() as u64 + omitted.running + omitted.ended;
    say.whether(
        found.is_empty(),
        told!(StateOf, state, count, total, listed),
    )
    .with_seen(count.to_string())
}

/// Pods that ended and of which only the number is known.
fn ended(scene: &Scene, number: u64) -> String {
    match number {
        0 => String::new(),
        _ => told!(EndedNotCounted, number).words(scene.lang),
    }
}

/// A row's state in short, as printed.
pub(super) fn said(row: &Printed) -> String {
    let cells = ["READY", "STATUS", "SYNC STATUS", "HEALTH STATUS"]
        .iter()
        .filter_map(|column| row.cell(column));
    cells.collect::<Vec<_>>().join(" ")
}

/// The pods of the one workload that is printed, by its READY numbers: `replica 3개` beside `kubectl get
/// deploy web`, and all of them where no number is `wanted`. `None`: no pods are spoken of, or not one workload is
/// printed.
fn replicas(
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
    let rows = pick(scene, &of_any_kind).ok()?;
    let [row] = rows.as_slice() else {
        return None;
    };
    let (ready, all) = ready_numbers(row).filter(|_| kinds::keeps_pods(row.kind()))?;
    let say = Say(scene.lang);
    let judgement = match wanted {
        None => {
            let seen = format!("READY {ready}/{all}");
            say.whether(ready == all && all > 0, seen)
        }
        Some((comparison, wanted)) => {
            let holds = comparison.holds(&ready, &wanted)
                && (comparison.holds(&all, &wanted) || comparison == Comparison::AtLeast);
            let sign = comparison.before();
            say.whether(holds, told!(ReadyExpected, sign, wanted, ready, all))
        }
    };
    Some(judgement.with_seen(format!("{ready}/{all}")))
}

/// Whether a subject says what it is, by a kind or by a name that is one: `Scaled to zero` speaks of nothing that is
/// called so.
fn says_what(who: &Subject) -> bool {
    who.kind.is_some() || who.name.as_ref().is_some_and(Name::is_identifier)
}

/// Whether something of the kind is in every cluster, and neither the sentence nor the command says which one
/// is meant: `Namespace created`.
fn is_everywhere(scene: &Scene, subject: &Subject) -> bool {
    let of_kind = subject.kind.as_deref().is_some_and(kinds::is_everywhere);
    let told = |view: &View| {
        let selections = view.query().selections();
        let picked = selections
            .iter()
            .all(|one| one.name.or(one.selector).is_some());
        !selections.is_empty() && picked || view.is_filtered()
    };
    of_kind && subject.name.is_none() && !scene.views.iter().all(told)
}

/// Whether a command that asks for events keeps some away of what is denied: a type, or a reason.
fn hides_events(view: &View, denied: &str) -> bool {
    let one_of = |types: &[&str]| types.iter().any(|one| denied.eq_ignore_ascii_case(one));
    let is_type = one_of(&["Warning", "Normal"]);
    // What failed is always a warning. Of other reasons some events are one, and some are not.
    let warns = denied.starts_with("Failed") || one_of(&["Warning", "Unhealthy"]);
    let shows_type = |only: &str| {
        if warns {
            only.eq_ignore_ascii_case("Warning")
        } else {
            is_type && only.eq_ignore_ascii_case(denied)
        }
    };
    let fields = match view.query() {
        Query::Events(events) => {
            return !events.types.is_empty() && !events.types.iter().any(|only| shows_type(only));
        }
        Query::Get(get) if asks_kind(view.query(), "events") => get.field_selector.as_deref(),
        _ => None,
    };
    let hides = |term: &str| {
        let Some((key, value)) = term.split_once('=') else {
            return false;
        };
        let (key, value) = (key.trim(), value.trim_start_matches('=').trim());
        match (key.trim_end_matches('!'), key.ends_with('!')) {
            ("type", false) => !shows_type(value),
            // Of two types the one that is left.
            ("type", true) => !shows_type(if value == "Normal" {
                "Warning"
            } else {
                "Normal"
            }),
            ("reason", without) => is_type || (value == denied) == without,
            _ => false,
        }
    };
    fields.is_some_and(|fields| fields.split(',').any(hides))
}
