//! Kiro tasks that a record stands for are ticked with it.

use crate::support::{Lab, changed_lines};
use deployment_report::testing::world::State;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const TASKS: &str = ".kiro/specs/loki-alloy-deployment/tasks.md";

fn record(lang: &str, mark: &str) -> String {
    let (text, item) = match lang {
        "ko" => (
            include_str!("../../src/command/demo/files/record.ko.md"),
            "⏳ 리소스 사용량 모니터링",
        ),
        _ => (
            include_str!("../../src/command/demo/files/record.en.md"),
            "⏳ Resource usage monitoring",
        ),
    };
    assert!(text.contains(item));
    text.replace(
        item,
        &format!("{item} <!-- task:loki-alloy-deployment:{mark} -->"),
    )
}

#[test]
fn a_task_is_ticked_when_its_item_passes() {
    for lang in ["ko", "en"] {
        for line_end in ["\n", "\r\n"] {
            let lab = Lab::demo(State::After).configured();
            lab.file(RECORD, record(lang, "4.2"));
            let tasks = lab
                .read(TASKS)
                .replace("[ ] 4.2", "[-]\\* 4.2")
                .replace("- [ ] 4.1", "- [x] 4.1")
                .replace('\n', line_end);
            lab.file(TASKS, &tasks);
            lab.run(&["verify", RECORD])
                .exits(0)
                .says("+  - [x]\\* 4.2")
                .says(TASKS);
            assert_eq!(
                lab.read(TASKS),
                tasks,
                "without --update nothing is written"
            );
            lab.run(&["verify", RECORD, "--update"])
                .exits(0)
                .says("`[-]`")
                .says(TASKS);
            let now = lab.read(TASKS);
            let lines = changed_lines(&tasks, &now);
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(
                lines[0].ends_with(&format!(
                    "[x] 4. ops 클러스터 배포{}",
                    line_end.trim_end_matches('\n')
                )),
                "{lines:?}"
            );
            assert!(lines[1].contains("→   - [x]\\* 4.2"), "{lines:?}");
            lab.run(&["verify", RECORD, "--update"]).exits(0);
            assert_eq!(lab.read(TASKS), now);
        }
    }
}

#[test]
fn an_item_that_does_not_pass_ticks_nothing() {
    for lang in ["ko", "en"] {
        let lab = Lab::demo(State::WithoutMetrics).configured();
        lab.file(RECORD, record(lang, "4.2"));
        let before = lab.read(TASKS);
        lab.run(&["verify", RECORD, "--update"]).exits(3);
        assert_eq!(lab.read(TASKS), before);
        // A person's tick was not looked at.
        let ticked = record(lang, "4.2")
            .replace("⏳ Resource", "✅ Resource")
            .replace("⏳ 리소스", "✅ 리소스");
        lab.file(RECORD, ticked);
        lab.run(&["verify", RECORD, "--update"]);
        assert_eq!(lab.read(TASKS), before);
    }
}

#[test]
fn what_stands_in_the_way_is_said() {
    for (lang, mark, words) in [
        ("ko", "4", "하위 작업이 끝나지 않았습니다: 4.1, 4.2"),
        ("en", "4", "has parts that are not done: 4.1, 4.2"),
        ("ko", "9", "작업 9가 없습니다"),
        ("en", "9", "there is no task 9"),
    ] {
        let lab = Lab::demo(State::After).configured();
        lab.file(RECORD, record(lang, mark));
        let before = lab.read(TASKS);
        lab.run(&["verify", RECORD, "--update"])
            .exits(0)
            .says(words);
        assert_eq!(lab.read(TASKS), before);
    }
    let lab = Lab::demo(State::After).configured();
    let text = record("en", "4.2").replace("loki-alloy-deployment:4.2", "../../../etc:1");
    lab.file(RECORD, text);
    lab.run(&["verify", RECORD, "--update"])
        .exits(0)
        .says("does not name a task");
}

/// `--task` hangs on everything; so does a comment outside of items and steps.
#[test]
fn a_task_of_the_whole_record_waits_for_everything() {
    let whole = "# Pods\n\n## Verification plan\n\n### 1. Pods\n```bash\nkubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3\n```\n\n**Expected**:\n- READY: 10\n\n## Next steps\n\n- [ ] Pods\n";
    let lab = Lab::demo(State::After).configured();
    lab.file(RECORD, format!("{whole}- [ ] write to the team\n"));
    let before = lab.read(TASKS);
    let task = [
        "verify",
        RECORD,
        "--update",
        "--task",
        "loki-alloy-deployment:4.1",
    ];
    lab.run(&task).says("not everything passed");
    assert_eq!(lab.read(TASKS), before);
    lab.file(RECORD, whole);
    lab.run(&task).exits(0);
    let now = lab.read(TASKS);
    assert_eq!(changed_lines(&before, &now).len(), 1);
    assert!(now.contains("[x] 4.1"));
    lab.file(
        RECORD,
        whole.replace(
            "# Pods\n",
            "# Pods\n\n**Task**: 4.2 <!-- task:loki-alloy-deployment:4.2 -->\n",
        ),
    );
    lab.run(&["verify", RECORD, "--update"]).exits(0);
    assert!(lab.read(TASKS).contains("[x] 4.2"));
    assert!(lab.read(TASKS).contains("[x] 4. ops"));
}

/// What Kiro sets on a task that was started, as a job ticks it; and what a person does with it since.
#[test]
fn a_task_is_ticked_once_and_then_left_to_people() {
    for (lang, took_back) in [("ko", "사람이 되돌려서"), ("en", "a person took that back")] {
        for started in ["[-]", "[~]"] {
            let lab = Lab::demo(State::After).configured();
            lab.file(RECORD, record(lang, "4.2"));
            let tasks = lab
                .read(TASKS)
                .replace("[ ] 4.2", &format!("{started} **4.2**"));
            lab.file(TASKS, &tasks);
            lab.run(&["regenerate", "--lang", lang])
                .exits(0)
                .keeps_quiet_about("structure");
            let ticked = tasks.replace(&format!("{started} **4.2**"), "[x] **4.2**");
            assert_eq!(lab.read(TASKS), ticked, "{started}");
            lab.file(TASKS, &tasks);
            lab.run(&["regenerate", "--lang", lang])
                .exits(0)
                .says(took_back);
            lab.run(&["regenerate", "--lang", lang])
                .exits(0)
                .keeps_quiet_about(took_back);
            assert_eq!(lab.read(TASKS), tasks);
        }
    }
}

#[test]
fn a_task_of_two_records_is_done_when_both_are() {
    for (lang, waits) in [
        ("ko", "다른 기록도 끝나야"),
        ("en", "waits for another record"),
    ] {
        let lab = Lab::demo(State::After).configured();
        let other = ".kiro/deployments/2025-12-05-other.md";
        lab.file(RECORD, record(lang, "4.2"));
        let open =
            "# Other\n\n## Checklist\n\n- [ ] ask <!-- task: loki-alloy-deployment: 4.2 -->\n";
        lab.file(other, open);
        let before = lab.read(TASKS);
        lab.run(&["verify", RECORD, "--update", "--lang", lang])
            .says(waits);
        assert_eq!(
            lab.read(TASKS),
            before,
            "one record alone knows of the other, too"
        );
        lab.file(RECORD, record(lang, "4.2"));
        lab.run(&["regenerate", "--lang", lang])
            .exits(0)
            .says(waits)
            .says(other);
        lab.run(&["regenerate", "--lang", lang])
            .exits(0)
            .keeps_quiet_about(waits);
        assert_eq!(lab.read(TASKS), before);
        lab.file(other, open.replace("[ ]", "[x]"));
        lab.run(&["regenerate", "--lang", lang]).exits(0);
        assert!(lab.read(TASKS).contains("[x] 4.2"));
    }
}

#[test]
fn a_new_record_ticks_the_task_that_it_was_made_for() {
    for (lang, none) in [("ko", "작업 9가 없습니다"), ("en", "no task 9")] {
        let mut lab = Lab::demo(State::After).configured();
        let new = |task: &str| {
            let args = [
                "new",
                "--deployment",
                "4354",
                "--lang",
                lang,
                "--slug",
                "t",
                "--task",
            ];
            lab.run(&[&args[..], &[task]].concat())
        };
        let path = ".kiro/deployments/2025-12-05-t.md";
        new("loki-alloy-deployment:9").exits(2).warns(none);
        new("loki:4.2").exits(2).warns("loki-alloy-deployment");
        assert!(!lab.work().join(path).exists());
        new("loki-alloy-deployment:4.2").exits(0);
        assert!(
            lab.read(path)
                .contains("<!-- task:loki-alloy-deployment:4.2 -->")
        );
        lab.run(&["regenerate"]);
        assert!(!lab.read(TASKS).contains("[x] 4.2"), "stability is watched");
        lab.state(State::Later);
        lab.run(&["regenerate"]);
        assert!(lab.read(TASKS).contains("[x] 4.2"), "{}", lab.read(path));
    }
}

/// What fails after its task was ticked: said once, and the tick is a person's.
#[test]
fn a_ticked_task_whose_record_fails_later_is_told_once_and_left() {
    for (lang, plan, list, says) in [
        ("ko", "검증 계획", "체크리스트", "표시는 사람에게 맡깁니다"),
        (
            "en",
            "Verification plan",
            "Checklist",
            "the tick is left to a person",
        ),
    ] {
        for (item, whole) in [
            (" <!-- task:loki-alloy-deployment:4.1 -->", ""),
            ("", "<!-- task:loki-alloy-deployment:4.1 -->\n\n"),
        ] {
            let mut lab = Lab::demo(State::After).configured();
            let title = match lang {
                "ko" => "Alloy 배포",
                _ => "Alloy everywhere",
            };
            let expected = lang.replace("ko", "기대 결과").replace("en", "Expected");
            lab.file(RECORD, format!("# {title}\n\n{whole}## {plan}\n\n### 1. Pods\n```bash\nkubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3\n```\n\n**{expected}**:\n- READY: 10\n\n## {list}\n\n- [ ] Pods{item}\n"));
            lab.run(&["regenerate"]).exits(0);
            let ticked = lab.read(TASKS);
            assert!(ticked.contains("[x] 4.1"), "{lang} {ticked}");
            lab.world().set_state(State::Before);
            lab.clock(State::After.clock() + chrono::TimeDelta::hours(2));
            // It is closed by now: somebody opens it again.
            let record = lab.read(RECORD);
            lab.file(RECORD, record.replace("[x] Pods", "[ ] Pods"));
            let run = lab
                .run(&["regenerate", "--lang", lang, "--exit", "news"])
                .exits(1);
            assert!(
                run.stdout
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(says),
                "{run}"
            );
            assert_eq!(lab.read(TASKS), ticked);
            lab.run(&["regenerate", "--lang", lang, "--exit", "news"])
                .exits(8)
                .keeps_quiet_about(says);
            assert_eq!(lab.read(TASKS), ticked);
        }
    }
}
