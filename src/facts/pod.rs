//! The cells READY, STATUS and RESTARTS of a pod as the API server's own table prints them.
//!
//! Source: `printPod` in Kubernetes' `pkg/printers/internalversion/printers.go`.

use super::fields::{conditions, count, flag, list, text, time};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The cells of one pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PodCells {
    /// READY: `1/2`.
    pub ready: String,
    /// STATUS: `Running`, `Init:CrashLoopBackOff`, `Completed`, …
    pub status: String,
    /// How often its containers were restarted.
    pub restarts: i64,
    /// When a container last ended, if one did.
    pub last_restart: Option<DateTime<Utc>>,
}

impl PodCells {
    /// RESTARTS: `4 (3h ago)`.
    pub(crate) fn restarts_cell(&self, now: DateTime<Utc>) -> String {
        match self.last_restart.filter(|_| self.restarts > 0) {
            Some(at) => format!("{} ({} ago)", self.restarts, super::duration::age(now - at)),
            None => self.restarts.to_string(),
        }
    }
}

/// The STATUS cell.
pub(crate) fn printed_status(pod: &Value) -> String {
    cells(pod).status
}

/// All the cells.
pub(crate) fn cells(pod: &Value) -> PodCells {
    let sidecars = sidecar_names(pod);
    let mut cells = PodCells {
        ready: String::new(),
        status: phase_or_reason(pod),
        restarts: 0,
        last_restart: None,
    };
    let mut ready = 0;
    let initializing = init_containers(pod, &sidecars, &mut cells, &mut ready);
    if !initializing || has_condition(pod, "Initialized") {
        main_containers(pod, &sidecars, &mut cells, &mut ready);
    }
    let deleted = !text(pod, "/metadata/deletionTimestamp").is_empty();
    let ended = matches!(text(pod, "/status/phase"), "Succeeded" | "Failed");
    if deleted && text(pod, "/status/reason") == "NodeLost" {
        cells.status = "Unknown".into();
    } else if deleted && !ended {
        cells.status = "Terminating".into();
    }
    let total = list(pod, "/spec/containers").len() + sidecars.len();
    cells.ready = format!("{ready}/{total}");
    cells
}

/// Names of the init containers that keep running (`restartPolicy: Always`): native sidecars.
pub(crate) fn sidecar_names(pod: &Value) -> Vec<&str> {
    list(pod, "/spec/initContainers")
        .iter()
        .filter(|container| text(container, "/restartPolicy") == "Always")
        .map(|container| text(container, "/name"))
        .collect()
}

fn phase_or_reason(pod: &Value) -> String {
    let gated = conditions(pod)
        .iter()
        .any(|c| c.kind == "PodScheduled" && c.reason == "SchedulingGated");
    let (phase, reason) = (text(pod, "/status/phase"), text(pod, "/status/reason"));
    match (gated, reason) {
        (true, _) => "SchedulingGated".into(),
        (false, "") => phase.into(),
        (false, reason) => reason.into(),
    }
}

/// Goes through the init containers up to the first that holds the pod back; says whether one does.
fn init_containers(pod: &Value, sidecars: &[&str], cells: &mut PodCells, ready: &mut i64) -> bool {
    let total = list(pod, "/spec/initContainers").len();
    let statuses = list(pod, "/status/initContainerStatuses");
    for (index, container) in statuses.iter().enumerate() {
        count_restarts(container, cells);
        let ended = container
            .pointer("/state/terminated")
            .is_some_and(|t| !t.is_null());
        let started_sidecar =
            sidecars.contains(&text(container, "/name")) && flag(container, "/started");
        if ended && count(container, "/state/terminated/exitCode") == 0 {
            continue;
        }
        if started_sidecar {
            *ready += i64::from(flag(container, "/ready"));
            continue;
        }
        let waiting = text(container, "/state/waiting/reason");
        cells.status = if ended {
            format!("Init:{}", terminated_word(container))
        } else if !waiting.is_empty() && waiting != "PodInitializing" {
            format!("Init:{waiting}")
        } else {
            format!("Init:{index}/{total}")
        };
        return true;
    }
    false
}

/// Goes through the containers from the last to the first: the first one's word wins. Restarts of
/// init containers that ended are no longer counted.
fn main_containers(pod: &Value, sidecars: &[&str], cells: &mut PodCells, ready: &mut i64) {
    (cells.restarts, cells.last_restart) = (0, None);
    for container in list(pod, "/status/initContainerStatuses") {
        if sidecars.contains(&text(container, "/name")) {
            count_restarts(container, cells);
        }
    }
    let mut running = false;
    for container in list(pod, "/status/containerStatuses").iter().rev() {
        count_restarts(container, cells);
        let waiting = text(container, "/state/waiting/reason");
        let has = |pointer| {
            container
                .pointer(pointer)
                .is_some_and(|v: &Value| !v.is_null())
        };
        if !waiting.is_empty() {
            cells.status = waiting.into();
        } else if has("/state/terminated") {
            cells.status = terminated_word(container);
        } else if flag(container, "/ready") && has("/state/running") {
            running = true;
            *ready += 1;
        }
    }
    if cells.status == "Completed" && running {
        let word = if has_condition(pod, "Ready") {
            "Running"
        } else {
            "NotReady"
        };
        cells.status = word.into();
    }
}

fn count_restarts(container: &Value, cells: &mut PodCells) {
    cells.restarts += count(container, "/restartCount");
    let ended = time(container, "/lastState/terminated/finishedAt");
    cells.last_restart = cells.last_restart.max(ended);
}

fn terminated_word(container: &Value) -> String {
    let reason = text(container, "/state/terminated/reason");
    let signal = count(container, "/state/terminated/signal");
    match (reason, signal) {
        ("", 0) => format!(
            "ExitCode:{}",
            count(container, "/state/terminated/exitCode")
        ),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.into(),
    }
}

fn has_condition(pod: &Value, kind: &str) -> bool {
    conditions(pod)
        .iter()
        .any(|c| c.kind == kind && c.is_true())
}
