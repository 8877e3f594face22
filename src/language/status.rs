//! Clauses about states and places: phases, coverage, existence.

use super::frame::{Frame, Joint, Slot, Spread, States};
use super::statements::together;
use super::words::WISHED_STATES;
use crate::judge::predicate::{
    Bound, Comparison, Join, Place, Placement, Predicate, Property, Statement, Subject,
};

/// `이전에 Pending이었던 노드에도 Running 상태인지`.
pub(super) fn previously(frame: &Frame) -> Option<Predicate> {
    let place = frame.is(
        &[Slot::Previously, Slot::Place, Slot::States],
        &[Slot::Kind, Slot::Name, Slot::Every, Slot::Exist],
    );
    let nodes = frame.is(
        &[Slot::Previously, Slot::Kind, Slot::States],
        &[Slot::Every, Slot::Name],
    ) && frame.kinds == ["nodes"];
    if !place && !nodes {
        return None;
    }
    if frame
        .place
        .as_ref()
        .is_some_and(|place| place.number.is_some())
    {
        return None;
    }
    let [was, is] = frame.states.as_slice() else {
        return None;
    };
    let simple = |states: &States, word: &str| states.words == [word] && states.from.is_empty();
    if !simple(was, "Pending") || !(simple(is, "Running") || simple(is, "healthy")) {
        return None;
    }
    let mut subject = Subject::of_kind("pods");
    subject.name = frame.name.clone();
    let placed = Property::Placed(Placement::PendingBefore);
    Some(Statement::new(subject, placed).into())
}

/// Which pods are spoken of.
fn pods(frame: &Frame) -> Option<Subject> {
    let subject = frame.subject()?;
    // `Agent DaemonSet pod on every node`: those that it made.
    if frame.workload.is_some() {
        let kind = frame.workload.map(str::to_owned);
        return Some(Subject { kind, ..subject });
    }
    let kind = match subject.kind.as_deref() {
        Some("pods" | "daemonsets") => subject.kind.clone(),
        None => Some("pods".into()),
        Some(_) => return None,
    };
    Some(Subject { kind, ..subject })
}

/// Pods on nodes.
pub(super) fn coverage(frame: &Frame) -> Option<Predicate> {
    let running = match frame.states.as_slice() {
        [] => false,
        [group] if group.words == ["Running"] && group.from.is_empty() => true,
        _ => return None,
    };
    let per_node = frame.is(
        &[Slot::PerNode],
        &[
            Slot::Kind,
            Slot::Name,
            Slot::Every,
            Slot::States,
            Slot::Deployed,
            Slot::Exist,
            Slot::Show,
        ],
    );
    if per_node {
        return Some(on_nodes(pods(frame)?, None, running));
    }
    let place = frame.place.as_ref()?;
    let optional = [
        Slot::Kind,
        Slot::Name,
        Slot::Every,
        Slot::States,
        Slot::Deployed,
        Slot::Exist,
        Slot::Show,
        Slot::Number,
        Slot::Counter,
        Slot::Spread,
    ];
    frame.is(&[Slot::Place], &optional).then_some(())?;
    let says = [Slot::Deployed, Slot::Exist, Slot::Kind, Slot::States]
        .iter()
        .any(|slot| frame.has(*slot));
    if place.kind != "nodes" || !says {
        return None;
    }
    // `노드마다 Pod 1개`: one each; another number each is not a coverage.
    if frame.number.is_some_and(|each| each != 1 || !place.every) {
        return None;
    }
    let nodes = match (place.number, place.every) {
        (Some(n), true) => Some(n),
        (None, true) => None,
        // `on 3 nodes` says nothing of the others, nor which.
        (_, false) => return None,
    };
    Some(on_nodes(pods(frame)?, nodes, running))
}

fn on_nodes(subject: Subject, nodes: Option<u64>, running: bool) -> Predicate {
    let placement = Placement::EveryNode { nodes, running };
    Statement::new(subject, Property::Placed(placement)).into()
}

/// Pods over several nodes: `Pods are spread across different nodes`, `3 pods on different nodes`, `같은 노드에
/// 배포되지 않음`, `Pods are distributed across multiple nodes`.
pub(super) fn apart(frame: &Frame) -> Option<Predicate> {
    let spread = frame.place.as_ref()?.spread?;
    let beside = [
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::States,
        Slot::Deployed,
        Slot::Spread,
        Slot::Exist,
    ];
    let with = |more: &[Slot]| [&beside[..], more].concat();
    let fits = match spread {
        Spread::Apart | Spread::Several => frame.is(
            &[Slot::Place],
            &with(&[Slot::Every, Slot::Number, Slot::Counter]),
        ),
        // "Not all on one" says less.
        Spread::Together => frame.is(&[Slot::Place, Slot::Not], &beside),
    };
    fits.then_some(())?;
    let running = |group: &States| {
        group.from.is_empty() && matches!(group.words.as_slice(), [one] if one == "Running")
    };
    let says = [Slot::Deployed, Slot::Spread, Slot::Kind, Slot::States]
        .iter()
        .any(|slot| frame.has(*slot));
    if !says || !frame.states.iter().all(running) {
        return None;
    }
    let subject = frame.subject()?;
    matches!(subject.kind.as_deref(), None | Some("pods")).then_some(())?;
    let subject = Subject {
        kind: Some("pods".into()),
        ..subject
    };
    let placement = match spread {
        Spread::Several => Placement::Several,
        Spread::Apart | Spread::Together => Placement::Apart,
    };
    let apart = Statement::new(subject.clone(), Property::Placed(placement)).into();
    if !frame.has(Slot::Number) {
        return Some(apart);
    }
    let number = frame.number.filter(|number| *number > 0)?;
    let groups = frame.states.iter();
    let states = groups.flat_map(|group| group.words.clone()).collect();
    let count = Statement::count(subject, Comparison::Equal, number, states, true);
    together(vec![count.into(), apart])
}

/// `Events show no warnings`, `경고 이벤트가 없어야 함`.
pub(super) fn no_warnings(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Exist];
    let denied = frame.is(&[Slot::Warnings, Slot::Kind, Slot::No], &beside)
        || frame.is(&[Slot::Warnings, Slot::Kind, Slot::Not], &beside);
    (denied && frame.kinds == ["events"])
        .then(|| Statement::absent(Subject::of_kind("events"), vec!["Warning".into()]).into())
}

/// A state of rows.
pub(super) fn states(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Every,
        Slot::Some,
        Slot::No,
        Slot::Not,
        Slot::Kind,
        Slot::Name,
        Slot::Namespace,
        Slot::Show,
        Slot::Exist,
        Slot::Output,
    ];
    // `0 non-Running pods`.
    let none = frame.number == Some(0) && frame.has(Slot::Not) && frame.comparison.is_none();
    let number: &[Slot] = if none {
        &[Slot::Number, Slot::Counter]
    } else {
        &[]
    };
    frame
        .is(&[Slot::States], &[&optional[..], number].concat())
        .then_some(())?;
    let group = frame.one_group()?;
    // 정상 출력: that it prints, not what.
    let prints = frame.has(Slot::Output) && group.words == ["healthy"];
    // Endpoints are addresses: that none of them is so is another form.
    let addresses = frame.kinds == ["endpoints"] && frame.slots.count() > 2;
    if prints || addresses {
        return None;
    }
    let mut subject = frame.subject()?;
    let (no, not) = (frame.has(Slot::No) || none, frame.has(Slot::Not));
    // A pod's containers run and are ready where the pod is.
    let runs = |word: &String| matches!(word.as_str(), "Running" | "Ready" | "healthy");
    let of_containers = subject.kind.as_deref() == Some("containers");
    if of_containers && group.words.iter().all(runs) && !no && !not && !frame.has(Slot::Some) {
        subject.kind = Some("pods".into());
    }
    // Pods and nodes are never synced; the sentence goes on to something else.
    let of_sync = |word: &String| matches!(word.as_str(), "Synced" | "OutOfSync");
    let of_pods = matches!(subject.kind.as_deref(), Some("pods" | "nodes"));
    if of_pods && group.words.iter().any(of_sync) {
        return None;
    }
    if no || not {
        return denied(frame, subject, group, none);
    }
    together_or_either(frame, subject, group)
}

/// States of which each is meant, or one of them.
fn together_or_either(frame: &Frame, subject: Subject, group: &States) -> Option<Predicate> {
    let exists = frame.has(Slot::Exist) && subject.kind.is_some() && !frame.has(Slot::Every);
    let how_many = if frame.has(Slot::Some) || exists {
        Bound::Some
    } else {
        Bound::Every
    };
    let phase = |states| Statement::new(subject.clone(), Property::State(states)).of(how_many);
    let Some(states) = alternatives(group) else {
        let each = group
            .words
            .iter()
            .map(|word| phase(vec![word.clone()]).into());
        return together(each.collect());
    };
    let said = Predicate::from(phase(states));
    Some(if group.from.is_empty() {
        said
    } else {
        said.remarked(format!("{} →", group.from.join(", ")))
    })
}

/// A state that nothing has, or that everything has of which none has it not.
fn denied(frame: &Frame, subject: Subject, group: &States, none: bool) -> Option<Predicate> {
    let (no, every) = (frame.has(Slot::No) || none, frame.has(Slot::Every));
    if !group.from.is_empty() || frame.has(Slot::Some) {
        return None;
    }
    if no && frame.has(Slot::Not) {
        // `Running이 아닌 Pod 없음`: every one is.
        let all = (frame.not_before_no || none) && subject.kind.is_some() && !every;
        let states = all.then(|| alternatives(group)).flatten()?;
        return Some(Statement::new(subject, Property::State(states)).into());
    }
    // `모든 Pod가 Running이 아님`, `All pods are not Running` can mean two things.
    let good = group
        .words
        .iter()
        .any(|word| WISHED_STATES.contains(&word.as_str()));
    if every && (no || good) {
        return None;
    }
    Some(Statement::absent(subject, any_of(group)?).into())
}

/// That something is or is not there.
pub(super) fn existence(frame: &Frame) -> Option<Predicate> {
    if frame.kinds == ["endpoints"] {
        return None;
    }
    let there = [Slot::Show, Slot::Exist, Slot::Output, Slot::Deployed];
    let who = [Slot::Kind, Slot::Name, Slot::Namespace];
    // Of a kind, only what is left over is described: "no slow pods" speaks of a property, and not of all pods.
    let described: &[Slot] = if frame.has(Slot::Remaining) {
        &[Slot::Described]
    } else {
        &[]
    };
    let beside = [&there[..], &who, &[Slot::Every, Slot::Remaining], described].concat();
    let subject = frame.subject()?;
    let named = subject.kind.is_some() || subject.name.is_some();
    let denied = frame.is(&[Slot::No], &beside)
        || frame.is(&[Slot::Not, Slot::Exist], &beside)
        || frame.is(&[Slot::Not, Slot::Show], &beside);
    let gone = frame.is(&[Slot::Gone], &[Slot::Kind, Slot::Name, Slot::Every]);
    if denied && named || gone {
        return Some(Statement::absent(subject, Vec::new()).into());
    }
    let says = [Slot::Exist, Slot::Show, Slot::Deployed]
        .iter()
        .any(|slot| frame.has(*slot));
    if !(named && says && frame.is(&[], &[&there[..], &who].concat())) {
        return None;
    }
    // `Should show Grafana`: without a kind it is a text of the output.
    let said = match &subject.name {
        Some(name) if subject.kind.is_none() && !frame.has(Slot::Exist) => {
            Statement::text(Place::Output, vec![name.text.clone()], Join::All)
        }
        _ => Statement::new(subject, Property::Exists).of(Bound::Some),
    };
    Some(said.into())
}

/// The dimension of a service's type.
pub(super) const SERVICE_TYPE: u8 = 5;

/// What a state is a state of: two of one dimension exclude each other.
pub(super) fn dimension(state: &str) -> u8 {
    match state {
        "Ready" | "NotReady" => 1,
        "Synced" | "OutOfSync" => 2,
        "Healthy" | "Degraded" | "Progressing" | "Suspended" | "healthy" => 3,
        "SchedulingDisabled" => 4,
        "ClusterIP" | "NodePort" | "LoadBalancer" => SERVICE_TYPE,
        _ => 0,
    }
}

pub(super) fn one_dimension(group: &States) -> bool {
    group
        .words
        .iter()
        .all(|word| dimension(word) == dimension(&group.words[0]))
}

/// The states of a group as alternatives; `None` if they are meant together.
pub(super) fn alternatives(group: &States) -> Option<Vec<String>> {
    match (group.joint, one_dimension(group)) {
        _ if group.words.len() == 1 => Some(group.words.clone()),
        (Joint::Or, _) | (Joint::Slash, true) => Some(group.words.clone()),
        (Joint::Slash, false) | (Joint::And, _) => None,
    }
}

/// The states of a denied group: none of them, however they are joined.
pub(super) fn any_of(group: &States) -> Option<Vec<String>> {
    (one_dimension(group) || group.words.len() == 1 || group.joint != Joint::And)
        .then(|| group.words.clone())
}
