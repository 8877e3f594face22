//! `report new` from one Gitploy number, and what `report explain` and `verify` make of the result.

use crate::support::Lab;
use deployment_report::world::State;
use serde_json::Value;
use std::path::Path;

const KO: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.ko.md";
const EN: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.en.md";

#[expect(clippy::disallowed_methods, reason = "a test keeps what it saw")]
fn keep(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[test]
fn one_number_gives_two_records_that_are_understood_completely() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0)
        .says(KO)
        .says(EN);
    // `reports/` shows what a newcomer gets; it is what the program writes today.
    let samples = [
        (
            KO,
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.ko.md"),
        ),
        (
            EN,
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.en.md"),
        ),
    ];
    let mut stale = Vec::new();
    for (record, sample) in samples {
        let text = lab.read(record);
        if text != sample {
            let name = Path::new(record).file_name().unwrap();
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            keep(&kept, &text);
            stale.push(format!("cp {} reports/", kept.display()));
        }
    }
    assert!(
        stale.is_empty(),
        "the samples are stale; if what is written now is right:\n{}",
        stale.join("\n")
    );
    for record in [KO, EN] {
        let run = lab.run(&["explain", record, "--format", "json"]).exits(0);
        let explained: Value = serde_json::from_str(&run.stdout).unwrap();
        let steps = explained["steps"].as_array().unwrap();
        assert!(!steps.is_empty(), "{record}");
        for step in steps {
            let commands = step["commands"].as_array().unwrap();
            assert!(!commands.is_empty(), "{step}");
            for command in commands {
                assert_eq!(command["class"], "understood", "{command}");
            }
            let expectations = step["expectations"].as_array().unwrap();
            assert!(!expectations.is_empty(), "{step}");
            for expectation in expectations {
                assert_eq!(expectation["understood"], true, "{expectation}");
            }
        }
    }
}

#[test]
fn a_new_record_follows_the_rollout_and_then_rests() {
    let mut lab = Lab::demo(State::Before).configured();
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    lab.state(State::After);
    for record in [KO, EN] {
        lab.run(&["verify", record, "--update"]).exits(0);
    }
    let first = lab.read(KO);
    lab.run(&["regenerate"]);
    assert_eq!(lab.read(KO), first, "a second look changes nothing");
    assert!(first.contains("1-2일 안정성"), "{first}");
    assert!(
        first.lines().any(|line| line.contains("⏳ 1-2일 안정성")),
        "two days are not over"
    );
}
