//! A file that is not there yet: written in the target's directory, then put in place in one step.
//! Where the system can, it has no name until then, and so a killed run leaves nothing behind.

use crate::facts::digest;
use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, linkat, openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

/// A new file in a directory. Dropped without being put in place, it is gone.
pub(super) struct Draft<'a> {
    /// To write to.
    pub file: File,
    dir: &'a File,
    /// Its name for as long as it is not in place. Only one run at a time uses it: the directory is
    /// locked, so that a file of this name is what a killed run left.
    name: OsString,
    named: bool,
}

impl<'a> Draft<'a> {
    /// Opens a draft of the file `target` of a directory, with the mode that new files get.
    pub(super) fn beside(dir: &'a File, target: &OsStr) -> io::Result<Draft<'a>> {
        match unnamed(dir) {
            Some(file) => Ok(Draft {
                file,
                dir,
                name: draft_name(target),
                named: false,
            }),
            None => Draft::named(dir, target),
        }
    }

    /// A draft with a name from the start, where the system has no files without.
    fn named(dir: &'a File, target: &OsStr) -> io::Result<Draft<'a>> {
        let name = draft_name(target);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let open = || openat(dir, &name, flags, Mode::from_raw_mode(0o666));
        let file = File::from(clearing(dir, &name, open)?);
        Ok(Draft {
            file,
            dir,
            name,
            named: true,
        })
    }

    /// Gives it a name, if it has none yet. The last step before it is put in place.
    pub(super) fn name(&mut self) -> io::Result<()> {
        if !self.named {
            clearing(self.dir, &self.name, || {
                link(&self.file, self.dir, &self.name)
            })?;
            self.named = true;
        }
        Ok(())
    }

    /// Puts it in place of what is there.
    pub(super) fn replace(mut self, target: &OsStr) -> io::Result<()> {
        self.name()?;
        renameat(self.dir, &self.name, self.dir, target)?;
        self.named = false;
        Ok(())
    }

    /// Puts it where nothing is; the error is `AlreadyExists` if something is. The caller holds the
    /// directory's lock.
    pub(super) fn place(mut self, target: &OsStr) -> io::Result<()> {
        let linked = if self.named {
            linkat(self.dir, &self.name, self.dir, target, AtFlags::empty())
        } else {
            link(&self.file, self.dir, target)
        };
        match linked {
            Err(error) if error != Errno::EXIST => {
                // A file system without links.
                match statat(self.dir, target, AtFlags::SYMLINK_NOFOLLOW) {
                    Ok(_) => return Err(io::ErrorKind::AlreadyExists.into()),
                    Err(Errno::NOENT) => {}
                    Err(other) => return Err(other.into()),
                }
                if !self.named {
                    return Err(error.into());
                }
                renameat(self.dir, &self.name, self.dir, target)?;
                self.named = false;
                Ok(())
            }
            other => Ok(other?),
        }
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if self.named {
            // Best effort: the next run in this directory clears it.
            let _ = unlinkat(self.dir, &self.name, AtFlags::empty());
        }
    }
}

/// A file without a name in a directory, where the file system and `/proc` allow it.
fn unnamed(dir: &File) -> Option<File> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(openat(dir, ".", flags, Mode::from_raw_mode(0o666)).ok()?);
    fs::symlink_metadata(proc_path(&file))
        .is_ok()
        .then_some(file)
}

fn link(file: &File, dir: &File, name: &OsStr) -> rustix::io::Result<()> {
    linkat(CWD, proc_path(file), dir, name, AtFlags::SYMLINK_FOLLOW)
}

fn proc_path(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Runs `make`, once more after removing what a killed run left under the name.
fn clearing<T>(
    dir: &File,
    name: &OsStr,
    make: impl Fn() -> rustix::io::Result<T>,
) -> io::Result<T> {
    match make() {
        Err(Errno::EXIST) => {
            unlinkat(dir, name, AtFlags::empty())?;
            Ok(make()?)
        }
        other => Ok(other?),
    }
}

/// Hidden, no record by its name, and short enough however long the target's name is.
fn draft_name(target: &OsStr) -> OsString {
    let hash = digest::of(target.as_encoded_bytes(), 6);
    format!(".report-{hash}.tmp").into()
}

/// Removes what killed runs left in a directory. The caller holds its lock, so nobody is using it.
pub(super) fn sweep(dir: &File) {
    let is_draft = |name: &str| {
        let hash = name
            .strip_prefix(".report-")
            .and_then(|rest| rest.strip_suffix(".tmp"));
        hash.is_some_and(|hash| hash.len() == 12 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    for name in names(dir).into_iter().flatten() {
        if name.to_str().is_some_and(is_draft) {
            // Best effort: it disturbs nobody.
            let _ = unlinkat(dir, &name, AtFlags::empty());
        }
    }
}

/// The names in a directory, in its order.
pub(super) fn names(dir: &File) -> io::Result<Vec<OsString>> {
    let entries = entries(dir)?.into_iter();
    Ok(entries.map(|(name, _)| name).collect())
}

/// The same with what the directory itself says that each is.
pub(super) fn entries(dir: &File) -> io::Result<Vec<(OsString, FileType)>> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(dir)? {
        let entry = entry?;
        let name = OsString::from_vec(entry.file_name().to_bytes().to_vec());
        if name != "." && name != ".." {
            entries.push((name, entry.file_type()));
        }
    }
    Ok(entries)
}

/// The directory of a file; `.` for a bare name.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn drafts_are_put_in_place_with_and_without_a_name() {
        type Open = for<'a> fn(&'a File, &OsStr) -> io::Result<Draft<'a>>;
        for open in [
            (|dir, name| Draft::beside(dir, name)) as Open,
            |dir, name| Draft::named(dir, name),
        ] {
            let temp = tempfile::tempdir().unwrap();
            let dir = File::open(temp.path()).unwrap();
            let target = OsStr::new("가.md");
            let written = || fs::read_to_string(temp.path().join(target)).unwrap();
            // What a killed run left.
            File::create(temp.path().join(draft_name(target))).unwrap();
            let draft = |text: &str| {
                let mut draft = open(&dir, target).unwrap();
                draft.file.write_all(text.as_bytes()).unwrap();
                draft
            };
            draft("1").place(target).unwrap();
            let taken = draft("2").place(target).unwrap_err();
            assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(written(), "1");
            draft("3").replace(target).unwrap();
            let mut named = draft("4");
            named.name().unwrap();
            drop(named);
            drop(draft("5"));
            assert_eq!(written(), "3");
            assert_eq!(names(&dir).unwrap().len(), 1);
        }
    }
}
