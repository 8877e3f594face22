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
