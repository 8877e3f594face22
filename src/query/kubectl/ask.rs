//! `kubectl events`, `auth can-i`, `version`, `api-resources`, `api-versions`, `cluster-info`, `config`.

use super::super::expand::Word;
use super::super::flags::parse;
use super::super::reason::{Why, not_ours};
use super::super::verbs::unanswered;
use super::super::{Class, ClusterAsk, ClusterQuestion, Events, Query, Resource};
use super::{Place, split_verb};

/// Reads `events`.
pub(super) fn events(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let parsed = parse(words, &["kubectl", "kubectl events"])?;
    if let Some(more) = parsed.words.first() {
        return Err(not_ours(Why::TooManyWords, &more.text));
    }
    let of = match parsed.value("for") {
        None => None,
        Some(word) => match word.text.split_once('/') {
            Some((kind, name)) => Some(Resource {
                kind: kind.to_owned(),
                name: Some(name.to_owned()),
            }),
            None if !word.is_known() => None,
            None => return Err(not_ours(Why::BadFlagValue, &format!("--for={}", word.text))),
        },
    };
    Ok(Query::Events(Events {
        scope: at.scope(&parsed)?,
        of,
        types: parsed
            .values("types")
            .flat_map(|word| word.text.split(',').map(str::to_owned))
            .collect(),
        no_headers: parsed.on("no-headers"),
    }))
}

/// Reads `auth can-i VERB RESOURCE [NAME]`.
pub(super) fn auth(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, &at.shown));
    };
    let shown = format!("{} {verb}", at.shown);
    if verb != "can-i" {
        return Err(unanswered("kubectl auth", &verb, &shown));
    }
    let parsed = parse(&rest, &["kubectl", "kubectl auth can-i"])?;
    let (verb, resource) = match parsed.words.as_slice() {
        [verb, resource] => (verb, resource_of(&resource.text, None)),
        [verb, resource, name] => (verb, resource_of(&resource.text, Some(&name.text))),
        [_, _, _, more, ..] => return Err(not_ours(Why::TooManyWords, &more.text)),
        _ => return Err(not_ours(Why::NoTarget, &shown)),
    };
    if resource.kind.is_empty() {
        return Err(not_ours(Why::ReadVerb, &shown));
    }
    let ask = ClusterAsk::CanI {
        verb: verb.text.clone(),
        resource,
    };
    Ok(Query::Cluster(ClusterQuestion {
        scope: at.scope(&parsed)?,
        ask,
    }))
}

fn resource_of(text: &str, name: Option<&str>) -> Resource {
    let (kind, inner) = text
        .split_once('/')
        .map_or((text, None), |(k, n)| (k, Some(n)));
    Resource {
        kind: kind.to_owned(),
        name: name.or(inner).map(str::to_owned),
    }
}

/// Reads `cluster-info`; its `dump` is not answered.
pub(super) fn cluster_info(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    if words.iter().any(|word| word.text == "dump") {
        return Err(not_ours(Why::ReadVerb, &format!("{} dump", at.shown)));
    }
    bare(words, at, ClusterAsk::ClusterInfo)
}

/// Reads `config`: `current-context` only; others read or change the kubeconfig.
pub(super) fn config(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, &at.shown));
    };
    let shown = format!("{} {verb}", at.shown);
    match verb.as_str() {
        "current-context" => bare(&rest, at, ClusterAsk::CurrentContext),
        _ => Err(unanswered("kubectl config", &verb, &shown)),
    }
}

/// Reads a command that takes no words.
pub(super) fn bare(words: &[Word], at: &Place<'_>, ask: ClusterAsk) -> Result<Query, Class> {
    let parsed = parse(words, &["kubectl", &at.shown])?;
    if let Some(more) = parsed.words.first() {
        return Err(not_ours(Why::TooManyWords, &more.text));
    }
    Ok(Query::Cluster(ClusterQuestion {
        scope: at.scope(&parsed)?,
        ask,
    }))
}
