//! Label selectors: the text of `-l` and the structure of `spec.selector` (matchLabels and
//! matchExpressions), matched against labels.
//!
//! Source: `k8s.io/apimachinery/pkg/labels` (operators `= == != in notin > <`, bare key, `!key`).

use super::brackets::pieces;
use super::fields::{list, pairs, text};
use serde_json::Value;
use std::fmt;

/// A label selector. All requirements must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    /// In the order in which they are written, labels before expressions.
    pub requirements: Vec<Requirement>,
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
    /// The value is the one value.
    Is,
    /// The value is one of the values.
    In,
    /// The label is absent, or its value is none of the values.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
    /// The value, a whole number, is greater.
    Gt,
    /// The value, a whole number, is smaller.
    Lt,
}

impl Selector {
    /// Reads the text of `-l`.
    ///
    /// # Errors
    /// The API server's message for text that it refuses.
    pub(crate) fn parse(written: &str) -> Result<Selector, String> {
        let mut parts = pieces(written);
        parts.retain(|_| !written.trim().is_empty());
        let requirements = parts.into_iter().map(|part| parse_requirement(part.trim()));
        Ok(Selector {
            requirements: requirements.collect::<Result<_, _>>()?,
        })
    }

    /// Reads a `LabelSelector` object. `None` for an unknown operator.
    pub(crate) fn of(selector: &Value) -> Option<Selector> {
        let labels = of_labels(&pairs(selector, "/matchLabels")).requirements;
        let expressions = list(selector, "/matchExpressions").iter();
        let expressions = expressions.map(expression).collect::<Option<Vec<_>>>()?;
        Some(Selector {
            requirements: labels.into_iter().chain(expressions).collect(),
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

/// A selector of bare labels, keys in order.
pub(crate) fn of_labels(labels: &[(&str, &str)]) -> Selector {
    let mut requirements: Vec<Requirement> = labels
        .iter()
        .map(|(key, value)| Requirement {
            key: (*key).into(),
            operator: Operator::Is,
            values: vec![(*value).into()],
        })
        .collect();
    requirements.sort_by(|a, b| a.key.cmp(&b.key));
    Selector { requirements }
}

/// As `-l` takes it.
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.requirements.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join(","))
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, values) = (&self.key, self.values.join(","));
        match self.operator {
            Operator::Is => write!(f, "{key}={values}"),
            Operator::In => write!(f, "{key} in ({values})"),
            Operator::NotIn => write!(f, "{key} notin ({values})"),
            Operator::Exists => write!(f, "{key}"),
            Operator::DoesNotExist => write!(f, "!{key}"),
            Operator::Gt => write!(f, "{key}>{values}"),
            Operator::Lt => write!(f, "{key}<{values}"),
        }
    }
}

impl Requirement {
    /// The one value that the label must have.
    pub(crate) fn only_value(&self) -> Option<&str> {
        match (self.operator, self.values.as_slice()) {
            (Operator::Is | Operator::In, [value]) => Some(value),
            _ => None,
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
            Operator::Is | Operator::In => value.is_some_and(listed),
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

fn parse_requirement(part: &str) -> Result<Requirement, String> {
    if part.is_empty() {
        return Err("found ',', expected: identifier after ','".into());
    }
    if let Some(key) = part.strip_prefix('!') {
        return requirement(key, Operator::DoesNotExist, &[]);
    }
    if let Some((left, set)) = part.split_once('(') {
        let unclosed = "unable to parse requirement: found '', expected: ',' or ')'";
        let set = set.strip_suffix(')').ok_or(unclosed)?;
        let values: Vec<&str> = set.split(',').map(str::trim).collect();
        let words = left.trim().rsplit_once(char::is_whitespace);
        let (key, operator) = words.unwrap_or((left, ""));
        return match operator {
            "in" => requirement(key, Operator::In, &values),
            "notin" => requirement(key, Operator::NotIn, &values),
            _ => Err(format!(
                "unable to parse requirement: found '{operator}', expected: in, notin, =, ==, !=, gt, lt"
            )),
        };
    }
    for (sign, operator) in [
        ("!=", Operator::NotIn),
        ("=", Operator::Is),
        (">", Operator::Gt),
        ("<", Operator::Lt),
    ] {
        if let Some((key, value)) = part.split_once(sign) {
            let value = match operator {
                Operator::Is => value.strip_prefix('=').unwrap_or(value),
                _ => value,
            };
            if value.contains('=') {
                return Err("found '=', expected: ',' or 'end of string'".into());
            }
            return requirement(key, operator, &[value.trim()]);
        }
    }
    requirement(part, Operator::Exists, &[])
}

/// A requirement whose key and values are such that an object can have them.
fn requirement(key: &str, operator: Operator, values: &[&str]) -> Result<Requirement, String> {
    let key = key.trim();
    let (prefix, name) = key.rsplit_once('/').unwrap_or(("", key));
    if name.is_empty() || !is_label_word(name) || !prefix.chars().all(is_label_char) {
        return Err(format!(
            "unable to parse requirement: <nil>: Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', '_' or '.'"
        ));
    }
    if let Some(value) = values.iter().find(|value| !is_label_word(value)) {
        return Err(format!(
            "unable to parse requirement: values[0]: Invalid value: \"{value}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        ));
    }
    Ok(Requirement {
        key: key.into(),
        operator,
        values: values.iter().map(ToString::to_string).collect(),
    })
}

fn is_label_word(word: &str) -> bool {
    let ends = word.chars().next().into_iter().chain(word.chars().last());
    word.len() <= 63
        && word.chars().all(is_label_char)
        && ends.into_iter().all(|c| c.is_ascii_alphanumeric())
}

fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

#[cfg(test)]
mod tests;
