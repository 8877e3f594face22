//! How to go back: by git, by Gitploy, in the cluster.

use super::deployment::{command, request_back};
use crate::command::new::Setting;
use crate::command::new::facts::{Facts, Placed, Target};
use crate::command::new::plan::{kubectl, quoted};
use crate::facts::deployment::System;
use crate::facts::lang::Lang;
use crate::facts::workload::WorkloadKind;
use crate::render::context::{Revert, Rollback};
use serde_json::Value;

/// The ways back to the previous deployment; `None` if it is not known, or was the same commit.
pub fn context(facts: &Facts, setting: &Setting<'_>, lang: Lang) -> Option<Rollback> {
    let last = &facts.deployments.last()?.deployment;
    let of_same_app = facts.deployments.iter().find(|one| {
        one.deployment.env == last.env && one.deployment.payload("app") == last.payload("app")
    });
    let previous = of_same_app?.previous.as_ref()?;
    if last.sha.as_deref() == Some(previous.sha.as_str()) {
        return None;
    }
    let history = facts.history.as_ref();
    let reverts = history.map(|history| history.reverts.clone());
    let is_long = matches!(reverts, Some(None));
    let reverts = reverts.flatten().unwrap_or_default();
    let mut undo = Vec::new();
    for target in &facts.targets {
        for placed in target
            .workloads
            .iter()
            .filter(|one| can_undo(one.workload.kind))
        {
            undo.extend(ways_back(target, placed));
        }
    }
    let short = previous.sha.get(..7).unwrap_or(&previous.sha);
    let comment = lang.pick(
        format!("#{} 롤백: #{}의 커밋 {short}", last.number, previous.number),
        format!(
            "Roll back #{} to {short} of #{}",
            last.number, previous.number
        ),
    );
    let body = request_back(last, &previous.sha, comment);
    Some(Rollback {
        sha: previous.sha.clone(),
        deployment: Some(previous.number.clone()),
        reverts: reverts
            .iter()
            .map(|one| Revert {
                id: one.short().into(),
                is_merge: one.parents.len() > 1,
            })
            .collect(),
        is_long,
        repo: history
            .map(|history| history.name.as_str())
            .filter(|name| *name != ".")
            .map(quoted),
        command: match last.source {
            System::Argocd => Some(format!(
                "argocd app rollback {} {}",
                quoted(&last.repo),
                previous.number
            )),
            // It applies what git says: the revert is the way back.
            System::Flux => None,
            System::Gitploy | System::Github | System::Gitlab => command(last, &body, setting),
        },
        system: last.source.name().into(),
        undo,
    })
}

/// Going back in the cluster, and seeing that it worked. The revision is named where the object tells it:
/// `undo` alone goes to whatever was before, which may be another one by then.
fn ways_back(target: &Target, placed: &Placed) -> [String; 2] {
    let kubectl = kubectl(target, &placed.workload);
    let workload = placed.workload.reference();
    let now = placed
        .object
        .pointer("/metadata/annotations/deployment.kubernetes.io~1revision");
    let now = now
        .and_then(Value::as_str)
        .and_then(|text| text.parse::<u64>().ok());
    let before = match target.unfinished {
        // What runs is still what was there before.
        true => now,
        false => now
            .and_then(|now| now.checked_sub(1))
            .filter(|before| *before > 0),
    };
    let before = before.filter(|_| placed.workload.live);
    let revision = before.map(|before| format!(" --to-revision={before}"));
    [
        format!(
            "{kubectl} rollout undo {workload}{}",
            revision.unwrap_or_default()
        ),
        format!("{kubectl} rollout status {workload}"),
    ]
}

fn can_undo(kind: WorkloadKind) -> bool {
    match kind {
        WorkloadKind::DaemonSet | WorkloadKind::Deployment | WorkloadKind::StatefulSet => true,
        WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => false,
    }
}
