//! How to go back: by git, by Gitploy, in the cluster.

use super::deployment::{command, request_back};
use crate::command::new::Setting;
use crate::command::new::facts::{Facts, Placed, Target};
use crate::command::new::plan::{kubectl, quoted};
use crate::facts::deployment::System;
use crate::facts::lang::Lang;
use crate::facts::workload::WorkloadKind;
use crate::judge::kind::fields;
use crate::render::context::{Revert, Rollback};
use chrono::{DateTime, Utc};
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
    let (mut undo, mut seen) = (Vec::new(), Vec::new());
    for target in &facts.targets {
        let running = target.workloads.iter();
        for placed in running.filter(|one| can_undo(one.workload.kind)) {
            let kubectl = kubectl(target, &placed.workload);
            let workload = placed.workload.reference();
            if !heals(target) && !setting.by_gitops {
                undo.extend(ways_back(target, placed, last.created_at));
            }
            seen.push(format!("{kubectl} rollout status {workload}"));
            seen.push(format!("{kubectl} get {workload} -o wide"));
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
        seen,
    })
}

/// Whether Argo CD takes back at once what is changed in the cluster.
fn heals(target: &Target) -> bool {
    let application = target.application.as_ref();
    application.is_some_and(|one| fields::flag(one, "/spec/syncPolicy/automated/selfHeal"))
}

/// Going back in the cluster. The revision is named where it is known to be the one before the deployment:
/// `undo` alone goes to whatever was before, which is an older one where the deployment made none.
fn ways_back(target: &Target, placed: &Placed, since: DateTime<Utc>) -> Vec<String> {
    let kubectl = kubectl(target, &placed.workload);
    let workload = placed.workload.reference();
    let undo = format!("{kubectl} rollout undo {workload}");
    match before(target, placed, since) {
        Some(before) => vec![format!("{undo} --to-revision={before}")],
        None => vec![format!("{kubectl} rollout history {workload}"), undo],
    }
}

/// The revision before the one that the deployment made: that all pods of a Deployment are younger than it
/// says that it made one.
fn before(target: &Target, placed: &Placed, since: DateTime<Utc>) -> Option<u64> {
    let now = placed
        .object
        .pointer("/metadata/annotations/deployment.kubernetes.io~1revision")?
        .as_str()?;
    let before = now.parse::<u64>().ok()?.checked_sub(1)?;
    let own = |pod: &&Value| {
        let owners = fields::list(pod, "/metadata/ownerReferences");
        let name = format!("{}-", fields::name(&placed.object));
        owners.iter().any(|owner| {
            let rest = fields::text(owner, "/name").strip_prefix(name.as_str());
            fields::text(owner, "/kind") == "ReplicaSet"
                && rest.is_some_and(|hash| !hash.contains('-'))
        })
    };
    let mut pods = target.pods.iter().filter(own).peekable();
    let are_new = pods.peek().is_some()
        && pods.all(|pod| {
            fields::time(pod, "/metadata/creationTimestamp").is_some_and(|at| at >= since)
        });
    (before > 0 && !target.unfinished && placed.workload.live && are_new).then_some(before)
}

fn can_undo(kind: WorkloadKind) -> bool {
    match kind {
        WorkloadKind::DaemonSet | WorkloadKind::Deployment | WorkloadKind::StatefulSet => true,
        WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => false,
    }
}
