//! Lists of words that no rule needs to tell apart, from `words.tsv`.

use chrono::TimeDelta;
use std::sync::LazyLock;

const DATA: &str = include_str!("words.tsv");

/// A list of words.
pub(super) type Words = LazyLock<Vec<&'static str>>;

/// Reads a list of the data.
fn list(name: &str) -> Vec<&'static str> {
    let lines = DATA.lines().filter_map(|line| line.split_once('\t'));
    let own = lines.filter(|(list, _)| *list == name);
    own.flat_map(|(_, words)| words.split(" | ")).collect()
}

/// The lists of the data.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $list:literal,)*) => {
        $($(#[$doc])* pub(super) static $name: Words = LazyLock::new(|| list($list));)*

        #[cfg(test)]
        const ALL: &[(&str, &Words)] = &[$(($list, &$name),)*];
    };
}

lists! {
    /// Names of kinds and outputs, and behind `=` the words of commands that show them.
    SHOWN = "shown",
    /// Words that say nothing by themselves.
    FILLERS = "fillers",
    /// Words for looking at something.
    LOOKS = "looks",
    /// What a person is told to do.
    ADVICE = "advice",
    /// Korean endings that make a clause of a phrase.
    CLAUSE_ENDINGS = "clause-endings",
    /// Nouns that name a part of a system and stand in a name.
    COMPONENTS = "components",
    /// Words that say that a text is somewhere in what is printed.
    CONTAINING = "containing",
    /// Labels under which a sentence demands.
    DEMANDING_LABELS = "demanding-labels",
    /// Endings of English words that describe.
    DESCRIBING_ENDINGS = "describing-endings",
    /// Where a path into an object starts, unless a dot says that it is one.
    FIELD_ROOTS = "field-roots",
    /// English words that make a sentence of a phrase.
    FINITE = "finite",
    /// Words of an output that any command has.
    GENERIC = "generic",
    /// Words that only say that something is good.
    HARMLESS = "harmless",
    /// Words before a namespace that do not say which.
    NO_NAMESPACES = "no-namespaces",
    /// Words that open sentences in upper case, or describe, and name nothing.
    ORDINARY = "ordinary",
    /// Words of others, which may take back a part of what was said.
    OTHERS = "others",
    /// Korean particles behind a noun.
    PARTICLES = "particles",
    /// Verbs that end kubectl's messages.
    PRINTED_VERBS = "printed-verbs",
    /// Labels under which it forecasts or explains.
    PROSE_LABELS = "prose-labels",
    /// Words before a kind that describe it.
    QUALITIES = "qualities",
    /// Labels under which it reports.
    REPORTING_LABELS = "reporting-labels",
    /// Beginnings of words that say how something must be.
    STATE_BEGINNINGS = "state-beginnings",
    /// Words of a sum.
    SUMS = "sums",
    /// States, in small letters, in which something is in trouble.
    TROUBLE = "trouble",
    /// Words that turn or condition what they stand in.
    TURNING = "turning",
    /// Words beside a time that one may have to wait.
    WAITING = "waiting",
    /// States that one hopes for.
    WISHED_STATES = "wished-states",
}

/// Longer than this nobody waits beside a check: then it says for how long, or when, it has to be so.
pub(super) const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);

/// A remark that only says that this is good.
pub(super) fn harmless(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace();
    let mut words = words
        .map(|word| word.trim_matches(['.', '!', ',']))
        .peekable();
    words.peek().is_some() && words.all(|word| HARMLESS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words_and_is_used() {
        for (name, words) in ALL {
            assert!(words.len() > 3, "{name}");
            let mut known: Vec<&str> = words.to_vec();
            known.sort_unstable();
            known.dedup();
            assert_eq!(known.len(), words.len(), "{name}");
        }
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let (name, _) = line.split_once('\t').unwrap();
            assert!(ALL.iter().any(|(list, _)| *list == name), "{name}");
        }
    }
}
