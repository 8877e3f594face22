//! The simple forms of awk that people pipe into: conditions on fields, `print` with fields and texts,
//! sums and counts printed at the end. No loops, no functions, no assignments to fields.

use super::flow::{Flow, Line};
use super::regex::{Syntax, compile as compile_regex, translate};
use regex::Regex;
use std::collections::BTreeMap;

mod read;

/// A compiled program.
#[derive(Debug)]
pub(super) struct Program {
    rules: Vec<Rule>,
    separator: Separator,
}

#[derive(Debug)]
enum Separator {
    Blanks,
    Text(String),
    Pattern(Regex),
}

#[derive(Debug)]
struct Rule {
    when: When,
    /// Nothing written: the line is printed as it is.
    body: Option<Vec<Statement>>,
}

#[derive(Debug)]
enum When {
    Always,
    End,
    Holds(Condition),
}

#[derive(Debug)]
enum Condition {
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Matches(Value, Regex),
    Compares(Value, Comparison, Value),
    /// A value by itself: not empty and not 0.
    True(Value),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug)]
enum Statement {
    /// Values joined by blanks; each value is a concatenation.
    Print(Vec<Vec<Value>>),
    /// `name += value`, `name++`.
    Add(String, Value),
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    /// `$N`; 0 is the line.
    Field(usize),
    /// `$NF`, `$(NF-N)`.
    FromLast(usize),
    LineNumber,
    FieldCount,
    Text(String),
    Number(f64),
    Variable(String),
}

/// Compiles a program; the error is for a person.
pub(super) fn compile(program: &str, separator: Option<&str>) -> Result<Program, String> {
    let unknown = || format!("this form of awk is not known: `{program}`");
    let separator = match separator {
        None | Some(" ") => Separator::Blanks,
        Some("\\t" | "t") => Separator::Text("\t".into()),
        Some("|") => Separator::Text("|".into()),
        Some(text) if text.chars().count() == 1 => Separator::Text(text.to_owned()),
        Some(text) => Separator::Pattern(compile_regex(&translate(text, Syntax::Extended), false)?),
    };
    let rules = read::program(program).ok_or_else(unknown)?;
    Ok(Program { rules, separator })
}

/// Runs a program on the lines.
pub(super) fn run(program: &Program, flow: &mut Flow) {
    let lines = std::mem::take(&mut flow.lines);
    let mut kept = flow.kept.take();
    let mut variables = BTreeMap::new();
    let mut used = Vec::new();
    let mut last = State::default();
    let mut adds = false;
    for (at, line) in lines.into_iter().enumerate() {
        let state = State::new(line.text, at + 1, &program.separator);
        for rule in &program.rules {
            let holds = match &rule.when {
                When::Always => true,
                When::End => false,
                When::Holds(condition) => condition.holds(&state, &variables),
            };
            if holds {
                used.extend(line.origin);
                adds |= rule.adds();
                for text in rule.run(&state, &mut variables) {
                    flow.lines.push(Line {
                        text,
                        origin: line.origin,
                    });
                }
            }
        }
        last = state;
    }
    let mut ended = false;
    for rule in program
        .rules
        .iter()
        .filter(|rule| matches!(rule.when, When::End))
    {
        for text in rule.run(&last, &mut variables) {
            ended = true;
            flow.lines.push(Line { text, origin: None });
        }
    }
    if ended && kept.is_none() && adds {
        used.dedup();
        kept = Some(used);
    }
    flow.kept = kept;
    flow.ended = true;
    flow.success = true;
}

/// The line that is looked at.
#[derive(Debug, Default)]
struct State {
    line: String,
    fields: Vec<String>,
    number: usize,
}

impl State {
    fn new(line: String, number: usize, separator: &Separator) -> State {
        let owned = |parts: &mut dyn Iterator<Item = &str>| parts.map(str::to_owned).collect();
        let fields = match separator {
            _ if line.is_empty() => Vec::new(),
            Separator::Blanks => owned(&mut line.split_whitespace()),
            Separator::Text(text) => owned(&mut line.split(text.as_str())),
            Separator::Pattern(pattern) => owned(&mut pattern.split(&line)),
        };
        State {
            fields,
            line,
            number,
        }
    }
}

impl Rule {
    fn adds(&self) -> bool {
        self.body
            .iter()
            .flatten()
            .any(|statement| matches!(statement, Statement::Add(..)))
    }

    fn run(&self, state: &State, variables: &mut BTreeMap<String, f64>) -> Vec<String> {
        let Some(body) = &self.body else {
            return vec![state.line.clone()];
        };
        let mut printed = Vec::new();
        for statement in body {
            match statement {
                Statement::Print(values) if values.is_empty() => printed.push(state.line.clone()),
                Statement::Print(values) => {
                    let parts: Vec<String> = values
                        .iter()
                        .map(|parts| {
                            parts
                                .iter()
                                .map(|value| value.text(state, variables))
                                .collect()
                        })
                        .collect();
                    printed.push(parts.join(" "));
                }
                Statement::Add(name, value) => {
                    let number = value.number(state, variables);
                    *variables.entry(name.clone()).or_default() += number;
                }
            }
        }
        printed
    }
}

impl Condition {
    fn holds(&self, state: &State, variables: &BTreeMap<String, f64>) -> bool {
        match self {
            Condition::Not(inner) => !inner.holds(state, variables),
            Condition::And(a, b) => a.holds(state, variables) && b.holds(state, variables),
            Condition::Or(a, b) => a.holds(state, variables) || b.holds(state, variables),
            Condition::Matches(value, regex) => regex.is_match(&value.text(state, variables)),
            Condition::Compares(a, how, b) => compare(a, *how, b, state, variables),
            Condition::True(value) => {
                let text = value.text(state, variables);
                match looks_numeric(&text) && !matches!(value, Value::Text(_)) {
                    true => number(&text) != 0.0,
                    false => !text.is_empty(),
                }
            }
        }
    }
}

/// As numbers if both look like numbers and neither is a written text, else as texts.
fn compare(
    a: &Value,
    how: Comparison,
    b: &Value,
    state: &State,
    variables: &BTreeMap<String, f64>,
) -> bool {
    let (left, right) = (a.text(state, variables), b.text(state, variables));
    let written = matches!(a, Value::Text(_)) || matches!(b, Value::Text(_));
    let order = match !written && looks_numeric(&left) && looks_numeric(&right) {
        true => number(&left).partial_cmp(&number(&right)),
        false => Some(left.cmp(&right)),
    };
    let Some(order) = order else { return false };
    match how {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

impl Value {
    fn text(&self, state: &State, variables: &BTreeMap<String, f64>) -> String {
        match self {
            Value::Field(0) => state.line.clone(),
            Value::Field(n) => state.fields.get(n - 1).cloned().unwrap_or_default(),
            Value::FromLast(back) => match state.fields.len().checked_sub(*back) {
                Some(0) => state.line.clone(),
                Some(n) => state.fields[n - 1].clone(),
                None => String::new(),
            },
            Value::LineNumber => state.number.to_string(),
            Value::FieldCount => state.fields.len().to_string(),
            Value::Text(text) => text.clone(),
            Value::Number(value) => shown(*value),
            Value::Variable(name) => variables
                .get(name)
                .map(|value| shown(*value))
                .unwrap_or_default(),
        }
    }

    fn number(&self, state: &State, variables: &BTreeMap<String, f64>) -> f64 {
        number(&self.text(state, variables))
    }
}

/// As awk's `%.6g` prints it for whole numbers and short fractions.
fn shown(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let digits = 6usize
        .saturating_sub(format!("{:.0}", value.abs().trunc()).len())
        .max(1);
    let text = format!("{value:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn looks_numeric(text: &str) -> bool {
    let text = text.trim();
    text.parse::<f64>().is_ok() && text.ends_with(|c: char| c.is_ascii_digit() || c == '.')
}

/// The number at the start of a text, 0 without one.
fn number(text: &str) -> f64 {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || (*at == 0 && matches!(c, '-' | '+'))))
        .map_or(text.len(), |(at, _)| at);
    text[..end].trim_end_matches('.').parse().unwrap_or(0.0)
}
