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
mod tests;
