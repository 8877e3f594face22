//! A file that is not there yet: written in the target's directory, then put in place in one step.
//! Where the system can, it has no name until then, and so a killed run leaves nothing behind.
#![expect(
    clippy::disallowed_methods,
    reason = "the only writer of files, with `store`"
)]

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

/// A new file in a directory. Dropped without being put in place, it is gone.
pub(super) struct Draft {
    /// To write to.
    pub file: File,
    /// Its name for as long as it is not in place. Only one run at a time uses it: the directory is
    /// locked, so that a file of this name is what a killed run left.
    name: PathBuf,
    named: bool,
}

impl Draft {
    /// Opens a draft of `target` beside it, with the mode that new files get.
    pub fn beside(target: &Path) -> io::Result<Draft> {
        match unnamed(parent(target)) {
            Some(file) => Ok(Draft {
                file,
                name: draft_name(target),
                named: false,
            }),
            None => Draft::named(target),
        }
    }

    /// A draft with a name from the start, where the system has no files without.
    fn named(target: &Path) -> io::Result<Draft> {
        let name = draft_name(target);
        let open = || OpenOptions::new().write(true).create_new(true).open(&name);
        let file = clearing(&name, open)?;
        Ok(Draft {
            file,
            name,
            named: true,
        })
    }

    /// Gives it a name, if it has none yet. The last step before it is put in place.
    pub fn name(&mut self) -> io::Result<()> {
        if !self.named {
            clearing(&self.name, || link(&self.file, &self.name))?;
            self.named = true;
        }
        Ok(())
    }

    /// Puts it in place of what is there.
    pub fn replace(mut self, target: &Path) -> io::Result<()> {
        self.name()?;
        fs::rename(&self.name, target)?;
        self.named = false;
        Ok(())
    }

    /// Puts it where nothing is; the error is `AlreadyExists` if something is. The caller holds the
    /// directory's lock.
    pub fn place(mut self, target: &Path) -> io::Result<()> {
        let linked = if self.named {
            fs::hard_link(&self.name, target)
        } else {
            link(&self.file, target)
        };
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // A file system without links.
                match fs::symlink_metadata(target) {
                    Ok(_) => return Err(io::ErrorKind::AlreadyExists.into()),
                    Err(absent) if absent.kind() == io::ErrorKind::NotFound => {}
                    Err(other) => return Err(other),
                }
                if !self.named {
                    return Err(error);
                }
                fs::rename(&self.name, target)?;
                self.named = false;
                Ok(())
            }
            other => other,
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.named {
            // Best effort: the next run in this directory clears it.
            let _ = fs::remove_file(&self.name);
        }
    }
}

/// A file without a name in a directory, where the file system and `/proc` allow it.
fn unnamed(dir: &Path) -> Option<File> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(0o666);
    let file = File::from(rustix::fs::openat(CWD, dir, flags, mode).ok()?);
    fs::symlink_metadata(proc_path(&file))
        .is_ok()
        .then_some(file)
}

fn link(file: &File, name: &Path) -> io::Result<()> {
    let source = proc_path(file);
    Ok(rustix::fs::linkat(
        CWD,
        &source,
        CWD,
        name,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}

fn proc_path(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Runs `make`, once more after removing what a killed run left under the name.
fn clearing<T>(name: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match make() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(name)?;
            make()
        }
        other => other,
    }
}

/// Hidden, no record by its name, and short enough however long the target's name is.
fn draft_name(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default();
    let digest = Sha256::digest(name.as_encoded_bytes());
    let hash: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    parent(target).join(format!(".report-{hash}.tmp"))
}

/// Removes what killed runs left in a directory. The caller holds its lock, so nobody is using it.
pub(super) fn sweep(dir: &Path) {
    let is_draft = |name: &str| {
        let hash = name
            .strip_prefix(".report-")
            .and_then(|rest| rest.strip_suffix(".tmp"));
        hash.is_some_and(|hash| hash.len() == 12 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(is_draft) {
            // Best effort: it disturbs nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The directory of a file; `.` for a bare name.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn drafts_are_put_in_place_with_and_without_a_name() {
        for open in [Draft::beside, Draft::named] {
            let dir = tempfile::tempdir().unwrap();
            let target = dir.path().join("가.md");
            // What a killed run left.
            fs::write(draft_name(&target), "old").unwrap();
            let draft = |text: &str| {
                let mut draft = open(&target).unwrap();
                draft.file.write_all(text.as_bytes()).unwrap();
                draft
            };
            draft("1").place(&target).unwrap();
            let taken = draft("2").place(&target).unwrap_err();
            assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_to_string(&target).unwrap(), "1");
            draft("3").replace(&target).unwrap();
            let mut named = draft("4");
            named.name().unwrap();
            drop(named);
            drop(draft("5"));
            assert_eq!(fs::read_to_string(&target).unwrap(), "3");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        }
    }
}
