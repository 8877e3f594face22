//! A JSONPath template as text becomes nodes and steps.

use crate::facts::brackets::{outside, pieces, unquoted};
use serde_json::Value;

/// Depth of nested ranges, and a quarter of the steps of a path; a template is untrusted text.
const DEPTH: usize = 16;

/// kubectl accepts `x.y`, `.x.y` and `{.x.y}` where a path alone is wanted.
pub(super) fn dotted(path: &str) -> String {
    if path.starts_with(['.', '[', '$', '@']) || path.is_empty() {
        path.to_string()
    } else {
        format!(".{path}")
    }
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Node>),
}

/// A step of a path.
#[derive(Debug)]
pub(super) enum Step {
    Root,
    Current,
    Key(String),
    Keys(Vec<String>),
    Index(Vec<i64>),
    Slice(Option<i64>, Option<i64>, i64),
    Wildcard,
    Descend,
    Filter(Filter),
}

#[derive(Debug)]
pub(super) struct Filter {
    pub(super) left: Operand,
    pub(super) test: Option<(Comparison, Operand)>,
}

#[derive(Debug)]
pub(super) enum Operand {
    Path(Vec<Step>),
    Literal(Value),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Reads a template.
pub(super) fn parse_template(template: &str) -> Result<Vec<Node>, String> {
    let mut stack: Vec<(Vec<Step>, Vec<Node>)> = Vec::new();
    let mut nodes = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            nodes.push(Node::Text(rest[..open].to_string()));
        }
        let close = closing(&rest[open..]).ok_or("a `{` is never closed")? + open;
        let action = rest[open + 1..close].trim();
        rest = &rest[close + 1..];
        if action == "end" {
            let (path, outer) = stack.pop().ok_or("`{end}` without `{range}`")?;
            let body = std::mem::replace(&mut nodes, outer);
            nodes.push(Node::Range(path, body));
        } else if let Some(path) = action.strip_prefix("range").filter(|p| p.starts_with(' ')) {
            if stack.len() >= DEPTH {
                return Err("ranges are nested too deeply".into());
            }
            stack.push((
                parse_path(&dotted(path.trim()))?,
                std::mem::take(&mut nodes),
            ));
        } else {
            action_nodes(action, &mut nodes)?;
        }
    }
    if !stack.is_empty() {
        return Err("`{range}` without `{end}`".into());
    }
    if !rest.is_empty() {
        nodes.push(Node::Text(rest.to_string()));
    }
    Ok(nodes)
}

/// `{.a.b}`, `{"text"}`, or several of them in one pair of braces.
fn action_nodes(action: &str, nodes: &mut Vec<Node>) -> Result<(), String> {
    let mut rest = action;
    while !rest.is_empty() {
        if let Some(quote) = rest.chars().next().filter(|c| *c == '"' || *c == '\'') {
            let (text, after) = quoted(rest, quote)?;
            nodes.push(Node::Text(text));
            rest = after.trim_start();
        } else {
            let end = path_end(rest);
            nodes.push(Node::Path(parse_path(&dotted(&rest[..end]))?));
            rest = rest[end..].trim_start();
        }
    }
    Ok(())
}

/// Where a path ends: at a blank outside brackets and quotes.
fn path_end(text: &str) -> usize {
    let mut outside = outside(text);
    let blank = outside.find(|(_, c)| c.is_whitespace());
    blank.map_or(text.len(), |(at, _)| at)
}

/// The `}` that closes the `{` at the start.
fn closing(text: &str) -> Option<usize> {
    unquoted(text).find(|(_, c)| *c == '}').map(|(at, _)| at)
}

/// A quoted text with Go's escapes, and what follows it.
fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(c) => out.push(c),
                None => break,
            },
            c if c == quote => return Ok((out, &text[at + 1..])),
            c => out.push(c),
        }
    }
    Err(format!("the text {text} is never closed"))
}

/// Reads a path.
pub(super) fn parse_path(path: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = path.trim();
    while let Some(c) = rest.chars().next() {
        match c {
            '$' | '@' => {
                steps.push(if c == '$' { Step::Root } else { Step::Current });
                rest = &rest[1..];
            }
            '.' if rest.starts_with("..") => {
                steps.push(Step::Descend);
                rest = &rest[1..];
                if rest.starts_with(".[") {
                    rest = &rest[1..];
                }
            }
            '.' if rest == "." || rest.starts_with(".[") => rest = &rest[1..],
            '.' => {
                let (key, after) = field(&rest[1..])?;
                steps.push(match key.as_str() {
                    "*" => Step::Wildcard,
                    _ => Step::Key(key),
                });
                rest = after;
            }
            '[' => {
                let close = bracket_end(rest).ok_or_else(|| format!("`{rest}` has no `]`"))?;
                steps.push(bracket(rest[1..close].trim())?);
                rest = &rest[close + 1..];
            }
            _ => return Err(format!("`{rest}` is not a path")),
        }
        if steps.len() > 4 * DEPTH {
            return Err("the path is too long".into());
        }
    }
    Ok(steps)
}

/// A key after a dot; `\.` is a dot in it.
fn field(text: &str) -> Result<(String, &str), String> {
    let mut key = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => key.extend(chars.next().map(|(_, c)| c)),
            '.' | '[' | '@' | '$' | '(' | ')' | ' ' if !key.is_empty() => {
                return Ok((key, &text[at..]));
            }
            '.' | '[' => break,
            c => key.push(c),
        }
    }
    if key.is_empty() {
        Err("a `.` without a name".into())
    } else {
        Ok((key, ""))
    }
}

/// The `]` that closes the `[` at the start.
fn bracket_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut closes = |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    };
    let end = unquoted(text).find(|(_, c)| closes(*c));
    end.map(|(at, _)| at)
}

/// What stands between `[` and `]`.
fn bracket(inner: &str) -> Result<Step, String> {
    if inner == "*" {
        return Ok(Step::Wildcard);
    }
    if let Some(filter) = inner.strip_prefix("?(").and_then(|f| f.strip_suffix(')')) {
        return parse_filter(filter.trim()).map(Step::Filter);
    }
    if inner.starts_with(['\'', '"']) {
        let key = |part: &str| {
            let quote = part.chars().next().filter(|c| *c == '\'' || *c == '"');
            let quote = quote.ok_or_else(|| format!("`[{inner}]` mixes names and numbers"))?;
            Ok(quoted(part, quote)?.0)
        };
        let keys = pieces(inner).into_iter().map(|part| key(part.trim()));
        return keys.collect::<Result<_, String>>().map(Step::Keys);
    }
    let number = |text: &str| -> Result<Option<i64>, String> {
        match text.trim() {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| format!("`[{inner}]` is not an index")),
        }
    };
    if inner.contains(':') {
        let parts: Vec<&str> = inner.split(':').collect();
        let step = parts
            .get(2)
            .map_or(Ok(None), |part| number(part))?
            .unwrap_or(1);
        if step < 1 {
            return Err(format!("`[{inner}]`: the step must be above 0"));
        }
        return Ok(Step::Slice(number(parts[0])?, number(parts[1])?, step));
    }
    let index = |part| number(part)?.ok_or_else(|| format!("`[{inner}]` is not an index"));
    inner
        .split(',')
        .map(index)
        .collect::<Result<_, _>>()
        .map(Step::Index)
}

/// `@.a=="b"`, `@.a`, `@.n>3`.
fn parse_filter(text: &str) -> Result<Filter, String> {
    const OPERATORS: [(&str, Comparison); 6] = [
        ("==", Comparison::Equal),
        ("!=", Comparison::NotEqual),
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::More),
    ];
    let operator = unquoted(text).find_map(|(at, _)| {
        let mut all = OPERATORS.iter();
        let (sign, comparison) = all.find(|(sign, _)| text[at..].starts_with(sign))?;
        Some((at, at + sign.len(), *comparison))
    });
    let (left, test) = match operator {
        Some((at, end, comparison)) => (
            &text[..at],
            Some((comparison, operand(text[end..].trim())?)),
        ),
        None => (text, None),
    };
    Ok(Filter {
        left: operand(left.trim())?,
        test,
    })
}

fn operand(text: &str) -> Result<Operand, String> {
    if text.contains("&&") || text.contains("||") {
        return Err(format!("`{text}`: kubectl's JSONPath knows no && and ||"));
    }
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => Ok(Operand::Literal(Value::String(quoted(text, quote)?.0))),
        Some('@' | '$' | '.') => parse_path(text).map(Operand::Path),
        Some(_) => serde_json::from_str(text)
            .map(Operand::Literal)
            .map_err(|_| format!("`{text}` is neither a path nor a value")),
        None => Err("an empty filter".into()),
    }
}
