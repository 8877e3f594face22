//! A filter's words become a [`Filter`]; a form that is not known is said, never guessed at.

use super::super::expand::Word;
use super::super::flags::{Parsed, bad_value, parse_getopt};
use super::super::reason::{Why, not_ours};
use super::super::{Class, Filter, Uniq};

mod grep;
mod programs;
mod sort;

use grep::{findstr, grep, select_string};
use programs::{awk, jq, sed, yq};
use sort::sort;

/// Reads a filter: `None` if the tool is no filter at all. Pagers and `cat` filter nothing.
pub(in crate::query) fn read(name: &str, words: &[Word]) -> Option<Result<Vec<Filter>, Class>> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let one = match name.to_lowercase().as_str() {
        "grep" | "rg" if name == "grep" => grep(words, false, false),
        "egrep" => grep(words, true, false),
        "fgrep" => grep(words, false, true),
        "select-string" | "sls" => select_string(words),
        "findstr" | "findstr.exe" => findstr(words),
        "head" => head(words),
        "tail" => tail(words),
        "wc" => wc(words),
        "sort" => sort(words),
        "uniq" => uniq(words),
        "cut" => cut(words),
        "tr" => return Some(tr(words).and_then(|filters| all_checked(name, filters, words))),
        "awk" | "gawk" | "mawk" => awk(words),
        "sed" | "gsed" => sed(words),
        "column" => column(words),
        "xargs" if words.is_empty() || matches!(words, [echo] if echo.text == "echo") => {
            Ok(Filter::Words)
        }
        "tee" => return Some(tee(words)),
        "jq" => jq(words),
        "yq" | "yq4" => yq(words),
        "less" | "more" | "cat"
            if words
                .iter()
                .all(|w| w.text.starts_with('-') && w.text != "-n") =>
        {
            return Some(Ok(Vec::new()));
        }
        _ => return None,
    };
    Some(one.and_then(|filter| all_checked(name, vec![filter], words)))
}

/// A pattern or program that is not one of those that are known; one with a value still to be filled in
/// cannot be looked at yet.
fn all_checked(name: &str, filters: Vec<Filter>, words: &[Word]) -> Result<Vec<Filter>, Class> {
    let known = words.iter().all(|word| word.missing.is_empty());
    match filters.iter().try_for_each(super::check) {
        Err(_) if known => Err(form(name)),
        Ok(()) | Err(_) => Ok(filters),
    }
}

fn form(name: &str) -> Class {
    not_ours(Why::FilterForm, name)
}

/// Reads flags and says that no file may follow.
fn only_flags(words: &[Word], name: &str) -> Result<Parsed, Class> {
    let parsed = parse_getopt(words, &[name])?;
    match parsed.words.iter().find(|word| word.text != "-") {
        Some(file) => Err(not_ours(Why::LocalFile, &format!("{name} {}", file.text))),
        None => Ok(parsed),
    }
}

/// `-N` is `-n N` for head and tail, and `-C N` for grep; behind `-n` it is a negative number.
fn with_number(words: &[Word], long: &str) -> Vec<Word> {
    let takes_it = |at: usize| {
        long == "lines" && at > 0 && matches!(words[at - 1].text.as_str(), "-n" | "--lines")
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let all = words.iter().enumerate();
    all.map(|(at, word)| match word.text.strip_prefix('-') {
        Some(digits) if !takes_it(at) && is_number(digits) => {
            word.with_text(&format!("--{long}={digits}"))
        }
        _ => word.clone(),
    })
    .collect()
}

fn head(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(&with_number(words, "lines"), "head")?;
    if let Some(filter) = bytes(&parsed, "head")? {
        return Ok(filter);
    }
    Ok(Filter::Head(parsed.number("lines")?.unwrap_or(10)))
}

/// `-c N` of head and tail: a plain number, and no `-n` beside it.
fn bytes(parsed: &Parsed, name: &str) -> Result<Option<Filter>, Class> {
    let Some(word) = parsed.value("bytes") else {
        return Ok(None);
    };
    let last = name == "tail";
    match word.text.parse() {
        _ if parsed.value("lines").is_some() || word.text.starts_with('+') => Err(form(name)),
        Ok(count) => Ok(Some(Filter::Bytes { count, last })),
        Err(_) if !word.is_known() => Ok(Some(Filter::Bytes { count: 0, last })),
        Err(_) => Err(form(name)),
    }
}

fn tail(words: &[Word]) -> Result<Filter, Class> {
    let mut words = with_number(words, "lines");
    if let [first] = words.as_slice()
        && first
            .text
            .strip_prefix('+')
            .is_some_and(|n| n.parse::<u64>().is_ok())
    {
        words = vec![first.with_text(&format!("--lines={}", first.text))];
    }
    let parsed = only_flags(&words, "tail")?;
    if let Some(filter) = bytes(&parsed, "tail")? {
        return Ok(filter);
    }
    let Some(word) = parsed.value("lines") else {
        return Ok(Filter::Tail {
            lines: 10,
            from_start: false,
        });
    };
    let (text, from_start) = match word.text.strip_prefix('+') {
        Some(text) => (text, true),
        None => (word.text.trim_start_matches('-'), false),
    };
    match text.parse() {
        Ok(lines) => Ok(Filter::Tail { lines, from_start }),
        Err(_) if !word.is_known() => Ok(Filter::Tail {
            lines: 0,
            from_start,
        }),
        Err(_) => Err(bad_value("tail -n", word)),
    }
}

fn wc(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, "wc")?;
    match (parsed.on("lines"), parsed.on("words"), parsed.on("bytes")) {
        (true, false, false) => Ok(Filter::Count('l')),
        (false, true, false) => Ok(Filter::Count('w')),
        (false, false, true) => Ok(Filter::Count('c')),
        _ => Err(form("wc")),
    }
}

fn uniq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, "uniq")?;
    Ok(Filter::Uniq(Uniq {
        count: parsed.on("count"),
        repeated: parsed.on("repeated"),
        unique: parsed.on("unique"),
        ignore_case: parsed.on("ignore-case"),
    }))
}

fn column(words: &[Word]) -> Result<Filter, Class> {
    if only_flags(words, "column")?.on("table") {
        Ok(Filter::Columns)
    } else {
        Err(form("column"))
    }
}

/// The text goes on, and to files that are not written.
fn tee(words: &[Word]) -> Result<Vec<Filter>, Class> {
    let parsed = parse_getopt(words, &["tee"])?;
    parsed
        .words
        .iter()
        .filter(|word| word.text != "/dev/null")
        .map(|word| {
            if is_plain_file(word) || !word.is_known() {
                Ok(Filter::ToFile(word.text.clone()))
            } else {
                Err(not_ours(Why::Redirect, &format!("tee {}", word.text)))
            }
        })
        .collect()
}

/// A file below the directory where the command is run, named in full.
pub(in crate::query) fn is_plain_file(word: &Word) -> bool {
    let text = &word.text;
    let named = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
    let climbs = text.split('/').any(|part| part == "..");
    let temporary = text.starts_with("/tmp/");
    word.is_known()
        && named
        && !climbs
        && (temporary || !text.starts_with(['/', '.', '-']) || text.starts_with("./"))
        && text.ends_with(|c: char| c.is_alphanumeric())
}

fn cut(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, "cut")?;
    let list = |word: &Word| {
        let ok = word
            .text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '-'));
        if ok && !word.text.is_empty() || !word.is_known() {
            Ok(word.text.clone())
        } else {
            Err(bad_value("cut", word))
        }
    };
    let delimiter = match parsed.text("delimiter") {
        None => '\t',
        Some(text) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => return Err(form("cut -d")),
            }
        }
    };
    match (parsed.value("fields"), parsed.value("characters")) {
        (Some(fields), None) => Ok(Filter::Cut(Some(delimiter), list(fields)?)),
        (None, Some(characters)) => Ok(Filter::Cut(None, list(characters)?)),
        _ => Err(form("cut")),
    }
}

fn tr(words: &[Word]) -> Result<Vec<Filter>, Class> {
    let parsed = parse_getopt(words, &["tr"])?;
    let sets: Vec<String> = parsed.words.iter().map(|word| word.text.clone()).collect();
    let squeeze = parsed.on("squeeze-repeats");
    match (parsed.on("delete"), squeeze, sets.as_slice()) {
        (true, false, [one]) => Ok(vec![Filter::Tr(one.clone(), None)]),
        (false, true, [one]) => Ok(vec![Filter::Squeeze(one.clone())]),
        (false, squeeze, [from, to]) if !to.is_empty() => {
            let mut filters = vec![Filter::Tr(from.clone(), Some(to.clone()))];
            if squeeze {
                filters.push(Filter::Squeeze(to.clone()));
            }
            Ok(filters)
        }
        _ => Err(form("tr")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::flags::{Effect, Flag, list};

    #[test]
    fn the_documented_options_are_those_that_are_read() {
        let text = include_str!("../../../docs/commands.md");
        for name in [
            "grep", "head", "tail", "wc", "sort", "uniq", "cut", "tr", "awk", "sed", "jq", "yq",
            "tee",
        ] {
            let start = format!("- `{name}`");
            let line = text.lines().find(|line| line.starts_with(&start)).unwrap();
            let read = |flag: &&Flag| matches!(flag.effect, Effect::Use | Effect::Ignore);
            for letter in list(name).iter().filter(read).filter_map(|flag| flag.short) {
                assert!(line.contains(&format!("-{letter}")), "{name} -{letter}");
            }
        }
    }
}
