//! The HTML comments that mean something in a record: ties, tasks, gaps, and the similarity mark
//! that other tools put before sample output. Regions have a file of their own.

use super::tree::{Block, Inline, Kind, Piece, Tree};
use super::{Gap, Superseded, TaskMark};
use crate::facts::span::Span;

/// What a comment means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `<!-- check:NAME -->`.
    Check,
    /// `<!-- task:SPEC:N -->`.
    Task,
    /// `<!-- report:gap NAME -->`.
    Gap,
    /// `<!-- report:failing -->`: a person's tick whose check failed.
    Failing,
    /// `<!-- report:superseded BY -->`: a later deployment left nothing to see of the record's.
    Superseded,
    /// `<!-- expected_similarity=1.0 -->`: the next fence is sample output.
    Sample,
}

/// A comment with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment<'t> {
    pub meaning: Meaning,
    /// What it names, if anything.
    pub name: &'t str,
    pub span: Span,
}

/// The comments with a meaning within a piece of HTML.
pub(super) fn within(source: &str, span: Span) -> Vec<Comment<'_>> {
    let html = span.text(source);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find("<!--").map(|i| at + i) {
        let Some(close) = html[open + 4..].find("-->").map(|i| open + 4 + i) else {
            break;
        };
        at = close + 3;
        let comment = read(html[open + 4..close].trim());
        found.extend(comment.map(|(meaning, name)| Comment {
            meaning,
            name,
            span: Span::new(open, at).shifted(span.start),
        }));
    }
    found
}

fn read(inner: &str) -> Option<(Meaning, &str)> {
    if inner.starts_with("expected_similarity") {
        return Some((Meaning::Sample, ""));
    }
    if inner == "report:failing" {
        return Some((Meaning::Failing, ""));
    }
    if let Some(by) = inner.strip_prefix("report:superseded ") {
        return Some((Meaning::Superseded, by.trim()));
    }
    if let Some(name) = inner.strip_prefix("report:gap") {
        return Some((Meaning::Gap, name.trim())).filter(|(_, name)| !name.is_empty());
    }
    let (key, value) = inner.split_once(':')?;
    let value = value.trim();
    let one_word = !value.is_empty() && !value.contains(char::is_whitespace);
    match key.trim() {
        "check" if one_word => Some((Meaning::Check, value)),
        // A spec's folder may have a blank in its name; a note to oneself names no number.
        "task" if one_word || super::tasks::reference(value).is_ok() => {
            Some((Meaning::Task, value))
        }
        _ => None,
    }
}

/// What stands between the tags of a piece of HTML, comments left out, and, of what is folded away, perhaps
/// its title.
pub(super) fn words_of_html(html: &str, summary: Summary) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        words.push(' ');
        let tag = &rest[open..];
        let end = if tag.starts_with("<!--") {
            "-->"
        } else if summary == Summary::Dropped && tag.starts_with("<summary") {
            "</summary>"
        } else {
            ">"
        };
        rest = tag.find(end).map_or("", |at| &tag[at + end.len()..]);
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What becomes of the title of what is folded away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Summary {
    Kept,
    Dropped,
}

/// The comments among the inlines of a line.
pub(super) fn among<'t>(inlines: &[Inline], source: &'t str) -> Vec<Comment<'t>> {
    let html = inlines.iter().filter(|inline| inline.kind == Piece::Html);
    html.flat_map(|inline| within(source, inline.span))
        .collect()
}

/// The first comment of a meaning.
pub(super) fn first<'c, 't>(
    comments: &'c [Comment<'t>],
    meaning: Meaning,
) -> Option<&'c Comment<'t>> {
    comments.iter().find(|comment| comment.meaning == meaning)
}

/// The tie's name among comments.
pub(super) fn tie(comments: &[Comment]) -> Option<String> {
    first(comments, Meaning::Check).map(|comment| comment.name.to_owned())
}

/// What stands beside the title of a record that a later deployment replaced.
pub(super) fn superseded(tree: &Tree) -> Option<Superseded> {
    let mut blocks = tree.blocks.iter();
    let title = blocks.find(|block| block.kind == Kind::Heading(1))?;
    let comments = among(&title.inlines, tree.text);
    first(&comments, Meaning::Superseded).map(|comment| Superseded {
        by: comment.name.to_owned(),
        span: comment.span,
    })
}

/// The tie of a top-level heading: on its own line, else alone on the next line, else alone on
/// the line before.
pub(super) fn heading_tie(tree: &Tree, heading: usize) -> Option<String> {
    let block = &tree.blocks[heading];
    let own = tie(&among(&block.inlines, tree.text));
    own.or_else(|| {
        let next = tree.blocks.get(heading + 1)?;
        html_tie(tree, next).filter(|_| touches(tree.text, block.span.end, next.span.start))
    })
    .or_else(|| {
        let before = tree.blocks.get(heading.checked_sub(1)?)?;
        html_tie(tree, before).filter(|_| touches(tree.text, before.span.end, block.span.start))
    })
}

fn html_tie(tree: &Tree, block: &Block) -> Option<String> {
    (block.kind == Kind::Html).then(|| tie(&within(tree.text, block.span)))?
}

/// Whether only one line end, and no blank line, lies between two places.
fn touches(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| between.matches('\n').count() == 1)
}

/// The gaps that nobody has filled yet, and the tasks that comments name.
pub(super) fn gaps_and_tasks(tree: &Tree) -> (Vec<Gap>, Vec<TaskMark>) {
    let (mut gaps, mut tasks) = (Vec::new(), Vec::new());
    tree.walk(&mut |block| {
        let comments = match block.kind {
            Kind::Html => within(tree.text, block.span),
            _ => among(&block.inlines, tree.text),
        };
        for Comment {
            meaning,
            name,
            span,
        } in comments
        {
            let name = name.to_owned();
            if meaning == Meaning::Gap {
                gaps.push(Gap { name, span });
            } else if meaning == Meaning::Task {
                tasks.push(TaskMark { task: name, span });
            }
        }
    });
    (gaps, tasks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_with_a_meaning_are_read() {
        let check = |html: &str| {
            within(html, Span::new(0, html.len()))
                .into_iter()
                .map(|one| format!("{:?} {:?} {}", one.meaning, one.name, one.span.text(html)))
                .collect::<Vec<_>>()
        };
        assert_eq!(check("<!--check:ds-->"), [r#"Check "ds" <!--check:ds-->"#]);
        assert_eq!(
            check("<!-- note --> <!-- task:loki:4.1 -->"),
            [r#"Task "loki:4.1" <!-- task:loki:4.1 -->"#]
        );
        assert_eq!(
            check("<!-- expected_similarity=1.0 -->"),
            [r#"Sample "" <!-- expected_similarity=1.0 -->"#]
        );
        assert_eq!(
            check("<!-- report:gap why -->"),
            [r#"Gap "why" <!-- report:gap why -->"#]
        );
        for html in [
            "<!-- check: two words -->",
            "<!-- check: -->",
            "<!-- check:x",
            "<b>",
        ] {
            assert!(check(html).is_empty(), "{html}");
        }
    }
}
