//! Directories of pages that are made anew each time. Nothing in them is a person's, so that they are written
//! without the care that a record needs.
#![expect(clippy::disallowed_methods, reason = "the store writes files")]

use super::draft::parent;
use super::{Action, StoreError, Why};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The list of what was written into a directory that a command made.
const MADE: &str = ".report-site";

/// A directory of pages that a command makes anew each time: what it wrote before and not now is taken away,
/// and nothing else. One that it did not make, and that holds something, is left alone.
pub struct Made {
    dir: PathBuf,
    before: BTreeSet<String>,
    now: Mutex<BTreeSet<String>>,
}

impl Made {
    /// Begins; the directory is made if need be.
    pub fn begin(dir: &Path) -> Result<Made, StoreError> {
        let failed = |error| StoreError::io(Action::Write, dir, error);
        let list = dir.join(MADE);
        let before = match fs::read_to_string(&list) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(_) => {
                let holds = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
                if holds {
                    return Err(Why::NotOurs.of(dir));
                }
                BTreeSet::new()
            }
        };
        fs::create_dir_all(dir).map_err(failed)?;
        // It is ours from now on, whatever stops us.
        if before.is_empty() {
            fs::write(&list, "").map_err(failed)?;
        }
        Ok(Made {
            dir: dir.to_owned(),
            before,
            now: Mutex::default(),
        })
    }

    /// Writes one of its files, by its path below the directory. The same bytes are not written again.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.dir.join(name);
        let failed = |error| StoreError::io(Action::Write, &path, error);
        if is_led_away(&self.dir, name) {
            return Err(Why::Outside.of(path));
        }
        if !fs::read(&path).is_ok_and(|old| old == bytes) {
            fs::create_dir_all(parent(&path)).map_err(failed)?;
            fs::write(&path, bytes).map_err(failed)?;
        }
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(name.to_owned());
        Ok(())
    }

    /// Ends: takes away what is no more, and notes what is. Gives how many files there are.
    pub fn end(self) -> Result<usize, StoreError> {
        let now = self
            .now
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for name in self.before.difference(&now) {
            if !is_led_away(&self.dir, name) {
                let _gone_already = fs::remove_file(self.dir.join(name));
            }
        }
        let list: String = now.iter().map(|name| format!("{name}\n")).collect();
        let path = self.dir.join(MADE);
        fs::write(&path, list).map_err(|error| StoreError::io(Action::Write, &path, error))?;
        Ok(now.len())
    }
}

/// Whether a path below a directory leaves it, by its name or by a link that somebody put there.
fn is_led_away(dir: &Path, name: &str) -> bool {
    let mut path = dir.to_owned();
    Path::new(name).components().any(|part| {
        path.push(part);
        let is_link = || fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink());
        !matches!(part, Component::Normal(_)) || is_link()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_more_is_taken_away_and_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("site");
        let made = Made::begin(&dir).unwrap();
        made.put("a.html", b"1").unwrap();
        made.put("sub/b.html", b"2").unwrap();
        assert_eq!(made.end().unwrap(), 2);
        fs::write(dir.join("own.txt"), "mine").unwrap();
        let made = Made::begin(&dir).unwrap();
        made.put("a.html", b"3").unwrap();
        made.end().unwrap();
        assert_eq!(fs::read(dir.join("a.html")).unwrap(), b"3");
        assert!(!dir.join("sub/b.html").exists() && dir.join("own.txt").exists());
    }

    #[test]
    fn what_others_made_is_left_alone_and_no_link_is_followed() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("site");
        fs::create_dir(&dir).unwrap();
        assert!(Made::begin(&dir).is_ok(), "an empty one is nobody's");
        fs::remove_file(dir.join(MADE)).unwrap();
        fs::write(dir.join("index.html"), "mine").unwrap();
        assert!(matches!(
            Made::begin(&dir),
            Err(StoreError {
                why: Why::NotOurs,
                ..
            })
        ));
        // A repository may bring a directory that looks like ours.
        let elsewhere = temp.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("x"), "keep").unwrap();
        std::os::unix::fs::symlink(&elsewhere, dir.join("records")).unwrap();
        fs::write(dir.join(MADE), "records/x\n../elsewhere/x\n/etc/hostname\n").unwrap();
        let made = Made::begin(&dir).unwrap();
        assert!(matches!(
            made.put("records/y", b""),
            Err(StoreError {
                why: Why::Outside,
                ..
            })
        ));
        assert!(made.put("../y", b"").is_err());
        made.end().unwrap();
        assert!(elsewhere.join("x").exists() && !elsewhere.join("y").exists());
    }
}
