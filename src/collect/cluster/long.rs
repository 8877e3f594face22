//! Long lists of which only what is not plainly fine matters (`kubectl get pods -A` under "all
//! Running"). Every object of the list flows by, but of each pod only a few fields are read
//! ([`Glimpse`]), and one that is plainly fine is counted and let go. The others are asked for with
//! all that they have. So neither time nor memory is spent on what nobody has to read, and no check
//! is left out.

use super::get::{Group, add_table, names};
use super::glimpse::Glimpse;
use super::kinds::{Kind, known};
use super::rows::{self, Found, Include, Keep, OneRow, Rows, Wanted};
use super::settled::is_settled;
use super::{Cluster, Trouble, streaming};
use crate::facts::observation::{Cause, Seen};
use crate::facts::secret::mask_value;
use crate::facts::table::{Column, Omitted};
use crate::query::Get;
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use futures::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// One of so many pods may be other than fine, and those are looked up one by one: a name of a known namespace
/// costs the server about what three pods of a page do. Beyond, and beyond [`WHOLE`], all are read page by page.
const ONE_OF: u64 = 4;
/// Up to so many are looked up one by one, however few pods there are.
const FEW: u64 = 24;
/// So many of them are asked for at once.
const AT_ONCE: usize = 16;
/// Up to so many objects are kept; of further pods whose cells say enough, the cells.
const WHOLE: usize = 500;

/// What a look at all pods gave.
#[derive(Debug, Default)]
struct Glance {
    pods: u64,
    ended: u64,
    /// Namespaces and names of pods that are not plainly fine, as many as are ever looked up one by one and one
    /// more.
    odd: Vec<(String, String)>,
}

impl Glance {
    /// Whether so few are odd that looking them up is less work than reading all.
    fn has_few_odd(&self) -> bool {
        self.odd.len() as u64 <= FEW.max(self.pods / ONE_OF).min(WHOLE as u64)
    }
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
    let (first, goes_on) = rows::first_page(cluster, list.wanted(None), Include::Nothing).await?;
    let Some(at) = At::of(&first.columns).filter(|_| goes_on) else {
        return Ok(None);
    };
    let path = rows::path(list.wanted(None), None, None, None);
    let glance = match streaming::pods(cluster, &path, Glance::default(), look).await {
        Ok(glance) => Some(glance),
        // What is recorded is kept whole, and page by page it never gets too large for that.
        Err(trouble) if trouble.cause == Cause::TooLarge => None,
        Err(trouble) => return Err(trouble),
    };
    let (kept, glance) = match glance {
        Some(glance) if glance.has_few_odd() => (list.named(&glance.odd).await?, glance),
        Some(_) | None => list.walked(at).await?,
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

fn look(glance: &mut Glance, pod: Glimpse) {
    glance.pods += 1;
    if pod.has_succeeded() {
        glance.ended += 1;
    } else if !pod.is_fine() && glance.odd.len() <= WHOLE {
        glance.odd.push((pod.metadata.namespace, pod.metadata.name));
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

    /// Those of some pods that are still not plainly fine, with their objects, in the order of their names, which
    /// is that of a list.
    async fn named(&self, pods: &[(String, String)]) -> Result<Vec<OneRow>, Trouble> {
        let pods: BTreeSet<&(String, String)> = pods.iter().collect();
        let looks = pods
            .into_iter()
            .map(|(namespace, name)| self.selected(namespace, name));
        let found: Vec<Vec<OneRow>> = stream::iter(looks).buffered(AT_ONCE).try_collect().await?;
        let is_settled = |row: &OneRow| {
            let pod = glimpse(row.object.as_ref());
            pod.is_some_and(|pod| is_settled_pod(&pod))
        };
        let found = found.into_iter().flatten();
        Ok(found.filter(|row| !is_settled(row)).collect())
    }

    /// A pod, if the command's own selectors still pick it. Asked of its namespace: the server has a
    /// key for that, where a name in all namespaces makes it read every pod there is.
    async fn selected(&self, namespace: &str, name: &str) -> Result<Vec<OneRow>, Trouble> {
        let own = self.get.field_selector.iter().cloned();
        let by_name = format!("metadata.name={name}");
        let fields = own.chain([by_name]).collect::<Vec<_>>().join(",");
        let wanted = Wanted {
            namespace: Some(namespace),
            ..self.wanted(Some(&fields))
        };
        match rows::table(self.cluster, wanted, Include::Object).await? {
            Found::There(found) => Ok(found.rows),
            Found::Missing(words) => Err(Trouble::new(Cause::Malformed, words)),
        }
    }

    /// All pages with their objects, of which a page is held at a time.
    async fn walked(&self, at: At) -> Result<(Vec<OneRow>, Glance), Trouble> {
        let (mut whole, mut glance) = (0, Glance::default());
        let keep = |row: &OneRow| {
            let pod = glimpse(row.object.as_ref());
            let settled = pod.as_ref().is_some_and(is_settled_pod);
            look(&mut glance, pod.unwrap_or_default());
            if settled {
                return Keep::Nothing;
            }
            whole += 1;
            match whole > WHOLE && at.tells(row) {
                true => Keep::Cells,
                false => Keep::Whole,
            }
        };
        match rows::picked(self.cluster, self.wanted(None), Include::Object, keep).await? {
            Found::There(found) => Ok((found.rows, glance)),
            Found::Missing(words) => Err(Trouble::new(Cause::Malformed, words)),
        }
    }
}

/// What an object tells; nothing if it has not a pod's shape.
fn glimpse(object: Option<&Value>) -> Option<Glimpse> {
    object.and_then(|object| Glimpse::deserialize(object).ok())
}

/// Whether nothing needs to be said about a pod: it is plainly fine, or it ran to its end.
fn is_settled_pod(pod: &Glimpse) -> bool {
    pod.is_fine() || pod.has_succeeded()
}
