//! Text from outside as literal Markdown: in a line, in a table cell, as code. What a reader sees is
//! the text itself, whatever it holds; it can't begin a block, a link, a tag or a comment, nor mark an item of
//! a checklist.

use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Where a text is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Perhaps first on a line.
    Line,
    /// After other words of a line.
    Within,
    /// In a table.
    Cell,
}

/// Text for a line: inline markup is escaped, and so is what would begin a block if it came first.
/// Line breaks and control characters become blanks.
pub(crate) fn inline(text: &str) -> String {
    escaped(text, Place::Line)
}

/// Text that follows other words on its line: only what means something there is escaped.
pub(crate) fn within(text: &str) -> String {
    escaped(text, Place::Within)
}

/// Text for a table cell: a pipe cannot end it, and it is never empty.
pub(crate) fn cell(text: &str) -> String {
    match escaped(text, Place::Cell) {
        empty if empty.is_empty() => "–".to_owned(),
        text => text,
    }
}

fn escaped(text: &str, place: Place) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.as_str();
    if place == Place::Line {
        rest = head(rest, &mut out);
    }
    let mut before = ' ';
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if is_mark(c) {
            // The reader sees the sign all the same.
            out.push_str(&format!("&#x{:X};", u32::from(c)));
            before = c;
            continue;
        }
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '$' => true,
            // Within a word it is only itself: `kube_dns`.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after == '#' || after.is_alphanumeric(),
            '|' => place != Place::Within,
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Whether a sign is one with which a checklist is marked: from outside it marks nothing.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '⏳' | '🔄' | '⬜' | '☐' | '🔲' | '✅' | '❌')
}

/// Writes what would begin a block, escaped, and gives the rest.
fn head<'t>(text: &'t str, out: &mut String) -> &'t str {
    let mut rest = text;
    if let Some(first) = rest.chars().next()
        && matches!(first, '#' | '-' | '+' | '=' | ':' | '%' | '>')
    {
        out.push('\\');
        out.push(first);
        rest = &rest[1..];
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && rest[digits..].starts_with(['.', ')']) {
        out.push_str(&rest[..digits]);
        out.push('\\');
        rest = &rest[digits..];
        out.push_str(&rest[..1]);
        rest = &rest[1..];
    }
    rest
}

/// A code span that holds the text, with as many backticks as it takes. Empty text gives none.
pub(crate) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return String::new();
    }
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A code span in a table cell: a pipe would end the cell even there.
pub(crate) fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A fenced block with a fence longer than any run of backticks in the text.
pub(crate) fn fence(text: &str, info: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end_matches('\n');
    let ticks = "`".repeat(longest_run(text).max(2) + 1);
    format!("{ticks}{info}\n{text}\n{ticks}")
}

/// How long a line of a command may be before it is wrapped.
const WIDTH: usize = 100;

/// Shell commands, a line each: a long one goes on in lines of its own from a flag or a pipe on. What has a quote
/// that stays open over a line is left as it is.
pub(crate) fn wrap(commands: &str) -> String {
    let lines: Option<Vec<String>> = commands.lines().map(wrapped).collect();
    lines.map_or_else(|| commands.to_owned(), |lines| lines.join("\n"))
}

/// One command, if its quotes are closed.
fn wrapped(command: &str) -> Option<String> {
    let (mut quote, mut escaped, mut breaks) = (None, false, Vec::new());
    for (at, c) in command.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', None | Some('"')) => escaped = true,
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            (' ', None) => {
                let rest = &command[at + 1..];
                let flag = rest.starts_with('-') && !rest.starts_with("- ");
                if flag || rest.starts_with("| ") {
                    breaks.push(at);
                }
            }
            (_, None) => {}
        }
    }
    if quote.is_some() || escaped {
        return None;
    }
    let (mut out, mut from) = (String::new(), 0);
    breaks.push(command.len());
    for (place, at) in breaks.iter().enumerate() {
        // As much as fits stands on a line; the mark that it goes on takes two columns.
        let next = breaks.get(place + 1);
        let too_long = next.is_some_and(|next| command[from..*next].width() + 4 > WIDTH);
        if too_long && !command.starts_with('#') {
            let indent = if from == 0 { "" } else { "  " };
            out.push_str(&format!("{indent}{} \\\n", &command[from..*at]));
            from = at + 1;
        }
    }
    let indent = if from == 0 { "" } else { "  " };
    out.push_str(&format!("{indent}{}", &command[from..]));
    Some(out)
}

/// A link. The address must be a page or a relative path; anything else is left out.
pub(crate) fn link(text: &str, address: &str) -> String {
    // A pipe would end a cell even there.
    let label = escaped(text, Place::Cell);
    let is_page = address.starts_with("https://") || address.starts_with("http://");
    let is_path = !address.contains(':') && !address.is_empty();
    if !(is_page || is_path) {
        return inline(text);
    }
    let safe = encoded(address);
    format!("[{label}]({safe})")
}

/// A page's address that stands in a line by itself; text that is no address stays text.
pub(crate) fn address(text: &str) -> String {
    let text = one_line(text);
    if text.starts_with("https://") || text.starts_with("http://") {
        encoded(&text)
    } else {
        inline(&text)
    }
}

/// An address without what could end it, or mean something to Markdown.
fn encoded(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '|' | '\\' | '`' | '"' | '*' | '[' | ']' | '~' => {
                safe.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Text for Mermaid's labels: colons, semicolons, quotes and hashes mean something there, and are written by their
/// numbers: `19#58;02`.
pub(crate) fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = one_line(text);
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match c {
            ':' | ';' | '#' | '"' | '`' | '<' | '>' | '{' | '}' | '%' | ',' => {
                let _infallible = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    text.trim().to_owned()
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
