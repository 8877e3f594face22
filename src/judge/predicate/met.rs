//! What `kubectl wait` says of itself.

use super::outcome::Say;
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Scene, View};
use crate::query::Query;

/// Every `kubectl wait` would have ended well: each object that it waits for has the condition.
pub(super) fn met(scene: &Scene) -> Judgement {
    let say = Say(scene.lang);
    let waits = |view: &View| matches!(view.pipeline.query, Query::Wait(_));
    if scene.views.is_empty() || !scene.views.iter().all(waits) {
        return say.manual(
            "이 단계에 `kubectl wait`이 없습니다".into(),
            "this step has no `kubectl wait`".into(),
        );
    }
    // What waits for a deletion says nothing of what was never there.
    let silent = |view: &View| view.raw.success && view.raw.text.trim().is_empty();
    if scene.views.iter().any(silent) {
        return say.manual(
            "기다릴 대상이 지금은 없습니다".into(),
            "what is waited for is not there now".into(),
        );
    }
    let unmet = scene.views.iter().find(|view| !view.raw.success);
    match unmet {
        None => {
            let lines: Vec<&str> = scene
                .views
                .iter()
                .flat_map(|view| view.raw.text.lines())
                .collect();
            let count = lines.len();
            say.passed(
                format!("조건이 충족됨: {count}개"),
                format!("the condition is met: {count}"),
            )
        }
        Some(view) => {
            let told = view
                .raw
                .stderr
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            say.failed(
                format!("조건이 아직 충족되지 않음: {told}"),
                format!("the condition is not met: {told}"),
            )
        }
    }
}
