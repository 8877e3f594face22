//! Applications and functions: serverless, model serving, big data, game servers.

use super::Works::{All, Conditions, Counts, Exists, If, Ready, Set, Unset, Words};
use super::{Entry, PHASE, STATE, Works, word};

/// apache/flink-kubernetes-operator `docs/content/docs/custom-resource/reference.md`: the job manager is
/// ready and its job runs (a session cluster has none).
#[rustfmt::skip]
const JOB_RUNS: Works = If("/spec/job",
    &Words(&[word("/status/jobManagerDeploymentStatus", &["READY"], &["ERROR"]), word("/status/jobStatus/state", &["RUNNING", "FINISHED"], &["FAILED", "CANCELED"])]),
    &Words(&[word("/status/jobManagerDeploymentStatus", &["READY"], &["ERROR"])]));

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // knative/{serving,eventing,networking,operator} `pkg/apis`
    ("serving.knative.dev eventing.knative.dev sources.knative.dev messaging.knative.dev flows.knative.dev operator.knative.dev", "*", Ready),
    ("networking.internal.knative.dev autoscaling.internal.knative.dev", "*", Ready),
    // kserve/kserve `pkg/apis/serving`
    ("serving.kserve.io", "InferenceService InferenceGraph LLMInferenceService", Ready),
    ("serving.kserve.io", "ServingRuntime ClusterServingRuntime ClusterStorageContainer", Exists),
    // openfaas, spinkube/spin-operator `api/v1alpha1`, dapr/dapr `pkg/apis`: components are configuration
    ("openfaas.com", "Function", Ready),
    ("core.spinkube.dev", "SpinApp", Conditions(&["Available"])),
    ("core.spinkube.dev", "SpinAppExecutor", Exists),
    ("dapr.io", "Component Configuration Subscription Resiliency HTTPEndpoint", Exists),
    // openkruise/kruise `apis/apps`
    ("apps.kruise.io", "CloneSet", Counts("/spec/replicas", &["/status/replicas", "/status/updatedReplicas", "/status/readyReplicas", "/status/availableReplicas"])),
    ("apps.kruise.io", "StatefulSet", Counts("/spec/replicas", &["/status/replicas", "/status/updatedReadyReplicas", "/status/updatedAvailableReplicas"])),
    ("apps.kruise.io", "DaemonSet", Counts("/status/desiredNumberScheduled", &["/status/currentNumberScheduled", "/status/updatedNumberScheduled", "/status/numberReady", "/status/numberAvailable"])),
    ("apps.kruise.io", "BroadcastJob", All(&[Words(&[word(PHASE, &["completed"], &["failed"])]), Unset("/status/failed")])),
    ("apps.kruise.io", "SidecarSet", Counts("/status/matchedPods", &["/status/updatedPods", "/status/readyPods"])),
    ("apps.kruise.io", "ImagePullJob", Counts("/status/desired", &["/status/succeeded"])),
    ("apps.kruise.io", "AdvancedCronJob", All(&[Set("/status/lastScheduleTime"), Unset("/status/active")])),
    // openkruise/kruise-game `apis/v1alpha1`, googleforgames/agones `pkg/apis`
    ("game.kruise.io", "GameServer", Words(&[word("/status/currentState", &["Ready"], &["Crash", "NotReady"]), word("/status/desiredState", &["Ready"], &[])])),
    ("game.kruise.io", "GameServerSet", Counts("/spec/replicas", &["/status/replicas", "/status/readyReplicas", "/status/updatedReadyReplicas"])),
    ("agones.dev", "GameServer", Words(&[word(STATE, &["Ready", "Allocated", "Reserved"], &["Unhealthy", "Error"])])),
    ("flink.apache.org", "FlinkDeployment", All(&[JOB_RUNS, If("/status/reconciliationStatus/state",
        &Words(&[word("/status/reconciliationStatus/state", &["DEPLOYED"], &[])]),
        &Words(&[word("/status/reconciliationStatus/success", &["true"], &["false"])]))])),
    ("flink.apache.org", "FlinkSessionJob", Words(&[word("/status/jobStatus/state", &["RUNNING", "FINISHED"], &["FAILED", "CANCELED"]), word("/status/reconciliationStatus/state", &["DEPLOYED"], &[])])),
    // kubeflow/spark-operator `api/v1beta2`: an application is meant to end, as a Job is
    ("sparkoperator.k8s.io", "SparkApplication", Words(&[word("/status/applicationState/state", &["COMPLETED"], &["FAILED", "SUBMISSION_FAILED", "FAILING"])])),
    ("sparkoperator.k8s.io", "ScheduledSparkApplication", Words(&[word("/status/scheduleState", &["Scheduled"], &["FailedValidation"])])),
    // ray-project/kuberay `ray-operator/apis/ray/v1`
    ("ray.io", "RayCluster", Words(&[word(STATE, &["ready"], &["failed"])])),
    ("ray.io", "RayJob", Words(&[word("/status/jobStatus", &["SUCCEEDED"], &["FAILED", "STOPPED"]), word("/status/jobDeploymentStatus", &["Complete"], &["Failed"])])),
    ("ray.io", "RayService", If("/status/conditions", &Ready, &Words(&[word("/status/serviceStatus", &["Running"], &[])]))),
    // kubeflow/{training-operator,trainer,katib} `pkg/apis`
    ("kubeflow.org", "TFJob PyTorchJob MPIJob XGBoostJob PaddleJob JAXJob", Conditions(&["Succeeded"])),
    ("kubeflow.org", "Experiment Trial", Conditions(&["Succeeded"])),
    ("trainer.kubeflow.org", "TrainJob", Conditions(&["Complete"])),
];
