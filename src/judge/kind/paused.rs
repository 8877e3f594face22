//! What takes an object out of its controller's hands: a pause or a suspension, in the spec or in an
//! annotation.

use super::KindContext;
use crate::facts::fields::{at, pairs, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use crate::told;
use serde_json::Value;

/// What a paused or suspended object says about that: in its spec, or in an annotation of the kind
/// `crossplane.io/paused`, `strimzi.io/pause-reconciliation`, `autoscaling.keda.sh/paused-replicas`.
pub(crate) fn paused(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let is_on = |value: &Value| match value {
        Value::Bool(on) => *on,
        Value::String(word) => word.eq_ignore_ascii_case("true"),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    };
    // A text `"true"` is meant so, too.
    let in_spec = word_list("pausing-field")
        .iter()
        .find(|flag| at(object, &format!("/spec/{flag}")).is_some_and(is_on));
    let what = in_spec
        .map(|flag| flag.to_string())
        .or_else(|| stopped_state(object))
        .or_else(|| pausing_annotation(object))?;
    Some(ctx.pending(Reason::Suspended, told!(IsPausedOrSuspended, what)))
}

/// A state that the spec asks for and in which nothing works on the object.
fn stopped_state(object: &Value) -> Option<String> {
    let word = |pointer, words: &[&str]| {
        let asked = text(object, pointer);
        let stopped = words.iter().any(|word| asked.eq_ignore_ascii_case(word));
        stopped.then(|| asked.to_string())
    };
    word("/spec/state", &["paused", "stopped", "suspended"])
        .or_else(|| word("/spec/job/state", &["suspended"]))
        .or_else(|| word("/spec/lifecycle/desiredPhase", &["paused"]))
        .or_else(|| word("/spec/managementState", &["Unmanaged", "Removed"]))
        .or_else(|| word("/spec/runStrategy", &["Halted"]))
}

/// The annotation that takes an object out of its controller's hands.
fn pausing_annotation(object: &Value) -> Option<String> {
    let annotations = pairs(object, "/metadata/annotations");
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
