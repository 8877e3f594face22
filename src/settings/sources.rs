//! What the outside may be asked, and with which credentials: the settings of the sources.

use super::decide::{Decide, without_credentials};
use super::{ConfigFile, Destination, Flags, Origin, Trust, steering};
use crate::both;
use crate::collect::access::{
    Access, ClusterAccess, Credential, DeploymentAccess, LokiAccess, Mode, PrometheusAccess, Stop,
};
use crate::error::Error;
use crate::facts::deployment::System;
use crate::settings::file::{Contexts, SystemSection};
use crate::store::{self, Reach};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a question may take, unless anybody says otherwise.
const QUESTION: Duration = Duration::from_secs(30);

impl Decide<'_> {
    pub(super) fn access(
        &mut self,
        flags: &Flags,
        config: &ConfigFile,
        root: &Path,
        now: DateTime<Utc>,
    ) -> Result<Access, Error> {
        let mode = match (&flags.replay, flags.offline, &flags.save_evidence) {
            (Some(path), _, _) => Mode::Replaying(path.clone()),
            (None, true, _) => Mode::Offline,
            (None, false, Some(_)) => Mode::Recording,
            (None, false, None) => Mode::Live,
        };
        self.allow_plain_http = self.plain_http(config);
        Ok(Access {
            mode,
            now,
            live: self.environment.clock,
            deadline: self
                .seconds("--timeout", flags.timeout, config.limits.timeout)
                .unwrap_or(QUESTION),
            run_deadline: self.seconds("--deadline", flags.deadline, config.limits.deadline),
            concurrency: 8,
            cluster: self.cluster(flags, config, root),
            deployments: self.deployments(config),
            loki: self.loki(config)?,
            prometheus: self.prometheus(config),
            http_hosts: config.http.hosts.clone(),
            repos: self.repositories(config, root),
            root: root.to_path_buf(),
            log: None,
            stop: Stop::default(),
        })
    }

    /// A length of time: flag, else file; noted if one says it.
    fn seconds(
        &mut self,
        name: &'static str,
        flag: Option<u64>,
        file: Option<u64>,
    ) -> Option<Duration> {
        let from = flag.map_or_else(|| self.file.clone(), |_| Origin::Flag(name));
        let seconds = flag.or(file)?;
        self.note(name.trim_start_matches('-'), format!("{seconds} s"), from);
        Some(Duration::from_secs(seconds))
    }

    /// The repositories by name. Another checkout's settings name those inside it only: what their
    /// history holds is written into records.
    fn repositories(&self, config: &ConfigFile, root: &Path) -> BTreeMap<String, PathBuf> {
        let inside = |path: &Path| match (path.canonicalize(), root.canonicalize()) {
            (Ok(path), Ok(root)) => path.starts_with(root),
            (Err(_), _) | (_, Err(_)) => false,
        };
        let named = config.repos.iter();
        named
            .map(|(name, at)| (name.clone(), root.join(at)))
            .filter(|(_, path)| self.trust != Trust::Elsewhere || inside(path))
            .collect()
    }

    fn cluster(&mut self, flags: &Flags, config: &ConfigFile, root: &Path) -> ClusterAccess {
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
        if let (Some(line), false) = (self.provenance.last_mut(), kubeconfig.is_empty()) {
            line.destination = Some(Destination {
                to: Some(line.value.clone()),
                why: both!(
                    "그 안의 서버로만, 그리고 TLS로만 보냅니다",
                    "to the servers that it names itself, over TLS only"
                ),
            });
        }
        let contexts = config.contexts.as_ref();
        if let Some(contexts) = contexts {
            let shown = match contexts {
                Contexts::Allowed(names) => names.join(", "),
                Contexts::Aliases(aliases) => {
                    let pairs = aliases.iter().map(|(name, to)| format!("{name} → {to}"));
                    pairs.collect::<Vec<_>>().join(", ")
                }
            };
            self.note_file("contexts", shown);
        }
        if let Some(context) = &flags.context {
            self.note("context", context, Origin::Flag("--context"));
        }
        ClusterAccess {
            kubeconfig,
            default_context: flags.context.clone(),
            default_namespace: flags.namespace.clone(),
            allowed_contexts: contexts.and_then(|all| all.allowed().cloned()),
            aliases: contexts.map(Contexts::aliases).unwrap_or_default(),
            argocd_namespace: config
                .argocd
                .namespace
                .clone()
                .or_else(|| steering::argocd_namespace(root))
                .unwrap_or_else(|| "argocd".into()),
        }
    }

    /// The files of `KUBECONFIG` (missing ones are skipped as kubectl skips them), else
    /// `~/.kube/config` if it exists.
    fn kubeconfig(&self) -> (Vec<PathBuf>, Origin) {
        if let Some(list) = self.environment.var("KUBECONFIG") {
            let files = std::env::split_paths(list).filter(|p| !p.as_os_str().is_empty());
            return (files.collect(), Origin::Environment("KUBECONFIG".into()));
        }
        let home = self
            .environment
            .var("HOME")
            .or_else(|| self.environment.var("USERPROFILE"));
        let file = home.map(|home| Path::new(home).join(".kube").join("config"));
        match file.filter(|file| file.exists()) {
            Some(file) => (vec![file], Origin::Default),
            None => {
                let how = both!(
                    "KUBECONFIG 또는 ~/.kube/config",
                    "KUBECONFIG, or ~/.kube/config"
                );
                (Vec::new(), Origin::Unset(how))
            }
        }
    }

    /// Whether credentials may go over plain HTTP to other machines: only the user says so.
    fn plain_http(&mut self, config: &ConfigFile) -> bool {
        const VARIABLE: &str = "REPORT_ALLOW_PLAIN_HTTP";
        let asked = self.environment.var(VARIABLE);
        let asked = asked.is_some_and(|value| matches!(value, "1" | "true"));
        if asked {
            self.note(
                "allow_plain_http",
                "true",
                Origin::Environment(VARIABLE.into()),
            );
        } else if config.allow_plain_http {
            self.note_file("allow_plain_http", self.trust.holds().to_string());
        }
        asked || (config.allow_plain_http && self.trust.holds())
    }

    fn deployments(&mut self, config: &ConfigFile) -> BTreeMap<System, DeploymentAccess> {
        let wanted = config.deployments.source;
        let told = System::ALL.into_iter().filter_map(|system| {
            let section = config.server(system)?;
            let access = match system.host() {
                (_, "") => self.server(system, section),
                _ => self.forge(system, section, wanted == Some(system)),
            };
            Some((system, access?))
        });
        told.collect()
    }

    /// A forge where its section says anything, or the deployments are to be looked for there: most have
    /// a token of it for other things. Which repository its credential reads is chosen by whoever chooses
    /// its address.
    fn forge(
        &mut self,
        system: System,
        section: &SystemSection,
        is_wanted: bool,
    ) -> Option<DeploymentAccess> {
        let SystemSection {
            host,
            repo,
            aliases,
        } = section;
        if host.is_none() && repo.is_none() && !is_wanted {
            return None;
        }
        let (word, (variable, default)) = (system.word(), system.host());
        let same_host = |one: &str, other: &str| base(one) == base(other);
        let host = self.said(host.as_ref(), variable, same_host);
        let host = host.unwrap_or_else(|| (default.to_owned(), Origin::Default));
        self.note(
            &format!("{word}.host"),
            without_credentials(&host.0),
            host.1.clone(),
        );
        let repo = self.said(repo.as_ref(), system.repo(), |one, other| one == other);
        if let Some((repo, from)) = &repo {
            self.note(&format!("{word}.repo"), repo, from.clone());
        }
        let said: Vec<&Origin> = repo.iter().map(|(_, from)| from).collect();
        let token = self.token(system);
        let credential = self.sent(system.variables(), token, Some(&host), &said);
        Some(DeploymentAccess {
            host: base(&host.0),
            aliases: bases(aliases),
            repo: repo.map(|(repo, _)| repo),
            credential,
        })
    }

    /// What the file says, but for the CI system's own value where the file says the same or nothing.
    fn said(
        &self,
        file: Option<&String>,
        variable: &str,
        is_same: impl Fn(&str, &str) -> bool,
    ) -> Option<(String, Origin)> {
        let own = self.environment.var(variable);
        match file {
            Some(file) if !own.is_some_and(|own| is_same(file, own)) => {
                Some((file.clone(), self.file.clone()))
            }
            _ => Some((own?.to_owned(), Origin::Environment(variable.into()))),
        }
    }

    /// The first token of a system that is set.
    fn token(&self, system: System) -> Credential {
        let mut set = system.variables().iter().filter_map(|name| {
            let token = SecretString::from(self.environment.var(name)?);
            Some(match *name {
                "CI_JOB_TOKEN" => Credential::Job(token),
                _ => Credential::Bearer(token),
            })
        });
        set.next().unwrap_or_default()
    }

    /// A server that is nobody's else: whoever sets its address has a token for it.
    fn server(&mut self, system: System, section: &SystemSection) -> Option<DeploymentAccess> {
        let (word, (variable, _)) = (system.word(), system.host());
        let host = self.text(&format!("{word}.host"), variable, section.host.as_ref());
        let token = self.token(system);
        let credential = self.sent(system.variables(), token, host.as_ref(), &[]);
        if let Some(repo) = &section.repo {
            self.note_file(&format!("{word}.repo"), repo);
        }
        Some(DeploymentAccess {
            host: base(&host?.0),
            aliases: bases(&section.aliases),
            repo: section.repo.clone(),
            credential,
        })
    }

    fn loki(&mut self, config: &ConfigFile) -> Result<Option<LokiAccess>, Error> {
        let addr = self.text("loki.addr", "LOKI_ADDR", config.loki.addr.as_ref());
        let tenant = self.text("loki.tenant", "LOKI_ORG_ID", config.loki.tenant.as_ref());
        let var = |name| self.environment.var(name);
        let (file, secret) = ("LOKI_BEARER_TOKEN_FILE", SecretString::from);
        let bearer = match var(file) {
            Some(path) => Some(read_token(file, path)?),
            None => var("LOKI_BEARER_TOKEN").map(secret),
        };
        let user = var("LOKI_USERNAME").map(str::to_string);
        let credential = match (bearer, user.zip(var("LOKI_PASSWORD").map(secret))) {
            (Some(token), _) => Credential::Bearer(token),
            (None, Some((user, password))) => Credential::Basic(user, password),
            (None, None) => Credential::None,
        };
        let token = match var(file) {
            Some(_) => file,
            None => "LOKI_BEARER_TOKEN",
        };
        let variables = ["LOKI_PASSWORD", token];
        let said: Vec<&Origin> = tenant.iter().map(|(_, from)| from).collect();
        let credential = self.sent(&variables, credential, addr.as_ref(), &said);
        Ok(addr.map(|(addr, _)| LokiAccess {
            addr: base(&addr),
            aliases: bases(&config.loki.aliases),
            tenant: tenant.map(|(tenant, _)| tenant),
            tenants: Some(if self.trust.holds() {
                config.loki.tenants.clone()
            } else {
                Vec::new()
            }),
            credential,
        }))
    }

    fn prometheus(&mut self, config: &ConfigFile) -> Vec<PrometheusAccess> {
        let section = &config.prometheus;
        let addr = self.text("prometheus.addr", "PROMETHEUS_URL", section.addr.as_ref());
        let addr = addr.into_iter().map(|(addr, _)| PrometheusAccess {
            addr: base(&addr),
            aliases: bases(&section.aliases),
        });
        addr.collect()
    }
}

fn read_token(variable: &str, path: &str) -> Result<SecretString, Error> {
    let text = store::read_large_text(Path::new(path), Reach::Anywhere).map_err(|error| {
        Error::config(both!(
            "{path}: 토큰 파일을 읽을 수 없습니다 ({variable})",
            "cannot read the token file {path} ({variable})"
        ))
        .because(&error)
        .hinted(both!(
            "경로를 고치거나 {variable}[을/를] 지우세요",
            "correct the path, or unset {variable}"
        ))
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

fn bases(urls: &[String]) -> Vec<String> {
    urls.iter().map(|url| base(url)).collect()
}
