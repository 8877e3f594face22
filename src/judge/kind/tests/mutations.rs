//! One healthy object a kind, and everything that may happen to it on the way here: none of it passes.

use super::ctx;
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::verdict::Verdict;
use crate::judge::kind::status;
use crate::judge::object;
use serde_json::{Value, json};

const HEALTHY: &str = include_str!("healthy.yaml");

fn healthy() -> Vec<Value> {
    let found = object::read(HEALTHY);
    assert_eq!(found.problems, []);
    found.objects.into_iter().map(|one| one.object).collect()
}

fn named(object: &Value) -> String {
    format!(
        "{} {}",
        fields::text(object, "/apiVersion"),
        fields::kind(object)
    )
}

fn passes(object: &Value) -> bool {
    let [ko, en] = [Lang::Ko, Lang::En].map(|lang| status(object, &ctx(lang)));
    assert_eq!(
        (ko.verdict, &ko.reason),
        (en.verdict, &en.reason),
        "{}",
        named(object)
    );
    assert!(
        !en.message.is_empty() && !ko.message.is_empty(),
        "{}",
        named(object)
    );
    en.verdict == Verdict::Passed
}

/// Kinds that have nothing to tell of: they pass without a status, too.
fn is_stateless(object: &Value) -> bool {
    matches!(
        fields::kind(object),
        "ConfigMap" | "Secret" | "ClusterRole" | "VirtualService" | "ServiceMonitor"
    ) || (fields::kind(object) == "Service" && fields::text(object, "/spec/type") != "LoadBalancer")
}

#[test]
fn healthy_objects_pass() {
    for object in healthy() {
        let judged = status(&object, &ctx(Lang::En));
        assert_eq!(
            judged.verdict,
            Verdict::Passed,
            "{}: {}",
            named(&object),
            judged.message
        );
    }
}

#[test]
fn nothing_that_is_being_deleted_or_lags_behind_its_spec_passes() {
    for object in healthy() {
        for time in [
            json!("2026-11-23T10:00:00Z"),
            json!(1763892000),
            json!({}),
            json!(true),
        ] {
            let mut object = object.clone();
            object["metadata"]["deletionTimestamp"] = time;
            assert!(!passes(&object), "{} deleted", named(&object));
        }
        if object.pointer("/status/observedGeneration").is_none() {
            continue;
        }
        for seen in [
            json!(1),
            json!(3),
            json!("2"),
            json!(2.5),
            json!(-2),
            json!(1e30),
            json!([2]),
            json!({}),
            json!(true),
            json!("99999999999999999999"),
            json!(i64::MAX),
            json!(u64::MAX),
        ] {
            let mut object = object.clone();
            object["status"]["observedGeneration"] = seen.clone();
            // Rollouts write the generation as a text.
            let as_text = seen == "2" && fields::group(&object).contains('.');
            assert!(
                as_text || !passes(&object),
                "{} observed {seen}",
                named(&object)
            );
        }
        for wanted in [
            json!(1),
            json!(3),
            json!("3"),
            json!(2.5),
            json!([]),
            json!(-2),
        ] {
            let mut object = object.clone();
            object["metadata"]["generation"] = wanted.clone();
            assert!(!passes(&object), "{} generation {wanted}", named(&object));
        }
    }
}

#[test]
fn no_status_and_no_other_thing_in_its_place_passes() {
    for object in healthy() {
        for status in [
            json!(null),
            json!({}),
            json!([]),
            json!("Running"),
            json!(5),
            json!(true),
            json!([{}]),
        ] {
            let mut object = object.clone();
            let nothing = status.is_null() || status == json!({});
            object["status"] = status.clone();
            let scheduled_later = fields::kind(&object) == "CronJob" && status == json!({});
            let may = (nothing && is_stateless(&object)) || scheduled_later;
            assert!(
                may || !passes(&object),
                "{} status {status}",
                named(&object)
            );
        }
        let mut bare = object.clone();
        bare.as_object_mut().unwrap().remove("status");
        assert!(
            is_stateless(&bare) || !passes(&bare),
            "{} without a status",
            named(&bare)
        );
    }
}

/// Every condition of a healthy object, turned: to its opposite, to unknown, to nothing, to another
/// type, or twice.
#[test]
fn no_condition_can_be_turned() {
    let mut wrong = Vec::new();
    for object in healthy() {
        let conditions = fields::list(&object, "/status/conditions").to_vec();
        for (index, condition) in conditions.iter().enumerate() {
            let kind = condition["type"].as_str().unwrap();
            // What these say is beside the point: a limit that is reached, a snapshot that is in use.
            if matches!(kind, "ScalingLimited" | "ResizeStarted" | "Active") {
                continue;
            }
            let place = format!("/status/conditions/{index}");
            let was = condition["status"].as_str().unwrap();
            let opposite = if was == "True" { "False" } else { "True" };
            for turned in [json!(opposite), json!(7), json!(["True"]), json!({})] {
                let mut object = object.clone();
                object.pointer_mut(&place).unwrap()["status"] = turned.clone();
                if passes(&object) {
                    wrong.push(format!("{}: {kind} {turned}", named(&object)));
                }
            }
            for (before, after) in [(opposite, was), (was, opposite), ("Unknown", was)] {
                let mut object = object.clone();
                let list = object.pointer_mut("/status/conditions").unwrap();
                let list = list.as_array_mut().unwrap();
                list.retain(|one| one["type"] != kind);
                for status in [before, after] {
                    let mut one = condition.clone();
                    one["status"] = json!(status);
                    list.push(one);
                }
                if passes(&object) {
                    wrong.push(format!("{}: {kind} {before} and {after}", named(&object)));
                }
            }
            if was == "True" {
                for turned in [json!("Unknown"), json!("true"), json!(""), json!(null)] {
                    let mut object = object.clone();
                    object.pointer_mut(&place).unwrap()["status"] = turned.clone();
                    if passes(&object) {
                        wrong.push(format!("{}: {kind} {turned}", named(&object)));
                    }
                }
            }
        }
        if conditions.is_empty() {
            continue;
        }
        for list in [
            json!({"Ready": "True"}),
            json!("True"),
            json!([null]),
            json!([[]]),
            json!([5]),
            json!([{}]),
            json!([{"status": "True"}]),
            json!([{"type": 5, "status": "True"}]),
            json!(true),
        ] {
            let mut object = object.clone();
            object["status"]["conditions"] = list.clone();
            if passes(&object) {
                wrong.push(format!("{} conditions {list}", named(&object)));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Every count of a healthy object, replaced by what is no count, or by one that is too small.
#[test]
fn no_count_can_be_of_another_type_or_too_small() {
    let mut wrong = Vec::new();
    for object in healthy() {
        let counts: Vec<(String, i64)> = ["spec", "status"]
            .into_iter()
            .flat_map(|part| {
                let fields = object.get(part).and_then(Value::as_object);
                fields
                    .into_iter()
                    .flatten()
                    .filter_map(move |(field, value)| {
                        Some((format!("/{part}/{field}"), value.as_i64()?))
                    })
            })
            .collect();
        for (place, count) in counts {
            let beside = [
                "minReadySeconds",
                "revisionHistoryLimit",
                "progressDeadlineSeconds",
                "collisionCount",
                "backoffLimit",
                "completions",
                "parallelism",
                "minAvailable",
                "expectedPods",
                "observedGeneration",
                "port",
                "minReplicas",
                "maxReplicas",
                "instances",
            ];
            if beside.iter().any(|field| place.ends_with(field)) {
                continue;
            }
            for value in [
                json!(count.to_string()),
                json!(-1),
                json!(1.5),
                json!(1e30),
                json!([count]),
                json!({}),
                json!(true),
            ] {
                let mut object = object.clone();
                *object.pointer_mut(&place).unwrap() = value.clone();
                if passes(&object) {
                    wrong.push(format!("{}: {place} {value}", named(&object)));
                }
            }
            if count > 0
                && !place.ends_with("Misscheduled")
                && place != "/status/disruptionsAllowed"
            {
                let mut object = object.clone();
                *object.pointer_mut(&place).unwrap() = json!(count + 1);
                let more = passes(&object);
                *object.pointer_mut(&place).unwrap() = json!(count - 1);
                let fewer = passes(&object);
                if more && fewer {
                    wrong.push(format!("{}: {place} is not read", named(&object)));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_text_of_a_state_can_be_another() {
    for object in healthy() {
        for place in ["/status/phase", "/status/state", "/status/health"] {
            if fields::text(&object, place).is_empty() {
                continue;
            }
            for word in [
                json!("Failed"),
                json!("Pending"),
                json!("Unknown"),
                json!("Terminating"),
                json!(""),
                json!("running "),
                json!(5),
                json!(null),
                json!(["Running"]),
                json!(true),
            ] {
                let mut object = object.clone();
                *object.pointer_mut(place).unwrap() = word.clone();
                // The first Rollouts had no phase; the counts and conditions tell.
                let none = word == "" || word.is_null();
                if none && fields::kind(&object) == "Rollout" {
                    continue;
                }
                assert!(!passes(&object), "{}: {place} {word}", named(&object));
            }
        }
    }
}

#[test]
fn an_object_without_a_kind_or_a_version_is_no_object() {
    for object in healthy() {
        for field in ["kind", "apiVersion"] {
            for value in [json!(null), json!(""), json!(5), json!(["Pod"])] {
                let mut object = object.clone();
                object[field] = value;
                assert!(!passes(&object));
            }
        }
    }
}

/// A kind's name in another group is another kind.
#[test]
fn a_kind_of_another_group_is_not_judged_by_our_rule() {
    for object in healthy() {
        let mut other = object.clone();
        other["apiVersion"] = json!("nobody.example.com/v1");
        assert!(!passes(&other), "{}", named(&object));
    }
}
