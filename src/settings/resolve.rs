//! Resolves everything once: the workspace, its configuration file, and every setting.

use super::decide::Decide;
use super::trust::{Approval, trust};
use super::{ConfigFile, Environment, Flags, Settings, file};
use crate::both;
use crate::error::Error;
use crate::store::{self, Reach, StoreError};
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
        Err(StoreError::NotFound { .. }) => Ok((None, ConfigFile::default(), None)),
        Err(error) => Err(Error::config(error.words()).hinted(error.hint())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::lang::Lang;
    use chrono::DateTime;

    fn environment(vars: &[(&str, &str)], directory: &Path) -> Environment {
        Environment {
            vars: vars
                .iter()
                .map(|(k, v)| (k.to_string(), v.to_string()))
                .collect(),
            directory: Some(directory.to_path_buf()),
            clock: DateTime::from_timestamp(0, 0).unwrap(),
            stdout_terminal: false,
            stderr_terminal: false,
            stdin_terminal: false,
        }
    }

    #[test]
    fn the_environment_beats_the_file_and_a_token_is_never_shown() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join(".kiro/deployments")).unwrap();
        let config = "lang = 'ko'\n[gitploy]\nhost = 'https://a.example/'\nrepo = 'o/r'\n";
        #[expect(clippy::disallowed_methods, reason = "a file of a test")]
        std::fs::write(dir.path().join(".kiro/report.toml"), config).unwrap();
        let vars = [
            ("GITPLOY_SERVER_HOST", "https://u:CANARY@b.example/api/v1/"),
            ("GITPLOY_TOKEN", "CANARY"),
            ("SOURCE_DATE_EPOCH", "1764900000"),
        ];
        let inside = dir.path().join(".kiro/deployments");
        let settings = resolve(&Flags::default(), &environment(&vars, &inside)).unwrap();
        assert_eq!(settings.root, dir.path());
        assert_eq!(settings.lang, Lang::Ko);
        assert_eq!(settings.now.timestamp(), 1_764_900_000);
        assert_eq!(settings.zone(Lang::En), chrono_tz::UTC);
        let shown = format!("{settings:?}");
        assert!(!shown.contains("CANARY"), "{shown}");
        let host = settings
            .provenance
            .iter()
            .find(|one| one.name == "gitploy.host");
        assert_eq!(
            host.unwrap().from.to_string(),
            "environment GITPLOY_SERVER_HOST"
        );
    }

    #[test]
    fn the_environment_tells_who_reads_and_the_file_what_the_team_writes() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join(".kiro")).unwrap();
        for (file, vars, flag, messages, records) in [
            (
                "ko",
                &[("LANG", "en_US.UTF-8")][..],
                None,
                Lang::En,
                Lang::Ko,
            ),
            ("en", &[("LC_ALL", "ko_KR.UTF-8")], None, Lang::Ko, Lang::En),
            ("ko", &[("LANG", "C.UTF-8")], None, Lang::Ko, Lang::Ko),
            (
                "ko",
                &[("LC_ALL", "POSIX"), ("LANG", "en_US")],
                None,
                Lang::Ko,
                Lang::Ko,
            ),
            ("ko", &[("LANG", "")], None, Lang::Ko, Lang::Ko),
            ("ko", &[], None, Lang::Ko, Lang::Ko),
            ("ko", &[("LANG", "ko_KR")], Some("en"), Lang::En, Lang::En),
            (
                "en",
                &[("LANG", "en_US")],
                Some("ko,en"),
                Lang::Ko,
                Lang::Ko,
            ),
        ] {
            #[expect(clippy::disallowed_methods, reason = "a file of a test")]
            std::fs::write(
                dir.path().join(".kiro/report.toml"),
                format!("lang = '{file}'\n"),
            )
            .unwrap();
            let flags = Flags {
                lang: flag.map(str::to_owned),
                ..Flags::default()
            };
            let settings = resolve(&flags, &environment(vars, dir.path())).unwrap();
            let told = (settings.lang, settings.record_lang);
            assert_eq!(told, (messages, Some(records)), "{file} {vars:?} {flag:?}");
        }
    }

    #[test]
    fn without_a_workspace_the_directory_itself_is_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let settings = resolve(&Flags::default(), &environment(&[], dir.path())).unwrap();
        assert!(!settings.root_found);
        assert_eq!(settings.root, dir.path());
        assert!(settings.access.cluster.kubeconfig.is_empty());
    }

    #[test]
    fn wrong_values_name_their_place() {
        let dir = tempfile::tempdir().unwrap();
        let flags = Flags {
            lang: Some("fr".into()),
            ..Flags::default()
        };
        let error = resolve(&flags, &environment(&[], dir.path())).unwrap_err();
        assert!(error.message.en.contains("`fr` (flag --lang)"));
        let clock = [("SOURCE_DATE_EPOCH", "yesterday")];
        let error = resolve(&Flags::default(), &environment(&clock, dir.path())).unwrap_err();
        assert!(error.message.en.contains("SOURCE_DATE_EPOCH"));
    }
}
