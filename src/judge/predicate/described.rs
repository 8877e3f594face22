//! What `kubectl describe` shows is told here in other words than kubectl's: the objects as they are, and the events
//! as kubectl prints them. Of its text only what stands among the events decides anything.

use super::Statement;
use super::outcome::Say;
use super::statement::{Place, Property};
use super::text::holds_text;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;

/// The judgement, unless it hangs on words that kubectl would have chosen.
pub(super) fn guard(statement: &Statement, scene: &Scene, judged: Judgement) -> Judgement {
    let described: Vec<&View> = scene
        .views
        .iter()
        .filter(|view| matches!(view.query(), Query::Describe(_)))
        .collect();
    let filtered = || described.iter().any(|view| view.is_filtered());
    let (passed, failed) = (
        judged.verdict == Verdict::Passed,
        judged.verdict == Verdict::Failed,
    );
    let hangs = match &statement.property {
        Property::Text {
            place: Place::Output,
            texts,
            ..
        } => {
            let among_events = texts
                .iter()
                .all(|text| described.iter().any(|view| tells(view, text)));
            let found = passed != statement.denies();
            (passed || failed) && !(found && among_events)
        }
        Property::Column { .. } => (passed || failed) && filtered(),
        // What must not be printed and is here is there in kubectl's words, too.
        Property::AnyOutput | Property::Exists | Property::State(_) | Property::Ratio { .. } => {
            passed
        }
        Property::Lines { .. } | Property::Value(_) | Property::SampleTable(_) => passed || failed,
        Property::Text {
            place: Place::Logs, ..
        }
        | Property::Measure { .. }
        | Property::RanThrough
        | Property::Placed(_)
        | Property::KilledForMemory
        | Property::Image { .. }
        | Property::ConditionMet
        | Property::TargetUp
        | Property::ErrorLines(_)
        | Property::LogsCollected { .. }
        | Property::Answer(_)
        | Property::Stable
        | Property::Cel(_) => false,
    };
    if described.is_empty() || !hangs {
        return judged;
    }
    Say(scene.lang).manual(told!(OnlyDescribeTells))
}

/// Whether a text stands among the events of what is described.
fn tells(view: &View, text: &str) -> bool {
    let events = view.raw.text.split("\nEvents:").skip(1);
    let own = |part: &str| {
        part.split("\n\n")
            .next()
            .is_some_and(|events| holds_text(events, text))
    };
    events.into_iter().any(own) && holds_text(&view.filtered.text, text)
}
