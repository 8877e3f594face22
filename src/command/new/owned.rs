//! The regions of a record: where their facts come from, on their begin lines, and how their content
//! stands between their marks. `report regenerate` reads the one back and renders the other again.

use super::NewOptions;
use crate::facts::deployment::DeploymentRef;
use crate::record::marker::{self, RESULTS};
use crate::record::{self, edit, region};
use crate::render::context::{DeploymentContext, DeploymentState, EventKind, RecordContext};
use crate::render::{TemplateError, Templates};
use std::collections::BTreeMap;

/// The content of a region as it stands between its marks in a record of this context.
pub fn region(
    name: &str,
    context: &RecordContext,
    templates: &Templates,
) -> Result<String, TemplateError> {
    Ok(framed(&templates.region(name, context)?))
}

/// What the regions of a record hold, by name: of those that the record's own template has, and of
/// all that have a template of their name.
pub fn contents(
    context: &RecordContext,
    templates: &Templates,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let text = sealed(&templates.record(context)?, context);
    let (regions, _) = region::regions(&text);
    let mut contents: BTreeMap<String, String> = regions
        .into_iter()
        .map(|each| (each.name, each.content.text(&text).to_owned()))
        .collect();
    for name in crate::render::REGIONS {
        if !contents.contains_key(name) {
            contents.insert(name.to_owned(), region(name, context, templates)?);
        }
    }
    Ok(contents)
}

/// The region that tells what happened when.
pub const TIMELINE: &str = "timeline";

/// The attribute of a timeline whose deployments had ended when it was written. What pods and Argo
/// CD say later is about later events, and so such a timeline is not written again.
pub const SETTLED: &str = "settled";

/// Whether everything that a timeline is to tell has happened and was seen.
pub fn is_history(context: &RecordContext) -> bool {
    let ended = |one: &DeploymentContext| match one.state {
        DeploymentState::Success | DeploymentState::Failure | DeploymentState::Canceled => true,
        DeploymentState::Waiting | DeploymentState::Running => false,
    };
    let mut deployments = context.deployments.iter();
    let came_to_nothing = deployments.any(|one| one.state != DeploymentState::Success);
    let ready = context
        .timeline
        .iter()
        .any(|event| event.kind == EventKind::AllReady);
    !context.deployments.is_empty()
        && context.deployments.iter().all(ended)
        && context.gaps.is_empty()
        && (ready || came_to_nothing || context.workloads.is_empty())
}

/// Remembers the checklist's status words (`- PENDING`), which a template may write, as the tool's.
fn with_own_words(text: String) -> String {
    let (record, _) = record::parse(&text);
    let worded = marker::worded(&text, &record.items);
    let results = region::named(&record.regions, RESULTS);
    let Some(each) = results.filter(|_| !worded.is_empty()) else {
        return text;
    };
    let mut attributes = each.attributes.clone();
    attributes.push((marker::WORDED.into(), worded));
    let edits = region::set_attributes(&text, each, &attributes);
    edit::apply(&text, &edits).unwrap_or(text)
}

/// A freshly rendered record with attributes and checksums on its regions, whose contents all stand
/// in the same frame.
pub(super) fn sealed(text: &str, context: &RecordContext) -> String {
    let of_context = context.attributes.iter();
    let of_context: Vec<(String, String)> = of_context
        .map(|one| (one.key.clone(), one.value.clone()))
        .collect();
    let (regions, _) = region::regions(text);
    let edits = regions.iter().filter_map(|each| {
        // What verification found comes from the plan, not from the facts of the record.
        let mut attributes = match each.name.as_str() {
            RESULTS => Vec::new(),
            _ => of_context.clone(),
        };
        if each.name == TIMELINE && is_history(context) {
            attributes.push((SETTLED.into(), "yes".into()));
        }
        region::refresh_as(text, each, &attributes, &framed(each.content.text(text)))
    });
    let edits: Vec<edit::Edit> = edits.flatten().collect();
    let framed = edit::apply(text, &edits).unwrap_or_else(|_| text.to_owned());
    let worded = with_own_words(framed);
    edit::apply(&worded, &region::seal(&worded)).unwrap_or(worded)
}

/// One blank line on either side; an empty region is one blank line.
fn framed(content: &str) -> String {
    match content.trim() {
        "" => "\n".into(),
        content => format!("\n{content}\n\n"),
    }
}

/// The options that gather a region's facts again, from the attributes on its begin line. `None` if
/// they do not say where its facts come from.
pub fn of_attributes(attributes: &[(String, String)]) -> Option<NewOptions> {
    let value = |key: &str| {
        let found = attributes.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.clone())
    };
    let list = |key: &str| value(key).unwrap_or_default();
    let options = NewOptions {
        deployments: list("deployment")
            .split(',')
            .filter_map(DeploymentRef::read)
            .collect(),
        env: value("env"),
        repo: value("repo"),
        range: value("range"),
        paths: list("path")
            .split(',')
            .filter(|one| !one.is_empty())
            .map(String::from)
            .collect(),
        workloads: list("workload")
            .split(',')
            .filter(|one| !one.is_empty())
            .map(String::from)
            .collect(),
        context: value("context"),
        namespace: value("namespace"),
        task: value("task"),
        pr: value("pr"),
        ..NewOptions::default()
    };
    let says = !options.deployments.is_empty()
        || options.range.is_some()
        || !options.workloads.is_empty()
        || options.repo.is_some();
    says.then_some(options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::context::Attribute;

    fn context(attributes: &[(&str, &str)]) -> RecordContext {
        let golden = include_str!("../../render/tests/context.json");
        let mut context: RecordContext = serde_json::from_str(golden).unwrap();
        let attributes = attributes.iter().map(|(key, value)| Attribute {
            key: (*key).into(),
            value: (*value).into(),
        });
        context.attributes = attributes.collect();
        context
    }

    #[test]
    fn any_attribute_comes_back_from_the_begin_line() {
        let nasty = "my repo/--> \"50%\" <b> 저장소\u{7}\n";
        let context = context(&[("deployment", "4354"), ("repo", nasty), ("pr", "")]);
        let templates = Templates::new(context.language(), &Default::default()).unwrap();
        let text = sealed(&templates.record(&context).unwrap(), &context);
        let (regions, problems) = region::regions(&text);
        assert!(problems.is_empty(), "{problems:?}");
        for each in regions.iter().filter(|each| each.name != RESULTS) {
            let options = of_attributes(&each.attributes).unwrap();
            assert_eq!(options.deployments, [4354], "{}", each.name);
            assert_eq!(options.repo.as_deref(), Some(nasty), "{}", each.name);
        }
    }

    #[test]
    fn a_region_rendered_alone_is_the_one_in_the_record() {
        let context = context(&[("deployment", "4354")]);
        let templates = Templates::new(context.language(), &Default::default()).unwrap();
        let text = sealed(&templates.record(&context).unwrap(), &context);
        let (regions, _) = region::regions(&text);
        assert_eq!(regions.len(), crate::render::REGIONS.len());
        for each in &regions {
            let alone = region(&each.name, &context, &templates).unwrap();
            assert_eq!(alone, each.content.text(&text), "{}", each.name);
            assert!(each.checksum.is_some() && !region::is_edited(each, &text));
        }
    }

    #[test]
    fn attributes_that_name_no_source_give_no_options() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert!(of_attributes(&[]).is_none());
        assert!(of_attributes(&[pair("ticked", "a,b")]).is_none());
        let options = of_attributes(&[pair("range", "a..b"), pair("workload", "ds/a,sts/b")]);
        assert_eq!(options.unwrap().workloads, ["ds/a", "sts/b"]);
    }
}
