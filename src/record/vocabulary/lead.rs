//! Openings of sentences that demand or forbid without a colon.

use crate::facts::word_list::WordList;
use crate::record::{Force, words};

static FORBIDS: WordList = words("lead-forbids");
static DEMANDS: WordList = words("lead-demands");

/// What the start of a sentence without a colon says: `Should show 1/1`, `You should see …`.
pub(in crate::record) fn lead(text: &str) -> Option<Force> {
    let lower = text.to_lowercase();
    let leads = |list: &WordList| {
        let mut behind = list.iter().filter_map(|lead| lower.strip_prefix(lead));
        behind.any(|rest| rest.starts_with(' '))
    };
    if leads(&FORBIDS) {
        Some(Force::Forbids)
    } else {
        leads(&DEMANDS).then_some(Force::Demands)
    }
}
