//! Records to look at: `report list` with its filters and formats, `report stats`, `report site`.

use crate::support::Lab;
use deployment_report::collect::git::build;
use git2::{Repository, Signature, Time};

/// A record of an application in an environment, with the marks of its two checks.
fn record(ko: bool, title: &str, app: &str, author: &str, marks: [&str; 2]) -> String {
    let of = |k: &'static str, e: &'static str| if ko { k } else { e };
    format!(
        "# {title}\n\n**{}**: {author}\n\n```json\n{{\"env\": \"prod\", \"dynamic_payload\": {{\"app\": \"{app}\"}}}}\n```\n\n## {}\n\n1. {} Pods\n2. {} Logs\n",
        of("작업자", "Author"),
        of("체크리스트", "Checklist"),
        marks[0],
        marks[1],
    )
}

/// Four records in two languages, committed at two times.
fn lab() -> Lab {
    let lab = Lab::empty();
    let repository = Repository::init(lab.work()).unwrap();
    let file = |name: &str| format!(".kiro/deployments/{name}.md");
    let mut parents = Vec::new();
    for (second, records) in [
        (
            1_764_813_600, // 2025-12-04T02:00:00Z
            vec![
                (
                    "2025-12-01-a",
                    record(true, "결제 배포", "pay", "김", ["✅", "✅"]),
                ),
                (
                    "2025-12-02-b",
                    record(false, "Web deployment", "web", "lee", ["❌", "⏳"]),
                ),
                (
                    "2025-12-03-c",
                    record(true, "=결제, 두 번째", "pay", "lee", ["⏳", "⏳"]),
                ),
                (
                    "2025-12-04-d",
                    record(false, "Web again", "web", "lee", ["✅", "⏳"]),
                ),
            ],
        ),
        (
            1_764_835_200, // 2025-12-04T08:00:00Z
            vec![(
                "2025-12-04-d",
                record(false, "Web again", "web", "lee", ["✅", "✅"]),
            )],
        ),
    ] {
        let records: Vec<_> = records
            .into_iter()
            .map(|(name, text)| (file(name), text))
            .collect();
        for (path, text) in &records {
            lab.file(path, text);
        }
        let files: Vec<_> = records
            .iter()
            .map(|(path, text)| (path.as_str(), Some(text.as_str())))
            .collect();
        let who = Signature::new("K", "k@example.com", &Time::new(second, 540)).unwrap();
        parents = vec![build::commit(&repository, &parents, &who, "m", &files).unwrap()];
    }
    repository
        .reference("refs/heads/main", parents[0], true, "t")
        .unwrap();
    repository.set_head("refs/heads/main").unwrap();
    lab
}

#[test]
fn the_list_is_filtered_and_paths_are_taken() {
    let lab = lab();
    let b = ".kiro/deployments/2025-12-02-b.md";
    for (args, expected) in [
        (&["--app", "pay"][..], "a c"),
        (&["--app", "pay", "--app", "web"], "a b c d"),
        (&["--env", "prod", "--author", "lee"], "b c d"),
        (&["--env", "dev"], ""),
        (&["--author", "김"], "a"),
        (&["--state", "failing"], "b"),
        (&["--state", "failing,open"], "b c"),
        (&["--state", "verified"], "a d"),
        (&["--open"], "b c"),
        (&["--since", "2025-12-02", "--until", "2025-12-03"], "b c"),
        (&["2025-12-01-a", b], "a b"),
    ] {
        let run = lab
            .run(&[&["list", "--format", "json"], args].concat())
            .exits(0);
        let all: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
        let names: Vec<&str> = all
            .iter()
            .map(|one| {
                one["path"]
                    .as_str()
                    .unwrap()
                    .trim_end_matches(".md")
                    .rsplit('-')
                    .next()
                    .unwrap()
            })
            .collect();
        assert_eq!(names.join(" "), expected, "{args:?}");
    }
    lab.run(&["list", "--state", "broken"]).exits(2);
    lab.run(&["list", "--until", "soon"]).exits(2);
}

#[test]
fn the_list_is_data_with_what_the_versions_tell() {
    let lab = lab();
    let csv = lab
        .run(&["list", "--format", "csv", "--lang", "en"])
        .exits(0)
        .stdout;
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].starts_with("path,date,title,app,env,author,state,"),
        "{csv}"
    );
    // What a spreadsheet would compute is text.
    assert!(lines[3].contains(",\"'=결제, 두 번째\",pay,"), "{csv}");
    assert!(
        lines[2].contains(",failing,") && lines[2].contains(",check,"),
        "{csv}"
    );
    assert!(
        lines[2].contains("2025-12-04T02:00:00Z"),
        "when it was committed as failed: {csv}"
    );
    assert!(
        lines[4].ends_with(",2025-12-04T08:00:00Z"),
        "when it was verified: {csv}"
    );
    let korean = lab
        .run(&["list", "--format", "md", "--lang", "ko"])
        .exits(0)
        .stdout;
    assert!(korean.starts_with("| 날짜 | 앱 |"), "{korean}");
    assert!(
        korean.contains("| 2025-12-02 | web | prod | lee | 실패 | 0/2 | Web deployment |"),
        "{korean}"
    );
    lab.run(&["list", "--lang", "ko"])
        .exits(0)
        .says("결제 배포");
    // A file of another format than the terminal's has the versions, too.
    lab.run(&["list", "--output", "json=list.json"]).exits(0);
    assert!(
        lab.read("list.json")
            .contains("\"verified_at\": \"2025-12-04T08:00:00Z\"")
    );
}

#[test]
fn stats_count_the_same_in_every_format() {
    let lab = lab();
    let english = lab.run(&["stats", "--lang", "en"]).exits(0).stdout;
    assert!(
        english.contains("2025-12-01 – 2025-12-04 (UTC)"),
        "{english}"
    );
    // b failed; a and d went well; c is open.
    assert!(english.contains("~33% (1/3)"), "{english}");
    let korean = lab
        .run(&["stats", "--lang", "ko", "--format", "md"])
        .exits(0)
        .stdout;
    assert!(
        korean.contains("| 전체 | 배포 |") && korean.contains("**변경 실패율**"),
        "{korean}"
    );
    let json = lab
        .run(&["stats", "--format", "json", "--app", "web"])
        .exits(0)
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["all"]["deployments"], 2);
    assert_eq!(json["all"]["change_failure"]["count"], 1);
    assert_eq!(json["definitions"].as_array().unwrap().len(), 6);
    let csv = lab.run(&["stats", "--format", "csv"]).exits(0).stdout;
    assert!(csv.contains("app,web,change_failure,1,2,"), "{csv}");
    assert!(
        csv.lines().all(|line| line.split(',').count() == 12),
        "{csv}"
    );
    let none = Lab::empty();
    none.run(&["stats"]).exits(2);
}
