//! Steps as records state them, against the recorded API server and against odd worlds.

use super::*;
use crate::facts::observation::{Cause, LogLine, Sample, Seen, Usage};
use crate::facts::quantity::Quantity;
use crate::facts::table::{Column, Row, Table};
use crate::judge::needs::needs;
use crate::language::{ExtraWords, Force, ReadContext, heading, read};
use crate::query::{Get, Logs, Namespace, Query, Resource, Scope, Tail, Top, TopOf};
use crate::tests::recordings::{body, items};
use chrono::TimeDelta;
use std::collections::HashMap;

mod columns;
mod forms;
mod kept_away;
mod logs;
mod masked;
mod mutation;
mod objects;
mod scope;
mod several;
mod spread;
mod told;
mod values;
mod version;

fn now() -> DateTime<Utc> {
    "2025-12-05T06:00:00Z".parse().unwrap()
}

fn scope() -> Scope {
    Scope {
        context: None,
        namespace: Namespace::Named("loki-v3".into()),
    }
}

fn get(kind: &str, selector: Option<&str>) -> Pipeline {
    let query = Query::Get(Get {
        scope: scope(),
        resources: vec![Resource {
            kind: kind.into(),
            name: None,
        }],
        selector: selector.map(str::to_owned),
        ..Get::default()
    });
    Pipeline {
        query,
        filters: Vec::new(),
    }
}

fn table(resource: &str, columns: &[&str], rows: &[&[&str]]) -> Observation {
    let columns = columns
        .iter()
        .map(|name| Column {
            name: (*name).into(),
            priority: 0,
        })
        .collect();
    let row = |cells: &&[&str]| Row {
        name: cells[0].into(),
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        ..Row::default()
    };
    let table = Table {
        resource: resource.into(),
        columns,
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    };
    Observation::Seen(Box::new(Seen {
        tables: vec![table],
        ..Seen::at(now())
    }))
}

const POD: [&str; 5] = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"];

fn pods(rows: &[&[&str]]) -> Observation {
    table("pods", &POD, rows)
}

fn stated(reading: Reading) -> Stated {
    Stated {
        told: Told::Demanded,
        reading,
        about: About::Step,
    }
}

/// Judges a step of one or more commands by its sentences.
fn judge_step(
    asked: &[(&Pipeline, &Observation)],
    world: &World,
    sentences: &[&str],
    lang: Lang,
) -> StepJudgement {
    judge_since(asked, world, sentences, lang, None)
}

/// The same, of a record whose deployment was made at a time.
fn judge_since(
    asked: &[(&Pipeline, &Observation)],
    world: &World,
    sentences: &[&str],
    lang: Lang,
    record_time: Option<DateTime<Utc>>,
) -> StepJudgement {
    let queries: Vec<&Query> = asked.iter().map(|(pipeline, _)| &pipeline.query).collect();
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &queries,
        force: Force::Demands,
        extra: &extra,
    };
    let expectations = sentences
        .iter()
        .map(|text| stated(read(text, &ctx)))
        .collect();
    judge(&StepCase {
        asked: asked
            .iter()
            .enumerate()
            .map(|(at, (pipeline, seen))| Asked {
                at,
                pipeline,
                filtered: seen,
                raw: seen,
            })
            .collect(),
        unasked: Vec::new(),
        expectations,
        world,
        now: now(),
        lang,
        record_time,
    })
}

/// The verdict and reason of one sentence on one answer, without companions.
fn check(pipeline: &Pipeline, seen: &Observation, sentence: &str, verdict: Verdict, message: &str) {
    let judged = judge_step(
        &[(pipeline, seen)],
        &World::default(),
        &[sentence],
        Lang::of(sentence),
    );
    assert_eq!(
        judged.judgement.verdict, verdict,
        "{sentence}: {:?}",
        judged.judgement
    );
    assert!(
        judged.judgement.message.contains(message),
        "{sentence}: {:?}",
        judged.judgement
    );
}

/// A recorded Table answer.
fn recorded(file: &str, resource: &str) -> Observation {
    let body = body(file);
    let columns = body["columnDefinitions"].as_array().unwrap();
    let columns = columns.iter().map(|column| Column {
        name: column["name"].as_str().unwrap_or_default().to_uppercase(),
        priority: i32::try_from(column["priority"].as_i64().unwrap_or(0)).unwrap_or(0),
    });
    let text = |cell: &Value| match cell {
        Value::String(text) => text.clone(),
        Value::Null => "<none>".into(),
        other => other.to_string(),
    };
    let rows = body["rows"].as_array().unwrap().iter().map(|row| {
        let cells: Vec<String> = row["cells"]
            .as_array()
            .into_iter()
            .flatten()
            .map(text)
            .collect();
        Row {
            name: cells.first().cloned().unwrap_or_default(),
            namespace: "loki-v3".into(),
            cells,
            object: None,
        }
    });
    let table = Table {
        resource: resource.into(),
        columns: columns.collect(),
        rows: rows.collect(),
        ..Table::default()
    };
    Observation::Seen(Box::new(Seen {
        tables: vec![table],
        ..Seen::at(now())
    }))
}

/// Answers companions from recorded lists of one state of the cluster.
fn companions(pipelines: &[&Pipeline], sentences: &[&str], files: &[(&str, &str)]) -> World {
    let queries: Vec<&Query> = pipelines.iter().map(|pipeline| &pipeline.query).collect();
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &queries,
        force: Force::Demands,
        extra: &extra,
    };
    let readings: Vec<Reading> = sentences.iter().map(|text| read(text, &ctx)).collect();
    let wanted = wants(&readings.iter().collect::<Vec<_>>());
    let mut observations = HashMap::new();
    for query in needs(pipelines, &wanted) {
        let Query::Get(get) = &query else { continue };
        let mut seen = Seen::at(now());
        for resource in &get.resources {
            let kind = crate::judge::needs::plural(&resource.kind).unwrap_or_default();
            if let Some((_, file)) = files.iter().find(|(of, _)| *of == kind) {
                seen.objects.extend(items(file));
            }
        }
        observations.insert(query, Observation::Seen(Box::new(seen)).into());
    }
    World { observations }
}

const COLUMNS: [&str; 5] = [
    "DESIRED: 10 (전체 노드 수)",
    "CURRENT: 10",
    "READY: 10",
    "UP-TO-DATE: 10",
    "AVAILABLE: 10",
];

#[test]
fn the_seeds_first_step_passes_after_and_fails_before() {
    let (daemonset, pod) = (
        get("daemonset", None),
        get("pods", Some("app.kubernetes.io/name=alloy")),
    );
    for (state, verdict, message) in [
        ("after", Verdict::Passed, "5개 중 5개 통과"),
        ("before", Verdict::Failed, "기대 10, 실제 7"),
    ] {
        let file = |name: &str| format!("{state}/{name}");
        let first = recorded(&file("daemonsets.list.table-noobj.json"), "daemonsets");
        let second = recorded(&file("pods.list.alloy.table-noobj.json"), "pods");
        let (ds, pods, nodes) = (
            file("daemonsets.list.json"),
            file("pods.list.alloy.json"),
            file("nodes.list.json"),
        );
        let files = [
            ("daemonsets", ds.as_str()),
            ("pods", pods.as_str()),
            ("nodes", nodes.as_str()),
        ];
        let world = companions(&[&daemonset, &pod], &COLUMNS, &files);
        let judged = judge_step(
            &[(&daemonset, &first), (&pod, &second)],
            &world,
            &COLUMNS,
            Lang::Ko,
        );
        assert_eq!(judged.judgement.verdict, verdict, "{judged:#?}");
        assert!(judged.judgement.message.contains(message), "{judged:#?}");
    }
}

#[test]
fn the_seeds_second_step_counts_nodes() {
    let sentences = [
        "모든 10개 노드에 Alloy Pod가 배포되었는지",
        "이전에 Pending이었던 노드에도 Running 상태인지",
    ];
    let pod = get("pods", Some("app.kubernetes.io/name=alloy"));
    for (state, verdict) in [("after", Verdict::Passed), ("before", Verdict::Failed)] {
        let file = |name: &str| format!("{state}/{name}");
        let seen = recorded(&file("pods.list.alloy.table-noobj.json"), "pods");
        let (ds, pods, nodes) = (
            file("daemonsets.list.json"),
            file("pods.list.alloy.json"),
            file("nodes.list.json"),
        );
        let files = [
            ("daemonsets", ds.as_str()),
            ("pods", pods.as_str()),
            ("nodes", nodes.as_str()),
        ];
        let world = companions(&[&pod], &sentences, &files);
        let judged = judge_step(&[(&pod, &seen)], &world, &sentences, Lang::Ko);
        assert_eq!(judged.judgement.verdict, verdict, "{judged:#?}");
    }
}

fn usage(name: &str, cpu: &str, memory: &str) -> Usage {
    let quantity = |text| Quantity::parse(text).unwrap();
    let sample = Sample {
        cpu: quantity(cpu),
        memory: quantity(memory),
        timestamp: now(),
        window: "15s".into(),
    };
    Usage {
        namespace: "loki-v3".into(),
        name: name.into(),
        container: String::new(),
        sample: Some(sample),
    }
}

fn top(usages: Vec<Usage>) -> (Pipeline, Observation) {
    let query = Query::Top(Top {
        scope: scope(),
        of: TopOf::Pods,
        names: Vec::new(),
        selector: None,
        field_selector: None,
        containers: false,
        sort_by: None,
        no_headers: false,
        sum: false,
    });
    let seen = Seen {
        usage: usages,
        ..Seen::at(now())
    };
    (
        Pipeline {
            query,
            filters: Vec::new(),
        },
        Observation::Seen(Box::new(seen)),
    )
}

#[test]
fn bounds_include_themselves_only_where_the_words_do() {
    let (pipeline, seen) = top(vec![
        usage("alloy-a", "0.1", "512Mi"),
        usage("alloy-b", "250000000n", "700Mi"),
    ]);
    check(
        &pipeline,
        &seen,
        "CPU 사용량이 250m 이하인지",
        Verdict::Passed,
        "최대 alloy-b 250m",
    );
    check(
        &pipeline,
        &seen,
        "CPU 사용량이 0.25 이하인지",
        Verdict::Passed,
        "alloy-b",
    );
    check(
        &pipeline,
        &seen,
        "CPU 사용량이 250m 미만인지",
        Verdict::Failed,
        "alloy-b 250m",
    );
    check(
        &pipeline,
        &seen,
        "Memory 사용량이 700Mi 이하인지",
        Verdict::Passed,
        "구간 15s",
    );
    check(
        &pipeline,
        &seen,
        "Memory < 700M",
        Verdict::Failed,
        "alloy-b 700Mi",
    );
    check(
        &pipeline,
        &seen,
        "CPU usage should be at most 250m",
        Verdict::Passed,
        "largest alloy-b 250m",
    );
}

#[test]
fn usage_in_a_namespace_is_that_of_its_pods() {
    let other = Usage {
        namespace: "data".into(),
        ..usage("db-0", "900m", "4Gi")
    };
    let (mut pipeline, seen) = top(vec![usage("alloy-a", "100m", "512Mi"), other]);
    let mut judged = |all: bool, text: &str, verdict, says: &str| {
        if let Query::Top(top) = &mut pipeline.query {
            top.scope.namespace = if all {
                Namespace::All
            } else {
                Namespace::Named("loki-v3".into())
            };
        }
        check(&pipeline, &seen, text, verdict, says);
    };
    for (of_loki, of_data) in [
        (
            "CPU usage of pods in namespace `loki-v3` is below 250m",
            "CPU usage of pods in namespace `data` is below 250m",
        ),
        (
            "`loki-v3` 네임스페이스의 모든 Pod CPU 사용량이 250m 미만",
            "`data` 네임스페이스의 모든 Pod CPU 사용량이 250m 미만",
        ),
    ] {
        judged(true, of_loki, Verdict::Passed, "alloy-a 100m");
        judged(true, of_data, Verdict::Failed, "db-0 900m");
        // The command does not look there.
        judged(false, of_data, Verdict::Manual, "");
    }
}

#[test]
fn a_pod_without_a_sample_is_pending_and_named() {
    let unsampled = Usage {
        sample: None,
        ..usage("alloy-new", "0", "0")
    };
    let (pipeline, seen) = top(vec![usage("alloy-a", "100m", "512Mi"), unsampled]);
    check(
        &pipeline,
        &seen,
        "CPU 사용량이 250m 이하인지",
        Verdict::Pending,
        "alloy-new",
    );
    let (pipeline, seen) = top(Vec::new());
    check(
        &pipeline,
        &seen,
        "CPU 사용량이 250m 이하인지",
        Verdict::Failed,
        "",
    );
}

#[test]
fn pods_that_ended_are_reported_and_not_counted() {
    let pipeline = get("pods", None);
    let seen = pods(&[
        &["a", "1/1", "Running", "5 (3m ago)", "2d"],
        &["b", "0/1", "Evicted", "0", "2d"],
        &["c", "1/1", "Terminating", "0", "2d"],
    ]);
    check(
        &pipeline,
        &seen,
        "모든 Pod Running",
        Verdict::Passed,
        "b Evicted, c Terminating",
    );
    check(&pipeline, &seen, "Pod 1개", Verdict::Passed, "");
    check(&pipeline, &seen, "RESTARTS: 5", Verdict::Passed, "");
    check(
        &pipeline,
        &seen,
        "재시작 0회",
        Verdict::Failed,
        "a 5 (3m ago)",
    );
    check(&pipeline, &seen, "READY: 1/1", Verdict::Passed, "");
    check(
        &pipeline,
        &seen,
        "COLOR: Running",
        Verdict::Unknown,
        "NAME, READY, RESTARTS, STATUS",
    );
}

#[test]
fn empty_is_a_pass_only_where_emptiness_is_expected() {
    let pipeline = get("pods", None);
    let empty = pods(&[]);
    check(&pipeline, &empty, "Pending Pod 없음", Verdict::Passed, "");
    check(
        &pipeline,
        &empty,
        "READY: 10",
        Verdict::Failed,
        "none found",
    );
    check(
        &pipeline,
        &empty,
        "모든 Pod가 Running 상태",
        Verdict::Failed,
        "",
    );
    check(&pipeline, &empty, "No resources found", Verdict::Passed, "");
    let blind = Observation::Blind(Blind::new(Cause::Unreachable, "connection refused", ""));
    check(
        &pipeline,
        &blind,
        "Pending Pod 없음",
        Verdict::Unknown,
        "connection refused",
    );
    check(&pipeline, &blind, "READY: 10", Verdict::Unknown, "");
}

#[test]
fn running_but_not_ready_is_not_running() {
    let pipeline = get("pods", None);
    let seen = pods(&[&["a", "0/1", "Running", "0", "2d"]]);
    check(
        &pipeline,
        &seen,
        "All pods are Running",
        Verdict::Failed,
        "0/1",
    );
    let seen = pods(&[&["a", "0/1", "ImagePullBackOff", "0", "2d"]]);
    check(
        &pipeline,
        &seen,
        "No pending pods",
        Verdict::Failed,
        "ImagePullBackOff",
    );
}

#[test]
fn a_sentence_that_is_not_understood_is_manual_beside_others_that_pass() {
    let pipeline = get("pods", None);
    let seen = pods(&[&["a", "1/1", "Running", "0", "2d"]]);
    let judged = judge_step(
        &[(&pipeline, &seen)],
        &World::default(),
        &["모든 Pod Running", "Grafana 로그인 성공"],
        Lang::Ko,
    );
    assert_eq!(judged.judgement.verdict, Verdict::Manual);
    assert!(
        judged.judgement.message.contains("2개 중 1개 통과"),
        "{judged:?}"
    );
}

fn logs(lines: &[(&str, i64)]) -> (Pipeline, Observation) {
    let query = Query::Logs(Logs {
        scope: scope(),
        selector: Some("app=alloy".into()),
        tail: Some(Tail::Lines(50)),
        ..Logs::default()
    });
    let line = |(text, minutes): &(&str, i64)| LogLine {
        source: "alloy-a/alloy".into(),
        time: Some(now() - TimeDelta::minutes(*minutes)),
        text: (*text).into(),
    };
    let seen = Seen {
        lines: lines.iter().map(line).collect(),
        ..Seen::at(now())
    };
    (
        Pipeline {
            query,
            filters: Vec::new(),
        },
        Observation::Seen(Box::new(seen)),
    )
}

#[test]
fn a_heading_of_log_collection_is_an_expectation_of_its_own() {
    for (title, lines, verdict) in [
        (
            "로그 수집 확인",
            vec![("level=info msg=ok", 5)],
            Verdict::Passed,
        ),
        (
            "Logs are collected",
            vec![("level=info msg=ok", 5)],
            Verdict::Passed,
        ),
        (
            "로그 수집 확인",
            vec![("level=info msg=ok", 90)],
            Verdict::Failed,
        ),
        ("로그 수집 확인", vec![], Verdict::Pending),
        ("로그 구조", vec![("level=info msg=ok", 5)], Verdict::Manual),
    ] {
        let (pipeline, seen) = logs(&lines);
        let readings = heading(title).map(Reading::Understood);
        let judged = judge(&StepCase {
            asked: vec![Asked {
                at: 0,
                pipeline: &pipeline,
                filtered: &seen,
                raw: &seen,
            }],
            unasked: Vec::new(),
            expectations: readings.into_iter().map(stated).collect(),
            world: &World::default(),
            now: now(),
            lang: Lang::of(title),
            record_time: None,
        });
        assert_eq!(
            judged.judgement.verdict, verdict,
            "{title} {lines:?}: {judged:?}"
        );
    }
}

#[test]
fn errors_are_told_by_the_lines_own_structure() {
    let (pipeline, quiet) = logs(&[
        ("level=info msg=\"error budget ok\"", 5),
        (r#"{"level":"info","error":null}"#, 4),
    ]);
    check(
        &pipeline,
        &quiet,
        "로그에 에러 없음",
        Verdict::Passed,
        "최근 50줄",
    );
    for loud in [
        "level=error msg=x",
        r#"{"level":"ERROR"}"#,
        "E0102 03:04:05.000 1 x.go:1] no",
        "[ERROR] x",
        "2025-12-05 FATAL x",
    ] {
        let (pipeline, seen) = logs(&[(loud, 5)]);
        check(
            &pipeline,
            &seen,
            "No errors in the logs",
            Verdict::Failed,
            "1 error lines",
        );
    }
    let (pipeline, none) = logs(&[]);
    check(&pipeline, &none, "로그에 에러 없음", Verdict::Pending, "");
}

#[test]
fn a_controller_that_lags_makes_every_number_pending() {
    let pipeline = get("daemonset", None);
    let columns = [
        "NAME",
        "DESIRED",
        "CURRENT",
        "READY",
        "UP-TO-DATE",
        "AVAILABLE",
    ];
    let seen = table(
        "daemonsets",
        &columns,
        &[&["alloy", "10", "10", "10", "10", "10"]],
    );
    let status = |observed: i64| {
        serde_json::json!({"observedGeneration": observed, "desiredNumberScheduled": 10, "currentNumberScheduled": 10,
            "numberReady": 10, "updatedNumberScheduled": 10, "numberAvailable": 10})
    };
    let daemonset = |observed| {
        serde_json::json!({"apiVersion": "apps/v1", "kind": "DaemonSet",
            "metadata": {"name": "alloy", "namespace": "loki-v3", "generation": 6},
            "spec": {"selector": {"matchLabels": {"app": "alloy"}}, "template": {"metadata": {"labels": {"app": "alloy"}}}},
            "status": status(observed)})
    };
    for (observed, verdict) in [(5, Verdict::Pending), (6, Verdict::Passed)] {
        let mut companion = pipeline.query.clone();
        let Query::Get(query) = &mut companion else {
            panic!()
        };
        query.objects = true;
        let objects = Seen {
            objects: vec![daemonset(observed)],
            ..Seen::at(now())
        };
        let world = World {
            observations: HashMap::from([(companion, Observation::Seen(Box::new(objects)).into())]),
        };
        let judged = judge_step(&[(&pipeline, &seen)], &world, &["READY: 10"], Lang::Ko);
        assert_eq!(judged.judgement.verdict, verdict, "{judged:?}");
    }
}

fn through(pipeline: &Pipeline, filter: crate::query::Filter) -> Pipeline {
    Pipeline {
        filters: vec![filter],
        ..pipeline.clone()
    }
}

fn grep(pattern: &str, invert: bool) -> crate::query::Filter {
    crate::query::Filter::Grep(crate::query::Grep {
        patterns: vec![pattern.into()],
        invert,
        ..Default::default()
    })
}

/// One sentence on an answer whose text a filter cut.
fn check_filtered(
    pipeline: &Pipeline,
    raw: &Observation,
    text: &str,
    sentence: &str,
    verdict: Verdict,
) {
    let mut filtered = raw.clone();
    if let Observation::Seen(seen) = &mut filtered {
        seen.text = text.into();
    }
    let extra = ExtraWords::default();
    let lang = Lang::of(sentence);
    let ctx = ReadContext {
        queries: &[&pipeline.query],
        force: Force::Demands,
        extra: &extra,
    };
    let judged = judge(&StepCase {
        asked: vec![Asked {
            at: 0,
            pipeline,
            filtered: &filtered,
            raw,
        }],
        unasked: Vec::new(),
        expectations: vec![stated(read(sentence, &ctx))],
        world: &World::default(),
        now: now(),
        lang,
        record_time: None,
    });
    assert_eq!(
        judged.judgement.verdict, verdict,
        "{sentence} on {text:?}: {:?}",
        judged.judgement
    );
}

#[test]
fn a_filter_by_state_does_not_answer_for_the_state() {
    let seen = pods(&[
        &["web-1", "1/1", "Running", "0", "2d"],
        &["web-2", "0/1", "Pending", "0", "2d"],
        &["db-0", "1/1", "Running", "0", "2d"],
    ]);
    let all = get("pods", None);
    let running = through(&all, grep("Running", false));
    check_filtered(
        &running,
        &seen,
        "web-1 1/1 Running 0 2d\ndb-0 1/1 Running 0 2d",
        "모든 Pod Running",
        Verdict::Failed,
    );
    check_filtered(
        &running,
        &seen,
        "web-1 1/1 Running 0 2d\ndb-0 1/1 Running 0 2d",
        "2 pods",
        Verdict::Passed,
    );
    let others = through(&all, grep("Running", true));
    check_filtered(
        &others,
        &seen,
        "web-2 0/1 Pending 0 2d",
        "No output",
        Verdict::Failed,
    );
    check_filtered(
        &others,
        &seen,
        "web-2 0/1 Pending 0 2d",
        "All pods Running",
        Verdict::Failed,
    );
    let named = through(&all, grep("db", false));
    check_filtered(
        &named,
        &seen,
        "db-0 1/1 Running 0 2d",
        "All pods Running",
        Verdict::Passed,
    );
    let counted = Pipeline {
        filters: vec![grep("Running", false), crate::query::Filter::Count('l')],
        ..all.clone()
    };
    check_filtered(&counted, &seen, "2", "2 pods Running", Verdict::Passed);
    check_filtered(&counted, &seen, "2", "3 pods Running", Verdict::Failed);
    check_filtered(&counted, &seen, "2", "모든 Pod Running", Verdict::Manual);
    let lines = through(&all, crate::query::Filter::Count('l'));
    check_filtered(&lines, &seen, "4", "Pod 3개", Verdict::Passed);
    check_filtered(&lines, &seen, "4", "Pod 4개", Verdict::Manual);
    check_filtered(&lines, &seen, "4", "Pod 5개", Verdict::Failed);
    check_filtered(&lines, &seen, "4", "4", Verdict::Passed);
}

#[test]
fn names_pick_what_kubernetes_made_from_them() {
    let pipeline = get("pods", None);
    let seen = pods(&[
        &["web-7d9c5b6f4-x2x4z", "1/1", "Running", "0", "2d"],
        &["web-admin-7d9c5b6f4-kkk2z", "0/1", "Pending", "0", "2d"],
        &["db-0", "1/1", "Running", "0", "2d"],
    ]);
    check(
        &pipeline,
        &seen,
        "`web` 파드가 Running",
        Verdict::Passed,
        "1/1",
    );
    check(
        &pipeline,
        &seen,
        "`web-admin` pod is Running",
        Verdict::Failed,
        "Pending",
    );
    check(&pipeline, &seen, "`db` 1/1 Running", Verdict::Passed, "");
    check(&pipeline, &seen, "db-0 1/1 Running", Verdict::Passed, "");
    check(&pipeline, &seen, "`api` pod exists", Verdict::Failed, "");
    check(
        &pipeline,
        &seen,
        "Grafana Pod Running",
        Verdict::Manual,
        "Grafana",
    );
    check(
        &pipeline,
        &seen,
        "Web Pod Running",
        Verdict::Failed,
        "Pending",
    );
}

#[test]
fn several_tables_share_columns_and_the_value_tells_which_is_meant() {
    let (workloads, instances) = (get("deployments", None), get("pods", None));
    let deployments = table(
        "deployments",
        &["NAME", "READY", "UP-TO-DATE", "AVAILABLE"],
        &[&["web", "3/3", "3", "3"]],
    );
    let pods = pods(&[&["web-1", "2/2", "Running", "0", "1d"]]);
    let judged = |sentences: &[&str]| {
        judge_step(
            &[(&workloads, &deployments), (&instances, &pods)],
            &World::default(),
            sentences,
            Lang::En,
        )
    };
    assert_eq!(
        judged(&["READY 3/3", "AVAILABLE: 3"]).judgement.verdict,
        Verdict::Passed
    );
    // Two tables with two numbers each, and the total tells them apart.
    assert_eq!(judged(&["READY 3/3"]).judgement.verdict, Verdict::Passed);
    assert_eq!(judged(&["READY 1/1"]).judgement.verdict, Verdict::Failed);
}

#[test]
fn what_is_not_a_list_of_states_is_left_to_a_person() {
    let pipeline = get("pods", None);
    let printed = |text: &str| Observation::Seen(Box::new(Seen::printed(now(), text)));
    check(
        &pipeline,
        &printed("Running Running"),
        "All pods Running",
        Verdict::Passed,
        "",
    );
    check(
        &pipeline,
        &printed("Running Pending"),
        "All pods Running",
        Verdict::Failed,
        "Pending",
    );
    check(
        &pipeline,
        &printed("true"),
        "Expected: true",
        Verdict::Passed,
        "",
    );
    check(
        &pipeline,
        &printed("INACTIVE"),
        "Expected: ACTIVE",
        Verdict::Failed,
        "INACTIVE",
    );
    check(
        &pipeline,
        &printed("NotReady"),
        "Look for: \"Ready state\"",
        Verdict::Failed,
        "",
    );
    check(
        &pipeline,
        &printed("the deployment is rolling out"),
        "Available",
        Verdict::Manual,
        "",
    );
}

#[test]
fn a_companion_that_could_not_be_seen_keeps_a_pass_back() {
    let pipeline = get("daemonset", None);
    let columns = ["NAME", "DESIRED", "READY"];
    let seen = table("daemonsets", &columns, &[&["alloy", "10", "10"]]);
    let mut companion = pipeline.query.clone();
    let Query::Get(query) = &mut companion else {
        panic!()
    };
    query.objects = true;
    let blind = Observation::Blind(Blind::new(Cause::Forbidden, "daemonsets is forbidden", ""));
    let world = World {
        observations: HashMap::from([(companion, blind.into())]),
    };
    let verdict = |sentence| {
        judge_step(&[(&pipeline, &seen)], &world, &[sentence], Lang::Ko)
            .judgement
            .verdict
    };
    assert_eq!(verdict("READY: 10"), Verdict::Unknown);
    assert_eq!(verdict("READY: 9"), Verdict::Failed);
}

#[test]
fn an_unasked_command_leaves_the_step_to_a_person() {
    let pipeline = get("pods", None);
    let seen = pods(&[&["a", "1/1", "Running", "0", "2d"]]);
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &extra,
    };
    let judged = judge(&StepCase {
        asked: vec![Asked {
            at: 0,
            pipeline: &pipeline,
            filtered: &seen,
            raw: &seen,
        }],
        unasked: vec![Unasked {
            at: 1,
            why: "`kubectl apply -f x`: refused".into(),
        }],
        expectations: vec![stated(read("모든 Pod Running", &ctx))],
        world: &World::default(),
        now: now(),
        lang: Lang::Ko,
        record_time: None,
    });
    assert_eq!(judged.judgement.verdict, Verdict::Manual);
    assert!(
        matches!(&judged.entries[0], Entry::Judged(one) if one.verdict == Verdict::Passed),
        "{judged:?}"
    );
}

#[test]
fn restarts_before_the_deployment_are_not_its_own() {
    let pipeline = get("pods", None);
    let seen = pods(&[&["a", "1/1", "Running", "5 (3d ago)", "9d"]]);
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &extra,
    };
    for (days, verdict) in [(1, Verdict::Passed), (5, Verdict::Failed)] {
        let judged = judge(&StepCase {
            asked: vec![Asked {
                at: 0,
                pipeline: &pipeline,
                filtered: &seen,
                raw: &seen,
            }],
            unasked: Vec::new(),
            expectations: vec![stated(read("재시작 0회", &ctx))],
            world: &World::default(),
            now: now(),
            lang: Lang::Ko,
            record_time: Some(now() - TimeDelta::days(days)),
        });
        assert_eq!(judged.judgement.verdict, verdict, "{days}: {judged:?}");
    }
}
