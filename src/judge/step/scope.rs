//! Which commands of a step an expectation is held against, where it may speak of several: each that can
//! show what it speaks of, on its own, so that no command's output answers for another's.

use super::{Asked, StepCase};
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::predicate::{Metric, Predicate, Reason, Say, all, any, evaluate};
use crate::judge::scene::{Scene, View};
use crate::query::Query;

/// The commands of which a predicate can speak, all if none is of its sort.
pub(super) fn concerned<'a, 'b>(
    predicate: &Predicate,
    asked: &[&'b Asked<'a>],
) -> Vec<&'b Asked<'a>> {
    let fits = |asked: &&&Asked| concerns(predicate, &asked.pipeline.query);
    let relevant: Vec<&Asked> = asked.iter().filter(fits).copied().collect();
    match relevant.is_empty() {
        true => asked.to_vec(),
        false => relevant,
    }
}

/// The answers to commands, as one scene.
pub(super) fn scene<'a>(asked: &[&Asked<'a>], columns: &[String], case: &'a StepCase) -> Scene<'a> {
    let views = asked.iter().filter_map(|asked| {
        Some(View {
            pipeline: asked.pipeline,
            filtered: asked.filtered.seen()?,
            raw: asked.raw.seen()?,
        })
    });
    Scene {
        views: views.collect(),
        world: case.world,
        now: case.now,
        lang: case.lang,
        record_time: case.record_time,
        columns: columns.to_vec(),
    }
}

/// Holds a predicate against the commands of which it can speak.
pub(super) fn hold(
    predicate: &Predicate,
    asked: &[&Asked],
    columns: &[String],
    case: &StepCase,
) -> Judgement {
    let part = |part: &Predicate| hold(part, &concerned(part, asked), columns, case);
    match (predicate, across(predicate)) {
        (Predicate::All(parts), _) => all(parts.iter().map(part).collect(), case.lang),
        (Predicate::Any(parts), _) => any(parts.iter().map(part).collect(), case.lang),
        (Predicate::Remarked(inner, _), _) => part(inner),
        (leaf, Across::Together) => evaluate(leaf, &scene(asked, columns, case)),
        (leaf, _) if asked.len() < 2 => evaluate(leaf, &scene(asked, columns, case)),
        (leaf, across) => {
            let judged = asked.iter().map(|one| {
                let alone = scene(&[one], columns, case);
                (*one, evaluate(leaf, &alone))
            });
            together(leaf, &across, judged.collect(), case)
        }
    }
}

/// How several commands answer one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Across {
    /// It is about all of them at once, or picks the table that is meant itself.
    Together,
    /// Each that can show it has to.
    Each,
    /// One that shows it is enough, unless another of the same sort does not.
    Shown,
    /// A number: of one command's rows.
    Number,
}

fn across(predicate: &Predicate) -> Across {
    match predicate {
        Predicate::Column { .. }
        | Predicate::Coverage { .. }
        | Predicate::Apart { .. }
        | Predicate::PreviouslyPending { .. }
        | Predicate::RelativeToNodes { .. }
        | Predicate::LogsCollected { .. }
        | Predicate::SampleTable(_)
        | Predicate::Stability { .. }
        | Predicate::Cel(_)
        | Predicate::All(_)
        | Predicate::Any(_)
        | Predicate::Remarked(..)
        | Predicate::Ratio { count: None, .. } => Across::Together,
        Predicate::Literal { .. }
        | Predicate::LogsContain { .. }
        | Predicate::Exists { .. }
        | Predicate::Version { .. } => Across::Shown,
        Predicate::Count { .. } => Across::Number,
        Predicate::Ratio { .. }
        | Predicate::Phase { .. }
        | Predicate::Threshold { .. }
        | Predicate::Absent { .. }
        | Predicate::NoOutput
        | Predicate::Met
        | Predicate::NoOom
        | Predicate::Image { .. }
        | Predicate::TargetsUp
        | Predicate::NoErrors(_)
        | Predicate::NoRestarts { .. }
        | Predicate::Lines { .. }
        | Predicate::Scalar { .. }
        | Predicate::EachLine { .. }
        | Predicate::Number { .. }
        | Predicate::Shaped { .. }
        | Predicate::Http { .. }
        | Predicate::Answers { .. }
        | Predicate::JsonSubset(_)
        | Predicate::Not(_) => Across::Each,
    }
}

/// One judgement of those of several commands.
fn together(
    predicate: &Predicate,
    across: &Across,
    judged: Vec<(&Asked, Judgement)>,
    case: &StepCase,
) -> Judgement {
    let tells = |judgement: &Judgement| {
        judgement.verdict != Verdict::Manual && judgement.reason != Reason::NoSuchColumn.word()
    };
    let first = judged.first().map(|(_, judgement)| judgement.clone());
    let mut telling: Vec<(&Asked, Judgement)> = judged
        .into_iter()
        .filter(|(_, judgement)| tells(judgement))
        .collect();
    // What is spoken of by name stands in the answer that has it.
    if predicate.names_something() && telling.iter().any(|(_, judgement)| !is_none(judgement)) {
        telling.retain(|(_, judgement)| !is_none(judgement));
    }
    let passed = |judgement: &Judgement| judgement.verdict == Verdict::Passed;
    let all_pass = telling.iter().all(|(_, judgement)| passed(judgement));
    let some_pass = telling.iter().any(|(_, judgement)| passed(judgement));
    let found = match across {
        Across::Shown if some_pass && !all_pass => telling
            .iter()
            .find(|(asked, judgement)| {
                passed(judgement) && answers_alone(predicate, asked, &telling)
            })
            .map(|(_, judgement)| judgement.clone()),
        Across::Number if some_pass && !all_pass => Some(Say(case.lang).manual(
            "여러 명령의 개수가 달라 어느 것을 말하는지 알 수 없습니다".into(),
            "several commands give different numbers, and which one is meant is not said".into(),
        )),
        Across::Together | Across::Each | Across::Shown | Across::Number => None,
    };
    found
        .or_else(|| {
            let judgements: Vec<Judgement> = telling
                .into_iter()
                .map(|(_, judgement)| judgement)
                .collect();
            let verdict = Verdict::all(judgements.iter().map(|judgement| judgement.verdict));
            let mut of_verdict = judgements
                .into_iter()
                .filter(|judgement| judgement.verdict == verdict);
            of_verdict.next()
        })
        .or(first)
        .unwrap_or_else(|| {
            Say(case.lang).manual(
                "비교할 것이 없습니다".into(),
                "there is nothing to compare with".into(),
            )
        })
}

fn is_none(judgement: &Judgement) -> bool {
    judgement.reason == Reason::NoneFound.word()
}

/// Whether a command's answer stands for the sentence although others do not show it: they are of
/// another sort, or the sentence names what only this command asks for.
fn answers_alone(predicate: &Predicate, asked: &Asked, all: &[(&Asked, Judgement)]) -> bool {
    let sort = |query: &Query| std::mem::discriminant(query);
    let own = &asked.pipeline.query;
    all.iter()
        .filter(|(other, judgement)| other.at != asked.at && judgement.verdict != Verdict::Passed)
        .all(|(other, _)| {
            let other = &other.pipeline.query;
            sort(other) != sort(own) || names_only(predicate, own, other)
        })
}

/// Whether a predicate's texts hold a word of one query that another does not have.
fn names_only(predicate: &Predicate, query: &Query, other: &Query) -> bool {
    let words = |query: &Query| -> Vec<String> {
        let shown = serde_json::to_string(query).unwrap_or_default();
        shown
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-._".contains(c)))
            .filter(|word| word.len() > 1)
            .map(str::to_lowercase)
            .collect()
    };
    let others = words(other);
    let own: Vec<String> = words(query)
        .into_iter()
        .filter(|word| !others.contains(word))
        .collect();
    predicate.texts().iter().any(|text| {
        text.to_lowercase()
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-._".contains(c)))
            .any(|word| own.iter().any(|one| one == word))
    })
}

/// Which commands an expectation can speak of: log sentences of log commands, usage of `top`.
fn concerns(predicate: &Predicate, query: &Query) -> bool {
    match predicate {
        Predicate::LogsCollected { .. } => true,
        Predicate::Lines { of_logs, .. } => {
            !of_logs || matches!(query, Query::Logs(_) | Query::Loki(_))
        }
        Predicate::NoErrors(_) | Predicate::LogsContain { .. } => {
            matches!(query, Query::Logs(_) | Query::Loki(_))
        }
        Predicate::Threshold {
            metric: Metric::Cpu | Metric::Memory,
            ..
        } => matches!(query, Query::Top(_)),
        Predicate::Met => matches!(query, Query::Wait(_)),
        Predicate::TargetsUp => matches!(query, Query::Prometheus(_)),
        Predicate::Image { .. } => matches!(query, Query::Get(_) | Query::Describe(_)),
        Predicate::Http { .. } | Predicate::Answers { .. } => matches!(query, Query::Http(_)),
        Predicate::Column { .. }
        | Predicate::Ratio { .. }
        | Predicate::Count { .. }
        | Predicate::Phase { .. }
        | Predicate::Coverage { .. }
        | Predicate::Apart { .. }
        | Predicate::PreviouslyPending { .. }
        | Predicate::Threshold { .. }
        | Predicate::NoRestarts { .. }
        | Predicate::Exists { .. }
        | Predicate::Absent { .. }
        | Predicate::RelativeToNodes { .. } => !matches!(query, Query::Logs(_) | Query::Loki(_)),
        Predicate::NoOutput
        | Predicate::Literal { .. }
        | Predicate::Scalar { .. }
        | Predicate::EachLine { .. }
        | Predicate::Number { .. }
        | Predicate::Shaped { .. }
        | Predicate::JsonSubset(_)
        | Predicate::NoOom
        | Predicate::Version { .. }
        | Predicate::Stability { .. }
        | Predicate::SampleTable(_)
        | Predicate::Cel(_) => true,
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter().any(|part| concerns(part, query))
        }
        Predicate::Not(inner) | Predicate::Remarked(inner, _) => concerns(inner, query),
    }
}
