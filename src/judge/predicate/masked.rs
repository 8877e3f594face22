//! What was masked when it was seen decides nothing: a comparison with it is a person's.

use super::outcome::Say;
use super::text::printed;
use super::{Property, Statement};
use crate::facts::secret::MASK;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::scene::Scene;
use crate::judge::word_list;
use crate::told;

/// The judgement, unless it hangs on a value that is masked.
pub(super) fn guard(statement: &Statement, scene: &Scene, judged: Judgement) -> Judgement {
    let hangs = match judged.verdict {
        Verdict::Passed | Verdict::Failed => hangs_on_masked(statement, scene, &judged),
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => false,
    };
    if !hangs {
        return judged;
    }
    Say(scene.lang).with(
        Verdict::Manual,
        Reason::Masked,
        told!(ComparedWithSecret, mask = MASK),
    )
}

fn hangs_on_masked(statement: &Statement, scene: &Scene, judged: &Judgement) -> bool {
    let Some(mentioned) = statement.mentions(MASK) else {
        return false;
    };
    let says_so = mentioned || is_all_masked(scene);
    match &statement.property {
        Property::Text { texts, .. } => {
            let not_found = if statement.denies() {
                Verdict::Passed
            } else {
                Verdict::Failed
            };
            says_so || (judged.verdict == not_found && may_be_behind(texts, scene))
        }
        Property::Cel(expression) => says_so || reads_masked(expression.source(), scene),
        _ => says_so || judged.seen.contains(MASK) || judged.message.contains(MASK),
    }
}

/// Whether there is nothing to compare with but what is masked.
fn is_all_masked(scene: &Scene) -> bool {
    let printed = printed(scene);
    let mut lines = printed
        .lines()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    lines.peek().is_some() && lines.all(is_bare)
}

fn is_bare(line: &str) -> bool {
    line.trim().trim_matches(['"', '\'', ',']) == MASK
}

/// Whether a text that was not found may be a masked value: all that a line shows is masked, or the
/// text could be a secret.
fn may_be_behind(texts: &[String], scene: &Scene) -> bool {
    let printed = printed(scene);
    if !printed.contains(MASK) {
        return false;
    }
    let odd = |text: &String| {
        let has = |test: fn(char) -> bool| text.chars().any(test);
        let mixed = has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic());
        !text.contains(' ') && (mixed || has(|c| "!@#$%^&*+=".contains(c)))
    };
    printed.lines().any(is_bare) || texts.iter().any(odd)
}

/// Whether an expression reads where secrets stand, and one stands there.
fn reads_masked(source: &str, scene: &Scene) -> bool {
    let reads = word_list("secret-place").is_within(source);
    let masked = |view: &crate::judge::scene::View| {
        let mut objects = view.filtered.every_object();
        view.filtered.text.contains(MASK) || objects.any(|object| object.to_string().contains(MASK))
    };
    reads && scene.views.iter().any(masked)
}
