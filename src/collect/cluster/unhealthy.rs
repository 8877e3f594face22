//! Lists of which only what is not plainly healthy matters (`kubectl get pods -A` under "all Running").
//! Every object of the list flows by, but of each pod only a few fields are read ([`PodHealth`]), and one
//! that is plainly fine is counted and let go. Of the others the object is made while it is at hand. So
//! neither time nor memory is spent on what nobody has to read, no check is left out, and nothing is asked
//! twice.

mod pod;
mod workload;

use super::kinds::{Kind, known};
use super::rows::{self, Include, OneRow, Rows, Wanted};
use super::selection::{Selected, Which};
use super::streaming::Passing;
use super::tables::add_table;
use super::{Cluster, Trouble, streaming};
use crate::collect::pages::Pages;
use crate::facts::kinds;
use crate::facts::observation::{Cause, Seen};
use crate::facts::pod::{PodCells, cells};
use crate::facts::secret::mask_value;
use crate::facts::table::{Column, Omitted};
use crate::facts::{duration, fields};
use crate::query::Get;
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use serde_json::Value;

pub(super) use pod::PodHealth;

/// Up to so many objects are kept; of further pods whose cells say enough, the cells.
const WHOLE: usize = 500;

/// What is kept while pods flow by, and how they are printed.
struct Looking {
    pods: u64,
    ended: u64,
    kept: Vec<OneRow>,
    columns: Vec<Column>,
    at: At,
    now: DateTime<Utc>,
}

impl Looking {
    /// Counts a pod, and keeps one that is neither plainly fine nor run to its end. Says whether.
    fn look(&mut self, passing: Passing<'_>) -> Result<bool, Trouble> {
        let has_succeeded = passing.health.has_succeeded();
        self.pods += 1;
        self.ended += u64::from(has_succeeded);
        if has_succeeded || passing.health.is_fine() {
            return Ok(false);
        }
        let pod = rows::typed(mask_value(passing.object()?), &known("pods"));
        let mut row = self.row(&pod);
        let is_told = self.kept.len() >= WHOLE && self.at.tells(&row);
        row.object = (!is_told).then_some(pod);
        self.kept.push(row);
        Ok(true)
    }

    /// A pod as the server prints it.
    fn row(&self, pod: &Value) -> OneRow {
        let printed = cells(pod);
        let cells = self.columns.iter();
        let cells = cells.map(|column| cell(&column.name, pod, &printed, self.now));
        let labels = fields::pairs(pod, "/metadata/labels").into_iter();
        OneRow {
            cells: cells
                .map(|cell| rows::printed(&cell.unwrap_or_default().into()))
                .collect(),
            namespace: fields::namespace(pod).to_owned(),
            name: fields::name(pod).to_owned(),
            labels: labels
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            object: None,
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

/// Answers a `get` of pods or workloads by those that are not plainly healthy; `None` if it is of something
/// else, or of so few pods, or printed so unusually, that it is asked for as any other.
pub(super) async fn listed(
    cluster: &Cluster,
    get: &Get,
    selected: &[Selected],
    now: DateTime<Utc>,
) -> Result<Option<Seen>, Trouble> {
    let is_workload =
        |kind: &Kind| kind.group == "apps" && kinds::ROLLING.contains(&kind.plural.as_str());
    match selected {
        all if all
            .iter()
            .all(|one| one.is_list() && is_workload(&one.kind)) =>
        {
            workloads(cluster, get, all, now).await.map(Some)
        }
        [pods] if pods.is_list() && pods.kind == known("pods") => {
            self::pods(cluster, get, &pods.kind, now).await
        }
        _ => Ok(None),
    }
}

async fn pods(
    cluster: &Cluster,
    get: &Get,
    kind: &Kind,
    now: DateTime<Utc>,
) -> Result<Option<Seen>, Trouble> {
    let wanted = Which::of(get).wanted(cluster, kind, None);
    let (first, goes_on) = rows::first_page(cluster, wanted, Include::Nothing).await?;
    let is_known = |column: &Column| {
        let empty = Value::Null;
        cell(&column.name, &empty, &cells(&empty), now).is_some()
    };
    let is_printed = goes_on && first.columns.iter().all(is_known);
    let Some(at) = At::of(&first.columns).filter(|_| is_printed) else {
        return Ok(None);
    };
    let looking = || Looking {
        pods: 0,
        ended: 0,
        kept: Vec::new(),
        columns: first.columns.clone(),
        at,
        now,
    };
    let path = rows::path(wanted, None, None, None);
    let looked = match streaming::pods(cluster, &path, looking(), Looking::look).await {
        Ok((looked, next)) => {
            streaming::must_be_whole(&next)?;
            looked
        }
        // What is recorded is kept whole, and page by page it never gets too large for that.
        Err(trouble) if trouble.cause == Cause::TooLarge => {
            by_pages(cluster, wanted, looking()).await?
        }
        Err(trouble) => return Err(trouble),
    };
    let omitted = Omitted {
        running: (looked.pods - looked.ended).saturating_sub(looked.kept.len() as u64),
        ended: looked.ended,
    };
    let mut seen = Seen::at(now);
    let found = Rows {
        rows: looked.kept,
        ..first
    };
    add_table(&mut seen, get, kind, found, false);
    if let Some(table) = seen.tables.last_mut() {
        table.omitted = omitted;
    }
    seen.text.push_str(&format!(
        "({} more Running and ready, {} that ended)\n",
        omitted.running, omitted.ended
    ));
    Ok(Some(seen))
}

/// All pages with their objects, of which a page is held at a time.
async fn by_pages(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    mut looking: Looking,
) -> Result<Looking, Trouble> {
    let (mut pages, mut next) = (Pages::default(), String::new());
    loop {
        let goes_on = Some(next.as_str()).filter(|next| !next.is_empty());
        let path = rows::path(wanted, None, Some(rows::PAGE), goes_on);
        (looking, next) = streaming::pods(cluster, &path, looking, Looking::look).await?;
        if next.is_empty() {
            return Ok(looking);
        }
        pages.must_be_news([next.clone()])?;
    }
}

async fn workloads(
    cluster: &Cluster,
    get: &Get,
    selected: &[Selected],
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let lists = selected.iter().map(|one| async move {
        let wanted = Which::of(get).wanted(cluster, &one.kind, None);
        let path = rows::path(wanted, None, None, None);
        let kept = streaming::items(cluster, &path, Vec::new(), |kept, item| {
            let is_odd = !workload::is_healthy(&item);
            if is_odd {
                kept.push(mask_value(item));
            }
            is_odd
        });
        let typed = |item| rows::typed(item, &one.kind);
        Ok::<_, Trouble>(kept.await?.into_iter().map(typed).collect::<Vec<Value>>())
    });
    Ok(Seen {
        objects: try_join_all(lists).await?.concat(),
        ..Seen::at(now)
    })
}
