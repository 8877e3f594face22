//! What was masked when it was seen decides nothing: a comparison with it is a person's.

use super::Predicate;
use super::outcome::{Reason, Say};
use super::text::printed;
use crate::facts::secret::MASK;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::scene::Scene;

/// The judgement, unless it hangs on a value that is masked.
pub(super) fn guard(predicate: &Predicate, scene: &Scene, judged: Judgement) -> Judgement {
    let hangs = match judged.verdict {
        Verdict::Passed | Verdict::Failed => hangs_on_masked(predicate, scene, &judged),
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => false,
    };
    if !hangs {
        return judged;
    }
    Say(scene.lang).with(
        Verdict::Manual,
        Reason::Masked,
        format!("비교할 값이 비밀이어서 가려져 있습니다 (`{MASK}`): 직접 확인하세요"),
        format!("what it is compared with is a secret and masked (`{MASK}`): look yourself"),
    )
}

fn hangs_on_masked(predicate: &Predicate, scene: &Scene, judged: &Judgement) -> bool {
    let says_so = || format!("{predicate:?}").contains(MASK) || is_all_masked(scene);
    let shows_it = judged.seen.contains(MASK) || judged.message.contains(MASK);
    match predicate {
        Predicate::Literal { texts, .. } | Predicate::LogsContain { texts, .. } => {
            says_so() || (judged.verdict == Verdict::Failed && may_be_behind(texts, scene))
        }
        Predicate::Not(inner) => {
            let (Predicate::Literal { texts, .. } | Predicate::LogsContain { texts, .. }) = &**inner
            else {
                // What is compared there was guarded there.
                return false;
            };
            says_so() || (judged.verdict == Verdict::Passed && may_be_behind(texts, scene))
        }
        Predicate::Cel(expression) => says_so() || reads_masked(expression.source(), scene),
        Predicate::Column { .. }
        | Predicate::Image { .. }
        | Predicate::Scalar { .. }
        | Predicate::Number { .. }
        | Predicate::Shaped { .. }
        | Predicate::EachLine { .. }
        | Predicate::JsonSubset(_)
        | Predicate::Version { .. }
        | Predicate::SampleTable(_) => shows_it || says_so(),
        // Numbers of rows and lines, states, metrics, levels of log lines: no mask changes them.
        Predicate::Ratio { .. }
        | Predicate::Count { .. }
        | Predicate::Phase { .. }
        | Predicate::Coverage { .. }
        | Predicate::Apart { .. }
        | Predicate::NoOom
        | Predicate::Met
        | Predicate::TargetsUp
        | Predicate::PreviouslyPending { .. }
        | Predicate::Threshold { .. }
        | Predicate::NoRestarts { .. }
        | Predicate::Exists { .. }
        | Predicate::Absent { .. }
        | Predicate::NoOutput
        | Predicate::NoErrors { .. }
        | Predicate::LogsCollected { .. }
        | Predicate::Lines { .. }
        | Predicate::Answers { .. }
        | Predicate::Http { .. }
        | Predicate::RelativeToNodes { .. }
        | Predicate::Stability { .. }
        // Their parts are guarded one by one.
        | Predicate::All(_)
        | Predicate::Any(_)
        | Predicate::Remarked(..) => false,
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
    let places = [
        "data",
        "env",
        "value",
        "annotations",
        "args",
        "command",
        "text",
        "lines",
    ];
    let reads = places.iter().any(|place| source.contains(place));
    let masked = |view: &crate::judge::scene::View| {
        let mut objects = view.filtered.every_object();
        view.filtered.text.contains(MASK) || objects.any(|object| object.to_string().contains(MASK))
    };
    reads && scene.views.iter().any(masked)
}
