//! What a command keeps away, or prints in another column, is not denied by what is left.

use super::scope::pipeline;
use super::*;

const EVENT: [&str; 5] = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];

#[test]
fn a_field_selector_answers_only_for_the_events_that_it_keeps() {
    let none = table("events", &EVENT, &[]);
    let normal = table(
        "events",
        &EVENT,
        &[&["2m", "Normal", "Pulled", "pod/web-x2x4z", "pulled"]],
    );
    let (passed, manual) = (Verdict::Passed, Verdict::Manual);
    for (fields, sentences, verdict) in [
        (
            "type=Warning",
            ["Warning 이벤트 없음", "No Warning events"],
            passed,
        ),
        (
            "type!=Normal",
            ["Warning 이벤트 없음", "No Warning events"],
            passed,
        ),
        ("type=Warning", ["이벤트 없음", "No events"], passed),
        (
            "type=Warning",
            ["FailedScheduling 이벤트 없음", "No FailedScheduling events"],
            passed,
        ),
        (
            "type=Warning",
            ["Normal 이벤트 없음", "No Normal events"],
            manual,
        ),
        (
            "type!=Normal",
            ["Normal 이벤트 없음", "No Normal events"],
            manual,
        ),
        (
            "type=Warning",
            ["Pulled 이벤트 없음", "No Pulled events"],
            manual,
        ),
        (
            "type=Normal",
            ["Warning 이벤트 없음", "No Warning events"],
            manual,
        ),
        (
            "reason=FailedScheduling",
            ["FailedScheduling 이벤트 없음", "No FailedScheduling events"],
            passed,
        ),
        (
            "reason=FailedScheduling",
            ["FailedMount 이벤트 없음", "No FailedMount events"],
            manual,
        ),
        (
            "reason=FailedScheduling",
            ["Warning 이벤트 없음", "No Warning events"],
            manual,
        ),
        (
            "reason!=FailedMount",
            ["FailedMount 이벤트 없음", "No FailedMount events"],
            manual,
        ),
    ] {
        let line = format!("kubectl get events -n web --field-selector {fields}");
        for sentence in sentences {
            check(&pipeline(&line), &none, sentence, verdict, "");
        }
    }
    for sentence in ["Normal 이벤트 없음", "No Normal events"] {
        check(
            &pipeline("kubectl get events -n web"),
            &normal,
            sentence,
            Verdict::Failed,
            "",
        );
    }
}

#[test]
fn what_another_column_holds_is_not_denied_by_the_names() {
    let hosts = table(
        "ingresses",
        &["NAME", "CLASS", "HOSTS", "ADDRESS"],
        &[&["web", "alb", "a.example.dev,old.example.dev", "10.0.0.1"]],
    );
    let asked = pipeline("kubectl get ingress -n web");
    for (sentence, verdict) in [
        ("`old.example.dev` 없음", Verdict::Manual),
        ("No `old.example.dev`", Verdict::Manual),
        ("`new.example.dev` 없음", Verdict::Passed),
        ("No `new.example.dev`", Verdict::Passed),
    ] {
        check(&asked, &hosts, sentence, verdict, "");
    }
}

/// By its hash a commit is named, and by a word of one capital nothing, where nothing is printed.
#[test]
fn what_is_no_name_is_neither_missing_nor_gone() {
    let apps = table(
        "applications",
        &["NAME", "SYNC STATUS", "HEALTH STATUS"],
        &[&["web", "Synced", "Healthy"]],
    );
    let asked = pipeline("kubectl get applications -n argocd");
    for sentence in ["8531c7a로 Synced", "Synced to 8531c7a"] {
        check(&asked, &apps, sentence, Verdict::Manual, "");
    }
    let asked = pipeline("kubectl get pods -n web");
    check(&asked, &pods(&[]), "Scaled to zero", Verdict::Manual, "");
    for sentence in ["grafana Pod 없음", "No `grafana` pods", "`web-0` 없음"] {
        check(&asked, &pods(&[]), sentence, Verdict::Passed, "");
    }
}

#[test]
fn one_service_of_a_type_stands_beside_others() {
    let services = table(
        "services",
        &["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)"],
        &[
            &["web", "ClusterIP", "172.20.0.10", "<none>", "80/TCP"],
            &["api", "ClusterIP", "172.20.0.11", "<none>", "80/TCP"],
            &[
                "lb",
                "LoadBalancer",
                "172.20.0.12",
                "lb.example.dev",
                "80/TCP",
            ],
        ],
    );
    let asked = pipeline("kubectl get svc -n web");
    for (sentence, verdict) in [
        ("LoadBalancer 서비스 1개", Verdict::Passed),
        ("One LoadBalancer service", Verdict::Passed),
        ("LoadBalancer 서비스 2개", Verdict::Failed),
        ("2 LoadBalancer services", Verdict::Failed),
        ("서비스 2개 모두 ClusterIP", Verdict::Failed),
        ("All 2 services are ClusterIP", Verdict::Failed),
    ] {
        check(&asked, &services, sentence, verdict, "");
    }
}

/// The name of a workload picks one object, whatever the number of its pods.
#[test]
fn a_number_of_what_a_workloads_name_picks_may_be_that_of_its_pods() {
    let daemons = table(
        "daemonsets",
        &[
            "NAME",
            "DESIRED",
            "CURRENT",
            "READY",
            "UP-TO-DATE",
            "AVAILABLE",
        ],
        &[&["agent", "3", "3", "3", "3", "3"]],
    );
    let asked = pipeline("kubectl get ds agent -n web");
    for sentence in ["agent 3개가 준비됨", "agent 2개가 준비됨"] {
        check(&asked, &daemons, sentence, Verdict::Manual, "");
    }
}

#[test]
fn a_text_that_a_filter_keeps_away_is_not_gone() {
    let (asked, seen) = logs(&[("level=info msg=tick", 5), ("level=error msg=timeout", 4)]);
    let asked = through(&asked, grep("error", false));
    let shown = "level=error msg=timeout";
    for (sentence, verdict) in [
        ("`tick` 없음", Verdict::Manual),
        ("No `tick`", Verdict::Manual),
        ("`panic` 없음", Verdict::Passed),
        ("No `panic`", Verdict::Passed),
        ("`timeout` 없음", Verdict::Failed),
        ("No `timeout`", Verdict::Failed),
    ] {
        check_filtered(&asked, &seen, shown, sentence, verdict);
    }
}

#[test]
fn lines_of_an_hour_do_not_tell_of_a_week() {
    let (mut asked, seen) = logs(&[("level=info msg=ok", 5)]);
    if let Query::Logs(logs) = &mut asked.query {
        logs.since_seconds = Some(3_600);
    }
    for (sentence, verdict) in [
        ("지난 7일간 로그가 수집됨", Verdict::Manual),
        ("Logs are collected for the last 7 days", Verdict::Manual),
        ("최근 10분간 로그가 수집됨", Verdict::Passed),
        ("Logs are collected in the last 10 minutes", Verdict::Passed),
    ] {
        check(&asked, &seen, sentence, verdict, "");
    }
}
