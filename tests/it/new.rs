//! `report new` from one Gitploy number, and what `report explain` and `verify` make of the result.

use crate::support::Lab;
use deployment_report::testing::world::{Effect, Fault, State};
use serde_json::Value;
use std::path::Path;

const KO: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.ko.md";
const EN: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.en.md";

#[expect(clippy::disallowed_methods, reason = "a test keeps what it saw")]
fn keep(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// Compares samples of `reports/` with what is written now: name, text now, sample.
fn are_of_today<'n>(all: impl IntoIterator<Item = (&'n str, String, String)>) {
    let mut stale = Vec::new();
    for (record, text, sample) in all {
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
}

/// The samples of other kinds of deployments, from what `report new --print-context` learned of them.
#[test]
fn the_samples_of_reports_are_what_is_written_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (kind, name) in [
        ("bump", "2026-03-10-shop-web-image"),
        ("chart", "2026-03-17-cert-manager-chart"),
        ("rollback", "2026-03-24-shop-web-rollback"),
    ] {
        let context = std::fs::read_to_string(root.join(format!("tests/it/samples/{kind}.json")));
        let mut context: Value = serde_json::from_str(&context.unwrap()).unwrap();
        let back = context.as_object_mut().unwrap().remove("back").unwrap();
        let both = [("ko", "en"), ("en", "ko")].map(|(lang, other)| {
            let own = context
                .to_string()
                .replace("BACK", back[lang].as_str().unwrap());
            let mut own: Value = serde_json::from_str(&own).unwrap();
            own["lang"] = lang.into();
            own["twin"] = format!("{name}.{other}.md").into();
            own
        });
        let lab = Lab::empty().configured();
        lab.file("context.json", Value::from(both.to_vec()).to_string());
        lab.run(&[
            "new",
            "--from-context",
            "context.json",
            "--slug",
            &name[11..],
        ])
        .exits(0);
        let written = ["ko", "en"].map(|lang| {
            let record = format!("{name}.{lang}.md");
            let text = lab.read(&format!(".kiro/deployments/{record}"));
            (record, text)
        });
        let samples = written.each_ref().map(|(record, text)| {
            let sample = std::fs::read_to_string(root.join("reports").join(record));
            (record.as_str(), text.clone(), sample.unwrap_or_default())
        });
        are_of_today(samples);
    }
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
    are_of_today(samples.map(|(record, sample)| (record, lab.read(record), sample.to_owned())));
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
    lab.run(&["regenerate"]).exits(0);
    let first = lab.read(KO);
    lab.run(&["regenerate"]).exits(0);
    assert_eq!(lab.read(KO), first, "a second look changes nothing");
    assert!(first.contains("1-2일 안정성"), "{first}");
    assert!(
        first.lines().any(|line| line.contains("⏳ 1-2일 안정성")),
        "two days are not over"
    );
}

/// The step for errors passes where none was logged since the deployment, and in no other world.
#[test]
fn the_plan_sees_errors_since_the_deployment_and_none_from_before() {
    let mut lab = Lab::demo(State::After).configured();
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    let verdict = |lab: &Lab, record: &str| {
        let run = lab.run(&["verify", record, "--format", "json"]);
        let told: Value = serde_json::from_str(&run.stdout).unwrap();
        let steps = told["records"][0]["steps"].as_array().unwrap();
        let mut steps = steps.iter();
        let step = steps.find(|step| step["name"] == "alloy-errors").unwrap();
        step["judgement"]["verdict"].as_str().unwrap().to_owned()
    };
    let line = |at: &str, text: &str| {
        let log = format!("2025-12-05T10:03:00Z level=info msg=up\n{at} {text}\n");
        Effect::Answer(200, "text/plain", log)
    };
    let log = "/pods/alloy-7lgc8/log";
    for (effect, wanted) in [
        (None, "passed"),
        (
            Some(line("2025-12-05T10:05:00Z", "level=error msg=lost")),
            "failed",
        ),
        (
            Some(line("2025-12-05T10:03:10Z", "level=error msg=lost")),
            "passed",
        ),
        (
            Some(line("2025-12-05T10:05:00Z", "could not connect")),
            "manual",
        ),
        (Some(Effect::Forbidden), "unknown"),
        (Some(Effect::CutBody(40)), "unknown"),
        (
            Some(Effect::Answer(
                200,
                "text/plain",
                "2025-12-05T10:06:00Z level=info msg=ok\n".into(),
            )),
            "unknown",
        ),
    ] {
        lab.world().heal();
        if let Some(effect) = effect.clone() {
            lab.world().fail(Fault::always(log, effect));
        }
        for record in [KO, EN] {
            assert_eq!(verdict(&lab, record), wanted, "{record}: {effect:?}");
        }
    }
    lab.world().heal();
    lab.world()
        .restart("alloy-7lgc8", "2025-12-05T10:06:00Z".parse().unwrap());
    for record in [KO, EN] {
        assert_eq!(verdict(&lab, record), "unknown", "{record}: started anew");
    }
    for state in [State::Before, State::During(1), State::During(4)] {
        lab.state(state);
        for record in [KO, EN] {
            assert_eq!(verdict(&lab, record), "pending", "{record}: {state:?}");
        }
    }
}

/// The cluster still runs the old template when the record is made, so its numbers are not demanded.
#[test]
fn a_record_made_while_its_deployment_runs_states_no_numbers_and_is_judged_after_it() {
    let mut lab = Lab::demo(State::Before).configured();
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    let nodes = ["ip-10-11-12-41", "ip-10-11-12-72", "ip-10-11-13-11"];
    let made = [KO, EN].map(|record| lab.read(record));
    for (record, text) in [KO, EN].iter().zip(&made) {
        for line in [
            "- DESIRED = CURRENT = READY = UP-TO-DATE = AVAILABLE\n",
            "<!-- check:alloy-nodes -->",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        let run = lab.run(&["explain", record, "--format", "json"]).exits(0);
        let explained: Value = serde_json::from_str(&run.stdout).unwrap();
        for step in explained["steps"].as_array().unwrap() {
            let expectations = step["expectations"].as_array().unwrap();
            assert!(!expectations.is_empty(), "{step}");
            for expectation in expectations {
                assert_eq!(expectation["understood"], true, "{expectation}");
            }
        }
        // Before arrival everything is pending.
        let run = lab.run(&["verify", record, "--update"]).exits(0);
        let marks = |text: &str| text.matches(['✅', '❌']).count();
        let list = |text: &str| text.split("check:alloy-ops-sync").nth(1).map(marks);
        assert_eq!(list(&lab.read(record)), list(text), "{run}");
        run.says("#4354: running").keeps_quiet_about("✗");
        lab.file(record, text);
    }
    // It succeeded, and three nodes have no pod.
    lab.world().set_deployment_status("success");
    for record in [KO, EN] {
        let mut run = lab.run(&["verify", record]).exits(1);
        for node in nodes {
            run = run.says(node);
        }
    }
    lab.state(State::After);
    for (record, text) in [KO, EN].iter().zip(&made) {
        let run = lab.run(&["verify", record, "--update"]).exits(0);
        let now = lab.read(record);
        for check in ["alloy-status", "alloy-nodes", "alloy-logs", "alloy-usage"] {
            let item = |text: &str| {
                let tie = format!("<!-- check:{check} -->");
                let mut items = text.lines().filter(|line| line.ends_with(&tie));
                items.find(|line| !line.starts_with('#')).map(String::from)
            };
            let (before, after) = (item(text).unwrap(), item(&now).unwrap());
            assert_eq!(before.replace('⏳', "✅"), after, "{run}");
        }
    }
}

const NUMBER: [&str; 5] = ["new", "--deployment", "4354", "--lang", "ko,en"];

#[test]
fn the_same_facts_give_the_same_bytes_on_any_machine() {
    let here = Lab::demo(State::After).configured();
    here.run(&NUMBER).exits(0);
    let there = Lab::demo(State::After)
        .configured()
        .env("TZ", "America/Los_Angeles")
        .env("LANG", "tr_TR.UTF-8")
        .env("LC_ALL", "C")
        .env("COLUMNS", "40")
        .env("USER", "someone-else");
    there.run_in("repos/buzz-k8s-resources", &NUMBER).exits(0);
    for record in [KO, EN] {
        assert_eq!(here.read(record), there.read(record), "{record}");
    }
}

/// A record and its twin are one: they have one date, in one zone.
#[test]
fn twins_have_one_date() {
    for (langs, zone) in [("ko,en", "Asia/Seoul"), ("en,ko", "UTC")] {
        let lab = Lab::demo(State::After);
        let config = lab.read(".kiro/report.toml");
        lab.file(".kiro/report.toml", config.replace("timezone = ", "# "));
        let run = lab
            .run(&["new", "--deployment", "4354", "--lang", langs])
            .exits(0);
        let records: Vec<&str> = run.stdout.lines().collect();
        assert_eq!(records.len(), 2, "{run}");
        for record in records {
            let text = lab.read(record);
            assert!(text.contains(&format!("2025-12-05 ({zone})")), "{text}");
        }
    }
}

#[test]
fn a_second_record_of_the_day_gets_its_own_name_and_its_own_twin() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&NUMBER).exits(0);
    let first = [lab.read(KO), lab.read(EN)];
    let (ko, en) = (
        KO.replace(".ko.md", "-2.ko.md"),
        EN.replace(".en.md", "-2.en.md"),
    );
    lab.run(&NUMBER).exits(0).says(&ko).says(&en);
    assert_eq!(
        [lab.read(KO), lab.read(EN)],
        first,
        "nothing is overwritten"
    );
    let name = |path: &str| Path::new(path).file_name().unwrap().to_owned();
    let text = lab.read(&ko);
    assert!(text.contains(name(&en).to_str().unwrap()), "{text}");
    assert!(
        text.contains(name(KO).to_str().unwrap()),
        "the first is an earlier record\n{text}"
    );
    assert!(
        !text.contains(&format!("({})", name(EN).to_str().unwrap())),
        "{text}"
    );
}

#[test]
fn in_a_pipe_nobody_is_asked() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&["new"])
        .exits(2)
        .warns("report new --deployment 4354")
        .warns("--range A..B");
}

#[test]
fn a_printed_context_renders_to_the_same_records() {
    let lab = Lab::demo(State::After).configured();
    let printed = [&NUMBER[..], &["--print-context"]].concat();
    let context = lab.run(&printed).exits(0).stdout;
    lab.run(&NUMBER).exits(0);
    let (ko, en) = (lab.read(KO), lab.read(EN));
    let again = Lab::empty();
    // Ports are placeholders in what a lab prints; records hold the addresses that people use.
    again.file("context.json", context);
    again
        .run(&["new", "--from-context", "context.json"])
        .exits(0)
        .says(KO)
        .says(EN);
    assert_eq!(again.read(KO), ko);
    assert_eq!(again.read(EN), en);
}

#[test]
fn the_templates_that_init_writes_are_the_built_in_ones_and_each_can_be_changed_alone() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&NUMBER).exits(0);
    let before = lab.read(EN);
    let lab = Lab::demo(State::After).configured();
    lab.run(&["init", "--templates"])
        .exits(0)
        .warns("+ .kiro/report/templates/ko/record.md");
    lab.run(&NUMBER).exits(0);
    assert_eq!(lab.read(EN), before);
    let lab = Lab::demo(State::After).configured();
    lab.file(
        ".kiro/report/templates/en/lessons.md",
        "What we learned about {{ app }}.\n",
    );
    lab.run(&NUMBER).exits(0);
    let after = lab.read(EN);
    let gone = before
        .lines()
        .filter(|line| !after.lines().any(|other| other == *line));
    let gone: Vec<&str> = gone.collect();
    assert_eq!(
        gone,
        [
            "<!-- report:gap lessons -->",
            "> ✍️ **To be written**: what was learned, and what to do differently next time."
        ]
    );
    assert!(after.contains("What we learned about alloy-ops."));
}

#[test]
fn several_deployments_are_told_in_their_order() {
    let lab = Lab::demo(State::After).configured();
    lab.run(&[
        "new",
        "--deployment",
        "4354,4352,#4350",
        "--lang",
        "ko,en",
        "--slug",
        "several",
    ])
    .exits(0);
    for (lang, headings) in [
        (
            "ko",
            [
                "#### 1. 배포 #4350",
                "#### 2. 배포 #4352",
                "#### 3. 배포 #4354",
            ],
        ),
        (
            "en",
            [
                "#### 1. Deployment #4350",
                "#### 2. Deployment #4352",
                "#### 3. Deployment #4354",
            ],
        ),
    ] {
        let text = lab.read(&format!(".kiro/deployments/2025-12-05-several.{lang}.md"));
        let at = headings.map(|heading| {
            text.find(heading)
                .unwrap_or_else(|| panic!("{heading}\n{text}"))
        });
        assert!(at.is_sorted(), "{text}");
        let told = match lang {
            "ko" => ["롤백입니다", "승인을 기다리고"],
            _ => ["is a rollback", "is waiting for an approval"],
        };
        assert!(told.iter().all(|words| text.contains(words)), "{text}");
        assert!(text.contains("deployment=4350,4352,4354"), "{text}");
    }
    lab.run(&["new", "--deployment", "4354..4350"])
        .exits(2)
        .warns("4369..4374");
}

/// The prose of a record: no code, links' addresses, comments or attributes.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !line.starts_with("<!--") {
            let mut code = false;
            let mut rest = line.split("<!--").next().unwrap_or_default();
            while let Some(c) = rest.chars().next() {
                let link = rest.strip_prefix("](").and_then(|link| link.find(')'));
                match (c, link) {
                    (_, Some(end)) => rest = &rest[2 + end..],
                    ('`', None) => code = !code,
                    (c, None) if !code => out.push(c),
                    (_, None) => {}
                }
                rest = &rest[c.len_utf8().min(rest.len())..];
            }
            out.push('\n');
        }
    }
    out
}

/// Names of things and columns that a Korean record keeps in Latin letters.
const NAMES: &str = "AVAILABLE Alloy Application Argo Asia Buzzvil CD CPU CURRENT DATE DESIRED \
    DaemonSet English Git Gitploy Healthy Helm KIND KST Kiro \
    Loki Memory NAME PR Pod Pull READY Readiness Request Running SPEC N Seoul Spec \
    Synced TO Task Taint UP alloy buzz buzzvil com daemonset deployer \
    eks git github https kiro ops pull resources specs tasks taint md task workload";

/// Lines of prose in a Korean record that are not Korean, without what people elsewhere wrote.
fn foreign(text: &str, quotes: &[&str]) -> Vec<String> {
    let mut text = prose(text);
    for quote in quotes {
        text = text.replace(quote, "");
    }
    let lines = text.lines().filter_map(|line| {
        let words = line.split(|c: char| !c.is_ascii_alphanumeric());
        // What holds a digit is a number, a quantity or an id.
        let words = words.filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
        let words: Vec<&str> = words
            .filter(|word| !word.is_empty() && !NAMES.split(' ').any(|name| name == *word))
            .collect();
        (!words.is_empty()).then(|| format!("{words:?} in {line}"))
    });
    lines.collect()
}

const QUOTES: [&str; 5] = [
    "nothing",
    "fix: move tolerations to controller.tolerations in alloy-ops (#1452)",
    "fix: move tolerations to controller.tolerations in alloy-ops",
    "Run Alloy on every ops node: tolerations under controller",
    "tolerations",
];

#[test]
fn no_english_is_left_in_a_korean_record_and_no_korean_in_an_english_one() {
    let ko = include_str!("../../reports/2025-12-05-alloy-ops-tolerations.ko.md");
    assert_eq!(foreign(ko, &QUOTES), [""; 0]);
    let en = include_str!("../../reports/2025-12-05-alloy-ops-tolerations.en.md");
    // What others wrote keeps its language: the titles of documents, the name of the language.
    let own = prose(en);
    let own = own.lines().filter(|line| {
        !["- **Spec**", "- **Earlier record**", "**Other language**"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    let hangul = |line: &&str| line.chars().any(|c| ('가'..='힣').contains(&c));
    assert_eq!(own.filter(hangul).collect::<Vec<_>>(), [""; 0]);
}

/// What runs beside it is not what was asked for.
#[test]
fn a_workload_that_is_named_and_is_not_there_is_an_error() {
    let lab = Lab::demo(State::After).configured();
    for (workload, ko, en) in [
        ("cow", "KIND/NAME 형식이 아니거나", "not KIND/NAME"),
        ("cow/alloy", "KIND/NAME 형식이 아니거나", "not KIND/NAME"),
        ("daemonset/", "KIND/NAME 형식이 아니거나", "not KIND/NAME"),
        (
            "daemonset/nobody",
            "클러스터에도 Git에도 없습니다",
            "neither in the cluster nor in git",
        ),
        (
            "deployment/alloy",
            "클러스터에도 Git에도 없습니다",
            "neither in the cluster nor in git",
        ),
    ] {
        for (lang, words) in [("ko", ko), ("en", en)] {
            let asked = ["new", "--deployment", "4354", "--lang", lang];
            let args = [&asked[..], &["--workload", workload]].concat();
            lab.run(&args).exits(2).warns(words);
        }
    }
    let args = ["new", "--deployment", "4354", "--workload", "ds/alloy"];
    lab.run(&args).exits(0);
}

#[test]
fn what_could_not_be_learned_is_told_in_the_records_language() {
    let lab = Lab::demo(State::After)
        .configured()
        .env("GITPLOY_TOKEN", "wrong");
    lab.file(
        "../home/kubeconfig",
        lab.world().kubeconfig_with_token("wrong"),
    );
    let run = lab.run(&[
        "new",
        "--deployment",
        "4354",
        "--repo",
        "repos/buzz-k8s-resources",
        "--range",
        "HEAD~1..HEAD",
        "--workload",
        "ds/alloy",
        "--lang",
        "ko,en",
        "--slug",
        "gaps",
    ]);
    run.exits(0).warns("Gitploy").warns("401");
    let ko = lab.read(".kiro/deployments/2025-12-05-gaps.ko.md");
    let en = lab.read(".kiro/deployments/2025-12-05-gaps.en.md");
    let gaps = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| line.starts_with("<!-- report:gap"));
        lines.map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(gaps(&ko), gaps(&en));
    for source in ["gitploy", "workloads", "plan", "problem"] {
        assert!(
            gaps(&ko).iter().any(|gap| gap.contains(source)),
            "{source}: {ko}"
        );
    }
    assert_eq!(foreign(&ko, &QUOTES), [""; 0]);
    let hangul = en.lines().filter(|line| line.starts_with("> ⚠️"));
    assert!(
        !hangul
            .clone()
            .any(|line| line.chars().any(|c| ('가'..='힣').contains(&c)))
    );
    assert!(hangul.count() >= 3, "{en}");
    lab.run(&["list"]).exits(0).says("빈칸 ");
}

/// What `new` and `doctor` asked is evidence too: the same record is made of it without a network.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test puts a record aside")]
fn what_new_asked_is_kept_and_replayed() {
    let lab = Lab::demo(State::After).configured();
    for lang in ["ko", "en"] {
        let new = |slug: &str, more: [&str; 2]| {
            let args = [
                "new",
                "--deployment",
                "4354",
                "--lang",
                lang,
                "--slug",
                slug,
            ];
            lab.run(&[&args[..], &more].concat()).exits(0);
            let path = format!(".kiro/deployments/2025-12-05-{slug}.md");
            let text = lab.read(&path);
            std::fs::rename(lab.work().join(path), lab.work().join("aside.md")).unwrap();
            text
        };
        let made = new("made", ["--save-evidence", "e.har"]);
        assert_eq!(made, new("again", ["--replay", "e.har"]), "{lang}");
        assert!(made.contains("alloy"), "{made}");
    }
    lab.run(&["doctor", "--save-evidence", "d.har"]).exits(0);
    assert!(lab.read("d.har").contains("selfsubject"));
    for (command, says) in [("list", "asks nothing"), ("explain", "asks nothing")] {
        lab.run(&[command, "--lang", "en", "--save-evidence", "n.har"])
            .exits(2)
            .warns(says);
        assert!(!lab.work().join("n.har").exists());
    }
}

/// A team whose rule is that nobody changes the cluster directly.
#[test]
fn a_way_back_is_one_that_the_team_allows() {
    let lab = Lab::demo(State::After).configured();
    // Without Argo CD nothing takes back what is changed in the cluster.
    lab.world()
        .fail(Fault::always("/applications", Effect::Forbidden));
    let config = lab.read(".kiro/report.toml");
    for lang in ["ko", "en"] {
        for (rule, allowed) in [("any", true), ("gitops", false)] {
            let own = format!("{config}\n[record]\nrollback = \"{rule}\"\n");
            lab.file(".kiro/report.toml", own);
            let slug = format!("{rule}-{lang}");
            let args = [
                "new",
                "--deployment",
                "4354",
                "--workload",
                "daemonset/alloy",
                "-n",
                "loki-v3",
                "--lang",
                lang,
                "--slug",
            ];
            lab.run(&[&args[..], &[&slug]].concat()).exits(0);
            let record = lab.read(&format!(".kiro/deployments/2025-12-05-{slug}.md"));
            assert_eq!(record.contains("rollout undo"), allowed, "{slug}\n{record}");
            assert!(record.contains("git revert"), "{slug}");
            assert!(record.contains("rollout status"), "{slug}");
        }
    }
    lab.file(
        ".kiro/report.toml",
        format!("{config}\n[record]\nrollback = \"never\"\n"),
    );
    lab.run(&["list"]).exits(2).warns("report.toml");
}

/// Where no source tells of an earlier deployment the cluster does: the revisions that it keeps.
#[test]
fn without_a_source_the_way_back_is_the_revision_that_the_cluster_keeps() {
    let lab = Lab::demo(State::After)
        .without("GITPLOY_SERVER_HOST")
        .without("GITPLOY_TOKEN");
    let web = [
        "deployment/web",
        "--to-revision=1",
        "docker.io/library/nginx:1.29.1",
    ];
    let alloy = [
        "daemonset/alloy",
        "--to-revision=1",
        "docker.io/grafana/alloy:v1.11.0",
    ];
    for (slug, workload, told) in [
        ("web", "deployment/web", Some(web)),
        ("alloy", "daemonset/alloy", Some(alloy)),
        // It has had one revision only.
        ("ingester", "statefulset/loki-ingester", None),
        ("refused", "deployment/web", None),
    ] {
        if slug == "refused" {
            lab.world()
                .fail(Fault::always("/replicasets", Effect::Forbidden));
        }
        let args = [
            "new",
            "--lang",
            "ko,en",
            "--context",
            "buzzvil-eks-ops",
            "-n",
            "loki-v3",
        ];
        let more = ["--workload", workload, "--slug", slug];
        lab.run(&[&args[..], &more].concat()).exits(0);
        for (lang, made) in [
            ("ko", "(2025-12-05 18:5"),
            ("en", "made at 2025-12-05 18:5"),
        ] {
            let record = format!(".kiro/deployments/2025-12-05-{slug}.{lang}.md");
            let text = lab.read(&record);
            let Some(told) = told else {
                assert!(
                    text.contains("report:gap rollback"),
                    "{slug} {lang}: {text}"
                );
                let is_refused = text.contains("report:gap revisions");
                assert_eq!(is_refused, slug == "refused", "{slug} {lang}: {text}");
                continue;
            };
            for words in told {
                assert!(text.contains(words), "{words}: {slug} {lang}: {text}");
            }
            if slug == "web" {
                assert!(text.contains(made), "{lang}: {text}");
            }
            assert_eq!(text.matches("--to-revision").count(), 1, "{lang}: {text}");
            let run = lab.run(&["explain", &record, "--format", "json"]).exits(0);
            let explained: Value = serde_json::from_str(&run.stdout).unwrap();
            let steps = explained["steps"].as_array().unwrap().iter();
            let all = steps.flat_map(|step| step["expectations"].as_array().unwrap());
            let not = all.filter(|one| one["understood"] != true);
            assert_eq!(not.count(), 0, "{slug} {lang}");
        }
    }
}

/// A range without a deployment is gone back to by its start.
#[test]
fn without_a_source_the_range_tells_where_to_go_back_to() {
    let lab = Lab::demo(State::After);
    for lang in ["ko", "en"] {
        let args = [
            "new",
            "--repo",
            "repos/buzz-k8s-resources",
            "--range",
            "HEAD~1..HEAD",
        ];
        let more = ["--lang", lang, "--slug", lang];
        let run = lab.run(&[&args[..], &more].concat()).exits(0);
        let text = lab.read(run.stdout.trim());
        let from = &text.split("range=").nth(1).unwrap()[..40];
        assert!(text.contains(&format!("`{from}`")), "{text}");
        assert!(text.contains("git revert"), "{text}");
        assert!(!text.contains("report:gap rollback"), "{text}");
    }
}

/// The namespace of Argo CD's Applications is what the app's manifest says, else what the pages of steering say.
#[test]
fn the_namespace_of_applications_is_found_in_manifests_and_steering_pages() {
    for page in [
        "- Argo CD namespace: `gitops`\n",
        "동기화 확인: `kubectl -n gitops get applications`\n",
    ] {
        let lab = Lab::demo(State::After);
        lab.file(".kiro/steering/infrastructure.md", page);
        let asked = |at: &str| {
            let path = format!("/namespaces/{at}/applications/alloy-ops");
            lab.world()
                .requests()
                .iter()
                .any(|line| line.contains(&path))
        };
        lab.run(&["new", "--deployment", "4354"]).exits(0);
        assert!(
            asked("argocd") && !asked("gitops"),
            "{:?}",
            lab.world().requests()
        );
        lab.world().forget_requests();
        let record = "# R\n\n## 검증 계획\n\n### 1. 동기화\n\n```bash\nargocd app get alloy-ops\n```\n\n- Synced\n";
        lab.file(".kiro/deployments/2025-12-06-r.md", record);
        lab.run(&["verify", ".kiro/deployments/2025-12-06-r.md"]);
        assert!(
            asked("gitops") && !asked("argocd"),
            "{:?}",
            lab.world().requests()
        );
    }
}
