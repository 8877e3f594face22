//! Kinds of Kubernetes itself that have no state to wait for: they are there, or they are not.

use super::KindContext;
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Whether a built-in kind works by being there. Source: kstatus, which calls every one of them current.
pub(crate) fn is_plain(group: &str, kind: &str) -> bool {
    let kinds: &[&str] = match group {
        "" => &[
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "Endpoints",
            "Event",
            "LimitRange",
            "ResourceQuota",
            "PodTemplate",
        ],
        "rbac.authorization.k8s.io" | "authorization.openshift.io" => {
            &["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"]
        }
        "apps" => &["ControllerRevision"],
        "storage.k8s.io" => &["StorageClass", "CSIDriver", "CSINode", "CSIStorageCapacity"],
        "scheduling.k8s.io" => &["PriorityClass"],
        "networking.k8s.io" => &["NetworkPolicy", "IngressClass", "IPAddress"],
        "coordination.k8s.io" => &["Lease"],
        "events.k8s.io" => &["Event"],
        "node.k8s.io" => &["RuntimeClass"],
        "admissionregistration.k8s.io" => &[
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
        ],
        "policy" => &["PodSecurityPolicy"],
        "metrics.k8s.io" => &["PodMetrics", "NodeMetrics"],
        _ => &[],
    };
    kinds.contains(&kind)
}

/// The verdict on an object of such a kind.
pub(crate) fn plain(_object: &Value, ctx: &KindContext) -> Judgement {
    ctx.passed(Reason::Exists, told!(ItExists))
}
