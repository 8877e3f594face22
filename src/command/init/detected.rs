//! What `report init` can find out by itself, so that it need not ask: contexts, remotes, and what
//! the existing records say.

use super::{Found, Named};
use crate::collect::cluster::contexts::Contexts;
use crate::collect::git;
use crate::facts::deployment::System;
use crate::facts::forge::ForgeKind;
use crate::facts::lang::Lang;
use crate::query::{Class, script};
use crate::settings::{Environment, Settings};
use crate::store::Reach;
use crate::{record, store};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Looks around. What cannot be read is simply not found.
pub(super) fn found(settings: &Settings, environment: &Environment) -> Found {
    let contexts = Contexts::read(&settings.access.cluster).ok();
    let git = git::Git::open(&settings.root).ok();
    let forge = git.as_ref().and_then(git::Git::forge);
    let mut found = Found {
        prefix: git
            .as_ref()
            .map(|git| prefix(git, settings))
            .unwrap_or_default(),
        is_on_gitlab: forge
            .as_ref()
            .is_some_and(|forge| forge.kind == ForgeKind::GitLab),
        contexts: contexts.as_ref().map(Contexts::names).unwrap_or_default(),
        named_contexts: Vec::new(),
        shards: None,
        remote: forge.and_then(|forge| repository(&forge.base)),
        repos: repositories(settings),
        lang: settings.record_lang,
        server_host: environment
            .var(System::default().host().0)
            .map(String::from),
        server_repo: None,
        loki_addr: environment.var("LOKI_ADDR").map(String::from),
        envs: Vec::new(),
        branch: git.and_then(|git| git.branch()),
        server_named: None,
        loki_named: None,
    };
    of_records(settings, &mut found, contexts.as_ref());
    found
}

/// The root of the repository that holds a directory.
pub(super) fn repository_root(dir: &Path) -> Option<PathBuf> {
    let git = git::Git::open(dir).ok()?;
    let root = git.path().canonicalize().ok()?;
    dir.canonicalize().ok()?.starts_with(&root).then_some(root)
}

/// The workspace's folder in its repository, `team/`; nothing if it is the repository's root.
fn prefix(git: &git::Git, settings: &Settings) -> String {
    let roots = (settings.root.canonicalize(), git.path().canonicalize());
    let (Ok(own), Ok(repository)) = roots else {
        return String::new();
    };
    match own.strip_prefix(&repository).ok().and_then(Path::to_str) {
        None | Some("") => String::new(),
        Some(folder) => format!("{folder}/"),
    }
}

/// Directories under `repos/` that are repositories.
fn repositories(settings: &Settings) -> Vec<String> {
    let dir = settings.root.join("repos");
    let names = store::names(&dir, Reach::Within(&settings.root)).unwrap_or_default();
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| dir.join(name).join(".git").exists())
        .filter_map(|name| name.into_string().ok())
        .collect();
    names.sort();
    names
}

/// Language, environments and Gitploy server of the existing records.
fn of_records(settings: &Settings, found: &mut Found, contexts: Option<&Contexts>) {
    let reach = Reach::Within(&settings.root);
    let files = store::list(&settings.deployments(), reach).unwrap_or_default();
    let (mut korean, mut english) = (0, 0);
    let (mut envs, mut named_contexts) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let Ok(text) = store::read_text(&file.path, reach) else {
            continue;
        };
        let (record, _) = record::parse(&text);
        match record.lang {
            Lang::Ko => korean += 1,
            Lang::En => english += 1,
        }
        for fence in &record.fences {
            let script = script::read(&fence.snippet.text, &fence.snippet.info);
            let classes = script.commands.iter().map(|one| &one.class);
            named_contexts.extend(classes.filter_map(|class| match class {
                Class::Understood(pipeline) => pipeline.query.scope()?.context.clone(),
                _ => None,
            }));
        }
        envs.extend(record.mentions.env);
        let named = |url| Named {
            url,
            record: file.name.clone(),
        };
        if let Some(addr) =
            loki_address(&text).filter(|addr| found.loki_addr.as_ref() != Some(addr))
        {
            found.loki_named.get_or_insert_with(|| named(addr));
        }
        if let Some((host, repo)) = record.mentions.api {
            if found.server_host.as_ref() != Some(&host) {
                found.server_named.get_or_insert_with(|| named(host));
            }
            found.server_repo.get_or_insert(repo);
        }
    }
    found.envs = envs.into_iter().collect();
    if let Some(contexts) = contexts {
        let aliases = &settings.access.cluster.aliases;
        let is_known = |name: &String| found.contexts.contains(name) || aliases.contains_key(name);
        named_contexts.retain(|name| !is_known(name));
        let named = named_contexts.into_iter();
        found.named_contexts = named
            .map(|name| (name.clone(), contexts.like(&name)))
            .collect();
    }
    if found.lang.is_none() && korean + english > 0 {
        found.lang = Some(if korean >= english {
            Lang::Ko
        } else {
            Lang::En
        });
    }
}

/// The Loki server of a documented `logcli` command: `LOKI_ADDR=URL` or `--addr=URL`.
fn loki_address(text: &str) -> Option<String> {
    let after = ["LOKI_ADDR=", "--addr=", "--addr "]
        .iter()
        .find_map(|label| Some(text.split_once(label)?.1))?;
    let end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\');
    let url = after.trim_start_matches(['"', '\'']).split(end).next()?;
    let url = url.trim_end_matches('/');
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_string())
}

/// `namespace/name` of a repository's page.
fn repository(base: &str) -> Option<String> {
    let path = base.split_once("://")?.1.split_once('/')?.1;
    Some(path.to_string())
}
