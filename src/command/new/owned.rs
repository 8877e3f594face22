//! The regions of a record: where their facts come from, on their begin lines, and how their content
//! stands between their marks. `report regenerate` reads the one back and renders the other again.

use super::NewOptions;
use crate::record::edit;
use crate::record::marker::RESULTS;
use crate::record::region;
use crate::render::context::RecordContext;
use crate::render::{TemplateError, Templates};

/// The content of a region as it stands between its marks in a record of this context.
pub fn region(
    name: &str,
    context: &RecordContext,
    templates: &Templates,
) -> Result<String, TemplateError> {
    Ok(framed(&templates.region(name, context)?))
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
        let attributes: &[(String, String)] = match each.name.as_str() {
            RESULTS => &[],
            _ => &of_context,
        };
        region::refresh_as(text, each, attributes, &framed(each.content.text(text)))
    });
    let edits: Vec<edit::Edit> = edits.flatten().collect();
    let framed = edit::apply(text, &edits).unwrap_or_else(|_| text.to_owned());
    edit::apply(&framed, &region::seal(&framed)).unwrap_or(framed)
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
            .filter_map(|number| number.parse().ok())
            .collect(),
        repo: value("repo"),
        range: value("range"),
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
