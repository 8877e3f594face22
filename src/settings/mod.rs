//! Flags beat environment beats `report.toml` beats defaults, each value with where it came from.
//! The only reader of the environment and of the clock; resolved once, before anything runs.

mod decide;
mod environment;
mod file;
mod nearest;
mod resolve;
mod sources;
mod steering;
mod trust;

pub(crate) use decide::spoken;
pub use environment::Environment;
#[cfg(test)]
pub(crate) use file::parse as parse_config;
pub(crate) use file::{Arrival, ConfigFile, EnvSection, Taught, WaysBack};
pub(crate) use nearest::{did_you_mean, nearest};
pub use resolve::resolve;
pub(crate) use trust::{Approval, Approvals, Trust};

use crate::collect::access::Access;
use crate::facts::lang::{Bilingual, Lang};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Everything that was decided before the run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The workspace root: the directory that holds `.kiro`.
    pub root: PathBuf,
    /// Whether a `.kiro` directory was found at all.
    pub root_found: bool,
    /// Where the evidence of what is asked goes.
    pub save_evidence: Option<PathBuf>,
    /// The configuration file, if there is one.
    pub config_path: Option<PathBuf>,
    /// The configuration as read.
    pub config: ConfigFile,
    /// Whose word the configuration is.
    pub trust: Trust,
    /// What approving the configuration file writes down; none if there is no file.
    pub approval: Option<Approval>,
    /// Language of messages.
    pub lang: Lang,
    /// Language that was asked for or configured for new records; `None` when nobody said.
    pub record_lang: Option<Lang>,
    /// The language that `--lang` asks for: messages are in it, whatever the records are in.
    pub asked_lang: Option<Lang>,
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The configured zone; `None` when nobody said, and a record's language decides.
    pub timezone: Option<Tz>,
    /// What the outside may be asked.
    pub access: Access,
    /// Each setting, its value as text (never a secret) and where it came from.
    pub provenance: Vec<Provenance>,
}

/// One line of `report doctor`'s settings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Provenance {
    /// The setting's name as in `report.toml`, or the variable's.
    pub name: String,
    /// The value; `(set)` for a secret.
    pub value: String,
    /// Where it came from: `flag --lang`, `environment GITPLOY_TOKEN`, a path, `default`, `not set: …`.
    #[schemars(with = "String")]
    pub from: Origin,
    /// Of a secret that is set: where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Destination>,
}

/// Where a secret goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Destination {
    /// The address; none if it is not sent.
    pub to: Option<String>,
    /// Why there, or why not.
    #[serde(serialize_with = "english")]
    #[schemars(with = "String")]
    pub why: Bilingual,
}

fn english<S: serde::Serializer>(words: &Bilingual, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&words.en)
}

/// Where a setting's value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag(&'static str),
    /// An environment variable.
    Environment(String),
    /// The configuration file of this path.
    File(String),
    /// Nobody said.
    Default,
    /// There is no value; this is how to set one.
    Unset(Bilingual),
}

impl Origin {
    /// For people.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Origin::Flag(name) => lang.pick(format!("플래그 {name}"), format!("flag {name}")),
            Origin::Environment(name) => {
                lang.pick(format!("환경 변수 {name}"), format!("environment {name}"))
            }
            Origin::File(path) => path.clone(),
            Origin::Default => lang.pick("기본값", "default").into(),
            Origin::Unset(how) => lang.pick(
                format!("설정 안 됨: {}", how.ko),
                format!("not set: {}", how.en),
            ),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}

impl serde::Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Settings {
    /// The zone of a record: the configured one, else Seoul for Korean and UTC for English.
    pub fn zone(&self, lang: Lang) -> Tz {
        self.timezone.unwrap_or(match lang {
            Lang::Ko => chrono_tz::Asia::Seoul,
            Lang::En => chrono_tz::UTC,
        })
    }

    /// The directory of the records.
    pub fn deployments(&self) -> PathBuf {
        self.root.join(".kiro").join("deployments")
    }

    /// Values for `$VAR` in commands, from the configuration.
    pub fn vars(&self) -> &BTreeMap<String, String> {
        &self.config.vars
    }
}

/// The flags that settings depend on.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--root`.
    pub root: Option<PathBuf>,
    /// `--lang`, verbatim: `ko`, `en` or `ko,en`.
    pub lang: Option<String>,
    /// `--context`.
    pub context: Option<String>,
    /// `-n`.
    pub namespace: Option<String>,
    /// `--offline`.
    pub offline: bool,
    /// `--replay`.
    pub replay: Option<PathBuf>,
    /// `--save-evidence`.
    pub save_evidence: Option<PathBuf>,
    /// `--timeout` in seconds.
    pub timeout: Option<u64>,
    /// `--deadline` in seconds.
    pub deadline: Option<u64>,
    /// A path that the command was given, to find the workspace by.
    pub near: Option<PathBuf>,
}
