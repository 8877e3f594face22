//! Counts and states that a command prints without a table (`| wc -l`, `-o jsonpath`, `argocd app get`).

use super::live::in_state;
use super::outcome::{Say, few};
use super::pick::{asks_kind, fold, not_printed, pick, query_names};
use super::text::{literal, printed, scalar};
use super::{Bound, Comparison, Join, Subject};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene, View, picks_by_state};
use crate::query::{Filter, Grep, Pipeline, Query, filter};
use crate::told;

/// A count that the command itself prints (`| wc -l`, `grep -c`). Where what was counted are rows, they are
/// held against the sentence themselves: a count says nothing of what it counted. `None`: it prints none.
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
    let counts = |filter: &Filter| match filter {
        Filter::Count('l') => true,
        Filter::Grep(grep) => grep.count,
        _ => false,
    };
    let at = view.pipeline.filters.iter().position(counts)?;
    let printed: u64 = view.filtered.text.trim().parse().ok()?;
    let of_rows = (!view.raw.tables.is_empty() && *subject != Subject::anything())
        .then(|| rows_counted(scene, subject, states, at))
        .flatten();
    let say = Say(scene.lang);
    let (holds, seen) = match of_rows {
        Some(Err(what)) => return Some(not_printed(scene, &what)),
        Some(Ok(Counted { meant, header })) => {
            let own = printed.saturating_sub(header);
            let holds = comparison.holds(&meant, &wanted);
            // The number that is printed has to say the same.
            let by_header = header > 0 && comparison.holds(&printed, &wanted);
            if holds && !comparison.holds(&own, &wanted) || !holds && by_header {
                return Some(say.manual(match header {
                    0 => told!(CommandCounts, printed, meant),
                    _ => told!(CommandCountsWithHeader, printed, meant),
                }));
            }
            (holds, meant)
        }
        None if subject.name.is_some() || !states.is_empty() || !asks(scene, subject) => {
            return None;
        }
        None => (comparison.holds(&printed, &wanted), printed),
    };
    let sign = comparison.before();
    Some(
        say.whether(holds, told!(CountExpectedGot, sign, wanted, seen))
            .with_seen(seen.to_string()),
    )
}

/// The rows that a command counts.
struct Counted {
    /// How many of them the sentence means.
    meant: u64,
    /// Header lines that are counted with them.
    header: u64,
}

/// Whether the command asks for what the subject is, if it is of a kind.
fn asks(scene: &Scene, subject: &Subject) -> bool {
    let kind = subject.kind.as_deref();
    kind.is_none_or(|kind| {
        let mut views = scene.views.iter();
        views.all(|view| asks_kind(view.query(), kind))
    })
}

/// The rows in front of the filter that counts. A filter by state is what the count is about only where the
/// sentence names no state, and one by name where it names nothing. The error is what is not among them.
fn rows_counted(
    scene: &Scene,
    subject: &Subject,
    states: &[String],
    at: usize,
) -> Option<Result<Counted, String>> {
    let [view] = scene.views.as_slice() else {
        return None;
    };
    let last = &view.pipeline.filters[at];
    let before = view.pipeline.filters[..at].iter();
    let grep = |filter: &&Filter| matches!(filter, Filter::Grep(_));
    let uncounted = |filter: &Filter| match filter {
        Filter::Grep(grep) => Filter::Grep(Grep {
            count: false,
            ..grep.clone()
        }),
        other => other.clone(),
    };
    let filters: Vec<Filter> = before
        .chain(Some(last).filter(grep))
        .map(uncounted)
        .collect();
    let printed = filter::apply(&filters, view.raw).ok()?;
    let headed = matches!(view.query(), Query::Get(get) if !get.no_headers)
        && view.raw.tables.iter().any(|table| !table.rows.is_empty());
    let is_kept = match view.raw.text.lines().next() {
        Some(head) => printed.text.lines().any(|line| line == head),
        None => !filters.iter().any(|filter| grep(&filter)),
    };
    let header = u64::from(headed && is_kept);
    let is_kept = |filter: &Filter| {
        if picks_by_state(filter) {
            states.is_empty()
        } else {
            subject.name.is_none()
        }
    };
    let kept: Vec<Filter> = filters.into_iter().filter(is_kept).collect();
    let left = filter::apply(&kept, view.raw).ok()?;
    let pipeline = Pipeline {
        query: view.query().clone(),
        filters: Vec::new(),
    };
    let alone = Scene {
        views: vec![View {
            pipeline: &pipeline,
            filtered: &left,
            raw: &left,
        }],
        columns: scene.columns.clone(),
        ..*scene
    };
    let is_meant = |row: Printed| {
        let held = states.iter().map(|state| in_state(&row, state));
        let held: Option<Vec<bool>> = held.collect();
        let held = held.ok_or_else(|| states.join("/"))?;
        Ok(u64::from(states.is_empty() || held.contains(&true)))
    };
    let meant = pick(&alone, subject).and_then(|rows| rows.into_iter().map(is_meant).sum());
    Some(meant.map(|meant| Counted { meant, header }))
}

/// States where no table is printed: the words of the output (`-o jsonpath=…`), or the lines of
/// `argocd app get`. `None`: there is a table, or the output has nothing of the kind.
pub(super) fn states(
    scene: &Scene,
    subject: &Subject,
    how_many: Bound,
    denied: bool,
    states: &[String],
) -> Option<Judgement> {
    if !scene.tables().is_empty() || !is_what_is_printed(scene, subject) {
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
    let words: Vec<String> = if argo.is_empty() {
        let text = printed(scene);
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.trim_matches(['"', '\'', ',']).to_owned())
            .collect();
        // Numbers, prose and other output are no list of states.
        let state_like = |word: &String| {
            let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
            word.chars().all(|c| c.is_ascii_alphabetic())
                && (words.len() == 1 || capital || matches!(word.as_str(), "true" | "false"))
        };
        if words.is_empty() {
            return None;
        }
        if !words.iter().all(state_like) {
            let every = how_many == Bound::Every && !denied;
            return every.then(|| lone(scene, subject, states)).flatten();
        }
        words
    } else {
        let dimension = |word: &str| matches!(word, "Synced" | "OutOfSync" | "Unknown");
        let sync = states.iter().all(|state| dimension(state));
        argo.into_iter()
            .filter(|word| dimension(word) == sync)
            .collect()
    };
    // Of what is never printed there, nothing is denied.
    if denied && !are_of_one_sort(words.iter().chain(states)) {
        return None;
    }
    let matches = |word: &String| states.iter().any(|state| state.eq_ignore_ascii_case(word));
    let right = words.iter().filter(|word| matches(word)).count();
    let holds = match how_many {
        _ if denied => right == 0,
        Bound::Some => right > 0,
        _ => right == words.len(),
    };
    let wrong: Vec<String> = words
        .iter()
        .filter(|word| matches(word) == denied)
        .cloned()
        .collect();
    let seen = few(if holds { &words } else { &wrong }, scene.lang);
    let wanted = states.join("/");
    let judgement = Say(scene.lang).whether(holds, told!(ExpectedGot, wanted, seen));
    Some(judgement.with_seen(seen))
}

/// A state as the one value of an answer: `ready` of `not ready`. `None`: more is printed, or it is of something.
pub(super) fn lone(scene: &Scene, subject: &Subject, states: &[String]) -> Option<Judgement> {
    // Prose may say the same in other words.
    let one_line = |view: &View| {
        let text = view.filtered.text.trim();
        let short = (1..=3).contains(&text.split_whitespace().count());
        text.lines().count() == 1 && short
    };
    let fits = *subject == Subject::anything();
    (fits && scene.views.iter().all(one_line)).then(|| scalar(scene, states))
}

/// Whether what is spoken of is what the commands ask for: the words that they print name neither a kind nor a
/// thing.
fn is_what_is_printed(scene: &Scene, subject: &Subject) -> bool {
    let named = subject.name.as_ref().is_none_or(|name| {
        query_names(scene, &name.text) || ["argocd", "argo"].contains(&fold(&name.text).as_str())
    });
    named && asks(scene, subject)
}

/// Whether words are states of one sort: a phase is never `CrashLoopBackOff`, and a health never `Pending`.
fn are_of_one_sort<'a>(words: impl Iterator<Item = &'a String> + Clone) -> bool {
    const SORTS: [&[&str]; 4] = [
        &["pending", "running", "succeeded", "failed", "unknown"],
        &["synced", "outofsync", "unknown"],
        &[
            "healthy",
            "degraded",
            "progressing",
            "suspended",
            "missing",
            "unknown",
        ],
        &["true", "false", "unknown"],
    ];
    SORTS.iter().any(|sort| {
        let mut words = words.clone();
        words.all(|word| sort.contains(&word.to_lowercase().as_str()))
    })
}

/// Whether plain output names something. `None`: that can't tell.
pub(super) fn mentions(scene: &Scene, subject: &Subject) -> Option<Judgement> {
    let name = subject.name.as_ref().filter(|name| name.is_identifier())?;
    if subject.kind.is_some() || !scene.tables().is_empty() {
        return None;
    }
    Some(literal(scene, std::slice::from_ref(&name.text), Join::All))
}
