//! Which records a command is about, and what the configuration adds to their understanding.

use crate::both;
use crate::console::Console;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::language::{self, ExtraWords};
use crate::record::{self, ExtraLabel, Force};
use crate::settings::{Arrival, Settings, Taught, did_you_mean, nearest};
use crate::store::{self, Reach};
use crate::verify::understand::{ArrivalBy, Vocabulary};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes that are read from standard input.
const STDIN_LIMIT: u64 = 256 * 1024 * 1024;

/// The records that were named, or all of `.kiro/deployments`; having none yet is no mistake.
pub(super) fn records(named: &[PathBuf], settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    if !named.is_empty() {
        // Of several, one that is not there is told beside the others.
        return match named {
            [one] => Ok(vec![named_record(one, settings)?]),
            several => Ok(several
                .iter()
                .map(|path| named_record(path, settings).unwrap_or_else(|_| store::locate(path)))
                .collect()),
        };
    }
    let dir = settings.deployments();
    if !dir.is_dir() {
        return Err(Error::user(both!(
            "{}: 그런 디렉터리가 없습니다",
            "there is no {}",
            dir.display()
        ))
        .hinted(both!(
            "`.kiro/deployments`가 있는 작업 공간에서 실행하거나 --root로 지정하세요",
            "run this inside a workspace with `.kiro/deployments`, or name one with --root"
        ))
        .hinted(both!(
            "`report demo`는 둘러볼 작업 공간을 만들고, `report init`은 이곳을 준비합니다",
            "`report demo` makes one to look at; `report init` sets this one up"
        )));
    }
    Ok(store::list(&dir, Reach::Within(&settings.root))?
        .into_iter()
        .map(|file| file.path)
        .collect())
}

/// Says that there are no records yet, where none were named and there are none.
pub(super) fn told_if_none(found: &[PathBuf], settings: &Settings, console: &Console) {
    if found.is_empty() {
        console.message(settings.lang.pick(
            "아직 기록이 없습니다 (`report new`가 하나를 씁니다)",
            "no records yet (`report new` writes one)",
        ));
    }
}

/// A record by its path, or by its file name with or without `.md` from anywhere in the workspace.
/// One that is not there is an error that names the nearest one.
pub(super) fn named_record(path: &Path, settings: &Settings) -> Result<PathBuf, Error> {
    let located = store::locate(path);
    if located.exists() || std::fs::symlink_metadata(&located).is_ok() {
        return Ok(located);
    }
    let files =
        store::list(&settings.deployments(), Reach::Within(&settings.root)).unwrap_or_default();
    let asked = path.file_name().unwrap_or_default().to_string_lossy();
    let asked = asked.trim_end_matches(".md");
    let stems: Vec<(String, PathBuf)> = files
        .into_iter()
        .filter_map(|file| Some((file.path.file_stem()?.to_str()?.to_string(), file.path)))
        .collect();
    let bare = path.components().count() == 1;
    if let Some((_, found)) = stems.iter().find(|(stem, _)| bare && stem == asked) {
        return Ok(found.clone());
    }
    let error = Error::from(store::Why::NotFound.of(path));
    let stems = || stems.iter().map(|(stem, _)| stem.as_str());
    let part = || {
        stems()
            .filter(|stem| stem.contains(asked))
            .min_by_key(|stem| stem.len())
    };
    Err(match nearest(asked, stems()).or_else(part) {
        Some(stem) => error.hinted(did_you_mean(&format!("{stem}.md"))),
        None => error,
    })
}

/// Standard input as text; invalid UTF-8 is an error and not replaced.
pub(super) fn stdin() -> Result<String, Error> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(STDIN_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            Error::user(both!(
                "표준 입력을 읽을 수 없습니다",
                "cannot read standard input"
            ))
            .because(&error)
        })?;
    if bytes.len() as u64 > STDIN_LIMIT {
        return Err(Error::user(both!(
            "표준 입력이 256 MiB를 넘습니다",
            "standard input is larger than 256 MiB"
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Error::user(both!(
            "표준 입력이 {offset}바이트에서 UTF-8이 아닙니다",
            "standard input is not UTF-8 at byte {offset}"
        ))
    })
}

/// What the team teaches, as lines of the lexicon.
fn taught(expect: &BTreeMap<String, Taught>) -> ExtraWords {
    let lines = expect.iter().flat_map(|(phrase, taught)| {
        let meanings = match taught {
            Taught::Same(meaning) => [(None, Some(meaning)), (None, None)],
            Taught::Each(each) => [
                (Some(Lang::Ko), each.ko.as_ref()),
                (Some(Lang::En), each.en.as_ref()),
            ],
        };
        let known = meanings.into_iter();
        known.filter_map(|(lang, meaning)| {
            Some(language::Taught {
                phrase: phrase.clone(),
                meaning: meaning?.clone(),
                lang,
            })
        })
    });
    ExtraWords(lines.collect())
}

/// The team's words, variables and environments.
pub(super) fn vocabulary(settings: &Settings) -> Vocabulary {
    let config = &settings.config;
    let labels = config.record.labels.iter();
    let environments = config
        .env
        .iter()
        .map(|(name, env)| (name.clone(), (env.context.clone(), env.namespace.clone())));
    let told = settings.access.deployments.iter();
    Vocabulary {
        vars: config.vars.clone(),
        extra: taught(&config.expect),
        parse: record::Options {
            labels: labels
                .map(|text| ExtraLabel {
                    text: text.clone(),
                    force: Force::Demands,
                })
                .collect(),
            status_tables: if config.record.status_tables {
                record::StatusTables::Read
            } else {
                record::StatusTables::default()
            },
            closed: record::ClosedRecords::default(),
            hosts: told
                .flat_map(|(system, one)| {
                    let own = std::iter::once(&one.host).chain(&one.aliases);
                    own.map(|host| (*system, host.clone()))
                })
                .collect(),
        },
        environments: environments.collect(),
        arrival: match config.deployments.arrival {
            Arrival::Asked => ArrivalBy::Asking,
            Arrival::Assumed => ArrivalBy::Assuming,
        },
    }
}
