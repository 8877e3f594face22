//! Any object with standard conditions or a state word. It passes only when all of this holds: its
//! kind is on our list ([`super::operators`]), what that asks for is true, nothing lags, nothing
//! contradicts, and nothing pauses it.

use super::KindContext;
use super::operators::{Works, works};
use super::paused::paused;
use super::signs::contradicting;
use super::works::{
    condition_lag, falls_short, ready_or_available, required, wanted_of, works_message,
};
use crate::facts::fields::{conditions, kind};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use serde_json::Value;

/// Judges an object by our list, or, for a kind that is not on it, says what its conditions say.
pub(crate) fn custom(object: &Value, ctx: &KindContext) -> Judgement {
    match works(crate::facts::fields::group(object), kind(object)) {
        Some(Works::There) => ctx.passed(Reason::Exists, told!(ItExists)),
        Some(works) => listed(object, works, ctx),
        None => unlisted(object, ctx),
    }
}

/// Judges an object of a kind whose working state is known. What can't get better by itself goes
/// before what is on its way.
pub(crate) fn listed(object: &Value, works: &Works, ctx: &KindContext) -> Judgement {
    if let Some(judgement) = paused(object, ctx) {
        return judgement;
    }
    if let Some(judgement) = condition_lag(object, &conditions(object), wanted_of(works), ctx) {
        return judgement;
    }
    let short = falls_short(object, works, ctx);
    let contradicts = contradicting(object, ctx);
    let broken = contradicts.clone().filter(|j| j.verdict == Verdict::Failed);
    match short {
        Some(short) if short.verdict == Verdict::Failed => short,
        Some(short) => broken.unwrap_or(short),
        None => contradicts.unwrap_or_else(|| works_message(object, works, ctx)),
    }
}

/// A kind that is not on the list never passes, but what keeps it from working is said.
fn unlisted(object: &Value, ctx: &KindContext) -> Judgement {
    let conditions = conditions(object);
    let kind = kind(object);
    if let Some(judgement) = paused(object, ctx) {
        return judgement;
    }
    let ready = ready_or_available(&conditions);
    let states = conditions
        .iter()
        .any(|c| c.kind == ready || c.kind == "Stalled");
    let short = states.then(|| required(object, &conditions, &[ready], ctx));
    if let Some(known) = short.flatten().or_else(|| contradicting(object, ctx)) {
        return known;
    }
    if conditions.is_empty() {
        return ctx.manual(Reason::NoConditions, told!(NoConditionsTell, kind));
    }
    let said = conditions
        .iter()
        .map(|c| format!("{}={}", c.kind, c.status));
    let said = said.collect::<Vec<_>>().join(", ");
    ctx.manual(Reason::UnlistedKind, told!(NoRuleForConditions, kind, said))
}
