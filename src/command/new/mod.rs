//! `report new`: from one Gitploy number (or from flags) to a complete dated record. Gathers facts,
//! builds the context, renders it. Every source is optional: what could not be learned is a gap.

mod build;
mod gather;
mod history;
mod name;
mod owned;
mod plan;
mod timeline;

use crate::collect::observe::Outside;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::render::context::RecordContext;
use crate::render::{TemplateError, Templates};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub use owned::{of_attributes, region};

/// What `report new` was asked for; plain values.
#[derive(Debug, Clone, Default)]
pub struct NewOptions {
    /// Title of the record.
    pub title: Option<String>,
    /// Gitploy deployment numbers, in the order asked for.
    pub deployments: Vec<u64>,
    /// Repository: a name of `[repos]` or a path.
    pub repo: Option<String>,
    /// Commit range.
    pub range: Option<String>,
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
}

/// What the run gives beside the options.
pub struct Setting<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// The clock.
    pub now: DateTime<Utc>,
    /// The workspace root.
    pub root: PathBuf,
    /// Context, namespace and app of each environment.
    pub environments: BTreeMap<String, Environment>,
    /// Gitploy's address for requests that the record shows.
    pub gitploy_host: Option<String>,
    /// Repository of Gitploy deployments, `namespace/name`.
    pub gitploy_repo: Option<String>,
}

/// What the configuration says of an environment.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Kubeconfig context.
    pub context: Option<String>,
    /// Namespace.
    pub namespace: Option<String>,
    /// Argo CD Application.
    pub app: Option<String>,
}

/// A record to write.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// `YYYY-MM-DD-slug.md`, NFC.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The context that it was rendered from.
    pub context: RecordContext,
}

/// Gathers once and builds one context a language; each names the other as its twin.
pub async fn contexts(
    options: &NewOptions,
    setting: &Setting<'_>,
    langs: &[(Lang, Tz)],
) -> Result<Vec<RecordContext>, Error> {
    let facts = gather::gather(options, setting).await?;
    let mut contexts: Vec<RecordContext> = langs
        .iter()
        .map(|(lang, zone)| build::context(&facts, options, setting, *lang, *zone))
        .collect();
    if let [first, second] = contexts.as_mut_slice() {
        first.twin = Some(name::of_twin(second, options));
        second.twin = Some(name::of_twin(first, options));
    }
    Ok(contexts)
}

/// Renders a context. Regions get their attributes and checksums.
pub fn render(
    context: RecordContext,
    options: &NewOptions,
    templates: &Templates,
    several: Several,
) -> Result<NewRecord, TemplateError> {
    let text = owned::sealed(&templates.record(&context)?, &context);
    let name = match several {
        Several::One => name::alone(&context, options),
        Several::Languages => name::of_twin(&context, options),
    };
    Ok(NewRecord {
        name,
        text,
        context,
    })
}

/// Whether the record has a twin in the other language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Several {
    /// One record.
    One,
    /// One record a language.
    Languages,
}
