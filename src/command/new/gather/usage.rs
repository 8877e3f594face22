//! Whether a change lowers a limit below what is used now. Asked until the deployment has succeeded: then the
//! plan compares usage and limits.

use super::{objects, scope};
use crate::change;
use crate::command::new::Setting;
use crate::command::new::facts::Facts;
use crate::facts::change::{Danger, NewsRow, What};
use crate::facts::fields;
use crate::facts::quantity::Quantity;
use crate::facts::workload::{Workload, WorkloadKind};
use crate::query::Get;
use serde_json::Value;

/// Asks the metrics of the workloads whose limits are lowered.
pub(super) async fn look(facts: &mut Facts, setting: &Setting<'_>) {
    let is_over = !facts.deployments.is_empty();
    let Some(history) = &mut facts.history else {
        return;
    };
    let rows = &mut history.news.rows;
    for target in &facts.targets {
        if is_over && !target.unfinished {
            continue;
        }
        let live = target.workloads.iter().map(|placed| &placed.workload);
        for workload in live.filter(|one| one.live && !one.selector.is_empty()) {
            if !rows.iter().any(|row| lowered(row, workload).is_some()) {
                continue;
            }
            let scope = scope(target, Some(&workload.namespace));
            let selector = Some(workload.selector.clone());
            let get = Get::objects(scope, "pods.metrics.k8s.io", selector);
            let what = ("usage", ["지금 사용량", "what is used now"]);
            if let Some(metrics) = objects(&get, setting, &mut facts.gaps, what).await {
                flag(rows, workload, &metrics);
            }
        }
    }
    change::rank(rows);
}

/// The lowered limit of a row that may be the workload's: whose, of what, and how much.
fn lowered<'r>(row: &'r NewsRow, workload: &Workload) -> Option<(&'r str, &'r str, Quantity)> {
    let (owner, resource) = row.subject.split_once("limits.")?;
    let limit = Quantity::parse(row.after.as_deref()?)?;
    let before = row.before.as_deref().and_then(Quantity::parse);
    // Values of a chart stand in a file, or in what deploys them.
    let (kind, name) = row
        .object
        .split(" (")
        .next()?
        .split_once(' ')
        .unwrap_or_default();
    let is_other = WorkloadKind::parse(kind).is_some_and(|kind| {
        kind != workload.kind || name.rsplit('/').next() != Some(&workload.name)
    });
    let is_lowered = before.is_none_or(|before| limit < before);
    let owner = owner.trim().rsplit('.').next()?;
    (row.what == What::Resources && is_lowered && !is_other).then_some((owner, resource, limit))
}

/// Flags the limits that are below what a container of the workload uses.
fn flag(rows: &mut [NewsRow], workload: &Workload, metrics: &[Value]) {
    for row in rows {
        let Some((owner, resource, limit)) = lowered(row, workload) else {
            continue;
        };
        let is_its = |container: &&Value| {
            let name = fields::text(container, "/name");
            owner.is_empty() || owner == name || owner == workload.name
        };
        let containers = metrics
            .iter()
            .flat_map(|pod| fields::list(pod, "/containers"));
        let mut used = containers.filter(is_its).filter_map(|container| {
            Quantity::parse(fields::text(container, &format!("/usage/{resource}")))
        });
        if used.any(|used| used > limit) {
            row.dangers.push(Danger::BelowUsage);
        }
    }
}

#[cfg(test)]
mod tests;
