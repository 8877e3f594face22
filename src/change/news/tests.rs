use super::news;
use crate::facts::change::{EntryKind, News, NewsRow};
use crate::facts::commit::FileChange;

fn file(path: &str, before: Option<&str>, after: Option<&str>) -> FileChange {
    let side = |text: Option<&str>| text.map(|_| path.to_owned());
    FileChange {
        old_path: side(before),
        new_path: side(after),
        added: 0,
        removed: 0,
        before: before.map(String::from),
        after: after.map(String::from),
        binary: false,
        modes: None,
    }
}

fn word(of: &impl serde::Serialize) -> String {
    serde_json::to_value(of)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn line(row: &NewsRow) -> String {
    let told = match (row.kind, &row.before, &row.after) {
        (EntryKind::Added, _, after) => format!("+ {}", after.as_deref().unwrap_or("?")),
        (EntryKind::Removed, before, _) => format!("- {}", before.as_deref().unwrap_or("?")),
        (_, Some(before), Some(after)) => format!("{before} → {after}"),
        _ => "~".to_owned(),
    };
    let what = format!("{} {}", word(&row.what), row.subject);
    let dangers: Vec<String> = row.dangers.iter().map(word).collect();
    format!(
        "{} | {} | {told} | {}",
        row.object,
        what.trim_end(),
        dangers.join(" ")
    )
}

fn told(found: &News) -> Vec<String> {
    let mut lines: Vec<String> = found.rows.iter().map(line).collect();
    if found.others > 0 {
        lines.push(format!("others {}", found.others));
    }
    lines
}

fn deployment(container: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop}}\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n{container}"
    )
}

fn object(kind: &str, rest: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: web}}\n{rest}")
}

/// What changed in one file, row by row.
#[track_caller]
fn check(path: &str, before: &str, after: &str, rows: &[&str]) {
    let side = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (before, after) = (side(before), side(after));
    let found = news(&[file(path, before.as_deref(), after.as_deref())], &[]);
    assert!(found.unread.is_empty(), "{:?}", found.unread);
    assert_eq!(told(&found), rows, "{path}\n{before:?}\n{after:?}");
}

#[track_caller]
fn container(before: &str, after: &str, rows: &[&str]) {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            if row.starts_with("others") {
                (*row).to_owned()
            } else {
                format!("Deployment shop/web | {row}")
            }
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check("a.yaml", &deployment(before), &deployment(after), &rows);
}

#[track_caller]
fn kind(kind: &str, before: &str, after: &str, rows: &[&str]) {
    check("a.yaml", &object(kind, before), &object(kind, after), rows);
}

#[test]
fn images() {
    let image = |text: &str| format!("        image: {text}\n");
    for (before, after, row) in [
        (
            "a/web:1.2.3",
            "a/web:1.2.4",
            "image web | a/web:1.2.3 → a/web:1.2.4 | ",
        ),
        (
            "a/web:v1.2.3",
            "a/web:v2.0.0",
            "image web | a/web:v1.2.3 → a/web:v2.0.0 | major",
        ),
        (
            "a/web:2.1.0",
            "a/web:2.0.9",
            "image web | a/web:2.1.0 → a/web:2.0.9 | downgrade",
        ),
        (
            "a/web:1.0.0",
            "a/web:latest",
            "image web | a/web:1.0.0 → a/web:latest | latest",
        ),
        (
            "a/web:1.0.0",
            "ghcr.io/a/web:1.0.0",
            "image web | a/web:1.0.0 → ghcr.io/a/web:1.0.0 | other-registry",
        ),
        (
            "a/web:1.0@sha256:aa",
            "a/web:1.0",
            "image web | a/web:1.0@sha256:aa → a/web:1.0 | digest-gone",
        ),
        (
            "r:5000/web:1.0",
            "r:5000/web:1.1",
            "image web | r:5000/web:1.0 → r:5000/web:1.1 | ",
        ),
        // A date has no major version.
        (
            "web:20240101",
            "web:20250101",
            "image web | web:20240101 → web:20250101 | ",
        ),
    ] {
        container(&image(before), &image(after), &[row]);
    }
    check(
        "values.yaml",
        "controller:\n  image: {registry: ghcr.io, repository: a/web, tag: v1.4.2}\n",
        "controller:\n  image: {registry: ghcr.io, repository: a/web, tag: v2.0.0}\n",
        &["values.yaml | image controller | ghcr.io/a/web:v1.4.2 → ghcr.io/a/web:v2.0.0 | major"],
    );
    check(
        "k/kustomization.yaml",
        "images:\n- {name: web, newTag: '1.0'}\nreplicas:\n- {name: web, count: 3}\n",
        "images:\n- {name: web, newTag: '1.1'}\nreplicas:\n- {name: web, count: 0}\n",
        &[
            "k/kustomization.yaml | replicas web | 3 → 0 | nothing",
            "k/kustomization.yaml | image web | web:1.0 → web:1.1 | ",
        ],
    );
    // Through a string of values and through parameters.
    let application = |tag: &str, version: &str| {
        object(
            "Application",
            &format!(
                "spec:\n  source:\n    chart: redis\n    targetRevision: {version}\n    helm:\n      values: |\n        image:\n          repository: redis\n          tag: {tag}\n      parameters:\n      - {{name: sidecar.image.tag, value: '{tag}'}}\n"
            ),
        )
    };
    check(
        "a.yaml",
        &application("7.0.1", "18.0.0"),
        &application("7.0.2", "19.0.0"),
        &[
            "Application web | chart | redis 18.0.0 → redis 19.0.0 | major",
            "Application web | image | redis:7.0.1 → redis:7.0.2 | ",
            "Application web | image sidecar | 7.0.1 → 7.0.2 | ",
        ],
    );
}

#[test]
fn charts_sources_and_paths() {
    kind(
        "HelmRelease",
        "spec: {chart: {spec: {chart: redis, version: 18.0.0}}}\n",
        "spec: {chart: {spec: {chart: redis, version: 18.1.0}}}\n",
        &["HelmRelease web | chart | redis 18.0.0 → redis 18.1.0 | "],
    );
    check(
        "c/Chart.yaml",
        "name: web\nversion: 1.0.0\nappVersion: 2.0.0\ndependencies:\n- {name: redis, version: 18.0.0, repository: r}\n",
        "name: web\nversion: 1.1.0\nappVersion: 3.0.0\ndependencies:\n- {name: redis, version: 17.0.0, repository: r}\n",
        &[
            "c/Chart.yaml | app-version | 2.0.0 → 3.0.0 | major",
            "c/Chart.yaml | chart | redis 18.0.0 → redis 17.0.0 | downgrade",
            "c/Chart.yaml | chart | web 1.0.0 → web 1.1.0 | ",
        ],
    );
    kind(
        "GitRepository",
        "spec: {ref: {tag: v1.0.0}}\n",
        "spec: {ref: {tag: v1.1.0}}\n",
        &["GitRepository web | revision | tag=v1.0.0 → tag=v1.1.0 | "],
    );
    kind(
        "Kustomization",
        "spec: {path: ./prod}\n",
        "spec: {path: ./stage}\n",
        &["Kustomization web | path | ./prod → ./stage | "],
    );
    kind(
        "Application",
        "spec: {source: {repoURL: r, targetRevision: v1, path: a}}\n",
        "spec: {source: {repoURL: r, targetRevision: v2, path: b}}\n",
        &[
            "Application web | revision | v1 → v2 | ",
            "Application web | path | a → b | ",
        ],
    );
    check(
        "kustomization.yaml",
        "namePrefix: a-\nresources: [a.yaml, b.yaml]\n",
        "namePrefix: b-\nresources: [a.yaml, c.yaml]\n",
        &[
            "kustomization.yaml | parts resources | b.yaml → c.yaml | deleted",
            "kustomization.yaml | naming namePrefix | a- → b- | renamed",
        ],
    );
    check(
        "kustomization.yaml",
        "patches:\n- patch: |-\n    - {op: replace, path: /spec/replicas, value: 1}\n    - {op: remove, path: /spec/x}\n",
        "patches:\n- patch: |-\n    - {op: replace, path: /spec/replicas, value: 2}\n    - {op: remove, path: /spec/x}\n",
        &["kustomization.yaml | replicas | 1 → 2 | "],
    );
}

#[test]
fn numbers_and_sizes() {
    kind(
        "Deployment",
        "spec: {replicas: 3}\n",
        "spec: {replicas: 0}\n",
        &["Deployment web | replicas | 3 → 0 | nothing"],
    );
    kind(
        "HorizontalPodAutoscaler",
        "spec: {minReplicas: 2, maxReplicas: 10}\n",
        "spec: {minReplicas: 1, maxReplicas: 10}\n",
        &["HorizontalPodAutoscaler web | range | 2–10 → 1–10 | "],
    );
    for (before, after, danger) in [
        ("minAvailable: 2", "minAvailable: 0", "unprotected"),
        ("maxUnavailable: 1", "maxUnavailable: 0", "blocks-drain"),
    ] {
        let (key, old) = before.split_once(": ").unwrap();
        let new = after.split_once(": ").unwrap().1;
        kind(
            "PodDisruptionBudget",
            &format!("spec: {{{before}}}\n"),
            &format!("spec: {{{after}}}\n"),
            &[&format!(
                "PodDisruptionBudget web | budget {key} | {old} → {new} | {danger}"
            )],
        );
    }
    container(
        "        resources: {limits: {memory: 512Mi, cpu: 1}, requests: {cpu: 100m}}\n",
        "        resources: {limits: {memory: 256Mi}, requests: {cpu: 200m}}\n",
        &[
            "resources web limits.memory | 512Mi → 256Mi | halved",
            "resources web limits.cpu | - 1 | unlimited",
            "resources web requests.cpu | 100m → 200m | ",
        ],
    );
    check(
        "cron.yaml",
        "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: dump}\n",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: dump}\n",
        &["CronJob dump | api-version | batch/v1beta1 → batch/v1 | "],
    );
    check(
        "values.yaml",
        "worker:\n  resources: {limits: {memory: 1Gi}}\n",
        "worker:\n  resources: {limits: {memory: 2Gi}}\n",
        &["values.yaml | resources worker limits.memory | 1Gi → 2Gi | "],
    );
    let fights = news(
        &[file(
            "a.yaml",
            Some(&object("Deployment", "spec: {replicas: 3}\n")),
            Some(&object("Deployment", "spec: {replicas: 4}\n")),
        )],
        &[
            serde_json::json!({"kind": "HorizontalPodAutoscaler", "metadata": {"name": "x"}, "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}}}),
        ],
    );
    assert_eq!(
        told(&fights),
        ["Deployment web | replicas | 3 → 4 | fought"]
    );
    kind(
        "PersistentVolumeClaim",
        "spec: {storageClassName: gp2, resources: {requests: {storage: 200Gi}}}\n",
        "spec: {storageClassName: gp3, resources: {requests: {storage: 100Gi}}}\n",
        &[
            "PersistentVolumeClaim web | storage storageClassName | gp2 → gp3 | immutable",
            "PersistentVolumeClaim web | storage size | 200Gi → 100Gi | shrunk",
        ],
    );
    kind(
        "StatefulSet",
        "spec:\n  volumeClaimTemplates:\n  - metadata: {name: data}\n    spec: {resources: {requests: {storage: 1Gi}}}\n",
        "spec:\n  volumeClaimTemplates:\n  - metadata: {name: data}\n    spec: {resources: {requests: {storage: 2Gi}}}\n",
        &["StatefulSet web | storage data size | 1Gi → 2Gi | immutable"],
    );
    check(
        "values.yaml",
        "persistence: {size: 2Gi}\n",
        "persistence: {size: 1Gi}\n",
        &["values.yaml | storage persistence.size | 2Gi → 1Gi | shrunk"],
    );
}

#[test]
fn what_pods_are_given() {
    container(
        "        readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 5}\n        livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}\n",
        "        livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 10}\n",
        &[
            "probe web readiness | - GET :8080/ready | unprobed",
            "probe web liveness | periodSeconds 5 → periodSeconds 10 | ",
        ],
    );
    container(
        "        env:\n        - {name: LOG_LEVEL, value: info}\n        - {name: DB_PASSWORD, value: a}\n        - {name: OLD, value: x}\n",
        "        env:\n        - {name: LOG_LEVEL, value: debug}\n        - {name: DB_PASSWORD, value: b}\n        - {name: NEW, valueFrom: {configMapKeyRef: {name: c, key: k}}}\n",
        &[
            "env web LOG_LEVEL | info → debug | ",
            "env web DB_PASSWORD | ~ | ",
            "env web OLD | - x | ",
            "env web NEW | + configMapKeyRef c/k | ",
        ],
    );
    container(
        "        args: [--a, --flag-11=x]\n",
        "        args: [--a, --insecure]\n",
        &["args web | --flag-11=x → --insecure | "],
    );
    container(
        "        ports: [{containerPort: 80}]\n",
        "        ports: [{containerPort: 8080}]\n",
        &["port web | 80/TCP → 8080/TCP | "],
    );
    container(
        "        securityContext: {runAsNonRoot: true}\n",
        "        securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}\n",
        &[
            "privilege web runAsNonRoot | - true | privileged",
            "privilege web privileged | + true | privileged",
            "privilege web capabilities | + SYS_ADMIN | privileged",
        ],
    );
    kind(
        "ConfigMap",
        "data: {a: x, b: y}\n",
        "data: {a: z, c: w}\n",
        &[
            "ConfigMap web | config b | - y | still-used",
            "ConfigMap web | config a | x → z | no-restart",
            "ConfigMap web | config c | + w | no-restart",
        ],
    );
    kind(
        "Secret",
        "data: {a: eA==}\n",
        "data: {a: eQ==}\n",
        &["Secret web | secret a | ~ | no-restart"],
    );
    kind(
        "SealedSecret",
        "spec: {encryptedData: {a: AgB, b: AgC}}\n",
        "spec: {encryptedData: {a: AgD}}\n",
        &[
            "SealedSecret web | secret b | - ? | still-used",
            "SealedSecret web | secret a | ~ | no-restart",
        ],
    );
    check(
        "s.yaml",
        "host: ENC[AES256_GCM,data:a]\nreplicas: 1\nsops: {mac: a}\n",
        "host: ENC[AES256_GCM,data:b]\nreplicas: 2\nsops: {mac: b}\n",
        &["s.yaml | replicas | ~ | ", "others 1"],
    );
    check(
        "kustomization.yaml",
        "configMapGenerator:\n- {name: c, literals: [a=1]}\n",
        "configMapGenerator:\n- {name: c, literals: [a=2]}\n",
        &["kustomization.yaml | config c | a=1 → a=2 | "],
    );
}

#[test]
fn where_pods_run_and_who_reaches_them() {
    let pod = |text: &str| {
        object(
            "DaemonSet",
            &format!("spec: {{template: {{spec: {text}}}}}\n"),
        )
    };
    check(
        "a.yaml",
        &pod("{nodeSelector: {pool: a}, tolerations: [{key: x, operator: Exists}]}"),
        &pod(
            "{nodeSelector: {pool: b}, tolerations: [{key: d, value: ops, effect: NoSchedule}], hostNetwork: true, serviceAccountName: web}",
        ),
        &[
            "DaemonSet web | privilege hostNetwork | + true | privileged",
            "DaemonSet web | placement nodeSelector | pool=a → pool=b | ",
            "DaemonSet web | placement tolerations | x → d=ops:NoSchedule | ",
            "DaemonSet web | account | + web | ",
        ],
    );
    kind(
        "Service",
        "spec: {type: ClusterIP, ports: [{port: 80}, {port: 443}]}\n",
        "spec: {type: LoadBalancer, ports: [{port: 443}]}\n",
        &[
            "Service web | service-type | ClusterIP → LoadBalancer | exposed",
            "Service web | port | - 80/TCP | port-gone",
        ],
    );
    kind(
        "Ingress",
        "spec: {tls: [{secretName: t, hosts: [a.b]}], rules: [{host: a.b}]}\n",
        "spec: {rules: [{host: c.d}]}\n",
        &[
            "Ingress web | host | a.b → c.d | host-gone",
            "Ingress web | tls | - t (a.b) | tls-gone",
        ],
    );
    let rule = |port: u8| {
        format!(
            "spec: {{rules: [{{host: a.b, http: {{paths: [{{path: /, backend: {{service: {{name: web, port: {{number: {port}}}}}}}}}]}}}}]}}\n"
        )
    };
    kind(
        "Ingress",
        &rule(80),
        &rule(81),
        &["Ingress web | route | a.b/ → web:80 → a.b/ → web:81 | "],
    );
    kind(
        "HTTPRoute",
        "spec: {hostnames: [a.b]}\n",
        "spec: {hostnames: [a.b, c.d]}\n",
        &["HTTPRoute web | host | + c.d | "],
    );
    kind(
        "Deployment",
        "spec: {selector: {matchLabels: {app: a}}}\n",
        "spec: {selector: {matchLabels: {app: b}}}\n",
        &["Deployment web | selector | app=a → app=b | immutable"],
    );
    kind(
        "NetworkPolicy",
        "spec: {ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]}\n",
        "spec: {ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}\n",
        &["NetworkPolicy web | network ingress | pod app=a → 0.0.0.0/0 | open"],
    );
}

#[test]
fn roles_versions_and_schedules() {
    let role = |rules: &str| format!("rules: [{rules}]\n");
    let read = "{apiGroups: [''], resources: [pods], verbs: [get, list]}";
    kind(
        "ClusterRole",
        &role(read),
        &role("{apiGroups: ['*'], resources: ['*'], verbs: ['*']}"),
        &["ClusterRole web | rules | pods: get|list → *.*: * | widened everything"],
    );
    kind(
        "Role",
        &role(read),
        &role("{apiGroups: [''], resources: [pods], verbs: [get]}"),
        &["Role web | rules | pods: get|list → pods: get | "],
    );
    kind(
        "Role",
        &role(read),
        &role("{apiGroups: [''], resources: [pods], verbs: [get, list], resourceNames: [a]}"),
        &["Role web | rules | pods: get|list → pods: get|list (a) | "],
    );
    kind(
        "RoleBinding",
        "subjects: []\nroleRef: {kind: Role, name: a}\n",
        "subjects: [{kind: Group, name: 'system:authenticated'}]\nroleRef: {kind: Role, name: b}\n",
        &[
            "RoleBinding web | fixed roleRef | kind=Role, name=a → kind=Role, name=b | immutable",
            "RoleBinding web | subjects | + Group system:authenticated | widened everything",
        ],
    );
    kind(
        "CustomResourceDefinition",
        "spec: {versions: [{name: v1alpha1, served: true, storage: true}]}\n",
        "spec: {versions: [{name: v1beta1, served: true, storage: true}]}\n",
        &[
            "CustomResourceDefinition web | versions | v1alpha1 (served, storage) → v1beta1 (served, storage) | version-gone storage-version",
        ],
    );
    kind(
        "CustomResourceDefinition",
        "spec: {versions: [{name: v1, served: true, storage: true, schema: 1}]}\n",
        "spec: {versions: [{name: v1, served: true, storage: true, schema: 2}]}\n",
        &["CustomResourceDefinition web | versions schema | ~ | "],
    );
    kind(
        "CronJob",
        "spec: {schedule: 0 3 * * *, suspend: false}\n",
        "spec: {schedule: 0 4 * * *, suspend: true}\n",
        &[
            "CronJob web | suspended | false → true | suspended",
            "CronJob web | schedule | 0 3 * * * → 0 4 * * * | ",
        ],
    );
}

#[test]
fn what_comes_and_what_goes() {
    for (of, danger) in [
        ("PersistentVolumeClaim", "data-lost"),
        ("Namespace", "all-inside"),
        ("CustomResourceDefinition", "all-of-kind"),
        ("ServiceAccount", "still-used"),
        ("Service", "unreachable"),
        ("PodDisruptionBudget", "unprotected"),
        ("NetworkPolicy", "open"),
        ("Deployment", "deleted"),
    ] {
        check(
            "a.yaml",
            &object(of, ""),
            "",
            &[&format!("{of} web | object | - ? | {danger}")],
        );
    }
    check(
        "a.yaml",
        "",
        &object("Service", "spec: {type: NodePort}\n"),
        &["Service web | object | + ? | exposed"],
    );
    check(
        "a.yaml",
        "",
        &deployment("        image: web:latest\n"),
        &["Deployment shop/web | object | + ? | latest"],
    );
    check(
        "a.yaml",
        "",
        &object("ConfigMap", "data: {a: b}\n"),
        &["ConfigMap web | object | + ? | "],
    );
    // Renamed: one goes, one comes. In another file it is the same one.
    check(
        "a.yaml",
        "kind: Service\nmetadata: {name: a}\n",
        "kind: Service\nmetadata: {name: b}\n",
        &[
            "Service a | object | - ? | unreachable",
            "Service b | object | + ? | ",
        ],
    );
    let (old, new) = (
        object("Deployment", "spec: {replicas: 1}\n"),
        object("Deployment", "spec: {replicas: 2}\n"),
    );
    let moved = news(
        &[
            file("a.yaml", Some(&old), None),
            file("b.yaml", None, Some(&new)),
        ],
        &[],
    );
    assert_eq!(told(&moved), ["Deployment web | replicas | 1 → 2 | "]);
    // A template is said not to be read; what has no row is counted; a value is not hidden by another's row.
    let template = news(
        &[file(
            "t/a.yaml",
            Some("{{ if x }}\na: 1\n"),
            Some("{{ if x }}\na: 2\n"),
        )],
        &[],
    );
    assert_eq!(
        (template.rows.len(), template.unread),
        (0, vec!["t/a.yaml".to_owned()])
    );
    kind(
        "Deployment",
        "spec: {replicas: 1, minReadySeconds: 1, paused: false}\n",
        "spec: {replicas: 2, minReadySeconds: 2, paused: true}\n",
        &["Deployment web | replicas | 1 → 2 | ", "others 2"],
    );
}

/// What 64 ranges of public GitOps repositories told wrong.
#[test]
fn what_real_repositories_write_is_told_as_it_is() {
    let release = |version: &str| {
        object(
            "HelmRelease",
            &format!("spec: {{chart: {{spec: {{chart: redis, version: {version:?}}}}}}}\n"),
        )
    };
    for (from, to, danger) in [
        ("11.3.4", "16.x", "major"),
        ("9.1.11", "9.x", ""),
        ("9.x", "8.x", "downgrade"),
        ("9.x", "9.4.1", ""),
    ] {
        let row = format!("HelmRelease web | chart | redis {from} → redis {to} | {danger}");
        check("r.yaml", &release(from), &release(to), &[&row]);
    }
    // The host is the same; what stands beside it is counted.
    check(
        "r.yaml",
        &object(
            "HelmRelease",
            "spec: {values: {ingress: {hosts: [a.dev]}}}\n",
        ),
        &object(
            "HelmRelease",
            "spec: {values: {ingress: {hosts: [{host: a.dev, paths: [{path: /}]}]}}}\n",
        ),
        &["others 2"],
    );
    let kustomization = |rest: &str| format!("kind: Kustomization\n{rest}\n");
    let part = |from: &str, to: &str, rows: &[&str]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|row| {
                if row.starts_with("others") {
                    (*row).to_owned()
                } else {
                    format!("app/kustomization.yaml | {row}")
                }
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check(
            "app/kustomization.yaml",
            &kustomization(from),
            &kustomization(to),
            &rows,
        );
    };
    part(
        "patchesStrategicMerge: [v.yaml]",
        "patches: [{path: v.yaml, target: {kind: HelmRelease}}]",
        &[
            "parts patchesStrategicMerge | - v.yaml | ",
            "parts patches | + v.yaml | ",
        ],
    );
    part(
        "patches: [{path: v.yaml, target: {kind: A}}]",
        "patches: [{path: v.yaml, target: {kind: B}}]",
        &["others 1"],
    );
    // Another version of a remote part is not its end.
    let remote = |version: &str| {
        format!("resources: [https://github.com/x/y/releases/download/{version}/all.yaml]")
    };
    part(
        &remote("v0.18.5"),
        &remote("v0.19.4"),
        &[
            "parts resources | https://github.com/x/y/releases/download/v0.18.5/all.yaml → https://github.com/x/y/releases/download/v0.19.4/all.yaml | ",
        ],
    );
    part(
        "resources: ['github.com/x/y//deploy?ref=v1.2.0']",
        "resources: ['github.com/x/y//deploy?ref=v2.0.0']",
        &[
            "parts resources | github.com/x/y//deploy?ref=v1.2.0 → github.com/x/y//deploy?ref=v2.0.0 | major",
        ],
    );
    part(
        "resources: [a.yaml]",
        "resources: [b.yaml]",
        &["parts resources | a.yaml → b.yaml | deleted"],
    );
    // Whose variable it is, where values list several applications.
    let values = |url: &str| {
        format!(
            "apps:\n- name: api\n  helmValues:\n    extraEnv:\n    - {{name: URL, value: {url}}}\n"
        )
    };
    check(
        "values.yaml",
        &values("a"),
        &values("b"),
        &["values.yaml | env api URL | a → b | "],
    );
    // A forge's job and a playbook are counted.
    check(
        ".github/workflows/a.yaml",
        "jobs: {a: {env: {X: 1}}}\n",
        "jobs: {a: {env: {X: 2, Y: 3}}}\n",
        &["others 2"],
    );
    check(
        "roles/main.yml",
        "",
        "- name: run\n  docker_container: {image: etcd}\n",
        &["others 2"],
    );
    // Tags in a file without an extension, images of a chart's template.
    check(
        "image-tags/web",
        "image_tag: v466\n",
        "image_tag: v467\n",
        &["image-tags/web | image | v466 → v467 | "],
    );
    let template =
        |tag: &str| format!("{{{{ if .a }}}}\nimage: reg.dev/web:{tag}\n{{{{ end }}}}\n");
    let found = news(
        &[file(
            "templates/d.yaml",
            Some(&template("v1.0.0")),
            Some(&template("v2.0.0")),
        )],
        &[],
    );
    assert_eq!(found.unread, ["templates/d.yaml"]);
    assert_eq!(
        told(&found),
        ["templates/d.yaml | image | reg.dev/web:v1.0.0 → reg.dev/web:v2.0.0 | major"]
    );
    // One object in a base and its overlays.
    let hpa = |most| {
        object(
            "HorizontalPodAutoscaler",
            &format!("spec: {{maxReplicas: {most}}}\n"),
        )
    };
    let found = news(
        &[
            file("a/hpa.yaml", Some(&hpa(1)), Some(&hpa(2))),
            file("b/hpa.yaml", Some(&hpa(1)), Some(&hpa(3))),
        ],
        &[],
    );
    let of: Vec<&str> = found.rows.iter().map(|row| row.object.as_str()).collect();
    assert_eq!(
        of,
        [
            "HorizontalPodAutoscaler web (a/hpa.yaml)",
            "HorizontalPodAutoscaler web (b/hpa.yaml)"
        ]
    );
}
