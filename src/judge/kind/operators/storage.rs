//! Storage, backup and virtual machines.

use super::Works::{All, Conditions, Exists, Ready, Set, Words};
use super::{Entry, PHASE, STATE, word};

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // rook/rook `pkg/apis/ceph.rook.io/v1`
    ("ceph.rook.io", "CephCluster", Words(&[word(PHASE, &["Ready", "Connected"], &["Failure"]), word("/status/ceph/health", &["HEALTH_OK"], &["HEALTH_ERR"])])),
    ("ceph.rook.io", "*", Words(&[word(PHASE, &["Ready", "Connected"], &["Failure"])])),
    ("objectbucket.io", "ObjectBucketClaim ObjectBucket", Words(&[word(PHASE, &["Bound"], &["Failed"])])),
    // kubernetes-csi/external-snapshotter `client/apis`
    ("snapshot.storage.k8s.io groupsnapshot.storage.k8s.io", "VolumeSnapshot VolumeSnapshotContent VolumeGroupSnapshot VolumeGroupSnapshotContent", Words(&[word("/status/readyToUse", &["true"], &[])])),
    ("snapshot.storage.k8s.io groupsnapshot.storage.k8s.io", "VolumeSnapshotClass VolumeGroupSnapshotClass", Exists),
    // longhorn/longhorn-manager `k8s/pkg/apis/longhorn/v1beta2`
    ("longhorn.io", "Volume", Words(&[word(STATE, &["attached"], &[]), word("/status/robustness", &["healthy"], &["faulted"])])),
    ("longhorn.io", "Node", Conditions(&["Ready", "Schedulable"])),
    ("longhorn.io", "Engine Replica InstanceManager", Words(&[word("/status/currentState", &["running"], &["error"])])),
    ("longhorn.io", "EngineImage", Words(&[word(STATE, &["deployed"], &["incompatible", "error"])])),
    ("longhorn.io", "ShareManager", Words(&[word(STATE, &["running"], &["error"])])),
    ("longhorn.io", "Backup Snapshot", Words(&[word(STATE, &["Completed"], &["Error"])])),
    ("longhorn.io", "BackupTarget", Words(&[word("/status/available", &["true"], &["false"])])),
    ("longhorn.io", "Setting RecurringJob", Exists),
    // NetApp/trident `persistent_store/crd/apis/netapp/v1`, operator
    ("trident.netapp.io", "TridentBackendConfig", Words(&[word(PHASE, &["Bound"], &["Lost", "Failed"]), word("/status/lastOperationStatus", &["Success"], &["Failed"])])),
    ("trident.netapp.io", "TridentOrchestrator", Words(&[word("/status/status", &["Installed"], &["Failed", "Error"])])),
    // NetApp Astra Connector: `status.state`, an application's `Ready`, and hooks that are switched on
    ("astra.netapp.io", "AppVault", Words(&[word(STATE, &["available", "Available"], &["failed", "Failed"])])),
    ("astra.netapp.io", "Application", Ready),
    ("astra.netapp.io", "Backup ExecHooksRun ResourceBackup ResticVolumeBackup Snapshot", Words(&[word(STATE, &["Completed"], &["Failed", "Error"])])),
    ("astra.netapp.io", "ExecHook", Words(&[word("/spec/enabled", &["true"], &[])])),
    ("astra.netapp.io", "Schedule", Exists),
    // vmware-tanzu/velero `pkg/apis/velero`
    ("velero.io", "Backup Restore PodVolumeBackup PodVolumeRestore DataUpload DataDownload", Words(&[word(PHASE, &["Completed"], &["Failed", "PartiallyFailed", "FailedValidation", "Canceled"])])),
    ("velero.io", "BackupStorageLocation", Words(&[word(PHASE, &["Available"], &["Unavailable"])])),
    ("velero.io", "BackupRepository", Words(&[word(PHASE, &["Ready"], &["NotReady"])])),
    ("velero.io", "Schedule", Words(&[word(PHASE, &["Enabled"], &["FailedValidation"])])),
    ("velero.io", "VolumeSnapshotLocation", Exists),
    // k8up-io/k8up `api/v1`: `Completed` ends with the reason `Succeeded` or `Failed`
    ("k8up.io", "Backup Restore Check Prune Archive", Conditions(&["Completed"])),
    ("k8up.io", "Schedule PreBackupPod PodConfig", Exists),
    // backube/volsync `api/v1alpha1`
    ("volsync.backube", "ReplicationSource ReplicationDestination", Words(&[word("/status/latestMoverStatus/result", &["Successful"], &["Failed"])])),
    // kubevirt/{kubevirt,containerized-data-importer,hyperconverged-cluster-operator} `api`
    ("kubevirt.io", "VirtualMachine VirtualMachineInstance", Ready),
    ("kubevirt.io", "VirtualMachineInstanceMigration", Words(&[word(PHASE, &["Succeeded"], &["Failed"])])),
    ("kubevirt.io", "KubeVirt", All(&[Conditions(&["Available"]), Words(&[word(PHASE, &["Deployed"], &[])])])),
    ("instancetype.kubevirt.io", "*", Exists),
    ("cdi.kubevirt.io", "DataVolume", Words(&[word(PHASE, &["Succeeded"], &["Failed"])])),
    ("cdi.kubevirt.io", "CDI", All(&[Conditions(&["Available"]), Words(&[word(PHASE, &["Deployed"], &["Error"])])])),
    ("cdi.kubevirt.io", "DataImportCron", Conditions(&["UpToDate"])),
    ("cdi.kubevirt.io", "DataSource", Ready),
    ("hco.kubevirt.io", "HyperConverged", Conditions(&["Available", "ReconcileComplete"])),
    // openebs/mayastor-control-plane: `status.pool_status`; piraeusdatastore/piraeus-operator `api/v1`; topolvm
    ("openebs.io", "DiskPool", Words(&[word("/status/pool_status", &["Online"], &["Faulted", "Degraded"])])),
    ("piraeus.io", "LinstorCluster LinstorSatellite", Conditions(&["Available", "Applied"])),
    ("piraeus.io", "LinstorSatelliteConfiguration LinstorNodeConnection", Conditions(&["Applied"])),
    ("topolvm.io topolvm.cybozu.com", "LogicalVolume", Set("/status/volumeID")),
    // libopenstorage/operator `pkg/apis/core/v1`
    ("core.libopenstorage.org", "StorageCluster", Words(&[word(PHASE, &["Running", "Online"], &["Failed", "Degraded"])])),
];
