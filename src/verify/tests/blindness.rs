//! No path leads from "could not look" to ✅: every cause, through a step, an item and a record.

use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, Observation, Seen};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::scene::World;
use crate::judge::step::{About, Asked, Stated, StepCase, Told, judge};
use crate::language::{ExtraWords, Force, ReadContext, read};
use crate::query::script::Documented;
use crate::query::{Class, Pipeline, Query, Vars, inline};
use crate::record::Marker;
use crate::record::marker::{Owner, Recheck, next_marker};
use crate::verify::case::together;
use chrono::{DateTime, Utc};

fn now() -> DateTime<Utc> {
    "2025-12-05T06:00:00Z".parse().unwrap()
}

fn blind(cause: Cause) -> Observation {
    Observation::Blind(Blind::new(cause, "could not look", ""))
}

fn pipeline(command: &str) -> Pipeline {
    let read: Documented = inline::read(command, &Vars::new()).expect(command);
    match read.class {
        Class::Understood(pipeline) => *pipeline,
        other => panic!("{command}: {other:?}"),
    }
}

/// The sentences as they are read beside a command.
fn readings(pipeline: &Pipeline, sentences: &[&str]) -> Vec<Stated> {
    let extra = ExtraWords::default();
    let queries = [&pipeline.query];
    let ctx = ReadContext {
        queries: &queries,
        force: Force::Demands,
        extra: &extra,
    };
    let read = |text: &&str| Stated {
        told: Told::Demanded,
        reading: read(text, &ctx),
        about: About::Step,
    };
    sentences.iter().map(read).collect()
}

/// Judges a step by one command and what it and its filters showed.
fn step(
    pipeline: &Pipeline,
    raw: &Observation,
    filtered: &Observation,
    world: &World,
    readings: &[Stated],
) -> Judgement {
    let case = StepCase {
        asked: vec![Asked {
            at: 0,
            pipeline,
            filtered,
            raw,
        }],
        unasked: Vec::new(),
        expectations: readings.to_vec(),
        world,
        now: now(),
        lang: Lang::Ko,
        record_time: None,
    };
    judge(&case).judgement
}

const COMMANDS: &[&str] = &[
    "kubectl get pods -n loki-v3",
    "kubectl get ds alloy -n loki-v3",
    "kubectl get ds alloy -n loki-v3 -o json",
    "kubectl get nodes",
    "kubectl logs -n loki-v3 -l app=alloy --tail=50",
    "kubectl top pods -n loki-v3",
    "kubectl get events -n loki-v3",
    "kubectl rollout status ds/alloy -n loki-v3",
    "logcli query '{app=\"alloy\"}'",
    "curl https://example.com/healthz",
];

const SENTENCES: &[&str] = &[
    "모든 Pod Running",
    "Pending Pod 없음",
    "에러 로그 없음",
    "출력 없음",
    "No resources found",
    "DESIRED: 10",
    "Pod 0개",
    "모든 10개 노드에 Alloy Pod가 배포되었는지",
    "CPU 사용량이 250m 이하인지",
    "재시작 0회",
    "HTTP 200",
    "로그 수집 확인",
    "1-2일 안정성 확인",
    "cel: true",
    "no errors",
    "at least 0 replicas",
];

#[test]
fn no_cause_lets_a_step_pass() {
    let empty = Observation::Seen(Box::new(Seen::at(now())));
    let world = World::default();
    let mut unknown = 0;
    for command in COMMANDS {
        let pipeline = pipeline(command);
        let one = SENTENCES.iter().map(|sentence| vec![*sentence]);
        let sets = one.chain([SENTENCES.to_vec(), Vec::new()]);
        for readings in sets.map(|sentences| readings(&pipeline, &sentences)) {
            for cause in Cause::ALL {
                let dark = blind(cause);
                // The query is blind, its filter is, and both are.
                for (raw, filtered) in [(&dark, &dark), (&dark, &empty), (&empty, &dark)] {
                    let judged = step(&pipeline, raw, filtered, &world, &readings);
                    let told = format!("{cause:?} {command} {readings:?}: {judged:?}");
                    assert_ne!(judged.verdict, Verdict::Passed, "{told}");
                    assert_ne!(judged.verdict, Verdict::Failed, "{told}");
                    unknown += usize::from(judged.reason == cause.into());
                }
            }
        }
    }
    assert!(
        unknown > Cause::ALL.len() * COMMANDS.len() * 20,
        "{unknown}"
    );
}

/// What a step shows is fine, and what must be seen beside it (pods, workloads) could not be looked at.
#[test]
fn no_cause_of_a_companion_lets_a_statement_of_state_pass() {
    let seen = |text: &str| {
        let mut seen = Seen::at(now());
        seen.text = text.into();
        Observation::Seen(Box::new(seen))
    };
    let pods = pipeline("kubectl get pods -n loki-v3");
    let sentences = [
        "모든 Pod Running",
        "READY: 2/2",
        "Pending Pod 없음",
        "재시작 0회",
    ];
    let shown = seen("NAME READY STATUS RESTARTS AGE\nalloy-1 2/2 Running 0 5m\n");
    for cause in Cause::ALL {
        for companion in COMMANDS {
            let companion: Query = pipeline(companion).query;
            if !matches!(companion, Query::Get(_) | Query::Rollout(_)) {
                continue;
            }
            let mut world = World::default();
            world.observations.insert(companion, blind(cause).into());
            for sentence in sentences {
                let readings = readings(&pods, &[sentence]);
                let judged = step(&pods, &shown, &shown, &world, &readings);
                assert_ne!(
                    judged.verdict,
                    Verdict::Passed,
                    "{cause:?} {sentence}: {judged:?}"
                );
            }
        }
    }
}

const VERDICTS: [Verdict; 5] = [
    Verdict::Passed,
    Verdict::Failed,
    Verdict::Pending,
    Verdict::Unknown,
    Verdict::Manual,
];

/// An item of up to four parts: it passes when all did, and there was one.
#[test]
fn no_combination_of_parts_hides_one_that_could_not_be_looked_at() {
    let part = |verdict: Verdict| Judgement::new(verdict, Reason::AsExpected, "x");
    let mut combinations: Vec<Vec<Verdict>> = vec![Vec::new()];
    for _ in 0..4 {
        let longer = combinations.iter().flat_map(|known| {
            VERDICTS.iter().map(move |verdict| {
                let mut longer = known.clone();
                longer.push(*verdict);
                longer
            })
        });
        let longer: Vec<Vec<Verdict>> = longer.collect();
        combinations.extend(longer);
    }
    for verdicts in combinations {
        let parts: Vec<Judgement> = verdicts.iter().map(|verdict| part(*verdict)).collect();
        let judged = together(&parts, Lang::Ko).verdict;
        let all_passed = !verdicts.is_empty() && verdicts.iter().all(|v| *v == Verdict::Passed);
        assert_eq!(judged == Verdict::Passed, all_passed, "{verdicts:?}");
        for owner in [Owner::Tool, Owner::Person, Owner::Unknown] {
            for recheck in [Recheck::Own, Recheck::All] {
                for marker in [Marker::Pending, Marker::Failed, Marker::Open] {
                    let next = next_marker(marker, judged, owner, recheck);
                    let ticked = matches!(next, Some(Marker::Done | Marker::Ticked));
                    assert_eq!(ticked, all_passed, "{verdicts:?} {marker:?}");
                }
                if verdicts.contains(&Verdict::Unknown) && !verdicts.contains(&Verdict::Failed) {
                    for marker in [Marker::Done, Marker::Ticked, Marker::Partial] {
                        assert_eq!(next_marker(marker, judged, owner, recheck), None);
                    }
                }
            }
        }
    }
}
