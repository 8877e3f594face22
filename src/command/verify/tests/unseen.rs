//! No path leads from "could not look" to ✅: whatever the cause, and whichever single question it
//! strikes, what depends on the answer does not pass and nothing is ticked.

use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::observation::{Blind, Cause, Observation};
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::facts::verdict::Verdict;
use crate::query::Query;
use crate::verify::Answers;
use crate::verify::understand::{Understanding, Vocabulary, understand};
use crate::verify::{self, Context, Wanted, judge};
use crate::world::{State, World};

const RECORDS: [&str; 2] = [
    include_str!("../../../../tests/records/ko-alloy.md"),
    include_str!("../../../../tests/records/en-alloy.md"),
];

fn blind(cause: Cause) -> Observation {
    let words = Bilingual::new("보지 못함", "not seen");
    Observation::Blind(Blind::new(cause, words.clone(), words))
}

/// Judges a record at the world's end of the story.
pub(super) fn judged(
    text: &str,
    understanding: &Understanding,
    answers: &Answers,
) -> (RecordOutcome, usize) {
    let wanted = Wanted::default();
    let vocabulary = Vocabulary::default();
    let context = Context {
        now: State::After.clock(),
        zone: None,
        lang: Lang::En,
        vocabulary: &vocabulary,
        wanted: &wanted,
    };
    let judged = judge("record.md", text, understanding, answers, &context);
    (judged.outcome, judged.edits.len())
}

fn questions(understanding: &Understanding) -> Vec<Query> {
    let mut all = verify::questions(std::iter::once(understanding));
    all.sort();
    all.dedup();
    all
}

#[test]
fn a_record_of_which_nothing_can_be_seen_is_not_touched_whatever_the_cause() {
    for text in RECORDS {
        let understanding = understand(text, &Vocabulary::default());
        for cause in Cause::ALL {
            let mut answers = Answers::default();
            for query in questions(&understanding) {
                answers.put(query, blind(cause));
            }
            let (outcome, edits) = judged(text, &understanding, &answers);
            assert_eq!(edits, 0, "{cause:?}");
            let steps = outcome.steps.iter().map(|step| &step.judgement);
            let mut reasons = Vec::new();
            for judgement in steps.chain(outcome.items.iter().map(|item| &item.judgement)) {
                let settled = judgement.reason.word() == "Settled";
                assert!(
                    settled || judgement.verdict != Verdict::Passed,
                    "{cause:?}: {judgement:?}"
                );
                reasons.push(judgement.reason);
            }
            assert!(reasons.contains(&cause.into()), "{cause:?}: {reasons:?}");
            let run = RunOutcome {
                lang: Lang::En,
                now: State::After.clock(),
                records: vec![outcome],
                news: None,
            };
            assert_eq!(run.exit_status(), crate::error::exit::UNKNOWN, "{cause:?}");
        }
    }
}

#[test]
fn one_question_that_cannot_be_answered_keeps_all_that_depends_on_it_from_passing() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut held = 0;
    for text in RECORDS {
        let understanding = understand(text, &Vocabulary::default());
        let queries = questions(&understanding);
        let found = runtime.block_on(outside.observe(&queries));
        let answered = || {
            queries
                .iter()
                .cloned()
                .zip(found.iter().map(|a| a.observation.clone()))
        };
        for struck in &queries {
            let mut answers = Answers::default();
            for (query, observation) in answered() {
                let strikes = query == *struck;
                answers.put(
                    query,
                    if strikes {
                        blind(Cause::Timeout)
                    } else {
                        observation
                    },
                );
            }
            let (outcome, _) = judged(text, &understanding, &answers);
            for (step, understood) in outcome.steps.iter().zip(&understanding.steps) {
                let own = understood
                    .pipelines()
                    .any(|pipeline| pipeline.query == *struck);
                if own {
                    assert_ne!(
                        step.judgement.verdict,
                        Verdict::Passed,
                        "{}: {struck:?}",
                        step.title
                    );
                    held += 1;
                }
                if let (Verdict::Passed, true) = (
                    step.judgement.verdict,
                    understood.companions().contains(struck),
                ) {
                    // Nodes and samples are companions that some expectations do not need.
                    let needed = serde_json::to_string(struck).unwrap();
                    assert!(
                        needed.contains("nodes") || needed.contains("\"top\""),
                        "{struck:?}"
                    );
                }
            }
        }
    }
    assert!(held >= 12, "{held}");
}
