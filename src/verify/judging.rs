//! One record, judged from the answers at hand: steps, then items, then notes, then the edits that
//! write it back. Pure.

use super::answers::Answers;
use super::case::Case;
use super::tasks::{self, Due};
use super::{Context, edits, items, notes, place};
use crate::facts::ledger::{Tally, Totals};
use crate::facts::outcome::{ItemOutcome, RecordOutcome, StepOutcome};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::record::edit::Edit;
use crate::record::link::How;
use crate::render::time_words;
use crate::verify::understand::Understanding;
use chrono_tz::Tz;
use regex::Regex;
use std::sync::LazyLock;

/// A judged record and the edits that write it back.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// What came of it; not written yet.
    pub outcome: RecordOutcome,
    /// Exactly what changes.
    pub edits: Vec<Edit>,
    /// The Kiro tasks that are done with it.
    pub due: Due,
}

/// Judges a record's text as it was understood.
pub(crate) fn judge(
    shown: &str,
    text: &str,
    understanding: &Understanding,
    answers: &Answers,
    context: &Context<'_>,
) -> Judged {
    let record = &understanding.record;
    let own = Case::new(text, understanding, answers, context, record.lang);
    let mut written = own.outcome(shown);
    let notes = written.notes.len();
    let edits = edits::edits(&own, &mut written);
    // What is written is in the record's language, what is told in the reader's.
    let outcome = if context.lang == record.lang {
        written
    } else {
        let reader = Case::new(text, understanding, answers, context, context.lang);
        let mut told = understanding.budget.clone().run(|| reader.outcome(shown));
        for (told, written) in told.items.iter_mut().zip(written.items) {
            told.new_marker = written.new_marker;
        }
        told.notes.extend(written.notes.split_off(notes));
        told
    };
    let due = tasks::due(record, &outcome, context);
    Judged {
        outcome,
        edits,
        due,
    }
}

fn judgements(outcome: &mut RecordOutcome) -> impl Iterator<Item = &mut Judgement> {
    let of_steps = outcome.steps.iter_mut().flat_map(|step| {
        let of_lines = step.expectations.iter_mut().map(|one| &mut one.judgement);
        std::iter::once(&mut step.judgement).chain(of_lines)
    });
    of_steps.chain(outcome.items.iter_mut().map(|item| &mut item.judgement))
}

/// A message whose times of log lines, samples and syncs are those of a zone.
fn in_zone(message: &str, zone: Tz) -> String {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(마지막 줄 |첫 줄 |마지막 동기화 |표본 |배포 시각 |생성 시각 |last line |first line |last synced |sample of |deployment at |created at )([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")
            .expect("a constant pattern")
    });
    let told = TIME.replace_all(message, |found: &regex::Captures<'_>| {
        let at = found[2].parse().map(|at| time_words(at, zone));
        format!(
            "{}{}",
            &found[1],
            at.unwrap_or_else(|_| found[2].to_owned())
        )
    });
    told.into_owned()
}

/// What became of the record's lines. An item that is a line of a step is counted there.
fn totals(understanding: &Understanding, steps: &[StepOutcome], items: &[ItemOutcome]) -> Totals {
    let of_step = |step: &StepOutcome| -> Vec<Tally> {
        let expectations = step.expectations.iter().map(|one| tally(&one.judgement));
        let remarks = step.remarks.iter().map(|_| Tally::Nothing);
        expectations.chain(remarks).collect()
    };
    let of_items = items.iter().zip(&understanding.items);
    let of_items = of_items
        .filter(|(_, reading)| !matches!(reading.link.how, How::Own | How::Claim(_)))
        .map(|(item, _)| tally(&item.judgement));
    let beside = understanding.lines_beside_steps();
    let steps = steps.iter().flat_map(of_step);
    steps.chain(of_items).chain(beside).collect()
}

fn tally(judgement: &Judgement) -> Tally {
    match judgement.verdict {
        Verdict::Manual if judgement.reason == Reason::NotUnderstood => Tally::NotUnderstood,
        Verdict::Manual => Tally::Person,
        Verdict::Passed | Verdict::Failed | Verdict::Pending | Verdict::Unknown => Tally::Judged,
    }
}

impl Case<'_> {
    /// What came of it, before anything is written.
    fn outcome(&self, shown: &str) -> RecordOutcome {
        let steps = self.steps();
        let items = items::judge(self, &steps);
        let record = &self.understanding.record;
        let mut outcome = RecordOutcome {
            notes: notes::notes(self, &steps),
            totals: totals(self.understanding, &steps, &items),
            steps,
            items,
            ..RecordOutcome::nothing(shown, &record.title, record.lang)
        };
        for judged in judgements(&mut outcome) {
            judged.message = in_zone(&judged.message, self.zone());
        }
        outcome
    }

    fn steps(&self) -> Vec<StepOutcome> {
        let plan = &self.understanding.record.plan;
        plan.iter()
            .zip(&self.understanding.steps)
            .filter(|(step, _)| self.wanted(&step.name))
            .map(|(step, understood)| {
                let named = place::named_in(step.span.text(self.text));
                let (judgement, mut expectations, remarks) = self.judge(understood, &named);
                for expectation in &mut expectations {
                    let gated = self.gate(expectation.judgement.clone());
                    let held = gated.reason != expectation.judgement.reason;
                    // Why it is held is said once, with the step.
                    let message = expectation.judgement.message.clone();
                    expectation.judgement = if held {
                        Judgement { message, ..gated }
                    } else {
                        gated
                    };
                }
                let judgement = self.gate(judgement);
                StepOutcome {
                    name: step.name.clone(),
                    title: step.title.clone(),
                    at: self.lines.position(self.text, step.heading.start),
                    judgement,
                    expectations,
                    remarks,
                    commands: understood
                        .commands
                        .iter()
                        .map(|one| self.command(one))
                        .collect(),
                }
            })
            .collect()
    }
}
