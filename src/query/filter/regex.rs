//! POSIX patterns, as grep, awk and sed write them, become patterns of the linear engine.

use crate::both;
use crate::facts::budget::{self, Exceeded};
use crate::facts::lang::Bilingual;
use regex::{Regex, RegexBuilder};

/// Which of the two syntaxes of POSIX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `grep`: `\(` groups, `\|` alternates, a bare `+` is a plus.
    Basic,
    /// `grep -E`, `-P`, awk.
    Extended,
}

impl Syntax {
    pub(super) fn of(extended: bool) -> Syntax {
        if extended {
            Syntax::Extended
        } else {
            Syntax::Basic
        }
    }
}

/// Compiles a pattern; the error is for a person.
pub(super) fn compile(pattern: &str, ignore_case: bool) -> Result<Regex, Bilingual> {
    RegexBuilder::new(pattern)
        .case_insensitive(ignore_case)
        .size_limit(2 << 20)
        .nest_limit(40)
        .build()
        .map_err(|_| unknown_pattern(pattern))
}

/// That a pattern means nothing that is sure.
pub(super) fn unknown_pattern(pattern: &str) -> Bilingual {
    both!(
        "`{pattern}` 패턴을 이해할 수 없습니다",
        "the pattern `{pattern}` is not understood"
    )
}

/// Takes what a search for a pattern in a text may cost: in the worst case all of the pattern's states are
/// looked at for each byte.
pub(super) fn search(pattern: &Regex, text: &str) -> Result<(), Exceeded> {
    let (source, length) = (pattern.as_str(), text.len() as u64);
    let repeated = source.split('{').skip(1).map(|rest| {
        let counts = rest.split('}').next().unwrap_or_default().split(',');
        counts
            .filter_map(|count| count.parse::<u64>().ok())
            .max()
            .unwrap_or(1)
    });
    let times = repeated.fold(1u64, |times, one| times.saturating_mul(one.max(1)));
    let states = times.saturating_mul(source.len() as u64).min(1 << 16);
    budget::spend(1 + length / 16 * (1 + states / 64))
}

/// Translates a pattern. What means something else to each program that reads it (`\K`, `\1`, `\d` in a
/// basic pattern) is not known.
pub(super) fn translate(pattern: &str, syntax: Syntax) -> Result<String, Bilingual> {
    let unknown = || unknown_pattern(pattern);
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut chars = pattern.chars().peekable();
    // Where a repetition has nothing to repeat, and an anchor anchors.
    let mut start = true;
    while let Some(c) = chars.next() {
        let was_start = std::mem::take(&mut start);
        match c {
            '[' => bracket(&mut chars, &mut out),
            '\\' => match chars.next() {
                Some(next @ ('(' | '|')) if syntax == Syntax::Basic => {
                    out.push(next);
                    start = true;
                }
                Some('{') if syntax == Syntax::Basic && was_start => return Err(unknown()),
                Some(next @ (')' | '{' | '}' | '+' | '?')) if syntax == Syntax::Basic => {
                    out.push(next)
                }
                Some('<') => out.push_str(r"\b{start}"),
                Some('>') => out.push_str(r"\b{end}"),
                Some(next @ ('b' | 'B' | 'w' | 'W' | 's' | 'S')) => {
                    out.push('\\');
                    out.push(next);
                }
                Some(next @ ('d' | 'D' | 't' | 'n')) if syntax == Syntax::Extended => {
                    out.push('\\');
                    out.push(next);
                }
                Some(next) if next.is_alphanumeric() || matches!(next, '`' | '\'') => {
                    return Err(unknown());
                }
                Some(next) => out.push_str(&regex::escape(&next.to_string())),
                None => return Err(unknown()),
            },
            '*' if was_start && syntax == Syntax::Extended => return Err(unknown()),
            '*' if was_start => out.push_str(r"\*"),
            '+' | '?' if was_start && syntax == Syntax::Extended => return Err(unknown()),
            '(' | '|' if syntax == Syntax::Extended => {
                out.push(c);
                start = true;
                // `(?:…)` of -P.
                if c == '(' && chars.peek() == Some(&'?') {
                    start = false;
                }
            }
            '+' | '?' | ')' | '(' | '|' | '{' | '}' if syntax == Syntax::Basic => {
                out.push('\\');
                out.push(c);
            }
            // `a{,2}`: up to two to GNU, the text itself to others.
            '{' if chars.peek() == Some(&',') => return Err(unknown()),
            '{' if !interval(chars.clone()) => out.push_str(r"\{"),
            '}' if !out.ends_with(|c: char| c.is_ascii_digit() || c == ',') => out.push_str(r"\}"),
            '^' if syntax == Syntax::Basic && !was_start => out.push_str(r"\^"),
            '^' => {
                out.push('^');
                start = true;
            }
            '$' if syntax == Syntax::Basic && !ends(chars.clone()) => out.push_str(r"\$"),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// Whether a match may end at another place than POSIX says, which takes the longest of all: a choice
/// between texts of which one begins another, or between anything but texts.
pub(super) fn is_ambiguous(pattern: &str, syntax: Syntax) -> bool {
    let sign = match syntax {
        Syntax::Basic => r"\|",
        Syntax::Extended => "|",
    };
    let parts: Vec<&str> = pattern.split(sign).collect();
    let is_text = |part: &&str| {
        part.chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | ':' | '"' | '='))
    };
    let begins = |one: &str| {
        let others = parts.iter().filter(|other| other.len() != one.len());
        others.into_iter().any(|other| other.starts_with(one))
    };
    let texts = parts.iter().all(is_text);
    parts.len() > 1 && (!texts || parts.iter().any(|part| begins(part)))
}

fn interval(chars: impl Iterator<Item = char>) -> bool {
    let mut digits = false;
    for c in chars {
        match c {
            '0'..='9' => digits = true,
            ',' if digits => {}
            '}' => return digits,
            _ => return false,
        }
    }
    false
}

/// Whether an anchor at the end of a basic pattern or of one of its parts stands here.
fn ends(mut chars: impl Iterator<Item = char>) -> bool {
    match chars.next() {
        None => true,
        Some('\\') => matches!(chars.next(), Some(')' | '|')),
        Some(_) => false,
    }
}

/// A bracket expression: a backslash in it is itself, and so are the engine's own set operators.
fn bracket(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    out.push('[');
    if chars.peek() == Some(&'^') {
        chars.next();
        out.push('^');
    }
    let mut first = true;
    while let Some(c) = chars.next() {
        match c {
            ']' if !first => {
                out.push(']');
                return;
            }
            '[' if chars.peek() == Some(&':') => {
                out.push('[');
                for c in chars.by_ref() {
                    out.push(c);
                    if c == ']' {
                        break;
                    }
                }
            }
            // `[\.]`, `[\]]` and `[\d]` are written for -P and by habit; a backslash before a letter or
            // a sign means the sign.
            '\\' => match chars.peek().copied() {
                Some(next @ ('d' | 'w' | 's' | 't' | 'n')) => {
                    chars.next();
                    out.push('\\');
                    out.push(next);
                }
                Some(next) if next.is_ascii_punctuation() && next != ']' => {
                    chars.next();
                    out.push('\\');
                    out.push(next);
                }
                _ => out.push_str(r"\\"),
            },
            '[' | ']' | '&' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        first = false;
    }
    // Never closed: the engine says so.
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(syntax: Syntax, pattern: &str, matching: &[&str], others: &[&str]) {
        let regex = compile(&translate(pattern, syntax).unwrap(), false).unwrap();
        for text in matching {
            assert!(regex.is_match(text), "{pattern} should match {text}");
        }
        for text in others {
            assert!(!regex.is_match(text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn basic_patterns() {
        use Syntax::Basic;
        check(Basic, r"error\|warn", &["an error", "warn"], &["info"]);
        check(Basic, "a+b?", &["a+b?"], &["aab"]);
        check(Basic, "(x|y)", &["(x|y)"], &["x"]);
        check(Basic, r"\(ab\)\{2\}", &["abab"], &["ab"]);
        check(Basic, "{\"status\"", &["{\"status\":1"], &[]);
        check(Basic, "*x", &["*x"], &["x"]);
        check(Basic, "a^b$c", &["a^b$c"], &["b"]);
        check(Basic, "^a.*b$", &["axb"], &["axbc"]);
        check(Basic, r"\<web\>", &["a web b"], &["webs"]);
        check(Basic, "[[:digit:]]/[0-9]", &["1/1"], &["a/1"]);
        check(Basic, r"10\.0\.", &["10.0.1"], &["10a0"]);
        check(Basic, "[[]x[]]", &["[x]"], &["x"]);
    }

    #[test]
    fn extended_patterns() {
        use Syntax::Extended;
        check(Extended, "error|warn", &["warn"], &["info"]);
        check(Extended, "^(web|api)-[0-9]+", &["api-12"], &["xapi-1"]);
        check(Extended, r"\d{2,}", &["12"], &["1"]);
        check(Extended, "{", &["{"], &["x"]);
        check(Extended, "\"total\"|\"x\"", &["\"total\""], &["total"]);
        check(Extended, "[a&&b]", &["&"], &["c"]);
        check(Extended, "(?:a|b)c", &["bc"], &["c"]);
        check(Extended, r"[^\s]+x", &["ax"], &[" x"]);
    }

    #[test]
    fn patterns_beyond_the_engine_are_said() {
        for pattern in [
            r"(a)\1(?=b)",
            "(?=x)",
            "(",
            "[",
            "a{1000}{1000}{1000}",
            r"x=\K.*",
            r"(a)\1",
            r"\x41",
            "+a",
            "a\\",
            "a{,2}",
            "^*a",
        ] {
            let regex = translate(pattern, Syntax::Extended).and_then(|it| compile(&it, false));
            assert!(regex.is_err(), "{pattern}");
        }
        assert!(translate(r"\d", Syntax::Basic).is_err());
    }

    #[test]
    fn choices_between_texts_of_which_none_begins_another_are_plain() {
        for (pattern, syntax, expected) in [
            ("Yellow|Red", Syntax::Extended, false),
            (r"Yellow\|Red", Syntax::Basic, false),
            ("Yellow|Red", Syntax::Basic, false),
            ("a|ab", Syntax::Extended, true),
            ("(a|b)c", Syntax::Extended, true),
            ("[a-z]+", Syntax::Extended, false),
        ] {
            assert_eq!(is_ambiguous(pattern, syntax), expected, "{pattern}");
        }
    }
}
