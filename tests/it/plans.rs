//! The plan checks the change itself: for each kind of change it passes when the change is live and healthy,
//! waits while it rolls out, and fails where the old version still runs, however healthy that is.

use crate::support::Lab;
use deployment_report::testing::collect::git::build;
use deployment_report::testing::world::{CONTEXT, State};
use git2::{Repository, Signature, Time};
use serde_json::{Value, json};

const FILE: &str = "web.yaml";

/// A Deployment that says all that a change may change.
fn web() -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}, "annotations": {"checksum/config": "1f0c"}},
                "spec": {"serviceAccountName": "web", "nodeSelector": {"kubernetes.io/os": "linux"},
                    "tolerations": [{"key": "spot", "operator": "Exists", "effect": "NoSchedule"}],
                    "initContainers": [{"name": "migrate", "image": "r.dev/migrate:1.0"}],
                    "containers": [{"name": "web", "image": "r.dev/web:1.0", "args": ["--level=info"],
                        "env": [{"name": "MODE", "value": "slow"}, {"name": "OLD", "value": "x"}],
                        "ports": [{"name": "http", "containerPort": 8080}],
                        "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 10},
                        "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "256Mi"}}},
                        {"name": "proxy", "image": "r.dev/proxy:2.0"}]}}}})
}

fn other(kind: &str, api: &str, rest: Value) -> Value {
    let mut object =
        json!({"apiVersion": api, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}});
    for (key, value) in rest.as_object().unwrap() {
        object[key] = value.clone();
    }
    object
}

/// A change: its name, the object before and after, and the step that looks for it.
type Change = (&'static str, Value, Value, &'static str);

fn of_web(name: &'static str, step: &'static str, change: impl Fn(&mut Value)) -> Change {
    let mut after = web();
    change(&mut after["spec"]);
    (name, web(), after, step)
}

fn changes() -> Vec<Change> {
    let pod = |spec: &mut Value, key: &str, value: Value| spec["template"]["spec"][key] = value;
    let container = |spec: &mut Value, key: &str, value: Value| {
        spec["template"]["spec"]["containers"][0][key] = value;
    };
    let service = |port: u64| {
        other(
            "Service",
            "v1",
            json!({"spec": {"type": "ClusterIP", "selector": {"app": "web"},
            "ports": [{"name": "http", "port": port, "targetPort": 8080}]}}),
        )
    };
    let config = |data: Value| other("ConfigMap", "v1", json!({"data": data}));
    vec![
        of_web("image", "web-image", |spec| {
            container(spec, "image", json!("r.dev/web:1.1"))
        }),
        of_web("image of an init container", "web-migrate-image", |spec| {
            spec["template"]["spec"]["initContainers"][0]["image"] = json!("r.dev/migrate:1.1");
        }),
        of_web("replicas", "web-replicas", |spec| {
            spec["replicas"] = json!(3)
        }),
        of_web("limit", "web-web-resources.limits.memory", |spec| {
            container(
                spec,
                "resources",
                json!({"requests": {"cpu": "100m"}, "limits": {"memory": "1024Mi"}}),
            );
        }),
        of_web("limit taken away", "web-web-resources.limits", |spec| {
            container(spec, "resources", json!({"requests": {"cpu": "100m"}}));
        }),
        of_web("toleration", "web-gpu-operator", |spec| {
            pod(
                spec,
                "tolerations",
                json!([{"key": "spot", "operator": "Exists", "effect": "NoSchedule"},
                {"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}]),
            );
        }),
        of_web("toleration taken away", "web-tolerations", |spec| {
            spec["template"]["spec"]
                .as_object_mut()
                .unwrap()
                .remove("tolerations");
        }),
        of_web("node selector", "web-nodeSelector.pool", |spec| {
            pod(
                spec,
                "nodeSelector",
                json!({"kubernetes.io/os": "linux", "pool": "blue"}),
            );
        }),
        of_web("environment", "web-web-MODE-value", |spec| {
            container(
                spec,
                "env",
                json!([{"name": "MODE", "value": "fast"}, {"name": "OLD", "value": "x"}]),
            );
        }),
        of_web("new variable", "web-web-NEW-value", |spec| {
            container(
                spec,
                "env",
                json!([{"name": "MODE", "value": "slow"}, {"name": "OLD", "value": "x"},
                {"name": "NEW", "value": "y"}]),
            );
        }),
        of_web("variable taken away", "web-web-OLD-name", |spec| {
            container(spec, "env", json!([{"name": "MODE", "value": "slow"}]));
        }),
        of_web("argument", "web-web-args", |spec| {
            container(spec, "args", json!(["--level=debug"]))
        }),
        of_web("probe", "web-web-readinessProbe.httpGet.path", |spec| {
            container(
                spec,
                "readinessProbe",
                json!({"httpGet": {"path": "/healthy", "port": 8080}, "periodSeconds": 10}),
            );
        }),
        of_web("probe taken away", "web-web-readinessProbe", |spec| {
            spec["template"]["spec"]["containers"][0]
                .as_object_mut()
                .unwrap()
                .remove("readinessProbe");
        }),
        of_web("port", "web-web-metrics-containerPort", |spec| {
            container(
                spec,
                "ports",
                json!([{"name": "http", "containerPort": 8080},
                {"name": "metrics", "containerPort": 9090}]),
            );
        }),
        of_web(
            "configuration by hash",
            "web-metadata.annotations.checksum-config",
            |spec| {
                spec["template"]["metadata"]["annotations"]["checksum/config"] = json!("77ab");
            },
        ),
        of_web("service account", "web-serviceAccountName", |spec| {
            pod(spec, "serviceAccountName", json!("shop"))
        }),
        (
            "port of a service",
            service(80),
            service(8080),
            "web-http-port",
        ),
        (
            "configuration",
            config(json!({"mode": "slow", "app.conf": "level = info\nworkers = 2\n"})),
            config(json!({"mode": "fast", "app.conf": "level = info\nworkers = 4\n"})),
            "web-data.mode",
        ),
        (
            "autoscaler",
            other(
                "HorizontalPodAutoscaler",
                "autoscaling/v2",
                json!({"spec": {"minReplicas": 2, "maxReplicas": 4}}),
            ),
            other(
                "HorizontalPodAutoscaler",
                "autoscaling/v2",
                json!({"spec": {"minReplicas": 2, "maxReplicas": 8}}),
            ),
            "web-maxReplicas",
        ),
        (
            "budget",
            other(
                "PodDisruptionBudget",
                "policy/v1",
                json!({"spec": {"minAvailable": 1}}),
            ),
            other(
                "PodDisruptionBudget",
                "policy/v1",
                json!({"spec": {"minAvailable": 2}}),
            ),
            "web-minAvailable",
        ),
        (
            "host",
            other(
                "Ingress",
                "networking.k8s.io/v1",
                json!({"spec": {"ingressClassName": "nginx"}}),
            ),
            other(
                "Ingress",
                "networking.k8s.io/v1",
                json!({"spec": {"ingressClassName": "alb"}}),
            ),
            "web-ingressClassName",
        ),
        (
            "chart",
            other(
                "HelmRelease",
                "helm.toolkit.fluxcd.io/v2",
                json!({"spec": {"chart": {"spec": {"chart": "web", "version": "1.2.3"}}}}),
            ),
            other(
                "HelmRelease",
                "helm.toolkit.fluxcd.io/v2",
                json!({"spec": {"chart": {"spec": {"chart": "web", "version": "1.3.0"}}}}),
            ),
            "web-chart",
        ),
    ]
}

/// How far the cluster is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Stage {
    Done,
    Rolling,
    Old,
}

/// What the API server has of an object: its quantities in their canonical form, and a status.
fn live(object: &Value, stage: Stage) -> Value {
    let text = object.to_string().replace("1024Mi", "1Gi");
    let mut object: Value = serde_json::from_str(&text).unwrap();
    object["metadata"]["creationTimestamp"] = json!("2025-12-05T09:00:00Z");
    object["metadata"]["generation"] = json!(2);
    let condition = |kind: &str| json!({"type": kind, "status": "True", "reason": "Done", "observedGeneration": 2});
    match object["kind"].as_str().unwrap() {
        "HelmRelease" => {
            object["status"] = json!({"observedGeneration": 2,
                "conditions": [condition("Ready"), condition("Released")],
                "history": [{"chartVersion": object["spec"]["chart"]["spec"]["version"]}]});
        }
        "HorizontalPodAutoscaler" => {
            object["status"] = json!({"observedGeneration": 2, "currentReplicas": 2, "desiredReplicas": 2,
                "conditions": [condition("AbleToScale"), condition("ScalingActive")]});
        }
        "PodDisruptionBudget" => {
            object["status"] = json!({"observedGeneration": 2, "currentHealthy": 3, "desiredHealthy": 2,
                "expectedPods": 3, "disruptionsAllowed": 1});
        }
        "Ingress" => {
            object["status"] =
                json!({"loadBalancer": {"ingress": [{"hostname": "lb.example.dev"}]}});
        }
        _ => {}
    }
    if object["kind"] == "Deployment" {
        let pods = object["spec"]["replicas"].as_u64().unwrap();
        let ready = if stage == Stage::Rolling {
            pods - 1
        } else {
            pods
        };
        let progressing = if stage == Stage::Rolling {
            "ReplicaSetUpdated"
        } else {
            "NewReplicaSetAvailable"
        };
        object["status"] = json!({"observedGeneration": 2, "replicas": pods, "updatedReplicas": ready,
            "readyReplicas": ready, "availableReplicas": ready, "conditions": [
                {"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"},
                {"type": "Progressing", "status": "True", "reason": progressing,
                    "lastUpdateTime": "2025-12-05T10:07:00Z"}]});
        if ready < pods {
            object["status"]["unavailableReplicas"] = json!(1);
        }
    }
    object
}

fn pods(lab: &Lab, deployment: &Value) {
    for at in 0..deployment["spec"]["replicas"].as_u64().unwrap() {
        let statuses: Vec<Value> = deployment["spec"]["template"]["spec"]["containers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                json!({"name": one["name"], "image": one["image"], "ready": true, "started": true,
                "restartCount": 0, "state": {"running": {"startedAt": "2025-12-05T10:00:00Z"}}})
            })
            .collect();
        let ready = ["PodScheduled", "Initialized", "ContainersReady", "Ready"];
        let ready = ready.map(|one| json!({"type": one, "status": "True"}));
        lab.world().put(json!({"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": format!("web-5d8c-{at}"), "namespace": "shop", "labels": {"app": "web"},
                "creationTimestamp": "2025-12-05T10:00:00Z"},
            "spec": {"nodeName": "ip-10-11-12-230.ap-northeast-1.compute.internal",
                "containers": deployment["spec"]["template"]["spec"]["containers"]},
            "status": {"phase": "Running", "conditions": ready, "containerStatuses": statuses,
                "startTime": "2025-12-05T10:00:00Z", "podIP": "10.0.0.1"}}));
        let names = deployment["spec"]["template"]["spec"]["containers"]
            .as_array()
            .unwrap();
        let usage: Vec<Value> = names
            .iter()
            .map(|one| json!({"name": one["name"], "usage": {"cpu": "5m", "memory": "20Mi"}}))
            .collect();
        lab.world().put(json!({"apiVersion": "metrics.k8s.io/v1beta1", "kind": "PodMetrics",
            "metadata": {"name": format!("web-5d8c-{at}"), "namespace": "shop", "labels": {"app": "web"},
                "creationTimestamp": "2025-12-05T10:07:10Z"},
            "timestamp": "2025-12-05T10:07:10Z", "window": "15s", "containers": usage}));
    }
}

/// A repository in which one file goes from one text to another, and the range.
fn repository(lab: &Lab, before: &[&Value], after: &[&Value]) -> String {
    let text =
        |all: &[&Value]| -> String { all.iter().map(|one| format!("{one}\n---\n")).collect() };
    repository_of(lab, &text(before), &text(after))
}

fn repository_of(lab: &Lab, before: &str, after: &str) -> String {
    let mut options = git2::RepositoryInitOptions::new();
    let repo = Repository::init_opts(lab.work(), options.initial_head("main")).unwrap();
    let commit = |parents: &[git2::Oid], text: &str| {
        let when = Time::new(1_764_900_000, 540);
        let who = Signature::new("Kim", "kim@example.dev", &when).unwrap();
        build::commit(&repo, parents, &who, "fix: web", &[(FILE, Some(text))]).unwrap()
    };
    let first = commit(&[], before);
    let second = commit(&[first], after);
    repo.reference("refs/heads/main", second, true, "test")
        .unwrap();
    format!("{first}..{second}")
}

#[test]
fn the_plan_of_each_kind_of_change_tells_the_new_version_from_the_old() {
    let mut failed = Vec::new();
    for (at, (name, before, after, wanted)) in changes().into_iter().enumerate() {
        let is_web = after["kind"] == "Deployment";
        let lab = Lab::with_world(State::After);
        let (old_web, new_web) = if is_web {
            (before.clone(), after.clone())
        } else {
            (web(), web())
        };
        // Other objects stand beside a Deployment that does not change.
        let range = if is_web {
            repository(&lab, &[&before], &[&after])
        } else {
            repository(&lab, &[&before, &web()], &[&after, &web()])
        };
        let put = |object: &Value, web: &Value, stage: Stage| {
            lab.world().put(live(object, stage));
            lab.world().put(live(web, stage));
            pods(&lab, web);
        };
        put(&before, &old_web, Stage::Old);
        let args = [
            "new",
            "--slug",
            "web",
            "--lang",
            "ko,en",
            "--range",
            &range,
            "--workload",
            "deployment/web",
            "--context",
            CONTEXT,
            "-n",
            "shop",
        ];
        lab.run(&args).exits(0);
        let record = format!(
            ".kiro/deployments/2025-12-05-web.{}.md",
            ["ko", "en"][at % 2]
        );
        for lang in ["ko", "en"] {
            let record = format!(".kiro/deployments/2025-12-05-web.{lang}.md");
            let run = lab.run(&["explain", &record, "--format", "json"]).exits(0);
            let explained: Value = serde_json::from_str(&run.stdout).unwrap();
            for step in explained["steps"].as_array().unwrap() {
                for one in step["commands"].as_array().unwrap() {
                    assert_eq!(one["class"], "understood", "{name} {lang}: {one}");
                }
                for one in step["expectations"].as_array().unwrap() {
                    assert_eq!(
                        one["understood"],
                        true,
                        "{name} {lang}: {one}\n{}",
                        lab.read(&record)
                    );
                }
            }
        }
        for stage in [Stage::Old, Stage::Rolling, Stage::Done] {
            if stage == Stage::Rolling && !is_web {
                continue;
            }
            match stage {
                Stage::Old => put(&before, &old_web, stage),
                Stage::Rolling | Stage::Done => put(&after, &new_web, stage),
            }
            let run = lab.run(&["verify", &record, "--format", "json", "--detail", "full"]);
            let outcome: Value = serde_json::from_str(&run.stdout).unwrap();
            let steps = outcome["records"][0]["steps"].as_array().unwrap();
            let verdict = |step: &Value| {
                step["judgement"]["verdict"]
                    .as_str()
                    .unwrap_or("?")
                    .to_owned()
            };
            let all: Vec<(String, String)> = steps
                .iter()
                .map(|step| {
                    (
                        step["name"].as_str().unwrap_or("?").to_owned(),
                        verdict(step),
                    )
                })
                .collect();
            let has = |what: &str| all.iter().any(|(_, verdict)| verdict == what);
            let own = all
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, verdict)| verdict.as_str());
            let is_right = match stage {
                Stage::Old => {
                    own.is_some_and(|own| own != "passed" && own != "manual" && own != "unknown")
                }
                Stage::Rolling => has("pending") && !has("failed") && !has("unknown"),
                Stage::Done => {
                    own == Some("passed") && all.iter().all(|(_, verdict)| verdict == "passed")
                }
            };
            if !is_right {
                let told = if stage == Stage::Old {
                    ""
                } else {
                    run.stderr.as_str()
                };
                failed.push(format!("{name} {stage:?} ({wanted}): {all:?} {told}"));
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} wrong:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

/// What only a chart knows, and what is beyond the bound, is told instead of being left out.
#[test]
fn what_the_plan_does_not_look_for_is_said() {
    let chart = |replicas: u64, mode: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\n  namespace: argocd\n\
            spec:\n  source:\n    chart: web\n    repoURL: https://charts.example.dev\n    targetRevision: 1.0.0\n    \
            helm:\n      valuesObject:\n        replicaCount: {replicas}\n        controller:\n          mode: {mode}\n"
        )
    };
    let data = |word: &str| -> String {
        let keys: String = (0..25)
            .map(|at| format!("  KEY_{at:02}: {word}-{at}\n"))
            .collect();
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: shop\ndata:\n{keys}"
        )
    };
    let live_web = web();
    let replicas = live_web["spec"]["replicas"].as_u64().unwrap();
    let in_line = |text: String| {
        let (head, values) = text.split_once("valuesObject:").unwrap();
        let values = values.split_whitespace().collect::<Vec<_>>().join(" ");
        let values = values.replace(" controller: ", ", controller: {");
        format!("{head}valuesObject: {{{values}}}}}\n")
    };
    let comment = |text: String| format!("# the same\n{text}");
    for (before, after, told, step) in [
        (
            chart(replicas + 2, "a"),
            chart(replicas, "b"),
            [
                "알 수 없는 값 `controller.mode`\n",
                "of them: `controller.mode`\n",
            ],
            Some("<!-- check:web-replicas -->"),
        ),
        (
            in_line(chart(replicas + 2, "a")),
            in_line(chart(replicas, "b")),
            [
                "알 수 없는 값 `controller.mode`\n",
                "of them: `controller.mode`\n",
            ],
            Some("<!-- check:web-replicas -->"),
        ),
        (
            data("old"),
            data("new"),
            ["더 바뀐 값 5개", "5 more changed values."],
            Some("<!-- check:web-data.KEY_00 -->"),
        ),
        (data("new"), comment(data("new")), ["", ""], None),
    ] {
        let lab = Lab::with_world(State::After);
        let range = repository_of(&lab, &before, &after);
        lab.world().put(live(&live_web, Stage::Done));
        pods(&lab, &live_web);
        let args = ["new", "--slug", "web", "--lang", "ko,en", "--range", &range];
        let more = [
            "--workload",
            "deployment/web",
            "--context",
            CONTEXT,
            "-n",
            "shop",
        ];
        lab.run(&[&args[..], &more].concat()).exits(0);
        for (lang, told) in ["ko", "en"].iter().zip(told) {
            let record = format!(".kiro/deployments/2025-12-05-web.{lang}.md");
            let text = lab.read(&record);
            match step {
                Some(step) => {
                    assert!(text.contains(told), "{told}: {text}");
                    assert!(text.contains(step), "{step}: {text}");
                    assert!(text.matches("-data.KEY_").count() <= 40, "{text}");
                }
                None => assert!(!text.contains("report:gap changes"), "{text}"),
            }
            let run = lab.run(&["explain", &record, "--format", "json"]).exits(0);
            let explained: Value = serde_json::from_str(&run.stdout).unwrap();
            for step in explained["steps"].as_array().unwrap() {
                for one in step["expectations"].as_array().unwrap() {
                    assert_eq!(one["understood"], true, "{lang}: {one}");
                }
            }
        }
    }
}
