//! What is told of a run, and was not before.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run, held against what was told before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct News {
    /// What failed and was not told before.
    pub new: Vec<Told>,
    /// What could not be looked at and was not told before.
    pub unseen: Vec<Told>,
    /// What was told before and is still so.
    pub known: Vec<Told>,
    /// What was told before and is mended.
    pub mended: Vec<Told>,
    /// What a person should know of a record and was not told before.
    pub noted: Vec<Told>,
    /// What another job looks at, as this one does not see its cluster: each once.
    pub elsewhere: Vec<String>,
}

/// One thing that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// The record's path.
    pub path: String,
    /// The name by which the item, step or note is remembered; empty for the record itself.
    pub name: String,
    /// What it is.
    pub what: What,
    /// Its line, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The item or step as written, or the kind of a note.
    pub title: String,
    /// For people.
    pub message: String,
}

/// What is remembered of a thing.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The record could not be handled.
    Error,
    /// Its check failed.
    Failed,
    /// It could not be looked at.
    Unseen,
    /// A person should know it.
    Noted,
    /// The record waits only for a person, and is not asked any more while its text stays.
    Resting,
    /// The task was ticked: what a person does with it since is theirs.
    Ticked,
    /// The task is done with the record, and could not be ticked yet.
    Owed,
}

impl What {
    /// All of them.
    pub const ALL: [What; 7] = [
        What::Error,
        What::Failed,
        What::Unseen,
        What::Noted,
        What::Resting,
        What::Ticked,
        What::Owed,
    ];

    /// The word in the memory.
    pub fn word(self) -> &'static str {
        match self {
            What::Error => "error",
            What::Failed => "failed",
            What::Unseen => "unseen",
            What::Noted => "noted",
            What::Resting => "resting",
            What::Ticked => "ticked",
            What::Owed => "owed",
        }
    }
}
