//! A name and what stands beside it in a line: `password=x`, `"token": "x"`, `password: x`,
//! `--api-key x`, `비밀번호: x`.

use super::names::{self, Class, is_secret, is_token};
use std::ops::Range;

/// No name is longer.
const NAME: usize = 128;

/// A name at a sign's place, as it stands in a line.
struct Name {
    class: Class,
    start: usize,
    end: usize,
    /// `--name` and `-name`.
    is_flag: bool,
}

/// Finds the value beside the name that a sign is in.
pub(super) fn find(line: &str, sign: Range<usize>, found: &mut Vec<Range<usize>>) {
    if found.last().is_some_and(|last| sign.start < last.end) {
        return;
    }
    let Some(name) = name(line, sign) else { return };
    let Some((value, standing)) = value(line, &name) else {
        return;
    };
    let text = &line[value.clone()];
    let is_one = match standing {
        Standing::Held => is_secret(name.class, text),
        Standing::Said => is_said(name.class, text),
    };
    if is_one {
        found.push(value);
    }
}

/// In a sentence only what cannot be a word is a secret.
fn is_said(class: Class, value: &str) -> bool {
    let value = value.trim_end_matches(['.', ',', ':', ')']);
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    is_secret(class, value)
        && (is_token(value) || (class == Class::Password && mixed && value.len() >= 5))
}

fn name(line: &str, sign: Range<usize>) -> Option<Name> {
    let bytes = line.as_bytes();
    let korean = !line[sign.clone()].is_ascii();
    let (mut start, mut end) = (sign.start, sign.end);
    if !korean {
        let is_part = |c: u8| c.is_ascii_alphanumeric() || b"_-.".contains(&c);
        while end < bytes.len() && is_part(bytes[end]) && end < sign.end + NAME {
            end += 1;
        }
        while end > sign.end && !bytes[end - 1].is_ascii_alphanumeric() {
            end -= 1;
        }
        while start > 0
            && start + NAME > sign.start
            && (is_part(bytes[start - 1]) || bytes[start - 1] == b'/')
        {
            start -= 1;
        }
        // `sig=` and `sid=` hold their own sign.
        if bytes[end - 1] == b'=' {
            end -= 1;
        }
        if line[sign.start..end].eq_ignore_ascii_case("key") {
            start = with_word_before(line, start);
        }
    }
    let dashes = line[start..end].len() - line[start..end].trim_start_matches('-').len();
    start += dashes;
    let class = names::class(line.get(start..end)?)?;
    let before = line[..start - dashes].chars().next_back();
    let is_flag = dashes > 0 && before.is_none_or(|c| !c.is_alphanumeric());
    Some(Name {
        class,
        start,
        end,
        is_flag,
    })
}

/// `secret key`, `API key`: the word before belongs to it.
fn with_word_before(line: &str, start: usize) -> usize {
    let Some(rest) = line[..start].strip_suffix(' ') else {
        return start;
    };
    let letters = rest
        .bytes()
        .rev()
        .take(NAME)
        .take_while(u8::is_ascii_alphanumeric);
    match letters.count() {
        0 => start,
        length => rest.len() - length,
    }
}

/// How a value stands beside its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// As the value of a field.
    Held,
    /// Within a sentence.
    Said,
}

fn value(line: &str, name: &Name) -> Option<(Range<usize>, Standing)> {
    let bytes = line.as_bytes();
    let skip = |mut at: usize, these: &[u8]| {
        while at < bytes.len() && these.contains(&bytes[at]) {
            at += 1;
        }
        at
    };
    let after_name = skip(name.end, b"\\\"'`]");
    let rest = &line[after_name..];
    let rest = ["은", "는", "이", "가", "를", "을"]
        .iter()
        .find_map(|particle| rest.strip_prefix(particle))
        .unwrap_or(rest);
    let after_name = line.len() - rest.len();
    let sign = skip(after_name, b" \t");
    let quoted_name = after_name > name.end;
    let sep = |text: &str| line[sign..].starts_with(text);
    let (after, standing) = if sep("==") || sep("=~") {
        return None;
    } else if let Some(arrow) = ["=>", ":=", "="].iter().find(|arrow| sep(arrow)) {
        (sign + arrow.len(), Standing::Held)
    } else if sep(":") && !sep("::") {
        let mut held = quoted_name || is_start(&line[..name.start]) || is_in_flow(line, name);
        if !line[sign + 1..].starts_with([' ', '\t', '"', '\'', '\\']) {
            // `image/secret:v1.2.3`, `host:port`.
            held = false;
            if line[name.start..name.end].contains('/') {
                return None;
            }
        }
        let standing = if held { Standing::Held } else { Standing::Said };
        (sign + 1, standing)
    } else if name.is_flag && sign > after_name {
        (sign, Standing::Held)
    } else if let Some(next) = next_in_flow(line, after_name, name.is_flag) {
        (next, Standing::Held)
    } else if !line[name.start..name.end].is_ascii() && sign > after_name {
        (sign, Standing::Said)
    } else {
        return None;
    };
    let is_mapping = sep(":");
    let at = skip(after, b" \t");
    let at = skip_tag(line, at);
    if name.is_flag && !is_mapping && bytes.get(at) == Some(&b'-') {
        return None;
    }
    // A name in code font ends with what may be taken for the beginning of its value.
    let quotes: &[u8] = if line[..name.start].ends_with('`') {
        b"\"'"
    } else {
        b"\"'`"
    };
    let escaped = usize::from(bytes.get(at) == Some(&b'\\'));
    if let Some(quote) = bytes.get(at + escaped).filter(|c| quotes.contains(c)) {
        let mut from = at + escaped + 1;
        if escaped == 0 && line[from..].starts_with(&format!("{0}{0}", char::from(*quote))) {
            from += 2;
        }
        return Some((
            from..quoted(line, from, *quote, escaped == 1),
            Standing::Held,
        ));
    }
    let is_line = is_mapping && standing == Standing::Held && is_start(&line[..name.start]);
    let end = if is_line {
        end_of_line(line, at, name.class)
    } else {
        end_of_word(line, at)
    };
    Some((at..end, standing))
}

/// Where what belongs to a name begins in a list or mapping of one line: `{name: X, value: …}`, and
/// `["--flag", …]`.
fn next_in_flow(line: &str, after_name: usize, is_flag: bool) -> Option<usize> {
    const QUOTES: [char; 4] = ['"', '\'', '\\', ' '];
    if line[..after_name].ends_with('`') {
        return None;
    }
    let rest = line[after_name..]
        .trim_start_matches(' ')
        .strip_prefix(',')?;
    let rest = rest.trim_start_matches(' ');
    let rest = match rest.trim_start_matches(QUOTES).strip_prefix("value") {
        Some(value) => value.trim_start_matches(QUOTES).strip_prefix(':')?,
        None if is_flag => rest,
        None => return None,
    };
    Some(line.len() - rest.len())
}

/// Whether a name stands in a mapping of one line: `{user: a, password: b}`.
fn is_in_flow(line: &str, name: &Name) -> bool {
    let before = line[..name.start].trim_end();
    let near = before.len().saturating_sub(2 * NAME);
    let opened = |before: &str| before.bytes().skip(near).any(|c| c == b'{');
    before.ends_with('{') || (before.ends_with(',') && opened(before))
}

/// `!Sub`, `&anchor` before a value.
fn skip_tag(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    if !rest.starts_with(['!', '&']) {
        return at;
    }
    match rest.split_once(' ') {
        Some((tag, value)) if tag.len() > 1 && !value.is_empty() => at + tag.len() + 1,
        _ => at,
    }
}

/// Whether only what can stand before a field of YAML is before it: blanks, dashes, the sign of a
/// changed line, the time and source of a log line.
fn is_start(before: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_whitespace() || matches!(c, '-' | '+' | '"' | '\'' | '?' | '{' | ','))
    };
    let mut rest = before;
    if before.len() > 2 * NAME {
        return false;
    }
    while !plain(rest) {
        let (word, after) = rest.trim_start().split_once(' ').unwrap_or_default();
        let is_time =
            word.len() >= 8 && word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
        let is_source = word.starts_with('[') || word.ends_with(']');
        if !is_time && !is_source {
            return false;
        }
        rest = after;
    }
    true
}

/// Where a quoted value ends; one that was cut off ends with the line.
fn quoted(line: &str, from: usize, quote: u8, escaped: bool) -> usize {
    let bytes = line.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escaped && bytes.get(at + 1) == Some(&quote) => return at,
            b'\\' if !escaped => at += 1,
            c if c == quote && !escaped => return at,
            _ => {}
        }
        at += 1;
    }
    line.len()
}

/// The value of a field of YAML, without its comment. Only a password has blanks in it.
fn end_of_line(line: &str, at: usize, class: Class) -> usize {
    let value = &line[at..];
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let value = value.trim_end_matches(['}', ',']);
    let flow_or_prose = value.contains(' ') && (class != Class::Password || value.contains(": "));
    if flow_or_prose {
        at + value.split(' ').next().unwrap_or_default().len()
    } else {
        at + value.len()
    }
}

fn end_of_word(line: &str, at: usize) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '&' | ';' | ',' | '"' | '\'' | '`' | '\\' | '|' | '}' | ']' | ')'
            )
    };
    let from = at + line[at..].len() - line[at..].trim_start_matches(['(', '{', '[']).len();
    // What begins with a bracket is a reference or a call: all of it, for the question what it is.
    let from = if from > at { at + 1 } else { at };
    line[from..].find(stop).map_or(line.len(), |end| from + end)
}
