//! The demo's repository: the commits that lead to deployment 4354, with fixed authors and dates,
//! so that their ids are always the same.

use crate::both;
use crate::collect::git::build;
use crate::error::Error;
use git2::build::CheckoutBuilder;
use git2::{Oid, Repository, RepositoryInitOptions, Signature, Time};
use std::path::Path;

/// The commits that the rest of the demo talks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The commit that deployment 4349 brought.
    pub before: String,
    /// The commit of deployment 4354.
    pub after: String,
    /// What lies between them, newest first: commit id and message.
    pub changes: Vec<(String, String)>,
}

const ALLOY: &str = "argo-cd/buzzvil-eks-ops/apps/alloy-ops.yaml";
const CHART: &str = "argo-cd/buzzvil-eks-ops/charts/alloy/Chart.yaml";
const LOKI: &str = "argo-cd/buzzvil-eks-ops/apps/loki-ops.yaml";
const ALLOY_BEFORE: &str = include_str!("files/apps/alloy-ops.before.yaml");
const ALLOY_AFTER: &str = include_str!("files/apps/alloy-ops.after.yaml");
const CHART_TEXT: &str = include_str!("files/charts/Chart.yaml");
const LOKI_BEFORE: &str = include_str!("files/apps/loki-ops.before.yaml");
const LOKI_AFTER: &str = include_str!("files/apps/loki-ops.after.yaml");

/// Creates the repository, with its files checked out.
///
/// # Errors
/// If the directory cannot be written.
pub(crate) fn write(path: &Path) -> Result<History, Error> {
    tell(path).map_err(|error| {
        Error::user(both!(
            "{}: 저장소를 만들 수 없습니다",
            "cannot create the repository {}",
            path.display()
        ))
        .because(&error)
    })
}

fn tell(path: &Path) -> Result<History, git2::Error> {
    let mut options = RepositoryInitOptions::new();
    options
        .initial_head("main")
        .mkpath(true)
        .external_template(false);
    let repository = Repository::init_opts(path, &options)?;
    // The files must be the same whatever the user's own git does to line ends.
    repository.config()?.set_bool("core.autocrlf", false)?;
    let url = "https://github.com/Buzzvil/buzz-k8s-resources.git";
    repository.remote("origin", url)?;

    let readme = "# buzz-k8s-resources\n\nArgo CD Applications and Helm values of every cluster.\n";
    let first = Commit {
        who: ("Haneul Kim", "haneul@buzzvil.example"),
        at: "2025-11-28T02:00:00Z",
        message: "Add the Applications of buzzvil-eks-ops",
        files: &[("README.md", readme), (LOKI, LOKI_BEFORE)],
    };
    let first = first.put(&repository, &[])?;
    let added = Commit {
        who: KIRO,
        at: "2025-12-03T07:40:31Z",
        message: "feat: add alloy to buzzvil-eks-ops (#1448)",
        files: &[(ALLOY, ALLOY_BEFORE), (CHART, CHART_TEXT)],
    };
    let added = added.put(&repository, &[first])?;
    let raised = Commit {
        who: ("Minseo Park", "minseo@buzzvil.example"),
        at: "2025-12-04T05:02:11Z",
        message: "chore: raise loki's ingestion limit in ops",
        files: &[(LOKI, LOKI_AFTER)],
    };
    let raised = raised.put(&repository, &[added])?;
    let merge = Commit {
        who: ("Haneul Kim", "haneul@buzzvil.example"),
        at: "2025-12-04T05:31:47Z",
        message: "Merge pull request #1450 from Buzzvil/chore/loki-ingestion\n\n\
                  chore: raise loki's ingestion limit in ops",
        files: &[(LOKI, LOKI_AFTER)],
    };
    let merged = merge.put(&repository, &[added, raised])?;
    let fix = Commit {
        who: KIRO,
        at: "2025-12-05T10:00:12Z",
        message: "fix: move tolerations to controller.tolerations in alloy-ops (#1452)\n\n\
                  The chart reads controller.tolerations only; at the root they did nothing, and\n\
                  the nodes of the dedicated pool got no Pod.",
        files: &[(ALLOY, ALLOY_AFTER)],
    };
    let fixed = fix.put(&repository, &[merged])?;

    repository.reference("refs/heads/main", fixed, true, "demo")?;
    repository.checkout_head(Some(CheckoutBuilder::new().force()))?;
    told(&repository)
}

/// The commits of a repository that was written before.
///
/// # Errors
/// If there is no such repository.
pub(crate) fn read(path: &Path) -> Result<History, git2::Error> {
    told(&Repository::open(path)?)
}

/// Deployment 4354 is the head's fix and the merge before it.
fn told(repository: &Repository) -> Result<History, git2::Error> {
    let fix = repository.head()?.peel_to_commit()?;
    let merge = fix.parent(0)?;
    let named = |commit: &git2::Commit| {
        let message = commit.message().unwrap_or_default();
        (commit.id().to_string(), message.to_string())
    };
    Ok(History {
        before: merge.parent_id(0)?.to_string(),
        after: fix.id().to_string(),
        changes: vec![named(&fix), named(&merge)],
    })
}

const KIRO: (&str, &str) = ("Kiro", "kiro@buzzvil.example");

/// A commit to be.
struct Commit<'a> {
    who: (&'a str, &'a str),
    at: &'a str,
    message: &'a str,
    /// Files with their new text; the others are those of the first parent.
    files: &'a [(&'a str, &'a str)],
}

impl Commit<'_> {
    fn put(&self, repository: &Repository, parents: &[Oid]) -> Result<Oid, git2::Error> {
        let seconds = self.at.parse::<chrono::DateTime<chrono::Utc>>();
        let seconds = seconds.map_or(0, |time| time.timestamp());
        // Korea's offset, as the team's machines have it.
        let who = Signature::new(self.who.0, self.who.1, &Time::new(seconds, 540))?;
        let files = self.files.iter();
        let files: Vec<(&str, Option<&str>)> =
            files.map(|(path, text)| (*path, Some(*text))).collect();
        build::commit(repository, parents, &who, self.message, &files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change;
    use crate::collect::git::Git;

    #[test]
    fn git_tells_the_fix_as_a_move() {
        let dir = tempfile::tempdir().unwrap();
        let history = write(dir.path()).unwrap();
        let git = Git::open(dir.path()).unwrap();
        let range = git
            .range(&format!("{}..{}", history.before, history.after))
            .unwrap();
        let changes = git.changes(&range, &[], usize::MAX).unwrap();
        assert_eq!(changes.len(), 2);
        let story = change::tell(&changes[0]);
        assert_eq!(story.path, ALLOY);
        assert!(format!("{story:?}").contains("Moved"), "{story:?}");
        assert!(dir.path().join(ALLOY).exists(), "checked out");
    }

    #[test]
    fn the_ids_never_change() {
        let dir = tempfile::tempdir().unwrap();
        let history = write(dir.path()).unwrap();
        insta::assert_snapshot!(history.after, @"ef7a6a2d910ce17c68b05855360e648fbe7992e5");
    }
}
