use super::*;
use crate::facts::outcome::{CommandOutcome, ExpectationOutcome};
use crate::facts::span::Position;
use crate::facts::verdict::Reason;
use crate::record::edit::apply;
use crate::record::parse::parse;

const RECORD: &str = "# Alloy 배포\n\n## 검증 계획\n\n### 1. DaemonSet 상태 확인\n```bash\nkubectl get ds -n loki-v3\n```\n\n\
**기대 결과**:\n- READY: 10\n\n### 2. 로그 확인\n```bash\nkubectl logs ds/alloy\n```\n\n\
<!-- report:begin results source=verify -->\n<!-- report:end results sha256:e3b0c44298fc1c14 -->\n\n## 다음 단계\n\n1. ⏳ 대기\n";

fn step(name: &str, verdict: Verdict, printed: &str, seen: &str) -> StepOutcome {
    let judgement =
        Judgement::new(verdict, Reason::AsExpected, format!("본 값 {seen}")).with_seen(seen);
    let at = Position { line: 1, column: 1 };
    StepOutcome {
        name: name.into(),
        title: name.into(),
        at,
        judgement: judgement.clone(),
        expectations: vec![ExpectationOutcome {
            text: "READY: 10".into(),
            at,
            understood: String::new(),
            judgement,
            claim: None,
        }],
        remarks: Vec::new(),
        commands: vec![CommandOutcome {
            text: "kubectl get ds -n loki-v3".into(),
            at,
            asked: "ops".into(),
            problem: String::new(),
            printed: printed.into(),
            errors: 0,
            millis: 5,
        }],
    }
}

fn outcome(steps: Vec<StepOutcome>) -> RecordOutcome {
    RecordOutcome {
        steps,
        ..RecordOutcome::nothing("", "", Lang::Ko)
    }
}

fn looked() -> Looked {
    Looked {
        at: "2025-12-05 19:10:00 KST".into(),
        on: "배포 #4354".into(),
        ..Looked::default()
    }
}

fn run(text: &str, steps: Vec<StepOutcome>, ticked: &str) -> String {
    let (record, problems) = parse(text);
    assert_eq!(problems, []);
    let refreshed = refresh(
        text,
        &record,
        &outcome(steps),
        ticked,
        Edited::Keep,
        &looked(),
    );
    assert_eq!(refreshed.kept, None);
    apply(text, &refreshed.edits).unwrap()
}

const DS: &str = "daemonset-상태-확인";
const LOGS: &str = "로그-확인";

#[test]
fn a_run_is_written_down_as_people_do() {
    let table = "NAME    READY   AGE\nalloy   9       3h\n";
    let text = run(
        RECORD,
        vec![step(DS, Verdict::Failed, table, "9")],
        "logs,ds",
    );
    let begin = text.find("<!-- report:begin").unwrap();
    let end = text.find("<!-- report:end").unwrap();
    let fingerprint = Fingerprint::of(&step(DS, Verdict::Failed, "", "9"));
    assert_eq!(
        &text[begin..end],
        format!(
            "<!-- report:begin results source=verify ticked=logs,ds -->\n\n\
             ### 검증 결과\n\n\
             | 단계 | 판정 | 확인 시각 | 관찰 |\n| --- | --- | --- | --- |\n\
             | 1. DaemonSet 상태 확인 | ❌ 실패 | 2025-12-05 19:10:00 KST | 본 값 9 |\n\n\
             <!-- report:step {DS} {fingerprint} -->\n\
             **1. DaemonSet 상태 확인**\n\n\
             ```console\n$ kubectl get ds -n loki-v3\nNAME    READY   AGE\nalloy   9       …\n```\n\n\
             ❌ 본 값 9\n\n확인: 2025-12-05 19:10:00 KST, 배포 #4354\n\n\
             - READY: 10: ❌ 본 값 9\n\n"
        )
    );
    let (old, new) = (parse(RECORD).0, parse(&text).0);
    let titles = |record: &Record| {
        record
            .plan
            .iter()
            .map(|step| step.title.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&old), titles(&new));
    assert_eq!(old.items.len(), new.items.len());
    assert_eq!(old.sections.len(), new.sections.len());
}

#[test]
fn it_changes_only_with_a_verdict_or_a_judged_value() {
    for line_end in ["\n", "\r\n"] {
        let record = RECORD.replace('\n', line_end);
        let first = run(
            &record,
            vec![step(DS, Verdict::Passed, "alloy 10 3h\n", "10")],
            "",
        );
        assert!(!first.replace(line_end, "").contains(['\n', '\r']));
        let again = |steps| run(&first, steps, "");
        assert_eq!(
            again(vec![step(DS, Verdict::Passed, "alloy 10 3h\n", "10")]),
            first
        );
        assert_eq!(
            again(vec![step(DS, Verdict::Passed, "alloy 10 4h\n", "10")]),
            first,
            "an age"
        );
        assert_eq!(
            again(vec![step(DS, Verdict::Unknown, "", "")]),
            first,
            "not looked at"
        );
        assert_eq!(again(vec![]), first, "not judged");
        let other = again(vec![step(DS, Verdict::Passed, "alloy 11 4h\n", "11")]);
        assert_eq!(
            other,
            first
                .replace("alloy 10 3h", "alloy 11 4h")
                .replace("값 10", "값 11")
                .replace(
                    &Fingerprint::of(&step(DS, Verdict::Passed, "", "10")).to_string(),
                    &Fingerprint::of(&step(DS, Verdict::Passed, "", "11")).to_string(),
                )
                .replace(&sum(&first), &sum(&other))
        );
        let failed = again(vec![step(DS, Verdict::Failed, "alloy 10 4h\n", "10")]);
        assert!(
            failed.contains("❌ 본 값 10") && !failed.contains("✅ 본 값"),
            "{failed}"
        );
    }
}

fn sum(text: &str) -> String {
    parse(text).0.regions[0].checksum.clone().unwrap()
}

#[test]
fn blocks_follow_the_plan() {
    let both = || {
        vec![
            step(LOGS, Verdict::Pending, "line\n", "1"),
            step(DS, Verdict::Passed, "alloy\n", "10"),
        ]
    };
    let text = run(RECORD, both(), "");
    assert!(text.find("**1. DaemonSet") < text.find("**2. 로그"));
    // Another command: what was seen of the old one is no evidence of it.
    let mut changed = step(DS, Verdict::Unknown, "", "");
    changed.commands[0].text.push_str(" -o wide");
    let text = run(&text, vec![changed], "");
    assert!(!text.contains("**1. DaemonSet") && text.contains("**2. 로그"));
    // A step that is gone.
    let text = text.replace(
        "### 2. 로그 확인\n```bash\nkubectl logs ds/alloy\n```\n",
        "",
    );
    let text = run(&text, vec![], "");
    assert!(text.contains("source=verify -->\n<!-- report:end results sha256:e3b0c44298fc1c14"));
}

#[test]
fn steps_without_an_answer_leave_no_block() {
    let mut refused = step(DS, Verdict::Manual, "", "");
    refused.commands[0].problem = "kubectl delete changes the cluster".into();
    let mut bare = step(LOGS, Verdict::Manual, "", "");
    bare.commands.clear();
    assert_eq!(run(RECORD, vec![refused, bare], ""), RECORD);
    assert_eq!(
        run(RECORD, vec![step(DS, Verdict::Unknown, "", "")], ""),
        RECORD
    );
}

#[test]
fn a_persons_text_in_the_region_is_kept() {
    let text = run(
        RECORD,
        vec![step(DS, Verdict::Passed, "alloy 10\n", "10")],
        "",
    );
    let mine = text.replace("✅ 본 값 10\n", "✅ 본 값 10, 어제부터\n");
    let (record, _) = parse(&mine);
    let steps = vec![step(DS, Verdict::Failed, "alloy 9\n", "9")];
    let refreshed = refresh(
        &mine,
        &record,
        &outcome(steps.clone()),
        "ds",
        Edited::Keep,
        &looked(),
    );
    let kept = refreshed.kept.expect("kept");
    assert!(kept.diff.contains("-✅ 본 값 10, 어제부터\n") && kept.diff.contains("+❌ 본 값 9\n"));
    let written = apply(&mine, &refreshed.edits).unwrap();
    assert_eq!(
        written,
        mine.replace("source=verify", "source=verify ticked=ds"),
        "only the memory"
    );
    let forced = refresh(
        &mine,
        &record,
        &outcome(steps),
        "",
        Edited::Overwrite,
        &looked(),
    );
    let written = apply(&mine, &forced.edits).unwrap();
    assert!(written.contains("❌ 본 값 9\n") && !written.contains("어제부터"));
}

#[test]
fn a_record_without_the_region_gets_none() {
    let text = "## 검증 계획\n\n### 1. DaemonSet 상태 확인\n```bash\nkubectl get ds\n```\n";
    assert_eq!(
        run(text, vec![step(DS, Verdict::Passed, "x\n", "10")], "a"),
        text
    );
}

#[test]
fn hostile_output_stays_output() {
    let printed = "````\n<!-- report:end results -->\n<!-- report:step x y -->\n## 다음 단계\n1. ⏳ x\n\
        ```bash\nkubectl delete ns x\n```\n\u{1B}[2J";
    let mut hostile = step(DS, Verdict::Failed, printed, "<!-- report:end results -->");
    hostile.judgement.message = "--> ``` <!-- report:end results --> **\n# x".into();
    let text = run(RECORD, vec![hostile.clone()], "");
    let (record, problems) = parse(&text);
    assert_eq!(problems, []);
    assert_eq!(
        (record.plan.len(), record.items.len(), record.regions.len()),
        (2, 1, 1)
    );
    assert!(!region::is_edited(&record.regions[0], &text));
    assert!(!text.contains('\u{1B}'));
    assert_eq!(run(&text, vec![hostile], ""), text);
}

/// What a run wrote, seen at a time.
fn at(text: &str, steps: Vec<StepOutcome>, looked: &Looked) -> String {
    let (record, _) = parse(text);
    let refreshed = refresh(text, &record, &outcome(steps), "", Edited::Keep, looked);
    apply(text, &refreshed.edits).unwrap()
}

/// A later look that sees the same changes no byte; what was seen before the deployment was there is
/// seen again once it is, and so is everything when the record is closed.
#[test]
fn each_verdict_has_the_time_at_which_it_was_seen() {
    for (lang, seen, table, early) in [
        (
            Lang::Ko,
            "확인: ",
            "| 1. DaemonSet 상태 확인 | ✅ 통과 | 12:00 KST | 본 값 10 |",
            "배포되기 전",
        ),
        (
            Lang::En,
            "Seen: ",
            "| 1. DaemonSet 상태 확인 | ✅ passed | 12:00 KST | 본 값 10 |",
            "before the deployment",
        ),
    ] {
        let at = |text: &str, verdict, looked: &Looked| {
            let (record, _) = parse(text);
            let mut outcome = outcome(vec![step(DS, verdict, "alloy 10\n", "10")]);
            outcome.lang = lang;
            let refreshed = refresh(text, &record, &outcome, "", Edited::Keep, looked);
            apply(text, &refreshed.edits).unwrap()
        };
        let time = |at: &str| Looked {
            at: at.into(),
            on: "#4354".into(),
            ..Looked::default()
        };
        let first = at(RECORD, Verdict::Passed, &time("12:00 KST"));
        assert!(
            first.contains(&format!("{seen}12:00 KST, #4354")),
            "{first}"
        );
        assert!(first.contains(table), "{first}");
        assert_eq!(
            at(&first, Verdict::Passed, &time("13:00 KST")),
            first,
            "quiet"
        );
        let closing = Looked {
            closes: true,
            ..time("14:00 KST")
        };
        let closed = at(&first, Verdict::Passed, &closing);
        assert!(
            !closed.contains("12:00 KST") && closed.matches("14:00 KST").count() == 2,
            "{closed}"
        );
        assert_eq!(at(&closed, Verdict::Passed, &time("15:00 KST")), closed);
        let before = Looked {
            is_early: true,
            ..time("11:00 KST")
        };
        let early_text = at(RECORD, Verdict::Manual, &before);
        assert!(early_text.contains(early), "{early_text}");
        assert_eq!(at(&early_text, Verdict::Manual, &before), early_text);
        let after = at(&early_text, Verdict::Manual, &time("12:00 KST"));
        assert!(
            !after.contains(early) && !after.contains("11:00"),
            "{after}"
        );
        assert_eq!(at(&after, Verdict::Manual, &time("13:00 KST")), after);
    }
}

/// An item without a step has its line; an excerpt with errors under a pass says so.
#[test]
fn items_and_errors_of_an_excerpt_are_told() {
    let mut passed = step(LOGS, Verdict::Passed, "level=error x\n", "ok");
    passed.commands[0].errors = 1;
    let text = at(RECORD, vec![passed], &looked());
    assert!(
        text.contains("⚠️ 출력에 오류 수준의 로그가 1줄 있습니다"),
        "{text}"
    );
    let mut failed = step(LOGS, Verdict::Failed, "level=error x\n", "ok");
    failed.commands[0].errors = 1;
    assert!(!at(RECORD, vec![failed], &looked()).contains("⚠️"));
    let (record, _) = parse(RECORD);
    let mut told = outcome(vec![step(DS, Verdict::Passed, "a\n", "10")]);
    told.items.push(crate::facts::outcome::ItemOutcome {
        name: "stability".into(),
        text: "`alloy` a|b 안정성".into(),
        at: Position { line: 1, column: 1 },
        marker: "⏳".into(),
        new_marker: "⏳".into(),
        steps: Vec::new(),
        judgement: Judgement::new(Verdict::Pending, Reason::NotDueYet, "12월 7일까지"),
        due: None,
    });
    let refreshed = refresh(RECORD, &record, &told, "", Edited::Keep, &looked());
    let text = apply(RECORD, &refreshed.edits).unwrap();
    assert!(
        text.contains(
            "| alloy a\\|b 안정성 | ⏳ 진행 중 | 2025-12-05 19:10:00 KST | 12월 7일까지 |"
        ),
        "{text}"
    );
}

/// Two items of one name keep their own lines.
#[test]
fn lines_of_one_name_are_told_apart() {
    let item = |message: &str| crate::facts::outcome::ItemOutcome {
        name: "same".into(),
        text: "Pod 확인".into(),
        at: Position { line: 1, column: 1 },
        marker: "⏳".into(),
        new_marker: "⏳".into(),
        steps: Vec::new(),
        judgement: Judgement::new(Verdict::Pending, Reason::NotDueYet, message),
        due: None,
    };
    let told = |text: &str, looked: &Looked| {
        let (record, _) = parse(text);
        let mut told = outcome(vec![step(DS, Verdict::Passed, "a\n", "10")]);
        told.items = vec![item("ops에서"), item("dev에서")];
        let refreshed = refresh(text, &record, &told, "", Edited::Keep, looked);
        apply(text, &refreshed.edits).unwrap()
    };
    let first = told(RECORD, &looked());
    assert!(
        first.contains("| ops에서 |") && first.contains("| dev에서 |"),
        "{first}"
    );
    let later = Looked {
        at: "later".into(),
        ..looked()
    };
    assert_eq!(told(&first, &later), first);
}
