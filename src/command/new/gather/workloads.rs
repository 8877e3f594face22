//! The workloads of a target: those named, else those of its Application, else those that carry its
//! name as their instance, else those of the manifests at the commit.

use super::{objects, scope};
use crate::command::new::facts::{Placed, Target};
use crate::command::new::gap::{Gap, note};
use crate::command::new::history::History;
use crate::command::new::{NewOptions, Setting};
use crate::facts::fields;
use crate::facts::observation::Cause;
use crate::facts::workload::{Workload, WorkloadKind};
use crate::query::{Get, Namespace, Resource, Scope};
use serde_json::Value;

/// A workload to look for: kind, name, namespace.
type Wanted = (WorkloadKind, String, Option<String>);

/// Asks the cluster for them.
pub(super) async fn live(
    target: &mut Target,
    options: &NewOptions,
    setting: &Setting<'_>,
    gaps: &mut Vec<Gap>,
) {
    let mut wanted = named(target, options, gaps);
    if options.workloads.is_empty() {
        wanted = of_application(target);
    }
    if wanted.is_empty() && options.workloads.is_empty() {
        return by_instance(target, setting, gaps).await;
    }
    for (kind, name, namespace) in wanted {
        let shown = format!("{}/{name}", kind.resource());
        let get = Get {
            scope: scope(target, namespace.as_deref()),
            resources: vec![Resource {
                kind: kind.resource(),
                name: Some(name),
            }],
            objects: true,
            ..Get::default()
        };
        let found = objects(&get, setting, gaps, ("workloads", [&shown; 2])).await;
        if found.as_ref().is_some_and(Vec::is_empty) {
            let (ko, en) = ("클러스터에 없음", "not in the cluster");
            let (ko, en) = (format!("{shown}: {ko}"), format!("{shown}: {en}"));
            note(gaps, Gap::new("workloads", ko, en));
        }
        let found = found.into_iter().flatten();
        found.for_each(|object| place(target, object));
    }
    autoscalers(target, setting, gaps).await;
}

fn place(target: &mut Target, object: Value) {
    if let Some(workload) = Workload::of(&object) {
        let workload = Workload {
            live: true,
            ..workload
        };
        target.workloads.push(Placed { workload, object });
    }
}

fn named(target: &Target, options: &NewOptions, gaps: &mut Vec<Gap>) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for text in &options.workloads {
        let parts = text.split_once('/');
        match parts.and_then(|(kind, name)| Some((WorkloadKind::parse(kind)?, name))) {
            Some((kind, name)) => wanted.push((kind, name.into(), target.namespace.clone())),
            None => note(
                gaps,
                Gap::new(
                    "workloads",
                    format!("--workload {text}: KIND/NAME 형식이 아니거나 알 수 없는 종류"),
                    format!("--workload {text}: not KIND/NAME, or a kind that is not known"),
                ),
            ),
        }
    }
    wanted
}

/// The workloads among the Application's resources, in its order.
fn of_application(target: &Target) -> Vec<Wanted> {
    // `status.resources` is the whole; an Application that only keeps its last sync has it there.
    let places = [
        "/status/resources",
        "/status/operationState/syncResult/resources",
    ];
    let application = target.application.as_ref();
    let resources = application.and_then(|app| places.iter().find_map(|place| app.pointer(place)));
    let list = resources
        .and_then(Value::as_array)
        .map_or(&[] as &[Value], Vec::as_slice);
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).map(String::from);
    list.iter()
        .filter_map(|one| {
            let kind = WorkloadKind::parse(&text(one, "kind")?)?;
            Some((kind, text(one, "name")?, text(one, "namespace")))
        })
        .collect()
}

/// The workloads that carry the app as `app.kubernetes.io/instance`, where no Application names them.
async fn by_instance(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    let Some(app) = target.app.clone() else {
        return;
    };
    let scope = match &target.namespace {
        Some(name) => scope(target, Some(name)),
        None => Scope {
            context: target.context.clone(),
            namespace: Namespace::All,
        },
    };
    for kind in WorkloadKind::ALL {
        let selector = format!("app.kubernetes.io/instance={app}");
        let get = Get::objects(scope.clone(), &kind.resource(), Some(selector));
        match setting.outside.objects(&get).await {
            Ok(found) => {
                // What a controller made is its own affair: a CronJob's Jobs are no workloads.
                let own = found.into_iter();
                let own =
                    own.filter(|one| fields::list(one, "/metadata/ownerReferences").is_empty());
                own.for_each(|mut object| {
                    object["kind"] = kind.word().into();
                    place(target, object);
                });
            }
            // Argo Rollouts is not installed everywhere.
            Err(blind) if kind == WorkloadKind::Rollout && blind.cause == Cause::NoSuchApi => {}
            Err(blind) => {
                let what = ["워크로드 목록", "the workloads"];
                return note(gaps, Gap::blind("workloads", what, &blind));
            }
        }
    }
    autoscalers(target, setting, gaps).await;
}

/// Replicas that a HorizontalPodAutoscaler sets are a range.
async fn autoscalers(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    let mut namespaces: Vec<String> = target
        .workloads
        .iter()
        .filter(|placed| scales(placed.workload.kind))
        .map(|placed| placed.workload.namespace.clone())
        .collect();
    namespaces.sort();
    namespaces.dedup();
    let mut found = Vec::new();
    for namespace in namespaces {
        let get = Get::objects(
            scope(target, Some(&namespace)),
            "horizontalpodautoscalers",
            None,
        );
        let what = [
            "HorizontalPodAutoscaler 목록",
            "the HorizontalPodAutoscalers",
        ];
        match objects(&get, setting, gaps, ("workloads", what)).await {
            Some(objects) => found.extend(objects),
            None => return,
        }
    }
    scale(target, &found);
}

fn scales(kind: WorkloadKind) -> bool {
    match kind {
        WorkloadKind::Deployment | WorkloadKind::StatefulSet | WorkloadKind::Rollout => true,
        WorkloadKind::DaemonSet | WorkloadKind::CronJob | WorkloadKind::Job => false,
    }
}

/// Puts the ranges of HorizontalPodAutoscalers on the workloads that they scale.
fn scale(target: &mut Target, objects: &[Value]) {
    for placed in &mut target.workloads {
        let workload = &mut placed.workload;
        let own = objects.iter().find(|object| {
            let namespace = fields::namespace(object);
            // A list's items need not say what they are.
            matches!(fields::kind(object), "" | "HorizontalPodAutoscaler")
                && fields::text(object, "/spec/scaleTargetRef/kind") == workload.kind.word()
                && fields::text(object, "/spec/scaleTargetRef/name") == workload.name
                && (namespace == workload.namespace || namespace.is_empty())
        });
        let number =
            |object: &Value, pointer: &str| object.pointer(pointer).and_then(Value::as_u64);
        workload.autoscaled = own.and_then(|object| {
            let least = number(object, "/spec/minReplicas").unwrap_or(1);
            Some((least, number(object, "/spec/maxReplicas")?))
        });
    }
}

/// The workloads of the manifests at the commit.
pub(super) fn of_manifests(target: &mut Target, history: Option<&History>, options: &NewOptions) {
    let Some(history) = history else { return };
    let objects: Vec<&Value> = history.objects_of(target.app.as_deref()).collect();
    for object in &objects {
        // A manifest is a file like any other: a name that no API server takes is no workload's. Where one is
        // named, another one is none of them.
        let is_wanted = |one: &Workload| is_name(&one.name) && is_asked(one, options);
        if let Some(mut workload) = Workload::of(object).filter(is_wanted) {
            if !is_name(&workload.namespace) {
                workload.namespace.clear();
            }
            if !is_selector(&workload.selector) {
                workload.selector.clear();
            }
            if workload.namespace.is_empty() {
                workload.namespace = target.namespace.clone().unwrap_or_default();
            }
            let known = target.workloads.iter().any(|placed| {
                placed.workload.reference() == workload.reference()
                    && placed.workload.namespace == workload.namespace
            });
            if !known {
                target.workloads.push(Placed {
                    workload,
                    object: (*object).clone(),
                });
            }
        }
    }
    let objects: Vec<Value> = objects.into_iter().cloned().collect();
    scale(target, &objects);
}

/// Whether a workload is one of those named, where any is.
pub(super) fn is_asked(workload: &Workload, options: &NewOptions) -> bool {
    options.workloads.is_empty() || options.workloads.iter().any(|text| is(workload, text))
}

/// Whether `KIND/NAME` is a workload.
pub(super) fn is(workload: &Workload, text: &str) -> bool {
    let named = text.split_once('/');
    named.is_some_and(|(kind, name)| {
        WorkloadKind::parse(kind) == Some(workload.kind) && name == workload.name
    })
}

/// Whether a name can be that of an object.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
}

/// Whether a selector holds what labels can hold.
fn is_selector(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_./=,()! ".contains(c))
}

/// The pods of the live workloads.
pub(super) async fn pods(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    let live = target
        .workloads
        .iter()
        .map(|placed| placed.workload.clone());
    let live: Vec<Workload> = live
        .filter(|one| one.live && !one.selector.is_empty())
        .collect();
    for workload in live {
        let scope = scope(target, Some(&workload.namespace));
        let get = Get::objects(scope, "pods", Some(workload.selector));
        let what = ("cluster", ["Pod 목록", "the pods"]);
        let pods = objects(&get, setting, gaps, what).await;
        target.pods.extend(pods.unwrap_or_default());
    }
}

/// What the cluster keeps of what the live workloads ran.
pub(super) async fn revisions(target: &mut Target, setting: &Setting<'_>, gaps: &mut Vec<Gap>) {
    let live = target.workloads.iter().map(|placed| &placed.workload);
    let live = live.filter(|one| one.live && !one.selector.is_empty());
    let mut found = Vec::new();
    for workload in live {
        let kind = match workload.kind {
            WorkloadKind::Deployment => "replicasets",
            WorkloadKind::DaemonSet | WorkloadKind::StatefulSet => "controllerrevisions",
            WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => continue,
        };
        let scope = scope(target, Some(&workload.namespace));
        let get = Get::objects(scope, kind, Some(workload.selector.clone()));
        let what = ("revisions", ["이전 리비전", "the earlier revisions"]);
        let revisions = objects(&get, setting, gaps, what).await;
        found.extend(revisions.unwrap_or_default());
    }
    target.revisions = found;
}
