//! Templates that count what they do: behind each tag that repeats, keeps or calls stands a call which draws
//! from the budget. A template of the team comes out of a repository, as a record does.

use crate::facts::budget::{self, Exceeded};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

const STEP: &str = "report_step";
const ENTER: &str = "report_enter";
const MADE: &str = "report_made";
/// How many times over what a variable keeps is counted.
const COPIES: usize = 64;
/// Steps of a template that is included: a template that includes itself does not get deep.
const ENTERING: u64 = 20_000;
/// Steps of a round of a loop.
const ROUND: u64 = 20;

/// The template with its meters; `None` for one that cannot be metered: with a loop inside an expression.
pub(super) fn metered(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 2);
    let size = text.len();
    if !text
        .trim_start_matches(['{', '%', '-', ' ', '\n'])
        .starts_with("extends")
    {
        out.push_str(&format!("{{{{ {ENTER}() }}}}"));
    }
    let mut rest = text;
    while let Some(at) = rest
        .find("{{")
        .into_iter()
        .chain(rest.find("{%"))
        .chain(rest.find("{#"))
        .min()
    {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let length = match &tag[..2] {
            "{#" => tag.find("#}").map_or(tag.len(), |end| end + 2),
            opening => closing(tag, if opening == "{{" { "}}" } else { "%}" }),
        };
        let (tag, after) = tag.split_at(length);
        out.push_str(tag);
        rest = after;
        if tag.starts_with("{#") {
            continue;
        }
        let inner = tag.trim_matches(['{', '}', '%', '-']).trim();
        let words: Vec<&str> = outside_quotes(inner).collect();
        if words.iter().skip(1).any(|word| *word == "for")
            || (tag.starts_with("{{") && words.first() == Some(&"for"))
        {
            return None;
        }
        let call = match words.as_slice() {
            ["raw", ..] => {
                let end = rest.find("endraw").unwrap_or(rest.len());
                let (raw, after) = rest.split_at(end);
                out.push_str(raw);
                rest = after;
                continue;
            }
            ["for", ..] => format!("{STEP}(size={size})"),
            ["component", ..] => format!("{ENTER}()"),
            ["set" | "set_global", name, ..] if inner.contains('=') => format!("{MADE}(of={name})"),
            _ => continue,
        };
        // A tag that takes the blanks behind it away goes on doing so.
        if tag.ends_with("-%}") {
            out.push_str(&format!("{{{{- {call} -}}}}"))
        } else {
            out.push_str(&format!("{{{{ {call} }}}}"))
        }
    }
    out.push_str(rest);
    Some(out)
}

/// How long a tag is up to its end, which may not stand in quotes.
fn closing(tag: &str, end: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices().skip(2) {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if tag[at..].starts_with(end) => return at + end.len(),
            None => {}
        }
    }
    tag.len()
}

/// The words of a tag, without texts.
fn outside_quotes(inner: &str) -> impl Iterator<Item = &str> {
    let plain = inner.split(['"', '\'', '`']).step_by(2);
    plain
        .flat_map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_')))
        .filter(|word| !word.is_empty())
}

/// What metered templates call, and what makes much of little.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, |kwargs: Kwargs, _: &State| {
        let size = kwargs.must_get::<usize>("size")?;
        drawn(budget::spend(ROUND).and_then(|()| budget::make(size)))
    });
    tera.register_function(ENTER, |_: Kwargs, _: &State| drawn(budget::spend(ENTERING)));
    tera.register_function(MADE, |kwargs: Kwargs, _: &State| {
        let value = kwargs.get::<Value>("of")?.unwrap_or_else(Value::none);
        let text = value.as_str().map_or(0, str::len);
        let items = value.as_array().map_or(0, |items| items.len() / 4);
        drawn(budget::make(COPIES * (text + items)))
    });
    tera.register_function("range", |kwargs: Kwargs, _: &State| {
        let start = kwargs.get::<i64>("start")?.unwrap_or_default();
        let end = kwargs.must_get::<i64>("end")?;
        let by = kwargs.get::<i64>("step_by")?.unwrap_or(1);
        let step = usize::try_from(by).ok().filter(|step| *step > 0);
        let step = step.ok_or_else(|| Error::message("`range` counts up: `step_by` is above 0"))?;
        if start > end {
            return Err(Error::message("`range` counts up: `start` is above `end`"));
        }
        let count = end.abs_diff(start).div_ceil(step as u64);
        drawn(budget::make(
            usize::try_from(count)
                .unwrap_or(usize::MAX)
                .saturating_mul(16),
        ))?;
        Ok((start..end).step_by(step).collect::<Vec<i64>>())
    });
    tera.register_filter("replace", |text: &str, kwargs: Kwargs, _: &State| {
        let (from, to) = (
            kwargs.must_get::<&str>("from")?,
            kwargs.must_get::<&str>("to")?,
        );
        let times = text.matches(from).count();
        drawn(budget::make(
            text.len().saturating_add(times.saturating_mul(to.len())),
        ))?;
        Ok::<String, Error>(text.replace(from, to))
    });
}

fn drawn(drawn: Result<(), Exceeded>) -> TeraResult<String> {
    drawn
        .map(|()| String::new())
        .map_err(|exceeded| Error::message(exceeded.told().en))
}

/// A text that stops growing.
#[derive(Default)]
pub(super) struct Bounded(pub Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        budget::make(bytes.len()).map_err(|_| std::io::ErrorKind::WriteZero)?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meters_stand_behind_what_repeats_or_keeps() {
        let meters = |text: &str| {
            let metered = metered(text)?;
            Some(
                metered
                    .strip_prefix("{{ report_enter() }}")
                    .unwrap_or(&metered)
                    .to_owned(),
            )
        };
        for (text, expected) in [
            ("a {{ b }} c", "a {{ b }} c"),
            (
                "{% for a in b -%} x{% endfor %}",
                "{% for a in b -%}{{- report_step(size=31) -}} x{% endfor %}",
            ),
            (
                "{% set a = \"%}\" %}",
                "{% set a = \"%}\" %}{{ report_made(of=a) }}",
            ),
            (
                "{# {% for %} #}{% raw %}{% for %}{% endraw %}",
                "{# {% for %} #}{% raw %}{% for %}{% endraw %}",
            ),
            ("{% extends \"a\" %}", "{% extends \"a\" %}"),
            (
                "{{ \"for\" }} {{ \" for \" ~ a }}",
                "{{ \"for\" }} {{ \" for \" ~ a }}",
            ),
        ] {
            assert_eq!(meters(text).as_deref(), Some(expected));
        }
        for text in ["{{ [a for a in b] }}", "{% set x = [a for a in b] %}"] {
            assert_eq!(metered(text), None, "{text}");
        }
    }
}
