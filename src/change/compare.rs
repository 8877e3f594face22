//! Compares two YAML trees: which subtrees differ, and what was moved rather than removed and added.

use super::project::{Keep, Source};
use super::yaml::{Kind, Node, Pair, parse};
use crate::facts::change::{Entry, EntryKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    found.changes = with_moves(&found.changes);
    found
}

type Kept = (Option<Keep>, Option<Keep>);

fn differ<'a>(a: &'a Node, b: &'a Node, path: &mut Vec<Step>, found: &mut Comparison<'a>) -> Kept {
    if a.same(b) {
        return (None, None);
    }
    let shown = |(old, new): Kept| {
        let of = |node: &Node, keep: Option<Keep>| {
            if node.flow {
                keep.map(|_| Keep::Whole)
            } else {
                keep
            }
        };
        (of(a, old), of(b, new))
    };
    match (&a.kind, &b.kind) {
        (Kind::Map(old), Kind::Map(new)) => shown(maps(old, new, path, found)),
        (Kind::List(_), Kind::List(_)) => {
            shown(lists(a, b, path, found).unwrap_or_else(|| changed(a, b, path, found)))
        }
        (
            Kind::Scalar {
                value: old,
                block: true,
                ..
            },
            Kind::Scalar {
                value: new,
                block: true,
                ..
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

/// A child of a collection: what it is called, its step of a path, itself.
type Child<'a, 'n> = (&'n str, Step, &'a Node);

/// The children that are kept, by their place.
type Children = BTreeMap<usize, Keep>;

fn maps<'a>(
    old: &'a [Pair],
    new: &'a [Pair],
    path: &mut Vec<Step>,
    found: &mut Comparison<'a>,
) -> Kept {
    let side = |pairs: &'a [Pair]| -> Vec<Child<'a, 'a>> {
        let child = |pair: &'a Pair| (&*pair.key, Step::Key(pair.key.clone()), &pair.value);
        pairs.iter().map(child).collect()
    };
    let (old, new) = children(&side(old), &side(new), |_, keep| keep, path, found);
    (parts(old), parts(new))
}

/// Compares the children of two collections that are called the same; the others came or went. What is kept of one that
/// differs `keep` says.
fn children<'a>(
    old: &[Child<'a, '_>],
    new: &[Child<'a, '_>],
    keep: fn(&Node, Keep) -> Keep,
    path: &mut Vec<Step>,
    found: &mut Comparison<'a>,
) -> (Children, Children) {
    let (mut keep_old, mut keep_new) = (Children::new(), Children::new());
    let names_old = places(old.iter().map(|(name, ..)| *name));
    let names_new = places(new.iter().map(|(name, ..)| *name));
    for (index, (name, step, node)) in old.iter().enumerate() {
        path.push(step.clone());
        match names_new.get(name) {
            Some(&twin) => {
                let (_, _, other) = new[twin];
                let (a, b) = differ(node, other, path, found);
                keep_old.extend(a.map(|kept| (index, keep(node, kept))));
                keep_new.extend(b.map(|kept| (twin, keep(other, kept))));
            }
            None => {
                let gone = one_sided(EntryKind::Removed, path, node);
                found.changes.push(gone);
                keep_old.insert(index, Keep::Whole);
            }
        }
        path.pop();
    }
    for (index, (name, step, node)) in new.iter().enumerate() {
        if !names_old.contains_key(name) {
            path.push(step.clone());
            let came = one_sided(EntryKind::Added, path, node);
            found.changes.push(came);
            keep_new.insert(index, Keep::Whole);
            path.pop();
        }
    }
    (keep_old, keep_new)
}

/// Where each name stands, the first time.
fn places<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, usize> {
    let mut places = HashMap::new();
    for (at, name) in names.enumerate() {
        places.entry(name).or_insert(at);
    }
    places
}

/// Lists whose items are told apart by a name, or that have the same length: item by item.
/// Otherwise `None`, and the list is shown as a whole.
fn lists<'a>(
    before: &'a Node,
    after: &'a Node,
    path: &mut Vec<Step>,
    found: &mut Comparison<'a>,
) -> Option<Kept> {
    let (old, new) = (before.items()?, after.items()?);
    let scalars = scalars(old).zip(scalars(new));
    let is_of_scalars = scalars.is_some();
    let (names_old, names_new) = scalars.or_else(|| names(old).zip(names(new))).or_else(|| {
        let maps = |items: &[Node]| items.iter().all(|item| matches!(item.kind, Kind::Map(_)));
        let numbers = (0..old.len()).map(|n| n.to_string()).collect::<Vec<_>>();
        (old.len() == new.len() && maps(old) && maps(new)).then(|| (numbers.clone(), numbers))
    })?;
    let sides = [(&names_old, old), (&names_new, new)].map(|(names, items)| {
        let named = names.iter().zip(items).enumerate();
        let children = named.map(|(at, (name, item))| {
            // What a scalar is stands beside its path, where secrets are masked.
            let step = if is_of_scalars {
                at.to_string()
            } else {
                name.clone()
            };
            (name.as_str(), Step::Item(step), item)
        });
        children.collect::<Vec<Child<'_, '_>>>()
    });
    let (mut keep_old, mut keep_new) = children(&sides[0], &sides[1], named, path, found);
    let items_old = places(names_old.iter().map(String::as_str));
    let items_new = places(names_new.iter().map(String::as_str));
    let stayed = |names: &[String], others: &HashMap<&str, usize>| -> Vec<String> {
        let names = names
            .iter()
            .filter(|name| others.contains_key(name.as_str()));
        names.cloned().collect()
    };
    if stayed(&names_old, &items_new) != stayed(&names_new, &items_old) {
        found.changes.push(Change {
            kind: EntryKind::Reordered,
            path: path.clone(),
            to: None,
            before: Some(before),
            after: Some(after),
        });
        for (keep, items, others, names) in [
            (&mut keep_old, old, &items_new, &names_old),
            (&mut keep_new, new, &items_old, &names_new),
        ] {
            for (at, item) in items.iter().enumerate() {
                if others.contains_key(names[at].as_str()) {
                    keep.entry(at).or_insert_with(|| name_of(item));
                }
            }
        }
    }
    // Nothing that an item's name or place tells: the whole list, unless a string inside does.
    if keep_old.is_empty() && keep_new.is_empty() && found.strings.is_empty() {
        return None;
    }
    Some((parts(keep_old), parts(keep_new)))
}

/// The values of a list that holds nothing but scalars, each once.
fn scalars(items: &[Node]) -> Option<Vec<String>> {
    let values: Option<Vec<String>> = items
        .iter()
        .map(|item| match &item.kind {
            Kind::Scalar { value, typed, .. } => Some(format!("{typed} {value}")),
            Kind::List(_) | Kind::Map(_) | Kind::Whole(_) => None,
        })
        .collect();
    values.filter(|values| values.iter().collect::<HashSet<_>>().len() == values.len())
}

/// Of an item that stayed what it is, its name.
fn name_of(item: &Node) -> Keep {
    match &item.kind {
        Kind::Map(_) => match named(item, Keep::Parts(BTreeMap::new())) {
            Keep::Parts(kept) if kept.is_empty() => Keep::Whole,
            keep => keep,
        },
        Kind::Scalar { .. } | Kind::List(_) | Kind::Whole(_) => Keep::Whole,
    }
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

/// The last step of a path: whether it is an item's name, and the name.
type Last<'c> = (bool, &'c str);

/// A subtree of a removed or added one.
struct Candidate<'a, 'c> {
    /// What it is a part of; `None` for what was removed or added itself.
    parent: Option<usize>,
    /// How many candidates it is with all its parts, which follow it.
    length: usize,
    depth: usize,
    last: Last<'c>,
    node: &'a Node,
    /// How many scalars it holds.
    leaves: usize,
    /// Whether it may still be moved: nothing around it and nothing in it was.
    free: bool,
    /// The part that was moved first, which takes it apart.
    split_by: Option<usize>,
    /// Whether it was moved, and where to if this is the side that it was on before.
    moved: Option<Option<(Vec<Step>, &'a Node)>>,
}

impl<'c> Candidate<'_, 'c> {
    /// What a twin of it has in common with it.
    fn twin(&self) -> (Last<'c>, u64) {
        (self.last, self.node.digest)
    }
}

/// The candidates of all removals, or of all additions, each before its parts.
struct Side<'a, 'c> {
    kind: EntryKind,
    all: Vec<Candidate<'a, 'c>>,
    /// The removals or additions themselves, by their candidate.
    roots: BTreeMap<usize, &'c [Step]>,
    /// How many that are free have the same value under the same key.
    twins: HashMap<(Last<'c>, u64), usize>,
}

/// Turns a removal and an addition of the same value under the same key into a move, the largest
/// first; what else was removed or added around it stays.
fn with_moves<'a>(changes: &[Change<'a>]) -> Vec<Change<'a>> {
    let mut gone = Side::of(changes, EntryKind::Removed);
    let mut new = Side::of(changes, EntryKind::Added);
    let mut places: HashMap<(Last<'_>, u64), Vec<usize>> = HashMap::new();
    for (at, to) in new.all.iter().enumerate() {
        places.entry(to.twin()).or_default().push(at);
    }
    let mut order: Vec<usize> = (0..gone.all.len()).collect();
    order.retain(|at| places.contains_key(&gone.all[*at].twin()));
    order.sort_by_key(|at| {
        let from = &gone.all[*at];
        let size = from.node.end - from.node.start;
        Reverse((size, Reverse(from.depth), *at))
    });
    for from in order {
        let one = &gone.all[from];
        let Some(places) = places.get_mut(&one.twin()).filter(|_| one.free) else {
            continue;
        };
        while places.pop_if(|to| !new.all[*to].free).is_some() {}
        let Some(to) = places.last().copied() else {
            continue;
        };
        let twin = new.all[to].node;
        let (old_path, path) = (gone.path(from), new.path(to));
        let is_related = nested(&old_path, &path) || gone.is_most(from) && new.is_most(to);
        if is_related && gone.is_telling(from) && new.is_telling(to) && one.node.same(twin) {
            gone.take(from, Some((path, twin)));
            new.take(to, None);
        }
    }
    let mut told = Vec::new();
    let (mut removed, mut added) = (gone.roots.keys(), new.roots.keys());
    for change in changes {
        let (side, root) = match change.kind {
            EntryKind::Removed => (&gone, removed.next()),
            EntryKind::Added => (&new, added.next()),
            EntryKind::Changed | EntryKind::Moved | EntryKind::Reordered => (&gone, None),
        };
        match root {
            Some(root) => side.tell(*root, &mut told),
            None => told.push(change.clone()),
        }
    }
    told
}

/// Whether one of two places lies in the collection that holds the other: equal values elsewhere are two.
fn nested(from: &[Step], to: &[Step]) -> bool {
    let around = |path: &[Step]| path.len().saturating_sub(1);
    let (holds_from, holds_to) = (&from[..around(from)], &to[..around(to)]);
    holds_to.starts_with(holds_from) || holds_from.starts_with(holds_to)
}

impl<'a, 'c> Side<'a, 'c> {
    fn of(changes: &'c [Change<'a>], kind: EntryKind) -> Side<'a, 'c>
    where
        'a: 'c,
    {
        let mut side = Side {
            kind,
            all: Vec::new(),
            roots: BTreeMap::new(),
            twins: HashMap::new(),
        };
        for change in changes.iter().filter(|change| change.kind == kind) {
            let last = match change.path.last() {
                Some(Step::Item(name)) => (true, name.as_str()),
                Some(Step::Key(name)) => (false, name.as_str()),
                None => (false, ""),
            };
            if let Some(node) = change.before.or(change.after) {
                side.roots.insert(side.all.len(), &change.path);
                side.add(None, change.path.len(), last, node);
            }
        }
        for candidate in &side.all {
            *side.twins.entry(candidate.twin()).or_default() += 1;
        }
        side
    }

    fn add(&mut self, parent: Option<usize>, depth: usize, last: Last<'c>, node: &'a Node) -> usize
    where
        'a: 'c,
    {
        let at = self.all.len();
        self.all.push(Candidate {
            parent,
            length: 1,
            depth,
            last,
            node,
            leaves: 0,
            free: true,
            split_by: None,
            moved: None,
        });
        let mut leaves = 0;
        match &node.kind {
            Kind::Map(pairs) => {
                for pair in pairs {
                    let part = self.add(Some(at), depth + 1, (false, &pair.key), &pair.value);
                    leaves += self.all[part].leaves;
                }
            }
            Kind::List(_) | Kind::Scalar { .. } | Kind::Whole(_) => leaves = node.leaves(),
        }
        let length = self.all.len() - at;
        (self.all[at].length, self.all[at].leaves) = (length, leaves);
        at
    }

    /// Whether it is most of something larger that was removed or added with it: then that was renamed.
    fn is_most(&self, at: usize) -> bool {
        let root = self.line(at)[0];
        root != at && self.all[at].leaves * 2 > self.all[root].leaves
    }

    /// A collection tells by itself; a scalar only if it is no switch and stands once under its key.
    fn is_telling(&self, at: usize) -> bool {
        let candidate = &self.all[at];
        match &candidate.node.kind {
            Kind::Map(pairs) => !pairs.is_empty(),
            Kind::List(items) => !items.is_empty(),
            Kind::Whole(text) => text.len() > 2,
            Kind::Scalar { value, .. } => {
                let is_switch = matches!(value.as_str(), "" | "true" | "false" | "null" | "~");
                !is_switch && self.twins.get(&candidate.twin()) == Some(&1)
            }
        }
    }

    /// Takes a candidate out: neither its parts nor what it is a part of can be moved any more.
    fn take(&mut self, at: usize, to: Option<(Vec<Step>, &'a Node)>) {
        for part in at..at + self.all[at].length {
            self.bind(part);
        }
        self.all[at].moved = Some(to);
        let mut around = self.all[at].parent;
        while let Some(parent) = around {
            self.bind(parent);
            self.all[parent].split_by.get_or_insert(at);
            around = self.all[parent].parent;
        }
    }

    fn bind(&mut self, at: usize) {
        if std::mem::take(&mut self.all[at].free)
            && let Some(free) = self.twins.get_mut(&self.all[at].twin())
        {
            *free -= 1;
        }
    }

    /// The candidates that lead to one, itself included, the outermost first.
    fn line(&self, at: usize) -> Vec<usize> {
        let mut line: Vec<usize> =
            std::iter::successors(Some(at), |at| self.all[*at].parent).collect();
        line.reverse();
        line
    }

    fn path(&self, at: usize) -> Vec<Step> {
        let line = self.line(at);
        let root = line.first().and_then(|root| self.roots.get(root));
        let mut path = root.map(|path| path.to_vec()).unwrap_or_default();
        let keys = line[1..].iter().map(|part| self.all[*part].last.1);
        path.extend(keys.map(|key| Step::Key(key.to_owned())));
        path
    }

    /// What a candidate is told as: moved, taken apart by what was, or as a whole.
    fn tell(&self, at: usize, told: &mut Vec<Change<'a>>) {
        let candidate = &self.all[at];
        if let Some(moved) = &candidate.moved {
            told.extend(moved.as_ref().map(|(to, twin)| Change {
                kind: EntryKind::Moved,
                path: self.path(at),
                to: Some(to.clone()),
                before: Some(candidate.node),
                after: Some(*twin),
            }));
            return;
        }
        let Some(part) = candidate.split_by else {
            told.push(one_sided(self.kind, &self.path(at), candidate.node));
            return;
        };
        self.tell(part, told);
        for step in self.line(part).windows(2) {
            if step[0] < at {
                continue;
            }
            let end = step[0] + self.all[step[0]].length;
            let mut sibling = step[0] + 1;
            while sibling < end {
                if sibling != step[1] {
                    self.tell(sibling, told);
                }
                sibling += self.all[sibling].length;
            }
        }
    }
}

impl Change<'_> {
    /// What is said of a side: a short scalar, or the order of a list.
    fn value(&self, source: &Source<'_>, node: &Node) -> Option<String> {
        let value = match self.kind {
            EntryKind::Reordered => names_in_order(source, node),
            EntryKind::Moved | EntryKind::Changed | EntryKind::Added | EntryKind::Removed => {
                source.shown(node)
            }
        };
        short(&value?)
    }

    /// As the record tells it, secrets masked.
    pub(super) fn entry(&self, old: &Source<'_>, new: &Source<'_>) -> Entry {
        Entry {
            kind: self.kind,
            path: show(&self.path),
            to: self.to.as_deref().map(show),
            before: self.before.and_then(|node| self.value(old, node)),
            after: self.after.and_then(|node| self.value(new, node)),
        }
    }
}

/// The names of a list's items, or the items themselves if they are scalars.
fn names_in_order(source: &Source<'_>, node: &Node) -> Option<String> {
    let names = node.items()?.iter().map(|item| {
        let name = item.get("name").or_else(|| item.get("key"));
        source.shown(name.unwrap_or(item))
    });
    Some(names.collect::<Option<Vec<String>>>()?.join(", "))
}

fn short(value: &str) -> Option<String> {
    let value = without_digests(value);
    let fits = value.chars().count() <= 60 && !value.contains('\n');
    fits.then_some(value)
}

/// Digests of 64 digits are cut as registries show them: `web@sha256:0a1b2c3d4e5f…`.
pub(super) fn without_digests(text: &str) -> String {
    const NAME: &str = "sha256:";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(NAME).map(|at| at + NAME.len()) {
        let digits = rest[at..].find(|c: char| !c.is_ascii_hexdigit());
        let digits = digits.unwrap_or(rest.len() - at);
        out.push_str(&rest[..at]);
        match digits {
            64 => out.push_str(&format!("{}…", &rest[at..at + 12])),
            _ => out.push_str(&rest[at..at + digits]),
        }
        rest = &rest[at + digits..];
    }
    out + rest
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
