//! `yq` reads: YAML in, the same programs as jq, YAML out.

use super::flow::Flow;
use super::jq::{self, Program};
use crate::both;
use crate::facts::budget;
use crate::facts::lang::Bilingual;
use jaq_json::Val;
use serde_json::Value;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, options};

/// Runs an expression on every document. Text that is no YAML is an error of yq.
pub(super) fn run(program: &Program, flow: &mut Flow) -> Result<(), Bilingual> {
    let text = flow.text();
    budget::make(jq::VALUE * text.len())?;
    let documents = read(&text)?;
    let values: Option<Vec<Val>> = documents.and_then(|documents| {
        let json = documents.iter().map(Value::to_string);
        json.map(|json| jaq_json::read::parse_single(json.as_bytes()).ok())
            .collect()
    });
    let Some(values) = values else {
        flow.replace(Vec::new());
        flow.success = false;
        return Ok(());
    };
    let results = jq::evaluate(program, values, text.len())?;
    let mut lines = Vec::new();
    for result in &results.values {
        let json: Value = serde_json::from_str(&result.to_string()).map_err(|_| {
            both!(
                "`yq`의 출력이 YAML이 아닙니다",
                "what `yq` prints is not YAML"
            )
        })?;
        print(&json, 0, "", &mut lines);
    }
    flow.replace(lines);
    flow.success = !results.failed;
    Ok(())
}

/// Deeper nesting is not read: values are walked by recursion.
const DEPTH: usize = 64;

/// The documents of a text, if it is YAML. What its nodes make of it when they are built is known before: an
/// alias could repeat what it stands for without end, and so none is read.
fn read(text: &str) -> Result<Option<Vec<Value>>, Bilingual> {
    let options = options! {
        with_snippet: false,
        strict_booleans: true,
        budget: serde_saphyr::budget! { max_depth: DEPTH, max_aliases: 0 },
    };
    match serde_saphyr::from_multiple_with_options(text, options) {
        Ok(documents) => Ok(Some(documents)),
        Err(Error::Budget {
            breach: BudgetBreach::Aliases { .. },
            ..
        }) => Err(both!(
            "별칭(`*이름`)이 있는 YAML에 쓴 `yq`는 지원하지 않습니다",
            "`yq` is not supported for YAML with aliases (`*name`)"
        )),
        Err(Error::Budget {
            breach: BudgetBreach::Depth { .. },
            ..
        }) => Err(both!(
            "YAML이 {DEPTH}단계보다 깊어 `yq`로 읽지 않습니다",
            "the YAML is nested deeper than the {DEPTH} levels that `yq` is run on"
        )),
        Err(_) => Ok(None),
    }
}

/// Prints as yq does: scalars bare, maps and lists in block style.
fn print(value: &Value, indent: usize, lead: &str, lines: &mut Vec<String>) {
    let blanks = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (at, (key, inner)) in map.iter().enumerate() {
                let lead = if at == 0 { lead } else { &blanks };
                let key = plain(key);
                if is_block(inner) {
                    lines.push(format!("{lead}{key}:"));
                    let step = indent + 2;
                    print(inner, step, &" ".repeat(step), lines);
                } else {
                    lines.push(format!("{lead}{key}: {}", scalar(inner)))
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (at, inner) in items.iter().enumerate() {
                let lead = if at == 0 { lead } else { &blanks };
                if is_block(inner) {
                    print(inner, indent + 2, &format!("{lead}- "), lines)
                } else {
                    lines.push(format!("{lead}- {}", scalar(inner)))
                }
            }
        }
        other if lead.is_empty() => {
            let text = match other {
                Value::String(text) => text.clone(),
                other => scalar(other),
            };
            lines.extend(text.split('\n').map(str::to_owned));
        }
        other => lines.push(format!("{lead}{}", scalar(other))),
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// A text bare where YAML reads it back as the same text, else quoted.
fn plain(text: &str) -> String {
    let documents = read(text).ok().flatten();
    let same = documents.is_some_and(|documents| documents.first() == Some(&Value::from(text)));
    if same && !text.contains(": ") && !text.contains('\n') {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}
