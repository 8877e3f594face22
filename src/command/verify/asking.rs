//! Which questions records ask: their own commands, the companions that judging needs, and what
//! items without a step stand for. Pure.

use super::workloads::workloads;
use crate::command::understand::{Understanding, Understood};
use crate::query::{ArgoAsk, ArgoQuery, GitployQuery, Output, Query, Scope};
use crate::record::Field;
use crate::record::link::StandsFor;

/// Everything that the records ask; may hold the same question twice.
pub fn questions<'a>(records: impl Iterator<Item = &'a Understanding>) -> Vec<Query> {
    let mut all = Vec::new();
    for record in records {
        for understood in record
            .steps
            .iter()
            .chain(record.items.iter().map(|item| &item.own))
        {
            all.extend(
                understood
                    .pipelines()
                    .map(|pipeline| pipeline.query.clone()),
            );
            all.extend_from_slice(understood.companions());
        }
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
        StandsFor::DeploymentFinished => gitploy(record),
        // Which revision the Application should have, Gitploy knows best.
        StandsFor::ArgoSync => match argo(record) {
            Some(application) => std::iter::once(application)
                .chain(gitploy(record))
                .collect(),
            None => Vec::new(),
        },
        StandsFor::Stability { .. } => {
            let mut all = gitploy(record);
            if let Ok(workloads) = workloads(record) {
                all.extend(workloads.pods());
                all.extend(workloads.controllers());
            }
            all
        }
        StandsFor::PodStatus => workloads(record).map(|w| w.pods()).unwrap_or_default(),
        StandsFor::ResourceUsage
        | StandsFor::CpuUsage
        | StandsFor::MemoryUsage
        | StandsFor::CpuAndMemoryUsage => Vec::new(),
        StandsFor::InlineCommand | StandsFor::Nothing => Vec::new(),
    }
}

/// The numbers of the record's own deployments: what its metadata says, else what it mentions. A
/// previous deployment that the text names beside them is not the record's.
fn numbers(record: &Understanding) -> Vec<u64> {
    let metadata = record.record.metadata.iter();
    let own: Vec<u64> = metadata
        .filter(|entry| entry.field == Field::Deployment)
        .flat_map(|entry| entry.value.split('#').skip(1))
        .filter_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
        .collect();
    match own.is_empty() {
        true => record.record.mentions.deployments.clone(),
        false => own,
    }
}

/// The record's Gitploy deployments.
pub fn gitploy(record: &Understanding) -> Vec<Query> {
    let mentions = &record.record.mentions;
    let (host, repo) = mentions.gitploy.clone().unzip();
    let question = |number: &u64| {
        Query::Gitploy(GitployQuery {
            host: host.clone(),
            repo: repo.clone(),
            number: *number,
        })
    };
    numbers(record).iter().map(question).collect()
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
