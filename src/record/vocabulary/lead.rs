//! Openings of sentences that demand or forbid without a colon.

use crate::record::Force;

/// What the start of a sentence without a colon says: `Should show 1/1`, `You should see …`.
pub(in crate::record) fn lead(text: &str) -> Option<Force> {
    let lower = text.to_lowercase();
    let starts = |list: &[&str]| list.iter().any(|lead| lower.starts_with(lead));
    if starts(FORBID_LEADS) {
        Some(Force::Forbids)
    } else if starts(DEMAND_LEADS) {
        Some(Force::Demands)
    } else {
        None
    }
}

const FORBID_LEADS: &[&str] = &[
    "should not see ",
    "you should not see ",
    "shouldn't see ",
    "you shouldn't see ",
];

const DEMAND_LEADS: &[&str] = &[
    "should show ",
    "should return ",
    "should see ",
    "should be ",
    "should have ",
    "should print ",
    "should output ",
    "should list ",
    "you should see ",
    "look for ",
    "expected ",
    "expect ",
];
