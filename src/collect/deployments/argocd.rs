//! The syncs of an Argo CD Application as deployments: those of its history, which holds successful ones
//! only, and the operation that is under way or came to nothing. Read from the Application in the
//! cluster, with no credential of its own. Pure.

use crate::facts::deployment::{Deployment, StatusEvent, System};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// The deployments of an Application, newest first. All but the newest that succeeded are superseded.
pub fn of_application(application: &Value) -> Vec<Deployment> {
    let entries = application.pointer("/status/history");
    let entries = entries.and_then(Value::as_array).into_iter().flatten();
    let mut all: Vec<Deployment> = entries
        .filter_map(|one| of_entry(application, one))
        .collect();
    all.sort_by(|one, other| other.number.cmp(&one.number));
    for older in all.iter_mut().skip(1) {
        older.status = "superseded".into();
    }
    all
}

/// An entry of the history; `None` for one that lacks its id or its time.
fn of_entry(application: &Value, entry: &Value) -> Option<Deployment> {
    let text = |of: &Value, pointer: &str| {
        let text = of.pointer(pointer).and_then(Value::as_str)?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let time = |pointer: &str| text(entry, pointer)?.parse::<DateTime<Utc>>().ok();
    let name = text(application, "/metadata/name")?;
    let ended = time("/deployedAt")?;
    let revision = text(entry, "/revision").or_else(|| text(entry, "/revisions/0"));
    let revision = revision.unwrap_or_default();
    let is_commit = revision.len() == 40 && revision.bytes().all(|b| b.is_ascii_hexdigit());
    let by = match entry
        .pointer("/initiatedBy/automated")
        .and_then(Value::as_bool)
    {
        Some(true) => None,
        Some(false) | None => text(entry, "/initiatedBy/username"),
    };
    let target = text(entry, "/source/targetRevision");
    Some(Deployment {
        source: System::Argocd,
        repo: name.clone(),
        number: entry["id"].as_u64()?.into(),
        kind: "commit".into(),
        // A destination is an address, and no environment of anybody's.
        env: String::new(),
        reference: target.unwrap_or_else(|| revision.clone()),
        status: "success".into(),
        sha: is_commit.then_some(revision),
        html_url: None,
        production_environment: false,
        is_rollback: false,
        dynamic_payload: Some(json!({"app": name})),
        description: None,
        created_at: time("/deployStartedAt").unwrap_or(ended),
        user: by,
        statuses: vec![StatusEvent {
            status: "success".into(),
            description: None,
            log_url: None,
            created_at: ended,
        }],
        reviews: Vec::new(),
        unseen_reviews: None,
        later: None,
        unseen_later: None,
    })
}
