//! Parsing holds its promises on documents made of hard pieces.

use super::super::*;
use crate::record::closure::{Closure, closure};
use crate::record::link::{Known, link};
use crate::record::{Marker, Mentions};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "# 기록\n",
    "## 검증 계획\n",
    "### 1. Pod 상태 확인\n",
    "## 다음 단계\n",
    "## Verification\n",
    "#### 기대 결과\n",
    "**기대 결과**:\n",
    "Expected: all Running\n",
    "**Pod**\n",
    "- READY: 1/1\n",
    "1. ⏳ 배포 대기\n",
    "2. ✅ 끝\n",
    "- [ ] 로그 `kubectl logs x`\n",
    "- [x] b ✅\n",
    "- [~] c\n",
    "  - ⏳\u{FE0F} 하위\n",
    "> - [ ] q\n",
    "> ",
    "```bash\n",
    "```\n",
    "~~~\n",
    "````\n",
    "    code\n",
    "\tkubectl get ds\n",
    "kubectl get pods\n",
    "$ kubectl get ds\n",
    "| a | 상태 |\n|---|---|\n| `kubectl get x \\| wc -l` | ⏳ |\n",
    "<!-- check:a -->\n",
    "<!--\n",
    "-->\n",
    "<!-- report:begin results -->\n",
    "<!-- report:end results -->\n",
    "<!-- report:gap x -->\n",
    "<details>\n",
    "---\n",
    "title: x\n",
    "\n",
    "\r\n",
    "\u{FEFF}",
    "\u{A0}",
    "\u{200B}",
    "\u{FE0F}",
    "⏳",
    "❌ ",
    " - PENDING",
    "`",
    "``",
    "**",
    "*",
    "[",
    "](",
    ")",
    "\\",
    "&amp;",
    "&#x23F3;",
    "\0",
    "\u{1100}\u{1165}",
    "노드",
    "ip-10-0-0-1.ec2.internal ",
    "a:NoSchedule ",
    "#4354",
    "배포 번호: ",
    "https://gitploy.x/api/v1/repos/a/b/deployments",
    "://",
    ".kiro/",
    ": ",
    "：",
    "  \n",
    "\t",
    "1️⃣ ",
    "Should NOT see:\n",
    "If it fails:\n",
    "\u{1F469}\u{200D}\u{1F4BB}",
    "=====\n",
    "* * *\n",
    "+ x\n",
    "10) y\n",
];

fn documents() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// A closed record in brief says the same of all that a list shows, and an open one is read wholly.
fn check_brief(text: &str) {
    let options = Options {
        closed: ClosedRecords::InBrief,
        ..Options::default()
    };
    let (whole, problems) = parse(text);
    let (brief, found) = parse_with(text, &options);
    if closure(&whole) != Closure::Closed {
        assert_eq!((brief, found), (whole, problems));
        return;
    }
    let mentions = Mentions {
        app: whole.mentions.app,
        env: whole.mentions.env,
        ..Mentions::default()
    };
    let expected = Record {
        loose: Vec::new(),
        items: whole
            .items
            .into_iter()
            .map(|item| crate::record::Item {
                under: crate::record::Under::default(),
                ..item
            })
            .collect(),
        plan: Vec::new(),
        fences: Vec::new(),
        mentions,
        ..whole
    };
    assert_eq!((brief, found), (expected, Vec::new()));
}

/// Spans are whole characters of the text, and hold what they say.
fn check(text: &str) {
    check_brief(text);
    for tables in [StatusTables::Ignore, StatusTables::Read] {
        let options = Options {
            status_tables: tables,
            ..Options::default()
        };
        let (record, problems) = parse_with(text, &options);
        let whole = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
        problems.iter().for_each(|problem| whole(problem.span));
        for item in &record.items {
            whole(item.span);
            assert!(item.span.contains(item.marker_span), "{text:?}");
            assert!(!item.text.is_empty());
            let mark = item.marker_span.text(text).trim_end_matches('\u{FE0F}');
            let fits = match item.marker {
                Marker::Pending => ["⏳", "🔄", "⬜", "☐", "🔲"].contains(&mark),
                Marker::Done => mark == "✅",
                Marker::Failed => mark == "❌",
                Marker::Open => mark.trim().is_empty(),
                Marker::Ticked => matches!(mark, "x" | "X"),
                Marker::Partial => matches!(mark, "~" | "-"),
            };
            assert!(fits, "{item:?} of {text:?}");
        }
        assert!(
            record.items.is_sorted_by_key(|item| item.span.start),
            "{text:?}"
        );
        for step in &record.plan {
            whole(step.span);
            whole(step.heading);
            for claim in &step.claims {
                whole(claim.span);
                assert!(
                    claim
                        .about
                        .iter()
                        .all(|about| about.end <= step.snippets.len())
                );
            }
            step.snippets
                .iter()
                .for_each(|snippet| check_snippet(text, snippet));
        }
        record
            .fences
            .iter()
            .for_each(|fence| check_snippet(text, &fence.snippet));
        record.metadata.iter().for_each(|entry| whole(entry.span));
        record
            .sections
            .iter()
            .for_each(|section| whole(section.span));
        assert_eq!(link(&record, &Known::default()).len(), record.items.len());
        closure(&record);
    }
}

fn check_snippet(text: &str, snippet: &crate::record::Snippet) {
    assert!(
        text.get(snippet.span.range()).is_some(),
        "{snippet:?} of {text:?}"
    );
    for start in &snippet.line_starts {
        assert!(text.is_char_boundary(*start), "{snippet:?} of {text:?}");
    }
    if !snippet.text.is_empty() {
        let lines = snippet.text.split('\n').count();
        assert_eq!(lines, snippet.line_starts.len(), "{snippet:?} of {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn real_records_are_read_in_brief_once_they_are_closed(
        text in prop::sample::select(vec![
            include_str!("../../../../tests/records/ko-alloy.md"),
            include_str!("../../../../tests/records/en-alloy.md"),
        ]),
        settled in 0..20usize,
    ) {
        let closed = text.replace('❌', "✅").replacen('⏳', "✅", settled);
        check_brief(&closed);
    }

    #[test]
    fn any_document_is_read(text in documents()) {
        check(&text);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text);
    }
}
