//! What can go wrong with files, each with its path and what to do about it.

use crate::record::edit::EditError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A file could not be read or written. What was there before is there still.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no such file or directory.
    #[error("{} does not exist", path.display())]
    NotFound {
        /// Which.
        path: PathBuf,
    },
    /// A directory stands where a file is meant.
    #[error("{} is a directory and not a file", path.display())]
    IsDirectory {
        /// Which.
        path: PathBuf,
    },
    /// A pipe, a socket or a device stands where a file is meant.
    #[error("{} is no regular file", path.display())]
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// The file is not UTF-8.
    #[error("{} is not UTF-8: the first bad byte is at offset {offset}", path.display())]
    NotUtf8 {
        /// Which.
        path: PathBuf,
        /// The first byte that is not, from 0.
        offset: usize,
    },
    /// The file is larger than any record.
    #[error("{} has {size} bytes; more than {limit} are not read", path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// Its bytes.
        size: u64,
        /// The bound.
        limit: u64,
    },
    /// The permissions do not allow it.
    #[error("no permission to {action} {}", path.display())]
    Denied {
        /// What was tried: `read`, `write`, `create a file beside`.
        action: &'static str,
        /// Which.
        path: PathBuf,
    },
    /// The file system is mounted read-only.
    #[error("{} is on a read-only file system", path.display())]
    ReadOnly {
        /// Which.
        path: PathBuf,
    },
    /// The disk or the quota is full.
    #[error("no space left to write {}", path.display())]
    NoSpace {
        /// Which.
        path: PathBuf,
    },
    /// Another run holds the lock for too long.
    #[error("another run has been writing in {} for more than {seconds} seconds", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// The file changed again and again while it was being edited.
    #[error("{} changed while it was being updated, twice", path.display())]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// The file belongs to someone else, and a new one could not be given to them.
    #[error("{} belongs to another user or group, which replacing it would change", path.display())]
    Owner {
        /// Which.
        path: PathBuf,
    },
    /// The edits do not fit the text.
    #[error("cannot edit {}: {source}", path.display())]
    Edit {
        /// Which.
        path: PathBuf,
        /// Why.
        source: EditError,
    },
    /// The edits would change how the rest of the document reads.
    #[error("an edit of {} would change the structure of the document at line {line}", path.display())]
    Structure {
        /// Which.
        path: PathBuf,
        /// The first line that would read differently, from 1.
        line: usize,
    },
    /// Anything else.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StoreError {
    /// Sorts an error of the system.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> StoreError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => StoreError::NotFound { path },
            io::ErrorKind::IsADirectory => StoreError::IsDirectory { path },
            io::ErrorKind::PermissionDenied => StoreError::Denied { action, path },
            io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                StoreError::NoSpace { path }
            }
            _ => StoreError::Io {
                action,
                path,
                source,
            },
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            StoreError::NotFound { .. } => "check the path, or name the workspace with --root",
            StoreError::IsDirectory { .. } => "name the record itself",
            StoreError::NotAFile { .. } => "write it to a file first, and name that",
            StoreError::NotUtf8 { .. } => "save the file as UTF-8",
            StoreError::TooLarge { .. } => "move pasted output into a file of its own",
            StoreError::Denied { .. } => "give this user the permission; nothing was changed",
            StoreError::ReadOnly { .. } => "mount it writable; nothing was changed",
            StoreError::NoSpace { .. } => "make room and run again; nothing was changed",
            StoreError::Locked { .. } => "wait for the other run to end, then run again",
            StoreError::Changed { .. } => "close other programs that write it, then run again",
            StoreError::Owner { .. } => "run as its owner; nothing was changed",
            StoreError::Edit { .. } | StoreError::Structure { .. } => {
                "nothing was written; please report this as a bug, with the record"
            }
            StoreError::Io { .. } => "nothing was changed",
        }
    }
}
