//! Operator Lifecycle Manager and OpenShift: what a must-gather dump holds.

use super::Works::{Conditions, Counts, Endings, Exists, Parents, Ready, Words};
use super::{Entry, PHASE, STATE, word};

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // operator-framework/api `pkg/operators`, operator-framework/operator-controller `api/v1`
    ("operators.coreos.com", "ClusterServiceVersion", Words(&[word(PHASE, &["Succeeded"], &["Failed"])])),
    ("operators.coreos.com", "Subscription", Words(&[word(STATE, &["AtLatestKnown"], &[])])),
    ("operators.coreos.com", "InstallPlan", Words(&[word(PHASE, &["Complete"], &["Failed"])])),
    ("operators.coreos.com", "CatalogSource", Words(&[word("/status/connectionState/lastObservedState", &["READY"], &[])])),
    ("operators.coreos.com", "OperatorGroup OperatorCondition Operator OLMConfig", Exists),
    ("olm.operatorframework.io", "ClusterExtension", Conditions(&["Installed"])),
    ("olm.operatorframework.io", "ClusterCatalog", Conditions(&["Serving"])),
    // openshift/api `config/v1`, `operator/v1`, `imageregistry/v1`
    ("config.openshift.io", "ClusterOperator ClusterVersion", Conditions(&["Available"])),
    ("config.openshift.io oauth.openshift.io user.openshift.io security.openshift.io image.openshift.io template.openshift.io console.openshift.io authorization.openshift.io helm.openshift.io", "*", Exists),
    ("operator.openshift.io ingress.operator.openshift.io imageregistry.operator.openshift.io", "IngressController Config Storage ClusterCSIDriver Network DNS Console", Conditions(&["Available"])),
    ("operator.openshift.io", "ImageContentSourcePolicy", Exists),
    ("operator.openshift.io samples.operator.openshift.io", "*", Endings("Available")),
    // openshift/api `machineconfiguration/v1`, `machine/v1beta1`
    ("machineconfiguration.openshift.io", "MachineConfigPool", Conditions(&["Updated"])),
    ("machineconfiguration.openshift.io", "MachineConfig ControllerConfig KubeletConfig ContainerRuntimeConfig", Exists),
    ("machine.openshift.io", "Machine", Words(&[word(PHASE, &["Running"], &["Failed"])])),
    ("machine.openshift.io", "MachineSet", Counts("/spec/replicas", &["/status/replicas", "/status/readyReplicas", "/status/availableReplicas"])),
    ("machine.openshift.io", "MachineHealthCheck", Counts("/status/expectedMachines", &["/status/currentHealthy"])),
    ("autoscaling.openshift.io", "ClusterAutoscaler MachineAutoscaler", Exists),
    // openshift/api `route/v1`, `project/v1`, `build/v1`
    ("route.openshift.io", "Route", Parents("/status/ingress")),
    ("project.openshift.io", "Project", Words(&[word(PHASE, &["Active"], &[])])),
    ("build.openshift.io", "Build", Words(&[word(PHASE, &["Complete"], &["Failed", "Error", "Cancelled"])])),
    ("build.openshift.io", "BuildConfig", Exists),
    // red-hat-storage/ocs-operator `api/v1`, openshift/cluster-logging-operator, openshift-pipelines
    ("ocs.openshift.io", "StorageCluster", Conditions(&["Available", "ReconcileComplete"])),
    ("observability.openshift.io", "ClusterLogForwarder", Ready),
    // 3scale/3scale-operator `apis`
    ("capabilities.3scale.net", "Backend Product", Conditions(&["Synced"])),
    ("capabilities.3scale.net", "*", Ready),
    ("apps.3scale.net", "APIManager", Conditions(&["Available"])),
    // stolostron `MultiClusterHub`, `MultiClusterEngine`
    ("operator.open-cluster-management.io", "MultiClusterHub", Words(&[word(PHASE, &["Running"], &["Error"])])),
    ("multicluster.openshift.io", "MultiClusterEngine", Words(&[word(PHASE, &["Available"], &["Error"])])),
];
