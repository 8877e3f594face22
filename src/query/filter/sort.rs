//! `sort` as in the C locale: by bytes, numbers or sizes, of the whole line or of keys.

use super::super::{Sort, SortBy, SortKey, SortValue};
use super::flow::{Flow, Line};
use crate::facts::budget::{self, Exceeded};
use std::cmp::Ordering;

/// A line with its keys; without any the whole line is the key.
struct Keyed {
    keys: Vec<String>,
    line: Line,
}

/// Sorts the lines; ties are told apart by the whole line unless `-u` or `-s` says otherwise.
pub(super) fn sort(order: &Sort, flow: &mut Flow) -> Result<(), Exceeded> {
    let by_keys = |a: &Keyed, b: &Keyed| {
        let keys = a.keys.iter().zip(&b.keys).zip(&order.keys);
        let of_each = keys.map(|((a, b), key)| {
            let (by, reverse) = key.own.unwrap_or((order.by, order.reverse));
            directed(compare(a, b, by), reverse)
        });
        if order.keys.is_empty() {
            directed(compare(&a.line.text, &b.line.text, order.by), order.reverse)
        } else {
            of_each
                .into_iter()
                .find(|found| found.is_ne())
                .unwrap_or(Ordering::Equal)
        }
    };
    let mut lines = Vec::with_capacity(flow.lines.len());
    for line in std::mem::take(&mut flow.lines) {
        let parts = order
            .keys
            .iter()
            .map(|key| field(&line.text, key, order.separator));
        let keys: Vec<String> = parts.map(str::to_owned).collect();
        budget::make(keys.iter().map(|key| 24 + key.len()).sum())?;
        budget::spend(1 + (line.text.len() * keys.len()) as u64 / 16)?;
        lines.push(Keyed { keys, line });
    }
    let count = lines.len() as u64;
    budget::spend(count * u64::from(count.checked_ilog2().unwrap_or_default()))?;
    lines.sort_by(|a, b| {
        by_keys(a, b).then_with(|| {
            if order.unique || order.stable {
                Ordering::Equal
            } else {
                directed(a.line.text.cmp(&b.line.text), order.reverse)
            }
        })
    });
    if order.unique {
        lines.dedup_by(|b, a| by_keys(a, b).is_eq());
    }
    flow.lines = lines.into_iter().map(|keyed| keyed.line).collect();
    flow.ended = true;
    Ok(())
}

fn directed(order: Ordering, reverse: bool) -> Ordering {
    if reverse { order.reverse() } else { order }
}

/// The part of a line that a key is. Without a separator a field begins with the blanks before it.
fn field<'a>(text: &'a str, key: &SortKey, separator: Option<char>) -> &'a str {
    let starts = match separator {
        Some(sign) => std::iter::once(0)
            .chain(text.match_indices(sign).map(|(at, sign)| at + sign.len()))
            .collect(),
        None => blank_fields(text),
    };
    let from = starts.get(key.from - 1).copied().unwrap_or(text.len());
    let to = match (key.to.and_then(|to| starts.get(to)), separator) {
        (Some(next), Some(sign)) => next - sign.len_utf8(),
        (Some(next), None) => *next,
        (None, _) => text.len(),
    };
    text.get(from..to.max(from)).unwrap_or("")
}

fn blank_fields(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut in_word = false;
    for (at, byte) in text.bytes().enumerate() {
        let blank = matches!(byte, b' ' | b'\t');
        if blank && in_word {
            starts.push(at);
        }
        in_word = !blank;
    }
    starts
}

fn compare(a: &str, b: &str, by: SortBy) -> Ordering {
    match by.value {
        SortValue::Number => number(a).total_cmp(&number(b)),
        SortValue::Human => human(a).cmp(&human(b)).then_with(|| {
            let (left, right) = (number(a), number(b));
            left.total_cmp(&right)
        }),
        SortValue::Text => {
            let (a, b) = if by.blanks {
                (unindented(a), unindented(b))
            } else {
                (a, b)
            };
            if by.fold {
                a.to_ascii_uppercase().cmp(&b.to_ascii_uppercase())
            } else {
                a.cmp(b)
            }
        }
    }
}

fn unindented(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// The digits at the start of a key, as `sort -n` reads them: a sign, digits, a point, digits.
fn digits(key: &str) -> &str {
    let key = unindented(key);
    let number = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit());
        end.unwrap_or(text.len())
    };
    let sign = usize::from(key.starts_with('-'));
    let mut end = sign + number(&key[sign..]);
    if let Some(fraction) = key[end..].strip_prefix('.') {
        end += 1 + number(fraction);
    }
    &key[..end]
}

/// No number is 0, and so is `-0`.
fn number(key: &str) -> f64 {
    let text = digits(key).trim_end_matches('.');
    text.parse::<f64>().unwrap_or(0.0) + 0.0
}

/// How large a size is by its sign and unit: `2K` before `1M`, whatever the numbers.
fn human(key: &str) -> i32 {
    let after = unindented(key).get(digits(key).len()..).unwrap_or("");
    let unit = match after.chars().next() {
        Some('k' | 'K') => 1,
        Some('M') => 2,
        Some('G') => 3,
        Some('T') => 4,
        Some('P') => 5,
        Some('E') => 6,
        _ => 0,
    };
    let value = number(key);
    match () {
        () if value < 0.0 => -unit - 1,
        () if value > 0.0 => unit + 1,
        () => 0,
    }
}
