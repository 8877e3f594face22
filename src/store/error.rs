//! What can go wrong with files, each with its path and what to do about it.

use crate::facts::lang::Bilingual;
use crate::record::edit::EditError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What was tried with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To read it.
    Read,
    /// To write it.
    Write,
    /// To make it.
    Create,
    /// To make a file that takes its place when it is whole.
    Beside,
    /// To keep other runs out.
    Lock,
    /// To find a name that is free.
    Name,
}

impl Action {
    fn korean(self) -> &'static str {
        match self {
            Action::Read => "읽기",
            Action::Write => "쓰기",
            Action::Create => "만들기",
            Action::Beside => "옆에 파일 만들기",
            Action::Lock => "잠그기",
            Action::Name => "빈 이름 찾기",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Action::Read => "read",
            Action::Write => "write",
            Action::Create => "create",
            Action::Beside => "create a file beside",
            Action::Lock => "lock",
            Action::Name => "find a free name for",
        })
    }
}

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
    /// What the workspace brings leads out of it.
    #[error("{} leads out of the workspace", path.display())]
    Outside {
        /// Which.
        path: PathBuf,
    },
    /// A directory that is to be filled holds what somebody else put there.
    #[error("{} holds files that `report site` did not write", path.display())]
    NotOurs {
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
        /// What was tried.
        action: Action,
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
    /// The text holds marks of a merge that nobody has resolved.
    #[error("{} has marks of an unresolved merge at line {line}", path.display())]
    Conflict {
        /// Which.
        path: PathBuf,
        /// Where the first one stands, from 1.
        line: usize,
    },
    /// The new text is in place, and the system could not flush its directory.
    #[error("the new text of {} is in place, but the system could not flush its directory: {source}", path.display())]
    Unflushed {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Anything else.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: Action,
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StoreError {
    /// Sorts an error of the system.
    pub(super) fn io(action: Action, path: &Path, source: io::Error) -> StoreError {
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

    /// What happened, in both languages.
    pub fn words(&self) -> Bilingual {
        let ko = match self {
            StoreError::NotFound { path } => format!("{}: 그런 파일이 없습니다", path.display()),
            StoreError::IsDirectory { path } => {
                format!("{}: 파일이 아니라 디렉터리입니다", path.display())
            }
            StoreError::NotAFile { path } => {
                format!("{}: 보통 파일이 아닙니다", path.display())
            }
            StoreError::Outside { path } => {
                format!("{}: 작업 공간 밖으로 이어집니다", path.display())
            }
            StoreError::NotOurs { path } => format!(
                "{}: `report site`가 쓰지 않은 파일이 있습니다",
                path.display()
            ),
            StoreError::Unflushed { path, source } => format!(
                "{}: 새 내용을 썼지만 디렉터리를 디스크에 내리지 못했습니다: {source}",
                path.display()
            ),
            StoreError::NotUtf8 { path, offset } => {
                format!(
                    "{}: UTF-8이 아닙니다 (오프셋 {offset}의 바이트)",
                    path.display()
                )
            }
            StoreError::TooLarge { path, size, limit } => format!(
                "{}: {size}바이트로, {limit}바이트보다 큰 파일은 읽지 않습니다",
                path.display()
            ),
            StoreError::Denied { action, path } => {
                format!("{}: {} 권한이 없습니다", path.display(), action.korean())
            }
            StoreError::ReadOnly { path } => {
                format!("{}: 읽기 전용 파일 시스템에 있습니다", path.display())
            }
            StoreError::NoSpace { path } => {
                format!("{}: 쓸 공간이 없습니다", path.display())
            }
            StoreError::Locked { path, seconds } => format!(
                "{}: 다른 실행이 {seconds}초 넘게 쓰고 있습니다",
                path.display()
            ),
            StoreError::Changed { path } => {
                format!("{}: 갱신하는 동안 두 번이나 바뀌었습니다", path.display())
            }
            StoreError::Owner { path } => format!(
                "{}: 소유자가 달라, 바꿔 쓰면 소유자가 바뀝니다",
                path.display()
            ),
            StoreError::Edit { path, source } => {
                format!("{}: 고칠 수 없습니다: {source}", path.display())
            }
            StoreError::Structure { path, line } => format!(
                "{}: 고치면 {line}번째 줄에서 문서의 구조가 달라집니다",
                path.display()
            ),
            StoreError::Conflict { path, line } => format!(
                "{}: {line}번째 줄에 해결하지 않은 병합 충돌 표시가 있습니다",
                path.display()
            ),
            StoreError::Io {
                action,
                path,
                source,
            } => format!("{}: {} 실패: {source}", path.display(), action.korean()),
        };
        Bilingual::new(ko, self.to_string())
    }

    /// What to do about it.
    pub fn hint(&self) -> Bilingual {
        let (ko, en) = match self {
            StoreError::NotFound { .. } => (
                "경로를 확인하거나 --root로 작업 공간을 지정하세요",
                "check the path, or name the workspace with --root",
            ),
            StoreError::IsDirectory { .. } => ("기록 파일을 지정하세요", "name the record itself"),
            StoreError::NotAFile { .. } => (
                "먼저 파일에 쓰고 그것을 지정하세요",
                "write it to a file first, and name that",
            ),
            StoreError::Outside { .. } => (
                "링크를 파일로 바꾸거나, 명령줄에 그 파일을 직접 지정하세요",
                "put a file in the link's place, or name what it leads to on the command line",
            ),
            StoreError::NotOurs { .. } => (
                "비어 있거나 아직 없는 디렉터리를 지정하세요",
                "name a directory that is empty or not there yet",
            ),
            StoreError::Unflushed { .. } => (
                "지금 읽으면 새 내용입니다. 전원이 끊기면 예전 내용일 수 있으니, 디스크를 확인하고 다시 실행하세요",
                "whoever reads it now reads the new text; after a power cut it may be the old one: check the disk, then run again",
            ),
            StoreError::NotUtf8 { .. } => ("UTF-8로 저장하세요", "save the file as UTF-8"),
            StoreError::TooLarge { .. } => (
                "붙여 넣은 출력을 다른 파일로 옮기세요",
                "move pasted output into a file of its own",
            ),
            StoreError::Denied { .. } => (
                "이 사용자에게 권한을 주세요. 바뀐 것은 없습니다",
                "give this user the permission; nothing was changed",
            ),
            StoreError::ReadOnly { .. } => (
                "쓸 수 있게 마운트하세요. 바뀐 것은 없습니다",
                "mount it writable; nothing was changed",
            ),
            StoreError::NoSpace { .. } => (
                "공간을 확보하고 다시 실행하세요. 바뀐 것은 없습니다",
                "make room and run again; nothing was changed",
            ),
            StoreError::Locked { .. } => (
                "다른 실행이 끝난 뒤 다시 실행하세요",
                "wait for the other run to end, then run again",
            ),
            StoreError::Changed { .. } => (
                "이 파일을 쓰는 다른 프로그램을 닫고 다시 실행하세요",
                "close other programs that write it, then run again",
            ),
            StoreError::Owner { .. } => (
                "소유자로 실행하세요. 바뀐 것은 없습니다",
                "run as its owner; nothing was changed",
            ),
            StoreError::Edit { .. } | StoreError::Structure { .. } => (
                "쓰지 않았습니다. 기록과 함께 버그로 알려 주세요",
                "nothing was written; please report this as a bug, with the record",
            ),
            StoreError::Conflict { .. } => (
                "충돌을 해결하고 다시 실행하세요. 바뀐 것은 없습니다",
                "resolve it, then run again; nothing was changed",
            ),
            StoreError::Io { .. } => ("바뀐 것은 없습니다", "nothing was changed"),
        };
        Bilingual::new(ko, en)
    }
}
