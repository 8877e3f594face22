//! Stability over days (`1-2일 안정성 확인`), from the pods' own timestamps and restart counts: over the
//! whole time stated since the deployment succeeded, the workloads are ready at the end, no
//! container restarted and no pod failed. Until the time is over it is pending, with the date.
//!
//! A pod that was deleted takes its restarts and failures with it, so pods that came during the
//! watch (a drain, an autoscaler, a later rollout, a crash that somebody cleaned up) leave a part of
//! that time unseen: a person must say what happened then.
//!
//! A pod that was deleted takes its restarts and failures with it, so pods that came during the
//! watch (a drain, an autoscaler, a later rollout, a crash that somebody cleaned up) leave a part of
//! that time unseen: a person must say what happened then.

use super::item::Reason;
use super::kind::fields::{self, list, name, text, time};
use super::kind::{self, KindContext, pod};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Verdict};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;

/// Judges the time from `since` (when the deployment succeeded) over `over`. `zone` is the record's,
/// for the date that is shown.
pub fn judge(
    pods: &[&Value],
    workloads: &[&Value],
    since: DateTime<Utc>,
    over: TimeDelta,
    zone: Tz,
    ctx: &KindContext<'_>,
) -> Judgement {
    let due = since + over;
    let watch = Watch { since, due };
    if let Some(trouble) = pods.iter().find_map(|pod| trouble(pod, watch, ctx)) {
        return trouble;
    }
    if ctx.now < due {
        return waiting(due, zone, ctx);
    }
    let live: Vec<&Value> = pods
        .iter()
        .copied()
        .filter(|pod| pod::is_live(pod))
        .collect();
    if live.is_empty() {
        return nothing_seen(workloads, ctx);
    }
    at_the_end(&live, workloads, over, watch, zone, ctx)
}

/// The time that is watched: from the deployment's success, included, to the end of what is stated.
#[derive(Debug, Clone, Copy)]
struct Watch {
    since: DateTime<Utc>,
    due: DateTime<Utc>,
}

/// Without a live pod nothing tells of restarts, whatever the workloads' own status says.
fn nothing_seen(workloads: &[&Value], ctx: &KindContext<'_>) -> Judgement {
    match workloads.is_empty() {
        true => Reason::NotFound.judged(
            Verdict::Failed,
            ctx.lang.pick("워크로드가 없습니다", "there is no workload"),
        ),
        false => Reason::NothingToJudge.judged(
            Verdict::Manual,
            ctx.lang.pick(
                "재시작을 알 수 있는 살아 있는 Pod가 없습니다",
                "there is no live pod that could tell of restarts",
            ),
        ),
    }
}

/// The workloads and their live pods once the time is over: all must be well.
fn at_the_end(
    live: &[&Value],
    workloads: &[&Value],
    over: TimeDelta,
    watch: Watch,
    zone: Tz,
    ctx: &KindContext<'_>,
) -> Judgement {
    let judged: Vec<(&Value, Judgement)> = workloads
        .iter()
        .chain(live)
        .map(|object| (*object, kind::status(object, ctx)))
        .collect();
    let verdict = Verdict::all(judged.iter().map(|(_, one)| one.verdict));
    let worst = judged.into_iter().find(|(_, one)| one.verdict == verdict);
    match (verdict, worst) {
        (Verdict::Passed, _) | (_, None) => {
            replaced(live, watch, over, zone, ctx).unwrap_or_else(|| stable(live, over, ctx))
        }
        (_, Some((object, one))) => Judgement {
            message: format!("{}: {}", name(object), one.message),
            ..one
        },
    }
}

fn stable(live: &[&Value], over: TimeDelta, ctx: &KindContext<'_>) -> Judgement {
    let time = duration::words(over, ctx.lang);
    let pods = live.len();
    let message = match ctx.lang {
        Lang::Ko => format!("{time} 동안 재시작 0회, 실패한 Pod 없음, Pod {pods}개 Ready"),
        Lang::En => format!("over {time}: 0 restarts, no failed pod, {pods} pods ready"),
    };
    Reason::Stable.judged(Verdict::Passed, message)
}

/// How long after the deployment's success its own rollout may still make pods: an hour, or half of
/// the watch where that is shorter. Argo CD syncs after the event, and large DaemonSets take a while.
fn rollout(over: TimeDelta) -> TimeDelta {
    TimeDelta::hours(1).min(over / 2)
}

/// Pods that came during the watch, and so did not live through it.
fn replaced(
    live: &[&Value],
    watch: Watch,
    over: TimeDelta,
    zone: Tz,
    ctx: &KindContext<'_>,
) -> Option<Judgement> {
    let born = |pod: &Value| time(pod, "/metadata/creationTimestamp");
    let late = |pod: &Value| born(pod).is_none_or(|born| born > watch.since + rollout(over));
    let young: Vec<&Value> = live.iter().copied().filter(|pod| late(pod)).collect();
    let first = young.iter().min_by_key(|pod| born(pod))?;
    let (count, all, name) = (young.len(), live.len(), name(first));
    let when = born(first).map_or_else(|| "?".to_string(), |born| shown(born, zone));
    let message = match ctx.lang {
        Lang::Ko => format!(
            "지켜보는 동안 Pod {all}개 중 {count}개가 새로 생겼습니다 ({name}, {when}): 그 전의 Pod에 무슨 일이 있었는지는 볼 수 없습니다"
        ),
        Lang::En => format!(
            "{count} of {all} pods were created during the watch ({name}, {when}): what happened to those before them can't be seen"
        ),
    };
    let judged = Reason::PodsReplaced.judged(Verdict::Manual, message);
    Some(judged.with_seen(count.to_string()))
}

fn shown(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M %Z")
        .to_string()
}

/// Before the time is over nothing can pass, and the date is told.
fn waiting(due: DateTime<Utc>, zone: Tz, ctx: &KindContext<'_>) -> Judgement {
    let local = shown(due, zone);
    let message = match ctx.lang {
        Lang::Ko => format!("{local}까지 지켜봅니다; 지금까지 재시작과 실패 없음"),
        Lang::En => format!("watching until {local}; no restart and no failure so far"),
    };
    Reason::NotDueYet.judged(Verdict::Pending, message)
}

/// A pod that failed during the watch, or a container of it that restarted or ended: that time can't
/// become stable any more.
fn trouble(pod: &Value, watch: Watch, ctx: &KindContext<'_>) -> Option<Judgement> {
    if text(pod, "/status/phase") == "Failed" {
        return failed(pod, watch, ctx);
    }
    // An init container that is to end may be tried again; a sidecar is one of the containers.
    let sidecars = pod::sidecar_names(pod);
    let of_sidecars = list(pod, "/status/initContainerStatuses")
        .iter()
        .filter(|status| sidecars.contains(&text(status, "/name")));
    list(pod, "/status/containerStatuses")
        .iter()
        .chain(of_sidecars)
        .find_map(|status| ended(pod, status, watch, ctx))
}

/// A failed pod, unless it failed before the watch, or after it was over. When it failed is told by its
/// containers, else by its conditions; where nothing tells, it counts.
fn failed(pod: &Value, watch: Watch, ctx: &KindContext<'_>) -> Option<Judgement> {
    let containers = list(pod, "/status/containerStatuses").iter();
    let ends = containers.filter_map(|status| time(status, "/state/terminated/finishedAt"));
    let conditions = fields::conditions(pod).into_iter();
    let turned = conditions.filter(|c| !c.is_true()).filter_map(|c| c.since);
    let when = ends.max().or_else(|| turned.max());
    if when.is_some_and(|when| when < watch.since || when > watch.due) {
        return None;
    }
    let reason = match text(pod, "/status/reason") {
        "" => "Failed",
        reason => reason,
    };
    let message = match ctx.lang {
        Lang::Ko => format!("Pod {}이(가) 실패했습니다: {reason}", name(pod)),
        Lang::En => format!("pod {} failed: {reason}", name(pod)),
    };
    let judged = Judgement::new(Verdict::Failed, kind::Reason::PodFailed.word(), message);
    Some(judged.with_seen(reason))
}

/// A container that restarted during the watch, or that ended and was not meant to. Its own record of
/// the run before tells when; where that is gone, the start of the present run does. Where nothing
/// tells, it counts. A container that restarted once, after the watch was over, was quiet during it.
fn ended(pod: &Value, status: &Value, watch: Watch, ctx: &KindContext<'_>) -> Option<Judgement> {
    let restarts = fields::count(status, "/restartCount");
    let last_end = time(status, "/lastState/terminated/finishedAt");
    let this_start = time(status, "/state/running/startedAt");
    let when = last_end.or(this_start);
    let before = when.is_some_and(|when| when < watch.since);
    let after = restarts == 1 && when.is_some_and(|when| when > watch.due);
    let restarted = restarts > 0 && !before && !after;
    let crashed = crashed_in(status, watch);
    if !restarted && !crashed {
        return None;
    }
    let container = text(status, "/name");
    let state = if crashed { "state" } else { "lastState" };
    let why = text(status, &format!("/{state}/terminated/reason"));
    let message = match ctx.lang {
        Lang::Ko => format!(
            "배포 후 {}/{container} 재시작 {restarts}회 {why}",
            name(pod)
        ),
        Lang::En => format!(
            "{}/{container} restarted {restarts} times since the deployment {why}",
            name(pod)
        ),
    };
    let judged = Reason::Restarted.judged(Verdict::Failed, message.trim_end());
    Some(judged.with_seen(restarts.to_string()))
}

/// A container that just ended with an error: its restart is not counted yet.
fn crashed_in(status: &Value, watch: Watch) -> bool {
    let code = fields::number(status, "/state/terminated/exitCode").unwrap_or(0);
    let when = time(status, "/state/terminated/finishedAt");
    code != 0 && when.is_none_or(|when| when >= watch.since && when <= watch.due)
}

#[cfg(test)]
mod tests {
    use super::*;
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
            (judged.verdict, judged.reason.as_str()),
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
                Verdict::Failed,
                "Restarted",
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
                (judged.verdict, judged.reason.as_str()),
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
            assert_eq!(judged.reason, "NotDueYet");
            assert!(judged.message.contains(told), "{}", judged.message);
        }
    }
}
