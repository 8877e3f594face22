//! Which fields the messages of the API server's binary form (protobuf) have, as far as they are read: the tables
//! by which `collect` reads objects and `world` writes them. What is in no table is left out, so that a table names
//! all that is judged of such an object.
//!
//! Source: the numbers of `generated.proto` in `k8s.io/api` and `k8s.io/apimachinery`, which never change; the
//! tables are held against `testdata/HEAD/core.v1.Pod.pb` of `k8s.io/api` and the JSON beside it.

use Form::{Count, Flag, Many, Number, One, Pairs, Text, Texts, Time};

/// A field: its number, its name in JSON, and what it holds.
pub(crate) type Row = (u32, &'static str, Form);

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// A text; an empty one is absent, as in JSON.
    Text,
    /// Several of them.
    Texts,
    /// A number.
    Number,
    /// A number whose zero is absent, as in JSON.
    Count,
    /// True or false.
    Flag,
    /// `metav1.Time`: 1 seconds; zero is absent.
    Time,
    /// A map of texts: 1 key, 2 value.
    Pairs,
    /// A message.
    One(&'static [Row]),
    /// Several of them.
    Many(&'static [Row]),
}
/// `Pod`, without its volumes and what its containers run.
pub(crate) const POD: &[Row] = &[
    (1, "metadata", One(METADATA)),
    (2, "spec", One(SPEC)),
    (3, "status", One(STATUS)),
];
/// `ObjectMeta`, without who wrote which field.
pub(crate) const METADATA: &[Row] = &[
    (1, "name", Text),
    (2, "generateName", Text),
    (3, "namespace", Text),
    (5, "uid", Text),
    (6, "resourceVersion", Text),
    (7, "generation", Count),
    (8, "creationTimestamp", Time),
    (9, "deletionTimestamp", Time),
    (10, "deletionGracePeriodSeconds", Number),
    (11, "labels", Pairs),
    (12, "annotations", Pairs),
    (13, "ownerReferences", Many(OWNER)),
    (14, "finalizers", Texts),
];
const OWNER: &[Row] = &[
    (1, "kind", Text),
    (3, "name", Text),
    (4, "uid", Text),
    (5, "apiVersion", Text),
    (6, "controller", Flag),
];
const SPEC: &[Row] = &[
    (2, "containers", Many(CONTAINER)),
    (3, "restartPolicy", Text),
    (10, "nodeName", Text),
    (20, "initContainers", Many(CONTAINER)),
    (28, "readinessGates", Many(&[(1, "conditionType", Text)])),
];
const CONTAINER: &[Row] = &[
    (1, "name", Text),
    (2, "image", Text),
    (24, "restartPolicy", Text),
];
const STATUS: &[Row] = &[
    (1, "phase", Text),
    (2, "conditions", Many(CONDITION)),
    (3, "message", Text),
    (4, "reason", Text),
    (5, "hostIP", Text),
    (6, "podIP", Text),
    (7, "startTime", Time),
    (8, "containerStatuses", Many(OF_CONTAINER)),
    (9, "qosClass", Text),
    (10, "initContainerStatuses", Many(OF_CONTAINER)),
    (11, "nominatedNodeName", Text),
    (12, "podIPs", Many(&[(1, "ip", Text)])),
    (17, "observedGeneration", Count),
];
const CONDITION: &[Row] = &[
    (1, "type", Text),
    (2, "status", Text),
    (3, "lastProbeTime", Time),
    (4, "lastTransitionTime", Time),
    (5, "reason", Text),
    (6, "message", Text),
    (7, "observedGeneration", Count),
];
const OF_CONTAINER: &[Row] = &[
    (1, "name", Text),
    (2, "state", One(STATE)),
    (3, "lastState", One(STATE)),
    (4, "ready", Flag),
    (5, "restartCount", Number),
    (6, "image", Text),
    (7, "imageID", Text),
    (8, "containerID", Text),
    (9, "started", Flag),
];
const STATE: &[Row] = &[
    (
        1,
        "waiting",
        One(&[(1, "reason", Text), (2, "message", Text)]),
    ),
    (2, "running", One(&[(1, "startedAt", Time)])),
    (3, "terminated", One(TERMINATED)),
];
const TERMINATED: &[Row] = &[
    (1, "exitCode", Number),
    (2, "signal", Count),
    (3, "reason", Text),
    (4, "message", Text),
    (5, "startedAt", Time),
    (6, "finishedAt", Time),
    (7, "containerID", Text),
];
