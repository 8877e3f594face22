//! What conditions and values of awk are for a line.

use super::super::regex::search;
use super::number::{looks_numeric, number, shown};
use super::{Comparison, Condition, Separator, Value};
use std::collections::BTreeMap;

/// The line that is looked at.
#[derive(Debug, Default)]
pub(super) struct State {
    pub line: String,
    pub fields: Vec<String>,
    pub number: usize,
}

impl State {
    pub(super) fn new(line: String, number: usize, separator: &Separator) -> State {
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

impl Condition {
    pub(super) fn holds(&self, state: &State, variables: &BTreeMap<String, f64>) -> Option<bool> {
        Some(match self {
            Condition::Not(inner) => !inner.holds(state, variables)?,
            Condition::And(a, b) => a.holds(state, variables)? && b.holds(state, variables)?,
            Condition::Or(a, b) => a.holds(state, variables)? || b.holds(state, variables)?,
            Condition::Matches(value, regex) => {
                let text = value.text(state, variables)?;
                search(regex, &text).ok()?;
                regex.is_match(&text)
            }
            Condition::Compares(a, how, b) => compare(a, *how, b, state, variables)?,
            Condition::True(value) => {
                let text = value.text(state, variables)?;
                if looks_numeric(&text) && !matches!(value, Value::Text(_)) {
                    number(&text) != 0.0
                } else {
                    !text.is_empty()
                }
            }
        })
    }
}

/// As numbers if both look like numbers and neither is a written text, else as texts.
fn compare(
    a: &Value,
    how: Comparison,
    b: &Value,
    state: &State,
    variables: &BTreeMap<String, f64>,
) -> Option<bool> {
    let (left, right) = (a.text(state, variables)?, b.text(state, variables)?);
    let written = matches!(a, Value::Text(_)) || matches!(b, Value::Text(_));
    // A variable that nobody has set is as good as any number.
    let numeric = |value: &Value, text: &str| {
        looks_numeric(text) || text.is_empty() && matches!(value, Value::Variable(_))
    };
    let order = if !written && numeric(a, &left) && numeric(b, &right) {
        number(&left).partial_cmp(&number(&right))
    } else {
        Some(left.cmp(&right))
    };
    Some(order.is_some_and(|order| match how {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }))
}

impl Value {
    /// `None` is an error of awk: a field before the first, a division by zero.
    pub(super) fn text(&self, state: &State, variables: &BTreeMap<String, f64>) -> Option<String> {
        Some(match self {
            Value::Field(0) => state.line.clone(),
            Value::Field(n) => state.fields.get(n - 1).cloned().unwrap_or_default(),
            Value::FromLast(back) => match state.fields.len().checked_sub(*back)? {
                0 => state.line.clone(),
                n => state.fields[n - 1].clone(),
            },
            Value::LineNumber => state.number.to_string(),
            Value::FieldCount => state.fields.len().to_string(),
            Value::Text(text) => text.clone(),
            Value::Number(value) => shown(*value),
            Value::Variable(name) => variables
                .get(name)
                .map(|value| shown(*value))
                .unwrap_or_default(),
            Value::Length(inner) => inner.text(state, variables)?.chars().count().to_string(),
            Value::Math(..) => shown(self.number(state, variables)?),
        })
    }

    fn number(&self, state: &State, variables: &BTreeMap<String, f64>) -> Option<f64> {
        let (left, sign, right) = match self {
            Value::Math(left, sign, right) => (left, sign, right),
            Value::Variable(name) => return Some(variables.get(name).copied().unwrap_or(0.0)),
            other => return Some(number(&other.text(state, variables)?)),
        };
        let (left, right) = (
            left.number(state, variables)?,
            right.number(state, variables)?,
        );
        Some(match sign {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ if right == 0.0 => return None,
            '%' => left % right,
            _ => left / right,
        })
    }
}
