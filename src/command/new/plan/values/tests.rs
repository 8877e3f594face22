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
