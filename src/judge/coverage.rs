//! Coverage: on which nodes a workload has a ready pod, on which it has none and why, and which pods
//! should not be where they are. A DaemonSet's own status can't tell: a node whose taint is not
//! tolerated is not counted at all, so `7/7` looks healthy.

use super::kind::{self, KindContext, pod};
use super::scheduling::{Template, Why, node_of};
use crate::facts::fields::{kind, name, namespace, number, pairs, text};
use crate::facts::lang::Lang;
use crate::facts::selector::Selector;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use serde_json::Value;

/// How a workload's pods are spread over the nodes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coverage {
    /// How many nodes there are.
    pub nodes: usize,
    /// The distinct nodes with a ready pod, in the order of the nodes.
    pub ready_nodes: Vec<String>,
    /// The nodes without a ready pod, and why.
    pub without: Vec<Uncovered>,
    /// Pods on nodes where they should not be: pod, node and why.
    pub misscheduled: Vec<(String, String, Why)>,
    /// How many of the workload's pods are ready (more than one can be on a node).
    pub ready_pods: usize,
    /// `status.desiredNumberScheduled` or `spec.replicas`, where the workload is known.
    pub desired: Option<i64>,
    /// Whether a ready pod is on every node, and on as many as expected.
    pub judgement: Judgement,
}

/// A node without a ready pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Uncovered {
    /// The node's name.
    pub node: String,
    /// Why, as far as it can be seen.
    pub why: Why,
    /// How the pod that is there stands; `None` if there is none.
    pub pod: Option<Verdict>,
}

/// Holds the pods of a workload against the nodes.
///
/// `pods` may hold other pods as well: only those of the workload count (by its selector and
/// namespace), the others take room. Without a workload every pod counts. `expected` is the number of
/// nodes that a record claims ("on all 10 nodes"); `None` claims only every node.
pub(crate) fn coverage(
    pods: &[&Value],
    nodes: &[&Value],
    workload: Option<&Value>,
    expected: Option<u64>,
    ctx: &KindContext,
) -> Coverage {
    let own: Vec<&Value> = pods
        .iter()
        .copied()
        .filter(|pod| workload.is_none_or(|workload| selects(workload, pod)))
        .filter(|pod| pod::is_live(pod))
        .collect();
    let covered = |node: &Value| {
        own.iter()
            .any(|p| node_of(p) == name(node) && pod::is_ready(p))
    };
    let (ready, missing): (Vec<&Value>, Vec<&Value>) =
        nodes.iter().copied().partition(|node| covered(node));
    let mut coverage = Coverage {
        nodes: nodes.len(),
        ready_nodes: ready.iter().map(|node| name(node).to_string()).collect(),
        without: missing
            .iter()
            .map(|node| uncovered(node, &own, pods, workload, ctx))
            .collect(),
        misscheduled: misscheduled(&own, nodes, workload),
        ready_pods: own.iter().filter(|pod| pod::is_ready(pod)).count(),
        desired: workload.and_then(|workload| {
            number(workload, "/status/desiredNumberScheduled")
                .or_else(|| number(workload, "/spec/replicas"))
        }),
        judgement: Judgement::new(Verdict::Manual, Reason::NothingDesired, ""),
    };
    coverage.judgement = judge(&coverage, workload, expected, ctx);
    coverage
}

/// Whether a workload's selector takes a pod: same namespace, labels matching.
pub(crate) fn selects(workload: &Value, pod: &Value) -> bool {
    let selector = workload.pointer("/spec/selector").and_then(Selector::of);
    namespace(workload) == namespace(pod)
        && selector.is_some_and(|selector| {
            !selector.is_empty() && selector.matches(&pairs(pod, "/metadata/labels"))
        })
}

impl Coverage {
    /// What should be said whatever is expected: nodes without a pod and why, misscheduled pods.
    /// Empty when there is nothing.
    pub(crate) fn notes(&self, lang: Lang) -> String {
        let without = told!(
            NodesWithoutPod,
            count = self.without.len(),
            nodes = self.without_words(lang)
        );
        let misplaced = told!(
            PodsMisscheduled,
            count = self.misscheduled.len(),
            pods = self.misscheduled_words(lang)
        );
        let notes = [
            (!self.without.is_empty()).then_some(without),
            (!self.misscheduled.is_empty()).then_some(misplaced),
        ];
        let notes = notes.iter().flatten().map(|note| note.words(lang));
        notes.collect::<Vec<_>>().join("; ")
    }

    /// Whether some node has a pod that is not ready.
    pub(crate) fn has_unready_pods(&self) -> bool {
        self.without.iter().any(|uncovered| uncovered.pod.is_some())
    }

    /// Nodes of the same reason together: `a, b (taint dedicated=ops:NoSchedule not tolerated)`.
    fn without_words(&self, lang: Lang) -> String {
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for uncovered in &self.without {
            let why = uncovered.why.words(lang);
            match groups.iter_mut().find(|(known, _)| *known == why) {
                Some((_, nodes)) => nodes.push(&uncovered.node),
                None => groups.push((why, vec![&uncovered.node])),
            }
        }
        // Of many nodes the first ones stand for the others.
        const NAMED: usize = 10;
        let named = |nodes: &[&str]| match nodes.split_at_checked(NAMED) {
            Some((first, rest)) if !rest.is_empty() => {
                told!(FewAndMore, shown = first.join(", "), more = rest.len()).words(lang)
            }
            Some(_) | None => nodes.join(", "),
        };
        let groups = groups
            .iter()
            .map(|(why, nodes)| format!("{} ({why})", named(nodes)));
        groups.collect::<Vec<_>>().join("; ")
    }

    fn misscheduled_words(&self, lang: Lang) -> String {
        let pods = self.misscheduled.iter();
        let pods = pods.map(|(pod, node, why)| format!("{pod} @ {node} ({})", why.words(lang)));
        pods.collect::<Vec<_>>().join(", ")
    }
}

/// Why a node has no ready pod: the pod that is there, else what keeps pods off, else room.
fn uncovered(
    node: &Value,
    own: &[&Value],
    pods: &[&Value],
    workload: Option<&Value>,
    ctx: &KindContext,
) -> Uncovered {
    let alone = KindContext::new(ctx.now, ctx.lang);
    let here = own.iter().find(|pod| node_of(pod) == name(node));
    let unready = here.map(|pod| (pod, kind::status(pod, &alone)));
    let template = workload.or_else(|| own.first().copied()).map(Template::of);
    let (why, pod) = match (unready, template) {
        (Some((pod, judgement)), _) => {
            let why = Why::Unready(name(pod).into(), judgement.message);
            (why, Some(judgement.verdict))
        }
        (None, Some(template)) => {
            let on_node: Vec<&Value> = pods
                .iter()
                .copied()
                .filter(|pod| pod::is_live(pod) && text(pod, "/spec/nodeName") == name(node))
                .collect();
            let why = template
                .kept_off(node)
                .or_else(|| template.room(node, &on_node));
            (why.unwrap_or(Why::NotVisible), None)
        }
        (None, None) => (Why::NotVisible, None),
    };
    Uncovered {
        node: name(node).into(),
        why,
        pod,
    }
}

/// Pods of a DaemonSet on nodes that its controller would not put them on now (its
/// `numberMisscheduled`): selector, affinity, or a taint that is not tolerated.
fn misscheduled(
    own: &[&Value],
    nodes: &[&Value],
    workload: Option<&Value>,
) -> Vec<(String, String, Why)> {
    let Some(workload) = workload.filter(|workload| kind(workload) == "DaemonSet") else {
        return Vec::new();
    };
    let template = Template::of(workload);
    let placed = own.iter().filter_map(|pod| {
        let node = nodes
            .iter()
            .find(|node| name(node) == text(pod, "/spec/nodeName"))?;
        let why = template.kept_off(node)?;
        let misplaced = !matches!(why, Why::NodeNotReady(_) | Why::TaintForATime(..));
        misplaced.then(|| (name(pod).into(), name(node).into(), why))
    });
    placed.collect()
}

/// Failed where a pod is missing and nothing is on its way to it; pending where a pod is.
fn judge(
    coverage: &Coverage,
    workload: Option<&Value>,
    expected: Option<u64>,
    ctx: &KindContext,
) -> Judgement {
    let ready = coverage.ready_nodes.len();
    let seen = format!("{ready}/{}", coverage.nodes);
    let numbers = numbers(coverage, expected, ctx.lang);
    let notes = coverage.notes(ctx.lang);
    let message = if notes.is_empty() {
        numbers
    } else {
        format!("{numbers}; {notes}")
    };
    let alone = KindContext::new(ctx.now, ctx.lang);
    let own_state = workload.map(|workload| kind::status(workload, &alone));
    let moves = own_state
        .as_ref()
        .is_some_and(|j| j.verdict == Verdict::Pending)
        || coverage
            .without
            .iter()
            .any(|u| u.pod == Some(Verdict::Pending));
    let as_expected = expected.is_none_or(|n| usize::try_from(n) == Ok(ready));
    let complete =
        ready > 0 && as_expected && coverage.without.is_empty() && coverage.misscheduled.is_empty();
    let broken = coverage
        .without
        .iter()
        .any(|u| u.pod == Some(Verdict::Failed))
        || own_state.is_some_and(|j| j.verdict == Verdict::Failed);
    let (verdict, reason) = match (broken, moves, complete) {
        (true, _, _) => (Verdict::Failed, Reason::NotCovered),
        (false, true, _) => (Verdict::Pending, Reason::CoverageMoving),
        (false, false, true) => (Verdict::Passed, Reason::Covered),
        (false, false, false) => (Verdict::Failed, Reason::NotCovered),
    };
    Judgement::new(verdict, reason, message).with_seen(seen)
}

/// `written 10, desired 11, ready 11, nodes 11`.
fn numbers(coverage: &Coverage, expected: Option<u64>, lang: Lang) -> String {
    let (ready, pods) = (coverage.ready_nodes.len(), coverage.ready_pods);
    let parts = [
        expected.map(|expected| told!(ExpectedNumber, expected)),
        coverage
            .desired
            .map(|desired| format!("desired {desired}").into()),
        Some(told!(ReadyOf, seen = ready)),
        Some(told!(NumberOfNodes, nodes = coverage.nodes)),
        (pods != ready).then(|| told!(ReadyPods, pods)),
    ];
    let parts = parts.iter().flatten().map(|part| part.words(lang));
    let parts: Vec<String> = parts.collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests;
