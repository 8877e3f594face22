//! `report explain`: several records, a draft, strictness, and the formats of each command.

use crate::support::Lab;
use deployment_report::testing::world::State;
use std::io::Write;
use std::process::{Command, Stdio};

const KO: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.md";
const EN: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.en.md";

const UNCLEAR: &str = "# Deploy x\n\n## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n\
                       **Expected**:\n- All pods are Running\n- Users can log in\n\n## Checklist\n\n- [ ] Pods\n";

#[test]
fn strict_fails_on_what_a_machine_could_judge() {
    let lab = Lab::empty();
    lab.file(".kiro/deployments/2025-12-09-x.md", UNCLEAR);
    let name = "2025-12-09-x";
    lab.run(&["explain", name]).exits(0);
    lab.run(&["explain", name, "--strict", "--lang", "en"])
        .exits(1)
        .says("12:3 ")
        .says("1 record, 3 lines: 2 judged, 0 a person's, 1 not understood (2 demand nothing); 1 to fix");
    lab.run(&["explain", name, "--strict", "--lang", "ko"])
        .exits(1)
        .says("고칠 곳 1개");
    lab.run(&["explain", name, "--strict", "--format", "short"])
        .exits(1)
        .says(".kiro/deployments/2025-12-09-x.md:12:3: manual: Users can log in — ");
    lab.run(&["explain", name, "--strict", "--format", "github"])
        .exits(1)
        .says("::error file=.kiro/deployments/2025-12-09-x.md,line=12,title=NotUnderstood::");
    let sarif = lab.run(&["explain", name, "--format", "sarif"]).exits(0);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "NotUnderstood");
}

#[test]
fn without_a_name_all_open_records_are_read() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&["explain", "--strict", "--lang", "en"])
        .exits(1)
        .says("alloy-tolerations.en.md")
        .says("alloy-tolerations.md")
        .keeps_quiet_about("2025-12-03");
    let both = lab.run(&["explain", KO, EN, "--format", "json"]).exits(0);
    let both: serde_json::Value = serde_json::from_str(&both.stdout).unwrap();
    assert_eq!(both.as_array().unwrap().len(), 2);
    lab.run(&["explain", KO, "gone.md"])
        .exits(2)
        .says("검증 계획")
        .warns("gone.md");
    // Of a part of a name, the record is told that has it.
    lab.run(&["explain", "tolerations", "--lang", "ko"])
        .exits(2)
        .warns("`2025-12-05-alloy-tolerations.md`인가요?");
    // A bare name is found among the records, beside others as alone.
    lab.run(&[
        "explain",
        "2025-12-05-alloy-tolerations",
        "2025-12-03-alloy-ops-deployment",
    ])
    .exits(0);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test starts the program")]
fn a_draft_comes_through_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_report"))
        .args(["explain", "-", "--strict", "--format", "short"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(UNCLEAR.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("-:12:3: manual: "), "{stdout}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_format_that_a_command_does_not_have_is_refused() {
    let lab = Lab::demo(State::After).configured();
    for (args, word) in [
        (vec!["list", "--format", "junit"], "text, json"),
        (
            vec!["verify", KO, "--format", "sarif"],
            "text, json, junit, github",
        ),
        (vec!["explain", KO, "--output", "junit=x.xml"], "sarif"),
        (vec!["doctor", "--output", "jsn=x"], "json"),
        (vec!["init", "--format", "json"], "text"),
        (vec!["adopt", KO, "--output", "json=x"], "text"),
    ] {
        lab.run(&args).exits(2).warns(word);
    }
    assert!(!lab.work().join("x").exists() && !lab.work().join("x.xml").exists());
}

#[test]
fn what_a_command_has_is_written_into_files() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&["list", "--output", "json=list.json"]).exits(0);
    lab.run(&["doctor", "--output", "json=doctor.json"])
        .exits(0);
    lab.run(&[
        "explain",
        KO,
        "--output",
        "json=one.json",
        "--output",
        "github=summary.md",
    ])
    .exits(0);
    for file in ["list.json", "doctor.json", "one.json"] {
        let value: serde_json::Value = serde_json::from_str(&lab.read(file)).unwrap();
        assert!(value.is_array() || value.is_object(), "{file}");
    }
    assert!(lab.read("summary.md").starts_with("### "));
}

#[test]
fn suggestions_are_told_and_written_on_request() {
    let lab = Lab::empty();
    let record = ".kiro/deployments/2025-12-09-x.md";
    let of = |plan: &str, expected: &str, lines: [&str; 2]| {
        format!(
            "# x\n\n## {plan}\n\n### 1. Pods\n```bash\nkubectl get pods -n x\n```\n\n**{expected}**:\n- {}\n- {}\n",
            lines[0], lines[1]
        )
    };
    for (lang, before, after, told) in [
        (
            "en",
            of(
                "Verification plan",
                "Expected",
                [
                    "loki-gateway is up",
                    "All pods should eventually be Running",
                ],
            ),
            of(
                "Verification plan",
                "Expected",
                [
                    "All `loki-gateway` pods are Running",
                    "All pods are Running",
                ],
            ),
            "«All pods are Running» (means: all pods: Running), without «eventually»",
        ),
        (
            "ko",
            of(
                "검증 계획",
                "기대 결과",
                ["파드가 전부 잘 떠야 함", "배포 후 모든 Pod가 Ready"],
            ),
            of(
                "검증 계획",
                "기대 결과",
                ["모든 Pod가 Running", "모든 Pod가 Ready"],
            ),
            "(뜻: 모든 pods: Ready), «배포»",
        ),
    ] {
        lab.file(record, &before);
        lab.run(&[
            "explain", record, "--strict", "--format", "short", "--lang", lang,
        ])
        .exits(1)
        .says(told);
        let json = lab.run(&["explain", record, "--format", "json"]).exits(0);
        let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        let first = &json["findings"][0]["suggestions"][0];
        assert!(first["write"][0]["means"].is_string(), "{first}");
        // Shown, and not written without a yes.
        lab.run(&["explain", record, "--fix=11"])
            .exits(0)
            .says("@@");
        assert_eq!(lab.read(record), before);
        lab.run(&["explain", record, "--fix", "--yes"]).exits(0);
        lab.run(&["explain", record, "--fix=12", "--yes"]).exits(0);
        if lang == "en" {
            assert_eq!(lab.read(record), after);
        }
        lab.run(&["explain", record, "--strict"]).exits(0);
        lab.run(&["explain", record, "--fix=3", "--yes"]).exits(2);
    }
    lab.run(&["explain", record, "--fix=x", "--yes"]).exits(2);
}

#[test]
fn an_error_is_data_where_data_was_asked_for() {
    let lab = Lab::empty();
    for args in [
        vec!["explain", "gone.md", "--format", "json", "--lang", "en"],
        vec!["explain", "--nonsense", "--format", "json", "--lang", "en"],
    ] {
        let run = lab.run(&args).exits(2);
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(told["error"]["status"], 2);
        assert!(
            told["error"]["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    let plain = lab.run(&["explain", "gone.md", "--lang", "en"]).exits(2);
    assert_eq!(plain.stdout, "");
}

#[test]
fn json_to_a_pipe_is_brief() {
    let lab = Lab::demo(State::After).configured();
    let of = |more: &[&str]| -> serde_json::Value {
        let args = [&["verify", KO, "--format", "json"], more].concat();
        serde_json::from_str(&lab.run(&args).stdout).unwrap()
    };
    let printed = |value: &serde_json::Value| -> usize {
        let steps = value["records"][0]["steps"].as_array().unwrap();
        let commands = steps
            .iter()
            .flat_map(|step| step["commands"].as_array().unwrap());
        commands
            .map(|one| one["printed"].as_str().unwrap().len())
            .sum()
    };
    let (brief, full) = (of(&[]), of(&["--detail", "full"]));
    assert_eq!(printed(&brief), 0);
    assert!(printed(&full) > 1000);
    let judged = |value: &serde_json::Value| value["records"][0]["items"].clone();
    assert_eq!(judged(&brief), judged(&full));
    lab.run(&["verify", KO, "--output", "json=full.json"]);
    let file: serde_json::Value = serde_json::from_str(&lab.read("full.json")).unwrap();
    assert_eq!(printed(&file), printed(&full));
}

#[test]
fn what_is_closed_is_told_and_not_passed_over() {
    let lab = Lab::empty();
    let closed = "# Deploy x\n\n## Checklist\n\n- [x] Pods\n";
    lab.file(".kiro/deployments/2025-12-09-x.md", closed);
    for (lang, told) in [("ko", "열린 기록이 없습니다"), ("en", "no record is open")] {
        lab.run(&["explain", "--lang", lang]).exits(0).warns(told);
    }
}
