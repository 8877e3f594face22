//! What a newcomer gets wrong: every mistake is named, with what to do, and nothing is written.

use crate::support::{Lab, Run};
use deployment_report::world::State;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const TEXT: &str = include_str!("../../src/command/demo/files/record.ko.md");

/// No library's or runtime's own words reach the person.
fn civil(run: Run) -> Run {
    run.keeps_quiet_about("panicked")
        .keeps_quiet_about("RUST_BACKTRACE")
        .keeps_quiet_about("Os {")
        .keeps_quiet_about("src/")
}

#[test]
fn no_arguments_show_the_help() {
    let run = Lab::empty().run(&[]);
    assert!(format!("{run}").contains("Usage:"), "{run}");
    civil(run).exits(2);
}

#[test]
fn no_configuration_at_all() {
    let lab = Lab::empty();
    lab.file("record.md", TEXT);
    let run = civil(lab.run(&["verify", "record.md"])).exits(3);
    assert!(
        run.stdout.contains("KUBECONFIG") || run.stderr.contains("KUBECONFIG"),
        "{run}"
    );
}

#[test]
fn a_korean_record_is_told_in_korean_whatever_the_locale() {
    let lab = Lab::empty();
    lab.file("record.md", TEXT);
    let run = civil(lab.run(&["--lang", "en", "verify", "record.md"])).exits(3);
    for words in [
        "클러스터 (context",
        "Gitploy: 설정되지 않음",
        "Loki: 설정되지 않음",
    ] {
        assert!(run.stdout.contains(words), "{words}: {run}");
    }
    assert!(!run.stdout.contains("not set up"), "{run}");
}

#[test]
fn no_records_to_verify() {
    let run = civil(Lab::empty().run(&["verify"])).exits(2);
    assert!(run.stderr.contains(".kiro"), "{run}");
}

#[test]
fn a_file_that_is_not_there() {
    civil(Lab::empty().run(&["verify", "nowhere.md"]))
        .exits(2)
        .says("nowhere.md");
}

#[test]
fn a_directory_instead_of_a_file() {
    let lab = Lab::empty();
    lab.file("records/a.txt", "");
    civil(lab.run(&["verify", "records"]))
        .exits(2)
        .says("directory");
}

#[test]
fn a_file_that_is_not_text() {
    let lab = Lab::empty();
    lab.file("record.md", [0x23, 0x20, 0xff, 0xfe, 0x0a]);
    civil(lab.run(&["verify", "record.md"]))
        .exits(2)
        .says("UTF-8");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::empty();
    let path = lab.file("record.md", TEXT);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if std::fs::read(&path).is_err() {
        civil(lab.run(&["verify", "record.md"]))
            .exits(2)
            .warns("record.md");
    }
}

#[test]
fn a_record_without_a_plan() {
    let lab = Lab::with_world(State::After);
    lab.file("record.md", "# Title\n\nSome prose.\n");
    let run = civil(lab.run(&["verify", "record.md", "--update"]));
    assert_eq!(lab.read("record.md"), "# Title\n\nSome prose.\n");
    let printed = format!("{run}");
    assert!(
        printed.contains("plan") || printed.contains("계획"),
        "{run}"
    );
}

#[test]
fn an_empty_record() {
    let lab = Lab::with_world(State::After);
    lab.file("record.md", "");
    civil(lab.run(&["verify", "record.md", "--update"]));
    assert_eq!(lab.read("record.md"), "");
}

#[test]
fn a_kubeconfig_that_is_not_there_or_broken() {
    for text in [None, Some("not: [a kubeconfig"), Some("{}")] {
        let lab = Lab::empty().configured();
        let path = lab.work().join("kubeconfig");
        if let Some(text) = text {
            lab.file("kubeconfig", text);
        }
        lab.file(RECORD, TEXT);
        let lab = lab.env("KUBECONFIG", &path.display().to_string());
        let run = civil(lab.run(&["verify", RECORD, "--update"])).exits(3);
        assert!(format!("{run}").contains("kubeconfig"), "{run}");
        assert_eq!(lab.read(RECORD), TEXT);
    }
}

#[test]
fn an_unknown_key_in_the_configuration() {
    let lab = Lab::empty();
    lab.file(".kiro/report.toml", "[gitploy]\nhots = 'x'\n");
    lab.file(RECORD, TEXT);
    civil(lab.run(&["verify", RECORD])).exits(2).warns("`host`");
}

#[test]
fn started_in_a_directory_below() {
    let lab = Lab::with_world(State::After).configured();
    lab.file(RECORD, TEXT);
    let name = RECORD.rsplit('/').next().unwrap();
    civil(lab.run_in(".kiro/deployments", &["verify", name])).exits(0);
}

#[test]
fn started_in_the_wrong_directory() {
    let lab = Lab::with_world(State::After);
    lab.file("elsewhere/.keep", "");
    let run = civil(lab.run_in("elsewhere", &["list"]));
    assert!(
        run.status == 2 || run.stdout.contains('0') || format!("{run}").contains(".kiro"),
        "{run}"
    );
}

/// What stands where a record is meant, and is none.
#[test]
fn odd_files_are_refused_and_left_alone() {
    use std::os::unix::fs::symlink;
    let lab = Lab::empty();
    let outside = lab.file("../outside/record.md", "# Out\n\n- [ ] a\n");
    lab.file(".kiro/deployments/2025-12-05-in.md", "# In\n\n- [ ] a\n");
    let records = lab.work().join(".kiro/deployments");
    symlink(&outside, records.join("2025-12-05-link.md")).unwrap();
    symlink("2025-12-05-in.md", records.join("2025-12-06-twin.md")).unwrap();
    symlink("nowhere.md", records.join("2025-12-07-dangling.md")).unwrap();
    let run = lab.run(&["verify"]).exits(2).says("out of the workspace");
    assert!(run.stdout.contains("2025-12-05-in.md"), "{run}");
    assert!(!run.stdout.contains("dangling"), "{run}");
    // A record that is named is followed.
    lab.run(&["verify", ".kiro/deployments/2025-12-05-link.md"])
        .exits(0);
    lab.run(&["verify", "/dev/null"])
        .exits(2)
        .says("no regular file");
    lab.run(&["verify", ".kiro/deployments"])
        .exits(2)
        .says("is a directory");
    let odd = "-x 배포 (1).md";
    let decomposed = "2025-12-05-\u{1107}\u{1162}\u{1111}\u{1169}.md";
    for name in [odd, decomposed] {
        lab.file(name, "# A\n\n- [ ] a\n");
    }
    lab.run(&["verify", "--", odd]).exits(0);
    lab.run(&["verify", "2025-12-05-배포.md"]).exits(0);
}
