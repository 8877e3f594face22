//! Regions: the blocks of a record that the tool owns, between two HTML comments.
//!
//! ```text
//! <!-- report:begin NAME key=value key="two words" -->
//! content
//! <!-- report:end NAME sha256:0123456789abcdef -->
//! ```
//!
//! The checksum tells whether a person edited the content since. It knows marks and content, and
//! nothing of what the content means.

use super::edit::Edit;
use super::markdown;
use super::{Problem, Region};
use crate::both;
use crate::facts::digest;
use crate::facts::lang::Bilingual;
use crate::facts::span::Span;
use mark::Mark;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;

mod comment;
mod mark;

/// How many bytes of the SHA-256 the end line carries: enough to see an edit.
const CHECKSUM_BYTES: usize = 8;

/// Finds the regions of a document. Only comments that the Markdown parser sees as such at the top
/// level count: none in code, in another comment, in a list or a quote. Marks that do not pair
/// cleanly are problems; what they enclose is no region and so is left alone.
pub fn regions(text: &str) -> (Vec<Region>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut marks = Vec::new();
    for (comment, placement) in comments(text) {
        match (mark::read(comment.text(text)), placement) {
            (Ok(None), _) => {}
            (Ok(Some(mark)), Placement::TopLevel) => marks.push((mark, comment)),
            (Ok(Some(_)), Placement::Inside) => {
                problems.push(problem("MisplacedRegion", comment, misplaced()));
            }
            (Err(()), _) => problems.push(problem("MalformedRegion", comment, malformed())),
        }
    }
    let mut regions = Vec::new();
    let mut at = 0;
    let partners = partners(&marks);
    while at < marks.len() {
        let partner = partners[at].map(|next| next - at);
        at += pair(text, (&marks[at..], partner), &mut regions, &mut problems);
    }
    let regions = refuse_twins(regions, &mut problems);
    problems.sort_by_key(|problem| problem.span);
    (regions, problems)
}

/// The one of a name.
pub fn named<'r>(regions: &'r [Region], name: &str) -> Option<&'r Region> {
    regions.iter().find(|region| region.name == name)
}

/// For each mark the next one of its name.
fn partners(marks: &[(Mark, Span)]) -> Vec<Option<usize>> {
    let mut next: HashMap<&str, usize> = HashMap::new();
    let mut partners: Vec<Option<usize>> = marks
        .iter()
        .enumerate()
        .rev()
        .map(|(at, (mark, _))| next.insert(mark.name(), at))
        .collect();
    partners.reverse();
    partners
}

/// Reads the mark at the head of `marks` with its partner, and says how many marks are done with.
fn pair(
    text: &str,
    (marks, partner): (&[(Mark, Span)], Option<usize>),
    regions: &mut Vec<Region>,
    problems: &mut Vec<Problem>,
) -> usize {
    let (first, begin) = &marks[0];
    let Mark::Begin { name, attributes } = first else {
        let message = both!(
            "`report:end {}`의 시작 표시가 없습니다; 이 영역은 건드리지 않습니다",
            "`report:end {}` has no begin; the region is left alone",
            first.name()
        );
        problems.push(problem("UnbalancedRegion", *begin, message));
        return 1;
    };
    match partner.map(|at| (at, &marks[at])) {
        Some((1, (Mark::End { checksum, .. }, end))) => {
            regions.push(Region {
                name: name.clone(),
                attributes: attributes.clone(),
                span: Span::new(begin.start, end.end),
                content: Span::new(after_line_end(text, begin.end).min(end.start), end.start),
                checksum: checksum.clone(),
                end: *end,
            });
            2
        }
        Some((at, (Mark::End { .. }, end))) => {
            let message = both!(
                "`{name}` 영역 안에 다른 영역 표시가 있습니다; 모두 건드리지 않습니다",
                "region `{name}` contains marks of other regions; all of them are left alone"
            );
            problems.push(problem(
                "NestedRegion",
                Span::new(begin.start, end.end),
                message,
            ));
            at + 1
        }
        Some((_, (Mark::Begin { .. }, _))) | None => {
            let message = both!(
                "`report:begin {name}`의 끝 표시가 없습니다; 이 영역은 건드리지 않습니다",
                "`report:begin {name}` has no end; the region is left alone"
            );
            problems.push(problem("UnbalancedRegion", *begin, message));
            1
        }
    }
}

/// Of two regions with one name nobody knows which is meant: both are left alone.
fn refuse_twins(regions: Vec<Region>, problems: &mut Vec<Problem>) -> Vec<Region> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for region in &regions {
        *counts.entry(region.name.clone()).or_default() += 1;
    }
    let count = |name: &str| counts.get(name).copied().unwrap_or_default();
    let (single, twins): (Vec<Region>, Vec<Region>) = regions
        .iter()
        .cloned()
        .partition(|region| count(&region.name) == 1);
    for twin in twins {
        let message = both!(
            "`{}` 영역이 두 번 이상 있습니다; 모두 건드리지 않습니다",
            "there is more than one region `{}`; all of them are left alone",
            twin.name
        );
        problems.push(problem("DuplicateRegion", twin.span, message));
    }
    single
}

fn misplaced() -> Bilingual {
    both!(
        "영역 표시가 목록, 인용, 표 또는 제목 안에 있습니다; 이 영역은 건드리지 않습니다",
        "a region mark stands in a list, quote, table or heading; the region is left alone",
    )
}

fn malformed() -> Bilingual {
    both!(
        "영역 표시를 읽을 수 없습니다; `<!-- report:begin NAME key=value -->` 형식이어야 합니다",
        "a region mark cannot be read; it must be like `<!-- report:begin NAME key=value -->`",
    )
}

fn problem(kind: &str, span: Span, message: Bilingual) -> Problem {
    Problem {
        kind: kind.into(),
        span,
        message,
    }
}

/// Where a comment stands.
#[derive(Clone, Copy)]
enum Placement {
    /// A block of its own, or in a paragraph of the top level.
    TopLevel,
    /// In a container, a heading or emphasis.
    Inside,
}

/// The HTML comments that the Markdown parser sees.
fn comments(text: &str) -> Vec<(Span, Placement)> {
    let mut found = Vec::new();
    let mut open: Vec<bool> = Vec::new();
    for (event, span) in markdown::events(text) {
        let placement = match open.as_slice() {
            [] | [true] => Placement::TopLevel,
            _ => Placement::Inside,
        };
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let inside = comment::in_block(span.text(text));
                found.extend(
                    inside
                        .into_iter()
                        .map(|at| (at.shifted(span.start), placement)),
                );
                open.push(true);
            }
            Event::Start(Tag::Paragraph) => open.push(true),
            Event::Start(_) => open.push(false),
            Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock) | Event::End(_) => {
                open.pop();
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => found.push((span, placement)),
            _ => {}
        }
    }
    found
}

/// The comments of a text that stand at its top level.
pub(super) fn top_level_comments(text: &str) -> Vec<Span> {
    let top_level = comments(text)
        .into_iter()
        .filter(|(_, placement)| match placement {
            Placement::TopLevel => true,
            Placement::Inside => false,
        });
    top_level.map(|(span, _)| span).collect()
}

/// The offset after a line end that begins here (blanks before it included), else the same offset.
fn after_line_end(text: &str, offset: usize) -> usize {
    let rest = &text[offset..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match &rest[blanks..] {
        line_end if line_end.starts_with("\r\n") => offset + blanks + 2,
        line_end if line_end.starts_with('\n') => offset + blanks + 1,
        _ => offset,
    }
}

/// The checksum of a content: the first 16 hex digits of its SHA-256, line ends counted as `\n`.
pub fn checksum(content: &str) -> String {
    digest::of(unix(content), CHECKSUM_BYTES)
}

/// Whether a person changed the content since the tool wrote it. Without a checksum nobody knows,
/// so content counts as a person's; blank content is nobody's.
pub fn is_edited(region: &Region, text: &str) -> bool {
    let content = region.content.text(text);
    match &region.checksum {
        Some(sum) => *sum != checksum(content),
        None => !content.trim().is_empty(),
    }
}

/// The edits that give a region a new content, or `None` if it has it already. The content comes
/// with `\n` and is written with the document's line ends. Whether a person edited the region is the
/// caller's question: see [`is_edited`].
pub fn refresh(text: &str, region: &Region, content: &str) -> Option<Vec<Edit>> {
    refresh_as(text, region, &region.attributes, content)
}

/// [`refresh`] with new attributes on the begin line. They are the whole list.
pub fn refresh_as(
    text: &str,
    region: &Region,
    attributes: &[(String, String)],
    content: &str,
) -> Option<Vec<Edit>> {
    let mut edits = set_attributes(text, region, attributes);
    let is_new = unix(region.content.text(text)) != unix(content);
    if is_new {
        let mut lines = unix(content);
        if lines.contains('\n') && !text[..region.content.start].ends_with('\n') {
            // Text stands behind the begin comment, on its line: lines begin below it all the same.
            lines.insert(0, '\n');
        }
        let written = with_line_ends(&lines, line_end(text, region));
        edits.push(Edit::replace(text, region.content, written));
    }
    let sum = checksum(content);
    // An end line that never had a checksum gets one with the first new content.
    let is_sealed = region.checksum.is_some() || is_new;
    if is_sealed && region.checksum.as_ref() != Some(&sum) {
        edits.push(Edit::replace(
            text,
            region.end,
            mark::end(&region.name, &sum),
        ));
    }
    (!edits.is_empty()).then_some(edits)
}

/// The edits that change only a region's attributes, whoever wrote its content.
pub fn set_attributes(text: &str, region: &Region, attributes: &[(String, String)]) -> Vec<Edit> {
    if attributes == region.attributes {
        return Vec::new();
    }
    let begin = begin_span(text, region);
    vec![Edit::replace(
        text,
        begin,
        mark::begin(&region.name, attributes),
    )]
}

/// A new region, with `\n` line ends and one after its end. A content that is not empty gets a line
/// end if it has none.
pub fn wrap(name: &str, attributes: &[(String, String)], content: &str) -> String {
    let mut content = unix(content);
    if !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    let (begin, end) = (
        mark::begin(name, attributes),
        mark::end(name, &checksum(&content)),
    );
    format!("{begin}\n{content}{end}\n")
}

/// The edits that put checksums on the end lines that have none: for a text that was just rendered,
/// and so is nobody's yet.
pub fn seal(text: &str) -> Vec<Edit> {
    let (regions, _) = regions(text);
    let open = regions.iter().filter(|region| region.checksum.is_none());
    open.map(|region| {
        let sum = checksum(region.content.text(text));
        Edit::replace(text, region.end, mark::end(&region.name, &sum))
    })
    .collect()
}

/// The edits that follow `edits` up with new checksums, where they change the content of a region
/// that no person edited: so a marker that the tool sets in its own region is not taken for a
/// person's edit later.
pub fn reseal(text: &str, regions: &[Region], edits: &[Edit]) -> Vec<Edit> {
    regions
        .iter()
        .filter(|region| region.checksum.is_some() && !is_edited(region, text))
        .filter_map(|region| {
            let inside: Vec<Edit> = edits
                .iter()
                .filter(|edit| region.content.contains(edit.span) && !edit.is_noop())
                .cloned()
                .map(|mut edit| {
                    edit.span.start -= region.content.start;
                    edit.span.end -= region.content.start;
                    edit
                })
                .collect();
            if inside.is_empty() || edits.iter().any(|edit| edit.span.overlaps(region.end)) {
                return None;
            }
            let content = super::edit::apply(region.content.text(text), &inside).ok()?;
            let end = mark::end(&region.name, &checksum(&content));
            Some(Edit::replace(text, region.end, end)).filter(|edit| !edit.is_noop())
        })
        .collect()
}

/// The begin comment.
fn begin_span(text: &str, region: &Region) -> Span {
    let start = region.span.start;
    let length = text[start..].find("-->").map_or(0, |at| at + 3);
    Span::new(start, start + length)
}

/// The line end that new content gets: that of the begin line, else the commoner one of the text.
fn line_end(text: &str, region: &Region) -> &'static str {
    let begin = begin_span(text, region);
    match &text[begin.end..region.content.start] {
        gap if gap.ends_with("\r\n") => "\r\n",
        gap if gap.ends_with('\n') => "\n",
        _ => line_end_of(text),
    }
}

/// The commoner line end of a text; `\n` if there is none.
pub fn line_end_of(text: &str) -> &'static str {
    let all = text.matches('\n').count();
    let crlf = text.matches("\r\n").count();
    if crlf * 2 > all { "\r\n" } else { "\n" }
}

/// A text with `\n` line ends, written with others.
pub fn with_line_ends(text: &str, line_end: &str) -> String {
    if line_end == "\n" {
        text.to_owned()
    } else {
        text.replace('\n', line_end)
    }
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests;
