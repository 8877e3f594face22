//! `kubectl get`: the server's tables or the objects, printed as kubectl prints them.

use super::kinds::Kind;
use super::print;
use super::rows::{self, Found, Include, Rows, Wanted};
use super::{Cluster, Trouble, discovery, long, serialize, sort};
use crate::collect::{columns, jsonpath};
use crate::facts::budget;
use crate::facts::observation::{Cause, Seen};
use crate::facts::table::{Row, Table};
use crate::query::{Get, Namespace, Output, Resource};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// One kind of a `get`, with the names asked for (none: the list).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) kind: Kind,
    pub(super) names: Vec<String>,
}

/// Answers `kubectl get`.
///
/// # Errors
/// Whatever keeps it from being answered wholly.
pub async fn get(cluster: &Cluster, get: &Get, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let groups = groups(cluster, &get.resources).await?;
    let named = groups.iter().any(|group| !group.names.is_empty());
    if named && get.scope.namespace == Namespace::All {
        return Ok(Seen {
            success: false,
            stderr: "error: a resource cannot be retrieved by name across all namespaces\n".into(),
            ..Seen::at(now)
        });
    }
    if get.only_odd && long::are_workloads(&groups) {
        return long::workloads(cluster, get, &groups, now).await;
    }
    if let (true, [group]) = (get.only_odd && long::are_pods(&groups), groups.as_slice())
        && let Some(seen) = long::pods(cluster, get, group, now).await?
    {
        return Ok(seen);
    }
    match &get.output {
        Output::Table | Output::Wide | Output::Name => tables(cluster, get, &groups, now).await,
        Output::Json | Output::Yaml | Output::JsonPath(_) | Output::CustomColumns(_) => {
            whole_objects(cluster, get, &groups, now).await
        }
    }
}

/// Resolves the resources; names of one kind that follow each other make one group.
pub(super) async fn groups(
    cluster: &Cluster,
    resources: &[Resource],
) -> Result<Vec<Group>, Trouble> {
    let mut groups: Vec<Group> = Vec::new();
    for resource in resources {
        if resource.kind == "all" {
            groups.extend(all(cluster).await?);
            continue;
        }
        let kind = discovery::find(cluster, &resource.kind).await?;
        match (groups.last_mut(), &resource.name) {
            (Some(last), Some(name)) if last.kind == kind && !last.names.is_empty() => {
                last.names.push(name.clone());
            }
            (_, name) => groups.push(Group {
                kind,
                names: name.iter().cloned().collect(),
            }),
        }
    }
    Ok(groups)
}

/// The kinds of the category `all`, in discovery's order.
async fn all(cluster: &Cluster) -> Result<Vec<Group>, Trouble> {
    let kinds = discovery::all(cluster).await?.iter();
    let kinds = kinds.filter(|kind| kind.categories.iter().any(|c| c == "all"));
    Ok(kinds
        .map(|kind| Group {
            kind: kind.clone(),
            names: Vec::new(),
        })
        .collect())
}

async fn tables(
    cluster: &Cluster,
    get: &Get,
    groups: &[Group],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    for group in groups {
        let namespace = cluster.namespace(&get.scope.namespace);
        let include = include(get, &group.kind);
        let mut found = Rows::default();
        for name in names(group) {
            let wanted = Wanted {
                kind: &group.kind,
                namespace,
                name,
                labels: get.selector.as_deref(),
                fields: get.field_selector.as_deref(),
            };
            match rows::table(cluster, wanted, include).await? {
                Found::There(mut more) => {
                    found.rows.append(&mut more.rows);
                    found.warnings.append(&mut more.warnings);
                    if !more.columns.is_empty() {
                        (found.columns, found.name_column) = (more.columns, more.name_column);
                    }
                }
                Found::Missing(words) => missing(&mut seen, get, &group.kind, name, &words),
            }
        }
        if let Some(by) = &get.sort_by
            && let Err(words) = sort::by(&mut found.rows, rows::OneRow::object, by)
        {
            seen.success = false;
            seen.stderr.push_str(&words);
        }
        add_table(&mut seen, get, group, found, groups.len() > 1);
    }
    let any = seen.tables.iter().any(|table| !table.rows.is_empty());
    if !any && seen.success && !get.ignore_not_found && get.output != Output::Name {
        seen.stderr.push_str(&nothing_found(cluster, get, groups));
    }
    Ok(seen)
}

/// What must come with the cells: labels where they are printed, names where the cells alone do not
/// tell rows apart, objects where judging needs them.
fn include(get: &Get, kind: &Kind) -> Include {
    let workload = kind.group == "apps"
        && ["deployments", "statefulsets", "daemonsets", "replicasets"]
            .contains(&kind.plural.as_str());
    let labels = get.show_labels || !get.label_columns.is_empty();
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    // Events have no name column, and CRDs may print any column first.
    let nameless =
        kind.plural == "events" || super::kinds::built_in(&kind.resource_name()).is_none();
    if get.objects || workload || get.sort_by.is_some() {
        Include::Object
    } else if labels || everywhere || nameless || get.output == Output::Name {
        Include::Metadata
    } else {
        Include::Nothing
    }
}

pub(super) fn add_table(seen: &mut Seen, get: &Get, group: &Group, found: Rows, several: bool) {
    for warning in &found.warnings {
        if !seen.stderr.contains(warning.as_str()) {
            seen.stderr.push_str(warning);
        }
    }
    if !found.rows.is_empty() {
        let printed = match get.output {
            Output::Name => print_names(&group.kind, &found),
            _ => print_table(get, &group.kind, &found, several),
        };
        if !seen.text.is_empty() && !get.no_headers && get.output != Output::Name {
            seen.text.push('\n');
        }
        seen.text.push_str(&printed);
    }
    let table = kept_table(get, &group.kind, found, &mut seen.objects);
    seen.tables.push(table);
}

/// The table for judging: the columns that kubectl itself adds are columns, too.
fn kept_table(get: &Get, kind: &Kind, found: Rows, objects: &mut Vec<Value>) -> Table {
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    let mut table = Table {
        resource: kind.plural.clone(),
        group: kind.group.clone(),
        columns: everywhere
            .then(|| column("NAMESPACE"))
            .into_iter()
            .collect(),
        rows: Vec::with_capacity(found.rows.len()),
        ..Table::default()
    };
    table.columns.extend(found.columns);
    let labels = get
        .label_columns
        .iter()
        .map(|label| column(&label_header(label)));
    table.columns.extend(labels);
    table
        .columns
        .extend(get.show_labels.then(|| column("LABELS")));
    for mut row in found.rows {
        objects.extend(row.object);
        let mut cells: Vec<String> = Vec::with_capacity(table.columns.len());
        cells.extend(everywhere.then(|| row.namespace.clone()));
        cells.append(&mut row.cells);
        let label = |key: &String| row.labels.get(key).cloned().unwrap_or_default();
        cells.extend(get.label_columns.iter().map(label));
        cells.extend(get.show_labels.then(|| print::labels(&row.labels)));
        table.rows.push(Row {
            namespace: row.namespace,
            name: row.name,
            cells,
            object: None,
        });
    }
    table
}

/// `topology.kubernetes.io/zone` → `ZONE`.
fn label_header(label: &str) -> String {
    label.rsplit('/').next().unwrap_or(label).to_uppercase()
}

fn column(name: &str) -> crate::facts::table::Column {
    crate::facts::table::Column {
        name: name.into(),
        priority: 0,
    }
}

fn print_names(kind: &Kind, found: &Rows) -> String {
    let lines = found.rows.iter();
    lines
        .map(|row| format!("{}/{}\n", kind.printed_kind(), row.name))
        .collect()
}

fn print_table(get: &Get, kind: &Kind, found: &Rows, several: bool) -> String {
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    let wide = get.output == Output::Wide;
    let shown: Vec<usize> = (0..found.columns.len())
        .filter(|index| wide || found.columns[*index].priority == 0)
        .collect();
    let mut lines = Vec::with_capacity(found.rows.len() + 1);
    if !get.no_headers {
        let mut header: Vec<String> = Vec::new();
        header.extend(everywhere.then(|| "NAMESPACE".to_string()));
        header.extend(shown.iter().map(|index| found.columns[*index].name.clone()));
        header.extend(get.label_columns.iter().map(|label| label_header(label)));
        header.extend(get.show_labels.then(|| "LABELS".to_string()));
        lines.push(header);
    }
    for row in &found.rows {
        let mut line: Vec<String> = Vec::new();
        line.extend(everywhere.then(|| row.namespace.clone()));
        line.extend(
            shown
                .iter()
                .map(|index| match several && found.name_column == Some(*index) {
                    true => format!("{}/{}", kind.printed_kind(), row.cells[*index]),
                    false => row.cells[*index].clone(),
                }),
        );
        let label = |key: &String| row.labels.get(key).cloned().unwrap_or_default();
        line.extend(get.label_columns.iter().map(label));
        line.extend(get.show_labels.then(|| print::labels(&row.labels)));
        lines.push(line);
    }
    print::align(&lines)
}

async fn whole_objects(
    cluster: &Cluster,
    get: &Get,
    groups: &[Group],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let one = matches!(groups, [group] if group.names.len() == 1);
    for group in groups {
        for name in names(group) {
            let wanted = Wanted {
                kind: &group.kind,
                namespace: cluster.namespace(&get.scope.namespace),
                name,
                labels: get.selector.as_deref(),
                fields: get.field_selector.as_deref(),
            };
            match rows::objects(cluster, wanted).await? {
                Found::There((mut objects, warnings)) => {
                    seen.objects.append(&mut objects);
                    seen.stderr.extend(warnings);
                }
                Found::Missing(words) => missing(&mut seen, get, &group.kind, name, &words),
            }
        }
    }
    if let Some(by) = &get.sort_by
        && let Err(words) = sort::by(&mut seen.objects, |object| object, by)
    {
        seen.success = false;
        seen.stderr.push_str(&words);
    }
    if one && seen.objects.is_empty() {
        return Ok(seen);
    }
    let printed = budget::within(|| print_objects(get, &seen.objects, one));
    // What nobody could compute says nothing of the objects.
    match printed.map_err(|exceeded| Trouble::told(Cause::Malformed, &exceeded.told()))? {
        Ok((text, tables)) => {
            seen.text = text;
            seen.tables = tables;
        }
        Err(words) => {
            seen.success = false;
            seen.stderr.push_str(&words);
        }
    }
    Ok(seen)
}

/// The text of objects; the error is what kubectl would say about a bad template.
fn print_objects(get: &Get, objects: &[Value], one: bool) -> Result<(String, Vec<Table>), String> {
    let shown = || match (one, objects) {
        (true, [object]) => serialize::without_managed_fields(object),
        _ => serialize::list(objects),
    };
    Ok(match &get.output {
        Output::Json => (serialize::json(&shown()), Vec::new()),
        Output::Yaml => (serialize::yaml(&shown()), Vec::new()),
        Output::JsonPath(template) => {
            let whole = match (one, objects) {
                (true, [object]) => object.clone(),
                _ => serialize::whole_list(objects),
            };
            let text = jsonpath::render(template, &whole).map_err(|words| {
                format!("error: error executing jsonpath {template:?}: {words}\n")
            })?;
            (text, Vec::new())
        }
        Output::CustomColumns(spec) => {
            let table = columns::table(spec, objects).map_err(|w| format!("error: {w}\n"))?;
            (columns::text(&table, get.no_headers), vec![table])
        }
        Output::Table | Output::Wide | Output::Name => (String::new(), Vec::new()),
    })
}

pub(super) fn names(group: &Group) -> Vec<Option<&str>> {
    match group.names.as_slice() {
        [] => vec![None],
        names => names.iter().map(|name| Some(name.as_str())).collect(),
    }
}

fn missing(seen: &mut Seen, get: &Get, kind: &Kind, name: Option<&str>, words: &str) {
    let name = name.unwrap_or_default();
    seen.missing
        .push(format!("{}/{name}", kind.kind.to_lowercase()));
    if !get.ignore_not_found {
        seen.success = false;
        seen.stderr
            .push_str(&format!("Error from server (NotFound): {words}\n"));
    }
}

fn nothing_found(cluster: &Cluster, get: &Get, groups: &[Group]) -> String {
    match cluster.namespace(&get.scope.namespace) {
        Some(namespace) if groups.iter().all(|group| group.kind.namespaced) => {
            format!("No resources found in {namespace} namespace.\n")
        }
        _ => "No resources found\n".into(),
    }
}
