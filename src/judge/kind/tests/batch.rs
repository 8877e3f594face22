//! Jobs and CronJobs.

use super::driver::check;

#[test]
fn jobs() {
    check(
        "batch/v1",
        "Job",
        &[
            (
                "status: {startTime: '2026-11-23T10:00:00Z', succeeded: 1, conditions: [{type: Complete, status: 'True'}]}",
                "passed Completed",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', active: 1}",
                "pending Running",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', failed: 7, conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}",
                "failed JobFailed",
            ),
            (
                "status: {startTime: '2026-11-23T10:00:00Z', conditions: [{type: FailureTarget, status: 'True'}]}",
                "failed JobFailed",
            ),
            (
                "spec: {suspend: true}\nstatus: {conditions: [{type: Suspended, status: 'True'}]}",
                "pending Suspended",
            ),
            ("status: {}", "pending NoStatus"),
        ],
    );
    check(
        "batch/v1",
        "CronJob",
        &[
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T10:01:00Z'}",
                "passed Ready",
            ),
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T09:01:00Z'}",
                "failed JobFailed",
            ),
            (
                "status: {active: [{name: a}], lastScheduleTime: '2026-11-23T10:00:00Z', lastSuccessfulTime: '2026-11-23T09:01:00Z'}",
                "passed Ready",
            ),
            (
                "status: {lastScheduleTime: '2026-11-23T10:00:00Z'}",
                "pending Running",
            ),
            ("status: {}", "passed Exists"),
            ("spec: {suspend: true}\nstatus: {}", "pending Suspended"),
            ("spec: {}", "pending NoStatus"),
        ],
    );
}
