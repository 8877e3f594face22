//! `kubectl logs`.

use super::super::expand::Word;
use super::super::flags::{bad_value, parse};
use super::super::reason::{Why, not_ours};
use super::super::{Class, Logs, Query, Resource, Tail};
use super::Place;
use crate::facts::kinds;

/// Whether it is a kind that people put before a name with a blank, which kubectl reads as a pod and a container.
fn has_logs(word: &str) -> bool {
    kinds::named(word).is_some_and(|kind| kinds::has_logs(kind.plural))
}

/// Reads the words of `logs`, the verb taken out.
pub(super) fn read(words: &[Word], at: &Place<'_>) -> Result<Query, Class> {
    // `-f` follows here and names a file elsewhere: this verb's list comes first.
    let parsed = parse(words, &["kubectl logs", "kubectl"])?;
    let selector = parsed.text("selector");
    let mut container = parsed.text("container");
    let target = match (parsed.words.as_slice(), &selector) {
        ([], None) => return Err(not_ours(Why::NoTarget, &at.shown)),
        ([], Some(_)) => None,
        ([_, ..], Some(selector)) => return Err(not_ours(Why::NameAndSelector, selector)),
        ([one], None) => Some(target(one)?),
        ([kind, name], None) if has_logs(&kind.text) => {
            return Err(not_ours(
                Why::KindAndName,
                &format!("{} {}", kind.text, name.text),
            ));
        }
        ([one, inside], None) => {
            if container.is_some() {
                return Err(not_ours(Why::TooManyWords, &inside.text));
            }
            container = Some(inside.text.clone());
            Some(target(one)?)
        }
        ([_, _, more, ..], None) => return Err(not_ours(Why::TooManyWords, &more.text)),
    };
    let tail = match parsed.number("tail")? {
        None => None,
        Some(-1) => Some(Tail::All),
        Some(lines) => match u64::try_from(lines) {
            Ok(lines) => Some(Tail::Lines(lines)),
            Err(_) => return Err(bad_value("tail", &Word::plain(&lines.to_string()))),
        },
    };
    let limit_bytes = parsed
        .number("limit-bytes")?
        .and_then(|bytes| u64::try_from(bytes).ok());
    Ok(Query::Logs(Logs {
        scope: at.scope(&parsed)?,
        target,
        selector,
        container,
        all_containers: parsed.on("all-containers"),
        all_pods: parsed.on("all-pods"),
        tail,
        since_seconds: parsed.seconds("since")?.filter(|seconds| *seconds > 0),
        since_time: parsed.text("since-time"),
        previous: parsed.on("previous"),
        timestamps: parsed.on("timestamps"),
        prefix: parsed.on("prefix"),
        limit_bytes: limit_bytes.filter(|bytes| *bytes > 0),
    }))
}

/// `POD` or `KIND/NAME`.
fn target(word: &Word) -> Result<Resource, Class> {
    match word.text.split_once('/') {
        None => Ok(Resource {
            kind: "pods".into(),
            name: Some(word.text.clone()),
        }),
        Some((kind, name)) if !kind.is_empty() && !name.is_empty() && !name.contains('/') => {
            Ok(Resource {
                kind: kind.to_owned(),
                name: Some(name.to_owned()),
            })
        }
        Some(_) => Err(not_ours(Why::MixedNames, &word.text)),
    }
}
