//! Asks everything that a new record wants to know. What fails becomes a gap and stops nothing.

use super::history::{self, History};
use super::{NewOptions, Setting};
use crate::collect::gitploy::Gitploy;
use crate::error::Error;
use crate::facts::deployment::Deployment;
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::observation::{Blind, Observation};
use crate::facts::workload::{Workload, WorkloadKind};
use crate::judge::scheduling::Template;
use crate::query::{ArgoAsk, ArgoQuery, Get, Namespace, Output, Query, Resource, Scope};
use crate::render::context::Previous;
use serde_json::Value;

/// Everything that was found, in no language.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Deployments with the previous successful one and how many commits Gitploy counts since.
    pub deployments: Vec<(Deployment, Option<Previous>, Option<usize>)>,
    /// Git, if a repository was found.
    pub history: Option<History>,
    /// The Application.
    pub application: Option<Value>,
    /// Name of the Application.
    pub app: Option<String>,
    /// Gitploy's environment.
    pub environment: Option<String>,
    /// Kubeconfig context.
    pub context: Option<String>,
    /// Namespace of the workloads.
    pub namespace: Option<String>,
    /// Workloads.
    pub workloads: Vec<Workload>,
    /// The workloads' objects, in the same order.
    pub objects: Vec<Value>,
    /// Nodes, if there is a DaemonSet.
    pub nodes: Vec<Value>,
    /// Pods of the workloads.
    pub pods: Vec<Value>,
    /// Source and reason of what could not be learned.
    pub gaps: Vec<(String, Bilingual)>,
}

/// Gathers.
pub async fn gather(options: &NewOptions, setting: &Setting<'_>) -> Result<Facts, Error> {
    let mut facts = Facts::default();
    deployments(options, setting, &mut facts).await;
    let first = facts.deployments.last().map(|(one, _, _)| one.clone());
    facts.environment = first.as_ref().map(|one| one.env.clone());
    let env = facts
        .environment
        .as_ref()
        .and_then(|name| setting.environments.get(name));
    let env = env.cloned().unwrap_or_default();
    let of_payload = first
        .as_ref()
        .and_then(|one| one.payload("app").map(String::from));
    facts.app = of_payload.or(env.app);
    facts.context = options.context.clone().or(env.context);
    facts.namespace = options.namespace.clone().or(env.namespace);
    history(options, setting, &mut facts)?;
    application(setting, &mut facts).await;
    workloads(options, setting, &mut facts).await;
    pods_and_nodes(setting, &mut facts).await;
    let nothing =
        facts.deployments.is_empty() && facts.history.is_none() && facts.workloads.is_empty();
    if nothing && options.title.is_none() {
        let mut error = Error::user("nothing could be learned, so there is no record to write");
        error.causes = facts
            .gaps
            .into_iter()
            .map(|(source, why)| format!("{source}: {}", why.of(Lang::En)))
            .collect();
        return Err(error.hinted("`report doctor` tells what each source lacks"));
    }
    Ok(facts)
}

fn told(blind: &Blind) -> Bilingual {
    Bilingual::each(|lang| blind.told(lang))
}

async fn deployments(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) {
    if options.deployments.is_empty() {
        return;
    }
    let gitploy = match setting.outside.gitploy() {
        Ok(gitploy) => gitploy,
        Err(blind) => return facts.gaps.push(("gitploy".into(), told(&blind))),
    };
    for number in &options.deployments {
        match gitploy.deployment(*number).await {
            Err(blind) => facts.gaps.push(("gitploy".into(), told(&blind))),
            Ok(one) => {
                let previous = previous(&gitploy, &one, facts).await;
                let changes = gitploy.changes(*number).await.ok().map(|list| list.len());
                facts.deployments.push((one, previous, changes));
            }
        }
    }
}

/// The previous successful deployment of the same environment and app.
async fn previous(gitploy: &Gitploy, one: &Deployment, facts: &mut Facts) -> Option<Previous> {
    match gitploy
        .deployments(Some(&one.env), Some("success"), 100)
        .await
    {
        Ok(list) => list
            .into_iter()
            .filter(|other| other.number < one.number && other.status == "success")
            .filter(|other| other.payload("app") == one.payload("app"))
            .max_by_key(|other| other.number)
            .and_then(|other| {
                Some(Previous {
                    number: other.number,
                    sha: other.sha?,
                })
            }),
        Err(blind) => {
            facts.gaps.push(("gitploy".into(), told(&blind)));
            None
        }
    }
}

/// Git is asked off the network; a repository that was named and is wrong is an error, one that was
/// only guessed at is a gap.
fn history(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) -> Result<(), Error> {
    let asked = history::Asked {
        repo: options.repo.as_deref(),
        range: options.range.as_deref(),
        of_gitploy: facts
            .deployments
            .last()
            .map(|(one, _, _)| one.repo.as_str()),
        from: facts
            .deployments
            .first()
            .and_then(|(_, previous, _)| previous.as_ref())
            .map(|p| p.sha.as_str()),
        to: facts
            .deployments
            .last()
            .and_then(|(one, _, _)| one.sha.as_deref()),
        app: facts.app.as_deref(),
    };
    if asked.repo.is_none() && asked.range.is_none() && asked.to.is_none() {
        // Nothing says which commit: HEAD would be an invention.
        facts.gaps.push(("git".into(), history::no_commit()));
        return Ok(());
    }
    match history::read(&asked, setting.outside.access()) {
        Ok(found) => {
            if found.from_is_unknown {
                facts.gaps.push(("git".into(), history::no_predecessor()));
            }
            facts.history = Some(found);
        }
        Err(error) if options.repo.is_some() || options.range.is_some() => {
            return Err(Error::user(error.to_string())
                .hinted("check --repo and --range; in CI, check out with `fetch-depth: 0`"));
        }
        Err(error) => facts.gaps.push(("git".into(), error.to_string().into())),
    }
    Ok(())
}

async fn application(setting: &Setting<'_>, facts: &mut Facts) {
    let Some(app) = facts.app.clone() else { return };
    let query = Query::Argo(ArgoQuery {
        scope: scope(facts, None),
        ask: ArgoAsk::Get,
        app: Some(app),
        output: Output::Json,
    });
    let answer = setting.outside.observe(std::slice::from_ref(&query)).await;
    match answer.into_iter().next().map(|answer| answer.observation) {
        Some(Observation::Seen(seen)) => match seen.every_object().next() {
            Some(object) => facts.application = Some(object.clone()),
            None => facts
                .gaps
                .push(("application".into(), seen.stderr.trim().into())),
        },
        Some(Observation::Blind(blind)) => facts.gaps.push(("application".into(), told(&blind))),
        None => {}
    }
}

fn scope(facts: &Facts, namespace: Option<&str>) -> Scope {
    Scope {
        context: facts.context.clone(),
        namespace: namespace.map_or(Namespace::OfContext, |name| Namespace::Named(name.into())),
    }
}

/// Named workloads, else those of the Application, else those of the manifests at the commit.
async fn workloads(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) {
    let mut wanted: Vec<(WorkloadKind, String, Option<String>)> = Vec::new();
    for text in &options.workloads {
        match text
            .split_once('/')
            .and_then(|(kind, name)| Some((WorkloadKind::parse(kind)?, name)))
        {
            Some((kind, name)) => wanted.push((kind, name.into(), facts.namespace.clone())),
            None => facts.gaps.push((
                "workloads".into(),
                Bilingual::new(
                    format!("--workload {text}: KIND/NAME으로 쓰세요"),
                    format!("--workload {text}: write KIND/NAME"),
                ),
            )),
        }
    }
    if wanted.is_empty() {
        wanted = of_application(facts);
    }
    for (kind, name, namespace) in wanted {
        let get = Get {
            scope: scope(facts, namespace.as_deref()),
            resources: vec![Resource {
                kind: kind.resource().into(),
                name: Some(name),
            }],
            objects: true,
            ..Get::default()
        };
        match setting.outside.objects(&get).await {
            Err(blind) => facts.gaps.push(("workloads".into(), told(&blind))),
            Ok(found) if found.is_empty() => {
                let what = get
                    .resources
                    .first()
                    .map(|one| format!("{}/{}", one.kind, one.name.clone().unwrap_or_default()));
                let what = what.unwrap_or_default();
                facts.gaps.push((
                    "workloads".into(),
                    Bilingual::new(
                        format!("{what}: 클러스터에 없습니다"),
                        format!("{what}: not found in the cluster"),
                    ),
                ));
            }
            Ok(found) => {
                for object in found {
                    let seen = Workload::of(&object);
                    facts
                        .workloads
                        .extend(seen.map(|one| Workload { live: true, ..one }));
                    facts.objects.push(object);
                }
            }
        }
    }
    if facts.workloads.is_empty()
        && let Some(history) = &facts.history
    {
        for object in &history.manifests {
            if let Some(workload) = Workload::of(object) {
                facts.workloads.push(Workload {
                    live: false,
                    ..workload
                });
                facts.objects.push(object.clone());
            }
        }
    }
    if let Some(first) = facts
        .workloads
        .first()
        .filter(|first| !first.namespace.is_empty())
    {
        facts.namespace.get_or_insert(first.namespace.clone());
    }
}

/// The workloads among the Application's resources, in its order.
fn of_application(facts: &Facts) -> Vec<(WorkloadKind, String, Option<String>)> {
    // `status.resources` is the whole; an Application that only keeps its last sync has it there.
    let places = [
        "/status/resources",
        "/status/operationState/syncResult/resources",
    ];
    let application = facts.application.as_ref();
    let resources = application.and_then(|app| places.iter().find_map(|place| app.pointer(place)));
    let list = resources
        .and_then(Value::as_array)
        .map_or(&[] as &[Value], Vec::as_slice);
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).map(String::from);
    list.iter()
        .filter_map(|one| {
            let kind = WorkloadKind::parse(&text(one, "kind")?)?;
            Some((kind, text(one, "name")?, text(one, "namespace")))
        })
        .collect()
}

async fn pods_and_nodes(setting: &Setting<'_>, facts: &mut Facts) {
    let is_daemon = facts
        .workloads
        .iter()
        .any(|one| one.kind == WorkloadKind::DaemonSet && one.live);
    if is_daemon {
        let get = all(scope(facts, None), "nodes", None);
        match setting.outside.objects(&get).await {
            Ok(nodes) => facts.nodes = nodes,
            Err(blind) => facts.gaps.push(("nodes".into(), told(&blind))),
        }
    }
    for workload in facts
        .workloads
        .clone()
        .into_iter()
        .filter(|one| one.live && !one.selector.is_empty())
    {
        let get = all(
            scope(facts, Some(&workload.namespace)),
            "pods",
            Some(workload.selector),
        );
        match setting.outside.objects(&get).await {
            Ok(pods) => facts.pods.extend(pods),
            Err(blind) => facts.gaps.push(("cluster".into(), told(&blind))),
        }
    }
    expect_daemons(facts);
}

/// A DaemonSet wants a pod on every node that its pods may land on, by its tolerations and selector.
fn expect_daemons(facts: &mut Facts) {
    if facts.nodes.is_empty() {
        return;
    }
    let unfinished = facts
        .deployments
        .iter()
        .any(|(one, _, _)| one.succeeded_at().is_none());
    if unfinished {
        // The cluster still runs the old template: its numbers would be the wrong ones to expect.
        let reason = Bilingual::new(
            "배포가 아직 성공하지 않아 기대할 값을 알 수 없습니다",
            "the deployment has not succeeded yet, so the numbers to expect are not known",
        );
        facts.gaps.push(("workloads".into(), reason));
        return;
    }
    for (workload, object) in facts.workloads.iter_mut().zip(&facts.objects) {
        if workload.kind == WorkloadKind::DaemonSet && workload.live {
            let template = Template::of(object);
            let open = facts
                .nodes
                .iter()
                .filter(|node| template.kept_off(node).is_none());
            workload.expected = u64::try_from(open.count()).ok();
            workload.nodes = u64::try_from(facts.nodes.len()).ok();
        }
    }
}

fn all(scope: Scope, kind: &str, selector: Option<String>) -> Get {
    Get {
        scope,
        resources: vec![Resource {
            kind: kind.into(),
            name: None,
        }],
        selector,
        objects: true,
        ..Get::default()
    }
}
