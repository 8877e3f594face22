//! The syncs of an Argo CD Application as deployments: those of its history, which holds successful ones
//! only, and the operation that is under way or came to nothing. Read from the Application in the
//! cluster, with no credential of its own. Pure.

use super::{entries, filled, lacks};
use crate::collect::seam::Trouble;
use crate::facts::commit::is_commit;
use crate::facts::deployment::{Deployment, StatusEvent, System};
use crate::facts::fields::time;
use serde_json::{Value, json};

/// The deployments of an Application, newest first. All but the newest that succeeded are superseded. It is called by its
/// name, and outside `home`, Argo CD's own namespace, by `namespace/name`, as Argo CD itself calls it. An entry that is
/// none leaves it open what is in force.
pub(super) fn of(application: &Value, home: &str) -> Result<Vec<Deployment>, Trouble> {
    let name = filled(application, "/metadata/name").unwrap_or_default();
    let name = match filled(application, "/metadata/namespace") {
        Some(namespace) if namespace != home => format!("{namespace}/{name}"),
        Some(_) | None => name,
    };
    let entries = entries(application)?.iter();
    let mut all: Vec<Deployment> = entries
        .map(|one| of_entry(&name, one).ok_or_else(|| lacks("history entry", "id or deployedAt")))
        .collect::<Result<_, _>>()?;
    all.sort_by(|one, other| {
        (&other.number, other.finished_at()).cmp(&(&one.number, one.finished_at()))
    });
    for older in all.iter_mut().skip(1) {
        older.status = "superseded".into();
    }
    let operation = of_operation(&name, application, all.first());
    Ok(operation.into_iter().chain(all).collect())
}

/// An entry of the history; `None` for one that lacks its id or its time.
fn of_entry(name: &str, entry: &Value) -> Option<Deployment> {
    let ended = time(entry, "/deployedAt")?;
    let started = time(entry, "/deployStartedAt").unwrap_or(ended);
    let event = StatusEvent {
        status: "success".into(),
        description: None,
        log_url: None,
        created_at: ended,
    };
    let one = Deployment::of(System::Argocd, name, entry["id"].as_u64()?, started);
    Some(Deployment {
        status: "success".into(),
        statuses: vec![event],
        user: by(entry),
        dynamic_payload: Some(json!({"app": name})),
        ..at(one, entry, entry)
    })
}

/// The last operation, if it is no entry of the history: under way, or failed after the newest of them. A
/// sync of chosen resources (self-healing is one) and one that only tries deploy nothing.
fn of_operation(
    name: &str,
    application: &Value,
    newest: Option<&Deployment>,
) -> Option<Deployment> {
    let state = application.pointer("/status/operationState")?;
    let status = filled(state, "/phase").filter(|phase| phase != "Succeeded")?;
    let sync = state.pointer("/operation/sync")?;
    let chosen = sync.pointer("/resources").and_then(Value::as_array);
    let deploys = chosen.is_none_or(Vec::is_empty) && sync["dryRun"].as_bool() != Some(true);
    let started = time(state, "/startedAt").filter(|_| deploys)?;
    if newest.is_some_and(|newest| newest.finished_at().is_some_and(|end| end >= started)) {
        return None;
    }
    // The number that the history gives it once it succeeds.
    let number = newest.and_then(|newest| newest.number.number());
    let tried = state.pointer("/syncResult").unwrap_or(sync);
    let source = application.pointer("/spec").unwrap_or(tried);
    let event = StatusEvent {
        status: status.clone(),
        description: filled(state, "/message"),
        log_url: None,
        created_at: time(state, "/finishedAt").unwrap_or(started),
    };
    let number = number.map_or(0, |last| last + 1);
    let one = Deployment::of(System::Argocd, name, number, started);
    Some(Deployment {
        status,
        statuses: vec![event],
        user: by(&state["operation"]),
        dynamic_payload: Some(json!({"app": name})),
        ..at(one, tried, source)
    })
}

/// A deployment at the revision of a sync: of several sources at the first one's that is a commit.
fn at(one: Deployment, sync: &Value, of: &Value) -> Deployment {
    let several = sync.pointer("/revisions").and_then(Value::as_array);
    let several = several.into_iter().flatten().filter_map(Value::as_str);
    let single = filled(sync, "/revision");
    let revisions: Vec<&str> = single.as_deref().into_iter().chain(several).collect();
    let sha = revisions.iter().find(|revision| is_commit(revision));
    let sha = sha.map(|sha| (*sha).to_owned());
    let target = filled(of, "/source/targetRevision");
    Deployment {
        kind: if sha.is_some() { "commit" } else { "version" }.into(),
        reference: match &sha {
            Some(sha) => target.unwrap_or_else(|| sha.clone()),
            None => revisions.join(", "),
        },
        sha,
        ..one
    }
}

fn by(of: &Value) -> Option<String> {
    let automated = of.pointer("/initiatedBy/automated");
    match automated.and_then(Value::as_bool) {
        Some(true) => None,
        Some(false) | None => filled(of, "/initiatedBy/username"),
    }
}
