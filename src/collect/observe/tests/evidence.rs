//! What is kept of a run: it replays to the same bytes without a socket, and holds no credential.

use super::world::{access, put, query};
use crate::collect::access::{Access, Credential, Mode};
use crate::collect::har;
use crate::collect::observe::{Answer, Outside};
use crate::facts::observation::{Cause, Observation};
use crate::query::Query;
use crate::world::{Effect, Fault, State, World};
use std::path::PathBuf;
use std::time::Duration;

const LINES: [&str; 9] = [
    "kubectl get pods -n loki-v3 -o wide",
    "kubectl get ds,deploy -n loki-v3",
    "kubectl logs -n loki-v3 -l app.kubernetes.io/name=alloy --tail=5",
    "kubectl top pods -n loki-v3",
    "kubectl get application -n argocd",
    "kubectl get pod no-such-pod -n loki-v3",
    "kubectl get foos",
    "kubectl get pods --context nowhere",
    "logcli query '{namespace=\"loki-v3\"}' --limit=50 --batch=7",
];

fn queries() -> Vec<Query> {
    let mut queries: Vec<Query> = LINES.iter().map(|line| query(line)).collect();
    queries.push(Query::Deployment(crate::query::DeploymentQuery {
        source: Default::default(),
        context: None,
        host: None,
        repo: None,
        number: 4354.into(),
    }));
    queries
}

fn observe(outside: &Outside) -> Vec<(Observation, String, Duration)> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&queries()));
    let all = |answer: Answer| (answer.observation, answer.asked, answer.took);
    answers.into_iter().map(all).collect()
}

#[test]
fn a_replay_sees_the_very_same_without_a_socket() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    world.fail(Fault::always("/pods?labelSelector", Effect::Forbidden));
    world.fail(Fault::always("metrics.k8s.io", Effect::HangUp));
    let live = Outside::new(Access {
        mode: Mode::Recording,
        deadline: Duration::from_secs(60),
        run_deadline: None,
        ..access(&world, folder.path())
    });
    let before = observe(&live);
    let har = live.evidence().unwrap();
    assert_eq!(har::read(&har).unwrap().session.now, world.now());
    let file = folder.path().join("run.har");
    put(&file, &har);
    world.forget_requests();
    let mut replaying = Access {
        mode: Mode::Replaying(file),
        ..access(&world, folder.path())
    };
    // On another machine there is no kubeconfig, and another clock.
    replaying.cluster.kubeconfig = vec![PathBuf::from("/nowhere")];
    replaying.now += chrono::TimeDelta::days(3);
    let after = observe(&Outside::new(replaying));
    for ((before, after), line) in before
        .iter()
        .zip(&after)
        .zip(LINES.iter().chain(&["gitploy"]))
    {
        assert_eq!(before, after, "{line}");
    }
    assert!(world.requests().is_empty());
}

#[test]
fn a_question_that_took_too_long_did_so_in_the_replay() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let slow = Effect::Delay(Duration::from_secs(30));
    world.fail(Fault::always("applications", slow));
    let short = Duration::from_millis(300);
    let long = Duration::from_secs(60);
    for (deadline, run_deadline, cause) in [
        (short, None, Cause::Timeout),
        (long, Some(short), Cause::RunDeadline),
        (long, Some(Duration::ZERO), Cause::RunDeadline),
    ] {
        let ask = |mode| {
            let outside = Outside::new(Access {
                mode,
                deadline,
                run_deadline,
                ..access(&world, folder.path())
            });
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let line = "kubectl get applications.argoproj.io -n argocd";
            let answers = runtime.block_on(outside.observe(&[query(line)]));
            let answer = answers.into_iter().next().unwrap();
            ((answer.observation, answer.took), outside.evidence())
        };
        let (before, har) = ask(Mode::Recording);
        let file = folder.path().join("run.har");
        put(&file, &har.unwrap());
        let (after, _) = ask(Mode::Replaying(file));
        assert_eq!(before, after);
        let Observation::Blind(blind) = after.0 else {
            panic!("it was answered");
        };
        assert_eq!(blind.cause, cause);
    }
}

#[test]
fn the_same_answers_make_the_same_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(State::After).unwrap();
    let har = || {
        let outside = Outside::new(Access {
            mode: Mode::Recording,
            ..access(&world, folder.path())
        });
        observe(&outside);
        let mut evidence = crate::collect::har::read(&outside.evidence().unwrap()).unwrap();
        // How long the questions took is the only thing that may differ.
        assert_eq!(evidence.session.askings.len(), queries().len());
        evidence.session.askings.clear();
        crate::collect::har::write(&evidence).unwrap()
    };
    assert_eq!(har(), har());
}

#[test]
fn an_exchange_that_the_evidence_does_not_hold_is_offline() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let recording = Outside::new(Access {
        mode: Mode::Recording,
        ..access(&world, folder.path())
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(recording.observe(&[query("kubectl get nodes")]));
    let file = folder.path().join("run.har");
    put(&file, &recording.evidence().unwrap());
    let replaying = Outside::new(Access {
        mode: Mode::Replaying(file),
        ..access(&world, folder.path())
    });
    let answers = runtime.block_on(replaying.observe(&[query("kubectl get ds -n loki-v3")]));
    let Observation::Blind(blind) = &answers[0].observation else {
        panic!("it was never recorded");
    };
    assert_eq!(blind.cause, crate::facts::observation::Cause::Offline);
    assert!(blind.message.en.contains("daemonsets"), "{blind:?}");
}

#[test]
fn a_canary_in_every_credential_slot_is_found_nowhere() {
    const CANARY: &str = "canary-7f3a9c51e2";
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for effect in [
        None,
        Some(Effect::HangUp),
        Some(Effect::Answer(401, "text/plain", "no".into())),
    ] {
        world.heal();
        let has_password = effect.is_none();
        if let Some(effect) = effect {
            world.fail(Fault::always("", effect));
        }
        let mut access = Access {
            mode: Mode::Recording,
            ..access(&world, folder.path())
        };
        put(
            &folder.path().join("config"),
            &world.kubeconfig_with_token(CANARY),
        );
        let gitploy = access
            .deployments
            .get_mut(&crate::facts::deployment::System::Gitploy)
            .unwrap();
        gitploy.credential = Credential::Bearer(CANARY.into());
        let loki = access.loki.as_mut().unwrap();
        loki.credential = if has_password {
            Credential::Basic("reader".into(), format!("{CANARY}-password").into())
        } else {
            Credential::Bearer(format!("{CANARY}-bearer").into())
        };
        let outside = Outside::new(access);
        let observed = observe(&outside);
        for shown in [
            format!("{outside:?}"),
            format!("{observed:?}"),
            outside.evidence().unwrap(),
        ] {
            assert!(!shown.contains(CANARY), "{shown}");
            // What a log line of the world holds is masked, too.
            assert!(!shown.contains("FAKE-TOKEN"), "{shown}");
        }
    }
}

#[test]
fn a_credential_in_a_broken_kubeconfig_or_a_failing_plugin_is_not_quoted() {
    const CANARY: &str = "canary-7f3a9c51e2";
    let world = World::start(State::After).unwrap();
    let plugin = |script: &str| {
        world.kubeconfig().replace(
            &format!("token: {}", crate::world::TOKEN),
            &format!(
                "exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n      command: sh\n      args: [-c, {script:?}]"
            ),
        )
    };
    for (config, cause) in [
        (
            format!("users:\n- name: x\n  user: {{token: {CANARY}\n  ]"),
            "NotConfigured",
        ),
        (
            plugin(&format!("echo {CANARY}; echo {CANARY} >&2; exit 3")),
            "CredentialPlugin",
        ),
        (plugin(&format!("echo '{{{CANARY}'")), "CredentialPlugin"),
        (
            plugin(&format!("echo '{{\\\"kind\\\": \\\"{CANARY}\\\"}}'")),
            "CredentialPlugin",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let access = access(&world, folder.path());
        put(&folder.path().join("config"), &config);
        let outside = Outside::new(access);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let answers = runtime.block_on(outside.observe(&[query("kubectl get pods")]));
        let Observation::Blind(blind) = &answers[0].observation else {
            panic!("{config} works");
        };
        assert_eq!(blind.cause.word(), cause, "{blind:?}");
        assert!(
            !format!("{blind:?}{outside:?}").contains(CANARY),
            "{blind:?}"
        );
    }
}

/// A kubeconfig whose plugin gives a token that the server does not take, and from then on one that
/// it takes.
fn with_a_plugin_that_renews(world: &World, folder: &std::path::Path) -> String {
    let credential = |token: &str| {
        format!(
            r#"{{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"token\":\"{token}\"}}}}"#
        )
    };
    let seen = folder.join("asked-before");
    let script = format!(
        "if [ -e {0} ]; then echo '{1}'; else : > {0}; echo '{2}'; fi",
        seen.display(),
        credential(crate::world::TOKEN),
        credential("one-that-ended"),
    );
    world.kubeconfig().replace(
        &format!("token: {}", crate::world::TOKEN),
        &format!(
            "exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n      command: sh\n      args: [-c, \"{script}\"]"
        ),
    )
}

#[test]
fn a_token_that_ended_is_asked_for_again() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let access = access(&world, folder.path());
    let config = with_a_plugin_that_renews(&world, folder.path());
    put(&folder.path().join("config"), &config);
    let outside = Outside::new(access);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lines = ["kubectl get nodes", "kubectl get ds -n loki-v3"];
    let answers = runtime.block_on(outside.observe(&lines.map(query)));
    for answer in answers {
        assert!(answer.observation.seen().is_some(), "{answer:?}");
    }
}

#[test]
fn a_credential_plugin_gives_the_token() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let access = access(&world, folder.path());
    let credential = format!(
        r#"{{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{{"token":"{}"}}}}"#,
        crate::world::TOKEN
    );
    let config = world.kubeconfig().replace(
        &format!("token: {}", crate::world::TOKEN),
        &format!(
            "exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n      command: echo\n      args: ['{credential}']"
        ),
    );
    put(&folder.path().join("config"), &config);
    let outside = Outside::new(access);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&[query("kubectl get nodes")]));
    assert!(answers[0].observation.seen().is_some(), "{:?}", answers[0]);
}
