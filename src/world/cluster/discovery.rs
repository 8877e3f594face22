//! Discovery, aggregated (as recorded) and plain (derived from it), and `/version`.

use super::super::Stage;
use super::super::answer::{Answer, Request};
use super::{serves, status};
use hyper::StatusCode;
use serde_json::{Value, json};
use std::sync::LazyLock;

static RECORDED: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/discovery.json")).expect("make.py writes JSON")
});

/// A resource that the server serves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub group: &'static str,
    pub version: &'static str,
    pub resource: &'static str,
    pub kind: &'static str,
    pub namespaced: bool,
}

/// Finds a resource by its plural name.
pub(super) fn resource(group: &str, version: &str, resource: &str) -> Option<Known> {
    let found = versions(group)
        .find(|each| text(each, "version") == version)?
        .get("resources")?
        .as_array()?
        .iter()
        .find(|each| text(each, "resource") == resource)?;
    let versions = groups_of(group).next()?;
    Some(Known {
        group: text(&versions["metadata"], "name"),
        version: versions["versions"]
            .as_array()?
            .iter()
            .map(|each| text(each, "version"))
            .find(|each| *each == version)?,
        resource: text(found, "resource"),
        kind: text(&found["responseKind"], "kind"),
        namespaced: text(found, "scope") == "Namespaced",
    })
}

pub(super) fn has_group(group: &str) -> bool {
    groups_of(group).next().is_some()
}

/// The resource of a kind.
pub(super) fn of_kind(group: &str, kind: &str) -> Option<Known> {
    let version = versions(group).next()?;
    let mut all = version["resources"].as_array()?.iter();
    let found = all.find(|each| text(&each["responseKind"], "kind") == kind)?;
    resource(group, text(version, "version"), text(found, "resource"))
}

/// Whether the group comes from a CustomResourceDefinition. So does `metrics.k8s.io` here, where a
/// real cluster has an aggregated server.
pub(super) fn is_custom(group: &str) -> bool {
    group == "metrics.k8s.io" || group.contains('.') && !group.ends_with(".k8s.io")
}

/// `/version`.
pub(super) fn version() -> Value {
    RECORDED["version"].clone()
}

/// `/api`.
pub(super) fn core(request: &Request) -> Answer {
    if wants_aggregated(request) {
        return aggregated(&RECORDED["api"]);
    }
    Answer::ok(&json!({
        "kind": "APIVersions", "versions": ["v1"],
        "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1:6443"}],
    }))
}

/// `/apis`; what was put there beside what was recorded.
pub(super) fn groups(stage: &Stage, request: &Request, put: Vec<Value>) -> Answer {
    if wants_aggregated(request) {
        let mut body = RECORDED["apis"].clone();
        if let Some(items) = body["items"].as_array_mut() {
            items.retain(|item| serves(stage, text(&item["metadata"], "name")));
            items.extend(put);
        }
        return aggregated(&body);
    }
    let groups: Vec<Value> = items("apis")
        .filter(|item| serves(stage, text(&item["metadata"], "name")))
        .map(plain_group)
        .collect();
    Answer::ok(&json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}))
}

/// `/apis/GROUP`.
pub(super) fn group(stage: &Stage, group: &str) -> Answer {
    match groups_of(group)
        .next()
        .filter(|_| serves(stage, group) && !group.is_empty())
    {
        Some(item) => {
            let mut body = json!({"kind": "APIGroup", "apiVersion": "v1"});
            let plain = plain_group(item);
            for field in ["name", "versions", "preferredVersion"] {
                body[field] = plain[field].clone();
            }
            Answer::ok(&body)
        }
        None => status::page_not_found(),
    }
}

/// `/api/v1` and `/apis/GROUP/VERSION`.
pub(super) fn resources(stage: &Stage, group: &str, version: &str) -> Answer {
    let found = versions(group).find(|each| text(each, "version") == version);
    let Some(found) = found.filter(|_| serves(stage, group)) else {
        return if has_group(group) && serves(stage, group) {
            status::no_such_resource()
        } else {
            status::page_not_found()
        };
    };
    let mut resources = Vec::new();
    for each in found["resources"].as_array().into_iter().flatten() {
        let namespaced = text(each, "scope") == "Namespaced";
        let mut plain = json!({
            "name": each["resource"], "singularName": each["singularResource"],
            "namespaced": namespaced, "kind": each["responseKind"]["kind"], "verbs": each["verbs"],
        });
        for field in ["shortNames", "categories"] {
            if let Some(names) = each.get(field) {
                plain[field] = names.clone();
            }
        }
        resources.push(plain);
        for sub in each["subresources"].as_array().into_iter().flatten() {
            resources.push(json!({
                "name": format!("{}/{}", text(each, "resource"), text(sub, "subresource")),
                "singularName": "", "namespaced": namespaced,
                "kind": sub["responseKind"]["kind"], "verbs": sub["verbs"],
            }));
        }
    }
    let name = match group {
        "" => version.to_string(),
        _ => format!("{group}/{version}"),
    };
    Answer::ok(&json!({
        "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": resources,
    }))
}

fn wants_aggregated(request: &Request) -> bool {
    let accept = request.header("accept").unwrap_or_default();
    accept.split(',').any(|range| {
        let parameters: Vec<&str> = range.split(';').map(str::trim).collect();
        parameters.contains(&"g=apidiscovery.k8s.io") && parameters.contains(&"v=v2")
    })
}

fn aggregated(body: &Value) -> Answer {
    let kind = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    Answer::body(StatusCode::OK, kind, body.to_string())
}

fn plain_group(item: &Value) -> Value {
    let name = text(&item["metadata"], "name");
    let versions: Vec<Value> = item["versions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|each| {
            let version = text(each, "version");
            json!({"groupVersion": format!("{name}/{version}"), "version": version})
        })
        .collect();
    json!({"name": name, "preferredVersion": versions.first(), "versions": versions})
}

fn versions(group: &str) -> impl Iterator<Item = &'static Value> {
    groups_of(group).flat_map(|item| item["versions"].as_array().into_iter().flatten())
}

/// The items of a group; the core group has no name.
fn groups_of(group: &str) -> impl Iterator<Item = &'static Value> {
    let list = match group {
        "" => "api",
        _ => "apis",
    };
    items(list).filter(move |item| text(&item["metadata"], "name") == group)
}

fn items(list: &str) -> impl Iterator<Item = &'static Value> {
    RECORDED[list]["items"].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}
