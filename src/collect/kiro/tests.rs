//! Specs and records found in a workspace.

use super::*;
use std::fs;
use tempfile::TempDir;

#[expect(clippy::disallowed_methods, reason = "a fixture, not the product")]
fn workspace(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(".kiro").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

const TASKS: &str = "# Implementation Plan\n\n- [x] 1. 준비\n- [ ] 2. Alloy\n  - [x] 2.1 Helm values\n  - [ ]* 2.2 Property test\n\n```\n- [ ] 9. not one\n```\n- [-] 3. half\n";

fn sample() -> TempDir {
    workspace(&[
        ("specs/loki/tasks.md", TASKS),
        (
            "specs/loki/requirements.md",
            "# Requirements Document\n\n### Requirement 1: Every node\n\nalloy-ops에 배포\n\n### Requirement 2\n",
        ),
        (
            "specs/loki/design.md",
            "# Design Document: Loki and Alloy\n",
        ),
        ("specs/other/tasks.md", "- [ ] 1. other-alloy-ops\n"),
        (
            "specs/folder/requirements.md",
            "# Alloy folder\n\nalloy-ops, alloy-ops\n",
        ),
        (
            "deployments/2025-12-03-first.md",
            "```\n# no\n```\n# Alloy 배포\n\n`alloy-ops`를 배포\n",
        ),
        (
            "deployments/2025-12-04-other.md",
            "# Other\n\nalloy-ops-2 only\n",
        ),
        (
            "deployments/2025-12-04-spec.md",
            "no heading, see .kiro/specs/loki/\n",
        ),
        ("deployments/2025-12-05-own.md", "# Own alloy-ops\n"),
        ("deployments/2025-12-09-later.md", "# Later alloy-ops\n"),
        ("deployments/README.md", "alloy-ops\n"),
    ])
}

#[test]
fn specs_and_earlier_records_are_found_by_content() {
    let dir = sample();
    let exclude = ["2025-12-05-own.md".to_owned()];
    let subject = Subject {
        app: Some("alloy-ops"),
        spec: Some("loki"),
        deployments: &[],
        date: Some("2025-12-05"),
        exclude: &exclude,
    };
    let found = find(dir.path(), &subject);
    let specs: Vec<_> = found
        .specs
        .iter()
        .map(|s| (s.title.as_str(), s.link.as_str()))
        .collect();
    assert_eq!(
        specs,
        [
            ("Loki and Alloy", "../specs/loki/tasks.md"),
            ("Alloy folder", "../specs/folder")
        ]
    );
    assert_eq!(found.specs[0].requirements, ["Every node"]);
    let records: Vec<_> = found
        .records
        .iter()
        .map(|r| (r.name.as_str(), r.title.as_str()))
        .collect();
    assert_eq!(
        records,
        [
            ("2025-12-04-spec.md", "2025-12-04-spec.md"),
            ("2025-12-03-first.md", "Alloy 배포")
        ]
    );
    let deployments = dir.path().join(".kiro/deployments");
    for link in found
        .specs
        .iter()
        .map(|s| &s.link)
        .chain(found.records.iter().map(|r| &r.name))
    {
        assert!(deployments.join(link).exists(), "{link}");
    }
    let nothing = tempfile::tempdir().unwrap();
    assert_eq!(find(nothing.path(), &subject), Related::default());
}

#[test]
fn a_record_of_the_deployment_before_is_an_earlier_one() {
    let dir = workspace(&[
        (
            "deployments/2025-12-03-first.md",
            "# First\n\n- 배포 번호: #4349\n",
        ),
        (
            "deployments/2025-12-04-other.md",
            "# Other\n\n#43490, #434\n",
        ),
    ]);
    let subject = Subject {
        deployments: &["#4349".to_owned()],
        ..Subject::default()
    };
    let found = find(dir.path(), &subject);
    let names: Vec<&str> = found.records.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["2025-12-03-first.md"]);
}

#[test]
fn requirements_are_numbered_headings() {
    for (line, title) in [
        ("### Requirement 1: Every node", Some("Every node")),
        ("## Requirement 2. Every node", Some("Every node")),
        ("### Requirement 3 - Every node", Some("Every node")),
        ("#### 요구사항 4: 모든 노드", Some("모든 노드")),
        ("### 요구 사항 5) 모든 노드", Some("모든 노드")),
        ("### Requirement 6", None),
        ("### Requirement 7:", None),
        ("### Requirements of nodes", None),
        ("### Requirement of 3 nodes", None),
        ("# Requirement 8: Every node", None),
        ("Requirement 9: Every node", None),
        ("```\n### Requirement 10: Every node\n```", None),
    ] {
        let found = requirement_titles(line);
        let expected: Vec<String> = title.into_iter().map(String::from).collect();
        assert_eq!(found, expected, "{line}");
    }
}
