//! The mutation of the world: every documented sentence that passes beside a command, in worlds that differ by one
//! fact which the command shows. What still passes then is a row of `survivors.txt`, with a reason that somebody
//! reviewed. Sentences that say the same are one row.

use super::scope::{FINE, Pod, answer, pipeline};
use super::*;
use crate::facts::observation::HttpAnswer;
use crate::language::{documented, understood_near};
use std::collections::{BTreeMap, BTreeSet};

/// `# REASON`, then `STATEMENT $ COMMAND ⇒ CHANGE, CHANGE`.
const SURVIVORS: &str = include_str!("survivors.txt");

/// A command, what it shows, and what it would show in every world that differs by one fact.
struct Case {
    command: &'static str,
    base: Seen,
    worlds: Vec<(String, Seen)>,
}

/// Of one kind, what its table shows, and the cells that one fact changes.
struct Kind {
    command: &'static str,
    resource: &'static str,
    columns: &'static [&'static str],
    rows: &'static [&'static [&'static str]],
    changes: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

const KINDS: &[Kind] = &[
    Kind {
        command: "kubectl get nodes",
        resource: "nodes",
        columns: &["NAME", "STATUS", "ROLES", "AGE", "VERSION"],
        rows: &[
            &["ip-10-0-1-10", "Ready", "<none>", "90d", "v1.31.2"],
            &["ip-10-0-2-11", "Ready", "<none>", "90d", "v1.31.2"],
            &["ip-10-0-3-12", "Ready", "<none>", "90d", "v1.31.2"],
        ],
        changes: &[
            ("not-ready", &[("STATUS", "NotReady")]),
            ("cordoned", &[("STATUS", "Ready,SchedulingDisabled")]),
            ("drained", &[("STATUS", "NotReady,SchedulingDisabled")]),
            ("unknown", &[("STATUS", "Unknown")]),
            ("older", &[("VERSION", "v1.27.9")]),
            ("young", &[("AGE", "3m")]),
        ],
    },
    Kind {
        command: "kubectl -n web get deployments",
        resource: "deployments",
        columns: &["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"],
        rows: &[
            &["web", "3/3", "3", "3", "40d"],
            &["api", "3/3", "3", "3", "40d"],
        ],
        changes: &[
            ("short", &[("READY", "2/3"), ("AVAILABLE", "2")]),
            ("none", &[("READY", "0/3"), ("AVAILABLE", "0")]),
            ("unavailable", &[("AVAILABLE", "2")]),
            ("old-template", &[("UP-TO-DATE", "1")]),
            (
                "smaller",
                &[("READY", "2/2"), ("UP-TO-DATE", "2"), ("AVAILABLE", "2")],
            ),
            (
                "larger",
                &[("READY", "4/4"), ("UP-TO-DATE", "4"), ("AVAILABLE", "4")],
            ),
            (
                "zero",
                &[("READY", "0/0"), ("UP-TO-DATE", "0"), ("AVAILABLE", "0")],
            ),
            ("young", &[("AGE", "3m")]),
        ],
    },
    Kind {
        command: "kubectl -n web get daemonsets",
        resource: "daemonsets",
        columns: &[
            "NAME",
            "DESIRED",
            "CURRENT",
            "READY",
            "UP-TO-DATE",
            "AVAILABLE",
            "NODE SELECTOR",
            "AGE",
        ],
        rows: &[
            &["alloy", "10", "10", "10", "10", "10", "<none>", "40d"],
            &["agent", "10", "10", "10", "10", "10", "<none>", "40d"],
        ],
        changes: &[
            ("short", &[("READY", "9"), ("AVAILABLE", "9")]),
            ("unavailable", &[("AVAILABLE", "9")]),
            (
                "unscheduled",
                &[
                    ("CURRENT", "9"),
                    ("READY", "9"),
                    ("UP-TO-DATE", "9"),
                    ("AVAILABLE", "9"),
                ],
            ),
            ("old-template", &[("UP-TO-DATE", "4")]),
            (
                "fewer",
                &[
                    ("DESIRED", "9"),
                    ("CURRENT", "9"),
                    ("READY", "9"),
                    ("UP-TO-DATE", "9"),
                    ("AVAILABLE", "9"),
                ],
            ),
            (
                "more-nodes",
                &[
                    ("DESIRED", "11"),
                    ("CURRENT", "11"),
                    ("READY", "11"),
                    ("UP-TO-DATE", "11"),
                    ("AVAILABLE", "11"),
                ],
            ),
            (
                "zero",
                &[
                    ("DESIRED", "0"),
                    ("CURRENT", "0"),
                    ("READY", "0"),
                    ("UP-TO-DATE", "0"),
                    ("AVAILABLE", "0"),
                ],
            ),
            ("selective", &[("NODE SELECTOR", "disk=ssd")]),
        ],
    },
    Kind {
        command: "kubectl -n web get statefulsets",
        resource: "statefulsets",
        columns: &["NAME", "READY", "AGE"],
        rows: &[&["db", "3/3", "40d"], &["loki", "3/3", "40d"]],
        changes: &[
            ("short", &[("READY", "2/3")]),
            ("smaller", &[("READY", "2/2")]),
            ("zero", &[("READY", "0/0")]),
            ("young", &[("AGE", "3m")]),
        ],
    },
    Kind {
        command: "kubectl -n web get jobs",
        resource: "jobs",
        columns: &["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE"],
        rows: &[
            &["migrate", "Complete", "1/1", "12s", "2d"],
            &["seed", "Complete", "1/1", "40s", "2d"],
        ],
        changes: &[
            ("failed", &[("STATUS", "Failed"), ("COMPLETIONS", "0/1")]),
            ("running", &[("STATUS", "Running"), ("COMPLETIONS", "0/1")]),
            (
                "suspended",
                &[("STATUS", "Suspended"), ("COMPLETIONS", "0/1")],
            ),
        ],
    },
    Kind {
        command: "kubectl -n web get cronjobs",
        resource: "cronjobs",
        columns: &[
            "NAME",
            "SCHEDULE",
            "TIMEZONE",
            "SUSPEND",
            "ACTIVE",
            "LAST SCHEDULE",
            "AGE",
        ],
        rows: &[
            &["backup", "0 2 * * *", "<none>", "False", "0", "5h", "40d"],
            &["cleanup", "0 3 * * *", "<none>", "False", "0", "4h", "40d"],
        ],
        changes: &[
            ("suspended", &[("SUSPEND", "True")]),
            ("active", &[("ACTIVE", "1")]),
            ("never", &[("LAST SCHEDULE", "<none>")]),
            ("long-ago", &[("LAST SCHEDULE", "3d")]),
            ("other-schedule", &[("SCHEDULE", "0 2 1 * *")]),
        ],
    },
    Kind {
        command: "kubectl -n web get pvc",
        resource: "persistentvolumeclaims",
        columns: &[
            "NAME",
            "STATUS",
            "VOLUME",
            "CAPACITY",
            "ACCESS MODES",
            "STORAGECLASS",
            "AGE",
        ],
        rows: &[
            &[
                "data-db-0",
                "Bound",
                "pvc-1a2b",
                "10Gi",
                "RWO",
                "gp3",
                "40d",
            ],
            &[
                "data-db-1",
                "Bound",
                "pvc-3c4d",
                "10Gi",
                "RWO",
                "gp3",
                "40d",
            ],
        ],
        changes: &[
            (
                "pending",
                &[("STATUS", "Pending"), ("VOLUME", ""), ("CAPACITY", "")],
            ),
            ("lost", &[("STATUS", "Lost")]),
            ("smaller", &[("CAPACITY", "5Gi")]),
            ("other-class", &[("STORAGECLASS", "gp2")]),
            ("read-only", &[("ACCESS MODES", "ROX")]),
        ],
    },
    Kind {
        command: "kubectl -n web get services",
        resource: "services",
        columns: &[
            "NAME",
            "TYPE",
            "CLUSTER-IP",
            "EXTERNAL-IP",
            "PORT(S)",
            "AGE",
        ],
        rows: &[
            &["web", "ClusterIP", "10.100.1.1", "<none>", "80/TCP", "40d"],
            &["api", "ClusterIP", "10.100.1.2", "<none>", "80/TCP", "40d"],
        ],
        changes: &[
            (
                "awaited",
                &[("TYPE", "LoadBalancer"), ("EXTERNAL-IP", "<pending>")],
            ),
            ("headless", &[("CLUSTER-IP", "None")]),
            (
                "node-port",
                &[("TYPE", "NodePort"), ("PORT(S)", "80:30080/TCP")],
            ),
            ("other-port", &[("PORT(S)", "8080/TCP")]),
        ],
    },
    Kind {
        command: "kubectl -n web get svc",
        resource: "services",
        columns: &[
            "NAME",
            "TYPE",
            "CLUSTER-IP",
            "EXTERNAL-IP",
            "PORT(S)",
            "AGE",
        ],
        rows: &[&[
            "web",
            "LoadBalancer",
            "10.100.1.1",
            "a1b2.elb.us-east-1.amazonaws.com",
            "80:31000/TCP",
            "40d",
        ]],
        changes: &[
            ("awaited", &[("EXTERNAL-IP", "<pending>")]),
            ("no-address", &[("EXTERNAL-IP", "<none>")]),
            (
                "internal",
                &[("TYPE", "ClusterIP"), ("EXTERNAL-IP", "<none>")],
            ),
            ("other-port", &[("PORT(S)", "8080:31000/TCP")]),
            ("other-host", &[("EXTERNAL-IP", "lb.example.com")]),
        ],
    },
    Kind {
        command: "kubectl -n web get endpoints",
        resource: "endpoints",
        columns: &["NAME", "ENDPOINTS", "AGE"],
        rows: &[
            &["web", "10.0.1.5:8080,10.0.2.6:8080", "40d"],
            &["api", "10.0.1.7:8080,10.0.2.8:8080", "40d"],
        ],
        changes: &[
            ("none", &[("ENDPOINTS", "<none>")]),
            ("one", &[("ENDPOINTS", "10.0.1.5:8080")]),
            (
                "more-addresses",
                &[("ENDPOINTS", "10.0.1.5:8080,10.0.2.6:8080,10.0.3.7:8080")],
            ),
        ],
    },
    Kind {
        command: "kubectl -n web get ingress",
        resource: "ingresses",
        columns: &["NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"],
        rows: &[&[
            "web",
            "alb",
            "web.example.com",
            "k8s-web.elb.us-east-1.amazonaws.com",
            "80",
            "40d",
        ]],
        changes: &[
            ("no-address", &[("ADDRESS", "")]),
            ("other-host", &[("HOSTS", "old.example.com")]),
            ("other-class", &[("CLASS", "nginx")]),
            ("other-address", &[("ADDRESS", "10.0.0.9")]),
        ],
    },
    Kind {
        command: "kubectl -n web get hpa",
        resource: "horizontalpodautoscalers",
        columns: &[
            "NAME",
            "REFERENCE",
            "TARGETS",
            "MINPODS",
            "MAXPODS",
            "REPLICAS",
            "AGE",
        ],
        rows: &[&[
            "web",
            "Deployment/web",
            "cpu: 40%/80%",
            "2",
            "10",
            "3",
            "40d",
        ]],
        changes: &[
            ("unknown", &[("TARGETS", "cpu: <unknown>/80%")]),
            ("over", &[("TARGETS", "cpu: 140%/80%")]),
            ("at-most", &[("REPLICAS", "10")]),
            ("none", &[("REPLICAS", "0")]),
            ("other-bounds", &[("MINPODS", "1"), ("MAXPODS", "3")]),
        ],
    },
    Kind {
        command: "kubectl -n web get events",
        resource: "events",
        columns: &["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"],
        rows: &[
            &[
                "5m",
                "Normal",
                "Scheduled",
                "pod/web-7d9c5b6f4-x2x4z",
                "Successfully assigned web",
            ],
            &[
                "5m",
                "Normal",
                "Started",
                "pod/web-7d9c5b6f4-x2x4z",
                "Started container web",
            ],
        ],
        changes: &[
            (
                "scheduling",
                &[
                    ("TYPE", "Warning"),
                    ("REASON", "FailedScheduling"),
                    ("MESSAGE", "0/3 nodes are available: insufficient cpu"),
                ],
            ),
            (
                "probe",
                &[
                    ("TYPE", "Warning"),
                    ("REASON", "Unhealthy"),
                    ("MESSAGE", "Readiness probe failed"),
                ],
            ),
            (
                "back-off",
                &[
                    ("TYPE", "Warning"),
                    ("REASON", "BackOff"),
                    ("MESSAGE", "Back-off restarting failed container"),
                ],
            ),
            (
                "mount",
                &[
                    ("TYPE", "Warning"),
                    ("REASON", "FailedMount"),
                    ("MESSAGE", "MountVolume.SetUp failed"),
                ],
            ),
            (
                "evicted",
                &[
                    ("TYPE", "Warning"),
                    ("REASON", "Evicted"),
                    ("MESSAGE", "The node was low on resource: memory"),
                ],
            ),
        ],
    },
    Kind {
        command: "kubectl -n argocd get applications",
        resource: "applications",
        columns: &["NAME", "SYNC STATUS", "HEALTH STATUS"],
        rows: &[&["web", "Synced", "Healthy"], &["api", "Synced", "Healthy"]],
        changes: &[
            ("out-of-sync", &[("SYNC STATUS", "OutOfSync")]),
            ("sync-unknown", &[("SYNC STATUS", "Unknown")]),
            ("degraded", &[("HEALTH STATUS", "Degraded")]),
            ("progressing", &[("HEALTH STATUS", "Progressing")]),
            ("missing", &[("HEALTH STATUS", "Missing")]),
            ("suspended", &[("HEALTH STATUS", "Suspended")]),
            ("health-unknown", &[("HEALTH STATUS", "Unknown")]),
            ("no-health", &[("HEALTH STATUS", "")]),
        ],
    },
    Kind {
        command: "kubectl get namespaces",
        resource: "namespaces",
        columns: &["NAME", "STATUS", "AGE"],
        rows: &[&["web", "Active", "90d"], &["loki", "Active", "90d"]],
        changes: &[("terminating", &[("STATUS", "Terminating")])],
    },
    Kind {
        command: "kubectl -n web get configmaps",
        resource: "configmaps",
        columns: &["NAME", "DATA", "AGE"],
        rows: &[&["web", "2", "90d"], &["web-config", "1", "90d"]],
        changes: &[("empty", &[("DATA", "0")])],
    },
    Kind {
        command: "kubectl -n web get certificates",
        resource: "certificates",
        columns: &["NAME", "READY", "SECRET", "AGE"],
        rows: &[
            &["web-tls", "True", "web-tls", "90d"],
            &["api-tls", "True", "api-tls", "90d"],
        ],
        changes: &[
            ("not-ready", &[("READY", "False")]),
            ("unknown", &[("READY", "Unknown")]),
        ],
    },
];

fn seen(resource: &str, columns: &[&str], rows: &[Vec<&str>]) -> Seen {
    let lines = std::iter::once(columns.join("   ")).chain(rows.iter().map(|row| row.join("   ")));
    let text: String = lines.map(|line| line + "\n").collect();
    let named = columns.iter().position(|column| *column == "NAME");
    let row = |cells: &Vec<&str>| Row {
        name: named.map_or_else(String::new, |at| cells[at].to_owned()),
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        ..Row::default()
    };
    let column = |name: &&str| Column {
        name: (*name).into(),
        priority: 0,
    };
    Seen {
        tables: vec![Table {
            resource: resource.into(),
            columns: columns.iter().map(column).collect(),
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        }],
        text: if rows.is_empty() { String::new() } else { text },
        ..Seen::at(now())
    }
}

impl Kind {
    fn case(&self) -> Case {
        let rows: Vec<Vec<&str>> = self.rows.iter().map(|row| row.to_vec()).collect();
        let shown = |rows: &[Vec<&str>]| seen(self.resource, self.columns, rows);
        let changed = |row: &[&'static str], cells: &[(&str, &'static str)]| {
            let mut row = row.to_vec();
            for (column, cell) in cells {
                let at = self.columns.iter().position(|one| one == column).unwrap();
                row[at] = cell;
            }
            row
        };
        let mut worlds = Vec::new();
        for at in 0..rows.len() {
            let mut fewer = rows.clone();
            fewer.remove(at);
            worlds.push((format!("gone@{}", self.rows[at][0]), shown(&fewer)));
        }
        worlds.push(("none-at-all".to_owned(), shown(&[])));
        let fine: &[(&str, &[(&str, &str)])] = &[("fine", &[])];
        for (change, cells) in fine.iter().chain(self.changes) {
            for at in 0..rows.len() {
                let mut other = rows.clone();
                other[at] = changed(self.rows[at], cells);
                worlds.push((format!("{change}@{}", self.rows[at][0]), shown(&other)));
            }
            let mut more = rows.clone();
            let mut new = changed(self.rows[0], cells);
            if self.columns[0] == "NAME" {
                new[0] = "one-more";
            }
            more.push(new);
            worlds.push((format!("more-{change}"), shown(&more)));
        }
        Case {
            command: self.command,
            base: shown(&rows),
            worlds,
        }
    }
}

/// Every world of pods that differs by one fact, and the fact.
fn pod_worlds() -> Vec<(String, Vec<Pod>)> {
    let states = [
        ("crash", "0/1", "CrashLoopBackOff", "9 (2m ago)"),
        ("image", "0/1", "ImagePullBackOff", "0"),
        ("pending", "0/1", "Pending", "0"),
        ("creating", "0/1", "ContainerCreating", "0"),
        ("error", "0/1", "Error", "0"),
        ("killed", "0/1", "OOMKilled", "3 (2m ago)"),
        ("init-crash", "0/1", "Init:CrashLoopBackOff", "9 (2m ago)"),
        ("not-ready", "0/1", "Running", "0"),
        ("evicted", "0/1", "Evicted", "0"),
        ("completed", "0/1", "Completed", "0"),
        ("unknown", "0/1", "Unknown", "0"),
        ("restarted", "1/1", "Running", "5 (2m ago)"),
    ];
    let mut worlds = Vec::new();
    for (change, ready, status, restarts) in states {
        for at in 0..FINE.len() {
            let mut pods = FINE.to_vec();
            [pods[at][3], pods[at][4], pods[at][5]] = [ready, status, restarts];
            worlds.push((format!("{change}@{}", FINE[at][1]), pods));
        }
        let [namespace, _, label, ..] = FINE[0];
        let mut pods = FINE.to_vec();
        let new = [
            namespace,
            "web-7d9c5b6f4-q8r8s",
            label,
            ready,
            status,
            restarts,
        ];
        pods.push(new);
        worlds.push((format!("more-{change}"), pods));
    }
    for (at, gone) in FINE.iter().enumerate() {
        let mut pods = FINE.to_vec();
        pods.remove(at);
        worlds.push((format!("gone@{}", gone[1]), pods));
    }
    worlds
}

fn of_pods(command: &'static str) -> Case {
    let pipeline = pipeline(command);
    let worlds = pod_worlds().into_iter();
    Case {
        command,
        base: answer(&FINE, &pipeline),
        worlds: worlds
            .map(|(change, pods)| (change, answer(&pods, &pipeline)))
            .collect(),
    }
}

/// Lines as `pod`, minutes ago, text.
fn log(lines: &[(&str, i64, &str)]) -> Seen {
    let line = |(pod, ago, text): &(&str, i64, &str)| LogLine {
        source: format!("{pod}/web"),
        time: Some(now() - TimeDelta::minutes(*ago)),
        text: (*text).into(),
    };
    let texts = lines.iter().map(|(_, _, text)| format!("{text}\n"));
    Seen {
        lines: lines.iter().map(line).collect(),
        text: texts.collect(),
        ..Seen::at(now())
    }
}

fn of_logs(command: &'static str) -> Case {
    let fine = [
        ("web-7d9c5b6f4-x2x4z", 40, "level=info msg=\"starting\""),
        ("web-7d9c5b6f4-x2x4z", 8, "level=info msg=\"ready\""),
        ("web-7d9c5b6f4-p9q7t", 40, "level=info msg=\"starting\""),
        ("web-7d9c5b6f4-p9q7t", 1, "level=info msg=\"request ok\""),
    ];
    let bad = [
        ("error", "level=error msg=\"lost\""),
        ("fatal", "{\"level\":\"fatal\",\"msg\":\"out of disk\"}"),
        ("klog", "E0102 10:00:00.000000 1 main.go:1] lost"),
        ("korean", "[에러] 연결 실패"),
        ("plain", "panic: runtime error: index out of range"),
        ("exception", "java.lang.NullPointerException: x"),
        ("status", "GET /x 500"),
        ("timeout", "connection refused: timeout"),
    ];
    let mut worlds = Vec::new();
    for (change, text) in bad {
        for (place, at, ago) in [("first", 0, 50), ("last", fine.len(), 0)] {
            let mut lines = fine.to_vec();
            lines.insert(at, ("web-7d9c5b6f4-p9q7t", ago, text));
            worlds.push((format!("{change}-{place}"), log(&lines)));
        }
        let mut lines = fine.to_vec();
        lines.push(("web-7d9c5b6f4-q8r8s", 0, text));
        worlds.push((format!("{change}-in-another-pod"), log(&lines)));
    }
    let aged: Vec<(&str, i64, &str)> = fine
        .iter()
        .map(|(pod, ago, text)| (*pod, ago + 180, *text))
        .collect();
    worlds.push(("old".to_owned(), log(&aged)));
    worlds.push(("one-pod".to_owned(), log(&fine[..2])));
    worlds.push(("empty".to_owned(), log(&[])));
    worlds.push((
        "other".to_owned(),
        log(&[("web-7d9c5b6f4-x2x4z", 1, "level=info msg=\"idle\"")]),
    ));
    Case {
        command,
        base: log(&fine),
        worlds,
    }
}

fn usage(of: &[(&str, Option<(&str, &str)>)]) -> Seen {
    let one = |(name, sample): &(&str, Option<(&str, &str)>)| Usage {
        namespace: "web".into(),
        name: (*name).into(),
        container: String::new(),
        sample: sample.map(|(cpu, memory)| Sample {
            cpu: Quantity::parse(cpu).unwrap(),
            memory: Quantity::parse(memory).unwrap(),
            timestamp: now(),
            window: "15s".into(),
        }),
    };
    let sampled: Vec<Vec<&str>> = of
        .iter()
        .filter_map(|(name, sample)| sample.map(|(cpu, memory)| vec![*name, cpu, memory]))
        .collect();
    Seen {
        usage: of.iter().map(one).collect(),
        ..seen("", &["NAME", "CPU(cores)", "MEMORY(bytes)"], &sampled)
    }
}

fn of_usage() -> Case {
    let fine = [
        ("web-7d9c5b6f4-x2x4z", Some(("120m", "200Mi"))),
        ("web-7d9c5b6f4-p9q7t", Some(("90m", "180Mi"))),
    ];
    let mut worlds = Vec::new();
    for (change, sample) in [
        ("busy", Some(("900m", "200Mi"))),
        ("busier", Some(("251m", "200Mi"))),
        ("large", Some(("120m", "2Gi"))),
        ("larger", Some(("120m", "701Mi"))),
        ("idle", Some(("1m", "5Mi"))),
        ("unsampled", None),
    ] {
        for at in 0..fine.len() {
            let mut other = fine;
            other[at].1 = sample;
            worlds.push((format!("{change}@{}", fine[at].0), usage(&other)));
        }
        let more = [fine[0], fine[1], ("web-7d9c5b6f4-q8r8s", sample)];
        worlds.push((format!("more-{change}"), usage(&more)));
    }
    worlds.push(("gone".to_owned(), usage(&fine[..1])));
    worlds.push(("none-at-all".to_owned(), usage(&[])));
    Case {
        command: "kubectl -n web top pods",
        base: usage(&fine),
        worlds,
    }
}

/// A command that prints plain text, and what it may print instead (`!` in front: it failed).
fn of_text(command: &'static str, base: &str, others: &[(&str, &str)]) -> Case {
    let printed = |text: &str| match text.strip_prefix('!') {
        Some(stderr) => Seen {
            stderr: stderr.into(),
            success: false,
            ..Seen::at(now())
        },
        None => Seen::printed(now(), text),
    };
    let worlds = others.iter();
    Case {
        command,
        base: printed(base),
        worlds: worlds
            .map(|(change, text)| ((*change).to_owned(), printed(text)))
            .collect(),
    }
}

fn of_http(command: &'static str, answers: &[(&str, u16, &str)]) -> Case {
    let answer = |(change, status, body): &(&str, u16, &str)| {
        let http = HttpAnswer {
            status: *status,
            headers: Vec::new(),
            body: (*body).into(),
        };
        let seen = Seen {
            http: Some(http),
            ..Seen::printed(now(), *body)
        };
        ((*change).to_owned(), seen)
    };
    let mut worlds: Vec<(String, Seen)> = answers.iter().map(answer).collect();
    let (_, base) = worlds.remove(0);
    Case {
        command,
        base,
        worlds,
    }
}

fn samples(rows: &[Vec<&str>]) -> Seen {
    seen("", &["METRIC", "VALUE"], rows)
}

fn of_targets() -> Case {
    let targets = |values: [&'static str; 2]| {
        samples(&[
            vec!["up{job=\"web\"}", values[0]],
            vec!["up{job=\"api\"}", values[1]],
        ])
    };
    Case {
        command: "promtool query instant http://prometheus:9090 'up'",
        base: targets(["1", "1"]),
        worlds: vec![
            ("down".to_owned(), targets(["0", "1"])),
            ("down".to_owned(), targets(["1", "0"])),
            ("none-at-all".to_owned(), samples(&[])),
            ("gone".to_owned(), samples(&[vec!["up{job=\"web\"}", "1"]])),
        ],
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = KINDS.iter().map(Kind::case).collect();
    cases.push(of_pods("kubectl -n web get pods"));
    cases.push(of_pods("kubectl get pods -A"));
    cases.push(of_logs("kubectl -n web logs -l app=web --tail=-1"));
    cases.push(of_logs(
        "kubectl -n web logs deploy/web --all-pods --tail=500",
    ));
    cases.push(of_usage());
    cases.push(of_targets());
    cases.push(of_text(
        "kubectl -n web rollout status deploy/web",
        "deployment \"web\" successfully rolled out\n",
        &[
            ("waiting", "Waiting for deployment \"web\" rollout to finish: 1 of 3 updated replicas are available...\n"),
            ("stuck", "!error: deployment \"web\" exceeded its progress deadline"),
            ("missing", "!Error from server (NotFound): deployments.apps \"web\" not found"),
        ],
    ));
    cases.push(of_text(
        "kubectl -n web wait --for=condition=Ready pod -l app=web",
        "pod/web-7d9c5b6f4-x2x4z condition met\npod/web-7d9c5b6f4-p9q7t condition met\n",
        &[
            (
                "unmet",
                "!error: timed out waiting for the condition on pods/web-7d9c5b6f4-x2x4z",
            ),
            ("none-at-all", "!error: no matching resources found"),
        ],
    ));
    cases.push(of_text(
        "argocd app get web",
        "Name:               argocd/web\nSync Status:        Synced to main (1a2b3c4)\nHealth Status:      Healthy\n",
        &[
            ("out-of-sync", "Name:               argocd/web\nSync Status:        OutOfSync from main (1a2b3c4)\nHealth Status:      Healthy\n"),
            ("degraded", "Name:               argocd/web\nSync Status:        Synced to main (1a2b3c4)\nHealth Status:      Degraded\n"),
            ("progressing", "Name:               argocd/web\nSync Status:        Synced to main (1a2b3c4)\nHealth Status:      Progressing\n"),
            ("other", "Name:               argocd/api\nSync Status:        Synced to main (1a2b3c4)\nHealth Status:      Healthy\n"),
        ],
    ));
    cases.push(of_text(
        "kubectl -n web get deploy web -o jsonpath='{.status.readyReplicas}'",
        "3",
        &[
            ("fewer", "2"),
            ("more", "4"),
            ("none", ""),
            ("zero", "0"),
            ("longer", "30"),
        ],
    ));
    cases.push(of_text(
        "kubectl -n web get pods -o jsonpath='{.items[*].status.phase}'",
        "Running Running",
        &[
            ("pending", "Running Pending"),
            ("failed", "Failed Running"),
            ("fewer", "Running"),
            ("none", ""),
        ],
    ));
    cases.push(of_text(
        "kubectl -n web get pods --no-headers | wc -l",
        "3",
        &[
            ("fewer", "2"),
            ("more", "4"),
            ("zero", "0"),
            ("longer", "30"),
        ],
    ));
    cases.push(of_text(
        "curl -s -o /dev/null -w '%{http_code}' https://web.example.com/health",
        "200",
        &[
            ("down", "503"),
            ("missing", "404"),
            ("moved", "301"),
            ("none", "000"),
            ("error", "500"),
        ],
    ));
    cases.push(of_http(
        "curl -s https://web.example.com/health",
        &[
            ("", 200, "{\"status\":\"UP\"}"),
            ("down", 200, "{\"status\":\"DOWN\"}"),
            ("error", 500, "{\"status\":\"UP\"}"),
            ("unavailable", 503, "Service Unavailable"),
            ("moved", 301, ""),
            ("missing", 404, "not found"),
            ("empty", 200, ""),
            (
                "nested",
                200,
                "{\"components\":{\"db\":{\"status\":\"UP\"}},\"status\":\"DOWN\"}",
            ),
            ("page", 200, "<html>ok</html>"),
        ],
    ));
    cases
}

/// The changes that survive: one whatever it is made to, or `change@NAME`.
fn short<'a>(survived: &BTreeSet<&'a str>, worlds: &[&'a (String, Seen)]) -> Vec<&'a str> {
    let kind = |change: &'a str| change.split_once('@').map_or(change, |(kind, _)| kind);
    let whole = |one: &str| {
        let mut of_kind = worlds.iter().filter(|(change, _)| kind(change) == one);
        of_kind.all(|(change, _)| survived.contains(change.as_str()))
    };
    let told = survived.iter().map(|change| {
        if whole(kind(change)) {
            kind(change)
        } else {
            change
        }
    });
    told.collect::<BTreeSet<&str>>().into_iter().collect()
}

/// What one sentence demands beside a command.
fn predicate(sentence: &str, pipeline: &Pipeline) -> Option<Predicate> {
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[&pipeline.query],
        force: Force::Demands,
        extra: &extra,
    };
    match read(sentence, &ctx) {
        Reading::Understood(predicate) => Some(predicate),
        Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
    }
}

fn passes(predicate: &Predicate, pipeline: &Pipeline, raw: &Seen) -> bool {
    let filtered = if pipeline.filters.is_empty() || raw.tables.is_empty() {
        raw.clone()
    } else {
        crate::query::filter::apply(&pipeline.filters, raw).unwrap()
    };
    let [raw, filtered] = [raw.clone(), filtered].map(|seen| Observation::Seen(Box::new(seen)));
    let step = judge(&StepCase {
        asked: vec![Asked {
            at: 0,
            pipeline,
            filtered: &filtered,
            raw: &raw,
        }],
        unasked: Vec::new(),
        expectations: vec![stated(Reading::Understood(predicate.clone()))],
        world: &World::default(),
        now: now(),
        lang: Lang::En,
        record_time: None,
    });
    step.judgement.verdict == Verdict::Passed
}

#[test]
fn what_still_passes_in_another_world_is_reviewed() {
    let documented = documented().into_iter();
    let sentences: BTreeSet<&str> = documented
        .map(|(_, _, text, _)| text)
        .chain(understood_near())
        .collect();
    let (mut found, mut passing, mut tried) = (BTreeSet::new(), 0, 0);
    for case in cases() {
        let pipeline = pipeline(case.command);
        // What is said, by its words: sentences of both languages that say the same are one.
        let mut said: BTreeMap<String, Vec<Predicate>> = BTreeMap::new();
        for sentence in &sentences {
            let Some(predicate) = predicate(sentence, &pipeline) else {
                continue;
            };
            let same = said.entry(predicate.words(Lang::En)).or_default();
            if !same.contains(&predicate) {
                same.push(predicate);
            }
        }
        let shows = |seen: &Seen| (seen.text.clone(), seen.http.clone(), seen.usage.clone());
        let base = shows(&case.base);
        let worlds = case.worlds.iter();
        let worlds: Vec<&(String, Seen)> = worlds
            .filter(|(_, seen)| shows(seen) != base || seen.lines != case.base.lines)
            .collect();
        for (words, predicates) in said {
            let mut survived = BTreeSet::new();
            for predicate in predicates {
                if !passes(&predicate, &pipeline, &case.base) {
                    continue;
                }
                passing += 1;
                tried += worlds.len();
                let survive = worlds.iter();
                let survive = survive.filter(|(_, seen)| passes(&predicate, &pipeline, seen));
                survived.extend(survive.map(|(change, _)| change.as_str()));
            }
            if !survived.is_empty() {
                let changes = short(&survived, &worlds);
                found.insert(format!(
                    "{words} $ {} ⇒ {}",
                    case.command,
                    changes.join(", ")
                ));
            }
        }
    }
    let lines = || SURVIVORS.lines().filter(|line| !line.is_empty());
    let known: BTreeSet<String> = lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let rows =
        |rows: Vec<&String>| -> String { rows.iter().map(|row| format!("{row}\n")).collect() };
    let new = rows(found.difference(&known).collect());
    let old = rows(known.difference(&found).collect());
    assert!(lines().next().is_some_and(|line| line.starts_with('#')));
    assert!(
        new.is_empty() && old.is_empty(),
        "{passing} passing, {tried} tried, new:\n{new}\nno longer:\n{old}"
    );
    assert!(
        passing > 300 && tried > 9_000,
        "{passing} passing, {tried} tried"
    );
}

/// To show less of a kind than a sentence speaks of never makes it pass.
#[test]
fn to_show_less_of_any_kind_never_makes_a_sentence_pass() {
    let rows: &[(&str, &[[&str; 2]])] = &[
        ("nodes", &[["모든 노드가 Ready", "All nodes are Ready"]]),
        (
            "persistentvolumeclaims",
            &[[
                "web 네임스페이스의 모든 PVC가 Bound",
                "All PVCs in namespace web are Bound",
            ]],
        ),
        (
            "deployments",
            &[
                [
                    "web 네임스페이스의 모든 Deployment가 Ready",
                    "All deployments in namespace web are Ready",
                ],
                ["`api` Deployment 3/3", "Deployment `api` 3/3"],
            ],
        ),
        (
            "jobs",
            &[[
                "web 네임스페이스의 모든 Job이 Complete",
                "All jobs in namespace web are Complete",
            ]],
        ),
        (
            "namespaces",
            &[["loki 네임스페이스가 Active", "Namespace loki is Active"]],
        ),
        (
            "statefulsets",
            &[[
                "web 네임스페이스의 모든 StatefulSet이 Ready",
                "All statefulsets in namespace web are Ready",
            ]],
        ),
        (
            "daemonsets",
            &[[
                "web 네임스페이스의 모든 DaemonSet이 Ready",
                "All daemonsets in namespace web are Ready",
            ]],
        ),
        (
            "certificates",
            &[[
                "web 네임스페이스의 모든 Certificate가 Ready",
                "All certificates in namespace web are Ready",
            ]],
        ),
        (
            "applications",
            &[[
                "argocd 네임스페이스의 모든 Application이 Healthy",
                "All applications in namespace argocd are Healthy",
            ]],
        ),
    ];
    let (mut tried, mut passing, mut wrong) = (0, 0, Vec::new());
    for &(resource, pairs) in rows {
        let kind = KINDS.iter().find(|kind| kind.resource == resource).unwrap();
        let case = kind.case();
        let base = pipeline(kind.command);
        let names: Vec<&str> = kind.rows.iter().map(|row| row[0]).collect();
        let mut narrower: Vec<(String, Vec<&str>)> = Vec::new();
        for name in &names {
            narrower.push((format!("{} {name}", kind.command), vec![name]));
            narrower.push((format!("{} -l app={name}", kind.command), vec![name]));
            narrower.push((format!("{} | grep {name}", kind.command), names.clone()));
            narrower.push((format!("{} | grep -v {name}", kind.command), names.clone()));
        }
        for filter in ["| head -2", "| tail -1", "--no-headers | sort | head -1"] {
            narrower.push((format!("{} {filter}", kind.command), names.clone()));
        }
        for sentence in pairs.iter().flatten() {
            let Some(said) = predicate(sentence, &base) else {
                continue;
            };
            passing += usize::from(passes(&said, &base, &case.base));
            for (change, seen) in &case.worlds {
                if passes(&said, &base, seen) {
                    continue;
                }
                for (line, shown) in &narrower {
                    let less = pipeline(line);
                    let mut seen = seen.clone();
                    for table in &mut seen.tables {
                        table.rows.retain(|row| shown.contains(&row.name.as_str()));
                    }
                    let kept = |line: &&str| {
                        let first = line.split(' ').next().unwrap_or_default();
                        first == "NAME" || shown.contains(&first)
                    };
                    let lines: Vec<&str> = seen.text.lines().filter(kept).collect();
                    seen.text = lines.iter().map(|line| format!("{line}\n")).collect();
                    let Some(said) = predicate(sentence, &less) else {
                        continue;
                    };
                    tried += 1;
                    if passes(&said, &less, &seen) {
                        wrong.push(format!("{sentence} $ {line}, {change}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        passing > 16 && tried > 1_900,
        "{passing} passing, {tried} tried"
    );
}
