//! What changed in a file, told structurally where its format is known. Texts are already masked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One changed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileStory {
    /// Path now, or the last one of a deleted file.
    pub path: String,
    /// Path before, if it was renamed.
    pub renamed_from: Option<String>,
    /// What happened to the file.
    pub status: FileStatus,
    /// Lines added.
    pub added: usize,
    /// Lines removed.
    pub removed: usize,
    /// The change piece by piece, in file order. Empty for binary files and pure renames.
    pub pieces: Vec<Piece>,
    /// How many changed lines no piece shows: of a big change, or comments and order beside other changes; 0 when all is shown.
    pub hidden_lines: usize,
    /// How lines end before and after (`LF`, `CRLF`, `mixed`), if that changed; the pieces do not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_ends: Option<(String, String)>,
    /// The mode before and after as git writes them (`100644`, `100755`), if that changed.
    pub modes: Option<(String, String)>,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileStatus {
    /// New.
    Added,
    /// Gone.
    Deleted,
    /// Changed in place.
    Modified,
    /// Under a new path, perhaps changed too.
    Renamed,
    /// Not text, or too large to compare.
    Binary,
}

/// A part of a file's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "form", rename_all = "lowercase")]
pub enum Piece {
    /// Before and after of the smallest YAML subtrees that tell the change.
    Structure {
        /// The YAML document (`DaemonSet loki-v3/alloy`); empty if it is the file's only one and has no such name.
        document: String,
        /// The string that holds the YAML (`spec.source.helm.values`); empty for the file itself.
        inside: String,
        /// What happened, key by key.
        entries: Vec<Entry>,
        /// How many further keys.
        more_entries: usize,
        /// Source text before; empty if all is new.
        before: String,
        /// Source text after; empty if all is gone.
        after: String,
    },
    /// A unified diff.
    Diff {
        /// As [`Piece::Structure`].
        document: String,
        /// As [`Piece::Structure`].
        inside: String,
        /// What happened, key by key, if the format is known.
        entries: Vec<Entry>,
        /// How many further keys.
        more_entries: usize,
        /// The diff's hunks without file headers.
        text: String,
    },
}

/// What happened to one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// What.
    pub kind: EntryKind,
    /// The path before (now, if it is new): `controller.tolerations`, `containers[alloy].image`.
    pub path: String,
    /// The path now, for a move.
    pub to: Option<String>,
    /// The value before, if it is a short scalar.
    pub before: Option<String>,
    /// The value now, if it is a short scalar.
    pub after: Option<String>,
}

#[cfg(test)]
impl Entry {
    /// A changed value; an empty text is none.
    pub fn changed(path: &str, before: &str, after: &str) -> Entry {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Entry {
            kind: EntryKind::Changed,
            path: path.into(),
            to: None,
            before: some(before),
            after: some(after),
        }
    }
}

/// What happened to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// The same value under another path.
    Moved,
    /// Another value.
    Changed,
    /// New.
    Added,
    /// Gone.
    Removed,
    /// The same items of a list in another order; before and after are their names.
    Reordered,
}

/// What changed in the words of Kubernetes: what a reviewer looks for before the files themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct News {
    /// The rows, dangerous ones first.
    pub rows: Vec<NewsRow>,
    /// How many further rows.
    pub more: usize,
    /// How many changed values have no row: fields that the table does not know.
    pub others: usize,
    /// Changed manifests that could not be read as YAML (templates), or only in part.
    pub unread: Vec<String>,
}

/// A row of the news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewsRow {
    /// The object (`Deployment shop/web`), or the file of what is no object (Helm values).
    pub object: String,
    /// The file.
    pub file: String,
    /// What it is about; decides the words.
    pub what: What,
    /// Which of them: a container, a key, a resource (`web limits.memory`); empty if there is one only.
    pub subject: String,
    /// Whether it was added, removed or changed.
    pub kind: EntryKind,
    /// What there was and is no more, if it may be shown and is short.
    pub before: Option<String>,
    /// What there is now and was not.
    pub after: Option<String>,
    /// Why somebody should look twice.
    pub dangers: Vec<Danger>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An object as a whole.
    Object,
    /// A container image.
    Image,
    /// A Helm chart and its version.
    Chart,
    /// The version of the application that a chart installs.
    AppVersion,
    /// Which revision or version of a source is deployed.
    Revision,
    /// Which folder is deployed.
    Path,
    /// The number of replicas.
    Replicas,
    /// The bounds of an autoscaler.
    Range,
    /// The budget of a PodDisruptionBudget.
    Budget,
    /// Requests and limits.
    Resources,
    /// A probe.
    Probe,
    /// Environment variables.
    Env,
    /// Arguments and command.
    Args,
    /// Keys of a configuration.
    Config,
    /// Values that only their owner may read.
    Secret,
    /// On which nodes pods may land.
    Placement,
    /// As whom pods act towards the API server.
    Account,
    /// What pods may do to their node.
    Privilege,
    /// How a Service is reached.
    ServiceType,
    /// Ports.
    Port,
    /// Which pods or objects are picked.
    Selector,
    /// A field that cannot be changed in place.
    Fixed,
    /// Host names.
    Host,
    /// Paths and where they lead.
    Route,
    /// The class of an Ingress.
    Class,
    /// Certificates.
    Tls,
    /// Size, class and access of storage.
    Storage,
    /// What a role allows.
    Rules,
    /// Who has a role.
    Subjects,
    /// What a NetworkPolicy lets through.
    Network,
    /// The version of the API that an object is written in.
    ApiVersion,
    /// Versions of a CRD.
    Versions,
    /// When it runs.
    Schedule,
    /// Whether it is suspended.
    Suspended,
    /// What a kustomization puts together.
    Parts,
    /// A prefix, suffix or namespace of all names.
    Naming,
}

/// Why a row is dangerous; the gravest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Danger {
    /// Data goes with it.
    DataLost,
    /// Everything inside a namespace goes with it.
    AllInside,
    /// All objects of the kind go with it.
    AllOfKind,
    /// Pods that use it no longer start.
    StillUsed,
    /// Nobody reaches it any more.
    Unreachable,
    /// An object is deleted.
    Deleted,
    /// The field cannot be changed in place.
    Immutable,
    /// Storage never shrinks.
    Shrunk,
    /// A role allows more.
    Widened,
    /// It allows everything.
    Everything,
    /// Pods may do more to their node.
    Privileged,
    /// Reachable from outside the cluster.
    Exposed,
    /// The network lets everything through.
    Open,
    /// Objects stored in the version are lost to readers.
    VersionGone,
    /// Another version is stored.
    StorageVersion,
    /// Nothing runs any more.
    Nothing,
    /// It does not run while it is suspended.
    Suspended,
    /// A probe that held back traffic or restarted is gone.
    Unprobed,
    /// Pods may all be evicted at once.
    Unprotected,
    /// Nodes cannot be drained.
    BlocksDrain,
    /// An autoscaler sets the same number.
    Fought,
    /// A limit is less than what is used now.
    BelowUsage,
    /// A limit is half of what it was, or less.
    Halved,
    /// Nothing bounds what it may use.
    Unlimited,
    /// A port that was served is gone.
    PortGone,
    /// A host that was served is gone.
    HostGone,
    /// Traffic is no longer encrypted.
    TlsGone,
    /// The tag moves: nobody knows what runs.
    Latest,
    /// The digest that held the image is gone.
    DigestGone,
    /// From another registry.
    OtherRegistry,
    /// Another major version.
    Major,
    /// An older version.
    Downgrade,
    /// All objects get other names: old ones go, new ones come.
    Renamed,
    /// Pods read it when they start, and nothing restarts them.
    NoRestart,
}
