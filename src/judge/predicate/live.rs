//! Which printed pods count as live, and in which state a printed row is. Reads cells as kubectl's
//! printers write them (`k8s.io/kubernetes/pkg/printers/internalversion`).

use crate::facts::kinds;
use crate::facts::tsv;
use crate::judge::scene::Printed;
use crate::judge::word_list;

/// Whether a pod's STATUS cell says that it ended or is on its way out: such a pod is reported and
/// not counted.
fn is_finished(status: &str) -> bool {
    word_list("ended-status").has(status)
}

/// Whether a pod's STATUS cell is one of a pod whose phase is Pending.
fn is_pending(status: &str) -> bool {
    word_list("pending-status").has(status) || status.starts_with("Init:")
}

/// Whether a printed row is a pod that ended.
pub(super) fn ended_pod(printed: &Printed) -> bool {
    is_pod(printed) && printed.cell("STATUS").is_some_and(is_finished)
}

/// Whether a row is a pod: by its table's kind, or by the columns that only pods have.
pub(super) fn is_pod(printed: &Printed) -> bool {
    match printed.kind() {
        "pods" => true,
        "" => ["READY", "STATUS", "RESTARTS"]
            .iter()
            .all(|column| printed.table.column(column).is_some()),
        _ => false,
    }
}

/// Both numbers of a READY cell.
pub(super) fn ratio(cell: &str) -> Option<(u64, u64)> {
    let (ready, all) = cell.split_once('/')?;
    Some((ready.trim().parse().ok()?, all.trim().parse().ok()?))
}

fn all_ready(cell: &str) -> Option<bool> {
    ratio(cell).map(|(ready, all)| ready == all && all > 0)
}

/// Whether a row is in a state. `None`: its table can't tell.
pub(super) fn in_state(printed: &Printed, state: &str) -> Option<bool> {
    let status = printed.cell("STATUS");
    let ready = printed.cell("READY");
    // A sentence of a controller in STATUS is no state.
    let words = |cell: &&str| cell.trim().contains(' ') && !is_pod(printed);
    let is = |cell: Option<&str>| {
        cell.filter(|cell| !words(cell))
            .map(|cell| cell.eq_ignore_ascii_case(state))
    };
    match state {
        "Running" | "Ready" | "healthy" | "Healthy" if is_pod(printed) => {
            Some(status? == "Running" && ready.and_then(all_ready).unwrap_or(false))
        }
        "Ready" | "NotReady"
            if printed.kind() == "nodes" || printed.table.column("ROLES").is_some() =>
        {
            let ready = status?.split(',').any(|word| word == "Ready");
            Some(ready == (state == "Ready"))
        }
        "healthy" if printed.kind() == "nodes" => {
            Some(status?.split(',').any(|word| word == "Ready"))
        }
        "SchedulingDisabled" => Some(status?.split(',').any(|word| word == state)),
        // A job is complete by its STATUS, or in older tables by its two numbers.
        "Completed" | "Complete" | "Succeeded" if printed.table.column("COMPLETIONS").is_some() => {
            let all = printed.cell("COMPLETIONS").and_then(all_ready);
            status.map_or(all, |cell| Some(cell == "Complete"))
        }
        "Synced" | "OutOfSync" => is(printed.cell("SYNC STATUS"))
            .or_else(|| is(printed.cell("SYNC")))
            .or_else(|| {
                printed
                    .cell("SYNCED")
                    .map(|cell| (cell == "True") == (state == "Synced"))
            })
            // As `argocd app list` calls it.
            .or_else(|| is(status.filter(|_| printed.kind() == "applications"))),
        "Healthy" | "healthy" | "Degraded" | "Progressing" | "Suspended" | "Missing" => {
            let health = printed
                .cell("HEALTH STATUS")
                .or_else(|| printed.cell("HEALTH"));
            match health {
                Some(cell) => Some(cell.eq_ignore_ascii_case(state)),
                None if state.eq_ignore_ascii_case("healthy") => workload_ready(printed),
                None => is(status),
            }
        }
        "NotReady" => in_state(printed, "Ready").map(|ready| !ready),
        "Ready" => match (workload_ready(printed), ready) {
            (Some(whole), _) => Some(whole),
            (None, Some(cell)) => Some(cell == "True"),
            (None, None) => is(status),
        },
        "Available" if printed.table.column("UP-TO-DATE").is_some() => workload_available(printed),
        "Running"
            if printed.table.column("UP-TO-DATE").is_some() || printed.kind() == "statefulsets" =>
        {
            workload_ready(printed)
        }
        "Warning" => is(printed.cell("TYPE")),
        "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName" => is(printed.cell("TYPE")),
        "True" | "False" => None,
        _ => is(status)
            .or_else(|| is(printed.cell("PHASE")))
            .or_else(|| is(printed.cell("STATE"))),
    }
}

/// READY of a Deployment or StatefulSet (`3/3`), or DESIRED against READY of a DaemonSet, and the same number in
/// what else is printed of it: of the new template, and available.
fn workload_ready(printed: &Printed) -> Option<bool> {
    let (ready, desired) = ready_numbers(printed)?;
    let others = ["CURRENT", "UP-TO-DATE", "AVAILABLE"];
    let mut others = others.iter().filter_map(|column| printed.cell(column));
    let same = |cell: &str| cell.parse() != Ok(desired);
    Some(desired > 0 && ready == desired && !others.any(same))
}

/// READY of a workload as two numbers, or READY beside DESIRED.
pub(super) fn ready_numbers(printed: &Printed) -> Option<(u64, u64)> {
    let cell = printed.cell("READY")?;
    ratio(cell).or_else(|| {
        let desired = printed.cell("DESIRED")?;
        Some((cell.parse().ok()?, desired.parse().ok()?))
    })
}

fn workload_available(printed: &Printed) -> Option<bool> {
    let available: u64 = printed.cell("AVAILABLE")?.parse().ok()?;
    let desired = printed.cell("DESIRED").map(|desired| desired.parse().ok());
    let wanted = desired.unwrap_or_else(|| Some(ratio(printed.cell("READY")?)?.1))?;
    Some(wanted > 0 && available >= wanted)
}

/// The phases of the pods that a printed state may be of (`CrashLoopBackOff` is printed of a running one).
pub(super) fn phases_of(state: &str) -> &'static [&'static str] {
    match state {
        "Pending" | "ContainerCreating" | "PodInitializing" | "ImagePullBackOff"
        | "ErrImagePull" => &["Pending"],
        "Running" | "Ready" | "healthy" | "Healthy" => &["Running"],
        "CrashLoopBackOff" => &["Running", "Pending"],
        "Failed" | "Evicted" => &["Failed"],
        "Completed" | "Succeeded" => &["Succeeded"],
        "Unknown" => &["Unknown"],
        "Error" | "error" => &["Failed", "Running", "Pending"],
        _ => &["Pending", "Running", "Failed", "Unknown"],
    }
}

/// Whether STATUS of a kind can be a word. `None`: of the kind nothing is known.
fn is_status(plural: &str, word: &str) -> Option<bool> {
    let kind = kinds::named(plural)?.kind;
    let [_, words] = statuses().find(|[own, _]| *own == kind)?;
    Some(words.split(' ').any(|own| own == word))
}

fn statuses() -> impl Iterator<Item = [&'static str; 2]> {
    tsv::rows(include_str!("statuses.tsv"))
}

/// Whether a row may be in a state, for a denial: the printed word of a pod can hide its phase
/// (`ImagePullBackOff` is a pending pod, `Error` a failed one), and then the denial does not hold.
pub(super) fn may_be_in_state(printed: &Printed, state: &str) -> Option<bool> {
    if !is_pod(printed) {
        // What a kind is never said to be, of it nothing is denied.
        let told = is_status(printed.kind(), state).unwrap_or(true);
        let stated = told.then(|| in_state(printed, state)).flatten();
        // One that is ready is in no other state, whatever sentence its controller prints.
        let ready = printed.cell("READY") == Some("True") && printed.cell("STATUS").is_some();
        return stated.or((told && ready).then_some(false));
    }
    let status = printed.cell("STATUS")?;
    let settled = matches!(
        status,
        "Running" | "Completed" | "Succeeded" | "Terminating"
    );
    Some(match state {
        "Pending" => is_pending(status),
        // An evicted pod failed, and is in no error.
        "Error" | "error" if is_finished(status) && !status.contains("Error") => false,
        "Failed" | "Error" | "error" => {
            !settled
                && !matches!(status, "Pending" | "ContainerCreating" | "PodInitializing")
                && (!status.starts_with("Init:")
                    || ["Error", "BackOff"].iter().any(|end| status.ends_with(end)))
        }
        "Running" => status == "Running",
        "Ready" | "healthy" | "Healthy" => in_state(printed, state)?,
        "NotReady" => !matches!(status, "Completed" | "Succeeded") && !in_state(printed, "Ready")?,
        "BackOff" => status.ends_with("BackOff"),
        other => status.eq_ignore_ascii_case(other) || status.ends_with(&format!(":{other}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initializing_pod_is_pending() {
        for (status, expected) in [
            ("Init:0/2", true),
            ("ContainerCreating", true),
            ("Running", false),
        ] {
            assert_eq!(is_pending(status), expected, "{status}");
        }
    }

    /// What a kind is never said to be, of it nothing is denied.
    #[test]
    fn statuses_are_of_kinds() {
        for [kind, words] in statuses() {
            let plural = kinds::named(kind).expect(kind).plural;
            assert_eq!(
                is_status(plural, words.split(' ').next().unwrap()),
                Some(true)
            );
            assert_eq!(is_status(plural, "CrashLoopBackOff"), Some(false));
        }
        assert_eq!(is_status("pods", "Running"), None);
        assert_eq!(statuses().count(), 5);
    }
}
