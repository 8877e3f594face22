//! The same table for every system: its words, its first deployment, one that was rolled back, one that is
//! not there, what it refuses, how many pages it has, and ids of twelve digits.

use super::*;
use crate::collect::observe::Outside;
use crate::collect::seam::log::RequestLog;
use crate::collect::tests::fixture;
use crate::facts::deployment::Progress;
use crate::facts::lang::Lang;
use crate::facts::observation::Observation;
use crate::query::Query;
use crate::world::{
    Effect, FORGE_FIRST, FORGE_TOKEN, Fault, GITPLOY_TOKEN, JOB_TOKEN, REPOSITORY, State, Told,
    World, digest,
};
use std::sync::{Arc, Mutex};

/// What is asked over HTTP with a credential of its own.
const SERVERS: [System; 3] = [System::Gitploy, System::Github, System::Gitlab];

/// Whom a test asks: a system, and in a cluster the object.
type Asked = (System, Option<&'static str>);

/// All that a test can tell of.
const TOLD: [Asked; 6] = [
    (System::Gitploy, None),
    (System::Github, None),
    (System::Gitlab, None),
    (System::Argocd, Some("web")),
    (System::Flux, Some("kustomization/web")),
    (System::Flux, Some("helmrelease/web/web")),
];

fn outside(world: &World, system: System) -> Outside {
    let folder = tempfile::tempdir().unwrap();
    let mut access = fixture::access(world, folder.path());
    // The kubeconfig is read before the folder goes.
    let _kept = folder.keep();
    access.deployments.clear();
    let (host, token) = match system {
        System::Github => (world.github_url(), FORGE_TOKEN),
        System::Gitlab => (world.gitlab_url(), FORGE_TOKEN),
        System::Gitploy => (world.gitploy_url(), GITPLOY_TOKEN),
        System::Argocd | System::Flux => return Outside::new(access),
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

fn which((source, project): Asked, number: u64) -> DeploymentRef {
    let id = FORGE_FIRST + number;
    let told = told(number, "ops", "web", &[]);
    DeploymentRef {
        source,
        project: project.map(String::from),
        id: match project {
            Some(object) if object.starts_with("kustomization") => {
                DeploymentId::new(&digest(&told)[..12])
            }
            // The story's own, and one of twelve digits that a test tells.
            _ if source == System::Gitploy && number > 4000 => number.into(),
            // The number of its page.
            _ if source == System::Gitlab => (id % 1000).into(),
            _ => id.into(),
        },
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

/// What a record's question gives, with the deployment that came later.
fn one(world: &World, asked: Asked, number: u64) -> Result<Deployment, Blind> {
    let outside = outside(world, asked.0);
    let DeploymentRef {
        source,
        project,
        id,
    } = which(asked, number);
    let query = Query::Deployment(DeploymentQuery {
        source,
        context: None,
        host: None,
        repo: project,
        number: id,
    });
    let answer = run(outside.observe(&[query])).remove(0);
    match answer.observation {
        Observation::Seen(seen) => Ok(serde_json::from_value(seen.objects[0].clone()).unwrap()),
        Observation::Blind(blind) => Err(blind),
    }
}

/// The one before it.
fn before_it(world: &World, asked: Asked, number: u64) -> Option<Deployment> {
    let outside = outside(world, asked.0);
    let which = which(asked, number);
    run(async {
        if asked.0.is_in_a_cluster() {
            return outside.applied_one(&which, None).await.unwrap().previous;
        }
        let teller = outside.teller(asked.0).unwrap();
        let own = teller.deployment(&which).await.unwrap();
        teller.previous(&own).await.unwrap()
    })
}

#[test]
fn every_system_tells_the_same_story() {
    let world = World::start(State::After).unwrap();
    for system in SERVERS {
        let asked = (system, None);
        for (number, progress, app, has_sha) in [
            (4354, Progress::Succeeded, "alloy-ops", true),
            (4352, Progress::Waiting, "grafana-ops", false),
            (4351, Progress::Failed, "alloy-ops", true),
        ] {
            let seen = one(&world, asked, number).unwrap();
            let wanted = match (system, progress) {
                // GitHub has no status before the first event.
                (System::Github, Progress::Waiting) => Progress::UnderWay,
                _ => progress,
            };
            assert_eq!(seen.progress(), wanted, "{system:?} {number}");
            assert_eq!(seen.number, which(asked, number).id, "{system:?}");
            if system != System::Gitlab {
                assert_eq!(seen.payload("app"), Some(app), "{system:?} {number}");
            }
            assert_eq!(seen.sha.is_some(), has_sha || system != System::Gitploy);
        }
        let own = one(&world, asked, 4354).unwrap();
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
                ("Terminating", UnderWay),
            ],
        ),
        (
            System::Flux,
            &[
                ("ReconciliationSucceeded", Succeeded),
                ("deployed", Succeeded),
                ("superseded", Superseded),
                ("uninstalled", Superseded),
                ("failed", Failed),
                ("HealthCheckFailed", Failed),
                ("BuildFailed", Failed),
                ("ReconciliationFailed", Failed),
                ("ArtifactFailed", Failed),
                ("PruneFailed", Failed),
                ("Progressing", UnderWay),
                ("ProgressingWithRetry", UnderWay),
                ("DependencyNotReady", UnderWay),
                ("pending-upgrade", UnderWay),
                ("success", UnderWay),
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
        let seen = one(&world, (System::Github, None), 1).unwrap();
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
        for system in TOLD {
            // A Kustomization and an Application are of one environment.
            if name == "of another environment" && system.0.is_in_a_cluster() {
                continue;
            }
            let world = World::start(State::After).unwrap();
            let mut all = vec![told(5, "ops", "web", good)];
            all.extend(before.clone());
            world.tell(all);
            let found = before_it(&world, system, 5).map(|one| one.number);
            assert_eq!(
                found,
                previous.map(|id| which(system, id).id),
                "{system:?} {name}"
            );
            // From the older one, the newer is the later one.
            if let Some(id) = previous {
                let older = one(&world, system, id).unwrap();
                assert!(older.has_succeeded(), "{system:?} {name}: {older:?}");
                let later = older.later.unwrap();
                assert_eq!(later.number, which(system, 5).id, "{system:?} {name}");
            }
            let own = one(&world, system, 5).unwrap();
            assert_eq!(own.later, None, "{system:?} {name}");
            assert_eq!(own.progress(), Progress::Succeeded, "{system:?} {name}");
            assert_eq!(
                own.payload("app"),
                (system.0 != System::Gitlab).then_some("web")
            );
        }
    }
    // Another application's deployment takes no other's place.
    let world = World::start(State::After).unwrap();
    world.tell(vec![
        told(6, "ops", "api", good),
        told(5, "ops", "web", good),
    ]);
    for asked in TOLD
        .into_iter()
        .filter(|(system, _)| *system != System::Gitlab)
    {
        assert_eq!(one(&world, asked, 5).unwrap().later, None, "{asked:?}");
    }
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
        let first = which((system, None), 60).id;
        assert_eq!(ids.first().copied(), first.number(), "{system:?}");
        assert!(ids.is_sorted_by(|one, other| one > other), "{system:?}");
        // The oldest has the newest after it, at the first look.
        let asked = (system, None);
        assert_eq!(
            one(&world, asked, 1).unwrap().later.unwrap().number,
            which(asked, count).id
        );
        // Failed ones all the way: that is said, and not asked without end.
        let world = World::start(State::After).unwrap();
        let mut story: Vec<Told> = (2..=count)
            .rev()
            .map(|id| told(id, "ops", "web", &["failure"]))
            .collect();
        story.push(told(1, "ops", "web", &["success"]));
        world.tell(story);
        let own = one(&world, asked, 1).unwrap();
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
    let servers = SERVERS.map(|system| (system, None));
    for system in servers
        .into_iter()
        .chain(TOLD.into_iter().filter(|one| one.0.is_in_a_cluster()))
    {
        let name = system.0.name();
        for (fault, number, cause, en, ko) in [
            (None, 99_999, Cause::NotFound, " #", " #"),
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
            // What a cluster answers without a kind is read in `cluster`.
            if cause == Cause::Malformed && system.0.is_in_a_cluster() {
                continue;
            }
            let listed = cause == Cause::Malformed && system.0 == System::Gitlab;
            let [en, ko] = [en, ko].map(|words| if listed { "a list was expected" } else { words });
            let world = World::start(State::After).unwrap();
            if system.0.is_in_a_cluster() {
                world.tell(vec![told(4354, "ops", "web", &["success"])]);
            }
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
    for system in SERVERS {
        let world = World::start(State::After).unwrap();
        world.fail(Fault::always("", Effect::RateLimited(1_764_930_000)));
        let blind = one(&world, (system, None), 4354).unwrap_err();
        assert_eq!(blind.cause, Cause::TooManyRequests, "{blind:?}");
        let [en, ko] = [Lang::En, Lang::Ko].map(|lang| blind.told(lang));
        assert!(en.contains("renewed at 2025-12-05T10:20:00Z"), "{en}");
        assert!(ko.contains("2025-12-05T10:20:00Z에 다시"), "{ko}");
        let asked = world.requests().len();
        assert_eq!(asked, 1, "{system:?}: what is limited is not asked again");
    }
}

/// What did not change costs none of the quota, and what did is told anew.
#[test]
fn github_is_asked_again_by_the_tag_of_its_answer() {
    let world = World::start(State::After).unwrap();
    world.tell(vec![told(5, "ops", "web", &["in_progress"])]);
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = lines.clone();
    let mut access = outside(&world, System::Github).access().clone();
    access.log = Some(RequestLog::new(move |line| {
        heard.lock().unwrap().push(line.to_owned());
    }));
    let outside = Outside::new(access);
    let which = which((System::Github, None), 5);
    run(async {
        for (events, progress, whole) in [
            (None, Progress::UnderWay, 2),
            (None, Progress::UnderWay, 0),
            (Some("success"), Progress::Succeeded, 1),
            (None, Progress::Succeeded, 0),
        ] {
            if let Some(word) = events {
                world.tell(vec![told(5, "ops", "web", &["in_progress", word])]);
            }
            lines.lock().unwrap().clear();
            let teller = outside.teller(System::Github).unwrap();
            let seen = teller.deployment(&which).await.unwrap();
            assert_eq!(seen.progress(), progress);
            let lines = lines.lock().unwrap();
            let paid = lines.iter().filter(|line| !line.contains(" 304"));
            assert_eq!(paid.count(), whole, "{lines:?}");
            assert_eq!(lines.len(), 2, "{lines:?}");
        }
    });
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
        let seen = run(teller.deployment(&which((System::Gitlab, None), 4354)));
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
                number: which((system, None), 4354).id,
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

/// Its pages number a project's deployments from one; its API has another number for each, which no page of
/// the project can have or which is refused.
#[test]
fn a_number_of_gitlab_is_its_pages_or_no_other() {
    const LINKED: &str = "/-/environments/9";
    let world = World::start(State::After).unwrap();
    let many: Vec<Told> = (1..=260)
        .rev()
        .map(|id| told(id, "ops", "web", &["success"]))
        .collect();
    let gone: Vec<Told> = many.iter().filter(|one| one.id % 4 != 0).cloned().collect();
    let small = |id: u64| Told {
        id,
        ..told(1, "ops", "web", &["success"])
    };
    // Ids of 30, 40 and 300 have the pages 3, 4 and 30.
    let few = vec![small(300), small(40), small(30)];
    for (story, project, asked, found) in [
        (&many, "", FORGE_FIRST + 7, Ok(7)),
        (&many, "", 7, Ok(7)),
        (&many, LINKED, 7, Ok(7)),
        (&many, "", 260, Ok(260)),
        (&many, "", 261, Err(Cause::NotFound)),
        (&many, "", 0, Err(Cause::NotFound)),
        (&many, LINKED, FORGE_FIRST + 7, Err(Cause::NotFound)),
        (&gone, "", 7, Ok(7)),
        (&gone, "", 1, Ok(1)),
        (&gone, "", 8, Err(Cause::NotFound)),
        (&few, "", 30, Err(Cause::BadRequest)),
        (&few, LINKED, 30, Ok(30)),
        (&few, LINKED, 3, Ok(3)),
        (&few, "", 3, Ok(3)),
        (&few, "", 300, Ok(30)),
        (&few, "", 40, Ok(4)),
        (&few, LINKED, 40, Err(Cause::NotFound)),
    ] {
        world.tell(story.clone());
        let outside = outside(&world, System::Gitlab);
        let teller = outside.teller(System::Gitlab).unwrap();
        let named = format!("{REPOSITORY}{project}");
        let which = DeploymentRef {
            source: System::Gitlab,
            project: Some(named).filter(|_| !project.is_empty()),
            id: asked.into(),
        };
        let seen = run(teller.deployment(&which));
        match (seen, found) {
            (Ok(seen), Ok(number)) => {
                assert_eq!(seen.number, number, "{asked}");
                let page = seen.html_url.unwrap();
                assert!(
                    page.ends_with(&format!("{LINKED}/deployments/{number}")),
                    "{page}"
                );
                assert_eq!(seen.reviews.len(), 1, "{asked}");
            }
            (Err(blind), Err(cause)) => {
                assert_eq!(blind.cause, cause, "{asked}");
                let told = [Lang::En, Lang::Ko].map(|lang| blind.told(lang));
                for number in [3, 30].into_iter().filter(|_| cause == Cause::BadRequest) {
                    let named = format!("gitlab:{REPOSITORY}{LINKED}#{number}");
                    let is_named = told.iter().all(|text| text.contains(&named));
                    assert!(is_named, "{named}: {told:?}");
                    assert!(DeploymentRef::read(&named).is_some());
                }
            }
            (seen, _) => panic!("{project} {asked}: {seen:?}"),
        }
    }
}

/// A redirect is an answer, and nowhere to take a credential to: not even to another path.
#[test]
fn a_redirect_is_not_followed() {
    let (world, elsewhere) = (
        World::start(State::After).unwrap(),
        World::start(State::After).unwrap(),
    );
    for (system, other) in [
        (System::Github, elsewhere.github_url()),
        (System::Gitlab, elsewhere.gitlab_url()),
        (System::Gitploy, elsewhere.gitploy_url()),
    ] {
        for to in [other, "/login".to_owned()] {
            world.heal();
            world.forget_requests();
            world.fail(Fault::always("", Effect::Redirect(to)));
            one(&world, (system, None), 4354).unwrap_err();
            assert_eq!(elsewhere.requests(), [""; 0], "{system:?}");
            assert!(world.requests().iter().all(|line| !line.contains("login")));
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
        assert_eq!((github::DIALECT.api)(host), api);
    }
    assert_eq!(
        (gitlab::DIALECT.api)("https://gitlab.com/"),
        "https://gitlab.com/api/v4"
    );
}

/// What the last event of a deployment is, and what its source makes of it.
#[test]
fn the_newest_one_is_under_way_or_failed_before_it_is_in_a_history() {
    for (word, progress) in [
        ("in_progress", Progress::UnderWay),
        ("failure", Progress::Failed),
        ("success", Progress::Succeeded),
    ] {
        for system in TOLD {
            let world = World::start(State::After).unwrap();
            world.tell(vec![
                told(5, "ops", "web", &[word]),
                told(4, "ops", "web", &["success"]),
            ]);
            // What Flux has not built yet has no digest, only a commit.
            let seen = match (system.1, progress) {
                (Some("kustomization/web"), Progress::UnderWay) => {
                    let outside = outside(&world, System::Flux);
                    let all = run(outside.applied(System::Flux, "kustomization/web", None));
                    let newest = all.unwrap().remove(0);
                    assert_eq!(newest.number.as_str(), &format!("{:040x}", 5)[..12]);
                    newest
                }
                _ => one(&world, system, 5).unwrap(),
            };
            assert_eq!(seen.progress(), progress, "{system:?} {word}: {seen:?}");
            // The one before is in force until the newest is.
            let before = one(&world, system, 4).unwrap();
            assert_eq!(
                before.later.is_some(),
                progress == Progress::Succeeded,
                "{system:?} {word}"
            );
        }
    }
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
    let several = json!({"id": 4, "revisions": ["1.2.3", sha("d"), sha("e")],
        "deployedAt": "2025-12-05T10:04:00Z", "sources": [{}, {}, {}]});
    let operation = |phase: &str, started: &str, sync: Value| {
        json!({"phase": phase, "startedAt": started, "message": "no such kind",
            "operation": {"initiatedBy": {"username": "haneul"}, "sync": sync}})
    };
    let after = "2025-12-05T10:05:00Z";
    for (operation, newest) in [
        (Value::Null, None),
        (
            operation("Succeeded", after, json!({"revision": sha("f")})),
            None,
        ),
        (
            operation("Running", after, json!({"revision": sha("f")})),
            Some(("5", "Running", Progress::UnderWay)),
        ),
        (
            operation("Failed", after, json!({"revision": sha("f")})),
            Some(("5", "Failed", Progress::Failed)),
        ),
        (
            operation("Error", after, json!({"revisions": [sha("f")]})),
            Some(("5", "Error", Progress::Failed)),
        ),
        // An old failure, a sync of one resource, one that only tries.
        (
            operation(
                "Failed",
                "2025-12-05T10:03:30Z",
                json!({"revision": sha("f")}),
            ),
            None,
        ),
        (
            operation("Failed", after, json!({"resources": [{"kind": "Service"}]})),
            None,
        ),
        (operation("Failed", after, json!({"dryRun": true})), None),
    ] {
        let application = json!({"metadata": {"name": "web", "namespace": "argocd"},
        "spec": {"destination": {"server": "https://kubernetes.default.svc"}},
        "status": {"operationState": operation, "history": [
            entry(1, &sha("a"), json!({"automated": true})),
            entry(2, "1.2.3", json!({"username": "haneul"})),
            entry(3, &sha("c"), json!({"username": "haneul", "automated": false})),
            several,
        ]}});
        let elsewhere = argocd::of(&application, "gitops").unwrap();
        assert!(elsewhere.iter().all(|one| one.repo == "argocd/web"));
        let mut all = argocd::of(&application, "argocd").unwrap();
        assert!(all.iter().all(|one| one.repo == "web"));
        if let Some((number, status, progress)) = newest {
            let newest = all.remove(0);
            assert_eq!(newest.number.as_str(), number);
            assert_eq!(newest.status, status);
            assert_eq!(newest.progress(), progress);
            assert_eq!(newest.sha, Some(sha("f")));
            let said = newest.statuses.last().unwrap().description.as_deref();
            assert_eq!(said, Some("no such kind"));
        }
        let told: Vec<_> = all
            .iter()
            .map(|one| {
                let sha = one.sha.as_deref().map(|sha| &sha[..1]);
                (
                    one.number.to_string(),
                    one.progress(),
                    sha,
                    one.user.as_deref(),
                )
            })
            .collect();
        let haneul = Some("haneul");
        assert_eq!(
            told,
            [
                ("4".to_string(), Progress::Succeeded, Some("d"), None),
                ("3".to_string(), Progress::Superseded, Some("c"), haneul),
                ("2".to_string(), Progress::Superseded, None, haneul),
                ("1".to_string(), Progress::Superseded, Some("a"), None),
            ]
        );
        assert_eq!(all[2].reference, "1.2.3");
    }
    assert_eq!(argocd::of(&json!({}), "argocd").unwrap(), []);
}

/// The history of Flux's documentation, a rollback to manifests that were there before, and an object of a
/// Flux that keeps no history.
#[test]
fn the_history_of_a_kustomization_is_its_deployments() {
    let entry = |digest: &str, first: u32, last: u32, status: &str, revision: &str| {
        json!({"digest": format!("sha256:{digest}"), "lastReconciledStatus": status,
            "firstReconciled": format!("2025-08-15T{first:02}:00:00Z"),
            "lastReconciled": format!("2025-08-15T{last:02}:00:00Z"),
            "lastReconciledDuration": "2.818583s", "totalReconciliations": 2,
            "metadata": {"revision": revision}})
    };
    let (a, b) = ("43ad78c94b2655429d84", "ec8dbfe61777b6500119");
    let (one, two) = (
        "450796ddb2ab6724ee1cc32a4be56da032d1cca0",
        "67e2c98a60dc92283531412a9e604dd4bae005a9",
    );
    let object = |history: Vec<Value>| {
        json!({"kind": "Kustomization", "metadata": {"name": "apps", "namespace": "flux-system"},
            "status": {"history": history}})
    };
    let (good, bad) = ("ReconciliationSucceeded", "HealthCheckFailed");
    let told = |object: &Value| -> Vec<String> {
        let all = flux::of(object).unwrap();
        all.iter()
            .map(|one| {
                let sha = one.sha.as_deref().unwrap_or("-");
                let back = if one.is_rollback { " back" } else { "" };
                format!(
                    "{} {} {} {} {}{back}",
                    one.number,
                    one.status,
                    one.reference,
                    sha.get(..7).unwrap_or(sha),
                    one.created_at.format("%H")
                )
            })
            .collect()
    };
    let (v1, v0) = (format!("v1.0.1@sha1:{one}"), format!("v1.0.0@sha1:{two}"));
    let documented = object(vec![entry(a, 10, 11, good, &v1), entry(b, 8, 9, bad, &v0)]);
    assert_eq!(
        told(&documented),
        [
            "43ad78c94b26 ReconciliationSucceeded v1.0.1 450796d 10",
            "ec8dbfe61777 HealthCheckFailed v1.0.0 67e2c98 08",
        ]
    );
    assert_eq!(
        flux::of(&documented).unwrap()[0].repo,
        "kustomization/flux-system/apps"
    );
    // Healthy at the second try: one deployment with two events.
    let tried = object(vec![
        entry(a, 11, 12, good, &v1),
        entry(a, 10, 10, bad, &v1),
    ]);
    assert_eq!(
        told(&tried),
        ["43ad78c94b26 ReconciliationSucceeded v1.0.1 450796d 10"]
    );
    assert_eq!(flux::of(&tried).unwrap()[0].statuses.len(), 2);
    // The manifests of the morning again at noon.
    let back = object(vec![
        entry(a, 8, 12, good, "main@sha1:x"),
        entry(b, 10, 11, good, &v0),
    ]);
    assert_eq!(
        told(&back),
        [
            "43ad78c94b26 ReconciliationSucceeded main@sha1:x - 11 back",
            "ec8dbfe61777 ReconciliationSucceeded v1.0.0 67e2c98 10",
        ]
    );
    let old = json!({"kind": "Kustomization", "metadata": {"name": "apps", "namespace": "flux-system"},
        "status": {"lastAppliedRevision": format!("main/{one}"), "conditions": [
            {"type": "Ready", "status": "True", "reason": good, "lastTransitionTime": "2025-08-15T10:00:00Z"}]}});
    assert_eq!(
        told(&old),
        ["450796ddb2ab ReconciliationSucceeded main 450796d 10"]
    );
    for (id, is) in [
        ("43ad78c94b26", true),
        (&one[..7], true),
        (one, true),
        ("43ad78c", false),
        ("450796", false),
        (&two[..7], false),
    ] {
        assert_eq!(
            flux::is(&flux::of(&documented).unwrap()[0], &DeploymentId::new(id)),
            is,
            "{id}"
        );
    }
    assert_eq!(flux::of(&json!({})).unwrap(), []);
}

/// What an object of a cluster leaves out or writes otherwise is no deployment and hides none: an entry of its history
/// that cannot be read may be the one in force.
#[test]
fn a_history_that_cannot_be_read_is_no_shorter_one() {
    let argo = json!({"id": 1, "revision": "a".repeat(40), "deployedAt": "2025-12-05T10:00:00Z"});
    let kustomization = json!({"digest": "sha256:43ad78c94b26", "lastReconciledStatus": "ReconciliationSucceeded",
        "firstReconciled": "2025-12-05T10:00:00Z", "lastReconciled": "2025-12-05T10:00:00Z",
        "metadata": {"revision": format!("main@sha1:{}", "a".repeat(40))}});
    let release = json!({"version": 1, "status": "deployed", "chartName": "web", "chartVersion": "1.2.3",
        "lastDeployed": "2025-12-05T10:00:00Z"});
    let of = |kind: &str, history: &Value| {
        let object = json!({"kind": kind, "metadata": {"name": "web", "namespace": "flux-system"},
            "status": {"history": history}});
        match kind {
            "Application" => argocd::of(&object, "flux-system"),
            _ => flux::of(&object),
        }
    };
    let others = [
        json!(null),
        json!(""),
        json!("soon"),
        json!(-1),
        json!(1.5),
        json!([]),
        json!({}),
        json!(true),
    ];
    for (kind, entry, needed) in [
        ("Application", argo, &["id", "deployedAt"][..]),
        (
            "Kustomization",
            kustomization,
            &["digest", "firstReconciled", "lastReconciledStatus"],
        ),
        (
            "HelmRelease",
            release,
            &[
                "version",
                "status",
                "chartName",
                "chartVersion",
                "lastDeployed",
            ],
        ),
    ] {
        assert_eq!(of(kind, &json!([entry])).unwrap().len(), 1, "{kind}");
        for none in [json!(null), json!([])] {
            assert_eq!(of(kind, &none).unwrap(), [], "{kind}");
        }
        for no_list in [
            json!({}),
            json!("x"),
            json!(5),
            json!([null]),
            json!([[]]),
            json!(["x"]),
        ] {
            let trouble = of(kind, &no_list).unwrap_err();
            assert_eq!(trouble.cause, Cause::Malformed, "{kind} {no_list}");
        }
        for field in needed {
            for other in &others {
                let mut broken = entry.clone();
                broken[field] = other.clone();
                // A text is a text.
                if other == "soon"
                    && !field.ends_with("At")
                    && !field.ends_with("ed")
                    && !matches!(*field, "id" | "version")
                {
                    continue;
                }
                for history in [json!([entry, broken]), json!([broken, entry])] {
                    let told = of(kind, &history).map_err(|trouble| trouble.cause);
                    assert_eq!(told, Err(Cause::Malformed), "{kind} {field}: {other}");
                }
            }
        }
    }
    // The same number twice: the later one is in force.
    let twice = json!([
        {"id": 1, "revision": "a".repeat(40), "deployedAt": "2025-12-05T10:00:00Z"},
        {"id": 1, "revision": "b".repeat(40), "deployedAt": "2025-12-05T10:05:00Z"},
    ]);
    let told = of("Application", &twice).unwrap();
    assert_eq!(told[0].sha, Some("b".repeat(40)));
    assert_eq!(told[1].progress(), Progress::Superseded);
    // A reason of success beside a condition that is not true.
    for status in ["False", "Unknown", ""] {
        let object = json!({"kind": "Kustomization", "metadata": {"name": "web", "namespace": "flux-system"},
            "status": {"lastAppliedRevision": format!("main@sha1:{}", "a".repeat(40)), "conditions": [
                {"type": "Ready", "status": status, "reason": "ReconciliationSucceeded",
                    "lastTransitionTime": "2025-12-05T10:00:00Z"}]}});
        let told = flux::of(&object).unwrap();
        assert_eq!(told.len(), 1, "{status}");
        assert_ne!(told[0].progress(), Progress::Succeeded, "{status}");
    }
}
