//! Which keys mean what, in objects, in kustomizations and in the values that charts are used to.

use super::words::{brief, each, env_value, items, name_of};
use super::{Walk, danger};
use crate::facts::change::{Danger, What};
use crate::facts::workload::WorkloadKind;
use serde_json::Value;
use std::collections::BTreeSet;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
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
                let dangers = match what {
                    What::Image => danger::of_images(
                        filled(old.clone()).as_deref(),
                        filled(new.clone()).as_deref(),
                    ),
                    _ => {
                        let version =
                            |text: &str| text.rsplit(' ').next().unwrap_or_default().to_owned();
                        danger::of_versions(&version(&old), &version(&new))
                            .into_iter()
                            .collect()
                    }
                };
                walk.told(what, subject, (filled(old), filled(new)), dangers);
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
                let name = match text(map, "newName") {
                    "" => text(map, "name"),
                    name => name,
                };
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
                    let dangers = zero.then_some(Danger::Nothing).into_iter().collect();
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
        self.of_versions(&key)
            || self.of_containers(&key)
            || self.of_scale(&key)
            || self.of_pods(&key)
            || self.of_settings(&key)
            || self.of_services(&key)
            || self.of_routes(&key)
            || self.of_volumes(&key)
            || self.of_kustomization(&key)
    }

    /// Which version runs, and where it comes from.
    fn of_versions(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            depth,
            in_spec,
            scalars,
            a,
            b,
            ..
        } = at;
        match key {
            "sops" if depth == 1 => {}
            "apiVersion" if depth == 1 && self.document.is_object => {
                self.row(What::ApiVersion, String::new(), a, b, Vec::new());
            }
            "image" | "imageTag" | "image_tag" | "tag"
                if scalars && (key != "tag" || self.is_under("image")) =>
            {
                let (old, new) = (text_of(a), text_of(b));
                let mut dangers = match key {
                    "image" => danger::of_images(old.as_deref(), new.as_deref()),
                    _ => old
                        .as_deref()
                        .zip(new.as_deref())
                        .and_then(|(old, new)| danger::of_versions(old, new))
                        .into_iter()
                        .collect(),
                };
                if key != "image" && new.as_deref() == Some("latest") {
                    dangers.push(Danger::Latest);
                }
                self.told(What::Image, self.around(), (old, new), dangers);
            }
            "versions" if in_spec && kind == "CustomResourceDefinition" => self.versions(a, b),
            "path"
                if scalars && in_spec && kind == "Kustomization"
                    || scalars && self.is_under("source")
                    || scalars && self.is_under("sources") =>
            {
                self.row(What::Path, String::new(), a, b, Vec::new());
            }
            "ref" if in_spec && matches!(kind, "GitRepository" | "OCIRepository") => {
                self.sets(
                    What::Revision,
                    String::new(),
                    (&each(a), &each(b)),
                    |_, _| Vec::new(),
                );
            }
            _ => return false,
        }
        true
    }

    /// What a container is given.
    fn of_containers(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            scalars,
            a,
            b,
            ..
        } = at;
        match key {
            "resources"
                if kind == "PersistentVolumeClaim" || self.is_under("volumeClaimTemplates") =>
            {
                let of = |value: &Value| {
                    value
                        .pointer("/requests/storage")
                        .cloned()
                        .unwrap_or_default()
                };
                let (old, new) = (of(a), of(b));
                if old == new {
                    return false;
                }
                self.row(
                    What::Storage,
                    self.of_owner("size"),
                    &old,
                    &new,
                    danger::of_size(&old, &new),
                );
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
            "env" | "extraEnv" | "extraEnvVars" | "envVars" | "extraEnvs" if !scalars => {
                self.env(a, b)
            }
            "envFrom" | "extraEnvFrom" => {
                let of = |value: &Value| items(value).iter().map(env_from).collect::<Vec<_>>();
                self.sets(What::Env, self.of_owner(key), (&of(a), &of(b)), |_, _| {
                    Vec::new()
                });
            }
            "args" | "command" | "extraArgs" | "additionalArgs"
                if !matches!((a, b), (Value::Null, Value::Null)) =>
            {
                self.sets(
                    What::Args,
                    if key == "command" {
                        self.of_owner(key)
                    } else {
                        self.around()
                    },
                    (&each(a), &each(b)),
                    |_, _| Vec::new(),
                );
            }
            _ => return false,
        }
        true
    }

    /// How many run, and when.
    fn of_scale(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            scalars,
            a,
            b,
            ..
        } = at;
        match key {
            "replicas" | "replicaCount" | "count"
                if scalars && (key != "count" || self.is_under("replicas")) =>
            {
                let zero = b.as_u64() == Some(0);
                let subject = self.around();
                self.row(
                    What::Replicas,
                    subject,
                    a,
                    b,
                    zero.then_some(Danger::Nothing).into_iter().collect(),
                );
            }
            "minAvailable" | "maxUnavailable"
                if kind == "PodDisruptionBudget"
                    || self.is_under("podDisruptionBudget")
                    || self.is_under("pdb") =>
            {
                let text = brief(b);
                let blocks = [
                    ("maxUnavailable", "0"),
                    ("maxUnavailable", "0%"),
                    ("minAvailable", "100%"),
                ];
                let opens = [
                    ("minAvailable", "0"),
                    ("minAvailable", "0%"),
                    ("maxUnavailable", "100%"),
                ];
                let mut dangers = Vec::new();
                if blocks.contains(&(key, text.as_str())) {
                    dangers.push(Danger::BlocksDrain);
                }
                if opens.contains(&(key, text.as_str())) {
                    dangers.push(Danger::Unprotected);
                }
                self.row(What::Budget, self.of_owner(key), a, b, dangers);
            }
            "schedule" | "timeZone" if scalars => self.row(
                What::Schedule,
                if key == "schedule" {
                    self.around()
                } else {
                    self.of_owner(key)
                },
                a,
                b,
                Vec::new(),
            ),
            "suspend" if scalars => {
                let dangers = (b == &Value::Bool(true)).then_some(Danger::Suspended);
                self.row(
                    What::Suspended,
                    String::new(),
                    a,
                    b,
                    dangers.into_iter().collect(),
                );
            }
            _ => return false,
        }
        true
    }

    /// Where pods run, as whom, and what they may.
    fn of_pods(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key, scalars, a, b, ..
        } = at;
        match key {
            "nodeSelector"
            | "affinity"
            | "tolerations"
            | "topologySpreadConstraints"
            | "priorityClassName"
            | "schedulerName"
            | "runtimeClassName"
            | "nodeName" => {
                self.sets(
                    What::Placement,
                    self.of_owner(key),
                    (&each(a), &each(b)),
                    |_, _| Vec::new(),
                );
            }
            "serviceAccountName" => self.row(What::Account, self.around(), a, b, Vec::new()),
            "hostNetwork"
            | "hostPID"
            | "hostIPC"
            | "privileged"
            | "allowPrivilegeEscalation"
            | "runAsUser"
            | "runAsNonRoot"
            | "runAsGroup"
            | "readOnlyRootFilesystem"
            | "automountServiceAccountToken"
                if scalars =>
            {
                let wide = match key {
                    "runAsNonRoot" | "readOnlyRootFilesystem" => a == &Value::Bool(true),
                    "runAsUser" => b.as_u64() == Some(0),
                    "runAsGroup" => false,
                    _ => b == &Value::Bool(true),
                };
                let mut dangers = Vec::new();
                if wide && key != "automountServiceAccountToken" {
                    dangers.push(Danger::Privileged);
                }
                self.row(What::Privilege, self.of_owner(key), a, b, dangers);
            }
            "capabilities" => {
                let of = |value: &Value| -> Vec<String> {
                    let added = value.get("add").map(each).unwrap_or_default();
                    let dropped = value.get("drop").map(each).unwrap_or_default();
                    added
                        .into_iter()
                        .chain(dropped.iter().map(|one| format!("drop {one}")))
                        .collect()
                };
                self.sets(
                    What::Privilege,
                    self.of_owner(key),
                    (&of(a), &of(b)),
                    |minus, plus| {
                        let wide = plus.iter().any(|one| !one.starts_with("drop "))
                            || minus.iter().any(|one| one.starts_with("drop "));
                        wide.then_some(Danger::Privileged).into_iter().collect()
                    },
                );
            }
            "hostPath" => {
                let of = |value: &Value| match value.get("path") {
                    Some(path) => path.clone(),
                    None => value.clone(),
                };
                let dangers = (!b.is_null())
                    .then_some(Danger::Privileged)
                    .into_iter()
                    .collect();
                self.row(What::Privilege, self.of_owner(key), &of(a), &of(b), dangers);
            }
            _ => return false,
        }
        true
    }

    /// What is configured, and who may do what.
    fn of_settings(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            depth,
            a,
            b,
            around,
            ..
        } = at;
        match key {
            "data" | "binaryData" if depth == 1 && kind == "ConfigMap" => {
                self.each_key(What::Config, a, b, around, Some(Danger::NoRestart));
            }
            "data" | "stringData" if depth == 1 && kind == "Secret" => {
                self.each_key(What::Secret, a, b, around, Some(Danger::NoRestart));
            }
            "encryptedData" if kind == "SealedSecret" => {
                self.is_secret = true;
                self.each_key(What::Secret, a, b, around, Some(Danger::NoRestart));
                self.is_secret = false;
            }
            "literals" | "files" | "envs"
                if self.is_under("configMapGenerator") || self.is_under("secretGenerator") =>
            {
                let hidden = self.is_secret;
                self.is_secret |= self.is_under("secretGenerator");
                self.sets(What::Config, self.around(), (&each(a), &each(b)), |_, _| {
                    Vec::new()
                });
                self.is_secret = hidden;
            }
            "rules" if depth == 1 && kind.ends_with("Role") => self.role(a, b),
            "subjects" if depth == 1 && kind.ends_with("RoleBinding") => {
                let of = |value: &Value| items(value).iter().map(subject).collect::<Vec<_>>();
                self.sets(
                    What::Subjects,
                    String::new(),
                    (&of(a), &of(b)),
                    |_, plus| {
                        let all = [
                            "system:authenticated",
                            "system:unauthenticated",
                            "system:anonymous",
                            "system:serviceaccounts",
                        ];
                        let everybody = plus
                            .iter()
                            .any(|one| all.iter().any(|name| one.ends_with(name)));
                        let wide = (!plus.is_empty()).then_some(Danger::Widened);
                        wide.into_iter()
                            .chain(everybody.then_some(Danger::Everything))
                            .collect()
                    },
                );
            }
            _ => return false,
        }
        true
    }

    /// Which ports and pods are reached.
    fn of_services(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            in_spec,
            scalars,
            a,
            b,
            ..
        } = at;
        let workload = kind == "ReplicaSet" || WorkloadKind::parse(kind).is_some();
        match key {
            "type" if kind == "Service" && in_spec || scalars && self.is_under("service") => {
                let open = matches!(b.as_str(), Some("LoadBalancer" | "NodePort"));
                let dangers = open.then_some(Danger::Exposed).into_iter().collect();
                self.row(What::ServiceType, self.around(), a, b, dangers);
            }
            "ports" if kind == "Service" && in_spec || has_port(a) || has_port(b) => {
                let of = |value: &Value| items(value).iter().map(port).collect::<Vec<_>>();
                let numbers = |value: &Value| {
                    items(value)
                        .iter()
                        .map(port_number)
                        .collect::<BTreeSet<_>>()
                };
                let gone = kind == "Service" && !numbers(a).is_subset(&numbers(b));
                let subject = if kind == "Service" {
                    String::new()
                } else {
                    self.around()
                };
                self.sets(What::Port, subject, (&of(a), &of(b)), |_, _| {
                    gone.then_some(Danger::PortGone).into_iter().collect()
                });
            }
            "port" | "targetPort" | "containerPort" | "nodePort"
                if scalars && !self.is_under("rules") =>
            {
                self.row(What::Port, self.of_owner(key), a, b, Vec::new());
            }
            "selector" if in_spec && (workload || kind == "Service") => {
                let of = |value: &Value| each(value.get("matchLabels").unwrap_or(value));
                let dangers = workload.then_some(Danger::Immutable);
                self.sets(What::Selector, String::new(), (&of(a), &of(b)), |_, _| {
                    dangers.into_iter().collect()
                });
            }
            "podSelector" if in_spec && kind == "NetworkPolicy" => {
                let of = |value: &Value| each(value.get("matchLabels").unwrap_or(value));
                self.sets(What::Selector, String::new(), (&of(a), &of(b)), |_, _| {
                    Vec::new()
                });
            }
            "ingress" | "egress" | "policyTypes" if in_spec && kind == "NetworkPolicy" => {
                self.network(key, a, b)
            }
            _ => return false,
        }
        true
    }

    /// By which names and ways they are reached.
    fn of_routes(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            in_spec,
            scalars,
            a,
            b,
            ..
        } = at;
        match key {
            "rules" if in_spec && kind == "Ingress" => self.ingress(a, b),
            "rules" if in_spec && kind.ends_with("Route") => {
                let of = |value: &Value| items(value).iter().map(route).collect::<Vec<_>>();
                self.sets(What::Route, String::new(), (&of(a), &of(b)), |_, _| {
                    Vec::new()
                });
            }
            "hostnames" | "hosts"
                if !scalars
                    && (kind.ends_with("Route")
                        || kind == "Gateway"
                        || kind == "VirtualService"
                        || self.is_under("ingress")) =>
            {
                let of = |value: &Value| {
                    items(value)
                        .iter()
                        .map(|one| match one.get("host") {
                            Some(host) => brief(host),
                            None => brief(one),
                        })
                        .collect::<Vec<_>>()
                };
                if of(a) == of(b) {
                    // What stands beside them.
                    return false;
                }
                self.sets(What::Host, String::new(), (&of(a), &of(b)), |minus, _| {
                    (!minus.is_empty())
                        .then_some(Danger::HostGone)
                        .into_iter()
                        .collect()
                });
            }
            "tls" if in_spec && kind == "Ingress" || self.is_under("ingress") && !scalars => {
                let of = |value: &Value| items(value).iter().map(certificate).collect::<Vec<_>>();
                let gone = items(b).is_empty();
                self.sets(What::Tls, String::new(), (&of(a), &of(b)), |_, _| {
                    gone.then_some(Danger::TlsGone).into_iter().collect()
                });
            }
            "ingressClassName" | "className"
                if scalars && (kind == "Ingress" || self.is_under("ingress")) =>
            {
                self.row(What::Class, String::new(), a, b, Vec::new());
            }
            _ => return false,
        }
        true
    }

    /// What is stored, and what no update changes.
    fn of_volumes(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key,
            kind,
            in_spec,
            scalars,
            a,
            b,
            ..
        } = at;
        match key {
            "clusterIP"
            | "serviceName"
            | "podManagementPolicy"
            | "volumeName"
            | "roleRef"
            | "provisioner"
                if in_spec
                    && matches!(kind, "Service" | "StatefulSet" | "PersistentVolumeClaim")
                    || kind.ends_with("RoleBinding")
                    || kind == "StorageClass" =>
            {
                self.row(What::Fixed, key.to_owned(), a, b, vec![Danger::Immutable]);
            }
            "template" if in_spec && kind == "Job" => {
                let before = self.rows.len();
                let counted = self.others;
                self.values(a, b);
                for row in self.rows.iter_mut().skip(before) {
                    row.dangers.push(Danger::Immutable);
                }
                if self.rows.len() == before {
                    self.others = counted;
                    self.told(
                        What::Fixed,
                        "template".into(),
                        (None, None),
                        vec![Danger::Immutable],
                    );
                }
            }
            "storageClassName" | "accessModes"
                if kind == "PersistentVolumeClaim" || self.is_under("volumeClaimTemplates") =>
            {
                self.row(
                    What::Storage,
                    self.of_owner(key),
                    a,
                    b,
                    vec![Danger::Immutable],
                );
            }
            "size" | "storage" | "storageClass" | "storageClassName"
                if scalars
                    && [
                        "persistence",
                        "storage",
                        "volume",
                        "volumes",
                        "pvc",
                        "volumeClaimTemplate",
                    ]
                    .iter()
                    .any(|key| self.is_under(key)) =>
            {
                let dangers = match key {
                    "size" | "storage" => danger::of_size(a, b),
                    _ => vec![Danger::Immutable],
                };
                self.row(What::Storage, self.path.join("."), a, b, dangers);
            }
            _ => return false,
        }
        true
    }

    /// What a kustomization is made of.
    fn of_kustomization(&mut self, at: &Key<'_>) -> bool {
        let &Key {
            key, depth, a, b, ..
        } = at;
        match key {
            "namePrefix" | "nameSuffix" | "namespace" if depth == 1 && self.is_kustomization() => {
                self.row(What::Naming, key.to_owned(), a, b, vec![Danger::Renamed]);
            }
            "resources" | "components" | "bases" | "patchesStrategicMerge" | "transformers"
                if depth == 1 && self.is_kustomization() =>
            {
                let of_objects = key != "patchesStrategicMerge" && key != "transformers";
                self.sets(
                    What::Parts,
                    key.to_owned(),
                    (&each(a), &each(b)),
                    |minus, plus| {
                        if of_objects {
                            danger::of_parts(minus, plus)
                        } else {
                            Vec::new()
                        }
                    },
                );
            }
            "patches" | "patchesJson6902" if depth == 1 && self.is_kustomization() => {
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
            _ => return false,
        }
        true
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
        let dangers: Vec<Danger> = (!is_off(a) && is_off(b))
            .then_some(Danger::Unprobed)
            .into_iter()
            .collect();
        let subject = self.of_owner(key.trim_end_matches("Probe"));
        let told = if old != new || is_off(a) != is_off(b) {
            (old.filter(|_| !is_off(a)), new.filter(|_| !is_off(b)))
        } else {
            // Only how often and how long.
            let (times_a, times_b) = (times(a), times(b));
            let own = |these: &[String], those: &[String]| {
                let own: Vec<String> = these
                    .iter()
                    .filter(|one| !those.contains(one))
                    .cloned()
                    .collect();
                filled(own.join(", "))
            };
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
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in old.iter().chain(&new) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let side = |all: &[(String, Value)]| {
                let found = all.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| {
                    if value.is_null() {
                        Value::String(String::new())
                    } else {
                        value.clone()
                    }
                })
            };
            let (old, new) = (side(&old), side(&new));
            if old != new {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                self.row(What::Env, format!("{owner}{name}"), &old, &new, Vec::new());
            }
        }
        if self.rows.len() == before {
            self.others += 1;
        }
    }

    fn each_key(
        &mut self,
        what: What,
        a: &Value,
        b: &Value,
        around: (&Value, &Value),
        danger: Option<Danger>,
    ) {
        let immutable = |map: &Value| map.get("immutable") == Some(&Value::Bool(true));
        let danger = if immutable(around.0) && immutable(around.1) {
            Some(Danger::Immutable)
        } else {
            danger
        };
        let names = |value: &Value| {
            value
                .as_object()
                .map(|map| map.keys().cloned().collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let mut all = names(a);
        let new: Vec<String> = names(b)
            .into_iter()
            .filter(|name| !all.contains(name))
            .collect();
        all.extend(new);
        let is_gone = |name: &str| b.get(name).is_none();
        for name in all {
            let side = |map: &Value| map.get(&name).cloned().unwrap_or_default();
            let (old, new) = (side(a), side(b));
            if old != new {
                let dangers = if is_gone(&name) {
                    vec![Danger::StillUsed]
                } else {
                    danger.into_iter().collect()
                };
                self.row(what, name.clone(), &old, &new, dangers);
            }
        }
    }

    fn ingress(&mut self, a: &Value, b: &Value) {
        let hosts = |value: &Value| -> Vec<String> {
            let named = items(value).iter().map(|rule| match text(rule, "host") {
                "" => "*".to_owned(),
                host => host.to_owned(),
            });
            named.collect()
        };
        let (old, new) = (hosts(a), hosts(b));
        let same: BTreeSet<&String> = old.iter().filter(|host| new.contains(host)).collect();
        if old.iter().any(|host| !same.contains(host))
            || new.iter().any(|host| !same.contains(host))
        {
            self.sets(What::Host, String::new(), (&old, &new), |minus, _| {
                (!minus.is_empty())
                    .then_some(Danger::HostGone)
                    .into_iter()
                    .collect()
            });
        }
        let routes = |value: &Value| -> Vec<String> {
            let rules = items(value).iter();
            rules
                .flat_map(|rule| {
                    let host = match text(rule, "host") {
                        "" => "*",
                        host => host,
                    };
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
        let all = |set: &[Grant]| set.iter().any(|one| one.0 == "*" && one.1.ends_with('*'));
        let everything = all(&has) && !all(&had);
        self.sets(What::Rules, String::new(), (&of(a), &of(b)), |_, _| {
            let wide = wide.then_some(Danger::Widened);
            wide.into_iter()
                .chain(everything.then_some(Danger::Everything))
                .collect()
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
            let gone = gone.then_some(Danger::VersionGone);
            gone.into_iter()
                .chain(moved.then_some(Danger::StorageVersion))
                .collect()
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
            (open || gone).then_some(Danger::Open).into_iter().collect()
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
    let text = if probe.get("httpGet").is_some() {
        format!("GET :{}{}", at("/httpGet/port"), at("/httpGet/path"))
    } else if probe.get("tcpSocket").is_some() {
        format!("TCP :{}", at("/tcpSocket/port"))
    } else if probe.get("grpc").is_some() {
        format!("gRPC :{}", at("/grpc/port"))
    } else if probe.get("exec").is_some() {
        format!(
            "exec {}",
            probe
                .pointer("/exec/command")
                .map(each)
                .unwrap_or_default()
                .join(" ")
        )
    } else {
        times(probe).join(", ")
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
    let protocol = match text(port, "protocol") {
        "" => "TCP",
        protocol => protocol,
    };
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

/// A verb, what it is on, and a name of it (`*` for all).
type Grant = (String, String, String);

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
    let groups = strings(rule, "apiGroups");
    let groups = if groups.is_empty() {
        vec![String::new()]
    } else {
        groups
    };
    let mut on: Vec<String> = strings(rule, "resources")
        .iter()
        .flat_map(|one| groups.iter().map(move |group| format!("{group}/{one}")))
        .collect();
    on.extend(strings(rule, "nonResourceURLs"));
    let names = strings(rule, "resourceNames");
    let names = if names.is_empty() {
        vec!["*".to_owned()]
    } else {
        names
    };
    let mut all = Vec::new();
    for verb in strings(rule, "verbs") {
        for on in &on {
            all.extend(
                names
                    .iter()
                    .map(|name| (verb.clone(), on.clone(), name.clone())),
            );
        }
    }
    all
}

fn covers(old: &Grant, new: &Grant) -> bool {
    let part = |old: &str, new: &str| old == "*" || old == new;
    let on = |text: &str| -> (String, String) {
        let (group, resource) = text.split_once('/').unwrap_or(("", text));
        (group.to_owned(), resource.to_owned())
    };
    let ((old_group, old_on), (group, resource)) = (on(&old.1), on(&new.1));
    part(&old.0, &new.0)
        && part(&old_group, &group)
        && part(&old_on, &resource)
        && part(&old.2, &new.2)
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
        .map(|one| {
            format!(
                "{}/{}",
                port_number(one),
                match text(one, "protocol") {
                    "" => "TCP",
                    other => other,
                }
            )
        })
        .collect();
    if ports.is_empty() {
        who
    } else {
        format!("{who} : {}", ports.join(","))
    }
}
