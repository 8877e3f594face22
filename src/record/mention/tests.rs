use crate::facts::deployment::{DeploymentRef, System};
use crate::record::{Mentions, parse};

fn mentions(text: &str) -> Mentions {
    parse(text).0.mentions
}

#[test]
fn deployments_are_numbers_that_words_announce() {
    for text in [
        "- 배포 번호: #4354",
        "- **배포 번호**: 4354",
        "배포번호 #4354",
        "Gitploy 배포 #4354 완료",
        "Gitploy #4354",
        "Deployment number: 4354",
        "Deployment ID: `4354`",
        "deployment #4354.",
        "https://gitploy.example.dev/o/r/deployments/4354",
        "https://gitploy.example.dev/repos/o/r/deployments/4354",
        "```\ncurl https://gitploy.example.dev/api/v1/repos/o/r/deployments/4354\n```",
        "# t\n\n**배포 번호**: #4354",
        "# t\n\n**Gitploy**: 4354",
    ] {
        assert_eq!(mentions(text).deployments, [4354], "{text}");
    }
    for text in [
        "PR #4354",
        "이슈 #4354",
        "배포 4354회",
        "배포 후 4354초",
        "배포 번호: 4354abc",
        "배포 #4354.5",
        "```\n배포 번호: #4354\n```",
        "<!-- 배포 번호: #4354 -->",
        "a4354",
        "배포: 2025-12-05",
        "https://github.com/o/r/deployments/production",
        "https://github.com/o/r/actions/runs/4354",
        "https://gitlab.com/g/p/-/environments/12",
        "https://gitlab.com/g/p/-/jobs/4354",
        "https://git.acme.dev/o/r/deployments/4354",
    ] {
        assert_eq!(mentions(text).deployments, [0; 0], "{text}");
    }
    assert_eq!(mentions("배포 #1\n\n배포 #2, 배포 #1").deployments, [1, 2]);
}

/// What speaks of the record's own deployment, and what of another one beside it.
#[test]
fn the_place_of_a_number_says_whether_it_is_the_records() {
    for (own, text) in [
        // An item, a heading and the plan speak of one; the record's own is told elsewhere.
        (
            vec![12],
            "# t\n\n**배포 번호**: #12\n\n## 다음 단계\n\n1. ⏳ 배포 #9 완료 대기\n",
        ),
        (
            vec![12],
            "# t\n\n**Deployment**: #12\n\n## Next steps\n\n1. ⏳ Deployment #999 finished\n",
        ),
        (
            vec![12],
            "# t\n\n- 배포 번호: #12\n\n## 검증 계획\n\n### 1. 배포 #11 확인\n\n- 배포 #10 완료\n",
        ),
        (
            vec![12],
            "## 배포\n\n배포 번호: #12\n\n### Deployment #10 (실패)\n\n시간 초과\n\n### Deployment #12\n",
        ),
        (
            vec![12],
            "## Deployment\n\n### Deployment #10 (failed)\n\n### Deployment #12 (success)\n",
        ),
        (vec![9], "# t\n\n## 다음 단계\n\n1. ⏳ 배포 #9 완료 대기\n"),
        // Histories, references and ways back tell of others.
        (
            vec![12],
            "- 배포 번호: #12\n\n## 배포 이력\n\n- 배포 #10, 배포 #11\n",
        ),
        (
            vec![12],
            "- Deployment number: #12\n\n## History\n\n- Deployment #10\n\n## Related\n\n- Gitploy #9\n",
        ),
        (
            vec![],
            "## 배포 이력\n\n| 배포 번호 | 결과 |\n|---|---|\n| #10 | 실패 |\n",
        ),
        (
            vec![12],
            "- 배포 번호: #12\n\n## 롤백\n\nGitploy 배포 #11로 되돌린다\n",
        ),
        // What the tool notes in a comment names none.
        (
            vec![12],
            "# t <!-- report:superseded Gitploy 배포 #4360 -->\n\n- 배포 번호: #12 <!-- Gitploy #13 -->\n",
        ),
        // The section about the deployment is believed before other prose.
        (
            vec![12, 13],
            "## 문제\n\n배포 #3부터 느림\n\n## 배포\n\n- 배포 번호: #12\n\n재시도: 배포 #13\n",
        ),
        (vec![3], "## Problem\n\nslow since deployment #3\n"),
        // Tables.
        (
            vec![12, 13],
            "## 배포\n\n| 환경 | 배포 번호 |\n|---|---|\n| ops | #12 |\n| dev | #13 |\n",
        ),
        (
            vec![12],
            "## Deployment\n\n| What | Value |\n|---|---|\n| Deployment number | #12 |\n| Previous deployment | #11 |\n",
        ),
        (
            vec![12],
            "## 배포\n\n| 항목 | 값 |\n|---|---|\n| 배포 번호 | 12 |\n| 이전 배포 | #11 |\n| PR | #10 |\n",
        ),
        // Another system's record.
        (vec![], "# t\n\n**배포 번호**: #12\n\nJenkins로 배포했다.\n"),
        (
            vec![],
            "# t\n\nDeployed by GitHub Actions.\n\n- Deployment: #12\n",
        ),
        (
            vec![12],
            "# t\n\n**Gitploy**: #12\n\nThe image was built by Jenkins, build #9.\n",
        ),
        (
            vec![12],
            "# t\n\n- 배포 번호: #12 ([Gitploy](https://gitploy.acme.dev/o/r/deployments/12)), Jenkins 빌드 #9\n",
        ),
    ] {
        assert_eq!(mentions(text).deployments, own, "{text}");
    }
}

/// The last commit of a record is the one that must be in the cluster: not the one to go back to.
#[test]
fn the_commit_of_a_way_back_is_not_the_records() {
    let own = "8531c7a49402ff7931704ea18d5ced0ba97f3168".to_string();
    let back = "c3d9aa1f0e5b7d2846f13c08b1a97e54d60f2b81".to_string();
    for text in [
        format!("## 배포\n\n커밋 {own}\n\n## 롤백\n\n되돌릴 커밋은 `{back}`입니다.\n"),
        format!("## Deployment\n\nCommit {own}\n\n## Rollback\n\nGo back to `{back}`.\n"),
        format!("## 배포\n\n커밋 {own}\n\n## 배포 이력\n\n- {back}\n"),
        format!(
            "## Deployment\n\nCommit {own}\n\n## Rollback\n\n```bash\ngit revert {back}\n```\n"
        ),
    ] {
        assert_eq!(
            mentions(&text).commits,
            std::slice::from_ref(&own),
            "{text}"
        );
    }
    let only = format!("## Rollback\n\nGo back to `{back}`.\n");
    assert_eq!(mentions(&only).commits, [back]);
}

#[test]
fn a_link_to_a_forge_says_whose_repository_and_which() {
    let options = crate::record::Options {
        hosts: vec![(System::Github, "https://git.acme.dev".into())],
        ..crate::record::Options::default()
    };
    for (text, written, host) in [
        (
            "https://github.com/o/r/deployments/310000004354",
            "github:o/r#310000004354",
            "https://github.com",
        ),
        (
            "- 배포: [#46](https://github.com/o/r/deployments/46)",
            "github:o/r#46",
            "https://github.com",
        ),
        (
            "- Deployment: [#46](https://api.github.com/repos/o/r/deployments/46/statuses)",
            "github:o/r#46",
            "https://api.github.com",
        ),
        (
            "```bash\ncurl https://git.acme.dev/api/v3/repos/o/r/deployments/46\n```",
            "github:o/r#46",
            "https://git.acme.dev",
        ),
        (
            "GitHub 배포 #46\n\nhttps://github.com/o/r/deployments/46",
            "github:o/r#46",
            "https://github.com",
        ),
        (
            "https://gitlab.com/api/v4/projects/g%2Fs%2Fp/deployments/46",
            "gitlab:g/s/p#46",
            "https://gitlab.com",
        ),
        // The number of a page is no id of the API: the link says which it is, of the words beside it, too.
        (
            "GitLab 배포 #46\n\n[#46](https://gitlab.com/g/s/p/-/environments/9/deployments/46)",
            "gitlab:g/s/p/-/environments/9#46",
            "https://gitlab.com",
        ),
    ] {
        let seen = crate::record::parse_with(text, &options).0.mentions;
        let all: Vec<String> = seen
            .deployments
            .iter()
            .map(DeploymentRef::written)
            .collect();
        assert_eq!(all, [written], "{text}");
        assert_eq!(seen.hosts.values().collect::<Vec<_>>(), [host], "{text}");
        assert_eq!(
            DeploymentRef::read(written).as_ref(),
            seen.deployments.first()
        );
    }
}

#[test]
fn the_configured_hosts_own_links_are_recognised() {
    let options = crate::record::Options {
        hosts: vec![
            (System::Gitploy, "https://deploy.acme.dev/".into()),
            (System::Gitploy, "https://tools.acme.dev/gp".into()),
            (System::Github, "https://git.acme.dev".into()),
        ],
        ..crate::record::Options::default()
    };
    let read = |text: &str| crate::record::parse_with(text, &options).0.mentions;
    for text in [
        "https://deploy.acme.dev/o/r/deployments/46",
        "[배포 #46](https://deploy.acme.dev/o/r/deployments/46)",
        "<https://deploy.acme.dev/repos/o/r/deployments/46>",
    ] {
        let seen = read(text);
        assert_eq!(
            (seen.deployments, seen.api.is_some()),
            (vec![DeploymentRef::numbered(46)], true),
            "{text}"
        );
    }
    for text in [
        "https://deploy.acme.dev.evil.example/o/r/deployments/46",
        "https://git.acme.dev.evil.example/o/r/deployments/46",
        "https://evil.example/github.com/o/r/deployments/46",
        "https://notgithub.com/o/r/deployments/46",
        "[배포 #46](https://github.com/o/r/actions/runs/46)",
    ] {
        let seen = read(text);
        assert_eq!((seen.deployments, seen.api), (vec![], None), "{text}");
    }
}

#[test]
fn an_application_is_named_by_its_label_or_its_file() {
    for (text, named) in [
        ("# t\n\n**Application**: loki-v3\n", Some("loki-v3")),
        (
            "# t\n\n**날짜**: 2025-12-05  \n**Application**: loki-v3  \n**환경**: ops\n",
            Some("loki-v3"),
        ),
        ("- ArgoCD Application: `web`\n", Some("web")),
        ("- Argo CD 애플리케이션: `web` (ops)\n", Some("web")),
        (
            "**파일**: `argo-cd/buzzvil-eks-ops/apps/alloy-ops.yaml`\n",
            Some("alloy-ops"),
        ),
        (
            "Change repos/infra/argo-cd/ops/apps/web.yml and argo-cd/ops/apps/web.yml\n",
            Some("web"),
        ),
        (
            "`argo-cd/ops/apps/a.yaml`, `argo-cd/ops/apps/b.yaml`\n",
            None,
        ),
        ("`argo-cd/ops/apps/a.yaml`\n\nApplication: b\n", Some("b")),
        ("`charts/apps/a.yaml`\n", None),
        ("Application: the new one\n", None),
    ] {
        assert_eq!(mentions(text).app.as_deref(), named, "{text}");
    }
}

#[test]
fn the_documented_request_tells_host_repository_app_and_environment() {
    let text = "```bash\ncurl -X POST -d '{\"env\": \"prod\", \"dynamic_payload\": {\"app\" : \"alloy\"}}' \\\n  https://gitploy.example.dev/api/v1/repos/Org/my-repo/deployments\n```\n";
    let seen = mentions(text);
    let gitploy = (
        "https://gitploy.example.dev".to_owned(),
        "Org/my-repo".to_owned(),
    );
    assert_eq!(seen.api, Some(gitploy));
    assert_eq!(
        (seen.app.as_deref(), seen.env.as_deref()),
        (Some("alloy"), Some("prod"))
    );
    let variables = mentions(
        "```\ncurl $HOST/api/v1/repos/$OWNER/$REPO/deployments -d '{\"app\": \"$APP\"}'\n```\n",
    );
    assert_eq!(variables, Mentions::default());
    let other = mentions("```json\n{\"labels\": {\"app\": \"x\"}}\n```\n");
    assert_eq!(other.app, None);
    assert_eq!(
        mentions("- 환경: prod\n- App: `alloy`\n").env.as_deref(),
        Some("prod")
    );
    assert_eq!(
        mentions("- 환경: prod\n- App: `alloy`\n").app.as_deref(),
        Some("alloy")
    );
    assert_eq!(
        mentions("# t\n\n**환경**: prod\n").env.as_deref(),
        Some("prod")
    );
    assert_eq!(
        mentions("- 환경: ops 클러스터\n").env.as_deref(),
        Some("ops")
    );
    assert_eq!(mentions("- 환경: 운영 클러스터 전체\n").env, None);
    assert_eq!(
        mentions("# t\n\n**Cluster**: dev  \n**환경**: `dev`, ops\n").environments,
        ["dev", "ops"]
    );
}

#[test]
fn commits_are_whole_ids() {
    let id = "8531c7a49402ff7931704ea18d5ced0ba97f3168";
    for text in [
        id.to_owned(),
        format!("`{id}`"),
        format!("```\n# Output: {id}\n```"),
        format!("({id})."),
    ] {
        assert_eq!(mentions(&text).commits, [id], "{text}");
    }
    for text in [
        format!("{id}0"),
        format!("x{id}"),
        id[..39].to_owned(),
        id.to_uppercase(),
        format!("sha256:{id}{}", &id[..24]),
    ] {
        assert_eq!(mentions(&text).commits, [""; 0], "{text}");
    }
}

#[test]
fn pull_requests_are_urls() {
    let url = "https://github.com/o/r/pull/12";
    for text in [
        format!("**PR**: {url}"),
        format!("[PR]({url}/files)"),
        format!("<{url}>"),
        format!("{url}#discussion, {url}"),
    ] {
        assert_eq!(mentions(&text).pull_requests, [url], "{text}");
    }
    assert_eq!(
        mentions("https://github.com/o/r/pulls").pull_requests,
        [""; 0]
    );
}

#[test]
fn the_diagnosis_blames_taints_and_nodes() {
    let text = "# r\n\n## 문제 상황\n\n### 영향받은 노드\n\n1. `ip-10-0-0-1.ec2.internal`\n   - `dedicated=ops:NoSchedule`\n2. `worker-3`: node.kubernetes.io/unschedulable:NoSchedule, a:NoExecute\n\n## 학습 내용\n\n- `b:NoSchedule`, `ip-10-0-0-9.ec2.internal`\n";
    let seen = mentions(text);
    let taints: Vec<&str> = seen
        .blamed_taints
        .iter()
        .map(|(taint, _)| taint.as_str())
        .collect();
    assert_eq!(
        taints,
        [
            "dedicated:NoSchedule",
            "node.kubernetes.io/unschedulable:NoSchedule",
            "a:NoExecute"
        ]
        .into_iter()
        .collect::<Vec<_>>()
    );
    assert_eq!(
        seen.blamed_taints[0].1.text(text),
        "dedicated=ops:NoSchedule"
    );
    assert_eq!(seen.blamed_nodes, ["ip-10-0-0-1.ec2.internal", "worker-3"]);
    let en = mentions(
        "# r\n\n## Summary\n\nPods stay Pending because of `x:NoSchedule`.\n\n## Verification\n\n- `y:NoSchedule`\n",
    );
    assert_eq!(en.blamed_taints.len(), 1);
    let yaml = mentions("# r\n\n## 문제\n\n```yaml\na:NoSchedule\n```\n\nkey:NoScheduleX\n");
    assert_eq!(yaml.blamed_taints, []);
}

#[test]
fn documents_are_paths_of_kiro_and_relative_links() {
    let text = "- **Spec**: `.kiro/specs/a/`\n- [이전](../b.md), [밖](https://x.y), [곳](#z), [그](.kiro/c.md)\n- .kiro/d.md, 끝\n";
    assert_eq!(
        mentions(text).documents,
        [".kiro/specs/a/", ".kiro/c.md", "../b.md", ".kiro/d.md"]
    );
}
