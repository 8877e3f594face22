//! Which questions records ask: their own commands, the companions that judging needs, and what
//! items without a step stand for. Pure.

use super::workloads::workloads;
use crate::command::understand::{ItemReading, Understanding, Understood};
use crate::facts::deployment::{DeploymentRef, System};
use crate::query::{ArgoAsk, ArgoQuery, DeploymentQuery, Output, Query, Scope};
use crate::record::link::StandsFor;

/// Everything that the records ask; may hold the same question twice.
pub fn questions<'a>(records: impl Iterator<Item = &'a Understanding>) -> Vec<Query> {
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
pub fn deployments(record: &Understanding) -> Vec<Query> {
    let mentions = &record.record.mentions;
    let question = |one: &DeploymentRef| {
        let (host, repo) = match one.source {
            System::Gitploy => mentions.gitploy.clone().unzip(),
            other => (mentions.hosts.get(&other).cloned(), None),
        };
        Query::Deployment(DeploymentQuery {
            source: one.source,
            context: None,
            host,
            repo: one.project.clone().or(repo),
            number: one.id.clone(),
        })
    };
    mentions.deployments.iter().map(question).collect()
}

/// The record's Argo CD Application, in the context of its plan.
pub fn argo(record: &Understanding) -> Option<Query> {
    let context = record
        .steps
        .iter()
        .flat_map(Understood::pipelines)
        .find_map(|pipeline| pipeline.query.scope()?.context.clone());
    Some(Query::Argo(ArgoQuery {
        scope: Scope {
            context,
            ..Scope::default()
        },
        ask: ArgoAsk::Get,
        app: Some(record.record.mentions.app.clone()?),
        output: Output::Table,
    }))
}
