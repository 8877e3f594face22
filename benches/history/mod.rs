//! A repository like those that deployments come from: 20 apps with a values file each, one app
//! changed by every commit, a merge now and then. The same bytes on every machine.

use deployment_report::testing::collect::git::build;
use git2::{Oid, Repository, RepositoryInitOptions, Signature, Time};
use std::path::Path;

const APPS: usize = 20;
/// 2024-01-01T00:00:00Z.
const START: i64 = 1_704_067_200;

/// Writes a repository of so many commits and gives the newest.
pub(crate) fn write(path: &Path, commits: usize) -> Result<Oid, git2::Error> {
    let mut options = RepositoryInitOptions::new();
    let repo = Repository::init_opts(path, options.initial_head("main"))?;
    let mut index = git2::Index::new()?;
    for app in 0..APPS {
        change(&repo, &mut index, app, 0)?;
    }
    let mut head = commit(&repo, &mut index, 0, &[])?;
    let mut side: Option<Oid> = None;
    for number in 1..commits {
        change(&repo, &mut index, number * 7 % APPS, number)?;
        let parents: Vec<Oid> = match (number % 50, side.take()) {
            (25, _) => {
                side = Some(commit(&repo, &mut index, number, &[head])?);
                continue;
            }
            (_, Some(other)) => vec![head, other],
            (_, None) => vec![head],
        };
        head = commit(&repo, &mut index, number, &parents)?;
    }
    repo.reference("refs/heads/main", head, true, "generated")?;
    Ok(head)
}

fn change(
    repo: &Repository,
    index: &mut git2::Index,
    app: usize,
    number: usize,
) -> Result<(), git2::Error> {
    let text = format!("image:\n  tag: v1.{number}\nreplicas: {}\n", number % 9 + 1);
    build::put(repo, index, &format!("apps/app-{app}/values.yaml"), &text)
}

fn commit(
    repo: &Repository,
    index: &mut git2::Index,
    number: usize,
    parents: &[Oid],
) -> Result<Oid, git2::Error> {
    let tree = repo.find_tree(index.write_tree_to(repo)?)?;
    let time = Time::new(START + 600 * number as i64, 540);
    let who = Signature::new("Kim", "kim@example.dev", &time)?;
    let parents = parents
        .iter()
        .map(|id| repo.find_commit(*id))
        .collect::<Result<Vec<_>, _>>()?;
    let parents: Vec<_> = parents.iter().collect();
    let message = format!(
        "fix(app-{}): release {number} (#{number})",
        number * 7 % APPS
    );
    repo.commit(None, &who, &who, &message, &tree, &parents)
}
