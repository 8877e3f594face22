//! Records of deployments that another system than Gitploy made: written, understood and judged from it,
//! without a word of Gitploy, in both languages.

use crate::support::{Lab, Run};
use deployment_report::testing::world::{
    Effect, FORGE_FIRST, FORGE_TOKEN, Fault, GITPLOY_TOKEN, REPOSITORY, State, Told, digest,
};
use git2::{Oid, Repository, Signature, Time};
use serde_json::Value;

const ENV: &str = "buzzvil-eks-ops";
const APP: &str = "alloy-ops";

/// A source: its name, the flag that names its newest deployment, the ids of that one and the one before,
/// and how the request block begins, if it has one.
struct Source {
    word: &'static str,
    flag: String,
    ids: [String; 2],
    request: Option<&'static str>,
}

fn told(lab: &Lab, number: u64, at: &str, word: &str) -> Told {
    Told {
        id: FORGE_FIRST + number,
        env: ENV.into(),
        app: APP.into(),
        sha: lab.commits[usize::from(number > 1)].clone(),
        created: format!("2025-12-05T{at}:02Z"),
        events: vec![(format!("2025-12-05T{at}:24Z"), word.into())],
    }
}

/// A workspace that knows no Gitploy, beside a world in which every other system tells of two deployments.
fn lab(state: State, source: &str, newest: &str) -> Lab {
    let lab = Lab::demo(state);
    lab.world().tell(vec![
        told(&lab, 2, "10:02", newest),
        told(&lab, 1, "09:54", "success"),
    ]);
    let config = format!(
        "timezone = \"Asia/Seoul\"\n[deployments]\nsource = \"{source}\"\n[env.{ENV}]\n\
         context = \"{ENV}\"\nnamespace = \"loki-v3\"\napp = \"{APP}\"\n[repos]\n\
         buzz-k8s-resources = \"repos/buzz-k8s-resources\"\n"
    );
    lab.file(".kiro/report.toml", config);
    // The demo's own earlier record is one of Gitploy's.
    lab.file(
        ".kiro/deployments/2025-12-03-alloy-ops-deployment.md",
        "# x\n",
    );
    let (github, gitlab) = (lab.world().github_url(), lab.world().gitlab_url());
    lab.without("GITPLOY_SERVER_HOST")
        .without("GITPLOY_TOKEN")
        .env("GITHUB_SERVER_URL", &github)
        .env("GITHUB_REPOSITORY", REPOSITORY)
        .env("GITHUB_TOKEN", FORGE_TOKEN)
        .env("CI_SERVER_URL", &gitlab)
        .env("CI_PROJECT_PATH", REPOSITORY)
        .env("GITLAB_TOKEN", FORGE_TOKEN)
}

fn sources(lab: &Lab) -> Vec<Source> {
    let numbers = || [2, 1].map(|number| (FORGE_FIRST + number).to_string());
    let digests = [2, 1].map(|number| digest(&told(lab, number, "", ""))[..12].to_owned());
    let source = |word, object: &str, ids: [String; 2], request| Source {
        word,
        flag: format!("{word}:{object}{}", ids[0]),
        ids,
        request,
    };
    vec![
        source("github", "", numbers(), Some("gh api -X POST repos/")),
        // The numbers of its pages.
        source("gitlab", "", ["2".into(), "1".into()], None),
        source(
            "argocd",
            "alloy-ops#",
            numbers(),
            Some("argocd app sync alloy-ops"),
        ),
        source(
            "flux",
            "kustomization/flux-system/alloy-ops#",
            digests,
            Some("flux reconcile kustomization alloy-ops -n flux-system"),
        ),
        source(
            "flux",
            "helmrelease/alloy-ops/alloy-ops#",
            numbers(),
            Some("flux reconcile helmrelease alloy-ops -n alloy-ops"),
        ),
    ]
}

/// The paths that a run of `new` prints.
fn made(run: &Run) -> Vec<String> {
    run.stdout.lines().map(str::to_owned).collect()
}

fn understood(lab: &Lab, record: &str) {
    let run = lab.run(&["explain", record, "--format", "json"]).exits(0);
    let explained: Value = serde_json::from_str(&run.stdout).unwrap();
    for step in explained["steps"].as_array().unwrap() {
        for expectation in step["expectations"].as_array().unwrap() {
            assert_eq!(expectation["understood"], true, "{record}: {expectation}");
        }
    }
}

#[test]
fn a_record_of_any_source_is_written_understood_and_judged_from_it() {
    for at in 0..5 {
        let word = sources(&Lab::empty())[at].word;
        let lab = lab(State::After, word, "success");
        let source = &sources(&lab)[at];
        let args = ["new", "--deployment", &source.flag, "--lang", "ko,en"];
        let run = lab.run(&args).exits(0).keeps_quiet_about("Gitploy");
        let records = made(&run);
        assert_eq!(records.len(), 2, "{run}");
        for record in &records {
            let text = lab.read(record);
            let lower = text.to_lowercase();
            assert!(!lower.contains("gitploy"), "{}: {text}", source.flag);
            assert!(text.contains(&format!("#{}", source.ids[0])), "{text}");
            let has_commits = !source.flag.contains("helmrelease");
            let before = format!("#{} (`{}`)", source.ids[1], &lab.commits[0][..7]);
            assert_eq!(
                text.contains(&before),
                has_commits,
                "{}: {text}",
                source.flag
            );
            match source.request {
                Some(request) => assert!(text.contains(request), "{request}: {text}"),
                None => assert!(
                    !text.contains("요청:") && !text.contains("request:"),
                    "{text}"
                ),
            }
            understood(&lab, record);
            let run = lab.run(&["verify", record, "--update"]);
            let after = lab.read(record);
            let marks = after.matches('❌').count();
            assert_eq!(marks, 0, "{}\n{run}\n{after}", source.flag);
            assert_eq!(run.status, 0, "{}\n{run}", source.flag);
            assert!(after.contains("✅"), "{run}");
            lab.run(&["regenerate", record])
                .exits(0)
                .keeps_quiet_about("Gitploy");
        }
    }
}

/// Before the source says that it is done, nothing passes; when it failed, its item does not.
#[test]
fn what_has_not_arrived_or_failed_passes_nothing() {
    for at in 0..5 {
        for (word, item) in [("in_progress", '⏳'), ("failure", '❌')] {
            let system = sources(&Lab::empty())[at].word;
            let lab = lab(State::After, system, word);
            let source = &sources(&lab)[at];
            let flag = match (at, word) {
                // It has no digest before it was built, only a commit.
                (3, "in_progress") => format!(
                    "flux:kustomization/flux-system/alloy-ops#{}",
                    &lab.commits[1][..12]
                ),
                _ => source.flag.clone(),
            };
            let run = lab
                .run(&["new", "--deployment", &flag, "--lang", "ko,en"])
                .exits(0);
            for record in made(&run) {
                let before = lab.read(&record);
                let run = lab.run(&["verify", &record, "--update"]);
                let after = lab.read(&record);
                // The table of the results tells of what was ticked before, too.
                let is_ticked = |line: &&str| !line.starts_with('|') && line.contains('✅');
                let ticks = |text: &str| text.lines().filter(is_ticked).count();
                assert_eq!(ticks(&before), ticks(&after), "{flag} {word}\n{run}");
                assert_eq!(
                    after.contains('❌'),
                    item == '❌',
                    "{flag} {word}\n{run}\n{after}"
                );
            }
        }
    }
}

#[test]
fn the_latest_of_an_application_is_found_in_its_source() {
    for (at, app) in [
        (0, APP),
        (1, ""),
        (2, APP),
        (3, "kustomization/flux-system/alloy-ops"),
        (4, "helmrelease/alloy-ops"),
    ] {
        let system = sources(&Lab::empty())[at].word;
        let lab = lab(State::After, system, "success");
        let source = &sources(&lab)[at];
        let mut args = vec!["new", "--latest", "--env", ENV, "--lang", "ko,en"];
        if !app.is_empty() {
            args.extend(["--app", app]);
        }
        let run = lab.run(&args).exits(0).keeps_quiet_about("Gitploy");
        for record in made(&run) {
            let text = lab.read(&record);
            assert!(
                text.contains(&format!("#{}", source.ids[0])),
                "{}: {text}",
                source.flag
            );
        }
    }
}

/// Commits are git's to count, however many: no source is asked for them, and Gitploy's own list ends at 250.
#[test]
fn commits_are_counted_by_git_whatever_the_source() {
    for at in 0..5 {
        let word = sources(&Lab::empty())[at].word;
        // A HelmRelease's revisions are charts; Gitploy takes its place.
        let is_gitploy = at == 4;
        let mut lab = lab(
            State::After,
            if is_gitploy { "gitploy" } else { word },
            "success",
        );
        let repo = Repository::open(lab.work().join("repos/buzz-k8s-resources")).unwrap();
        let first = Oid::from_str(&lab.commits[0]).unwrap();
        let mut newest = Oid::from_str(&lab.commits[1]).unwrap();
        for minute in 0..260 {
            let parent = repo.find_commit(newest).unwrap();
            let when = Time::new(parent.time().seconds() + minute, 540);
            let who = Signature::new("Kim", "kim@example.dev", &when).unwrap();
            let tree = parent.tree().unwrap();
            newest = repo
                .commit(None, &who, &who, "docs: a word", &tree, &[&parent])
                .unwrap();
        }
        repo.reference("refs/heads/main", newest, true, "test")
            .unwrap();
        let (count, _) = repo.graph_ahead_behind(newest, first).unwrap();
        assert!(count > 250, "{count}");
        lab.commits[1] = newest.to_string();
        lab.world().tell(vec![
            told(&lab, 2, "10:02", "success"),
            told(&lab, 1, "09:54", "success"),
        ]);
        let flag = if is_gitploy {
            (FORGE_FIRST + 2).to_string()
        } else {
            sources(&lab)[at].flag.clone()
        };
        let (host, word) = (lab.world().gitploy_url(), GITPLOY_TOKEN);
        let config = lab.read(".kiro/report.toml");
        let config = format!("{config}[gitploy]\nrepo = \"{REPOSITORY}\"\n");
        lab.file(".kiro/report.toml", config);
        let lab = if is_gitploy {
            lab.env("GITPLOY_SERVER_HOST", &host)
                .env("GITPLOY_TOKEN", word)
        } else {
            lab
        };
        let args = ["new", "--deployment", &flag, "--repo", "buzz-k8s-resources"];
        let run = lab
            .run(&[&args[..], &["--lang", "ko,en"]].concat())
            .exits(0);
        for (record, told) in made(&run)
            .iter()
            .zip([format!("커밋 {count}개"), format!("{count} commits")])
        {
            let text = lab.read(record);
            assert!(text.contains(&told), "{flag} {told}: {text}");
        }
        let asked = lab.world().requests();
        assert!(
            asked
                .iter()
                .all(|line| !line.contains("/changes") && !line.contains("/compare/"))
        );
    }
}

/// Of several deployments each line says whose it is, in the order of time, and what is written is read as just these.
#[test]
fn a_record_of_several_sources_says_of_each_whose_it_is() {
    let (first, second) = (FORGE_FIRST + 1, FORGE_FIRST + 2);
    for own in [
        vec![("GitHub", first), ("Gitploy", second)],
        vec![("GitHub", first), ("Argo CD", second)],
        vec![("Argo CD", first), ("Gitploy", second)],
        // Of one time and one number.
        vec![("Argo CD", second), ("GitHub", second)],
    ] {
        let lab = lab(State::After, "github", "success");
        let (host, token) = (lab.world().gitploy_url(), GITPLOY_TOKEN);
        let config = lab.read(".kiro/report.toml");
        let config = format!("{config}[gitploy]\nrepo = \"{REPOSITORY}\"\n");
        lab.file(".kiro/report.toml", config);
        let lab = lab
            .env("GITPLOY_SERVER_HOST", &host)
            .env("GITPLOY_TOKEN", token);
        let named: Vec<String> = own
            .iter()
            .map(|(system, number)| match *system {
                "Gitploy" => number.to_string(),
                "GitHub" => format!("github:{number}"),
                _ => format!("argocd:alloy-ops#{number}"),
            })
            .collect();
        let args = ["new", "--deployment", &named.join(","), "--lang", "ko,en"];
        let run = lab.run(&args).exits(0);
        let records = made(&run);
        assert_eq!(records.len(), 2, "{run}");
        for (record, lines) in records.iter().zip([
            ["SYSTEM 배포 #NUMBER 실행", "SYSTEM 배포 #NUMBER 완료 대기"],
            [
                "SYSTEM deployment #NUMBER created",
                "Wait for SYSTEM deployment #NUMBER to finish",
            ],
        ]) {
            let text = lab.read(record);
            for line in lines {
                let lines = own.iter().map(|(system, number)| {
                    let line = line.replace("SYSTEM", system);
                    line.replace("NUMBER", &number.to_string())
                });
                let at: Vec<usize> = lines
                    .map(|line| text.find(&line).unwrap_or_else(|| panic!("{line}: {text}")))
                    .collect();
                assert!(at.is_sorted(), "{named:?} {text}");
            }
            understood(&lab, record);
            let run = lab.run(&["explain", record, "--format", "json"]).exits(0);
            let explained: Value = serde_json::from_str(&run.stdout).unwrap();
            let read = &explained["mentions"]["deployments"];
            let read: Vec<String> = read
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.to_string().trim_matches('"').to_owned())
                .collect();
            let named = named.iter().map(|one| one.replace("alloy-ops#", ""));
            assert_eq!(read, named.collect::<Vec<_>>(), "{text}");
            let waits = explained["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|item| {
                    let meaning = item["meaning"].as_str().unwrap();
                    meaning == "기록의 배포" || meaning == "the record's deployment"
                });
            assert_eq!(waits.count(), own.len(), "{record}: {text}");
            let run = lab.run(&["verify", record, "--update"]);
            let after = lab.read(record);
            assert!(!after.contains('❌'), "{run}\n{after}");
            let ticked = lines[1].replace("NUMBER", &second.to_string());
            let is_ticked = |(system, _): &(&str, u64)| {
                let words = ticked.replace("SYSTEM", system);
                let mut lines = after.lines();
                lines.any(|line| line.contains(&words) && line.contains('✅'))
            };
            let mut own = own.iter().filter(|(_, number)| *number == second);
            assert!(own.all(is_ticked), "{run}\n{after}");
        }
    }
}

/// A name is the source's: with a slash, in Korean, with what a table, a shell or an address would read.
#[test]
fn an_environment_may_have_any_name() {
    for env in ["개발/블루", "team/blue & green's", "a|b#1"] {
        for at in 0..2 {
            let word = sources(&Lab::empty())[at].word;
            let lab = lab(State::After, word, "success");
            let named = |number, time| Told {
                env: env.into(),
                ..told(&lab, number, time, "success")
            };
            lab.world().tell(vec![named(2, "10:02"), named(1, "09:54")]);
            let config = lab.read(".kiro/report.toml");
            let config = config.replace(&format!("[env.{ENV}]"), &format!("[env.{env:?}]"));
            lab.file(".kiro/report.toml", config);
            let source = &sources(&lab)[at];
            let args = ["new", "--deployment", &source.flag, "--lang", "ko,en"];
            let run = lab.run(&args).exits(0);
            for record in &made(&run) {
                let text = lab.read(record);
                let before = format!("#{} (`{}`)", source.ids[1], &lab.commits[0][..7]);
                assert!(text.contains(&before), "{env} {word}: {text}");
                understood(&lab, record);
                let run = lab.run(&["verify", record, "--update"]).exits(0);
                let after = lab.read(record);
                assert!(
                    after.contains("✅") && !after.contains('❌'),
                    "{run}\n{after}"
                );
            }
        }
    }
}

/// What a source leaves out or fails at is told as unseen, never as not there; the rest of the record is written,
/// and what depends on it passes nothing.
#[test]
fn what_a_source_answers_wrong_is_told_and_passes_nothing() {
    let json = |text: &str| Effect::Answer(200, "application/json", text.into());
    for (at, of) in [
        (
            0,
            format!("github GET /api/v3/repos/{REPOSITORY}/deployments"),
        ),
        (
            1,
            format!(
                "gitlab GET /api/v4/projects/{}/deployments",
                REPOSITORY.replace('/', "%2F")
            ),
        ),
    ] {
        for (part, effect) in [
            ("?", json("[{\"id\": null}]")),
            ("?", json("[null]")),
            ("?", json("{}")),
            ("?", json("null")),
            ("?", Effect::BadGateway),
            ("?", Effect::RateLimited(60)),
            ("/", json("{\"id\": 5, \"status\": null}")),
            ("/", Effect::BadGateway),
        ] {
            let word = sources(&Lab::empty())[at].word;
            let lab = lab(State::After, word, "success");
            let source = &sources(&lab)[at];
            let what = format!("{of}{part} {effect:?}");
            lab.world()
                .fail(Fault::always(format!("{of}{part}"), effect));
            let args = ["new", "--deployment", &source.flag, "--lang", "ko,en"];
            let run = lab.run(&args);
            assert!(matches!(run.status, 0 | 2), "{what}: {run}");
            assert!(!run.stderr.contains(": 없음"), "{what}: {run}");
            for record in made(&run) {
                let text = lab.read(&record);
                let is_told =
                    text.contains("확인하지 못함") || text.contains("Could not be learned");
                assert!(is_told, "{what}: {text}");
                let run = lab.run(&["verify", &record, "--update"]).exits(3);
                let after = lab.read(&record);
                assert!(!after.contains('❌'), "{what}: {run}\n{after}");
                // That the deployment is done is seen; whether a later one took its place is not.
                let is_ticked = |line: &&str| !line.starts_with('|') && line.contains(". ✅");
                let ticks = |text: &str| text.lines().filter(is_ticked).count();
                assert!(ticks(&after) <= ticks(&text) + 1, "{what}: {run}\n{after}");
            }
        }
    }
}
