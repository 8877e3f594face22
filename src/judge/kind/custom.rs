//! Any object with standard conditions or a state word. It passes only when all of this holds: its
//! kind is on our list ([`super::operators`]), what that asks for is true, nothing lags, nothing
//! contradicts, and nothing pauses it.

use super::KindContext;
use super::fields::{Condition, at, conditions, count, kind, list, number, text};
use super::generic::{lag, no_status};
use super::operators::{Word, Works, works};
use super::polarity::{contradiction, is_needed};
use super::reason::Reason;
use super::signs::contradicting;
use crate::facts::verdict::{Judgement, Verdict};
use serde_json::Value;

/// Judges an object by our list, or, for a kind that is not on it, says what its conditions say.
pub fn custom(object: &Value, ctx: &KindContext) -> Judgement {
    match works(super::fields::group(object), kind(object)) {
        Some(works) => listed(object, works, ctx),
        None => unlisted(object, ctx),
    }
}

/// Judges an object of a kind whose working state is known.
pub fn listed(object: &Value, works: Works, ctx: &KindContext) -> Judgement {
    if let Some(judgement) = paused(object, ctx) {
        return judgement;
    }
    condition_lag(object, &conditions(object), wanted_of(works), ctx)
        .or_else(|| falls_short(object, works, ctx))
        .or_else(|| contradicting(object, ctx))
        .unwrap_or_else(|| works_message(object, works, ctx))
}

/// What a kind's own rule misses; `None` if nothing.
fn falls_short(object: &Value, works: Works, ctx: &KindContext) -> Option<Judgement> {
    let conditions = conditions(object);
    match works {
        Works::Exists => None,
        Works::Ready => {
            let has = |kind: &str| conditions.iter().any(|c| c.kind == kind);
            let wanted = if has("Ready") || !has("Available") {
                "Ready"
            } else {
                "Available"
            };
            required(object, &conditions, &[wanted], ctx)
        }
        Works::Conditions(wanted) => required(object, &conditions, wanted, ctx),
        Works::Words(words) => state_words(object, words, ctx),
        Works::Counts(wanted, has) => counts(object, wanted, has, ctx),
        Works::Parents(pointer) => parents(object, pointer, ctx),
        Works::All(works) => works
            .iter()
            .find_map(|works| falls_short(object, *works, ctx)),
    }
}

/// A kind that is not on the list never passes, but what keeps it from working is said.
fn unlisted(object: &Value, ctx: &KindContext) -> Judgement {
    let conditions = conditions(object);
    let kind = kind(object);
    if let Some(judgement) = paused(object, ctx) {
        return judgement;
    }
    if conditions.is_empty() {
        return ctx.manual(
            Reason::NoConditions,
            format!("{kind}에는 작동 여부를 알려 주는 조건이 없습니다"),
            format!("a {kind} without conditions does not tell whether it works"),
        );
    }
    let has = |kind: &str| conditions.iter().any(|c| c.kind == kind);
    let wanted: &[&str] = match (has("Ready"), has("Available")) {
        (true, _) => &["Ready"],
        (false, true) => &["Available"],
        (false, false) => &[],
    };
    let known = required(object, &conditions, wanted, ctx).or_else(|| contradicting(object, ctx));
    let said = conditions
        .iter()
        .map(|c| format!("{}={}", c.kind, c.status));
    let said = said.collect::<Vec<_>>().join(", ");
    known.unwrap_or_else(|| {
        ctx.manual(
            Reason::UnlistedKind,
            format!("{kind}의 조건이 무엇을 뜻하는지 정해진 규칙이 없습니다: {said}"),
            format!("no rule says what the conditions of a {kind} mean: {said}"),
        )
    })
}

/// What a paused or suspended object says about that: in its spec, or in an annotation of the kind
/// `crossplane.io/paused`, `strimzi.io/pause-reconciliation`, `autoscaling.keda.sh/paused-replicas`.
fn paused(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let flags = [
        "paused",
        "pause",
        "suspend",
        "suspended",
        "hibernated",
        "updateStrategy/paused",
        "updateStrategy/rollingUpdate/paused",
    ];
    let in_spec = flags.into_iter().find(|flag| {
        at(object, &format!("/spec/{flag}")).is_some_and(|value| value == &Value::Bool(true))
    });
    let state = text(object, "/spec/state");
    let stopped = matches!(state, "paused" | "stopped" | "Paused" | "Stopped").then_some(state);
    let management = text(object, "/spec/managementState");
    let unmanaged = matches!(management, "Unmanaged" | "Removed").then_some(management);
    let what = in_spec
        .or(stopped)
        .or(unmanaged)
        .map(str::to_string)
        .or_else(|| pausing_annotation(object))?;
    Some(ctx.pending(
        Reason::Suspended,
        format!("중단되어 있습니다 ({what})"),
        format!("is paused or suspended ({what})"),
    ))
}

/// The annotation that takes an object out of its controller's hands.
fn pausing_annotation(object: &Value) -> Option<String> {
    let annotations = super::fields::pairs(object, "/metadata/annotations");
    let pausing = annotations.into_iter().find(|(key, value)| {
        let (domain, name) = key.rsplit_once('/').unwrap_or(("", key));
        let off = matches!(*value, "false" | "off" | "no" | "disabled");
        let on = !off && !value.is_empty();
        match (domain, name) {
            // Cluster API reads the key's presence alone.
            ("cluster.x-k8s.io", "paused") => true,
            (_, "reconcile" | "reconciliationLoop") => *value == "disabled",
            (_, "managed") => domain == "eck.k8s.elastic.co" && off,
            (_, "hibernation") => on,
            (_, name) => {
                let words = ["paused", "pause", "suspend", "suspended"];
                let begins = ["pause-", "paused-", "suspend-", "pauseReconciliation"];
                on && (words.contains(&name) || begins.iter().any(|b| name.starts_with(b)))
            }
        }
    });
    pausing.map(|(key, value)| format!("{key}: {value}"))
}

/// The conditions that must be true, and of the newest generation.
fn required(
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
        return Some(ctx.failed(
            Reason::Stalled,
            format!("더 진행할 수 없습니다: {said}"),
            format!("can't go on by itself: {said}"),
        ));
    }
    if let Some(judgement) = condition_lag(object, conditions, wanted, ctx) {
        return Some(judgement);
    }
    wanted.iter().find_map(|wanted| {
        let Some(condition) = conditions.iter().find(|c| c.kind == *wanted) else {
            return Some(not_met(wanted, "-", Verdict::Pending, ctx));
        };
        let said = format!("{} {}", condition.status, condition.said());
        let terminal = condition.is_false() && is_terminal(condition.reason);
        let verdict = if terminal {
            Verdict::Failed
        } else {
            Verdict::Pending
        };
        (!condition.is_true()).then(|| not_met(wanted, said.trim_end(), verdict, ctx))
    })
}

/// A condition that speaks of an older generation than the object's.
fn condition_lag(
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
    let message = ctx.lang.pick(
        format!("조건 {kind}={said}"),
        format!("condition {kind}={said}"),
    );
    let status = said.split(' ').next().unwrap_or("");
    Judgement::new(verdict, reason.word(), message).with_seen(format!("{kind}={status}"))
}

/// Reasons of a controller that gave up, by the words that they end in or begin with.
fn is_terminal(reason: &str) -> bool {
    let ends = [
        "Failed",
        "Error",
        "Invalid",
        "Denied",
        "Exceeded",
        "Exhausted",
    ];
    ends.iter().any(|end| reason.ends_with(end)) || reason.starts_with("Invalid")
}

/// State words (`status.phase`): every one must be good; a bad one is a failure; any other is on its way.
fn state_words(object: &Value, words: &[Word], ctx: &KindContext) -> Option<Judgement> {
    let read = words
        .iter()
        .map(|word| (word, scalar(object, word.pointer)));
    let read: Vec<(&Word, String)> = read.collect();
    let (bad, moving) = (
        read.iter()
            .find(|(word, value)| word.bad.contains(&value.as_str())),
        read.iter()
            .find(|(word, value)| !word.good.contains(&value.as_str())),
    );
    let field = |word: &Word| word.pointer.trim_start_matches('/').replace('/', ".");
    match (bad, moving) {
        (Some((word, value)), _) => {
            let said = format!("{}: {value}", field(word));
            Some(
                ctx.failed(Reason::Degraded, said.clone(), said)
                    .with_seen(value.as_str()),
            )
        }
        (None, Some((_, value))) if value.is_empty() => Some(no_status(ctx)),
        (None, Some((word, value))) => {
            let said = format!("{}: {value}", field(word));
            Some(
                ctx.pending(Reason::Progressing, said.clone(), said)
                    .with_seen(value.as_str()),
            )
        }
        (None, None) => None,
    }
}

/// The text, number or flag at a pointer as text; empty when absent.
fn scalar(object: &Value, pointer: &str) -> String {
    match at(object, pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// Counts of a status against a wanted one, which is 1 where it is absent.
fn counts(object: &Value, wanted: &str, has: &[&str], ctx: &KindContext) -> Option<Judgement> {
    if at(object, "/status").is_none() {
        return Some(no_status(ctx));
    }
    let from_status = wanted.starts_with("/status/");
    let wanted = number(object, wanted).unwrap_or(1);
    if from_status && wanted == 0 {
        return Some(super::daemonset::nothing_desired(ctx));
    }
    has.iter().find_map(|pointer| {
        let seen = count(object, pointer);
        let field = pointer.rsplit('/').next().unwrap_or(pointer);
        let reason = if seen < wanted {
            Reason::LessReady
        } else {
            Reason::OldPods
        };
        let said = format!("{field} {seen}/{wanted}");
        let judgement = ctx.pending(reason, said.clone(), said);
        (seen != wanted).then(|| judgement.with_seen(format!("{seen}/{wanted}")))
    })
}

/// The parents of a route or the ancestors of a policy: each has accepted it, and what it refers to
/// is there.
fn parents(object: &Value, pointer: &str, ctx: &KindContext) -> Option<Judgement> {
    let parents = list(object, pointer);
    if parents.is_empty() {
        return Some(no_status(ctx));
    }
    parents.iter().find_map(|parent| {
        let status = serde_json::json!({
            "metadata": {"generation": number(object, "/metadata/generation")},
            "status": {"conditions": parent.get("conditions")},
        });
        let conditions = conditions(&status);
        let main = if pointer.ends_with("/ingress") {
            "Admitted"
        } else {
            "Accepted"
        };
        required(&status, &conditions, &[main], ctx).or_else(|| contradiction(&conditions, ctx))
    })
}

fn wanted_of(works: Works) -> &'static [&'static str] {
    match works {
        Works::Conditions(wanted) => wanted,
        Works::Ready => &["Ready"],
        Works::All(works) => works.first().map_or(&[], |works| wanted_of(*works)),
        Works::Exists | Works::Words(_) | Works::Counts(..) | Works::Parents(_) => &[],
    }
}

fn works_message(object: &Value, works: Works, ctx: &KindContext) -> Judgement {
    match works {
        Works::Exists => ctx.passed(Reason::Exists, "있습니다".into(), "exists".into()),
        Works::Ready | Works::Conditions(_) | Works::Parents(_) | Works::All(_) => {
            let all = conditions(object);
            let wanted = wanted_of(works);
            let said = all
                .iter()
                .filter(|c| wanted.contains(&c.kind))
                .map(|c| c.kind);
            let said = said.collect::<Vec<_>>().join(", ");
            let said = if said.is_empty() {
                "Ready".to_string()
            } else {
                said
            };
            ctx.passed(Reason::Ready, said.clone(), said)
        }
        Works::Words(words) => {
            let said = words.iter().map(|word| scalar(object, word.pointer));
            let said = said.collect::<Vec<_>>().join(", ");
            ctx.passed(Reason::Ready, said.clone(), said)
        }
        Works::Counts(wanted, _) => {
            super::deployment::all_ready(number(object, wanted).unwrap_or(1), ctx)
        }
    }
}
