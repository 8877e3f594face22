//! Lists of words that no rule needs to tell apart. `words.tsv` has them, and says what each holds.

use crate::facts::word_list::WordList;
use chrono::TimeDelta;

/// A list of the data.
const fn words(list: &'static str) -> WordList {
    WordList::of(include_str!("words.tsv"), list)
}

pub(super) static ADVICE: WordList = words("advice");
pub(super) static CAUSES: WordList = words("causes");
pub(super) static CLAUSE_ENDINGS: WordList = words("clause-endings");
pub(super) static COMPONENTS: WordList = words("components");
pub(super) static CONDITIONAL_TROUBLE: WordList = words("conditional-trouble");
pub(super) static CONTAINING: WordList = words("containing");
pub(super) static DEMANDING_LABELS: WordList = words("demanding-labels");
pub(super) static DESCRIBING_ENDINGS: WordList = words("describing-endings");
pub(super) static DURATIONS: WordList = words("durations");
pub(super) static FIELD_ROOTS: WordList = words("field-roots");
pub(super) static FILLERS: WordList = words("fillers");
pub(super) static FINITE: WordList = words("finite");
pub(super) static GENERIC: WordList = words("generic");
pub(super) static HARMLESS: WordList = words("harmless");
pub(super) static IMAGED: WordList = words("imaged");
pub(super) static INNER_STEMS: WordList = words("inner-stems");
pub(super) static LASTING_ENDINGS: WordList = words("lasting-endings");
pub(super) static LOOKS: WordList = words("looks");
pub(super) static NO_NAMESPACES: WordList = words("no-namespaces");
pub(super) static ORDINARY: WordList = words("ordinary");
pub(super) static OTHERS: WordList = words("others");
pub(super) static PARTICLES: WordList = words("particles");
pub(super) static PAST_ENDINGS: WordList = words("past-endings");
pub(super) static PAST_OPENERS: WordList = words("past-openers");
pub(super) static PRINTED_VERBS: WordList = words("printed-verbs");
pub(super) static PROSE_LABELS: WordList = words("prose-labels");
pub(super) static QUALITIES: WordList = words("qualities");
pub(super) static REFERENCES: WordList = words("references");
pub(super) static REPORTING_LABELS: WordList = words("reporting-labels");
pub(super) static SHOWN: WordList = words("shown");
pub(super) static STATE_BEGINNINGS: WordList = words("state-beginnings");
pub(super) static SUMS: WordList = words("sums");
pub(super) static TROUBLE: WordList = words("trouble");
pub(super) static TURNING: WordList = words("turning");
pub(super) static WAITING: WordList = words("waiting");
pub(super) static WISHED_STATES: WordList = words("wished-states");

/// Longer than this nobody waits beside a check: then it says for how long, or when, it has to be so.
pub(super) const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// A remark that only says that this is good.
pub(super) fn harmless(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace();
    let mut words = words
        .map(|word| word.trim_matches(['.', '!', ',']))
        .peekable();
    words.peek().is_some() && words.all(|word| HARMLESS.has(word))
}
