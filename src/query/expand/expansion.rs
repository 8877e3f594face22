//! The parts of a word that a shell would put something else in for: substitutions, variables, `$'…'`
//! and brace expansions, each found at the start of a text.

/// `$( … )`, `$(( … ))` or back-quotes at the start of a text: the inside and the whole.
pub(in crate::query) fn substitution(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_prefix('`') {
        let end = closing_backquote(inner)?;
        return Some((&inner[..end], &text[..end + 2]));
    }
    let inner = text.strip_prefix("$(")?;
    let mut depth = 1usize;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (None | Some('"'), '\\') => escaped = true,
            (Some(open), c) if open == c => quote = None,
            (Some('\''), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (_, '(') => depth += 1,
            (_, ')') => {
                depth -= 1;
                if depth == 0 {
                    return Some((&inner[..at], &text[..at + 3]));
                }
            }
            _ => {}
        }
    }
    None
}

fn closing_backquote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let skip = escaped;
        escaped = !skip && c == '\\';
        (c == '`' && !skip).then_some(at)
    })
}

/// `$NAME`, `${NAME}`, `${NAME:-default}` or `$env:NAME` at the start of a text: the name, a default
/// without expansions, and the length. Anything else in braces is a name that nobody has set.
pub(super) fn variable(text: &str) -> Option<(&str, Option<&str>, usize)> {
    let after = text.strip_prefix('$')?;
    if let Some(inner) = after.strip_prefix('{') {
        let end = inner.find('}')?;
        let body = &inner[..end];
        let name = &body[..name_length(body)];
        let default = body[name.len()..]
            .strip_prefix(":-")
            .or_else(|| body[name.len()..].strip_prefix('-'))
            .filter(|word| !word.contains(['$', '`', '"', '\'', '\\']));
        let known = name.len() == body.len() || default.is_some();
        return Some((if known { name } else { body }, default, end + 3));
    }
    let (prefix, after) = match after.get(..4).filter(|p| p.eq_ignore_ascii_case("env:")) {
        Some(prefix) => (1 + prefix.len(), &after[4..]),
        None => (1, after),
    };
    let length = match after.chars().next()? {
        '0'..='9' | '?' | '#' | '@' | '*' | '!' | '$' | '-' => 1,
        _ => name_length(after),
    };
    (length > 0).then(|| (&after[..length], None, prefix + length))
}

fn name_length(text: &str) -> usize {
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !starts {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

/// `$'…'` after its opening quote: the text, and what follows the closing one.
pub(super) fn ansi(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => return (out, &text[at + 1..]),
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    (out, "")
}

/// `{a,b}` or `{1..3}` outside quotes.
pub(super) fn brace_expansion(text: &str) -> Option<&str> {
    let start = text.find('{')?;
    let end = start + text[start..].find('}')?;
    let inner = &text[start + 1..end];
    let sequence = inner.split_once("..").is_some_and(|(from, to)| {
        !from.is_empty() && !to.is_empty() && !from.contains('.') && !to.starts_with('.')
    });
    let list = inner.contains(',') && !inner.contains(char::is_whitespace);
    (list || sequence).then(|| &text[start..=end])
}
