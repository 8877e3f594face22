//! Pods each on a node of its own: `Pods are spread across different nodes`.

use super::Subject;
use super::live::in_state;
use super::outcome::{Say, few};
use super::pick::{live_rows, not_printed};
use crate::facts::fields::name;
use crate::facts::verdict::Judgement;
use crate::judge::sample_table::stem;
use crate::judge::scene::{Printed, Scene};
use crate::told;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A live pod and where it is.
struct Placed {
    name: String,
    /// `None`: on no node yet.
    node: Option<String>,
    ready: bool,
}

/// Every live pod is ready, and no two of them (or not all) are on one node. One pod is not apart from anything.
pub(super) fn spread(scene: &Scene, subject: &Subject, each: bool) -> Result<Judgement, Judgement> {
    let mut live = live_rows(scene, subject)?;
    // Two commands may print the same pod.
    let mut known = BTreeSet::new();
    live.retain(|row| known.insert((row.row().namespace.clone(), row.name().to_owned())));
    let objects = scene.all_pods();
    let placed = live.iter().map(|row| place(row, &objects));
    let placed: Option<Vec<Placed>> = placed.collect();
    let placed = placed.ok_or_else(|| not_printed(scene, "NODE"))?;
    Ok(if each {
        judge(scene, &placed)
    } else {
        several(scene, &placed)
    })
}

/// Where the pod of a row is, by its NODE cell, else by the object. `None`: neither tells.
fn place(row: &Printed, objects: &[&Value]) -> Option<Placed> {
    let own = row.name();
    let namespace = row.row().namespace.as_str();
    let is_own = |object: &&&Value| {
        name(object) == own
            && (namespace.is_empty() || crate::facts::fields::namespace(object) == namespace)
    };
    let node = match row.cell("NODE") {
        Some(cell) => Some(cell.to_owned()),
        None => objects.iter().find(is_own).map(|object| {
            let node = object.pointer("/spec/nodeName").and_then(Value::as_str);
            node.unwrap_or("<none>").to_owned()
        }),
    }?;
    Some(Placed {
        name: own.to_owned(),
        node: super::cell::present(&node).then_some(node),
        ready: in_state(row, "Ready")?,
    })
}

/// The name from which a pod's was made: `web-7d9c5b6f4-x2x4z` → `web`, `db-0` → `db`.
fn base(name: &str) -> &str {
    let ordinal = name
        .rsplit_once('-')
        .filter(|(_, last)| !last.is_empty() && last.chars().all(|c| c.is_ascii_digit()));
    ordinal.map_or_else(|| stem(name), |(head, _)| head)
}

fn judge(scene: &Scene, placed: &[Placed]) -> Judgement {
    let say = Say(scene.lang);
    let mut by_node: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    for pod in placed {
        if let Some(node) = &pod.node {
            by_node.entry(node).or_default().push(pod);
        }
    }
    let shared: Vec<(&&str, &Vec<&Placed>)> =
        by_node.iter().filter(|(_, pods)| pods.len() > 1).collect();
    let listed = shared.iter().map(|(node, pods)| {
        let names: Vec<&str> = pods.iter().map(|pod| pod.name.as_str()).collect();
        format!("{node}: {}", names.join(" + "))
    });
    let listed = few(&listed.collect::<Vec<_>>(), scene.lang);
    let siblings = |pods: &[&Placed]| {
        let stems: Vec<&str> = pods.iter().map(|pod| base(&pod.name)).collect();
        (1..stems.len()).any(|at| stems[..at].contains(&stems[at]))
    };
    let (pods, nodes) = (placed.len(), by_node.len());
    let judgement = if shared.iter().any(|(_, pods)| siblings(pods)) {
        say.failed(told!(PodsListedOnNodes, pods, nodes, listed))
    } else if !shared.is_empty() {
        say.manual(told!(WhichPodsShareANode, listed))
    } else {
        let apart = || say.whether(pods > 1, told!(PodsOnNodes, pods, nodes));
        waiting(scene, placed).unwrap_or_else(apart)
    };
    judgement.with_seen(format!("{pods}/{nodes}"))
}

/// A pod that is on no node yet, or not ready.
fn waiting(scene: &Scene, placed: &[Placed]) -> Option<Judgement> {
    let waiting = placed.iter().find(|pod| pod.node.is_none() || !pod.ready)?;
    let name = &waiting.name;
    Some(Say(scene.lang).moving(told!(IsNotReadyYet, name)))
}

/// The pods of each name are on more than one node. A single pod beside others can't be, and which ones are
/// meant is not said.
fn several(scene: &Scene, placed: &[Placed]) -> Judgement {
    let say = Say(scene.lang);
    let mut by_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pod in placed {
        let nodes = by_name.entry(base(&pod.name)).or_default();
        nodes.extend(pod.node.as_deref());
    }
    let nodes: BTreeSet<&str> = by_name.values().flatten().copied().collect();
    let (pods, nodes) = (placed.len(), nodes.len());
    let judgement = if nodes > 1 && by_name.values().all(|own| own.len() > 1) {
        waiting(scene, placed).unwrap_or_else(|| say.passed(told!(PodsOnNodes, pods, nodes)))
    } else if let Some(waiting) = waiting(scene, placed) {
        waiting
    } else if nodes < 2 || by_name.len() < 2 {
        say.failed(told!(PodsOnNodes, pods, nodes))
    } else {
        say.manual(told!(WhichPodsAreMeant, nodes))
    };
    judgement.with_seen(format!("{pods}/{nodes}"))
}
