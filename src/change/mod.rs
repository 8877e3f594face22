//! What a changed file says: for YAML the before and after of the smallest subtrees that tell the
//! change, for other text a unified diff. Pure; it knows no git, no record and no language.

mod compare;
mod news;
mod project;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use news::{news, rank};

use crate::facts::change::{Entry, EntryKind, FileStatus, FileStory, Piece};
use crate::facts::commit::FileChange;
use crate::facts::secret::{MASK, mask};
use compare::compare;
use project::Keep;
use project::Source;
use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, DiffTag, TextDiff};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use yaml::{Node, parse};

/// More lines than this on a side, and a diff tells it better.
const STRUCTURE_LINES: usize = 40;
/// More lines of a diff (or of a new file) than this are counted, not shown.
const DIFF_LINES: usize = 80;
/// More lines of all pieces of a file than this are counted.
const FILE_LINES: usize = 240;
/// More keys of a piece than this are counted.
const ENTRIES: usize = 25;
/// Longer lines are cut short, and counted as hidden.
const WIDTH: usize = 400;

/// Tells the change of one file.
pub(crate) fn tell(change: &FileChange) -> FileStory {
    let renamed = change.old_path.is_some()
        && change.new_path.is_some()
        && change.old_path != change.new_path;
    let path = change.new_path.clone().or(change.old_path.clone());
    let mut story = FileStory {
        path: path.unwrap_or_default(),
        renamed_from: change.old_path.clone().filter(|_| renamed),
        status: match (&change.old_path, &change.new_path) {
            _ if change.binary => FileStatus::Binary,
            (None, _) => FileStatus::Added,
            (_, None) => FileStatus::Deleted,
            _ if renamed => FileStatus::Renamed,
            _ => FileStatus::Modified,
        },
        added: change.added,
        removed: change.removed,
        pieces: Vec::new(),
        hidden_lines: 0,
        line_ends: None,
        modes: change.modes.clone(),
    };
    let is_unread = |path: &Option<String>, text: &Option<String>| path.is_some() && text.is_none();
    if is_unread(&change.old_path, &change.before) || is_unread(&change.new_path, &change.after) {
        // Half a change would tell a wrong one.
        story.hidden_lines = change.added + change.removed;
        return story;
    }
    let before = change.before.as_deref().unwrap_or_default();
    let after = change.after.as_deref().unwrap_or_default();
    if before == after {
        return story;
    }
    let ends = (line_ends(before), line_ends(after));
    if let (Some(old), Some(new)) = ends
        && old != new
    {
        story.line_ends = Some((old.to_owned(), new.to_owned()));
    }
    // A reader does not see how a line ends.
    let (before, after) = (unix(before), unix(after));
    let (before, after) = (before.as_ref(), after.as_ref());
    if before == after {
        return story;
    }
    let mut told = Told::default();
    let is_yaml = story.path.ends_with(".yaml") || story.path.ends_with(".yml");
    if !(is_yaml && told.structure(before, after, "", 0)) {
        told.diff("", "", Vec::new(), before, after);
    }
    story.pieces = told.pieces;
    story.hidden_lines = told.hidden;
    story
}

/// How the lines of a text end; `None` if it has none that does.
fn line_ends(text: &str) -> Option<&'static str> {
    let all = text.matches('\n').count();
    let windows = text.matches("\r\n").count();
    match (all, windows) {
        (0, _) => None,
        (_, 0) => Some("LF"),
        (all, windows) if all == windows => Some("CRLF"),
        _ => Some("mixed"),
    }
}

fn unix(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[derive(Default)]
struct Told {
    pieces: Vec<Piece>,
    hidden: usize,
    /// Lines that the pieces have so far.
    shown: usize,
}

impl Told {
    /// Tells two YAML texts by their structure; false if that is not possible.
    fn structure(&mut self, before: &str, after: &str, inside: &str, depth: usize) -> bool {
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let after = after.strip_prefix('\u{feff}').unwrap_or(after);
        let (Some(old), Some(new)) = (parse(before), parse(after)) else {
            return false;
        };
        let (old_source, new_source) = (Source::new(before), Source::new(after));
        let single = old.len() <= 1 && new.len() <= 1;
        let mut told_any = false;
        for (document, pair) in paired(&old, &new) {
            let document = if single && document.starts_with('#') {
                String::new()
            } else {
                document
            };
            match pair {
                (Some(a), Some(b)) => {
                    let found = compare(a, b);
                    let entries: Vec<Entry> = found
                        .changes
                        .iter()
                        .map(|c| c.entry(&old_source, &new_source))
                        .collect();
                    if !entries.is_empty() {
                        let text = |source: &Source<'_>, node, keep: &Option<Keep>| {
                            let keep = keep.as_ref();
                            keep.map(|keep| source.project(node, keep))
                                .unwrap_or_default()
                        };
                        let before = text(&old_source, a, &found.before);
                        let after = text(&new_source, b, &found.after);
                        self.piece(&document, inside, entries, before, after);
                        told_any = true;
                    }
                    for (path, a, b) in found.strings {
                        old_source.tell(a);
                        new_source.tell(b);
                        let inside = join(inside, &path);
                        let (text, other) = (a.scalar().unwrap_or(""), b.scalar().unwrap_or(""));
                        if old_source.is_within_secret(a) || new_source.is_within_secret(b) {
                            // What stands around it says that all of it is one.
                            self.piece(&document, &inside, Vec::new(), MASK.into(), MASK.into());
                        } else if depth > 3 || !self.structure(text, other, &inside, depth + 1) {
                            self.diff(&document, &inside, Vec::new(), text, other);
                        }
                        told_any = true;
                    }
                }
                (a, b) => {
                    let side = |source: &Source<'_>, node: Option<&Node>| {
                        node.map(|node| source.whole(node)).unwrap_or_default()
                    };
                    let kind = if a.is_some() {
                        EntryKind::Removed
                    } else {
                        EntryKind::Added
                    };
                    let entries = if single {
                        Vec::new()
                    } else {
                        vec![whole(kind, &document)]
                    };
                    let (a, b) = (side(&old_source, a), side(&new_source, b));
                    if !(a.is_empty() && b.is_empty()) {
                        self.piece(&document, inside, entries, a, b);
                        told_any = true;
                    }
                }
            }
        }
        if told_any {
            self.hidden += untold(
                (before, &old_source.told_lines()),
                (after, &new_source.told_lines()),
            );
        } else {
            // Only comments, order or style changed.
            self.diff("", inside, Vec::new(), before, after);
        }
        true
    }

    fn piece(
        &mut self,
        document: &str,
        inside: &str,
        entries: Vec<Entry>,
        before: String,
        after: String,
    ) {
        let longest = before.lines().count().max(after.lines().count());
        let is_wide = before.lines().chain(after.lines()).any(is_wide);
        if longest > STRUCTURE_LINES || is_wide {
            self.diff(document, inside, entries, &before, &after);
            return;
        }
        let lines = before.lines().count() + after.lines().count();
        if !self.fits(lines) {
            return;
        }
        let (entries, more_entries) = listed(entries);
        self.pieces.push(Piece::Structure {
            document: document.to_owned(),
            inside: inside.to_owned(),
            entries,
            more_entries,
            before,
            after,
        });
    }

    /// Whether a piece of so many lines still fits the file's story; else they are counted.
    fn fits(&mut self, lines: usize) -> bool {
        let fits = self.shown + lines <= FILE_LINES;
        if fits {
            self.shown += lines
        } else {
            self.hidden += lines
        }
        fits
    }

    fn diff(
        &mut self,
        document: &str,
        inside: &str,
        entries: Vec<Entry>,
        before: &str,
        after: &str,
    ) {
        let text = unified(before, after);
        let is_change = |line: &&str| line.starts_with(['+', '-']);
        let room = DIFF_LINES.min(FILE_LINES.saturating_sub(self.shown));
        let mut lines: Vec<String> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            match (at < room, is_wide(line)) {
                (true, false) => lines.push(line.to_owned()),
                (true, true) => {
                    let start: String = line.chars().take(WIDTH / 4).collect();
                    lines.push(format!("{start}…"));
                    self.hidden += usize::from(is_change(&line));
                }
                (false, _) => self.hidden += usize::from(is_change(&line)),
            }
        }
        self.shown += lines.len();
        let shown = lines.join("\n");
        if shown.is_empty() && entries.is_empty() {
            return;
        }
        let (entries, more_entries) = listed(entries);
        self.pieces.push(Piece::Diff {
            document: document.to_owned(),
            inside: inside.to_owned(),
            entries,
            more_entries,
            text: shown,
        });
    }
}

/// More lines than this, and changed ones are counted by what they say rather than by a diff.
const DIFFED: usize = 2_000;

/// How many lines changed, beside those that were told: comments, the order of keys, style.
fn untold(old: (&str, &[bool]), new: (&str, &[bool])) -> usize {
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (before, after) = (lines(old.0), lines(new.0));
    if before.len().max(after.len()) > DIFFED {
        return gone((&before, old.1), &after) + gone((&after, new.1), &before);
    }
    let diff = TextDiff::from_slices(&before, &after);
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let hidden = |told: &[bool], range: Range<usize>| {
        range.filter(|line| told.get(*line) == Some(&false)).count()
    };
    changed
        .map(|op| hidden(old.1, op.old_range()) + hidden(new.1, op.new_range()))
        .sum()
}

/// The lines of a side that the other has fewer of and that were not told.
fn gone(side: (&[&str], &[bool]), other: &[&str]) -> usize {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for line in other {
        *there.entry(line).or_default() += 1;
    }
    let lines = side.0.iter().zip(side.1);
    lines
        .filter(|(line, told)| {
            let left = there.get_mut(**line).filter(|left| **left > 0);
            let is_there = left.map(|left| *left -= 1).is_some();
            !is_there && !**told
        })
        .count()
}

/// A unified diff of two texts, of which no secret is shown: that one changed is.
fn unified(before: &str, after: &str) -> String {
    fn lines(text: &str) -> Vec<&str> {
        text.split_inclusive('\n').collect()
    }
    let (old, new) = (lines(before), lines(after));
    // A mask holds no line end, so that a line stands where it stood.
    let (masked_old, masked_new) = (mask(before), mask(after));
    let (shown_old, shown_new) = (lines(&masked_old), lines(&masked_new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut text = String::new();
    let mut put = |sign: char, lines: &[&str]| {
        for line in lines {
            text.push(sign);
            text.push_str(line.trim_end_matches('\n'));
            text.push('\n');
        }
    };
    for hunk in diff.grouped_ops(3) {
        put('@', &[&UnifiedHunkHeader::new(&hunk).to_string()[1..]]);
        for op in hunk {
            match op {
                DiffOp::Equal { .. } => put(' ', &shown_new[op.new_range()]),
                DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                    put('-', &shown_old[op.old_range()]);
                    put('+', &shown_new[op.new_range()]);
                }
            }
        }
    }
    text
}

/// A line that no reader reads to its end: minified, or data.
fn is_wide(line: &str) -> bool {
    line.len() > WIDTH && line.chars().count() > WIDTH
}

/// The entries that are listed, and how many more there are.
fn listed(mut entries: Vec<Entry>) -> (Vec<Entry>, usize) {
    let more = entries.len().saturating_sub(ENTRIES);
    entries.truncate(ENTRIES);
    (entries, more)
}

fn whole(kind: EntryKind, document: &str) -> Entry {
    Entry {
        kind,
        path: document.to_owned(),
        to: None,
        before: None,
        after: None,
    }
}

fn join(inside: &str, path: &str) -> String {
    if inside.is_empty() {
        path.to_owned()
    } else {
        format!("{inside} → {path}")
    }
}

type Sides<'a> = (Option<&'a Node>, Option<&'a Node>);

/// Documents of both sides by what they are (`kind namespace/name`), else by their place. In the
/// order of the new text; removed ones last.
fn paired<'a>(old: &'a [Node], new: &'a [Node]) -> Vec<(String, Sides<'a>)> {
    let mut left: Vec<Option<(String, &Node)>> = named(old).into_iter().map(Some).collect();
    let places: HashMap<String, usize> = left
        .iter()
        .flatten()
        .enumerate()
        .map(|(at, (name, _))| (name.clone(), at))
        .collect();
    let mut pairs: Vec<(String, Sides<'a>)> = Vec::new();
    let single = old.len() == 1 && new.len() == 1;
    for (name, node) in named(new) {
        let place = places.get(&name).copied().or(single.then_some(0));
        let twin = place.and_then(|place| left.get_mut(place));
        let before = twin.and_then(Option::take).map(|(_, node)| node);
        pairs.push((name, (before, Some(node))));
    }
    pairs.extend(
        left.into_iter()
            .flatten()
            .map(|(name, node)| (name, (Some(node), None))),
    );
    pairs
}

fn named(documents: &[Node]) -> Vec<(String, &Node)> {
    let mut named: Vec<(String, &Node)> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    for (index, node) in documents.iter().enumerate() {
        let mut name = document_name(node).unwrap_or_else(|| format!("#{}", index + 1));
        if !taken.insert(name.clone()) {
            name = format!("{name} #{}", index + 1);
        }
        named.push((name, node));
    }
    named
}

fn document_name(node: &Node) -> Option<String> {
    let kind = node.get("kind")?.scalar()?;
    let metadata = node.get("metadata")?;
    let name = metadata.get("name")?.scalar()?;
    Some(match metadata.get("namespace").and_then(Node::scalar) {
        Some(namespace) => format!("{kind} {namespace}/{name}"),
        None => format!("{kind} {name}"),
    })
}
