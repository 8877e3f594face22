//! What the repository ships with: its own workflows, the action, the hook, krew's manifest, the man pages.

use crate::support::Lab;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of `run:` scripts: those that are deeper than their key.
fn scripts(text: &str) -> Vec<&str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    let mut within: Option<usize> = None;
    for line in text.lines() {
        if within.is_some_and(|outer| depth(line) <= outer && !line.trim().is_empty()) {
            within = None;
        }
        if within.is_some() {
            found.push(line);
        }
        if let Some((lead, script)) = line.split_once("run: ") {
            match script.trim() {
                "|" => within = Some(lead.len()),
                one => found.push(one),
            }
        }
    }
    found
}

#[test]
fn workflows_pin_what_they_use_and_run_no_text_from_outside() {
    for path in [
        ".github/workflows/ci.yml",
        ".github/workflows/release.yml",
        "action.yml",
    ] {
        let text = read(path);
        for line in text.lines().filter_map(|line| line.split_once("uses: ")) {
            let version = line.1.split('@').nth(1).unwrap();
            let commit = version.split(' ').next().unwrap();
            let pinned = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(pinned && version.contains(" # v"), "{path}: {}", line.1);
        }
        let scripts = scripts(&text);
        assert!(!scripts.is_empty(), "{path}");
        for line in scripts {
            assert!(!line.contains("${{"), "{path}: {line}");
        }
        if path.starts_with(".github") {
            assert!(
                text.contains("\npermissions: {}\n"),
                "{path}: nothing by default"
            );
            let checkouts = text.matches("actions/checkout@").count();
            assert_eq!(
                text.matches("persist-credentials: false").count(),
                checkouts
            );
        }
    }
    assert!(read(".github/workflows/ci.yml").contains("- run: .ci/run\n"));
}

#[test]
fn the_hook_runs_a_command_that_exists() {
    let text = read(".pre-commit-hooks.yaml");
    let entry = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("entry: "));
    let args: Vec<&str> = entry.unwrap().split(' ').skip(1).collect();
    let lab = Lab::empty();
    lab.file(".kiro/deployments/2025-12-09-x.md", "# x\n\n- ⏳ y\n");
    let args = [&args[..], &[".kiro/deployments/2025-12-09-x.md"]].concat();
    lab.run(&args).exits(1).says("2025-12-09-x.md:3:3: ");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test starts a script of the project"
)]
fn krews_manifest_has_an_archive_for_each_platform() {
    let targets = [
        "x86_64-unknown-linux-musl",
        "aarch64-unknown-linux-musl",
        "x86_64-apple-darwin",
        "aarch64-apple-darwin",
    ];
    for target in targets {
        assert!(read(".github/workflows/release.yml").contains(&format!("target: {target},")));
    }
    let manifest = |sums: &str| {
        let lab = Lab::empty();
        let sums = lab.file("SHA256SUMS", sums);
        let output = std::process::Command::new("bash")
            .arg(root().join("packaging/krew"))
            .args(["OWNER/NAME", "v9.9.9"])
            .arg(sums)
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let sums = |targets: &[&str]| -> String {
        let line = |target: &&str| format!("{:064x}  report-{target}.tar.gz\n", target.len());
        targets.iter().map(line).collect()
    };
    let (good, text) = manifest(&sums(&targets));
    assert!(good && text.matches("- selector:").count() == 4, "{text}");
    assert!(text.contains("uri: https://github.com/OWNER/NAME/releases/download/v9.9.9/report-"));
    let (good, _) = manifest(&sums(&targets[1..]));
    assert!(!good, "an archive without a checksum is no release");
}

#[test]
fn every_command_has_a_man_page() {
    let lab = Lab::empty();
    lab.run(&["man"]).exits(0).says(".TH report 1");
    lab.run(&["man", "pages"]).exits(0);
    let pages: Vec<PathBuf> = std::fs::read_dir(lab.work().join("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(pages.len() >= 14, "{pages:?}");
    let verify = lab.read("pages/report-verify.1");
    assert!(
        verify.contains(".TH report-verify 1") && verify.contains("\\-\\-update"),
        "{verify}"
    );
}

#[test]
fn the_version_names_the_platform() {
    let version = Lab::empty().run(&["--version"]).exits(0).stdout;
    let platform = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    assert!(
        version.starts_with("report 0.") && version.contains(&platform),
        "{version}"
    );
}

/// A shell that was given `report completions SHELL` offers the records that there are, the newest first.
#[test]
fn a_shell_completes_the_names_of_records() {
    let lab = Lab::empty();
    for name in [
        "2025-12-03-web.md",
        "2025-12-05-배포.md",
        "2025-12-04-api.md",
    ] {
        lab.file(&format!(".kiro/deployments/{name}"), "# r\n");
    }
    lab.file("below/x", "");
    let offered = |words: &[&str]| {
        let words = [&["--", "report"], words].concat();
        let last = words.len() - 2;
        let mut command = lab.command(&words);
        let shell = command
            .env("REPORT_COMPLETE", "bash")
            .env("_CLAP_COMPLETE_INDEX", last.to_string())
            .env("_CLAP_IFS", "\n")
            .current_dir(lab.work().join("below"));
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = [
        "2025-12-05-배포.md",
        "2025-12-04-api.md",
        "2025-12-03-web.md",
    ];
    for command in ["verify", "explain", "regenerate", "adopt"] {
        assert_eq!(offered(&[command, "2025-"]), all, "{command}");
    }
    assert_eq!(offered(&["verify", all[0], "2025-12-04"]), [all[1]]);
    assert!(offered(&["verify", "--upd"]).contains(&"--update".to_owned()));
    assert!(offered(&["regen"]).contains(&"regenerate".to_owned()));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        lab.run(&["completions", shell])
            .exits(0)
            .says("REPORT_COMPLETE");
    }
}
