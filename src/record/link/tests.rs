use super::*;
use crate::facts::budget::Budget;
use crate::record::closure::{Closure, closure};
use crate::record::parse;
use crate::tests::seed::{SHAPED, seed};
use crate::verify::understand::{Vocabulary, understand};
use chrono::TimeDelta;

fn links(text: &str) -> (Record, Vec<Link>) {
    let understanding = understand(text, &Vocabulary::default());
    let links = understanding.items.into_iter().map(|item| item.link);
    (understanding.record, links.collect())
}

fn check_seed_shape(text: &str) {
    let (record, links) = links(text);
    let steps: Vec<&[usize]> = links.iter().map(|link| link.steps.as_slice()).collect();
    let none: &[usize] = &[];
    assert_eq!(steps, [none, none, none, &[0], &[2], &[3], none, none]);
    for at in [3, 4, 5] {
        assert_eq!(links[at].how, How::Title);
        assert_eq!(links[at].stands_for, StandsFor::Nothing);
    }
    assert_eq!(links[2].stands_for, StandsFor::DeploymentFinished);
    let (min, max) = (TimeDelta::days(1), TimeDelta::days(2));
    assert_eq!(links[6].stands_for, StandsFor::Stability { min, max });
    for at in [0, 1, 7] {
        assert_eq!(
            (&links[at].how, links[at].stands_for),
            (&How::None, StandsFor::Nothing)
        );
    }
    assert_eq!(steps_without_item(&record, &links), [1]);
    assert_eq!(closure(&record), Closure::Open);
}

#[test]
fn the_real_record_and_those_of_its_shape_are_tied() {
    SHAPED.into_iter().for_each(check_seed_shape);
    seed().as_deref().into_iter().for_each(check_seed_shape);
}

/// A plan with the given step titles, and one item.
fn one(steps: &[&str], item: &str) -> Link {
    let mut text = String::from("# 기록\n\n## 검증 계획\n\n");
    for step in steps {
        text += &format!("### {step}\n```bash\nkubectl get pods -n loki -l name=alloy\n```\n\n");
    }
    text += &format!("## 다음 단계\n\n- [ ] {item}\n");
    links(&text).1.remove(0)
}

#[test]
fn titles_are_compared_by_their_words() {
    for (steps, item, expected) in [
        (
            &["1. DaemonSet 상태 확인"][..],
            "DaemonSet 상태 검증",
            &[0][..],
        ),
        (
            &["Alloy DaemonSet 상태", "로그"],
            "DaemonSet 상태 확인",
            &[0],
        ),
        (&["DaemonSet 상태 확인"], "Alloy DaemonSet 상태 확인", &[0]),
        (&["Log collection"], "Verify that logs are collected", &[0]),
        (&["로그 수집 확인"], "Check log collection", &[0]),
        (&["로그 확인", "로그 수집 확인"], "로그 수집 검증", &[1]),
        (&["DaemonSet 상태 확인"], "dev DaemonSet 상태 확인", &[]),
        (&["로그 수집 확인"], "로그 수집 설정", &[]),
        (&["로그 수집 확인"], "로그 확인", &[]),
        (&["DaemonSet 상태 확인"], "DaemonSet 상태 확인 자동화", &[]),
        (&["Pod status"], "Delete pods with bad status", &[]),
        (&["검증"], "확인", &[0]),
    ] {
        let link = one(steps, item);
        assert_eq!(link.steps, expected, "{item}: {link:?}");
    }
}

#[test]
fn several_equally_good_steps_are_none() {
    let link = one(&["로그 수집 확인", "로그 수집 검증"], "로그 수집 확인");
    assert_eq!((link.steps, link.how), (vec![], How::Ambiguous(vec![0, 1])));
    let link = one(&["Alloy 로그 수집", "Loki 로그 수집"], "로그 수집 확인");
    assert_eq!(link.how, How::Ambiguous(vec![0, 1]));
    let nothing = one(&["Alloy Pod 상태", "Loki Pod 상태"], "Pod 상태 확인");
    assert_eq!(nothing.stands_for, StandsFor::Nothing);
}

#[test]
fn of_two_steps_with_one_title_the_nearer_is_meant() {
    let part = |name: &str| {
        format!(
            "## {name}\n\n### 검증 계획\n\n#### 로그 수집 확인\n```bash\nkubectl --context {name} logs -l a=b\n```\n\n### 다음 단계\n\n1. ⏳ 로그 수집 확인\n\n"
        )
    };
    // Which cluster a command looks at is the reader's guess, where only a heading says so.
    let guessed = format!("# 기록\n\n{}{}", part("dev"), part("ops")).replace("--context dev ", "");
    let how = links(&guessed).1.remove(0).how;
    assert!(matches!(how, How::Apart(_)), "{how:?}");
    let (record, links) = links(&format!("# 기록\n\n{}{}", part("dev"), part("ops")));
    assert_eq!(record.plan.len(), 2);
    assert_eq!(record.plan[1].name, "로그-수집-확인-2");
    assert_eq!(
        (links[0].steps.as_slice(), links[1].steps.as_slice()),
        (&[0][..], &[1][..])
    );
}

#[test]
fn a_name_beats_a_title() {
    let text = "## 검증 계획\n\n### 상태 확인 <!-- check:ds -->\n```\nkubectl get ds\n```\n\n### 로그 확인\n```\nkubectl logs x\n```\n\n## 다음 단계\n\n- ⏳ 로그 확인 <!-- check:ds -->\n- ⏳ 상태 확인 <!-- check:gone -->\n";
    let (_, links) = links(text);
    assert_eq!(
        (links[0].steps.as_slice(), &links[0].how),
        (&[0][..], &How::Tie)
    );
    assert!(links[1].steps.is_empty());
    assert_eq!(links[1].how, How::TieWithoutStep("gone".into()));
}

#[test]
fn a_title_over_several_steps_stands_for_all_of_them() {
    let text = "## Verification\n\n### Alloy pods\n\n#### Status\n```\nkubectl get pods\n```\n\n#### Logs\n```\nkubectl logs x\n```\n\n## Next steps\n\n- ⏳ Verify Alloy pods\n";
    let (_, links) = links(text);
    assert_eq!(
        (links[0].steps.as_slice(), &links[0].how),
        (&[0, 1][..], &How::Title)
    );
}

#[test]
fn an_item_with_its_own_fence_is_its_own_step() {
    let text = "## 검증\n\n- [ ] **Pod 상태 확인**\n  ```bash\n  kubectl get pods\n  ```\n  - 모든 Pod가 `Running` 상태\n- [ ] 로그 확인\n";
    let (_, links) = links(text);
    assert_eq!(
        (links[0].steps.as_slice(), &links[0].how),
        (&[0][..], &How::Own)
    );
    assert_eq!(links[1].how, How::None);
}

#[test]
fn an_item_among_a_steps_bullets_stands_for_its_claim() {
    let text = "## 검증\n\n### 리소스\n```bash\nkubectl top pods\n```\n\n**확인 사항**:\n- [ ] CPU 사용량이 250m 이하인지\n- [ ] Memory 사용량이 700Mi 이하인지\n";
    let (record, links) = links(text);
    assert_eq!(links[1].how, How::Claim(3));
    assert_eq!(
        record.plan[0].claims[3].text,
        "Memory 사용량이 700Mi 이하인지"
    );
    assert_eq!(links[1].steps, [0]);
}

#[test]
fn a_list_without_commands_is_checked_by_what_else_the_record_has() {
    for (plan, list) in [
        (
            "### 리소스 사용량\n```\nkubectl top pods -n web\n```\n\n**기대 결과**:\n- CPU 사용량이 250m 이하\n",
            "### 배포 후 확인 사항\n- [ ] CPU 사용량이 250m 이하인지 확인\n- [ ] CPU 사용량이 250m 이상인지 확인\n- [ ] 리소스 사용량 모니터링\n- [ ] ArgoCD Application 동기화 상태 확인\n- [ ] 모든 Pod Running 상태 확인\n",
        ),
        (
            "### Resource usage\n```\nkubectl top pods -n web\n```\n\n**Expected**:\n- CPU usage is at most 250m\n",
            "### After the deployment\n- [ ] Verify CPU usage is at most 250m\n- [ ] Verify CPU usage is at least 250m\n- [ ] Monitor resource usage\n- [ ] Verify Argo CD Application sync status\n- [ ] Verify all pods are Running\n",
        ),
    ] {
        let (record, links) = links(&format!(
            "## Verification plan\n\n{plan}\n## 검증 항목\n\n{list}"
        ));
        let how: Vec<(&[usize], &How, StandsFor)> = links
            .iter()
            .map(|link| (link.steps.as_slice(), &link.how, link.stands_for))
            .collect();
        assert_eq!(record.plan.len(), 2, "{plan}");
        assert_eq!(how[0], (&[0][..], &How::Claim(2), StandsFor::Nothing));
        // Another number of the same thing is another demand, and stays where it stands.
        assert_eq!(how[1].0, [1]);
        assert_eq!(how[2], (&[0][..], &How::Title, StandsFor::Nothing));
        assert_eq!(how[3], (&[][..], &How::None, StandsFor::ArgoSync));
        assert_eq!(how[4], (&[][..], &How::None, StandsFor::PodStatus));
    }
}

#[test]
fn inline_commands_are_judged_by_the_items_own_words() {
    let (_, links) =
        links("## Next steps\n\n4. ⏳ Verify pod status: `kubectl get pods -n loki-v3`\n");
    assert_eq!(
        (&links[0].how, links[0].stands_for),
        (&How::None, StandsFor::InlineCommand)
    );
}

#[test]
fn a_record_is_closed_when_nothing_waits() {
    let check = |items: &str, expected| {
        let (record, _) = parse(&format!("# r\n\n{items}\n"));
        assert_eq!(closure(&record), expected, "{items}");
    };
    check("- [x] a\n- [X] b", Closure::Closed);
    check("- [x] a\n- [ ] b", Closure::Open);
    check("- [~] a\n- [x] b", Closure::Open);
    check("1. ✅ a\n2. ⏳ b", Closure::Open);
    check("1. ✅ a\n2. ✅ b", Closure::NoItems);
    check("## 다음 단계\n\n1. ✅ a\n2. ✅ b", Closure::Closed);
    check("## Next steps\n\n1. ✅ a\n2. ✅ b", Closure::Closed);
    check("## Next steps\n\n1. ✅ a\n2. ❌ b", Closure::Open);
    check("## Advice\n\n1. ✅ a\n2. ❌ b", Closure::NoItems);
    check("## Next steps\n\n1. ✅ a\n2. b", Closure::Closed);
    check("text", Closure::NoItems);
}

/// What a list's item stands for beside a plan of one step that looks at `web`'s pods in `ops`.
fn beside_web(list: &str) -> Link {
    let english = list.is_ascii();
    let (plan, title, expected) = if english {
        (
            "Verification plan",
            "Pod status",
            "**Expected**:\n- All pods Running",
        )
    } else {
        (
            "검증 계획",
            "Pod 상태 확인",
            "**기대 결과**:\n- 모든 Pod Running",
        )
    };
    let text = format!(
        "# web\n\n## {plan}\n\n### {title}\n\n```bash\nkubectl --context ops -n web get pods -l app=web\n```\n\n{expected}\n\n{list}\n"
    );
    links(&text).1.into_iter().next_back().expect(list)
}

#[test]
fn what_stands_over_an_item_and_is_not_looked_at_keeps_the_step_from_it() {
    for list in [
        "## dev 체크리스트\n\n- [ ] Pod 상태 확인",
        "## 체크리스트 (dev)\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### dev\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### 개발 환경\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### 운영계\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### buzzvil-eks-dev\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### dev/ops\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### 모든 클러스터\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### Grafana\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### 결제팀\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n**dev**\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n**dev**:\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n**dev**:\n- [ ] 설정 확인\n\n설명.\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\ndev:\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n아래는 dev 클러스터에서 확인한다.\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n- dev\n  - [ ] Pod 상태 확인",
        "## 체크리스트\n\n- [ ] dev 배포\n  - [ ] Pod 상태 확인",
        "## 체크리스트\n\n1. dev\n\n   설명\n\n   - [ ] Pod 상태 확인",
        "## 체크리스트\n\n- dev\n  - 확인\n    - [ ] Pod 상태 확인",
        "## 체크리스트\n\n> **dev**\n>\n> - [ ] Pod 상태 확인",
        "## 체크리스트\n\n<details>\n<summary>dev</summary>\n\n- [ ] Pod 상태 확인\n\n</details>",
        "## 체크리스트\n\n환경: dev\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n- 환경: dev\n- 담당: 홍길동\n\n설명.\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n| 환경 | dev |\n|---|---|\n| 담당 | 홍길동 |\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n| 환경 | 담당 |\n|---|---|\n| dev | 홍길동 |\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n> [!NOTE]\n> dev에서 확인\n\n- [ ] Pod 상태 확인",
        "## 롤백 후 체크리스트\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### 롤백한 뒤\n\n- [ ] Pod 상태 확인",
        "## 다음 배포\n\n- [ ] Pod 상태 확인",
        "## 내일 할 일\n\n- [ ] Pod 상태 확인",
        "## 24시간 후 확인\n\n- [ ] Pod 상태 확인",
        "## 2차 체크리스트\n\n- [ ] Pod 상태 확인",
        "## dev 체크리스트\n\n- [ ] 모든 Pod Running",
        "## dev 체크리스트\n\n- [ ] 모든 Pod Running `kubectl get pods -n web`",
        "## 체크리스트\n\n### Grafana\n\n- [ ] 모든 Pod Running 확인",
        "## Checklist\n\n**Environment**: dev\n\nText.\n\n- [ ] Pod status",
        "## Checklist\n\n| Environment | Owner |\n|---|---|\n| dev | x |\n\n- [ ] Pod status",
        "## Checklist\n\n> [!NOTE]\n> on dev\n\n- [ ] Pod status",
        "## dev checklist\n\n- [ ] Pod status",
        "## Checklist (dev)\n\n- [ ] Pod status",
        "## Checklist\n\n### Production\n\n- [ ] Pod status",
        "## Checklist\n\n### Staging cluster\n\n- [ ] Pod status",
        "## Checklist\n\n### 2. Production\n\n- [ ] Pod status",
        "## Checklist\n\n### All clusters\n\n- [ ] Pod status",
        "## Checklist\n\n### Grafana\n\n- [ ] Pod status",
        "## Checklist\n\n### Payments team\n\n- [ ] Pod status",
        "## Checklist\n\n**prod**\n\n- [ ] Pod status",
        "## Checklist\n\n**Prod:**\n\n- [ ] Pod status",
        "## Checklist\n\nNext: roll out to dev\n\n- [ ] Pod status",
        "## Next: roll out to dev\n\n- [ ] Pod status",
        "## Next rollout\n\n- [ ] Pod status",
        "## Tomorrow\n\n- [ ] Pod status",
        "## After the rollback\n\n- [ ] Pod status",
        "## If rolled back\n\n- [ ] Pod status",
        "## Day 2\n\n- [ ] Pod status",
        "## Checklist\n\n- dev\n  - [ ] Pod status",
        "## Checklist\n\n- [ ] Promote to production\n  - [ ] Pod status",
        "## Checklist\n\n<details><summary>dev</summary>\n\n- [ ] Pod status\n\n</details>",
        "## dev checklist\n\n- [ ] All pods are running",
        "## Checklist\n\n### dev\n\n- [ ] Check pod status: `kubectl get pods -n web`",
        "## Checklist\n\n### dev\n\n- [ ] **Pod status**\n  ```bash\n  kubectl --context ops -n web get pods\n  ```\n  - All pods Running",
    ] {
        let link = beside_web(list);
        let elsewhere = matches!(&link.how, How::Apart(apart) if apart.why == Why::Elsewhere);
        assert!(elsewhere, "{list}: {link:?}");
        assert_eq!(
            (link.steps, link.stands_for),
            (vec![], StandsFor::Nothing),
            "{list}"
        );
    }
}

/// Where nothing says of which environment a record is, a heading over its items does not.
#[test]
fn a_heading_over_items_alone_makes_no_environment_the_records_own() {
    for (plan, expected, item, over, ties) in [
        (
            "## 검증 계획",
            "모든 Pod Running",
            "Pod 상태 확인",
            "### staging",
            false,
        ),
        (
            "## 검증 계획",
            "모든 Pod Running",
            "Pod 상태 확인",
            "**QA 환경**",
            false,
        ),
        (
            "## 검증 계획",
            "모든 Pod Running",
            "Pod 상태 확인",
            "### 개발 클러스터",
            false,
        ),
        (
            "## staging 검증 계획",
            "모든 Pod Running",
            "Pod 상태 확인",
            "### staging",
            true,
        ),
        (
            "## Verification plan",
            "All pods are Running",
            "Pod status",
            "### staging",
            false,
        ),
        (
            "## Verification plan",
            "All pods are Running",
            "Pod status",
            "**QA environment**",
            false,
        ),
        (
            "## Verification plan",
            "All pods are Running",
            "Pod status",
            "### dev cluster",
            false,
        ),
        (
            "## Verification plan (staging)",
            "All pods are Running",
            "Pod status",
            "### staging",
            true,
        ),
    ] {
        let text = format!(
            "# web\n\n{plan}\n\n### {item}\n\n```bash\nkubectl -n web get pods -l app=web\n```\n\n- {expected}\n\n## Checklist\n\n{over}\n\n- [ ] {item}\n"
        );
        let link = links(&text).1.into_iter().next_back().unwrap();
        assert_eq!(link.how == How::Title, ties, "{text}: {link:?}");
    }
}

#[test]
fn what_stands_over_an_item_and_says_nothing_new_keeps_nothing_from_it() {
    for list in [
        "## 다음 단계\n\n- [ ] Pod 상태 확인",
        "## ✅ 배포 후 체크리스트\n\n- [ ] Pod 상태 확인",
        "## 남은 작업\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### ops\n\n- [ ] Pod 상태 확인",
        "## ops 클러스터 체크리스트\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n### web\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n**배포 후 확인 사항**:\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n배포가 끝나면 아래를 하나씩 확인하고 표시한다.\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n- dev\n  - [x] 배포\n- ops\n  - [ ] Pod 상태 확인",
        "## 체크리스트\n\n### dev\n\n- [x] 배포\n\n### ops\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n- [ ] 검증\n  - [ ] Pod 상태 확인",
        "## 4. 후속 작업\n\n- [ ] ops Pod 상태 확인",
        "## 체크리스트\n\n환경: ops\n\n- [ ] Pod 상태 확인",
        "## 체크리스트\n\n- [ ] 배포 후 Pod 상태 확인",
        "## Checklist\n\n- [ ] Pod status after the deployment",
        "## Checklist\n\n1. Roll out to ops\n\n   - [ ] Pod status",
        "## 다음 단계\n\n- [ ] web Pod 상태 확인",
        "## Next steps\n\n- [ ] Pod status",
        "## Post-deployment checklist\n\n- [ ] Pod status",
        "## Follow-up\n\n- [ ] Pod status",
        "## Checklist\n\n### ops\n\n- [ ] Pod status",
        "## Checklist for the ops cluster\n\n- [ ] Pod status",
        "## Checklist\n\n### web\n\n- [ ] Pod status",
        "## Checklist\n\n**After the deployment**:\n\n- [ ] Pod status",
        "## Checklist\n\nWork through these once the rollout is done and tick them.\n\n- [ ] Pod status",
        "## Checklist\n\n- dev\n  - [x] Deployed\n- ops\n  - [ ] Pod status",
        "## Checklist\n\n- [ ] Verification\n  - [ ] Pod status",
        "## Next steps\n\n- [ ] Check ops pod status",
        "## Next steps\n\n- [ ] Check web pod status",
    ] {
        let link = beside_web(list);
        assert_eq!(
            (&link.how, link.steps.as_slice()),
            (&How::Title, &[0][..]),
            "{list}"
        );
    }
}

#[test]
fn what_is_to_be_done_before_or_has_not_begun_is_a_persons() {
    let item = |list: &str, words: &str| list.replace("ITEM", words);
    for (why, list) in [
        (Why::BeforeDeployment, "## 배포 전 체크리스트\n\n- [ ] ITEM"),
        (
            Why::BeforeDeployment,
            "## 체크리스트\n\n### 사전 점검\n\n- [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## 체크리스트\n\n**배포 전**\n\n- [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## 체크리스트\n\n- 배포 전\n  - [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## 체크리스트\n\n배포 전에 다음을 확인한다.\n\n- [ ] ITEM",
        ),
        (Why::BeforeDeployment, "## 체크리스트\n\n- [ ] 배포 전 ITEM"),
        (Why::BeforeDeployment, "## Pre-Flight\n\n- [ ] ITEM"),
        (
            Why::BeforeDeployment,
            "## Checklist\n\n### Before you start\n\n- [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## Checklist\n\n### Baseline\n\n- [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## Checklist\n\n- Pre-deployment\n  - [ ] ITEM",
        ),
        (
            Why::BeforeDeployment,
            "## Prerequisites\n\n- [ ] ITEM <!-- check:pods -->",
        ),
        (Why::NotBegun, "## 2단계: 확대 ⏸️ Not Started\n\n- [ ] ITEM"),
        (Why::NotBegun, "## 확대\n\n**상태**: 대기\n\n- [ ] ITEM"),
        (
            Why::NotBegun,
            "## 확대\n\n- 상태: ⏸️ 시작 전\n\n### 확인\n\n- [ ] ITEM",
        ),
        (
            Why::NotBegun,
            "## 체크리스트\n\n- 확대 (예정)\n  - [ ] ITEM",
        ),
        (
            Why::NotBegun,
            "## Phase 2: Expand\n\n**Status**: ⏸️ Not Started\n\n- [ ] ITEM",
        ),
        (
            Why::NotBegun,
            "## Phase 2: Expand (not started)\n\n- [ ] ITEM",
        ),
        (
            Why::NotBegun,
            "## Phase 2\n\n> Status: Pending\n\n- [ ] ITEM",
        ),
    ] {
        let words = if list.is_ascii() {
            [
                "Pod status",
                "All pods are running",
                "Check pods: `kubectl get pods -n web`",
            ]
        } else {
            [
                "Pod 상태 확인",
                "모든 Pod Running",
                "Pod 확인 `kubectl get pods -n web`",
            ]
        };
        for words in words {
            let list = item(list, words);
            let link = beside_web(&list);
            assert!(
                matches!(&link.how, How::Apart(apart) if apart.why == why),
                "{list}: {link:?}"
            );
            assert_eq!(
                (link.steps, link.stands_for),
                (vec![], StandsFor::Nothing),
                "{list}"
            );
        }
    }
    // A stage that is over or under way is asked, and so is what is only left to do.
    for list in [
        "## 확인\n\n**상태**: 진행 중\n\n- [ ] Pod 상태 확인",
        "## Checks\n\n**Status**: ✅ done\n\n- [ ] Pod 상태 확인",
        "## ⏳ Pending\n\n- [ ] Pod 상태 확인",
    ] {
        assert_eq!(beside_web(list).how, How::Title, "{list}");
    }
}

#[test]
fn a_word_that_a_command_does_not_select_by_covers_nothing() {
    for (title, command, item) in [
        (
            "로그 수집 확인",
            "logcli query --addr=https://loki-dev.example.dev '{namespace=\"web\"}'",
            "dev 로그 수집 확인",
        ),
        (
            "Log collection",
            "logcli query --addr=https://loki-dev.example.dev '{namespace=\"web\"}'",
            "dev log collection",
        ),
        (
            "Log collection",
            "logcli query '{namespace=\"web\", job!=\"metrics\"}'",
            "Log and metric collection",
        ),
        (
            "Pod 상태 확인",
            "kubectl -n logging get pods",
            "Pod 및 로그 상태 확인",
        ),
        (
            "Pod status",
            "kubectl -n logging get pods",
            "Pod and log status",
        ),
        (
            "Pod status",
            "kubectl -n ingress get pods",
            "Pod and ingress status",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l app=web,kind!=user-service",
            "Pod and service status",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l 'app notin (api)'",
            "api pod status",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l app=web\ncurl -s https://web.example.dev/grafana",
            "Grafana pod status",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l app=web\nkubectl -n web get svc grafana",
            "Grafana pod status",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l app=web --sort-by=.metadata.name # api",
            "api pod status",
        ),
        (
            "CPU usage",
            "kubectl -n web top pods --sort-by=memory",
            "CPU and memory usage",
        ),
        (
            "CPU 사용량",
            "kubectl -n web top pods --sort-by=memory",
            "CPU 및 메모리 사용량",
        ),
        (
            "Pod 상태 확인 (ops, dev 제외)",
            "kubectl --context ops -n web get pods",
            "dev Pod 상태 확인",
        ),
        (
            "Pod status (all except api)",
            "kubectl -n web get pods",
            "api pod status",
        ),
        (
            "Pod 상태 확인",
            "kubectl --context ops -n web get pods",
            "dev Pod 상태 확인",
        ),
        (
            "Pod status",
            "kubectl --context buzzvil-eks-ops -n web get pods",
            "production pod status",
        ),
    ] {
        let text = format!(
            "# r\n\n## 검증 계획\n\n### {title}\n\n```bash\n{command}\n```\n\n## 다음 단계\n\n- [ ] {item}\n"
        );
        let link = links(&text).1.remove(0);
        // Bounds of CPU alone are none of both, which is told where the bounds are.
        let stands_for = if item.contains("CPU") {
            StandsFor::CpuAndMemoryUsage
        } else {
            StandsFor::Nothing
        };
        assert_eq!(
            (link.steps, link.stands_for),
            (vec![], stands_for),
            "{item}: {:?}",
            link.how
        );
    }
    for (title, command, item) in [
        (
            "DaemonSet 상태",
            "kubectl -n mon get ds agent",
            "agent DaemonSet 상태 확인",
        ),
        (
            "Pod status",
            "kubectl -n web get pods -l 'app in (web,api)'",
            "api pod status",
        ),
        (
            "Pod log",
            "kubectl -n web logs ds/agent -c tailer",
            "Check tailer pod log",
        ),
        (
            "Rollout 상태 확인",
            "kubectl -n web rollout status deploy/web",
            "web Rollout 상태 확인",
        ),
        (
            "Pod 상태",
            "kubectl --context buzzvil-eks-dev -n web get pods",
            "dev Pod 상태 확인",
        ),
        (
            "Pod 상태",
            "kubectl --context buzzvil-eks-dev -n web get pods",
            "개발 환경 Pod 상태 확인",
        ),
        (
            "Pod status",
            "kubectl --context prod -n web get pods",
            "production pod status",
        ),
        ("Pod status", "kubectl -n dev get pods", "dev pod status"),
    ] {
        let text = format!(
            "# r\n\n## 검증 계획\n\n### {title}\n\n```bash\n{command}\n```\n\n## 다음 단계\n\n- [ ] {item}\n"
        );
        let link = links(&text).1.remove(0);
        assert_eq!(
            (link.steps.as_slice(), &link.how),
            (&[0][..], &How::Title),
            "{item}"
        );
    }
}

#[test]
fn of_steps_with_one_title_that_of_the_items_environment_is_meant() {
    let step = |place: &str| {
        format!(
            "### {place} Pod 상태 확인\n\n```bash\nkubectl --context {place} -n web get pods\n```\n\n"
        )
    };
    let plan = format!("# r\n\n## 검증 계획\n\n{}{}", step("ops"), step("dev"));
    for (list, expected) in [
        ("### dev\n\n- [ ] Pod 상태 확인", &[1][..]),
        ("### ops\n\n- [ ] Pod 상태 확인", &[0]),
        ("- dev\n  - [ ] Pod 상태 확인", &[1]),
        ("- [ ] 개발 Pod 상태 확인", &[1]),
        ("- [ ] Pod 상태 확인", &[]),
        ("### staging\n\n- [ ] Pod 상태 확인", &[]),
    ] {
        let link = links(&format!("{plan}## 다음 단계\n\n{list}\n"))
            .1
            .remove(0);
        assert_eq!(link.steps, expected, "{list}: {:?}", link.how);
    }
}

#[test]
fn a_step_of_another_turn_or_environment_stands_for_no_item_of_this_one() {
    for (over, title, item) in [
        ("### 배포 전\n\n#### ", "Pod 상태 확인", "Pod 상태 확인"),
        (
            "### Before the rollout\n\n#### ",
            "Pod status",
            "Pod status",
        ),
        ("### ", "롤백 Pod 상태", "Pod 상태 확인"),
        ("### ", "Rollback pod status", "Pod status"),
        (
            "### 2단계 (예정)\n\n#### ",
            "Pod 상태 확인",
            "Pod 상태 확인",
        ),
        ("### dev\n\n#### ", "Pod 상태 확인", "Pod 상태 확인"),
        ("### ", "dev Pod 상태 확인", "Pod 상태 확인"),
        ("### ", "Production pod status", "Pod status"),
    ] {
        let text = format!(
            "# r\n\n**환경**: ops\n\n## 검증 계획\n\n{over}{title}\n\n```bash\nkubectl get pods -n web\n```\n\n## 다음 단계\n\n- [ ] {item}\n"
        );
        let link = links(&text).1.remove(0);
        assert_eq!(
            link.steps,
            Vec::<usize>::new(),
            "{over}{title}: {:?}",
            link.how
        );
    }
}

/// The work grows with the record and not with its square, whatever its titles have in common.
#[test]
fn equal_titles_are_compared_once() {
    for (plan, next, title, claim) in [
        (
            "## 검증 계획",
            "## 다음 단계",
            "Pod 상태 확인",
            "모든 Pod Running",
        ),
        (
            "## Verification plan",
            "## Next steps",
            "Check the pod status",
            "all pods Running",
        ),
    ] {
        let work = |count: usize| {
            let mut text = format!("# R\n\n{plan}\n\n");
            for _ in 0..count {
                text +=
                    &format!("### {title}\n\n```bash\nkubectl get pods -n a\n```\n\n- {claim}\n\n");
            }
            text += &format!("{next}\n\n");
            text += &format!("- [ ] {title}\n").repeat(count);
            let (record, _) = parse(&text);
            assert_eq!((record.plan.len(), record.items.len()), (count, count));
            let known = Known::default();
            let mut budget = Budget::of(u64::MAX, u64::MAX);
            let before = budget.steps();
            let links = budget.run(|| link(&record, &known));
            assert!(links.iter().all(|one| matches!(one.how, How::Ambiguous(_))));
            before - budget.steps()
        };
        let (some, more) = (work(100), work(400));
        assert!(some > 0 && more <= 4 * some, "{some} {more}");
    }
}

/// Where titles are nearly equal, each other one, the budget ends the comparing: nothing is tied then.
#[test]
fn comparing_titles_ends_with_the_budget() {
    let mut text = "# R\n\n## Verification plan\n\n".to_owned();
    for n in 0..200 {
        text +=
            &format!("### {n}. Check the pod status\n\n```bash\nkubectl get pods -n a\n```\n\n");
    }
    text += "## Next steps\n\n";
    for n in 0..200 {
        text += &format!("- [ ] Check the pod status x{n}\n");
    }
    let (record, _) = parse(&text);
    let tied = |steps| {
        let links = Budget::of(steps, 1 << 20).run(|| link(&record, &Known::default()));
        let told = links
            .iter()
            .filter(|link| matches!(link.how, How::Ambiguous(_)));
        assert!(links.iter().all(|link| link.steps.is_empty()));
        told.count()
    };
    assert_eq!(tied(u64::MAX), 0);
    assert_eq!(tied(200 * 100 * 2 * 8), 100);
}

/// What stands over items is one text for all of them, and of one that goes on and on its beginning, which
/// leaves them to a person: what is not read may say that they are another's.
#[test]
fn words_over_many_items_are_kept_once() {
    for (plan, next, item, long) in [
        ("## 검증 계획", "## 다음 단계", "Pod 상태 확인", "확인 "),
        (
            "## Verification plan",
            "## Next steps",
            "Check the pods",
            "check ",
        ),
    ] {
        for (words, tied) in [(3, true), (2000, false)] {
            let parent = long.repeat(words);
            let text = format!(
                "# R\n\n{plan}\n\n### 1. {item}\n\n```bash\nkubectl get pods -n a\n```\n\n{next}\n\n- [ ] {parent}\n  - [ ] {item}\n  - [ ] {item}\n"
            );
            let (record, links) = links(&text);
            let [.., first, second] = record.items.as_slice() else {
                panic!("{text}")
            };
            let over = |item: &crate::record::Item| item.over[0].text.clone();
            assert!(std::sync::Arc::ptr_eq(&over(first), &over(second)));
            assert!(over(first).len() < 2010);
            let is_tied = links.last().unwrap().how == How::Title;
            assert_eq!(is_tied, tied, "{:?}", links.last());
        }
    }
}
