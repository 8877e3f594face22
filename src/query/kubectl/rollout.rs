//! `kubectl rollout status|history` and `kubectl wait`, looked at once.

use super::super::expand::Word;
use super::super::flags::parse;
use super::super::reason::{Why, not_ours, refused};
use super::super::verbs::unanswered;
use super::super::{Class, Query, Rollout, RolloutAsk, Until, Wait};
use super::{Place, resource, split_verb};

/// Reads the words of `rollout`, the verb taken out.
pub(super) fn rollout(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, &at.shown));
    };
    let shown = format!("{} {verb}", at.shown);
    let ask = match verb.as_str() {
        "status" => RolloutAsk::Status,
        "history" => RolloutAsk::History,
        _ => return Err(unanswered("kubectl rollout", &verb, &shown)),
    };
    let parsed = parse(&rest, &["kubectl", "kubectl rollout"])?;
    let selector = parsed.text("selector");
    let targets = resource::read(&parsed.words, &shown)?;
    let named = targets.iter().any(|target| target.name.is_some());
    if let (true, Some(selector)) = (named, &selector) {
        return Err(not_ours(Why::NameAndSelector, selector));
    }
    let revision = parsed.number("revision")?;
    Ok(Query::Rollout(Rollout {
        scope: at.scope(&parsed)?,
        ask,
        targets,
        selector,
        revision: revision
            .and_then(|number| u64::try_from(number).ok())
            .filter(|n| *n > 0),
    }))
}

/// Reads the words of `wait`, the verb taken out.
pub(super) fn wait(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let parsed = parse(words, &["kubectl", "kubectl wait"])?;
    let resources = resource::read(&parsed.words, &at.shown)?;
    let Some(condition) = parsed.value("for") else {
        return Err(not_ours(Why::MissingFlagValue, "--for"));
    };
    let until = until(condition)?;
    let secret = resources.iter().any(|one| resource::is_secret(&one.kind));
    if secret && matches!(until, Until::JsonPath(..)) {
        return Err(refused(Why::SecretValues, &at.shown));
    }
    let named = resources.iter().any(|one| one.name.is_some());
    let selector = parsed.text("selector");
    let field_selector = parsed.text("field-selector");
    let chosen = selector.is_some() || field_selector.is_some() || parsed.on("all");
    match (named, chosen) {
        (true, true) => return Err(not_ours(Why::NameAndSelector, &at.shown)),
        (false, false) => return Err(not_ours(Why::NoTarget, &at.shown)),
        _ => {}
    }
    Ok(Query::Wait(Wait {
        scope: at.scope(&parsed)?,
        resources,
        selector,
        field_selector,
        all: parsed.on("all"),
        until,
    }))
}

/// `--for` as kubectl reads it: `delete`, `create`, `condition=NAME[=VALUE]`, `jsonpath='{…}'[=VALUE]`.
fn until(word: &Word) -> Result<Until, Class> {
    let text = word.text.trim();
    match text.to_lowercase().as_str() {
        "delete" => return Ok(Until::Delete),
        "create" => return Ok(Until::Create),
        _ => {}
    }
    let unknown = || not_ours(Why::BadFlagValue, &format!("--for={text}"));
    let (form, rest) = match text.split_once('=') {
        Some(parts) => parts,
        None if !word.is_known() => return Ok(Until::Condition(text.to_owned(), "true".into())),
        None => return Err(unknown()),
    };
    match form.to_lowercase().as_str() {
        "condition" if !rest.is_empty() => {
            let (name, value) = rest.split_once('=').unwrap_or((rest, "true"));
            Ok(Until::Condition(name.to_owned(), value.to_owned()))
        }
        "jsonpath" => {
            let rest = rest.trim();
            let end = rest.rfind('}').map_or(0, |at| at + 1);
            let (expression, after) = match end {
                0 => rest
                    .split_once('=')
                    .map_or((rest, ""), |(e, _)| (e, &rest[e.len()..])),
                _ => rest.split_at(end),
            };
            let value = match after.strip_prefix('=') {
                Some(value) if !value.is_empty() => {
                    Some(value.trim_matches(['"', '\'']).to_owned())
                }
                None if after.is_empty() => None,
                _ => return Err(unknown()),
            };
            if expression.is_empty() {
                return Err(unknown());
            }
            Ok(Until::JsonPath(expression.to_owned(), value))
        }
        _ => Err(unknown()),
    }
}
