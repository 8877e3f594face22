use super::*;
use serde_json::json;

fn names(found: &Found) -> Vec<(usize, String)> {
    let named = |o: &Located| {
        (
            o.line,
            format!("{}/{}", kind(&o.object), text(&o.object, "/metadata/name")),
        )
    };
    found.objects.iter().map(named).collect()
}

#[test]
fn single_list_and_several_documents_are_taken_apart() {
    let yaml = "\
# a dump
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
---
---
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: b
- {apiVersion: v1, kind: Pod, metadata: {name: c}}
---
apiVersion: apps/v1
kind: DaemonSetList
items:
- metadata: {name: d}
";
    let found = read(yaml);
    let expected = [
        (2, "ConfigMap/a"),
        (7, "Deployment/b"),
        (7, "Pod/c"),
        (16, "DaemonSet/d"),
    ];
    assert_eq!(
        names(&found),
        expected.map(|(line, name)| (line, name.to_string()))
    );
    assert_eq!(found.problems, []);
    assert_eq!(found.objects[3].object["apiVersion"], "apps/v1");
}

#[test]
fn json_is_read_too_one_value_after_another() {
    let found = read(
        "\u{feff}{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"a\"}}]}\n\n{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"n\"}}\n",
    );
    assert_eq!(
        names(&found),
        [(1, "Pod/a".to_string()), (3, "Node/n".to_string())]
    );
    let flow = read("{kind: Pod, apiVersion: v1, metadata: {name: x}}");
    assert_eq!(names(&flow), [(1, "Pod/x".to_string())]);
}

#[test]
fn what_is_no_object_is_skipped_and_said() {
    let found = read(
        "just text\n---\nkind: Pod\n---\n- 1\n---\nkind: Status\napiVersion: v1\n---\nkind: ConfigMapList\napiVersion: v1\nitems: null\n",
    );
    assert_eq!(found.objects, []);
    let places: Vec<(usize, Weight)> = found.problems.iter().map(|p| (p.line, p.weight)).collect();
    assert_eq!(places, [1, 3, 5, 7].map(|line| (line, Weight::Skipped)));
    assert_eq!(read(""), Found::default());
    assert_eq!(read("---\n# nothing\n"), Found::default());
}

#[test]
fn a_broken_text_keeps_what_came_before_and_says_where() {
    for (source, line) in [
        ("kind: A\napiVersion: v1\n---\nkind: B\n\tx: 1\n", 4),
        ("kind: A\napiVersion: v1\n---\na: 1\na: 2\n", 5),
        ("kind: A\napiVersion: v1\n---\n? [1]\n: 2\n", 4),
        ("kind: A\napiVersion: v1\n---\na: *nowhere\n", 4),
        ("kind: A\napiVersion: v1\n---\na: &x [*x]\n", 4),
    ] {
        let found = read(source);
        assert_eq!(found.objects.len(), 1, "{source}");
        let broken = found
            .problems
            .iter()
            .find(|p| p.weight == Weight::Broken)
            .expect(source);
        assert_eq!(broken.line, line, "{source}: {}", broken.message);
    }
    let found = read("{\"kind\": \"Pod\",\n \"apiVersion\" \"v1\"}");
    assert_eq!((found.objects.len(), found.problems[0].line), (0, 2));
}

#[test]
fn scalars_keep_their_types() {
    let found = read(
        "kind: X\napiVersion: v1\nv: [1, -2, 0x10, 0o17, 1.5, 1e3, '1', \"true\", true, ~, yes, 2026-11-23T10:00:00Z, 18446744073709551615, 99999999999999999999, !!str 5, !!int 5, .inf, 1.2.3, 0644]\n",
    );
    let expected = json!([
        1,
        -2,
        16,
        15,
        1.5,
        1000.0,
        "1",
        "true",
        true,
        null,
        "yes",
        "2026-11-23T10:00:00Z",
        18446744073709551615u64,
        1e20,
        "5",
        5,
        ".inf",
        "1.2.3",
        // Octal, as Kubernetes' own reader has it: the mode of a file.
        420
    ]);
    assert_eq!(found.objects[0].object["v"], expected);
}

#[test]
fn anchors_and_merge_keys_are_expanded_within_bounds() {
    let found =
        read("kind: X\napiVersion: v1\na: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: [*a, *a]\n");
    assert_eq!(found.objects[0].object["b"], json!({"x": 1, "y": 3}));
    assert_eq!(
        found.objects[0].object["c"],
        json!([{"x": 1, "y": 2}, {"x": 1, "y": 2}])
    );

    let mut laughs = String::from(
        "kind: X\napiVersion: v1\nl0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n",
    );
    for level in 1..12 {
        let below = format!("*l{}", level - 1);
        let nine = vec![below; 9].join(", ");
        laughs.push_str(&format!("l{level}: &l{level} [{nine}]\n"));
    }
    let found = read(&laughs);
    assert!(
        found.problems[0].message.contains("budget"),
        "{:?}",
        found.problems
    );

    for (depth, read) in [(60, true), (6000, false)] {
        let maps = "{a: ".repeat(depth) + "1" + &"}".repeat(depth);
        for nest in ["- ".repeat(depth) + "1", maps] {
            assert_eq!(documents(&nest).is_some(), read, "{depth}");
        }
    }
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(read(&deep).problems[0].weight, Weight::Broken);
    assert_eq!(
        read(&format!("a: {deep}")).problems[0].weight,
        Weight::Broken
    );
}

#[test]
fn a_quoted_text_may_go_on_at_the_indentation_of_its_key() {
    let source = "kind: X\napiVersion: v1\nstatus:\n    - message: 'a''b\n      c'\n      other: \"d \\\" \n      e\"\n      type: Ready\n";
    let found = read(source);
    assert_eq!(found.problems, []);
    assert_eq!(
        found.objects[0].object["status"],
        json!([{"message": "a'b c", "other": "d \" e", "type": "Ready"}])
    );
    let unclosed = read("kind: X\napiVersion: v1\nm:\n    n: 'a\n  b\n");
    assert_eq!(unclosed.problems[0].weight, Weight::Broken);
}
