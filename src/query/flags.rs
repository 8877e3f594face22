//! Flags as pflag and curl read them, against a positive list: what is not on the list is never
//! guessed at. Knows no tool.

use super::Class;
use super::expand::Word;
use super::reason::{Why, not_ours, refused};
use crate::facts::tsv;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Whether a flag takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A switch; `--flag=false` is allowed.
    Nothing,
    /// `--flag VALUE` or `--flag=VALUE`.
    Value,
    /// A value only as `--flag=VALUE`.
    Optional,
}

/// What becomes of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Read by the caller.
    Use,
    /// Changes nothing that is looked at (verbosity, time-outs, colours).
    Ignore,
    /// Never looked at.
    Refuse(Why),
    /// Harmless, but not answered.
    Foreign(Why),
}

impl Effect {
    /// As a table writes it: `use`, `ignore`, `refuse WHY`, `foreign WHY`.
    pub(super) fn of(text: &'static str) -> Option<Effect> {
        Some(match text.split_once(' ') {
            None if text == "use" => Effect::Use,
            None if text == "ignore" => Effect::Ignore,
            Some(("refuse", why)) => Effect::Refuse(Why::named(why)?),
            Some(("foreign", why)) => Effect::Foreign(Why::named(why)?),
            _ => return None,
        })
    }
}

/// One flag: its long name, its short one, and what it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flag {
    pub long: &'static str,
    pub short: Option<char>,
    pub takes: Takes,
    pub effect: Effect,
}

static LISTS: LazyLock<HashMap<&str, Vec<Flag>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Vec<Flag>> = HashMap::new();
    for [names, long, short, takes, effect] in tsv::rows(TABLE) {
        let flag = Effect::of(effect).map(|effect| Flag {
            long,
            short: short.chars().next().filter(|letter| *letter != '-'),
            takes: match takes {
                "switch" => Takes::Nothing,
                "optional" => Takes::Optional,
                _ => Takes::Value,
            },
            effect,
        });
        for name in names.split(',') {
            lists.entry(name).or_default().extend(flag);
        }
    }
    lists
});

const TABLE: &str = include_str!("flags.tsv");

/// The flags of a list of `flags.tsv`.
pub(super) fn list(name: &str) -> &'static [Flag] {
    LISTS.get(name).map_or(&[], Vec::as_slice)
}

/// The words of a command, sorted out.
#[derive(Debug, Clone, Default)]
pub(super) struct Parsed {
    flags: Vec<(&'static str, Word)>,
    /// The words that are no flags, in order.
    pub words: Vec<Word>,
}

impl Parsed {
    /// The last value of a flag, as the tools have it.
    pub(super) fn value<'a>(&'a self, long: &'a str) -> Option<&'a Word> {
        self.values(long).last()
    }

    /// The last value as text.
    pub(super) fn text(&self, long: &str) -> Option<String> {
        self.value(long).map(|word| word.text.clone())
    }

    /// All values of a flag that may be repeated.
    pub(super) fn values<'a>(&'a self, long: &'a str) -> impl Iterator<Item = &'a Word> {
        self.flags
            .iter()
            .filter(move |(name, _)| *name == long)
            .map(|(_, value)| value)
    }

    /// The same as texts.
    pub(super) fn texts(&self, long: &str) -> Vec<String> {
        self.values(long).map(|word| word.text.clone()).collect()
    }

    /// Whether a switch is on.
    pub(super) fn on(&self, long: &str) -> bool {
        self.value(long)
            .is_some_and(|value| !matches!(value.text.as_str(), "false" | "0" | "f" | "F"))
    }

    /// The last value as what it means; one that is still to be filled in counts as `unknown`.
    pub(super) fn read<T>(
        &self,
        long: &str,
        unknown: T,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Class> {
        match self.value(long) {
            None => Ok(None),
            Some(word) if !word.is_known() => Ok(Some(unknown)),
            Some(word) => match read(&word.text) {
                None => Err(bad_value(long, word)),
                value => Ok(value),
            },
        }
    }

    /// A whole number; a value that is still to be filled in counts as 0.
    pub(super) fn number(&self, long: &str) -> Result<Option<i64>, Class> {
        self.read(long, 0, |text| text.trim().parse().ok())
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, long: &str) -> Result<Option<u64>, Class> {
        let Some(number) = self.number(long)? else {
            return Ok(None);
        };
        let negative = |_| bad_value(long, &Word::plain(&number.to_string()));
        u64::try_from(number).map(Some).map_err(negative)
    }

    /// A length of time in seconds, rounded up; a value that is still to be filled in counts as 0.
    pub(super) fn seconds(&self, long: &str) -> Result<Option<u64>, Class> {
        self.read(long, 0, |text| {
            let millis = crate::facts::duration::parse(text)?.num_milliseconds();
            u64::try_from(millis)
                .ok()
                .map(|millis| millis.div_ceil(1000))
        })
    }
}

/// The answer to a flag whose value cannot be read.
pub(super) fn bad_value(long: &str, word: &Word) -> Class {
    not_ours(Why::BadFlagValue, &format!("{long}={}", word.text))
}

/// Sorts words into flags and others as Go's pflag does: `-n=x` is `-n x`. A refused flag anywhere wins
/// over one that is not known.
pub(super) fn parse(words: &[Word], lists: &[&str]) -> Result<Parsed, Class> {
    sort_out(words, lists, Style::Pflag)
}

/// The same as C's getopt does it, as curl and the filters have it: `-F=` is `-F` with the value `=`.
pub(super) fn parse_getopt(words: &[Word], lists: &[&str]) -> Result<Parsed, Class> {
    sort_out(words, lists, Style::Getopt)
}

/// What `=` behind a short flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Pflag,
    Getopt,
}

fn sort_out(words: &[Word], lists: &[&str], style: Style) -> Result<Parsed, Class> {
    let mut parsed = Parsed::default();
    let mut foreign: Option<Class> = None;
    let mut index = 0;
    while index < words.len() {
        let word = &words[index];
        index += 1;
        let text = plain_dashes(&word.text);
        if text == "--" {
            parsed.words.extend(words[index..].iter().cloned());
            break;
        }
        if text.len() < 2 || !text.starts_with('-') {
            parsed.words.push(word.clone());
            continue;
        }
        let mut next = || {
            let value = words.get(index).cloned();
            index += 1;
            value
        };
        let outcome = match text.strip_prefix("--") {
            Some(long) => long_flag(long, word, lists, &mut parsed, &mut next),
            None => short_flags(&text[1..], word, lists, style, &mut parsed, &mut next),
        };
        match outcome {
            Ok(()) => {}
            Err(class @ Class::Refused(_)) => return Err(class),
            Err(class) => foreign = foreign.or(Some(class)),
        }
    }
    match foreign {
        Some(class) => Err(class),
        None => Ok(parsed),
    }
}

/// `–o` and `—namespace`, as word processors make of `-o` and `--namespace`.
pub(super) fn plain_dashes(text: &str) -> String {
    let rest = text.trim_start_matches(['-', '–', '—', '−']);
    let dashes = &text[..text.len() - rest.len()];
    if dashes.is_ascii() {
        return text.to_owned();
    }
    let name = rest.split('=').next().unwrap_or(rest);
    let long =
        name.chars().count() > 1 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    let dashes = if dashes.chars().count() > 1 || (dashes.contains('—') && long) {
        "--"
    } else {
        "-"
    };
    format!("{dashes}{rest}")
}

fn long_flag(
    text: &str,
    word: &Word,
    lists: &[&str],
    parsed: &mut Parsed,
    next: &mut dyn FnMut() -> Option<Word>,
) -> Result<(), Class> {
    let (name, given) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let Some(flag) = find(lists, |flag| flag.long == name) else {
        return Err(not_ours(Why::UnknownFlag, &format!("--{name}")));
    };
    let given = given.map(|value| word.with_text(value));
    take(flag, given, &format!("--{name}"), parsed, next)
}

fn short_flags(
    cluster: &str,
    word: &Word,
    lists: &[&str],
    style: Style,
    parsed: &mut Parsed,
    next: &mut dyn FnMut() -> Option<Word>,
) -> Result<(), Class> {
    let mut rest = cluster;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let shown = format!("-{letter}");
        let Some(flag) = find(lists, |flag| flag.short == Some(letter)) else {
            return Err(not_ours(Why::UnknownFlag, &shown));
        };
        if flag.takes == Takes::Value {
            let glued = match style {
                Style::Pflag => rest.strip_prefix('=').unwrap_or(rest),
                Style::Getopt => rest,
            };
            let given = (!rest.is_empty()).then(|| word.with_text(glued));
            return take(flag, given, &shown, parsed, next);
        }
        if style == Style::Pflag
            && let Some(value) = rest.strip_prefix('=')
        {
            return take(flag, Some(word.with_text(value)), &shown, parsed, next);
        }
        take(flag, None, &shown, parsed, next)?;
    }
    Ok(())
}

fn find(lists: &[&str], test: impl Fn(&Flag) -> bool) -> Option<&'static Flag> {
    let mut flags = lists.iter().flat_map(|name| list(name));
    flags.find(|flag| test(flag))
}

fn take(
    flag: &Flag,
    given: Option<Word>,
    shown: &str,
    parsed: &mut Parsed,
    next: &mut dyn FnMut() -> Option<Word>,
) -> Result<(), Class> {
    let value = match (flag.takes, given) {
        (_, Some(value)) => value,
        (Takes::Nothing | Takes::Optional, None) => Word::plain("true"),
        (Takes::Value, None) => match next() {
            Some(value) => value,
            None => return Err(not_ours(Why::MissingFlagValue, shown)),
        },
    };
    match flag.effect {
        Effect::Use => {
            if flag.takes == Takes::Nothing && !is_truth(&value) {
                return Err(bad_value(shown, &value));
            }
            parsed.flags.push((flag.long, value));
            Ok(())
        }
        Effect::Ignore => Ok(()),
        Effect::Refuse(why) => Err(refused(why, shown)),
        Effect::Foreign(why) => Err(not_ours(why, shown)),
    }
}

/// As Go's `strconv.ParseBool` has it.
fn is_truth(word: &Word) -> bool {
    matches!(
        word.text.as_str(),
        "true" | "false" | "1" | "0" | "t" | "f" | "T" | "F" | "TRUE" | "FALSE" | "True" | "False"
    )
}

#[cfg(test)]
mod tests;
