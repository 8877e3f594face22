//! The table of kinds: how each is written on a command line and in prose, where the server has it, and what is
//! so of it wherever it stands. Everything that has to know a kind by a name asks here.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A kind of objects.
#[derive(Debug)]
pub(crate) struct Kind {
    /// `daemonsets`: what names it inside the program, too.
    pub plural: &'static str,
    /// `ds`; blanks between several.
    short: &'static str,
    /// `DaemonSet`.
    pub kind: &'static str,
    /// `apps`; empty for the core group.
    pub group: &'static str,
    /// `v1`.
    pub version: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// What prose calls it: one English word, and the Korean ones.
    spoken: &'static str,
}

impl Kind {
    /// Its short names.
    pub(crate) fn short(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.short.split_whitespace()
    }

    /// The word that prose has for it.
    pub(crate) fn word(&self) -> Option<&'static str> {
        self.spoken.split_whitespace().next()
    }
}

/// A word of a command line taken apart in lower case: a name, and the group that it is written with.
pub(crate) fn apart(word: &str) -> (String, String) {
    let mut name = word.to_lowercase();
    let group = name.find('.').map(|at| name.split_off(at));
    let group = group.map_or(String::new(), |group| group[1..].to_owned());
    (name, group)
}

/// Whether what a name is written with is a group: nothing, `group`, `version.group`.
pub(crate) fn is_of_group(written: &str, group: &str, version: &str) -> bool {
    written.is_empty()
        || written == group
        || written == format!("{version}.{group}")
        // kubectl takes a group by its beginning, too: `deploy.apps`, `ing.networking`.
        || group.starts_with(&format!("{written}."))
}

/// Each name in lower case.
static NAMES: LazyLock<HashMap<String, &'static Kind>> = LazyLock::new(|| {
    let names = |kind: &'static Kind| {
        let own = [kind.plural.to_owned(), kind.kind.to_lowercase()];
        let all = own.into_iter().chain(kind.short().map(str::to_owned));
        all.map(move |name| (name, kind))
    };
    BUILT_IN.iter().chain(CUSTOM).flat_map(names).collect()
});

/// What prose calls each, and the word that it has for it.
static SPOKEN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let words = |kind: &'static Kind| {
        let word = kind.word()?;
        let all = kind.spoken.split_whitespace().chain([kind.plural]);
        Some(all.map(move |one| (one, word)))
    };
    let all = BUILT_IN.iter().chain(CUSTOM).filter_map(words);
    all.flatten().collect()
});

/// The kind that a word of a command line means.
pub(crate) fn named(word: &str) -> Option<&'static Kind> {
    let (name, group) = apart(word);
    let kind = NAMES.get(&name)?;
    is_of_group(&group, kind.group, kind.version).then_some(kind)
}

/// The kind of every API server that a word of a command line means.
pub(crate) fn built_in(word: &str) -> Option<&'static Kind> {
    named(word).filter(|kind| BUILT_IN.iter().any(|own| own.plural == kind.plural))
}

/// The kind that a word means whatever group it is written with.
pub(crate) fn plainly_named(word: &str) -> Option<&'static Kind> {
    NAMES.get(&apart(word).0).copied()
}

/// The word of prose for the kind that a word of prose speaks of: that word, a Korean one, or a plural.
pub(crate) fn spoken(word: &str) -> Option<&'static str> {
    SPOKEN.get(word).copied()
}

/// A kind that is in the table for sure, by its plural.
pub(crate) fn known(plural: &str) -> &'static Kind {
    let row = NAMES.get(plural);
    row.expect("only plurals of the table below are asked for")
}

/// The workloads that roll their pods out, by their plurals.
pub(crate) const ROLLING: [&str; 3] = ["daemonsets", "deployments", "statefulsets"];

/// Whether a plural is of a kind that keeps a number of pods.
pub(crate) fn keeps_pods(plural: &str) -> bool {
    ROLLING.contains(&plural) || plural == "replicasets"
}

/// Whether a plural is of a kind whose pods' logs people ask for by it.
pub(crate) fn has_logs(plural: &str) -> bool {
    keeps_pods(plural) || ["pods", "services", "jobs", "cronjobs"].contains(&plural)
}

/// Whether its objects are one whole each, whose name is no part of another's: the namespace `loki-v3` is not there
/// because `loki` is spoken of.
pub(crate) fn is_named_in_full(plural: &str) -> bool {
    ["namespaces", "secrets", "configmaps", "serviceaccounts"].contains(&plural)
}

/// Whether every cluster has one of its own.
pub(crate) fn is_everywhere(plural: &str) -> bool {
    [
        "namespaces",
        "configmaps",
        "serviceaccounts",
        "nodes",
        "storageclasses",
    ]
    .contains(&plural)
}

/// What lists of records' commands are read for, beside what they name.
pub(crate) const READ: [&str; 12] = [
    "pods",
    "services",
    "events",
    "persistentvolumeclaims",
    "deployments",
    "daemonsets",
    "statefulsets",
    "replicasets",
    "controllerrevisions",
    "jobs",
    "cronjobs",
    "horizontalpodautoscalers",
];

/// What Flux applies is said by.
pub(crate) const OF_FLUX: [&str; 2] = ["kustomizations", "helmreleases"];

const fn row(
    plural: &'static str,
    short: &'static str,
    kind: &'static str,
    (group, version): (&'static str, &'static str),
    namespaced: bool,
    spoken: &'static str,
) -> Kind {
    Kind {
        plural,
        short,
        kind,
        group,
        version,
        namespaced,
        spoken,
    }
}

/// The kinds of every API server, in the order in which an unqualified name is looked up: as
/// `kubectl api-resources` of 1.36 prints.
#[rustfmt::skip]
pub(crate) const BUILT_IN: &[Kind] = &[
    row("pods", "po", "Pod", ("", "v1"), true, "pod 파드 포드"),
    row("services", "svc", "Service", ("", "v1"), true, "service 서비스"),
    row("nodes", "no", "Node", ("", "v1"), false, "node 노드"),
    row("namespaces", "ns", "Namespace", ("", "v1"), false, "namespace 네임스페이스"),
    row("configmaps", "cm", "ConfigMap", ("", "v1"), true, "configmap 컨피그맵"),
    row("secrets", "", "Secret", ("", "v1"), true, "secret 시크릿"),
    row("serviceaccounts", "sa", "ServiceAccount", ("", "v1"), true, ""),
    row("events", "ev", "Event", ("", "v1"), true, "event 이벤트"),
    row("endpoints", "ep", "Endpoints", ("", "v1"), true, "endpoint 엔드포인트"),
    row("persistentvolumeclaims", "pvc", "PersistentVolumeClaim", ("", "v1"), true, ""),
    row("persistentvolumes", "pv", "PersistentVolume", ("", "v1"), false, ""),
    row("limitranges", "limits", "LimitRange", ("", "v1"), true, ""),
    row("resourcequotas", "quota", "ResourceQuota", ("", "v1"), true, ""),
    row("replicationcontrollers", "rc", "ReplicationController", ("", "v1"), true, ""),
    row("deployments", "deploy", "Deployment", ("apps", "v1"), true, "deployment 디플로이먼트"),
    row("daemonsets", "ds", "DaemonSet", ("apps", "v1"), true, "daemonset 데몬셋"),
    row("statefulsets", "sts", "StatefulSet", ("apps", "v1"), true, "statefulset 스테이트풀셋"),
    row("replicasets", "rs", "ReplicaSet", ("apps", "v1"), true, "replicaset 레플리카셋"),
    row("controllerrevisions", "", "ControllerRevision", ("apps", "v1"), true, ""),
    row("jobs", "", "Job", ("batch", "v1"), true, ""),
    row("cronjobs", "cj", "CronJob", ("batch", "v1"), true, "cronjob 크론잡"),
    row("horizontalpodautoscalers", "hpa", "HorizontalPodAutoscaler", ("autoscaling", "v2"), true, ""),
    row("ingresses", "ing", "Ingress", ("networking.k8s.io", "v1"), true, "ingress 인그레스"),
    row("ingressclasses", "", "IngressClass", ("networking.k8s.io", "v1"), false, ""),
    row("networkpolicies", "netpol", "NetworkPolicy", ("networking.k8s.io", "v1"), true, ""),
    row("poddisruptionbudgets", "pdb", "PodDisruptionBudget", ("policy", "v1"), true, ""),
    row("endpointslices", "", "EndpointSlice", ("discovery.k8s.io", "v1"), true, "endpoint"),
    row("storageclasses", "sc", "StorageClass", ("storage.k8s.io", "v1"), false, ""),
    row("volumeattachments", "", "VolumeAttachment", ("storage.k8s.io", "v1"), false, ""),
    row("csidrivers", "", "CSIDriver", ("storage.k8s.io", "v1"), false, ""),
    row("csinodes", "", "CSINode", ("storage.k8s.io", "v1"), false, ""),
    row("priorityclasses", "pc", "PriorityClass", ("scheduling.k8s.io", "v1"), false, ""),
    row("customresourcedefinitions", "crd crds", "CustomResourceDefinition", ("apiextensions.k8s.io", "v1"), false, ""),
    row("roles", "", "Role", ("rbac.authorization.k8s.io", "v1"), true, ""),
    row("rolebindings", "", "RoleBinding", ("rbac.authorization.k8s.io", "v1"), true, ""),
    row("clusterroles", "", "ClusterRole", ("rbac.authorization.k8s.io", "v1"), false, ""),
    row("clusterrolebindings", "", "ClusterRoleBinding", ("rbac.authorization.k8s.io", "v1"), false, ""),
    row("leases", "", "Lease", ("coordination.k8s.io", "v1"), true, ""),
    row("mutatingwebhookconfigurations", "", "MutatingWebhookConfiguration", ("admissionregistration.k8s.io", "v1"), false, ""),
    row("validatingwebhookconfigurations", "", "ValidatingWebhookConfiguration", ("admissionregistration.k8s.io", "v1"), false, ""),
    row("apiservices", "", "APIService", ("apiregistration.k8s.io", "v1"), false, ""),
    row("certificatesigningrequests", "csr", "CertificateSigningRequest", ("certificates.k8s.io", "v1"), false, ""),
    row("runtimeclasses", "", "RuntimeClass", ("node.k8s.io", "v1"), false, ""),
];

/// Those of others that records speak of.
#[rustfmt::skip]
const CUSTOM: &[Kind] = &[
    row("applications", "app apps", "Application", ("argoproj.io", "v1alpha1"), true, "application 애플리케이션 어플리케이션"),
    row("rollouts", "ro", "Rollout", ("argoproj.io", "v1alpha1"), true, "rollout 롤아웃"),
    row("kustomizations", "ks", "Kustomization", ("kustomize.toolkit.fluxcd.io", "v1"), true, ""),
    row("helmreleases", "hr", "HelmRelease", ("helm.toolkit.fluxcd.io", "v2"), true, ""),
    row("clusterissuers", "ciss", "ClusterIssuer", ("cert-manager.io", "v1"), false, ""),
    row("externalsecrets", "es", "ExternalSecret", ("external-secrets.io", "v1"), true, ""),
];
