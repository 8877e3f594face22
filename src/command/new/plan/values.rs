//! What a change of Helm values makes of what runs. What a chart does with a value only the chart knows: a value is
//! looked for where the live workload shows that it comes from there, having the value of before or the one of
//! now, and else is told as not checked. Pure.

use super::change::{Check, Found};
use crate::command::new::facts::{Placed, Target};
use crate::command::new::history::History;
use crate::facts::change::{Entry, FileStory, Piece};
use crate::facts::fields;
use crate::facts::workload::WorkloadKind;
use serde_json::Value;

/// The checks of changed values, and the keys of those that have none.
pub(super) fn checks(target: &Target, history: Option<&History>) -> (Vec<Check>, Vec<String>) {
    let (mut all, mut open) = (Vec::new(), Vec::new());
    let files = history.into_iter().flat_map(|history| &history.files);
    let changed = files.flat_map(|file| {
        let pieces = file.pieces.iter();
        pieces.flat_map(move |piece| values(file, piece))
    });
    for (key, entry) in changed {
        // An image has a step of its own, or is told by the news.
        if super::image::is_of_image(key) {
            continue;
        }
        match shown_by(target, key, entry) {
            Some(check) => all.push(check),
            None => open.push(key.to_owned()),
        }
    }
    open.sort();
    open.dedup();
    (all, open)
}

/// The keys of values that a piece of a file changes.
fn values<'a>(file: &'a FileStory, piece: &'a Piece) -> Vec<(&'a str, &'a Entry)> {
    let (Piece::Structure {
        document,
        inside,
        entries,
        ..
    }
    | Piece::Diff {
        document,
        inside,
        entries,
        ..
    }) = piece;
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let prefix = match document.split_whitespace().next() {
        _ if inside.ends_with(".values") => Some(""),
        Some("HelmRelease") => Some("spec.values."),
        Some("Application") => Some("spec.source.helm.valuesObject."),
        None if name.contains("values") && inside.is_empty() => Some(""),
        Some(_) | None => None,
    };
    let now = |entry: &'a Entry| entry.to.as_deref().unwrap_or(&entry.path);
    let key = |entry: &'a Entry| Some((now(entry).strip_prefix(prefix?)?, entry));
    entries.iter().filter_map(key).collect()
}

/// Where the only live workload shows a value.
fn shown_by(target: &Target, key: &str, entry: &Entry) -> Option<Check> {
    let [placed] = target.workloads.as_slice() else {
        return None;
    };
    let (workload, after) = (&placed.workload, entry.after.as_deref()?);
    let place = place(placed, key, entry).filter(|_| workload.live)?;
    let found = Found::of(&place, after)?;
    Some(Check {
        resource: workload.kind.resource(),
        name: workload.name.clone(),
        namespace: workload.namespace.clone(),
        field: found.field(),
        output: super::change::path_of(&found.path),
        expected: found.expected,
    })
}

/// The place of a value in the workload, as a JSONPath without its braces: one alone of those that the key can
/// mean has the value of before or of now.
fn place(placed: &Placed, key: &str, entry: &Entry) -> Option<String> {
    let workload = &placed.workload;
    let is_it = |live: &str| {
        let sides = [&entry.before, &entry.after];
        let same = |side: &String| super::change::same_value(key, side, live);
        sides.into_iter().flatten().any(same)
    };
    let last = key.rsplit('.').next().unwrap_or(key);
    if matches!(last, "replicaCount" | "replicas") {
        let can_scale = match workload.kind {
            WorkloadKind::Deployment | WorkloadKind::StatefulSet | WorkloadKind::Rollout => true,
            WorkloadKind::DaemonSet | WorkloadKind::CronJob | WorkloadKind::Job => false,
        };
        let live = placed.object.pointer("/spec/replicas")?.to_string();
        let is_meant = can_scale && workload.autoscaled.is_none() && is_it(&live);
        return is_meant.then(|| "spec.replicas".into());
    }
    let pods = super::image::template(workload.kind);
    let containers = fields::list(&placed.object, &format!("{pods}/containers"));
    let inside = |container: &Value, path: String| {
        let name = fields::text(container, "/name");
        let pods = pods.trim_start_matches('/').replace('/', ".");
        format!("{pods}.containers[?(@.name==\"{name}\")].{path}")
    };
    let mut places: Vec<String> = Vec::new();
    for container in containers {
        if let Some(at) = key.rfind("resources.") {
            let path = &key[at..];
            let live = fields::text(container, &format!("/{}", path.replace('.', "/")));
            if path.split('.').count() == 3 && is_it(live) {
                places.push(inside(container, path.to_owned()));
            }
        } else if let Some(name) = variable(key) {
            for one in fields::list(container, "/env") {
                if fields::text(one, "/name") == name && is_it(fields::text(one, "/value")) {
                    places.push(inside(
                        container,
                        format!("env[?(@.name==\"{name}\")].value"),
                    ));
                }
            }
        }
    }
    match places.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The environment variable of `env.NAME`, `extraEnv[NAME].value`.
fn variable(key: &str) -> Option<&str> {
    let (list, name) = match key.strip_suffix("].value") {
        Some(rest) => rest.rsplit_once('[')?,
        None => key.rsplit_once('.')?,
    };
    let list = list.rsplit('.').next().unwrap_or(list).to_lowercase();
    (list.ends_with("env") || list.ends_with("envs")).then_some(name)
}

#[cfg(test)]
mod tests;
