//! The text of an awk program becomes rules; `None` for anything beyond the simple forms.

use super::{Piece, Rule, Statement, Value, When};
use crate::query::word_list;
use tokens::Tokens;
use value::{condition, unescaped, value};

mod tokens;
mod value;

/// A longer program is not read.
const BYTES: usize = 2000;

/// Conditions and statements are not nested deeper.
const DEPTH: usize = 8;

/// What a program says.
pub(super) struct Read {
    pub rules: Vec<Rule>,
    /// `BEGIN{FS="…"}`.
    pub separator: Option<String>,
    /// `BEGIN{OFS="…"}`.
    pub between: String,
}

/// Reads a program.
pub(super) fn program(text: &str) -> Option<Read> {
    if text.len() > BYTES {
        return None;
    }
    let mut tokens = Tokens { rest: text.trim() };
    let mut read = Read {
        rules: Vec::new(),
        separator: None,
        between: " ".to_owned(),
    };
    while !tokens.is_done() {
        let begins = tokens.keyword("BEGIN");
        if begins && settings(&mut tokens, &mut read)? {
            continue;
        }
        read.rules.push(rule(&mut tokens, begins)?);
        while tokens.take(";") {}
    }
    let some = !read.rules.is_empty() && read.rules.len() < 20;
    some.then_some(read)
}

/// The assignments at the start of `BEGIN{ … }`; true if that was all of it.
fn settings(tokens: &mut Tokens<'_>, read: &mut Read) -> Option<bool> {
    let begin = tokens.rest;
    if !tokens.take("{") {
        return None;
    }
    let mut any = false;
    loop {
        while tokens.take(";") {}
        if tokens.take("}") {
            return Some(true);
        }
        let sets_between = tokens.keyword("OFS");
        if !sets_between && !tokens.keyword("FS") {
            // Statements follow, which are read with their brace.
            tokens.rest = begin;
            return (!any).then_some(false);
        }
        if !tokens.take("=") {
            return None;
        }
        let Some(Value::Text(text)) = value(tokens, 0) else {
            return None;
        };
        if sets_between {
            read.between = text
        } else {
            read.separator = Some(text)
        }
        any = true;
    }
}

fn rule(tokens: &mut Tokens<'_>, begins: bool) -> Option<Rule> {
    let when = if begins {
        When::Begin
    } else if tokens.peek("{") {
        When::Always
    } else if tokens.keyword("END") {
        When::End
    } else {
        let from = condition(tokens, 0)?;
        if tokens.take(",") {
            When::Range(from, condition(tokens, 0)?)
        } else {
            When::Holds(from)
        }
    };
    let body = if tokens.take("{") {
        Some(statements(tokens, 0)?)
    } else if matches!(when, When::Holds(_) | When::Range(..)) {
        None
    } else {
        return None;
    };
    Some(Rule { when, body })
}

fn statements(tokens: &mut Tokens<'_>, depth: usize) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    loop {
        while tokens.take(";") {}
        if tokens.take("}") {
            return Some(statements);
        }
        let one = statement(tokens, depth)?;
        let closed = matches!(one, Statement::If(..));
        statements.push(one);
        if !(closed || tokens.peek(";") || tokens.peek("}")) {
            return None;
        }
    }
}

/// `{ … }` or a single statement.
fn block(tokens: &mut Tokens<'_>, depth: usize) -> Option<Vec<Statement>> {
    if tokens.take("{") {
        statements(tokens, depth)
    } else {
        Some(vec![statement(tokens, depth)?])
    }
}

fn statement(tokens: &mut Tokens<'_>, depth: usize) -> Option<Statement> {
    if depth > DEPTH {
        return None;
    }
    match tokens.word()? {
        "print" => Some(Statement::Print(arguments(tokens)?)),
        "printf" => printf(tokens),
        "next" => Some(Statement::Next),
        "if" => {
            if !tokens.take("(") {
                return None;
            }
            let when = condition(tokens, depth + 1)?;
            if !tokens.take(")") {
                return None;
            }
            let then = block(tokens, depth + 1)?;
            let rest = tokens.rest;
            while tokens.take(";") {}
            let other = if tokens.keyword("else") {
                block(tokens, depth + 1)?
            } else {
                tokens.rest = rest;
                Vec::new()
            };
            Some(Statement::If(when, then, other))
        }
        name if word_list("awk-reserved").has(name) => None,
        name => {
            let value = if tokens.take("++") {
                Value::Number(1.0)
            } else if tokens.take("+=") {
                value(tokens, depth)?
            } else {
                return None;
            };
            Some(Statement::Add(name.to_owned(), value))
        }
    }
}

/// Values with commas between, each a concatenation, with or without parentheses around all of them.
fn arguments(tokens: &mut Tokens<'_>) -> Option<Vec<Vec<Value>>> {
    let parenthesised = tokens.take("(");
    let mut values = Vec::new();
    while !(tokens.peek(";") || tokens.peek("}") || tokens.peek(")")) {
        let mut parts = vec![value(tokens, 0)?];
        while ![",", ";", "}", ")"].iter().any(|sign| tokens.peek(sign)) {
            parts.push(value(tokens, 0)?);
        }
        values.push(parts);
        if !tokens.take(",") {
            break;
        }
    }
    if parenthesised && !tokens.take(")") {
        return None;
    }
    Some(values)
}

/// `printf "…\n", …`: a format that ends its line, with `%s` and `%d`.
fn printf(tokens: &mut Tokens<'_>) -> Option<Statement> {
    let parenthesised = tokens.take("(");
    if !tokens.take("\"") {
        return None;
    }
    let format = unescaped(tokens.until('"')?)?;
    let mut values = if tokens.take(",") {
        arguments(tokens)?.into_iter()
    } else {
        Vec::new().into_iter()
    };
    if parenthesised && !tokens.take(")") {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = format.strip_suffix('\n')?;
    while let Some((before, after)) = rest.split_once('%') {
        pieces.push(Piece::Text(before.to_owned()));
        if let Some(after) = after.strip_prefix('%') {
            pieces.push(Piece::Text("%".to_owned()));
            rest = after;
            continue;
        }
        let end = after.find(|c: char| !(c.is_ascii_digit() || c == '-'))?;
        let width: i32 = match &after[..end] {
            "" => 0,
            text if text.len() < 4 => text.parse().ok()?,
            _ => return None,
        };
        let whole = match after[end..].chars().next()? {
            's' => false,
            'd' => true,
            _ => return None,
        };
        pieces.push(Piece::Value(values.next()?, whole, width));
        rest = &after[end + 1..];
    }
    pieces.push(Piece::Text(rest.to_owned()));
    values.next().is_none().then_some(Statement::Printf(pieces))
}
