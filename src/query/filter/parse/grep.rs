//! `grep` and its relatives on Windows.

use super::super::super::expand::Word;
use super::super::super::flags::parse_getopt;
use super::super::super::reason::{Why, not_ours};
use super::super::super::{Class, Filter, Grep};
use super::{form, with_number};

/// Reads the words after `grep`.
pub(super) fn grep(words: &[Word], extended: bool, fixed: bool) -> Result<Filter, Class> {
    let words = with_number(words, "context");
    let parsed = parse_getopt(&words, &["grep"])?;
    // Two syntaxes at once are an error of grep.
    let syntaxes = [
        "extended-regexp",
        "perl-regexp",
        "basic-regexp",
        "fixed-strings",
    ];
    let given = syntaxes.iter().filter(|syntax| parsed.on(syntax)).count();
    if given + usize::from(extended) + usize::from(fixed) > 1 {
        return Err(form("grep"));
    }
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
    // A digit to one grep, and the letter to another: only -P says which.
    let digit = |word: &String| [r"\d", r"\D"].iter().any(|sign| word.contains(sign));
    if !parsed.on("perl-regexp") && !parsed.on("fixed-strings") && patterns.iter().any(digit) {
        return Err(form("grep"));
    }
    let around = parsed.count("context")?;
    let side = |long| -> Result<u64, Class> {
        let own = parsed.count(long)?.filter(|lines| *lines > 0);
        Ok(own.or(around).unwrap_or(0))
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
        line: parsed.on("line-regexp"),
        most: parsed.count("max-count")?,
        quiet: parsed.on("quiet") || parsed.on("silent"),
        line_number: parsed.on("line-number"),
        before: side("before-context")?,
        after: side("after-context")?,
    }))
}

/// PowerShell's `Select-String [-Pattern] X`: a regular expression that ignores case.
pub(super) fn select_string(words: &[Word]) -> Result<Filter, Class> {
    let mut grep = Grep {
        extended: true,
        ignore_case: true,
        ..Grep::default()
    };
    for word in words {
        match word.text.to_lowercase().as_str() {
            "-pattern" => {}
            "-notmatch" => grep.invert = true,
            "-casesensitive" => grep.ignore_case = false,
            "-simplematch" => grep.fixed = true,
            text if text.starts_with('-') => return Err(form("Select-String")),
            _ => grep.patterns.push(word.text.clone()),
        }
    }
    match grep.patterns.len() {
        1 => Ok(Filter::Grep(grep)),
        _ => Err(form("Select-String")),
    }
}

/// `findstr [/i] [/v] "a b"`: any of the words, as they stand; `/c:"a b"` is the whole text.
pub(super) fn findstr(words: &[Word]) -> Result<Filter, Class> {
    let mut grep = Grep {
        fixed: true,
        ..Grep::default()
    };
    let mut texts = Vec::new();
    for word in words {
        match word.text.to_lowercase().as_str() {
            "/i" => grep.ignore_case = true,
            "/v" => grep.invert = true,
            text if text.starts_with("/c:") => texts.push(vec![word.text[3..].to_owned()]),
            text if text.starts_with('/') && text.len() < 4 => return Err(form("findstr")),
            _ => texts.push(word.text.split_whitespace().map(str::to_owned).collect()),
        }
    }
    let [patterns] = texts.as_slice() else {
        return Err(form("findstr"));
    };
    // Without `/l` some signs are those of a pattern.
    let plain = |text: &String| !text.contains(['.', '*', '^', '$', '[', '\\']);
    if patterns.is_empty() || !patterns.iter().all(plain) {
        return Err(form("findstr"));
    }
    grep.patterns.clone_from(patterns);
    Ok(Filter::Grep(grep))
}
