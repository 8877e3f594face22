//! What a condition's type says by its name alone: which ones are bad when true, and which must be true
//! where they are there. One of either kind contradicts a `Ready` that is true.

use super::KindContext;
use crate::facts::fields::Condition;
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use crate::told;

/// The first condition that says "not working" or "not settled", whatever the others say.
pub(crate) fn contradiction(conditions: &[Condition], ctx: &KindContext) -> Option<Judgement> {
    let contradicts = |c: &&Condition| {
        let bad = is_bad_when_true(c.kind) && c.is_true();
        bad || (is_needed(c.kind) && !c.is_true()) || gave_up(c)
    };
    let found = conditions.iter().find(contradicts)?;
    let message = format!("{}={} {}", found.kind, found.status, found.said());
    let message = message.trim_end().to_string();
    Some(
        if (found.is_true() && is_broken_when_true(found.kind)) || gave_up(found) {
            ctx.failed(Reason::Degraded, message)
        } else {
            let told = told!(AnotherConditionContradicts, message);
            ctx.pending(Reason::Contradicted, told)
        },
    )
}

/// Whether a condition's reason says that a deadline passed, or that what is true ended badly.
fn gave_up(condition: &Condition) -> bool {
    let ended_badly = ["Failed", "Error"]
        .iter()
        .any(|end| condition.reason.ends_with(end));
    // External Secrets: ready, and the secret is gone.
    let deadline =
        condition.reason.ends_with("DeadlineExceeded") || condition.reason == "SecretDeleted";
    deadline || (condition.is_true() && ended_badly && !is_bad_when_true(condition.kind))
}

/// Whether a condition's type says "not working" or "not settled" when it is true.
fn is_bad_when_true(kind: &str) -> bool {
    is_broken_when_true(kind)
        || word_list("unsettled-condition").has(kind)
        || word_list("unsettled-condition-ending").ends(kind)
}

fn is_broken_when_true(kind: &str) -> bool {
    word_list("broken-condition-ending").ends(kind)
}

/// Whether a condition of a type must be true where it is there.
pub(crate) fn is_needed(kind: &str) -> bool {
    let is_named = word_list("needed-condition").has(kind);
    (is_named || word_list("needed-condition-ending").ends(kind))
        && !word_list("negated-condition-ending").ends(kind)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_broken_condition_is_told_by_the_end_of_its_type() {
        for (kind, is_broken) in [("VolumeFailed", true), ("FailedOver", false)] {
            assert_eq!(super::is_broken_when_true(kind), is_broken, "{kind}");
        }
    }
}
