//! `argocd app get|list|resources|history`, read from the Application resource; the rest of Argo CD's
//! command line is refused or not ours.

use super::expand::Word;
use super::flags::{Effect, Flag, Takes, flag, parse, value};
use super::reason::{Why, not_ours, refused};
use super::vars::Vars;
use super::{ArgoAsk, ArgoQuery, Class, Namespace, Output, Query, Scope};

const FLAGS: &[Flag] = &[
    value("output", Some('o')),
    value("app-namespace", Some('N')),
    value("kube-context", None),
    flag("show-operation", None, Takes::Nothing, Effect::Ignore),
    flag("show-params", None, Takes::Nothing, Effect::Ignore),
    flag("grpc-web", None, Takes::Nothing, Effect::Ignore),
    flag("plaintext", None, Takes::Nothing, Effect::Ignore),
    flag("core", None, Takes::Nothing, Effect::Ignore),
    flag("loglevel", None, Takes::Value, Effect::Ignore),
    flag("logformat", None, Takes::Value, Effect::Ignore),
    flag("http-retry-max", None, Takes::Value, Effect::Ignore),
    flag("timeout", None, Takes::Value, Effect::Ignore),
    flag(
        "refresh",
        None,
        Takes::Nothing,
        Effect::Refuse(Why::ArgoRefresh),
    ),
    flag(
        "hard-refresh",
        None,
        Takes::Nothing,
        Effect::Refuse(Why::ArgoRefresh),
    ),
    flag(
        "server",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "config",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "grpc-web-root-path",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "server-name",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "port-forward",
        None,
        Takes::Nothing,
        Effect::Refuse(Why::OpensTunnel),
    ),
    flag(
        "port-forward-namespace",
        None,
        Takes::Value,
        Effect::Refuse(Why::OpensTunnel),
    ),
    flag(
        "auth-token",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "header",
        Some('H'),
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "client-crt",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "client-crt-key",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "server-crt",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "insecure",
        None,
        Takes::Nothing,
        Effect::Refuse(Why::SkipsTls),
    ),
    flag(
        "project",
        Some('p'),
        Takes::Value,
        Effect::Foreign(Why::ArgoRead),
    ),
    flag(
        "selector",
        Some('l'),
        Takes::Value,
        Effect::Foreign(Why::ArgoRead),
    ),
    flag(
        "repo",
        Some('r'),
        Takes::Value,
        Effect::Foreign(Why::ArgoRead),
    ),
    flag(
        "cluster",
        Some('c'),
        Takes::Value,
        Effect::Foreign(Why::ArgoRead),
    ),
    flag(
        "orphaned",
        None,
        Takes::Nothing,
        Effect::Foreign(Why::ArgoRead),
    ),
];

/// Reads the words after `argocd`.
pub(super) fn read(words: &[Word], vars: &Vars) -> Result<Query, Class> {
    let plain: Vec<&str> = words
        .iter()
        .map(|word| word.text.as_str())
        .filter(|text| !text.starts_with('-'))
        .collect();
    let (group, verb) = (plain.first().copied(), plain.get(1).copied().unwrap_or(""));
    let shown = match group {
        None => return Err(not_ours(Why::NoTarget, "argocd")),
        Some(group) => format!("argocd {group} {verb}"),
    };
    let ask = match (group.unwrap_or(""), verb) {
        ("app" | "apps" | "application", verb) => match verb {
            "get" => ArgoAsk::Get,
            "list" | "ls" => ArgoAsk::List,
            "resources" => ArgoAsk::Resources,
            "history" => ArgoAsk::History,
            "diff" | "manifests" | "logs" | "wait" | "get-resource" | "actions" | "" => {
                return Err(match plain.get(2) {
                    Some(&"run") => refused(Why::ChangesArgo, &shown),
                    _ => not_ours(Why::ArgoRead, &shown),
                });
            }
            "sync" | "create" | "delete" | "set" | "unset" | "rollback" | "patch" | "edit"
            | "terminate-op" | "delete-resource" | "patch-resource" | "add-source"
            | "remove-source" | "resume" | "confirm-deletion" => {
                return Err(refused(Why::ChangesArgo, &shown));
            }
            _ => return Err(not_ours(Why::UnknownVerb, &shown)),
        },
        ("login" | "logout" | "relogin" | "context", _) => {
            return Err(refused(Why::ChangesKubeconfig, &shown));
        }
        (
            "cluster" | "repo" | "proj" | "project" | "account" | "cert" | "gpg" | "repocreds"
            | "appset",
            verb,
        ) => {
            return Err(match verb {
                "list" | "get" | "can-i" | "get-user-info" | "windows" | "generate" => {
                    not_ours(Why::ArgoRead, &shown)
                }
                _ => refused(Why::ChangesArgo, &shown),
            });
        }
        ("version", _) => return Err(not_ours(Why::LocalVersion, "argocd version")),
        ("admin", _) => return Err(refused(Why::ChangesArgo, &shown)),
        _ => return Err(not_ours(Why::UnknownVerb, &shown)),
    };
    let parsed = parse(words, &[FLAGS])?;
    let app = match (ask, &parsed.words[2..]) {
        (ArgoAsk::List, []) => None,
        (ArgoAsk::List, [more, ..]) => return Err(not_ours(Why::TooManyWords, &more.text)),
        (_, [app]) => Some(app.text.clone()),
        (_, [_, more, ..]) => return Err(not_ours(Why::TooManyWords, &more.text)),
        (_, []) => return Err(not_ours(Why::NoTarget, &shown)),
    };
    // `NAMESPACE/NAME` names an application outside Argo CD's own namespace.
    let (inside, app) = match app {
        Some(app) => match app.split_once('/') {
            Some((namespace, name)) => (Some(namespace.to_owned()), Some(name.to_owned())),
            None => (None, Some(app)),
        },
        None => (None, None),
    };
    let output = match parsed.value("output") {
        None => Output::Table,
        Some(word) => match word.text.as_str() {
            "wide" => Output::Wide,
            "name" if ask == ArgoAsk::List => Output::Name,
            "json" => Output::Json,
            "yaml" => Output::Yaml,
            _ if !word.is_known() => Output::Table,
            other => return Err(not_ours(Why::OutputForm, &format!("-o {other}"))),
        },
    };
    let context = parsed.text("kube-context");
    let switched = vars
        .context
        .as_ref()
        .filter(|switched| switched.missing.is_empty());
    Ok(Query::Argo(ArgoQuery {
        scope: Scope {
            context: context.or_else(|| switched.map(|switched| switched.text.clone())),
            namespace: match inside.or_else(|| parsed.text("app-namespace")) {
                Some(name) => Namespace::Named(name),
                None => Namespace::OfContext,
            },
        },
        ask,
        app,
        output,
    }))
}
