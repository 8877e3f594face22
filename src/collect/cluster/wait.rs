//! `kubectl wait`, looked at once: what holds now, and what does not hold yet.

use super::selection::{self, Which, resolved};
use super::{Cluster, Trouble};
use crate::collect::jsonpath;
use crate::facts::fields::{count, list, number, text};
use crate::facts::observation::{Cause, Seen};
use crate::query::{Until, Wait};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers `kubectl wait`. `success` is whether it would have ended at once.
pub(crate) async fn wait(
    cluster: &Cluster,
    query: &Wait,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let which = Which {
        scope: &query.scope,
        labels: query.selector.as_deref(),
        fields: query.field_selector.as_deref(),
        ignore_not_found: false,
    };
    let selected = resolved(cluster, &query.resources).await?;
    let found = selection::objects(cluster, which, &selected, &mut seen).await?;
    if query.until == Until::Delete {
        // What is not there is what was waited for.
        seen.success = found.is_empty();
        seen.stderr.clear();
    } else if found.is_empty() && seen.missing.is_empty() {
        seen.success = false;
        seen.stderr = "error: no matching resources found\n".into();
    }
    for (kind, object) in found {
        let name = text(&object, "/metadata/name");
        let met =
            met(&query.until, &object).map_err(|words| Trouble::new(Cause::BadRequest, words))?;
        if met {
            let line = format!("{}/{name} condition met\n", kind.printed_kind());
            seen.text.push_str(&line);
        } else {
            seen.success = false;
            seen.stderr.push_str(&format!(
                "error: timed out waiting for the condition on {}/{name}\n",
                kind.plural
            ));
        }
        seen.objects.push(object);
    }
    Ok(seen)
}

fn met(until: &Until, object: &Value) -> Result<bool, String> {
    match until {
        Until::Create => Ok(true),
        Until::Delete => Ok(false),
        Until::Condition(name, value) => Ok(condition(object, name, value)),
        Until::JsonPath(path, value) => {
            let found = jsonpath::find(path, object)?;
            Ok(match (found.as_slice(), value) {
                ([], _) => false,
                (_, None) => true,
                ([Value::String(text)], Some(value)) => text.eq_ignore_ascii_case(value),
                ([Value::Object(_) | Value::Array(_)], Some(_)) => {
                    return Err("jsonpath leads to a nested object or list".into());
                }
                ([other], Some(value)) => other.to_string().eq_ignore_ascii_case(value),
                (_, Some(_)) => {
                    return Err("given jsonpath expression matches more than one value".into());
                }
            })
        }
    }
}

/// kubectl compares names and values ignoring case, and takes no condition that lags behind the
/// object's generation.
fn condition(object: &Value, name: &str, value: &str) -> bool {
    list(object, "/status/conditions").iter().any(|condition| {
        let observed = number(condition, "/observedGeneration")
            .or_else(|| number(object, "/status/observedGeneration"));
        let current = count(object, "/metadata/generation");
        text(condition, "/type").eq_ignore_ascii_case(name)
            && observed.is_none_or(|observed| observed >= current)
            && text(condition, "/status").eq_ignore_ascii_case(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(until: Until, expected: bool) {
        let object = json!({
            "metadata": {"name": "x", "generation": 2},
            "status": {"phase": "Running", "replicas": 3, "conditions": [
                {"type": "Ready", "status": "True"},
                {"type": "Stale", "status": "True", "observedGeneration": 1}]},
        });
        assert_eq!(met(&until, &object), Ok(expected), "{until:?}");
    }

    #[test]
    fn what_holds_is_met_and_what_lags_is_not() {
        let condition = |name: &str, value: &str| Until::Condition(name.into(), value.into());
        check(condition("ready", "true"), true);
        check(condition("Ready", "False"), false);
        check(condition("Stale", "true"), false);
        check(condition("Other", "true"), false);
        let path =
            |path: &str, value: Option<&str>| Until::JsonPath(path.into(), value.map(String::from));
        check(path("{.status.phase}", Some("Running")), true);
        check(path("{.status.replicas}", Some("3")), true);
        check(path("{.status.phase}", Some("Pending")), false);
        check(path("{.status.podIP}", None), false);
        check(path(".status.phase", None), true);
    }
}
