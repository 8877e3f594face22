//! `report new`: from one Gitploy number (or from flags) to a complete dated record. Gathers facts,
//! builds the context, renders it. Every source is optional: what could not be learned is a gap.

mod build;
mod facts;
mod gap;
mod gather;
mod history;
mod name;
mod owned;
mod plan;
pub mod run;
mod timeline;

use crate::collect::observe::Outside;
use crate::error::Error;
use crate::facts::deployment::DeploymentRef;
use crate::facts::lang::Lang;
use crate::render::context::RecordContext;
use crate::render::{TemplateError, Templates};
use crate::settings::EnvSection;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

pub use facts::Facts;
pub use gap::{DEPLOYMENTS, Gap};
pub use gather::gather;
pub use name::free as free_names;
pub use owned::{SETTLED, TIMELINE, contents, is_history, of_attributes, region};

/// What `report new` was asked for; plain values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewOptions {
    /// Title of the record.
    pub title: Option<String>,
    /// Deployments, in the order asked for.
    pub deployments: Vec<DeploymentRef>,
    /// Environment, where the deployment itself names none.
    pub env: Option<String>,
    /// Repository: a name of `[repos]` or a path.
    pub repo: Option<String>,
    /// Commit range.
    pub range: Option<String>,
    /// The app's files and folders in the repository; else they are looked for.
    pub paths: Vec<String>,
    /// Workloads as `kind/name`.
    pub workloads: Vec<String>,
    /// Kubeconfig context; else the environment's.
    pub context: Option<String>,
    /// Namespace; else the Application's.
    pub namespace: Option<String>,
    /// Kiro task as `SPEC:N`.
    pub task: Option<String>,
    /// Pull request number or URL.
    pub pr: Option<String>,
    /// Slug of the file name.
    pub slug: Option<String>,
    /// Date; else the deployment's, in the zone.
    pub date: Option<NaiveDate>,
    /// File names of the record itself and its twin, where it is there already: they are no earlier
    /// records.
    pub own: Vec<String>,
}

/// What the run gives beside the options.
pub struct Setting<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// The clock.
    pub now: DateTime<Utc>,
    /// The language of messages.
    pub lang: Lang,
    /// Context, namespace and app of each environment.
    pub environments: BTreeMap<String, EnvSection>,
    /// The address of the system that numbers without a word are of, for requests that the record shows.
    pub shown_host: Option<String>,
    /// Whether the team goes back by git and the deployment system alone.
    pub by_gitops: bool,
}

/// What a run learned: a context for each language, and what it could not learn.
#[derive(Debug, Clone)]
pub struct Learned {
    /// In the order of the languages.
    pub contexts: Vec<RecordContext>,
    /// What could not be learned, once each, with the source's own words.
    pub gaps: Vec<Gap>,
}

/// Gathers once and builds one context a language; each names the other as its twin. `is_taken` says
/// whether a file name is in use: then the record gets another.
pub async fn contexts(
    options: &NewOptions,
    setting: &Setting<'_>,
    langs: &[(Lang, Tz)],
    is_taken: &dyn Fn(&str) -> bool,
) -> Result<Learned, Error> {
    let facts = gather(options, setting).await?;
    gather::refuse_missing(&facts, options, setting.lang)?;
    let mut contexts: Vec<RecordContext> = langs
        .iter()
        .map(|(lang, zone)| build::context(&facts, options, setting, *lang, *zone))
        .collect();
    let names = name::free(&contexts, options, is_taken);
    if let ([first, second], [one, other]) = (contexts.as_mut_slice(), names.as_slice()) {
        first.twin = Some(other.clone());
        second.twin = Some(one.clone());
    }
    let own: Vec<String> = options.own.iter().chain(&names).cloned().collect();
    let root = &setting.outside.access().root;
    for context in &mut contexts {
        build::of_workspace(context, root, options.task.as_deref(), &own);
    }
    Ok(Learned {
        contexts,
        gaps: facts.gaps,
    })
}

/// The context of a record that is there already.
pub fn refreshed(
    facts: &Facts,
    options: &NewOptions,
    setting: &Setting<'_>,
    lang: Lang,
    zone: Tz,
) -> RecordContext {
    let mut context = build::context(facts, options, setting, lang, zone);
    let (root, task) = (&setting.outside.access().root, options.task.as_deref());
    build::of_workspace(&mut context, root, task, &options.own);
    context
}

/// Renders a context into the text of a record: its regions with attributes and checksums.
pub fn render(context: &RecordContext, templates: &Templates) -> Result<String, TemplateError> {
    Ok(owned::sealed(&templates.record(context)?, context))
}

#[cfg(test)]
mod tests;
