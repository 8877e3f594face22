//! Hand-written records of many forms: adopted, verified, regenerated. The seed is one of them
//! where it is at hand.

use crate::support::{Lab, seed};
use deployment_report::testing::world::State;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;
use std::path::Path;

/// The records by the names that they get.
pub(crate) fn records() -> BTreeMap<String, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = BTreeMap::new();
    for (folder, prefix) in [
        ("tests/records/hand", ""),
        ("tests/records", "2025-12-05-"),
        ("src/command/demo/files", "2025-12-05-"),
    ] {
        for entry in std::fs::read_dir(here.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.ends_with(".md") && name != "earlier.md" {
                let text = std::fs::read_to_string(&path).unwrap();
                all.insert(format!("{prefix}{name}"), text);
            }
        }
    }
    if let Some(text) = seed() {
        all.insert("2025-12-05-alloy-tolerations-fix.md".into(), text);
    }
    all
}

#[track_caller]
fn assert_only_inserted(name: &str, old: &str, new: &str) {
    for change in TextDiff::from_chars(old, new).iter_all_changes() {
        assert_ne!(change.tag(), ChangeTag::Delete, "{name}: {change}");
    }
}

/// The text without the content of the results region and with every marker alike.
fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with("<!-- report:begin results");
        inside &= !line.starts_with("<!-- report:end results");
        if !inside && !begins && !line.starts_with("<!-- report:end results") {
            out.push_str(line);
        }
        inside |= begins;
    }
    let pairs = [("✅", "⏳"), ("❌", "⏳"), ("[x]", "[ ]"), ("[X]", "[ ]")];
    pairs
        .iter()
        .fold(out, |text, (from, to)| text.replace(from, to))
}

#[test]
fn hand_written_records_are_adopted_verified_and_then_rest() {
    let lab = Lab::demo(State::After).configured();
    let records = records();
    assert!(records.len() >= 14, "{}", records.len());
    let path = |name: &str| format!(".kiro/deployments/{name}");
    for (name, text) in &records {
        lab.file(&path(name), text);
        lab.run(&["adopt", &path(name), "--yes"]).exits(0);
        let adopted = lab.read(&path(name));
        assert_only_inserted(name, text, &adopted);
        lab.run(&["adopt", &path(name), "--yes"]).exits(0);
        assert_eq!(lab.read(&path(name)), adopted, "{name}: a second time");
    }
    let read = || -> Vec<(String, String)> {
        let all = records.keys();
        all.map(|name| (name.clone(), lab.read(&path(name))))
            .collect()
    };
    let adopted = read();
    lab.run(&["verify", "--update"]);
    let verified = read();
    for ((name, before), (_, after)) in adopted.iter().zip(&verified) {
        assert_eq!(unmarked(before), unmarked(after), "{name}");
    }
    lab.run(&["regenerate"]);
    let once = read();
    let run = lab.run(&["regenerate"]);
    for ((name, first), (_, second)) in once.iter().zip(read()) {
        assert_eq!(first, &second, "{name}\n{run}");
    }
}

/// Evidence changes with a verdict or a judged value, not because time goes by.
#[test]
fn evidence_does_not_follow_the_clock() {
    let mut lab = Lab::demo(State::After).configured();
    let path = ".kiro/deployments/2025-12-05-record.md";
    lab.file(
        path,
        include_str!("../../src/command/demo/files/record.ko.md"),
    );
    lab.run(&["adopt", path, "--yes"]).exits(0);
    lab.run(&["verify", path, "--update"]).exits(0);
    let first = lab.read(path);
    assert!(first.contains("$ kubectl --context"), "{first}");
    lab.state(State::Later);
    lab.run(&["verify", path, "--update"]).exits(0);
    let later = lab.read(path);
    let blocks = |text: &str| -> Vec<String> {
        let all = text.split("<!-- report:step ").skip(1);
        all.map(|block| block.split("\n<!--").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(blocks(&first), blocks(&later));
}

/// Two worlds that differ in nothing but the ages they print, and the hour.
#[test]
fn an_hour_later_nothing_is_written() {
    let mut lab = Lab::demo(State::After).configured();
    for (name, text) in [
        (
            "ko",
            include_str!("../../src/command/demo/files/record.ko.md"),
        ),
        (
            "en",
            include_str!("../../src/command/demo/files/record.en.md"),
        ),
    ] {
        let path = format!(".kiro/deployments/2025-12-05-hand.{name}.md");
        lab.file(&path, text);
        lab.run(&["adopt", &path, "--yes"]).exits(0);
    }
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    lab.run(&["verify", "--update"]);
    lab.run(&["regenerate"]);
    let folder = lab.work().join(".kiro/deployments");
    let read = || -> BTreeMap<String, String> {
        let entries = std::fs::read_dir(&folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .map(|name| (name.clone(), lab_read(&folder, &name)))
            .collect()
    };
    let printed = |lab: &Lab| {
        let path = ".kiro/deployments/2025-12-05-hand.ko.md";
        lab.run(&["verify", path, "-v"]).stdout
    };
    let (first, said) = (read(), printed(&lab));
    let now = lab.world().now();
    lab.clock(now + chrono::Duration::hours(1));
    assert_ne!(printed(&lab), said, "the ages have moved");
    for command in [&["verify", "--update"][..], &["regenerate"]] {
        let run = lab.run(command);
        assert_eq!(read(), first, "{run}");
    }
    lab.run(&["regenerate", "--check"]).exits(0);
}

fn lab_read(folder: &std::path::Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}
