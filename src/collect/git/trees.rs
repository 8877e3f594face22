//! Trees: what differs between two commits, and files at a commit.

use super::{Git, GitError, Range};
use crate::facts::commit::FileChange;
use git2::{Delta, DiffFindOptions, DiffOptions, ObjectType, Oid, Patch, Tree, TreeWalkMode};

/// Files above this many bytes are counted but their text is not kept.
const TEXT_LIMIT: usize = 1 << 20;

impl Git {
    /// The files that differ between two commits, renames found; the first `texts` of them with
    /// their contents. `from: None` compares with the empty tree.
    pub fn changes(
        &self,
        range: &Range,
        paths: &[String],
        texts: usize,
    ) -> Result<Vec<FileChange>, GitError> {
        let before = range.from.as_deref().map(|id| self.tree(id)).transpose()?;
        let after = self.tree(&range.to)?;
        let mut options = DiffOptions::new();
        options.disable_pathspec_match(true).context_lines(0);
        for path in paths {
            options.pathspec(path);
        }
        let mut compared = || {
            let trees = (before.as_ref(), Some(&after));
            self.repo
                .diff_tree_to_tree(trees.0, trees.1, Some(&mut options))
                .map_err(|e| self.other(e))
        };
        let mut diff = compared()?;
        let renames = diff.find_similar(Some(DiffFindOptions::new().renames(true)));
        if renames.is_err() {
            // A partial clone lacks the contents by which renames are found.
            diff = compared()?;
        }
        let mut files = Vec::new();
        let mut order: Vec<usize> = (0..diff.deltas().len()).collect();
        order.sort_by_key(|index| diff.get_delta(*index).map(|delta| weight(&delta)));
        for (place, index) in order.into_iter().enumerate() {
            // What cannot be read (a partial clone) cannot be compared, as a binary file.
            let patch = Patch::from_diff(&diff, index).ok().flatten();
            let Some(delta) = diff.get_delta(index) else {
                continue;
            };
            let path = |file: git2::DiffFile<'_>| {
                let path = file.path_bytes()?;
                Some(String::from_utf8_lossy(path).into_owned())
            };
            let (_, added, removed) = match &patch {
                Some(patch) => patch.line_stats().map_err(|e| self.other(e))?,
                None => (0, 0, 0),
            };
            let binary = delta.flags().is_binary() || patch.is_none();
            let text = |file: git2::DiffFile<'_>| match file.mode() {
                _ if place >= texts => None,
                git2::FileMode::Commit => Some(format!("Subproject commit {}\n", file.id())),
                _ => self.blob_text(file.id()),
            };
            let gone = matches!(delta.status(), Delta::Deleted);
            let new = matches!(delta.status(), Delta::Added);
            let modes = [delta.old_file().mode(), delta.new_file().mode()];
            files.push(FileChange {
                modes: (!new && !gone && modes[0] != modes[1]).then(|| {
                    let [old, new] = modes.map(|mode| format!("{:06o}", i32::from(mode)));
                    (old, new)
                }),
                old_path: path(delta.old_file()).filter(|_| !new),
                new_path: path(delta.new_file()).filter(|_| !gone),
                added,
                removed,
                before: if new { None } else { text(delta.old_file()) },
                after: if gone { None } else { text(delta.new_file()) },
                binary,
            });
        }
        Ok(files)
    }

    /// A file's text at a commit; `None` if it is not there, binary or over 1 MiB.
    pub fn file(&self, commit: &str, path: &str) -> Result<Option<String>, GitError> {
        let tree = self.tree(commit)?;
        let Ok(entry) = tree.get_path(std::path::Path::new(path)) else {
            return Ok(None);
        };
        Ok(self.blob_text(entry.id()))
    }

    /// The paths of all files under a folder at a commit (`""` is the root), sorted by name.
    pub fn files(&self, commit: &str, under: &str) -> Result<Vec<String>, GitError> {
        let under = under.trim_matches('/');
        let root = self.tree(commit)?;
        let start = if under.is_empty() {
            root
        } else {
            let Ok(entry) = root.get_path(std::path::Path::new(under)) else {
                return Ok(Vec::new());
            };
            match self.repo.find_tree(entry.id()) {
                Ok(tree) => tree,
                Err(_) => return Ok(vec![under.to_owned()]),
            }
        };
        let prefix = if under.is_empty() {
            String::new()
        } else {
            format!("{under}/")
        };
        let mut found = Vec::new();
        start
            .walk(TreeWalkMode::PreOrder, |folder, entry| {
                if entry.kind() == Some(ObjectType::Blob) {
                    let name = String::from_utf8_lossy(entry.name_bytes());
                    found.push(format!("{prefix}{folder}{name}"));
                }
                git2::TreeWalkResult::Ok
            })
            .map_err(|e| self.other(e))?;
        found.sort();
        Ok(found)
    }

    fn tree(&self, commit: &str) -> Result<Tree<'_>, GitError> {
        let id = self.commit_id(commit)?;
        let commit = self.repo.find_commit(id).map_err(|e| self.other(e))?;
        commit.tree().map_err(|e| self.other(e))
    }

    /// A blob as text, what is no UTF-8 replaced; `None` if it is missing (a partial clone), binary or
    /// over-large.
    pub(super) fn blob_text(&self, id: Oid) -> Option<String> {
        let blob = self.repo.find_blob(id).ok()?;
        if blob.is_binary() || blob.size() > TEXT_LIMIT {
            return None;
        }
        Some(String::from_utf8_lossy(blob.content()).into_owned())
    }
}

/// What a reader must see first: a manifest that is gone, manifests, what else is gone, the rest. Of each by path.
fn weight(delta: &git2::DiffDelta<'_>) -> u8 {
    const MANIFESTS: [&str; 5] = ["yaml", "yml", "json", "tpl", "toml"];
    let path = delta.new_file().path().or_else(|| delta.old_file().path());
    let extension = path.and_then(|path| path.extension()?.to_str());
    let is_manifest = extension.is_some_and(|extension| MANIFESTS.contains(&extension));
    match (is_manifest, delta.status() == Delta::Deleted) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}
