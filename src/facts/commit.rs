//! Commits, copied out of git2 at once so that nothing else sees a lifetime of it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// The full id, 40 hex digits.
    pub id: String,
    /// First line of the message.
    pub subject: String,
    /// The rest without trailers, trimmed.
    pub body: String,
    /// `Key: value` lines of the last paragraph.
    pub trailers: Vec<(String, String)>,
    /// Author name.
    pub author: String,
    /// Author e-mail.
    pub email: String,
    /// When it was written, with the author's own offset.
    pub authored_at: DateTime<FixedOffset>,
    /// When it was committed; order and dates go by this, in the team's zone.
    pub committed_at: DateTime<FixedOffset>,
    /// Ids of the parents; more than one is a merge.
    pub parents: Vec<String>,
}

impl Commit {
    /// The id as people write it: 7 digits.
    pub fn short(&self) -> &str {
        self.id.get(..7).unwrap_or(&self.id)
    }
}

/// Whether a revision is a commit's whole id.
pub(crate) fn is_commit(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether two commit ids are one; either may be cut to at least seven digits.
pub(crate) fn same_commit(one: &str, other: &str) -> bool {
    let digits = one.len().min(other.len());
    let both = one.get(..digits).zip(other.get(..digits));
    digits >= 7 && both.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// A changed file between two trees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Path before, if it was there.
    pub old_path: Option<String>,
    /// Path after, if it is there.
    pub new_path: Option<String>,
    /// Lines added.
    pub added: usize,
    /// Lines removed.
    pub removed: usize,
    /// Content before: `None` for a new, binary or over-large file.
    pub before: Option<String>,
    /// Content after: `None` for a deleted, binary or over-large file.
    pub after: Option<String>,
    /// Whether it is binary.
    pub binary: bool,
    /// Its mode before and after as git writes them (`100644`, `100755`), if that changed.
    pub modes: Option<(String, String)>,
}

/// A pull (merge) request that brought commits in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// Its number.
    pub number: u64,
    /// Its title, where the merge says it.
    pub title: Option<String>,
    /// Its page, where a trailer says it; else the forge's address is made from the number.
    pub url: Option<String>,
    /// The commit that told.
    pub commit: String,
    /// What it takes back, if it is a revert: a commit id or the quoted subject.
    pub reverts: Option<String>,
}
