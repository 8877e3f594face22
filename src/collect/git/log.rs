//! The commits of a range, exactly as `git log A..B -- paths` picks and orders them. This is git's
//! own algorithm (`limit_list` and `try_to_simplify_commit` of its revision.c): commits are taken
//! newest first; one whose paths equal those of a parent is left out, and only that parent is
//! followed.
//!
//! Commits and trees are read raw: a commit needs three header fields, and of the trees only the
//! entries along the filtered paths, each tree once.

use super::{Git, GitError, Range};
use git2::{ObjectType, Odb, Oid};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// The ids of what [`Git::log`] gives. No message is read.
pub(super) fn ids(git: &Git, range: &Range, paths: &[String]) -> Result<Vec<Oid>, GitError> {
    let odb = git.repo.odb().map_err(|e| git.other(e))?;
    let mut walk = Walk {
        git,
        odb: &odb,
        range,
        nodes: ById::default(),
        unread_uninteresting: HashSet::new(),
        queue: BinaryHeap::new(),
        pushed: 0,
        paths: paths.iter().map(|path| components(path)).collect(),
        entries: ById::default(),
        states: ById::default(),
    };
    let ids = walk.run()?;
    if ids.is_empty() {
        return Err(GitError::EmptyRange {
            range: range.to_string(),
            paths: paths.to_vec(),
        });
    }
    Ok(ids)
}

fn components(path: &str) -> Vec<Vec<u8>> {
    path.split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .map(|part| part.as_bytes().to_vec())
        .collect()
}

/// What the walk knows of a commit.
struct Node {
    tree: Oid,
    parents: Vec<Oid>,
    time: i64,
    uninteresting: bool,
    /// Named as the range's start: still compared with, though excluded.
    bottom: bool,
    seen: bool,
    /// Its paths are those of a parent: not listed.
    same: bool,
    /// The clone ends here.
    cut: bool,
}

/// A tree's entry; git compares the mode as well.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    id: Oid,
    mode: u32,
}

struct Walk<'a> {
    git: &'a Git,
    odb: &'a Odb<'a>,
    range: &'a Range,
    nodes: ById<Oid, Node>,
    unread_uninteresting: HashSet<Oid>,
    /// By commit time, newest first; among equals, first come first.
    queue: BinaryHeap<(i64, Reverse<u64>, Oid)>,
    pushed: u64,
    paths: Rc<[Vec<Vec<u8>>]>,
    /// What a tree holds under a name, so that each tree is read once.
    entries: ById<(Oid, usize, usize), Option<Entry>>,
    /// What a root tree holds at each of the paths.
    states: ById<Oid, State>,
}

type State = Rc<[Option<Entry>]>;

/// A map whose keys begin with an object's id: that is a hash already.
type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Folds what is written into it, eight bytes at a time. Whoever can choose ids that meet
/// in a bucket has half a collision of SHA-1, and gains a slow `git log`.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_ne_bytes(*word));
        }
        for byte in rest {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How many further commits are looked at once everything left is excluded, as in git: commit
/// times are not to be trusted wholly.
const SLOP: u32 = 5;

impl Walk<'_> {
    fn run(&mut self) -> Result<Vec<Oid>, GitError> {
        if let Some(from) = &self.range.from {
            let from = self.parse_id(from)?;
            self.load(from)?;
            let node = self.node_mut(from);
            node.uninteresting = true;
            node.bottom = true;
            self.mark_parents_uninteresting(from);
            self.push(from);
        }
        let to = self.parse_id(&self.range.to)?;
        self.load(to)?;
        self.push(to);
        let listed = self.limit()?;
        let mut ids = Vec::new();
        for id in listed {
            let node = self.node(id);
            if node.uninteresting {
                continue;
            }
            if node.cut {
                return Err(self.git.cut_off(self.range));
            }
            if !node.same {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Takes commits newest first until only excluded ones are left.
    fn limit(&mut self) -> Result<Vec<Oid>, GitError> {
        let mut listed: Vec<Oid> = Vec::new();
        let mut slop = SLOP;
        while let Some((_, _, id)) = self.queue.pop() {
            self.process_parents(id)?;
            if self.node(id).uninteresting {
                self.mark_parents_uninteresting(id);
                let oldest = listed.last().map(|last| self.node(*last).time);
                if !self.still_interesting(oldest, &mut slop) {
                    break;
                }
                continue;
            }
            listed.push(id);
        }
        Ok(listed)
    }

    fn still_interesting(&self, oldest: Option<i64>, slop: &mut u32) -> bool {
        let Some((next, _, _)) = self.queue.peek() else {
            return false;
        };
        let newer_may_follow = oldest.is_some_and(|oldest| oldest <= *next);
        let some_left = || {
            self.queue
                .iter()
                .any(|(_, _, id)| !self.node(*id).uninteresting)
        };
        if newer_may_follow || some_left() {
            *slop = SLOP;
            return true;
        }
        *slop -= 1;
        *slop > 0
    }

    fn process_parents(&mut self, id: Oid) -> Result<(), GitError> {
        let uninteresting = self.node(id).uninteresting;
        for parent in self.node(id).parents.clone() {
            match self.load(parent) {
                Err(_) if uninteresting => {}
                loaded => loaded?,
            }
        }
        if !uninteresting {
            self.simplify(id)?;
        }
        for parent in self.node(id).parents.clone() {
            let Some(node) = self.nodes.get_mut(&parent) else {
                continue;
            };
            if uninteresting {
                node.uninteresting = true;
                self.mark_parents_uninteresting(parent);
            }
            if !self.node(parent).seen {
                self.push(parent);
            }
        }
        Ok(())
    }

    /// `try_to_simplify_commit`: a commit equal to a relevant parent keeps only that parent.
    fn simplify(&mut self, id: Oid) -> Result<(), GitError> {
        if self.paths.is_empty() {
            return Ok(());
        }
        let tree = self.node(id).tree;
        let own = self.state(tree)?;
        let parents = self.node(id).parents.clone();
        if parents.is_empty() {
            self.node_mut(id).same = own.iter().all(Option::is_none);
            return Ok(());
        }
        let (mut relevant, mut relevant_change, mut irrelevant_change) = (0, false, false);
        for parent in parents {
            let node = self.node(parent);
            let (is_relevant, tree) = (!node.uninteresting || node.bottom, node.tree);
            relevant += usize::from(is_relevant);
            let same = self.state(tree)? == own;
            match (same, is_relevant) {
                (true, true) => {
                    let node = self.node_mut(id);
                    node.parents = vec![parent];
                    node.same = true;
                    return Ok(());
                }
                (true, false) => {}
                (false, true) => relevant_change = true,
                (false, false) => irrelevant_change = true,
            }
        }
        self.node_mut(id).same = match relevant {
            0 => !irrelevant_change,
            _ => !relevant_change,
        };
        Ok(())
    }

    /// Marks every ancestor that has been read, and remembers the first ones that have not.
    fn mark_parents_uninteresting(&mut self, id: Oid) {
        let mut stack = self.node(id).parents.clone();
        while let Some(id) = stack.pop() {
            match self.nodes.get_mut(&id) {
                Some(node) if node.uninteresting => {}
                Some(node) => {
                    node.uninteresting = true;
                    stack.extend(node.parents.iter().copied());
                }
                None => {
                    self.unread_uninteresting.insert(id);
                }
            }
        }
    }

    fn push(&mut self, id: Oid) {
        let time = {
            let node = self.node_mut(id);
            node.seen = true;
            node.time
        };
        self.queue.push((time, Reverse(self.pushed), id));
        self.pushed += 1;
    }

    /// The entries of a root tree at the filtered paths.
    fn state(&mut self, root: Oid) -> Result<State, GitError> {
        if let Some(state) = self.states.get(&root) {
            return Ok(Rc::clone(state));
        }
        let paths = Rc::clone(&self.paths);
        let state = paths
            .iter()
            .enumerate()
            .map(|(which, path)| self.entry(root, which, path))
            .collect::<Result<State, _>>()?;
        self.states.insert(root, Rc::clone(&state));
        Ok(state)
    }

    fn entry(
        &mut self,
        root: Oid,
        which: usize,
        path: &[Vec<u8>],
    ) -> Result<Option<Entry>, GitError> {
        let mut at = Entry { id: root, mode: 0 };
        for (depth, name) in path.iter().enumerate() {
            let key = (at.id, which, depth);
            let found = match self.entries.get(&key) {
                Some(found) => *found,
                None => {
                    let found = self.tree_entry(at.id, name)?;
                    self.entries.insert(key, found);
                    found
                }
            };
            match found {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// What stands under a name in a tree; `None` too if the object is no tree (a file where the
    /// path expects a folder, a submodule).
    fn tree_entry(&self, tree: Oid, name: &[u8]) -> Result<Option<Entry>, GitError> {
        let Ok(object) = self.odb.read(tree) else {
            return Ok(None);
        };
        if object.kind() != ObjectType::Tree {
            return Ok(None);
        }
        Ok(find_entry(object.data(), name))
    }

    /// Reads a commit's header, once.
    fn load(&mut self, id: Oid) -> Result<(), GitError> {
        if self.nodes.contains_key(&id) {
            return Ok(());
        }
        let object = self.odb.read(id).map_err(|e| {
            if self.git.shallow.is_empty() {
                self.git.other(e)
            } else {
                self.git.cut_off(self.range)
            }
        })?;
        let (tree, parents, time) = header(object.data()).ok_or_else(|| GitError::Other {
            path: self.git.path.clone(),
            message: format!("commit {id} is malformed"),
        })?;
        let cut = self.git.shallow.contains(&id) && !parents.is_empty();
        let node = Node {
            tree,
            parents: if cut { Vec::new() } else { parents },
            time,
            uninteresting: self.unread_uninteresting.contains(&id),
            bottom: false,
            seen: false,
            same: false,
            cut,
        };
        self.nodes.insert(id, node);
        Ok(())
    }

    fn parse_id(&self, id: &str) -> Result<Oid, GitError> {
        Oid::from_str(id).map_err(|e| self.git.other(e))
    }

    fn node(&self, id: Oid) -> &Node {
        self.nodes.get(&id).expect("a queued commit has been read")
    }

    fn node_mut(&mut self, id: Oid) -> &mut Node {
        self.nodes
            .get_mut(&id)
            .expect("a queued commit has been read")
    }
}

/// `tree`, `parent`s and the committer's seconds of a raw commit. A name need not be UTF-8.
fn header(data: &[u8]) -> Option<(Oid, Vec<Oid>, i64)> {
    let (mut tree, mut parents) = (None, Vec::new());
    for line in data.split(|b| *b == b'\n') {
        let line = String::from_utf8_lossy(line);
        match line.split_once(' ') {
            Some(("tree", id)) => tree = Oid::from_str(id).ok(),
            Some(("parent", id)) => parents.push(Oid::from_str(id).ok()?),
            Some(("committer", rest)) => {
                let seconds = rest.rsplit(' ').nth(1)?;
                return Some((tree?, parents, seconds.parse().ok()?));
            }
            _ if line.is_empty() && tree.is_some() => break,
            _ => {}
        }
    }
    None
}

/// The entry of a raw tree (`<mode> <name>\0<20 bytes>` each) with a name.
fn find_entry(mut data: &[u8], name: &[u8]) -> Option<Entry> {
    while !data.is_empty() {
        let space = data.iter().position(|b| *b == b' ')?;
        let zero = space + data[space..].iter().position(|b| *b == 0)?;
        let id = data.get(zero + 1..zero + 21)?;
        if &data[space + 1..zero] == name {
            let mode = data[..space]
                .iter()
                .fold(0, |mode, digit| mode * 8 + u32::from(digit - b'0'));
            return Oid::from_bytes(id).ok().map(|id| Entry { id, mode });
        }
        data = &data[zero + 21..];
    }
    None
}
