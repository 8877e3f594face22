//! `kubectl describe`: the objects and their events. The text is not kubectl's whole text: it has
//! the name, the namespace, labels, annotations, the spec and status as YAML, and the `Events:`
//! section as kubectl prints it.

use super::get::nothing_found;
use super::selection::{self, Which, resolved};
use super::{Cluster, Trouble, events, print, serialize};
use crate::facts::fields::{self, text};
use crate::facts::observation::Seen;
use crate::query::Get;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Answers `kubectl describe`.
pub(crate) async fn describe(
    cluster: &Cluster,
    get: &Get,
    now: DateTime<Utc>,
) -> Result<Seen, Trouble> {
    let mut seen = Seen::at(now);
    let selected = resolved(cluster, &get.resources).await?;
    let found = selection::objects(cluster, Which::of(get), &selected, &mut seen).await?;
    if found.is_empty() && seen.success {
        seen.stderr = nothing_found(cluster.namespace(&get.scope.namespace));
    }
    for (index, (kind, object)) in found.into_iter().enumerate() {
        let namespace = Some(text(&object, "/metadata/namespace")).filter(|n| !n.is_empty());
        let fields = format!(
            "involvedObject.kind={},involvedObject.name={}",
            kind.kind,
            text(&object, "/metadata/name")
        );
        let events = events::list(cluster, namespace, Some(&fields)).await?;
        if index > 0 {
            seen.text.push_str("\n\n");
        }
        seen.text.push_str(&described(&object, &events, now));
        seen.objects.push(object);
        seen.objects.extend(events);
    }
    Ok(seen)
}

fn described(object: &Value, events: &[Value], now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: &str| {
        text.push_str(&format!("{:<16}{value}\n", format!("{name}:")));
    };
    field("Name", self::text(object, "/metadata/name"));
    let namespace = self::text(object, "/metadata/namespace");
    if !namespace.is_empty() {
        field("Namespace", namespace);
    }
    for (name, key) in [("Labels", "labels"), ("Annotations", "annotations")] {
        let pairs = fields::pairs(object, &format!("/metadata/{key}"));
        let mut pairs: Vec<String> = pairs
            .into_iter()
            .filter(|(key, _)| *key != "kubectl.kubernetes.io/last-applied-configuration")
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        pairs.sort();
        field(name, pairs.first().map_or("<none>", String::as_str));
        for pair in pairs.iter().skip(1) {
            // The name column stays empty below the first pair.
            field("", pair);
        }
    }
    for (key, section) in [("spec", "Spec"), ("status", "Status")] {
        if let Some(value) = object.get(key).filter(|value| value.is_object()) {
            text.push_str(&format!("{section}:\n"));
            for line in serialize::yaml(value).lines() {
                text.push_str(&format!("  {line}\n"));
            }
        }
    }
    text.push_str(&events_section(events, now));
    text
}

/// The `Events:` section: `<none>`, or Type, Reason, Age, From, Message.
fn events_section(events: &[Value], now: DateTime<Utc>) -> String {
    if events.is_empty() {
        return "Events:         <none>\n".into();
    }
    let line = |cells: [&str; 5]| cells.map(|cell| format!("  {cell}")).to_vec();
    let mut lines = vec![
        line(["Type", "Reason", "Age", "From", "Message"]),
        line(["----", "------", "----", "----", "-------"]),
    ];
    for event in events {
        let from = match text(event, "/reportingComponent") {
            "" => text(event, "/source/component"),
            component => component,
        };
        lines.push(line([
            text(event, "/type"),
            text(event, "/reason"),
            &events::interval(event, now),
            from,
            text(event, "/message").trim(),
        ]));
    }
    format!("Events:\n{}", print::align(&lines))
}
