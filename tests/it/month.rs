//! Thirty records of different styles, adopted, and then a month of runs: a day that writes has news, each
//! failure is told once, and so is each that is mended.

use crate::adopting::records;
use crate::support::{Lab, Run};
use chrono::TimeDelta;
use deployment_report::testing::world::{Effect, Fault, State};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Records of one rollout as teams write them: the language, how a check is asked for, how the list is marked.
fn styles() -> BTreeMap<String, String> {
    let command = "kubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3";
    let mut all = BTreeMap::new();
    for (lang, title, plan, expected, list, pods, tell) in [
        (
            "ko",
            "Alloy 배포",
            "검증 계획",
            "기대 결과",
            "체크리스트",
            "DaemonSet 상태",
            "팀에 알리기",
        ),
        (
            "en",
            "Alloy",
            "Verification plan",
            "Expected",
            "Checklist",
            "DaemonSet status",
            "tell the team",
        ),
    ] {
        let plans = [
            (
                "label",
                format!("```bash\n{command}\n```\n\n**{expected}**:\n- DESIRED: 10\n- READY: 10\n"),
            ),
            (
                "fence",
                format!("```bash\n{command}\n# {expected}: READY 10\n```\n"),
            ),
        ];
        let lists = [
            ("box", format!("- [ ] {pods}\n- [ ] {tell}\n")),
            ("mark", format!("* ⏳ {pods}\n* ⏳ {tell}\n")),
            ("number", format!("1. [ ] {pods}\n2. [ ] {tell}\n")),
            (
                "nested",
                format!("- [ ] all\n  - [ ] **{pods}**\n  - [ ] {tell}\n"),
            ),
        ];
        for (asked, body) in &plans {
            for (marked, items) in &lists {
                let text = format!(
                    "# {title} ({asked}, {marked})\n\n## {plan}\n\n### 1. {pods}\n\n{body}\n## {list}\n\n{items}"
                );
                all.insert(format!("2025-12-05-{lang}-{asked}-{marked}.md"), text);
            }
        }
    }
    all
}

/// A team's records, and what their job told.
struct Month {
    lab: Lab,
    names: Vec<String>,
    table: String,
    /// What failed or could not be looked at, as told and not mended.
    open: BTreeSet<(String, String, String)>,
}

impl Month {
    fn files(&self) -> BTreeMap<String, String> {
        let mut paths: Vec<String> = self.names.iter().map(|name| path(name)).collect();
        paths.push(path("README.md"));
        paths.push(".kiro/report/told.jsonl".into());
        let there = |path: &String| self.lab.work().join(path).exists();
        let there = paths.into_iter().filter(there);
        there
            .map(|path| (path.clone(), self.lab.read(&path)))
            .collect()
    }

    /// A run of the job, and its line in the table.
    fn run(&mut self, what: &str) -> Run {
        let before = self.files();
        let args = [
            "regenerate",
            "--index",
            "--lang",
            "en",
            "--exit",
            "news",
            "--output",
            "json=../news.json",
        ];
        let run = self.lab.run(&args);
        let after = self.files();
        let changed = after
            .iter()
            .filter(|(path, text)| before.get(*path) != Some(*text));
        let changed: Vec<&String> = changed.map(|(path, _)| path).collect();
        let told: Value = serde_json::from_str(&self.lab.read("../news.json")).unwrap();
        let list = |name: &str| -> Vec<(String, String, String)> {
            let all = told["news"][name].as_array().unwrap();
            let key = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
            all.iter()
                .map(|one| (key(one, "path"), key(one, "name"), key(one, "what")))
                .collect()
        };
        for one in list("new").into_iter().chain(list("unseen")) {
            assert!(
                self.open.insert(one.clone()),
                "{what}: {one:?} is told twice\n{run}"
            );
        }
        for one in list("known") {
            assert!(
                self.open.contains(&one) || one.2 == "unseen",
                "{what}: {one:?} was not told\n{run}"
            );
        }
        for one in list("mended") {
            assert!(
                self.open.remove(&one) || one.2 == "unseen",
                "{what}: {one:?} is mended twice\n{run}"
            );
        }
        let count = |name: &str| list(name).len();
        let files = match changed.len() {
            0 => "-".to_owned(),
            1..=4 => {
                let names = changed.iter().map(|path| path.rsplit('/').next().unwrap());
                names.collect::<Vec<_>>().join(" ")
            }
            many => format!("{many} files"),
        };
        let told = ["new", "unseen", "known", "mended", "noted"];
        let told = told.map(|name| (count(name), name));
        let told = told.iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = told
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let (at, status) = (self.lab.world().now().format("%m-%d %H:%M"), run.status);
        let told = told.join(", ");
        writeln!(self.table, "{at} {what} | {status} | {told} | {files}").unwrap();
        run
    }

    /// Time goes by and the job runs.
    fn later(&mut self, hours: i64, what: &str) -> Run {
        let now = self.lab.world().now() + TimeDelta::hours(hours);
        self.lab.clock(now);
        self.run(what)
    }

    fn state(&mut self, state: State) {
        let now = self.lab.world().now();
        self.lab.world().set_state(state);
        self.lab.clock(now);
    }
}

fn path(name: &str) -> String {
    format!(".kiro/deployments/{name}")
}

#[test]
fn a_month_of_thirty_records_tells_each_thing_once() {
    let lab = Lab::demo(State::After).configured();
    let mut all = records();
    all.remove("2025-12-05-alloy-tolerations-fix.md");
    all.extend(styles());
    assert!(all.len() >= 30, "{}", all.len());
    lab.file(
        &path("README.md"),
        "# Records\n\n<!-- report:begin index -->\n<!-- report:end index -->\n",
    );
    for (name, text) in &all {
        lab.file(&path(name), text);
        lab.run(&["adopt", &path(name), "--yes"]).exits(0);
    }
    let names = all.keys().cloned().collect();
    let mut month = Month {
        lab,
        names,
        table: String::new(),
        open: BTreeSet::new(),
    };
    month.run("adopted");
    month.later(1, "quiet");
    month.later(23, "quiet");
    month
        .lab
        .world()
        .fail(Fault::always("/daemonsets", Effect::BadGateway));
    month.later(1, "cluster down");
    month.later(1, "cluster down");
    month.lab.world().heal();
    month.later(1, "cluster up");
    month.state(State::Before);
    month.later(1, "regression");
    month.later(1, "regression");
    month.state(State::After);
    month.later(1, "mended");
    for _ in 0..3 {
        month.later(24, "quiet");
    }
    month.state(State::Before);
    month.later(24, "late regression");
    month.later(24, "late regression");
    month.state(State::After);
    month.later(24, "mended");
    for _ in 0..7 {
        month.later(72, "quiet");
    }
    insta::assert_snapshot!("month", month.table);
}
