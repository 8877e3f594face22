//! Which keys mean what, in objects, in kustomizations and in the values that charts are used to.

use super::values::{brief, each, env_value, items, name_of, text, without};
use super::{Walk, danger};
use crate::facts::change::{Danger, What};
use crate::facts::tsv;
use crate::facts::workload::WorkloadKind;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// The same, or what stands for none.
fn text_or<'v>(value: &'v Value, key: &str, none: &'v str) -> &'v str {
    let text = text(value, key);
    if text.is_empty() { none } else { text }
}

fn has(a: &Value, b: &Value, key: &str) -> bool {
    a.get(key).is_some() || b.get(key).is_some()
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A key, what it holds in both, and where it stands.
struct Key<'k> {
    key: &'k str,
    kind: &'k str,
    depth: usize,
    in_spec: bool,
    scalars: bool,
    a: &'k Value,
    b: &'k Value,
    around: (&'k Value, &'k Value),
}

/// A line of `rules.tsv`, which says what its columns are.
struct Rule {
    place: &'static str,
    form: &'static str,
    what: What,
    subject: &'static str,
    dangers: Vec<(Danger, &'static str)>,
}

static RULES: LazyLock<HashMap<&str, Vec<Rule>>> = LazyLock::new(|| {
    let mut rules: HashMap<&str, Vec<Rule>> = HashMap::new();
    for [keys, place, form, what, subject, dangers] in tsv::rows(include_str!("rules.tsv")) {
        for key in keys.split(' ') {
            let dangers = dangers.split(' ').filter_map(|danger| {
                let (name, when) = danger.split_once(':').unwrap_or((danger, ""));
                Some((of_name(name)?, when))
            });
            rules
                .entry(key)
                .or_default()
                .extend(of_name(what).map(|what| Rule {
                    place,
                    form,
                    what,
                    subject,
                    dangers: dangers.collect(),
                }));
        }
    }
    rules
});

/// What the table calls by its name in the output.
fn of_name<T: DeserializeOwned>(name: &'static str) -> Option<T> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

impl Rule {
    fn dangers(&self, at: &Key<'_>, left: bool) -> Vec<Danger> {
        let is_one = |value: &Value, of: &str| of.split('|').any(|one| one == brief(value));
        let holds = |when: &str| match when.split_once('=') {
            Some(("to", of)) => is_one(at.b, of),
            Some(("from", of)) => is_one(at.a, of),
            _ => match when {
                "left" => left,
                "empty" => items(at.b).is_empty(),
                "smaller" => !danger::of_size(at.a, at.b).is_empty(),
                _ => true,
            },
        };
        let dangers = self.dangers.iter().filter(|(_, when)| holds(when));
        dangers.map(|(danger, _)| *danger).collect()
    }
}

/// The lines of a value in a form of the table.
fn lines(form: &str, value: &Value) -> Vec<String> {
    let of = |line: fn(&Value) -> String| items(value).iter().map(line).collect();
    match form {
        "labels" => each(value.get("matchLabels").unwrap_or(value)),
        "env-from" => of(env_from),
        "routes" => of(route),
        "hosts" => of(|one| brief(one.get("host").unwrap_or(one))),
        "certificates" => of(certificate),
        _ => each(value),
    }
}

/// Whom a role is bound to if it is bound to all.
const EVERYBODY: [&str; 4] = [
    "system:authenticated",
    "system:unauthenticated",
    "system:anonymous",
    "system:serviceaccounts",
];

fn some_if(holds: bool, danger: Danger) -> Vec<Danger> {
    holds.then_some(danger).into_iter().collect()
}

impl Walk<'_> {
    /// What several keys of a map say together; which keys that were.
    pub(super) fn shape(&mut self, a: &Value, b: &Value) -> Vec<&'static str> {
        let mut consumed = Vec::new();
        let has = |key: &str| has(a, b, key);
        let is_chart_file = self.document.file.ends_with("Chart.yaml") && self.path.is_empty();
        let mut named = |keys: &[&'static str]| consumed.extend(keys);
        let pair = |walk: &mut Self, what, subject: String, of: &dyn Fn(&Value) -> String| {
            let (old, new) = (of(a), of(b));
            if old != new {
                let (old, new) = (filled(old), filled(new));
                let version = |text: &Option<String>| {
                    let last = text.as_ref()?.rsplit(' ').next();
                    last.map(str::to_owned)
                };
                let dangers = match what {
                    What::Image => danger::of_images(old.as_deref(), new.as_deref()),
                    _ => version(&old)
                        .zip(version(&new))
                        .and_then(|(old, new)| danger::of_versions(&old, &new))
                        .into_iter()
                        .collect(),
                };
                walk.told(what, subject, (old, new), dangers);
            }
        };
        let image = ["repository", "registry", "tag", "digest", "sha"];
        let is_image = self.last().to_lowercase().ends_with("image") || has("repository");
        if (has("tag") || has("digest")) && is_image && !self.is_under("dependencies") {
            pair(self, What::Image, self.owner(), &of_image_map);
            named(&image);
        } else if self.is_under("images")
            && ["newTag", "newName", "digest"].iter().any(|key| has(key))
        {
            pair(self, What::Image, self.owner(), &|map| {
                let name = text_or(map, "newName", text(map, "name"));
                image_text(name, map.get("newTag"), map.get("digest"))
            });
            named(&["newTag", "newName", "digest", "name"]);
        } else if has("chart") && (has("version") || has("targetRevision")) {
            pair(self, What::Chart, String::new(), &|map| {
                chart(text(map, "chart"), map)
            });
            named(&["chart", "version", "targetRevision"]);
        } else if has("version") && (self.is_under("dependencies") || self.is_under("helmCharts")) {
            pair(self, What::Chart, String::new(), &|map| {
                chart(text(map, "name"), map)
            });
            named(&["name", "version"]);
        } else if is_chart_file {
            pair(self, What::Chart, String::new(), &|map| {
                chart(text(map, "name"), map)
            });
            named(&["version"]);
            let version = |map: &Value| map.get("appVersion").map(brief).unwrap_or_default();
            pair(self, What::AppVersion, String::new(), &version);
            named(&["appVersion"]);
        } else if has("repoURL") && has("targetRevision") {
            self.maybe(
                What::Revision,
                "",
                a.get("targetRevision"),
                b.get("targetRevision"),
            );
            named(&["targetRevision"]);
        }
        consumed.extend(self.range(a, b));
        consumed
    }

    /// Between which numbers an autoscaler keeps them.
    fn range(&mut self, a: &Value, b: &Value) -> Vec<&'static str> {
        let mut consumed = Vec::new();
        for (least, most) in [
            ("minReplicas", "maxReplicas"),
            ("minReplicaCount", "maxReplicaCount"),
        ] {
            if has(a, b, least) || has(a, b, most) {
                let range = |map: &Value| {
                    let side = |key: &str| map.get(key).map_or("–".into(), brief);
                    match map.get(least).or(map.get(most)) {
                        Some(_) => format!("{}–{}", side(least), side(most)),
                        None => String::new(),
                    }
                };
                let (old, new) = (range(a), range(b));
                if old != new {
                    let zero = b.get(most).and_then(Value::as_u64) == Some(0);
                    let dangers = some_if(zero, Danger::Nothing);
                    self.told(
                        What::Range,
                        self.owner(),
                        (filled(old), filled(new)),
                        dangers,
                    );
                }
                consumed.extend([least, most]);
            }
        }
        consumed
    }

    fn maybe(&mut self, what: What, subject: &str, a: Option<&Value>, b: Option<&Value>) {
        let (a, b) = (a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null));
        if a != b {
            self.row(what, subject.to_owned(), a, b, Vec::new());
        }
    }

    /// What one key says; whether it is one that is known. `around` are the maps that it stands in.
    pub(super) fn key(
        &mut self,
        key: &str,
        a: &Value,
        b: &Value,
        around: (&Value, &Value),
    ) -> bool {
        let is_scalar = |value: &Value| !value.is_object() && !value.is_array();
        let depth = self.path.len();
        let key = Key {
            key,
            kind: self.kind(),
            depth,
            in_spec: depth == 2 && self.path[0] == "spec",
            scalars: is_scalar(a) && is_scalar(b),
            a,
            b,
            around,
        };
        self.of_workloads(&key) || self.of_objects(&key) || self.by_table(&key)
    }

    /// What is told by more than the key and where it stands: containers, and how many of them.
    fn of_workloads(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key, kind, a, b, ..
        } = at;
        match key {
            "image" | "imageTag" | "image_tag" | "tag"
                if at.scalars && (key != "tag" || self.is_under("image")) =>
            {
                let (old, new) = (text_of(a), text_of(b));
                let mut dangers = match (key, &old, &new) {
                    ("image", old, new) => danger::of_images(old.as_deref(), new.as_deref()),
                    (_, Some(old), Some(new)) => Vec::from_iter(danger::of_versions(old, new)),
                    _ => Vec::new(),
                };
                if key != "image" && new.as_deref() == Some("latest") {
                    dangers.push(Danger::Latest);
                }
                self.told(What::Image, self.around(), (old, new), dangers);
            }
            "resources"
                if kind == "PersistentVolumeClaim" || self.is_under("volumeClaimTemplates") =>
            {
                let of = |value: &Value| value.pointer("/requests/storage").cloned();
                let (old, new) = (of(a).unwrap_or_default(), of(b).unwrap_or_default());
                if old == new {
                    return false;
                }
                let dangers = danger::of_size(&old, &new);
                self.row(What::Storage, self.of_owner("size"), &old, &new, dangers);
            }
            "resources"
                if kind != "CustomResourceDefinition"
                    && ["requests", "limits"].iter().any(|key| has(a, b, key)) =>
            {
                self.resources(a, b);
            }
            "readinessProbe" | "livenessProbe" | "startupProbe" => self.probe(key, a, b),
            "readiness" | "liveness" | "startup" if self.is_under("probes") => {
                self.probe(key, a, b);
            }
            "env" | "extraEnv" | "extraEnvVars" | "envVars" | "extraEnvs" if !at.scalars => {
                self.env(a, b);
            }
            "capabilities" => {
                let of = |value: &Value| -> Vec<String> {
                    let dropped = strings(value, "drop").into_iter();
                    let dropped = dropped.map(|one| format!("drop {one}"));
                    strings(value, "add").into_iter().chain(dropped).collect()
                };
                let is_drop = |one: &String| one.starts_with("drop ");
                let subject = self.of_owner(key);
                self.sets(What::Privilege, subject, (&of(a), &of(b)), |minus, plus| {
                    let wide = minus.iter().any(is_drop) || !plus.iter().all(is_drop);
                    some_if(wide, Danger::Privileged)
                });
            }
            "hostPath" => {
                let of = |value: &Value| value.get("path").unwrap_or(value).clone();
                let dangers = some_if(!b.is_null(), Danger::Privileged);
                self.row(What::Privilege, self.of_owner(key), &of(a), &of(b), dangers);
            }
            "ports" if kind == "Service" && at.in_spec || has_port(a) || has_port(b) => {
                self.ports(at);
            }
            "template" if at.in_spec && kind == "Job" => self.fixed_template(a, b),
            _ => return false,
        }
        true
    }

    /// The same of other objects, and of a kustomization.
    fn of_objects(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key, kind, a, b, ..
        } = at;
        let is_root = at.depth == 1;
        match key {
            "sops" if is_root => {}
            "versions" if at.in_spec && kind == "CustomResourceDefinition" => self.versions(a, b),
            "data" | "binaryData" if is_root && kind == "ConfigMap" => {
                self.each_key(What::Config, a, b, at.around);
            }
            "data" | "stringData" if is_root && kind == "Secret" => {
                self.each_key(What::Secret, a, b, at.around);
            }
            "encryptedData" if kind == "SealedSecret" => {
                self.is_secret = true;
                self.each_key(What::Secret, a, b, at.around);
                self.is_secret = false;
            }
            "literals" | "files" | "envs"
                if self.is_under("configMapGenerator") || self.is_under("secretGenerator") =>
            {
                let hidden = self.is_secret;
                self.is_secret |= self.is_under("secretGenerator");
                let lines = (&*each(a), &*each(b));
                self.sets(What::Config, self.around(), lines, |_, _| Vec::new());
                self.is_secret = hidden;
            }
            "rules" if is_root && kind.ends_with("Role") => self.role(a, b),
            "subjects" if is_root && kind.ends_with("RoleBinding") => {
                let of = |value: &Value| items(value).iter().map(subject).collect::<Vec<_>>();
                let of_all = |one: &String| EVERYBODY.iter().any(|name| one.ends_with(name));
                let lines = (&*of(a), &*of(b));
                self.sets(What::Subjects, String::new(), lines, |_, plus| {
                    let mut dangers = some_if(!plus.is_empty(), Danger::Widened);
                    dangers.extend(plus.iter().any(of_all).then_some(Danger::Everything));
                    dangers
                });
            }
            "rules" if at.in_spec && kind == "Ingress" => self.ingress(a, b),
            "ingress" | "egress" | "policyTypes" if at.in_spec && kind == "NetworkPolicy" => {
                self.network(key, a, b);
            }
            "resources" | "components" | "bases" if is_root && self.is_kustomization() => {
                let lines = (&*each(a), &*each(b));
                self.sets(What::Parts, key.to_owned(), lines, danger::of_parts);
            }
            "patches" | "patchesJson6902" if is_root && self.is_kustomization() => {
                self.patches(key, a, b);
            }
            _ => return false,
        }
        true
    }

    /// What a line of `rules.tsv` says of a key.
    fn by_table(&mut self, at: &Key<'_>) -> bool {
        let stands = |rule: &&Rule| rule.place.split(' ').all(|test| self.stands(at, test));
        let Some(rule) = RULES
            .get(at.key)
            .and_then(|rules| rules.iter().find(stands))
        else {
            return false;
        };
        let subject = match rule.subject {
            "owner" => self.around(),
            "key" => self.of_owner(at.key),
            "name" => at.key.to_owned(),
            "path" => self.path.join("."),
            _ => String::new(),
        };
        if rule.form == "value" {
            let dangers = rule.dangers(at, false);
            self.row(rule.what, subject, at.a, at.b, dangers);
            return true;
        }
        let (old, new) = (lines(rule.form, at.a), lines(rule.form, at.b));
        if rule.what == What::Host && old == new {
            // What stands beside them.
            return false;
        }
        self.sets(rule.what, subject, (&old, &new), |minus, _| {
            rule.dangers(at, !minus.is_empty())
        });
        true
    }

    /// Whether a key stands where a rule wants it.
    fn stands(&self, at: &Key<'_>, test: &str) -> bool {
        let (test, of) = test.split_once('=').unwrap_or((test, ""));
        let mut of = of.split('|');
        match test {
            "root" => at.depth == 1,
            "spec" => at.in_spec,
            "scalar" => at.scalars,
            "list" => !at.scalars,
            "object" => self.document.is_object,
            "kustomization" => self.is_kustomization(),
            "workload" => at.kind == "ReplicaSet" || WorkloadKind::parse(at.kind).is_some(),
            "under" => of.any(|key| self.is_under(key)),
            "outside" => !of.any(|key| self.is_under(key)),
            "kind" => of.any(|kind| match kind.strip_prefix('*') {
                Some(end) => at.kind.ends_with(end),
                None => at.kind == kind,
            }),
            _ => true,
        }
    }

    /// What a Job's pods are made of, which never changes.
    fn fixed_template(&mut self, a: &Value, b: &Value) {
        let (before, counted) = (self.rows.len(), self.others);
        self.values(a, b);
        for row in self.rows.iter_mut().skip(before) {
            row.dangers.push(Danger::Immutable);
        }
        if self.rows.len() == before {
            self.others = counted;
            let dangers = vec![Danger::Immutable];
            self.told(What::Fixed, "template".into(), (None, None), dangers);
        }
    }

    fn ports(&mut self, at: &Key<'_>) {
        let is_service = at.kind == "Service";
        let subject = if is_service {
            String::new()
        } else {
            self.around()
        };
        let of = |value: &Value| items(value).iter().map(port).collect::<Vec<_>>();
        let numbers =
            |value: &Value| -> BTreeSet<_> { items(value).iter().map(port_number).collect() };
        let gone = is_service && !numbers(at.a).is_subset(&numbers(at.b));
        let lines = (&*of(at.a), &*of(at.b));
        self.sets(What::Port, subject, lines, |_, _| {
            some_if(gone, Danger::PortGone)
        });
    }

    /// Patches by their files, and what those say that stand in place.
    fn patches(&mut self, key: &str, a: &Value, b: &Value) {
        let files = |value: &Value| -> Vec<String> {
            let paths = items(value).iter().filter_map(|one| one.get("path"));
            paths.filter_map(Value::as_str).map(String::from).collect()
        };
        let inline = |value: &Value| -> Value {
            let own = items(value).iter().filter(|one| one.get("path").is_none());
            own.cloned().collect()
        };
        let (old, new) = (files(a), files(b));
        let (own_old, own_new) = (inline(a), inline(b));
        if old != new {
            self.sets(What::Parts, key.to_owned(), (&old, &new), |_, _| Vec::new());
        } else if own_old == own_new {
            self.others += 1;
        }
        self.values(&own_old, &own_new);
    }

    fn is_kustomization(&self) -> bool {
        let file = self.document.file.rsplit('/').next().unwrap_or_default();
        matches!(file, "kustomization.yaml" | "kustomization.yml")
    }

    fn resources(&mut self, a: &Value, b: &Value) {
        let owner = self.around();
        for part in ["limits", "requests"] {
            let of = |value: &Value| {
                value
                    .get(part)
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default()
            };
            let (old, new) = (of(a), of(b));
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let side = |map: &serde_json::Map<String, Value>| {
                    map.get(name).cloned().unwrap_or_default()
                };
                let (old, new) = (side(&old), side(&new));
                if old != new {
                    let subject = format!("{owner} {part}.{name}").trim_start().to_owned();
                    self.row(
                        What::Resources,
                        subject,
                        &old,
                        &new,
                        danger::of_limit(part == "limits", &old, &new),
                    );
                }
            }
        }
        if a.get("claims") != b.get("claims") {
            self.others += 1;
        }
    }

    fn probe(&mut self, key: &str, a: &Value, b: &Value) {
        let is_off =
            |value: &Value| value.is_null() || value.get("enabled") == Some(&Value::Bool(false));
        let (old, new) = (probe_text(a), probe_text(b));
        let dangers = some_if(!is_off(a) && is_off(b), Danger::Unprobed);
        let subject = self.of_owner(key.trim_end_matches("Probe"));
        let told = if old != new || is_off(a) != is_off(b) {
            (old.filter(|_| !is_off(a)), new.filter(|_| !is_off(b)))
        } else {
            // Only how often and how long.
            let (times_a, times_b) = (times(a), times(b));
            let own = |these, those| filled(without::<String>(these, those).join(", "));
            (own(&times_a, &times_b), own(&times_b, &times_a))
        };
        self.told(What::Probe, subject, told, dangers);
    }

    fn env(&mut self, a: &Value, b: &Value) {
        let of = |value: &Value| -> Vec<(String, Value)> {
            match value {
                Value::Object(map) => map
                    .iter()
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect(),
                _ => items(value)
                    .iter()
                    .filter_map(|item| Some((name_of(item)?, env_value(item))))
                    .collect(),
            }
        };
        let (old, new) = (of(a), of(b));
        let is_named =
            |step: &String| step.starts_with('[') && !step[1..].starts_with(char::is_numeric);
        let owner = if self
            .path
            .iter()
            .any(|step| step.to_lowercase().ends_with("containers") || is_named(step))
        {
            format!("{} ", self.around())
        } else {
            String::new()
        };
        let before = self.rows.len();
        let side = |all: &[(String, Value)], name: &String| {
            let found = all.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| match value {
                Value::Null => Value::String(String::new()),
                value => value.clone(),
            })
        };
        let mut known = BTreeSet::new();
        for (name, _) in old
            .iter()
            .chain(&new)
            .filter(|(name, _)| known.insert(name))
        {
            let (old, new) = (side(&old, name), side(&new, name));
            if old != new {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                self.row(What::Env, format!("{owner}{name}"), &old, &new, Vec::new());
            }
        }
        if self.rows.len() == before {
            self.others += 1;
        }
    }

    fn each_key(&mut self, what: What, a: &Value, b: &Value, around: (&Value, &Value)) {
        let immutable = |map: &Value| map.get("immutable") == Some(&Value::Bool(true));
        let danger = if immutable(around.0) && immutable(around.1) {
            Danger::Immutable
        } else {
            Danger::NoRestart
        };
        let names = |value: &Value| -> Vec<String> {
            let map = value.as_object().into_iter().flatten();
            map.map(|(name, _)| name.clone()).collect()
        };
        let mut all = names(a);
        all.extend(names(b).into_iter().filter(|name| a.get(name).is_none()));
        for name in all {
            let side = |map: &Value| map.get(&name).cloned().unwrap_or_default();
            let (old, new) = (side(a), side(b));
            if old != new {
                let gone = b.get(&name).is_none();
                let danger = if gone { Danger::StillUsed } else { danger };
                self.row(what, name, &old, &new, vec![danger]);
            }
        }
    }

    fn ingress(&mut self, a: &Value, b: &Value) {
        let hosts = |value: &Value| -> Vec<String> {
            let named = items(value)
                .iter()
                .map(|rule| text_or(rule, "host", "*").to_owned());
            named.collect()
        };
        let (old, new) = (hosts(a), hosts(b));
        let same: BTreeSet<&String> = old.iter().filter(|host| new.contains(host)).collect();
        if old.iter().any(|host| !same.contains(host))
            || new.iter().any(|host| !same.contains(host))
        {
            self.sets(What::Host, String::new(), (&old, &new), |minus, _| {
                some_if(!minus.is_empty(), Danger::HostGone)
            });
        }
        let routes = |value: &Value| -> Vec<String> {
            let rules = items(value).iter();
            rules
                .flat_map(|rule| {
                    let host = text_or(rule, "host", "*");
                    let paths = rule.pointer("/http/paths").map(items).unwrap_or_default();
                    paths
                        .iter()
                        .map(move |path| {
                            format!(
                                "{host}{} → {}",
                                text(path, "path"),
                                backend(path.get("backend"))
                            )
                        })
                        .collect::<Vec<_>>()
                })
                .filter(|route| same.iter().any(|host| route.starts_with(host.as_str())))
                .collect()
        };
        let (old, new) = (routes(a), routes(b));
        if old != new {
            self.sets(What::Route, String::new(), (&old, &new), |_, _| Vec::new());
        }
    }

    fn role(&mut self, a: &Value, b: &Value) {
        let of = |value: &Value| items(value).iter().map(rule).collect::<Vec<_>>();
        let grants = |value: &Value| items(value).iter().flat_map(grants).collect::<Vec<_>>();
        let (had, has) = (grants(a), grants(b));
        let wide = has
            .iter()
            .any(|new| !had.iter().any(|old| covers(old, new)));
        let all = |set: &[Grant]| set.iter().any(|one| one[0] == "*" && one[2].ends_with('*'));
        let everything = all(&has) && !all(&had);
        self.sets(What::Rules, String::new(), (&of(a), &of(b)), |_, _| {
            let mut dangers = some_if(wide, Danger::Widened);
            dangers.extend(everything.then_some(Danger::Everything));
            dangers
        });
    }

    fn versions(&mut self, a: &Value, b: &Value) {
        let of = |value: &Value| items(value).iter().map(version).collect::<Vec<_>>();
        let served = |value: &Value| -> Vec<String> {
            let all = items(value)
                .iter()
                .filter(|one| one.get("served") != Some(&Value::Bool(false)));
            all.map(|one| text(one, "name").to_owned()).collect()
        };
        let stored = |value: &Value| {
            let all = items(value)
                .iter()
                .find(|one| one.get("storage") == Some(&Value::Bool(true)));
            all.map(|one| text(one, "name").to_owned())
        };
        let gone = served(a).iter().any(|name| !served(b).contains(name));
        let moved = stored(a).is_some() && stored(a) != stored(b);
        let (old, new) = (of(a), of(b));
        if old == new {
            return self.told(What::Versions, "schema".into(), (None, None), Vec::new());
        }
        self.sets(What::Versions, String::new(), (&old, &new), |_, _| {
            let mut dangers = some_if(gone, Danger::VersionGone);
            dangers.extend(moved.then_some(Danger::StorageVersion));
            dangers
        });
    }

    fn network(&mut self, key: &str, a: &Value, b: &Value) {
        let of = |value: &Value| match key {
            "policyTypes" => each(value),
            _ => items(value).iter().map(peers).collect(),
        };
        let is_open = |rule: &Value| {
            let from = rule.get("from").or(rule.get("to"));
            let cidr = |one: &Value| one.pointer("/ipBlock/cidr").map(brief);
            from.is_none_or(|peers| {
                items(peers).is_empty()
                    || items(peers)
                        .iter()
                        .any(|one| matches!(cidr(one).as_deref(), Some("0.0.0.0/0" | "::/0")))
            })
        };
        let open =
            key != "policyTypes" && (items(b).iter().any(is_open) && !items(a).iter().any(is_open));
        let gone = key == "policyTypes" && each(a).iter().any(|one| !each(b).contains(one));
        self.sets(What::Network, key.to_owned(), (&of(a), &of(b)), |_, _| {
            some_if(open || gone, Danger::Open)
        });
    }
}

fn text_of(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| brief(value))
}

fn of_image_map(map: &Value) -> String {
    let name = match (text(map, "registry"), text(map, "repository")) {
        ("", repository) => repository.to_owned(),
        (registry, "") => registry.to_owned(),
        (registry, repository) => format!("{registry}/{repository}"),
    };
    image_text(&name, map.get("tag"), map.get("digest").or(map.get("sha")))
}

fn image_text(name: &str, tag: Option<&Value>, digest: Option<&Value>) -> String {
    let part = |sign: &str, value: Option<&Value>| {
        let text = value.map(brief).unwrap_or_default();
        if text.is_empty() {
            text
        } else {
            format!("{sign}{text}")
        }
    };
    let text = format!("{name}{}{}", part(":", tag), part("@", digest));
    text.trim_start_matches(':').to_owned()
}

fn chart(name: &str, map: &Value) -> String {
    let version = map.get("version").or(map.get("targetRevision")).map(brief);
    format!("{name} {}", version.unwrap_or_default())
        .trim()
        .to_owned()
}

fn probe_text(probe: &Value) -> Option<String> {
    if probe.is_null() {
        return None;
    }
    let at = |pointer: &str| probe.pointer(pointer).map(brief).unwrap_or_default();
    let command = probe.pointer("/exec/command").map(each);
    let text = match ["httpGet", "tcpSocket", "grpc", "exec"]
        .into_iter()
        .find(|way| probe.get(way).is_some())
    {
        Some("httpGet") => format!("GET :{}{}", at("/httpGet/port"), at("/httpGet/path")),
        Some("tcpSocket") => format!("TCP :{}", at("/tcpSocket/port")),
        Some("grpc") => format!("gRPC :{}", at("/grpc/port")),
        Some(_) => format!("exec {}", command.unwrap_or_default().join(" ")),
        None => times(probe).join(", "),
    };
    Some(text)
}

fn times(probe: &Value) -> Vec<String> {
    let map = probe.as_object().into_iter().flatten();
    map.filter(|(_, value)| value.is_number() || value.is_boolean())
        .map(|(key, value)| format!("{key} {}", brief(value)))
        .collect()
}

fn env_from(item: &Value) -> String {
    let of = ["configMapRef", "secretRef"]
        .into_iter()
        .find_map(|key| Some(format!("{key} {}", text(item.get(key)?, "name"))));
    of.unwrap_or_else(|| brief(item))
}

fn has_port(ports: &Value) -> bool {
    items(ports)
        .iter()
        .any(|one| one.get("containerPort").is_some())
}

fn port_number(port: &Value) -> String {
    let number = port.get("port").or(port.get("containerPort"));
    number.map(brief).unwrap_or_else(|| brief(port))
}

fn port(port: &Value) -> String {
    let protocol = text_or(port, "protocol", "TCP");
    let target = port
        .get("targetPort")
        .map(|target| format!(" → {}", brief(target)));
    let name = match text(port, "name") {
        "" => String::new(),
        name => format!("{name} "),
    };
    let node = port
        .get("nodePort")
        .map(|node| format!(" (nodePort {})", brief(node)));
    format!(
        "{name}{}/{protocol}{}{}",
        port_number(port),
        target.unwrap_or_default(),
        node.unwrap_or_default()
    )
}

fn backend(backend: Option<&Value>) -> String {
    let Some(backend) = backend else {
        return String::new();
    };
    let at = |pointer: &str| backend.pointer(pointer).map(brief);
    let name = at("/service/name")
        .or(at("/serviceName"))
        .or(at("/name"))
        .unwrap_or_default();
    let port = at("/service/port/number")
        .or(at("/service/port/name"))
        .or(at("/servicePort"))
        .or(at("/port"));
    port.map_or(name.clone(), |port| format!("{name}:{port}"))
}

fn route(rule: &Value) -> String {
    let matches = rule.get("matches").map(items).unwrap_or_default();
    let paths: Vec<String> = matches
        .iter()
        .filter_map(|one| one.pointer("/path/value").map(brief))
        .collect();
    let backends = rule.get("backendRefs").map(items).unwrap_or_default();
    let backends: Vec<String> = backends
        .iter()
        .map(|one| {
            let weight = one
                .get("weight")
                .map(|weight| format!(" ({})", brief(weight)));
            format!("{}{}", backend(Some(one)), weight.unwrap_or_default())
        })
        .collect();
    match (paths.is_empty(), backends.is_empty()) {
        (true, true) => brief(rule),
        _ => format!("{} → {}", paths.join("|"), backends.join("|")),
    }
}

fn certificate(tls: &Value) -> String {
    let hosts = tls.get("hosts").map(each).unwrap_or_default();
    format!("{} ({})", text(tls, "secretName"), hosts.join(", "))
        .trim_end_matches(" ()")
        .to_owned()
}

fn subject(subject: &Value) -> String {
    match (
        text(subject, "kind"),
        text(subject, "namespace"),
        text(subject, "name"),
    ) {
        (kind, "", name) => format!("{kind} {name}"),
        (kind, namespace, name) => format!("{kind} {namespace}/{name}"),
    }
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    value.get(key).map(each).unwrap_or_default()
}

/// A verb, the group and the resource that it is on, and a name of it (`*` for all).
type Grant = [String; 4];

fn rule(rule: &Value) -> String {
    let groups = strings(rule, "apiGroups");
    let group = if groups.iter().any(|group| !group.is_empty()) {
        format!(".{}", groups.join("|"))
    } else {
        String::new()
    };
    let mut on: Vec<String> = strings(rule, "resources")
        .into_iter()
        .map(|one| format!("{one}{group}"))
        .collect();
    on.extend(strings(rule, "nonResourceURLs"));
    let names = strings(rule, "resourceNames");
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(" ({})", names.join("|"))
    };
    format!(
        "{}: {}{names}",
        on.join("|"),
        strings(rule, "verbs").join("|")
    )
}

fn grants(rule: &Value) -> Vec<Grant> {
    let listed = |key: &str, none: &str| match strings(rule, key) {
        all if all.is_empty() => vec![none.to_owned()],
        all => all,
    };
    let (groups, names) = (listed("apiGroups", ""), listed("resourceNames", "*"));
    let mut on: Vec<(String, String)> = Vec::new();
    for resource in strings(rule, "resources") {
        let groups = groups.iter();
        on.extend(groups.map(|group| (group.clone(), resource.clone())));
    }
    for path in strings(rule, "nonResourceURLs") {
        let (before, rest) = path.split_once('/').unwrap_or(("", &path));
        on.push((before.to_owned(), rest.to_owned()));
    }
    let mut all = Vec::new();
    for verb in strings(rule, "verbs") {
        for (group, resource) in &on {
            let names = names.iter();
            all.extend(names.map(|name| [&verb, group, resource, name].map(String::clone)));
        }
    }
    all
}

fn covers(old: &Grant, new: &Grant) -> bool {
    let mut both = old.iter().zip(new);
    both.all(|(old, new)| old == "*" || old == new)
}

fn version(version: &Value) -> String {
    let flag = |key: &str| version.get(key) == Some(&Value::Bool(true));
    let marks = [("served", flag("served")), ("storage", flag("storage"))];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(mark, _)| mark)
        .collect();
    format!("{} ({})", text(version, "name"), marks.join(", "))
        .trim_end_matches(" ()")
        .to_owned()
}

fn peers(rule: &Value) -> String {
    let peers = rule.get("from").or(rule.get("to"));
    let peer = |one: &Value| {
        let labels = |key: &str| {
            one.get(key).map(|of| {
                let labels = each(of.get("matchLabels").unwrap_or(of));
                let kind = key.trim_end_matches("Selector");
                if labels.is_empty() {
                    format!("{kind} *")
                } else {
                    format!("{kind} {}", labels.join("&"))
                }
            })
        };
        let block = one.pointer("/ipBlock/cidr").map(brief);
        let parts: Vec<String> = [labels("namespaceSelector"), labels("podSelector"), block]
            .into_iter()
            .flatten()
            .collect();
        parts.join(" ")
    };
    let who = match peers.map(items) {
        None | Some([]) => "*".to_owned(),
        Some(peers) => peers.iter().map(peer).collect::<Vec<_>>().join(" | "),
    };
    let ports = rule.get("ports").map(items).unwrap_or_default();
    let ports: Vec<String> = ports
        .iter()
        .map(|one| format!("{}/{}", port_number(one), text_or(one, "protocol", "TCP")))
        .collect();
    if ports.is_empty() {
        who
    } else {
        format!("{who} : {}", ports.join(","))
    }
}
