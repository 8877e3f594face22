//! Logs: windows of time, whether they are collected, and of whom; restarts in a time.

use super::forms::both;
use super::*;
use crate::facts::observation::Cut;
use crate::judge::needs;
use crate::query::{Filter, LokiAsk, LokiQuery, ShownLabels};

fn logs(tail: Option<Tail>, since: Option<u64>) -> Pipeline {
    Pipeline {
        query: Query::Logs(Logs {
            scope: scope(),
            selector: Some("app=web".into()),
            tail,
            since_seconds: since,
            ..Logs::default()
        }),
        filters: Vec::new(),
    }
}

/// Lines as `pod`, minutes ago, text.
fn lines(lines: &[(&str, i64, &str)], cut: Option<Cut>) -> Observation {
    let line = |(pod, ago, text): &(&str, i64, &str)| LogLine {
        source: format!("{pod}/web"),
        time: Some(now() - TimeDelta::minutes(*ago)),
        text: (*text).into(),
    };
    let text: Vec<&str> = lines.iter().map(|(_, _, text)| *text).collect();
    Observation::Seen(Box::new(Seen {
        lines: lines.iter().map(line).collect(),
        text: text.join("\n"),
        cut,
        ..Seen::at(now())
    }))
}

fn reached(limit: u64) -> Option<Cut> {
    Some(Cut {
        limit,
        per_source: true,
        reached: 1,
    })
}

const WINDOW: [&str; 2] = [
    "최근 10분간 에러 로그 없음",
    "No errors in the last 10 minutes",
];

#[test]
fn errors_count_within_the_time_only() {
    let whole = logs(Some(Tail::All), Some(600));
    let fine = [
        ("web-1", 8, "level=info ready"),
        ("web-1", 1, "level=info ok"),
    ];
    both(&whole, &lines(&fine, None), WINDOW, Verdict::Passed);
    let late = [
        ("web-1", 8, "level=info ready"),
        ("web-1", 2, "level=error lost"),
    ];
    both(&whole, &lines(&late, None), WINDOW, Verdict::Failed);
    let aside = [
        "에러 로그가 없음 (최근 10분)",
        "No ERROR level logs (last 10 minutes)",
    ];
    both(&whole, &lines(&fine, None), aside, Verdict::Passed);
    both(&whole, &lines(&late, None), aside, Verdict::Failed);
    // One before that time is another matter.
    let all = logs(Some(Tail::All), None);
    let early = [
        ("web-1", 30, "level=error lost"),
        ("web-1", 2, "level=info ok"),
    ];
    both(&all, &lines(&early, None), WINDOW, Verdict::Passed);
    both(
        &all,
        &lines(&early, None),
        ["에러 로그 없음", "No errors"],
        Verdict::Failed,
    );
    // A line without a time may be of that time.
    let Observation::Seen(mut seen) = lines(&early, None) else {
        unreachable!()
    };
    seen.lines[0].time = None;
    both(&all, &Observation::Seen(seen), WINDOW, Verdict::Failed);
    both(&all, &lines(&[], None), WINDOW, Verdict::Pending);
    both(&get("pods", None), &pods(&[]), WINDOW, Verdict::Manual);
}

#[test]
fn a_time_beside_errors_is_one_to_look_back_over() {
    let sentences = ["10분 이내 에러 없음", "No errors within 10 minutes"];
    let late = [
        ("web-1", 8, "level=info ready"),
        ("web-1", 2, "level=error lost"),
    ];
    let fine = [
        ("web-1", 5, "level=info ready"),
        ("web-1", 1, "level=info ok"),
    ];
    let whole = logs(Some(Tail::All), Some(600));
    both(&whole, &lines(&late, None), sentences, Verdict::Failed);
    both(&whole, &lines(&fine, None), sentences, Verdict::Passed);
    let tail = logs(Some(Tail::Lines(2)), None);
    both(
        &tail,
        &lines(&fine, reached(2)),
        sentences,
        Verdict::Unknown,
    );
    // Whether lines are that young, or come that soon, is not said.
    let come = [
        "5분 이내 로그가 있음",
        "Logs should appear within 5 minutes",
    ];
    both(&whole, &lines(&fine, None), come, Verdict::Manual);
}

#[test]
fn what_was_not_read_is_not_known() {
    let fine = [
        ("web-1", 5, "level=info ready"),
        ("web-1", 1, "level=info ok"),
    ];
    // Five minutes are no ten.
    both(
        &logs(None, Some(300)),
        &lines(&fine, None),
        WINDOW,
        Verdict::Unknown,
    );
    // A limit that was reached, with the oldest line inside the time.
    let tail = logs(Some(Tail::Lines(2)), None);
    both(&tail, &lines(&fine, reached(2)), WINDOW, Verdict::Unknown);
    // And with the oldest line before it.
    let long = [
        ("web-1", 11, "level=info ready"),
        ("web-1", 1, "level=info ok"),
    ];
    both(&tail, &lines(&long, reached(2)), WINDOW, Verdict::Passed);
    // Each pod's own lines have to reach so far.
    let two = [
        ("web-1", 11, "level=info ready"),
        ("web-1", 1, "level=info ok"),
        ("web-2", 3, "level=info ready"),
        ("web-2", 2, "level=info ok"),
    ];
    both(&tail, &lines(&two, reached(2)), WINDOW, Verdict::Unknown);
    // The container before this one logged, too.
    let mut previous = logs(Some(Tail::All), None);
    if let Query::Logs(logs) = &mut previous.query {
        logs.previous = true;
    }
    both(&previous, &lines(&long, None), WINDOW, Verdict::Unknown);
}

fn pod(name: &str, restarts: u64, ended: Option<(i64, &str)>) -> Value {
    let last = ended.map_or(serde_json::json!({}), |(ago, reason)| {
        let at = (now() - TimeDelta::minutes(ago)).to_rfc3339();
        serde_json::json!({"terminated": {"finishedAt": at, "reason": reason}})
    });
    serde_json::json!({"kind": "Pod", "metadata": {"name": name, "namespace": "loki-v3"},
        "spec": {"nodeName": "n1", "containers": [{"name": "web"}]},
        "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
            "containerStatuses": [{"name": "web", "ready": true, "restartCount": restarts,
                "state": {"running": {}}, "lastState": last}]}})
}

/// The pods as judging asks for them beside a command.
fn beside(pipeline: &Pipeline, pods: Vec<Value>) -> World {
    let wants = [crate::judge::needs::Want::PodState].into();
    let seen = Observation::Seen(Box::new(Seen {
        objects: pods,
        ..Seen::at(now())
    }));
    let seen = std::sync::Arc::new(seen);
    World {
        observations: needs(&[pipeline], &wants)
            .into_iter()
            .map(|query| (query, seen.clone()))
            .collect(),
    }
}

fn all_with(
    pipeline: &Pipeline,
    seen: &Observation,
    world: &World,
    sentences: [&str; 2],
    verdict: Verdict,
) {
    for sentence in sentences {
        let judged = judge_step(&[(pipeline, seen)], world, &[sentence], Lang::of(sentence));
        assert_eq!(judged.judgement.verdict, verdict, "{sentence}: {judged:?}");
    }
}

#[test]
fn a_container_that_came_anew_logged_before() {
    let ask = logs(Some(Tail::All), Some(600));
    let fine = lines(
        &[
            ("web-1", 8, "level=info ready"),
            ("web-1", 1, "level=info ok"),
        ],
        None,
    );
    let calm = beside(&ask, vec![pod("web-1", 0, None)]);
    all_with(&ask, &fine, &calm, WINDOW, Verdict::Passed);
    let crashed = beside(&ask, vec![pod("web-1", 1, Some((5, "Error")))]);
    all_with(&ask, &fine, &crashed, WINDOW, Verdict::Unknown);
    let long_ago = beside(&ask, vec![pod("web-1", 1, Some((50, "Error")))]);
    all_with(&ask, &fine, &long_ago, WINDOW, Verdict::Passed);
}

#[test]
fn logs_are_collected_of_everybody_and_now() {
    let ask = logs(None, None);
    let both_pods = lines(&[("web-1", 2, "a"), ("web-2", 3, "b")], None);
    let one_pod = lines(&[("web-1", 2, "a")], None);
    for sentences in [
        ["로그 수집 정상", "Recent logs appear"],
        ["로그가 수집되고 있음", "Logs from the last 5 minutes"],
        [
            "최근 5분간 로그가 수집됨",
            "Logs are collected in the last 5 minutes",
        ],
    ] {
        both(&ask, &one_pod, sentences, Verdict::Passed);
        both(&ask, &lines(&[], None), sentences, Verdict::Pending);
        both(
            &ask,
            &lines(&[("web-1", 300, "a")], None),
            sentences,
            Verdict::Failed,
        );
        both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
    }
    let five = ["최근 5분간 로그가 수집됨", "Logs from the last 5 minutes"];
    both(
        &ask,
        &lines(&[("web-1", 6, "a")], None),
        five,
        Verdict::Failed,
    );
    let every = ["모든 Pod의 로그가 수집됨", "Log entries from all pods"];
    let world = beside(&ask, vec![pod("web-1", 0, None), pod("web-2", 0, None)]);
    all_with(&ask, &both_pods, &world, every, Verdict::Passed);
    all_with(&ask, &one_pod, &world, every, Verdict::Failed);
    // Who the pods are was not seen.
    both(&ask, &both_pods, every, Verdict::Manual);
}

#[test]
fn each_pod_logs_a_text() {
    let ask = logs(None, None);
    let world = beside(&ask, vec![pod("web-1", 0, None), pod("web-2", 0, None)]);
    let all = [("web-1", 9, "a started"), ("web-2", 3, "b started")];
    let one = [("web-1", 9, "a started"), ("web-2", 3, "b waits")];
    for sentences in [
        ["모든 Pod 로그에 `started` 있음", "Each pod shows `started`"],
        [
            "Pod마다 \"started\" 출력",
            "All pod logs contain \"started\"",
        ],
    ] {
        all_with(&ask, &lines(&all, None), &world, sentences, Verdict::Passed);
        all_with(&ask, &lines(&one, None), &world, sentences, Verdict::Failed);
        // One logs nothing; what one logged before was not read.
        all_with(
            &ask,
            &lines(&all[..1], None),
            &world,
            sentences,
            Verdict::Failed,
        );
        all_with(
            &ask,
            &lines(&one, reached(10)),
            &world,
            sentences,
            Verdict::Unknown,
        );
        // Which pods there are, or whose the lines are, is not known.
        both(&ask, &lines(&all, None), sentences, Verdict::Manual);
        let mut filtered = ask.clone();
        filtered.filters.push(Filter::Head(5));
        all_with(
            &filtered,
            &lines(&all, None),
            &world,
            sentences,
            Verdict::Manual,
        );
        both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
    }
}

#[test]
fn errors_of_a_server_are_told_by_their_status() {
    let ask = logs(Some(Tail::All), None);
    let class = [
        ["5xx 에러 없음", "No 5xx errors"],
        ["5xx 응답 없음", "No 5xx responses"],
    ];
    let one = [["500 에러 없음", "No HTTP 500 errors"]];
    for (line, of_class, of_one) in [
        ("level=info ok", Verdict::Passed, Verdict::Passed),
        ("GET /x 404", Verdict::Passed, Verdict::Passed),
        ("GET /x 500", Verdict::Failed, Verdict::Failed),
        ("level=info status=503", Verdict::Failed, Verdict::Manual),
        // A number may be a status, and another error be one of them.
        ("level=info code=500", Verdict::Manual, Verdict::Manual),
        ("level=info took 512 ms", Verdict::Manual, Verdict::Passed),
        ("level=error msg=lost", Verdict::Manual, Verdict::Manual),
    ] {
        let seen = lines(
            &[("web-1", 1, "level=info ready"), ("web-1", 1, line)],
            None,
        );
        for sentences in class {
            both(&ask, &seen, sentences, of_class);
        }
        for sentences in one {
            both(&ask, &seen, sentences, of_one);
        }
    }
    both(&ask, &lines(&[], None), class[0], Verdict::Pending);
    both(&get("pods", None), &pods(&[]), class[0], Verdict::Manual);
}

/// Lines from before the deployment's end say nothing of it.
#[test]
fn logs_are_collected_since_the_deployment() {
    let ask = logs(None, None);
    let seen = lines(&[("web-1", 9, "a"), ("web-1", 4, "b")], None);
    for sentence in ["로그가 수집되고 있음", "Recent logs appear"] {
        for (minutes, wanted) in [(3, Verdict::Pending), (5, Verdict::Passed)] {
            let lang = Lang::of(sentence);
            let ended = Some(now() - TimeDelta::minutes(minutes));
            let judged = judge_since(
                &[(&ask, &seen)],
                &World::default(),
                &[sentence],
                lang,
                ended,
            );
            let said = &judged.judgement;
            assert_eq!(said.verdict, wanted, "{sentence} {minutes}: {said:?}");
            assert!(said.message.contains("Z"), "the time itself: {said:?}");
        }
    }
}

/// A pod of the container `web` that came and started minutes ago.
fn since_then(name: &str, ago: i64, restarts: u64, ended: Option<(i64, &str)>) -> Value {
    let mut pod = pod(name, restarts, ended);
    let at = (now() - TimeDelta::minutes(ago)).to_rfc3339();
    pod["metadata"]["creationTimestamp"] = at.clone().into();
    pod["status"]["containerStatuses"][0]["state"]["running"] =
        serde_json::json!({"startedAt": at});
    pod
}

/// `no errors since the deployment` holds for all that was logged since then, or is not known.
#[test]
fn errors_since_the_deployment_are_looked_for_in_all_that_was_logged_since() {
    let of_command = super::scope::pipeline;
    let all = |options: &str| of_command(&format!("kubectl -n loki-v3 logs -l app=web {options}"));
    let whole = all("--all-containers --tail=-1");
    let fine = [
        ("web-1", 34, "level=info up"),
        ("web-1", 1, "level=info ok"),
    ];
    let pods = vec![since_then("web-1", 35, 0, None)];
    let with = |line: (&'static str, i64, &'static str)| [fine[0], line, fine[1]];
    let of = |seen: &[(&str, i64, &str)]| lines(seen, None);
    let later = vec![pods[0].clone(), since_then("web-2", 5, 0, None)];
    // The deployment was made half an hour ago.
    for (name, ask, seen, pods, wanted) in [
        ("fine", &whole, of(&fine), &pods, Verdict::Passed),
        (
            "an error before",
            &whole,
            of(&with(("web-1", 31, "level=error x"))),
            &pods,
            Verdict::Passed,
        ),
        (
            "an error since",
            &whole,
            of(&with(("web-1", 29, "level=error x"))),
            &pods,
            Verdict::Failed,
        ),
        (
            "one that may be",
            &whole,
            of(&with(("web-1", 29, "connection refused"))),
            &pods,
            Verdict::Manual,
        ),
        (
            "cut off, and it reaches so far",
            &all("--all-containers --tail=2"),
            lines(&fine, reached(2)),
            &pods,
            Verdict::Passed,
        ),
        (
            "cut off within",
            &all("--all-containers --tail=2"),
            lines(&[("web-1", 9, "level=info a"), fine[1]], reached(2)),
            &pods,
            Verdict::Unknown,
        ),
        (
            "too short",
            &all("--all-containers --tail=-1 --since=10m"),
            of(&fine),
            &pods,
            Verdict::Unknown,
        ),
        (
            "a log that the node has shortened",
            &whole,
            of(&[("web-1", 9, "level=info a"), fine[1]]),
            &pods,
            Verdict::Unknown,
        ),
        (
            "restarted since",
            &whole,
            of(&fine),
            &vec![since_then("web-1", 35, 1, Some((9, "Error")))],
            Verdict::Unknown,
        ),
        (
            "restarted before",
            &whole,
            of(&fine),
            &vec![since_then("web-1", 35, 1, Some((33, "Error")))],
            Verdict::Passed,
        ),
        (
            "a pod that came long after",
            &whole,
            of(&with(("web-2", 5, "level=info up"))),
            &later,
            Verdict::Unknown,
        ),
        (
            "a pod of the rollout that came after",
            &whole,
            of(&[("web-1", 25, "level=info up"), fine[1]]),
            &vec![since_then("web-1", 26, 0, None)],
            Verdict::Passed,
        ),
        (
            "one container of two",
            &all("--tail=-1"),
            of(&fine),
            &vec![{
                let mut two = pods[0].clone();
                two["spec"]["containers"] = serde_json::json!([{"name": "web"}, {"name": "proxy"}]);
                two
            }],
            Verdict::Manual,
        ),
        ("nothing", &whole, of(&[]), &pods, Verdict::Pending),
    ] {
        let world = beside(ask, pods.clone());
        for sentence in [
            "배포 이후 에러 로그 없음",
            "배포 후 로그에 에러가 없음",
            "No error logs since the deployment",
            "No errors in the logs since the deployment",
        ] {
            let judged = |deployed| {
                let lang = Lang::of(sentence);
                judge_since(&[(ask, &seen)], &world, &[sentence], lang, deployed).judgement
            };
            let deployed = judged(Some(now() - TimeDelta::minutes(30)));
            assert_eq!(deployed.verdict, wanted, "{name}, {sentence}: {deployed:?}");
            // Where nobody knows when it was deployed, nothing is said of the time since.
            let unknown = judged(None).verdict;
            assert!(
                matches!(unknown, Verdict::Manual | Verdict::Pending),
                "{name}, {sentence}: {unknown:?}"
            );
        }
    }
    // One pod of several.
    let one = of_command("kubectl -n loki-v3 logs deploy/web --all-containers");
    let world = beside(&one, pods.clone());
    for sentence in [
        "배포 이후 에러 로그 없음",
        "No error logs since the deployment",
    ] {
        let deployed = Some(now() - TimeDelta::minutes(30));
        let judged = judge_since(
            &[(&one, &of(&fine))],
            &world,
            &[sentence],
            Lang::of(sentence),
            deployed,
        );
        assert_eq!(judged.judgement.verdict, Verdict::Manual, "{sentence}");
    }
}

/// What a limit leaves of lines that are asked for oldest first does not show the newest: that is asked for.
#[test]
fn the_newest_line_is_asked_for_where_a_limit_cuts_it_off() {
    let loki = LokiQuery {
        addr: None,
        org_id: None,
        ask: LokiAsk::Range,
        logql: "{app=\"web\"}".into(),
        limit: 2,
        since_seconds: 3600,
        from: None,
        to: None,
        forward: true,
        batch: 1000,
        step_seconds: None,
        output: "default".into(),
        no_labels: false,
        labels: ShownLabels::default(),
    };
    let piped = |filters: Vec<Filter>| Pipeline {
        query: Query::Loki(loki.clone()),
        filters,
    };
    let newest = Query::Loki(LokiQuery {
        forward: false,
        limit: 1,
        ..loki.clone()
    });
    let wants = [needs::Want::NewestLine].into_iter().collect();
    let ask = piped(Vec::new());
    assert_eq!(needs::needs(&[&ask], &wants), std::slice::from_ref(&newest));
    let cut = |reached| Cut {
        limit: 2,
        per_source: false,
        reached,
    };
    let oldest = [("web-1", 50, "a"), ("web-1", 40, "b")];
    let whole = lines(&oldest, Some(cut(0)));
    let part = lines(&oldest, Some(cut(1)));
    let world = |minutes| World {
        observations: [(
            newest.clone(),
            lines(&[("web-1", minutes, "z")], None).into(),
        )]
        .into(),
    };
    let nobody = World::default();
    for sentence in ["로그가 수집되고 있음", "Recent logs appear"] {
        for (ask, seen, world, verdict) in [
            (&ask, &part, &world(1), Verdict::Passed),
            (&ask, &part, &world(20), Verdict::Pending),
            (&ask, &part, &nobody, Verdict::Manual),
            (
                &piped(vec![Filter::Head(1)]),
                &part,
                &world(1),
                Verdict::Manual,
            ),
            (&ask, &whole, &nobody, Verdict::Pending),
        ] {
            let ended = Some(now() - TimeDelta::minutes(10));
            let lang = Lang::of(sentence);
            let judged = judge_since(&[(ask, seen)], world, &[sentence], lang, ended);
            assert_eq!(judged.judgement.verdict, verdict, "{sentence}: {judged:?}");
        }
    }
}

#[test]
fn lines_are_counted_as_printed() {
    let ask = logs(None, None);
    let two = ["로그 2줄 이상", "At least 2 log lines"];
    both(
        &ask,
        &lines(&[("web-1", 2, "a"), ("web-1", 1, "b")], None),
        two,
        Verdict::Passed,
    );
    both(
        &ask,
        &lines(&[("web-1", 2, "a")], None),
        two,
        Verdict::Failed,
    );
    let several = ["로그 라인이 여러 개 표시", "Should show multiple log lines"];
    both(
        &ask,
        &lines(&[("web-1", 2, "a"), ("web-1", 1, "b")], None),
        several,
        Verdict::Passed,
    );
    both(
        &ask,
        &lines(&[("web-1", 2, "a")], None),
        several,
        Verdict::Failed,
    );
    both(&ask, &lines(&[], None), several, Verdict::Pending);
    let three = ["3줄 이상 출력", "at least 3 lines of output"];
    let prints = super::several::prints;
    check(&ask, &prints("a\nb\nc\n"), three[0], Verdict::Passed, "");
    check(&ask, &prints("a\n\nb\n"), three[0], Verdict::Failed, "");
    // Whether the header line counts is not said.
    let Observation::Seen(mut seen) = pods(&[
        &["a", "1/1", "Running", "0", "5d"],
        &["b", "1/1", "Running", "0", "5d"],
    ]) else {
        unreachable!()
    };
    seen.text = "NAME READY STATUS RESTARTS AGE\na 1/1 Running 0 5d\nb 1/1 Running 0 5d\n".into();
    let table = Observation::Seen(seen);
    check(&get("pods", None), &table, three[0], Verdict::Manual, "");
    check(
        &get("pods", None),
        &table,
        "2줄 이상 출력",
        Verdict::Passed,
        "",
    );
    check(&get("pods", None), &table, "2개 출력", Verdict::Passed, "");
    check(&get("pods", None), &table, "3개 출력", Verdict::Failed, "");
}

#[test]
fn restarts_are_those_of_the_time() {
    let ask = get("pods", None);
    let of = |restarts: &str, age: &str| pods(&[&["a", "1/1", "Running", restarts, age]]);
    let hour = [
        "최근 1시간 동안 재시작 없음",
        "No restarts in the last hour",
    ];
    for (restarts, age, verdict) in [
        ("0", "5d", Verdict::Passed),
        ("3 (61m ago)", "5d", Verdict::Passed),
        ("3 (60m ago)", "5d", Verdict::Passed),
        ("3 (5m ago)", "5d", Verdict::Failed),
        // Whoever is younger can't have run through all of it.
        ("0", "20m", Verdict::Pending),
        // kubectl does not say when.
        ("3", "5d", Verdict::Manual),
    ] {
        both(&ask, &of(restarts, age), hour, verdict);
    }
    both(&ask, &pods(&[]), hour, Verdict::Failed);
    let more = [
        "재시작 횟수가 증가하지 않음",
        "Restart count does not increase",
    ];
    both(&ask, &of("0", "20m"), more, Verdict::Passed);
    // Since when is not known; whenever it was, who restarted just now has not run since.
    let stay = ["모든 Pod가 Running 상태 유지", "All pods keep Running"];
    let columns = ["STATUS: Running 유지", "STATUS: Running stays"];
    for sentences in [more, stay, columns] {
        both(&ask, &of("3 (61m ago)", "5d"), sentences, Verdict::Manual);
        both(&ask, &of("3 (5m ago)", "5d"), sentences, Verdict::Pending);
        both(&ask, &of("0", "5d"), sentences, Verdict::Passed);
    }
    for (restarts, verdict) in [
        ("0", Verdict::Passed),
        ("3 (5m ago)", Verdict::Failed),
        ("3 (2d ago)", Verdict::Passed),
        ("3", Verdict::Manual),
        // Before or after it: the hour is cut off.
        ("3 (23h ago)", Verdict::Manual),
    ] {
        let seen = of(restarts, "5d");
        let deployed = now() - TimeDelta::minutes(23 * 60 + 30);
        for sentence in more
            .into_iter()
            .chain(["배포 이후 재시작 없음", "No restarts since the deployment"])
        {
            let judged = judge_since(
                &[(&ask, &seen)],
                &World::default(),
                &[sentence],
                Lang::of(sentence),
                Some(deployed),
            );
            assert_eq!(
                judged.judgement.verdict, verdict,
                "{sentence} {restarts}: {judged:?}"
            );
        }
    }
}

#[test]
fn who_was_killed_for_memory_is_told_by_the_pods() {
    let ask = get("pods", None);
    let rows = pods(&[&["a", "1/1", "Running", "0", "5d"]]);
    for sentences in [
        ["OOMKilled 없음", "No OOMKilled"],
        ["OOMKilled 컨테이너 없음", "No OOMKilled containers"],
    ] {
        // The table does not show why a container that runs again was ended.
        both(&ask, &rows, sentences, Verdict::Manual);
        for (pod, verdict) in [
            (pod("a", 0, None), Verdict::Passed),
            (pod("a", 1, Some((5, "OOMKilled"))), Verdict::Failed),
            (pod("a", 1, Some((5, "Completed"))), Verdict::Passed),
            // Why it ended the first time is kept nowhere.
            (pod("a", 2, Some((5, "Completed"))), Verdict::Manual),
        ] {
            let world = beside(&ask, vec![pod]);
            all_with(&ask, &rows, &world, sentences, verdict);
        }
        // What can't show it is no proof that it did not happen.
        let events = get("events", None);
        let columns = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
        let calm = table(
            "events",
            &columns,
            &[&["2m", "Normal", "Pulled", "pod/a", "pulled"]],
        );
        both(&events, &calm, sentences, Verdict::Manual);
        let fine = lines(&[("a", 1, "level=info ok")], None);
        both(&logs(None, None), &fine, sentences, Verdict::Manual);
        let told = lines(&[("a", 1, "container web OOMKilled")], None);
        both(&logs(None, None), &told, sentences, Verdict::Failed);
    }
}

#[test]
fn what_a_filter_leaves_out_is_not_taken_for_absent() {
    let raw = lines(
        &[
            ("web-1", 8, "level=info ready"),
            ("web-1", 5, "level=error probe lost"),
            ("web-1", 1, "level=info ok"),
        ],
        None,
    );
    let all = logs(Some(Tail::All), None);
    let with = |filter: Filter| Pipeline {
        filters: vec![filter],
        ..all.clone()
    };
    let shown = "level=info ready\nlevel=info ok\n";
    for sentence in ["에러 로그 없음", "No errors in the logs"] {
        // Whatever hides it: a pattern, its contrary, a count.
        check_filtered(
            &with(grep("probe", true)),
            &raw,
            shown,
            sentence,
            Verdict::Manual,
        );
        check_filtered(
            &with(grep("info", false)),
            &raw,
            shown,
            sentence,
            Verdict::Manual,
        );
        check_filtered(
            &with(grep("panic", false)),
            &raw,
            "",
            sentence,
            Verdict::Manual,
        );
        check_filtered(
            &with(Filter::Count('l')),
            &raw,
            "3\n",
            sentence,
            Verdict::Manual,
        );
        // The error before the last line was read, whatever is shown.
        let last = Filter::Tail {
            lines: 1,
            from_start: false,
        };
        check_filtered(
            &with(last),
            &raw,
            "level=info ok\n",
            sentence,
            Verdict::Manual,
        );
        let fine = lines(
            &[
                ("web-1", 8, "level=info ready"),
                ("web-1", 1, "level=info ok"),
            ],
            None,
        );
        check_filtered(
            &with(grep("ok", true)),
            &fine,
            "level=info ready\n",
            sentence,
            Verdict::Passed,
        );
    }
    // An error of long ago is none of the last ten minutes.
    let old = lines(
        &[
            ("web-1", 40, "level=error probe lost"),
            ("web-1", 1, "level=info ok"),
        ],
        None,
    );
    for sentence in WINDOW {
        check_filtered(
            &with(grep("probe", true)),
            &old,
            "level=info ok\n",
            sentence,
            Verdict::Passed,
        );
    }
}

#[test]
fn a_logql_that_picks_lines_hides_errors() {
    let asked = |logql: &str| Pipeline {
        query: Query::Loki(LokiQuery {
            addr: None,
            org_id: None,
            ask: LokiAsk::Range,
            logql: logql.into(),
            limit: 100,
            since_seconds: 3600,
            from: None,
            to: None,
            forward: false,
            batch: 1000,
            step_seconds: None,
            output: "default".into(),
            no_labels: false,
            labels: ShownLabels::default(),
        }),
        filters: Vec::new(),
    };
    let seen = lines(
        &[
            ("web-1", 8, "level=info ready"),
            ("web-1", 1, "level=info ok"),
        ],
        None,
    );
    for (logql, verdict) in [
        ("{app=\"web\"}", Verdict::Passed),
        ("{app=\"web\"} |= \"error\"", Verdict::Passed),
        ("{app=\"web\"} | logfmt | level=\"error\"", Verdict::Passed),
        ("{app=\"web\"} |= \"ready\"", Verdict::Manual),
        ("{app=\"web\"} != \"probe\"", Verdict::Manual),
    ] {
        both(
            &asked(logql),
            &seen,
            ["에러 로그 없음", "No errors in the logs"],
            verdict,
        );
    }
}

/// What the cluster answers to `kubectl logs` of two pods, each with two containers.
fn answer(world: &[(&str, &str, i64, &str)], logs: &Logs) -> Seen {
    let name = logs.target.as_ref().and_then(|one| one.name.as_deref());
    let of_pod = |pod: &str| match name {
        Some("web") => logs.all_pods || pod == "web-1",
        Some(name) => name == pod,
        None => logs.selector.as_deref() == Some("app=web"),
    };
    let of_container = |container: &str| match (&logs.container, logs.all_containers) {
        (Some(own), _) => own == container,
        (None, true) => true,
        (None, false) => container == "web",
    };
    let tail = match logs.tail {
        Some(Tail::Lines(n)) => n,
        None if logs.selector.is_some() => 10,
        Some(Tail::All) | None => u64::MAX,
    };
    let (mut lines, mut reached) = (Vec::new(), 0);
    for pod in ["web-1", "web-2"] {
        for container in ["web", "proxy"] {
            let own: Vec<LogLine> = world
                .iter()
                .filter(|(of, within, ..)| *of == pod && *within == container)
                .filter(|(.., ago, _)| {
                    let since = logs.since_seconds.unwrap_or(u64::MAX);
                    u64::try_from(*ago * 60).unwrap() <= since
                })
                .map(|(_, _, ago, text)| LogLine {
                    source: format!("{pod}/{container}"),
                    time: Some(now() - TimeDelta::minutes(*ago)),
                    text: (*text).into(),
                })
                .collect();
            if of_pod(pod) && of_container(container) {
                let less = own
                    .len()
                    .saturating_sub(usize::try_from(tail).unwrap_or(usize::MAX));
                reached += u64::from(own.len() as u64 >= tail);
                lines.extend(own.into_iter().skip(less));
            }
        }
    }
    let texts = lines.iter().map(|line| format!("{}\n", line.text));
    Seen {
        text: texts.collect(),
        cut: (tail < u64::MAX).then_some(Cut {
            limit: tail,
            per_source: true,
            reached,
        }),
        lines,
        ..Seen::at(now())
    }
}

/// To read less than a sentence speaks of never makes it pass.
#[test]
fn to_read_less_of_the_logs_never_makes_a_sentence_pass() {
    const PODS: &[&str] = &["web-1", "web-2", "deploy/web"];
    const CONTAINERS: &[&str] = &["", "-c web", "-c proxy"];
    const TAILS: &[&str] = &["--tail=1", "--tail=3", ""];
    const SINCE: &[&str] = &["--since=1m", "--since=10m"];
    const FILTERS: &[&str] = &["| head -1", "| tail -1", "| grep info", "| grep -v lost"];
    let rows: [([&str; 2], [&[&str]; 5]); 4] = [
        (
            [
                "모든 Pod의 로그에 에러 없음",
                "No errors in logs from all pods",
            ],
            [PODS, CONTAINERS, &[], &[], FILTERS],
        ),
        (
            ["전체 로그에 에러 없음", "No errors in all logs"],
            [&[], CONTAINERS, &["--tail=1", "--tail=3"], SINCE, FILTERS],
        ),
        (
            [
                "최근 1시간 동안 에러 로그 없음",
                "No errors in the last 1 hour",
            ],
            [&[], &[], &["--tail=1", "--tail=3"], SINCE, FILTERS],
        ),
        (
            ["최근 100줄에 에러 없음", "No errors in the last 100 lines"],
            [&[], &[], TAILS, &[], FILTERS],
        ),
    ];
    let fine: Vec<(&str, &str, i64, &str)> = ["web-1", "web-2"]
        .into_iter()
        .flat_map(|pod| ["web", "proxy"].map(|container| (pod, container)))
        .flat_map(|(pod, container)| {
            [70, 40, 5, 2].map(|ago| (pod, container, ago, "level=info msg=ok"))
        })
        .collect();
    let pods = ["web-1", "web-2"].map(|name| {
        let mut pod = pod(name, 0, None);
        pod["metadata"]["namespace"] = "web".into();
        pod["spec"]["containers"] = serde_json::json!([{"name": "web"}, {"name": "proxy"}]);
        pod
    });
    let verdict = |world: &[(&str, &str, i64, &str)], line: &str, sentence: &str| {
        let pipeline = super::scope::pipeline(line);
        let Query::Logs(logs) = &pipeline.query else {
            panic!("{line}")
        };
        let raw = answer(world, logs);
        let filtered = crate::query::filter::apply(&pipeline.filters, &raw).unwrap();
        let [raw, filtered] = [raw, filtered].map(|seen| Observation::Seen(Box::new(seen)));
        let lang = Lang::of(sentence);
        let extra = ExtraWords::default();
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
            world: &beside(&pipeline, pods.to_vec()),
            now: now(),
            lang,
            record_time: None,
        });
        step.judgement.verdict
    };
    let wide = "kubectl -n web logs -l app=web --all-containers --tail=-1";
    let (mut tried, mut wrong) = (0, Vec::new());
    for (sentences, [of_pods, containers, tails, since, filters]) in rows {
        let mut narrower: Vec<String> = Vec::new();
        narrower.extend(of_pods.iter().map(|pod| wide.replace("-l app=web", pod)));
        narrower.extend(
            containers
                .iter()
                .map(|one| wide.replace("--all-containers", one)),
        );
        narrower.extend(tails.iter().map(|tail| wide.replace("--tail=-1", tail)));
        narrower.extend(since.iter().map(|since| format!("{wide} {since}")));
        narrower.extend(filters.iter().map(|filter| format!("{wide} {filter}")));
        for sentence in sentences {
            assert_eq!(
                verdict(&fine, wide, sentence),
                Verdict::Passed,
                "{sentence}"
            );
            for at in 0..fine.len() {
                let mut world = fine.clone();
                world[at].3 = "level=error msg=lost";
                if verdict(&world, wide, sentence) == Verdict::Passed {
                    continue;
                }
                for less in &narrower {
                    tried += 1;
                    if verdict(&world, less, sentence) == Verdict::Passed {
                        wrong.push(format!("{sentence} $ {less}, {:?}", fine[at]));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 500, "{tried}");
}
