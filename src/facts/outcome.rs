//! The result model: one serialisable value a run, from which text, JSON, JUnit and GitHub
//! annotations are made. It holds what was judged and never how it is shown.

use super::ledger::{Silence, Totals};
use super::span::Position;
use super::told::News;
use super::verdict::{Judgement, Verdict};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that a run found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunOutcome {
    /// The clock of what is written.
    pub now: DateTime<Utc>,
    /// The language of what is said, whatever the records are in.
    pub lang: super::lang::Lang,
    /// One entry a record, in the order asked for.
    pub records: Vec<RecordOutcome>,
    /// What of it is news, for a run that remembers what it told: `regenerate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
}

/// What came of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordOutcome {
    /// The path as given, or relative to the root.
    pub path: String,
    /// The record's title.
    pub title: String,
    /// The record's language code.
    pub lang: super::lang::Lang,
    /// Whether the record is closed, and so was skipped.
    pub closed: bool,
    /// Set where it waits only for a person, weeks after its deployment, and so was not judged: the
    /// fingerprint of the text that is not looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resting: Option<String>,
    /// Plan steps.
    pub steps: Vec<StepOutcome>,
    /// Checklist items.
    pub items: Vec<ItemOutcome>,
    /// The Kiro tasks (`SPEC:N`) that are done with it and ticked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticked: Vec<String>,
    /// The Kiro tasks that are done with it and could not be ticked yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<String>,
    /// Things a person should know: edited regions, ambiguous ties, a diagnosis that the cluster
    /// contradicts, prose gaps.
    pub notes: Vec<Note>,
    /// How many of its lines were judged, and how many are left to a person.
    #[serde(default)]
    pub totals: Totals,
    /// The unified diff of what was or would be written; empty if nothing changes.
    pub diff: String,
    /// Whether the file was written.
    pub written: bool,
    /// Silence this record could not be handled at all.
    pub error: Option<String>,
}

impl RecordOutcome {
    /// That of a record about which nothing was found out.
    pub fn nothing(path: &str, title: &str, lang: super::lang::Lang) -> RecordOutcome {
        RecordOutcome {
            path: path.into(),
            title: title.into(),
            lang,
            closed: false,
            resting: None,
            ticked: Vec::new(),
            owed: Vec::new(),
            steps: Vec::new(),
            items: Vec::new(),
            notes: Vec::new(),
            totals: Totals::default(),
            diff: String::new(),
            written: false,
            error: None,
        }
    }
}

/// What came of one plan step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StepOutcome {
    /// A name that stays: the tie's name, else a slug of the heading.
    pub name: String,
    /// The heading as written.
    pub title: String,
    /// Where the heading stands.
    pub at: Position,
    /// The step's own judgement.
    pub judgement: Judgement,
    /// Its expectations.
    pub expectations: Vec<ExpectationOutcome>,
    /// Its lines that demand nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Its commands and what they printed.
    pub commands: Vec<CommandOutcome>,
}

/// A line of a step that demands nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Remark {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: Position,
    /// Silence it demands nothing.
    pub why: Silence,
}

/// What came of one expectation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectationOutcome {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: Position,
    /// What it was understood as, in plain words; empty if it was not.
    pub understood: String,
    /// The judgement, with the value seen.
    pub judgement: Judgement,
    /// Which claim of the step it is, by which an item finds its own; `None` for what stands in a fence.
    #[serde(skip)]
    pub claim: Option<usize>,
}

/// What came of one documented command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CommandOutcome {
    /// As written, continuation lines joined.
    pub text: String,
    /// Where it stands.
    pub at: Position,
    /// The cluster context, host or repository that was asked; empty if nothing was.
    pub asked: String,
    /// Silence it was not asked or could not be answered; empty if it was.
    pub problem: String,
    /// What it printed, secrets masked.
    pub printed: String,
    /// How many lines of it are of the level of an error, if it is a log.
    #[serde(skip)]
    pub errors: usize,
    /// How long the answer took, in milliseconds; 0 when replayed.
    pub millis: u64,
}

/// What came of one checklist item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemOutcome {
    /// The name by which the record remembers it: its tie, else a hash of its section and words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its text without the marker.
    pub text: String,
    /// Where it stands.
    pub at: Position,
    /// The marker as it was.
    pub marker: String,
    /// The marker as it is now (the same if nothing changed).
    pub new_marker: String,
    /// Names of the steps that it stands for.
    pub steps: Vec<String>,
    /// The judgement.
    pub judgement: Judgement,
    /// When it can be judged at the earliest, for a stability item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
}

/// Something that a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// A stable CamelCase word: `EditedRegion`, `ContradictedDiagnosis`, `ProseGap`, …
    pub kind: String,
    /// Where, if it has a place.
    pub at: Option<Position>,
    /// For people.
    pub message: String,
}

impl Note {
    /// The kind of a note on a region that was not refreshed, as its source could not be looked at.
    pub const REGION_KEPT: &str = "RegionKept";

    /// One of a kind.
    pub fn new(kind: &str, at: Option<Position>, message: impl Into<String>) -> Note {
        Note {
            kind: kind.to_owned(),
            at,
            message: message.into(),
        }
    }

    /// Whether a source could not be looked at.
    pub fn is_unseen(&self) -> bool {
        self.kind == Note::REGION_KEPT
    }

    /// What a run has to say about a record's regions, its diagnosis and its text. What a person has to
    /// write, and what `verify` says of the plan, is told elsewhere.
    pub fn is_news(&self) -> bool {
        let elsewhere = [
            "ProseGap",
            "UntiedStep",
            "NoPlan",
            "NoChecklist",
            "NoDeploymentNamed",
            "TaskTicked",
        ];
        !elsewhere.contains(&self.kind.as_str())
    }
}

impl RunOutcome {
    /// What was judged and why: without what the commands printed and the lines that demand nothing.
    pub fn brief(&self) -> RunOutcome {
        let mut brief = self.clone();
        for step in brief
            .records
            .iter_mut()
            .flat_map(|record| &mut record.steps)
        {
            step.remarks.clear();
            for command in &mut step.commands {
                command.printed.clear();
            }
        }
        brief
    }

    /// The exit status of `report`'s contract: 1 if anything failed, 2 if a record could not be
    /// handled, 3 if nothing failed but something could not be looked at, else 0.
    pub fn exit_status(&self) -> u8 {
        let has = |verdict| self.verdicts().any(|v| v == verdict);
        if self.records.iter().any(|record| record.error.is_some()) {
            2
        } else if has(Verdict::Failed) {
            1
        } else if has(Verdict::Unknown) || self.has_unseen_regions() {
            3
        } else {
            0
        }
    }

    fn has_unseen_regions(&self) -> bool {
        let mut notes = self.records.iter().flat_map(|record| &record.notes);
        notes.any(Note::is_unseen)
    }

    /// The verdicts of all steps and items.
    pub fn verdicts(&self) -> impl Iterator<Item = Verdict> + '_ {
        self.records.iter().flat_map(|record| {
            let steps = record.steps.iter().map(|step| step.judgement.verdict);
            steps.chain(record.items.iter().map(|item| item.judgement.verdict))
        })
    }
}
