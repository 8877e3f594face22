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
        resource: workload.kind.resource().into(),
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
mod tests {
    use super::*;
    use crate::facts::change::FileStatus;
    use crate::facts::workload::Workload;
    use crate::render::context::Expectation;
    use serde_json::json;

    fn web(containers: Value) -> Target {
        let object = json!({"kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"replicas": 3, "template": {"spec": {"containers": containers}}}});
        let workload = Workload {
            live: true,
            ..Workload::of(&object).unwrap()
        };
        Target {
            workloads: vec![Placed { workload, object }],
            ..Target::default()
        }
    }

    fn one() -> Value {
        json!([{"name": "web", "resources": {"limits": {"memory": "1Gi"}, "requests": {"cpu": "100m"}},
            "env": [{"name": "LEVEL", "value": "info"}, {"name": "MODE", "value": "a"}]}])
    }

    #[test]
    fn a_value_is_looked_for_where_the_workload_shows_it() {
        let target = web(one());
        for (key, before, after, shown) in [
            ("replicaCount", "3", "5", Some(("replicas", "5"))),
            ("web.replicas", "2", "3", Some(("replicas", "3"))),
            ("worker.replicas", "7", "9", None),
            (
                "resources.limits.memory",
                "1024Mi",
                "2048Mi",
                Some(("web resources.limits.memory", "2Gi")),
            ),
            (
                "web.resources.requests.cpu",
                "0.1",
                "200m",
                Some(("web resources.requests.cpu", "200m")),
            ),
            ("sidecar.resources.limits.memory", "64Mi", "128Mi", None),
            (
                "env.LEVEL",
                "info",
                "debug",
                Some(("web LEVEL value", "debug")),
            ),
            (
                "extraEnv[LEVEL].value",
                "info",
                "debug",
                Some(("web LEVEL value", "debug")),
            ),
            ("env.OTHER", "info", "debug", None),
            ("env.LEVEL", "warn", "debug", None),
            ("env.LEVEL", "info", "", None),
            ("controller.tolerations", "", "", None),
            ("resources.limits", "1Gi", "2Gi", None),
            ("environment", "info", "debug", None),
        ] {
            let check = shown_by(&target, key, &Entry::changed(key, before, after));
            let told = check.as_ref().map(|check| match &check.expected {
                Expectation::Output { value } => (check.field.as_str(), value.as_str()),
                other => panic!("{other:?}"),
            });
            assert_eq!(told, shown, "{key} {before} {after}");
        }
        // Two that could be meant, a workload among several, and one that an autoscaler scales.
        let mut two = one();
        let mut second = two[0].clone();
        second["name"] = "proxy".into();
        two.as_array_mut().unwrap().push(second);
        let level = Entry::changed("env.LEVEL", "info", "debug");
        assert_eq!(shown_by(&web(two), "env.LEVEL", &level), None);
        let mut several = web(one());
        several.workloads.push(several.workloads[0].clone());
        assert_eq!(shown_by(&several, "env.LEVEL", &level), None);
        let mut scaled = web(one());
        scaled.workloads[0].workload.autoscaled = Some((2, 5));
        assert_eq!(
            shown_by(&scaled, "replicaCount", &Entry::changed("", "3", "5")),
            None
        );
    }

    #[test]
    fn only_values_of_charts_are_values() {
        let piece = |document: &str, inside: &str, path: &str| Piece::Structure {
            document: document.into(),
            inside: inside.into(),
            entries: vec![Entry::changed(path, "1", "2")],
            more_entries: 0,
            before: String::new(),
            after: String::new(),
        };
        for (file, document, inside, path, key) in [
            ("web/values.yaml", "", "", "a.b", Some("a.b")),
            ("web/values-prod.yaml", "", "", "a", Some("a")),
            (
                "apps/x.yaml",
                "Application argocd/x",
                "spec.source.helm.values",
                "a",
                Some("a"),
            ),
            ("apps/x.yaml", "", "spec.source.helm.values", "a", Some("a")),
            (
                "apps/x.yaml",
                "Application argocd/x",
                "",
                "spec.source.helm.valuesObject.a",
                Some("a"),
            ),
            (
                "x.yaml",
                "HelmRelease shop/x",
                "",
                "spec.values.a",
                Some("a"),
            ),
            (
                "x.yaml",
                "HelmRelease shop/x",
                "",
                "spec.chart.spec.version",
                None,
            ),
            ("web.yaml", "Deployment shop/web", "", "spec.replicas", None),
            ("Chart.yaml", "", "", "version", None),
            ("values.yaml", "ConfigMap shop/x", "", "data.a", None),
        ] {
            let file = FileStory {
                path: file.into(),
                renamed_from: None,
                status: FileStatus::Modified,
                added: 1,
                removed: 1,
                pieces: vec![piece(document, inside, path)],
                hidden_lines: 0,
                line_ends: None,
                modes: None,
            };
            let found = values(&file, &file.pieces[0]);
            let found = found.first().map(|(key, _)| *key);
            assert_eq!(found, key, "{} {document} {path}", file.path);
        }
    }
}
