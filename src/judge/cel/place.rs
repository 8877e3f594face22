//! Where in an expression's source something is wrong.

use super::Problem;
use cel::IdedExpr;
use cel::common::ast::{Expr, SourceInfo};

/// What is wrong with a part of an expression.
pub(super) struct Fault<'e> {
    /// The part.
    expr: &'e IdedExpr,
    /// Whether it is the part's operator that is wrong, not the whole of it.
    operator: bool,
    message: String,
}

impl Fault<'_> {
    /// A fault of a whole part.
    pub(super) fn of(expr: &IdedExpr, message: String) -> Fault<'_> {
        Fault {
            expr,
            operator: false,
            message,
        }
    }

    /// A fault of a part's operator.
    pub(super) fn at_operator(expr: &IdedExpr, message: String) -> Fault<'_> {
        Fault {
            operator: true,
            ..Fault::of(expr, message)
        }
    }

    /// The same with its column.
    pub(super) fn problem(self, info: &SourceInfo, source: &str) -> Problem {
        let byte = if self.operator {
            own(self.expr, info)
        } else {
            start(self.expr, info, source)
        };
        Problem {
            column: byte.map_or(0, |byte| column(source, byte)),
            message: self.message,
        }
    }
}

/// The column, from 1 and in characters, of a byte.
fn column(source: &str, byte: usize) -> usize {
    source
        .char_indices()
        .take_while(|(at, _)| *at < byte)
        .count()
        + 1
}

/// The column of a place that the parser tells as a line and a column in it, both from 1. Line ends count.
pub(super) fn column_of_line(source: &str, (line, column): (isize, isize)) -> usize {
    let number = |n: isize| usize::try_from(n).unwrap_or(0);
    let before = source
        .split_inclusive('\n')
        .take(number(line).saturating_sub(1));
    match number(column) {
        0 => 0,
        column => before.map(|line| line.chars().count()).sum::<usize>() + column,
    }
}

/// What an expression is made of, in the order in which it is written; of a loop what it goes over first.
pub(super) fn parts_of(expr: &IdedExpr) -> Vec<&IdedExpr> {
    match &expr.expr {
        Expr::Call(call) => call
            .target
            .as_deref()
            .into_iter()
            .chain(&call.args)
            .collect(),
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::Comprehension(inner) => vec![
            &inner.iter_range,
            &inner.accu_init,
            &inner.loop_cond,
            &inner.loop_step,
            &inner.result,
        ],
        Expr::Ident(_) | Expr::Literal(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
            Vec::new()
        }
    }
}

/// The byte at which a part's own sign stands: its name, its operator, the dot or the parenthesis of a call.
fn own(expr: &IdedExpr, info: &SourceInfo) -> Option<usize> {
    let (start, _) = info.offset_for(expr.id)?;
    usize::try_from(start).ok()
}

/// The byte at which a part begins: the first of what it is made of.
fn start(expr: &IdedExpr, info: &SourceInfo, source: &str) -> Option<usize> {
    let of = |part: &IdedExpr| start(part, info, source);
    let own = own(expr, info);
    let first = match &expr.expr {
        Expr::Call(call) => {
            // Of `size(rows)` the sign is the parenthesis.
            let named = own
                .and_then(|own| source.get(..own))
                .and_then(|before| before.trim_end().strip_suffix(call.func_name.as_str()))
                .map(str::len);
            let parts = parts_of(expr).into_iter();
            parts.filter_map(of).chain(named).min()
        }
        Expr::Select(select) => of(&select.operand),
        Expr::Comprehension(inner) => of(&inner.iter_range),
        Expr::List(_)
        | Expr::Ident(_)
        | Expr::Literal(_)
        | Expr::Map(_)
        | Expr::Struct(_)
        | Expr::Unspecified => None,
    };
    own.into_iter().chain(first).min()
}
