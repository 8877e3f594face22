//! Pasted output against printed output.

use super::*;

const PASTED: &str = "\
$ kubectl get pods
NAME                   READY   STATUS    RESTARTS      AGE
web-7d9c5b6f4-x2x4z    1/1     Running   0             5m
alloy-8gs7d            2/2     Running   1 (3m ago)    Xm
";

fn check(pasted: &str, printed: &str, expected: &[Difference]) {
    let sample = sample(pasted).unwrap();
    let table = printed_table(printed);
    let tables: Vec<&Table> = table.iter().collect();
    assert_eq!(
        differences(&sample, &tables, printed),
        expected,
        "{printed}"
    );
}

#[test]
fn volatile_cells_are_free_and_order_does_not_matter() {
    let printed = "\
NAME                   READY   STATUS    RESTARTS        AGE   IP
alloy-7lgc8            2/2     Running   1 (2d ago)      9d    10.0.0.1
web-5b9c4d7f8-zk4kd    1/1     Running   0               2m    10.0.0.2
";
    check(PASTED, printed, &[]);
}

#[test]
fn other_cells_rows_and_columns_are_not() {
    let one = "NAME   READY   STATUS   RESTARTS   AGE\n";
    let row = |rest: &str| format!("{one}web-5b9c4d7f8-zk4kd   1/1   Running   0   2m\n{rest}");
    check(PASTED, &row(""), &[Difference::Row("alloy-8gs7d".into())]);
    check(
        PASTED,
        &row("alloy-7lgc8   1/2   Running   1 (2d ago)   9d\n"),
        &[
            Difference::Row("alloy-8gs7d".into()),
            Difference::Extra("alloy-7lgc8".into()),
        ],
    );
    check(
        PASTED,
        &row("alloy-7lgc8   2/2   Running   4 (2d ago)   9d\n"),
        &[
            Difference::Row("alloy-8gs7d".into()),
            Difference::Extra("alloy-7lgc8".into()),
        ],
    );
    check(
        PASTED,
        "NAME   READY\nweb   1/1\n",
        &[Difference::Column("STATUS".into())],
    );
}

#[test]
fn an_ellipsis_allows_more_rows_and_wildcards_any_text() {
    let pasted = "NAME       READY   STATUS\npvc-xxxx   1/1     Bound\n...\n";
    check(
        pasted,
        "NAME       READY   STATUS\npvc-8a2f   1/1     Bound\nother      1/1     Lost\n",
        &[],
    );
    check(
        pasted,
        "NAME       READY   STATUS\nother      1/1     Lost\n",
        &[Difference::Row("pvc-xxxx".into())],
    );
}

#[test]
fn other_output_is_compared_line_by_line() {
    let pasted = "$ curl -s localhost\nstatus: ok\n# a remark\nid: xxx-1\n";
    check(pasted, "id: abc-1\nstatus: ok\n", &[]);
    check(
        pasted,
        "id: abc-2\nstatus: ok\n",
        &[Difference::Field(".id".into())],
    );
    check(
        "saved xxx-1\ndone",
        "saved abc-2\ndone\n",
        &[Difference::Line("saved xxx-1".into())],
    );
    assert_eq!(sample("$ kubectl get pods\n"), None);
}

#[test]
fn generated_suffixes_are_told_from_names() {
    for (name, made_from) in [
        ("web-7d9c5b6f4-x2x4z", "web"),
        ("alloy-8gs7d", "alloy"),
        ("db-0", "db-0"),
        ("my-agent", "my-agent"),
        ("loki-canary-zzzzz", "loki-canary"),
    ] {
        assert_eq!(stem(name), made_from);
    }
}

#[test]
fn data_is_a_part_with_its_nesting_whatever_the_layout() {
    let health = r#"{"status":"DOWN","components":{"db":{"status":"UP"}}}"#;
    let object = "\
apiVersion: apps/v1
kind: Deployment
spec:
  replicas: 3
  template:
    spec:
      containers:
      - image: registry/web:1.2.3
        name: web
status:
  conditions:
  - lastTransitionTime: \"2025-12-05T01:00:00Z\"
    status: \"True\"
    type: Available
  - status: \"False\"
    type: Progressing
  readyReplicas: 3
  replicas: 3
";
    let field = |path: &str| vec![Difference::Field(path.into())];
    for (pasted, printed, expected) in [
        (r#"{ "status": "UP" }"#, health, field(".status")),
        ("{\n  \"status\": \"DOWN\"\n}", health, vec![]),
        (
            "{\n  \"components\": { \"db\": { \"status\": \"UP\" } }\n}",
            health,
            vec![],
        ),
        (
            r#"{"components":{"db":{"status":"DOWN"}}}"#,
            health,
            field(".components.db.status"),
        ),
        ("{\n  \"status\": \"DOWN\",\n  ...\n}", health, vec![]),
        (r#"{"status": "DOWN", ...}"#, health, vec![]),
        (r#"{"db": {"status": "UP"}}"#, health, field(".db")),
        ("spec:\n  replicas: 3", object, vec![]),
        ("spec:\n  replicas: 2", object, field(".spec.replicas")),
        (
            "spec:\n  readyReplicas: 3",
            object,
            field(".spec.readyReplicas"),
        ),
        (
            "...\nstatus:\n  ...\n  readyReplicas: 3\n  replicas: 3",
            object,
            vec![],
        ),
        ("  readyReplicas: 3\n  replicas: 3", object, vec![]),
        ("  readyReplicas: 2", object, field(".readyReplicas")),
        ("availableReplicas: 3", object, field(".availableReplicas")),
        (
            "- type: Available\n  status: True\n  lastTransitionTime: \"2024-01-01T00:00:00Z\"",
            object,
            vec![],
        ),
        (
            "- type: Progressing\n  status: \"True\"",
            object,
            field("[0]"),
        ),
        ("containers:\n- image: registry/web:1.2.3", object, vec![]),
        (
            "containers:\n- image: registry/web:1.2.4",
            object,
            field(".containers[0]"),
        ),
    ] {
        let sample = sample(pasted).unwrap();
        assert_eq!(differences(&sample, &[], printed), expected, "{pasted}");
    }
}

#[test]
fn what_moves_by_itself_is_free_in_every_form() {
    let hpa = "\
NAME   REFERENCE        TARGETS       MINPODS   MAXPODS   REPLICAS   AGE
web    Deployment/web   cpu: 12%/80%   2         10        3          9d
";
    let header = "NAME   REFERENCE        TARGETS       MINPODS   MAXPODS   REPLICAS   AGE\n";
    let row = |targets: &str| {
        format!("{header}web    Deployment/web   {targets}   2         10        3          1d\n")
    };
    check(&row("cpu: 35%/80%"), hpa, &[]);
    for other in [
        "cpu: 35%/70%",
        "cpu: <unknown>/80%",
        "memory: 1%/1%, cpu: 35%/80%",
    ] {
        let expected = [
            Difference::Row("web".into()),
            Difference::Extra("web".into()),
        ];
        check(&row(other), hpa, &expected);
    }
    let top = "NAME   CPU(cores)   MEMORY(bytes)\nweb-7d9c5b6f4-x2x4z   5m   20Mi\n";
    check(
        "NAME   CPU(cores)   MEMORY(bytes)\nweb-7d9c5b6f4-k8s2m   15m   30Mi\n",
        top,
        &[],
    );
    // Rows without their header.
    let pods = "\
NAME                  READY   STATUS    RESTARTS      AGE
web-7d9c5b6f4-x2x4z   1/1     Running   5 (3d ago)    9d
";
    check(
        "web-7d9c5b6f4-k8s2m   1/1     Running   5 (2m ago)    5m",
        pods,
        &[],
    );
    for other in [
        "web-7d9c5b6f4-k8s2m   0/1     Running   5 (2m ago)    5m",
        "web-7d9c5b6f4-k8s2m   1/1     Running   0    5m",
        "api-7d9c5b6f4-k8s2m   1/1     Running   5 (2m ago)    5m",
    ] {
        let found = differences(
            &sample(other).unwrap(),
            &[&printed_table(pods).unwrap()],
            pods,
        );
        assert!(!found.is_empty(), "{other}");
    }
    let rolled = "deployment \"web\" successfully rolled out\n";
    let waiting = "Waiting for deployment \"web\" rollout to finish: 1 out of 3 new replicas have been updated...\n";
    check(&format!("{waiting}{rolled}"), rolled, &[]);
    assert!(!differences(&sample(waiting).unwrap(), &[], rolled).is_empty());
    check(
        "2025-12-04T01:00:00Z INFO started",
        "2025-12-05T09:30:12.123Z INFO started",
        &[],
    );
    check(
        "2025-12-04T01:00:00Z INFO started",
        "2025-12-05T09:30:12.123Z INFO stopped",
        &[Difference::Line("2025-12-04T01:00:00Z INFO started".into())],
    );
}
