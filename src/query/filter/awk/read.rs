//! The text of an awk program becomes rules; `None` for anything beyond the simple forms.

use super::super::regex::{Syntax, compile, translate};
use super::{Comparison, Condition, Rule, Statement, Value, When};

/// A longer program is not read.
const BYTES: usize = 2000;

/// Reads a program.
pub(super) fn program(text: &str) -> Option<Vec<Rule>> {
    if text.len() > BYTES {
        return None;
    }
    let mut tokens = Tokens { rest: text.trim() };
    let mut rules = Vec::new();
    while !tokens.is_done() {
        rules.push(rule(&mut tokens)?);
        while tokens.take(";") {}
    }
    (!rules.is_empty() && rules.len() < 20).then_some(rules)
}

struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn is_done(&mut self) -> bool {
        self.skip();
        self.rest.is_empty()
    }

    fn peek(&mut self, sign: &str) -> bool {
        self.skip();
        self.rest.starts_with(sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.peek(sign);
        if found {
            self.rest = &self.rest[sign.len()..];
        }
        found
    }

    fn word(&mut self) -> Option<&'a str> {
        self.skip();
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(self.rest.len());
        if end == 0 || self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    fn digits(&mut self) -> Option<&'a str> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!digits.is_empty()).then_some(digits)
    }

    /// The text up to an unescaped sign, escapes kept.
    fn until(&mut self, sign: char) -> Option<&'a str> {
        let mut escaped = false;
        let end = self.rest.find(|c: char| {
            let found = !escaped && c == sign;
            escaped = !escaped && c == '\\';
            found
        })?;
        let (text, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        Some(text)
    }
}

fn rule(tokens: &mut Tokens<'_>) -> Option<Rule> {
    let when = if tokens.peek("{") {
        When::Always
    } else if tokens.peek("END") && !tokens.rest[3..].starts_with(|c: char| c.is_alphanumeric()) {
        tokens.take("END");
        When::End
    } else {
        When::Holds(condition(tokens, 0)?)
    };
    let body = match tokens.take("{") {
        true => Some(statements(tokens)?),
        false if matches!(when, When::Holds(_)) => None,
        false => return None,
    };
    Some(Rule { when, body })
}

fn statements(tokens: &mut Tokens<'_>) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    loop {
        while tokens.take(";") {}
        if tokens.take("}") {
            return Some(statements);
        }
        statements.push(statement(tokens)?);
        if !(tokens.peek(";") || tokens.peek("}")) {
            return None;
        }
    }
}

fn statement(tokens: &mut Tokens<'_>) -> Option<Statement> {
    let word = tokens.word()?;
    if word != "print" {
        if matches!(
            word,
            "printf"
                | "if"
                | "for"
                | "while"
                | "next"
                | "exit"
                | "getline"
                | "delete"
                | "NR"
                | "NF"
        ) {
            return None;
        }
        let value = if tokens.take("++") {
            Value::Number(1.0)
        } else if tokens.take("+=") {
            value(tokens)?
        } else {
            return None;
        };
        return Some(Statement::Add(word.to_owned(), value));
    }
    let parenthesised = tokens.take("(");
    let mut values = Vec::new();
    while !(tokens.peek(";") || tokens.peek("}") || tokens.peek(")")) {
        let mut parts = vec![value(tokens)?];
        while ![",", ";", "}", ")"].iter().any(|sign| tokens.peek(sign)) {
            parts.push(value(tokens)?);
        }
        values.push(parts);
        if !tokens.take(",") {
            break;
        }
    }
    if parenthesised && !tokens.take(")") {
        return None;
    }
    Some(Statement::Print(values))
}

fn condition(tokens: &mut Tokens<'_>, depth: usize) -> Option<Condition> {
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
    if depth > 8 {
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
    let left = value(tokens)?;
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
            return Some(Condition::Compares(left, how, value(tokens)?));
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
    compile(&translate(&text, Syntax::Extended), false).ok()
}

fn value(tokens: &mut Tokens<'_>) -> Option<Value> {
    if tokens.take("$") {
        return field(tokens);
    }
    if tokens.take("\"") {
        let text = tokens.until('"')?;
        let plain = text
            .replace("\\t", "\t")
            .replace("\\n", "\n")
            .replace("\\\"", "\"");
        return (!plain.contains('\n')).then_some(Value::Text(plain));
    }
    let negative = tokens.take("-");
    if let Some(digits) = tokens.digits() {
        let number: f64 = digits.parse().ok()?;
        return Some(Value::Number(if negative { -number } else { number }));
    }
    let word = tokens.word().filter(|_| !negative)?;
    if tokens.rest.starts_with(['(', '[']) {
        return None;
    }
    match word {
        "NR" | "FNR" => Some(Value::LineNumber),
        "NF" => Some(Value::FieldCount),
        "OFS" | "FS" | "RS" | "ORS" | "FILENAME" | "ENVIRON" | "getline" | "in" => None,
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
