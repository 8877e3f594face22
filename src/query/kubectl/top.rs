//! `kubectl top pods|nodes`.

use super::super::expand::Word;
use super::super::flags::parse;
use super::super::reason::{Why, not_ours};
use super::super::{Class, Query, Top, TopOf};
use super::Place;
use crate::facts::kinds;

/// Reads the words of `top`, the verb taken out.
pub(super) fn read(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    let parsed = parse(words, &["kubectl", "kubectl top"])?;
    let Some(kind) = parsed.words.first() else {
        return Err(not_ours(Why::NoTarget, &at.shown));
    };
    let of = match kinds::named(&kind.text).map(|kind| kind.plural) {
        Some("pods") => TopOf::Pods,
        Some("nodes") => TopOf::Nodes,
        _ => {
            return Err(not_ours(
                Why::UnknownVerb,
                &format!("{} {}", at.shown, kind.text),
            ));
        }
    };
    // Of several names kubectl takes none, and what is meant is plain.
    let names: Vec<String> = parsed.words[1..]
        .iter()
        .map(|word| word.text.clone())
        .collect();
    let selector = parsed.text("selector");
    if let (false, Some(selector)) = (names.is_empty(), &selector) {
        return Err(not_ours(Why::NameAndSelector, selector));
    }
    let sort_by = parsed.text("sort-by");
    if let Some(key) = &sort_by
        && !matches!(key.as_str(), "cpu" | "memory")
        && parsed.value("sort-by").is_some_and(Word::is_known)
    {
        return Err(not_ours(Why::BadFlagValue, &format!("--sort-by={key}")));
    }
    Ok(Query::Top(Top {
        scope: at.scope(&parsed)?,
        of,
        names,
        selector,
        field_selector: parsed.text("field-selector"),
        containers: parsed.on("containers"),
        sort_by,
        no_headers: parsed.on("no-headers"),
        sum: parsed.on("sum"),
    }))
}
