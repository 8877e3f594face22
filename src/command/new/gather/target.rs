//! The apps that a record is about and where they run, and what the cluster says of each.

use super::workloads;
use super::{objects, scope};
use crate::command::new::facts::{Placed, Target};
use crate::command::new::gap::{Gap, note};
use crate::command::new::history::Deployed;
use crate::command::new::history::History;
use crate::command::new::{NewOptions, Setting};
use crate::facts::fields;
use crate::facts::observation::Observation;
use crate::facts::workload::WorkloadKind;
use crate::judge::scheduling::Template;
use crate::query::{ArgoAsk, ArgoQuery, Get, Namespace, Output, Query, Scope};
use serde_json::Value;

/// A target for each environment and app of the deployments, in the order in which they were last
/// deployed; without deployments the one that the options describe.
pub(super) fn of(
    deployments: &[Deployed],
    options: &NewOptions,
    setting: &Setting<'_>,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for one in deployments {
        let deployment = &one.deployment;
        let env = setting.environments.get(&deployment.env).cloned();
        let env = env.unwrap_or_default();
        let target = Target {
            environment: Some(deployment.env.clone()).filter(|env| !env.is_empty()),
            app: deployment.payload("app").map(String::from).or(env.app),
            context: options.context.clone().or(env.context),
            namespace: options.namespace.clone().or(env.namespace),
            unfinished: deployment.succeeded_at().is_none(),
            ..Target::default()
        };
        let is_same =
            |known: &Target| known.environment == target.environment && known.app == target.app;
        targets.retain(|known| !is_same(known));
        targets.push(target);
    }
    if targets.is_empty() {
        targets.push(Target {
            context: options.context.clone(),
            namespace: options.namespace.clone(),
            ..Target::default()
        });
    }
    targets
}

/// What the manifests say of a target that nothing else names: an Application that the range
/// changes, and the namespace that it deploys into.
pub(super) fn from_git(target: &mut Target, history: Option<&History>) {
    let Some(history) = history else { return };
    if target.app.is_none() && target.environment.is_none() {
        let mut changed = history
            .changed
            .iter()
            .filter(|object| is_application(object));
        if let (Some(only), None) = (changed.next(), changed.next()) {
            target.app = Some(fields::name(only).to_string());
        }
    }
    let app = target.app.as_deref();
    let manifest = history
        .objects_of(app)
        .find(|object| is_application(object) && Some(fields::name(object)) == app);
    let said = |pointer| {
        let text = manifest.map(|object| fields::text(object, pointer).to_string());
        text.filter(|name| !name.is_empty())
    };
    target.argocd = said("/metadata/namespace");
    target.namespace = target
        .namespace
        .take()
        .or(said("/spec/destination/namespace"));
}

fn is_application(object: &Value) -> bool {
    fields::kind(object) == "Application"
}

/// Asks the target's cluster.
pub(super) async fn look(
    target: &mut Target,
    history: Option<&History>,
    options: &NewOptions,
    setting: &Setting<'_>,
    gaps: &mut Vec<Gap>,
) {
    let asked = target.context.is_some() || target.app.is_some() || !options.workloads.is_empty();
    if asked {
        application(target, setting, gaps).await;
        workloads::live(target, options, setting, gaps).await;
    } else {
        let gap = Gap::new(
            "cluster",
            "클러스터나 앱이 지정되지 않아 클러스터를 확인하지 않음 (--context, --workload)",
            "no cluster or app was named, so the cluster was not looked at (--context, --workload)",
        );
        note(gaps, gap);
    }
    if target.workloads.is_empty() {
        workloads::of_manifests(target, history, options);
    }
    if let Some(first) = target.workloads.first()
        && !first.workload.namespace.is_empty()
    {
        let namespace = first.workload.namespace.clone();
        target.namespace.get_or_insert(namespace);
    }
    nodes(target, setting, gaps).await;
    workloads::pods(target, setting, gaps).await;
    let stated = stated(target, history);
    if target.unfinished {
        forget_the_old(target);
    }
    for (placed, replicas) in target.workloads.iter_mut().zip(stated) {
        placed.workload.expected = replicas.or(placed.workload.expected);
    }
    expect_daemons(target);
}

/// Until its deployment has succeeded the cluster still runs what was there before: how many pods there
/// will be, and when they will run, may be what the deployment changes.
fn forget_the_old(target: &mut Target) {
    let live = target
        .workloads
        .iter_mut()
        .map(|placed| &mut placed.workload);
    // What is scaled to nothing has no pods to look at, either way.
    for workload in live.filter(|one| one.live && one.expected != Some(0)) {
        workload.expected = None;
        workload.autoscaled = None;
        workload.schedule = None;
    }
}

/// How many pods the manifests at the commit ask for, of each workload that no autoscaler scales: what runs
/// may be what was there before.
fn stated(target: &Target, history: Option<&History>) -> Vec<Option<u64>> {
    let objects = |app| history.into_iter().flat_map(move |one| one.objects_of(app));
    let app = target.app.as_deref();
    let of = |placed: &Placed| {
        let workload = &placed.workload;
        let is_it = |object: &&Value| placed.is(object);
        let scales = |object: &Value| {
            fields::kind(object) == "HorizontalPodAutoscaler"
                && fields::text(object, "/spec/scaleTargetRef/name") == workload.name
        };
        if !workload.live || workload.autoscaled.is_some() || objects(app).any(scales) {
            return None;
        }
        objects(app)
            .find(is_it)?
            .pointer("/spec/replicas")?
            .as_u64()
    };
    target.workloads.iter().map(of).collect()
}

async fn application(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    let Some(app) = target.app.clone() else {
        return;
    };
    let query = Query::Argo(ArgoQuery {
        scope: Scope {
            namespace: match &target.argocd {
                Some(name) => Namespace::Named(name.clone()),
                None => Namespace::OfContext,
            },
            ..scope(target, None)
        },
        ask: ArgoAsk::Get,
        app: Some(app.clone()),
        selector: None,
        projects: Vec::new(),
        output: Output::Json,
    });
    let what = format!("Argo CD Application {app}");
    let answer = setting.outside.observe(std::slice::from_ref(&query)).await;
    match answer.into_iter().next().map(|answer| answer.observation) {
        Some(Observation::Seen(seen)) => match seen.every_object().next() {
            Some(object) => target.application = Some(object.clone()),
            None => note(
                gaps,
                Gap::new(
                    "application",
                    format!("{what}: 클러스터에 없음"),
                    format!("{what} is not in the cluster"),
                ),
            ),
        },
        Some(Observation::Blind(blind)) => {
            note(gaps, Gap::blind("application", [&what; 2], &blind));
        }
        None => {}
    }
}

async fn nodes(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    if !target
        .workloads
        .iter()
        .any(|one| is_live_daemon(&one.workload))
    {
        return;
    }
    let get = Get::objects(scope(target, None), "nodes", None);
    let what = ("nodes", ["노드 목록", "the nodes"]);
    let nodes = objects(&get, setting, gaps, what).await;
    target.nodes = nodes.unwrap_or_default();
}

/// A DaemonSet wants a pod on every node that its pods may land on, by its tolerations and selector.
///
/// Where the cluster still runs the old template, only the nodes are told, if the pods are meant for each
/// of them.
fn expect_daemons(target: &mut Target) {
    let nodes = &target.nodes;
    if nodes.is_empty() {
        return;
    }
    let daemons = target.workloads.iter_mut();
    for placed in daemons.filter(|placed| is_live_daemon(&placed.workload)) {
        let template = Template::of(&placed.object);
        let is_for_all = || nodes.iter().all(|node| template.is_meant_for(node));
        if !target.unfinished {
            let open = nodes
                .iter()
                .filter(|node| template.kept_off(node).is_none());
            placed.workload.expected = u64::try_from(open.count()).ok();
        }
        if !target.unfinished || is_for_all() {
            placed.workload.nodes = u64::try_from(nodes.len()).ok();
        }
    }
}

fn is_live_daemon(workload: &crate::facts::workload::Workload) -> bool {
    workload.kind == WorkloadKind::DaemonSet && workload.live
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::workload::Workload;
    use serde_json::json;

    /// What runs before a deployment says how many there are now, not how many there will be.
    #[test]
    fn numbers_of_what_runs_before_the_deployment_are_forgotten() {
        let placed = |kind: &str, replicas: u64| {
            let object = json!({"kind": kind, "metadata": {"name": "web"}, "spec": {"replicas": replicas, "schedule": "@daily"}});
            let mut workload = Workload::of(&object).unwrap();
            workload.live = true;
            workload.autoscaled = (replicas > 0).then_some((2, 9));
            Placed { workload, object }
        };
        for (kind, replicas, live, expected) in [
            ("Deployment", 3, true, None),
            ("StatefulSet", 3, true, None),
            ("Rollout", 3, true, None),
            ("CronJob", 3, true, None),
            // Scaled to nothing, as far as can be told.
            ("Deployment", 0, true, Some(0)),
            // A manifest of the range is what is deployed.
            ("Deployment", 3, false, Some(3)),
        ] {
            let mut one = placed(kind, replicas);
            one.workload.live = live;
            let mut target = Target {
                workloads: vec![one],
                unfinished: true,
                ..Target::default()
            };
            forget_the_old(&mut target);
            let workload = &target.workloads[0].workload;
            assert_eq!(workload.expected, expected, "{kind} {replicas} {live}");
            let kept = !live || replicas == 0;
            assert_eq!(workload.schedule.is_some(), kept, "{kind}");
            assert_eq!(workload.autoscaled.is_some(), !live, "{kind}");
        }
    }
}
