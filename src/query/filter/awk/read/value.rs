//! Conditions, patterns and values of awk.

use super::super::super::regex::{Syntax, compile, translate};
use super::super::{Comparison, Condition, Value};
use super::DEPTH;
use super::tokens::Tokens;
use crate::query::word_list;

/// A text between quotes; `None` for escapes that programs read differently.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                't' => '\t',
                'n' => '\n',
                c @ ('"' | '\\' | '/') => c,
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

pub(super) fn condition(tokens: &mut Tokens<'_>, depth: usize) -> Option<Condition> {
    let mut left = conjunction(tokens, depth)?;
    while tokens.take("||") {
        left = Condition::Or(Box::new(left), Box::new(conjunction(tokens, depth)?));
    }
    Some(left)
}

fn conjunction(tokens: &mut Tokens<'_>, depth: usize) -> Option<Condition> {
    let mut left = simple(tokens, depth)?;
    while tokens.take("&&") {
        left = Condition::And(Box::new(left), Box::new(simple(tokens, depth)?));
    }
    Some(left)
}

fn simple(tokens: &mut Tokens<'_>, depth: usize) -> Option<Condition> {
    if depth > DEPTH {
        return None;
    }
    if tokens.take("(") {
        let inner = condition(tokens, depth + 1)?;
        return tokens.take(")").then_some(inner);
    }
    if tokens.peek("!") && !tokens.peek("!=") && !tokens.peek("!~") {
        tokens.take("!");
        return Some(Condition::Not(Box::new(simple(tokens, depth + 1)?)));
    }
    if tokens.peek("/") {
        return Some(Condition::Matches(Value::Field(0), pattern(tokens)?));
    }
    let left = value(tokens, depth)?;
    if tokens.take("!~") {
        let matches = Condition::Matches(left, pattern(tokens)?);
        return Some(Condition::Not(Box::new(matches)));
    }
    if tokens.take("~") {
        return Some(Condition::Matches(left, pattern(tokens)?));
    }
    let signs = [
        ("==", Comparison::Equal),
        ("!=", Comparison::NotEqual),
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    for (sign, how) in signs {
        if tokens.take(sign) {
            return Some(Condition::Compares(left, how, value(tokens, depth)?));
        }
    }
    Some(Condition::True(left))
}

fn pattern(tokens: &mut Tokens<'_>) -> Option<regex::Regex> {
    let text = if tokens.take("/") {
        tokens.until('/')?.replace("\\/", "/")
    } else if tokens.take("\"") {
        tokens.until('"')?.replace("\\\\", "\\")
    } else {
        return None;
    };
    compile(&translate(&text, Syntax::Extended).ok()?, false).ok()
}

/// A value with what is added to it or taken from it.
pub(super) fn value(tokens: &mut Tokens<'_>, depth: usize) -> Option<Value> {
    let mut left = product(tokens, depth)?;
    for _ in 0..DEPTH {
        let Some(sign) = ['+', '-'].into_iter().find(|sign| tokens.arithmetic(*sign)) else {
            return Some(left);
        };
        left = Value::Math(Box::new(left), sign, Box::new(product(tokens, depth)?));
    }
    None
}

fn product(tokens: &mut Tokens<'_>, depth: usize) -> Option<Value> {
    let mut left = factor(tokens, depth)?;
    for _ in 0..DEPTH {
        let signs = ['*', '/', '%'];
        let Some(sign) = signs.into_iter().find(|sign| tokens.arithmetic(*sign)) else {
            return Some(left);
        };
        left = Value::Math(Box::new(left), sign, Box::new(factor(tokens, depth)?));
    }
    None
}

fn factor(tokens: &mut Tokens<'_>, depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    if tokens.take("$") {
        return field(tokens);
    }
    if tokens.take("(") {
        let inner = value(tokens, depth + 1)?;
        return tokens.take(")").then_some(inner);
    }
    if tokens.take("\"") {
        let plain = unescaped(tokens.until('"')?)?;
        return (!plain.contains('\n')).then_some(Value::Text(plain));
    }
    let negative = tokens.take("-");
    if let Some(digits) = tokens.digits() {
        let number: f64 = digits.parse().ok()?;
        return Some(Value::Number(if negative { -number } else { number }));
    }
    let word = tokens.word().filter(|_| !negative)?;
    if word == "length" {
        let of = if tokens.take("(") {
            let inner = value(tokens, depth + 1)?;
            tokens.take(")").then_some(inner)?
        } else {
            Value::Field(0)
        };
        return Some(Value::Length(Box::new(of)));
    }
    if tokens.rest.starts_with(['(', '[']) {
        return None;
    }
    match word {
        "NR" | "FNR" => Some(Value::LineNumber),
        "NF" => Some(Value::FieldCount),
        name if word_list("awk-reserved").has(name) => None,
        name => Some(Value::Variable(name.to_owned())),
    }
}

/// `$N`, `$NF`, `$(NF-N)`.
fn field(tokens: &mut Tokens<'_>) -> Option<Value> {
    if let Some(digits) = tokens.digits() {
        return digits
            .parse()
            .ok()
            .filter(|n| *n < 10_000)
            .map(Value::Field);
    }
    if tokens.take("NF") {
        return Some(Value::FromLast(0));
    }
    if tokens.take("(") && tokens.take("NF") && tokens.take("-") {
        tokens.skip();
        let back = tokens.digits()?.parse().ok()?;
        return tokens.take(")").then_some(Value::FromLast(back));
    }
    None
}
