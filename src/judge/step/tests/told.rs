//! What commands say of themselves: rollouts, waiting, an object that is not there, answers.

use super::forms::both;
use super::several::{named, prints, rollout};
use super::*;
use crate::query::{Until, Wait};

fn wait() -> Pipeline {
    Pipeline {
        query: Query::Wait(Wait {
            scope: scope(),
            resources: vec![Resource {
                kind: "pods".into(),
                name: None,
            }],
            selector: None,
            field_selector: None,
            all: true,
            until: Until::Condition("Ready".into(), "true".into()),
        }),
        filters: Vec::new(),
    }
}

#[test]
fn a_rollout_says_when_it_is_done() {
    let ask = rollout("web");
    let done = prints("deployment \"web\" successfully rolled out\n");
    let moving = prints(
        "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination...\n",
    );
    for sentences in [
        ["롤아웃 성공", "Rollout completes successfully"],
        [
            "배포가 성공적으로 완료됨",
            "Deployment successfully rolled out",
        ],
    ] {
        both(&ask, &done, sentences, Verdict::Passed);
        both(&ask, &moving, sentences, Verdict::Failed);
        both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
    }
    // Another kind was not asked for.
    check(
        &ask,
        &done,
        "StatefulSet successfully rolled out",
        Verdict::Manual,
        "",
    );
    check(&ask, &done, "롤아웃 실패", Verdict::Manual, "");
    check(&ask, &done, "롤아웃이 성공하지 않음", Verdict::Manual, "");
}

#[test]
fn every_object_that_is_waited_for_has_the_condition() {
    let of = |text: &str, stderr: &str, success| {
        Observation::Seen(Box::new(Seen {
            text: text.into(),
            stderr: stderr.into(),
            success,
            ..Seen::at(now())
        }))
    };
    let sentences = ["`condition met`", "condition met"];
    let ask = wait();
    both(
        &ask,
        &of("pod/a condition met\n", "", true),
        sentences,
        Verdict::Passed,
    );
    // One of two timed out.
    let half = of(
        "pod/a condition met\n",
        "error: timed out waiting for the condition on pods/b\n",
        false,
    );
    both(&ask, &half, sentences, Verdict::Failed);
    let none = of("", "error: no matching resources found\n", false);
    both(&ask, &none, sentences, Verdict::Failed);
    both(&ask, &of("", "", true), sentences, Verdict::Manual);
}

#[test]
fn what_is_not_there_is_not_found() {
    let sentences = ["NotFound 에러", "Error from server (NotFound)"];
    let missing = Observation::Seen(Box::new(Seen {
        stderr: "Error from server (NotFound): pods \"web\" not found\n".into(),
        success: false,
        missing: vec!["pod/web".into()],
        ..Seen::at(now())
    }));
    both(&named("pods", "web"), &missing, sentences, Verdict::Passed);
    check(
        &named("pods", "web"),
        &missing,
        "Not found (404)",
        Verdict::Passed,
        "",
    );
    let there = table("pods", &POD, &[&["web", "1/1", "Running", "0", "5d"]]);
    both(&named("pods", "web"), &there, sentences, Verdict::Failed);
    // A list answers with nothing, which is another thing.
    both(&get("pods", None), &pods(&[]), sentences, Verdict::Manual);
    check(
        &get("pods", None),
        &pods(&[]),
        "Not found (404)",
        Verdict::Manual,
        "",
    );
}

#[test]
fn nothing_is_there_where_nothing_is_printed() {
    let ask = get("pods", None);
    for sentences in [
        ["리소스가 없어야 함", "There should be no resources left"],
        ["빈 출력", "Empty output"],
    ] {
        both(&ask, &pods(&[]), sentences, Verdict::Passed);
        let one = prints("web-0   1/1   Running   0   5d\n");
        both(&ask, &one, sentences, Verdict::Failed);
    }
    for (text, verdict) in [
        ("yes\n", Verdict::Passed),
        ("no\n", Verdict::Failed),
        ("yes, but\n", Verdict::Failed),
    ] {
        both(&ask, &prints(text), ["yes 출력", "yes"], verdict);
    }
    for (text, verdict) in [
        ("11\n", Verdict::Passed),
        ("10\n", Verdict::Failed),
        ("11m\n", Verdict::Manual),
    ] {
        both(&ask, &prints(text), ["10보다 큼", "> 10"], verdict);
    }
}
