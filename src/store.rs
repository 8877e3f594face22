//! Records on disk, and every other file that this program writes. A write is all or nothing: the
//! new bytes are complete, flushed and compared before they take the old ones' place. Knows files
//! and edits; not what a record means.
//!
//! Runs in one directory take turns by a lock on the directory itself, which leaves no lock file
//! beside the records and works where the directory cannot be written.
#![expect(clippy::disallowed_methods, reason = "the only writer of files")]

use crate::facts::span::{LineIndex, Span};
use crate::record::edit::{self, Edit};
use crate::record::{markdown, skeleton};
use draft::{Draft, parent};
use error::Action;
pub use error::{StoreError, Why};
use open::{Missing, Opened};
use rustix::fs::OFlags;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

mod attributes;
mod draft;
mod error;
mod list;
mod made;
mod open;

pub use list::{RecordFile, list, locate, names, stands};
pub use made::Made;
pub use open::Reach;

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

/// Reads a regular file as UTF-8 text. Anything else is refused unread: a pipe may never answer.
pub fn read_text(path: &Path, reach: Reach) -> Result<String, StoreError> {
    let opened = open::file(path, reach)?;
    text(path, read_bytes(opened.file, path, MAX_BYTES)?)
}

/// Reads a dump of objects: like [`read_text`], with a bound of 256 MiB. One that the user named may
/// be a pipe.
pub fn read_large_text(path: &Path, reach: Reach) -> Result<String, StoreError> {
    let file = match reach {
        Reach::Within(_) => open::file(path, reach)?.file,
        Reach::Anywhere => {
            File::open(path).map_err(|error| StoreError::io(Action::Read, path, error))?
        }
    };
    text(path, read_bytes(file, path, 16 * MAX_BYTES)?)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(bytes)
        .map_err(|error| Why::NotUtf8(error.utf8_error().valid_up_to()).of(path))
}

/// Edits a file: reads it under the lock, asks `make` for edits of its text, applies them, checks
/// that the rest of the document still reads the same, and puts the new bytes in place of the old
/// ones. Mode, owner and a symbolic link are kept. If the file changes meanwhile, `make` is asked
/// once more with the new text. Without edits nothing is written.
pub fn update<E: From<StoreError>>(
    path: &Path,
    reach: Reach,
    make: impl FnMut(&str) -> Result<Vec<Edit>, E>,
) -> Result<Update, E> {
    update_with(path, reach, make, &mut |_| Ok(()))
}

/// The text that [`update`] would write: with edits that change only what they say. Anything else is
/// refused. `path` is for the error alone.
pub fn edited(path: &Path, before: &str, edits: &[Edit]) -> Result<String, StoreError> {
    let failed = |source| Why::Edit(source).of(path);
    let changing: Vec<Edit> = edits
        .iter()
        .filter(|edit| !edit.is_noop())
        .cloned()
        .collect();
    // What replaces the marks of a merge resolves it.
    let resolved = |mark: Span| changing.iter().any(|edit| edit.span.contains(mark));
    let conflict = markdown::conflict(before).filter(|mark| !resolved(*mark));
    if let (false, Some(mark)) = (changing.is_empty(), conflict) {
        return Err(Why::Conflict(LineIndex::new(before).line(mark.start)).of(path));
    }
    edit::sort(before, edits).map_err(failed)?;
    let sorted = edit::sort(before, &changing).map_err(failed)?;
    let after = edit::apply(before, &changing).map_err(failed)?;
    match skeleton::difference(before, &sorted, &after) {
        None => Ok(after),
        Some(offset) => Err(Why::Structure(LineIndex::new(before).line(offset)).of(path)),
    }
}

/// Creates a file that must not be there yet, and the directory if need be. If the name is taken,
/// in either Unicode form, `-2`, `-3`, … goes before the extension. Gives the path.
pub fn create_new(dir: &Path, reach: Reach, name: &str, text: &str) -> Result<PathBuf, StoreError> {
    let held = open::dir(dir, reach, Missing::Made)?;
    let _lock = lock(&held, dir)?;
    for candidate in list::candidates(name) {
        let target = dir.join(&candidate);
        if list::twin(&held, &candidate)
            .map_err(|error| StoreError::io(Action::Read, dir, error))?
            .is_some()
        {
            continue;
        }
        let place = Place {
            dir: &held,
            name: OsStr::new(&candidate),
            path: &target,
        };
        let draft = filled(place, text.as_bytes(), &mut |_| Ok(()))?;
        match draft.place(place.name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            placed => placed.map_err(|error| StoreError::io(Action::Create, &target, error))?,
        }
        sync_dir(place)?;
        return Ok(target);
    }
    Err(Why::Io(Action::Name, io::ErrorKind::AlreadyExists.into()).of(dir.join(name)))
}

/// Writes a file that is not a record: evidence, a report for another program. It replaces what is
/// there, all or nothing; what is no regular file (`/dev/stdout`, a pipe) is written to.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(Action::Write, path, error);
    let target = match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(Why::IsDirectory.of(path)),
        Ok(found) if !found.is_file() => {
            let mut file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return file.write_all(bytes).map_err(failed);
        }
        Ok(_) => fs::canonicalize(path).map_err(failed)?,
        Err(_) => path.to_owned(),
    };
    let parent = parent(&target);
    let dir = open::dir(parent, Reach::Anywhere, Missing::Made)?;
    let _lock = lock(&dir, parent)?;
    let place = Place {
        dir: &dir,
        name: target.file_name().unwrap_or_default(),
        path: &target,
    };
    let draft = filled(place, bytes, &mut |_| Ok(()))?;
    if let Ok(old) = open::beside(&dir, place.name, open::READ) {
        attributes::keep(&draft.file, &old, &target)?;
    }
    draft.replace(place.name).map_err(failed)?;
    sync_dir(place)
}

/// A file's directory, open, and its name there.
#[derive(Clone, Copy)]
struct Place<'a> {
    dir: &'a File,
    name: &'a OsStr,
    /// The way to it, for messages.
    path: &'a Path,
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
    reach: Reach,
    mut make: impl FnMut(&str) -> Result<Vec<Edit>, E>,
    hook: Hook,
) -> Result<Update, E> {
    let Opened {
        dir, name, path, ..
    } = open::file(path, reach)?;
    let place = Place {
        dir: &dir,
        name: &name,
        path: &path,
    };
    let _lock = lock(&dir, parent(&path))?;
    step(hook, Step::Locked, &path)?;
    for _ in 0..2 {
        let before = text(&path, bytes_of(place)?)?;
        step(hook, Step::Read, &path)?;
        let edits = make(&before)?;
        let after = edited(&path, &before, &edits)?;
        step(hook, Step::Edited, &path)?;
        if before == after || replace(place, &before, &after, hook)? == Replaced::Yes {
            return Ok(Update { before, after });
        }
    }
    Err(Why::Changed.of(path).into())
}

#[derive(Debug, PartialEq, Eq)]
enum Replaced {
    Yes,
    /// The file is no longer what was read; nothing was written.
    NoLongerTheSame,
}

fn replace(place: Place, before: &str, after: &str, hook: Hook) -> Result<Replaced, StoreError> {
    let path = place.path;
    let failed = |error| StoreError::io(Action::Write, path, error);
    // A file that may not be written is not replaced either, though the directory would allow it.
    let old = open::beside(place.dir, place.name, OFlags::RDWR | OFlags::NONBLOCK);
    let old = old.map_err(failed)?;
    let mut draft = filled(place, after.as_bytes(), hook)?;
    attributes::keep(&draft.file, &old, path)?;
    step(hook, Step::ModeKept, path)?;
    draft.file.sync_all().map_err(failed)?;
    step(hook, Step::Flushed, path)?;
    if bytes_of(place)? != before.as_bytes() {
        return Ok(Replaced::NoLongerTheSame);
    }
    step(hook, Step::Compared, path)?;
    draft.name().map_err(failed)?;
    step(hook, Step::Named, path)?;
    draft.replace(place.name).map_err(failed)?;
    let unsure = |error| Why::Unflushed(error).of(path);
    hook(Step::Replaced).map_err(unsure)?;
    sync_dir(place)?;
    hook(Step::DirectoryFlushed).map_err(unsure)?;
    Ok(Replaced::Yes)
}

/// The bytes that stand under a name now.
fn bytes_of(place: Place) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::io(Action::Read, place.path, error);
    let file = open::beside(place.dir, place.name, open::READ).map_err(failed)?;
    read_bytes(file, place.path, MAX_BYTES)
}

/// A draft of a file with these bytes, flushed.
fn filled<'a>(place: Place<'a>, bytes: &[u8], hook: Hook) -> Result<Draft<'a>, StoreError> {
    const PIECE: usize = 64 * 1024;
    let target = place.path;
    let mut draft = Draft::beside(place.dir, place.name)
        .map_err(|error| StoreError::io(Action::Beside, target, error))?;
    step(hook, Step::DraftOpened, target)?;
    for piece in bytes.chunks(PIECE) {
        draft
            .file
            .write_all(piece)
            .map_err(|error| StoreError::io(Action::Write, target, error))?;
        step(hook, Step::PieceWritten, target)?;
    }
    draft
        .file
        .sync_all()
        .map_err(|error| StoreError::io(Action::Write, target, error))?;
    step(hook, Step::Written, target)?;
    Ok(draft)
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

/// That a directory is locked: until it is closed.
#[derive(Debug)]
struct Lock;

impl Drop for Lock {
    fn drop(&mut self) {
        LOCKS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Locks a directory.
fn lock(held: &File, dir: &Path) -> Result<Lock, StoreError> {
    for _ in 0..LOCK_SECONDS * 100 {
        match held.try_lock() {
            Ok(()) => {
                LOCKS.fetch_add(1, Ordering::SeqCst);
                draft::sweep(held);
                return Ok(Lock);
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(error)) => {
                return Err(StoreError::io(Action::Lock, dir, error));
            }
        }
    }
    Err(Why::Locked(LOCK_SECONDS).of(dir))
}

/// Flushes the directory, after which the file's new name outlives a power cut. A file system that
/// has no such thing says `EINVAL`.
fn sync_dir(place: Place) -> Result<(), StoreError> {
    match place.dir.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        flushed => flushed.map_err(|source| Why::Unflushed(source).of(place.path)),
    }
}

fn read_bytes(file: File, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::io(Action::Read, path, error);
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(Why::IsDirectory.of(path));
    }
    // Room for all of it and a byte more: read in one piece, its end found without growing.
    let room = metadata.len().min(limit) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        let size = metadata.len();
        return Err(Why::TooLarge { size, limit }.of(path));
    }
    Ok(bytes)
}

fn step(hook: Hook, step: Step, target: &Path) -> Result<(), StoreError> {
    hook(step).map_err(|error| StoreError::io(Action::Write, target, error))
}

#[cfg(test)]
mod tests;
