//! Resolves everything once: the workspace, its configuration file, and every setting.

use super::decide::Decide;
use super::trust::{Approval, trust};
use super::{ConfigFile, Environment, Flags, Settings, file};
use crate::both;
use crate::error::Error;
use crate::store::{self, Reach};
use std::path::{Path, PathBuf};

/// Resolves everything once.
pub fn resolve(flags: &Flags, environment: &Environment) -> Result<Settings, Error> {
    let directory = environment.directory.clone().ok_or_else(|| {
        Error::user(both!(
            "현재 디렉터리가 이제 없습니다",
            "the current directory no longer exists"
        ))
        .hinted(both!(
            "다른 디렉터리로 옮겨 실행하세요",
            "change to another directory"
        ))
    })?;
    let (root, root_found) = find_root(flags, &directory)?;
    let (config_path, config, approval) = read_config(&root)?;
    let started = above(&directory).unwrap_or(&directory);
    let trust = trust(flags, environment, &root, started, approval.as_ref());
    let mut decide = Decide::new(environment, config_path.as_deref(), trust);
    let (lang, record_lang) = decide.languages(flags, &config)?;
    let now = decide.clock()?;
    let timezone = decide.timezone(&config)?;
    let access = decide.access(flags, &config, &root, now.min(environment.clock))?;
    Ok(Settings {
        provenance: decide.provenance,
        root,
        root_found,
        save_evidence: flags.save_evidence.clone(),
        config_path,
        config,
        trust,
        approval,
        lang,
        record_lang,
        asked_lang: flags.lang.as_ref().map(|_| lang),
        now,
        timezone,
        access,
    })
}

/// `--root`; else the nearest directory with `.kiro` above the given path; else above the current
/// directory; else the current directory.
fn find_root(flags: &Flags, directory: &Path) -> Result<(PathBuf, bool), Error> {
    if let Some(root) = &flags.root {
        let root = directory.join(root);
        if !root.is_dir() {
            return Err(Error::user(both!(
                "--root {}: 디렉터리가 아닙니다",
                "--root {} is not a directory",
                root.display()
            ))
            .hinted(both!(
                "`.kiro`가 들어 있는 디렉터리를 지정하세요",
                "give the directory that contains `.kiro`"
            )));
        }
        let found = root.join(".kiro").is_dir();
        return Ok((root, found));
    }
    let near = flags.near.as_ref().map(|path| directory.join(path));
    let starts = near
        .iter()
        .filter_map(|path| path.parent())
        .chain([directory]);
    for start in starts {
        if let Some(root) = above(start) {
            return Ok((root.to_path_buf(), true));
        }
    }
    Ok((directory.to_path_buf(), false))
}

/// The workspace that holds a directory.
fn above(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|dir| dir.join(".kiro").is_dir())
}

fn read_config(root: &Path) -> Result<(Option<PathBuf>, ConfigFile, Option<Approval>), Error> {
    let path = root.join(".kiro").join("report.toml");
    match store::read_text(&path, Reach::Within(root)) {
        Ok(text) => Ok((
            Some(path.clone()),
            file::parse(&path.display().to_string(), &text)?,
            Some(Approval::of(&path, &text)),
        )),
        Err(error) if error.is_missing() => Ok((None, ConfigFile::default(), None)),
        Err(error) => Err(Error::config(error.words()).hinted(error.hint())),
    }
}

#[cfg(test)]
mod tests;
