//! A record's diagnosis held against the cluster: a taint that DaemonSet pods tolerate, by themselves
//! or by their template, cannot be what keeps them off a node.
//!
//! Source: `AddOrUpdateDaemonPodTolerations` in `pkg/controller/daemon/util/daemonset_util.go`; the
//! controller adds these to its pods, not to the template.

use super::coverage::{Coverage, Uncovered};
use super::scheduling::{Taint, Template, Why, taints};
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::told;
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether a taint that a record blames (`key:Effect`, `key=value:Effect`) cannot keep the pods of a
/// DaemonSet away, whatever its template says.
pub(crate) fn is_tolerated_by_itself(taint: &str, daemon: &Value) -> bool {
    let (key, effect) = taint.rsplit_once(':').unwrap_or((taint, ""));
    let key = key.split('=').next().unwrap_or(key);
    Template::of(daemon).tolerates_by_itself(key, effect)
}

/// Who tolerates a blamed taint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tolerated {
    /// Every DaemonSet's pods, whatever their template says.
    ByItself,
    /// This DaemonSet's template.
    ByTemplate,
}

/// Whether a blamed taint cannot be what keeps pods off the nodes that have none, as the template
/// tolerates it already: a node that carries it has no pod, and not for the taint. A record written
/// before the template was mended is right, and its nodes have their pods.
pub(crate) fn is_tolerated_by_template(
    taint: &str,
    daemon: &Value,
    nodes: &[&Value],
    coverage: &Coverage,
) -> bool {
    let template = Template::of(daemon);
    let bare = |node: &&&Value| {
        let empty = |one: &Uncovered| one.node == fields::name(node) && one.pod.is_none();
        coverage.without.iter().any(empty)
    };
    let blamed = |own: &Taint| {
        let with_effect = taint.contains(':');
        let written = own.written();
        let without_effect = written.rsplit_once(':').map_or("", |(start, _)| start);
        taint == written || (!with_effect && (taint == without_effect || taint == own.key))
    };
    let carried: Vec<Taint> = nodes
        .iter()
        .filter(bare)
        .flat_map(|node| taints(node))
        .filter(blamed)
        .collect();
    !carried.is_empty() && carried.iter().all(|taint| template.tolerates(taint))
}

/// What to tell about a blamed taint that is innocent: why, and what really keeps pods off the
/// nodes that have none.
pub(crate) fn contradiction(
    taint: &str,
    tolerated: Tolerated,
    coverage: Option<&Coverage>,
    lang: Lang,
) -> String {
    let blamed = match tolerated {
        Tolerated::ByItself => told!(BlamedButToleratedByItself, taint),
        Tolerated::ByTemplate => told!(BlamedButToleratedByTemplate, taint),
    };
    let mut text = blamed.words(lang);
    for (why, nodes) in reasons(coverage.map_or(&[], |coverage| &coverage.without), lang) {
        let nodes = nodes.join(", ");
        text.push_str(&told!(NodesWithoutBecause, nodes, why).words(lang));
    }
    text
}

/// The nodes without a pod, by what keeps pods off them.
fn reasons(without: &[Uncovered], lang: Lang) -> BTreeMap<String, Vec<&str>> {
    let mut reasons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for uncovered in without
        .iter()
        .filter(|uncovered| !matches!(uncovered.why, Why::NotVisible))
    {
        reasons
            .entry(uncovered.why.words(lang))
            .or_default()
            .push(&uncovered.node);
    }
    reasons
}

#[cfg(test)]
mod tests;
