//! `report regenerate`: machine-owned regions follow their sources, and a person's edits, missing
//! regions and everything outside stay as they are.

use crate::support::{Lab, Run};
use deployment_report::testing::world::{Effect, Fault, State};

const KO: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.ko.md";
const EN: &str = ".kiro/deployments/2025-12-05-alloy-ops-tolerations.en.md";

/// The two records of deployment 4354 as they were begun while it ran.
fn begun() -> Lab {
    let lab = Lab::demo(State::Before).configured();
    lab.run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    lab
}

fn region(record: &str, name: &str) -> String {
    let begin = record
        .find(&format!("<!-- report:begin {name}"))
        .unwrap_or_else(|| panic!("no region {name} in\n{record}"));
    let end = record[begin..]
        .find(&format!("<!-- report:end {name}"))
        .unwrap();
    record[begin..begin + end].replace("\r\n", "\n")
}

/// A record without what stands between its marks.
fn outside(record: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in record.split_inclusive('\n') {
        inside |= line.starts_with("<!-- report:begin");
        // The status is the tool's, too.
        if !inside && !line.contains("<!-- report:status -->") {
            out.push_str(line);
        }
        inside &= !line.starts_with("<!-- report:end");
    }
    out
}

#[track_caller]
fn assert_rests(lab: &Lab) -> Run {
    let before = (lab.read(KO), lab.read(EN));
    let run = lab.run(&["regenerate", "--check"]).exits(0);
    assert!(!run.stdout.contains("+++ b/.kiro"), "{run}");
    assert_eq!((lab.read(KO), lab.read(EN)), before, "{run}");
    run
}

#[test]
fn regions_follow_the_deployment_and_then_rest() {
    let mut lab = begun();
    assert!(region(&lab.read(KO), "deployment").contains("`running`"));
    let begun = [lab.read(KO), lab.read(EN)];
    lab.state(State::After);
    lab.run(&["regenerate", "--check"])
        .exits(1)
        .says("-| 상태 | 진행 중 (`running`) |")
        .says("+| 상태 | 성공 (`success`) |")
        .says("+| Status | succeeded (`success`) |");
    assert_eq!(
        [lab.read(KO), lab.read(EN)],
        begun,
        "--check writes nothing"
    );
    lab.run(&["regenerate", "--diff"])
        .exits(0)
        .says("+| 상태 | 성공 (`success`) |");
    for (path, begun) in [KO, EN].iter().zip(&begun) {
        let now = lab.read(path);
        assert!(region(&now, "deployment").contains("`success`"), "{now}");
        assert!(region(&now, "timeline").contains("settled=yes"), "{now}");
        assert!(region(&now, "results").contains("$ kubectl"), "{now}");
        // What new facts say stands in regions; outside of them only markers change.
        let unmarked = |text: &str| outside(text).replace(['⏳', '✅', '❌'], "⏳");
        assert_eq!(unmarked(&now), unmarked(begun));
    }
    assert_rests(&lab);
}

/// A record that is refreshed says the same as one that is written now.
#[test]
fn a_refreshed_region_is_what_a_new_record_has() {
    let mut lab = begun();
    lab.state(State::After);
    lab.run(&["regenerate"]).exits(0);
    let fresh = Lab::demo(State::After).configured();
    fresh
        .run(&["new", "--deployment", "4354", "--lang", "ko,en"])
        .exits(0);
    for path in [KO, EN] {
        for name in ["changes", "commits", "deployment", "timeline", "related"] {
            assert_eq!(
                region(&lab.read(path), name),
                region(&fresh.read(path), name),
                "{path}"
            );
        }
    }
}

#[test]
fn a_persons_edit_is_kept_told_and_overwritten_only_by_force() {
    let mut lab = begun();
    let edited = lab.read(EN).replace(
        "| Status | in progress (`running`) |",
        "| Status | asked Jin, see chat |",
    );
    lab.file(EN, &edited);
    // A region that a person took out is not put back.
    let korean = lab.read(KO);
    let begin = korean.find("<!-- report:begin commits").unwrap();
    let end = korean.find("<!-- report:end commits").unwrap();
    let end = end + korean[end..].find("-->\n").unwrap() + 4;
    lab.file(KO, format!("{}{}", &korean[..begin], &korean[end..]));
    lab.state(State::After);
    lab.run(&["regenerate", "--lang", "en"])
        .exits(0)
        .says("`deployment` region was edited by hand")
        .says("-| Status | asked Jin, see chat |")
        .says("+| Status | succeeded (`success`) |");
    let now = lab.read(EN);
    assert!(region(&now, "deployment").contains("asked Jin"), "{now}");
    assert!(region(&now, "timeline").contains("`success`"), "{now}");
    assert!(!lab.read(KO).contains("report:begin commits"));
    assert_rests(&lab).says("asked Jin");
    lab.run(&["regenerate", "--force"]).exits(0);
    let now = lab.read(EN);
    assert!(region(&now, "deployment").contains("`success`"), "{now}");
    assert!(!lab.read(KO).contains("report:begin commits"));
    assert_rests(&lab);
}

/// A fact is never replaced by a gap.
#[test]
fn what_cannot_be_looked_at_stays() {
    for (place, kept) in [
        ("/applications/", &["deployment", "timeline", "related"][..]),
        ("/pods", &["timeline"]),
        ("/deployments/4354/reviews", &["deployment"]),
    ] {
        let mut lab = begun();
        let before = lab.read(EN);
        lab.state(State::After);
        lab.world().fail(Fault::always(place, Effect::BadGateway));
        let run = lab.run(&["regenerate", "--lang", "en", EN]);
        let run = run.says("kept as it is");
        let after = lab.read(EN);
        for name in kept {
            assert_eq!(
                region(&after, name),
                region(&before, name),
                "{place}\n{run}"
            );
        }
        if !kept.contains(&"deployment") {
            assert!(
                region(&after, "deployment").contains("`success`"),
                "{place}\n{run}"
            );
        }
    }
    let mut lab = begun();
    let before = (lab.read(KO), lab.read(EN));
    lab.state(State::After);
    lab.run(&["regenerate", "--offline"])
        .exits(3)
        .says("두었습니다");
    assert_eq!((lab.read(KO), lab.read(EN)), before);
}

/// Who approved a deployment is not forgotten because the reviews cannot be had now, and that they
/// cannot is told, in a new record as well.
#[test]
fn who_approved_stays_known() {
    let lab = Lab::demo(State::After).configured();
    let run = |slug: &str| {
        let args = ["new", "--deployment", "4349", "--lang", "ko,en", "--slug"];
        lab.run(&[&args[..], &[slug]].concat()).exits(0)
    };
    let path = |slug: &str, lang: &str| format!(".kiro/deployments/2025-12-03-{slug}.{lang}.md");
    run("seen");
    let before = ["ko", "en"].map(|lang| lab.read(&path("seen", lang)));
    assert!(
        before[0].contains("| 승인한 사람 | sre-lead ("),
        "{}",
        before[0]
    );
    assert!(
        before[1].contains("| Approved by | sre-lead ("),
        "{}",
        before[1]
    );
    let trouble = Fault::always("/deployments/4349/reviews", Effect::BadGateway);
    lab.world().fail(trouble);
    for (lang, at, told) in [
        (
            "ko",
            0,
            "`deployment` 영역을 그대로 두었습니다: Gitploy: 배포 #4349의 승인 내역",
        ),
        (
            "en",
            1,
            "`deployment`: Gitploy: the reviews of deployment #4349",
        ),
    ] {
        let one = path("seen", lang);
        let run = lab.run(&["regenerate", "--lang", lang, &one]);
        let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(told), "{run}");
        assert_eq!(
            region(&lab.read(&one), "deployment"),
            region(&before[at], "deployment")
        );
    }
    run("unseen").warns("#4349");
    for lang in ["ko", "en"] {
        let text = lab.read(&path("unseen", lang));
        let told = region(&text, "deployment");
        assert!(told.contains("<!-- report:gap reviews -->"), "{text}");
        assert!(!told.contains("sre-lead"), "{text}");
        // Everything else of the deployment is there.
        assert!(told.contains("`success`"), "{text}");
    }
    lab.world().heal();
    lab.run(&["regenerate"]);
    for lang in ["ko", "en"] {
        let text = lab.read(&path("unseen", lang));
        assert!(region(&text, "deployment").contains("sre-lead"), "{text}");
    }
}

#[test]
fn odd_documents_are_refreshed_byte_by_byte() {
    let mut lab = begun();
    let text = lab.read(EN);
    let hard = text.replace("## Problem", "\t\u{A0}\n\n## Problem  ");
    let odd = [
        (EN, format!("\u{FEFF}{}", hard.replace('\n', "\r\n"))),
        (KO, text.trim_end().to_owned()),
    ];
    for (path, odd) in &odd {
        lab.file(path, odd);
    }
    lab.state(State::After);
    let run = lab.run(&["regenerate"]).exits(0);
    for (path, odd) in &odd {
        let now = lab.read(path);
        assert!(region(&now, "deployment").contains("`success`"), "{run}");
        let unmarked = |text: &str| outside(text).replace(['⏳', '✅', '❌'], "⏳");
        assert_eq!(unmarked(&now), unmarked(odd), "{path}");
        let is_crlf = odd.contains("\r\n");
        let all = now.matches('\n').count();
        let crlf = now.matches("\r\n").count();
        assert_eq!(crlf, if is_crlf { all } else { 0 }, "{path}");
    }
    assert_rests(&lab);
}

/// Regions of a hand-written record: an empty one with a source is filled; without a source, in a
/// fence, nested or unbalanced it is left alone, and that is said with its line.
#[test]
fn hand_written_regions_are_filled_only_where_they_are_ones() {
    let record = "# Alloy\n\n**Date**: 2025-12-05\n\n\
        <!-- report:begin deployment deployment=4354 -->\n<!-- report:end deployment -->\n\n\
        <!-- report:begin related -->\n<!-- report:end related -->\n\n\
        ```md\n<!-- report:begin commits deployment=4354 -->\n<!-- report:end commits -->\n```\n\n\
        <!-- report:begin changes deployment=4354 -->\n<!-- report:begin timeline deployment=4354 -->\n\
        <!-- report:end timeline -->\n<!-- report:end changes -->\n\n\
        ## Next steps\n\n- [ ] talk to the team\n";
    let path = ".kiro/deployments/2025-12-05-hand.md";
    let lab = Lab::demo(State::After).configured();
    lab.file(path, record);
    lab.run(&["regenerate", "--lang", "en", path])
        .exits(0)
        .says("`related` region's begin line names no source")
        .says("L8:")
        .says("contains marks of other regions")
        .says("L16:");
    let now = lab.read(path);
    assert!(
        region(&now, "deployment").contains("| Status | succeeded (`success`) |"),
        "{now}"
    );
    let rest = |text: &str| text[text.find("<!-- report:begin related").unwrap()..].to_owned();
    assert_eq!(rest(&now), rest(record));
    let before = lab.read(path);
    lab.run(&["regenerate", path]).exits(0);
    assert_eq!(lab.read(path), before);
}

/// A record is untrusted: it can make the program read no repository that nobody configured.
#[test]
fn a_repository_outside_of_the_workspace_is_not_read() {
    let lab = Lab::demo(State::After).configured();
    let other = Lab::demo(State::After);
    let path = ".kiro/deployments/2025-12-05-hand.md";
    let inside = other.work().join("repos/buzz-k8s-resources");
    std::os::unix::fs::symlink(&inside, lab.work().join("link")).unwrap();
    for repo in [
        inside.display().to_string(),
        "../../work/repos/buzz-k8s-resources".into(),
        "link".into(),
    ] {
        let record = format!(
            "# 배포\n\n<!-- report:begin commits repo={repo} range=HEAD~1..HEAD -->\n<!-- report:end commits -->\n\n- [ ] 남은 일\n"
        );
        lab.file(path, &record);
        lab.run(&["regenerate", path]).exits(3).says("[repos]");
        assert_eq!(lab.read(path), record);
    }
    let record = "# 배포\n\n<!-- report:begin commits repo=buzz-k8s-resources range=HEAD~1..HEAD -->\n<!-- report:end commits -->\n\n- [ ] 남은 일\n";
    lab.file(path, record);
    lab.run(&["regenerate", path]).exits(0);
    assert!(region(&lab.read(path), "commits").contains("| 커밋 |"));
}

/// Status words that the team's own template writes are the tool's and follow the marker; a
/// person's stay.
#[test]
fn words_follow_the_marker_where_the_tool_wrote_them() {
    for (lang, path, waiting, done) in [
        ("ko", KO, "대기", "완료"),
        ("en", EN, "PENDING", "COMPLETED"),
    ] {
        let mut lab = Lab::demo(State::Before).configured();
        let own = format!(
            "{{% for item in checklist %}}- ⏳ {{{{ item.subject | md }}}} {{{{ item.kind }}}} - {waiting}{{% if item.tie %}} <!-- check:{{{{ item.tie }}}} -->{{% endif %}}\n{{% endfor %}}"
        );
        lab.file(&format!(".kiro/report/templates/{lang}/checklist.md"), own);
        lab.run(&["new", "--deployment", "4354", "--lang", lang])
            .exits(0);
        let path = path.replace(&format!(".{lang}.md"), ".md");
        let text = lab.read(&path);
        assert!(text.contains("worded="), "{text}");
        let of_person = format!("- ⏳ alloy logs - {waiting}");
        assert!(text.contains(&of_person), "{text}");
        let by_hand = format!("{of_person} (by hand)");
        let text = text.replace(&of_person, &by_hand);
        lab.file(&path, &text);
        lab.state(State::After);
        lab.run(&["verify", &path, "--update"]).exits(0);
        let now = lab.read(&path);
        assert!(
            now.contains(&format!("- ✅ alloy coverage - {done} <!--")),
            "{now}"
        );
        assert!(now.contains(&by_hand.replace('⏳', "✅")), "{now}");
        assert!(now.contains(&format!("stability - {waiting}\n")), "{now}");
        lab.run(&["verify", &path, "--update"]).exits(0);
        assert_eq!(lab.read(&path), now);
    }
}

/// A plan that fails today, as in the records of long ago that nobody gave a checklist.
#[test]
fn an_old_record_without_checklist_is_left_alone() {
    for (name, plan, says) in [
        ("ko", "검증 계획", "변경 없음 0, 닫힘 1"),
        ("en", "Verification plan", "0 unchanged, 1 closed"),
    ] {
        let lab = Lab::with_world(State::After).configured();
        let record = format!(".kiro/deployments/2025-12-02-{name}.md");
        let text = format!(
            "# r\n\n## {plan}\n\n### Pods\n\n```bash\n$ kubectl get pods -n loki-v3 --no-headers | wc -l\n30\n```\n"
        );
        lab.file(&record, &text);
        lab.run(&["regenerate", "--lang", name]).exits(0).says(says);
        lab.run(&["verify", "--lang", name, &record]).exits(1);
        let region = "\n<!-- report:begin results -->\n<!-- report:end results -->\n";
        lab.file(&record, text + region);
        lab.run(&["regenerate", "--lang", name]).exits(1);
        assert!(lab.read(&record).contains("$ kubectl get pods"), "{name}");
    }
}

/// A record in both languages: a DaemonSet's step, one item for it and one for a person.
fn simple(lang: &str) -> String {
    let (title, plan, pods, expected, list, tell) = match lang {
        "ko" => (
            "배포",
            "검증 계획",
            "모든 노드",
            "기대 결과",
            "체크리스트",
            "팀에 알리기",
        ),
        _ => (
            "Deployment",
            "Verification plan",
            "All nodes",
            "Expected",
            "Checklist",
            "tell the team",
        ),
    };
    format!(
        "# {title}\n\n## {plan}\n\n### 1. {pods}\n\n```bash\nkubectl --context buzzvil-eks-ops get pods -n loki-v3 -l app.kubernetes.io/name=alloy -o wide\nkubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3\nkubectl --context buzzvil-eks-ops logs -n loki-v3 -l app.kubernetes.io/name=alloy --tail=5\n```\n\n**{expected}**:\n- READY: 10\n\n<!-- report:begin results -->\n<!-- report:end results -->\n\n## {list}\n\n- ⏳ {pods}\n- ⏳ {tell}\n"
    )
}

/// A month later the cluster is another one, and what is left is a person's.
#[test]
fn an_old_record_that_waits_for_a_person_is_not_judged_by_todays_cluster() {
    for (lang, says) in [
        ("ko", "사람이 할 일만 남아"),
        ("en", "waits only for a person"),
    ] {
        let path = ".kiro/deployments/2025-12-05-simple.md";
        let mut lab = Lab::with_world(State::After).configured();
        lab.file(path, simple(lang));
        let args = ["regenerate", "--lang", lang, "--exit", "news"];
        lab.run(&args).exits(0);
        let seen = lab.read(path);
        assert!(seen.contains("- ✅"), "{seen}");
        // Within the week a regression is its news.
        let day = chrono::TimeDelta::days(1);
        lab.clock(State::After.clock() + day);
        lab.world().set_state(State::Before);
        lab.world().set_clock(State::After.clock() + day);
        lab.run(&args).exits(1);
        assert!(lab.read(path).contains("- ❌"));
        lab.file(path, &seen);
        lab.world().set_clock(State::After.clock() + day * 40);
        let mut lab = lab.env(
            "SOURCE_DATE_EPOCH",
            &(State::After.clock() + day * 40).timestamp().to_string(),
        );
        lab.run(&args).says(says);
        assert_eq!(lab.read(path), seen, "its evidence stays");
        lab.world().forget_requests();
        let run = lab.run(&args).exits(0).keeps_quiet_about("❌");
        let asked = lab.world().requests();
        let is_of_record = |line: &String| line.contains("/pods") || line.contains("/daemonsets");
        assert!(!asked.iter().any(is_of_record), "{asked:?}\n{run}");
        // Whoever changes it, or names it, has it looked at.
        lab.run(&["verify", path]).exits(1);
        lab.state(State::After);
        lab.file(path, seen.replace("- ⏳ ", "- ✅ "));
        lab.run(&args);
    }
}

/// Two runs that see the same write the same, whatever the clock says.
#[test]
fn ten_minutes_later_the_same_facts_give_the_same_bytes() {
    // When it was seen is a fact, too: the only one that is another.
    let seen = regex::Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+|sha256:\w+").unwrap();
    let timeless = |files: [String; 2]| files.map(|text| seen.replace_all(&text, "T").into_owned());
    for lang in ["ko", "en"] {
        let path = ".kiro/deployments/2025-12-05-simple.md";
        let after = |minutes: i64| {
            let mut lab = Lab::with_world(State::After).configured();
            lab.clock(State::After.clock() + chrono::TimeDelta::minutes(minutes));
            lab.file(path, simple(lang));
            lab.run(&["regenerate", "--index"]).exits(0);
            let files = [path, ".kiro/deployments/README.md"];
            files.map(|file| lab.read(file))
        };
        let first = after(0);
        assert!(first[0].contains("- ✅"), "{}", first[0]);
        let first = timeless(first);
        for minutes in [10, 70, 600] {
            assert_eq!(timeless(after(minutes)), first, "{minutes} minutes later");
        }
        // And where it is written, a later look that sees the same changes no byte.
        let mut lab = Lab::with_world(State::After).configured();
        lab.file(path, simple(lang));
        lab.run(&["regenerate"]).exits(0);
        let written = lab.read(path);
        for minutes in [10, 70, 600] {
            lab.clock(State::After.clock() + chrono::TimeDelta::minutes(minutes));
            lab.run(&["regenerate"]).exits(0);
            assert_eq!(lab.read(path), written, "{minutes} minutes later");
        }
    }
}

/// No mark changes without its evidence, and no file stops another.
#[test]
fn what_cannot_be_written_is_told_and_the_rest_is_written() {
    let lost = "# by hand\n\n<!-- report:begin index -->\n| rows |\n";
    for (lang, index, stays, merge) in [
        ("ko", "# by hand\n", "표시를 그대로 두었습니다", "병합 충돌"),
        ("ko", lost, "표시를 그대로 두었습니다", "병합 충돌"),
        (
            "en",
            "# by hand\n",
            "as their evidence cannot be written",
            "unresolved merge",
        ),
        (
            "en",
            lost,
            "as their evidence cannot be written",
            "unresolved merge",
        ),
    ] {
        let lab = Lab::with_world(State::After).configured();
        let path = |name: &str| format!(".kiro/deployments/2025-12-05-{name}.md");
        lab.file(&path("good"), simple(lang));
        let edited = simple(lang).replace(
            "<!-- report:end results -->",
            "✅ by hand\n\n<!-- report:end results sha256:0000000000000000 -->",
        );
        lab.file(&path("edited"), &edited);
        let conflict = simple(lang) + "<<<<<<< ours\n- ✅ a\n=======\n- ❌ a\n>>>>>>> theirs\n";
        lab.file(&path("conflict"), &conflict);
        lab.file(&path("latin"), [0xff, 0xfe, b'\n']);
        lab.file(".kiro/deployments/README.md", index);
        let args = [
            "regenerate",
            "--lang",
            lang,
            "--index",
            "--exit",
            "news",
            "--output",
            "github=s.md",
        ];
        let run = lab
            .run(&[&args[..], &["--output", "outputs=o"]].concat())
            .exits(2);
        let told = run.stdout.replace('\n', " ");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [stays, merge, "UTF-8", "README.md"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(lab.read("s.md").contains(merge) && lab.read("s.md").contains("UTF-8"));
        assert!(
            lab.read("o").starts_with("new=2\nunseen=0\n"),
            "{}",
            lab.read("o")
        );
        assert!(lab.read(&path("good")).contains("- ✅"));
        assert_eq!(lab.read(&path("edited")), edited);
        assert_eq!(lab.read(&path("conflict")), conflict);
        assert_eq!(lab.read(".kiro/deployments/README.md"), index);
        let annotations = lab
            .run(&["regenerate", "--check", "--format", "github"])
            .stdout;
        assert_eq!(
            annotations.matches("::error").count(),
            0,
            "told before: {annotations}"
        );
        // Told once: the same again is green.
        lab.run(&args).exits(8).keeps_quiet_about(stays);
        lab.file(&path("latin"), "# r\n");
        lab.run(&args).exits(8 + 16);
    }
}

/// Forty records of the same questions: each is asked once, and a quiet summary fits a screen.
#[test]
fn a_quiet_run_over_forty_records_asks_each_source_once() {
    let lab = Lab::with_world(State::After).configured();
    for number in 0..40 {
        let lang = ["ko", "en"][number % 2];
        lab.file(
            &format!(".kiro/deployments/2025-12-05-r{number:02}.md"),
            simple(lang),
        );
    }
    lab.run(&["regenerate", "--index"]).exits(0);
    lab.world().forget_requests();
    let run = lab
        .run(&["regenerate", "--index", "--output", "github=s.md"])
        .exits(0);
    let mut asked = lab.world().requests();
    asked.retain(|line| line.contains("/pods") || line.contains("/daemonsets"));
    let (all, once) = (
        asked.len(),
        asked
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
    );
    assert_eq!(all, once, "{asked:#?}");
    assert!(
        lab.read("s.md").lines().count() < 40,
        "{}",
        lab.read("s.md")
    );
    assert!(lab.read("s.md").contains("0"), "{run}");
}

/// A clone that was cut off knows no better than the charts that are there, and makes none up.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test takes an index away")]
fn a_clone_that_was_cut_off_leaves_the_charts_alone() {
    for lang in ["ko", "en"] {
        let lab = Lab::empty();
        lab.file(".kiro/report.toml", format!("lang = \"{lang}\"\n"));
        let repo = git2::Repository::init(lab.work()).unwrap();
        let commit = |day: i64| {
            let mut index = repo.index().unwrap();
            index
                .add_all(["*"], git2::IndexAddOption::DEFAULT, None)
                .unwrap();
            let tree = repo.find_tree(index.write_tree().unwrap()).unwrap();
            let time = git2::Time::new(1_764_000_000 + day * 86_400, 0);
            let who = git2::Signature::new("Kim", "k@example.dev", &time).unwrap();
            let head = repo.head().ok().map(|head| head.peel_to_commit().unwrap());
            let parents: Vec<_> = head.iter().collect();
            repo.commit(Some("HEAD"), &who, &who, "r", &tree, &parents)
                .unwrap()
        };
        let path = |day: u32| format!(".kiro/deployments/2025-11-{day:02}-web.md");
        let record = |mark: &str| format!("# web\n\n## Checklist\n\n- {mark} Pods\n");
        for day in [3, 12, 20] {
            lab.file(&path(day), record("⏳"));
        }
        commit(0);
        for day in [3, 12, 20] {
            lab.file(&path(day), record("✅"));
        }
        let last = commit(2);
        let readme = ".kiro/deployments/README.md";
        lab.run(&["list", "--index"]).exits(0);
        let whole = lab.read(readme);
        assert_eq!(whole.matches("```mermaid").count(), 2, "{whole}");
        lab.file(".git/shallow", format!("{last}\n"));
        lab.run(&["list", "--index"]).exits(0);
        assert_eq!(lab.read(readme), whole);
        lab.file(&path(21), record("⏳"));
        lab.run(&["list", "--index"]).exits(0);
        let more = lab.read(readme);
        let charts = |text: &str| {
            text.split_once("```mermaid")
                .map(|(_, rest)| rest.to_owned())
        };
        let without_end = |text: Option<String>| {
            text.and_then(|text| Some(text.rsplit_once("```")?.0.to_owned()))
        };
        assert_eq!(without_end(charts(&more)), without_end(charts(&whole)));
        assert!(more.contains("2025-11-21"), "{more}");
        std::fs::remove_file(lab.work().join(readme)).unwrap();
        lab.run(&["list", "--index"]).exits(0);
        assert_eq!(charts(&lab.read(readme)), None);
    }
}
