//! Clusters and clouds: nodes, machines, cloud resources as objects, autoscaling.

use super::Works::{All, Conditions, Counts, Each, Exists, If, Ready, Set, Words};
use super::{Entry, PHASE, STATE, Works, word};

/// kedacore/keda `apis/keda/v1alpha1` `HealthStatus`: what came of the last look at each trigger.
const TRIGGERS: Works = Each(
    "/status/health",
    &Words(&[word("/status/status", &["Happy"], &[])]),
);

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // kedacore/keda `apis/keda/v1alpha1`
    ("keda.sh", "ScaledObject ScaledJob", All(&[Ready, If("/status/health", &TRIGGERS, &Exists)])),
    ("keda.sh", "TriggerAuthentication ClusterTriggerAuthentication", Exists),
    ("http.keda.sh", "HTTPScaledObject", Ready),
    // kubernetes/autoscaler `vertical-pod-autoscaler/pkg/apis/autoscaling.k8s.io/v1`
    ("autoscaling.k8s.io", "VerticalPodAutoscaler", Conditions(&["RecommendationProvided"])),
    ("autoscaling.k8s.io", "VerticalPodAutoscalerCheckpoint", Exists),
    // kubernetes-sigs/karpenter `pkg/apis/v1`, aws/karpenter-provider-aws, Azure/karpenter-provider-azure
    ("karpenter.sh", "NodePool", Ready),
    ("karpenter.sh", "NodeClaim", Conditions(&["Ready", "Launched", "Registered", "Initialized"])),
    ("karpenter.k8s.aws karpenter.azure.com", "*NodeClass", Ready),
    // kubernetes-sigs/cluster-api `api` (v1beta1: Ready; v1beta2: Available, upToDateReplicas)
    ("cluster.x-k8s.io", "MachineDeployment", If("/status/upToDateReplicas",
        &Counts("/spec/replicas", &["/status/replicas", "/status/upToDateReplicas", "/status/readyReplicas", "/status/availableReplicas"]),
        &Counts("/spec/replicas", &["/status/replicas", "/status/updatedReplicas", "/status/readyReplicas", "/status/availableReplicas"]))),
    ("cluster.x-k8s.io", "MachineSet", Counts("/spec/replicas", &["/status/replicas", "/status/readyReplicas", "/status/availableReplicas"])),
    ("cluster.x-k8s.io", "MachineHealthCheck", All(&[Conditions(&["RemediationAllowed"]), Counts("/status/expectedMachines", &["/status/currentHealthy"])])),
    ("cluster.x-k8s.io", "Cluster Machine MachinePool", Ready),
    ("cluster.x-k8s.io", "ClusterClass", Conditions(&["VariablesReconciled"])),
    ("infrastructure.cluster.x-k8s.io bootstrap.cluster.x-k8s.io controlplane.cluster.x-k8s.io", "*Template", Exists),
    ("infrastructure.cluster.x-k8s.io controlplane.cluster.x-k8s.io bootstrap.cluster.x-k8s.io", "*", Ready),
    ("addons.cluster.x-k8s.io", "ClusterResourceSet", Conditions(&["ResourcesApplied"])),
    ("addons.cluster.x-k8s.io", "HelmChartProxy HelmReleaseProxy", Ready),
    ("operator.cluster.x-k8s.io", "*Provider", Ready),
    // metal3-io/baremetal-operator `apis/metal3.io/v1alpha1`
    ("metal3.io", "BareMetalHost", All(&[Words(&[word("/status/operationalStatus", &["OK"], &["error"])]), Words(&[word("/status/provisioning/state", &["provisioned", "available", "externally provisioned"], &[])])])),
    // crossplane/crossplane `apis`, crossplane-runtime `apis/common`; upbound providers
    ("pkg.crossplane.io", "Provider Configuration Function", Conditions(&["Installed", "Healthy"])),
    ("pkg.crossplane.io", "ProviderRevision ConfigurationRevision FunctionRevision", Conditions(&["RevisionHealthy"])),
    ("pkg.crossplane.io", "DeploymentRuntimeConfig ControllerConfig ImageConfig Lock", Exists),
    ("apiextensions.crossplane.io", "CompositeResourceDefinition", Conditions(&["Established"])),
    ("apiextensions.crossplane.io", "Composition CompositionRevision EnvironmentConfig Usage", Exists),
    ("protection.crossplane.io", "Usage ClusterUsage", Exists),
    (".crossplane.io .upbound.io", "*ProviderConfig *ProviderConfigUsage *StoreConfig", Exists),
    (".crossplane.io .upbound.io", "*", Conditions(&["Ready", "Synced"])),
    // aws-controllers-k8s/runtime `apis/core/v1alpha1`
    (".services.k8s.aws", "*", Conditions(&["ACK.ResourceSynced"])),
    // GoogleCloudPlatform/k8s-config-connector `pkg/apis`
    ("core.cnrm.cloud.google.com", "ConfigConnector ConfigConnectorContext", Words(&[word("/status/healthy", &["true"], &["false"])])),
    (".cnrm.cloud.google.com", "*", Ready),
    // Azure/azure-service-operator `v2/pkg/genruntime/conditions`
    ("resources.azure.com .azure.com", "*", Ready),
    // pulumi/pulumi-kubernetes-operator `operator/api/pulumi/v1`
    ("pulumi.com", "Stack", Ready),
    ("auto.pulumi.com", "Workspace", Ready),
    ("auto.pulumi.com", "Update", Conditions(&["Complete"])),
    // gardener/gardener `pkg/apis/core/v1beta1`
    ("core.gardener.cloud", "Shoot", All(&[Conditions(&["APIServerAvailable", "ControlPlaneHealthy", "EveryNodeReady", "SystemComponentsHealthy"]), Words(&[word("/status/lastOperation/state", &["Succeeded"], &["Failed", "Aborted"])])])),
    // rancher/rancher `pkg/apis/{management,provisioning}.cattle.io`
    ("management.cattle.io provisioning.cattle.io", "Cluster", Ready),
    // NVIDIA/gpu-operator `api/nvidia/v1`, kubernetes-sigs/node-feature-discovery `api/nfd/v1alpha1`
    ("nvidia.com", "ClusterPolicy NVIDIADriver", Words(&[word(STATE, &["ready"], &["notReady"])])),
    ("nfd.k8s-sigs.io", "NodeFeature NodeFeatureRule NodeFeatureGroup", Exists),
    // kubernetes/api `networking/v1`, `resource/v1`, `storage/v1`, `flowcontrol/v1`, `admissionregistration/v1`, `storagemigration`
    ("networking.k8s.io", "ServiceCIDR", Ready),
    ("resource.k8s.io", "DeviceClass ResourceSlice ResourceClaimTemplate", Exists),
    ("resource.k8s.io", "ResourceClaim", Set("/status/allocation")),
    ("storage.k8s.io", "VolumeAttachment", Words(&[word("/status/attached", &["true"], &[])])),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema PriorityLevelConfiguration", Exists),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", Exists),
    ("storagemigration.k8s.io migration.k8s.io", "StorageVersionMigration", Conditions(&["Succeeded"])),
    ("internal.apiserver.k8s.io", "StorageVersion", Conditions(&["AllEncodingVersionsEqual"])),
    // keikoproj/instance-manager, spotinst: node groups
    ("instancemgr.keikoproj.io", "InstanceGroup", Words(&[word("/status/currentState", &["Ready"], &["Error"])])),
    // spotinst/spot-controller: a Rollout of its own
    ("spot.io", "SpotDeployment", All(&[Conditions(&["Available"]), Words(&[word(PHASE, &["Healthy"], &["Degraded"])])])),
    // k3s-io/api `helm.cattle.io/v1`: the install job tells, not the chart; rancher/system-upgrade-controller
    ("upgrade.cattle.io", "Plan", Conditions(&["LatestResolved", "Complete"])),
];
