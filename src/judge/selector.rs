//! Label selectors: the text of `-l` and the structure of `spec.selector` (matchLabels and
//! matchExpressions), matched against labels.
//!
//! Source: `k8s.io/apimachinery/pkg/labels` (operators `= == != in notin`, bare key, `!key`).

use crate::facts::fields::{list, pairs, text};
use serde_json::Value;

/// A label selector. All requirements must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    requirements: Vec<Requirement>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requirement {
    /// The label's key.
    pub key: String,
    /// How its value is compared.
    pub operator: Operator,
    /// With what; empty for `Exists` and `DoesNotExist`.
    pub values: Vec<String>,
}

/// The operators of label and node selectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// The value is one of the values.
    In,
    /// The label is absent, or its value is none of the values.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
    /// The value, a whole number, is greater (node selectors only).
    Gt,
    /// The value, a whole number, is smaller (node selectors only).
    Lt,
}

impl Selector {
    /// Reads the text of `-l`. `None` for text that the API server would refuse.
    pub(crate) fn parse(written: &str) -> Option<Selector> {
        let requirements = split_outside_parentheses(written)
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(parse_requirement)
            .collect::<Option<Vec<_>>>()?;
        Some(Selector { requirements })
    }

    /// Reads a `LabelSelector` object. `None` for an unknown operator.
    pub(crate) fn of(selector: &Value) -> Option<Selector> {
        let labels = pairs(selector, "/matchLabels");
        let labels = labels
            .into_iter()
            .map(|(key, value)| Requirement::is(key, value));
        let expressions = list(selector, "/matchExpressions").iter();
        let expressions = expressions.map(expression).collect::<Option<Vec<_>>>()?;
        Some(Selector {
            requirements: labels.chain(expressions).collect(),
        })
    }

    /// Whether nothing is required, so that everything matches.
    pub(crate) fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// Whether labels satisfy every requirement.
    pub(crate) fn matches(&self, labels: &[(&str, &str)]) -> bool {
        self.requirements.iter().all(|r| r.matches(labels))
    }
}

impl Requirement {
    fn is(key: &str, value: &str) -> Requirement {
        Requirement {
            key: key.into(),
            operator: Operator::In,
            values: vec![value.into()],
        }
    }

    /// Whether labels satisfy it.
    pub(crate) fn matches(&self, labels: &[(&str, &str)]) -> bool {
        let value = labels
            .iter()
            .find(|(key, _)| *key == self.key)
            .map(|(_, v)| *v);
        let listed = |value: &str| self.values.iter().any(|wanted| wanted == value);
        let number = |text: &str| text.parse::<i64>().ok();
        let bound = self.values.first().and_then(|bound| number(bound));
        let compared = value.and_then(number).zip(bound);
        match self.operator {
            Operator::In => value.is_some_and(listed),
            Operator::NotIn => !value.is_some_and(listed),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
            Operator::Gt => compared.is_some_and(|(value, bound)| value > bound),
            Operator::Lt => compared.is_some_and(|(value, bound)| value < bound),
        }
    }
}

/// Reads an expression of `matchExpressions`, of labels or of nodes.
pub(crate) fn expression(written: &Value) -> Option<Requirement> {
    let operator = match text(written, "/operator") {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        "Gt" => Operator::Gt,
        "Lt" => Operator::Lt,
        _ => return None,
    };
    let values = list(written, "/values").iter();
    Some(Requirement {
        key: text(written, "/key").into(),
        operator,
        values: values
            .filter_map(Value::as_str)
            .map(str::to_string)
            .collect(),
    })
}

fn split_outside_parentheses(written: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (index, c) in written.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&written[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&written[start..]);
    parts
}

fn parse_requirement(part: &str) -> Option<Requirement> {
    let make = |key: &str, operator, values: Vec<&str>| {
        let plain = |text: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
            text.chars().all(allowed)
        };
        let fine = !key.is_empty() && plain(key) && values.iter().all(|value| plain(value));
        fine.then(|| Requirement {
            key: key.into(),
            operator,
            values: values.into_iter().map(str::to_string).collect(),
        })
    };
    if let Some(list) = part.strip_suffix(')') {
        let (head, values) = list.split_once('(')?;
        let mut words = head.split_whitespace();
        let (key, word) = (words.next()?, words.next()?);
        let values = values.split(',').map(str::trim).collect();
        return match (word, words.next()) {
            ("in", None) => make(key, Operator::In, values),
            ("notin", None) => make(key, Operator::NotIn, values),
            _ => None,
        };
    }
    for (sign, operator) in [
        ("!=", Operator::NotIn),
        ("==", Operator::In),
        ("=", Operator::In),
        (">", Operator::Gt),
        ("<", Operator::Lt),
    ] {
        if let Some((key, value)) = part.split_once(sign) {
            return make(key.trim(), operator, vec![value.trim()]);
        }
    }
    match part.strip_prefix('!') {
        Some(key) => make(key.trim(), Operator::DoesNotExist, Vec::new()),
        None => make(part, Operator::Exists, Vec::new()),
    }
}

#[cfg(test)]
mod tests;
