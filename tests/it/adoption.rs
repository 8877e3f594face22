//! A new team's first week: an existing repository with records that people wrote, `report init`,
//! `report adopt`, and then the scheduled runs while the world goes on. What is committed is what a
//! careful colleague would have committed, and nothing on quiet days.

use crate::support::Lab;
use chrono::{DateTime, TimeDelta, Utc};
use deployment_report::testing::world::State;
use git2::{IndexAddOption, Oid, Repository, Signature, Time};
use std::fmt::Write;

const RECORDS: [&str; 2] = [
    ".kiro/deployments/2025-12-05-alloy-tolerations.md",
    ".kiro/deployments/2025-12-05-alloy-tolerations.en.md",
];

/// The team's repository and what was committed to it.
struct Team {
    lab: Lab,
    repo: Repository,
    history: String,
    commits: usize,
}

impl Team {
    /// The repository before `report`: records by hand, nothing else.
    fn before_report() -> Team {
        let lab = Lab::with_world(State::Before);
        let ko = include_str!("../../src/command/demo/files/record.ko.md");
        let en = include_str!("../../src/command/demo/files/record.en.md");
        lab.file(RECORDS[0], ko);
        lab.file(RECORDS[1], en);
        let earlier = include_str!("../../src/command/demo/files/earlier.md");
        lab.file(
            ".kiro/deployments/2025-12-03-alloy-ops-deployment.md",
            earlier,
        );
        let repo = Repository::init(lab.work()).unwrap();
        let mut team = Team {
            lab,
            repo,
            history: String::new(),
            commits: 0,
        };
        assert!(team.commit("Records by hand"));
        team.history.clear();
        team
    }

    fn now(&self) -> DateTime<Utc> {
        self.lab.world().now()
    }

    /// Commits the whole tree if it differs, and notes the lines that changed.
    fn commit(&mut self, message: &str) -> bool {
        let mut index = self.repo.index().unwrap();
        index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
        index.write().unwrap();
        let tree = self.repo.find_tree(index.write_tree().unwrap()).unwrap();
        let head = self
            .repo
            .head()
            .ok()
            .map(|head| head.peel_to_commit().unwrap());
        let before = head.as_ref().map(|commit| commit.tree().unwrap());
        if before
            .as_ref()
            .is_some_and(|before| before.id() == tree.id())
        {
            return false;
        }
        let now = self.now();
        let time = Time::new(now.timestamp(), 540);
        let who = Signature::new("report", "report@example.com", &time).unwrap();
        let parents: Vec<_> = head.iter().collect();
        let _id: Oid = self
            .repo
            .commit(Some("HEAD"), &who, &who, message, &tree, &parents)
            .unwrap();
        self.commits += 1;
        writeln!(self.history, "== {} {message}", now.format("%m-%d %H:%M")).unwrap();
        let diff = self
            .repo
            .diff_tree_to_tree(
                before.as_ref(),
                Some(&tree),
                Some(git2::DiffOptions::new().context_lines(0)),
            )
            .unwrap();
        let mut lines: Vec<(String, bool, String)> = Vec::new();
        diff.print(git2::DiffFormat::Patch, |delta, _, line| {
            let path = delta.new_file().path().unwrap().display().to_string();
            let text = String::from_utf8_lossy(line.content())
                .trim_end()
                .to_string();
            let shown = matches!(line.origin(), '+' | '-') && delta.status() != git2::Delta::Added;
            lines.push((path, shown, format!("  {} {text}", line.origin())));
            true
        })
        .unwrap();
        for file in lines.chunk_by(|(one, ..), (other, ..)| one == other) {
            writeln!(self.history, "{}", file[0].0).unwrap();
            // What commands printed is evidence; the rest is read word for word.
            let told = |text: &str| {
                let marks = ["⏳", "✅", "❌", "<!-- report:", "<!-- check:", "| ", "#"];
                marks.iter().any(|mark| text[4..].contains(mark)) && text.len() < 400
            };
            let (shown, evidence): (Vec<&str>, Vec<&str>) = file
                .iter()
                .filter(|(_, shown, _)| *shown)
                .map(|(.., text)| text.as_str())
                .partition(|text| told(text));
            for text in shown {
                writeln!(self.history, "{text}").unwrap();
            }
            if !evidence.is_empty() {
                let added = evidence
                    .iter()
                    .filter(|text| text.starts_with("  +"))
                    .count();
                let gone = evidence.len() - added;
                writeln!(
                    self.history,
                    "  (evidence: {added} lines added, {gone} removed)"
                )
                .unwrap();
            }
        }
        self.history.push('\n');
        true
    }

    /// What the workflow does; whether it committed.
    fn scheduled(&mut self) -> bool {
        let run = self.lab.run(&["regenerate"]);
        assert!(run.status <= 1, "{run}");
        self.lab.run(&["list", "--index"]).exits(0);
        let committed = self.commit(&format!("Update deployment records (exit {})", run.status));
        assert!(
            committed || !run.stdout.contains("written"),
            "nothing was written without a change\n{run}"
        );
        committed
    }

    fn at(&mut self, state: State, clock: DateTime<Utc>) {
        self.lab.state(state);
        self.lab.clock(clock);
    }
}

#[test]
fn a_new_team_is_told_what_to_do_next() {
    for (lang, empty, adopting) in [
        ("ko", "첫 기록을 만듭니다", "제안합니다"),
        ("en", "write the first record", "be offered the ties"),
    ] {
        let lab = Lab::empty();
        let init = || lab.run(&["init", "--lang", lang]).exits(0);
        init().warns(empty).warns("`contexts`");
        lab.file(RECORDS[0], "# 기록\n\n## 검증 계획\n");
        init().warns(adopting).keeps_quiet_about(empty);
    }
}

#[test]
fn a_week_is_what_a_careful_colleague_would_have_committed() {
    let mut team = Team::before_report();
    team.lab.run(&["init"]).exits(0);
    let config = team.lab.read(".kiro/report.toml");
    let aliases = "# aliases = [\"https://gitploy.buzzvil.dev\"]";
    assert!(config.contains(aliases), "{config}");
    // The colleague reads the proposals and takes the hash away.
    team.lab.file(
        ".kiro/report.toml",
        config.replace("# aliases = [\"", "aliases = [\""),
    );
    for record in RECORDS {
        team.lab.run(&["adopt", record, "--yes"]).exits(0);
        team.lab.run(&["adopt", record]).exits(0);
    }
    assert!(team.commit("Adopt report"));

    let before = State::Before.clock();
    assert!(team.scheduled(), "the plan fails before the fix");
    team.at(State::During(2), State::During(2).clock());
    team.scheduled();
    team.at(State::After, State::After.clock());
    assert!(team.scheduled(), "the fix is there");
    let told = team.history.clone();
    for hours in [4, 20] {
        team.at(State::After, before + TimeDelta::hours(hours));
        assert!(!team.scheduled(), "a quiet day\n{}", team.history);
    }
    assert_eq!(team.history, told);
    // On the second day, while stability is watched, a container is killed and starts again.
    let killed = before + TimeDelta::hours(30);
    team.lab.world().restart("alloy-7lgc8", killed);
    team.at(State::After, before + TimeDelta::hours(31));
    assert!(team.scheduled(), "the watch has failed");
    for hours in [44, 100, 160] {
        team.at(State::After, before + TimeDelta::hours(hours));
        assert!(
            !team.scheduled(),
            "known since the second day\n{}",
            team.history
        );
    }
    insta::assert_snapshot!(team.history);
}
