//! Decides every setting: flag, else environment, else `report.toml`, else default.

use super::{ConfigFile, Environment, Provenance, Settings, file};
use crate::collect::access::{
    Access, ClusterAccess, GitployAccess, LokiAccess, Mode, PrometheusAccess,
};
use crate::error::Error;
use crate::facts::lang::Lang;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::time::Duration;

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
    /// Whether `--save-evidence` was given.
    pub record: bool,
    /// `--timeout` in seconds.
    pub timeout: Option<u64>,
    /// A path that the command was given, to find the workspace by.
    pub near: Option<PathBuf>,
}

/// Resolves everything once.
pub fn resolve(flags: &Flags, environment: &Environment) -> Result<Settings, Error> {
    let directory = environment.directory.clone().ok_or_else(|| {
        Error::user("the current directory no longer exists").hinted("change to another directory")
    })?;
    let (root, root_found) = find_root(flags, &directory)?;
    let (config_path, config) = read_config(&root)?;
    let mut decide = Decide {
        environment,
        provenance: Vec::new(),
        file: config_name(&root),
    };
    let (lang, record_lang) = decide.languages(flags, &config)?;
    let now = decide.clock()?;
    let timezone = decide.timezone(&config)?;
    let access = decide.access(flags, &config, &root, now)?;
    Ok(Settings {
        provenance: decide.provenance,
        root,
        root_found,
        config_path,
        config,
        lang,
        record_lang,
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
            return Err(
                Error::user(format!("--root {} is not a directory", root.display()))
                    .hinted("give the directory that holds `.kiro`"),
            );
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
        if let Some(root) = start.ancestors().find(|dir| dir.join(".kiro").is_dir()) {
            return Ok((root.to_path_buf(), true));
        }
    }
    Ok((directory.to_path_buf(), false))
}

fn config_name(root: &Path) -> String {
    root.join(".kiro").join("report.toml").display().to_string()
}

fn read_config(root: &Path) -> Result<(Option<PathBuf>, ConfigFile), Error> {
    let path = root.join(".kiro").join("report.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((
            Some(path.clone()),
            file::parse(&path.display().to_string(), &text)?,
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok((None, ConfigFile::default()))
        }
        Err(error) => Err(Error::config(format!("cannot read {}", path.display()))
            .because(&error)
            .hinted("check that it is a readable UTF-8 file, or remove it")),
    }
}

/// Decides and remembers where each value came from.
struct Decide<'a> {
    environment: &'a Environment,
    provenance: Vec<Provenance>,
    file: String,
}

impl Decide<'_> {
    fn note(&mut self, name: &str, value: impl Into<String>, from: impl Into<String>) {
        self.provenance.push(Provenance {
            name: name.into(),
            value: value.into(),
            from: from.into(),
        });
    }

    /// Environment, else file; noted, or noted as not set.
    fn text(&mut self, name: &str, variable: &str, file: Option<&String>) -> Option<String> {
        let from_environment = self.environment.var(variable).map(str::to_string);
        let (value, from) = match (from_environment, file) {
            (Some(value), _) => (Some(value), format!("environment {variable}")),
            (None, Some(value)) => (Some(value.clone()), self.file.clone()),
            (None, None) => (
                None,
                format!("not set ({variable}, or {name} in report.toml)"),
            ),
        };
        let shown = value.as_deref().map_or("–".into(), without_credentials);
        self.note(name, shown, from);
        value
    }

    fn secret(&mut self, variable: &str) -> Option<SecretString> {
        let value = self.environment.var(variable).map(SecretString::from);
        let shown = if value.is_some() { "(set)" } else { "–" };
        self.note(variable, shown, format!("environment {variable}"));
        value
    }

    fn languages(
        &mut self,
        flags: &Flags,
        config: &ConfigFile,
    ) -> Result<(Lang, Option<Lang>), Error> {
        let asked = match (&flags.lang, &config.lang) {
            (Some(word), _) => Some((word.as_str(), "flag --lang".to_string())),
            (None, Some(word)) => Some((word.as_str(), self.file.clone())),
            (None, None) => None,
        };
        if let Some((word, from)) = asked {
            let first = word.split(',').next().unwrap_or(word).trim();
            let lang = parse_lang(first).ok_or_else(|| {
                Error::config(format!("unknown language `{word}` ({from})"))
                    .hinted("use `ko`, `en` or, for `report new`, `ko,en`")
            })?;
            self.note("lang", word, from);
            return Ok((lang, Some(lang)));
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| Some((name, self.environment.var(name)?)));
        let (lang, from) = match locale {
            Some((name, value)) if value.starts_with("ko") => {
                (Lang::Ko, format!("environment {name}"))
            }
            Some((name, _)) => (Lang::En, format!("environment {name}")),
            None => (Lang::En, "default".into()),
        };
        self.note("lang", lang.code(), from);
        Ok((lang, None))
    }

    fn clock(&mut self) -> Result<DateTime<Utc>, Error> {
        let Some(epoch) = self.environment.var("SOURCE_DATE_EPOCH") else {
            return Ok(self.environment.clock);
        };
        let now = epoch
            .parse()
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        self.note("clock", epoch, "environment SOURCE_DATE_EPOCH");
        now.ok_or_else(|| {
            Error::config(format!(
                "SOURCE_DATE_EPOCH is `{epoch}`, not seconds since 1970"
            ))
            .hinted("set it to a whole number as `date +%s` prints it, or unset it")
        })
    }

    fn timezone(&mut self, config: &ConfigFile) -> Result<Option<Tz>, Error> {
        let Some(name) = &config.timezone else {
            self.note("timezone", "Asia/Seoul for ko, UTC for en", "default");
            return Ok(None);
        };
        let zone = name.parse::<Tz>().map_err(|_| {
            Error::config(format!("{}: unknown time zone `{name}`", self.file))
                .hinted("use an IANA name such as `Asia/Seoul` or `UTC`")
        })?;
        self.note("timezone", name, self.file.clone());
        Ok(Some(zone))
    }

    fn access(
        &mut self,
        flags: &Flags,
        config: &ConfigFile,
        root: &Path,
        now: DateTime<Utc>,
    ) -> Result<Access, Error> {
        let mode = match (&flags.replay, flags.offline, flags.record) {
            (Some(path), _, _) => Mode::Replaying(path.clone()),
            (None, true, _) => Mode::Offline,
            (None, false, true) => Mode::Recording,
            (None, false, false) => Mode::Live,
        };
        Ok(Access {
            mode,
            now,
            deadline: Duration::from_secs(flags.timeout.unwrap_or(30)),
            concurrency: 8,
            cluster: self.cluster(flags, config),
            gitploy: self.gitploy(config),
            loki: self.loki(config)?,
            prometheus: self.prometheus(config),
            http_hosts: config.http.hosts.clone(),
            repos: config
                .repos
                .iter()
                .map(|(name, at)| (name.clone(), root.join(at)))
                .collect(),
            root: root.to_path_buf(),
        })
    }

    fn cluster(&mut self, flags: &Flags, config: &ConfigFile) -> ClusterAccess {
        let (kubeconfig, from) = self.kubeconfig();
        let shown: Vec<String> = kubeconfig.iter().map(|p| p.display().to_string()).collect();
        self.note(
            "kubeconfig",
            if shown.is_empty() {
                "–".into()
            } else {
                shown.join(":")
            },
            from,
        );
        if let Some(contexts) = &config.contexts {
            self.note("contexts", contexts.join(", "), self.file.clone());
        }
        if let Some(context) = &flags.context {
            self.note("context", context, "flag --context");
        }
        ClusterAccess {
            kubeconfig,
            default_context: flags.context.clone(),
            default_namespace: flags.namespace.clone(),
            allowed_contexts: config.contexts.clone(),
            argocd_namespace: config
                .argocd
                .namespace
                .clone()
                .unwrap_or_else(|| "argocd".into()),
        }
    }

    /// The files of `KUBECONFIG` (missing ones are skipped as kubectl skips them), else
    /// `~/.kube/config` if it exists.
    fn kubeconfig(&self) -> (Vec<PathBuf>, String) {
        if let Some(list) = self.environment.var("KUBECONFIG") {
            let files = std::env::split_paths(list).filter(|p| !p.as_os_str().is_empty());
            return (files.collect(), "environment KUBECONFIG".into());
        }
        let home = self
            .environment
            .var("HOME")
            .or_else(|| self.environment.var("USERPROFILE"));
        let file = home.map(|home| Path::new(home).join(".kube").join("config"));
        match file.filter(|file| file.exists()) {
            Some(file) => (vec![file], "default".into()),
            None => (Vec::new(), "not set (KUBECONFIG, or ~/.kube/config)".into()),
        }
    }

    fn gitploy(&mut self, config: &ConfigFile) -> Option<GitployAccess> {
        let host = self.text(
            "gitploy.host",
            "GITPLOY_SERVER_HOST",
            config.gitploy.host.as_ref(),
        );
        let token = self.secret("GITPLOY_TOKEN");
        if let Some(repo) = &config.gitploy.repo {
            self.note("gitploy.repo", repo, self.file.clone());
        }
        Some(GitployAccess {
            host: base(&host?),
            aliases: config
                .gitploy
                .aliases
                .iter()
                .map(|alias| base(alias))
                .collect(),
            repo: config.gitploy.repo.clone(),
            token,
        })
    }

    fn loki(&mut self, config: &ConfigFile) -> Result<Option<LokiAccess>, Error> {
        let addr = self.text("loki.addr", "LOKI_ADDR", config.loki.addr.as_ref());
        let tenant = self.text("loki.tenant", "LOKI_ORG_ID", config.loki.tenant.as_ref());
        let user = self.environment.var("LOKI_USERNAME").map(str::to_string);
        let password = self.secret("LOKI_PASSWORD");
        let bearer = match self.environment.var("LOKI_BEARER_TOKEN_FILE") {
            Some(path) => Some(read_token("LOKI_BEARER_TOKEN_FILE", path)?),
            None => self.secret("LOKI_BEARER_TOKEN"),
        };
        Ok(addr.map(|addr| LokiAccess {
            addr: base(&addr),
            aliases: config
                .loki
                .aliases
                .iter()
                .map(|alias| base(alias))
                .collect(),
            tenant,
            basic: user.zip(password),
            bearer,
        }))
    }

    fn prometheus(&mut self, config: &ConfigFile) -> Vec<PrometheusAccess> {
        let section = &config.prometheus;
        let addr = self.text("prometheus.addr", "PROMETHEUS_URL", section.addr.as_ref());
        let aliases = section.aliases.iter().map(|alias| base(alias)).collect();
        addr.map(|addr| PrometheusAccess {
            addr: base(&addr),
            aliases,
        })
        .into_iter()
        .collect()
    }
}

fn read_token(variable: &str, path: &str) -> Result<SecretString, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::config(format!("cannot read the token file {path} ({variable})")).because(&error)
    })?;
    Ok(SecretString::from(text.trim()))
}

/// A base URL as people write it, without credentials, a trailing slash or `/api/v1`. Credentials
/// in a URL would end up in messages and evidence; they have variables of their own.
fn base(url: &str) -> String {
    let url = without_credentials(url.trim());
    let url = url.trim_end_matches('/');
    url.strip_suffix("/api/v1").unwrap_or(url).to_string()
}

/// A URL without its user and password, for showing.
fn without_credentials(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            match rest[..authority].rfind('@') {
                Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
                None => url.to_string(),
            }
        }
        None => url.to_string(),
    }
}

/// Reads a language word.
fn parse_lang(word: &str) -> Option<Lang> {
    match word {
        "ko" => Some(Lang::Ko),
        "en" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        #[expect(clippy::disallowed_methods)]
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
        assert!(shown.contains("environment GITPLOY_SERVER_HOST"));
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
        assert!(error.message.contains("`fr` (flag --lang)"));
        let clock = [("SOURCE_DATE_EPOCH", "yesterday")];
        let error = resolve(&Flags::default(), &environment(&clock, dir.path())).unwrap_err();
        assert!(error.message.contains("SOURCE_DATE_EPOCH"));
    }
}
