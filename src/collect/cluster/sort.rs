//! `--sort-by`: stable, by what a path finds in each object. kubectl's own sort is not stable, and
//! its versions differ in how they order objects without the field: here those come first.

use crate::collect::jsonpath;
use crate::facts::quantity::Quantity;
use serde_json::Value;
use std::cmp::Ordering;

/// Sorts items by a path into their objects.
///
/// # Errors
/// kubectl's complaint, for stderr, when no object has the field or the path is wrong.
pub(crate) fn by<T>(
    items: &mut Vec<T>,
    object: impl Fn(&T) -> &Value,
    path: &str,
) -> Result<(), String> {
    let mut keys = Vec::with_capacity(items.len());
    for item in items.iter() {
        let found =
            jsonpath::find(path, object(item)).map_err(|words| format!("error: {words}\n"))?;
        keys.push(found.first().map(|value| (*value).clone()));
    }
    if !keys.is_empty() && keys.iter().all(Option::is_none) {
        let path = path.trim_start_matches('{').trim_end_matches('}');
        return Err(format!(
            "error: couldn't find any field with path \"{{{path}}}\" in the list of objects\n"
        ));
    }
    let mut keyed: Vec<(Option<Value>, T)> = keys.into_iter().zip(items.drain(..)).collect();
    keyed.sort_by(|(a, _), (b, _)| compare(a.as_ref(), b.as_ref()));
    items.extend(keyed.into_iter().map(|(_, item)| item));
    Ok(())
}

fn compare(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let null = |value: Option<&Value>| value.is_none_or(Value::is_null);
    match (left, right) {
        (a, b) if null(a) || null(b) => null(b).cmp(&null(a)),
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            let numbers = a.as_f64().zip(b.as_f64());
            numbers.map_or(Ordering::Equal, |(a, b)| a.total_cmp(&b))
        }
        (Some(Value::String(a)), Some(Value::String(b))) => {
            match (Quantity::parse(a), Quantity::parse(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => natural(a, b),
            }
        }
        (Some(Value::Bool(a)), Some(Value::Bool(b))) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

/// Digits compare as numbers, everything else by characters: `pod-9` before `pod-10`.
fn natural(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left.chars().peekable(), right.chars().peekable());
    loop {
        match (a.peek().copied(), b.peek().copied()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = digits(&mut a).cmp(&digits(&mut b));
                if order.is_ne() {
                    return order;
                }
            }
            (Some(x), Some(y)) if x == y => {
                a.next();
                b.next();
            }
            (x, y) => return x.cmp(&y).then(left.cmp(right)),
        }
    }
}

/// A run of digits as (length without leading zeros, digits), which orders as the number does.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let mut run = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if c != '0' || !run.is_empty() {
            run.push(c);
        }
    }
    (run.len(), run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(path: &str, values: &[Value], expected: &[Value]) {
        let objects =
            |values: &[Value]| -> Vec<Value> { values.iter().map(|v| json!({ "v": v })).collect() };
        let mut items = objects(values);
        by(&mut items, |item| item, path).expect("a field that exists");
        assert_eq!(items, objects(expected));
    }

    #[test]
    fn numbers_quantities_and_names_sort_by_what_they_mean() {
        check(".v", &[json!(10), json!(9)], &[json!(9), json!(10)]);
        check(
            "{.v}",
            &[json!("1Gi"), json!("700Mi")],
            &[json!("700Mi"), json!("1Gi")],
        );
        check(
            "v",
            &[json!("pod-10"), json!("pod-9")],
            &[json!("pod-9"), json!("pod-10")],
        );
        check(
            ".v",
            &[json!("b"), json!(null), json!("a")],
            &[json!(null), json!("a"), json!("b")],
        );
    }

    #[test]
    fn a_field_that_nothing_has_is_an_error() {
        let mut items = vec![json!({})];
        let error = by(&mut items, |item| item, ".no").expect_err("no such field");
        assert!(error.contains("couldn't find any field"), "{error}");
    }
}
