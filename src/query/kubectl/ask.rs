//! `kubectl events`, `auth can-i`, `version`, `api-resources`, `api-versions`, `cluster-info`, `config`.

use super::super::expand::Word;
use super::super::flags::{
    Flag, foreign, foreign_switch, ignored, ignored_value, parse, switch, value,
};
use super::super::reason::{Why, not_ours, refused};
use super::super::{Class, ClusterAsk, ClusterQuestion, Events, Query, Resource};
use super::flags::GLOBAL;
use super::{Place, split_verb};

const EVENTS: &[Flag] = &[
    switch("all-namespaces", Some('A')),
    value("for", None),
    value("types", None),
    switch("no-headers", None),
    ignored("watch", Some('w')),
    ignored_value("chunk-size", None),
    foreign("output", Some('o'), Why::OtherOutput),
];

const CAN_I: &[Flag] = &[
    switch("all-namespaces", Some('A')),
    foreign_switch("quiet", Some('q'), Why::OtherOutput),
    foreign_switch("list", None, Why::OtherOutput),
    foreign("subresource", None, Why::OtherOutput),
    ignored("no-headers", None),
];

const VERSION: &[Flag] = &[
    foreign_switch("client", None, Why::LocalVersion),
    ignored("short", None),
    foreign("output", Some('o'), Why::OtherOutput),
];

const API_RESOURCES: &[Flag] = &[
    ignored("cached", None),
    foreign_switch("no-headers", None, Why::OtherOutput),
    foreign("output", Some('o'), Why::OtherOutput),
    foreign_switch("namespaced", None, Why::OtherOutput),
    foreign("api-group", None, Why::OtherOutput),
    foreign("verbs", None, Why::OtherOutput),
    foreign("categories", None, Why::OtherOutput),
    foreign("sort-by", None, Why::OtherOutput),
];

/// Reads `events`.
pub(super) fn events(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let parsed = parse(words, &[GLOBAL, EVENTS])?;
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
    match verb.as_str() {
        "can-i" => {}
        "reconcile" => return Err(refused(Why::ChangesCluster, &shown)),
        _ => return Err(not_ours(Why::ReadVerb, &shown)),
    }
    let parsed = parse(&rest, &[GLOBAL, CAN_I])?;
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

/// Reads `version`.
pub(super) fn version(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    bare(words, at, VERSION, ClusterAsk::Version)
}

/// Reads `api-resources`.
pub(super) fn api_resources(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    bare(words, at, API_RESOURCES, ClusterAsk::ApiResources)
}

/// Reads `api-versions`, which has no flags of its own.
pub(super) fn api_versions(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    bare(words, at, &[], ClusterAsk::ApiVersions)
}

/// Reads `cluster-info`; its `dump` is not answered.
pub(super) fn cluster_info(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    if words.iter().any(|word| word.text == "dump") {
        return Err(not_ours(Why::ReadVerb, &format!("{} dump", at.shown)));
    }
    bare(words, at, &[], ClusterAsk::ClusterInfo)
}

/// Reads `config`: `current-context` only; others read or change the kubeconfig.
pub(super) fn config(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, &at.shown));
    };
    let shown = format!("{} {verb}", at.shown);
    match verb.as_str() {
        "current-context" => bare(&rest, at, &[], ClusterAsk::CurrentContext),
        "view" | "get-contexts" | "get-clusters" | "get-users" => {
            Err(not_ours(Why::LocalKubeconfig, &shown))
        }
        _ => Err(refused(Why::ChangesKubeconfig, &shown)),
    }
}

fn bare(words: &[Word], at: &Place<'_>, list: &[Flag], ask: ClusterAsk) -> Result<Query, Class> {
    let parsed = parse(words, &[GLOBAL, list])?;
    if let Some(more) = parsed.words.first() {
        return Err(not_ours(Why::TooManyWords, &more.text));
    }
    Ok(Query::Cluster(ClusterQuestion {
        scope: at.scope(&parsed)?,
        ask,
    }))
}
