//! Several commands in one step: each sentence is held against the commands of which it speaks, and no
//! command's output answers for another's.

use super::*;
use crate::query::{HttpQuery, Rollout, RolloutAsk};

const DEPLOY: [&str; 5] = ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"];
const DAEMON: [&str; 6] = ["NAME", "DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AGE"];

pub(super) fn named(kind: &str, name: &str) -> Pipeline {
    let mut pipeline = get(kind, None);
    if let Query::Get(get) = &mut pipeline.query {
        get.resources[0].name = Some(name.into());
    }
    pipeline
}

pub(super) fn rollout(name: &str) -> Pipeline {
    Pipeline {
        query: Query::Rollout(Rollout {
            scope: scope(),
            ask: RolloutAsk::Status,
            targets: vec![Resource {
                kind: "deployment".into(),
                name: Some(name.into()),
            }],
            selector: None,
            revision: None,
        }),
        filters: Vec::new(),
    }
}

pub(super) fn http_get(url: &str) -> Pipeline {
    Pipeline {
        query: Query::Http(HttpQuery {
            method: "GET".into(),
            url: url.into(),
            headers: Vec::new(),
            follow_redirects: false,
            show_headers: false,
            discard_body: false,
            write_out: None,
            fail: false,
        }),
        filters: Vec::new(),
    }
}

pub(super) fn prints(text: &str) -> Observation {
    Observation::Seen(Box::new(Seen {
        text: text.into(),
        ..Seen::at(now())
    }))
}

/// Judges one sentence that speaks of some of the commands.
fn about(
    asked: &[(&Pipeline, &Observation)],
    places: std::ops::Range<usize>,
    sentence: &str,
) -> Judgement {
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &extra,
    };
    let asked = asked.iter().enumerate();
    let judged = judge(&StepCase {
        asked: asked
            .map(|(at, (pipeline, seen))| Asked {
                at,
                pipeline,
                filtered: seen,
                raw: seen,
            })
            .collect(),
        unasked: vec![Unasked {
            at: 9,
            why: "`kubectl apply`: refused".into(),
        }],
        expectations: vec![Stated {
            told: Told::Demanded,
            reading: read(sentence, &ctx),
            about: About::Commands(places),
        }],
        world: &World::default(),
        now: now(),
        lang: Lang::of(sentence),
        record_time: None,
    });
    match &judged.entries[0] {
        Entry::Judged(judgement) => judgement.clone(),
        Entry::DemandsNothing(why) => panic!("{why:?}"),
    }
}

#[test]
fn a_sentence_is_held_against_its_own_command() {
    let (first, second) = (get("pods", Some("app=web")), get("pods", Some("app=db")));
    let good = pods(&[&["web-1", "1/1", "Running", "0", "2d"]]);
    let bad = pods(&[&["db-0", "0/1", "CrashLoopBackOff", "9", "2d"]]);
    let asked = [(&first, &good), (&second, &bad)];
    for sentence in ["모든 Pod가 Running", "all pods Running", "1/1 Running"] {
        let verdict = |places| about(&asked, places, sentence).verdict;
        assert_eq!(verdict(0..1), Verdict::Passed, "{sentence}");
        assert_eq!(verdict(1..2), Verdict::Failed, "{sentence}");
        assert_eq!(verdict(0..2), Verdict::Failed, "{sentence}");
    }
    // The command that is meant was never asked, or there is none.
    for places in [9..10, 0..0] {
        let judged = about(&asked, places.clone(), "모든 Pod가 Running");
        assert_eq!(judged.verdict, Verdict::Manual, "{places:?}");
    }
}

#[test]
fn an_empty_answer_is_not_made_up_for_by_another() {
    let running = pods(&[&["web-1", "1/1", "Running", "0", "2d"]]);
    let none = pods(&[]);
    let (one, other) = (get("pods", Some("app=web")), get("pods", Some("app=db")));
    let no_daemons = table("daemonsets", &DAEMON, &[]);
    let no_deployments = table("deployments", &DEPLOY, &[]);
    let (daemons, deployments) = (get("daemonsets", None), get("deployments", None));
    for (asked, sentence) in [
        ([(&one, &running), (&other, &none)], "모든 Pod Running"),
        ([(&one, &running), (&other, &none)], "all pods Running"),
        ([(&one, &running), (&other, &none)], "1/1"),
        ([(&one, &running), (&other, &none)], "재시작 0회"),
        ([(&daemons, &no_daemons), (&one, &running)], "READY: 1"),
        (
            [(&deployments, &no_deployments), (&one, &running)],
            "READY: 1/1",
        ),
        ([(&deployments, &no_deployments), (&one, &running)], "1/1"),
        ([(&one, &running), (&other, &none)], "Pod 1개"),
    ] {
        let judged = about(&asked, 0..2, sentence);
        assert_ne!(judged.verdict, Verdict::Passed, "{sentence}: {judged:?}");
    }
}

#[test]
fn a_kind_is_looked_for_where_it_is_printed() {
    let (deployments, all_pods) = (get("deployments", None), get("pods", None));
    let deployed = table("deployments", &DEPLOY, &[&["web", "2/2", "2", "2", "2d"]]);
    let running = pods(&[
        &["web-1", "1/1", "Running", "0", "2d"],
        &["web-2", "1/1", "Running", "0", "2d"],
    ]);
    let asked = [(&deployments, &deployed), (&all_pods, &running)];
    for (sentence, verdict) in [
        ("Pod 2개", Verdict::Passed),
        ("2 pods", Verdict::Passed),
        ("1 deployment", Verdict::Passed),
        ("2 deployments", Verdict::Failed),
        ("모든 Pod가 Running", Verdict::Passed),
        ("UP-TO-DATE: 2", Verdict::Passed),
        // The Deployment's two of two, and two ready pods of two.
        ("2/2", Verdict::Passed),
        ("3/3", Verdict::Failed),
        // READY is 2/2 of one table and 1/1 of the other: the total tells which is meant.
        ("READY: 2/2", Verdict::Passed),
        ("READY: 1/1", Verdict::Passed),
        ("READY: 3/3", Verdict::Failed),
    ] {
        let judged = about(&asked, 0..2, sentence);
        assert_eq!(judged.verdict, verdict, "{sentence}: {judged:?}");
    }
}

#[test]
fn a_text_is_shown_by_every_command_of_its_sort() {
    let done = |name: &str| prints(&format!("deployment \"{name}\" successfully rolled out\n"));
    let waiting = prints("Waiting for deployment \"db\" rollout to finish: 0 of 1\n");
    let (web, db, list) = (rollout("web"), rollout("db"), get("pods", None));
    let web_done = done("web");
    let running = pods(&[&["web-1", "1/1", "Running", "0", "2d"]]);
    let generic = "\"successfully rolled out\"";
    let named = "`deployment \"web\" successfully rolled out`";
    let both = [(&web, &web_done), (&db, &waiting)];
    assert_eq!(about(&both, 0..2, generic).verdict, Verdict::Failed);
    assert_eq!(about(&both, 0..2, named).verdict, Verdict::Passed);
    let mixed = [(&list, &running), (&web, &web_done)];
    assert_eq!(about(&mixed, 0..2, generic).verdict, Verdict::Passed);
}

#[test]
fn every_answer_must_hold_what_is_demanded_of_answers() {
    let (a, b) = (http_get("http://a/health"), http_get("http://b/health"));
    let (up, down) = (
        prints("{\"status\": \"UP\"}"),
        prints("{\"status\": \"DOWN\"}"),
    );
    let asked = [(&a, &up), (&b, &down)];
    for sentence in ["{\"status\": \"UP\"}", "no \"DOWN\""] {
        assert_eq!(
            about(&asked, 0..2, sentence).verdict,
            Verdict::Failed,
            "{sentence}"
        );
        assert_eq!(
            about(&asked, 0..1, sentence).verdict,
            Verdict::Passed,
            "{sentence}"
        );
    }
}

#[test]
fn a_name_stands_in_the_answer_that_has_it() {
    let (web, svc) = (named("deployments", "web-api"), get("services", None));
    let deployed = table(
        "deployments",
        &DEPLOY,
        &[&["web-api", "1/1", "1", "1", "2d"]],
    );
    let services = table(
        "services",
        &["NAME", "TYPE", "CLUSTER-IP"],
        &[&["db", "ClusterIP", "10.0.0.1"]],
    );
    let asked = [(&web, &deployed), (&svc, &services)];
    for (sentence, verdict) in [
        ("`web-api` 존재", Verdict::Passed),
        ("`web-api` 1/1", Verdict::Passed),
        ("service `web-api` exists", Verdict::Failed),
        ("`web-db` 존재", Verdict::Failed),
    ] {
        let judged = about(&asked, 0..2, sentence);
        assert_eq!(judged.verdict, verdict, "{sentence}: {judged:?}");
    }
}
