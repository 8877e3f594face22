//! Where expectations stand, and of which command each speaks (the formats of the corpus, F1 to F14).

use super::*;

/// The expectations of a plan's steps: the text, the command that it speaks of (`*` for the whole step).
fn stated(body: &str) -> Vec<(String, String)> {
    let understanding = of_step(body);
    let steps = understanding.steps.iter();
    steps
        .flat_map(|step| demands(step).map(|claim| (claim.text.clone(), commands_of(step, claim))))
        .collect()
}

fn check(body: &str, expected: &[(&str, &str)]) {
    let stated = stated(body);
    let stated: Vec<(&str, &str)> = stated
        .iter()
        .map(|(text, command)| (text.as_str(), command.as_str()))
        .collect();
    assert_eq!(stated, expected, "{body}");
}

const PODS: &str = "kubectl get pods -n x";
const NODES: &str = "kubectl get nodes";
const LOGS: &str = "kubectl logs -n x deploy/web --tail=50";

#[test]
fn bullets_under_a_label_speak_of_the_fence_before_it() {
    // F1, F2, in both languages, behind the second of three fences.
    for (label, text) in [
        ("**기대 결과**:", "모든 Pod가 Running"),
        ("**Expected**:", "All pods Running"),
    ] {
        check(
            &format!(
                "```bash\n{NODES}\n```\n\n```bash\n{PODS}\n```\n\n{label}\n- {text}\n\n```bash\n{LOGS}\n```\n"
            ),
            &[(text, PODS)],
        );
        check(
            &format!("```bash\n{PODS}\n```\n\n{label} {text}\n\n```bash\n{NODES}\n```\n"),
            &[(text, PODS)],
        );
    }
}

#[test]
fn a_comment_in_a_fence_speaks_of_one_command() {
    // F3: behind the command and before it.
    check(
        &format!(
            "```bash\n{NODES}\n# Expected: all nodes Ready\n\n{PODS}\n# Should show all pods Running\n```\n"
        ),
        &[
            ("Expected: all nodes Ready", NODES),
            ("Should show all pods Running", PODS),
        ],
    );
    check(
        &format!(
            "```bash\n# 기대 결과: 모든 노드가 Ready\n{NODES}\n\n{PODS}\n# 예상: 모든 Pod가 Running\n```\n"
        ),
        &[
            ("기대 결과: 모든 노드가 Ready", NODES),
            ("예상: 모든 Pod가 Running", PODS),
        ],
    );
}

#[test]
fn a_task_item_speaks_of_its_own_fence() {
    // F6.
    check(
        &format!(
            "```bash\n{NODES}\n```\n\n- 파드 확인\n\n  ```bash\n  {PODS}\n  ```\n\n  **기대 결과**:\n  - 모든 Pod가 `Running` 상태\n"
        ),
        &[("모든 Pod가 `Running` 상태", PODS)],
    );
}

#[test]
fn cells_speak_of_their_rows_command() {
    // F8.
    let table = |head: &str, pods: &str, nodes: &str| {
        format!(
            "| Check | Command | {head} |\n|---|---|---|\n| a | `{PODS}` | {pods} |\n| b | `{NODES}` | {nodes} |\n"
        )
    };
    check(
        &table("Expected", "All pods Running", "All nodes Ready"),
        &[("All pods Running", PODS), ("All nodes Ready", NODES)],
    );
    check(
        &table("기대값", "모든 Pod Running", "모든 노드 Ready"),
        &[("모든 Pod Running", PODS), ("모든 노드 Ready", NODES)],
    );
}

#[test]
fn advice_reports_and_forecasts_demand_nothing() {
    // F9, F12, section 3 of the corpus.
    for body in [
        "**Success criteria**:\n- All pods Running\n\n**If it fails**:\n- Restart the pods\n- All nodes Ready\n",
        "**성공 기준**:\n- All pods Running\n\n**실패 시**:\n- 모든 노드 Ready\n",
    ] {
        check(
            &format!("```bash\n{PODS}\n```\n\n{body}"),
            &[("All pods Running", PODS)],
        );
    }
    for body in [
        "**배포 결과**:\n- 모든 Pod Running\n",
        "**Result**: All pods Running\n",
        "**예상 비용**: 3개\n",
        "**Expected Benefits**:\n- All pods Running\n",
        "- ❌ 모든 Pod Pending\n",
        "출력: us-west-2 ← 잘못된 리전\n",
        "**Note**: All pods Running\n",
    ] {
        check(&format!("```bash\n{PODS}\n```\n\n{body}"), &[]);
    }
}

#[test]
fn what_must_not_be_seen_is_denied() {
    let reading = |body: &str| {
        let text = format!("## Verification\n\n### 1. Check\n```bash\n{LOGS}\n```\n\n{body}");
        let understanding = understand(&text, &Vocabulary::default());
        demands(&understanding.steps[0])
            .next()
            .map(|claim| claim.words(Lang::En))
            .unwrap_or_default()
    };
    assert_eq!(
        reading("**Should NOT see**:\n- \"panic\"\n"),
        "The output does not contain `panic`"
    );
}
