//! `git log` and `git show` of a record, on a configured repository: the common forms only.

use super::access::Access;
use super::git::{Git, GitError, Range};
use super::seam::Trouble;
use crate::both;
use crate::facts::commit::Commit;
use crate::facts::lang::Bilingual;
use crate::facts::observation::{Cause, Seen};
use crate::query::GitQuery;
use chrono::{DateTime, Utc};
use std::path::{Component, Path, PathBuf};

/// Answers it off the async threads.
pub(crate) async fn observe(
    access: &Access,
    query: &GitQuery,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    if let ("merge-base", [_, ancestor, descendant]) = (query.verb.as_str(), query.args.as_slice())
    {
        return contains(access, ancestor, descendant, now).await;
    }
    let path = repository(access, query.directory.as_deref())?;
    let query = query.clone();
    let text = tokio::task::spawn_blocking(move || printed(&path, &query)).await;
    let text = text.map_err(|error| Trouble::new(Cause::ServerError, error.to_string()))??;
    Ok(Seen::printed(now, text))
}

/// `merge-base --is-ancestor`: asked by `verify`, never by a record. The first of the configured
/// repositories, and the root, that knows both commits tells; ids are the same everywhere.
async fn contains(
    access: &Access,
    ancestor: &str,
    descendant: &str,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let paths: Vec<PathBuf> = access
        .repos
        .values()
        .chain([&access.root])
        .cloned()
        .collect();
    let (one, other) = (ancestor.to_owned(), descendant.to_owned());
    let told = tokio::task::spawn_blocking(move || {
        let mut repositories = paths.iter().filter_map(|path| Git::open(path).ok());
        repositories.find_map(|git| git.contains(&one, &other))
    });
    let told = told
        .await
        .map_err(|error| Trouble::new(Cause::ServerError, error.to_string()))?;
    match told {
        Some(success) => Ok(Seen {
            success,
            ..Seen::at(now)
        }),
        None => Err(Trouble::told(
            Cause::NotConfigured,
            &both!(
                "두 커밋을 모두 아는 저장소가 없습니다 ([repos])",
                "no repository under [repos] knows both commits"
            ),
        )),
    }
}

/// The repository of a directory: `repos/NAME` by its configured name, else the root itself. Paths
/// that lead elsewhere are not followed.
fn repository(access: &Access, directory: Option<&str>) -> Result<PathBuf, Trouble> {
    let Some(directory) = directory.filter(|d| !matches!(*d, "" | "." | "./")) else {
        return Ok(access.root.clone());
    };
    let path = Path::new(directory.trim_start_matches("./"));
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    match access.repos.get(name).filter(|_| plain) {
        Some(repository) => Ok(repository.clone()),
        None => Err(Trouble::told(
            Cause::NotConfigured,
            &both!(
                "[repos]에 저장소 {directory:?}[이/가] 없습니다",
                "no repository {directory:?} under [repos]"
            ),
        )),
    }
}

/// The words of a `git log` or `git show` that are understood.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words {
    oneline: bool,
    count: Option<usize>,
    revision: Option<String>,
    paths: Vec<String>,
}

/// `git show` prints the patch, which is not made here, unless it is told not to.
fn words(query: &GitQuery) -> Option<Words> {
    let shows = match query.verb.as_str() {
        "show" => true,
        "log" => false,
        _ => return None,
    };
    let mut words = Words {
        count: shows.then_some(1),
        ..Words::default()
    };
    let mut prints_patch = shows;
    let mut args = query.args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--oneline" => words.oneline = true,
            "--no-patch" | "-s" if shows => prints_patch = false,
            "-n" => words.count = Some(args.next()?.parse().ok()?),
            "--" => words.paths = args.by_ref().cloned().collect(),
            flag if flag.starts_with('-') => {
                let number = flag.trim_start_matches("-n").trim_start_matches('-');
                words.count = Some(number.parse().ok()?);
            }
            revision if words.revision.is_none() => words.revision = Some(revision.to_string()),
            path => words.paths.push(path.to_string()),
        }
    }
    (!prints_patch).then_some(words)
}

fn printed(path: &Path, query: &GitQuery) -> Result<String, Trouble> {
    let words = words(query).ok_or_else(|| {
        let command = format!("git {} {}", query.verb, query.args.join(" "));
        let words = both!(
            "{command}: 이해하지 못하는 명령입니다",
            "{command} is not understood"
        );
        Trouble::told(Cause::BadRequest, &words)
    })?;
    let failed = |error: GitError| {
        Trouble::told(
            Cause::NotConfigured,
            &Bilingual::each(|lang| error.told(lang)),
        )
    };
    let git = Git::open(path).map_err(failed)?;
    let revision = words.revision.as_deref().unwrap_or("HEAD");
    let commits: Vec<Commit> = if query.verb == "show" {
        let id = git.resolve(revision).map_err(failed)?;
        vec![git.commit(&id).map_err(failed)?]
    } else {
        let range = if revision.contains("..") {
            git.range(revision).map_err(failed)?
        } else {
            Range {
                from: None,
                to: git.resolve(revision).map_err(failed)?,
            }
        };
        let most = words.count.unwrap_or(usize::MAX);
        match git.newest(&range, &words.paths, most) {
            // `git log` prints nothing and succeeds.
            Err(GitError::EmptyRange { .. }) => Vec::new(),
            found => found.map_err(failed)?.0,
        }
    };
    let lines = commits.iter().map(|commit| line(commit, words.oneline));
    Ok(lines.collect())
}

fn line(commit: &Commit, oneline: bool) -> String {
    if oneline {
        return format!("{} {}\n", commit.short(), commit.subject);
    }
    let body = match commit.body.as_str() {
        "" => String::new(),
        body => body.lines().map(|line| format!("    {line}\n")).collect(),
    };
    format!(
        "commit {}\nAuthor: {} <{}>\nDate:   {}\n\n    {}\n{body}\n",
        commit.id,
        commit.author,
        commit.email,
        commit.authored_at.format("%a %b %-d %H:%M:%S %Y %z"),
        commit.subject
    )
}
