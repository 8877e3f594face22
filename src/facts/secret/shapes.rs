//! Secrets that are told by their own shape, whatever name they stand under: the rules of
//! `shapes.tsv`, each compiled when a text first holds one of its words.

use super::names::{is_about, is_token};
use crate::facts::tsv;
use regex::bytes::{Captures, Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;

/// A rule.
pub(super) struct Shape {
    /// Words of which each text with such a secret holds one, in any case.
    pub signs: Vec<&'static str>,
    /// Less of it, and a match is an ordinary word.
    entropy: f64,
    source: &'static str,
    pattern: OnceLock<Regex>,
}

/// The rules, read from the data.
pub(super) fn read() -> Vec<Shape> {
    let rows = tsv::lines(include_str!("shapes.tsv"));
    rows.map(|row| {
        let cells: Vec<&str> = row.splitn(4, '\t').collect();
        let [_, entropy, signs, source] = cells[..] else {
            panic!("a rule of four cells: {row}")
        };
        Shape {
            signs: signs.split_ascii_whitespace().collect(),
            entropy: entropy.parse().unwrap_or(0.0),
            source,
            pattern: OnceLock::new(),
        }
    })
    .collect()
}

impl Shape {
    /// Where secrets of this shape stand in a line.
    pub(super) fn find(&self, line: &str, found: &mut Vec<Range<usize>>) {
        for captures in self.pattern().captures_iter(line.as_bytes()) {
            let Some(range) = self.secret(&captures, line) else {
                continue;
            };
            let is_token = |c: u8| c.is_ascii_alphanumeric() || b"-_".contains(&c);
            let rest = line.as_bytes()[range.end..].iter();
            let end = range.end + rest.take_while(|c| is_token(**c)).count();
            let is_inside = |at: &usize| !line.is_char_boundary(*at);
            let start = (0..=range.start).rev().find(|at| !is_inside(at));
            let end = (end..line.len()).find(|at| !is_inside(at));
            found.push(start.unwrap_or(0)..end.unwrap_or(line.len()));
        }
    }

    /// Word boundaries are ASCII's: a secret that stands against Hangul is one, too.
    fn pattern(&self) -> &Regex {
        self.pattern.get_or_init(|| {
            let mut pattern = RegexBuilder::new(self.source);
            let pattern = pattern.unicode(false).build();
            pattern.expect("a constant pattern")
        })
    }

    fn secret(&self, captures: &Captures<'_>, line: &str) -> Option<Range<usize>> {
        type Test = fn(&str) -> bool;
        const TESTS: [(&str, Test); 4] = [
            ("value", |value| !is_about(value)),
            ("word", is_no_number),
            ("token", is_token),
            ("base64", is_base64),
        ];
        let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
        for (name, test) in TESTS {
            if let Some(group) = captures.name(name) {
                return Some(group.range())
                    .filter(|range| test(text(range)) && entropy(text(range)) >= self.entropy);
            }
        }
        let group = captures.iter().skip(1).flatten().next();
        let range = group.or_else(|| captures.get(0))?.range();
        (entropy(text(&range)) >= self.entropy).then_some(range)
    }
}

/// A password may be a number, but not the number of a group or a port.
fn is_no_number(value: &str) -> bool {
    let is_number = value.len() <= 5 && value.bytes().all(|c| c.is_ascii_digit());
    !is_about(value) && !is_number
}

fn is_base64(value: &str) -> bool {
    let inner = value.get(1..).unwrap_or_default();
    value.ends_with('=')
        || inner.chars().any(|c| c.is_ascii_digit())
        || (inner.chars().any(|c| c.is_ascii_uppercase())
            && inner.chars().any(|c| c.is_ascii_lowercase()))
}

/// Shannon's, in bits a byte.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let all = text.len() as f64;
    let shares = counts.iter().filter(|count| **count > 0);
    shares
        .map(|count| f64::from(*count) / all)
        .map(|share| -share * share.log2())
        .sum()
}
