//! The names of kinds (in kubectl's plural) and of states (as tables print them), which sentences of
//! both languages use.

use super::amounts::AMOUNTS;
use super::concept::Term::{self, *};
use super::english::PHRASES;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Kinds and states by the words for them, in lower case.
pub(super) const NOUNS: &[(&str, Term)] = &[
    ("event", Kind("events")),
    ("events", Kind("events")),
    ("container", Kind("containers")),
    ("containers", Kind("containers")),
    ("endpoint", Kind("endpoints")),
    ("pod", Kind("pods")),
    ("pods", Kind("pods")),
    ("po", Kind("pods")),
    ("replicas", Kind("pods")),
    ("replica", Kind("pods")),
    ("node", Kind("nodes")),
    ("nodes", Kind("nodes")),
    ("deployment", Kind("deployments")),
    ("deployments", Kind("deployments")),
    ("daemonset", Kind("daemonsets")),
    ("daemonsets", Kind("daemonsets")),
    ("statefulset", Kind("statefulsets")),
    ("statefulsets", Kind("statefulsets")),
    ("replicaset", Kind("replicasets")),
    ("replicasets", Kind("replicasets")),
    ("service", Kind("services")),
    ("services", Kind("services")),
    ("svc", Kind("services")),
    ("ingress", Kind("ingresses")),
    ("ingresses", Kind("ingresses")),
    ("pvc", Kind("persistentvolumeclaims")),
    ("pvcs", Kind("persistentvolumeclaims")),
    ("persistentvolumeclaim", Kind("persistentvolumeclaims")),
    ("persistentvolumeclaims", Kind("persistentvolumeclaims")),
    ("pv", Kind("persistentvolumes")),
    ("pvs", Kind("persistentvolumes")),
    ("persistentvolume", Kind("persistentvolumes")),
    ("persistentvolumes", Kind("persistentvolumes")),
    ("configmap", Kind("configmaps")),
    ("configmaps", Kind("configmaps")),
    ("secret", Kind("secrets")),
    ("secrets", Kind("secrets")),
    ("namespace", Kind("namespaces")),
    ("namespaces", Kind("namespaces")),
    ("job", Kind("jobs")),
    ("jobs", Kind("jobs")),
    ("cronjob", Kind("cronjobs")),
    ("cronjobs", Kind("cronjobs")),
    ("hpa", Kind("horizontalpodautoscalers")),
    ("hpas", Kind("horizontalpodautoscalers")),
    ("endpoints", Kind("endpoints")),
    ("application", Kind("applications")),
    ("applications", Kind("applications")),
    ("app", Kind("applications")),
    ("apps", Kind("applications")),
    ("argocd app", Kind("applications")),
    ("argocd apps", Kind("applications")),
    ("argocd application", Kind("applications")),
    ("argocd applications", Kind("applications")),
    ("argocd 앱", Kind("applications")),
    ("argocd 애플리케이션", Kind("applications")),
    ("argo cd 앱", Kind("applications")),
    ("argo cd 애플리케이션", Kind("applications")),
    ("argo cd app", Kind("applications")),
    ("argo cd apps", Kind("applications")),
    ("argo cd application", Kind("applications")),
    ("argo cd applications", Kind("applications")),
    ("applicationset", Kind("applicationsets")),
    ("applicationsets", Kind("applicationsets")),
    ("certificate", Kind("certificates")),
    ("certificates", Kind("certificates")),
    ("servicemonitor", Kind("servicemonitors")),
    ("servicemonitors", Kind("servicemonitors")),
    ("externalsecret", Kind("externalsecrets")),
    ("externalsecrets", Kind("externalsecrets")),
    ("serviceaccount", Kind("serviceaccounts")),
    ("serviceaccounts", Kind("serviceaccounts")),
    ("storageclass", Kind("storageclasses")),
    ("storageclasses", Kind("storageclasses")),
    ("networkpolicy", Kind("networkpolicies")),
    ("networkpolicies", Kind("networkpolicies")),
    ("storage class", Kind("storageclasses")),
    ("storage classes", Kind("storageclasses")),
    ("config map", Kind("configmaps")),
    ("config maps", Kind("configmaps")),
    ("service account", Kind("serviceaccounts")),
    ("service accounts", Kind("serviceaccounts")),
    ("network policy", Kind("networkpolicies")),
    ("network policies", Kind("networkpolicies")),
    ("stateful set", Kind("statefulsets")),
    ("daemon set", Kind("daemonsets")),
    ("replica set", Kind("replicasets")),
    ("cron job", Kind("cronjobs")),
    ("cron jobs", Kind("cronjobs")),
    ("persistent volume", Kind("persistentvolumes")),
    ("persistent volumes", Kind("persistentvolumes")),
    ("persistent volume claim", Kind("persistentvolumeclaims")),
    ("persistent volume claims", Kind("persistentvolumeclaims")),
    ("external secret", Kind("externalsecrets")),
    ("external secrets", Kind("externalsecrets")),
    ("crd", Kind("customresourcedefinitions")),
    ("crds", Kind("customresourcedefinitions")),
    ("running", State("Running")),
    ("up and running", State("healthy")),
    ("pending", State("Pending")),
    ("succeeded", State("Succeeded")),
    ("completed", State("Completed")),
    ("completes", State("Completed")),
    ("complete", State("Complete")),
    ("failed", State("Failed")),
    ("failing", State("Failed")),
    ("crashing", State("Failed")),
    ("backoff", State("BackOff")),
    ("back-off", State("BackOff")),
    ("init:error", State("Init:Error")),
    ("init:crashloopbackoff", State("Init:CrashLoopBackOff")),
    ("crashloopbackoff", State("CrashLoopBackOff")),
    ("crash loop", State("CrashLoopBackOff")),
    ("crash loops", State("CrashLoopBackOff")),
    ("crash looping", State("CrashLoopBackOff")),
    ("crashloop", State("CrashLoopBackOff")),
    ("crash-loop", State("CrashLoopBackOff")),
    ("crash-loops", State("CrashLoopBackOff")),
    ("crash-looping", State("CrashLoopBackOff")),
    ("crashlooping", State("CrashLoopBackOff")),
    ("error state", State("Error")),
    ("error status", State("Error")),
    ("error 상태", State("Error")),
    ("unready", State("NotReady")),
    ("unhealthy", State("NotReady")),
    ("imagepullbackoff", State("ImagePullBackOff")),
    ("errimagepull", State("ErrImagePull")),
    ("containercreating", State("ContainerCreating")),
    ("terminating", State("Terminating")),
    ("evicted", State("Evicted")),
    ("warning", State("Warning")),
    ("valid", State("Valid")),
    ("secretsynced", State("SecretSynced")),
    ("approved", State("Approved")),
    ("enabled", State("Enabled")),
    ("disabled", State("Disabled")),
    ("ready", State("Ready")),
    ("notready", State("NotReady")),
    ("not ready", State("NotReady")),
    ("schedulingdisabled", State("SchedulingDisabled")),
    ("bound", State("Bound")),
    ("available", State("Available")),
    ("released", State("Released")),
    ("lost", State("Lost")),
    ("active", State("Active")),
    ("synced", State("Synced")),
    ("outofsync", State("OutOfSync")),
    ("in sync", State("Synced")),
    ("out of sync", State("OutOfSync")),
    ("healthy", State("Healthy")),
    ("operational", State("healthy")),
    ("degraded", State("Degraded")),
    ("progressing", State("Progressing")),
    ("suspended", State("Suspended")),
    ("true", State("True")),
    ("false", State("False")),
    ("established", State("Established")),
    ("clusterip", State("ClusterIP")),
    ("nodeport", State("NodePort")),
    ("loadbalancer", State("LoadBalancer")),
];

/// The term of an English phrase in lower case. Of two that are spelled the same the first one counts.
pub(super) fn term(phrase: &str) -> Option<Term> {
    static TERMS: LazyLock<HashMap<&str, Term>> = LazyLock::new(|| {
        let mut terms = HashMap::new();
        for (phrase, term) in phrases() {
            terms.entry(*phrase).or_insert(*term);
        }
        terms
    });
    TERMS.get(phrase).copied()
}

/// Whether a phrase of several words begins with a word, in lower case.
pub(super) fn opens_phrase(word: &str) -> bool {
    static OPENERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        phrases()
            .filter_map(|(phrase, _)| phrase.split_once(' '))
            .map(|(first, _)| first)
            .collect()
    });
    OPENERS.contains(word)
}

/// Every English phrase with its term.
pub(super) fn phrases() -> impl Iterator<Item = &'static (&'static str, Term)> {
    PHRASES.iter().chain(AMOUNTS).chain(NOUNS)
}
