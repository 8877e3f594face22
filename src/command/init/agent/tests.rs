//! What assistants are told is so.

use super::*;
use crate::command::explain::explain;
use crate::verify::understand::Vocabulary;

const ALL: [Agent; 4] = [Agent::Kiro, Agent::Claude, Agent::Cursor, Agent::Copilot];

/// The commands and sentences of a text's list.
fn taught(text: &str) -> Vec<(&str, &str)> {
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("`: "));
    let each =
        rows.flat_map(|(command, sentences)| sentences.split(" · ").map(move |one| (command, one)));
    each.filter(|(command, _)| !command.starts_with("report"))
        .collect()
}

#[test]
fn every_sentence_that_is_taught_is_judged_beside_its_command() {
    for (lang, plan, expected) in [
        (Lang::Ko, "검증 계획", "기대 결과"),
        (Lang::En, "Verification plan", "Expected"),
    ] {
        for agent in ALL {
            let [file, ..] = &files(agent, &Found::default(), lang)[..] else {
                panic!("{agent:?}");
            };
            assert!(
                file.text.lines().count() <= 60,
                "{}",
                file.text.lines().count()
            );
            let taught = taught(&file.text);
            assert_eq!(taught.len(), known().count());
            let steps = taught.iter().map(|(command, sentence)| {
                format!("### Step\n```bash\n{command}\n```\n\n**{expected}**:\n- {sentence}\n\n")
            });
            let record = format!("# A\n\n## {plan}\n\n{}", steps.collect::<String>());
            let explained = explain("a.md", &record, &Vocabulary::default());
            assert_eq!(explained.findings, [], "{lang:?}");
            assert_eq!(explained.totals.judged, taught.len());
        }
    }
}

#[test]
fn each_assistant_finds_its_file_for_records_alone() {
    let found = Found {
        prefix: "team a/".into(),
        ..Found::default()
    };
    for lang in [Lang::Ko, Lang::En] {
        for agent in ALL {
            for file in files(agent, &found, lang) {
                if file.path.ends_with(".hook") {
                    let hook: serde_json::Value = serde_json::from_str(&file.text).unwrap();
                    assert_eq!(hook["when"]["type"], "fileEdited");
                    assert_eq!(hook["then"]["type"], "runCommand");
                    continue;
                }
                let front = file.text.strip_prefix("---\n").unwrap();
                let (front, body) = front.split_once("---\n").unwrap();
                let key = match agent {
                    Agent::Kiro => "fileMatchPattern: \".kiro/",
                    Agent::Claude => "name: deployment-records\n",
                    Agent::Cursor => {
                        "globs: team a/.kiro/deployments/**/*.md\nalwaysApply: false\n"
                    }
                    Agent::Copilot => "applyTo: \"team a/.kiro/deployments/**/*.md\"\n",
                };
                assert!(front.contains(key), "{front}");
                assert!(body.contains(rules(lang)));
            }
        }
        let lines = lines(lang);
        assert!(lines.starts_with(BEGIN) && lines.contains("explain --strict"));
    }
}
