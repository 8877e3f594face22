//! Tables of texts in both languages, as data. A row has what its text is called and what must be so for it, then the
//! text in English and in Korean. In a text stand places: `{name}` is what is said of that name, else the first text of
//! the table that is called so; `{, name}` are all that are called so, each behind a comma, and `{(name)}` all of them in
//! brackets. Particles of the Korean stand as pairs (see [`josa`]).

use super::lang::Lang;
use super::{duration, josa, tsv};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// A table, read when it is first asked.
pub(crate) struct Texts {
    data: &'static str,
    rows: OnceLock<HashMap<&'static str, Vec<Row>>>,
}

struct Row {
    /// What must be so.
    so: Vec<&'static str>,
    english: &'static str,
    korean: &'static str,
}

impl Texts {
    /// The table of a file.
    pub(crate) const fn of(data: &'static str) -> Texts {
        let rows = OnceLock::new();
        Texts { data, rows }
    }

    fn rows(&self) -> &HashMap<&'static str, Vec<Row>> {
        self.rows.get_or_init(|| {
            let mut rows: HashMap<&str, Vec<Row>> = HashMap::new();
            for [head, english, korean] in tsv::rows(self.data) {
                let mut words = head.split(' ');
                let name = words.next().unwrap_or_default();
                rows.entry(name).or_default().push(Row {
                    so: words.collect(),
                    english,
                    korean,
                });
            }
            rows
        })
    }

    /// The texts of a name for which all is so, in the order of the table.
    pub(crate) fn fitting(&self, name: &str, so: &[&str], lang: Lang) -> Vec<&'static str> {
        let rows = self.rows().get(name).into_iter().flatten();
        let fits = rows.filter(|row| row.so.iter().all(|one| so.contains(one)));
        fits.map(|row| lang.pick(row.korean, row.english)).collect()
    }
}

/// What is told by a table: what is so of it, and what it says of a name, if it says something.
pub(crate) struct Telling<'a> {
    /// The table.
    pub(crate) texts: &'static Texts,
    /// What is so.
    pub(crate) so: Vec<&'a str>,
    /// What is said in a place.
    pub(crate) said: &'a dyn Fn(&str) -> Option<String>,
    /// The language.
    pub(crate) lang: Lang,
}

impl Telling<'_> {
    /// The first text of a name whose places are all filled.
    pub(crate) fn first(&self, name: &str) -> Option<String> {
        self.each(name).next()
    }

    /// Each of them.
    fn each(&self, name: &str) -> impl Iterator<Item = String> {
        let texts = self.texts.fitting(name, &self.so, self.lang).into_iter();
        texts.filter_map(|text| match self.lang {
            Lang::Ko => self.filled(text).map(josa::settled),
            Lang::En => self.filled(text),
        })
    }

    /// A text with what stands in its places. `None`: nothing does in one of them.
    pub(crate) fn filled(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (place, behind) = after.split_once('}')?;
            filled.push_str(before);
            filled.push_str(&self.place(place)?);
            rest = behind;
        }
        filled.push_str(rest);
        Some(filled)
    }

    fn place(&self, place: &str) -> Option<String> {
        if let Some(name) = place.strip_prefix(", ") {
            return Some(self.each(name).map(|text| format!(", {text}")).collect());
        }
        let bracketed = place
            .strip_prefix('(')
            .and_then(|name| name.strip_suffix(')'));
        let Some(name) = bracketed else {
            return (self.said)(place).or_else(|| self.first(place));
        };
        let each: Vec<String> = self.each(name).collect();
        let shown = format!(" ({})", each.join(", "));
        Some(if each.is_empty() {
            String::new()
        } else {
            shown
        })
    }
}

/// What the fields of a value say as it is serialized, those of what is in it as well. A list is a text, a length in seconds
/// is one in words; what is empty or `false` says nothing.
#[derive(Default)]
pub(crate) struct Fields {
    /// Their words.
    texts: BTreeMap<String, String>,
    /// `KEY` and `KEY=WORDS` of each; `no-KEY` of what is `null`.
    so: BTreeSet<String>,
}

impl Fields {
    /// Those of a value.
    pub(crate) fn of(value: &impl Serialize, lang: Lang) -> Fields {
        let mut fields = Fields::default();
        if let Ok(Value::Object(of)) = serde_json::to_value(value) {
            of.iter()
                .for_each(|(key, value)| fields.add(key, value, lang));
        }
        fields
    }

    /// One more.
    pub(crate) fn says(&mut self, key: &str, text: &str) {
        self.so.insert(key.to_owned());
        self.so.insert(format!("{key}={text}"));
        self.texts.insert(key.to_owned(), text.to_owned());
    }

    /// What they say by a table, in the first text of a name; nothing where there is none.
    pub(crate) fn told(&self, texts: &'static Texts, name: &str, lang: Lang) -> String {
        let telling = Telling {
            texts,
            so: self.so.iter().map(String::as_str).collect(),
            said: &|place| self.texts.get(place).cloned(),
            lang,
        };
        telling.first(name).unwrap_or_default()
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
        self.says(key, &text);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_from_what_is_said_and_from_the_table() {
        static TEXTS: Texts = Texts::of(
            "logs\tlogs: {of}{, limit}{(scope)}\t로그: {of}{, limit}{(scope)}\n\
             of\t{target}\t{target}\nof\tpods\tPod\n\
             limit tail\tlast {lines} lines\t마지막 {lines}줄\nlimit previous\tprevious\t이전\n\
             scope\tnamespace {named}\t네임스페이스 {named}",
        );
        let told = |so: Vec<&str>, said: &[(&str, &str)], lang| {
            let said = |place: &str| {
                let own = said.iter().find(|(name, _)| *name == place);
                own.map(|(_, text)| (*text).to_owned())
            };
            let telling = Telling {
                texts: &TEXTS,
                so,
                said: &said,
                lang,
            };
            telling.first("logs")
        };
        let all = [("target", "web"), ("lines", "3"), ("named", "x")];
        assert_eq!(
            told(vec!["tail", "previous"], &all, Lang::En).as_deref(),
            Some("logs: web, last 3 lines, previous (namespace x)")
        );
        assert_eq!(
            told(vec!["tail", "previous"], &all, Lang::Ko).as_deref(),
            Some("로그: web, 마지막 3줄, 이전 (네임스페이스 x)")
        );
        assert_eq!(
            told(vec!["tail"], &[], Lang::En).as_deref(),
            Some("logs: pods")
        );
    }

    #[test]
    fn the_fields_of_a_value_are_what_is_said() {
        let fields = Fields::of(
            &serde_json::json!({"logs": {
                "target": {"kind": "pods", "name": "web"}, "tail": null, "since_seconds": 300,
                "names": ["a", "b"], "args": [], "previous": true, "wide": false,
            }}),
            Lang::En,
        );
        let texts: Vec<(&str, &str)> = fields
            .texts
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            texts,
            [
                ("names", "a, b"),
                ("previous", "true"),
                ("since_seconds", "5 minutes"),
                ("target", "pods/web")
            ]
        );
        assert!(fields.so.contains("logs") && fields.so.contains("no-tail"));
        assert!(!fields.so.contains("wide") && !fields.so.contains("args"));
    }
}
