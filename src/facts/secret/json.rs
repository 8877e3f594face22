//! Secrets of a JSON text, by its structure, in one pass and without building a tree: values under
//! names that hold one, `value` beside such a `name`, data of Secrets, cells of a table's column, and
//! whatever the strings themselves show.

use super::names::{self, Class, is_secret};
use super::{Hit, MASK, tidy, within};
use std::borrow::Cow;
use std::ops::Range;

/// Deeper nesting is no answer of anybody's.
const DEEPEST: usize = 200;

/// Where the secrets of a text stand, if it is JSON (or one after the other) to its end; and which of
/// them are numbers, that need quotes around their mask.
pub(super) fn spans(
    text: &str,
    hits: &[Hit],
    of_secrets: bool,
    depth: usize,
) -> Option<(Vec<Range<usize>>, Vec<usize>)> {
    let mut scan = Scan {
        text,
        hits,
        at: 0,
        depth,
        of_secrets,
        found: Vec::new(),
        numbers: Vec::new(),
        data: Vec::new(),
        frames: Vec::new(),
        columns: Vec::new(),
    };
    scan.run()?;
    Some((tidy(scan.found), scan.numbers))
}

struct Scan<'t> {
    text: &'t str,
    /// Those that are not behind `at`.
    hits: &'t [Hit],
    at: usize,
    depth: usize,
    of_secrets: bool,
    found: Vec<Range<usize>>,
    numbers: Vec<usize>,
    /// Strings in what may be data of a Secret.
    data: Vec<Range<usize>>,
    frames: Vec<Frame<'t>>,
    /// Of a table, what each column's name tells.
    columns: Vec<Option<Class>>,
}

/// An object or an array that is open.
#[derive(Default)]
struct Frame<'t> {
    is_object: bool,
    /// The key that was read last, and what it tells.
    key: &'t str,
    class: Option<Class>,
    /// What the key of the frame itself tells.
    of: Option<Class>,
    own_key: &'t str,
    /// Of `name`.
    name: Option<Class>,
    value: Option<Range<usize>>,
    secret_key: Option<Range<usize>>,
    is_reference: bool,
    is_secret: bool,
    /// Where this begins among what may be data, and whether it is in some.
    data_from: usize,
    is_data: bool,
    /// The data of this object.
    data: Vec<Range<usize>>,
    /// Strings of an array so far, and what a flag before this one told.
    index: usize,
    flag: Option<Class>,
}

impl<'t> Scan<'t> {
    fn run(&mut self) -> Option<()> {
        self.blank();
        loop {
            match self.byte()? {
                b'{' => self.open(true)?,
                b'[' => self.open(false)?,
                b'}' | b']' => self.close()?,
                b'"' => self.string()?,
                b',' => {
                    self.at += 1;
                    if let Some(frame) = self.frames.last_mut() {
                        frame.index += 1;
                    }
                }
                _ => self.other()?,
            }
            self.blank();
            if self.frames.is_empty() {
                match self.byte() {
                    None => return Some(()),
                    Some(b'{' | b'[') => {}
                    Some(_) => return None,
                }
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while self.byte().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn open(&mut self, is_object: bool) -> Option<()> {
        if self.frames.len() >= DEEPEST {
            return None;
        }
        self.at += 1;
        let frame = match self.frames.last() {
            None => Frame::default(),
            Some(outer) => Frame {
                own_key: if outer.is_object {
                    outer.key
                } else {
                    outer.own_key
                },
                of: outer.class.filter(|_| outer.is_object),
                is_data: outer.is_data || (outer.is_object && is_data(outer.key)),
                ..Frame::default()
            },
        };
        self.frames.push(Frame {
            is_object,
            data_from: self.data.len(),
            ..frame
        });
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let closing = self.byte()?;
        self.at += 1;
        let frame = self.frames.pop()?;
        if frame.is_object != (closing == b'}') {
            return None;
        }
        if let (Some(class), Some(value)) = (frame.name.or(frame.of), frame.value)
            && is_secret(class, &self.text[value.clone()])
        {
            self.found.push(value);
        }
        self.found
            .extend(frame.secret_key.filter(|_| !frame.is_reference));
        if frame.own_key == "columnDefinitions" && frame.is_object {
            self.columns.push(frame.name);
        }
        if frame.is_secret || self.of_secrets {
            let data = frame
                .data
                .into_iter()
                .flat_map(|at| self.data[at].iter().cloned());
            self.found.extend(data);
        }
        let held = frame.data_from..self.data.len();
        match self.frames.last_mut() {
            Some(outer) if outer.is_object && is_data(outer.key) => outer.data.push(held),
            _ => {}
        }
        if !frame.is_data {
            self.data.truncate(frame.data_from);
        }
        Some(())
    }

    /// A number, `true`, `false` or `null`.
    fn other(&mut self) -> Option<()> {
        let start = self.at;
        let rest = self.text.as_bytes()[start..].iter();
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"+-.".contains(&c);
        self.at += rest.take_while(|c| is_plain(**c)).count();
        let word = &self.text[start..self.at];
        if matches!(word, "true" | "false" | "null") {
            return Some(());
        }
        word.parse::<f64>().ok()?;
        let frame = self.frames.last()?;
        if frame.is_object && frame.class.is_some_and(|class| is_secret(class, word)) {
            self.found.push(start..self.at);
            self.numbers.push(start);
        }
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let range = self.quoted()?;
        let text = self.text;
        let raw = &text[range.clone()];
        let hits = self.hits_until(range.end);
        let after = text[range.end + 1..].trim_start_matches([' ', '\t', '\r', '\n']);
        let of_secrets = self.of_secrets;
        let Some(frame) = self.frames.last_mut() else {
            return Some(());
        };
        if frame.is_object && after.starts_with(':') {
            frame.key = raw;
            frame.is_reference |= matches!(raw, "remoteRef" | "sourceRef");
            frame.class = if hits.is_empty() && !raw.contains("\\u") {
                None
            } else {
                names::class(&unescaped(raw))
            };
            self.at = text.len() - after.len() + 1;
            return Some(());
        }
        if frame.is_data {
            self.data.push(range.clone());
        }
        let frame = self.frames.last_mut()?;
        let mut class;
        if frame.is_object {
            class = frame.class;
            match frame.key {
                "kind" => {
                    frame.is_secret = raw == "Secret";
                    if raw == "SecretList" {
                        self.of_secrets = true;
                    }
                }
                "name" | "key" if !hits.is_empty() && frame.name.is_none() => {
                    frame.name = names::class(raw);
                }
                "value" => frame.value = Some(range.clone()),
                "secretKey" if !of_secrets => {
                    frame.secret_key =
                        Some(range.clone()).filter(|_| is_secret(Class::Secret, raw));
                    class = None;
                }
                // The next page is asked with it.
                "continue" | "resourceVersion" | "uid" => return Some(()),
                _ => {}
            }
        } else {
            class = match frame.own_key {
                "cells" => self.columns.get(frame.index).copied().flatten(),
                _ => frame
                    .flag
                    .take()
                    .or(frame.of.filter(|of| *of == Class::Password)),
            };
            let flag = raw
                .strip_prefix('-')
                .filter(|_| !hits.is_empty() && !raw.contains(['=', ' ']));
            frame.flag = flag.and_then(|flag| names::class(flag.trim_start_matches('-')));
        }
        if raw.is_empty() || raw == MASK {
            return Some(());
        }
        if class.is_some_and(|class| is_secret(class, raw)) {
            self.found.push(range);
        } else if !hits.is_empty() || raw.contains("\\u") {
            self.inside(range);
        }
        Some(())
    }

    /// What the text of a string shows by itself.
    fn inside(&mut self, range: Range<usize>) {
        let raw = &self.text[range.clone()];
        let text = unescaped(raw);
        let (spans, _) = within(&text, self.depth + 1);
        let spans = match text {
            Cow::Borrowed(_) => spans,
            Cow::Owned(_) => places(raw, &spans),
        };
        let moved = spans
            .into_iter()
            .map(|at| at.start + range.start..at.end + range.start);
        self.found.extend(moved);
    }

    /// The text between the quotes that begin here.
    fn quoted(&mut self) -> Option<Range<usize>> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            match bytes.get(at)? {
                b'\\' => at += 2,
                b'"' => break,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(start..at)
    }

    /// The signs before a place, which are let go.
    fn hits_until(&mut self, end: usize) -> &'t [Hit] {
        let until = self.hits.iter().take_while(|hit| hit.start < end).count();
        let (here, later) = self.hits.split_at(until);
        self.hits = later;
        here
    }
}

fn is_data(key: &str) -> bool {
    matches!(key, "data" | "stringData" | "binaryData")
}

/// The text that a string of JSON stands for. What is no escape of JSON stays as it is.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(pieces(raw).map(|(_, c)| c).collect())
}

/// The characters of a string of JSON, each with where it is written.
fn pieces(raw: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &raw[at..];
        let mut chars = rest.chars();
        let first = chars.next()?;
        let (length, c) = match (first, chars.next()) {
            ('\\', Some('u')) => code(rest),
            ('\\', Some(escaped)) => {
                let c = match escaped {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    other => other,
                };
                (1 + escaped.len_utf8(), c)
            }
            (first, _) => (first.len_utf8(), first),
        };
        let from = at;
        at += length;
        Some((from..at, c))
    })
}

/// `\uXXXX`, or a pair of them.
fn code(rest: &str) -> (usize, char) {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let units: Vec<u16> = [unit(0), unit(6)]
        .into_iter()
        .map_while(|unit| unit)
        .collect();
    let mut decoded = char::decode_utf16(units);
    match decoded.next() {
        Some(Ok(c)) => (6 * c.len_utf16(), c),
        Some(Err(_)) => (6, '\u{fffd}'),
        None => (2, 'u'),
    }
}

/// Where ranges of the unescaped text are written.
fn places(raw: &str, spans: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all = Vec::with_capacity(spans.len());
    let mut spans = spans.iter();
    let mut next = spans.next();
    let (mut plain, mut start) = (0, 0);
    for (written, c) in pieces(raw) {
        let Some(span) = next else { break };
        if plain == span.start {
            start = written.start;
        }
        plain += c.len_utf8();
        if plain >= span.end {
            all.push(start..written.end);
            next = spans.next();
        }
    }
    all
}
