use crate::record::Field::{
    self, Author, Date, Deployment, Environment, Other, PullRequest, Status, Task,
};
use crate::record::parse;

fn check(text: &str, expected: &[(Field, &str, &str)]) {
    for form in [text.to_owned(), text.replace('\n', "\r\n")] {
        let (record, _) = parse(&form);
        let found: Vec<(Field, &str, &str)> = record
            .metadata
            .iter()
            .map(|entry| (entry.field, entry.key.as_str(), entry.value.as_str()))
            .collect();
        assert_eq!(found, expected, "{form:?}");
        for entry in &record.metadata {
            let raw = entry.span.text(&form);
            assert_eq!(raw.trim(), raw, "{form:?}");
            assert!(
                !raw.starts_with("**") || raw.ends_with("**"),
                "{raw:?} of {form:?}"
            );
        }
    }
}

#[test]
fn lines_under_the_title_in_every_form() {
    let expected = [(Date, "날짜", "2025-12-05"), (Author, "작업자", "Kim")];
    for text in [
        "# t\n\n**날짜**: 2025-12-05  \n**작업자**: Kim\n\n## a\n",
        "# t\n\n**날짜:** 2025-12-05\n**작업자:** Kim\n",
        "# t\n\n- 날짜: 2025-12-05\n- 작업자: Kim\n",
        "# t\n\n* **날짜**: 2025-12-05\n* **작업자**: Kim\n",
        "# t\n\n날짜: 2025-12-05\n작업자: Kim\n",
        "# t\n\n날짜： 2025-12-05\n작업자：Kim\n",
        "# t\n\n> **날짜**: 2025-12-05\n> **작업자**: Kim\n",
        "# t\n\n| 항목 | 내용 |\n|---|---|\n| 날짜 | 2025-12-05 |\n| **작업자** | Kim |\n",
        "# t\n\n| 날짜 | 2025-12-05 |\n|---|---|\n| 작업자 | Kim |\n",
        "날짜: 2025-12-05\n작업자: Kim\n\n## a\n",
        "# t\n\n글이 먼저.\n\n**날짜**: 2025-12-05\n\n**작업자**: Kim\n",
    ] {
        check(text, &expected);
    }
    check(
        "---\ntitle: \"Alloy\"\ndate: 2025-12-05\nauthor: 'Kim'\ntags:\n  - date: x\n---\n\n## a\n",
        &[(Date, "date", "2025-12-05"), (Author, "author", "Kim")],
    );
}

#[test]
fn keys_are_known_in_both_languages() {
    for (key, field) in [
        ("Date", Date),
        ("배포 일시", Date),
        ("Author", Author),
        ("Operator", Author),
        ("관련 Task", Task),
        ("Spec", Task),
        ("PR", PullRequest),
        ("Pull request", PullRequest),
        ("환경", Environment),
        ("Target cluster", Environment),
        ("상태", Status),
        ("Status", Status),
        ("배포 번호", Deployment),
        ("Gitploy", Deployment),
        ("📅 날짜", Date),
        ("목적", Other),
    ] {
        check(&format!("# t\n\n**{key}**: v\n"), &[(field, key, "v")]);
    }
}

#[test]
fn values_lose_their_markup_and_keep_their_colons() {
    check(
        "# t\n\n**PR**: https://github.com/o/r/pull/1\n**Status**: ✅ **SUCCESS**\n**Task**: `a` [b](c) d\n",
        &[
            (PullRequest, "PR", "https://github.com/o/r/pull/1"),
            (Status, "Status", "✅ SUCCESS"),
            (Task, "Task", "a b d"),
        ],
    );
}

#[test]
fn prose_is_no_metadata() {
    for text in [
        "# t\n\n배경: 노드가 늘었다.\n\n## a\n",
        "# t\n\n- 하나\n- 둘\n",
        "# t\n\n## a\n\n**날짜**: 2025-12-05\n",
        "# t\n\nsee https://x.y/z\n",
        "# t\n\n```\nDate: x\n```\n",
        "# t\n\n<!-- Date: x -->\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn titles() {
    for (text, title) in [
        ("# Alloy **수정** `x`\n", "Alloy 수정 x"),
        ("Alloy\n=====\n", "Alloy"),
        ("---\ntitle: 앞\n---\n\n## a\n", "앞"),
        ("---\ntitle: 앞\n---\n# 뒤\n", "뒤"),
        ("## 둘째\n", ""),
        ("", ""),
    ] {
        assert_eq!(parse(text).0.title, title, "{text:?}");
    }
}
