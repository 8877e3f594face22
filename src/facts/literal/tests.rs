//! Escaped text, read back by a Markdown parser, is the text itself.

use super::*;
use crate::record::{self, StatusTables, parse_with};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What GitHub reads beyond CommonMark.
fn github() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The text of a document that must be of one shape: the tags that open in it are counted.
fn read(markdown: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut tags = Vec::new();
    for event in Parser::new_ext(markdown, github()) {
        match event {
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::Start(tag) => {
                let name = match tag {
                    Tag::Table(_) => "table".into(),
                    tag => format!("{tag:?}"),
                };
                tags.push(name);
            }
            Event::End(_) => {}
            other => tags.push(format!("{other:?}")),
        }
    }
    (text, tags)
}

fn check_all(text: &str) {
    let seen = one_line(text);
    let (item, tags) = read(&format!("- {}\n- x\n", inline(text)));
    if !seen.is_empty() {
        assert_eq!(item, format!("{seen}x"), "in a list: {text:?}");
        assert_eq!(tags, ["List(None)", "Item", "Item"], "in a list: {text:?}");
        let (paragraph, tags) = read(&inline(text));
        assert_eq!(
            (paragraph, tags),
            (seen.clone(), vec!["Paragraph".into()]),
            "{text:?}"
        );
        let (said, tags) = read(&format!("x {}", within(text)));
        assert_eq!(said, format!("x {seen}"), "within a line: {text:?}");
        assert_eq!(tags, ["Paragraph"], "within a line: {text:?}");
        let (spanned, _) = read(&format!("- {}\n", code(text)));
        assert_eq!(spanned, seen, "as code: {text:?}");
    }
    let table = format!(
        "| a | b |\n| --- | --- |\n| {} | {} |\n",
        cell(text),
        code_cell(text)
    );
    let (cells, tags) = read(&table);
    let shown = if seen.is_empty() { "–" } else { &seen };
    assert_eq!(cells, format!("ab{shown}{seen}"), "in a table: {text:?}");
    assert_eq!(
        tags.iter().filter(|tag| *tag == "TableCell").count(),
        4,
        "{text:?}"
    );
    let block = fence(text, "text");
    let (_, tags) = read(&format!("{block}\n"));
    assert_eq!(tags.len(), 1, "{text:?} {tags:?}");
}

#[test]
fn odd_subjects_stay_literal() {
    for text in [
        "a|b <script> __x__ @team #1 [x](y)",
        "# heading",
        "- item",
        "+ item",
        "* item",
        "1. one",
        "12) two",
        "> quote",
        "=== setext",
        "---",
        "```fence",
        "~~~",
        "<!-- report:begin x -->",
        "&amp; &lt;",
        "\\",
        "a\\|b",
        "`code`",
        "``",
        "$x$ $$",
        "[ ] task",
        "[x] done",
        "line\nbreak",
        "tab\there",
        "trailing  ",
        "::: block",
        ": definition",
        "**bold** *em* ~~gone~~",
        "http://example.dev/a_b_c",
        "![img](x)",
        "[^1]: note",
        "| table |",
        "   lead",
        "=",
        "%% comment",
        "`a|b`",
        "한글 *굵게*",
        "kube_dns __x__ _y_ z_",
        "R&D & &amp; &#9; AT&T;",
    ] {
        check_all(text);
    }
}

/// Times are times in Mermaid, and nothing ends a label.
#[test]
fn labels_of_mermaid_are_written_by_numbers() {
    assert_eq!(mermaid("19:02"), "19#58;02");
    assert_eq!(mermaid("a  b\n%% c"), "a b #37;#37; c");
    assert_eq!(mermaid("{x} #1; \"y\""), "#123;x#125; #35;1#59; #34;y#34;");
    assert_eq!(mermaid("배포 완료"), "배포 완료");
}

#[test]
fn long_commands_go_on_in_lines_of_their_own() {
    let long = "kubectl --context a-cluster-with-a-long-name get pods -n a-namespace-with-a-name -l app.kubernetes.io/name=web -o wide";
    let wrapped = wrap(long);
    assert_eq!(
        wrapped,
        "kubectl --context a-cluster-with-a-long-name get pods -n a-namespace-with-a-name \\\n  -l app.kubernetes.io/name=web -o wide"
    );
    let pods = "kubectl get pods";
    assert_eq!(
        wrap(&format!("{pods}\n{long}\n{pods}")),
        format!("{pods}\n{wrapped}\n{pods}")
    );
    let word = "x".repeat(200);
    for same in [
        String::new(),
        pods.to_owned(),
        word.clone(),
        format!("# {long}"),
        format!("echo '{word} -a | b'"),
        format!("echo \"{word} \\\" -a | b\""),
        format!("echo '{word}\n -a'"),
        format!("{long} \\\n  -v"),
    ] {
        assert_eq!(wrap(&same), same);
    }
    assert_eq!(
        wrap(&format!("grep '{word} | x' | wc -l")),
        format!("grep '{word} | x' \\\n  | wc -l")
    );
}

#[test]
fn links_go_only_to_pages_and_paths() {
    assert_eq!(
        link("a]b", "https://x.dev/a b"),
        "[a\\]b](https://x.dev/a%20b)"
    );
    assert_eq!(link("a", "../specs/x/tasks.md"), "[a](../specs/x/tasks.md)");
    assert_eq!(link("a", "javascript:alert(1)"), "a");
    assert_eq!(link("a", ""), "a");
}

#[test]
fn only_what_means_something_is_escaped() {
    assert_eq!(
        inline("in_progress: R&D 5 > 3 #1"),
        "in_progress: R\\&D 5 > 3 #1"
    );
    assert_eq!(within("1. a | b"), "1. a | b");
    assert_eq!(cell("1. a | b"), "1. a \\| b");
    assert_eq!(inline("> quote"), "\\> quote");
}

/// A commit's subject or a record's title marks nothing, wherever a line of a list puts it.
#[test]
fn text_from_outside_is_no_checklist_item() {
    let marks = [
        "⏳",
        "🔄",
        "⬜",
        "☐",
        "🔲",
        "✅",
        "❌",
        "⏳\u{FE0F}",
        "[ ]",
        "[x]",
        "[~]",
    ];
    for mark in marks {
        for text in [
            format!("{mark} Web 배포"),
            format!("Web 배포 {mark}"),
            format!("Web 배포 {mark} (진행 중)"),
            format!("Web rollout {mark} - PENDING"),
            mark.to_owned(),
        ] {
            for line in [
                format!("- {}", inline(&text)),
                format!("- PR: {}", within(&text)),
                format!("- **PR**: {}", link(&text, "https://a.dev")),
                format!("- {}", link(&text, "https://a.dev")),
                format!("| 상태 | a |\n|---|---|\n| {} | b |", cell(&text)),
            ] {
                let document = format!("# t\n\n## 다음 단계\n\n{line}\n");
                let options = record::Options {
                    status_tables: StatusTables::Read,
                    ..record::Options::default()
                };
                let items = parse_with(&document, &options).0.items;
                assert_eq!(items, [], "{document}");
            }
            let title = parse_with(
                &format!("# {}\n", inline(&text)),
                &record::Options::default(),
            )
            .0
            .title;
            assert_eq!(title, text);
        }
    }
}

proptest! {
    #[test]
    fn any_text_stays_literal(text in "[\\x20-\\x7e가-힣⏳🔄✅❌\\n]{0,40}") {
        // Two blanks within a line are one for a reader; the test compares exactly.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        check_all(&text);
    }
}

#[test]
fn an_address_alone_ends_nothing_and_means_nothing() {
    for (text, shown) in [
        ("https://a.dev/o/r/pull/7", "https://a.dev/o/r/pull/7"),
        (
            "https://a.dev/<!-- report:end x -->/pull/7",
            "https://a.dev/%3C!--%20report:end%20x%20--%3E/pull/7",
        ),
        (
            "https://a.dev/*x*`y`|[z](w)\n",
            "https://a.dev/%2Ax%2A%60y%60%7C%5Bz%5D%28w%29",
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ] {
        assert_eq!(address(text), shown);
    }
    assert!(!address("<b>").contains(" <b>") && address("<b>").starts_with('\\'));
}
