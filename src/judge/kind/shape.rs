//! Whether an object has the shape that the API gives it. A rule reads an absent field as zero or as
//! nothing, and a field of a wrong type as absent; so a pass of an object that is not shaped as the
//! API writes it proves nothing. This is asked of every pass, and of nothing else.
//!
//! Source: the API conventions (`status.conditions`, `observedGeneration`) and `k8s.io/api`.

use super::KindContext;
use crate::facts::fields::{at, conditions, group, kind, list};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::word_list;
use crate::told;
use serde_json::Value;

/// Takes a pass back from an object that does not have the shape of its API, or whose conditions say
/// one thing and its opposite.
pub(crate) fn held_to_shape(object: &Value, judged: Judgement, ctx: &KindContext) -> Judgement {
    if judged.verdict != Verdict::Passed {
        return judged;
    }
    if let Some(place) = misshapen(object) {
        let place = place.trim_start_matches('/').replace('/', ".");
        return ctx.manual(Reason::Misshapen, told!(NotOfTheApi, place));
    }
    match contradicts_itself(object) {
        None => judged,
        Some(kind) => ctx.pending(Reason::Contradicted, told!(ConditionStandsTwice, kind)),
    }
}

/// The first place that is not shaped as the API shapes it.
fn misshapen(object: &Value) -> Option<String> {
    let own = is_own(object);
    let found = |pointers: &[&str], fits: fn(&Value) -> bool| {
        let mut pointers = pointers.iter();
        let wrong = pointers.find(|pointer| at(object, pointer).is_some_and(|value| !fits(value)));
        wrong.map(|pointer| (*pointer).to_owned())
    };
    let of_own = |places: &[&str], fits| own.then(|| found(places, fits)).flatten();
    found(&["/metadata", "/spec", "/status"], Value::is_object)
        .or_else(|| found(word_list("count-field"), is_count))
        .or_else(|| found(&["/status/phase"], Value::is_string))
        .or_else(|| of_own(word_list("flag-field"), Value::is_boolean))
        .or_else(|| of_own(word_list("text-field"), Value::is_string))
        .or_else(|| of_own(word_list("items-field"), is_list_of_maps))
        .or_else(|| found(&["/status/conditions"], is_list_of_maps))
        .or_else(|| active_jobs(object))
        .or_else(|| replica_count(object, own))
        .or_else(|| observed_generation(object, own))
        .or_else(|| {
            (!of_argo(object))
                .then(|| condition_shape(object, own))
                .flatten()
        })
        .or_else(|| container_shape(object))
}

/// Whether the kind is one of Kubernetes itself, whose types the API server enforces.
fn is_own(object: &Value) -> bool {
    let group = group(object);
    !group.contains('.') || group.ends_with(".k8s.io")
}

/// An Application's conditions are messages of a type (`OrphanedResourceWarning`), and have no status.
fn of_argo(object: &Value) -> bool {
    group(object) == "argoproj.io" && kind(object) == "Application"
}

fn is_count(value: &Value) -> bool {
    value.as_i64().is_some_and(|count| count >= 0)
}

fn is_list_of_maps(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(Value::is_object))
}

/// A Job counts its active pods, a CronJob lists its active jobs.
fn active_jobs(object: &Value) -> Option<String> {
    let place = "/status/active";
    let active = at(object, place)?;
    let fits = match kind(object) {
        "Job" => is_count(active),
        "CronJob" => is_list_of_maps(active),
        _ => true,
    };
    (!fits).then(|| place.into())
}

/// Counts of replicas, whatever a kind calls them. Some operators count by part, in a map.
fn replica_count(object: &Value, own: bool) -> Option<String> {
    let status = at(object, "/status")?.as_object()?;
    let wrong = status.iter().find(|(field, value)| {
        let counts = *field == "replicas" || field.ends_with("Replicas");
        counts && !value.is_null() && !is_count(value) && (own || !value.is_object())
    });
    wrong.map(|(field, _)| format!("/status/{field}"))
}

/// Argo Rollouts write it as a text, their first versions as a hash; the API server lets nothing but a number into its own kinds.
fn observed_generation(object: &Value, own: bool) -> Option<String> {
    let place = "/status/observedGeneration";
    let value = at(object, place)?;
    let hash = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let fits = is_count(value) || (!own && value.as_str().is_some_and(hash));
    (!fits).then(|| place.into())
}

/// A condition has a type and a status; outside of Kubernetes' own kinds a bare `True` of YAML is
/// taken as it is meant.
fn condition_shape(object: &Value, own: bool) -> Option<String> {
    let entries = list(object, "/status/conditions");
    let wrong = entries.iter().position(|entry| {
        let named = entry.get("type").is_some_and(Value::is_string);
        let status = entry.get("status");
        let told = status.is_some_and(|s| s.is_string() || (!own && s.is_boolean()));
        let observed = entry.get("observedGeneration").filter(|v| !v.is_null());
        !named || !told || observed.is_some_and(|seen| !is_count(seen))
    });
    wrong.map(|index| format!("/status/conditions/{index}"))
}

fn container_shape(object: &Value) -> Option<String> {
    if kind(object) != "Pod" {
        return None;
    }
    let places = ["/status/containerStatuses", "/status/initContainerStatuses"];
    places.into_iter().find_map(|place| {
        let wrong = list(object, place).iter().position(|status| {
            let ready = status.get("ready").is_none_or(Value::is_boolean);
            let restarts = status.get("restartCount").is_none_or(is_count);
            !(ready && restarts)
        });
        wrong.map(|index| format!("{place}/{index}"))
    })
}

/// The type of a condition that is there with two statuses.
fn contradicts_itself(object: &Value) -> Option<String> {
    let all = conditions(object);
    let twice = all.iter().enumerate().find(|(index, condition)| {
        let others = &all[index + 1..];
        others
            .iter()
            .any(|other| other.kind == condition.kind && other.status != condition.status)
    });
    twice.map(|(_, condition)| condition.kind.to_string())
}
