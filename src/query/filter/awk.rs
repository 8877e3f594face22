//! The simple forms of awk that people pipe into: conditions and ranges, `print` and `printf` with fields,
//! texts and arithmetic, sums and counts printed at the end. No loops, no arrays, no assignments to fields.

use super::flow::{Flow, Line};
use super::regex::{Syntax, compile as compile_regex, translate};
use super::unknown;
use crate::facts::budget;
use crate::facts::lang::Bilingual;
use eval::State;
use number::number;
use regex::Regex;
use std::collections::BTreeMap;

mod eval;
mod number;
mod read;

/// A compiled program.
#[derive(Debug)]
pub(super) struct Program {
    rules: Vec<Rule>,
    separator: Separator,
    /// `OFS`.
    between: String,
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
    Begin,
    End,
    Holds(Condition),
    /// From a line to a line, both included.
    Range(Condition, Condition),
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
    /// Values with `OFS` between; each value is a concatenation.
    Print(Vec<Vec<Value>>),
    /// A format that ends its line.
    Printf(Vec<Piece>),
    /// `name += value`, `name++`.
    Add(String, Value),
    If(Condition, Vec<Statement>, Vec<Statement>),
    Next,
}

/// A part of a `printf` format.
#[derive(Debug)]
enum Piece {
    Text(String),
    /// `%s`, `%d`: the value, whether it is a whole number, and the width, negative for left.
    Value(Vec<Value>, bool, i32),
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
    Math(Box<Value>, char, Box<Value>),
    Length(Box<Value>),
}

/// Compiles a program; the error is for a person.
pub(super) fn compile(program: &str, separator: Option<&str>) -> Result<Program, Bilingual> {
    let unknown = || unknown("awk", program);
    let read = read::program(program).ok_or_else(unknown)?;
    let separator = match read.separator.as_deref().or(separator) {
        None | Some(" ") => Separator::Blanks,
        Some("\\t" | "t" | "\t") => Separator::Text("\t".into()),
        Some("|") => Separator::Text("|".into()),
        Some("" | "\\") => return Err(unknown()),
        Some(text) if text.chars().count() == 1 => Separator::Text(text.to_owned()),
        Some(text) => {
            Separator::Pattern(compile_regex(&translate(text, Syntax::Extended)?, false)?)
        }
    };
    Ok(Program {
        rules: read.rules,
        separator,
        between: read.between,
    })
}

/// Runs a program on the lines. An error of awk ends it: exit status 2, and what was printed stays.
pub(super) fn run(program: &Program, flow: &mut Flow) {
    let lines = std::mem::take(&mut flow.lines);
    let mut run = Run {
        program,
        variables: BTreeMap::new(),
        ranges: vec![false; program.rules.len()],
        out: Vec::new(),
        used: Vec::new(),
        adds: false,
    };
    let done = run.all(lines);
    let mut kept = flow.kept.take();
    let ended = run.out.iter().any(|line| line.origin.is_none());
    if ended && kept.is_none() && run.adds {
        run.used.dedup();
        kept = Some(run.used);
    }
    flow.lines = run.out;
    flow.kept = kept;
    flow.ended = true;
    flow.success = done.is_some();
}

/// A program while it runs. What is `None` is an error of awk, or the end of the budget.
struct Run<'a> {
    program: &'a Program,
    variables: BTreeMap<String, f64>,
    /// For each rule whether it is inside its range.
    ranges: Vec<bool>,
    out: Vec<Line>,
    used: Vec<usize>,
    adds: bool,
}

impl Run<'_> {
    fn all(&mut self, lines: Vec<Line>) -> Option<()> {
        let mut last = State::default();
        self.rules(&last, None, |when| matches!(when, When::Begin))?;
        let only_begins = |rule: &Rule| matches!(rule.when, When::Begin);
        if self.program.rules.iter().all(only_begins) {
            return Some(());
        }
        for (at, line) in lines.into_iter().enumerate() {
            budget::spend(1 + line.text.len() as u64 / 8).ok()?;
            last = State::new(line.text, at + 1, &self.program.separator);
            self.rules(&last, line.origin, |when| {
                !matches!(when, When::Begin | When::End)
            })?;
        }
        self.rules(&last, None, |when| matches!(when, When::End))
    }

    fn rules(
        &mut self,
        state: &State,
        origin: Option<usize>,
        of: impl Fn(&When) -> bool,
    ) -> Option<()> {
        for (at, rule) in self.program.rules.iter().enumerate() {
            if !of(&rule.when) || !self.chooses(at, &rule.when, state)? {
                continue;
            }
            self.used.extend(origin);
            let goes_on = match &rule.body {
                Some(body) => self.statements(body, state, origin)?,
                None => {
                    self.print(state.line.clone(), origin)?;
                    true
                }
            };
            if !goes_on {
                break;
            }
        }
        Some(())
    }

    fn chooses(&mut self, at: usize, when: &When, state: &State) -> Option<bool> {
        match when {
            When::Always | When::Begin | When::End => Some(true),
            When::Holds(condition) => condition.holds(state, &self.variables),
            When::Range(from, to) => {
                let inside = self.ranges[at] || from.holds(state, &self.variables)?;
                self.ranges[at] = inside && !to.holds(state, &self.variables)?;
                Some(inside)
            }
        }
    }

    fn print(&mut self, text: String, origin: Option<usize>) -> Option<()> {
        budget::make(64 + text.len()).ok()?;
        self.out.push(Line { text, origin });
        Some(())
    }

    /// Whether the rules after this one are looked at as well.
    fn statements(
        &mut self,
        list: &[Statement],
        state: &State,
        origin: Option<usize>,
    ) -> Option<bool> {
        for statement in list {
            match statement {
                Statement::Print(values) if values.is_empty() => {
                    self.print(state.line.clone(), origin)?;
                }
                Statement::Print(values) => {
                    let parts: Option<Vec<String>> = values
                        .iter()
                        .map(|parts| joined(parts, state, &self.variables))
                        .collect();
                    self.print(parts?.join(&self.program.between), origin)?;
                }
                Statement::Printf(pieces) => {
                    let mut text = String::new();
                    for piece in pieces {
                        text.push_str(&piece.text(state, &self.variables)?);
                    }
                    for line in text.split('\n') {
                        self.print(line.to_owned(), origin)?;
                    }
                }
                Statement::Add(name, value) => {
                    self.adds = true;
                    let number = number(&value.text(state, &self.variables)?);
                    *self.variables.entry(name.clone()).or_default() += number;
                }
                Statement::If(condition, then, other) => {
                    let chosen = if condition.holds(state, &self.variables)? {
                        then
                    } else {
                        other
                    };
                    if !self.statements(chosen, state, origin)? {
                        return Some(false);
                    }
                }
                Statement::Next => return Some(false),
            }
        }
        Some(true)
    }
}

fn joined(parts: &[Value], state: &State, variables: &BTreeMap<String, f64>) -> Option<String> {
    parts
        .iter()
        .map(|value| {
            let text = value.text(state, variables)?;
            budget::make(text.len()).ok().map(|()| text)
        })
        .collect()
}

impl Piece {
    fn text(&self, state: &State, variables: &BTreeMap<String, f64>) -> Option<String> {
        let (parts, whole, width) = match self {
            Piece::Text(text) => return Some(text.clone()),
            Piece::Value(parts, whole, width) => (parts, *whole, *width),
        };
        let mut text = joined(parts, state, variables)?;
        if whole {
            text = format!("{:.0}", number(&text).trunc() + 0.0);
        }
        let room = width.unsigned_abs() as usize;
        Some(if width < 0 {
            format!("{text:<room$}")
        } else {
            format!("{text:>room$}")
        })
    }
}
