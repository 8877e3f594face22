//! What `kubectl wait` says of itself.

use super::outcome::Say;
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;

/// Every `kubectl wait` would have ended well: each object that it waits for has the condition.
pub(super) fn met(scene: &Scene) -> Judgement {
    let say = Say(scene.lang);
    let waits = |view: &View| matches!(view.query(), Query::Wait(_));
    if scene.views.is_empty() || !scene.views.iter().all(waits) {
        return say.manual(told!(ThisStepHasNoKubectlWait));
    }
    // What waits for a deletion says nothing of what was never there.
    let silent = |view: &View| view.raw.success && view.raw.text.trim().is_empty();
    if scene.views.iter().any(silent) {
        return say.manual(told!(WhatIsWaitedForIsNotThereNow));
    }
    match scene.views.iter().find(|view| !view.raw.success) {
        None => {
            let lines = scene.views.iter().flat_map(|view| view.raw.text.lines());
            say.passed(told!(TheConditionIsMet, count = lines.count()))
        }
        Some(view) => {
            let told = view.raw.stderr.lines().next().unwrap_or_default();
            say.failed(told!(TheConditionIsNotMet, told))
        }
    }
}
