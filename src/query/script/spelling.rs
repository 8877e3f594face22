//! What word processors, web pages and PowerShell make of shell text becomes shell text again. Knows no
//! tool.

use super::super::{expand, placeholder, prompt};

/// All blanks are plain ones, characters without a width are nothing, and none may pass for a hole.
pub(super) fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|c| !is_nothing(*c))
        .map(blank)
        .collect()
}

/// Carriage returns, zero-width characters, soft hyphens and marks of direction.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\r' | '\0'
            | '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

fn blank(c: char) -> char {
    match c {
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\u{B}'
        | '\u{C}'
        | '\u{85}'
        | '\u{2028}'
        | '\u{2029}' => ' ',
        expand::UNKNOWN => '\u{FFFD}',
        c if placeholder::is_hole(c) => '\u{FFFD}',
        c => c,
    }
}

/// A statement as a shell would have it.
pub(super) fn plain(text: &str) -> String {
    powershell(&straight(text))
}

/// Pairs of typographic quotes become those of a shell.
fn straight(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close, quote) in [('“', '”', "\""), ('‘', '’', "'")] {
        if out.contains(open) && out.contains(close) {
            out = out.replace([open, close], quote);
        }
    }
    out
}

/// `$x = kubectl …` becomes `x=$(kubectl …)`, so that one grammar reads both; `$x = "y"` likewise.
fn powershell(text: &str) -> String {
    let Some(rest) = text
        .trim_start()
        .strip_prefix('$')
        .filter(|_| prompt::assigns(text.trim_start()))
    else {
        return text.to_owned();
    };
    let rest = rest
        .strip_prefix("env:")
        .or_else(|| rest.strip_prefix("global:"))
        .unwrap_or(rest);
    match rest.split_once('=') {
        Some((name, value)) if !value.starts_with(['=', '~']) => {
            let (name, value) = (name.trim(), value.trim());
            if value.starts_with(['"', '\'']) || !value.contains(' ') {
                format!("{name}={value}")
            } else {
                format!("{name}=$({value})")
            }
        }
        _ => text.to_owned(),
    }
}
