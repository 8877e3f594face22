//! The machine-owned regions of open records, written again from the sources that their begin lines
//! name, through the same steps as a new record: gather, context, templates. What a person edited
//! stays, and so does what a source that cannot be looked at has said earlier.

use super::fault;
use super::new::{self, DEPLOYMENTS, Facts, NewOptions, SETTLED, Setting};
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::outcome::Note;
use crate::facts::span::{LineIndex, Span};
use crate::josa;
use crate::record::edit::Edit;
use crate::record::marker::RESULTS;
use crate::record::results::Edited;
use crate::record::{Field, Record, Region};
use crate::render::{REGIONS, Templates};
use crate::verify::Context;
use chrono::NaiveDate;
use chrono_tz::Tz;
use page::{Made, Page};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path};

mod page;

/// What a refresh needs beside the records.
pub struct Drawing<'a> {
    /// As for a new record.
    pub setting: &'a Setting<'a>,
    /// The templates of each language, by its code.
    pub templates: &'a BTreeMap<&'static str, Templates>,
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drawing").finish_non_exhaustive()
    }
}

/// What the sources of all regions said.
pub(crate) struct Drawn<'a> {
    drawing: Option<&'a Drawing<'a>>,
    sources: BTreeMap<NewOptions, Result<Facts, Bilingual>>,
}

/// The regions of one record, refreshed.
#[derive(Debug, Default)]
pub(crate) struct Refreshed {
    /// What changes.
    pub edits: Vec<Edit>,
    /// What was kept, and why.
    pub notes: Vec<Note>,
}

/// Asks every source that the records' regions name, each once. Without a drawing nothing is asked
/// and no region is refreshed.
pub(crate) async fn draw<'a>(
    records: impl Iterator<Item = &Record>,
    drawing: Option<&'a Drawing<'a>>,
) -> Drawn<'a> {
    let mut drawn = Drawn {
        drawing,
        sources: BTreeMap::new(),
    };
    let Some(Drawing { setting, .. }) = drawing else {
        return drawn;
    };
    for record in records {
        for region in refreshable(record) {
            let Some(options) = new::of_attributes(&region.attributes) else {
                continue;
            };
            let key = key(&options);
            if drawn.sources.contains_key(&key) {
                continue;
            }
            let facts = match confined(&options, setting) {
                Err(why) => Err(why),
                Ok(()) => {
                    // A title keeps a source that says nothing from being an error here.
                    let options = NewOptions {
                        title: Some(record.title.clone()),
                        ..options
                    };
                    let gathered = fault::caught_waiting(new::gather(&options, setting)).await;
                    gathered.flatten().map_err(|error| error.message)
                }
            };
            drawn.sources.insert(key, facts);
        }
    }
    drawn
}

/// The regions that have their own source: all but the results of verifying, and all that hold
/// neither checklist items nor steps, whose markers have another writer.
fn refreshable(record: &Record) -> impl Iterator<Item = &Region> {
    record.regions.iter().filter(|region| {
        let holds = |span: Span| region.content.contains(span);
        region.name != RESULTS
            && !record.items.iter().any(|item| holds(item.marker_span))
            && !record.plan.iter().any(|step| holds(step.heading))
    })
}

/// The same source under one name, whatever else stands on its begin line.
fn key(options: &NewOptions) -> NewOptions {
    NewOptions {
        title: None,
        slug: None,
        date: None,
        own: Vec::new(),
        ..options.clone()
    }
}

/// A record is untrusted: the repository that it names must be a configured one or lie in the
/// workspace.
fn confined(options: &NewOptions, setting: &Setting<'_>) -> Result<(), Bilingual> {
    let access = setting.outside.access();
    let Some(repo) = &options.repo else {
        return Ok(());
    };
    let path = Path::new(repo);
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let inside = || {
        let root = access.root.canonicalize().ok()?;
        let repo = access.root.join(path).canonicalize().ok()?;
        Some(repo.starts_with(root))
    };
    if access.repos.contains_key(repo) || (plain && inside().unwrap_or(true)) {
        Ok(())
    } else {
        Err(Bilingual::new(
            josa!("저장소 {repo}[은/는] 작업 공간 밖에 있고 [repos]에도 없습니다"),
            format!("the repository {repo} is outside of the workspace and not in [repos]"),
        ))
    }
}

impl Drawn<'_> {
    /// The edits that bring a record's regions up to their sources. `others` are the edits that are
    /// made anyway: a region that they touch waits for the next run.
    pub(crate) fn refresh(
        &self,
        shown: &str,
        text: &str,
        record: &Record,
        others: &[Edit],
        context: &Context<'_>,
    ) -> Refreshed {
        let Some(drawing) = self.drawing else {
            return Refreshed::default();
        };
        let mut page = Page {
            shown,
            text,
            record,
            lang: context.lang,
            lines: LineIndex::new(text),
            contents: BTreeMap::new(),
            kept: Vec::new(),
            out: Refreshed::default(),
        };
        for region in refreshable(record) {
            let touched = |edit: &Edit| edit.span.overlaps(region.span);
            if !others.iter().any(touched) {
                self.region(region, &mut page, drawing, context);
            }
        }
        page.tell_kept();
        page.out
    }

    fn region(
        &self,
        region: &Region,
        page: &mut Page<'_>,
        drawing: &Drawing<'_>,
        context: &Context<'_>,
    ) {
        let force = context.wanted.edited == Edited::Overwrite;
        let lang = page.lang;
        let Some(options) = new::of_attributes(&region.attributes) else {
            if REGIONS.contains(&region.name.as_str()) {
                page.without_source(region);
            }
            return;
        };
        let is_settled = region.attributes.iter().any(|(key, _)| key == SETTLED);
        if is_settled && !force && !region.content.text(page.text).trim().is_empty() {
            return;
        }
        let key = key(&options);
        let facts = match self.sources.get(&key) {
            None => return, // The record changed since the sources were asked.
            Some(Err(why)) => return page.keep(region, why.of(lang).to_owned()),
            Some(Ok(facts)) => facts,
        };
        if let Some(why) = unseen(&region.name, facts, lang) {
            return page.keep(region, why);
        }
        if !page.contents.contains_key(&key) {
            match contents(page.shown, page.record, options, facts, drawing, context) {
                Ok(made) => page.contents.insert(key.clone(), made),
                Err(why) => return page.keep(region, why),
            };
        }
        let Some(made) = page.contents.get(&key) else {
            return;
        };
        let Some(content) = made.contents.get(&region.name).cloned() else {
            return; // A region of the user's own, which no template makes any more.
        };
        let settles = made.is_history;
        page.put(region, &content, settles, force);
    }
}

fn contents(
    shown: &str,
    record: &Record,
    options: NewOptions,
    facts: &Facts,
    drawing: &Drawing<'_>,
    context: &Context<'_>,
) -> Result<Made, String> {
    let lang = record.lang;
    let options = NewOptions {
        title: Some(record.title.clone()),
        date: date(record),
        own: own_names(shown),
        ..options
    };
    let zone = zone(record).unwrap_or_else(|| context.zone(lang));
    let context = new::refreshed(facts, &options, drawing.setting, lang, zone);
    let templates = drawing.templates.get(lang.code());
    let templates = templates.ok_or_else(|| format!("no templates of {}", lang.code()))?;
    Ok(Made {
        contents: new::contents(&context, templates).map_err(|error| error.to_string())?,
        is_history: new::is_history(&context),
    })
}

/// The file names of the record and of its twin in the other language.
fn own_names(shown: &str) -> Vec<String> {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let twin = |from: &str, to: &str| Some(format!("{}{to}", name.strip_suffix(from)?));
    let twins = [twin(".ko.md", ".en.md"), twin(".en.md", ".ko.md")];
    let twins = twins.into_iter().flatten();
    std::iter::once(name.to_owned()).chain(twins).collect()
}

/// The record's date, as its metadata begins: `2025-12-05 (Asia/Seoul)`.
fn date(record: &Record) -> Option<NaiveDate> {
    let value = dated(record)?;
    NaiveDate::parse_from_str(value.get(..10)?, "%Y-%m-%d").ok()
}

/// The zone that the record's times are in, as its metadata says.
fn zone(record: &Record) -> Option<Tz> {
    let (_, rest) = dated(record)?.split_once('(')?;
    rest.split(')').next()?.trim().parse().ok()
}

fn dated(record: &Record) -> Option<&str> {
    let mut metadata = record.metadata.iter();
    metadata
        .find(|entry| entry.field == Field::Date)
        .map(|entry| entry.value.as_str())
}

/// The sources of a region's facts. A region of the user's own may show anything.
fn sources_of(region: &str) -> Option<&'static [&'static str]> {
    match region {
        "changes" | "commits" => Some(&[DEPLOYMENTS, "git"]),
        "summary" => Some(&[
            DEPLOYMENTS,
            "reviews",
            "git",
            "application",
            "workloads",
            "cluster",
        ]),
        "deployment" => Some(&[DEPLOYMENTS, "reviews", "application"]),
        "timeline" => Some(&[DEPLOYMENTS, "git", "application", "workloads", "cluster"]),
        "related" => Some(&[DEPLOYMENTS, "git", "application", "kiro"]),
        _ => None,
    }
}

/// Why a region's facts cannot be had now: a source that could not be looked at, or one that has
/// nothing to say where the region is about nothing else.
fn unseen(region: &str, facts: &Facts, lang: Lang) -> Option<String> {
    let sources = sources_of(region);
    let wanted = |source: &str| sources.is_none_or(|all| all.contains(&source));
    // A version of a chart has no commit, now and later.
    let last = facts.deployments.last();
    let is_version = last.is_some_and(|one| one.deployment.kind == "version");
    let is_empty = |source: &str| match source {
        "git" => facts.history.is_none() && !is_version,
        DEPLOYMENTS => facts.deployments.is_empty(),
        _ => false,
    };
    let mut gaps = facts.gaps.iter();
    let gap = gaps.find(|gap| wanted(gap.source) && (gap.is_unseen() || is_empty(gap.source)));
    Some(gap?.told(lang))
}
