//! Stability over days (`1-2일 안정성 확인`), from the pods' own timestamps and restart counts: over the
//! whole time stated since the deployment succeeded, the workloads are ready at the end, no
//! container restarted and no pod failed. Until the time is over it is pending, with the date.
//!
//! A pod that was deleted takes its restarts and failures with it, so pods that came during the
//! watch (a drain, an autoscaler, a later rollout, a crash that somebody cleaned up) leave a part of
//! that time unseen: a person must say what happened then.

use super::kind::fields::{self, at, list, name, text, time};
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
    if let Some(trouble) = trouble(pods, since, ctx) {
        return trouble;
    }
    if ctx.now < due {
        return waiting(due, zone, ctx);
    }
    if pods.is_empty() && workloads.is_empty() {
        let message = ctx.lang.pick("워크로드가 없습니다", "there is no workload");
        return Judgement::new(Verdict::Failed, "NotFound", message);
    }
    let live = pods.iter().copied().filter(|pod| pod::is_live(pod));
    let judged: Vec<(&Value, Judgement)> = workloads
        .iter()
        .copied()
        .chain(live)
        .map(|object| (object, kind::status(object, ctx)))
        .collect();
    let verdict = Verdict::all(judged.iter().map(|(_, one)| one.verdict));
    let worst = judged.into_iter().find(|(_, one)| one.verdict == verdict);
    match (verdict, worst) {
        (Verdict::Passed, _) => {
            replaced(pods, since, over, zone, ctx).unwrap_or_else(|| stable(pods, over, ctx))
        }
        (_, Some((object, one))) => Judgement {
            message: format!("{}: {}", name(object), one.message),
            ..one
        },
        (_, None) => Judgement::new(Verdict::Manual, "NothingToJudge", ""),
    }
}

fn stable(pods: &[&Value], over: TimeDelta, ctx: &KindContext<'_>) -> Judgement {
    let time = duration::words(over, ctx.lang);
    let live = pods.iter().filter(|pod| pod::is_live(pod)).count();
    let message = match ctx.lang {
        Lang::Ko => format!("{time} 동안 재시작 0회, 실패한 Pod 없음, Pod {live}개 Ready"),
        Lang::En => format!("over {time}: 0 restarts, no failed pod, {live} pods ready"),
    };
    Judgement::new(Verdict::Passed, "Stable", message)
}

/// How long after the deployment's success its own rollout may still make pods: an hour, or half of
/// the watch where that is shorter. Argo CD syncs after the event, and large DaemonSets take a while.
fn rollout(over: TimeDelta) -> TimeDelta {
    TimeDelta::hours(1).min(over / 2)
}

/// Pods that came during the watch, and so did not live through it.
fn replaced(
    pods: &[&Value],
    since: DateTime<Utc>,
    over: TimeDelta,
    zone: Tz,
    ctx: &KindContext<'_>,
) -> Option<Judgement> {
    let born = |pod: &Value| time(pod, "/metadata/creationTimestamp");
    let late = |pod: &Value| born(pod).is_none_or(|born| born > since + rollout(over));
    let live = || pods.iter().copied().filter(|pod| pod::is_live(pod));
    let young: Vec<&Value> = live().filter(|pod| late(pod)).collect();
    let first = young.iter().min_by_key(|pod| born(pod))?;
    let (count, all, name) = (young.len(), live().count(), name(first));
    let when = born(first).map_or_else(|| "?".to_string(), |born| shown(born, zone));
    let message = match ctx.lang {
        Lang::Ko => format!(
            "지켜보는 동안 Pod {all}개 중 {count}개가 새로 생겼습니다 ({name}, {when}): 그 전의 Pod에 무슨 일이 있었는지는 볼 수 없습니다"
        ),
        Lang::En => format!(
            "{count} of {all} pods were created during the watch ({name}, {when}): what happened to those before them can't be seen"
        ),
    };
    Some(Judgement::new(Verdict::Manual, "PodsReplaced", message).with_seen(count.to_string()))
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
    Judgement::new(Verdict::Pending, "NotDueYet", message)
}

/// A restart since then, or a pod that failed: that time can't become stable any more.
fn trouble(pods: &[&Value], since: DateTime<Utc>, ctx: &KindContext<'_>) -> Option<Judgement> {
    let failed = pods.iter().find(|pod| {
        text(pod, "/status/phase") == "Failed"
            && ended(pod)
                .or_else(|| time(pod, "/metadata/creationTimestamp"))
                .is_none_or(|end| end >= since)
    });
    if let Some(pod) = failed {
        let reason = match text(pod, "/status/reason") {
            "" => "Failed",
            reason => reason,
        };
        let message = match ctx.lang {
            Lang::Ko => format!("Pod {}이(가) 실패했습니다: {reason}", name(pod)),
            Lang::En => format!("pod {} failed: {reason}", name(pod)),
        };
        return Some(Judgement::new(Verdict::Failed, "PodFailed", message).with_seen(reason));
    }
    pods.iter().find_map(|pod| restarted(pod, since, ctx))
}

/// When the last of a pod's containers ended.
fn ended(pod: &Value) -> Option<DateTime<Utc>> {
    let statuses = list(pod, "/status/containerStatuses").iter();
    statuses
        .filter_map(|status| time(status, "/state/terminated/finishedAt"))
        .max()
}

/// A container of the pod that restarted since then. Its own record of the run before tells when;
/// where that is gone, the start of the present run does, if it is after the pod's own start.
fn restarted(pod: &Value, since: DateTime<Utc>, ctx: &KindContext<'_>) -> Option<Judgement> {
    let sidecars = list(pod, "/spec/initContainers")
        .iter()
        .filter(|container| text(container, "/restartPolicy") == "Always")
        .map(|container| text(container, "/name"));
    let sidecars: Vec<&str> = sidecars.collect();
    let of_sidecars = list(pod, "/status/initContainerStatuses")
        .iter()
        .filter(|status| sidecars.contains(&text(status, "/name")));
    list(pod, "/status/containerStatuses")
        .iter()
        .chain(of_sidecars)
        .filter(|status| fields::count(status, "/restartCount") > 0)
        .find_map(|status| {
            let last_end = time(status, "/lastState/terminated/finishedAt");
            let this_start = time(status, "/state/running/startedAt");
            let when = last_end.or(this_start);
            if when.is_some_and(|when| when < since) {
                return None;
            }
            let restarts = fields::count(status, "/restartCount");
            let container = text(status, "/name");
            let why = at(status, "/lastState/terminated/reason")
                .and_then(Value::as_str)
                .unwrap_or("");
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
            let judged = Judgement::new(Verdict::Failed, "Restarted", message.trim_end());
            Some(judged.with_seen(restarts.to_string()))
        })
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
    }
}
