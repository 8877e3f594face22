//! What happened when: commits, Gitploy's events, Argo CD, pods becoming ready. Pure.

use super::facts::{Facts, Target};
use super::history::History;
use crate::facts::deployment::{Deployment, System};
use crate::facts::fields;
use crate::render::context::{Event, EventKind};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;

/// Commits in a timeline; the rest is counted.
const COMMITS: usize = 5;

/// When, what, of what, and the source's further words.
type Moment = (DateTime<Utc>, EventKind, String, Option<String>);

/// Of which deployment, where it is one's.
type Of<'a> = Option<&'a Deployment>;

/// The events, oldest first, each with the seconds since the one before, and how many commits are
/// left out.
pub(super) fn timeline(facts: &Facts, zone: Tz) -> (Vec<Event>, usize) {
    let mut moments: Vec<(Moment, Of<'_>)> = Vec::new();
    let mut more = 0;
    let of_none = |moment| (moment, None);
    if let Some(history) = &facts.history {
        moments.extend(of_commits(history).into_iter().map(of_none));
        let listed = history.commits.len().saturating_sub(COMMITS);
        more = listed + history.more_commits;
    }
    for one in &facts.deployments {
        let deployment = &one.deployment;
        let created = (
            deployment.created_at,
            EventKind::Created,
            deployment.number.to_string(),
            deployment.user.clone(),
        );
        moments.push((created, Some(deployment)));
        for event in &deployment.statuses {
            let words = event.description.clone();
            let words = words.filter(|words| says_more(words, &event.status));
            let status = (
                event.created_at,
                EventKind::Status,
                event.status.clone(),
                words,
            );
            moments.push((status, Some(deployment)));
        }
    }
    for target in &facts.targets {
        moments.extend(synced(target).map(of_none));
        moments.extend(ready(facts, target).into_iter().map(of_none));
    }
    moments.sort_by_key(|(moment, _)| (moment.0, moment.1 as u8));
    (told(moments, zone, facts.deployments.len() > 1), more)
}

/// A pull request's merge, and the commits that were there before it.
fn of_commits(history: &History) -> Vec<Moment> {
    let mut moments = Vec::new();
    for commit in history.commits.iter().take(COMMITS) {
        let at = commit.committed_at.with_timezone(&Utc);
        let written = commit.authored_at.with_timezone(&Utc);
        let pull = history.pulls.iter().find(|pull| pull.commit == commit.id);
        let subject = Some(commit.subject.clone());
        let own = |at| {
            (
                at,
                EventKind::Commit,
                commit.short().to_string(),
                subject.clone(),
            )
        };
        match (pull, commit.parents.len() > 1) {
            (Some(pull), is_merge) => {
                // A squash keeps the time at which the change was written.
                if !is_merge && at - written > TimeDelta::minutes(1) {
                    moments.push(own(written));
                }
                let title = pull.title.clone().or(subject.clone());
                moments.push((at, EventKind::Merged, pull.number.to_string(), title));
            }
            (None, _) => moments.push(own(at)),
        }
    }
    moments
}

/// Whether a description says more than its status word: `alloy-ops is in_progress` does not.
fn says_more(words: &str, status: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
    !words.trim().is_empty() && !plain(words).contains(&plain(status))
}

fn synced(target: &Target) -> Option<Moment> {
    let application = target.application.as_ref()?;
    let at = fields::time(application, "/status/operationState/finishedAt")?;
    let revision = fields::text(application, "/status/sync/revision");
    let short = revision.get(..7).unwrap_or(revision);
    Some((at, EventKind::Synced, short.to_string(), None))
}

/// When the first and the last pod of this deployment became ready; the last only if all are.
fn ready(facts: &Facts, target: &Target) -> Vec<Moment> {
    let own = facts.deployments.iter().rev().find(|one| {
        one.deployment.env == target.environment.as_deref().unwrap_or_default()
            && one
                .deployment
                .payload("app")
                .map(String::from)
                .or(target.app.clone())
                == target.app
    });
    let Some(deployed) = own else {
        return Vec::new();
    };
    let new = |pod: &&Value| {
        fields::time(pod, "/metadata/creationTimestamp")
            .is_some_and(|at| at >= deployed.deployment.created_at)
    };
    let pods: Vec<&Value> = target.pods.iter().filter(new).collect();
    let times: Vec<Option<DateTime<Utc>>> = pods.iter().map(|pod| ready_at(pod)).collect();
    let known: Vec<DateTime<Utc>> = times.iter().flatten().copied().collect();
    let mut events = Vec::new();
    if let Some(first) = known.iter().min() {
        events.push((*first, EventKind::FirstReady, String::new(), None));
    }
    if let (true, Some(last)) = (known.len() == times.len(), known.iter().max()) {
        events.push((*last, EventKind::AllReady, String::new(), None));
    }
    events
}

fn ready_at(pod: &Value) -> Option<DateTime<Utc>> {
    let conditions = fields::list(pod, "/status/conditions");
    let ready = conditions.iter().find(|one| {
        fields::text(one, "/type") == "Ready" && fields::text(one, "/status") == "True"
    })?;
    fields::time(ready, "/lastTransitionTime")
}

fn told(moments: Vec<(Moment, Of<'_>)>, zone: Tz, several: bool) -> Vec<Event> {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let ends = moments.first().zip(moments.last());
    let ends = ends.map(|((first, _), (last, _))| (first, last));
    let is_long = ends.is_some_and(|(first, last)| day(first.0) != day(last.0));
    let mut before: Option<DateTime<Utc>> = None;
    moments
        .into_iter()
        .map(|((at, kind, subject, detail), of)| {
            let after_seconds = before.map(|before| (at - before).num_seconds());
            let is_new_day = before.is_none_or(|before| day(before) != day(at));
            before = Some(at);
            Event {
                at: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                kind,
                subject,
                detail,
                system: of.map_or(System::default(), |one| one.source).name().into(),
                deployment: of
                    .filter(|_| several && kind == EventKind::Status)
                    .map(|one| one.number.clone()),
                after_seconds,
                day: (is_long && is_new_day).then(|| day(at).to_string()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::says_more;

    #[test]
    fn a_description_that_only_repeats_its_status_is_left_out() {
        assert!(!says_more("alloy-ops is in_progress", "in_progress"));
        assert!(!says_more("In progress", "in_progress"));
        assert!(!says_more(" ", "queued"));
        assert!(says_more("Gitploy starts to deploy.", "created"));
    }
}
