//! `kubectl get`: the server's tables or the objects, printed as kubectl prints them.

use super::kinds::Kind;
use super::rows::{self, Include, Rows};
use super::selection::{self, Selected, Which, resolved};
use super::tables::add_table;
use super::{Cluster, Trouble, print, serialize, sort, unhealthy};
use crate::collect::{columns, jsonpath};
use crate::facts::budget;
use crate::facts::kinds;
use crate::facts::observation::{Cause, Seen};
use crate::facts::table::Table;
use crate::query::{Get, Namespace, Output};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers `kubectl get`.
pub(crate) async fn get(cluster: &Cluster, get: &Get, now: DateTime<Utc>) -> Result<Seen, Trouble> {
    let selected = resolved(cluster, &get.resources).await?;
    let named = selected.iter().any(|one| !one.is_list());
    if named && get.scope.namespace == Namespace::All {
        return Ok(Seen {
            success: false,
            stderr: "error: a resource cannot be retrieved by name across all namespaces\n".into(),
            ..Seen::at(now)
        });
    }
    if get.only_odd
        && let Some(seen) = unhealthy::listed(cluster, get, &selected, now).await?
    {
        return Ok(seen);
    }
    match &get.output {
        Output::Table | Output::Wide | Output::Name => tables(cluster, get, &selected, now).await,
        Output::Json | Output::Yaml | Output::JsonPath(_) | Output::CustomColumns(_) => {
            whole_objects(cluster, get, &selected, now).await
        }
    }
}

async fn tables(
    cluster: &Cluster,
    get: &Get,
    selected: &[Selected],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let (mut seen, which) = (Seen::at(now), Which::of(get));
    for one in selected {
        let include = include(get, &one.kind);
        let mut found = Rows::default();
        for name in one.names() {
            let wanted = which.wanted(cluster, &one.kind, name);
            match rows::table(cluster, wanted, include).await? {
                Ok(mut more) => {
                    found.rows.append(&mut more.rows);
                    found.warnings.append(&mut more.warnings);
                    if !more.columns.is_empty() {
                        (found.columns, found.name_column) = (more.columns, more.name_column);
                    }
                }
                Err(words) => which.tell_missing(&mut seen, &one.kind, name, &words),
            }
        }
        if let Some(by) = &get.sort_by
            && let Err(words) = sort::by(&mut found.rows, rows::OneRow::object, by)
        {
            seen.success = false;
            seen.stderr.push_str(&words);
        }
        add_table(&mut seen, get, &one.kind, found, selected.len() > 1);
    }
    let any = seen.tables.iter().any(|table| !table.rows.is_empty());
    if !any && seen.success && !get.ignore_not_found && get.output != Output::Name {
        let namespaced = selected.iter().all(|one| one.kind.namespaced);
        let line = nothing_found(
            cluster
                .namespace(&get.scope.namespace)
                .filter(|_| namespaced),
        );
        seen.stderr.push_str(&line);
    }
    Ok(seen)
}

/// What must come with the cells: labels where they are printed, names where the cells alone do not
/// tell rows apart, objects where judging needs them.
fn include(get: &Get, kind: &Kind) -> Include {
    let workload = kind.group == "apps" && kinds::keeps_pods(&kind.plural);
    let labels = get.show_labels || !get.label_columns.is_empty();
    let everywhere = get.scope.namespace == Namespace::All && kind.namespaced;
    // Events have no name column, and CRDs may print any column first.
    let nameless = kind.plural == "events" || kinds::built_in(&kind.resource_name()).is_none();
    if get.objects || workload || get.sort_by.is_some() {
        Include::Object
    } else if labels || everywhere || nameless || get.output == Output::Name {
        Include::Metadata
    } else {
        Include::Nothing
    }
}

async fn whole_objects(
    cluster: &Cluster,
    get: &Get,
    selected: &[Selected],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let one = matches!(selected, [one] if matches!(one.names()[..], [Some(_)]));
    let found = selection::objects(cluster, Which::of(get), selected, &mut seen).await?;
    seen.objects = found.into_iter().map(|(_, object)| object).collect();
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
            (print::table(&table, get.no_headers), vec![table])
        }
        Output::Table | Output::Wide | Output::Name => (String::new(), Vec::new()),
    })
}

/// That a list is empty, of one namespace or of all.
pub(super) fn nothing_found(namespace: Option<&str>) -> String {
    match namespace {
        Some(namespace) => format!("No resources found in {namespace} namespace.\n"),
        None => "No resources found\n".into(),
    }
}
