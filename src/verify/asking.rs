//! Which questions records ask: their own commands, the companions that judging needs, and what
//! items without a step stand for. Pure.

use super::workloads::workloads;
use crate::facts::deployment::{DeploymentRef, System};
use crate::query::{ArgoAsk, ArgoQuery, DeploymentQuery, Output, Query, Scope};
use crate::record::link::StandsFor;
use crate::verify::understand::{ItemReading, Understanding, Understood};

/// Everything that the records ask; may hold the same question twice.
pub(crate) fn questions<'a>(records: impl Iterator<Item = &'a Understanding>) -> Vec<Query> {
    let mut all = Vec::new();
    for record in records {
        for understood in record
            .steps
            .iter()
            .chain(record.items.iter().flat_map(ItemReading::understood))
        {
            all.extend(
                understood
                    .pipelines()
                    .map(|pipeline| pipeline.query.clone()),
            );
            all.extend_from_slice(understood.companions());
        }
        // Whether what the record deployed is there at all is asked for every record.
        all.extend(deployments(record));
        all.extend(argo(record));
        let mut meant: Vec<StandsFor> = Vec::new();
        for item in &record.items {
            let stands_for = item.link.stands_for;
            if !meant.contains(&stands_for) {
                meant.push(stands_for);
                all.extend(of_item(stands_for, record));
            }
        }
    }
    all
}

/// The questions of an item without a step.
fn of_item(stands_for: StandsFor, record: &Understanding) -> Vec<Query> {
    match stands_for {
        StandsFor::DeploymentFinished | StandsFor::ArgoSync => Vec::new(),
        StandsFor::Stability { .. } => match workloads(record) {
            Ok(workloads) => workloads
                .pods()
                .into_iter()
                .chain(workloads.controllers())
                .collect(),
            Err(_) => Vec::new(),
        },
        StandsFor::PodStatus => workloads(record).map(|w| w.pods()).unwrap_or_default(),
        StandsFor::ResourceUsage
        | StandsFor::CpuUsage
        | StandsFor::MemoryUsage
        | StandsFor::CpuAndMemoryUsage => Vec::new(),
        StandsFor::InlineCommand | StandsFor::Nothing => Vec::new(),
    }
}

/// The record's deployments.
pub(super) fn deployments(record: &Understanding) -> Vec<Query> {
    let mentions = &record.record.mentions;
    let question = |one: &DeploymentRef| {
        let (host, repo) = match one.source {
            source if source.is_unsaid() => mentions.api.clone().unzip(),
            // The object that its number belongs to is the one that the record is about.
            System::Argocd => (None, mentions.app.clone()),
            System::Flux => (None, mentions.applied.clone().or(mentions.app.clone())),
            other => (mentions.hosts.get(&other).cloned(), None),
        };
        Query::Deployment(DeploymentQuery {
            source: one.source,
            context: context(record).filter(|_| one.source.is_in_a_cluster()),
            host,
            repo: one
                .project
                .clone()
                .or_else(|| written(record, one))
                .or(repo),
            number: one.id.clone(),
        })
    };
    mentions.deployments.iter().map(question).collect()
}

/// The record's Argo CD Application, in the context of its plan.
pub(super) fn argo(record: &Understanding) -> Option<Query> {
    Some(Query::Argo(ArgoQuery {
        scope: Scope {
            context: context(record),
            ..Scope::default()
        },
        ask: ArgoAsk::Get,
        app: Some(record.record.mentions.app.clone()?),
        selector: None,
        projects: Vec::new(),
        output: Output::Table,
    }))
}

/// The object of a deployment, as the record's regions were made from it.
fn written(record: &Understanding, one: &DeploymentRef) -> Option<String> {
    let attributes = record
        .record
        .regions
        .iter()
        .flat_map(|region| &region.attributes);
    let deployments = attributes.filter(|(key, _)| key == "deployment");
    let mut deployments = deployments
        .flat_map(|(_, value)| value.split(','))
        .filter_map(DeploymentRef::read);
    deployments
        .find(|known| known.source == one.source && known.id == one.id)?
        .project
}

/// The context of a record's plan.
fn context(record: &Understanding) -> Option<String> {
    let mut asked = record.steps.iter().flat_map(Understood::pipelines);
    asked.find_map(|pipeline| pipeline.query.scope()?.context.clone())
}
