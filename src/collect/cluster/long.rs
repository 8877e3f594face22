//! Long lists of which only what is not plainly fine matters (`kubectl get pods -A` under "all
//! Running"). The cells of all rows flow by, a tenth of a second for ten thousand; the objects are
//! asked for only where the cells leave something open, and a row that is plainly fine is counted
//! and let go. So neither time nor memory is spent on what nobody has to read.
//!
//! A pod is plainly fine if it prints as `Running`, all its containers are ready, its readiness
//! gates are met, its node is ready (the pods of a lost node still print as ready) and it is not
//! meant to end. `Running` is not printed of a pod that is being deleted.

use super::get::{Group, add_table, names};
use super::kinds::{Kind, known};
use super::rows::{self, Found, Include, Keep, OneRow, Rows, Wanted};
use super::settled::is_settled;
use super::streaming::{self, Cells};
use super::{Cluster, Trouble};
use crate::collect::url;
use crate::facts::observation::{Cause, Seen};
use crate::facts::table::{Column, Omitted};
use crate::query::Get;
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use futures::try_join;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Up to so many pods or nodes that are not fine are looked up one by one; beyond, page by page.
const FEW: usize = 24;
/// Up to so many objects are kept; of further pods whose cells say enough, the cells.
const WHOLE: usize = 500;

/// What a look at the cells of all rows gave.
#[derive(Debug, Default)]
struct Glance {
    columns: Vec<Column>,
    at: Option<At>,
    rows: u64,
    ended: u64,
    /// How many pods that print as fine each node has.
    fine: HashMap<String, u64>,
    /// Names of pods that do not, as many as are looked up one by one and one more.
    odd: Vec<String>,
}

/// Where the cells are that matter.
#[derive(Debug, Clone, Copy)]
struct At {
    name: usize,
    ready: usize,
    status: usize,
    node: usize,
    gates: usize,
}

impl At {
    fn of(columns: &[Column]) -> Option<At> {
        let find = |name: &str| columns.iter().position(|column| column.name == name);
        Some(At {
            name: find("NAME")?,
            ready: find("READY")?,
            status: find("STATUS")?,
            node: find("NODE")?,
            gates: find("READINESS GATES")?,
        })
    }

    /// Whether a pod prints as fine, but for its node.
    fn is_fine<'a>(self, cell: impl Fn(usize) -> &'a str) -> bool {
        let whole = |cell: &str| {
            let (ready, all) = cell.split_once('/').unwrap_or_default();
            ready == all && ready.parse::<u32>().is_ok_and(|ready| ready > 0)
        };
        let gates = cell(self.gates);
        cell(self.status) == "Running"
            && whole(cell(self.ready))
            && (gates == "<none>" || whole(gates))
    }
}

/// Answers a `get` of pods by counting those that are plainly fine; `None` if the list is short
/// enough, or printed so unusually, that it is asked for as any other.
///
/// # Errors
/// Whatever keeps one of the looks from being taken wholly.
pub async fn pods(
    cluster: &Cluster,
    get: &Get,
    group: &Group,
    now: DateTime<Utc>,
) -> Result<Option<Seen>, Trouble> {
    let list = List {
        cluster,
        get,
        kind: &group.kind,
    };
    let path = rows::path(list.wanted(None), Some(Include::Nothing), None, None);
    let glance = streaming::table(cluster, &path, Glance::default(), begin, look).await?;
    let Some(at) = glance.at.filter(|_| glance.rows > rows::PAGE as u64) else {
        return Ok(None);
    };
    let kept = match list.odd(&glance, at).await {
        // Without a right to see nodes every pod has to tell for itself.
        Err(trouble) if trouble.cause == Cause::Forbidden => list.walked(at).await?,
        other => other?,
    };
    let omitted = Omitted {
        running: (glance.rows - glance.ended).saturating_sub(kept.len() as u64),
        ended: glance.ended,
    };
    let mut seen = Seen::at(now);
    let found = Rows {
        columns: glance.columns,
        name_column: Some(at.name),
        rows: kept,
        warnings: Vec::new(),
    };
    add_table(&mut seen, get, group, found, false);
    if let Some(table) = seen.tables.last_mut() {
        table.omitted = omitted;
    }
    seen.text.push_str(&format!(
        "({} more Running and ready, {} that ended)\n",
        omitted.running, omitted.ended
    ));
    Ok(Some(seen))
}

/// Answers a `get` of workloads by those that are not plainly settled.
///
/// # Errors
/// Whatever keeps a list from being read wholly.
pub async fn workloads(
    cluster: &Cluster,
    get: &Get,
    groups: &[Group],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let lists = groups.iter().map(|group| async move {
        let list = List {
            cluster,
            get,
            kind: &group.kind,
        };
        let path = rows::path(list.wanted(None), None, None, None);
        let kept = streaming::items(cluster, &path, Vec::new(), |kept, item| {
            if !is_settled(&item) {
                kept.push(item);
            }
        });
        let typed = |item| rows::typed(item, &group.kind);
        Ok::<_, Trouble>(kept.await?.into_iter().map(typed).collect::<Vec<Value>>())
    });
    Ok(Seen {
        objects: try_join_all(lists).await?.concat(),
        ..Seen::at(now)
    })
}

/// Whether a list of groups is one that [`workloads`] answers.
pub fn are_workloads(groups: &[Group]) -> bool {
    let kinds = ["daemonsets", "deployments", "statefulsets"];
    groups.iter().all(|group| {
        let kind = &group.kind;
        kind.group == "apps" && kinds.contains(&kind.plural.as_str()) && group.names.is_empty()
    })
}

/// Whether it is a list of pods.
pub fn are_pods(groups: &[Group]) -> bool {
    let pods = |group: &Group| group.kind == known("pods") && names(group) == [None];
    matches!(groups, [group] if pods(group))
}

fn begin(glance: &mut Glance, columns: &[Column]) {
    glance.at = At::of(columns);
    glance.columns = columns.to_vec();
}

fn look(glance: &mut Glance, cells: &Cells) {
    glance.rows += 1;
    let Some(at) = glance.at else { return };
    if at.is_fine(|index| cells.at(index)) {
        let node = cells.at(at.node);
        match glance.fine.get_mut(node) {
            Some(count) => *count += 1,
            None => {
                glance.fine.insert(node.to_string(), 1);
            }
        }
    } else if cells.succeeded && matches!(cells.at(at.status), "Completed" | "Succeeded") {
        glance.ended += 1;
    } else if glance.odd.len() <= FEW {
        glance.odd.push(cells.at(at.name).to_string());
    }
}

/// The list at hand.
#[derive(Clone, Copy)]
struct List<'a> {
    cluster: &'a Cluster,
    get: &'a Get,
    kind: &'a Kind,
}

impl List<'_> {
    fn wanted<'a>(&'a self, fields: Option<&'a str>) -> Wanted<'a> {
        Wanted {
            kind: self.kind,
            namespace: self.cluster.namespace(&self.get.scope.namespace),
            name: None,
            labels: self.get.selector.as_deref(),
            fields: fields.or(self.get.field_selector.as_deref()),
        }
    }

    /// The pods that are not plainly fine, with their objects.
    async fn odd(&self, glance: &Glance, at: At) -> Result<Vec<OneRow>, Trouble> {
        let (ready, ending) = try_join!(
            ready_nodes(self.cluster),
            self.selected("spec.restartPolicy!=Always,status.phase=Running".into()),
        )?;
        let lost: Vec<&String> = glance
            .fine
            .keys()
            .filter(|node| !ready.contains(*node))
            .collect();
        if glance.odd.len() > FEW || lost.len() > FEW {
            return self.walked(at).await;
        }
        let by_name = glance
            .odd
            .iter()
            .map(|name| format!("metadata.name={name}"));
        let by_node = lost.iter().map(|node| format!("spec.nodeName={node}"));
        let selections: HashSet<String> = by_name.chain(by_node).collect();
        let found = try_join_all(selections.into_iter().map(|one| self.selected(one))).await?;
        let mut kept: BTreeMap<(String, String), OneRow> = BTreeMap::new();
        let is_odd = |row: &OneRow| {
            !at.is_fine(|index| &row.cells[index])
                || !ready.contains(&row.cells[at.node])
                || !is_fine(row.object.as_ref())
        };
        let odd = found.into_iter().flatten().filter(is_odd);
        for row in odd.chain(ending) {
            kept.insert((row.namespace.clone(), row.name.clone()), row);
        }
        Ok(kept.into_values().collect())
    }

    /// The pods that a field selector picks beside the command's own.
    async fn selected(&self, fields: String) -> Result<Vec<OneRow>, Trouble> {
        let own = self.get.field_selector.iter().cloned();
        let fields = own.chain([fields]).collect::<Vec<_>>().join(",");
        match rows::table(self.cluster, self.wanted(Some(&fields)), Include::Object).await? {
            Found::There(found) => Ok(found.rows),
            Found::Missing(words) => Err(Trouble::new(Cause::Malformed, words)),
        }
    }

    /// All pages with their objects, of which a page is held at a time.
    async fn walked(&self, at: At) -> Result<Vec<OneRow>, Trouble> {
        let mut whole = 0;
        let keep = |row: &OneRow| {
            let printed = at.is_fine(|index| &row.cells[index]);
            if printed && is_fine(row.object.as_ref()) || has_succeeded(row.object.as_ref()) {
                return Keep::Nothing;
            }
            whole += 1;
            match whole > WHOLE && !printed {
                true => Keep::Cells,
                false => Keep::Whole,
            }
        };
        match rows::picked(self.cluster, self.wanted(None), Include::Object, keep).await? {
            Found::There(found) => Ok(found.rows),
            Found::Missing(words) => Err(Trouble::new(Cause::Malformed, words)),
        }
    }
}

/// Whether an object has nothing that its cells do not show: ready by its condition, not meant to
/// end, not deleted, its newest spec seen.
fn is_fine(object: Option<&Value>) -> bool {
    let Some(object) = object else { return false };
    let text = |pointer: &str| super::list::text(object, pointer);
    let conditions = object
        .pointer("/status/conditions")
        .and_then(Value::as_array);
    let mut conditions = conditions.into_iter().flatten();
    let generation = object
        .pointer("/metadata/generation")
        .and_then(Value::as_i64);
    let observed = object
        .pointer("/status/observedGeneration")
        .and_then(Value::as_i64);
    conditions.any(|one| one["type"] == "Ready" && one["status"] == "True")
        && text("/spec/restartPolicy") == "Always"
        && text("/metadata/deletionTimestamp").is_empty()
        && text("/status/phase") == "Running"
        && (observed.is_none() || observed == generation)
}

fn has_succeeded(object: Option<&Value>) -> bool {
    object.is_some_and(|object| {
        super::list::text(object, "/status/phase") == "Succeeded"
            && super::list::text(object, "/metadata/deletionTimestamp").is_empty()
    })
}

/// The names of the nodes that print as ready.
async fn ready_nodes(cluster: &Cluster) -> Result<HashSet<String>, Trouble> {
    #[derive(Default)]
    struct Nodes {
        at: Option<(usize, usize)>,
        ready: HashSet<String>,
    }
    let begin = |nodes: &mut Nodes, columns: &[Column]| {
        let find = |name: &str| columns.iter().position(|column| column.name == name);
        nodes.at = find("NAME").zip(find("STATUS"));
    };
    let row = |nodes: &mut Nodes, cells: &Cells| {
        let Some((name, status)) = nodes.at else {
            return;
        };
        if cells.at(status).split(',').any(|word| word == "Ready") {
            nodes.ready.insert(cells.at(name).to_string());
        }
    };
    let query = url::query([("includeObject", Include::Nothing.to_string())]);
    let path = known("nodes").path(None, None) + &query;
    let nodes = streaming::table(cluster, &path, Nodes::default(), begin, row).await?;
    Ok(nodes.ready)
}
