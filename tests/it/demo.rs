//! `report demo`: the story in a screenful, all of it, and the world kept up for a person.

use crate::support::{Lab, Run};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

#[test]
fn the_story_fits_a_screen_in_both_languages() {
    for lang in ["en", "ko"] {
        let lab = Lab::empty();
        let run = lab.run(&["demo", "demo", "--lang", lang]).exits(0);
        assert!(run.stdout.lines().count() <= 47, "{run}");
        insta::assert_snapshot!(format!("story.{lang}"), run.stdout);
        let config = lab.read("demo/.kiro/report.toml");
        assert!(config.contains(&format!("lang = \"{lang}\"")), "{config}");
    }
}

#[test]
fn all_that_is_printed_can_be_seen() {
    let full = Lab::empty()
        .run(&["demo", "--full", "demo", "--lang", "en"])
        .exits(0);
    full.says("  Verification plan")
        .says("   + 4. ✅ Verify DaemonSet status")
        .says("The records stay in");
}

/// The servers of `report demo --serve`.
struct Served {
    child: Child,
    lines: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "the test starts the program")]
fn serve(lab: &Lab, state: &str) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_report"))
        .args(["demo", "--serve", "demo", "--lang", "en", "--state", state])
        .env_clear()
        .current_dir(lab.work())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The directory, and five variables.
    let out = BufReader::new(child.stdout.take().unwrap());
    let lines = out.lines().take(6).map(Result::unwrap).collect();
    Served { child, lines }
}

impl Served {
    /// The variables as a shell would have them.
    fn given_to(&self, mut lab: Lab) -> Lab {
        for line in &self.lines {
            if let Some((name, value)) =
                line.strip_prefix("export ").and_then(|l| l.split_once('='))
            {
                lab = lab.env(name, value.trim_matches('\''));
            }
        }
        lab
    }

    #[expect(clippy::disallowed_methods, reason = "the test ends the program")]
    fn interrupted(mut self) -> Option<i32> {
        let kill = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        self.child.wait().unwrap().code()
    }
}

#[test]
fn the_world_can_be_kept_up_and_gone_on_with() {
    let record = ".kiro/deployments/2025-12-05-alloy-tolerations.en.md";
    let look = |lab: &Lab| -> Run { lab.run_in("demo", &["verify", record, "--update"]) };
    let lab = Lab::empty();
    let before = serve(&lab, "before");
    assert!(before.lines[0].ends_with("/demo"), "{:?}", before.lines);
    let lab = before.given_to(lab);
    lab.run_in("demo", &["doctor"]).exits(0);
    look(&lab).exits(0).says("no changes");
    assert_eq!(before.interrupted(), Some(130));
    // The same directory, and the story goes on in it.
    let after = serve(&lab, "after");
    let lab = after.given_to(lab);
    look(&lab).exits(0).says("record updated");
    assert!(lab.read(&format!("demo/{record}")).contains("4. ✅ Verify"));
    assert_eq!(after.interrupted(), Some(130));
}

#[test]
fn a_state_is_for_a_world_that_is_kept_up() {
    let lab = Lab::empty();
    lab.run(&["demo", "--state", "after"]).exits(2);
    lab.run(&["demo", "--full", "--serve"]).exits(2);
    lab.file("mine/notes.txt", "mine");
    lab.run(&["demo", "--serve", "mine", "--lang", "en"])
        .exits(2)
        .warns("is not empty");
}
