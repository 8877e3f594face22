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
        "https://github.com/o/r/deployments/4354",
    ] {
        assert_eq!(mentions(text).deployments, [0; 0], "{text}");
    }
    assert_eq!(mentions("배포 #1\n\n배포 #2, 배포 #1").deployments, [1, 2]);
}

#[test]
fn the_documented_request_tells_host_repository_app_and_environment() {
    let text = "```bash\ncurl -X POST -d '{\"env\": \"prod\", \"dynamic_payload\": {\"app\" : \"alloy\"}}' \\\n  https://gitploy.example.dev/api/v1/repos/Org/my-repo/deployments\n```\n";
    let seen = mentions(text);
    let gitploy = (
        "https://gitploy.example.dev".to_owned(),
        "Org/my-repo".to_owned(),
    );
    assert_eq!(seen.gitploy, Some(gitploy));
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
    assert_eq!(mentions("- 환경: ops 클러스터\n").env, None);
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
