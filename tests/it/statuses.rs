//! The exit statuses of `product.md`, over all commands: 0 nothing failed, 1 a check failed or something
//! is stale, 2 usage, configuration or record error, 3 something could not be looked at, 4 `--wait` ran
//! out.

use crate::support::Lab;
use deployment_report::testing::world::State;

const RECORD: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.md";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\n";

/// A lab and what is run in it, with the status that it must end with.
type Case<'a> = (i32, &'a [&'a str]);

#[track_caller]
fn hold(lab: &Lab, cases: &[Case<'_>]) {
    for (status, args) in cases {
        let run = lab.run(args);
        assert_eq!(run.status, *status, "report {}\n{run}", args.join(" "));
        let errors = run.stderr.contains("panicked") || run.stderr.contains("internal error");
        assert!(!errors, "report {}\n{run}", args.join(" "));
    }
}

#[test]
fn in_a_world_where_all_is_well() {
    let lab = Lab::demo(State::After).configured();
    let ready = "status: {phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: a, ready: true, restartCount: 0, state: {running: {}}}]}\n";
    lab.file("good.yaml", format!("{POD}{ready}"));
    let crash = "status: {phase: Failed}\n";
    lab.file("bad.yaml", format!("{POD}{crash}"));
    lab.file("broken.yaml", format!("{POD}---\n{{\n"));
    hold(
        &lab,
        &[
            (0, &["--help"]),
            (0, &["--version"]),
            (0, &["help", "verify"]),
            (0, &["list", "--lang", "ko", "--help"]),
            (1, &["regenerate", "--check"]),
            (
                1,
                &["regenerate", "--check", "--diff", "--format", "github"],
            ),
            (0, &["explain", RECORD]),
            // As kubectl: what the user names and is not there is an error, whatever the record names.
            (2, &["verify", RECORD, "--context", "nowhere"]),
            (2, &["new", "T", "--context", "nowhere"]),
            (2, &["doctor", "--context", "nowhere"]),
            (0, &["list"]),
            (
                0,
                &[
                    "list",
                    "--open",
                    "--failing",
                    "--since",
                    "2025-12-01",
                    "--json",
                ],
            ),
            (0, &["list", "--index"]),
            (0, &["adopt", RECORD, "--yes"]),
            (0, &["regenerate"]),
            (0, &["regenerate", "--check"]),
            (0, &["verify"]),
            (
                0,
                &["verify", RECORD, "--update", "--save-evidence", "e.har"],
            ),
            (0, &["verify", RECORD, "--replay", "e.har"]),
            (0, &["new", "--deployment", "4354"]),
            (0, &["judge", "good.yaml"]),
            (1, &["judge", "bad.yaml"]),
            (3, &["judge", "broken.yaml"]),
            (0, &["init", "--print", "rbac"]),
            (0, &["init"]),
            (0, &["init"]),
            (0, &["doctor"]),
            (0, &["completions", "bash"]),
            (0, &["man"]),
        ],
    );
}

#[test]
fn in_a_world_where_the_fix_is_not_there() {
    let lab = Lab::demo(State::Before).configured();
    // Before the deployment has arrived nothing fails.
    hold(&lab, &[(0, &["verify", RECORD]), (0, &["regenerate"])]);
    lab.world().set_deployment_status("success");
    hold(
        &lab,
        &[
            (1, &["verify", RECORD]),
            (1, &["verify", RECORD, "--update"]),
            (1, &["regenerate"]),
            (1, &["regenerate", "--check"]),
            (0, &["list", "--failing"]),
        ],
    );
}

#[test]
fn while_the_rollout_is_on_its_way() {
    let lab = Lab::demo(State::During(2)).configured();
    hold(
        &lab,
        &[
            (0, &["verify", RECORD]),
            (4, &["verify", RECORD, "--wait", "1s"]),
            (0, &["regenerate"]),
        ],
    );
}

#[test]
fn without_anything_to_ask() {
    let lab = Lab::demo(State::After).configured();
    hold(
        &lab,
        &[
            (3, &["verify", RECORD, "--offline"]),
            (3, &["regenerate", "--offline"]),
            (3, &["doctor", "--offline"]),
            (0, &["explain", RECORD, "--offline"]),
        ],
    );
    hold(&Lab::empty(), &[(3, &["doctor"])]);
}

#[test]
fn when_it_is_asked_wrongly() {
    let lab = Lab::demo(State::After).configured();
    lab.file(".kiro/deployments/2025-12-06-broken.md", [0xff]);
    hold(
        &lab,
        &[
            (2, &[]),
            (2, &["verfy"]),
            (2, &["verify", "--updat"]),
            (2, &["verify", "nowhere.md"]),
            (2, &["verify", RECORD, "nowhere.md"]),
            (2, &["verify", RECORD, "--wait", "soon"]),
            (2, &["verify", RECORD, "--only", "nonsense"]),
            (2, &["verify", RECORD, "--format", "yaml"]),
            (2, &["verify", RECORD, "--output", "junit"]),
            (2, &["verify", RECORD, "--output", "yaml=x"]),
            (
                2,
                &[
                    "verify",
                    RECORD,
                    "--output",
                    "json=.kiro/report.toml/x.json",
                ],
            ),
            (2, &["verify", RECORD, "--lang", "fr"]),
            (2, &["verify", RECORD, "--root", "nowhere"]),
            (2, &["regenerate"]),
            (2, &["regenerate", "--check"]),
            (2, &["list"]),
            (2, &["list", "--since", "yesterday"]),
            (2, &["explain"]),
            (2, &["explain", ".kiro"]),
            (2, &["adopt", "nowhere.md", "--yes"]),
            (2, &["judge"]),
            (2, &["judge", "nowhere.yaml"]),
            (2, &["new"]),
            (2, &["new", "--deployment", "many"]),
            (2, &["new", "--deployment", "4354", "--lang", "fr"]),
            (2, &["init", "--print", "everything"]),
            (2, &["completions", "basic"]),
            (2, &["demo", ".kiro"]),
            (2, &["doctor", "--root", "nowhere"]),
        ],
    );
    lab.file(".kiro/report.toml", "lang = ko\n");
    hold(
        &lab,
        &[
            (2, &["verify", RECORD]),
            (2, &["regenerate"]),
            (2, &["list"]),
            (2, &["explain", RECORD]),
            (2, &["adopt", RECORD]),
            (2, &["doctor"]),
            (2, &["new", "--deployment", "4354"]),
            (0, &["completions", "fish"]),
            (0, &["man"]),
        ],
    );
}
