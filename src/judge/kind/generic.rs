//! What holds for every kind before its own rule is asked: deletion, and a controller that has not
//! seen the newest spec (rule 3 of the order of rules).

use super::KindContext;
use crate::facts::fields::{at, group, number, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use crate::told;
use serde_json::Value;

/// Whether a kind's controller always writes `status.observedGeneration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Observes {
    /// It does; a status without it is one that no controller has written yet.
    Always,
    /// Not every version does; the rule of the kind decides without it.
    Sometimes,
}

/// Deletion first, then generation. Source: kstatus `checkGenericProperties`, which waits for equal
/// generations rather than for an observed one that is at least as high: a restored object can carry
/// an old, higher number, and then the number says nothing.
pub(crate) fn unsettled(
    object: &Value,
    observes: Observes,
    ctx: &KindContext,
) -> Option<Judgement> {
    if at(object, "/metadata/deletionTimestamp").is_some_and(|at| at != "") {
        return Some(ctx.pending(Reason::Terminating, told!(IsBeingDeleted)));
    }
    let generation = number(object, "/metadata/generation");
    let observed = at(object, "/status/observedGeneration").and_then(generation_number);
    if let (Some(wanted), Some(seen)) = (generation, seen_by_another_name(object))
        && wanted != seen
    {
        return Some(lag(wanted, seen, ctx));
    }
    match (generation, observed) {
        (Some(wanted), Some(seen)) if wanted != seen => Some(lag(wanted, seen, ctx)),
        (_, None) if observes == Observes::Always => Some(no_status(ctx)),
        _ => None,
    }
}

/// What operators call the observed generation besides. The first number of External Secrets' `1-5c0d…` is one, too
/// (`apis/externalsecrets/v1`: generation, then a hash of the metadata).
fn seen_by_another_name(object: &Value) -> Option<i64> {
    let named = word_list("observed-generation-field")
        .iter()
        .filter_map(|name| at(object, name).and_then(generation_number));
    let synced = text(object, "/status/syncedResourceVersion").split_once('-');
    let synced = synced.filter(|_| group(object) == "external-secrets.io");
    named
        .chain(synced.and_then(|(generation, _)| generation.parse().ok()))
        .min()
}

/// The verdict on an object that no controller has looked at yet.
pub(crate) fn no_status(ctx: &KindContext) -> Judgement {
    ctx.pending(Reason::NoStatus, told!(NoStatusWritten))
}

/// The verdict on a status that speaks of an older spec.
pub(crate) fn lag(wanted: i64, seen: i64, ctx: &KindContext) -> Judgement {
    let told = told!(NewestSpecNotSeen, wanted, seen);
    ctx.pending(Reason::GenerationLag, told)
        .with_seen(format!("{seen}/{wanted}"))
}

/// Argo Rollouts write the observed generation as a text. A text that is no number is the hash that
/// their first versions wrote, and tells nothing.
fn generation_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().unwrap_or(i64::MAX))
        }
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
