//! Commits written through libgit2, without a work tree: what the demo, the tests and the benchmarks
//! make their repositories of. Nothing of a team's repository is ever written.

use git2::{Error, Index, IndexEntry, IndexTime, Oid, Repository, Signature};
use std::path::Path;

/// Writes a commit on top of parents: the tree of the first with files replaced (`None` removes
/// one). No reference is moved.
pub fn commit(
    repository: &Repository,
    parents: &[Oid],
    who: &Signature<'_>,
    message: &str,
    files: &[(&str, Option<&str>)],
) -> Result<Oid, Error> {
    let parents = parents.iter().map(|id| repository.find_commit(*id));
    let parents: Vec<git2::Commit<'_>> = parents.collect::<Result<_, _>>()?;
    let mut index = Index::new()?;
    if let Some(first) = parents.first() {
        index.read_tree(&first.tree()?)?;
    }
    for (path, text) in files {
        match text {
            Some(text) => put(repository, &mut index, path, text)?,
            None => index.remove(Path::new(path), 0)?,
        }
    }
    let tree = repository.find_tree(index.write_tree_to(repository)?)?;
    let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
    repository.commit(None, who, who, message, &tree, &parents)
}

/// Puts a file into an index that has no work tree.
pub fn put(
    repository: &Repository,
    index: &mut Index,
    path: &str,
    text: &str,
) -> Result<(), Error> {
    let never = IndexTime::new(0, 0);
    index.add(&IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: repository.blob(text.as_bytes())?,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    })
}
