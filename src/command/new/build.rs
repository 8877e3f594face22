//! Facts become the context of one language. Pure: the same facts give the same context.

mod commits;
mod deployment;
mod related;
mod rollback;

pub(super) use related::of_workspace;

use super::facts::{Facts, Target};
use super::{NewOptions, Setting, plan, timeline};
use crate::facts::change::Piece;
use crate::facts::deployment::DeploymentRef;
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::workload::WorkloadKind;
use crate::judge::coverage::coverage;
use crate::judge::kind::KindContext;
use crate::judge::scheduling;
use crate::render::context::{
    ApplicationContext, Attribute, ChangedKey, Chart, DeploymentContext, GitContext, NodeContext,
    NodesContext, RecordContext, SourceGap,
};
use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::Value;

/// Nodes that a record lists; the rest is counted.
const NODES: usize = 30;

/// Builds it.
pub(super) fn context(
    facts: &Facts,
    options: &NewOptions,
    setting: &Setting<'_>,
    lang: Lang,
    zone: Tz,
) -> RecordContext {
    let deployments: Vec<DeploymentContext> = facts
        .deployments
        .iter()
        .map(|one| deployment::context(one, facts, setting))
        .collect();
    let mut plan = plan::plan(facts, setting);
    plan::say(&mut plan, lang);
    let git = facts.history.as_ref();
    let git = git.map(|history| commits::context(history, options));
    let moment = facts
        .deployments
        .last()
        .map_or(setting.now, |one| one.deployment.created_at);
    let date = options
        .date
        .unwrap_or_else(|| moment.with_timezone(&zone).date_naive());
    let main = facts.main();
    let of_main = |read: fn(&Target) -> &Option<String>| main.and_then(|one| read(one).clone());
    let summary = summary(facts);
    let (timeline, timeline_more) = timeline::timeline(facts, zone);
    RecordContext {
        version: 1,
        lang: lang.code().into(),
        title: options.title.clone(),
        subject: subject(facts, git.as_ref()),
        headline: summary.clone().filter(|text| Lang::of(text) == lang),
        changed: changed(facts),
        is_rollback: facts
            .deployments
            .last()
            .is_some_and(|one| one.deployment.is_rollback),
        summary,
        date: date.to_string(),
        zone: zone.name().into(),
        twin: None,
        author: author(facts),
        task: None,
        app: of_main(|one| &one.app),
        environment: of_main(|one| &one.environment),
        cluster: of_main(|one| &one.context),
        namespace: of_main(|one| &one.namespace),
        checklist: plan::checklist(facts, &plan),
        related: related::pages(facts, &deployments, git.as_ref()),
        rollback: rollback::context(facts, setting, lang),
        deployments,
        git,
        applications: applications(facts),
        workloads: facts.workloads().cloned().collect(),
        nodes: nodes(facts, setting.outside.now(), lang),
        plan,
        unchecked: plan::unchecked(facts),
        timeline,
        timeline_more,
        gaps: facts
            .gaps
            .iter()
            .map(|gap| SourceGap {
                source: gap.source.into(),
                reason: gap.words(lang).into(),
            })
            .collect(),
        attributes: attributes(facts, options),
    }
}

/// The app, else the one workload, else the repository's name without its folders.
fn subject(facts: &Facts, git: Option<&GitContext>) -> Option<String> {
    let app = facts.main().and_then(|target| target.app.clone());
    let mut workloads = facts.workloads();
    let only = match (workloads.next(), workloads.next()) {
        (Some(workload), None) => Some(workload.name.clone()),
        _ => None,
    };
    let of_deployment = facts.deployments.last();
    let of_deployment = of_deployment.map(|one| one.deployment.repo.clone());
    let page = git.and_then(|git| git.url.clone());
    let folder = git.map(|git| git.repo.clone());
    let repos = [of_deployment, page, folder].into_iter().flatten();
    let mut names = repos.filter_map(|repo| repo.rsplit('/').next().map(String::from));
    app.or(only)
        .or_else(|| names.find(|name| !name.trim().is_empty() && name != "."))
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The deployment's comment, the pull request's title, or the newest commit's subject.
fn summary(facts: &Facts) -> Option<String> {
    let comment = facts.deployments.last();
    let comment = comment.and_then(|one| one.deployment.payload("deployComment"));
    let history = facts.history.as_ref();
    let pull = history.and_then(|history| history.pulls.first()?.title.clone());
    let subject = history.and_then(|history| Some(history.commits.first()?.subject.clone()));
    let filled = |text: &String| !text.trim().is_empty();
    comment
        .map(String::from)
        .filter(filled)
        .or(pull.filter(filled))
        .or(subject)
        .map(|text| bare(&text))
}

/// A subject without what only git and the forge read: `fix(alloy): move it (#12)` says `move it`.
fn bare(subject: &str) -> String {
    const TYPES: [&str; 11] = [
        "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style",
        "test",
    ];
    let mut text = subject.trim();
    if let Some((head, rest)) = text.split_once(": ") {
        let word = head.trim_end_matches('!');
        let word = word.split_once('(').map_or(word, |(word, _)| word);
        if TYPES.contains(&word) {
            text = rest.trim();
        }
    }
    if let Some((rest, number)) = text.rsplit_once(" (#")
        && number
            .strip_suffix(')')
            .is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
    {
        text = rest.trim();
    }
    text.to_string()
}

/// The key that the change is about, if all that changed structurally has one name.
fn changed(facts: &Facts) -> Option<ChangedKey> {
    let files = &facts.history.as_ref()?.files;
    let pieces = files.iter().flat_map(|file| &file.pieces);
    let entries = pieces.flat_map(|piece| match piece {
        Piece::Structure { entries, .. } | Piece::Diff { entries, .. } => entries,
    });
    let keys: Vec<ChangedKey> = entries
        .map(|entry| {
            // An image's change is told by its name, not by `tag`.
            let key = entry.path.rsplit('.').next().unwrap_or(&entry.path);
            let key = key.split('[').next().unwrap_or(key);
            ChangedKey {
                key: key.to_string(),
                kind: entry.kind,
            }
        })
        .collect();
    let first = keys.first()?;
    let plain =
        |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let is_one = keys.iter().all(|other| other == first);
    (is_one && plain(&first.key)).then(|| first.clone())
}

fn author(facts: &Facts) -> Option<String> {
    let deployer = facts.deployments.last();
    let deployer = deployer.and_then(|one| one.deployment.user.clone());
    let of_commit = || Some(facts.history.as_ref()?.commits.first()?.author.clone());
    deployer.or_else(of_commit)
}

/// The Applications, from the cluster, else as their manifests have them.
fn applications(facts: &Facts) -> Vec<ApplicationContext> {
    let targets = facts.targets.iter();
    targets
        .filter_map(
            |target| match (&target.application, facts.history.as_ref()) {
                (Some(object), _) => Some(application(object)),
                (None, Some(history)) => history
                    .objects_of(target.app.as_deref())
                    .find(|object| fields::kind(object) == "Application")
                    .map(application),
                (None, None) => None,
            },
        )
        .collect()
}

fn application(object: &Value) -> ApplicationContext {
    let text = |pointer: &str| {
        Some(fields::text(object, pointer))
            .filter(|t| !t.is_empty())
            .map(String::from)
    };
    let one = object.pointer("/spec/source").into_iter();
    let mut sources = one.chain(fields::list(object, "/spec/sources"));
    let chart = sources.find_map(|source| {
        let name = fields::text(source, "/chart");
        let version = fields::text(source, "/targetRevision");
        (!name.is_empty()).then(|| Chart {
            name: name.into(),
            version: (!version.is_empty()).then(|| version.into()),
            repository: fields::text(source, "/repoURL").into(),
        })
    });
    ApplicationContext {
        name: fields::name(object).into(),
        namespace: fields::namespace(object).into(),
        sync: text("/status/sync/status"),
        health: text("/status/health/status"),
        revision: text("/status/sync/revision"),
        chart,
    }
}

/// The nodes as each DaemonSet sees them.
fn nodes(facts: &Facts, now: DateTime<Utc>, lang: Lang) -> Vec<NodesContext> {
    let ctx = KindContext::new(now, lang);
    let mut all = Vec::new();
    for target in facts
        .targets
        .iter()
        .filter(|target| !target.nodes.is_empty())
    {
        let pods: Vec<&Value> = target.pods.iter().collect();
        let nodes: Vec<&Value> = target.nodes.iter().collect();
        for placed in &target.workloads {
            if placed.workload.kind != WorkloadKind::DaemonSet || !placed.workload.live {
                continue;
            }
            let spread = coverage(&pods, &nodes, Some(&placed.object), None, &ctx);
            let told = nodes.iter().filter_map(|node| {
                let name = fields::name(node).to_string();
                let without = spread.without.iter().find(|one| one.node == name);
                let taints: Vec<String> = scheduling::taints(node)
                    .iter()
                    .map(scheduling::Taint::written)
                    .collect();
                (without.is_some() || !taints.is_empty()).then(|| NodeContext {
                    covered: spread.ready_nodes.contains(&name),
                    why: without.map(|one| one.why.words(lang)),
                    taints,
                    name,
                })
            });
            let told: Vec<NodeContext> = told.collect();
            let count = told.len();
            let (without, tainted): (Vec<_>, Vec<_>) =
                told.into_iter().partition(|node| !node.covered);
            let is_many = count > NODES;
            let mut shown: Vec<NodeContext> =
                without.into_iter().chain(tainted).take(NODES).collect();
            if !is_many {
                shown.sort_by_key(|node| {
                    nodes.iter().position(|one| fields::name(one) == node.name)
                });
            }
            all.push(NodesContext {
                workload: placed.workload.name.clone(),
                cluster: target.context.clone(),
                total: spread.nodes,
                covered: spread.ready_nodes.len(),
                more: count - shown.len(),
                nodes: shown,
            });
        }
    }
    all
}

/// Where the facts come from, so that a refresh can ask again for the very same.
fn attributes(facts: &Facts, options: &NewOptions) -> Vec<Attribute> {
    let mut all = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        let filled = value.filter(|value| !value.is_empty());
        all.extend(filled.map(|value| Attribute {
            key: key.into(),
            value,
        }));
    };
    // Those asked for: one that could not be told about now can be asked for later.
    let mut asked = options.deployments.clone();
    asked.sort();
    asked.dedup();
    let asked: Vec<String> = asked.iter().map(DeploymentRef::written).collect();
    add("deployment", Some(asked.join(",")));
    add("env", options.env.clone());
    add("repo", options.repo.clone());
    // Names of branches and tags move; the commits that they meant do not.
    let pinned = facts.history.as_ref().and_then(|history| {
        let from = history.range.from.as_deref()?;
        Some(format!("{from}..{}", history.range.to))
    });
    let range = options.range.clone();
    add("range", range.map(|asked| pinned.unwrap_or(asked)));
    add("path", Some(options.paths.join(",")));
    add("workload", Some(options.workloads.join(",")));
    add("context", options.context.clone());
    add("namespace", options.namespace.clone());
    add("task", options.task.clone());
    add("pr", options.pr.clone());
    all
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_subject_is_freed_of_its_type_and_number() {
        for (subject, text) in [
            ("fix: move it (#12)", "move it"),
            ("feat(alloy)!: add it", "add it"),
            ("Note: this stays", "Note: this stays"),
            ("fix #12", "fix #12"),
            ("tolerations 이동 (#1452)", "tolerations 이동"),
            ("f(#12)", "f(#12)"),
        ] {
            assert_eq!(bare(subject), text);
        }
    }
}
