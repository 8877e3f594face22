//! Prometheus' targets: the samples of `up`.

use super::outcome::{Say, few};
use super::pick::{not_printed, nothing};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;
use std::collections::BTreeMap;

/// Every sample of `up` is 1, and there is one.
pub(super) fn up(scene: &Scene) -> Judgement {
    let asks_up = |view: &View| match view.query() {
        Query::Prometheus(query) => {
            let promql = query.promql.trim();
            let selector = promql.strip_prefix("up").map(str::trim_start);
            let whole = selector.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('{') && rest.find('}') == Some(rest.len() - 1)
            });
            whole && !view.is_filtered()
        }
        _ => false,
    };
    if scene.views.is_empty() || !scene.views.iter().all(asks_up) {
        return not_printed(scene, "up");
    }
    let samples = scene.views.iter().flat_map(|view| &view.raw.tables);
    // Of a target that was asked of over a time, every sample.
    let mut targets: BTreeMap<&str, bool> = BTreeMap::new();
    for table in samples {
        for row in &table.rows {
            let is_up = table.cell(row, "VALUE").is_some_and(|value| value == "1");
            let name = table.cell(row, "METRIC").unwrap_or_default();
            *targets.entry(name).or_insert(true) &= is_up;
        }
    }
    if targets.is_empty() {
        return nothing(scene);
    }
    let all = targets.len();
    let down = targets.into_iter().filter(|(_, is_up)| !is_up);
    let down: Vec<String> = down.map(|(name, _)| name.to_owned()).collect();
    let right = all - down.len();
    let listed = super::pick::listed(&down, scene);
    Say(scene.lang)
        .whether(down.is_empty(), told!(TargetsUp, all, right, listed))
        .with_seen(few(&[format!("{right}/{all}")], scene.lang))
}
