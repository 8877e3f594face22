//! Counts and states that a command prints without a table (`| wc -l`, `-o jsonpath`, `argocd app get`).

use super::outcome::{Say, few};
use super::pick::is_whole_namespace;
use super::text::{literal, printed};
use super::{Comparison, Join, Precision, Quantifier, Subject};
use crate::facts::verdict::Judgement;
use crate::judge::scene::Scene;
use crate::query::Filter;

/// A count that the command itself prints (`| wc -l`, `grep -c`). `None`: it prints none.
pub(super) fn counted(
    scene: &Scene,
    subject: &Subject,
    comparison: Comparison,
    wanted: u64,
    states: &[String],
) -> Option<Judgement> {
    let [view] = scene.views.as_slice() else {
        return None;
    };
    if !is_whole_namespace(scene, subject) {
        return None;
    }
    let counts = view.pipeline.filters.iter().any(|filter| match filter {
        Filter::Count('l') => true,
        Filter::Grep(grep) => grep.count,
        _ => false,
    });
    let seen: u64 = counts
        .then(|| view.filtered.text.trim().parse().ok())
        .flatten()?;
    // What was counted must be what the sentence speaks of.
    let patterns: Vec<String> = view
        .pipeline
        .filters
        .iter()
        .flat_map(|filter| match filter {
            Filter::Grep(grep) if !grep.invert => grep.patterns.clone(),
            _ => Vec::new(),
        })
        .collect();
    let picked = |word: &str| {
        patterns
            .iter()
            .any(|pattern| pattern.to_lowercase().contains(&word.to_lowercase()))
    };
    if !states.iter().all(|state| picked(state)) {
        return None;
    }
    if let Some(name) = &subject.name
        && !(picked(&name.text)
            || serde_json::to_string(&view.pipeline.query)
                .is_ok_and(|query| query.contains(&name.text)))
    {
        return None;
    }
    let header = matches!(&view.pipeline.query, crate::query::Query::Get(get) if !get.no_headers)
        && !view.raw.tables.is_empty()
        && patterns.is_empty()
        && view.raw.tables.iter().any(|table| !table.rows.is_empty());
    let say = Say(scene.lang);
    // A sentence about objects does not count the header line; one that does can't be told.
    let counts_header = header && subject.kind.is_some();
    if counts_header
        && !comparison.holds(&seen.saturating_sub(1), &wanted)
        && comparison.holds(&seen, &wanted)
    {
        return Some(say.manual(
            format!("`wc -l`이 머리글 줄까지 세어 {seen}입니다"),
            format!("`wc -l` gives {seen}, the header line counted"),
        ));
    }
    let seen = if counts_header {
        seen.saturating_sub(1)
    } else {
        seen
    };
    let header = header && !counts_header;
    let holds = comparison.holds(&seen, &wanted);
    let sign = comparison.before();
    let (ko, en) = match header {
        true => (" (머리글 줄 포함)", " (the header line is counted)"),
        false => ("", ""),
    };
    Some(
        say.whether(
            holds,
            format!("기록 {sign}{wanted}개, 실제 {seen}개{ko}"),
            format!("written {sign}{wanted}, seen {seen}{en}"),
        )
        .with_seen(seen.to_string()),
    )
}

/// States where no table is printed: the words of the output (`-o jsonpath=…`), or the lines of
/// `argocd app get`. `None`: there is a table, or the output has nothing of the kind.
pub(super) fn states(
    scene: &Scene,
    subject: &Subject,
    quantifier: Quantifier,
    states: &[String],
) -> Option<Judgement> {
    if !scene.tables().is_empty()
        || !is_whole_namespace(scene, subject)
        || subject
            .name
            .as_ref()
            .is_some_and(|name| name.precision == Precision::Exact)
    {
        return None;
    }
    let keys = ["Sync Status", "Health Status"];
    let lines = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.lines());
    let argo: Vec<String> = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| keys.contains(&key.trim()))
        .filter_map(|(_, value)| value.split_whitespace().next().map(str::to_owned))
        .collect();
    let words: Vec<String> = match argo.is_empty() {
        false => {
            let dimension = |word: &str| matches!(word, "Synced" | "OutOfSync" | "Unknown");
            let sync = states.iter().all(|state| dimension(state));
            argo.into_iter()
                .filter(|word| dimension(word) == sync)
                .collect()
        }
        true => {
            let text = printed(scene);
            let words: Vec<String> = text
                .split_whitespace()
                .map(|word| word.trim_matches(['"', '\'', ',']).to_owned())
                .collect();
            // Numbers, prose and other output are no list of states.
            let state_like = |word: &String| {
                word.chars().all(|c| c.is_ascii_alphabetic())
                    && (words.len() == 1 || word.starts_with(|c: char| c.is_ascii_uppercase()))
            };
            if words.is_empty() || !words.iter().all(state_like) {
                return None;
            }
            words
        }
    };
    let matches = |word: &String| states.iter().any(|state| state.eq_ignore_ascii_case(word));
    let right = words.iter().filter(|word| matches(word)).count();
    let holds = match quantifier {
        Quantifier::Every => right == words.len(),
        Quantifier::Some => right > 0,
        Quantifier::None => right == 0,
    };
    let wrong: Vec<String> = words
        .iter()
        .filter(|word| matches(word) == (quantifier == Quantifier::None))
        .cloned()
        .collect();
    let seen = few(if holds { &words } else { &wrong }, scene.lang);
    let wanted = states.join("/");
    let judgement = Say(scene.lang).whether(
        holds,
        format!("기록 {wanted}, 실제 {seen}"),
        format!("written {wanted}, seen {seen}"),
    );
    Some(judgement.with_seen(seen))
}

/// Whether plain output names something. `None`: that can't tell.
pub(super) fn mentions(scene: &Scene, subject: &Subject) -> Option<Judgement> {
    let name = subject
        .name
        .as_ref()
        .filter(|name| name.precision == Precision::Exact)?;
    if subject.kind.is_some() || !scene.tables().is_empty() {
        return None;
    }
    Some(literal(scene, std::slice::from_ref(&name.text), Join::All))
}
