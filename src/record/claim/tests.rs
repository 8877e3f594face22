use crate::facts::ledger::Silence;
use crate::record::{Claim, ExtraLabel, Force, Options, Stand, Step, parse_with};
use Force::{Demands, Forbids, Offers, Says, Unsure};

const REPORTS: Force = Says(Silence::Reports);

/// The one step of a plan with the given content; its heading and labels are left out.
fn step(content: &str) -> (Step, Vec<Claim>) {
    with_options(content, &Options::default())
}

fn with_options(content: &str, options: &Options) -> (Step, Vec<Claim>) {
    let text = format!("## 검증\n\n### 1. 단계\n\n{content}\n");
    let (record, _) = parse_with(&text, options);
    assert_eq!(record.plan.len(), 1, "{content}");
    let step = record.plan[0].clone();
    let claims = step
        .claims
        .iter()
        .filter(|c| c.stand != Stand::Heading && c.force != Says(Silence::Heading))
        .cloned()
        .collect();
    (step, claims)
}

fn check(content: &str, expected: &[(Force, Stand, &str)]) {
    for form in [content.to_owned(), content.replace('\n', "\r\n")] {
        let (_, claims) = step(&form);
        let seen: Vec<(Force, Stand, String)> = claims
            .into_iter()
            .map(|claim| (claim.force, claim.stand, claim.text.replace("\r\n", "\n")))
            .collect();
        let expected: Vec<(Force, Stand, String)> = expected
            .iter()
            .map(|(f, s, t)| (*f, *s, (*t).to_owned()))
            .collect();
        assert_eq!(seen, expected, "{form:?}");
    }
}

const FENCE: &str = "```bash\nkubectl get pods\n```\n\n";

#[test]
fn labels_that_demand() {
    for label in [
        "**기대 결과**:",
        "**예상 결과:**",
        "기대 결과:",
        "**확인 사항**",
        "확인사항：",
        "✅ **성공 기준**:",
        "**예상 출력 (정상)**:",
        "**1. 확인 포인트**:",
        "정상 기준:",
        "정상 상태 예:",
        "**판정 기준**",
        "예상 동작:",
        "검증 포인트:",
        "**Expected**:",
        "**Expected Result:**",
        "Expected output:",
        "Expected Status:",
        "Expected behavior:",
        "Success criteria:",
        "You should see:",
        "Should show:",
        "Look for:",
        "Pass criteria:",
        "Example output:",
        "**Verify**:",
        "Acceptance Criteria:",
        "_Expected_:",
        "**체크포인트**:",
        "\u{110B}\u{1168}\u{1109}\u{1161}\u{11BC} 결과:",
    ] {
        check(
            &format!("{FENCE}{label}\n- READY: 1/1\n"),
            &[(Demands, Stand::Bullet, "READY: 1/1")],
        );
        check(
            &format!("{FENCE}{label}\n\n* READY: 1/1\n"),
            &[(Demands, Stand::Bullet, "READY: 1/1")],
        );
    }
}

#[test]
fn labels_that_only_tell() {
    for (why, labels) in [
        (
            Silence::Reports,
            &[
                "**배포 결과**:",
                "검증 결과:",
                "실행 결과:",
                "**결과**:",
                "출력:",
                "Result:",
                "Output:",
                "**Actual output**:",
            ][..],
        ),
        (
            Silence::Advises,
            &[
                "If it fails:",
                "실패 시:",
                "**문제 발생 시**:",
                "If the pods are not ready:",
                "Troubleshooting:",
                "실패 시 확인 사항:",
                "롤백 방법:",
                "How to roll back:",
            ],
        ),
        (
            Silence::Forecasts,
            &[
                "예상 비용:",
                "예상 시간:",
                "**예상 소요 시간**:",
                "Expected Benefits:",
                "Expected downtime:",
                "기대 효과:",
                "Estimated time:",
            ],
        ),
        (
            Silence::Remark,
            &["참고:", "**비고**:", "Note:", "For reference:"],
        ),
        (
            Silence::Before,
            &[
                "변경 전:",
                "**배포 전**:",
                "수정 전:",
                "이전 상태:",
                "기존:",
                "어제:",
                "장애 당시:",
                "현재 상태:",
                "AS-IS:",
                "**Before**:",
                "Before the change:",
                "Baseline:",
                "Previously:",
                "Initial state:",
                "Old state:",
                "Was:",
                "Example of the old output:",
                "Pre-flight:",
                "종전:",
                "지난 배포:",
                "직전 상태:",
                "Formerly:",
                "Last deploy:",
                "Pre-upgrade:",
            ],
        ),
        (
            Silence::CounterExample,
            &[
                "나쁜 예:",
                "잘못된 예시:",
                "오류 예:",
                "Bad example:",
                "Incorrect:",
            ],
        ),
    ] {
        for label in labels {
            check(
                &format!("{FENCE}{label}\n- READY: 1/1\n"),
                &[(Says(why), Stand::Bullet, "READY: 1/1")],
            );
        }
    }
}

/// Words on both sides of a line's end are two.
#[test]
fn a_bullet_of_several_lines_keeps_its_words_apart() {
    for (label, words, next) in [
        ("Expected", "3 pods", "and all Running"),
        ("기대 결과", "파드 3개", "모두 Running"),
    ] {
        let (_, claims) = step(&format!("{FENCE}- **{label}**: {words}\n  {next}\n"));
        let texts: Vec<&str> = claims.iter().map(|claim| claim.text.as_str()).collect();
        let joined = [" ", "\n", "\n  "].map(|blank| format!("{words}{blank}{next}"));
        assert!(joined.iter().any(|one| texts == [one]), "{texts:?}");
    }
}

#[test]
fn labels_that_forbid() {
    for label in [
        "Should NOT see:",
        "**Must not show**:",
        "보이면 안 되는 것:",
        "나오면 안 됨:",
        "Unexpected output:",
        "롤백 조건:",
        "**롤백 기준**:",
        "이런 경우 롤백:",
        "중단 조건:",
        "실패 기준:",
        "장애 기준:",
        "**이상 징후**:",
        "비정상 상태:",
        "비정상:",
        "에러 케이스:",
        "Rollback if:",
        "**Roll back when**:",
        "Abort if:",
        "Stop if:",
        "Fail if:",
        "Failure criteria:",
        "**Red flags**:",
        "Failure signs:",
        "Failing looks like:",
        "Unhealthy if:",
        "Not OK:",
        "Must not see:",
        "Known bad:",
        "Wrong:",
        "이러면 안 됨:",
        "하면 안 되는 것:",
        "경보 조건:",
        "중단 신호:",
        "Back out if:",
        "Page someone when:",
        "Kill switch if:",
        "Not acceptable:",
        "Watch out for:",
        "Alert conditions:",
    ] {
        check(
            &format!("{FENCE}{label}\n- `CrashLoopBackOff`\n"),
            &[(Forbids, Stand::Bullet, "`CrashLoopBackOff`")],
        );
    }
}

#[test]
fn bullets_under_a_label_that_nobody_knows_offer_themselves() {
    let bullet = (Offers, Stand::Sentence, "모든 Pod Running");
    check(&format!("{FENCE}- 모든 Pod Running\n"), &[bullet]);
    for lead in [
        "다음을 본다:",
        "Notes on pods:",
        "**Acceptance**:",
        "**Healthy when**:",
        "**Done when**:",
        "**SLO**:",
        "**확인할 것**:",
        "**목표**:",
        "에러 없는 조건:",
    ] {
        let plain = lead.replace('*', "");
        for gap in ["\n", "\n\n"] {
            check(
                &format!("{FENCE}{lead}{gap}- 모든 Pod Running\n"),
                &[(Offers, Stand::Label, &plain), bullet],
            );
        }
    }
    // A sub-heading without commands belongs to the step over it.
    check(
        &format!("{FENCE}#### Acceptance\n\n- 모든 Pod Running\n"),
        &[(Offers, Stand::Label, "Acceptance"), bullet],
    );
    // What announces nothing is a sentence.
    check(
        &format!("{FENCE}**대시보드에 데이터가 보임**\n"),
        &[(Offers, Stand::Sentence, "대시보드에 데이터가 보임")],
    );
    // A heading with nothing under it, and what stands in HTML, are sentences, too.
    check(
        &format!("{FENCE}#### 슬랙 공지\n"),
        &[(Offers, Stand::Sentence, "슬랙 공지")],
    );
    check(
        &format!("{FENCE}<p>Users can <b>log in</b></p><!-- note -->\n"),
        &[(Offers, Stand::Sentence, "Users can log in")],
    );
    check(
        &format!("{FENCE}<details>\n<summary>more</summary>\n\n- a\n\n</details>\n"),
        &[(Offers, Stand::Sentence, "a")],
    );
    // A label of trouble, or of another time, tells not whether it must be so.
    for lead in [
        "배포 직후:",
        "롤백 상태:",
        "Right after:",
        "Incident notes on pods:",
    ] {
        check(
            &format!("{FENCE}{lead}\n- 모든 Pod Running\n"),
            &[(Unsure, Stand::Bullet, "모든 Pod Running")],
        );
    }
}

#[test]
fn a_label_ends_where_something_else_begins() {
    check(
        &format!("{FENCE}**기대 결과**:\n- a\n\n글이 이어진다\n\n- b\n"),
        &[
            (Demands, Stand::Bullet, "a"),
            (Offers, Stand::Sentence, "글이 이어진다"),
            (Offers, Stand::Sentence, "b"),
        ],
    );
    check(
        &format!("{FENCE}Success criteria:\n- a\n\nIf it fails:\n- b\n"),
        &[
            (Demands, Stand::Bullet, "a"),
            (Says(Silence::Advises), Stand::Bullet, "b"),
        ],
    );
    check(
        &format!("{FENCE}**기대 결과**:\n- a\n\n{FENCE}- b\n"),
        &[
            (Demands, Stand::Bullet, "a"),
            (Offers, Stand::Sentence, "b"),
        ],
    );
}

#[test]
fn label_and_text_on_one_line() {
    for (line, force, text) in [
        ("**예상 결과**: `READY` 1/1", Demands, "`READY` 1/1"),
        (
            "**예상 결과:** 모든 Pod Running",
            Demands,
            "모든 Pod Running",
        ),
        (
            "**예상 결과** 모든 Pod Running",
            Demands,
            "모든 Pod Running",
        ),
        ("예상 결과： 모든 Pod Running", Demands, "모든 Pod Running"),
        ("✅ 예상: PONG", Demands, "PONG"),
        (
            "Expected: 5 (one per receiver)",
            Demands,
            "5 (one per receiver)",
        ),
        ("_Expected_: **Running**", Demands, "**Running**"),
        (
            "Should return: No resources found",
            Demands,
            "No resources found",
        ),
        ("**Expected Output (v2)**: `PONG`", Demands, "`PONG`"),
        // What it is of belongs to what is demanded.
        ("Expected HTTP status: 200", Demands, "200"),
        ("Should NOT see: errors", Forbids, "errors"),
        (
            "출력: us-west-2 ← 잘못된 리전",
            REPORTS,
            "us-west-2 ← 잘못된 리전",
        ),
        ("Expected downtime: 5m", Says(Silence::Forecasts), "5m"),
        ("실패 시: 롤백한다", Says(Silence::Advises), "롤백한다"),
    ] {
        check(&format!("{FENCE}{line}\n"), &[(force, Stand::Inline, text)]);
        check(
            &format!("{FENCE}- {line}\n"),
            &[(force, Stand::Inline, text)],
        );
    }
    check(
        &format!("{FENCE}Expected: all pods\nare Running\n"),
        &[(Demands, Stand::Inline, "all pods are Running")],
    );
    check(
        &format!("{FENCE}Expected: all Running\nShould NOT see: errors\n"),
        &[
            (Demands, Stand::Inline, "all Running"),
            (Forbids, Stand::Inline, "errors"),
        ],
    );
}

/// A label that says where, when or of what it demands: a list under it speaks of something else than it says itself.
#[test]
fn a_label_that_names_a_place_a_time_or_a_state_is_a_persons() {
    for label in [
        "Expected in namespace data",
        "Expected for `db`",
        "Expected before the deployment",
        "Desired state after rollback",
        "Expected failed pods",
        "Expected errors",
        "Success criteria for db",
        "data 네임스페이스 기대 결과",
        "`db` Pod 기대 결과",
        "배포 전 기대 결과",
        "롤백 후 기대 결과",
        "실패한 Pod 기대 결과",
        "Pending Pod 기대값",
    ] {
        for line in [format!("**{label}**:"), format!("{label}:")] {
            check(
                &format!("{FENCE}{line}\n- 모든 Pod Running\n"),
                &[(Unsure, Stand::Bullet, "모든 Pod Running")],
            );
        }
    }
    for label in [
        "Expected pod status",
        "Expected output of the pods",
        "Pod 상태 기대 결과",
        "배포 후 확인 사항",
        "DaemonSet 기대 상태",
    ] {
        check(
            &format!("{FENCE}**{label}**:\n- 모든 Pod Running\n"),
            &[(Demands, Stand::Bullet, "모든 Pod Running")],
        );
    }
}

#[test]
fn a_column_is_no_label() {
    for bullet in [
        "DESIRED: 10",
        "STATUS: Running",
        "READY: True",
        "Synced: yes",
        "재시작: 0회",
        "CPU: 250m 이하",
        // What is demanded, and not only that it is.
        "Expected failed pods: 3",
        "Expected body length: 200",
        "Healthy: 3",
        "**정상**: 3개",
        "Should return 200 with Content-Type: text/html",
        "Pending Pod 기대값: 3",
        "**실패한 Pod 예상 결과**: 3",
    ] {
        check(
            &format!("{FENCE}**기대 결과**:\n- {bullet}\n"),
            &[(Demands, Stand::Bullet, bullet)],
        );
    }
    for bullet in [
        "Output: `PONG`",
        "결과: 30",
        "출력: 없음",
        "Result: Success",
    ] {
        check(
            &format!("{FENCE}**기대 결과**:\n- {bullet}\n"),
            &[(Demands, Stand::Bullet, bullet)],
        );
    }
}

#[test]
fn labels_within_bullets() {
    check(
        &format!("{FENCE}- **Expected**:\n  - a\n  - b\n- If it fails:\n  - c\n- d\n"),
        &[
            (Demands, Stand::Bullet, "a"),
            (Demands, Stand::Bullet, "b"),
            (Says(Silence::Advises), Stand::Bullet, "c"),
            (Offers, Stand::Sentence, "d"),
        ],
    );
    check(
        &format!("{FENCE}기대 결과:\n- DaemonSet:\n  - READY: 1\n- If it fails: restart\n"),
        &[
            (Demands, Stand::Bullet, "DaemonSet:"),
            (Demands, Stand::Bullet, "READY: 1"),
            (Says(Silence::Advises), Stand::Inline, "restart"),
        ],
    );
}

#[test]
fn sample_output_in_a_second_fence() {
    let output = "```\nNAME  READY\nx     1/1\n```\n";
    let table = "NAME  READY\nx     1/1";
    for label in [
        "**예상 출력**:",
        "Example output:",
        "**Expected Output:**",
        "<!-- expected_similarity=1.0 -->",
    ] {
        check(
            &format!("{FENCE}{label}\n\n{output}"),
            &[(Demands, Stand::OutputFence, table)],
        );
    }
    check(
        &format!("{FENCE}출력:\n{output}"),
        &[(REPORTS, Stand::OutputFence, table)],
    );
    check(
        &format!("{FENCE}If it fails:\n{output}"),
        &[(Says(Silence::Advises), Stand::OutputFence, table)],
    );
    check(
        &format!("{FENCE}{output}"),
        &[(Offers, Stand::OutputFence, table)],
    );
    check(
        &format!("{FENCE}Expected output:\n```yaml\nready: true\n```\n"),
        &[(Demands, Stand::OutputFence, "ready: true")],
    );
    check(
        &format!("{FENCE}Expected output:\n```bash\npod/x condition met\n```\n"),
        &[(Demands, Stand::OutputFence, "pod/x condition met")],
    );
    for info in ["yaml", "promql"] {
        let file = format!("```{info}\nready: true\n```\n");
        check(
            &format!("{FENCE}{file}"),
            &[(Unsure, Stand::OutputFence, "ready: true")],
        );
        check(
            &format!("{file}\n{FENCE}"),
            &[(Says(Silence::File), Stand::OutputFence, "ready: true")],
        );
    }
    // What was looked at before is not looked at now.
    for label in ["변경 전:", "Before:"] {
        let old = "$ kubectl get pods\nx  0/1";
        check(
            &format!("{FENCE}{label}\n```\n{old}\n```\n"),
            &[(Says(Silence::Before), Stand::OutputFence, old)],
        );
    }
}

#[test]
fn a_fence_of_commands_is_one_whatever_stands_over_it() {
    for lead in [
        "",
        "**확인 사항**:\n",
        "Verify:\n",
        "**Verification Command:**\n",
        "명령어:\n",
        "Run:\n",
    ] {
        for info in ["bash", "", "sh timeout=60", "console", "text"] {
            let (step, claims) = step(&format!(
                "{lead}\n```{info}\n# 상태\n$ kubectl get pods\nx  1/1\n```\n"
            ));
            assert_eq!((step.snippets.len(), claims.len()), (1, 0), "{lead} {info}");
            assert_eq!(step.snippets[0].info, info);
        }
    }
    check(
        "**확인 사항**:\n```bash\nkubectl get pods\n```\n- READY: 1/1\n",
        &[(Demands, Stand::Bullet, "READY: 1/1")],
    );
}

#[test]
fn sentences_after_a_fence_offer_themselves() {
    check(
        &format!("앞의 글.\n\n{FENCE}✅ All 30 pods Running\n"),
        &[
            (Offers, Stand::Sentence, "앞의 글"),
            (Offers, Stand::Sentence, "✅ All 30 pods Running"),
        ],
    );
    check(
        &format!("{FENCE}All pods are Running. No restarts. Version is v1.2.3\n"),
        &[
            (Offers, Stand::Sentence, "All pods are Running"),
            (Offers, Stand::Sentence, "No restarts"),
            (Offers, Stand::Sentence, "Version is v1.2.3"),
        ],
    );
    check(
        &format!("{FENCE}You should see three pods.\n"),
        &[(Demands, Stand::Sentence, "You should see three pods")],
    );
    check(
        &format!("{FENCE}You should not see any error.\n"),
        &[(Forbids, Stand::Sentence, "You should not see any error")],
    );
    check(
        &format!("{FENCE}> [!NOTE]\n> 5분쯤 걸린다\n"),
        &[(
            Says(Silence::Remark),
            Stand::Sentence,
            "[!NOTE] 5분쯤 걸린다",
        )],
    );
    check(
        &format!("{FENCE}> 모든 Pod Running\n> 그리고 CPU가 안정적\n"),
        &[(
            Offers,
            Stand::Sentence,
            "모든 Pod Running 그리고 CPU가 안정적",
        )],
    );
    check(
        &format!("{FENCE}> **기대 결과**: PONG\n"),
        &[(Demands, Stand::Inline, "PONG")],
    );
}

#[test]
fn counter_examples_only_tell() {
    check(
        &format!("{FENCE}- ✅ 1/1 Running\n- ❌ 0/1 Pending\n"),
        &[
            (Offers, Stand::Sentence, "✅ 1/1 Running"),
            (
                Says(Silence::CounterExample),
                Stand::Sentence,
                "❌ 0/1 Pending",
            ),
        ],
    );
    check(
        &format!("{FENCE}확인 사항:\n- us-west-2 ← 잘못된 리전\n"),
        &[(
            Says(Silence::CounterExample),
            Stand::Bullet,
            "us-west-2 ← 잘못된 리전",
        )],
    );
}

#[test]
fn commands_in_bullets() {
    let (step, claims) = step(
        "- `kubectl get nodes` shows Ready.\n- Pod 확인(`kubectl get pods -n x`)\n- `READY`가 1/1\n- 확인: `kubectl get cm`\n",
    );
    let texts: Vec<&str> = step.snippets.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "kubectl get nodes",
            "kubectl get pods -n x",
            "kubectl get cm"
        ]
    );
    let seen: Vec<_> = claims
        .iter()
        .map(|c| (c.stand, c.text.as_str(), c.about.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (Stand::ItemText, "shows Ready", Some(0..1)),
            (Stand::ItemText, "Pod 확인", Some(1..2)),
            (Stand::Sentence, "`READY`가 1/1", Some(1..2)),
        ]
    );
}

/// A line of a paragraph that ends with a command names it, as a bullet does.
#[test]
fn commands_that_lines_of_paragraphs_name() {
    for (line, words) in [
        ("로그 확인: `kubectl logs web`", "로그 확인"),
        ("Check the logs: `kubectl logs web`", "Check the logs"),
        (
            "모든 Pod가 Running：`kubectl logs web`",
            "모든 Pod가 Running",
        ),
        (
            "All pods are Running → `kubectl logs web`.",
            "All pods are Running",
        ),
        ("**확인 사항**: `kubectl logs web`", "!"),
        ("Expected: `kubectl logs web`.", "!"),
        ("확인: **`kubectl logs web`**", "!"),
        ("`kubectl logs web`", "!"),
        ("`kubectl logs web`로 로그를 확인합니다.", ""),
        ("Look at it with `kubectl logs web`", ""),
        ("Pod 상태 확인 (`kubectl logs web`)", "Pod 상태 확인"),
        ("실패하면: `kubectl logs web`", ""),
        ("It was `Running`: see `kubectl logs web` for more", ""),
    ] {
        let (step, claims) = step(&format!("{FENCE}{line}\n"));
        let commands = step.snippets[1..].iter().map(|s| s.text.as_str());
        let commands: Vec<&str> = commands.collect();
        if words.is_empty() {
            assert!(commands.is_empty(), "{line}");
            continue;
        }
        assert_eq!(commands, ["kubectl logs web"], "{line}");
        let seen: Vec<_> = claims
            .iter()
            .map(|c| (c.stand, c.text.as_str(), c.about.clone()))
            .collect();
        match words {
            "!" => assert!(seen.is_empty(), "{seen:?}"),
            words => assert_eq!(seen, [(Stand::ItemText, words, Some(1..2))], "{line}"),
        }
    }
}

#[test]
fn tables_of_expectations() {
    check(
        &format!(
            "{FENCE}| 항목 | 기대값 | 상태 | 예상 시간 |\n|---|---|---|---|\n| DESIRED | 10 | ⏳ | 5m |\n"
        ),
        &[
            (Demands, Stand::Cell, "DESIRED: 10"),
            (REPORTS, Stand::Cell, "DESIRED: ⏳"),
            (Says(Silence::Forecasts), Stand::Cell, "DESIRED: 5m"),
        ],
    );
    check(
        &format!("{FENCE}**Expected**:\n\n| Column | Value |\n|---|---|\n| READY | 2/2 |\n"),
        &[(Demands, Stand::Cell, "READY: 2/2")],
    );
    check(
        "| Check | Command | What | Result |\n|---|---|---|---|\n| Pods | `kubectl get pods` | all Running | ✅ |\n",
        &[
            (Offers, Stand::Cell, "all Running"),
            (REPORTS, Stand::Cell, "✅"),
        ],
    );
}

#[test]
fn no_cell_of_a_table_is_lost() {
    // A column that nobody knows, with a command in the row or none.
    check(
        &format!("{FENCE}| Thing | Wanted |\n|---|---|\n| Pods | all Running |\n"),
        &[(Offers, Stand::Cell, "Pods: all Running")],
    );
    // Where no other cell demands, the name of the row is what it says.
    check(
        &format!("{FENCE}| 확인 항목 | 상태 |\n|---|---|\n| 모든 Pod Running | ⏳ |\n"),
        &[
            (Demands, Stand::Cell, "모든 Pod Running"),
            (REPORTS, Stand::Cell, "모든 Pod Running: ⏳"),
        ],
    );
    // Words beside a command in its cell.
    check(
        "| Check | Command |\n|---|---|\n| Pods | `kubectl get pods` all Running |\n",
        &[(Offers, Stand::Cell, "all Running")],
    );
}

#[test]
fn a_fence_that_sets_the_scene_is_a_script() {
    for first in [
        "NS=d",
        "set -e",
        "sleep 10",
        "source .env",
        "date",
        "export NS=d",
        "(⎈|prod:web) $ pwd",
    ] {
        for label in ["확인:", "**Expected**:", "Verify:", "기대 결과:"] {
            let (step, claims) = step(&format!(
                "{label}\n```bash\n{first}\nkubectl get pods\n```\n"
            ));
            assert_eq!(
                (step.snippets.len(), claims.len()),
                (1, 0),
                "{label} {first}"
            );
        }
    }
    for line in [
        "[ -f x ] && kubectl get pods",
        "(⎈|prod:web) $ kubectl get pods",
        "(⎈|prod:web)➜  ~ kubectl get pods",
        "+ kubectl get pods",
        "me@host:~$ kubectl get pods",
    ] {
        let (step, claims) = step(&format!("확인:\n```\n{line}\n```\n"));
        assert_eq!((step.snippets.len(), claims.len()), (1, 0), "{line}");
    }
    // Output that only looks like it.
    let (step, claims) =
        step("```\nkubectl get pods\n```\n\n기대 결과:\n```\ndate: 2025\nready\n```\n");
    assert_eq!((step.snippets.len(), claims.len()), (1, 1));
}

#[test]
fn the_bullets_of_an_item_with_its_own_fence_are_expected() {
    check(
        "- [ ] Pod 확인\n  ```bash\n  kubectl get pods\n  ```\n  - 모든 Pod `Running`\n  - If it fails: 롤백\n",
        &[
            (Offers, Stand::ItemText, "Pod 확인"),
            (Demands, Stand::Bullet, "모든 Pod `Running`"),
            (Says(Silence::Advises), Stand::Inline, "롤백"),
        ],
    );
}

#[test]
fn checklist_items_in_a_step_are_claims_without_their_marks() {
    check(
        &format!("{FENCE}**확인 사항**:\n- [ ] READY: 1/1\n- [x] **재시작** 0회\n"),
        &[
            (Demands, Stand::Bullet, "READY: 1/1"),
            (Demands, Stand::Bullet, "재시작 0회"),
        ],
    );
}

#[test]
fn claims_know_the_commands_before_them() {
    let (_, claims) = step(&format!("- 먼저\n\n{FENCE}- 하나\n\n{FENCE}- 둘\n"));
    let about: Vec<_> = claims.into_iter().map(|claim| claim.about).collect();
    assert_eq!(about, [None, Some(0..1), Some(1..2)]);
}

#[test]
fn a_claim_speaks_of_the_commands_of_its_own_place() {
    let about = |text: &str| -> Vec<(String, Option<std::ops::Range<usize>>)> {
        let (_, claims) = step(text);
        let spoken = claims.into_iter().map(|claim| (claim.text, claim.about));
        spoken.collect()
    };
    let one = |text: &str, at| (text.to_owned(), Some(at));
    // The second of three fences.
    assert_eq!(
        about(&format!(
            "{FENCE}{FENCE}기대 결과:\n- READY: 1/1\n\n{FENCE}"
        )),
        [one("READY: 1/1", 1..2)]
    );
    // A bullet's words speak of the fence in it, whatever stands before.
    assert_eq!(
        about(&format!(
            "{FENCE}1. all pods Running\n\n   ```bash\n   kubectl get pods\n   ```\n"
        )),
        [one("all pods Running", 1..2)]
    );
    // A label behind a list of inline commands speaks of all of them.
    assert_eq!(
        about("- `kubectl get pods`\n- `kubectl get nodes`\n\n기대 결과: 모두 Ready\n"),
        [one("모두 Ready", 0..2)]
    );
    // A row without a command in a table of commands has none to speak of.
    let rows = about(
        "| Check | Command | Expected |\n|---|---|---|\n| Pods | `kubectl get pods` | all Running |\n| Load | - | low |\n",
    );
    let read = [
        one("all Running", 0..1),
        one("Load: -", 0..0),
        one("Load: low", 0..0),
    ];
    assert_eq!(rows, read);
}

#[test]
fn labels_can_be_taught() {
    let options = Options {
        labels: vec![
            ExtraLabel {
                text: "이래야 함".into(),
                force: Demands,
            },
            ExtraLabel {
                text: "옛 값".into(),
                force: REPORTS,
            },
        ],
        ..Options::default()
    };
    let (_, claims) = with_options(
        &format!("{FENCE}**이래야 함**:\n- a\n\n옛 값: 3\n"),
        &options,
    );
    let seen: Vec<_> = claims.iter().map(|c| (c.force, c.text.as_str())).collect();
    assert_eq!(seen, [(Demands, "a"), (REPORTS, "3")]);
}

#[test]
fn tags_of_kubectl_stay_and_comments_go() {
    check(
        &format!("{FENCE}기대 결과:\n- EXTERNAL-IP: <none> <!-- 메모 -->\n"),
        &[(Demands, Stand::Bullet, "EXTERNAL-IP: <none>")],
    );
}

#[test]
fn a_bound_in_a_list_is_no_quote() {
    check(
        "**기대 결과**:\n- >3개\n- >= 4 pods\n- > 3",
        &[
            (Demands, Stand::Bullet, ">3개"),
            (Demands, Stand::Bullet, ">= 4 pods"),
            (Demands, Stand::Bullet, "> 3"),
        ],
    );
    check(
        "**Expected**:\n- > all pods Running",
        &[(Offers, Stand::Sentence, "all pods Running")],
    );
}
