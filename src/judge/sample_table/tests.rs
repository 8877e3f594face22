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
        &[Difference::Line("id: xxx-1".into())],
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
