//! What conditions say towards a kind's rule: which must be true, which lag, which gave up.

use super::worst;
use crate::facts::fields::{Condition, conditions, list, number};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::kind::KindContext;
use crate::judge::kind::generic::{lag, no_status};
use crate::judge::kind::polarity::{contradiction, is_needed};
use crate::judge::word_list;
use crate::told;
use serde_json::{Value, json};

/// `Ready`, or `Available` where only that is there.
pub(crate) fn ready_or_available(conditions: &[Condition]) -> &'static str {
    let has = |kind: &str| conditions.iter().any(|c| c.kind == kind);
    if !has("Ready") && has("Available") {
        "Available"
    } else {
        "Ready"
    }
}

/// The conditions that must be true, and of the newest generation.
pub(crate) fn required(
    object: &Value,
    conditions: &[Condition],
    wanted: &[&str],
    ctx: &KindContext,
) -> Option<Judgement> {
    if conditions.is_empty() {
        return Some(no_status(ctx));
    }
    let stalled = conditions
        .iter()
        .find(|c| c.kind == "Stalled" && c.is_true());
    if let Some(stalled) = stalled {
        let said = stalled.said();
        return Some(ctx.failed(Reason::Stalled, told!(CantGoOnByItself, said)));
    }
    if let Some(judgement) = condition_lag(object, conditions, wanted, ctx) {
        return Some(judgement);
    }
    let missing = wanted.iter().filter_map(|wanted| {
        let Some(condition) = conditions.iter().find(|c| c.kind == *wanted) else {
            return Some(not_met(wanted, "-", Verdict::Pending, ctx));
        };
        let said = format!("{} {}", condition.status, condition.said());
        let gave_up = word_list("terminal-reason-ending").ends(condition.reason)
            || condition.reason.starts_with("Invalid");
        let terminal = condition.is_false() && gave_up;
        let verdict = if terminal {
            Verdict::Failed
        } else {
            Verdict::Pending
        };
        (!condition.is_true()).then(|| not_met(wanted, said.trim_end(), verdict, ctx))
    });
    worst(missing)
}

/// A condition that speaks of an older generation than the object's.
pub(crate) fn condition_lag(
    object: &Value,
    conditions: &[Condition],
    wanted: &[&str],
    ctx: &KindContext,
) -> Option<Judgement> {
    let generation = number(object, "/metadata/generation")?;
    let speaks = |c: &&Condition| wanted.contains(&c.kind) || is_needed(c.kind);
    let seen = conditions
        .iter()
        .filter(speaks)
        .filter_map(|c| c.observed_generation);
    let old = seen.into_iter().find(|seen| *seen != generation)?;
    Some(lag(generation, old, ctx))
}

fn not_met(kind: &str, said: &str, verdict: Verdict, ctx: &KindContext) -> Judgement {
    let reason = match verdict {
        Verdict::Failed => Reason::Stalled,
        Verdict::Passed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => {
            Reason::ConditionNotMet
        }
    };
    let message = told!(Condition, kind, said).words(ctx.lang);
    let status = said.split(' ').next().unwrap_or("");
    Judgement::new(verdict, reason, message).with_seen(format!("{kind}={status}"))
}

/// Whether a parent that a route names has said something about it: one that no controller answers for is listed in
/// the spec alone (Gateway API, `RouteParentStatus`).
fn answered(wanted: &Value, parents: &[Value]) -> bool {
    const KEYS: [&str; 4] = ["name", "namespace", "sectionName", "port"];
    let same = |parent: &Value| {
        let told = parent.get("parentRef");
        KEYS.iter().all(|key| match wanted.get(*key) {
            Some(value) => told.and_then(|told| told.get(*key)) == Some(value),
            None => true,
        })
    };
    parents.iter().any(same)
}

/// The parents of a route or the ancestors of a policy: each has accepted it, and what it refers to
/// is there.
pub(super) fn parents(object: &Value, pointer: &str, ctx: &KindContext) -> Option<Judgement> {
    let parents = list(object, pointer);
    if parents.is_empty()
        || list(object, "/spec/parentRefs")
            .iter()
            .any(|wanted| !answered(wanted, parents))
    {
        return Some(no_status(ctx));
    }
    let main = if pointer.ends_with("/ingress") {
        "Admitted"
    } else {
        "Accepted"
    };
    let missing = parents.iter().filter_map(|parent| {
        let status = json!({
            "metadata": {"generation": number(object, "/metadata/generation")},
            "status": {"conditions": parent.get("conditions")},
        });
        let conditions = conditions(&status);
        required(&status, &conditions, &[main], ctx).or_else(|| contradiction(&conditions, ctx))
    });
    worst(missing)
}
