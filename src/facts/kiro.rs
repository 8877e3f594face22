//! What a workspace's `.kiro` folder knows: specs with their tasks, and earlier records. Links are
//! relative to `.kiro/deployments`, and lead to files that are there.

use serde::{Deserialize, Serialize};

/// A spec: `.kiro/specs/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spec {
    /// The folder's name, as the folder has it.
    pub name: String,
    /// Title of `requirements.md`, else of `design.md` or `tasks.md`; else the name.
    pub title: String,
    /// Titles of its requirements, numbering taken off; those without a title are left out.
    pub requirements: Vec<String>,
    /// `../specs/NAME/tasks.md`, or the spec's folder if it has no tasks.
    pub link: String,
}

/// A task of a spec.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SpecTask {
    /// The spec's folder name.
    pub spec: String,
    /// The number as written, without its last dot: `2.1`.
    pub number: String,
    /// Its text.
    pub title: String,
    /// Whether it is ticked.
    pub done: bool,
    /// `../specs/NAME/tasks.md`.
    pub link: String,
}

/// A record that was written before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EarlierRecord {
    /// Its file name, which is its link from another record.
    pub name: String,
    /// Its first heading, else its file name.
    pub title: String,
}

/// What belongs to a deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Related {
    /// Specs, the most telling first, at most three.
    pub specs: Vec<Spec>,
    /// Records, newest first, at most five.
    pub records: Vec<EarlierRecord>,
}
