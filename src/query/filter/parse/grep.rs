//! `grep` and its relatives on Windows.

use super::super::super::expand::Word;
use super::super::super::flags::{Effect, Flag, Takes, flag, parse, switch, value};
use super::super::super::reason::{Why, not_ours};
use super::super::super::{Class, Filter, Grep};
use super::{count, form};

const GREP: &[Flag] = &[
    switch("extended-regexp", Some('E')),
    switch("perl-regexp", Some('P')),
    switch("basic-regexp", Some('G')),
    switch("fixed-strings", Some('F')),
    switch("ignore-case", Some('i')),
    flag("no-ignore-case", None, Takes::Nothing, Effect::Ignore),
    switch("invert-match", Some('v')),
    switch("count", Some('c')),
    switch("only-matching", Some('o')),
    switch("word-regexp", Some('w')),
    flag(
        "line-regexp",
        Some('x'),
        Takes::Nothing,
        Effect::Foreign(Why::FilterForm),
    ),
    switch("quiet", Some('q')),
    switch("silent", None),
    switch("line-number", Some('n')),
    value("before-context", Some('B')),
    value("after-context", Some('A')),
    value("context", Some('C')),
    value("regexp", Some('e')),
    flag(
        "max-count",
        Some('m'),
        Takes::Value,
        Effect::Foreign(Why::FilterForm),
    ),
    flag("color", None, Takes::Optional, Effect::Ignore),
    flag("colour", None, Takes::Optional, Effect::Ignore),
    flag("no-messages", Some('s'), Takes::Nothing, Effect::Ignore),
    flag("no-filename", Some('h'), Takes::Nothing, Effect::Ignore),
    flag("text", Some('a'), Takes::Nothing, Effect::Ignore),
    flag("line-buffered", None, Takes::Nothing, Effect::Ignore),
];

/// Reads the words after `grep`.
pub(super) fn grep(words: &[Word], extended: bool, fixed: bool) -> Result<Filter, Class> {
    let words = numbered_context(words);
    let parsed = parse(&words, &[GREP])?;
    let mut patterns: Vec<String> = parsed.values("regexp").map(|w| w.text.clone()).collect();
    let mut files = parsed.words.as_slice();
    if patterns.is_empty() {
        let Some((pattern, rest)) = files.split_first() else {
            return Err(form("grep"));
        };
        patterns = pattern.text.split('\n').map(str::to_owned).collect();
        files = rest;
    }
    if let Some(file) = files.iter().find(|word| word.text != "-") {
        return Err(not_ours(Why::LocalFile, &format!("grep {}", file.text)));
    }
    let around = count(&parsed, "context")?;
    let side = |long| match count(&parsed, long)? {
        0 => Ok::<u64, Class>(around),
        lines => Ok(lines),
    };
    Ok(Filter::Grep(Grep {
        patterns,
        extended: extended || parsed.on("extended-regexp") || parsed.on("perl-regexp"),
        fixed: fixed || parsed.on("fixed-strings"),
        ignore_case: parsed.on("ignore-case"),
        invert: parsed.on("invert-match"),
        count: parsed.on("count"),
        only_matching: parsed.on("only-matching"),
        word: parsed.on("word-regexp"),
        quiet: parsed.on("quiet") || parsed.on("silent"),
        line_number: parsed.on("line-number"),
        before: side("before-context")?,
        after: side("after-context")?,
    }))
}

/// `-5` is `-C 5`.
fn numbered_context(words: &[Word]) -> Vec<Word> {
    words
        .iter()
        .map(|word| match word.text.strip_prefix('-') {
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                word.with_text(&format!("--context={digits}"))
            }
            _ => word.clone(),
        })
        .collect()
}

/// PowerShell's `Select-String [-Pattern] X`: a regular expression that ignores case.
pub(super) fn select_string(words: &[Word]) -> Result<Filter, Class> {
    let pattern = match words {
        [pattern] if !pattern.text.starts_with('-') => pattern,
        [flag, pattern] if flag.text.eq_ignore_ascii_case("-pattern") => pattern,
        _ => return Err(form("Select-String")),
    };
    Ok(Filter::Grep(Grep {
        patterns: vec![pattern.text.clone()],
        extended: true,
        ignore_case: true,
        ..Grep::default()
    }))
}

/// `findstr [/i] "a b"`: any of the words, as they stand.
pub(super) fn findstr(words: &[Word]) -> Result<Filter, Class> {
    let (flags, patterns): (Vec<&Word>, Vec<&Word>) = words
        .iter()
        .partition(|word| word.text.starts_with('/') && word.text.len() == 2);
    let ([pattern], true) = (
        patterns.as_slice(),
        flags
            .iter()
            .all(|flag| flag.text.eq_ignore_ascii_case("/i")),
    ) else {
        return Err(form("findstr"));
    };
    if pattern.text.contains(['.', '*', '^', '$', '[', '\\']) {
        return Err(form("findstr"));
    }
    Ok(Filter::Grep(Grep {
        patterns: pattern.text.split_whitespace().map(str::to_owned).collect(),
        fixed: true,
        ignore_case: !flags.is_empty(),
        ..Grep::default()
    }))
}
