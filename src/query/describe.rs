//! What a query asks, in plain words of the record's language: its own fields, in the texts of `describe.tsv`.

use super::{Filter, Pipeline, Query};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::facts::texts::{Telling, Texts};
use chrono::TimeDelta;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

static TEXTS: Texts = Texts(include_str!("describe.tsv"));

/// Says what is asked.
pub(crate) fn describe(query: &Query, lang: Lang) -> String {
    let mut fields = Fields::default();
    let name = match (query, serde_json::to_value(query)) {
        (Query::Deployment(asked), _) => {
            fields.says("source", asked.source.name().to_owned());
            fields.says("number", asked.number.to_string());
            "deployment".to_owned()
        }
        (_, Ok(Value::Object(query))) => {
            for (key, value) in &query {
                fields.add(key, value, lang);
            }
            query.keys().next().cloned().unwrap_or_default()
        }
        _ => String::new(),
    };
    let telling = Telling {
        texts: &TEXTS,
        so: fields.so.iter().map(String::as_str).collect(),
        said: &|place| fields.texts.get(place).cloned(),
        lang,
    };
    telling.first(&name).unwrap_or_default()
}

/// The fields of a query that say something, those of what is in it as well.
#[derive(Default)]
struct Fields {
    /// Their words.
    texts: BTreeMap<String, String>,
    /// `KEY` and `KEY=WORDS` of each; `no-KEY` of one that could say something.
    so: BTreeSet<String>,
}

impl Fields {
    fn says(&mut self, key: &str, text: String) {
        self.so.insert(format!("{key}={text}"));
        self.texts.insert(key.to_owned(), text);
    }

    fn add(&mut self, key: &str, value: &Value, lang: Lang) {
        let text = match value {
            Value::Null => {
                self.so.insert(format!("no-{key}"));
                return;
            }
            Value::Object(of) if of.contains_key("kind") => resource(value),
            Value::Object(of) => {
                self.so.insert(key.to_owned());
                of.iter()
                    .for_each(|(key, value)| self.add(key, value, lang));
                return;
            }
            Value::Array(all) => match joined(key, all) {
                Some(text) => text,
                None => return,
            },
            Value::Bool(false) => return,
            Value::Number(seconds) if key.ends_with("_seconds") => {
                let time = seconds.as_i64().and_then(TimeDelta::try_seconds);
                duration::words(time.unwrap_or(TimeDelta::MAX), lang)
            }
            Value::Bool(true) | Value::Number(_) => value.to_string(),
            Value::String(text) if text.is_empty() => return,
            Value::String(text) => text.clone(),
        };
        self.so.insert(key.to_owned());
        self.says(key, text);
    }
}

/// A list as one text, if there is something in it.
fn joined(key: &str, all: &[Value]) -> Option<String> {
    let texts = all.iter().filter(|one| !one.is_null()).map(resource);
    let joint = match key {
        "args" => " ",
        "condition" | "json-path" => "=",
        _ => ", ",
    };
    (!all.is_empty()).then(|| texts.collect::<Vec<_>>().join(joint))
}

/// A resource, or another text of a list.
fn resource(value: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match (value.get("kind"), value.get("name")) {
        (Some(kind), Some(Value::String(name))) => format!("{}/{name}", text(kind)),
        (Some(kind), _) => text(kind),
        (None, _) => text(value),
    }
}

/// Says what is asked and what the pipe makes of it: `pods (namespace x) → grep Running → wc -l`.
pub(super) fn pipeline(pipeline: &Pipeline, lang: Lang) -> String {
    let mut text = describe(&pipeline.query, lang);
    for filter in &pipeline.filters {
        text.push_str(" → ");
        text.push_str(&step(filter));
    }
    text
}

/// A filter in the words of its tool.
fn step(filter: &Filter) -> String {
    match filter {
        Filter::Grep(grep) => {
            let flags: String = [
                (grep.count, 'c'),
                (grep.invert, 'v'),
                (grep.ignore_case, 'i'),
                (grep.only_matching, 'o'),
                (grep.quiet, 'q'),
            ]
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, letter)| *letter)
            .collect();
            let dash = if flags.is_empty() { "" } else { " -" };
            format!("grep{dash}{flags} {}", grep.patterns.join("|"))
        }
        Filter::Head(lines) => format!("head -n {lines}"),
        Filter::Tail { lines, from_start } => {
            format!("tail -n {}{lines}", if *from_start { "+" } else { "" })
        }
        Filter::Bytes { count, last } => {
            format!("{} -c {count}", if *last { "tail" } else { "head" })
        }
        Filter::Count(what) => format!("wc -{what}"),
        Filter::Awk { program, .. } => format!("awk {program}"),
        Filter::Jq(jq) => format!("jq {}", jq.program),
        Filter::Yq(program) => format!("yq {program}"),
        Filter::Sed(sed) => format!("sed {}", sed.script.replace('\n', "; ")),
        Filter::ToFile(name) => format!("({name})"),
        _ => super::filter::name(filter).to_owned(),
    }
}
