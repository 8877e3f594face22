//! `argocd app get|list|resources|history`, read from the Application resource in Argo CD's
//! namespace; Argo CD's own API is not asked.

use super::cluster::kinds::Kind;
use super::cluster::list::text;
use super::cluster::rows::{self, Found, Wanted};
use super::cluster::{Cluster, print, serialize};
use super::seam::Trouble;
use crate::facts::observation::Seen;
use crate::facts::table::{Column, Row, Table};
use crate::query::{ArgoAsk, ArgoQuery, Output};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers an `argocd app` command.
///
/// # Errors
/// Whatever keeps the Applications from being read.
pub async fn observe(
    cluster: &Cluster,
    query: &ArgoQuery,
    namespace: &str,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let kind = application();
    // `argocd app get NAMESPACE/NAME` is how Argo CD names an Application elsewhere.
    let (namespace, name) = match query.app.as_deref() {
        Some(app) => match app.split_once('/') {
            Some((namespace, name)) => (namespace, Some(name)),
            None => (namespace, Some(app)),
        },
        None => (namespace, None),
    };
    let wanted = Wanted {
        kind: &kind,
        namespace: Some(namespace),
        name,
        labels: None,
        fields: None,
    };
    let objects = match rows::objects(cluster, wanted).await? {
        Found::There((objects, _)) => objects,
        Found::Missing(words) => {
            let name = name.unwrap_or_default();
            return Ok(Seen {
                success: false,
                stderr: format!("error: {words}\n"),
                missing: vec![format!("application/{name}")],
                ..Seen::at(now)
            });
        }
    };
    let table = match query.ask {
        ArgoAsk::List => list(&objects),
        ArgoAsk::Get | ArgoAsk::Resources => resources(&objects),
        ArgoAsk::History => history(&objects),
    };
    let text = match (&query.output, query.ask, objects.first()) {
        (Output::Json, ArgoAsk::List, _) => serialize::json(&Value::Array(objects.clone())),
        (Output::Yaml, ArgoAsk::List, _) => serialize::yaml(&Value::Array(objects.clone())),
        (Output::Json, _, Some(app)) => serialize::json(app),
        (Output::Yaml, _, Some(app)) => serialize::yaml(app),
        (Output::Name, _, _) => {
            let names = objects.iter().map(|app| text(app, "/metadata/name"));
            names.map(|name| format!("{namespace}/{name}\n")).collect()
        }
        (_, ArgoAsk::Get, Some(app)) => format!("{}\n{}", summary(app), printed(&table)),
        _ => printed(&table),
    };
    Ok(Seen {
        tables: vec![table],
        objects,
        ..Seen::printed(now, text)
    })
}

/// The Application resource of Argo CD.
pub fn application() -> Kind {
    Kind {
        plural: "applications".into(),
        singular: "application".into(),
        short: vec!["app".into(), "apps".into()],
        kind: "Application".into(),
        group: "argoproj.io".into(),
        version: "v1alpha1".into(),
        namespaced: true,
        categories: Vec::new(),
    }
}

fn summary(app: &Value) -> String {
    let fields = [
        (
            "Name",
            format!(
                "{}/{}",
                text(app, "/metadata/namespace"),
                text(app, "/metadata/name")
            ),
        ),
        ("Project", text(app, "/spec/project").to_string()),
        ("Server", text(app, "/spec/destination/server").to_string()),
        (
            "Namespace",
            text(app, "/spec/destination/namespace").to_string(),
        ),
        ("Repo", text(app, "/spec/source/repoURL").to_string()),
        (
            "Target",
            text(app, "/spec/source/targetRevision").to_string(),
        ),
        ("Path", text(app, "/spec/source/path").to_string()),
        ("Sync Status", sync(app)),
        (
            "Health Status",
            text(app, "/status/health/status").to_string(),
        ),
    ];
    let line = |(name, value): &(&str, String)| format!("{:<20}{value}\n", format!("{name}:"));
    fields.iter().map(line).collect()
}

/// `Synced to HEAD (8531c7a)`.
fn sync(app: &Value) -> String {
    let status = text(app, "/status/sync/status");
    let revision = text(app, "/status/sync/revision");
    let target = text(app, "/spec/source/targetRevision");
    let direction = if status == "Synced" { "to" } else { "from" };
    match revision.get(..7) {
        Some(short) => format!("{status} {direction} {target} ({short})"),
        None => status.to_string(),
    }
}

fn list(apps: &[Value]) -> Table {
    let columns = [
        "NAME",
        "CLUSTER",
        "NAMESPACE",
        "PROJECT",
        "STATUS",
        "HEALTH",
        "SYNCPOLICY",
        "CONDITIONS",
        "REPO",
        "PATH",
        "TARGET",
    ];
    table(
        &columns,
        apps.iter().map(|app| {
            let automated = app.pointer("/spec/syncPolicy/automated").is_some();
            let conditions = app.pointer("/status/conditions").and_then(Value::as_array);
            let mut conditions: Vec<&str> = conditions
                .into_iter()
                .flatten()
                .map(|c| text(c, "/type"))
                .collect();
            conditions.dedup();
            vec![
                format!(
                    "{}/{}",
                    text(app, "/metadata/namespace"),
                    text(app, "/metadata/name")
                ),
                text(app, "/spec/destination/server").to_string(),
                text(app, "/spec/destination/namespace").to_string(),
                text(app, "/spec/project").to_string(),
                text(app, "/status/sync/status").to_string(),
                text(app, "/status/health/status").to_string(),
                if automated { "Auto" } else { "Manual" }.to_string(),
                if conditions.is_empty() {
                    "<none>".to_string()
                } else {
                    conditions.join(",")
                },
                text(app, "/spec/source/repoURL").to_string(),
                text(app, "/spec/source/path").to_string(),
                text(app, "/spec/source/targetRevision").to_string(),
            ]
        }),
    )
}

fn resources(apps: &[Value]) -> Table {
    let columns = ["GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH"];
    let all = apps
        .iter()
        .filter_map(|app| app.pointer("/status/resources")?.as_array());
    table(
        &columns,
        all.flatten().map(|resource| {
            let cell = |pointer: &str| text(resource, pointer).to_string();
            vec![
                cell("/group"),
                cell("/kind"),
                cell("/namespace"),
                cell("/name"),
                cell("/status"),
                cell("/health/status"),
            ]
        }),
    )
}

fn history(apps: &[Value]) -> Table {
    let all = apps
        .iter()
        .filter_map(|app| app.pointer("/status/history")?.as_array());
    table(
        &["ID", "DATE", "REVISION"],
        all.flatten().map(|entry| {
            let id = entry.get("id").map(Value::to_string).unwrap_or_default();
            vec![
                id,
                text(entry, "/deployedAt").to_string(),
                text(entry, "/revision").to_string(),
            ]
        }),
    )
}

fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Table {
    let column = |name: &&str| Column {
        name: name.to_string(),
        priority: 0,
    };
    let row = |cells: Vec<String>| Row {
        name: cells.first().cloned().unwrap_or_default(),
        cells,
        ..Row::default()
    };
    Table {
        resource: "applications".into(),
        group: "argoproj.io".into(),
        columns: columns.iter().map(column).collect(),
        rows: rows.map(row).collect(),
        ..Table::default()
    }
}

fn printed(table: &Table) -> String {
    let mut lines = vec![
        table
            .columns
            .iter()
            .map(|c| c.name.clone())
            .collect::<Vec<_>>(),
    ];
    lines.extend(table.rows.iter().map(|row| row.cells.clone()));
    print::align(&lines)
}
