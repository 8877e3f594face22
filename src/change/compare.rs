//! Compares two YAML trees: which subtrees differ, and what was moved rather than removed and added.

use super::project::Source;
use super::yaml::{Kind, Node, Pair, parse};
use crate::facts::change::{Entry, EntryKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

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
    found.changes = with_moves(&found.changes);
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
    let keys_old = places(old.iter().map(|pair| pair.key.as_str()));
    let keys_new = places(new.iter().map(|pair| pair.key.as_str()));
    for (index, pair) in old.iter().enumerate() {
        path.push(Step::Key(pair.key.clone()));
        match keys_new.get(pair.key.as_str()) {
            Some(&twin) => {
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
        if !keys_old.contains_key(pair.key.as_str()) {
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
    let items_old = places(names_old.iter().map(String::as_str));
    let items_new = places(names_new.iter().map(String::as_str));
    for (index, name) in names_old.iter().enumerate() {
        path.push(Step::Item(name.clone()));
        match items_new.get(name.as_str()) {
            Some(&twin) => {
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
        if !items_old.contains_key(name.as_str()) {
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
        if gone.is_telling(from) && new.is_telling(to) && one.node.same(twin) {
            let path = new.path(to);
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
            EntryKind::Changed | EntryKind::Moved => (&gone, None),
        };
        match root {
            Some(root) => side.tell(*root, &mut told),
            None => told.push(change.clone()),
        }
    }
    told
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

    fn add(&mut self, parent: Option<usize>, depth: usize, last: Last<'c>, node: &'a Node)
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
            free: true,
            split_by: None,
            moved: None,
        });
        if let Kind::Map(pairs) = &node.kind {
            for pair in pairs {
                self.add(Some(at), depth + 1, (false, &pair.key), &pair.value);
            }
        }
        self.all[at].length = self.all.len() - at;
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
