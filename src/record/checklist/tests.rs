use crate::record::{Item, Marker, Options, Record, StatusTables, parse, parse_with};
use Marker::{Done, Failed, Open, Partial, Pending, Ticked};

fn record(text: &str) -> Record {
    parse(text).0
}

/// Marker, words, and what stands under the marker's span.
fn check(text: &str, expected: &[(Marker, &str, &str)]) {
    for form in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{FEFF}# t\n\n{text}"),
    ] {
        check_items(&form, &record(&form).items, expected);
    }
}

fn check_items(text: &str, items: &[Item], expected: &[(Marker, &str, &str)]) {
    let found: Vec<(Marker, &str, &str)> = items
        .iter()
        .map(|item| (item.marker, item.text.as_str(), item.marker_span.text(text)))
        .collect();
    assert_eq!(found, expected, "{text:?}");
    for item in items {
        assert!(item.span.contains(item.marker_span), "{text:?}");
    }
}

#[test]
fn boxes_of_every_list_form_are_items() {
    check(
        "- [ ] a\n- [x] b\n- [X] c\n",
        &[(Open, "a", " "), (Ticked, "b", "x"), (Ticked, "c", "X")],
    );
    for bullet in ["*", "+", "1.", "1)", "10."] {
        check(
            &format!("{bullet} [ ] Pod 확인\n"),
            &[(Open, "Pod 확인", " ")],
        );
    }
    check(
        "- [~] a\n- [-] b\n1. [~] c\n",
        &[
            (Partial, "a", "~"),
            (Partial, "b", "-"),
            (Partial, "c", "~"),
        ],
    );
    check(
        "- [ ] **Pod** `x` [문서](y) *z*\n",
        &[(Open, "Pod `x` 문서 z", " ")],
    );
    check("- [ ] two\n  lines\n", &[(Open, "two lines", " ")]);
    check("> - [ ] in a quote\n", &[(Open, "in a quote", " ")]);
}

#[test]
fn what_only_looks_like_a_box_is_none() {
    for text in [
        "- [] a\n",
        "- [ ]\n",
        "[ ] a\n",
        "- [~](x) a\n",
        "- [-]: a\n",
        "- \\[ ] a\n",
        "- `[ ]` a\n",
        "- a [ ]\n",
        "```\n- [ ] a\n```\n",
        "~~~\n- [ ] a\n~~~\n",
        "    - [ ] a\n",
        "> ```\n> - [ ] a\n> ```\n",
        "- a\n  ```\n  - [ ] b\n  ```\n",
        "<!--\n- [ ] a\n-->\n",
        "<!-- - [ ] a -->\n",
        "<div>\n- [ ] a\n</div>\n",
        "## - [ ] a\n",
        "| a | b |\n|---|---|\n| [ ] x | ⏳ |\n",
    ] {
        check(text, &[]);
    }
    assert_eq!(record("---\ntodo: |\n  - [ ] a\n---\n").items, []);
}

#[test]
fn items_of_a_list_with_a_pending_mark_count() {
    check(
        "1. ✅ 수정 완료\n2. ⏳ 배포 대기\n3. ❌ 로그 확인\n4. 표시 없음\n",
        &[
            (Done, "수정 완료", "✅"),
            (Pending, "배포 대기", "⏳"),
            (Failed, "로그 확인", "❌"),
        ],
    );
    for sign in ["⏳", "🔄", "⬜", "☐", "🔲"] {
        check(&format!("- {sign} a\n"), &[(Pending, "a", sign)]);
        check(&format!("- a {sign}\n"), &[(Pending, "a", sign)]);
        check(
            &format!("- {sign}\u{FE0F} a\n"),
            &[(Pending, "a", &format!("{sign}\u{FE0F}"))],
        );
    }
    check(
        "- ✅\u{FE0F} a\n- b ⏳\u{FE0F}\n",
        &[(Done, "a", "✅\u{FE0F}"), (Pending, "b", "⏳\u{FE0F}")],
    );
}

#[test]
fn marks_may_be_bold_and_stand_at_either_end() {
    for (text, words) in [
        ("- **⏳ Pod 확인**", "Pod 확인"),
        ("- **⏳** Pod 확인", "Pod 확인"),
        ("- ⏳ **Pod 확인**", "Pod 확인"),
        ("- Pod 확인 ⏳", "Pod 확인"),
        ("- Pod 확인 **⏳**", "Pod 확인"),
        ("- **Pod 확인 ⏳**", "Pod 확인"),
        ("- **Pod 확인** ⏳", "Pod 확인"),
        ("- Pod 확인: ⏳", "Pod 확인"),
        ("- Pod 확인 - ⏳", "Pod 확인"),
        ("- `kubectl get ds` ⏳", "`kubectl get ds`"),
        ("- ⏳ Pod 확인 <!-- check:pods -->", "Pod 확인"),
        ("- Pod 확인 ⏳ <!-- check:pods -->", "Pod 확인"),
        ("- Pod ⏳\n  자세한 설명", "Pod 자세한 설명"),
        ("- Pod\n  확인 ⏳", "Pod 확인"),
    ] {
        check(text, &[(Pending, words, "⏳")]);
    }
}

#[test]
fn words_that_repeat_the_mark_are_no_part_of_the_text() {
    for (text, words) in [
        ("- ⏳ Sync - PENDING", "Sync"),
        ("- ⏳ Sync — pending", "Sync"),
        ("- ⏳ Sync - PENDING (manual sync required)", "Sync"),
        ("- ⏳ 동기화 (대기 중)", "동기화"),
        ("- ⏳ 동기화 (진행 중)", "동기화"),
        ("- Sync ⏳ PENDING", "Sync"),
        ("- Sync ⏳ - PENDING", "Sync"),
        ("- Sync ⏳ (대기)", "Sync"),
        ("- Sync ⏳ (수동)", "Sync (수동)"),
        ("- ⏳ 배포 완료", "배포 완료"),
        ("- ⏳ A - B", "A - B"),
        ("- ⏳ Sync (manual)", "Sync (manual)"),
    ] {
        check(text, &[(Pending, words, "⏳")]);
    }
    check(
        "- ✅ a - COMPLETED\n- ⏳ b\n",
        &[(Done, "a", "✅"), (Pending, "b", "⏳")],
    );
}

#[test]
fn decoration_is_left_alone() {
    for text in [
        "- ✅ fast\n- ✅ small\n",
        "- ❌ 이렇게\n- ✅ 저렇게\n",
        "- Gateway: 2/2 Running ✅\n",
        "## ⏳ heading\n\n⏳ prose\n",
        "> ⏳ quote\n",
        "- the ⏳ in the middle of a sentence\n",
        "- `⏳` in code\n",
        "- text `⏳`\n",
        "- [⏳](x) a link\n",
        "- ```\n  ⏳ code\n  ```\n",
        "- ⚠️ warning\n- 🚧 works\n",
        "<!-- \n- ⏳ a\n-->\n",
        "| a | 상태 |\n|---|---|\n| x | ⏳ |\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_list_is_judged_by_its_own_items() {
    check(
        "- ✅ 1단계\n  - ⏳ 하위\n  - ✅ 하위 둘\n- ✅ 2단계\n",
        &[(Pending, "하위", "⏳"), (Done, "하위 둘", "✅")],
    );
    check(
        "- ⏳ 위\n  - ✅ 장식\n  - ✅ 장식 둘\n",
        &[(Pending, "위", "⏳")],
    );
    check(
        "1. ⏳ a\n\n   더 많은 글\n\n2. ✅ b\n",
        &[(Pending, "a", "⏳"), (Done, "b", "✅")],
    );
    let text = "- [ ] a\n  - [x] b\n    - [ ] c\n- [ ] d\n";
    let depths: Vec<usize> = record(text).items.iter().map(|item| item.depth).collect();
    assert_eq!(depths, [0, 1, 2, 0]);
    assert_eq!(record(text).items[0].span.text(text), "- [ ] a");
}

#[test]
fn a_tie_makes_a_finished_list_a_checklist() {
    check(
        "- ✅ a <!-- check:a -->\n- ✅ b\n",
        &[(Done, "a", "✅"), (Done, "b", "✅")],
    );
}

#[test]
fn a_box_wins_over_an_emoji() {
    check(
        "- [x] a ✅\n- [ ] b ⏳\n",
        &[(Ticked, "a ✅", "x"), (Open, "b ⏳", " ")],
    );
}

#[test]
fn details_and_front_matter_are_looked_through() {
    check(
        "---\ntitle: x\n---\n\n<details>\n<summary>⏳ 목록</summary>\n\n- [ ] a\n\n</details>\n",
        &[(Open, "a", " ")],
    );
}

#[test]
fn ties_and_tasks_are_read() {
    let text = "- [ ] a <!-- check:ds --> <!-- task:loki:4.1 -->\n- ⏳ b\n  <!-- check:logs -->\n- [ ] c\n  - [ ] d <!-- check:sub -->\n";
    let items = record(text).items;
    let names: Vec<_> = items
        .iter()
        .map(|item| (item.tie.as_deref(), item.task.as_deref()))
        .collect();
    assert_eq!(
        names,
        [
            (Some("ds"), Some("loki:4.1")),
            (Some("logs"), None),
            (None, None),
            (Some("sub"), None)
        ]
    );
    assert!(items.iter().all(|item| !item.text.contains("<!--")));
}

#[test]
fn inline_commands_are_kept_with_the_item() {
    let text = "4. ⏳ Verify pod status: `kubectl get pods -n loki-v3` and `READY`\n";
    let item = &record(text).items[0];
    assert_eq!(item.snippets.len(), 1);
    assert_eq!(item.snippets[0].text, "kubectl get pods -n loki-v3");
    assert_eq!(
        item.snippets[0].span.text(text),
        "`kubectl get pods -n loki-v3`"
    );
    assert!(text[item.snippets[0].line_starts[0]..].starts_with("kubectl"));
}

#[test]
fn duplicates_keep_their_sections() {
    let text = "# r\n\n## dev\n\n- ⏳ 로그 수집 확인\n\n## ops\n\n- ⏳ 로그 수집 확인\n";
    let sections: Vec<String> = record(text)
        .items
        .into_iter()
        .map(|item| item.section)
        .collect();
    assert_eq!(sections, ["dev", "ops"]);
}

#[test]
fn a_status_column_counts_only_by_choice() {
    let text = "| # | 항목 | 상태 | 비고 |\n|---|---|---|---|\n| 1 | Pod 확인 <!-- check:p --> | ⏳ 대기 | `kubectl get pods` |\n| 2 | 로그 | ✅ | |\n| 3 | 기타 | - | |\n";
    let options = Options {
        status_tables: StatusTables::Read,
        ..Options::default()
    };
    let (record, _) = parse_with(text, &options);
    check_items(
        text,
        &record.items,
        &[(Pending, "Pod 확인", "⏳"), (Done, "로그", "✅")],
    );
    assert_eq!(record.items[0].tie.as_deref(), Some("p"));
    assert_eq!(record.items[0].snippets.len(), 1);
    // Finished, it is known by its tie; without one it may be any table, but below a checklist's title.
    let settled = text.replace('⏳', "✅");
    let items = |text: &str| parse_with(text, &options).0.items.len();
    assert_eq!(items(&settled), 2);
    let untied = settled.replace(" <!-- check:p -->", "");
    assert_eq!(items(&untied), 0);
    assert_eq!(items(&format!("## 체크리스트\n\n{untied}")), 2);
    assert_eq!(items(&format!("## Checklist\n\n{untied}")), 2);
}

#[test]
fn a_checklist_stays_one_when_its_last_pending_mark_is_gone() {
    for title in ["다음 단계", "체크리스트", "Next steps", "Checklist"] {
        let list = "1. ✅ 하나\n2. ⏳ 둘\n3. 표시 없음\n4. 셋 ⏳\n";
        let open = record(&format!("# t\n\n## {title}\n\n{list}"));
        for sign in ["✅", "❌"] {
            let text = format!("# t\n\n## {title}\n\n{}", list.replace('⏳', sign));
            let words = |record: &Record| -> Vec<String> {
                record.items.iter().map(|item| item.text.clone()).collect()
            };
            assert_eq!(words(&record(&text)), words(&open), "{text}");
        }
    }
    // Elsewhere the memory of the tool tells it.
    let list = "## 진행 상황\n\n- ⏳ 로그 확인\n- ✅ 배포\n";
    let name = crate::record::marker::names(&record(list).items).remove(0);
    let region = |ticked: &str| {
        format!(
            "\n<!-- report:begin results source=verify ticked={ticked} -->\n<!-- report:end results -->\n"
        )
    };
    let finished = list.replace('⏳', "✅");
    assert_eq!(
        record(&format!("{finished}{}", region(&name))).items.len(),
        2
    );
    assert_eq!(
        record(&format!("{finished}{}", region("other")))
            .items
            .len(),
        0
    );
}

#[test]
fn what_a_region_holds_is_no_item_unless_it_is_the_checklist() {
    for name in ["related", "commits", "timeline", "changes", "of-the-team"] {
        let list = "- [PR](x) Web 배포 ⏳\n- fix: y 🔄\n- [ ] z\n";
        let text = format!(
            "# t\n\n## 다음 단계\n\n<!-- report:begin {name} -->\n{list}<!-- report:end {name} -->\n\n- [ ] a\n"
        );
        let items: Vec<String> = record(&text)
            .items
            .into_iter()
            .map(|item| item.text)
            .collect();
        assert_eq!(items, ["a"], "{name}");
    }
    let text = "<!-- report:begin checklist -->\n- ⏳ a\n<!-- report:end checklist -->\n";
    assert_eq!(record(text).items.len(), 1);
}

#[test]
fn what_stands_over_an_item_goes_with_it() {
    let over = |text: &str| -> Vec<(String, bool)> {
        let item = record(text).items.pop().expect(text);
        let over = item.over.into_iter();
        over.map(|over| (over.text.to_string(), over.title))
            .collect()
    };
    let title = |text: &str| (text.to_owned(), true);
    for (text, expected) in [
        ("## dev\n\n- [ ] a\n", vec![]),
        ("x\n\n**dev**:\n\n- [ ] a\n", vec![title("dev:")]),
        (
            "**dev**:\n\n- x\n\ntext\n\n- [ ] a\n",
            vec![title("dev:"), ("text".into(), false)],
        ),
        ("text one\n\n- x\n\n---\n\n- [ ] a\n", vec![]),
        ("- dev\n  - [ ] a\n", vec![title("dev")]),
        ("- dev\n- ops\n  - [ ] a\n", vec![title("ops")]),
        (
            "- dev\n\n  **web**\n\n  - [ ] a\n",
            vec![title("dev"), title("web")],
        ),
        ("> dev:\n>\n> - [ ] a\n", vec![title("dev:")]),
        ("- - [ ] a\n", vec![]),
        (
            "<details><summary>dev</summary>\n\n- [ ] a\n",
            vec![title("dev")],
        ),
        ("<!-- dev -->\n\n- [ ] a\n", vec![]),
        (
            "**dev**:\n\n- [ ] b\n\n**ops**:\n\n- [ ] a\n",
            vec![title("ops:")],
        ),
        ("**dev**:\n\n- [ ] b\n\n## ops\n\n- [ ] a\n", vec![]),
    ] {
        assert_eq!(over(text), expected, "{text}");
    }
}
