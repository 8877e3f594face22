//! `kubectl top`: samples of metrics-server, summed over a pod's containers as kubectl sums them. A
//! pod or node that is there but has no sample is kept, so that its absence is seen.

use super::kinds::{Kind, known};
use super::rows::{self, Found, Include, Wanted};
use super::{Cluster, Trouble, print};
use crate::facts::observation::{Cause, Sample, Seen, Usage};
use crate::facts::quantity::Quantity;
use crate::facts::table::{Row, Table};
use crate::query::{Namespace, Top, TopOf};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::BTreeMap;

/// Answers `kubectl top pods|nodes`.
///
/// # Errors
/// `NoSuchApi` where metrics-server is not installed, and whatever else keeps it from being read.
pub(crate) async fn top(
    cluster: &Cluster,
    query: &Top,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let (plural, namespace) = match query.of {
        TopOf::Pods => ("pods", cluster.namespace(&query.scope.namespace)),
        TopOf::Nodes => ("nodes", None),
    };
    let metrics = Kind {
        group: "metrics.k8s.io".into(),
        version: "v1beta1".into(),
        ..known(plural)
    };
    let kind = known(plural);
    let named = query.names.iter().map(|name| Some(name.as_str()));
    let all = query.names.is_empty().then_some(None);
    let (mut things, mut samples) = (Vec::new(), Vec::new());
    for name in named.chain(all) {
        let wanted = |kind| Wanted {
            kind,
            namespace,
            name,
            labels: query.selector.as_deref(),
            fields: query.field_selector.as_deref(),
        };
        match things_of(cluster, query.of, wanted(&kind)).await? {
            Ok(found) => things.extend(found),
            Err(words) => {
                let (kind, name) = (plural.trim_end_matches('s'), name.unwrap_or_default());
                seen.missing.push(format!("{kind}/{name}"));
                seen.success = false;
                let words = words.replacen(plural, &metrics.resource_name(), 1);
                seen.stderr += &format!("Error from server (NotFound): {words}\n");
                continue;
            }
        }
        // An object may be there and its sample not.
        let found = rows::objects(cluster, wanted(&metrics)).await?;
        samples.extend(found.unwrap_or_default().0);
    }
    if things.is_empty() && !seen.success {
        return Ok(seen);
    }
    // metrics.k8s.io takes no field selector in old versions and ignores it in others: what was
    // not listed as a thing is not shown.
    let samples: Vec<&Value> = samples
        .iter()
        .filter(|sample| things.iter().any(|thing| thing.is_of(sample)))
        .collect();
    for thing in &things {
        let sample = samples.iter().find(|sample| thing.is_of(sample));
        seen.usage.extend(usage(thing, sample.copied(), query)?);
    }
    sort(&mut seen.usage, query.sort_by.as_deref());
    print_usage(&mut seen, query, namespace.is_none(), &things);
    Ok(seen)
}

/// A pod or node that is there.
struct Thing {
    namespace: String,
    name: String,
    /// What a node has for pods; null for a pod.
    allocatable: Value,
}

impl Thing {
    fn is_of(&self, sample: &Value) -> bool {
        let metadata = &sample["metadata"];
        metadata["name"] == self.name.as_str()
            && metadata["namespace"].as_str().unwrap_or_default() == self.namespace
    }
}

/// What is there: of pods only the names are asked for.
async fn things_of(
    cluster: &Cluster,
    of: TopOf,
    wanted: Wanted<'_>,
) -> Result<Found<Vec<Thing>>, Trouble> {
    let include = match of {
        TopOf::Pods => Include::Metadata,
        TopOf::Nodes => Include::Object,
    };
    let thing = |row: rows::OneRow| Thing {
        namespace: row.namespace,
        name: row.name,
        allocatable: row.object.map_or(Value::Null, |mut object| {
            object["status"]["allocatable"].take()
        }),
    };
    let found = rows::table(cluster, wanted, include).await?;
    Ok(found.map(|found| found.rows.into_iter().map(thing).collect()))
}

fn usage(thing: &Thing, sample: Option<&Value>, query: &Top) -> Result<Vec<Usage>, Trouble> {
    let one = |container: &str, sample: Option<Sample>| Usage {
        namespace: thing.namespace.clone(),
        name: thing.name.clone(),
        container: container.to_string(),
        sample,
    };
    let Some(found) = sample else {
        return Ok(vec![one("", None)]);
    };
    if query.of == TopOf::Nodes {
        let node = sampled(found, [&found["usage"]].into_iter())?;
        return Ok(vec![one("", Some(node))]);
    }
    let containers = found["containers"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if !query.containers {
        let pod = sampled(found, containers.iter().map(|c| &c["usage"]))?;
        // A sample without containers is no sample of the pod's use.
        return Ok(vec![one("", (!containers.is_empty()).then_some(pod))]);
    }
    let each = containers.iter().map(|container| {
        let name = container["name"].as_str().unwrap_or_default();
        let sample = sampled(found, [&container["usage"]].into_iter())?;
        Ok(one(name, Some(sample)))
    });
    each.collect()
}

/// The sum of usages under the time and window of their sample.
fn sampled<'a>(sample: &Value, usages: impl Iterator<Item = &'a Value>) -> Result<Sample, Trouble> {
    let broken = |what: &str| {
        Trouble::new(
            Cause::Malformed,
            format!("metrics.k8s.io: {what} of {}", sample["metadata"]["name"]),
        )
    };
    let (mut cpu, mut memory) = (Quantity::ZERO, Quantity::ZERO);
    for usage in usages {
        let amount = |key: &str| usage[key].as_str().and_then(Quantity::parse);
        cpu = cpu.plus(amount("cpu").ok_or_else(|| broken("cpu"))?);
        memory = memory.plus(amount("memory").ok_or_else(|| broken("memory"))?);
    }
    let time = sample["timestamp"].as_str().unwrap_or_default();
    Ok(Sample {
        cpu,
        memory,
        timestamp: time.parse().map_err(|_| broken("timestamp"))?,
        window: sample["window"].as_str().unwrap_or_default().to_string(),
    })
}

/// By name (and container), or by the largest CPU or memory first.
fn sort(usage: &mut [Usage], by: Option<&str>) {
    let amount = |usage: &Usage| {
        let sample = usage.sample.as_ref()?;
        Some(match by {
            Some("cpu") => sample.cpu,
            Some("memory") => sample.memory,
            _ => Quantity::ZERO,
        })
    };
    let key = |u: &Usage| (u.namespace.clone(), u.name.clone(), u.container.clone());
    usage.sort_by(|a, b| amount(b).cmp(&amount(a)).then_with(|| key(a).cmp(&key(b))));
    if by.is_none() {
        usage.sort_by_key(key);
    }
}

fn print_usage(seen: &mut Seen, query: &Top, everywhere: bool, things: &[Thing]) {
    let nodes = query.of == TopOf::Nodes;
    let everywhere = everywhere && !nodes && query.scope.namespace == Namespace::All;
    let allocatable: BTreeMap<&str, &Value> = things
        .iter()
        .map(|thing| (thing.name.as_str(), &thing.allocatable))
        .collect();
    let mut headers: Vec<&str> = Vec::new();
    headers.extend(everywhere.then_some("NAMESPACE"));
    headers.extend((query.containers && !nodes).then_some("POD"));
    headers.push("NAME");
    headers.extend(if nodes {
        vec!["CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]
    } else {
        vec!["CPU(cores)", "MEMORY(bytes)"]
    });
    let mut table = Table {
        resource: if nodes { "nodes" } else { "pods" }.into(),
        group: "metrics.k8s.io".into(),
        ..Table::of(&headers, Vec::new())
    };
    for usage in &seen.usage {
        let Some(sample) = &usage.sample else {
            continue;
        };
        let mut cells: Vec<String> = Vec::new();
        cells.extend(everywhere.then(|| usage.namespace.clone()));
        cells.push(usage.name.clone());
        cells.extend((query.containers && !nodes).then(|| usage.container.clone()));
        let room = allocatable.get(usage.name.as_str()).filter(|_| nodes);
        cells.push(sample.cpu.to_millicores());
        cells.extend(room.map(|room| percent(sample.cpu, room, "cpu")));
        cells.push(sample.memory.to_mebibytes());
        cells.extend(room.map(|room| percent(sample.memory, room, "memory")));
        table.rows.push(Row {
            namespace: usage.namespace.clone(),
            name: usage.name.clone(),
            cells,
            object: None,
        });
    }
    seen.text = text(&table, &seen.usage, query);
    if nodes {
        // Nodes without a sample are printed, too, unlike pods.
        let blind = seen.usage.iter().filter(|usage| usage.sample.is_none());
        let names: Vec<&str> = blind.map(|usage| usage.name.as_str()).collect();
        if !names.is_empty() {
            seen.stderr += &format!("no metrics for: {}\n", names.join(", "));
        }
    } else if table.rows.is_empty() {
        let place = cluster_words(seen, query);
        seen.stderr.push_str(&place);
    }
    seen.tables.push(table);
}

/// What kubectl says when no pod has a sample: none found, or none measured yet.
fn cluster_words(seen: &mut Seen, query: &Top) -> String {
    match seen.usage.first() {
        Some(unmeasured) => {
            seen.success = false;
            format!(
                "error: Metrics not available for pod {}/{}\n",
                unmeasured.namespace, unmeasured.name
            )
        }
        None => match &query.scope.namespace {
            Namespace::Named(name) => format!("No resources found in {name} namespace.\n"),
            Namespace::OfContext | Namespace::All => "No resources found\n".into(),
        },
    }
}

/// `kubectl top` ends every cell with a tab, the last one, too.
fn text(table: &Table, usage: &[Usage], query: &Top) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let with_end = |cells: &[String]| {
        let mut line = cells.to_vec();
        line.push(String::new());
        line
    };
    let mut lines: Vec<Vec<String>> = Vec::new();
    if !query.no_headers {
        let names: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        lines.push(with_end(&names));
    }
    lines.extend(table.rows.iter().map(|row| with_end(&row.cells)));
    if query.sum && query.of == TopOf::Pods {
        lines.extend(sum(table, usage).iter().map(|line| with_end(line)));
    }
    print::align(&lines)
}

/// The total of what was measured, not of the printed cells.
fn sum(table: &Table, usage: &[Usage]) -> Vec<Vec<String>> {
    let samples = || usage.iter().filter_map(|usage| usage.sample.as_ref());
    let cpu = samples().fold(Quantity::ZERO, |sum, sample| sum.plus(sample.cpu));
    let memory = samples().fold(Quantity::ZERO, |sum, sample| sum.plus(sample.memory));
    let before = vec![String::new(); table.columns.len() - 2];
    let line = |two: [String; 2]| [before.clone(), two.to_vec()].concat();
    vec![
        line(["________".into(), "________".into()]),
        line([cpu.to_millicores(), memory.to_mebibytes()]),
    ]
}

fn percent(used: Quantity, room: &Value, key: &str) -> String {
    match room[key].as_str().and_then(Quantity::parse) {
        Some(room) if room > Quantity::ZERO => {
            // kubectl: int64 of milli-values' fraction times 100, cut off.
            format!("{}%", used.nanos() * 100 / room.nanos())
        }
        _ => "<unknown>".into(),
    }
}
