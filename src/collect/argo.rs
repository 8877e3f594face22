//! `argocd app get|list|resources|history`, read from the Application resource in Argo CD's
//! namespace; Argo CD's own API is not asked.

use super::cluster::kinds::Kind;
use super::cluster::rows::{self, Wanted};
use super::cluster::{Cluster, print, serialize};
use super::seam::Trouble;
use crate::facts::fields::{flag, list as items, text};
use crate::facts::observation::Seen;
use crate::facts::table::{Row, Table};
use crate::query::{ArgoAsk, ArgoQuery, Namespace, Output};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers an `argocd app` command.
pub(crate) async fn observe(
    cluster: &Cluster,
    query: &ArgoQuery,
    namespace: &str,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let kind = application();
    let name = query.app.as_deref();
    let namespace = match (&query.scope.namespace, query.ask) {
        (Namespace::Named(named), _) => Some(named.as_str()),
        // Without `-N` the list is of every namespace that Argo CD looks at.
        (Namespace::OfContext | Namespace::All, ArgoAsk::List) => None,
        (Namespace::OfContext | Namespace::All, _) => Some(namespace),
    };
    let wanted = Wanted {
        namespace,
        name,
        labels: query.selector.as_deref(),
        ..Wanted::of(&kind)
    };
    let mut objects = match rows::objects(cluster, wanted).await? {
        Ok((objects, _)) => objects,
        Err(words) => {
            let name = name.unwrap_or_default();
            return Ok(Seen {
                success: false,
                stderr: format!("error: {words}\n"),
                missing: vec![format!("application/{name}")],
                ..Seen::at(now)
            });
        }
    };
    if !query.projects.is_empty() {
        objects.retain(|app| query.projects.iter().any(|name| name == project(app)));
    }
    // What `app get` is about is the Application; its resources are printed below it.
    let table = match query.ask {
        ArgoAsk::List | ArgoAsk::Get => list(&objects),
        ArgoAsk::Resources => resources(&objects, &["ORPHANED"]),
        ArgoAsk::History => history(&objects),
    };
    let text = match (&query.output, query.ask, objects.first()) {
        (Output::Json, ArgoAsk::List, _) => serialize::json(&Value::Array(objects.clone())),
        (Output::Yaml, ArgoAsk::List, _) => serialize::yaml(&Value::Array(objects.clone())),
        (Output::Json, _, Some(app)) => serialize::json(app),
        (Output::Yaml, _, Some(app)) => serialize::yaml(app),
        (Output::Name, _, _) => {
            let names = objects.iter().map(|app| format!("{}\n", full_name(app)));
            names.collect()
        }
        (_, ArgoAsk::Get, Some(app)) => {
            let resources = resources(&objects, &["HOOK", "MESSAGE"]);
            format!("{}\n{}", summary(app), print::table(&resources, false))
        }
        (_, ArgoAsk::History, Some(app)) => sources(app)
            .map(|source| format!("SOURCE  {}\n", text(source, "/repoURL")))
            .chain([print::table(&table, false)])
            .collect(),
        _ => print::table(&table, false),
    };
    Ok(Seen {
        tables: vec![table],
        objects,
        ..Seen::printed(now, text)
    })
}

/// The Application resource of Argo CD.
pub(crate) fn application() -> Kind {
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

/// As Argo CD names an Application: with its namespace.
fn full_name(app: &Value) -> String {
    format!(
        "{}/{}",
        text(app, "/metadata/namespace"),
        text(app, "/metadata/name")
    )
}

/// The project of an Application; one that names none is in `default`.
fn project(app: &Value) -> &str {
    match text(app, "/spec/project") {
        "" => "default",
        named => named,
    }
}

/// The one source of an Application, or its several.
fn sources(app: &Value) -> impl Iterator<Item = &Value> {
    let several = items(app, "/spec/sources");
    let one = app.pointer("/spec/source").filter(|_| several.is_empty());
    several.iter().chain(one)
}

/// The head of `argocd app get`, but for what only Argo CD's own server knows (the URL, the sync windows).
fn summary(app: &Value) -> String {
    let line = |name: &str, value: &str| format!("{:<20}{value}\n", format!("{name}:"));
    let mut head = [
        line("Name", &full_name(app)),
        line("Project", project(app)),
        line("Server", text(app, "/spec/destination/server")),
        line("Namespace", text(app, "/spec/destination/namespace")),
    ]
    .concat();
    let several = sources(app).count() > 1;
    head.push_str(if several { "Sources:\n" } else { "Source:\n" });
    for source in sources(app) {
        head.push_str(&line("- Repo", text(source, "/repoURL")));
        head.push_str(&line("  Target", text(source, "/targetRevision")));
        for (name, place) in [("  Path", "/path"), ("  Chart", "/chart")] {
            match text(source, place) {
                "" => {}
                value => head.push_str(&line(name, value)),
            }
        }
    }
    let policy = match automated(app) {
        Some(true) => "Automated (Prune)",
        Some(false) => "Automated",
        None => "Manual",
    };
    head.push_str(&line("Sync Policy", policy));
    head.push_str(&line("Sync Status", &sync(app)));
    head.push_str(&line("Health Status", text(app, "/status/health/status")));
    head
}

/// Whether it syncs by itself, and with pruning.
fn automated(app: &Value) -> Option<bool> {
    let automated = app.pointer("/spec/syncPolicy/automated")?;
    Some(flag(automated, "/prune"))
}

/// `Synced to HEAD (8531c7a)`.
fn sync(app: &Value) -> String {
    let status = text(app, "/status/sync/status");
    let direction = match status {
        "Synced" => "to",
        "OutOfSync" => "from",
        _ => return status.to_string(),
    };
    let target = sources(app)
        .next()
        .map_or("", |source| text(source, "/targetRevision"));
    let revision = text(app, "/status/sync/revision");
    match revision.get(..7) {
        Some(short) => format!("{status} {direction} {target} ({short})"),
        None => format!("{status} {direction} {target}")
            .trim_end()
            .to_string(),
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
            let source = |place: &str| {
                sources(app)
                    .next()
                    .map_or("", |source| text(source, place))
                    .to_string()
            };
            let policy = match automated(app) {
                Some(true) => "Auto-Prune",
                Some(false) => "Auto",
                None => "Manual",
            };
            let conditions = items(app, "/status/conditions").iter();
            let mut conditions: Vec<&str> = conditions.map(|c| text(c, "/type")).collect();
            conditions.dedup();
            let conditions = match conditions.as_slice() {
                [] => "<none>".to_string(),
                all => all.join(","),
            };
            let cells = vec![
                full_name(app),
                text(app, "/spec/destination/server").to_string(),
                text(app, "/spec/destination/namespace").to_string(),
                project(app).to_string(),
                text(app, "/status/sync/status").to_string(),
                text(app, "/status/health/status").to_string(),
                policy.to_string(),
                conditions,
                source("/repoURL"),
                source("/path"),
                source("/targetRevision"),
            ];
            (text(app, "/metadata/name"), cells)
        }),
    )
}

/// The resources of Applications. Since Argo CD 3 their health is not stored, and never was for kinds without a
/// check: an empty cell is no bad health.
fn resources(apps: &[Value], more: &[&str]) -> Table {
    let columns = ["GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH"];
    let columns = [&columns[..], more].concat();
    let all = apps.iter().flat_map(|app| items(app, "/status/resources"));
    table(
        &columns,
        all.map(|resource| {
            let cell = |pointer: &str| text(resource, pointer).to_string();
            let mut cells = vec![
                cell("/group"),
                cell("/kind"),
                cell("/namespace"),
                cell("/name"),
                cell("/status"),
                cell("/health/status"),
            ];
            cells.extend(more.iter().map(|_| String::new()));
            (text(resource, "/name"), cells)
        }),
    )
}

/// `ID DATE REVISION`, the date as Go prints one and the revision as `main (8531c7a)`.
fn history(apps: &[Value]) -> Table {
    let all = apps.iter().flat_map(|app| items(app, "/status/history"));
    table(
        &["ID", "DATE", "REVISION"],
        all.map(|entry| {
            let id = entry.get("id").map(Value::to_string).unwrap_or_default();
            let written = text(entry, "/deployedAt");
            let date = DateTime::parse_from_rfc3339(written).map_or_else(
                |_| written.to_string(),
                |time| {
                    time.to_utc()
                        .format("%Y-%m-%d %H:%M:%S +0000 UTC")
                        .to_string()
                },
            );
            let (target, revision) = (
                text(entry, "/source/targetRevision"),
                text(entry, "/revision"),
            );
            let revision = match revision.get(..7) {
                Some(short) if !target.is_empty() => format!("{target} ({short})"),
                Some(_) | None => revision.to_string(),
            };
            ("", vec![id, date, revision])
        }),
    )
}

fn table<'a>(columns: &[&str], rows: impl Iterator<Item = (&'a str, Vec<String>)>) -> Table {
    let row = |(name, cells): (&str, Vec<String>)| Row {
        name: name.to_string(),
        cells,
        ..Row::default()
    };
    Table {
        resource: "applications".into(),
        group: "argoproj.io".into(),
        ..Table::of(columns, rows.map(row).collect())
    }
}
