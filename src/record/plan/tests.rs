use crate::record::{Stand, Step, parse};

fn plan(text: &str) -> Vec<Step> {
    for form in [text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
        let other: Vec<String> = parse(&form)
            .0
            .plan
            .into_iter()
            .map(|step| step.name)
            .collect();
        let names: Vec<String> = parse(text)
            .0
            .plan
            .into_iter()
            .map(|step| step.name)
            .collect();
        assert_eq!(other, names, "{text:?}");
    }
    parse(text).0.plan
}

fn titles(text: &str) -> Vec<String> {
    plan(text).into_iter().map(|step| step.title).collect()
}

const FENCE: &str = "```bash\nkubectl get pods\n```\n";

#[test]
fn plans_are_known_by_their_titles() {
    for title in [
        "검증 계획",
        "배포 검증",
        "검증",
        "확인",
        "배포 후 확인 사항",
        "3. 검증 방법",
        "✅ 검증 단계",
        "배포 후 점검",
        "동작 확인",
        "검증 계획 (Verification)",
        "테스트",
        "검증 체크리스트",
        "\u{1100}\u{1165}\u{11B7}\u{110C}\u{1173}\u{11BC}",
        "Verification",
        "Verification plan",
        "Verification Steps",
        "How to verify",
        "Validation",
        "Smoke test",
        "Smoke tests",
        "Post-deployment checks",
        "Post-Deployment Verification",
        "Health checks",
        "**Verification**",
        "4) Verify the deployment",
        "Testing",
        "Sanity checks",
        "Deployment verification",
    ] {
        let text = format!("# 기록\n\n## {title}\n\n### 1. Pod 상태\n{FENCE}");
        assert_eq!(titles(&text), ["Pod 상태"], "{title}");
    }
}

#[test]
fn sections_of_other_purpose_are_no_plan() {
    for title in [
        "배포",
        "Git 작업",
        "해결 방법",
        "학습 내용",
        "롤백",
        "롤백 후 확인",
        "Rollback verification",
        "사전 확인",
        "배포 전 확인",
        "Pre-deployment checks",
        "Prerequisites",
        "문제 확인",
        "원인 확인",
        "Deployment",
        "Lessons learned",
        "Related",
    ] {
        let text = format!("# 기록\n\n## {title}\n\n### 1. Pod\n{FENCE}");
        assert_eq!(titles(&text), [""; 0], "{title}");
    }
    assert_eq!(
        titles(&format!("# 배포 검증\n\n## 배포\n\n{FENCE}")),
        [""; 0]
    );
    let aside = format!("# r\n\n## 롤백\n\n### 검증\n\n{FENCE}\n## 검증\n\n### a\n\n{FENCE}");
    assert_eq!(titles(&aside), ["a"]);
}

#[test]
fn without_a_plan_sections_that_speak_of_checking_count() {
    let text = format!(
        "# r\n\n## 배포\n\n{FENCE}\n### Pod 상태 확인\n\n{FENCE}\n### 문서 확인\n\n읽기\n\n## Rollback\n\n### Check pods\n\n{FENCE}"
    );
    assert_eq!(titles(&text), ["Pod 상태 확인"]);
    let text = "# r\n\n## Monitoring the rollout\n\n```yaml\nkubectl get: x\n```\n";
    assert_eq!(titles(text), [""; 0]);
    let named = format!("# r\n\n## Pod 상태 확인\n\n{FENCE}\n## 검증 계획\n\n### a\n\n{FENCE}");
    assert_eq!(titles(&named), ["a"]);
    // What stands behind a plan, beside it, goes on with it; and a plan without a command is not all of one.
    for (after, expected) in [
        ("## Pod 상태 확인", &["a", "Pod 상태 확인"][..]),
        (
            "## Application health tests",
            &["a", "Application health tests"],
        ),
        ("### Pod 상태 확인", &["a", "Pod 상태 확인"]),
        ("## 배포\n\n### Pod 상태 확인", &["a"]),
        ("## 변경 내용", &["a"]),
        ("## 롤백 확인", &["a"]),
        ("## Node checks before the upgrade", &["a"]),
        ("## Pod 확인 결과", &["a"]),
    ] {
        let text = format!("# r\n\n## 검증\n\n### a\n\n{FENCE}\n{after}\n\n{FENCE}");
        assert_eq!(titles(&text), expected, "{after}");
    }
    let local = "```bash\nmake smoke\n```\n";
    let text = format!("# r\n\n## Pod 상태 확인\n\n{FENCE}\n## 검증\n\n### a\n\n{local}");
    assert_eq!(titles(&text), ["Pod 상태 확인", "a"]);
}

#[test]
fn recorded_results_are_a_plan_only_if_there_is_no_other() {
    let results = format!("## 검증 결과\n\n### b\n\n{FENCE}");
    assert_eq!(titles(&results), ["b"]);
    assert_eq!(
        titles(&format!("## 검증 계획\n\n### a\n\n{FENCE}\n{results}")),
        ["a"]
    );
}

#[test]
fn a_section_without_sub_headings_is_one_step() {
    let text = format!("## Verification\n\n{FENCE}\nExpected:\n- all Running\n");
    let plan = plan(&text);
    assert_eq!(plan.len(), 1);
    assert_eq!(
        (plan[0].title.as_str(), plan[0].claims.len()),
        ("Verification", 3)
    );
    assert_eq!(
        titles("## 검증 계획\n\n- Grafana를 열어 본다\n\n글\n"),
        [""; 0]
    );
    assert_eq!(
        titles("## 검증 계획\n\n- `kubectl get pods -n x`: 모두 Running\n"),
        ["검증 계획"]
    );
}

#[test]
fn headings_without_code_or_bullets_are_no_steps() {
    let text =
        format!("## 검증 계획\n\n### 글뿐\n\n글\n\n### 목록\n\n- 하나\n\n### 코드\n\n{FENCE}");
    assert_eq!(titles(&text), ["목록", "코드"]);
}

#[test]
fn nested_headings_are_steps_each() {
    let text = format!(
        "## 검증\n\n### 1. Alloy\n\n#### 1.1 상태\n\n{FENCE}\n#### 1.2. 로그\n\n{FENCE}\n### 2) Loki\n\n{FENCE}"
    );
    let plan = plan(&text);
    let seen: Vec<_> = plan
        .iter()
        .map(|s| (s.number.as_deref(), s.title.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (Some("1.1"), "상태"),
            (Some("1.2"), "로그"),
            (Some("2"), "Loki")
        ]
    );
}

#[test]
fn a_heading_that_is_a_label_belongs_to_the_step_before() {
    let text = format!(
        "## 검증\n\n### Pod\n\n{FENCE}\n#### 기대 결과\n\n- READY: 1/1\n\n### 로그\n\n{FENCE}"
    );
    let plan = plan(&text);
    assert_eq!(plan.len(), 2);
    assert_eq!(plan[0].claims[2].label, "기대 결과");
    assert_eq!(
        plan[0].span.text(&text).lines().last(),
        Some("- READY: 1/1")
    );
}

#[test]
fn bold_titles_divide_a_plan_without_headings() {
    for (one, other) in [
        ("**1. Pod 상태**", "**2. 로그**"),
        ("**Pod 상태**", "**로그**"),
        ("**Pod 상태:**", "**로그**:"),
        ("**Step 1: Pod 상태**", "**Step 2: 로그**"),
    ] {
        let text = format!(
            "## 검증\n\n{one}\n\n{FENCE}\n**기대 결과**:\n- READY: 1/1\n\n{other}\n\n{FENCE}"
        );
        assert_eq!(titles(&text), ["Pod 상태", "로그"], "{one}");
        assert_eq!(plan(&text)[0].claims.len(), 3);
    }
    let in_step =
        format!("## 검증\n\n### Pod\n\n**Check pods:**\n{FENCE}\n**Check logs:**\n{FENCE}");
    assert_eq!(titles(&in_step), ["Pod"]);
    assert_eq!(plan(&in_step)[0].snippets.len(), 2);
}

#[test]
fn items_with_their_own_fences_are_steps() {
    let text = "## 검증\n\n- [ ] **Pod 상태 확인** <!-- check:pods -->\n  ```bash\n  kubectl get pods -l app=myapp\n  ```\n  - 모든 Pod가 `Running` 상태\n- [ ] 로그 확인\n\n  ```\n  $ kubectl logs x\n  ```\n";
    let plan = plan(text);
    let seen: Vec<_> = plan
        .iter()
        .map(|s| (s.name.as_str(), s.title.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("pods", "Pod 상태 확인"), ("로그-확인", "로그 확인")]
    );
    assert_eq!(plan[0].snippets[0].text, "kubectl get pods -l app=myapp");
    assert_eq!(plan[0].claims[0].stand, Stand::ItemText);
    let plain = "## Verification\n\n1. Check the pods:\n   ```bash\n   kubectl get pods\n   ```\n   Expected: all Running\n2. Logs\n\n   ```bash\n   kubectl logs x\n   ```\n";
    assert_eq!(titles(plain), ["Check the pods", "Logs"]);
    let elsewhere = "## 다음 단계\n\n- [ ] Pod\n  ```bash\n  kubectl get pods\n  ```\n\n## 롤백\n\n- [ ] x\n  ```bash\n  kubectl get pods\n  ```\n";
    assert_eq!(titles(elsewhere), ["Pod"]);
}

#[test]
fn nested_items_keep_their_own_fences() {
    let text = "## 검증\n\n### 상태\n\n- [ ] 위\n  - [ ] 아래\n    ```bash\n    kubectl get ds\n    ```\n- [ ] 옆\n";
    let plan = plan(text);
    let titles: Vec<&str> = plan.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["상태", "아래"]);
    assert_eq!(plan[0].snippets, []);
}

#[test]
fn rows_with_commands_are_steps() {
    let text = "## Verification\n\n| Check | Command | Expected |\n|---|---|---|\n| Pods Ready | `kubectl get pods -l app=x` | All `1/1 Running`, AGE ≥ 2 min |\n| Logs | `kubectl logs x \\| grep -c error` | 0 |\n";
    let plan = plan(text);
    assert_eq!(plan.len(), 2);
    assert_eq!(plan[1].title, "Logs");
    assert_eq!(plan[1].snippets[0].text, "kubectl logs x | grep -c error");
    assert_eq!(plan[0].claims[1].text, "All `1/1 Running`, AGE ≥ 2 min");
    assert_eq!(
        (plan[0].claims[1].stand, plan[0].claims[1].about.clone()),
        (Stand::Cell, Some(0..1))
    );
}

#[test]
fn names_stay_and_are_unique() {
    let text = format!(
        "## 검증\n\n### Pod 상태 확인\n{FENCE}\n### Pod 상태 확인\n{FENCE}\n### ✅\n- a\n\n### 로그 <!-- check:logs -->\n{FENCE}\n<!-- check:cpu -->\n### CPU\n{FENCE}\n### Memory\n<!-- check:mem -->\n{FENCE}"
    );
    let names: Vec<String> = plan(&text).into_iter().map(|step| step.name).collect();
    assert_eq!(
        names,
        [
            "pod-상태-확인",
            "pod-상태-확인-2",
            "step",
            "logs",
            "cpu",
            "mem"
        ]
    );
}

#[test]
fn what_the_tool_wrote_about_earlier_runs_is_no_plan() {
    let text = format!(
        "# r\n\n## 검증 계획\n\n### a\n\n{FENCE}\n## 검증\n\n<!-- report:begin results -->\n### a\n\n{FENCE}\n- ⏳ x\n<!-- report:end results -->\n"
    );
    let (record, problems) = parse(&text);
    assert_eq!(problems, []);
    assert_eq!(
        (record.plan.len(), record.items.len(), record.regions.len()),
        (1, 0, 1)
    );
}

#[test]
fn an_unclosed_fence_swallows_the_rest_and_is_told() {
    let (record, problems) =
        parse("## 검증\n\n### a\n\n```bash\nkubectl get pods\n\n### b\n\n- ⏳ x\n");
    assert_eq!((record.plan.len(), record.items.len()), (1, 0));
    assert_eq!(problems[0].kind, "UnclosedFence");
}
