//! A filter's words become a [`Filter`]; a form that is not known is said, never guessed at.

use super::super::expand::Word;
use super::super::flags::{Effect, Flag, Parsed, Takes, bad_value, flag, parse, switch, value};
use super::super::reason::{Why, not_ours};
use super::super::{Class, Filter};

mod grep;

use grep::{findstr, grep, select_string};

const LINES: &[Flag] = &[
    value("lines", Some('n')),
    flag("quiet", Some('q'), Takes::Nothing, Effect::Ignore),
    flag(
        "bytes",
        Some('c'),
        Takes::Value,
        Effect::Foreign(Why::FilterForm),
    ),
    // Looked at once.
    flag("follow", Some('f'), Takes::Nothing, Effect::Ignore),
];

const WC: &[Flag] = &[
    switch("lines", Some('l')),
    switch("words", Some('w')),
    switch("bytes", Some('c')),
    flag(
        "chars",
        Some('m'),
        Takes::Nothing,
        Effect::Foreign(Why::FilterForm),
    ),
];

const SORT: &[Flag] = &[
    switch("reverse", Some('r')),
    switch("numeric-sort", Some('n')),
    switch("unique", Some('u')),
    value("key", Some('k')),
];

const UNIQ: &[Flag] = &[switch("count", Some('c')), switch("repeated", Some('d'))];

const CUT: &[Flag] = &[
    value("delimiter", Some('d')),
    value("fields", Some('f')),
    value("characters", Some('c')),
];

const TR: &[Flag] = &[
    switch("delete", Some('d')),
    switch("squeeze-repeats", Some('s')),
];

const AWK: &[Flag] = &[value("field-separator", Some('F'))];

const JQ: &[Flag] = &[
    switch("raw-output", Some('r')),
    switch("compact-output", Some('c')),
    switch("exit-status", Some('e')),
    flag("color-output", Some('C'), Takes::Nothing, Effect::Ignore),
    flag(
        "monochrome-output",
        Some('M'),
        Takes::Nothing,
        Effect::Ignore,
    ),
    flag("sort-keys", Some('S'), Takes::Nothing, Effect::Ignore),
    flag("unbuffered", None, Takes::Nothing, Effect::Ignore),
];

const YQ: &[Flag] = &[
    flag("unwrapScalar", Some('r'), Takes::Nothing, Effect::Ignore),
    flag("colors", Some('C'), Takes::Nothing, Effect::Ignore),
    flag("no-colors", Some('M'), Takes::Nothing, Effect::Ignore),
    flag("prettyPrint", Some('P'), Takes::Nothing, Effect::Ignore),
    flag("no-doc", Some('N'), Takes::Nothing, Effect::Ignore),
];

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
        "jq" => jq(words),
        "yq" => yq(words),
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
fn only_flags(words: &[Word], list: &[Flag], name: &str) -> Result<Parsed, Class> {
    let parsed = parse(words, &[list])?;
    match parsed.words.iter().find(|word| word.text != "-") {
        Some(file) => Err(not_ours(Why::LocalFile, &format!("{name} {}", file.text))),
        None => Ok(parsed),
    }
}

fn count(parsed: &Parsed, long: &'static str) -> Result<u64, Class> {
    match parsed.number(long)? {
        None => Ok(0),
        Some(number) => {
            u64::try_from(number).map_err(|_| bad_value(long, &Word::plain(&number.to_string())))
        }
    }
}

/// `-N` is `-n N`, for head and tail; behind `-n` it is a negative number.
fn line_words(words: &[Word]) -> Vec<Word> {
    let is_flag = |at: usize| at > 0 && matches!(words[at - 1].text.as_str(), "-n" | "--lines");
    words
        .iter()
        .enumerate()
        .map(|(at, word)| match word.text.strip_prefix('-') {
            Some(digits)
                if !is_flag(at)
                    && !digits.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_digit()) =>
            {
                word.with_text(&format!("--lines={digits}"))
            }
            _ => word.clone(),
        })
        .collect()
}

fn head(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(&line_words(words), LINES, "head")?;
    Ok(Filter::Head(parsed.number("lines")?.unwrap_or(10)))
}

fn tail(words: &[Word]) -> Result<Filter, Class> {
    let mut words = line_words(words);
    if let [first] = words.as_slice()
        && first
            .text
            .strip_prefix('+')
            .is_some_and(|n| n.parse::<u64>().is_ok())
    {
        words = vec![first.with_text(&format!("--lines={}", first.text))];
    }
    let parsed = only_flags(&words, LINES, "tail")?;
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
    let parsed = only_flags(words, WC, "wc")?;
    match (parsed.on("lines"), parsed.on("words"), parsed.on("bytes")) {
        (true, false, false) => Ok(Filter::Count('l')),
        (false, true, false) => Ok(Filter::Count('w')),
        (false, false, true) => Ok(Filter::Count('c')),
        _ => Err(form("wc")),
    }
}

fn sort(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, SORT, "sort")?;
    let mut numeric = parsed.on("numeric-sort");
    let mut reverse = parsed.on("reverse");
    let key = match parsed.value("key") {
        None => None,
        Some(word) => {
            // `-k3`, `-k3,3`, `-k3n`, `-k3nr`.
            let first = word.text.split(',').next().unwrap_or("");
            let digits = first.trim_end_matches(['n', 'r']);
            numeric |= first[digits.len()..].contains('n');
            reverse |= first[digits.len()..].contains('r');
            match digits.parse::<usize>() {
                Ok(key) if key > 0 => Some(key),
                _ => return Err(bad_value("sort -k", word)),
            }
        }
    };
    Ok(Filter::Sort {
        reverse,
        numeric,
        unique: parsed.on("unique"),
        key,
    })
}

fn uniq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, UNIQ, "uniq")?;
    Ok(Filter::Uniq {
        count: parsed.on("count"),
        repeated: parsed.on("repeated"),
    })
}

fn cut(words: &[Word]) -> Result<Filter, Class> {
    let parsed = only_flags(words, CUT, "cut")?;
    let list = |word: &Word| {
        let ok = word
            .text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '-'));
        match ok && !word.text.is_empty() || !word.is_known() {
            true => Ok(word.text.clone()),
            false => Err(bad_value("cut", word)),
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
    let parsed = parse(words, &[TR])?;
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

fn awk(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse(words, &[AWK])?;
    match parsed.words.as_slice() {
        [program] => Ok(Filter::Awk {
            separator: parsed.text("field-separator"),
            program: program.text.clone(),
        }),
        _ => Err(form("awk")),
    }
}

fn jq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse(words, &[JQ])?;
    let program = match parsed.words.as_slice() {
        [] => ".".to_owned(),
        [program] => program.text.clone(),
        [_, file, ..] => return Err(not_ours(Why::LocalFile, &format!("jq {}", file.text))),
    };
    Ok(Filter::Jq {
        raw: parsed.on("raw-output"),
        compact: parsed.on("compact-output"),
        exit_status: parsed.on("exit-status"),
        program,
    })
}

fn yq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse(words, &[YQ])?;
    let texts: Vec<&str> = parsed
        .words
        .iter()
        .map(|word| word.text.as_str())
        .filter(|text| *text != "-")
        .collect();
    match texts.as_slice() {
        [] => Ok(Filter::Yq(".".into())),
        ["e" | "eval", expression] | [expression] if *expression != "eval" => {
            Ok(Filter::Yq((*expression).to_owned()))
        }
        _ => Err(form("yq")),
    }
}
