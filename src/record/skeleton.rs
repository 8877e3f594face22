//! What a document is made of apart from edited bytes, so that an edit which would change more than
//! it says is refused: a marker that turns prose into a list, a block that swallows what follows.
//! It compares two parses and knows nothing of what the edits mean.

use super::edit::Edit;
use super::markdown;
use crate::facts::span::Span;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

/// The first byte of the old text at which the new one reads differently to a Markdown parser,
/// edited bytes apart; `None` if it reads the same. `edits` are sorted, do not overlap, and lead
/// from `old` to `new`.
pub fn difference(old: &str, edits: &[&Edit], new: &str) -> Option<usize> {
    let before = Cuts::of(edits.iter().map(|edit| edit.span).collect());
    let after = Cuts::of(replaced(edits));
    let (old_bones, new_bones) = (bones(old, &before), bones(new, &after));
    if old_bones == new_bones {
        return None;
    }
    let same = old_bones
        .iter()
        .zip(&new_bones)
        .take_while(|(a, b)| a == b)
        .count();
    let reduced = [&old_bones, &new_bones]
        .iter()
        .filter_map(|bones| bones.get(same).map(|bone| bone.start))
        .min()
        .unwrap_or(0);
    Some(before.restored(reduced).min(old.len()))
}

/// The spans of the replacements in the new text.
fn replaced(edits: &[&Edit]) -> Vec<Span> {
    let (mut added, mut removed) = (0, 0);
    let mut spans = Vec::with_capacity(edits.len());
    for edit in edits {
        let start = edit.span.start + added - removed;
        spans.push(Span::new(start, start + edit.replacement.len()));
        added += edit.replacement.len();
        removed += edit.span.len();
    }
    spans
}

/// A block or a piece of a line, its place counted without the edited bytes.
#[derive(Debug, PartialEq)]
struct Bone {
    depth: usize,
    kind: String,
    start: usize,
    /// Of pieces only: where a container ends follows from what comes after it.
    end: Option<usize>,
}

fn bones(text: &str, edited: &Cuts) -> Vec<Bone> {
    let mut bones: Vec<Bone> = Vec::new();
    let mut depth = 0;
    for (event, span) in markdown::events(text) {
        let is_container = matches!(event, Event::Start(_));
        if matches!(event, Event::End(_)) {
            depth -= 1;
            continue;
        }
        let (start, end) = (edited.reduced(span.start), edited.reduced(span.end));
        if start < end {
            let bone = Bone {
                depth,
                kind: kind(&event),
                start,
                end: (!is_container).then_some(end),
            };
            match bones.last_mut() {
                // Where a text is cut into pieces is of no meaning.
                Some(last) if bone.end.is_some() && continues(last, &bone) => last.end = bone.end,
                _ => bones.push(bone),
            }
        }
        depth += usize::from(is_container);
    }
    bones
}

fn continues(last: &Bone, next: &Bone) -> bool {
    last.kind == next.kind && last.depth == next.depth && last.end == Some(next.start)
}

fn kind(event: &Event) -> String {
    match event {
        Event::Start(tag) => container(tag),
        Event::Html(_) | Event::InlineHtml(_) => "html".into(),
        // What a piece holds is no part of its kind.
        other => format!("{:?}", std::mem::discriminant(other)),
    }
}

fn container(tag: &Tag) -> String {
    match tag {
        Tag::Heading { level, .. } => format!("heading {level}"),
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => "fence".into(),
        Tag::CodeBlock(CodeBlockKind::Indented) => "indented code".into(),
        Tag::List(start) => format!("list {start:?}"),
        Tag::Table(alignment) => format!("table {alignment:?}"),
        Tag::Link { dest_url, .. } => format!("link {dest_url}"),
        Tag::Image { dest_url, .. } => format!("image {dest_url}"),
        Tag::FootnoteDefinition(name) => format!("footnote {name}"),
        other => format!("{other:?}"),
    }
}

/// The edited bytes, in order, which are not counted.
struct Cuts {
    spans: Vec<Span>,
    /// How many bytes the spans before each one have.
    before: Vec<usize>,
}

impl Cuts {
    fn of(spans: Vec<Span>) -> Cuts {
        let sums = spans.iter().scan(0, |sum, span| {
            let before = *sum;
            *sum += span.len();
            Some(before)
        });
        Cuts {
            before: sums.collect(),
            spans,
        }
    }

    /// An offset counted without the edited bytes.
    fn reduced(&self, offset: usize) -> usize {
        let after = self.spans.partition_point(|span| span.start < offset);
        match after.checked_sub(1) {
            None => offset,
            Some(last) => {
                let span = self.spans[last];
                offset - self.before[last] - (offset.min(span.end) - span.start)
            }
        }
    }

    /// The offset of the old text to which one without the edited bytes belongs.
    fn restored(&self, reduced: usize) -> usize {
        self.spans.iter().fold(reduced, |offset, span| {
            if span.start <= offset {
                offset + span.len()
            } else {
                offset
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::edit;

    /// Replaces the first `from` by `to` and gives what stands where the skeleton breaks.
    fn broken(text: &str, from: &str, to: &str) -> Option<String> {
        let at = text.find(from).expect("the text");
        let edits = [Edit::replace(text, Span::new(at, at + from.len()), to)];
        let new = edit::apply(text, &edits).unwrap();
        let sorted = edit::sort(text, &edits).unwrap();
        difference(text, &sorted, &new).map(|at| text[at..].chars().take(8).collect())
    }

    #[test]
    fn edits_that_change_only_themselves_pass() {
        let check = |text: &str, from: &str, to: &str| {
            for line_end in ["\n", "\r\n"] {
                let [text, from, to] = [text, from, to].map(|part| part.replace('\n', line_end));
                assert_eq!(broken(&text, &from, &to), None, "{text}");
            }
        };
        check("1. ✅ a\n2. ⏳ b\n   - c\n\n> q\n", "⏳", "✅");
        check("- [ ] a\n- [x] b\n", "[ ]", "[x]");
        check("- [ ] a\n- [x] b\n", " ]", "x]");
        check(
            "### 1. DaemonSet\n```bash\nx\n```\n",
            "DaemonSet",
            "DaemonSet <!-- check:ds -->",
        );
        check("- a\n- ⏳ b\n\n## c\n", "⏳ b", "⏳ b <!-- check:b -->");
        check("a\n\n## b\n", "## b", "<!-- x -->\n## b");
        check(
            "- a\n- b\n\n## b\n",
            "## b",
            "<!-- x -->\n\n```\n## y\n```\n\n<!-- y -->\n\n## b",
        );
        check("- a\n- b", "- b", "- b\n\n<!-- x -->\n");
        check(
            "<!-- x -->\n- a\n\n```\nb\n```\n<!-- y -->\n- c",
            "- a\n\n```\nb\n```\n",
            "p\n",
        );
        check("a **⏳** [l](u) b\n", "⏳", "✅");
        check("| a | ⏳ |\n|---|---|\n| b | c |\n", "⏳", "✅");
    }

    #[test]
    fn edits_that_change_what_is_around_are_seen() {
        let check = |text: &str, from: &str, to: &str, at: &str| {
            assert_eq!(broken(text, from, to).as_deref(), Some(at), "{text}");
        };
        check("- a\n- ⏳ b\n\n## c\n", "⏳", "```", " b\n\n## c");
        check("- a\n- b\n- c\n", "- b", "- b\n\n  x", "a\n- b\n- ");
        check("[a]\n\n[a]: u\n", "u", "v", "[a]\n\n[a]");
        check("a\n\nb\n", "a", "a\n<!--", "\n\nb\n");
        check("- a\n\n- c\n", "- a\n", "1. a\n", "\n- c\n");
        check("a\nb ⏳\n", "⏳", "⏳\n---\n", "a\nb ⏳\n");
        check(
            "<!-- x -->\na\n<!-- y -->\nb\n",
            "a\n",
            "```\na\n",
            "<!-- y -",
        );
    }
}
