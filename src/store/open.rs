//! Opens files and directories. What the user named is followed wherever it leads; what the workspace
//! brings stays below its root, links and all, at every component and without a gap between looking
//! and opening: each name is opened in the directory that is open already.

use super::draft::parent;
use super::{Action, StoreError, Why};
use rustix::fs::{Mode, OFlags, mkdirat, openat, readlinkat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::{Component, Path, PathBuf};

/// How far the way to a file may lead, which depends on who says where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Anywhere: the user named it, on the command line or in the environment.
    Anywhere,
    /// Below this root: it was found in the workspace, into which a pull request may have put it.
    Within(&'a Path),
}

/// A regular file with the directory that holds it under this name, which is no link.
pub(super) struct Opened {
    pub file: File,
    pub dir: File,
    pub name: OsString,
    /// The way to it, for messages.
    pub path: PathBuf,
}

/// What happens to a directory that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Told,
    Made,
}

/// More links than that on one way are a loop, as the kernel has it.
const LINKS: usize = 40;

/// A pipe must not keep the opening waiting, and a terminal must not become ours.
pub(super) const READ: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// Opens a regular file.
pub(super) fn file(path: &Path, reach: Reach) -> Result<Opened, StoreError> {
    let opened = match reach {
        Reach::Within(root) => {
            let mut way = Way::open(root, path, Missing::Told)?;
            match (way.last, way.dirs.pop()) {
                (Some((name, file)), Some(dir)) => Opened {
                    file,
                    dir,
                    name,
                    path: path.to_owned(),
                },
                _ => return Err(Why::IsDirectory.of(path)),
            }
        }
        Reach::Anywhere => {
            let failed = |error| StoreError::io(Action::Read, path, error);
            let real = fs::canonicalize(path).map_err(failed)?;
            let dir = File::open(parent(&real)).map_err(failed)?;
            let name = real.file_name().unwrap_or(OsStr::new(".")).to_owned();
            Opened {
                file: beside(&dir, &name, READ).map_err(failed)?,
                dir,
                name,
                path: real,
            }
        }
    };
    regular(&opened.file, path)?;
    Ok(opened)
}

/// Opens a name in a directory, and nothing that it links to.
pub(super) fn beside(dir: &File, name: &OsStr, flags: OFlags) -> io::Result<File> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(openat(dir, name, flags, Mode::empty())?))
}

fn regular(file: &File, path: &Path) -> Result<(), StoreError> {
    let found = file
        .metadata()
        .map_err(|error| StoreError::io(Action::Read, path, error))?;
    if found.is_file() {
        Ok(())
    } else if found.is_dir() {
        Err(Why::IsDirectory.of(path))
    } else {
        Err(Why::NotAFile.of(path))
    }
}

/// Opens a directory.
pub(super) fn dir(path: &Path, reach: Reach, missing: Missing) -> Result<File, StoreError> {
    let failed = |error| StoreError::io(Action::Read, path, error);
    match reach {
        Reach::Within(root) => {
            let mut way = Way::open(root, path, missing)?;
            let last = way.last.map(|(_, file)| file);
            last.or_else(|| way.dirs.pop())
                .ok_or_else(|| failed(io::ErrorKind::NotFound.into()))
        }
        Reach::Anywhere => {
            if missing == Missing::Made {
                let made = fs::create_dir_all(path);
                made.map_err(|error| StoreError::io(Action::Create, path, error))?;
            }
            File::open(path).map_err(failed)
        }
    }
}

/// A way below a root, walked name by name.
struct Way {
    /// The directories that are open, the root first.
    dirs: Vec<File>,
    /// What the last name is; none where the way ends in one of the directories (`..`, the root).
    last: Option<(OsString, File)>,
}

impl Way {
    fn open(root: &Path, path: &Path, missing: Missing) -> Result<Way, StoreError> {
        let failed = |error: io::Error| StoreError::io(Action::Read, path, error);
        let outside = || Why::Outside.of(path);
        let below = path.strip_prefix(root).map_err(|_| outside())?;
        let mut way = Way {
            dirs: vec![File::open(root).map_err(failed)?],
            last: None,
        };
        // The last name to come stands first.
        let mut names: Vec<OsString> = names_of(below).rev().collect();
        let mut links = 0;
        while let Some(name) = names.pop() {
            if name == ".." {
                way.dirs.pop();
                if way.dirs.is_empty() {
                    return Err(outside());
                }
                continue;
            }
            let Some(dir) = way.dirs.last() else {
                return Err(outside());
            };
            let found = match beside(dir, &name, READ) {
                Err(error)
                    if error.kind() == io::ErrorKind::NotFound && missing == Missing::Made =>
                {
                    make(dir, &name)
                        .map_err(|error| StoreError::io(Action::Create, path, error))?;
                    beside(dir, &name, READ)
                }
                found => found,
            };
            match found {
                Ok(file) if names.is_empty() => way.last = Some((name, file)),
                Ok(file) => way.dirs.push(file),
                Err(error) => {
                    let to = target(dir, &name).ok_or_else(|| failed(error))?;
                    links += 1;
                    if links > LINKS {
                        return Err(failed(Errno::LOOP.into()));
                    }
                    let mut to = to.as_path();
                    if to.is_absolute() {
                        let real = fs::canonicalize(root).map_err(failed)?;
                        way.dirs.truncate(1);
                        to = to
                            .strip_prefix(root)
                            .or_else(|_| to.strip_prefix(&real))
                            .map_err(|_| outside())?;
                    }
                    names.extend(names_of(to).rev());
                }
            }
        }
        Ok(way)
    }
}

fn names_of(path: &Path) -> impl DoubleEndedIterator<Item = OsString> {
    path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some(OsString::from("..")),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    })
}

/// Where a name links to, if it is a link.
fn target(dir: &File, name: &OsStr) -> Option<PathBuf> {
    let to = readlinkat(dir, name, Vec::new()).ok()?;
    Some(OsString::from_vec(to.into_bytes()).into())
}

/// Makes a directory; another run may have been faster.
fn make(dir: &File, name: &OsStr) -> io::Result<()> {
    match mkdirat(dir, name, Mode::from_raw_mode(0o777)) {
        Err(error) if error != Errno::EXIST => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
