//! Real repositories in a temporary folder, built through git2 with a fixed identity and dates.

use crate::collect::git::build;
use git2::{Oid, Repository, Signature, Time};
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
    pub(crate) fn new() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let mut options = git2::RepositoryInitOptions::new();
        let repo = Repository::init_opts(dir.path(), options.initial_head("main")).unwrap();
        Fixture {
            dir,
            repo,
            clock: START,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Sets the time of the next commit, in seconds since 1970.
    pub(crate) fn at(&mut self, seconds: i64) -> &mut Fixture {
        self.clock = seconds;
        self
    }

    /// A commit on top of parents: their first tree with files replaced (`None` removes one).
    pub(crate) fn commit(
        &mut self,
        parents: &[Oid],
        message: &str,
        files: &[(&str, Option<&str>)],
    ) -> Oid {
        let who = Signature::new("Kim", "kim@example.dev", &Time::new(self.clock, 540)).unwrap();
        self.clock += 60;
        build::commit(&self.repo, parents, &who, message, files).unwrap()
    }

    /// Points `main` and HEAD at a commit.
    pub(crate) fn set_main(&self, id: Oid) {
        self.repo
            .reference("refs/heads/main", id, true, "test")
            .unwrap();
    }
}
