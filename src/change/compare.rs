//! Compares two YAML trees: which subtrees differ, and what was moved rather than removed and added.

use super::project::Source;
use super::yaml::{Kind, Node, Pair, parse};
use crate::facts::change::{Entry, EntryKind};
use std::collections::BTreeMap;

/// Which part of a tree is worth showing.
#[derive(Debug, Clone)]
pub(super) enum Keep {
    /// All of it.
    Whole,
    /// Some children, by their index in the collection.
    Parts(BTreeMap<usize, Keep>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item(String),
}

/// What comparing two trees found.
#[derive(Default)]
pub(super) struct Comparison<'a> {
    pub before: Option<Keep>,
    pub after: Option<Keep>,
    pub changes: Vec<Change<'a>>,
    /// Block strings that are YAML on both sides and differ: path, before, after.
    pub strings: Vec<(String, &'a Node, &'a Node)>,
}

/// One difference.
#[derive(Debug, Clone)]
pub(super) struct Change<'a> {
    kind: EntryKind,
    path: Vec<Step>,
    to: Option<Vec<Step>>,
    before: Option<&'a Node>,
    after: Option<&'a Node>,
}

/// Compares two trees of one document.
pub(super) fn compare<'a>(before: &'a Node, after: &'a Node) -> Comparison<'a> {
    let mut found = Comparison::default();
    let mut path = Vec::new();
    (found.before, found.after) = differ(before, after, &mut path, &mut found);
    found.changes = with_moves(std::mem::take(&mut found.changes));
    found
}

type Kept = (Option<Keep>, Option<Keep>);

fn differ<'a>(a: &'a Node, b: &'a Node, path: &mut Vec<Step>, found: &mut Comparison<'a>) -> Kept {
    if a.same(b) {
        return (None, None);
    }
    match (&a.kind, &b.kind) {
        (Kind::Map(old), Kind::Map(new)) => maps(old, new, path, found),
        (Kind::List(old), Kind::List(new)) => {
            lists(old, new, path, found).unwrap_or_else(|| changed(a, b, path, found))
        }
        (
            Kind::Scalar {
                value: old,
                block: true,
            },
            Kind::Scalar {
                value: new,
                block: true,
            },
        ) if is_yaml_map(old) && is_yaml_map(new) => {
            found.strings.push((show(path), a, b));
            (None, None)
        }
        _ => changed(a, b, path, found),
    }
}

fn changed<'a>(a: &'a Node, b: &'a Node, path: &[Step], found: &mut Comparison<'a>) -> Kept {
    found.changes.push(Change {
        kind: EntryKind::Changed,
        path: path.to_vec(),
        to: None,
        before: Some(a),
        after: Some(b),
    });
    (Some(Keep::Whole), Some(Keep::Whole))
}

fn maps<'a>(
    old: &'a [Pair],
    new: &'a [Pair],
    path: &mut Vec<Step>,
    found: &mut Comparison<'a>,
) -> Kept {
    let (mut keep_old, mut keep_new) = (BTreeMap::new(), BTreeMap::new());
    for (index, pair) in old.iter().enumerate() {
        path.push(Step::Key(pair.key.clone()));
        match new.iter().position(|other| other.key == pair.key) {
            Some(twin) => {
                let (a, b) = differ(&pair.value, &new[twin].value, path, found);
                keep_old.extend(a.map(|keep| (index, keep)));
                keep_new.extend(b.map(|keep| (twin, keep)));
            }
            None => {
                found
                    .changes
                    .push(one_sided(EntryKind::Removed, path, &pair.value));
                keep_old.insert(index, Keep::Whole);
            }
        }
        path.pop();
    }
    for (index, pair) in new.iter().enumerate() {
        if old.iter().all(|other| other.key != pair.key) {
            path.push(Step::Key(pair.key.clone()));
            found
                .changes
                .push(one_sided(EntryKind::Added, path, &pair.value));
            keep_new.insert(index, Keep::Whole);
            path.pop();
        }
    }
    (parts(keep_old), parts(keep_new))
}

/// Lists whose items are told apart by a name, or that have the same length: item by item.
/// Otherwise `None`, and the list is shown as a whole.
fn lists<'a>(
    old: &'a [Node],
    new: &'a [Node],
    path: &mut Vec<Step>,
    found: &mut Comparison<'a>,
) -> Option<Kept> {
    let (names_old, names_new) = names(old).zip(names(new)).or_else(|| {
        let maps = |items: &[Node]| items.iter().all(|item| matches!(item.kind, Kind::Map(_)));
        let numbers = (0..old.len()).map(|n| n.to_string()).collect::<Vec<_>>();
        (old.len() == new.len() && maps(old) && maps(new)).then(|| (numbers.clone(), numbers))
    })?;
    let (mut keep_old, mut keep_new) = (BTreeMap::new(), BTreeMap::new());
    for (index, name) in names_old.iter().enumerate() {
        path.push(Step::Item(name.clone()));
        match names_new.iter().position(|other| other == name) {
            Some(twin) => {
                let (a, b) = differ(&old[index], &new[twin], path, found);
                keep_old.extend(a.map(|keep| (index, named(&old[index], keep))));
                keep_new.extend(b.map(|keep| (twin, named(&new[twin], keep))));
            }
            None => {
                found
                    .changes
                    .push(one_sided(EntryKind::Removed, path, &old[index]));
                keep_old.insert(index, Keep::Whole);
            }
        }
        path.pop();
    }
    for (index, name) in names_new.iter().enumerate() {
        if !names_old.contains(name) {
            path.push(Step::Item(name.clone()));
            found
                .changes
                .push(one_sided(EntryKind::Added, path, &new[index]));
            keep_new.insert(index, Keep::Whole);
            path.pop();
        }
    }
    // Only the order differs (or a string inside): the whole list tells it, unless the string does.
    if keep_old.is_empty() && keep_new.is_empty() && found.strings.is_empty() {
        return None;
    }
    Some((parts(keep_old), parts(keep_new)))
}

/// Keeps an item's name beside what changed in it.
fn named(item: &Node, keep: Keep) -> Keep {
    match (keep, &item.kind) {
        (Keep::Parts(mut kept), Kind::Map(pairs)) => {
            if let Some(at) = pairs.iter().position(|pair| pair.key == "name") {
                kept.entry(at).or_insert(Keep::Whole);
            }
            Keep::Parts(kept)
        }
        (keep, _) => keep,
    }
}

/// The `name` (or `key`) of every item, if all have one and no two the same.
fn names(items: &[Node]) -> Option<Vec<String>> {
    let of = |key: &str| -> Option<Vec<String>> {
        let names: Option<Vec<String>> = items
            .iter()
            .map(|item| item.get(key)?.scalar().map(str::to_owned))
            .collect();
        names.filter(|names| {
            let mut sorted = names.clone();
            sorted.sort();
            sorted.dedup();
            sorted.len() == names.len()
        })
    };
    of("name").or_else(|| of("key"))
}

fn parts(kept: BTreeMap<usize, Keep>) -> Option<Keep> {
    (!kept.is_empty()).then_some(Keep::Parts(kept))
}

fn one_sided<'a>(kind: EntryKind, path: &[Step], node: &'a Node) -> Change<'a> {
    let is_before = kind == EntryKind::Removed;
    Change {
        kind,
        path: path.to_vec(),
        to: None,
        before: is_before.then_some(node),
        after: (!is_before).then_some(node),
    }
}

fn is_yaml_map(text: &str) -> bool {
    parse(text).is_some_and(
        |documents| matches!(documents.as_slice(), [only] if matches!(only.kind, Kind::Map(_))),
    )
}

/// A subtree of a removed or added one: which change, its path, its node.
struct Candidate<'a> {
    change: usize,
    path: Vec<Step>,
    node: &'a Node,
}

/// Turns a removal and an addition of the same value under the same key into a move, the largest
/// first; what else was removed or added around it stays.
fn with_moves(mut changes: Vec<Change<'_>>) -> Vec<Change<'_>> {
    loop {
        let gone = candidates(&changes, EntryKind::Removed);
        let new = candidates(&changes, EntryKind::Added);
        let best = gone
            .iter()
            .flat_map(|from| new.iter().map(move |to| (from, to)))
            .filter(|(from, to)| from.path.last() == to.path.last() && from.node.same(to.node))
            .filter(|(from, to)| is_telling(from, &gone) && is_telling(to, &new))
            .max_by_key(|(from, _)| {
                (
                    from.node.end - from.node.start,
                    std::cmp::Reverse(from.path.len()),
                )
            });
        let Some((from, to)) = best else {
            return changes;
        };
        let moved = Change {
            kind: EntryKind::Moved,
            path: from.path.clone(),
            to: Some(to.path.clone()),
            before: Some(from.node),
            after: Some(to.node),
        };
        let left_old = leftovers(&changes[from.change], &from.path);
        let left_new = leftovers(&changes[to.change], &to.path);
        let (at_old, at_new) = (from.change, to.change);
        let mut next = Vec::new();
        for (index, change) in changes.into_iter().enumerate() {
            if index == at_old {
                next.push(moved.clone());
                next.extend(left_old.iter().cloned());
            } else if index == at_new {
                next.extend(left_new.iter().cloned());
            } else {
                next.push(change);
            }
        }
        changes = next;
    }
}

fn candidates<'a>(changes: &[Change<'a>], kind: EntryKind) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    for (index, change) in changes.iter().enumerate().filter(|(_, c)| c.kind == kind) {
        if let Some(node) = change.before.or(change.after) {
            descend(index, &change.path, node, &mut found);
        }
    }
    found
}

fn descend<'a>(change: usize, path: &[Step], node: &'a Node, found: &mut Vec<Candidate<'a>>) {
    found.push(Candidate {
        change,
        path: path.to_vec(),
        node,
    });
    if let Kind::Map(pairs) = &node.kind {
        for pair in pairs {
            let mut path = path.to_vec();
            path.push(Step::Key(pair.key.clone()));
            descend(change, &path, &pair.value, found);
        }
    }
}

/// A collection tells by itself; a scalar only if it is no switch and stands once under its key.
fn is_telling(candidate: &Candidate<'_>, among: &[Candidate<'_>]) -> bool {
    match &candidate.node.kind {
        Kind::Map(pairs) => !pairs.is_empty(),
        Kind::List(items) => !items.is_empty(),
        Kind::Whole(text) => text.len() > 2,
        Kind::Scalar { value, .. } => {
            let twins = among.iter().filter(|other| {
                other.path.last() == candidate.path.last() && other.node.same(candidate.node)
            });
            !matches!(value.as_str(), "" | "true" | "false" | "null" | "~") && twins.count() == 1
        }
    }
}

/// What else a removed or added subtree holds beside the part at a path.
fn leftovers<'a>(change: &Change<'a>, taken: &[Step]) -> Vec<Change<'a>> {
    let mut left = Vec::new();
    let Some(mut node) = change.before.or(change.after) else {
        return left;
    };
    for depth in change.path.len()..taken.len() {
        let Kind::Map(pairs) = &node.kind else { break };
        let mut next = None;
        for pair in pairs {
            let step = Step::Key(pair.key.clone());
            if step == taken[depth] {
                next = Some(&pair.value);
            } else {
                let mut path = taken[..depth].to_vec();
                path.push(step);
                left.push(one_sided(change.kind, &path, &pair.value));
            }
        }
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    left
}

impl Change<'_> {
    /// As the record tells it, secrets masked.
    pub fn entry(&self, old: &Source<'_>, new: &Source<'_>) -> Entry {
        Entry {
            kind: self.kind,
            path: show(&self.path),
            to: self.to.as_deref().map(show),
            before: self.before.and_then(|node| short(old, node)),
            after: self.after.and_then(|node| short(new, node)),
        }
    }
}

fn short(source: &Source<'_>, node: &Node) -> Option<String> {
    let value = source.shown(node)?;
    let fits = value.chars().count() <= 60 && !value.contains('\n');
    fits.then_some(value)
}

/// `controller.tolerations`, `containers[alloy].image`, `annotations["a.b/c"]`.
pub(super) fn show(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item(name) => text.push_str(&format!("[{name}]")),
            Step::Key(key) if key.contains(['.', '[', ' ']) => {
                text.push_str(&format!("[\"{key}\"]"));
            }
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.push_str(&format!(".{key}")),
        }
    }
    text
}
