//! Numbers and what is made of them, signs, and JSON inside a sentence.

use super::concept::{Concept, Term};
use super::patterns::pattern;
use crate::facts::budget;
use crate::facts::duration;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::Comparison;

/// Numbers and what is made of them.
pub(super) fn number(word: &str) -> Option<Concept> {
    if let Some(plain) = plain_digits(word) {
        return number(&plain);
    }
    if let Ok(n) = word.parse::<u64>() {
        return Some(Concept::Number(n));
    }
    if let Some((a, b)) = word.split_once('/') {
        if let (Ok(a), Ok(b)) = (a.parse(), b.parse()) {
            return Some(Concept::Ratio(a, b));
        }
        let letter = |s: &str| s.len() == 1 && s.starts_with(['N', 'n', 'X', 'x', 'M', 'm']);
        if letter(a) && a == b {
            return Some(Concept::SameRatio);
        }
    }
    if let Some((a, b)) = word.split_once(['-', '~', '–'])
        && let (Ok(a), Ok(b)) = (a.parse(), b.parse())
    {
        return Some(Concept::Range(a, b));
    }
    if let Some(percent) = word.strip_suffix('%')
        && Quantity::parse(percent).is_some()
    {
        return Some(Concept::Percent(percent.to_owned()));
    }
    if word.starts_with(|c: char| c.is_ascii_digit())
        && (Quantity::parse(word).is_some()
            || amount(word).is_some()
            || duration::parse(word).is_some())
    {
        return Some(Concept::Measure(word.to_owned()));
    }
    version(word).map(|parts| Concept::Version(parts, word.to_owned()))
}

/// A number with commas between its thousands, or with the wide digits of a Korean keyboard, in plain digits.
fn plain_digits(word: &str) -> Option<String> {
    let wide = |c: char| ('\u{ff10}'..='\u{ff19}').contains(&c);
    if word.chars().any(wide) && word.chars().all(|c| wide(c) || c.is_ascii_digit()) {
        let narrow = |c: char| char::from_u32(c as u32 - 0xff10 + u32::from(b'0'));
        return word
            .chars()
            .map(|c| if wide(c) { narrow(c) } else { Some(c) })
            .collect();
    }
    let mut groups = word.split(',');
    let digits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let thousands = rest.iter().all(|group| group.len() == 3 && digits(group));
    let fits = !rest.is_empty() && thousands && (1..=3).contains(&first.len()) && digits(first);
    fits.then(|| word.replace(',', ""))
}

/// A quantity as people write it: Kubernetes' suffixes, and `MB`, `GiB`.
pub(super) fn amount(word: &str) -> Option<Quantity> {
    let plain = word
        .strip_suffix('B')
        .filter(|rest| rest.ends_with(['i', 'M', 'G', 'K', 'k', 'T']))
        .unwrap_or(word);
    Quantity::parse(&plain.replace('K', "k").replace("ki", "Ki"))
}

/// `v1.28.0`, `1.28.3-eks-1`: numeric parts after an optional `v`.
pub(super) fn version(word: &str) -> Option<Vec<u64>> {
    let (marked, plain) = match word.strip_prefix('v') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let core = plain.split(['-', '+']).next()?;
    let parts: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| parts.len() > 2 || (marked && !parts.is_empty()))
}

/// The length of a cron schedule at the front of a text: five fields, one of them `*` or with it.
pub(super) fn schedule(rest: &str) -> Option<usize> {
    let fields = pattern("schedule").captures(rest)?.get(1)?;
    fields.as_str().contains('*').then_some(fields.end())
}

/// Signs that stand alone.
pub(super) fn sign(rest: &str) -> Option<(Concept, usize)> {
    const SIGNS: &[(&str, Concept)] = &[
        ("<=", Concept::Compare(Comparison::AtMost)),
        (">=", Concept::Compare(Comparison::AtLeast)),
        ("=>", Concept::Arrow),
        ("==", Concept::Equals),
        ("->", Concept::Arrow),
        ("≤", Concept::Compare(Comparison::AtMost)),
        ("≥", Concept::Compare(Comparison::AtLeast)),
        ("<", Concept::Compare(Comparison::Less)),
        (">", Concept::Compare(Comparison::More)),
        ("→", Concept::Arrow),
        ("⇒", Concept::Arrow),
        ("=", Concept::Equals),
        (",", Concept::Comma),
        (";", Concept::Comma),
        ("/", Concept::Slash),
        ("+", Concept::Plus),
        ("&", Concept::Term(Term("and", ""))),
        (":", Concept::Colon),
        ("--", Concept::Unknown(String::new())),
        ("- ", Concept::Dash),
        ("–", Concept::Dash),
        ("—", Concept::Dash),
        (". ", Concept::Stop),
        ("!", Concept::Stop),
    ];
    if rest == "." {
        return Some((Concept::Stop, 1));
    }
    SIGNS
        .iter()
        .find(|(text, _)| rest.starts_with(text))
        .map(|(text, concept)| (concept.clone(), text.trim_end().len()))
}

/// A JSON object or array at the front of a text, and its length. Braces that are no JSON (`{name}`)
/// are none.
pub(super) fn json(rest: &str) -> Option<(serde_json::Value, usize)> {
    if !rest.starts_with(['{', '[']) || budget::spend(100).is_err() {
        return None;
    }
    let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
    let (value, length) = match stream.next()? {
        Ok(value) => (value, stream.byte_offset()),
        Err(_) => shortened(rest)?,
    };
    let empty = value.as_object().is_some_and(|o| o.is_empty());
    (!empty && !has_ellipsis(&value)).then_some((value, length))
}

/// JSON with an ellipsis for what is left out at the end of an object: `{"status": "ok", ...}`.
fn shortened(rest: &str) -> Option<(serde_json::Value, usize)> {
    let end = rest.find('}')? + 1;
    let head = rest[..end - 1].trim_end().strip_suffix("...")?.trim_end();
    let head = head.strip_suffix(',')?;
    let value: serde_json::Value = serde_json::from_str(&format!("{head}}}")).ok()?;
    Some((value, end))
}

/// Whether a value is only hinted at: `"version": "..."`.
fn has_ellipsis(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains("...") || text.contains('…'),
        serde_json::Value::Array(values) => values.iter().any(has_ellipsis),
        serde_json::Value::Object(fields) => fields.values().any(has_ellipsis),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            false
        }
    }
}
