//! YAML documents as JSON values, from the parser's events. Bounded: an anchor's expansions
//! (billion laughs), and depth. Duplicate keys are errors, because either could be the wrong one.

use super::{Documents, Problem, Weight};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

/// How much aliases may add to a text, in bytes.
const EXPANSION_LIMIT: usize = 4 << 20;
/// How deep documents may be nested, as in serde_json.
const DEPTH_LIMIT: usize = 128;

/// How many quoted texts may be put right before a text counts as broken.
const MENDING_LIMIT: usize = 100;

/// Reads every document up to the first error.
pub(super) fn documents(source: &str) -> Documents {
    let mut mended = None;
    for _ in 0..MENDING_LIMIT {
        let text = mended.as_deref().unwrap_or(source);
        match parse(text) {
            Ok(documents) => return documents,
            Err((documents, error)) => match mend(text, &error) {
                Some(text) => mended = Some(text),
                None => return broken(documents, &error),
            },
        }
    }
    match parse(mended.as_deref().unwrap_or(source)) {
        Ok(documents) => documents,
        Err((documents, error)) => broken(documents, &error),
    }
}

/// Go's YAML reader, and so kubectl, takes a quoted text whose further lines are not indented more
/// than its key; YAML 1.2 does not. Blanks at the start of such lines mean nothing, so they are added.
fn mend(source: &str, error: &ScanError) -> Option<String> {
    if !error
        .info()
        .contains("invalid indentation in quoted scalar")
    {
        return None;
    }
    let mark = error.marker();
    let mut lines = source.split_inclusive('\n');
    let before: usize = lines.by_ref().take(mark.line() - 1).map(str::len).sum();
    let (column, _) = lines.next()?.char_indices().nth(mark.col())?;
    let start = before + column;
    let quote = source[start..]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let end = quote_end(&source[start + 1..], quote)?;
    let (quoted, rest) = source[start..].split_at(end + 2);
    let indented = quoted.replace('\n', &format!("\n{}", " ".repeat(mark.col() + 1)));
    (indented != quoted).then(|| format!("{}{indented}{rest}", &source[..start]))
}

/// Where a quoted text ends: `''` and `\"` stand for the quote itself.
fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match (c, quote) {
            ('\\', '"') => drop(characters.next()),
            ('\'', '\'') if next == Some('\'') => drop(characters.next()),
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// The documents, and where the parser's own rules stopped them. What our rules refuse is a problem of
/// the documents already.
fn parse(source: &str) -> Result<Documents, (Documents, ScanError)> {
    let mut reader = Reader::default();
    let mut parser = Parser::new_from_str(source);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => return Err((reader.documents, error)),
        };
        if let Err(message) = reader.take(event, span) {
            reader.documents.broken = Some(Problem {
                line: span.start.line(),
                column: span.start.col() + 1,
                weight: Weight::Broken,
                message,
            });
            break;
        }
    }
    Ok(reader.documents)
}

fn broken(documents: Documents, error: &ScanError) -> Documents {
    Documents {
        broken: Some(scan_problem(error)),
        ..documents
    }
}

fn scan_problem(error: &ScanError) -> Problem {
    Problem {
        line: error.marker().line(),
        column: error.marker().col() + 1,
        weight: Weight::Broken,
        message: format!("not valid YAML: {}", error.info()),
    }
}

#[derive(Default)]
struct Reader {
    documents: Documents,
    /// The collections that are open, outermost first.
    open: Vec<Open>,
    anchors: HashMap<usize, (Value, usize)>,
    expanded: usize,
    line: usize,
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    size: usize,
    node: Node,
}

enum Node {
    Sequence(Vec<Value>),
    /// The entries, and the key that waits for its value.
    Mapping(Map<String, Value>, Option<String>),
}

impl Reader {
    fn take(&mut self, event: Event, span: Span) -> Result<(), String> {
        match event {
            Event::DocumentStart(_) => {
                self.anchors.clear();
                self.line = 0;
                Ok(())
            }
            Event::Scalar(written, style, anchor, tag) => {
                self.begin(span);
                let value = scalar(&written, style, tag.as_deref());
                let size = written.len() + 16;
                self.finish(value, anchor, size)
            }
            Event::SequenceStart(anchor, _) => self.enter(anchor, Node::Sequence(Vec::new()), span),
            Event::MappingStart(anchor, _) => {
                self.enter(anchor, Node::Mapping(Map::new(), None), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(),
            Event::Alias(anchor) => {
                self.begin(span);
                let known = self.anchors.get(&anchor);
                let (value, size) = known.ok_or("an alias of an anchor that is not complete")?;
                self.expanded += size;
                if self.expanded > EXPANSION_LIMIT {
                    return Err("aliases expand to more than 32 MiB".into());
                }
                let (value, size) = (value.clone(), *size);
                self.finish(value, 0, size)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    /// Notes the line on which a document's content begins.
    fn begin(&mut self, span: Span) {
        if self.line == 0 {
            self.line = span.start.line();
        }
    }

    fn enter(&mut self, anchor: usize, node: Node, span: Span) -> Result<(), String> {
        self.begin(span);
        if self.open.len() >= DEPTH_LIMIT {
            return Err(format!("nested deeper than {DEPTH_LIMIT} levels"));
        }
        self.open.push(Open {
            anchor,
            size: 16,
            node,
        });
        Ok(())
    }

    fn leave(&mut self) -> Result<(), String> {
        let Some(Open { anchor, size, node }) = self.open.pop() else {
            return Err("a collection ends that did not begin".into());
        };
        let value = match node {
            Node::Sequence(items) => Value::Array(items),
            Node::Mapping(entries, _) => Value::Object(merged(entries)?),
        };
        self.finish(value, anchor, size)
    }

    /// Puts a complete value where it belongs.
    fn finish(&mut self, value: Value, anchor: usize, size: usize) -> Result<(), String> {
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), size));
        }
        let Some(parent) = self.open.last_mut() else {
            self.documents.values.push((self.line, value));
            return Ok(());
        };
        parent.size += size;
        match &mut parent.node {
            Node::Sequence(items) => items.push(value),
            Node::Mapping(entries, key) => match key.take() {
                None => *key = Some(key_text(value)?),
                // The same entry twice changes nothing.
                Some(key) if entries.get(&key) == Some(&value) => {}
                Some(key) if entries.contains_key(&key) => {
                    return Err(format!("the key {key:?} stands twice"));
                }
                Some(key) => {
                    entries.insert(key, value);
                }
            },
        }
        Ok(())
    }
}

fn key_text(key: Value) -> Result<String, String> {
    match key {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Ok("null".into()),
        Value::Array(_) | Value::Object(_) => Err("a key that is a list or a map".into()),
    }
}

/// Resolves the merge key `<<`: entries of its own win over merged ones.
fn merged(mut entries: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let sources = match entries.remove("<<") {
        None => return Ok(entries),
        Some(Value::Array(sources)) => sources,
        Some(source) => vec![source],
    };
    for source in sources {
        let Value::Object(source) = source else {
            return Err("a merge key (<<) that is not a map".into());
        };
        for (key, value) in source {
            entries.entry(key).or_insert(value);
        }
    }
    Ok(entries)
}

/// The value of a scalar by YAML's core schema. Quoted text, and text under any other tag, is text.
fn scalar(written: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let text = || Value::String(written.to_string());
    match tag.map(|tag| tag.suffix.as_str()) {
        Some("int" | "float" | "bool" | "null") => plain(written),
        Some(_) => text(),
        None if style == ScalarStyle::Plain => plain(written),
        None => text(),
    }
}

fn plain(written: &str) -> Value {
    match written {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    match number(written) {
        Some(number) => Value::Number(number),
        None => Value::String(written.to_string()),
    }
}

/// A number, if it can be kept exactly or is a fraction; a whole number beyond 64 bits stays text.
fn number(written: &str) -> Option<Number> {
    let radix = |prefix, radix| {
        let digits = written.strip_prefix(prefix)?;
        u64::from_str_radix(digits, radix).ok()
    };
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(number.into());
    }
    let digits = written.strip_prefix(['+', '-']).unwrap_or(written);
    if digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let positive = written.strip_prefix('+').unwrap_or(written);
        let signed = positive.parse::<i64>().map(Number::from);
        return signed
            .or_else(|_| positive.parse::<u64>().map(Number::from))
            .ok();
    }
    let fraction = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    let begins = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !(fraction && begins) {
        return None;
    }
    written.parse::<f64>().ok().and_then(Number::from_f64)
}
