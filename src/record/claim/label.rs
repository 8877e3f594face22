//! The label with which a line begins, or which a line is.

use crate::record::tree::{Inline, Piece};
use crate::record::vocabulary::{self, ExtraLabel, Label};

/// A line that begins with a known label.
pub(super) struct Labelled {
    pub label: Label,
    /// The label as written, markup and colon taken off.
    pub text: String,
    /// What of the label's last piece stands after it.
    pub head: String,
    /// The first inline after the label's last piece.
    pub next: usize,
    /// Where the claim begins.
    pub start: usize,
}

/// `**예상 결과**: …`, `**예상 결과:** …`, `**예상 결과** …`, `Expected: …`.
pub(super) fn labelled(line: &[Inline], source: &str, extra: &[ExtraLabel]) -> Option<Labelled> {
    let mut before = String::new();
    let mut bold = 0i32;
    // Where what follows the label begins, as far as it is not in the label's own piece.
    let start = |next: usize, behind: &Inline| {
        let next = line.get(next);
        next.map_or(behind.span.end, |inline| inline.span.start)
    };
    for (at, inline) in line.iter().enumerate() {
        match &inline.kind {
            Piece::Text(text) => {
                if let Some(colon) = text.find([':', '：']) {
                    let width = text[colon..].chars().next().map_or(1, char::len_utf8);
                    before.push_str(&text[..colon]);
                    let label = vocabulary::label(&before, extra)?;
                    if vocabulary::begins_what_is_said(&before, &text[colon + width..], extra) {
                        return None;
                    }
                    let head = text[colon + width..].to_owned();
                    let mut next = at + 1;
                    if bold > 0 && matches!(line.get(next), Some(n) if n.kind == Piece::StrongEnd) {
                        next += 1;
                    }
                    let start = if head.trim().is_empty() {
                        start(next, inline)
                    } else {
                        inline.span.end - head.trim_start().len()
                    };
                    return Some(Labelled {
                        label,
                        text: trim_label(&before),
                        head,
                        next,
                        start,
                    });
                }
                before.push_str(text);
            }
            Piece::StrongStart => bold += 1,
            Piece::StrongEnd => {
                bold -= 1;
                let colon_follows = matches!(
                    line.get(at + 1).map(|next| &next.kind),
                    Some(Piece::Text(text)) if text.trim_start().starts_with([':', '：'])
                );
                if !colon_follows
                    && let Some(label) = vocabulary::label(&before, extra)
                    && !vocabulary::begins_what_is_said(&before, "", extra)
                {
                    return Some(Labelled {
                        label,
                        text: trim_label(&before),
                        head: String::new(),
                        next: at + 1,
                        start: start(at + 1, inline),
                    });
                }
            }
            Piece::Mark | Piece::Task => {}
            Piece::Html if inline.span.text(source).starts_with("<!--") => {}
            Piece::Html | Piece::Code(_) | Piece::SoftBreak | Piece::HardBreak => return None,
            Piece::LinkStart(_) | Piece::LinkEnd => return None,
        }
        if before.len() > 160 {
            return None;
        }
    }
    None
}

/// A label alone on its line, in plain words and without a colon.
pub(super) fn is_short_label(text: &str, extra: &[ExtraLabel]) -> bool {
    text.split_whitespace().count() <= 3
        && vocabulary::lead(&format!("{text} ")).is_none()
        && vocabulary::is_whole_label(text)
        && vocabulary::label(text, extra).is_some()
}

pub(super) fn ends_with_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// A label as written, without markup, signs at its ends and its colon.
pub(super) fn trim_label(text: &str) -> String {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '*') || vocabulary::is_sign(c)
    })
    .to_owned()
}
