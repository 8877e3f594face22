//! Whether a workload plainly has what its spec asks for, so that no rule could find anything still
//! moving or broken about it. Stricter than any rule: what it does not know is not healthy.

use crate::facts::fields::text;
use serde_json::Value;

/// Whether nothing needs to be said about a workload.
pub(super) fn is_healthy(object: &Value) -> bool {
    let number = |pointer: &str| object.pointer(pointer).and_then(Value::as_i64);
    let seen = number("/metadata/generation").filter(|generation| *generation > 0);
    let observed = seen.is_some() && seen == number("/status/observedGeneration");
    observed
        && text(object, "/metadata/deletionTimestamp").is_empty()
        && object.pointer("/spec/paused") != Some(&Value::Bool(true))
        && conditions_are_well(object)
        && (has_replicas(object) || covers_nodes(object))
}

/// Deployments and StatefulSets.
fn has_replicas(object: &Value) -> bool {
    let number = |pointer: &str| object.pointer(pointer).and_then(Value::as_i64);
    let Some(wanted) = number("/spec/replicas").filter(|wanted| *wanted > 0) else {
        return false;
    };
    let counts = [
        "replicas",
        "updatedReplicas",
        "readyReplicas",
        "availableReplicas",
    ];
    let all_there = counts
        .iter()
        .all(|count| number(&format!("/status/{count}")) == Some(wanted));
    let revision = |which: &str| text(object, &format!("/status/{which}Revision"));
    let rolls = match object.pointer("/spec/updateStrategy") {
        None => true,
        Some(strategy) => {
            let partition = strategy.pointer("/rollingUpdate/partition");
            strategy["type"] == "RollingUpdate"
                && partition.is_none_or(|partition| *partition == 0)
                && !revision("update").is_empty()
                && revision("update") == revision("current")
        }
    };
    all_there && rolls
}

/// DaemonSets.
fn covers_nodes(object: &Value) -> bool {
    let number = |count: &str| {
        let found = object.pointer(&format!("/status/{count}"));
        found.and_then(Value::as_i64)
    };
    let Some(desired) = number("desiredNumberScheduled").filter(|desired| *desired > 0) else {
        return false;
    };
    let counts = [
        "currentNumberScheduled",
        "updatedNumberScheduled",
        "numberReady",
        "numberAvailable",
    ];
    counts.iter().all(|count| number(count) == Some(desired))
        && number("numberMisscheduled") == Some(0)
        && object.pointer("/spec/updateStrategy/type") == Some(&"RollingUpdate".into())
}

/// Only conditions that are known, and with their good value.
fn conditions_are_well(object: &Value) -> bool {
    let conditions = object
        .pointer("/status/conditions")
        .and_then(Value::as_array);
    conditions.into_iter().flatten().all(|condition| {
        match (text(condition, "/type"), text(condition, "/status")) {
            ("Available", "True") => true,
            ("Progressing", "True") => text(condition, "/reason") == "NewReplicaSetAvailable",
            ("ReplicaFailure", "False") => true,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(pointer: &str, value: Value, healthy: bool) {
        let mut object = json!({
            "metadata": {"generation": 2},
            "spec": {"replicas": 3},
            "status": {"observedGeneration": 2, "replicas": 3, "updatedReplicas": 3,
                "readyReplicas": 3, "availableReplicas": 3, "conditions": [
                {"type": "Available", "status": "True"},
                {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]},
        });
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match object.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => object.pointer_mut(parent).unwrap()[key] = value,
        }
        assert_eq!(is_healthy(&object), healthy, "{pointer}: {object}");
    }

    #[test]
    fn one_thing_amiss_is_enough_to_be_looked_at() {
        check("/spec/replicas", json!(3), true);
        for (pointer, value) in [
            ("/metadata/generation", json!(3)),
            ("/metadata/generation", json!(0)),
            ("/metadata/deletionTimestamp", json!("2025-12-05T10:00:00Z")),
            ("/spec/replicas", json!(0)),
            ("/spec/replicas", json!(4)),
            ("/spec/replicas", Value::Null),
            ("/spec/paused", json!(true)),
            ("/spec/updateStrategy", json!({"type": "OnDelete"})),
            ("/status", Value::Null),
            ("/status/observedGeneration", json!(1)),
            ("/status/observedGeneration", Value::Null),
            ("/status/replicas", json!(4)),
            ("/status/updatedReplicas", json!(2)),
            ("/status/readyReplicas", json!(2)),
            ("/status/availableReplicas", Value::Null),
            ("/status/conditions/0/status", json!("False")),
            ("/status/conditions/1/reason", json!("ReplicaSetUpdated")),
            ("/status/conditions/1/type", json!("Stalled")),
        ] {
            check(pointer, value, false);
        }
    }
}
