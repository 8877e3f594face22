//! Records on disk, and every other file that this program writes. A write is all or nothing: the
//! new bytes are complete, flushed and compared before they take the old ones' place. Knows files
//! and edits; not what a record means.
//!
//! Runs in one directory take turns by a lock on the directory itself, which leaves no lock file
//! beside the records and works where the directory cannot be written.
#![expect(clippy::disallowed_methods, reason = "the only writer of files")]

use crate::facts::span::LineIndex;
use crate::record::edit::{self, Edit};
use crate::record::skeleton;
use draft::{Draft, parent};
pub use error::StoreError;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

mod draft;
mod error;
mod list;

pub use list::{RecordFile, is_taken, list, locate};

/// More than any record: a larger file is not one.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// How long to wait for another run.
const LOCK_SECONDS: u64 = 30;
const PAUSE: Duration = Duration::from_millis(10);

/// How a record was before an update and how it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The text that was read.
    pub before: String,
    /// The text that is there now; the same if nothing was written.
    pub after: String,
}

impl Update {
    /// Whether the file was written.
    pub fn written(&self) -> bool {
        self.before != self.after
    }
}

/// Reads a file as UTF-8 text. What is no regular file is refused unopened: a pipe may never answer.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let found = fs::metadata(path).map_err(|error| StoreError::io("read", path, error))?;
    if !found.is_file() && !found.is_dir() {
        return Err(StoreError::NotAFile {
            path: path.to_owned(),
        });
    }
    text(path, read_bytes(path, MAX_BYTES)?)
}

/// Reads a dump of objects: like [`read_text`], with a bound of 256 MiB.
pub fn read_large_text(path: &Path) -> Result<String, StoreError> {
    text(path, read_bytes(path, 16 * MAX_BYTES)?)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })
}

/// Edits a file: reads it under the lock, asks `make` for edits of its text, applies them, checks
/// that the rest of the document still reads the same, and puts the new bytes in place of the old
/// ones. Mode, owner and a symbolic link are kept. If the file changes meanwhile, `make` is asked
/// once more with the new text. Without edits nothing is written.
pub fn update<E: From<StoreError>>(
    path: &Path,
    make: impl FnMut(&str) -> Result<Vec<Edit>, E>,
) -> Result<Update, E> {
    update_with(path, make, &mut |_| Ok(()))
}

/// The text that [`update`] would write: with edits that change only what they say. Anything else is
/// refused. `path` is for the error alone.
pub fn edited(path: &Path, before: &str, edits: &[Edit]) -> Result<String, StoreError> {
    let failed = |source| StoreError::Edit {
        path: path.to_owned(),
        source,
    };
    let changing: Vec<Edit> = edits
        .iter()
        .filter(|edit| !edit.is_noop())
        .cloned()
        .collect();
    edit::sort(before, edits).map_err(failed)?;
    let sorted = edit::sort(before, &changing).map_err(failed)?;
    let after = edit::apply(before, &changing).map_err(failed)?;
    match skeleton::difference(before, &sorted, &after) {
        None => Ok(after),
        Some(offset) => Err(StoreError::Structure {
            path: path.to_owned(),
            line: LineIndex::new(before).line(offset),
        }),
    }
}

/// Creates a file that must not be there yet, and the directory if need be. If the name is taken,
/// in either Unicode form, `-2`, `-3`, … goes before the extension. Gives the path.
pub fn create_new(dir: &Path, name: &str, text: &str) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(dir).map_err(|error| StoreError::io("create", dir, error))?;
    let lock = lock(dir)?;
    for candidate in list::candidates(name) {
        let target = dir.join(&candidate);
        if list::is_taken(dir, &candidate)? {
            continue;
        }
        let draft = filled(&target, text.as_bytes(), &mut |_| Ok(()))?;
        match draft.place(&target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            placed => placed.map_err(|error| StoreError::io("create", &target, error))?,
        }
        sync_dir(&lock, &target)?;
        return Ok(target);
    }
    Err(StoreError::Io {
        action: "find a free name for",
        path: dir.join(name),
        source: io::ErrorKind::AlreadyExists.into(),
    })
}

/// Writes a file that is not a record: evidence, a report for another program. It replaces what is
/// there, all or nothing; what is no regular file (`/dev/stdout`, a pipe) is written to.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error| StoreError::io("write", path, error);
    let target = match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(StoreError::IsDirectory {
                path: path.to_owned(),
            });
        }
        Ok(found) if !found.is_file() => {
            let mut file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return file.write_all(bytes).map_err(failed);
        }
        Ok(_) => fs::canonicalize(path).map_err(failed)?,
        Err(_) => path.to_owned(),
    };
    let dir = parent(&target);
    fs::create_dir_all(dir).map_err(|error| StoreError::io("create", dir, error))?;
    let lock = lock(dir)?;
    let draft = filled(&target, bytes, &mut |_| Ok(()))?;
    if let Ok(old) = fs::metadata(&target) {
        keep_mode_and_owner(&draft, &old, &target)?;
    }
    draft.replace(&target).map_err(failed)?;
    sync_dir(&lock, &target)
}

/// The steps of an update, in order. Tests make each of them fail, and kill the process at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Locked,
    Read,
    Edited,
    DraftOpened,
    /// After each piece.
    PieceWritten,
    Written,
    ModeKept,
    Flushed,
    Compared,
    Named,
    Replaced,
    DirectoryFlushed,
}

/// What tests do at a step; nothing otherwise.
type Hook<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

fn update_with<E: From<StoreError>>(
    path: &Path,
    mut make: impl FnMut(&str) -> Result<Vec<Edit>, E>,
    hook: Hook,
) -> Result<Update, E> {
    let target = fs::canonicalize(path).map_err(|error| StoreError::io("read", path, error))?;
    let lock = lock(parent(&target))?;
    step(hook, Step::Locked, &target)?;
    for _ in 0..2 {
        let before = read_text(&target)?;
        step(hook, Step::Read, &target)?;
        let edits = make(&before)?;
        let after = edited(&target, &before, &edits)?;
        step(hook, Step::Edited, &target)?;
        if before == after || replace(&lock, &target, &before, &after, hook)? == Replaced::Yes {
            return Ok(Update { before, after });
        }
    }
    Err(StoreError::Changed { path: target }.into())
}

#[derive(Debug, PartialEq, Eq)]
enum Replaced {
    Yes,
    /// The file is no longer what was read; nothing was written.
    NoLongerTheSame,
}

fn replace(
    lock: &Lock,
    target: &Path,
    before: &str,
    after: &str,
    hook: Hook,
) -> Result<Replaced, StoreError> {
    let failed = |error| StoreError::io("write", target, error);
    // A file that may not be written is not replaced either, though the directory would allow it.
    let old = OpenOptions::new()
        .read(true)
        .write(true)
        .open(target)
        .map_err(failed)?;
    let mut draft = filled(target, after.as_bytes(), hook)?;
    let metadata = old.metadata().map_err(failed)?;
    keep_mode_and_owner(&draft, &metadata, target)?;
    step(hook, Step::ModeKept, target)?;
    draft.file.sync_all().map_err(failed)?;
    step(hook, Step::Flushed, target)?;
    if read_bytes(target, MAX_BYTES)? != before.as_bytes() {
        return Ok(Replaced::NoLongerTheSame);
    }
    step(hook, Step::Compared, target)?;
    draft.name().map_err(failed)?;
    step(hook, Step::Named, target)?;
    draft.replace(target).map_err(failed)?;
    step(hook, Step::Replaced, target)?;
    sync_dir(lock, target)?;
    step(hook, Step::DirectoryFlushed, target)?;
    Ok(Replaced::Yes)
}

/// A draft of `target` with these bytes, flushed.
fn filled(target: &Path, bytes: &[u8], hook: Hook) -> Result<Draft, StoreError> {
    const PIECE: usize = 64 * 1024;
    let mut draft = Draft::beside(target)
        .map_err(|error| StoreError::io("create a file beside", target, error))?;
    step(hook, Step::DraftOpened, target)?;
    for piece in bytes.chunks(PIECE) {
        draft
            .file
            .write_all(piece)
            .map_err(|error| StoreError::io("write", target, error))?;
        step(hook, Step::PieceWritten, target)?;
    }
    draft
        .file
        .sync_all()
        .map_err(|error| StoreError::io("write", target, error))?;
    step(hook, Step::Written, target)?;
    Ok(draft)
}

fn keep_mode_and_owner(draft: &Draft, old: &fs::Metadata, target: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io("write", target, error);
    let new = draft.file.metadata().map_err(failed)?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        let kept = fchown(&draft.file, Some(old.uid()), Some(old.gid()));
        kept.map_err(|_| StoreError::Owner {
            path: target.to_owned(),
        })?;
    }
    let mode = Permissions::from_mode(old.mode() & 0o7777);
    draft.file.set_permissions(mode).map_err(failed)
}

/// How many locks are held by this process: as many files may be just being put in place.
static LOCKS: AtomicUsize = AtomicUsize::new(0);

/// Waits until no file is being written, but no longer than that: for somebody who ends the process.
pub fn let_finish(patience: Duration) {
    let until = Instant::now() + patience;
    while LOCKS.load(Ordering::SeqCst) > 0 && Instant::now() < until {
        std::thread::sleep(PAUSE);
    }
}

/// A locked directory.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        LOCKS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Locks a directory until the lock is dropped.
fn lock(dir: &Path) -> Result<Lock, StoreError> {
    let failed = |error| StoreError::io("lock", dir, error);
    let lock = File::open(dir).map_err(failed)?;
    for _ in 0..LOCK_SECONDS * 100 {
        match lock.try_lock() {
            Ok(()) => {
                LOCKS.fetch_add(1, Ordering::SeqCst);
                draft::sweep(dir);
                return Ok(Lock(lock));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Err(StoreError::Locked {
        path: dir.to_owned(),
        seconds: LOCK_SECONDS,
    })
}

fn sync_dir(dir: &Lock, target: &Path) -> Result<(), StoreError> {
    dir.0
        .sync_all()
        .map_err(|error| StoreError::io("flush the directory of", target, error))
}

fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::io("read", path, error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(StoreError::IsDirectory {
            path: path.to_owned(),
        });
    }
    // Room for all of it and a byte more: read in one piece, its end found without growing.
    let room = metadata.len().min(limit) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::TooLarge {
            path: path.to_owned(),
            size: metadata.len(),
            limit,
        });
    }
    Ok(bytes)
}

fn step(hook: Hook, step: Step, target: &Path) -> Result<(), StoreError> {
    hook(step).map_err(|error| StoreError::io("write", target, error))
}

#[cfg(test)]
mod tests;
