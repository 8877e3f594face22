//! Which records a command is about, and what the configuration adds to their understanding.

use crate::command::understand::Vocabulary;
use crate::error::Error;
use crate::judge::expectation::ExtraWords;
use crate::record::{self, ExtraLabel, Force};
use crate::settings::Settings;
use crate::store;
use std::path::PathBuf;

/// The records that were named, or all of `.kiro/deployments`.
pub fn records(named: &[PathBuf], settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    if !named.is_empty() {
        return Ok(named.iter().map(|path| store::locate(path)).collect());
    }
    let dir = settings.deployments();
    if !dir.is_dir() {
        return Err(Error::user(format!("there is no {}", dir.display()))
            .hinted("run this inside a workspace with `.kiro/deployments`, or name one with --root")
            .hinted("`report demo` makes one to look at; `report init` sets this one up"));
    }
    let files = store::list(&dir)?;
    if files.is_empty() {
        return Err(Error::user(format!("{} holds no records", dir.display()))
            .hinted("records are named YYYY-MM-DD-slug.md; `report new` writes one"));
    }
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// The team's words, variables and environments.
pub fn vocabulary(settings: &Settings) -> Vocabulary {
    let config = &settings.config;
    let labels = config.record.labels.iter();
    let environments = config
        .env
        .iter()
        .map(|(name, env)| (name.clone(), (env.context.clone(), env.namespace.clone())));
    Vocabulary {
        vars: config.vars.clone(),
        extra: ExtraWords(config.expect.clone()),
        parse: record::Options {
            labels: labels
                .map(|text| ExtraLabel {
                    text: text.clone(),
                    force: Force::Demands,
                })
                .collect(),
            status_tables: match config.record.status_tables {
                true => record::StatusTables::Read,
                false => record::StatusTables::default(),
            },
        },
        environments: environments.collect(),
    }
}
