use super::*;
use crate::record::parse;

/// A settled checklist does not close a record that says neither what was wrong nor what was learned.
#[test]
fn a_record_that_nobody_wrote_is_not_closed() {
    for head in [
        "# 기록\n\n## 체크리스트\n\n",
        "# Record\n\n## Checklist\n\n",
    ] {
        for (gap, wanted) in [
            ("problem", Closure::Unwritten),
            ("cause", Closure::Unwritten),
            ("lessons", Closure::Unwritten),
            ("nodes", Closure::Closed),
        ] {
            let text = format!("{head}1. ✅ a\n\n## X\n\n<!-- report:gap {gap} -->\n> ✍️ …\n");
            let (record, _) = parse(&text);
            assert_eq!(closure(&record), wanted, "{gap}");
            assert!(!is_open(&record), "nothing is left to look at");
            let (waits, _) = parse(&text.replace("✅", "⏳"));
            assert_eq!(closure(&waits), Closure::Open);
        }
    }
}

/// One answer for `list --open`, bare `verify` and `regenerate`.
#[test]
fn a_record_is_open_while_something_is_left_to_do() {
    let region = "<!-- report:begin timeline -->\nx\n<!-- report:end timeline -->\n";
    let heads = [
        "# 기록\n\n## 체크리스트\n\n",
        "# Record\n\n## Checklist\n\n",
    ];
    for (body, closure_wanted, open) in [
        ("1. ✅ a\n2. ⏳ b\n", Closure::Open, true),
        ("1. ✅ a\n2. ❌ b\n", Closure::Open, true),
        ("1. ✅ a\n2. ✅ b\n", Closure::Closed, false),
        ("- [ ] a\n", Closure::Open, true),
        ("- [x] a\n- [-] b\n", Closure::Open, true),
        ("- [x] a\n- [X] b\n", Closure::Closed, false),
        // A tick whose check fails is noted beside it.
        ("1. ✅ a <!-- report:failing -->\n", Closure::Open, true),
        // A nested item is one.
        ("- [x] a\n  - [ ] b\n", Closure::Open, true),
        // Without a checklist: a region is there to be refreshed.
        ("Text.\n", Closure::NoItems, false),
        ("- a\n- b\n", Closure::NoItems, false),
        (region, Closure::NoItems, true),
    ] {
        for head in heads {
            let (record, _) = parse(&format!("{head}{body}"));
            assert_eq!(closure(&record), closure_wanted, "{body}");
            assert_eq!(is_open(&record), open, "{body}");
            // Of what a later deployment replaced nothing is left to see.
            let note = " <!-- report:superseded #4360 -->\n";
            let (replaced, _) = parse(&format!("{head}{body}").replacen('\n', note, 1));
            assert!(replaced.superseded.is_some(), "{body}");
            assert_eq!(
                is_open(&replaced),
                open && replaced.items.is_empty(),
                "{body}"
            );
        }
    }
}
