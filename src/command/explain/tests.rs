//! What `explain` says of single sentences.

use super::*;

fn meanings(bullets: &str) -> Vec<String> {
    let text = format!(
        "## 검증 계획\n\n### 1. 확인\n```bash\nkubectl get pods -n x\n```\n\n**기대 결과**:\n{bullets}\n"
    );
    let explained = explain("a.md", &text, &Vocabulary::default());
    let expectations = explained
        .steps
        .into_iter()
        .flat_map(|step| step.expectations);
    expectations.map(|one| one.meaning).collect()
}

#[test]
fn a_fault_in_a_cel_span_is_pointed_at() {
    let meanings = meanings(
        "- `cel: rows.all(r, r.READY == '1/1')`\n- `cel: pods.size() > 0`\n- `cel: rows.size() == '2'`\n- `cel: 1 +`",
    );
    assert!(meanings[0].starts_with("CEL 식이 참"), "{}", meanings[0]);
    assert!(meanings[1].starts_with("a.md:10:"), "{}", meanings[1]);
    assert!(meanings[2].starts_with("a.md:11:"), "{}", meanings[2]);
    assert!(meanings[3].starts_with("a.md:12:"), "{}", meanings[3]);
}

#[test]
fn each_bullet_is_said_in_the_language_of_the_record() {
    assert_eq!(
        meanings("- 모든 Pod가 Running\n- All pods Running\n- Grafana 로그인 성공"),
        [
            "모든 pods: Running",
            "모든 pods: Running",
            "사람이 확인: «성공» — `성공`에서 이해하지 못했습니다"
        ]
    );
}
