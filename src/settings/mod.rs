//! Flags beat environment beats `report.toml` beats defaults, each value with where it came from.
//! The only reader of the environment and of the clock; resolved once, before anything runs.

mod environment;
mod file;
mod resolve;

pub use environment::Environment;
pub use file::{ConfigFile, EnvSection, parse as parse_config, render as render_excerpt};
pub use resolve::{Flags, resolve};

use crate::collect::access::Access;
use crate::facts::lang::Lang;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything that was decided before the run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The workspace root: the directory that holds `.kiro`.
    pub root: PathBuf,
    /// Whether a `.kiro` directory was found at all.
    pub root_found: bool,
    /// The configuration file, if there is one.
    pub config_path: Option<PathBuf>,
    /// The configuration as read.
    pub config: ConfigFile,
    /// Language of messages.
    pub lang: Lang,
    /// Language that was asked for or configured for new records; `None` when nobody said.
    pub record_lang: Option<Lang>,
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Provenance {
    /// The setting's name as in `report.toml`, or the variable's.
    pub name: String,
    /// The value; `(set)` for a secret.
    pub value: String,
    /// `flag --lang`, `environment GITPLOY_TOKEN`, `.kiro/report.toml`, `default`.
    pub from: String,
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
