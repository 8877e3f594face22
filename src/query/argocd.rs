//! `argocd app get|list|resources|history`, read from the Application resource; the rest of Argo CD's
//! command line is refused or not ours.

use super::expand::Word;
use super::flags::parse;
use super::reason::{Why, not_ours, refused};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{ArgoAsk, ArgoQuery, Class, Namespace, Output, Query, Scope, word_list};

/// Which question a verb asks, or why it is none of ours; and what is said of it.
fn ask(words: &[Word]) -> Result<(ArgoAsk, String), Class> {
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
            _ => {
                // `actions run`, whatever stands between.
                return Err(match plain.get(2) {
                    Some(&"run") => refused(Why::ChangesArgo, &shown),
                    _ => unanswered("argocd app", verb, &shown),
                });
            }
        },
        ("version", _) => return Err(not_ours(Why::LocalVersion, "argocd version")),
        (group, verb) if word_list("argocd-resource").has(group) => {
            return Err(unanswered("argocd resource", verb, &shown));
        }
        (group, _) => return Err(unanswered("argocd", group, &shown)),
    };
    Ok((ask, shown))
}

/// Reads the words after `argocd`.
pub(super) fn read(words: &[Word], vars: &Vars) -> Result<Query, Class> {
    let (ask, shown) = ask(words)?;
    let parsed = parse(words, &["argocd"])?;
    let (selector, projects) = (parsed.text("selector"), parsed.texts("project"));
    if ask != ArgoAsk::List && (selector.is_some() || !projects.is_empty()) {
        let flag = match selector {
            Some(_) => "--selector",
            None => "--project",
        };
        return Err(not_ours(Why::UnknownFlag, flag));
    }
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
        selector,
        projects,
        output,
    }))
}
