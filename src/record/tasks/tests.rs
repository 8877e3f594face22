use super::*;
use crate::record::edit::apply;

const TASKS: &str = "# Implementation Plan\n\n- [x] 1. Set up\n- [ ] 2. 수집기 배포\n- [x] 2.1 Chart\n- [-] 2.2 Values\n  - detail\n  - _Requirements: 1.2_\n- [ ]* 2.3 Property test\n- [~] 3. Roll out\n  - [ ]\\* 3.1 First\n    - [ ] 3 replicas\n    - [x] check\n  - [x] 3.2 Second\n- [ ] 4\n\n```\n- [ ] 5. in code\n```\n<!--\n- [ ] 6. in a comment\n-->\n- [ ] 7. A\n- [ ] 7. B\n";

#[test]
fn the_tree_comes_from_the_numbers() {
    let tasks = tasks(TASKS);
    let view: Vec<(Option<&str>, Option<usize>, State, bool)> = tasks
        .iter()
        .map(|task| {
            (
                task.number.as_deref(),
                task.parent,
                task.state,
                task.optional,
            )
        })
        .collect();
    use State::*;
    assert_eq!(
        view,
        [
            (Some("1"), None, Done, false),
            (Some("2"), None, Open, false),
            (Some("2.1"), Some(1), Done, false),
            (Some("2.2"), Some(1), InProgress, false),
            (Some("2.3"), Some(1), Open, true),
            (Some("3"), None, Queued, false),
            (Some("3.1"), Some(5), Open, true),
            (None, Some(6), Open, false),
            (None, Some(6), Done, false),
            (Some("3.2"), Some(5), Done, false),
            (Some("4"), None, Open, false),
            (Some("7"), None, Open, false),
            (Some("7"), None, Open, false),
        ]
    );
    assert_eq!(
        (tasks[1].title.as_str(), tasks[7].title.as_str()),
        ("수집기 배포", "3 replicas")
    );
}

#[test]
fn a_tick_changes_one_byte_and_those_above_only_when_all_is_done() {
    let check = |text: &str, number: &str, changes: &[(&str, &str)]| {
        for text in [
            text.to_owned(),
            text.replace('\n', "\r\n"),
            format!("\u{FEFF}{text}"),
        ] {
            let ticked = apply(&text, &tick(&text, number).unwrap().edits).unwrap();
            let expected = changes
                .iter()
                .fold(text.clone(), |text, (old, new)| text.replace(old, new));
            assert_eq!(ticked, expected);
            assert_eq!(
                tick(&ticked, number),
                Ok(Ticking::default()),
                "a second time"
            );
        }
    };
    check(TASKS, "1", &[]);
    check(TASKS, "4.", &[("[ ] 4", "[x] 4")]);
    check(TASKS, "2.2", &[("[-] 2.2", "[x] 2.2")]);
    check(TASKS, "2.3", &[("[ ]* 2.3", "[x]* 2.3")]);
    let nearly = TASKS
        .replace("[-] 2.2", "[x] 2.2")
        .replace("[ ] 3 rep", "[X] 3 rep");
    check(
        &nearly,
        "2.3",
        &[("[ ]* 2.3", "[x]* 2.3"), ("[ ] 2.", "[x] 2.")],
    );
    check(
        &nearly,
        "3.1",
        &[("[ ]\\* 3.1", "[x]\\* 3.1"), ("[~] 3.", "[x] 3.")],
    );
}

/// As Kiro and people write them; what ticking makes of each, through the checks of every edit.
#[test]
fn tasks_in_the_wild_are_ticked() {
    let ticked = |text: &str, number: &str| -> String {
        let edits = tick(text, number)
            .unwrap_or_else(|why| panic!("{text}: {why}"))
            .edits;
        let edited = crate::store::edited(std::path::Path::new("tasks.md"), text, &edits);
        edited.unwrap_or_else(|why| panic!("{text}: {why}"))
    };
    for (line, number) in [
        ("- [ ] 1.1 Chart", "1.1"),
        ("- [-] 1.1 Chart", "1.1"),
        ("- [~] 1.1 차트", "1.1"),
        ("- [-]* 1.1 Chart", "1.1"),
        ("- [ ] **1.1 Chart**", "1.1"),
        ("- [-] **1.1** Chart", "1.1"),
        ("- [ ] **1.1. 차트**", "1.1"),
        ("- [ ] Task 1.1: Chart", "1.1"),
        ("- [~] **Task 1.1:** Chart", "1.1"),
        ("- [ ] 작업 1.1: 차트", "1.1"),
        ("1. [ ] Chart", "1"),
        ("1) [-] 차트", "1"),
        ("-  [ ] 1.1 Chart", "1.1"),
        ("- [-]  1.1 Chart", "1.1"),
        ("  - [-] 1.1 Chart", "1.1"),
        ("* [~] 1. Chart", "1"),
    ] {
        for around in [
            "# Plan\n\nX\n",
            "# 계획\n\nX\n- [x] 9. 끝\n",
            "- [ ] 8. a\n\nX\n\n- [ ] 9. b\n",
        ] {
            let text = around.replace('X', line);
            let boxed = ["[ ]", "[-]", "[~]"]
                .iter()
                .find(|one| line.contains(**one))
                .unwrap();
            let expected = text.replace(line, &line.replacen(boxed, "[x]", 1));
            for (text, expected) in [
                (text.replace('\n', "\r\n"), expected.replace('\n', "\r\n")),
                (text, expected),
            ] {
                assert_eq!(ticked(&text, number), expected);
            }
        }
    }
    let phases =
        "## Phase 1: 준비\n\n- [x] 1. a\n- [ ] 2. b\n\n## Phase 2\n\n- [ ] 1. c\n- [ ] 2.2 d\n";
    assert_eq!(
        ticked(phases, "2.1"),
        phases.replace("[ ] 1. c", "[x] 1. c")
    );
    assert_eq!(
        ticked(phases, "2.2"),
        phases.replace("[ ] 2.2 d", "[x] 2.2 d")
    );
    assert!(matches!(
        tick(phases, "1"),
        Err(TaskError::Ambiguous { count: 2, .. })
    ));
    let nested = "1. [ ] A\n   1. [x] a\n   2. [-] b\n2. [ ] B\n";
    assert_eq!(
        ticked(nested, "1.2"),
        nested.replace("[-] b", "[x] b").replace("[ ] A", "[x] A")
    );
    for line in [
        "- [a] 1. x",
        "-[ ] 1. x",
        "- [ ]1. x",
        "- [ ] 3 replicas below",
        "12 [ ] 1. x",
    ] {
        let text = format!("- [x] 5. a\n  {line}\n");
        for number in ["1", "3"] {
            assert!(tick(&text, number).is_err(), "{line}");
        }
    }
}

#[test]
fn what_was_in_progress_is_said() {
    let nearly = TASKS.replace("[ ]* 2.3", "[x]* 2.3");
    let ticking = tick(&nearly, "2.2").unwrap();
    assert_eq!(ticking.ticked, [(3, State::InProgress), (1, State::Open)]);
}

#[test]
fn what_is_not_clear_is_refused() {
    let refused = |number: &str| tick(TASKS, number).unwrap_err();
    assert_eq!(refused("9"), TaskError::NotFound("9".into()));
    assert_eq!(refused("5"), TaskError::NotFound("5".into()));
    assert_eq!(refused("6"), TaskError::NotFound("6".into()));
    assert!(matches!(
        refused("7"),
        TaskError::Ambiguous { count: 2, .. }
    ));
    let open = refused("2");
    assert_eq!(
        open.to_string(),
        "task 2 has parts that are not done: 2.2, 2.3"
    );
    assert!(matches!(refused("3.1"), TaskError::OpenParts { .. }));
}

#[test]
fn references_name_a_spec_and_a_number() {
    assert_eq!(reference("loki-alloy:4.1"), Ok(("loki-alloy", "4.1")));
    assert_eq!(reference("DONE/120_name:4."), Ok(("DONE/120_name", "4")));
    for text in [
        "",
        "4",
        "a:",
        ":4",
        "a:b",
        "../a:4",
        "/a:4",
        "a//b:1",
        "a/..:1",
        "a:1.2.3.4.5",
    ] {
        assert!(reference(text).is_err(), "{text}");
    }
}
