//! What a sentence speaks of against what its command reads: a small cluster, commands as they are written, and
//! sentences of both languages.

use super::*;
use crate::query::script::read as commands;
use crate::query::{Class, filter};

/// `namespace name label READY STATUS RESTARTS`.
pub(super) type Pod = [&'static str; 6];

pub(super) const FINE: [Pod; 4] = [
    ["web", "web-7d9c5b6f4-x2x4z", "web", "1/1", "Running", "0"],
    ["web", "web-7d9c5b6f4-p9q7t", "web", "1/1", "Running", "0"],
    ["web", "api-6c5d4f7b8-zzz99", "api", "1/1", "Running", "0"],
    ["data", "db-0", "db", "1/1", "Running", "0"],
];

/// The same with one pod in another state.
fn with(at: usize, ready: &'static str, status: &'static str) -> Vec<Pod> {
    let mut pods = FINE.to_vec();
    pods[at][3] = ready;
    pods[at][4] = status;
    pods
}

fn phase(status: &str) -> &str {
    match status {
        "CrashLoopBackOff" => "Running",
        "Error" | "Evicted" => "Failed",
        "ImagePullBackOff" => "Pending",
        "Completed" => "Succeeded",
        other => other,
    }
}

pub(super) fn pipeline(line: &str) -> Pipeline {
    match &commands(line, "bash").commands[0].class {
        Class::Understood(pipeline) => (**pipeline).clone(),
        other => panic!("{line}: {other:?}"),
    }
}

/// What the cluster answers to a `kubectl get pods`.
pub(super) fn answer(cluster: &[Pod], pipeline: &Pipeline) -> Seen {
    let Query::Get(get) = &pipeline.query else {
        panic!("{pipeline:?}")
    };
    let named = |name: &str| {
        let mut names = get.resources.iter().filter_map(|one| one.name.as_deref());
        names.clone().next().is_none() || names.any(|one| one == name)
    };
    let selected = |label: &str| {
        let selector = get.selector.as_deref();
        selector.is_none_or(|selector| selector == format!("app={label}"))
    };
    let kept = |status: &str| match get.field_selector.as_deref() {
        None => true,
        Some(fields) => match fields.strip_prefix("status.phase!=") {
            Some(other) => phase(status) != other,
            None => fields.strip_prefix("status.phase=") == Some(phase(status)),
        },
    };
    let all = get.scope.namespace == Namespace::All;
    let here = |namespace: &str| all || get.scope.namespace == Namespace::Named(namespace.into());
    let mut text = if get.no_headers {
        String::new()
    } else {
        "NAME READY STATUS RESTARTS AGE\n".to_owned()
    };
    let mut rows = Vec::new();
    for [namespace, name, label, ready, status, restarts] in cluster {
        if here(namespace) && named(name) && selected(label) && kept(status) {
            text.push_str(&format!("{name} {ready} {status} {restarts} 2d\n"));
            rows.push(Row {
                namespace: (*namespace).into(),
                name: (*name).into(),
                cells: [name, *ready, *status, *restarts, "2d"]
                    .map(str::to_owned)
                    .to_vec(),
                object: None,
            });
        }
    }
    let column = |name: &&str| Column {
        name: (*name).into(),
        priority: 0,
    };
    let missing = get
        .resources
        .iter()
        .filter_map(|one| one.name.as_deref())
        .filter(|name| !cluster.iter().any(|pod| pod[1] == *name));
    Seen {
        missing: missing.map(|name| format!("pods/{name}")).collect(),
        tables: vec![Table {
            resource: "pods".into(),
            columns: POD.iter().map(column).collect(),
            rows,
            ..Table::default()
        }],
        text,
        ..Seen::at(now())
    }
}

/// The verdict of one sentence beside one command.
pub(super) fn judged(cluster: &[Pod], line: &str, sentence: &str) -> Judgement {
    let pipeline = pipeline(line);
    let raw = answer(cluster, &pipeline);
    let filtered = filter::apply(&pipeline.filters, &raw).unwrap();
    let [raw, filtered] = [raw, filtered].map(|seen| Observation::Seen(Box::new(seen)));
    let extra = ExtraWords::default();
    let lang = Lang::of(sentence);
    let ctx = ReadContext {
        queries: &[&pipeline.query],
        force: Force::Demands,
        extra: &extra,
    };
    let step = judge(&StepCase {
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
        lang,
        record_time: None,
    });
    step.judgement
}

#[test]
fn a_sentence_speaks_of_what_its_command_reads() {
    use Verdict::{Failed, Manual, Passed};
    let fine = FINE.to_vec();
    let crash = with(2, "0/1", "CrashLoopBackOff");
    let pending = with(1, "0/1", "ImagePullBackOff");
    let web = "kubectl -n web get pods -l app=web";
    let all = "kubectl -n web get pods";
    let rows: &[(&Vec<Pod>, &str, [&str; 2], Verdict)] = &[
        // A place of its own is all that it has.
        (
            &crash,
            web,
            [
                "web 네임스페이스의 모든 Pod가 Running",
                "All pods in namespace web are Running",
            ],
            Manual,
        ),
        (
            &crash,
            all,
            [
                "web 네임스페이스의 모든 Pod가 Running",
                "All pods in namespace web are Running",
            ],
            Failed,
        ),
        (
            &fine,
            all,
            [
                "web 네임스페이스의 모든 Pod가 Running",
                "All pods in namespace web are Running",
            ],
            Passed,
        ),
        (
            &fine,
            all,
            [
                "클러스터의 모든 Pod가 Running",
                "All pods in the cluster are Running",
            ],
            Manual,
        ),
        (
            &fine,
            "kubectl get pods -A",
            [
                "클러스터의 모든 Pod가 Running",
                "All pods in the cluster are Running",
            ],
            Passed,
        ),
        (
            &fine,
            all,
            ["data 네임스페이스에 Pod 없음", "No pods in namespace data"],
            Manual,
        ),
        // A name that picks nothing is never all, and nothing is denied of it.
        (
            &crash,
            all,
            ["`web` Pod가 Running", "`web` pods are Running"],
            Passed,
        ),
        (
            &crash,
            all,
            [
                "`webhook` Pod에 CrashLoopBackOff 없음",
                "No `webhook` pods in CrashLoopBackOff",
            ],
            Manual,
        ),
        (
            &crash,
            all,
            ["half-ready Pod 없음", "No half-ready pods"],
            Manual,
        ),
        (
            &fine,
            all,
            ["`web-old` Pod 없음", "No `web-old` pods"],
            Passed,
        ),
        // States that are joined or denied by a prefix are states.
        (
            &crash,
            all,
            [
                "Error/CrashLoopBackOff Pod 없음",
                "No Error/CrashLoopBackOff pods",
            ],
            Failed,
        ),
        (
            &crash,
            all,
            [
                "Pending/Failed/CrashLoopBackOff Pod 없음",
                "No Pending/Failed/CrashLoopBackOff pods",
            ],
            Failed,
        ),
        (
            &crash,
            all,
            ["non-Running Pod 없음", "No non-Running pods"],
            Failed,
        ),
        (
            &fine,
            all,
            ["non-Running Pod 없음", "No non-Running pods"],
            Passed,
        ),
        (
            &crash,
            all,
            ["not-ready Pod 없음", "No un-ready pods"],
            Failed,
        ),
        // Field selectors that keep away what is denied.
        (
            &pending,
            "kubectl -n web get pods --field-selector=status.phase=Running",
            ["모든 Pod Running", "All pods Running"],
            Manual,
        ),
        (
            &pending,
            "kubectl -n web get pods --field-selector=status.phase=Running",
            ["Pending Pod 없음", "No Pending pods"],
            Manual,
        ),
        (
            &pending,
            "kubectl -n web get pods --field-selector=status.phase=Pending",
            ["Pending Pod 없음", "No Pending pods"],
            Failed,
        ),
        (
            &fine,
            "kubectl -n web get pods --field-selector=status.phase=Failed",
            ["Failed Pod 없음", "No failed pods"],
            Passed,
        ),
        // A parenthesis is a statement.
        (
            &crash,
            "kubectl -n web get pods | grep -v CrashLoop | grep -v Running",
            [
                "출력 없음 (모든 Pod Running)",
                "No output (all pods Running)",
            ],
            Failed,
        ),
        (
            &fine,
            "kubectl -n web get pods | grep -v Running",
            [
                "출력 없음 (모든 Pod Running)",
                "No output (all pods Running)",
            ],
            Passed,
        ),
        (
            &fine,
            "kubectl -n web get pods | grep -v Running",
            ["출력 없음 (dev)", "No output (in both clusters)"],
            Manual,
        ),
        (
            &fine,
            web,
            ["모든 Pod Running (3일)", "All pods Running (for 3 days)"],
            Manual,
        ),
        (
            &fine,
            web,
            [
                "모든 Pod Running (5분 이내)",
                "All pods Running (may take 5 minutes)",
            ],
            Passed,
        ),
        // What a command could not find is part of what it printed.
        (
            &fine,
            "kubectl -n web get pods api-6c5d4f7b8-zzz99 api-9",
            ["모든 Pod Running", "All pods Running"],
            Failed,
        ),
        // Counts say nothing of what they count.
        (
            &fine,
            "kubectl -n web get pods --no-headers | wc -l",
            ["Service 3개", "3 services"],
            Manual,
        ),
        (
            &fine,
            "kubectl -n web get pods --no-headers | wc -l",
            ["Pod 3개", "3 pods"],
            Passed,
        ),
        (
            &fine,
            "kubectl -n web get pods --no-headers | wc -l",
            ["`web` Pod 3개", "3 `web` pods"],
            Failed,
        ),
        (
            &crash,
            "kubectl -n web get pods | grep -cE 'Crash|Running'",
            ["CrashLoopBackOff Pod 3개", "3 pods in CrashLoopBackOff"],
            Failed,
        ),
        (
            &fine,
            "kubectl -n web get pods | grep -c Running",
            ["Running Pod 3개", "3 Running pods"],
            Passed,
        ),
        // Filters that pick by a state answer for none.
        (
            &pending,
            "kubectl -n web get pods | grep -v ImagePull",
            ["ImagePullBackOff Pod 없음", "No ImagePullBackOff pods"],
            Failed,
        ),
        (&crash, all, ["크래시 Pod 없음", "No dead pods"], Manual),
        (
            &crash,
            all,
            ["비정상 Pod 없음", "No unhealthy pods"],
            Failed,
        ),
        (&fine, all, ["비정상 Pod 없음", "No unready pods"], Passed),
        (
            &crash,
            all,
            ["crash-loop Pod 없음", "No crash-looping pods"],
            Failed,
        ),
        (
            &crash,
            all,
            ["모든 컨테이너가 Running", "All containers are ready"],
            Failed,
        ),
        (
            &fine,
            all,
            ["모든 컨테이너가 Ready", "All containers are running"],
            Passed,
        ),
        (
            &crash,
            all,
            ["Error 상태의 Pod가 없어야 함", "No pods in error state"],
            Failed,
        ),
        (&fine, all, ["Pod １２개", "twelve pods Running"], Failed),
        (&fine, all, ["Pod ３개", "three pods Running"], Passed),
        // What stays so did not restart.
        (
            &fine,
            web,
            ["Running 상태 유지", "Pods stay Running"],
            Passed,
        ),
    ];
    let mut wrong = Vec::new();
    for (cluster, line, sentences, verdict) in rows {
        for sentence in sentences {
            let judged = judged(cluster, line, sentence);
            if judged.verdict != *verdict {
                wrong.push(format!("{sentence} $ {line}: {judged:?}, not {verdict:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Sentences that name their own scope, with the command that shows all of it.
const SCOPED: [(&str, [&str; 2]); 8] = [
    (
        "kubectl -n web get pods",
        [
            "web 네임스페이스의 모든 Pod가 Running",
            "All pods in namespace web are Running",
        ],
    ),
    (
        "kubectl -n web get pods",
        [
            "네임스페이스의 모든 Pod가 Running",
            "All pods in the namespace are Running",
        ],
    ),
    (
        "kubectl -n web get pods",
        [
            "web 네임스페이스의 모든 Pod가 Ready",
            "All pods in namespace web are ready",
        ],
    ),
    (
        "kubectl -n web get pods",
        [
            "web 네임스페이스에 Pending Pod 없음",
            "No Pending pods in namespace web",
        ],
    ),
    (
        "kubectl -n web get pods",
        [
            "web 네임스페이스에 CrashLoopBackOff Pod 없음",
            "No CrashLoopBackOff pods in namespace web",
        ],
    ),
    (
        "kubectl get pods -A",
        [
            "클러스터의 모든 Pod가 Running",
            "All pods in the cluster are Running",
        ],
    ),
    (
        "kubectl get pods -A",
        [
            "클러스터에 Pending Pod 없음",
            "No Pending pods in the cluster",
        ],
    ),
    (
        "kubectl get pods -A",
        [
            "클러스터에 CrashLoopBackOff Pod 없음",
            "No CrashLoopBackOff pods in all namespaces",
        ],
    ),
];

/// The same command, of which it shows less.
fn narrower(line: &str) -> Vec<String> {
    let with = |more: &str| format!("{line} {more}");
    let mut lines = vec![
        with("-l app=web"),
        with("-l app=api"),
        with("--field-selector=status.phase=Running"),
        with("--field-selector=status.phase!=Pending"),
        with("--field-selector=status.phase=Failed"),
        with("| grep web"),
        with("| grep -v api"),
        with("| grep Running"),
        with("| grep -v Crash"),
        with("| head -2"),
        with("| tail -1"),
        with("-l app=web | grep Running"),
        with("-l app=web --no-headers | sort"),
        line.replace("get pods -A", "-n web get pods"),
        line.replace("get pods -A", "-n data get pods"),
        line.replace("-n web get pods", "-n data get pods"),
    ];
    if !line.contains("-A") {
        lines.push(with("web-7d9c5b6f4-x2x4z"));
        lines.push(with("web-7d9c5b6f4-x2x4z web-7d9c5b6f4-p9q7t"));
    }
    lines
}

#[test]
fn to_show_less_never_makes_a_sentence_pass() {
    let states = [
        ("0/1", "CrashLoopBackOff"),
        ("0/1", "ImagePullBackOff"),
        ("0/1", "Pending"),
        ("0/1", "Error"),
        ("0/1", "Running"),
    ];
    let (mut tried, mut wrong) = (0, Vec::new());
    for (line, sentences) in SCOPED {
        for sentence in sentences {
            let best = judged(&FINE, line, sentence);
            assert_eq!(best.verdict, Verdict::Passed, "{sentence}: {best:?}");
            for (at, (ready, status)) in (0..FINE.len()).flat_map(|at| states.map(|s| (at, s))) {
                let cluster = with(at, ready, status);
                if judged(&cluster, line, sentence).verdict == Verdict::Passed {
                    continue;
                }
                // `the namespace` is the command's own: another one's is another scope.
                let unnamed = sentence.contains("the namespace") || sentence.starts_with("네임");
                let elsewhere = |less: &String| unnamed && less.contains("-n data");
                for less in narrower(line).into_iter().filter(|less| !elsewhere(less)) {
                    tried += 1;
                    let now = judged(&cluster, &less, sentence);
                    if now.verdict == Verdict::Passed {
                        wrong.push(format!("{sentence} $ {less}, {status} of {at}: {now:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn to_speak_of_more_never_leaves_a_pass() {
    // Each of what one command shows, then of more than it does.
    let line = "kubectl -n web get pods -l app=web";
    for (own, more) in [
        (
            "All pods are Running",
            "All pods in namespace web are Running",
        ),
        (
            "All pods are Running",
            "All pods in the namespace are Running",
        ),
        (
            "All pods are Running",
            "All pods in the cluster are Running",
        ),
        (
            "모든 Pod가 Running",
            "web 네임스페이스의 모든 Pod가 Running",
        ),
        ("모든 Pod가 Running", "클러스터의 모든 Pod가 Running"),
        ("No Pending pods", "No Pending pods in namespace web"),
        ("No Pending pods", "No Pending pods in the cluster"),
        ("Pending Pod 없음", "클러스터에 Pending Pod 없음"),
        ("2 pods Running", "2 pods Running in the cluster"),
        ("모든 Pod가 Running", "`api` Pod가 Running"),
        ("All pods are Running", "`api` pods are Running"),
    ] {
        assert_eq!(judged(&FINE, line, own).verdict, Verdict::Passed, "{own}");
        let wide = judged(&FINE, line, more);
        assert_ne!(wide.verdict, Verdict::Passed, "{more}: {wide:?}");
    }
}

/// One sentence beside a command whose answer is given.
fn beside(line: &str, raw: Seen, sentence: &str) -> Judgement {
    let pipeline = pipeline(line);
    let filtered = filter::apply(&pipeline.filters, &raw).unwrap();
    let [raw, filtered] = [raw, filtered].map(|seen| Observation::Seen(Box::new(seen)));
    let extra = ExtraWords::default();
    let lang = Lang::of(sentence);
    let ctx = ReadContext {
        queries: &[&pipeline.query],
        force: Force::Demands,
        extra: &extra,
    };
    let asked = Asked {
        at: 0,
        pipeline: &pipeline,
        filtered: &filtered,
        raw: &raw,
    };
    let step = judge(&StepCase {
        asked: vec![asked],
        unasked: Vec::new(),
        expectations: vec![stated(read(sentence, &ctx))],
        world: &World::default(),
        now: now(),
        lang,
        record_time: None,
    });
    step.judgement
}

#[test]
fn of_events_head_and_tail_choose_the_ones_that_are_meant() {
    let columns = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
    let events = [
        ["9m", "Warning", "Unhealthy", "pod/web-1", "probe"],
        ["1m", "Normal", "Pulled", "pod/web-1", "image"],
    ];
    let mut text = columns.join("   ");
    let rows = events.iter().enumerate().map(|(at, cells)| Row {
        name: format!("web-1.{at}"),
        namespace: "web".into(),
        cells: cells.map(str::to_owned).to_vec(),
        object: None,
    });
    let rows: Vec<Row> = rows.collect();
    for cells in &events {
        text.push('\n');
        text.push_str(&cells.join("   "));
    }
    let column = |name: &str| Column {
        name: name.into(),
        priority: 0,
    };
    let raw = Seen {
        tables: vec![Table {
            resource: "events".into(),
            columns: columns.map(column).to_vec(),
            rows,
            ..Table::default()
        }],
        text: format!("{text}\n"),
        ..Seen::at(now())
    };
    for sentence in ["Warning 이벤트 없음", "No Warning events"] {
        for (line, verdict) in [
            ("kubectl -n web get events | tail -1", Verdict::Passed),
            ("kubectl -n web get events | tail -2", Verdict::Failed),
            ("kubectl -n web get events", Verdict::Failed),
        ] {
            let judged = beside(line, raw.clone(), sentence);
            assert_eq!(judged.verdict, verdict, "{sentence} $ {line}: {judged:?}");
        }
    }
}

#[test]
fn whose_logs_are_meant_and_how_many_of_them_were_read() {
    let line = |pod: &str, ago: i64, text: &str| LogLine {
        source: format!("{pod}/web"),
        time: Some(now() - TimeDelta::minutes(ago)),
        text: text.into(),
    };
    let seen = |lines: Vec<LogLine>| Seen {
        text: lines
            .iter()
            .map(|line| format!("{}\n", line.text))
            .collect(),
        lines,
        ..Seen::at(now())
    };
    let fine = || {
        seen(vec![
            line("web-1", 9, "level=info a"),
            line("web-1", 1, "level=info b"),
        ])
    };
    let bad = || {
        seen(vec![
            line("web-1", 9, "level=error a"),
            line("web-1", 1, "level=info b"),
        ])
    };
    let all = "kubectl -n web logs -l app=web --tail=-1";
    let one = "kubectl -n web logs deploy/web";
    use Verdict::{Failed, Manual, Passed, Unknown};
    let rows: [(&str, Seen, [&str; 2], Verdict); 9] = [
        (
            all,
            fine(),
            ["`web` 로그에 에러 없음", "No errors in `web` logs"],
            Passed,
        ),
        (
            all,
            bad(),
            ["`web` 로그에 에러 없음", "No errors in `web` logs"],
            Failed,
        ),
        (
            all,
            fine(),
            ["`grafana` 로그에 에러 없음", "No Grafana errors"],
            Manual,
        ),
        (
            all,
            fine(),
            ["timeout 에러 없음", "No timeout errors"],
            Passed,
        ),
        (
            all,
            bad(),
            ["`ERROR` 로그 없음", "No \"ERROR\" logs"],
            Failed,
        ),
        (
            all,
            fine(),
            [
                "모든 Pod의 로그에 에러 없음",
                "No errors in the logs of all pods",
            ],
            Passed,
        ),
        (
            one,
            fine(),
            [
                "모든 Pod의 로그에 에러 없음",
                "No errors in the logs of all pods",
            ],
            Manual,
        ),
        (one, fine(), ["에러 로그 없음", "No errors"], Passed),
        (
            "kubectl -n web logs deploy/web | tail -1",
            fine(),
            ["최근 500줄에 에러 없음", "No errors in the last 500 lines"],
            Unknown,
        ),
    ];
    let mut wrong = Vec::new();
    for (line, seen, sentences, verdict) in rows {
        for sentence in sentences {
            let judged = beside(line, seen.clone(), sentence);
            // What is not understood in one language is left to a person there.
            if judged.verdict != verdict && judged.verdict != Manual {
                wrong.push(format!("{sentence} $ {line}: {judged:?}, not {verdict:?}"));
            }
        }
        let korean = beside(line, seen.clone(), sentences[0]);
        if korean.verdict != verdict {
            wrong.push(format!(
                "{} $ {line}: {korean:?}, not {verdict:?}",
                sentences[0]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_are_compared_as_what_they_are() {
    let nodes = |version: &str, label: &str| Seen {
        tables: vec![Table {
            resource: "nodes".into(),
            columns: ["NAME", "STATUS", "VERSION", "POOL"]
                .map(|name| Column {
                    name: name.into(),
                    priority: 0,
                })
                .to_vec(),
            rows: vec![Row {
                name: "a".into(),
                cells: ["a", "Ready", version, label].map(str::to_owned).to_vec(),
                ..Row::default()
            }],
            ..Table::default()
        }],
        text: format!("NAME STATUS VERSION POOL\na Ready {version} {label}\n"),
        ..Seen::at(now())
    };
    use Verdict::{Failed, Passed};
    for (version, label, sentence, verdict) in [
        ("v3.9.1", "1.1", "VERSION: 3.10 or higher", Failed),
        ("v3.11.0", "1.1", "VERSION: 3.10 or higher", Passed),
        ("v1.34.2", "1.1", "VERSION: 1.4 이상", Passed),
        ("v1.34.2", "1.1", "POOL: 1.10", Failed),
        ("v1.34.2", "1.10", "POOL: 1.10", Passed),
        ("v1.34.2", "0123", "POOL: 123", Failed),
    ] {
        let judged = beside("kubectl get nodes", nodes(version, label), sentence);
        assert_eq!(
            judged.verdict, verdict,
            "{sentence} on {version} {label}: {judged:?}"
        );
    }
    for (body, sentence, verdict) in [
        ("NOT OK", "Expected: `OK`", Failed),
        ("OK", "Expected: `OK`", Passed),
        ("NOT OK", "결과가 `OK`여야 함", Failed),
        ("1.2.3-rc.1", "Expected: `1.2.3`", Failed),
        ("{\"status\":\"ok\"}", "Returns \"ok\"", Passed),
        ("{\"ok\":false}", "Returns \"ok\"", Failed),
        (
            "{\"status\":\"ok\",\"db\":\"down\"}",
            "\"ok\" 응답",
            Verdict::Manual,
        ),
        ("service web is up", "Output contains `web`", Passed),
    ] {
        let seen = Seen::printed(now(), body);
        let judged = beside(
            "kubectl -n web get cm web -o jsonpath='{.data.a}'",
            seen,
            sentence,
        );
        assert_eq!(judged.verdict, verdict, "{sentence} on {body}: {judged:?}");
    }
}
