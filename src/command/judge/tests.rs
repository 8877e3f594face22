use super::*;

fn now() -> DateTime<Utc> {
    "2026-11-23T10:14:00Z".parse().unwrap()
}

fn inputs(texts: &[(&str, &str)]) -> Vec<Input> {
    let owned = texts.iter().map(|(name, text)| Input {
        name: name.to_string(),
        text: Ok(text.to_string()),
    });
    owned.collect()
}

const DAEMONSET: &str = "\
kind: DaemonSet
apiVersion: apps/v1
metadata: {name: alloy, namespace: loki-v3, generation: 1}
spec:
  selector: {matchLabels: {app: alloy}}
  template: {metadata: {labels: {app: alloy}}}
status: {observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1, numberAvailable: 1}
";
const CLUSTER: &str = "\
kind: List
apiVersion: v1
items:
- kind: Node
  apiVersion: v1
  metadata: {name: n1}
  status: {conditions: [{type: Ready, status: 'True'}]}
- kind: Node
  apiVersion: v1
  metadata: {name: n2}
  spec: {taints: [{key: dedicated, value: ops, effect: NoSchedule}]}
  status: {conditions: [{type: Ready, status: 'True'}]}
- kind: Pod
  apiVersion: v1
  metadata: {name: alloy-1, namespace: loki-v3, labels: {app: alloy}}
  spec: {nodeName: n1}
  status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}
";

#[test]
fn a_daemonset_is_held_against_the_nodes_among_the_inputs() {
    let alone = run(&inputs(&[("ds.yaml", DAEMONSET)]), now(), Lang::En);
    assert_eq!(alone.objects[0].message, "ready 1/1");
    let beside = inputs(&[("ds.yaml", DAEMONSET), ("cluster.yaml", CLUSTER)]);
    let judged = run(&beside, now(), Lang::En);
    assert_eq!(judged.objects.len(), 4);
    assert_eq!(
        judged.objects[0].message,
        "ready 1/1; 1 node without a ready pod: n2 (taint dedicated=ops:NoSchedule not tolerated)"
    );
    assert_eq!(judged.exit_status(), 0);
}

#[test]
fn a_broken_text_is_unknown_and_never_left_out() {
    let texts = inputs(&[
        ("a.yaml", "kind: ConfigMap\napiVersion: v1\n---\na: [\n"),
        ("b.txt", "hello\n"),
    ]);
    for lang in [Lang::Ko, Lang::En] {
        let judged = run(&texts, now(), lang);
        let verdicts: Vec<Verdict> = judged.objects.iter().map(|o| o.verdict).collect();
        assert_eq!(verdicts, [Verdict::Passed, Verdict::Unknown]);
        assert!(judged.objects[1].message.contains("a.yaml:"));
        assert_eq!(judged.notes.len(), 1);
        assert_eq!(judged.exit_status(), 3);
    }
}

#[test]
fn the_faces_hold_the_same_verdicts() {
    let judged = run(&inputs(&[("ds.yaml", DAEMONSET)]), now(), Lang::Ko);
    assert_eq!(
        judged.to_text(Lang::Ko),
        "\
VERDICT  REASON  NAMESPACE  OBJECT           MESSAGE
passed   Ready   loki-v3    DaemonSet/alloy  준비 1/1
통과 1, 실패 0, 진행 중 0, 확인 불가 0, 사람이 확인 0
"
    );
    let json: Value = serde_json::from_str(&judged.to_json()).unwrap();
    assert_eq!(
        json[0],
        serde_json::json!({"file": "ds.yaml", "kind": "DaemonSet", "namespace": "loki-v3",
                "name": "alloy", "verdict": "passed", "reason": "Ready", "message": "준비 1/1"})
    );
}

/// What people hand in: each of these is told by file, line and column, and none is taken for well.
#[test]
fn odd_inputs_are_told_with_their_place() {
    // (text, line and column of what is wrong)
    for (text, place) in [
        (
            "kind: Pod\napiVersion: v1\nmetadata:\n\tname: x\n",
            "x.yaml:4:",
        ),
        ("kind: Pod\napiVersion: v1\nkind: Node\n", "x.yaml:3:"),
        (
            "{\"kind\": \"Pod\",\n \"apiVersion\": \"v1\", \"kind\": \"Node\"}",
            "x.yaml:2:",
        ),
        ("{\"kind\": \"Pod\",\n \"apiVersion\": ", "x.yaml:2:"),
        ("kind: Pod\napiVersion: v1\nx: [1, 2\n", "x.yaml:"),
        ("kind: Pod\napiVersion: v1\nx: *nowhere\n", "x.yaml:3:"),
        ("kind: Pod\napiVersion: v1\nx: 'open\n", "x.yaml:"),
        ("kind: ConfigMap\napiVersion: v1\n---\nx: {\n", "x.yaml:"),
    ] {
        for lang in [Lang::Ko, Lang::En] {
            let judged = run(&inputs(&[("x.yaml", text)]), now(), lang);
            let last = judged.objects.last().unwrap();
            assert_eq!(
                (last.verdict, last.reason.word()),
                (Verdict::Unknown, "Malformed"),
                "{text}"
            );
            assert!(last.message.contains(place), "{text}: {}", last.message);
            let digits = last.message.split(place).nth(1).unwrap();
            assert!(
                digits.starts_with(|c: char| c.is_ascii_digit()),
                "{}",
                last.message
            );
            assert_eq!(judged.exit_status(), 3);
        }
    }
}

#[test]
fn every_spelling_of_the_same_objects_is_read_alike() {
    let pod = "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nstatus: {phase: Succeeded}\n";
    for text in [
        pod.to_string(),
        format!("\u{feff}{pod}"),
        pod.replace('\n', "\r\n"),
        format!("---\n{pod}...\n"),
        format!("# a comment\n---\n# another\n---\n{pod}---\n"),
        format!("%YAML 1.2\n---\n{pod}"),
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"status\":{\"phase\":\"Succeeded\"}}".into(),
        "[{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"status\":{\"phase\":\"Succeeded\"}}]".into(),
        "{kind: Pod, apiVersion: v1, metadata: {name: a}, status: {phase: Succeeded}, x: .nan}".into(),
        "kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n  status: {phase: Succeeded}\n".into(),
        "kind: List\napiVersion: v1\nitems:\n- kind: List\n  apiVersion: v1\n  items:\n  - {kind: Pod, apiVersion: v1, metadata: {name: a}, status: {phase: Succeeded}}\n".into(),
        "x: &s {phase: Succeeded}\nkind: Pod\napiVersion: v1\nmetadata: {name: a}\nstatus: {<<: *s}\n".into(),
    ] {
        let judged = run(&inputs(&[("x", &text)]), now(), Lang::En);
        assert_eq!(judged.objects.len(), 1, "{text}: {judged:?}");
        let one = &judged.objects[0];
        assert_eq!((one.kind.as_str(), one.name.as_str(), one.reason.word()), ("Pod", "a", "Completed"), "{text}");
    }
}

#[test]
fn nothing_is_not_everything_that_is_well() {
    for text in [
        "kind: PodList\napiVersion: v1\nitems: []\n",
        "kind: List\napiVersion: v1\n",
        "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":null}",
    ] {
        let judged = run(&inputs(&[("x", text)]), now(), Lang::En);
        assert_eq!(
            (judged.objects.len(), judged.exit_status()),
            (1, 1),
            "{text}"
        );
        assert_eq!(judged.objects[0].reason.word(), "NoneFound");
    }
    // In a dump an empty list beside objects is nothing of note.
    let beside = inputs(&[
        ("a", "kind: PodList\napiVersion: v1\nitems: []\n"),
        ("b", "kind: ConfigMap\napiVersion: v1\n"),
    ]);
    assert_eq!(run(&beside, now(), Lang::En).exit_status(), 0);
    // No object at all: the caller says so.
    for text in [
        "",
        "\n\n",
        "---\n---\n",
        "# nothing\n",
        "NAME READY\nx 1/1\n",
        "a: b\n",
        "null",
        "[]",
        "{}",
        "5",
    ] {
        let judged = run(&inputs(&[("x", text)]), now(), Lang::En);
        assert_eq!(judged.objects, [], "{text}");
    }
    let unread = [Input {
        name: "x".into(),
        text: Err("is not UTF-8 at byte 3".into()),
    }];
    let judged = run(&unread, now(), Lang::Ko);
    assert_eq!(
        (judged.objects[0].verdict, judged.exit_status()),
        (Verdict::Unknown, 3)
    );
}

#[test]
fn no_name_reaches_the_terminal_with_its_escapes() {
    let text = "kind: \"Pod\\e[31m\"\napiVersion: v1\nmetadata: {name: \"a\\nb\", namespace: \"\\x1b]0;x\\a\"}\n";
    let judged = run(&inputs(&[("x", text)]), now(), Lang::En);
    let shown = judged.to_text(Lang::En);
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{7}'),
        "{shown:?}"
    );
    assert_eq!(shown.lines().count(), 3, "{shown}");
}

/// Moment by moment through the recorded rolling update: exactly the last one passes.
#[test]
fn of_a_recorded_rollout_exactly_the_last_moment_passes() {
    let recorded = crate::tests::recordings::exchange("watch/daemonset.watch.json");
    let events = recorded["response"]["stream"].as_array().unwrap();
    let objects = events
        .iter()
        .map(|one| &one["event"])
        .filter(|event| event["type"] != "BOOKMARK" && event["type"] != "ADDED")
        .map(|event| event["object"].to_string());
    let verdicts: Vec<Verdict> = objects
        .map(|text| run(&inputs(&[("ds.json", &text)]), now(), Lang::En))
        .map(|judged| judged.objects[0].verdict)
        .collect();
    assert!(verdicts.len() > 20);
    let (last, before) = verdicts.split_last().unwrap();
    assert_eq!(*last, Verdict::Passed);
    assert!(
        before.iter().all(|one| *one == Verdict::Pending),
        "{before:?}"
    );
}

#[test]
fn ci_gets_a_testcase_and_an_annotation_for_each_object() {
    let bad = "kind: Pod\napiVersion: v1\nmetadata: {name: web, namespace: shop}\nstatus: {phase: Failed}\n";
    let two = inputs(&[
        ("ds.yaml", DAEMONSET),
        ("bad.yaml", bad),
        ("broken.yaml", "{\n"),
    ]);
    for lang in [Lang::Ko, Lang::En] {
        let judged = super::run(&two, now(), lang);
        let run = judged.to_run(now(), lang);
        assert_eq!(run.exit_status(), judged.exit_status());
        assert_eq!(run.records.len(), 3);
        let junit = crate::output::junit::render(&run);
        for part in [
            "<testsuite name=\"ds.yaml\"",
            "DaemonSet/alloy (-n loki-v3)",
            "type=\"PodFailed\"",
            "tests=\"3\"",
            "failures=\"1\" errors=\"1\"",
        ] {
            assert!(junit.contains(part), "{part} in {junit}");
        }
        let github = crate::output::github::annotations(&run, str::to_string);
        assert!(
            github.contains("::error file=bad.yaml,line=1,title=PodFailed::Pod/web (-n shop): ")
        );
        assert!(github.contains("::warning file=broken.yaml,"), "{github}");
        assert!(!crate::output::github::summary(&run).is_empty());
    }
}
