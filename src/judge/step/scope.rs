//! Which commands of a step an expectation is held against, where it may speak of several: each that can
//! show what it speaks of, on its own, so that no command's output answers for another's.

use super::{Asked, StepCase};
use crate::facts::verdict::{self, Judgement, Reason, Verdict};
use crate::judge::predicate::{Across, Predicate, Say, Statement, all, evaluate};
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;

/// The commands of which a predicate can speak, all if none is of its sort.
pub(super) fn concerned<'a, 'b>(
    predicate: &Predicate,
    asked: &[&'b Asked<'a>],
) -> Vec<&'b Asked<'a>> {
    let fits = |asked: &&&Asked| concerns(predicate, &asked.pipeline.query);
    let relevant: Vec<&Asked> = asked.iter().filter(fits).copied().collect();
    if relevant.is_empty() {
        asked.to_vec()
    } else {
        relevant
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
    let statement = match predicate {
        Predicate::All(parts) => return all(parts.iter().map(part).collect(), case.lang),
        Predicate::Remarked(inner, _) => return part(inner),
        Predicate::Says(statement) => statement,
    };
    let across = statement.nature().across;
    if across == Across::Together || asked.len() < 2 {
        return evaluate(statement, &scene(asked, columns, case));
    }
    let judged = asked.iter().map(|one| {
        let alone = scene(&[one], columns, case);
        (*one, evaluate(statement, &alone))
    });
    together(statement, across, judged.collect(), case)
}

/// One judgement of those of several commands.
fn together(
    statement: &Statement,
    across: Across,
    judged: Vec<(&Asked, Judgement)>,
    case: &StepCase,
) -> Judgement {
    let tells = |judgement: &Judgement| {
        judgement.verdict != Verdict::Manual && judgement.reason != Reason::NoSuchColumn
    };
    let first = judged.first().map(|(_, judgement)| judgement.clone());
    let mut telling: Vec<(&Asked, Judgement)> = judged
        .into_iter()
        .filter(|(_, judgement)| tells(judgement))
        .collect();
    // What is spoken of by name stands in the answer that has it.
    let named = statement.subject().is_some_and(|who| who.name.is_some());
    if named && telling.iter().any(|(_, judgement)| !is_none(judgement)) {
        telling.retain(|(_, judgement)| !is_none(judgement));
    }
    let passed = |judgement: &Judgement| judgement.verdict == Verdict::Passed;
    let all_pass = telling.iter().all(|(_, judgement)| passed(judgement));
    let some_pass = telling.iter().any(|(_, judgement)| passed(judgement));
    let found = match across {
        Across::Shown if some_pass && !all_pass => telling
            .iter()
            .find(|(asked, judgement)| {
                passed(judgement) && answers_alone(statement, asked, &telling)
            })
            .map(|(_, judgement)| judgement.clone()),
        Across::Number if some_pass && !all_pass => {
            Some(Say(case.lang).manual(told!(DifferentNumbers)))
        }
        Across::Together | Across::Each | Across::Shown | Across::Number => None,
    };
    found
        .or_else(|| {
            let judgements = telling.into_iter().map(|(_, judgement)| judgement);
            Judgement::roll_up(&judgements.collect::<Vec<_>>(), verdict::Told::First)
        })
        .or(first)
        .unwrap_or_else(|| Say(case.lang).manual(told!(ThereIsNothingToCompareWith)))
}

fn is_none(judgement: &Judgement) -> bool {
    judgement.reason == Reason::NoneFound
}

/// Whether a command's answer stands for the sentence although others do not show it: they are of
/// another sort, or the sentence names what only this command asks for.
fn answers_alone(statement: &Statement, asked: &Asked, all: &[(&Asked, Judgement)]) -> bool {
    let sort = |query: &Query| std::mem::discriminant(query);
    let own = &asked.pipeline.query;
    all.iter()
        .filter(|(other, judgement)| other.at != asked.at && judgement.verdict != Verdict::Passed)
        .all(|(other, _)| {
            let other = &other.pipeline.query;
            sort(other) != sort(own) || names_only(statement, own, other)
        })
}

/// Whether a statement's texts hold a word of one query that another does not have.
fn names_only(statement: &Statement, query: &Query, other: &Query) -> bool {
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
    statement.texts().iter().any(|text| {
        text.to_lowercase()
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-._".contains(c)))
            .any(|word| own.iter().any(|one| one == word))
    })
}

/// Which commands an expectation can speak of: log sentences of log commands, usage of `top`.
fn concerns(predicate: &Predicate, query: &Query) -> bool {
    let mut statements = predicate.statements().into_iter();
    statements.any(|one| one.nature().source.has(query))
}
