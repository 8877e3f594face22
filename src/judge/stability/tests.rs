use super::*;
use crate::facts::lang::Lang;
use serde_json::json;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn pod(extra: Value) -> Value {
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "alloy-1", "namespace": "loki", "creationTimestamp": "2025-12-05T01:00:00Z"},
        "spec": {"containers": [{"name": "alloy"}], "nodeName": "n"},
        "status": {"phase": "Running",
            "conditions": [{"type": "Ready", "status": "True"}],
            "containerStatuses": [{"name": "alloy", "ready": true, "restartCount": 0,
                "state": {"running": {"startedAt": "2025-12-05T01:00:05Z"}}}]}
    });
    for (pointer, value) in extra.as_object().unwrap() {
        *pod.pointer_mut(pointer).unwrap() = value.clone();
    }
    pod
}

fn check(pods: &[Value], now: &str, verdict: Verdict, reason: &str) -> Judgement {
    let pods: Vec<&Value> = pods.iter().collect();
    let since = instant("2025-12-05T01:00:00Z");
    let ctx = KindContext::new(instant(now), Lang::Ko);
    let judged = judge(
        &pods,
        &[],
        since,
        TimeDelta::days(2),
        chrono_tz::Asia::Seoul,
        &ctx,
    );
    assert_eq!(
        (judged.verdict, judged.reason.word()),
        (verdict, reason),
        "{}",
        judged.message
    );
    judged
}

#[test]
fn it_is_pending_with_the_date_until_the_upper_bound_is_over() {
    let judged = check(
        &[pod(json!({}))],
        "2025-12-07T00:59:59Z",
        Verdict::Pending,
        "NotDueYet",
    );
    assert!(
        judged.message.contains("2025-12-07 10:00 KST"),
        "{}",
        judged.message
    );
    check(
        &[pod(json!({}))],
        "2025-12-07T01:00:00Z",
        Verdict::Passed,
        "Stable",
    );
}

#[test]
fn a_restart_since_the_deployment_fails_and_one_before_it_does_not() {
    let status = "/status/containerStatuses";
    let restarted = |finished: &str| {
        pod(
            json!({status: [{"name": "alloy", "ready": true, "restartCount": 2,
            "state": {"running": {"startedAt": finished}},
            "lastState": {"terminated": {"finishedAt": finished, "reason": "OOMKilled"}}}]}),
        )
    };
    let judged = check(
        &[restarted("2025-12-06T00:00:00Z")],
        "2025-12-08T00:00:00Z",
        Verdict::Failed,
        "Restarted",
    );
    assert!(judged.message.contains("OOMKilled"));
    check(
        &[restarted("2025-12-04T00:00:00Z")],
        "2025-12-08T00:00:00Z",
        Verdict::Passed,
        "Stable",
    );
}

#[test]
fn a_sidecar_s_restart_counts_and_an_init_container_s_does_not() {
    let with = |policy: &str| {
        let mut pod = pod(json!({}));
        pod["spec"]["initContainers"] = json!([{"name": "proxy", "restartPolicy": policy}]);
        pod["status"]["initContainerStatuses"] = json!([{"name": "proxy", "ready": true,
            "started": true, "restartCount": 1,
            "state": {"running": {"startedAt": "2025-12-06T00:00:00Z"}}}]);
        pod
    };
    let end = "2025-12-08T00:00:00Z";
    check(&[with("Always")], end, Verdict::Failed, "Restarted");
    let mut plain = with("");
    plain["status"]["initContainerStatuses"][0]["state"] =
        json!({"terminated": {"exitCode": 0, "reason": "Completed"}});
    check(&[plain], end, Verdict::Passed, "Stable");
}

#[test]
fn pods_that_came_during_the_watch_leave_it_to_a_person() {
    let born = |at: &str| pod(json!({"/metadata/creationTimestamp": at}));
    let end = "2025-12-08T00:00:00Z";
    for (at, verdict, reason) in [
        ("2025-12-04T00:00:00Z", Verdict::Passed, "Stable"),
        ("2025-12-05T02:00:00Z", Verdict::Passed, "Stable"),
        ("2025-12-05T02:00:01Z", Verdict::Manual, "PodsReplaced"),
        ("2025-12-07T23:00:00Z", Verdict::Manual, "PodsReplaced"),
    ] {
        let judged = check(&[born(at), pod(json!({}))], end, verdict, reason);
        let names = judged.message.contains("Pod 2개 중 1개");
        assert_eq!(names, verdict == Verdict::Manual, "{}", judged.message);
    }
}

#[test]
fn a_failed_pod_or_none_at_all_is_not_stable() {
    let failed = pod(json!({"/status/phase": "Failed"}));
    check(
        &[failed],
        "2025-12-08T00:00:00Z",
        Verdict::Failed,
        "PodFailed",
    );
    check(&[], "2025-12-08T00:00:00Z", Verdict::Failed, "NotFound");
    let done = pod(json!({"/status/phase": "Succeeded"}));
    check(&[done], "2025-12-08T00:00:00Z", Verdict::Failed, "NotFound");
}

/// An evicted pod has no container statuses, and was often born long before the deployment.
#[test]
fn a_failure_counts_by_when_it_happened() {
    let late = "2025-12-20T00:00:00Z";
    for (conditions, verdict, reason) in [
        (json!([]), Verdict::Failed, "PodFailed"),
        (
            json!([{"type": "Ready", "status": "False", "lastTransitionTime": "2025-12-06T00:00:00Z"}]),
            Verdict::Failed,
            "PodFailed",
        ),
        (
            json!([{"type": "Ready", "status": "False", "lastTransitionTime": "2025-12-05T01:00:00Z"}]),
            Verdict::Failed,
            "PodFailed",
        ),
        (
            json!([{"type": "Ready", "status": "False", "lastTransitionTime": "2025-12-05T00:59:59Z"}]),
            Verdict::Passed,
            "Stable",
        ),
        (
            json!([{"type": "Ready", "status": "False", "lastTransitionTime": "2025-12-07T01:00:01Z"}]),
            Verdict::Passed,
            "Stable",
        ),
    ] {
        let mut evicted = pod(json!({"/status/phase": "Failed",
            "/metadata/creationTimestamp": "2025-11-01T00:00:00Z"}));
        evicted["status"]["reason"] = json!("Evicted");
        evicted["status"]["containerStatuses"] = json!(null);
        evicted["status"]["conditions"] = conditions.clone();
        check(&[evicted, pod(json!({}))], late, verdict, reason);
    }
}

#[test]
fn restarts_count_at_the_bounds_of_the_watch_and_where_nothing_tells_when() {
    let status = |value: Value| pod(json!({"/status/containerStatuses": [value]}));
    let run = |restarts: i64, ended: Option<&str>, started: Option<&str>| {
        let mut one = json!({"name": "alloy", "ready": true, "restartCount": restarts,
            "state": {"running": {}}});
        if let Some(ended) = ended {
            one["lastState"] = json!({"terminated": {"finishedAt": ended}});
        }
        if let Some(started) = started {
            one["state"] = json!({"running": {"startedAt": started}});
        }
        status(one)
    };
    let late = "2025-12-20T00:00:00Z";
    for (one, verdict, reason) in [
        (
            run(1, Some("2025-12-05T01:00:00Z"), None),
            Verdict::Failed,
            "Restarted",
        ),
        (
            run(1, Some("2025-12-05T00:59:59Z"), None),
            Verdict::Passed,
            "Stable",
        ),
        (
            run(1, Some("2025-12-07T01:00:00Z"), None),
            Verdict::Failed,
            "Restarted",
        ),
        (
            run(1, Some("2025-12-07T01:00:01Z"), None),
            Verdict::Passed,
            "Stable",
        ),
        (
            run(2, Some("2025-12-07T01:00:01Z"), None),
            Verdict::Manual,
            "AfterWatch",
        ),
        (
            run(1, None, Some("2025-12-06T00:00:00Z")),
            Verdict::Failed,
            "Restarted",
        ),
        (
            run(1, None, Some("2025-12-04T00:00:00Z")),
            Verdict::Passed,
            "Stable",
        ),
        (run(3, None, None), Verdict::Failed, "Restarted"),
        (run(0, None, None), Verdict::Passed, "Stable"),
    ] {
        check(&[one], late, verdict, reason);
    }
    // A container that just crashed is not counted as restarted yet.
    let crashed = json!({"name": "alloy", "ready": false, "restartCount": 0, "state":
        {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2025-12-06T00:00:00Z"}}});
    check(
        &[status(crashed)],
        "2025-12-06T00:00:01Z",
        Verdict::Failed,
        "Restarted",
    );
}

#[test]
fn workloads_without_a_live_pod_prove_nothing() {
    let deployment = json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "x", "generation": 1}, "spec": {"replicas": 0},
        "status": {"observedGeneration": 1, "conditions": [{"type": "Available", "status": "True"}]}});
    let now = instant("2025-12-08T00:00:00Z");
    let since = instant("2025-12-05T01:00:00Z");
    let over = TimeDelta::days(2);
    for lang in [Lang::Ko, Lang::En] {
        let ctx = KindContext::new(now, lang);
        let judged = judge(&[], &[&deployment], since, over, chrono_tz::UTC, &ctx);
        assert_eq!(
            (judged.verdict, judged.reason.word()),
            (Verdict::Manual, "NothingToJudge")
        );
    }
}

/// The due date is the record's, in its own zone, over a change of the clocks, too.
#[test]
fn the_due_date_is_told_in_the_records_zone() {
    let ctx = KindContext::new(instant("2026-03-28T12:00:00Z"), Lang::En);
    let since = instant("2026-03-28T10:00:00Z");
    for (zone, told) in [
        (chrono_tz::Europe::Berlin, "2026-03-29 12:00 CEST"),
        (chrono_tz::Asia::Seoul, "2026-03-29 19:00 KST"),
        (chrono_tz::UTC, "2026-03-29 10:00 UTC"),
    ] {
        let judged = judge(
            &[&pod(json!({}))],
            &[],
            since,
            TimeDelta::days(1),
            zone,
            &ctx,
        );
        assert_eq!(judged.reason.word(), "NotDueYet");
        assert!(judged.message.contains(told), "{}", judged.message);
    }
}
