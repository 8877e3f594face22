//! Which companions a step needs.

use super::*;
use crate::query::Rollout;
use serde_json::json;

fn get(kind: &str, namespace: Namespace, selector: Option<&str>) -> Pipeline {
    let get = Get {
        scope: Scope {
            context: Some("ops".into()),
            namespace,
        },
        resources: vec![Resource {
            kind: kind.into(),
            name: None,
        }],
        selector: selector.map(str::to_string),
        ..Get::default()
    };
    Pipeline {
        query: Query::Get(get),
        filters: Vec::new(),
    }
}

/// A companion in short: kinds, namespace, selector.
fn short(query: &Query) -> String {
    match query {
        Query::Get(get) => {
            assert!(get.objects);
            assert_eq!(get.scope.context.as_deref(), Some("ops"));
            let kinds: Vec<&str> = get.resources.iter().map(|r| r.kind.as_str()).collect();
            let namespace = match &get.scope.namespace {
                Namespace::Named(name) => name.as_str(),
                Namespace::All => "*",
                Namespace::OfContext => "-",
            };
            let selector = get.selector.as_deref().unwrap_or("");
            format!("{} {namespace} {selector}", kinds.join(","))
                .trim()
                .into()
        }
        Query::Top(top) => format!("top {}", top.selector.as_deref().unwrap_or("")),
        other => panic!("{other:?}"),
    }
}

fn check(pipeline: &Pipeline, wants: &[Want], expected: &[&str]) {
    let wants: Wants = wants.iter().copied().collect();
    let mut companions: Vec<String> = needs(&[pipeline], &wants).iter().map(short).collect();
    companions.sort();
    assert_eq!(companions, expected, "{:?} {wants:?}", pipeline.query);
}

#[test]
fn only_what_is_wanted_is_asked() {
    use Want::*;
    let ns = || Namespace::Named("loki-v3".into());
    let workloads = "daemonsets,deployments,statefulsets loki-v3";
    let pods = get("po", ns(), Some("app=alloy"));
    check(&pods, &[], &[]);
    check(&pods, &[WorkloadState], &[workloads]);
    check(&pods, &[PodState], &["po loki-v3 app=alloy"]);
    check(&pods, &[PodMetrics], &["top app=alloy"]);
    check(&pods, &[Nodes], &["nodes -"]);
    check(
        &pods,
        &[Coverage],
        &[workloads, "nodes -", "po loki-v3 app=alloy"],
    );
    check(&get("pods", Namespace::All, None), &[], &[]);
    check(
        &get("ds", ns(), None),
        &[],
        &["ds loki-v3", "nodes -", "pods loki-v3"],
    );
    check(&get("daemonsets", Namespace::All, None), &[], &[]);
    check(&get("deploy", ns(), None), &[], &[]);
    check(
        &get("deploy", ns(), None),
        &[WorkloadState],
        &["deploy loki-v3"],
    );
    check(
        &get("applications", ns(), None),
        &[WorkloadState],
        &["applications loki-v3"],
    );
    check(
        &get("nodes", ns(), None),
        &[Nodes],
        &["nodes -", "nodes loki-v3"],
    );
}

#[test]
fn what_the_step_asks_itself_is_not_asked_again() {
    let mut own = get("ds", Namespace::OfContext, None);
    let Query::Get(get) = &mut own.query else {
        panic!()
    };
    get.objects = true;
    check(&own, &[], &["nodes -", "pods -"]);
}

#[test]
fn a_rollout_of_a_daemonset_is_held_against_the_nodes() {
    let rollout = |ask| Pipeline {
        query: Query::Rollout(Rollout {
            scope: Scope {
                context: Some("ops".into()),
                namespace: Namespace::OfContext,
            },
            ask,
            targets: vec![Resource {
                kind: "daemonset".into(),
                name: Some("alloy".into()),
            }],
            selector: None,
            revision: None,
        }),
        filters: Vec::new(),
    };
    check(
        &rollout(RolloutAsk::Status),
        &[],
        &["daemonset -", "nodes -", "pods -"],
    );
    check(&rollout(RolloutAsk::History), &[], &[]);
}

#[test]
fn workloads_are_in_scope_by_their_templates_labels() {
    let workload =
        |app: &str| json!({"spec": {"template": {"metadata": {"labels": {"app": app}}}}});
    let (alloy, web) = (workload("alloy"), workload("web"));
    let all = [&alloy, &web];
    assert_eq!(in_scope(&all, Some("app=alloy")), [&alloy]);
    assert_eq!(in_scope(&all, None), [&alloy, &web]);
    assert!(in_scope(&all, Some("app within x")).is_empty());
}
