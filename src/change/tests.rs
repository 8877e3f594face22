//! Changes told as a reader would tell them.

use super::*;

fn change(before: &str, after: &str) -> FileChange {
    FileChange {
        old_path: Some("apps/alloy.yaml".into()),
        new_path: Some("apps/alloy.yaml".into()),
        added: 0,
        removed: 0,
        before: Some(before.into()),
        after: Some(after.into()),
        binary: false,
        modes: None,
    }
}

/// The pieces as text: entries, then both sides.
fn check(before: &str, after: &str, expected: &str) {
    let story = tell(&change(before, after));
    let mut out = String::new();
    for piece in &story.pieces {
        let (document, inside, entries) = match piece {
            Piece::Structure {
                document,
                inside,
                entries,
                ..
            }
            | Piece::Diff {
                document,
                inside,
                entries,
                ..
            } => (document, inside, entries),
        };
        out.push_str(&format!("[{document}] [{inside}]\n"));
        for entry in entries {
            out.push_str(&format!(
                "{:?} {} {} {} {}\n",
                entry.kind,
                entry.path,
                entry.to.as_deref().unwrap_or("-"),
                entry.before.as_deref().unwrap_or("-"),
                entry.after.as_deref().unwrap_or("-"),
            ));
        }
        match piece {
            Piece::Structure { before, after, .. } => {
                out.push_str(&format!("<\n{before}\n>\n{after}\n"));
            }
            Piece::Diff { text, .. } => out.push_str(&format!("{text}\n")),
        }
    }
    assert_eq!(out.trim_end(), expected.trim(), "\n{out}");
}

#[test]
fn a_moved_key_is_told_as_moved_inside_helm_values() {
    let head = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n        # the DaemonSet\n        controller:\n          type: daemonset\n";
    let before = format!("{head}        tolerations:\n          - operator: \"Exists\"\n");
    let after = format!(
        "{head}          # every node\n          tolerations:\n            - operator: \"Exists\"\n"
    );
    check(
        &before,
        &after,
        "[] [spec.source.helm.values]
Moved tolerations controller.tolerations - -
<
tolerations:
  - operator: \"Exists\"
>
controller:
  # every node
  tolerations:
    - operator: \"Exists\"",
    );
}

#[test]
fn a_move_under_a_new_key_leaves_what_else_is_new() {
    check(
        "image: a\ntolerations:\n- operator: Exists\n",
        "image: a\ncontroller:\n  tolerations:\n  - operator: Exists\n  hostNetwork: true\n",
        "[] []
Moved tolerations controller.tolerations - -
Added controller.hostNetwork - - true
<
tolerations:
- operator: Exists
>
controller:
  tolerations:
  - operator: Exists
  hostNetwork: true",
    );
}

#[test]
fn items_are_told_by_name_and_siblings_left_out() {
    check(
        "spec:\n  replicas: 2 # two\n  containers:\n    - name: web\n      image: web:1\n      # grows\n      resources:\n        limits: {cpu: 1}\n    - name: side\n      image: side:1\n",
        "spec:\n  replicas: 3 # three\n  containers:\n    - name: web\n      image: web:2\n      # grows\n      resources:\n        limits: {cpu: 2}\n    - name: side\n      image: side:1\n",
        "[] []
Changed spec.replicas - 2 3
Changed spec.containers[web].image - web:1 web:2
Changed spec.containers[web].resources.limits.cpu - 1 2
<
spec:
  replicas: 2 # two
  containers:
    - name: web
      image: web:1
      resources:
        limits: {cpu: 1}
>
spec:
  replicas: 3 # three
  containers:
    - name: web
      image: web:2
      resources:
        limits: {cpu: 2}",
    );
}

#[test]
fn documents_are_paired_by_what_they_are() {
    let service = "kind: Service\nmetadata:\n  name: a\nspec:\n  port: 80\n";
    let deployment =
        "kind: Deployment\nmetadata:\n  name: a\n  namespace: n\nspec:\n  replicas: 1\n";
    let more = "kind: ConfigMap\nmetadata:\n  name: c\n";
    check(
        &format!("{service}---\n{deployment}"),
        &format!(
            "{}---\n{service}---\n{more}",
            deployment.replace("replicas: 1", "replicas: 2")
        ),
        "[Deployment n/a] []
Changed spec.replicas - 1 2
<
spec:
  replicas: 1
>
spec:
  replicas: 2
[ConfigMap c] []
Added ConfigMap c - - -
<

>
kind: ConfigMap
metadata:
  name: c",
    );
}

#[test]
fn secrets_never_show() {
    let before = "db:\n  password: hunter2\nenv:\n- name: API_TOKEN\n  value: abc\nurl: https://u:pw@host/\nargs: [--password=pw]\n";
    let after = before
        .replace("hunter2", "hunter3")
        .replace("abc", "def")
        .replace("pw@", "qw@")
        .replace("=pw", "=qw");
    let story = tell(&change(before, &after));
    let shown = serde_json::to_string(&story).unwrap();
    for secret in ["hunter", "abc", "def", "pw", "qw"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("db.password"), "{shown}");
    let text = FileChange {
        old_path: Some("app.env".into()),
        new_path: Some("app.env".into()),
        ..change("DB_PASSWORD=hunter2\nA=1\n", "DB_PASSWORD=hunter3\nA=2\n")
    };
    let shown = serde_json::to_string(&tell(&text)).unwrap();
    assert!(
        !shown.contains("hunter") && shown.contains("+A=2"),
        "{shown}"
    );
}

#[test]
fn comments_alone_and_templates_are_told_by_a_diff() {
    check(
        "a: 1 # x\n",
        "a: 1 # y\n",
        "[] []\n@@ -1 +1 @@\n-a: 1 # x\n+a: 1 # y",
    );
    check(
        "{{ if a }}\nb: 1\n{{ end }}\n",
        "{{ if a }}\nb: 2\n{{ end }}\n",
        "[] []\n@@ -1,3 +1,3 @@\n {{ if a }}\n-b: 1\n+b: 2\n {{ end }}",
    );
}

#[test]
fn big_changes_are_counted_and_odd_ones_survive() {
    let long = |n: usize| (0..n).map(|i| format!("k{i}: {i}\n")).collect::<String>();
    let story = tell(&change("a: 1\n", &long(500)));
    assert!(story.hidden_lines > 400, "{}", story.hidden_lines);
    for (before, after) in [
        ("", "a: 1\n"),
        ("a: 1\n", ""),
        ("a: &x 1\nb: *x\n", "a: &x 2\nb: *x\n"),
        ("\u{feff}a: 1\r\n", "a: 2\r\n"),
        ("- 1\n- 2\n", "- 2\n- 1\n"),
        ("a:\n", "a: {}\n"),
        ("a", "b"),
        ("- - a: 1\n", "- - a: 2\n"),
    ] {
        let story = tell(&change(before, after));
        assert!(!story.pieces.is_empty(), "{before:?} {after:?}");
    }
    let same = tell(&change("a: 1\n", "a: 1\n"));
    assert!(same.pieces.is_empty());
}

/// Whether each line that came or went is in what is shown, or was counted.
fn told_or_counted(story: &FileStory, before: &str, after: &str) -> bool {
    let mut shown: [HashMap<String, usize>; 2] = Default::default();
    let mut put = |side: usize, line: &str| {
        *shown[side]
            .entry(line.trim_matches([' ', '-']).to_owned())
            .or_default() += 1;
    };
    for piece in &story.pieces {
        match piece {
            Piece::Structure { before, after, .. } => {
                before.lines().for_each(|line| put(0, line));
                after.lines().for_each(|line| put(1, line));
            }
            Piece::Diff { text, .. } => {
                for line in text.lines() {
                    if let Some(line) = line.strip_prefix('-') {
                        put(0, line);
                    } else if let Some(line) = line.strip_prefix('+') {
                        put(1, line);
                    }
                }
            }
        }
    }
    fn count(text: &str) -> HashMap<&str, usize> {
        let mut all: HashMap<&str, usize> = HashMap::new();
        text.lines()
            .for_each(|line| *all.entry(line).or_default() += 1);
        all
    }
    let (old, new) = (count(before), count(after));
    let mut missing = 0;
    for (side, own, other) in [(0, &old, &new), (1, &new, &old)] {
        for (line, number) in own {
            let bare = line.trim_matches([' ', '-']);
            let changed = number.saturating_sub(other.get(line).copied().unwrap_or(0));
            if !bare.is_empty() {
                missing += changed.saturating_sub(shown[side].get(bare).copied().unwrap_or(0));
            }
        }
    }
    missing <= story.hidden_lines
}

proptest::proptest! {
    /// Whatever two texts are, telling their change does not fail, and what it shows is in them.
    #[test]
    fn no_text_makes_it_fail(
        before in "([a-c]: ?[a-c1-3]{0,2}\n|  [a-c]:\n|- [a-c]\n|  - [a-c]: 1\n|#c\n|---\n|a: \\|\n|[{]\n|가: 나\n){0,8}",
        after in "([a-c]: ?[a-c1-3]{0,2}\n|  [a-c]:\n|- [a-c]\n|  - [a-c]: 1\n|#c\n|---\n|a: \\|\n|[{]\n|가: 나\n){0,8}",
    ) {
        let story = tell(&change(&before, &after));
        proptest::prop_assert_eq!(story.pieces.is_empty(), before == after);
        proptest::prop_assert!(told_or_counted(&story, &before, &after), "{:?}", story);
    }
}

#[test]
fn long_lines_many_documents_and_many_keys_are_bounded_and_counted() {
    let lines = |story: &FileStory| -> usize {
        let text = |piece: &Piece| match piece {
            Piece::Structure { before, after, .. } => before
                .lines()
                .chain(after.lines())
                .map(str::len)
                .collect::<Vec<_>>(),
            Piece::Diff { text, .. } => text.lines().map(str::len).collect(),
        };
        let lengths: Vec<usize> = story.pieces.iter().flat_map(text).collect();
        assert!(lengths.iter().all(|length| *length < 2000), "{lengths:?}");
        lengths.len()
    };
    let wide = format!("a: {}\n", "x".repeat(500_000));
    let story = tell(&change("a: 1\n", &wide));
    assert!(
        lines(&story) < 10 && story.hidden_lines == 1,
        "{}",
        story.hidden_lines
    );
    let many = |value: u32| {
        (0..300)
            .map(|n| {
                format!("---\nkind: ConfigMap\nmetadata: {{name: c{n}}}\ndata:\n  k: \"{value}\"\n")
            })
            .collect::<String>()
    };
    let story = tell(&change(&many(1), &many(2)));
    assert!(lines(&story) <= 240, "{}", lines(&story));
    assert!(story.hidden_lines > 200, "{}", story.hidden_lines);
    let keys = |value: u32| {
        (0..300)
            .map(|n| format!("k{n}: {value}\n"))
            .collect::<String>()
    };
    let story = tell(&change(&keys(1), &keys(2)));
    match story.pieces.as_slice() {
        [
            Piece::Diff {
                entries,
                more_entries,
                ..
            },
        ] => {
            assert_eq!((entries.len(), *more_entries), (25, 275));
        }
        other => panic!("{other:?}"),
    }
}

/// The entries as text, and how many changed lines are not shown.
fn entries(before: &str, after: &str) -> (Vec<String>, usize) {
    let story = tell(&change(before, after));
    let all = story.pieces.iter().flat_map(|piece| match piece {
        Piece::Structure { entries, .. } | Piece::Diff { entries, .. } => entries,
    });
    let told = all.map(|entry| {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        let to = entry.to.as_ref().map(|to| format!(" > {to}"));
        format!(
            "{:?} {}{}: {} → {}",
            entry.kind,
            entry.path,
            to.unwrap_or_default(),
            side(&entry.before),
            side(&entry.after)
        )
    });
    (told.collect(), story.hidden_lines)
}

#[test]
fn nothing_vanishes_beside_another_change() {
    let digest = "0123456789abcdef".repeat(4);
    let rows: &[(&str, String, String, &[&str], usize)] = &[
        (
            "a type",
            "a: true\nb: 1\nn: null\n".into(),
            "a: \"true\"\nb: 2\nn: \"\"\n".into(),
            &[
                "Changed a: true → \"true\"",
                "Changed b: 1 → 2",
                "Changed n: null → \"\"",
            ],
            0,
        ),
        (
            "a style that means nothing",
            "a: x\nb: 1\n".into(),
            "a: \"x\"\nb: 2\n".into(),
            &["Changed b: 1 → 2"],
            2,
        ),
        (
            "the order of containers",
            "initContainers:\n- name: a\n  image: a:1\n- name: b\n  image: b:1\n".into(),
            "initContainers:\n- name: b\n  image: b:2\n- name: a\n  image: a:1\n".into(),
            &[
                "Changed initContainers[b].image: b:1 → b:2",
                "Reordered initContainers: a, b → b, a",
            ],
            0,
        ),
        (
            "one of many arguments",
            "args:\n- --a\n- --b=1\n- --c\nx: 1\n".into(),
            "args:\n- --a\n- --b=2\n- --c\nx: 1\n".into(),
            &["Removed args[1]: --b=1 → -", "Added args[1]: - → --b=2"],
            0,
        ),
        (
            "an argument that is a secret",
            "args:\n- --password=one\n- --c\n".into(),
            "args:\n- --password=two\n- --c\n".into(),
            &[
                "Removed args[0]: --password=*** → -",
                "Added args[0]: - → --password=***",
            ],
            0,
        ),
        (
            "a value on one line with others",
            "resources: {limits: {memory: 256Mi, cpu: 1}, requests: {cpu: 1}}\nargs: [--a, --b]\nx: 1\n".into(),
            "resources: {requests: {cpu: 1}, limits: {memory: 512Mi, cpu: 1}}\nargs: [--a, --c]\nx: 1\n".into(),
            &[
                "Changed resources.limits.memory: 256Mi → 512Mi",
                "Removed args[1]: --b → -",
                "Added args[1]: - → --c",
            ],
            0,
        ),
        (
            "a block in the place of a line",
            "resources: {limits: {memory: 256Mi, cpu: 1}}\nx: 1\n".into(),
            "resources:\n  limits:\n    memory: 512Mi\n    cpu: 1\nx: 1\n".into(),
            &["Changed resources.limits.memory: 256Mi → 512Mi"],
            1,
        ),
        (
            "what aliases stand for",
            "x: &r\n  cpu: 1\na: *r\nb: {r: *r}\nc: 1\n".into(),
            "x: &r\n  cpu: 2\na: *r\nb: {r: *r}\nc: 1\n".into(),
            &[
                "Changed x.cpu: 1 → 2",
                "Changed a: - → -",
                "Changed b.r: - → -",
            ],
            0,
        ),
        (
            "a digest",
            format!("image: registry.example/team/application@sha256:{digest}\n"),
            format!(
                "image: registry.example/team/application@sha256:f{}\n",
                &digest[1..]
            ),
            &[
                "Changed image: registry.example/team/application@sha256:0123456789ab… → registry.example/team/application@sha256:f123456789ab…",
            ],
            0,
        ),
        (
            "a comment",
            "# one\na: 1\n\nb: 1\n".into(),
            "# two\na: 1\n\nb: 2\n".into(),
            &["Changed b: 1 → 2"],
            2,
        ),
        (
            "equal values that have nothing to do with each other",
            "web:\n  replicas: 3\n  x: 1\n  y: 2\ndb:\n  z: 1\n".into(),
            "web:\n  x: 1\n  y: 2\ndb:\n  z: 1\n  replicas: 3\n".into(),
            &["Removed web.replicas: 3 → -", "Added db.replicas: - → 3"],
            0,
        ),
        (
            "a value that went into a new part of the same",
            "web:\n  replicas: 3\n  x: 1\n".into(),
            "web:\n  scale:\n    replicas: 3\n  x: 1\n".into(),
            &["Moved web.replicas > web.scale.replicas: 3 → 3"],
            0,
        ),
    ];
    for (what, before, after, expected, hidden) in rows {
        assert_eq!(
            entries(before, after),
            (
                expected.iter().map(|line| line.to_string()).collect(),
                *hidden
            ),
            "{what}"
        );
    }
}

#[test]
fn a_key_that_stands_twice_is_told_as_it_is_written() {
    let story = tell(&change("replicas: 2\n", "replicas: 1\nreplicas: 0\n"));
    let [Piece::Diff { text, entries, .. }] = story.pieces.as_slice() else {
        panic!("{:?}", story.pieces);
    };
    assert!(entries.is_empty() && text.contains("-replicas: 2\n+replicas: 1\n+replicas: 0"));
}

#[test]
fn line_ends_are_told_and_are_no_change_of_a_line() {
    let ends = |before: &str, after: &str| {
        let story = tell(&change(before, after));
        let (old, new) = story.line_ends.unwrap_or_default();
        (format!("{old} {new}"), story.pieces.len())
    };
    assert_eq!(ends("a: 1\n", "a: 1\r\n"), ("LF CRLF".into(), 0));
    assert_eq!(
        ends("a: 1\r\nb: 1\n", "a: 2\nb: 1\n"),
        ("mixed LF".into(), 1)
    );
    assert_eq!(ends("a: 1\r\n", "a: 2\r\n"), (" ".into(), 1));
}

#[test]
fn a_single_document_is_named() {
    let text = |replicas: u32| {
        format!(
            "kind: Deployment\nmetadata:\n  name: a\n  namespace: n\nspec:\n  replicas: {replicas}\n"
        )
    };
    let story = tell(&change(&text(1), &text(2)));
    let [Piece::Structure { document, .. }] = story.pieces.as_slice() else {
        panic!("{:?}", story.pieces);
    };
    assert_eq!(document, "Deployment n/a");
}

#[test]
fn half_a_change_is_not_told() {
    let shrunk = FileChange {
        before: None,
        removed: 90_000,
        ..change("", "a: 1\n")
    };
    let story = tell(&shrunk);
    assert!(
        story.pieces.is_empty() && story.hidden_lines == 90_000,
        "{story:?}"
    );
}

/// Where a Secret may stand in a repository: nested, embedded, in templates and JSON, as parameters. The
/// old and new value have nothing in common with what may show.
#[test]
fn a_secret_is_masked_wherever_it_is_nested_and_that_it_changed_is_told() {
    let rows = [
        (
            "in a list",
            "kind: List\nitems:\n  - kind: Secret\n    stringData:\n      config.ini: OLD\n      dsn: OLD\n",
        ),
        (
            "in extra objects",
            "extraObjects:\n  - kind: Secret\n    data:\n      any.txt: OLD\n",
        ),
        (
            "in flow style",
            "kind: Secret\nstringData: {dsn: OLD, x: y}\n",
        ),
        (
            "in a template",
            "kind: Secret\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\ndata:\n  users.txt: OLD\n{{- end }}\n",
        ),
        (
            "in an Application's values",
            "kind: Application\nspec:\n  helm:\n    values: |\n      extra:\n        - kind: Secret\n          stringData:\n            dsn: OLD\n",
        ),
        (
            "as YAML in a Secret",
            "kind: Secret\nstringData:\n  config.yaml: |\n    a:\n      b: OLD\n",
        ),
        (
            "as literals",
            "secretGenerator:\n  - name: s\n    literals:\n      - dsn=OLD\n      - users=admin:OLD\n",
        ),
        (
            "as parameters",
            "parameters:\n  - name: auth.pass\n    value: OLD\n  - name: db.pw\n    value: OLD\n",
        ),
        (
            "as an environment",
            "env:\n  - name: DB_PASS\n    value: \"OLD\"\n",
        ),
        ("in a block", "auth:\n  password: |\n    OLD\n"),
        ("in an address", "url: postgres://app:OLD@db/x\n"),
    ];
    for (what, text) in rows {
        let (old, new) = (
            text.replace("OLD", "hunter2-old"),
            text.replace("OLD", "geheim3-new"),
        );
        for (path, before, after) in [
            ("a.yaml", old.as_str(), new.as_str()),
            ("a.yaml", "", new.as_str()),
            ("a.yaml", old.as_str(), ""),
            ("a.txt", old.as_str(), new.as_str()),
        ] {
            let mut change = change(before, after);
            change.new_path = Some(path.into());
            let story = tell(&change);
            let shown = format!("{story:?}");
            for secret in ["hunter2", "geheim3"] {
                assert!(!shown.contains(secret), "{what}, {path}: {shown}");
            }
            assert!(!story.pieces.is_empty(), "{what}, {path}: nothing is told");
            assert!(shown.contains("***"), "{what}, {path}: {shown}");
        }
    }
    let json = r#"{"kind":"List","items":[{"kind":"Secret","data":{"a":"OLD"}}]}"#;
    let mut change = change(&json.replace("OLD", "b2xk"), &json.replace("OLD", "bmV3"));
    change.new_path = Some("a.json".into());
    let shown = format!("{:?}", tell(&change));
    assert!(
        shown.contains("***") && !shown.contains("b2xk") && !shown.contains("bmV3"),
        "{shown}"
    );
}

#[test]
fn what_only_speaks_of_secrets_is_readable() {
    for text in [
        "kind: ExternalSecret\nspec:\n  data:\n    - secretKey: OLD\n      remoteRef:\n        key: db/OLD\n",
        "tokenExpiry: 3600 # OLD\n",
        "spec:\n  credentialsMode: OLD\n",
        "existingSecret: OLD\n",
        "volumes:\n  - secret:\n      secretName: OLD\n",
        "metadata:\n  annotations:\n    checksum/secret: OLD\n",
        "env:\n  - name: DB_PASS\n    valueFrom:\n      secretKeyRef:\n        name: OLD\n        key: password\n",
    ] {
        let (old, new) = (
            text.replace("OLD", "old-name"),
            text.replace("OLD", "new-name"),
        );
        let shown = format!("{:?}", tell(&change(&old, &new)));
        assert!(
            shown.contains("old-name") && shown.contains("new-name"),
            "{shown}"
        );
        assert!(!shown.contains("***"), "{shown}");
    }
    // Texts in a text: of one line, of which one is left, in quotes.
    for (old, new) in [
        ("a: |\n  a:\n  - a: 1\n", "a: |\n  a:\n"),
        ("a: |\n  x: 1\n  y: 2\n", "a: |\n  x: 3\n"),
        ("a: |-\n  가: 나\n", "a: |-\n  가: 다\n"),
        ("a: \"x: 1\\ny: 2\\n\"\n", "a: \"x: 3\\ny: 2\\n\"\n"),
    ] {
        for (old, new) in [(old, new), (new, old)] {
            let shown = format!("{:?}", tell(&change(old, new)));
            assert!(!shown.contains("***"), "{old:?}: {shown}");
        }
    }
}

/// As many subtrees as a large CRD has, each of which is somewhere else on the other side.
#[test]
fn a_large_structure_that_was_renamed_is_told_in_one_pass() {
    let version = |name: &str, salt: &str| {
        let properties = (0..3_000).map(|n| {
            format!("        p{n}:\n          type: string\n          pattern: {salt}{n}\n")
        });
        let properties: String = properties.collect();
        format!(
            "spec:\n  versions:\n    - name: {name}\n      served: true\n      schema:\n        x: {salt}\n      properties:\n{properties}"
        )
    };
    let entries = |before: &str, after: &str| {
        let story = tell(&change(before, after));
        let [
            Piece::Diff {
                entries,
                more_entries,
                ..
            },
        ] = story.pieces.as_slice()
        else {
            panic!("{:?}", story.pieces);
        };
        let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
        (kinds, *more_entries)
    };
    // All of it under another name.
    let (kinds, more) = entries(&version("v1alpha1", "p"), &version("v1beta1", "p"));
    assert_eq!((kinds[0], more), (EntryKind::Moved, 0));
    // Nothing of it but the many equal `type: string`, of which nobody can say which went where.
    let (kinds, more) = entries(&version("v1alpha1", "p"), &version("v1beta1", "q"));
    assert_eq!(kinds, [EntryKind::Removed, EntryKind::Added]);
    assert_eq!(more, 0);
}

#[test]
fn many_keys_and_documents_are_compared_in_one_pass() {
    let keys = |from: usize| -> String {
        (from..from + 60_000)
            .map(|n| format!("k{n}: {n}\n"))
            .collect()
    };
    let story = tell(&change(&keys(0), &keys(1)));
    let [Piece::Structure { entries, .. }] = story.pieces.as_slice() else {
        panic!("{:?}", story.pieces.len());
    };
    assert_eq!(entries.len(), 2);
    let documents = |image: &str| -> String {
        let one = |n| format!("kind: A\nmetadata:\n  name: a{n}\nimage: {image}\n---\n");
        (0..3_000).map(one).collect()
    };
    let story = tell(&change(&documents("a:1"), &documents("a:2")));
    assert!(story.hidden_lines > 0);
}
