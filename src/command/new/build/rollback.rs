//! How to go back: by git, by what deployed, in the cluster.

use super::instant;
use crate::command::new::Setting;
use crate::command::new::facts::{Facts, Placed, Target};
use crate::command::new::plan::kubectl;
use crate::facts::deployment::{Back, Deployment};
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::shell;
use crate::facts::workload::{WorkloadKind, revision};
use crate::render::context::{Earlier, Previous, Revert, Rollback};
use serde_json::Value;

/// The ways back to what was before; `None` if nothing tells what that was, or it was the same commit.
pub(super) fn context(facts: &Facts, setting: &Setting<'_>, lang: Lang) -> Option<Rollback> {
    let last = facts.deployments.last().map(|one| &one.deployment);
    let previous = facts.previous();
    let history = facts.history.as_ref();
    let from = || history?.range.from.clone();
    let sha = previous.map(|one| one.sha.clone()).or_else(from);
    if sha.is_some() && last.and_then(|one| one.sha.as_ref()) == sha.as_ref() {
        return None;
    }
    let (mut undo, mut seen, mut earlier) = (Vec::new(), Vec::new(), Vec::new());
    for target in &facts.targets {
        let running = target.workloads.iter();
        for placed in running.filter(|one| can_undo(one.workload.kind)) {
            let kubectl = kubectl(target, &placed.workload);
            let workload = placed.workload.reference();
            let before = before(target, placed, last);
            let number = before.as_ref().map(|before| before.revision);
            earlier.extend(before.filter(|_| previous.is_none()));
            if !target.heals() && !setting.by_gitops {
                let back = format!("{kubectl} rollout undo {workload}");
                // `undo` alone goes to whatever was before, which is an older one where the deployment made none.
                undo.extend(match number {
                    Some(number) => vec![format!("{back} --to-revision={number}")],
                    None => vec![format!("{kubectl} rollout history {workload}"), back],
                });
            }
            seen.push(format!("{kubectl} rollout status {workload}"));
            seen.push(format!("{kubectl} get {workload} -o wide"));
        }
    }
    if sha.is_none() && earlier.is_empty() {
        return None;
    }
    let reverts = history.map(|history| history.reverts.clone());
    let is_long = sha.is_some() && matches!(reverts, Some(None));
    let reverts = reverts.flatten().unwrap_or_default();
    let again = last.zip(sha.as_deref());
    Some(Rollback {
        deployment: previous.map(|one| one.number.clone()),
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
            .map(shell::word),
        command: again.and_then(|(last, sha)| command_back(last, previous, sha, setting, lang)),
        system: last.map_or("", |last| last.source.name()).into(),
        sha: sha.unwrap_or_default(),
        undo,
        seen,
        earlier,
    })
}

/// The command that deploys a commit of before again.
fn command_back(
    last: &Deployment,
    previous: Option<&Previous>,
    sha: &str,
    setting: &Setting<'_>,
    lang: Lang,
) -> Option<String> {
    let to = previous.map(|one| &one.number);
    let (number, short) = (&last.number, sha.get(..7).unwrap_or(sha));
    let (ko, en) = match to {
        Some(of) => (format!("#{of}의 커밋 {short}"), format!("{short} of #{of}")),
        None => (format!("커밋 {short}"), short.to_owned()),
    };
    let comment = lang.pick(
        format!("#{number} 롤백: {ko}"),
        format!("Roll back #{number} to {en}"),
    );
    last.back(&Back {
        sha,
        to,
        comment: &comment,
        host: setting.shown_host.as_deref(),
    })
}

/// The revision before the current one, as the cluster keeps it; where a deployment is known, only if it made
/// the current one.
fn before(target: &Target, placed: &Placed, last: Option<&Deployment>) -> Option<Earlier> {
    let object = &placed.object;
    let (generation, seen) = ("/metadata/generation", "/status/observedGeneration");
    // What is asked for may have no revision yet.
    let is_current = fields::number(object, generation) <= fields::number(object, seen);
    let uid = fields::text(object, "/metadata/uid");
    let own = target.revisions.iter().filter(|revision| {
        let owners = fields::list(revision, "/metadata/ownerReferences");
        let is_it = |owner: &Value| fields::text(owner, "/uid") == uid;
        !uid.is_empty() && owners.iter().any(is_it)
    });
    let mut own: Vec<(u64, &Value)> = own.filter_map(|one| Some((revision(one)?, one))).collect();
    own.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let [(current, newest), (number, older), ..] = own.as_slice() else {
        return None;
    };
    let made = |one: &Value| fields::time(one, "/metadata/creationTimestamp");
    // One that was taken up again is older than it is current.
    let history =
        newest.pointer("/metadata/annotations/deployment.kubernetes.io~1revision-history");
    let since =
        made(newest).filter(|at| history.is_none() && made(older).is_some_and(|old| old < *at));
    let made_by =
        |last: &Deployment| !target.unfinished && since.is_some_and(|at| at >= last.created_at);
    if !placed.workload.live || !is_current || !last.is_none_or(made_by) {
        return None;
    }
    let places = [
        "/spec/template/spec/containers",
        "/data/spec/template/spec/containers",
    ];
    let containers = places.iter().flat_map(|place| fields::list(older, place));
    Some(Earlier {
        workload: placed.workload.reference(),
        revision: *number,
        images: containers
            .map(|one| fields::text(one, "/image").to_owned())
            .collect(),
        current: *current,
        since: since.map(instant),
    })
}

fn can_undo(kind: WorkloadKind) -> bool {
    match kind {
        WorkloadKind::DaemonSet | WorkloadKind::Deployment | WorkloadKind::StatefulSet => true,
        WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::deployment::System;
    use crate::facts::workload::Workload;
    use serde_json::json;

    /// What Argo CD takes back at once is no way back.
    #[test]
    fn what_heals_itself_is_not_undone_in_the_cluster() {
        for (heals_itself, wanted) in [(true, true), (false, false)] {
            let target = Target {
                application: Some(
                    json!({"spec": {"syncPolicy": {"automated": {"selfHeal": heals_itself}}}}),
                ),
                ..Target::default()
            };
            assert_eq!(target.heals(), wanted);
        }
        assert!(!Target::default().heals());
    }

    /// Which revision was there before, of what the cluster keeps.
    #[test]
    fn the_revision_before_is_one_that_is_kept_and_was_replaced_by_the_deployment() {
        let kept = |number: u64, minute: u64, owner: &str| {
            json!({"metadata": {"creationTimestamp": format!("2025-12-05T10:0{minute}:00Z"),
                "annotations": {"deployment.kubernetes.io/revision": number.to_string()},
                "ownerReferences": [{"uid": owner}]},
                "spec": {"template": {"spec": {"containers": [{"image": format!("r/web:{number}")}]}}}})
        };
        let mut again = kept(3, 0, "own");
        again["metadata"]["annotations"]["deployment.kubernetes.io/revision-history"] = "1".into();
        let numbered = |number: u64, minute: u64| {
            let mut one = kept(0, minute, "own");
            one["metadata"]["annotations"] = json!({});
            one["revision"] = number.into();
            one["data"] = json!({"spec": one["spec"]});
            one
        };
        let two = || vec![kept(2, 3, "own"), kept(1, 0, "own")];
        // Revisions, minute of the deployment, generation lag, and what was before with the minute of now.
        for (revisions, deployed, lags, wanted) in [
            (two(), None, false, Some((1, 2, Some(3)))),
            (two(), Some(2), false, Some((1, 2, Some(3)))),
            // The deployment made no revision.
            (two(), Some(4), false, None),
            (two(), Some(2), true, None),
            (two(), None, true, None),
            (
                vec![kept(2, 3, "own"), kept(1, 0, "other")],
                None,
                false,
                None,
            ),
            (vec![kept(1, 0, "own")], None, false, None),
            (vec![], None, false, None),
            // The numbers between are not kept any more.
            (
                vec![kept(4, 1, "own"), kept(10, 5, "own")],
                None,
                false,
                Some((4, 10, Some(5))),
            ),
            // An old one was taken up again: when is not known.
            (
                vec![again.clone(), kept(2, 3, "own")],
                None,
                false,
                Some((2, 3, None)),
            ),
            (vec![again, kept(2, 3, "own")], Some(2), false, None),
            (
                vec![numbered(2, 3), numbered(1, 0)],
                Some(2),
                false,
                Some((1, 2, Some(3))),
            ),
            (
                vec![numbered(3, 0), numbered(2, 3)],
                None,
                false,
                Some((2, 3, None)),
            ),
        ] {
            let object = json!({"kind": "Deployment", "metadata": {"name": "web", "uid": "own", "generation": 2},
                "status": {"observedGeneration": if lags { 1 } else { 2 }}});
            let workload = Workload {
                live: true,
                ..Workload::of(&object).unwrap()
            };
            let placed = Placed { workload, object };
            let minute = |minute: u64| format!("2025-12-05T10:0{minute}:00Z");
            let last = deployed.map(|at| {
                let at = minute(at).parse().unwrap();
                Deployment::of(System::Github, "o/r", 1, at)
            });
            let mut target = Target {
                revisions,
                ..Target::default()
            };
            let told = before(&target, &placed, last.as_ref());
            let told = told.map(|one| (one.revision, one.current, one.since));
            let wanted = wanted.map(|(before, now, since)| (before, now, since.map(minute)));
            assert_eq!(told, wanted, "{deployed:?} {lags} {:?}", target.revisions);
            target.unfinished = true;
            let has_any = before(&target, &placed, last.as_ref()).is_some();
            assert_eq!(has_any, last.is_none() && wanted.is_some());
        }
    }
}
