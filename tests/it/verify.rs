//! `report verify` on records of the seed's shape, and on the seed itself where it is.

use crate::support::{Lab, changed_lines, seed};
use deployment_report::testing::world::{Effect, Fault, GITPLOY_TOKEN, State, TOKEN};
use std::time::Duration;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";

/// The question that tells which clock the servers live at.
const CLOCK: &str = "/api/v1/namespaces?limit=20";

/// The records: two of our own, and the seed where it is.
fn records() -> Vec<(&'static str, String)> {
    let ko = include_str!("../../src/command/demo/files/record.ko.md");
    let en = include_str!("../../src/command/demo/files/record.en.md");
    let mut all = vec![("ko", ko.to_string()), ("en", en.to_string())];
    all.extend(seed().map(|text| ("seed", text)));
    all
}

fn lab(state: State, record: &str) -> Lab {
    let lab = Lab::with_world(state).configured();
    lab.file(RECORD, record);
    lab
}

/// The markers of the checklist, the record's last list.
fn markers(record: &str) -> String {
    let items = record
        .lines()
        .rev()
        .take_while(|line| !line.starts_with('#'));
    let mut markers: Vec<char> = items
        .filter_map(|line| line.chars().find(|c| "⏳✅❌".contains(*c)))
        .collect();
    markers.reverse();
    markers.into_iter().collect()
}

#[test]
fn after_the_fix_items_3_to_6_pass() {
    for (name, record) in records() {
        let lab = lab(State::After, &record);
        let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
        let after = lab.read(RECORD);
        assert_eq!(markers(&after), "✅✅✅✅✅✅⏳⏳", "{name}\n{run}");
        let lines = changed_lines(&record, &after);
        assert_eq!(lines.len(), 4, "{name}: {lines:#?}");
        for line in lines {
            let (before, after) = line.split_once(": ").unwrap().1.split_once(" → ").unwrap();
            assert_eq!(before.replace('⏳', "✅"), after);
        }
        // The upper bound of 1-2 days after the success at 19:03:24 in Seoul.
        run.says("2025-12-07");
    }
}

#[test]
fn a_second_update_changes_nothing() {
    for (name, record) in records() {
        let lab = lab(State::After, &record);
        lab.run(&["verify", RECORD, "--update"]).exits(0);
        let path = lab.work().join(RECORD);
        let once = (
            lab.read(RECORD),
            path.metadata().unwrap().modified().unwrap(),
        );
        lab.run(&["verify", RECORD, "--update"]).exits(0);
        let twice = (
            lab.read(RECORD),
            path.metadata().unwrap().modified().unwrap(),
        );
        assert_eq!(once, twice, "{name}");
    }
}

#[test]
fn before_the_fix_the_plan_fails_and_the_diagnosis_is_doubted() {
    for (name, record) in records() {
        let lab = lab(State::Before, &record);
        // Gitploy says success, and the workload is as it was.
        lab.world().set_deployment_status("success");
        let run = lab.run(&["verify", RECORD, "--update"]).exits(1);
        let after = lab.read(RECORD);
        let markers = markers(&after);
        assert_eq!(markers.chars().nth(2), Some('✅'), "{name}\n{run}");
        assert_eq!(markers.chars().nth(3), Some('❌'), "{name}\n{run}");
        let mut run = run.says("unschedulable").says("dedicated=ops");
        for node in ["ip-10-11-12-41", "ip-10-11-12-72", "ip-10-11-13-11"] {
            run = run.says(node);
        }
    }
}

/// Before the deployment has arrived nothing passes or fails, whatever is seen.
#[test]
fn before_arrival_nothing_is_ticked() {
    for (name, record) in records() {
        for word in ["running", "waiting", "created", "queued", "in_progress"] {
            let lab = lab(State::Before, &record);
            lab.world().set_deployment_status(word);
            let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
            assert_eq!(lab.read(RECORD), record, "{name}, {word}\n{run}");
            run.says(&format!("#4354: {word}")).keeps_quiet_about("✗");
        }
        for word in ["failure", "canceled"] {
            let lab = lab(State::Before, &record);
            lab.world().set_deployment_status(word);
            let run = lab.run(&["verify", RECORD, "--update"]).exits(1);
            // The item that stands for the deployment fails, and nothing else.
            assert_eq!(
                markers(&lab.read(RECORD)),
                "✅✅❌⏳⏳⏳⏳⏳",
                "{name}, {word}\n{run}"
            );
        }
    }
}

#[test]
fn where_gitploy_cannot_be_asked_arrival_is_unknown_or_assumed() {
    for (name, record) in records() {
        let lab = lab(State::After, &record).without("GITPLOY_TOKEN");
        let run = lab.run(&["verify", RECORD, "--update"]).exits(3);
        assert_eq!(lab.read(RECORD), record, "{name}\n{run}");
        run.says("GITPLOY_TOKEN").says("[deployments] arrival");
        let config = lab.read(".kiro/report.toml") + "\n[deployments]\narrival = \"assumed\"\n";
        lab.file(".kiro/report.toml", config);
        let run = lab
            .run(&["verify", RECORD, "--update", "--format", "json"])
            .exits(3);
        assert_eq!(
            markers(&lab.read(RECORD)),
            "✅✅⏳✅✅✅⏳⏳",
            "{name}\n{run}"
        );
        let outcome: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        for step in outcome["records"][0]["steps"].as_array().unwrap() {
            let message = step["judgement"]["message"].as_str().unwrap();
            let says = message.contains("가정") || message.contains("assumed");
            assert!(says, "{name}: {step:#}");
        }
        // What it says all the same counts.
        let lab = lab.env("GITPLOY_TOKEN", GITPLOY_TOKEN);
        lab.file(RECORD, &record);
        lab.world().set_deployment_status("running");
        let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
        assert_eq!(lab.read(RECORD), record, "{name}\n{run}");
    }
}

/// A repository with a commit that came before, the record's, one after it, and one beside it.
fn history(lab: &Lab) -> [String; 4] {
    use git2::{Oid, Repository, Signature, Time};
    let repo = Repository::init(lab.work().join("repos/buzz-k8s-resources")).unwrap();
    let who = Signature::new("Kiro", "kiro@example.com", &Time::new(1_764_900_000, 0)).unwrap();
    let tree = repo.treebuilder(None).unwrap().write().unwrap();
    let tree = repo.find_tree(tree).unwrap();
    let commit = |message: &str, parents: &[Oid]| {
        let parents: Vec<_> = parents
            .iter()
            .map(|id| repo.find_commit(*id).unwrap())
            .collect();
        let parents: Vec<_> = parents.iter().collect();
        repo.commit(None, &who, &who, message, &tree, &parents)
            .unwrap()
    };
    let before = commit("before", &[]);
    let own = commit("own", &[before]);
    let after = commit("after", &[own]);
    let beside = commit("beside", &[before]);
    [before, own, after, beside].map(|id| id.to_string())
}

/// A later deployment that contains the record's commit, a roll-back, one beside it, and one of which
/// that cannot be told.
#[test]
fn a_later_deployment_counts_if_it_contains_the_records_commit() {
    for (name, record) in records() {
        let cases = [
            ("after", false, "✅✅✅✅✅✅⏳⏳"),
            ("before", true, "✅✅✅⏳⏳⏳⏳⏳"),
            ("beside", false, "✅✅✅⏳⏳⏳⏳⏳"),
            ("unknown", false, "✅✅✅⏳⏳⏳⏳⏳"),
        ];
        for (later, rollback, expected) in cases {
            let lab = lab(State::After, &record);
            let [before, own, after, beside] = history(&lab);
            lab.world().set_revisions(&before, &own);
            let sha = match later {
                "after" => after,
                "before" => before,
                "beside" => beside,
                _ => "4be1d07c92a3f5d8e6017b94c2d3f1a8e5b6c790".into(),
            };
            lab.world().deploy_later(&sha, rollback);
            let run = lab.run(&["verify", RECORD, "--update"]);
            assert_eq!(
                markers(&lab.read(RECORD)),
                expected,
                "{name}, {later}\n{run}"
            );
            let run = run
                .says("#4360")
                .exits(if later == "after" { 0 } else { 3 });
            let listed = lab.run(&["list"]).exits(0);
            lab.world().forget_requests();
            let again = lab.run(&["regenerate"]).exits(0);
            if later == "after" {
                listed.keeps_quiet_about("#4360");
                assert!(!lab.world().requests().is_empty(), "{name}");
            } else {
                // It is said in the list, and asked about no more.
                listed.says("#4360");
                let asked = lab.world().requests();
                let asked: Vec<_> = asked.iter().filter(|one| !one.ends_with(CLOCK)).collect();
                assert_eq!(asked, [""; 0], "{name}, {later}\n{again}");
                // Named, it is looked at again; nothing changes.
                let noted = lab.read(RECORD);
                lab.run(&["verify", RECORD, "--update"]).exits(3);
                assert_eq!(lab.read(RECORD), noted, "{name}, {later}");
            }
            if later == "unknown" {
                run.says("[repos]");
            }
        }
    }
}

#[test]
fn without_update_nothing_is_written_and_the_change_is_shown() {
    for (name, record) in records() {
        let lab = lab(State::After, &record);
        let run = lab.run(&["verify", RECORD]).exits(0).says("+3. ✅");
        assert_eq!(lab.read(RECORD), record, "{name}\n{run}");
    }
}

#[test]
fn every_other_byte_stays() {
    for (name, record) in records() {
        let variants = [
            ("CRLF", record.replace('\n', "\r\n")),
            ("BOM", format!("\u{feff}{record}")),
            ("no final newline", record.trim_end().to_string()),
            ("one final newline", format!("{}\n", record.trim_end())),
        ];
        for (variant, record) in variants {
            let lab = lab(State::After, &record);
            let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
            let after = lab.read(RECORD);
            assert_eq!(
                markers(&after),
                "✅✅✅✅✅✅⏳⏳",
                "{name}, {variant}\n{run}"
            );
            assert_eq!(changed_lines(&record, &after).len(), 4, "{name}, {variant}");
        }
    }
}

#[test]
fn without_any_cluster_everything_is_unknown() {
    for (name, record) in records() {
        let lab = Lab::empty().configured();
        lab.file(RECORD, &record);
        let run = lab.run(&["verify", RECORD, "--update"]).exits(3);
        assert_eq!(lab.read(RECORD), record, "{name}\n{run}");
        run.keeps_quiet_about("panicked")
            .keeps_quiet_about("✗ failed");
    }
}

#[test]
fn addresses_that_only_the_record_knows_are_not_reached() {
    for (name, record) in records() {
        let lab = Lab::with_world(State::After)
            .without("LOKI_ADDR")
            .without("GITPLOY_SERVER_HOST");
        lab.file(RECORD, &record);
        let run = lab.run(&["verify", RECORD, "--update"]);
        let asked = lab.world().requests();
        assert!(
            asked.iter().all(|line| line.starts_with("api ")),
            "{name}: {asked:#?}\n{run}"
        );
        // Without Gitploy nobody knows whether the deployment is there.
        let markers = markers(&lab.read(RECORD));
        assert_eq!(markers, "✅✅⏳⏳⏳⏳⏳⏳", "{name}\n{run}");
        run.exits(3).says("[deployments] arrival");
    }
}

#[test]
fn only_questions_are_asked() {
    for (name, record) in records() {
        let lab = lab(State::After, &record);
        lab.run(&["verify", RECORD, "--update"]);
        let asked = lab.world().requests();
        assert!(!asked.is_empty());
        for line in asked {
            assert!(
                line.contains(" GET ") || line.contains("/selfsubject"),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn no_token_is_ever_printed_or_written() {
    for (_, record) in records() {
        for state in [State::Before, State::After] {
            let lab = lab(state, &record);
            for args in [
                &["verify", RECORD, "--update", "-vv"][..],
                &["verify", RECORD, "--format", "json"],
                &["verify", RECORD, "--save-evidence", "e.har"],
            ] {
                lab.run(args)
                    .keeps_quiet_about(TOKEN)
                    .keeps_quiet_about(GITPLOY_TOKEN);
            }
            for file in [RECORD, "e.har"] {
                let text = lab.read(file);
                assert!(
                    !text.contains(TOKEN) && !text.contains(GITPLOY_TOKEN),
                    "{file}"
                );
            }
        }
    }
}

/// Whatever goes wrong on the way: never a tick that was not earned.
#[test]
fn trouble_on_the_way_ticks_nothing() {
    let (_, record) = records().remove(0);
    let troubles = [
        Effect::Answer(500, "application/json", "{}".into()),
        Effect::Answer(200, "application/json", "{\"kind\":\"Table\"".into()),
        Effect::Answer(200, "text/html", "<html>sign in</html>".into()),
        Effect::Answer(401, "application/json", "{}".into()),
        Effect::Forbidden,
        Effect::BadGateway,
        Effect::HangUp,
        Effect::CutBody(200),
    ];
    for trouble in troubles {
        let lab = lab(State::After, &record);
        for place in ["api GET", "gitploy GET", "loki GET"] {
            lab.world().fail(Fault::always(place, trouble.clone()));
        }
        let run = lab
            .run(&["verify", RECORD, "--update", "--timeout", "5"])
            .exits(3);
        assert_eq!(lab.read(RECORD), record, "{trouble:?}\n{run}");
        run.keeps_quiet_about("panicked");
    }
}

#[test]
fn a_slow_server_runs_into_the_deadline() {
    let (_, record) = records().remove(0);
    let lab = lab(State::After, &record);
    lab.world().fail(Fault::always(
        " GET ",
        Effect::Delay(Duration::from_secs(60)),
    ));
    let run = lab
        .run(&["verify", RECORD, "--update", "--timeout", "1"])
        .exits(3);
    assert_eq!(lab.read(RECORD), record, "{run}");
}

#[test]
fn what_passes_soon_is_tried_again() {
    let (_, record) = records().remove(0);
    for trouble in [Effect::TooManyRequests(0), Effect::HangUp] {
        let lab = lab(State::After, &record);
        lab.world().fail(Fault::times(1, "/pods", trouble.clone()));
        let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
        assert_eq!(
            markers(&lab.read(RECORD)),
            "✅✅✅✅✅✅⏳⏳",
            "{trouble:?}\n{run}"
        );
    }
}

#[test]
fn a_wrong_token_is_said() {
    let (_, record) = records().remove(0);
    let lab = lab(State::After, &record).env("GITPLOY_TOKEN", "wrong-gitploy-canary");
    lab.file(
        "../home/kubeconfig",
        lab.world().kubeconfig_with_token("wrong-cluster-canary"),
    );
    let run = lab.run(&["verify", RECORD, "--update"]).exits(3);
    assert_eq!(markers(&lab.read(RECORD)), "✅✅⏳⏳⏳⏳⏳⏳", "{run}");
    run.says("401").keeps_quiet_about("canary");
}

/// During the rollout the numbers are good now and then; only the finished rollout is ticked.
#[test]
fn a_rollout_in_progress_is_pending() {
    for (name, record) in records() {
        for snapshot in 0..8 {
            let lab = lab(State::During(snapshot), &record);
            let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
            assert_eq!(
                lab.read(RECORD),
                record,
                "{name}: Gitploy still runs\n{run}"
            );
            lab.world().set_deployment_status("success");
            let run = lab.run(&["verify", RECORD, "--update"]);
            let marker = markers(&lab.read(RECORD)).chars().nth(3).unwrap();
            let expected = if snapshot < 5 { '⏳' } else { '✅' };
            assert_eq!(marker, expected, "{name}, snapshot {snapshot}\n{run}");
        }
    }
}

#[test]
fn usage_waits_for_its_samples() {
    let (_, record) = records().remove(0);
    for (state, status) in [(State::MetricsWarming, 0), (State::WithoutMetrics, 3)] {
        let lab = lab(state, &record);
        let run = lab.run(&["verify", RECORD, "--update"]).exits(status);
        assert_eq!(
            markers(&lab.read(RECORD)),
            "✅✅✅✅✅⏳⏳⏳",
            "{state:?}\n{run}"
        );
    }
}

#[test]
fn after_two_days_the_watch_is_over() {
    for (name, record) in records() {
        let lab = lab(State::Later, &record);
        let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
        assert_eq!(
            markers(&lab.read(RECORD)),
            "✅✅✅✅✅✅✅⏳",
            "{name}\n{run}"
        );
    }
}

/// A ✅ of a person whose check fails is a failure in every face; the mark stays.
#[test]
fn a_tick_whose_check_fails_is_a_failure_in_every_face() {
    for (name, record) in records() {
        let ticked = record.replace("4. ⏳", "4. ✅");
        let mut lab = lab(State::Before, &ticked);
        lab.world().set_deployment_status("success");
        lab.run(&["verify", RECORD, "--update"]).exits(1).says("❌");
        let noted = lab.read(RECORD);
        assert_eq!(markers(&noted).chars().nth(3), Some('✅'), "{name}");
        assert_eq!(
            noted.matches("<!-- report:failing -->").count(),
            1,
            "{name}: {noted}"
        );
        let json = lab.run(&["verify", RECORD, "--format", "json"]).exits(1);
        let outcome: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        let item = &outcome["records"][0]["items"][3];
        assert_eq!(item["judgement"]["verdict"], "failed", "{name}");
        assert_eq!(item["new_marker"], "✅", "{name}");
        let junit = lab.run(&["verify", RECORD, "--format", "junit"]).exits(1);
        assert!(junit.stdout.contains("<failure"), "{name}");
        let github = lab.run(&["verify", RECORD, "--format", "github"]).exits(1);
        assert!(github.stdout.contains("::error "), "{name}");
        lab.run(&["list", "--failing"]).exits(0).says("❌1");
        lab.run(&["list", "--open"]).exits(0).says("❌1");
        lab.run(&["regenerate"]).exits(1);
        // A second look changes nothing, one that decides nothing keeps it, one that passes takes it back.
        lab.run(&["verify", RECORD, "--update"]).exits(1);
        assert_eq!(lab.read(RECORD), noted, "{name}");
        lab.run(&["verify", RECORD, "--update", "--offline"])
            .exits(3);
        assert_eq!(lab.read(RECORD), noted, "{name}");
        lab.state(State::After);
        lab.run(&["verify", RECORD, "--update"]).exits(0);
        let after = lab.read(RECORD);
        assert!(!after.contains("report:failing"), "{name}");
        assert_eq!(markers(&after), "✅✅✅✅✅✅⏳⏳", "{name}");
        lab.run(&["list", "--failing"])
            .exits(0)
            .keeps_quiet_about("❌");
    }
}

/// `SOURCE_DATE_EPOCH` is the clock of what is written: servers are asked for the present, which is the
/// system's, or that of a cluster whose own ages show that it lives at the other.
#[test]
fn a_server_is_asked_for_the_present_whatever_the_written_clock_says() {
    let record = "# Check\n\n## Verification plan\n\n### 1. Targets\n\n```bash\npromtool query instant http://prometheus:9090 'up == 0'\n```\n\n**Expected**:\n- No results\n\n### 2. Lines\n\n```bash\nlogcli query '{namespace=\"loki-v3\"}' --since=1h\n```\n\n**Expected**:\n- Logs are collected\n";
    let number = |line: &str, name: &str| -> i64 {
        let (_, rest) = line.split_once(name).unwrap_or_else(|| panic!("{line}"));
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.get(..10).unwrap().parse().unwrap()
    };
    let world = State::After.clock().timestamp();
    let day = 86_400;
    for (written, lives) in [
        (world, true),
        (world - day, false),
        (world - 400 * day, false),
    ] {
        let lab = lab(State::After, record).env("SOURCE_DATE_EPOCH", &written.to_string());
        let url = lab.world().prometheus_url();
        let config = lab.read(".kiro/report.toml")
            + &format!(
                "\n[prometheus]\naddr = \"{url}\"\naliases = [\"http://prometheus:9090\"]\n"
            );
        lab.file(".kiro/report.toml", config);
        let run = lab.run(&["verify", RECORD, "--format", "json"]);
        let asked = lab.world().requests();
        let of = |server: &str| {
            let mut asked = asked.iter();
            let found = asked.find(|line| line.starts_with(server) && line.contains("query"));
            found.unwrap_or_else(|| panic!("{server}: {asked:?}"))
        };
        let (prometheus, loki) = (
            number(of("prometheus"), "time="),
            number(of("loki"), "end="),
        );
        assert_eq!(prometheus, loki, "{written}");
        assert_eq!(number(of("loki"), "start="), loki - 3600, "{written}");
        // The system's clock is long past the world's.
        assert_eq!(loki == world, lives, "{written}");
        assert!(lives || loki > world + 30 * day, "{written}: {loki}");
        let outcome: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let now: chrono::DateTime<chrono::Utc> = outcome["now"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            now.timestamp(),
            written,
            "what is written has its own clock"
        );
    }
}

/// Questions about another time, about labels and about a part of Argo CD's Applications are asked, told and judged,
/// in both languages.
#[test]
fn ranges_moments_labels_and_selections_are_asked_and_judged() {
    let commands = [
        "promtool query range --step=1m http://prometheus:9090 'up{job=\"alloy\"}'",
        "promtool query instant --time=2025-12-05T09:00:00Z http://prometheus:9090 'up'",
        "logcli query '{namespace=\"loki-v3\"}' --since=1h --include-label=namespace",
        "argocd app list -l team=ops -p ops",
    ];
    for (words, told) in [
        (
            [
                "# 점검\n\n## 검증 계획",
                "기대 결과",
                "모든 타겟이 UP",
                "모든 타겟이 UP",
                "로그가 수집되는지",
                "모든 Application이 Synced",
            ],
            [
                "Prometheus: up{job=\"alloy\"}, 최근 5분",
                "Prometheus: up, 2025-12-05T09:00:00Z 시점",
                "명령이 지금이 아니라 적힌 시점의 값을 묻습니다",
                "Argo CD 애플리케이션 목록 중 team=ops, 프로젝트 ops",
            ],
        ),
        (
            [
                "# Check\n\n## Verification plan",
                "Expected",
                "All targets UP",
                "All targets UP",
                "Logs are collected",
                "All Applications are Synced",
            ],
            [
                "Prometheus: up{job=\"alloy\"}, last 5 minutes",
                "Prometheus: up, at 2025-12-05T09:00:00Z",
                "the command asks how it was at the time that it names, not how it is now",
                "Argo CD applications with team=ops, project ops",
            ],
        ),
    ] {
        let [title, label, expected @ ..] = words;
        let mut record = format!("{title}\n");
        for (at, (command, expected)) in commands.iter().zip(expected).enumerate() {
            record += &format!(
                "\n### {}. x\n\n```bash\n{command}\n```\n\n**{label}**:\n- {expected}\n",
                at + 1
            );
        }
        let lab = lab(State::After, &record);
        let url = lab.world().prometheus_url();
        let config = lab.read(".kiro/report.toml")
            + &format!(
                "\n[prometheus]\naddr = \"{url}\"\naliases = [\"http://prometheus:9090\"]\n"
            );
        lab.file(".kiro/report.toml", config);
        let explained = lab.run(&["explain", RECORD]);
        let run = lab.run(&["verify", RECORD]);
        let text = run.stdout.clone() + &explained.stdout;
        let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in told {
            assert!(flat.contains(words), "{words}: {text}");
        }
        let json = lab.run(&["verify", RECORD, "--format", "json"]);
        let outcome: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        let steps = outcome["records"][0]["steps"].as_array().unwrap();
        let verdicts: Vec<&str> = steps
            .iter()
            .map(|step| step["judgement"]["verdict"].as_str().unwrap())
            .collect();
        assert_eq!(verdicts, ["passed", "manual", "passed", "passed"], "{text}");
    }
}

/// An example of what is wrong fails what is like it. That something is not like it is no reason to pass.
#[test]
fn an_example_of_what_is_wrong_fails_what_is_like_it_and_passes_nothing() {
    for (title, label, wrong) in [
        (
            "# 점검\n\n## 검증 계획",
            "기대 결과",
            ["나쁜 예", "잘못된 예시", "실패 예"],
        ),
        (
            "# Check\n\n## Verification plan",
            "Expected",
            ["Bad example", "Incorrect", "Failure example"],
        ),
    ] {
        let mut record = format!("{title}\n");
        let wanted = format!("**{label}**:\n- READY: 10\n\n");
        let rows = [
            ("", "- READY: 10", "failed"),
            ("", "- READY: 7", "manual"),
            ("", "- qzxv", "manual"),
            (wanted.as_str(), "- READY: 7", "passed"),
            (wanted.as_str(), "- qzxv", "passed"),
            (wanted.as_str(), "- DESIRED: 10", "failed"),
            // A pasted output is wrong as a whole, and nobody knows in which part.
            (wanted.as_str(), "```\nDESIRED\n10\n```", "passed"),
        ];
        let cases = wrong.iter().flat_map(|wrong| rows.map(|row| (wrong, row)));
        let cases: Vec<_> = cases.collect();
        for (at, (wrong, (expected, example, _))) in cases.iter().enumerate() {
            record += &format!(
                "\n### {}. x\n\n```bash\nkubectl get ds alloy -n loki-v3\n```\n\n{expected}**{wrong}**:\n\n{example}\n",
                at + 1
            );
        }
        let run = lab(State::After, &record).run(&["verify", RECORD, "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let steps = told["records"][0]["steps"].as_array().unwrap();
        for (step, (wrong, row)) in steps.iter().zip(&cases) {
            let judgement = &step["judgement"];
            assert_eq!(judgement["verdict"], row.2, "{wrong} {row:?}: {judgement}");
        }
        assert_eq!(steps.len(), cases.len());
    }
}

/// `version`, `api-versions` and `api-resources`, what a pipe picks of them, parts of one answer, and columns that
/// are a kind's own.
#[test]
fn small_questions_about_the_cluster_are_judged_in_both_languages() {
    for (title, label, words, has, lacks) in [
        (
            "# 점검\n\n## 검증 계획",
            "기대 결과",
            "모두 준비됨",
            "`argoproj.io/v1alpha1` 포함",
            "`rollouts` 포함",
        ),
        (
            "# Check\n\n## Verification plan",
            "Expected",
            "all ready",
            "contains `argoproj.io/v1alpha1`",
            "contains `rollouts`",
        ),
    ] {
        let mut record = format!("{title}\n");
        let ready = "kubectl get ds alloy -n loki-v3 -o jsonpath='{.status.numberReady}/{.status.desiredNumberScheduled}'";
        let other = "kubectl get ds alloy -n loki-v3 -o jsonpath='{.status.numberReady}/{.metadata.generation}'";
        let application = "kubectl get applications -n argocd alloy-ops";
        let asked = [
            (ready, "10/10"),
            (ready, "9/10"),
            (ready, "N/N"),
            (other, "N/N"),
            (ready, words),
            ("kubectl version", "`Server Version: v1.36.2`"),
            (
                "kubectl api-versions | grep argoproj",
                "`argoproj.io/v1alpha1`",
            ),
            ("kubectl api-versions | grep argoproj", "`argoproj.io/v1`"),
            ("kubectl api-resources | grep argoproj", has),
            ("kubectl api-resources | grep argoproj", lacks),
            // Columns that a custom resource brings itself.
            (application, "HEALTH STATUS: Healthy"),
            (application, "SYNC STATUS: OutOfSync"),
        ];
        for (at, (command, expected)) in asked.iter().enumerate() {
            record += &format!(
                "\n### {}. x\n\n```bash\n{command}\n```\n\n**{label}**: {expected}\n",
                at + 1
            );
        }
        let run = lab(State::After, &record).run(&["verify", RECORD, "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let steps = told["records"][0]["steps"].as_array().unwrap();
        let verdicts: Vec<&str> = steps
            .iter()
            .map(|step| step["judgement"]["verdict"].as_str().unwrap())
            .collect();
        assert_eq!(
            verdicts,
            [
                "passed", "failed", "passed", "failed", "manual", "passed", "passed", "failed",
                "passed", "failed", "passed", "failed",
            ],
            "{}",
            run.stdout
        );
    }
}
