//! Real repositories in a temporary folder, built through git2 with a fixed identity and dates.

use git2::{IndexEntry, IndexTime, Oid, Repository, Signature, Time};
use std::path::Path;
use tempfile::TempDir;

/// A repository under construction.
pub(crate) struct Fixture {
    pub dir: TempDir,
    pub repo: Repository,
    clock: i64,
}

/// 2025-12-04T00:00:00Z.
const START: i64 = 1_764_806_400;

impl Fixture {
    pub fn new() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let mut options = git2::RepositoryInitOptions::new();
        let repo = Repository::init_opts(dir.path(), options.initial_head("main")).unwrap();
        Fixture {
            dir,
            repo,
            clock: START,
        }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Sets the time of the next commit, in seconds since 1970.
    pub fn at(&mut self, seconds: i64) -> &mut Fixture {
        self.clock = seconds;
        self
    }

    /// A commit on top of parents: their first tree with files replaced (`None` removes one).
    pub fn commit(
        &mut self,
        parents: &[Oid],
        message: &str,
        files: &[(&str, Option<&str>)],
    ) -> Oid {
        let parents: Vec<_> = parents
            .iter()
            .map(|id| self.repo.find_commit(*id).unwrap())
            .collect();
        let mut index = git2::Index::new().unwrap();
        if let Some(first) = parents.first() {
            index.read_tree(&first.tree().unwrap()).unwrap();
        }
        for (path, text) in files {
            match text {
                Some(text) => {
                    let id = self.repo.blob(text.as_bytes()).unwrap();
                    index.add(&entry(path, id)).unwrap();
                }
                None => index.remove(Path::new(path), 0).unwrap(),
            }
        }
        let tree = index.write_tree_to(&self.repo).unwrap();
        let tree = self.repo.find_tree(tree).unwrap();
        let who = Signature::new("Kim", "kim@example.dev", &Time::new(self.clock, 540)).unwrap();
        self.clock += 60;
        let parents: Vec<_> = parents.iter().collect();
        self.repo
            .commit(None, &who, &who, message, &tree, &parents)
            .unwrap()
    }

    /// Points `main` and HEAD at a commit.
    pub fn set_main(&self, id: Oid) {
        self.repo
            .reference("refs/heads/main", id, true, "test")
            .unwrap();
    }
}

fn entry(path: &str, id: Oid) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}
