//! What can go wrong with files, each with its path and what to do about it.

use crate::both;
use crate::facts::lang::Bilingual;
use crate::record::edit::EditError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

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
    /// In Korean and in English.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Action::Read => ("읽기", "read"),
            Action::Write => ("쓰기", "write"),
            Action::Create => ("만들기", "create"),
            Action::Beside => ("옆에 파일 만들기", "create a file beside"),
            Action::Lock => ("잠그기", "lock"),
            Action::Name => ("빈 이름 찾기", "find a free name for"),
        }
    }
}

/// A file could not be read or written. What was there before is there still.
#[derive(Debug)]
pub struct StoreError {
    /// Which file or directory.
    pub path: PathBuf,
    /// Why not.
    pub why: Why,
}

/// Why a file could not be read or written.
#[derive(Debug)]
pub enum Why {
    /// There is no such file or directory.
    NotFound,
    /// A directory stands where a file is meant.
    IsDirectory,
    /// A pipe, a socket or a device stands where a file is meant.
    NotAFile,
    /// What the workspace brings leads out of it.
    Outside,
    /// A directory that is to be filled holds what somebody else put there.
    NotOurs,
    /// The file is not UTF-8: the first byte that is not, from 0.
    NotUtf8(usize),
    /// The file is larger than any record.
    TooLarge {
        /// Its bytes.
        size: u64,
        /// The bound.
        limit: u64,
    },
    /// The permissions do not allow what was tried.
    Denied(Action),
    /// The file system is mounted read-only.
    ReadOnly,
    /// The disk or the quota is full.
    NoSpace,
    /// Another run holds the lock of the directory for longer than so many seconds.
    Locked(u64),
    /// The file changed again and again while it was being edited.
    Changed,
    /// The file belongs to someone else, and a new one could not be given to them.
    Owner,
    /// The edits do not fit the text.
    Edit(EditError),
    /// The edits would change how the rest of the document reads, from this line on, from 1.
    Structure(usize),
    /// The text holds marks of a merge that nobody has resolved, the first one in this line, from 1.
    Conflict(usize),
    /// The new text is in place, and the system could not flush its directory.
    Unflushed(io::Error),
    /// Anything else that the system says of what was tried.
    Io(Action, io::Error),
}

impl Why {
    /// Of a file or directory.
    pub fn of(self, path: impl Into<PathBuf>) -> StoreError {
        StoreError {
            path: path.into(),
            why: self,
        }
    }
}

impl StoreError {
    /// Sorts an error of the system.
    pub(super) fn io(action: Action, path: &Path, source: io::Error) -> StoreError {
        let why = match source.kind() {
            io::ErrorKind::NotFound => Why::NotFound,
            io::ErrorKind::IsADirectory => Why::IsDirectory,
            io::ErrorKind::PermissionDenied => Why::Denied(action),
            io::ErrorKind::ReadOnlyFilesystem => Why::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Why::NoSpace,
            _ => Why::Io(action, source),
        };
        why.of(path)
    }

    /// Whether it is that there is no such file or directory.
    pub fn is_missing(&self) -> bool {
        matches!(self.why, Why::NotFound)
    }

    /// What happened, in both languages.
    pub fn words(&self) -> Bilingual {
        let path = self.path.display();
        match &self.why {
            Why::NotFound => both!("{path}: 그런 파일이 없습니다", "{path} does not exist"),
            Why::IsDirectory => both!(
                "{path}: 파일이 아니라 디렉터리입니다",
                "{path} is a directory and not a file"
            ),
            Why::NotAFile => both!("{path}: 보통 파일이 아닙니다", "{path} is no regular file"),
            Why::Outside => both!(
                "{path}: 작업 공간 밖으로 이어집니다",
                "{path} leads out of the workspace"
            ),
            Why::NotOurs => both!(
                "{path}: `report site`가 쓰지 않은 파일이 있습니다",
                "{path} holds files that `report site` did not write"
            ),
            Why::NotUtf8(offset) => both!(
                "{path}: UTF-8이 아닙니다 (오프셋 {offset}의 바이트)",
                "{path} is not UTF-8: the first bad byte is at offset {offset}"
            ),
            Why::TooLarge { size, limit } => both!(
                "{path}: {size}바이트로, {limit}바이트보다 큰 파일은 읽지 않습니다",
                "{path} has {size} bytes; more than {limit} are not read"
            ),
            Why::Denied(action) => {
                let (ko, en) = action.told();
                both!(
                    "{path}: {ko} 권한이 없습니다",
                    "no permission to {en} {path}"
                )
            }
            Why::ReadOnly => both!(
                "{path}: 읽기 전용 파일 시스템에 있습니다",
                "{path} is on a read-only file system"
            ),
            Why::NoSpace => both!(
                "{path}: 쓸 공간이 없습니다",
                "no space left to write {path}"
            ),
            Why::Locked(seconds) => both!(
                "{path}: 다른 실행이 {seconds}초 넘게 쓰고 있습니다",
                "another run has been writing in {path} for more than {seconds} seconds"
            ),
            Why::Changed => both!(
                "{path}: 갱신하는 동안 두 번이나 바뀌었습니다",
                "{path} changed while it was being updated, twice"
            ),
            Why::Owner => both!(
                "{path}: 소유자가 달라, 바꿔 쓰면 소유자가 바뀝니다",
                "{path} belongs to another user or group, which replacing it would change"
            ),
            Why::Edit(source) => both!(
                "{path}: 고칠 수 없습니다: {source}",
                "cannot edit {path}: {source}"
            ),
            Why::Structure(line) => both!(
                "{path}: 고치면 {line}번째 줄에서 문서의 구조가 달라집니다",
                "an edit of {path} would change the structure of the document at line {line}"
            ),
            Why::Conflict(line) => both!(
                "{path}: {line}번째 줄에 해결하지 않은 병합 충돌 표시가 있습니다",
                "{path} has marks of an unresolved merge at line {line}"
            ),
            Why::Unflushed(source) => both!(
                "{path}: 새 내용을 썼지만 디렉터리를 디스크에 내리지 못했습니다: {source}",
                "the new text of {path} is in place, but the system could not flush its directory: {source}"
            ),
            Why::Io(action, source) => {
                let (ko, en) = action.told();
                both!(
                    "{path}: {ko} 실패: {source}",
                    "cannot {en} {path}: {source}"
                )
            }
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Bilingual {
        let (ko, en) = match &self.why {
            Why::NotFound => (
                "경로를 확인하거나 --root로 작업 공간을 지정하세요",
                "check the path, or name the workspace with --root",
            ),
            Why::IsDirectory => ("기록 파일을 지정하세요", "name the record itself"),
            Why::NotAFile => (
                "먼저 파일에 쓰고 그것을 지정하세요",
                "write it to a file first, and name that",
            ),
            Why::Outside => (
                "링크를 파일로 바꾸거나, 명령줄에 그 파일을 직접 지정하세요",
                "put a file in the link's place, or name what it leads to on the command line",
            ),
            Why::NotOurs => (
                "비어 있거나 아직 없는 디렉터리를 지정하세요",
                "name a directory that is empty or not there yet",
            ),
            Why::NotUtf8(..) => ("UTF-8로 저장하세요", "save the file as UTF-8"),
            Why::TooLarge { .. } => (
                "붙여 넣은 출력을 다른 파일로 옮기세요",
                "move pasted output into a file of its own",
            ),
            Why::Denied(..) => (
                "이 사용자에게 권한을 주세요. 바뀐 것은 없습니다",
                "give this user the permission; nothing was changed",
            ),
            Why::ReadOnly => (
                "쓸 수 있게 마운트하세요. 바뀐 것은 없습니다",
                "mount it writable; nothing was changed",
            ),
            Why::NoSpace => (
                "공간을 확보하고 다시 실행하세요. 바뀐 것은 없습니다",
                "make room and run again; nothing was changed",
            ),
            Why::Locked(..) => (
                "다른 실행이 끝난 뒤 다시 실행하세요",
                "wait for the other run to end, then run again",
            ),
            Why::Changed => (
                "이 파일을 쓰는 다른 프로그램을 닫고 다시 실행하세요",
                "close other programs that write it, then run again",
            ),
            Why::Owner => (
                "소유자로 실행하세요. 바뀐 것은 없습니다",
                "run as its owner; nothing was changed",
            ),
            Why::Edit(..) | Why::Structure(..) => (
                "쓰지 않았습니다. 기록과 함께 버그로 알려 주세요",
                "nothing was written; please report this as a bug, with the record",
            ),
            Why::Conflict(..) => (
                "충돌을 해결하고 다시 실행하세요. 바뀐 것은 없습니다",
                "resolve it, then run again; nothing was changed",
            ),
            Why::Unflushed(..) => (
                "지금 읽으면 새 내용입니다. 전원이 끊기면 예전 내용일 수 있으니, 디스크를 확인하고 다시 실행하세요",
                "whoever reads it now reads the new text; after a power cut it may be the old one: check the disk, then run again",
            ),
            Why::Io(..) => ("바뀐 것은 없습니다", "nothing was changed"),
        };
        Bilingual::new(ko, en)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::Edit(source) => Some(source),
            Why::Unflushed(source) | Why::Io(_, source) => Some(source),
            _ => None,
        }
    }
}
