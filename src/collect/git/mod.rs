//! Git, through libgit2 and only here: opens a repository, resolves revisions, and copies what it
//! finds into `facts::commit` at once, so that no lifetime of git2 leaves this folder. No network,
//! no program is started. Nothing here knows deployments or records.

pub mod build;
mod error;
mod log;
mod message;
mod pulls;
mod trees;
mod versions;

#[cfg(test)]
pub(crate) mod tests;

pub use error::GitError;
pub use pulls::pull_requests;
pub use versions::Version;

use crate::facts::commit::Commit;
use crate::facts::forge::Forge;
use crate::store::{self, Reach};
use git2::{ErrorCode, Oid, Repository};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// A commit range: what `to` reaches and `from` does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The full id that is excluded with all that it reaches; `None` takes the whole history.
    pub from: Option<String>,
    /// The full id of the newest commit.
    pub to: String,
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = |id: &str| id.get(..7).unwrap_or(id).to_owned();
        match &self.from {
            Some(from) => write!(f, "{}..{}", short(from), short(&self.to)),
            None => f.write_str(&short(&self.to)),
        }
    }
}

/// An open repository.
pub struct Git {
    repo: Repository,
    /// The work tree, or the git directory of a bare repository.
    path: PathBuf,
    shallow: HashSet<Oid>,
}

/// libgit2 hashes each object again when it reads it, which git leaves to `git fsck` and to the
/// fetch that brought it; over a history that is a third of the time. What zlib checks stays checked.
/// And it keeps each object that it read, for somebody who asks again; nobody does, the walk remembers
/// what it needs of each, and making room for them takes half of the time that is left.
fn read_as_git_does() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
    });
}

impl Git {
    /// Opens the repository that holds a directory: a work tree or any folder in it, a linked
    /// worktree, a symlinked `.git`, a bare repository.
    pub fn open(path: &Path) -> Result<Git, GitError> {
        read_as_git_does();
        let repo = Repository::discover(path).map_err(|error| match error.code() {
            ErrorCode::Owner => GitError::NotOwned(path.to_owned()),
            ErrorCode::NotFound => GitError::NotARepository(path.to_owned()),
            _ => other(path, &error),
        })?;
        let path = repo.workdir().unwrap_or(repo.path()).to_owned();
        let shallow = shallow_commits(&repo);
        Ok(Git {
            repo,
            path,
            shallow,
        })
    }

    /// Whether the clone was cut off, so that its history is not all here.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// The work tree, or the git directory of a bare repository.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The full id of the commit that a revision names.
    pub fn resolve(&self, rev: &str) -> Result<String, GitError> {
        self.commit_id(rev).map(|id| id.to_string())
    }

    /// Whether a commit is in the history of another, or is it. `None` if either is not here, or if the
    /// clone ends before that can be told.
    pub fn contains(&self, ancestor: &str, descendant: &str) -> Option<bool> {
        let ancestor = self.commit_id(ancestor).ok()?;
        let descendant = self.commit_id(descendant).ok()?;
        let reached =
            ancestor == descendant || self.repo.graph_descendant_of(descendant, ancestor).ok()?;
        (reached || self.shallow.is_empty()).then_some(reached)
    }

    /// Resolves `A..B`, `A..`, `..B` (an end left out is `HEAD`). `A...B` is refused.
    pub fn range(&self, text: &str) -> Result<Range, GitError> {
        let (from, to) = text
            .split_once("..")
            .filter(|(from, to)| !to.starts_with('.') && !from.ends_with('.') && text != "..")
            .ok_or_else(|| GitError::BadRange(text.to_owned()))?;
        let or_head = |rev: &str| self.resolve(if rev.is_empty() { "HEAD" } else { rev });
        Ok(Range {
            from: Some(or_head(from)?),
            to: or_head(to)?,
        })
    }

    /// The commits of a range that touch one of the paths, as `git log A..B -- paths` lists them: its
    /// order and its default history simplification, which follows only the parent that a merge
    /// took the paths from (neither `--full-history` nor `--first-parent`). No path means all commits.
    ///
    /// An empty list is [`GitError::EmptyRange`]; a shallow clone that ends inside the range is
    /// [`GitError::Shallow`].
    pub fn log(&self, range: &Range, paths: &[String]) -> Result<Vec<Commit>, GitError> {
        let ids = log::ids(self, range, paths)?;
        ids.into_iter().map(|id| message::read(self, id)).collect()
    }

    /// The newest commits of what [`Git::log`] gives, at most so many, and how many more there are.
    /// Only the messages of those are read.
    pub fn newest(
        &self,
        range: &Range,
        paths: &[String],
        most: usize,
    ) -> Result<(Vec<Commit>, usize), GitError> {
        let mut ids = log::ids(self, range, paths)?;
        let more = ids.len().saturating_sub(most);
        ids.truncate(most);
        let commits = ids.into_iter().map(|id| message::read(self, id));
        Ok((commits.collect::<Result<_, _>>()?, more))
    }

    /// One commit.
    pub fn commit(&self, id: &str) -> Result<Commit, GitError> {
        let id = self.commit_id(id)?;
        message::read(self, id)
    }

    /// Where the repository lives on the web, from `origin` (else the only remote). `None` without
    /// a remote or for a local path. Credentials in the URL are dropped.
    pub fn forge(&self) -> Option<Forge> {
        let remotes = self.repo.remotes().ok()?;
        let names: Vec<&str> = remotes.iter().flatten().flatten().collect();
        let name = match names.as_slice() {
            [only] => only,
            names => names.iter().find(|name| **name == "origin")?,
        };
        let remote = self.repo.find_remote(name).ok()?;
        Forge::of_remote(remote.url().ok()?)
    }

    /// Pull requests whose head was fetched (`refs/pull/N/head`, `refs/merge-requests/N/head`,
    /// also below `refs/remotes/*/`): number and commit id.
    pub fn pull_heads(&self) -> Vec<(u64, String)> {
        let Ok(references) = self.repo.references() else {
            return Vec::new();
        };
        let mut heads: Vec<(u64, String)> = references
            .flatten()
            .filter_map(|reference| {
                let number = pulls::number_of_ref(reference.name().ok()?)?;
                Some((number, reference.peel_to_commit().ok()?.id().to_string()))
            })
            .collect();
        heads.sort();
        heads
    }

    /// The branch that is checked out; `None` when HEAD is detached or unborn.
    pub fn branch(&self) -> Option<String> {
        let head = self.repo.head().ok()?;
        let name = head
            .is_branch()
            .then(|| head.shorthand().ok().map(str::to_string));
        name.flatten()
    }

    /// Whether a name is that of a branch, here or at `origin`.
    pub fn is_branch(&self, name: &str) -> bool {
        let kinds = [git2::BranchType::Local, git2::BranchType::Remote];
        let at_origin = format!("origin/{name}");
        let names = [name, at_origin.as_str()];
        let mut pairs = names.iter().flat_map(|name| kinds.map(|kind| (name, kind)));
        pairs.any(|(name, kind)| self.repo.find_branch(name, kind).is_ok())
    }

    fn commit_id(&self, rev: &str) -> Result<Oid, GitError> {
        let missing = || {
            if self.shallow.is_empty() {
                GitError::NoSuchRevision {
                    path: self.path.clone(),
                    rev: rev.to_owned(),
                }
            } else {
                self.cut_off(rev)
            }
        };
        let object = self.repo.revparse_single(rev).map_err(|_| missing())?;
        let commit = object.peel_to_commit().map_err(|_| missing())?;
        Ok(commit.id())
    }

    fn cut_off(&self, range: impl ToString) -> GitError {
        GitError::Shallow {
            path: self.path.clone(),
            range: range.to_string(),
        }
    }

    fn other(&self, error: git2::Error) -> GitError {
        other(&self.path, &error)
    }
}

fn other(path: &Path, error: &git2::Error) -> GitError {
    GitError::Other {
        path: path.to_owned(),
        message: error.message().to_owned(),
    }
}

/// The commits at which a shallow clone ends (`$GIT_COMMON_DIR/shallow`).
fn shallow_commits(repo: &Repository) -> HashSet<Oid> {
    let shallow = repo.commondir().join("shallow");
    let text = store::read_text(&shallow, Reach::Anywhere).unwrap_or_default();
    text.lines()
        .filter_map(|line| Oid::from_str(line.trim()).ok())
        .collect()
}
