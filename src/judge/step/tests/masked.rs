//! A value that was masked when it was seen decides nothing.

use super::several::{http_get, prints};
use super::*;

fn reason(seen: &Observation, sentence: &str) -> (Verdict, &'static str) {
    let lang = Lang::of(sentence);
    let pipeline = http_get("https://x.example.dev/value");
    let judged = judge_step(&[(&pipeline, seen)], &World::default(), &[sentence], lang);
    (judged.judgement.verdict, judged.judgement.reason.word())
}

#[test]
fn a_sentence_that_compares_with_a_masked_value_is_a_persons() {
    let alone = prints("***\n");
    let beside = prints("{\"password\": \"***\", \"level\": \"info\"}\n");
    for (seen, sentence) in [
        (&alone, "`hunter2`"),
        (&alone, "값: `hunter2`"),
        (&alone, "출력에 `plain` 포함"),
        (&alone, "the output contains `plain`"),
        (&alone, "출력에 `plain` 없음"),
        (&alone, "the output does not contain `plain`"),
        (&beside, "출력에 `hunter2` 없음"),
        (&beside, "the output does not contain `hunter2`"),
        (&beside, "출력에 `hunter2` 포함"),
    ] {
        let (verdict, reason) = reason(seen, sentence);
        assert!(
            !matches!(verdict, Verdict::Passed | Verdict::Failed),
            "{sentence}: {verdict:?} {reason}"
        );
    }
    assert_eq!(reason(&alone, "출력에 `hunter2` 포함").1, "Masked");
    assert_eq!(reason(&alone, "the output contains `hunter2`").1, "Masked");
}

#[test]
fn what_stands_beside_a_masked_value_is_judged() {
    let beside = prints("{\"password\": \"***\", \"level\": \"info\"}\n");
    for (sentence, verdict) in [
        ("출력에 `info` 포함", Verdict::Passed),
        ("the output contains `info`", Verdict::Passed),
        ("출력에 `purple` 포함", Verdict::Failed),
        ("the output does not contain `purple`", Verdict::Passed),
    ] {
        assert_eq!(reason(&beside, sentence).0, verdict, "{sentence}");
    }
}
