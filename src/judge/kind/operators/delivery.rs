//! Delivery: GitOps, pipelines, progressive rollouts, jobs.

use super::Works::{Alike, All, Conditions, Each, Exists, If, Ready, Same, Set, Words};
use super::{Entry, PHASE, STATE, Works, word};

/// argoproj-labs/gitops-promoter `api/v1alpha1`: each branch's check of its own.
const BRANCHES: Works = Each(
    "/status/environments",
    &Words(&[word(PHASE, &["success"], &["failure"])]),
);
const PROMOTED: Works = All(&[
    Set("/status/active/dry/sha"),
    Same("/status/proposed/dry/sha", "/status/active/dry/sha"),
]);

/// `pkg/apis/application/v1alpha1`: a progressive sync's applications, each with where it is.
const STEPS: Works = Each(
    "/status/applicationStatus",
    &Words(&[word("/status/status", &["Healthy"], &[])]),
);

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // fluxcd/{source,helm,kustomize,image-*,notification}-controller `api`, controlplaneio-fluxcd/flux-operator
    ("source.toolkit.fluxcd.io", "GitRepository OCIRepository Bucket HelmChart HelmRepository", Conditions(&["Ready", "ArtifactInStorage"])),
    ("source.toolkit.fluxcd.io", "ExternalArtifact ArtifactGenerator", Ready),
    ("helm.toolkit.fluxcd.io", "HelmRelease", Conditions(&["Ready", "Released"])),
    ("kustomize.toolkit.fluxcd.io image.toolkit.fluxcd.io", "*", Ready),
    ("notification.toolkit.fluxcd.io", "Receiver", Ready),
    ("notification.toolkit.fluxcd.io", "Alert Provider", Exists),
    ("fluxcd.controlplane.io", "FluxInstance FluxReport ResourceSet ResourceSetInputProvider", Ready),
    ("infra.contrib.fluxcd.io", "Terraform", Ready),
    // argoproj/{argo-cd,argo-rollouts,argo-workflows,argo-events} `pkg/apis`, argoproj-labs/argocd-operator
    ("argoproj.io", "AppProject AnalysisTemplate ClusterAnalysisTemplate WorkflowTemplate ClusterWorkflowTemplate WorkflowEventBinding", Exists),
    ("argoproj.io", "ApplicationSet", All(&[Conditions(&["ResourcesUpToDate"]), If("/status/applicationStatus", &STEPS, &Exists)])),
    ("argoproj.io", "ArgoCD", Words(&[word(PHASE, &["Available"], &["Failed"])])),
    ("argoproj.io", "EventBus EventSource Sensor", Conditions(&["Deployed"])),
    ("argoproj.io", "CronWorkflow", Exists),
    ("argoproj.io", "AnalysisRun Experiment", Words(&[word(PHASE, &["Successful"], &["Failed", "Error", "Inconclusive"])])),
    ("argoproj.io", "Workflow", Words(&[word(PHASE, &["Succeeded"], &["Failed", "Error"])])),
    ("promoter.argoproj.io", "GitCommitStatus TimedCommitStatus WebRequestCommitStatus", All(&[Ready, BRANCHES])),
    ("promoter.argoproj.io", "ChangeTransferPolicy", All(&[Ready, PROMOTED])),
    ("promoter.argoproj.io", "PromotionStrategy", All(&[Ready, Each("/status/environments", &PROMOTED), Alike("/status/environments", "/proposed/dry/sha")])),
    ("promoter.argoproj.io", "ArgoCDCommitStatus", All(&[Ready, Each("/status/applicationsSelected", &Words(&[word(PHASE, &["success"], &["failure"])]))])),
    ("promoter.argoproj.io", "CommitStatus", All(&[Ready, Words(&[word(PHASE, &["success"], &["failure"])])])),
    ("promoter.argoproj.io", "ClusterScmProvider ScmProvider GitRepository PullRequest", Ready),
    // numaproj/{numaflow,numaplane} `pkg/apis`
    ("numaflow.numaproj.io", "InterStepBufferService MonoVertex Pipeline Vertex", Words(&[word(PHASE, &["Running"], &["Failed"])])),
    ("numaplane.numaproj.io", "*", Words(&[word(PHASE, &["Deployed"], &["Failed"])])),
    // tektoncd/{pipeline,triggers,operator} `pkg/apis`
    ("tekton.dev", "PipelineRun TaskRun CustomRun Run", Conditions(&["Succeeded"])),
    ("resolution.tekton.dev", "ResolutionRequest", Conditions(&["Succeeded"])),
    ("tekton.dev triggers.tekton.dev", "Pipeline Task ClusterTask StepAction Trigger TriggerBinding TriggerTemplate ClusterTriggerBinding Interceptor ClusterInterceptor VerificationPolicy", Exists),
    ("triggers.tekton.dev", "EventListener", Ready),
    ("operator.tekton.dev", "*", Ready),
    // fluxcd/flagger `pkg/apis/flagger/v1beta1`
    ("flagger.app", "Canary", All(&[Words(&[word(PHASE, &["Succeeded", "Initialized"], &["Failed"])]), If("/status/lastPromotedSpec", &Same("/status/lastAppliedSpec", "/status/lastPromotedSpec"), &Exists)])),
    ("flagger.app", "MetricTemplate AlertProvider", Exists),
    // openkruise/{kruise,rollouts,kruise-game} `apis`
    ("rollouts.kruise.io", "Rollout", Words(&[word(PHASE, &["Healthy"], &["Degraded"])])),
    // keptn/lifecycle-toolkit `lifecycle-operator/apis`, `metrics-operator/api`
    ("lifecycle.keptn.sh", "KeptnTask KeptnAppVersion KeptnWorkloadInstance KeptnWorkloadVersion", Words(&[word("/status/status", &["Succeeded"], &["Failed"])])),
    ("lifecycle.keptn.sh", "KeptnEvaluation", Words(&[word("/status/overallStatus", &["Succeeded"], &["Failed"])])),
    ("metrics.keptn.sh", "Analysis", Words(&[word("/status/pass", &["true"], &["false"])])),
    ("metrics.keptn.sh", "KeptnMetric", Set("/status/value")),
    // apache/camel-k `pkg/apis/camel/v1`
    ("camel.apache.org", "Integration IntegrationPlatform Pipe KameletBinding", All(&[Conditions(&["Ready"]), Words(&[word(PHASE, &["Running", "Ready"], &["Error"])])])),
    // ansible/awx-resource-operator
    ("tower.ansible.com", "AnsibleJob", Words(&[word("/status/ansibleJobResult/status", &["successful"], &["failed", "error", "canceled"])])),
    // rancher/fleet `pkg/apis/fleet.cattle.io/v1alpha1`
    ("fleet.cattle.io", "Bundle GitRepo BundleDeployment Cluster ClusterGroup", Ready),
    // kubevela/kubevela `apis/core.oam.dev`
    ("core.oam.dev", "Application", Words(&[word("/status/status", &["running"], &["workflowFailed", "workflowTerminated", "unhealthy"])])),
    ("core.oam.dev", "ComponentDefinition TraitDefinition WorkflowStepDefinition PolicyDefinition ScopeDefinition WorkloadDefinition", Exists),
    // open-cluster-management-io/api `cluster/v1`, `work/v1`
    ("cluster.open-cluster-management.io", "ManagedCluster", Conditions(&["HubAcceptedManagedCluster", "ManagedClusterConditionAvailable", "ManagedClusterJoined"])),
    ("work.open-cluster-management.io", "ManifestWork", Conditions(&["Applied", "Available"])),
    // karmada-io/karmada `pkg/apis`: applied everywhere, and healthy everywhere
    ("work.karmada.io", "ResourceBinding ClusterResourceBinding", All(&[Conditions(&["FullyApplied"]), Each("/status/aggregatedStatus", &Words(&[word("/status/applied", &["true"], &["false"]), word("/status/health", &["Healthy"], &["Unhealthy"])]))])),
    ("work.karmada.io", "Work", Conditions(&["Applied"])),
    ("policy.karmada.io", "PropagationPolicy ClusterPropagationPolicy OverridePolicy ClusterOverridePolicy", Exists),
    ("cluster.karmada.io", "Cluster", Ready),
    // dogmatiq/proclaim `crd`
    ("proclaim.dogmatiq.io", "DNSSDServiceInstance", Conditions(&["Discoverable"])),
    // kubernetes-sigs/{jobset,lws,kueue} `api`
    ("jobset.x-k8s.io", "JobSet", Conditions(&["Completed"])),
    ("leaderworkerset.x-k8s.io", "LeaderWorkerSet", Conditions(&["Available"])),
    ("kueue.x-k8s.io", "ClusterQueue LocalQueue AdmissionCheck", Conditions(&["Active"])),
    ("kueue.x-k8s.io", "ResourceFlavor WorkloadPriorityClass Topology Cohort", Exists),
    // volcano-sh/apis `pkg/apis/batch/v1alpha1`
    ("batch.volcano.sh", "Job", Words(&[word("/status/state/phase", &["Completed"], &["Failed", "Aborted", "Terminated"])])),
    ("scheduling.volcano.sh", "Queue", Words(&[word(STATE, &["Open"], &[])])),
];
