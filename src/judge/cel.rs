//! `cel: EXPR`: the formal notation for what prose can't say. An expression over `rows`, `objects`,
//! `lines` and `now`, checked when it is read and evaluated within bounds.

mod meter;
mod place;
mod types;

use crate::facts::brackets::nesting;
use crate::facts::budget;
use crate::facts::lang::Lang;
use crate::told;
use crate::wording::{Argument, AsArgument};
use cel::common::ast::Expr;
use cel::{Context, IdedExpr, Program, Value};
use chrono::{DateTime, Utc};
use place::{Fault, column_of_line, parts_of};
use std::sync::Arc;

/// An expression that was parsed and whose names are known.
#[derive(Clone)]
pub struct Expression {
    source: String,
    /// What is evaluated: it counts what it does.
    metered: Arc<IdedExpr>,
    /// How many parts stand outside loops (`all`, `exists`, `filter`, `map`), in one, in two, …
    parts: Vec<u64>,
    /// How many times longer than the inputs a list may be made.
    longer: u64,
    /// The inputs of which `all` demands something: nothing holds for all of none.
    of_all: Vec<String>,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.source == other.source
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cel({})", self.source)
    }
}

/// Why an expression can't be used, with the place in its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column in characters, from 1; 0 if it has no place.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    /// For people.
    pub fn words(&self, lang: Lang) -> String {
        let message = &self.message;
        match self.column {
            0 => format!("cel: {message}"),
            column => told!(ExpressionFault, column, message).words(lang),
        }
    }
}

/// What an expression may look at.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// One map a printed row: column name → cell.
    pub rows: Vec<serde_json::Value>,
    /// The objects.
    pub objects: Vec<serde_json::Value>,
    /// The printed or logged lines.
    pub lines: Vec<String>,
}

const NAMES: [&str; 4] = ["rows", "objects", "lines", "now"];
const LONGEST: usize = 1_000;
const DEEPEST_LOOP: usize = 3;

/// The expression of a text that is one code span `cel: …` (or the bare `cel: …`).
pub(crate) fn source(text: &str) -> Option<&str> {
    let trimmed = text.trim();
    let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
    let fence = &trimmed[..ticks];
    let inner = trimmed[ticks..].strip_suffix(fence)?;
    // A run of ticks of that length inside ends the span.
    if inner
        .split(|c| c != '`')
        .any(|run| run.len() == ticks.max(1))
    {
        return None;
    }
    inner.trim().strip_prefix("cel:").map(str::trim)
}

impl Expression {
    /// Parses and checks an expression.
    pub fn parse(source: &str) -> Result<Expression, Problem> {
        let problem = |message: String| Problem { column: 0, message };
        if source.len() > LONGEST {
            return Err(problem(format!("longer than {LONGEST} bytes")));
        }
        // The parser recurses by nesting.
        if nesting(source, "([{!-?") > 40 {
            return Err(problem("nested too deep".into()));
        }
        let program = Program::compile(source).map_err(|errors| match errors.errors.first() {
            Some(error) => Problem {
                column: column_of_line(source, error.pos),
                message: error.msg.clone(),
            },
            None => problem("cannot be parsed".into()),
        })?;
        let mut parts = vec![0; DEEPEST_LOOP + 1];
        let checked = check(program.expression(), &mut Vec::new(), 0, &mut parts)
            .and_then(|()| types::truth(program.expression()));
        checked.map_err(|fault| fault.problem(program.source_info(), source))?;
        let mut of_all = Vec::new();
        types::universals(program.expression(), &mut of_all);
        Ok(Expression {
            source: source.to_owned(),
            metered: Arc::new(meter::metered(program.expression())),
            longer: 1 + source.matches('+').count() as u64,
            parts,
            of_all,
        })
    }

    /// The input of whose every element something is demanded, and that has none.
    pub fn demands_of_nothing(&self, inputs: &Inputs) -> Option<&str> {
        let empty = |name: &&String| match name.as_str() {
            "rows" => inputs.rows.is_empty(),
            "objects" => inputs.objects.is_empty(),
            "lines" => inputs.lines.is_empty(),
            _ => false,
        };
        self.of_all.iter().find(empty).map(String::as_str)
    }

    /// The source.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Evaluates to true or false. An error is a text: no such column, another type, too much work.
    pub fn holds(&self, inputs: &Inputs, now: DateTime<Utc>) -> Result<bool, Argument> {
        budget::within(|| self.evaluated(inputs, now))
            .unwrap_or_else(|exceeded| Err(exceeded.into()))
    }

    fn evaluated(&self, inputs: &Inputs, now: DateTime<Utc>) -> Result<bool, Argument> {
        let objects = inputs.objects.iter().map(meter::longest).max();
        let longest = inputs.rows.len().max(inputs.lines.len()) as u64;
        let longest = longest
            .max(objects.unwrap_or(0))
            .max(inputs.objects.len() as u64)
            .saturating_mul(self.longer);
        // The parts within loops are looked at once for each element, or each pair of them, …
        let mut rounds = 1u64;
        for parts in &self.parts {
            budget::spend(parts.saturating_mul(rounds))?;
            rounds = rounds.saturating_mul(longest.max(1));
        }
        let mut context = Context::default();
        let bind = |context: &mut Context, name: &str, value: serde_json::Value| {
            context
                .add_variable(name, value)
                .map_err(|error| error.to_string())
        };
        bind(&mut context, "rows", inputs.rows.clone().into())?;
        bind(&mut context, "objects", inputs.objects.clone().into())?;
        bind(&mut context, "lines", inputs.lines.clone().into())?;
        context.add_variable_from_value("now", Value::Timestamp(now.fixed_offset()));
        meter::register(&mut context)?;
        match Value::resolve(&self.metered, &context) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(other) => {
                let kind = other.type_of().to_string();
                Err(told!(NotTrueOrFalse, kind).argument())
            }
            Err(error) => Err(error.to_string().into()),
        }
    }
}

/// Every free name must be one of ours, the whole must be able to be true or false, and loops must
/// not nest too deep.
fn check<'e>(
    expr: &'e IdedExpr,
    bound: &mut Vec<String>,
    depth: usize,
    parts: &mut Vec<u64>,
) -> Result<(), Fault<'e>> {
    if let Some(parts) = parts.get_mut(depth) {
        *parts += 1;
    }
    match &expr.expr {
        Expr::Ident(name) => {
            let known =
                NAMES.contains(&name.as_str()) || bound.contains(name) || name.starts_with('@');
            if known {
                Ok(())
            } else {
                Err(Fault::of(
                    expr,
                    format!("unknown name `{name}`; known are {}", NAMES.join(", ")),
                ))
            }
        }
        Expr::Comprehension(inner) => {
            if depth >= DEEPEST_LOOP {
                return Err(Fault::of(
                    expr,
                    format!("more than {DEEPEST_LOOP} nested loops"),
                ));
            }
            check(&inner.iter_range, bound, depth, parts)?;
            let before = bound.len();
            bound.push(inner.iter_var.clone());
            bound.extend(inner.iter_var2.clone());
            bound.push(inner.accu_var.clone());
            let within = [
                &inner.accu_init,
                &inner.loop_cond,
                &inner.loop_step,
                &inner.result,
            ];
            for part in within {
                check(part, bound, depth + 1, parts)?;
            }
            bound.truncate(before);
            Ok(())
        }
        Expr::Call(_) | Expr::List(_) | Expr::Select(_) | Expr::Literal(_) => parts_of(expr)
            .into_iter()
            .try_for_each(|part| check(part, bound, depth, parts)),
        Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
            Err(Fault::of(expr, "maps and structs are not supported".into()))
        }
    }
}

#[cfg(test)]
mod tests;
