//! The git side of a new record: which repository, which range, which files.

use crate::change;
use crate::collect::access::Access;
use crate::collect::git::{Git, GitError, Range, pull_requests};
use crate::facts::change::FileStory;
use crate::facts::commit::{Commit, PullRequest};
use crate::facts::forge::Forge;
use crate::facts::lang::Bilingual;
use crate::judge::object;
use serde_json::Value;
use std::path::PathBuf;

/// Said where the previous deployment is not known: nothing is guessed.
pub fn no_predecessor() -> Bilingual {
    Bilingual::new(
        "이전에 성공한 배포를 알 수 없어 배포된 커밋만 보여 줍니다",
        "no previous successful deployment is known, so only the deployed commit itself is shown",
    )
}

/// Said where nothing names a commit.
pub fn no_commit() -> Bilingual {
    Bilingual::new(
        "배포된 커밋을 알 수 없습니다. --range A..B로 지정하세요",
        "no deployed commit is known; name one with --range A..B",
    )
}

/// Commits that a record lists; the rest is counted.
const LISTED: usize = 20;
/// Files that a record tells; the rest is counted.
const TOLD: usize = 8;

/// What is known before git is asked.
pub struct Asked<'a> {
    /// `--repo`.
    pub repo: Option<&'a str>,
    /// `--range`.
    pub range: Option<&'a str>,
    /// The repository of the Gitploy deployment, `namespace/name`.
    pub of_gitploy: Option<&'a str>,
    /// The commit of the previous deployment.
    pub from: Option<&'a str>,
    /// The deployed commit.
    pub to: Option<&'a str>,
    /// The Application, whose manifest is `APP.yaml`.
    pub app: Option<&'a str>,
}

/// What git says.
#[derive(Debug, Clone)]
pub struct History {
    /// The repository as the record names it.
    pub name: String,
    /// Its pages.
    pub forge: Option<Forge>,
    /// Branch checked out.
    pub branch: Option<String>,
    /// The range.
    pub range: Range,
    /// Whether the start is only the deployed commit's parent.
    pub from_is_unknown: bool,
    /// Path filter.
    pub paths: Vec<String>,
    /// Newest commits first.
    pub commits: Vec<Commit>,
    /// How many more.
    pub more_commits: usize,
    /// Pull requests.
    pub pulls: Vec<PullRequest>,
    /// Changed files.
    pub files: Vec<FileStory>,
    /// Files, lines added, lines removed that are only counted.
    pub more_files: (usize, usize, usize),
    /// Objects of the app's manifests at the commit.
    pub manifests: Vec<Value>,
}

/// Reads it.
pub fn read(asked: &Asked<'_>, access: &Access) -> Result<History, GitError> {
    let (name, git) = open(asked, access)?;
    let (range, from_is_unknown) = range(asked, &git)?;
    let manifest = manifest(asked, &git, &range);
    let mut paths: Vec<String> = manifest.iter().cloned().collect();
    let mut commits = match git.log(&range, &paths) {
        Err(GitError::EmptyRange { .. }) if !paths.is_empty() => {
            paths.clear();
            git.log(&range, &paths)?
        }
        found => found?,
    };
    let pulls = pull_requests(&commits, &git.pull_heads());
    let more_commits = commits.len().saturating_sub(LISTED);
    commits.truncate(LISTED);
    let changes = git.changes(&range, &paths)?;
    let rest = changes.iter().skip(TOLD);
    let more_files = rest.fold((0, 0, 0), |(n, added, removed), one| {
        (n + 1, added + one.added, removed + one.removed)
    });
    let manifests = manifest
        .iter()
        .flat_map(|path| objects(&git, &range.to, path))
        .collect();
    Ok(History {
        name,
        forge: git.forge(),
        branch: git.branch(),
        files: changes.iter().take(TOLD).map(change::tell).collect(),
        range,
        from_is_unknown,
        paths,
        commits,
        more_commits,
        pulls,
        more_files,
        manifests,
    })
}

/// `--repo` by name or path, else the deployment's repository by its name, else the workspace itself.
fn open(asked: &Asked<'_>, access: &Access) -> Result<(String, Git), GitError> {
    let short = asked.of_gitploy.and_then(|repo| repo.rsplit('/').next());
    let named = |name: &str| access.repos.get(name).cloned();
    let candidates: Vec<(String, PathBuf)> = match (asked.repo, short) {
        (Some(repo), _) => {
            vec![(
                repo.to_string(),
                named(repo).unwrap_or_else(|| access.root.join(repo)),
            )]
        }
        (None, Some(name)) => {
            let beside = access.root.join("repos").join(name);
            let configured = named(name).into_iter();
            let mut all: Vec<(String, PathBuf)> = configured
                .chain([beside])
                .map(|path| (format!("repos/{name}"), path))
                .collect();
            all.push((name.to_string(), access.root.clone()));
            all
        }
        (None, None) => vec![(".".to_string(), access.root.clone())],
    };
    let mut last = None;
    for (name, path) in candidates {
        match Git::open(&path) {
            Ok(git) if asked.range.is_none() && missing(&git, asked.to) => {
                last = git.resolve(asked.to.unwrap_or("HEAD")).err();
            }
            Ok(git) => return Ok((name, git)),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| GitError::NotARepository(access.root.clone())))
}

fn missing(git: &Git, commit: Option<&str>) -> bool {
    commit.is_some_and(|commit| git.resolve(commit).is_err())
}

fn range(asked: &Asked<'_>, git: &Git) -> Result<(Range, bool), GitError> {
    if let Some(text) = asked.range {
        return Ok((git.range(text)?, false));
    }
    let to = git.resolve(asked.to.unwrap_or("HEAD"))?;
    match asked.from {
        Some(from) => Ok((
            Range {
                from: Some(git.resolve(from)?),
                to,
            },
            false,
        )),
        None => {
            let parent = git.commit(&to)?.parents.first().cloned();
            Ok((Range { from: parent, to }, true))
        }
    }
}

/// The Application's manifest: the one file `APP.yaml` at the commit.
fn manifest(asked: &Asked<'_>, git: &Git, range: &Range) -> Option<String> {
    let app = asked.app?;
    let files = git.files(&range.to, "").ok()?;
    let is_of_app = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name == format!("{app}.yaml") || name == format!("{app}.yml")
    };
    let mut found = files.iter().filter(is_of_app);
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one.clone()),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

fn objects(git: &Git, commit: &str, path: &str) -> Vec<Value> {
    let text = git.file(commit, path).ok().flatten().unwrap_or_default();
    object::read(&text)
        .objects
        .into_iter()
        .map(|located| located.object)
        .collect()
}
