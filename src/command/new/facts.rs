//! Everything that was found for a new record, in no language.

use super::gap::Gap;
use super::history::{Deployed, History};
use crate::facts::deployment::Deployment;
use crate::facts::fields;
use crate::facts::workload::Workload;
use crate::render::context::Previous;
use serde_json::Value;

/// The facts of a record.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Gitploy deployments, oldest first.
    pub deployments: Vec<Deployed>,
    /// Git, if a repository was found.
    pub history: Option<History>,
    /// Where it runs: one for each environment and app of the deployments, else the one asked for.
    pub targets: Vec<Target>,
    /// What could not be learned.
    pub gaps: Vec<Gap>,
}

/// An app in a cluster.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// Gitploy's environment.
    pub environment: Option<String>,
    /// Name of the Application.
    pub app: Option<String>,
    /// Kubeconfig context.
    pub context: Option<String>,
    /// Namespace of the workloads.
    pub namespace: Option<String>,
    /// The namespace of its Application, as the manifest has it.
    pub argocd: Option<String>,
    /// The Application.
    pub application: Option<Value>,
    /// Its workloads with their objects.
    pub workloads: Vec<Placed>,
    /// Nodes, if there is a DaemonSet.
    pub nodes: Vec<Value>,
    /// Pods of the workloads.
    pub pods: Vec<Value>,
    /// The revisions that the cluster keeps of the workloads: ReplicaSets and ControllerRevisions.
    pub revisions: Vec<Value>,
    /// Whether its last deployment has not succeeded, so that the cluster still runs what was before.
    pub unfinished: bool,
}

/// A workload and its object.
#[derive(Debug, Clone)]
pub struct Placed {
    /// What a plan needs of it.
    pub workload: Workload,
    /// The whole.
    pub object: Value,
}

impl Placed {
    /// Whether an object of a manifest is the one that runs.
    pub fn is(&self, object: &Value) -> bool {
        let namespace = fields::namespace(object);
        fields::kind(object) == fields::kind(&self.object)
            && fields::name(object) == self.workload.name
            && (namespace.is_empty() || namespace == self.workload.namespace)
    }
}

impl Target {
    /// Whether Argo CD takes back at once what is changed in the cluster.
    pub fn heals(&self) -> bool {
        let application = self.application.as_ref();
        application.is_some_and(|one| fields::flag(one, "/spec/syncPolicy/automated/selfHeal"))
    }
}

impl Facts {
    /// The deployment before the first one of what the last one deployed.
    pub fn previous(&self) -> Option<&Previous> {
        let last = &self.deployments.last()?.deployment;
        let of_same_app = self.deployments.iter().find(|one| {
            let one = &one.deployment;
            let place = |one: &Deployment| (one.source, one.repo.clone(), one.env.clone());
            place(one) == place(last) && one.payload("app") == last.payload("app")
        });
        of_same_app?.previous.as_ref()
    }

    /// The target of the last deployment, which is what the record is mainly about.
    pub fn main(&self) -> Option<&Target> {
        self.targets.last()
    }

    /// Every workload of every target.
    pub fn workloads(&self) -> impl Iterator<Item = &Workload> {
        let placed = self.targets.iter().flat_map(|target| &target.workloads);
        placed.map(|placed| &placed.workload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::deployment::System;
    use chrono::DateTime;

    #[test]
    fn the_one_before_is_of_the_same_source_and_project() {
        let of = |source, repo: &str, number: u64| Deployed {
            deployment: Deployment::of(source, repo, number, DateTime::UNIX_EPOCH),
            previous: Some(Previous {
                number: (number - 1).into(),
                sha: "5d2d1a7".into(),
            }),
            counted: None,
            share: None,
        };
        for (first, wanted) in [
            (of(System::Gitploy, "o/r", 3), 7),
            (of(System::Gitploy, "web", 3), 7),
            (of(System::Argocd, "api", 5), 7),
            (of(System::Argocd, "web", 5), 4),
        ] {
            let deployments = vec![first, of(System::Argocd, "web", 8)];
            let facts = Facts {
                deployments,
                ..Facts::default()
            };
            let before = facts.previous().map(|one| one.number.clone());
            assert_eq!(before, Some(wanted.into()), "{:?}", facts.deployments);
        }
    }
}
