//! Deployments that a cluster tells of: the objects of Argo CD and Flux, read as the rest of the cluster
//! is. Each source's own file reads its objects.

use super::{argocd, flux, seen};
use crate::both;
use crate::collect::cluster::Cluster;
use crate::collect::cluster::discovery;
use crate::collect::cluster::rows::{self, Wanted};
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, DeploymentRef, Progress, System};
use crate::facts::observation::{Cause, Seen};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// What applies a Flux revision: the kind, and the resource that lists it.
const FLUX: [(&str, &str); 2] = [
    (
        "kustomization",
        "kustomizations.kustomize.toolkit.fluxcd.io",
    ),
    ("helmrelease", "helmreleases.helm.toolkit.fluxcd.io"),
];

/// A deployment among those of its object, with the one before it and the one in its place now.
#[derive(Debug, Clone, PartialEq)]
pub struct InPlace {
    /// The deployment; `later` is the one that is in force in its place.
    pub deployment: Deployment,
    /// The successful one before it, as far as the object remembers.
    pub previous: Option<Deployment>,
}

/// Answers a record's question.
pub(in crate::collect) async fn observe(
    cluster: &Cluster,
    which: &DeploymentRef,
    argocd: &str,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let all = listed(cluster, which.source, which.project.as_deref(), argocd).await?;
    seen(&one(all, which)?.deployment, now)
}

/// The deployments of an object, newest first. `argocd` is Argo CD's namespace.
pub(in crate::collect) async fn listed(
    cluster: &Cluster,
    system: System,
    project: Option<&str>,
    argocd: &str,
) -> Result<Vec<Deployment>, Trouble> {
    let Some(project) = project else {
        let name = system.name();
        let words = both!(
            "어느 {name} 오브젝트인지 적혀 있지 않습니다",
            "which object of {name} is not said"
        );
        return Err(Trouble::told(Cause::NotConfigured, &words));
    };
    match system {
        System::Argocd => {
            let (namespace, name) = project.split_once('/').unwrap_or((argocd, project));
            let kind = crate::collect::argo::application();
            let wanted = named(&kind, Some(namespace), name);
            let found = rows::objects(cluster, wanted).await?;
            let (objects, _) = found.map_err(|_| missing(system, project))?;
            let of = |one| argocd::of(one, argocd);
            let all: Vec<_> = objects.iter().map(of).collect::<Result<_, _>>()?;
            Ok(all.into_iter().flatten().collect())
        }
        System::Flux => {
            let object = of_flux(cluster, project).await?;
            flux::of(&object)
        }
        _ => Err(super::not_set_up()),
    }
}

/// `apps`, `flux-system/apps`, `kustomization/flux-system/apps`: the only object that it names.
async fn of_flux(cluster: &Cluster, project: &str) -> Result<Value, Trouble> {
    let parts: Vec<&str> = project.split('/').collect();
    let (kind, rest) = match parts.split_first() {
        Some((first, rest)) if FLUX.iter().any(|(kind, _)| kind == first) => (Some(*first), rest),
        _ => (None, &parts[..]),
    };
    // Either may be followed by a name alone, or by a namespace and a name.
    let (namespace, name) = match rest {
        [name] => (None, *name),
        [namespace, name] => (Some(*namespace), *name),
        _ => return Err(missing(System::Flux, project)),
    };
    let fields = format!("metadata.name={name}");
    let (mut found, mut unserved) = (Vec::new(), None);
    for (own, resource) in FLUX {
        if kind.is_some_and(|kind| kind != own) {
            continue;
        }
        let kind = match discovery::find(cluster, resource).await {
            Ok(kind) => kind,
            Err(trouble) if trouble.cause == Cause::NoSuchApi => {
                unserved = Some(trouble);
                continue;
            }
            Err(trouble) => return Err(trouble),
        };
        let wanted = match namespace {
            Some(_) => named(&kind, namespace, name),
            None => Wanted {
                fields: Some(&fields),
                ..Wanted::of(&kind)
            },
        };
        let objects = rows::objects(cluster, wanted).await?;
        found.extend(objects.unwrap_or_default().0);
    }
    match (found.len(), unserved) {
        (1, _) => Ok(found.remove(0)),
        (0, Some(trouble)) => Err(trouble),
        (0, None) => Err(missing(System::Flux, project)),
        (count, _) => {
            let words = both!(
                "{project} 이름의 Flux 오브젝트가 {count}개입니다; KIND/NAMESPACE/NAME으로 적으세요",
                "{count} objects of Flux are named {project}; write it as KIND/NAMESPACE/NAME"
            );
            Err(Trouble::told(Cause::NotFound, &words))
        }
    }
}

/// The deployment of an id among those of its object.
pub(in crate::collect) fn one(
    mut all: Vec<Deployment>,
    which: &DeploymentRef,
) -> Result<InPlace, Trouble> {
    let is = |one: &Deployment| match which.source {
        System::Flux => flux::is(one, &which.id),
        _ => one.number == which.id,
    };
    let Some(at) = all.iter().position(is) else {
        return Err(without(&all, which));
    };
    let previous = all.iter().skip(at + 1).find(|one| one.has_succeeded());
    let previous = previous.cloned();
    let mut later = all.iter().take(at);
    let later = later.find(|one| one.progress() == Progress::Succeeded);
    let later = later.cloned().map(Box::new);
    let mut deployment = all.swap_remove(at);
    if deployment.has_succeeded() {
        deployment.later = later;
    }
    Ok(InPlace {
        deployment,
        previous,
    })
}

fn named<'a>(
    kind: &'a crate::collect::cluster::kinds::Kind,
    namespace: Option<&'a str>,
    name: &'a str,
) -> Wanted<'a> {
    Wanted {
        namespace,
        name: Some(name),
        ..Wanted::of(kind)
    }
}

fn missing(system: System, project: &str) -> Trouble {
    let name = system.name();
    let words = both!(
        "{name}에 {project}[이/가] 없습니다",
        "{name} has no {project}"
    );
    Trouble::told(Cause::NotFound, &words)
}

/// That an object does not remember a deployment, with what it remembers: these histories are short.
fn without(all: &[Deployment], which: &DeploymentRef) -> Trouble {
    let (name, id) = (which.source.name(), &which.id);
    let project = which.project.as_deref().unwrap_or_default();
    let numbers: Vec<&DeploymentId> = all.iter().map(|one| &one.number).collect();
    let words = match (numbers.first(), numbers.last()) {
        (Some(newest), Some(oldest)) => both!(
            "{name} {project}의 이력에 #{id}[이/가] 없습니다; 남아 있는 것은 #{oldest}부터 #{newest}까지입니다",
            "the history of {name} {project} has no #{id}; it has #{oldest} to #{newest}"
        ),
        _ => both!(
            "{name} {project}에 이력이 없습니다",
            "{name} {project} has no history"
        ),
    };
    Trouble::told(Cause::NotFound, &words)
}
