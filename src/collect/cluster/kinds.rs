//! Kinds of objects: how they are named on a command line and where the server has them. The
//! built-in ones are known without asking; the server's discovery has the rest.

use crate::collect::url::encode;

/// One kind as the API server serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// `daemonsets`.
    pub plural: String,
    /// `daemonset`.
    pub singular: String,
    /// `ds`.
    pub short: Vec<String>,
    /// `DaemonSet`.
    pub kind: String,
    /// `apps`; empty for the core group.
    pub group: String,
    /// `v1`.
    pub version: String,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// `all` among others.
    pub categories: Vec<String>,
}

impl Kind {
    /// The path of a list, or of one object.
    pub fn path(&self, namespace: Option<&str>, name: Option<&str>) -> String {
        let mut path = match self.group.as_str() {
            "" => format!("/api/{}", self.version),
            group => format!("/apis/{group}/{}", self.version),
        };
        if let (true, Some(namespace)) = (self.namespaced, namespace) {
            path.push_str(&format!("/namespaces/{}", encode(namespace)));
        }
        path.push_str(&format!("/{}", self.plural));
        if let Some(name) = name {
            path.push_str(&format!("/{}", encode(name)));
        }
        path
    }

    /// `daemonsets.apps`, `pods`: as kubectl's errors name it.
    pub fn resource_name(&self) -> String {
        qualified(&self.plural, &self.group)
    }

    /// `daemonset.apps`, `pod`: as `-o name` and several kinds at once print it.
    pub fn printed_kind(&self) -> String {
        qualified(&self.kind.to_lowercase(), &self.group)
    }

    /// `apps/v1`, `v1`.
    pub fn api_version(&self) -> String {
        match self.group.as_str() {
            "" => self.version.clone(),
            group => format!("{group}/{}", self.version),
        }
    }

    /// Whether a word of a command line means this kind: plural, singular, short name, kind, or
    /// `plural.group`, `plural.version.group`; case does not matter.
    pub fn is_meant_by(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let (name, rest) = word.split_once('.').unwrap_or((&word, ""));
        let named = name == self.plural
            || name == self.singular
            || name == self.kind.to_lowercase()
            || self.short.iter().any(|short| short == name);
        let grouped = rest.is_empty()
            || rest == self.group
            || rest == format!("{}.{}", self.version, self.group)
            // kubectl takes a group by its beginning, too: `deploy.apps`, `ing.networking`.
            || self.group.starts_with(&format!("{rest}."));
        named && grouped
    }
}

fn qualified(name: &str, group: &str) -> String {
    match group {
        "" => name.to_string(),
        group => format!("{name}.{group}"),
    }
}

/// The kinds of every API server, in the order in which an unqualified name is looked up.
pub fn built_in(word: &str) -> Option<Kind> {
    BUILT_IN
        .iter()
        .map(kind)
        .find(|kind| kind.is_meant_by(word))
}

/// All of them.
#[cfg(test)]
pub fn all_built_in() -> impl Iterator<Item = Kind> {
    BUILT_IN.iter().map(kind)
}

/// A built-in kind that exists for sure, by its plural.
pub fn known(plural: &str) -> Kind {
    let row = BUILT_IN.iter().find(|row| row.0 == plural);
    kind(row.expect("only plurals of the table below are asked for"))
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
);

fn kind(row: &Row) -> Kind {
    let (plural, short, name, group, version, namespaced) = *row;
    Kind {
        plural: plural.into(),
        singular: name.to_lowercase(),
        short: short.split_whitespace().map(String::from).collect(),
        kind: name.into(),
        group: group.into(),
        version: version.into(),
        namespaced,
        categories: Vec::new(),
    }
}

// Plural, short names, kind, group, version, namespaced: as `kubectl api-resources` of 1.36 prints.
#[rustfmt::skip]
const BUILT_IN: &[Row] = &[
    ("pods", "po", "Pod", "", "v1", true),
    ("services", "svc", "Service", "", "v1", true),
    ("nodes", "no", "Node", "", "v1", false),
    ("namespaces", "ns", "Namespace", "", "v1", false),
    ("configmaps", "cm", "ConfigMap", "", "v1", true),
    ("secrets", "", "Secret", "", "v1", true),
    ("serviceaccounts", "sa", "ServiceAccount", "", "v1", true),
    ("events", "ev", "Event", "", "v1", true),
    ("endpoints", "ep", "Endpoints", "", "v1", true),
    ("persistentvolumeclaims", "pvc", "PersistentVolumeClaim", "", "v1", true),
    ("persistentvolumes", "pv", "PersistentVolume", "", "v1", false),
    ("limitranges", "limits", "LimitRange", "", "v1", true),
    ("resourcequotas", "quota", "ResourceQuota", "", "v1", true),
    ("replicationcontrollers", "rc", "ReplicationController", "", "v1", true),
    ("deployments", "deploy", "Deployment", "apps", "v1", true),
    ("daemonsets", "ds", "DaemonSet", "apps", "v1", true),
    ("statefulsets", "sts", "StatefulSet", "apps", "v1", true),
    ("replicasets", "rs", "ReplicaSet", "apps", "v1", true),
    ("controllerrevisions", "", "ControllerRevision", "apps", "v1", true),
    ("jobs", "", "Job", "batch", "v1", true),
    ("cronjobs", "cj", "CronJob", "batch", "v1", true),
    ("horizontalpodautoscalers", "hpa", "HorizontalPodAutoscaler", "autoscaling", "v2", true),
    ("ingresses", "ing", "Ingress", "networking.k8s.io", "v1", true),
    ("ingressclasses", "", "IngressClass", "networking.k8s.io", "v1", false),
    ("networkpolicies", "netpol", "NetworkPolicy", "networking.k8s.io", "v1", true),
    ("poddisruptionbudgets", "pdb", "PodDisruptionBudget", "policy", "v1", true),
    ("endpointslices", "", "EndpointSlice", "discovery.k8s.io", "v1", true),
    ("storageclasses", "sc", "StorageClass", "storage.k8s.io", "v1", false),
    ("volumeattachments", "", "VolumeAttachment", "storage.k8s.io", "v1", false),
    ("csidrivers", "", "CSIDriver", "storage.k8s.io", "v1", false),
    ("csinodes", "", "CSINode", "storage.k8s.io", "v1", false),
    ("priorityclasses", "pc", "PriorityClass", "scheduling.k8s.io", "v1", false),
    ("customresourcedefinitions", "crd crds", "CustomResourceDefinition", "apiextensions.k8s.io", "v1", false),
    ("roles", "", "Role", "rbac.authorization.k8s.io", "v1", true),
    ("rolebindings", "", "RoleBinding", "rbac.authorization.k8s.io", "v1", true),
    ("clusterroles", "", "ClusterRole", "rbac.authorization.k8s.io", "v1", false),
    ("clusterrolebindings", "", "ClusterRoleBinding", "rbac.authorization.k8s.io", "v1", false),
    ("leases", "", "Lease", "coordination.k8s.io", "v1", true),
    ("mutatingwebhookconfigurations", "", "MutatingWebhookConfiguration", "admissionregistration.k8s.io", "v1", false),
    ("validatingwebhookconfigurations", "", "ValidatingWebhookConfiguration", "admissionregistration.k8s.io", "v1", false),
    ("apiservices", "", "APIService", "apiregistration.k8s.io", "v1", false),
    ("certificatesigningrequests", "csr", "CertificateSigningRequest", "certificates.k8s.io", "v1", false),
    ("runtimeclasses", "", "RuntimeClass", "node.k8s.io", "v1", false),
];
