//! Pods.

use super::driver::check;

#[test]
fn pods() {
    let old = "meta: {name: x, creationTimestamp: '2026-11-23T10:00:00Z'}\n";
    let young = "meta: {name: x, creationTimestamp: '2026-11-23T10:05:00Z'}\n";
    let unready = "status: {phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses: [{name: c, ready: false, restartCount: 0, state: {running: {}}}]}";
    let unschedulable = "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}";
    let waiting = |reason: &str| {
        format!(
            "{old}status: {{phase: Pending, containerStatuses: [{{name: c, ready: false, restartCount: 0, state: {{waiting: {{reason: {reason}}}}}}}]}}"
        )
    };
    let rows = [
        (format!("{young}{unready}"), "pending NotReady"),
        (format!("{old}{unready}"), "failed NotReady"),
        (format!("{young}{unschedulable}"), "pending Unscheduled"),
        (format!("{old}{unschedulable}"), "failed Unschedulable"),
        (waiting("CrashLoopBackOff"), "failed CrashLoopBackOff"),
        (waiting("ImagePullBackOff"), "failed ImagePullFailure"),
        (waiting("ErrImagePull"), "failed ImagePullFailure"),
        (waiting("InvalidImageName"), "failed ImagePullFailure"),
        (
            waiting("CreateContainerConfigError"),
            "failed ContainerError",
        ),
        (waiting("CreateContainerError"), "failed ContainerError"),
        (waiting("RunContainerError"), "failed ContainerError"),
        (waiting("ContainerCreating"), "pending Starting"),
        (waiting("PodInitializing"), "pending Starting"),
        (
            format!(
                "{old}spec: {{restartPolicy: Never}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}"
            ),
            "pending Running",
        ),
        (
            format!(
                "{old}status: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}"
            ),
            "passed Ready",
        ),
        (
            format!(
                "{old}spec: {{containers: [{{name: a}}, {{name: b}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}], containerStatuses: [{{name: a, ready: true, state: {{running: {{}}}}}}]}}"
            ),
            "failed NotReady",
        ),
        (
            format!("{old}status: {{phase: Failed, reason: Evicted, message: low on memory}}"),
            "failed Evicted",
        ),
        (
            format!("{old}status: {{phase: Succeeded}}"),
            "passed Completed",
        ),
        (format!("{old}status: {{phase: Odd}}"), "pending NoStatus"),
        (format!("{old}spec: {{}}"), "pending NoStatus"),
    ];
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(row, expected)| (row.as_str(), *expected))
        .collect();
    check("v1", "Pod", &rows);
}
