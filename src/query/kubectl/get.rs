//! `kubectl get` and `kubectl describe`.

use super::super::expand::{UNKNOWN, Word};
use super::super::flags::{Parsed, parse};
use super::super::reason::{Why, not_ours, refused};
use super::super::{Class, Get, Output, Query, Resource};
use super::{Place, resource};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Describe,
}

/// Reads the words of `get` or `describe`, the verb taken out.
pub(super) fn read(words: &[Word], at: &Place<'_>, verb: Verb) -> Result<Query, Class> {
    let secret_values = || refused(Why::SecretValues, &at.shown);
    // A refusal must not hide behind a flag that is not known.
    let parsed = match parse(words, &["kubectl", &at.shown]) {
        Err(Class::NotOurs(_)) if verb == Verb::Get && asks_secret_values(words) => {
            return Err(secret_values());
        }
        other => other?,
    };
    let resources = resource::read(&parsed.words, &at.shown)?;
    let output = output(&parsed)?;
    let scope = at.scope(&parsed)?;
    let is_unknown = |resource: &Resource| resource.kind.contains(UNKNOWN);
    let secret = resources.iter().any(|one| resource::is_secret(&one.kind));
    let shows = output.as_ref().is_some_and(resource::shows_values);
    let ordered = parsed
        .text("sort-by")
        .is_some_and(|path| path.to_lowercase().contains("data.") && !path.contains("metadata."));
    if secret && (shows && !resources.iter().any(is_unknown) || ordered) {
        return Err(secret_values());
    }
    let Some(output) = output else {
        return Err(if secret {
            secret_values()
        } else {
            go_template(&parsed)
        });
    };
    let named = resources.iter().any(|resource| resource.name.is_some());
    let selector = parsed.text("selector");
    let field_selector = parsed.text("field-selector");
    if let (true, Some(chosen)) = (named, selector.as_ref().or(field_selector.as_ref())) {
        return Err(not_ours(Why::NameAndSelector, chosen));
    }
    if named && parsed.on("all-namespaces") {
        return Err(not_ours(Why::NameEverywhere, "--all-namespaces"));
    }
    let get = Get {
        scope,
        resources,
        selector,
        field_selector,
        output,
        no_headers: parsed.on("no-headers"),
        show_labels: parsed.on("show-labels"),
        label_columns: parsed
            .values("label-columns")
            .flat_map(|word| word.text.split(',').map(str::to_owned))
            .collect(),
        sort_by: parsed.text("sort-by"),
        ignore_not_found: parsed.on("ignore-not-found"),
        objects: false,
        only_odd: false,
    };
    Ok(match verb {
        Verb::Get => Query::Get(get),
        Verb::Describe => Query::Describe(get),
    })
}

/// `None` is a Go template, which is not answered.
fn output(parsed: &Parsed) -> Result<Option<Output>, Class> {
    let template = parsed.text("template");
    let Some(word) = parsed.value("output") else {
        return Ok(template.is_none().then_some(Output::Table));
    };
    let text = word.text.trim();
    let (form, argument) = match text.split_once('=') {
        Some((form, argument)) => (form, Some(argument.to_owned())),
        None => (text, template),
    };
    Ok(Some(match (form.to_lowercase().as_str(), argument) {
        ("", None) => Output::Table,
        ("wide", None) => Output::Wide,
        ("name", None) => Output::Name,
        ("json", None) => Output::Json,
        ("yaml", None) => Output::Yaml,
        ("jsonpath", Some(template)) => Output::JsonPath(template),
        ("custom-columns", Some(columns)) => Output::CustomColumns(columns),
        ("go-template" | "template" | "go-template-file" | "templatefile", _) => return Ok(None),
        ("jsonpath-file" | "custom-columns-file", _) => {
            return Err(not_ours(Why::LocalFile, &format!("-o {form}")));
        }
        _ if !word.is_known() => Output::Table,
        _ => return Err(not_ours(Why::OutputForm, text)),
    }))
}

fn go_template(parsed: &Parsed) -> Class {
    let form = parsed.text("output").unwrap_or_else(|| "--template".into());
    not_ours(Why::GoTemplate, form.split('=').next().unwrap_or(&form))
}

/// A rough second look, for commands whose flags are not understood: a secret in any spelling, and an
/// output form beyond tables and names.
fn asks_secret_values(words: &[Word]) -> bool {
    let secret = words.iter().any(|word| {
        word.text
            .split(',')
            .filter_map(|part| part.split('/').next())
            .any(|kind| resource::is_secret(kind) && !kind.contains(UNKNOWN))
    });
    let form = ["json", "yaml", "template", "custom-columns"];
    secret
        && words
            .iter()
            .any(|word| form.iter().any(|form| word.text.contains(form)))
}
