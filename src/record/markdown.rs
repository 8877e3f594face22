//! The one place where the Markdown dialect is chosen: CommonMark with GitHub's tables, task lists
//! and strikethrough. It steps over a BOM and front matter, gives parser events whose offsets count
//! from the very first byte, and knows nothing of records.

use crate::facts::span::Span;
use pulldown_cmark::{Event, Options, Parser};

const BOM: char = '\u{FEFF}';

/// The dialect. No smart punctuation, which would change text.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH
}

/// The events of a text, BOM and front matter left out, with the bytes that each stands for.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Span)> {
    let body = body_start(text);
    Parser::new_ext(&text[body..], options())
        .into_offset_iter()
        .map(move |(event, range)| (event, Span::from(range).shifted(body)))
}

/// The first mark of a merge that nobody has resolved: where the one side begins, if the other side and
/// the end follow. In a fence it is one as well.
pub fn conflict(text: &str) -> Option<Span> {
    if !text.contains("<<<<<<< ") {
        return None;
    }
    let (mut begun, mut halfway, mut at) = (None, false, 0);
    for line in text.split_inclusive('\n') {
        let (start, bare) = (at, line.trim_end());
        at += line.len();
        if bare.starts_with("<<<<<<< ") {
            (begun, halfway) = (Some(Span::new(start, start + bare.len())), false);
        } else if bare == "=======" {
            halfway = begun.is_some();
        } else if halfway && (bare == ">>>>>>>" || bare.starts_with(">>>>>>> ")) {
            return begun;
        }
    }
    None
}

/// The byte at which Markdown begins: after a BOM and front matter.
pub fn body_start(text: &str) -> usize {
    match front_matter(text) {
        Some((_, body)) => body,
        None => bom_len(text),
    }
}

/// Front matter: `---` on the first line, something that looks like a key or a comment on the
/// second, and a later `---` or `...`. Gives its lines and where the document goes on. Read here and
/// not by the parser, which would take any pair of rules in the document for metadata.
pub fn front_matter(text: &str) -> Option<(Span, usize)> {
    let start = bom_len(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let content = start + first.len();
    let mut at = content;
    for line in lines {
        if at == content && !line.contains(':') && !line.starts_with('#') {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((Span::new(content, at), at + line.len()));
        }
        at += line.len();
    }
    None
}

fn bom_len(text: &str) -> usize {
    if text.starts_with(BOM) {
        BOM.len_utf8()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::Tag;

    #[test]
    fn bom_and_front_matter_are_stepped_over() {
        for text in [
            "\u{FEFF}---\ntitle: x\n---\n\n# 제목\n",
            "---\r\n# c\r\na: b\r\n...\r\n# 제목\n",
            "\u{FEFF}# 제목\n",
        ] {
            let (event, span) = events(text).next().expect("a heading");
            assert!(
                matches!(event, Event::Start(Tag::Heading { .. })),
                "{text:?}"
            );
            assert_eq!(span.text(text), "# 제목\n");
        }
    }

    #[test]
    fn two_rules_are_no_front_matter() {
        for text in [
            "---\n\ntext: x\n\n---\n",
            "---\ntitle: x\n",
            "# a\n---\nb: c\n---\n",
        ] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
    }
}
