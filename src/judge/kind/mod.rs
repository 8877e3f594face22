//! The kind rules: what an object's own status says about it. Generic rules first (deletion,
//! generation), then one rule a kind, then standard conditions. Pure: `now` and the language are
//! values, and nothing is fetched.
//!
//! Where the engines of the field disagree (kubectl, Argo CD, kstatus, Helm), the strictest is taken.

pub(crate) mod argo;
pub(crate) mod batch;
pub(crate) mod cluster;
pub(crate) mod custom;
pub(crate) mod flux;
pub(crate) mod generic;
pub(crate) mod network;
pub(crate) mod operators;
pub(crate) mod paused;
pub(crate) mod pod;
pub(crate) mod polarity;
pub(crate) mod scaling;
pub(crate) mod shape;
pub(crate) mod signs;
pub(crate) mod storage;
pub(crate) mod workload;
pub(crate) mod works;

use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use crate::wording::Wording;
use chrono::{DateTime, Utc};
use generic::{Observes, unsettled};
use serde_json::Value;
use shape::held_to_shape;

/// What a kind rule may know beside the object itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KindContext<'a> {
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The language of messages.
    pub lang: Lang,
    /// Pods and nodes seen beside the object, if any were.
    pub siblings: Option<&'a Siblings<'a>>,
    /// The commit that a record deployed, which an Application must have deployed.
    pub revision: Option<&'a str>,
}

/// Objects seen beside the judged one. A DaemonSet is held against them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Siblings<'a> {
    /// Pods, of this workload or of others.
    pub pods: Vec<&'a Value>,
    /// All nodes of the cluster.
    pub nodes: Vec<&'a Value>,
}

impl<'a> KindContext<'a> {
    /// Without siblings.
    pub(crate) fn new(now: DateTime<Utc>, lang: Lang) -> KindContext<'a> {
        KindContext {
            now,
            lang,
            siblings: None,
            revision: None,
        }
    }

    /// The same for a record that deployed a commit.
    pub(crate) fn deploying(self, revision: &'a str) -> KindContext<'a> {
        KindContext {
            revision: Some(revision),
            ..self
        }
    }

    /// The same with siblings.
    pub(crate) fn beside(self, siblings: &'a Siblings<'a>) -> KindContext<'a> {
        KindContext {
            siblings: Some(siblings),
            ..self
        }
    }

    /// A passed judgement in the context's language.
    pub(crate) fn passed(&self, reason: Reason, told: impl Into<Wording>) -> Judgement {
        self.say(Verdict::Passed, reason, told)
    }

    /// A pending one.
    pub(crate) fn pending(&self, reason: Reason, told: impl Into<Wording>) -> Judgement {
        self.say(Verdict::Pending, reason, told)
    }

    /// A failed one.
    pub(crate) fn failed(&self, reason: Reason, told: impl Into<Wording>) -> Judgement {
        self.say(Verdict::Failed, reason, told)
    }

    /// A manual one.
    pub(crate) fn manual(&self, reason: Reason, told: impl Into<Wording>) -> Judgement {
        self.say(Verdict::Manual, reason, told)
    }

    /// Any other.
    pub(crate) fn say(
        &self,
        verdict: Verdict,
        reason: Reason,
        told: impl Into<Wording>,
    ) -> Judgement {
        Judgement::new(verdict, reason, told.into().words(self.lang).trim_end())
    }
}

/// A rule: from an object of its kind to a judgement, after the generic rules.
type Rule = fn(&Value, &KindContext) -> Judgement;

/// Judges one object by what its own status says (and, for a DaemonSet, by pods and nodes beside it).
pub(crate) fn status(object: &Value, ctx: &KindContext) -> Judgement {
    let kind = fields::kind(object);
    if kind.is_empty() || fields::text(object, "/apiVersion").is_empty() {
        return ctx.manual(Reason::NotAnObject, told!(NoKindOrVersion));
    }
    let (observes, rule) = rule(fields::group(object), kind);
    let judged = unsettled(object, observes, ctx).unwrap_or_else(|| rule(object, ctx));
    held_to_shape(object, judged, ctx)
}

/// What still moves, or cannot finish, among objects: it overrides any numbers that a command
/// printed (rules 3 and 4 of the order of rules). A failed one goes before a pending one; the message
/// names the first and counts the others. Pods of a workload that ended are left out: they are
/// reported, and are not live.
pub(crate) fn moving(objects: &[&Value], ctx: &KindContext) -> Option<Judgement> {
    let judged = objects
        .iter()
        .filter(|object| !pod::is_replaced(object))
        .map(|object| (*object, status(object, ctx)));
    let unsettled: Vec<(&Value, Judgement)> = judged
        .filter(|(_, judgement)| matches!(judgement.verdict, Verdict::Failed | Verdict::Pending))
        .collect();
    let first_of = |verdict| unsettled.iter().find(|(_, j)| j.verdict == verdict);
    let (object, judgement) = first_of(Verdict::Failed).or_else(|| first_of(Verdict::Pending))?;
    let others = unsettled
        .iter()
        .filter(|(_, j)| j.verdict == judgement.verdict)
        .count()
        - 1;
    let named = format!(
        "{}/{}: {}",
        fields::kind(object).to_lowercase(),
        fields::name(object),
        judgement.message
    );
    let message = match others {
        0 => named,
        _ => told!(NamedAndMore, named, others).words(ctx.lang),
    };
    Some(Judgement {
        message,
        ..judgement.clone()
    })
}

/// The rule of a kind, and whether its controller always writes the observed generation.
fn rule(group: &str, kind: &str) -> (Observes, Rule) {
    use Observes::{Always, Sometimes};
    match (group, kind) {
        ("apps" | "extensions", "Deployment") => (Always, workload::deployment),
        ("apps.openshift.io", "DeploymentConfig") => (Always, workload::deployment),
        ("apps" | "extensions", "ReplicaSet") => (Always, workload::replica_set),
        ("apps" | "extensions", "DaemonSet") => (Always, workload::daemon_set),
        ("apps", "StatefulSet") => (Always, workload::stateful_set),
        ("", "ReplicationController") => (Always, workload::replica_set),
        ("", "Pod") => (Sometimes, pod::pod),
        ("", "Service") => (Sometimes, network::service),
        ("", "PersistentVolumeClaim") => (Sometimes, storage::claim),
        ("", "PersistentVolume") => (Sometimes, storage::volume),
        ("", "Node") => (Sometimes, cluster::node),
        ("", "Namespace") => (Sometimes, cluster::namespace),
        ("discovery.k8s.io", "EndpointSlice") => (Sometimes, network::endpoint_slice),
        ("batch", "Job") => (Sometimes, batch::job),
        ("batch", "CronJob") => (Sometimes, batch::cron_job),
        ("networking.k8s.io" | "extensions", "Ingress") => (Sometimes, network::ingress),
        ("autoscaling", "HorizontalPodAutoscaler") => (Sometimes, scaling::autoscaler),
        ("policy", "PodDisruptionBudget") => (Sometimes, scaling::disruption_budget),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => (Sometimes, cluster::definition),
        ("apiregistration.k8s.io", "APIService") => (Sometimes, cluster::api_service),
        ("certificates.k8s.io", "CertificateSigningRequest") => {
            (Sometimes, cluster::signing_request)
        }
        ("argoproj.io", "Application") => (Sometimes, argo::application),
        ("argoproj.io", "Rollout") => (Sometimes, argo::rollout),
        (group, _) if group.ends_with(".toolkit.fluxcd.io") => (Sometimes, flux::flux),
        _ => (Sometimes, custom::custom),
    }
}

#[cfg(test)]
mod tests;
