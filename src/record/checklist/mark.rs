//! The mark of a list item or a cell: `[ ]`, or an emoji before or after the words; and the words
//! without it.

use crate::facts::span::Span;
use crate::record::tree::{Block, Inline, Piece, lines};
use crate::record::{Marker, vocabulary};

/// An item's mark.
pub(super) struct Mark {
    pub marker: Marker,
    pub span: Span,
    pub place: Place,
}

/// Where a mark stands.
pub(super) enum Place {
    /// Between brackets.
    Box,
    /// Before the words of the first line.
    Before,
    /// After the words of a line, counted from the item's first.
    After(usize),
}

/// The mark of a list item.
pub(super) fn of_item(item: &Block, source: &str) -> Option<Mark> {
    let words = item.words_and_rest().0?;
    boxed(words, source)
        .or_else(|| before(&words.inlines, source))
        .or_else(|| after(&words.inlines, source))
}

fn boxed(words: &Block, source: &str) -> Option<Mark> {
    let first = words.inlines.first()?;
    let inner = |start: usize| Span::new(start + 1, start + 2);
    let mark = |marker, start| Mark {
        marker,
        span: inner(start),
        place: Place::Box,
    };
    if first.kind == Piece::Task {
        let marker = match inner(first.span.start).text(source) {
            "x" | "X" => Marker::Ticked,
            _ => Marker::Open,
        };
        return Some(mark(marker, first.span.start));
    }
    let raw = &source[first.span.start..];
    let partial = raw
        .strip_prefix("[~]")
        .or_else(|| raw.strip_prefix("[-]"))?;
    partial
        .starts_with([' ', '\t'])
        .then(|| mark(Marker::Partial, first.span.start))
}

/// A mark before the words, bold or not.
pub(super) fn before(inlines: &[Inline], source: &str) -> Option<Mark> {
    let first = inlines.iter().find(|inline| match inline.kind {
        Piece::StrongStart | Piece::Mark | Piece::Html => false,
        Piece::Text(_) | Piece::Code(_) | Piece::SoftBreak | Piece::HardBreak => true,
        Piece::StrongEnd | Piece::LinkStart(_) | Piece::LinkEnd | Piece::Task => true,
    })?;
    if !matches!(first.kind, Piece::Text(_)) {
        return None;
    }
    let raw = first.span.text(source);
    let blanks = raw.len() - raw.trim_start().len();
    let (marker, length) = sign(&raw[blanks..])?;
    let start = first.span.start + blanks;
    Some(Mark {
        marker,
        span: Span::new(start, start + length),
        place: Place::Before,
    })
}

/// A mark at the end of the first line, or of the last: nothing follows but words that repeat it,
/// or a remark in parentheses.
fn after(inlines: &[Inline], source: &str) -> Option<Mark> {
    let all: Vec<&[Inline]> = lines(inlines).collect();
    let last = all.len().checked_sub(1)?;
    line_end(all[0], source, 0).or_else(|| line_end(all[last], source, last))
}

fn line_end(line: &[Inline], source: &str, number: usize) -> Option<Mark> {
    for (at, inline) in line.iter().enumerate().rev() {
        let Piece::Text(_) = inline.kind else {
            continue;
        };
        let raw = inline.span.text(source);
        if !raw.bytes().any(|byte| matches!(byte, 0xE2 | 0xF0)) {
            continue; // No sign begins with another byte.
        }
        let Some((i, marker, length)) = last_sign(raw) else {
            continue;
        };
        let mut rest = raw[i + length..].to_owned();
        for later in &line[at + 1..] {
            if matches!(later.kind, Piece::Code(_) | Piece::LinkStart(_)) {
                return None;
            }
            if let Piece::Text(text) = &later.kind {
                rest.push_str(text);
            }
        }
        let start = inline.span.start + i;
        return remark(&rest).is_some().then(|| Mark {
            marker,
            span: Span::new(start, start + length),
            place: Place::After(number),
        });
    }
    None
}

/// The last mark of a text: where, which, and its length.
fn last_sign(text: &str) -> Option<(usize, Marker, usize)> {
    let mut places = text.char_indices().rev();
    places.find_map(|(at, _)| sign(&text[at..]).map(|(marker, length)| (at, marker, length)))
}

/// A mark at the start of a text, with its length, U+FE0F included.
fn sign(text: &str) -> Option<(Marker, usize)> {
    let first = text.chars().next()?;
    let marker = match first {
        '⏳' | '🔄' | '⬜' | '☐' | '🔲' => Marker::Pending,
        '✅' => Marker::Done,
        '❌' => Marker::Failed,
        _ => return None,
    };
    let (sign, rest) = text.split_at(first.len_utf8());
    let selector = rest.len() - rest.strip_prefix('\u{FE0F}').unwrap_or(rest).len();
    Some((marker, sign.len() + selector))
}

/// What follows a mark at a line's end: nothing, words that repeat it, a remark in parentheses.
/// Gives the part that is not a repetition.
fn remark(rest: &str) -> Option<&str> {
    let rest = rest.trim();
    let words = rest.trim_start_matches(['-', '–', '—', ':', ' ']);
    let (status, remark) = match words.find(['(', '（']) {
        Some(at) if words.ends_with([')', '）']) => (words[..at].trim(), &words[at..]),
        Some(_) | None => (words, ""),
    };
    let inner = remark.trim_matches(['(', ')', '（', '）']);
    if !status.is_empty() && !vocabulary::is_status_word(status) {
        None
    } else if vocabulary::is_status_word(inner) {
        Some("")
    } else {
        Some(remark)
    }
}

/// The item's words: mark, comments, emphasis and repeated status words taken off, code kept.
pub(super) fn words_without(words: &Block, mark: &Mark) -> String {
    let mut all: Vec<String> = lines(&words.inlines).map(words_of).collect();
    match mark.place {
        Place::Box => {
            if let Some(first) = all.first_mut() {
                if mark.marker == Marker::Partial {
                    first.replace_range(..3.min(first.len()), "");
                }
                *first = without_status(first.trim()).to_owned();
            }
        }
        Place::Before => {
            if let Some(text) = all.first_mut() {
                let trimmed = text.trim_start();
                let length = sign(trimmed).map_or(0, |(_, length)| length);
                *text = without_status(trimmed[length..].trim()).to_owned();
            }
        }
        Place::After(line) => {
            if let Some(text) = all.get_mut(line)
                && let Some((at, _, length)) = last_sign(text)
            {
                let head = text[..at].trim_end_matches([' ', '-', '–', '—', ':', '(', '\t']);
                let tail = remark(&text[at + length..]).unwrap_or_default();
                *text = format!("{head} {tail}").trim().to_owned();
            }
        }
    }
    all.retain(|line| !line.is_empty());
    all.join(" ")
}

/// The words of a line: emphasis and comments taken off, code kept.
pub(super) fn words_of(line: &[Inline]) -> String {
    let mut out = String::new();
    for inline in line {
        if let Piece::Text(text) = &inline.kind {
            out.push_str(text);
        } else if let Piece::Code(text) = &inline.kind {
            out.push_str(&format!("`{text}`"));
        }
    }
    out.trim().to_owned()
}

/// A line without ` - PENDING`, ` - COMPLETED (…)` or `(대기)` at its end.
fn without_status(line: &str) -> &str {
    for dash in [" - ", " – ", " — "] {
        if let Some((head, tail)) = line.rsplit_once(dash) {
            let status = tail.split(['(', '（']).next().unwrap_or(tail);
            if vocabulary::is_status_word(status) {
                return head.trim_end();
            }
        }
    }
    if let Some(at) = line.rfind(['(', '（']) {
        let inner = line[at..].trim_matches(['(', ')', '（', '）']);
        if at > 0 && vocabulary::is_status_word(inner) {
            return line[..at].trim_end();
        }
    }
    line
}
