//! The lines under the title: bold, bullets, bare, front matter, or a table of two columns.

use super::tree::{Block, Inline, Kind, Piece, Tree, lines, plain_untrimmed, span_of};
use super::vocabulary;
use super::{Field, Metadata};
use crate::facts::span::Span;

/// The title and the metadata of a document.
pub(super) fn read(tree: &Tree) -> (String, Vec<Metadata>) {
    let mut metadata = Vec::new();
    let mut title = String::new();
    if let Some(lines) = tree.front_matter {
        title = front_matter(tree.text, lines, &mut metadata);
    }
    let head = tree
        .blocks
        .iter()
        .position(|block| matches!(block.kind, Kind::Heading(_)));
    let first = match head {
        Some(at) if tree.blocks[at].kind == Kind::Heading(1) => {
            title = tree.blocks[at].plain();
            at + 1
        }
        Some(_) | None => 0,
    };
    for block in tree.blocks[first..]
        .iter()
        .take_while(|block| !matches!(block.kind, Kind::Heading(_)))
    {
        read_block(block, tree.text, &mut metadata);
    }
    (title, metadata)
}

fn read_block(block: &Block, source: &str, out: &mut Vec<Metadata>) {
    match &block.kind {
        Kind::Paragraph => paragraph(block, source, out),
        Kind::List => {
            for item in &block.children {
                for child in item.children.iter().take(1) {
                    if child.kind == Kind::Paragraph {
                        out.extend(lines(&child.inlines).filter_map(|line| entry(line, source)));
                    }
                }
            }
        }
        Kind::Quote => {
            for child in &block.children {
                read_block(child, source, out);
            }
        }
        Kind::Table => table(block, out),
        Kind::TableHead | Kind::TableRow | Kind::TableCell | Kind::Item => {}
        Kind::Heading(_) | Kind::Code(_) | Kind::Html | Kind::Rule => {}
    }
}

/// Bare lines are metadata only if one of them has a key that is known, or all keys are bold:
/// prose has colons, too.
fn paragraph(block: &Block, source: &str, out: &mut Vec<Metadata>) {
    let found: Vec<Metadata> = lines(&block.inlines)
        .filter_map(|line| entry(line, source))
        .collect();
    let bold = matches!(block.inlines.first(), Some(first) if first.kind == Piece::StrongStart);
    if bold || found.iter().any(|entry| entry.field != Field::Other) {
        out.extend(found);
    }
}

/// `**Key**: value`, `**Key:** value`, `Key: value`.
fn entry(line: &[Inline], source: &str) -> Option<Metadata> {
    let (at, colon, width) =
        line.iter()
            .enumerate()
            .find_map(|(at, inline)| match &inline.kind {
                Piece::Text(_) => {
                    let raw = inline.span.text(source);
                    raw.char_indices()
                        .find(|(i, c)| {
                            let after = &raw[i + c.len_utf8()..];
                            *c == '：'
                                || (*c == ':'
                                    && (after.is_empty()
                                        || after.starts_with([' ', '\t', '\u{A0}'])))
                        })
                        .map(|(i, c)| (at, inline.span.start + i, c.len_utf8()))
                }
                _ => None,
            })?;
    let key_start = line.first()?.span.start;
    let key: String = vocabulary_key(&source[key_start..colon]);
    if key.is_empty() || key.chars().count() > 40 {
        return None;
    }
    let end = span_of(line)?.end;
    let mut start = colon + width;
    // The bold of the key closes after its colon in `**Key:** value`.
    let rest = &source[start..end];
    if source[key_start..colon].contains("**") == rest.starts_with("**")
        && source[key_start..colon].matches("**").count() % 2 == 1
    {
        start += 2;
    }
    let value_text = source.get(start..end)?;
    let lead = value_text.len() - value_text.trim_start().len();
    let span = Span::new(start + lead, start + value_text.trim_end().len().max(lead));
    Some(Metadata {
        field: vocabulary::field(&key),
        value: value_of(line, at, colon + width, source),
        key,
        span,
    })
}

fn vocabulary_key(raw: &str) -> String {
    raw.trim_matches(|c: char| c == '*' || c == '_' || c == '`' || c.is_whitespace())
        .to_owned()
}

/// The words after the colon, markup stripped.
fn value_of(line: &[Inline], at: usize, from: usize, source: &str) -> String {
    let head = Span::new(from, line[at].span.end.max(from)).text(source);
    let mut value = head.to_owned();
    value.push_str(&plain_untrimmed(&line[at + 1..]));
    value.trim().to_owned()
}

/// A table of two columns whose first ones are keys. Its head is a pair, too, if its key is known.
fn table(block: &Block, out: &mut Vec<Metadata>) {
    let pairs: Vec<Metadata> = block
        .children
        .iter()
        .filter_map(|row| match row.children.as_slice() {
            [key, value] => Some((row, key, value)),
            _ => None,
        })
        .map(|(row, key, value)| {
            let key = key.plain();
            let field = vocabulary::field(&key);
            let entry = Metadata {
                field,
                key,
                value: value.plain(),
                span: span_of(&value.inlines).unwrap_or(value.span),
            };
            (row.kind == Kind::TableHead, entry)
        })
        .filter(|(head, entry)| !head || entry.field != Field::Other)
        .map(|(_, entry)| entry)
        .collect();
    if pairs.iter().any(|entry| entry.field != Field::Other) {
        out.extend(pairs);
    }
}

/// Keys at the margin; nested values are the template's affair and not read. Gives the title.
fn front_matter(source: &str, lines: Span, out: &mut Vec<Metadata>) -> String {
    let mut title = String::new();
    let mut at = lines.start;
    for line in lines.text(source).split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, raw)) = line.split_once(':') else {
            continue;
        };
        let value = raw.trim();
        let value_start = start + key.len() + 1 + (raw.len() - raw.trim_start().len());
        let unquoted = value
            .strip_prefix('"')
            .and_then(|v| v.strip_suffix('"'))
            .or_else(|| value.strip_prefix('\'').and_then(|v| v.strip_suffix('\'')))
            .unwrap_or(value);
        if key.trim() == "title" {
            title = unquoted.to_owned();
            continue;
        }
        if value.is_empty() {
            continue;
        }
        out.push(Metadata {
            field: vocabulary::field(key),
            key: key.trim().to_owned(),
            value: unquoted.to_owned(),
            span: Span::new(value_start, value_start + value.len()),
        });
    }
    title
}

#[cfg(test)]
mod tests;
