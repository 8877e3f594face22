//! An expression that counts what it does: texts and lists that are put together, and searches by patterns.

use crate::facts::budget;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, ListExpr, SelectExpr};
use cel::{Context, ExecutionError, IdedExpr, Value};
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const ADD: &str = "_+_";
const MATCHES: &str = "matches";
const MADE: &str = "report_made";
const SEARCH: &str = "report_matches";
/// So many patterns are kept for the next element.
const KEPT: usize = 16;
/// What compiling a pattern costs, in steps.
const COMPILING: u64 = 2_000;

/// The same expression with sums counted, and searches done here.
pub(super) fn metered(expr: &IdedExpr) -> IdedExpr {
    let boxed = |expr: &IdedExpr| Box::new(metered(expr));
    let within = match &expr.expr {
        Expr::Call(call) if call.func_name == MATCHES => {
            let args = call.target.iter().map(AsRef::as_ref).chain(&call.args);
            return called(expr.id, SEARCH, args.map(metered).collect());
        }
        Expr::Call(call) => Expr::Call(CallExpr {
            func_name: call.func_name.clone(),
            target: call.target.as_deref().map(boxed),
            args: call.args.iter().map(metered).collect(),
        }),
        Expr::Comprehension(inner) => Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range: metered(&inner.iter_range),
            iter_var: inner.iter_var.clone(),
            iter_var2: inner.iter_var2.clone(),
            accu_var: inner.accu_var.clone(),
            accu_init: metered(&inner.accu_init),
            loop_cond: metered(&inner.loop_cond),
            loop_step: step(&inner.loop_step, &inner.accu_var),
            result: metered(&inner.result),
        })),
        Expr::List(list) => Expr::List(ListExpr {
            elements: list.elements.iter().map(metered).collect(),
            ..list.clone()
        }),
        Expr::Select(select) => Expr::Select(SelectExpr {
            operand: boxed(&select.operand),
            ..select.clone()
        }),
        // Neither of the others is ever evaluated.
        Expr::Ident(_) | Expr::Literal(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
            expr.expr.clone()
        }
    };
    let adds = matches!(&expr.expr, Expr::Call(call) if call.func_name == ADD);
    let within = IdedExpr {
        id: expr.id,
        expr: within,
    };
    if adds {
        called(expr.id, MADE, vec![within])
    } else {
        within
    }
}

/// A loop's own `@result + [x]` stays as it is: that form is done in place.
fn step(expr: &IdedExpr, accu: &str) -> IdedExpr {
    let is_accu = |one: &IdedExpr| matches!(&one.expr, Expr::Ident(name) if name == accu);
    let Expr::Call(call) = &expr.expr else {
        return metered(expr);
    };
    let appends = call.func_name == ADD && call.args.first().is_some_and(is_accu);
    let chooses = call.func_name == "_?_:_";
    if !appends && !chooses {
        return metered(expr);
    }
    let args = call.args.iter().enumerate().map(|(at, arg)| {
        if chooses && at > 0 {
            step(arg, accu)
        } else {
            metered(arg)
        }
    });
    IdedExpr {
        id: expr.id,
        expr: Expr::Call(CallExpr {
            func_name: call.func_name.clone(),
            target: None,
            args: args.collect(),
        }),
    }
}

fn called(id: u64, name: &str, args: Vec<IdedExpr>) -> IdedExpr {
    let call = CallExpr {
        func_name: name.to_owned(),
        target: None,
        args,
    };
    IdedExpr {
        id,
        expr: Expr::Call(call),
    }
}

/// What a metered expression calls.
pub(super) fn register(context: &mut Context<'_, '_>) -> Result<(), String> {
    let made = |value: Value| -> Result<Value, ExecutionError> {
        let size = match &value {
            Value::String(text) => text.len(),
            Value::List(items) => items.len() * size_of::<Value>(),
            _ => 0,
        };
        match budget::make(size) {
            Ok(()) => Ok(value),
            Err(exceeded) => Err(refused(MADE, exceeded.told().en)),
        }
    };
    let kept: Mutex<HashMap<String, Regex>> = Mutex::default();
    let search = move |text: Value, pattern: Value| -> Result<bool, ExecutionError> {
        let (Value::String(text), Value::String(pattern)) = (&text, &pattern) else {
            return Err(refused(MATCHES, "takes two texts".to_owned()));
        };
        let drawn = budget::spend(1 + (text.len() * (1 + pattern.len() / 16)) as u64 / 16);
        drawn.map_err(|exceeded| refused(MATCHES, exceeded.told().en))?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(pattern.as_str()) {
            return Ok(known.is_match(text));
        }
        let drawn = budget::spend(COMPILING + 50 * pattern.len() as u64);
        drawn.map_err(|exceeded| refused(MATCHES, exceeded.told().en))?;
        let compiled = RegexBuilder::new(pattern).size_limit(1 << 20).build();
        let compiled = compiled.map_err(|error| refused(MATCHES, error.to_string()))?;
        let found = compiled.is_match(text);
        if kept.len() < KEPT {
            kept.insert(pattern.to_string(), compiled);
        }
        Ok(found)
    };
    let added = context.add_function(MADE, made);
    added
        .and_then(|()| context.add_function(SEARCH, search))
        .map_err(|error| error.to_string())
}

fn refused(function: &str, message: String) -> ExecutionError {
    ExecutionError::function_error(function, message)
}

/// The longest list or map in a value.
pub(super) fn longest(value: &serde_json::Value) -> u64 {
    let (own, within) = match value {
        serde_json::Value::Array(items) => (items.len(), items.iter().map(longest).max()),
        serde_json::Value::Object(map) => (map.len(), map.values().map(longest).max()),
        _ => (0, None),
    };
    within.unwrap_or(0).max(own as u64)
}
