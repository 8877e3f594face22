//! Pods on nodes, and numbers that must equal the number of nodes.

use super::outcome::{Reason, Say, few};
use super::pick::{Picked, pick};
use super::{Counted, Quantifier, Subject, Test};
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::coverage::coverage as held_against_nodes;
use crate::judge::kind::{KindContext, fields::name};
use crate::judge::scene::Scene;

/// Ready pods on so many, or all, nodes.
pub(super) fn coverage(scene: &Scene, subject: &Subject, nodes: Option<u64>) -> Judgement {
    let say = Say(scene.lang);
    if scene.node_count().is_none() || scene.nodes().is_empty() {
        return nodes_not_seen(scene);
    }
    let own = scene.pods();
    if own.is_empty() {
        return match scene.all_pods().is_empty() && scene.rows().is_empty() {
            true => say.none_found("Pod가 하나도 없습니다".into(), "no pod was found".into()),
            false => say.manual(
                "Pod를 객체로 보지 못해 노드와 비교할 수 없습니다".into(),
                "the pods were not seen as objects, so they can't be held against the nodes".into(),
            ),
        };
    }
    let own: Vec<&serde_json::Value> = match &subject.name {
        None => own,
        Some(wanted) => {
            let folded = wanted.text.to_lowercase();
            let named: Vec<&serde_json::Value> = own
                .iter()
                .copied()
                .filter(|pod| name(pod).to_lowercase().contains(&folded))
                .collect();
            match named.is_empty() {
                // The selector may say what the name does not.
                true if matches!(pick(scene, subject), Picked::Rows(rows) if !rows.is_empty()) => {
                    own
                }
                true => {
                    return say.manual(
                        format!("이름이 `{}`인 Pod가 없습니다", wanted.text),
                        format!("no pod is named `{}`", wanted.text),
                    );
                }
                false => named,
            }
        }
    };
    let workloads = scene.workloads();
    let workload = match workloads.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let ctx = KindContext::new(scene.now, scene.lang);
    held_against_nodes(&own, &scene.nodes(), workload, nodes, &ctx).judgement
}

fn nodes_not_seen(scene: &Scene) -> Judgement {
    Say(scene.lang).with(
        Verdict::Unknown,
        Reason::NodesNotSeen,
        "노드 목록을 보지 못했습니다".into(),
        "the nodes were not listed".into(),
    )
}

/// The nodes that had a pending pod have a running one: today that is every node's. Which ones were
/// pending then is not recorded in the cluster, so all of them must hold.
pub(super) fn previously_pending(scene: &Scene, subject: &Subject) -> Judgement {
    coverage(scene, subject, None)
}

/// A number equals the number of nodes.
pub(super) fn relative(scene: &Scene, what: &Counted) -> Judgement {
    let Some(nodes) = scene.node_count() else {
        return nodes_not_seen(scene);
    };
    match what {
        Counted::Column(column) => {
            let wanted = Test::Is(vec![nodes.to_string()]);
            let mut judgement = super::rows::column(
                scene,
                &Subject::anything(),
                column,
                &wanted,
                Quantifier::Every,
            );
            let words = scene
                .lang
                .pick(format!("노드 {nodes}개; "), format!("{nodes} nodes; "));
            if matches!(judgement.verdict, Verdict::Passed | Verdict::Failed) {
                judgement.message = format!("{}{column} {}", words, judgement.seen);
            }
            judgement
        }
        Counted::Rows(subject) => {
            let rows = match pick(scene, subject) {
                Picked::Rows(rows) => rows,
                Picked::NotPrinted(_) => {
                    return super::text::scalar(scene, &[nodes.to_string()]);
                }
            };
            let live = rows
                .iter()
                .filter(|row| !super::live::ended_pod(row))
                .count();
            let names: Vec<String> = rows.iter().map(|row| row.name().to_owned()).collect();
            let seen = few(&names, scene.lang);
            Say(scene.lang)
                .whether(
                    live == nodes,
                    format!("노드 {nodes}개, 실제 {live}개: {seen}"),
                    format!("{nodes} nodes, seen {live}: {seen}"),
                )
                .with_seen(live.to_string())
        }
    }
}
