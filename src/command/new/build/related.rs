//! Related documents: pages that the facts name, and what the workspace itself holds.

use crate::collect::kiro::{self, Subject};
use crate::command::new::facts::Facts;
use crate::command::new::gap::Gap;
use crate::command::task;
use crate::facts::kiro::EarlierRecord;
use crate::facts::lang::Lang;
use crate::render::context::{
    DeploymentContext, GitContext, RecordContext, RelatedDocument, RelatedKind, SourceGap, Task,
};
use std::path::Path;

/// Pull requests among the related documents; the region of commits has them all.
const PULLS: usize = 5;

/// Puts what the workspace's `.kiro` folder knows of a record into its context: the task that it belongs to, or why that
/// could not be found, and before its other related documents specs and earlier records. `exclude` are the names of the
/// record itself and its twin.
pub(crate) fn of_workspace(
    context: &mut RecordContext,
    root: &Path,
    task: Option<&str>,
    exclude: &[String],
) {
    let lang = context.language();
    let found = match task.map(|text| task::task(root, text)).transpose() {
        Ok(found) => found,
        Err(error) => {
            context.gaps.push(SourceGap {
                source: "kiro".into(),
                reason: Gap::kiro(error).words(lang).into(),
            });
            None
        }
    };
    let previous = context.deployments.iter();
    let previous = previous.filter_map(|one| one.previous.as_ref());
    let previous: Vec<String> = previous.map(|one| format!("#{}", one.number)).collect();
    let named = task.and_then(|text| text.rsplit_once(':'));
    let subject = Subject {
        app: context.app.as_deref(),
        spec: found.as_ref().map(|task| task.spec.as_str()),
        deployments: &previous,
        date: Some(&context.date),
        exclude,
    };
    let related = kiro::find(root, &subject);
    let specs = related.specs.into_iter().map(|spec| RelatedDocument {
        kind: RelatedKind::Spec,
        title: spec.title,
        link: spec.link,
        notes: spec.requirements,
    });
    let records = of_language(related.records, lang);
    let records = records.into_iter().map(|record| RelatedDocument {
        kind: RelatedKind::Record,
        title: record.title,
        link: record.name,
        notes: Vec::new(),
    });
    let pages = std::mem::take(&mut context.related);
    context.related = specs.chain(records).chain(pages).collect();
    let task = match found {
        Some(task) => Some(Task {
            spec: task.spec,
            number: task.number,
            title: Some(task.title),
            link: Some(task.link),
        }),
        None => named.map(|(spec, number)| Task {
            spec: spec.into(),
            number: number.into(),
            title: None,
            link: None,
        }),
    };
    context.task = task.or(context.task.take());
}

/// Of records that differ by their language's suffix only (`x.ko.md`, `x.en.md`, `x.md`), the one in
/// the language.
fn of_language(records: Vec<EarlierRecord>, lang: Lang) -> Vec<EarlierRecord> {
    let parts = |name: &str| {
        let bare = name.strip_suffix(".md").unwrap_or(name).to_string();
        let suffixes = [(Lang::Ko, ".ko"), (Lang::En, ".en")];
        let of = suffixes
            .into_iter()
            .find(|(_, suffix)| bare.ends_with(suffix));
        match of {
            Some((of, suffix)) => (bare.trim_end_matches(suffix).to_string(), Some(of)),
            None => (bare, None),
        }
    };
    let all: Vec<(String, Option<Lang>)> = records.iter().map(|one| parts(&one.name)).collect();
    // The language's own, else the one without a suffix, else the other's.
    let rank = |of: Option<Lang>| match of {
        Some(of) if of == lang => 0,
        None => 1,
        Some(_) => 2,
    };
    let is_best = |at: usize| {
        let (stem, of) = &all[at];
        let twins = all.iter().filter(|(other, _)| other == stem);
        twins.map(|(_, other)| rank(*other)).min() == Some(rank(*of))
    };
    let numbered = records.into_iter().enumerate();
    let kept = numbered.filter(|(at, _)| is_best(*at));
    kept.map(|(_, record)| record).collect()
}

/// Pages: pull requests, Gitploy, charts.
pub(super) fn pages(
    facts: &Facts,
    deployments: &[DeploymentContext],
    git: Option<&GitContext>,
) -> Vec<RelatedDocument> {
    let document = |kind, title: String, link: String| RelatedDocument {
        kind,
        title,
        link,
        notes: Vec::new(),
    };
    let mut all = Vec::new();
    for pull in git.map_or(&[] as &[_], |git| &git.pulls).iter().take(PULLS) {
        if let Some(url) = &pull.url {
            let number = match pull.number {
                0 => String::new(),
                number => format!("#{number} "),
            };
            let title = pull.title.as_deref().unwrap_or_default();
            let title = format!("{number}{title}").trim().to_string();
            let title = if title.is_empty() { url.clone() } else { title };
            all.push(document(RelatedKind::PullRequest, title, url.clone()));
        }
    }
    for one in deployments.iter().filter(|one| one.url.contains("://")) {
        let number = format!("#{}", one.number);
        let (kind, title) = match one.source {
            source if source.is_unsaid() => (RelatedKind::Unsaid, number),
            _ => (RelatedKind::Deployment, format!("{} {number}", one.system)),
        };
        all.push(document(kind, title, one.url.clone()));
    }
    for application in super::applications(facts) {
        if let Some(chart) = application.chart {
            let version = chart.version.map(|version| format!(" {version}"));
            let title = format!("{}{}", chart.name, version.unwrap_or_default());
            all.push(document(RelatedKind::Chart, title, page(&chart.repository)));
        }
    }
    if let Some(home) = facts.history.as_ref().and_then(|h| h.chart_home.clone()) {
        all.push(document(RelatedKind::Chart, home.name, home.page));
    }
    all.dedup();
    all
}

/// A chart repository as a link: registries are named without a scheme.
fn page(repository: &str) -> String {
    match repository.strip_prefix("oci://") {
        Some(rest) => format!("https://{rest}"),
        None if repository.contains("://") => repository.to_string(),
        None => format!("https://{repository}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_languages_the_records_own_is_listed() {
        let record = |name: &str| EarlierRecord {
            name: name.into(),
            title: name.into(),
        };
        let names = |names: &[&str], lang| -> Vec<String> {
            let records = names.iter().map(|name| record(name)).collect();
            let kept = of_language(records, lang).into_iter();
            kept.map(|one| one.name).collect()
        };
        let twins = ["a.ko.md", "a.en.md", "b.en.md", "c.md", "c.en.md"];
        assert_eq!(names(&twins, Lang::Ko), ["a.ko.md", "b.en.md", "c.md"]);
        assert_eq!(names(&twins, Lang::En), ["a.en.md", "b.en.md", "c.en.md"]);
    }

    #[test]
    fn registries_become_pages() {
        assert_eq!(page("oci://ghcr.io/o/charts"), "https://ghcr.io/o/charts");
        assert_eq!(page("ghcr.io/o/charts"), "https://ghcr.io/o/charts");
        assert_eq!(page("https://a.dev/charts"), "https://a.dev/charts");
    }
}
