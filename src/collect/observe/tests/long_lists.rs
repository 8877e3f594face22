//! Long lists: what is plainly fine is counted, what is not is looked at, whatever it is.

use super::world::{access, query};
use crate::collect::access::{Access, Mode};
use crate::collect::observe::Outside;
use crate::collect::seam::weight::LARGEST_BODY;
use crate::facts::observation::{Cause, Observation, Seen};
use crate::query::Query;
use crate::world::{Crowd, Effect, Fault, Odd, State, World};
use std::time::Duration;

/// `kubectl get pods -A` as a step asks it whose expectations need only pods that are not fine.
fn marked() -> Query {
    match query("kubectl get pods -A") {
        Query::Get(get) => Query::Get(crate::query::Get {
            objects: true,
            only_odd: true,
            ..get
        }),
        other => panic!("{other:?}"),
    }
}

fn look(world: &World) -> Observation {
    look_in(Mode::Live, world)
}

/// A live run takes the binary form, a recorded one JSON.
fn look_in(mode: Mode, world: &World) -> Observation {
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(Access {
        mode,
        ..access(world, folder.path())
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime
        .block_on(outside.observe(&[marked()]))
        .remove(0)
        .observation
}

fn seen(world: &World) -> Box<Seen> {
    match look(world) {
        Observation::Seen(seen) => seen,
        Observation::Blind(blind) => panic!("{blind:?}"),
    }
}

#[test]
fn pods_that_are_plainly_fine_are_only_counted() {
    let world = World::start(State::After).unwrap();
    world.crowd(Crowd {
        pods: 634,
        odd: Vec::new(),
    });
    let seen = seen(&world);
    let [table] = seen.tables.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!((table.rows.len(), table.omitted.running), (0, 634));
    assert!(
        seen.text.contains("634 more Running and ready"),
        "{}",
        seen.text
    );
    // The first page of cells, which tells that the list is long, and all objects as they flow by.
    let requests = world.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    assert!(requests[0].contains("includeObject=None") && requests[0].contains("limit=500"));
    assert!(requests[1].ends_with("/api/v1/pods"), "{requests:?}");
}

#[test]
fn every_kind_of_odd_pod_among_many_is_found_with_its_object() {
    for odd in Odd::ALL {
        for many in [1, 30, 200] {
            let world = World::start(State::After).unwrap();
            let places = (0..many).map(|n| (300 + n, odd));
            world.crowd(Crowd {
                pods: 520,
                odd: places.collect(),
            });
            let seen = seen(&world);
            let table = &seen.tables[0];
            let kept = (table.rows.len(), table.omitted.running, table.omitted.ended);
            match odd {
                Odd::Ended => assert_eq!(kept, (0, 520 - many as u64, many as u64)),
                _ => assert_eq!(kept, (many, 520 - many as u64, 0), "{odd:?} {many}"),
            }
            assert_eq!(seen.objects.len(), table.rows.len(), "{odd:?}");
            // However many they are, nothing is asked twice.
            assert_eq!(world.requests().len(), 2, "{odd:?} {many}");
            if many == 30 {
                let recorded = look_in(Mode::Recording, &world);
                assert_eq!(recorded, Observation::Seen(seen.clone()), "{odd:?}");
            }
            for row in &table.rows {
                assert!(row.namespace.starts_with("crowd-"), "{row:?}");
            }
        }
    }
}

#[test]
fn a_short_list_comes_with_every_object() {
    let world = World::start(State::After).unwrap();
    world.crowd(Crowd {
        pods: 500,
        odd: Vec::new(),
    });
    let seen = seen(&world);
    assert_eq!(seen.tables[0].rows.len(), 500);
    assert_eq!(seen.objects.len(), 500);
}

#[test]
fn what_goes_wrong_on_a_long_list_is_never_a_shorter_one() {
    let world = World::start(State::After).unwrap();
    world.crowd(Crowd {
        pods: 600,
        odd: vec![(590, Odd::CrashLoop)],
    });
    let json = |body: &str| Effect::Answer(200, "application/json", body.into());
    let binary =
        |body: &str| Effect::Answer(200, "application/vnd.kubernetes.protobuf", body.into());
    let (cells, objects) = ("includeObject=None", "GET /api/v1/pods");
    let cases = [
        (cells, Effect::CutBody(2000), Cause::CutOff),
        (cells, Effect::BadGateway, Cause::Gateway),
        (cells, Effect::HangUp, Cause::Unreachable),
        (cells, Effect::TooManyRequests(0), Cause::TooManyRequests),
        (cells, json(r#"{"kind":"Table","rows":[{"#), Cause::CutOff),
        (
            cells,
            json(r#"{"kind":"PodList","items":[]}"#),
            Cause::Malformed,
        ),
    ];
    let of_objects = [
        (Effect::CutBody(2000), Cause::CutOff),
        (Effect::BadGateway, Cause::Gateway),
        (Effect::HangUp, Cause::Unreachable),
        (Effect::Forbidden, Cause::Forbidden),
        (Effect::TooManyRequests(0), Cause::TooManyRequests),
        (json(r#"{"kind":"PodList","items":[{"#), Cause::CutOff),
        (json(r#"{"kind":"PodList","items":[7]}"#), Cause::Malformed),
        (
            json(r#"{"kind":"PodList","metadata":{"continue":"x"},"items":[]}"#),
            Cause::CutOff,
        ),
        (json(r#"{"kind":"Status"}"#), Cause::Malformed),
        (binary("k8s\0"), Cause::Malformed),
        (binary("k8s\0\u{12}\u{7f}"), Cause::CutOff),
        (
            Effect::Answer(200, "text/plain", "k8s".into()),
            Cause::Malformed,
        ),
    ];
    for (effect, cause) in of_objects {
        world.fail(Fault::times(1, objects, Effect::Delay(Duration::ZERO)));
        world.fail(Fault::always(objects, effect.clone()));
        match look(&world) {
            Observation::Blind(blind) => assert_eq!(blind.cause, cause, "{effect:?}"),
            Observation::Seen(seen) => panic!("{effect:?}: {}", seen.text),
        }
        world.heal();
    }
    for (place, effect, cause) in cases {
        world.fail(Fault::always(place, effect.clone()));
        match look(&world) {
            Observation::Blind(blind) => assert_eq!(blind.cause, cause, "{place} {effect:?}"),
            Observation::Seen(seen) => panic!("{place} {effect:?}: {}", seen.text),
        }
        world.heal();
    }
    let whole = seen(&world);
    let kept = (whole.tables[0].rows.len(), whole.tables[0].omitted.running);
    assert_eq!(kept, (1, 599));
    // What is too large to be kept whole is seen page by page.
    world.fail(Fault::times(1, objects, Effect::Delay(Duration::ZERO)));
    world.fail(Fault::times(
        1,
        objects,
        json(&" ".repeat(LARGEST_BODY + 1)),
    ));
    let paged = look_in(Mode::Recording, &world);
    assert_eq!(paged, Observation::Seen(whole));
}
