//! What a sentence without a label over it makes of itself: whether its own words demand.

use super::vocabulary::{self, ExtraLabel, Label};
use super::{Force, words};
use crate::facts::word_list::WordList;

static DEMANDING: WordList = words("demanding");

/// A line without the number that it has in a list (`5. Verify …`, `2) …`, `Step 1: …`): the number is no
/// part of what it says.
pub fn without_list_number(text: &str) -> &str {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let listed = match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) => digits > 0 && rest.starts_with(' '),
        None => digits == 0 || text[digits..].starts_with("단계"),
    };
    if listed {
        vocabulary::split_number(text).1
    } else {
        text
    }
}

/// What a comment inside a fence is: `Expected: 5` and `Should show 1/1` demand, `Output: …` reports,
/// plain words (`Check the pods`) only offer.
pub fn force_of_comment(text: &str, extra: &[ExtraLabel]) -> Force {
    let label = text
        .split_once([':', '：'])
        .and_then(|(before, _)| vocabulary::label(before, extra));
    match (label, vocabulary::lead(text)) {
        (Some(Label::Claims(force)), _) | (Some(Label::Commands) | None, Some(force)) => force,
        (Some(Label::Commands) | None, None) if demands(text) => Force::Demands,
        (Some(Label::Commands) | None, None) => Force::Offers,
    }
}

/// Whether a sentence says of itself that something must be so. Such a sentence may not be passed
/// over when it is not understood: then a person must judge.
pub fn demands(text: &str) -> bool {
    let parted = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let lower = text.to_lowercase();
    let words: String = lower.chars().map(parted).collect();
    DEMANDING.is_said_in(&lower) || DEMANDING.has_word_of(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_list_is_no_part_of_a_line() {
        for (line, words) in [
            (
                "5. Verify all pods are running",
                "Verify all pods are running",
            ),
            ("1) 모든 Pod Running", "모든 Pod Running"),
            ("Step 1: all nodes Ready", "all nodes Ready"),
            ("2단계: 로그 확인", "로그 확인"),
            ("1.25 GiB 이하", "1.25 GiB 이하"),
            ("3 pods", "3 pods"),
            ("3.14", "3.14"),
            ("10", "10"),
            ("Expected: 5", "Expected: 5"),
        ] {
            assert_eq!(without_list_number(line), words, "{line}");
        }
    }

    #[test]
    fn comments_demand_offer_or_report_by_their_words() {
        let check = |text: &str, force: Force| {
            assert_eq!(force_of_comment(text, &[]), force, "{text}");
        };
        check("Expected: 2 backend pods", Force::Demands);
        check("예상: replicaCount=10", Force::Demands);
        check("Should show 1/1 ready", Force::Demands);
        check("Should NOT see errors", Force::Forbids);
        check("모든 Pod가 Running 상태여야 함", Force::Demands);
        check("every pod must be somewhere nice", Force::Demands);
        check("Alloy Pod 로그 확인", Force::Offers);
        check("Check the pods", Force::Offers);
    }
}
