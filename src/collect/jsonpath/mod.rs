//! kubectl's JSONPath templates (`k8s.io/client-go/util/jsonpath`): `{.items[*].metadata.name}`,
//! `{range .items[*]}{.metadata.name}{"\n"}{end}`, filters, slices, recursive descent. Missing keys
//! give nothing, as `kubectl get` has it. Pure.

mod parse;

use crate::facts::budget;
use parse::{Comparison, Filter, Node, Operand, Step, dotted, parse_path, parse_template};
use serde_json::Value;

/// Fills a template from an object. Errors say what in the template is wrong.
pub(crate) fn render(template: &str, object: &Value) -> Result<String, String> {
    let nodes = parse_template(template)?;
    let mut out = String::new();
    walk(&nodes, object, object, &mut out)?;
    Ok(out)
}

/// The values that a path selects: `.status.phase`, `{.items[0]}`, `status.phase`.
pub(crate) fn find<'a>(path: &str, object: &'a Value) -> Result<Vec<&'a Value>, String> {
    let path = path.trim();
    let inner = path
        .strip_prefix('{')
        .and_then(|p| p.strip_suffix('}'))
        .unwrap_or(path)
        .trim();
    let steps = parse_path(&dotted(inner))?;
    select(&steps, object, object)
}

fn walk(nodes: &[Node], root: &Value, current: &Value, out: &mut String) -> Result<(), String> {
    for node in nodes {
        match node {
            Node::Text(text) => {
                budget::make(1 + text.len())?;
                out.push_str(text);
            }
            Node::Path(path) => {
                for (at, value) in select(path, root, current)?.into_iter().enumerate() {
                    let printed = print(value);
                    budget::make(1 + printed.len())?;
                    out.push_str(if at == 0 { "" } else { " " });
                    out.push_str(&printed);
                }
            }
            Node::Range(path, body) => {
                for value in select(path, root, current)? {
                    budget::spend(10)?;
                    walk(body, root, value, out)?;
                }
            }
        }
    }
    Ok(())
}

/// As Go prints it: strings bare, the rest as compact JSON with sorted keys.
pub(crate) fn print(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".into(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => super::cluster::serialize::compact(value),
    }
}

fn select<'a>(
    steps: &[Step],
    root: &'a Value,
    current: &'a Value,
) -> Result<Vec<&'a Value>, String> {
    let mut values = vec![current];
    for step in steps {
        budget::spend(1 + values.len() as u64)?;
        let mut next = Vec::new();
        if let Step::Keys(keys) = step {
            // A union goes name by name over all values, not value by value.
            for key in keys {
                next.extend(values.iter().filter_map(|value| named(value, key)));
            }
        } else {
            for value in values {
                take(step, root, value, &mut next)?;
            }
        }
        budget::make(next.len() * size_of::<&Value>())?;
        values = next;
    }
    Ok(values)
}

fn take<'a>(
    step: &Step,
    root: &'a Value,
    value: &'a Value,
    into: &mut Vec<&'a Value>,
) -> Result<(), String> {
    match step {
        Step::Root => into.push(root),
        Step::Current => into.push(value),
        Step::Key(key) => into.extend(value.get(key.as_str())),
        Step::Keys(keys) => into.extend(keys.iter().filter_map(|key| named(value, key))),
        Step::Wildcard => into.extend(children(value)),
        Step::Descend => descend(value, into)?,
        Step::Index(indexes) => {
            // What is no list has no elements; a list that is too short is an error to kubectl.
            if let Some(list) = value.as_array() {
                for index in indexes {
                    let element = position(*index, list.len()).and_then(|at| list.get(at));
                    into.push(element.ok_or_else(|| {
                        let length = list.len();
                        format!("array index out of bounds: index {index}, length {length}")
                    })?);
                }
            }
        }
        Step::Slice(from, to, by) => {
            let list = value.as_array().map_or(&[] as &[Value], Vec::as_slice);
            let bound = |at: Option<i64>, default: usize| match at {
                None => default,
                Some(at) if at < 0 => list.len().saturating_sub(at.unsigned_abs() as usize),
                Some(at) => (at as usize).min(list.len()),
            };
            let (from, to) = (bound(*from, 0), bound(*to, list.len()));
            let by = usize::try_from(*by).unwrap_or(1).max(1);
            into.extend(list.get(from..to).unwrap_or(&[]).iter().step_by(by));
        }
        Step::Filter(filter) => {
            for child in children(value) {
                budget::spend(5)?;
                if keeps(filter, root, child)? {
                    into.push(child);
                }
            }
        }
    }
    Ok(())
}

/// A quoted name: the key itself, else the path that it is to kubectl (`'metadata.name'`).
fn named<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let path = || name.split('.').try_fold(value, |value, key| value.get(key));
    value.get(name).or_else(path)
}

/// A place in a list; a negative index counts from its end.
fn position(index: i64, len: usize) -> Option<usize> {
    let from = if index < 0 {
        i64::try_from(len).ok()?
    } else {
        0
    };
    usize::try_from(from.checked_add(index)?).ok()
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn descend<'a>(value: &'a Value, into: &mut Vec<&'a Value>) -> Result<(), String> {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        budget::make(size_of::<&Value>())?;
        into.push(value);
        waiting.extend(children(value).into_iter().rev());
    }
    Ok(())
}

fn keeps(filter: &Filter, root: &Value, value: &Value) -> Result<bool, String> {
    let left = resolve(&filter.left, root, value)?;
    let Some((comparison, right)) = &filter.test else {
        return Ok(!left.is_empty());
    };
    let right = resolve(right, root, value)?;
    let (Some(left), Some(right)) = (left.first(), right.first()) else {
        return Ok(false);
    };
    let ordering = match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (a, b) => (a == b).then_some(std::cmp::Ordering::Equal),
    };
    Ok(match (comparison, ordering) {
        (Comparison::Equal, ordering) => ordering.is_some_and(|o| o.is_eq()),
        (Comparison::NotEqual, ordering) => ordering.is_none_or(|o| o.is_ne()),
        (Comparison::Less, Some(ordering)) => ordering.is_lt(),
        (Comparison::AtMost, Some(ordering)) => ordering.is_le(),
        (Comparison::More, Some(ordering)) => ordering.is_gt(),
        (Comparison::AtLeast, Some(ordering)) => ordering.is_ge(),
        (_, None) => false,
    })
}

fn resolve<'a>(
    operand: &'a Operand,
    root: &'a Value,
    value: &'a Value,
) -> Result<Vec<&'a Value>, String> {
    match operand {
        Operand::Literal(literal) => Ok(vec![literal]),
        Operand::Path(path) => select(path, root, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pods() -> Value {
        json!({"items": [
            {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "alloy"}},
             "status": {"phase": "Running", "n": 3, "conditions": [{"type": "Ready", "status": "True"}]}},
            {"metadata": {"name": "b"}, "status": {"phase": "Pending", "n": 1}}
        ]})
    }

    #[test]
    fn templates_print_as_kubectl_prints_them() {
        let check = |template: &str, printed: &str| {
            assert_eq!(render(template, &pods()).unwrap(), printed, "{template}");
        };
        check("{.items[*].metadata.name}", "a b");
        check("{.items[0].status.phase}", "Running");
        check("{.items[-1:].metadata.name}", "b");
        check(
            "{range .items[*]}{.metadata.name}{\"\\t\"}{.status.phase}{\"\\n\"}{end}",
            "a\tRunning\nb\tPending\n",
        );
        check(
            "{.items[?(@.status.phase==\"Running\")].metadata.name}",
            "a",
        );
        check("{.items[?(@.status.n>1)].metadata.name}", "a");
        check("{.items[?(@.metadata.labels)].metadata.name}", "a");
        check(
            "{.items[0].metadata.labels.app\\.kubernetes\\.io/name}",
            "alloy",
        );
        check(
            "{.items[0].metadata.labels['app.kubernetes.io/name']}",
            "alloy",
        );
        check(
            "{.items[0].status.conditions[?(@.type=='Ready')].status}",
            "True",
        );
        check("{..name}", "a b");
        check("{$.items[0].status.n}", "3");
        check(
            "{.items[0]['metadata','status']['name','phase']}",
            "a Running",
        );
        check("{.missing.field}", "");
        check("phase={.items[0].status.phase}", "phase=Running");
        check("{.items[1].metadata}", "{\"name\":\"b\"}");
        check("'{.items[0].metadata.name}'", "'a'");
    }

    #[test]
    fn a_broken_template_is_an_error_and_never_a_panic() {
        for template in [
            "{",
            "{.a",
            "{range .items[*]}",
            "{end}",
            "{.items[?(]}",
            "{[x]}",
            "{..",
            "{.a[1:2:0]}",
            "{\"x}",
        ] {
            assert!(render(template, &pods()).is_err(), "{template}");
        }
    }

    #[test]
    fn what_grows_ends_with_the_budget() {
        let items: Vec<Value> = (0..300)
            .map(|n| json!({"n": n, "text": "x".repeat(100)}))
            .collect();
        let list = json!({ "items": items });
        let range = "{range $.items[*]}".repeat(3);
        let end = "{end}".repeat(3);
        for template in [
            format!("{range}{{\" \"}}{end}"),
            format!("{range}{end}"),
            "{$.items[*]['n','text','n','text']}".repeat(40),
            format!("{}.n}}", "{$..".to_owned() + &"[*]..".repeat(6)),
            "{range .items[*]}{$.items[?(@.n>1)].text}{end}".to_owned(),
            "{.items[?(@.n in)]}{range .items[*]}{$..*}{end}".to_owned(),
        ] {
            let done = budget::Budget::of(300_000, 1 << 20)
                .run(|| budget::within(|| render(&template, &list)));
            assert!(
                done.is_err() || done == Ok(render(&template, &list)),
                "{template}"
            );
        }
        let nested = format!("{range}{{\" \"}}{end}");
        let done =
            budget::Budget::of(300_000, 1 << 20).run(|| budget::within(|| render(&nested, &list)));
        assert!(done.is_err());
    }

    #[test]
    fn a_path_alone_needs_no_braces() {
        for path in [
            ".items[0].metadata.name",
            "{.items[0].metadata.name}",
            "items[0].metadata.name",
        ] {
            assert_eq!(find(path, &pods()).unwrap(), [&json!("a")], "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_template_panics(template in "[{}\\[\\].a*?@$'\"()=<>0-9: \\\\-]{0,40}") {
            let _any = render(&template, &pods());
        }
    }
}
