//! Pods on nodes, and numbers that must equal the number of nodes.

use super::outcome::Say;
use super::pick::{meant, not_printed, query_names};
use super::{Bound, Subject, Test};
use crate::facts::fields::{kind, list, name};
use crate::facts::kinds;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::coverage::coverage as held_against_nodes;
use crate::judge::kind::KindContext;
use crate::judge::scene::Scene;
use crate::told;

/// Ready pods on so many, or all, nodes.
pub(super) fn coverage(scene: &Scene, subject: &Subject, nodes: Option<u64>) -> Judgement {
    let say = Say(scene.lang);
    if scene.node_count().is_none() || scene.nodes().is_empty() {
        return nodes_not_seen(scene);
    }
    let of = subject.kind.as_deref().and_then(makers);
    let mut own = scene.pods();
    if let Some((_, owner)) = of {
        own.retain(|pod| is_made_by(pod, owner));
    }
    if own.is_empty() {
        return if scene.all_pods().is_empty() && scene.rows().is_empty() {
            say.none_found(told!(NoPodWasFound))
        } else {
            say.manual(told!(PodsNotSeenAsObjects))
        };
    }
    let own: Vec<&serde_json::Value> = match &subject.name {
        None => own,
        // The selector may say what the pods' names do not.
        Some(wanted) if !wanted.is_identifier() && query_names(scene, &wanted.text) => own,
        Some(wanted) => {
            let names: Vec<(&str, bool)> = own.iter().map(|pod| (name(pod), false)).collect();
            let named = meant(wanted, &names);
            if named.is_empty() {
                return not_printed(scene, &wanted.text);
            }
            named.into_iter().map(|at| own[at]).collect()
        }
    };
    let mut workloads = scene.workloads();
    if let Some((wanted, _)) = of {
        workloads.retain(|workload| kind(workload) == wanted);
    }
    let workload = match workloads.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let ctx = KindContext::new(scene.now, scene.lang);
    held_against_nodes(&own, &scene.nodes(), workload, nodes, &ctx).judgement
}

/// The workloads of a kind, and what their pods name as their owner.
fn makers(plural: &str) -> Option<(&'static str, &'static str)> {
    let known = kinds::named(plural).filter(|_| kinds::ROLLING.contains(&plural))?;
    let of_deployment = known.kind == "Deployment";
    let owner = if of_deployment {
        "ReplicaSet"
    } else {
        known.kind
    };
    Some((known.kind, owner))
}

/// Whether a pod was made by a workload of a kind: another one's may carry the same labels.
fn is_made_by(pod: &serde_json::Value, owner: &str) -> bool {
    let mut owners = list(pod, "/metadata/ownerReferences").iter();
    owners.any(|one| kind(one) == owner)
}

pub(super) fn nodes_not_seen(scene: &Scene) -> Judgement {
    Say(scene.lang).with(
        Verdict::Unknown,
        Reason::NodesNotSeen,
        told!(TheNodesWereNotListed),
    )
}

/// A column's number is that of the nodes.
pub(super) fn column_of_nodes(
    scene: &Scene,
    subject: &Subject,
    column: &str,
) -> Result<Judgement, Judgement> {
    let nodes = scene.node_count().ok_or_else(|| nodes_not_seen(scene))?;
    let wanted = Test::Is(vec![nodes.to_string()]);
    let held = super::rows::column(scene, subject, column, &wanted, Bound::Every);
    let words = told!(OfSoManyNodes, nodes).words(scene.lang);
    let told = |judgement: Judgement| match judgement.verdict {
        Verdict::Passed | Verdict::Failed => Judgement {
            message: format!("{words}{column} {}", judgement.seen),
            ..judgement
        },
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => judgement,
    };
    held.map(told).map_err(told)
}
