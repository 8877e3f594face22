//! What a person sees: the commands' text at 80 and 120 columns, with and without colour, in Korean and
//! English. Reviewed in a terminal (tmux) and kept here; no line is wider than the terminal.

use crate::support::Lab;
use deployment_report::testing::output::layout;
use deployment_report::testing::world::State;
use std::fmt::Write;

const KO: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.md";
const EN: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.en.md";

/// The text without colour.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn session(lang: &str, width: usize, color: &str, commands: &[&[&str]]) -> String {
    let lab = Lab::demo(State::Before)
        .configured()
        .env("COLUMNS", &width.to_string());
    // Gitploy and Argo CD are done, and the workload is as it was: something fails.
    lab.world().set_deployment_status("success");
    lab.file(".kiro/deployments/2025-12-06-broken.md", [0xff]);
    let mut all = String::new();
    for args in commands {
        let common = ["--lang", lang, "--color", color];
        let run = lab.run(&[args, &common[..]].concat());
        let shown = format!("{}{}", run.stdout, run.stderr);
        for line in plain(&shown).lines() {
            // A diff's lines are the record's own, and a path can be as long as it likes.
            let free = line.starts_with(['-', '+', '@']) || line.contains("[TEMP]");
            let context = line.starts_with(' ') && shown.contains("@@");
            assert!(
                free || context || layout::width(line) <= width,
                "{} columns: {line}",
                layout::width(line)
            );
        }
        let status = run.status;
        let words = args.join(" ");
        writeln!(all, "$ report {words}\n{shown}[exit status: {status}]\n").unwrap();
    }
    all.replace('\u{1b}', "␛")
}

fn whole(lang: &str, width: usize) -> String {
    let record = if lang == "ko" { KO } else { EN };
    let commands = [
        &["verify", record][..],
        &["list"],
        &["regenerate", "--check"],
        &["explain", record],
        &["verify", "2025-12-05-aloy-tolerations.md"],
        &["verfy"],
    ];
    session(lang, width, "never", &commands)
}

#[test]
fn a_session_in_korean_at_80_columns() {
    insta::assert_snapshot!("ko_80", whole("ko", 80));
}

#[test]
fn a_session_in_english_at_120_columns() {
    insta::assert_snapshot!("en_120", whole("en", 120));
}

#[test]
fn the_other_widths() {
    let regenerate: [&[&str]; 1] = [&["regenerate", "--check"]];
    insta::assert_snapshot!("ko_120", session("ko", 120, "never", &regenerate));
    insta::assert_snapshot!("en_80", session("en", 80, "never", &regenerate));
}

#[test]
fn colour_changes_no_word() {
    let commands: [&[&str]; 2] = [&["verify", KO], &["verfy"]];
    let painted = session("ko", 80, "always", &commands);
    insta::assert_snapshot!("colour", painted);
    let bare = plain(&painted.replace('␛', "\u{1b}"));
    assert_eq!(bare, session("ko", 80, "never", &commands));
}

#[test]
fn help_teaches_with_examples_in_both_languages() {
    let lab = Lab::empty().env("COLUMNS", "100");
    let mut all = String::new();
    for command in [
        "verify",
        "regenerate",
        "list",
        "explain",
        "new",
        "adopt",
        "judge",
        "init",
        "doctor",
        "demo",
        "completions",
        "man",
    ] {
        for (lang, usage, examples) in [("en", "Usage:", "Examples:"), ("ko", "사용법:", "예:")]
        {
            let run = lab.run(&[command, "--help", "--lang", lang]).exits(0);
            assert!(
                run.stdout.contains(usage) && run.stdout.contains(examples),
                "{run}"
            );
            let english = run.stdout.contains("Usage:")
                || run.stdout.contains("Options:")
                || run.stdout.contains("[default");
            assert!(lang == "en" || !english, "{run}");
            if command == "verify" {
                all.push_str(&run.stdout);
            }
        }
    }
    all.push_str(&lab.run(&["--help", "--lang", "ko"]).exits(0).stdout);
    insta::assert_snapshot!("help", all);
    let locale = Lab::empty()
        .env("LANG", "ko_KR.UTF-8")
        .run(&["-h"])
        .exits(0);
    locale.says("사용법:");
}

#[test]
fn colour_follows_the_environment() {
    let coloured = |lab: Lab, args: &[&str]| {
        let run = lab.run(&[&["verify", KO][..], args].concat());
        run.stdout.contains('\u{1b}')
    };
    let lab = || Lab::demo(State::After).configured();
    assert!(!coloured(lab(), &[]), "no terminal, no colour");
    assert!(coloured(lab().env("CLICOLOR_FORCE", "1"), &[]));
    assert!(!coloured(lab().env("CLICOLOR_FORCE", "0"), &[]));
    assert!(!coloured(
        lab().env("CLICOLOR_FORCE", "1"),
        &["--color", "never"]
    ));
    assert!(coloured(lab().env("NO_COLOR", "1"), &["--color", "always"]));
    assert!(!coloured(lab().env("NO_COLOR", "1"), &[]));
}

#[test]
fn quiet_and_verbose() {
    let lab = Lab::demo(State::After).configured();
    let quiet = lab.run(&["adopt", KO, "--yes", "-q"]).exits(0);
    assert_eq!(quiet.stderr, "");
    let one = lab.run(&["verify", KO, "-v"]).exits(0).says("$ kubectl");
    let two = lab.run(&["verify", KO, "-vv"]).exits(0).says(" ms");
    assert!(two.stdout.len() > one.stdout.len());
    lab.run(&["regenerate"]).exits(0).says("기록 3개");
    lab.run(&["regenerate", "--lang", "ko", "--format", "json"])
        .exits(0)
        .warns("기록 ");
    let silent = lab.run(&["regenerate", "--format", "json", "-q"]).exits(0);
    assert_eq!(silent.stderr, "");
}
