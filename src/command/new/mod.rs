//! `report new`: from one Gitploy number (or from flags) to a complete dated record. Gathers facts,
//! builds the context, renders it. Every source is optional: what could not be learned is a gap.

mod build;
mod gather;
mod history;
mod plan;
mod timeline;

use crate::collect::observe::Outside;
use crate::error::Error;
use crate::facts::change::Piece;
use crate::facts::lang::Lang;
use crate::record::{edit, region};
use crate::render::context::RecordContext;
use crate::render::{TemplateError, Templates};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

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
        first.twin = Some(twin_name(second, options));
        second.twin = Some(twin_name(first, options));
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
    let text = templates.record(&context)?;
    let text = with_attributes(&text, &context);
    let sealed = edit::apply(&text, &region::seal(&text)).unwrap_or(text);
    let name = match several {
        Several::One => name(&context, options),
        Several::Languages => twin_name(&context, options),
    };
    Ok(NewRecord {
        name,
        text: sealed,
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

/// Puts the context's attributes on the begin lines, so that a refresh knows where facts come from.
fn with_attributes(text: &str, context: &RecordContext) -> String {
    let pairs: Vec<String> = context
        .attributes
        .iter()
        .map(|one| format!("{}={}", one.key, one.value))
        .collect();
    if pairs.is_empty() {
        return text.to_string();
    }
    let mut out = text.to_string();
    for name in crate::render::REGIONS {
        let bare = format!("<!-- report:begin {name} -->");
        let full = format!("<!-- report:begin {name} {} -->", pairs.join(" "));
        out = out.replacen(&bare, &full, 1);
    }
    out
}

fn name(context: &RecordContext, options: &NewOptions) -> String {
    format!("{}-{}.md", context.date, slug(context, options))
}

fn twin_name(context: &RecordContext, options: &NewOptions) -> String {
    format!(
        "{}-{}.{}.md",
        context.date,
        slug(context, options),
        context.lang
    )
}

/// `--slug`, else app and intent, else the title. Hangul is kept, composed.
fn slug(context: &RecordContext, options: &NewOptions) -> String {
    let of_summary = context.summary.as_deref().map(intent).unwrap_or_default();
    let intent = changed_key(context).unwrap_or(of_summary);
    let source = match (&options.slug, &options.title, &context.app) {
        (Some(slug), _, _) => slug.clone(),
        (None, Some(title), _) => title.clone(),
        (None, None, Some(app)) => format!("{app} {intent}"),
        (None, None, None) if !intent.is_empty() => intent,
        (None, None, None) => "deployment".into(),
    };
    slugged(&source)
}

/// The key that changed, if the change is told structurally: the most telling word there is.
fn changed_key(context: &RecordContext) -> Option<String> {
    let files = &context.git.as_ref()?.files;
    let entries = files
        .iter()
        .flat_map(|file| &file.pieces)
        .flat_map(|piece| match piece {
            Piece::Structure { entries, .. } | Piece::Diff { entries, .. } => entries,
        });
    let path = &entries.into_iter().next()?.path;
    let key = path.rsplit('.').next()?.split('[').next()?;
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)))
        .then(|| key.to_string())
}

/// The words of a summary that carry its meaning, at most three.
fn intent(summary: &str) -> String {
    const EMPTY: [&str; 26] = [
        "a", "an", "the", "to", "in", "on", "of", "for", "with", "and", "from", "fix", "feat",
        "chore", "add", "all", "by", "is", "be", "move", "update", "this", "that", "it", "node",
        "into",
    ];
    let lower = summary.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let meaning =
        words.filter(|word| !EMPTY.contains(word) && !word.chars().all(|c| c.is_ascii_digit()));
    meaning.take(3).collect::<Vec<_>>().join(" ")
}

/// Letters and digits joined by `-`, lower case, NFC, at most 60 characters.
fn slugged(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let lower = composed.to_lowercase();
    let mut words: Vec<&str> = Vec::new();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let joined: String = words.join("-").chars().take(60).collect();
    let trimmed = joined.trim_matches('-');
    if trimmed.is_empty() {
        "deployment".into()
    } else {
        trimmed.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_hangul_and_say_app_and_intent() {
        assert_eq!(slugged("Alloy 배포"), "alloy-배포");
        assert_eq!(slugged("\u{1112}\u{1161}\u{11AB}글"), "한글");
        assert_eq!(slugged("../../etc passwd"), "etc-passwd");
        assert_eq!(slugged("!!!"), "deployment");
        assert_eq!(
            slugged(&format!(
                "alloy-ops {}",
                intent("fix: move tolerations to controller")
            )),
            "alloy-ops-tolerations-controller"
        );
    }
}
