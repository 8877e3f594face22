use super::*;

fn whose(url: &str) -> Option<System> {
    url.contains("deploy.acme.dev").then_some(System::Gitploy)
}

fn own(line: &str) -> Vec<DeploymentRef> {
    let mut numbers = Numbers::default();
    for one in named(line, whose) {
        numbers.add(Directness::Told, one);
    }
    numbers.own(line)
}

#[test]
fn lists_are_read_whole_in_both_languages() {
    for line in [
        "배포 번호: #4354, #4355",
        "배포 번호: #4354/#4355",
        "배포 번호: #4354와 #4355",
        "배포 번호: #4354 및 #4355",
        "배포 번호: 4354 → 4355",
        "배포 번호: #4354-#4355",
        "배포 번호: #4354~#4355",
        "배포 번호: 4354, 4355",
        "배포 번호: 4354~4355",
        "배포 번호: 4354-4355",
        "배포 번호: 4354/4355",
        "배포 번호: #4354 (ops), #4355 (ops2)",
        "배포 번호: #4354 + #4355",
        "배포 번호: #4354; #4355",
        "배포 번호: 4354·4355",
        "배포 번호: #4354 후 #4355",
        "배포 번호: #4354 (재배포 #4355)",
        "배포 번호: `#4354`, `#4355`",
        "배포 번호: **#4354** · **#4355**",
        "**Gitploy 배포**: #4354, #4355",
        "- 재배포 #4354 그리고 #4355",
        "Deployment number: #4354, #4355",
        "Deployment numbers: #4354 and #4355",
        "Deployment number: #4354 / #4355",
        "Deployment number: #4354 then #4355",
        "**Gitploy Deployments**: #4354, #4355",
        "Gitploy deployments #4354 & #4355",
        "Deployment IDs: 4354, 4355",
        "Deployment number: #4354 (ops), #4355 (dev)",
        "Deployment number: #4354 -> #4355",
        "Gitploy deployment #4354 (canary) and #4355 (all)",
    ] {
        assert_eq!(own(line), [4354, 4355], "{line}");
    }
    for line in [
        "**Gitploy Deployments**: #4369, … #4372",
        "배포 번호: #4369 ~ #4372",
        "배포 번호: #4369-#4372",
    ] {
        assert_eq!(own(line), [4369, 4370, 4371, 4372], "{line}");
    }
    for line in [
        "배포 번호: #4354, 10개 노드",
        "배포 번호: 4354, 10 nodes",
        "배포 번호: #4354 (2025-12-05)",
        "배포 번호: #4354 - 2025-12-05",
        "배포 번호: #4354 (PR #1452)",
        "배포 번호: #4354, PR #1452",
        "배포 번호: #4354 (이전 배포 #4349)",
        "배포 #4354 (실패), 재배포 #4355"
            .split(", 재")
            .next()
            .unwrap(),
        "Deployment number: #4354 (previous deployment: #4349)",
        "Deployment number: #4354, 3 replicas",
        "Deployment number: 4354 on 10 nodes",
        "[배포 #4354](https://deploy.acme.dev/o/r/deployments/4354)",
        "배포 번호: #4354 (#4360 아님)".split(" (#").next().unwrap(),
    ] {
        assert_eq!(own(line), [4354], "{line}");
    }
}

#[test]
fn another_systems_number_and_an_earlier_one_are_not_the_records() {
    for line in [
        "Jenkins deployment: #46",
        "Jenkins 배포 #46",
        "젠킨스 배포: #46",
        "Jenkins #46",
        "Deployment: PR #46",
        "배포: PR #46",
        "[GitHub Actions run #46](https://github.com/o/r/actions/runs/46)",
        "[배포 #46](https://github.com/o/r/deployments/46)",
        "[Deployment #46](https://ci.acme.dev/job/x/46)",
        "Actions run #46",
        "워크플로 실행 #46",
        "Deployment #46 (Jenkins)",
        "배포 번호: #46 (Jenkins)",
        "Spinnaker 배포 #46",
        "CircleCI deployment number: 46",
        "빌드 #46",
        "배포 빌드 #46",
        "Helm deployment #46",
        "Deployment run #46",
        "deployment issue #46",
        "Previous deployment: #46",
        "이전 배포: #46",
        "직전 배포 번호: #46",
        "지난 배포 #46",
        "기존 배포 #46",
        "last deployment #46",
        "Roll back to deployment #46",
        "롤백 대상 배포: #46",
        "Earlier deployment number: 46",
        "깃허브 Actions로 배포한다. 배포 번호: #46",
        "GitHub Actions deploys it. Deployment number: #46",
        "깃허브 배포가 만든다. 배포 번호: #46",
        "깃랩에서 배포한다. 배포 번호: #46",
    ] {
        assert_eq!(own(line), [0; 0], "{line}");
    }
    for line in [
        "GitHub에서 머지한 뒤 Gitploy 배포 #46",
        "PR #12를 Gitploy 배포 #46으로",
        "Gitploy deployment #46",
        "After PR #12, Gitploy deployment #46",
        "배포 번호: #46 (Gitploy)",
        "Deployment #46 (Gitploy)",
    ] {
        assert_eq!(own(line), [46], "{line}");
    }
}

#[test]
fn a_forges_number_is_its_own() {
    for (source, lines) in [
        (
            System::Github,
            &[
                "GitHub Deployment: #46",
                "**GitHub Deployment**: #46",
                "GitHub deployment #46 success",
                "GitHub 배포 #46",
                "깃허브 배포: #46",
                "GitHub 배포 번호: 46",
                "GitHub deployment ID: 46",
                "Deployment #46 (GitHub)",
                "배포 번호: #46 (GitHub)",
            ][..],
        ),
        (
            System::Gitlab,
            &[
                "GitLab deployment #46",
                "GitLab 배포 #46",
                "깃랩 배포 번호: #46",
                "Deployment #46 (GitLab)",
            ],
        ),
        (
            System::Argocd,
            &[
                "Argo CD history #46",
                "Argo CD history ID: 46",
                "ArgoCD history #46",
                "Argo CD 이력 #46",
                "Argo CD 이력 ID 46",
                "ArgoCD 히스토리 #46",
                "아르고 CD 이력 번호: #46",
                "Argo CD deployment #46",
                "Argo CD 배포: #46",
                "**Argo CD deployment**: #46",
                "Deployment #46 (Argo CD)",
                "배포 번호: #46 (ArgoCD)",
            ],
        ),
        (
            System::Flux,
            &[
                "Flux deployment #46",
                "Flux 배포 #46",
                "Flux history #46",
                "플럭스 이력 #46",
                "배포 번호: #46 (Flux)",
            ],
        ),
    ] {
        for line in lines {
            let wanted = DeploymentRef {
                source,
                ..DeploymentRef::numbered(46)
            };
            assert_eq!(own(line), [wanted], "{line}");
        }
    }
    for line in [
        "GitHub Actions deployment #46",
        "GitHub Actions 배포 #46",
        "GitHub workflow deployment #46",
        "GitHub run #46",
        "Deployment #46 (GitHub Actions)",
        "GitHub PR #46 배포",
        "GitLab pipeline #46",
        "GitLab job deployment #46",
        "Previous GitHub deployment #46",
        "이전 GitHub 배포 #46",
        "GitHub의 이전 배포 #46",
        "GitHub에서 Jenkins 배포 #46",
        "Roll back to GitHub deployment #46",
        "Roll back to Argo CD history #46",
        "Argo CD의 이전 이력 #46",
        "Previous Argo CD deployment #46",
        "Argo Rollouts deployment #46",
        "Argo Workflows 배포 #46",
        "Argo deployment #46",
        "Deployment #46 (Argo Rollouts)",
        "변경 이력 #46",
        "History #46",
        "history ID: 46",
        "GitHub history #46",
        "Argo CD PR #46",
        "Argo CD issue #46",
        "Helm history #46",
    ] {
        assert_eq!(own(line), [0; 0], "{line}");
    }
    assert_eq!(own("GitHub 배포 #46, Gitploy 배포 #12").len(), 2);
    assert_eq!(own("GitHub 배포 #46, 배포 #12").len(), 1);
    // What has the number of a system's deployment is that one, and another number stays Gitploy's.
    for (line, sources) in [
        (
            "Argo CD 배포 #46; 배포 #46 완료 대기",
            &[System::Argocd][..],
        ),
        (
            "Deployment #46 finishes; Argo CD history #46",
            &[System::Argocd],
        ),
        (
            "Argo CD 이력 #46; 배포 번호: #12",
            &[System::Argocd, System::Gitploy],
        ),
    ] {
        let own: Vec<System> = own(line).iter().map(|one| one.source).collect();
        assert_eq!(own, sources, "{line}");
    }
}

#[test]
fn what_flux_applied_has_a_digest() {
    for (line, id) in [
        ("Flux deployment #43ad78c94b26", Some("43ad78c94b26")),
        ("Flux 배포: #43ad78c94b26", Some("43ad78c94b26")),
        ("Flux 배포 #8531c7a", Some("8531c7a")),
        ("Flux deployment #abcdefa (apps)", Some("abcdefa")),
        ("Deployment #43ad78c94b26", None),
        ("Gitploy 배포 #43ad78c94b26", None),
        ("GitHub deployment #43ad78c94b26", None),
        ("Previous Flux deployment #43ad78c94b26", None),
        ("Flux deployment #43ad78x", None),
        ("Flux deployment #decade", None),
    ] {
        let ids: Vec<String> = own(line).iter().map(|one| one.id.to_string()).collect();
        assert_eq!(ids, Vec::from_iter(id.map(String::from)), "{line}");
    }
}

#[test]
fn one_that_is_said_to_have_failed_counts_only_alone() {
    for line in [
        "배포 #10 (실패), 배포 #12",
        "Deployment #10 (failed), deployment #12",
        "배포 #10: 취소, 재배포 #12",
        "Gitploy deployment #10 - canceled, Gitploy deployment #12",
    ] {
        assert_eq!(own(line), [12], "{line}");
    }
    assert_eq!(own("배포 #10 (실패)"), [10]);
}
