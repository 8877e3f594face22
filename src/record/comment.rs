//! The HTML comments that mean something in a record: ties, tasks, gaps, and the similarity mark
//! that other tools put before sample output. Regions have a file of their own.

use super::tree::{Block, Inline, Kind, Piece, Tree};
use super::{Gap, Superseded, TaskMark};
use crate::facts::span::Span;

/// A comment with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comment<'t> {
    /// `<!-- check:NAME -->`.
    Check(&'t str),
    /// `<!-- task:SPEC:N -->`.
    Task(&'t str),
    /// `<!-- report:gap NAME -->`.
    Gap(&'t str),
    /// `<!-- report:failing -->`: a person's tick whose check failed.
    Failing,
    /// `<!-- report:superseded BY -->`: a later deployment left nothing to see of the record's.
    Superseded(&'t str),
    /// `<!-- expected_similarity=1.0 -->`: the next fence is sample output.
    Sample,
}

/// The comments with a meaning within a piece of HTML, each with its bytes.
pub(super) fn within(source: &str, span: Span) -> Vec<(Comment<'_>, Span)> {
    let html = span.text(source);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find("<!--").map(|i| at + i) {
        let Some(close) = html[open + 4..].find("-->").map(|i| open + 4 + i) else {
            break;
        };
        if let Some(comment) = read(&html[open + 4..close]) {
            let end = close + 3;
            found.push((comment, Span::new(span.start + open, span.start + end)));
        }
        at = close + 3;
    }
    found
}

fn read(inner: &str) -> Option<Comment<'_>> {
    let inner = inner.trim();
    if inner.starts_with("expected_similarity") {
        return Some(Comment::Sample);
    }
    if inner == "report:failing" {
        return Some(Comment::Failing);
    }
    if let Some(by) = inner.strip_prefix("report:superseded ") {
        return Some(Comment::Superseded(by.trim()));
    }
    if let Some(name) = inner.strip_prefix("report:gap") {
        let name = name.trim();
        return (!name.is_empty()).then_some(Comment::Gap(name));
    }
    let (key, value) = inner.split_once(':')?;
    let value = value.trim();
    let one_word = !value.is_empty() && !value.contains(char::is_whitespace);
    match key.trim() {
        "check" if one_word => Some(Comment::Check(value)),
        // A spec's folder may have a blank in its name; a note to oneself names no number.
        "task" if one_word || super::tasks::reference(value).is_ok() => Some(Comment::Task(value)),
        _ => None,
    }
}

/// The words of a piece of HTML: without tags, comments and titles of what is folded away.
pub(super) fn words_of_html(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        words.push(' ');
        let tag = &rest[open..];
        let end = ["<!--", "<summary"]
            .iter()
            .zip(["-->", "</summary>"])
            .find(|(start, _)| tag.starts_with(**start))
            .map_or(">", |(_, end)| end);
        rest = tag.find(end).map_or("", |at| &tag[at + end.len()..]);
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The comments among the inlines of a line.
pub(super) fn among<'t>(inlines: &[Inline], source: &'t str) -> Vec<(Comment<'t>, Span)> {
    inlines
        .iter()
        .filter(|inline| inline.kind == Piece::Html)
        .flat_map(|inline| within(source, inline.span))
        .collect()
}

/// The tie's name among comments.
pub(super) fn tie(comments: &[(Comment, Span)]) -> Option<String> {
    comments.iter().find_map(|(comment, _)| match comment {
        Comment::Check(name) => Some((*name).to_owned()),
        Comment::Task(_) | Comment::Gap(_) | Comment::Sample => None,
        Comment::Failing | Comment::Superseded(_) => None,
    })
}

/// The task's name among comments.
pub(super) fn task(comments: &[(Comment, Span)]) -> Option<String> {
    comments.iter().find_map(|(comment, _)| match comment {
        Comment::Task(name) => Some((*name).to_owned()),
        Comment::Check(_) | Comment::Gap(_) | Comment::Sample => None,
        Comment::Failing | Comment::Superseded(_) => None,
    })
}

/// Where the mark of a tick whose check failed stands among comments.
pub(super) fn failing(comments: &[(Comment, Span)]) -> Option<Span> {
    let mut all = comments.iter();
    all.find_map(|(comment, span)| (*comment == Comment::Failing).then_some(*span))
}

/// What stands beside the title of a record that a later deployment replaced.
pub(super) fn superseded(tree: &Tree) -> Option<Superseded> {
    let mut blocks = tree.blocks.iter();
    let title = blocks.find(|block| block.kind == Kind::Heading(1))?;
    let mut comments = among(&title.inlines, tree.text).into_iter();
    comments.find_map(|(comment, span)| match comment {
        Comment::Superseded(by) => Some(Superseded {
            by: by.to_owned(),
            span,
        }),
        _ => None,
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
        for (comment, span) in comments {
            match comment {
                Comment::Gap(name) => gaps.push(Gap {
                    name: name.to_owned(),
                    span,
                }),
                Comment::Task(task) => tasks.push(TaskMark {
                    task: task.to_owned(),
                    span,
                }),
                Comment::Check(_) | Comment::Sample => {}
                Comment::Failing | Comment::Superseded(_) => {}
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
                .map(|(comment, span)| format!("{comment:?} {}", span.text(html)))
                .collect::<Vec<_>>()
        };
        assert_eq!(check("<!--check:ds-->"), [r#"Check("ds") <!--check:ds-->"#]);
        assert_eq!(
            check("<!-- note --> <!-- task:loki:4.1 -->"),
            [r#"Task("loki:4.1") <!-- task:loki:4.1 -->"#]
        );
        assert_eq!(
            check("<!-- expected_similarity=1.0 -->"),
            ["Sample <!-- expected_similarity=1.0 -->"]
        );
        assert_eq!(
            check("<!-- report:gap why -->"),
            [r#"Gap("why") <!-- report:gap why -->"#]
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
