//! Facts become the context of one language. Pure: the same facts give the same context.

use super::gather::Facts;
use super::history::History;
use super::{NewOptions, Setting, plan, timeline};
use crate::facts::deployment::Deployment;
use crate::facts::lang::Lang;
use crate::facts::workload::WorkloadKind;
use crate::judge::coverage::coverage;
use crate::judge::kind::{KindContext, fields};
use crate::judge::scheduling;
use crate::render::context::{
    ApplicationContext, Attribute, Chart, CommitContext, DeploymentContext, DeploymentState,
    GitContext, NodeContext, NodesContext, Previous, PullContext, RecordContext, RelatedDocument,
    RelatedKind, Revert, Rollback, SourceGap, Task,
};
use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// Builds it.
pub fn context(
    facts: &Facts,
    options: &NewOptions,
    setting: &Setting<'_>,
    lang: Lang,
    zone: Tz,
) -> RecordContext {
    let deployments: Vec<DeploymentContext> = facts
        .deployments
        .iter()
        .map(|one| deployment(one, setting))
        .collect();
    let plan = plan::plan(facts);
    let state = deployments.last().map(|one| one.state);
    let git = facts.history.as_ref().map(|history| git(history, options));
    let moment = facts
        .deployments
        .last()
        .map_or(setting.now, |(one, _, _)| one.created_at);
    let date = options
        .date
        .unwrap_or_else(|| moment.with_timezone(&zone).date_naive());
    RecordContext {
        version: 1,
        lang: lang.code().into(),
        title: options.title.clone(),
        summary: summary(facts),
        date: date.to_string(),
        zone: zone.name().into(),
        twin: None,
        author: author(facts),
        task: options.task.as_deref().and_then(task),
        app: facts.app.clone(),
        environment: facts.environment.clone(),
        cluster: facts.context.clone(),
        namespace: facts.namespace.clone(),
        checklist: plan::checklist(facts, &plan, state),
        related: related(facts, &deployments, git.as_ref()),
        rollback: rollback(facts, setting),
        deployments,
        git,
        application: facts.application.as_ref().map(application),
        workloads: facts.workloads.clone(),
        nodes: nodes(facts, setting.now, lang),
        plan,
        timeline: timeline::timeline(facts),
        gaps: facts
            .gaps
            .iter()
            .map(|(source, reason)| SourceGap {
                source: source.clone(),
                reason: reason.of(lang).to_string(),
            })
            .collect(),
        attributes: attributes(facts, options),
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The deployment's comment, the pull request's title, or the newest commit's subject.
fn summary(facts: &Facts) -> Option<String> {
    let comment = facts
        .deployments
        .last()
        .and_then(|(one, _, _)| one.payload("deployComment"));
    let history = facts.history.as_ref();
    let pull = history.and_then(|history| history.pulls.first()?.title.clone());
    let subject = history.and_then(|history| Some(history.commits.first()?.subject.clone()));
    comment.map(String::from).or(pull).or(subject)
}

fn author(facts: &Facts) -> Option<String> {
    let deployer = facts
        .deployments
        .last()
        .and_then(|(one, _, _)| one.user.clone());
    let of_commit = || Some(facts.history.as_ref()?.commits.first()?.author.clone());
    deployer.or_else(of_commit)
}

fn task(text: &str) -> Option<Task> {
    let (spec, number) = text.rsplit_once(':')?;
    Some(Task {
        spec: spec.into(),
        number: number.into(),
        title: None,
        link: None,
    })
}

fn deployment(
    (one, previous, changes): &(Deployment, Option<Previous>, Option<usize>),
    setting: &Setting<'_>,
) -> DeploymentContext {
    let state = match one.status.as_str() {
        "waiting" => DeploymentState::Waiting,
        "success" => DeploymentState::Success,
        "failure" => DeploymentState::Failure,
        "canceled" => DeploymentState::Canceled,
        _ => DeploymentState::Running,
    };
    let ended = matches!(
        state,
        DeploymentState::Success | DeploymentState::Failure | DeploymentState::Canceled
    );
    let finished = one
        .statuses
        .last()
        .filter(|_| ended)
        .map(|event| event.created_at);
    let host = setting.gitploy_host.clone().unwrap_or_default();
    let approved = one
        .reviews
        .iter()
        .filter(|review| review.status == "approved");
    DeploymentContext {
        number: one.number,
        url: format!("{host}/{}/deployments/{}", one.repo, one.number),
        repo: one.repo.clone(),
        environment: one.env.clone(),
        kind: one.kind.clone(),
        reference: one.reference.clone(),
        sha: one.sha.clone(),
        status: one.status.clone(),
        state,
        app: one.payload("app").map(String::from),
        comment: one.payload("deployComment").map(String::from),
        user: one.user.clone(),
        is_rollback: one.is_rollback,
        created_at: instant(one.created_at),
        finished_at: finished.map(instant),
        seconds: finished.map(|at| (at - one.created_at).num_seconds()),
        approved_by: approved.filter_map(|review| review.user.clone()).collect(),
        previous: previous.clone(),
        changes: *changes,
        request: request(one, &one.reference),
    }
}

/// The body that asks Gitploy for a deployment of `reference`, as JSON for people.
fn request(one: &Deployment, reference: &str) -> String {
    let mut body = json!({"type": "commit", "ref": reference, "env": one.env});
    if let Some(payload) = &one.dynamic_payload {
        body["dynamic_payload"] = payload.clone();
    }
    serde_json::to_string_pretty(&body).unwrap_or_default()
}

fn git(history: &History, options: &NewOptions) -> GitContext {
    let forge = history.forge.as_ref();
    let commits = history.commits.iter().map(|one| CommitContext {
        id: one.id.clone(),
        short: one.short().into(),
        url: forge.map(|forge| forge.commit(&one.id)),
        subject: one.subject.clone(),
        body: one.body.clone(),
        author: one.author.clone(),
        at: instant(one.committed_at.with_timezone(&Utc)),
    });
    let mut pulls: Vec<PullContext> = history
        .pulls
        .iter()
        .map(|one| PullContext {
            number: one.number,
            title: one.title.clone(),
            url: one.url.clone().or_else(|| forge?.pull(one.number)),
            reverts: one.reverts.clone(),
        })
        .collect();
    if let Some(named) = options.pr.as_deref().map(|text| pull(text, history)) {
        pulls.retain(|one| one.number != named.number || named.number == 0);
        pulls.insert(0, named);
    }
    let from = history.range.from.clone();
    GitContext {
        repo: history.name.clone(),
        url: forge.map(|forge| forge.base.clone()),
        branch: history.branch.clone(),
        compare_url: forge.and_then(|forge| forge.compare(from.as_deref()?, &history.range.to)),
        from,
        to: history.range.to.clone(),
        paths: history.paths.clone(),
        commits: commits.collect(),
        more_commits: history.more_commits,
        pulls,
        files: history.files.clone(),
        more_files: history.more_files,
    }
}

/// `--pr` as a number or a page.
fn pull(text: &str, history: &History) -> PullContext {
    let digits = text
        .rsplit('/')
        .next()
        .unwrap_or(text)
        .trim_start_matches('#');
    let number = digits.parse().unwrap_or(0);
    let url = match text.contains("://") {
        true => Some(text.to_string()),
        false => history.forge.as_ref().and_then(|forge| forge.pull(number)),
    };
    let known = history.pulls.iter().find(|one| one.number == number);
    PullContext {
        number,
        title: known.and_then(|one| one.title.clone()),
        url,
        reverts: None,
    }
}

fn application(object: &Value) -> ApplicationContext {
    let text = |pointer: &str| {
        Some(fields::text(object, pointer))
            .filter(|t| !t.is_empty())
            .map(String::from)
    };
    let chart = text("/spec/source/chart").map(|name| Chart {
        name,
        version: text("/spec/source/targetRevision"),
        repository: text("/spec/source/repoURL").unwrap_or_default(),
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

/// The nodes as the first DaemonSet sees them.
fn nodes(facts: &Facts, now: DateTime<Utc>, lang: Lang) -> Option<NodesContext> {
    let at = facts
        .workloads
        .iter()
        .position(|one| one.kind == WorkloadKind::DaemonSet && one.live)?;
    if facts.nodes.is_empty() {
        return None;
    }
    let ctx = KindContext::new(now, lang);
    let pods: Vec<&Value> = facts.pods.iter().collect();
    let nodes: Vec<&Value> = facts.nodes.iter().collect();
    let spread = coverage(&pods, &nodes, facts.objects.get(at), None, &ctx);
    let shown = nodes.iter().filter_map(|node| {
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
    Some(NodesContext {
        workload: facts.workloads[at].name.clone(),
        total: spread.nodes,
        covered: spread.ready_nodes.len(),
        nodes: shown.collect(),
    })
}

fn related(
    facts: &Facts,
    deployments: &[DeploymentContext],
    git: Option<&GitContext>,
) -> Vec<RelatedDocument> {
    let document = |kind, title: String, link: String| RelatedDocument { kind, title, link };
    let mut all = Vec::new();
    for pull in git.map_or(&[] as &[PullContext], |git| &git.pulls) {
        if let Some(url) = &pull.url {
            let title = pull
                .title
                .clone()
                .unwrap_or_else(|| format!("#{}", pull.number));
            all.push(document(RelatedKind::PullRequest, title, url.clone()));
        }
    }
    for one in deployments.iter().filter(|one| one.url.contains("://")) {
        all.push(document(
            RelatedKind::Gitploy,
            format!("#{}", one.number),
            one.url.clone(),
        ));
    }
    if let Some(chart) = facts
        .application
        .as_ref()
        .and_then(|object| application(object).chart)
    {
        all.push(document(RelatedKind::Chart, chart.name, chart.repository));
    }
    all
}

fn rollback(facts: &Facts, setting: &Setting<'_>) -> Option<Rollback> {
    let (deployment, _, _) = facts.deployments.last()?;
    let previous = facts.deployments.first()?.1.as_ref()?;
    let commits = facts
        .history
        .as_ref()
        .map_or(&[] as &[_], |history| &history.commits);
    let host = setting.gitploy_host.as_ref();
    let request_to =
        host.map(|host| format!("{host}/api/v1/repos/{}/deployments", deployment.repo));
    let undo = facts.workloads.iter().filter(|one| {
        matches!(
            one.kind,
            WorkloadKind::DaemonSet | WorkloadKind::Deployment | WorkloadKind::StatefulSet
        )
    });
    let context = facts
        .context
        .as_deref()
        .map(|name| format!(" --context {name}"))
        .unwrap_or_default();
    Some(Rollback {
        sha: previous.sha.clone(),
        deployment: Some(previous.number),
        reverts: commits
            .iter()
            .take(10)
            .map(|one| Revert {
                id: one.short().into(),
                is_merge: one.parents.len() > 1,
            })
            .collect(),
        request: request_to.map(|url| (url, request(deployment, &previous.sha))),
        undo: undo
            .map(|one| {
                format!(
                    "kubectl{context} -n {} rollout undo {}",
                    one.namespace,
                    one.reference()
                )
            })
            .collect(),
    })
}

/// Where the facts come from, so that a refresh can ask again for the very same.
fn attributes(facts: &Facts, options: &NewOptions) -> Vec<Attribute> {
    let mut all = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        all.extend(
            value
                .filter(|value| !value.is_empty())
                .map(|value| Attribute {
                    key: key.into(),
                    value,
                }),
        );
    };
    let numbers = facts.deployments.iter();
    let numbers: Vec<String> = numbers.map(|(one, _, _)| one.number.to_string()).collect();
    add("deployment", Some(numbers.join(",")));
    add("repo", options.repo.clone());
    // Names of branches and tags move; the commits that they meant do not.
    let pinned = facts.history.as_ref().and_then(|history| {
        let from = history.range.from.as_deref()?;
        Some(format!("{from}..{}", history.range.to))
    });
    let range = options.range.clone();
    add("range", range.map(|asked| pinned.unwrap_or(asked)));
    add("workload", Some(options.workloads.join(",")));
    add("context", options.context.clone());
    add("namespace", options.namespace.clone());
    add("task", options.task.clone());
    add("pr", options.pr.clone());
    all
}
