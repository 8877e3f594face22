//! What git can fail with. Each message says what to do.

use crate::facts::lang::Lang;
use std::path::PathBuf;

/// What git can fail with. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// No repository there or above.
    #[error("no git repository at {path} or above it; name one with --repo", path = .0.display())]
    NotARepository(PathBuf),
    /// libgit2 refuses a repository that another user owns, as git does.
    #[error("{path} belongs to another user; allow it with git config --global --add safe.directory {path}", path = .0.display())]
    NotOwned(PathBuf),
    /// A name that is no commit.
    #[error("{rev:?} is no commit of {path}; fetch it or check the name", path = .path.display())]
    NoSuchRevision {
        /// The repository.
        path: PathBuf,
        /// The name asked for.
        rev: String,
    },
    /// A range that is written wrongly.
    #[error("{0:?} is no range; write A..B")]
    BadRange(String),
    /// A shallow clone ends inside the range, so commits would be missing.
    #[error(
        "{path} is a shallow clone that does not contain all of {range}; fetch the whole history (git fetch --unshallow, in CI fetch-depth: 0)",
        path = .path.display()
    )]
    Shallow {
        /// The repository.
        path: PathBuf,
        /// The range or revision asked for.
        range: String,
    },
    /// No commit in the range (that touches the paths).
    #[error(
        "no commit in {range}{}; check the range and the paths",
        of_paths(paths)
    )]
    EmptyRange {
        /// The range.
        range: String,
        /// The path filter.
        paths: Vec<String>,
    },
    /// Anything else that libgit2 says.
    #[error("git cannot read {path}: {message}", path = .path.display())]
    Other {
        /// The repository.
        path: PathBuf,
        /// libgit2's own words.
        message: String,
    },
}

fn of_paths(paths: &[String]) -> String {
    match paths {
        [] => String::new(),
        paths => format!(" that touches {}", paths.join(", ")),
    }
}

impl GitError {
    /// What is wrong, as a record says it: without the paths of this machine.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            GitError::NotARepository(_) => lang.pick(
                "Git 저장소를 찾을 수 없음".into(),
                "no git repository was found".into(),
            ),
            GitError::NotOwned(_) => lang.pick(
                "저장소의 소유자가 다른 사용자임".into(),
                "the repository belongs to another user".into(),
            ),
            GitError::NoSuchRevision { rev, .. } => lang.pick(
                format!("저장소에 {rev} 커밋이 없음"),
                format!("the repository has no commit {rev}"),
            ),
            GitError::BadRange(text) => lang.pick(
                format!("{text}: A..B 형식이 아님"),
                format!("{text} is not of the form A..B"),
            ),
            GitError::Shallow { range, .. } => lang.pick(
                format!("얕은 복제라서 {range} 전체가 들어 있지 않음 (CI에서는 fetch-depth: 0)"),
                format!(
                    "the shallow clone does not contain all of {range} (in CI, fetch-depth: 0)"
                ),
            ),
            GitError::EmptyRange { range, .. } => lang.pick(
                format!("{range}에 커밋이 없음"),
                format!("no commit in {range}"),
            ),
            GitError::Other { .. } => lang.pick(
                "저장소를 읽을 수 없음".into(),
                "the repository cannot be read".into(),
            ),
        }
    }

    /// The same for the terminal: with the path, and what to do.
    pub fn told(&self, lang: Lang) -> String {
        let words = self.words(lang);
        match (lang, self) {
            (Lang::En, _) => self.to_string(),
            (Lang::Ko, GitError::BadRange(_) | GitError::EmptyRange { .. }) => words,
            (Lang::Ko, GitError::Other { path, message }) => {
                format!("{}: {words} ({message})", path.display())
            }
            (
                Lang::Ko,
                GitError::NotARepository(path)
                | GitError::NotOwned(path)
                | GitError::NoSuchRevision { path, .. }
                | GitError::Shallow { path, .. },
            ) => format!("{}: {words}", path.display()),
        }
    }
}
