//! The formats in which people write expectations that `claims.rs` does not have: sessions with their
//! output, sample output, lists before the commands, inline commands, results and marks.

use super::*;

/// Where a sentence of a step is, the command of which it speaks (`*` for the whole step).
fn about(body: &str, sentence: &str) -> Option<String> {
    let understanding = of_step(body);
    let step = &understanding.steps[0];
    let claim = step
        .claims
        .iter()
        .find(|claim| claim.text.contains(sentence))?;
    assert!(
        matches!(claim.reading, Reading::Understood(_)),
        "{body}: {claim:?}"
    );
    Some(commands_of(step, claim))
}

const PODS: &str = "kubectl get pods -n x";
const NODES: &str = "kubectl get nodes";

/// The sentence is a predicate, and speaks of this command.
#[track_caller]
fn check(body: &str, sentence: &str, command: &str) {
    assert_eq!(about(body, sentence).as_deref(), Some(command), "{body}");
}

#[test]
fn a_verdict_behind_a_session_speaks_of_it() {
    // F4.
    for sentence in ["✅ All 30 pods Running", "✅ 30개 Pod 모두 Running"] {
        let body = format!(
            "```bash\n$ {NODES}\n```\n\n```bash\n$ {PODS} --no-headers | wc -l\n30\n```\n\n{sentence}\n"
        );
        check(&body, sentence, &format!("{PODS} --no-headers | wc -l"));
    }
}

#[test]
fn sample_output_behind_a_label_speaks_of_the_fence_before_it() {
    // F5.
    for label in ["**Expected Output:**", "**예상 출력**:"] {
        let body = format!(
            "```bash\n{NODES}\n```\n\n```bash\n{PODS}\n```\n\n{label}\n\n```\nNAME        READY   STATUS    RESTARTS   AGE\nweb-xxxxx   1/1     Running   0          Xm\n```\n"
        );
        check(&body, "NAME", PODS);
    }
}

#[test]
fn a_list_before_every_command_speaks_of_the_step() {
    // F7: nothing ties an item to one command.
    for (label, sentence) in [
        ("**Verification Command:**", "All pods Running"),
        ("**검증 명령어**:", "모든 Pod가 Running"),
    ] {
        let body =
            format!("**Expected**:\n- {sentence}\n\n{label}\n\n```bash\n{PODS}\n{NODES}\n```\n");
        check(&body, sentence, "*");
    }
}

#[test]
fn the_words_beside_an_inline_command_speak_of_it() {
    // F10.
    for sentence in ["shows all pods Running", "모든 Pod가 Running"] {
        let body = format!("```bash\n{NODES}\n```\n\n**확인 사항**:\n- `{PODS}` {sentence}\n");
        check(&body, sentence, PODS);
    }
}

#[test]
fn marks_of_other_tools_make_output_a_demand() {
    // F14.
    let body = format!(
        "```bash test=false timeout=60\n{PODS}\n```\n\n<!-- expected_similarity=1.0 -->\n```text\nNAME    READY   STATUS    RESTARTS   AGE\nweb-0   1/1     Running   0          2d\n```\n"
    );
    check(&body, "NAME", PODS);
    let korean = format!("확인한다.\n\n{body}");
    check(&korean, "NAME", PODS);
}

#[test]
fn an_output_that_must_not_be_seen_is_left_to_a_person() {
    for label in ["**Should NOT see**:", "**나오면 안 됨**:"] {
        let text = format!(
            "## Verification\n\n### 1. Check\n```bash\n{PODS}\n```\n\n{label}\n```\nNAME    READY   STATUS\nweb-0   0/1     Pending\n```\n"
        );
        let understanding = understand(&text, &Vocabulary::default());
        let claims: Vec<&ClaimReading> = demands(&understanding.steps[0]).collect();
        let manual = |claim: &&ClaimReading| matches!(claim.reading, Reading::NotUnderstood { .. });
        assert!(
            !claims.is_empty() && claims.iter().all(manual),
            "{claims:?}"
        );
    }
}

#[test]
fn taught_phrases_are_subject_to_the_whole_text() {
    let vocabulary = Vocabulary {
        extra: ExtraWords(
            [("올라와 있음", "Running"), ("green", "Running")]
                .map(|(phrase, meaning)| language::Taught {
                    phrase: phrase.to_owned(),
                    meaning: meaning.to_owned(),
                    lang: None,
                })
                .into(),
        ),
        ..Vocabulary::default()
    };
    let understood = |sentence: &str| {
        let text = format!(
            "## Verification\n\n### 1. Check\n```bash\n{PODS}\n```\n\n**Expected**:\n- {sentence}\n"
        );
        let understanding = understand(&text, &vocabulary);
        let claim = demands(&understanding.steps[0]).next().cloned();
        claim.is_some_and(|claim| matches!(claim.reading, Reading::Understood(_)))
    };
    for sentence in ["모든 Pod가 올라와 있음", "All pods green"] {
        assert!(understood(sentence), "{sentence}");
    }
    for sentence in [
        "대부분의 Pod가 올라와 있음",
        "모든 Pod가 올라와 있음 예정",
        "모든 Pod가 올라와 있음 (web 제외)",
        "모든 새 Pod가 올라와 있음",
        "Not all pods green",
        "All pods green again soon",
        "All pods greenish",
        "All pods evergreen",
        "All pods green except web",
        "Most pods green",
    ] {
        assert!(!understood(sentence), "{sentence}");
    }
}
