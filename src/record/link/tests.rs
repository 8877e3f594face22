use super::*;
use crate::record::parse;
use chrono::TimeDelta;

fn links(text: &str) -> (Record, Vec<Link>) {
    let (record, _) = parse(text);
    let links = link(&record);
    (record, links)
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
    check_seed_shape(include_str!("../../../tests/records/ko-alloy.md"));
    check_seed_shape(include_str!("../../../tests/records/en-alloy.md"));
    let seed = [
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"),
        "/work/shared",
    ]
    .iter()
    .find_map(|dir| {
        std::fs::read_to_string(format!("{dir}/seed/2025-12-05-alloy-tolerations-fix.md")).ok()
    });
    if let Some(text) = seed {
        check_seed_shape(&text);
    }
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
            "## {name}\n\n### 검증 계획\n\n#### 로그 수집 확인\n```bash\nkubectl logs -l a=b\n```\n\n### 다음 단계\n\n1. ⏳ 로그 수집 확인\n\n"
        )
    };
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
    assert_eq!(links[1].how, How::Claim(2));
    assert_eq!(
        record.plan[0].claims[2].text,
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
        assert_eq!(how[0], (&[0][..], &How::Claim(1), StandsFor::Nothing));
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
    check("text", Closure::NoItems);
}
