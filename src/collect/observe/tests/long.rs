//! Long lists: what is plainly fine is counted, what is not is looked at, whatever it is.

use super::world::{access, query};
use crate::collect::observe::Outside;
use crate::facts::observation::{Cause, Observation, Seen};
use crate::query::Query;
use crate::world::{Crowd, Effect, Fault, Odd, State, World};

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
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(world, folder.path()));
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
        pods: 1234,
        odd: Vec::new(),
    });
    let seen = seen(&world);
    let [table] = seen.tables.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!((table.rows.len(), table.omitted.running), (0, 1234));
    assert!(
        seen.text.contains("1234 more Running and ready"),
        "{}",
        seen.text
    );
    // The pods' cells, the nodes' cells, and pods that are meant to end.
    assert_eq!(world.requests().len(), 3, "{:?}", world.requests());
    assert!(world.requests()[0].contains("includeObject=None"));
    assert!(!world.requests()[0].contains("limit="));
}

#[test]
fn every_kind_of_odd_pod_among_many_is_found_with_its_object() {
    for odd in Odd::ALL {
        for many in [1, 40] {
            let world = World::start(State::After).unwrap();
            let places = (0..many).map(|n| (700 + n, odd));
            world.crowd(Crowd {
                pods: 1500,
                odd: places.collect(),
            });
            let seen = seen(&world);
            let table = &seen.tables[0];
            let kept = (table.rows.len(), table.omitted.running, table.omitted.ended);
            match odd {
                Odd::Ended => assert_eq!(kept, (0, 1500 - many as u64, many as u64)),
                _ => assert_eq!(kept, (many, 1500 - many as u64, 0), "{odd:?} {many}"),
            }
            assert_eq!(seen.objects.len(), table.rows.len(), "{odd:?}");
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
        pods: 2000,
        odd: vec![(1900, Odd::CrashLoop)],
    });
    let cases = [
        ("includeObject=None", Effect::CutBody(2000), Cause::CutOff),
        ("/nodes", Effect::CutBody(100), Cause::CutOff),
        ("restartPolicy", Effect::BadGateway, Cause::Gateway),
        ("metadata.name", Effect::BadGateway, Cause::Gateway),
        ("includeObject=None", Effect::BadGateway, Cause::Gateway),
        ("includeObject=None", Effect::HangUp, Cause::Unreachable),
        (
            "includeObject=None",
            Effect::TooManyRequests(0),
            Cause::TooManyRequests,
        ),
        (
            "includeObject=None",
            Effect::Answer(
                200,
                "application/json",
                r#"{"kind":"Table","rows":[{"#.into(),
            ),
            Cause::CutOff,
        ),
        (
            "includeObject=None",
            Effect::Answer(
                200,
                "application/json",
                r#"{"kind":"PodList","items":[]}"#.into(),
            ),
            Cause::Malformed,
        ),
        (
            "includeObject=None",
            Effect::Answer(
                200,
                "application/json",
                r#"{"kind":"Table","metadata":{"continue":"x"},"columnDefinitions":[],"rows":[]}"#
                    .into(),
            ),
            Cause::CutOff,
        ),
    ];
    for (place, effect, cause) in cases {
        world.fail(Fault::always(place, effect.clone()));
        match look(&world) {
            Observation::Blind(blind) => assert_eq!(blind.cause, cause, "{place} {effect:?}"),
            Observation::Seen(seen) => panic!("{place} {effect:?}: {}", seen.text),
        }
        world.heal();
    }
    // Without a right to see nodes, the pods are asked for what their nodes would have told.
    world.fail(Fault::always("/nodes", Effect::Forbidden));
    let seen = seen(&world);
    assert_eq!(
        (seen.tables[0].rows.len(), seen.tables[0].omitted.running),
        (1, 1999)
    );
}
