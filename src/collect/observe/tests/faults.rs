//! The fault table: whatever goes wrong on the way, the observation is blind with the right cause and
//! words that a person can act on, from each source, and no credential is in them.

use super::world::{access, put, query};
use crate::collect::access::{Access, Credential, Mode};
use crate::collect::observe::Outside;
use crate::collect::seam::weight::LARGEST_BODY;
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, Observation};
use crate::world::{Effect, Fault, State, World};
use std::time::Duration;

const API: &str = "kubectl get pods -n loki-v3";
const LOKI: &str = "logcli query '{namespace=\"loki-v3\"}'";

/// The three sources: the beginning of their request lines, and a question.
fn questions() -> [(&'static str, crate::query::Query); 3] {
    let gitploy = crate::query::Query::Deployment(crate::query::DeploymentQuery {
        source: Default::default(),
        context: None,
        host: None,
        repo: None,
        number: 4354.into(),
    });
    [
        ("api ", query(API)),
        ("gitploy ", gitploy),
        ("loki ", query(LOKI)),
    ]
}

fn blind(outside: &Outside, query: &crate::query::Query) -> Blind {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = runtime.block_on(outside.observe(std::slice::from_ref(query)));
    match answer.into_iter().next().unwrap().observation {
        Observation::Blind(blind) => blind,
        Observation::Seen(seen) => panic!("{query:?} was answered: {seen:?}"),
    }
}

fn check(name: &str, effect: &Effect, deadline: Duration, expected: Cause) {
    for (source, query) in questions() {
        let world = World::start(State::After).unwrap();
        let folder = tempfile::tempdir().unwrap();
        world.fail(Fault::always(source, effect.clone()));
        let access = Access {
            deadline,
            ..access(&world, folder.path())
        };
        let blind = blind(&Outside::new(access), &query);
        assert_eq!(blind.cause, expected, "{name} from {source}: {blind:?}");
        for lang in [Lang::En, Lang::Ko] {
            let (message, hint) = (blind.message.of(lang), blind.hint.of(lang));
            assert!(message.len() > 10 && hint.len() > 5, "{blind:?}");
            assert_eq!(Lang::of(message), lang, "{blind:?}");
            assert_eq!(Lang::of(hint), lang, "{blind:?}");
            assert!(message.len() < 700, "{name}: {blind:?}");
        }
    }
}

#[test]
fn every_bad_answer_is_blind_with_its_cause() {
    let json = "application/json";
    let status = |code: u16, reason: &str| {
        let body = format!(
            r#"{{"kind":"Status","apiVersion":"v1","status":"Failure","message":"said so","reason":"{reason}","code":{code}}}"#
        );
        Effect::Answer(code, json, body)
    };
    let text = |code: u16, body: &str| Effect::Answer(code, "text/plain", body.into());
    let page = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>";
    let table: Vec<(&str, Effect, Cause)> = vec![
        ("401", status(401, "Unauthorized"), Cause::Unauthorized),
        ("401 text", text(401, "no org id"), Cause::Unauthorized),
        ("403", status(403, "Forbidden"), Cause::Forbidden),
        ("404 Status", status(404, "NotFound"), Cause::NoSuchApi),
        (
            "404 text",
            text(404, "404 page not found\n"),
            Cause::NoSuchApi,
        ),
        ("406", status(406, "NotAcceptable"), Cause::BadRequest),
        ("410", status(410, "Expired"), Cause::Expired),
        (
            "400",
            text(400, "parse error at line 1, col 8"),
            Cause::BadRequest,
        ),
        ("422", status(422, "Invalid"), Cause::BadRequest),
        ("429", Effect::TooManyRequests(0), Cause::TooManyRequests),
        ("500", status(500, ""), Cause::ServerError),
        ("502 HTML", Effect::BadGateway, Cause::Gateway),
        ("503", text(503, "no healthy upstream"), Cause::Gateway),
        ("504", status(504, "Timeout"), Cause::Gateway),
        ("302", text(302, ""), Cause::Gateway),
        (
            "200 HTML",
            Effect::Answer(200, "text/html", page.into()),
            Cause::Gateway,
        ),
        ("wrong type", text(200, "all is well"), Cause::Malformed),
        (
            "wrong JSON",
            Effect::Answer(200, json, "42".into()),
            Cause::Malformed,
        ),
        (
            "no object",
            Effect::Answer(200, json, "{}".into()),
            Cause::Malformed,
        ),
        (
            "truncated JSON",
            Effect::Answer(200, json, r#"{"kind":"Table","rows":[{"#.into()),
            Cause::CutOff,
        ),
        (
            "broken JSON",
            Effect::Answer(200, json, "{]".into()),
            Cause::Malformed,
        ),
        (
            "empty",
            Effect::Answer(200, json, String::new()),
            Cause::CutOff,
        ),
        ("hung up", Effect::HangUp, Cause::Unreachable),
        ("cut body", Effect::CutBody(40), Cause::CutOff),
    ];
    for (name, effect, cause) in table {
        check(name, &effect, Duration::from_secs(20), cause);
    }
}

#[test]
fn a_slow_answer_is_a_timeout() {
    let slow = Effect::Delay(Duration::from_secs(5));
    check("slow", &slow, Duration::from_millis(300), Cause::Timeout);
}

#[test]
fn an_answer_that_is_too_large_is_not_taken() {
    let big = "x".repeat(LARGEST_BODY + (36 << 20));
    let effect = Effect::Answer(200, "application/json", big);
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    world.fail(Fault::always("", effect));
    let outside = Outside::new(access(&world, folder.path()));
    for (_, query) in questions() {
        assert_eq!(blind(&outside, &query).cause, Cause::TooLarge, "{query:?}");
    }
}

/// An access whose three sources are all at another base address.
fn elsewhere(world: &World, folder: &std::path::Path, base: &str) -> Access {
    let mut access = access(world, folder);
    let kubeconfig = world.kubeconfig().replace(&world.api_url(), base);
    put(&folder.join("config"), &kubeconfig);
    if let Some(gitploy) = access
        .deployments
        .get_mut(&crate::facts::deployment::System::Gitploy)
    {
        gitploy.host = base.into();
    }
    if let Some(loki) = &mut access.loki {
        loki.addr = base.into();
    }
    access
}

#[test]
fn no_way_there_is_blind_with_its_cause() {
    let world = World::start(State::After).unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    // A plain HTTP server does not speak TLS.
    let tls = world.api_url().replace("http://", "https://");
    for (base, expected) in [
        (refused.as_str(), Cause::Unreachable),
        (tls.as_str(), Cause::Tls),
        ("http://no-such-host.invalid", Cause::NoSuchHost),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let outside = Outside::new(elsewhere(&world, folder.path(), base));
        for (source, query) in questions() {
            let blind = blind(&outside, &query);
            assert_eq!(blind.cause, expected, "{source}: {blind:?}");
        }
    }
}

#[test]
fn what_is_not_set_up_is_said_without_a_request() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut access = access(&world, folder.path());
    access.cluster.kubeconfig = vec![folder.path().join("nothing-here")];
    access
        .deployments
        .get_mut(&crate::facts::deployment::System::Gitploy)
        .unwrap()
        .credential = Credential::None;
    access.loki = None;
    let outside = Outside::new(access);
    for (source, query) in questions() {
        assert_eq!(
            blind(&outside, &query).cause,
            Cause::NotConfigured,
            "{source}"
        );
    }
    assert!(world.requests().is_empty());
}

#[test]
fn offline_opens_no_socket() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(Access {
        mode: Mode::Offline,
        ..access(&world, folder.path())
    });
    for (_, query) in questions() {
        assert_eq!(blind(&outside, &query).cause, Cause::Offline);
    }
    assert!(world.requests().is_empty());
}

#[test]
fn only_what_may_help_is_asked_again() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (source, query) in questions() {
        for effect in [
            Effect::TooManyRequests(0),
            Effect::Answer(503, "text/plain", "overloaded".into()),
        ] {
            world.fail(Fault::times(2, source, effect));
            let answer = runtime.block_on(outside.observe(std::slice::from_ref(&query)));
            assert!(
                answer[0].observation.seen().is_some(),
                "{source}: {answer:?}"
            );
        }
        world.forget_requests();
        world.fail(Fault::always(source, Effect::Forbidden));
        assert_eq!(blind(&outside, &query).cause, Cause::Forbidden);
        assert_eq!(world.requests().len(), 1, "{source}");
        world.heal();
    }
}

#[test]
fn a_retry_that_would_come_too_late_is_not_waited_for() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    world.fail(Fault::always("api ", Effect::TooManyRequests(3600)));
    let outside = Outside::new(access(&world, folder.path()));
    assert_eq!(blind(&outside, &query(API)).cause, Cause::TooManyRequests);
    assert_eq!(world.requests().len(), 1);
}

#[test]
fn an_expired_list_is_started_again_once() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let text = |outside: &Outside| {
        let answers = runtime.block_on(outside.observe(&[query(API)]));
        answers[0].observation.seen().map(|seen| seen.text.clone())
    };
    let whole = text(&outside).unwrap();
    world.fail(Fault::times(1, "limit=500", Effect::ExpiredContinue));
    assert_eq!(text(&outside).unwrap(), whole);
    world.fail(Fault::always("/pods", Effect::ExpiredContinue));
    assert_eq!(blind(&outside, &query(API)).cause, Cause::Expired);
}
