//! Asks everything that a new record wants to know. What fails becomes a gap and stops nothing.

mod deployments;
mod target;
mod usage;
mod workloads;

use super::facts::{Facts, Target};
use super::gap::{Gap, note};
use super::history::{self, Asked};
use super::{NewOptions, Setting};
use crate::both;
use crate::collect::git::GitError;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::workload::WorkloadKind;
use crate::query::{Get, Namespace, Scope};
use serde_json::Value;

/// Gathers.
pub async fn gather(options: &NewOptions, setting: &Setting<'_>) -> Result<Facts, Error> {
    let mut facts = Facts::default();
    deployments::ask(options, setting, &mut facts).await;
    facts.targets = target::of(&facts.deployments, options, setting);
    history(options, setting, &mut facts)?;
    for target in &mut facts.targets {
        target::from_git(target, facts.history.as_ref());
        target::look(
            target,
            facts.history.as_ref(),
            options,
            setting,
            &mut facts.gaps,
        )
        .await;
    }
    usage::look(&mut facts, setting).await;
    // Where no source tells what was before, the cluster may.
    let is_told = facts.previous().is_some();
    for target in &mut facts.targets {
        if !is_told || !target.heals() && !setting.by_gitops {
            workloads::revisions(target, setting, &mut facts.gaps).await;
        }
    }
    let found = facts.workloads().next().is_some();
    let nothing = facts.deployments.is_empty() && facts.history.is_none() && !found;
    if nothing && options.title.is_none() {
        let lang = setting.lang;
        let mut error = Error::user(lang.pick(
            "알아낸 것이 없어 쓸 기록이 없습니다",
            "nothing could be learned, so there is no record to write",
        ));
        error.causes = facts.gaps.iter().map(|gap| gap.told(lang)).collect();
        return Err(error.hinted(lang.pick(
            "`report doctor`가 각 소스에 무엇이 부족한지 알려 줍니다",
            "`report doctor` tells what each source lacks",
        )));
    }
    Ok(facts)
}

/// That a workload that is named is there, or may be where nothing could be seen: a record about another
/// one is not what was asked for.
pub(super) fn refuse_missing(facts: &Facts, options: &NewOptions, lang: Lang) -> Result<(), Error> {
    let blind = |gap: &Gap| gap.is_unseen() && matches!(gap.source, "workloads" | "cluster");
    for text in &options.workloads {
        let is_kind = text
            .split_once('/')
            .is_some_and(|(kind, name)| WorkloadKind::parse(kind).is_some() && !name.is_empty());
        let is_there = facts.workloads().any(|one| workloads::is(one, text));
        let error = match (is_kind, is_there) {
            (true, true) => continue,
            (true, false) if facts.gaps.iter().any(blind) => continue,
            (false, _) => Error::user(both!(
                "--workload {text}: KIND/NAME 형식이 아니거나 알 수 없는 종류",
                "--workload {text}: not KIND/NAME, or a kind that is not known"
            ))
            .hinted(both!(
                "deployment/web처럼 쓰세요",
                "write it as deployment/web"
            )),
            (true, false) => Error::user(both!(
                "--workload {text}: 클러스터에도 Git에도 없습니다",
                "--workload {text}: neither in the cluster nor in git"
            ))
            .hinted(both!(
                "이름과 --namespace, --context를 확인하세요",
                "check the name, --namespace and --context"
            )),
        };
        let mut error = error;
        error.causes = facts.gaps.iter().map(|gap| gap.told(lang)).collect();
        return Err(error);
    }
    Ok(())
}

/// Git is asked off the network; a repository that was named and is wrong is an error, one that was
/// only guessed at is a gap.
fn history(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) -> Result<(), Error> {
    let first = facts.deployments.first();
    let last = facts.deployments.last();
    let asked = Asked {
        repo: options.repo.as_deref(),
        range: options.range.as_deref(),
        project: last
            .filter(|one| !one.deployment.source.is_in_a_cluster())
            .map(|one| one.deployment.repo.as_str()),
        branch: last
            .filter(|one| one.deployment.kind == "branch")
            .map(|one| one.deployment.reference.as_str()),
        from: first
            .and_then(|one| one.previous.as_ref())
            .map(|previous| previous.sha.as_str()),
        to: last.and_then(|one| one.deployment.sha.as_deref()),
        paths: &options.paths,
        apps: apps(&facts.targets),
    };
    if asked.repo.is_none() && asked.range.is_none() && asked.to.is_none() {
        // Nothing says which commit: HEAD would be an invention.
        let [ko, en] = history::NO_COMMIT;
        note(&mut facts.gaps, Gap::new("git", ko, en));
        return Ok(());
    }
    match history::read(&asked, setting.outside.access()) {
        Ok((found, git)) => {
            if found.from_is_unknown {
                let [ko, en] = history::NO_PREDECESSOR;
                note(&mut facts.gaps, Gap::new("git", ko, en));
            }
            let several = facts.deployments.len() > 1;
            for one in &mut facts.deployments {
                one.counted = history::count(&git, one);
                if several {
                    one.share = history::share(&git, one, &found);
                }
            }
            facts.history = Some(found);
        }
        Err(error) if options.repo.is_some() || options.range.is_some() => {
            let lang = setting.lang;
            let hint = match &error {
                GitError::Shallow { .. } | GitError::NoSuchRevision { .. } => both!(
                    "--repo와 --range를 확인하세요; CI에서는 `fetch-depth: 0`으로 받아야 합니다",
                    "check --repo and --range; in CI, check out with `fetch-depth: 0`"
                ),
                GitError::NotARepository(_)
                | GitError::NotOwned(_)
                | GitError::BadRange(_)
                | GitError::EmptyRange { .. }
                | GitError::Other { .. } => {
                    both!("--repo와 --range를 확인하세요", "check --repo and --range")
                }
            };
            return Err(Error::user(error.told(lang)).hinted(hint));
        }
        Err(error) => note(&mut facts.gaps, Gap::git(&error)),
    }
    Ok(())
}

/// The apps with the environment that tells their manifests apart.
fn apps(targets: &[Target]) -> Vec<(String, Option<String>)> {
    let named = targets.iter();
    named
        .filter_map(|target| Some((target.app.clone()?, target.environment.clone())))
        .collect()
}

/// The objects that are asked for; those that cannot be seen are a gap.
async fn objects(
    get: &Get,
    setting: &Setting<'_>,
    gaps: &mut Vec<Gap>,
    (source, what): (&'static str, [&str; 2]),
) -> Option<Vec<Value>> {
    let found = setting.outside.objects(get).await;
    found
        .map_err(|blind| note(gaps, Gap::blind(source, what, &blind)))
        .ok()
}

/// The target's cluster, in a namespace or the context's own.
pub(super) fn scope(target: &Target, namespace: Option<&str>) -> Scope {
    Scope {
        context: target.context.clone(),
        namespace: namespace.map_or(Namespace::OfContext, |name| Namespace::Named(name.into())),
    }
}
