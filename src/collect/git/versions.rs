//! The versions of the files of one folder: what each commit of the history made of them.

use super::{Git, GitError, Range, log};
use chrono::{DateTime, Utc};
use git2::{ObjectType, Oid};
use std::collections::BTreeMap;
use std::rc::Rc;

/// When a file got a content, by the id of that.
pub type Version = (DateTime<Utc>, String);

/// The names of a folder's files with their contents' ids.
type Names = BTreeMap<String, Oid>;

impl Git {
    /// The versions of each file that is in a folder now, oldest first. A file that was away in between
    /// begins anew.
    pub fn versions(&self, folder: &str) -> Result<BTreeMap<String, Vec<Version>>, GitError> {
        let whole = Range {
            from: None,
            to: self.resolve("HEAD")?,
        };
        let ids = log::ids(self, &whole, &[folder.to_owned()])?;
        let mut versions: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        // A commit's parent is mostly the next one: what was read of it is read once.
        let mut known: Vec<(Oid, Rc<Names>)> = Vec::new();
        let mut names = |commit: &git2::Commit| -> Rc<Names> {
            let tree = commit.tree().ok();
            let entry = tree.and_then(|tree| tree.get_path(folder.as_ref()).ok());
            let Some(id) = entry.map(|entry| entry.id()) else {
                return Rc::default();
            };
            if let Some((_, names)) = known.iter().find(|(known, _)| *known == id) {
                return Rc::clone(names);
            }
            let names = Rc::new(self.names(id));
            known.truncate(3);
            known.insert(0, (id, Rc::clone(&names)));
            names
        };
        for id in ids.into_iter().rev() {
            let commit = self.repo.find_commit(id).map_err(|e| self.other(e))?;
            let after = names(&commit);
            let before = commit
                .parent(0)
                .map(|parent| names(&parent))
                .unwrap_or_default();
            let at = DateTime::from_timestamp(commit.time().seconds(), 0).unwrap_or_default();
            for (name, blob) in after.iter() {
                if before.get(name) != Some(blob) {
                    let all = versions.entry(name.clone()).or_default();
                    all.push((at, blob.to_string()));
                }
            }
            for name in before.keys() {
                if !after.contains_key(name) {
                    versions.remove(name);
                }
            }
        }
        Ok(versions)
    }

    /// A content by its id; `None` if it is not here, binary or over 1 MiB.
    pub fn content(&self, id: &str) -> Option<String> {
        self.blob_text(Oid::from_str(id).ok()?)
    }

    fn names(&self, tree: Oid) -> Names {
        let Ok(tree) = self.repo.find_tree(tree) else {
            return Names::new();
        };
        let files = tree
            .iter()
            .filter(|entry| entry.kind() == Some(ObjectType::Blob));
        files
            .filter_map(|entry| Some((entry.name().ok()?.to_owned(), entry.id())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::collect::git::{Git, build};
    use git2::{Repository, Signature, Time};

    #[test]
    fn each_file_has_its_own_versions() {
        let dir = tempfile::tempdir().unwrap();
        let repository = Repository::init(dir.path()).unwrap();
        let mut parents = Vec::new();
        for (second, files) in [
            (1_000, vec![("r/a.md", Some("1")), ("other.md", Some("x"))]),
            (2_000, vec![("r/b.md", Some("1"))]),
            (3_000, vec![("other.md", Some("y"))]),
            (4_000, vec![("r/a.md", Some("2")), ("r/b.md", None)]),
            (
                5_000,
                vec![("r/b.md", Some("3")), ("r/sub/c.md", Some("1"))],
            ),
        ] {
            let who = Signature::new("K", "k@example.com", &Time::new(second, 540)).unwrap();
            let id = build::commit(&repository, &parents, &who, "m", &files).unwrap();
            parents = vec![id];
        }
        repository
            .reference("refs/heads/main", parents[0], true, "t")
            .unwrap();
        repository.set_head("refs/heads/main").unwrap();
        let git = Git::open(dir.path()).unwrap();
        let told: Vec<String> = git
            .versions("r")
            .unwrap()
            .into_iter()
            .map(|(name, all)| {
                let all = all.into_iter();
                let texts =
                    all.map(|(at, id)| format!("{}={}", at.timestamp(), git.content(&id).unwrap()));
                format!("{name}: {}", texts.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(told, ["a.md: 1000=1 4000=2", "b.md: 5000=3"]);
        assert!(git.versions("none").is_err(), "no commit touches it");
    }
}
