//! What is found, and where.

use super::*;
use crate::command::explain::explain;
use crate::verify::understand::Vocabulary;

fn of(text: &str) -> Vec<Finding> {
    explain("a.md", text, &Vocabulary::default()).findings
}

/// Each finding as `LINE:COLUMN FAULT`.
fn places(text: &str) -> Vec<String> {
    let found = of(text);
    let place = |one: &Finding| format!("{}:{} {}", one.line, one.column, one.fault.word());
    found.iter().map(place).collect()
}

#[test]
fn every_fault_has_its_place_in_both_languages() {
    for (text, expected) in [
        (
            "## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n**Expected**:\n- All pods are Running\n- Users can log in\n",
            vec!["10:3 NotUnderstood"],
        ),
        (
            "## 검증 계획\n\n### 1. Pod\n```bash\nkubectl get pods -n x\n```\n\n**기대 결과**:\n- 모든 Pod가 Running\n- 결제가 된다\n",
            vec!["10:3 NotUnderstood"],
        ),
        (
            "## Verification plan\n\n### 1. Pods\n```bash\nkubectl delete pods -n x --all\n```\n\n**Expected**:\n- All pods are Running\n",
            vec!["5:1 CommandRefused", "9:3 NothingAsked"],
        ),
        (
            "## 검증 계획\n\n### 1. Pod\n```bash\nkubectl get pods -n <네임스페이스>\n```\n\n**기대 결과**:\n- 모든 Pod가 Running\n",
            vec!["5:1 CommandNeedsValue", "9:3 NothingAsked"],
        ),
        (
            "## Verification plan\n\n### 1. Pods\n\nkubectl get pods -n x\n\n**Expected**:\n- All pods are Running\n",
            vec!["5:1 CommandOutsideCode", "8:3 NothingAsked"],
        ),
        (
            "## 체크리스트\n\n- ⏳ kubectl get pods -n x\n",
            vec!["3:1 CommandOutsideCode"],
        ),
        (
            "## Checklist\n\n- [ ] Pods <!-- check:gone -->\n- [ ] Tell the team\n- [ ] Tell the others <!-- check:person -->\n- [x] Written\n",
            vec!["3:4 TieWithoutStep", "4:4 NothingStandsFor"],
        ),
        (
            "## 체크리스트\n\n- ⏳ 팀에 알리기\n- ⏳ 공지하기 <!-- check:person -->\n- ✅ 작성\n",
            vec!["3:3 NothingStandsFor"],
        ),
    ] {
        assert_eq!(places(text), expected, "{text}\n{:#?}", of(text));
    }
}

#[test]
fn a_line_that_a_person_has_is_no_finding_in_its_step() {
    let record = |comment: &str| {
        format!(
            "## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n- [ ] All pods are Running\n- [ ] Users can log in{comment}\n"
        )
    };
    assert_eq!(places(&record("")), ["9:7 NotUnderstood"]);
    assert_eq!(
        places(&record(" <!-- check:person -->")),
        Vec::<String>::new()
    );
}

#[test]
fn the_bytes_are_what_was_written() {
    let text = "## 검증 계획\n\n### 1. Pod\n```bash\nkubectl get pods\n```\n\n**기대 결과**:\n- 🎉 결제가 된다\n";
    let [one] = of(text).try_into().unwrap();
    assert!(text[one.start..one.end].contains("결제가 된다"), "{one:?}");
    let stopped = one.stopped_at.clone().unwrap();
    let line = text.lines().nth(one.line - 1).unwrap();
    let rest: String = line.chars().skip(one.column - 1).collect();
    assert!(rest.starts_with(&stopped), "{rest} {stopped}");
}

#[test]
fn findings_have_a_line_each_and_a_valid_uri() {
    let text = "## Checklist\n\n- [ ] Tell\tthe\u{1b}[31m team\n";
    let found = of(text);
    let lines = short("a dir/가.md", &found, Lang::En);
    assert_eq!(lines.lines().count(), 1);
    assert!(
        lines.starts_with("a dir/가.md:3:4: manual: ") && !lines.contains('\u{1b}'),
        "{lines}"
    );
    let sarif = sarif([("a dir/가.md".to_owned(), Lang::En, &found[..])].into_iter());
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "NothingStandsFor");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20dir/%EA%B0%80.md");
    assert_eq!(place["region"]["startLine"], 3);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array();
    assert_eq!(rules.unwrap().len(), Fault::ALL.len());
}

#[test]
fn lines_beside_steps_are_found_as_well() {
    for (text, expected) in [
        (
            "## Verification plan\n\n**Expected**:\n- All pods are Running\n- Users can log in\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n- No Pending pods\n",
            vec!["4:3 NothingAsked", "5:3 NotUnderstood"],
        ),
        (
            "## 검증 계획\n\n**기대 결과**:\n- 모든 Pod가 Running\n- 결제가 된다\n\n### 1. Pod\n```bash\nkubectl get pods -n x\n```\n\n- Pending Pod 없음\n",
            vec!["4:3 NothingAsked", "5:3 NotUnderstood"],
        ),
        (
            "## Checklist\n\n- [ ] Pods: `kubectl get pods -n x`\n  - All pods are Running\n  - Users can log in\n- [ ] Tell <!-- check:person -->\n  - Users can log in\n",
            vec!["5:5 NotUnderstood"],
        ),
    ] {
        assert_eq!(places(text), expected, "{text}\n{:#?}", of(text));
    }
}

#[test]
fn json_says_where_the_reading_of_each_sentence_stopped() {
    let text = "## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n- All pods are Running\n- All pods are Running by magic\n";
    let explained = explain("a.md", text, &Vocabulary::default());
    let [well, ill] = &explained.steps[0].lines.expectations[..] else {
        panic!("{explained:#?}");
    };
    assert_eq!((well.line, well.column, &well.stopped_at), (8, 3, &None));
    let stopped = ill.stopped_at.as_deref().unwrap();
    let line = text.lines().nth(ill.line - 1).unwrap();
    assert!(line[ill.column - 1..].starts_with(stopped), "{ill:?}");
    assert!(text[ill.start..ill.end].contains("by magic"));
}
