//! What clauses say of things: their states, that they are there, how many, on which nodes.

use super::frame::{Frame, Joint, Slot, Slots, Spread, States, roles};
use super::statements::{Make, denied, of, together};
use super::word_lists::list;
use crate::judge::predicate::{
    Bound, Comparison, Join, Place, Placement, Predicate, Property, Statement, Subject, Test,
};

pub(super) const MAKES: &[(&str, Make)] = &[
    ("pending_before", pending_before),
    ("per_node", |frame| on_nodes(frame, None)),
    ("on_every_node", on_every_node),
    ("apart", apart),
    // `Events show no warnings`, `경고 이벤트가 없어야 함`.
    ("no_warnings", |_| {
        absent(Subject::of_kind("events"), vec!["Warning".into()])
    }),
    // `No OOMKilled containers`, `OOMKilled 없음`: of pods, which show it in their own status only.
    ("killed", |_| denied(Property::KilledForMemory)),
    // `READY 0/1인 Pod 없음`, `no 0/1 pods`.
    ("no_ratio", |frame| {
        let (ready, all) = frame.ratio?.filter(|(ready, all)| ready < all)?;
        frame.each("READY", Test::IsNot(vec![format!("{ready}/{all}")]))
    }),
    ("ratio", ratio),
    ("states", states),
    // That something is not there, or is.
    ("absent", |frame| absent(frame.subject()?, Vec::new())),
    ("there", there),
    // As many as nodes.
    ("as_nodes", |frame| {
        let said = Statement::new(frame.subject()?, Property::Exists);
        Some(said.of(Bound::AsNodes).into())
    }),
    // `노드 수 10`.
    ("node_count", |frame| {
        let (nodes, number) = (Subject::of_kind("nodes"), frame.number?);
        Some(Statement::count(nodes, frame.compared(), number, Vec::new(), true).into())
    }),
    ("count_between", count_between),
    ("count", count),
];

/// That none of them is there, in one of these states.
fn absent(who: Subject, states: Vec<String>) -> Option<Predicate> {
    Some(Statement::absent(who, states).into())
}

/// `이전에 Pending이었던 노드에도 Running 상태인지`.
fn pending_before(frame: &Frame) -> Option<Predicate> {
    let [was, is] = frame.states.as_slice() else {
        return None;
    };
    let numbered = frame.place.as_ref().and_then(|place| place.number);
    let fits = was.is("Pending") && (is.is("Running") || is.is("healthy"));
    let mut who = Subject::of_kind("pods");
    who.name = frame.name.clone();
    let said = of(who, Property::Placed(Placement::PendingBefore));
    said.filter(|_| fits && numbered.is_none())
}

/// Which pods are spoken of.
fn pods(frame: &Frame) -> Option<Subject> {
    let mut who = frame.subject()?;
    // `Agent DaemonSet pod on every node`: those that it made.
    let kind = frame.workload.or(frame.kind).unwrap_or("pods");
    let pods = frame.workload.is_some() || ["pods", "daemonsets"].contains(&kind);
    who.kind = Some(kind.to_owned());
    Some(who).filter(|_| pods)
}

fn on_every_node(frame: &Frame) -> Option<Predicate> {
    let place = frame.place.as_ref()?;
    // `노드마다 Pod 1개`: one each; another number each is not a coverage. And `on 3 nodes` says nothing of the
    // others, nor which.
    let one_each = frame.number.is_none_or(|each| each == 1);
    (place.every && one_each).then(|| on_nodes(frame, place.number))?
}

fn on_nodes(frame: &Frame, nodes: Option<u64>) -> Option<Predicate> {
    let running = !frame.states.is_empty();
    let placement = Placement::EveryNode { nodes, running };
    of(pods(frame)?, Property::Placed(placement))
}

/// Pods over several nodes: `Pods are spread across different nodes`, `3 pods on different nodes`, `같은 노드에
/// 배포되지 않음`, `Pods are distributed across multiple nodes`.
fn apart(frame: &Frame) -> Option<Predicate> {
    let placement = match (frame.place.as_ref()?.spread?, frame.has(Slot::Not)) {
        (Spread::Several, false) => Placement::Several,
        // "Not all on one" says less.
        (Spread::Apart, false) | (Spread::Together, true) => Placement::Apart,
        (Spread::Together, false) | (Spread::Several | Spread::Apart, true) => return None,
    };
    let mut subject = frame.subject()?;
    subject.kind = Some("pods".into());
    let apart = Statement::new(subject.clone(), Property::Placed(placement));
    if !frame.has(Slot::Number) {
        return Some(apart.into());
    }
    let number = frame.number.filter(|number| *number > 0)?;
    let states = frame.states.iter().flat_map(|group| group.words.clone());
    let count = Statement::count(subject, Comparison::Equal, number, states.collect(), true);
    together([count, apart])
}

/// `2/2 Running`.
fn ratio(frame: &Frame) -> Option<Predicate> {
    if frame.has(Slot::Comparison) && !frame.has(Slot::Number) {
        return None;
    }
    // `1/1 ready` says it twice.
    let others = frame.states.iter().filter(|group| !group.is("Ready"));
    let mut states = match others.collect::<Vec<_>>()[..] {
        [] => Vec::new(),
        [group] if group.from.is_empty() => alternatives(group)?,
        _ => return None,
    };
    states.retain(|state| state != "Ready");
    // `Deployment web has 3/3 ready replicas`: the workload prints the two numbers.
    let of_workload = Frame {
        kind: frame.workload,
        workload: None,
        ..frame.clone()
    };
    let own = frame.workload.map_or(frame, |_| &of_workload);
    let how_many = |number| Bound::EveryOf(frame.compared(), number);
    let exactly = frame.ratio?;
    let ratio = Statement::new(own.subject()?, Property::Ratio { exactly, states });
    Some(ratio.of(frame.number.map_or(Bound::Every, how_many)).into())
}

/// A state of rows.
fn states(frame: &Frame) -> Option<Predicate> {
    // `0 non-Running pods`.
    let none = frame.number == Some(0) && frame.has(Slot::Not);
    let group = frame.one_group()?;
    // 정상 출력: that it prints, not what.
    let prints = frame.has(Slot::Output) && group.words == ["healthy"];
    // Endpoints are addresses: that none of them is so is another form.
    let addresses = frame.kind == Some("endpoints") && frame.slots.count() > 2;
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
        denied_state(frame, subject, group, none)
    } else {
        together_or_either(frame, subject, group)
    }
}

/// States of which each is meant, or one of them.
fn together_or_either(frame: &Frame, subject: Subject, group: &States) -> Option<Predicate> {
    let exists = frame.has(Slot::Exist) && subject.kind.is_some() && !frame.has(Slot::Every);
    let how_many = if exists {
        Bound::Some
    } else {
        frame.some_or_every()
    };
    let phase = |states| Statement::new(subject.clone(), Property::State(states)).of(how_many);
    let Some(states) = alternatives(group) else {
        return together(group.words.iter().map(|word| phase(vec![word.clone()])));
    };
    let said = Predicate::from(phase(states));
    Some(match group.from.as_slice() {
        [] => said,
        from => said.remarked(format!("{} →", from.join(", "))),
    })
}

/// A state that nothing has, or that everything has of which none has it not.
fn denied_state(frame: &Frame, subject: Subject, group: &States, none: bool) -> Option<Predicate> {
    let (no, every) = (frame.has(Slot::No) || none, frame.has(Slot::Every));
    if !group.from.is_empty() || frame.has(Slot::Some) {
        return None;
    }
    if no && frame.has(Slot::Not) {
        // `Running이 아닌 Pod 없음`: every one is.
        let all = (frame.not_before_no || none) && subject.kind.is_some() && !every;
        let states = all.then(|| alternatives(group)).flatten()?;
        return of(subject, Property::State(states));
    }
    // `모든 Pod가 Running이 아님`, `All pods are not Running` can mean two things.
    let mut words = group.words.iter();
    if every && (no || words.any(|word| list("wished-states").has(word))) {
        return None;
    }
    absent(subject, any_of(group)?)
}

/// That something is there.
fn there(frame: &Frame) -> Option<Predicate> {
    let subject = frame.subject()?;
    // `Should show Grafana`: without a kind it is a text of the output.
    let said = match &subject.name {
        Some(name) if subject.kind.is_none() && !frame.has(Slot::Exist) => {
            Statement::text(Place::Output, vec![name.text.clone()], Join::All)
        }
        _ => Statement::new(subject, Property::Exists).of(Bound::Some),
    };
    Some(said.into())
}

/// `7-8 pods all Running`: at least and at most so many.
fn count_between(frame: &Frame) -> Option<Predicate> {
    // A bound beside the range would be passed over.
    let (low, high) = frame.range.filter(|(low, _)| *low > 0)?;
    (!frame.has(Slot::Comparison)).then_some(())?;
    let bounded = |comparison, number| {
        let mut one = frame.clone();
        one.slots.insert(Slot::Every);
        (one.number, one.comparison) = (Some(number), Some(comparison));
        count(&one)
    };
    Some(Predicate::All(vec![
        bounded(Comparison::AtLeast, low)?,
        bounded(Comparison::AtMost, high)?,
    ]))
}

/// A number of things.
fn count(frame: &Frame) -> Option<Predicate> {
    let (number, subject) = (frame.number?, frame.subject()?);
    let says = roles!(Counter States CountWord);
    let says = frame.slots.both(says) != Slots::NONE;
    // `CoreDNS가 200 반환`: what it returns, and not how many of them there are.
    let returned = frame.has(Slot::Show) && subject.kind.is_none() && !says;
    let named = subject.kind.is_some() || subject.name.is_some();
    (!returned && (says || named)).then_some(())?;
    let comparison = match (frame.comparison, frame.has(Slot::Within)) {
        (comparison, false) => comparison.unwrap_or(Comparison::Equal),
        (None, true) => Comparison::AtMost,
        (Some(_), true) => return None,
    };
    let groups = match frame.states.as_slice() {
        [] => Vec::new(),
        [group] if group.from.is_empty() => match alternatives(group) {
            Some(states) => vec![states],
            None if one_dimension(group) => return None,
            None => group.words.iter().map(|word| vec![word.clone()]).collect(),
        },
        _ => return None,
    };
    // `NodePort 30300`: a port, not a number of things.
    let service_type = |state: &String| dimension(state) == SERVICE_TYPE;
    if subject.kind.is_none() && groups.iter().flatten().any(service_type) {
        return None;
    }
    numbered(frame, &subject, (comparison, number), groups)
}

/// So many, of which so many are in states.
fn numbered(
    frame: &Frame,
    subject: &Subject,
    (comparison, number): (Comparison, u64),
    groups: Vec<Vec<String>>,
) -> Option<Predicate> {
    let (equal, every) = (comparison == Comparison::Equal, frame.has(Slot::Every));
    let one =
        |number, states, all| Statement::count(subject.clone(), comparison, number, states, all);
    if number == 0 && equal {
        (groups.len() < 2).then_some(())?;
        let states = groups.into_iter().next().unwrap_or_default();
        return absent(subject.clone(), states);
    }
    if let Some(some) = frame.part.filter(|some| *some != number) {
        (some < number && equal && !every && groups.len() < 2).then_some(())?;
        let ready = || vec!["Ready".to_owned()];
        let states = groups.into_iter().next().unwrap_or_else(ready);
        return together([one(number, Vec::new(), false), one(some, states, false)]);
    }
    // "At least three run" says nothing of others; "three run" and "all three" do. One LoadBalancer service stands
    // beside those of other types.
    let of_type = |state: &String| dimension(state) == SERVICE_TYPE;
    let all = every || equal && !groups.iter().flatten().any(of_type);
    if groups.is_empty() {
        return Some(one(number, Vec::new(), all).into());
    }
    together(groups.into_iter().map(|states| one(number, states, all)))
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

fn one_dimension(group: &States) -> bool {
    let mut words = group.words.iter();
    words.all(|word| dimension(word) == dimension(&group.words[0]))
}

/// The states of a group as alternatives; `None` if they are meant together.
fn alternatives(group: &States) -> Option<Vec<String>> {
    match (group.joint, one_dimension(group)) {
        _ if group.words.len() == 1 => Some(group.words.clone()),
        (Joint::Or, _) | (Joint::Slash, true) => Some(group.words.clone()),
        (Joint::Slash, false) | (Joint::And, _) => None,
    }
}

/// The states of a denied group: none of them, however they are joined. `Running이고 Pending은 없음` says the one
/// and denies the other.
fn any_of(group: &States) -> Option<Vec<String>> {
    let wished = |word: &String| list("wished-states").has(word);
    let mixed = group.words.iter().any(wished) && !group.words.iter().all(wished);
    let together = group.joint == Joint::And;
    (group.words.len() == 1 || !together || one_dimension(group) && !mixed)
        .then(|| group.words.clone())
}
