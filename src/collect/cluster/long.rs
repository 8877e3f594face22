//! Long lists of which only what is not plainly fine matters (`kubectl get pods -A` under "all
//! Running"). Every object of the list flows by, but of each pod only a few fields are read
//! ([`Glimpse`]), and one that is plainly fine is counted and let go. Of the others the object is made
//! while it is at hand. So neither time nor memory is spent on what nobody has to read, no check is left out,
//! and nothing is asked twice.

use super::glimpse::Glimpse;
use super::group::{Group, names};
use super::kinds::{Kind, known};
use super::rows::{self, Found, Include, Keep, OneRow, Rows, Wanted};
use super::settled::is_settled;
use super::streaming::Passing;
use super::tables::add_table;
use super::{Cluster, Trouble, streaming};
use crate::facts::kinds;
use crate::facts::message::POD;
use crate::facts::observation::{Cause, Seen};
use crate::facts::pod::{self, PodCells};
use crate::facts::secret::mask_value;
use crate::facts::table::{Column, Omitted};
use crate::facts::{duration, fields};
use crate::query::Get;
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use serde::Deserialize;
use serde_json::Value;

/// Up to so many objects are kept; of further pods whose cells say enough, the cells.
const WHOLE: usize = 500;

/// What a look at all pods gave.
#[derive(Debug, Default)]
struct Glance {
    pods: u64,
    ended: u64,
    whole: usize,
}

impl Glance {
    /// Counts a pod; says whether it is one to keep: neither plainly fine nor run to its end.
    fn is_odd(&mut self, pod: &Glimpse) -> bool {
        self.pods += 1;
        self.ended += u64::from(pod.has_succeeded());
        !pod.has_succeeded() && !pod.is_fine()
    }

    /// What is kept of one.
    fn keep(&mut self, row: &OneRow, at: At) -> Keep {
        self.whole += 1;
        if self.whole > WHOLE && at.tells(row) {
            Keep::Cells
        } else {
            Keep::Whole
        }
    }
}

/// What is kept while pods flow by, and how they are printed.
struct Looking {
    glance: Glance,
    kept: Vec<OneRow>,
    columns: Vec<Column>,
    at: At,
    kind: Kind,
    now: DateTime<Utc>,
}

impl Looking {
    /// A pod as the server prints it.
    fn row(&self, pod: Value) -> OneRow {
        let printed = pod::cells(&pod);
        let cells = self.columns.iter();
        let cells = cells.map(|column| cell(&column.name, &pod, &printed, self.now));
        let labels = fields::pairs(&pod, "/metadata/labels").into_iter();
        OneRow {
            cells: cells
                .map(|cell| rows::printed(&cell.unwrap_or_default().into()))
                .collect(),
            namespace: fields::namespace(&pod).to_owned(),
            name: fields::name(&pod).to_owned(),
            labels: labels
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            object: Some(pod),
        }
    }
}

/// A cell of a pod, if it is one that we can print.
///
/// Source: `printPod` in Kubernetes' `pkg/printers/internalversion/printers.go`.
fn cell(column: &str, pod: &Value, printed: &PodCells, now: DateTime<Utc>) -> Option<String> {
    let text = |pointer| match fields::text(pod, pointer) {
        "" => "<none>".to_owned(),
        text => text.to_owned(),
    };
    Some(match column {
        "NAME" => fields::name(pod).to_owned(),
        "READY" => printed.ready.clone(),
        "STATUS" => printed.status.clone(),
        "RESTARTS" => printed.restarts_cell(now),
        "AGE" => fields::time(pod, "/metadata/creationTimestamp")
            .map_or_else(|| "<unknown>".to_owned(), |made| duration::age(now - made)),
        "IP" => text("/status/podIPs/0/ip"),
        "NODE" => text("/spec/nodeName"),
        "NOMINATED NODE" => text("/status/nominatedNodeName"),
        "READINESS GATES" => match fields::list(pod, "/spec/readinessGates") {
            [] => "<none>".to_owned(),
            gates => {
                let met = gates.iter().filter(|gate| {
                    let kind = fields::text(gate, "/conditionType");
                    fields::condition(pod, kind).is_some_and(|one| one.is_true())
                });
                format!("{}/{}", met.count(), gates.len())
            }
        },
        _ => return None,
    })
}

/// Where the cells are that tell of a pod that it is not well.
#[derive(Debug, Clone, Copy)]
struct At {
    ready: usize,
    status: usize,
}

impl At {
    fn of(columns: &[Column]) -> Option<At> {
        let find = |name: &str| columns.iter().position(|column| column.name == name);
        Some(At {
            ready: find("READY")?,
            status: find("STATUS")?,
        })
    }

    /// Whether a pod's cells alone say that something is up. One that is being deleted is not
    /// counted as live, and only its object says that it is still there.
    fn tells(self, row: &OneRow) -> bool {
        let (ready, all) = row.cells[self.ready].split_once('/').unwrap_or_default();
        match row.cells[self.status].as_str() {
            "Terminating" => false,
            "Running" => ready != all,
            _ => true,
        }
    }
}

/// Answers a `get` of pods by counting those that are plainly fine; `None` if the list is short
/// enough, or printed so unusually, that it is asked for as any other.
///
/// # Errors
/// Whatever keeps one of the looks from being taken wholly.
pub(super) async fn pods(
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
    let (first, goes_on) = rows::first_page(cluster, list.wanted(), Include::Nothing).await?;
    let known = |column: &Column| {
        let empty = Value::Null;
        cell(&column.name, &empty, &pod::cells(&empty), now).is_some()
    };
    let is_printed = goes_on && first.columns.iter().all(known);
    let Some(at) = At::of(&first.columns).filter(|_| is_printed) else {
        return Ok(None);
    };
    let looking = Looking {
        glance: Glance::default(),
        kept: Vec::new(),
        columns: first.columns.clone(),
        at,
        kind: group.kind.clone(),
        now,
    };
    let path = rows::path(list.wanted(), None, None, None);
    let (kept, glance) = match streaming::pods(cluster, &path, looking, look).await {
        Ok(looked) => (looked.kept, looked.glance),
        // What is recorded is kept whole, and page by page it never gets too large for that.
        Err(trouble) if trouble.cause == Cause::TooLarge => list.walked(at).await?,
        Err(trouble) => return Err(trouble),
    };
    let omitted = Omitted {
        running: (glance.pods - glance.ended).saturating_sub(kept.len() as u64),
        ended: glance.ended,
    };
    let mut seen = Seen::at(now);
    let found = Rows {
        rows: kept,
        ..first
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
pub(super) async fn workloads(
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
        let path = rows::path(list.wanted(), None, None, None);
        let kept = streaming::items(cluster, &path, Vec::new(), |kept, item| {
            let odd = !is_settled(&item);
            if odd {
                kept.push(mask_value(item));
            }
            odd
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
pub(super) fn are_workloads(groups: &[Group]) -> bool {
    groups.iter().all(|group| {
        let (kind, plural) = (&group.kind, group.kind.plural.as_str());
        kind.group == "apps" && kinds::ROLLING.contains(&plural) && group.names.is_empty()
    })
}

/// Whether it is a list of pods.
pub(super) fn are_pods(groups: &[Group]) -> bool {
    let pods = |group: &Group| group.kind == known("pods") && names(group) == [None];
    matches!(groups, [group] if pods(group))
}

fn look(looking: &mut Looking, pod: Passing<'_>) -> Result<bool, Trouble> {
    if !looking.glance.is_odd(&pod.glimpse) {
        return Ok(false);
    }
    let pod = judged(pod.object()?, &looking.kind);
    let mut row = looking.row(pod);
    match looking.glance.keep(&row, looking.at) {
        Keep::Cells => row.object = None,
        Keep::Whole | Keep::Nothing => {}
    }
    looking.kept.push(row);
    Ok(true)
}

/// A pod's object as it is judged, however it came.
fn judged(pod: Value, kind: &Kind) -> Value {
    rows::typed(mask_value(pod), kind)
}

/// The list at hand.
#[derive(Clone, Copy)]
struct List<'a> {
    cluster: &'a Cluster,
    get: &'a Get,
    kind: &'a Kind,
}

impl List<'_> {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            kind: self.kind,
            namespace: self.cluster.namespace(&self.get.scope.namespace),
            name: None,
            labels: self.get.selector.as_deref(),
            fields: self.get.field_selector.as_deref(),
        }
    }

    /// All pages with their objects, of which a page is held at a time.
    async fn walked(&self, at: At) -> Result<(Vec<OneRow>, Glance), Trouble> {
        let mut glance = Glance::default();
        let keep = |row: &OneRow| {
            let object = row.object.as_ref();
            // What has not a pod's shape is one to look at.
            let pod = object.and_then(|object| Glimpse::deserialize(object).ok());
            if glance.is_odd(&pod.unwrap_or_default()) {
                glance.keep(row, at)
            } else {
                Keep::Nothing
            }
        };
        match rows::picked(self.cluster, self.wanted(), Include::Object, keep).await? {
            Found::There(mut found) => {
                for row in &mut found.rows {
                    let object = row.object.take();
                    row.object =
                        object.map(|object| judged(streaming::named(&object, POD), self.kind));
                }
                Ok((found.rows, glance))
            }
            Found::Missing(words) => Err(Trouble::new(Cause::Malformed, words)),
        }
    }
}
