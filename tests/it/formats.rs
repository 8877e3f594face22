//! `--format` and `--output` of every command: it works, or it is refused with what there is.

use crate::support::{Lab, Run};
use deployment_report::testing::cli::Cli;
use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::world::State;
use std::collections::BTreeSet;

const KO: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.md";
const ALL: [&str; 9] = [
    "text", "json", "junit", "github", "short", "sarif", "csv", "md", "outputs",
];

/// A command that can be run again and again, and its formats.
const COMMANDS: [(&[&str], &[&str]); 17] = [
    (&["verify", KO], &["text", "json", "junit", "github"]),
    (
        &["regenerate", "--check", KO],
        &["text", "json", "junit", "github", "outputs"],
    ),
    (&["judge", "pod.yaml"], &["text", "json", "junit", "github"]),
    (
        &["explain", "draft.md"],
        &["text", "json", "github", "short", "sarif"],
    ),
    (&["list"], &["text", "json", "csv", "md"]),
    (&["stats"], &["text", "json", "csv", "md"]),
    (&["doctor"], &["text", "json"]),
    (&["site", "out"], &["text"]),
    (&["new", "T"], &["text"]),
    (&["adopt", KO], &["text"]),
    (&["init", "--print", "rbac"], &["text"]),
    (&["trust"], &["text"]),
    // What it prints is told elsewhere: it takes its time.
    (&["demo", "demo"], &["text"]),
    (&["mcp"], &["text"]),
    (&["lsp"], &["text"]),
    (&["completions", "bash"], &["text"]),
    (&["man"], &["text"]),
];

/// Whether a text is of a format.
fn is_of(format: &str, text: &str) -> bool {
    match format {
        "json" | "sarif" => serde_json::from_str::<serde_json::Value>(text).is_ok(),
        "junit" => text.starts_with("<?xml"),
        "csv" => text.lines().next().is_some_and(|line| line.contains(',')),
        "md" => text.contains('|'),
        "outputs" => text.lines().all(|line| line.contains('=')),
        _ => !text.is_empty(),
    }
}

fn refused(run: &Run, offered: &[&str]) {
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains(&offered.join(", ")), "{run}");
}

#[test]
fn every_format_of_every_command_works_or_is_refused() {
    let named: BTreeSet<&str> = COMMANDS.iter().map(|(args, _)| args[0]).collect();
    let grammar = Cli::grammar(Lang::En);
    let known: BTreeSet<&str> = grammar
        .get_subcommands()
        .map(|one| one.get_name())
        .collect();
    assert_eq!(named, known);

    let lab = Lab::demo(State::After).configured();
    lab.file(
        "pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n",
    );
    lab.file(
        "draft.md",
        "# x\n\n## Verification plan\n\n### 1. Pods\n```bash\nkubectl get pods\n```\n\n**Expected**:\n- Users can log in\n",
    );
    for (args, offered) in COMMANDS {
        for format in ALL {
            let has = offered.contains(&format);
            let run = |flags: &[&str]| lab.run(&[args, flags].concat());
            if !(has && ["demo", "mcp", "lsp", "trust"].contains(&args[0])) {
                let shown = run(&["--format", format]);
                if has {
                    assert!(shown.status < 4 && shown.status != 2, "{args:?} {shown}")
                } else {
                    refused(&shown, offered)
                }
                // What has nothing to annotate prints nothing.
                let quiet = format == "github" || (format == "text" && !shown.stderr.is_empty());
                let of = is_of(format, &shown.stdout) || quiet;
                assert!(!has || of, "{args:?} {format} {shown}");
            }
            let output = format!("{format}=out.{format}");
            let file = lab.work().join(format!("out.{format}"));
            // A command with a text alone has no file for it.
            if has && offered.len() > 1 {
                let written = run(&["--output", &output]);
                assert!(
                    written.status < 4 && written.status != 2,
                    "{args:?} {written}"
                );
                assert!(
                    is_of(format, &lab.read(&format!("out.{format}"))),
                    "{args:?} {format}"
                );
                remove(&file);
            } else {
                refused(&run(&["--output", &output]), offered);
                assert!(!file.exists(), "{args:?} {format}");
            }
        }
    }
    for args in [
        &["list", "--index", "--format", "json"][..],
        &["list", "--index", "--output", "json=x"],
        &["explain", "draft.md", "--fix", "--format", "json"],
        &["explain", "draft.md", "--fix", "--output", "json=x"],
    ] {
        lab.run(args).exits(2).warns(args[args.len() - 3]);
    }
    assert!(!lab.work().join("x").exists());
}

#[expect(clippy::disallowed_methods, reason = "a test's own file")]
fn remove(file: &std::path::Path) {
    std::fs::remove_file(file).unwrap();
}

#[test]
fn json_to_a_pipe_is_brief_and_a_file_has_all() {
    let lab = Lab::demo(State::After).configured();
    let good = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\nstatus: {phase: Active}\n";
    lab.file("good.yaml", good);
    for args in [
        &["explain", KO][..],
        &["verify", KO],
        &["judge", "good.yaml"],
    ] {
        let of = |more: &[&str]| {
            lab.run(&[args, &["--format", "json"], more].concat())
                .stdout
        };
        let (brief, full) = (
            of(&["--output", "json=all.json"]),
            of(&["--detail", "full"]),
        );
        assert!(brief.len() < full.len(), "{args:?}");
        assert!(lab.read("all.json").len() + 200 > full.len(), "{args:?}");
        assert!(of(&["--detail", "brief"]).len() < full.len(), "{args:?}");
    }
}
