//! A record's diagnosis held against the cluster: a taint that DaemonSet pods tolerate by themselves
//! cannot be what keeps them off a node.
//!
//! Source: `AddOrUpdateDaemonPodTolerations` in `pkg/controller/daemon/util/daemonset_util.go`; the
//! controller adds these to its pods, not to the template.

use super::coverage::{Coverage, Uncovered};
use super::scheduling::Why;
use crate::facts::lang::Lang;
use std::collections::BTreeMap;

/// Taints that every DaemonSet pod tolerates, whatever its template says.
const TOLERATED: [(&str, &str); 7] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ("node.kubernetes.io/network-unavailable", "NoSchedule"),
];

/// Whether a taint that a record blames (`key:Effect`, `key=value:Effect`) cannot keep the pods of a
/// DaemonSet away. `host_network` matters for `network-unavailable` alone.
pub fn is_tolerated_by_daemons(taint: &str, host_network: HostNetwork) -> bool {
    let (key, effect) = taint.rsplit_once(':').unwrap_or((taint, ""));
    let key = key.split('=').next().unwrap_or(key);
    TOLERATED.iter().any(|(known, known_effect)| {
        let everywhere =
            !known.ends_with("network-unavailable") || host_network == HostNetwork::Used;
        *known == key && (effect.is_empty() || *known_effect == effect) && everywhere
    })
}

/// Whether the pods are on the host's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostNetwork {
    /// `hostNetwork: true`.
    Used,
    /// Not.
    NotUsed,
}

/// What to tell about a blamed taint that is innocent: why, and what really keeps pods off the
/// nodes that have none.
pub fn contradiction(taint: &str, coverage: Option<&Coverage>, lang: Lang) -> String {
    let mut text = match lang {
        Lang::Ko => format!(
            "기록은 `{taint}` taint를 원인으로 보지만, DaemonSet Pod는 이 taint를 스스로 허용하므로(tolerate) 원인일 수 없습니다"
        ),
        Lang::En => format!(
            "the record blames the taint `{taint}`, but DaemonSet pods tolerate it by themselves: it cannot be the cause"
        ),
    };
    for (why, nodes) in reasons(coverage.map_or(&[], |coverage| &coverage.without), lang) {
        let nodes = nodes.join(", ");
        text.push_str(&match lang {
            Lang::Ko => format!("; Pod가 없는 노드 {nodes}: {why}"),
            Lang::En => format!("; nodes without a pod {nodes}: {why}"),
        });
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
mod tests {
    use super::*;

    #[test]
    fn only_the_controllers_own_tolerations_acquit_a_taint() {
        let check = |taint: &str, tolerated: bool| {
            assert_eq!(
                is_tolerated_by_daemons(taint, HostNetwork::NotUsed),
                tolerated,
                "{taint}"
            );
        };
        check("node.kubernetes.io/unschedulable:NoSchedule", true);
        check("node.kubernetes.io/unschedulable", true);
        check("node.kubernetes.io/not-ready:NoExecute", true);
        check("node.kubernetes.io/not-ready:NoSchedule", false);
        check("node.kubernetes.io/network-unavailable:NoSchedule", false);
        check("dedicated=ops:NoSchedule", false);
        let network = "node.kubernetes.io/network-unavailable:NoSchedule";
        assert!(is_tolerated_by_daemons(network, HostNetwork::Used));
    }

    #[test]
    fn the_contradiction_is_told_in_both_languages() {
        let taint = "node.kubernetes.io/unschedulable:NoSchedule";
        assert!(contradiction(taint, None, Lang::Ko).contains("원인일 수 없습니다"));
        assert!(contradiction(taint, None, Lang::En).contains("cannot be the cause"));
    }
}
