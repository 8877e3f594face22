//! The git side of a new record: which repository, which range, which files.

mod kustomize;
mod manifests;

use crate::change;
use crate::collect::access::Access;
use crate::collect::git::{Git, GitError, Range, pull_requests};
use crate::facts::change::{FileStory, News};
use crate::facts::commit::{Commit, PullRequest};
use crate::facts::deployment::Deployment;
use crate::facts::forge::Forge;
use crate::render::context::Previous;
use crate::render::context::Taken;
use serde_json::Value;
use std::collections::HashSet;
use std::path::PathBuf;

pub(super) use manifests::ChartHome;

/// Said where the previous deployment is not known: nothing is guessed.
pub(super) const NO_PREDECESSOR: [&str; 2] = [
    "이전에 성공한 배포를 찾지 못해 배포된 커밋 하나만 보여 줌",
    "no previous successful deployment is known, so only the deployed commit itself is shown",
];
/// Said where nothing names a commit.
pub(super) const NO_COMMIT: [&str; 2] = [
    "배포된 커밋을 알 수 없음 (--range A..B로 지정할 수 있음)",
    "no deployed commit is known (--range A..B names one)",
];
/// Commits that a record lists; the rest is counted.
const LISTED: usize = 20;
/// Files that a record tells; the rest is counted.
const TOLD: usize = 8;
/// Files whose news a record tells.
const READ: usize = 400;
/// Commits and files of one deployment among several.
const SHARED: usize = 5;
/// With more commits to revert than this, going back is a matter of deploying the commit before.
const REVERTED: usize = 10;

/// What is known before git is asked.
pub(super) struct Asked<'a> {
    /// `--repo`.
    pub repo: Option<&'a str>,
    /// `--range`.
    pub range: Option<&'a str>,
    /// The repository of the deployment, `namespace/name`, where its source names one.
    pub project: Option<&'a str>,
    /// The branch that was deployed.
    pub branch: Option<&'a str>,
    /// The commit of the previous deployment.
    pub from: Option<&'a str>,
    /// The deployed commit.
    pub to: Option<&'a str>,
    /// `--path`.
    pub paths: &'a [String],
    /// The Applications, each with the environment that tells its manifest from others of its name.
    pub apps: Vec<(String, Option<String>)>,
}

/// What git says.
#[derive(Debug, Clone)]
pub struct History {
    /// The repository as the record names it.
    pub name: String,
    /// Its pages.
    pub forge: Option<Forge>,
    /// The branch that was deployed or asked for.
    pub branch: Option<String>,
    /// The range.
    pub range: Range,
    /// Whether the start is only the deployed commit's parent.
    pub from_is_unknown: bool,
    /// Path filter.
    pub paths: Vec<String>,
    /// What was taken for the apps' own, and why.
    pub taken: Vec<Taken>,
    /// What could have been.
    pub ambiguous: Vec<String>,
    /// Whether no commit touches the apps' files, so that all commits are listed.
    pub is_unfiltered: bool,
    /// Newest commits first.
    pub commits: Vec<Commit>,
    /// How many more.
    pub more_commits: usize,
    /// Commits of the range's start that its end does not have: a step back.
    pub taken_back: Vec<Commit>,
    /// How many more.
    pub more_taken_back: usize,
    /// The commits whose reverts undo the range, newest first; `None` if they are too many.
    pub reverts: Option<Vec<Commit>>,
    /// Pull requests.
    pub pulls: Vec<PullRequest>,
    /// Changed files.
    pub files: Vec<FileStory>,
    /// Files, lines added, lines removed that are only counted.
    pub more_files: (usize, usize, usize),
    /// All of it in the words of Kubernetes.
    pub news: News,
    /// Objects of each app's manifests at the commit.
    pub manifests: Vec<(String, Vec<Value>)>,
    /// Objects of the changed manifests at the commit.
    pub changed: Vec<Value>,
    /// The same of each at the range's start.
    pub manifests_before: Vec<(String, Vec<Value>)>,
    /// See [`History::manifests_before`].
    pub changed_before: Vec<Value>,
    /// The home page that the app's own chart names.
    pub chart_home: Option<ChartHome>,
}

/// What one deployment among several changed.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// Its newest commits, newest first.
    pub commits: Vec<Commit>,
    /// How many more.
    pub more_commits: usize,
    /// Changed files: path, lines added, lines removed.
    pub files: Vec<(String, usize, usize)>,
    /// How many more.
    pub more_files: usize,
}

impl History {
    /// The objects of an app's manifests; without an app those of the changed files.
    pub fn objects_of(&self, app: Option<&str>) -> impl Iterator<Item = &Value> {
        objects(&self.manifests, &self.changed, app)
    }

    /// The same at the range's start.
    pub fn objects_before(&self, app: Option<&str>) -> impl Iterator<Item = &Value> {
        // Of an app whose manifests the change brought there were none.
        match objects(&self.manifests, &[], app).next() {
            Some(_) => objects(&self.manifests_before, &[], app),
            None => objects(&[], &self.changed_before, None),
        }
    }
}

fn objects<'a>(
    manifests: &'a [(String, Vec<Value>)],
    changed: &'a [Value],
    app: Option<&str>,
) -> impl Iterator<Item = &'a Value> + use<'a> {
    let own = manifests.iter();
    let own: Vec<&Value> = own
        .filter(|(name, _)| Some(name.as_str()) == app)
        .flat_map(|(_, objects)| objects)
        .collect();
    let changed: Vec<&Value> = if own.is_empty() {
        changed.iter().collect()
    } else {
        Vec::new()
    };
    own.into_iter().chain(changed)
}

/// Reads it.
pub(super) fn read(asked: &Asked<'_>, access: &Access) -> Result<(History, Git), GitError> {
    let (name, git) = open(asked, access)?;
    let (range, from_is_unknown) = range(asked, &git)?;
    let found = manifests::find(&git, &range.to, &asked.apps, asked.paths);
    let mut paths: Vec<String> = found.taken.iter().map(|one| one.path.clone()).collect();
    let mut is_unfiltered = false;
    let mut found_commits = git.log(&range, &paths);
    if let (Err(GitError::EmptyRange { .. }), false) = (&found_commits, paths.is_empty())
        && let Ok(all) = git.log(&range, &[])
    {
        found_commits = Ok(all);
        is_unfiltered = true;
        paths.clear();
    }
    let commits = match found_commits {
        Err(GitError::EmptyRange { .. }) if asked.range.is_none() => Vec::new(),
        found => found?,
    };
    // A range that does not begin in its end's history undoes what only its start has.
    let goes_on = range
        .from
        .as_deref()
        .is_none_or(|from| git.contains(from, &range.to) == Some(true));
    let (taken_back, more_taken_back) = if goes_on {
        (Vec::new(), 0)
    } else {
        backwards(&git, &range, &paths)?
    };
    let pulls = pull_requests(&commits, &git.pull_heads());
    let changes = git.changes(&range, &paths, READ)?;
    let rest = changes.iter().skip(TOLD);
    let more_files = rest.fold((0, 0, 0), |(n, added, removed), one| {
        (n + 1, added + one.added, removed + one.removed)
    });
    let changed = manifests::changed(&git, &range.to, &changes);
    let from = range.from.as_deref();
    let before = from.map(|from| manifests::find(&git, from, &asked.apps, asked.paths));
    let changed_before = from.map(|from| manifests::changed(&git, from, &changes));
    let around: Vec<Value> = found
        .objects
        .iter()
        .flat_map(|(_, objects)| objects.iter().cloned())
        .collect();
    let history = History {
        news: change::news(&changes, &around),
        name,
        forge: git.forge(),
        branch: branch(asked, &git),
        reverts: reverts(&commits, &range, paths.is_empty()),
        files: changes.iter().take(TOLD).map(change::tell).collect(),
        range,
        from_is_unknown,
        paths,
        taken: found.taken,
        ambiguous: found.ambiguous,
        is_unfiltered,
        more_commits: commits.len().saturating_sub(LISTED),
        commits: commits.into_iter().take(LISTED).collect(),
        taken_back,
        more_taken_back,
        pulls,
        more_files,
        manifests: found.objects,
        changed,
        manifests_before: before.map(|before| before.objects).unwrap_or_default(),
        changed_before: changed_before.unwrap_or_default(),
        chart_home: found.chart_home,
    };
    Ok((history, git))
}

/// From the deployment before it to a deployment.
fn since(git: &Git, one: &Deployed) -> Option<Range> {
    Some(Range {
        from: Some(git.resolve(&one.previous.as_ref()?.sha).ok()?),
        to: git.resolve(one.deployment.sha.as_deref()?).ok()?,
    })
}

/// How many commits a deployment brought since the one before it, whatever they touch.
pub(super) fn count(git: &Git, one: &Deployed) -> Option<usize> {
    let (_, all) = git.newest(&since(git, one)?, &[], 0).ok()?;
    Some(all)
}

/// What a deployment changed since the one before it, told shortly.
pub(super) fn share(git: &Git, one: &Deployed, whole: &History) -> Option<Share> {
    let range = since(git, one)?;
    let newest = git.newest(&range, &whole.paths, SHARED);
    let (commits, more_commits) = newest.unwrap_or_default();
    let files = git.changes(&range, &whole.paths, 0).ok()?;
    Some(Share {
        commits,
        more_commits,
        more_files: files.len().saturating_sub(SHARED),
        files: files
            .into_iter()
            .take(SHARED)
            .map(|file| {
                let path = file.new_path.or(file.old_path).unwrap_or_default();
                (path, file.added, file.removed)
            })
            .collect(),
    })
}

/// The newest commits that going from the start to the end takes back, and how many more; none if
/// both are the same commit.
fn backwards(git: &Git, range: &Range, paths: &[String]) -> Result<(Vec<Commit>, usize), GitError> {
    let Some(from) = &range.from else {
        return Ok((Vec::new(), 0));
    };
    let back = Range {
        from: Some(range.to.clone()),
        to: from.clone(),
    };
    match git.newest(&back, paths, LISTED) {
        Err(GitError::EmptyRange { .. }) => Ok((Vec::new(), 0)),
        found => found,
    }
}

/// The commits to revert, newest first: along the first parents, where a merge stands for all that
/// it brought; among the commits of a path those that are no merges.
fn reverts(commits: &[Commit], range: &Range, is_whole: bool) -> Option<Vec<Commit>> {
    let all: Vec<Commit> = if is_whole {
        let mut chain = Vec::new();
        let mut next = Some(range.to.clone());
        let known: HashSet<&str> = commits.iter().map(|one| one.id.as_str()).collect();
        while let Some(id) = next.take().filter(|id| known.contains(id.as_str())) {
            let one = commits.iter().find(|one| one.id == id)?;
            next = one.parents.first().cloned();
            chain.push(one.clone());
            if chain.len() > REVERTED {
                return None;
            }
        }
        chain
    } else {
        let own = commits.iter().filter(|one| one.parents.len() < 2);
        own.cloned().collect()
    };
    (all.len() <= REVERTED).then_some(all)
}

/// The branch that the deployment or the range names. What happens to be checked out is no fact.
fn branch(asked: &Asked<'_>, git: &Git) -> Option<String> {
    let named = match asked.range {
        Some(range) => range.split_once("..").map(|(_, to)| to),
        None => asked.branch,
    };
    named.filter(|name| git.is_branch(name)).map(String::from)
}

/// `--repo` by name or path, else the deployment's repository by its name, else the workspace itself.
fn open(asked: &Asked<'_>, access: &Access) -> Result<(String, Git), GitError> {
    let short = asked.project.and_then(|repo| repo.rsplit('/').next());
    let named = |name: &str| access.repos.get(name).cloned();
    let candidates: Vec<(String, PathBuf)> = match (asked.repo, short) {
        (Some(repo), _) => {
            vec![(
                shown(repo),
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
        // What a cluster tells of names no repository: its commit does.
        (None, None) if asked.to.is_some() => access
            .repos
            .iter()
            .map(|(name, path)| (format!("repos/{name}"), path.clone()))
            .chain([(".".to_string(), access.root.clone())])
            .collect(),
        (None, None) => vec![(".".to_string(), access.root.clone())],
    };
    let mut last = None;
    for (name, path) in candidates {
        match Git::open(&path) {
            Ok(git) if asked.range.is_none() && missing(&git, asked.to) => {
                last = git.resolve(asked.to.unwrap_or("HEAD")).err();
            }
            Ok(git) => return Ok((name, git)),
            // That the repository is not where it could have been is no news if another is.
            Err(error) if last.is_none() => last = Some(error),
            Err(_) => {}
        }
    }
    Err(last.unwrap_or_else(|| GitError::NotARepository(access.root.clone())))
}

/// A repository as a record names it: an absolute path would be this machine's alone.
fn shown(repo: &str) -> String {
    let path = std::path::Path::new(repo);
    let name = path.file_name().and_then(|name| name.to_str());
    match (path.is_absolute() || repo.starts_with('~'), name) {
        (true, Some(name)) => name.trim_end_matches(".git").to_string(),
        _ => repo.to_string(),
    }
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

/// A deployment and what it is seen against.
#[derive(Debug, Clone)]
pub struct Deployed {
    /// As Gitploy has it.
    pub deployment: Deployment,
    /// The previous successful one of the same environment and app.
    pub previous: Option<Previous>,
    /// How many commits of the whole repository there are since then.
    pub counted: Option<usize>,
    /// What this one changed; only where the record tells several.
    pub share: Option<Share>,
}

#[cfg(test)]
mod tests;
