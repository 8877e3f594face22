//! What happened when: commits, Gitploy's events, Argo CD, pods becoming ready. Pure.

use super::gather::Facts;
use crate::judge::kind::fields;
use crate::render::context::{Event, EventKind};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The events, oldest first, each with the seconds since the one before.
pub fn timeline(facts: &Facts) -> Vec<Event> {
    let mut events: Vec<(DateTime<Utc>, EventKind, String, Option<String>)> = Vec::new();
    if let Some(history) = &facts.history {
        for commit in history.commits.iter().take(5) {
            let at = commit.committed_at.with_timezone(&Utc);
            let merged = history.pulls.iter().find(|pull| pull.commit == commit.id);
            match (merged, commit.parents.len() > 1) {
                (Some(pull), true) => {
                    events.push((
                        at,
                        EventKind::Merged,
                        pull.number.to_string(),
                        pull.title.clone(),
                    ));
                }
                (Some(_) | None, _) => {
                    let subject = Some(commit.subject.clone());
                    events.push((at, EventKind::Commit, commit.short().to_string(), subject));
                }
            }
        }
    }
    for (deployment, _, _) in &facts.deployments {
        let number = deployment.number.to_string();
        events.push((
            deployment.created_at,
            EventKind::Created,
            number,
            deployment.user.clone(),
        ));
        for event in &deployment.statuses {
            let words = event.description.clone().filter(|words| !words.is_empty());
            events.push((
                event.created_at,
                EventKind::Status,
                event.status.clone(),
                words,
            ));
        }
    }
    if let Some(application) = &facts.application
        && let Some(at) = fields::time(application, "/status/operationState/finishedAt")
    {
        let revision = fields::text(application, "/status/sync/revision");
        let short = revision.get(..7).unwrap_or(revision);
        events.push((at, EventKind::Synced, short.to_string(), None));
    }
    events.extend(ready(facts));
    events.sort_by_key(|event| (event.0, event.1 as u8));
    with_gaps(events)
}

/// When the first and the last pod of this deployment became ready; only if all are.
fn ready(facts: &Facts) -> Vec<(DateTime<Utc>, EventKind, String, Option<String>)> {
    let Some((deployment, _, _)) = facts.deployments.last() else {
        return Vec::new();
    };
    let new = |pod: &&Value| {
        fields::time(pod, "/metadata/creationTimestamp")
            .is_some_and(|at| at >= deployment.created_at)
    };
    let pods: Vec<&Value> = facts.pods.iter().filter(new).collect();
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

fn with_gaps(events: Vec<(DateTime<Utc>, EventKind, String, Option<String>)>) -> Vec<Event> {
    let mut before: Option<DateTime<Utc>> = None;
    events
        .into_iter()
        .map(|(at, kind, subject, detail)| {
            let after_seconds = before.map(|before| (at - before).num_seconds());
            before = Some(at);
            Event {
                at: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                kind,
                subject,
                detail,
                after_seconds,
            }
        })
        .collect()
}
