//! A workload as a record needs it: what it is, how its pods are found, how many are expected, what
//! they may use. Read from the object itself, live or from a manifest.

use super::kinds;
use super::named::named;
use super::quantity::Quantity;
use super::selector::Selector;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Workload {
    /// `DaemonSet`, `Deployment`, `StatefulSet`, `CronJob`, `Job`, `Rollout`.
    pub kind: WorkloadKind,
    /// Its name.
    pub name: String,
    /// Its namespace; empty if the manifest names none.
    pub namespace: String,
    /// The selector of its pods as `-l` takes it (`a=b,c in (d)`); empty if it has none of its own.
    pub selector: String,
    /// How many pods are expected; `None` if nothing says so.
    pub expected: Option<u64>,
    /// The least and most replicas of its HorizontalPodAutoscaler.
    pub autoscaled: Option<(u64, u64)>,
    /// How many nodes the cluster has, for a DaemonSet seen in the cluster.
    pub nodes: Option<u64>,
    /// The CPU that one pod may use, all its containers together (`250m`).
    pub cpu: Option<String>,
    /// The memory that one pod may use (`700Mi`).
    pub memory: Option<String>,
    /// Container images.
    pub images: Vec<String>,
    /// Ports: `http-metrics 12345/TCP`.
    pub ports: Vec<String>,
    /// Readiness probes: `alloy: HTTP GET :12345/-/ready`.
    pub probes: Vec<String>,
    /// A CronJob's schedule.
    pub schedule: Option<String>,
    /// A Job's completions.
    pub completions: Option<u64>,
    /// How its pods are replaced; `None` where nothing says so.
    #[serde(default)]
    pub replaced: Option<Replaced>,
    /// Helm chart and version of the label `helm.sh/chart` (`alloy-1.3.0`).
    pub chart: Option<String>,
    /// Whether it was seen in the cluster rather than in a manifest.
    pub live: bool,
}

/// How the pods of a workload are replaced, and so what is missing meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Replaced {
    /// All go before the first new one comes.
    AtOnce,
    /// A few at a time.
    Rolling {
        /// How many may be missing: `1`, or `25%` where nothing says how many there are.
        missing: String,
    },
    /// When somebody deletes one.
    ByHand,
}

named! {
    /// The kinds that a plan knows.
    #[derive(Serialize, Deserialize, JsonSchema)]
    pub WorkloadKind:
    /// apps/v1.
    DaemonSet,
    /// apps/v1.
    Deployment,
    /// apps/v1.
    StatefulSet,
    /// batch/v1.
    CronJob,
    /// batch/v1.
    Job,
    /// argoproj.io/v1alpha1.
    Rollout,
}

impl WorkloadKind {
    /// Reads a kind however `kubectl` takes it: `ds`, `daemonset`, `daemonsets.apps`, `DaemonSet`.
    pub fn parse(text: &str) -> Option<WorkloadKind> {
        let kind = kinds::plainly_named(text)?.kind;
        WorkloadKind::ALL.into_iter().find(|one| one.word() == kind)
    }

    /// The name that kubectl commands use.
    pub fn resource(self) -> String {
        self.word().to_lowercase()
    }
}

/// The number of a revision: a ReplicaSet's annotation, a ControllerRevision's own.
pub(crate) fn revision(object: &Value) -> Option<u64> {
    let annotation = &object["metadata"]["annotations"]["deployment.kubernetes.io/revision"];
    let own = object["revision"].as_u64();
    own.or_else(|| annotation.as_str()?.parse().ok())
}

impl Workload {
    /// Reads an object; `None` if it is no workload.
    pub fn of(object: &Value) -> Option<Workload> {
        let kind = WorkloadKind::parse(object["kind"].as_str()?)?;
        let metadata = &object["metadata"];
        let spec = &object["spec"];
        let template = match kind {
            WorkloadKind::CronJob => &spec["jobTemplate"]["spec"]["template"],
            WorkloadKind::DaemonSet
            | WorkloadKind::Deployment
            | WorkloadKind::StatefulSet
            | WorkloadKind::Job
            | WorkloadKind::Rollout => &spec["template"],
        };
        let pod = &template["spec"];
        let name = metadata["name"].as_str()?.to_owned();
        let replicas = || Some(spec["replicas"].as_u64().unwrap_or(1));
        Some(Workload {
            kind,
            namespace: text(&metadata["namespace"]).unwrap_or_default(),
            selector: match kind {
                WorkloadKind::Job => format!("job-name={name}"),
                WorkloadKind::CronJob => String::new(),
                WorkloadKind::DaemonSet
                | WorkloadKind::Deployment
                | WorkloadKind::StatefulSet
                | WorkloadKind::Rollout => {
                    Selector::of(&spec["selector"]).map_or(String::new(), |all| all.to_string())
                }
            },
            expected: match kind {
                WorkloadKind::DaemonSet | WorkloadKind::CronJob | WorkloadKind::Job => None,
                WorkloadKind::Deployment | WorkloadKind::StatefulSet | WorkloadKind::Rollout => {
                    replicas()
                }
            },
            autoscaled: None,
            nodes: None,
            cpu: most(pod, "cpu").map(|q| q.to_string()),
            memory: most(pod, "memory").map(|q| as_memory(pod, q)),
            images: each(&pod["containers"], |c| text(&c["image"])),
            ports: ports(pod),
            probes: each(&pod["containers"], probe),
            schedule: text(&spec["schedule"]),
            completions: (kind == WorkloadKind::Job)
                .then(|| spec["completions"].as_u64().unwrap_or(1)),
            replaced: replaced(kind, spec),
            chart: text(&metadata["labels"]["helm.sh/chart"]),
            live: false,
            name,
        })
    }

    /// `daemonset/alloy`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind.resource(), self.name)
    }
}

/// Unset fields mean what the API server would set.
fn replaced(kind: WorkloadKind, spec: &Value) -> Option<Replaced> {
    let (strategy, usual) = match kind {
        WorkloadKind::Deployment => (&spec["strategy"], "25%"),
        WorkloadKind::DaemonSet | WorkloadKind::StatefulSet => (&spec["updateStrategy"], "1"),
        WorkloadKind::CronJob | WorkloadKind::Job | WorkloadKind::Rollout => return None,
    };
    let missing = number_or_text(&strategy["rollingUpdate"]["maxUnavailable"]);
    let missing = missing.unwrap_or_else(|| usual.to_owned());
    match strategy["type"].as_str() {
        Some("Recreate") => Some(Replaced::AtOnce),
        Some("OnDelete") => Some(Replaced::ByHand),
        Some("RollingUpdate") | None => Some(Replaced::Rolling {
            missing: match kind {
                WorkloadKind::Deployment => of_replicas(&missing, spec).unwrap_or(missing),
                _ => missing,
            },
        }),
        Some(_) => None,
    }
}

/// How many pods of a Deployment a percentage is, where it says how many it has.
///
/// Source: `ResolveFenceposts` of Kubernetes' `pkg/controller/deployment/util`: `maxUnavailable` is rounded down,
/// `maxSurge` up, and where both come to nothing, one pod may be missing.
fn of_replicas(missing: &str, spec: &Value) -> Option<String> {
    let percent = |text: &str| text.strip_suffix('%')?.parse::<u64>().ok();
    let replicas = spec["replicas"].as_u64()?;
    let missing = replicas.checked_mul(percent(missing)?)? / 100;
    let surge = &spec["strategy"]["rollingUpdate"]["maxSurge"];
    let no_surge = surge.as_u64() == Some(0) || surge.as_str().and_then(percent) == Some(0);
    Some(match (missing, no_surge) {
        (0, true) => "1".to_owned(),
        (missing, _) => missing.to_string(),
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number_or_text(value: &Value) -> Option<String> {
    let number = value.as_u64().map(|number| number.to_string());
    number.or_else(|| text(value))
}

fn each<T>(list: &Value, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(read)
        .collect()
}

/// What one pod may use: the sum of its containers' limits; if none has a limit, of their requests.
fn most(pod: &Value, resource: &str) -> Option<Quantity> {
    let sum = |of: &str| {
        let amounts = each(&pod["containers"], |c| {
            Quantity::parse(&number_or_text(&c["resources"][of][resource])?)
        });
        amounts.into_iter().reduce(Quantity::plus)
    };
    sum("limits").or_else(|| sum("requests"))
}

/// Memory in the unit in which the manifest has it, where that is exact.
fn as_memory(pod: &Value, sum: Quantity) -> String {
    let written = each(&pod["containers"], |c| {
        let amount = |of: &str| text(&c["resources"][of]["memory"]);
        amount("limits").or_else(|| amount("requests"))
    });
    if let Some(same) = written
        .iter()
        .find(|text| Quantity::parse(text) == Some(sum))
    {
        return same.clone();
    }
    sum.to_mebibytes()
}

fn ports(pod: &Value) -> Vec<String> {
    let containers = pod["containers"].as_array().into_iter().flatten();
    containers
        .flat_map(|container| {
            each(&container["ports"], |port| {
                let number = port["containerPort"].as_u64()?;
                let protocol = port["protocol"].as_str().unwrap_or("TCP");
                let name = port["name"].as_str().unwrap_or_default();
                Some(format!("{name} {number}/{protocol}").trim().to_owned())
            })
        })
        .collect()
}

fn probe(container: &Value) -> Option<String> {
    let name = container["name"].as_str()?;
    let probe = &container["readinessProbe"];
    let port = number_or_text;
    let what = if let Some(get) = probe.get("httpGet") {
        let scheme = get["scheme"].as_str().unwrap_or("HTTP");
        let path = get["path"].as_str().unwrap_or("/");
        format!("{scheme} GET :{}{path}", port(&get["port"])?)
    } else if let Some(tcp) = probe.get("tcpSocket") {
        format!("TCP :{}", port(&tcp["port"])?)
    } else if let Some(grpc) = probe.get("grpc") {
        format!("gRPC :{}", port(&grpc["port"])?)
    } else {
        probe.get("exec").map(|_| "exec".to_owned())?
    };
    Some(format!("{name}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What is not written is what the API server would set.
    #[test]
    fn how_pods_are_replaced_is_read_with_its_defaults() {
        let rolling = |missing: &str| {
            Some(Replaced::Rolling {
                missing: missing.into(),
            })
        };
        for (kind, spec, wanted) in [
            ("Deployment", json!({}), rolling("25%")),
            ("Deployment", json!({"replicas": 1}), rolling("0")),
            ("Deployment", json!({"replicas": 3}), rolling("0")),
            ("Deployment", json!({"replicas": 10}), rolling("2")),
            (
                "Deployment",
                json!({"replicas": 3, "strategy": {"rollingUpdate": {"maxSurge": 0}}}),
                rolling("1"),
            ),
            (
                "Deployment",
                json!({"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0}}}),
                rolling("0"),
            ),
            (
                "Deployment",
                json!({"strategy": {"type": "Recreate"}}),
                Some(Replaced::AtOnce),
            ),
            ("DaemonSet", json!({}), rolling("1")),
            (
                "DaemonSet",
                json!({"updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}}}),
                rolling("10%"),
            ),
            (
                "StatefulSet",
                json!({"updateStrategy": {"type": "OnDelete"}}),
                Some(Replaced::ByHand),
            ),
            ("CronJob", json!({}), None),
            ("Rollout", json!({"strategy": {"canary": {}}}), None),
        ] {
            let object = json!({"kind": kind, "metadata": {"name": "a"}, "spec": spec});
            let workload = Workload::of(&object).unwrap();
            assert_eq!(workload.replaced, wanted, "{object}");
        }
    }

    #[test]
    fn a_workload_is_read_from_its_object() {
        let object = json!({
            "kind": "DaemonSet",
            "metadata": {"name": "alloy", "namespace": "loki-v3", "labels": {"helm.sh/chart": "alloy-1.3.0"}},
            "spec": {
                "selector": {"matchLabels": {"b": "2", "a": "1"}, "matchExpressions": [{"key": "c", "operator": "In", "values": ["x", "y"]}]},
                "template": {"spec": {"containers": [
                    {"name": "alloy", "image": "i:1", "resources": {"limits": {"cpu": "250m", "memory": "700Mi"}},
                     "ports": [{"name": "http", "containerPort": 12345}],
                     "readinessProbe": {"httpGet": {"path": "/-/ready", "port": 12345}}},
                    {"name": "side", "image": "j:1", "resources": {"requests": {"cpu": "10m"}}}
                ]}}
            }
        });
        let workload = Workload::of(&object).unwrap();
        assert_eq!(workload.reference(), "daemonset/alloy");
        assert_eq!(workload.selector, "a=1,b=2,c in (x,y)");
        assert_eq!(workload.cpu.as_deref(), Some("250m"));
        assert_eq!(workload.memory.as_deref(), Some("700Mi"));
        assert_eq!(workload.ports, ["http 12345/TCP"]);
        assert_eq!(workload.probes, ["alloy: HTTP GET :12345/-/ready"]);
        assert_eq!(workload.expected, None);
        assert_eq!(
            Workload::of(&json!({"kind": "Service", "metadata": {"name": "a"}})),
            None
        );
    }

    #[test]
    fn limits_of_containers_add_up() {
        let object = json!({
            "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"template": {"spec": {"containers": [
                {"name": "a", "resources": {"limits": {"cpu": 1, "memory": "512Mi"}}},
                {"name": "b", "resources": {"limits": {"cpu": "500m", "memory": "0.5Gi"}}}
            ]}}}
        });
        let workload = Workload::of(&object).unwrap();
        assert_eq!(
            (workload.cpu.as_deref(), workload.memory.as_deref()),
            (Some("1500m"), Some("1024Mi"))
        );
        assert_eq!(workload.expected, Some(1));
    }
}
