//! Secrets in text from outside, masked where it comes in: JSON and YAML by their structure, log lines
//! and prose by the names beside which a value stands, and everything by the shapes of well-known
//! tokens. The value is masked and never its name, ordinary words stay, and masking twice changes
//! nothing more.

mod blocks;
mod json;
mod names;
mod pairs;
mod shapes;

#[cfg(test)]
mod tests;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde_json::Value;
use shapes::Shape;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands where a secret was.
pub(crate) const MASK: &str = "***";

/// Texts in texts in texts: deeper ones are masked as plain text.
const DEPTH: usize = 4;

/// Whether a key's value is a secret by its name (`adminPassword`, `DB_TOKEN`, `apiKey`), and not the
/// name of one (`secretName`, `existingSecret`, `passwordKey`, `tokenPath`).
pub(crate) fn is_sensitive_key(key: &str) -> bool {
    names::class(key).is_some()
}

/// A text without its secrets; borrowed where there are none.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let (found, numbers) = within(text, 0);
    settled(put(text, &found, &numbers))
}

/// An object without its secrets.
pub(crate) fn mask_value(object: Value) -> Value {
    let text = object.to_string();
    match mask(&text) {
        Cow::Borrowed(_) => object,
        // What was masked is JSON as before.
        Cow::Owned(masked) => serde_json::from_str(&masked).unwrap_or_default(),
    }
}

/// The same of an answer to a question about Secrets: whatever stands in their data is one.
pub(crate) fn mask_secrets(text: &str) -> Cow<'_, str> {
    match json::spans(text, &hits(text), true, 0) {
        Some((found, numbers)) => settled(put(text, &found, &numbers)),
        None => mask(text),
    }
}

/// Where the secrets of a text stand, in order, none within another. None of them holds a line end.
pub(crate) fn spans(text: &str) -> Vec<Range<usize>> {
    within(text, 0).0
}

/// The secrets of a text, and which of them are numbers of JSON.
fn within(text: &str, depth: usize) -> (Vec<Range<usize>>, Vec<usize>) {
    let hits = hits(text);
    if hits.is_empty() && !text.contains("\\u") {
        return (Vec::new(), Vec::new());
    }
    let json = text.trim_start().starts_with(['{', '[']);
    let found = if json && depth < DEPTH {
        json::spans(text, &hits, false, depth)
    } else {
        None
    };
    found.unwrap_or_else(|| (lines(text, &hits), Vec::new()))
}

/// Masked again until nothing more is found: what is replayed was masked before.
fn settled(mut text: Cow<'_, str>) -> Cow<'_, str> {
    for _ in 0..4 {
        let Cow::Owned(masked) = &text else { break };
        let (found, numbers) = within(masked, 0);
        match put(masked, &found, &numbers) {
            Cow::Borrowed(_) => break,
            Cow::Owned(more) => text = Cow::Owned(more),
        }
    }
    text
}

fn put<'t>(text: &'t str, found: &[Range<usize>], numbers: &[usize]) -> Cow<'t, str> {
    if found.iter().all(|range| &text[range.clone()] == MASK) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        let quote = if numbers.binary_search(&range.start).is_ok() {
            "\""
        } else {
            ""
        };
        masked.push_str(&text[at..range.start]);
        masked.extend([quote, MASK, quote]);
        at = range.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

/// What a word of a text may be the sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A rule of `shapes.tsv`.
    Shape(usize),
    /// A name that holds a secret.
    Name,
    /// A private key begins.
    Key,
}

/// Nearly all text holds none of these words: one pass finds that out.
struct Signs {
    words: AhoCorasick,
    of_word: Vec<Sign>,
    shapes: Vec<Shape>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let shapes = shapes::read();
    let mut words: Vec<(&str, Sign)> = vec![("private key", Sign::Key)];
    words.extend(names::signs().map(|word| (word, Sign::Name)));
    for (at, shape) in shapes.iter().enumerate() {
        words.extend(shape.signs.iter().map(|word| (*word, Sign::Shape(at))));
    }
    Signs {
        words: AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(words.iter().map(|(word, _)| word))
            .expect("a few hundred constant words"),
        of_word: words.iter().map(|(_, sign)| *sign).collect(),
        shapes,
    }
});

/// Where a sign stands, in the order of the text.
#[derive(Debug, Clone, Copy)]
struct Hit {
    start: usize,
    end: usize,
    sign: Sign,
}

fn hits(text: &str) -> Vec<Hit> {
    let found = SIGNS.words.find_overlapping_iter(text);
    found
        .map(|found| Hit {
            start: found.start(),
            end: found.end(),
            sign: SIGNS.of_word[found.pattern().as_usize()],
        })
        .collect()
}

/// Secrets of a text line by line, and of the blocks of YAML that stand in it.
fn lines(text: &str, hits: &[Hit]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut done = blocks::Done::default();
    let mut rest = hits;
    while let Some(first) = rest.first() {
        let start = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[first.start..]
            .find('\n')
            .map_or(text.len(), |at| first.start + at);
        let of_line = rest
            .iter()
            .take_while(|hit| hit.start < end.max(first.start + 1))
            .count();
        let (here, later) = rest.split_at(of_line);
        rest = later;
        line(text, start..end, here, &mut done, &mut found);
    }
    tidy(found)
}

fn line(
    text: &str,
    span: Range<usize>,
    hits: &[Hit],
    done: &mut blocks::Done,
    found: &mut Vec<Range<usize>>,
) {
    let line = text[span.clone()].trim_end_matches('\r');
    let mut of_line = Vec::new();
    let mut shapes: Vec<usize> = Vec::new();
    let mut named = false;
    for hit in hits {
        match hit.sign {
            Sign::Shape(at) if !shapes.contains(&at) => shapes.push(at),
            Sign::Shape(_) => {}
            Sign::Key => blocks::private_key(text, hit.start, done, found),
            Sign::Name => {
                named = true;
                let at = hit.start - span.start..hit.end - span.start;
                pairs::find(line, at, &mut of_line);
            }
        }
    }
    for at in shapes {
        SIGNS.shapes[at].find(line, &mut of_line);
    }
    found.extend(
        of_line
            .into_iter()
            .map(|range| range.start + span.start..range.end + span.start),
    );
    if named {
        blocks::find(text, span, done, found);
    }
}

/// In order, and what overlaps made one.
fn tidy(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|range| (range.start, range.end));
    let mut tidy: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found.into_iter().filter(|range| !range.is_empty()) {
        match tidy.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => tidy.push(range),
        }
    }
    tidy
}
