//! Whether a pod of a workload may land on a node, and if not, why: readiness, cordon, taints and
//! tolerations, node selector and affinity, room.
//!
//! Sources: `k8s.io/component-helpers/scheduling/corev1` (toleration and affinity matching) and
//! `pkg/controller/daemon/util/daemonset_util.go` (`AddOrUpdateDaemonPodTolerations`).

mod room;

use super::word_list;
use crate::facts::fields::{condition, flag, kind, list, name, number, pairs, text};
use crate::facts::lang::Lang;
use crate::facts::quantity::Quantity;
use crate::facts::selector::expression;
use crate::told;
use serde_json::Value;

/// Why no pod is on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// The node is not ready: what its condition says.
    NodeNotReady(String),
    /// The node is cordoned, and the pods do not tolerate that.
    Cordoned,
    /// A taint that the pods do not tolerate.
    Taint(Taint),
    /// A `NoExecute` taint that the pods tolerate for so many seconds, and are evicted then.
    TaintForATime(Taint, i64),
    /// The pods' `nodeSelector` asks for a label that the node does not have: `key=value`.
    Selector(String),
    /// The pods' required node affinity does not match the node.
    Affinity,
    /// The node can't fit the pod's requests: resource, requested, free.
    NoRoom(String, Quantity, Quantity),
    /// Another pod of the node has the host's port that the pods ask for: `8080/TCP`, and the pod.
    PortTaken(String, String),
    /// A pod is there for the node, but not ready: its name and what is wrong.
    Unready(String, String),
    /// Nothing visible keeps a pod away.
    NotVisible,
}

/// A node's taint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taint {
    /// Its key.
    pub key: String,
    /// Its value, often empty.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

impl Taint {
    /// As kubectl writes it: `dedicated=ops:NoSchedule`, `node.kubernetes.io/unschedulable:NoSchedule`.
    pub(crate) fn written(&self) -> String {
        match self.value.as_str() {
            "" => format!("{}:{}", self.key, self.effect),
            value => format!("{}={value}:{}", self.key, self.effect),
        }
    }
}

impl Why {
    /// In words.
    pub(crate) fn words(&self, lang: Lang) -> String {
        let told = match self {
            Why::NodeNotReady(said) => told!(NodeNotReady, said),
            Why::Cordoned => told!(Cordoned),
            Why::Taint(taint) => told!(TaintNotTolerated, taint = taint.written()),
            Why::TaintForATime(taint, seconds) => {
                told!(TaintToleratedForAWhile, taint = taint.written(), seconds)
            }
            Why::Selector(label) => told!(NodeSelectorDoesNotMatch, label),
            Why::Affinity => told!(NodeAffinityDoesNotMatch),
            Why::NoRoom(resource, wanted, free) => told!(NotEnough, resource, wanted, free),
            Why::PortTaken(port, pod) => told!(HostPortIsTakenBy, port, pod),
            Why::Unready(pod, said) => format!("{pod}: {said}").into(),
            Why::NotVisible => told!(NoReasonVisible),
        };
        told.words(lang)
    }
}

/// The pod template of a workload, or a pod itself: what scheduling reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template<'a> {
    spec: &'a Value,
    owner: Owner,
}

/// What the template belongs to, as far as that matters to where its pods may land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A DaemonSet, whose controller adds tolerations to its pods.
    DaemonSet,
    /// Any other workload.
    Workload,
    /// A pod stands for its siblings: what binds it to its own node does not bind them.
    Pod,
}

static NOTHING: Value = Value::Null;

impl<'a> Template<'a> {
    /// Of a workload (`spec.template.spec`) or of a pod (`spec`).
    pub(crate) fn of(object: &'a Value) -> Template<'a> {
        let (owner, pointer) = match kind(object) {
            "Pod" => (Owner::Pod, "/spec"),
            "DaemonSet" => (Owner::DaemonSet, "/spec/template/spec"),
            _ => (Owner::Workload, "/spec/template/spec"),
        };
        Template {
            spec: object.pointer(pointer).unwrap_or(&NOTHING),
            owner,
        }
    }

    /// The first thing that keeps a pod off a node for good; `None` if nothing does. Room is another
    /// matter ([`Template::room`]), because it needs the pods of the node.
    pub(crate) fn kept_off(&self, node: &Value) -> Option<Why> {
        let ready = condition(node, "Ready");
        if ready.is_some_and(|c| !c.is_true()) {
            let said = ready.map_or_else(String::new, |c| c.said());
            return Some(Why::NodeNotReady(said));
        }
        if let Some(taint) = self.untolerated(node) {
            let cordon = taint.key == "node.kubernetes.io/unschedulable";
            return Some(if cordon {
                Why::Cordoned
            } else {
                Why::Taint(taint)
            });
        }
        if flag(node, "/spec/unschedulable") && !self.tolerates_cordon() {
            return Some(Why::Cordoned);
        }
        self.unmatched(node)
            .or_else(|| self.tolerated_for_a_time(node))
    }

    /// Whether the pods are meant for a node, whatever keeps them off it today: taints come and go and the next
    /// template may tolerate them, but what it selects, and a control plane's own node, stay.
    pub(crate) fn is_meant_for(&self, node: &Value) -> bool {
        let of_a_role = |taint: Taint| taint.key.starts_with("node-role.kubernetes.io/");
        self.unmatched(node).is_none() && !self.untolerated(node).is_some_and(of_a_role)
    }

    /// A `NoExecute` taint whose only tolerations end: the pods are evicted when their time is over.
    fn tolerated_for_a_time(&self, node: &Value) -> Option<Why> {
        let seconds = |toleration: &Value| number(toleration, "/tolerationSeconds");
        taints(node).into_iter().find_map(|taint| {
            if taint.effect != "NoExecute" || self.tolerates_by_itself(&taint.key, &taint.effect) {
                return None;
            }
            let own = list(self.spec, "/tolerations").iter();
            let fitting = own.filter(|toleration| tolerates(toleration, &taint));
            let times: Option<Vec<i64>> = fitting.map(seconds).collect();
            let longest = times?.into_iter().max()?;
            Some(Why::TaintForATime(taint, longest.max(0)))
        })
    }

    /// The first taint of a node that keeps new pods off and is not tolerated.
    fn untolerated(&self, node: &Value) -> Option<Taint> {
        taints(node)
            .into_iter()
            .find(|taint| taint.effect != "PreferNoSchedule" && !self.tolerates(taint))
    }

    /// Whether the pods tolerate a taint, those that a DaemonSet's pods get by themselves included.
    pub(crate) fn tolerates(&self, taint: &Taint) -> bool {
        let own = list(self.spec, "/tolerations").iter();
        own.clone().any(|toleration| tolerates(toleration, taint))
            || !taint.effect.is_empty() && self.tolerates_by_itself(&taint.key, &taint.effect)
    }

    /// A cordoned node carries its taint; an old one may carry the field alone.
    fn tolerates_cordon(&self) -> bool {
        self.tolerates(&Taint {
            key: "node.kubernetes.io/unschedulable".into(),
            value: String::new(),
            effect: "NoSchedule".into(),
        })
    }

    /// Whether a DaemonSet's pods tolerate a taint of a key without saying so; without an effect, its own.
    pub(crate) fn tolerates_by_itself(&self, key: &str, effect: &str) -> bool {
        let own = word_list("tolerated-by-daemons").value(key);
        let network = key.ends_with("/network-unavailable");
        self.owner == Owner::DaemonSet
            && own.is_some_and(|own| effect.is_empty() || effect == own)
            && (!network || flag(self.spec, "/hostNetwork"))
    }

    /// The node selector or the required affinity, if the node does not match it.
    fn unmatched(&self, node: &Value) -> Option<Why> {
        let labels = pairs(node, "/metadata/labels");
        let pinned = text(self.spec, "/nodeName");
        if self.owner != Owner::Pod && !pinned.is_empty() && pinned != name(node) {
            return Some(Why::Selector(format!("nodeName={pinned}")));
        }
        let missing = pairs(self.spec, "/nodeSelector")
            .into_iter()
            .find(|wanted| !labels.contains(wanted));
        if let Some((key, value)) = missing {
            return Some(Why::Selector(format!("{key}={value}")));
        }
        let required = self
            .spec
            .pointer("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution")?;
        let terms = list(required, "/nodeSelectorTerms");
        let matched = terms
            .iter()
            .any(|term| self.term_matches(term, node, &labels));
        (!matched).then_some(Why::Affinity)
    }

    /// A term's expressions and fields must all hold; an empty term matches nothing. The field that a
    /// DaemonSet's controller ties each pod to its node by says nothing of other nodes.
    fn term_matches(&self, term: &Value, node: &Value, labels: &[(&str, &str)]) -> bool {
        let expressions = list(term, "/matchExpressions");
        let fields = list(term, "/matchFields");
        let node_fields = [("metadata.name", name(node))];
        let holds = |written: &Value, map: &[(&str, &str)]| {
            expression(written).is_some_and(|requirement| requirement.matches(map))
        };
        !(expressions.is_empty() && fields.is_empty())
            && expressions.iter().all(|e| holds(e, labels))
            && (self.owner == Owner::Pod || fields.iter().all(|f| holds(f, &node_fields)))
    }
}

/// The taints of a node.
pub(crate) fn taints(node: &Value) -> Vec<Taint> {
    let entries = list(node, "/spec/taints").iter();
    entries
        .map(|entry| Taint {
            key: text(entry, "/key").into(),
            value: text(entry, "/value").into(),
            effect: text(entry, "/effect").into(),
        })
        .collect()
}

/// An empty effect tolerates every effect, an empty key with `Exists` every key. `Gt` and `Lt` compare
/// whole numbers: the taint's value against the toleration's (Kubernetes 1.35).
fn tolerates(toleration: &Value, taint: &Taint) -> bool {
    let effect = text(toleration, "/effect");
    let key = text(toleration, "/key");
    if !effect.is_empty() && effect != taint.effect {
        return false;
    }
    let exists = text(toleration, "/operator") == "Exists";
    let key_fits = if key.is_empty() {
        exists
    } else {
        key == taint.key
    };
    let bound = text(toleration, "/value");
    let numbers = taint
        .value
        .parse::<i64>()
        .ok()
        .zip(bound.parse::<i64>().ok());
    let value_fits = match text(toleration, "/operator") {
        "Exists" => true,
        "" | "Equal" => bound == taint.value,
        "Gt" => numbers.is_some_and(|(value, bound)| value > bound),
        "Lt" => numbers.is_some_and(|(value, bound)| value < bound),
        _ => false,
    };
    key_fits && value_fits
}

/// The node that a pod is on, or that a DaemonSet's pod is meant for while it waits.
pub(crate) fn node_of(pod: &Value) -> &str {
    let bound = text(pod, "/spec/nodeName");
    if !bound.is_empty() {
        return bound;
    }
    let terms = "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";
    let fields = list(pod, terms)
        .iter()
        .flat_map(|term| list(term, "/matchFields"));
    fields
        .filter(|field| text(field, "/key") == "metadata.name")
        .find_map(|field| field.pointer("/values/0")?.as_str())
        .unwrap_or("")
}

#[cfg(test)]
mod tests;
