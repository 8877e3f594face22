//! What `explain` says of single sentences.

use super::*;

fn record(bullets: &str) -> String {
    format!(
        "## 검증 계획\n\n### 1. 확인\n```bash\nkubectl get pods -n x\n```\n\n**기대 결과**:\n{bullets}\n"
    )
}

fn meanings(bullets: &str) -> Vec<String> {
    let explained = explain("a.md", &record(bullets), &Vocabulary::default());
    let expectations = explained
        .steps
        .into_iter()
        .flat_map(|step| step.lines.expectations);
    expectations.map(|one| one.meaning).collect()
}

#[test]
fn a_fault_in_a_cel_span_is_pointed_at() {
    // Each with what stands behind the place that is pointed at, in its line of the record.
    for (bullet, marked) in [
        ("- `cel: pods.size() > 0`", "pods.size() > 0`"),
        ("- `cel: rows.size() == '2'`", "== '2'`"),
        ("- `cel: 1 +`", "`"),
        ("- `  cel:   1 + )  `", ")  `"),
        ("- ``cel: lines.exists(l, l == '`') && x``", "x``"),
        (
            "- [ ] `cel: rows.exists(r, r.NAME == '한글 🎉') || pods`",
            "pods`",
        ),
        ("- ✅ `cel: pods`", "pods`"),
        ("  - `cel: rows.all(r, r.READY == )`", ")`"),
        ("- **기대 결과** 🎉: `cel: true && nope`", "nope`"),
        (
            "\n| 항목 | 기대값 |\n|---|---|\n| 🎉 확인 | `cel: true \\|\\| nope` |",
            "nope` |",
        ),
        ("- `cel: true &&\n  nope`", "nope`"),
        ("\n> **기대 결과**:\n> - `cel: true &&\n>   nope`", "nope`"),
    ] {
        let text = record(bullet);
        let expected = LineIndex::new(&text).position(&text, text.rfind(marked).unwrap());
        let place = format!("a.md:{}:{}: ", expected.line, expected.column);
        let meanings = meanings(bullet);
        assert!(
            meanings.last().unwrap().starts_with(&place),
            "{bullet}: {place} {meanings:?}"
        );
    }
    assert!(meanings("- `cel: rows.all(r, r.READY == '1/1')`")[0].starts_with("CEL 식이 참"));
}

#[test]
fn each_bullet_is_said_in_the_language_of_the_record() {
    assert_eq!(
        meanings("- 모든 Pod가 Running\n- All pods Running\n- Grafana 로그인 성공"),
        [
            "모든 Pod가 Running 상태",
            "모든 Pod가 Running 상태",
            "사람이 확인: «성공» — 판정하지 않음: `성공`을 읽지 못했습니다"
        ]
    );
}
