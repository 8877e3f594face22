//! Whether anything is left to do in a record: one answer for `verify`, `regenerate` and `list`.

use super::{Item, Marker, Record};
use serde::Serialize;

/// Whether there is anything left to do in a record's checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closure {
    /// It has a checklist and all of it is settled.
    Closed,
    /// All of its checklist is settled, and nobody has written what was wrong, why, or what was learned.
    Unwritten,
    /// An item is ⏳, ❌, `[ ]` or in progress.
    Open,
    /// It has no checklist: nothing to settle.
    NoItems,
}

/// Whether a record is closed (`product.md`): no item is pending, failed or open. An item that a
/// person ticked is settled, whatever it stands for; and of what a later deployment replaced nothing is
/// left to see.
pub fn closure(record: &Record) -> Closure {
    if record.superseded.is_some() && !record.items.is_empty() {
        return Closure::Closed;
    }
    match closure_of(record.items.iter().map(Item::standing)) {
        Closure::Closed if is_unwritten(record) => Closure::Unwritten,
        other => other,
    }
}

/// Whether a part that only a person can write was left as `report new` made it.
fn is_unwritten(record: &Record) -> bool {
    let mut gaps = record.gaps.iter();
    gaps.any(|gap| matches!(gap.name.as_str(), "problem" | "cause" | "lessons"))
}

/// Whether anything of a record is left to look at: something of its checklist is left to do or, without a checklist, it has a
/// region to refresh. What is not open, `verify` without a name and `regenerate` skip.
pub fn is_open(record: &Record) -> bool {
    match closure(record) {
        // There is nothing that looking could settle: the rest is a person's.
        Closure::Closed | Closure::Unwritten => false,
        Closure::Open => true,
        Closure::NoItems => !record.regions.is_empty(),
    }
}

/// The same of a checklist's markers.
pub(super) fn closure_of(mut markers: impl Iterator<Item = Marker>) -> Closure {
    match markers.next() {
        None => Closure::NoItems,
        Some(first) if first.waits() || markers.any(Marker::waits) => Closure::Open,
        Some(_) => Closure::Closed,
    }
}

#[cfg(test)]
mod tests {
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
}
