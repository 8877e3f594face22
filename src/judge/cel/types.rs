//! What can be told of an expression's types before anything is looked at: that the whole is true or
//! false, and that no two things are compared that never can be equal.

use super::place::{Fault, parts_of};
use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};

/// A type, as far as it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Truth,
    Number,
    Text,
    Time,
    List,
}

impl Type {
    fn word(self) -> &'static str {
        match self {
            Type::Truth => "true or false",
            Type::Number => "a number",
            Type::Text => "a text",
            Type::Time => "a time",
            Type::List => "a list",
        }
    }
}

/// Checks that an expression gives true or false, and the parts that have to.
pub(super) fn truth(expr: &IdedExpr) -> Result<(), Fault<'_>> {
    match type_of(expr)? {
        Some(Type::Truth) | None => Ok(()),
        Some(other) => Err(Fault::of(
            expr,
            format!("gives {}, not true or false", other.word()),
        )),
    }
}

/// The type of an expression; `None` where only the run can tell.
fn type_of(expr: &IdedExpr) -> Result<Option<Type>, Fault<'_>> {
    match &expr.expr {
        Expr::Literal(literal) => Ok(Some(match literal {
            LiteralValue::Boolean(_) => Type::Truth,
            LiteralValue::Double(_) | LiteralValue::Int(_) | LiteralValue::UInt(_) => Type::Number,
            LiteralValue::String(_) => Type::Text,
            LiteralValue::Bytes(_) | LiteralValue::Null => return Ok(None),
        })),
        Expr::List(_) => Ok(Some(Type::List)),
        Expr::Ident(name) => Ok(match name.as_str() {
            "rows" | "objects" | "lines" => Some(Type::List),
            "now" => Some(Type::Time),
            _ => None,
        }),
        Expr::Call(call) => {
            let args: Vec<Option<Type>> =
                call.args.iter().map(type_of).collect::<Result<_, _>>()?;
            of_call(expr, &call.func_name, &args, &call.args)
        }
        // `all` and `exists` give what they gather; their bodies must be true or false.
        Expr::Comprehension(inner) => {
            let gathers = matches!(
                inner.accu_init.expr,
                Expr::Literal(LiteralValue::Boolean(_))
            );
            if gathers {
                truth(&inner.loop_step)?;
            }
            Ok(gathers.then_some(Type::Truth))
        }
        Expr::Select(select) => Ok(select.test.then_some(Type::Truth)),
        Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Ok(None),
    }
}

fn of_call<'e>(
    expr: &'e IdedExpr,
    function: &str,
    types: &[Option<Type>],
    args: &'e [IdedExpr],
) -> Result<Option<Type>, Fault<'e>> {
    match (function, types) {
        ("_&&_" | "_||_" | "!_" | "@not_strictly_false", _) => {
            args.iter().try_for_each(truth)?;
            Ok(Some(Type::Truth))
        }
        ("_==_" | "_!=_" | "_<_" | "_<=_" | "_>_" | "_>=_", [left, right]) => match (left, right) {
            (Some(left), Some(right)) if left != right => Err(Fault::at_operator(
                expr,
                format!("compares {} with {}", left.word(), right.word()),
            )),
            (Some(_) | None, Some(_) | None) => Ok(Some(Type::Truth)),
        },
        ("_?_:_", [_, one, other]) => {
            args.iter().take(1).try_for_each(truth)?;
            Ok(if one == other { *one } else { None })
        }
        ("_-_" | "_*_" | "_/_" | "_%_" | "-_" | "_+_", [first, ..]) => Ok(*first),
        ("size" | "int" | "uint" | "double", _) => Ok(Some(Type::Number)),
        ("string", _) => Ok(Some(Type::Text)),
        ("timestamp", _) => Ok(Some(Type::Time)),
        ("contains" | "startsWith" | "endsWith" | "matches" | "@in", _) => Ok(Some(Type::Truth)),
        (_, _) => Ok(None),
    }
}

/// The inputs of which `all` demands something.
pub(super) fn universals(expr: &IdedExpr, found: &mut Vec<String>) {
    if let Expr::Comprehension(inner) = &expr.expr
        && let Expr::Literal(LiteralValue::Boolean(start)) = &inner.accu_init.expr
        && *start.inner()
        && let Expr::Ident(name) = &inner.iter_range.expr
    {
        found.push(name.clone());
    }
    for part in parts_of(expr) {
        universals(part, found);
    }
}
