//! Secrets that more than one line of a text tells: private keys, and the blocks of YAML, whether it
//! parses or is a template: data of a Secret, block scalars, `name` and `value` of a pair, literals of
//! a `secretGenerator`.

use super::names::{self, Class, is_block, is_secret};
use std::ops::Range;

/// Lines within which the rest of a mapping is looked for: of a Secret, and of a pair.
const FAR: usize = 5_000;
const NEAR: usize = 12;

/// What was looked at before: a text of nothing but beginnings is read once.
#[derive(Default)]
pub(super) struct Done {
    /// Where the last private key ended.
    key: usize,
    /// Where the mapping of the last Secret ended, and the column of its keys.
    secret: (usize, usize),
    /// Where what was masked line by line ended: all of it is.
    held: usize,
}

/// The body of a private key that begins at `at`: each line of it is masked, its time and source not.
pub(super) fn private_key(text: &str, at: usize, done: &mut Done, found: &mut Vec<Range<usize>>) {
    const LONGEST: usize = 16 << 10;
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let Some(begin) = text[line..at].rfind("-----BEGIN ") else {
        return;
    };
    let rest = &text[at..];
    let Some(head) = rest.find("-----").map(|dashes| at + dashes + 5) else {
        return;
    };
    if at < done.key || text[line + begin..head].contains('\n') {
        return;
    }
    let window = &text[head..boundary(text, head + LONGEST)];
    let end = window.find("-----END ").map(|end| head + end);
    done.key = end.unwrap_or(head);
    let mut start = head;
    for piece in text[head..end.unwrap_or(text.len())].split_inclusive('\n') {
        let from = start;
        start += piece.len();
        let body = body_of_key(piece);
        if end.is_none() && from > head && !is_body(&piece[body.clone()]) {
            break;
        }
        found.push(from + body.start..from + body.end);
    }
}

/// The boundary of a character at a place or before it.
fn boundary(text: &str, at: usize) -> usize {
    let mut places = (0..=at.min(text.len())).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A line of a key without what a log or an indentation put before it.
fn body_of_key(piece: &str) -> Range<usize> {
    let end = piece.trim_end_matches(['\n', '\r', '"', '\'', ' ']).len();
    let line = &piece[..end];
    let mut start = line.len() - line.trim_start().len();
    while let Some((word, _)) = line[start..].split_once(' ')
        && (word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit())
            || word.starts_with('[')
            || word == "|")
    {
        start += word.len() + 1;
    }
    if line[start..].starts_with("\\n") {
        start += 2;
    }
    let end = match line[start..].strip_suffix("\\n") {
        Some(kept) => start + kept.len(),
        None => end,
    };
    start..end.max(start)
}

/// Whether a line can be of a key: base64, or a header of it.
fn is_body(line: &str) -> bool {
    let is_base64 = |c: u8| c.is_ascii_alphanumeric() || b"+/=\\".contains(&c);
    line.is_empty()
        || line.starts_with("Proc-Type:")
        || line.starts_with("DEK-Info:")
        || (line.len() >= 16 && line.bytes().all(is_base64))
}

/// A line of YAML that has a key.
struct Field<'t> {
    key: &'t str,
    /// The column of the key, behind the dash of a list item.
    column: usize,
    /// The column of the dash, if the line begins an item.
    dash: Option<usize>,
    value: Range<usize>,
}

/// The key and value of a line that begins at `start`.
fn field(text: &str, line: Range<usize>) -> Option<Field<'_>> {
    let whole = text[line.clone()].trim_end();
    let mut column = whole.len() - whole.trim_start_matches([' ', '\t', '+']).len();
    let mut dash = None;
    while let Some(rest) = whole[column..].strip_prefix("- ") {
        dash = dash.or(Some(column));
        column += 2 + rest.len() - rest.trim_start_matches(' ').len();
    }
    let rest = &whole[column..];
    if rest.starts_with('#') || rest.starts_with("{{") {
        return None;
    }
    let (key, behind) = match rest.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let end = 1 + rest[1..].find(char::from(*quote))?;
            (&rest[1..end], &rest[end + 1..])
        }
        _ => {
            let end = rest
                .find(": ")
                .or_else(|| rest.strip_suffix(':').map(str::len))?;
            (&rest[..end], &rest[end..])
        }
    };
    let behind = behind.trim_start().strip_prefix(':')?;
    let value = behind.trim_start();
    let value = value.split(" #").next().unwrap_or_default();
    let value = if value.starts_with('#') {
        ""
    } else {
        value.trim_end()
    };
    let from = line.start + column + (rest.len() - behind.trim_start().len());
    Some(Field {
        key,
        column,
        dash,
        value: from..from + value.len(),
    })
}

/// What stands in blocks that the line of a name begins or belongs to.
pub(super) fn find(text: &str, line: Range<usize>, done: &mut Done, found: &mut Vec<Range<usize>>) {
    if line.start < done.held {
        return;
    }
    let Some(own) = field(text, line.clone()) else {
        return flag(text, &line, found);
    };
    let value = text[own.value.clone()].trim_matches(['"', '\'', ',']);
    match own.key {
        "kind" if value == "Secret" => {
            let is_of_it = own.dash.is_none() && own.column == done.secret.1;
            if is_of_it && line.start < done.secret.0 {
                return;
            }
            let siblings = siblings(text, &line, &own, FAR);
            let last = siblings.iter().map(|(line, _)| line.end).max();
            done.secret = (last.unwrap_or(line.end), own.column);
            for sibling in siblings {
                if matches!(sibling.1.key, "data" | "stringData") {
                    let flow = sibling.1.value.clone();
                    if flow.len() > 1 && !text[flow.clone()].starts_with("{{") {
                        found.push(flow);
                    }
                    scalars(text, &sibling.0, sibling.1.column, found);
                }
            }
        }
        "secretGenerator" if value.is_empty() => literals(text, &line, own.column, found),
        "name" | "key" => {
            if let Some(class) = names::class(value) {
                let mut siblings = siblings(text, &line, &own, NEAR).into_iter();
                let held = siblings.find(|(_, other)| other.key == "value");
                if let Some((line, held)) = held {
                    hold(text, &line, &held, class, done, found);
                }
            }
        }
        key => {
            let Some(class) = names::class(key) else {
                return;
            };
            let is_reference = |field: &Field<'_>| matches!(field.key, "remoteRef" | "sourceRef");
            if value.is_empty() && class == Class::Password {
                plain(text, &line, own.column, found);
            } else if is_block(value) {
                hold(text, &line, &own, class, done, found);
            } else if key == "secretKey"
                && siblings(text, &line, &own, NEAR)
                    .iter()
                    .any(|(_, field)| is_reference(field))
            {
                // The key under which an ExternalSecret writes it.
                let own = own.value;
                found.retain(|range| range.start < own.start || range.end > own.end);
            }
        }
    }
}

/// The value of a field, a block scalar's lines included.
fn hold(
    text: &str,
    line: &Range<usize>,
    own: &Field<'_>,
    class: Class,
    done: &mut Done,
    found: &mut Vec<Range<usize>>,
) {
    let value = &text[own.value.clone()];
    if !is_block(value) {
        if is_secret(class, value) {
            found.push(unquoted(text, own.value.clone()));
        }
        return;
    }
    for below in below(text, line.end, own.column) {
        done.held = below.end;
        let content = content(text, &below);
        if !content.is_empty() && !text[content.clone()].starts_with("{{") {
            found.push(content);
        }
    }
}

/// `- --password` and the item behind it.
fn flag(text: &str, line: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let item = |line: &Range<usize>| text[content(text, line)].strip_prefix("- ");
    let flag = item(line).map(|item| item.trim_matches(['"', '\'']));
    let class = flag.and_then(|flag| names::class(flag.strip_prefix('-')?.trim_start_matches('-')));
    let next = after(text, line.end).next();
    if let (Some(class), Some(next)) = (class, next)
        && item(&next).is_some_and(|value| is_secret(class, value))
    {
        let value = content(text, &next);
        found.push(unquoted(text, value.start + 2..value.end));
    }
}

/// The value of a field that begins in the next line: a scalar, or a list of them.
fn plain(text: &str, line: &Range<usize>, column: usize, found: &mut Vec<Range<usize>>) {
    for below in items(text, line.end, column) {
        let mut value = content(text, &below);
        if field(text, below).is_some() || text[value.clone()].starts_with(['{', '[']) {
            return;
        }
        if text[value.clone()].starts_with("- ") {
            value.start += 2;
        }
        if is_secret(Class::Password, &text[value.clone()]) {
            found.push(unquoted(text, value));
        }
    }
}

/// Everything that stands in the data of a Secret, whatever its name.
fn scalars(text: &str, line: &Range<usize>, column: usize, found: &mut Vec<Range<usize>>) {
    let mut block: Option<usize> = None;
    for below in below(text, line.end, column) {
        let content = content(text, &below);
        let indent = content.start - below.start;
        let is_template = text[content.clone()].starts_with("{{");
        if content.is_empty() || is_template || text[content.clone()].starts_with('#') {
            continue;
        }
        if block.is_some_and(|column| indent > column) {
            found.push(content);
            continue;
        }
        block = None;
        match field(text, below.clone()) {
            Some(own) if is_block(&text[own.value.clone()]) => block = Some(own.column),
            Some(own) if own.value.is_empty() => {}
            Some(own) => {
                // A scalar may go on in the next line.
                block = Some(own.column);
                let value = unquoted(text, own.value);
                let is_reference = text[value.clone()].starts_with(['{', '$', '*']);
                if !is_reference && !value.is_empty() {
                    found.push(value);
                }
            }
            None => found.push(content),
        }
    }
}

/// `- NAME=value` of the literals of a generator of Secrets.
fn literals(text: &str, line: &Range<usize>, column: usize, found: &mut Vec<Range<usize>>) {
    let mut inside: Option<usize> = None;
    for below in items(text, line.end, column) {
        let content = content(text, &below);
        if let Some(own) = field(text, below.clone()) {
            inside = (own.key == "literals").then_some(own.column);
            continue;
        }
        if inside.is_some()
            && let Some(at) = text[content.clone()].find('=')
        {
            found.push(unquoted(text, content.start + at + 1..content.end));
        }
    }
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let start = value.len() - value.trim_start_matches(['"', '\'']).len();
    let end = value.trim_end_matches(['"', '\'']).len();
    range.start + start..range.start + end.max(start)
}

/// A line without its indentation and what is blank at its end.
fn content(text: &str, line: &Range<usize>) -> Range<usize> {
    let whole = &text[line.clone()];
    let start = whole.len() - whole.trim_start_matches([' ', '\t', '+']).len();
    let end = whole.trim_end().len();
    line.start + start..line.start + end.max(start)
}

/// The lines from a place on that stand deeper than a column. Blank ones do not end them.
fn below(text: &str, from: usize, column: usize) -> impl Iterator<Item = Range<usize>> {
    after(text, from).take_while(move |line| {
        let content = content(text, line);
        let is_template = text[content.clone()].starts_with("{{");
        content.is_empty() || is_template || content.start - line.start > column
    })
}

/// The same with the items of a list, which may stand right below their key.
fn items(text: &str, from: usize, column: usize) -> impl Iterator<Item = Range<usize>> {
    after(text, from).take_while(move |line| {
        let content = content(text, line);
        let indent = content.start - line.start;
        let is_item = indent == column && text[content.clone()].starts_with('-');
        content.is_empty() || is_item || indent > column
    })
}

/// The lines behind a place.
fn after(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = text[from..]
        .find('\n')
        .map_or(text.len(), |end| from + end + 1);
    std::iter::from_fn(move || {
        let start = at;
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        at = (end + 1).min(text.len());
        (start < text.len()).then_some(start..end)
    })
}

/// The lines before a place, the last first.
fn before(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut end = from;
    std::iter::from_fn(move || {
        let line_end = end.checked_sub(1)?;
        let start = text[..line_end].rfind('\n').map_or(0, |at| at + 1);
        end = start;
        Some(start..line_end)
    })
}

/// The other fields of the mapping that a field belongs to, each with its line.
fn siblings<'t>(
    text: &'t str,
    line: &Range<usize>,
    own: &Field<'_>,
    far: usize,
) -> Vec<(Range<usize>, Field<'t>)> {
    let mut all = Vec::new();
    if own.dash.is_none() {
        for above in before(text, line.start).take(far) {
            match place(text, &above, own.column) {
                Place::Within => {}
                Place::Outside => break,
                Place::Beside(field) => {
                    let begins = field.dash.is_some();
                    all.push((above, field));
                    if begins {
                        break;
                    }
                }
            }
        }
    }
    for below in after(text, line.end).take(far) {
        match place(text, &below, own.column) {
            Place::Within => {}
            Place::Beside(field) if field.dash.is_none() => all.push((below, field)),
            Place::Beside(_) | Place::Outside => break,
        }
    }
    all
}

/// How a line stands to a mapping whose keys begin at a column.
enum Place<'t> {
    /// Deeper, or blank, or a template's.
    Within,
    /// A field of it.
    Beside(Field<'t>),
    /// Not of it.
    Outside,
}

fn place<'t>(text: &'t str, line: &Range<usize>, column: usize) -> Place<'t> {
    let content = content(text, line);
    let indent = content.start - line.start;
    let written = &text[content.clone()];
    if written.is_empty() || written.starts_with("{{") || written.starts_with('#') {
        return Place::Within;
    }
    if written.starts_with("---") {
        return Place::Outside;
    }
    match field(text, line.clone()) {
        Some(field) if field.column == column => Place::Beside(field),
        _ if indent > column => Place::Within,
        // The items of a list may stand right below their key.
        _ if indent == column && written.starts_with("- ") => Place::Within,
        _ => Place::Outside,
    }
}
