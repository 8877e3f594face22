//! Values as what they are: which table's numbers are meant, whole answers, pods and jobs that ended, all of one.

use super::forms::both;
use super::several::{http_get, named, prints};
use super::*;
use crate::query::script::read as commands;

fn typed(line: &str) -> Pipeline {
    let crate::query::Class::Understood(pipeline) = &commands(line, "bash").commands[0].class
    else {
        panic!("{line}");
    };
    (**pipeline).clone()
}

fn deployment(ready: &str) -> Observation {
    let number = ready.split('/').next().unwrap();
    table(
        "deployments",
        &["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"],
        &[&["web", ready, number, number, "5d"]],
    )
}

#[test]
fn of_two_tables_with_ready_numbers_the_total_tells_which_is_meant() {
    let (deploy, pod) = (named("deployments", "web"), get("pods", Some("app=web")));
    let three = pods(&[
        &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-k8s2m", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-p9q7t", "1/1", "Running", "0", "5d"],
    ]);
    let one_down = pods(&[
        &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-k8s2m", "0/1", "Running", "0", "5d"],
    ]);
    for (ready, pods, sentence, verdict) in [
        ("3/3", &three, "READY 3/3", Verdict::Passed),
        (
            "3/3",
            &three,
            "READY가 3/3이고 모든 Pod Running",
            Verdict::Passed,
        ),
        (
            "3/3",
            &three,
            "READY is 3/3 and all pods Running",
            Verdict::Passed,
        ),
        ("3/3", &three, "1/1 Running", Verdict::Passed),
        ("3/3", &three, "READY: 1/1", Verdict::Passed),
        ("3/3", &three, "READY: 2/2", Verdict::Failed),
        ("2/3", &three, "READY 3/3", Verdict::Failed),
        ("2/2", &three, "READY 3/3", Verdict::Failed),
        ("2/2", &one_down, "1/1 Running", Verdict::Failed),
        ("2/2", &one_down, "READY: 1/1", Verdict::Failed),
    ] {
        let asked = [(&deploy, &deployment(ready)), (&pod, pods)];
        let judged = judge_step(&asked, &World::default(), &[sentence], Lang::of(sentence));
        assert_eq!(
            judged.judgement.verdict, verdict,
            "{ready} {sentence}: {judged:#?}"
        );
    }
}

#[test]
fn a_job_that_is_complete_is_completed() {
    let job = named("jobs", "migrate");
    let columns = ["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE"];
    let seen = |status: &str, done: &str| {
        table("jobs", &columns, &[&["migrate", status, done, "4s", "5d"]])
    };
    let said = [
        "STATUS: Completed",
        "STATUS: Complete",
        "Job 완료",
        "Job 성공",
        "Job completed",
    ];
    for sentence in said {
        check(
            &job,
            &seen("Complete", "1/1"),
            sentence,
            Verdict::Passed,
            "",
        );
        check(&job, &seen("Failed", "0/1"), sentence, Verdict::Failed, "");
        check(&job, &seen("Running", "0/1"), sentence, Verdict::Failed, "");
    }
}

#[test]
fn a_pod_that_ended_is_no_error_and_its_number_is_a_persons() {
    let ask = get("pods", Some("app=web"));
    let with = |status: &'static str| {
        pods(&[
            &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "5d"],
            &["web-7d9c5b6f4-k8s2m", "0/1", status, "0", "5d"],
        ])
    };
    let no_error = ["Error 상태의 Pod가 없어야 함", "No pods in Error state"];
    let no_failed = ["Failed Pod 없음", "No failed pods"];
    for (status, error, failed) in [
        ("Evicted", Verdict::Passed, Verdict::Failed),
        ("Completed", Verdict::Passed, Verdict::Passed),
        ("Error", Verdict::Failed, Verdict::Failed),
        ("UnexpectedAdmissionError", Verdict::Failed, Verdict::Failed),
        ("CrashLoopBackOff", Verdict::Failed, Verdict::Failed),
        ("Init:Error", Verdict::Failed, Verdict::Failed),
    ] {
        both(&ask, &with(status), no_error, error);
        both(&ask, &with(status), no_failed, failed);
    }
    both(
        &ask,
        &with("Completed"),
        ["Pod 1개", "1 pod"],
        Verdict::Passed,
    );
    both(
        &ask,
        &with("Completed"),
        ["Pod 2개", "2 pods"],
        Verdict::Manual,
    );
    both(
        &ask,
        &with("Completed"),
        ["Pod 3개", "3 pods"],
        Verdict::Failed,
    );
    both(
        &ask,
        &with("CrashLoopBackOff"),
        ["에러 없음", "No errors"],
        Verdict::Failed,
    );
    both(
        &ask,
        &with("Running"),
        ["에러 없음", "No errors"],
        Verdict::Manual,
    );
}

#[test]
fn all_of_a_kind_are_not_seen_in_one() {
    let app = table(
        "applications",
        &["NAME", "SYNC STATUS", "HEALTH STATUS"],
        &[&["web", "Synced", "Healthy"]],
    );
    let one = ["앱이 Healthy", "app Healthy"];
    let all = ["모든 앱 Healthy", "All apps Healthy"];
    for line in ["argocd app get web", "kubectl -n argocd get app web"] {
        both(&typed(line), &app, one, Verdict::Passed);
        both(&typed(line), &app, all, Verdict::Manual);
    }
    for line in ["argocd app list", "kubectl -n argocd get app"] {
        both(&typed(line), &app, all, Verdict::Passed);
    }
    // One that is not so is enough.
    let bad = table(
        "applications",
        &["NAME", "SYNC STATUS", "HEALTH STATUS"],
        &[&["web", "Synced", "Degraded"]],
    );
    for line in ["argocd app get web", "kubectl -n argocd get app web"] {
        both(&typed(line), &bad, all, Verdict::Failed);
    }
    let pod = ["모든 Pod READY 1/1", "All pods are 1/1 Running"];
    let denied = ["CrashLoopBackOff Pod 없음", "No pods in CrashLoopBackOff"];
    let one = typed("kubectl -n web get pod web-0");
    let fine = pods(&[&["web-0", "1/1", "Running", "0", "5d"]]);
    let crash = pods(&[&["web-0", "0/1", "CrashLoopBackOff", "9", "5d"]]);
    both(&one, &fine, denied, Verdict::Manual);
    both(&one, &crash, denied, Verdict::Failed);
    both(&one, &crash, pod, Verdict::Failed);
}

/// The table of some kinds does not tell whether they are well; their object tells that they are not.
#[test]
fn what_no_table_tells_of_health_an_object_can_deny() {
    let ask = typed("kubectl -n web get hpa");
    let told = |active: &str, reason: &str| {
        let autoscaler = serde_json::json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "web", "namespace": "web"}, "spec": {"minReplicas": 2, "maxReplicas": 4},
            "status": {"currentReplicas": 2, "desiredReplicas": 2, "conditions": [
                {"type": "AbleToScale", "status": "True", "reason": "ReadyForNewScale"},
                {"type": "ScalingActive", "status": active, "reason": reason}]}});
        let mut seen = table(
            "horizontalpodautoscalers",
            &[
                "NAME",
                "REFERENCE",
                "TARGETS",
                "MINPODS",
                "MAXPODS",
                "REPLICAS",
            ],
            &[&["web", "Deployment/web", "20%/80%", "2", "4", "2"]],
        );
        if let Observation::Seen(seen) = &mut seen {
            seen.objects.push(autoscaler);
        }
        seen
    };
    let sentences = ["HPA 정상", "HPA is healthy"];
    let bad = told("False", "FailedGetResourceMetric");
    both(&ask, &bad, sentences, Verdict::Failed);
    let fine = told("True", "ValidMetricFound");
    both(&ask, &fine, sentences, Verdict::Manual);
}

#[test]
fn a_word_of_an_answer_is_the_whole_of_it() {
    let ask = http_get("http://web/health");
    for (body, sentence, verdict) in [
        ("OK", "OK", Verdict::Passed),
        ("NOT OK", "OK", Verdict::Failed),
        ("pong", "pong", Verdict::Passed),
        ("pong: no", "Expected output: pong", Verdict::Failed),
        ("ready", "`ready`", Verdict::Passed),
        ("not ready", "`ready`", Verdict::Failed),
        ("ready: false", "상태: `ready`", Verdict::Failed),
        ("unhealthy", "결과: `healthy`", Verdict::Failed),
        ("healthy", "Body: `healthy`", Verdict::Passed),
        ("disabled (not enabled)", "응답: `enabled`", Verdict::Failed),
        ("3/3", "3/3", Verdict::Passed),
        ("2/3", "3/3", Verdict::Failed),
        ("13/3", "3/3", Verdict::Failed),
        ("ready\nnot ready", "`ready`", Verdict::Manual),
        (r#"{"status":"UP"}"#, "UP", Verdict::Passed),
        (r#"{"status":"UP"}"#, "status: UP", Verdict::Passed),
        (r#"{"status":"DOWN"}"#, "healthy", Verdict::Failed),
        (r#"{"ok":false}"#, "`ok`", Verdict::Failed),
    ] {
        check(&ask, &prints(body), sentence, verdict, "");
    }
}

#[test]
fn two_numbers_are_some_of_all() {
    let ask = get("pods", Some("app=web"));
    let seen = pods(&[
        &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-k8s2m", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-p9q7t", "0/1", "Pending", "0", "5d"],
    ]);
    for (sentences, verdict) in [
        (["Pod 2/3개 Running", "2/3 pods Running"], Verdict::Passed),
        (["Pod 2/3개", "2/3 pods"], Verdict::Passed),
        (["Pod 1/3개 Running", "1/3 pods Running"], Verdict::Failed),
        (["Pod 2/4개 Running", "2/4 pods Running"], Verdict::Failed),
        (["Pod 0/3개", "0/3 pods"], Verdict::Failed),
        (["Pod 3/3개 Running", "3/3 pods Running"], Verdict::Failed),
        (
            ["모든 2/3개 Pod Running", "All 2/3 pods Running"],
            Verdict::Manual,
        ),
        (["Pod 4/3개", "4/3 pods"], Verdict::Manual),
    ] {
        both(&ask, &seen, sentences, verdict);
    }
    let none = ["READY 0/1인 Pod 없음", "No 0/1 pods"];
    both(&ask, &seen, none, Verdict::Failed);
}

#[test]
fn all_replicas_of_a_workload_are_its_ready_numbers() {
    let ask = named("deployments", "web");
    let said = ["모든 레플리카가 Ready", "All replicas are Ready"];
    both(&ask, &deployment("3/3"), said, Verdict::Passed);
    both(&ask, &deployment("2/3"), said, Verdict::Failed);
    both(&ask, &deployment("0/0"), said, Verdict::Failed);
}

#[test]
fn the_words_of_describe_are_kubectls_and_only_its_events_are_told_as_it_does() {
    let text = "\
Name:           web-1
Status:
  containerStatuses:
  - state:
      waiting:
        reason: CrashLoopBackOff

Events:
  Type     Reason   Age  From     Message
  ----     ------   ---  ----     -------
  Warning  BackOff  2m   kubelet  Back-off restarting failed container";
    let raw = prints(text);
    let told = |line: &str, sentence: &str| {
        let pipeline = typed(line);
        let filtered = match &raw {
            Observation::Seen(seen) => {
                crate::query::filter::apply(&pipeline.filters, seen).unwrap()
            }
            Observation::Blind(_) => unreachable!(),
        };
        let filtered = Observation::Seen(Box::new(filtered));
        let extra = ExtraWords::default();
        let queries = [&pipeline.query];
        let ctx = ReadContext {
            queries: &queries,
            force: Force::Demands,
            extra: &extra,
        };
        let judged = judge(&StepCase {
            asked: vec![Asked {
                at: 0,
                pipeline: &pipeline,
                filtered: &filtered,
                raw: &raw,
            }],
            unasked: Vec::new(),
            expectations: vec![stated(read(sentence, &ctx))],
            world: &World::default(),
            now: now(),
            lang: Lang::of(sentence),
            record_time: None,
        });
        judged.judgement.verdict
    };
    let ask = "kubectl describe pod web-1";
    for (filter, sentence, verdict) in [
        (
            "| grep 'Reason: *CrashLoopBackOff'",
            "출력 없음",
            Verdict::Manual,
        ),
        (
            "| grep 'Reason: *CrashLoopBackOff'",
            "No output",
            Verdict::Manual,
        ),
        ("| grep 'Restart Count'", "No output", Verdict::Manual),
        ("| grep -c Waiting", "0", Verdict::Manual),
        ("| grep -i crash", "출력 없음", Verdict::Failed),
        ("", "`Restart Count:  0`이 출력됨", Verdict::Manual),
        (
            "",
            "output contains \"reason: CrashLoopBackOff\"",
            Verdict::Manual,
        ),
        (
            "",
            "output contains \"Back-off restarting failed container\"",
            Verdict::Passed,
        ),
        (
            "",
            "\"Back-off restarting failed container\"가 출력되지 않음",
            Verdict::Failed,
        ),
        ("", "\"FailedMount\"가 출력되지 않음", Verdict::Manual),
    ] {
        assert_eq!(
            told(&format!("{ask} {filter}"), sentence),
            verdict,
            "{filter} {sentence}"
        );
    }
}

#[test]
fn what_is_said_of_all_is_not_seen_in_one() {
    let ask = typed("kubectl -n web get pod web-1");
    let one = pods(&[&["web-1", "1/1", "Running", "0", "5d"]]);
    let denied = ["CrashLoopBackOff Pod 없음", "No CrashLoopBackOff pods"];
    both(&ask, &one, denied, Verdict::Manual);
    both(
        &ask,
        &one,
        ["모든 Pod Running", "All pods Running"],
        Verdict::Manual,
    );
    both(
        &ask,
        &one,
        ["Pod Running", "Pod is Running"],
        Verdict::Passed,
    );
    both(&get("pods", None), &one, denied, Verdict::Passed);
    let young = ["1분 이내에 생성된 Pod", "Pod created within 1 minute"];
    both(&get("pods", None), &one, young, Verdict::Manual);
}

#[test]
fn parts_lists_and_columns_of_numbers() {
    let ask = typed("kubectl get pods -o jsonpath='{.items[*].status.phase}'");
    let every = ["모두 true", "All true"];
    both(&ask, &prints("true true true"), every, Verdict::Passed);
    both(&ask, &prints("true false true"), every, Verdict::Failed);
    let deploy = named("deployments", "web");
    let same = ["READY와 UP-TO-DATE가 동일", "READY = UP-TO-DATE"];
    both(&deploy, &deployment("3/3"), same, Verdict::Passed);
    both(&deploy, &deployment("2/3"), same, Verdict::Failed);
    let ask = get("pods", Some("app=web"));
    let seen = pods(&[
        &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "5d"],
        &["web-7d9c5b6f4-k8s2m", "0/1", "CrashLoopBackOff", "9", "5d"],
    ]);
    for (sentences, verdict) in [
        (
            ["2개 중 1개 Pod Running", "1 of 2 pods Running"],
            Verdict::Manual,
        ),
        (
            ["2개 중 2개 Pod Running", "2 of 2 pods Running"],
            Verdict::Failed,
        ),
        (
            ["Running 이외의 Pod 없음", "No non-Running pods"],
            Verdict::Failed,
        ),
        (
            ["오류 상태 Pod 없음", "No pods in error state"],
            Verdict::Failed,
        ),
        (
            ["Pod가 빠짐없이 Running", "Every single pod is Running"],
            Verdict::Failed,
        ),
        (
            ["Running이 아닌 Pod가 하나도 없음", "No non-Running pods"],
            Verdict::Failed,
        ),
    ] {
        both(&ask, &seen, sentences, verdict);
    }
}
