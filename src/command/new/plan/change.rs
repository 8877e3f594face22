//! What the change itself should have made of what runs: each value that the app's manifests have now and
//! had not before is looked for in the cluster. With the old version live no such step passes. Pure.

use crate::command::new::facts::Target;
use crate::command::new::history::History;
use crate::facts::fields;
use crate::facts::{secret, shell};
use crate::render::context::Expectation;
use serde_json::Value;

/// A value to look for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Check {
    /// `deployment`, `service`.
    pub resource: String,
    /// The object.
    pub name: String,
    /// Its namespace, if the manifest names one.
    pub namespace: String,
    /// What it is, as people call it: `replicas`, `web limits.memory`.
    pub field: String,
    /// What follows the name on the command line.
    pub output: String,
    /// What is printed then.
    pub expected: Expectation,
}

/// As many values are looked for; a change of more has a step for each of the first.
pub(super) const MOST: usize = 20;
/// A longer text is no value that a reader compares.
const LONG: usize = 80;

/// What names an entry of a list.
const IDENTITY: [&str; 10] = [
    "name",
    "key",
    "containerPort",
    "mountPath",
    "port",
    "host",
    "path",
    "ip",
    "kind",
    "operator",
];

/// The kinds that are looked at, as `kubectl` takes them. What deploys others, and what only its owner may
/// read, is none of them.
fn resource(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Deployment" => "deployment",
        "DaemonSet" => "daemonset",
        "StatefulSet" => "statefulset",
        "Rollout" => "rollout",
        "CronJob" => "cronjob",
        "Service" => "service",
        "ConfigMap" => "configmap",
        "Ingress" => "ingress",
        "HorizontalPodAutoscaler" => "hpa",
        "PodDisruptionBudget" => "pdb",
        "NetworkPolicy" => "networkpolicy",
        "PersistentVolumeClaim" => "pvc",
        "ServiceAccount" => "serviceaccount",
        "HelmRelease" => "helmreleases.helm.toolkit.fluxcd.io",
        "Application" => "applications.argoproj.io",
        _ => return None,
    })
}

/// What the change gave the objects of a target's app.
pub(super) fn checks(target: &Target, history: Option<&History>) -> Vec<Check> {
    let Some(history) = history else {
        return Vec::new();
    };
    let app = target.app.as_deref();
    let (before, after) = (history.objects_before(app), history.objects_of(app));
    let (before, after): (Vec<&Value>, Vec<&Value>) = (before.collect(), after.collect());
    // Without a start there is no change to tell.
    if before.is_empty() && history.range.from.is_none() {
        return Vec::new();
    }
    let same = |one: &Value, other: &Value| {
        fields::kind(one) == fields::kind(other)
            && fields::name(one) == fields::name(other)
            && fields::namespace(one) == fields::namespace(other)
    };
    let mut all = Vec::new();
    for object in &after {
        let Some(resource) = resource(fields::kind(object)).filter(|_| is_named(object)) else {
            continue;
        };
        let about = |field: String, output: String, expected: Expectation| Check {
            resource: resource.into(),
            name: fields::name(object).into(),
            namespace: fields::namespace(object).into(),
            field,
            output,
            expected,
        };
        match before.iter().find(|one| same(one, object)) {
            None if before.is_empty() => {}
            None => {
                let value = fields::name(object).to_owned();
                let output = path_of("{.metadata.name}");
                all.push(about(String::new(), output, Expectation::Output { value }));
            }
            Some(old) => {
                let scaled = is_scaled(target, object, &after);
                let mut found = Vec::new();
                for part in parts(fields::kind(object)) {
                    let (old, new) = (old.pointer(&pointer(part)), object.pointer(&pointer(part)));
                    compare(part, old, new, &mut found);
                }
                let found = found
                    .into_iter()
                    .filter(|one| !(one.is_image() || scaled && one.is_replicas()));
                all.extend(found.map(|one| about(one.field(), path_of(&one.path), one.expected)));
                all.extend(chart(object, old).map(|(path, value)| {
                    about("chart".into(), path_of(path), Expectation::Output { value })
                }));
            }
        }
    }
    for object in before.iter().filter(|one| is_named(one)) {
        let is_gone = !after.iter().any(|one| same(one, object));
        // Of a folder that could not be read as a whole nothing is known to be gone.
        if let (Some(resource), true, false) =
            (resource(fields::kind(object)), is_gone, after.is_empty())
        {
            all.push(Check {
                resource: resource.into(),
                name: fields::name(object).into(),
                namespace: fields::namespace(object).into(),
                field: String::new(),
                output: " --ignore-not-found".into(),
                expected: Expectation::NoOutput,
            });
        }
    }
    all
}

/// Whether a value of the cluster is one of a manifest.
pub(super) fn same_value(at: &str, said: &str, live: &str) -> bool {
    said == live || is_quantity(at) && canonical(said) == canonical(live)
}

fn is_named(object: &Value) -> bool {
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
    };
    let (name, namespace) = (fields::name(object), fields::namespace(object));
    !name.is_empty() && plain(name) && plain(namespace)
}

/// Whether an autoscaler sets the number of an object's pods.
fn is_scaled(target: &Target, object: &Value, manifests: &[&Value]) -> bool {
    let live = target.workloads.iter().any(|placed| {
        placed.workload.name == fields::name(object) && placed.workload.autoscaled.is_some()
    });
    live || manifests.iter().any(|one| {
        fields::kind(one) == "HorizontalPodAutoscaler"
            && fields::text(one, "/spec/scaleTargetRef/name") == fields::name(object)
    })
}

/// The parts of an object that its owner writes.
fn parts(kind: &str) -> &'static [&'static str] {
    match kind {
        "ConfigMap" => &["data"],
        "ServiceAccount" => &["metadata.annotations"],
        // What these install is looked at in what they install.
        "HelmRelease" | "Application" => &[],
        "Ingress" => &["metadata.annotations", "spec"],
        _ => &["spec"],
    }
}

/// The chart of an object that installs one, if its version changed, and where it tells what is installed.
fn chart(object: &Value, old: &Value) -> Option<(&'static str, String)> {
    let (version, installed) = match fields::kind(object) {
        "HelmRelease" => (
            "/spec/chart/spec/version",
            "{.status.history[0].chartVersion}",
        ),
        "Application" => ("/spec/source/targetRevision", "{.status.sync.revision}"),
        _ => return None,
    };
    let is_chart = fields::kind(object) != "Application"
        || !fields::text(object, "/spec/source/chart").is_empty();
    let (now, then) = (fields::text(object, version), fields::text(old, version));
    let is_whole = now.split('.').count() == 3 && now.starts_with(|c: char| c.is_ascii_digit());
    (is_chart && is_whole && now != then && shown(now).is_some())
        .then(|| (installed, now.to_owned()))
}

fn pointer(part: &str) -> String {
    format!("/{}", part.replace('.', "/"))
}

/// `-o jsonpath='{…}'`.
pub(super) fn path_of(path: &str) -> String {
    format!(" -o jsonpath={}", shell::word(path))
}

/// A difference: where, and what is printed there once the change is live.
pub(super) struct Found {
    pub path: String,
    pub expected: Expectation,
}

impl Found {
    /// That a place has a value; `None` for one that is not shown.
    pub(super) fn of(at: &str, value: &str) -> Option<Found> {
        let text = if is_quantity(at) {
            canonical(value)
        } else {
            value.to_owned()
        };
        let value = shown(&text).filter(|text| !text.contains([' ', ',']))?;
        (!is_secret(at, value)).then(|| Found {
            path: format!("{{.{at}}}"),
            expected: Expectation::Output {
                value: value.to_owned(),
            },
        })
    }

    /// The image of a container has a step of its own, which knows the values of charts, too.
    fn is_image(&self) -> bool {
        self.path.contains(".containers[?(@.name==") && self.path.ends_with(")].image}")
    }

    fn is_replicas(&self) -> bool {
        self.path == "{.spec.replicas}"
    }

    /// `replicas`, `web resources.limits.memory`: the path without what every object has.
    pub(super) fn field(&self) -> String {
        let path = self.path.trim_matches(['{', '}']);
        let path = path.trim_start_matches('.').replace("\\.", ".");
        let path = path.trim_end_matches("[*]");
        let mut names = Vec::new();
        let mut rest = String::new();
        let mut parts = path.split("[?(@.");
        rest.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (test, after) = part.split_once(")]").unwrap_or((part, ""));
            let value = test.split("==").nth(1).unwrap_or_default();
            names.push(value.trim_matches('"').to_owned());
            rest = after.trim_start_matches('.').to_owned();
        }
        let common = [
            "spec.template.spec.",
            "spec.jobTemplate.spec.template.spec.",
            "spec.template.",
            "spec.",
        ];
        for prefix in common {
            if names.is_empty()
                && let Some(inner) = rest.strip_prefix(prefix)
            {
                rest = inner.to_owned();
                break;
            }
        }
        names.push(rest);
        names.retain(|name| !name.is_empty());
        names.join(" ")
    }
}

/// Walks two trees together. `at` is a JSONPath without its braces and its first dot.
fn compare(at: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Found>) {
    let expect = |expected, found: &mut Vec<Found>| {
        found.push(Found {
            path: format!("{{.{at}}}"),
            expected,
        });
    };
    match (old, new) {
        (_, None | Some(Value::Null)) => {
            // What its owner takes away is gone, unless the server has a value of its own for it.
            if old.is_some_and(|old| !old.is_null()) && is_kept_only_by_its_owner(at) {
                expect(Expectation::NoOutput, found);
            }
        }
        (old, Some(Value::Object(fields))) => {
            let before = old.and_then(Value::as_object);
            let keys = before.into_iter().flat_map(|old| old.keys());
            let gone = keys.filter(|key| !fields.contains_key(*key));
            for key in fields.keys().chain(gone) {
                let Some(step) = step(key) else { continue };
                let old = before.and_then(|old| old.get(key));
                compare(&format!("{at}.{step}"), old, fields.get(key), found);
            }
        }
        (old, Some(Value::Array(items))) => {
            let none = Vec::new();
            let before = old.and_then(Value::as_array).unwrap_or(&none);
            let Some(key) = identity(before, items) else {
                return plain_list(at, before, items, found);
            };
            let gone = before
                .iter()
                .filter(|item| !items.iter().any(|one| one[key] == item[key]));
            for item in items.iter().chain(gone) {
                let Some(value) = scalar(&item[key]).filter(|value| shown(value).is_some()) else {
                    continue;
                };
                let entry = format!("{at}[?(@.{key}=={})]", quoted_value(&item[key], &value));
                let old = before.iter().find(|one| one[key] == item[key]);
                let path = format!("{{.{entry}.{key}}}");
                if !items.iter().any(|one| one[key] == item[key]) {
                    let expected = Expectation::NoOutput;
                    found.push(Found { path, expected });
                    continue;
                }
                // Its name is told by all that the entry has, and by itself if it has nothing else.
                let count = found.len();
                compare(&entry, old, Some(item), found);
                found.retain(|one| one.path != path);
                if old.is_none() && found.len() == count {
                    let expected = Expectation::Output { value };
                    found.push(Found { path, expected });
                }
            }
        }
        (old, Some(value)) if old != Some(value) => {
            if let Some(expected) = plain_value(at, old, value) {
                expect(expected, found);
            }
        }
        (_, Some(_)) => {}
    }
}

/// What is asked of a value that is new.
fn plain_value(at: &str, old: Option<&Value>, value: &Value) -> Option<Expectation> {
    let text = scalar(value)?;
    let text = if is_quantity(at) {
        canonical(&text)
    } else {
        text
    };
    if is_secret(at, &text) {
        return None;
    }
    let before = old.and_then(scalar).unwrap_or_default();
    match shown(&text) {
        // Of several words it is asked whether they are there.
        Some(shown) if shown.contains([' ', ',']) => {
            let value = shown.to_owned();
            (!before.contains(shown)).then_some(Expectation::OutputHas { value })
        }
        Some(shown) => Some(Expectation::Output {
            value: shown.to_owned(),
        }),
        None => new_line(&before, &text).map(|value| Expectation::OutputHas { value }),
    }
}

/// Lists of plain values (arguments, commands): each new one is there.
fn plain_list(at: &str, before: &[Value], items: &[Value], found: &mut Vec<Found>) {
    let added = items.iter().filter(|item| !before.contains(item));
    for item in added {
        let Some(value) = scalar(item).filter(|value| !is_secret(at, value)) else {
            continue;
        };
        // A text within another one would be seen in it.
        let hides = before
            .iter()
            .filter_map(scalar)
            .any(|old| old.contains(&value));
        if let Some(value) = shown(&value).filter(|_| !hides) {
            found.push(Found {
                path: format!("{{.{at}[*]}}"),
                expected: Expectation::OutputHas {
                    value: value.to_owned(),
                },
            });
        }
    }
}

/// The first line of a text that the one before did not have.
fn new_line(before: &str, after: &str) -> Option<String> {
    let mut lines = after.lines().map(str::trim);
    lines
        .find(|line| line.len() > 3 && !before.contains(line) && shown(line).is_some())
        .filter(|line| !is_secret("", line))
        .map(str::to_owned)
}

/// The key that tells the entries of both lists apart.
fn identity(before: &[Value], items: &[Value]) -> Option<&'static str> {
    let tells = |list: &[Value], key: &str| {
        list.iter().enumerate().all(|(at, item)| {
            let own = item.get(key).and_then(scalar);
            own.is_some() && !list[..at].iter().any(|other| other[key] == item[key])
        })
    };
    let mut keys = IDENTITY.into_iter();
    keys.find(|key| {
        tells(items, key) && tells(before, key) && !(items.is_empty() && before.is_empty())
    })
}

/// A key as a step of a JSONPath; `None` if it cannot be one.
fn step(key: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    (!key.is_empty() && key.chars().all(plain)).then(|| key.replace('.', "\\."))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn quoted_value(value: &Value, text: &str) -> String {
    match value {
        Value::String(_) => format!("\"{text}\""),
        _ => text.to_owned(),
    }
}

/// A text that a sentence can quote as it is.
fn shown(text: &str) -> Option<&str> {
    let is_plain = |c: char| {
        !c.is_control() && !matches!(c, '`' | '"' | '\'' | '…' | '*' | '<' | '>' | '{' | '[')
    };
    let fits = !text.is_empty() && text.len() <= LONG && text.trim() == text;
    (fits && text.chars().all(is_plain) && !text.contains("...") && !text.contains("-->"))
        .then_some(text)
}

fn is_secret(at: &str, text: &str) -> bool {
    let key = at
        .rsplit(['.', '"'])
        .find(|part| !matches!(*part, "value" | ")]" | ""))
        .unwrap_or(at);
    secret::is_sensitive_key(key)
        || secret::mask(text) != text
        || at.split('"').any(secret::is_sensitive_key)
}

/// Whether nothing but the manifest puts a value there: no default takes its place.
fn is_kept_only_by_its_owner(at: &str) -> bool {
    const OWN: [&str; 16] = [
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
        "tolerations",
        "affinity",
        "nodeSelector",
        "limits",
        "requests",
        "resources",
        "args",
        "command",
        "env",
        "annotations",
        "labels",
        "data",
        "tls",
    ];
    let keys: Vec<&str> = at.split(['.', '[']).collect();
    let last = keys.last().copied().unwrap_or_default();
    let within = [
        "nodeSelector",
        "limits",
        "requests",
        "annotations",
        "labels",
        "data",
    ];
    OWN.contains(&last)
        || keys
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|key| within.contains(key))
        || at.contains("annotations.")
        || at.contains("nodeSelector.")
}

fn is_quantity(at: &str) -> bool {
    let parts: Vec<&str> = at.split('.').collect();
    parts
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|key| matches!(*key, "limits" | "requests" | "hard"))
        || at.ends_with("sizeLimit")
}

/// A quantity as the API server writes it: the largest unit of its own kind in which it is whole.
fn canonical(text: &str) -> String {
    use crate::facts::quantity::Quantity;
    let Some(quantity) = Quantity::parse(text) else {
        return text.to_owned();
    };
    let is_binary = text.ends_with('i');
    let units: &[(&str, i128)] = if is_binary {
        &[
            ("Ei", 1 << 60),
            ("Pi", 1 << 50),
            ("Ti", 1 << 40),
            ("Gi", 1 << 30),
            ("Mi", 1 << 20),
            ("Ki", 1 << 10),
        ]
    } else {
        &[
            ("E", 1_000_000_000_000_000_000),
            ("P", 1_000_000_000_000_000),
            ("T", 1_000_000_000_000),
            ("G", 1_000_000_000),
            ("M", 1_000_000),
            ("k", 1_000),
        ]
    };
    let nanos = quantity.nanos();
    let fits = |unit: &i128| nanos != 0 && nanos % (unit * 1_000_000_000) == 0;
    match units.iter().find(|(_, unit)| fits(unit)) {
        Some((suffix, unit)) => format!("{}{suffix}", nanos / (unit * 1_000_000_000)),
        None => quantity.to_string(),
    }
}
