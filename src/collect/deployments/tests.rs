//! The same table for every system: its words, its first deployment, one that was rolled back, one that is
//! not there, what it refuses, how many pages it has, and ids of twelve digits.

use super::*;
use crate::collect::access::Mode;
use crate::collect::fixture;
use crate::collect::observe::Outside;
use crate::facts::deployment::Progress;
use crate::facts::lang::Lang;
use crate::facts::observation::Observation;
use crate::query::Query;
use crate::world::{
    Effect, FORGE_FIRST, FORGE_TOKEN, Fault, JOB_TOKEN, REPOSITORY, State, Told, World,
};

const SYSTEMS: [System; 3] = [System::Gitploy, System::Github, System::Gitlab];

fn outside(world: &World, system: System) -> Outside {
    let mut access = fixture::nothing(std::path::Path::new("."));
    access.mode = Mode::Live;
    access.now = world.now();
    access.live = world.now();
    access.deadline = std::time::Duration::from_secs(30);
    let (host, token) = match system {
        System::Github => (world.github_url(), FORGE_TOKEN),
        System::Gitlab => (world.gitlab_url(), FORGE_TOKEN),
        System::Gitploy | System::Argocd => (world.gitploy_url(), crate::world::GITPLOY_TOKEN),
    };
    let teller = DeploymentAccess {
        host,
        aliases: vec!["https://forge.example.dev".into()],
        repo: Some(REPOSITORY.into()),
        credential: Credential::Bearer(token.into()),
    };
    access.deployments.insert(system, teller);
    Outside::new(access)
}

fn which(system: System, number: u64) -> DeploymentRef {
    let id = match system {
        System::Github | System::Gitlab => FORGE_FIRST + number,
        System::Gitploy | System::Argocd => number,
    };
    DeploymentRef {
        source: system,
        project: None,
        id: id.into(),
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

fn one(world: &World, system: System, number: u64) -> Result<Deployment, Blind> {
    let outside = outside(world, system);
    run(async {
        let teller = outside.teller(system).unwrap();
        teller.deployment(&which(system, number)).await
    })
}

/// What a record's question gives, with the deployment that came later.
fn asked(world: &World, system: System, number: u64) -> Deployment {
    let outside = outside(world, system);
    let DeploymentRef { source, id, .. } = which(system, number);
    let query = Query::Deployment(DeploymentQuery {
        source,
        context: None,
        host: None,
        repo: None,
        number: id,
    });
    let answer = run(outside.observe(&[query])).remove(0);
    match answer.observation {
        Observation::Seen(seen) => serde_json::from_value(seen.objects[0].clone()).unwrap(),
        Observation::Blind(blind) => panic!("{blind:?}"),
    }
}

#[test]
fn every_system_tells_the_same_story() {
    let world = World::start(State::After).unwrap();
    for system in SYSTEMS {
        for (number, progress, app, has_sha) in [
            (4354, Progress::Succeeded, "alloy-ops", true),
            (4352, Progress::Waiting, "grafana-ops", false),
            (4351, Progress::Failed, "alloy-ops", true),
        ] {
            let seen = one(&world, system, number).unwrap();
            let wanted = match (system, progress) {
                // GitHub has no status before the first event.
                (System::Github, Progress::Waiting) => Progress::UnderWay,
                _ => progress,
            };
            assert_eq!(seen.progress(), wanted, "{system:?} {number}");
            assert_eq!(seen.number, which(system, number).id, "{system:?}");
            if system != System::Gitlab {
                assert_eq!(seen.payload("app"), Some(app), "{system:?} {number}");
            }
            assert_eq!(seen.sha.is_some(), has_sha || system != System::Gitploy);
        }
        let own = one(&world, system, 4354).unwrap();
        assert_eq!(
            own.succeeded_at().unwrap().format("%H:%M:%S").to_string(),
            "10:03:24",
            "{system:?}"
        );
        assert_eq!(own.finished_at(), own.succeeded_at());
    }
}

#[test]
fn the_words_of_every_system_mean_one_of_six_things() {
    use Progress::*;
    for (system, words) in [
        (
            System::Gitploy,
            &[
                ("success", Succeeded),
                ("failure", Failed),
                ("canceled", Canceled),
                ("waiting", Waiting),
                ("created", UnderWay),
                ("queued", UnderWay),
                ("running", UnderWay),
                ("in_progress", UnderWay),
                ("inactive", UnderWay),
            ][..],
        ),
        (
            System::Github,
            &[
                ("success", Succeeded),
                ("failure", Failed),
                ("error", Failed),
                ("inactive", Superseded),
                ("in_progress", UnderWay),
                ("queued", UnderWay),
                ("pending", UnderWay),
                ("waiting", Waiting),
                ("canceled", UnderWay),
            ],
        ),
        (
            System::Gitlab,
            &[
                ("success", Succeeded),
                ("failed", Failed),
                ("canceled", Canceled),
                ("skipped", Canceled),
                ("blocked", Waiting),
                ("created", UnderWay),
                ("running", UnderWay),
                ("failure", UnderWay),
            ],
        ),
        (
            System::Argocd,
            &[
                ("success", Succeeded),
                ("superseded", Superseded),
                ("Running", UnderWay),
                ("Failed", Failed),
                ("Error", Failed),
            ],
        ),
    ] {
        for (word, progress) in words {
            assert_eq!(system.progress(word), *progress, "{system:?} {word}");
        }
        for word in ["", "SUCCESS", "Success", "succes", "성공"] {
            assert_eq!(system.progress(word), UnderWay, "{system:?} {word}");
        }
    }
}

/// What GitHub's events make of a deployment: the newest counts, whatever the list's order, and one that
/// is no longer in force has arrived only if it ever was in force.
#[test]
fn the_newest_event_of_github_is_its_status() {
    for (events, progress, has_succeeded) in [
        (&[][..], Progress::UnderWay, false),
        (&["in_progress", "success"], Progress::Succeeded, true),
        (&["success", "inactive"], Progress::Superseded, true),
        (&["success", "failure", "inactive"], Progress::Failed, false),
        (&["in_progress", "inactive"], Progress::UnderWay, false),
        (&["inactive"], Progress::UnderWay, false),
        (&["success", "in_progress"], Progress::UnderWay, false),
        (
            &["success", "inactive", "success"],
            Progress::Succeeded,
            true,
        ),
        (&["success", "unheard-of"], Progress::UnderWay, false),
    ] {
        let world = World::start(State::After).unwrap();
        let at = "2025-12-05T10:00:00Z";
        world.tell(vec![Told {
            id: FORGE_FIRST + 1,
            env: "ops".into(),
            sha: "a".repeat(40),
            created: at.into(),
            events: events
                .iter()
                .map(|word| (at.into(), word.to_string()))
                .collect(),
            ..Told::default()
        }]);
        let seen = one(&world, System::Github, 1).unwrap();
        assert_eq!(seen.progress(), progress, "{events:?}");
        assert_eq!(seen.has_succeeded(), has_succeeded, "{events:?}");
    }
}

fn told(id: u64, env: &str, app: &str, words: &[&str]) -> Told {
    let at = format!("2025-12-05T10:{:02}:00Z", id % 60);
    Told {
        id: FORGE_FIRST + id,
        env: env.into(),
        app: app.into(),
        sha: format!("{id:040x}"),
        created: at.clone(),
        events: words
            .iter()
            .map(|word| (at.clone(), word.to_string()))
            .collect(),
    }
}

#[test]
fn the_previous_and_the_later_one_are_of_the_same_environment_and_application() {
    let good: &[&str] = &["success"];
    for (name, before, previous) in [
        ("none", vec![], None),
        ("failed", vec![told(4, "ops", "web", &["failure"])], None),
        (
            "of another environment",
            vec![told(4, "dev", "web", good)],
            None,
        ),
        ("rolled back to", vec![told(4, "ops", "web", good)], Some(4)),
        (
            "behind a failed one",
            vec![
                told(4, "ops", "web", &["failure"]),
                told(3, "ops", "web", good),
            ],
            Some(3),
        ),
    ] {
        for system in [System::Github, System::Gitlab] {
            let world = World::start(State::After).unwrap();
            let mut all = vec![told(5, "ops", "web", good)];
            all.extend(before.clone());
            world.tell(all);
            let outside = outside(&world, system);
            let found = run(async {
                let teller = outside.teller(system).unwrap();
                let own = teller.deployment(&which(system, 5)).await.unwrap();
                teller.previous(&own).await.unwrap()
            });
            let found = found.map(|one| one.number);
            assert_eq!(
                found,
                previous.map(|id| which(system, id).id),
                "{system:?} {name}"
            );
            // From the older one, the newer is the later one.
            if let Some(id) = previous {
                let later = asked(&world, system, id).later.unwrap();
                assert_eq!(later.number, which(system, 5).id, "{system:?} {name}");
            }
            assert_eq!(asked(&world, system, 5).later, None, "{system:?} {name}");
        }
    }
    // Another application's deployment takes no other's place.
    let world = World::start(State::After).unwrap();
    world.tell(vec![
        told(6, "ops", "api", good),
        told(5, "ops", "web", good),
    ]);
    assert_eq!(asked(&world, System::Github, 5).later, None);
}

#[test]
fn many_deployments_come_in_pages_and_one_by_one_only_up_to_a_bound() {
    for system in [System::Github, System::Gitlab] {
        let world = World::start(State::After).unwrap();
        let count = 260;
        let story = (1..=count)
            .rev()
            .map(|id| told(id, "ops", "web", &["success"]));
        world.tell(story.collect());
        let outside = outside(&world, system);
        let teller = outside.teller(system).unwrap();
        let listed = run(teller.page(REPOSITORY, Wanted::default(), 3)).unwrap();
        assert_eq!(listed.len(), 60, "{system:?}");
        let ids: Vec<u64> = listed
            .iter()
            .filter_map(|one| one.number.number())
            .collect();
        assert_eq!(ids.first(), Some(&(FORGE_FIRST + 60)), "{system:?}");
        assert!(ids.is_sorted_by(|one, other| one > other), "{system:?}");
        // The oldest has the newest after it, at the first look.
        assert_eq!(
            asked(&world, system, 1).later.unwrap().number,
            which(system, count).id
        );
        // Failed ones all the way: that is said, and not asked without end.
        let world = World::start(State::After).unwrap();
        let mut story: Vec<Told> = (2..=count)
            .rev()
            .map(|id| told(id, "ops", "web", &["failure"]))
            .collect();
        story.push(told(1, "ops", "web", &["success"]));
        world.tell(story);
        let own = asked(&world, system, 1);
        match system {
            System::Github => {
                assert_eq!(own.unseen_later.unwrap().cause, Cause::TooLarge);
                assert!(world.requests().len() < 80, "{}", world.requests().len());
            }
            _ => assert_eq!((own.later, own.unseen_later), (None, None)),
        }
    }
}

#[test]
fn what_a_system_refuses_is_said_in_both_languages() {
    let json = |code: u16, body: &str| Effect::Answer(code, "application/json", body.into());
    for system in SYSTEMS {
        let name = system.name();
        for (fault, number, cause, en, ko) in [
            (
                None,
                99_999,
                Cause::NotFound,
                "has no deployment #",
                "에 배포 #",
            ),
            (
                Some(json(403, r#"{"message":"Resource not accessible"}"#)),
                4354,
                Cause::Forbidden,
                "Resource not accessible",
                "권한 없음",
            ),
            (
                Some(json(401, r#"{"message":"Bad credentials"}"#)),
                4354,
                Cause::Unauthorized,
                "Bad credentials",
                "인증되지 않음",
            ),
            (
                Some(Effect::TooManyRequests(600)),
                4354,
                Cause::TooManyRequests,
                "too many requests (429)",
                "요청이 너무 많음 (429)",
            ),
            (Some(Effect::BadGateway), 4354, Cause::Gateway, "502", "502"),
            (
                Some(json(200, "{}")),
                4354,
                Cause::Malformed,
                "has no ",
                "has no ",
            ),
        ] {
            let world = World::start(State::After).unwrap();
            if let Some(fault) = fault {
                world.fail(Fault::always("", fault));
            }
            let blind = one(&world, system, number).unwrap_err();
            assert_eq!(blind.cause, cause, "{system:?} {number}: {blind:?}");
            let (said, gesagt) = (blind.told(Lang::En), blind.told(Lang::Ko));
            assert!(said.contains(en) && said.contains(name), "{said}");
            assert!(gesagt.contains(ko) && gesagt.contains(name), "{gesagt}");
            assert!(!said.contains(FORGE_TOKEN) && !gesagt.contains(FORGE_TOKEN));
        }
    }
    let world = World::start(State::After).unwrap();
    world.fail(Fault::always("github", Effect::RateLimited(1_764_930_000)));
    let blind = one(&world, System::Github, 4354).unwrap_err();
    assert_eq!(blind.cause, Cause::TooManyRequests, "{blind:?}");
    assert!(
        blind
            .told(Lang::En)
            .contains("renewed at 2025-12-05T10:20:00Z"),
        "{blind:?}"
    );
    assert!(
        blind.told(Lang::Ko).contains("2025-12-05T10:20:00Z에 다시"),
        "{blind:?}"
    );
    assert_eq!(
        world.requests().len(),
        1,
        "what is limited is not asked again"
    );
}

#[test]
fn a_job_of_gitlab_has_a_token_of_its_own() {
    let world = World::start(State::After).unwrap();
    for (credential, is_let_in) in [
        (Credential::Job(JOB_TOKEN.into()), true),
        (Credential::Bearer(JOB_TOKEN.into()), false),
        (Credential::Job(FORGE_TOKEN.into()), false),
    ] {
        let mut access = outside(&world, System::Gitlab).access().clone();
        access
            .deployments
            .get_mut(&System::Gitlab)
            .unwrap()
            .credential = credential;
        let outside = Outside::new(access);
        let teller = outside.teller(System::Gitlab).unwrap();
        let seen = run(teller.deployment(&which(System::Gitlab, 4354)));
        assert_eq!(seen.is_ok(), is_let_in);
    }
}

#[test]
fn only_the_configured_host_and_repository_are_asked() {
    let world = World::start(State::After).unwrap();
    for system in [System::Github, System::Gitlab] {
        for (host, repo, is_asked) in [
            (None, None, true),
            (Some("https://forge.example.dev"), None, true),
            (Some("https://forge.example.dev.evil.example"), None, false),
            (Some("https://github.com"), None, false),
            (None, Some("Buzzvil/other"), false),
            (None, Some(REPOSITORY), true),
        ] {
            world.forget_requests();
            let outside = outside(&world, system);
            let query = Query::Deployment(DeploymentQuery {
                source: system,
                context: None,
                host: host.map(String::from),
                repo: repo.map(String::from),
                number: which(system, 4354).id,
            });
            let answer = run(outside.observe(&[query])).remove(0);
            let is_seen = matches!(answer.observation, Observation::Seen(_));
            assert_eq!(is_seen, is_asked, "{system:?} {host:?} {repo:?}");
            assert_eq!(
                !world.requests().is_empty(),
                is_asked,
                "{system:?} {host:?} {repo:?}"
            );
        }
    }
}

#[test]
fn the_api_stands_where_each_address_has_it() {
    for (host, api) in [
        ("https://github.com", "https://api.github.com"),
        ("https://github.com/", "https://api.github.com"),
        ("https://api.github.com", "https://api.github.com"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://git.acme.dev", "https://git.acme.dev/api/v3"),
        ("https://git.acme.dev/api/v3", "https://git.acme.dev/api/v3"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/api/v3"),
        ("https://evilgithub.com", "https://evilgithub.com/api/v3"),
    ] {
        assert_eq!(github::api(host), api);
    }
    assert_eq!(
        gitlab::api("https://gitlab.com/"),
        "https://gitlab.com/api/v4"
    );
}

/// A real Application's history: three syncs, of which the last is in force.
#[test]
fn the_history_of_an_application_is_its_deployments() {
    let sha = |digit: &str| digit.repeat(40);
    let entry = |id: u64, revision: &str, by: Value| {
        json!({"id": id, "revision": revision, "deployStartedAt": "2025-12-05T10:00:00Z",
            "deployedAt": format!("2025-12-05T10:0{id}:00Z"), "initiatedBy": by,
            "source": {"repoURL": "https://g.example/o/r", "targetRevision": "main"}})
    };
    let application = json!({"metadata": {"name": "web", "namespace": "argocd"},
    "spec": {"destination": {"server": "https://kubernetes.default.svc"}},
    "status": {"history": [
        entry(1, &sha("a"), json!({"automated": true})),
        entry(2, "1.2.3", json!({"username": "haneul"})),
        entry(3, &sha("c"), json!({"username": "haneul", "automated": false})),
        {"id": 4, "revision": sha("d")},
    ]}});
    let all = argocd::of_application(&application);
    let told: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one.number.to_string(),
                one.progress(),
                one.sha.is_some(),
                one.user.clone(),
            )
        })
        .collect();
    let haneul = Some("haneul".to_string());
    assert_eq!(
        told,
        [
            ("3".to_string(), Progress::Succeeded, true, haneul.clone()),
            ("2".to_string(), Progress::Superseded, false, haneul),
            ("1".to_string(), Progress::Superseded, true, None),
        ]
    );
    assert_eq!(argocd::of_application(&json!({})), []);
}
